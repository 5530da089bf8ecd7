"""Event tables from lines that people can read, for the examples of rules and for tests.

One line is one entry: when it is, its title, and after a bar the words that say what is special about it::

    mon 12:30-13:30 Vendor demo | call people=4
    tue,thu 09:00-09:15 Stand-up | call people=6 facilitator
    wed..fri Away | absence

When: ``DAY[,DAY…] HH:MM-HH:MM`` (an end before the start lies on the next day; several days are one series),
``DAY HH:MM-DAY HH:MM`` across days, and ``DAY`` or ``DAY..DAY`` (last day included) for an entry on calendar days.
A DAY is mon … sun of the example week, or a date such as 2026-10-25. Times are the owner's wall clock.

====================== ============================================================================================
word                   meaning
====================== ============================================================================================
people=4               people, the owner included (2 without it); ``4+`` for at least, ``?`` for unknown
call, call=zoom        a call; ``hybrid``: a call with an accepted room
focus, absence, place  focus time, absence, working place; ``place=home``, ``office`` or ``other``: which
agenda, decides        the description says more than how to join; something is decided
care                   its title calls it private or for care
members=bo,cem         stands in these calendars too, as bo@example.org and cem@example.org
open-room              a room that is open for hours
busy                   only "busy" is visible
free                   shown as free
allday                 on calendar days (said by the form of the line, or by 24 hours, without this word)
declined, cancelled    does not stand
tentative, unanswered  the owner has not said yes; counts
facilitator, keeper    title or description designates a facilitator, a keeper of the decision list
chair, auto            the source names a chair; an automatic note-taker is named
social, lunch          coffee, drinks, a birthday; only a lunch together (social too)
private                private: its words are gone
text=title, text=none  which text could be read
series=x, uid=x        the uid; with ``series`` it is one of a series
endless                the series has no end
since=2024-03-04       the first day of the series (without it the first of the line)
mine, by=ADDRESS       organised by the owner, or by somebody else
reason=x               the reason for not counting, where the words above do not give it; ``reason=`` counts it
====================== ============================================================================================
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from analyzer.agreements import WEEKDAYS
from analyzer.events.table import COLUMNS, REASONS, event_table
from analyzer.time.period import Period

EXAMPLE_WEEK = Period(date(2026, 11, 16), date(2026, 11, 22))
"""The week in which weekday names lie: 2026-W47."""

EXAMPLE_OWNER = "anna@example.org"
EXAMPLE_ZONE = "Europe/Amsterdam"

_DAY = r"(?:mon|tue|wed|thu|fri|sat|sun|\d{4}-\d\d-\d\d)"
_TIME = r"\d\d:\d\d"
_LINE = re.compile(
    rf"(?P<days>{_DAY}(?:(?:,{_DAY})*|\.\.{_DAY}))"
    rf"(?: (?P<start>{_TIME})-(?:(?P<end_day>{_DAY}) )?(?P<end>{_TIME}))?(?: (?P<title>.*))?"
)
_FLAGS = {
    "absence", "agenda", "allday", "auto", "busy", "call", "cancelled", "care", "chair", "decides", "declined",
    "endless", "facilitator", "focus", "free", "hybrid", "keeper", "lunch", "mine", "open-room", "place", "private",
    "social", "tentative", "unanswered",
}  # fmt: skip
_KEYS = {"by", "call", "members", "people", "place", "reason", "series", "since", "text", "uid"}


class ExampleError(ValueError):
    """A line that does not keep to the grammar."""


def read_examples(lines: Sequence[str], *, zone: str = EXAMPLE_ZONE, calendar: str = EXAMPLE_OWNER) -> pd.DataFrame:
    """Return the event table of ``lines`` in one calendar.

    Args:
        lines: one entry each, in the grammar of this module; their order is of no importance.
        zone: the owner's zone.
        calendar: the owner.

    Raises:
        ExampleError: a line does not keep to the grammar.
    """
    rows = [row for number, line in enumerate(lines, 1) for row in _rows(line, number, ZoneInfo(zone), calendar)]
    return event_table({name: [row[name] for row in rows] for name in COLUMNS if name != "busy"})


def _rows(line: str, number: int, zone: ZoneInfo, calendar: str) -> list[dict[str, Any]]:
    text, _, tail = line.partition("|")
    match = _LINE.fullmatch(text.strip())
    if match is None:
        raise ExampleError(f"no day, times and title: {line!r}")
    words = _words(tail, line)
    wall_clocks = _wall_clocks(match)
    is_series = "series" in words or "since" in words or len(wall_clocks) > 1
    title = (match["title"] or "").strip()
    is_on_days = match["start"] is None or "allday" in words
    first = _day(words["since"]) if "since" in words else wall_clocks[0][0].replace(hour=0, minute=0)
    rows = []
    for start_local, end_local in wall_clocks:
        start, end = _instant(start_local, zone), _instant(end_local, zone)
        if end < start:
            raise ExampleError(f"ends before it starts: {line!r}")
        row = {
            "calendar": calendar,
            "uid": words.get("series") or words.get("uid") or f"line-{number}",
            "recurrence_start": start,
            "start": start,
            "end": end,
            "start_local": start_local,
            "end_local": end_local,
            "all_day": is_on_days or end - start >= pd.Timedelta(hours=24),
            "recurring": is_series,
            "series_start": first if is_series else pd.NaT,
            "endless": "endless" in words,
            "source": "example",
            "line": number,
            "vendor_id": "",
            **_meaning(words, title, calendar),
        }
        row["reason"] = words.get("reason", _reason(words, row))
        if row["reason"] not in ("", *REASONS):
            raise ExampleError(f"no such reason: {line!r}")
        rows.append(row)
    members = [f"{name}@example.org" for name in words.get("members", "").split(",") if name]
    return [{**row, "calendar": name} for row in rows for name in (calendar, *members)]


def _words(tail: str, line: str) -> dict[str, str]:
    words: dict[str, str] = {}
    for word in tail.split():
        key, equals, value = word.partition("=")
        if key not in (_KEYS if equals else _FLAGS):
            raise ExampleError(f"no such word {word!r}: {line!r}")
        words[key] = value
    return words


def _wall_clocks(match: re.Match[str]) -> list[tuple[datetime, datetime]]:
    """Return start and end of every occurrence, on the wall clock."""
    first, _, last = match["days"].partition("..")
    days = [_day(name) for name in first.split(",")]
    if match["start"] is None:
        until = _day(last) if last else None
        return [(day, (until or day) + timedelta(days=1)) for day in days]
    if last or (match["end_day"] and len(days) > 1):
        raise ExampleError(f"days and times do not fit together: {match[0]!r}")
    clocks = []
    for day in days:
        start, end = (
            _clock(day, match["start"]),
            _clock(_day(match["end_day"]) if match["end_day"] else day, match["end"]),
        )
        clocks.append((start, end + timedelta(days=1) if end < start and not match["end_day"] else end))
    return clocks


def _day(name: str) -> datetime:
    day = EXAMPLE_WEEK.first + timedelta(days=WEEKDAYS.index(name)) if name in WEEKDAYS else date.fromisoformat(name)
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001  a wall clock


def _clock(day: datetime, text: str) -> datetime:
    return day + timedelta(hours=int(text[:2]), minutes=int(text[3:]))


def _instant(wall: datetime, zone: ZoneInfo) -> pd.Timestamp:
    return pd.Timestamp(wall.replace(tzinfo=zone)).tz_convert("UTC")


def _meaning(words: dict[str, str], title: str, calendar: str) -> dict[str, Any]:
    """Return the columns that say what an event is."""
    people = words.get("people", "2")
    count = None if people == "?" else int(people.removesuffix("+"))
    is_private, is_busy = "private" in words, "busy" in words
    has_words = not (is_private or is_busy)
    others = tuple(f"person-{position}@example.org" for position in range(2, (count or 1) + 1))
    organizer = calendar if "mine" in words or count == 1 else words.get("by", "person-2@example.org")
    response = next((word for word in ("declined", "tentative", "unanswered") if word in words), "accepted")
    kinds = {"focus": "focus", "absence": "absence", "place": "working-place"}
    kind = next((kinds[word] for word in kinds if word in words), "")
    call = words["call"] or "meet" if "call" in words else "meet" if "hybrid" in words else ""
    return {
        "title": title if has_words else "",
        "description": "",
        "location": "",
        "kind": kind or ("appointment" if count == 1 and not call else "meeting"),
        "call": call,
        "hybrid": "hybrid" in words,
        "response": "needs-action" if response == "unanswered" else response,
        "free": "free" in words,
        "busy_only": is_busy,
        "organizer": organizer if has_words else "",
        "organized_by_owner": organizer == calendar,
        "people_count": count,
        "people_at_least": people.endswith("+"),
        "people": (calendar, *others) if has_words and count is not None else (),
        "chair": "chair" in words,
        "facilitator": "facilitator" in words,
        "decision_keeper": "keeper" in words,
        "automatic_keeper": "auto" in words,
        "decides": "decides" in words and has_words,
        "agenda": "agenda" in words and has_words,
        "place": words.get("place", ""),
        "private_time": is_private or "care" in words,
        "readable": words.get("text", "all" if has_words else "none"),
        "social": "social" in words or "lunch" in words,
        "shared_lunch": "lunch" in words and not call,
        "private": is_private,
    }


def _reason(words: dict[str, str], row: dict[str, Any]) -> str:
    """Return the first reason of RULES that applies."""
    for word, reason in (
        ("cancelled", "cancelled"),
        ("declined", "declined"),
        ("place", "working-place"),
        ("absence", "absence"),
        ("open-room", "open-room"),
        ("focus", "focus"),
    ):
        if word in words:
            return reason
    if row["all_day"]:
        return "all-day"
    if row["free"] and not row["call"]:
        return "free"
    if row["busy_only"]:
        return "busy-only"
    return "alone" if row["people_count"] == 1 and not row["call"] else ""
