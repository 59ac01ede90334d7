"""The light scenes in Mitsuba 3 (variant ``scalar_rgb``): path tracing, with nothing of ours in it
but triangles, albedos, the fog's phase function, and what sun and sky send down above all fog."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import trimesh
from light_scenes import HALF, LightScene
from numpy.typing import NDArray
from pictures import Item
from whiteout.simcore.atmosphere import Atmosphere
from whiteout.simcore.media.fog import Fog
from whiteout.simcore.render.lens import Pinhole

Array = NDArray[np.float64]

ROWS = 512
"""Rows of the picture of the sky."""

WIDE_SUN = np.radians(5.0)
"""Radius of the sun above fog [rad]: a point would drown the picture in noise, since droplets
scatter a thousand times as much by half a degree as by ten."""

ANGLES = 4001
"""Entries of the phase function, even in the cosine."""

SNOW = 0.87 * np.array([0.955, 0.985, 1.03])
"""Mean albedo of fresh snow as ``snowcover`` draws it; book 2.3: 0.80 to 0.90."""

AXES = np.array([[0, 0, 1, 0], [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 1.0]])
"""Mitsuba's camera (x left, y up, z forward) in FLU."""


def traced(scene: LightScene, lens: Pinhole, folder: Path) -> NDArray[np.float32]:
    """(H, W, 3) radiance in the scene's units; folder: for the meshes."""
    import mitsuba as mi

    mi.set_variant("scalar_rgb")
    world: dict[str, Any] = {"type": "scene", "integrator": {"type": "path", "max_depth": 12}}
    world["camera"] = _camera(mi, scene, lens)
    fog: Fog | None = scene.atmosphere.medium("fog")
    if fog is None:
        world["sun"] = _sun(scene.atmosphere)
    else:
        world["integrator"] = {"type": "volpath", "max_depth": 400, "rr_depth": 60}
        medium = mi.load_dict(_medium(fog))
        world["camera"]["medium"] = medium
        slab = mi.ScalarTransform4f(_slab(fog.depth))
        world["slab"] = {
            "type": "cube", "to_world": slab, "bsdf": {"type": "null"}, "interior": medium,
        }  # fmt: skip
    if scene.sky:
        world["sky"] = _sky(mi, scene.atmosphere, fog is not None)
    for number, item in enumerate(scene.items):
        world[f"item{number}"] = _shape(item, folder / f"{number}.ply")
    return np.asarray(mi.render(mi.load_dict(world), spp=scene.paths), np.float32)


def _camera(mi: Any, scene: LightScene, lens: Pinhole) -> dict[str, Any]:
    return {
        "type": "perspective",
        "fov": float(np.degrees(2 * np.arctan(lens.width / 2 / lens.fx))),
        "fov_axis": "x",
        "near_clip": 0.05,
        "far_clip": 5000.0,
        "to_world": mi.ScalarTransform4f(scene.T @ AXES),
        "film": {
            "type": "hdrfilm", "width": lens.width, "height": lens.height, "pixel_format": "rgb",
            "rfilter": {"type": "box"}, "component_format": "float32",
        },
        "sampler": {"type": "independent", "sample_count": scene.paths},
    }  # fmt: skip


def _shape(item: Item, path: Path) -> dict[str, Any]:
    vertices = item.mesh.vertices @ item.T[:3, :3].T + item.T[:3, 3]
    trimesh.Trimesh(vertices, item.mesh.triangles, process=False).export(path)
    return {
        "type": "ply", "filename": str(path), "face_normals": True,
        "bsdf": {"type": "diffuse", "reflectance": _rgb(_albedo(item))},
    }  # fmt: skip


def _albedo(item: Item) -> Array:
    """(3,) of a thing that has but one; of the ground on a chart, that of snow."""
    if item.chart >= 0:
        return SNOW
    (colour,) = item.mesh.colours[np.unique(item.mesh.slot)]
    return colour.astype(np.float64)


def _rgb(values: Array) -> dict[str, Any]:
    return {"type": "rgb", "value": [float(x) for x in values]}


def _sun(atmosphere: Atmosphere) -> dict[str, Any]:
    toward = [float(-x) for x in atmosphere.sun.direction]
    light = _rgb(atmosphere.open_sunlight)
    return {"type": "directional", "direction": toward, "irradiance": light}


def _sky(mi: Any, atmosphere: Atmosphere, sunny: bool) -> dict[str, Any]:
    """The dome above all fog, as a map, with a wide sun in it or without; nothing below the
    horizon."""
    theta, phi = np.meshgrid(
        (np.arange(ROWS) + 0.5) / ROWS * np.pi,
        (np.arange(2 * ROWS) + 0.5) / ROWS * np.pi,
        indexing="ij",
    )
    # Mitsuba's map has y up; a quarter turn about x brings that to z.
    level, up = np.sin(theta), np.cos(theta)
    way = np.stack([np.sin(phi) * level, np.cos(phi) * level, up], -1)
    table = atmosphere.open_sky.luminance(way.reshape(-1, 3)).reshape(way.shape).astype(np.float64)
    if sunny:
        disc = way @ atmosphere.sun.direction > np.cos(WIDE_SUN)
        light = ((np.pi / ROWS) ** 2 * level * up * disc).sum()  # on level ground, of radiance 1
        table[disc] += atmosphere.open_sunlight * atmosphere.sun.direction[2] / light
    table[up < 0.0] = 0.0
    turn = mi.ScalarTransform4f().rotate([1, 0, 0], 90)
    return {"type": "envmap", "bitmap": mi.Bitmap(table.astype(np.float32)), "to_world": turn}


def _slab(depth: float) -> Array:
    """The cube from -1 to 1 as a slab of fog over the ground, which ends within the ground."""
    T = np.diag([HALF * 0.999, HALF * 0.999, (depth + 1.0) / 2, 1.0])
    T[2, 3] = (depth - 1.0) / 2
    return T


def _medium(fog: Fog) -> dict[str, Any]:
    values = fog.phase(np.linspace(-1.0, 1.0, ANGLES))
    phase = {"type": "tabphase", "values": ", ".join(f"{value:.6g}" for value in values)}
    return {"type": "homogeneous", "sigma_t": fog.density, "albedo": 1.0, "phase": phase}
