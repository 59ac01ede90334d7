"""Vehicles: true measures, closed and outward surfaces, wheels that roll, lamps in their places."""

import cv2
import numpy as np
import pytest
from figures import caster, directions, soup
from vehicles import ALL, CARS, FOUR_WHEELS, MEASURES, RESCUE, core, figure
from whiteout.simcore.geometry.figure import Motion
from whiteout.simcore.geometry.vehicles import VEHICLES
from whiteout.simcore.geometry.vehicles.parts.variation import CarVariation
from whiteout.simcore.materials import material


def test_every_kind_is_there():
    assert set(VEHICLES.names()) == set(ALL)


@pytest.mark.parametrize("kind", FOUR_WHEELS)
def test_measures_are_those_of_the_book(kind):
    shape = figure(kind)
    body = shape.bodies[0]
    places = {part.name: part.rest[:3, 3] for part in shape.parts}
    wheel = next(part for part in shape.parts if part.name == "wheel_fl").mesh
    radius = np.hypot(wheel.vertices[:, 0], wheel.vertices[:, 2]).max()
    found = (
        *body.size,
        places["wheel_fl"][0] - places["wheel_rl"][0],
        places["wheel_fl"][1] - places["wheel_fr"][1],
        2 * radius,
    )
    np.testing.assert_allclose(found, MEASURES[kind], rtol=0.02)
    assert shape.wheel_radius == pytest.approx(MEASURES[kind][5] / 2)
    np.testing.assert_allclose(places["wheel_rl"][0], 0, atol=1e-9)


def test_measures_of_two_wheels_are_those_of_the_book():
    shape = figure("motorcycle")
    np.testing.assert_allclose(shape.bodies[1].size, (2.10, 0.80, 1.10), rtol=0.02)
    poses = {p.name: T for p, T in zip(shape.parts, shape.poses(Motion()), strict=True)}
    assert poses["wheel_front"][0, 3] == pytest.approx(1.42, rel=0.02)
    assert poses["wheel_front"][2, 3] == pytest.approx(0.31, rel=0.02)
    shape = figure("cyclist")
    np.testing.assert_allclose(shape.bodies[1].size, (1.71, 0.58, 1.02), rtol=0.02)
    poses = {p.name: T for p, T in zip(shape.parts, shape.poses(Motion()), strict=True)}
    assert poses["wheel_front"][0, 3] == pytest.approx(1.02, rel=0.02)
    assert poses["wheel_front"][2, 3] == pytest.approx(0.345, rel=0.02)
    assert [body.class_id for body in shape.bodies] == [37, 46]
    assert [body.class_id for body in figure("motorcycle").bodies] == [38, 45]


@pytest.mark.parametrize("kind", FOUR_WHEELS)
def test_the_box_holds_the_figure_but_for_its_mirrors(kind):
    shape = figure(kind)
    points = soup(shape).corners.reshape(-1, 3)
    size, centre = np.array(shape.bodies[0].size), np.array(shape.bodies[0].centre)
    low, high = centre - size / 2, centre + size / 2
    assert abs(low[2]) < 1e-9
    reach = 0.42 if kind in ("bus", "box_truck") else 0.006  # their mirrors stand ahead
    assert points[:, 0].max() < high[0] + reach and points[:, 0].min() > low[0] - 0.02
    assert points[:, 2].max() == pytest.approx(high[2], abs=0.03)
    outside = points[np.abs(points[:, 1]) > high[1] + 0.014]
    assert np.ptp(outside[:, 0]) < 0.6, "only the mirrors stand out to the sides"
    body = points[np.abs(points[:, 1]) <= high[1] + 0.014]
    assert body[:, 1].max() > high[1] - 0.02
    assert np.ptp(body[:, 0]) > size[0] - 0.02


@pytest.mark.parametrize("name", ["length", "width", "height"])
def test_scales_are_obeyed(name):
    axis = ("length", "width", "height").index(name)
    for scale in (0.94, 1.06):
        size = np.array(figure("wagon", CarVariation(**{name: scale})).bodies[0].size)
        expected = np.array(figure("wagon").bodies[0].size)
        expected[axis] *= scale
        np.testing.assert_allclose(size, expected, rtol=0.004)


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("phase", [0.0, 0.07, 0.9])
def test_wheels_touch_the_ground(kind, phase):
    shape = figure(kind)
    made = soup(shape, Motion(phase=phase))
    for number, part in enumerate(shape.parts):
        if part.name.startswith("wheel"):
            assert made.corners[made.parts == number, :, 2].min() == pytest.approx(0, abs=2e-3)
    assert made.corners[..., 2].min() > -2e-3


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("detail", [0, 1])
def test_no_surface_is_seen_from_behind(kind, detail):
    """Rays from all sides: where they first hit, the surface faces them; a slit between panels
    would show the inside of a panel on the other side, which back-face culling makes a hole."""
    made = soup(figure(kind, None, detail))
    towards = directions(40000)
    points = made.corners.reshape(-1, 3)
    low, high = points.min(0), points.max(0)
    goal = low + np.random.default_rng(1).random((40000, 3)) * (high - low)
    first = caster(made.corners)(goal + 3 * np.linalg.norm(high - low) * towards, -towards)
    hit = first >= 0
    behind = np.einsum("ij,ij->i", made.normals[first[hit]], -towards[hit]) > 1e-6
    assert hit.sum() > 5000
    assert behind.mean() < 0.002


@pytest.mark.parametrize("kind", FOUR_WHEELS)
@pytest.mark.parametrize("detail", [0, 1, 2])
def test_no_ray_gets_into_the_body(kind, detail):
    """Whatever lies inside of the body is hidden from all directions above the horizon."""
    made = soup(figure(kind, None, detail))
    low, high = core(kind)
    goal = low + np.random.default_rng(2).random((30000, 3)) * (high - low)
    towards = directions(30000, seed=3)
    far = 40.0
    origin = goal + far * towards
    first = caster(made.corners)(origin, -towards)
    assert (first >= 0).all()
    normal = made.normals[first]
    slope = np.einsum("ij,ij->i", normal, -towards)
    distance = np.einsum("ij,ij->i", made.corners[first, 0] - origin, normal) / slope
    entered = (slope > 0) | (distance > far)
    assert entered.mean() < (2e-4, 2e-4, 5e-4)[detail]


@pytest.mark.parametrize("kind", CARS)
def test_a_camera_behind_the_windscreen_does_not_see_under_the_car(kind):
    """Faces seen from behind are culled: what is left below the belt must be a dashboard."""
    made = soup(figure(kind))
    _, width, height, base, _, _ = MEASURES[kind]
    eye = np.array([0.5 * base, 0.0, 0.86 * height])
    facing = np.einsum("ij,ij->i", made.normals, eye - made.corners[:, 0]) > 0
    corners = made.corners[facing]
    goal = np.random.default_rng(5).random((4000, 3)) - [0.0, 0.5, 0.0]
    goal *= [0.35 * base, 0.6 * width, 0.0]  # on the ground beneath the seats and the bonnet
    goal += [0.5 * base, 0.0, 0.0]
    first = caster(corners)(np.tile(eye, (4000, 1)), goal - eye)
    assert (first >= 0).all()
    assert (corners[first, :, 2].min(1) > 0.4 * height).mean() > 0.99


@pytest.mark.parametrize("kind", [*CARS, *RESCUE])
def test_cars_are_symmetric(kind):
    made = soup(figure(kind))
    chosen = np.isin(made.names, ["car_paint", "glass", "tail_lamp", "head_lamp", "plate"])
    points = np.unique(np.round(made.corners[chosen].reshape(-1, 3), 4), axis=0)
    mirrored = np.unique(np.round(points * [1, -1, 1], 4) + 0.0, axis=0)
    np.testing.assert_allclose(points, mirrored, atol=2e-4)
    left, right = (
        np.cross(c[:, 1] - c[:, 0], c[:, 2] - c[:, 0])
        for c in (
            made.corners[made.names == name] for name in ("indicator_left", "indicator_right")
        )
    )
    assert np.linalg.norm(left, axis=1).sum() == pytest.approx(np.linalg.norm(right, axis=1).sum())


@pytest.mark.parametrize("kind", ALL)
def test_no_triangle_is_degenerate(kind):
    for detail in (0, 1, 2):
        for part in figure(kind, None, detail).parts:
            a, b, c = (
                part.mesh.vertices[part.mesh.triangles[:, k]].astype(float) for k in range(3)
            )
            area = np.linalg.norm(np.cross(b - a, c - a), axis=1)
            assert area.min() > 1e-10
            np.testing.assert_allclose(np.linalg.norm(part.mesh.normals, axis=1), 1, atol=1e-4)
            assert np.isfinite(part.mesh.uv).all()


@pytest.mark.parametrize(
    ("kinds", "budget"),
    [(CARS, (6000, 1800, 720)), ((*RESCUE, "box_truck", "bus"), (7200, 2700, 1200))],
)
def test_triangles_stay_within_their_budget(kinds, budget):
    for kind in kinds:
        counts = [
            sum(len(part.mesh.triangles) for part in figure(kind, None, detail).parts)
            for detail in range(3)
        ]
        assert counts[0] > 3000
        assert (np.array(counts) <= budget).all(), (kind, counts)


def silhouette(made, axis):
    """A picture of a soup seen along an axis, 1 cm per pixel."""
    keep = [k for k in range(3) if k != axis]
    points = made.corners[..., keep] * 100 + [800, 300]
    picture = np.zeros((1000, 1800), np.uint8)
    for triangle in points:
        cv2.fillConvexPoly(picture, np.round(triangle).astype(np.int32), 1)
    return picture > 0


@pytest.mark.parametrize("kind", FOUR_WHEELS)
def test_coarse_levels_have_the_same_silhouette(kind):
    fine = soup(figure(kind))
    for detail, least in ((1, 0.965), (2, 0.93)):
        coarse = soup(figure(kind, None, detail))
        for axis in (0, 1):
            a, b = silhouette(fine, axis), silhouette(coarse, axis)
            assert (a & b).sum() / (a | b).sum() > least, (detail, axis)
        assert figure(kind, None, detail).bodies == figure(kind).bodies


@pytest.mark.parametrize("kind", FOUR_WHEELS)
def test_wheels_roll_forwards_and_steer_to_the_left(kind):
    shape = figure(kind)
    still, moved = shape.poses(Motion()), shape.poses(Motion(phase=0.2, steer=0.3))
    for number, part in enumerate(shape.parts[1:], 1):
        np.testing.assert_allclose(moved[number, :3, 3], still[number, :3, 3], atol=1e-12)
        axle = moved[number, :3, :3] @ [0, 1, 0]
        if part.name.startswith("wheel_f"):
            # The axle of a wheel turned to the left points backwards on the left.
            np.testing.assert_allclose(axle, [-np.sin(0.3), np.cos(0.3), 0], atol=1e-12)
        else:
            np.testing.assert_allclose(axle, [0, 1, 0], atol=1e-12)
        rolled = shape.poses(Motion(phase=0.2))[number, :3, :3] @ [0, 0, 1]
        np.testing.assert_allclose(rolled, [np.sin(0.2), 0, np.cos(0.2)], atol=1e-12)
    np.testing.assert_allclose(moved[0], still[0])


@pytest.mark.parametrize("kind", FOUR_WHEELS)
def test_wheels_of_a_side_share_their_mesh(kind):
    parts = {part.name: part.mesh for part in figure(kind).parts}
    assert parts["wheel_fl"] is not parts["wheel_fr"]
    if kind in CARS:  # lorries and buses have twin tyres behind
        assert parts["wheel_fl"] is parts["wheel_rl"]
        assert parts["wheel_fr"] is parts["wheel_rr"]


@pytest.mark.parametrize("kind", ALL)
def test_lamps_lie_on_lenses_of_their_circuit(kind):
    shape = figure(kind)
    made = soup(shape)
    poses = shape.poses(Motion())
    circuits = {lamp.circuit for lamp in shape.lamps}
    assert {"low_beam", "tail"} <= circuits
    if kind != "cyclist":
        assert {"high_beam", "brake", "indicator_left", "indicator_right"} <= circuits
    for lamp in shape.lamps:
        T = poses[lamp.part]
        place = T[:3, :3] @ lamp.place + T[:3, 3]
        ahead = T[:3, :3] @ lamp.direction
        assert np.linalg.norm(ahead) == pytest.approx(1, abs=1e-6)
        forwards = lamp.circuit in ("low_beam", "high_beam")
        if lamp.circuit.startswith(("indicator", "beacon")):
            assert abs(ahead[0]) > 0.99
            assert place[1] > 0.0 if lamp.circuit.endswith("left") else place[1] < 0.0
            forwards = ahead[0] > 0.0
        assert ahead[0] > 0.99 if forwards else ahead[0] < -0.99
        if lamp.circuit == "low_beam":
            # UN R48: 1 to 1.5 %, of which the beam itself has 1; a bicycle's points lower.
            assert 0.0 <= -ahead[2] <= 0.005 or kind == "cyclist"
        lens = np.array([material(name).circuit == lamp.circuit for name in made.names])
        assert distance(place, made.corners[lens]) < 0.015


def distance(point, triangles):
    """From a point to the nearest of many small triangles, by sampling them."""
    weights = np.array([[i, j, 6 - i - j] for i in range(7) for j in range(7 - i)]) / 6
    samples = np.einsum("wk,tkd->twd", weights, triangles)
    return np.linalg.norm(samples - point, axis=2).min()


@pytest.mark.parametrize("kind", FOUR_WHEELS)
def test_details_lie_on_the_body_and_not_in_it(kind):
    """Seen along its normal from 15 mm away, each lamp, plate and chrome is in front."""
    made = soup(figure(kind))
    look = caster(made.corners)
    for names in (
        ["head_lamp", "high_lamp", "running_lamp"],
        ["tail_lamp", "brake_lamp"],
        ["indicator_left", "indicator_right"],
        ["plate"],
    ):
        chosen = np.flatnonzero(np.isin(made.names, names))
        assert len(chosen)
        corners = made.corners[chosen]
        edges = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        area = np.linalg.norm(edges, axis=1)
        middle = corners.mean(1)
        first = look(middle + 0.015 * made.normals[chosen], -made.normals[chosen])
        shown = np.isin(made.names[first], [*names, "trim"]) & (first >= 0)
        assert area[shown].sum() > 0.97 * area.sum(), names


def test_equal_parameters_give_equal_bytes():
    for kind in ("suv", "box_truck", "bus", "motorcycle", "cyclist"):
        module = VEHICLES.load(kind)
        first = module.figure()
        for item in (module, module.figure):
            build = getattr(item, "_figure", None)
            if build is not None:
                build.cache_clear()
        if kind == "suv":
            from whiteout.simcore.geometry.vehicles.parts.car import car

            car.cache_clear()
        second = module.figure()
        assert first is not second
        for a, b in zip(first.parts, second.parts, strict=True):
            for name in ("vertices", "normals", "uv", "triangles", "material", "slot", "colours"):
                assert getattr(a.mesh, name).tobytes() == getattr(b.mesh, name).tobytes()
            assert a.rest.tobytes() == b.rest.tobytes()
        assert first.bodies == second.bodies and first.lamps == second.lamps


@pytest.mark.parametrize("kind", CARS)
def test_lamps_stand_out_from_any_paint(kind):
    """A dark frame lies round tail lamps, and the lenses are brighter than their housing."""
    made = soup(figure(kind))
    for lens, frame in (("tail_lamp", "trim"), ("head_lamp", "lamp_housing")):
        dark, bright = material(frame).albedo, material(lens).albedo
        assert max(bright) > 4 * max(dark)
        near = made.corners[made.names == frame].reshape(-1, 3)
        points = made.corners[made.names == lens].reshape(-1, 3)
        gap = np.linalg.norm(points[:, None] - near[None], axis=2).min(1)
        assert np.median(gap) < 0.06


@pytest.mark.parametrize("kind", RESCUE)
def test_blue_bars_are_as_large_as_the_book_says_and_shine_both_ways(kind):
    shape = figure(kind)
    made = soup(shape)
    blue = made.corners[np.isin(made.names, ["blue_beacon_left", "blue_beacon_right"])]
    bars = [("police_car", 1.15, 0.28)] if kind == "police_car" else [
        ("front", 1.35, 0.32), ("rear", 1.20, 0.25)]  # fmt: skip
    middle = (blue[..., 0].max() + blue[..., 0].min()) / 2 if len(bars) > 1 else -10.0
    for name, across, deep in bars:
        bar = blue[(blue[..., 0].mean(1) > middle) != (name == "rear")].reshape(-1, 3)
        assert np.ptp(bar[:, 1]) == pytest.approx(across, abs=1e-6)
        assert np.ptp(bar[:, 0]) == pytest.approx(deep, abs=1e-6)
    lamps = [lamp for lamp in shape.lamps if lamp.circuit.startswith("beacon")]
    assert len(lamps) == 4
    for lamp in lamps:  # nothing of the bar or roof stands in the way ahead and behind
        before = lamp.place[0] * lamp.direction[0]
        assert before > (blue[..., 0] * lamp.direction[0]).max() - 0.02
