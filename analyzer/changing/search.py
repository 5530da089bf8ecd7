"""The search for what to change first: try a change, judge again, keep what removes most for least disturbance.

Every candidate is one series, one coming meeting, or the setting that shortens the meetings one plans. Tried are:
shorten it, move it to the nearest free slot that suits the owner, and go without it. The best is taken as made before
the next is sought, so that the changes do not count the same finding twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

import numpy as np
import numpy.typing as npt
import pandas as pd

from analyzer.changing.change import Actor, Change, ChangeKind
from analyzer.events.table import sort_table
from analyzer.judging.context import Context
from analyzer.judging.engine import Judgement
from analyzer.judging.exceptions import Ignore, excepted_findings
from analyzer.judging.metrics import measure
from analyzer.judging.rule import ActiveRule
from analyzer.time.intervals import Ints, Spans, overlap, subtract

MOST_CHANGES = 3
MOST_CANDIDATES = 8
"""Only the series that stand in most findings are tried, so that the search stays quick."""

DISTURBANCE: dict[ChangeKind, float] = {"shorten-all": 1.0, "shorten": 1.0, "move": 1.25, "drop": 2.0}
"""What a change asks of people: the findings it removes are divided by this; going without a meeting asks most."""

SLOT_SECONDS = 15 * 60
SAME_DAY_SLOTS = 32
DAYS_AWAY = (1, -1, 2, -2, 3, -3)
SLOTS_TRIED = 2
"""Of the free slots nearest to the old one, this many are judged."""

GAINS = ("lunches_kept", "focus_days", "focus_minutes")
"""Metrics whose rise is what a change gives back."""

Rows = npt.NDArray[np.intp]


@dataclass(frozen=True)
class _Search:
    """What stays the same while changes are tried."""

    rules: Sequence[ActiveRule]
    exceptions: Sequence[Ignore]
    changeable: set[str]
    today: date


@dataclass(frozen=True)
class _Trial:
    change: Change
    context: Context
    counts: Counter[str]
    worth: float


def find_changes(judgement: Judgement, today: date) -> list[Change]:
    """Return at most three changes, the best first, for the first calendar of ``judgement``.

    Args:
        judgement: what was found; findings of severity note are left aside.
        today: what starts on it or later can still change. When the whole period is past, its series count as a
            pattern that goes on.
    """
    rules = [active for active in judgement.rules if active.rule.severity != "note" and _ran(active, judgement)]
    heavy = [finding for finding in judgement.findings if finding.severity != "note"]
    if not heavy or not rules:
        return []
    context = judgement.context
    involved: Counter[str] = Counter()
    uids = context.table["uid"].tolist()
    for finding in heavy:
        involved.update(list(dict.fromkeys(uids[row] for row in finding.events)))  # ordered: ties fall alike
    search = _Search(rules, judgement.exceptions, _changeable(context, today), today)
    candidates = [uid for uid, _ in involved.most_common() if uid in search.changeable][:MOST_CANDIDATES]
    changes: list[Change] = []
    counts = _counts(context, rules, search)
    stale: dict[str, float] = dict.fromkeys(["", *candidates], float("inf"))
    while len(changes) < MOST_CHANGES and stale:
        best = _best(context, search, counts, stale)
        if best is None:
            break
        gains = _gains(context, best.context)
        changes.append(replace(best.change, gains=gains))
        context, counts = best.context, best.counts
        del stale[best.change.uid]
    return changes


def _ran(active: ActiveRule, judgement: Judgement) -> bool:
    return all(failed.name != active.rule.name for failed in judgement.failed)


def _best(context: Context, search: _Search, counts: Counter[str], stale: dict[str, float]) -> _Trial | None:
    """Return the best trial; what a candidate was worth before bounds what it is worth now, so few are tried again."""
    best: _Trial | None = None
    for uid in sorted(stale, key=lambda one: -stale[one]):
        if best is not None and stale[uid] <= best.worth:
            break
        trials = _trials(uid, context, search, counts)
        top = next((trial for trial in trials if _breaks_nothing_else(trial, search, counts)), None)
        stale[uid] = top.worth if top else 0.0
        if top is not None and (best is None or top.worth > best.worth):
            best = top
    for uid in [one for one, worth in stale.items() if worth <= 0]:
        del stale[uid]
    return best


def _changeable(context: Context, today: date) -> set[str]:
    """Return the uids of counted meetings that can still change."""
    table = context.table[context.is_counted]
    is_past_period = context.period.last < today
    coming = table["start_local"] >= pd.Timestamp(today)
    chosen = table["recurring"] if is_past_period else coming
    return set(table.loc[chosen, "uid"])


def _trials(uid: str, context: Context, search: _Search, counts: Counter[str]) -> list[_Trial]:
    """Return what can be tried with a candidate and removes something, the best first."""
    trials = []
    broken = [active for active in search.rules if counts[active.rule.name]]
    for change, table in _candidates(uid, context, search):
        trial_context = _with_table(context, table)
        after = _counts(trial_context, broken, search)
        removed = {name: counts[name] - after[name] for name in after if counts[name] != after[name]}
        if removed and min(removed.values()) > 0:
            worth = sum(removed.values()) / DISTURBANCE[change.kind]
            trials.append(_Trial(replace(change, removed=removed), trial_context, after, worth))
    return sorted(trials, key=lambda trial: -trial.worth)


def _breaks_nothing_else(trial: _Trial, search: _Search, counts: Counter[str]) -> bool:
    """Return whether every rule that found nothing before still finds nothing."""
    kept = [active for active in search.rules if not counts[active.rule.name]]
    return not any(_counts(trial.context, kept, search).values())


def _candidates(uid: str, context: Context, search: _Search) -> Iterator[tuple[Change, pd.DataFrame]]:
    table = context.table
    if not uid:
        mine = context.is_counted & table["organized_by_owner"].to_numpy(dtype=bool)
        rows = np.flatnonzero(mine & table["uid"].isin(search.changeable).to_numpy(dtype=bool))
        shorter = _shorter(table, rows)
        if len(shorter[0]):
            yield Change("shorten-all", "setting", occurrences=len(shorter[0])), _ending_earlier(table, *shorter)
        return
    rows = np.flatnonzero(context.is_counted & (table["uid"].to_numpy() == uid))
    if not len(rows):
        return
    first = table.iloc[rows[0]]
    actor: Actor = "owner" if first["organized_by_owner"] else "organizer"
    base = Change("drop", actor, uid, str(first["title"]), len(rows), first["start"])
    shorter = _shorter(table, rows)
    if len(shorter[0]):
        minutes = int(context.event_spans.length[rows[0]] - shorter[1][0]) // 60
        yield replace(base, kind="shorten", new_minutes=minutes), _ending_earlier(table, *shorter)
    for shift in _free_shifts(context, rows, search.today):
        new_start = first["start"] + pd.Timedelta(seconds=shift)
        yield replace(base, kind="move", new_start=new_start), _moved(table, rows, shift)
    if (table["people_count"].iloc[rows] <= 2).any():
        return  # nobody is asked to skip a meeting of two
    kept = np.ones(len(table), dtype=bool)
    kept[rows] = False
    yield base, table[kept].reset_index(drop=True)


def _shorter(table: pd.DataFrame, rows: Rows) -> tuple[Rows, Ints]:
    """Return which rows the calendars' own setting would shorten, and by how many seconds.

    Google's "speedy meetings" and Outlook's "end early" take 5 minutes from meetings under an hour and 10 from longer.
    """
    length = (table["end"] - table["start"]).to_numpy(dtype="timedelta64[s]").astype(np.int64)[rows]
    long_enough = length >= 30 * 60
    return rows[long_enough], np.where(length >= 60 * 60, 600, 300)[long_enough]


def _ending_earlier(table: pd.DataFrame, rows: Rows, seconds: Ints) -> pd.DataFrame:
    delta = np.zeros(len(table), dtype=np.int64)
    delta[rows] = seconds
    step = pd.Series(delta.astype("timedelta64[s]"), index=table.index)
    return sort_table(table.assign(end=table["end"] - step, end_local=table["end_local"] - step))


def _moved(table: pd.DataFrame, rows: Rows, seconds: int) -> pd.DataFrame:
    delta = np.zeros(len(table), dtype=np.int64)
    delta[rows] = seconds
    step = pd.Series(delta.astype("timedelta64[s]"), index=table.index)
    columns = ("start", "end", "start_local", "end_local")
    return sort_table(table.assign(**{column: table[column] + step for column in columns}))


def _free_shifts(context: Context, rows: Rows, today: date) -> Iterator[int]:
    """Yield the shifts, in seconds, that bring every occurrence into free working time, the nearest first.

    What is still to come does not move into the past.
    """
    midnight = int(datetime.combine(today, time(), context.zone).timestamp())
    spans, days = context.event_spans, context.days
    mine = np.zeros(len(context.table), dtype=bool)
    mine[rows] = True
    busy = spans.where(context.is_busy & ~mine)
    working = subtract(days.calendar_of(days.working_time), days.calendar_of(context.better_left_free))
    moving = spans.where(rows)
    same_day = [sign * step * SLOT_SECONDS for step in range(1, SAME_DAY_SLOTS + 1) for sign in (1, -1)]
    found = 0
    for shift in [*same_day, *(days_away * 86_400 for days_away in DAYS_AWAY)]:
        moved = Spans(moving.group, moving.start + shift, moving.end + shift)
        fits = overlap(moved, working) == moved.length
        fits &= (moved.start >= midnight) | (moving.start < midnight)
        if fits.all() and not overlap(moved, busy).any():
            yield shift
            found += 1
            if found == SLOTS_TRIED:
                return


def _with_table(context: Context, table: pd.DataFrame) -> Context:
    """Return the context of a changed table; meetings that change leave the days as they are."""
    changed = Context(context.period, context.zone, context.calendars, context.agreements, table)
    changed.__dict__["days"] = context.days
    return changed


def _counts(context: Context, rules: Sequence[ActiveRule], search: _Search) -> Counter[str]:
    """Return how many findings, notes aside, each of ``rules`` has."""
    counts: Counter[str] = Counter()
    for active in rules:
        result = active.rule.find(context.table, context, active.settings)
        excepted, _ = excepted_findings(active.rule.name, result, context.table, search.exceptions)
        severities = result.rows["severity"].tolist()
        counts[active.rule.name] = sum(
            severity != "note" and why is None for severity, why in zip(severities, excepted, strict=True)
        )
    return counts


def _gains(before: Context, after: Context) -> dict[str, int]:
    old, new = measure(before, [])[0], measure(after, [])[0]
    return {name: new[name] - old[name] for name in GAINS if new[name] > old[name]}
