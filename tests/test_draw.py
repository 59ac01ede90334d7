"""Draws: the same for the same seed, unmoved by other quantities, reproduced from their file."""

import pickle
import subprocess
import sys

import numpy as np
import pytest
from scipy import stats
from whiteout.scenarios.draw import draw, read_scenario
from whiteout.scenarios.language import library
from whiteout.scenarios.language.load import load, read
from whiteout.scenarios.language.problems import DrawError, ScenarioError
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


@pytest.mark.parametrize("number", [1.5, "a", None, [0]])
def test_seed_and_index_are_whole_numbers(number):
    if number is None:
        assert draw(spec(""), None, 0) == draw(spec(""), 0, 0)
        return
    for seed, index in ((number, 0), (0, number)):
        with pytest.raises(TypeError, match="expected a whole number"):
            draw(spec(""), seed, index)
    assert draw(spec(""), np.int64(3), np.uint8(1)) == draw(spec(""), 3, 1)


def test_a_rejected_draw_raises_the_attempt_and_keeps_to_the_requirement():
    loose = spec("require: {fast: ego.speed > 8}\n")
    drawn = [draw(loose, 1, index) for index in range(60)]
    assert all(d.ego.speed > 8 for d in drawn)
    assert {d.attempt for d in drawn} > {0, 1}
    first = next(d for d in drawn if d.attempt)
    assert first.u["ego.speed"] == uniform(1, first.index, first.attempt, "ego.speed")


def test_rejection_leaves_the_distribution_conditioned():
    """Uniform on [20, 40] km/h given > 30 km/h is uniform on [30, 40] km/h."""
    loose = spec("require: {fast: ego.speed > 30 / 3.6}\n")
    speeds = [draw(loose, 3, index).ego.speed * 3.6 for index in range(400)]
    assert stats.kstest(speeds, stats.uniform(30, 10).cdf).pvalue > 1e-3


def test_a_starving_requirement_is_named_with_its_failures():
    tight = spec("require: {fast: ego.speed > 30, sane: ego.speed > 8}\n")
    with pytest.raises(DrawError) as error:
        draw(tight, 0, 0)
    message = str(error.value)
    assert message.startswith("a.yaml:5: require.fast: ")
    assert "none of 1000 draws meets all requirements" in message
    assert "fast 1000 times" in message
    assert "ego.speed > 30" in message


IMPOSSIBLE = [
    ("light: {time: {expr: ego.speed / (ego.at.t * 1)}}", "light.time", "divides by zero"),
    ("surface: {snow_depth: {expr: -ego.speed}}", "surface.snow_depth", "must be at least 0 m"),
    ("require: {odd: ego.speed / ego.at.t > 1}", "require.odd", "divides by zero"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "path", "message"), IMPOSSIBLE)
def test_values_that_cannot_be_are_errors_with_file_line_and_path(text, path, message):
    with pytest.raises(DrawError) as error:
        draw(spec(text + "\n"), 0, 0)
    assert f"a.yaml:5: {path}: " in str(error.value)
    assert message in str(error.value)


WALK = "actors: {x: {kind: adult, at: {s: 50 m, t: -6 m}, behaviour: {kind: walk, speed: %s}}}\n"


@pytest.mark.parametrize(
    ("form", "cdf"),
    [("{normal: {mean: 5 m/s, sd: 4 m/s}}", lambda x: stats.norm(5, 4).cdf(x)),
     ("{log_normal: {median: 1 m/s, sigma: 1.5}}", lambda x: stats.lognorm(1.5).cdf(x)),
     ("{exponential: {mean: 1 m/s}}", lambda x: stats.expon().cdf(x))],
)  # fmt: skip
def test_tails_are_cut_at_the_bounds(form, cdf):
    """Values of a walking speed, 0.2 to 12 m/s, have the distribution given that they lie there."""
    walk = spec(WALK % form)
    drawn = [draw(walk, 2, index) for index in range(300)]
    speeds = [d.actors["x"].behaviour.speed for d in drawn]
    low, high = cdf(0.2), cdf(12.0)
    assert min(speeds) >= 0.2
    assert max(speeds) <= 12.0
    assert stats.kstest(speeds, lambda x: (cdf(x) - low) / (high - low)).pvalue > 1e-3
    assert all(d.attempt == 0 for d in drawn)  # nothing else is drawn anew because of it
    assert all(draw(read(d.dump(), "scenario.yaml")) == d for d in drawn[:20])


def test_what_lies_within_its_bounds_is_left_as_it_was():
    walk = draw(spec(WALK % "{normal: {mean: 5 m/s, sd: 0.1 m/s}}"), 4, 1)
    assert walk.u["actors.x.behaviour.speed"] == uniform(4, 1, 0, "actors.x.behaviour.speed")


@pytest.mark.parametrize(
    "form", ["{normal: {mean: 50 m/s, sd: 1 m/s}}", "{log_normal: {median: 0.1 m/s, sigma: 0.01}}"]
)
def test_a_distribution_that_misses_its_bounds_is_refused_when_it_is_read(form):
    with pytest.raises(ScenarioError) as error:
        spec(WALK % form)
    assert "a.yaml:5: actors.x.behaviour.speed: " in str(error.value)
    assert "of the distribution lies within its bounds" in str(error.value)
    assert "use truncated_normal" in str(error.value)


TASK = "task: {kind: reach, goal: {s: %s}}\n"
RIDER = "actors: {x: {kind: cyclist, at: %s, behaviour: {kind: ride}}}\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [(TASK % "1500 m", "task.goal.s: 1500 m lies beyond the end of the road, which is at s = 180"),
     (TASK % "9 m", "task.goal.s: the goal must lie ahead: the ego begins at s = 10 m"),
     (RIDER % "{s: 10.5 m, t: 0.2 m}", "actors.x.at: stands inside 'ego'"),
     (RIDER % "{s: {uniform: [10 m, 10.5 m]}}", "none of 300 draws is possible: no_overlap(ego, x) "
      "300 times")],
)  # fmt: skip
def test_scenes_that_cannot_be_are_errors(text, message):
    with pytest.raises(DrawError) as error:
        draw(spec(text), 0, 0)
    assert str(error.value).startswith("a.yaml:5: ")
    assert message in str(error.value)


def test_draws_that_cannot_be_are_rejected_as_by_a_requirement():
    goals = [draw(spec(TASK % "{uniform: [5 m, 360 m]}"), 0, index) for index in range(60)]
    assert all(10 < drawn.task.goal.s <= 180 for drawn in goals)
    riders = [draw(spec(RIDER % "{s: {uniform: [0 m, 30 m]}}"), 0, index) for index in range(60)]
    for drawn in riders:  # a bicycle of 1.71 m, its rear axle 0.325 m from its end; a car of 4 m
        assert not 8.7 < drawn.actors["x"].at.s < 13.2
    for drawn in (*goals, *riders):
        assert (drawn.attempt > 0) == (draw_once(drawn) is not None)


def draw_once(drawn):
    """What is wrong with the first attempt of a draw."""
    first = {name: uniform(drawn.seed, drawn.index, 0, name) for name in drawn.u}
    return None if all(first[name] == drawn.u[name] for name in first) else first


def test_boxes_are_apart_where_the_road_bends_although_they_overlap_in_its_coordinates():
    """On the outside of a bend of 9 m radius, 6 m off, a metre of s is 1.7 m of ground."""
    bend = """
whiteout: 1
road: {kind: crossing, manoeuvre: left}
ego: {kind: compact}
actors:
  a: {kind: sedan, at: {s: 72 m, t: %s}}
  b: {kind: sedan, at: {s: 75.5 m, t: %s}}
"""
    outside, inside = (read(bend % (t, t), "a.yaml") for t in ("-9 m", "0 m"))
    assert draw(outside, 0, 0).attempt == 0
    with pytest.raises(DrawError, match="stands inside 'a'"):
        draw(inside, 0, 0)


def test_expressions_follow_each_other_in_any_order():
    text = """
actors:
  a: {kind: van, at: {s: {expr: actors.b.at.s + 10}}}
  b: {kind: van, at: {s: {expr: actors.c.at.s * 2}}}
  c: {kind: van, at: {s: {uniform: [20 m, 30 m]}}}
"""
    drawn = draw(spec(text), 1, 1)
    c = drawn.actors["c"].at.s
    assert drawn.actors["a"].at.s == c * 2 + 10


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
