from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from analyzer.reports.html.lanes import MOST_LANES, Lane, lanes_of

SPANS = st.lists(st.tuples(st.integers(0, 100), st.integers(1, 30)), max_size=30).map(
    lambda pairs: sorted((start, start + length) for start, length in pairs)
)


def test_lanes_of_spans_that_do_not_overlap_is_one_lane() -> None:
    assert lanes_of([(0, 10), (10, 20), (30, 40)]) == [Lane(0, 1)] * 3


def test_lanes_of_a_cluster_share_its_width_and_reuse_a_free_lane() -> None:
    assert lanes_of([(0, 10), (5, 20), (10, 20), (20, 30)]) == [Lane(0, 2), Lane(1, 2), Lane(0, 2), Lane(0, 1)]


def test_lanes_of_nine_at_once_keep_the_last_lane_for_two() -> None:
    lanes = lanes_of([(0, 10)] * 9)
    assert [lane.number for lane in lanes] == [0, 1, 2, 3, 4, 5, 6, 7, 7]
    assert [lane.is_crowded for lane in lanes] == [False] * 7 + [True, True]


@given(SPANS)
def test_lanes_of_any_spans_never_lie_over_one_another(spans: list[tuple[int, int]]) -> None:
    lanes = lanes_of(spans)
    assert len(lanes) == len(spans)
    placed = [(span, lane) for span, lane in zip(spans, lanes, strict=True) if not lane.is_crowded]
    for (one, lane), (other, second) in combinations(placed, 2):
        if one[0] < other[1] and other[0] < one[1]:
            assert lane.count == second.count <= MOST_LANES
            assert lane.number != second.number
