"""The record of an animal: all that a figure is built from, in plain values."""

from __future__ import annotations

from dataclasses import dataclass

Colour = tuple[float, float, float]
"""Linear albedo."""


@dataclass(frozen=True)
class Animal:
    """An animal. species: of ``species.SPECIES``; shoulder: height of the withers [m]; girth:
    factor on all breadths; antlers: of deer and moose; tusks: of boars; phase: of its idle
    movements [s]."""

    species: str = "roe"
    shoulder: float = 0.66
    girth: float = 1.0
    antlers: bool = False
    tusks: bool = False
    stride: float = 1.0
    phase: float = 0.0
    coat: Colour = (0.24, 0.15, 0.085)
    belly: Colour = (0.50, 0.44, 0.36)
    legs: Colour = (0.16, 0.10, 0.055)
    rump: Colour = (0.72, 0.68, 0.60)
    muzzle: Colour = (0.30, 0.26, 0.22)
    ears: Colour = (0.20, 0.13, 0.08)
    antler: Colour = (0.42, 0.33, 0.22)
