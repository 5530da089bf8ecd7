"""Interval arithmetic against a slow reading: every group is a set of seconds."""

from __future__ import annotations

from itertools import groupby, pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.time.intervals import (
    Line,
    Spans,
    Windows,
    gaps,
    intersect,
    is_meeting_any,
    longest_gaps,
    merge,
    met_windows,
    overlap,
    pairs,
    pieces,
    spans,
    stretches,
    subtract,
    total,
)

ORIGIN = 1_790_000_000
"""Real calendars lie far from zero."""

GROUPS = 3

Rows = list[tuple[int, int, int]]

row = st.tuples(st.integers(0, GROUPS - 1), st.integers(0, 40), st.integers(0, 12)).map(
    lambda one: (one[0], ORIGIN + one[1], ORIGIN + one[1] + one[2])
)
rows = st.lists(row, max_size=12)


def build(some: Rows) -> Spans:
    return spans(*zip(*some, strict=True)) if some else spans([], [], [])


def seconds_of(some: Rows | Spans) -> dict[int, set[int]]:
    read = zip(*(part.tolist() for part in some), strict=True) if isinstance(some, Spans) else some
    covered: dict[int, set[int]] = {group: set() for group in range(GROUPS)}
    for group, start, end in read:
        covered[group].update(range(start, end))
    return covered


def assert_disjoint_and_ordered(some: Spans) -> None:
    listed = list(zip(*(part.tolist() for part in some), strict=True))
    assert listed == sorted(listed)
    assert all(start < end for _, start, end in listed)
    for _, members in groupby(listed, key=lambda one: one[0]):
        assert all(earlier[2] < later[1] for earlier, later in pairwise(members))


@given(rows)
def test_merge_covers_the_same_seconds_in_pieces_that_do_not_touch(some: Rows) -> None:
    merged = merge(build(some))
    assert seconds_of(merged) == seconds_of(some)
    assert_disjoint_and_ordered(merged)


@given(rows, rows)
def test_intersect_keeps_the_seconds_in_both(one: Rows, other: Rows) -> None:
    both = intersect(build(one), build(other))
    left, right = seconds_of(one), seconds_of(other)
    assert seconds_of(both) == {group: left[group] & right[group] for group in range(GROUPS)}
    assert_disjoint_and_ordered(both)


@given(rows, rows)
def test_subtract_keeps_the_seconds_of_the_first_alone(one: Rows, other: Rows) -> None:
    rest = subtract(build(one), build(other))
    left, right = seconds_of(one), seconds_of(other)
    assert seconds_of(rest) == {group: left[group] - right[group] for group in range(GROUPS)}
    assert_disjoint_and_ordered(rest)


@given(rows, rows)
def test_overlap_counts_the_covered_seconds_of_each_interval(some: Rows, covered: Rows) -> None:
    sets = seconds_of(covered)
    expected = [len(set(range(start, end)) & sets[group]) for group, start, end in some]
    assert overlap(build(some), build(covered)).tolist() == expected


def test_overlap_counts_every_stretch_that_an_interval_reaches_over() -> None:
    covered = spans([0, 0, 0, 1], [10, 20, 35, 12], [15, 30, 40, 90])
    assert overlap(spans([0, 0, 1], [5, 12, 0], [50, 25, 5]), covered).tolist() == [5 + 10 + 5, 3 + 5, 0]


@given(rows, rows)
@settings(max_examples=300)
def test_pairs_are_all_that_share_a_second_once_each(some: Rows, windows: Rows) -> None:
    one, other = pairs(build(some), build(windows))
    expected = [
        (position, window)
        for position, (group, start, end) in enumerate(some)
        for window, (other_group, other_start, other_end) in enumerate(windows)
        if group == other_group and set(range(start, end)) & set(range(other_start, other_end))
    ]
    assert sorted(zip(one.tolist(), other.tolist(), strict=True)) == expected
    assert one.tolist() == sorted(one.tolist())


@given(rows, rows, st.sampled_from([1, 10**9]))
def test_windows_met_on_a_line_are_the_pairs_in_both_orders(some: Rows, windows: Rows, apart: int) -> None:
    # Far apart, the places on the line take 64 bits instead of 32.
    line = Line(ORIGIN, 60 * apart, GROUPS)
    laid = line.lay(build(windows))
    met = met_windows(line.lay(build(some)), Windows.of(laid))
    expected = sorted(zip(*(part.tolist() for part in pairs(build(some), build(windows))), strict=True))
    assert sorted(zip(*(part.tolist() for part in met.by_window()), strict=True)) == expected
    one, window = met.by_interval()
    assert sorted(zip(one.tolist(), window.tolist(), strict=True)) == expected
    assert one.tolist() == sorted(one.tolist())
    assert len(set(met.one.tolist())) == len(met.one)
    if not len(laid.start) or (laid.start[1:] >= laid.start[:-1]).all():
        assert met.by_window()[1].tolist() == sorted(window.tolist())


@given(rows)
def test_what_is_laid_on_a_line_is_taken_up_again(some: Rows) -> None:
    built = build(some)
    for line in (Line(ORIGIN, 60, GROUPS), Line(ORIGIN + 90, 60, GROUPS, -90), Line(ORIGIN, 10**9, GROUPS)):
        laid = line.lay(built)
        assert laid.start.dtype == (np.int64 if line.width == 10**9 else np.int32)
        assert laid.is_one_group
        back = line.taken_up(laid, built.group)
        assert back.start.tolist() == built.start.tolist()
        assert back.end.tolist() == built.end.tolist()


@given(rows, rows)
@settings(max_examples=300)
def test_pieces_and_gaps_fill_each_window_by_itself(some: Rows, windows: Rows) -> None:
    cut, placed = build(some), build(windows)
    filled = pieces(cut, placed, pairs(cut, placed))
    free = gaps(placed, filled)
    fresh = np.bincount(filled.window, weights=filled.fresh, minlength=len(windows))
    longest = longest_gaps(placed, filled).tolist()
    told = [(group, start, end) for group, start, end in zip(*(part.tolist() for part in free), strict=True)]
    expected = []
    for number, (group, start, end) in enumerate(windows):
        taken = seconds_of(some)[group] & set(range(start, end))
        assert fresh[number] == len(taken)
        left = sorted(set(range(start, end)) - taken)
        runs = [list(run) for _, run in groupby(left, key=lambda second: second - left.index(second))]
        assert longest[number] == max(map(len, runs), default=0)
        expected += [(group, run[0], run[-1] + 1) for run in runs]
    assert told == expected


@given(rows, rows)
def test_pieces_tell_whether_they_are_all_of_their_interval(some: Rows, windows: Rows) -> None:
    filled = pieces(build(some), build(windows), pairs(build(some), build(windows)))
    cut = zip(*(part.tolist() for part in (filled.interval, filled.start, filled.end)), strict=True)
    assert filled.is_whole.tolist() == [some[one][1:] == (start, end) for one, start, end in cut]


@given(rows, rows)
def test_those_that_meet_any_other_are_all_that_share_time_with_one(some: Rows, others: Rows) -> None:
    placed, other = (build(sorted((0, start, end) for _, start, end in one)) for one in (some, others))
    for side in ("left", "right"):
        before = np.searchsorted(other.start, placed.start, side=side)
        found = np.flatnonzero(is_meeting_any(placed, other, before)).tolist()
        shared = set(pairs(placed, other)[0].tolist())
        assert shared <= set(found)
        if placed.length.all() and other.length.all():
            assert shared == set(found)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 4)), max_size=10))
def test_stretches_list_their_positions_one_after_the_other(some: list[tuple[int, int]]) -> None:
    first, count = np.array(some, dtype=np.int64).reshape(-1, 2).T
    place, which = stretches(first, count)
    expected = [(begin + step, number) for number, (begin, size) in enumerate(some) for step in range(size)]
    assert list(zip(place.tolist(), which.tolist(), strict=True)) == expected


@given(rows)
def test_total_counts_overlaps_as_often_as_they_stand_there(some: Rows) -> None:
    expected = [sum(end - start for group, start, end in some if group == number) for number in range(GROUPS + 1)]
    assert total(build(some), GROUPS + 1).tolist() == expected


def test_sets_without_a_common_group_do_not_meet() -> None:
    one, other = spans([0], [10], [20]), spans([1], [10], [20])
    assert seconds_of(intersect(one, other)) == seconds_of([])
    assert seconds_of(subtract(one, other)) == seconds_of([(0, 10, 20)])


def test_intervals_of_a_hundred_thousand_groups_over_ten_years_do_not_overflow() -> None:
    ten_years = 10 * 366 * 86400
    group = np.array([0, 99_999, 99_999])
    some = spans(group, [ORIGIN, ORIGIN, ORIGIN + ten_years - 5], [ORIGIN + 60, ORIGIN + 30, ORIGIN + ten_years])
    assert total(merge(some), 100_000)[[0, 99_999]].tolist() == [60, 35]
