"""Draws the house into ``docs/design.md``: every room with the one sentence that stands in its ``__init__.py``.

``python -m tests.house --update`` renews the drawing.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "design.md"
HOUSES = ("commands", "connectors", "rules", "analyzer")
BEGIN, END = "<!-- the house: python -m tests.house --update -->", "<!-- end of the house -->"
WIDTH = 120
MOST_SIDE_BY_SIDE = 20
SHELVES = ("rules",)
"""Rooms that hold many things of one kind, none of which knows another: one file per rule."""


def rooms() -> dict[str, str]:
    """Return every folder of code, in order, with its sentence; "" where it has none."""
    found = {}
    for house in HOUSES:
        for folder in sorted([ROOT / house, *(ROOT / house).rglob("*")]):
            if folder.is_dir() and any(folder.glob("*.py")):
                found[folder.relative_to(ROOT).as_posix()] = _sentence(folder / "__init__.py")
    return found


def _sentence(init: Path) -> str:
    text = ast.get_docstring(ast.parse(init.read_text("utf-8"))) if init.is_file() else None
    return " ".join((text or "").split())


def crowded() -> list[str]:
    """Return the rooms in which more stands side by side than one can look over."""
    return [place for place in rooms() if place not in SHELVES and len(_things(ROOT / place)) > MOST_SIDE_BY_SIDE]


def _things(folder: Path) -> list[Path]:
    """Return the modules and rooms directly in a room."""
    return [
        path
        for path in folder.iterdir()
        if (path.suffix == ".py" and path.name != "__init__.py") or (path.is_dir() and any(path.glob("*.py")))
    ]


def drawn() -> str:
    """Return the tree as it stands in the page."""
    lines = []
    for place, sentence in rooms().items():
        depth = place.count("/")
        name = f"{'  ' * depth}{place.rsplit('/', 1)[-1]}/"
        lines.append(f"    {name:<16} {sentence}")
    return "\n".join(lines) + "\n"


def page() -> str:
    """Return the page with the drawing renewed."""
    text = PAGE.read_text("utf-8")
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n\n{drawn()}\n{END}{after}"


def main() -> None:
    """Write the drawing, or say that it differs."""
    if "--update" in sys.argv:
        PAGE.write_text(page(), "utf-8")
    print("as drawn" if PAGE.read_text("utf-8") == page() else "differs: docs/design.md")


if __name__ == "__main__":
    main()
