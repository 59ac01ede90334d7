"""The tables of classes and materials against the conventions and other datasets' own ids."""

import numpy as np
from whiteout.simcore.classes import EGO, SKY, class_id, classes
from whiteout.simcore.materials import CIRCUITS, lit, materials


def test_ids_of_the_conventions():
    named = {
        "void": 0, "road": 1, "lane_marking": 2, "sky": 22, "adult": 30, "cyclist": 37, "car": 40,
        "ego": 53, "deer": 60, "dog": 62, "ball": 70, "cargo": 76, "drone": 84, "pallet": 89,
        "bowl": 95, "ramp": 99, "falling_snow": 110, "dust_or_smoke": 115,
    }  # fmt: skip
    assert {name: class_id(name) for name in named} == named
    assert (SKY, EGO) == (22, 53)


def test_counterparts_of_well_known_classes():
    # cityscapesScripts labels.py, COCO 2017, nuscenes lidarseg, semantic-kitti.yaml.
    car = classes()[class_id("car")]
    assert (car.coco, car.cityscapes, car.cityscapes_train) == (3, 26, 13)
    assert (car.nuscenes, car.nuscenes_name) == (17, "vehicle.car")
    assert (car.semantickitti, car.semantickitti_moving, car.kitti) == (10, 252, "Car")
    assert classes()[class_id("traffic_sign")].coco_attribute == "sign.stop"
    assert classes()[class_id("falling_snow")].semantickitti == 110


def test_rows_are_unique_and_fit_a_byte():
    rows = list(classes().values())
    assert len({row.name for row in rows}) == len(rows)
    assert len({row.colour for row in rows}) == len(rows)
    assert all(0 <= row.id <= 255 for row in rows)
    assert list(classes()) == sorted(classes())


def test_no_albedo_creates_light():
    for item in materials():
        assert all(0.0 <= value <= 0.95 for value in item.albedo), item.name
        assert 0.0 < item.roughness <= 1.0 and 0.0 <= item.f0 <= 1.0, item.name


def test_materials_that_shine_have_a_circuit():
    for item in materials():
        assert (item.luminance > 0) == (item.circuit is not None), item.name
    assert lit("brake", "tail") == (1 << CIRCUITS.index("brake")) | (1 << CIRCUITS.index("tail"))
    assert lit(*CIRCUITS) <= np.iinfo(np.uint32).max
