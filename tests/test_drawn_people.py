"""Draws of people: fair, with the shares of the reports, and no two alike."""

from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import combinations

import numpy as np
import pytest
from people import ADULT, number
from scipy.stats import chi2_contingency, chisquare
from whiteout.simcore.geometry.figure import Motion
from whiteout.simcore.geometry.people.colours import SKIN
from whiteout.simcore.geometry.people.draw import draw_person
from whiteout.simcore.geometry.people.person import person
from whiteout.simcore.geometry.people.record import Ways
from whiteout.simcore.keys import generator


@cache
def crowd(count=2000):
    return tuple(draw_person(generator("crowd", k)) for k in range(count))


def test_skin_tone_is_uniform_and_goes_with_nothing():
    people = crowd()
    tones = [p.skin_tone for p in people]
    assert set(tones) == set(range(len(SKIN)))
    assert chisquare(list(Counter(tones).values())).pvalue > 1e-3
    group = {
        "sex": [p.sex for p in people],
        "age": [("child", "adult", "older")[(p.age > 13) + (p.age > 60)] for p in people],
        "top": [p.top for p in people],
        "hat": [p.hat for p in people],
        "carried": [p.carried for p in people],
        "dark": [max(p.top_colour) < 0.08 for p in people],
        "girth": [p.girth > 1 for p in people],
        "hair": [p.hair for p in people],
    }
    for name, values in group.items():
        kinds = sorted(set(values), key=str)
        table = np.zeros((len(SKIN), len(kinds)))
        for tone, value in zip(tones, values, strict=True):
            table[tone, kinds.index(value)] += 1
        assert chi2_contingency(table).pvalue > 1e-3, name


def test_statures_follow_the_growth_charts():
    # CDC: boys of six have a median of 1.157 m and a coefficient of variation of .044.
    drawn = [draw_person(generator("boys", k), "child", age=6.0, sex="male").stature
             for k in range(600)]  # fmt: skip
    assert np.median(drawn) == pytest.approx(1.157, rel=0.008)
    assert np.std(drawn) / np.mean(drawn) == pytest.approx(0.044, rel=0.12)


def test_ages_and_winter_clothes_have_their_shares():
    people = crowd()
    children = np.mean([p.age < 13 for p in people])
    older = np.mean([p.age > 61 for p in people])
    assert children == pytest.approx(0.15, abs=0.03)
    assert older == pytest.approx(0.15, abs=0.03)
    light = np.array([np.dot(p.top_colour, [0.2126, 0.7152, 0.0722]) for p in people])
    assert np.mean(light < 0.081) == pytest.approx(0.60, abs=0.04)
    assert np.mean(light > 0.26) == pytest.approx(0.15, abs=0.03)


def test_dark_clothes_are_dark_and_visible_ones_are_not():
    for k in range(60):
        dark = draw_person(generator("dark", k), "adult", "dark")
        light = [np.dot(c, [0.2126, 0.7152, 0.0722]) for c in (dark.top_colour, dark.bottom_colour)]
        assert max(light) < 0.085
        seen = draw_person(generator("dark", k), "adult", "hi_vis")
        assert seen.top == "hi_vis"
        assert np.dot(seen.top_colour, [0.2126, 0.7152, 0.0722]) > 0.25
        assert draw_person(generator("dark", k), "worker").worker


def test_fixing_one_thing_leaves_the_others():
    free = draw_person(generator("fixed", 5), "adult")
    tall = draw_person(generator("fixed", 5), "adult", stature=2.0, skin_tone=7)
    assert replace(free, stature=2.0, skin_tone=7) == tall


def test_a_child_of_given_height_has_the_age_of_its_height():
    for stature, age in ((1.0, 3.8), (1.157, 6.0), (1.388, 10.0)):
        drawn = [draw_person(generator("h", k), "child", stature=stature).age for k in range(40)]
        assert np.mean(drawn) == pytest.approx(age, abs=0.5)


def test_two_people_differ_by_more_than_scale():
    """Same sex, age and stature: heads, trunks and ways still differ."""
    drawn = [
        draw_person(generator("two", k), "adult", sex="male", age=40.0, stature=1.75, hair="bald",
                    hat="", top="jacket", scarf=False, carried="")
        for k in range(4)
    ]  # fmt: skip
    figures = [person(record) for record in drawn]
    off = {"head": [], "chest": [], "ways": []}
    for a, b in combinations(figures, 2):
        for name in ("head", "chest"):
            meshes = [f.parts[number(name)].mesh for f in (a, b)]
            one, two = (mesh.vertices[mesh.triangles].astype(float) for mesh in meshes)
            assert one.shape == two.shape
            best = (one * two).sum() / (two * two).sum()  # the scale that fits best
            off[name].append(np.abs(one - best * two).max())
        poses = [f.poses(Motion(1.0, 1.3))[:, :3, :3] for f in (a, b)]
        off["ways"].append(np.abs(poses[0] - poses[1]).max())
    assert np.median(off["head"]) > 0.003
    assert np.median(off["chest"]) > 0.006
    assert np.median(off["ways"]) > 0.04
    assert min(off["head"] + off["chest"]) > 0.001


def test_unknown_words_are_refused():
    for bad in ({"kind": "giant"}, {"clothing": "summer"}, {"hatt": "cap"}):
        with pytest.raises(ValueError, match="known are"):
            draw_person(generator("x"), **bad)


def test_old_people_walk_with_shorter_steps():
    old = np.mean([draw_person(generator("o", k), "older").ways.stride for k in range(200)])
    young = np.mean([draw_person(generator("o", k), "adult").ways.stride for k in range(200)])
    assert old < young - 0.02
    slow = person(replace(ADULT, ways=Ways(stride=0.9)))
    assert slow.gait_scale == 0.9
