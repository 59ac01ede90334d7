"""Meshes from files: OBJ, glTF, STL and PLY become figures in plain colours.

Colours of faces, vertices, materials and textures are taken over, one per triangle, and reduced
to a palette of 64; surfaces are matt. Pieces that are not closed are seen from both sides.
"""

from __future__ import annotations

from os import PathLike
from os.path import normpath
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..classes import class_id
from ..pose import pose
from .builder import MeshBuilder
from .facing import faced
from .figure import BodyShape, Figure, Part
from .mesh import Mesh
from .palette import linear, reduced

Array = NDArray[np.float64]

SUFFIXES = (".obj", ".gltf", ".glb", ".stl", ".ply")
MAX_BYTES = 128 * 2**20
"""Of the file and of each file that it refers to."""
MAX_TRIANGLES = 200_000
SMALLEST, LARGEST = 1e-3, 500.0
"""The longest side of what is loaded lies between these [m]."""
COLOURS = 64
UPWARD = ("auto", "y", "z")


class MeshFileError(ValueError):
    """A file that cannot become a mesh; the message says what is wrong and what would do."""


def load_figure(
    path: str | PathLike[str],
    class_name: str = "void",
    *,
    scale: float = 1.0,
    height: float | None = None,
    up: str = "auto",
) -> Figure:
    """The figure of a file, its origin in the centre of its box, with one part and body.

    scale: metres per unit of the file; height: of the figure [m], in place of the scale; up: the
    file's axis that points upwards; "auto" is y in glTF, as its standard says, and z elsewhere.
    With z upwards x is forwards, with y upwards z is. Raises MeshFileError, and KeyError for
    unknown classes.
    """
    mesh = load_mesh(path, scale=scale, height=height, up=up)
    size = (mesh.bounds[1] - mesh.bounds[0]).tolist()
    name = Path(path).stem
    body = BodyShape(name, class_id(class_name), tuple(size), (0.0, 0.0, 0.0))
    return Figure(parts=(Part(name, mesh, -1, pose()),), bodies=(body,))


def load_mesh(
    path: str | PathLike[str],
    *,
    scale: float = 1.0,
    height: float | None = None,
    up: str = "auto",
) -> Mesh:
    """The mesh of a file, centred on its box; see ``load_figure``."""
    file = Path(path)
    if up not in UPWARD:
        raise MeshFileError(f"up '{up}': must be one of {', '.join(UPWARD)}")
    for name, value in (("scale", scale), ("height", height)):
        if value is not None and not (np.isfinite(value) and value > 0):
            raise MeshFileError(f"{name} {value:g}: must be positive")
    _check_file(file)
    corners, colours = _soup(file)
    standard = "y" if file.suffix.lower() in (".gltf", ".glb") else "z"
    if (standard if up == "auto" else up) == "y":
        corners = corners[..., [2, 0, 1]]
    return _built(file, _sized(file, corners, scale, height), colours)


def companions(path: str | PathLike[str]) -> tuple[str, ...]:
    """Names of the other files that a file is read with, relative to its folder, sorted.

    All is read for that, so what could become a mesh at no scale whatever raises MeshFileError.
    """
    file = Path(path)
    _check_file(file)
    asked: set[str] = set()
    corners, _ = _soup(file, asked)
    _check_finite(file, corners)
    return tuple(sorted(asked))


def _check_file(file: Path) -> None:
    if file.suffix.lower() not in SUFFIXES:
        known = ", ".join(SUFFIXES)
        raise MeshFileError(f"{file}: '{file.suffix}' is no kind of mesh; known: {known}")
    if not file.is_file():
        raise MeshFileError(f"{file}: {'is a folder' if file.is_dir() else 'no such file'}")
    size = file.stat().st_size
    if size > MAX_BYTES:
        raise MeshFileError(f"{file}: has {size >> 20} MiB; at most {MAX_BYTES >> 20} are read")
    if not size:
        raise MeshFileError(f"{file}: is empty")


def _soup(file: Path, asked: set[str] | None = None) -> tuple[Array, Array]:
    """Corners (T, 3, 3) of all triangles in the file's axes and units; colours (T, 3).

    asked: gets the names of the other files that were read.
    """
    scene = _scene(file, set() if asked is None else asked)
    corners: list[Array] = []
    colours: list[Array] = []
    for node in scene.graph.nodes_geometry:
        T, name = scene.graph[node]
        geometry = scene.geometry[name]
        faces = getattr(geometry, "faces", None)
        if faces is None or not len(faces):
            continue
        vertices = np.asarray(geometry.vertices, np.float64) @ T[:3, :3].T + T[:3, 3]
        faces = np.asarray(faces)
        if faces.min() < 0 or faces.max() >= len(vertices):
            raise MeshFileError(f"{file}: triangles name vertices that do not exist")
        corners.append(vertices[faces])
        colours.append(_shades(file, geometry))
        count = sum(map(len, corners))
        if count > MAX_TRIANGLES:
            raise MeshFileError(
                f"{file}: has more than {MAX_TRIANGLES} triangles; reduce them, in Blender by the "
                "modifier Decimate"
            )
    if not corners:
        raise MeshFileError(f"{file}: holds no triangles")
    return np.concatenate(corners), np.concatenate(colours)


def _scene(file: Path, asked: set[str]):
    """The file as trimesh reads it; other files are read from its folder and beneath it only, and
    their names are added to ``asked``."""
    import trimesh

    class Beside(trimesh.resolvers.Resolver):
        def __init__(self, folder: Path):
            self.folder = folder

        def get(self, name: str) -> bytes:
            place = self.folder / name.strip()
            target = place.resolve()
            if not target.is_relative_to(self.folder.resolve()):
                raise MeshFileError(f"{file}: refers to '{name}', outside of its folder")
            if not target.is_file():
                raise MeshFileError(f"{file}: refers to '{name}', which is not there")
            if target.stat().st_size > MAX_BYTES:
                raise MeshFileError(f"{file}: refers to '{name}', which is too large")
            asked.add(Path(normpath(place.relative_to(file.parent))).as_posix())
            return target.read_bytes()

        def write(self, name: str, data: bytes) -> None:
            raise MeshFileError(f"{file}: nothing is written beside meshes")

        def namespaced(self, namespace: str) -> Beside:
            return Beside(self.folder / namespace)

        def keys(self) -> list[str]:
            return [item.name for item in self.folder.iterdir() if item.is_file()]

    try:
        with file.open("rb") as stream:
            return trimesh.load_scene(
                stream,
                file_type=file.suffix.lower()[1:],
                resolver=Beside(file.parent),
                process=False,
            )
    except MeshFileError:
        raise
    except MemoryError:
        raise MeshFileError(f"{file}: is too large for this machine's memory") from None
    except Exception as error:  # trimesh's parsers raise whatever the broken bytes lead them to
        reason = str(error).strip().split("\n")[0][:120] or type(error).__name__
        raise MeshFileError(f"{file}: is broken or no {file.suffix[1:]} file ({reason})") from error


def _shades(file: Path, geometry) -> Array:
    """The colours of the triangles; pictures are only decoded here."""
    try:
        return _colours(geometry, file.suffix.lower() in (".gltf", ".glb"))
    except Exception as error:
        raise MeshFileError(f"{file}: its colours or textures are broken ({error})") from error


def _colours(geometry, is_gltf: bool) -> Array:
    """(T, 3) linear albedo of the triangles. glTF's factors are linear, other colours sRGB."""
    visual, count = geometry.visual, len(geometry.faces)
    if visual.kind in ("face", "vertex"):
        colours = visual.face_colors if visual.kind == "face" else visual.vertex_colors
        table = np.asarray(colours, np.float64)[:, :3] / 255
        table = table if is_gltf else linear(table)
        return table if visual.kind == "face" else table[geometry.faces].mean(1)
    if visual.kind != "texture":
        return np.full((count, 3), 0.5)
    material = visual.material
    factor = getattr(material, "baseColorFactor", None) if is_gltf else None
    if factor is None:
        factor = getattr(material, "diffuse", None)
    image = getattr(material, "baseColorTexture", None) or getattr(material, "image", None)
    plain = np.ones(3) if image is not None else np.full(3, 0.5)
    if factor is not None:
        plain = np.asarray(factor, np.float64)[:3] / 255
        plain = plain if is_gltf else linear(plain)
    if image is None or visual.uv is None or len(visual.uv) != len(geometry.vertices):
        return np.tile(plain, (count, 1))
    # Other formats' diffuse colour stands beside a texture as a fallback, not as a factor.
    return _sampled(image, visual.uv[geometry.faces]) * (plain if is_gltf else 1.0)


def _sampled(image, uv: Array) -> Array:
    """(T, 3) mean of a picture over triangles (T, 3, 2) of texture coordinates, v upwards."""
    pixels = linear(np.asarray(image.convert("RGB"), np.float64) / 255)
    rows, columns = pixels.shape[:2]
    total = np.zeros((len(uv), 3))
    weights = ((1, 1, 1), (4, 1, 1), (1, 4, 1), (1, 1, 4), (3, 3, 1), (1, 3, 3), (3, 1, 3))
    for weight in weights:
        u, v = np.einsum("tkc,k->ct", uv, np.array(weight) / sum(weight))
        u, v = np.nan_to_num(u), np.nan_to_num(v)
        column = np.minimum(((u - np.floor(u)) * columns).astype(int), columns - 1)
        row = np.minimum(((1 - (v - np.floor(v))) * rows).astype(int), rows - 1)
        total += pixels[row, column]
    return total / len(weights)


def _check_finite(file: Path, corners: Array) -> None:
    if not np.isfinite(corners).all():
        raise MeshFileError(f"{file}: has coordinates that are not finite numbers")


def _sized(file: Path, corners: Array, scale: float, height: float | None) -> Array:
    """The corners in metres, centred on their box."""
    _check_finite(file, corners)
    low, high = corners.min((0, 1)), corners.max((0, 1))
    size = high - low
    if height is not None:
        if size[2] <= 0:
            raise MeshFileError(f"{file}: is flat; give a scale instead of a height")
        scale = height / size[2]
    longest = float(size.max()) * scale
    if not SMALLEST <= longest <= LARGEST:
        raise MeshFileError(
            f"{file}: is {longest:.3g} m long at a scale of {scale:g}; it must be between "
            f"{SMALLEST:g} and {LARGEST:g} m: give a scale or a height"
        )
    return (corners - (low + high) / 2) * scale


def _built(file: Path, corners: Array, colours: Array) -> Mesh:
    corners, number = faced(corners)
    if not len(corners):
        raise MeshFileError(f"{file}: all its triangles are without extent")
    colours = np.clip(np.nan_to_num(colours[number], nan=0.5), 0.0, 1.0)
    index, table = reduced(colours, COLOURS)
    builder = MeshBuilder()
    for k in range(len(table)):
        chosen = corners[index == k]
        triangles = np.arange(3 * len(chosen)).reshape(-1, 3)
        builder.add(chosen.reshape(-1, 3), triangles, "plain", f"colour_{k}")
    names = {f"colour_{k}": colour for k, colour in enumerate(table)}
    return builder.build().recoloured(names)
