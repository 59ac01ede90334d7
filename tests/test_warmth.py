"""What things in a picture of warmth read: against a slow computation, and against each other."""

import numpy as np
import pytest
from pictures import CLEAR, STREET, air, block, floor
from scipy.optimize import brentq
from thermals import PLAIN, read, thermal
from watched import Watched
from whiteout.scenarios.draw import draw
from whiteout.scenarios.episode import Episode
from whiteout.scenarios.language.load import read as read_scenario
from whiteout.simcore.atmosphere import Atmosphere
from whiteout.simcore.bodies import Cast
from whiteout.simcore.heat.air import overhead
from whiteout.simcore.heat.planck import STEFAN, radiance, temperature
from whiteout.simcore.materials import lit
from whiteout.simcore.pose import pose
from whiteout.simcore.surface import Surface
from whiteout.simcore.weathering import Climate
from whiteout.simcore.wind import Wind

DOWN = pose((0.0, 0.0, 3.0), pitch=np.pi / 4)


def world(items, kelvin=280.0, cover=0.0, elevation=-20.0, T=DOWN, wind=0.0, lamps=0, **surface):
    """Things in clear or overcast air, by night or by day."""
    made = Watched(items, T, lit=lamps)
    made.atmosphere = Atmosphere(
        air(elevation).sun, cover, CLEAR, Wind((wind, 0.0, 0.0)), air_temperature=kelvin
    )
    made.cast = Cast(())
    made.surface = Surface.laid([STREET], key=3, climate=Climate(air=kelvin), **surface)
    return made


def middle(seen):
    return float(np.median(seen[28:36, 36:44]))


@pytest.mark.parametrize(("wind", "cover"), [(0.0, 0.0), (4.0, 0.0), (0.0, 1.0)])
def test_open_ground_at_night_reads_what_its_balance_says(wind, cover):
    """Worked out by a root finder and a sum: asphalt under the open sky, looked at 45° down."""
    warm, ground = 280.0, 282.0
    made = world([(floor("asphalt"), np.eye(4))], warm, cover, wind=wind, temperature=ground)
    seen = middle(read(thermal(**PLAIN), made))
    above, emits, h = overhead(made.atmosphere), 0.967, 5.7 + 3.8 * wind
    sun = (1 - 0.105) * float(above.diffuse)  # starlight
    root = brentq(
        lambda t: emits * (above.sky - STEFAN * t**4) + h * (warm - t) + 9 * (ground - t) + sun,
        200.0, 400.0,
    )  # fmt: skip
    slant = np.cos(np.pi / 4)
    emits *= 1 - (1 - slant) ** 5 * 0.1
    passed = np.exp(-float(above.depth) / slant)
    sky = (1 - passed) * above.black + passed * cover * above.cloud
    light = emits * radiance(root) + (1 - emits) * sky
    through = np.exp(-made.atmosphere.extinction("long_wave_infrared") * 3.0 / slant)
    light = above.black + (light - above.black) * through
    assert root < ground - 0.2
    assert seen == pytest.approx(float(temperature(light)), abs=0.08)


def test_snow_and_ice_are_no_warmer_than_melting():
    floors = [(floor("asphalt"), np.eye(4))]
    for_snow = {"snow_depth": 0.05, "temperature": 275.0}
    snow = read(thermal(**PLAIN), _on_chart(world(floors, 281.0, 1.0, 30.0, **for_snow)))
    bare = read(thermal(**PLAIN), _on_chart(world(floors, 281.0, 1.0, 30.0, temperature=275.0)))
    assert middle(bare) > 276.0
    assert middle(snow) <= 273.3


def test_wet_ground_is_colder_than_dry():
    floors = [(floor("asphalt"), np.eye(4))]
    dry = read(thermal(**PLAIN), _on_chart(world(floors, 290.0, 1.0, 20.0)))
    wet = read(thermal(**PLAIN), _on_chart(world(floors, 290.0, 1.0, 20.0, water_film=1e-3)))
    assert middle(wet) < middle(dry) - 1.0
    assert middle(wet) > 284.0  # dew point at 70 %


def _on_chart(made):
    made.stage.chart[:] = 0
    return made


def test_lamps_that_are_on_are_warm():
    lamp = [(block((1.0, 1.0, 0.5), "street_lamp"), pose((3.0, 0.0, 0.0)))]
    on, off = (
        middle(read(thermal(**PLAIN), world(lamp, 280.0, lamps=mask)))
        for mask in (lit("street"), 0)
    )
    assert on > off + 10.0


CARS = """
whiteout: 1
metadata: {name: cars, description: One car comes and one is parked.}
duration: 6 s
road: {kind: urban_street, length: 120 m, parking: none}
ego: {kind: sedan, at: {s: 10 m}, speed: 5 km/h}
actors:
  cold: {kind: sedan, at: {s: 30 m, t: -2.9 m}, behaviour: {kind: parked}}
  warm: {kind: sedan, at: {s: 34 m, t: 3.2 m, heading: 180 deg},
         behaviour: {kind: follow_lane, speed: 20 km/h}}
  ball: {kind: ball, at: {s: 22 m, t: 1 m}}
  kid: {kind: child, at: {s: 24 m, t: -1.5 m}}
weather: {temperature: 2 degC, wind: {speed: 1 m/s, from_bearing: 0 deg}, clouds: {cover: 0}}
light: {date: 2026-11-20, time: 21 h, utc_offset: 1 h, latitude: 51.5 deg, longitude: 7.2 deg}
sensors:
  ir: {kind: thermal, width: 320, height: 256, fov: 50 deg, mount: {x: 1.6 m, z: 1.5 m}}
"""


def test_who_is_driven_or_alive_is_warm_and_what_is_parked_is_cold():
    made = Episode(draw(read_scenario(CARS, "cars.yaml"), 0, 0))
    made.reset()
    frame = made.step(made.driver_action)
    warm = frame.readings["ir"][0].channels["temperature"]
    instance = frame.truth["ir"][0].channels["instance"]
    names = list(made.setting.names)
    first = {name: made.setting.cast.parts_of(k).start for k, name in enumerate(names)}
    of = {name: warm[instance == made.setting.cast.part_id[k]] for name, k in first.items()}
    around = 275.15
    assert of["warm"].max() > around + 25.0  # its radiator
    assert np.quantile(of["cold"], 0.98) < around + 1.5  # but for edges before warm rooms
    assert np.median(of["cold"]) < around - 1.0  # it has cooled under the sky
    assert of["cold"].min() < around - 6.0  # panes and chrome mirror that
    assert np.median(of["kid"]) > around + 4.0
    assert of["ball"].max() < around + 4.0
