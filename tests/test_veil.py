"""The veil of lamps in fog: brighter than by the usual phase function, by beam, by density."""

import numpy as np
import pytest
from pictures import film_of, stage_of, sun
from test_weather_pictures import HAZELESS, LEVEL
from whiteout.simcore.atmosphere import Atmosphere
from whiteout.simcore.lamps import Lamp
from whiteout.simcore.light.colour import luminance
from whiteout.simcore.media.fog import Fog
from whiteout.simcore.media.medium import henyey_greenstein
from whiteout.simcore.media.rain import Rainfall
from whiteout.simcore.pose import look_at
from whiteout.simcore.render.picture import Painter, Scenery
from whiteout.simcore.render.shading.halo import ANGLES, phase_table
from whiteout.simcore.surface import Surface

NIGHT = Atmosphere(sun(-40), 1.0, HAZELESS)
UP = look_at((0, 0, 1.5), (10, 0, 2.1))


def own(beam: str) -> list[Lamp]:
    """Two lamps half a metre below a camera at the windscreen, as of a car."""
    peak = {"low_beam": 10100.0, "high_beam": 50000.0}[beam]
    return [Lamp((2.0, y, 0.7), (1, 0, 0), (1, 1, 1), peak, beam, 150.0) for y in (-0.6, 0.6)]


def veil(atmosphere: Atmosphere, beam: str) -> float:
    """Mean luminance of the night sky ahead [cd/m²] that lamps make, and nothing else."""
    stage = stage_of([])
    film = film_of(stage, UP, 160, 120, 40.0)
    painter, found = Painter(stage, 1), []
    for lamps in (own(beam), []):
        scenery = Scenery(atmosphere, Surface.laid([]), lamps)
        found.append(luminance(painter.paint(film, scenery, linear=True).linear)[20:100].mean())
    return float(found[0] - found[1])


class Guessed(Fog):
    """Fog with the phase function that most renderers use."""

    def phase(self, cosine):
        return henyey_greenstein(0.85, cosine)


def test_fog_throws_back_far_more_than_the_usual_guess():
    # Book 2.4 and appendix B 5: at least three times near the axis.
    true, guess = (NIGHT.with_medium("fog", kind(0.02)) for kind in (Fog, Guessed))
    assert veil(true, "high_beam") >= 3.0 * veil(guess, "high_beam")


def test_the_low_beam_veils_less_than_the_high():
    air = NIGHT.with_medium("fog", Fog(0.03))
    assert veil(air, "low_beam") < 0.5 * veil(air, "high_beam")


def test_twice_the_thin_fog_is_twice_the_veil():
    thin, double = (NIGHT.with_medium("fog", Fog(s)) for s in (2e-4, 4e-4))
    assert veil(double, "high_beam") / veil(thin, "high_beam") == pytest.approx(2.0, rel=0.03)


def test_fog_is_dark_at_night_away_from_lamps():
    # Book 2.6: fog that keeps the colour of day is a common mistake.
    stage = stage_of([])
    film, painter = film_of(stage, LEVEL, 80, 60), Painter(stage, 1)
    foggy = [Atmosphere(sun(e), 1.0).with_medium("fog", Fog(0.05)) for e in (30, -40)]
    day, night = (
        luminance(painter.paint(film, Scenery(air, Surface.laid([])), linear=True).linear).mean()
        for air in foggy
    )
    assert day > 500.0
    assert night < 0.01


def test_the_table_of_several_media_is_their_mean():
    fog, rain = Fog(0.01), Rainfall(50.0)
    table = phase_table(NIGHT.with_medium("fog", fog).with_medium("rain", rain))
    cosine = 1.0 - 2.0 * (np.arange(ANGLES) / (ANGLES - 1)) ** 2
    share = fog.seen / (fog.seen + rain.seen)
    expected = share * fog.phase(cosine) + (1 - share) * rain.phase(cosine)
    assert table == pytest.approx(expected, rel=1e-5)


def test_a_street_lamp_glows_round_in_fog():
    # As bright to its left as to its right, above as below, within what places of 4 px allow.
    lamp = Lamp((25.0, 0.0, 1.5), (0, 0, -1), (1, 1, 1), 800.0, "point", 60.0)
    below = Lamp((25.0, 0.0, 1.5), (0, 0, 1), (1, 1, 1), 800.0, "point", 60.0)
    stage = stage_of([])
    film, painter = film_of(stage, LEVEL, 321, 241, 60.0), Painter(stage, 1)
    air = NIGHT.with_medium("fog", Fog(0.04))
    scenery = Scenery(air, Surface.laid([]), [lamp, below])
    light = luminance(painter.paint(film, scenery, linear=True).linear)
    for away in (20, 36, 60):
        left, right = light[120, 160 - away], light[120, 160 + away]
        up, down = light[120 - away, 160], light[120 + away, 160]
        assert left == pytest.approx(right, rel=0.2)
        assert up == pytest.approx(down, rel=0.2)
    assert light[120, 172] > light[120, 190] > light[120, 220]
