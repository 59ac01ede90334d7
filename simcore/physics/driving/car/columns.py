"""The columns of what a car remembers and of what it is, besides ``driving.columns``.

Wheels are front left, front right, rear left, rear right; a quantity of theirs takes four columns.
``memory`` (CAR,) changes with time; ``design`` (DESIGN,) does not.
"""

from __future__ import annotations

# memory
SPIN = 0  # angular speeds of the wheels [rad/s]
SLIP_X = 4  # slip of the contact, along the wheel
SLIP_Y = 8  # and to its left
USED = 12  # what the ground gives braked wheels back, as the anti-lock system knows it [N]
LOAD = 16  # on the wheels [N]
FORCE_X = 20  # of the ground on the wheels, along them [N]
FORCE_Y = 24  # to their left [N]
GRIP = 28  # peak friction beneath
COVER = 32  # beneath
SNOW = 36  # rolling resistance by what lies beneath, as a share of that on the road
SLIP_ANGLE = 40  # toe by compliance of the axles: front, rear [rad]
LEAN_X = 42  # acceleration that the body has leant by [m/s²]: along, to the left
LEAN_Y = 43
PEDAL = 44  # acceleration that engine and brakes give, as far as they have followed [m/s²]
THROTTLE = 45  # share of the engine's torque that traction control lets through
ABS = 46  # 1 while it works
TRACTION = 47
STABILITY = 48
WAIT = 49  # steering: share of a slot of the delay that has passed
HEAD = 50  # the slot that is read next
DELAYED = 51  # what was asked for, in slots of an eighth of the delay [rad]
SLOTS = 8
# what was found where it was when it last asked the ground, and at three places ahead of that
POSES = 4
NOWHERE = 1e9
ASKED_X = DELAYED + SLOTS  # the places [m]; NOWHERE where it has not asked since the ground changed
ASKED_Y = ASKED_X + POSES
ASKED_YAW = ASKED_Y + POSES  # [rad]
FOUND_GRIP = ASKED_YAW + POSES  # GRIP, COVER and SNOW of the wheels there
FOUND_COVER = FOUND_GRIP + 4 * POSES
FOUND_SNOW = FOUND_COVER + 4 * POSES
CAR = FOUND_SNOW + 4 * POSES

# design
MASS = 0  # [kg]
YAW_INERTIA = 1  # [kg m²]
FRONT = 2  # from the centre of mass to the axles [m]
REAR = 3
HEIGHT = 4  # of the centre of mass [m]
TRACK = 5  # [m]; 0 for what leans into bends
RADIUS = 6  # of the wheels [m]
WHEEL_INERTIA = 7  # [kg m²]
POWER = 8  # [W]
DRIVE_FRONT = 9  # share of the engine's torque at the front axle
BRAKE_FRONT = 10
DRAG = 11  # force per square of speed [kg/m]
ROLLING = 12  # rolling resistance coefficient
ROLL_FRONT = 13  # share of the roll stiffness at the front
COMPLIANCE_FRONT = 14  # toe per lateral force and load [rad]
COMPLIANCE_REAR = 15
NOMINAL_FRONT = 16  # nominal load of the tyres of a wheel [N]
NOMINAL_REAR = 17
STIFFNESS = 18  # of the tyres, per load and slip, at the nominal load on dry asphalt
RELAXATION = 19  # length at the nominal load [m]
GRIP_SHARE = 20  # of the table's friction, for the tyres of this kind of vehicle
INFLATION = 21  # [Pa]
TYRE = 22  # kind, by its place in ``tyres.grip.TYRES``
TREAD = 23  # [m]
STEER_DELAY = 24  # [s]
HAS_ABS = 25  # 1 or 0
HAS_TRACTION = 26
HAS_STABILITY = 27
DESIGN = 28
