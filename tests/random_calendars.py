"""Strategies for random calendars: full weeks, odd hours, nights of the clock change, and every kind of event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
from event_rows import table_of
from hypothesis import strategies as st

from analyzer.agreements import WEEKDAYS, Agreements, DayAgreement, Shift
from analyzer.events.table import REASONS
from analyzer.time.period import Period

ZONES_AND_DAYS = (
    ("Europe/Amsterdam", date(2026, 3, 23)),
    ("Europe/Amsterdam", date(2026, 3, 29)),
    ("Europe/Amsterdam", date(2026, 4, 27)),
    ("Europe/Amsterdam", date(2026, 10, 19)),
    ("Europe/Amsterdam", date(2026, 11, 16)),
    ("Europe/Amsterdam", date(2026, 12, 28)),
    ("America/New_York", date(2026, 3, 5)),
    ("America/New_York", date(2026, 10, 28)),
    ("Australia/Lord_Howe", date(2026, 4, 1)),
    ("Australia/Lord_Howe", date(2026, 9, 28)),
    ("Asia/Kathmandu", date(2026, 11, 16)),
    ("UTC", date(2026, 6, 1)),
)
"""Zones with first days; most of the weeks hold a night on which the clock changes."""

# Most events count; the others are there to be left out, or to block.
_REASON_OR_COUNTED = ("",) * 24 + REASONS + ("absence", "focus", "focus", "busy-only")
_KIND_OF_REASON = {
    "working-place": "working-place",
    "absence": "absence",
    "focus": "focus",
    "all-day": "appointment",
    "alone": "appointment",
}
# From "busy-only" on, the reasons come after "all-day", and "all-day" itself is about the length.
_ONLY_TIMED = ("", "free", "busy-only", "people-unknown", "alone", "unanswered")
_WITHOUT_CALL = ("free", "busy-only", "people-unknown", "alone")

_WINDOWS = st.sampled_from(
    (
        ((510, 1050),),
        ((540, 1020),),
        ((510, 750),),
        ((480, 720), (780, 1020)),
        ((540, 660), (720, 840), (1080, 1200)),
        ((420, 600), (600, 900)),
        ((0, 480),),
        ((1320, 1800),),
        ((1080, 1560),),
        ((840, 1320),),
        ((480, 1900),),
        ((600, 720), (1320, 1500)),
        (),
    )
)
_LUNCHES = st.sampled_from(
    (
        ((720, 780),),
        ((720, 750),),
        ((690, 735),),
        ((780, 840),),
        ((120, 150),),
        ((1020, 1050),),
        ((0, 30),),
        ((600, 630), (720, 780)),
        (),
    )
)
_LENGTHS = (0, 1, 5, 14, 15, 25, 30, 30, 45, 50, 60, 60, 60, 90, 120, 180, 241, 480, 1000, 1439)
_GAPS = (-30, -1, 0, 0, 1, 4, 5, 6, 9, 10, 30)
_LONG_DAYS = (1, 1, 1, 2, 3, 7)

Item = tuple[datetime, datetime, dict[str, Any]]
"""Start and end in UTC, and the columns that differ from an ordinary meeting."""


@dataclass(frozen=True)
class RandomCalendars:
    """What the engine is asked to judge, and the settings of its rules by the names of the rules' text."""

    period: Period
    zone: ZoneInfo
    names: tuple[str, ...]
    agreements: tuple[Agreements, ...]
    table: pd.DataFrame
    settings: Mapping[str, Any]

    def __repr__(self) -> str:
        shown = [name for name in self.table.columns if len(set(self.table[name].astype(str))) > 1]
        agreed = [each.model_dump(exclude_defaults=True) for each in self.agreements]
        rows = self.table[shown].to_dict("records")
        lines = "\n".join(str({name: str(value) for name, value in row.items()}) for row in rows)
        return f"{self.period} {self.zone} {self.names}\n{agreed}\n{dict(self.settings)}\n{lines}"


def row_of(calendar: str, uid: str, start: datetime, end: datetime, zone: ZoneInfo, **columns: Any) -> dict[str, Any]:
    """Return one row for :func:`table_of`: a meeting of four people unless ``columns`` say otherwise."""
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    row: dict[str, Any] = {
        "calendar": calendar,
        "uid": uid,
        "recurrence_start": start,
        "start": start,
        "end": end,
        "start_local": start.astimezone(zone).replace(tzinfo=None),
        "end_local": end.astimezone(zone).replace(tzinfo=None),
        "all_day": False,
        "recurring": False,
        "series_start": pd.NaT,
        "endless": False,
        "title": "",
        "description": "",
        "location": "",
        "kind": "meeting",
        "reason": "",
        "call": "",
        "hybrid": False,
        "response": "accepted",
        "free": False,
        "busy_only": False,
        "organizer": "",
        "organized_by_owner": False,
        "people_count": 4,
        "people_at_least": False,
        "people": (),
        "chair": False,
        "facilitator": False,
        "decision_keeper": False,
        "automatic_keeper": False,
        "decides": False,
        "agenda": False,
        "place": "",
        "private_time": False,
        "readable": "all",
        "social": False,
        "shared_lunch": False,
        "private": False,
        "source": "random",
        "line": pd.NA,
        "vendor_id": "",
    }
    if not set(columns) <= set(row):
        raise ValueError(f"unknown columns: {sorted(set(columns) - set(row))}")
    return {**row, **columns}


@st.composite
def agreements(draw: st.DrawFn, days: list[date]) -> Agreements:
    """Draw agreements: part-time and alternating weeks, split days, own lunches, shifts, other limits."""
    weekdays = st.lists(st.sampled_from(WEEKDAYS), unique=True, max_size=6).map(tuple)
    given: dict[str, Any] = {}
    if draw(st.integers(0, 2)) == 0:
        given["working_days"] = draw(weekdays)
    if draw(st.integers(0, 4)) == 0:
        given["odd_weeks"] = draw(st.none() | weekdays)
        given["even_weeks"] = draw(st.none() | weekdays)
    if draw(st.integers(0, 2)) == 0:
        given["working_hours"] = draw(_WINDOWS)
    if draw(st.integers(0, 2)) == 0:
        given["lunch"] = draw(_LUNCHES)
    if draw(st.integers(0, 2)) == 0:
        own = st.builds(DayAgreement, working_hours=st.none() | _WINDOWS, lunch=st.none() | _LUNCHES)
        given["days"] = draw(st.dictionaries(st.sampled_from(WEEKDAYS), own, max_size=3))
    if draw(st.integers(0, 3)) == 0:
        shift = st.builds(
            Shift, day=st.sampled_from(days), working_hours=st.none() | _WINDOWS, lunch=st.none() | _LUNCHES
        )
        given["shifts"] = draw(st.lists(shift, max_size=3, unique_by=lambda each: each.day).map(tuple))
    if draw(st.integers(0, 3)) == 0:
        given["holidays"] = draw(st.sampled_from(("NL", "US", "DE-BY")))
    if draw(st.integers(0, 3)) == 0:
        given["meeting_days"] = draw(weekdays)
    if draw(st.integers(0, 3)) == 0:
        given["focus_days"] = draw(weekdays)
    if draw(st.booleans()):
        given["focus_block"] = draw(st.sampled_from((15, 60, 90, 121, 180, 240)))
    if draw(st.booleans()):
        given["focus_day_meetings"] = draw(st.sampled_from((0, 1, 15, 30, 59, 120)))
    if draw(st.booleans()):
        given["minimum_break"] = draw(st.sampled_from((1, 5, 8, 10, 12)))
    if draw(st.integers(0, 3)) == 0:
        given["hybrid_is_call"] = False
    return Agreements(**given)


@st.composite
def _flags(draw: st.DrawFn, reason: str) -> dict[str, Any]:
    """Draw what an event is besides its time: most are plain, one in three is odd."""
    columns: dict[str, Any] = {
        "reason": reason,
        "kind": _KIND_OF_REASON.get(reason, "meeting"),
        "busy_only": reason == "busy-only",
        "free": reason == "free",
        "response": "declined" if reason == "declined" else "needs-action" if reason == "unanswered" else "accepted",
    }
    if reason in ("cancelled", "declined"):
        columns["kind"] = draw(st.sampled_from(("meeting", "focus", "absence", "working-place", "appointment")))
    if reason not in _WITHOUT_CALL:
        columns["call"] = draw(st.sampled_from(("", "teams", "meet", "zoom")))
    if draw(st.integers(0, 2)):
        return columns
    if columns.get("call"):
        columns["hybrid"] = draw(st.booleans())
    else:
        columns["shared_lunch"] = draw(st.integers(0, 3)) == 0
    columns["people_count"] = draw(st.sampled_from((pd.NA, 1, 2, 3, 3, 4, 12)))
    odd = draw(
        st.sampled_from(("", "social", "chair", "facilitator", "decision_keeper", "automatic_keeper", "private"))
    )
    if odd:
        columns[odd] = True
    columns["readable"] = draw(st.sampled_from(("all", "all", "title", "none")))
    if odd != "private" and columns["readable"] != "none":
        columns["title"] = draw(st.sampled_from(("", "Retro", "Retro 2", "Team sync", "The Team", "Sprint review")))
    if draw(st.booleans()):
        columns["facilitator"] = True
    return columns


@st.composite
def _items(draw: st.DrawFn, days: list[date], zone: ZoneInfo) -> list[Item]:
    """Draw one item: a single event, a run of touching events, or a series on the same hour of several days."""
    day = draw(st.sampled_from(days))
    reason = draw(st.sampled_from(_REASON_OR_COUNTED))
    if reason == "all-day" or (reason and reason not in _ONLY_TIMED and draw(st.booleans())):
        flags = draw(_flags(reason))
        if draw(st.booleans()):
            start = _at(day, 0, 0, zone)
            end = _at(day + timedelta(days=draw(st.sampled_from(_LONG_DAYS))), 0, 0, zone)
        else:
            start = _at(day, draw(st.integers(0, 1439)), 0, zone)
            end = start + timedelta(minutes=draw(st.integers(1440, 4000)))
        return [(start, end, {**flags, "all_day": True})]
    if draw(st.integers(0, 9)) == 9:
        return draw(_over_focus_time(day, zone))
    minute = draw(st.sampled_from(range(480, 1080, 15)) | st.integers(0, 1439))
    fold = draw(st.integers(0, 1))
    length = timedelta(minutes=draw(st.sampled_from(_LENGTHS) | st.integers(0, 300)))
    shape = draw(st.sampled_from(("single", "single", "run", "run", "daily", "daily", "cut up", "cut up")))
    if shape == "cut up":
        # Meetings all over a day, on one day or on several: the pieces between them are what the rules weigh.
        gap = timedelta(minutes=draw(st.sampled_from((45, 60, 90, 119, 120, 150))))
        length = timedelta(minutes=draw(st.sampled_from((10, 15, 30, 60, 61, 90))))
        parts = []
        for number in range(draw(st.sampled_from((1, 1, 2, 5)))):
            start = _at(day + timedelta(days=number), draw(st.sampled_from((510, 540, 600, 615))), 0, zone)
            for _ in range(draw(st.integers(2, 5))):
                parts.append((start, start + length, draw(_flags(draw(st.sampled_from(("", "", "", reason)))))))
                start += length + gap
        return parts
    if shape == "run":
        run = []
        start = _at(day, minute, fold, zone)
        for _ in range(draw(st.integers(2, 4))):
            run.append((start, start + length, draw(_flags(draw(st.sampled_from(("", "", "", reason)))))))
            start += length + timedelta(minutes=draw(st.sampled_from(_GAPS)))
            length = timedelta(minutes=draw(st.sampled_from(_LENGTHS[:13])))
        return run
    flags = draw(_flags(reason))
    occurrences = draw(st.integers(2, 7)) if shape == "daily" else 1
    step = draw(st.sampled_from((1, 1, 1, 7))) if shape == "daily" else 1
    starts = [_at(day + timedelta(days=step * number), minute, fold, zone) for number in range(occurrences)]
    series = [(start, start + length, flags) for start in starts]
    if occurrences > 1 and draw(st.integers(0, 2)) == 0:
        start, end, _ = series[-1]
        series[-1] = (start, end, draw(_flags("")))
    return series


@st.composite
def _over_focus_time(draw: st.DrawFn, day: date, zone: ZoneInfo) -> list[Item]:
    """Draw booked focus time and a meeting that may overlap it, begin with it, or touch it."""
    start = _at(day, draw(st.sampled_from(range(480, 1080, 15))), 0, zone)
    length = timedelta(minutes=draw(st.sampled_from((30, 60, 90, 120, 240))))
    shift = timedelta(minutes=draw(st.sampled_from((-60, -30, -1, 0, 1, 15, 60))))
    return [
        (start, start + length, draw(_flags("focus"))),
        (start + shift, start + shift + timedelta(minutes=draw(st.sampled_from((30, 60, 121)))), draw(_flags(""))),
    ]


@st.composite
def _full_days(draw: st.DrawFn, days: list[date], zone: ZoneInfo) -> list[Item]:
    """Draw meetings on all of these days, so long that few or no focus days are left."""
    lengths = st.sampled_from((15, 59, 60, 61, 90, 150, 181))
    usual = draw(lengths)
    minute = draw(st.sampled_from((480, 540, 600, 660, 840)))
    items = []
    for day in days:
        start = _at(day, minute, 0, zone)
        length = draw(lengths) if draw(st.integers(0, 4)) == 4 else usual
        items.append((start, start + timedelta(minutes=length), draw(_flags(""))))
    return items


def _at(day: date, minute: int, fold: int, zone: ZoneInfo) -> datetime:
    """Return the UTC instant of a minute after midnight on the wall of ``zone``."""
    local = datetime.combine(day, time(minute // 60, minute % 60), zone).replace(fold=fold)
    return local.astimezone(UTC)


_SETTINGS: st.SearchStrategy[dict[str, Any]] = st.just({}) | st.fixed_dictionaries(
    {
        "long_chain": st.sampled_from((30, 60, 120)),
        "minimum_people": st.sampled_from((2, 3, 5)),
        "trust_chair": st.booleans(),
        "allow_automatic_keeper": st.booleans(),
        "meeting_day_share": st.sampled_from((0.25, 0.5, 0.9)),
        "minimum_workdays": st.sampled_from((1, 2, 3, 5)),
    }
)


@st.composite
def calendars(draw: st.DrawFn) -> RandomCalendars:
    """Draw one to three calendars of up to 25 events together, over one to three weeks.

    Every event belongs to the period: it overlaps it, or has no length and lies in it.
    """
    zone_name, first = draw(st.sampled_from(ZONES_AND_DAYS))
    zone = ZoneInfo(zone_name)
    length = draw(st.sampled_from((5, 7, 7, 7, 14, 21)))
    period = Period(first + timedelta(days=draw(st.integers(0, 2))), first + timedelta(days=length + 1))
    period_start, period_end = (edge.astimezone(UTC) for edge in period.instants(zone))
    names = ("anna@example.org", "bo@example.org", "cem@example.org")[: draw(st.sampled_from((1, 1, 2, 3)))]
    days = period.days()
    around = [days[0] - timedelta(days=1), *days]
    agreed = tuple(draw(agreements(days)) for _ in names)
    rows: list[dict[str, Any]] = []
    drawn = draw(st.lists(_items(around, zone), min_size=draw(st.sampled_from((0, 3, 6))), max_size=12))
    if draw(st.integers(0, 3)) == 3:
        drawn.insert(0, draw(_full_days(days[:7], zone)))
    for number, items in enumerate(drawn):
        uid = draw(st.sampled_from((f"u{number}", f"u{number}", f"u{number}", "u0")))
        calendar = draw(st.sampled_from(names))
        for start, end, flags in items:
            is_inside = start < period_end and end > period_start
            if len(rows) == 25 or not (is_inside or (start == end and period_start <= start < period_end)):
                continue
            timing = dict(flags)
            if timing["reason"] in _ONLY_TIMED and end - start >= timedelta(days=1):
                timing["reason"], timing["kind"] = "all-day", "appointment"
            timing["all_day"] = timing.get("all_day", False) or end - start >= timedelta(days=1)
            rows.append(row_of(calendar, uid, start, end, zone, recurring=len(items) > 1, **timing))
    return RandomCalendars(period, zone, names, agreed, table_of(rows), draw(_SETTINGS))
