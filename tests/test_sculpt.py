"""Laws of clay: distances of simple solids, unions, carving, and points cast onto surfaces."""

import numpy as np
import pytest
from whiteout.simcore.geometry.sculpt import Clay


def directions(count=60):
    rng = np.random.default_rng(0)
    way = rng.normal(size=(count, 3))
    return way / np.linalg.norm(way, axis=1, keepdims=True)


def test_distance_to_a_sphere_is_exact():
    clay = Clay()
    clay.ellipsoid((1, 2, 3), (0.5, 0.5, 0.5), 0.01)
    points = np.array([1, 2, 3]) + directions() * np.linspace(0.1, 2, 60)[:, None]
    expected = np.linspace(0.1, 2, 60) - 0.5
    np.testing.assert_allclose(clay.distance(points), expected, atol=1e-9)


def test_distance_to_a_round_cone_of_equal_radii_is_that_to_a_capsule():
    clay = Clay()
    clay.cone((0, 0, 0), (0, 0, 1), 0.2, 0.2, 0.01)
    assert clay.distance([0.5, 0, 0.5]) == pytest.approx(0.3)
    assert clay.distance([0, 0, 1.6]) == pytest.approx(0.4)
    assert clay.distance([0.3, 0.4, -1.2]) == pytest.approx(1.1)


@pytest.mark.parametrize("level", [0.0, 0.07, -0.05])
def test_cast_points_lie_on_the_ellipsoid_at_their_level(level):
    radii = np.array([0.3, 0.2, 0.4])
    clay = Clay()
    clay.ellipsoid((0, 0, 0), radii, 0.01)
    points = clay.cast((0.0, 0.0, 0.0), directions(), 1.0, level)
    np.testing.assert_allclose(clay.distance(points), level, atol=2e-5)
    if level == 0.0:
        np.testing.assert_allclose(((points / radii) ** 2).sum(1), 1.0, atol=2e-4)


def test_a_turned_ellipsoid_is_the_turned_surface():
    R = np.array([[0, -1, 0], [1, 0, 0], [0, 0, 1.0]])
    clay = Clay()
    clay.ellipsoid((0, 0, 0), (0.5, 0.1, 0.2), 0.01, R=R)
    along = clay.cast((0, 0, 0), (0, 1.0, 0), 1.0)
    np.testing.assert_allclose(along, (0, 0.5, 0), atol=1e-4)


def test_union_contains_both_and_grows_only_near_their_meeting():
    clay = Clay()
    clay.ellipsoid((0, 0, 0), (0.3, 0.3, 0.3), 0.1)
    clay.ellipsoid((0.5, 0, 0), (0.3, 0.3, 0.3), 0.1)
    points = directions(200) * 0.9 + np.array([0.25, 0, 0])
    apart = np.minimum(
        np.linalg.norm(points, axis=1) - 0.3,
        np.linalg.norm(points - [0.5, 0, 0], axis=1) - 0.3,
    )
    joined = clay.distance(points)
    assert (joined <= apart + 1e-12).all()
    assert (joined >= apart - 0.25 * 0.1 - 1e-12).all()
    far = np.array([-0.4, 0.0, 0.0])
    assert clay.distance(far) == pytest.approx(0.1)


def test_carving_takes_away():
    clay = Clay()
    clay.ellipsoid((0, 0, 0), (0.5, 0.5, 0.5), 0.01)
    clay.ellipsoid((0.5, 0, 0), (0.2, 0.2, 0.2), 0.01, carve=True)
    assert clay.distance([0.45, 0, 0]) > 0.1
    point = clay.cast((0, 0, 0), (1.0, 0, 0), 1.0)
    np.testing.assert_allclose(point, (0.3, 0, 0), atol=5e-3)


def test_a_ray_that_misses_gives_its_origin():
    clay = Clay()
    clay.ellipsoid((5, 0, 0), (0.1, 0.1, 0.1), 0.01)
    np.testing.assert_array_equal(clay.cast((0, 0, 0), (0, 0, 1.0), 1.0), (0, 0, 0))
