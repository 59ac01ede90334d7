"""A real camera's inside: electronics and processing, and the automatics that steer them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...simcore.pose import Array
from ...simcore.snapshot import Snapshot
from .control import Control, Measured, Memory, Taken
from .glass import projection_of
from .imager import Imager
from .meter import Meter, glance

_DARK = Measured(np.zeros((8, 8), np.float32), np.zeros(3), np.zeros(3))


class Automatic:
    """Takes pictures of light. settings: a camera's; shading (N,): what its lens lets through;
    T_ego_mount (4, 4): its FLU body; memory: of its exposure, None before the first reading."""

    def __init__(
        self,
        name: str,
        settings: Any,
        shading: NDArray[np.float32],
        T_ego_mount: Array,
        threads: int,
    ):
        size = settings.height, settings.width
        self.T_ego_mount = T_ego_mount
        self.imager = Imager(
            name, size, settings.electronics, settings.processing, settings.lens.f_number,
            settings.lens.transmission, shading, settings.noise, threads,
        )  # fmt: skip
        self.control = Control(
            settings.exposure, settings.processing, self.imager.sensitivity, self.imager.span
        )
        self._meter = Meter(glance(projection_of(settings), settings.fov))
        self.memory: Memory | None = None

    @property
    def meter(self) -> Meter:
        """What it looks with."""
        return self._meter

    def taken(self, shot: Snapshot, t_ns: int) -> Taken:
        """How a reading at a time of the shot is taken; remembers what it leads to."""
        if self.memory is None or t_ns > self.memory.t_ns:
            seen = _DARK
            if self.control.measures:
                seen = self._meter.measure(shot, t_ns, self.T_ego_mount)
            if self.memory is None:
                self.memory = self.control.settled(t_ns, seen)
            else:
                self.memory = self.control.followed(self.memory, t_ns, seen)
        return self.control.taken(self.memory.used)

    def taken_in(self, other: Snapshot, shot: Snapshot, t_ns: int) -> Taken:
        """How another world is taken where this one is taken as ``taken`` has it: as far off from
        what its own light asks for."""
        memory = self.memory
        if memory is None or not self.control.measures:
            return self.taken(shot, t_ns)
        asked = [
            self.control.settled(t_ns, self._meter.measure(world, t_ns, self.T_ego_mount)).used
            for world in (shot, other)
        ]
        return self.control.taken(self.control.moved(memory.used, *asked))

    def pictures(
        self,
        light: NDArray[np.float32],
        taken: Taken,
        key: int,
        channels: Iterable[str],
        noise: bool = True,
    ) -> dict[str, NDArray]:
        """The channels ``rgb``, ``raw`` and ``linear`` of light (3, N) [cd/m²], as far as named;
        key: 64 bits of the reading, for its noise; noise: whether it has the sensor's."""
        imager = self.imager
        raw = imager.capture(light, taken, key, noise)
        make: dict[str, Callable[[], NDArray[Any]]] = {
            "rgb": lambda: imager.rgb(raw, taken),
            "raw": lambda: raw.reshape(imager.height, imager.width),
            "linear": lambda: imager.linear(raw, taken),
        }
        return {channel: make[channel]() for channel in channels}
