"""What the rules say of findings: the fact and the action of each, worked out for many at once.

A text names few of the things that can be said of a finding, so only those are made, each as one column; and what is
said of a moment, a length of time or a title is made once, however often it comes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from string import Formatter
from typing import Any, NamedTuple, TypeVar

import numpy as np

from analyzer.agreements import clock_of
from analyzer.judging.listing import Finding, Listing
from analyzer.judging.rule import ActiveRule, Situation, durations_of
from analyzer.reports.words.wording import Wording, rule_of
from analyzer.run import Run
from analyzer.text import Msg, Text, Translator
from analyzer.time.intervals import Ints

Key = TypeVar("Key")
Value = TypeVar("Value")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NAME = re.compile(r"[^.\[]*")
_ABSENT = object()
"""Stands in a column where a finding does not give what is asked for."""


class Saying(NamedTuple):
    """What is said of one finding."""

    fact: str
    action: str


def saying(finding: Finding, run: Run, wording: Wording) -> Saying:
    """Return the fact of a finding in one sentence, and the one action that it advises."""
    active = rule_of(run, finding.rule)
    some = _Some(
        active=active,
        situation=active.rule.situations.get(str(finding.evidence.get("situation", ""))),
        evidence={name: [value] for name, value in finding.evidence.items()},
        calendar=[finding.calendar],
        start=[int(finding.start.timestamp())],
        end=[int(finding.end.timestamp())],
        minutes=[finding.minutes],
        occurrences=[finding.occurrences],
        events=[finding.events],
    )
    ((fact, action),) = zip(*_said(some, run, wording), strict=True)
    return Saying(fact, action)


def sayings(listing: Listing, run: Run, wording: Wording) -> tuple[list[str], list[str]]:
    """Return the fact of each finding, and the action that each advises, in the order of the list."""
    facts, actions = np.empty(len(listing), dtype=object), np.empty(len(listing), dtype=object)
    for name, places, evidence in listing.of_each_rule():
        active = rule_of(run, name)
        for situation, chosen in _by_situation(active, evidence, len(places)):
            part, here = listing.at(places[chosen]), chosen.tolist()
            some = _Some(
                active=active,
                situation=situation,
                evidence={column: [values[one] for one in here] for column, values in evidence.items()},
                calendar=part.calendar.tolist(),
                start=part.start.tolist(),
                end=part.end.tolist(),
                minutes=part.minutes.tolist(),
                occurrences=part.occurrences.tolist(),
                events=list(part.members()),
            )
            facts[places[chosen]], actions[places[chosen]] = _said(some, run, wording)
    return facts.tolist(), actions.tolist()


def _by_situation(
    active: ActiveRule, evidence: Mapping[str, Sequence[Any]], size: int
) -> Iterator[tuple[Situation | None, Ints]]:
    """Yield the findings of a rule, as positions, by the situation that their evidence names."""
    if not active.rule.situations:
        yield None, np.arange(size)
        return
    places: dict[str, list[int]] = {}
    for place, name in enumerate(map(str, evidence.get("situation", [""] * size))):
        places.setdefault(name, []).append(place)
    for name, some in places.items():
        yield active.rule.situations.get(name), np.array(some, dtype=np.int64)


@dataclass(frozen=True)
class _Some:
    """Findings of one rule in one situation, one element each.

    Attributes:
        active: the rule, with its settings.
        situation: the situation, None for a rule that says them as always.
        evidence: the rule's own columns.
        calendar: number of the calendar.
        start: seconds since 1970, UTC.
        end: likewise.
        minutes: the number that weighs it.
        occurrences: how many occurrences of a series it speaks of.
        events: the rows that show it.
    """

    active: ActiveRule
    situation: Situation | None
    evidence: Mapping[str, Sequence[Any]]
    calendar: Sequence[int]
    start: Sequence[int]
    end: Sequence[int]
    minutes: Sequence[int]
    occurrences: Sequence[int]
    events: Sequence[Sequence[int]]


def _said(some: _Some, run: Run, wording: Wording) -> tuple[list[str], list[str]]:
    told, fields = some.situation or some.active.rule, _Fields(some, run, wording)
    return _formed(told.message, fields, wording.translate), _formed(told.advice, fields, wording.translate)


def _formed(text: Text, fields: _Fields, translate: Translator) -> list[str]:
    """Return a rule's sentence for each finding; where it names what a finding does not give, as it stands."""
    said = [translate(text.singular)] * fields.size
    for sentence, places in _by_form(text, fields, translate).items():
        for place, one in zip(places, _filled_in(sentence, fields, places), strict=True):
            if one is not None:
                said[place] = one
    return said


def _by_form(text: Text, fields: _Fields, translate: Translator) -> Mapping[str, Sequence[int]]:
    """Return the forms in which a text is said, each with the findings it is for; where its count is none, no form."""
    if text.plural is None:
        return {translate(text.singular): range(fields.size)}
    forms: dict[str, list[int]] = {}
    for place, form in enumerate(
        _once([*map(str, fields.column(text.count))], lambda count: _form(text, count, translate))
    ):
        if form is not None:
            forms.setdefault(form, []).append(place)
    return forms


def _form(text: Text, count: str, translate: Translator) -> str | None:
    try:
        return translate.form(text, int(count))
    except ValueError:
        return None


def _filled_in(sentence: str, fields: _Fields, places: Sequence[int]) -> list[str | None]:
    """Return a sentence for some findings with its fields filled in, None where that cannot be."""
    try:
        names = _names_in(sentence)
    except ValueError:  # a text of somebody else's that is no pattern
        return [None] * len(places)
    if not names:
        return [_filled(sentence, {})] * len(places)
    columns = [fields.column(name) for name in names]
    rows = zip(*([column[place] for place in places] for column in columns), strict=True)
    return [_filled(sentence, dict(zip(names, values, strict=True))) for values in rows]


def _filled(sentence: str, given: dict[str, object]) -> str | None:
    if _ABSENT in given.values():
        return None
    try:
        return sentence.format(**given)
    except (KeyError, IndexError, ValueError):
        return None


def _names_in(sentence: str) -> list[str]:
    """Return the names of the fields of a sentence; raises ValueError when it is no pattern."""
    names: dict[str, None] = {}
    for _, name, layout, _ in Formatter().parse(sentence):
        if name is not None:
            names[_NAME.match(name)[0]] = None  # type: ignore[index]  # it matches "" too
            names |= dict.fromkeys(_names_in(layout or ""))
    return list(names)


class _Fields:
    """What texts may name of some findings: the rule's settings, the findings, and their evidence, which wins."""

    def __init__(self, some: _Some, run: Run, wording: Wording) -> None:
        self._some = some
        self._run = run
        self._wording = wording
        self.size = len(some.minutes)

    def column(self, name: str) -> Sequence[object]:
        """Return what a text may call ``name``, for each finding."""
        some, value = self._some, self._value
        if name in some.evidence:
            return [value(one) for one in some.evidence[name]]
        column = self._of_day(name) if some.situation else None
        if column is None:
            column = self._of_finding(name)
        if column is None:
            column = [value(self._settings[name]) if name in self._settings else _ABSENT] * self.size
        for shown, values in some.evidence.items():
            if name in durations_of({shown: 0}):
                lengths = [durations_of({shown: one}).get(name) for one in values]
                said = _once(lengths, lambda length: None if length is None else self._wording.minutes(length))
                column = [other if mine is None else mine for mine, other in zip(said, column, strict=True)]
        return column

    def _of_finding(self, name: str) -> Sequence[object] | None:
        """Return what can be said of any finding, None where ``name`` is no such thing."""
        some, wording = self._some, self._wording
        match name:
            case "title":
                return [wording.listed(wording.titles(self._run, rows)) for rows in some.events]
            case "minutes":
                return some.minutes
            case "duration":
                return _once(some.minutes, wording.minutes)
            case "occurrences":
                return some.occurrences
            case "day":
                return _once(some.start, lambda start: wording.day(_moment(start)))
            case "start_time":
                return _once(some.start, lambda start: wording.time(_moment(start)))
            case "end_time":
                return _once(some.end, lambda end: wording.time(_moment(end)))
            case "count":
                return [len(rows) for rows in some.events]
        return None

    def _of_day(self, name: str) -> Sequence[object] | None:
        """Return what only a situation may name, of the day that a finding speaks of."""
        if name not in ("weekday", "holiday", "hours_start", "hours_end"):
            return None
        agreements, wording = self._run.judgement.context.agreements, self._wording

        def said(calendar_and_day: tuple[int, date]) -> str:
            calendar, day = calendar_and_day
            if name == "weekday":
                return wording.weekday_name(day.weekday())
            if name == "holiday":
                return agreements[calendar].holiday_on(day, wording.translate.language)
            hours, _ = agreements[calendar].hours_on(day)
            return clock_of(hours[0][0] if name == "hours_start" else hours[-1][1]) if hours else ""

        told = self._some.evidence.get("hours_date")
        if told is not None:
            days = _once([str(day) for day in told], date.fromisoformat)
        else:
            days = _once(self._some.start, lambda start: wording.local(_moment(start)).date())
        return _once(list(zip(self._some.calendar, days, strict=True)), said)

    @cached_property
    def _settings(self) -> Mapping[str, Any]:
        return dict(self._some.active.settings)

    def _value(self, value: object) -> object:
        value = self._wording.value(value)
        return self._wording.translate(value) if isinstance(value, Msg) else value


def _moment(seconds: int) -> datetime:
    return _EPOCH + timedelta(seconds=seconds)


def _once(values: Sequence[Key], make: Callable[[Key], Value]) -> list[Value]:
    """Return what is made of each value, made once for all that are alike."""
    made = {value: make(value) for value in dict.fromkeys(values)}
    return [made[value] for value in values]
