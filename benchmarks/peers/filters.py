"""Other people's filters that lay weather over a picture, each in the environment that it needs."""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Filter(NamedTuple):
    """One filter: of which library, what it lays over, milliseconds; None: why not, in note."""

    library: str
    what: str
    ms: float | None
    note: str = ""


def filters(picture: NDArray[np.uint8], python: Path, seconds: float = 1.5) -> list[Filter]:
    """All of them on a picture (H, W, 3). python: of the peers' environment."""
    old = python.parents[1]
    pinned = old.with_name(f"{old.name}-imagecorruptions") / "bin" / "python"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "picture.npz"
        np.savez(path, picture=picture)
        return [
            found
            for library, own in (("albumentations", python), ("imagecorruptions", pinned))
            for found in _run(library, own, path, seconds)
        ]


def _run(library: str, python: Path, path: Path, seconds: float) -> list[Filter]:
    if not python.exists():
        return [Filter(library, "", None, f"not installed: no {python} (make bench-peers)")]
    script = Path(__file__).parent / "overlays.py"
    words = [str(python), str(script), library, str(path), str(seconds)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=300)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["no output"])[-1]
        return [Filter(library, "", None, f"does not run: {reason}")]
    found = json.loads(done.stdout.splitlines()[-1])
    return [Filter(f"{library} {found['version']}", k, ms) for k, ms in found["ms"].items()]
