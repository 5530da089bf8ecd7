"""The search for the three changes to make first: what removes most for least disturbance, one after the other.

All options of the series that stand in most findings are tried at once; the best is made before the next is sought, so
that no finding is counted twice. The best set of several is what :mod:`analyzer.changing.planning` finds.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime, timedelta

import numpy as np

from analyzer.changing.change import Change, Occurrence
from analyzer.changing.options import Conditions, Option, options_of
from analyzer.changing.outcomes import Outcomes, applied, as_changes, go_together, try_nearby
from analyzer.changing.trials import Bench, steadily
from analyzer.events.table import numbered
from analyzer.judging.context import Context, free_by_day
from analyzer.judging.engine import Judgement
from analyzer.time.instants import instant_of

MOST_CHANGES = 3
MOST_SERIES = 8
"""Only the series that stand in most findings are tried, so that the search stays quick."""

MOST_TRIED_EVENTS = 1_000_000
"""So many events are judged at most, over all options; where a calendar is very full, only the first options are tried:
those of the series that stand in most findings."""

PAST_WEIGHT = 0.25
"""A finding that has happened weighs less: it shows the pattern, and nothing changes it any more."""

SHORTENINGS = ("setting", "end-earlier", "start-later")
"""What changes a meeting least, and gives least."""

BOOKED_AHEAD_DAYS = 7
LONGEST_BOOKED = 240
"""Minutes: half a day; nobody books a whole one in passing."""


def find_changes(
    judgement: Judgement, conditions: Conditions, lost: Callable[[str], None] | None = None
) -> list[Change]:
    """Return at most three changes, the best first; each is counted on top of those before it.

    Where ``conditions`` want them dated they stand in order of time, and the setting, which has none, behind them.

    Args:
        judgement: what was found; findings of severity note are left aside.
        conditions: from when on meetings can change, and what stays as it is.
        lost: hears the name of each rule that breaks off on what is tried; the changes do not heed it.
    """
    return steadily(Bench.of(judgement), lambda bench: _found(bench, judgement, conditions), lost)


def _found(bench: Bench, judgement: Judgement, conditions: Conditions) -> list[Change]:
    options = options_of(bench, conditions, _candidates(judgement, conditions.since))
    options = options[: max(1, MOST_TRIED_EVENTS // max(1, len(bench.context.table)))]
    made = best_first(bench, options, MOST_CHANGES)
    wants_focus = _first_found(judgement, _asks_for_focus(bench))
    books = wants_focus and conditions.are_personal(bench.context)
    if not conditions.is_dated:
        changes = as_changes(bench, made)
        if books and len(changes) < MOST_CHANGES:
            changes += _booked(applied(bench, made).context, conditions.since, wants_focus)
        return changes
    if books:
        # Booking costs nobody anything, so it takes the place of a change that does: of a mere shortening, if there is
        # one, else of what helps least.
        for fewer in _with_a_place(made):
            booked = list(_booked(applied(bench, fewer).context, conditions.since, wants_focus))
            changes = _dated(bench, fewer)
            if booked and all(change.removes for change in changes):
                return sorted([*changes, *booked], key=_moment)
    return _dated(bench, made)


def _with_a_place(made: list[Option]) -> Iterator[list[Option]]:
    """Yield options with one of them left out, where they are as many as may be: first of all a shortening."""
    if len(made) < MOST_CHANGES:
        yield made
        return
    last_first = range(len(made) - 1, -1, -1)
    for place in [*(place for place in last_first if made[place].kind in SHORTENINGS), len(made) - 1]:
        yield made[:place] + made[place + 1 :]


def _dated(bench: Bench, made: Sequence[Option]) -> list[Change]:
    """Return options as changes in order of time; as they are where one would bring something before the next."""
    starts = bench.context.event_spans.start
    in_time = sorted(made, key=lambda option: (option.kind == "setting", int(starts[option.rows].min())))
    changes = as_changes(bench, in_time)
    return as_changes(bench, made) if any(change.adds for change in changes) else changes


def _moment(change: Change) -> tuple[bool, datetime]:
    return change.kind == "setting", change.occurrences[0].start


def _first_found(judgement: Judgement, rules: Collection[str]) -> str:
    """Return which of these rules found something first, "" for none."""
    found = judgement.found
    first = np.flatnonzero(np.array([name in rules for name in found.rules], dtype=bool)[found.rule])[:1]
    return "".join(found.rules[number] for number in found.rule[first].tolist())


def best_first(bench: Bench, options: Sequence[Option], most: int, *, all_of_them: bool = False) -> list[Option]:
    """Return at most ``most`` options, each the best on top of those before it.

    Args:
        bench: the calendars and the rules.
        options: what can be changed.
        most: how many at most.
        all_of_them: the options are known to go together, and are only put in order.
    """
    made: list[Option] = []
    while options and len(made) < most:
        outcomes = try_nearby(bench, options, made)
        best = _best(options, outcomes)
        if best is None and not all_of_them:
            break
        made.append(options[0 if best is None else best])  # some help only together with those behind them
        # One change for one series; what brings something new, or takes too much, is not looked at again.
        kept = options if all_of_them else list(itertools.compress(options, outcomes.is_sound & outcomes.is_worth_it))
        options = [one for one in kept if one.uid != made[-1].uid and go_together(one, made[-1], bench)]
    return made


def _asks_for_focus(bench: Bench) -> set[str]:
    """Return the names of the rules that fall silent where there is time to concentrate."""
    return {one.rule.name for one in bench.rules if one.rule.mended_by_block or one.rule.reach == "focus-days"}


def _booked(context: Context, since: int, reason: str) -> Iterator[Change]:
    """Yield the longest stretch of the next days that is still free to concentrate and wants to be booked.

    Nothing is booked where focus time stands already. It removes nothing; it keeps what is there.
    """
    days, blocks = context.days, context.focus_blocks
    soon = (blocks.start >= since) & (blocks.start < since + BOOKED_AHEAD_DAYS * 86_400)
    soon &= ~context.is_likely_holiday[blocks.group]
    free = free_by_day(days, blocks.where(soon), context.event_spans.where(context.is_busy))
    long_enough = free.length >= context.agreed_seconds("focus_block")[days.calendar[free.group]]
    free = free.where(long_enough)
    if len(free.start):
        longest = int(free.length.argmax())
        start = instant_of(int(free.start[longest]))
        end = start + timedelta(seconds=min(int(free.length[longest]), LONGEST_BOOKED * 60))
        yield Change("book", "owner", occurrences=(Occurrence(start, end, start, end),), reason=reason)


def _candidates(judgement: Judgement, since: int) -> list[str]:
    """Return the series that stand in most findings, and can still change, the one with most first."""
    context, found = judgement.context, judgement.found
    series, uids = numbered(context.table.column("uid"))
    shown, finding = series[found.event], found.finding
    heavy = found.is_heavy[finding]
    shown, finding = shown[heavy], finding[heavy]
    # Each series once for a finding, however many of its occurrences show it, in the order in which they come.
    _, first = np.unique(finding * len(uids) + shown, return_index=True)
    first.sort()
    weights = np.where(found.end[finding[first]] > since, 1.0, PAST_WEIGHT)
    order, place = np.unique(shown[first], return_index=True)
    weight = np.bincount(shown[first], weights=weights, minlength=len(uids))[order]
    can_change = np.zeros(len(uids), dtype=bool)
    can_change[series[context.is_counted & (context.event_spans.start >= since)]] = True
    heaviest = order[np.lexsort((place, -weight))]  # of equals, the one that was found first
    return [str(uids[number]) for number in heaviest[can_change[heaviest]][:MOST_SERIES].tolist()]


def _best(options: Sequence[Option], outcomes: Outcomes) -> int | None:
    """Return the option that removes most for its cost, None when nothing removes anything; the first of equals."""
    if not options:
        return None
    cost = np.array([one.cost for one in options]) + outcomes.focus_cost
    worth = np.where(outcomes.is_sound & outcomes.is_worth_it, outcomes.removed / cost, 0.0)
    return int(worth.argmax()) if worth.max() > 0 else None
