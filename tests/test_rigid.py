"""Loose bodies that PyBullet moves: carried, falling, rolling, and what they do to who they hit."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from proving import band, ground, lane
from proving import car as wheeled
from scipy.spatial.transform import Rotation
from test_driving import FLAT, actor, car, walker
from whiteout.scenarios.draw import draw
from whiteout.scenarios.episode import Episode
from whiteout.scenarios.language.load import load
from whiteout.simcore.line import Line
from whiteout.simcore.physics.driving import columns as c
from whiteout.simcore.physics.driving.advance import GRAVITY
from whiteout.simcore.physics.driving.environment import Environment
from whiteout.simcore.physics.driving.ground import Strip
from whiteout.simcore.physics.driving.world import World
from whiteout.simcore.physics.rigid import bullet
from whiteout.simcore.physics.rigid.loose import Loose, angles_of_box, angles_of_wheel
from whiteout.simcore.pose import rotation

EXAMPLE = Path(__file__).parent.parent / "examples" / "cargo-falls-from-truck.yaml"
needs_bullet = pytest.mark.skipif(find_spec("pybullet") is None, reason="needs PyBullet")
FAR = {"x": -80.0}


def crate(**more):
    shape = {"length": 0.6, "width": 0.5, "height": 0.4, "mass": 40.0, "rolling": 0.5}
    return actor(c.RIGID, **{**shape, **more})


def world(*actors, loose, profile=FLAT, line=None, obstacles=()):
    line = Line.build((-200.0, 400.0), step=600.0) if line is None else line
    boxes = np.array(obstacles, float).reshape(-1, 5)
    strip = Strip(line, line.span, profile)
    return World([Environment(line, (strip,), boxes, actors, loose=tuple(loose))])


def push(w, row, vx, vy=0.0):
    w.command[0, row] = vx, vy, 0.0, 1.0


def steps(w, count, command=(0.0, 0.0)):
    """The rows after each of some control steps."""
    rows = []
    for _ in range(count):
        w.step(np.array([command]))
        rows.append(w.state[0].copy())
    return np.array(rows)


@needs_bullet
def test_cargo_is_carried_where_it_lies_and_turns_with_its_truck():
    truck = car(speed=10.0)
    w = world(car(**FAR), truck, crate(x=-0.3, y=0.2, yaw=0.4),
              loose=[Loose(2, "box", 0.5, 0.0, 1, 1.0)])  # fmt: skip
    w.command[0, 1, c.STEERING] = 0.1
    last = steps(w, 20)[-1]
    yaw = last[1, c.YAW]
    assert yaw > 0.3
    there = last[1, :2] + rotation(yaw=yaw)[:2, :2] @ [-0.3, 0.2]
    assert last[2, :2] == pytest.approx(there, abs=1e-9)
    assert last[2, c.Z] == pytest.approx(1.0)
    assert last[2, c.YAW] - yaw == pytest.approx(0.4)


@needs_bullet
def test_cargo_falls_as_long_as_gravity_says_and_slides_as_far_as_friction_says():
    # It leaves the tail with the truck's velocity less its own, falls √(2 h/g), and then slides:
    # v²/(2 μ g) where it does not bounce.
    w = world(car(**FAR), car(speed=12.0), crate(x=-0.2), loose=[Loose(2, "box", 0.5, 0.0, 1, 1.0)])
    steps(w, 3)
    push(w, 2, -4.0)
    rows = steps(w, 60)[:, 2]
    height = rows[:, c.Z]
    left = np.argmax(height < 0.97)
    landed = np.argmax(height < 0.1)
    assert 0.1 * (landed - left) == pytest.approx(np.sqrt(2.0 / GRAVITY), abs=0.2)
    sliding = rows[landed + 3 : landed + 8, c.SPEED]
    assert np.diff(sliding) / 0.1 == pytest.approx(-0.5 * GRAVITY, rel=0.05)
    assert rows[-1, c.SPEED] == pytest.approx(0.0, abs=0.01)
    assert rows[-1, c.Z] >= -0.02


@needs_bullet
@pytest.mark.parametrize("target", ["car", "walker"])
def test_the_impulse_is_returned_to_who_is_hit(target):
    # A crate flies into who stands there: what it loses they gain. The ground has no grip.
    hit = car(x=6.0, friction=0.0) if target == "car" else walker(x=6.0, friction=0.0)
    w = world(car(**FAR), hit, crate(mass=100.0), loose=[Loose(2, "box", 0.0, 0.0)])
    push(w, 2, 15.0)
    last = steps(w, 8)[-1]
    mass = w.body[0, 1, c.MASS]
    assert last[1, c.STRUCK] == 1.0 and last[1, c.VX] > 0.5
    assert mass * last[1, c.VX] + 100.0 * last[2, c.VX] == pytest.approx(1500.0, rel=0.01)


@needs_bullet
def test_the_ego_feels_it_and_is_told():
    w = world(wheeled(speed=20.0), crate(x=16.0, mass=60.0), loose=[Loose(1, "box", 0.5, 0.0)])
    contacts = [w.step(np.zeros((1, 2)))[0] for _ in range(12)]
    hit = next(row for row in contacts if row[c.WHAT] >= 0)
    assert hit[c.WHAT] == 1 and hit[c.CLOSING] == pytest.approx(20.0, rel=0.02)
    assert hit[c.IMPACT] == pytest.approx(20.0, rel=0.02)
    lost = -sum(row[c.DELTA_X] for row in contacts)
    ego = w.design[0, 0, 0]
    plastic = 60.0 / (60.0 + ego) * 20.0
    assert plastic < lost < 2.5 * plastic  # it is pushed on, over the road that holds it
    assert w.state[0, 1, c.VX] > 10.0


@needs_bullet
def test_a_wheel_rolls_far_and_lies_down_when_it_leans_too_far():
    shape = {"length": 0.63, "width": 0.21, "height": 0.63, "mass": 9.0, "rolling": 0.03}
    w = world(car(**FAR), actor(c.RIGID, **shape), loose=[Loose(1, "wheel", 0.8, 0.6)])
    push(w, 1, 8.0, 1.0)
    rows = steps(w, 100)[:, 1]
    slower = (rows[10, c.SPEED] - rows[60, c.SPEED]) / 5.0
    assert 0.005 * GRAVITY < slower < 0.04 * GRAVITY
    rolled = rows[60, c.PHASE] - rows[10, c.PHASE]
    way = np.hypot(*(rows[60] - rows[10])[:2])
    assert rolled * 0.315 == pytest.approx(way, rel=0.02)
    assert np.arctan2(rows[60, c.VY], rows[60, c.VX]) == pytest.approx(np.arctan2(1, 8), abs=0.05)
    # Its centre of mass is above the edge that it stands on at atan(0.105 / 0.315) = 0.32.
    for lean, end in ((0.25, 0.0), (0.4, np.pi / 2)):
        tipped = actor(c.RIGID, **shape)
        tipped.state[c.ROLL] = lean
        w = world(car(**FAR), tipped, loose=[Loose(1, "wheel", 0.8, 0.0)])
        assert steps(w, 40)[-1, 1, c.ROLL] == pytest.approx(end, abs=0.05)


@needs_bullet
def test_loose_bodies_rest_on_a_slope_and_slide_down_a_steeper_one():
    for slope, moves in ((0.2, False), (0.7, True)):
        profile = np.array([[-100.0, 100.0 * slope], [100.0, -100.0 * slope]])
        w = world(car(**FAR), crate(x=10.0), loose=[Loose(1, "box", 0.5, 0.0)], profile=profile)
        steps(w, 5)
        last = steps(w, 20)[-1, 1]
        assert (last[c.VY] > 1.0) == moves
        assert last[c.Z] == pytest.approx(-slope * last[c.Y], abs=0.1)


def laid(cover, *actors, loose):
    """A world with loose bodies on a straight road of one cover, at -8 degC."""
    line, strip, surface = ground([lane(cover)])
    environment = Environment(line, (strip,), np.zeros((0, 5)), actors, surface, loose=loose)
    return World([environment])


@needs_bullet
@pytest.mark.parametrize("cover, grip", [("dry", 0.95), ("packed_snow", 0.25), ("ice", 0.09)])
def test_a_crate_slides_as_far_as_the_ground_beneath_it_lets_it(cover, grip):
    # v²/(2 μ g): its own friction on dry asphalt, as much less as usual tyres find (the table of
    # the physics book).
    w = laid(cover, car(**FAR), crate(x=10.0), loose=(Loose(1, "box", 0.5, 0.0),))
    push(w, 1, 8.0)
    rows = steps(w, 200)[:, 1]
    assert rows[-1, c.SPEED] < 0.01
    assert rows[-1, c.X] - 10.0 == pytest.approx(
        64.0 / (2.0 * 0.5 * grip / 0.95 * GRAVITY), rel=0.03
    )


@needs_bullet
def test_a_crate_slides_on_from_asphalt_over_a_sheet_of_ice():
    line, strip, surface = ground([lane("dry"), band("ice", 12.0, 100.0)])
    environment = Environment(
        line, (strip,), np.zeros((0, 5)), (car(**FAR), crate(x=10.0)), surface,
        loose=(Loose(1, "box", 0.5, 0.0),),
    )  # fmt: skip
    w = World([environment])
    push(w, 1, 8.0)
    rows = steps(w, 30)[:, 1]
    slower = -np.gradient(rows[:, c.SPEED], 0.1) / GRAVITY
    assert slower[rows[:, c.X] > 13.0] == pytest.approx(0.5 * 0.09 / 0.95, rel=0.1)
    assert rows[0, c.SPEED] == pytest.approx(8.0 - 0.05 * GRAVITY, rel=0.01)
    saved = w.save()
    first = steps(w, 10).tobytes()
    w.restore(saved)
    assert steps(w, 10).tobytes() == first


@needs_bullet
def test_a_wheel_rolls_on_ice_about_as_far_as_on_asphalt():
    shape = {"length": 0.63, "width": 0.21, "height": 0.63, "mass": 9.0, "rolling": 0.03}
    ways = []
    for cover in ("dry", "ice"):
        wheel = actor(c.RIGID, x=10.0, **shape)
        w = laid(cover, car(**FAR), wheel, loose=(Loose(1, "wheel", 0.8, 0.0),))
        push(w, 1, 6.0)
        ways.append(steps(w, 40)[-1, 1, c.X])
    assert ways[0] - 10.0 > 15.0
    assert ways[1] == pytest.approx(ways[0], rel=0.05)


@needs_bullet
def test_walls_stop_them():
    w = world(car(**FAR), crate(), loose=[Loose(1, "box", 0.1, 0.0)],
              obstacles=[[6.0, 0.0, 0.0, 0.5, 5.0]])  # fmt: skip
    push(w, 1, 10.0)
    assert steps(w, 20)[:, 1, c.X].max() < 5.5 - 0.3 + 0.05


def tumbling_world():
    w = world(wheeled(speed=14.0), car(x=12.0, speed=12.0), crate(x=11.8, y=0.1, yaw=0.3),
              walker(x=30.0, y=2.0),
              loose=[Loose(2, "box", 0.5, 0.1, 1, 1.0)])  # fmt: skip
    steps(w, 2)
    push(w, 2, -3.0, 0.5)
    return w


@needs_bullet
def test_the_same_beginning_gives_the_same_bytes():
    one, other = tumbling_world(), tumbling_world()
    assert steps(one, 20).tobytes() == steps(other, 20).tobytes()


@needs_bullet
@pytest.mark.parametrize("when", [1, 7, 12])
def test_saving_and_restoring_are_exact(when):
    w = tumbling_world()
    steps(w, when)
    saved = w.save()
    first = steps(w, 10).tobytes()
    steps(w, 3)
    w.restore(saved)
    assert steps(w, 10).tobytes() == first
    w.reset(0)
    w.restore(saved)
    assert steps(w, 10).tobytes() == first


@needs_bullet
def test_they_run_in_an_environment_of_their_own():
    one = world(car(), crate(), loose=[Loose(1, "box", 0.5, 0.0)]).environments[0]
    with pytest.raises(ValueError, match="runs alone"):
        World([one, one])


def test_without_pybullet_one_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setattr(bullet, "installed", lambda: False)
    bullet.bullet.cache_clear()
    with pytest.raises(bullet.MissingLibraryError, match=r"pip install 'whiteout\[robotics\]'"):
        world(car(), crate(), loose=[Loose(1, "box", 0.5, 0.0)])


def test_pybullet_is_not_imported_by_worlds_that_do_without():
    code = (
        "import sys; from whiteout.scenarios.draw import draw;"
        "from whiteout.scenarios.language.load import load;"
        "from whiteout.scenarios.episode import Episode;"
        "Episode(draw(load('motorway-cut-in'), 1, 0), demands={}).reset();"
        "print('pybullet' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_the_example_is_drawn_and_says_what_it_needs():
    spec = load(str(EXAMPLE))
    drawn = draw(spec, 3, 0)
    assert "Needs PyBullet" in spec.metadata.description
    assert [item.kind for item in drawn.actors.values()] == ["pickup", "pallet", "tyre"]


@needs_bullet
def test_a_driver_who_does_not_look_runs_into_the_pallet():
    spec = load(str(EXAMPLE), ["ego.driver.kind=constant"])
    runs = []
    for _ in range(2):
        episode = Episode(draw(spec, 3, 0), demands={})
        frame, rows = episode.reset(), []
        while not frame.ended:
            frame = episode.step(episode.driver_action)
            rows.append(episode.world.state[0].tobytes())
        runs.append(rows)
    assert runs[0] == runs[1]
    assert "collision:pallet" in frame.events and frame.impact > 2.0 and frame.delta_v > 0.01


def test_angles_make_up_the_rotation_and_stay_near():
    spins = np.linspace(0.0, 7.0, 400)
    before, wheel = np.zeros(3), np.zeros(3)
    for spin in spins:
        R = Rotation.from_rotvec(spin * np.array([0.6, 0.7, 0.3])).as_matrix()
        now, rim = angles_of_box(R, before), angles_of_wheel(R, wheel)
        yaw, pitch, roll = now
        near_pole = abs(R[2, 0]) > 0.97
        assert np.abs(rotation(yaw=yaw, pitch=pitch, roll=roll) - R).max() < (
            0.05 if near_pole else 1e-9
        )
        made = rotation(yaw=rim[0]) @ rotation(roll=rim[1]) @ rotation(pitch=rim[2])
        assert np.abs(made - R).max() < (0.05 if abs(R[2, 1]) > 0.97 else 1e-9)
        assert np.abs(now - before).max() < 0.6 and np.abs(rim - wheel).max() < 0.6
        before, wheel = now, rim
