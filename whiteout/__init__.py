"""Whiteout simulates the edge cases of physical AI: one weather for every sensor."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .version import __version__

try:
    from . import simcore as _simcore  # noqa: F401
except ModuleNotFoundError as error:
    if error.name != "whiteout.simcore":
        raise
    raise ImportError(
        "whiteout is being imported from a checkout that is not installed: the folder `whiteout/` "
        "here hides the installed package. Run `pip install -e .` in the checkout, or start Python "
        "from another folder."
    ) from None

from .envs.registration import register

if TYPE_CHECKING:
    from .dataset.export import export
    from .dataset.reader import open_dataset
    from .scenarios.draw import draw
    from .scenarios.episode import run
    from .scenarios.language.load import load

__all__ = ["__version__", "draw", "export", "load", "open_dataset", "run"]

_PLACES = {
    "draw": "scenarios.draw",
    "export": "dataset.export",
    "load": "scenarios.language.load",
    "open_dataset": "dataset.reader",
    "run": "scenarios.episode",
}
"""Where the public names live; they are imported on use, so that ``import whiteout`` is quick."""


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    return getattr(import_module(f".{_PLACES[name]}", __name__), name)


def __dir__() -> list[str]:
    return sorted({*__all__, *(name for name in globals() if name.startswith("__"))})


register()
