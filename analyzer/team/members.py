"""The members of a team as an audit knows them: a number each, their days, and their events without words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from analyzer.agreements import Agreements
from analyzer.events.table import COLUMNS, EventTable, event_table
from analyzer.team.sharing import SHARED_COLUMNS


@dataclass(frozen=True)
class TeamMember:
    """One member.

    Attributes:
        person: the keyed hash that tells this person from others, in every run with the same key.
        zone: on whose clock the days are.
        agreements: those that hold for the member.
        rows: what was handed over (:data:`analyzer.team.sharing.SHARED_COLUMNS`).
        first: the first day that was read.
        last: the last one.
        is_whole: every part of every source could be read; figures count nobody of whom a part is missing.
        is_reader: the audit is made for this person, who sees the meetings that this person attends.
    """

    person: str
    zone: ZoneInfo
    agreements: Agreements = field(repr=False)
    rows: pd.DataFrame = field(repr=False)
    first: date
    last: date
    is_whole: bool = True
    is_reader: bool = False


def all_rows(members: Sequence[TeamMember]) -> pd.DataFrame:
    """Return the rows of all members behind one another, with the number of the member as ``member``."""
    parts = [member.rows.assign(member=np.int64(number)) for number, member in enumerate(members)]
    if not parts:
        columns = {name: pd.Series([], dtype=dtype) for name, dtype in SHARED_COLUMNS.items()}
        return pd.DataFrame({**columns, "member": pd.Series([], dtype="int64")})
    return pd.concat(parts, ignore_index=True)


def name_of(number: int) -> str:
    """Return what the calendar of a member is called: a number, in the order of the members."""
    return f"member {number:06}"


def judged_table(rows: pd.DataFrame, zone: ZoneInfo) -> EventTable:
    """Return shared rows as an event table on a clock, whose ``line`` is the position of each row in ``rows``.

    What was not handed over is absent, as it is of a private event; nobody is known to organise anything.

    Args:
        rows: those of members who live on this clock, with ``member`` (:func:`all_rows`).
        zone: the clock.
    """
    size = len(rows)
    columns = {name: rows[name] for name in SHARED_COLUMNS if name in COLUMNS and name != "busy"}
    people = np.empty(size, dtype=object)
    people[:] = [()] * size
    words = {"description": "", "location": "", "response": "", "organizer": "", "vendor_id": "", "source": ""}
    flags = dict.fromkeys(("chair", "organized_by_owner", "private_time"), False)
    return event_table(
        {
            **columns,
            **{name: [word] * size for name, word in words.items()},
            **{name: np.full(size, value) for name, value in flags.items()},
            "calendar": np.array([name_of(number) for number in range(_count(rows))], dtype=object)[rows["member"]],
            "start_local": rows["start"].dt.tz_convert(zone).dt.tz_localize(None),
            "end_local": rows["end"].dt.tz_convert(zone).dt.tz_localize(None),
            "place": [""] * size,
            "people": people,
            "busy_only": (rows["reason"] == "busy-only").to_numpy(),
            # Whether it is shown as free was not handed over, only what follows from it.
            "free": ~rows["busy"].to_numpy(dtype=bool),
            "line": np.arange(size),
        }
    )


def _count(rows: pd.DataFrame) -> int:
    return int(rows["member"].max()) + 1 if len(rows) else 0
