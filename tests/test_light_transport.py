"""Light in pictures against an independent light transport: Mitsuba 3, pixel by pixel.

Ours is drawn with several points per pixel and evened out, as Mitsuba's pixels are; pixels that an
outline crosses are left out. ``docs/checks.md`` has the figures, and says what is approximate.
"""

import numpy as np
import pytest
from light_scenes import SCENES, LightScene
from pictures import Tracer, film_of, stage_of
from whiteout.simcore.light.colour import luminance
from whiteout.simcore.render.lens import Pinhole
from whiteout.simcore.render.picture import Painter, Scenery

FINE = 432
"""Width [px] at which ours is drawn: its maps of shadows are as fine as in pictures for use."""


def whole(scene: LightScene, image: np.ndarray) -> np.ndarray:
    """The points (2/3 FINE, FINE) of each pixel: (H, W, points)."""
    width, height, fine = scene.width, scene.width * 2 // 3, FINE // scene.width
    return image.reshape(height, fine, width, fine).swapaxes(1, 2).reshape(height, width, -1)


def ours(scene: LightScene) -> tuple[np.ndarray, np.ndarray]:
    """Luminance (H, W) [cd/m²] as it reaches the lens, and which pixels can be compared."""
    stage = stage_of(scene.items)
    film = film_of(stage, scene.T, FINE, FINE * 2 // 3, scene.fov)
    image = Painter(stage, 1).light(film, Scenery(scene.atmosphere, scene.surface)).image
    tracer = Tracer(scene.items)
    hits = tracer.see(film.lens, scene.T)
    fit = hits.mask & ~hits.edge
    if scene.lit:
        toward = np.repeat(scene.atmosphere.sun.direction[None], len(hits.position), 0)
        start = hits.position + 0.02 * hits.normal
        sees = (hits.normal @ toward[0] > 0.05) & ~tracer.blocked(start, toward)
        fit[hits.mask] &= sees
    light = luminance(image.T).reshape(fit.shape)
    return whole(scene, light).mean(-1), whole(scene, fit).all(-1)


@pytest.mark.slow
@pytest.mark.parametrize("name", SCENES)
def test_light_is_that_of_an_independent_path_tracer(name, tmp_path, capsys):
    # Medians and 95th percentiles: 5 % and 20 % for direct light, 15 % and 40 % with sky, shadow
    # and fog; thick fog and fog in sunshine are told and not asked for.
    pytest.importorskip("mitsuba", reason="mitsuba is of the extra `reference`")
    from mitsuba_twin import traced

    scene = SCENES[name]()
    mine, fit = ours(scene)
    lens = Pinhole.from_fov(scene.width, scene.width * 2 // 3, np.radians(scene.fov))
    theirs = luminance(traced(scene, lens, tmp_path))
    apart = np.abs(mine[fit] / theirs[fit] - 1.0)
    median, most = np.median(apart), np.quantile(apart, 0.95)
    with capsys.disabled():
        print(
            f"\n{name}: median {median:.3f}, 95th percentile {most:.3f}, ratio of the means "
            f"{mine[fit].mean() / theirs[fit].mean():.3f}, {1 - fit.mean():.0%} left out"
        )
    assert fit.mean() > 0.4
    if scene.limits is not None:
        assert median <= scene.limits[0]
        assert most <= scene.limits[1]
