"""The report of a run for a terminal: first what matters most, then the findings, then what is missing."""

from __future__ import annotations

from analyzer.reports.inert import columns
from analyzer.reports.lines.layout import Page, Segment
from analyzer.reports.lines.week_picture import draw_weeks
from analyzer.reports.outline import view_of
from analyzer.reports.story import PICTURE, Section, Story, ToldFinding, ToldGroup, ToldShare, tell
from analyzer.reports.terminal.aloud import speak
from analyzer.reports.words.changes import ChangeWords
from analyzer.reports.words.wording import Wording
from analyzer.run import Run
from analyzer.text import Translator

LEADS = {"well": ("+ ", "good")}
"""What stands before the sentences of a section under a heading, where that is no dash."""


def render_terminal(
    run: Run, translate: Translator, *, width: int, color: bool, ascii_only: bool, plain: bool, quiet: bool
) -> str:
    """Return the report as text.

    Args:
        run: what was read, judged and found.
        translate: the reader's language.
        width: columns of the terminal.
        color: styles may be used (ECMA-48 SGR); without them the text has no escape sequences at all.
        ascii_only: only ASCII can be shown.
        plain: sentences that read well aloud: no picture, no colour, no signs, no abbreviations.
        quiet: only the findings and the line that sums them up.
    """
    page = Page(width, is_color=color and not plain, is_ascii=ascii_only)
    wording, view = Wording(translate, run.zone.zone, is_aloud=plain), view_of(run)
    story = tell(run, view, wording, is_quiet=quiet)
    if plain:
        return speak(story, translate, page)
    if not quiet:
        page.text(story.heading, "strong")
    for paragraph in story.opening:
        page.text(" ".join(paragraph), indent=2)
    for section in story.sections:
        if section.name == PICTURE:
            draw_weeks(run, view, wording, page)
        else:
            _section(section, page)
    _closing(story, page)
    return page.render()


def _section(section: Section, page: Page) -> None:
    page.blank()
    if section.heading:
        _heading(section.heading, page)
    for text in section.texts:
        if section.heading:
            page.text(text, indent=2, lead=[LEADS.get(section.name, ("- ", "faint"))])
        else:
            page.text(text, "error" if section.name == "failed" else "strong")
    for number, change in enumerate(section.changes, 1):
        _change(number, change, page)
    for group in section.groups:
        _group(group, page, is_brief=section.name == "pattern" and bool(group.more))
    for share in section.shares:
        _share(share, page)


def _heading(text: str, page: Page) -> None:
    line = page.glyph("─", "-")
    shown = page.cut(text, page.width - 8)
    rest = line * max(page.width - columns(shown) - 4, 0)
    page.row((line * 2 + " ", "faint"), (shown, "strong"), (f" {rest}", "faint"))


def _change(number: int, change: ChangeWords, page: Page) -> None:
    page.text(change.action, "strong", indent=2, lead=[(f"{number}. ", "strong")])
    page.text(change.gain, indent=5)
    page.text(change.who, indent=5)
    for text in filter(None, (change.request, *change.clicks)):
        page.text(text, "command", indent=7)


def _group(group: ToldGroup, page: Page, *, is_brief: bool) -> None:
    page.blank()
    page.text(f"{group.title}: {group.count} [{group.rule}]", "strong", indent=2, hanging=4)
    if group.more and group.pattern:
        page.text(group.pattern, indent=4)
    if group.advice:
        page.text(group.advice, indent=4, lead=[(page.glyph("→ ", "> "), "good")])
    numbers = max(len(str(one.number)) for one in group.findings)
    days = max(columns(one.day) for one in group.findings)
    for one in group.findings:
        _finding(one, page, numbers, days, is_brief=is_brief)
    if group.more:
        page.text(group.more, "faint", indent=4)


def _finding(one: ToldFinding, page: Page, numbers: int, days: int, *, is_brief: bool) -> None:
    day = f"{one.day}{' ' * (days - columns(one.day))}  " if one.day else ""
    lead: list[Segment] = [(f"{one.sign:>{numbers + 2}}  ", one.severity), (f"{day}{one.span}  ", "")]
    if not one.all_titles:
        page.text(one.message, indent=4, lead=lead, hanging=8 + numbers)
        return
    room = page.width - 4 - sum(columns(text) for text, _ in lead)
    page.row((" " * 4, ""), *lead, (page.cut(one.all_titles, max(room, 1)), ""))
    if not is_brief:
        page.text(one.message, "faint", indent=8 + numbers)


def _share(share: ToldShare, page: Page) -> None:
    page.blank()
    page.text(f"{share.share.rstrip('.')} [{share.rule}]", "strong", indent=2, hanging=4)
    page.text(share.series, indent=4)
    if share.paste:
        page.text(share.paste, "command", indent=4, lead=[(f"{share.lead} ", "")])


def _closing(story: Story, page: Page) -> None:
    if story.summary:
        page.blank()
        page.text(story.summary, "strong")
    if not story.command:
        return
    if columns(story.why) + 1 + columns(story.command) > page.width:
        page.text(story.why, "faint")
        page.text(story.command, "command", indent=2)
    else:
        page.text(story.command, "command", lead=[(f"{story.why} ", "faint")])
