"""What surfaces are made of: one table for every sense.

``materials.csv``: ``pattern`` names the procedural texture that modulates the colour; ``red green
blue`` is the default linear albedo, which an instance may replace slot by slot; ``f0`` the
reflectance at normal incidence; ``coat`` the F0 of a clear coat (0 = none); ``snow`` how well snow
stays on it (1 = as on the ground); ``circuit`` the lamp circuit by which it shines, with
``luminance`` [cd/m²] when lit.

For the near infra-red of 865 to 905 nm: ``nir`` is the reflectance with the default colour, of
which an instance's colour decides the share ``tinted``: dyes of cloth hardly count there, carbon
black in paint does; typical values of the ECOSTRESS spectral library (Meerdink et al., Remote Sens.
Environ. 230, 2019), rounded. ``retro`` is what it sends back to where light comes from [cd/(lx
m²)]: signs 70 (EN 12899-1, class RA1), bands of clothing 330 (EN ISO 20471), road marking 0.15 (EN
1436, class R3, on the road's plane), plates and reflectors of lamps in the mean over their area.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple

CIRCUITS = (
    "low_beam",
    "high_beam",
    "running",
    "tail",
    "brake",
    "indicator_left",
    "indicator_right",
    "reverse",
    "beacon_left",
    "beacon_right",
    "beacon_amber",
    "street",
    "window",
    "shop",
    "signal_red",
    "signal_amber",
    "signal_green",
)
"""Lamp circuits; bit k of an instance's ``lit`` mask says that circuit k is on."""


class Material(NamedTuple):
    """One row of ``materials.csv``."""

    id: int
    name: str
    pattern: str
    albedo: tuple[float, float, float]
    roughness: float
    f0: float
    coat: float
    snow: float
    circuit: str | None
    luminance: float
    nir: float
    tinted: float
    retro: float


@cache
def materials() -> tuple[Material, ...]:
    """All materials; a material's id is its place."""
    with files(__package__).joinpath("materials.csv").open(encoding="utf-8") as file:
        return tuple(_read(number, row) for number, row in enumerate(csv.DictReader(file)))


@cache
def material(name: str) -> Material:
    """The material called ``name``; ``KeyError`` when there is none."""
    for item in materials():
        if item.name == name:
            return item
    raise KeyError(f"no material is called '{name}'")


def lit(*circuits: str) -> int:
    """The mask of the given circuits."""
    return sum(1 << CIRCUITS.index(name) for name in circuits)


def _read(number: int, row: dict[str, str]) -> Material:
    if row["circuit"] and row["circuit"] not in CIRCUITS:
        raise ValueError(f"materials.csv: {row['name']}: unknown circuit '{row['circuit']}'")
    return Material(
        id=number,
        name=row["name"],
        pattern=row["pattern"],
        albedo=(float(row["red"]), float(row["green"]), float(row["blue"])),
        roughness=float(row["roughness"]),
        f0=float(row["f0"]),
        coat=float(row["coat"]),
        snow=float(row["snow"]),
        circuit=row["circuit"] or None,
        luminance=float(row["luminance"]),
        nir=float(row["nir"]),
        tinted=float(row["tinted"]),
        retro=float(row["retro"]),
    )
