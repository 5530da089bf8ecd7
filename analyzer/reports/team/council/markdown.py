"""A document as Markdown: text of the settings stands in code spans, where no letter of it has power."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analyzer.reports.markdown import code
from analyzer.reports.team.council.document import Block, Bullets, Document, PackWording, Table
from analyzer.text import Translator


def markdown_wording(translate: Translator) -> PackWording:
    """Return words for Markdown."""
    return PackWording(translate, protect=code, typed=code)


def render_document_markdown(document: Document) -> str:
    """Return a document as Markdown (CommonMark, with the tables of GitHub and GitLab)."""
    blocks = [f"# {document.title}", "\n".join(f"- {name}: {value}" for name, value in document.facts)]
    for section in document.sections:
        blocks += [f"## {section.heading}", *map(_block, section.blocks)]
    return "\n\n".join(blocks) + "\n"


def _block(block: Block) -> str:
    if isinstance(block, Bullets):
        return "\n".join(f"- {item}" for item in block.items)
    if isinstance(block, Table):
        return "\n".join(_lines(block))
    return f"**{block.text}**" if block.is_missing else block.text


def _lines(table: Table) -> Iterator[str]:
    yield _line(table.heads)
    yield _line(["---"] * len(table.heads))
    yield from map(_line, table.rows)


def _line(cells: Sequence[str]) -> str:
    # Also inside a code span a bar would end the cell; with a backslash it is shown without one there.
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
