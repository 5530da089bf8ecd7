"""Findings: places where a rule is broken, with the events that show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt

from analyzer.time.intervals import Ints

if TYPE_CHECKING:
    import pandas as pd

Severity = Literal["note", "warning", "error"]
SEVERITIES: tuple[Severity, ...] = ("note", "warning", "error")
"""From light to heavy."""

Severities = npt.NDArray[np.object_] | Severity
"""One for each finding, or one for all."""

FIXED = ("calendar", "start", "end", "minutes", "severity", "occurrences")
"""The columns every rule gives; all further columns are its own evidence."""


@dataclass(frozen=True)
class Findings:
    """What one rule found.

    Attributes:
        columns: arrays of equal length, one element per finding: ``calendar`` (number of the calendar), ``start`` and
            ``end`` (seconds since 1970, UTC), ``minutes`` (int), ``severity``, ``occurrences`` (int), and the rule's
            own evidence.
        finding: for every event that shows a finding, the position of the finding in ``rows``, ascending.
        event: the position of that event in the event table.
        judged: how many events the rule judged, per calendar number; empty when the rule gives no share.
        not_judged: how many events it could not judge, by reason.
    """

    columns: Mapping[str, npt.NDArray[Any]]
    finding: npt.NDArray[np.intp]
    event: npt.NDArray[np.intp]
    judged: Mapping[int, int] = field(default_factory=dict)
    not_judged: Mapping[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.calendar)

    @property
    def calendar(self) -> Ints:
        """The number of the calendar of each finding."""
        return self.columns["calendar"]

    @property
    def start(self) -> Ints:
        """When each begins, in seconds since 1970, UTC."""
        return self.columns["start"]

    @property
    def end(self) -> Ints:
        """When each ends, likewise, exclusive."""
        return self.columns["end"]

    @property
    def minutes(self) -> Ints:
        """The number that weighs each."""
        return self.columns["minutes"]

    @property
    def severity(self) -> npt.NDArray[np.object_]:
        """How heavy each is."""
        return self.columns["severity"]

    @property
    def occurrences(self) -> Ints:
        """How many occurrences of a series each speaks of."""
        return self.columns["occurrences"]

    @property
    def evidence(self) -> Mapping[str, npt.NDArray[Any]]:
        """The rule's own columns."""
        return {name: values for name, values in self.columns.items() if name not in FIXED}

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The columns as one table; made when it is asked for, since that costs more than many a rule."""
        import pandas as pd

        return pd.DataFrame(dict(self.columns))


_MANY = np.iinfo(np.intp).max // 64
_ALL_OF = {severity: np.broadcast_to(np.array(severity, dtype=object), _MANY) for severity in SEVERITIES}
_ALL_ONE: Ints = np.broadcast_to(np.int64(1), _MANY)
"""As many as anybody asks for, which take the room of one. To cut off some costs less than to make them each time."""


def severities(is_heavier: npt.NDArray[np.bool_], heavy: Severity, light: Severity) -> npt.NDArray[np.object_]:
    """Return ``heavy`` where a finding is heavier, and ``light`` elsewhere."""
    return np.array([light, heavy], dtype=object).take(is_heavier)


def findings(
    calendar: Ints,
    start: Ints,
    end: Ints,
    minutes: npt.ArrayLike,
    severity: Severities,
    *,
    finding: npt.ArrayLike,
    event: npt.ArrayLike,
    occurrences: Ints | None = None,
    judged: Mapping[int, int] | None = None,
    not_judged: Mapping[str, int] | None = None,
    **evidence: Any,
) -> Findings:
    """Build :class:`Findings` from arrays, one element per finding.

    Args:
        calendar: number of the calendar.
        start: seconds since 1970, UTC.
        end: seconds since 1970, UTC.
        minutes: whole minutes, the number that weighs the finding; one for all, or one each.
        severity: one for all, or one each.
        finding: with ``event``: which finding each event shows.
        event: positions in the event table.
        occurrences: how many occurrences of a series each finding speaks of; of one without it.
        judged: events judged per calendar number.
        not_judged: events not judged by reason.
        evidence: further columns, one value for all or one per finding.
    """
    size = len(calendar)
    fixed = {
        "calendar": np.asarray(calendar, dtype=np.int64),
        "start": np.asarray(start, dtype=np.int64),
        "end": np.asarray(end, dtype=np.int64),
        "minutes": np.asarray(minutes, dtype=np.int64),
        "severity": _ALL_OF[severity][:size] if isinstance(severity, str) else np.asarray(severity, dtype=object),
        "occurrences": _ALL_ONE[:size] if occurrences is None else np.asarray(occurrences, dtype=np.int64),
    }
    given = {**fixed, **{name: np.asarray(values) for name, values in evidence.items()}}
    columns = {name: values if values.ndim else np.broadcast_to(values, size) for name, values in given.items()}
    if any(len(values) != size for values in columns.values()):
        raise ValueError("columns of findings differ in length")
    members, events = np.asarray(finding, dtype=np.intp), np.asarray(event, dtype=np.intp)
    if not (members[1:] >= members[:-1]).all():
        order = np.argsort(members, kind="stable")
        members, events = members[order], events[order]
    return Findings(
        columns,
        members,
        events,
        judged or {},
        not_judged or {},
    )


def only(result: Findings, kept: npt.NDArray[np.bool_]) -> Findings:
    """Return the findings that ``kept`` chooses; what is left out no longer counts as judged either."""
    place = np.cumsum(kept) - 1
    members = kept[result.finding]
    judged = dict(result.judged)
    gone = (result.columns[name][~kept].tolist() for name in ("calendar", "occurrences"))
    for calendar, occurrences in zip(*gone, strict=True):
        if calendar in judged:
            judged[calendar] -= occurrences
    return Findings(
        {name: values[kept] for name, values in result.columns.items()},
        place[result.finding[members]].astype(np.intp),
        result.event[members],
        judged,
        result.not_judged,
    )


def ragged(values: npt.NDArray[Any], group: npt.NDArray[np.intp], groups: int) -> npt.NDArray[np.object_]:
    """Return for each group the list of its values, in their order; ``group`` is ascending."""
    cuts = np.append(0, np.cumsum(np.bincount(group, minlength=groups))).tolist()
    flat = values.tolist()
    # Cut by what is written in C: there are as many lists as findings.
    return np.fromiter(map(flat.__getitem__, map(slice, cuts[:-1], cuts[1:])), dtype=object, count=groups)
