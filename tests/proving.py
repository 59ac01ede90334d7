"""Cars on plain ground for tests: worlds with one car, and runs of them."""

import numpy as np
from whiteout.scenarios.proving import embodied
from whiteout.simcore.line import Line
from whiteout.simcore.patches import Patch
from whiteout.simcore.physics.driving import columns as c
from whiteout.simcore.physics.driving.car import columns as k
from whiteout.simcore.physics.driving.car.design import Assists, Tyres, design_of
from whiteout.simcore.physics.driving.environment import Actor, Environment
from whiteout.simcore.physics.driving.ground import Strip
from whiteout.simcore.physics.driving.world import World
from whiteout.simcore.surface import Chart, Surface

OFF = Assists(False, False, False)
LENGTH = 1500.0
CARS = ("compact", "sedan", "wagon", "suv", "van", "pickup")
WHEELED = (*CARS, "box_truck", "bus", "motorcycle", "cyclist")


def lane(cover, right=-20.0, left=20.0):
    """A patch of a cover along the whole road, with a clean edge."""
    middle, width = (right + left) / 2, left - right
    return Patch(0, 0.0, middle, 100 * LENGTH, width, cover, softness=0.0)


def band(cover, first, last):
    """A patch of a cover right across the road."""
    return Patch(0, (first + last) / 2, 0.0, last - first, 100 * 40.0, cover, softness=0.0)


def car(kind="compact", speed=0.0, friction=0.95, tyre="all_season", assists=OFF, **design_values):
    """The ego: a car of a kind; further values replace columns of its design."""
    made = embodied(kind)
    row = design_of(made.wheeled[0], made.body, Tyres(tyre), assists)
    for name, value in design_values.items():
        row[getattr(k, name.upper())] = value
    state = np.zeros(c.STATE)
    state[c.SPEED] = state[c.VX] = speed
    state[c.FRICTION] = friction
    return Actor(c.CAR, made.body, state, row)


def ground(patches=(), grade=0.0, bank=0.0, temperature=265.0):
    """A straight road: the line, its strip, and what lies on it, None for no surface."""
    line = Line.build((-100.0, LENGTH), grade=grade, step=LENGTH)
    strip = Strip(line, line.span, np.array([[-50.0, -50.0 * bank], [50.0, 50.0 * bank]]), 0)
    if not patches:
        return line, strip, None
    surface = Surface.laid(
        [Chart((-100.0, LENGTH))], patches=patches, temperature=temperature, rut_depth=0.0
    )
    return line, strip, surface


def world(actor, *where, substeps=10, control_ns=100_000_000):
    """A world with one car."""
    line, strip, surface = where or ground()
    environment = Environment(line, (strip,), np.zeros((0, 5)), (actor,), surface)
    return World([environment], substeps=substeps, control_ns=control_ns)


def driven(w, accel, steer, steps):
    """(steps, STATE) and (steps, CAR) of a run; accel, steer: numbers or functions of it."""
    states, memories = [], []
    for _ in range(steps):
        command = [value(w) if callable(value) else value for value in (accel, steer)]
        w.step(np.array([command]))
        states.append(w.state[0, 0].copy())
        memories.append(w.car[0, 0].copy())
    return np.array(states), np.array(memories)


def energy(w):
    """Kinetic energy of the car [J], wheels included."""
    state, row, memory = w.state[0, 0], w.design[0, 0], w.car[0, 0]
    yaw, r = state[c.YAW], state[c.YAW_RATE]
    vx = state[c.VX] - row[k.REAR] * r * np.sin(yaw)
    vy = state[c.VY] + row[k.REAR] * r * np.cos(yaw)
    spin = memory[k.SPIN : k.SPIN + 4]
    return 0.5 * (
        row[k.MASS] * (vx**2 + vy**2)
        + row[k.YAW_INERTIA] * r**2
        + row[k.WHEEL_INERTIA] * (spin**2).sum()
    )


def wheels(memories, first):
    """Columns of the four wheels, from that of the first on."""
    return memories[:, first : first + 4]
