"""What reading one source may cost: one budget of steps for all its files, calendars, zones and series, counted here.

Most of the work grows with the size of the source and needs no budget. A few lines can ask for much more: a rule that
is counted from the year 1, a zone that changes every day, a thousand rules in one event. Each of these says its steps
before it takes them; what is refused is named where it stands, and its neighbours go on with what is their own.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

Made = TypeVar("Made")

SOURCE_STEPS = 1_500_000
"""Steps that all of one source may take beyond what is each part's own; a step is a quarter of a microsecond or so."""


class WorkSpent(Exception):  # noqa: N818  a fact, not a mistake of the program
    """No steps are left."""


class Work:
    """Steps that may be taken: first the own ones, then those of what this is a part of."""

    def __init__(self, own: int = SOURCE_STEPS, whole: Work | None = None) -> None:
        """Allow for ``own`` steps, and for those that are left of the ``whole``, if there is one."""
        self._own = own
        self._whole = whole
        self._borrowed = 0
        self._made: dict[Hashable, object] = {}

    @property
    def left(self) -> int:
        """How many of the own steps are left."""
        return self._own

    def spend(self, steps: int) -> None:
        """Take steps.

        Raises:
            WorkSpent: so many are not left; then none are taken.
        """
        lacking = max(steps - self._own, 0)
        if lacking and self._whole is None:
            raise WorkSpent
        if lacking and self._whole is not None:
            self._whole.spend(lacking)
            self._borrowed += lacking
        self._own -= steps - lacking

    def once(self, what: Hashable, make: Callable[[], Made]) -> Made:
        """Return what ``make`` makes; for the same thing it is asked once in a source."""
        if what not in self._made:
            self._made[what] = make()
        return cast(Made, self._made[what])

    def give_back(self) -> None:
        """Return to the whole what was taken of it: the same is asked for again."""
        if self._whole is not None:
            self._whole._own += self._borrowed
        self._borrowed = 0
