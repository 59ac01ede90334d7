"""Whiteout simulates the edge cases of physical AI: one weather for every sensor."""

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

__all__ = ["__version__"]
