"""From luminance to electrons: how much light a lens lets onto a pixel, and what it frees there.

The renderer's light is linear RGB in cd/m², white being (1, 1, 1) times its luminance. Each of the
three is taken as a band of the spectrum, 580 to 700, 490 to 580 and 400 to 490 nm, which carries
as many photons as that band of CIE D65 does; longer and shorter waves stay in the infra-red filter
and the glass.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

PLANCK = 6.62607015e-34
LIGHT_SPEED = 299792458.0
EFFICACY = 683.0
"""Luminous efficacy of light of 555 nm [lm/W], by the definition of the candela."""

PER_LUX = np.array([4.470e15, 3.488e15, 2.921e15])
"""Photons per lux, second and m² in the bands of red, green and blue of CIE D65: its table, with
the 1931 luminosity function (as fitted by Wyman, Sloan and Shirley, JCGT 2(2), 2013)."""


def photons_per_lux(wavelength: float, efficiency: float = 1.0) -> float:
    """Photons per second and m² in one lux of light of a wavelength [m].

    efficiency: V(λ), 1 at 555 nm.
    """
    return wavelength / (PLANCK * LIGHT_SPEED * EFFICACY * efficiency)


def through_lens(f_number: float, transmission: float) -> float:
    """Illuminance on the sensor's middle [lx] per luminance of the scene [cd/m²].

    π T / 4N²: lenses obey the sine condition. (EMVA 1288's 1 + 4N² is for a bare disc of light
    before a sensor without a lens, a tenth less at N = 1.6.)
    """
    return np.pi * transmission / (4.0 * f_number**2)


class Response(NamedTuple):
    """What a kind of pixel makes of light.

    electrons (C, 3): electrons per second that its C colours of pixels get from one cd/m² of each
    of linear R, G and B in the scene, in the middle of the image.
    """

    electrons: Array

    @classmethod
    def of(
        cls, efficiency: Array, f_number: float, transmission: float, pixel_size: float
    ) -> Response:
        """efficiency (C, 3): electrons per photon of each band; pixel_size [m]."""
        light = through_lens(f_number, transmission) * pixel_size**2
        return cls(np.asarray(efficiency, np.float64) * PER_LUX * light)

    @property
    def white(self) -> Array:
        """(C,) electrons per second from white light of 1 cd/m²."""
        return self.electrons.sum(1)


def efficiencies(red: float, green: float, blue: float, crosstalk: float) -> Array:
    """(3, 3) electrons per photon of the red, green and blue pixels (rows) in the bands (columns).

    crosstalk: what a filter lets through of the next band, as a share of its own; of the band after
    that it is a quarter.
    """
    leak = crosstalk * np.array([[0.0, 1.0, 0.25], [1.0, 0.0, 1.0], [0.25, 1.0, 0.0]])
    return np.array([red, green, blue])[:, None] * (np.eye(3) + leak)


def dark_current(reference: float, temperature: float, doubling: float) -> float:
    """Dark electrons per second of a pixel at a temperature [K], with ``reference`` of them at
    30 °C, twice as many for every ``doubling`` [K] (EMVA 1288)."""
    return reference * 2.0 ** ((temperature - 303.15) / doubling)
