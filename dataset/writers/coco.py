"""COCO: instances with run-length masks, people's keypoints, and panoptic segments.

Written are ``instances_<split>.json``, ``person_keypoints_<split>.json`` and
``panoptic_<split>.json`` with a folder of PNG files of the same name, all under
``coco/annotations``. Pictures are not copied: ``file_name`` is relative to the dataset's folder
``shards``. ``--classes`` says which categories are meant; classes without a counterpart are left
out, and their pixels are void; so are cameras without one of ``rgb``, ``semantic`` and
``instance``. Ids begin at 1.

A segment's id is its category for stuff, 256 more for pixels of a counted class that are no
object's (``iscrowd``), and 512 + track for objects, so that ids follow an object through time. A
rider and the cycle below are one object where both are of one category, as with KITTI's Cyclist.

Example::

    whiteout export child-chases-ball --episodes 32 --out data --to coco --classes coco
"""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from ...sensors.frame import Frame
from ...sensors.overlay import LIMBS
from ...sensors.reading import ObjectTruth, Reading, Truth
from ...sensors.truth.boxes import Seen, seen
from ...simcore.classes import class_id, classes
from ...simcore.geometry.figure import KEYPOINTS
from ..background import Background
from ..classes import ClassSet, class_set
from ..files import json_text, whole_file
from ..layout import SHARDS, reading_file, shard_name
from ..plan import Plan
from ..split import WHOLE
from ..writer import Ending, Header

NEEDS = ("rgb", "semantic", "instance")

CROWD, OBJECT = 256, 512
"""What is added to a category, and to a track, to make a segment's id."""

KINDS = ("instances", "person_keypoints", "panoptic")
Record = dict[str, Any]


class Pen:
    """Writes one shard. folder: stands for ``DIR/coco``."""

    def __init__(self, plan: Plan, shard: int, folder: Path, background: Background):
        self.plan, self.shard, self.folder, self.background = plan, shard, folder, background
        self.classes = class_set(plan.classes)
        self.left_out = plan.left_out("coco")
        self.done: dict[str, list[Record]] = {}
        self.header: Header

    def begin(self, header: Header) -> None:
        """An episode begins."""
        self.header = header
        self.pending: list[Future[Record]] = []

    def write(self, frame: Frame) -> None:
        """Label the pictures of a frame."""
        for sensor, readings in frame.readings.items():
            for reading, truth in zip(readings, frame.truth[sensor], strict=True):
                if reading.modality == "camera" and sensor not in self.left_out:
                    self._picture(reading, truth)

    def end(self, ending: Ending) -> None:
        """Keep the records; of an episode that failed, nothing."""
        self.background.finish()
        if ending.error is None:
            records = [future.result() for future in self.pending]
            self.done.setdefault(self.header.split, []).extend(records)
            return
        episode = f"{shard_name(self.shard)}/{self.header.number:08d}"
        shutil.rmtree(_segments(self.folder, self.header.split) / episode, ignore_errors=True)

    def close(self) -> None:
        """Write the fragment that ``merge`` reads."""
        path = _fragment(self.folder, self.shard)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json_text(self.done, indent=None), encoding="utf-8")

    def _picture(self, reading: Reading, truth: Truth) -> None:
        place = (self.shard, self.header.number, reading.sensor, "rgb", reading.index)
        image = reading_file(*place, self.plan.form.ending("rgb")).removeprefix(f"{SHARDS}/")
        height, width = truth.channels["instance"].shape
        record = {
            "file_name": image,
            "width": width,
            "height": height,
            "license": 1,
            "episode": self.header.number,
            "sensor": reading.sensor,
            "reading": reading.index,
            "t_ns": reading.t_ns,
        }
        png = str(Path(image).with_suffix(".png"))
        path = _segments(self.folder, self.header.split) / png
        path.parent.mkdir(parents=True, exist_ok=True)
        job = self.background.submit(_labelled, truth, self.classes, record, png, path)
        self.pending.append(job)


def open_shard(plan: Plan, shard: int, folder: Path, background: Background) -> Pen:
    """Begin a shard."""
    return Pen(plan, shard, folder, background)


def merge(plan: Plan, home: Path) -> list[str]:
    """Write the annotations of each split from the fragments of all shards."""
    made = []
    for split in plan.split or (WHOLE,):
        for kind in KINDS:
            name = f"annotations/{kind}_{split}.json"
            with whole_file(home / name) as file:
                _annotations(plan, home, split, kind, file)
            made.append(name)
    return made


def segment_map(
    semantic: NDArray[np.uint8],
    instance: NDArray[np.int32],
    objects: Sequence[ObjectTruth],
    known: ClassSet,
) -> NDArray[np.int32]:
    """The segment's id of each pixel (H, W), 0 where the set of classes has no category."""
    by_class = np.zeros(256, np.int32)
    for kind in classes():
        category = known.of(kind)
        if category is not None:
            by_class[kind] = category + CROWD * known.is_thing(category)
    most = int(instance.max(initial=0))
    by_object = np.full(most + 1, -1, np.int32)
    for track, segment in segments(objects, known).items():
        if track <= most:
            by_object[track] = segment
    of_object = by_object[instance]
    return np.where(of_object >= 0, of_object, by_class[semantic])


def segments(objects: Sequence[ObjectTruth], known: ClassSet) -> dict[int, int]:
    """The segment's id of each object by its track, 0 for those without a category."""
    category = {item.track: known.of(item.class_id, item.attributes) for item in objects}
    riders = {class_id("cyclist"), class_id("motorcyclist")}
    joined = {(i.group, category[i.track]): i.track for i in objects if i.class_id in riders}
    cycles = {class_id("bicycle"), class_id("motorcycle")}
    found = {}
    for item in objects:
        number = category[item.track]
        if number is None or not known.is_thing(number):
            found[item.track] = number or 0
            continue
        with_rider = item.class_id in cycles and (item.group, number) in joined
        track = joined[item.group, number] if with_rider else item.track
        found[item.track] = OBJECT + track
    return found


def _labelled(truth: Truth, known: ClassSet, image: Record, png: str, path: Path) -> Record:
    """Write the segments of a picture; return its records, whose ids ``merge`` gives."""
    labels = segment_map(
        truth.channels["semantic"], truth.channels["instance"], truth.objects, known
    )
    path.write_bytes(_coded(labels))
    found = seen(labels)
    things = {OBJECT + item.track: item for item in truth.objects}
    by_column = np.asfortranarray(labels)
    instances, people, info = [], [], []
    for segment, extent in found.items():
        item = things.get(segment)
        category = segment % CROWD if item is None else known.of(item.class_id, item.attributes)
        crowd = int(item is None and segment >= CROWD)
        measure = {"area": extent.pixels, "bbox": _bbox(extent), "iscrowd": crowd}
        info.append({"id": segment, "category_id": category, **measure})
        if item is None and not crowd:
            continue
        annotation = {
            "category_id": category,
            "segmentation": _mask(by_column == segment),
            **measure,
        }
        if item is not None:
            annotation |= {
                "track_id": item.track,
                "occlusion": round(item.occlusion, 6),
                "truncation": round(item.truncation, 6),
                "weather_visibility": _rounded(item.weather_visibility),
                "contrast": _rounded(item.contrast),
                "detectable": item.detectable,
            }
            if item.keypoints is not None:
                people.append({**annotation, **_keypoints(item), "category_id": 1})
        instances.append(annotation)
    return {
        "image": image,
        "instances": instances,
        "person_keypoints": people,
        "panoptic": [{"file_name": png, "segments_info": info}],
    }


def _rounded(value: float) -> float | None:
    return round(value, 6) if math.isfinite(value) else None


def _coded(labels: NDArray[np.int32]) -> bytes:
    """Ids as R + 256 G + 65536 B."""
    import cv2

    planes = [((labels >> shift) & 255).astype(np.uint8) for shift in (16, 8, 0)]
    parameters = (
        cv2.IMWRITE_PNG_COMPRESSION,
        4,
        cv2.IMWRITE_PNG_FILTER,
        cv2.IMWRITE_PNG_FILTER_NONE,
    )
    return cv2.imencode(".png", cv2.merge(planes), parameters)[1].tobytes()


def _mask(mask: NDArray[np.bool_]) -> Record:
    from pycocotools import mask as coco_mask

    code = coco_mask.encode(mask.view(np.uint8))
    return {"size": list(code["size"]), "counts": code["counts"].decode("ascii")}


def _bbox(extent: Seen) -> list[float]:
    x0, y0, x1, y1 = extent.box
    return [x0, y0, x1 - x0, y1 - y0]


def _keypoints(item: ObjectTruth) -> Record:
    points = np.asarray(item.keypoints)
    flat = [
        v
        for x, y, seen_as in points
        for v in (round(float(x), 2), round(float(y), 2), int(seen_as))
    ]
    return {"keypoints": flat, "num_keypoints": int((points[:, 2] > 0).sum())}


def _fragment(home: Path, shard: int) -> Path:
    return home / "fragments" / f"{shard_name(shard)}.json"


def _segments(home: Path, split: str) -> Path:
    return home / "annotations" / f"panoptic_{split}"


def _annotations(plan: Plan, home: Path, split: str, kind: str, file: IO[bytes]) -> None:
    """Write one file piece by piece: a dataset's annotations may not fit into memory."""
    head = {**_about(plan, split), "categories": _categories(plan, kind)}
    file.write(json_text(head, indent=None).rstrip("}\n").encode())
    for key, records in (
        ("images", _images(plan, home, split)),
        ("annotations", _numbered(plan, home, split, kind)),
    ):
        file.write(f',\n"{key}":['.encode())
        for number, record in enumerate(records):
            text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
            file.write((",\n" if number else "\n").encode() + text.encode())
        file.write(b"\n]")
    file.write(b"}\n")


def _records(plan: Plan, home: Path, split: str) -> Iterator[Record]:
    for shard in plan.shards:
        data = json.loads(_fragment(home, shard).read_bytes())
        yield from data.get(split, ())


def _images(plan: Plan, home: Path, split: str) -> Iterator[Record]:
    for number, record in enumerate(_records(plan, home, split), 1):
        yield {"id": number, **record["image"]}


def _numbered(plan: Plan, home: Path, split: str, kind: str) -> Iterator[Record]:
    number = 0
    for image, record in enumerate(_records(plan, home, split), 1):
        for annotation in record[kind]:
            number += 1
            named: Mapping[str, Any] = {} if kind == "panoptic" else {"id": number}
            yield {**named, "image_id": image, **annotation}


def _about(plan: Plan, split: str) -> Record:
    info: Record = {
        "description": f"{plan.scenario}, split {split}",
        "version": plan.versions["whiteout"],
        "contributor": "Whiteout",
        "url": "",
    }
    if plan.date:
        info |= {"year": int(plan.date[:4]), "date_created": plan.date.replace("-", "/")}
    return {"info": info, "licenses": [{"id": 1, "name": plan.license, "url": ""}]}


def _categories(plan: Plan, kind: str) -> list[Record]:
    if kind == "person_keypoints":
        skeleton = [[a + 1, b + 1] for a, b in LIMBS]
        person = {"id": 1, "name": "person", "supercategory": "person"}
        return [{**person, "keypoints": list(KEYPOINTS), "skeleton": skeleton}]
    panoptic = kind == "panoptic"
    return [
        {
            "id": item.id,
            "name": item.name,
            "supercategory": item.supercategory,
            **({"isthing": int(item.thing), "color": list(item.colour)} if panoptic else {}),
        }
        for item in class_set(plan.classes).categories
        if panoptic or item.thing
    ]
