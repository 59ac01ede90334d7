"""Twins: the same instant without weather, without damage of the sensor, or without both."""

import json
from dataclasses import replace

import cv2
import numpy as np
import pytest
from datasets import SETTINGS, contents, street
from whiteout.dataset.plan import PlanError
from whiteout.dataset.rows import frame_row
from whiteout.dataset.writer import Header
from whiteout.scenarios.draw import draw
from whiteout.scenarios.episode import Episode
from whiteout.scenarios.language.load import load
from whiteout.sensors.imaging.control import Wish
from whiteout.sensors.sensor import Demand
from whiteout.sensors.twins import TWINS, twins_named
from whiteout.simcore.covers import cover_id
from whiteout.simcore.patches import Patch
from whiteout.simcore.surface import Chart, Surface

import whiteout

ALL = ("clean", "weather", "sensor")
SMALL = {"sensors.front.width": 96, "sensors.front.height": 72}
DRY = {"weather": {}, "surface": {}}
SNOWY = {"weather": {"snow": {"rate": "3 mm/h"}}, "surface": {"snow_depth": "40 mm"}}


def episode(twins=(), demands=None, **more):
    over = {**SMALL, **more}
    return Episode(draw(load("child-chases-ball", over), 1, 0), demands, twins=twins)


def frames(made, steps=3):
    found = [made.reset()]
    for _ in range(steps):
        found.append(made.step(made.driver_action))
    return found


def picture(reading, channel="rgb"):
    return reading.channels[channel]


def same(a, b):
    return a.channels.keys() == b.channels.keys() and all(
        np.array_equal(a.channels[name], b.channels[name]) for name in a.channels
    )


@pytest.mark.parametrize("preset", [None, "ar0231"])
def test_readings_and_truth_do_not_depend_on_twins(preset):
    more = {"sensors.front.preset": preset, "sensors.front.rate": "20 Hz"}
    plain, twinned = frames(episode(**more)), frames(episode(ALL, **more))
    asked = episode(**more)
    for one, two, three in zip(plain, twinned, _with_questions(asked), strict=True):
        for other in (two, three):
            assert all(
                same(a, b)
                for a, b in zip(one.readings["front"], other.readings["front"], strict=True)
            )
            for a, b in zip(one.truth["front"], other.truth["front"], strict=True):
                assert all(np.array_equal(a.channels[c], b.channels[c]) for c in a.channels)
                assert repr(a.objects) == repr(b.objects)
        assert len(two.twins["clean"]["front"]) == len(one.readings["front"])


def _with_questions(made):
    """The same frames, with a twin asked for after every second one."""
    yield made.reset()
    for step in range(3):
        if step % 2 == 0:
            made.twin("clean")
        yield made.step(made.driver_action)


def test_twins_asked_for_are_those_of_the_frames():
    made = episode(ALL, **{"sensors.front.preset": "ar0231", "sensors.front.rate": "30 Hz"})
    frame = frames(made)[-1]
    assert len(frame.readings["front"]) == 3
    for kind in ALL:
        pairs = zip(frame.twins[kind]["front"], made.twin(kind)["front"], strict=True)
        assert all(same(a, b) for a, b in pairs)


def test_each_twin_has_the_exposure_of_its_own_reading():
    """Of three in a step, while the camera finds its way back from two stops too dark."""
    made = episode(**SNOWY, **{"sensors.front.preset": "ar0231", "sensors.front.rate": "30 Hz"})
    made.reset()
    real = made.rig.sensors["front"]._real
    dark = [w._replace(exposure=w.exposure - 2.0) for w in (real.memory.used, *real.memory.waiting)]
    real.memory = real.memory._replace(used=dark[0], waiting=tuple(dark[1:]))
    for _ in range(2):
        frame = made.step(made.driver_action)
    spans = [[r.t_end_ns - r.t_start_ns for r in readings]
             for readings in (frame.readings["front"], made.twin("weather")["front"])]  # fmt: skip
    assert spans[0] == spans[1] and len(set(spans[0])) == 3


def test_twins_of_a_step_that_was_not_sensed_leave_the_camera_as_it_is():
    made = episode(**SNOWY, **{"sensors.front.preset": "ar0231"})
    made.reset()
    made.step(made.driver_action, sense=False)
    now = made.rig.save()
    assert made.twin("clean") == {} and made.rig.save() == now


def test_without_weather_an_ideal_camera_has_four_equals():
    frame = frames(episode(ALL, **DRY))[-1]
    (own,) = frame.readings["front"]
    assert all(same(own, frame.twins[kind]["front"][0]) for kind in ALL)


def test_an_ideal_camera_does_no_damage():
    frame = frames(episode(ALL, **SNOWY))[-1]
    (own,), twins = frame.readings["front"], {k: v["front"][0] for k, v in frame.twins.items()}
    assert same(own, twins["weather"]) and same(twins["clean"], twins["sensor"])
    assert not same(own, twins["clean"])


def test_what_each_leaves_out_of_a_real_camera():
    """What ``noise: false`` and a scenario without weather give, at the first instant."""
    fixed = {"sensors.front.exposure": {"time": "4 ms", "gain": 2.0}}
    real = {"sensors.front.preset": "ar0231", "sensors.front.channels": ["rgb", "raw"], **fixed}
    quiet = {**real, "sensors.front.noise": False}
    light = {**SNOWY, "weather": {"snow": {"rate": "0.4 mm/h"}}}  # in which nobody puts lamps on
    made = episode(ALL, **light, **real)
    twins = {kind: sensors["front"][0] for kind, sensors in made.reset().twins.items()}
    clouds = made.setting.atmosphere.cloud_cover
    bare = {"weather": {"clouds": {"cover": clouds}}, "surface": {}}
    for kind, world in (
        ("weather", {**light, **quiet}), ("sensor", {**bare, **real}), ("clean", {**bare, **quiet}),
    ):  # fmt: skip
        assert same(twins[kind], episode(**world).reset().readings["front"][0]), kind


def test_twins_are_exposed_as_the_reading_is():
    """Where nothing in the world is left out, exposure and balance are the reading's own, whatever
    lag they have; in another light they are as far off as there."""
    made = episode(ALL, **SNOWY, **{"sensors.front.preset": "ar0231"})
    frame = frames(made)[-1]
    own, twins = frame.readings["front"][0], frame.twins
    assert twins["weather"]["front"][0].t_start_ns == own.t_start_ns
    bare, noisy = twins["clean"]["front"][0], twins["sensor"]["front"][0]
    assert bare.t_start_ns == noisy.t_start_ns
    control = made.rig.sensors["front"]._real.control
    wish = control.moved(Wish(-6.0, 0.1, -0.2), Wish(-7.0, 0.0, 0.0), Wish(-7.5, 0.2, -0.3))
    assert wish == pytest.approx(Wish(-6.5, 0.3, -0.5))
    level = [picture(item)[36:].mean() / 255 for item in (own, bare)]
    assert 0.5 < level[1] / level[0] < 2.0  # a road eight times darker than its snow


def test_in_another_light_a_twin_is_as_far_off_as_the_reading():
    """Of a camera that lags a stop behind, in both worlds half the light is gathered."""
    made = episode(**SNOWY, **{"sensors.front.preset": "ar0231"})
    made.reset()
    shot, real = made._shots[0], made.rig.sensors["front"]._real
    settled, gathered = real.memory, []
    for stops in (0.0, 1.0):
        used = settled.used._replace(exposure=settled.used.exposure - stops)
        real.memory = settled._replace(used=used)
        both = real.taken(shot, 0), real.taken_in(shot.cleared, shot, 0)
        gathered.append([taken.seconds * taken.gain for taken in both])
    ratio = np.divide(*gathered)
    assert ratio == pytest.approx([2.0, 2.0], rel=1e-6)
    assert gathered[0][1] > 1.2 * gathered[0][0]  # a bare road is darker than its snow


def test_geometry_and_time_are_the_same():
    frame = frames(episode(ALL, **SNOWY, **{"sensors.front.lens.model": "brown_conrady"}))[-1]
    (own,) = frame.readings["front"]
    for kind in ALL:
        (twin,) = frame.twins[kind]["front"]
        assert np.array_equal(twin.T_world_ego, own.T_world_ego)
        assert np.array_equal(twin.T_ego_sensor, own.T_ego_sensor)
        assert twin.calibration == own.calibration
        assert (twin.t_ns, twin.index, twin.sensor) == (own.t_ns, own.index, own.sensor)


def test_clear_air_and_bare_ground():
    """What is laid on the ground by weather goes, what others have dropped there stays."""
    patches = (Patch(0, 5.0, 0.0, 4.0, 4.0, "oil"), Patch(0, 15.0, 0.0, 4.0, 4.0, "puddle"))
    chart = Chart((0.0, 40.0), lanes=(0.0,))
    laid = Surface.laid([chart], 0.05, 0.3, key=1, water_film=1e-3, patches=patches)
    driven = laid.driven([[0, 0.0, 0.0, 30.0, 0.0, 0.3]])
    bare = driven.cleared
    found = bare.at(0, [5.0, 15.0, 25.0], [0.0, 0.0, 0.0])
    assert list(found.cover) == [cover_id("oil"), cover_id("dry"), cover_id("dry")]
    assert (found.snow_depth == 0).all() and (found.ice == 0).all() and (found.film == 0).all()
    assert driven.at(0, [25.0], [0.0]).snow_depth[0] > 0  # the other is as it was
    dry = Surface.laid([chart], key=1)
    assert dry.cleared is dry

    made = episode(**SNOWY)
    made.reset()
    shot = made._shots[0]
    air, clear = shot.atmosphere, shot.cleared.atmosphere
    assert clear.visibility == pytest.approx(40e3) and air.visibility < 500.0
    assert (clear.cloud_cover, clear.sun, clear.wind) == (air.cloud_cover, air.sun, air.wind)
    assert clear.snow_rate_mm_h == 0.0 and clear.illuminance == pytest.approx(air.illuminance)


def test_only_pictures_have_twins():
    made = episode(ALL, {"front": Demand(("depth",))})
    frame = made.reset()
    assert frame.twins == {kind: {} for kind in ALL}
    assert episode((), None).reset().twins == {}


def test_names():
    assert tuple(TWINS) == ALL and twins_named(["sensor", "clean", "sensor"]) == ("clean", "sensor")
    with pytest.raises(ValueError, match="did you mean 'weather'"):
        Episode(draw(load("child-chases-ball"), 1, 0), twins=("wether",))
    made = episode()
    made.reset()
    made.restore(made.save())
    with pytest.raises(RuntimeError, match="step"):
        made.twin("clean")


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    """The small street with and without twins."""
    place = tmp_path_factory.mktemp("twins")
    scenario = street(place)
    real = {"sensors.front.preset": "ar0231", "sensors.front.channels": ["rgb", "depth", "instance",
                                                                         "semantic"]}  # fmt: skip
    settings = {**SETTINGS, "episodes": 2, "overrides": real}
    whiteout.export(scenario, out=place / "plain", **settings)
    whiteout.export(scenario, out=place / "twins", twins=("sensor", "clean"), **settings)
    return place, scenario, settings


def test_files_of_readings_do_not_depend_on_twins(pair):
    place, *_ = pair
    plain, twins = contents(place / "plain"), contents(place / "twins")
    pictures = {name for name in plain if name.endswith(".png") or "annotations" in name}
    assert len(pictures) > 20
    assert all(twins[name] == plain[name] for name in pictures)
    more = {name for name in twins.keys() - plain.keys() if name.startswith("shards")}
    assert {name.split("/")[4] for name in more} == {"clean", "sensor"}
    assert {name.split("/")[5] for name in more} == {"rgb"}
    assert len(more) == 2 * 2 * 4  # kinds, episodes, kept steps


def test_twins_come_back_as_they_were_made(pair):
    place, *_ = pair
    data = whiteout.open_dataset(place / "twins", verify=True)
    assert data.plan["twins"] == ["clean", "sensor"]
    assert "--twins clean,sensor" in data.manifest["command"]
    made = Episode(data[1].scenario, twins=("clean", "sensor"))
    frame = made.reset()
    while frame.step < 2:
        frame = made.step(made.driver_action)
    back = data[1][1]
    assert back.step == 2
    for kind in ("clean", "sensor"):
        (mine,), (theirs,) = back.twins[kind]["front"], frame.twins[kind]["front"]
        assert np.array_equal(picture(mine), picture(theirs))
        assert mine.calibration == theirs.calibration and mine.t_ns == theirs.t_ns
    image = data.images[len(data[0]) + 1]
    assert np.array_equal(picture(image.twins["clean"]), picture(back.twins["clean"]["front"][0]))
    assert len(data.images) == 8 and image.row["twin"] is None
    rows = data.table("frames").to_pylist()
    assert len(rows) == 24 == data.manifest["readings"]
    for row in rows:
        first = next(
            r for r in rows
            if (r["episode"], r["reading"]) == (row["episode"], row["reading"]) and not r["twin"]
        )  # fmt: skip
        assert row["depth"] == first["depth"] and (row["rgb"] == first["rgb"]) == (row is first)


def test_any_number_of_workers_and_an_interruption_give_the_same_bytes(pair, tmp_path):
    place, scenario, settings = pair
    again = tmp_path / "again"
    whiteout.export(scenario, out=again, twins=("clean", "sensor"), workers=2, **settings)
    (again / "shards/000001.json").unlink()
    found = whiteout.export(scenario, out=again, twins=("clean", "sensor"), **settings)
    assert (found.made, found.found) == (1, 1)
    assert contents(again) == contents(place / "twins")


def test_faults_are_named_where_the_twin_has_them():
    frame = replace(episode(ALL).reset(), faults=("ice_on_lens",))
    header, (reading,) = Header(0, 1, 0, "all", None, None), frame.readings["front"]
    named = {kind: frame_row(header, frame, reading, {}, 256.0, kind) for kind in (None, *ALL)}
    assert [named[kind]["faults"] for kind in (None, "sensor")] == [["ice_on_lens"]] * 2
    assert named["clean"]["faults"] == named["weather"]["faults"] == []


def test_plans_refuse_what_cannot_be(pair, tmp_path):
    place, scenario, settings = pair
    with pytest.raises(PlanError, match="did you mean 'clean'"):
        whiteout.export(scenario, out=tmp_path / "a", twins=("claen",), **settings)
    blind = {**settings, "writers": [], "overrides": {"sensors.front.channels": ["depth"]}}
    with pytest.raises(PlanError, match="no sensor delivers"):
        whiteout.export(scenario, out=tmp_path / "b", twins=("clean",), **blind)
    with pytest.raises(PlanError, match="twins"):
        whiteout.export(scenario, out=place / "twins", twins=("clean",), **settings)


def test_commands_take_twins(call, pair, tmp_path):
    scenario = str(pair[1])
    dry = ("export", scenario, "--dry-run", "--json")
    plain, twins = (json.loads(call(*dry, *more)[1]) for more in ((), ("--twins", "clean,sensor")))
    assert twins["plan"]["twins"] == ["clean", "sensor"] and plain["plan"]["twins"] == []
    assert twins["estimate"]["readings"] == 3 * plain["estimate"]["readings"]
    code, _, told = call("export", scenario, "--twins", "clear", "--dry-run")
    assert code == 2 and "did you mean 'clean'" in told
    look = ("preview", scenario, "--no-video", "--overlay", "boxes", "--out", str(tmp_path))
    sizes = []
    for more in ((), ("--twin", "clean"), ("--twin", "nothing")):
        code, out, _ = call(*look, "--json", *more)
        if code:
            break
        sizes.append(cv2.imread(json.loads(out)["sheet"]).size)
    assert code == 2 and sizes[1] > 1.5 * sizes[0]


@pytest.mark.parametrize("preset", [None, "ar0231"])
def test_what_rain_leaves_on_a_pane_is_weather(preset):
    """The twin with the weather looks through the same drops; those without have a clean pane."""
    rain = {"weather": {"rain": {"rate": "20 mm/h", "since": "20 min"}}, "surface": {}}
    wet = {**rain, "sensors.front.preset": preset, "sensors.front.window": {"behind": "windscreen"}}
    bare = {**rain, "sensors.front.preset": preset}
    made, without = frames(episode(ALL, **wet))[-1], frames(episode(ALL, **bare))[-1]
    reading, twins = made.readings["front"][-1], made.twins
    assert made.truth["front"][-1].damaged > 0.0
    assert not same(reading, without.readings["front"][-1])
    if preset is None:
        assert same(reading, twins["weather"]["front"][-1])
        assert same(twins["clean"]["front"][-1], without.twins["clean"]["front"][-1])
    else:  # the exposure of the reading, which has looked through the drops, is that of all
        near = picture(twins["weather"]["front"][-1]).astype(float) - picture(reading)
        assert abs(near.mean()) < 1.0
