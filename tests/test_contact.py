"""What happens to those who touch: momentum, restitution, where they come to rest."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from proving import car as wheeled
from proving import ground, lane
from shapely import affinity
from shapely.geometry import LineString, Point, box
from test_driving import actor, ball, car, drive, walker, world
from whiteout.scenarios.proving import embodied
from whiteout.simcore.physics.driving import columns as c
from whiteout.simcore.physics.driving import contact, touching
from whiteout.simcore.physics.driving.advance import GRAVITY
from whiteout.simcore.physics.driving.car import columns as k
from whiteout.simcore.physics.driving.environment import Actor, Environment
from whiteout.simcore.physics.driving.world import World

MANY = settings(max_examples=300, deadline=None, derandomize=True)
FAR = {"x": -80.0}
"""An ego that stands out of the way."""


def number(low, high):
    return st.floats(low, high, allow_nan=False, allow_subnormal=False)


TWIST = st.tuples(
    *(number(-3, 3), number(-3, 3), number(-20, 20), number(-20, 20), number(-5, 5)),
    *(number(1e-5, 0.1), number(1e-6, 0.1)),
)


def first_hit(w):
    """The ego's contact in the first step in which it touches something."""
    for _ in range(40):
        hit = w.step(np.zeros((1, 2)))[0]
        if hit[c.WHAT] >= 0:
            return hit
    raise AssertionError("nothing was touched")


def after(twist, x, y, px, py):
    """Velocity and yaw rate of a body after an impulse."""
    mx, my, vx, vy, r, light, easy = twist
    return vx + light * x, vy + light * y, r + easy * ((px - mx) * y - (py - my) * x)


def energy(twist, vx, vy, r):
    return 0.5 * ((vx**2 + vy**2) / twist[5] + r**2 / twist[6])


@MANY
@given(TWIST, TWIST, number(-3, 3), number(-3, 3), number(-4, 4), number(0, 1), number(0, 2))
def test_an_impact_creates_no_energy_and_springs_back_by_its_restitution(
    a, b, px, py, angle, spring, friction
):
    nx, ny = np.cos(angle), np.sin(angle)
    wx, wy = touching.against(a, b, px, py)
    closing = -(wx * nx + wy * ny)
    if closing < 1e-3:
        return
    x, y = contact.impulse(a, b, nx, ny, px, py, wx, wy, spring, friction)
    one, other = after(a, -x, -y, px, py), after(b, x, y, px, py)
    before = energy(a, *a[2:5]) + energy(b, *b[2:5])
    assert energy(a, *one) + energy(b, *other) <= before * (1 + 1e-9)
    along, across = x * nx + y * ny, y * nx - x * ny
    assert along >= 0.0
    assert abs(across) <= friction * along * (1 + 1e-9) + 1e-9
    wx, wy = touching.against((*a[:2], *one), (*b[:2], *other), px, py)
    assert wx * nx + wy * ny == pytest.approx(spring * closing, rel=1e-6, abs=1e-9)


def test_a_central_impact_is_the_one_of_the_books():
    # Δv₁ = (1 + e) m₂/(m₁ + m₂) Δv (Brach & Brach, 2005, ch. 6); e is 0.1 above 50 km/h.
    w = world(car(x=-20.0, speed=20.0), car())
    w.body[0, 1, c.MASS] = 2000.0
    hit = first_hit(w)
    assert hit[c.WHAT] == 1 and hit[c.IMPACT] == pytest.approx(20.0)
    assert hit[c.DELTA_X] == pytest.approx(-1.1 * 2000 / 3350 * 20.0, rel=1e-6)
    assert hit[c.OTHER_X] == pytest.approx(1.1 * 1350 / 3350 * 20.0, rel=1e-6)
    assert hit[[c.DELTA_Y, c.OTHER_Y]] == pytest.approx([0, 0], abs=1e-9)


def test_slow_bumps_spring_back_more_than_hard_ones():
    # Monson & Germane, SAE 1999-01-0097: 0.3 falls towards 0.1.
    shares = []
    for speed in (2.0, 8.0, 25.0):
        w = world(car(x=-6.0, speed=speed), car())
        w.command[0, 1] = 0.0
        hit = first_hit(w)
        shares.append((hit[c.OTHER_X] - hit[c.DELTA_X]) / speed - 1.0)
    assert shares == pytest.approx([0.3 - 0.2 * 2 / (50 / 3.6), 0.3 - 0.2 * 8 / (50 / 3.6), 0.1])


def test_a_narrow_overlap_at_high_speed_is_no_graze():
    w = world(car(x=-20.0, y=1.7, speed=50.0), car())
    hit = first_hit(w)
    assert hit[c.IMPACT] == pytest.approx(50.0, rel=0.01)
    assert w.state[0, 1, c.YAW_RATE] < -0.5  # pushed at its left: its nose goes right
    assert w.state[0, 0, c.YAW_RATE] < -0.5  # and so does that of the one that lost its right


def test_a_wall_does_not_move_and_throws_a_car_back():
    w = world(wheeled(speed=15.0), obstacles=[[12.0, 0.0, 0.0, 1.0, 20.0]])
    hit = first_hit(w)
    assert hit[c.WHAT] == 1
    assert hit[c.DELTA_X] == pytest.approx(-1.1 * hit[c.IMPACT], rel=1e-6)
    # Its wheels still roll forwards, and pull it that way at once.
    assert -0.1 * hit[c.IMPACT] <= w.state[0, 0, c.SPEED] < -0.5


@pytest.mark.parametrize("friction", [0.8, 0.2])
def test_what_was_hit_slides_as_far_as_friction_lets_it(friction):
    # Four locked wheels: s = v²/(2 μ g).
    struck = car(friction=friction)
    struck.state[[c.STRUCK, c.VX, c.SPEED]] = 1.0, 8.0, 8.0
    w = world(car(**FAR), struck)
    w.command[0, 1] = 3.0, 0.3, 0, 0  # nobody drives it any more
    drive(w, 0, 0, 60)
    row = w.state[0, 1]
    assert row[c.X] == pytest.approx(64 / (2 * friction * GRAVITY), rel=0.02)
    assert row[[c.SPEED, c.VX, c.VY, c.YAW_RATE]].tolist() == [0, 0, 0, 0]


def test_spinning_slows_sliding_and_both_end():
    # With its wheels sliding sideways and about, none of them points where the whole goes: a spin
    # lets a car slide further than without, as spinning discs do (Farkas et al., PRL 90, 2003).
    ways = []
    for turn in (0.0, 6.0):
        struck = car(friction=0.7)
        struck.state[[c.STRUCK, c.VY, c.YAW_RATE]] = 1.0, 9.0, turn
        struck.state[c.VY] -= 1.35 * turn  # of the origin
        w = world(car(**FAR), struck)
        drive(w, 0, 0, 60)
        row = w.state[0, 1]
        assert row[[c.VX, c.VY, c.YAW_RATE]].tolist() == [0, 0, 0]
        middle = row[[c.X, c.Y]] + 1.35 * np.array([np.cos(row[c.YAW]), np.sin(row[c.YAW])])
        ways.append(np.hypot(middle[0] - 1.35, middle[1]))
    assert ways[1] > 1.02 * ways[0]
    assert ways[0] == pytest.approx(81 / (2 * 0.7 * GRAVITY), rel=0.02)


def test_a_person_is_thrown_as_far_as_searle_says():
    # Searle, SAE 831622: between v²/(2 μ g) and (1 + μ²) times that, with μ = 0.66.
    for speed in (8.0, 14.0):
        w = world(car(x=-10.0, speed=speed), walker(yaw=np.pi / 2))
        first_hit(w)
        for _ in range(60):  # the car brakes hard: nobody is pushed along
            w.step(np.array([[-9.8, 0.0]]))
        row = w.state[0, 1]
        thrown = speed * 1350 / 1420  # e = 0
        least = thrown**2 / (2 * 0.66 * GRAVITY)
        assert 0.97 * least < row[c.X] < (1 + 0.66**2) * least
        assert row[c.SPEED] == 0.0 and row[c.STRUCK] == 1.0
        assert max(abs(row[c.PITCH]), abs(row[c.ROLL])) == pytest.approx(np.pi / 2)


def test_people_slide_further_on_ice():
    # Docs: all-season tyres find 0.95 on dry asphalt and 0.09 on ice of -5 to -10 °C.
    line, strip, surface = ground([lane("ice")])
    person = walker(x=10.0)
    person.state[[c.STRUCK, c.VX, c.SPEED]] = 1.0, 6.0, 6.0
    w = World([Environment(line, (strip,), np.zeros((0, 5)), (wheeled(), person), surface)])
    drive(w, -5.0, 0, 150)
    slid = w.state[0, 1, c.X] - 10.0
    assert slid == pytest.approx(36 / (2 * 0.66 * 0.09 / 0.95 * GRAVITY), rel=0.05)


def test_who_walks_into_a_parked_car_stops_there_and_stands():
    w = world(car(**FAR), car(), walker(x=1.3, y=-3.0))
    w.command[0, 2, :2] = 0.0, 1.4
    drive(w, 0, 0, 40)
    person = w.state[0, 2]
    assert person[c.STRUCK] == 0.0 and abs(person[c.PITCH]) < 0.01
    assert person[c.Y] == pytest.approx(-0.9 - 0.15, abs=0.03)
    assert w.state[0, 1, [c.X, c.Y, c.STRUCK]].tolist() == [0, 0, 0]


def test_people_pass_each_other():
    w = world(car(**FAR), walker(x=0.0), walker(x=2.0))
    w.command[0, 1, :2], w.command[0, 2, :2] = (1.4, 0.0), (-1.4, 0.0)
    drive(w, 0, 0, 30)
    assert w.state[0, 1, c.X] > w.state[0, 2, c.X]


def test_a_ball_bounces_off_a_bumper_and_the_drive_goes_on():
    w = world(wheeled(speed=10.0), ball(x=10.0, rolling=0.0))
    hit = first_hit(w)
    speed = hit[c.IMPACT]
    expected = 1.8 * 1350 / 1350.43 * speed
    assert w.state[0, 1, c.VX] == pytest.approx(expected, rel=0.01)
    assert np.hypot(hit[c.DELTA_X], hit[c.DELTA_Y]) == pytest.approx(expected * 0.43 / 1350)
    assert w.state[0, 0, c.SPEED] == pytest.approx(10.0, abs=0.2)


def test_a_ball_comes_back_from_a_parked_car():
    w = world(car(**FAR), car(), ball(x=8.0, speed=5.0, yaw=np.pi, rolling=0.0))
    drive(w, 0, 0, 20)
    assert w.state[0, 2, c.VX] == pytest.approx(0.8 * 5.0, rel=0.01)
    assert w.state[0, 1, c.STRUCK] == 0.0


def test_what_is_high_above_is_not_touched():
    above = car(x=5.0)
    w = world(car(speed=5.0), above)
    w.state[0, 1, c.Z] = 6.0
    w.model[0, 1] = c.FIXED
    assert max(row[c.WHAT] for row in (w.step(np.zeros((1, 2)))[0] for _ in range(20))) == -1


def test_a_chain_of_cars_is_hit_one_after_the_other():
    w = world(car(**FAR), car(x=-12.0, speed=15.0), car(), car(x=5.0), car(x=10.0))
    w.command[0, 1:] = 0.0
    drive(w, 0, 0, 40)
    assert (w.state[0, 1:, c.STRUCK] == 1.0).all()
    assert (np.diff(w.state[0, 1:, c.X]) > 4.25).all()
    assert (w.state[0, 1:, c.SPEED] == 0.0).all()


def test_cars_that_overlap_come_apart_without_gaining_speed():
    w = world(car(**FAR), car(), car(x=4.0))
    w.state[0, 1:, c.STRUCK] = 1.0
    w.state[0, 1, c.VX] = w.state[0, 1, c.SPEED] = 0.2
    drive(w, 0, 0, 1)
    speeds = [np.abs(w.state[0, 1:, [c.VX, c.VY]]).max()]
    for _ in range(20):
        drive(w, 0, 0, 1)
        speeds.append(np.abs(w.state[0, 1:, [c.VX, c.VY]]).max())
    assert (np.diff(speeds) <= 1e-12).all()


def shape(kind, x, y, yaw, length, width):
    """The shape as a tuple, and as shapely has it."""
    if kind == "box":
        made = affinity.rotate(box(-length, -width, length, width), yaw, (0, 0), use_radians=True)
        return (x, y, yaw, length, width, 0.0), affinity.translate(made, x, y)
    core = LineString([(-length, 0), (length, 0)])
    made = affinity.rotate(core, yaw, (0, 0), use_radians=True).buffer(width, quad_segs=64)
    return (x, y, yaw, length, 0.0, width), affinity.translate(made, x, y)


@pytest.mark.parametrize("kinds", [("box", "box"), ("box", "capsule"), ("capsule", "capsule")])
def test_shapes_touch_where_shapely_says(kinds):
    rng = np.random.default_rng(11)
    work, resting = np.empty((8, 4)), (0.0,) * 7
    found = 0
    for _ in range(150):
        made = [
            shape(kind, *rng.uniform(-2, 2, 2), rng.uniform(-4, 4), *rng.uniform(0.2, 1.5, 2))
            for kind in kinds
        ]
        (a, one), (b, other) = made
        depth, nx, ny, px, py, _, _, _ = touching.touch(a, b, resting, resting, 0.0, work)
        shared = one.intersection(other)
        assert (depth > 0) == (shared.area > 0) or one.distance(other) < 2e-3 or shared.area < 1e-3
        if depth <= 0.01:
            continue
        found += 1
        # Moved apart by that much along that normal, they touch no more, or barely.
        moved = affinity.translate(other, nx * depth, ny * depth)
        assert one.intersection(moved).area < 0.01
        near = 0.05 if kinds == ("box", "box") else 2.0
        assert shared.distance(Point(px, py)) < near
        if kinds == ("box", "box"):
            assert (px, py) == pytest.approx(shared.centroid.coords[0], abs=1e-6)
    assert found > 40


def test_cars_and_vehicles_weigh_what_their_designs_say():
    for kind in ("compact", "box_truck", "bus", "motorcycle"):
        design, body = wheeled(kind).design, embodied(kind).body
        assert body[c.MASS] == design[k.MASS]
        assert body[c.MASS_CENTRE] == pytest.approx(design[k.REAR])
        assert body[c.YAW_INERTIA] == pytest.approx(design[k.YAW_INERTIA])


def test_a_motorcycle_that_was_hit_falls_over():
    state = np.zeros(c.STATE)
    state[c.FRICTION] = 0.8
    bike = Actor(c.VEHICLE, embodied("motorcycle").body, state)
    w = world(car(x=0.6, y=-10.0, yaw=np.pi / 2, speed=8.0), bike)
    drive(w, 0, 0, 60)
    row = w.state[0, 1]
    assert row[c.SPEED] == 0.0
    assert row[c.STRUCK] == 1.0 and row[c.ROLL] == pytest.approx(-np.pi / 2)  # to its left


def test_contact_does_not_depend_on_the_number_of_environments():
    things = (car(x=-15.0, speed=12.0), car(y=0.6, speed=0.0), walker(x=5.0, yaw=1.0), ball(x=4.0))
    one, three = world(*things), world(*things, copies=3)
    for w in (one, three):
        drive(w, 0.5, 0.01, 30)
    assert (one.state[0, :, c.STRUCK] == 1.0).sum() >= 2
    for e in range(3):
        assert one.state[0].tobytes() == three.state[e].tobytes()


def test_loose_boxes_turn_when_they_are_pushed_at_a_corner():
    crate = actor(c.BALL, x=10.0, y=0.8, length=1.2, width=0.8, height=0.5, radius=0.25, mass=20.0,
                  rolling=0.5)  # fmt: skip
    w = world(car(speed=6.0), crate)
    first_hit(w)
    drive(w, -5.0, 0, 50)
    row = w.state[0, 1]
    assert row[c.X] > 11.0 and abs(row[c.YAW]) > 0.1
    assert row[c.SPEED] == 0.0 and row[c.YAW_RATE] == 0.0
