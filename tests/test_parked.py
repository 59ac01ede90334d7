"""Cars parked along a street: as many as asked, each its own, of few models."""

import datetime

import numpy as np
import pytest
from whiteout.scenarios.embodiment import Occasion
from whiteout.scenarios.parked import KINDS, MODELS, parked_cars
from whiteout.simcore.geometry.dresser.dressing import ParkingSlot

SLOTS = [ParkingSlot(6.0 * k, -2.9, 0.0, 6.0, 2.0) for k in range(400)]
OCCASION = Occasion(0, datetime.date(2026, 6, 1))


def cars(slots, share=0.5, taken=()):
    return list(parked_cars(slots, share, 17, OCCASION, taken))


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_as_many_are_parked_as_asked(share):
    # Binomial: four standard deviations.
    assert len(cars(SLOTS, share)) == pytest.approx(
        400 * share, abs=80 * (share * (1 - share)) ** 0.5
    )


def test_a_longer_street_changes_no_car():
    few, many = cars(SLOTS[:50]), cars(SLOTS)
    for one, other in zip(few, many, strict=False):
        assert one[::2] == other[::2] and np.array_equal(one.body.body, other.body.body)


def test_none_is_parked_where_a_vehicle_stands():
    assert all(abs(car.s - 600.0) > 3.0 for car in cars(SLOTS, 1.0, [(600.0, -2.9)]))


def test_models_are_few_and_paints_are_many():
    found = cars(SLOTS, 1.0)
    bodies = {car.body.body.tobytes() for car in found}
    assert len(KINDS) < len(bodies) <= MODELS * len(KINDS)
    sizes = [bytes(car.body.body) for car in found[:40]]
    twins = next((i, j) for j in range(40) for i in range(j) if sizes[i] == sizes[j])
    first, second = (found[k].body.figure() for k in twins)
    meshes = [figure.parts[0].mesh for figure in (first, second)]
    colours = [mesh.colours[mesh.slots.index("car_paint")] for mesh in meshes]
    assert not np.array_equal(*colours)
    assert np.array_equal(first.parts[0].mesh.vertices, second.parts[0].mesh.vertices)
