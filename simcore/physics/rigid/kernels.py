"""What loose bodies ask of the driving kernels: heights of the ground, and to push a row."""

from __future__ import annotations

from ...kernel import kernel
from ..driving.contact import change, twist_of
from ..driving.ground import ground_at
from ..driving.struck import mass_of


@kernel("f8[:,:], f8[:,:], f8[:,:], f8[:,:] -> i4[:], f8[:]")
def heights(points, line, profile, strip, hint_out, height_out):
    """points (P, 2): places in the world; line, profile, strip: the ground's, see
    ``driving.ground``; hint_out (3,): where it was looked for last; height_out (P,) [m]."""
    for k in range(points.shape[0]):
        height_out[k], _, _, _, _, _, _, _ = ground_at(
            line, profile, strip, points[k, 0], points[k, 1], hint_out
        )


@kernel("i8, f8, f8, f8, f8, f8[:,:], i4[:], f8[:,:] -> f8[:,:]")
def shove(row, dvx, dvy, dr, towards, body, model, design, state_out):
    """Change the velocity of a row's centre of mass [m/s] and its yaw rate [rad/s], as a contact
    does; towards: how fast the other one came [m/s]. The rest: of one environment."""
    twist = twist_of(state_out[row], body[row], model[row], design, row)
    size = dvx * dvx + dvy * dvy
    if twist[5] == 0.0 or size == 0.0:
        return
    x, y = dvx / twist[5], dvy / twist[5]
    lever = dr / twist[6] / (x * x + y * y)  # where the impulse passes by the centre of mass
    px, py = twist[0] + lever * y, twist[1] - lever * x
    change(state_out[row], body[row], model[row], twist, x, y, px, py, towards, 0.0)


@kernel("f8[:,:], i4[:], f8[:,:] -> f8[:,:]")
def weights(body, model, design, mass_out):
    """mass_out (N, 3): how far the centre of mass of each row is ahead of its origin [m], mass
    [kg], yaw inertia [kg m²]; 0 for what cannot be moved."""
    for n in range(body.shape[0]):
        ahead, mass, inertia = mass_of(body[n], model[n], design, n)
        mass_out[n, 0], mass_out[n, 1], mass_out[n, 2] = ahead, mass, inertia
