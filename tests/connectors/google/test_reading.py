"""One calendar through events.list: pages, what breaks them, and what is never shown as empty."""

from __future__ import annotations

import json
import random
import re
import zlib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from scripted_server import Handler

from analyzer.errors import SignInError
from analyzer.text import translator
from connectors.google.refusals import reasons_of
from connectors.services.calendar import ServiceCalendar
from connectors.services.http import Answer
from tests.connectors.google.google_bodies import ANNA, BO, event, fault, instance, page, timed
from tests.connectors.google.scripted_google import Query, Reply, ScriptedGoogle

ENGLISH = translator("en")


@pytest.fixture(autouse=True)
def _signed_in(google: ScriptedGoogle) -> None:
    google.sign_in()


def ids(calendar: ServiceCalendar) -> list[str]:
    return [found.vendor_id for found in calendar.entries]


def codes(calendar: ServiceCalendar) -> list[tuple[str, str]]:
    for problem in calendar.problems:
        assert problem.say(ENGLISH)
    return [(problem.code, problem.effect) for problem in calendar.problems]


def five_pages() -> list[dict[str, Any]]:
    tokens = ["p1", "p2", "p3", "p4", None]
    return [page(event(f"e{number}"), nextPageToken=token) for number, token in enumerate(tokens)]


def test_every_page_is_read_with_the_same_question(google: ScriptedGoogle) -> None:
    google.pages(five_pages())
    calendar = google.read()
    assert ids(calendar) == ["e0", "e1", "e2", "e3", "e4"]
    assert (calendar.problems, calendar.is_incomplete) == ([], False)
    assert google.asked_for_tokens() == ["", "p1", "p2", "p3", "p4"]
    questions = {json.dumps({**query, "pageToken": ""}, sort_keys=True) for _, _, query in google.asked}
    assert len(questions) == 1
    (question,) = ({**query, "pageToken": ""} for _, _, query in google.asked[:1])
    assert question.pop("fields")
    assert question == {
        "singleEvents": "true",
        "maxResults": "250",
        "timeMin": "2026-11-09T00:00:00+00:00",
        "timeMax": "2026-11-30T00:00:00+00:00",
        "pageToken": "",
        "alt": "json",
    }


def test_only_reading_is_sent_and_only_what_is_used_is_asked_for(google: ScriptedGoogle) -> None:
    google.events(lambda query: (200, page(instance("s", 17))))
    google.read()
    assert {method for method, _, _ in google.asked} == {"GET"}
    wanted = {tuple(sorted(re.findall(r"\w+", query["fields"]))) for _, _, query in google.asked}
    assert len(wanted) == 2
    for names in wanted:
        assert not {"reminders", "attachments", "extendedProperties", "colorId", "comment", "source"} & set(names)
    # Of the master of a series: no words.
    assert ("id", "items", "nextPageToken", "recurrence", "start") in wanted


def test_a_long_address_stays_a_read(google: ScriptedGoogle) -> None:
    long = "x" * 3000
    pages = {"": page(event("e1"), nextPageToken=long), long: page(event("e2"))}
    google.events(lambda query: (200, pages[query.get("pageToken", "")]))
    assert ids(google.read()) == ["e1", "e2"]
    assert {method for method, _, _ in google.asked} == {"GET"}


def test_an_empty_page_with_a_token_is_not_the_end(google: ScriptedGoogle) -> None:
    google.pages([page(nextPageToken="p1"), page(nextPageToken="p2"), page(event("e1"))])
    assert ids(google.read()) == ["e1"]


def test_an_empty_calendar_is_empty_and_complete(google: ScriptedGoogle) -> None:
    google.pages([page()])
    calendar = google.read()
    assert (calendar.events, calendar.problems, calendar.is_incomplete) == ([], [], False)
    assert calendar.name == "Anna"
    assert (calendar.identity.owner, calendar.identity.timezone) == (ANNA, "Europe/Amsterdam")
    assert calendar.identity.tells_people is True


def test_progress_counts_events_and_ends(google: ScriptedGoogle) -> None:
    seen: list[tuple[str, int, int]] = []
    google.pages(five_pages())
    google.read(progress=lambda *told: seen.append(told))
    assert seen == [*(("google:", count, 0) for count in range(1, 6)), ("google:", 5, 5)]


def test_series_get_their_start_and_end_from_their_masters(google: ScriptedGoogle) -> None:
    masters = {
        "": page({"id": "s", "start": {"date": "2026-09-01"}, "recurrence": ["RRULE:FREQ=DAILY"]}, nextPageToken="m1"),
        "m1": page({"id": "t", "start": {"date": "2026-10-01"}, "recurrence": ["RRULE:FREQ=DAILY;COUNT=99"]}),
    }
    occurrences = page(instance("s", 17), instance("t", 18), instance("gone", 19), event("e1"))

    def reply(query: Query) -> Reply:
        return 200, masters[query.get("pageToken", "")] if query["singleEvents"] == "false" else occurrences

    google.answer("calendars/primary/events", reply, "Events")
    calendar = google.read()
    told = {found.uid: (found.is_recurring, found.series_start, found.is_endless) for found in calendar.entries}
    assert told == {
        "s@google.com": (True, date(2026, 9, 1), True),
        "t@google.com": (True, date(2026, 10, 1), False),
        "gone@google.com": (True, None, False),
        "e1@google.com": (False, None, False),
    }
    assert len(google.asked) == 3


def test_masters_are_asked_for_only_when_a_rule_needs_them(google: ScriptedGoogle) -> None:
    google.pages([page(instance("s", 17))])
    calendar = google.read(needs_series=False)
    assert [(found.is_recurring, found.series_start, found.is_endless) for found in calendar.entries] == [
        (True, None, False)
    ]
    assert calendar.problems == []
    assert [query["singleEvents"] for _, _, query in google.asked] == ["true"]


def test_nothing_is_kept_between_runs(google: ScriptedGoogle) -> None:
    google.pages([page(event("e1"))])
    questions = [json.dumps(google.asked[-1]) for _ in range(2) if google.read(use_cache=True)]
    assert questions[0] == questions[1]
    assert not (google.folder / "cache").exists()


def test_masters_are_not_asked_for_without_a_series(google: ScriptedGoogle) -> None:
    google.pages([page(event("e1"))])
    google.read()
    assert len(google.asked) == 1


def test_masters_that_cannot_be_read_cost_only_what_they_tell(google: ScriptedGoogle) -> None:
    def reply(query: Query) -> Reply:
        if query["singleEvents"] == "false":
            return 400, fault(400, "invalid")
        return 200, page(instance("s", 17))

    google.answer("calendars/primary/events", reply, "Events")
    calendar = google.read()
    assert len(calendar.events) == 1
    assert codes(calendar) == [("google-series-unknown", "repaired")]
    assert calendar.is_incomplete is False


# P01: a token that ends in the middle of paging.


def test_token_that_ends_between_pages_is_renewed_once_and_the_page_read_again(google: ScriptedGoogle) -> None:
    pages = {"" if not number else f"p{number}": body for number, body in enumerate(five_pages())}
    google.events(
        lambda query: (
            (401, fault(401, "authError"))
            if query.get("pageToken") == "p2" and google.bearers[-1] == "access-1"
            else (200, pages[query.get("pageToken", "")])
        )
    )
    calendar = google.read()
    assert ids(calendar) == ["e0", "e1", "e2", "e3", "e4"]
    assert google.asked_for_tokens() == ["", "p1", "p2", "p2", "p3", "p4"]
    assert len(google.refreshes) == 2
    assert google.bearers == ["access-1"] * 3 + ["access-2"] * 3


def test_second_refusal_of_a_token_leaves_an_incomplete_calendar_and_the_others(google: ScriptedGoogle) -> None:
    pages = {"" if not number else f"p{number}": body for number, body in enumerate(five_pages())}
    google.events(
        lambda query: (
            (401, fault(401, "authError"))
            if query.get("pageToken") == "p2"
            else (200, pages[query.get("pageToken", "")])
        )
    )
    google.pages([page(event("bo"))], calendar=BO)
    mine, other = google.open("google:", f"google:{BO}")
    assert isinstance(mine, list)
    (calendar,) = mine
    assert isinstance(calendar, ServiceCalendar)
    assert ids(calendar) == ["e0", "e1"]
    assert calendar.is_incomplete is True
    assert codes(calendar) == [("google-part-missing", "source")]
    assert ANNA in calendar.problems[0].say(ENGLISH)
    assert isinstance(other, list)
    assert other[0].entries[0].vendor_id == "bo"


# P03, P04, P05, P26: what is refused.


@pytest.mark.parametrize(
    ("status", "reason", "code"),
    [
        (403, "forbidden", "google-access-denied"),
        (403, "forbiddenForNonOrganizer", "google-access-denied"),
        (403, "notACalendarUser", "google-no-calendar"),
        (403, "quotaExceeded", "google-quota-used-up"),
        (403, "dailyLimitExceeded", "google-quota-used-up"),
        (403, "accessNotConfigured", "google-api-disabled"),
        (404, "notFound", "google-calendar-absent"),
        (400, "invalid", "google-refuses"),
        (410, "deleted", "google-refuses"),
    ],
)
def test_refusals_are_final_named_and_come_with_what_to_do(
    google: ScriptedGoogle, status: int, reason: str, code: str
) -> None:
    google.events(lambda query: (status, fault(status, reason, "secret words of Google")))
    error = google.fail()
    assert getattr(error, "code", "") == code
    assert len(google.asked) == 1
    assert google.clock.waits == []
    said = error.say(ENGLISH)
    assert "google:" in said
    assert "secret words" not in said
    assert error.say_hint(ENGLISH)


@pytest.mark.parametrize(("status", "is_for_good"), [(400, True), (410, True), (422, True), (408, False)])
def test_question_that_is_wrong_is_not_to_be_asked_again(
    google: ScriptedGoogle, status: int, is_for_good: bool
) -> None:
    google.events(lambda query: (status, fault(status, "invalid")))
    hint = google.fail().say_hint(ENGLISH)
    assert ("Asking again will not help" in hint, "in a while" in hint) == (is_for_good, not is_for_good)


def test_agent_says_gzip_without_which_google_packs_nothing(google: ScriptedGoogle) -> None:
    google.pages([page(event("e1"))])
    google.read()
    assert [headers["User-Agent"] for path, headers in google.server.asked if "calendar" in path] == ["meetlint (gzip)"]


@pytest.mark.parametrize(
    "body",
    [
        fault(403, "insufficientPermissions"),
        fault(403, "forbidden", details=[{"@type": "x", "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT"}]),
    ],
)
def test_lost_scope_is_named_with_the_command(google: ScriptedGoogle, body: bytes) -> None:
    google.events(lambda query: (403, body))
    error = google.fail()
    assert isinstance(error, SignInError)
    assert "https://www.googleapis.com/auth/calendar.events.readonly" in error.say(ENGLISH)
    assert ANNA in error.say(ENGLISH)
    assert "meetlint connect google" in error.say_hint(ENGLISH)


def test_rate_limit_under_403_is_waited_for(google: ScriptedGoogle, shared_data: Path) -> None:
    body = (shared_data / "badinputs/a09_google_403_rate.json").read_bytes()
    google.events(lambda query: (403, body) if len(google.asked) < 4 else (200, page(event("e1"))))
    assert ids(google.read()) == ["e1"]
    # Half chance: three quarters of 1, 2 and 4 seconds.
    assert google.clock.waits == [0.75, 1.5, 3.0]


def test_forbidden_body_of_another_reason_is_final(google: ScriptedGoogle, shared_data: Path) -> None:
    body = (shared_data / "badinputs/a10_google_403_forbidden.json").read_bytes()
    google.events(lambda query: (403, body))
    assert getattr(google.fail(), "code", "") == "google-access-denied"
    assert google.clock.waits == []


def test_one_bad_calendar_of_twenty_costs_one(google: ScriptedGoogle) -> None:
    names = [f"c{number}@group.calendar.google.com" for number in range(20)]
    for name in names:
        google.pages([page(event(f"of{name[1:3].strip('@')}"))], calendar=name)
    google.events(lambda query: (403, fault(403, "forbidden")), calendar=names[7])
    results = google.open(*(f"google:{name}" for name in names))
    assert [isinstance(result, list) for result in results] == [number != 7 for number in range(20)]
    together = google.open("google:", google=google.settings(calendars=tuple(names)))[0]
    assert isinstance(together, list)
    assert len(together) == 19
    (problem,) = [problem for calendar in together for problem in calendar.problems]
    assert (problem.code, problem.effect) == ("google-calendar-lost", "source")
    assert names[7] in problem.say(ENGLISH)


# P08-P12, P15: what may pass.


def test_time_that_google_names_is_waited_for(google: ScriptedGoogle) -> None:
    google.events(
        lambda query: (
            (429, fault(429, "rateLimitExceeded"), {"Retry-After": "7"})
            if len(google.asked) == 1
            else (200, page(event("e1")))
        )
    )
    assert ids(google.read()) == ["e1"]
    assert google.clock.waits == [7.0]


def test_more_than_a_quarter_of_an_hour_is_not_waited_for(google: ScriptedGoogle) -> None:
    google.events(lambda query: (429, b"{}", {"Retry-After": "100000000000"}))
    assert getattr(google.fail(), "code", "") == "service-busy"
    assert len(google.asked) == 1


@pytest.mark.parametrize("header", ["-5", "abc", "Sun, 15 Nov 2026 08:00:00 GMT"])
def test_useless_time_is_replaced_by_the_own_pause(google: ScriptedGoogle, header: str) -> None:
    google.events(
        lambda query: (503, b"", {"Retry-After": header}) if len(google.asked) == 1 else (200, page(event("e1")))
    )
    assert ids(google.read()) == ["e1"]
    assert google.clock.waits == [0.75]


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_busy_service_is_asked_again_and_then_named(google: ScriptedGoogle, status: int) -> None:
    google.events(lambda query: (status, fault(status, "backendError")))
    assert getattr(google.fail(), "code", "") == "service-refuses"
    assert 1 < len(google.asked) <= 8
    assert sum(google.clock.waits) <= 120


def test_storm_of_503_ends_complete_with_at_most_twice_the_requests(google: ScriptedGoogle) -> None:
    chance = random.Random(3)
    count = 40
    pages = {
        "" if not number else f"p{number}": page(
            event(f"e{number:02}"), nextPageToken=f"p{number + 1}" if number < count - 1 else None
        )
        for number in range(count)
    }
    google.events(lambda query: (503, b"") if chance.random() < 0.3 else (200, pages[query.get("pageToken", "")]))
    calendar = google.read()
    assert len(calendar.events) == count
    assert count < len(google.asked) <= 2 * count


@pytest.mark.parametrize("name", ["a01_truncated.json", "a02_html_502.json"])
def test_body_that_is_no_json_is_read_again(google: ScriptedGoogle, shared_data: Path, name: str) -> None:
    body = (shared_data / "badinputs" / name).read_bytes()
    google.events(lambda query: (200, body) if len(google.asked) == 1 else (200, page(event("e1"))))
    assert ids(google.read()) == ["e1"]
    assert len(google.asked) == 2


def test_page_that_breaks_off_is_read_again_whole(google: ScriptedGoogle) -> None:
    google.pages([page(event("e1"), nextPageToken="p1"), page(event("e2"), event("e3"))])
    good = google.server.answers["/calendar/v3/calendars/primary/events"]
    broken: list[str] = []

    def answer(handler: Handler) -> None:
        if "pageToken" not in handler.path or broken:
            return good(handler)
        broken.append(handler.path)
        handler.send_response(200)
        handler.send_header("Content-Length", "500")
        handler.end_headers()
        handler.wfile.write(json.dumps(page(event("e2"))).encode()[:200])
        return None

    google.server.answers["/calendar/v3/calendars/primary/events"] = answer
    assert ids(google.read()) == ["e1", "e2", "e3"]
    assert len(broken) == 1


def test_page_that_never_comes_leaves_the_calendar_incomplete(google: ScriptedGoogle) -> None:
    google.events(lambda query: (503, b"") if "pageToken" in query else (200, page(event("e1"), nextPageToken="p1")))
    calendar = google.read()
    assert ids(calendar) == ["e1"]
    assert calendar.is_incomplete is True
    assert codes(calendar) == [("google-part-missing", "source")]
    assert "503" in calendar.problems[0].say(ENGLISH)


def test_small_answer_that_unpacks_beyond_the_cap_is_cut_off_there(google: ScriptedGoogle) -> None:
    packer = zlib.compressobj(1, wbits=31)
    packed = b"".join(packer.compress(bytes(1_000_000)) for _ in range(65)) + packer.flush()
    assert len(packed) < 1_000_000
    google.events(lambda query: (200, packed, {"Content-Encoding": "gzip"}))
    assert getattr(google.fail(), "code", "") == "service-answer-too-large"
    assert len(google.asked) == 1


# P16, P17, P18: pages that lead in circles or away.


def test_token_that_repeats_ends_the_reading_incomplete(google: ScriptedGoogle) -> None:
    google.events(lambda query: (200, page(event("e1"), nextPageToken="p1")))
    calendar = google.read()
    assert (ids(calendar), calendar.is_incomplete) == (["e1"], True)
    assert codes(calendar) == [("google-part-missing", "source")]
    assert google.asked_for_tokens() == ["", "p1"]


def test_redirect_to_another_host_is_not_followed(google: ScriptedGoogle) -> None:
    elsewhere = google.server.url("/stolen", host="localhost")
    google.events(lambda query: (302, b"", {"Location": elsewhere}))
    assert getattr(google.fail(), "code", "") == "service-leads-elsewhere"
    assert not [path for path, _ in google.server.asked if "stolen" in path]


def test_item_that_comes_again_counts_once_as_it_came_last(google: ScriptedGoogle, shared_data: Path) -> None:
    replayed = json.loads((shared_data / "badinputs/a13_duplicate_page.json").read_text())
    google.pages(
        [
            {**replayed, "nextPageToken": "p1"},
            page(event("e1", summary="Old"), event("e2"), nextPageToken="p2"),
            page(event("e1", summary="New")),
        ]
    )
    calendar = google.read()
    assert [(found.vendor_id, found.title) for found in calendar.entries] == [("e1", "New"), ("e2", "Stand-up")]
    # The replayed item has no times; it is named, once.
    assert codes(calendar) == [("google-event-without-start", "skipped")]


# P22, P23: what is in the pages.


def test_cancelled_moved_and_cut_occurrences_are_as_google_expands_them(google: ScriptedGoogle) -> None:
    items = [
        {"id": "s_20261116T080000Z", "status": "cancelled", "recurringEventId": "s",
         "originalStartTime": {"dateTime": "2026-11-16T09:00:00+01:00"}},
        instance("s", 17),
        instance("s", 18, **timed("15:00", "16:00")),
        # "This and following": a series of its own, with the suffix that Google gives it.
        instance("s_R20261119T080000", 19, iCalUID="s_R20261119T080000@google.com"),
    ]  # fmt: skip
    google.pages([page(*items)])
    calendar = google.read()
    zone = ZoneInfo("Europe/Amsterdam")
    found = calendar.occurrences(datetime(2026, 11, 9, tzinfo=UTC), datetime(2026, 11, 30, tzinfo=UTC), zone)
    assert len(found.start) == 3
    assert [str(moment)[:16] for moment in sorted(found.recurrence_start)] == [
        "2026-11-17T08:00",
        "2026-11-18T08:00",
        "2026-11-19T08:00",
    ]
    assert calendar.problems == []


def test_bad_item_costs_only_itself(google: ScriptedGoogle) -> None:
    bad = {"kind": "calendar#events", "items": [None, 3, {"id": "x"}, event("e1")], "timeZone": "Europe/Amsterdam"}
    google.answer("calendars/primary/events", lambda query: (200, bad))
    calendar = google.read()
    assert ids(calendar) == ["e1"]
    assert sorted(codes(calendar)) == [
        ("google-event-unreadable", "skipped"),
        ("google-event-unreadable", "skipped"),
        ("google-event-without-start", "skipped"),
    ]


def test_reasons_are_read_from_both_forms_and_never_hold_anything_else() -> None:
    body = json.loads(fault(403, "a<b>c\x1b", details=[{"reason": "D_1"}, {"x": 1}, None, {"reason": 5}]))
    assert reasons_of(body) == ["abc", "D_1"]
    for odd in ({}, {"error": None}, {"error": {"errors": {}, "details": "x"}}):
        assert reasons_of(odd) == []
    assert Answer(200, {}, b"[1]").json() == {}


@pytest.mark.parametrize("body", [b"{}", b'{"error": {"code": 500}}', b'{"items": null, "timeZone": "UTC"}'])
def test_good_status_without_a_list_is_never_an_empty_calendar(google: ScriptedGoogle, body: bytes) -> None:
    google.sign_in()
    google.server.answers["/calendar/v3/calendars/primary/events"] = lambda to: to.reply(200, body)
    assert google.fail().code == "service-answer-broken"  # type: ignore[attr-defined]


@pytest.mark.parametrize("body", [b"[]", b'{"error": "Blocked"}', b'{"error": {"errors": [null]}}', b"<html>", b""])
def test_refusal_of_an_odd_form_is_named_and_costs_only_itself(google: ScriptedGoogle, body: bytes) -> None:
    google.sign_in()
    google.server.answers["/calendar/v3/calendars/primary/events"] = lambda to: to.reply(403, body)
    assert google.fail().code == "google-access-denied"  # type: ignore[attr-defined]


def test_broken_token_endpoint_is_named_and_asks_nobody_to_sign_in(google: ScriptedGoogle) -> None:
    google.sign_in()
    google.server.answers["/token"] = lambda to: to.reply(200, b'{"expires_in": "abc", "access_token": "t"}')
    assert google.fail().code == "service-answer-broken"  # type: ignore[attr-defined]
