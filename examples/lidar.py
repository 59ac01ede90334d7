"""One sweep of an HDL-32E in six kinds of air, from above: `python examples/lidar.py`.

Writes `out/lidar.jpg`. What falls or floats is orange; all else has the colour of its class.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from whiteout.scenarios.episode import Episode
from whiteout.sensors.cloud import places
from whiteout.sensors.views.above import Plan
from whiteout.sensors.views.colours import of_points

import whiteout

TOP = {"kind": "lidar", "preset": "hdl_32e", "mount": {"x": "0.9 m", "z": "1.9 m"}}
WET = {"base": "asphalt", "water_film": "1.5 mm"}
AIRS: dict[str, dict[str, Any]] = {
    "clear": {},
    "rain 20 mm/h, wet road": {"weather.rain.rate": "20 mm/h", "surface": WET},
    "snow 1 mm/h": {"weather.snow.rate": "1 mm/h", "surface.snow_depth": "40 mm"},
    "fog 200 m": {"weather.fog.visibility": "200 m"},
    "fog 50 m": {"weather.fog.visibility": "50 m"},
    "blowing snow 60 m": {
        "weather.wind.speed": "16 m/s", "weather.blowing_snow.visibility": "60 m",
        "surface.snow_depth": "60 mm", "weather.temperature": "-8 degC",
    },
}  # fmt: skip
ORANGE = (255, 140, 0)
STEPS, REACH, SIZE = 40, 32.0, (520, 520)


def panel(caption: str, air: dict[str, Any]) -> np.ndarray:
    """(520, 520, 3) the points of a sweep from above, with their number and how far they reach."""
    bare = {"weather": {}, "surface": {"base": "asphalt"}, "sensors": {"top": TOP}}
    scenario = whiteout.draw(whiteout.load("child-chases-ball", {**bare, **air}), 1)
    episode = Episode(scenario, {})
    episode.reset()
    for _ in range(STEPS):
        episode.step(episode.driver_action, sense=False)
    reading, truth = episode.look()["top"]
    points = reading.channels["points"]
    plan, colours = Plan(REACH, SIZE), of_points(points, reading.T_ego_sensor, "class")
    colours[points["is_particle"] == 1] = ORANGE
    T = reading.T_ego_sensor
    plan.points(places(points) @ T[:3, :3].T + T[:3, 3], colours)
    plan.boxes(truth.objects, reading.T_world_ego)
    image = plan.picture[..., ::-1].copy()
    solid = points[points["is_particle"] == 0]
    far = np.sqrt(solid["x"] ** 2 + solid["y"] ** 2 + solid["z"] ** 2)
    image[:30] = image[-30:] = (25, 20, 17)
    share = 100.0 * (far > 30.0).sum() / len(points)
    text = f"{caption}: {len(solid)} points, {len(points) - len(solid)} of the air"
    cv2.putText(image, text, (8, 20), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (245, 245, 245), 1, 16)
    text = f"{share:.1f} % beyond 30 m"
    cv2.putText(image, text, (8, 510), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (168, 158, 150), 1, 16)
    return image


def main() -> None:
    """Draw all of them, three to a row."""
    panels = [panel(caption, air) for caption, air in AIRS.items()]
    rows = [np.hstack(panels[k : k + 3]) for k in range(0, len(panels), 3)]
    out = Path(sys.argv[1] if len(sys.argv) > 1 else "out/lidar.jpg")
    out.parent.mkdir(exist_ok=True)
    cv2.imwrite(str(out), np.vstack(rows), [cv2.IMWRITE_JPEG_QUALITY, 80])
    print(out)


if __name__ == "__main__":
    main()
