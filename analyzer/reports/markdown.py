"""The report of a run as Markdown (CommonMark), to paste into a mail, a wiki or a ticket.

Text that comes from a calendar stands in code spans. In a code span no Markdown, HTML, address or mention has power
(CommonMark 0.31, section 6.1), which escaping alone cannot promise where a viewer turns bare addresses into links.
"""

from __future__ import annotations

import re

from analyzer.reports.lines.layout import Page
from analyzer.reports.lines.week_picture import draw_weeks
from analyzer.reports.outline import View, view_of
from analyzer.reports.story import PICTURE, Section, ToldFinding, ToldGroup, ToldShare, tell
from analyzer.reports.words.changes import ChangeWords
from analyzer.reports.words.signs import SEVERITIES
from analyzer.reports.words.wording import Wording
from analyzer.run import Run
from analyzer.text import Translator

PICTURE_WIDTH = 80


def render_markdown(run: Run, translate: Translator) -> str:
    """Return the report as Markdown."""
    wording, view = Wording(translate, run.zone.zone, protect=code), view_of(run)
    story = tell(run, view, wording)
    blocks = [f"# {story.heading}", *(" ".join(paragraph) for paragraph in story.opening)]
    for section in story.sections:
        blocks += _picture(run, view, wording) if section.name == PICTURE else _section(section, translate)
    blocks.append(f"**{story.summary}**" if story.summary else "")
    blocks.append(f"{story.why} {code(story.command)}" if story.command else "")
    return "\n\n".join(filter(None, blocks)) + "\n"


def code(text: str) -> str:
    """Return a harmless line as a code span whose fence is longer than any run of backticks in it."""
    if not text:
        return ""
    fence = "`" * (max((len(ticks) for ticks in re.findall("`+", text)), default=0) + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _picture(run: Run, view: View, wording: Wording) -> list[str]:
    page = Page(PICTURE_WIDTH)
    draw_weeks(run, view, wording, page)
    return [f"```text\n{page.render()}```"] if page.lines else []


def _section(section: Section, translate: Translator) -> list[str]:
    """Return a section as blocks."""
    if not section.heading:
        return [" ".join(section.texts)]
    return [
        f"## {section.heading}",
        "\n".join(f"- {text}" for text in section.texts),
        *(_change(number, change) for number, change in enumerate(section.changes, 1)),
        *(block for group in section.groups for block in _group(group, translate)),
        *(block for share in section.shares for block in _share(share)),
    ]


def _change(number: int, change: ChangeWords) -> str:
    lines = [f"{number}. **{change.action}** {change.gain} {change.who}"]
    lines += ["", f"   > {change.request}"] if change.request else []
    lines += ["", *(f"   - {text}" for text in change.clicks)] if change.clicks else []
    return "\n".join(lines)


def _group(group: ToldGroup, translate: Translator) -> list[str]:
    lines = [*(_finding(one, translate) for one in group.findings), *filter(None, [group.more])]
    return [
        f"### {group.title} ({code(group.rule)}): {group.count}",
        group.pattern if group.more else "",
        group.advice,
        "\n".join(f"- {line}" for line in lines),
    ]


def _finding(one: ToldFinding, translate: Translator) -> str:
    severity, when = translate(SEVERITIES[one.severity].name), f"{one.day} {one.span}".lstrip()
    titles = f" ({one.titles})" if one.titles else ""
    return f"**{one.number}**, {severity}, {when}: {one.message}{titles}"


def _share(share: ToldShare) -> list[str]:
    return [f"{share.share} {share.series}".rstrip(), f"{share.lead} {code(share.paste)}" if share.paste else ""]
