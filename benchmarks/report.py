"""What a benchmark finds: rows of a table, printed or as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from .measure import Timing


@dataclass(frozen=True)
class Row:
    """One measured thing.

    value in ``unit``; floor: what must be reached, want: what is wanted (None where there is
    none); yardsticks: the time of one call in yardsticks; note: what it was, or why not.
    """

    what: str
    value: float | None
    unit: str
    floor: float | None = None
    want: float | None = None
    yardsticks: float | None = None
    note: str = ""

    @property
    def verdict(self) -> str:
        """Whether the floor and the wish are met; seconds and megabytes are better when
        fewer."""
        if self.value is None or self.floor is None:
            return ""
        less = self.unit in ("s", "MB")
        better = (lambda a, b: a <= b) if less else (lambda a, b: a >= b)
        if self.want is not None and better(self.value, self.want):
            return "wanted"
        return "reached" if better(self.value, self.floor) else "MISSED"


def frames(
    what: str,
    timing: Timing,
    yard: float,
    floor: float | None = None,
    want: float | None = None,
    note: str = "",
) -> Row:
    """A row of frames per second, from the median; the best of all is in the note."""
    best = f"best {1 / timing.least:.0f}"
    note = f"{note}; {best}" if note else best
    return Row(what, 1 / timing.median, "1/s", floor, want, timing.median / yard, note)


def table(title: str, facts: dict[str, object], rows: Sequence[Row]) -> None:
    """Print a benchmark's facts and rows."""
    from rich.console import Console
    from rich.table import Table

    console = Console(width=max(Console().width, 110))
    grid = Table(title=title, title_justify="left")
    for name in ("what", "value", "floor", "want", "", "yardsticks", "note"):
        grid.add_column(name, justify="right" if name in ("value", "yardsticks") else "left")
    for row in rows:
        value = "–" if row.value is None else f"{row.value:.3g} {row.unit}"
        if row.value is not None and row.value >= 1000:
            value = f"{row.value:.0f} {row.unit}"
        bounds = ["" if bound is None else f"{bound:g}" for bound in (row.floor, row.want)]
        yard = "" if row.yardsticks is None else f"{row.yardsticks:.2f}"
        grid.add_row(row.what, value, *bounds, row.verdict, yard, row.note)
    console.print(grid)
    if facts:
        console.print("  " + ", ".join(f"{name} {value}" for name, value in facts.items()))
    console.print()


def as_json(facts: dict[str, object], rows: Sequence[Row]) -> dict[str, object]:
    """The same for machines."""
    return {"facts": facts, "rows": [asdict(row) | {"verdict": row.verdict} for row in rows]}
