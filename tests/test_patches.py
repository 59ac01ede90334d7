"""Patches: what an author lays somewhere is what labels, wheels and pictures find there."""

import numpy as np
import pytest
from pictures import CLEAR, Item, film_of, floor, stage_of, sun
from whiteout.scenarios.draw import draw
from whiteout.scenarios.episode import Episode
from whiteout.scenarios.ground import patches_of
from whiteout.scenarios.language.load import load, read
from whiteout.simcore.atmosphere import Atmosphere
from whiteout.simcore.covers import cover_id, covers
from whiteout.simcore.patches import LIES, Patch
from whiteout.simcore.pose import look_at
from whiteout.simcore.render.picture import Painter, Scenery
from whiteout.simcore.surface import Chart, Surface

STREET = Chart((-60.0, 60.0), lanes=(-1.6, 1.6))
NAMES = [cover.name for cover in covers()]


def street(*patches, **said):
    return Surface.laid([STREET], patches=patches, key=3, **said)


def middle(ground):
    return ground.at(0, np.linspace(-1.5, 1.5, 40), 0.3)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "around",
    [{}, {"snow_depth": 0.03}, {"water_film": 1e-3}, {"snow_depth": 0.02, "ice_fraction": 0.9}],
    ids=["dry", "snow", "wet", "ice"],
)
def test_a_patch_is_labelled_by_the_state_that_it_makes(name, around):
    """The thresholds of ``cover_of`` give back the name by which a patch was laid."""
    ground = middle(street(Patch(0, 0.0, 0.0, 8.0, 4.0, name), **around))
    assert (ground.cover == cover_id(name)).all()


def test_every_cover_can_be_laid():
    assert set(LIES) == set(NAMES)


def test_nothing_changes_beyond_its_edge():
    s, t = np.meshgrid(np.arange(-20, 20, 0.1), np.arange(-8, 8, 0.1))
    without = street(snow_depth=0.02)
    having = street(Patch(0, 0.0, 1.0, 8.0, 4.0, "black_ice", softness=0.2), snow_depth=0.02)
    one, two = without.at(0, s.ravel(), t.ravel()), having.at(0, s.ravel(), t.ravel())
    out = (np.abs(s.ravel()) > 4.4) | (np.abs(t.ravel() - 1.0) > 2.4)
    for field in ("cover", "snow_depth", "packed", "ice", "film"):
        assert np.array_equal(getattr(one, field)[out], getattr(two, field)[out])
    area = (two.cover == cover_id("black_ice")).sum() * 0.01
    assert area == pytest.approx(0.927 * 8 * 4, rel=0.1)  # of |x|⁴ + |y|⁴ < 1


def test_one_side_of_the_road_can_be_slippery():
    ground = street(Patch(0, 0.0, 2.0, 60.0, 4.0, "ice", softness=0.0))
    left, right = (ground.at(0, np.linspace(-20, 20, 100), t) for t in (0.76, -0.76))
    assert (left.cover == cover_id("ice")).all() and (right.cover == cover_id("dry")).all()
    assert left.friction.max() < 0.2 < right.friction.min()


def test_nothing_lies_under_a_roof_but_what_is_laid_there():
    tunnel = Chart((-60.0, 60.0), lanes=(-1.6, 1.6), roofs=((-20.0, 30.0),))
    for said in ({"snow_depth": 0.03}, {"water_film": 3e-3}, {"ice_fraction": 1.0}):
        ground = Surface.laid([tunnel], patches=[Patch(0, 10.0, 0.0, 6.0, 4.0, "oil")], **said)
        for s, covered in ((-30.0, True), (-15.0, False), (25.0, False), (45.0, True)):
            found = ground.at(0, s, np.linspace(-9, 9, 50))
            assert ((found.cover != cover_id("dry")) == covered).mean() > 0.95
        assert (ground.at(0, 10.0, np.linspace(-1, 1, 9)).cover == cover_id("oil")).all()


def test_later_patches_lie_on_earlier_ones():
    oil, snow = (Patch(0, 0.0, 0.0, 8.0, 4.0, name) for name in ("oil", "loose_snow"))
    assert (middle(street(oil, snow)).cover == cover_id("loose_snow")).all()
    assert (middle(street(snow, oil)).cover == cover_id("oil")).all()


def test_the_depth_is_as_given():
    assert middle(street(Patch(0, 0, 0, 8, 4, "puddle", 0.012))).film == pytest.approx(0.012)
    snow = middle(street(Patch(0, 0, 0, 8, 4, "loose_snow", 0.08)))
    assert snow.snow_depth == pytest.approx(0.08)
    shallow = middle(street(Patch(0, 0, 0, 8, 4, "puddle", 0.001)))
    assert (shallow.cover == cover_id("wet")).all()


def test_wheels_leave_tracks_in_patches():
    ground = street(Patch(0, 0, 0, 20, 6, "loose_snow"), Patch(0, 30, 0, 10, 6, "puddle"))
    driven = ground.driven([[0, -8.0, 0.3, 40.0, 0.3, 0.2]] * 2)
    assert (middle(driven).cover == cover_id("packed_snow")).all()
    assert (middle(driven).snow_depth < 0.4 * middle(ground).snow_depth).all()
    pool = np.linspace(28, 32, 20)
    assert driven.at(0, pool, 0.3).film == pytest.approx(
        0.4 * ground.at(0, pool, 0.3).film, rel=0.1
    )


def test_grip_falls_from_dry_over_wet_and_snow_to_ice():
    grip = {name: middle(street(Patch(0, 0, 0, 8, 4, name))).friction.mean() for name in NAMES}
    for more, less in (("dry", "damp"), ("damp", "wet"), ("wet", "slush"), ("slush", "ice"),
                       ("wet", "packed_snow"), ("packed_snow", "ice"), ("ice", "black_ice"),
                       ("dry", "oil"), ("dry", "gravel"), ("wet", "leaves")):  # fmt: skip
        assert grip[more] > grip[less]


@pytest.mark.parametrize(("patch", "sentence"), [
    (Patch(0, 0, 0, 1, 1, "cheese"), "no cover is called 'cheese'; there are dry, damp"),
    (Patch(0, 0, 0, 1, 1, "oil", 0.01), "oil has no depth; damp, wet, puddle"),
])  # fmt: skip
def test_patches_of_nothing_known_are_refused(patch, sentence):
    with pytest.raises(ValueError, match=sentence):
        street(patch)


# What the camera sees of them.


@pytest.fixture(scope="module")
def seen():
    """Luminance of asphalt from above and aslant, under an overcast sky, by cover."""
    stage = stage_of([Item(floor("asphalt"), np.eye(4), 0)])
    found = {}
    # From above, and aslant so far away that grains are too small to be seen.
    for view, eye in (("near", (0.0, -1.5, 7.6)), ("aslant", (0.0, -12.0, 1.2))):
        film = film_of(stage, look_at(eye, (0.0, 0.3, 0.0)), 64, 48, fov=6.0)
        painter = Painter(stage, 1)
        for name in NAMES:
            ground = street(Patch(0, 0.0, 0.0, 30.0, 20.0, name, softness=0.0))
            scenery = Scenery(Atmosphere(sun(30.0), 1.0, CLEAR), ground)
            label = painter.cover(film, ground)
            found[view, name] = painter.paint(film, scenery, linear=True).linear, label
    return found


@pytest.mark.parametrize("name", NAMES)
def test_the_label_of_the_picture_is_that_of_the_wheels(seen, name):
    for view in ("near", "aslant"):
        assert (seen[view, name][1] == cover_id(name)).mean() > 0.99


def test_labels_of_dry_ground_hold_nothing_of_what_was_labelled_before():
    stage = stage_of([Item(floor("asphalt"), np.eye(4), 0)])
    film = film_of(stage, look_at((0.0, -6.0, 5.0), (0.0, 0.3, 0.0)), 64, 48)
    painter = Painter(stage, 1)
    assert painter.cover(film, street(Patch(0, 0, 0, 50, 20, "leaves"))).max() == 11
    assert painter.cover(film, street()).max() == 0


def test_the_picture_shows_what_lies_there(seen):
    near = {name: seen["near", name][0].mean() for name in NAMES}
    far = {name: seen["aslant", name][0].mean() for name in NAMES}
    # Physics book 2.5, SK-04: wet asphalt reflects .55 to .75 of dry in the diffuse; from above.
    assert 0.5 < near["wet"] / near["dry"] < 0.85
    assert near["damp"] < near["dry"]
    # From above, a film adds no more than it mirrors of the zenith, .0201 of it (SK-03), which
    # under an overcast sky is 9/7 of a white ground (Moon & Spencer 1942); snow has .85 of that.
    zenith = 9.0 / 7.0 * near["loose_snow"] / 0.85
    assert near["wet"] - near["damp"] < 0.0201 * zenith
    # Water mirrors more the more aslant it is seen (Fresnel .02 from above, .3 at 80°).
    assert far["puddle"] / near["puddle"] > 1.5 * far["dry"] / near["dry"]
    # Snow is white, slush grey, ice between; black ice looks like wet ground.
    assert near["loose_snow"] > near["ice"] > near["slush"] > near["dry"]
    assert 0.5 < near["black_ice"] / near["wet"] < 1.5
    assert near["oil"] < near["dry"] < near["gravel"]
    red, green, blue = seen["near", "leaves"][0].reshape(-1, 3).mean(0)
    assert red > 1.3 * green > 1.3 * blue


# What authors write.


YAML = """
whiteout: 1
road: {kind: bend}
ego: {kind: compact}
surface: {patches: {a: %s}}
"""


@pytest.mark.parametrize(("patch", "sentence"), [
    ("{cover: cheese, at: {s: 9 m}}", "surface.patches.a.cover: 'cheese': expected one of dry,"),
    ("{cover: puddel, at: {s: 9 m}}", "did you mean 'puddle'"),
    ("{cover: oil, at: {s: 9 m}, depth: 3 mm}", "surface.patches.a.depth: oil has no depth"),
    ("{cover: ice}", "surface.patches.a.at: is missing"),
    ("{cover: ice, at: {s: 9 m}, width: 0 m}", "must be at least 0.2 m"),
    ("{cover: ice, at: {s: 9}}", "9 has no unit"),
    ("{cover: {choice: [puddle, oil]}, at: {s: 9 m}, depth: 3 mm}", "oil has no depth"),
    ("{cover: ice, at: {s: 9 m, heading: 3 deg}}", "surface.patches.a.at.heading: unknown"),
])  # fmt: skip
def test_mistakes_are_told_with_their_place(patch, sentence):
    with pytest.raises(ValueError) as caught:
        read(YAML % patch, "patch.yaml")
    assert sentence in str(caught.value) and "patch.yaml:5" in str(caught.value)


def test_everything_of_a_patch_may_be_drawn():
    patch = ("{cover: {choice: {ice: 1, black_ice: 1}}, at: {s: {uniform: [9 m, 90 m]}, t: "
             "{uniform: [-2 m, 2 m]}}, length: {uniform: [2 m, 9 m]}, softness: {uniform: [0 m, "
             "1 m]}}")  # fmt: skip
    spec = read(YAML % patch, "patch.yaml")
    drawn = [draw(spec, 3, k).surface.patches["a"] for k in range(20)]
    assert {item.cover for item in drawn} == {"ice", "black_ice"}
    assert len({(item.at.s, item.at.t, item.length, item.softness) for item in drawn}) == 20


@pytest.mark.parametrize(
    "scenario", ["child-chases-ball", "deer-at-bend", "stopped-car-behind-crest"]
)
def test_a_patch_lies_where_the_route_has_it(scenario):
    """Places on the route, through the world, to the chart that wheels are on."""
    patch = {"cover": "oil", "at": {"s": "40 m", "t": "0.8 m"}, "length": "10 m", "width": "2 m"}
    over = {"surface": {"patches": {"a": patch}}, "actors": {}, "require": {}}
    episode = Episode(draw(load(scenario, over), 2, 0), {})
    episode.reset()
    layout = episode.setting.layout
    s, t = np.meshgrid(np.linspace(32, 48, 65), np.linspace(-1.2, 2.8, 41))
    world = layout.lanes.route.at(s.ravel(), t.ravel())
    strip = next(item for item in layout.strips if item.chart >= 0)
    found = episode.surface.at(strip.chart, *strip.line.project(world))
    inside = ((s.ravel() - 40) / 5) ** 4 + (t.ravel() - 0.8) ** 4
    oily = found.cover == cover_id("oil")
    assert oily[inside < 0.4].all() and not oily[inside > 3.0].any()


def test_a_patch_reaches_over_all_charts_of_a_crossing():
    episode = Episode(draw(load("cyclist-crossing-turn"), 0, 0), {})
    layout = episode.setting.layout

    class Square:
        at = type("at", (), {"s": 0.0, "t": 0.0})
        length = width = 60.0
        cover, depth, softness = "ice", None, 0.0

    route = layout.lanes.route
    Square.at.s = sum(route.span) / 2
    laid = list(patches_of([Square], layout))
    assert len(laid) == len({item.chart for item in laid}) >= 2


GROUND = {
    "water_film": "1.5 mm",
    "patches": {
        "snow": {"cover": "loose_snow", "at": {"s": "20 m", "t": "0 m"}, "length": "9 m"},
        "oil": {"cover": "oil", "at": {"s": "14 m", "t": "1 m"}},
    },
}


def small(**over):
    size = {"sensors.front.width": 96, "sensors.front.height": 72}
    fixed = {"surface": GROUND, "actors": {}, "require": {}, "ego.speed": "60 km/h", **size}
    return draw(load("child-chases-ball", {**fixed, **over}), 4, 0)


def test_an_episode_goes_on_from_where_it_was_saved_with_any_number_of_threads():
    """Weather, tracks and pictures: the same bytes."""
    episode, other = Episode(small(), threads=1), Episode(small(), threads=3)
    episode.reset()
    for _ in range(6):
        episode.step([0.0, 0.2])
    saved = episode.save()
    first = [episode.step([0.02, -0.1]) for _ in range(3)]
    other.restore(saved)
    second = [other.step([0.02, -0.1]) for _ in range(3)]
    for one, two in zip(first, second, strict=True):
        assert one.surroundings == two.surroundings
        for name in ("rgb", "cover"):
            a, b = ({**f.readings["front"][-1].channels, **f.truth["front"][-1].channels}[name]
                    for f in (one, two))  # fmt: skip
            assert np.array_equal(a, b)
    assert episode.surface.lying == other.surface.lying
    assert np.array_equal(episode.surface.stamps, other.surface.stamps)
    assert episode.surface.cells.any()


def test_a_tunnel_is_dry_for_wheels_and_camera():
    text = """
whiteout: 1
road: {kind: tunnel, approach: 60 m, length: 80 m, exit: 60 m}
ego: {kind: compact, at: {s: 20 m}}
surface: {snow_depth: 30 mm}
sensors: {front: {kind: camera, width: 160, height: 120, channels: [cover, depth]}}
"""
    for s, name in ((20, "loose_snow"), (100, "dry")):
        spec = read(text.replace("s: 20 m", f"s: {s} m"), "tunnel.yaml")
        frame = Episode(draw(spec, 0, 0)).reset()
        truth = frame.truth["front"][0].channels
        below = truth["cover"][75:95, 40:120][truth["depth"][75:95, 40:120] < 15]
        wheels = frame.surroundings.cover_wheels
        if name == "dry":
            assert set(wheels) == {cover_id("dry")} and (below == cover_id("dry")).all()
        else:
            assert cover_id("dry") not in wheels and (below > cover_id("puddle")).mean() > 0.8


def test_wheels_report_what_they_roll_over():
    frames = []
    episode = Episode(small(), {})
    frames.append(episode.reset())
    for _ in range(16):
        frames.append(episode.step([0.0, 0.0]))
    seen = {cover for frame in frames for cover in frame.surroundings.cover_wheels}
    assert {cover_id("loose_snow"), cover_id("wet")} <= seen
    assert cover_id("oil") in {frame.surroundings.cover_wheels[0] for frame in frames}
