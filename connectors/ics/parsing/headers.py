"""What a VCALENDAR says of itself: its name, owner, zone and method, and whether it is subscribed to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from analyzer.entries import Entry
from connectors.ics.parsing.decoding import Line
from connectors.ics.parsing.lines import name_of, split_line
from connectors.ics.parsing.people import email_in

_WANTED = ("X-WR-CALNAME", "NAME", "X-WR-RELCALID", "X-WR-TIMEZONE", "METHOD", "PRODID", "X-OWNER", "URL", "SOURCE")
# Addresses of calendars that are nobody's mailbox.
_CALENDAR_ADDRESS = re.compile(r"@(?:group|import|resource)\.(?:v\.)?calendar\.google\.com\Z", re.IGNORECASE)
_GOOGLE_SUBSCRIPTION = re.compile(
    r"#(?:holiday|contacts|weather|weeknum|sports)@group\.v\.calendar\.google\.com", re.IGNORECASE
)
# Words for public holidays and birthdays that nobody uses for leave; "holidays" alone may be somebody's own.
_SUBSCRIBED_NAMES = re.compile(
    r"feestdagen|feiertage|jours f[ée]ri[ée]s|d[ií]as festivos|festivit[àa]"
    r"|\bholidays (?:in|of)\b|\b(?:public|national|bank|federal|religious|christian|jewish|muslim|us|uk|dutch|belgian"
    r"|german|french) holidays\b"
    r"|\bbirthdays?\b|\bverjaardag(?:en)?\b|\bgeburtstage?\b|\banniversaires\b|\bcumplea[ñn]os\b",
    re.IGNORECASE,
)
_HOLIDAY_MAKERS = re.compile(r"office ?holidays|holiday ?api|calendarlabs|feestdagen", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Header:
    """The properties of one VCALENDAR that matter here.

    Attributes:
        owner: e-mail address, only where the file names it outright.
        name: the calendar's own name.
        timezone: X-WR-TIMEZONE as written.
        method: METHOD in capitals (RFC 5546).
        product: PRODID.
        ids: every other name the calendar goes by.
    """

    owner: str = ""
    name: str = ""
    timezone: str = ""
    method: str = ""
    product: str = ""
    ids: tuple[str, ...] = ()

    @property
    def is_exchange(self) -> bool:
        """Whether Exchange or Outlook on the web wrote the file."""
        return "microsoft exchange" in self.product.casefold()


def read_header(lines: Iterable[Line]) -> Header:
    """Return what the own lines of a VCALENDAR say; of a property given twice the first one that says anything."""
    found: dict[str, str] = {}
    for line in lines:
        name = name_of(line)
        if name in _WANTED and not found.get(name) and (parts := split_line(line)):
            found[name] = parts.text
    name = found.get("X-WR-CALNAME") or found.get("NAME", "")
    ids = tuple(found[key] for key in ("X-WR-RELCALID", "URL", "SOURCE") if found.get(key))
    candidates = (found.get("X-WR-CALNAME", ""), found.get("X-WR-RELCALID", ""), found.get("X-OWNER", ""))
    owner = next((email for email in map(email_in, candidates) if email and not _CALENDAR_ADDRESS.search(email)), "")
    return Header(
        owner, name, found.get("X-WR-TIMEZONE", ""), found.get("METHOD", "").upper(), found.get("PRODID", ""), ids
    )


def is_subscription(header: Header, source: str, entries: Sequence[Entry]) -> bool:
    """Return whether a calendar is a subscribed one of holidays or birthdays: by its name, and only days, no people."""
    if not entries or not all(entry.is_all_day and not entry.attendees for entry in entries):
        return False
    if any(_GOOGLE_SUBSCRIPTION.search(unquote(text)) for text in (header.name, source, *header.ids)):
        return True
    return bool(_SUBSCRIBED_NAMES.search(header.name) or _HOLIDAY_MAKERS.search(header.product))
