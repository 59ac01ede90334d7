"""Whether the times of a scenario's sensors fit together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...sensors.timing import circle, least_gap, most_jitter
from ...simcore.quantity.terms import Constant
from .problems import Path


def mistimed(sensors: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """Triggers in a circle or too slow, settings of the other way to run, jitter that could swap
    readings: pairs of place and sentence. Triggers that are not there are told elsewhere."""
    rates = {name: item.rate.value for name, item in sensors.items()}
    for name, item in sensors.items():
        if item.trigger is None:
            if not _zero(item.delay):
                text = "goes with 'trigger'; a sensor that runs by its own clock has 'offset'"
                yield ("sensors", name, "delay"), text
        elif not _zero(item.offset):
            text = f"it begins with its trigger '{item.trigger}'; use 'delay'"
            yield ("sensors", name, "offset"), text
        if found := circle(sensors, name):
            if found[0] == min(found) and len(found) > 1:
                text = f"a circle, so that none begins: {' → '.join([*found, name])}"
                yield ("sensors", name, "trigger"), f"{text}; leave one trigger out"
        elif item.trigger in sensors and rates[item.trigger] < rates[name]:
            most = f"{rates[item.trigger]:g} Hz"
            text = f"its trigger '{item.trigger}' has {most}; give it that, or less"
            yield ("sensors", name, "rate"), text
        elif _timed(sensors, name) and least_gap(sensors, name, rates) <= 0.0:
            most = f"{1e3 * most_jitter(sensors, name, rates):.3g} ms"
            yield ("sensors", name, "jitter"), f"readings could swap; must be less than {most}"


def _timed(sensors: Mapping[str, Any], name: str) -> bool:
    """Whether all that sets off a sensor is there, and has instants of its own."""
    seen = set()
    while (trigger := sensors[name].trigger) is not None:
        if trigger not in sensors or trigger in seen:
            return False
        seen.add(trigger)
        name = trigger
    return True


def _zero(term: Any) -> bool:
    return isinstance(term, Constant) and term.value == 0.0
