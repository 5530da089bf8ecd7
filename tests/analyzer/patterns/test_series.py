from __future__ import annotations

import numpy as np
from event_rows import context_of, events, together

from analyzer.patterns.series import findings_per_series

WEEK = events(
    "mon,wed 10:00-11:00 Weekly | series=w",
    "tue 09:00-09:30 Once | uid=o",
    "fri 10:00-10:30 Weekly | series=w",
)


def test_a_series_is_one_finding_with_the_total_of_its_occurrences() -> None:
    context = context_of(WEEK)
    rows = np.arange(4)
    found = findings_per_series(
        context, rows, context.event_spans.length, "note", largest={"people": np.array([2, 9, 4, 3])}
    )
    by_uid = {WEEK["uid"][found.event[found.finding == one][0]]: one for one in range(len(found.rows))}
    weekly, once = found.rows.loc[by_uid["w"]], found.rows.loc[by_uid["o"]]
    assert (weekly["minutes"], weekly["occurrences"], weekly["people"]) == (150, 3, 4)
    assert (once["minutes"], once["occurrences"], once["people"]) == (30, 1, 9)
    assert weekly["start"] == context.event_spans.start[0]


def test_the_same_series_in_two_calendars_is_two_findings() -> None:
    table = together(WEEK, events("mon 10:00-11:00 Weekly | series=w", calendar="bo@example.org"))
    context = context_of(table)
    rows = np.flatnonzero(table["uid"].to_numpy() == "w")
    found = findings_per_series(context, rows, context.event_spans.length[rows], "note")
    assert found.rows[["calendar", "minutes", "occurrences"]].to_numpy().tolist() == [[0, 150, 3], [1, 60, 1]]


def test_no_rows_give_no_findings() -> None:
    context = context_of(WEEK)
    none = np.zeros(0, dtype=np.int64)
    assert len(findings_per_series(context, none, none, "note", largest={"people": none}).rows) == 0
