"""Findings: places where a rule is broken, with the events that show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from analyzer.time.intervals import Ints

Severity = Literal["note", "warning", "error"]
SEVERITIES: tuple[Severity, ...] = ("note", "warning", "error")
"""From light to heavy."""

FIXED = ("calendar", "start", "end", "minutes", "severity", "occurrences")
"""The columns every rule gives; all further columns are its own evidence."""


@dataclass(frozen=True)
class Findings:
    """What one rule found: arrays with one element per finding.

    Attributes:
        calendar: number of the calendar.
        start: seconds since 1970, UTC.
        end: likewise, exclusive.
        minutes: the number that weighs it.
        severity: str.
        occurrences: how many occurrences of a series it speaks of.
        evidence: the rule's own columns.
        finding: for every event that shows a finding, the position of the finding, ascending.
        event: the position of that event in the event table.
        judged: how many events the rule judged, per calendar number; empty when the rule gives no share.
        not_judged: how many events it could not judge, by reason.
    """

    calendar: Ints
    start: Ints
    end: Ints
    minutes: Ints
    severity: npt.NDArray[np.object_]
    occurrences: Ints
    evidence: Mapping[str, Any]
    finding: npt.NDArray[np.intp]
    event: npt.NDArray[np.intp]
    judged: Mapping[int, int] = field(default_factory=dict)
    not_judged: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def rows(self) -> pd.DataFrame:
        """One row per finding: the columns of :data:`FIXED`, and the evidence; made when somebody asks for it."""
        return pd.DataFrame({name: getattr(self, name) for name in FIXED} | dict(self.evidence))

    def __len__(self) -> int:
        return len(self.calendar)


def findings(
    calendar: Ints,
    start: Ints,
    end: Ints,
    minutes: npt.ArrayLike,
    severity: npt.ArrayLike | Severity,
    *,
    finding: npt.ArrayLike,
    event: npt.ArrayLike,
    occurrences: npt.ArrayLike | int = 1,
    judged: Mapping[int, int] | None = None,
    not_judged: Mapping[str, int] | None = None,
    **evidence: Any,
) -> Findings:
    """Build :class:`Findings` from arrays, one element per finding.

    Args:
        calendar: number of the calendar.
        start: seconds since 1970, UTC.
        end: seconds since 1970, UTC.
        minutes: whole minutes, the number that weighs the finding.
        severity: one for all, or one each.
        finding: with ``event``: which finding each event shows.
        event: positions in the event table.
        occurrences: how many occurrences of a series the finding speaks of.
        judged: events judged per calendar number.
        not_judged: events not judged by reason.
        evidence: further columns, one value per finding.
    """
    size = len(calendar)
    for name, values in evidence.items():
        if not isinstance(values, str) and hasattr(values, "__len__") and len(values) != size:
            raise ValueError(f"{name} has {len(values)} values for {size} findings")
    members = np.asarray(finding, dtype=np.intp)
    order = np.argsort(members, kind="stable")
    return Findings(
        np.asarray(calendar, dtype=np.int64),
        np.asarray(start, dtype=np.int64),
        np.asarray(end, dtype=np.int64),
        np.asarray(minutes, dtype=np.int64),
        np.broadcast_to(np.asarray(severity, dtype=object), size),
        np.broadcast_to(np.asarray(occurrences, dtype=np.int64), size),
        evidence,
        members[order],
        np.asarray(event, dtype=np.intp)[order],
        judged or {},
        not_judged or {},
    )


def only(result: Findings, kept: npt.NDArray[np.bool_]) -> Findings:
    """Return the findings that ``kept`` chooses; what is left out no longer counts as judged either."""
    place = np.cumsum(kept) - 1
    members = kept[result.finding]
    judged = dict(result.judged)
    for calendar, occurrences in zip(result.calendar[~kept].tolist(), result.occurrences[~kept].tolist(), strict=True):
        if calendar in judged:
            judged[calendar] -= occurrences
    left = result.rows[kept].reset_index(drop=True)
    return Findings(
        **{name: left[name].to_numpy() for name in FIXED},
        evidence={name: left[name] for name in result.evidence},
        finding=place[result.finding[members]].astype(np.intp),
        event=result.event[members],
        judged=judged,
        not_judged=result.not_judged,
    )


def ragged(values: npt.NDArray[Any], group: npt.NDArray[np.intp], groups: int) -> npt.NDArray[np.object_]:
    """Return for each group the list of its values, in their order; ``group`` is ascending."""
    cuts = np.searchsorted(group, np.arange(1, groups))
    lists = np.empty(groups, dtype=object)
    lists[:] = [part.tolist() for part in np.split(values, cuts)] if groups else []
    return lists
