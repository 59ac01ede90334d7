"""What no road can be: longer than a country, wider than a runway, higher than mountains.

Such numbers are slips; refused early they cost nothing, and later all memory.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .curves import curve_length
from .read import Notes, RoadFileError
from .records import Road

LONGEST = 100_000.0
"""Longest road [m], and longest network from end to end."""
WIDEST = 150.0
"""Widest lane, and furthest offset of the lanes from the line [m]."""
HIGHEST = 9_000.0
STEEPEST = 1.0
"""Steepest grade and superelevation, as a slope."""
FAR = 5_000.0
"""Roads further from the origin than this are brought near it [m]: meshes are single precision."""


def check_road(file: str, road: Road) -> None:
    """Raise ``RoadFileError`` for what no road can be."""

    def refuse(element: str, message: str, line: int = road.line) -> None:
        raise RoadFileError(file, line, element, f"{message} (road '{road.id}')")

    if road.length > LONGEST:
        refuse("road", f"is {road.length:.0f} m long; at most {LONGEST:.0f} m are read")
    for piece in road.pieces:
        if piece.kind in ("poly3", "paramPoly3"):
            share = curve_length(piece) / piece.length
            if not 0.2 < share < 5.0:
                refuse("geometry", f"the curve at s={piece.s:g} has {share:.3g} times its length")
        elif piece.values and max(abs(v) for v in piece.values) > 2.0:
            refuse("geometry", f"at s={piece.s:g} it bends in less than half a metre")
    s = np.linspace(0.0, road.length, 200)
    if np.abs(road.elevation(s)).max() > HIGHEST or np.abs(road.elevation(s, 1)).max() > STEEPEST:
        refuse("elevation", "climbs higher or steeper than a road can")
    if np.abs(road.superelevation(s)).max() > STEEPEST:
        refuse("superelevation", "is steeper than a road can be")
    if np.abs(road.offset(s)).max() > WIDEST:
        refuse("laneOffset", f"is more than {WIDEST:.0f} m")
    for section in road.sections:
        inside = np.linspace(section.s, section.end, 20)
        for lane in section.lanes.values():
            edge = lane.width(inside) if lane.border is None else lane.border(inside)
            if np.abs(edge).max() > WIDEST:
                refuse("lane", f"lane {lane.id} is more than {WIDEST:.0f} m wide", lane.line)
            if len(lane.heights) and np.abs(lane.heights[:, 1:]).max() > 20.0:
                refuse("height", f"lane {lane.id} lies more than 20 m above its road", lane.line)


def brought_near(file: str, roads: dict[str, Road], notes: Notes) -> dict[str, Road]:
    """The roads shifted by whole kilometres, where they lie far from the origin."""
    places = np.array([(p.x, p.y) for road in roads.values() for p in road.pieces])
    if (np.ptp(places, axis=0) > LONGEST).any():
        raise RoadFileError(file, 0, "OpenDRIVE", f"its roads lie more than {LONGEST:.0f} m apart")
    shift = np.round(places.mean(0) / 1000.0) * 1000.0
    if np.abs(places).max() <= FAR:
        return roads
    notes.say(1, "OpenDRIVE", f"all places are shifted by ({-shift[0]:.0f}, {-shift[1]:.0f}) m")
    return {
        name: replace(
            road,
            pieces=tuple(p._replace(x=p.x - shift[0], y=p.y - shift[1]) for p in road.pieces),
        )
        for name, road in roads.items()
    }
