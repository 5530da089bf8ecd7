"""HTML to plain text: for X-ALT-DESC, and for descriptions that are written in HTML."""

from __future__ import annotations

import re

# Possessive: a tag that never ends costs one look, not one for each way of cutting it up.
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:]*+|!)([^<>]*+)>")
_HTML = re.compile(
    r"</?(?:html|body|div|p|br|span|a|b|i|u|ul|ol|li|table|strong|em|h[1-6]|font|img)\b[^<>]*+>", re.IGNORECASE
)
_ADDRESS = re.compile(r"\bhref\s*+=\s*+[\"']?\s*+([^\"'\s>]+)", re.IGNORECASE)
_BREAKS = frozenset(("br", "p", "div", "li", "tr", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "hr"))
_UNSEEN = frozenset(("style", "script", "head", "title"))
_BLANKS = re.compile(r"[ \t\xa0]+")
_EMPTY_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


def is_html(text: str) -> bool:
    """Return whether a text holds tags of HTML."""
    return "<" in text and _HTML.search(text) is not None


def plain_text(text: str) -> str:
    """Return what a reader of an HTML text sees, with the address of every link behind its words.

    Takes time in proportion to the length of the text, whatever the tags look like.
    """
    pieces: list[str] = []
    unseen = ""
    at = 0
    for tag in _TAG.finditer(text):
        if not unseen:
            pieces.append(text[at : tag.start()])
        at = tag.end()
        is_end, name = bool(tag[1]), tag[2].lower()
        if unseen:
            unseen = "" if is_end and name == unseen else unseen
        elif name in _UNSEEN and not is_end:
            unseen = name
        elif name in _BREAKS:
            pieces.append("\n")
        elif name == "a" and not is_end and (link := _ADDRESS.search(tag[3])):
            pieces.append(f" {link[1]} ")
    if not unseen:
        pieces.append(text[at:])
    import html  # its names of letters cost a start

    seen = _BLANKS.sub(" ", html.unescape("".join(pieces)))
    return "\n".join(line.strip() for line in _EMPTY_LINES.sub("\n\n", seen).split("\n")).strip()
