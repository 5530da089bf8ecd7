"""An audit as text for a terminal, as text that reads well aloud, and as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analyzer.reports.inert import columns
from analyzer.reports.lines.layout import Page
from analyzer.reports.markdown import code, list_change
from analyzer.reports.team.story import TeamSection, TeamStory, tell_audit
from analyzer.reports.team.week_picture import draw_load
from analyzer.reports.terminal.first_screen import heading
from analyzer.reports.terminal.terminal import show_change
from analyzer.reports.words.wording import Wording
from analyzer.team.audit import Audit
from analyzer.text import Translator


def render_audit_text(audit: Audit, translate: Translator, page: Page, *, is_plain: bool = False) -> str:
    """Return an audit as text.

    Args:
        audit: what may be shown.
        translate: the reader's language.
        page: an empty page, which decides width, colours and characters.
        is_plain: whole words without a picture, to be read aloud.
    """
    wording = Wording(translate, audit.team.zone, is_aloud=is_plain)
    story = tell_audit(audit, wording)
    page.text(f"{story.heading}." if is_plain else story.heading, "" if is_plain else "strong")
    page.text(" ".join(filter(None, [*story.lead, story.together])))
    if story.middle:
        page.text(story.middle)
    page.text(story.promise, "" if is_plain else "faint")
    for section in story.sections:
        page.blank()
        if is_plain:
            page.text(f"{section.heading}.")
        else:
            heading(section.heading, page)
        if section.name == "week" and not is_plain:
            draw_load(audit, wording, page)
        _section(section, page, is_plain=is_plain)
    page.blank()
    page.text(story.terms, "" if is_plain else "faint")
    return page.render()


def _section(section: TeamSection, page: Page, *, is_plain: bool) -> None:
    for number, change in enumerate(section.changes, 1):
        if is_plain:
            for text in filter(None, (f"{number}. {change.action}", change.gain, change.who, change.request)):
                page.text(text)
        else:
            show_change(number, change, page)
    for meeting in section.meetings:
        facts = [*meeting.broken, *filter(None, [meeting.disagreeing.rstrip(".")])]
        if is_plain:
            page.text(f"{meeting.name}: {meeting.cost}. {'; '.join(facts)}.")
        else:
            page.text(f"{meeting.name}: {meeting.cost}", indent=2, hanging=4)
            page.text(f"{'; '.join(facts)}.", "faint", indent=4)
    for lead, lines in section.items:
        page.text(lead, indent=0 if is_plain else 2)
        for line in lines:
            page.text(f"{line}." if is_plain else line, indent=0 if is_plain else 4)
    _table(section.table, page, is_plain=is_plain)
    for text in section.texts:
        if is_plain:
            page.text(text)
        else:
            page.text(text, indent=2, lead=[("- ", "faint")])


def _table(rows: Sequence[Sequence[str]], page: Page, *, is_plain: bool) -> None:
    if not rows:
        return
    heads, *further = rows
    if is_plain:
        for name, *cells in further:
            parts = [f"{heads[0]} {head} {cell}" for head, cell in zip(heads[1:], cells, strict=True)]
            page.text(f"{name}: {'; '.join(parts)}.")
        return
    widths = [max(columns(row[place]) for row in rows) for place in range(len(heads))]
    for number, row in enumerate(rows):
        cells = [f"{cell}{' ' * (width - columns(cell))}" for cell, width in zip(row, widths, strict=True)]
        page.row(("  " + "  ".join(cells), "" if number else "faint"))


def render_audit_markdown(audit: Audit, translate: Translator) -> str:
    """Return an audit as Markdown, with text of calendars in code spans."""
    story = tell_audit(audit, Wording(translate, audit.team.zone, protect=code))
    return "\n\n".join(filter(None, _blocks(story))) + "\n"


def _blocks(story: TeamStory) -> Iterator[str]:
    yield f"# {story.heading}"
    yield " ".join([f"**{' '.join(story.lead)}**", *filter(None, [story.together, story.middle])])
    yield story.promise
    for section in story.sections:
        yield f"## {section.heading}"
        yield from (list_change(number, change) for number, change in enumerate(section.changes, 1))
        yield "\n".join(
            "\n".join(
                [f"- **{one.name}**: {one.cost}", *(f"  - {line}" for line in (*one.broken, one.disagreeing) if line)]
            )
            for one in section.meetings
        )
        for lead, lines in section.items:
            yield "\n".join([f"- {lead}", *(f"  - {line}" for line in lines)])
        if section.table:
            heads, *rows = section.table
            yield "\n".join("| " + " | ".join(row) + " |" for row in (heads, ["---"] * len(heads), *rows))
        yield "\n".join(f"- {text}" for text in section.texts)
    yield story.terms
