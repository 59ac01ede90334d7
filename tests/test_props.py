"""Loose things: sizes from their standards, masses, the box centre as origin, rolling."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from outside import backs_seen, normals_agree, well_formed
from whiteout.simcore.classes import class_id, classes
from whiteout.simcore.geometry import props
from whiteout.simcore.geometry.figure import Motion

NAMES = sorted(
    path.stem
    for path in Path(props.__file__).parent.glob("*.py")
    if path.stem not in ("__init__", "prop")
)

WAYS = {
    "ball": ({}, {"pattern": "basketball"}, {"pattern": "beach"}),
    "traffic_cone": ({}, {"fallen": True}, {"height": 0.5}),
    "cardboard_box": ({}, {"open": False}, {"crushed": True, "key": 4}),
    "tyre": ({}, {"standing": True}),
    "branch": ({}, {"leaves": True, "key": 2}),
    "pallet": ({}, {"broken": True}),
    "timber": ({}, {"pieces": 3}),
}


def make(name: str, **settings):
    return import_module(f"{props.__name__}.{name}").figure(**settings)


def mesh_of(prop):
    return prop.figure.parts[0].mesh


@pytest.mark.parametrize("name", NAMES)
def test_the_origin_is_the_centre_of_the_box(name):
    for settings in WAYS.get(name, ({},)):
        prop = make(name, **settings)
        (body,), (part,) = prop.figure.bodies, prop.figure.parts
        assert body.centre == (0.0, 0.0, 0.0) and np.array_equal(part.rest, np.eye(4))
        bounds = part.mesh.bounds
        assert np.abs(bounds.sum(0)).max() < 1e-4
        assert body.size == pytest.approx(bounds[1] - bounds[0], abs=1e-4)
        assert classes()[body.class_id].supercategory in ("object", "furniture")
        assert prop.mass > 0


@pytest.mark.parametrize("name", NAMES)
def test_props_are_well_formed_and_closed(name):
    for settings in WAYS.get(name, ({},)):
        mesh = mesh_of(make(name, **settings))
        well_formed(mesh)
        if name not in ("branch", "plastic_bag"):  # leaves are sheets, crumples fold over
            assert normals_agree(mesh) > 0.97
            # Crushed cardboard folds over itself here and there.
            assert backs_seen([mesh], low=0.005) < (0.015 if "crushed" in settings else 0.003)


@pytest.mark.parametrize(
    "name, settings, size",
    [
        ("pallet", {}, (1.2, 0.8, 0.144)),  # EN 13698-1
        ("ball", {}, (0.22, 0.22, 0.22)),  # size 5: 0.68–0.70 m around
        ("tyre", {}, (0.634, 0.634, 0.212)),  # 205/55 R16
        ("tyre", {"standing": True}, (0.634, 0.212, 0.634)),
        ("traffic_cone", {}, (0.46, 0.46, 0.75)),
        ("concrete_barrier", {}, (0.6, 3.0, 0.81)),
        ("barrier_board", {}, (0.75, 2.0, 1.4)),
        ("timber", {}, (2.0, 0.08, 0.08)),
        ("cardboard_box", {"open": False}, (0.4, 0.3, 0.3)),
        ("branch", {"length": 3.0}, (3.0, None, None)),
    ],
)
def test_sizes(name, settings, size):
    body = make(name, **settings).figure.bodies[0]
    for have, want in zip(body.size, size, strict=True):
        assert want is None or have == pytest.approx(want, abs=0.006)


def test_masses():
    assert make("pallet").mass == 25.0
    assert 0.41 <= make("ball").mass <= 0.45  # laws of the game
    assert make("pallet", broken=True).mass < 25.0
    # A New Jersey barrier of 3 m weighs some 1.8 t at 2400 kg/m³.
    assert make("concrete_barrier").mass == pytest.approx(1830, rel=0.02)


def test_what_rolls_turns_forwards_about_its_axle():
    for name, settings in (("ball", {}), ("tyre", {"standing": True})):
        prop = make(name, **settings)
        size = prop.figure.bodies[0].size
        assert prop.radius == prop.figure.wheel_radius == pytest.approx(size[2] / 2, abs=0.004)
        quarter = prop.figure.poses(Motion(phase=np.pi / 2))[0]
        top = quarter[:3, :3] @ (0.0, 0.0, 1.0)
        assert top == pytest.approx((1.0, 0.0, 0.0), abs=1e-9)  # what was on top is in front
    for name in ("pallet", "tyre"):
        assert make(name).radius == 0.0


def test_a_football_has_12_black_and_20_white_panels():
    mesh = mesh_of(make("ball"))
    corner = mesh.vertices[mesh.triangles].astype(float)
    area = np.linalg.norm(
        np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0]), axis=1
    )
    by_slot = {n: area[mesh.slot == k].sum() / 2 for k, n in enumerate(mesh.slots)}
    total = sum(by_slot.values())
    assert total == pytest.approx(4 * np.pi * 0.11**2, rel=0.03)
    # Truncated icosahedron: 12 pentagons take 28.4 % of the surface; seams take part of each.
    assert by_slot["pentagon"] / (by_slot["pentagon"] + by_slot["panel"]) == pytest.approx(
        0.284, abs=0.02
    )
    black = corner[mesh.slot == mesh.slots.index("pentagon")].mean(1)
    black /= np.linalg.norm(black, axis=1, keepdims=True)
    apart = black @ black.T
    heads = []
    for k in range(len(black)):
        if all(apart[k, h] < 0.8 for h in heads):
            heads.append(k)
    assert len(heads) == 12


def test_keys_change_the_shape_and_nothing_else_does():
    for name in ("branch", "cardboard_box", "plastic_bag"):
        one, again, other = (mesh_of(make(name, key=k)) for k in (1, 1, 2))
        assert one.vertices.tobytes() == again.vertices.tobytes()
        assert one.vertices.shape != other.vertices.shape or (one.vertices != other.vertices).any()


def test_a_crushed_box_is_flat_and_an_open_one_has_flaps():
    whole, crushed = (make("cardboard_box", open=False, crushed=c) for c in (False, True))
    assert crushed.figure.bodies[0].size[2] < 0.6 * whole.figure.bodies[0].size[2]
    flaps = make("cardboard_box", open=True)
    assert flaps.figure.bodies[0].size[2] > 0.31
    assert flaps.figure.bodies[0].class_id == class_id("cardboard_box")


def test_unknown_balls_are_refused():
    with pytest.raises(ValueError, match="football"):
        make("ball", pattern="rugby")
