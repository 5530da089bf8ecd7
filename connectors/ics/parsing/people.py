"""ORGANIZER and ATTENDEE to people, groups and rooms (RFC 5545 sections 3.8.4.1 and 3.8.4.3)."""

from __future__ import annotations

from analyzer.entries import Attendee, AttendeeKind, Response
from connectors.ics.parsing.lines import ContentLine
from connectors.stand_ins import kind_of

_NO_ADDRESS = ("invalid:", "noreply:")
_KINDS: dict[str, AttendeeKind] = {"GROUP": "group", "ROOM": "room", "RESOURCE": "resource"}
_RESPONSES: dict[str, Response] = {
    "ACCEPTED": "accepted",
    "TENTATIVE": "tentative",
    "DECLINED": "declined",
    # Who has sent somebody else does not come.
    "DELEGATED": "declined",
}


def read_attendee(line: ContentLine) -> Attendee | None:
    """Return whom an ATTENDEE or ORGANIZER names, None when it names nobody.

    The address is the e-mail address in lower case: that of EMAIL (RFC 7986 section 6.2) before the value, which iCloud
    and Calendar Server fill with paths, URNs and addresses of their own. Without one it is whatever else the property
    gives (a URN, an X.500 name), and without that the display name. An unknown PARTSTAT is no answer yet, an unknown
    CUTYPE is a person.
    """
    name = _unquoted(line.parameters.get("CN", ""))
    email = line.parameters.get("EMAIL", "")
    address = (email and email_in(email)) or _address(line.value) or name.casefold()
    if not address:
        return None
    if line.name == "ORGANIZER":
        return Attendee(address, name, kind=kind_of(address, "person"))
    kind = kind_of(address, _KINDS.get(line.parameters.get("CUTYPE", "").upper(), "person"))
    return Attendee(
        address,
        name,
        response=_RESPONSES.get(line.parameters.get("PARTSTAT", "").upper(), "needs-action"),
        kind=kind,
        is_chair=line.parameters.get("ROLE", "").upper() == "CHAIR",
        groups=_groups(line.parameters.get("MEMBER", "")),
        additional_guests=_guests(line.parameters.get("X-NUM-GUESTS", "")),
    )


def email_in(text: str) -> str:
    """Return the text in lower case when it is an e-mail address and nothing else, else ""."""
    address = _address(text)
    before, at, after = address.partition("@")
    is_address = bool(before and at and "." in after) and not any(sign in address for sign in ' <>",;:/()\\')
    return address if is_address and "@" not in after else ""


def _address(value: str) -> str:
    address = _unquoted(value).lower()
    while address.startswith("mailto:"):
        address = address.removeprefix("mailto:").strip()
    if address.startswith(_NO_ADDRESS):
        return ""
    return address.strip("<> \t")


def _unquoted(text: str) -> str:
    return text.strip().strip("\"'").strip()


def _groups(text: str) -> tuple[str, ...]:
    return tuple(address for one in text.split(",") if (address := _address(one)))


def _guests(text: str) -> int:
    # A figure nobody can mean is none: it would swamp the number of people.
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else 0
