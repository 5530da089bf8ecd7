"""Runs of events that follow or overlap each other: what the rules about breaks and double bookings share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from analyzer.judging.context import Context, Mask
from analyzer.judging.findings import Findings, findings, ragged
from analyzer.time.intervals import Ints, Spans


@dataclass(frozen=True)
class Runs:
    """Intervals in order, put together in runs; a run never reaches into another group.

    Attributes:
        run: for every interval the number of its run, ascending.
        heads: position of the first interval of each run.
        gap: seconds from the latest end so far to the start of each interval, negative where they overlap; nothing
            meant by it for the first of a run.
    """

    run: npt.NDArray[np.intp]
    heads: npt.NDArray[np.intp]
    gap: Ints

    @property
    def is_head(self) -> Mask:
        """Which intervals begin a run."""
        begins = np.zeros(len(self.run), dtype=bool)
        begins[self.heads] = True
        return begins


def runs(some: Spans, gap_seconds: int | Ints) -> Runs:
    """Put intervals together: each joins the run before it when it starts less than ``gap_seconds`` after its end.

    Args:
        some: intervals ordered by group and start.
        gap_seconds: one for all, or one per interval; negative when intervals have to overlap by more than that.
    """
    size = len(some.start)
    if not size:
        nothing = np.zeros(0, dtype=np.intp)
        return Runs(nothing, nothing, np.zeros(0, dtype=np.int64))
    # Groups follow each other, so a running maximum over (group, end) never looks back into another one.
    lift = some.group * (int(some.end.max()) - int(some.start.min()) + 1)
    latest_end = np.maximum.accumulate(some.end + lift)
    gap, begins = np.zeros(size, dtype=np.int64), np.ones(size, dtype=bool)
    gap[1:] = some.start[1:] + lift[1:] - latest_end[:-1]
    begins[1:] = some.group[1:] != some.group[:-1]
    begins |= gap >= gap_seconds
    return Runs(np.cumsum(begins) - 1, np.flatnonzero(begins), gap)


@dataclass(frozen=True)
class CallChains:
    """Chains of calls: at least two, of which one starts at or after the end of another.

    Attributes:
        rows: positions in the event table of the calls that have a length, ascending.
        calls: those calls as intervals, grouped by calendar.
        runs: how they are put together; a run of one, or of calls at the same hour, is no chain.
        kept: the runs that are chains.
        start: when each chain starts.
        end: its latest end.
    """

    rows: Ints
    calls: Spans
    runs: Runs
    kept: npt.NDArray[np.intp]
    start: Ints
    end: Ints

    @property
    def minutes(self) -> Ints:
        """How long each chain lasts."""
        return np.asarray((self.end - self.start) // 60, dtype=np.int64)

    @property
    def group(self) -> Ints:
        """The calendar of each chain."""
        return self.calls.group[self.runs.heads[self.kept]]


def call_chains(context: Context) -> CallChains:
    """Return the chains of calls without a break: less than the agreed ``minimum_break`` of each calendar.

    Ask for them by ``context.once(call_chains)``, since several rules and figures speak of the same chains.
    """
    return chains_of_calls(context, context.agreed_seconds("minimum_break"))


def chains_of_calls(context: Context, break_seconds: int | Ints) -> CallChains:
    """Return the chains of calls that lie less than ``break_seconds`` apart.

    A call joins the running chain when it starts less than that after the chain's latest end. Calls at the same hour
    are a double booking and no chain; an event of no length joins none.

    Args:
        context: whose calls.
        break_seconds: one for all, or one per calendar number.
    """
    rows = np.flatnonzero(context.is_call & (context.event_spans.length > 0))
    calls = context.event_spans.where(rows)
    linked = runs(calls, break_seconds if isinstance(break_seconds, int) else break_seconds[calls.group])
    heads = linked.heads
    if not len(heads):
        return CallChains(rows, calls, linked, heads, calls.start, calls.end)
    # Most calls stand alone. Of the runs of two and more, `first` is where each begins among the calls of all of these.
    count = np.diff(np.append(heads, len(rows)))
    several = np.flatnonzero(count >= 2)
    ends = calls.end.take(np.flatnonzero(np.repeat(count >= 2, count)))
    first = np.cumsum(count[several]) - count[several]
    last_start = calls.start[heads[several] + count[several] - 1]
    is_chain = last_start >= np.minimum.reduceat(ends, first) if len(first) else first > 0
    latest_end = np.maximum.reduceat(ends, first)[is_chain] if len(first) else first
    kept = several[is_chain]
    return CallChains(rows, calls, linked, kept, calls.start[heads[kept]], latest_end)


def chain_findings(
    context: Context,
    chains: CallChains,
    chosen: npt.NDArray[np.intp],
    severity: npt.ArrayLike,
    **evidence: Any,
) -> Findings:
    """Return one finding per chosen chain; evidence: ``calls``, ``hybrid_calls``, ``breaks_minutes``, and further ones.

    The breaks stand in order; a call that begins inside another gives none.

    Args:
        context: reads the column ``hybrid``.
        chains: all of them.
        chosen: positions among the chains, ascending.
        severity: one for all, or one per chosen chain.
        evidence: further columns, one value per chosen chain.
    """
    linked, runs_chosen = chains.runs, chains.kept[chosen]
    count = np.diff(np.append(linked.heads, len(linked.run)))
    is_hybrid = context.flag("hybrid")[chains.rows]
    hybrid_calls = np.bincount(linked.run[is_hybrid], minlength=len(linked.heads))
    place = np.full(len(linked.heads), -1, dtype=np.intp)
    place[runs_chosen] = np.arange(len(runs_chosen))
    finding = place[linked.run]
    member = finding >= 0
    has_break = member & ~linked.is_head & (linked.gap >= 0)
    return findings(
        chains.group[chosen],
        chains.start[chosen],
        chains.end[chosen],
        chains.minutes[chosen],
        severity,
        finding=finding[member],
        event=chains.rows[member],
        calls=count[runs_chosen],
        hybrid_calls=hybrid_calls[runs_chosen],
        breaks_minutes=ragged(linked.gap[has_break] // 60, finding[has_break], len(runs_chosen)),
        **evidence,
    )
