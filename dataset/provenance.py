"""What made a dataset: versions of the program and its libraries, and of its own source."""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from typing import Any

from .files import files_under

ROOMS = ("simcore", "sensors", "scenarios", "dataset")
"""The rooms whose files decide the bytes of a dataset."""

LIBRARIES = {
    "numpy": "numpy",
    "numba": "numba",
    "llvmlite": "llvmlite",
    "opencv": "opencv-python-headless",
    "pyarrow": "pyarrow",
    "pycocotools": "pycocotools",
    "scipy": "scipy",
    "trimesh": "trimesh",
}


def library_versions() -> dict[str, str]:
    """Versions of the libraries that decide bytes; "none" for one that is not installed."""
    return {name: _version(package) for name, package in LIBRARIES.items()}


def versions() -> dict[str, str]:
    """All that must stay the same while a dataset is made."""
    return {
        "whiteout": _version("whiteout"),
        "kernels_sha256": kernels_sha256(),
        "python": ".".join(platform.python_version_tuple()[:2]),
        **library_versions(),
        "machine": platform.machine(),
    }


def generator() -> dict[str, str | None]:
    """The program: version, commit where it runs from a checkout, digest of its source."""
    return {
        "version": _version("whiteout"),
        "commit": commit(),
        "kernels_sha256": kernels_sha256(),
    }


def platform_record() -> dict[str, Any]:
    """The platform on which a dataset was finished; no name of a machine."""
    libraries = library_versions()
    return {
        "python": platform.python_version(),
        **{name: libraries[name] for name in ("numpy", "numba", "llvmlite", "opencv", "pyarrow")},
        "os": platform.system(),
        "machine": platform.machine(),
        "cpu_features": cpu_features(),
    }


@cache
def kernels_sha256() -> str:
    """SHA-256 over all files of the rooms that decide bytes: kernels and what calls them."""
    digest = hashlib.sha256()
    for room in ROOMS:
        folder = files(f"whiteout.{room}")
        for path in files_under(folder):  # type: ignore[arg-type]
            if path.suffix in (".pyc", ".nbi", ".nbc") or "__pycache__" in path.parts:
                continue
            name = f"{room}/{path.relative_to(str(folder)).as_posix()}"
            content = path.read_bytes()
            digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


@cache
def commit() -> str | None:
    """The commit of the checkout that the program runs from; None elsewhere."""
    room = str(files("whiteout.dataset"))
    root = os.path.dirname(room)
    if not os.path.exists(os.path.join(root, ".git")):
        return None
    try:
        found = subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=root, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return found.stdout.strip()


def cpu_features() -> list[str]:
    """What the processor can do, as the compiler of the kernels names it."""
    from llvmlite import binding

    return sorted(name for name, there in binding.get_host_cpu_features().items() if there)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"
