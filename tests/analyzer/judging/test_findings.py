from __future__ import annotations

import numpy as np
import pytest

from analyzer.judging.findings import findings, only, ragged


def ints(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.int64)


def test_events_stand_by_finding_in_the_order_they_were_given() -> None:
    built = findings(ints(0, 0), ints(10, 20), ints(15, 25), ints(1, 2), "warning", finding=[1, 0, 1], event=[7, 5, 6])
    assert built.finding.tolist() == [0, 1, 1]
    assert built.event.tolist() == [5, 7, 6]


def test_one_value_serves_all_rows_and_evidence_follows() -> None:
    built = findings(
        ints(0, 1), ints(10, 20), ints(15, 25), ints(1, 2), "note", finding=[0, 1], event=[0, 1], calls=ints(3, 4)
    )
    assert built.rows["severity"].tolist() == ["note", "note"]
    assert built.rows["occurrences"].tolist() == [1, 1]
    assert built.rows["calls"].tolist() == [3, 4]
    assert (built.judged, built.not_judged) == ({}, {})


def test_no_finding_keeps_its_columns() -> None:
    built = findings(ints(), ints(), ints(), ints(), "warning", finding=[], event=[], calls=ints())
    assert list(built.rows.columns) == ["calendar", "start", "end", "minutes", "severity", "occurrences", "calls"]
    assert len(built.rows) == 0


def test_what_is_left_of_findings_keeps_its_events_and_the_rest_is_no_longer_judged() -> None:
    built = findings(
        ints(0, 0, 1),
        ints(10, 20, 30),
        ints(15, 25, 35),
        ints(1, 2, 3),
        "note",
        finding=[0, 1, 1, 2],
        event=[4, 5, 6, 7],
        occurrences=ints(1, 2, 1),
        judged={0: 7, 1: 3},
    )
    left = only(built, np.array([False, True, True]))
    assert left.rows.to_dict("list") == built.rows.iloc[1:].to_dict("list")
    assert left.rows.index.tolist() == [0, 1]
    assert (left.finding.tolist(), left.event.tolist()) == ([0, 0, 1], [5, 6, 7])
    assert left.judged == {0: 6, 1: 3}


@pytest.mark.parametrize(
    ("values", "group", "groups", "lists"),
    [
        ([1, 2, 3], [0, 0, 2], 3, [[1, 2], [], [3]]),
        ([1, 2], [0, 1], 2, [[1], [2]]),
        ([], [], 2, [[], []]),
        ([], [], 0, []),
        ([5], [0], 1, [[5]]),
    ],
)
def test_ragged_gives_each_group_its_values(
    values: list[int], group: list[int], groups: int, lists: list[list[int]]
) -> None:
    built = ragged(np.array(values, dtype=np.int64), np.array(group, dtype=np.intp), groups)
    assert built.tolist() == lists
