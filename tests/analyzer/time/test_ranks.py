"""Ranks against a binary search, on edges that lie evenly, in heaps, and few among many points."""

from __future__ import annotations

import numpy as np
import pytest

from analyzer.time.ranks import FEW, ranks

CHANCE = np.random.default_rng(7)

EVEN = np.sort(CHANCE.integers(0, 10**9, 5_000))
HEAPED = np.sort(np.concatenate([CHANCE.integers(0, 10**9, 500), CHANCE.integers(10**8, 10**8 + 40, 4_000)]))
ALIKE = np.full(2 * FEW, 17)
TIGHT = np.arange(3 * FEW)


@pytest.mark.parametrize("edges", [EVEN, HEAPED, ALIKE, TIGHT, EVEN[:FEW], EVEN[: FEW - 1], EVEN[:1], EVEN[:0]])
@pytest.mark.parametrize("is_sorted", [True, False])
@pytest.mark.parametrize("size", [20_000, FEW, FEW - 1, 0])
def test_ranks_are_those_of_a_binary_search(edges: np.ndarray, is_sorted: bool, size: int) -> None:
    near = np.concatenate([edges - 1, edges, edges + 1, [-5, 2 * 10**9]])
    points = CHANCE.choice(near, size)
    points = np.sort(points) if is_sorted else points
    assert ranks(edges, points).tolist() == np.searchsorted(edges, points, side="right").tolist()
