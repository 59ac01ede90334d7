"""What a camera's file may say of the pane before its lens."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ...simcore.quantity.fields import Angle, HeatFlux, Length, Number, Ratio, Speed, Time, setting
from ...simcore.quantity.settings import Settings


class Wiper(Settings):
    """A blade that goes to and fro over the pane."""

    period: Time = setting("From one pass to the next", "1.2 s", low="0.2 s", high="60 s")
    sweep: Time = setting(
        "How long the blade takes over the part that the camera looks through",
        "80 ms", low="10 ms", high="2 s",
    )  # fmt: skip
    leaves: Ratio = setting("Share of the water that it leaves behind", 0.02, low=0, high=1)


class Window(Settings):
    """A pane on which rain and snow gather."""

    behind: Literal["bare", "windscreen"] = Field(
        "bare",
        description="A pane of the camera's own, close to the lens and facing as it does, or the "
        "windscreen of a vehicle",
    )
    distance: Length | None = setting(
        "From the lens to its outer side; 6 mm bare, 60 mm behind a windscreen",
        None, low="1 mm", high="0.5 m",
    )  # fmt: skip
    slope: Angle | None = setting(
        "Of a windscreen, from the horizontal; 30 deg unless given",
        None, low="15 deg", high="90 deg",
    )  # fmt: skip
    contact_angle: Angle = setting(
        "At which drops meet it: 30 to 60 deg on glass, above 90 deg where it repels water",
        "50 deg", low="15 deg", high="120 deg",
    )  # fmt: skip
    hysteresis: Number = setting(
        "How well drops cling: cosine of the receding less that of the advancing contact angle",
        0.3, low=0.01, high=1.5,
    )  # fmt: skip
    cleaned: Time = setting(
        "How long before the episode it was last clean, if it has rained or snowed for so long",
        "60 s", low="0 s", high="5 min",
    )  # fmt: skip
    wiper: Wiper | None = setting("A wiper; none unless given", None)
    heater: HeatFlux = setting(
        "Heat that the pane is given", "0 W/m^2", low="0 W/m^2", high="5000 W/m^2"
    )
    air: Speed = setting("Of air that is blown down over it", "0 m/s", low="0 m/s", high="100 m/s")
