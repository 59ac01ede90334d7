"""Print the JSON Schema of scenarios, by which editors complete and check them.

The first line of a scenario says where the schema lies:
# yaml-language-server: $schema=scenario.schema.json

Example::

    whiteout schema > scenario.schema.json
"""

from __future__ import annotations

from ..options import print_json
from ..scenarios.language.schema import scenario_schema


def command() -> None:
    """Print the schema."""
    print_json(scenario_schema())
