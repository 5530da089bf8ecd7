"""Which findings the page lists: the heaviest of each rule, and every other one that a picture marks."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from analyzer.reports.html.markup import PageWording
from analyzer.reports.story import Section, ToldFinding, ToldGroup, tell_finding
from analyzer.reports.words import findings as finding_words
from analyzer.run import Run


@dataclass(frozen=True)
class RuleRows:
    """The findings of one rule.

    Attributes:
        told: the heaviest of them, and the words around them.
        further: those besides that a picture marks, and how many they are in words.
        more: how many are not listed at all, "" for none.
    """

    told: ToldGroup
    further: Sequence[ToldFinding]
    further_count: str
    more: str


def list_findings(run: Run, section: Section, marked: Set[int], wording: PageWording) -> list[RuleRows]:
    """Return the findings of one section of the story, rule by rule.

    Args:
        run: what was found.
        section: one that holds findings.
        marked: the numbers that stand in a picture; all of them are listed.
        wording: the words of the story.
    """
    rules = []
    for group in section.groups:
        further = [tell_finding(one, run, wording) for one in group.others if one.number in marked]
        count = wording.translate.plural("{n} more of them", "{n} more of them", len(further))
        more = finding_words.more(len(group.others) - len(further), wording)
        rules.append(RuleRows(group, further, count, more))
    return rules
