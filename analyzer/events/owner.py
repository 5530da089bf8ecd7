"""Whose calendar it is, and on which clock its owner lives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo

import numpy as np

from analyzer.calendars import SourceCalendar
from analyzer.entry_table import Invitations
from analyzer.errors import SeveralPeopleError
from analyzer.text import N_

LEAST_EVENTS = 5
"""An owner is only inferred from this many events with people on."""

LEAST_SHARE = 0.8
"""The share of those events in which the owner takes part."""

Origin = Literal["given", "agreed", "source", "events", "unknown"]
"""How something is known: from an option, the agreements, the source itself, the events in it, or not at all."""


@dataclass(frozen=True)
class Owner:
    """The owner of a calendar.

    Attributes:
        address: e-mail address in lower case, "" when unknown.
        aliases: further addresses of the same person.
        names: names by which invitations call the owner.
        origin: how the address is known.
    """

    address: str = ""
    aliases: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    origin: Origin = "unknown"

    @cached_property
    def addresses(self) -> frozenset[str]:
        """Every address of the owner."""
        return self.aliases | ({self.address} if self.address else frozenset())

    def is_called(self, address: str) -> bool:
        """Return whether an address is one of the owner's, a tag such as ``anna+work@…`` left aside."""
        if address in self.addresses:
            return True
        plain = plain_address(address, self._domains) if "+" in address else address
        return plain in self._plain_addresses

    def plain(self, address: str) -> str:
        """Return the address by which a person is known: without a tag when its domain is one of the owner's own."""
        return plain_address(address, self._domains)

    @cached_property
    def _domains(self) -> frozenset[str]:
        return frozenset(address.rpartition("@")[2] for address in self.addresses if "@" in address)

    @cached_property
    def _plain_addresses(self) -> frozenset[str]:
        return frozenset(plain_address(address, self._domains) for address in self.addresses)


@dataclass(frozen=True)
class ZoneChoice:
    """The zone in which the owner's days begin, and how it is known.

    Attributes:
        is_disputed: it is the one of most events, and other events have another.
    """

    zone: ZoneInfo
    origin: Origin
    is_disputed: bool = False


def plain_address(address: str, domains: Collection[str]) -> str:
    """Return an address without its tag (``anna+work@…``, RFC 5233), which only some domains are known to use."""
    before, at, domain = address.rpartition("@")
    name, plus, _ = before.partition("+")
    return f"{name}@{domain}" if at and plus and name and domain in domains else address


def find_owner(calendars: Sequence[SourceCalendar], me: str, aliases: Collection[str], *, is_given: bool) -> Owner:
    """Return the one owner of all calendars.

    Args:
        calendars: all calendars of one run.
        me: the address from the command line or the agreements, "" for none.
        aliases: further addresses of the owner, from the agreements.
        is_given: ``me`` came from the command line.

    Raises:
        SeveralPeopleError: the calendars belong to different people, or several files name nobody.
    """
    me = me.strip().lower()
    known = frozenset(alias.strip().lower() for alias in aliases)
    if me:
        own = _all_addresses(calendars, known | {me})
        for calendar in calendars:
            _refuse_other(calendar.identity.owner, own, me, calendar.source)
        return Owner(me, own - {me}, _names(calendars, own), "given" if is_given else "agreed")
    found: dict[str, Origin] = {}
    places: dict[str, str] = {}
    whose: dict[str, str] = {}
    for calendar in calendars:
        named = calendar.identity.owner.lower()
        address = named or infer_owner([calendar.columns().invitations])
        if address:
            found.setdefault(address, "source" if named else "events")
            places.setdefault(address, calendar.source)
        if address or len(calendar.columns()):
            whose[calendar.source] = whose.get(calendar.source) or address
    distinct = [address for address in found if address not in known] or list(found)
    if not distinct:
        if len(whose) < 2:
            return Owner(aliases=known)
        # Invitations, each in a file of its own: together they may tell what none of them does.
        address = infer_owner([calendar.columns().invitations for calendar in calendars])
        if not address:
            _refuse_unknown(calendars, whose)
            return Owner(aliases=known)
        distinct, found = [address], {address: "events"}
    first, *others = distinct
    own = _all_addresses(calendars, known | {first})
    for other in others:
        _refuse_other(other, own, first, places[other], whose)
    return Owner(first, own - {first}, _names(calendars, own), found[first])


def _all_addresses(calendars: Sequence[SourceCalendar], own: frozenset[str]) -> frozenset[str]:
    """Return the owner's addresses with those that sources name for the same person."""
    named = [calendar.identity.aliases | {calendar.identity.owner.lower()} - {""} for calendar in calendars]
    while more := [addresses for addresses in named if addresses & own and not addresses <= own]:
        own = own.union(*more)
    return own


def _refuse_other(
    other: str, own: Collection[str], me: str, source: str, whose: Mapping[str, str] | None = None
) -> None:
    if other and not Owner(me, frozenset(own)).is_called(other.lower()):
        raise SeveralPeopleError(
            N_("{source} is the calendar of {other}, and this run is about {me}; one run is about one person."),
            N_("Is {other} also {me}? Add it to aliases in meetlint.toml. Otherwise check each calendar by itself."),
            whose or {},
            source=source,
            other=other,
            me=me,
        )


def _refuse_unknown(calendars: Sequence[SourceCalendar], whose: Mapping[str, str]) -> None:
    """Refuse several files in which nobody is the owner, unless somebody takes part in all that name people at all."""
    people: dict[str, set[str]] = {}
    for calendar in calendars:
        parties = calendar.columns().invitations.parties
        people.setdefault(calendar.source, set()).update(one.address for one in parties if one.kind == "person")
    named = [addresses for addresses in people.values() if addresses]
    if named and set.intersection(*named):
        return
    raise SeveralPeopleError(
        N_("Nothing says that these {count} files are one person's, and this run is about one person."),
        N_(
            "Are they all yours? Then say so: --me ADDRESS. Is it the calendar of a team or community? Then use "
            "--shared. Otherwise check each file by itself."
        ),
        whose,
        count=len(whose),
    )


def infer_owner(several: Sequence[Invitations]) -> str:
    """Return the one address that takes part in at least 80 % of five or more events with people, else "".

    Args:
        several: the invitations of one or more calendars.
    """
    counts: Counter[str] = Counter()
    with_people = 0
    for invitations in several:
        addresses = [one.address if one.kind == "person" else "" for one in invitations.parties]
        number = {address: position for position, address in enumerate(dict.fromkeys(addresses))}
        of_party = np.array([number[address] for address in addresses], dtype=np.int64)
        has_organizer = np.flatnonzero(invitations.organizer >= 0)
        entry = np.concatenate([invitations.entry, has_organizer])
        party = np.concatenate([invitations.party, invitations.organizer[has_organizer]])
        # Each address once for each event that names it, however often it stands there.
        event, address = np.divmod(np.unique(entry * (len(number) + 1) + of_party[party]), len(number) + 1)
        is_named = np.array([name != "" for name in number], dtype=bool)[address]
        with_people += len(np.unique(event[is_named]))
        found = np.bincount(address[is_named], minlength=len(number)).tolist()
        counts.update({name: count for name, count in zip(number, found, strict=True) if count})
    if with_people < LEAST_EVENTS:
        return ""
    best = counts.most_common(2)
    if best[0][1] < LEAST_SHARE * with_people or (len(best) > 1 and best[1][1] == best[0][1]):
        return ""
    return best[0][0]


def _names(calendars: Sequence[SourceCalendar], addresses: Collection[str]) -> frozenset[str]:
    owner = Owner(aliases=frozenset(addresses))
    names = {
        party.name
        for calendar in calendars
        for party in calendar.columns().invitations.parties
        if party.name and (party.is_self or owner.is_called(party.address))
    }
    return frozenset(name for name in names if "@" not in name)


def find_zone(calendars: Sequence[SourceCalendar], given: str, agreed: str) -> ZoneChoice:
    """Return the owner's zone: given, agreed, the calendar's own, the one most events use, and at last UTC.

    A calendar that declares UTC or GMT is not believed while any event carries a zone of its own.
    """
    if given:
        return ZoneChoice(ZoneInfo(given), "given")
    if agreed:
        return ZoneChoice(ZoneInfo(agreed), "agreed")
    votes: Counter[str] = Counter()
    for calendar in calendars:
        votes.update({zone: count for zone, count in calendar.identity.zone_votes.items() if not _is_utc(zone)})
    declared = [calendar.identity.timezone for calendar in calendars if calendar.identity.timezone]
    for zone in declared:
        if not (_is_utc(zone) and votes):
            return ZoneChoice(ZoneInfo(zone), "source")
    if votes:
        best = min(votes, key=lambda zone: (-votes[zone], zone))
        return ZoneChoice(ZoneInfo(best), "events", is_disputed=len(votes) > 1)
    return ZoneChoice(ZoneInfo("UTC"), "unknown")


def _is_utc(zone: str) -> bool:
    return zone.upper() in {"UTC", "GMT", "ETC/UTC", "ETC/GMT", "Z", "ETC/UCT", "UCT", "ETC/GREENWICH", "GREENWICH"}
