"""CommonRoad's models from Python: derivatives of many states, and motion under constant input.

::

    ks.derivative(parameters(2), states, inputs)
    st.moved(parameters(2), state, [0.15, 0.63 * 9.81], 1.0)
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ....kernel import Kernel, kernel
from .drift import drift
from .parameters import Parameters
from .single_track import dynamic, kinematic

Array = NDArray[np.float64]


@kernel("f8[:,:], f8[:,:], p -> f8[:,:]", p=Parameters)
def kinematic_rates(state, given, p, rates_out):
    """KS: state (N, 5), given (N, 2), rates_out (N, 5)."""
    for n in range(state.shape[0]):
        kinematic(state[n], given[n], p, rates_out[n])


@kernel("f8[:,:], f8[:,:], p -> f8[:,:]", p=Parameters)
def dynamic_rates(state, given, p, rates_out):
    """ST: state (N, 7), given (N, 2), rates_out (N, 7)."""
    for n in range(state.shape[0]):
        dynamic(state[n], given[n], p, rates_out[n])


@kernel("f8[:,:], f8[:,:], p -> f8[:,:]", p=Parameters)
def drift_rates(state, given, p, rates_out):
    """STD: state (N, 9), given (N, 2), rates_out (N, 9)."""
    for n in range(state.shape[0]):
        drift(state[n], given[n], p, rates_out[n])


class Model(NamedTuple):
    """One of CommonRoad's models. rates: its kernel; size: of its state."""

    rates: Kernel
    size: int

    def derivative(self, p: Parameters, state: ArrayLike, given: ArrayLike) -> Array:
        """(N, size) rates of states (N, size) under inputs (N, 2): steering rate [rad/s],
        acceleration [m/s²]."""
        states = np.ascontiguousarray(np.atleast_2d(state), np.float64)
        inputs = np.ascontiguousarray(
            np.broadcast_to(np.asarray(given, np.float64), (len(states), 2))
        )
        out = np.empty_like(states)
        self.rates(states, inputs, p, out)
        return out

    def moved(
        self, p: Parameters, state: ArrayLike, given: ArrayLike, time: float, dt: float = 1e-3
    ) -> Array:
        """(N, size) states after ``time`` [s], by Heun's rule in steps of dt."""
        now = np.array(np.atleast_2d(state), np.float64)
        for _ in range(round(time / dt)):
            first = self.derivative(p, now, given)
            now += 0.5 * dt * (first + self.derivative(p, now + dt * first, given))
        return now


ks = Model(kinematic_rates, 5)
st = Model(dynamic_rates, 7)
std = Model(drift_rates, 9)
