"""Laws of how people go: gaits by the landmarks, feet on the ground, no jumps between speeds."""

import numpy as np
import pytest
from figure_rays import surface
from people import ADULT, CHILD, figure_of, number
from whiteout.simcore.geometry.figure import Motion
from whiteout.simcore.geometry.gait import gait_length
from whiteout.simcore.geometry.people.posture import PARTS
from whiteout.simcore.geometry.people.proportions import proportions


def leg_angles(record, speed, side, shares):
    """Hip flexion, knee flexion, dorsiflexion [deg] at shares of the cycle after heel strike."""
    figure = figure_of(record)
    start = 0.0 if side == "left" else 0.5
    found = []
    for share in shares:
        poses = figure.poses(Motion(2 * np.pi * (share - start), speed))
        pelvis, thigh, shank, foot = (
            poses[number(name)]
            for name in ("pelvis", f"{side}_thigh", f"{side}_shank", f"{side}_foot")
        )
        tilt = np.degrees(np.arctan2(-pelvis[2, 0], pelvis[2, 2]))
        one, two = (np.degrees(np.arctan2(-T[0, 2], T[2, 2])) for T in (thigh, shank))
        sole = np.degrees(np.arctan2(foot[2, 0], np.hypot(foot[0, 0], foot[1, 0])))
        found.append((one + tilt, one - two, sole - two))
    return np.array(found)


@pytest.mark.parametrize("side", ["left", "right"])
def test_walking_passes_the_landmarks(side):
    # Perry, "Gait Analysis"; landmarks of the recipe book 2.4, each with ±5 degrees.
    share = np.arange(0, 1, 0.01)
    hip, knee, ankle = leg_angles(ADULT, 1.35, side, share).T
    off = int(100 * 0.61)
    assert 20 - 5 < hip[0] < 30 + 5
    assert abs(hip[50] - -10) < 5
    assert abs(hip[off]) < 5
    assert abs(hip.max() - 27) < 5
    assert 78 <= hip.argmax() <= 96 or hip[85] > 22
    assert abs(knee[0] - 5) < 5
    assert 15 - 5 < knee[10:20].max() < 20 + 5
    assert abs(knee[35:45].min() - 5) < 5
    assert abs(knee[off] - 40) < 5
    assert abs(knee[65:80].max() - 60) < 5
    assert abs(ankle[0]) < 5
    assert abs(ankle[4:12].min() - -6) < 5
    assert abs(ankle[25:48].max() - 10) < 5
    assert -25 - 5 < ankle[55:68].min() < -18 + 5
    assert abs(ankle[88]) < 5


def test_running_passes_the_landmarks():
    # Novacheck 1998 and the recipe book: contact, peak of stance, swing.
    share = np.arange(0, 1, 0.01)
    hip, knee, ankle = leg_angles(ADULT, 3.2, "left", share).T
    assert 18 - 5 < knee[0] < 21 + 5
    assert 36 - 5 < knee[5:30].max() < 43 + 5
    assert abs(knee[50:80].max() - 105) < 5
    assert abs(hip.max() - 52) < 5
    assert abs(ankle[10:30].max() - 24) < 5


def feet(record, speed, phase):
    """Vertices of both feet, one array for each."""
    figure = figure_of(record)
    motion = Motion(phase, speed)
    return [
        surface(figure, motion, (f"{side}_foot", f"{side}_toes"))[0] for side in ("left", "right")
    ]


@pytest.mark.parametrize("record", [ADULT, CHILD], ids=["adult", "child"])
@pytest.mark.parametrize("speed", [0.0, 0.15, 0.4, 0.8, 1.3, 1.8, 2.3, 3.0, 4.0, 5.0])
def test_feet_stand_on_the_ground(record, speed):
    low = np.array([
        [v[:, 2].min() for v in feet(record, speed, phase)]
        for phase in np.linspace(0, 2 * np.pi, 40, endpoint=False)
    ])  # fmt: skip
    assert low.min() > -0.010
    froude = speed**2 / (9.80665 * figure_of(record).hip_height)
    if froude < 0.4:  # walking: a foot is always down
        assert low.min(1).max() < 0.010
    if froude > 0.7:  # running: both feet leave the ground twice in a cycle
        assert low.min(1).max() > 0.010
        assert 0.15 < (low.min(1) > 0.004).mean() < 0.6


@pytest.mark.parametrize("record", [ADULT, CHILD], ids=["adult", "child"])
@pytest.mark.parametrize("speed", [0.8, 1.3, 1.8, 3.0, 4.5])
def test_planted_feet_do_not_slide(record, speed):
    figure = figure_of(record)
    length = gait_length(speed, figure.hip_height, figure.gait_scale)
    step = 0.002
    slides = []
    for share in np.arange(0, 1, 1 / 40):
        now = feet(record, speed, 2 * np.pi * share)
        soon = feet(record, speed, 2 * np.pi * (share + step))
        for a, b in zip(now, soon, strict=True):
            down = (a[:, 2] < 0.005) & (b[:, 2] < 0.005)
            if down.sum() > 2:
                moved = (b - a)[down, :2] + np.array([step * length, 0])
                slides.append(np.linalg.norm(moved, axis=1).mean() / (step * length))
    assert np.mean(slides) < 0.05
    assert np.quantile(slides, 0.9) < 0.10


@pytest.mark.parametrize("speed", [0.5, 1.4, 3.5])
def test_gaits_are_periodic(speed):
    figure = figure_of(ADULT)
    once = figure.poses(Motion(1.234, speed))
    again = figure.poses(Motion(1.234 + 4 * np.pi, speed))
    np.testing.assert_allclose(once, again, atol=1e-9)


@pytest.mark.parametrize("speed", [0.8, 1.4, 3.5])
def test_half_a_cycle_later_all_is_mirrored(speed):
    figure = figure_of(ADULT)
    mirror = np.diag([1.0, -1.0, 1.0, 1.0])
    swap = [
        number(n.replace("left", "x").replace("right", "left").replace("x", "right"))
        for n in PARTS[: len(figure.parts)]
    ]
    for phase in (0.3, 1.7, 4.0):
        here = figure.poses(Motion(phase, speed))
        there = figure.poses(Motion(phase + np.pi, speed))
        np.testing.assert_allclose(mirror @ here[swap] @ mirror, there, atol=1e-9)


@pytest.mark.parametrize("speed", [0.0, 1.4, 3.5])
def test_poses_are_rigid_and_limbs_hang_together(speed):
    figure = figure_of(ADULT)
    poses = figure.poses(Motion(2.0, speed))
    turn = poses[:, :3, :3]
    unit = np.tile(np.eye(3), (len(turn), 1, 1))
    np.testing.assert_allclose(turn @ turn.transpose(0, 2, 1), unit, atol=1e-9)
    np.testing.assert_allclose(np.linalg.det(turn), 1.0, atol=1e-9)
    body = proportions(ADULT.stature, ADULT.age, ADULT.sex)
    for side in ("left", "right"):
        for upper, lower, length in (("thigh", "shank", body.thigh), ("shank", "foot", body.shank)):
            T = poses[number(f"{side}_{upper}")]
            end = T[:3, 3] - length * T[:3, 2]
            np.testing.assert_allclose(end, poses[number(f"{side}_{lower}")][:3, 3], atol=1e-9)


def test_speed_blends_without_jumps():
    figure = figure_of(ADULT)
    speeds = np.arange(0, 5, 0.01)
    poses = np.array([figure.poses(Motion(1.0, v)) for v in speeds])
    jump = np.abs(np.diff(poses, axis=0)).max((1, 2, 3))
    assert jump[10:].max() < 0.12  # per 0.01 m/s; the change to running is the fastest
    assert jump[:10].max() < 0.3  # the first steps grow with the root of the speed


def test_arms_swing_against_the_legs():
    figure = figure_of(ADULT)
    share = np.arange(0, 1, 0.02)
    poses = np.array([figure.poses(Motion(2 * np.pi * s, 1.4)) for s in share])
    arm = np.arctan2(-poses[:, number("left_upper_arm"), 0, 2],
                     poses[:, number("left_upper_arm"), 2, 2])  # fmt: skip
    leg = np.arctan2(-poses[:, number("left_thigh"), 0, 2], poses[:, number("left_thigh"), 2, 2])
    assert np.corrcoef(arm, leg)[0, 1] < -0.7


def test_standing_people_sway_a_little_over_planted_feet():
    figure = figure_of(ADULT)
    poses = np.array([figure.poses(Motion(time=t)) for t in np.arange(0, 60, 0.5)])
    moved = np.ptp(poses[:, number("head"), :3, 3], axis=0)
    assert 0.002 < np.linalg.norm(moved) < 0.10
    assert np.ptp(poses[:, number("left_foot"), :3, 3], axis=0).max() < 0.003
