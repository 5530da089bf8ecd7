"""The one seam for work on many people: a function, groups of whole people, and an engine that carries it out.

An engine never decides where people are cut: a group is a list of whole people, and what comes back of it is small. A
worker that dies takes its group with it; the people of that group are then tried one by one, so that who makes workers
die is known by name and the rest is done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

Person = TypeVar("Person")
Result = TypeVar("Result")
Work = Callable[[Sequence[Person]], Result]
"""What is done with the people of one group. It goes to another process, and so does what it gives: both can be
pickled, and it raises nothing that is not a mistake of its own."""

MOST_IN_A_GROUP = 20
_GROUPS_FOR_A_WORKER = 4
"""So many groups there are for each worker, where there are enough people: the last ones are then done together."""
TRIES_ALONE = 2


class Lost:
    """What stands for the result of a group whose worker died."""


LOST = Lost()


class Engine(Protocol):
    """What carries work out, on one machine or on many."""

    @property
    def workers(self) -> int:
        """How many groups it works on at once."""
        ...

    def run(
        self, work: Work[Person, Result], groups: Sequence[Sequence[Person]]
    ) -> Iterator[tuple[int, Result | Lost]]:
        """Yield the number of each group with what came of it, as they get ready.

        Raises:
            MeetlintError: the engine itself is not to be had.
        """
        ...


def groups_of(people: Sequence[Person], workers: int) -> list[Sequence[Person]]:
    """Return people in groups of whole people, in their order, enough of them to keep the workers busy to the end."""
    size = max(1, min(MOST_IN_A_GROUP, len(people) // (workers * _GROUPS_FOR_A_WORKER)))
    return [people[begin : begin + size] for begin in range(0, len(people), size)]


def map_groups(
    work: Work[Person, Result], groups: Iterable[Sequence[Person]], engine: Engine
) -> Iterator[tuple[Sequence[Person], Result | Lost]]:
    """Yield each group with what came of it, as they get ready; every person is in exactly one of them.

    A group whose worker died comes back as its single people, each tried alone; :data:`LOST` stands for the result of
    one with whom a worker died every time.

    Args:
        work: see :data:`Work`.
        groups: people who are worked on together.
        engine: what carries it out.
    """
    given = list(groups)
    suspects: list[Sequence[Person]] = []
    for number, result in engine.run(work, given):
        if isinstance(result, Lost):
            suspects += [[person] for person in given[number]]
        else:
            yield given[number], result
    for suspect in suspects:
        result = LOST
        for _ in range(TRIES_ALONE):
            # Alone in the engine: whoever dies now dies by this one.
            ((_, result),) = engine.run(work, [suspect])
            if not isinstance(result, Lost):
                break
        yield suspect, result
