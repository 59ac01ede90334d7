"""The ``whiteout`` command: a file in ``whiteout/commands`` is a sub-command.

A command's module has a docstring, which is its help, and a function ``command``, whose parameters
are its arguments and options. Only the one that is called is imported.
"""

from __future__ import annotations

import functools
import os
import re
import sys
from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer

from .simcore.registry import Registry, UnknownNameError
from .version import __version__

FAILED, BAD_INPUT, INTERRUPTED = 1, 2, 130

_MANUAL = """Simulates the edge cases of physical AI: one weather for every sensor.

Example::

    whiteout demo
    whiteout list
    whiteout preview child-chases-ball --seed 1
    whiteout export child-chases-ball --episodes 4 --every 10 --out data
"""

_NEGATIVE = re.compile(r"-\.?\d")

COMMANDS = Registry("commands", f"{__package__}.commands")


def run(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with 0 done, 1 failed, 2 bad input or 130 interrupted."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if "sweep" in words:  # whose values may begin with a minus; after a space it is no option's
        words = [f" {word}" if _NEGATIVE.match(word) else word for word in words]
    app(words)(words, prog_name="whiteout")


def app(words: Sequence[str]) -> typer.Typer:
    """The application for a command line: the commands named in it are real, others a line of help.

    For the completion of a shell all are real.
    """
    result = typer.Typer(
        help=_help(_MANUAL),
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    result.callback()(_options)
    completing = "_WHITEOUT_COMPLETE" in os.environ
    for module in COMMANDS.names():
        name = module.replace("_", "-")
        if completing or name in words:
            function, text = _guarded(COMMANDS.load(module).command), _help(COMMANDS.manual(module))
        else:
            function, text = _listed, COMMANDS.summary(module)
        result.command(name, help=text)(function)
    return result


def _options(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=lambda given: _print_version(given),
            is_eager=True,
            help="Print the version.",
        ),
    ] = False,
) -> None:
    """The options of the command line as a whole."""


def _print_version(given: bool) -> None:
    if given:
        typer.echo(__version__)
        raise typer.Exit


def _listed() -> None:
    """Stands for a command in the list of commands."""


def _help(manual: str) -> str:
    """A docstring for the terminal: lines of its example stay lines."""
    text, mark, example = manual.partition("Example::\n")
    paragraphs = [" ".join(part.split()) for part in text.split("\n\n")]
    if mark:
        paragraphs += ["Example:", "\b\n" + example.strip("\n")]
    return "\n\n".join(paragraphs)


def _guarded(command: Callable[..., Any]) -> Callable[..., Any]:
    """The command with errors told in a sentence on stderr, and with their exit codes."""

    @functools.wraps(command)
    def guarded(*arguments: Any, **options: Any) -> Any:
        from .dataset.interrupts import interruptible
        from .scenarios.language.problems import ScenarioError
        from .simcore.physics.rigid.bullet import MissingLibraryError

        try:
            with interruptible():
                return command(*arguments, **options)
        except MissingLibraryError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(FAILED) from None
        except (ScenarioError, UnknownNameError) as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(BAD_INPUT) from None
        except BrokenPipeError:  # whoever read has had enough, as `head` does
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(FAILED) from None
        except OSError as error:
            typer.echo(f"{error.filename or 'whiteout'}: {error.strerror or error}", err=True)
            raise typer.Exit(FAILED) from None
        except KeyboardInterrupt:
            typer.echo("interrupted", err=True)
            raise typer.Exit(INTERRUPTED) from None

    return guarded


if __name__ == "__main__":
    run()
