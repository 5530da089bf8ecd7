"""Where many points stand among many edges: ``numpy.searchsorted``, twice as fast where both are many."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

FEW = 256
"""With so few edges or points, a table of cells costs more than it saves."""

MANY_TO_ONE = 4

MOST_STEPS = 4

HALF_DAY = 43_200
"""What happens on calendars comes in half days: cells of that length hold one edge or two, where others hold three."""


def ranks(edges: Ints, points: Ints) -> Ints:
    """Return for each point how many edges are at or before it.

    Args:
        edges: ascending.
        points: in any order; ascending ones are quickest.
    """
    if len(edges) < FEW or len(points) < max(FEW, len(edges) // MANY_TO_ONE):
        return np.searchsorted(edges, points, side="right")
    if MANY_TO_ONE * len(edges) < len(points) and (points[1:] >= points[:-1]).all():
        # Look the few edges up among the many points instead. As many points as lie before the first edge have rank 0,
        # as many as lie between it and the second have rank 1, and so on.
        first = np.searchsorted(points, edges, side="left")
        return np.repeat(np.arange(len(edges) + 1), np.diff(first, prepend=0, append=len(points)))
    return Cells.of(edges).ranks(points)


class Cells(NamedTuple):
    """Edges in cells, for asking about many points more than once.

    A binary search reads about twenty edges that lie far apart. Calendars are spread evenly, so the line is cut into
    cells of equal length, about as many as there are edges, and how many edges lie before each cell is noted:
      edges      a   b c         d
      cells    |   |   |   |   |   |
      before     0   1   3   3   3

    Attributes:
        edges: ascending, and one behind all of them.
        length: of each cell.
        first_cell: how many lengths after 0 the first cell begins.
        before: how many edges lie before each cell.
        fullest: how many edges lie in the fullest cell.
    """

    edges: Ints
    length: int
    first_cell: int
    before: npt.NDArray[np.intp]
    fullest: int

    @classmethod
    def of(cls, edges: Ints) -> Cells:
        """Return ascending edges in cells."""
        behind = np.array([np.iinfo(edges.dtype).max], dtype=edges.dtype)
        if not len(edges):
            return cls(behind, HALF_DAY, 0, np.zeros(1, dtype=np.intp), 0)
        length = _cell_length(edges)
        first_cell = int(edges[0]) // length
        per_cell = np.bincount((edges // length).astype(np.intp) - first_cell)
        before = np.cumsum(per_cell) - per_cell
        return cls(np.concatenate((edges, behind)), length, first_cell, before, int(per_cell.max()))

    def ranks(self, points: Ints) -> Ints:
        """Return for each point how many edges are at or before it."""
        cell = points // self.length
        cell -= self.first_cell
        rank = self.before.take(cell.astype(np.intp), mode="clip")
        # A point passes the edges of its own cell that are not behind it: one or two mostly, and few pass more.
        for _ in range(min(self.fullest, 2)):
            rank += self.edges.take(rank) <= points
        passed = np.flatnonzero(self.edges.take(rank) <= points) if self.fullest > 2 else rank[:0]
        for _ in range(min(self.fullest - 2, MOST_STEPS)):
            further = rank.take(passed) + 1
            rank[passed] = further
            passed = passed[self.edges.take(further) <= points.take(passed)]
        # Crowded cells, as where everything happens on one day of a long period.
        rank[passed] = np.searchsorted(self.edges, points.take(passed), side="right")
        return rank


def _cell_length(edges: Ints) -> int:
    """Return half a day, doubled or halved until there are about as many cells as edges."""
    length, apart = HALF_DAY, (int(edges[-1]) - int(edges[0])) // len(edges)
    while length * 2 <= apart:
        length *= 2
    while length > max(apart, 1):
        length //= 2
    return length
