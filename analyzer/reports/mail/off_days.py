"""Meetings on days that are not worked: a day off by agreement, leave, a public holiday."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from analyzer.changing.change import Change
from analyzer.figures.days import DayFacts
from analyzer.judging.listing import Finding
from analyzer.reports.words.wording import Wording
from analyzer.run import Run
from analyzer.text import N_, Text

RULE = "outside-working-hours"
"""The rule whose findings say on what kind of day they stand."""
TITLES: Mapping[str, str] = {
    "not-agreed": N_("A meeting on your day off"),
    "holiday": N_("A meeting on a public holiday"),
    "leave": N_("A meeting on your leave"),
}
"""What a finding is called that stands in one of these situations."""
COUNTED: Mapping[str, Text] = {
    "not-agreed": Text(N_("{n} meeting on your day off, {days}"), N_("{n} meetings on your day off, {days}"), "n"),
    "holiday": Text(N_("{n} meeting on a public holiday, {days}"), N_("{n} meetings on a public holiday, {days}"), "n"),
    "leave": Text(N_("{n} meeting on your leave, {days}"), N_("{n} meetings on your leave, {days}"), "n"),
}
"""How many of them a week holds, and on which days."""
_KINDS = {"not-agreed": "not-agreed", "holiday": "holiday", "absence": "leave"}
_ON_SEVERAL = {"not-agreed": N_("{n} meetings on your days off, {days}")}


def situation_of(finding: Finding) -> str:
    """Return on what kind of day that is not worked a finding stands, one of :data:`TITLES`; "" for any other."""
    situation = str(finding.evidence.get("situation", "")) if finding.rule == RULE else ""
    return situation if situation in TITLES else ""


def days_off(run: Run, wording: Wording) -> dict[date, str]:
    """Return the days that are not worked and on which meetings still come, by day; mere notes make none of them one.

    What is found of such a day is told under it: :data:`TITLES` say what kind of day it is.
    """
    kinds: dict[date, str] = {}
    for finding in run.judgement.findings:
        is_to_come = finding.severity != "note" and finding.end.timestamp() > run.since
        if is_to_come and (kind := situation_of(finding)):
            kinds[wording.local(finding.start).date()] = kind
    return dict(sorted(kinds.items()))


def meetings_on_days_off(run: Run, monday: date, facts: DayFacts, wording: Wording) -> list[str]:
    """Return how many meetings of a week are to come on days that are not worked, by kind of day.

    Args:
        run: what was read and judged.
        monday: of the week.
        facts: of the days of the period.
        wording: the reader's language.
    """
    translate, by_kind = wording.translate, dict[str, list[date]]()
    for day, kind in days_off(run, wording).items():
        if 0 <= (day - monday).days < 7:
            by_kind.setdefault(kind, []).append(day)
    told = []
    for kind, some in by_kind.items():
        number = sum(facts.meetings[(day - run.period.first).days] for day in some)
        names = [wording.weekday_name(day.weekday()) for day in some]
        days = (
            translate(N_("{first} and {last}"), first=", ".join(names[:-1]), last=names[-1]) if names[1:] else names[0]
        )
        if names[1:] and kind in _ON_SEVERAL:
            told.append(translate(_ON_SEVERAL[kind], n=number, days=days))
        else:
            told.append(translate.text(COUNTED[kind], n=number, days=days))
    return told


def is_off_at_meetings(run: Run, monday: date, wording: Wording) -> bool:
    """Tell whether meetings of a week are to come on a day off or on leave, when the reader does not work."""
    kinds = {kind for day, kind in days_off(run, wording).items() if 0 <= (day - monday).days < 7}
    return bool(kinds & {"not-agreed", "leave"})


def kind_of_days(change: Change, run: Run, wording: Wording) -> str:
    """Return on what kind of day that is not worked all occurrences of a change lie, one of :data:`TITLES`, or ""."""
    not_worked = run.judgement.context.days.not_worked
    places = [(wording.local(one.start).date() - run.period.first).days for one in change.occurrences]
    kinds = {_KINDS.get(str(not_worked[place]), "") for place in places if 0 <= place < len(not_worked)}
    return kinds.pop() if len(kinds) == 1 else ""
