"""One street in nine weathers, as an AR0231 sees it: `python examples/one_street.py [FILE]`.

Writes `out/one-street.jpg`, or FILE. The scenario is `examples/one-street.yaml`.
"""

import sys
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from whiteout.scenarios.episode import Episode

import whiteout

SCENARIO = Path(__file__).with_name("one-street.yaml")
STEPS = 12
"""Control steps before the picture is taken: exposure has settled, and tracks are being made."""

DUSK = {"light.date": "2026-01-20", "light.time": "17.1 h"}
NIGHT = {"light.date": "2026-01-20", "light.time": "21 h"}
FROST = {"light.date": "2026-01-20", "weather.temperature": "-6 degC"}
GALE = {"speed": "16 m/s", "from_bearing": "330 deg"}
DRIFT = {
    **FROST, "light.time": "11 h", "surface.snow_depth": "40 mm", "weather.wind": GALE,
    "weather.blowing_snow.visibility": "40 m",
}  # fmt: skip

WEATHERS: dict[str, dict[str, Any]] = {
    "noon, clear": {},
    "drizzle, 0.8 mm/h": {"weather.drizzle": {"rate": "0.8 mm/h", "since": "40 min"}},
    "fog": {"weather.fog.visibility": "60 m"},
    "snowstorm at dusk, 3 mm/h": {
        **FROST, **DUSK, "weather.snow.rate": "3 mm/h", "surface.snow_depth": "50 mm",
        "weather.wind": {"speed": "12 m/s", "from_bearing": "40 deg"},
    },
    "snow at night, 2 mm/h, own high beam": {
        **FROST, **NIGHT, "weather.snow.rate": "2 mm/h", "surface.snow_depth": "30 mm",
        "ego.lights": "high",
    },
    "low sun, wet asphalt": {
        "light.date": "2026-03-31", "light.time": "6.5 h", "surface.water_film": "0.8 mm",
    },
    "black ice after rain": {
        **DUSK, "light.time": "16.6 h", "weather.temperature": "1 degC",
        "weather.clouds.cover": 0.9, "surface.water_film": "0.3 mm",
        "surface.patches": {
            "ice": {
                "cover": "black_ice", "at": {"s": "60 m"}, "length": "70 m", "width": "7 m",
            },
        },
    },
    "blowing snow, from 1.2 m": {**DRIFT, "sensors.front.mount.z": "1.2 m"},
    "blowing snow, from 2.5 m": {**DRIFT, "sensors.front.mount.z": "2.5 m"},
}  # fmt: skip


def seen(weather: dict[str, Any]) -> tuple[np.ndarray, float]:
    """What the camera sees (H, W, 3) BGR, and the visibility where it stands [m]."""
    episode = Episode(whiteout.draw(whiteout.load(SCENARIO, weather), 3, 0))
    frame = episode.reset()
    for _ in range(STEPS):
        frame = episode.step(episode.driver_action)
    reading = frame.readings["front"][-1]
    place = (reading.T_world_ego @ reading.T_ego_sensor)[:3, 3]
    image = np.ascontiguousarray(reading.channels["rgb"][..., ::-1])
    return image, float(episode.setting.atmosphere_at(STEPS * 0.1).visibility_at(place))


def captioned(image: np.ndarray, visibility: float, caption: str) -> np.ndarray:
    """(320, 512, 3) with what it shows written below."""
    image = cv2.resize(image, (512, 320), interpolation=cv2.INTER_AREA)
    sight = f"visibility {visibility:.0f} m" if visibility < 20e3 else "visibility over 20 km"
    image[-24:] //= 3
    text = f"{caption}; {sight}"
    cv2.putText(image, text, (8, 312), cv2.FONT_HERSHEY_SIMPLEX, 0.46, (255, 255, 255), 1, 16)
    return image


def main() -> None:
    """Draw all of them, three to a row."""
    panels = [captioned(*seen(weather), caption) for caption, weather in WEATHERS.items()]
    rows = [np.hstack(panels[k : k + 3]) for k in range(0, len(panels), 3)]
    out = Path(sys.argv[1] if len(sys.argv) > 1 else "out/one-street.jpg")
    out.parent.mkdir(exist_ok=True)
    cv2.imwrite(str(out), np.vstack(rows), [cv2.IMWRITE_JPEG_QUALITY, 80])
    print(out)


if __name__ == "__main__":
    main()
