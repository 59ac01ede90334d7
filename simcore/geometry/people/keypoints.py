"""The seventeen keypoints of COCO, placed on the parts of a person."""

from __future__ import annotations

import numpy as np

from ..figure import KEYPOINTS, Keypoint
from .face import eye_place
from .head import Head
from .posture import FOOT, FOREARM, HAND, HEAD, SHANK, THIGH, UPPER_ARM
from .proportions import Proportions


def keypoints(body: Proportions, model: Head) -> tuple[Keypoint, ...]:
    """All keypoints in COCO's order: face parts on the skin, joints at their centres.

    Annotators set the hip on the outside of the pelvis, a little beside the joint.
    """
    _, eye_y, eye_z = eye_place(model.face, model.child)
    tip = model.clay.cast([0.0, 0.0, 0.355], [1.0, 0.0, 0.0], 0.75)
    place: dict[str, tuple[int, np.ndarray]] = {
        "nose": (HEAD, model.placed(tip - np.array([0.03, 0.0, 0.0])))
    }
    for k, (name, side) in enumerate((("left", 1.0), ("right", -1.0))):
        eye = model.clay.cast([0.0, side * eye_y, eye_z], [1.0, 0.0, 0.0], 0.75)
        ear = model.clay.cast([-0.045, 0.0, 0.47], [0.0, side, 0.0], 0.75)
        place[f"{name}_eye"] = (HEAD, model.placed(eye))
        place[f"{name}_ear"] = (HEAD, model.placed(ear))
        place[f"{name}_shoulder"] = (UPPER_ARM + k, np.zeros(3))
        place[f"{name}_elbow"] = (FOREARM + k, np.zeros(3))
        place[f"{name}_wrist"] = (HAND + k, np.zeros(3))
        place[f"{name}_hip"] = (THIGH + k, np.array([0.0, 0.012 * side * body.stature, 0.0]))
        place[f"{name}_knee"] = (SHANK + k, np.zeros(3))
        place[f"{name}_ankle"] = (FOOT + k, np.zeros(3))
    return tuple(
        Keypoint(name, place[name][0], tuple(place[name][1].tolist())) for name in KEYPOINTS
    )
