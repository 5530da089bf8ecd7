"""Lines of text for a terminal: wrapped to its columns, indented, styled, and harmless by construction.

A line is made of segments, (text, style). Every segment is made harmless here once more, so that no text can bring a
control character to the terminal; styles are the only source of escape sequences (ECMA-48 SGR).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from analyzer.reports.inert import ELLIPSIS, ascii_of, columns, cut, harmless

Segment = tuple[str, str]

STYLES = {
    "": "",
    "strong": "1",
    "faint": "2",
    "error": "1;31",
    "warning": "33",
    "note": "36",
    "command": "36",
    "good": "32",
    "call": "94",
    "meeting": "36",
    "focus": "32",
}
"""SGR parameters of each style; no meaning is carried by colour alone."""

SGR = re.compile("\x1b\\[[0-9;]*m")
"""What a style looks like in the text, so that it can be taken out again."""

NARROWEST = 24
"""A narrower terminal gets lines of this width all the same."""


@dataclass
class Page:
    """Lines under construction.

    Attributes:
        width: columns of the terminal.
        is_color: styles become colour.
        is_ascii: everything is turned into ASCII.
    """

    width: int
    is_color: bool = False
    is_ascii: bool = False
    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.width = max(self.width, NARROWEST)

    def glyph(self, sign: str, plain: str) -> str:
        """Return a sign, or its counterpart in ASCII."""
        return plain if self.is_ascii else sign

    def clean(self, text: str) -> str:
        """Return a text as this page can show it."""
        shown = harmless(text)
        return ascii_of(shown) if self.is_ascii else shown

    def cut(self, text: str, width: int) -> str:
        """Return a text cut to ``width`` columns."""
        return cut(self.clean(text), width, "..." if self.is_ascii else ELLIPSIS)

    def part(self) -> Page:
        """Return an empty page of the same kind, whose lines may join this one."""
        return replace(self, lines=[])

    def blank(self) -> None:
        """Leave one line free, never two, and none at the top."""
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def row(self, *segments: Segment) -> None:
        """Add one line as it is, cut at the right edge."""
        room = self.width
        parts: list[Segment] = []
        for text, style in segments:
            shown = self.cut(text, room)
            room -= columns(shown)
            parts.append((shown, style))
        self._add(parts)

    def text(
        self,
        text: str,
        style: str = "",
        *,
        indent: int = 0,
        lead: Sequence[Segment] = (),
        hanging: int | None = None,
        most: int | None = None,
    ) -> None:
        """Add a paragraph, wrapped.

        Args:
            text: the paragraph; blanks are where it may break.
            style: of the whole paragraph.
            indent: columns left free before every line.
            lead: segments that stand at the start of the first line.
            hanging: columns left free before the further lines; without it they stand under the text.
            most: lines it may take; what is longer ends in "…".
        """
        head = [(self.clean(part), part_style) for part, part_style in lead]
        taken = indent + sum(columns(part) for part, _ in head)
        hanging = min(taken if hanging is None else hanging, self.width // 2)
        first_room = self.width - taken
        lines = wrap(self.clean(text), self.width - hanging, first_room)
        if most is not None and len(lines) > most:
            room = first_room if most == 1 else self.width - hanging
            lines[most - 1 :] = [self.cut(" ".join(lines[most - 1 :]), room)]
        self._add([(" " * indent, ""), *head, (lines[0], style)])
        for line in lines[1:]:
            self._add([(" " * hanging, ""), (line, style)])

    def _add(self, segments: Sequence[Segment]) -> None:
        parts = [(text, STYLES[style]) for text, style in segments if text]
        while parts and not (trimmed := parts[-1][0].rstrip(" ")):
            parts.pop()
        if parts:
            parts[-1] = (trimmed, parts[-1][1])
        if self.is_color:
            self.lines.append("".join(f"\x1b[{code}m{text}\x1b[0m" if code else text for text, code in parts))
        else:
            self.lines.append("".join(text for text, _ in parts))

    def render(self) -> str:
        """Return the page, with a newline at its end."""
        while self.lines and not self.lines[-1]:
            self.lines.pop()
        return "\n".join(self.lines) + "\n"


def wrap(text: str, width: int, first_width: int | None = None) -> list[str]:
    """Return a harmless text as lines of at most ``width`` columns, the first of at most ``first_width``.

    A word longer than a line is broken. There is always at least one line.
    """
    width = max(width, 2)
    lines: list[str] = []
    line, room = "", width if first_width is None else max(first_width, 0)
    for word in text.split(" "):
        joined = f"{line} {word}" if line else word
        if columns(joined) <= room:
            line = joined
            continue
        if line or room < width:
            lines.append(line)
            room = width
        while columns(word) > room:
            piece = cut(word, room, "")
            lines.append(piece)
            word = word[len(piece) :]
        line = word
    return [*lines, line]
