"""Paints the light that falls onto a sensor: of the faces of a view, smeared, bent and blurred."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...simcore.pose import R_FLU_OPTICAL, pose
from ...simcore.render.picture import Lit, Painter, Picture, Scenery
from ...simcore.render.shading.bloom import SHARE
from ...simcore.render.workspace import Workspace
from ...simcore.snapshot import Snapshot
from ...simcore.threads import in_bands
from .eye import Eye
from .interval import Interval
from .motion import smear
from .optics import Optics
from .sunward import Sunward

F4 = NDArray[np.float32]

_OPTICAL = pose(R=R_FLU_OPTICAL)


class Brush:
    """Paints what an eye has drawn. settings: of the camera; threads share the rows."""

    def __init__(self, settings: Any, eye: Eye, threads: int):
        self.eye, self.threads = eye, threads
        self.optics = Optics(settings.lens, eye.view.projection, settings.electronics, threads)
        self._sunward = Sunward(eye.view.projection)
        given = settings.lens.glare
        self._glare = SHARE if given is None else given
        self._painters: tuple[Painter, ...] = ()
        self._work, self._face_work = Workspace(), [Workspace() for _ in eye.films]

    @property
    def shading(self) -> F4:
        """(N,) what the lens lets through to the pixels, 1 in the middle."""
        return self.optics.shading

    def painters(self, shot: Snapshot) -> tuple[Painter, ...]:
        """One for each face, since each keeps the depth maps of its own surroundings."""
        stage = shot.fixed.stage
        if not self._painters or self._painters[0].stage is not stage:
            self._painters = tuple(Painter(stage, threads=self.threads) for _ in self.eye.films)
        return self._painters

    def light(self, shot: Snapshot, t_ns: int, interval: Interval) -> Lit:
        """Luminance (3, N) [cd/m²] of the image's pixels; valid until the next call."""
        view, seconds = self.eye.view, interval.seconds
        start_ns = t_ns - round(seconds * 0.5e9)
        lamps = shot.lamps(t_ns, seconds)
        scenery = Scenery(shot.atmosphere, shot.surface, lamps, start_ns * 1e-9, seconds)
        found: list[Lit] = []
        samples = self._work.array("samples", (3, view.samples), np.float32)
        for k, (film, painter) in enumerate(zip(self.eye.films, self.painters(shot), strict=True)):
            turn = _OPTICAL @ pose(R=view.faces[k].turn)
            path = interval.path[0] @ turn, interval.path[1] @ turn
            work = self._face_work[k]

            def blur(image: F4, film: Any = film, work: Workspace = work) -> F4:
                if seconds <= 0.0 or interval.span <= 0.0:
                    return image
                return smear(film, image, interval.span, seconds, work)

            lit = painter.light(film, scenery._replace(path=path), blur)
            if view.straight:
                return lit
            first = view.faces[k].first
            samples[:, first : first + lit.image.shape[1]] = lit.image
            found.append(lit)
        pixels = len(view.face)
        image = self._work.array("image", (3, pixels), np.float32)
        in_bands(lambda a, b: view.light(samples, image, a, b), pixels, self.threads)
        return found[0]._replace(image=image)

    def focused(self, image: F4) -> F4:
        """The light that the lens gathers in each pixel, out of focus where it is."""
        return self.optics.blurred(image, self._inverse_z())

    def veiled(self, image: F4) -> F4:
        """The light with its share that goes astray in the lens."""
        return self.optics.veiled(image)

    def flared(self, image: F4, shot: Snapshot, interval: Interval) -> F4:
        """The light with the ghosts of what is bright, in place."""
        if not self.optics.flares:
            return image
        beyond = self._sunward.light(shot, interval.posed, interval.path[0])
        return self.optics.flared(image, beyond)

    def _inverse_z(self) -> F4 | None:
        """(N,) 1/z of what the pixels see [1/m], where the lens has a focus."""
        if not self.optics.focuses:
            return None
        depth: F4 = self.eye.labels({"depth"})["depth"].reshape(-1)
        return np.reciprocal(depth)

    def ideal(self, lit: Lit, linear: bool) -> Picture:
        """The picture of an ideal sensor behind the lens, of focused light."""
        p, image = self.eye.view.projection, lit.image
        if (self.shading != 1.0).any():
            image *= self.shading
        painter = self._painters[0]
        return painter.finish(lit._replace(image=image), p.height, p.width, linear, self._glare)
