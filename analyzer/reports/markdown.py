"""The report of a run as Markdown (CommonMark), to paste into a mail, a wiki or a ticket.

Text that comes from a calendar stands in code spans. In a code span no Markdown, HTML, address or mention has power
(CommonMark 0.31, section 6.1), which escaping alone cannot promise where a viewer turns bare addresses into links.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from analyzer.reports.lines.layout import Page
from analyzer.reports.lines.week_picture import draw_weeks
from analyzer.reports.outline import Group, Numbered, Role, View, view_of
from analyzer.reports.words import findings as finding_words
from analyzer.reports.words import sentences
from analyzer.reports.words.changes import words_of
from analyzer.reports.words.signs import SEVERITIES
from analyzer.reports.words.wording import LONG, Wording
from analyzer.run import Run
from analyzer.text import N_, Translator

PICTURE_WIDTH = 80


def render_markdown(run: Run, translate: Translator) -> str:
    """Return the report as Markdown."""
    return _Markdown(run, Wording(translate, run.zone.zone, protect=code)).render()


def code(text: str) -> str:
    """Return a harmless line as a code span whose fence is longer than any run of backticks in it."""
    if not text:
        return ""
    fence = "`" * (max((len(ticks) for ticks in re.findall("`+", text)), default=0) + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


class _Markdown:
    """One report under construction: blocks, to be parted by blank lines."""

    def __init__(self, run: Run, wording: Wording) -> None:
        self.run, self.wording = run, wording
        self.translate = wording.translate
        self.view: View = view_of(run)
        self.blocks: list[str] = []

    def render(self) -> str:
        run, wording = self.run, self.wording
        self.blocks.append(f"# {sentences.heading(run, wording)}")
        for part in (sentences.knowledge, sentences.reading, sentences.limits):
            self._paragraph(part(run, wording))
        if run.table.empty:
            self._paragraph(sentences.empty_period(run, wording))
        else:
            self._picture()
            self._list(N_("What goes well"), sentences.went_well(run, wording))
            self._changes()
            self._findings()
        missing = sentences.missing(run, wording)
        self._list(N_("What could not be judged"), missing)
        self._list(N_("Left out by agreement"), sentences.ignored(run, wording))
        self._list(N_("What could not be read"), sentences.problems(run, wording))
        self._paragraph(sentences.failed_rules(run, wording))
        if not run.table.empty:
            self.blocks.append(f"**{finding_words.summary(self.view, wording)}**")
            if command := finding_words.next_command(self.view):
                self.blocks.append(f"{self.translate(finding_words.WHY)} {code(command)}")
        return "\n\n".join(self.blocks) + "\n"

    def _paragraph(self, texts: Sequence[str]) -> None:
        if texts:
            self.blocks.append(" ".join(texts))

    def _list(self, title: str, texts: Sequence[str]) -> None:
        if texts:
            self.blocks += [f"## {self.translate(title)}", "\n".join(f"- {text}" for text in texts)]

    def _picture(self) -> None:
        page = Page(PICTURE_WIDTH)
        draw_weeks(self.run, self.view, self.wording, page)
        if page.lines:
            self.blocks.append(f"```text\n{page.render()}```")

    def _changes(self) -> None:
        if not self.run.changes:
            return
        self.blocks.append(f"## {self.translate(N_('What to change first (gains over the whole period)'))}")
        items = []
        for number, change in enumerate(self.run.changes, 1):
            words = words_of(change, self.run, self.wording)
            lines = [f"{number}. **{words.action}** {words.gain} {words.who}"]
            lines += ["", f"   > {words.request}"] if words.request else []
            lines += ["", *(f"   - {text}" for text in words.clicks)] if words.clicks else []
            items.append("\n".join(lines))
        self.blocks.append("\n\n".join(items))

    def _findings(self) -> None:
        view, wording = self.view, self.wording
        if not (view.coming or view.past or view.roles):
            self._paragraph([finding_words.nothing_found(self.run, wording)])
        advised: set[str] = set()
        if view.coming:
            first = wording.day(max(self.run.today, self.run.period.first))
            self.blocks.append(f"## {self.translate(N_('Can still change, from {day} on'), day=first)}")
            for group in view.coming:
                self._group(group, advised)
        if view.past:
            text = N_("The pattern of the days before") if view.coming else N_("The pattern of these days")
            self.blocks.append(f"## {self.translate(text)}")
            for group in view.past:
                self._group(group, advised, has_pattern=True)
        if view.roles:
            self.blocks.append(f"## {self.translate(N_('For all meetings at once'))}")
            for role in view.roles:
                self._role(role)

    def _group(self, group: Group, advised: set[str], *, has_pattern: bool = False) -> None:
        wording, run = self.wording, self.run
        count = finding_words.group_count(group, wording)
        self.blocks.append(f"### {wording.rule_title(group.rule)} ({code(group.rule.name)}): {count}")
        pattern = finding_words.pattern(group, run, wording)
        if has_pattern and group.hidden and pattern:
            self.blocks.append(pattern)
        if group.rule.name not in advised:
            advised.add(group.rule.name)
            self.blocks.append(wording.finding_advice(run, group.heaviest.finding))
        lines = [f"- {self._finding(one)}" for one in group.shown]
        if group.hidden:
            lines.append(f"- {finding_words.more(group.hidden, wording)}")
        self.blocks.append("\n".join(lines))

    def _finding(self, one: Numbered) -> str:
        finding, wording, run = one.finding, self.wording, self.run
        when = wording.span(finding.start, finding.end)
        if finding.end - finding.start <= LONG:
            when = f"{wording.day(finding.start)} {when}"
        message = wording.finding_message(run, finding)
        titles = wording.titles(run, finding)
        named = "" if not titles or all(title in message for title in titles) else f" ({wording.listed(titles)})"
        return f"**{one.number}**, {self.translate(SEVERITIES[finding.severity].name)}, {when}: {message}{named}"

    def _role(self, role: Role) -> None:
        wording = self.wording
        share = finding_words.share_of(role, wording)
        self.blocks.append(f"{share} {finding_words.series_named(role, self.run, wording)}".rstrip())
        if role.rule.paste:
            self.blocks.append(
                f"{self.translate(N_('To paste into the invitation:'))} {code(self.translate(role.rule.paste))}"
            )
