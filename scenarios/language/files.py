"""Files that a scenario names: they lie in its folder or beneath it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import GetCoreSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, core_schema

from ...simcore.quantity.fields import invalid
from ...simcore.quantity.units import shortened
from .document import LARGEST_FILE
from .problems import Problem, ScenarioError


@dataclass(frozen=True)
class LocalFile:
    """A file beside a scenario: ``name`` as the scenario says it, ``folder`` of the scenario."""

    name: str
    folder: Path

    @property
    def authored(self) -> str:
        """How it stands in a file."""
        return self.name

    @property
    def path(self) -> Path:
        """Where it is on this machine."""
        return self.folder / self.name


class Beside:
    """Metadata of a field that names such a file, with one of these endings."""

    def __init__(self, *suffixes: str):
        self.suffixes = suffixes

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(self._validated)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        endings = "|".join(suffix.lstrip(".") for suffix in self.suffixes)
        return {"type": "string", "pattern": rf"\.({endings})$"}

    def _validated(self, raw: Any, info: ValidationInfo) -> LocalFile:
        if isinstance(raw, LocalFile):
            return raw
        folder = (info.context or {}).get("folder")
        if not isinstance(raw, str):
            raise invalid(((), "expected the name of a file"))
        if not raw.lower().endswith(self.suffixes):
            raise invalid(((), f"'{shortened(raw)}' must end in {', '.join(self.suffixes)}"))
        if folder is None:
            raise invalid(((), "only a scenario that lies in a file of its own can name files"))
        target = inside(folder, raw)
        if target is None:
            raise invalid(((), f"'{shortened(raw)}' leaves the folder of the scenario"))
        if not target.is_file():
            raise invalid(((), f"there is no file '{shortened(raw)}' beside the scenario"))
        return LocalFile(raw, folder.resolve())


def content(path: Path) -> bytes:
    """What a file holds, one byte more than is allowed at most. Raises ``ScenarioError``."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except IsADirectoryError:
        raise ScenarioError([Problem(str(path), 0, "", "is a folder, not a file")]) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "cannot be read"
        raise ScenarioError([Problem(str(path), 0, "", reason)]) from None


def inside(folder: Path, path: str) -> Path | None:
    """The file that a relative path means, None when it lies outside of the folder."""
    if "\0" in path or "\\" in path or Path(path).is_absolute():
        return None
    root = folder.resolve()
    try:
        target = (root / path).resolve()
    except (OSError, RuntimeError):  # a circle of links
        return None
    return target if target.is_relative_to(root) else None
