"""A document as one HTML page that loads nothing and runs nothing, to read and to print."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from analyzer.reports.html.markup import isolate, said, unmarked
from analyzer.reports.team.council.document import Bullets, Document, PackWording, Table
from analyzer.text import Translator

FOLDER = Path(__file__).parent / "templates"

_OPEN, _CLOSE = "\ue002", "\ue003"
_TYPED = re.compile(f"{_OPEN}([^{_OPEN}{_CLOSE}]*){_CLOSE}")
_LEFT_OVER = re.compile(f"[{_OPEN}{_CLOSE}]")


def page_wording(translate: Translator) -> PackWording:
    """Return words for a page: text of the settings and commands are marked, to become elements once all is escaped."""
    return PackWording(translate, protect=isolate, typed=_typed)


def render_document_page(document: Document, translate: Translator) -> str:
    """Return a document as a page; its policy allows nothing but its own style sheet, named by its hash."""
    style = (FOLDER / "document.css").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    content: dict[str, Any] = {
        "language": translate.language,
        "document": document,
        "style": Markup(style),  # noqa: S704  holds no text of the settings
        "style_hash": f"sha256-{digest}",
    }
    return _templates().get_template("document.html.j2").render(content)


def _typed(text: str) -> str:
    return f"{_OPEN}{text}{_CLOSE}" if text else ""


def _told(text: str) -> Markup:
    """Return a sentence as HTML, with what is typed as code."""
    return Markup(_LEFT_OVER.sub("", _TYPED.sub(r"<code>\1</code>", str(said(text)))))  # noqa: S704  escaped by said


def _plain(text: str) -> str:
    return _LEFT_OVER.sub("", unmarked(text))


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"told": _told, "plain": _plain}
    environment.tests |= {
        "bullets": lambda block: isinstance(block, Bullets),
        "table": lambda block: isinstance(block, Table),
    }
    return environment
