"""The findings in words: every one that a picture marks, and the heaviest of those that no picture shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from analyzer.reports.html.markup import PageWording
from analyzer.reports.html.week_grid import week_anchor
from analyzer.reports.outline import Group, Numbered, View
from analyzer.reports.words import findings as finding_words
from analyzer.reports.words.signs import SEVERITIES
from analyzer.reports.words.wording import LONG, rule_of
from analyzer.run import Run
from analyzer.text import N_
from analyzer.time.period import monday_of


@dataclass(frozen=True)
class FindingRow:
    """One finding.

    Attributes:
        spoken: its number and severity as a sentence.
        sign: the same as a mark.
        rule: what its rule flags.
        titles: its events, "" where the message names them.
        link: where it is shown.
        link_text: which place that is.
        link_name: which finding the link is about, for those who hear links by themselves.
    """

    number: int
    severity: str
    spoken: str
    sign: str
    when: str
    titles: str
    message: str
    link: str
    link_text: str
    link_name: str
    rule: str


@dataclass(frozen=True)
class RuleRows:
    """The findings of one rule.

    Attributes:
        advice: one action, "" where it was given before.
        rows: the heaviest of them.
        further: how many more stand in the list of the others, "" for none.
        more: how many are not listed at all, "" for none.
    """

    rule: str
    title: str
    count: str
    pattern: str
    advice: str
    rows: Sequence[FindingRow]
    further: str
    more: str


@dataclass(frozen=True)
class Part:
    """Findings that can still change, or those that show a pattern."""

    anchor: str
    title: str
    rules: Sequence[RuleRows]


def list_findings(
    run: Run, view: View, marked: set[int], drawn: Sequence[date], wording: PageWording, brief: PageWording
) -> tuple[list[Part], list[FindingRow]]:
    """Return the findings to list: the heaviest by rule, and every other one that stands in a picture.

    Args:
        run: what was found.
        view: the findings by rule.
        marked: the numbers that stand in a picture; all of them are listed.
        drawn: the Mondays of the weeks that are drawn.
        wording: whole words.
        brief: short words.
    """
    listing = _Listing(run, view, marked, drawn, wording, brief)
    parts = []
    if view.coming:
        first = wording.day(max(run.today, run.period.first))
        title = wording.translate(N_("Can still change, from {day} on"), day=first)
        parts.append(Part("coming", title, [listing.group(group, is_coming=True) for group in view.coming]))
    if view.past:
        text = N_("The pattern of the days before") if view.coming else N_("The pattern of these days")
        groups = [listing.group(group, is_coming=False) for group in view.past]
        parts.append(Part("pattern", wording.translate(text), groups))
    return parts, sorted(listing.others, key=lambda row: row.number)


class _Listing:
    """The list under construction: a rule gives its advice once."""

    def __init__(
        self, run: Run, view: View, marked: set[int], drawn: Sequence[date], wording: PageWording, brief: PageWording
    ) -> None:
        self.run, self.marked, self.drawn, self.wording, self.brief = run, marked, set(drawn), wording, brief
        self.advised: set[str] = set()
        self.others: list[FindingRow] = []
        everything = [one for findings in (*view.by_day.values(), *view.by_week.values()) for one in findings]
        self.all = sorted(everything, key=lambda one: one.number)

    def group(self, group: Group, *, is_coming: bool) -> RuleRows:
        wording, rule = self.wording, group.rule
        members = [
            one for one in self.all if one.finding.rule == rule.name and (one.last >= self.run.today) == is_coming
        ]
        listed = {one.number for one in group.shown}
        others = [one for one in members if one.number not in listed and one.number in self.marked]
        self.others += [self._row(one) for one in others]
        missing = len(members) - len(listed) - len(others)
        advice = ""
        if rule.name not in self.advised:
            self.advised.add(rule.name)
            advice = wording.finding_advice(self.run, group.heaviest.finding)
        return RuleRows(
            rule=rule.name,
            title=wording.rule_title(rule),
            count=finding_words.group_count(group, wording),
            pattern=finding_words.pattern(group, self.run, wording) if len(members) > 2 and not is_coming else "",
            advice=advice,
            rows=[self._row(one) for one in group.shown],
            further=wording.translate.plural(
                "{n} more of them, further down", "{n} more of them, further down", len(others)
            )
            if others
            else "",
            more=finding_words.more(missing, wording) if missing else "",
        )

    def _row(self, one: Numbered) -> FindingRow:
        finding, wording, translate = one.finding, self.wording, self.wording.translate
        when = wording.span(finding.start, finding.end)
        if finding.end - finding.start <= LONG:
            when = f"{wording.day(finding.start)}, {when}"
        message = wording.finding_message(self.run, finding)
        titles = wording.titles(self.run, finding)
        is_named = not titles or all(title in message for title in titles)
        monday = monday_of(max(one.first, self.run.period.first))
        is_marked = one.number in self.marked
        place = N_("in the picture") if is_marked else N_("its week in figures")
        return FindingRow(
            number=one.number,
            severity=finding.severity,
            spoken=translate(SEVERITIES[finding.severity].spoken, number=one.number),
            sign=f"{SEVERITIES[finding.severity].mark}{one.number}",
            when=when,
            titles="" if is_named else wording.listed(titles),
            message=message,
            link=f"mark-{one.number}" if is_marked else f"line-{week_anchor(monday)}",
            link_text=translate(place),
            rule=wording.rule_title(rule_of(self.run, finding.rule).rule),
            link_name=translate(N_("finding {number}"), number=one.number),
        )
