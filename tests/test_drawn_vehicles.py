"""Draws of vehicles: sound whatever is drawn, with the shares and paints of the reports."""

import numpy as np
import pytest
from figures import caster, directions, soup
from vehicles import ALL, CARS, MEASURES, core, figure
from whiteout.simcore.geometry.vehicles import VEHICLES
from whiteout.simcore.geometry.vehicles.parts.variation import CarVariation, drawn


@pytest.mark.parametrize("kind", CARS)
def test_drawn_cars_are_sound_and_differ(kind):
    module = VEHICLES.load(kind)
    sizes = set()
    for seed in range(6):
        variation = module.draw(np.random.default_rng(seed))
        shape = module.figure(variation)
        sizes.add(shape.bodies[0].size)
        made = soup(shape)
        low, high = core(kind)
        goal = low + np.random.default_rng(seed).random((4000, 3)) * (high - low)
        towards = directions(4000, seed=seed)
        first = caster(made.corners)(goal + 40 * towards, -towards)
        assert (first >= 0).all()
        slope = np.einsum("ij,ij->i", made.normals[first], -towards)
        assert (slope > 0).mean() < 1e-3
        np.testing.assert_allclose(
            shape.bodies[0].size,
            np.array(MEASURES[kind][:3]) * [variation.length, variation.width, variation.height],
            rtol=0.025,
        )
    assert len(sizes) == 6


def test_draws_follow_the_book():
    rng = np.random.default_rng(7)
    cars = [drawn(rng) for _ in range(1500)]
    length = np.array([car.length for car in cars])
    # A normal distribution cut at two standard deviations has 0.88 of the original's.
    assert length.mean() == pytest.approx(1, abs=0.003)
    assert length.std() == pytest.approx(0.03 * 0.92, rel=0.08)
    assert np.abs(length - 1).max() <= 0.06 + 1e-12
    rims = [car.rim for car in cars]
    for name in ("five", "six", "eight", "ten", "cover"):
        assert rims.count(name) / 1500 == pytest.approx(0.2, abs=0.045)


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ({"length": 2.0}, "length 2: must lie between 0.8 and 1.25"),
        ({"cowl": 0.5}, "cowl 0.5"),
        ({"rim": "seven"}, "no such rim; known: five"),
    ],
)
def test_knobs_beyond_their_limits_are_refused(setting, message):
    with pytest.raises(ValueError, match=message):
        CarVariation(**setting)


def test_paints_follow_the_reports():
    from whiteout.simcore.geometry.vehicles.parts import paint

    # Axalta 2022, world: white 34, black 21, grey 19; BASF 2021, North America: 32, 24, 17, red 9.
    world, america = paint.shares("sedan", "world"), paint.shares("sedan", "north_america")
    assert [100 * world[name] for name in ("white", "black", "grey")] == pytest.approx([34, 21, 19])
    found = [100 * america[name] for name in ("white", "black", "grey", "red")]
    assert found == pytest.approx([32, 24, 17, 9])
    assert paint.shares("van")["white"] == pytest.approx(0.60)
    gaudy = ("blue", "light_blue", "red", "green", "brown", "orange", "yellow")
    share = {
        kind: sum(paint.shares(kind).get(name, 0) for name in gaudy)
        for kind in ("compact", "sedan", "pickup")
    }
    assert share["compact"] > share["sedan"] > share["pickup"]
    rng = np.random.default_rng(3)
    drawn_ = np.array([paint.paint(rng, "sedan", "world") for _ in range(3000)])
    assert (drawn_.min(1) > 0.7).mean() == pytest.approx(0.34, abs=0.03), "white"
    assert (drawn_.max(1) < 0.02).mean() == pytest.approx(0.21, abs=0.03), "black"
    assert ((drawn_ >= 0) & (drawn_ < 0.85)).all()
    with pytest.raises(ValueError, match="no such region"):
        paint.shares("sedan", "moon")
    clean, dusty = (0.5, 0.5, 0.5), paint.dirty((0.5, 0.5, 0.5), 1.0)
    assert paint.dirty(clean, 0.0) == clean and dusty[2] < dusty[0] < 0.5


def test_every_slot_of_the_palette_is_in_its_figure():
    from whiteout.simcore.geometry.vehicles.parts import paint

    rng = np.random.default_rng(4)
    for kind in ALL:
        slots = {name for part in figure(kind).parts for name in part.mesh.slots}
        assert set(paint.colours(rng, kind)) <= slots
