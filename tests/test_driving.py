"""Vehicles, walkers and balls against closed forms."""

import numpy as np
import pytest
from whiteout.simcore.geometry.gait import gait_length
from whiteout.simcore.line import Line, crest
from whiteout.simcore.physics.driving import columns as c
from whiteout.simcore.physics.driving.advance import GRAVITY
from whiteout.simcore.physics.driving.environment import Actor, Environment
from whiteout.simcore.physics.driving.ground import Strip
from whiteout.simcore.physics.driving.world import World

FLAT = np.array([[-500.0, 0.0], [500.0, 0.0]])


def actor(model, x=0.0, y=0.0, yaw=0.0, speed=0.0, friction=1.0, **body):
    state, row = np.zeros(c.STATE), np.zeros(c.BODY)
    state[[c.X, c.Y, c.YAW, c.SPEED, c.FRICTION]] = x, y, yaw, speed, friction
    state[[c.VX, c.VY]] = speed * np.cos(yaw), speed * np.sin(yaw)
    for name, value in body.items():
        row[getattr(c, name.upper())] = value
    return Actor(model, row, state)


def car(**more):
    shape = {
        "length": 4.3,
        "width": 1.8,
        "height": 1.5,
        "centre_x": 1.35,
        "wheelbase": 2.63,
        "track": 1.54,
    }
    limits = {
        "max_steer": 0.6,
        "steer_rate": 0.8,
        "max_accel": 3.5,
        "max_brake": 9.8,
        "wheel_radius": 0.32,
    }
    return actor(c.VEHICLE, mass=1350.0, **{**shape, **limits, **more})


def walker(**more):
    return actor(
        c.WALKER,
        **{
            "length": 0.3,
            "width": 0.5,
            "height": 1.7,
            "hip_height": 0.9,
            "stride": 1,
            "mass": 70,
            **more,
        },
    )


def world(*actors, line=None, profile=FLAT, substeps=10, obstacles=(), copies=1):
    line = Line.build((-100.0, 300.0)) if line is None else line
    strip = Strip(line, line.span, profile)
    boxes = np.array(obstacles, float).reshape(-1, 5)
    return World([Environment(line, (strip,), boxes, actors)] * copies, substeps=substeps)


def drive(w, accel, steer, steps):
    for _ in range(steps):
        w.step(np.array([[accel, steer]] * len(w.state)))
    return w.state[0, 0]


def test_straight_acceleration_follows_v_equals_at():
    row = drive(world(car(speed=5.0)), 2.0, 0.0, 20)
    assert row[c.SPEED] == pytest.approx(9.0, abs=1e-9)
    assert row[c.X] == pytest.approx(5 * 2 + 0.5 * 2 * 4, abs=1e-9)


def test_brakes_stop_and_do_not_push_back():
    w = world(car(speed=10.0))
    row = drive(w, -9.8, 0.0, 30)
    assert row[c.SPEED] == 0.0
    assert row[c.X] == pytest.approx(100 / (2 * 9.8), rel=0.01)


def test_friction_bounds_braking_distance():
    # Ideal stop s = v²/(2 μ g): physics book 1.2.
    row = drive(world(car(speed=100 / 3.6, friction=0.3)), -9.8, 0.0, 150)
    assert row[c.X] == pytest.approx((100 / 3.6) ** 2 / (2 * 0.3 * GRAVITY), rel=0.01)


def test_steady_turn_has_the_radius_of_the_single_track_model():
    steer = 0.1
    w = world(car(speed=4.0))
    drive(w, 0.0, steer, 20)
    path = np.array([drive(w, 0.0, steer, 1)[[c.X, c.Y]].copy() for _ in range(100)])
    radius = 2.63 / np.tan(steer)
    centre = np.linalg.lstsq(np.c_[2 * path, np.ones(len(path))], (path**2).sum(1), rcond=None)[0]
    measured = np.sqrt(centre[2] + centre[0] ** 2 + centre[1] ** 2)
    assert measured == pytest.approx(radius, rel=1e-3)


def test_lateral_acceleration_never_exceeds_friction():
    w = world(car(speed=25.0, friction=0.4))
    for _ in range(30):
        row = drive(w, 0.0, 0.6, 1)
        total = np.hypot(row[c.ACCEL], row[c.SPEED] * row[c.YAW_RATE])
        assert total <= 0.4 * GRAVITY * (1 + 1e-6)


def test_steering_rate_is_limited():
    w = world(car(speed=1.0))
    assert drive(w, 0.0, 0.6, 1)[c.STEER] == pytest.approx(0.08, abs=1e-12)
    assert drive(w, 0.0, 0.6, 20)[c.STEER] == pytest.approx(0.6)


def test_mirrored_steering_gives_mirrored_motion():
    left = drive(world(car(speed=8.0)), 1.0, 0.2, 30)
    right = drive(world(car(speed=8.0)), 1.0, -0.2, 30)
    assert left[c.X] == pytest.approx(right[c.X], abs=1e-9)
    assert left[c.Y] == pytest.approx(-right[c.Y], abs=1e-9)


def test_half_the_step_changes_little():
    coarse = drive(world(car(speed=10.0), substeps=10), 1.0, 0.15, 50)
    fine = drive(world(car(speed=10.0), substeps=20), 1.0, 0.15, 50)
    way = np.hypot(coarse[c.X], coarse[c.Y])
    assert np.hypot(coarse[c.X] - fine[c.X], coarse[c.Y] - fine[c.Y]) < 0.01 * way


def test_wheels_turn_with_the_way():
    row = drive(world(car(speed=10.0)), 0.0, 0.0, 10)
    assert row[c.PHASE] == pytest.approx(row[c.X] / 0.32, rel=1e-9)


def test_walkers_reach_the_wanted_velocity_and_face_it():
    w = world(car(), walker(x=50.0))
    w.command[0, 1, :2] = 1.0, 1.0
    drive(w, 0, 0, 20)
    row = w.state[0, 1]
    assert row[c.SPEED] == pytest.approx(np.sqrt(2))
    assert row[c.YAW] == pytest.approx(np.pi / 4)
    before = row[c.PHASE]
    drive(w, 0, 0, 10)
    strides = (row[c.PHASE] - before) / (2 * np.pi)
    assert strides * gait_length(np.sqrt(2), 0.9) == pytest.approx(np.sqrt(2), rel=1e-6)


def ball(**more):
    shape = {"length": 0.22, "width": 0.22, "height": 0.22, "radius": 0.11, "mass": 0.43}
    return actor(c.BALL, **{**shape, "rolling": 0.03, "restitution": 0.8, **more})


def test_a_ball_rolls_to_rest_where_friction_says():
    w = world(car(), ball(x=50.0, speed=3.0))
    drive(w, 0, 0, 150)
    assert w.state[0, 1, c.SPEED] == 0.0
    way = w.state[0, 1, c.X] - 50.0
    assert way == pytest.approx(9.0 / (2 * 0.03 * GRAVITY), rel=0.01)


def test_a_ball_bounces_to_the_square_of_its_restitution():
    # h1 = e² h0: physics book 8.1.
    w = world(car(), ball(x=50.0), substeps=100)
    w.state[0, 1, c.Z] = 1.0
    heights = []
    for _ in range(20):
        drive(w, 0, 0, 1)
        heights.append(w.state[0, 1, c.Z])
    fall = np.sqrt(2 / GRAVITY)
    after = [h for k, h in enumerate(heights) if (k + 1) * 0.1 > fall]
    assert max(after) == pytest.approx(0.64, abs=0.02)


def test_a_ball_rolls_down_a_slope_and_not_by_itself_on_a_gentle_one():
    steep = np.array([[-100.0, 10.0], [100.0, -10.0]])  # falls to the left by 10 %
    w = world(car(), ball(x=50.0, rolling=0.0), profile=steep)
    drive(w, 0, 0, 10)
    # A rolling shell: a = g sin(α)/(1 + 2/3).
    assert w.state[0, 1, c.VY] == pytest.approx(0.6 * GRAVITY * 0.1, rel=0.01)
    gentle = world(car(), ball(x=50.0, rolling=0.11), profile=steep)
    drive(gentle, 0, 0, 10)
    assert gentle.state[0, 1, c.SPEED] == 0.0


def test_vehicles_follow_the_ground():
    line = Line.build((0.0, 300.0), grade=crest(150.0, 4.0, 200.0))
    w = world(car(x=100.0, speed=10.0), line=line)
    row = drive(w, 0.0, 0.0, 1)
    axis = line.axis(row[c.X] + 2.63 / 2)
    assert np.tan(-row[c.PITCH]) == pytest.approx(float(axis.grade), abs=1e-3)
    assert row[c.Z] == pytest.approx(float(line.axis(row[c.X]).z), abs=0.01)


def test_walkers_step_onto_the_kerb():
    profile = np.array([[-5.0, 0.12], [-3.0, 0.12], [-2.99, 0.0], [5.0, 0.0]])
    w = world(car(), walker(x=50.0, y=-4.0), walker(x=50.0, y=0.0), profile=profile)
    assert w.state[0, 1, c.Z] == pytest.approx(0.12)
    assert w.state[0, 2, c.Z] == pytest.approx(0.0)


def test_contact_is_found_and_its_closing_speed_told():
    w = world(car(speed=10.0), car(x=30.0, speed=4.0))
    w.command[0, 1] = 0.0
    for _ in range(60):
        contact = w.step(np.zeros((1, 2)))[0]
        if contact[0] >= 0:
            break
    assert contact[0] == 1
    assert contact[1] == pytest.approx(6.0)
    # Bumper to bumper: the gap of 25.7 m closes at 6 m/s.
    assert w.time[0] == pytest.approx(25.7 / 6.0, abs=0.11)


def test_obstacles_are_hit():
    w = world(car(speed=10.0), obstacles=[[30.0, 0.0, 0.3, 1.0, 1.0]])
    hits = [w.step(np.zeros((1, 2)))[0, 0] for _ in range(40)]
    assert max(hits) == 1  # one actor: the first obstacle is number 1


def test_environments_do_not_depend_on_their_number():
    one = world(car(speed=9.0), walker(x=30.0, y=2.0))
    three = world(car(speed=9.0), walker(x=30.0, y=2.0), copies=3)
    for w in (one, three):
        w.command[:, 1, :2] = -0.5, 0.3
        drive(w, 0.7, 0.05, 25)
    for e in range(3):
        assert one.state[0].tobytes() == three.state[e].tobytes()


def test_save_and_restore_are_exact():
    w = world(car(speed=9.0), ball(x=40.0, speed=2.0))
    drive(w, 0.3, 0.02, 7)
    saved = w.save()
    drive(w, 0.3, 0.02, 9)
    first = w.state.tobytes()
    w.restore(saved)
    drive(w, 0.3, 0.02, 9)
    assert w.state.tobytes() == first
