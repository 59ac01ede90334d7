"""The films behind a lens: draws what a view sees, and labels its pixels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...simcore.pose import R_FLU_OPTICAL, inverse, pose
from ...simcore.render.film import Film
from ...simcore.render.gbuffer import gbuffer
from ...simcore.render.motion import carried, forward_flow, inverse_at
from ...simcore.render.picture import Painter
from ...simcore.render.shutter import INSTANT, Shutter
from ...simcore.render.stage import Posed, Stage
from ...simcore.surface import Surface
from .view import View

Array = NDArray[np.float64]
F4 = NDArray[np.float32]

_OPTICAL = pose(R=R_FLU_OPTICAL)
_CLOSER = np.float32(1.005)
_NOTHING = {"depth": np.inf, "instance": 0, "class": 22, "normal": 0.0}
"""What a pixel that sees nothing holds."""


class Eye:
    """Films for the faces of a view, and how their FLU axes are turned (4, 4). fine: for pictures;
    threads share the rows."""

    def __init__(self, view: View, *, fine: bool, threads: int = 1):
        self.view = view
        self.films = tuple(Film(face.lens, fine=fine, threads=threads) for face in view.faces)
        self.turns = tuple(_OPTICAL @ pose(R=face.turn) @ inverse(_OPTICAL) for face in view.faces)

    def draw(
        self,
        stage: Stage,
        posed: Posed,
        T_world_sensor: Array,
        T_world_sensor_end: Array | None = None,
        shutter: Shutter = INSTANT,
    ) -> None:
        """Draw what the lens sees while its FLU body goes from one pose (4, 4) to the other.

        shutter: of the rows of the image; those of a face are taken at the times that fit best.
        """
        for k, (film, turn) in enumerate(zip(self.films, self.turns, strict=True)):
            end = None if T_world_sensor_end is None else T_world_sensor_end @ turn
            own = self.view.shutter(k, shutter)
            film.draw(stage, posed, T_world_sensor @ turn, end, own)

    def labels(self, names: Iterable[str]) -> dict[str, NDArray[Any]]:
        """The channels ``depth instance class normal`` of the G-buffer for the image's pixels.

        depth: along the camera's axis; infinite where a pixel does not look ahead.
        """
        names, view = set(names), self.view
        if view.straight:
            return gbuffer(self.films[0], names)
        made = [gbuffer(film, names) for film in self.films]
        found: dict[str, NDArray[Any]] = {}
        shape = view.projection.height, view.projection.width
        for name in names - {"depth"}:
            parts = made
            if name == "normal":
                parts = [
                    {name: item[name] @ face.turn.T.astype(np.float32)}
                    for item, face in zip(made, view.faces, strict=True)
                ]
            values = self._chosen([item[name] for item in parts])
            values[view.face < 0] = _NOTHING[name]
            found[name] = values.reshape(*shape, *values.shape[1:])
        if "depth" in names:
            found["depth"] = self._depth().reshape(shape)
        return found

    def cover(self, painters: Sequence[Painter], surface: Surface) -> NDArray[np.uint8]:
        """(H, W) what lies on what is seen."""
        pairs = zip(painters, self.films, strict=True)
        made = [painter.cover(film, surface) for painter, film in pairs]
        if self.view.straight:
            return made[0]
        values = self._chosen(made)
        values[self.view.face < 0] = 0
        return values.reshape(self.view.projection.height, self.view.projection.width)

    def flow_to(self, after: Eye) -> tuple[F4, NDArray[np.bool_]]:
        """Forward flow (H, W, 2) [px] to what another eye of this view has drawn, and where it is
        valid; see ``motion.forward_flow``."""
        view = self.view
        if view.straight:
            return forward_flow(self.films[0], after.films[0])
        shape = view.projection.height, view.projection.width
        pairs = [carried(a, b) for a, b in zip(self.films, after.films, strict=True)]
        moved = self._between([np.dstack([flow, landed]) for flow, landed in pairs])
        landed = moved[:, 2]
        place = view.out(view.face, view.u + moved[:, 0], view.v + moved[:, 1])
        pixels = view.projection.project(place)
        v, u = np.indices(shape).reshape(2, -1)
        flow = np.nan_to_num(pixels - np.stack([u, v], -1)).astype(np.float32)
        point = place / np.where(landed > 0, landed, 1.0)[:, None]
        valid = (landed > 0) & np.isfinite(pixels[:, 0]) & (view.face >= 0)
        at = np.rint(np.nan_to_num(pixels)).astype(np.int64)
        valid &= (at >= 0).all(-1) & (at[:, 0] < shape[1]) & (at[:, 1] < shape[0])
        valid[valid] = after._in_sight(point[valid], at[valid])
        return flow.reshape(*shape, 2), valid.reshape(shape)

    def _in_sight(self, point: Array, at: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which points (M, 3) of the camera's axes are not hidden at pixels (M, 2)."""
        number = at[:, 1] * self.view.projection.width + at[:, 0]
        face, seen = self.view.face[number], np.zeros(len(at), np.bool_)
        for k, film in enumerate(self.films):
            mine = face == k
            local = point[mine] @ self.view.faces[k].turn
            ahead = np.maximum(local[:, 2], film.lens.near)
            u = film.lens.fx * local[:, 0] / ahead + film.lens.cx
            v = film.lens.fy * local[:, 1] / ahead + film.lens.cy
            sample = self.view.nearest[number[mine]] - self.view.faces[k].first
            record = film.labels.record.reshape(-1)[sample]
            there = inverse_at(film, record, u.astype(np.float32), v.astype(np.float32))
            seen[mine] = there <= (1.0 / ahead) * _CLOSER
        return seen

    def _chosen(self, images: Sequence[NDArray[Any]]) -> NDArray[Any]:
        """(N, …) of images (h, w, …) of the faces: the nearest sample of each pixel."""
        flat = [image.reshape(-1, *image.shape[2:]) for image in images]
        return np.concatenate(flat)[self.view.nearest]

    def _between(self, images: Sequence[F4]) -> F4:
        """(N, C) of images (h, w, C) of the faces, which vary evenly over what is seen: the nearest
        sample, and how it differs from the next ones that see the same."""
        view = self.view
        flat = np.concatenate([image.reshape(-1, image.shape[2]) for image in images])
        record = np.concatenate([film.labels.record.reshape(-1) for film in self.films])
        offset = np.stack([view.u - np.rint(view.u), view.v - np.rint(view.v)])
        here = view.nearest
        found = flat[here]
        strides: tuple[Any, Any] = (1, view.between[1])
        for away, step in zip(offset, strides, strict=True):
            there = np.where(away < 0, here - step, here + step) % np.int32(len(record))
            alike = (view.face >= 0) & (record[there] == record[here])
            part = np.where(alike, np.abs(away), np.float32(0.0))
            found += (flat[there] - flat[here]) * part[:, None]
        return found

    def _depth(self) -> F4:
        """(N,) along the camera's axis, of the surfaces seen by the nearest samples, where the
        pixels look."""
        view = self.view
        away = np.full(len(view.face), np.inf, np.float32)
        for k, film in enumerate(self.films):
            mine = view.face == k
            record = film.labels.record.reshape(-1)[view.nearest[mine] - view.faces[k].first]
            found = inverse_at(film, record, view.u[mine], view.v[mine])
            ahead = view.ahead[mine]  # z in the camera's axes for 1 in the face's
            with np.errstate(divide="ignore", invalid="ignore"):
                z = np.where((found > 0) & (ahead > 0), ahead / found, np.inf)
            away[mine] = z.astype(np.float32)
        return away
