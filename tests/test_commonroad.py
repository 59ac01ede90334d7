"""CommonRoad's models against the derivatives that its authors published, and their package."""

import numpy as np
import pytest
from whiteout.simcore.physics.driving.commonroad.models import ks, st, std
from whiteout.simcore.physics.driving.commonroad.parameters import parameters

BMW = parameters(2)
ACCELERATING_LEFT = [0.15, 0.63 * 9.81]


def test_kinematic_derivative_is_the_published_one():
    """VD-01: tests of CommonRoad's vehicle models."""
    state = [3.9579422297936526, 0.0391650102771405, 0.0378491427211811, 16.3546957860883566,
             0.0294717351052816]  # fmt: skip
    expected = [16.3475935934250209, 0.4819314886013121, 0.15, 5.1464424102339752,
                0.2401426578627629]  # fmt: skip
    assert ks.derivative(BMW, state, ACCELERATING_LEFT)[0] == pytest.approx(expected, abs=1e-9)


def test_dynamic_derivative_is_the_published_one():
    """VD-02; its acceleration is the engine's limit of power, VD-05."""
    state = [2.0233348142065677, 0.0041907137716636, 0.0197545248559617, 15.7216236334290116,
             0.0025857914776859, 0.0529001056654038, 0.0033012170610298]  # fmt: skip
    expected = [15.7213512030862397, 0.0925527979719355, 0.15, 5.3536773276413925,
                0.0529001056654038, 0.6435589397748606, 0.0313297971641291]  # fmt: skip
    assert st.derivative(BMW, state, ACCELERATING_LEFT)[0] == pytest.approx(expected, abs=1e-9)
    assert expected[3] == pytest.approx(11.5 * 7.319 / state[3], abs=1e-6)


def test_a_second_from_rest_ends_where_theirs_does():
    """VD-04."""
    moved = st.moved(BMW, np.zeros(7), ACCELERATING_LEFT, 1.0)[0]
    expected = [3.0731976, 0.2869835, 0.15, 6.1803, 0.1097747, 0.3248268, 0.0697548]
    assert moved == pytest.approx(expected, abs=1e-2)
    moved = ks.moved(BMW, np.zeros(5), ACCELERATING_LEFT, 1.0)[0]
    assert moved == pytest.approx([3.0845677, 0.1484249, 0.15, 6.1803, 0.1203664], abs=1e-2)
    braked = st.moved(BMW, np.zeros(7), [0.0, -0.7 * 9.81], 1.0)[0]
    assert braked[[0, 3]] == pytest.approx([-3.4335, -6.867], abs=1e-2)


@pytest.mark.parametrize("speed", [5.0, 15.0, 40.0])
def test_their_dynamic_model_steers_neutrally_at_every_speed(speed):
    """VD-06: the same stiffness per load on both axles; r/δ = v/L."""
    steer = 0.01
    length = BMW.front + BMW.rear
    turned = st.moved(BMW, [0, 0, steer, speed, 0, 0, 0], [0, 0], 6.0, 5e-3)[0]
    assert turned[5] / steer * length / speed == pytest.approx(1.0, abs=1e-6)


@pytest.mark.parametrize("vehicle", [1, 2, 3])
def test_all_models_agree_with_the_authors_package(vehicle):
    package = pytest.importorskip("vehiclemodels.vehicle_parameters")
    from vehiclemodels.vehicle_dynamics_ks import vehicle_dynamics_ks
    from vehiclemodels.vehicle_dynamics_st import vehicle_dynamics_st
    from vehiclemodels.vehicle_dynamics_std import vehicle_dynamics_std

    theirs, ours = package.setup_vehicle_parameters(vehicle_id=vehicle), parameters(vehicle)
    rng = np.random.default_rng(vehicle)
    for _ in range(40):
        speed = rng.choice([rng.uniform(0.0, 0.4), rng.uniform(0.4, 40.0)])
        state = np.array(
            [0, 0, rng.uniform(-0.5, 0.5), speed, *rng.uniform([-3, -1, -0.3], [3, 1, 0.3]),
             *speed / 0.344 * rng.uniform(0.7, 1.2, 2)]
        )  # fmt: skip
        given = rng.uniform([-0.5, -12.0], [0.5, 12.0])
        for size, model, law in (
            (5, ks, vehicle_dynamics_ks),
            (7, st, vehicle_dynamics_st),
            (9, std, vehicle_dynamics_std),
        ):
            expected = law(list(state[:size]), list(given), theirs)
            found = model.derivative(ours, state[:size], given)[0]
            assert found == pytest.approx(expected, rel=1e-9, abs=1e-9)
