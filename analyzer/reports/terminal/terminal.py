"""The report of a run for a terminal: one screen of what matters most, then the findings, then what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analyzer.reports.inert import columns
from analyzer.reports.lines.layout import Page, Segment
from analyzer.reports.lines.week_picture import draw_weeks
from analyzer.reports.outline import view_of
from analyzer.reports.story import CALM, PICTURE, Section, Story, ToldFinding, ToldGroup, ToldShare, tell
from analyzer.reports.terminal.aloud import speak
from analyzer.reports.terminal.first_screen import heading, put_head, show_first
from analyzer.reports.words.changes import ChangeWords
from analyzer.reports.words.findings import ALL_COMMAND
from analyzer.reports.words.wording import Wording
from analyzer.run import Run
from analyzer.text import N_, Translator

if TYPE_CHECKING:
    from analyzer.reports.plans.planned import Planned

LEADS = {"well": ("+ ", "good")}
"""What stands before the sentences of a section under a heading, where that is no dash."""


def render_terminal(
    run: Run,
    translate: Translator,
    *,
    width: int,
    color: bool,
    ascii_only: bool,
    plain: bool,
    quiet: bool,
    lists_all: bool = False,
    everything: str = ALL_COMMAND,
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
        lists_all: every finding of the pattern, every week, and the changes in full.
        everything: what to type to see all of that.
    """
    page = Page(width, is_color=color and not plain, is_ascii=ascii_only)
    wording, view = Wording(translate, run.zone.zone, is_aloud=plain), view_of(run, lists_all=lists_all)
    story = tell(run, view, wording, is_quiet=quiet, is_brief=not lists_all, lists_all=lists_all, everything=everything)
    if plain:
        return speak(story, translate, page, lists_all=lists_all)
    if not quiet:
        show_first(run, view, story, wording, page)
    first = () if quiet else CALM if lists_all else (PICTURE, "changes", *CALM)
    last_found = [section.name for section in story.sections if section.groups][-1:]
    for section in story.sections:
        if section.name in first:
            continue
        if section.name == PICTURE:
            page.blank()
            heading(translate(N_("The weeks")), page)
            draw_weeks(run, view, wording, page)
        else:
            _section(section, page, lists_all=lists_all)
        if [section.name] == last_found:
            _why(story, page)
    if not last_found:
        _why(story, page)
    if quiet and story.summary:
        page.blank()
        page.text(story.summary, "strong")
    return page.render()


def render_plan_terminal(
    planned: Planned,
    translate: Translator,
    *,
    width: int,
    color: bool,
    ascii_only: bool,
    plain: bool,
    quiet: bool,
) -> str:
    """Return a plan as text; the arguments are those of :func:`render_terminal`."""
    from analyzer.reports.plans.plan_story import tell_plan

    page = Page(width, is_color=color and not plain, is_ascii=ascii_only)
    story = tell_plan(planned, Wording(translate, planned.run.zone.zone, is_aloud=plain), is_quiet=quiet)
    if plain:
        return speak(story, translate, page, lists_all=True)
    if not quiet:
        put_head(story, page)
        if story.sections:
            page.blank()
    page.text(f"{story.counts}.", "strong")
    for section in story.sections:
        _section(section, page, lists_all=True)
    return page.render()


def _section(section: Section, page: Page, *, lists_all: bool) -> None:
    page.blank()
    if section.heading:
        heading(section.heading, page)
    for text in section.texts:
        if section.heading:
            page.text(text, indent=2, lead=[LEADS.get(section.name, ("- ", "faint"))])
        else:
            page.text(text, "error" if section.name == "failed" else "strong")
    for number, change in enumerate(section.changes, 1):
        if change.occurrences and (number > 1 or section.texts):
            page.blank()
        show_change(number, change, page)
    if section.name == "pattern" and not lists_all:
        _pattern(section.groups, page)
        return
    for group in section.groups:
        _group(group, page)
    for share in section.shares:
        _share(share, page)


def show_change(number: int, change: ChangeWords, page: Page) -> None:
    """Add a change: what to do, what it gives, who does it, and the text to send."""
    page.text(change.action, "strong", indent=2, lead=[(f"{number}. ", "strong")])
    for line in _packed(change.occurrences, page, page.width - 5):
        page.text(line, indent=5)
    page.text(change.gain, indent=5)
    page.text(change.who, indent=5)
    for text in filter(None, (change.request, *change.clicks)):
        page.text(text, "command", indent=7)


def _packed(texts: Sequence[str], page: Page, width: int) -> list[str]:
    """Return short texts one after another on as few lines as hold them; none is broken that fits a line."""
    lines: list[str] = []
    for text in map(page.clean, texts):
        if lines and columns(f"{lines[-1]}; {text};") <= width:
            lines[-1] += f"; {text}"
        else:
            if lines:
                lines[-1] += ";"
            lines.append(text)
    return lines


def _pattern(groups: Sequence[ToldGroup], page: Page) -> None:
    """Add one line for each rule: how many, what it flags, and what they have in common."""
    times = page.glyph("×", "x")
    digits = max(len(str(group.total)) for group in groups)
    for group in groups:
        number = f"{group.total:>{digits}}{times}"
        # What it flags leaves room for what they have in common, as far as they do not both fit.
        room = page.width - digits - 5 - min(columns(page.clean(f": {group.common}")), page.width // 3)
        page.row(
            ("  ", ""),
            (number, group.severity),
            (f"  {page.cut(group.title, room)}", "strong"),
            (f": {group.common}", ""),
        )


def _group(group: ToldGroup, page: Page) -> None:
    page.blank()
    page.text(f"{group.title}: {group.count} [{group.rule}]", "strong", indent=2, hanging=4)
    if group.pattern:
        page.text(group.pattern, indent=4)
    if group.advice:
        page.text(group.advice, indent=4, lead=[(page.glyph("→ ", "> "), "good")])
    numbers = max(len(str(one.number)) for one in group.findings)
    days = max(columns(one.day) for one in group.findings)
    for one in group.findings:
        _finding(one, page, numbers, days)
    if group.more:
        page.text(group.more, "faint", indent=4)


def _finding(one: ToldFinding, page: Page, numbers: int, days: int) -> None:
    day = f"{one.day}{' ' * (days - columns(one.day))}  " if one.day else ""
    lead: list[Segment] = [(f"{one.sign:>{numbers + 2}}  ", one.severity), (f"{day}{one.span}  ", "")]
    if not one.all_titles:
        page.text(one.message, indent=4, lead=lead, hanging=8 + numbers)
        return
    room = page.width - 4 - sum(columns(text) for text, _ in lead)
    page.row((" " * 4, ""), *lead, (page.cut(one.all_titles, max(room, 1)), ""))
    page.text(one.message, "faint", indent=8 + numbers)


def _share(share: ToldShare, page: Page) -> None:
    page.blank()
    page.text(f"{share.share.rstrip('.')} [{share.rule}]", "strong", indent=2, hanging=4)
    page.text(share.series, indent=4)
    if share.paste:
        page.text(share.paste, "command", indent=4, lead=[(f"{share.lead} ", "")])


def _why(story: Story, page: Page) -> None:
    if not story.command:
        return
    page.blank()
    if columns(story.why) + 1 + columns(story.command) > page.width:
        page.text(story.why, "faint")
        page.text(story.command, "command", indent=2)
    else:
        page.text(story.command, "command", lead=[(f"{story.why} ", "faint")])
