"""The forms that the documents for a works council can take, by name."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.reports.team.council.document import Document, PackFacts, PackWording
from analyzer.reports.team.council.pack import tell_log, tell_pack
from analyzer.team.log import LogEntry
from analyzer.text import Translator


def render_pack(pack: PackFacts, form: str, translate: Translator) -> str:
    """Return the document for works council and DPIA in the form "markdown" or "html"."""
    return _render(tell_pack(pack, _wording(form, translate)), form, translate)


def render_log(entries: Sequence[LogEntry], unreadable: int, pack: PackFacts, form: str, translate: Translator) -> str:
    """Return the log of audits in the form "markdown" or "html"."""
    return _render(tell_log(entries, unreadable, pack, _wording(form, translate)), form, translate)


def _wording(form: str, translate: Translator) -> PackWording:
    if form == "html":
        from analyzer.reports.team.council.page import page_wording

        return page_wording(translate)
    from analyzer.reports.team.council.markdown import markdown_wording

    return markdown_wording(translate)


def _render(document: Document, form: str, translate: Translator) -> str:
    if form == "html":
        from analyzer.reports.team.council.page import render_document_page

        return render_document_page(document, translate)
    from analyzer.reports.team.council.markdown import render_document_markdown

    return render_document_markdown(document)
