"""How bright and of what colour the sky is, in every direction, by day, at dusk and at night.

Clear: Preetham, Shirley and Smits, "A practical analytic model for daylight" (1999); overcast: the
CIE sky L = Lz (1 + 2 sin h) / 3; with the sun below the horizon, a glow over the place where it
set on a blue dome. Each is scaled so that its light on level ground is that of ``daylight``.

A ``Sky`` keeps two tables, its clear part and its clouds, over √(sin h) and sin(φ/2), φ being the
azimuth from the sun: the pictures' background, reflections and ambient light all read them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..kernel import device, kernel
from . import daylight
from .colour import from_xyy, luminance, of_luminance, phase_of_daylight
from .moon import TINT, Moon
from .sun import SunPosition

Array = NDArray[np.float64]

ROWS = 48
COLUMNS = 32
_ROWS = np.uint64(ROWS)
_COLUMNS = np.uint64(COLUMNS)

BRIGHT_DUSK = 100.0
"""Light of a sky [lx] beside which moonlight is not seen, of which there are 0.3 lx at most."""

_PEREZ = np.array(  # A, B, C, D, E by turbidity for Y, x, y
    [
        [[0.1787, -1.4630], [-0.3554, 0.4275], [-0.0227, 5.3251], [0.1206, -2.5771],
         [-0.0670, 0.3703]],
        [[-0.0193, -0.2592], [-0.0665, 0.0008], [-0.0004, 0.2125], [-0.0641, -0.8989],
         [-0.0033, 0.0452]],
        [[-0.0167, -0.2608], [-0.0950, 0.0092], [-0.0079, 0.2102], [-0.0441, -1.6537],
         [-0.0109, 0.0529]],
    ]
)  # fmt: skip
_ZENITH_X = np.array(
    [
        [0.00166, -0.00375, 0.00209, 0.0],
        [-0.02903, 0.06377, -0.03202, 0.00394],
        [0.11693, -0.21196, 0.06052, 0.25886],
    ]
)
_ZENITH_Y = np.array(
    [
        [0.00275, -0.00610, 0.00317, 0.0],
        [-0.04214, 0.08970, -0.04153, 0.00516],
        [0.15346, -0.26756, 0.06670, 0.26688],
    ]
)


@dataclass(frozen=True, eq=False)
class Sky:
    """Luminance [cd/m²] as linear RGB.

    clear, cloud (ROWS, COLUMNS, 3) f4: tables of the sky between clouds and of the clouds; cover:
    share of the sky that is cloud; heading (2,): level unit vector to the sun's azimuth.
    """

    clear: NDArray[np.float32]
    cloud: NDArray[np.float32]
    cover: float
    heading: Array

    @classmethod
    def over(cls, sun: SunPosition, cover: float, visibility: float) -> Sky:
        """The sky with this sun and cloud cover in [0, 1] in air of this MOR [m]."""
        dome, azimuth = _directions()
        clear = _scaled(_clear(dome, azimuth, sun.elevation, visibility), dome)
        clear *= daylight.clear_sky(sun.elevation)
        cloud = _scaled(_overcast(dome, sun.elevation, cover), dome)
        cloud *= _cloud_light(sun.elevation, cover)
        heading = np.array([np.sin(sun.azimuth), np.cos(sun.azimuth)])
        return cls(clear.astype(np.float32), cloud.astype(np.float32), float(cover), heading)

    def with_glow(self, glow: ArrayLike) -> Sky:
        """The same sky, everywhere brighter by RGB (3,) [cd/m²]."""
        more = np.asarray(glow, np.float32)
        return replace(self, clear=self.clear + more, cloud=self.cloud + more)

    def dimmed(self, share: ArrayLike) -> Sky:
        """The same sky with RGB shares (3,) of its light."""
        left = np.asarray(share, np.float32)
        return replace(self, clear=self.clear * left, cloud=self.cloud * left)

    def lit_as_well(self, other: Sky) -> Sky:
        """The sky with the light of another added, the same all around where that one is fainter:
        tables know one azimuth."""
        first, second = (self, other) if self.illuminance >= other.illuminance else (other, self)
        _, columns = _cells()
        share = (columns / columns.sum())[..., None]
        clear, cloud = ((t * share).sum(1, keepdims=True) for t in (second.clear, second.cloud))
        return replace(
            first,
            clear=(first.clear + clear).astype(np.float32),
            cloud=(first.cloud + cloud).astype(np.float32),
        )

    def veiled(self, depth: float, light: ArrayLike) -> Sky:
        """The sky behind a layer of an optical depth straight up, which sheds RGB (3,) [lx] on
        level ground: what passes straight on, and the rest evenly from everywhere."""
        sine, _ = _directions()
        passed = np.exp(-depth / np.maximum(sine, 0.02)).astype(np.float32)[..., None]
        rows, columns = _cells()
        weight = (rows * columns * sine)[..., None]
        left = (self.clear + (self.cloud - self.clear) * np.float32(self.cover)) * passed * weight
        rest = np.maximum(np.asarray(light) - left.sum((0, 1)), 0.0) / np.pi
        more = rest.astype(np.float32)
        return replace(self, clear=self.clear * passed + more, cloud=self.cloud * passed + more)

    @cached_property
    def mean(self) -> NDArray[np.float32]:
        """(ROWS, COLUMNS, 3): clear sky and clouds in the share of the cover."""
        table = self.clear + (self.cloud - self.clear) * np.float32(self.cover)
        table.flags.writeable = False
        return table

    def luminance(self, directions: ArrayLike) -> NDArray[np.float32]:
        """(N, 3) RGB [cd/m²] of the sky, clouds evened out, in unit directions (N, 3)."""
        directions = np.ascontiguousarray(np.atleast_2d(directions), np.float32)
        out = np.empty_like(directions)
        lookup(self.mean.ravel(), directions, *self.heading.astype(np.float32), out)
        return out

    @cached_property
    def illuminance(self) -> float:
        """Light of the sky on open, level ground [lx]."""
        return float(luminance(self.irradiance([0.0, 0.0, 1.0])))

    @cached_property
    def halo(self) -> float:
        """Share of the light on level ground that comes from around the sun: what its side of the
        sky has more than the other."""
        sine, _ = _directions()
        rows, columns = _cells()
        bright = luminance(self.mean)
        more = np.maximum(bright - bright[:, ::-1], 0.0)
        weight = rows * columns * sine
        return float((more * weight).sum() / (bright * weight).sum())

    @cached_property
    def harmonics(self) -> Array:
        """(9, 3) coefficients of the light that the dome sheds on a surface, by its normal.

        Spherical harmonics of order 2 with the cosine lobe applied (Ramamoorthi and Hanrahan,
        "An efficient representation for irradiance environment maps", 2001), scaled so that level
        ground receives exactly ``illuminance``.
        """
        directions, weight, table = _quadrature(self)
        basis = _basis(directions)
        lobe = np.array([np.pi] + [2 * np.pi / 3] * 3 + [np.pi / 4] * 5)
        light = lobe[:, None] * np.einsum("n,nb,nc->bc", weight, basis, table)
        level = np.einsum("n,nc->c", weight * directions[:, 2], table)
        return light * (level / (_basis(np.array([[0.0, 0.0, 1.0]]))[0] @ light))

    def irradiance(self, normals: ArrayLike) -> Array:
        """(…, 3) light from the open dome on surfaces with these unit normals [lx] as RGB."""
        return np.maximum(_basis(np.asarray(normals, np.float64)) @ self.harmonics, 0.0)


@device(narrow=True, inline=True)
def sky_at(table, x, y, z, east, north):
    """RGB from a table, flattened, in the unit direction (x, y, z); below the horizon, at it.

    (east, north) is the level unit vector to the sun's azimuth.
    """
    level = x * x + y * y + 1.0e-12
    cosine = (x * east + y * north) / np.sqrt(level)
    across = np.sqrt(max(0.5 - 0.5 * cosine, 0.0)) * np.float32(COLUMNS - 1)
    up = np.sqrt(min(max(z, 0.0), 1.0)) * np.float32(ROWS - 1)
    i = np.uint64(min(np.int32(up), np.int32(ROWS - 2)))
    j = np.uint64(min(np.int32(across), np.int32(COLUMNS - 2)))
    v = up - np.float32(np.int32(i))
    u = across - np.float32(np.int32(j))
    a = (i * _COLUMNS + j) * np.uint64(3)
    b = a + np.uint64(3)
    c = a + _COLUMNS * np.uint64(3)
    d = c + np.uint64(3)
    wa = (1.0 - u) * (1.0 - v)
    wb = u * (1.0 - v)
    wc = (1.0 - u) * v
    wd = u * v
    one = np.uint64(1)
    two = np.uint64(2)
    red = wa * table[a] + wb * table[b] + wc * table[c] + wd * table[d]
    green = wa * table[a + one] + wb * table[b + one] + wc * table[c + one] + wd * table[d + one]
    blue = wa * table[a + two] + wb * table[b + two] + wc * table[c + two] + wd * table[d + two]
    return red, green, blue


@kernel("f4[:], f4[:,:], f4, f4 -> f4[:,:]", narrow=True)
def lookup(table, directions, east, north, rgb_out):
    """table: a Sky's, flattened; directions (N, 3), unit; rgb_out (N, 3) [cd/m²]."""
    for n in range(directions.shape[0]):
        r, g, b = sky_at(table, directions[n, 0], directions[n, 1], directions[n, 2], east, north)
        rgb_out[n, 0] = r
        rgb_out[n, 1] = g
        rgb_out[n, 2] = b


def moonlit(sky: Sky, moon: Moon | None, cover: float, visibility: float) -> Sky:
    """A sky with the light of the moon: the air scatters it as it does the sun's, of which it is
    that share which the moon has outside of the air."""
    if moon is None or moon.outside <= 0.0 or sky.illuminance > BRIGHT_DUSK:
        return sky
    share = TINT * moon.outside / daylight.OUTSIDE
    return sky.lit_as_well(Sky.over(moon.position, cover, visibility).dimmed(share))


def _directions() -> tuple[Array, Array]:
    """Sine of the elevation (ROWS, 1) and azimuth from the sun (1, COLUMNS) [rad] of the table."""
    sine = np.linspace(0, 1, ROWS)[:, None] ** 2
    azimuth = 2 * np.arcsin(np.linspace(0, 1, COLUMNS))[None]
    return sine, azimuth


def _scaled(table: Array, sine: Array) -> Array:
    """The table with a light of 1 lx on level ground."""
    rows, columns = _cells()
    light = (luminance(table) * rows * columns * sine).sum()
    return table / light


def _cells() -> tuple[Array, Array]:
    """Solid angle of the table's points, as factors by row and column (trapezoid rule)."""
    sine = np.linspace(0, 1, ROWS) ** 2
    azimuth = 2 * np.arcsin(np.linspace(0, 1, COLUMNS))
    rows, columns = (np.gradient(grid) for grid in (sine, azimuth))
    for widths, grid in ((rows, sine), (columns, azimuth)):
        widths[1:-1] = (grid[2:] - grid[:-2]) / 2
        widths[0], widths[-1] = (grid[1] - grid[0]) / 2, (grid[-1] - grid[-2]) / 2
    return rows[:, None], 2 * columns[None]  # both sides of the sun's meridian


def _clear(sine: Array, azimuth: Array, elevation: float, visibility: float) -> Array:
    day = float(np.clip((np.degrees(elevation) + 3.0) / 6.0, 0.0, 1.0))
    day = day * day * (3 - 2 * day)
    table = np.zeros((ROWS, COLUMNS, 3))
    if day > 0:
        table += day * _scaled(
            _preetham(sine, azimuth, max(elevation, np.radians(1.0)), visibility), sine
        )
    if day < 1:
        table += (1 - day) * _scaled(_twilight(sine, azimuth, elevation), sine)
    return table


def _preetham(sine: Array, azimuth: Array, elevation: float, visibility: float) -> Array:
    turbidity = turbidity_of(visibility)
    theta_s = np.pi / 2 - elevation
    theta = np.arccos(np.maximum(sine, 0.02))  # the model's horizon is a pole
    cosine = np.cos(theta) * np.cos(theta_s) + np.sin(theta) * np.sin(theta_s) * np.cos(azimuth)
    gamma = np.arccos(np.clip(cosine, -1, 1))
    chi = (4 / 9 - turbidity / 120) * (np.pi - 2 * theta_s)
    zenith_Y = (4.0453 * turbidity - 4.9710) * np.tan(chi) - 0.2155 * turbidity + 2.4192
    powers = np.array([turbidity**2, turbidity, 1.0])
    angles = np.array([theta_s**3, theta_s**2, theta_s, 1.0])
    zenith = (max(zenith_Y, 0.1), powers @ _ZENITH_X @ angles, powers @ _ZENITH_Y @ angles)
    Y, x, y = (
        value * _perez(coefficients, turbidity, theta, gamma)
        / _perez(coefficients, turbidity, np.zeros(1), np.full(1, theta_s))
        for value, coefficients in zip(zenith, _PEREZ, strict=True)
    )  # fmt: skip
    table = from_xyy(np.clip(x, 0.2, 0.55), np.clip(y, 0.2, 0.5), np.maximum(Y, 0.02 * zenith[0]))
    # Seen level the model turns magenta and dull; haze there is pale and brighter, but for the
    # warm side of a low sun: 6500 to 8500 K (Lee, "Horizon brightness revisited", Applied Optics
    # 33 (1994), and "Twilight and daytime colors of the clear sky", ibid.).
    high = float(np.clip(np.degrees(elevation) / 20, 0.0, 1.0))
    toward = (0.5 + 0.5 * np.cos(azimuth)) ** 2
    haze = (np.exp(-sine / 0.18) * (1.0 - (1.0 - high) * toward))[..., None]
    pale = phase_of_daylight(6500.0 + 2000.0 * high) * luminance(table)[..., None] * 1.35
    return table + 0.9 * haze * (pale - table)


def turbidity_of(visibility: float) -> float:
    """Turbidity of clear air by its MOR [m], kept in the model's range of 2 to 6."""
    return float(np.clip(2.0 + 30000.0 / visibility, 2.0, 6.0))


def _perez(coefficients: Array, turbidity: float, theta: Array, gamma: Array) -> Array:
    a, b, c, d, e = coefficients @ [turbidity, 1.0]
    halo = 1 + c * np.exp(d * gamma) + e * np.cos(gamma) ** 2
    return (1 + a * np.exp(b / np.cos(theta))) * halo


def _twilight(sine: Array, azimuth: Array, elevation: float) -> Array:
    """A blue dome, brighter to the horizon, with a warm glow over the sun that sinks with it."""
    depth = float(np.clip(-np.degrees(elevation), 0.0, 18.0))
    toward = 0.5 + 0.5 * np.cos(azimuth)
    dome = np.array([0.62, 0.86, 1.55]) * (1.0 + 1.2 * np.exp(-4.0 * sine))[..., None]
    pink = np.array([1.25, 0.92, 1.0]) * np.exp(-(((sine - 0.12) / 0.10) ** 2))[..., None]
    strength = 9.0 * np.exp(-(((depth - 4.0) / 7.0) ** 2))
    low = np.array([1.75, 0.80, 0.28]) * np.exp(-sine / 0.055)[..., None]
    high = np.array([1.25, 0.98, 0.62]) * np.exp(-sine / 0.16)[..., None]
    glow = strength * (0.75 * low + 0.5 * high) * (toward**1.8)[..., None]
    belt = 0.5 * np.exp(-depth / 3.0) * pink * (1 - toward)[..., None]
    night = np.clip((depth - 10.0) / 8.0, 0.0, 1.0)
    return (dome + belt) * (1 - night) + night * np.array([0.8, 0.95, 1.25]) + glow


def _overcast(sine: Array, elevation: float, cover: float) -> Array:
    """A closed deck is thrice as bright above; of broken clouds one sees lit sides low down."""
    dusk = float(np.clip((6.0 - np.degrees(elevation)) / 12.0, 0.0, 1.0))
    tint = (1 - dusk) * np.array([0.97, 1.0, 1.05]) + dusk * np.array([0.74, 0.93, 1.38])
    deck = (1 + 2 * sine) / 3
    return (1 + (deck - 1) * cover**2)[..., None] * of_luminance(tint) * np.ones((1, COLUMNS, 1))


def _cloud_light(elevation: float, cover: float) -> float:
    """Light on level ground [lx] if clouds such as those of this cover filled the sky.

    Broken clouds are sunlit and thin, hence brighter than a closed deck: they reflect half of the
    sunlight that reaches them.
    """
    sunlit = 0.5 * daylight.direct_normal(elevation) * max(np.sin(elevation), 0.0)
    sunlit += daylight.clear_sky(elevation)
    return float(sunlit + (daylight.overcast_sky(elevation) - sunlit) * cover**2)


def _quadrature(sky: Sky) -> tuple[Array, Array, Array]:
    """Directions (N, 3), solid angles (N,) and colours (N, 3) of the sky's table, both sides."""
    sine, azimuth = _directions()
    rows, columns = _cells()
    weight = (rows * columns / 2).ravel()
    level = np.sqrt(1 - sine**2)
    forward, across = level * np.cos(azimuth), level * np.sin(azimuth)
    east, north = sky.heading
    up = np.broadcast_to(sine, forward.shape)
    sides = [
        np.stack(
            [forward * east + s * across * north, forward * north - s * across * east, up], -1
        ).reshape(-1, 3)
        for s in (-1, 1)
    ]
    colours = sky.mean.reshape(-1, 3).astype(np.float64)
    return np.concatenate(sides), np.tile(weight, 2), np.tile(colours, (2, 1))


def _basis(n: Array) -> Array:
    """(…, 9) real spherical harmonics of order 0 to 2 at unit vectors (…, 3)."""
    x, y, z = n[..., 0], n[..., 1], n[..., 2]
    return np.stack(
        [
            0.282095 + 0 * x,
            0.488603 * y,
            0.488603 * z,
            0.488603 * x,
            1.092548 * x * y,
            1.092548 * y * z,
            0.315392 * (3 * z * z - 1),
            1.092548 * x * z,
            0.546274 * (x * x - y * y),
        ],
        -1,
    )
