"""What a camera's file may say of its electronics, its exposure and its processing."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ...simcore.quantity.fields import (
    Count,
    Flag,
    Length,
    Number,
    Ratio,
    Temperature,
    Time,
    Word,
    setting,
)
from ...simcore.quantity.settings import Settings

Mosaic = Literal["rggb", "bggr", "grbg", "gbrg", "mono"]
Metering = Literal["average", "centre", "road", "highlights"]
Balancing = Literal["fixed", "grey_world", "illuminant"]


class Efficiency(Settings):
    """Electrons per photon at the peaks of the colour filters; a sensor without filters has their
    mean everywhere."""

    red: Ratio = setting("Of red pixels, 580 to 700 nm", 0.45, low=0.01, high=1.0)
    green: Ratio = setting("Of green pixels, 490 to 580 nm", 0.55, low=0.01, high=1.0)
    blue: Ratio = setting("Of blue pixels, 400 to 490 nm", 0.45, low=0.01, high=1.0)
    crosstalk: Ratio = setting(
        "What filters let through of the next band, as a share of their own", 0.15, low=0, high=0.8
    )


class Hdr(Settings):
    """High dynamic range by several exposures, or by diodes of several sizes."""

    exposures: Count = setting("How many, each shorter than the last", 1, low=1, high=4, fixed=True)
    ratio: Number = setting("Of each to the next", 16.0, low=2.0, high=64.0)
    bits: Count = setting("Of the joined, companded counts", 12, low=8, high=16, fixed=True)


class Electronics(Settings):
    """The sensor behind the lens, by the linear model of EMVA 1288. e: electrons."""

    pixel_size: Length = setting("Side of a pixel", "3 µm", low="0.5 µm", high="30 µm")
    efficiency: Efficiency = setting("Electrons per photon", {})
    full_well: Number = setting("Electrons that a pixel holds [e]", 12000.0, low=100, high=1e6)
    read_noise: Number = setting("Noise of reading a pixel [e]", 2.5, low=0, high=200)
    dark_current: Number = setting(
        "Dark electrons per second at 30 degC [e/s]", 10.0, low=0, high=1e5
    )
    dark_doubling: Temperature = setting("Warming that doubles them", "8 K", low="2 K", high="30 K")
    temperature: Temperature = setting("Of the sensor", "40 degC", low="-60 degC", high="125 degC")
    prnu: Ratio = setting("How uneven pixels respond (standard deviation)", 0.01, low=0, high=0.2)
    dsnu: Number = setting(
        "How uneven they are in the dark (standard deviation) [e]", 1.0, low=0, high=500
    )
    bits: Count = setting("Of a count", 12, low=8, high=16, fixed=True)
    black_level: Number = setting("Count without light", 168.0, low=0, high=8192)
    counts_per_electron: Number | None = setting(
        "At a gain of 1; unless given, a full well is the greatest count", None, low=1e-4, high=100
    )
    mosaic: Mosaic = Field("rggb", description="Colour filters of a cell of 2 × 2 pixels, or none")
    hdr: Hdr = setting("Several exposures in one", {})
    specimen: Count = setting(
        "Which one of its kind: each has its own pattern of uneven pixels", 0, low=0, high=1_000_000
    )


class Exposure(Settings):
    """How long light is gathered, and how much counts are amplified."""

    time: Time | None = setting(
        "Fixed time; chosen by the camera unless given", None, low="1 µs", high="10 s"
    )
    gain: Number | None = setting(
        "Fixed amplification; chosen by the camera unless given", None, low=0.125, high=64
    )
    shortest: Time = setting("Least time that is chosen", "30 µs", low="1 µs", high="1 s")
    longest: Time = setting("Greatest time that is chosen", "20 ms", low="10 µs", high="1 s")
    greatest_gain: Number = setting("Most amplification that is chosen", 16.0, low=1, high=64)
    metering: Annotated[Metering, Word()] = setting("What is to have the right brightness", "road")
    target: Ratio = setting(
        "Brightness that is aimed at, as a share of a full pixel", 0.11, low=0.005, high=0.9
    )
    compensation: Number = setting(
        "More (or less) exposure than metered [stops]", 0.0, low=-6, high=6
    )
    lag: Time = setting("Time in which it makes up for 63 % of a change", "0.12 s", low="0 s",
                        high="10 s")  # fmt: skip
    delay: Count = setting(
        "Readings until what is chosen takes effect", 2, low=0, high=8, fixed=True
    )


class Glass(Settings):
    """How directions become pixels, as OpenCV has it; the middle of the first pixel is (0, 0)."""

    model: Literal["pinhole", "brown_conrady", "kannala_brandt"] = Field(
        "pinhole", description="Projection; kannala_brandt: a fisheye"
    )
    k1: Number = setting("First radial coefficient, as OpenCV has them", 0.0, low=-10, high=10)
    k2: Number = setting("Second radial coefficient", 0.0, low=-100, high=100)
    k3: Number = setting("Third radial coefficient", 0.0, low=-1000, high=1000)
    k4: Number = setting("Fourth radial coefficient, of kannala_brandt", 0.0, low=-1000, high=1000)
    p1: Number = setting("First tangential coefficient, of brown_conrady", 0.0, low=-1, high=1)
    p2: Number = setting("Second tangential coefficient, of brown_conrady", 0.0, low=-1, high=1)
    fx: Number | None = setting(
        "Focal length as calibrated [px], in place of the field of view", None, low=1, high=1e6
    )
    fy: Number | None = setting("Of the columns [px]; as fx unless given", None, low=1, high=1e6)
    cx: Number | None = setting(
        "Column that the axis meets [px]; the middle unless given", None, low=-16384, high=16384
    )
    cy: Number | None = setting(
        "Row that the axis meets [px]; the middle unless given", None, low=-16384, high=16384
    )


class Lens(Glass):
    """What lies before the sensor."""

    f_number: Number = setting("Focal length by aperture", 1.8, low=0.7, high=32)
    transmission: Ratio = setting("Of the glass", 0.9, low=0.05, high=1)
    falloff: Ratio | None = setting(
        "How far light falls off to the corners by the cos⁴ law; 0.4 with electronics, 0 without",
        None,
        low=0,
        high=2,
    )
    softness: Number | None = setting(
        "Blur of what is in focus (standard deviation) [px]; 0.5 with electronics, 0 without",
        None,
        low=0,
        high=0.7,
    )
    glare: Ratio | None = setting(
        "Share of light that goes astray; 0.02 with electronics, an eye's 0.045 without",
        None,
        low=0,
        high=0.5,
    )
    flare: Ratio | None = setting(
        "Share of light that each surface of glass mirrors, which makes ghosts of bright lights: "
        "0.005 coated, 0.04 bare; 0.005 with electronics, none without",
        None,
        low=0,
        high=0.1,
    )
    focus: Length | None = setting(
        "Distance that is in focus; everything unless given", None, low="0.05 m", high="10 km"
    )


class Shutter(Settings):
    """When the rows of an image are taken."""

    readout: Time = setting(
        "From the first row to the last; 0: all at once", "0 ms", low="0 ms", high="100 ms"
    )
    blur: Flag = setting(
        "Whether what moves is blurred during the exposure that electronics have", True
    )
    flicker: Flag = setting(
        "Whether lamps that are driven by pulses shine in those pulses, for electronics", True
    )


class Processing(Settings):
    """What makes a picture of counts."""

    demosaic: Annotated[Literal["adaptive", "malvar", "bilinear"], Word()] = setting(
        "How missing colours are filled in: along edges, or by fixed filters", "adaptive"
    )
    white_balance: Annotated[Balancing, Word()] = setting(
        "What is taken for white: light of a colour temperature, the mean of the picture, or the "
        "light that there is",
        "illuminant",
    )
    white: Temperature = setting(
        "Colour temperature of a fixed balance", "6500 K", low="1700 K", high="25000 K"
    )
    adaptation: Ratio = setting("How far the balance goes towards it", 0.8, low=0, high=1)
    saturation: Number = setting("Of colours, 1 being the scene's", 1.0, low=0, high=3)
    tone: Annotated[Literal["film", "srgb"], Word()] = setting(
        "Curve: with a shoulder before white, or sRGB's alone", "film"
    )
    jpeg: Count | None = setting("Quality of JPEG before it is handed out", None, low=1, high=100)
