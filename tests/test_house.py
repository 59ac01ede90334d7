"""The house: imports run down only, rooms load under one name, style limits hold."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = {"simcore": 0, "sensors": 1, "scenarios": 2, "envs": 3, "dataset": 3, "whiteout": 4}
SOURCES = [path for room in FLOORS for path in sorted((ROOT / room).rglob("*.py"))]


def imported(path: Path, node: ast.AST) -> list[str]:
    """Full names of the modules that an import statement names."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if not isinstance(node, ast.ImportFrom):
        return []
    if not node.level:
        return [node.module or ""]
    parts = path.relative_to(ROOT).parent.parts
    package = ("whiteout", *(part for part in parts if part != "whiteout"))
    base = ".".join(package[: len(package) - node.level + 1])
    return [f"{base}.{node.module}" if node.module else f"{base}.{a.name}" for a in node.names]


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_run_down_only(path):
    room = path.relative_to(ROOT).parts[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        for name in imported(path, node):
            words = name.split(".")
            other = words[1] if words[0] == "whiteout" and len(words) > 1 else words[0]
            if other in FLOORS and other != room:
                assert FLOORS[other] < FLOORS[room], f"line {node.lineno} imports {name}"


@pytest.mark.parametrize("room", [name for name in FLOORS if name != "whiteout"])
def test_a_room_refuses_another_name(room):
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import {room}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"loads only as 'whiteout.{room}'" in done.stderr


def test_import_is_light():
    code = "import whiteout, sys; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert not loaded & {"numba", "scipy", "cv2", "trimesh", "pybullet", "matplotlib", "pyarrow"}


def test_only_the_rigid_backend_imports_pybullet():
    wanted = re.compile(r"^\s*(import|from) pybullet", re.MULTILINE)
    users = [p for p in SOURCES if wanted.search(p.read_text(encoding="utf-8"))]
    assert all("rigid" in p.parts for p in users)
