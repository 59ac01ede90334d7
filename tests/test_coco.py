"""COCO files: pycocotools loads them and finds them in agreement with themselves."""

import contextlib
import io
import json

import cv2
import numpy as np
import pyarrow.parquet as pq
import pytest
from datasets import EPISODES
from pycocotools import mask as coco_mask
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval
from whiteout.dataset.classes import CLASS_SETS, class_set
from whiteout.dataset.files import json_text
from whiteout.dataset.writers.coco import CROWD, OBJECT, _labelled, segment_map, segments
from whiteout.sensors.reading import ObjectTruth, Truth
from whiteout.simcore.classes import class_id, classes

FILES = ("instances", "person_keypoints", "panoptic")


def load(folder, kind):
    return json.loads((folder / f"coco/annotations/{kind}_all.json").read_text())


@pytest.mark.parametrize(
    ("kind", "what"),
    [("instances", "segm"), ("instances", "bbox"), ("person_keypoints", "keypoints")],
)
def test_the_truth_compared_with_itself_is_perfect(small_dataset, kind, what):
    path = small_dataset / f"coco/annotations/{kind}_all.json"
    with contextlib.redirect_stdout(io.StringIO()):
        truth = COCO(str(path))
        labels = [a for a in truth.dataset["annotations"] if a.get("num_keypoints", 1)]
        results = [{**label, "score": 1.0} for label in labels]
        evaluation = COCOeval(truth, truth.loadRes(results), what)
        if what == "keypoints":
            evaluation.params.areaRng, evaluation.params.areaRngLbl = [[0, 1e10]], ["all"]
        evaluation.evaluate()
        evaluation.accumulate()
    precision = evaluation.eval["precision"][..., -1]  # of up to 100 (keypoints: 20) detections
    precision = precision[precision > -1]
    assert len(precision) > 0 and precision.min() == 1.0


@pytest.mark.parametrize("kind", FILES)
def test_ids_begin_at_one_and_images_are_there(small_dataset, kind):
    data = load(small_dataset, kind)
    assert [image["id"] for image in data["images"]] == list(range(1, 4 * EPISODES + 1))
    for image in data["images"]:
        picture = cv2.imread(str(small_dataset / "shards" / image["file_name"]))
        assert picture.shape[:2] == (image["height"], image["width"])
    if kind != "panoptic":
        ids = [annotation["id"] for annotation in data["annotations"]]
        assert ids == list(range(1, len(ids) + 1))
    categories = {category["id"] for category in data["categories"]}
    assert min(categories) >= 1
    assert all("date_captured" not in image for image in data["images"])


def test_masks_boxes_and_areas_are_those_of_the_instance_images(small_dataset):
    data = load(small_dataset, "instances")
    images = {image["id"]: image for image in data["images"]}
    counted = 0
    for annotation in data["annotations"]:
        mask = coco_mask.decode(annotation["segmentation"]).astype(bool)
        assert annotation["area"] == mask.sum()
        v, u = np.nonzero(mask)
        x, y, width, height = annotation["bbox"]
        assert (x, y, x + width, y + height) == (u.min(), v.min(), u.max() + 1, v.max() + 1)
        name = images[annotation["image_id"]]["file_name"].replace("/rgb/", "/instance/")
        instance = cv2.imread(str(small_dataset / "shards" / name), cv2.IMREAD_UNCHANGED)
        if not annotation["iscrowd"]:
            assert np.array_equal(mask, instance == annotation["track_id"])
            counted += 1
    assert counted > 20


def test_every_visible_object_is_annotated_and_no_hidden_one(small_dataset):
    data = load(small_dataset, "instances")
    images = {image["id"]: image for image in data["images"]}
    found = {
        (image["episode"], image["reading"], annotation["track_id"]): annotation["category_id"]
        for annotation in data["annotations"]
        if not annotation["iscrowd"]
        for image in [images[annotation["image_id"]]]
    }
    native = class_set("native")
    wanted = {}
    for shard in range(EPISODES):
        table = pq.read_table(small_dataset / f"shards/{shard:06d}/objects.parquet")
        for row in table.to_pylist():
            if row["visible_px"] and native.is_thing(row["class"]):
                wanted[row["episode"], row["reading"], row["track"]] = row["class"]
    assert found == wanted


def test_keypoints_are_those_of_the_table(small_dataset):
    data = load(small_dataset, "person_keypoints")
    (person,) = data["categories"]
    assert (person["id"], person["name"], len(person["keypoints"])) == (1, "person", 17)
    assert person["keypoints"][0] == "nose" and [16, 14] in [s[::-1] for s in person["skeleton"]]
    images = {image["id"]: image for image in data["images"]}
    rows = pq.read_table(small_dataset / "shards/000000/objects.parquet").to_pylist()
    wanted = {(row["reading"], row["track"]): row["keypoints"] for row in rows}
    seen = 0
    for annotation in data["annotations"]:
        image = images[annotation["image_id"]]
        points = annotation["keypoints"]
        assert annotation["num_keypoints"] == sum(v > 0 for v in points[2::3])
        assert set(points[2::3]) <= {0, 1, 2}
        if image["episode"] == 0:
            seen += 1
            assert points == pytest.approx(
                wanted[image["reading"], annotation["track_id"]], abs=0.0051
            )
    assert seen > 4


def test_panoptic_images_hold_the_segments_that_are_listed_and_no_others(small_dataset):
    data = load(small_dataset, "panoptic")
    kinds = {category["id"]: category["isthing"] for category in data["categories"]}
    assert len(data["annotations"]) == len(data["images"])
    for annotation, image in zip(data["annotations"], data["images"], strict=True):
        assert annotation["image_id"] == image["id"]
        path = small_dataset / "coco/annotations/panoptic_all" / annotation["file_name"]
        blue, green, red = np.moveaxis(cv2.imread(str(path)).astype(np.int64), -1, 0)
        ids = red + 256 * green + 65536 * blue
        listed = {info["id"]: info for info in annotation["segments_info"]}
        assert set(np.unique(ids)) - {0} == set(listed)
        assert (ids == 0).sum() == 0  # under Whiteout's own classes nothing is void here
        name = image["file_name"].replace("/rgb/", "/semantic/")
        semantic = cv2.imread(str(small_dataset / "shards" / name), cv2.IMREAD_UNCHANGED)
        for number, info in listed.items():
            v, u = np.nonzero(ids == number)
            assert info["area"] == len(u)
            x, y, width, height = info["bbox"]
            assert (x, y, x + width, y + height) == (u.min(), v.min(), u.max() + 1, v.max() + 1)
            assert set(semantic[v, u]) == {info["category_id"]}
            assert info["iscrowd"] == (kinds[info["category_id"]] and number < OBJECT)


@pytest.mark.parametrize("name", CLASS_SETS)
def test_class_sets_are_sorted_unique_and_closed(name):
    known = class_set(name)
    ids = [category.id for category in known.categories]
    assert ids == sorted(set(ids)) and ids[0] >= 1
    reached = {known.of(kind) for kind in classes()} | {
        known.of(class_id("bicycle"), ["cycle.with_rider"])
    }
    reached |= {known.of(class_id("traffic_sign"), ["sign.stop"])}
    assert reached - {None} == set(ids)


@pytest.mark.parametrize(
    ("name", "kind", "attributes", "category", "thing"),
    [
        ("native", "child", (), 31, True),
        ("native", "sky", (), 22, False),
        ("native", "ego", (), 53, False),
        ("native", "falling_snow", (), None, None),
        ("coco", "child", (), 1, True),
        ("coco", "van", (), 3, True),
        ("coco", "ball", (), 37, True),
        ("coco", "road", (), 149, False),
        ("coco", "deer", (), None, None),
        ("coco", "traffic_sign", (), None, None),
        ("coco", "traffic_sign", ("sign.stop",), 13, True),
        ("cityscapes", "cyclist", (), 25, True),
        ("cityscapes", "deer", (), 5, False),
        ("cityscapes", "void", (), None, None),
        ("nuscenes", "bus", (), 16, True),
        ("nuscenes", "bicycle_rack", (), 13, True),
        ("nuscenes", "ego", (), 31, False),
        ("kitti", "bus", (), 7, True),
        ("kitti", "bicycle", ("cycle.with_rider",), 5, True),
        ("kitti", "bicycle", ("cycle.without_rider",), 7, True),
        ("kitti", "road", (), None, None),
    ],
)
def test_classes_have_the_counterparts_of_the_conventions(name, kind, attributes, category, thing):
    known = class_set(name)
    assert known.of(class_id(kind), attributes) == category
    if category is not None:
        assert known.is_thing(category) == thing


def thing(track, kind, group=None, attributes=()):
    return ObjectTruth(
        *(track, group or track, class_id(kind), tuple(attributes), np.eye(4), (1.0, 1.0, 1.0)),
        *((0.0, 0.0, 0.0), None, None, 1, 0.0, 0.0, None, 1.0, np.inf),
    )


def test_a_rider_and_the_cycle_are_one_where_both_are_one_category():
    pair = [thing(4, "cyclist", 4), thing(5, "bicycle", 4, ["cycle.with_rider"])]
    lone = [thing(6, "bicycle", 6, ["cycle.without_rider"])]
    kitti = segments(pair + lone, class_set("kitti"))
    assert kitti == {4: OBJECT + 4, 5: OBJECT + 4, 6: OBJECT + 6}
    assert segments(pair, class_set("coco")) == {4: OBJECT + 4, 5: OBJECT + 5}


def test_what_is_not_known_is_null(tmp_path):
    """Of an object that fills the picture, with nothing around it to stand out from."""
    car = thing(7, "car")._replace(weather_visibility=0.5)
    assert np.isnan(car.contrast)
    filled = {"instance": np.full((6, 8), 7, np.int32),
              "semantic": np.full((6, 8), class_id("car"), np.uint8)}  # fmt: skip
    known, png = class_set("native"), tmp_path / "a.png"
    record = _labelled(Truth(filled, (car,)), known, {}, "a.png", png)
    (found,) = json.loads(json_text(record))["instances"]
    assert (found["weather_visibility"], found["contrast"]) == (0.5, None)


def test_pixels_without_an_object_or_a_category_are_crowd_stuff_or_void():
    car, sky, deer = class_id("car"), class_id("sky"), class_id("deer")
    semantic = np.array([[car, car, sky, deer, deer]], np.uint8)
    instance = np.array([[9, 0, 0, 8, 0]], np.int32)
    known = class_set("coco")
    labels = segment_map(semantic, instance, [thing(9, "car"), thing(8, "deer")], known)
    assert labels.tolist() == [[OBJECT + 9, CROWD + 3, 187, 0, 0]]


def test_a_camera_that_lacks_what_it_needs_is_left_out(call, small_street, tmp_path):
    """The other's pictures are labelled, and the command says so."""
    rear = "sensors.rear={kind: camera, width: 64, height: 48, channels: [rgb, depth]}"
    words = ("export", small_street, "--frames", "1", "--to", "coco", "--set", rear)
    code, _, err = call(*words, "--out", tmp_path / "data", "-j", "1")
    assert code == 0
    assert "coco leaves out sensor 'rear', which has no semantic and no instance" in err
    images = load(tmp_path / "data", "instances")["images"]
    assert [image["sensor"] for image in images] == ["front"]
    code, out, err = call(*words, "--dry-run")
    assert code == 0 and "leaves out sensor 'rear'" in err
    assert out.startswith(f"whiteout export {small_street} ")
