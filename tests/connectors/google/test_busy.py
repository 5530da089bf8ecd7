"""Free/busy: busy time and nothing else, and what is not told is never free."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from counterparts.google_schema import validate_answer

from analyzer.entries import Entry
from analyzer.errors import SignInError
from analyzer.text import translator
from connectors.options import Window
from connectors.services.calendar import ServiceEvent
from tests.connectors.google.google_bodies import ANNA, BO, fault
from tests.connectors.google.scripted_google import ScriptedGoogle


@pytest.fixture(autouse=True)
def _signed_in(google: ScriptedGoogle) -> None:
    google.sign_in(access="free-busy")


def span(start: str, end: str) -> dict[str, str]:
    return {"start": f"2026-11-{start}:00Z", "end": f"2026-11-{end}:00Z"}


def busy(*spans: dict[str, str], **others: Any) -> dict[str, Any]:
    return {"kind": "calendar#freeBusy", "calendars": {ANNA: {"busy": list(spans)}, **others}}


def test_busy_time_becomes_events_that_say_nothing_else(google: ScriptedGoogle) -> None:
    spans = span("16T08:00", "16T09:30"), span("17T12:00", "17T13:00")
    google.answer("freeBusy", lambda query: (200, busy(*spans)), "FreeBusyResponse")
    calendar = google.read()
    assert calendar.events[0] == ServiceEvent(
        Entry(f"busy:{ANNA}:20261116T080000Z", is_busy_only=True, readable="none"),
        datetime(2026, 11, 16, 8, tzinfo=UTC),
        datetime(2026, 11, 16, 9, 30, tzinfo=UTC),
        datetime(2026, 11, 16, 8, tzinfo=UTC),
    )
    assert len(calendar.events) == 2
    assert (calendar.identity.owner, calendar.identity.tells_people) == (ANNA, False)


def test_one_post_asks_only_for_the_calendar_and_the_window(google: ScriptedGoogle) -> None:
    google.answer("freeBusy", lambda query: (200, busy()), "FreeBusyResponse")
    assert google.read().events == []
    assert [(method, path, query) for method, path, query in google.asked] == [
        ("POST", "/calendar/v3/freeBusy", {"fields": "calendars", "alt": "json"})
    ]
    assert google.bodies == [
        {"timeMin": "2026-11-09T00:00:00+00:00", "timeMax": "2026-11-30T00:00:00+00:00", "items": [{"id": ANNA}]}
    ]


def test_error_inside_a_good_answer_is_never_free(google: ScriptedGoogle, shared_data: Path) -> None:
    body = json.loads((shared_data / "badinputs/a11_freebusy_partial.json").read_text())
    validate_answer("FreeBusyResponse", body)
    google.answer("freeBusy", lambda query: (200, body), "FreeBusyResponse")
    good, bad = google.open("google:a@example.test", "google:b@example.test")
    assert isinstance(good, list)
    assert getattr(bad, "code", "") == "google-calendar-absent"


@pytest.mark.parametrize(
    "answer",
    [
        {"calendars": {}},
        {"calendars": {ANNA: {}}},
        {"calendars": {ANNA: {"errors": [{"domain": "global", "reason": "internalError"}], "busy": []}}},
        {"calendars": {BO: {"busy": []}}},
        {},
    ],
)
def test_calendar_that_is_not_told_of_is_named(google: ScriptedGoogle, answer: dict[str, Any]) -> None:
    google.answer("freeBusy", lambda query: (200, answer), "FreeBusyResponse")
    error = google.fail()
    assert getattr(error, "code", "") == "google-busy-unknown"
    assert "google:" in error.say(translator("en"))


def test_lost_scope_names_that_of_free_busy(google: ScriptedGoogle) -> None:
    google.answer("freeBusy", lambda query: (403, fault(403, "insufficientPermissions")))
    error = google.fail()
    assert isinstance(error, SignInError)
    assert "auth/calendar.freebusy" in error.say(translator("en"))


def test_long_window_is_asked_in_pieces_and_joined_at_the_cuts(google: ScriptedGoogle) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    cut = start + timedelta(days=60)
    hour = timedelta(hours=1)

    def reply(query: dict[str, str]) -> tuple[int, dict[str, Any]]:
        since, until = (datetime.fromisoformat(google.bodies[-1][name]) for name in ("timeMin", "timeMax"))
        assert until - since <= timedelta(days=60)
        spans = [
            (cut - hour, cut + hour),
            (start, start + hour),
            (start + timedelta(days=130), start + timedelta(days=131)),
        ]
        inside = [(max(a, since), min(b, until)) for a, b in sorted(spans) if a < until and b > since]
        return 200, busy(*({"start": a.isoformat(), "end": b.isoformat()} for a, b in inside))

    google.answer("freeBusy", reply, "FreeBusyResponse")
    calendar = google.read(window=Window(start, start + timedelta(days=150)))
    assert [(each.start, each.end) for each in calendar.events] == [
        (start, start + hour),
        (cut - hour, cut + hour),
        (start + timedelta(days=130), start + timedelta(days=131)),
    ]
    assert len(google.asked) == 3


def test_time_that_cannot_be_read_is_named(google: ScriptedGoogle) -> None:
    broken = {"calendars": {ANNA: {"busy": [{"start": "x", "end": "y"}, {}, None, span("16T08:00", "16T09:00")]}}}
    google.answer("freeBusy", lambda query: (200, broken))
    calendar = google.read()
    assert len(calendar.events) == 1
    assert [each.code for each in calendar.problems] == ["google-time-unreadable", "google-event-without-start"]
