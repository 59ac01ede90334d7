"""The sections of a report: pictures, charts and tables of a dataset."""

from __future__ import annotations

import base64
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from ..scenarios.language.spec import ScenarioSpec
from ..sensors.overlay import LEGEND
from ..simcore.covers import covers
from . import charts
from .layout import SHARDS
from .pictures import Picture, labelled, panels, resized
from .reader import Image
from .sidecar import Sidecar
from .statistics import Statistics

PICTURES = 12
WIDTH = 640
"""Width of pictures on the page."""
SECONDS = tuple(k / 2 for k in range(21))
"""Bins of times to collision [s]; longer ones are in the last."""


class Shown(NamedTuple):
    """A picture on the page."""

    source: str
    caption: str


@dataclass
class Section:
    """A part of the page."""

    id: str
    title: str
    text: str = ""
    pictures: list[Shown] = field(default_factory=list)
    charts: list[str] = field(default_factory=list)
    small: bool = False
    head: tuple[str, ...] = ()
    rows: list[tuple[Any, ...]] = field(default_factory=list)


def bytes_text(size: float) -> str:
    """A size for people."""
    for unit in ("B", "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if size >= 100 or unit == "B" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} TB"


def pictures(seen: Statistics) -> list[Section]:
    """What its pictures look like, and all channels of one of them."""
    chosen = _chosen(seen)
    if not chosen:
        return []
    gallery = [Shown(source(labelled(i.reading, i.truth)), _caption(i)) for i, _ in chosen]
    best, _ = max(chosen, key=lambda pair: pair[1])
    channels = [Shown(source(p.picture), p.title) for p in panels(best.reading, best.truth)]
    about = (
        f"Masks, boxes and keypoints as they were written ({'; '.join(LEGEND.values())}). Of each "
        "part of the dataset it is the picture with most to see in it."
    )
    whole = f"All channels of one reading: {_caption(best)}."
    return [
        Section("pictures", "Pictures", about, gallery),
        Section("channels", "Channels", whole, channels),
    ]


def _chosen(seen: Statistics) -> list[tuple[Image, float]]:
    """The most telling image of each of ``PICTURES`` equal parts of the dataset, and how much
    there is to see: people count most, and things that are large in the picture."""
    score: dict[tuple[int, str, int], float] = defaultdict(float)
    names = ["episode", "sensor", "reading", "visible_px", "keypoints"]
    for row in seen.objects.select(names).to_pylist():
        worth = np.log1p(row["visible_px"]) * (4.0 if row["keypoints"] else 1.0)
        score[row["episode"], row["sensor"], row["reading"]] += worth
    rows = seen.frames.select(["episode", "sensor", "reading", "modality"]).to_pylist()
    keys = [(r["episode"], r["sensor"], r["reading"]) for r in rows if r["modality"] == "camera"]
    chosen = []
    for part in np.array_split(np.arange(len(keys)), PICTURES):
        if len(part):
            episode, sensor, reading = max((keys[k] for k in part), key=lambda key: score[key])
            image = seen.data.episode(episode).image(sensor, reading)
            chosen.append((image, score[episode, sensor, reading]))
    return chosen


def objects(seen: Statistics) -> Section:
    """What is labelled: classes, distances, occlusion, sizes, points."""
    rows = seen.objects
    counts = Counter(rows["class_name"].to_pylist())
    found = [
        charts.bars(dict(counts.most_common(16)), "Labels by class", log=True),
        charts.histogram(seen.values(rows, "distance_m"), "Distance", "m"),
    ]
    text = ""
    pictured = rows.filter(np.isfinite(seen.values(rows, "occlusion")))
    if len(pictured):
        visible = seen.values(pictured, "visible_px")
        there = visible > 0
        text = (
            "Every object that would be in a picture if nothing hid it; "
            f"{1.0 - float(there.mean()):.0%} of the labels are of objects of which nothing is "
            "visible. "
        )
        found += _pictured(seen, pictured, visible, there)
    points = seen.values(rows, "points")
    pointed = points[np.isfinite(points)]
    if len(pointed):
        text += (
            "Sensors without pictures label every object around; "
            f"{float((pointed == 0).mean()):.0%} of these labels are of objects that they have no "
            "point of."
        )
        found.append(charts.histogram(np.log10(pointed[pointed > 0]), "Points", "log10 points"))
    return Section("objects", "Objects", text.strip(), charts=found)


def _pictured(seen: Statistics, rows: Any, visible: Any, there: Any) -> list[str]:
    """Charts of objects in pictures. visible: pixels of each; there: whether it has any."""
    width, height = (
        (seen.values(rows, b) - seen.values(rows, a))[there]
        for a, b in (("x0", "x1"), ("y0", "y1"))
    )
    tenths = [k / 20 for k in range(21)]
    occlusion, truncation = (seen.values(rows, name) for name in ("occlusion", "truncation"))
    return [
        charts.histogram(occlusion, "Occlusion", "share hidden", tenths, log=True),
        charts.histogram(truncation, "Truncation", "share outside", tenths, log=True),
        charts.places(width, height, "Visible boxes", ("width [px]", "height [px]")),
        charts.histogram(np.log10(visible[there]), "Visible pixels", "log10 px"),
    ]


def episodes(seen: Statistics, sidecars: Sequence[Sidecar]) -> Section:
    """How episodes went."""
    outcomes = Counter(row["outcome"] or "not run to the end" for row in seen.episodes)
    failed = sum(len(sidecar.failures) for sidecar in sidecars)
    if failed:
        outcomes["failed"] = failed
    least: dict[int, float] = {}
    for row in seen.steps.to_pylist():
        least[row["episode"]] = min(least.get(row["episode"], np.inf), row["ttc_s"])
    splits = Counter(row["split"] for row in seen.episodes)
    found = [
        charts.bars(dict(outcomes.most_common()), "Outcomes", "episodes"),
        charts.histogram([row["frames"] for row in seen.episodes], "Length", "kept frames"),
        charts.histogram(_capped(list(least.values())), "Least time to collision", "s", SECONDS),
    ]
    if len(splits) > 1:
        found.append(charts.bars(splits, "Splits", "episodes"))
    return Section("episodes", "Episodes", charts=found)


def _capped(seconds: list[float]) -> list[float]:
    """Times with those beyond the chart put into its last bin; inf stays."""
    return [t if np.isinf(t) else min(t, SECONDS[-1]) for t in seconds]


def draws(seen: Statistics, spec: ScenarioSpec) -> list[Section]:
    """What was drawn, charts for what the scenario names and a table for the rest."""
    found: dict[str, list[str]] = {}
    for row in seen.draws.to_pylist():
        found.setdefault(row["name"], []).append(row["value"])
    authored = {name: values for name, values in found.items() if _authored(spec, name)}
    details = {name: values for name, values in found.items() if name not in authored}
    about = "What the scenario leaves to chance, in the units of its file; one value per episode."
    more = "What its parts draw where the scenario says nothing: least, median and most, or how "
    return [
        Section(
            "draws",
            "Draws",
            about,
            charts=[_draw_chart(name, values, spec) for name, values in authored.items()],
            small=True,
        ),
        Section(
            "details",
            "Details",
            more + "often each.",
            rows=[(name, _spread(name, values, spec)) for name, values in details.items()],
        ),
    ]


def _authored(spec: ScenarioSpec, name: str) -> bool:
    """Whether a quantity stands in the scenario's file."""
    place: Any = spec.data
    for part in name.split("."):
        if not isinstance(place, Mapping) or part not in place:
            return False
        place = place[part]
    return True


def _numbers(name: str, values: list[str], spec: ScenarioSpec) -> tuple[list[float], str] | None:
    """Drawn values in the unit of the scenario's file, and that unit; None for words."""
    quantity = spec.plan.quantities[name]
    try:
        shown = [quantity.field.shown(float(v), quantity.term.unit) for v in values]
        return [float(text.partition(" ")[0]) for text in shown], shown[0].partition(" ")[2]
    except (ValueError, TypeError):
        return None


def _draw_chart(name: str, values: list[str], spec: ScenarioSpec) -> str:
    title = name.removeprefix("actors.")
    title = title if len(title) <= 28 else "…" + title[-27:]
    numbers = _numbers(name, values, spec)
    if numbers is None:
        return charts.bars(dict(Counter(values).most_common(8)), title, small=True)
    return charts.histogram(numbers[0], title, numbers[1], 12, small=True)


def _spread(name: str, values: list[str], spec: ScenarioSpec) -> str:
    numbers = _numbers(name, values, spec)
    if numbers is None:
        return ", ".join(f"{word} {count}" for word, count in Counter(values).most_common(12))
    least, median, most = np.percentile(numbers[0], (0, 50, 100))
    return f"{least:.4g}, {median:.4g}, {most:.4g} {numbers[1]}".rstrip()


def surroundings(seen: Statistics) -> Section:
    """Weather, light and grip."""
    names = [cover.name for cover in covers()]
    wheels = Counter(names[k] for row in seen.frames["cover_wheels"].to_pylist() for k in row)
    measures = (
        ("visibility_m", "Visibility", "m"),
        ("snow_rate_mm_h", "Snowfall", "mm/h, liquid"),
        ("rain_rate_mm_h", "Rain", "mm/h"),
        ("temperature_c", "Temperature", "°C"),
        ("wind_speed_m_s", "Wind", "m/s"),
        ("sun_elevation_deg", "Height of the sun", "°"),
    )
    light = np.log10(np.maximum(seen.values(seen.frames, "illuminance_lx"), 1e-3))
    friction = np.array(seen.frames["friction"].to_pylist(), np.float64)
    return Section(
        "weather",
        "Weather, light and road",
        charts=[
            charts.bars(dict(wheels.most_common()), "Cover under the ego's wheels"),
            charts.histogram(friction, "Friction under the wheels"),
            charts.histogram(light, "Light on the ground", "log10 lx"),
            *(charts.histogram(seen.values(seen.frames, n), t, unit) for n, t, unit in measures),
        ],
    )


def files(seen: Statistics, sidecars: Sequence[Sidecar]) -> Section:
    """Counts and sizes of files by kind."""
    sizes: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for sidecar in sidecars:
        for name, item in sidecar.files.items():
            kind = _kind(name)
            sizes[kind] += item["bytes"]
            counts[kind] += 1
    rows = [
        (kind, f"{counts[kind]:,}", bytes_text(size), bytes_text(size / counts[kind]))
        for kind, size in sizes.most_common()
    ]
    return Section("files", "Files", head=("kind", "files", "size", "mean"), rows=rows)


def _kind(name: str) -> str:
    """What a file of a shard is: a channel, a table, or its own name."""
    parts = name.split("/")
    if parts[0] != SHARDS:
        return parts[0]
    return f"channel {parts[4]}" if len(parts) == 6 else parts[-1]


def made(summary: Mapping[str, Any]) -> Section:
    """Where it comes from. summary: keys of the manifest."""
    sensors = "; ".join(
        f"{name}: {item['kind']}{_of_preset(item)}, {_size(item)}{item['rate_hz']:g} Hz, "
        f"{' '.join(item['channels'])}"
        for name, item in summary["sensors"].items()
    )
    rows: list[tuple[Any, ...]] = [
        ("command", summary["command"]),
        ("scenario", f"{summary['scenario']['name']}, SHA-256 {summary['scenario']['sha256']}"),
        ("seed and sampler", f"{summary['seed']}, {summary['sampler']}"),
        ("sensors", sensors),
        ("overrides", " ".join(summary["overrides"]) or "none"),
        ("writers", ", ".join(summary["writers"])),
        ("license", summary["license"]),
        ("date", summary["date"] or "not given"),
        ("program", f"{summary['generator']['version']}, commit {summary['generator']['commit']}"),
    ]
    return Section("provenance", "How it was made", rows=rows)


def _of_preset(item: Mapping[str, Any]) -> str:
    return f" {item['preset']}" if item["preset"] else ""


def _size(item: Mapping[str, Any]) -> str:
    """The size of a sensor's pictures, for those that make some."""
    return f"{item['width']} × {item['height']}, " if item["width"] else ""


def source(picture: Picture) -> str:
    """A picture as a data URL."""
    import cv2

    small = resized(picture, WIDTH) if picture.shape[1] > WIDTH else picture
    quality = (cv2.IMWRITE_JPEG_QUALITY, 85)
    data = cv2.imencode(".jpg", cv2.cvtColor(small, cv2.COLOR_RGB2BGR), quality)[1]
    return f"data:image/jpeg;base64,{base64.b64encode(data.tobytes()).decode()}"


def _caption(image: Image) -> str:
    row = image.row
    return f"episode {row['episode']}, {row['sensor']}, {row['t_ns'] / 1e9:.1f} s"
