"""Riders: feet stay on the pedals, hands on the grips, bones keep their length."""

import numpy as np
import pytest
from figures import soup
from whiteout.simcore.geometry.figure import KEYPOINTS, Motion
from whiteout.simcore.geometry.people.person import frame_of
from whiteout.simcore.geometry.people.record import Person
from whiteout.simcore.geometry.vehicles import cyclist, motorcycle

PHASES = np.linspace(0, 2 * np.pi * 2.4, 13)
RIDERS = [
    Person(),
    Person(stature=1.92, sex="male", age=40.0),
    Person(stature=1.32, age=9.0, sex="female"),
    Person(stature=1.62, sex="female", age=70.0, girth=1.2, carried="backpack"),
]


def placed(shape, motion):
    return {p.name: T for p, T in zip(shape.parts, shape.poses(motion), strict=True)}


@pytest.mark.parametrize("record", RIDERS)
def test_feet_stay_on_the_pedals(record):
    shape = cyclist.figure(cyclist.CyclistVariation(record))
    body = frame_of(record).body
    for phase in PHASES:
        at = placed(shape, Motion(phase=float(phase)))
        for side in ("left", "right"):
            pedal, toes = at[f"pedal_{side}"], at[f"rider_{side}_toes"]
            # The ball of the foot: below the toes' joint; the pedal's surface is 12 mm over its
            # axle.
            np.testing.assert_allclose(toes[:3, :3], pedal[:3, :3], atol=1e-9)
            surface = pedal[:3, 3] + 0.012 * pedal[:3, 2]
            np.testing.assert_allclose(toes[:3, 3], surface, atol=1e-6)
            ankle = at[f"rider_{side}_foot"][:3, 3]
            height = (ankle - surface) @ pedal[:3, 2]
            assert height == pytest.approx(body.ankle, abs=1e-6)


@pytest.mark.parametrize("record", RIDERS)
@pytest.mark.parametrize("module", [cyclist, motorcycle])
def test_bones_keep_their_length(record, module):
    variation = (
        cyclist.CyclistVariation(record)
        if module is cyclist
        else motorcycle.MotorcycleVariation(record)
    )
    shape = module.figure(variation)
    body = frame_of(record).body
    for phase in PHASES[::3]:
        for steer in (-0.3, 0.0, 0.3):
            at = {k: T[:3, 3] for k, T in placed(shape, Motion(phase=phase, steer=steer)).items()}
            for side in ("left", "right"):
                thigh = at[f"rider_{side}_shank"] - at[f"rider_{side}_thigh"]
                shank = at[f"rider_{side}_foot"] - at[f"rider_{side}_shank"]
                forearm = at[f"rider_{side}_hand"] - at[f"rider_{side}_forearm"]
                assert np.linalg.norm(thigh) == pytest.approx(body.thigh, rel=1e-6)
                assert np.linalg.norm(shank) == pytest.approx(body.shank, rel=1e-3)
                assert np.linalg.norm(forearm) == pytest.approx(body.forearm, rel=2e-2)


def test_knees_point_forwards_and_never_lock():
    shape = cyclist.figure()
    body = frame_of(Person()).body
    for phase in PHASES:
        at = {k: T[:3, 3] for k, T in placed(shape, Motion(phase=float(phase))).items()}
        for side in ("left", "right"):
            hip, knee = at[f"rider_{side}_thigh"], at[f"rider_{side}_shank"]
            ankle = at[f"rider_{side}_foot"]
            middle = (hip + ankle) / 2
            assert knee[0] > middle[0]
            stretch = np.linalg.norm(ankle - hip) / (body.thigh + body.shank)
            assert 0.4 < stretch < 0.975


@pytest.mark.parametrize("module", [cyclist, motorcycle])
def test_hands_go_round_with_the_handlebar(module):
    shape = module.figure()
    straight = placed(shape, Motion())
    for steer in (-0.35, 0.2, 0.35):
        turned = placed(shape, Motion(steer=steer))
        for side in ("left", "right"):
            name = f"rider_{side}_hand"
            held = np.linalg.inv(straight["fork"]) @ straight[name]
            now = np.linalg.inv(turned["fork"]) @ turned[name]
            np.testing.assert_allclose(now[:3, 3], held[:3, 3], atol=5e-3)
        left, right = (turned[f"rider_{side}_hand"][0, 3] for side in ("left", "right"))
        assert (left < right) == (steer > 0), "steering to the left pulls the left hand back"


def test_the_crank_turns_with_the_way_by_the_gear():
    shape = cyclist.figure(cyclist.CyclistVariation(gear=3.0))
    at = placed(shape, Motion(phase=1.2))
    turned = at["crank"][:3, :3] @ [0, 0, 1]
    np.testing.assert_allclose(turned, [np.sin(0.4), 0, np.cos(0.4)], atol=1e-9)
    wheel = at["wheel_rear"][:3, :3] @ [0, 0, 1]
    np.testing.assert_allclose(wheel, [np.sin(1.2), 0, np.cos(1.2)], atol=1e-9)
    pedal = at["pedal_left"][:3, 2]
    assert pedal[2] > 0.9, "pedals stay upright"


@pytest.mark.parametrize("module", [cyclist, motorcycle])
def test_the_front_wheel_steers_about_the_steering_axis(module):
    shape = module.figure()
    straight, turned = placed(shape, Motion()), placed(shape, Motion(steer=0.3))
    axis = straight["fork"][:3, 2]
    assert 0.30 < -axis[0] / axis[2] < 0.50, "a rake of 17 to 27 degrees"
    np.testing.assert_allclose(turned["fork"][:3, 2], axis, atol=1e-12)
    np.testing.assert_allclose(turned["fork"][:3, 3], straight["fork"][:3, 3], atol=1e-12)
    axle = turned["wheel_front"][:3, 1]
    assert axle[0] == pytest.approx(-np.sin(0.3) * axis[2], abs=1e-9)
    spun = placed(shape, Motion(phase=0.5, steer=0.3))["wheel_front"]
    np.testing.assert_allclose(spun[:3, 1], axle, atol=1e-12)


@pytest.mark.parametrize("module", [cyclist, motorcycle])
def test_keypoints_lie_on_the_rider(module):
    shape = module.figure()
    assert tuple(point.name for point in shape.keypoints) == KEYPOINTS
    poses = shape.poses(Motion(phase=1.0))
    made = soup(shape, Motion(phase=1.0))
    rider = np.isin(made.parts, [k for k, part in enumerate(shape.parts) if part.body == 0])
    corners = made.corners[rider].reshape(-1, 3)
    places = {}
    for point in shape.keypoints:
        T = poses[point.part]
        places[point.name] = T[:3, :3] @ point.place + T[:3, 3]
        assert np.linalg.norm(corners - places[point.name], axis=1).min() < 0.10
    assert places["nose"][0] > places["left_ear"][0]
    assert places["left_wrist"][1] > 0 > places["right_wrist"][1]
    size, centre = np.array(shape.bodies[0].size), np.array(shape.bodies[0].centre)
    for place in places.values():
        assert (np.abs(place - centre) < size / 2 + 0.02).all()


@pytest.mark.parametrize("record", RIDERS)
def test_the_rider_sits_on_the_saddle(record):
    shape = cyclist.figure(cyclist.CyclistVariation(record))
    made = soup(shape)
    pelvis = next(k for k, part in enumerate(shape.parts) if part.name == "rider_pelvis")
    low = made.corners[made.parts == pelvis, :, 2].min()
    frame = made.corners[made.parts == 0].reshape(-1, 3)
    hips = shape.poses(Motion())[pelvis, :3, 3]
    near = frame[np.abs(frame[:, 0] - hips[0]) < 0.12]
    assert abs(near[:, 2].max() - low) < 0.05, "neither above nor deep in it"


def test_gears_beyond_reason_are_refused():
    with pytest.raises(ValueError, match="gear 9"):
        cyclist.CyclistVariation(gear=9.0)
