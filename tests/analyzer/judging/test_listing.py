"""A list of findings as columns is the list one would make of them one by one."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from working_weeks import drawn

from analyzer.judging.findings import Findings, findings
from analyzer.judging.listing import Finding, Listing

Told = tuple[str, int, int, int, str, tuple[int, ...], int]
"""Rule, calendar, start, end, severity, events, and a number as evidence."""


def told(number: int) -> st.SearchStrategy[Told]:
    few = st.integers(0, 1)
    events = st.lists(st.integers(0, 3), unique=True, max_size=3).map(tuple)
    severity = st.sampled_from(["note", "warning", "error"])
    return st.tuples(st.sampled_from(["b-rule", "a-rule", "c-rule"]), few, few, few, severity, events, st.just(number))


lists_told = st.integers(0, 12).flatmap(lambda size: st.tuples(*(told(number) for number in range(size))))


def found_by(name: str, all_told: tuple[Told, ...]) -> Findings:
    some = [one for one in all_told if one[0] == name]
    shown = [(place, event) for place, one in enumerate(some) for event in one[5]]
    columns = [np.array([one[field] for one in some], dtype=np.int64) for field in (1, 2, 3)]
    return findings(
        *columns,
        [one[6] * 5 for one in some],
        np.array([one[4] for one in some], dtype=object),
        finding=[place for place, _ in shown],
        event=[event for _, event in shown],
        occurrences=[one[6] + 1 for one in some],
        **({"number": [one[6] for one in some]} if name != "c-rule" else {}),
    )


def listing_of(all_told: tuple[Told, ...]) -> Listing:
    names = list(dict.fromkeys(one[0] for one in all_told))
    return Listing.together([Listing.of_rule(name, found_by(name, all_told)) for name in names])


def objects_of(all_told: tuple[Told, ...]) -> list[Finding]:
    """Return the findings one by one, each rule's behind those of the rule before it."""

    def instant(seconds: int) -> pd.Timestamp:
        return pd.Timestamp(seconds, unit="s", tz="UTC")

    names = list(dict.fromkeys(one[0] for one in all_told))
    return [
        Finding(
            rule, severity, calendar, instant(start), instant(end), number * 5, number + 1,
            {"number": number} if rule != "c-rule" else {}, tuple(sorted(events)),
        )
        for name in names
        for rule, calendar, start, end, severity, events, number in all_told
        if rule == name
    ]  # fmt: skip


def place_of(one: Finding) -> tuple[Any, ...]:
    return one.calendar, one.start, one.rule, one.end, one.events


@given(all_told=lists_told)
@drawn(60)
def test_columns_are_the_findings_one_by_one(all_told: tuple[Told, ...]) -> None:
    listing, objects = listing_of(all_told), objects_of(all_told)
    assert listing.findings == objects
    assert len(listing) == len(objects)
    assert listing.is_heavy.tolist() == [one.severity != "note" for one in objects]
    assert [tuple(rows) for rows in listing.members()] == [one.events for one in objects]
    assert [(place, row) for place, one in enumerate(objects) for row in one.events] == [
        *zip(listing.finding.tolist(), listing.event.tolist(), strict=True)
    ]


@given(all_told=lists_told)
@drawn(100)
def test_order_is_total_and_findings_alike_in_it_stay_in_theirs(all_told: tuple[Told, ...]) -> None:
    assert listing_of(all_told).ordered().findings == sorted(objects_of(all_told), key=place_of)


@given(all_told=lists_told, data=st.data())
@drawn(60)
def test_some_of_a_list_and_lists_behind_each_other(all_told: tuple[Told, ...], data: st.DataObject) -> None:
    listing, objects = listing_of(all_told), objects_of(all_told)
    chosen = data.draw(st.lists(st.booleans(), min_size=len(objects), max_size=len(objects)))
    mask = np.array(chosen, dtype=bool)
    kept = [one for one, is_kept in zip(objects, chosen, strict=True) if is_kept]
    left = [one for one, is_kept in zip(objects, chosen, strict=True) if not is_kept]
    assert listing.at(mask).findings == kept
    assert Listing.together([listing.at(~mask), listing.at(mask)]).findings == [*left, *kept]
    order = data.draw(st.permutations(range(len(objects))))
    assert listing.at(np.array(order, dtype=np.int64)).findings == [objects[place] for place in order]


def test_empty_list_is_a_list() -> None:
    empty = Listing.empty()
    assert (len(empty), empty.findings, len(Listing.together([])), len(empty.ordered())) == (0, [], 0, 0)
    assert Listing.together([empty, empty]).findings == []
