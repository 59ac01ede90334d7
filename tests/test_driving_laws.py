"""Laws that every motion keeps, over random vehicles, grounds and commands, through ``World.step``:
momentum, energy, friction circle, mirror symmetry, and independence of the step."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from proving import OFF, energy, ground, lane
from proving import car as wheeled
from test_driving import FLAT, actor, ball, car, walker
from whiteout.scenarios.proving import embodied
from whiteout.simcore.line import Line
from whiteout.simcore.physics.driving import columns as c
from whiteout.simcore.physics.driving import struck
from whiteout.simcore.physics.driving.car import columns as k
from whiteout.simcore.physics.driving.car.design import Assists
from whiteout.simcore.physics.driving.environment import Environment
from whiteout.simcore.physics.driving.ground import Strip
from whiteout.simcore.physics.driving.world import World

G = 9.80665
FEW = settings(max_examples=40, deadline=None, derandomize=True)
MANY = settings(max_examples=100, deadline=None, derandomize=True)
COVERS = ("dry", "wet", "loose_snow", "packed_snow", "ice", "gravel")


def number(low, high):
    return st.floats(low, high, allow_nan=False, allow_subnormal=False)


def world(*actors, substeps=10, control_ns=100_000_000, cover=None):
    """A plain, or a ground with a cover all over."""
    if cover is None:
        line = Line.build((-200.0, 300.0), step=500.0)
        return World(
            [Environment(line, (Strip(line, line.span, FLAT),), np.zeros((0, 5)), actors)],
            substeps=substeps,
            control_ns=control_ns,
        )
    line, strip, surface = ground([lane(cover)])
    environment = Environment(line, (strip,), np.zeros((0, 5)), actors, surface)
    return World([environment], substeps=substeps, control_ns=control_ns)


def other(**more):
    """A kinematic vehicle on tyres, which any ground can carry."""
    return car(**more)._replace(body=embodied("compact").body)


def masses(w, n):
    """How far the centre of mass is ahead of the origin, mass and yaw inertia of a row."""
    return struck.mass_of(w.body[0, n], int(w.model[0, n]), w.design[0], n)


def momentum(w, rows):
    """Along x and y, and about the world's origin [kg m/s, kg m²/s]; kinetic energy [J]."""
    total, kinetic = np.zeros(3), 0.0
    for n in rows:
        ahead, mass, inertia = masses(w, n)
        row = w.state[0, n]
        cos, sin, r = np.cos(row[c.YAW]), np.sin(row[c.YAW]), row[c.YAW_RATE]
        x, y = row[c.X] + ahead * cos, row[c.Y] + ahead * sin
        vx, vy = row[c.VX] - r * ahead * sin, row[c.VY] + r * ahead * cos
        total += mass * vx, mass * vy, mass * (x * vy - y * vx) + inertia * r
        kinetic += 0.5 * (mass * (vx**2 + vy**2) + inertia * r**2)
        if w.model[0, n] == c.CAR:
            spin = w.car[0, n, k.SPIN : k.SPIN + 4]
            kinetic += 0.5 * w.design[0, n, k.WHEEL_INERTIA] * (spin**2).sum()
    return total, kinetic


def meeting(yaws, bearing, speeds, friction, miss=0.0):
    """Two vehicles that drive towards one place, the second one from ``bearing``, after an ego that
    stands far away."""
    made = [actor(c.VEHICLE, x=-150.0, length=4.0, width=1.8, height=1.5, mass=1000.0)]
    for row, (yaw, speed) in enumerate(zip(yaws, speeds, strict=True)):
        one = car(yaw=yaw, speed=speed, friction=friction)
        one.body[c.MASS] = (1350.0, 2200.0)[row]
        back = 5.5 if row == 0 else 6.5
        one.state[c.X] = -back * np.cos(yaw) + row * miss * np.sin(bearing)
        one.state[c.Y] = -back * np.sin(yaw) + row * miss * np.cos(bearing)
        made.append(one)
    return made


@FEW
@given(number(-3.1, 3.1), number(1.2, 5.1), number(5, 30), number(5, 30), number(-1.5, 1.5))
def test_collisions_keep_linear_and_angular_momentum_and_create_no_energy(
    yaw, turn, speed, second, miss
):
    # The ground has no friction here, so that nothing else acts.
    actors = meeting((yaw, yaw + turn), yaw + turn, (speed, second), 0.0, miss)
    w = world(*actors, control_ns=1_000_000, substeps=1)
    found = [momentum(w, (1, 2))]
    for _ in range(700):
        w.step(np.zeros((1, 2)))
        found.append(momentum(w, (1, 2)))
    assume((w.state[0, 1:, c.STRUCK] == 1.0).all())
    kept, kinetic = np.array([item[0] for item in found]), np.array([item[1] for item in found])
    scale = 1350 * speed + 2200 * second
    assert np.abs(kept[:, :2] - kept[0, :2]).max() < 1e-9 * scale
    # They are found to touch up to a step late, and set right by a shift: 10 m is their lever.
    assert np.abs(kept[:, 2] - kept[0, 2]).max() < 2e-3 * 10.0 * scale
    assert (np.diff(kinetic) <= 1e-9 * kinetic[0]).all()
    assert kinetic[-1] < kinetic[0]


@FEW
@given(number(3, 30), number(-1.6, 1.6), number(-3, 3), st.sampled_from(COVERS))
def test_the_ego_keeps_momentum_in_a_collision(speed, aside, yaw, cover):
    w = world(
        wheeled(speed=speed),
        other(x=9.0, y=aside, yaw=yaw),
        control_ns=1_000_000,
        substeps=1,
        cover=cover,
    )
    hit = np.full(c.CONTACT, -1.0)
    for _ in range(4000):
        before, _ = momentum(w, (0, 1))
        hit = w.step(np.zeros((1, 2)))[0]
        if hit[c.WHAT] == 1 or w.state[0, 0, c.X] > 15.0:
            break
    assume(w.state[0, 1, c.STRUCK] == 1.0)
    after, _ = momentum(w, (0, 1))
    grip = 2 * w.design[0, 0, k.MASS] * G * 1e-3  # what the ground gives in this millisecond
    assert np.abs(after[:2] - before[:2]).max() < grip
    assert abs(after[2] - before[2]) < 12.0 * grip
    mass = w.design[0, 0, k.MASS], w.body[0, 1, c.MASS]
    for one, two in ((c.DELTA_X, c.OTHER_X), (c.DELTA_Y, c.OTHER_Y)):
        assert mass[0] * hit[one] == pytest.approx(-mass[1] * hit[two])


@FEW
@given(number(5, 35), number(-2, 2), number(-3, 3), number(-0.5, 0.5), st.sampled_from(COVERS))
def test_a_crash_into_anything_creates_no_energy(speed, aside, yaw, steer, cover):
    crate = actor(c.BALL, x=16.0, y=1.0, length=1.2, width=0.8, height=0.6, radius=0.3, mass=60.0,
                  rolling=0.5, restitution=0.3)  # fmt: skip
    w = world(
        wheeled(speed=speed, assists=Assists()),
        other(x=9.0, y=aside, yaw=yaw),
        walker(x=8.0, y=-aside, yaw=yaw),
        ball(x=14.0, y=aside, rolling=0.0),
        crate,
        cover=cover,
    )
    everyone, most = range(5), momentum(w, range(5))[1]
    start = most
    for _ in range(30):
        w.step(np.array([[-5.0, steer]]))
        now = momentum(w, everyone)[1]
        # What tyres hold as springs may come back: a few centimetres of their full force.
        assert now <= most + 0.06 * w.design[0, 0, k.MASS] * G * w.state[0, 0, c.FRICTION]
        most = min(most, now)
    assert most < start


@FEW
@given(number(3, 45), st.sampled_from(COVERS), number(-0.3, 0.3), st.booleans(), number(0, 100))
def test_no_wheel_pulls_harder_than_its_friction_circle(speed, cover, steer, helped, phase):
    w = world(wheeled(speed=speed, assists=Assists() if helped else OFF), cover=cover)
    for step in range(25):
        swing = np.sin(phase + 0.7 * step)
        w.step(np.array([[6.0 * np.cos(phase + 1.1 * step) - 3.0, steer * swing]]))
        memory = w.car[0, 0]
        force = np.hypot(memory[k.FORCE_X : k.FORCE_X + 4], memory[k.FORCE_Y : k.FORCE_Y + 4])
        most = memory[k.GRIP : k.GRIP + 4] * memory[k.LOAD : k.LOAD + 4]
        # Grip is that at the nominal load; a lighter tyre has up to a quarter more of it.
        assert (force <= 1.25 * most + 1e-6).all()
        assert memory[k.LOAD : k.LOAD + 4].sum() == pytest.approx(
            w.design[0, 0, k.MASS] * G, rel=1e-6
        )
    assert (force > 0.0).any()


@FEW
@given(number(1, 50), st.sampled_from(COVERS), number(-0.5, 0.5), number(-11, -2), st.booleans())
def test_braking_creates_no_energy_on_any_ground(speed, cover, steer, braking, helped):
    start = wheeled(speed=speed, assists=Assists() if helped else OFF, steer_delay=0.0)
    w = world(start, control_ns=10_000_000, substeps=1, cover=cover)
    most = energy(w)
    first = most
    for _ in range(150):
        w.step(np.array([[braking, steer]]))
        now = energy(w)
        assert now <= most + 0.06 * w.state[0, 0, c.FRICTION] * w.design[0, 0, k.MASS] * G
        most = min(most, now)
    assert most < first


def mirrored(one):
    """An actor seen in a mirror along the x axis."""
    state = one.state.copy()
    state[[c.Y, c.YAW, c.VY, c.YAW_RATE, c.STEER]] *= -1.0
    return one._replace(state=state)


@MANY
@given(number(5, 25), number(-1.5, 1.5), number(-3, 3), number(-0.1, 0.1), number(-6, 2))
def test_mirrored_input_gives_mirrored_motion_through_collisions_too(
    speed, aside, yaw, steer, accel
):
    things = (
        wheeled(speed=speed, friction=0.8),
        car(x=14.0, y=aside, yaw=yaw, speed=3.0, friction=0.8),
        walker(x=9.0, y=-aside, yaw=yaw),
        ball(x=11.0, y=aside + 1.0, speed=2.0, yaw=yaw),
    )
    left, right = world(*things), world(*map(mirrored, things))
    left.command[0, 1, :2], right.command[0, 1, :2] = (1.0, 0.1), (1.0, -0.1)
    left.command[0, 2, :2], right.command[0, 2, :2] = (0.3, 1.0), (0.3, -1.0)
    for _ in range(10):
        left.step(np.array([[accel, steer]]))
        right.step(np.array([[accel, -steer]]))
    even = (c.X, c.VX, c.SPEED, c.STRUCK, c.FALL_PITCH)
    for column in even:
        assert left.state[0, :, column] == pytest.approx(right.state[0, :, column], abs=1e-6)
    for column in (c.Y, c.VY, c.YAW, c.YAW_RATE, c.FALL_ROLL):
        assert left.state[0, :, column] == pytest.approx(-right.state[0, :, column], abs=1e-6)


@FEW
@given(number(5, 30), st.sampled_from(COVERS), number(-0.03, 0.03), number(-2, 3.5))
def test_half_the_step_changes_a_drive_of_five_seconds_by_less_than_a_hundredth(
    speed, cover, steer, accel
):
    ends = []
    for substeps in (10, 20):
        w = world(
            wheeled(speed=speed, assists=Assists()),
            other(x=-60.0, y=8.0, speed=speed),
            ball(x=20.0, y=-12.0, speed=4.0),
            substeps=substeps,
            cover=cover,
        )
        path = []
        for step in range(50):
            w.command[0, 1, :2] = accel, 0.5 * steer
            w.step(np.array([[accel, steer * np.sin(0.1 * step)]]))
            path.append(w.state[0, :, :2].copy())
        ends.append(np.array(path))
    way = np.hypot(*np.moveaxis(np.diff(ends[1], axis=0), -1, 0)).sum(0)
    apart = np.hypot(*np.moveaxis(ends[0] - ends[1], -1, 0)).max(0)
    assert (apart < 0.01 * way).all()


def crashes_apart(speed, aside, yaw):
    """How far a crash with half the step comes to be from one, by the ego's way.

    Where both are half a second after they met; later a second touch or a wheel that locks or does
    not may part what was near.
    """
    ends = []
    for substeps in (10, 20):
        w = world(
            wheeled(speed=speed, friction=0.7, assists=Assists()),
            car(x=8.0, y=aside, yaw=yaw, friction=0.7),
            substeps=substeps,
        )
        met = None
        while met is None or w.time[0] < met + 0.5:
            hit = w.step(np.array([[-1.0, 0.0]]))[0]
            met = w.time[0] if met is None and hit[c.WHAT] == 1 else met
        ends.append(w.state[0, :, :2].copy())
    return np.hypot(*(ends[0] - ends[1]).T).max() / ends[1][0, 0]


@FEW
@given(number(4, 25), number(-1.2, 1.2), number(-1.5, 1.5))
def test_half_the_step_changes_a_crash_by_less_than_a_hundredth(speed, aside, yaw):
    assert crashes_apart(speed, aside, yaw) < 0.01


@pytest.mark.parametrize(
    "speed, aside, yaw",
    [(23.05, 0.92, -2.24), (24.18, 0.67, 1.92), (21.52, -0.85, 2.35), (21.13, -0.65, 2.23),
     (17.87, 0.98, -2.18), (13.57, -0.6, 2.35), (4.24, -1.0, 2.39)],
)  # fmt: skip
def test_half_the_step_changes_an_oblique_crash_by_less_than_a_hundredth(speed, aside, yaw):
    # Corners that dig in and meet again before the step is over, or a tenth of a second later.
    assert crashes_apart(speed, aside, yaw) < 0.01


def test_the_step_does_not_decide_what_an_impact_does():
    # One oblique impact in steps of 10, 5, 2.5 and 1 ms: when it is, how hard, and what it changes.
    found = []
    for substeps in (10, 20, 40, 100):
        w = world(
            wheeled(speed=23.0, friction=0.7, assists=Assists()),
            car(x=8.0, y=0.9, yaw=-2.24, friction=0.7),
            substeps=substeps,
        )
        found.append(w.step(np.array([[-1.0, 0.0]]))[0])
    first = found[0]
    assert first[c.WHAT] == 1 and 0.05 < first[c.WHEN] < 0.1
    for hit in found[1:]:
        assert hit[c.WHEN] == pytest.approx(first[c.WHEN], abs=2e-4)
        for column in (c.IMPACT, c.DELTA_X, c.DELTA_Y, c.OTHER_X, c.OTHER_Y):
            assert hit[column] == pytest.approx(first[column], rel=2e-3)


def of_half_the_step(cover, speed, accel, steer, tyre):
    """How far a drive of five seconds comes to be from one with half the step, by its way."""
    ends = []
    for substeps in (10, 20):
        w = world(
            wheeled(speed=speed, tyre=tyre, assists=Assists()), substeps=substeps, cover=cover
        )
        path = []
        for step in range(50):
            w.step(np.array([[accel, steer * np.sin(0.1 * step)]]))
            path.append(w.state[0, 0, :2].copy())
        ends.append(np.array(path))
    way = np.hypot(*np.diff(ends[1], axis=0).T).sum()
    return np.hypot(*(ends[0] - ends[1]).T).max() / way


@pytest.mark.parametrize("cover", COVERS)
@pytest.mark.parametrize("accel", [-12.0, -6.0, 1.9, 2.75, 3.5])
def test_half_the_step_changes_what_assists_do_by_less_than_a_hundredth(cover, accel):
    # Full braking from 20 m/s, and throttle from 5 m/s at which traction control sets in or not.
    speed = 5.0 if accel > 0.0 else 20.0
    assert of_half_the_step(cover, speed, accel, 0.03, "all_season") < 0.01


@pytest.mark.parametrize("tyre", ["all_season", "winter"])
@pytest.mark.parametrize("speed", [5.0, 8.0, 15.0])
@pytest.mark.parametrize("accel", [-12.0, -6.0, -3.0, -2.0, 2.0, 3.5])
def test_half_the_step_changes_drives_at_the_limit_on_snow_by_less_than_a_hundredth(
    tyre, speed, accel
):
    # The wheels are held beyond the peak of packed snow, and drive against the depth of the loose.
    cover = "loose_snow" if accel > 0.0 else "packed_snow"
    for steer in (0.0, 0.03):
        assert of_half_the_step(cover, speed, accel, steer, tyre) < 0.01


@pytest.mark.parametrize("cover", ["dry", "gravel"])
def test_half_the_step_changes_a_stop_from_a_walk_by_less_than_a_hundredth(cover):
    # Half of it passes while brakes are still building up.
    assert of_half_the_step(cover, 5.0, -12.0, 0.0, "winter") < 0.01


@pytest.mark.parametrize("cover", ["packed_snow", "ice"])
def test_anti_lock_brakes_come_to_rest_at_a_slip(cover):
    # No cycle whose phase would be a matter of the step: pressure and slip end up steady.
    w = world(wheeled(speed=15.0, assists=Assists()), cover=cover)
    slips = []
    for _ in range(15):
        w.step(np.array([[-12.0, 0.0]]))
        slips.append(w.car[0, 0, k.SLIP_X : k.SLIP_X + 4].copy())
    assert w.car[0, 0, k.ABS] == 1.0
    late = np.array(slips[8:])
    assert (np.ptp(late, axis=0) < 0.1 * np.abs(late).mean(0)).all()
    assert (np.abs(late) < 0.15).all()
