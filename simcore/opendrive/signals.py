"""Signals of a file as the signs and traffic lights that we have."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ..classes import class_id
from ..geometry.builder import MeshBuilder
from ..geometry.dresser.dressing import Stand
from ..geometry.figure import BodyShape
from ..geometry.fixture import Fixture, around
from ..geometry.street.signal import STATES, pedestrian_light, traffic_light
from ..geometry.street.signs import KINDS, Layer, draw_face, sign
from ..materials import lit
from ..pose import pose
from .profile import Course
from .records import Signal

Array = NDArray[np.float64]

_SIGNS = {
    # Germany: StVO, annexes 1 to 3
    "de": {
        "205": "give_way", "206": "stop", "224": "bus_stop", "267": "no_entry", "301": "priority",
        "306": "priority", "314": "parking", "350": "crossing", "103-10": "bend_left",
        "103-20": "bend_right", "105-10": "bend_left", "105-20": "bend_right", "114": "slippery",
        "101-51": "snow", "123": "road_works", "133": "pedestrian", "101-11": "pedestrian",
        "136": "children", "138": "bicycle", "142": "deer", "101-10": "deer",
        "625-10": "chevrons_left", "625-20": "chevrons_right", "274": "limit", "274.1": "limit",
    },
    # Sweden: Vägmärkesförordningen 2007:90
    "se": {
        "b1": "give_way", "b2": "stop", "b3": "crossing", "b4": "priority", "c1": "no_entry",
        "c31": "limit", "a1-1": "bend_right", "a1-2": "bend_left", "a10": "slippery",
        "a13": "pedestrian", "a15": "children", "a16": "bicycle", "a19": "deer",
        "a20": "road_works", "e19": "parking", "e22": "bus_stop",
    },
    # United States: MUTCD, chapters 2B and 2C
    "us": {
        "r1-1": "stop", "r1-2": "give_way", "r2-1": "limit", "r5-1": "no_entry",
        "w1-2l": "bend_left", "w1-2r": "bend_right", "w8-5": "slippery", "w11-1": "bicycle",
        "w11-2": "pedestrian", "w11-3": "deer", "s1-1": "children", "w21-1": "road_works",
        "w20-1": "road_works",
    },
    "cn": {"jin": "limit"},
}  # fmt: skip
_PER_HOUR = {"m/s": 3.6, "mph": 1.609344, "km/h": 1.0}
_PEDESTRIANS = {"1000002", "1000007", "1000013"}


class Signed:
    """What a signal is: "light", "walk_light" or the name of a sign; "" for one we do not have."""

    def __init__(self, name: str, country: str):
        self.name, self.country = name, country


def meaning(signal: Signal) -> Signed:
    """What a signal is, by its country's code, else by its name."""
    country = signal.country.lower()[:2] if signal.country else ""
    look = "us" if country == "us" else "de"
    code = signal.type.lower().strip()
    if code in _PEDESTRIANS:
        return Signed("walk_light", look)
    if re.fullmatch(r"10000\d\d", code) or (signal.dynamic and code not in _SIGNS.get(country, {})):
        return Signed("light", look)
    found = _coded(signal, country, code, signal.subtype.lower().strip())
    if not found:
        named = re.fullmatch(r"([a-z]{2})[_-]([a-z]?\d+)-?(\d*)", signal.name.lower().strip())
        if named:
            found = _coded(signal, named[1], named[2], named[3])
            look = "us" if named[1] == "us" else look
    return Signed(found, look)


def _coded(signal: Signal, country: str, code: str, subtype: str) -> str:
    sub = "" if subtype in ("", "-1", "none") else subtype
    tables = [_SIGNS[country]] if country in _SIGNS else [_SIGNS["de"]]
    for table in tables:
        for name in (f"{code}-{sub}", f"{code}{sub}", code):
            found = table.get(name)
            if found == "limit":
                return _limit(signal, country, sub)
            if found:
                return found
    return ""


def _limit(signal: Signal, country: str, sub: str) -> str:
    """The name of a speed limit's sign, with the number on it."""
    value = signal.value
    if value is None or value <= 0:
        digits = re.search(r"\d+", sub.rpartition("-")[2])
        value = float(digits[0]) if digits else 0.0
    if country == "se" and value < 13:  # C31-5 is 50 km/h
        value *= 10.0
    number = round(value * _PER_HOUR.get(signal.unit, 1.0))
    if country == "us" and signal.unit in ("mph", ""):
        number = round(value)
    return f"limit_{number}" if 5 <= number <= 200 else ""


@lru_cache(maxsize=64)
def plate(width: float, height: float, clearance: float) -> Fixture:
    """A blank plate on a post, for a sign that we do not have."""
    from shapely import box

    board = box(-width / 2, 0.0, width / 2, height)
    layers = (Layer(board, "white"), Layer(board.buffer(-0.02), "blue"),
              Layer(board.buffer(-0.05), "white"))  # fmt: skip
    builder, post = MeshBuilder(), MeshBuilder()
    draw_face(builder, layers, (0.045, 0.0, clearance))
    post.tube([(0, 0, -0.3), (0, 0, clearance + height)], 0.03, "galvanised", sides=8)
    face = builder.build().recoloured(
        {"white": (0.75, 0.75, 0.74), "blue": (0.02, 0.10, 0.42), "plate_back": (0.3, 0.31, 0.32)}
    )
    size, centre = around(face)
    body = BodyShape("sign", class_id("traffic_sign"), size, centre)
    return Fixture(((face, "traffic_sign"), (post.build(), "pole")), body, (), ("sign.unknown",))


def signal_stands(course: Course, state: str, place) -> list[Stand]:
    """The signals of a road. state: of its traffic lights; place(course, s, t): ground there."""
    stands = []
    for signal in course.road.signals:
        known = meaning(signal)
        T = _pose(course, signal, place)
        if known.name == "light":
            stands.append(Stand(traffic_light(), T, lit(*STATES[state])))
        elif known.name == "walk_light":
            walks = {"green": "red", "red": "green"}.get(state, state)
            stands.append(Stand(pedestrian_light(), T, lit(*STATES[walks])))
        else:
            stands.append(Stand(_sign(known, signal), T))
    return stands


def _sign(known: Signed, signal: Signal) -> Fixture:
    clearance = signal.z if 0.3 < signal.z < 8.0 else 2.1
    size = signal.height if 0.25 <= signal.height <= 3.0 else None
    if known.name in KINDS or known.name.startswith("limit_"):
        return sign(known.name, known.country, 0, clearance, size)
    width = signal.width if 0.2 <= signal.width <= 8.0 else 0.6
    return plate(width, size or 0.6, clearance)


def _pose(course: Course, signal: Signal, place) -> Array:
    """Fronts face the traffic that they are for: that towards +s for "+"."""
    at = place(course, signal.s, signal.t)
    towards = signal.orientation
    if towards not in ("+", "-"):
        keeps_left = course.road.left_hand
        towards = "+" if (signal.t <= 0) != keeps_left else "-"
    heading = float(course.line.axis(signal.s).heading)
    yaw = heading + (np.pi if towards == "+" else 0.0) + signal.heading
    return pose(at, yaw=yaw)
