"""Drives through a tunnel at noon with a real camera, whose exposure lags behind the light.

python examples/tunnel.py --out docs/tunnel.jpg
"""

import argparse
from itertools import islice

import cv2
import numpy as np

import whiteout

ROAD = {
    "actors": {},
    "require": {},
    "surface": {},
    "weather": {"clouds": {"cover": 0.1}},
    "road": {"kind": "tunnel", "approach": "120 m", "length": "200 m"},
    "ego": {
        "kind": "compact", "at": {"s": "52 m"}, "speed": "72 km/h", "driver": {"kind": "constant"},
    },
    "task.goal.s": "400 m",
    "light.date": "2026-06-15",
    "light.time": "12 h",
    "duration": "20 s",
    "sensors": {
        "front": {
            "kind": "camera", "preset": "ar0231", "width": 480, "height": 300, "fov": "60 deg",
            "rate": "10 Hz", "mount": {"x": "1.6 m", "z": "1.4 m"}, "channels": ["rgb"],
        },
    },
}  # fmt: skip
SHOWN = (10, 29, 34, 44, 126, 136)
"""Steps of a tenth of a second: before the mouth, within, and out again."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", default="docs/tunnel.jpg")
    out = parser.parse_args().out
    drawn = whiteout.draw(whiteout.load("deer-at-bend", ROAD), 1, 0)
    shown = []
    for frame in islice(whiteout.run(drawn), SHOWN[-1] + 1):
        if frame.step in SHOWN:
            picture = frame.readings["front"][0].channels["rgb"][..., ::-1]
            label = f"{frame.t_ns * 1e-9:.1f} s"
            picture = cv2.putText(
                np.ascontiguousarray(picture), label, (10, 26), cv2.FONT_HERSHEY_SIMPLEX, 0.7,
                (255, 255, 255), 2, cv2.LINE_AA,
            )  # fmt: skip
            shown.append(picture)
    sheet = np.vstack([np.hstack(shown[:3]), np.hstack(shown[3:])])
    cv2.imwrite(out, sheet, [cv2.IMWRITE_JPEG_QUALITY, 74])
    print(out)


if __name__ == "__main__":
    main()
