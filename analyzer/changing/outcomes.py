"""What options do: each tried alone, and a change as it is told once it was made."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from analyzer.changing.change import Change, Occurrence
from analyzer.changing.options import Option
from analyzer.changing.trials import Arrangements, Bench, Found
from analyzer.events.table import sort_table
from analyzer.judging.context import Context, Mask
from analyzer.judging.metrics import measure
from analyzer.time.instants import instant_of
from analyzer.time.intervals import Ints, Spans, overlap

GAINS = ("lunches_kept", "focus_days", "focus_minutes")
"""Metrics whose rise is what a change gives back, and whose fall is what it takes."""


FOCUS_HOUR_COST, FOCUS_DAY_COST = 20, 60
"""What an hour less in one piece to concentrate asks, and a focus day less."""

MOST_JUDGED_WHOLE = 100_000
"""Events of all trials together up to which looking at fewer of them would save nothing."""

MOST_AT_ONCE = 500_000
"""Events of all trials together that are judged at once; more of them take turns, so that memory stays level."""

MOST_FOCUS_HOURS = 1.5
"""How much time in one piece to concentrate may be taken for each finding that goes."""


@dataclass(frozen=True)
class Outcomes:
    """What sets of options do, compared with the first set.

    Attributes:
        found: the arrangements, each of them one group per calendar, the one to compare with first.
        removed: how many findings that are aimed at go, for each of the others.
        is_sound: which of them bring no finding that was not there before.
        focus_cost: what each of them asks besides, in time to concentrate, comparable with the cost of an option.
        is_worth_it: which of them do not take more time to concentrate than the findings that go are worth.
    """

    found: Found
    removed: Ints
    is_sound: Mask
    focus_cost: Ints
    is_worth_it: Mask


def arrangements(bench: Bench, made: Sequence[Sequence[Option]], some: Mask | None = None) -> Arrangements:
    """Return all calendars of the bench once for each set of options, in order; each option's rows as it has them.

    Args:
        bench: the calendars.
        made: the sets.
        some: which rows to take, all of them without it.
    """
    spans = bench.context.event_spans
    people = len(bench.context.calendars)
    groups, rows, starts, ends = [], [], [], []
    for number, options in enumerate(made):
        start, end, stays = bench.placed(options)
        row = np.flatnonzero(stays if some is None else stays & some)
        groups.append(spans.group[row] + number * people)
        rows.append(row)
        starts.append(start[row])
        ends.append(end[row])
    return Arrangements(
        np.concatenate(groups),
        np.concatenate(rows),
        np.concatenate(starts),
        np.concatenate(ends),
        np.tile(np.arange(people), len(made)),
    )


def try_each(bench: Bench, options: Sequence[Option], made: Sequence[Option] = ()) -> Outcomes:
    """Judge the calendars with what is ``made``, and with each of the options besides, one at a time."""
    return compare(bench, [made, *([*made, option] for option in options)])


def try_nearby(bench: Bench, options: Sequence[Option], made: Sequence[Option] = ()) -> Outcomes:
    """Return what :func:`try_each` does but for ``found``, which lacks what no option comes near, and whole trials.

    Findings of a rule that looks no further than a day, a week or a series are the same with and without a change
    elsewhere, so in a long calendar only the weeks around the changes are judged by it.
    """
    size = max(1, MOST_AT_ONCE // max(1, len(bench.context.table)) - 1)
    if len(options) > size:
        parts = [try_nearby(bench, options[at : at + size], made) for at in range(0, len(options), size)]
        return Outcomes(
            parts[0].found,
            np.concatenate([part.removed for part in parts]),
            np.concatenate([part.is_sound for part in parts]),
            np.concatenate([part.focus_cost for part in parts]),
            np.concatenate([part.is_worth_it for part in parts]),
        )
    sets = [made, *([*made, option] for option in options)]
    if len(sets) * len(bench.context.table) <= MOST_JUDGED_WHOLE:
        return compare(bench, sets)
    is_far = bench.which("period")
    near = bench.found(arrangements(bench, sets, _nearby(bench, [*made, *options])), chosen=np.flatnonzero(~is_far))
    if not is_far.any():
        return _compared(bench, sets, near)
    # What is unsound so far stays so, whatever the rules find that look at the whole period, which takes them longest.
    sound = np.flatnonzero(np.append(True, _compared(bench, sets, near).is_sound))
    whole = bench.found(arrangements(bench, [sets[number] for number in sound]), chosen=np.flatnonzero(is_far))
    people = len(bench.context.calendars)
    group = sound[whole.group // people] * people + whole.group % people
    return _compared(bench, sets, near.with_found(replace(whole, group=group)))


def _nearby(bench: Bench, options: Sequence[Option]) -> Mask:
    """Return which rows lie in a week in which an option changes anything, or beside it, or belong to its series."""
    spans, days = bench.context.event_spans, len(bench.context.period.days())
    rows = np.concatenate([one.rows for one in options])
    times = [spans.start[rows], spans.end[rows], *(edge for one in options for edge in (one.start, one.end))]
    day = np.clip(np.searchsorted(bench.midnights, np.concatenate(times), side="right") - 1, 0, days - 1)
    week = bench.context.days.week[:days]
    is_touched = np.isin(week, week[day])
    # A change on the first morning of a week can decide what is found on the evening before it, with its own night.
    margin = 86_400 + bench.night_seconds
    begin, finish = bench.midnights[:-1][is_touched] - margin, bench.midnights[1:][is_touched] + margin
    weeks = Spans(np.zeros(len(begin), dtype=np.int64), begin, finish)
    whole = Spans(np.zeros(len(spans.start), dtype=np.int64), spans.start, np.maximum(spans.end, spans.start + 1))
    series = bench.context.series
    return np.asarray((overlap(whole, weeks) > 0) | np.isin(series, series[rows]), dtype=bool)


def compare(bench: Bench, sets: Sequence[Sequence[Option]]) -> Outcomes:
    """Judge the calendars with each set of options, and compare all with the first one."""
    return _compared(bench, sets, bench.found(arrangements(bench, sets)))


def _compared(bench: Bench, sets: Sequence[Sequence[Option]], found: Found) -> Outcomes:
    people, rules = len(bench.context.calendars), len(bench.rules)
    by_rule = found.by_rule.reshape(len(sets), people, rules)
    by_day = found.by_day.reshape(len(sets), people, rules, found.days)
    removed = (by_rule[0] - by_rule[1:])[:, :, bench.is_aim].sum(axis=(1, 2))
    is_worse = _brings_new(found, len(sets), people)
    is_sound = ~(is_worse | _is_only_fuller(bench, found, by_day))
    hours, whole_days = _focus(found.context, len(sets))
    cost = np.maximum(FOCUS_HOUR_COST * hours + FOCUS_DAY_COST * whole_days, 0).astype(np.int64)
    is_worth_it = (removed == 0) | (hours <= MOST_FOCUS_HOURS * _counted_once(bench, by_rule))
    return Outcomes(found, removed, is_sound, np.asarray(cost, dtype=np.int64), np.asarray(is_worth_it, dtype=bool))


def _counted_once(bench: Bench, by_rule: Ints) -> Ints:
    """Return, for all sets but the first, how many findings that are aimed at go, what is seen from two sides once.

    What the owner plans in lunch or in the evening is found as what it does to the owner and as what it does to others.
    Of several calendars each side is somebody's.
    """
    gone = by_rule[0] - by_rule[1:]
    if gone.shape[1] > 1:
        return np.asarray(gone[:, :, bench.is_aim].sum(axis=(1, 2)), dtype=np.int64)
    is_own = np.array([one.rule.audience == ("self",) for one in bench.rules], dtype=bool)
    own, shared = (gone[:, :, bench.is_aim & side].sum(axis=(1, 2)) for side in (is_own, ~is_own))
    return np.asarray(np.maximum(own, shared), dtype=np.int64)


def _brings_new(found: Found, sets: int, people: int) -> Mask:
    """Return, for all sets but the first, which bring a finding about a day, week or series that had fewer of it."""
    # What a finding is, apart from the set it is found in, as one number; nothing is about less than -1.
    about = found.about + 1
    packed = ((found.group % people) * found.rules + found.rule) * (int(about.max(initial=0)) + 1) + about
    kinds, kind = np.unique(packed, return_inverse=True)
    number, size = found.group // people, max(len(kinds), 1)
    counts = np.bincount(number * size + kind, minlength=sets * size).reshape(sets, size)
    return np.asarray((counts[1:] > counts[0]).any(axis=1), dtype=bool)


def _focus(context: Context, sets: int) -> tuple[npt.NDArray[np.float64], Ints]:
    """Return, for all sets but the first, how many hours of focus blocks and how many focus days less they leave."""
    days = context.days
    blocks, groups = context.focus_blocks, len(context.calendars)
    hours = np.bincount(days.calendar[blocks.group], weights=blocks.length, minlength=groups) / 3600
    whole_days = np.bincount(days.calendar[context.is_focus_day], minlength=groups)
    by_set, days_by_set = (each.reshape(sets, -1).sum(axis=1) for each in (hours, whole_days))
    return by_set[0] - by_set[1:], days_by_set[0] - days_by_set[1:]


def judged(bench: Bench, options: Sequence[Option]) -> tuple[int, bool]:
    """Return how many findings go when all these options are made, and whether they bring none and go together."""
    if not options:
        return 0, True
    outcomes = compare(bench, [[], options])
    apart = all(go_together(one, other, bench) for one, other in itertools.combinations(options, 2))
    return int(outcomes.removed[0]), bool(outcomes.is_sound[0]) and apart


def _is_only_fuller(bench: Bench, found: Found, by_day: Ints) -> Mask:
    """Return which options silence a rule on a day that is no better for it: it has no focus block, only more meeting.

    A day cut to pieces that becomes a day of meetings is no gain.
    """
    wants_block = np.array([one.rule.mended_by_block for one in bench.rules], dtype=bool)
    mended = has_room(found.context).reshape(by_day.shape[0], by_day.shape[1], 1, by_day.shape[3])
    gone = by_day[1:, :, wants_block] < by_day[0, :, wants_block].swapaxes(0, 1)
    return np.asarray((gone & ~mended[1:]).any(axis=(1, 2, 3)), dtype=bool)


def has_room(context: Context) -> Mask:
    """Return which days are not cut to pieces: they have a focus block, or fewer than two meetings."""
    rooms = context.meeting_counts < 2
    rooms[context.focus_blocks.group] = True
    return np.asarray(rooms, dtype=bool)


def go_together(one: Option, other: Option, bench: Bench) -> bool:
    """Return whether two options change different events, and leave none of them where the other one is put."""
    if not set(one.rows.tolist()).isdisjoint(other.rows.tolist()):
        return False
    if one.is_gone or other.is_gone or not len(one.rows) or not len(other.rows):
        return True
    # Most of many pairs lie weeks apart, which is seen at once.
    if one.start.min() >= other.end.max() or other.start.min() >= one.end.max():
        return True
    group = bench.context.event_spans.group
    placed = (Spans(group[option.rows], option.start, option.end) for option in (one, other))
    return not overlap(*placed).any()


def applied(bench: Bench, options: Sequence[Option]) -> Bench:
    """Return the bench on which the options are made."""
    start, end, stays = bench.placed(options)
    return bench.with_table(sort_table(bench.with_times(bench.context.table, start, end).take(stays)))


def as_changes(bench: Bench, options: Sequence[Option]) -> list[Change]:
    """Return options as changes, each with what judging again gives on top of those before it."""
    if not options:
        return []
    stages = len(options) + 1
    found = bench.found(arrangements(bench, [options[:made] for made in range(stages)]))
    counts = found.by_rule.reshape(stages, -1, len(bench.rules)).sum(axis=1)
    metrics = measure(found.context, [])
    gains = np.array([[row[name] for name in GAINS] for row in metrics]).reshape(stages, -1, len(GAINS)).sum(axis=1)
    changes = []
    for number, option in enumerate(options):
        less, rise = counts[number] - counts[number + 1], gains[number + 1] - gains[number]
        changes.append(
            _as_change(
                option,
                bench,
                dict(zip((one.rule.name for one in bench.rules), less.tolist(), strict=True)),
                dict(zip(GAINS, rise.tolist(), strict=True)),
            )
        )
    return changes


def _as_change(option: Option, bench: Bench, less: Mapping[str, int], rise: Mapping[str, int]) -> Change:
    removes = {name: count for name, count in less.items() if count > 0}
    told = {one.rule.name for one in bench.rules if one.rule.because}
    own = {one.rule.name for one in bench.rules if one.rule.audience == ("self",)}
    first_said = {one.rule.name for one in bench.rules if one.rule.speaks_first}
    title = bench.context.table.column("title")[option.rows[0]]
    return Change(
        kind=option.kind,
        actor=option.actor,
        uid=option.uid,
        title=title if option.uid else "",
        occurrences=_occurrences(option, bench),
        # Of two rules with as many, the one that gives a reason fit for others, best one that weighs with them.
        reason=min(
            removes,
            key=lambda name: (-removes[name], name not in told, name in own, name not in first_said, name),
            default="",
        ),
        removes=removes,
        adds={name: -count for name, count in less.items() if count < 0},
        gains={name: more for name, more in rise.items() if more > 0},
        losses={name: -more for name, more in rise.items() if more < 0},
    )


def _occurrences(option: Option, bench: Bench) -> tuple[Occurrence, ...]:
    """Return what changes, each occurrence once however many calendars hold it."""
    spans = bench.context.event_spans
    columns = (spans.start[option.rows], spans.end[option.rows], option.start, option.end)
    distinct = np.unique(np.stack(columns, axis=1), axis=0).tolist()
    placed = [[instant_of(seconds) for seconds in row] for row in distinct]
    if option.is_gone:
        return tuple(Occurrence(start, end) for start, end, _, _ in placed)
    return tuple(Occurrence(*row) for row in placed)
