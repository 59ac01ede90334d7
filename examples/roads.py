"""Draws roads: what the ego's camera sees, of OpenDRIVE files also plans with its route.

python examples/roads.py --out docs                               the kinds of roads
python examples/roads.py ../shared/data/opendrive --out docs      the files of a folder
"""

import argparse
from pathlib import Path

import cv2
import matplotlib
import numpy as np
from whiteout.scenarios.draw import draw
from whiteout.scenarios.episode import Episode
from whiteout.scenarios.language.load import read
from whiteout.simcore.classes import classes

matplotlib.use("Agg")

import matplotlib.pyplot as plt
from matplotlib.collections import PolyCollection

SCENARIO = """
whiteout: 1
duration: 10 min
road: {{{road}, wear: 0.2}}
ego: {{kind: compact, at: {{s: 5 m}}, speed: 50 km/h}}
light: {{date: 2026-06-15, time: 15 h}}
weather: {{clouds: {{cover: 0.3}}}}
sensors:
  front: {{kind: camera, width: 720, height: 405, fov: 70 deg, mount: {{x: 1.6 m, z: 1.5 m}}}}
"""
PLACES = {"crest-curve": 0.42, "fabriksgatan": 0.245, "soderleden": 0.11, "curve_r100": 0.64}
"""Where along the route the picture is taken, as a share of it."""
KINDS = {
    "kind: s_bend": 0.28, "kind: roundabout": 0.29, "kind: ramp": 0.57,
    "kind: ramp, manoeuvre: enter": 0.3, "kind: flyover": 0.42, "kind: flyover, ego_is: under": 0.3,
    "kind: tunnel": 0.2, "kind: roadworks": 0.37, "kind: parking_lot": 0.05,
}  # fmt: skip
"""The kinds that are drawn, and where."""
COLOURS = {
    "road": "#8a8a88", "parking": "#9a9aa6", "sidewalk": "#d2cdc0", "kerb": "#b4aa98",
    "terrain": "#c3d3a4", "lane_marking": "#ffffff", "bridge": "#b9b4ad", "rail_track": "#8d8172",
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--out", type=Path, default=Path("docs"))
    given = parser.parse_args()
    if given.folder is None:
        pictures = [seen(drive_to(road, share)) for road, share in KINDS.items()]
        save(given.out / "roads.jpg", pictures)
    else:
        draw_files(given)


def draw_files(given: argparse.Namespace) -> None:
    """Plans and pictures of the files of a folder."""
    files = sorted(given.folder.glob("*.xodr"))
    figure, axes = plt.subplots(2, (len(files) + 1) // 2, figsize=(12, 7.4))
    pictures = []
    for file, ax in zip(files, axes.flat, strict=False):
        road = f"kind: opendrive, file: {file.name}, landscape: mixed"
        episode = drive_to(road, PLACES.get(file.stem, 0.12), file.parent)
        plan(ax, episode)
        ax.set_title(file.stem, fontsize=9)
        pictures.append(seen(episode))
    figure.tight_layout()
    figure.savefig(given.out / "opendrive-plans.png", dpi=85)
    save(given.out / "opendrive.jpg", pictures)


def drive_to(road: str, share: float, folder: Path | None = None) -> Episode:
    """The episode when the library's driver has come so far along its route."""
    episode = Episode(draw(read(SCENARIO.format(road=road), "a.yaml", folder), 3, 0))
    frame = episode.reset(sense=False)
    while frame.ego.s < share * episode.setting.layout.end:
        frame = episode.step(episode.driver_action, sense=False)
    return episode


def seen(episode: Episode) -> np.ndarray:
    """(H, W, 3) what the camera sees one step later."""
    for _ in range(2):
        frame = episode.step(episode.driver_action)
    return frame.readings["front"][-1].channels["rgb"]


def plan(ax, episode: Episode) -> None:
    """The roads from above with the route, and in a corner what is around the ego."""
    ways = episode.setting.layout.lanes
    places = np.concatenate([lane.centre for lane in ways.lanes])[:, :2]
    low, high = places.min(0), places.max(0)
    middle, half = (low + high) / 2, 0.56 * (high - low).max()
    ego = episode.world.state[0, 0, :2]
    corner = ax.inset_axes([0.0, 0.0, 0.5, 0.5])
    corner.set_xticks([])
    corner.set_yticks([])
    lift = 0.45 * half  # what the inset takes
    for part, centre, reach in ((ax, middle - [lift, lift], half + lift), (corner, ego, 28.0)):
        from_above(part, episode)
        part.set_xlim(centre[0] - reach, centre[0] + reach)
        part.set_ylim(centre[1] - reach, centre[1] + reach)
        part.set_aspect("equal")
    ax.tick_params(labelsize=6)


def from_above(ax, episode: Episode) -> None:
    """The meshes of the roads and the route."""
    names = {number: item.name for number, item in classes().items()}
    ways = episode.setting.layout.lanes
    route = ways.route.at(np.linspace(*ways.route.span, 1500))
    for place in episode.setting.scene.placements:
        name = names[place.class_id]
        on_road = place.chart >= 0 or name == "bridge"
        if on_road and name in COLOURS:
            corners = place.mesh.vertices[place.mesh.triangles][..., :2]
            colour = COLOURS[name]
            ax.add_collection(
                PolyCollection(corners, facecolors=colour, edgecolors=colour, linewidths=0.2)
            )
    ax.plot(route[:, 0], route[:, 1], color="#c0202a", linewidth=1.0)
    ax.plot(*route[0, :2], "o", color="#c0202a", markersize=4)


def save(file: Path, pictures: list[np.ndarray]) -> None:
    """Save pictures in rows of three."""
    file.parent.mkdir(parents=True, exist_ok=True)
    rows = [np.hstack(pictures[k : k + 3]) for k in range(0, len(pictures), 3)]
    sheet = np.vstack(rows)[..., ::-1]
    small = cv2.resize(sheet, (1290, 1290 * sheet.shape[0] // sheet.shape[1]),
                       interpolation=cv2.INTER_AREA)  # fmt: skip
    cv2.imwrite(str(file), small, [cv2.IMWRITE_JPEG_QUALITY, 82])
    print(file)


if __name__ == "__main__":
    main()
