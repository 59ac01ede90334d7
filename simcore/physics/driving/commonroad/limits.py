"""What steering and engine of CommonRoad's vehicles can do."""

from __future__ import annotations

from ....kernel import device


@device
def steering_rate(angle, rate, p):
    """The rate [rad/s] at which the wheels turn when ``rate`` is asked for."""
    if (angle <= p.steer_min and rate <= 0.0) or (angle >= p.steer_max and rate >= 0.0):
        return 0.0
    return min(max(rate, p.steer_rate_min), p.steer_rate_max)


@device
def acceleration(speed, accel, p):
    """The acceleration [m/s²] when ``accel`` is asked for: above the switching speed the engine's
    power is the limit."""
    if (speed <= p.speed_min and accel <= 0.0) or (speed >= p.speed_max and accel >= 0.0):
        return 0.0
    most = p.accel_max
    if speed > p.speed_switch:
        most *= p.speed_switch / speed
    return min(max(accel, -p.accel_max), most)
