"""Forward flow: points land where it says, and it is valid where they are seen to land."""

import numpy as np
import pytest
from stages import ball, box, ground
from test_rolling import filmed
from twin import Moving
from whiteout.simcore.pose import inverse, look_at, pose, transform
from whiteout.simcore.render.gbuffer import gbuffer
from whiteout.simcore.render.lens import Pinhole
from whiteout.simcore.render.motion import forward_flow
from whiteout.simcore.render.shutter import INSTANT, Shutter, project

LENS = Pinhole.from_fov(160, 120, 1.2)
ROLLING = Shutter(0, 1 / 119)


def street(step: float):
    """Poses after ``step`` of things that move, and of the camera that drives and turns."""
    items = [(ground(), np.eye(4)), (box((0.5, 60, 6)), pose((30, 0, 3)))]
    for k in range(5):
        T = pose((5 + 3 * k, 3 * np.cos(2 * k) + 1.2 * step * (-1) ** k, 0.7), yaw=k + 0.4 * step)
        items.append((box((1.4, 1, 1.4)) if k % 2 else ball(), T))
    items.append((box((0.2, 0.2, 4)), pose((4, -0.8, 1))))
    eye = np.array([0.8 * step, 0.02 * step, 1.5 + 0.02 * step])
    return items, look_at(eye, np.add(eye, (10, 0.9 * step, -0.8)))


def film_at(step: float, shutter: Shutter = INSTANT, stage=None, readout: float = 0.15):
    items, T = street(step)
    if shutter is INSTANT:
        return filmed([Moving(m, p, p) for m, p in items], T, None, INSTANT, LENS, stage)
    later, T_end = street(step + readout)
    moving = [Moving(a[0], a[1], b[1]) for a, b in zip(items, later, strict=True)]
    return filmed(moving, T, T_end, shutter, LENS, stage)


def expected(step: float, seen, after_step: float, shutter: Shutter):
    """Where the points of each pixel are at ``after_step``: through the world, in double."""
    items, _ = street(step)
    ends = []
    for later in (after_step, after_step + 0.15):
        then, T = street(later)
        camera = inverse(T @ pose(R=[[0, 0, 1], [-1, 0, 0], [0, -1, 0]]))
        place = np.full((*seen["item"].shape, 3), np.nan)
        for k, ((_, T_now), (_, T_then)) in enumerate(zip(items, then, strict=True)):
            mine = seen["item"] == k
            world = seen["position"][mine].astype(float)
            place[mine] = transform(camera @ T_then @ np.linalg.inv(T_now), world)
        ends.append(place)
    if shutter is INSTANT:
        return project(LENS, ends[0])[0]
    return project(LENS, ends[0], ends[1], shutter)[0]


@pytest.mark.parametrize("shutter", [INSTANT, ROLLING], ids=["global", "rolling"])
def test_flow_leads_to_where_the_points_are_next(shutter):
    now = film_at(0.0)
    after = film_at(1.0, shutter, now.stage)
    seen = gbuffer(now, ["item", "position"])
    flow, valid = forward_flow(now, after)
    truth = expected(0.0, seen, 1.0, shutter) - np.moveaxis(np.indices((120, 160))[::-1], 0, -1)
    near = (seen["item"] > 0) & np.isfinite(truth[..., 0])
    near &= np.abs(truth).max(-1) < 200
    assert near.mean() > 0.3
    assert np.abs(truth[near]).mean() > 3  # there is something to be found
    assert np.abs(flow[near] - truth[near]).max() < 0.02
    assert valid[near].mean() > 0.5


@pytest.mark.parametrize("first", [INSTANT, ROLLING], ids=["global", "rolling"])
@pytest.mark.parametrize("second", [INSTANT, ROLLING], ids=["global", "rolling"])
def test_the_next_picture_warped_back_shows_the_same_surface(first, second):
    """At the end of each valid flow the next picture shows the same item, depth and texture."""
    now = film_at(0.0, first)
    after = film_at(1.0, second, now.stage)
    flow, valid = forward_flow(now, after)
    a, b = gbuffer(now, ["item", "uv"]), gbuffer(after, ["item", "uv", "depth"])
    y, x = np.nonzero(valid)
    to_x, to_y = x + flow[valid][:, 0], y + flow[valid][:, 1]
    column, row = np.floor(to_x + 0.5).astype(int), np.floor(to_y + 0.5).astype(int)
    assert (column >= 0).all() and (column < 160).all() and (row >= 0).all() and (row < 120).all()
    edge = np.zeros(valid.shape, bool)
    for axis in (0, 1):
        change = np.diff(b["item"], axis=axis) != 0
        edge[1:] |= change if axis == 0 else False
        edge[:-1] |= change if axis == 0 else False
        edge[:, 1:] |= change if axis == 1 else False
        edge[:, :-1] |= change if axis == 1 else False
    calm = ~edge[row, column]
    assert calm.mean() > 0.7
    assert (a["item"][y, x] == b["item"][row, column])[calm].mean() > 0.999
    # Texture coordinates interpolated at the place where the point lands, on the wall and floor.
    flat = calm & (a["item"][y, x] <= 1) & (b["depth"][row, column] < 40)
    flat &= (to_x > 1) & (to_x < 158) & (to_y > 1) & (to_y < 118)
    fx, fy = to_x[flat] - np.floor(to_x[flat]), to_y[flat] - np.floor(to_y[flat])
    i, j = np.floor(to_y[flat]).astype(int), np.floor(to_x[flat]).astype(int)
    uv = b["uv"].astype(float)
    mix = (
        (uv[i, j].T * (1 - fx) + uv[i, j + 1].T * fx) * (1 - fy)
        + (uv[i + 1, j].T * (1 - fx) + uv[i + 1, j + 1].T * fx) * fy
    ).T
    error = np.abs(mix - a["uv"][y[flat], x[flat]]).max(1)
    pixel = b["depth"][row, column][flat] / LENS.fx
    print(f"\n{flat.sum()} pixels, {np.median(error / pixel):.3f} px off in texture")
    assert np.median(error / pixel) < 0.1


def test_flow_is_not_valid_where_points_are_hidden_or_leave_or_are_not_there():
    """A box slides over a wall: what it covers next is not valid; what it uncovers is not asked."""
    wall, slab = box((0.5, 40, 30)), box((0.2, 1.0, 2.0))
    T = np.eye(4)
    films, stage = [], None
    for y in (0.0, -1.5):
        items = [(wall, pose((20, 0, -12))), (slab, pose((6, y, 0)))]
        films.append(filmed([Moving(m, p, p) for m, p in items], T, None, INSTANT, LENS, stage))
        stage = films[0].stage
    flow, valid = forward_flow(*films)
    item = [gbuffer(film, ["item"])["item"] for film in films]
    wall_now = item[0] == 0
    assert np.abs(flow[wall_now]).max() < 1e-3
    covered = wall_now & (item[1] == 1)
    assert covered.sum() > 300
    assert not valid[covered].any()
    assert valid[wall_now & (item[1] == 0)].all()
    assert valid[item[0] == 1].all()
    assert not valid[item[0] == -1].any()
    aside = look_at((0, 0, 0), (1, 3, 0))
    gone = filmed([Moving(m, p, p) for m, p in items], aside, None, INSTANT, LENS, stage)
    flow, valid = forward_flow(films[0], gone)
    to = np.arange(160) + flow[..., 0]
    assert not valid[(to < -0.5) | (to > 159.5)].any()


def test_the_sky_flows_with_the_rotation_alone():
    still = [(ball(), pose((6, 1.0, 0)))]
    T_next = pose((3.0, 1.0, 0.5), yaw=0.1, pitch=-0.05, roll=0.02)
    moving = [Moving(m, p, p) for m, p in still]
    now = filmed(moving, np.eye(4), None, INSTANT, LENS)
    after = filmed(moving, T_next, None, INSTANT, LENS, now.stage)
    flow, valid = forward_flow(now, after)
    sky = now.centre.record < 0
    assert not valid[sky].any()
    v, u = np.indices((120, 160))
    ray = np.stack([(u - LENS.cx) / LENS.fx, (v - LENS.cy) / LENS.fy, np.ones_like(u)], -1)
    turned = ray @ now.T_world_camera[:3, :3].T @ after.T_world_camera[:3, :3]
    place, _ = project(LENS, turned)
    truth = place - np.stack([u, v], -1)
    assert np.abs(truth[sky]).mean() > 5
    assert np.allclose(flow[sky], truth[sky], atol=1e-2)


def test_films_must_be_of_one_stage():
    with pytest.raises(ValueError, match="same stage and lens"):
        forward_flow(film_at(0.0), film_at(1.0))
