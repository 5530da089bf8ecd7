"""What a member hands to a team: the events of the own calendar as times and facts, without words.

It is made on the member's own machine from the event table, so that nothing else has to be trusted. Only a meeting that
counts, of three people or more, that is not private and not on the stop list shows its title, and that without the
names of people. What stands on the stop list is handed over as private events are, so that nobody can tell them apart.
"""

from __future__ import annotations

import hashlib
import hmac

import numpy as np
import numpy.typing as npt
import pandas as pd

from analyzer.events.table import EventTable
from analyzer.team.names import Names
from analyzer.team.stop_list import is_stopped

LEAST_PEOPLE = 3
"""A meeting of fewer people never shows its title: it would tell who meets whom about what."""

SHARED_COLUMNS: dict[str, str] = {
    "uid": "str",
    "recurrence_start": "datetime64[us, UTC]",
    "start": "datetime64[us, UTC]",
    "end": "datetime64[us, UTC]",
    "all_day": "bool",
    "recurring": "bool",
    "series_start": "datetime64[us]",
    "endless": "bool",
    "kind": "str",
    "reason": "str",
    "busy": "bool",
    "call": "str",
    "hybrid": "bool",
    "people_count": "Int32",
    "people_at_least": "bool",
    "facilitator": "bool",
    "decision_keeper": "bool",
    "automatic_keeper": "bool",
    "decides": "bool",
    "agenda": "bool",
    "readable": "str",
    "social": "bool",
    "shared_lunch": "bool",
    "private": "bool",
    "title": "str",
}
"""The columns that are handed over, as :mod:`analyzer.events.table` describes them; ``uid`` is a keyed hash."""

_HASHED_BYTES = 16


def shared_rows(events: EventTable, names: Names | None, key: bytes) -> pd.DataFrame:
    """Return what of an event table may be handed to a team, in the order of the table.

    Copies of one meeting in several calendars meet by ``uid`` and ``recurrence_start``: the uid of the series, as
    Google, Outlook and a file agree on it, and the original start of the occurrence; of a whole day that is midnight
    UTC of the day, whatever zone its owner lives in.

    Args:
        events: the events of one person, made without titles telling absence.
        names: the people who stand in the calendars, None where no title is to be shown at all.
        key: the team's key.
    """
    table = events.frame
    titles, title = np.unique(table["title"].to_numpy(dtype=object).astype(str), return_inverse=True)
    stopped = np.array([is_stopped(one) for one in titles], dtype=bool)[title]
    hidden = table["private"].to_numpy(dtype=bool) | stopped
    people = table["people_count"].to_numpy(dtype=np.int64, na_value=0)
    is_meeting = ((table["kind"] == "meeting") & (table["reason"] == "")).to_numpy(dtype=bool)
    is_shown = is_meeting & ~hidden & (people >= LEAST_PEOPLE)
    shown = np.full(len(titles), "", dtype=object)
    if names is not None:
        for place in np.unique(title[is_shown]):
            shown[place] = names.masked(titles[place])
    instead = {
        "uid": keyed_hashes(table["uid"].to_numpy(dtype=object).astype(str), "uid", key),
        "recurrence_start": _original_starts(table),
        "title": np.where(is_shown, shown[title], ""),
        "private": hidden,
        "readable": np.where(hidden, "none", table["readable"]),
        **{name: table[name].to_numpy(dtype=bool) & ~hidden for name in _WORDS_TOLD},
    }
    return pd.DataFrame(
        {name: pd.Series(instead.get(name, table[name]), dtype=dtype) for name, dtype in SHARED_COLUMNS.items()}
    )


_WORDS_TOLD = (*("facilitator", "decision_keeper", "automatic_keeper", "decides", "agenda", "social", "shared_lunch"),)
"""What only words told: of an event whose words nobody may see it is not said either."""


def _original_starts(table: pd.DataFrame) -> pd.Series:
    """Return the original starts, those of whole days as midnight UTC of the day on the owner's clock."""
    original = table["recurrence_start"]
    offset = table["start_local"] - table["start"].dt.tz_localize(None)
    day = (original.dt.tz_localize(None) + offset).dt.round("D").dt.tz_localize("UTC")
    midnight = (table["start_local"].dt.normalize() == table["start_local"]) & table["all_day"]
    return original.where(~midnight, day)


def keyed_hashes(values: npt.NDArray[np.str_], purpose: str, key: bytes) -> npt.NDArray[np.object_]:
    """Return a keyed hash (HMAC-SHA256, 32 hexadecimal digits) of each text; each distinct one is hashed once.

    Args:
        values: the texts.
        purpose: keeps hashes of different things apart: an address and a uid of the same letters differ.
        key: the team's key; without it nobody can try texts out.
    """
    distinct, place = np.unique(values, return_inverse=True)
    return np.array([_hash(one, purpose, key) for one in distinct], dtype=object)[place]


def keyed_hash(value: str, purpose: str, key: bytes) -> str:
    """Return the keyed hash of one text, as :func:`keyed_hashes` does."""
    return _hash(value, purpose, key)


def _hash(value: str, purpose: str, key: bytes) -> str:
    return hmac.new(key, f"{purpose}\0{value}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()[
        : 2 * _HASHED_BYTES
    ]
