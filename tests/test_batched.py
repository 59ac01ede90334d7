"""Many environments together: each as if alone, whatever the threads; and what egos perceive."""

import numpy as np
import pytest
from whiteout.scenarios.draw import draw
from whiteout.scenarios.language.load import load
from whiteout.scenarios.setting import Setting
from whiteout.simcore.physics.driving import columns as c
from whiteout.simcore.physics.driving import neighbours as near
from whiteout.simcore.physics.driving import road_ahead as road
from whiteout.simcore.physics.driving.perception import Senses
from whiteout.simcore.physics.driving.world import World

NAMES = ("motorway-cut-in", "child-chases-ball", "deer-at-bend", "cyclist-crossing-turn")
ACTIONS = np.random.default_rng(5).uniform((-4.0, -0.02), (2.0, 0.02), (60, 7, 2))


def environment(name, seed):
    return Setting(draw(load(name), seed, 0)).environment()


@pytest.fixture(scope="module")
def made():
    """Seven environments of four kinds, with two of them drawn twice."""
    return [environment(NAMES[k % 4], k) for k in range(7)]


def changing(world, e):
    """All that changes of one environment, and what its ego perceives, without rows of nobody."""
    count = len(world.environments[e].actors)
    arrays = (world.state, world.command, world.memory, world.hint)
    seen = world.beams(24, 80.0)[e], world.neighbours(5)[e], world.criticality()[e]
    return [
        *(array[e, :count].copy() for array in arrays),
        *(world.car[e, :1].copy(), world.contact[e].copy(), world.time_ns[e]),
        *(*seen, world.road_ahead([0.0, 25.0])[e]),
    ]


def equal(first, second):
    return all(np.array_equal(a, b, equal_nan=True) for a, b in zip(first, second, strict=True))


def alone(item, actions):
    world = World([item])
    for action in actions:
        world.step(action[None])
    return changing(world, 0)


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_an_environment_is_the_same_in_any_company(made, threads):
    """Bit for bit the same alone and as one of seven, with one and more threads."""
    together = World(made, threads=threads)
    for step in range(40):
        together.step(ACTIONS[step])
    for e, item in enumerate(made):
        assert equal(changing(together, e), alone(item, ACTIONS[:40, e]))


def test_perceiving_all_at_once_is_perceiving_each(made):
    world = World(made, threads=2)
    world.step(ACTIONS[0])
    senses = Senses(16, 50.0, 4, (5.0,))
    each = world.beams(16, 50.0), world.neighbours(4), world.road_ahead([5.0]), world.criticality()
    assert equal(world.perceive(senses), each)


def test_stepping_and_perceiving_at_once_is_one_after_the_other(made):
    at_once, in_turn = World(made, threads=2), World(made, threads=1)
    senses = Senses(16, 50.0, 4, (5.0,))
    for step in range(5):
        contact, found = at_once.step_and_perceive(ACTIONS[step], senses)
        assert np.array_equal(contact, in_turn.step(ACTIONS[step]))
        assert equal(found, in_turn.perceive(senses))


def test_environments_are_reset_alone(made):
    """One begins anew, another is replaced by one with more actors and a longer road: all others
    go on as if nothing were, and both are as if they had begun alone."""
    world = World(made[:4], threads=2)
    for step in range(10):
        world.step(ACTIONS[step, :4])
    world.reset(1)
    larger = environment("child-chases-ball", 11)
    fewer = [len(item.actors) for item in made[:4]]
    assert len(larger.actors) > min(fewer)
    world.reset(0, larger)
    assert world.time_ns.tolist() == [0, 0, 1_000_000_000, 1_000_000_000]
    for step in range(10, 30):
        world.step(ACTIONS[step, :4])
    assert equal(changing(world, 0), alone(larger, ACTIONS[10:30, 0]))
    assert equal(changing(world, 1), alone(made[1], ACTIONS[10:30, 1]))
    for e in (2, 3):
        assert equal(changing(world, e), alone(made[e], ACTIONS[:30, e]))


def test_a_saved_world_goes_on_as_it_did(made):
    world = World(made)
    for step in range(8):
        world.step(ACTIONS[step])
    saved = world.save()
    after = []
    for _ in range(2):
        for step in range(8, 20):
            world.step(ACTIONS[step])
        after.append([changing(world, e) for e in range(len(made))])
        world.restore(saved)
    assert all(equal(a, b) for a, b in zip(*after, strict=True))


def corners(x, y, yaw, length, width):
    cos, sin = np.cos(yaw), np.sin(yaw)
    box = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]]) * [length / 2, width / 2]
    return box @ np.array([[cos, sin], [-sin, cos]]) + [x, y]


def centre(state, body):
    yaw = state[c.YAW]
    ahead = np.array([np.cos(yaw), np.sin(yaw)])
    left = np.array([-ahead[1], ahead[0]])
    return state[:2] + body[c.CENTRE_X] * ahead + body[c.CENTRE_Y] * left


def hit(origin, way, outline):
    """Distance along a ray to the sides of a polygon, by solving for where two lines meet."""
    best = np.inf
    for a, b in zip(outline, np.roll(outline, -1, 0), strict=True):
        matrix = np.stack([way, a - b], 1)
        if abs(np.linalg.det(matrix)) < 1e-12:
            continue
        distance, share = np.linalg.solve(matrix, a - origin)
        if distance >= 0 and -1e-9 <= share <= 1 + 1e-9:
            best = min(best, distance)
    return best


def test_beams_meet_the_sides_of_boxes(made):
    """Against rays cut with each side of each box."""
    world = World(made)
    for step in range(20):
        world.step(ACTIONS[step])
    found, met = world.beams(96, 90.0), 0
    for e, item in enumerate(made):
        state, body = world.state[e], world.body[e]
        origin = centre(state[0], body[0])
        for k in range(96):
            angle = state[0, c.YAW] + k * 2 * np.pi / 96
            way = np.array([np.cos(angle), np.sin(angle)])
            best = 90.0
            for n in range(1, len(item.actors)):
                size = body[n, c.LENGTH], body[n, c.WIDTH]
                if size[0] == 0:
                    continue
                outline = corners(*centre(state[n], body[n]), state[n, c.YAW], *size)
                best = min(best, hit(origin, way, outline))
            met += best < 90.0
            assert found[e, k] == pytest.approx(best, abs=1e-4)
    assert met > 20


def test_neighbours_are_the_nearest_in_the_egos_axes(made):
    world = World(made)
    for step in range(15):
        world.step(ACTIONS[step])
    found = world.neighbours(3)
    for e, item in enumerate(made):
        state, body = world.state[e], world.body[e]
        others = [n for n in range(1, len(item.actors)) if body[n, c.LENGTH] > 0]
        others.sort(key=lambda n: np.hypot(*(state[n, :2] - state[0, :2])))
        assert found[e, :, near.PRESENT].sum() == min(len(others), 3)
        turn = np.exp(-1j * state[0, c.YAW])
        for row, n in zip(found[e], others, strict=False):
            away = complex(*(centre(state[n], body[n]) - centre(state[0], body[0]))) * turn
            speed = complex(*(state[n, [c.VX, c.VY]] - state[0, [c.VX, c.VY]])) * turn
            wanted = [1.0, away.real, away.imag, speed.real, speed.imag]
            assert row[:5] == pytest.approx(wanted, abs=1e-4)
            assert row[near.LENGTH] == pytest.approx(body[n, c.LENGTH])
        assert not found[e, len(others) :].any()


def test_the_road_ahead_is_that_of_the_line(made):
    world = World(made)
    for step in range(15):
        world.step(ACTIONS[step])
    ahead = np.array([0.0, 7.5, 40.0])
    found = world.road_ahead(ahead)
    for e, item in enumerate(made):
        ego = world.state[e, 0]
        axis = item.route.axis(ego[c.S] + ahead)
        away = (axis.x - ego[c.X] + 1j * (axis.y - ego[c.Y])) * np.exp(-1j * ego[c.YAW])
        assert found[e, :, road.AHEAD] == pytest.approx(away.real, abs=1e-4)
        assert found[e, :, road.LEFT] == pytest.approx(away.imag, abs=1e-4)
        turn = np.angle(np.exp(1j * (axis.heading - ego[c.YAW])))
        assert found[e, :, road.TURN] == pytest.approx(turn, abs=1e-5)
        assert found[e, :, road.CURVATURE] == pytest.approx(axis.curvature, abs=1e-7)
        square = complex(*found[e, 0, :2]) * np.exp(-1j * float(found[e, 0, road.TURN]))
        assert abs(square.real) < 1e-4  # the foot of the perpendicular
