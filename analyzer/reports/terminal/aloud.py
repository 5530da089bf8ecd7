"""The report of a run as sentences that read well aloud: no picture, no colour, no signs, no abbreviations."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.reports.lines.layout import Page
from analyzer.reports.outline import Group, Numbered, Role, View, view_of
from analyzer.reports.words import findings as finding_words
from analyzer.reports.words import sentences
from analyzer.reports.words.changes import words_of
from analyzer.reports.words.signs import SEVERITIES
from analyzer.reports.words.wording import LONG, Wording
from analyzer.run import Run
from analyzer.text import N_, Translator


def render_aloud(run: Run, translate: Translator, page: Page, *, is_quiet: bool) -> str:
    """Return the report as text, on a page that decides its width and its characters."""
    return _Aloud(run, Wording(translate, run.zone.zone, is_aloud=True), page).render(is_quiet=is_quiet)


class _Aloud:
    """One report under construction."""

    def __init__(self, run: Run, wording: Wording, page: Page) -> None:
        self.run, self.wording, self.page = run, wording, page
        self.translate = wording.translate
        self.view: View = view_of(run)

    def render(self, *, is_quiet: bool) -> str:
        run, wording = self.run, self.wording
        if not is_quiet:
            opening = [sentences.heading(run, wording) + "."]
            for part in (sentences.knowledge, sentences.reading, sentences.limits):
                opening += part(run, wording)
            self._part("", opening)
        if run.table.empty:
            self._part("", sentences.empty_period(run, wording))
        else:
            if not is_quiet:
                self._part(self.translate(N_("What goes well")), sentences.went_well(run, wording))
                self._changes()
            self._findings(is_quiet=is_quiet)
        if not is_quiet:
            missing = sentences.missing(run, wording)
            self._part(self.translate(N_("What could not be judged")), missing)
            self._part(self.translate(N_("Left out by agreement")), sentences.ignored(run, wording))
            self._part(self.translate(N_("What could not be read")), sentences.problems(run, wording))
        self._part("", sentences.failed_rules(run, wording))
        if not run.table.empty:
            command = "" if is_quiet else finding_words.next_command(self.view)
            why = [f"{self.translate(finding_words.WHY)} {command}"] if command else []
            self._part("", [finding_words.summary(self.view, wording) + ".", *why])
        return self.page.render()

    def _part(self, title: str, texts: Sequence[str]) -> None:
        if not texts:
            return
        self.page.blank()
        for text in [f"{title}." if title else "", *texts]:
            if text:
                self.page.text(text)

    def _changes(self) -> None:
        texts: list[str] = []
        for number, change in enumerate(self.run.changes, 1):
            words = words_of(change, self.run, self.wording)
            texts += [f"{number}. {words.action}", words.gain, words.who, words.request, *words.clicks]
        title = self.translate(N_("What to change first (gains over the whole period)"))
        self._part(title, [text for text in texts if text])

    def _findings(self, *, is_quiet: bool) -> None:
        view, wording, run = self.view, self.wording, self.run
        if not (view.coming or view.past or view.roles):
            self._part("", [finding_words.nothing_found(run, wording)])
            return
        advised: set[str] = set()
        if view.coming:
            first = wording.day(max(run.today, run.period.first))
            self._part("", [self.translate(N_("Can still change, from {day} on"), day=first) + "."])
            for group in view.coming:
                self._group(group, advised)
        if view.past:
            text = N_("The pattern of the days before") if view.coming else N_("The pattern of these days")
            self._part("", [self.translate(text) + "."])
            for group in view.past:
                self._group(group, advised, has_pattern=True)
        if view.roles:
            self._part("", [self.translate(N_("For all meetings at once")) + "."])
            for role in view.roles:
                self._role(role, is_quiet=is_quiet)

    def _group(self, group: Group, advised: set[str], *, has_pattern: bool = False) -> None:
        wording, run = self.wording, self.run
        count = finding_words.group_count(group, wording)
        texts = [
            self.translate(
                N_("Rule {rule}: {title}. {count}."),
                rule=group.rule.name,
                title=wording.rule_title(group.rule),
                count=count,
            )
        ]
        if has_pattern and group.hidden:
            texts.append(finding_words.pattern(group, run, wording))
        if group.rule.name not in advised:
            advised.add(group.rule.name)
            texts.append(wording.finding_advice(run, group.heaviest.finding))
        texts += [self._finding(one) for one in group.shown]
        if group.hidden:
            texts.append(finding_words.more(group.hidden, wording))
        self._part("", texts)

    def _finding(self, one: Numbered) -> str:
        finding, wording, run = one.finding, self.wording, self.run
        when = wording.span(finding.start, finding.end)
        if finding.end - finding.start <= LONG:
            when = f"{wording.day(finding.start)}, {when}"
        message = wording.finding_message(run, finding)
        titles = wording.titles(run, finding)
        parts = [self.translate(SEVERITIES[finding.severity].spoken, number=one.number), f"{when}.", message]
        if titles and not all(title in message for title in titles):
            parts.append(self.translate(N_("These meetings: {titles}."), titles=wording.listed(titles)))
        return " ".join(parts)

    def _role(self, role: Role, *, is_quiet: bool) -> None:
        wording = self.wording
        texts = [finding_words.share_of(role, wording), finding_words.series_named(role, self.run, wording)]
        if role.rule.paste and not is_quiet:
            texts += [self.translate(N_("To paste into the invitation:")), self.translate(role.rule.paste)]
        self._part("", texts)
