"""Files that are there whole or not at all, their digests, and JSON with one spelling."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

_PIECE = 1 << 20


def json_text(data: Any, indent: int | None = 2) -> str:
    """JSON in which equal data have equal text: keys in their order, no NaN, a newline at the end.

    indent: None for the shortest form.
    """
    separators = None if indent else (",", ":")
    text = json.dumps(
        data, indent=indent, separators=separators, ensure_ascii=False, allow_nan=False
    )
    return text + "\n"


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file to write that is put in its place at the end: nobody ever sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.tmp")
    try:
        with part.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file as a whole."""
    with whole_file(path) as file:
        file.write(content.encode() if isinstance(content, str) else content)


def made_writable(folder: Path) -> None:
    """Make a folder unless it is there, and see that it takes files. Raises ``OSError`` with its
    path."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        reason = "is no folder" if isinstance(error, FileExistsError) else error.strerror
        raise OSError(error.errno, f"cannot be written to: {reason}", str(folder)) from None


def sha256(content: str | bytes) -> str:
    """Hex SHA-256 of a text in UTF-8 or of bytes."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def file_sha256(path: Path) -> str:
    """Hex SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def files_under(folder: Path) -> Iterator[Path]:
    """All files in a folder and its folders, sorted by their paths."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(place, name) for name in sorted(names))


def digests(paths: Mapping[str, Path]) -> dict[str, dict[str, Any]]:
    """Bytes and SHA-256 of files, sorted by the names they are given."""
    return {
        name: {"bytes": paths[name].stat().st_size, "sha256": file_sha256(paths[name])}
        for name in sorted(paths)
    }


def merkle(files: Mapping[str, Mapping[str, Any]]) -> str:
    """Root of the Merkle tree over files {name: {"sha256"}} in the order of their names.

    A leaf is SHA-256 of 0x00, the name in UTF-8, 0x00, and the 32 bytes of the file's digest.
    """
    leaves = [
        hashlib.sha256(
            b"\0" + name.encode() + b"\0" + bytes.fromhex(files[name]["sha256"])
        ).digest()
        for name in sorted(files)
    ]
    return tree(leaves)


def tree(leaves: Iterable[bytes]) -> str:
    """Hex root of a Merkle tree: a node is SHA-256 of 0x01 and its two children; an odd one rises.

    The root of no leaves is SHA-256 of nothing.
    """
    level = list(leaves)
    if not level:
        return hashlib.sha256(b"").hexdigest()
    while len(level) > 1:
        pairs = [
            hashlib.sha256(b"\x01" + a + b).digest()
            for a, b in zip(level[::2], level[1::2], strict=False)
        ]
        level = pairs + level[len(level) & ~1 :]
    return level[0].hex()
