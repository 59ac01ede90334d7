"""How errors of datasets end a command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from .dataset.damage import DatasetError
from .dataset.plan import PlanError
from .dataset.video import VideoError
from .dataset.workers import ExportError
from .main import BAD_INPUT, FAILED


@contextmanager
def told() -> Iterator[None]:
    """Tell errors in a sentence on stderr, and exit with their codes."""
    try:
        yield
    except (PlanError, DatasetError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(BAD_INPUT) from None
    except (ExportError, VideoError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(FAILED) from None
