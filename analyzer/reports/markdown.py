"""The report of a run as Markdown (CommonMark), to paste into a mail, a wiki or a ticket.

Text that comes from a calendar stands in code spans. In a code span no Markdown, HTML, address or mention has power
(CommonMark 0.31, section 6.1), which escaping alone cannot promise where a viewer turns bare addresses into links.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from analyzer.reports.lines.layout import Page
from analyzer.reports.lines.week_picture import draw_coming, draw_weeks
from analyzer.reports.outline import View, view_of
from analyzer.reports.plans.plan_story import tell_plan
from analyzer.reports.plans.planned import Planned
from analyzer.reports.story import CALM, PICTURE, Section, ToldFinding, ToldGroup, ToldShare, tell
from analyzer.reports.words.changes import ChangeWords
from analyzer.reports.words.findings import ALL_COMMAND
from analyzer.reports.words.signs import SEVERITIES
from analyzer.reports.words.wording import Wording
from analyzer.run import Run
from analyzer.text import Translator

PICTURE_WIDTH = 80


def render_markdown(run: Run, translate: Translator, *, lists_all: bool = False, everything: str = ALL_COMMAND) -> str:
    """Return the report as Markdown; with ``lists_all`` every finding of the pattern and every week."""
    wording, view = Wording(translate, run.zone.zone, protect=code), view_of(run, lists_all=lists_all)
    story = tell(run, view, wording, is_brief=not lists_all, lists_all=lists_all, everything=everything)
    blocks = [f"# {story.heading}", story.assumed, "\n".join(f"- {text}" for text in story.doubts)]
    counts = f"**{story.counts}**" + (f": {code(story.everything)}" if story.everything else "") if story.counts else ""
    is_counted = False
    for section in story.sections:
        if not is_counted and section.name not in (PICTURE, "changes", *CALM):
            blocks.append(counts)
            is_counted = True
        if section.name == PICTURE:
            blocks += _picture(run, view, wording, draw_weeks if lists_all else draw_coming)
        else:
            blocks += _section(section, translate, is_brief=section.name == "pattern" and not lists_all)
    blocks.append("" if is_counted else counts)
    blocks.append(f"{story.why} {code(story.command)}" if story.command else "")
    return "\n\n".join(filter(None, blocks)) + "\n"


def render_plan_markdown(planned: Planned, translate: Translator) -> str:
    """Return a plan as Markdown."""
    story = tell_plan(planned, Wording(translate, planned.run.zone.zone, protect=code))
    blocks = [f"# {story.heading}", story.assumed, "\n".join(f"- {text}" for text in story.doubts)]
    blocks.append(f"**{story.counts}.**")
    for section in story.sections:
        blocks += _section(section, translate, is_brief=False)
    return "\n\n".join(filter(None, blocks)) + "\n"


def code(text: str) -> str:
    """Return a harmless line as a code span whose fence is longer than any run of backticks in it."""
    if not text:
        return ""
    fence = "`" * (max((len(ticks) for ticks in re.findall("`+", text)), default=0) + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _picture(run: Run, view: View, wording: Wording, draw: Callable[[Run, View, Wording, Page], None]) -> list[str]:
    page = Page(PICTURE_WIDTH)
    draw(run, view, wording, page)
    return [f"```text\n{page.render()}```"] if page.lines else []


def _section(section: Section, translate: Translator, *, is_brief: bool) -> list[str]:
    """Return a section as blocks."""
    if not section.heading:
        return [" ".join(section.texts)]
    return [
        f"## {section.heading}",
        "\n".join(f"- {text}" for text in section.texts),
        *(list_change(number, change) for number, change in enumerate(section.changes, 1)),
        "\n".join(f"- {group.total} × {group.title}: {group.common}" for group in section.groups if is_brief),
        *(block for group in section.groups if not is_brief for block in _group(group, translate)),
        *(block for share in section.shares for block in _share(share)),
    ]


def list_change(number: int, change: ChangeWords) -> str:
    """Return a change as an item of a numbered list."""
    lines = [f"{number}. **{change.action}** {change.gain} {change.who}"]
    if change.occurrences:
        listed = [f"   - {text}" for text in change.occurrences]
        lines = [f"{number}. **{change.action}** {change.gain}", "", *listed, "", f"   {change.who}"]
    lines += ["", f"   > {change.request}"] if change.request else []
    lines += ["", *(f"   - {text}" for text in change.clicks)] if change.clicks else []
    return "\n".join(lines)


def _group(group: ToldGroup, translate: Translator) -> list[str]:
    lines = [*(_finding(one, translate) for one in group.findings), *filter(None, [group.more])]
    return [
        f"### {group.title} ({code(group.rule)}): {group.count}",
        group.pattern,
        group.advice,
        "\n".join(f"- {line}" for line in lines),
    ]


def _finding(one: ToldFinding, translate: Translator) -> str:
    severity, when = translate(SEVERITIES[one.severity].name), f"{one.day} {one.span}".lstrip()
    titles = f" ({one.titles})" if one.titles else ""
    return f"**{one.number}**, {severity}, {when}: {one.message}{titles}"


def _share(share: ToldShare) -> list[str]:
    return [f"{share.share} {share.series}".rstrip(), f"{share.lead} {code(share.paste)}" if share.paste else ""]
