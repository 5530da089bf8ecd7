"""One event of Graph's calendarView to an entry and its time; nothing is decided here, nothing is asked.

Field names and values: https://learn.microsoft.com/graph/api/resources/event
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Set
from datetime import date

from analyzer.entries import DeclaredKind, Entry, Response
from analyzer.problems import Problem, ProblemKind
from analyzer.text import N_
from connectors.outlook.moments import calendar_day, read_instant, read_moment, whole_days, zone_of
from connectors.outlook.people import read_attendees, read_organizer, read_response
from connectors.outlook.uids import series_uid
from connectors.services.calendar import Moment, ServiceEvent
from connectors.services.parts import Part, list_of, part_of, parts_of, text_of
from connectors.stand_ins import unsplit_uid
from connectors.texts import is_html, plain_text

FIELDS = (
    *("id", "changeKey", "iCalUId", "type", "seriesMasterId", "originalStart", "originalStartTimeZone"),
    *("subject", "body", "start", "end", "isAllDay", "isCancelled", "isOrganizer", "showAs", "sensitivity"),
    *("categories", "attendees", "organizer", "responseStatus", "hideAttendees", "location", "locations"),
    *("isOnlineMeeting", "onlineMeeting", "onlineMeetingUrl"),
)
"""What is asked of an event, and nothing else."""
BASIC_FIELDS = tuple(name for name in FIELDS if name != "body")
"""The same without agenda texts."""
MASTER_FIELDS = ("id", "iCalUId", "type", "recurrence")
"""What is asked of the master of a series: when it began and whether it ends; no words."""

_OCCURRENCES = ("occurrence", "exception")
# What Outlook shows in place of the title to whom only free/busy, or not this event, is shown.
_BUSY_TITLES = frozenset(("", "busy", "bezet", "gebucht", "beschäftigt", "occupé", "occupée"))

WITHOUT_TIME = ProblemKind(
    "outlook-event-without-time", N_("An event of Outlook has no start and end that can be read; it is left out.")
)
UNREADABLE = ProblemKind(
    "outlook-event-unreadable", N_("An event of Outlook could not be read ({cause}); it is left out.")
)
ZONE_UNKNOWN = ProblemKind(
    "outlook-zone-unknown",
    N_("The time zone of an event is not known; its times were read as UTC."),
    effect="repaired",
)


class EventReader:
    """Reads the events of one calendar.

    Attributes:
        problems: what was skipped or repaired.
        zone_votes: how many events were made in each IANA zone.
    """

    def __init__(self, source: str, owner: Set[str], *, has_texts: bool = True, is_shared: bool = False) -> None:
        """Read for one calendar.

        Args:
            source: as people know the calendar.
            owner: addresses of its owner in lower case; a mailbox often has more than its sign-in name.
            has_texts: the sign-in lets agenda texts through.
            is_shared: it is somebody else's, who decides how much of it is seen.
        """
        self._source = source
        self._owner = owner
        self._has_texts = has_texts
        self._is_shared = is_shared
        self.problems: list[Problem] = []
        self.zone_votes: Counter[str] = Counter()

    def read(self, item: Part, master: Part | None = None) -> ServiceEvent | None:
        """Return one event, None when it is none or cannot be read; why stands in the problems.

        Args:
            item: as Graph gives it.
            master: of its series, where that was asked for: ``iCalUId`` and ``recurrence``.
        """
        # A "draft" is a meeting whose last changes were not sent to the guests: it takes its time all the same.
        if "@removed" in item or item.get("type") == "seriesMaster":
            return None
        identity = text_of(item, "id")
        try:
            return self._read(item, master or {})
        except Exception as error:  # a defect met in one event must not cost its neighbours; the class of it is shown
            self._report(UNREADABLE, identity, cause=type(error).__name__)
        return None

    def _report(self, kind: ProblemKind, uid: str, **fields: object) -> None:
        self.problems.append(Problem(self._source, kind, uid=uid, fields=fields))

    def _read(self, item: Part, master: Part) -> ServiceEvent | None:
        identity = text_of(item, "id")
        zone = zone_of(text_of(item, "originalStartTimeZone"))
        (start, knows_start), (end, knows_end) = (read_moment(item.get(name)) for name in ("start", "end"))
        if start is None or end is None or end < start:
            self._report(WITHOUT_TIME, identity)
            return None
        if not (knows_start and knows_end):
            self._report(ZONE_UNKNOWN, identity)
        if zone is not None:
            self.zone_votes[zone.key] += 1
        is_all_day = item.get("isAllDay") is True
        original = read_instant(item.get("originalStart")) if item.get("type") in _OCCURRENCES else None
        first: Moment = start
        last: Moment = end
        again: Moment = original or start
        if is_all_day:
            first, last = whole_days(start, end, zone)
            again = calendar_day(original, zone) if original else first
        return ServiceEvent(self._entry(item, master, is_all_day), first, last, again)

    def _entry(self, item: Part, master: Part, is_all_day: bool) -> Entry:
        shown = text_of(item, "showAs")
        is_own = item.get("isOrganizer") if isinstance(item.get("isOrganizer"), bool) else None
        attendees = read_attendees(item, self._owner)
        begins, is_endless = _range_of(master or item)
        uid = series_uid(item, master)
        entry = Entry(
            uid=uid,
            series_uid=unsplit_uid(uid),
            title=text_of(item, "subject"),
            description=_body(item) if self._has_texts else "",
            location=_location(item),
            categories=tuple(dict.fromkeys(one.strip() for one in list_of(item, "categories") if _is_words(one))),
            conference_links=_links(item),
            is_online=item.get("isOnlineMeeting") is True,
            declared_kind=_declared_kind(shown, is_all_day),
            attendees=attendees,
            organizer=read_organizer(item, self._owner),
            own_response=_own_response(item, shown, any(one.is_self and one.response for one in attendees)),
            is_organizer_self=is_own,
            are_people_hidden=item.get("hideAttendees") is True and not is_own,
            is_free=shown == "free",
            is_cancelled=item.get("isCancelled") is True,
            is_private=is_private(item),
            readable="all" if self._has_texts else "title",
            is_all_day=is_all_day,
            is_recurring=item.get("type") in _OCCURRENCES or bool(text_of(item, "seriesMasterId")),
            vendor_id=text_of(item, "id"),
        )
        if entry.is_recurring:
            entry.series_start, entry.is_endless = begins, is_endless
        if self._says_only_busy(entry):
            entry.is_busy_only, entry.readable = True, "none"
        return entry

    def _says_only_busy(self, entry: Entry) -> bool:
        """Whether the owner lets nothing be seen but that the time is taken.

        An untitled appointment of one's own names its organiser and is no such thing.
        """
        if entry.description or entry.attendees or entry.conference_links or entry.categories or entry.location:
            return False
        if self._is_shared and entry.is_private:
            return True
        return entry.title.strip().casefold() in _BUSY_TITLES and (self._is_shared or entry.organizer is None)


def own_addresses(items: Iterable[Part]) -> frozenset[str]:
    """Return the addresses under which the owner of a calendar organises what is in it."""
    found = (read_organizer(item, frozenset()) for item in items if item.get("isOrganizer") is True)
    return frozenset(one.address for one in found if one is not None and "@" in one.address)


def is_private(item: Part) -> bool:
    """Return whether an event is marked as anything but normal.

    ``personal`` counts as private: Outlook exports it as a CLASS that is not PUBLIC ([MS-OXCICAL] section
    2.1.3.1.1.20.4), which RFC 5545 (section 3.8.1.3) has readers treat as private; an unknown mark does so too.
    """
    return item.get("sensitivity") not in (None, "", "normal")


def _declared_kind(shown: str, is_all_day: bool) -> DeclaredKind:
    if shown == "oof":
        return "absence"
    return "working-place" if shown == "workingElsewhere" and is_all_day else ""


def _own_response(item: Part, shown: str, is_told_elsewhere: bool) -> Response:
    """Return the owner's answer; time that is shown as tentative stands in for one that is not told."""
    response = read_response(part_of(item, "responseStatus"))
    if response or is_told_elsewhere or item.get("isOrganizer") is True:
        return response
    return "tentative" if shown == "tentative" and list_of(item, "attendees") else ""


def _range_of(item: Part) -> tuple[date | None, bool]:
    """Return the first day of a series, None when it is not told, and whether the series has no end."""
    span = part_of(part_of(item, "recurrence"), "range")
    try:
        begins = date.fromisoformat(text_of(span, "startDate")[:10])
    except ValueError:
        return None, False
    return (begins if begins.year > 1 else None), span.get("type") == "noEnd"


def _body(item: Part) -> str:
    body = part_of(item, "body")
    content = text_of(body, "content").replace("\r\n", "\n")
    return plain_text(content) if body.get("contentType") == "html" or is_html(content) else content.strip()


def _location(item: Part) -> str:
    """Return the place in one line; several are joined as Outlook joins them."""
    if name := text_of(part_of(item, "location"), "displayName"):
        return name
    names = [text_of(one, "displayName") for one in parts_of(item, "locations")]
    return "; ".join(name for name in names if name)


def _links(item: Part) -> tuple[str, ...]:
    found = (text_of(part_of(item, "onlineMeeting"), "joinUrl"), text_of(item, "onlineMeetingUrl"))
    return tuple(dict.fromkeys(link for link in found if link))


def _is_words(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
