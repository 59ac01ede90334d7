"""How each channel becomes a file, and how it is read back.

============  ========================  ==========================================================
channel       file                      meaning
============  ========================  ==========================================================
rgb           8-bit RGB PNG, or JPEG    sRGB
raw           16-bit grey PNG           counts of the pixels
linear        .npy, (H, W, 3) float32   luminance as linear RGB [cd/m²]
mono          8-bit grey PNG            grey picture of a thermal camera
temperature   .npy, (H, W) float32      apparent temperature [K]
events        .npy, (N,) of EVENT       x, y [px], t_ns [ns], polarity 1 or -1, by time
event_counts  .npy, (H, W, 2) uint16    events that say brighter, and darker
depth         16-bit grey PNG           z = value / depth_scale [m]; 0: nothing, or too far to tell
semantic      8-bit grey PNG            class id
instance      16-bit grey PNG           track id, 0: no object
normal        8-bit RGB PNG             n = value / 127.5 - 1, camera axes; (128, 128, 128): nothing
flow          16-bit RGB PNG, as KITTI  u = (R - 2^15) / 64, v = (G - 2^15) / 64 [px], B: 1 if valid
cover         8-bit grey PNG            cover id
damage        8-bit grey PNG            share of the light that does not come straight, in 255ths
others        .npy                      as the sensor gives them (``sensors.numbers``)
============  ========================  ==========================================================
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..sensors.numbers import ALL

DEPTH_SCALE = {"driving": 256.0}
"""Depth's unit is 1/scale metre, by the domain of the scenario."""

MOST_INSTANCES = 65535

ARRAYS = ("linear", "temperature", "events", "event_counts", *ALL)
"""Channels that are kept as NumPy's own files."""

PNG: dict[str, tuple[int, str, str]] = {
    "rgb": (1, "FILTER_SUB", "STRATEGY_RLE"),
    "raw": (1, "FILTER_SUB", "STRATEGY_DEFAULT"),
    "mono": (1, "FILTER_SUB", "STRATEGY_DEFAULT"),
    "depth": (1, "FAST_FILTERS", "STRATEGY_DEFAULT"),
    "semantic": (1, "FILTER_NONE", "STRATEGY_RLE"),
    "instance": (4, "FILTER_NONE", "STRATEGY_DEFAULT"),
    "normal": (4, "FILTER_NONE", "STRATEGY_DEFAULT"),
    "flow": (4, "FAST_FILTERS", "STRATEGY_DEFAULT"),
    "cover": (1, "FILTER_NONE", "STRATEGY_RLE"),
    "damage": (1, "FAST_FILTERS", "STRATEGY_DEFAULT"),
}
"""Level, filter and strategy of OpenCV's PNG encoder (``IMWRITE_PNG_…``) by channel: where more
time stops to buy smaller files (``docs/dataset.md`` has the figures)."""


class Format(NamedTuple):
    """What the files of an export look like. quality: of JPEG pictures, None for PNG."""

    depth_scale: float = 256.0
    quality: int | None = None

    def ending(self, channel: str) -> str:
        """How the names of a channel's files end."""
        if channel in ARRAYS:
            return ".npy"
        return ".jpg" if channel == "rgb" and self.quality is not None else ".png"


def image_format(text: str) -> int | None:
    """The quality of "jpeg:95", None for "png". Raises ``ValueError``."""
    kind, colon, number = text.partition(":")
    if text == "png":
        return None
    if kind == "jpeg" and colon and number.isdecimal() and 1 <= int(number) <= 100:
        return int(number)
    raise ValueError(f"image '{text}': write png, or jpeg:1 to jpeg:100")


def encoded(channel: str, truth: Mapping[str, NDArray], form: Format) -> bytes:
    """The file of a channel. truth: channels by name, since flow takes its validity along."""
    import cv2

    if channel in ARRAYS:
        file = io.BytesIO()
        np.save(file, truth[channel], allow_pickle=False)
        return file.getvalue()
    image = _ENCODE[channel](truth, form)
    if form.ending(channel) == ".jpg":
        done, data = cv2.imencode(".jpg", image, (cv2.IMWRITE_JPEG_QUALITY, form.quality or 95))
    else:
        level, choice, strategy = PNG[channel]
        parameters = (
            *(cv2.IMWRITE_PNG_COMPRESSION, level),
            *(cv2.IMWRITE_PNG_FILTER, getattr(cv2, f"IMWRITE_PNG_{choice}")),
            *(cv2.IMWRITE_PNG_STRATEGY, getattr(cv2, f"IMWRITE_PNG_{strategy}")),
        )
        done, data = cv2.imencode(".png", image, parameters)
    if not done:
        raise ValueError(f"channel {channel} of shape {image.shape} cannot be encoded")
    return data.tobytes()


def decoded(channel: str, path: Path, depth_scale: float) -> dict[str, NDArray]:
    """The channels in a file: one, or flow with ``flow_valid``. Raises ``OSError``, or
    ``ValueError`` for what is no image."""
    import cv2

    if channel in ARRAYS:
        return {channel: np.load(io.BytesIO(path.read_bytes()), allow_pickle=False)}
    image = cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), cv2.IMREAD_UNCHANGED)
    if image is None:
        raise ValueError("it is no image")
    return _DECODE[channel](image, depth_scale)


def _rgb(truth: Mapping[str, NDArray], form: Format) -> NDArray:
    return _swapped(truth["rgb"])


def _depth(truth: Mapping[str, NDArray], form: Format) -> NDArray:
    value = np.rint(truth["depth"] * np.float32(form.depth_scale))
    return np.where(value <= 65535.0, value, 0.0).astype(np.uint16)


def _normal(truth: Mapping[str, NDArray], form: Format) -> NDArray:
    value = np.rint(truth["normal"] * np.float32(127.5) + np.float32(127.5))
    return _swapped(np.clip(value, 0.0, 255.0).astype(np.uint8))


def _instance(truth: Mapping[str, NDArray], form: Format) -> NDArray:
    instance = truth["instance"]
    if instance.max(initial=0) > MOST_INSTANCES:
        raise ValueError(
            f"instance {instance.max()} is beyond {MOST_INSTANCES}, the most of a file"
        )
    return instance.astype(np.uint16)


def _flow(truth: Mapping[str, NDArray], form: Format) -> NDArray:
    import cv2

    planes = [np.rint(p * np.float32(64.0)) + np.float32(32768.0) for p in cv2.split(truth["flow"])]
    u_fits, v_fits = ((plane >= 0.0) & (plane <= 65535.0) for plane in planes)
    fits = u_fits & v_fits
    u, v = (np.where(fits, plane, 0.0).astype(np.uint16) for plane in planes)
    valid = (truth["flow_valid"] & fits).astype(np.uint16)
    return cv2.merge([valid, v, u])


def _plain(channel: str) -> Callable[[Mapping[str, NDArray], Format], NDArray]:
    return lambda truth, form: truth[channel]


def _read_depth(image: NDArray, scale: float) -> dict[str, NDArray]:
    depth = image.astype(np.float32) / np.float32(scale)
    depth[image == 0] = np.inf
    return {"depth": depth}


def _read_normal(image: NDArray, scale: float) -> dict[str, NDArray]:
    normal = _swapped(image).astype(np.float32) / np.float32(127.5) - np.float32(1.0)
    length = np.linalg.norm(normal, axis=-1, keepdims=True)
    return {"normal": np.where(length > 0.5, normal / np.maximum(length, 0.5), 0.0)}


def _read_flow(image: NDArray, scale: float) -> dict[str, NDArray]:
    flow = (image[..., :0:-1].astype(np.float32) - np.float32(32768.0)) / np.float32(64.0)
    return {"flow": flow, "flow_valid": image[..., 0] > 0}


def _swapped(image: NDArray) -> NDArray:
    import cv2

    return cv2.cvtColor(np.ascontiguousarray(image), cv2.COLOR_RGB2BGR)


_ENCODE: dict[str, Callable[[Mapping[str, NDArray], Format], NDArray]] = {
    "rgb": _rgb,
    "raw": _plain("raw"),
    "mono": _plain("mono"),
    "depth": _depth,
    "semantic": _plain("semantic"),
    "instance": _instance,
    "normal": _normal,
    "flow": _flow,
    "cover": _plain("cover"),
    "damage": _plain("damage"),
}

_DECODE: dict[str, Callable[[NDArray, float], dict[str, Any]]] = {
    "rgb": lambda image, scale: {"rgb": _swapped(image)},
    "raw": lambda image, scale: {"raw": image},
    "mono": lambda image, scale: {"mono": image},
    "depth": _read_depth,
    "semantic": lambda image, scale: {"semantic": image},
    "instance": lambda image, scale: {"instance": image.astype(np.int32)},
    "normal": _read_normal,
    "flow": _read_flow,
    "cover": lambda image, scale: {"cover": image},
    "damage": lambda image, scale: {"damage": image},
}
