"""The ground: shares of ice as asked for, tracks where wheels passed, one answer for all."""

import numpy as np
import pytest
from whiteout.simcore.covers import cover_id, covers, friction
from whiteout.simcore.kernels import felt
from whiteout.simcore.surface import Chart, Surface

STREET = Chart((0.0, 180.0), lanes=(-1.6, 1.6))
LOOSE, PACKED, ICE, BLACK = (
    cover_id(name) for name in ("loose_snow", "packed_snow", "ice", "black_ice")
)


def grid(step: float = 0.2):
    s, t = np.meshgrid(np.arange(1, 179, step), np.arange(-12, 12, step))
    return s.ravel(), t.ravel()


def test_covers_keep_their_numbers():
    # The channel `cover` of the conventions.
    assert [cover.name for cover in covers()] == [
        "dry", "damp", "wet", "puddle", "slush", "loose_snow", "packed_snow", "ice", "black_ice",
        "oil", "gravel", "leaves",
    ]  # fmt: skip
    assert [cover.id for cover in covers()] == list(range(12))


def test_grip_falls_from_dry_to_ice():
    # Physics book 1.2, all-season tyres: dry .95, wet .70, packed snow .25, ice .09.
    grip = friction()
    for name, value in (("dry", 0.95), ("wet", 0.70), ("packed_snow", 0.25), ("ice", 0.09)):
        assert grip[cover_id(name)] == pytest.approx(value)
    order = ["dry", "damp", "wet", "packed_snow", "ice", "black_ice"]
    values = [grip[cover_id(name)] for name in order]
    assert values == sorted(values, reverse=True)


@pytest.mark.parametrize("share", [0.05, 0.2, 0.5, 0.9])
def test_ice_covers_the_share_that_was_asked_for(share):
    surface = Surface.laid([STREET], ice_fraction=share, key=4)
    found = surface.at(0, *grid())
    assert (found.cover == BLACK).mean() == pytest.approx(share, abs=0.03)
    assert set(np.unique(found.cover)) <= {0, BLACK}


def test_a_bare_road_is_dry_and_a_gravel_road_gravel():
    s, t = grid(1.0)
    assert (Surface.laid([STREET]).at(0, s, t).cover == 0).all()
    gravel = Surface.laid([STREET], base="gravel").at(0, s, t)
    assert (gravel.cover == cover_id("gravel")).all()
    with pytest.raises(ValueError, match="asphalt"):
        Surface.laid([STREET], base="cheese")


def test_the_depth_is_as_given_in_the_mean_away_from_traffic():
    surface = Surface.laid([STREET], snow_depth=0.03, key=8)
    s, t = grid()
    found = surface.at(0, s, t)
    assert found.snow_depth[np.abs(t) > 5].mean() == pytest.approx(0.03, rel=0.05)
    assert (found.cover[np.abs(t) > 5] == LOOSE).mean() > 0.97


def test_old_traffic_has_left_two_tracks_in_each_lane():
    surface = Surface.laid([STREET], snow_depth=0.03, key=8)
    s = np.arange(5, 175, 0.1)
    depth = {
        t: surface.at(0, s, t).snow_depth.mean() for t in (-2.36, -1.6, -0.84, 0.84, 2.36, 9.0)
    }
    for track in (-2.36, -0.84, 0.84, 2.36):
        assert depth[track] < 0.5 * depth[9.0]
    assert depth[-1.6] > 0.8 * depth[9.0]


def test_wheels_pack_the_snow_where_they_roll_and_nowhere_else():
    before = Surface.laid([STREET], snow_depth=0.03, key=8)
    once = before.driven([[0, 20.0, -7.0, 60.0, -6.0, 0.2]])
    after = once.driven([[0, 20.0, -7.0, 60.0, -6.0, 0.2]])  # the wheel behind
    s = np.linspace(25, 55, 200)
    line = -7.0 + (s - 20) / 40
    assert (after.at(0, s, line).snow_depth < 0.4 * before.at(0, s, line).snow_depth).mean() > 0.95
    assert (after.at(0, s, line).cover == PACKED).mean() > 0.95
    depths = [x.at(0, s, line).snow_depth.mean() for x in (before, once, after)]
    assert depths[1] < 0.6 * depths[0] and depths[2] < 0.8 * depths[1]
    for aside in (-0.5, 0.5):
        untouched = after.at(0, s, line + aside)
        assert np.array_equal(untouched.snow_depth, before.at(0, s, line + aside).snow_depth)
    assert np.array_equal(before.at(0, s, line).cover, before.at(0, s, line).cover)
    assert (before.at(0, s, line).cover == LOOSE).mean() > 0.9  # it has not changed itself


def test_nothing_is_stored_where_no_wheel_was():
    surface = Surface.laid([STREET], snow_depth=0.03)
    assert len(surface.cells) == 32 * 32
    driven = surface.driven([[0, 20.0, 0.0, 30.0, 0.0, 0.2]])
    assert len(driven.cells) <= 32 * 32 * (1 + 2 * 5)
    assert surface.driven(np.zeros((0, 6))) is surface


def test_tracks_do_not_depend_on_how_the_way_is_cut():
    surface = Surface.laid([STREET], snow_depth=0.03)
    once = surface.driven([[0, 20.0, 3.0, 40.0, 3.0, 0.2]])
    pieces = surface
    for s in range(20, 40, 2):
        pieces = pieces.driven([[0, s, 3.0, s + 2.0, 3.0, 0.2]])
    s, t = grid(0.1)
    near = (s > 21) & (s < 39)
    assert np.array_equal(once.at(0, s, t).snow_depth[near], pieces.at(0, s, t).snow_depth[near])


def test_a_bridge_and_the_road_below_are_two_charts():
    surface = Surface.laid([STREET, Chart((0.0, 50.0), (0.0,))], snow_depth=0.03, key=5)
    driven = surface.driven([[1, 10.0, 4.0, 20.0, 4.0, 0.3]])
    s = np.linspace(12, 18, 50)
    assert (driven.at(1, s, 4.0).snow_depth < surface.at(1, s, 4.0).snow_depth).all()
    assert np.array_equal(driven.at(0, s, 4.0).snow_depth, surface.at(0, s, 4.0).snow_depth)


def test_places_off_all_tiles_are_answered():
    surface = Surface.laid([STREET], snow_depth=0.02).driven([[0, -30.0, 0.0, 500.0, 0.0, 0.2]])
    found = surface.at(0, [-100.0, 400.0, 50.0], [0.0, 0.0, 300.0])
    assert (found.snow_depth > 0).all()


def test_the_key_moves_the_noise_only():
    one, two = (Surface.laid([STREET], 0.02, 0.2, key=key) for key in (1, 2))
    s, t = grid()
    assert not np.array_equal(one.at(0, s, t).cover, two.at(0, s, t).cover)
    assert one.at(0, s, t).snow_depth.mean() == pytest.approx(
        two.at(0, s, t).snow_depth.mean(), rel=0.05
    )


def test_what_was_left_over_from_another_surface_is_not_looked_up():
    """Places come in groups of sixteen; those that nobody asked for may hold any chart."""
    surface = Surface.laid([STREET], snow_depth=0.03, key=4)
    left = np.full(felt.FELT, 1e9, np.float32)
    for k, (s, t) in enumerate([(20.0, 0.0), (50.5, -1.6), (120.0, 3.0)]):
        left[k + felt.CHART], left[k + felt.S], left[k + felt.T] = 0.0, s, t
    felt.feel(3, np.float32(0.15), *surface.tables, left)
    found = surface.at(0, [20.0, 50.5, 120.0], [0.0, -1.6, 3.0])
    assert left[felt.COVER :][:3].tolist() == found.cover.tolist()
    assert left[felt.DEPTH :][:3] == pytest.approx(found.snow_depth, abs=1e-6)
    assert not left[felt.CHART :][3:16].any() and left[16] == np.float32(1e9)
