"""The page for authors tells the truth: its examples load, its tables are complete."""

import re
from pathlib import Path

import pytest
from whiteout.scenarios.draw import draw
from whiteout.scenarios.language.document import parse
from whiteout.scenarios.language.load import read
from whiteout.scenarios.language.spec import ScenarioSpec
from whiteout.scenarios.plugins import ACTORS, BEHAVIOURS, ROADS, STARTS
from whiteout.simcore.plugins import EFFECTS
from whiteout.simcore.quantity.expressions import FUNCTIONS
from whiteout.simcore.quantity.terms import NAMES, read_choice
from whiteout.simcore.quantity.terms import read as read_term
from whiteout.simcore.quantity.units import DIMENSIONS, to_si

PAGE = (Path(__file__).parents[1] / "docs" / "scenarios.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
MINIMAL = {"whiteout": "whiteout: 1", "road": "road: {kind: urban_street}",
           "ego": "ego: {kind: compact}"}  # fmt: skip


def section(title):
    return PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.split("\n")[0][:30])
def test_every_example_is_a_scenario(block):
    given = parse(block, "page").data
    missing = [] if "extends" in given else [MINIMAL[key] for key in MINIMAL if key not in given]
    spec = read("\n".join([block, *missing]), "page.yaml")
    assert draw(spec, 0, 0).metadata.name


def test_every_form_of_a_quantity_has_its_row_and_can_be_read():
    forms = re.findall(r"^\| `(\{(\w+): .*?\})`", section("Distributions"), re.MULTILINE)
    assert {name for _, name in forms} == set(NAMES)
    texts = re.findall(r"`(\{\w+: [^`]*\})`", section("Distributions").partition("Words,")[0])
    for text in texts:
        raw = parse(f"a: {text}", "page").data["a"]
        if "winter" in text:
            assert read_choice(raw, lambda word, place: word)
            continue
        dimension = next(d for d in ("length", "speed", "precipitation", "time", "number", "count")
                         if _reads(raw, d))  # fmt: skip
        assert read_term(raw, DIMENSIONS[dimension])


def _reads(raw, dimension):
    try:
        return read_term(raw, DIMENSIONS[dimension])
    except ValueError:
        return None


def test_every_unit_of_the_table_is_one():
    names = {"snowfall, rainfall": "precipitation"}
    rows = re.findall(r"^\| ([a-z, ]+) \| (`.*) \|$", section("Quantities and units"), re.MULTILINE)
    assert len(rows) == 9
    for name, units in rows:
        for unit in re.findall(r"`(.+?)`", units):
            assert to_si(1.0, unit, DIMENSIONS[names.get(name, name)])


def test_every_key_has_its_row():
    rows = set(re.findall(r"^\| `(\w+)` \|", section("What a file holds"), re.MULTILINE))
    assert rows == (ScenarioSpec.model_fields.keys() - {"draw"}) | {"extends"}


@pytest.mark.parametrize(
    ("registry", "title"),
    [(ROADS, "Road"), (BEHAVIOURS, "Behaviours"), (STARTS, "Starts"), (ACTORS, "Actors"),
     (EFFECTS, "Weather")],
    ids=lambda part: str(getattr(part, "name", part)),
)  # fmt: skip
def test_every_kind_is_named(registry, title):
    text = section(title)
    assert all(re.search(rf"\b{name}\b", text) for name in registry.names())


def test_every_function_of_expressions_is_named():
    assert "`" + " ".join(FUNCTIONS) + "`" in section("Expressions")
