"""Addresses and uids of Google that are not what they look like, wherever its calendars and invitations end up."""

from __future__ import annotations

import re

from analyzer.entries import AttendeeKind

_NO_PERSON = ("@group.calendar.google.com", "@resource.calendar.google.com", "@import.calendar.google.com")
"""Domains of addresses that stand for a calendar, a room or a resource."""

_HIDDEN_ORGANIZER = "unknownorganizer@"

_CALENDAR_OF_DAYS = re.compile(r"#(?:holiday|contacts|weather|weeknum)@group\.v\.calendar\.google\.com", re.IGNORECASE)
"""Holidays, birthdays, the weather and week numbers; not matches (``#sports``), which are events at their hours."""

_SPLIT_SUFFIX = re.compile(r"_R\d{8}(?:T\d{6}Z?)?(?=@|$)")
"""What is added to the uid of a series when it is cut in two ("this and following")."""


def is_person_address(address: str) -> bool:
    """Return whether an address can be a person's: not a calendar's, not a stand-in for a hidden organiser."""
    return bool(address) and not address.startswith(_HIDDEN_ORGANIZER) and not address.endswith(_NO_PERSON)


def kind_of(address: str, declared: AttendeeKind) -> AttendeeKind:
    """Return what an attendee or organiser is: one declared a person whose address is nobody's is none."""
    return "resource" if address and declared == "person" and not is_person_address(address) else declared


def is_calendar_of_days(text: str) -> bool:
    """Return whether an id, or an address that holds one, is of a subscription that only says what days they are."""
    return bool(_CALENDAR_OF_DAYS.search(text))


def unsplit_uid(uid: str) -> str:
    """Return the uid that both halves of a split series have in common."""
    return _SPLIT_SUFFIX.sub("", uid) if "_R" in uid else uid
