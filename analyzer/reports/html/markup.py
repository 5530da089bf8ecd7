"""From finished sentences to HTML: text from a calendar stays inert, and keeps its own direction of reading.

A sentence comes from the catalogue with the calendar's text already in it. To isolate that text (HTML ``bdi``) without
trusting it, it is marked with two private-use characters, which :func:`analyzer.reports.inert.inert` lets through from
no source; everything is escaped, and only then do the marks become elements.
"""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from analyzer.reports.words.wording import Wording
from analyzer.text import Translator

_OPEN, _CLOSE = "\ue000", "\ue001"
_ISOLATED = re.compile(f"{_OPEN}([^{_OPEN}{_CLOSE}]*){_CLOSE}")
_LEFT_OVER = re.compile(f"[{_OPEN}{_CLOSE}]")


class PageWording(Wording):
    """Words for a page: text from a calendar is marked, to be isolated by :func:`said`."""

    def __init__(self, translate: Translator, zone: ZoneInfo, *, is_aloud: bool = False) -> None:
        super().__init__(translate, zone, is_aloud=is_aloud, protect=isolate)

    def quoted(self, text: str) -> str:
        """Return a title in quotation marks."""
        return f"“{self.shown(text)}”"


def isolate(text: str) -> str:
    """Mark text that comes from a calendar and is already inert."""
    return f"{_OPEN}{text}{_CLOSE}" if text else ""


def said(text: str) -> Markup:
    """Return a sentence as HTML."""
    return Markup(_LEFT_OVER.sub("", _ISOLATED.sub(r"<bdi>\1</bdi>", str(escape(text)))))  # noqa: S704  escaped here


def quoting(text: str) -> Markup:
    """Return a sentence as HTML, with every text from a calendar in quotation marks."""
    return said(_ISOLATED.sub(f"“{_OPEN}\\1{_CLOSE}”", text))


def unmarked(text: str) -> str:
    """Return a sentence without marks, for a place that holds plain text only."""
    return _LEFT_OVER.sub("", text)
