"""What was measured as rows of a table: the figure beside what must be reached and what is aimed for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Goal:
    """What a figure must reach, and what it aims for: at least that, or at most where ``at_most`` is set."""

    must: float
    aim: float
    unit: str = "x"
    at_most: bool = False

    def is_reached(self, figure: float, limit: float) -> bool:
        """Tell whether a figure is within a limit."""
        return figure <= limit if self.at_most else figure >= limit

    def shown(self, figure: float) -> str:
        """Return a figure with its unit, with as many digits as say something."""
        digits = 2 if abs(figure) < 10 else 1 if abs(figure) < 100 else 0
        number = f"{figure:.{digits}f}"
        return f"{number}{self.unit}" if self.unit == "x" else f"{number} {self.unit}".rstrip()


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what was measured, what meetlint took, what stood beside it, and the figure of the goal.

    ``figure`` is None where it was not measured, and ``why`` says why.
    """

    what: str
    goal: Goal
    figure: float | None = None
    product: str = ""
    beside: str = ""
    why: str = ""

    @property
    def verdict(self) -> str:
        """Return in words how the figure stands to its goal."""
        if self.figure is None:
            return f"not measured: {self.why}"
        if not self.goal.is_reached(self.figure, self.goal.must):
            return "**missed**"
        return "aim reached" if self.goal.is_reached(self.figure, self.goal.aim) else "must reached"


@dataclass(slots=True)
class Part:
    """One part of the page: its rows, what is said below them, and what must not be (readers that disagree)."""

    title: str
    rows: list[Row] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


HEAD = ("what", "meetlint", "beside it", "figure", "must", "aim", "")


def markdown_rows(rows: Sequence[Row]) -> str:
    """Return rows as a Markdown table."""
    cells = []
    for row in rows:
        sign = "at most " if row.goal.at_most else ""
        must, aim = (sign + row.goal.shown(limit) for limit in (row.goal.must, row.goal.aim))
        figure = "" if row.figure is None else row.goal.shown(row.figure)
        cells.append((row.what, row.product, row.beside, figure, must, aim, row.verdict))
    return markdown_table(HEAD, cells)


def markdown_table(head: Sequence[str], cells: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table, its columns as wide as their widest cell."""
    written = [[cell.replace("|", "\\|") for cell in line] for line in (head, *cells)]
    widths = [max(len(line[column]) for line in written) for column in range(len(head))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |"
        for line in written
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)
