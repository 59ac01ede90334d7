"""Illuminance by sun and sky [lx] for any height of the sun, clear to overcast, noon to night.

Above the horizon: IES RP-21 (direct normal, clear and overcast diffuse). Below it: the course of a
clear evening as the AMS Glossary of Meteorology gives it (civil twilight ends at 2-3.5 lx, nautical
at 0.008, astronomical at 6e-4), joined through logarithms. Clouds: Kasten and Czeplak, Solar
Energy 24 (1980). All functions take the sun's elevation [rad], arrays or scalars.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

_TWILIGHT = np.array([[-90, -18, -12, -6, -3, -0.83, 0], [1e-9, 6e-4, 8e-3, 2.8, 60, 450, 800]])
STARLIGHT = 1.0e-3
"""Stars and airglow on the ground of a clear moonless night [lx]."""


OUTSIDE = 127500.0
"""Sunlight above the air [lx]."""


def air_mass(elevation: ArrayLike) -> Array:
    """Relative optical air mass (Kasten and Young, Applied Optics 28 (1989))."""
    height = np.degrees(np.clip(elevation, 0.0, np.pi / 2))
    return 1 / (np.sin(np.radians(height)) + 0.50572 * (height + 6.07995) ** -1.6364)


def direct_normal(elevation: ArrayLike) -> Array:
    """Clear sunlight on a surface that faces the sun [lx]; the disc sets within half a degree."""
    risen = np.clip(np.asarray(elevation) / np.radians(0.5334) + 0.5, 0.0, 1.0)
    return OUTSIDE * np.exp(-0.21 * air_mass(elevation)) * risen


def clear_sky(elevation: ArrayLike) -> Array:
    """Light of a clear sky without the sun on level ground [lx]."""
    elevation = np.asarray(elevation, np.float64)
    day = 800.0 + 15500.0 * np.sqrt(np.sin(np.maximum(elevation, 0.0)))
    dusk = 10 ** np.interp(np.degrees(elevation), _TWILIGHT[0], np.log10(_TWILIGHT[1]))
    return np.where(elevation > 0, day, dusk) + STARLIGHT


def overcast_sky(elevation: ArrayLike) -> Array:
    """Light of an overcast sky on level ground [lx]; in twilight the share it has at sunset."""
    elevation = np.asarray(elevation, np.float64)
    day = 300.0 + 21000.0 * np.sin(np.maximum(elevation, 0.0))
    return np.where(elevation > 0, day, clear_sky(elevation) * 300.0 / 800.0)


def through_clouds(cover: ArrayLike) -> Array:
    """Mean share of the direct sunlight that passes clouds of this cover in [0, 1]."""
    cover = np.asarray(cover, np.float64)
    # Global G = G0 (1 - 0.75 c^3.4), diffuse share 0.3 + 0.7 c²; what is left is direct.
    return (1 - 0.75 * cover**3.4) * (1 - cover**2)
