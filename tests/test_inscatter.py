"""What thick air sends on by direction: furnaces, closed forms, and the light that it came from."""

import numpy as np
import pytest
from pictures import air, ground
from whiteout.simcore.light.colour import luminance
from whiteout.simcore.media.fog import Fog
from whiteout.simcore.render.shading.inscatter import SINES, inscatter, sent_on
from whiteout.simcore.render.shading.outlook import Outlook

ONE = np.ones(3)
EVEN = np.ones((len(SINES), 3))


@pytest.mark.parametrize("sine", [-1.0, -0.3, 0.0, 0.3, 1.0])
def test_where_light_is_the_same_all_around_so_is_what_is_sent_on(sine):
    assert sent_on(0.85, sine, EVEN, np.pi * ONE) == pytest.approx(1.0, abs=1e-9)


@pytest.mark.parametrize("g", [0.3, 0.75, 0.853])
def test_over_black_ground_the_shares_are_those_of_the_phase_function(g):
    # Straight up and down: Henyey and Greenstein's integrals over half a sphere.
    back = (1 - g) / (2 * g) * ((1 + g) / np.sqrt(1 + g * g) - 1)
    assert sent_on(g, -1.0, EVEN, 0 * ONE) == pytest.approx(back, abs=3e-3)
    assert sent_on(g, 0.0, EVEN, 0 * ONE) == pytest.approx(0.5, abs=3e-3)
    assert sent_on(g, 1.0, EVEN, 0 * ONE) == pytest.approx(1.0 - back, abs=3e-3)


@pytest.mark.parametrize(("cover", "least"), [(0.0, 0.7), (1.0, 0.85)])
@pytest.mark.parametrize("density", [0.01, 0.05])
def test_thick_air_looked_at_from_below_sheds_about_the_light_that_is_there(cover, least, density):
    # Fog absorbs nothing: where it hides the sky, the light of its whole dome on level ground is
    # what the atmosphere says (two streams), which was worked out in another way. In sunshine some
    # of it is missing: the bright ring close around the sun, for which one glow is too wide.
    atmosphere = air(40, cover).with_medium("fog", Fog(density, depth=400.0))
    kernel = Outlook.on(atmosphere, ground(), []).air
    sine = (np.arange(400) + 0.5) / 400
    tilt = sine * (1 + kernel.soft_up) / (sine + kernel.soft_up)
    side, up, glow = (
        luminance([getattr(kernel, f"{part}_{colour}") for colour in ("red", "green", "blue")])
        for part in ("side", "up", "glow")
    )
    dome = 2 * np.pi * ((side + tilt * up) * sine).mean()
    azimuth = np.linspace(0, 2 * np.pi, 64, endpoint=False)
    across = np.sqrt(1 - sine**2)[:, None] * np.cos(azimuth) * np.cos(atmosphere.sun.elevation)
    cosine = across + sine[:, None] * np.sin(atmosphere.sun.elevation)
    f = float(kernel.forward)
    lobe = (1 - f) ** 2 / (1 + f * (f - 2 * cosine))
    dome += 2 * np.pi * glow * (lobe.mean(1) * sine).mean()
    assert least < dome / atmosphere.illuminance < 1.1


def test_the_glow_around_the_sun_has_its_light_and_its_width():
    # What the sun adds in all directions is its light that has not lost its direction, e^-τ(1-g),
    # and its mean cosine is g / (1 + g).
    atmosphere = air(40).with_medium("fog", Fog(0.01))
    made = inscatter(atmosphere, atmosphere.open_sky, ONE)
    fog = atmosphere.medium("fog")
    f, cosine = made.forward, np.linspace(-1, 1, 20001)
    lobe = (1 - f) ** 2 / (1 + f * (f - 2 * cosine))
    lost = fog.column * (1 - fog.asymmetry) / np.sin(atmosphere.sun.elevation)
    light = luminance(made.sun) * 4 * np.pi * lobe.mean()
    assert light == pytest.approx(luminance(atmosphere.open_sunlight) * np.exp(-lost), rel=0.01)
    turned = fog.asymmetry / (1 + fog.asymmetry)
    assert (lobe * cosine).sum() / lobe.sum() == pytest.approx(turned, abs=0.01)


def test_fog_looked_down_into_is_darker_than_fog_looked_through():
    atmosphere = air(40, 1.0).with_medium("fog", Fog(0.03))
    dark = 0.12 * atmosphere.sky.irradiance([0, 0, 1.0])
    made = inscatter(atmosphere, atmosphere.open_sky, dark)
    assert luminance(made.level + made.down) < 0.5 * luminance(made.level)
    assert luminance(made.level + made.up) > 1.5 * luminance(made.level)
