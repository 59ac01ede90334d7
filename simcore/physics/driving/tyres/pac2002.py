"""PAC2002, the magic formula of Pacejka as MSC ADAMS has it, for a 245/40 R18 tyre.

Pacejka, *Tyre and Vehicle Dynamics*, 2nd ed. 2006, chapters 4 and 9. The numbers are those of the
tyre that CommonRoad and Project Chrono (``Sedan_Pac02Tire.tir``) use, at camber 0, with the shifts
of ply-steer and conicity left out, so that left and right are mirror images. As in CommonRoad,
``PKY1`` is the cornering stiffness per load at the nominal load; its fall with load is PAC2002's.
Signs are CommonRoad's: the slip angle is that of the hub's velocity, and force rises against it.
"""

from __future__ import annotations

import math

from ....kernel import device, kernel

NOMINAL_LOAD, RADIUS = 4850.0, 0.344
PCX1, PDX1, PDX2 = 1.6411, 1.1739, -0.16395
PEX1, PEX2, PEX3 = 0.46403, 0.25022, 0.067842
PKX1, PKX2, PKX3, PHX1, PVX1 = 22.303, 0.48896, 0.21253, 0.0012297, -8.8098e-06
PCY1, PDY1, PDY2, PEY1, PKY1, PKY2 = 1.3507, 1.0489, -0.18033, -0.0074722, -21.92, 2.0012
RBX1, RBX2, RCX1, REX1, RHX1 = 13.276, -13.778, 1.2568, 0.65225, 0.0050722
RBY1, RBY2, RBY3, RCY1, REY1, RHY1 = 7.1433, 9.1916, -0.027856, 1.0719, -0.27572, 5.7448e-06
RVY1, RVY4, RVY5, RVY6 = -0.027825, 12.12, 1.9, -10.704
PTX1, PTX2, PTX3, PTY1, PTY2 = 2.3657, 1.4112, 0.56626, 2.1439, 1.9829


@device
def magic(x, b, c, e):
    """sin(C atan(Bx - E(Bx - atan Bx)))."""
    return math.sin(c * math.atan(b * x - e * (b * x - math.atan(b * x))))


@device
def decline(x, b, c, e):
    """cos(C atan(Bx - E(Bx - atan Bx))), by which one slip weakens the other's force."""
    return math.cos(c * math.atan(b * x - e * (b * x - math.atan(b * x))))


@device
def longitudinal(slip, load):
    """Force [N] along the wheel at pure slip κ, as CommonRoad reads the set: shifted, stiffness
    and friction by load alone."""
    stiffness = PKX1 / (PCX1 * PDX1)
    x = stiffness * (slip + PHX1)
    shape = PCX1 * math.atan(x - PEX1 * (x - math.atan(x))) + load * PVX1
    return PDX1 * load * math.sin(shape)


@device
def lateral(angle, load):
    """Force [N] across the wheel at pure slip angle [rad], as CommonRoad reads the set."""
    return PDY1 * load * magic(angle, PKY1 / (PCY1 * PDY1), PCY1, PEY1)


@device
def longitudinal_share(slip, angle):
    """What a slip angle leaves of the longitudinal force; slip: CommonRoad's, braking positive."""
    b = RBX1 * math.cos(math.atan(RBX2 * slip))
    return decline(angle + RHX1, b, RCX1, REX1) / decline(RHX1, b, RCX1, REX1)


@device
def lateral_share(slip, angle):
    """What a slip leaves of the lateral force, and the ply-steer it adds per load."""
    b = RBY1 * math.cos(math.atan(RBY2 * (angle - RBY3)))
    share = decline(slip + RHY1, b, RCY1, REY1) / decline(RHY1, b, RCY1, REY1)
    push = PDY1 * RVY1 * math.cos(math.atan(RVY4 * angle))
    return share, push * math.sin(RVY5 * math.atan(RVY6 * slip))


@device
def pure(slip, angle, load):
    """Forces [N] along and across at pure slip κ and at pure slip angle, without shifts, with the
    load's effect on friction and stiffness."""
    excess = load / NOMINAL_LOAD - 1.0
    friction = PDX1 + PDX2 * excess
    stiffness = (PKX1 + PKX2 * excess) * math.exp(PKX3 * excess)
    curve = PEX1 + PEX2 * excess + PEX3 * excess * excess
    along = friction * load * magic(slip, stiffness / (PCX1 * friction), PCX1, curve)
    friction = PDY1 + PDY2 * excess
    nominal = math.sin(2.0 * math.atan(1.0 / PKY2))
    stiffness = (
        PKY1 * NOMINAL_LOAD / load * math.sin(2.0 * math.atan((excess + 1.0) / PKY2)) / nominal
    )
    across = friction * load * magic(angle, stiffness / (PCY1 * friction), PCY1, PEY1)
    return along, across


@device
def combined(slip, angle, load):
    """Forces [N] along and across at both slips, without shifts and ply-steer."""
    along, across = pure(slip, angle, load)
    bx = RBX1 * math.cos(math.atan(RBX2 * slip))
    by = RBY1 * math.cos(math.atan(RBY2 * (abs(angle) - RBY3)))
    return along * decline(angle, bx, RCX1, REX1), across * decline(slip, by, RCY1, REY1)


@device
def relaxation(load):
    """Relaxation lengths [m] along and across."""
    excess = load / NOMINAL_LOAD - 1.0
    ratio = load / NOMINAL_LOAD
    along = ratio * RADIUS * (PTX1 + PTX2 * excess) * math.exp(-PTX3 * excess)
    return along, PTY1 * RADIUS * math.sin(2.0 * math.atan(ratio / PTY2))


@kernel("f8[:], f8[:], f8[:] -> f8[:,:]")
def tyre_forces(slip, angle, load, force_out):
    """N tyres: slip κ, slip angle [rad], load [N]; force_out (N, 6): pure along and across,
    combined along and across [N], relaxation lengths along and across [m]."""
    for n in range(slip.shape[0]):
        force_out[n, 0], force_out[n, 1] = pure(slip[n], angle[n], load[n])
        force_out[n, 2], force_out[n, 3] = combined(slip[n], angle[n], load[n])
        force_out[n, 4], force_out[n, 5] = relaxation(load[n])
