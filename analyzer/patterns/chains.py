"""Runs of events that follow or overlap each other: what the rules about breaks and double bookings share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from analyzer.judging.context import Context, Mask
from analyzer.judging.findings import Findings, Severities, findings, ragged
from analyzer.time.intervals import Ints, Spans, running_max, stretches


@dataclass(frozen=True)
class Runs:
    """Intervals in order, put together in runs; a run never reaches into another group.

    Attributes:
        heads: position of the first interval of each run.
        gap: seconds from the latest end so far to the start of each interval, negative where they overlap; nothing
            meant by it for the first of a run.
    """

    heads: npt.NDArray[np.intp]
    gap: Ints

    @cached_property
    def run(self) -> npt.NDArray[np.intp]:
        """For every interval the number of its run, ascending."""
        return np.repeat(np.arange(len(self.heads)), self.count)

    @cached_property
    def count(self) -> npt.NDArray[np.intp]:
        """How many intervals each run has."""
        return np.diff(self.heads, append=len(self.gap))

    @property
    def is_head(self) -> Mask:
        """Which intervals begin a run."""
        begins = np.zeros(len(self.gap), dtype=bool)
        begins[self.heads] = True
        return begins

    def members(self, chosen: npt.NDArray[np.intp]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """Return the positions of the intervals of chosen runs, and beside each which of the chosen its run is."""
        return stretches(self.heads.take(chosen), self.count.take(chosen))


def runs(some: Spans, gap_seconds: int | Ints) -> Runs:
    """Put intervals together: each joins the run before it when it starts less than ``gap_seconds`` after its end.

    Args:
        some: intervals ordered by group and start.
        gap_seconds: one for all, or one per interval; negative when intervals have to overlap by more than that.
    """
    size = len(some.start)
    start, end = some.start, some.end
    if size and not some.is_one_group:
        # Groups follow each other, so a running maximum over (group, end) never looks back into another one.
        lift = some.group * (int(end.max()) - int(start.min()) + 1)
        start, end = start + lift, end + lift
    gap, begins = np.zeros(size, dtype=start.dtype), np.ones(size, dtype=bool)
    latest_end = running_max(end)[:-1]
    gap[1:] = start[1:] - latest_end
    # Not by the gap itself: from one calendar to a far one it may not fit into 32 bits.
    begins[1:] = latest_end <= start[1:] - (gap_seconds if isinstance(gap_seconds, int) else gap_seconds[1:])
    if not some.is_one_group:
        begins[1:] |= some.group[1:] != some.group[:-1]
    return Runs(np.flatnonzero(begins), gap)


@dataclass(frozen=True)
class CallChains:
    """Chains of calls: at least two, of which one starts at or after the end of another.

    Attributes:
        rows: positions in the event table of the calls that have a length, ascending.
        runs: how they are put together; a run of one, or of calls at the same hour, is no chain.
        kept: the runs that are chains.
        group: the calendar of each chain.
        start: when each starts.
        end: its latest end.
    """

    rows: Ints
    runs: Runs
    kept: npt.NDArray[np.intp]
    group: Ints
    start: Ints
    end: Ints

    @property
    def minutes(self) -> Ints:
        """How long each chain lasts."""
        return np.asarray((self.end - self.start) // 60, dtype=np.int64)


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
    on_line = context.events_on_line
    rows = np.flatnonzero(context.is_call & (on_line.end > on_line.start))
    calls = on_line.where(rows)  # the calendars lie further apart there than any break
    if not isinstance(break_seconds, int):
        is_shared = len(break_seconds) > 0 and bool((break_seconds == break_seconds[0]).all())
        own = context.event_spans.group
        break_seconds = int(break_seconds[0]) if is_shared else break_seconds.take(own.take(rows))
    linked = runs(calls, break_seconds)
    # Most calls stand alone. Of the runs of two and more, `first` is where each begins among the calls of all of these.
    several = np.flatnonzero(linked.count >= 2)
    members, _ = linked.members(several)
    count = linked.count.take(several)
    after = np.cumsum(count)
    first, ends = after - count, calls.end.take(members)
    last_start = calls.start.take(members.take(after - 1))
    is_chain = last_start >= np.minimum.reduceat(ends, first) if len(first) else first > 0
    chosen = np.flatnonzero(is_chain)
    kept = several.take(chosen)
    heads = linked.heads.take(kept)
    latest_end = np.maximum.reduceat(ends, first).take(chosen) if len(first) else ends
    chains = context.event_spans.where(rows.take(heads))
    return CallChains(
        rows, linked, kept, chains.group, chains.start, chains.start + (latest_end - calls.start.take(heads))
    )


def chain_findings(
    context: Context,
    chains: CallChains,
    chosen: npt.NDArray[np.intp],
    severity: Severities,
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
    member, finding = linked.members(runs_chosen)
    rows, gap = chains.rows.take(member), linked.gap.take(member)
    hybrid = np.flatnonzero(context.flag("hybrid").take(rows))
    breaks = np.flatnonzero((gap >= 0) & (np.diff(finding, prepend=-1) == 0))
    return findings(
        chains.group[chosen],
        chains.start[chosen],
        chains.end[chosen],
        chains.minutes[chosen],
        severity,
        finding=finding,
        event=rows,
        calls=linked.count[runs_chosen],
        hybrid_calls=np.bincount(finding.take(hybrid), minlength=len(chosen)),
        breaks_minutes=ragged(gap.take(breaks) // 60, finding.take(breaks), len(chosen)),
        **evidence,
    )
