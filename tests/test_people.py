"""Laws of people: bodies by the tables, gaits by the landmarks, feet on the ground, fair draws."""

from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import combinations

import numpy as np
import pytest
from figure_rays import Rays, backs_seen, sphere_of, surface
from scipy.stats import chi2_contingency, chisquare
from whiteout.simcore.geometry.figure import KEYPOINTS, Motion
from whiteout.simcore.geometry.gait import gait_length
from whiteout.simcore.geometry.people.colours import SKIN
from whiteout.simcore.geometry.people.draw import draw_person
from whiteout.simcore.geometry.people.hats import HATS
from whiteout.simcore.geometry.people.person import person
from whiteout.simcore.geometry.people.posture import PARTS
from whiteout.simcore.geometry.people.proportions import proportions
from whiteout.simcore.geometry.people.record import BOTTOMS, CARRIED, TOPS, Person, Ways
from whiteout.simcore.keys import generator

ADULT = Person(stature=1.76, sex="male", hair="bald")
CHILD = Person(stature=1.15, age=6.0, hair="bald")


@cache
def figure_of(record, detail=0):
    return person(record, detail)


def number(name):
    return PARTS.index(name)


def joints(record, motion=Motion()):  # noqa: B008
    """Places of the joints at the roots of the parts, by name."""
    figure = figure_of(record)
    poses = figure.poses(motion)
    return {part.name: poses[k, :3, 3] for k, part in enumerate(figure.parts)}


# --- bodies -------------------------------------------------------------------------------------


def test_segments_are_those_of_drillis_and_contini():
    # Shares of stature: Drillis & Contini 1966 as tabulated by Winter, figure 4.1.
    place = joints(ADULT)
    span = {
        name: float(np.linalg.norm(place[a] - place[b])) / ADULT.stature
        for name, a, b in (
            ("thigh", "left_thigh", "left_shank"),
            ("shank", "left_shank", "left_foot"),
            ("forearm", "left_forearm", "left_hand"),
            ("hips", "left_thigh", "right_thigh"),
        )
    }
    assert span["thigh"] == pytest.approx(0.245, abs=0.002)
    assert span["shank"] == pytest.approx(0.246, abs=0.002)
    assert span["forearm"] == pytest.approx(0.146, abs=0.002)
    assert span["hips"] == pytest.approx(0.104, abs=0.004)  # the model set of the recipe book
    assert place["left_foot"][2] / ADULT.stature == pytest.approx(0.039, abs=0.002)
    assert place["left_thigh"][2] / ADULT.stature == pytest.approx(0.530, abs=0.006)
    # The upper arm is measured from the acromion, .818 of stature above the ground.
    elbow = (0.818 - 0.186) * ADULT.stature
    assert place["left_forearm"][2] == pytest.approx(elbow, abs=0.02 * ADULT.stature)


@pytest.mark.parametrize("record", [ADULT, CHILD, replace(ADULT, sex="female", stature=1.62)])
def test_the_skull_is_as_high_as_the_stature(record):
    vertices, _ = surface(figure_of(record), Motion(), ("head",))
    assert vertices[:, 2].max() == pytest.approx(record.stature, rel=0.012)


@pytest.mark.parametrize(
    ("age", "head", "hip"),
    [(3, 0.205, 0.445), (6, 0.176, 0.478), (9, 0.157, 0.497), (12, 0.145, 0.515), (30, 0.13, 0.53)],
)
def test_children_have_larger_heads_and_shorter_legs(age, head, hip):
    stature = 1.4
    body = proportions(stature, age, "female")
    assert body.head / stature == pytest.approx(head, abs=1e-9)
    assert body.hip_height / stature == pytest.approx(hip, abs=1e-9)
    total = body.hip_height + body.trunk + body.neck + body.head
    assert total == pytest.approx(stature)
    # The mesh has that head: from the crown to the eyes is about half of it.
    figure = figure_of(Person(stature=stature, age=age, hair="bald"))
    top = surface(figure, Motion(), ("head",))[0][:, 2].max()
    poses = figure.poses(Motion())
    eye = figure.keypoints[1]
    height = (poses[eye.part, :3, :3] @ eye.place + poses[eye.part, :3, 3])[2]
    child = np.clip((15 - age) / 12, 0, 1)
    assert (top - height) / stature == pytest.approx(head * (0.5 + 0.045 * child), rel=0.06)


@pytest.mark.parametrize("hair", ["long", "curly"])
@pytest.mark.parametrize("top", TOPS)
def test_the_box_contains_the_standing_figure(top, hair):
    figure = figure_of(Person(top=top, hair=hair, carried="umbrella", bottom="skirt"))
    vertices, _ = surface(figure, Motion())
    shape = figure.bodies[0]
    half = np.array(shape.size) / 2
    away = np.abs(vertices - shape.centre) - half
    assert away.max() < 1e-3
    assert shape.centre[2] == pytest.approx(half[2], abs=1e-9)


def test_classes_follow_age_and_dress():
    assert figure_of(CHILD).bodies[0].class_id == 31
    assert figure_of(ADULT).bodies[0].class_id == 30
    worker = draw_person(generator("worker"), "worker")
    assert figure_of(worker).bodies[0].class_id == 32
    materials = {s for part in figure_of(worker).parts for s in part.mesh.slots}
    assert "retro_band" in materials


# --- gaits --------------------------------------------------------------------------------------


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


# --- surfaces -----------------------------------------------------------------------------------

DRESSED = [
    Person(top=top, bottom=bottom, hat=hat, hair=hair, scarf=scarf, boots=boots)
    for top, bottom, hat, hair, scarf, boots in (
        ("jacket", "jeans", "", "short", False, False),
        ("puffer", "trousers", "knit_cap", "long", False, True),
        ("parka", "trousers", "hood", "bob", False, False),
        ("coat", "trousers", "cap", "ponytail", True, False),
        ("hoodie", "skirt", "bobble_cap", "curly", False, True),
        ("hi_vis", "trousers", "helmet", "bun", False, True),
    )
]


@pytest.mark.parametrize("record", DRESSED, ids=lambda r: f"{r.top}-{r.bottom}-{r.hat}")
@pytest.mark.parametrize("speed", [0.0, 1.4, 3.2])
def test_no_face_is_inside_out(record, speed):
    assert backs_seen(figure_of(record), Motion(0.9, speed)) < 0.008


@pytest.mark.parametrize("record", DRESSED[:4], ids=lambda r: r.top)
@pytest.mark.parametrize("speed", [1.4, 3.2])
def test_joints_have_no_gaps(record, speed):
    """Every ray towards the inside of a joint meets the front of a face before it gets there."""
    figure = figure_of(record)
    way = sphere_of(240)
    way = way[way[:, 2] < 0.5]  # not from steeply below, where one looks up under a coat
    missed = total = 0
    for phase in np.arange(8) * np.pi / 4:
        motion = Motion(phase, speed)
        rays = Rays(*surface(figure, motion))
        poses = figure.poses(motion)
        for name in PARTS[1:15]:
            target = poses[number(name), :3, 3] + 0.008 * np.roll(way, 5, 0)
            _, far, front = rays.first(target - 4.0 * way, way)
            missed += int((~(front & (far < 1.0 * 4.0))).sum())
            total += len(way)
    assert missed / total < 0.002


def closest(points, vertices, triangles):
    """Distance of points (N, 3) to a surface [m]."""
    a, b, c = (vertices[triangles[:, k]] for k in range(3))
    found = []
    for p in points:
        corner = np.concatenate([a, b, c, (a + b) / 2, (b + c) / 2, (c + a) / 2, (a + b + c) / 3])
        found.append(np.linalg.norm(corner - p, axis=1).min())
    return np.array(found)


@pytest.mark.parametrize("record", [*DRESSED[:3], CHILD], ids=lambda r: f"{r.top}{r.age:.0f}")
@pytest.mark.parametrize("speed", [0.0, 1.4, 3.2])
def test_keypoints_lie_on_the_person(record, speed):
    figure = figure_of(record)
    assert tuple(point.name for point in figure.keypoints) == KEYPOINTS
    motion = Motion(2.2, speed)
    poses = figure.poses(motion)
    place = np.array([poses[k.part, :3, :3] @ k.place + poses[k.part, :3, 3]
                      for k in figure.keypoints])  # fmt: skip
    vertices, triangles = surface(figure, motion)
    assert closest(place, vertices, triangles).max() < 0.085
    rays = Rays(vertices, triangles)
    for view in ((1.0, 0.05, 0.0), (0.7, 0.7, 0.0), (0.05, 1.0, 0.0), (-1.0, 0.3, 0.1)):
        way = np.tile(np.array(view) / np.linalg.norm(view), (17, 1))
        some, _, _ = rays.first(place - 3.0 * way, way)
        assert some.all(), [KEYPOINTS[k] for k in np.flatnonzero(~some)]


def test_left_and_right_are_where_they_belong():
    figure = figure_of(ADULT)
    poses = figure.poses(Motion())
    place = {k.name: poses[k.part, :3, :3] @ k.place + poses[k.part, :3, 3]
             for k in figure.keypoints}  # fmt: skip
    for name in ("eye", "ear", "shoulder", "elbow", "wrist", "hip", "knee", "ankle"):
        assert place[f"left_{name}"][1] > 0.01 > -0.01 > place[f"right_{name}"][1]
    assert place["nose"][0] > place["left_ear"][0] + 0.06
    heights = [
        place[f"left_{n}"][2] for n in ("eye", "shoulder", "elbow", "wrist", "knee", "ankle")
    ]
    assert heights == sorted(heights, reverse=True)


@pytest.mark.parametrize(
    ("detail", "low", "high"), [(0, 2500, 3900), (1, 900, 1500), (2, 300, 550)]
)
def test_triangles_stay_within_budget(detail, low, high):
    for record in DRESSED:
        count = sum(len(part.mesh.triangles) for part in figure_of(record, detail).parts)
        assert low < count < high


def test_details_share_parts_and_poses():
    near, far = figure_of(ADULT), figure_of(ADULT, 2)
    assert [p.name for p in near.parts] == [p.name for p in far.parts]
    motion = Motion(1.0, 1.2, 0.0, 3.0)
    np.testing.assert_array_equal(near.poses(motion), far.poses(motion))


def test_every_hat_and_load_can_be_built():
    for k, (hat, load) in enumerate(zip([*HATS, ""], [*CARRIED, "bag"], strict=True)):
        record = Person(hat=hat, carried=load, bottom=BOTTOMS[k % 3], carried_side=1 - 2 * (k % 2))
        vertices, _ = surface(figure_of(record), Motion())
        assert np.isfinite(vertices).all()


def test_an_umbrella_stands_upright():
    figure = figure_of(Person(carried="umbrella"))
    vertices, _ = surface(figure, Motion(), ("left_hand", "right_hand"))
    top = vertices[vertices[:, 2].argmax()]
    canopy = vertices[vertices[:, 2] > 1.75]
    assert np.linalg.norm(canopy[:, :2].mean(0) - top[:2]) < 0.03


def test_same_record_same_bytes():
    record = draw_person(generator("bytes", 3))
    one, two = person(record), person(record)
    for a, b in zip(one.parts, two.parts, strict=True):
        assert a.mesh.vertices.tobytes() == b.mesh.vertices.tobytes()
        assert a.mesh.normals.tobytes() == b.mesh.normals.tobytes()
        assert a.mesh.triangles.tobytes() == b.mesh.triangles.tobytes()
        assert a.mesh.colours.tobytes() == b.mesh.colours.tobytes()
    motion = Motion(0.7, 1.1, 0.0, 9.0)
    assert one.poses(motion).tobytes() == two.poses(motion).tobytes()


# --- draws --------------------------------------------------------------------------------------


@cache
def crowd(count=2000):
    return tuple(draw_person(generator("crowd", k)) for k in range(count))


def test_skin_tone_is_uniform_and_goes_with_nothing():
    people = crowd()
    tones = [p.skin_tone for p in people]
    assert set(tones) == set(range(len(SKIN)))
    assert chisquare(list(Counter(tones).values())).pvalue > 1e-3
    group = {
        "sex": [p.sex for p in people],
        "age": [("child", "adult", "older")[(p.age > 13) + (p.age > 60)] for p in people],
        "top": [p.top for p in people],
        "hat": [p.hat for p in people],
        "carried": [p.carried for p in people],
        "dark": [max(p.top_colour) < 0.08 for p in people],
        "girth": [p.girth > 1 for p in people],
        "hair": [p.hair for p in people],
    }
    for name, values in group.items():
        kinds = sorted(set(values), key=str)
        table = np.zeros((len(SKIN), len(kinds)))
        for tone, value in zip(tones, values, strict=True):
            table[tone, kinds.index(value)] += 1
        assert chi2_contingency(table).pvalue > 1e-3, name


def test_statures_follow_the_growth_charts():
    # CDC: boys of six have a median of 1.157 m and a coefficient of variation of .044.
    drawn = [draw_person(generator("boys", k), "child", age=6.0, sex="male").stature
             for k in range(600)]  # fmt: skip
    assert np.median(drawn) == pytest.approx(1.157, rel=0.008)
    assert np.std(drawn) / np.mean(drawn) == pytest.approx(0.044, rel=0.12)


def test_ages_and_winter_clothes_have_their_shares():
    people = crowd()
    children = np.mean([p.age < 13 for p in people])
    older = np.mean([p.age > 61 for p in people])
    assert children == pytest.approx(0.15, abs=0.03)
    assert older == pytest.approx(0.15, abs=0.03)
    light = np.array([np.dot(p.top_colour, [0.2126, 0.7152, 0.0722]) for p in people])
    assert np.mean(light < 0.081) == pytest.approx(0.60, abs=0.04)
    assert np.mean(light > 0.26) == pytest.approx(0.15, abs=0.03)


def test_dark_clothes_are_dark_and_visible_ones_are_not():
    for k in range(60):
        dark = draw_person(generator("dark", k), "adult", "dark")
        light = [np.dot(c, [0.2126, 0.7152, 0.0722]) for c in (dark.top_colour, dark.bottom_colour)]
        assert max(light) < 0.085
        seen = draw_person(generator("dark", k), "adult", "hi_vis")
        assert seen.top == "hi_vis"
        assert np.dot(seen.top_colour, [0.2126, 0.7152, 0.0722]) > 0.25
        assert draw_person(generator("dark", k), "worker").worker


def test_fixing_one_thing_leaves_the_others():
    free = draw_person(generator("fixed", 5), "adult")
    tall = draw_person(generator("fixed", 5), "adult", stature=2.0, skin_tone=7)
    assert replace(free, stature=2.0, skin_tone=7) == tall


def test_a_child_of_given_height_has_the_age_of_its_height():
    for stature, age in ((1.0, 3.8), (1.157, 6.0), (1.388, 10.0)):
        drawn = [draw_person(generator("h", k), "child", stature=stature).age for k in range(40)]
        assert np.mean(drawn) == pytest.approx(age, abs=0.5)


def test_two_people_differ_by_more_than_scale():
    """Same sex, age and stature: heads, trunks and ways still differ."""
    drawn = [
        draw_person(generator("two", k), "adult", sex="male", age=40.0, stature=1.75, hair="bald",
                    hat="", top="jacket", scarf=False, carried="")
        for k in range(4)
    ]  # fmt: skip
    figures = [person(record) for record in drawn]
    off = {"head": [], "chest": [], "ways": []}
    for a, b in combinations(figures, 2):
        for name in ("head", "chest"):
            meshes = [f.parts[number(name)].mesh for f in (a, b)]
            one, two = (mesh.vertices[mesh.triangles].astype(float) for mesh in meshes)
            assert one.shape == two.shape
            best = (one * two).sum() / (two * two).sum()  # the scale that fits best
            off[name].append(np.abs(one - best * two).max())
        poses = [f.poses(Motion(1.0, 1.3))[:, :3, :3] for f in (a, b)]
        off["ways"].append(np.abs(poses[0] - poses[1]).max())
    assert np.median(off["head"]) > 0.003
    assert np.median(off["chest"]) > 0.006
    assert np.median(off["ways"]) > 0.04
    assert min(off["head"] + off["chest"]) > 0.001


def test_unknown_words_are_refused():
    for bad in ({"kind": "giant"}, {"clothing": "summer"}, {"hatt": "cap"}):
        with pytest.raises(ValueError, match="known are"):
            draw_person(generator("x"), **bad)


def test_old_people_walk_with_shorter_steps():
    old = np.mean([draw_person(generator("o", k), "older").ways.stride for k in range(200)])
    young = np.mean([draw_person(generator("o", k), "adult").ways.stride for k in range(200)])
    assert old < young - 0.02
    slow = person(replace(ADULT, ways=Ways(stride=0.9)))
    assert slow.gait_scale == 0.9


def test_a_record_with_an_unknown_garment_is_refused():
    with pytest.raises(ValueError, match="did you mean 'knit_cap'"):
        person(Person(hat="knitcap"))


def test_extreme_people_can_be_built_and_walk():
    for stature, age, girth in ((0.72, 3, 0.7), (1.0, 3, 1.5), (2.25, 30, 0.7), (1.5, 80, 1.6)):
        for sex in ("female", "male"):
            record = Person(stature=stature, age=age, girth=girth, belly=1.0, sex=sex, top="parka")
            figure = person(record)
            for motion in (Motion(), Motion(1.0, 1.1), Motion(4.0, 4.0), Motion(2.0, -0.8)):
                vertices, _ = surface(figure, motion)
                assert np.isfinite(vertices).all()
                assert -0.012 < vertices[:, 2].min() < 0.25
