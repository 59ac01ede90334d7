"""A strip of rows of a picture: from the film's samples to shading points in blocks."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..film import Buffer, Film
from ..workspace import Workspace
from . import gather, points
from .layout import LANES, ROWS
from .looks import Looks
from .tables import Tables

F4 = NDArray[np.float32]
I4 = NDArray[np.int32]


class Strip(NamedTuple):
    """Points of some rows, sorted by pattern.

    place (4, N) f4, number (2, N) i4: see ``points``; first (P + 2): the block at which each
    pattern begins, then the sky, then the end; data: the blocks, flat (``layout``).
    """

    place: F4
    number: I4
    first: list[int]
    data: F4

    @property
    def blocks(self) -> int:
        """How many blocks there are, those of the sky included."""
        return self.first[-1]

    @property
    def sky(self) -> int:
        """The first block of the sky: there are as many blocks of surfaces."""
        return self.first[-2]


class Lens(NamedTuple):
    """values (4,) f4: fx, fy, cx, cy; rows (1 or H, 3, 4) f4: the camera in the world, the same
    for all rows or each row's own."""

    values: F4
    rows: F4

    @classmethod
    def of(cls, film: Film) -> Lens:
        """As the film was drawn through."""
        lens = film.lens
        rows = film.T_world_row if film.shutter.per_row else film.T_world_row[:1]
        values = np.array([lens.fx, lens.fy, lens.cx, lens.cy], np.float32)
        return cls(values, rows)


def gathered(
    work: Workspace, film: Film, buffer: Buffer, lens: Lens, tables: Tables, looks: Looks,
    top: int, bottom: int, covered: bool,
) -> Strip:  # fmt: skip
    """The points of rows [top, bottom) of pixels, with all that can be known of them at once.

    covered: whether anything may lie on them; else what holds it is not known.
    """
    place, number, begin = _sorted(work, film, buffer, tables, looks, top, bottom)
    first: list[int] = begin.tolist()
    sky, blocks = first[-2:]
    data = work.array("blocks", blocks * LANES * ROWS, np.float32)
    film.drawing.surface(sky, number, place, data)
    gather.places(blocks, place, lens.values, lens.rows, data)
    gather.properties(sky, number, looks.rows, data)
    if covered:
        gather.hold(sky, number, looks.rows, data)
    return Strip(place, number, first, data)


def _sorted(
    work: Workspace, film: Film, buffer: Buffer, tables: Tables, looks: Looks, top: int,
    bottom: int,
) -> tuple[F4, I4, I4]:  # fmt: skip
    """place (4, N), number (2, N) and first (P + 2,) of the rows' points."""
    patterns, pixels = len(tables.patterns) + 1, (bottom - top) * film.lens.width
    first = np.empty(patterns + 1, np.int32)
    if buffer.step == 1:
        room = pixels + patterns * LANES
        place = work.array("place", (4, room), np.float32)
        number = work.array("number", (2, room), np.int32)
        points.sort_centre(
            buffer.record.reshape(-1), buffer.inverse.reshape(-1), film.lens.width, top, bottom,
            looks.kind, work.array("tally", film.count + 1, np.int32),
            work.array("found", film.count + 2, np.int32), place, number, first,
        )  # fmt: skip
        return place, number, first
    rows = np.int32(top), np.int32(bottom)
    count = np.empty(patterns, np.int32)
    most = pixels * 5
    unsorted_place = work.array("unsorted place", (4, most), np.float32)
    unsorted_number = work.array("unsorted number", (2, most), np.int32)
    pattern = work.array("pattern", most, np.uint8)
    found = points.group_fine(
        buffer.record, buffer.inverse, *rows, film.item, film.triangle,
        film.stage.geometry.material, tables.face, looks.kind, unsorted_place, unsorted_number,
        pattern, count,
    )  # fmt: skip
    place, number = _room(work, count)
    points.sort(found, unsorted_place, unsorted_number, pattern, count, place, number, first)
    return place, number, first


def _room(work: Workspace, count: I4) -> tuple[F4, I4]:
    """Arrays for sorted points, so many of each pattern."""
    room = int(((count + LANES - 1) // LANES).sum()) * LANES
    return work.array("place", (4, room), np.float32), work.array("number", (2, room), np.int32)
