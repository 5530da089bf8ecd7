"""What is decided of entries, whenever they occur: kind, call, people, roles (RULES "Which events count").

Texts are judged here and nowhere else, each distinct one once: a series repeats its own, and many meetings share a
title. A private event's words are read for its kind and call, and go afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from analyzer.agreements import RoleAgreement
from analyzer.entry_table import EntryTable, Flags, Objects, Positions
from analyzer.events.owner import Owner
from analyzer.events.participation import Participation, participation_of
from analyzer.reading.calls import find_call, platform_of_conference
from analyzer.reading.own_time import is_private_time_title, place_of_title
from analyzer.reading.telling import may_tell
from analyzer.reading.titles import (
    is_absence_title,
    is_cancelled_title,
    is_declined_title,
    is_focus_title,
    is_on_call_title,
    is_open_room_title,
    is_shared_lunch_title,
    is_social_title,
)

if TYPE_CHECKING:
    from analyzer.reading.roles.roles import Roles


@dataclass(frozen=True)
class Facts:
    """What is decided of entries, whenever they occur: one element for each."""

    kind: Objects
    call: Objects
    is_hybrid: Flags
    response: Objects
    participation: Participation
    is_cancelled: Flags
    is_open_room: Flags
    is_on_call: Flags
    is_social: Flags
    is_shared_lunch: Flags
    place: Objects
    is_private_time: Flags
    said: Said


SAID = ("facilitator", "decision_keeper", "automatic_keeper", "agenda", "decides")
"""What the words of an entry say: columns of the event table."""


class Said:
    """What the words of entries say of roles and of what they are for; of private ones nothing.

    They are read when somebody asks, and no more of them than is asked for: reading them is most of the work on a
    calendar, a list of events asks for none, and a rule about meetings of many people for few.
    """

    def __init__(self, entries: EntryTable[Objects], agreed_roles: Sequence[RoleAgreement]) -> None:
        """Take the entries without the words of private ones."""
        words = (_without(words, entries.is_private) for words in (entries.title, entries.description))
        title, description = words
        self._entries = replace(entries, title=title, description=description)
        self._agreed_roles = agreed_roles
        self._flags = {name: np.zeros(len(entries), dtype=bool) for name in SAID}
        self._is_read = {name: np.zeros(len(entries), dtype=bool) for name in ("roles", "purposes")}

    def has(self, name: str, asked: Positions) -> Flags:
        """Return which entries say something; of those that nobody asked for yet, no.

        Args:
            name: one of :data:`SAID`.
            asked: the entries that are asked for; the same may stand there again and again.
        """
        kind = "purposes" if name in ("agenda", "decides") else "roles"
        wanted = np.zeros(len(self._entries), dtype=bool)
        wanted[asked] = True
        fresh = np.flatnonzero(wanted & ~self._is_read[kind])
        if len(fresh):
            self._is_read[kind][fresh] = True
            entries = self._entries.take(fresh)
            told = _purposes(entries) if kind == "purposes" else _roles(entries, self._agreed_roles)
            for one, flags in told.items():
                self._flags[one][fresh] = flags
        return self._flags[name]


Invited = tuple[tuple[str, str], ...]
"""The persons of an invitation, each as (display name, address)."""


def classify(
    entries: EntryTable[Objects],
    owner: Owner,
    agreed_roles: Sequence[RoleAgreement],
    *,
    is_shared: bool,
    reads_titles: bool,
) -> Facts:
    """Return what is decided of entries.

    Args:
        entries: the entries, every column an array.
        owner: whose calendar it is.
        agreed_roles: who holds a role in meetings of some title, by agreement.
        is_shared: a community or team calendar.
        reads_titles: whether a title may tell absence, days on call and a working place.
    """
    reads_titles = reads_titles and not is_shared
    titles = _Distinct(entries.title, may_tell)
    people = participation_of(entries, owner, is_shared=is_shared)
    call = _calls(entries)
    is_call = call != ""
    kind = _kinds(entries, titles, people, is_call, owner, is_shared=is_shared, reads_titles=reads_titles)
    is_own_or_meeting = np.isin(kind, ("meeting", "appointment"))
    is_declined = titles.where(is_declined_title, entries.is_free)
    nobody = np.zeros(len(entries), dtype=bool)
    return Facts(
        kind=kind,
        call=call,
        is_hybrid=is_call & people.has_accepted_room,
        response=np.where(is_declined, "declined", people.response).astype(object),
        participation=people,
        is_cancelled=entries.is_cancelled | titles.where(is_cancelled_title),
        is_open_room=titles.where(is_open_room_title),
        is_on_call=titles.where(is_on_call_title, is_own_or_meeting) if reads_titles else nobody,
        is_social=titles.where(is_social_title),
        is_shared_lunch=titles.where(is_shared_lunch_title, ~is_call),
        place=_places(entries, titles, kind == "working-place"),
        is_private_time=entries.is_private
        | titles.where(is_private_time_title)
        | _Distinct(entries.categories).where(lambda several: any(map(is_private_time_title, several))),
        said=Said(entries, agreed_roles),
    )


class _Distinct:
    """The distinct values of a column, so that each is judged once.

    Values that ``may_tell`` puts aside at once are taken for judged with no.
    """

    def __init__(self, values: Iterable[Hashable], may_tell: Callable[[Any], bool] | None = None) -> None:
        known: dict[Any, int] = {}
        self._code: Positions = np.array([known.setdefault(one, len(known)) for one in values], dtype=np.intp)
        self._values = list(known)
        self._may_tell = np.array([may_tell is None or may_tell(one) for one in known], dtype=bool)

    def each(self, judge: Callable[[Any], Any], asked: Flags | None = None) -> Objects:
        """Return what ``judge`` makes of each value; None where it was not asked for, or put aside."""
        code = self._code if asked is None else self._code[asked]
        found = np.full(len(self._values), None, dtype=object)
        for one in np.flatnonzero((np.bincount(code, minlength=len(found)) > 0) & self._may_tell).tolist():
            found[one] = judge(self._values[one])
        spread = found[self._code]
        if asked is not None:
            spread[~asked] = None
        return spread

    def where(self, judge: Callable[[Any], bool], asked: Flags | None = None) -> Flags:
        """Return where ``judge`` says yes; it says nothing where it was not asked for."""
        return self.each(judge, asked).astype(bool)


def _kinds(
    entries: EntryTable[Objects],
    titles: _Distinct,
    people: Participation,
    is_call: Flags,
    owner: Owner,
    *,
    is_shared: bool,
    reads_titles: bool,
) -> Objects:
    """Return the kind of each entry: what the source declares, else what its title says, else whom it is with."""
    others = people.has_others
    is_declared = entries.declared_kind != ""
    # What stands for a title is the word of a feed: "Vrij" there is an hour that is free, and no leave.
    is_told = ~is_declared & (entries.readable != "none")
    day, nothing = entries.is_all_day & is_told, np.zeros(len(entries), dtype=bool)
    # Most calendars have no other way to say where one works: a whole day, "Thuiswerken", shown as free.
    at_place = titles.where(lambda title: bool(place_of_title(title)), day & ~others & ~is_call)
    absence = titles.where(lambda title: is_absence_title(title, owner.names), day | (is_told & ~others))
    focus = _Distinct(entries.categories).where(lambda several: any(map(is_focus_title, several)), is_told)
    kinds: dict[str, npt.NDArray[np.bool_]] = {
        "working-place": at_place if reads_titles else nothing,
        "absence": absence if reads_titles else nothing,
        "focus": focus | titles.where(is_focus_title, is_told & ~others),
        "meeting": others | is_call | is_shared,
    }
    decided = np.select(list(kinds.values()), list(kinds), default="appointment").astype(object)
    return np.where(is_declared, entries.declared_kind, decided)


def _places(entries: EntryTable[Objects], titles: _Distinct, is_place: Flags) -> Objects:
    """Return where the owner works: as the source states it, else as the title of a working place does."""
    told = titles.each(place_of_title, is_place & ~entries.is_private)
    told[told == np.array(None)] = ""
    stated = entries.working_place
    return np.where(is_place, np.where(stated != "", stated, told), "").astype(object)


def _purposes(entries: EntryTable[Objects]) -> dict[str, Flags]:
    """Return which entries have an agenda, and of which the title or agenda says that something is decided."""
    from analyzer.reading.agendas import agenda_of  # with all that it reads by, only where texts are read
    from analyzer.reading.decisions import is_deciding

    told = ~entries.is_private
    agendas = _Distinct(entries.description).each(agenda_of, told)
    has_agenda = _flags(bool(agenda) for agenda in agendas)
    # Either of them alone may say so; there are fewer of each than of both together.
    by_title = _Distinct(entries.title).where(lambda title: is_deciding(title, ""), told)
    by_agenda = _Distinct(agendas).where(lambda agenda: is_deciding("", agenda), told)
    return {"agenda": has_agenda, "decides": by_title | by_agenda}


def _roles(entries: EntryTable[Objects], agreed_roles: Sequence[RoleAgreement]) -> dict[str, Flags]:
    """Return which roles each entry fills, by its words or by an agreement on its title."""
    from analyzer.reading.roles.roles import RoleReader, Roles  # likewise

    reader = RoleReader()
    reader.scan(text for column in (entries.title, entries.description) for text in column[~entries.is_private])
    texts = list(zip(entries.title, entries.description, strict=True))
    # Most texts say nothing of a role; then it does not matter who is invited.
    speaks = _Distinct(texts).where(lambda both: reader.speaks(*both), ~entries.is_private)
    spoken = np.flatnonzero(speaks)
    invited = dict(zip(spoken.tolist(), _invited(entries.take(spoken)), strict=True))
    read = _Distinct(
        (title, description, invited[row]) if row in invited else (title, None, ())
        for row, (title, description) in enumerate(texts)
    )

    def judge(key: tuple[str, str | None, Invited]) -> Roles:
        title, description, persons = key
        roles = Roles() if description is None else reader.read(title, description, persons)
        return _with_agreed(title, roles, agreed_roles)

    found = read.each(judge, ~entries.is_private)
    found[entries.is_private] = Roles()
    return {
        "facilitator": _flags(bool(one.facilitator) for one in found),
        "decision_keeper": _flags(bool(one.decision_keeper) for one in found),
        "automatic_keeper": _flags(one.automatic_keeper for one in found),
    }


def _with_agreed(title: str, roles: Roles, agreed_roles: Sequence[RoleAgreement]) -> Roles:
    """Fill a role that the text leaves open with what was agreed on for this title."""
    for agreed in agreed_roles:
        if agreed.fits(title):
            roles = replace(
                roles,
                facilitator=roles.facilitator or agreed.facilitator,
                decision_keeper=roles.decision_keeper or agreed.decision_keeper,
            )
    return roles


def _invited(entries: EntryTable[Objects]) -> list[Invited]:
    """Return the persons of each invitation, the organiser first; no rooms, no groups."""
    invitations = entries.invitations
    persons: list[list[tuple[str, str]]] = [[] for _ in range(len(entries))]
    has_organizer = np.flatnonzero(invitations.organizer >= 0)
    rows = np.concatenate([has_organizer, invitations.entry]).tolist()
    for row, party in zip(
        rows, np.concatenate([invitations.organizer[has_organizer], invitations.party]).tolist(), strict=True
    ):
        one = invitations.parties[party]
        if one.kind == "person" and (one.address or one.name):
            persons[row].append((one.name, one.address))
    return [tuple(each) for each in persons]


def _calls(entries: EntryTable[Objects]) -> Objects:
    """Return the platform of each call, "" for none."""
    rows = zip(
        entries.conference_links,
        entries.is_online.tolist(),
        entries.location,
        entries.url,
        entries.description,
        strict=True,
    )
    return _Distinct(rows).each(lambda one: _call_of(*one))


def _call_of(links: Sequence[str], is_online: bool, location: str, url: str, description: str) -> str:
    """Return the platform of the call: what the source says first, a join link in its texts otherwise."""
    declared = [platform_of_conference(link) for link in links]
    known = next((platform for platform in declared if platform not in ("", "other")), "")
    if known:
        return known
    found = find_call(location, url, description)
    return found or next((platform for platform in declared if platform), "") or ("other" if is_online else "")


def _without(words: Objects, is_private: Flags) -> Objects:
    kept = words.copy()
    kept[is_private] = ""
    return kept


def _flags(values: Iterable[bool]) -> Flags:
    return np.array(list(values), dtype=bool)
