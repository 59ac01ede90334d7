"""Truth drawn over pictures: what is drawn, what is left out, and where names stand."""

import numpy as np
import pytest
from whiteout.sensors.overlay import DARK, HIDDEN, overlaid, with_boxes, with_keypoints
from whiteout.sensors.reading import ObjectTruth
from whiteout.sensors.tags import HEIGHT, Tag, _candidates, _common, _place, write_tags
from whiteout.simcore.classes import class_id

SIZE = (120, 200)


def thing(name, box, amodal=None, occlusion=0.0, attributes=(), keypoints=None, distance=10.0):
    """An object of a class; box, amodal: x0, y0, x1, y1."""
    return ObjectTruth(
        track=1, group=1, class_id=class_id(name), attributes=attributes,
        T_world_object=np.eye(4), size=(1.0, 1.0, 1.0), velocity=(0.0, 0.0, 0.0), box=box,
        amodal_box=amodal or box, visible_px=0 if box is None else 100, occlusion=occlusion,
        truncation=0.0, keypoints=keypoints, distance_m=distance, ttc_s=np.inf,
    )  # fmt: skip


def boxed(*objects):
    picture = np.full((*SIZE, 3), 128, np.uint8)
    with_boxes(picture, objects)
    return picture


def dashes(picture):
    """Pixels of dashes (N, 2): row and column."""
    there = [np.all(picture == colour, -1) for colour in (HIDDEN, DARK)]
    return np.argwhere(there[0] | there[1])


@pytest.mark.parametrize("name", ["child", "car", "deer"])
def test_hidden_road_users_and_animals_are_dashed(name):
    picture = boxed(thing(name, None, (60.0, 50.0, 90.0, 100.0)))
    ring = [tuple(picture[row, 60]) for row in range(50, 100)]
    assert set(ring) == {HIDDEN, DARK}
    assert tuple(picture[75, 75]) == (128, 128, 128)


@pytest.mark.parametrize(
    "hidden",
    [
        thing("street_lamp", None, (60.0, 50.0, 90.0, 100.0)),
        thing("waste_bin", None, (60.0, 50.0, 90.0, 100.0)),
        thing("car", None, (60.0, 50.0, 90.0, 100.0), attributes=("vehicle.parked",)),
        thing("adult", None, (60.0, 50.0, 63.0, 55.0)),
    ],
    ids=lambda item: item.class_name,
)
def test_other_hidden_things_and_tiny_ones_are_left_out(hidden):
    assert (boxed(hidden) == 128).all()


def test_dashes_stay_in_the_picture_and_are_around_what_is_much_hidden_alone():
    amodal = (-20.0, -10.0, 400.0, 60.0)
    assert not len(dashes(boxed(thing("van", (5.0, 40.0, 30.0, 60.0), amodal, 0.1))))
    rows = dashes(boxed(thing("van", (5.0, 80.0, 30.0, 100.0), amodal, 0.8)))[:, 0]
    assert (rows == 59).sum() == SIZE[1]


def test_skeletons_of_people_whom_nobody_sees_are_left_out():
    points = np.full((17, 3), 2, np.float32)
    points[:, 0], points[:, 1] = 70, np.linspace(40, 100, 17)
    picture = np.zeros((*SIZE, 3), np.uint8)
    with_keypoints(picture, [thing("adult", None, (60.0, 30.0, 80.0, 110.0), keypoints=points)])
    assert not picture.any()
    with_keypoints(picture, [thing("adult", (60.0, 30.0, 80.0, 110.0), keypoints=points)])
    assert picture.any()


def test_tags_stand_beside_their_object_and_apart_from_each_other():
    boxes = [(60, 50, 90, 75), (85, 50, 115, 75), (62, 52, 80, 70)]
    tags = [Tag("a thing", box, (255, 255, 0), True) for box in boxes]
    taken = []
    for tag in tags:
        taken.append(_place(tag, 60, SIZE[::-1], boxes, taken))
    assert taken[0] == (60, 50 - HEIGHT, 120, 50)
    for number, place in enumerate(taken):
        assert place[0] >= 0 and place[2] <= SIZE[1] and place[1] >= 0 and place[3] <= SIZE[0]
        assert not any(_common(place, other) for other in taken[:number])
    assert not any(_common(place, box) for place in taken[:2] for box in boxes)


def test_a_tag_does_not_cover_a_small_object_and_gives_way_if_it_must():
    small = (60, 40, 75, 50)  # where the tag would stand
    tag = Tag("van 20 m", (60, 50, 110, 80), (0, 0, 255), False)
    place = _place(tag, 50, SIZE[::-1], [tag.box, small], [])
    assert place is not None and not _common(place, small)
    everywhere = [(x, y, x + 10, y + 10) for x in range(0, 200, 10) for y in range(0, 120, 10)]
    assert _place(tag, 50, SIZE[::-1], everywhere, []) is None
    assert _place(tag._replace(vital=True), 50, SIZE[::-1], everywhere, []) is not None


def test_tags_are_written_at_the_first_free_place():
    picture = np.zeros((*SIZE, 3), np.uint8)
    box = (60, 50, 150, 75)
    write_tags(picture, [Tag("van", box, (0, 0, 255), True)], [box])
    x, y = next(_candidates(box, 0))
    assert tuple(picture[y, x]) == (0, 0, 255) and not picture[50:75].any()


def test_an_unknown_overlay_is_named():
    with pytest.raises(ValueError, match="overlay 'mask': there are boxes"):
        overlaid(None, None, ("mask",))
