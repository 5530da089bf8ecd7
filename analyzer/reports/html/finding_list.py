"""Which findings the page lists, and where each is shown: every one that a picture marks, and the heaviest others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from analyzer.reports.html.markup import PageWording
from analyzer.reports.html.week_grid import week_anchor
from analyzer.reports.story import Section, ToldFinding, ToldGroup, tell_finding
from analyzer.reports.words import findings as finding_words
from analyzer.run import Run
from analyzer.text import N_
from analyzer.time.period import monday_of


@dataclass(frozen=True)
class Link:
    """Where a finding is shown: the name of the target, what that is, and which finding the link is about."""

    target: str
    text: str
    name: str


@dataclass(frozen=True)
class RuleRows:
    """The findings of one rule.

    Attributes:
        told: the heaviest of them, and the words around them.
        further: how many more stand in the list of the others, "" for none.
        more: how many are not listed at all, "" for none.
    """

    told: ToldGroup
    further: str
    more: str


@dataclass(frozen=True)
class FindingList:
    """What the page lists.

    Attributes:
        parts: sections of the story with their rules.
        others: findings that stand in a picture and not among the heaviest of their rule, by number.
        links: for every finding that is listed, by number.
    """

    parts: Sequence[tuple[Section, Sequence[RuleRows]]]
    others: Sequence[ToldFinding]
    links: Mapping[int, Link]


def list_findings(run: Run, sections: Sequence[Section], marked: Set[int], wording: PageWording) -> FindingList:
    """Return the findings to list.

    Args:
        run: what was found.
        sections: the sections of the story that hold findings.
        marked: the numbers that stand in a picture; all of them are listed.
        wording: the words of the story.
    """
    parts, others = [], []
    for section in sections:
        rules = []
        for group in section.groups:
            further = [tell_finding(one, run, wording) for one in group.others if one.number in marked]
            others += further
            more = finding_words.more(len(group.others) - len(further), wording)
            rules.append(RuleRows(group, _further(len(further), wording), more))
        parts.append((section, rules))
    others.sort(key=lambda one: one.number)
    told = [*(one for _, rules in parts for rule in rules for one in rule.told.findings), *others]
    return FindingList(parts, others, {one.number: _link(one, run, marked, wording) for one in told})


def _further(number: int, wording: PageWording) -> str:
    if not number:
        return ""
    return wording.translate.plural("{n} more of them, further down", "{n} more of them, further down", number)


def _link(one: ToldFinding, run: Run, marked: Set[int], wording: PageWording) -> Link:
    translate, is_marked = wording.translate, one.number in marked
    monday = monday_of(max(one.first, run.period.first))
    return Link(
        target=f"mark-{one.number}" if is_marked else f"line-{week_anchor(monday)}",
        text=translate(N_("in the picture") if is_marked else N_("its week in figures")),
        name=translate(N_("finding {number}"), number=one.number),
    )
