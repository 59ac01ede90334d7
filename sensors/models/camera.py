"""An ideal pinhole camera with a global shutter.

Example::

    sensors:
      front:
        kind: camera
        mount: {x: 1.6 m, z: 1.5 m, pitch: 2 deg}
        width: 640
        height: 480
        fov: 70 deg
        rate: 10 Hz
        channels: [rgb, depth, instance]
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator

from ...simcore.quantity.fields import Angle, invalid, setting
from ...simcore.quantity.settings import Settings as Base

Channel = Literal["rgb", "depth", "semantic", "instance", "normal", "flow", "cover"]
CHANNELS: tuple[Channel, ...] = (
    "rgb", "depth", "semantic", "instance", "normal", "flow", "cover",
)  # fmt: skip


class Settings(Base):
    """Resolution, view and channels."""

    width: int = Field(640, ge=8, le=4096, description="Columns of the image")
    height: int = Field(480, ge=8, le=4096, description="Rows of the image")
    fov: Angle = setting("Horizontal field of view", "70 deg", low="5 deg", high="150 deg")
    channels: tuple[Channel, ...] = Field(
        CHANNELS, strict=False, min_length=1, description="What a reading holds"
    )

    @field_validator("channels")
    @classmethod
    def _once(cls, channels: tuple[Channel, ...]) -> tuple[Channel, ...]:
        twice = {channel for channel in channels if channels.count(channel) > 1}
        if twice:
            raise invalid(((), f"'{min(twice)}' stands twice"))
        return channels
