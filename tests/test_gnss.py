"""Satellite navigation: geodesy, the sky, errors that averaging keeps, walls, tunnels, jammers."""

import datetime

import numpy as np
import pytest
from drives import driven, episode, gathered, readings
from imagers import plain
from stages import box, stage_of
from whiteout.sensors.models.gnss import Settings
from whiteout.sensors.navigation.earth import from_world, to_fixed, to_geodetic, world_axes
from whiteout.sensors.navigation.ranging import (
    carrier_to_noise,
    jammed,
    multipath,
    solve,
    spread,
)
from whiteout.sensors.navigation.receiver import Followed, Locked, Receiver
from whiteout.sensors.navigation.satellites import EPOCH, directions, fixed_places
from whiteout.sensors.navigation.sky import look_up
from whiteout.simcore.bodies import Bodies, Cast
from whiteout.simcore.place import Place, place_of
from whiteout.simcore.pose import pose
from whiteout.simcore.rays.world import Rays

NOON = 1_767_700_000.0
STOCKHOLM = Place(np.radians(59.33), np.radians(18.07), NOON)
ALL = "channels: [position, local, velocity, covariance, fix, satellites, dilution]"
MOUNT = np.array([1.0, 0.0, 1.6, 1.0])


def unit(text="", rate="10 Hz"):
    return f"{{kind: gnss, rate: {rate}, mount: {{x: 1 m, z: 1.6 m}}, {ALL}{text}}}"


def truth(frames):
    """(N, 3) where the antenna was at the epochs that readings claim, by the frames."""
    times = np.array([frame.t_ns for frame in frames]) * 1e-9
    places = np.stack([(frame.ego.T_world_ego @ MOUNT)[:3] for frame in frames])
    claimed = np.array([item.t_claimed_ns for item in readings(frames)]) * 1e-9
    return np.stack([np.interp(claimed, times, places[:, k]) for k in range(3)], 1)


def errors(frames):
    return gathered(frames, "local")[1] - truth(frames)


def test_the_ellipsoid_is_wgs_84():
    """Known places: the equator, the pole (NIMA TR8350.2: b = 6356752.3142 m), and back."""
    assert to_fixed(0.0, 0.0, 0.0) == pytest.approx([6378137.0, 0, 0])
    assert to_fixed(np.pi / 2, 0.0, 0.0)[2] == pytest.approx(6356752.3142, abs=1e-4)
    lat, lon, h = np.radians([59.3, -33.9, 0.1]), np.radians([18.1, 151.2, -179.0]), [12, 900, -30]
    back = to_geodetic(to_fixed(lat, lon, h))
    assert back == pytest.approx(np.stack([lat, lon, h], 1), abs=1e-8)


def test_a_degree_of_latitude_is_as_long_as_it_is_there():
    """At 45° north a degree has 111 132 m north and 78 847 m east (WGS 84)."""
    here = Place(np.radians(45.0), np.radians(10.0), 0.0)
    north = from_world(here, [0.0, 1000.0, 0.0])
    east = from_world(here, [1000.0, 0.0, 0.0])
    assert 1000.0 / np.degrees(north[0] - here.latitude) == pytest.approx(111_132, rel=2e-4)
    assert 1000.0 / np.degrees(east[1] - here.longitude) == pytest.approx(78_847, rel=2e-4)
    assert from_world(here, [0, 0, 7.0])[2] == pytest.approx(7.0, abs=1e-8)
    assert world_axes(here) @ world_axes(here).T == pytest.approx(np.eye(3), abs=1e-12)


def test_gps_stands_where_the_standard_puts_it():
    """At the epoch of the table slot A3 (11.676° past a node at 272.847°) is over the longitude
    that the hour angle of Greenwich, 279.06°, makes of that; after a sidereal day it is there
    again, half a day later on the other side of the Earth's turn."""
    then = fixed_places("gps", EPOCH)
    assert np.linalg.norm(then, axis=1) == pytest.approx(26_559_700.0)
    _, lon, _ = to_geodetic(then[2])
    turned = np.degrees(np.arctan2(np.sin(np.radians(11.676)) * np.cos(np.radians(55)),
                                   np.cos(np.radians(11.676))))  # fmt: skip
    expected = (272.847 + turned - 279.06) % 360.0
    assert np.degrees(lon) % 360.0 == pytest.approx(expected, abs=0.01)
    day = 86164.0905
    assert fixed_places("gps", EPOCH + day) == pytest.approx(then, abs=60e3)  # the node drifts
    moved = np.linalg.norm(fixed_places("gps", EPOCH + 1.0) - then, axis=1)
    assert moved.min() > 2_500.0 and moved.max() < 4_000.0  # [m/s]


def test_the_sky_is_as_well_filled_as_the_standard_promises():
    """SPS Performance Standard 2020, 3.7: PDOP of 6 or less for 98 % of time and places; there
    five and more satellites stand above five degrees."""
    found, count = [], []
    rng = np.random.Generator(np.random.Philox(1))
    for _ in range(400):
        here = Place(np.arcsin(rng.uniform(-1, 1)), rng.uniform(-np.pi, np.pi), NOON)
        toward = directions(("gps",), here, rng.uniform(0, 86400.0))
        up = toward[toward[:, 2] > np.sin(np.radians(5.0))]
        fix = solve(up, np.zeros(len(up)), np.ones(len(up)))
        count.append(len(up))
        found.append(np.inf if fix is None else fix.dilution)
    assert np.mean(np.array(found) <= 6.0) >= 0.98
    assert min(count) >= 5
    assert 7 < np.mean(count) < 10
    both = directions(("gps", "galileo"), STOCKHOLM, 0.0)
    assert len(both) == 48 and np.linalg.norm(both, axis=1) == pytest.approx(1.0)


def test_a_place_has_a_day_and_a_clock():
    """13:30 of the 15th of January 2026, an hour ahead of UTC: 1 768 480 200 s of Unix time."""
    made = place_of(datetime.date(2026, 1, 15), 13.5 * 3600.0, 3600.0, 0.5, 0.1)
    assert made == (0.5, 0.1, 1_768_480_200.0)


def open_sky(seconds):
    """The signals of an open sky over Stockholm."""
    toward = directions(("gps", "galileo"), STOCKHOLM, seconds)
    number = np.flatnonzero(toward[:, 2] > np.sin(np.radians(5.0)))
    up = toward[number]
    density = carrier_to_noise(np.arcsin(up[:, 2]), np.zeros(len(up)))
    return Followed(up, density, np.ones(len(up), bool), np.full(len(up), np.nan), number)


@pytest.mark.parametrize(
    ("preset", "least", "most"),
    [("consumer", 1.5, 3.0), ("automotive", 0.5, 1.5), ("rtk", 0.005, 0.02)],
)
def test_presets_are_as_good_as_they_are_said_to_be(preset, least, most):
    """The median of level errors under open sky (CEP) over 400 starts: 1.5 to 3 m for consumers',
    1 to 2 cm for carrier phases."""
    receiver, off = Receiver("gnss", plain(Settings, preset=preset)), []
    for key in range(400):
        seconds = 30.0 * key
        solved = receiver.solve(open_sky(seconds), np.zeros(3), np.zeros(3),
                                round(seconds * 1e9), key, Locked())  # fmt: skip
        assert solved.code == {"consumer": 1, "automotive": 2, "rtk": 4}[preset]
        off.append(np.hypot(*solved.place[:2]))
    assert least < np.median(off) < most


def test_least_squares_find_what_errors_of_ranges_make():
    """An offset of the antenna that all ranges agree in, and the clock, which is not the place."""
    toward = directions(("gps", "galileo"), STOCKHOLM, 0.0)
    up = toward[toward[:, 2] > 0.1]
    off = np.array([3.0, -2.0, 5.0])
    fix = solve(up, -up @ off + 40.0, np.ones(len(up)))
    assert fix.error == pytest.approx(off, abs=1e-9)
    G = np.concatenate([-up, np.ones((len(up), 1))], 1)
    assert fix.dilution == pytest.approx(np.sqrt(np.trace(np.linalg.inv(G.T @ G)[:3, :3])))
    assert solve(up[:3], np.zeros(3), np.ones(3)) is None
    # One in the zenith and three around the horizon: GDOP √3, of which time has √(1/3).
    around = np.radians([0.0, 120.0, 240.0])
    four = np.array([[0, 0, 1], *np.stack([np.cos(around), np.sin(around), 0 * around], 1)])
    assert solve(four, np.zeros(4), np.ones(4)).dilution == pytest.approx(np.sqrt(3 - 1 / 3))


def test_a_longer_way_off_a_wall_is_always_longer():
    """Echoes that come alone have positive errors; beside direct signals they are bounded by half
    the correlators' spacing, of either sign."""
    echo = np.linspace(0.1, 300.0, 2000)
    both = multipath(echo, 0.1, np.zeros(2000))
    most = 10 ** (-10 / 20) * 0.05 * 293.05
    assert np.abs(both).max() == pytest.approx(most, rel=0.02)
    assert both.min() < -0.9 * most
    assert np.abs(multipath(np.array([1.0]), 0.1, np.zeros(1))) <= 1.0


class Canyon:
    """A world of two walls along x, 30 m high, whose faces are 10 m to the left and the right."""

    def __init__(self):
        wall = box((400.0, 1.0, 30.0))
        self.stage = stage_of([(wall, pose((0.0, side * 10.5, 15.0))) for side in (1, -1)])
        self.rays, self.cast, self.fixed = Rays(self.stage), Cast(()), self

    def near(self, t_ns):
        none = np.zeros((0, 4, 4))
        return Bodies(self.cast, 0.0, np.zeros((0, 28)), none, none, np.zeros(0, "u4"))


def across(degrees):
    """Directions (N, 3) to the left at elevations."""
    e = np.radians(degrees)
    return np.stack([0 * e, np.cos(e), np.sin(e)], 1)


def test_a_canyon_hides_what_is_lower_than_its_walls_and_echoes_by_twice_their_distance():
    """From the middle, walls are 71.6° high. A hidden satellite's signal comes off the other wall,
    20 m cos e longer, while that still sees it over the first: above 45°."""
    degrees = np.array([20.0, 40.0, 50.0, 60.0, 70.0, 73.0, 85.0])
    sky = look_up(Canyon(), 0, np.zeros(3), across(degrees))
    assert sky.open.tolist() == [False] * 5 + [True] * 2
    assert np.isnan(sky.echo[:2]).all()
    assert sky.echo[2:5] == pytest.approx(20.0 * np.cos(np.radians(degrees[2:5])), abs=0.01)
    along = look_up(Canyon(), 0, np.zeros(3), np.array([[1.0, 0, 0], [0.8, 0, 0.6]]))
    assert along.open.all() and np.isnan(along.echo).all() and not along.leafy.any()


def test_what_comes_off_a_wall_alone_is_too_long():
    """Whatever the noise: by the echo's way, tens of metres, and never too short."""
    receiver = Receiver("gnss", plain(Settings, noise="1 mm"))
    echo = np.linspace(4.0, 60.0, 25)
    heard = Followed(across(np.full(25, 50.0)), np.full(25, 35.0), np.zeros(25, bool), echo,
                     np.arange(25))  # fmt: skip
    error = receiver._ranges(heard, np.full(25, 1e-3), 10**9, 3)
    assert error == pytest.approx(echo, abs=0.01)


def test_noise_of_ranges_grows_with_lost_signal():
    assert spread(np.array([45.0, 25.0]), 0.5) == pytest.approx([0.5, 5.0])
    density = carrier_to_noise(np.radians([5.0, 90.0]), np.zeros(2))
    assert 37.0 < density[0] < 40.0 and density[1] == pytest.approx(50.0)


def test_jammers_drown_signals_by_their_distance():
    """Far from one nothing is lost; near it C/N₀ falls by 20 dB per tenfold nearness."""
    before = np.array([45.0])
    near, nearer, far = (jammed(before, 0.01, d)[0] for d in (100.0, 10.0, 1e7))
    assert far == pytest.approx(45.0, abs=0.1)
    assert near - nearer == pytest.approx(20.0, abs=0.2)
    # J/S of 10 mW at 100 m: -20 dBW less 76.4 dB of free space, against -158.5 dBW; 60.1 dB off.
    assert near == pytest.approx(60.1 - (-20 - 76.4 + 158.5), abs=0.2)


@pytest.fixture(scope="module")
def open_road():
    text = unit(", preset: consumer")
    return driven(episode(text, duration=10.0, speed=70.0))


def test_open_sky_gives_what_the_receiver_promises(open_road):
    off = errors(open_road)
    fixes = gathered(open_road, "fix")[1]
    assert np.all(fixes == 1) and fixes.dtype == np.uint8
    assert np.hypot(off[:, 0], off[:, 1]).max() < 12.0
    assert gathered(open_road, "satellites")[1].min() >= 8
    cover = gathered(open_road, "covariance")[1]
    assert np.all(np.linalg.eigvalsh(cover) > 0.0)
    seen = np.sqrt(np.mean((off - off.mean(0)) ** 2, 0))  # what changes quickly
    told = np.sqrt(np.diagonal(cover.mean(0)) - np.array([1.5, 1.5, 3.0]) ** 2)
    assert np.all(seen > 0.7 * told) and np.all(seen < 2.2 * told)  # echoes are not told


def test_position_and_local_are_one_place(open_road):
    item = readings(open_road)[50]
    made = from_world(Place(np.radians(50.0), np.radians(10.0), 0.0), item.channels["local"])
    assert item.channels["position"][:2] == pytest.approx(np.degrees(made[:2]), abs=1e-12)
    assert item.channels["position"][2] == pytest.approx(made[2])
    assert 49.9 < item.channels["position"][0] < 50.1


def test_velocity_is_that_of_the_place(open_road):
    """The way between true places at the epochs, by the time, is what it tells within its noise;
    adding it up gives the way driven."""
    way = np.diff(truth(open_road), axis=0)[5:]
    told = gathered(open_road, "velocity")[1]
    mean = 0.5 * (told[6:] + told[5:-1])
    assert np.abs((way / 0.1 - mean).mean(0)).max() < 0.1
    assert (way / 0.1 - mean).std(0).max() < 0.5
    assert np.linalg.norm(told[6:-1].sum(0) * 0.1 - way.sum(0)) < 3.0


def test_a_reading_comes_late_and_says_so(open_road):
    item = readings(open_road)[40]
    assert item.t_ns - item.t_claimed_ns == 200_000_000
    assert item.t_start_ns == item.t_end_ns == item.t_claimed_ns
    times = gathered(open_road, "local")[0]
    places = np.stack([(frame.ego.T_world_ego @ MOUNT)[:3] for frame in open_road])
    behind = (places - gathered(open_road, "local")[1])[5:]
    speed = np.array([frame.ego.speed for frame in open_road])[5:]
    expected = 0.2 * speed.mean() - errors(open_road)[5:, 0].mean()
    assert behind[:, 0].mean() == pytest.approx(expected, abs=0.1)
    assert len(times) == len(places)


def test_averaging_does_not_take_the_error_away():
    """Standing for a while: the means of many receivers are spread as the slow error is,
    not as a fraction of a reading's that white noise would leave (CARLA's mistake; AirSim's
    receiver has no error at all)."""
    others = "".join(f"  r{k}: {unit(', preset: automotive', '1 Hz')}\n" for k in range(24))
    made = episode("{kind: odometry, rate: 1 Hz}", speed=0.0, duration=12.0, more=others)
    frames = driven(made, lambda step: [0.0, -1.0])
    off = np.array([
        [frame.readings[f"r{k}"][0].channels["local"] for frame in frames[::10]] for k in range(24)
    ])  # fmt: skip
    off = off[:, :, :2] - frames[0].ego.T_world_ego[:2, 3] - MOUNT[:2]
    within = off.std(1).mean()
    assert off.mean(1).std() > 3.0 * within / np.sqrt(off.shape[1])
    assert off.mean(1).std() == pytest.approx(0.7, rel=0.35)


def test_walls_hide_satellites_and_spread_the_error():
    """Between tall blocks fewer satellites are left than on the open road, and those wider."""
    street = "{kind: urban_street, length: 300 m, style: blocks}"
    close = driven(episode(unit(), road=street, speed=30.0, duration=8.0))
    wide = driven(episode(unit(), speed=30.0, duration=8.0))
    count = [gathered(frames, "satellites")[1].astype(int).mean() for frames in (close, wide)]
    assert count[0] < count[1] - 2.0
    dilution = [gathered(frames, "dilution")[1].mean() for frames in (close, wide)]
    assert dilution[0] > 1.2 * dilution[1]
    off = [np.linalg.norm(np.diff(errors(frames), axis=0), axis=1) for frames in (close, wide)]
    assert off[0].mean() > 1.3 * off[1].mean()


TUNNEL = "{kind: tunnel, approach: 80 m, length: 120 m}"


@pytest.fixture(scope="module")
def through():
    return driven(episode(unit(", reacquisition: 2 s"), road=TUNNEL, speed=90.0, duration=13.0))


def test_a_tunnel_takes_the_fix_and_gives_it_back_late(through):
    fixes = gathered(through, "fix")[1]
    places = truth(through)[:, 0] - truth(through)[0, 0]
    lost = np.flatnonzero(fixes == 0)
    assert fixes[0] != 0 and fixes[-1] != 0
    inside = places[lost]
    assert inside[0] < 75.0 and inside[-1] > 200.0 - 30.0  # it begins at 30 m of the route
    again = np.flatnonzero(np.diff((fixes != 0).astype(int)) == 1)
    assert len(again) == 1
    enough = np.flatnonzero(gathered(through, "satellites")[1] >= 4)
    out = enough[enough > lost[0] + 5][0]
    times = gathered(through, "fix")[0]
    assert times[again[0] + 1] - times[out] == pytest.approx(2.0, abs=0.11)
    for channel in ("position", "local", "velocity", "covariance"):
        assert np.isnan(readings(through)[lost[5]].channels[channel]).all()


def test_rtk_is_fixed_floats_after_a_tunnel_and_is_fixed_again():
    text = unit(", preset: rtk, reacquisition: 1 s, rtk: {convergence: 3 s}")
    frames = driven(episode(text, road=TUNNEL, speed=90.0, duration=14.0))
    fixes = gathered(frames, "fix")[1].tolist()
    order = [code for k, code in enumerate(fixes) if k == 0 or code != fixes[k - 1]]
    assert order[0] == 4 and 0 in order and order[-1] == 4
    assert order.index(5) < len(order) - 1 and 5 in order[order.index(0) :]
    off = np.abs(errors(frames))
    level = {code: np.hypot(*off[np.array(fixes) == code, :2].T) for code in set(fixes)}
    assert level[4].max() < 0.06
    assert np.sqrt(np.mean(level[4] ** 2)) < 0.03
    assert level[5].mean() < 3.0


def test_a_jammer_beside_the_road_takes_the_fix_while_it_is_near():
    jam = ", jamming: {start: 1 s, duration: 3 s, s: 60 m, t: 8 m, power: 0.1 W}"
    times, fixes = gathered(driven(episode(unit(jam), duration=7.0)), "fix")
    assert np.all(fixes[times < 1.0] == 1)
    assert np.all(fixes[(times > 1.2) & (times < 4.0)] == 0)
    assert np.all(fixes[times > 5.7] == 1)
    far = jam.replace("s: 60 m, t: 8 m, power: 0.1 W", "s: 20 km, t: 8 m, power: 1e-9 W")
    assert np.all(gathered(driven(episode(unit(far), duration=3.0)), "fix")[1] == 1)


def test_a_spoofer_leads_the_place_away_at_its_speed():
    led = ", spoofing: {start: 1 s, duration: 4 s, speed: 2 m/s, bearing: 90 deg}, latency: 0 s"
    plain = gathered(driven(episode(unit(", latency: 0 s"), duration=6.0)), "local")
    false = gathered(driven(episode(unit(led), duration=6.0)), "local")
    off = false[1] - plain[1]
    within = (plain[0] >= 1.0) & (plain[0] < 5.0 - 1e-6)
    assert off[within, 0] == pytest.approx(2.0 * (plain[0][within] - 1.0), abs=1e-6)
    assert np.abs(off[~within]).max() < 1e-9 and np.abs(off[:, 1:]).max() < 1e-9


def test_a_fork_goes_on_bit_for_bit_even_in_a_tunnel(through):
    made = episode(unit(", reacquisition: 2 s"), road=TUNNEL, speed=90.0, duration=13.0)
    frames = [made.reset()]
    for step in range(100):
        if step == 45:  # inside, with the past that the latency needs
            saved = made.save()
            for _ in range(30):
                made.step(made.driver_action, sense=step % 2 == 0)
            made.restore(saved)
        frames.append(made.step(made.driver_action, sense=not 20 <= step < 60))
    for item, same in zip(readings(frames)[-40:], readings(through)[61:101], strict=True):
        assert item.t_ns == same.t_ns
        for channel, value in item.channels.items():
            assert value.tobytes() == same.channels[channel].tobytes()


def test_threads_change_nothing():
    told = [gathered(driven(episode(unit(), duration=2.0, threads=k)), "local")[1] for k in (1, 2)]
    assert told[0].tobytes() == told[1].tobytes()
