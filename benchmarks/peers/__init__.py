"""Other people's renderers, each a script that runs in an environment of its own."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from whiteout.simcore.pose import R_FLU_OPTICAL, inverse, pose

from ..report import Row
from ..scenes import Shot

_NAMES = {"opengl": "OpenGL", "tiny": "TinyRenderer"}


def compare(
    shot: Shot, channels: list[str], python: Path, yard: float, seconds: float = 3.0
) -> list[Row]:
    """Rows for all peers on a shot; a peer that cannot be run is named with the reason."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scene.npz"
        np.savez(path, **_arrays(shot))
        for script, name in _NAMES.items():
            rows += _run(script, name, path, channels, python, yard, seconds)
    return rows


def _run(script, name, path, channels, python, yard, seconds) -> list[Row]:
    if not python.exists():
        return [Row(name, None, "1/s", note=f"not installed: no {python} (make bench-peers)")]
    software = {"LIBGL_ALWAYS_SOFTWARE": "1", "EGL_PLATFORM": "surfaceless", "LP_NUM_THREADS": "0"}
    done = subprocess.run(
        [str(python), str(Path(__file__).parent / f"{script}.py"), path, ",".join(channels),
         str(seconds)],
        env=os.environ | software, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["no output"])[-1]
        return [Row(name, None, "1/s", note=f"does not run: {reason}")]
    found = json.loads(done.stdout.splitlines()[-1])
    renderer = found["renderer"].split(" (")[0]
    label = name if renderer == name else f"{name} on {renderer}"
    rows = [Row(label, 1e3 / found["ms"], "1/s", yardsticks=found["ms"] / 1e3 / yard,
                note=f"{found['covered']:.1%} of the pixels covered")]  # fmt: skip
    if "ms_read" in found:
        ms = found["ms_read"]
        rows.append(Row(f"{label}, read back", 1e3 / ms, "1/s", yardsticks=ms / 1e3 / yard))
    return rows


def _arrays(shot: Shot) -> dict[str, np.ndarray]:
    """All triangles of a shot in camera axes, vertices with the labels of their items."""
    camera = inverse(shot.T_world_sensor @ pose(R=R_FLU_OPTICAL))
    vertices, normals, uv, labels, triangles, base = [], [], [], [], [], 0
    for item in shot.placements:
        mesh, T = item.mesh, camera @ item.T
        # A vertex carries one material: those of the street's meshes meet at creases.
        material = np.zeros(len(mesh.vertices), np.int32)
        material[mesh.triangles] = mesh.material[:, None]
        label = np.empty((len(mesh.vertices), 3), np.int32)
        label[:, 0], label[:, 1], label[:, 2] = item.body, item.class_id, material
        vertices.append(mesh.vertices @ T[:3, :3].T + T[:3, 3])
        turned = mesh.normals @ np.linalg.inv(T[:3, :3])
        normals.append(turned / np.maximum(np.linalg.norm(turned, axis=1, keepdims=True), 1e-9))
        uv.append(mesh.uv)
        labels.append(label)
        triangles.append(mesh.triangles + base)
        base += len(mesh.vertices)
    lens = shot.lens
    return {
        "vertices": np.concatenate(vertices).astype(np.float32),
        "normals": np.concatenate(normals).astype(np.float32),
        "uv": np.concatenate(uv),
        "labels": np.concatenate(labels),
        "triangles": np.concatenate(triangles).astype(np.int32),
        "lens": np.array([lens.fx, lens.fy, lens.cx, lens.cy], np.float32),
        "size": np.array([lens.width, lens.height]),
        "near": np.array(lens.near),
    }
