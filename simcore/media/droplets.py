"""Droplets of fog: four models of their sizes, and what they do to light, by Mie's series.

n(r) = a r^α exp(-b r^γ) with γ = 1 and b = α / r_c (Shettle and Fenn, AFGL-TR-79-0214, 1979, as
listed by Rasshofer, Spies and Spies, Adv. Radio Sci. 9, 2011). Over the *radius*: a simulator that
took it for the diameter got twice the extinction. ``fog.csv`` and ``fog_phase.csv`` hold the
results, so that nobody waits for the series; ``python -m whiteout.simcore.media.droplets`` makes
them anew.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .mie import mie

Array = NDArray[np.float64]


class Model(NamedTuple):
    """A distribution of droplets. number [1/cm³]; alpha: of the gamma; mode: r_c [µm]."""

    number: float
    alpha: float
    mode: float


MODELS = {
    "heavy_advection": Model(20.0, 3.0, 10.0),
    "moderate_advection": Model(20.0, 3.0, 8.0),
    "heavy_radiation": Model(200.0, 6.0, 4.0),
    "moderate_radiation": Model(200.0, 6.0, 2.0),
}

WATER = {
    "visible": (0.55e-6, 1.333 + 0j),
    "near_infrared_865": (0.865e-6, 1.3285 + 3.5e-7j),
    "near_infrared": (0.905e-6, 1.328 + 5.6e-7j),
    "short_wave_infrared": (1.55e-6, 1.318 + 1.0e-4j),
    "long_wave_infrared": (10e-6, 1.218 + 5.08e-2j),
}
"""Wavelength [m] and refractive index of water by band (Hale and Querry, Appl. Opt. 12, 1973)."""

_FINE = np.concatenate([np.arange(0, 5, 0.25), np.arange(5, 20, 1.0)])
ANGLES = np.radians(np.concatenate([_FINE, np.arange(20, 160, 2.0), 180.0 - _FINE[::-1]]))
"""Angles of the phase functions [rad]: finer where these are steep."""


class Droplets(NamedTuple):
    """A model in a band. extinction: σ [1/m] at the model's number; water: liquid [g/m³] in it;
    albedo of single scattering; asymmetry; lidar_ratio: extinction to backscatter [sr]; phase
    (len(ANGLES),): phase function [1/sr], whose integral over the sphere is 1."""

    extinction: float
    water: float
    albedo: float
    asymmetry: float
    lidar_ratio: float
    phase: Array


def sizes(model: Model, count: int) -> tuple[Array, Array]:
    """Radii [m] of droplets, and how many per m³ each stands for."""
    edges = np.linspace(0.0, model.mode * (1.0 + 12.0 / np.sqrt(model.alpha)), count + 1)
    radius = (edges[1:] + edges[:-1]) / 2
    shape = model.alpha * (np.log(radius / model.mode) + 1.0 - radius / model.mode)
    density = np.exp(shape)
    return radius * 1e-6, density / density.sum() * model.number * 1e6


def worked_out(model: Model, band: str, angles: ArrayLike = ANGLES) -> Droplets:
    """What a model does in a band, by Mie's series: seconds of work.

    Backscatter ripples with the size and takes many of them; other angles take fewer.
    """
    length, index = WATER[band]
    radius, number = sizes(model, 3000)
    found = mie(index, 2 * np.pi * radius / length)
    area = number * np.pi * radius**2
    extinct, scattered = (float(area @ x) for x in (found.extinction, found.scattering))
    asymmetry = float((area * found.scattering) @ found.asymmetry) / scattered
    back = float(area @ found.backscatter) / (4 * np.pi)
    water = float(number @ radius**3) * 4 / 3 * np.pi * 1e6
    few, weight = sizes(model, 400)
    found = mie(index, 2 * np.pi * few / length, np.cos(np.asarray(angles, np.float64)))
    scale = (length / (2 * np.pi)) ** 2 / float((weight * np.pi * few**2) @ found.scattering)
    phase = weight @ found.intensity * scale
    return Droplets(extinct, water, scattered / extinct, asymmetry, extinct / back, phase)


@cache
def droplets(model: str, band: str) -> Droplets:
    """What a model does in a band, from the tables."""
    folder = files(__package__)
    with folder.joinpath("fog.csv").open(encoding="utf-8") as file:
        lines = csv.DictReader(line for line in file if not line.startswith("#"))
        row = next(row for row in lines if (row["model"], row["band"]) == (model, band))
    with folder.joinpath("fog_phase.csv").open(encoding="utf-8") as file:
        lines = csv.DictReader(line for line in file if not line.startswith("#"))
        phase = np.array([float(line[f"{model}/{band}"]) for line in lines])
    names = ("extinction", "water", "albedo", "asymmetry", "lidar_ratio")
    return Droplets(**{name: float(row[name]) for name in names}, phase=phase)


def write(folder: Path) -> None:
    """Make the tables anew."""
    made = {(m, b): worked_out(MODELS[m], b) for m in MODELS for b in WATER}
    note = "# By Mie's series for the models of droplets.py, which writes this file.\n"
    with (folder / "fog.csv").open("w", encoding="utf-8", newline="\n") as file:
        file.write(note + "model,band,extinction,water,albedo,asymmetry,lidar_ratio\n")
        for (model, band), d in made.items():
            file.write(f"{model},{band},{','.join(f'{value:.7g}' for value in d[:5])}\n")
    with (folder / "fog_phase.csv").open("w", encoding="utf-8", newline="\n") as file:
        file.write(note + ",".join(["angle_deg", *(f"{m}/{b}" for m, b in made)]) + "\n")
        for k, angle in enumerate(np.degrees(ANGLES)):
            values = ",".join(f"{d.phase[k]:.6g}" for d in made.values())
            file.write(f"{angle:g},{values}\n")


if __name__ == "__main__":
    write(Path(__file__).parent)
