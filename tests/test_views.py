"""Looking at sensors: plans from above, points over pictures, plots, and the preview of all."""

import json

import cv2
import numpy as np
import pytest
from senses import DETECTION, POINT, SCENARIO
from whiteout.dataset.traces import picture, traces_of
from whiteout.scenarios.draw import draw
from whiteout.scenarios.episode import Episode, run
from whiteout.scenarios.language.load import read
from whiteout.sensors.cloud import Track, in_world
from whiteout.sensors.reading import Reading, Truth
from whiteout.sensors.views.above import EGO, GROUND, detections_from_above, points_from_above
from whiteout.sensors.views.colours import APPROACHING, BY, RECEDING, STILL, of_points
from whiteout.sensors.views.projected import laid_over, pixels_of
from whiteout.simcore.pose import pose, rotation

from whiteout.cameras import chosen
from whiteout.panels import Panels

pytestmark = pytest.mark.usefixtures("toys")
CAMERA = "sensors:\n  front: {kind: camera, width: 160, height: 100, channels: [rgb, depth]}"


def reading(channels, t_ns=0, T_world_ego=None, T_ego_sensor=None, name="top"):
    ego = np.eye(4) if T_world_ego is None else T_world_ego
    mount = np.eye(4) if T_ego_sensor is None else T_ego_sensor
    return Reading(name, "lidar", 0, t_ns, t_ns, t_ns, t_ns, channels, ego, mount)


def at(image, x, y, reach):
    """The colour of a plan at a place of the ego's axes, by the scale that it tells."""
    height, width = image.shape[:2]
    scale = 0.5 * max(height, width) / reach
    if width > height:
        return image[int(height / 2 - y * scale), int(width / 2 + x * scale)]
    return image[int(height / 2 - x * scale), int(width / 2 - y * scale)]


@pytest.mark.parametrize("shape", [(400, 400), (300, 600)])
def test_a_point_is_drawn_where_it_is(shape):
    """Ahead is up, or right where a plan is wide; left is left, or up."""
    points = np.zeros(1, POINT)
    points["x"], points["y"], points["z"], points["class"] = 10.0, -5.0, 1.0, 40
    mount = pose((1.0, 0.0, 2.0), yaw=np.pi / 2)  # its x is the ego's y
    image = points_from_above(
        reading({"points": points}, T_ego_sensor=mount), Truth({}), "class", 40.0, shape
    )
    colour = of_points(points, mount, "class")[0]
    assert np.array_equal(at(image, 1.0 + 5.0, 10.0, 40.0), colour)
    assert not np.array_equal(at(image, 1.0 - 5.0, 10.0, 40.0), colour)
    assert np.abs(at(image, 3.4, 0.0, 40.0) - np.array(EGO)).max() < 9  # its front
    assert image.shape == (*shape, 3)


def test_what_is_higher_lies_over_what_is_lower():
    points = np.zeros(2, POINT)
    points["x"], points["z"], points["class"] = 10.0, (2.0, 1.0), (40, 80)
    image = points_from_above(reading({"points": points}), Truth({}), "class")
    assert np.array_equal(at(image, 10.0, 0.0, 50.0), of_points(points, np.eye(4), "class")[0])


def test_particles_and_intensity_have_their_colours():
    points = np.zeros(3, POINT)
    points["intensity"], points["is_particle"] = (0, 64, 255), (0, 1, 0)
    colours = {by: of_points(points, np.eye(4), by) for by in BY}
    assert tuple(colours["class"][1]) == (255, 90, 255)
    brightness = colours["intensity"].sum(1)
    assert brightness[0] < brightness[1] < brightness[2]
    with pytest.raises(ValueError, match="height, intensity, class, range, not by 'colour'"):
        of_points(points, np.eye(4), "colour")


def test_over_ground_what_stands_is_grey_and_what_moves_has_the_colour_of_its_way():
    """The ego drives 10 m/s to the north: a post 30 degrees beside its way has -8.66 m/s."""
    found = np.zeros(3, DETECTION)
    found["range"] = 20.0
    found["azimuth"] = np.radians((30.0, -60.0, 0.0))
    found["doppler"] = -10.0 * np.cos(found["azimuth"]) + (0.0, -9.0, 9.0)
    north = pose((100.0, 50.0, 0.0), yaw=np.pi / 2)
    radar = reading({"detections": found}, T_world_ego=north, name="ahead")
    image = detections_from_above([(radar, Truth({}))], np.array([0.0, 10.0, 0.0]), 40.0)

    def seen(degrees, away):
        angle = np.radians(degrees)
        return at(image, away * np.cos(angle), away * np.sin(angle), 40.0).astype(int)

    assert np.abs(seen(30, 20.0) - STILL).max() < 3
    assert seen(-60, 20.0)[0] > seen(-60, 20.0)[2] + 60  # red
    assert seen(0, 20.0)[2] > seen(0, 20.0)[0] + 60  # blue
    assert np.abs(seen(0, 25.0) - GROUND).max() > 60  # its line goes away
    assert np.abs(seen(30, 25.0) - GROUND).max() < 12
    raw = detections_from_above([(radar, Truth({}))], None, 40.0)
    assert at(raw, 20 * np.cos(np.pi / 6), 10.0, 40.0)[0] > STILL[0] + 20
    assert APPROACHING[0] > RECEDING[0]


def test_points_lie_on_the_picture_where_the_camera_has_their_depth():
    """The toy scanner and the camera see one instant: 95 of 100 points whose neighbours are alike
    have the camera's own depth within 2 %."""
    drawn = draw(read(SCENARIO.replace("sensors:", CAMERA), "toys.yaml"), 0, 0)
    episode = Episode(drawn)
    frame = episode.reset()
    top, front = frame.readings["top"][0], frame.readings["front"][0]
    xyz = in_world(top.channels["points"], lambda t: top.T_world_ego, top.T_ego_sensor)
    pixels, depth = pixels_of(xyz, front)
    seen = np.isfinite(depth)
    assert 150 < seen.sum() < len(xyz) / 2
    column, row = np.rint(pixels[seen]).astype(int).T
    truth = frame.truth["front"][0].channels["depth"]
    near = np.stack([np.roll(truth, k, axis) for axis in (0, 1) for k in (-1, 1)])
    even = (np.abs(near / truth - 1.0) < 0.05).all(0)[row, column]
    share = np.abs(truth[row, column] / depth[seen] - 1.0)[even]
    assert len(share) > 100 and (share < 0.02).mean() > 0.95
    colours = np.full((len(xyz), 3), (255, 0, 0), np.uint8)
    made = laid_over(front.channels["rgb"], front, xyz, colours)
    assert np.array_equal(made[row[0], column[0]], (255, 0, 0))
    with pytest.raises(ValueError, match="'top' is no camera"):
        pixels_of(xyz, top)


def test_a_track_goes_straight_between_what_it_was_told():
    track = Track()
    for seconds in (0.0, 0.1, 0.2):
        track.add(round(seconds * 1e9), pose((20.0 * seconds, 0, 0), yaw=0.5 * seconds))
    between = track(150_000_000)
    assert between[:3, 3] == pytest.approx([3.0, 0.0, 0.0])
    assert between[:3, :3] == pytest.approx(rotation(yaw=0.075), abs=1e-9)
    assert np.array_equal(track(-5), track(0)) and track(10**9)[0, 3] == pytest.approx(4.0)
    assert track.velocity(150_000_000) == pytest.approx([20.0, 0, 0])


def test_plots_show_every_channel_of_numbers():
    made = []
    for k in range(30):
        place = np.array([k, np.nan if k == 5 else k, 0.0])
        numbers = {"gyro": np.full(3, k), "fix": np.array(k % 2, np.uint8), "local": place}
        made.append(reading({**numbers, "covariance": np.eye(3)}, k * 10**7, name="body"))
    traces = traces_of({"body": made})
    assert [trace.channel for trace in traces] == ["gyro", "local", "fix"]
    assert traces[0].time == pytest.approx(np.arange(30) * 0.01)
    image = picture(traces)
    assert image.dtype == np.uint8 and image.shape[1] > 1000
    assert (image != 255).any(-1).mean() > 0.02
    assert picture([]) is None


@pytest.fixture
def look(tmp_path, call):
    """Runs ``preview`` of the toys, after some change, and returns what it says."""

    def looked(*words, change=("", "")):
        path = tmp_path / "toys.yaml"
        path.write_text(SCENARIO.replace(*change))
        code, text, error = call("preview", path, "--out", tmp_path / "out", "--json", *words)
        return (code, json.loads(text), error) if code == 0 else (code, text, error)

    return looked


def test_a_preview_without_a_camera_shows_plans_and_plots(look):
    code, found, _ = look("--every", "3", "--by", "class")
    assert code == 0
    film = cv2.VideoCapture(found["video"])
    assert film.get(cv2.CAP_PROP_FRAME_COUNT) == 13  # at the LiDAR's rate
    assert film.get(cv2.CAP_PROP_FRAME_WIDTH) == 2 * 640
    assert cv2.imread(found["sheet"]).shape[1] == 4 * 400 + 50
    assert cv2.imread(found["plots"]).shape[1] > 1000


def test_a_preview_shows_points_over_the_camera(look):
    code, found, _ = look("--no-video", "--every", "6", change=("sensors:", CAMERA))
    assert (code, found["video"]) == (0, None)
    # Two moments of picture, depth, points from above and over the picture, detections.
    assert cv2.imread(found["sheet"]).shape[1] == 5 * 400 + 60


def test_beside_a_picture_stand_the_readings_nearest_in_time():
    """Where only each tenth step is sensed, the last reading before would be a second old."""
    text = SCENARIO.replace("sensors:", CAMERA.replace("kind: camera", "kind: camera, rate: 12 Hz"))
    drawn = draw(read(text.replace("duration: 0.6 s", "duration: 1.2 s"), "toys.yaml"), 0, 0)
    panels = Panels(chosen(drawn, None), (), (), "height")
    seen = []
    for frame in run(drawn, Episode(drawn, panels.demands), lambda step: step % 10 == 0):
        for reading, _ in panels.of(frame):
            assert all(
                abs(panels._latest[name][0].t_ns - reading.t_ns) <= 50_000_000
                for name in ("top", "ahead")
            )
            seen.append(reading.t_ns)
    assert seen == [0, round(11e9 / 12), 10**9]


@pytest.mark.parametrize(("sensor", "made"), [
    ("top", {"sheet", "video"}), ("ahead", {"sheet", "video"}), ("body", {"plots"}),
])  # fmt: skip
def test_one_sensor_may_be_chosen(look, sensor, made):
    code, found, _ = look("--sensor", sensor)
    assert code == 0
    assert {key for key in ("sheet", "video", "plots") if found[key]} == made


@pytest.mark.parametrize(("words", "why"), [
    (["--sensor", "tap"], "'tap': there is no such sensor; did you mean 'top'?"),
    (["--by", "colour"], "--by colour: there are height, intensity, class, range"),
    (["--overlay", "boxes"], "overlay 'boxes': 'top' is no camera"),
    (["--twin", "clean"], "'top' has no twins"),
])  # fmt: skip
def test_a_preview_says_what_there_is(look, words, why):
    code, _, error = look(*words)
    assert code == 2 and why in error
