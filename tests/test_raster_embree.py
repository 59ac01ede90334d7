"""The rasteriser sees what rays through the pixels' centres hit."""

import cv2
import numpy as np
import pytest
from raycast import cast
from stages import Setting, drawn, real_street, settings
from whiteout.simcore.render.gbuffer import gbuffer

SETTINGS = settings()


def near_changes(ids: np.ndarray) -> np.ndarray:
    """Pixels within 1 px (diagonals too) of one with another id."""
    low, high = (f(ids.astype(np.float32), np.ones((3, 3))) for f in (cv2.erode, cv2.dilate))
    return low != high


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda s: s.name)
def test_depth_and_ids_are_those_of_rays(setting: Setting):
    check(setting, 320, 240)


def test_depth_and_ids_of_a_street_are_those_of_rays():
    check(real_street(), 640, 480)


def check(setting: Setting, width: int, height: int) -> None:
    film = drawn(setting, setting.lens(width, height))
    lens = film.lens
    seen = gbuffer(film, ["depth", "item", "instance", "class", "chart"])
    rays = cast(
        setting.placed(), setting.T_world_sensor, lens.K, lens.width, lens.height, lens.near
    )
    left_out = near_changes(seen["item"]) | near_changes(rays.number)
    kept = ~left_out
    same = seen["item"][kept] == rays.number[kept]
    both = kept & np.isfinite(rays.depth) & np.isfinite(seen["depth"])
    off = np.abs(seen["depth"][both] / rays.depth[both] - 1)
    print(
        f"\n{setting.name}: {left_out.mean():.1%} left out, ids {same.mean():.4%} equal,", end=" "
    )
    print(f"depth {(off < 1e-3).mean():.4%} within 1e-3, worst {off.max():.1e};", end=" ")
    everywhere = (seen["item"] == rays.number).mean()
    print(f"ids of all pixels {everywhere:.4%} equal")
    assert len(np.unique(seen["item"])) > 3, "the scene should show something"
    assert left_out.mean() <= 0.10
    assert same.mean() >= 0.999
    assert (off < 1e-3).mean() >= 0.995
    assert everywhere >= 0.999  # at the very centres, edges are no excuse
    some = seen["item"] >= 0
    assert np.array_equal(np.isfinite(seen["depth"]), some)
    assert np.array_equal(seen["instance"], np.where(some, seen["item"] + 1, 0))
    assert np.array_equal(seen["class"], np.where(some, seen["item"] % 20, 22))
    assert np.array_equal(seen["chart"], seen["item"])
