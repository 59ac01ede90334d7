"""Makes the pictures of the docs: the library, one street in four weathers, its labels, its ground.

python examples/gallery.py --out docs
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import cv2
import gymnasium as gym
import numpy as np

import whiteout  # noqa: F401  (registers the environments)

LIBRARY = (
    ("child-chases-ball", 1, 72),
    ("deer-at-bend", 5, 70),
    ("cyclist-crossing-turn", 2, 22),
    ("motorway-cut-in", 3, 54),
    ("stopped-car-behind-crest", 1, 200),
    ("pedestrian-at-night", 8, 94),
    ("red-light-runner", 3, 70),
    ("wrong-way-driver", 4, 94),
)
"""Scenario, seed and step of each picture."""

RATES = ("0 mm/h", "0.5 mm/h", "2 mm/h", "6 mm/h")
GROUNDS = (
    (1, ("surface={water_film: 0.5 mm, rut_depth: 6 mm}", "light.time=12 h")),
    (3, ("surface={water_film: 2 mm}", "light.time=18 h")),
    (2, ("surface={snow_depth: 25 mm, water_film: 6 mm, temperature: 1 degC}", "light.time=12 h")),
    (6, ("surface={ice_fraction: 0.35}", "light.time=12 h")),
    (3, ("surface={patches: {a: {cover: leaves, at: {s: 27 m, t: -1 m}, length: 20 m, width: 4 m, "
         "softness: 1.5 m}}}", "light.date=2026-10-15", "light.time=13 h")),
    (1, ("surface={patches: {a: {cover: oil, at: {s: 18 m, t: 0.5 m}, length: 4 m, width: 2 m}, "
         "b: {cover: gravel, at: {s: 27 m}, length: 8 m, width: 4 m, softness: 1 m}, c: {cover: "
         "puddle, at: {s: 19 m, t: -1.5 m}, length: 7 m, width: 1.4 m}}}", "light.time=12 h")),
)  # fmt: skip
"""Seed and overrides of pictures of the ground."""

WALKERS = (
    ("child-chases-ball", 1, "{"
     "old: {kind: elderly, aid: cane, clothing: muted, at: {s: 20.5 m, t: -4.6 m}, "
     "behaviour: {kind: cross}}, "
     "user: {kind: wheelchair, clothing: bright, at: {s: 19.5 m, t: 4.5 m}, "
     "behaviour: {kind: cross}}, "
     "parent: {kind: stroller, clothing: muted, at: {s: 24 m, t: -1 m}, "
     "behaviour: {kind: cross}}}"),
    ("deer-at-bend", 5, "{bull: {kind: moose, sex: bull, at: {s: 25 m, t: 4 m}, "
     "behaviour: {kind: cross, speed: 1.2 m/s}}}"),
)  # fmt: skip
"""People and animals that cross: scenario, seed, actors."""

PARKED = (
    (("compact", 24, 4.2, 225, "red"), ("sedan", 24, -2.8, 145, "blue"),
     ("wagon", 35, 4.6, 40, "white"), ("suv", 35, -4.2, -40, "grey")),
    (("van", 26, 4.4, 225, "white"), ("pickup", 26, -3.4, 40, "green"),
     ("motorcycle", 21, -0.4, 215, "orange")),
    (("box_truck", 35, 4.8, 215, "blue"), ("bus", 43, -4, 160, "red")),
)  # fmt: skip
"""Vehicles on a motorway: kind, s and t [m], heading [deg], colour."""

BEACONS = (
    ("weather={clouds: {cover: 0.3}}", "light.date=2026-06-15", "light.time=14 h"),
    ("weather={snow: {rate: 1 mm/h}}", "surface.snow_depth=30 mm", "light.time=22 h"),
    ("weather={fog: {visibility: 60 m}}", "light.time=22 h"),
)
"""Overrides of pictures of an emergency."""

LABELS = ((), ("boxes", "keypoints"), ("masks",), ("depth",))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("docs"))
    out = parser.parse_args().out
    save(out / "library.jpg", [picture(*moment) for moment in LIBRARY], 4)
    name, seed, step = LIBRARY[0]
    weathers = [picture(name, seed, step, [f"weather.snow.rate={rate}"]) for rate in RATES]
    save(out / "weathers.jpg", weathers, 4)
    plain = ["actors={}", "require={}", "weather={clouds: {cover: 0.6}}", "ego.at.s=10 m"]
    grounds = [picture(name, own, 0, [*plain, *said]) for own, said in GROUNDS]
    save(out / "ground.jpg", grounds, 3)
    still = ["require={}", "weather={}", "surface={}", "ego.at={s: 10 m}", "ego.speed=0 km/h",
             "ego.driver={kind: constant}", "light.date=2026-09-15", "light.time=12 h",
             "sensors.front.fov=48 deg"]  # fmt: skip
    walkers = [picture(own, seed, 30, [*still, f"actors={who}"]) for own, seed, who in WALKERS]
    save(out / "people.jpg", walkers, 2)
    road = ["require={}", "weather={clouds: {cover: 0.3}}", "surface={}", "ego.at.s=10 m",
            "ego.speed=0 km/h", "road={kind: motorway, lanes: 3, lane: 2}", "light.time=15 h",
            "light.date=2026-06-15", "sensors.front.height=360", "sensors.front.fov=52 deg",
            "sensors.front.mount={x: 1.6 m, z: 3.2 m, pitch: 10 deg}"]  # fmt: skip
    parked = [picture("deer-at-bend", 5, 0, [*road, f"actors={standing(row)}"]) for row in PARKED]
    save(out / "vehicles.jpg", parked, 3)
    scene = ["require={}", "surface={}", "ego.at={s: 10 m}", "ego.speed=0 km/h",
             "ego.driver={kind: constant}", "road={kind: urban_street}", "sensors.front.fov=52 deg",
             "sensors.front.mount={x: 2 m, z: 1.4 m}", "sensors.front.height=400",
             "actors={police: {kind: police_car, livery: chequers, colour: white, beacons: true, "
             "at: {s: 25 m, t: 0.4 m, heading: 30 deg}, behaviour: {kind: stopped}}, "
             "rescue: {kind: ambulance, beacons: true, indicators: hazard, "
             "at: {s: 38 m, t: -1.4 m}, behaviour: {kind: stopped}}, "
             "who: {kind: adult, at: {s: 24 m, t: 3.6 m}, behaviour: {kind: stand}}}"]  # fmt: skip
    beacons = [picture("child-chases-ball", 5, 3, [*scene, *said]) for said in BEACONS]
    save(out / "beacons.jpg", beacons, 3)
    tracks = picture(str(Path(__file__).parent / "tracks-in-snow.yaml"), 1, 84)
    save(out / "tracks.jpg", [tracks], 1)
    save(out / "labels.jpg", [picture(name, seed, step, overlays=shown) for shown in LABELS], 4)


def standing(row: Sequence[tuple[str, float, float, float, str]]) -> str:
    """Actors: vehicles that stand where a row of ``PARKED`` says."""
    said = [
        f"{kind}: {{kind: {kind}, at: {{s: {s} m, t: {t} m, heading: {heading} deg}}, "
        f"colour: {colour}, behaviour: {{kind: parked}}}}"
        for kind, s, t, heading, colour in row
    ]
    return "{" + ", ".join(said) + "}"


def picture(
    scenario: str, seed: int, step: int, overrides: Sequence[str] = (), overlays: Sequence[str] = ()
) -> np.ndarray:
    """(H, W, 3) what the front camera sees at a step under the scenario's own driver."""
    env = gym.make(
        "whiteout/Scenario-v0", scenario=scenario, overrides=list(overrides), observation=["ego"],
        render_mode="rgb_array", overlays=list(overlays),
    )  # fmt: skip
    env.reset(seed=seed)
    for _ in range(step):
        *_, terminated, truncated, _ = env.step(env.unwrapped.driver_action())
        if terminated or truncated:
            raise SystemExit(f"{scenario}, seed {seed}: the episode ends before step {step}")
    shown = env.render()
    env.close()
    return shown


def save(file: Path, pictures: Sequence[np.ndarray], columns: int) -> None:
    """Save pictures side by side, 1440 pixels wide."""
    file.parent.mkdir(parents=True, exist_ok=True)
    rows = [np.hstack(pictures[k : k + columns]) for k in range(0, len(pictures), columns)]
    sheet = np.vstack(rows)[..., ::-1]
    scale = 1440 / sheet.shape[1]
    small = cv2.resize(sheet, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    cv2.imwrite(str(file), small, [cv2.IMWRITE_JPEG_QUALITY, 85])
    print(file)


if __name__ == "__main__":
    main()
