"""One item of Google's ``events.list`` to an entry and its time; nothing is decided here, nothing is asked.

Field names and values: Google's discovery document of Calendar v3 (inside google-api-python-client), schema ``Event``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from analyzer.entries import DeclaredKind, Entry, WorkingPlace
from analyzer.problems import NotReadError, Problem, ProblemKind
from analyzer.text import N_
from connectors.google.moments import WITHOUT_START, first_day, read_moment, read_span, zone_of
from connectors.google.people import read_attendee, read_organizer
from connectors.services.calendar import Moment, ServiceEvent
from connectors.services.parts import Part, part_of, parts_of, text_of
from connectors.stand_ins import unsplit_uid
from connectors.texts import is_html, plain_text

FIELDS = (
    "id,etag,status,iCalUID,recurringEventId,originalStartTime,eventType,workingLocationProperties/type,transparency,"
    "visibility,summary,description,location,start,end,endTimeUnspecified,attendees(email,displayName,responseStatus,"
    "resource,self,additionalGuests),attendeesOmitted,guestsCanSeeOtherGuests,organizer(email,displayName,self),"
    "creator/self,conferenceData/entryPoints(entryPointType,uri),hangoutLink"
)
"""What is asked of an event, and nothing else."""
MASTER_FIELDS = "id,start,recurrence"
"""What is asked of the master of a series: when it began and whether it ends; no words."""

_KINDS: dict[str, DeclaredKind] = {
    "focusTime": "focus",
    "outOfOffice": "absence",
    "workingLocation": "working-place",
}
_PLACES: dict[str, WorkingPlace] = {"homeOffice": "home", "officeLocation": "office", "customLocation": "other"}
_PUBLIC = ("", "default", "public")
_BUSY_ROLE = "freeBusyReader"
# Roles to which private events of somebody else show nothing but their time.
_ROLES_WITHOUT_PRIVATE = ("reader", "writerWithoutPrivateAccess")

UNREADABLE = ProblemKind(
    "google-event-unreadable", N_("An event of Google could not be read ({cause}); it was skipped.")
)
ORIGINAL_UNREADABLE = ProblemKind(
    "google-original-unreadable",
    N_("An event of Google does not say which one of its series it is; its own time was used."),
    effect="repaired",
)
GUEST_UNREADABLE = ProblemKind(
    "google-guest-unreadable",
    N_("A guest of an event of Google has neither address nor name; left out."),
    effect="repaired",
)


class EventReader:
    """Reads the items of one calendar.

    Attributes:
        problems: what was skipped or repaired.
        zone_votes: how many events were made in each IANA zone.
    """

    def __init__(self, source: str, *, timezone: str = "", access_role: str = "") -> None:
        """Read for one calendar.

        Args:
            source: as people know the calendar.
            timezone: the calendar's own, "" when it is not told.
            access_role: what the calendar lets the account do, in Google's word.
        """
        self._source = source
        self._is_busy_only = access_role == _BUSY_ROLE
        self._hides_private = access_role in _ROLES_WITHOUT_PRIVATE
        self._zone = zone_of({"timeZone": timezone})
        self.problems: list[Problem] = []
        self.zone_votes: Counter[str] = Counter()

    def read(self, item: object, master: Part | None = None) -> ServiceEvent | None:
        """Return one event, None when it is none or cannot be read; why stands in the problems.

        Args:
            item: as Google gives it.
            master: ``start`` and ``recurrence`` of its series, where they were asked for.
        """
        if not isinstance(item, dict):
            self._report(UNREADABLE, "", cause=type(item).__name__)
            return None
        identity = text_of(item, "id")
        try:
            return self._read(item, master)
        except NotReadError as error:
            self._report(error.kind, identity)
        except Exception as error:  # a defect met in one event must not cost its neighbours; the class of it is shown
            self._report(UNREADABLE, identity, cause=type(error).__name__)
        return None

    def _report(self, kind: ProblemKind, uid: str, **fields: object) -> None:
        self.problems.append(Problem(self._source, kind, uid=uid, fields=fields))

    def _read(self, item: Part, master: Part | None) -> ServiceEvent | None:
        is_cancelled = item.get("status") == "cancelled"
        span = read_span(item, self._zone)
        if span is None:
            # What was deleted keeps its id, and what was taken out of a series its original start: no event.
            if not is_cancelled:
                self._report(WITHOUT_START, text_of(item, "id"))
            return None
        start, end = span
        if zone := zone_of(part_of(item, "start")):
            self.zone_votes[zone.key] += 1
        entry = self._entry(item, is_all_day=not isinstance(start, datetime))
        entry.is_cancelled = is_cancelled
        if entry.is_recurring:
            rule = item if master is None else master
            entry.series_start = first_day(part_of(rule, "start"), self._zone) if _rules(rule) else None
            entry.is_endless = _is_endless(_rules(rule))
        return ServiceEvent(entry, start, end, self._original(item, start))

    def _original(self, item: Part, start: Moment) -> Moment:
        """Return the original start in the series, of the kind that it was then: a day may have become a time."""
        try:
            original = read_moment(part_of(item, "originalStartTime"), self._zone)
        except NotReadError:
            self._report(ORIGINAL_UNREADABLE, text_of(item, "id"))
            original = None
        return start if original is None else original

    def _entry(self, item: Part, *, is_all_day: bool) -> Entry:
        kind = text_of(item, "eventType")
        is_own = part_of(item, "organizer").get("self") is True
        if not part_of(item, "organizer"):
            is_own = part_of(item, "creator").get("self") is True
        attendees = [read_attendee(part) for part in parts_of(item, "attendees")]
        if None in attendees:
            self._report(GUEST_UNREADABLE, text_of(item, "id"))
        uid = text_of(item, "iCalUID") or text_of(item, "recurringEventId") or text_of(item, "id")
        entry = Entry(
            uid=uid,
            series_uid=unsplit_uid(uid),
            title=text_of(item, "summary"),
            description=_plain(text_of(item, "description")),
            location=text_of(item, "location"),
            conference_links=_links(item),
            declared_kind=_KINDS.get(kind, ""),
            attendees=tuple(attendee for attendee in attendees if attendee),
            organizer=read_organizer(part_of(item, "organizer")),
            is_organizer_self=True if is_own else None,
            # The organiser sees every guest, whatever guests see of one another.
            are_people_hidden=item.get("attendeesOmitted") is True
            or (item.get("guestsCanSeeOtherGuests") is False and not is_own),
            is_free=item.get("transparency") == "transparent",
            is_private=is_private(item),
            is_all_day=is_all_day,
            is_recurring=bool(text_of(item, "recurringEventId") or _rules(item)),
            vendor_id=text_of(item, "id"),
        )
        if kind == "workingLocation":
            entry.working_place = _PLACES.get(text_of(part_of(item, "workingLocationProperties"), "type"), "")
        is_hidden = self._hides_private and entry.is_private and "summary" not in item
        if self._is_busy_only or is_hidden:
            entry.is_busy_only, entry.readable = True, "none"
        return entry


def is_private(item: Part) -> bool:
    """Return whether an event is private or confidential; an unknown mark counts as one, as in RFC 5545 3.8.1.3."""
    return text_of(item, "visibility") not in _PUBLIC


def _links(item: Part) -> tuple[str, ...]:
    """Return the ways into a video conference; those by phone or SIP are none."""
    points = parts_of(part_of(item, "conferenceData"), "entryPoints")
    links = [text_of(point, "uri") for point in points if point.get("entryPointType") == "video"]
    links.append(text_of(item, "hangoutLink"))
    return tuple(dict.fromkeys(link for link in links if link))


def _rules(item: Part) -> list[str]:
    value = item.get("recurrence")
    return [line for line in value if isinstance(line, str)] if isinstance(value, list) else []


def _is_endless(rules: Iterable[str]) -> bool:
    """Return whether a rule ends neither on a day nor after a number of times (RFC 5545 section 3.3.10)."""
    found = [line.upper() for line in rules if line.upper().startswith("RRULE")]
    return any("UNTIL=" not in line and "COUNT=" not in line for line in found)


def _plain(text: str) -> str:
    return plain_text(text) if is_html(text) else text
