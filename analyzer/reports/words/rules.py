"""The words about a rule that several reports need: the paragraphs of its page, and how strong its ground is."""

from __future__ import annotations

from analyzer.text import N_

STRENGTHS = {
    "factsheet": N_("the factsheet says so"),
    "law": N_("law"),
    "research": N_("research"),
    "vendor study": N_("a vendor's own study"),
    "convention": N_("convention of most tools"),
}


def page_paragraphs(page: str) -> list[str]:
    """Return a rule's page as paragraphs and headings: the units in which it is translated."""
    blocks = [block.strip("\n") for block in page.split("\n\n")]
    return [" ".join(line.strip() for line in block.splitlines()) for block in blocks if block.strip()]
