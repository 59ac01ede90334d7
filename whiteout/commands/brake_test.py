"""Brake a car on one kind of ground, and say how far it went.

Numbers without a unit are km/h, mm and degC. The car brakes fully before it is down to --from.

Example::

    whiteout brake-test --surface packed_snow --tyre winter --from "50 km/h"
    whiteout brake-test --surface wet --water "1.5 mm" --tread "2 mm" --from "80 km/h" --json
    whiteout brake-test --surface ice --temperature "-2 degC" --no-abs --from 30
"""

from __future__ import annotations

from typing import Annotated

import typer

from ..main import BAD_INPUT
from ..options import Json, Quiet, print_json
from ..scenarios.proving import brake_test
from ..simcore.quantity.units import DIMENSIONS, read
from ..simcore.registry import UnknownNameError


def command(
    surface: Annotated[
        str, typer.Option(help="What lies on the ground: dry, wet, packed_snow, ice, …")
    ] = "dry",
    base: Annotated[str, typer.Option(help="What the ground is made of.")] = "asphalt",
    tyre: Annotated[
        str, typer.Option(help="summer, all_season, winter or studded.")
    ] = "all_season",
    start: Annotated[str, typer.Option("--from", help="Speed at which measuring begins.")] = (
        "100 km/h"
    ),
    end: Annotated[str, typer.Option("--to", help="Speed at which it ends.")] = "0 km/h",
    tread: Annotated[str, typer.Option(help="Depth of the tyres' tread.")] = "8 mm",
    water: Annotated[
        str | None, typer.Option(help="Depth of the film of water; the surface's usual one.")
    ] = None,
    temperature: Annotated[
        str | None, typer.Option(help="Of the ground; 15 degC, or -7.5 under snow and ice.")
    ] = None,
    abs: Annotated[bool, typer.Option("--abs/--no-abs", help="Anti-lock brakes.")] = True,
    vehicle: Annotated[str, typer.Option(help="A kind of vehicle: compact, suv, bus, …")] = (
        "compact"
    ),
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Print the distance and what follows from it."""
    try:
        result = brake_test(
            surface,
            tyre=tyre,
            start=_read(start, "speed", "km/h"),
            end=_read(end, "speed", "km/h"),
            base=base,
            tread=_read(tread, "length", "mm"),
            water=None if water is None else _read(water, "length", "mm"),
            temperature=None
            if temperature is None
            else _read(temperature, "temperature", "degC") - 273.15,
            abs=abs,
            vehicle=vehicle,
        )
    except (ValueError, UnknownNameError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(BAD_INPUT) from None
    if json:
        print_json(result._asdict())
        return
    if not quiet:
        typer.echo(f"{vehicle} on {tyre} tyres, {surface}, {start} to {end}")
    typer.echo(
        f"{result.distance_m:.1f} m in {result.time_s:.2f} s; "
        f"{result.mean_deceleration_m_s2:.2f} m/s² in the mean, "
        f"{result.mfdd_m_s2:.2f} m/s² fully developed; friction {result.mu:.3f}"
    )


def _read(text: str, dimension: str, usual: str) -> float:
    """A quantity in SI units; a bare number is in the usual unit. Raises ``UnitError``."""
    try:
        float(text)
    except ValueError:
        return read(text, DIMENSIONS[dimension])
    return read(f"{text} {usual}", DIMENSIONS[dimension])
