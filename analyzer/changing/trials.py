"""Many arrangements of the same calendars, judged at once by the rules themselves.

Rules are array code over many calendars, so a changed calendar is tried as one more calendar beside the others: a
hundred trials cost little more than one, and no rule has a second form that could differ from it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from analyzer.agreements import Agreements
from analyzer.events.order import order_by
from analyzer.events.table import Array, EventTable, Words
from analyzer.judging.context import Context, Mask
from analyzer.judging.engine import Judgement
from analyzer.judging.exceptions import ExceptedRows, Ignore, excepted_rows
from analyzer.judging.findings import Findings
from analyzer.judging.rule import ActiveRule, Reach
from analyzer.time.clock import wall_clock
from analyzer.time.intervals import Ints, Spans
from analyzer.time.period import Period


@dataclass(frozen=True)
class Arrangements:
    """Events of many arrangements, each arrangement of one calendar a *group*, numbered from 0.

    Attributes:
        group: the group of each event.
        row: which row of the event table it is.
        start: when it starts in this arrangement, seconds since 1970, UTC.
        end: when it ends.
        calendar: per group, the number of the calendar it arranges.
    """

    group: Ints
    row: Ints
    start: Ints
    end: Ints
    calendar: Ints


class Placement(Protocol):
    """What is known of a change before it is made: see :class:`analyzer.changing.options.Option`."""

    @property
    def rows(self) -> Ints:
        """Which rows of the table change."""

    @property
    def start(self) -> Ints:
        """When each of them starts then."""

    @property
    def end(self) -> Ints:
        """When each of them ends then."""

    @property
    def is_gone(self) -> bool:
        """Whether they go."""


@dataclass(frozen=True)
class Bench:
    """What arrangements are tried on: the calendars as they are, and the rules whose findings weigh.

    Attributes:
        context: the calendars as they are.
        rules: those that ran and are more than a note.
        exceptions: the exceptions in force.
        aims: names of the rules whose findings should go, all of them when empty; no rule may find more than before.
        shows: which rows of the table show a finding that should go, all of them when that is not known.
    """

    context: Context
    rules: Sequence[ActiveRule]
    exceptions: Sequence[Ignore]
    aims: Collection[str] = ()
    shows: Mask | None = None

    @classmethod
    def of(cls, judgement: Judgement, aims: Collection[str] = ()) -> Bench:
        """Return the bench on which the calendars of a judgement can be changed."""
        broken = {failed.name for failed in judgement.failed}
        rules = [one for one in judgement.rules if one.rule.severity != "note" and one.rule.name not in broken]
        shows = np.zeros(len(judgement.context.table), dtype=bool)
        found = judgement.found
        is_aim = np.array([not aims or name in aims for name in found.rules], dtype=bool)
        should_go = found.is_heavy & is_aim[found.rule]
        shows[found.event[should_go[found.finding]]] = True
        return cls(judgement.context, rules, judgement.exceptions, aims, shows)

    @cached_property
    def is_aim(self) -> Mask:
        """Which of the rules are aimed at."""
        return np.array([not self.aims or one.rule.name in self.aims for one in self.rules], dtype=bool)

    def which(self, *reaches: Reach) -> Mask:
        """Return which of the rules have one of these reaches."""
        return np.array([one.rule.reach in reaches for one in self.rules], dtype=bool)

    def without(self, rule: str) -> Bench:
        """Return the bench without a rule that broke off."""
        return replace(self, rules=[one for one in self.rules if one.rule.name != rule])

    def placed(self, options: Sequence[Placement]) -> tuple[Ints, Ints, Mask]:
        """Return when every row of the table starts and ends with some options made, and which rows stay."""
        spans = self.context.event_spans
        start, end, stays = spans.start.copy(), spans.end.copy(), np.ones(len(spans.start), dtype=bool)
        for option in options:
            start[option.rows], end[option.rows] = option.start, option.end
            stays[option.rows] &= not option.is_gone
        return start, end, stays

    def with_times(self, table: EventTable, start: Ints, end: Ints) -> EventTable:
        """Return a table with other starts and ends, in seconds, on all of its clocks."""
        for column, seconds in (("start", start), ("end", end)):
            instants, local = self._clocks(seconds)
            table = table.replaced(**{column: instants, f"{column}_local": local})
        return table

    def _clocks(self, seconds: Ints) -> tuple[Array, Array]:
        """Return instants in seconds as the table has them, and on the wall clock."""
        instants = seconds.astype("M8[s]").astype("M8[us]")
        return instants, wall_clock(instants, self.context.zone)

    def with_table(self, table: EventTable) -> Bench:
        """Return the bench of another arrangement of the same calendars; the days stay as they are."""
        old = self.context
        context = Context(old.period, old.zone, old.calendars, old.agreements, table)
        context.__dict__["days"] = old.days
        return replace(self, context=context, shows=None)

    @cached_property
    def midnights(self) -> Ints:
        """When the days of the period begin, and when the last one ends."""
        days, size = self.context.days, len(self.context.period.days())
        return np.append(days.bounds.start[:size], days.bounds.end[size - 1])

    @cached_property
    def night_seconds(self) -> int:
        """How far before and after a day the events can be that decide what is found on it: a night, and a shift."""
        hours, midnight = self.context.days.hours, self.context.days.bounds.end
        past_midnight = int((hours.end - midnight[hours.group]).max(initial=0))
        return NIGHT_SECONDS + max(past_midnight, 0)

    @cached_property
    def excepted(self) -> list[ExceptedRows]:
        """Per rule, which rows of the table an exception takes out of its sight."""
        return excepted_rows([one.rule.name for one in self.rules], self.context.table, self.exceptions)

    @cached_property
    def _has_exceptions(self) -> list[bool]:
        """Per rule, whether an exception takes any row out of its sight."""
        return [bool(one.always.any() or one.before) for one in self.excepted]

    @cached_property
    def _uid_order(self) -> Ints:
        """The place of each row's uid and original start among all, for the total order of a table."""
        table = self.context.table
        _, uid = np.unique(table.column("uid"), return_inverse=True)
        originals, original = np.unique(table.column("recurrence_start"), return_inverse=True)
        # As small as they can be, so that they fit into one number with what they stand behind.
        return np.asarray(np.unique(uid * len(originals) + original, return_inverse=True)[1], dtype=np.int64)

    def arranged(self, some: Arrangements, period: Period) -> tuple[Context, Ints]:
        """Return the context in which every group is a calendar, and the row of this bench behind each of its rows."""
        order = order_by(some.group, some.start, some.end - some.start, self._uid_order[some.row])
        group, row, start, end = some.group[order], some.row[order], some.start[order], some.end[order]
        names = np.char.mod("%08d", np.arange(len(some.calendar)))
        table = self.context.table.take(row)
        columns: dict[str, Any] = {}
        spans = self.context.event_spans
        for column, new, old in (("start", start, spans.start[row]), ("end", end, spans.end[row])):
            moved = np.flatnonzero(new != old)  # few of them, and a wall clock is slow to tell
            for name, times in zip((column, f"{column}_local"), self._clocks(new[moved]), strict=True):
                columns[name] = table.column(name).copy()
                columns[name][moved] = times
        columns["calendar"] = Words(group, tuple(names.tolist()))
        agreements: Sequence[Agreements] = [self.context.agreements[number] for number in some.calendar.tolist()]
        context = Context(period, self.context.zone, names.tolist(), agreements, table.replaced(**columns))
        context.__dict__["event_spans"] = Spans(group, start, end)
        return context, row

    def found(self, some: Arrangements, period: Period | None = None, *, chosen: npt.ArrayLike | None = None) -> Found:
        """Judge every arrangement.

        Args:
            some: what to judge.
            period: the days to judge, the bench's own without it.
            chosen: positions among the rules, all of them without it.
        """
        context, row = self.arranged(some, period or self.context.period)
        numbers = np.arange(len(self.rules)) if chosen is None else np.asarray(chosen)
        parts: list[tuple[Ints, Ints, Ints, Ints]] = []
        for number in numbers.tolist():
            active = self.rules[number]
            try:
                result = active.rule.find(context.table, context, active.settings)
            except Exception as error:  # a rule that breaks off on a trial costs the trials that rule, not the run
                raise TrialError(active.rule.name) from error
            stands = np.asarray(result.severity != "note", dtype=bool)
            stands &= ~self._is_excepted(number, result, context, row)
            group = result.calendar[stands]
            start = result.start[stands]
            day = np.searchsorted(self.midnights, start, side="right") - 1
            parts.append((group, np.full(len(group), number), day, self._about(active, result, row, day, stands)))
        group, rule, day, about = (np.concatenate(each) for each in zip(*parts, strict=True)) if parts else (_NONE,) * 4
        return Found(context, len(some.calendar), len(self.rules), len(self.midnights) - 1, group, rule, day, about)

    def _is_excepted(self, number: int, result: Findings, context: Context, row: Ints) -> Mask:
        """Return which findings are shown by nothing but events that an exception takes out of the rule's sight."""
        excepted, rows = self.excepted[number], row[result.event]
        if not self._has_exceptions[number]:
            return np.zeros(len(result), dtype=bool)
        out = excepted.always[rows]
        local = context.table.column("start_local")[result.event]
        for matches, midnight in excepted.before:
            out = out | (matches[rows] & (local < midnight))
        size = len(result)
        members = np.bincount(result.finding, minlength=size)
        return np.asarray((members > 0) & (np.bincount(result.finding[out], minlength=size) == members), dtype=bool)

    def _about(self, active: ActiveRule, result: Findings, row: Ints, day: Ints, stands: Mask) -> Ints:
        """Return what each finding that stands is about: its day, its week, or its series."""
        if active.rule.reach == "focus-days":
            return np.asarray(self.context.days.week[np.clip(day, 0, len(self.midnights) - 2)], dtype=np.int64)
        if active.rule.reach != "series":
            return day
        series = np.full(len(stands), -1, dtype=np.int64)
        series[result.finding[::-1]] = self.context.series[row[result.event[::-1]]]  # of several events, the first
        return series[stands]


NIGHT_SECONDS = 3 * 3600

"""The night around a day: what lies in it can still decide what is found on the day."""

_NONE: Ints = np.zeros(0, dtype=np.int64)

Result = TypeVar("Result")


class TrialError(Exception):
    """A rule broke off while arrangements were tried.

    Attributes:
        rule: its name.
    """

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


def steadily(bench: Bench, work: Callable[[Bench], Result], lost: Callable[[str], None] | None = None) -> Result:
    """Return what ``work`` makes of a bench without the rules that break off on the way; ``lost`` hears their names."""
    while True:
        try:
            return work(bench)
        except TrialError as error:
            if lost is not None:
                lost(error.rule)
            bench = bench.without(error.rule)


@dataclass(frozen=True)
class Found:
    """The findings of many arrangements that are more than a note, one element each.

    Attributes:
        context: every group as a calendar.
        groups: how many there are.
        rules: how many rules there are.
        days: how many days the bench has.
        group: in which group it was found.
        rule: position of its rule.
        day: position of the day on which it starts, -1 before the first one.
        about: the same number for the findings of a rule that are about the same day, week or series.
    """

    context: Context
    groups: int
    rules: int
    days: int
    group: Ints
    rule: Ints
    day: Ints
    about: Ints

    def with_found(self, other: Found) -> Found:
        """Return these findings together with those of other rules in the same arrangements."""
        return replace(
            self,
            group=np.concatenate([self.group, other.group]),
            rule=np.concatenate([self.rule, other.rule]),
            day=np.concatenate([self.day, other.day]),
            about=np.concatenate([self.about, other.about]),
        )

    @cached_property
    def by_rule(self) -> Ints:
        """How many there are: groups by rules."""
        return _counted(self.group * self.rules + self.rule, (self.groups, self.rules))

    @cached_property
    def by_day(self) -> Ints:
        """How many there are: groups by rules by days; those that start before the first day count on it."""
        place = (self.group * self.rules + self.rule) * self.days + np.clip(self.day, 0, self.days - 1)
        return _counted(place, (self.groups, self.rules, self.days))


def _counted(place: Ints, shape: tuple[int, ...]) -> Ints:
    return np.bincount(place, minlength=int(np.prod(shape))).reshape(shape).astype(np.int64)
