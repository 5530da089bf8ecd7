"""Draws the README's picture: what meetlint says about the English sample. ``python -m tests.picture --update``."""

from __future__ import annotations

import io
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

from analyzer.reports.formats import Screen, render_check
from analyzer.text import translator
from tests.sample_run import sample_run

PICTURE = Path(__file__).parents[1] / "docs" / "demo.svg"
WIDTH = 84
LAST_HEADING = "Can still change"
"""The picture ends with the findings of this section: enough to see what kind of thing meetlint says."""


def draw() -> str:
    """Return the picture as SVG that loads nothing from elsewhere."""
    pieces = render_check(
        sample_run("en"),
        "text",
        translator("en"),
        Screen(width=WIDTH, is_color=True),
        datetime(2026, 11, 18, tzinfo=UTC),
    )
    lines = "".join(pieces).splitlines()
    start = next(number for number, line in enumerate(lines) if LAST_HEADING in line)
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    for line in lines[: start + 8]:
        console.print(Text.from_ansi(line), soft_wrap=True, highlight=False)
    svg = console.export_svg(title="meetlint check samples/week-en.ics", theme=MONOKAI, unique_id="meetlint")
    svg = re.sub(r"@font-face\s*\{.*?\}\s*", "", svg, flags=re.DOTALL)
    return re.sub(r"Fira Code", "DejaVu Sans Mono, Consolas, Menlo", svg) + "\n"


if __name__ == "__main__":
    if "--update" in sys.argv:
        PICTURE.write_text(draw(), "utf-8")
    print("up to date" if PICTURE.exists() and PICTURE.read_text("utf-8") == draw() else "differs: run with --update")
