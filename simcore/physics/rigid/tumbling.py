"""Loose bodies: cargo that falls from a truck, a wheel that rolls away, debris.

PyBullet moves them over the ground; each stands on a plate of its own, which lies along the ground
beneath its footprint and is as slippery as what lies there. Vehicles, people and animals are boxes
of their own mass and yaw inertia that are put, before each step, where the driving kernels have
them, with the velocity by which those moved them; by how much that has changed after the step is
the impulse that they are given back.

A body may lie on a vehicle until it is let go. Its carrier is then the floor that it lies on, as
long as the vehicle, and whatever is ahead of the cargo, as high as the vehicle.

PyBullet's own saved states are not exact: a state is all that the bodies have been told since the
beginning, and is restored by telling it again.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...pose import inverse, rotation
from ..driving import columns as c
from .bullet import bullet
from .loose import Hit, Loose, Told, angles_of_box, angles_of_wheel, pose_of, poses_of

Array = NDArray[np.float64]

GRAVITY = 9.80665
FINE = 4
"""Steps of PyBullet in one step of the driving kernels."""
NEAR = 30.0
"""What is further away from all loose bodies than this [m] is left out."""
BURIED = -1000.0
"""Height at which what is left out waits [m]."""
FLOOR = 0.6
"""Share of a body's own friction that it has on vehicles: 0.3 for wood on a dusty steel floor."""
SPRING = 0.3
"""Share of a body's own restitution that it has on vehicles."""
ROLLS = 0.006
"""Rolling friction of a wheel [m]: a coefficient of 0.02 at a radius of 0.3 m."""
SLIPPERIEST = 0.01
"""Least share of dry asphalt's friction."""
LOOSE, SOLID, GROUND = 1, 2, 4
"""Groups of bodies that PyBullet lets touch: loose ones each other and solid ones."""


class Tumbling:
    """The loose bodies of one environment.

    body (N, BODY), model (N,), masses (N, 3: centre of mass ahead of the origin, mass, yaw
    inertia) and state (N, STATE) of all its actors at the beginning; dt: of the driving kernels;
    height: gives the height of the ground [m] at points (P, 2); obstacles (K, 5): fixed boxes.
    """

    def __init__(
        self,
        loose: Sequence[Loose],
        body: Array,
        model: NDArray[np.int32],
        masses: Array,
        state: Array,
        dt: float,
        height: Callable[[Array], Array],
        obstacles: Array,
    ):
        self.bullet = bullet()
        self.loose, self.body, self.masses = tuple(loose), body.copy(), masses.copy()
        self.dt, self.height, self.obstacles = dt, height, obstacles.copy()
        rows = np.isin(model, (c.VEHICLE, c.CAR, c.WALKER, c.FIXED)) & (body[:, c.LENGTH] > 0)
        self.solid = np.flatnonzero(rows)
        self.begun = poses_of(state)
        self._end: weakref.finalize | None = None
        self._build()

    def _build(self) -> None:
        """Make the world as it is at the beginning."""
        if self._end is not None:
            self._end()
        b = self.bullet
        client = b.connect(b.DIRECT)
        self._end = weakref.finalize(self, b.disconnect, client)
        self._at = {"physicsClientId": client}
        b.setGravity(0, 0, -GRAVITY, **self._at)
        b.setPhysicsEngineParameter(
            fixedTimeStep=self.dt / FINE, deterministicOverlappingPairs=1, numSolverIterations=50,
            restitutionVelocityThreshold=0.2, **self._at,
        )  # fmt: skip
        self.pose = self.begun.copy()
        self.phase = np.zeros(len(self.loose))
        self.velocity = np.zeros((len(self.loose), 6))
        self.carried = np.array([item.carrier >= 0 for item in self.loose])
        self.offset = [
            inverse(pose_of(self.begun[item.carrier])) @ pose_of(self.begun[item.row])
            if item.carrier >= 0
            else np.eye(4)
            for item in self.loose
        ]
        self.ids = [self._loose_body(item) for item in self.loose]
        self.plates = [self._plate(number) for number in self.ids]
        self.grip = np.ones(len(self.loose))
        self.solids = {int(row): self._solid_body(int(row)) for row in self.solid}
        self.out = set(self.solids)
        for obstacle in self.obstacles:
            self._wall(*obstacle)
        self.history: list[Told] = []

    def _loose_body(self, item: Loose) -> int:
        b, row = self.bullet, self.body[item.row]
        length, width, height = row[[c.LENGTH, c.WIDTH, c.HEIGHT]]
        if item.shape == "ball":
            shape = b.createCollisionShape(b.GEOM_SPHERE, radius=height / 2, **self._at)
        elif item.shape == "wheel":
            turned = b.getQuaternionFromEuler([np.pi / 2, 0, 0])
            shape = b.createCollisionShape(
                b.GEOM_CYLINDER, radius=height / 2, height=width,
                collisionFrameOrientation=turned, **self._at,
            )  # fmt: skip
        else:
            half = [length / 2, width / 2, height / 2]
            shape = b.createCollisionShape(b.GEOM_BOX, halfExtents=half, **self._at)
        place, turn = self._centre(item, pose_of(self.begun[item.row]))
        made = b.createMultiBody(row[c.MASS], shape, -1, place, turn, **self._at)
        rolling = 0.0 if item.shape == "box" else ROLLS
        b.changeDynamics(
            made, -1, lateralFriction=item.friction, restitution=item.restitution,
            rollingFriction=rolling, spinningFriction=rolling, linearDamping=0.0,
            angularDamping=0.0, activationState=b.ACTIVATION_STATE_DISABLE_SLEEPING, **self._at,
        )  # fmt: skip
        if item.carrier < 0:  # else when it is let go
            b.setCollisionFilterGroupMask(made, -1, LOOSE, LOOSE | SOLID, **self._at)
        else:
            b.setCollisionFilterGroupMask(made, -1, LOOSE, 0, **self._at)
        return made

    def _plate(self, number: int) -> int:
        b = self.bullet
        shape = b.createCollisionShape(b.GEOM_BOX, halfExtents=[20.0, 20.0, 0.5], **self._at)
        made = b.createMultiBody(0.0, shape, -1, [0, 0, BURIED], **self._at)
        b.changeDynamics(made, -1, lateralFriction=1.0, restitution=1.0, **self._at)
        b.setCollisionFilterGroupMask(made, -1, GROUND, 0, **self._at)
        b.setCollisionFilterPair(made, number, -1, -1, 1, **self._at)
        return made

    def _solid_body(self, row: int) -> int:
        """A box about a row's centre of mass; of a carrier its floor and what is ahead of it."""
        b, body = self.bullet, self.body[row]
        ahead, mass, inertia = self.masses[row]
        length, width, height = body[[c.LENGTH, c.WIDTH, c.HEIGHT]]
        x = body[c.CENTRE_X] - ahead
        parts = [([length / 2, width / 2, height / 2], [x, body[c.CENTRE_Y], 0.0])]
        loads = [k for k, item in enumerate(self.loose) if item.carrier == row]
        if loads:
            top = min(self.loose[k].floor for k in loads) - 0.01
            ends = [self.offset[k][0, 3] + self.body[self.loose[k].row, c.LENGTH] / 2
                    for k in loads]  # fmt: skip
            front = body[c.CENTRE_X] + length / 2
            cab = front - max(ends) - 0.1
            parts = [([length / 2, width / 2, top / 2], [x, 0.0, (top - height) / 2])]
            if cab > 0.2:
                parts.append(([cab / 2, width / 2, height / 2], [front - cab / 2 - ahead, 0, 0]))
        shape = b.createCollisionShapeArray(
            [b.GEOM_BOX] * len(parts),
            halfExtents=[half for half, _ in parts],
            collisionFramePositions=[place for _, place in parts],
            **self._at,
        )
        made = b.createMultiBody(mass, shape, -1, [0, 0, BURIED - 10.0 * row], **self._at)
        b.changeDynamics(
            made, -1, lateralFriction=FLOOR, restitution=SPRING, linearDamping=0.0,
            angularDamping=0.0, activationState=b.ACTIVATION_STATE_DISABLE_SLEEPING, **self._at,
        )  # fmt: skip
        if mass > 0.0:  # it turns about the vertical alone
            stiff = 1e4 * inertia
            b.changeDynamics(made, -1, localInertiaDiagonal=[stiff, stiff, inertia], **self._at)
        b.setCollisionFilterGroupMask(made, -1, SOLID, LOOSE, **self._at)
        return made

    def _wall(self, x: float, y: float, yaw: float, length: float, width: float) -> None:
        """A fixed box, high enough for what flies."""
        b = self.bullet
        shape = b.createCollisionShape(b.GEOM_BOX, halfExtents=[length, width, 3.0], **self._at)
        z = float(self.height(np.array([[x, y]]))[0])
        turn = b.getQuaternionFromEuler([0.0, 0.0, yaw])
        made = b.createMultiBody(0.0, shape, -1, [x, y, z], turn, **self._at)
        b.changeDynamics(made, -1, lateralFriction=FLOOR, restitution=SPRING, **self._at)
        b.setCollisionFilterGroupMask(made, -1, SOLID, LOOSE, **self._at)

    def save(self) -> tuple[Told, ...]:
        """All that the bodies have been told."""
        return tuple(self.history)

    def restore(self, saved: tuple[Told, ...]) -> None:
        """Tell it again, from the beginning."""
        self._build()
        for told in saved:
            self.step(told)

    def step(self, told: Told) -> list[Hit]:
        """Move by one step of the driving kernels; returns what that did to the other rows."""
        self.history.append(told)
        self._let_go(told)
        moving = self._put_solids(told)
        self._put_plates()
        self._grip_plates(told)
        touched: dict[int, tuple[int, Array]] = {}
        b = self.bullet
        for _ in range(FINE):
            for row in moving:
                if self.masses[row, 1] > 0.0:  # the ground carries it
                    place, _ = b.getBasePositionAndOrientation(self.solids[row], **self._at)
                    up = [0.0, 0.0, self.masses[row, 1] * GRAVITY]
                    b.applyExternalForce(self.solids[row], -1, up, place, b.WORLD_FRAME, **self._at)
            b.stepSimulation(**self._at)
            self._see_touches(moving, touched)
        hits = self._hits(moving, touched)
        self._read(told)
        return hits

    def _let_go(self, told: Told) -> None:
        """Hold what is carried, and give pushed bodies their velocity, on top of the carrier's."""
        b = self.bullet
        for k, item in enumerate(self.loose):
            push = told.push[k]
            if not (self.carried[k] or push[3] == 1.0):
                continue
            turning, own = np.zeros(3), np.zeros(3)
            if self.carried[k]:
                T = pose_of(told.before[item.carrier]) @ self.offset[k]
                place, turn = self._centre(item, T)
                b.resetBasePositionAndOrientation(self.ids[k], place, turn, **self._at)
                later, _ = self._centre(item, pose_of(told.after[item.carrier]) @ self.offset[k])
                own = (np.array(later) - place) / self.dt
                swing = told.after[item.carrier, 3] - told.before[item.carrier, 3]
                turning = np.array([0.0, 0.0, swing / self.dt])
            if push[3] == 1.0:
                own = own + push[:3]
                if item.shape != "box" and not self.carried[k]:  # it rolls from the beginning
                    radius = self.body[item.row, c.HEIGHT] / 2
                    turning = np.array([-push[1], push[0], 0.0]) / radius
                    self._face(k, push)
                b.setCollisionFilterGroupMask(self.ids[k], -1, LOOSE, LOOSE | SOLID, **self._at)
                self.carried[k] = False
            b.resetBaseVelocity(self.ids[k], own.tolist(), turning.tolist(), **self._at)

    def _face(self, k: int, push: Array) -> None:
        """Turn a wheel so that it rolls where it is pushed."""
        b = self.bullet
        place, _ = b.getBasePositionAndOrientation(self.ids[k], **self._at)
        turn = b.getQuaternionFromEuler([0.0, 0.0, float(np.arctan2(push[1], push[0]))])
        b.resetBasePositionAndOrientation(self.ids[k], place, turn, **self._at)

    def _put_solids(self, told: Told) -> list[int]:
        """Put the rows that are near loose bodies where they are; the others out of the way."""
        b = self.bullet
        places = np.array([self.pose[item.row, :2] for item in self.loose])
        self.speed: dict[int, Array] = {}
        moving = []
        for row in map(int, self.solid):
            away = np.hypot(*(places - told.before[row, :2]).T).min() > NEAR
            if away:
                if row not in self.out:
                    self.out.add(row)
                    deep = [0.0, 0.0, BURIED - 10.0 * row]
                    still = [0.0, 0.0, 0.0]
                    turn = [0.0, 0.0, 0.0, 1.0]
                    number = self.solids[row]
                    b.resetBasePositionAndOrientation(number, deep, turn, **self._at)
                    b.resetBaseVelocity(number, still, still, **self._at)
                continue
            self.out.discard(row)
            moving.append(row)
            first, _ = self._middle(row, told.after[row])
            place, turn = self._middle(row, told.before[row])
            b.resetBasePositionAndOrientation(self.solids[row], place, turn, **self._at)
            speed = (np.array(first) - place) / self.dt
            swing = (told.after[row, 3] - told.before[row, 3]) / self.dt
            self.speed[row] = np.array([*speed, swing])
            b.resetBaseVelocity(
                self.solids[row], speed.tolist(), [0.0, 0.0, float(swing)], **self._at
            )
        return moving

    def _put_plates(self) -> None:
        """Lay each plate along the ground beneath its body."""
        b = self.bullet
        for k, item in enumerate(self.loose):
            x, y = self.pose[item.row, :2]
            reach = 0.5 * float(np.hypot(*self.body[item.row, [c.LENGTH, c.WIDTH]]))
            around = np.array([[x + reach, y], [x - reach, y], [x, y + reach], [x, y - reach]])
            east, west, north, south = self.height(around)
            rise = np.array([(east - west), (north - south)]) / (2 * reach)
            up = np.array([-rise[0], -rise[1], 1.0]) / np.sqrt(1 + rise @ rise)
            middle = np.array([x, y, 0.25 * (east + west + north + south)]) - 0.5 * up
            roll, pitch = -np.arcsin(up[1]), np.arctan2(up[0], up[2])
            turn = b.getQuaternionFromEuler([float(roll), float(pitch), 0.0])
            b.resetBasePositionAndOrientation(self.plates[k], middle.tolist(), turn, **self._at)

    def _grip_plates(self, told: Told) -> None:
        """Give each plate the friction of the ground. PyBullet multiplies a wheel's rolling
        friction by it, which does not depend on it and so is divided by it."""
        for k, item in enumerate(self.loose):
            grip = max(float(told.grip[k]), SLIPPERIEST)
            if grip == self.grip[k]:
                continue
            self.grip[k] = grip
            self.bullet.changeDynamics(self.plates[k], -1, lateralFriction=grip, **self._at)
            if item.shape != "box":
                rolling = ROLLS / grip
                self.bullet.changeDynamics(self.ids[k], -1, rollingFriction=rolling, **self._at)

    def _see_touches(self, moving: list[int], touched: dict[int, tuple[int, Array]]) -> None:
        b = self.bullet
        for row in moving:
            if row in touched:
                continue
            for k, item in enumerate(self.loose):
                if self.carried[k] or item.carrier == row:
                    continue
                for point in b.getContactPoints(self.solids[row], self.ids[k], **self._at):
                    if point[9] > 0.0:
                        touched[row] = (k, np.array(point[7][:2]))  # normal on the loose body
                        break

    def _hits(self, moving: list[int], touched: dict[int, tuple[int, Array]]) -> list[Hit]:
        found = []
        for row in moving:
            linear, angular = self.bullet.getBaseVelocity(self.solids[row], **self._at)
            change = np.array(linear[:2]) - self.speed[row][:2]
            turn = float(angular[2] - self.speed[row][3])
            other, normal, relative, towards = -1, np.zeros(2), np.zeros(2), 0.0
            if row in touched:
                k, normal = touched[row]
                other = self.loose[k].row
                relative = self.speed[row][:2] - self.velocity[k, :2]
                towards = float(self.velocity[k, :2] @ normal)
            if other >= 0 or np.abs(change).max() > 1e-9:
                found.append(Hit(row, change, turn, other, normal, relative, towards))
        return found

    def _read(self, told: Told) -> None:
        """Where the bodies are now."""
        b = self.bullet
        for k, item in enumerate(self.loose):
            if self.carried[k]:
                T = pose_of(told.after[item.carrier]) @ self.offset[k]
                linear, angular = b.getBaseVelocity(self.ids[k], **self._at)
                place, turn = self._centre(item, T)
            else:
                place, turn = b.getBasePositionAndOrientation(self.ids[k], **self._at)
                linear, angular = b.getBaseVelocity(self.ids[k], **self._at)
            R = np.array(b.getMatrixFromQuaternion(turn)).reshape(3, 3)
            at = self.pose[item.row]
            if item.shape == "wheel":
                before = np.array([at[3], at[5], self.phase[k]])
                at[3], at[5], self.phase[k] = angles_of_wheel(R, before)
            elif item.shape == "ball":
                self.phase[k] += np.hypot(*linear[:2]) * self.dt / self._half(item)
                at[3] = np.arctan2(linear[1], linear[0])
            else:
                at[3:] = angles_of_box(R, at[3:])
            up = rotation(yaw=at[3], pitch=at[4], roll=at[5])[:, 2]
            at[:3] = np.array(place) - up * self._half(item)
            self.velocity[k] = [*linear, *angular]

    def _centre(self, item: Loose, T: Array) -> tuple[list[float], Any]:
        """Position and quaternion of a loose body's middle, whose bottom is at a pose."""
        middle = T[:3, 3] + T[:3, 2] * self._half(item)
        return middle.tolist(), self._quaternion(T[:3, :3])

    def _half(self, item: Loose) -> float:
        """How far the middle of a loose body is above its origin [m]."""
        return 0.5 * float(self.body[item.row, c.HEIGHT])

    def _middle(self, row: int, at: Array) -> tuple[list[float], Any]:
        """Position and quaternion of a row's centre of mass."""
        T = pose_of(at)
        ahead = [self.masses[row, 0], 0.0, self.body[row, c.HEIGHT] / 2]
        return (T[:3, 3] + T[:3, :3] @ ahead).tolist(), self._quaternion(T[:3, :3])

    def _quaternion(self, R: Array) -> Any:
        roll = float(np.arctan2(R[2, 1], R[2, 2]))
        pitch = float(-np.arcsin(np.clip(R[2, 0], -1.0, 1.0)))
        yaw = float(np.arctan2(R[1, 0], R[0, 0]))
        return self.bullet.getQuaternionFromEuler([roll, pitch, yaw])
