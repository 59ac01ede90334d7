"""One kind of error for all that may be wrong with the files of a dataset."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class DatasetError(ValueError):
    """A folder that holds no dataset, or not a whole one; the message says what to do."""


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Tell whatever goes wrong with a file as ``DatasetError``, with its path and the remedy."""
    try:
        yield
    except DatasetError:
        raise
    except FileNotFoundError:
        raise DatasetError(f"{path} is missing: {_REMEDY}") from None
    except (OSError, ValueError, KeyError, TypeError) as error:  # of all parsers
        reason = str(getattr(error, "strerror", None) or error).strip().split("\n")[0]
        reason = reason.replace(str(path), path.name)[:300]
        raise DatasetError(f"{path} cannot be read ({reason}): {_REMEDY}") from error


_REMEDY = "run the same whiteout export again, with --check, which makes anew what is damaged"
