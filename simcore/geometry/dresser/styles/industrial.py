"""Halls behind fences and forecourts, tall lamps, billboards, few trees."""

from __future__ import annotations

from ...buildings.hall import CLADDING, VARIANTS, hall, size
from ...ground.pad import Pad
from ...street.fence import wire_fence
from ..corner import Corner, enclosed
from ..pavement import covers, lamps, parking_slots, scatter, street_signs, street_trees
from ..plots import garden
from ..rows import Row, rows
from ..site import Site, Zone, towards

CORNER = Corner(setback=1.8, beside=2.0, deep=44.0)


def furnish(site: Site) -> None:
    """Halls on both sides, then what stands along the road."""
    for side in (1, -1):
        for row in rows(site, side, "works", _works):
            _hall(site, row)
    lamps(site, 9.0, arm=1.8)
    street_trees(site, 38.0, 7.5)
    scatter(site, (("cabinet", 0.2), ("billboard", 0.14), ("hydrant", 0.12), ("grit", 0.08)), 31.0)
    street_signs(site, ("no_entry", "parking"))
    covers(site)
    parking_slots(site)


def _works(rng) -> tuple[float, float, int]:
    variant = int(rng.integers(VARIANTS))
    return size(variant)[0] + float(rng.uniform(12.0, 20.0)), 0.0, variant


def _hall(site: Site, row: Row) -> None:
    """A hall, its paved yard, a gate and a fence along the road."""
    rng = site.rng("works", row.side, row.number, "yard")
    side, pavement = row.side, site.walk(row.side)[1]
    yard = float(rng.uniform(14.0, 18.0))
    s, t, yaw = row.place(site, pavement + side * yard, 0.0)
    cladding = CLADDING[int(rng.integers(len(CLADDING)))]
    fascia = ((0.35, 0.05, 0.04), (0.03, 0.12, 0.30), (0.05, 0.25, 0.12))[int(rng.integers(3))]
    works = hall(row.what, site.detail(s, t)).recoloured({"wall": cladding, "fascia": fascia})
    if not site.put(works, s, t, yaw, slack=0.3):
        return
    half = size(row.what)[0] / 2
    gate = s + float(rng.uniform(-0.3, 0.3)) * half
    start = pavement + side * 0.06
    span = (max(s - half, site.span[0] + 1), min(s + half, site.span[1] - 1))
    verge = start + side * 2.2
    for s0, s1, t0, t1 in ((*span, verge, t), (gate - 4.0, gate + 4.0, start, verge)):
        site.pave(Pad(s0, s1, t0, t1, "asphalt", "parking", "yard", (0.12, 0.12, 0.117)))
    site.drop(side, gate - 4.0, gate + 4.0)
    site.take(Zone(gate - 4.0, gate + 4.0, *sorted((site.walk(side)[0], t))))
    fence = start + side * 1.9
    edges = row.s - row.length / 2, row.s + row.length / 2
    for k in range(int((edges[1] - edges[0]) / 4.0)):
        at = edges[0] + 4.0 * (k + 0.5)
        if abs(at - gate) > 6.0:
            panel = wire_fence(4.0, 1.8, max(site.detail(at, fence), 1))
            site.put(panel, at, fence, towards(side), slack=0.06)
    if row.corner:
        enclosed(site, row, 1.96, "wire", None, 0.1)
    garden(site, side, edges, (start + side * 0.5, fence - side * 0.4), rng, 0.1)
