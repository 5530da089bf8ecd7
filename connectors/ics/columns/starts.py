"""When series begin their occurrences, on their own wall clocks: arithmetic for all series of a kind at once."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from connectors.ics.columns.buffer import Flags, Ints, integers
from connectors.ics.columns.recognition import Columns
from connectors.ics.columns.rules import EPOCH, Kind, months_of, seconds_of, weekday_of
from connectors.ics.columns.times import DAY_SECONDS, month_days
from connectors.ics.occurring.expansion import DAY_STEPS, OWN_STEPS
from connectors.ics.recurrence.expansion import RuleRefused, expand_rule
from connectors.ics.work import Work

Starts = tuple[Ints, Ints]
"""Which of the series asked for, and the wall clock in seconds since 1970."""


MOST_STARTS = 2_000_000
"""So many are worked out at once; who asks for more asks for fewer series, or the careful road."""


class Refused(Exception):  # noqa: N818  a fact, not a mistake of the program
    """Rules that take too many steps.

    Attributes:
        events: whose rules they are.
    """

    def __init__(self, events: Ints) -> None:
        """Take the events."""
        self.events = events


class TooMany(Refused):
    """All together occur more often than :data:`MOST_STARTS`."""


def find_starts(columns: Columns, event: Ints, low: Ints, high: Ints) -> Starts:
    """Return what the rules of events give from one day to another, both included; no date is left out.

    Args:
        columns: of all events.
        event: series and single events; one may be asked for several times, with other days.
        low: for each the first day, counted from 1970.
        high: for each the last day.

    Returns:
        The occurrences, those of one series in the order of time.

    Raises:
        Refused: rules take more steps than one source may.
        TooMany: there are too many occurrences.
    """
    kind = columns.rules.kind[columns.rule[event]]
    parts = [
        of_kind(columns, event, low, high, np.flatnonzero(kind == one))
        for one, of_kind in ((Kind.SINGLE, _single), (Kind.EVEN, _even), (Kind.MONTHLY, _monthly), (Kind.OTHER, _other))
    ]
    return np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])


def _single(columns: Columns, event: Ints, low: Ints, high: Ints, asked: Ints) -> Starts:
    local = columns.start.local[event[asked]]
    day = local // DAY_SECONDS
    is_in = (low[asked] <= day) & (day <= high[asked])
    return asked[is_in], local[is_in]


def _even(columns: Columns, event: Ints, low: Ints, high: Ints, asked: Ints) -> Starts:
    """Number the occurrences from the first day of the first step on, and turn numbers into days.

    Every second week on Tuesday and Thursday, started on a Thursday:

        week          0              1   2              3
        number        0 (Tue) 1 (Thu)    2 (Tue) 3 (Thu)
        occurrence              the first  the second ...
    """
    rules, rule, local = columns.rules, columns.rule[event[asked]], columns.start.local[event[asked]]
    day = local // DAY_SECONDS
    into_week = np.where(rules.has_weekdays[rule], (weekday_of(day) - rules.week_start[rule]) % 7, 0)
    base, step, per_step = day - into_week, rules.step[rule], rules.per_step[rule]
    first = np.where(rules.has_weekdays[rule], rules.rank[rule, into_week], 0)
    begin = np.maximum((low[asked] - base) // step * per_step, first)
    end = ((high[asked] - base) // step + 1) * per_step
    end = np.where(end - first > rules.count[rule], first + rules.count[rule], end)
    item, number = _ranges(begin, end)
    rule, into = rule[item], number % per_step[item]
    place = np.where(rules.has_weekdays[rule], rules.place[rule, into], 0)
    days = base[item] + number // per_step[item] * step[item] + place
    return _within(columns, asked, item, days, local, low, high, rule)


def _monthly(columns: Columns, event: Ints, low: Ints, high: Ints, asked: Ints) -> Starts:
    rules, rule, local = columns.rules, columns.rule[event[asked]], columns.start.local[event[asked]]
    day = local // DAY_SECONDS
    month = months_of(day)
    start, step = day - month_days(month)[0], rules.step[rule]
    has_all = rules.is_in_every_month(rule, start)
    is_counted = rules.count[rule] < rules.count[0]
    # Where months may lack the day, COUNT has to be counted from the start of the series.
    begin = np.maximum(-((month - months_of(low[asked])) // step), 0)
    begin = np.where(is_counted & ~has_all, 0, begin)
    end = (months_of(high[asked]) - month) // step + 1
    end = np.where(has_all, np.minimum(end, rules.count[rule]), end)
    item, number = _ranges(begin, end)
    days, is_there = rules.days(rule[item], month[item] + number * step[item], start[item])
    item, days = item[is_there], days[is_there]
    is_in = _place_in_run(item) < np.where(has_all, rules.count[0], rules.count[rule])[item]
    item, days = item[is_in], days[is_in]
    return _within(columns, asked, item, days, local, low, high, rule[item])


def _other(columns: Columns, event: Ints, low: Ints, high: Ints, asked: Ints) -> Starts:
    items: list[Ints] = []
    found: list[int] = []
    whole = Work()
    for item in asked.tolist():
        at = int(event[item])
        rule = columns.rules.rule(int(columns.rule[at]))
        assert rule is not None
        begin, end = EPOCH + timedelta(days=int(low[item])), EPOCH + timedelta(days=int(high[item]) + 1)
        own = Work(OWN_STEPS + DAY_STEPS * (end - begin).days, whole)
        try:
            locals_ = expand_rule(rule, EPOCH + timedelta(seconds=int(columns.start.local[at])), begin, end, work=own)
        except RuleRefused:
            raise Refused(np.unique(event[asked])) from None
        items.append(np.full(len(locals_), item, dtype=np.int64))
        found += map(seconds_of, locals_)
    return np.concatenate(items) if items else integers([]), integers(found)


def _within(
    columns: Columns, asked: Ints, item: Ints, days: Ints, local: Ints, low: Ints, high: Ints, rule: Ints
) -> Starts:
    """Keep what lies in the days asked for, not before the start of the series and not after its end."""
    which = asked[item]
    found = days * DAY_SECONDS + (local % DAY_SECONDS)[item]
    is_in = (found >= local[item]) & (found <= columns.rules.until[rule])
    is_in &= (low[which] <= days) & (days <= high[which])
    return which[is_in], found[is_in]


def _ranges(begin: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Return in which range each number is, and the whole numbers of ranges one after the other."""
    size = np.maximum(end - begin, 0)
    if size.sum() > MOST_STARTS:
        raise TooMany(integers([]))
    item = np.repeat(np.arange(len(size), dtype=np.int64), size)
    return item, np.arange(len(item), dtype=np.int64) - np.repeat(np.cumsum(size) - size - begin, size)


def _place_in_run(item: Ints) -> Ints:
    """Return for each element of an ascending array how many equal ones stand before it."""
    place = np.arange(len(item), dtype=np.int64)
    is_first: Flags = np.ones(len(item), dtype=bool)
    is_first[1:] = item[1:] != item[:-1]
    return place - np.maximum.accumulate(np.where(is_first, place, 0))
