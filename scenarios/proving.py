"""A proving ground: a car brakes on one kind of ground, in the world that episodes are made of.

::

    brake_test(cover="packed_snow", tyre="winter", start=50 / 3.6).distance_m

The car, its tyres, the ground and the steps of physics are those of an episode; only the road is
plain: straight, level, and of one cover.
"""

from __future__ import annotations

import datetime
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..simcore.line import Line
from ..simcore.patches import LIES, Patch
from ..simcore.physics.driving import columns as c
from ..simcore.physics.driving.car.design import GRAVITY, NEW_TREAD, Assists, Tyres, design_of
from ..simcore.physics.driving.environment import Actor, Environment
from ..simcore.physics.driving.ground import Strip
from ..simcore.physics.driving.world import World
from ..simcore.registry import unknown
from ..simcore.surface import Chart, Surface
from .embodiment import Embodiment, Occasion
from .parked import drawn_by_key
from .plugins import ACTORS

Array = NDArray[np.float64]

RUN_UP = 3.0
"""How much faster than where measuring begins the car is when it begins to brake [m/s], so that the
brakes are full on by then, as in tests of tyres."""
PERIOD_NS = 10_000_000
LENGTH, WIDTH = 20_000.0, 40.0
"""Of the road [m]: a stop on ice from 200 km/h takes 4 km."""
FREEZING = 273.15
USUAL = {"slush": 0.0, "loose_snow": -7.5, "packed_snow": -7.5, "ice": -7.5, "black_ice": -7.5}
"""Temperature of the ground by cover [degC]: that for which the table of grip holds."""
MILD = 15.0
"""That of all others."""
LONGEST = 600.0
"""No stop takes longer than this [s]."""


class BrakeTest(NamedTuple):
    """What was measured.

    distance_m, time_s: from the first speed to the last; mean_deceleration_m_s2: over that time;
    mfdd_m_s2: mean fully developed deceleration (UN R13-H: by distance, from .8 to .1 of the first
    speed, or to the last one where that is more); mu: mean friction used, by distance.
    """

    distance_m: float
    mean_deceleration_m_s2: float
    mfdd_m_s2: float
    time_s: float
    mu: float


class Track(NamedTuple):
    """A run: speeds [m/s] and places [m] of the car, one per step of physics."""

    time: Array
    speed: Array
    way: Array

    def at_speed(self, speed: float) -> tuple[float, float]:
        """Time and way at which the car had slowed to a speed."""
        k = int(np.argmax(self.speed <= speed))
        if k == 0:
            return float(self.time[0]), float(self.way[0])
        part = (self.speed[k - 1] - speed) / (self.speed[k - 1] - self.speed[k])
        time, way = (float(x[k - 1] + part * (x[k] - x[k - 1])) for x in (self.time, self.way))
        return time, way


def brake_test(
    cover: str = "dry",
    *,
    tyre: str = "all_season",
    start: float = 100 / 3.6,
    end: float = 0.0,
    base: str = "asphalt",
    tread: float = NEW_TREAD,
    water: float | None = None,
    temperature: float | None = None,
    abs: bool = True,
    vehicle: str = "compact",
) -> BrakeTest:
    """Brake as hard as the car can from one speed to another [m/s].

    cover: what lies on the ground, by ``covers.csv``; base: what it is made of; tread [m]; water:
    depth of its film [m], unless given the cover's usual one; temperature of the ground [degC],
    unless given 15, or -7.5 under snow and ice; vehicle: a kind of actor with wheels. Raises
    ``ValueError`` for what there is not, and for speeds or depths that make no sense.
    """
    if not 0.0 <= end < start <= 100.0:
        raise ValueError("the car must brake from a higher speed to a lower one, below 360 km/h")
    if not 0.0 <= tread <= 0.03:
        raise ValueError("a tread is 0 to 30 mm deep")
    kind = Tyres(tyre, tread)
    world = proving_ground(
        *(vehicle, kind, Assists(abs=abs), start + RUN_UP),
        ground(cover, base, water, temperature),
    )
    track = braked(world)
    (t0, s0), (t1, s1) = track.at_speed(start), track.at_speed(end)
    low = max(0.1 * start, end)
    high = max(0.8 * start, low)
    begin, finish = (track.at_speed(v)[1] for v in (high, low))
    mfdd = (high**2 - low**2) / (2 * (finish - begin)) if finish > begin else 0.0
    mu = (start**2 - end**2) / (2 * GRAVITY * (s1 - s0))
    return BrakeTest(s1 - s0, (start - end) / (t1 - t0), mfdd, t1 - t0, mu)


def ground(
    cover: str,
    base: str = "asphalt",
    water: float | None = None,
    temperature: float | None = None,
) -> Surface:
    """A level surface with one cover all over; arguments as in ``brake_test``."""
    if cover not in LIES:
        raise ValueError(unknown(cover, LIES, "no cover has that name"))
    if water is not None:
        if LIES[cover].deep != "film":
            wet = [name for name, item in LIES.items() if item.deep == "film"]
            raise ValueError(f"{cover} holds no film of water; {', '.join(wet)} do")
        if not 0.0 < water <= 0.05:
            raise ValueError("a film of water is more than 0 and at most 50 mm deep")
    warmth = USUAL.get(cover, MILD) if temperature is None else temperature
    if not -60.0 <= warmth <= 60.0:
        raise ValueError("the ground has -60 to 60 degC")
    if warmth < 0.0 and LIES[cover].deep == "film":
        raise ValueError(f"{cover} ground freezes below 0 degC; try ice or black_ice")
    # Patches are round at their corners: this one is so long that it is straight where cars drive.
    patch = Patch(0, 0.0, 0.0, 20 * LENGTH, WIDTH, cover, water, softness=0.0)
    chart = Chart((0.0, 1.0))  # wheels leave no tracks here, so that none of it needs tiles
    return Surface.laid(
        [chart], base=base, temperature=warmth + FREEZING, rut_depth=0.0, patches=[patch]
    )


def proving_ground(
    vehicle: str, tyres: Tyres, assists: Assists, speed: float, surface: Surface
) -> World:
    """A vehicle that rolls at a speed [m/s] on a straight, level road with a surface."""
    made = embodied(vehicle)
    assert made.wheeled is not None
    row = design_of(made.wheeled[0], made.body, tyres, assists)
    line = Line.build((0.0, LENGTH), step=LENGTH)
    strip = Strip(line, line.span, np.array([[-WIDTH, 0.0], [WIDTH, 0.0]]), 0)
    state = np.zeros(c.STATE)
    state[c.SPEED] = state[c.VX] = speed
    environment = Environment(
        line, (strip,), np.zeros((0, 5)), (Actor(c.CAR, made.body, state, row),), surface
    )
    return World([environment], control_ns=PERIOD_NS, substeps=1)


def embodied(vehicle: str) -> Embodiment:
    """A vehicle of a kind, of usual measures; ``ValueError`` for what has no brakes."""
    plugin = ACTORS.load(vehicle)
    settings = drawn_by_key(plugin.Settings, 0, {})
    scales = ("length_scale", "width_scale", "height_scale")
    usual = {name: 1.0 for name in scales if hasattr(settings, name)}
    settings = settings.model_copy(update=usual)
    made = plugin.embody(settings, Occasion(0, datetime.date(2026, 6, 15)))
    if made.wheeled is None:
        raise ValueError(f"a {vehicle} has no brakes that could be tested")
    return made


def braked(world: World) -> Track:
    """The run of the ego under full braking, until it stands."""
    full = np.array([[-world.body[0, 0, c.MAX_BRAKE], 0.0]])
    states = [world.state[0, 0, [c.SPEED, c.X]].copy()]
    while states[-1][0] > 0.0 and world.time[0] < LONGEST:
        world.step(full)
        states.append(world.state[0, 0, [c.SPEED, c.X]].copy())
    speed, way = np.array(states, np.float64).T
    time = np.arange(len(states), dtype=np.float64) * (world.control_ns * 1e-9)
    return Track(time, speed, way)
