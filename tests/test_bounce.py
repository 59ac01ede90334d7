"""What the ground throws back of the light of lamps: as much as falls on it times its albedo."""

import numpy as np
import pytest
from pictures import STREET, Item, air, block, film_of, floor, painted, stage_of
from whiteout.simcore.lamps import Lamp, pack
from whiteout.simcore.light import beams
from whiteout.simcore.light.colour import luminance
from whiteout.simcore.pose import look_at, pose
from whiteout.simcore.render.maps import Maps
from whiteout.simcore.render.picture import Scenery
from whiteout.simcore.render.shading import layout as at
from whiteout.simcore.render.shading.bounce import bounce, downward, spots
from whiteout.simcore.render.shading.layout import LANES, ROWS
from whiteout.simcore.surface import Surface

HANGING = Lamp((0, 0, 6.0), (0, 0, -1.0), (1.0, 1.0, 1.0), 2000.0, "street", 30.0)


def row(number) -> int:
    return int(number) // LANES


def test_a_street_lamp_sheds_all_its_light_downwards():
    axis = np.radians(np.linspace(0, 90, 9001))
    light = beams.street(np.degrees(axis)) * np.sin(axis)
    flux, ahead, down = downward(beams.BEAMS.index("street"), -1.0)
    assert flux == pytest.approx(2 * np.pi * np.trapezoid(light, axis), rel=0.02)
    middle = 2 * np.pi * np.trapezoid(light * np.cos(axis), axis) / flux
    assert (ahead, down) == pytest.approx((0.0, middle), abs=0.01)


def test_what_a_low_beam_sheds_on_the_road():
    h, v = np.meshgrid(np.linspace(-89, 89, 1500), np.linspace(-89, 0, 1500))
    cell = np.radians(178 / 1499) * np.radians(89 / 1499) * np.cos(np.radians(v))
    light = beams.low_beam(h, v) * cell
    flux, ahead, down = downward(beams.BEAMS.index("low_beam"), 0.0)
    assert flux == pytest.approx(light.sum(), rel=0.05)
    forward = (light * np.cos(np.radians(h)) * np.cos(np.radians(v))).sum() / light.sum()
    assert ahead == pytest.approx(forward, abs=0.01)
    assert down == pytest.approx(-(light * np.sin(np.radians(v))).sum() / light.sum(), abs=0.01)


def test_as_much_comes_back_as_falls_on_the_ground_times_its_albedo():
    # All that leaves the spot passes a hemisphere around it, seen from its inside.
    n = 4096
    z = (np.arange(n) + 0.5) / n
    turn = np.pi * (1 + 5**0.5) * np.arange(n)
    way = np.stack([np.sqrt(1 - z * z) * np.cos(turn), np.sqrt(1 - z * z) * np.sin(turn), z], 1)
    data = np.zeros((n // LANES, ROWS, LANES), np.float32)
    for axis in range(3):
        data[:, row(at.X) + axis] = (4.0 * way[:, axis]).reshape(-1, LANES)
        data[:, row(at.NX) + axis] = (-way[:, axis]).reshape(-1, LANES)
    for number in (at.RED, at.NEAR):
        data[:, row(number)] = 1.0
    spot = np.array([[0, 0, 0, 1e-6, 1000 / np.pi, 0, 0, 1e9]], np.float32)
    flat = data.reshape(-1)
    bounce(0, n // LANES, spot, flat)
    light = np.pi * flat.reshape(data.shape)[:, row(at.OUT_RED)]  # a white wall sends E / π
    assert light.mean() * 2 * np.pi * 4.0**2 == pytest.approx(1000.0, rel=0.01)


def test_the_spot_lies_on_the_ground_below_the_lamp():
    stage = stage_of([Item(floor(), pose((0, 0, 1.5))), Item(block((0.3, 0.3, 7.0)), np.eye(4))])
    film = film_of(stage, look_at((-20, 0, 5), (0, 0, 2)))
    maps = Maps(stage)
    maps.draw_tops(film)
    (spot,) = spots(pack([HANGING]), maps.tops, 0.5)
    assert spot[:3] == pytest.approx([0, 0, 1.55], abs=0.02)
    flux = downward(beams.BEAMS.index("street"), -1.0)[0]
    assert spot[4] == pytest.approx(2000 * flux * 0.5 / np.pi, rel=1e-5)


def test_snow_on_the_road_lights_the_walls_above_the_lamps():
    items = [
        Item(floor("asphalt"), np.eye(4), 0),
        Item(block((0.4, 16.0, 14.0), "plaster"), pose((9.0, 0, 0))),
    ]
    stage = stage_of(items)
    film = film_of(stage, look_at((-2.0, 0, 3.0), (9.0, 0, 9.0)), 40, 30, 30.0)
    night = air(-20.0)
    light = []
    for depth in (0.0, 0.05):
        scenery = Scenery(night, Surface.laid([STREET], depth), [HANGING])
        light.append(luminance(painted(stage, film, scenery).linear)[:15].mean())
    assert light[1] > 3.0 * light[0] > 0.0
