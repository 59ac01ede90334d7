"""What colours vehicles have, by kind and region, as linear albedo.

Shares of new cars: world after Axalta's report of 2022, North America after BASF's of 2021, Europe
after both companies' of 2017 to 2020. Smaller cars carry more bright colours, larger ones fewer.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

Colour = tuple[float, float, float]

PAINTS: Mapping[str, tuple[Colour, Colour]] = {
    # the range between which a paint lies
    "white": ((0.74, 0.74, 0.72), (0.80, 0.80, 0.79)),
    "silver": ((0.42, 0.43, 0.44), (0.54, 0.55, 0.56)),
    "grey": ((0.07, 0.073, 0.076), (0.18, 0.185, 0.19)),
    "black": ((0.010, 0.010, 0.011), (0.016, 0.016, 0.018)),
    "blue": ((0.03, 0.06, 0.18), (0.03, 0.08, 0.30)),
    "light_blue": ((0.10, 0.16, 0.24), (0.16, 0.24, 0.34)),
    "red": ((0.30, 0.015, 0.015), (0.42, 0.025, 0.02)),
    "green": ((0.03, 0.07, 0.045), (0.06, 0.14, 0.08)),
    "brown": ((0.09, 0.05, 0.03), (0.20, 0.13, 0.08)),
    "orange": ((0.52, 0.15, 0.02), (0.62, 0.20, 0.02)),
    "yellow": ((0.60, 0.40, 0.03), (0.68, 0.46, 0.04)),
}

SHARES: Mapping[str, Mapping[str, float]] = {
    "europe": {"grey": 26, "white": 23, "black": 20, "silver": 8, "blue": 8, "light_blue": 3,
               "red": 6, "green": 3, "brown": 1, "orange": 1, "yellow": 1},
    "north_america": {"white": 32, "black": 24, "grey": 17, "silver": 8, "blue": 7,
                      "light_blue": 2, "red": 9, "green": 1},
    "world": {"white": 34, "black": 21, "grey": 19, "silver": 8, "blue": 6, "light_blue": 2,
              "red": 5, "green": 1, "brown": 2, "orange": 1, "yellow": 1},
}  # fmt: skip
"""Per cent of new cars."""

FLEETS: Mapping[str, Mapping[str, float]] = {
    "van": {"white": 60, "grey": 12, "silver": 8, "black": 7, "blue": 6, "red": 4, "yellow": 3},
    "box_truck": {"white": 45, "blue": 18, "red": 14, "silver": 8, "yellow": 8, "green": 7},
    "bus": {"white": 28, "red": 22, "yellow": 18, "blue": 16, "green": 16},
    "motorcycle": {"black": 45, "red": 20, "blue": 12, "white": 8, "green": 8, "orange": 7},
    "cyclist": {"black": 42, "grey": 16, "blue": 14, "red": 11, "green": 9, "white": 8},
}
"""Kinds with colours of their own, whatever the region."""

GAUDY = {"compact": 1.5, "pickup": 0.6, "suv": 0.8}
"""By what the shares of all but white, silver, grey and black are multiplied."""

_PLAIN = ("white", "silver", "grey", "black")
_DUST = (0.55, 0.50, 0.43)


def shares(kind: str = "sedan", region: str = "europe") -> dict[str, float]:
    """The shares of the paints of a kind, summing to 1. Raises ValueError for unknown regions."""
    if region not in SHARES:
        raise ValueError(f"'{region}': no such region; known: {', '.join(SHARES)}")
    table = FLEETS.get(kind, SHARES[region])
    gaudy = 1.0 if kind in FLEETS else GAUDY.get(kind, 1.0)
    weights = {name: w * (1.0 if name in _PLAIN else gaudy) for name, w in table.items()}
    total = sum(weights.values())
    return {name: weight / total for name, weight in weights.items()}


def paint(rng: np.random.Generator, kind: str = "sedan", region: str = "europe") -> Colour:
    """The paint of one vehicle."""
    weights = shares(kind, region)
    name = str(rng.choice(list(weights), p=list(weights.values())))
    return shade(name, float(rng.random()))


def shade(name: str, share: float) -> Colour:
    """A paint between the ends of its range."""
    low, high = (np.array(end) for end in PAINTS[name])
    red, green, blue = (low + (high - low) * share).tolist()
    return (red, green, blue)


def colours(
    rng: np.random.Generator, kind: str = "sedan", region: str = "europe"
) -> dict[str, Colour]:
    """The colours of all slots of a vehicle that vary."""
    if kind == "cyclist":
        return {"frame": paint(rng, kind, region)}
    slots = {"car_paint": paint(rng, kind, region)}
    if kind == "box_truck":
        slots["box"] = shade("white", rng.random()) if rng.random() < 0.75 else slots["car_paint"]
        slots["marking"] = shade(str(rng.choice(["red", "blue", "yellow", "white"])), rng.random())
    elif kind == "bus":
        slots["band"] = shade(str(rng.choice(["white", "grey", "blue"])), rng.random())
    elif kind == "motorcycle":
        slots["helmet"] = paint(rng, kind, region)
    return slots


def dirty(colour: Colour, amount: float) -> Colour:
    """A colour under road dirt, 0 clean … 1 filthy."""
    red, green, blue = (c * (1 + (d - 1) * amount) for c, d in zip(colour, _DUST, strict=True))
    return (red, green, blue)
