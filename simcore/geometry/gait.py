"""How long a stride is: what ties the phase of a gait to the ground that passes beneath it.

People and animals that move alike have strides that depend on the Froude number alone, v²/(g·h)
with h the height of the hip (Alexander 1976, "Estimates of speeds of dinosaurs", Nature 261):
stride/h = 2.3·(v²/(g·h))^0.3. ``Motion.phase`` grows by 2π per stride.

Plain arithmetic, so that the same lines serve Python and kernels (``simcore.kernel.device``).
"""

from __future__ import annotations

from ..kernel import device

GRAVITY = 9.80665
"""Standard gravity [m/s²]."""

TURN = 6.283185307179586


def gait_length(speed: float, hip_height: float, scale: float = 1.0) -> float:
    """Metres per gait cycle at ``speed`` [m/s] for a hip ``hip_height`` [m] above the ground.

    ``scale`` is the walker's own: long or short strides. 0 when standing.
    """
    froude = speed * speed / (GRAVITY * hip_height)
    return scale * 2.3 * hip_height * froude**0.3


def phase_rate(speed: float, hip_height: float, scale: float = 1.0) -> float:
    """How fast ``Motion.phase`` grows [rad/s]; it falls when walking backwards, 0 at a stand.

    2π·v/``gait_length``, written so that it is finite at any speed.
    """
    pace = abs(speed)
    rate = TURN * pace**0.4 * (GRAVITY * hip_height) ** 0.3 / (2.3 * hip_height * scale)
    return rate if speed >= 0.0 else -rate


gait_length_in_kernel = device(gait_length)
phase_rate_in_kernel = device(phase_rate)
