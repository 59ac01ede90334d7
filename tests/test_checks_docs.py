"""``docs/checks.md`` names a test for each law, and the tests are there."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
TEXT = (TESTS.parent / "docs" / "checks.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\S+) \|.*\| `(test_\w+\.py)::(test_\w+)` \|$", TEXT, re.MULTILINE)

BOOK = {
    *(f"AT-{k:02d}" for k in (1, 2, 3, 5, 6, 7, 8, 9, 10, 11)), "AT-08b",
    *(f"FG-{k:02d}" for k in range(1, 7)),
    *(f"SK-{k:02d}" for k in range(1, 6)),
    *(f"CA-{k:02d}" for k in range(1, 9)),
    *(f"LI-{k:02d}" for k in range(2, 8)), *(f"RA-{k:02d}" for k in range(2, 7)),
    "IM-01", "IM-01b", "IM-02", "IM-03", "IM-04",
}  # fmt: skip


def test_every_row_of_the_book_has_a_test():
    assert {row for row, _, _ in ROWS} >= BOOK


@pytest.mark.parametrize(("file", "name"), sorted({row[1:] for row in ROWS}))
def test_tests_that_are_named_are_there(file, name):
    assert f"\ndef {name}(" in (TESTS / file).read_text(encoding="utf-8")


def test_every_scene_of_the_path_tracer_is_told_of():
    from light_scenes import SCENES

    section = TEXT.split("## Light against a path tracer")[1].split("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| ")]
    assert len(rows) - 1 == len(SCENES)
