"""The copies that members hold of one meeting, merged into the meeting, with the facts of all copies.

Copies meet by their uid and their original start. Two further signs are taken for the same meeting, since a calendar
that missed a change still shows the old time:

- a uid that never recurs and of which no member holds two is one meeting, whatever times its copies show;
- a uid that recurs and of which no member holds two on one day is one meeting a day.

A uid that somebody holds twice (twice a day, or without being a series) is merged by its original start alone. Copies
whose uids differ, as of an invitation that was made again by hand, are never merged: whether they are one meeting
nobody can tell. Those that look alike are counted (:attr:`Merged.is_likely_double`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analyzer.events.order import order_by
from analyzer.events.table import READABLE
from analyzer.team.names import MASK

Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

MEETING_COLUMNS: dict[str, str] = {
    "uid": "str",
    "recurrence_start": "datetime64[us, UTC]",
    "start": "datetime64[us, UTC]",
    "end": "datetime64[us, UTC]",
    "recurring": "bool",
    "series_start": "datetime64[us]",
    "endless": "bool",
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
    "members": "int64",
    "absent": "int64",
    "times_differ": "bool",
    "cancelled_for_some": "bool",
    "copies_disagree": "bool",
}
"""The columns of a table of meetings. Those of an event table mean what they mean there, of the meeting as a whole.

``people_count`` is never less than the members who attend; ``members`` is how many attend, ``absent`` how many hold
only copies of it that do not count for them. ``times_differ``: copies that are neither cancelled nor declined show two
times; ``cancelled_for_some``: it is cancelled in a calendar whose owner does not attend; ``copies_disagree``: one of
the two.
"""

_BLIND = ("people-unknown", "busy-only", "alone")
"""Reasons of a copy that does not know of the other people; another copy does."""
_GONE = ("cancelled", "declined")
"""Reasons of a copy that says nothing any more of when the meeting is."""
_ANY_COPY = ("recurring", "endless", "hybrid", "private", "facilitator", "decision_keeper", "automatic_keeper",
             "decides", "agenda", "social", "shared_lunch")  # fmt: skip
_DAY = 86_400_000_000
"""In microseconds, as all times here."""
_UNKNOWN = -1


@dataclass(frozen=True)
class Merged:
    """The meetings of several members.

    Attributes:
        meetings: one row for each meeting that at least one member attends, with :data:`MEETING_COLUMNS`, in the order
            of start, end, uid and original start.
        meeting: for each row that was given the position of its meeting, -1 where nobody attends one.
        is_attended: for each row that was given, whether its member attends the meeting by it.
        attending: pairs of a meeting and a member who attends it, ascending, each once; of shape (n, 2).
        absent: likewise the members who hold copies of it but attend by none of them.
        is_likely_double: for each meeting, whether it is likely another one over again, forwarded or copied by hand:
            it has another uid and the same title, start and end as one that more members attend (or as many, and it
            stands before), and either only one member attends it, or one who attends that one too. Two teams that
            call theirs alike are none. Without a title, or with a name taken out of it, it is not said.
    """

    meetings: pd.DataFrame
    meeting: Ints
    is_attended: Flags
    attending: Ints
    absent: Ints
    is_likely_double: Flags


def merge_copies(rows: pd.DataFrame) -> Merged:
    """Return the meetings of which rows are copies.

    A member attends by a copy that counts (its reason is ""), or by one that only does not know of the other people,
    when somebody else's copy of the meeting counts. The time is that of most members who attend. Of times that as
    many show, the one that is not the original start is taken, since a calendar that missed a change still shows
    that; then the latest start, since meetings are put off more often than brought forward, then the latest end. A
    whole-day copy has no say beside one with hours. The title is the one that most members show, the first in the
    alphabet of as many, and the platform of the call likewise; a private copy hides the title of the meeting.
    Where no copy that counts knows the people, those who attend are at least the people.

    Args:
        rows: shared rows (:data:`analyzer.team.sharing.SHARED_COLUMNS`) of all members, with a column ``member``:
            whole numbers from 0. The order of the rows and their index do not matter.
    """
    member = rows["member"].to_numpy(dtype=np.int64)
    uid, uids = _codes(rows["uid"])
    start, end, original = (_microseconds(rows[name]) for name in ("start", "end", "recurrence_start"))
    reason = rows["reason"].to_numpy(dtype=object)
    counts = reason == ""
    group = _groups(uid, member, original, rows["recurring"].to_numpy(dtype=bool))
    has_meeting = np.bincount(group, weights=counts, minlength=1) > 0
    # Meetings are numbered for now as their groups come; they get their places when their times are known.
    number = np.cumsum(has_meeting) - 1
    size = int(has_meeting.sum())
    meeting = np.where(has_meeting[group], number[group], _UNKNOWN) if len(group) else group
    attends = counts | ((meeting != _UNKNOWN) & np.isin(reason, _BLIND))
    copies = np.flatnonzero(meeting != _UNKNOWN)
    here = meeting[copies]
    is_whole_day = rows["all_day"].to_numpy(dtype=bool)

    votes = np.flatnonzero(attends)
    has_hours = np.zeros(size, dtype=bool)
    has_hours[meeting[votes[~is_whole_day[votes]]]] = True
    votes = votes[~(is_whole_day[votes] & has_hours[meeting[votes]])]
    chosen, first_start = _most_shown(meeting[votes], member[votes], start[votes], end[votes], original[votes])
    chosen = votes[chosen]

    order = np.lexsort((first_start, _alphabetical(uids)[uid[chosen]], end[chosen], start[chosen]))
    place = np.empty(size, dtype=np.int64)
    place[order] = np.arange(size)
    chosen, first_start, here = chosen[order], first_start[order], place[here]
    meeting[copies] = here

    def any_of(flags: Flags) -> Flags:
        return np.asarray(np.bincount(here[flags[copies]], minlength=size) > 0)

    attending, absent, is_absent = _pairs(meeting, member, attends)
    members = np.bincount(attending[:, 0], minlength=size)
    people, is_at_least = _people(rows, meeting, counts, members)
    is_hidden = any_of(rows["private"].to_numpy(dtype=bool))
    times_differ = _times_differ(meeting, start, end, is_whole_day, ~np.isin(reason, _GONE), size)
    is_cancelled = any_of(is_absent & (reason == "cancelled"))
    flags = {name: any_of(rows[name].to_numpy(dtype=bool)) for name in _ANY_COPY}
    columns = {
        "uid": uids[uid[chosen]],
        "recurrence_start": first_start,
        "start": start[chosen],
        "end": end[chosen],
        **flags,
        "series_start": _earliest(rows["series_start"].to_numpy(dtype="datetime64[us]"), copies, here, size),
        "call": _most_said(rows["call"], member, meeting, attends, copies, size),
        "people_count": people,
        "people_at_least": is_at_least,
        "readable": _most_readable(rows["readable"], copies, here, size),
        "title": np.where(is_hidden, "", _most_said(rows["title"], member, meeting, attends, copies, size)),
        "members": members,
        "absent": np.bincount(absent[:, 0], minlength=size),
        "times_differ": times_differ,
        "cancelled_for_some": is_cancelled,
        "copies_disagree": times_differ | is_cancelled,
    }
    columns["hybrid"] &= columns["call"] != ""
    meetings = pd.DataFrame({name: _column(columns[name], dtype) for name, dtype in MEETING_COLUMNS.items()})
    return Merged(meetings, meeting, attends, attending, absent, _likely_doubles(meetings, attending))


def _groups(uid: Ints, member: Ints, original: Ints, is_recurring: Flags) -> Ints:
    """Return a number for each row, equal for copies of one occurrence.

    What copies of a uid meet by is the original start, or its day, or nothing at all:

        never recurs, nobody holds two      0
        recurs, nobody holds two of a day   the day
        otherwise                           the original start
    """
    if not len(uid):
        return np.zeros(0, dtype=np.int64)
    size = int(uid.max()) + 1
    day = original // _DAY
    # Each occurrence that a member holds, once, however many rows tell of it.
    held = order_by(uid, member, original)
    is_new = _differs(uid[held]) | _differs(member[held]) | _differs(original[held])
    held = held[is_new]
    is_same_holder = ~(_differs(uid[held]) | _differs(member[held]))
    is_same_day = is_same_holder & ~_differs(day[held])
    has_two = np.bincount(uid[held], weights=is_same_holder, minlength=size) > 0
    has_two_a_day = np.bincount(uid[held], weights=is_same_day, minlength=size) > 0
    recurs = np.bincount(uid, weights=is_recurring, minlength=size) > 0
    time = np.where((recurs & ~has_two_a_day)[uid], day, original)
    time[(~recurs & ~has_two)[uid]] = 0
    order = order_by(uid, time)
    group = np.empty(len(uid), dtype=np.int64)
    group[order] = np.cumsum(_differs(uid[order]) | _differs(time[order])) - 1
    return group


def _most_shown(meeting: Ints, member: Ints, start: Ints, end: Ints, original: Ints) -> tuple[Ints, Ints]:
    """Return of each meeting, in order of its number, a copy with the time that most members show.

    It is given by its position, and with it the latest original start that copies of this time tell.
    """
    order = np.lexsort((member, end, start, meeting))
    meeting, member, start, end, original = (each[order] for each in (meeting, member, start, end, original))
    is_new_time = _differs(meeting) | _differs(start) | _differs(end)
    time = np.cumsum(is_new_time) - 1
    members = np.bincount(time, weights=is_new_time | _differs(member))
    is_moved = np.bincount(time, weights=start != original) > 0
    first = np.flatnonzero(is_new_time)
    best = np.lexsort((end[first], start[first], is_moved, members, meeting[first]))
    best = best[np.append(_differs(meeting[first][best])[1:], True)[: len(best)]]  # the last of each meeting
    latest = np.maximum.reduceat(original, first) if len(first) else original
    return order[first[best]], latest[best]


def _times_differ(
    meeting: Ints, start: Ints, end: Ints, is_whole_day: Flags, stands: Flags, size: int
) -> npt.NDArray[np.bool_]:
    """Return which meetings have copies that stand and show two times.

    Whole days begin at another instant in each zone: they differ from hours, but not from one another.
    """
    rows = np.flatnonzero((meeting != _UNKNOWN) & stands)
    number, is_day = meeting[rows], is_whole_day[rows]
    start, end = np.where(is_day, 0, start[rows]), np.where(is_day, 0, end[rows])
    differs = np.zeros(size, dtype=bool)
    first = np.full(size, len(rows), dtype=np.int64)
    np.minimum.at(first, number, np.arange(len(rows)))
    one = first[number]
    differs[number[(start != start[one]) | (end != end[one])]] = True
    return differs


def _pairs(meeting: Ints, member: Ints, attends: Flags) -> tuple[Ints, Ints, Flags]:
    """Return the pairs of meeting and member who attends, of those who only hold a copy, and which rows theirs are."""
    many = int(member.max(initial=0)) + 1
    pair = meeting * many + member
    attending = np.unique(pair[attends])
    is_absent = (meeting != _UNKNOWN) & ~np.isin(pair, attending)
    absent = np.unique(pair[is_absent])
    return np.column_stack(np.divmod(attending, many)), np.column_stack(np.divmod(absent, many)), is_absent


def _people(rows: pd.DataFrame, meeting: Ints, counts: Flags, members: Ints) -> tuple[Ints, Flags]:
    """Return how many people take part, and whether it may be more.

    Only copies that count are asked: one that was declined counts its owner all the same.
    """
    count = rows["people_count"].to_numpy(dtype=np.int64, na_value=0)
    is_at_least = rows["people_at_least"].to_numpy(dtype=bool)
    known = np.flatnonzero(counts & (count > 0))
    most = np.zeros(len(members), dtype=np.int64)
    np.maximum.at(most, meeting[known], count[known])
    people = np.maximum(most, members)
    is_exact = np.zeros(len(members), dtype=bool)
    exact = known[~is_at_least[known]]
    is_exact[meeting[exact[count[exact] == people[meeting[exact]]]]] = True
    return people, ~is_exact


def _most_said(
    words: pd.Series, member: Ints, meeting: Ints, attends: Flags, copies: Ints, size: int
) -> npt.NDArray[np.object_]:
    """Return the word that most members say of each meeting, first those who attend; "" where nobody says one."""
    code, distinct = _codes(words)
    said = copies[(distinct != "")[code[copies]]] if len(distinct) else copies[:0]
    place = _alphabetical(distinct)
    order = said[np.lexsort((member[said], place[code[said]], ~attends[said], meeting[said]))]
    number, word, who, is_there = meeting[order], code[order], member[order], attends[order]
    is_new = _differs(number) | _differs(word) | _differs(is_there)
    run = np.cumsum(is_new) - 1
    votes = np.bincount(run, weights=is_new | _differs(who)).astype(np.int64)
    first = np.flatnonzero(is_new)
    best = np.lexsort((place[word[first]], -votes, ~is_there[first], number[first]))
    best = first[best[_differs(number[first][best])]]
    found = np.full(size, "", dtype=object)
    found[number[best]] = distinct[word[best]]
    return found


def _most_readable(readable: pd.Series, copies: Ints, here: Ints, size: int) -> npt.NDArray[np.object_]:
    code, distinct = _codes(readable)
    rank = np.array([READABLE.index(word) for word in distinct], dtype=np.int64)
    best = np.full(size, len(READABLE) - 1, dtype=np.int64)
    np.minimum.at(best, here, rank[code[copies]])
    return np.array(READABLE, dtype=object)[best]


def _earliest(days: npt.NDArray[np.datetime64], copies: Ints, here: Ints, size: int) -> npt.NDArray[np.datetime64]:
    last = np.iinfo(np.int64).max
    found = np.full(size, last, dtype=np.int64)
    known = copies[~np.isnat(days[copies])]
    np.minimum.at(found, here[~np.isnat(days[copies])], days[known].astype(np.int64))
    earliest = found.astype("datetime64[us]")
    earliest[found == last] = np.datetime64("NaT")
    return earliest


def _likely_doubles(meetings: pd.DataFrame, attending: Ints) -> Flags:
    found = np.zeros(len(meetings), dtype=bool)
    alike = np.flatnonzero((meetings["title"] != "") & meetings.duplicated(["start", "end", "title"], keep=False))
    alike = alike[[MASK not in title for title in meetings["title"].iloc[alike]]] if len(alike) else alike
    if not len(alike):
        return found
    members = meetings["members"].to_numpy()
    group = meetings.iloc[alike].groupby(["start", "end", "title"], sort=False).ngroup().to_numpy()
    order = np.lexsort((alike, -members[alike], group))
    is_main = _differs(group[order])
    main = np.full(len(meetings), _UNKNOWN)
    main[alike[order]] = alike[order][np.flatnonzero(is_main)[np.cumsum(is_main) - 1]]
    # Who attends a meeting and the one it is like: pairs of the one that are pairs of the other with its number.
    meeting, member = attending.T
    many = int(member.max(initial=0)) + 1
    is_there_too = np.isin(main[meeting] * many + member, meeting * many + member)
    shares = np.bincount(meeting[is_there_too], minlength=len(meetings)) > 0
    found[alike] = (main[alike] != alike) & (shares | (members == 1))[alike]
    return found


def _codes(words: pd.Series) -> tuple[Ints, npt.NDArray[np.object_]]:
    code, distinct = pd.factorize(words.to_numpy(dtype=object))
    return np.asarray(code, dtype=np.int64), np.asarray(distinct, dtype=object)


def _alphabetical(words: npt.NDArray[np.object_]) -> Ints:
    place = np.empty(len(words), dtype=np.int64)
    place[np.argsort(words, kind="stable")] = np.arange(len(words))
    return place


def _differs(values: npt.NDArray[np.generic]) -> Flags:
    """Return which elements differ from the one before; the first does."""
    differs = np.ones(len(values), dtype=bool)
    np.not_equal(values[1:], values[:-1], out=differs[1:])
    return differs


def _microseconds(times: pd.Series) -> Ints:
    return np.asarray(times.to_numpy(dtype="datetime64[us]"), dtype=np.int64)


def _column(values: npt.NDArray[np.generic], dtype: str) -> pd.Series:
    if dtype == "datetime64[us, UTC]":
        return pd.Series(values.astype("datetime64[us]")).dt.tz_localize("UTC")
    return pd.Series(values, dtype=dtype)
