"""The report of a run for a terminal: first what matters most, then the findings, then what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.reports.inert import columns
from analyzer.reports.lines.layout import Page, Segment
from analyzer.reports.lines.week_picture import draw_weeks
from analyzer.reports.outline import Group, Numbered, Role, View, view_of
from analyzer.reports.terminal.aloud import render_aloud
from analyzer.reports.words import findings as finding_words
from analyzer.reports.words import sentences
from analyzer.reports.words.changes import words_of
from analyzer.reports.words.signs import SEVERITIES
from analyzer.reports.words.wording import LONG, Wording
from analyzer.run import Run
from analyzer.text import N_, Translator


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
    if plain:
        return render_aloud(run, translate, page, is_quiet=quiet)
    return _Terminal(run, Wording(translate, run.zone.zone), page).render(is_quiet=quiet)


class _Terminal:
    """One report under construction."""

    def __init__(self, run: Run, wording: Wording, page: Page) -> None:
        self.run, self.wording, self.page = run, wording, page
        self.translate = wording.translate
        self.view: View = view_of(run)

    def render(self, *, is_quiet: bool) -> str:
        is_empty = self.run.table.empty
        if not is_quiet:
            self._opening()
        if is_empty:
            self._lines(sentences.empty_period(self.run, self.wording), "strong")
        elif not is_quiet:
            self._picture()
            self._went_well()
            self._changes()
        if not is_empty:
            self._findings(is_quiet=is_quiet)
        if not is_quiet:
            self._missing()
        self._lines(sentences.failed_rules(self.run, self.wording), "error")
        self._closing(is_quiet=is_quiet)
        return self.page.render()

    def _title(self, text: str) -> None:
        line = self.page.glyph("─", "-")
        shown = self.page.cut(text, self.page.width - 8)
        rest = line * max(self.page.width - columns(shown) - 4, 0)
        self.page.blank()
        self.page.row((line * 2 + " ", "faint"), (shown, "strong"), (f" {rest}", "faint"))

    def _lines(self, texts: Sequence[str], style: str = "") -> None:
        if texts:
            self.page.blank()
        for text in texts:
            self.page.text(text, style)

    def _opening(self) -> None:
        self.page.text(sentences.heading(self.run, self.wording), "strong")
        for part in (sentences.knowledge, sentences.reading, sentences.limits):
            self.page.text(" ".join(part(self.run, self.wording)), indent=2)

    def _picture(self) -> None:
        draw_weeks(self.run, self.view, self.wording, self.page)

    def _went_well(self) -> None:
        facts = sentences.went_well(self.run, self.wording)
        if facts:
            self._title(self.translate(N_("What goes well")))
        for fact in facts:
            self.page.text(fact, indent=2, lead=[("+ ", "good")])

    def _changes(self) -> None:
        if not self.run.changes:
            return
        self._title(self.translate(N_("What to change first (gains over the whole period)")))
        for number, change in enumerate(self.run.changes, 1):
            words = words_of(change, self.run, self.wording)
            self.page.text(words.action, "strong", indent=2, lead=[(f"{number}. ", "strong")])
            self.page.text(words.gain, indent=5)
            self.page.text(words.who, indent=5)
            for text in (words.request, *words.clicks):
                if text:
                    self.page.text(text, "command", indent=7)

    def _findings(self, *, is_quiet: bool) -> None:
        view = self.view
        if not (view.coming or view.past or view.roles):
            self._lines([finding_words.nothing_found(self.run, self.wording)], "strong")
            return
        advised: set[str] = set()
        if view.coming:
            first = max(self.run.today, self.run.period.first)
            self._title(self.translate(N_("Can still change, from {day} on"), day=self.wording.day(first)))
            for group in view.coming:
                self._group(group, advised)
        if view.past:
            text = N_("The pattern of the days before") if view.coming else N_("The pattern of these days")
            self._title(self.translate(text))
            for group in view.past:
                self._group(group, advised, has_pattern=True)
        if view.roles:
            self._title(self.translate(N_("For all meetings at once")))
            for role in view.roles:
                self._role(role, is_quiet=is_quiet)

    def _group(self, group: Group, advised: set[str], *, has_pattern: bool = False) -> None:
        page, wording = self.page, self.wording
        page.blank()
        count = finding_words.group_count(group, wording)
        page.text(f"{wording.rule_title(group.rule)}: {count} [{group.rule.name}]", "strong", indent=2, hanging=4)
        if has_pattern and group.hidden:
            page.text(finding_words.pattern(group, self.run, wording), indent=4)
        if group.rule.name not in advised:
            advised.add(group.rule.name)
            advice = wording.finding_advice(self.run, group.heaviest.finding)
            page.text(advice, indent=4, lead=[(page.glyph("→ ", "> "), "good")])
        numbers = max(len(str(one.number)) for one in group.shown)
        days = max(columns(wording.day(one.finding.start)) for one in group.shown)
        for one in group.shown:
            self._finding(one, numbers, days, is_brief=has_pattern and group.hidden > 0)
        if group.hidden:
            page.text(finding_words.more(group.hidden, wording), "faint", indent=4)

    def _finding(self, one: Numbered, numbers: int, days: int, *, is_brief: bool) -> None:
        finding, wording, page = one.finding, self.wording, self.page
        message = wording.finding_message(self.run, finding)
        titles = wording.titles(self.run, finding)
        if finding.end - finding.start > LONG:
            when = wording.span(finding.start, finding.end)
        else:
            day = wording.day(finding.start)
            when = f"{day}{' ' * (days - columns(day))}  {wording.span(finding.start, finding.end)}"
        lead: list[Segment] = [
            (f"{SEVERITIES[finding.severity].mark + str(one.number):>{numbers + 2}}  ", finding.severity),
            (when + "  ", ""),
        ]
        if not titles or all(title in message for title in titles):
            page.text(message, indent=4, lead=lead, hanging=8 + numbers)
            return
        room = page.width - 4 - sum(columns(text) for text, _ in lead)
        page.row((" " * 4, ""), *lead, (page.cut(", ".join(titles), max(room, 1)), ""))
        if not is_brief:
            page.text(message, "faint", indent=8 + numbers)

    def _role(self, role: Role, *, is_quiet: bool) -> None:
        page, wording = self.page, self.wording
        page.blank()
        page.text(
            f"{finding_words.share_of(role, wording).rstrip('.')} [{role.rule.name}]", "strong", indent=2, hanging=4
        )
        page.text(finding_words.series_named(role, self.run, wording), indent=4)
        if role.rule.paste and not is_quiet:
            lead = self.translate(N_("To paste into the invitation:"))
            page.text(self.translate(role.rule.paste), "command", indent=4, lead=[(f"{lead} ", "")])

    def _missing(self) -> None:
        run, wording = self.run, self.wording
        for title, texts in (
            (
                N_("What could not be judged"),
                sentences.missing(run, wording),
            ),
            (N_("Left out by agreement"), sentences.ignored(run, wording)),
            (N_("What could not be read"), sentences.problems(run, wording)),
        ):
            if texts:
                self._title(self.translate(title))
            for text in texts:
                self.page.text(text, indent=2, lead=[("- ", "faint")])

    def _closing(self, *, is_quiet: bool) -> None:
        if self.run.table.empty:
            return
        self._lines([finding_words.summary(self.view, self.wording)], "strong")
        command = finding_words.next_command(self.view)
        if command and not is_quiet:
            why = self.translate(finding_words.WHY)
            if columns(why) + 1 + columns(command) > self.page.width:
                self.page.text(why, "faint")
                self.page.text(command, "command", indent=2)
            else:
                self.page.text(command, "command", lead=[(f"{why} ", "faint")])
