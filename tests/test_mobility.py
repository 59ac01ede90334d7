"""Canes, wheelchairs, strollers: measures, wheels that roll, hands that hold, closed surfaces."""

from functools import cache

import numpy as np
import pytest
from figure_rays import backs_seen, surface
from whiteout.scenarios.draw import draw
from whiteout.scenarios.episode import Episode
from whiteout.scenarios.language.load import load
from whiteout.simcore.classes import classes
from whiteout.simcore.geometry.figure import KEYPOINTS, Motion
from whiteout.simcore.geometry.gait import gait_length
from whiteout.simcore.geometry.mobility.cane import with_cane
from whiteout.simcore.geometry.mobility.pusher import pusher
from whiteout.simcore.geometry.mobility.wheelchair_user import wheelchair_user
from whiteout.simcore.geometry.people.person import frame_of
from whiteout.simcore.geometry.people.record import Person, Ways
from whiteout.simcore.materials import materials
from whiteout.simcore.physics.driving import columns as c

OLD = Person(stature=1.66, age=80.0, ways=Ways(stoop=0.3, stride=0.85), top="coat")
PEOPLE = [Person(stature=1.52), Person(), Person(stature=1.93, sex="male")]
MADE = {"chair": wheelchair_user, "pram": pusher, "cane": lambda r, d=0: with_cane(r, -1, d)}
WAYS = np.linspace(0.0, 1.05, 22, endpoint=False)


@cache
def figure_of(name, record=PEOPLE[1], detail=0):
    return MADE[name](record, detail)


def placed(figure, motion):
    return {p.name: T for p, T in zip(figure.parts, figure.poses(motion), strict=True)}


def extent(figure, names, motion=Motion()):  # noqa: B008
    """Lowest and highest corner of parts [m]."""
    vertices, _ = surface(figure, motion, names)
    return vertices.min(0), vertices.max(0)


CHAIR = ("chair", "left_wheel", "right_wheel", "left_castor", "right_castor")
PRAM = ("stroller", "left_rear_wheel", "right_rear_wheel", "left_front_wheel", "right_front_wheel")


def test_a_wheelchair_has_the_measures_of_wheelchairs():
    # ISO 7193: at most 1.20 m long, 0.70 m wide, 1.09 m high; wheels of 24 in (610 mm).
    for record in PEOPLE:
        low, high = extent(figure_of("chair", record), CHAIR)
        long, wide, tall = high - low
        assert 0.85 < long < 1.20 and 0.58 < wide < 0.70 and 0.88 < tall < 1.09
    low, high = extent(figure_of("chair"), ("left_wheel",))
    assert (high - low)[[0, 2]] == pytest.approx(24 * 0.0254, abs=0.006)


def test_a_stroller_has_the_measures_of_strollers():
    # Recipe book 2.5: handle at 1.03 m, wheels of .14 and .10 m; EN 1888 prams are 0.6 m wide.
    figure = figure_of("pram")
    low, high = extent(figure, PRAM)
    assert (high - low)[0] == pytest.approx(1.0, abs=0.1)
    assert (high - low)[1] == pytest.approx(0.60, abs=0.03)
    assert 1.0 < high[2] < 1.2
    for end, radius in (("rear", 0.14), ("front", 0.10)):
        low, high = extent(figure, (f"left_{end}_wheel",))
        assert (high - low)[2] / 2 == pytest.approx(radius, rel=0.02)


WHEELS = [("chair", f"{s}_{w}") for s in ("left", "right") for w in ("wheel", "castor")] + [
    ("pram", f"{s}_{e}_wheel") for s in ("left", "right") for e in ("front", "rear")
]


@pytest.mark.parametrize(("name", "wheel"), WHEELS)
def test_wheels_rest_on_the_ground_and_roll_without_slip(name, wheel):
    figure = figure_of(name)
    for way in WAYS:
        now, _ = surface(figure, Motion(way=way), (wheel,))
        assert abs(now[:, 2].min()) < 0.003
        step = 1e-4
        soon, _ = surface(figure, Motion(way=way + step), (wheel,))
        # What touches the ground stands still in the world while the wheel's middle goes on.
        moved = (soon - now)[:, 0] + step
        assert abs(moved[now[:, 2].argmin()]) < 0.12 * step
        assert moved[now[:, 2].argmax()] == pytest.approx(2.0 * step, rel=0.06)


def palm(T, stature):
    """The middle of a hand in the figure's axes."""
    return T[:3, 3] - 0.055 * stature * T[:3, 2]


@pytest.mark.parametrize("record", PEOPLE, ids=lambda r: f"{r.stature}")
def test_hands_push_with_the_rim_and_come_back_above_it(record):
    figure, body = figure_of("chair", record), frame_of(record).body
    rim = 0.88 * 0.305  # recipe book 2.5
    held, angles = [], []
    for way in WAYS:
        at = placed(figure, Motion(speed=1.0, way=way))
        for side, sign in (("left", 1.0), ("right", -1.0)):
            hand, forearm = at[f"rider_{side}_hand"], at[f"rider_{side}_forearm"]
            length = np.linalg.norm(hand[:3, 3] - forearm[:3, 3])
            assert length == pytest.approx(body.forearm, rel=1e-6)
            place = palm(hand, record.stature) - [0.0, 0.0, 0.305]
            radius = np.hypot(place[0], place[2])
            assert rim - 0.02 < radius < rim + 0.09
            assert sign * place[1] == pytest.approx(0.325, abs=0.03)
            held.append(radius < rim + 0.02)
            angles.append(np.arctan2(place[0], place[2]))
    held, angles = np.array(held)[::2], np.array(angles)[::2]
    # Contact angles of manual wheelchair users: 70 to 110 degrees (Boninger et al. 2002).
    contact = np.degrees(np.ptp(angles[held]) + (WAYS[1] - WAYS[0]) / 0.305)
    assert 68 < contact < 110
    # Held, they go with the rim: angle = way / radius.
    pushing = np.flatnonzero(held[:-1] & held[1:] & (np.diff(angles) > 0))
    assert len(pushing) > 6
    assert np.diff(angles)[pushing[:-1]] == pytest.approx((WAYS[1] - WAYS[0]) / 0.305, rel=0.1)


@pytest.mark.parametrize("record", PEOPLE, ids=lambda r: f"{r.stature}")
def test_the_user_sits_on_the_seat_with_the_feet_on_the_plates(record):
    figure, body = figure_of("chair", record), frame_of(record).body
    at = placed(figure, Motion(way=0.2))
    low, _ = extent(figure, ("rider_pelvis",))
    assert 0.46 < low[2] < 0.56  # on the cushion, whose top is at .556
    for side in ("left", "right"):
        hip, knee = at[f"rider_{side}_thigh"][:3, 3], at[f"rider_{side}_shank"][:3, 3]
        ankle = at[f"rider_{side}_foot"][:3, 3]
        assert np.linalg.norm(knee - hip) == pytest.approx(body.thigh, rel=1e-6)
        assert np.linalg.norm(ankle - knee) == pytest.approx(body.shank, rel=1e-3)
        assert abs(knee[2] - hip[2]) < 0.09 and knee[0] - hip[0] > 0.9 * body.thigh
        sole, _ = surface(figure, Motion(way=0.2), (f"rider_{side}_foot", f"rider_{side}_toes"))
        chair, _ = surface(figure, Motion(), ("chair",))
        under = np.abs(chair[:, :2] - sole[sole[:, 2].argmin(), :2]).max(1) < 0.2
        plate = chair[under & (chair[:, 2] < 0.32)]
        assert plate[:, 2].max() > sole[:, 2].min() - 0.02
        assert 0.03 < sole[:, 2].min() < 0.28


@pytest.mark.parametrize("record", PEOPLE, ids=lambda r: f"{r.stature}")
@pytest.mark.parametrize("speed", [0.0, 0.8, 1.4])
def test_hands_stay_on_the_handle_and_feet_off_the_axle(record, speed):
    figure = figure_of("pram", record)
    for phase in np.linspace(0, 2 * np.pi, 12, endpoint=False):
        motion = Motion(phase, speed, way=0.3)
        at = placed(figure, motion)
        for side in ("left", "right"):
            place = palm(at[f"{side}_hand"], record.stature)
            away = np.hypot(place[0] - 0.45, place[2] - 1.03)
            assert away < 0.045 and 0.08 < abs(place[1]) < 0.22
        _, high = extent(figure, ("left_toes", "right_toes"), motion)
        assert high[0] < 0.77 - 0.02  # the axle between the rear wheels


@pytest.mark.parametrize("side", [-1, 1])
@pytest.mark.parametrize("speed", [0.5, 0.9, 1.3])
def test_the_cane_stands_still_with_the_foot_of_the_other_side(side, speed):
    figure = with_cane(OLD, side)
    length = gait_length(speed, figure.hip_height, figure.gait_scale)
    shares = np.arange(0, 1, 1 / 60)
    tips, feet = [], []
    other = "right" if side > 0 else "left"
    for share in shares:
        motion = Motion(2 * np.pi * share, speed)
        tip, _ = surface(figure, motion, ("cane",))
        foot, _ = surface(figure, motion, (f"{other}_foot", f"{other}_toes"))
        tips.append([*placed(figure, motion)["cane"][:2, 3], tip[:, 2].min()])
        feet.append(foot[:, 2].min())
    tips, feet = np.array(tips), np.array(feet)
    down = tips[:, 2] < 0.004
    assert tips[:, 2].min() > -0.006 and 0.02 < tips[:, 2].max() < 0.06
    assert 0.55 < down.mean() < 0.75
    assert (down == (feet < 0.004)).mean() > 0.85
    # Where it stands it goes back as fast as the ground.
    both = down & np.roll(down, -1) & np.roll(down, 1) & np.roll(down, -2)
    along = (np.roll(tips[:, 0], -1) - tips[:, 0])[both] + length / 60
    assert np.abs(along).mean() < 0.05 * length / 60
    assert (side * tips[:, 1] > 0.1).all()


def test_the_cane_is_held_and_as_long_as_the_wrist_is_high():
    figure = with_cane(OLD, -1)
    for phase in np.linspace(0, 2 * np.pi, 12, endpoint=False):
        at = placed(figure, Motion(phase, 0.9))
        cane = at["cane"]
        handle = cane[:3, 3] + cane[:3, 2] * 0.5 * OLD.stature
        assert np.linalg.norm(palm(at["right_hand"], OLD.stature) - handle) < 0.05
        np.testing.assert_allclose(cane[:3, :3] @ cane[:3, :3].T, np.eye(3), atol=1e-9)
        assert np.linalg.det(cane[:3, :3]) == pytest.approx(1.0)


@pytest.mark.parametrize("name", MADE)
@pytest.mark.parametrize(
    ("detail", "most", "backs"), [(0, 7700, 0.01), (1, 4200, 0.014), (2, 2200, 0.02)]
)
def test_surfaces_are_closed_and_of_known_materials(name, detail, most, backs):
    figure = figure_of(name, OLD if name == "cane" else PEOPLE[1], detail)
    for motion in (Motion(), Motion(1.0, 1.0, way=0.3), Motion(4.0, 1.0, way=0.9)):
        assert backs_seen(figure, motion) < backs
    assert sum(len(part.mesh.triangles) for part in figure.parts) < most
    known = len(materials())
    for part in figure.parts:
        assert part.mesh.material.max() < known
        assert np.isfinite(part.mesh.vertices).all()


@pytest.mark.parametrize("name", MADE)
def test_labels_are_of_their_classes_and_boxes_hold_the_figures(name):
    figure = figure_of(name)
    names = [classes()[body.class_id].name for body in figure.bodies]
    expected = {"chair": ["wheelchair_user"], "pram": ["adult", "stroller"], "cane": ["adult"]}
    assert names == expected[name]
    assert tuple(point.name for point in figure.keypoints) == KEYPOINTS
    poses = figure.poses(Motion())
    for number, body in enumerate(figure.bodies):
        own = tuple(part.name for part in figure.parts if part.body == number)
        vertices, _ = surface(figure, Motion(), own)
        assert (np.abs(vertices - body.centre) - np.array(body.size) / 2).max() < 0.002
    corners, _ = surface(figure, Motion())
    for point in figure.keypoints:
        place = poses[point.part, :3, :3] @ point.place + poses[point.part, :3, 3]
        assert figure.parts[point.part].body == 0
        assert np.linalg.norm(corners - place, axis=1).min() < 0.1


ROAD = {
    "road.curvature": "0 1/m", "road.style": "terraced", "road.parked": 0, "sensors": {},
    "require": {}, "duration": "60 s", "ego.at.s": "0 m", "ego.at.t": "-60 m", "ego.speed": "0 m/s",
}  # fmt: skip


def cast_of(**actors):
    """An episode of actors that cross at once."""
    told = {
        name: {"at": {"s": f"{40 + 10 * k} m", "t": "-6 m"},
               "behaviour": {"kind": "cross", "speed": "1.6 m/s"}, **actor}
        for k, (name, actor) in enumerate(actors.items())
    }  # fmt: skip
    made = Episode(draw(load("child-chases-ball", {**ROAD, "actors": told}), 3, 0), {})
    made.reset()
    return made


def test_everybody_goes_no_faster_than_their_pace_and_counts_their_way():
    made = cast_of(
        old={"kind": "elderly", "pace": "0.8 m/s"},
        user={"kind": "wheelchair", "pace": "1.1 m/s"},
        parent={"kind": "stroller", "pace": "1.4 m/s"},
        fast={"kind": "adult"},
    )
    start = made.world.state[0, 1:5].copy()
    for _ in range(60):
        made.world.step(np.zeros((1, 2)))
        assert np.isfinite(made.world.state[0, 1:5, c.PHASE]).all()
    state = made.world.state[0, 1:5]
    assert state[:, c.SPEED] == pytest.approx([0.8, 1.1, 1.4, 1.6], abs=1e-6)
    gone = np.hypot(state[:, c.X] - start[:, c.X], state[:, c.Y] - start[:, c.Y])
    assert state[:, c.WAY] == pytest.approx(gone, abs=0.02)
    assert (gone > 4.0).all()


def test_labels_of_an_episode_name_users_strollers_and_the_old():
    made = cast_of(
        old={"kind": "elderly", "aid": "cane", "stoop": "20 deg"},
        user={"kind": "wheelchair", "age": "40 years"},
        parent={"kind": "stroller", "age": "30 years"},
        bull={"kind": "moose", "sex": "bull"},
    )
    cast = made.setting.cast
    found = {}
    for name, role in zip(made.setting.names, cast.roles, strict=True):
        found[name] = [classes()[body.class_id].name for body in role.figure.bodies]
    assert found["old"] == ["adult"] and found["user"] == ["wheelchair_user"]
    assert found["parent"] == ["adult", "stroller"] and found["bull"] == ["moose"]
    assert made.setting.embodiments[1].attributes == ("elderly",)
    assert made.setting.embodiments[2].attributes == ()
    row = np.flatnonzero(cast.actor == 3)
    assert len(row) == 2 and len(set(cast.group[row])) == 1
    # The box that contact knows is about that of the labels.
    for number in (2, 3):
        boxes = made.setting.cast.roles[number].figure.bodies
        low = min(b.centre[0] - b.size[0] / 2 for b in boxes)
        high = max(b.centre[0] + b.size[0] / 2 for b in boxes)
        body = made.world.body[0, number]
        assert body[c.CENTRE_X] + body[c.LENGTH] / 2 == pytest.approx(high, abs=0.15)
        assert body[c.CENTRE_X] - body[c.LENGTH] / 2 == pytest.approx(low, abs=0.15)


def test_the_back_of_the_old_is_bent_as_far_as_they_are_told():
    pitch = {}
    for told in ("4 deg", "24 deg"):
        made = cast_of(old={"kind": "elderly", "aid": "none", "stoop": told})
        figure = made.setting.cast.roles[1].figure
        chest = placed(figure, Motion(1.0, 0.9))["chest"]
        pitch[told] = np.degrees(np.arctan2(chest[0, 2], chest[2, 2]))
    assert pitch["24 deg"] - pitch["4 deg"] == pytest.approx(20.0, abs=0.5)
