"""What a radar's file may say of its scans, its radome, and other radars."""

from __future__ import annotations

from ...simcore.quantity.fields import Angle, Flag, Length, Number, Ratio, Speed, Time, setting
from ...simcore.quantity.settings import Settings


class Scan(Settings):
    """One of the scans that make a reading: its chirps, its antenna, how finely it tells."""

    power: Number = setting("That it sends [dBm]", 10.0, low=-30, high=40)
    gain: Number = setting(
        "Of the antenna, sending and receiving alike, with what adding up its channels gives [dB]",
        25.0, low=0, high=45,
    )  # fmt: skip
    noise_figure: Number = setting("Of the receiver [dB]", 12.0, low=0, high=30)
    losses: Number = setting("Between chip and air, and in processing [dB]", 6.0, low=0, high=30)
    time: Time = setting(
        "Over which chirps are added up; the wavelength by twice this is the finest speed told",
        "18.9 ms", low="0.1 ms", high="200 ms",
    )  # fmt: skip
    chirp: Time = setting(
        "From one chirp to the next of an antenna; the wavelength by four times this is the "
        "greatest speed that is not folded",
        "40 us", low="5 us", high="1 ms",
    )  # fmt: skip
    staggered: Flag = setting("Whether chirps of other intervals tell folded speeds apart", True)
    nearest: Length = setting("Closer things are not told", "0.2 m", low="0.05 m", high="10 m")
    farthest: Length = setting("Longest range", "250 m", low="5 m", high="500 m")
    field: Angle = setting("Of view, to each side", "9 deg", low="2 deg", high="85 deg")
    beam: Angle = setting(
        "Width at which the antenna gives half, one way", "22 deg", low="2 deg", high="180 deg"
    )
    beam_up: Angle = setting("The same, up and down", "14 deg", low="2 deg", high="120 deg")
    range_resolution: Length = setting("Finest range told apart", "1.79 m", low="0.02 m",
                                       high="10 m")  # fmt: skip
    range_accuracy: Length = setting(
        "Error of the range at best (standard deviation)", "0.4 m", low="0 m", high="5 m"
    )
    azimuth_resolution: Angle = setting(
        "Finest azimuth told apart ahead; to the side it grows by 1/cos", "1.6 deg",
        low="0.1 deg", high="30 deg",
    )  # fmt: skip
    azimuth_accuracy: Angle = setting(
        "Error of the azimuth at best, ahead (standard deviation)", "0.1 deg", low="0 deg",
        high="10 deg",
    )  # fmt: skip
    azimuth_accuracy_edge: Angle = setting(
        "The same at the edge of the field of view", "0.1 deg", low="0 deg", high="20 deg"
    )
    elevation_resolution: Angle | None = setting(
        "Finest elevation told apart; none: it is not measured, and reads 0", None,
        low="0.1 deg", high="30 deg",
    )  # fmt: skip
    speed_accuracy: Speed = setting(
        "Error of the speed at best (standard deviation)", "0.028 m/s", low="0 m/s", high="2 m/s"
    )
    sidelobes: Number = setting(
        "Of the beams that it forms: what is so much weaker than something else at its range and "
        "speed is not seen [dB]",
        -25.0, low=-80, high=-10,
    )  # fmt: skip
    spacing: Number = setting(
        "Of the antenna's elements, in wavelengths: above 0.5 what stands far to the side is seen "
        "on the other side too",
        0.5, low=0.5, high=4,
    )  # fmt: skip


class Radome(Settings):
    """What lies before the antenna and gathers water or snow."""

    height: Length = setting("Over which water runs down it", "0.1 m", low="0.01 m", high="1 m")
    wetted: Ratio = setting(
        "Share that a film covers in rain; coatings and paint repel the rest", 0.4, low=0, high=1
    )
    film: Length = setting("Water that is on it besides", "0 mm", low="0 mm", high="5 mm")
    ice: Length = setting("Clear ice on it", "0 mm", low="0 mm", high="50 mm")
    snow: Length = setting("Snow on it at the beginning", "0 mm", low="0 mm", high="50 mm")
    heated: Flag = setting("Whether a heater melts what falls on it", False)


class Others(Settings):
    """Interference by other radars."""

    probability: Ratio = setting("Share of readings that have some", 0.02, low=0, high=1)
    least: Number = setting("Rise of the noise [dB]", 10.0, low=0, high=60)
    most: Number = setting("Greatest rise of the noise [dB]", 20.0, low=0, high=60)


class Mistakes(Settings):
    """What its processing takes for detections, and what it knows of that."""

    false_alarm: Number = setting(
        "Chance that noise in a cell is taken for a detection", 1e-6, low=1e-12, high=1e-2
    )
    reference_cells: Number = setting(
        "Cells around from which the noise is estimated", 32, low=4, high=1000
    )
    mirrors_told: Ratio = setting(
        "Share of mirror images, and of echoes from the wrong side, that it marks as such",
        0.3,
        low=0,
        high=1,
    )
