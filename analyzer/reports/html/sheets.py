"""What every page is made with: its templates, and its style sheets, named by their hash in the policy of the page."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from analyzer.reports.html.markup import quoting, said

FOLDER = Path(__file__).parent / "templates"


@cache
def templates(*folders: Path) -> Environment:
    """Return the templates of some folders, and those that all pages share."""
    environment = Environment(
        loader=FileSystemLoader([*folders, FOLDER]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"said": said, "quoting": quoting}
    return environment


@cache
def sheet(name: str, folder: Path = FOLDER) -> str:
    """Return a style sheet."""
    return (folder / f"{name}.css").read_text("utf-8")


def sealed(style: str) -> dict[str, str]:
    """Return the style of a page, which holds no text of a calendar, and the hash by which its policy allows it.

    Content Security Policy Level 3, section 8.3.
    """
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return {"style": Markup(style), "style_hash": f"sha256-{digest}"}  # noqa: S704  no text of a calendar
