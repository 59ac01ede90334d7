"""The page for authors tells the truth: its examples load, its tables are complete.

Tables of settings stand between ``<!-- settings: light -->`` and ``<!-- end -->``, and are what the
models say. ``python tests/test_scenario_docs.py`` writes them anew.
"""

import re
from pathlib import Path

import pytest
from whiteout.scenarios.draw import draw
from whiteout.scenarios.language import sections
from whiteout.scenarios.language.document import parse
from whiteout.scenarios.language.load import read
from whiteout.scenarios.language.references import groups_for
from whiteout.scenarios.language.spec import ScenarioSpec
from whiteout.scenarios.plugins import ACTORS, BEHAVIOURS, ROADS, STARTS
from whiteout.simcore.plugins import EFFECTS
from whiteout.simcore.quantity.describe import described, flow
from whiteout.simcore.quantity.expressions import FUNCTIONS
from whiteout.simcore.quantity.terms import NAMES, read_choice
from whiteout.simcore.quantity.terms import read as read_term
from whiteout.simcore.quantity.units import DIMENSIONS, to_si

from whiteout.catalogue import registries

FILE = Path(__file__).parents[1] / "docs" / "scenarios.md"
PAGE = FILE.read_text(encoding="utf-8")
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
    text = section("What a file holds").partition("Order does not matter")[0]
    rows = set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE))
    assert rows == (ScenarioSpec.model_fields.keys() - {"draw"}) | {"extends", "rig"}


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


TABLE = re.compile(r"<!-- (settings: [^>]+|behaviours) -->\n(.*?)<!-- end -->\n", re.DOTALL)
TABLES = TABLE.findall(PAGE)


def rows_of(name):
    """The settings of a section, or of a plug-in as in roads/bend."""
    if "/" not in name:
        return list(sections.section(name).rows)
    registry, _, plugin = name.partition("/")
    return described(registries()[registry].load(plugin).Settings)


def table(what):
    """The table of a marker, as Markdown."""
    if what == "behaviours":
        rows = [(f"`{name}`", BEHAVIOURS.summary(name).rstrip("."), " and ".join(groups_for(name)))
                for name in BEHAVIOURS.names()]  # fmt: skip
        return markdown(("kind", "what", "for"), rows)
    kinds = [rows_of(name) for name in what.partition(": ")[2].split()]
    rows = []
    for same in zip(*kinds, strict=True):
        assert len({(row["name"], row["values"], row["description"]) for row in same}) == 1
        row, defaults = same[0], {told_default(row) for row in same}
        default = defaults.pop() if len(defaults) == 1 else "by kind"
        values = row["values"].replace(" | ", ", ")
        rows.append((f"`{row['name']}`", row["description"], values, default))
    return markdown(("setting", "what", "takes", "unless given"), rows)


def told_default(row):
    if row["required"]:
        return f"must be given with `{row['within']}`" if row["within"] else "must be given"
    default = flow(row["default"]) if row["default"] is not None else ""
    return f"`{default}`" if default else "–"


def markdown(heads, rows):
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n" + "".join("| " + " | ".join(line) + " |\n" for line in lines) + "\n"


@pytest.mark.parametrize(("what", "text"), TABLES, ids=[what for what, _ in TABLES])
def test_tables_of_settings_are_those_of_the_models(what, text):
    assert text == table(what), "write them anew: python tests/test_scenario_docs.py"


def test_every_setting_has_its_row():
    """Of every section, and of every plug-in that has any."""
    named = {name for what, _ in TABLES for name in what.partition(": ")[2].split()}
    plain = {name for name in sections.names() if len(rows_of(name)) > 1}
    plugins = {
        f"{name}/{plugin}"
        for name, registry in registries().items()
        if name not in ("suites", "writers")
        for plugin in registry.names()
        if rows_of(f"{name}/{plugin}")
    }
    assert named == plain | plugins


if __name__ == "__main__":
    FILE.write_text(
        TABLE.sub(lambda m: f"<!-- {m[1]} -->\n{table(m[1])}<!-- end -->\n", PAGE), encoding="utf-8"
    )
