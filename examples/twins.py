"""One instant and its three twins: `python examples/twins.py`.

Writes `docs/twins.jpg`.
"""

import argparse
from pathlib import Path

import cv2
import numpy as np
from whiteout.scenarios.episode import Episode
from whiteout.sensors.twins import TWINS

import whiteout

STREET = {
    "light.time": "16.4 h",
    "weather.snow.rate": "4 mm/h",
    "sensors.front.preset": "ar0231",
    "sensors.front.exposure": {"longest": "4 ms"},
    "sensors.front.electronics": {"temperature": "60 degC"},
}
SEED, STEPS = 1, 69
NAMES = {
    None: "the reading",
    "weather": "weather: no noise",
    "sensor": "sensor: no weather",
    "clean": "clean: neither",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("docs/twins.jpg"))
    out = parser.parse_args().out
    episode = Episode(whiteout.draw(whiteout.load("child-chases-ball", STREET), SEED, 0))
    frame = episode.reset()
    for _ in range(STEPS):
        frame = episode.step(episode.driver_action)
    readings = {kind: episode.twin(kind)["front"][-1] for kind in TWINS}
    pictures = {None: frame.readings["front"][-1], **readings}
    panels = [panel(text, pictures[kind].channels["rgb"]) for kind, text in NAMES.items()]
    sheet = np.vstack([np.hstack(panels[:2]), np.hstack(panels[2:])])
    cv2.imwrite(str(out), sheet, [cv2.IMWRITE_JPEG_QUALITY, 80])
    print(out)


def panel(caption: str, picture: np.ndarray) -> np.ndarray:
    """(340, 560, 3) the middle of a picture in blue, green and red, with its caption."""
    image = np.ascontiguousarray(picture[90:430, 40:600, ::-1])
    image[-22:] //= 3
    cv2.putText(image, caption, (8, 333), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (255, 255, 255), 1, 16)
    return image


if __name__ == "__main__":
    main()
