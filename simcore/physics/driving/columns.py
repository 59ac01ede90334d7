"""The columns of the arrays that the driving kernels share, by name.

``state`` (E, N, STATE) f8 changes with time; ``body`` (E, N, BODY) f8 and ``model`` (E, N) i4 say
what an actor is; ``command`` (E, N, COMMAND) f8 is what behaviours ask of the integrator.
"""

from __future__ import annotations

# How an actor moves.
FIXED = 0
VEHICLE = 1
WALKER = 2
BALL = 3  # any loose thing: it rolls or slides
LOOSE = 0.2  # rolling resistance coefficient from which a loose thing does not roll but slides
CAR = 4  # a vehicle with wheels that spin and slip, as ``car`` has it
RIGID = 5  # a loose body that PyBullet moves, as ``physics.rigid`` has it

# state
X = 0  # world [m]: rear axle of vehicles, between the feet of walkers, centre of balls
Y = 1
Z = 2  # of the ground beneath, or of the ball's lowest point
YAW = 3  # [rad], counter-clockwise from east, unwrapped
PITCH = 4  # [rad], positive looks down
ROLL = 5
SPEED = 6  # along the heading [m/s]
STEER = 7  # front wheels [rad], left positive
PHASE = 8  # wheels: angle turned; gaits: 2π per cycle [rad]
VX = 9  # velocity in world axes [m/s]
VY = 10
VZ = 11
YAW_RATE = 12  # [rad/s]
ACCEL = 13  # along the heading [m/s²]
S = 14  # along the ego's route [m]
T = 15  # to the left of it [m]
ALERT = 16  # an animal's raised head, 0 to 1
STARTED = 17  # time at which the behaviour began [s], inf before
CHART = 18  # chart of the surface beneath, -1 where there is none
FRICTION = 19  # of the ground beneath
INDICATOR = 20  # 1 left, -1 right, 0 off
STRUCK = 21  # 1 once hit so hard that nobody drives or walks it any more
FALL_PITCH = 22  # how far a row has fallen over since then, beyond the slope of the ground [rad]
FALL_ROLL = 23
WAY = 24  # that a walker has gone [m]: what wheels under it or before it roll by
SIGHT = 25  # how far one sees from a driver's eyes here and now, as far as the air allows [m]
LIGHT = 26  # of sun, moon and sky, or of a tunnel's lamps, on level ground here and now [lx]
LAMPS = 27  # for how long lamps that switch by themselves stay on if it is bright now [s]; 0: off
STATE = 28

# body
LENGTH = 0  # box [m]
WIDTH = 1
HEIGHT = 2
CENTRE_X = 3  # of the box, ahead of the origin [m]
CENTRE_Y = 4
WHEELBASE = 5
MAX_STEER = 6  # [rad]
STEER_RATE = 7  # [rad/s]
MAX_ACCEL = 8  # [m/s²]
MAX_BRAKE = 9  # [m/s²], of the brakes; the ground may allow less
WHEEL_RADIUS = 10
HIP_HEIGHT = 11
MASS = 12  # [kg]
RADIUS = 13  # of a ball [m]
RESTITUTION = 14
ROLLING = 15  # rolling resistance coefficient
TRACK = 16
STRIDE = 17  # a walker's own length of step
TYRE = 18  # of vehicles: kind, by its place in ``tyres.grip.TYRES``
TREAD = 19  # [m]
INFLATION = 20  # [Pa]
GRIP_SHARE = 21  # of the table's friction, for the tyres of this kind of vehicle
UNDERSTEER = 22  # steering that a driver adds by lateral acceleration [rad per m/s²]
MASS_CENTRE = 23  # of vehicles: centre of mass ahead of the origin [m]
YAW_INERTIA = 24  # about the centre of mass [kg m²]; 0: that of an even box
PACE = 25  # the fastest that a walker goes, whatever it wants [m/s]; 0: as it wants
BODY = 26

# command
ACCELERATION = 0  # vehicles [m/s²]
STEERING = 1  # vehicles [rad]
SIGNAL = 2  # vehicles: indicator, 1 left, -1 right, 0 off
WANT_VX = 0  # walkers: wanted velocity [m/s]; balls: the velocity they are given once
WANT_VY = 1
WANT_VZ = 2
WANT_ALERT = 2
GEAR = 3  # cars: below 0 reverse, in which acceleration counts backwards
FACE = 3  # walkers at rest: the yaw to turn to [rad], nan for none; balls: 1 when they are hit
COMMAND = 4

# contact of the ego in a call of ``advance``
WHAT = 0  # row that it touched first, N + the obstacle's place, or -1
CLOSING = 1  # size of the relative velocity at that moment [m/s]
WHEN = 2  # since the call's begin [s]
IMPACT = 3  # closing speed along the normal of the contact [m/s]
RELATIVE_X = 4  # velocity of the ego less that of what it touched, before they touched [m/s]
RELATIVE_Y = 5
DELTA_X = 6  # change of the ego's velocity by all contacts in the call, at its centre of mass [m/s]
DELTA_Y = 7
OTHER_X = 8  # and of what it touched first, by the ego
OTHER_Y = 9
CONTACT = 10
