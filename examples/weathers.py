"""One street in eighteen kinds of air, with what can be seen: `python examples/weathers.py`.

Writes `out/weathers.jpg`.
"""

from pathlib import Path

import cv2
import numpy as np
from whiteout.scenarios.episode import Episode

import whiteout

DRY = {"weather.snow.rate": "0 mm/h", "surface.snow_depth": "0 mm", "surface.ice_fraction": 0}
NOON, DUSK, NIGHT = ({"light.time": f"{hour} h"} for hour in (12, 15.3, 20))
GALE = {"speed": "16 m/s", "from_bearing": "0 deg"}
DRIFT = {"weather.snow.rate": "0 mm/h", "weather.wind": GALE, **NOON}
SUMMER = {"light.date": "2026-07-01", **NOON}

AIRS = {
    "noon": {**DRY, **NOON},
    "drizzle 0.5 mm/h": {**DRY, **NOON, "weather.drizzle.rate": "0.5 mm/h"},
    "rain 15 mm/h": {**DRY, **NOON, "weather.rain.rate": "15 mm/h"},
    "fog 60 m": {**DRY, **NOON, "weather.fog.visibility": "60 m"},
    "fog 60 m, dusk": {**DRY, **DUSK, "weather.fog.visibility": "60 m"},
    "fog 60 m, night": {**DRY, **NIGHT, "weather.fog.visibility": "60 m"},
    "ground fog 40 m, 2.5 m deep": {
        **DRY, **NOON, "weather.fog": {"visibility": "40 m", "depth": "2.5 m"},
    },
    "banks of fog 25 m": {
        **DRY, **NOON,
        "weather.fog": {
            "visibility": "25 m", "depth": "4 m", "banks": {"share": 0.4, "size": "30 m"},
        },
    },
    "rain 20 mm/h, night": {**DRY, **NIGHT, "weather.rain.rate": "20 mm/h"},
    "snow 1 mm/h": {**NOON, "weather.snow.rate": "1 mm/h"},
    "snow 4 mm/h, dusk": {**DUSK, "weather.snow.rate": "4 mm/h", "weather.wind.speed": "10 m/s"},
    "snow 2 mm/h, night": {**NIGHT, "weather.snow.rate": "2 mm/h"},
    "sleet 4 mm/h": {**NOON, "weather.snow.rate": "0 mm/h", "weather.sleet.rate": "4 mm/h"},
    "blowing snow 80 m, from 1.2 m": {
        **DRIFT, "weather.blowing_snow.visibility": "80 m", "sensors.front.mount.z": "1.2 m",
    },
    "blowing snow 80 m, from 2.5 m": {
        **DRIFT, "weather.blowing_snow.visibility": "80 m", "sensors.front.mount.z": "2.5 m",
    },
    "dust 200 m": {**DRY, **SUMMER, "weather.dust.visibility": "200 m"},
    "sandstorm 80 m": {**DRY, **SUMMER, "weather.sandstorm.visibility": "80 m"},
    "smoke 40 m": {
        **DRY, **SUMMER, "weather.smoke": {"visibility": "40 m", "depth": "8 m"},
    },
}  # fmt: skip


def panel(caption: str, air: dict[str, object]) -> np.ndarray:
    """(270, 360, 3) what the camera sees, with its caption."""
    episode = Episode(whiteout.draw(whiteout.load("child-chases-ball", air), 0, 0))
    frame = episode.reset()
    for _ in range(5):
        frame = episode.step(episode.driver_action)
    image = frame.readings["front"][-1].channels["rgb"][..., ::-1]
    image = cv2.resize(np.ascontiguousarray(image), (360, 270), interpolation=cv2.INTER_AREA)
    seen = frame.surroundings.visibility_m
    text = f"{caption}: sight {seen:.0f} m" if seen < 20e3 else caption
    image[-20:] //= 3
    cv2.putText(image, text, (8, 264), cv2.FONT_HERSHEY_SIMPLEX, 0.42, (255, 255, 255), 1, 16)
    return image


def main() -> None:
    """Draw all of them, three to a row."""
    panels = [panel(caption, air) for caption, air in AIRS.items()]
    rows = [np.hstack(panels[k : k + 3]) for k in range(0, len(panels), 3)]
    out = Path("out/weathers.jpg")
    out.parent.mkdir(exist_ok=True)
    cv2.imwrite(str(out), np.vstack(rows), [cv2.IMWRITE_JPEG_QUALITY, 82])
    print(out)


if __name__ == "__main__":
    main()
