"""Meshes from files: shape, axes, size and colours are kept, and bad files are explained."""

import json
import struct

import cv2
import numpy as np
import pytest
import trimesh
from whiteout.simcore.geometry import load
from whiteout.simcore.geometry.load import MeshFileError, load_figure, load_mesh
from whiteout.simcore.geometry.palette import linear, reduced

CUBE = np.array([[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)], float)
QUADS = ((0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3))


def volume(mesh):
    """Signed volume by the divergence theorem: positive where triangles face outwards."""
    a, b, c = (mesh.vertices[mesh.triangles[:, k]].astype(float) for k in range(3))
    return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6)


def extent(mesh):
    return mesh.bounds[1] - mesh.bounds[0]


def colour_at(mesh, face):
    return mesh.colours[mesh.slot[face]]


@pytest.fixture
def obj(tmp_path):
    """A box of 2 × 1 × 0.5 m whose faces to +x are red and all others blue, by materials."""
    points = CUBE * [2, 1, 0.5]
    lines = ["mtllib box.mtl", *(f"v {x} {y} {z}" for x, y, z in points)]
    for number, quad in enumerate(QUADS):
        lines.append("usemtl red" if number == 1 else "usemtl blue")
        lines.append("f " + " ".join(str(k + 1) for k in quad))
    (tmp_path / "box.obj").write_text("\n".join(lines))
    (tmp_path / "box.mtl").write_text("newmtl red\nKd 1 0 0\nnewmtl blue\nKd 0 0 0.5\n")
    return tmp_path / "box.obj"


def test_a_box_keeps_its_size_volume_and_material_colours(obj):
    mesh = load_mesh(obj)
    np.testing.assert_allclose(extent(mesh), [2, 1, 0.5], atol=1e-6)
    np.testing.assert_allclose(mesh.bounds.mean(0), 0, atol=1e-6)
    assert volume(mesh) == pytest.approx(1.0, rel=1e-5)
    middle = mesh.vertices[mesh.triangles].mean(1)
    ahead = middle[:, 0] > 0.99
    assert ahead.sum() == 2 and len(mesh.triangles) == 12
    half = ((128 / 255 + 0.055) / 1.055) ** 2.4  # sRGB 0.5, stored in 8 bits, in linear light
    for face in range(12):
        expected = (1, 0, 0) if ahead[face] else (0, 0, half)
        np.testing.assert_allclose(colour_at(mesh, face), expected, atol=6e-3)


def test_scale_and_height_set_the_size(obj):
    np.testing.assert_allclose(extent(load_mesh(obj, scale=0.1)), [0.2, 0.1, 0.05], atol=1e-6)
    np.testing.assert_allclose(extent(load_mesh(obj, height=3.0)), [12, 6, 3], atol=1e-5)


def test_up_turns_the_file_s_axes(obj):
    # y up, z forwards, x to the left: (x, y, z) of the file are (left, up, forward).
    np.testing.assert_allclose(extent(load_mesh(obj, up="y")), [0.5, 2, 1], atol=1e-6)
    turned = load_mesh(obj, up="y")
    assert volume(turned) == pytest.approx(1.0, rel=1e-5)
    middle = turned.vertices[turned.triangles].mean(1)
    red = turned.colours[turned.slot][:, 0] > 0.5
    assert (middle[red, 1] > 0.99).all(), "+x of the file points to the left"


def test_gltf_is_y_up_and_node_transforms_apply(tmp_path):
    scene = trimesh.Scene()
    box = trimesh.creation.box(extents=(1, 2, 3))
    box.visual.face_colors = [200, 30, 30, 255]
    T = trimesh.transformations.scale_and_translate(2.0, [5, 0, 0])
    scene.add_geometry(box, transform=T)
    path = tmp_path / "box.glb"
    path.write_bytes(scene.export(file_type="glb"))
    figure = load_figure(path, "cargo")
    np.testing.assert_allclose(figure.bodies[0].size, [6, 2, 4], atol=1e-4)
    np.testing.assert_allclose(figure.bodies[0].centre, 0)
    assert figure.bodies[0].class_id == 76
    assert volume(figure.parts[0].mesh) == pytest.approx(48.0, rel=1e-4)


@pytest.mark.parametrize("suffix", ["stl", "ply", "glb"])
def test_every_kind_of_file_is_read(tmp_path, suffix):
    ball = trimesh.creation.icosphere(subdivisions=2, radius=0.4)
    path = tmp_path / f"ball.{suffix}"
    ball.export(path)
    mesh = load_mesh(path)
    np.testing.assert_allclose(extent(mesh), 0.8, rtol=0.02)
    assert volume(mesh) == pytest.approx(ball.volume, rel=1e-3)
    radius = np.linalg.norm(mesh.vertices, axis=1)
    outwards = np.einsum("ij,ij->i", mesh.normals, mesh.vertices) / radius
    assert outwards.min() > 0.98, "a ball's normals are its radii"


def test_vertex_colours_of_ply_become_linear_light(tmp_path):
    corners = "\n".join(f"{x} {y} {z} 188 188 0" for x, y, z in CUBE)
    faces = "\n".join("4 " + " ".join(map(str, quad)) for quad in QUADS)
    header = (
        "ply\nformat ascii 1.0\nelement vertex 8\nproperty float x\nproperty float y\n"
        "property float z\nproperty uchar red\nproperty uchar green\nproperty uchar blue\n"
        "element face 6\nproperty list uchar int vertex_indices\nend_header\n"
    )
    (tmp_path / "box.ply").write_text(header + corners + "\n" + faces + "\n")
    mesh = load_mesh(tmp_path / "box.ply")
    # 188 is the byte that stands for half the light in sRGB.
    np.testing.assert_allclose(mesh.colours[mesh.slot], [[0.5, 0.5, 0.0]] * 12, atol=4e-3)


def test_textures_are_sampled_where_the_triangles_lie(tmp_path):
    picture = np.zeros((8, 16, 3), np.uint8)
    picture[:, :8] = (0, 0, 255)  # OpenCV's order: the left half red, the right half green
    picture[:, 8:] = (0, 255, 0)
    cv2.imwrite(str(tmp_path / "skin.png"), picture)
    (tmp_path / "sheet.mtl").write_text("newmtl skin\nmap_Kd skin.png\n")
    (tmp_path / "sheet.obj").write_text(
        "mtllib sheet.mtl\nusemtl skin\n"
        "v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nv 2 0 0\nv 2 1 0\n"
        "vt 0.05 0.1\nvt 0.45 0.1\nvt 0.45 0.9\nvt 0.05 0.9\nvt 0.55 0.1\nvt 0.95 0.1\n"
        "vt 0.95 0.9\nvt 0.55 0.9\n"
        "f 1/1 2/2 3/3\nf 1/1 3/3 4/4\nf 2/5 5/6 6/7\nf 2/5 6/7 3/8\n"
    )
    assert load.companions(tmp_path / "sheet.obj") == ("sheet.mtl", "skin.png")
    mesh = load_mesh(tmp_path / "sheet.obj")
    assert len(mesh.triangles) == 8, "an open sheet is seen from both sides"
    middle = mesh.vertices[mesh.triangles].mean(1)
    for face in range(8):
        expected = (1, 0, 0) if middle[face, 0] < 0 else (0, 1, 0)
        np.testing.assert_allclose(colour_at(mesh, face), expected, atol=1e-3)


def test_closed_surfaces_that_are_inside_out_are_turned(tmp_path):
    ball = trimesh.creation.icosphere(subdivisions=1)
    ball.invert()
    ball.export(tmp_path / "ball.stl")
    assert volume(load_mesh(tmp_path / "ball.stl")) > 0


def test_many_colours_become_at_most_64_that_are_near():
    rng = np.random.default_rng(1)
    colours = rng.random((5000, 3)) ** 2
    index, table = reduced(colours, 64)
    assert len(table) <= 64
    error = np.sqrt(((np.sqrt(table[index]) - np.sqrt(colours)) ** 2).sum(1).mean())
    spread = np.sqrt(((np.sqrt(colours) - np.sqrt(colours).mean(0)) ** 2).sum(1).mean())
    assert error < 0.3 * spread, "64 cells of a cube have sides of a quarter"
    few = np.repeat([[0.1, 0.2, 0.3], [0.9, 0.8, 0.7]], 10, 0)
    index, table = reduced(few, 64)
    np.testing.assert_allclose(table[index], few, atol=1e-12)


def test_srgb_follows_the_standard():
    np.testing.assert_allclose(
        linear([0, 0.04045, 0.5, 1]), [0, 0.0031308, 0.2140411, 1], atol=1e-6
    )


def test_one_colour_can_replace_all(obj):
    figure = load_figure(obj)
    grey = figure.recoloured(dict.fromkeys(figure.parts[0].mesh.slots, (0.2, 0.2, 0.2)))
    np.testing.assert_allclose(grey.parts[0].mesh.colours, 0.2)


def glb_referring_to(name):
    """A glTF file that reads its buffer from another file."""
    return json.dumps({
        "asset": {"version": "2.0"},
        "buffers": [{"uri": name, "byteLength": 36}],
        "bufferViews": [{"buffer": 0, "byteLength": 36}],
        "accessors": [{"bufferView": 0, "componentType": 5126, "count": 3, "type": "VEC3"}],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0}}]}],
        "nodes": [{"mesh": 0}], "scenes": [{"nodes": [0]}], "scene": 0,
    })  # fmt: skip


def test_files_outside_of_the_folder_are_refused(tmp_path):
    (tmp_path / "secret.bin").write_bytes(struct.pack("9f", 0, 0, 0, 1, 0, 0, 0, 1, 0))
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "thief.gltf").write_text(glb_referring_to("../secret.bin"))
    with pytest.raises(MeshFileError, match="outside of its folder"):
        load_mesh(inner / "thief.gltf")
    (tmp_path / "honest.gltf").write_text(glb_referring_to("secret.bin"))
    assert len(load_mesh(tmp_path / "honest.gltf").triangles) == 2
    assert load.companions(tmp_path / "honest.gltf") == ("secret.bin",)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("none.obj", None, "no such file"),
        ("empty.obj", b"", "is empty"),
        ("words.obj", b"this is no mesh\n", "no triangles|broken"),
        ("points.obj", b"v 0 0 0\nv 1 0 0\nv 1 1 0\n", "no triangles"),
        ("broken.glb", b"glTF\x02\x00\x00\x00garbage", "broken"),
        ("broken.gltf", b"{not json", "broken"),
        ("broken.stl", b"solid nothing\nfacet", "broken|no triangles"),
        ("broken.ply", b"ply\nformat ascii 1.0\nelement vertex 9\nend_header\n", "broken|no tri"),
        ("nan.obj", b"v nan 0 0\nv 1 0 0\nv 1 1 0\nf 1 2 3\n", "not finite"),
        ("wrong.obj", b"v 0 0 0\nv 1 0 0\nv 1 1 0\nf 1 2 9\n", "broken|do not exist"),
        ("point.obj", b"v 0 0 0\nv 0 0 0\nv 0 0 0\nf 1 2 3\n", "long at a scale"),
        ("line.obj", b"v 0 0 0\nv 1 0 0\nv 2 0 0\nf 1 2 3\n", "without extent"),
        ("vast.obj", b"v 0 0 0\nv 9999 0 0\nv 9999 1 0\nf 1 2 3\n", "give a scale or a height"),
        ("shape.fbx", b"x", "no kind of mesh; known: .obj"),
    ],
)
def test_bad_files_are_explained(tmp_path, name, content, message):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(MeshFileError, match=message) as caught:
        load_mesh(tmp_path / name)
    assert str(tmp_path / name) in str(caught.value)


def test_wrong_requests_are_explained(tmp_path, obj, monkeypatch):
    with pytest.raises(MeshFileError, match="is a folder"):
        (tmp_path / "folder.obj").mkdir()
        load_mesh(tmp_path / "folder.obj")
    with pytest.raises(MeshFileError, match="must be one of"):
        load_mesh(obj, up="x")
    with pytest.raises(MeshFileError, match="must be positive"):
        load_mesh(obj, scale=-1)
    flat = tmp_path / "flat.obj"
    flat.write_text("v 0 0 0\nv 1 0 0\nv 1 1 0\nf 1 2 3\n")
    with pytest.raises(MeshFileError, match="flat"):
        load_mesh(flat, height=1.0)
    monkeypatch.setattr(load, "MAX_TRIANGLES", 11)
    with pytest.raises(MeshFileError, match="more than 11 triangles"):
        load_mesh(obj)
    monkeypatch.setattr(load, "MAX_BYTES", 10)
    with pytest.raises(MeshFileError, match="at most 0 are read"):
        load_mesh(obj)


def test_the_same_file_gives_the_same_bytes(obj):
    first, second = load_mesh(obj), load_mesh(obj)
    for name in ("vertices", "normals", "uv", "triangles", "slot", "colours"):
        assert getattr(first, name).tobytes() == getattr(second, name).tobytes()
