"""The people of a group in an organisation's directory, whichever service keeps it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

LeftOut = Literal["disabled", "guest", "other"]
"""An account that is not in use, somebody of another organisation, and what is no person."""
Fault = Literal["no-address", "bad-address", "address-of-two"]


@dataclass(frozen=True)
class Listed:
    """One person of a group.

    Attributes:
        id: of the directory.
        mailbox: what a locator names the own mailbox by.
        address: where mail goes, "" when the directory tells none.
    """

    id: str
    mailbox: str = field(repr=False)
    address: str = field(repr=False)


@dataclass
class DirectoryGroup:
    """What a directory lists.

    Attributes:
        people: accounts in use, each once, in the order of the directory.
        left_out: how many others there are, by why.
    """

    people: list[Listed] = field(default_factory=list)
    left_out: Counter[LeftOut] = field(default_factory=Counter)

    @classmethod
    def of(cls, found: Iterable[Listed | LeftOut]) -> DirectoryGroup:
        """Return the group of what was found; who is in it by several ways counts once."""
        group, seen = cls(), set()
        for one in found:
            if isinstance(one, str):
                group.left_out[one] += 1
            elif one.id not in seen:
                seen.add(one.id)
                group.people.append(one)
        return group
