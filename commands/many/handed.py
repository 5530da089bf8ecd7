"""What a person of a roster hands over, and what is refused of several of them together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from analyzer.errors import UsageError
from analyzer.text import N_

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.agreements import Agreements
    from analyzer.team.summary import PersonWeeks


@dataclass(frozen=True)
class Handed:
    """What one member hands over to an audit.

    Attributes:
        name: what the roster calls the member; it is named where a source fails, and nowhere else.
        person: the keyed hash that tells the member from others.
        key: what tells the key with which it was made.
        zone: the IANA name of the member's zone.
        agreements: those that hold for the member; None where nobody handed them over.
        rows: times and facts, without words (:func:`analyzer.team.sharing.shared_rows`).
        first, last: the days that were read.
        is_whole: every part of every source could be read.
    """

    name: str
    person: str
    key: str
    zone: str
    agreements: Agreements | None = field(repr=False)
    rows: pd.DataFrame = field(repr=False)
    first: date
    last: date
    is_whole: bool


def refuse_other_keys(handed: Sequence[Handed | PersonWeeks]) -> None:
    """Refuse tables that were made with different keys: no copy of a meeting would be found again.

    Raises:
        UsageError: there are two keys.
    """
    if len({one.key for one in handed}) > 1:
        raise UsageError(
            N_("The members' tables were made with different keys, so copies of a meeting cannot be found."),
            N_("Let all be made with the same key (collect --for audit --team-key FILE), and name it here as well."),
        )


def refuse_doubles(handed: Sequence[Handed | PersonWeeks]) -> None:
    """Refuse two calendars of one person: each figure would count that person twice.

    Raises:
        UsageError: there are such two.
    """
    first: dict[str, str] = {}
    for one in handed:
        if (other := first.setdefault(one.person, one.name)) != one.name:
            raise UsageError(
                N_("{one} and {other} are the same person's."),
                N_("Put all calendars of a person into one folder, or name them as one person's sources."),
                one=other,
                other=one.name,
            )
