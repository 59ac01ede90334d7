"""One world for all senses: what the LiDAR measures is where the camera sees it."""

from __future__ import annotations

import numpy as np
import pytest
from lidars import NIGHT, lidar
from pictures import block
from watched import Watched
from whiteout.scenarios.episode import Episode
from whiteout.simcore.media.snow import Snowfall
from whiteout.simcore.pose import R_FLU_OPTICAL, inverse, pose
from whiteout.simcore.render.lens import Pinhole
from whiteout.simcore.render.shading import flakes
from whiteout.simcore.render.shading.split import reach_of

import whiteout

MOUNT = "{x: 1.2 m, z: 1.9 m}"


@pytest.mark.parametrize("name", ["child-chases-ball", "deer-at-bend"])
def test_points_lie_where_the_camera_sees_depth(name):
    """Of a standing ego, since parallax hides some from the other. A beam is as wide as three
    pixels: the nearest depth of those counts."""
    changes = [
        "weather={}", "surface={base: asphalt}", "ego.speed=0 km/h", "ego.driver={kind: constant}",
        f"sensors={{top: {{kind: lidar, preset: os1_64, mount: {MOUNT}}}, front: {{kind: camera, "
        f"width: 1280, height: 720, fov: 90 deg, mount: {MOUNT}, channels: [depth]}}}}",
    ]  # fmt: skip
    episode = Episode(whiteout.draw(whiteout.load(name, changes), 1))
    episode.reset()
    found = episode.look()
    points = found["top"][0].channels["points"]
    points = points[(points["is_particle"] == 0) & (points["class"] != 53)]
    camera, depth = found["front"][0], found["front"][1].channels["depth"]
    T = inverse(camera.T_ego_sensor) @ found["top"][0].T_ego_sensor
    place = np.stack([points[axis] for axis in "xyz"], 1) @ T[:3, :3].T + T[:3, 3]
    place = place[place[:, 2] > 0.5]
    pixel = place / place[:, 2:] @ camera.calibration.K.T
    u, v = np.rint(pixel[:, :2]).astype(int).T
    inside = (u >= 1) & (u < 1279) & (v >= 1) & (v < 719)
    u, v, z = u[inside], v[inside], place[inside, 2]
    near = [abs(depth[v + dv, u + du] - z) for du in (-1, 0, 1) for dv in (-1, 0, 1)]
    agree = np.min(near, 0) <= np.maximum(3 * 0.03, 0.02 * z)
    assert len(z) > 10_000 and agree.mean() >= 0.99


def test_flakes_that_a_beam_meets_are_where_the_camera_draws_them():
    snow = Snowfall(1.5, key=11)
    start = pose((3.0, -2.0, 40.0), yaw=0.3)
    world = Watched([(block((1, 1, 1)), pose((0, 0, 300.0)))], start, (8.0, 2.0, 0.0), 0.4,
                    atmosphere=NIGHT.with_medium("snow", snow))  # fmt: skip
    of = lidar(preset="os1_64", noise=False, echoes="last")
    t_ns, lens = 700_000_000, Pinhole.from_fov(1280, 960, 1.6)
    sweep = of.swept(world, t_ns, noise=False)
    struck, shown = sweep.struck, 0
    ray, far = struck.ray, struck.distance.astype(np.float64)
    direction = of.pattern.direction[ray]
    ahead = np.flatnonzero((direction[:, 0] > 0.8) & (far > 2.0) & (far < 9.0))[::25]
    assert len(ahead) > 10
    for k in ahead:
        sent = t_ns - 1e8 * (1.0 - float(of.pattern.share[ray[k]]))
        eye = world.ego(sent)
        flakes_there = snow.particles_in(struck.cell[k], sent * 1e-9, 0.0)
        number = flakes_there.number == struck.number[k]
        flake, wide = flakes_there.position[number][0], flakes_there.diameter[number][0]
        told = eye[:3, :3] @ (far[k] * direction[k].astype(np.float64)) + eye[:3, 3]
        beam = of.receiver.width_at(far[k])
        assert np.linalg.norm(told - flake) < 0.5 * max(beam, wide) + 0.01
        there = far[k] * direction[k].astype(np.float64) @ R_FLU_OPTICAL
        u = lens.fx * there[0] / there[2] + lens.cx
        v = lens.fy * there[1] / there[2] + lens.cy
        visible = wide * lens.fx / there[2] > 1.5
        if not (0 < u < lens.width and 0 < v < lens.height and visible):
            continue
        drawn = _drawn(snow, lens, eye @ pose(R=R_FLU_OPTICAL), sent * 1e-9)
        # The beam's middle is not the flake's: both lie within its width and the flake's.
        within = 0.5 * (of.receiver.divergence * far[k] + of.receiver.aperture + 0.02) / there[2]
        beside = np.hypot(drawn[0] - u, drawn[1] - v) < lens.fx * within
        assert (beside & (abs(drawn[2] * there[2] - 1.0) < 0.01)).any()
        shown += 1
    assert shown > 5


def _drawn(snow, lens, T_world_camera, time):
    """u, v [px] and 1/z of the flakes that a camera draws at an instant."""
    width, opacity = snow.finest
    values = [lens.fx, lens.fy, lens.cx, lens.cy, lens.width, lens.height, 0.0,
              reach_of(snow, lens.fx), width, opacity / np.pi, 0.0, 0.0, 0.0, 0.0]  # fmt: skip
    view = flakes.View(*(np.float32(value) for value in values))
    data = flakes.found(snow, NIGHT.wind, view, T_world_camera, T_world_camera, time)
    blocks = data.reshape(-1, flakes.ROWS, 64)
    rows = [blocks[:, int(row) // 64].reshape(-1)
            for row in (flakes.X0, flakes.Y0, flakes.INVERSE, flakes.RADIUS)]  # fmt: skip
    return [row[rows[3] > 0] for row in rows[:3]]
