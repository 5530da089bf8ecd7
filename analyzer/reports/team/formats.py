"""The forms an audit can take, by name."""

from __future__ import annotations

from datetime import datetime

from analyzer.reports.formats import Pieces, Screen
from analyzer.team.audit import Audit
from analyzer.text import Translator


def render_audit(audit: Audit, form: str, translate: Translator, screen: Screen, now: datetime) -> Pieces:
    """Return an audit in the form called ``form``."""
    match form:
        case "json":
            from analyzer.reports.team.data import render_audit_json

            return render_audit_json(audit, translate)
        case "csv":
            from analyzer.reports.team.data import render_audit_csv

            return render_audit_csv(audit)
        case "markdown":
            from analyzer.reports.team.text import render_audit_markdown

            return [render_audit_markdown(audit, translate)]
        case "html":
            from analyzer.reports.team.page import render_audit_page

            return [render_audit_page(audit, translate, now)]
        case _:
            from analyzer.reports.lines.layout import Page
            from analyzer.reports.team.text import render_audit_text

            is_plain = screen.is_plain
            page = Page(screen.width, is_color=screen.is_color and not is_plain, is_ascii=screen.is_ascii)
            return [render_audit_text(audit, translate, page, is_plain=is_plain)]
