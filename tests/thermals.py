"""Thermal cameras for tests."""

from __future__ import annotations

from whiteout.scenarios.draw import draw
from whiteout.scenarios.language.load import load
from whiteout.sensors.models.thermal import Thermal
from whiteout.sensors.sensor import Demand


def thermal(channels=("temperature",), threads=1, **settings):
    over = {
        "kind": "thermal",
        "mount": {"x": "0 m", "z": "0 m"},
        "width": 80,
        "height": 64,
        **settings,
    }
    over["channels"] = list(channels)
    drawn = draw(load("child-chases-ball", {"sensors.ir": over}), 0, 0).sensors["ir"]
    return Thermal("ir", drawn, Demand(tuple(channels), False), threads)


def read(of, made, t_ns=400_000_000):
    return of.sense(made, t_ns, 0)[0].channels["temperature"]


PLAIN = {"noise": False, "lens": {"softness": 0}}
