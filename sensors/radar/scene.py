"""All echoes of the world at an instant: of bodies and posts, of surfaces, and by mirrors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from ...simcore.classes import EGO
from ...simcore.pose import Array
from ...simcore.snapshot import Snapshot
from .centres import Centres
from .echo import Echoes, Stand, joined
from .equation import Link
from .fan import Fan, found
from .sight import sight
from .signals import FAINT
from .targets import targets_at

STEP_NS = 2_000_000
"""From the earlier of the two instants by which things have speeds [ns]: legs change theirs by
0.1 m/s meanwhile."""
BESIDE = np.radians(5.0)
"""Of the fan of rays beyond the field of view."""


class Look(NamedTuple):
    """What a radar looks for. reach: of its longest scan [m]; field: of its widest, to each side
    [rad]; links: of its scans; fan: rays for surfaces and mirrors; step_ns: see ``STEP_NS``."""

    reach: float
    field: float
    links: tuple[Link, ...]
    fan: Fan
    step_ns: int = STEP_NS

    @classmethod
    def of(cls, scans: Mapping[str, Any], links: Mapping[str, Link]) -> Look:
        """That of scans by name."""
        field = float(max(scan.field for scan in scans.values()))
        reach = float(max(scan.farthest for scan in scans.values()))
        return cls(reach, field, tuple(links.values()), Fan(min(field + BESIDE, np.pi / 2)))

    def strongest(self, stand: Stand, place: Array, area: Array) -> Array:
        """(N,) most that places (N, 3) with cross sections (N,) can give in any scan, by noise."""
        to = place - stand.eye
        away = np.maximum(np.linalg.norm(to, axis=1), 0.05)
        azimuth, elevation = stand.angles(to / away[:, None])
        most = np.zeros(len(away))
        for link in self.links:
            gain = link.gain(azimuth, elevation) ** 2
            most = np.maximum(most, link.received(area, away, gain))
        return np.where(away <= self.reach * 1.02, most, 0.0)


def looked(
    look: Look, shot: Snapshot, t_ns: int, stand: Stand, of: Centres, faces: Array
) -> Echoes:
    """The echoes at a time. of, faces: of the episode (``centres_of``, ``faces_of``)."""
    stage, key = shot.fixed.stage, shot.fixed.key("sensors", "radar")
    bodies, before = shot.near(t_ns), shot.near(t_ns - STEP_NS)
    posed = stage.posed(bodies)
    own = np.flatnonzero(stage.class_id == EGO)
    among = shot.fixed.rays.among(posed, stand.eye, own)
    targets = targets_at(of, bodies, before, STEP_NS * 1e-9, stand.eye, key)
    strength = look.strongest(stand, targets.place, targets.area)
    rows = np.flatnonzero(strength > FAINT)
    seen = sight(among, stage, of, targets.place, rows, stand.eye, stand.level,
                 look.links[0].wavelength, strength)  # fmt: skip
    straight = np.flatnonzero(seen.straight)
    echoes = stand.straight(
        targets.place[straight], targets.velocity[straight], targets.area[straight],
        of.instance[straight], of.class_id[straight], straight,
    )  # fmt: skip
    parts = [echoes]
    below = np.flatnonzero(seen.below)
    if len(below):
        parts.append(_beneath(stand, of, targets.velocity, targets.area, seen, below))
    speeds = _speeds(of, targets.velocity)
    lit = set(of.instance[straight].tolist())
    parts += found(look.fan, among, stage, posed, faces, stand, look.reach, speeds, lit)
    return joined(parts)


def _beneath(stand: Stand, of: Centres, velocity, area, seen, rows) -> Echoes:
    """Echoes that come by way of the road, from the image of their centre in it."""
    image = velocity[rows] * [1.0, 1.0, -1.0]
    place = stand.eye + seen.direction[rows] * seen.way[rows][:, None]
    # Both ways by the road: the power is reflected twice.
    return stand.straight(place, image, area[rows] * seen.loss[rows],
                          of.instance[rows], of.class_id[rows], rows)  # fmt: skip


def _speeds(of: Centres, velocity: Array) -> dict[int, Array]:
    """The velocity (3,) of each body by id: the mean of its centres."""
    total = [np.bincount(of.body, velocity[:, k], len(of.bodies)) for k in range(3)]
    mean = np.stack(total, 1) / of.counts[:, None]
    return {number: mean[k] for k, number in enumerate(of.bodies.tolist()) if number > 0}
