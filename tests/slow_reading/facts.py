"""What is decided of one entry, whenever it occurs, read entry by entry (RULES "Which events count")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from analyzer.agreements import RoleAgreement
from analyzer.entries import Attendee, Entry, WorkingPlace
from analyzer.events.owner import Owner
from analyzer.reading.agendas import agenda_of
from analyzer.reading.calls import find_call, platform_of_conference
from analyzer.reading.decisions import is_deciding
from analyzer.reading.own_time import is_private_time_title, place_of_title
from analyzer.reading.roles.roles import RoleReader, Roles, read_roles
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


@dataclass(frozen=True)
class Facts:
    """What is decided of one entry, whenever it occurs."""

    kind: str
    call: str
    is_hybrid: bool
    response: str
    organizer: str
    is_organized_by_owner: bool
    people: tuple[str, ...]
    people_count: int | None
    is_at_least: bool
    has_others: bool
    is_cancelled: bool
    is_open_room: bool
    is_on_call: bool
    is_social: bool
    is_shared_lunch: bool
    roles: Roles
    has_chair: bool
    has_agenda: bool
    is_deciding: bool
    place: WorkingPlace
    is_private_time: bool


Invited = tuple[tuple[str, str], ...]
"""The persons of an invitation, each as (display name, address)."""


class Classifier:
    """Judges entries; remembers texts, since a series repeats its own."""

    def __init__(
        self, owner: Owner, agreed_roles: Sequence[RoleAgreement], *, is_shared: bool, reads_titles: bool
    ) -> None:
        self._owner = owner
        self._agreed_roles = agreed_roles
        self._is_shared = is_shared
        self._reads_titles = reads_titles and not is_shared
        self._roles: dict[tuple[str, str, Invited], Roles] = {}
        self._speaks_of_roles: dict[tuple[str, str], bool] = {}
        self._purposes: dict[tuple[str, str], tuple[bool, bool]] = {}

    def facts(self, entry: Entry) -> Facts:
        """Return what is decided of ``entry``."""
        own, organizer = self._owner.addresses, entry.organizer
        is_own = entry.is_organizer_self
        if is_own is None:
            is_own = organizer is not None and (organizer.is_self or self._owner.is_called(organizer.address))
        people, is_at_least = self._people(entry)
        others = people - own
        call, is_hybrid = _call_of(entry), False
        if call:
            is_hybrid = any(one.kind == "room" and one.response == "accepted" for one in entry.attendees)
        me = next((one for one in entry.attendees if one.is_self or self._owner.is_called(one.address)), None)
        # Some sources answer for an organiser with "organizer", others with the answer the organiser gave.
        told = [entry.own_response, me.response if me else ""]
        response = next((one for one in told if one not in ("", "organizer")), "")
        response = response or ("organizer" if is_own or "organizer" in told else "")
        if entry.is_free and is_declined_title(entry.title):
            response = "declined"
        has_others = bool(others) if own else len(people) > 1
        has_others = has_others or is_at_least or (entry.are_people_hidden and not entry.is_busy_only)
        count: int | None = len(others) + 1 if own and not self._is_shared else max(1, len(people))
        count = (count or 0) + sum(one.additional_guests for one in entry.attendees if one.response != "declined")
        is_hidden = entry.are_people_hidden and len(people) <= 2
        if entry.is_busy_only or is_hidden or (self._is_shared and len(people) <= 1):
            count = None
        kind = self._kind(entry, has_others, bool(call))
        has_agenda, decides = self._purpose_of(entry)
        return Facts(
            kind=kind,
            call=call,
            is_hybrid=is_hybrid,
            response=response,
            organizer=organizer.address if organizer else "",
            is_organized_by_owner=is_own,
            people=tuple(sorted(people)),
            people_count=count,
            is_at_least=count is not None and (is_at_least or entry.are_people_hidden),
            has_others=has_others,
            is_cancelled=entry.is_cancelled or is_cancelled_title(entry.title),
            is_open_room=is_open_room_title(entry.title),
            is_on_call=self._reads_titles and kind in ("meeting", "appointment") and is_on_call_title(entry.title),
            is_social=is_social_title(entry.title),
            is_shared_lunch=not call and is_shared_lunch_title(entry.title),
            roles=self._roles_of(entry),
            has_chair=any(one.is_chair and one.response != "declined" for one in entry.attendees),
            has_agenda=has_agenda,
            is_deciding=decides,
            place=_place_of(entry) if kind == "working-place" else "",
            is_private_time=entry.is_private or any(map(is_private_time_title, (entry.title, *entry.categories))),
        )

    def _people(self, entry: Entry) -> tuple[frozenset[str], bool]:
        """Return the distinct people, by address or by name, and whether a group hides more of them.

        A group that stands beside its members hides nobody.
        """
        owner = self._owner
        found: set[str] = set()
        has_group = False
        parties = [*entry.attendees, *([entry.organizer] if entry.organizer else [])]
        left_out = {owner.plain(_key(one)) for one in entry.attendees if one.response == "declined"}
        left_out.update(group for one in entry.attendees for group in one.groups)
        for one in parties:
            key = owner.plain(_key(one))
            if one.kind in ("room", "resource") or key in left_out or not key:
                continue
            has_group = has_group or one.kind == "group"
            found.add(owner.address if one.is_self or owner.is_called(key) else key)
        found.discard("")
        return frozenset(found), has_group

    def _kind(self, entry: Entry, has_others: bool, is_call: bool) -> str:
        if entry.declared_kind:
            return entry.declared_kind
        if entry.readable == "none":
            # What stands for a title is the word of a feed: "Vrij" there is an hour that is free, and no leave.
            return "meeting" if has_others or is_call or self._is_shared else "appointment"
        if self._reads_titles and entry.is_all_day and not has_others and not is_call and place_of_title(entry.title):
            # Most calendars have no other way to say where one works: a whole day, "Thuiswerken", shown as free.
            return "working-place"
        if self._reads_titles and (entry.is_all_day or not has_others) and self._is_absence(entry.title):
            return "absence"
        if any(is_focus_title(category) for category in entry.categories):
            return "focus"
        if not has_others and is_focus_title(entry.title):
            return "focus"
        return "meeting" if has_others or is_call or self._is_shared else "appointment"

    def _is_absence(self, title: str) -> bool:
        return is_absence_title(title, self._owner.names)

    def _purpose_of(self, entry: Entry) -> tuple[bool, bool]:
        """Return whether an entry has an agenda, and whether its title or agenda says that something is decided."""
        if entry.is_private:
            return False, False
        texts = (entry.title, entry.description)
        if texts not in self._purposes:
            agenda = agenda_of(entry.description)
            self._purposes[texts] = bool(agenda), is_deciding(entry.title, agenda)
        return self._purposes[texts]

    def _roles_of(self, entry: Entry) -> Roles:
        if entry.is_private:
            return Roles()
        texts = (entry.title, entry.description)
        if texts not in self._speaks_of_roles:
            self._speaks_of_roles[texts] = RoleReader().speaks(*texts)
        # Most texts say nothing of a role; then it does not matter who is invited.
        is_read = self._speaks_of_roles[texts]
        key = (*texts, _invited(entry) if is_read else ())
        if key not in self._roles:
            self._roles[key] = self._with_agreed(entry.title, read_roles(*key) if is_read else Roles())
        return self._roles[key]

    def _with_agreed(self, title: str, roles: Roles) -> Roles:
        """Fill a role that the text leaves open with what was agreed on for this title."""
        for agreed in self._agreed_roles:
            if agreed.fits(title):
                roles = replace(
                    roles,
                    facilitator=roles.facilitator or agreed.facilitator,
                    decision_keeper=roles.decision_keeper or agreed.decision_keeper,
                )
        return roles


def parties(entry: Entry) -> Iterator[Attendee]:
    if entry.organizer is not None:
        yield entry.organizer
    yield from entry.attendees


def _invited(entry: Entry) -> Invited:
    """Return the persons of an invitation as (display name, address), the organiser among them; no rooms, no groups."""
    return tuple(
        (party.name, party.address)
        for party in parties(entry)
        if party.kind == "person" and (party.address or party.name)
    )


def _place_of(entry: Entry) -> WorkingPlace:
    """Return the place of a working-place entry: as the source states it, else as its title does."""
    return entry.working_place or ("" if entry.is_private else place_of_title(entry.title))


def _key(party: Attendee) -> str:
    return party.address or party.name.casefold()


def _call_of(entry: Entry) -> str:
    """Return the platform of the call: what the source says first, a join link in its texts otherwise."""
    declared = [platform_of_conference(link) for link in entry.conference_links]
    known = next((platform for platform in declared if platform not in ("", "other")), "")
    if known:
        return known
    found = find_call(entry.location, entry.url, entry.description)
    return found or next((platform for platform in declared if platform), "") or ("other" if entry.is_online else "")
