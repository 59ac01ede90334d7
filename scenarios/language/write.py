"""Writes plain data as YAML that the reader of this language takes back unchanged."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any

from .document import meaning

_PLAIN = re.compile(r"[-A-Za-z0-9][-A-Za-z0-9_./+^% ]*(?<! )")


def written(data: Mapping[str, Any]) -> str:
    """The YAML text of plain data: mappings in blocks, lists on one line, texts in quotes where
    they could be taken for anything else.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.representer import SafeRepresenter

    class Representer(SafeRepresenter):
        pass

    def text(representer: Any, value: str) -> Any:
        style = None if _plain(value) else '"'
        return representer.represent_scalar("tag:yaml.org,2002:str", value, style=style)

    def line(representer: Any, value: list) -> Any:
        return representer.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=True)

    Representer.add_representer(str, text)
    Representer.add_representer(list, line)
    yaml = YAML(typ="safe", pure=True)
    yaml.Representer = Representer
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.width = 4096
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    stream = io.StringIO()
    yaml.dump(data, stream)
    return stream.getvalue()


def _plain(value: str) -> bool:
    try:
        return _PLAIN.fullmatch(value) is not None and meaning(value) == value
    except ValueError:
        return False
