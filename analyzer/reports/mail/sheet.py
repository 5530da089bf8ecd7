"""What a mail says, block by block, and its two forms: text that reads well aloud, and HTML that says the same.

The HTML is a table with inline styles, written by hand. The same letter in MJML, compiled by mrml, was compared: it
took 11.6 kB instead of 6.7, brought a style sheet of which caniemail names a dozen more things that Outlook or Gmail
lack (class selectors, media queries, ``word-break``), and a compiled package of 6 MB. One column gains nothing by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from analyzer.reports.html.markup import quoting, said, unmarked
from analyzer.reports.words.changes import ChangeWords

PICTURE_ID = "week"
"""The content id under which the HTML part looks for its picture."""


@dataclass(frozen=True)
class Block:
    """One thing that a mail says.

    Attributes:
        kind: "lead" stands out, "small" stands back, "end" is a line across, "note" stands apart from what is above it.
            A "link" stands in the HTML part alone.
        text: the sentences; of a picture what it shows.
        changes: what to change, numbered.
        items: things of several lines: a lead, and what is said of it.
        table: rows of equal length, the first of them the heads: what the columns are, and which each is.
        link: where a link leads.
        lines: what a picture shows, part by part.
    """

    kind: Literal["small", "lead", "heading", "text", "note", "picture", "changes", "items", "table", "end", "link"]
    text: str = ""
    changes: Sequence[ChangeWords] = ()
    items: Sequence[tuple[str, Sequence[str]]] = ()
    table: Sequence[Sequence[str]] = ()
    link: str = ""
    lines: Sequence[str] = ()


def leave_link(address: str, token: str = "") -> str:
    """Return what begins a mail by which one leaves, empty but for its subject.

    Args:
        address: to which it goes.
        token: what only this receiver's mails hold, behind STOP; "" while the letter is nobody's yet.
    """
    subject = f"STOP {token}".strip()
    return f"mailto:{quote(address, safe='@+')}?subject={quote(subject)}"


def write_text(blocks: Sequence[Block]) -> str:
    """Return the text part: a line for each paragraph, however long; the mail program breaks it where it ends."""
    lines = [line for block in blocks for line in _lines(block)]
    kept = [line for place, line in enumerate(lines) if line or (place and lines[place - 1])]
    return "\n".join(kept).strip() + "\n"


def _lines(block: Block) -> Iterator[str]:
    match block.kind:
        case "lead":
            yield from ("", block.text, "")
        case "heading":
            yield from ("", f"{block.text}:")
        case "end":
            yield ""
        case "changes":
            for number, change in enumerate(block.changes, 1):
                yield f"{number}. {change.action}"
                yield from filter(None, (*change.occurrences, change.gain, change.who, change.request, *change.clicks))
                yield ""
        case "items":
            for lead, lines in block.items:
                yield lead
                yield from (f"- {line}" for line in lines)
        case "table":
            yield from table_lines(block.table)
        case "link":
            pass
        case "picture":
            yield from block.lines
        case "note":
            yield from ("", block.text)
        case _:
            yield block.text


def table_lines(table: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield a table row by row, each cell with the head of its column: whoever hears it need not remember the heads."""
    (what, *heads), *rows = table
    for name, *cells in rows:
        told = "; ".join(f"{what.lower()} {head}: {cell}" for head, cell in zip(heads, cells, strict=True))
        yield f"{name}. {told[:1].upper()}{told[1:]}."


def write_html(blocks: Sequence[Block], title: str, language: str) -> str:
    """Return the HTML part of blocks whose words from a calendar are marked (``PageWording``).

    Args:
        blocks: what it says.
        title: what stands above it where a mail program shows that.
        language: the language it is in.
    """
    template = _templates().get_template("mail.html.j2")
    return template.render(blocks=blocks, title=title, language=language, picture=PICTURE_ID)


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters |= {
        "said": lambda text: _isolated(said(text)),
        "quoting": lambda text: _isolated(quoting(text)),
        "unmarked": unmarked,
    }
    return environment


def _isolated(html: Markup) -> Markup:
    """Return HTML whose words from a calendar keep their direction also where a mail program knows no ``bdi``."""
    opened = Markup('<span dir="auto">')
    return html.replace(Markup("<bdi>"), opened).replace(Markup("</bdi>"), Markup("</span>"))
