"""Laws of animals: sizes, footfalls, feet on the ground, closed surfaces, drawn coats."""

from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from figure_rays import Rays, backs_seen, sphere_of, surface
from whiteout.simcore.classes import classes
from whiteout.simcore.geometry.animals.animal import animal
from whiteout.simcore.geometry.animals.draw import KINDS, antlered, draw_animal
from whiteout.simcore.geometry.animals.motion import PARTS
from whiteout.simcore.geometry.animals.record import Animal
from whiteout.simcore.geometry.figure import Motion
from whiteout.simcore.geometry.gait import gait_length
from whiteout.simcore.keys import generator

LEGS = ("left_hind", "right_hind", "left_fore", "right_fore")


@cache
def figure_of(species, detail=0):
    record = draw_animal(generator("animal", species), species, month=9, sex="male")
    return animal(record, detail)


@cache
def shoulder_of(species):
    return draw_animal(generator("animal", species), species, month=9, sex="male").shoulder


def number(name):
    return PARTS.index(name)


def hooves(species, motion):
    """The vertices of each foot, in the order of LEGS."""
    figure = figure_of(species)
    return [surface(figure, motion, (f"{leg}_foot",))[0] for leg in LEGS]


@pytest.mark.parametrize("species", KINDS)
def test_the_withers_are_at_the_shoulder_height(species):
    vertices, _ = surface(figure_of(species), Motion(alert=1.0), ("chest",))
    middle = vertices[np.abs(vertices[:, 1]) < 0.03]
    hip = figure_of(species).parts[number("left_fore_upper")].rest[0, 3]
    withers = middle[np.abs(middle[:, 0] - hip) < 0.15 * shoulder_of(species), 2].max()
    assert withers == pytest.approx(shoulder_of(species), rel=0.08)


def test_sizes_are_those_of_the_species():
    # Species accounts: shoulder heights of adults [m].
    between = {"roe": (0.58, 0.75), "white_tailed": (0.75, 1.10), "moose": (1.5, 2.05),
               "boar": (0.65, 1.0), "dog": (0.45, 0.70)}  # fmt: skip
    for species, (low, high) in between.items():
        drawn = [draw_animal(generator("size", k), species).shoulder for k in range(200)]
        assert low < min(drawn) and max(drawn) < high
        assert np.std(drawn) > 0.02 * np.mean(drawn)


def test_classes_are_those_of_the_table():
    names = {s: classes()[figure_of(s).bodies[0].class_id].name for s in KINDS}
    assert names == {
        "roe": "deer", "white_tailed": "deer", "moose": "moose", "boar": "other_animal",
        "dog": "dog",
    }  # fmt: skip


@pytest.mark.parametrize("species", KINDS)
@pytest.mark.parametrize("froude", [0.0, 0.05, 0.25, 0.6, 1.5, 3.0, 8.0, 15.0])
@pytest.mark.parametrize("alert", [0.0, 1.0])
def test_feet_neither_sink_nor_float(species, froude, alert):
    figure = figure_of(species)
    speed = np.sqrt(froude * 9.80665 * figure.hip_height)
    low = np.array([
        [v[:, 2].min() for v in hooves(species, Motion(phase, speed, alert=alert))]
        for phase in np.linspace(0, 2 * np.pi, 32, endpoint=False)
    ])  # fmt: skip
    tall = shoulder_of(species)
    assert low.min() > -0.015 * tall
    if froude < 0.3:  # walking: at least two feet are down at any time
        assert np.sort(low, axis=1)[:, 1].max() < 0.02 * tall
    if froude >= 8.0:  # gallop and bound: all four leave the ground
        assert low.min(1).max() > 0.01 * tall


@pytest.mark.parametrize("species", KINDS)
@pytest.mark.parametrize("froude", [0.1, 0.25, 1.5, 8.0])
def test_planted_feet_move_back_as_fast_as_the_body_moves_on(species, froude):
    figure = figure_of(species)
    speed = np.sqrt(froude * 9.80665 * figure.hip_height)
    length = gait_length(speed, figure.hip_height, figure.gait_scale)
    step, slides = 0.002, []
    tall = shoulder_of(species)
    for share in np.arange(0, 1, 1 / 40):
        now, soon = (hooves(species, Motion(2 * np.pi * s, speed)) for s in (share, share + step))
        for a, b in zip(now, soon, strict=True):
            down = (a[:, 2] < 0.004 * tall) & (b[:, 2] < 0.004 * tall)
            if down.sum() > 1:
                moved = (b - a)[down, :2] + np.array([step * length, 0])
                slides.append(np.linalg.norm(moved, axis=1).mean() / (step * length))
    assert np.median(slides) < 0.10
    assert np.mean(slides) < 0.20


def touch_downs(species, speed, alert=0.0):
    """Share of the cycle at which each leg's foot comes down, from the poses alone."""
    shares = np.arange(0, 1, 1 / 200)
    height = np.array([
        [v[:, 2].min() for v in hooves(species, Motion(2 * np.pi * s, speed, alert=alert))]
        for s in shares
    ])  # fmt: skip
    down = height < 0.006 * shoulder_of(species)
    return np.array([shares[np.flatnonzero(down[:, k] & ~np.roll(down[:, k], 1))[0]]
                     for k in range(4)])  # fmt: skip


def apart(a, b):
    return np.abs((a - b + 0.5) % 1 - 0.5)


@pytest.mark.parametrize(
    ("speed", "phases"),
    [
        (1.2, (0.0, 0.5, 0.25, 0.75)),  # lateral sequence walk (Usherwood & Smith 2018)
        (2.9, (0.0, 0.5, 0.5, 0.0)),  # trot: diagonal pairs
        (7.5, (0.0, 0.10, 0.45, 0.55)),  # transverse gallop
    ],
)
def test_deer_put_their_feet_down_in_the_order_of_their_gait(speed, phases):
    found = touch_downs("white_tailed", speed)
    expected = np.array(phases)
    assert apart(found - found[0], expected).max() < 0.04


def test_a_walk_has_about_three_feet_down():
    # Lateral sequence at quarter phases: duty .62-.75, so 2.5 to 3 feet on average.
    shares = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    limit = 0.006 * shoulder_of("white_tailed")
    counts = [sum(v[:, 2].min() < limit for v in hooves("white_tailed", Motion(p, 1.1)))
              for p in shares]  # fmt: skip
    assert 2.3 < np.mean(counts) < 3.2


def test_deer_in_flight_leap():
    height = [figure_of("white_tailed").poses(Motion(p, 10.0, alert=1.0))[number("rump"), 2, 3]
              for p in np.linspace(0, 2 * np.pi, 40)]  # fmt: skip
    rise = np.ptp(height) / shoulder_of("white_tailed")
    assert 0.2 < rise < 0.6


def test_alert_deer_raise_head_and_ears():
    figure = figure_of("roe")
    calm, tense = (figure.poses(Motion(time=4.0, alert=a)) for a in (0.0, 1.0))
    assert tense[number("head"), 2, 3] > calm[number("head"), 2, 3] + 0.05
    up = [T[number("left_ear"), 2, 2] for T in (calm, tense)]
    assert up[1] > up[0] - 0.2


def test_the_head_turns_with_steer():
    figure = figure_of("roe")
    yaw = [np.arctan2(*figure.poses(Motion(steer=s, alert=1.0))[number("head"), [1, 0], 0])
           for s in (-0.8, 0.0, 0.8)]  # fmt: skip
    assert yaw[0] < -0.5 and abs(yaw[1]) < 0.05 and yaw[2] > 0.5


def test_calm_deer_graze_now_and_then():
    figure = figure_of("roe")
    nose = []
    for t in np.arange(0, 120, 1.0):
        vertices, _ = surface(figure, Motion(time=t), ("head",))
        nose.append(vertices[:, 2].min() / shoulder_of("roe"))
    assert -0.02 < min(nose) < 0.25
    assert 0.10 < np.mean(np.array(nose) < 0.3) < 0.75


@pytest.mark.parametrize("species", KINDS)
def test_gaits_are_periodic_and_rigid(species):
    figure = figure_of(species)
    for speed in (0.7, 3.0, 9.0):
        once = figure.poses(Motion(1.0, speed))
        again = figure.poses(Motion(1.0 + 2 * np.pi, speed))
        np.testing.assert_allclose(once, again, atol=1e-9)
        turn = once[:, :3, :3]
        np.testing.assert_allclose(turn @ turn.transpose(0, 2, 1),
                                   np.tile(np.eye(3), (len(turn), 1, 1)), atol=1e-9)  # fmt: skip


@pytest.mark.parametrize("species", KINDS)
@pytest.mark.parametrize("speed", [0.0, 1.1, 3.0, 9.0])
def test_bones_hang_together(species, speed):
    figure = figure_of(species)
    poses = figure.poses(Motion(2.0, speed, alert=0.5))
    for leg in LEGS:
        names = [f"{leg}_{s}" for s in ("upper", "lower", "cannon", "foot")]
        for upper, lower in pairwise(names):
            T = poses[number(upper)]
            local = T[:3, :3].T @ (poses[number(lower)][:3, 3] - T[:3, 3])
            rest = figure.parts[number(upper)].mesh.vertices[:, 2].min()
            assert np.abs(local[:2]).max() < 1e-9  # along the bone
            assert local[2] == pytest.approx(rest, abs=0.02 * shoulder_of(species))


@pytest.mark.parametrize("species", KINDS)
@pytest.mark.parametrize("speed", [0.0, 1.2, 8.0])
def test_no_face_is_inside_out(species, speed):
    assert backs_seen(figure_of(species), Motion(0.9, speed)) < 0.012


@pytest.mark.parametrize("species", KINDS)
def test_neck_and_legs_have_no_gaps(species):
    figure = figure_of(species)
    way = sphere_of(200)
    missed = total = 0
    for phase, speed, alert in ((0.0, 0.0, 0.0), (1.0, 1.2, 0.2), (3.0, 3.0, 0.5), (4.0, 9.0, 1.0)):
        motion = Motion(phase, speed, time=8.0, alert=alert)
        rays = Rays(*surface(figure, motion))
        poses = figure.poses(motion)
        for name in PARTS[2:5] + tuple(n for n in PARTS[8:] if not n.endswith("foot")):
            target = poses[number(name), :3, 3] + 0.004 * np.roll(way, 5, 0)
            _, far, front = rays.first(target - 8.0 * way, way)
            missed += int((~(front & (far < 8.0))).sum())
            total += len(way)
    assert missed / total < 0.004


@pytest.mark.parametrize(
    ("detail", "low", "high"), [(0, 2000, 3300), (1, 800, 1700), (2, 250, 700)]
)
def test_triangles_stay_within_budget(detail, low, high):
    for species in KINDS:
        count = sum(len(part.mesh.triangles) for part in figure_of(species, detail).parts)
        assert low < count < high, species


def test_the_box_contains_the_animal():
    for species in KINDS:
        figure = figure_of(species)
        vertices, _ = surface(figure, Motion(alert=0.5))
        shape = figure.bodies[0]
        assert (np.abs(vertices - shape.centre) - np.array(shape.size) / 2).max() < 3e-3


def test_antlers_come_with_sex_and_season():
    assert antlered("white_tailed", "male", 11) and not antlered("white_tailed", "male", 3)
    assert antlered("roe", "male", 6) and not antlered("roe", "male", 12)
    assert not antlered("moose", "female", 9)
    with_antlers = draw_animal(generator("a"), "moose", month=9, sex="male")
    without = draw_animal(generator("a"), "moose", month=9, sex="female")
    wide = [animal(r).bodies[0].size[1] for r in (with_antlers, without)]
    assert wide[0] > wide[1] + 0.4


def test_coats_change_with_the_season_and_dogs_vary():
    summer, winter = (draw_animal(generator("c"), "roe", month=m).coat for m in (7, 1))
    assert summer[0] / summer[2] > winter[0] / winter[2]  # redder
    dogs = {draw_animal(generator("d", k), "dog").coat for k in range(60)}
    light = [np.mean(c) for c in dogs]
    assert min(light) < 0.04 and max(light) > 0.4
    assert draw_animal(generator("d"), "dog", coat=(0.1, 0.1, 0.1)).coat == (0.1, 0.1, 0.1)


def test_same_record_same_bytes():
    record = draw_animal(generator("bytes"), "dog")
    assert isinstance(record, Animal)
    one, two = animal(record), animal(record)
    for a, b in zip(one.parts, two.parts, strict=True):
        assert a.mesh.vertices.tobytes() == b.mesh.vertices.tobytes()
    motion = Motion(0.7, 1.1, 0.0, 9.0, 0.3)
    assert one.poses(motion).tobytes() == two.poses(motion).tobytes()


def test_unknown_words_are_refused():
    for species, extra in (("wolf", {}), ("roe", {"sex": "doe"}), ("dog", {"colour": "red"})):
        with pytest.raises(ValueError, match="known are"):
            draw_animal(generator("x"), species, **extra)
