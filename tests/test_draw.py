"""Draws: the same for the same seed, unmoved by other quantities, reproduced from their file."""

import pickle
import subprocess
import sys

import numpy as np
import pytest
from whiteout.scenarios.draw import draw, read_scenario
from whiteout.scenarios.language import library
from whiteout.scenarios.language.load import load, read
from whiteout.scenarios.language.problems import DrawError
from whiteout.simcore.keys import fold, uniform

BASE = """
whiteout: 1
road: {kind: urban_street}
ego: {kind: compact, speed: {uniform: [20 km/h, 40 km/h]}}
"""


def spec(text, file="a.yaml"):
    return read(BASE + text, file)


def test_u_is_the_keyed_number_of_its_path():
    drawn = draw(load("child-chases-ball"), 5, 3)
    assert drawn.u["ego.speed"] == uniform(5, 3, drawn.attempt, "ego.speed")
    assert drawn.ego.speed == pytest.approx((25 + 20 * drawn.u["ego.speed"]) / 3.6, rel=1e-15)


def test_the_tree_holds_the_values():
    drawn = draw(load("child-chases-ball"), 1, 2)
    assert drawn.actors["child"].at.s == drawn.values["actors.child.at.s"]
    assert drawn.actors["child"].at.s == drawn.actors["van_near"].at.s + 4.3
    assert drawn.weather["snow"].rate == drawn.values["weather.snow.rate"]
    assert drawn.sensors["front"].fov == pytest.approx(np.radians(70))
    assert drawn.actors["child"].behaviour.kind == "chase"
    assert drawn.task.reward.collision == -100.0
    assert drawn.duration == 12.0


@pytest.mark.parametrize("name", library.names())
def test_draws_of_the_library_are_equal_again_and_from_their_own_file(name, tmp_path):
    for index in range(5):
        drawn = draw(load(name), 3, index)
        assert draw(load(name), 3, index) == drawn
        file = tmp_path / "scenario.yaml"
        file.write_text(drawn.dump(), encoding="utf-8")
        again = read_scenario(file)
        assert again == drawn
        assert again.key("houses") == drawn.key("houses")
        assert pickle.loads(pickle.dumps(drawn)) == drawn


def test_draws_are_equal_in_another_process_with_another_hash_seed():
    code = (
        "from whiteout.scenarios.draw import draw, load\n"
        "print(draw(load('child-chases-ball'), 11, 4).dump())"
    )
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                       env={"PYTHONHASHSEED": seed, "PATH": ""}).stdout
        for seed in ("0", "99")
    ]  # fmt: skip
    assert runs[0] == runs[1] == draw(load("child-chases-ball"), 11, 4).dump() + "\n"


def test_another_actor_or_other_weather_leaves_the_other_draws_as_they_were():
    before = draw(load("child-chases-ball"), 8, 1)
    changes = {
        "actors.first.kind": "adult",
        "actors.first.at.s": {"uniform": ["20 m", "30 m"]},
        "weather.snow.rate": {"uniform": ["1 mm/h", "2 mm/h"]},
        "weather.clouds.cover": {"uniform": [0.1, 0.9]},
    }
    after = draw(load("child-chases-ball", changes), 8, 1)
    changed = {name for name in before.values if before.values[name] != after.values[name]}
    assert changed == {"weather.snow.rate"}
    assert all(before.u[name] == after.u[name] for name in before.u)
    assert after.u.keys() - before.u.keys() >= {"actors.first.at.s", "weather.clouds.cover"}
    assert before.key("street", 3) == after.key("street", 3)


def test_keys_of_details_name_seed_and_index():
    drawn = draw(spec(""), 6, 2)
    assert drawn.key("houses", 4) == fold(6, 2, "houses", 4)
    assert drawn.key("houses", 4) != draw(spec(""), 6, 3).key("houses", 4)


def test_different_indices_and_seeds_differ():
    values = {draw(spec(""), seed, index).ego.speed for seed in range(5) for index in range(5)}
    assert len(values) == 25


def test_sobol_dimensions_follow_the_file_and_then_the_defaults():
    plan = load("child-chases-ball").plan
    first = [name for name, place in sorted(plan.places.items(), key=lambda item: item[1])][:5]
    assert first == ["road.curvature", "road.lane_width", "ego.tyre", "ego.speed",
                     "ego.driver.reaction_time"]  # fmt: skip
    assert plan.places["road.wear"] > plan.places["light.time"]


def test_sobol_keeps_what_stands_before_a_new_quantity():
    before = draw(spec(""), 2, 5, "sobol")
    after = draw(spec("light: {time: {uniform: [8 h, 9 h]}}\n"), 2, 5, "sobol")
    assert before.u["ego.speed"] == after.u["ego.speed"]


def test_a_latin_hypercube_of_draws_covers_every_slice():
    speeds = [draw(spec(""), 1, i, "latin_hypercube", 20).u["ego.speed"] for i in range(20)]
    assert sorted(int(u * 20) for u in speeds) == list(range(20))
    with pytest.raises(DrawError, match="has no point 20"):
        draw(spec(""), 1, 20, "latin_hypercube", 20)


def test_unknown_samplers_and_negative_seeds_are_refused():
    with pytest.raises(DrawError, match="did you mean 'sobol'"):
        draw(spec(""), 1, 0, "sobl")
    with pytest.raises(DrawError, match="must not be negative"):
        draw(spec(""), -1, 0)


def test_a_rejected_draw_raises_the_attempt_and_keeps_to_the_requirement():
    loose = spec("require: {fast: ego.speed > 8}\n")
    drawn = [draw(loose, 1, index) for index in range(60)]
    assert all(d.ego.speed > 8 for d in drawn)
    assert {d.attempt for d in drawn} > {0, 1}
    first = next(d for d in drawn if d.attempt)
    assert first.u["ego.speed"] == uniform(1, first.index, first.attempt, "ego.speed")


def test_rejection_leaves_the_distribution_conditioned():
    """Uniform on [20, 40] km/h given > 30 km/h is uniform on [30, 40] km/h."""
    from scipy import stats

    loose = spec("require: {fast: ego.speed > 30 / 3.6}\n")
    speeds = [draw(loose, 3, index).ego.speed * 3.6 for index in range(400)]
    assert stats.kstest(speeds, stats.uniform(30, 10).cdf).pvalue > 1e-3


def test_a_starving_requirement_is_named_with_its_failures():
    tight = spec("require: {fast: ego.speed > 30, sane: ego.speed > 8}\n")
    with pytest.raises(DrawError) as error:
        draw(tight, 0, 0)
    message = str(error.value)
    assert "a.yaml" not in message
    assert "none of 1000 draws meets all requirements" in message
    assert "fast 1000 times" in message
    assert "ego.speed > 30" in message


IMPOSSIBLE = [
    ("light: {time: {expr: ego.speed / (ego.at.t * 1)}}", "light.time", "divides by zero"),
    ("surface: {snow_depth: {expr: -ego.speed}}", "surface.snow_depth", "must be at least 0 m"),
    ("surface: {snow_depth: {normal: {mean: -9 m, sd: 1 mm}}}", "surface.snow_depth",
     "was drawn as"),
    ("require: {odd: ego.speed / ego.at.t > 1}", "require.odd", "divides by zero"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "path", "message"), IMPOSSIBLE)
def test_values_that_cannot_be_are_errors_with_their_path(text, path, message):
    with pytest.raises(DrawError) as error:
        draw(spec(text + "\n"), 0, 0)
    assert path in str(error.value)
    assert message in str(error.value)


def test_expressions_follow_each_other_in_any_order():
    text = """
actors:
  a: {kind: van, at: {s: {expr: actors.b.at.s + 1}}}
  b: {kind: van, at: {s: {expr: actors.c.at.s * 2}}}
  c: {kind: van, at: {s: {uniform: [10 m, 20 m]}}}
"""
    drawn = draw(spec(text), 1, 1)
    c = drawn.actors["c"].at.s
    assert drawn.actors["a"].at.s == c * 2 + 1


def test_a_resolved_scenario_can_be_drawn_anew_or_edited():
    drawn = draw(spec(""), 4, 9)
    resolved = read(drawn.dump(), "scenario.yaml")
    assert draw(resolved) == drawn
    other = draw(resolved, 5, 0)
    assert other.values == drawn.values
    assert other.key("houses") == fold(5, 0, "houses")
    edited = draw(read(drawn.dump(), "scenario.yaml", overrides={"ego.speed": "9 m/s"}))
    assert edited.ego.speed == 9.0
    assert edited.key("houses") == drawn.key("houses")


def test_a_child_with_a_height_takes_its_age_from_it():
    text = "actors: {c: {kind: child, at: {s: 20 m}%s}}\n"
    assert draw(spec(text % ", height: 1.2 m"), 0, 0).actors["c"].age is None
    assert draw(spec(text % ", height: 1.2 m, age: 7 years"), 0, 0).actors["c"].age > 0
    assert draw(spec(text % ""), 0, 0).actors["c"].age > 0


def test_drawn_values_are_listed_with_u_and_unit():
    rows = {row.name: row for row in draw(load("child-chases-ball"), 0, 0).draws}
    assert rows["ego.speed"].unit == "m/s"
    assert rows["actors.child.hair"].unit == ""
    assert rows["light.time"].unit == "s"
    assert "actors.van_far.at.s" not in rows
