"""Vehicles that several tests look at: their measures, and where their bodies are."""

import numpy as np
from whiteout.simcore.geometry.vehicles import VEHICLES

MEASURES = {
    # length, width, height, wheelbase, track, wheel diameter: the recipe book, section 1.1
    "compact": (4.28, 1.79, 1.47, 2.63, 1.54, 0.635),
    "sedan": (4.63, 1.79, 1.44, 2.70, 1.545, 0.63),
    "wagon": (4.69, 1.83, 1.48, 2.69, 1.545, 0.655),
    "suv": (4.60, 1.87, 1.68, 2.68, 1.60, 0.72),
    "van": (4.90, 1.90, 1.97, 3.00, 1.63, 0.67),
    "pickup": (5.35, 1.92, 1.82, 3.22, 1.62, 0.775),
    # an estate with a bar 0.12 high, and a van with one 0.13 high, on a gap of 0.015
    "police_car": (4.69, 1.83, 1.615, 2.69, 1.545, 0.655),
    "ambulance": (4.90, 1.90, 2.11, 3.00, 1.63, 0.67),
    "box_truck": (8.1, 2.50, 3.55, 4.75, 1.95, 0.92),
    "bus": (12.0, 2.55, 3.08, 5.85, 2.10, 0.96),
}
CARS = ("compact", "sedan", "wagon", "suv", "van", "pickup")
RESCUE = ("police_car", "ambulance")
FOUR_WHEELS = tuple(MEASURES)
ALL = (*FOUR_WHEELS, "motorcycle", "cyclist")


def figure(kind, *args):
    return VEHICLES.load(kind).figure(*args)


def core(kind):
    """A box (2, 3) well inside of the body work."""
    kind = {"police_car": "wagon", "ambulance": "van"}.get(kind, kind)  # below the bar
    _, width, height, base, _, _ = MEASURES[kind]
    front, rear = 0.55 * base, 0.05 * base
    if kind == "box_truck":
        return np.array([[-1.8, -1.1, 1.25], [3.8, 1.1, 3.3]])
    if kind == "bus":
        return np.array([[-3.0, -1.1, 1.1], [base + 2.2, 1.1, 2.6]])
    if kind == "pickup":
        rear = 0.42 * base
    side = 0.30 * width
    return np.array([[rear, -side, 0.28 * height], [front, side, 0.86 * height]])
