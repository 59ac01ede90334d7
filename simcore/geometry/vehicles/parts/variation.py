"""How far one car of a kind differs from the next."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from .curve import Points, smoothstep
from .form import CarForm, Face, Lamps, Measures
from .wheel import RIMS

LIMITS = {
    "length": (0.8, 1.25),
    "width": (0.8, 1.25),
    "height": (0.8, 1.25),
    "wheel": (0.9, 1.1),
    "cowl": (-0.02, 0.02),
    "roof": (-0.02, 0.02),
    "c_line": (-0.02, 0.02),
    "belt": (-0.025, 0.025),
    "tumblehome": (-0.04, 0.04),
    "lamp_height": (0.8, 1.2),
    "grille_width": (0.3, 0.65),
}


@dataclass(frozen=True)
class CarVariation:
    """The knobs of a car. Raises ValueError for values beyond ``LIMITS``.

    length, width, height, wheel: scales; cowl, roof, c_line: shifts of the foot of the windscreen,
    the peak of the roof and the pillar behind the rear doors, shares of the length, rearwards;
    belt: rise of the shoulder, share of the height; tumblehome: breadth of the roof, share of the
    width; lamp_height: scale; grille_width: share of the width; rim: one of ``RIMS``; rails: on
    the roof, by default as the kind has them; glazed: windows behind the driver (vans).
    """

    length: float = 1.0
    width: float = 1.0
    height: float = 1.0
    wheel: float = 1.0
    cowl: float = 0.0
    roof: float = 0.0
    c_line: float = 0.0
    belt: float = 0.0
    tumblehome: float = 0.0
    lamp_height: float = 1.0
    grille_width: float | None = None
    rim: str = "five"
    rails: bool | None = None
    glazed: bool = True

    def __post_init__(self):
        for item in fields(self):
            value = getattr(self, item.name)
            low, high = LIMITS.get(item.name, (None, None))
            if low is not None and value is not None and not low <= value <= high:
                raise ValueError(f"{item.name} {value:g}: must lie between {low:g} and {high:g}")
        if self.rim not in RIMS:
            raise ValueError(f"'{self.rim}': no such rim; known: {', '.join(RIMS)}")


def drawn(
    rng: np.random.Generator, *, rails: float | None = None, glazed: float = 1.0
) -> CarVariation:
    """A car's knobs by the distributions of the recipe book.

    rails, glazed: probabilities; without rails the kind's own rule holds.
    """

    def near(mean: float, sd: float) -> float:
        return float(mean + sd * np.clip(rng.normal(), -2.0, 2.0))

    return CarVariation(
        length=near(1, 0.03),
        width=near(1, 0.015),
        height=near(1, 0.02),
        wheel=near(1, 0.03),
        cowl=float(rng.uniform(-0.015, 0.015)),
        roof=float(rng.uniform(-0.015, 0.015)),
        c_line=float(rng.uniform(-0.015, 0.015)),
        belt=float(rng.uniform(-0.02, 0.02)),
        tumblehome=float(rng.uniform(-0.03, 0.03)),
        lamp_height=float(rng.uniform(0.9, 1.1)),
        grille_width=float(rng.uniform(0.35, 0.6)),
        rim=str(rng.choice(["five", "six", "eight", "ten", "cover"])),
        rails=None if rails is None else bool(rng.random() < rails),
        glazed=bool(rng.random() < glazed),
    )


def varied(form: CarForm, v: CarVariation) -> CarForm:
    """The form with the knobs turned."""
    m = form.measures
    measures = Measures(
        length=m.length * v.length,
        width=m.width * v.width,
        height=m.height * v.height,
        wheelbase=m.wheelbase * v.length,
        front=m.front * v.length,
        track=m.track * v.width,
        wheel=m.wheel * v.wheel,
        tyre=m.tyre,
        clearance=m.clearance,
    )
    width, front, rear = form.cabin_width
    return replace(
        form,
        measures=measures,
        top=_risen(form.top, v.belt),
        belt=_risen(form.belt, v.belt),
        roof=tuple((s + v.roof, z) if 0 < k < len(form.roof) - 1 else (s, z)
                   for k, (s, z) in enumerate(form.roof)),
        cabin=_cabin(form, v),
        cabin_width=(width + v.tumblehome, front, rear),
        doors=_doors(form, v),
        lamps=_lamps(form.lamps, v.lamp_height),
        face=_face(form, v.grille_width),
        rails=form.rails if v.rails is None else v.rails,
    )  # fmt: skip


def _risen(points: Points, by: float) -> Points:
    """A curve raised behind the front wheels."""
    return tuple((s, z + by * float(smoothstep(0.05, 0.4, s))) for s, z in points)


def _last_window(form: CarForm) -> int:
    """The number of the cabin line at which the last side window ends."""
    return max(k for k, line in enumerate(form.cabin) if line[2] == "g") + 1


def _cabin(form: CarForm, v: CarVariation) -> tuple[tuple[float, float, str], ...]:
    """The cabin lines with their feet shifted; the tail of a car without a boot stays."""
    lines, last = [], _last_window(form)
    driver = min(k for k, line in enumerate(form.cabin) if line[2] == "g")
    for k, (foot, head, kind) in enumerate(form.cabin):
        if k <= 2:
            foot += v.cowl
        elif k >= last and (form.deck or k < len(form.cabin) - 1) and not form.bed:
            foot += v.c_line
        if kind == "g" and k > driver and not v.glazed:
            kind = "p"
        lines.append((foot, head, kind))
    return tuple(lines)


def _doors(form: CarForm, v: CarVariation) -> tuple[tuple[float, float, int], ...]:
    """The door gaps move with the cabin lines that they meet."""
    last = _last_window(form)
    doors = []
    for low, high, line in form.doors:
        shift = v.cowl if 0 <= line <= 2 else v.c_line if line >= last and not form.bed else 0.0
        doors.append((low + shift, high + shift, line))
    return tuple(doors)


def _lamps(lamps: Lamps, scale: float) -> Lamps:
    inner, outer, low_in, top_in, low_out, top_out = lamps.head

    def stretched(low: float, top: float) -> tuple[float, float]:
        middle, half = (low + top) / 2, (top - low) / 2 * scale
        return middle - half, min(middle + half, 0.97)

    (low_in, top_in), (low_out, top_out) = stretched(low_in, top_in), stretched(low_out, top_out)
    return replace(lamps, head=(inner, outer, low_in, top_in, low_out, top_out))


def _face(form: CarForm, width: float | None) -> Face:
    """The grille made wider or narrower, up to the lamps."""
    face = form.face
    if width is None:
        return face
    low, high, bottom, top = face.grille
    scale = width * form.measures.width / 2 / max(low, high)
    scale = min(scale, (form.lamps.head[0] - 0.005) / max(low, high))
    return replace(face, grille=(low * scale, high * scale, bottom, top))
