"""What all vehicles have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Annotated, Any, ClassVar, Literal, NamedTuple

from ...simcore.geometry.figure import Figure
from ...simcore.keys import generator
from ...simcore.physics.driving import columns as c
from ...simcore.physics.driving.car.design import Tyres, vehicles
from ...simcore.physics.driving.car.design import Vehicle as Kind
from ...simcore.physics.driving.tyres.grip import TYRES
from ...simcore.quantity.colours import albedo
from ...simcore.quantity.fields import Colour, Length, Ratio, Word, setting
from ...simcore.quantity.settings import Settings
from ..embodiment import Array, Embodiment, Occasion, body_row

PAINTS = {
    "grey": 26, "white": 23, "black": 20, "silver": 8, "blue": 7, "light_blue": 2, "navy": 2,
    "red": 6, "green": 2, "dark_green": 1, "brown": 1, "orange": 1, "yellow": 1,
}  # fmt: skip
"""New cars in Europe, per cent: Axalta's and BASF's reports, 2017 to 2022."""

GAUDY = ("blue", "light_blue", "navy", "red", "green", "dark_green", "brown", "orange", "yellow")


def paints(gaudy: float = 1.0) -> dict:
    """The default choice of paints, with all but white, grey and black weighted by ``gaudy``."""
    weights = {name: w * (gaudy if name in GAUDY else 1.0) for name, w in PAINTS.items()}
    return {"choice": weights}


class Vehicle(Settings):
    """Settings of everything that has wheels and an engine."""

    group: ClassVar[str] = "vehicles"

    colour: Colour = setting("Paint: a word or [red, green, blue] albedo", paints())
    dirt: Ratio = setting("How dirty it is", {"beta": {"a": 2, "b": 5}}, low=0, high=1)
    lights: Annotated[Literal["auto", "unlit", "low", "high"], Word()] = setting(
        "Head and tail lamps; auto: low beam in the dark, also of tunnels, and in poor visibility",
        "auto",
    )
    indicators: Annotated[Literal["none", "left", "right", "hazard"], Word()] = setting(
        "Indicators that flash from the beginning", "none"
    )
    tyre: Annotated[Literal["summer", "all_season", "winter", "studded"], Word()] = setting(
        "Its tyres", "all_season"
    )
    tread: Length = setting(
        "How deep their tread is: 8 mm new, 1.6 mm the least allowed",
        "8 mm",
        low="0 mm",
        high="20 mm",
    )


class ScaledVehicle(Vehicle):
    """Settings of vehicles whose bodies vary in their measures."""

    length_scale: Ratio = setting(
        "Length, as a share of the model's",
        {"truncated_normal": {"mean": 1, "sd": 0.03, "low": 0.94, "high": 1.06}},
        low=0.8,
        high=1.25,
    )
    width_scale: Ratio = setting(
        "Width, as a share of the model's",
        {"truncated_normal": {"mean": 1, "sd": 0.015, "low": 0.97, "high": 1.03}},
        low=0.8,
        high=1.25,
    )
    height_scale: Ratio = setting(
        "Height, as a share of the model's",
        {"truncated_normal": {"mean": 1, "sd": 0.02, "low": 0.96, "high": 1.04}},
        low=0.8,
        high=1.25,
    )


class Chassis(NamedTuple):
    """Measures [m]; front: overhang before the front axle; wheel: diameter."""

    length: float
    width: float
    height: float
    wheelbase: float
    front: float
    track: float
    wheel: float


STEER_RATE = 0.8
"""How fast front wheels are turned by hand [rad/s]: 700 degrees a second at the wheel, ratio 15."""


def embody_car(
    form: ModuleType,
    settings: Any,
    occasion: Occasion,
    kind: str,
    film: Mapping[str, tuple[float, float, float]] | None = None,
) -> Embodiment:
    """A car by one of the modules of ``geometry.vehicles``; film: other colours of its slots."""
    from ...simcore.geometry.vehicles.parts.variation import varied

    variation = replace_scales(form.draw(generator(occasion.key, "variation")), settings)
    m = varied(form.FORM, variation).measures

    def figure() -> Figure:
        return form.figure(variation).recoloured({"car_paint": painted(settings), **(film or {})})

    chassis = Chassis(m.length, m.width, m.height, m.wheelbase, m.front, m.track, m.wheel)
    return embodied(chassis, kind, settings, figure, lights_of(settings))


def embody_heavy(form: ModuleType, settings: Any, occasion: Occasion, kind: str) -> Embodiment:
    """A truck or bus by its module of ``geometry.vehicles``; the paint is that of the cab."""
    variation = replace_scales(form.draw(generator(occasion.key, "variation")), settings)

    def figure() -> Figure:
        return form.figure(variation).recoloured({"car_paint": painted(settings)})

    chassis = Chassis(
        form.LENGTH * variation.length,
        form.WIDTH * variation.width,
        form.HEIGHT * variation.height,
        form.WHEELBASE * variation.length,
        form.FRONT * variation.length,
        form.TRACK,
        form.WHEEL,
    )
    return embodied(chassis, kind, settings, figure, lights_of(settings))


def beaconed(body: Embodiment, on: bool) -> Embodiment:
    """A vehicle with its blue lamps flashing, or not."""
    return body._replace(lights=(*body.lights, "beacon_left", "beacon_right")) if on else body


def embodied(
    chassis: Chassis,
    kind: str,
    settings: Any,
    figure: Callable[[], Figure],
    lights: tuple[str, ...],
    attributes: tuple[str, ...] = (),
) -> Embodiment:
    """A vehicle of a kind of ``vehicles.csv``, on the tyres that its settings name, if any."""
    vehicle = vehicles()[kind]
    tyres = Tyres()
    if hasattr(settings, "tyre"):
        tyres = Tyres(settings.tyre, settings.tread)
    body = vehicle_row(chassis, vehicle, tyres)
    automatic = settings.lights == "auto"
    return Embodiment(c.VEHICLE, body, figure, lights, attributes, (vehicle, tyres), automatic)


def vehicle_row(chassis: Chassis, vehicle: Kind, tyres: Tyres) -> Array:
    """(BODY,) of a vehicle."""
    ahead = chassis.wheelbase + chassis.front - chassis.length / 2
    rear = chassis.wheelbase * vehicle.front_share
    lever = (chassis.wheelbase - rear) * rear
    return body_row(
        length=chassis.length,
        width=chassis.width,
        height=chassis.height,
        centre_x=ahead,
        wheelbase=chassis.wheelbase,
        track=chassis.track,
        wheel_radius=chassis.wheel / 2,
        max_steer=vehicle.max_steer,
        steer_rate=STEER_RATE,
        max_accel=vehicle.acceleration,
        max_brake=vehicle.braking,
        mass=vehicle.mass,
        tyre=TYRES.index(tyres.kind),
        tread=tyres.tread,
        inflation=vehicle.pressure,
        grip_share=vehicle.grip,
        mass_centre=rear,
        yaw_inertia=vehicle.inertia_ratio * vehicle.mass * lever,
    )


def painted(settings: Any) -> tuple[float, float, float]:
    """The paint beneath its dirt."""
    from ...simcore.geometry.vehicles.parts.paint import dirty

    return dirty(albedo(settings.colour), settings.dirt)


def replace_scales(variation: Any, settings: Any) -> Any:
    """The variation with the scales that the scenario drew."""
    from dataclasses import replace

    return replace(
        variation,
        length=settings.length_scale,
        width=settings.width_scale,
        height=settings.height_scale,
    )


def lights_of(settings: Any) -> tuple[str, ...]:
    """The circuits that a vehicle's settings switch on for good; auto: none of the head lamps'."""
    circuits: dict[str, tuple[str, ...]] = {
        "auto": (),
        "unlit": (),
        "low": ("low_beam", "tail"),
        "high": ("low_beam", "high_beam", "tail"),
    }
    flashing: dict[str, tuple[str, ...]] = {
        "left": ("indicator_left",),
        "right": ("indicator_right",),
    }
    flashing["hazard"] = flashing["left"] + flashing["right"]
    return circuits[settings.lights] + flashing.get(settings.indicators, ())
