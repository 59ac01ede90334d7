"""Detached houses in gardens, with hedges, driveways and garages."""

from __future__ import annotations

from ...buildings.colours import coat
from ...buildings.detached import VARIANTS, detached, door_place, material, size
from ..corner import Corner, enclosed
from ..pavement import bins, covers, lamps, parking_slots, scatter, street_signs, street_trees
from ..plots import boundary, boundary_kind, driveway, garden, path
from ..rows import Row, backdrop, rows
from ..site import Site

CORNER = Corner(setback=0.1, beside=0.6, deep=24.0)


def furnish(site: Site) -> None:
    """Plots on both sides, then what stands on the pavements."""
    for side in (1, -1):
        for row in rows(site, side, "plot", _plot):
            _house(site, row)
        backdrop(site, side, 48.0, "detached")
    lamps(site, 6.0)
    street_trees(site, 24.0, 7.5)
    bins(site, 0.2)
    scatter(site, (("cabinet", 0.1), ("post_box", 0.08), ("hydrant", 0.08), ("grit", 0.04)))
    street_signs(site, ("children", "parking"))
    covers(site)
    parking_slots(site)


def _plot(rng) -> tuple[float, float, int]:
    """Width of a plot, no gap, and the kind of house on it."""
    variant = int(rng.integers(VARIANTS))
    return size(variant)[0] + float(rng.uniform(7.0, 10.0)), 0.0, variant


def _house(site: Site, row: Row) -> None:
    """A house, its garden path, driveway, boundary and garden."""
    rng = site.rng("house", row.side, row.number)
    side, variant = row.side, row.what
    pavement = site.walk(side)[1]
    setback = float(rng.uniform(5.5, 8.5))
    drive = 1 if rng.random() < 0.5 else -1
    s, t, yaw = row.place(site, pavement + side * setback, -drive * 1.6)
    house = detached(variant, site.detail(s, t, 1)).recoloured(coat(rng, material(variant)))
    if not site.put(house, s, t, yaw, slack=0.3):
        return
    along, _, _ = row.place(site, pavement + side * setback, drive * (row.length / 2 - 2.1))
    driveway(site, side, along, t + side * float(rng.uniform(0.5, 3.0)), rng)
    door = s + door_place(variant) * side
    path(site, side, door, t - side * 0.4, 1.2)
    kind, tint = boundary_kind(rng)
    edges = (row.s - row.length / 2 + 0.2, row.s + row.length / 2 - 0.2)
    fence = pavement + side * 0.3
    gaps = sorted([(door - 0.65, door + 0.65), (along - 1.6, along + 1.6)])
    if (
        kind != "none"
        and gaps[0][1] < gaps[1][0]
        and edges[0] < gaps[0][0]
        and gaps[1][1] < edges[1]
    ):
        boundary(site, side, edges, fence, kind, tuple(gaps), tint)
    elif kind != "none":
        boundary(site, side, edges, fence, kind, ((gaps[0][0], max(gaps[0][1], gaps[1][1])),), tint)
    garden(site, side, edges, (pavement + side * 1.2, t - side * 0.8), rng, 0.5)
    if row.corner:
        enclosed(site, row, 0.3, "hedge" if kind == "none" else kind, tint)
    garden(site, side, edges, (t + side * 9.0, t + side * 16.0), rng, 0.8)
