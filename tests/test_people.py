"""Laws of people: bodies by the tables, in closed clothes, the same for the same record."""

from dataclasses import replace

import numpy as np
import pytest
from figure_rays import Rays, backs_seen, sphere_of, surface
from people import ADULT, CHILD, figure_of, number
from whiteout.simcore.geometry.figure import KEYPOINTS, Motion
from whiteout.simcore.geometry.people.draw import draw_person
from whiteout.simcore.geometry.people.hats import HATS
from whiteout.simcore.geometry.people.person import person
from whiteout.simcore.geometry.people.posture import PARTS
from whiteout.simcore.geometry.people.proportions import proportions
from whiteout.simcore.geometry.people.record import BOTTOMS, CARRIED, TOPS, Person
from whiteout.simcore.keys import generator


def joints(record, motion=Motion()):  # noqa: B008
    """Places of the joints at the roots of the parts, by name."""
    figure = figure_of(record)
    poses = figure.poses(motion)
    return {part.name: poses[k, :3, 3] for k, part in enumerate(figure.parts)}


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
