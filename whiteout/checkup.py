"""What an installation needs: what is there, whether it works, how to get the rest."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from .version import __version__

LEAST_PYTHON = (3, 10)
LEAST_DISK = 2e9
"""Less free space than this is worth a note [bytes]."""

MODULES = {
    "opencv-python-headless": "cv2",
    "ruamel.yaml": "ruamel.yaml",
    "mapbox-earcut": "mapbox_earcut",
}
"""Modules of packages whose names differ."""
ELSEWHERE = ("pybullet",)
"""Packages with a finding of their own."""


class Finding(NamedTuple):
    """state: "ok"; "missing", which is needed; "note", which is not."""

    name: str
    state: str
    text: str
    remedy: str = ""


def findings() -> Iterator[Finding]:
    """All checks, one after the other."""
    yield Finding("whiteout", "ok", f"{__version__}, {Path(str(files(__package__)))}")
    yield _python()
    yield Finding("platform", "ok", f"{platform.system()} {platform.release()}, {_processor()}")
    for package in _packages():
        yield _package(package)
    yield _pybullet()
    yield _images()
    yield _video()
    yield _cache()
    yield _kernels()
    yield _disk()
    yield _display()


def _python() -> Finding:
    text = f"{platform.python_version()}, {sys.executable}"
    if sys.version_info < LEAST_PYTHON:
        return Finding("python", "missing", text, "install Python 3.10 or later")
    return Finding("python", "ok", text)


def _processor() -> str:
    from .dataset.job import usable_cores

    name = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        match = re.search(r"^model name\s*:\s*(.+)$", info.read_text(errors="replace"), re.M)
        name = match[1] if match else name
    return f"{name}, {usable_cores()} cores, {platform.machine()}"


def _packages() -> list[str]:
    """The names of the packages that the distribution needs."""
    try:
        lines = requires("whiteout") or []
    except PackageNotFoundError:
        lines = []
    needed = (line for line in lines if "extra ==" not in line)
    names = [re.split(r"[\s;<>=!~\[(]", line, maxsplit=1)[0] for line in needed]
    return [name for name in dict.fromkeys(names) if name.lower() not in ELSEWHERE]


def _package(name: str) -> Finding:
    remedy = f"pip install {name}"
    try:
        found = version(name)
    except PackageNotFoundError:
        return Finding(name, "missing", "is not installed", remedy)
    try:
        import_module(MODULES.get(name.lower(), name.replace("-", "_")))
    except Exception as error:  # a broken library may raise anything
        text = f"{found}, but it cannot be imported: {error}"
        return Finding(name, "missing", text, f"pip install --force-reinstall {name}")
    return Finding(name, "ok", found)


def _pybullet() -> Finding:
    """Robots need it; importing it prints, so that is left to another process."""
    what = "robots and loose objects need it; driving does not"
    try:
        found = version("pybullet")
    except PackageNotFoundError:
        wheels = sys.version_info < (3, 12) and sys.platform == "linux"
        remedy = "pip install whiteout[robotics]"
        if not (wheels and platform.machine() == "x86_64"):
            remedy += "; it has wheels for Python 3.11 and earlier on Linux x86-64 alone, and is "
            remedy += "built from source elsewhere"
        return Finding("pybullet", "note", f"is not installed: {what}", remedy)
    done = subprocess.run([sys.executable, "-c", "import pybullet"], capture_output=True)
    if done.returncode:
        return Finding("pybullet", "note", f"{found}, but it cannot be imported: {what}",
                       "pip install --force-reinstall pybullet")  # fmt: skip
    return Finding("pybullet", "ok", found)


def _tried(name: str, text: str, remedy: str, trial: Callable[[], Any], state: str) -> Finding:
    try:
        trial()
    except Exception as error:
        return Finding(name, state, f"{type(error).__name__}: {error}", remedy)
    return Finding(name, "ok", text)


def _images() -> Finding:
    """PNG files come back as they were written."""

    def trial() -> None:
        import numpy as np

        from .dataset.channels import Format, decoded, encoded

        depth = np.arange(1, 65, dtype=np.float32).reshape(8, 8)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "depth.png")
            path.write_bytes(encoded("depth", {"depth": depth}, Format()))
            if not (decoded("depth", path, 256.0)["depth"] == depth).all():
                raise ValueError("an image is not read as it was written")

    remedy = "pip install --force-reinstall opencv-python-headless"
    return _tried("images", "16-bit PNG written and read", remedy, trial, "missing")


def _video() -> Finding:
    """Previews are videos."""
    remedy = "pip install --force-reinstall opencv-python-headless"
    codec = ""

    def trial() -> None:
        nonlocal codec
        import numpy as np

        from .dataset.video import Video

        with tempfile.TemporaryDirectory() as folder:
            with Video(Path(folder, "v.mp4"), 10, 64, 64) as film:
                film.add(np.zeros((64, 64, 3), np.uint8))
            codec = film.codec

    found = _tried("video", "", remedy, trial, "note")
    if found.state != "ok":
        return found
    if codec != "VP9":
        return Finding("video", "note", f"{codec}: browsers do not play it", remedy)
    return Finding("video", "ok", f"{codec} in mp4")


def _cache() -> Finding:
    """Compiled kernels are kept somewhere."""
    from .sensors.truth.boxes import measure

    if measure.cache_folder is None:
        return Finding(
            "kernel cache",
            "note",
            "no folder can be written: every process compiles anew, which takes minutes",
            "set NUMBA_CACHE_DIR to a folder that can be written",
        )
    return Finding("kernel cache", "ok", f"{os.path.abspath(measure.cache_folder)} and its like")


def _kernels() -> Finding:
    """How many kernels need not be compiled again."""
    from .simcore.kernel import KERNELS

    for module in _kernel_modules():
        import_module(module)
    ready = sum(kernel.cached for kernel in KERNELS)
    text = f"{ready} of {len(KERNELS)} are compiled"
    if ready < len(KERNELS):
        text += "; others are compiled when they are first used"
    return Finding("kernels", "ok", text)


def _kernel_modules() -> Iterator[str]:
    """The modules that declare kernels."""
    for room in ("simcore", "sensors", "scenarios"):
        folder = Path(str(files(f"{__package__}.{room}")))
        for path in sorted(folder.rglob("*.py")):
            if "@kernel(" in path.read_text(encoding="utf-8") and path.name != "kernel.py":
                parts = path.relative_to(folder).with_suffix("").parts
                yield ".".join((__package__ or "whiteout", room, *parts))


def _disk() -> Finding:
    free = shutil.disk_usage(Path.cwd()).free
    text = f"{free / 1e9:.1f} GB free in {Path.cwd()}"
    if free < LEAST_DISK:
        return Finding("disk", "note", text, "a hundred frames with all channels are about 0.1 GB")
    return Finding("disk", "ok", text)


def _display() -> Finding:
    from .envs.window import problem

    reason = problem()
    if reason:
        return Finding("display", "note", reason, "render_mode='rgb_array' and previews need none")
    return Finding("display", "ok", "windows can be opened")
