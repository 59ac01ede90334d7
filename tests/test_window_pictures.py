"""How drops and snow on a pane look: upside down, out of focus, and without light of their own."""

from types import SimpleNamespace

import numpy as np
import pytest
from imagers import plain
from pictures import air, ground
from whiteout.dataset.channels import Format, decoded, encoded
from whiteout.scenarios.draw import draw
from whiteout.scenarios.episode import Episode
from whiteout.scenarios.language.load import load
from whiteout.sensors.window.discs import chords, disc
from whiteout.sensors.window.drops import COLUMNS, RADIUS, VOLUME, X, Y
from whiteout.sensors.window.gathering import clean
from whiteout.sensors.window.pane import Pane
from whiteout.sensors.window.settings import Window
from whiteout.sensors.window.through import ENTRIES, Through, bends, fresnel
from whiteout.sensors.window.wiper import BLADE
from whiteout.simcore.light.colour import LUMINANCE
from whiteout.simcore.render.projection import Projection

import whiteout

LENS = Projection.from_fov("pinhole", 160, 120, np.radians(70))
SHOT = SimpleNamespace(atmosphere=air(40.0, 1.0), surface=ground())


def through(pixel=3e-6, **given):
    window = plain(Window, **{"behind": "windscreen", "slope": "90 deg", **given})
    pane = Pane.of(window, LENS, 1.8, pixel, 0.0)
    return Through(pane, LENS, window.contact_angle, 1), pane


def on(pane, *drops):
    """A pane with drops (x, y, radius)."""
    rows = np.zeros((len(drops), COLUMNS), np.float32)
    for row, (x, y, radius) in zip(rows, drops, strict=True):
        row[[X, Y, RADIUS, VOLUME]] = x, y, radius, radius**3
    return clean(pane, 0)._replace(drops=rows)


def lit(upper, lower):
    """Light of a picture whose halves are even."""
    image = np.full((3, 120, 160), upper, np.float32)
    image[:, 60:] = lower
    return image.reshape(3, -1)


def test_a_drop_shows_the_world_upside_down():
    """Below a bright sky and above a dark road, its lower half is bright and its upper one dark."""
    of, pane = through()
    image = lit(1000.0, 10.0)
    of.lay(image, on(pane, (0.0, 0.0, 6.0)), None, SHOT, np.eye(3))
    column = image.reshape(3, 120, 160)[1, :, 80]
    r = 6.0 / pane.scale_y
    upper, lower = column[60 - int(0.5 * r)], column[60 + int(0.5 * r)]
    assert lower > 10 * upper
    assert column[2] == pytest.approx(1000.0) and column[-3] == pytest.approx(10.0)


def test_left_and_right_change_sides_too():
    of, pane = through()
    image = np.full((3, 120, 160), 10.0, np.float32)
    image[:, :, :80] = 1000.0
    image = image.reshape(3, -1)
    of.lay(image, on(pane, (0.0, 0.0, 6.0)), None, SHOT, np.eye(3))
    row, r = image.reshape(3, 120, 160)[1, 60], int(3.0 / pane.scale_x)
    assert row[80 + r] > 10 * row[80 - r]


def test_rays_through_a_drop_are_bent_by_snells_law():
    """At half the radius of a drop that meets the glass at 60°: sin i = 0.433, sin t = 0.577; the
    focal length of the middle is R / (n - 1); the rest of Fresnel's equations passes."""
    table = bends(np.radians(60))
    middle = ENTRIES // 2
    assert table[0, middle] == pytest.approx(np.arcsin(0.5774) - np.arcsin(0.4330), abs=1e-3)
    slope = table[0, 1] * (ENTRIES - 1)  # per radius a = R sin 60°
    assert slope == pytest.approx(0.333 * np.sin(np.radians(60)), rel=1e-3)
    assert fresnel(np.array(0.0), np.array(0.0)) == pytest.approx(0.0204, abs=1e-4)
    assert table[1, 0] == pytest.approx(0.98 * (1 - 0.0204), abs=1e-3)
    edge = np.degrees(np.arcsin(1 / 1.333))  # 48.6°: beyond, all is mirrored back
    back = np.sin(np.radians(60)) * np.linspace(0, 1, ENTRIES) > np.sin(np.radians(edge))
    assert np.array_equal(table[1] == 0.0, back)


def test_an_even_world_stays_even_but_for_what_drops_mirror_back():
    """Clear drops neither shine nor swallow: 4 % at most is lost where light passes."""
    of, pane = through(contact_angle="40 deg")
    level = 300.0
    of._surroundings._beyond = lambda shot, R: np.full((3, 11, 14), level, np.float32)
    image = lit(level, level)
    rng = np.random.Generator(np.random.Philox(3))
    drops = [(*rng.uniform(-30, 30, 2), 1.5) for _ in range(60)]
    of.lay(image, on(pane, *drops), None, SHOT, np.eye(3))
    assert image.max() <= level * 1.0001
    assert 0.975 * level < float(image.mean()) < level


def test_out_of_focus_a_small_drop_is_as_wide_as_the_pupil_and_as_faint_as_it_is_small():
    """The disc of the pupil, of which the drop's area takes a share."""
    of, pane = through(pixel=96e-6)
    drop = on(pane, (0.0, 0.0, 0.4))
    astray = 1.0 - of.straight(drop, None)
    hidden = float(astray.sum()) * pane.scale_x * pane.scale_y
    assert hidden == pytest.approx(np.pi * 0.4**2, rel=0.12)
    assert float(astray.max()) == pytest.approx((0.4 / pane.pupil) ** 2, rel=0.15)
    rows = np.flatnonzero(astray.max(1) > 0.5 * astray.max())
    assert len(rows) * pane.scale_y == pytest.approx(2 * pane.pupil, rel=0.2)


@pytest.mark.parametrize("radius", [1.3, 3.0, 4.6])
def test_discs_are_round_and_keep_what_they_spread(radius):
    """The mean square of a disc is r²/2, of a pixel 1/6 in both directions together."""
    planes = np.zeros((1, 41, 41), np.float32)
    planes[0, 20, 20] = 1.0
    out = np.empty_like(planes)
    disc(planes, chords(radius), out)
    assert out.sum() == pytest.approx(1.0, rel=1e-5)
    v, u = np.indices((41, 41)) - 20
    for square in (u**2, v**2):
        assert float((out[0] * square).sum()) == pytest.approx(radius**2 / 4 + 1 / 12, rel=0.15)


def test_snow_lets_through_less_the_more_of_it_there_is():
    """Two streams: 1 / (1 + 3/4 τ (1 - g)) with τ = 15 m² per kg."""
    of, pane = through()
    of._surroundings._beyond = lambda shot, R: np.full((3, 11, 14), 300.0, np.float32)
    for mass in (0.05, 0.5, 3.0):
        image = lit(300.0, 300.0)
        snow = np.full((pane.rows, pane.columns), mass, np.float32)
        state = clean(pane, 0)._replace(snow=snow)
        of.lay(image, state, None, SHOT, np.eye(3))
        expected = 300.0 / (1 + 0.75 * 15 * mass * 0.14)
        assert float(image.mean()) == pytest.approx(expected, rel=0.01)
        assert float(of.straight(state, None).mean()) == pytest.approx(np.exp(-15 * mass), abs=1e-3)


def test_a_blade_is_dark_and_as_wide_as_it_is():
    of, pane = through()
    astray = 1.0 - of.straight(clean(pane, 0), 5.0)
    assert float(astray[60].sum()) * pane.scale_x == pytest.approx(BLADE, rel=0.03)


STREET = {
    "sensors.front.width": 97, "sensors.front.height": 65, "sensors.front.preset": "standard",
    "sensors.front.channels": ["rgb", "damage", "depth"],
    "sensors.front.window": {"behind": "windscreen", "cleaned": "4 s", "wiper": {}},
    "weather": {"rain": {"rate": "20 mm/h"}},
}  # fmt: skip


def street(threads=1, **more):
    return Episode(draw(load("child-chases-ball", {**STREET, **more}), 0, 0), threads=threads)


def taken(frame):
    reading, truth = frame.readings["front"][0], frame.truth["front"][0]
    return reading.channels["rgb"].tobytes(), truth.channels["damage"].tobytes(), truth.damaged


GO = np.array([0.0, 0.3], np.float32)


def test_readings_are_the_same_for_any_threads_forks_and_frames_left_out():
    plainly, threaded, skipping = street(), street(3), street()
    for episode in (plainly, threaded, skipping):
        episode.reset()
    saved, seen = None, []
    for step in range(8):
        if step == 3:
            saved = plainly.save()
        seen.append(taken(plainly.step(GO)))
        assert taken(threaded.step(GO)) == seen[-1]
        frame = skipping.step(GO, sense=step == 7)
        assert step < 7 or taken(frame) == seen[-1]
    plainly.restore(saved)
    assert [taken(plainly.step(GO)) for _ in range(5)] == seen[3:]


def test_drops_hide_pixels_and_nothing_else_of_the_truth():
    fixed = {"sensors.front.exposure": {"time": "2 ms", "gain": 1.0}}
    pane = {"sensors.front.window": {"behind": "windscreen", "cleaned": "20 s"}}
    with_pane, without = street(**fixed, **pane), street(**fixed, **{"sensors.front.window": None})
    wet, dry = with_pane.reset(), without.reset()
    truth, clear = wet.truth["front"][0], dry.truth["front"][0]
    assert np.array_equal(truth.channels["depth"], clear.channels["depth"])
    assert 0.01 < truth.damaged < 0.6 and clear.damaged == 0.0
    hidden = truth.channels["damage"] >= 128
    assert hidden.mean() == pytest.approx(truth.damaged, abs=0.01)
    a, b = (f.readings["front"][0].channels["rgb"].astype(float) for f in (wet, dry))
    changed = np.abs(a - b) @ LUMINANCE
    assert changed[hidden].mean() > 3 * changed[truth.channels["damage"] < 10].mean()


def test_dry_weather_leaves_a_pane_clean():
    episode = street(weather={})
    episode.reset()
    frame = episode.step(GO)
    assert frame.truth["front"][0].damaged == 0.0
    bare = street(**{"weather": {}, "sensors.front.window": None})
    bare.reset()
    assert taken(frame)[0] == taken(bare.step(GO))[0]


def test_the_mask_comes_back_from_its_file(tmp_path):
    image = np.arange(256, dtype=np.uint8).reshape(16, 16)
    path = tmp_path / "file.png"
    path.write_bytes(encoded("damage", {"damage": image}, Format()))
    assert np.array_equal(decoded("damage", path, 1.0)["damage"], image)


def test_exposure_looks_through_the_pane():
    """Five minutes of heavy wet snow bury a pane under some 3 kg/m², which let a sixth of the light
    through: the camera takes two and a half stops more, and the picture is as bright as ever."""
    snowed = {"snow": {"rate": "20 mm/h", "since": "5 min"}, "temperature": "0 degC"}
    pane = {"behind": "windscreen", "cleaned": "5 min"}
    seen = {}
    for given in (None, pane):
        episode = street(**{"weather": snowed, "sensors.front.window": given})
        frame = episode.reset()
        taken = episode.rig.sensors["front"].save().exposure.used
        picture = frame.readings["front"][0].channels["rgb"][33:]
        seen[given is None] = taken.exposure, float(picture.mean()), frame.truth["front"][0]
    assert seen[False][2].damaged > 0.95
    assert seen[False][0] - seen[True][0] == pytest.approx(np.log2(6), abs=0.6)  # stops
    assert seen[False][1] == pytest.approx(seen[True][1], rel=0.1)


def test_what_is_hidden_is_kept_in_datasets(tmp_path):
    """The share in ``frames`` and the masks, as the episode has them."""
    pane = {"sensors.front.window": {"behind": "windscreen", "cleaned": "30 s"}}
    out = tmp_path / "data"
    whiteout.export("child-chases-ball", seed=0, out=out, overrides={**STREET, **pane}, frames=2)
    episode = street(**pane)
    frame, kept = episode.reset(), next(iter(whiteout.open_dataset(out)))
    for back in kept:
        truth, mine = back.truth["front"][0], frame.truth["front"][0]
        assert truth.damaged == pytest.approx(mine.damaged, rel=1e-6) and mine.damaged > 0.0
        assert np.array_equal(truth.channels["damage"], mine.channels["damage"])
        frame = episode.step(episode.driver_action)
