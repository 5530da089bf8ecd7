"""Which account reads which calendars, and whose they are."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest

from analyzer.errors import SignInError, SourceError
from analyzer.text import translator
from connectors.google.opening import ListedCalendar, list_calendars
from tests.connectors.google.google_bodies import ANNA, BO, event, fault, page
from tests.connectors.google.scripted_google import ScriptedGoogle

ENGLISH = translator("en")
GROUP = "c_1a2b@group.calendar.google.com"
HOLIDAYS = "en.dutch#holiday@group.v.calendar.google.com"
MATCHES = "ajax#sports@group.v.calendar.google.com"


def test_import_brings_none_of_googles_libraries() -> None:
    code = (
        "import sys, connectors.google.opening, connectors.google.sign_in\n"
        "print([name for name in sys.modules if name.partition('.')[0] in"
        " ('googleapiclient', 'google_auth_oauthlib', 'httplib2', 'oauthlib', 'google')])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_nobody_signed_in_says_what_to_type(google: ScriptedGoogle) -> None:
    for text in ("google:", f"google:{ANNA}", f"google:{ANNA}/{GROUP}"):
        error = google.fail(text)
        assert isinstance(error, SignInError)
        assert "meetlint connect google" in error.say_hint(ENGLISH)
    assert google.server.asked == []


def test_only_account_reads_its_main_calendar(google: ScriptedGoogle) -> None:
    google.sign_in()
    google.pages([page(event())])
    for text in ("google:", f"google:{ANNA}", "google:Anna@Example.ORG", f"google:{ANNA}/", f"google:{ANNA}/primary"):
        calendar = google.read(text)
        assert (calendar.source, calendar.identity.owner) == (text, ANNA)


def test_several_accounts_must_be_told_apart(google: ScriptedGoogle) -> None:
    google.sign_in()
    google.sign_in(BO, token="refresh-bo")
    for text in ("google:", "google:cas@example.org"):
        error = google.fail(text)
        assert getattr(error, "code", "") == "google-several-accounts"
        assert f"{ANNA}, {BO}" in error.say(ENGLISH)
    google.pages([page(event())])
    assert google.read(f"google:{BO}").identity.owner == BO
    assert [form["refresh_token"] for form in google.refreshes] == ["refresh-bo"]


def test_calendars_of_the_settings_are_read_one_by_one(google: ScriptedGoogle) -> None:
    google.sign_in()
    google.pages([page(event("e1"))])
    google.pages([page(event("g1"), accessRole="owner")], calendar=GROUP)
    settings = google.settings(calendars=("primary", GROUP))
    for text, whole in (("google:", f"google:{ANNA}"), (f"google:{ANNA}", f"google:{ANNA}")):
        (found,) = google.open(text, google=settings)
        assert isinstance(found, list)
        assert [each.source for each in found] == [f"{whole}/primary", f"{whole}/{GROUP}"]
        # A further calendar of one's own is the same person's.
        assert [each.identity.owner for each in found] == [ANNA, ANNA]
    # What is shown as a source can be typed as one.
    assert google.read(f"google:{ANNA}/{GROUP}").entries[0].vendor_id == "g1"


def test_two_locators_of_one_account_share_its_token(google: ScriptedGoogle) -> None:
    google.sign_in()
    google.pages([page(event("e1"))])
    google.pages([page(event("g1"))], calendar=GROUP)
    google.open("google:", f"google:{GROUP}")
    assert len(google.refreshes) == 1


@pytest.mark.parametrize(
    ("calendar", "role", "owner"),
    [
        (BO, "reader", BO),
        (BO, "freeBusyReader", BO),
        (GROUP, "reader", ""),
        (GROUP, "writer", ""),
        ("c_188a@resource.calendar.google.com", "reader", ""),
        (HOLIDAYS, "reader", ""),
        (MATCHES, "reader", ""),
        ("abc@import.calendar.google.com", "reader", ""),
        ("abc@import.calendar.google.com", "owner", ANNA),
    ],
)
def test_owner_of_a_shared_calendar_is_the_person_it_is_named_after(
    google: ScriptedGoogle, calendar: str, role: str, owner: str
) -> None:
    google.sign_in()
    google.pages([page(event(), accessRole=role)], calendar=calendar)
    found = google.read(f"google:{calendar}")
    assert found.identity.owner == owner
    assert found.is_subscription is (calendar == HOLIDAYS)
    assert found.identity.tells_people is (role != "freeBusyReader")


@pytest.mark.parametrize(
    ("kind", "is_left_out"),
    [("holiday", True), ("contacts", True), ("weather", True), ("weeknum", True), ("sports", False)],
)
@pytest.mark.parametrize("role", ["reader", "freeBusyReader"])
def test_a_subscription_is_left_out_where_it_only_says_what_days_they_are(
    google: ScriptedGoogle, kind: str, role: str, is_left_out: bool
) -> None:
    named = f"one#{kind}@group.v.calendar.google.com"
    google.sign_in()
    google.pages([page(event(), accessRole=role)], calendar=named)
    assert google.read(f"google:{named}").is_subscription is is_left_out


def test_zone_is_the_calendars_own_and_events_vote(google: ScriptedGoogle) -> None:
    google.sign_in()
    google.pages([page(event(), timeZone="America/New_York")])
    identity = google.read().identity
    assert (identity.timezone, identity.zone_votes) == ("America/New_York", {"Europe/Amsterdam": 1})
    google.pages([page(event(), timeZone="Mars/Olympus")])
    assert google.read().identity.timezone == ""


def test_window_is_needed(google: ScriptedGoogle) -> None:
    google.sign_in()
    with pytest.raises(ValueError, match="window"):
        google.open("google:", window=None)


# P02, P26: sign-ins that ended.


def test_revoked_sign_in_is_one_line_with_who_and_how(google: ScriptedGoogle) -> None:
    google.sign_in()
    google.sign_in(BO, token="refresh-bo")
    google.refuse_refresh = lambda form: (
        (400, {"error": "invalid_grant", "error_description": "Token has been expired or revoked."})
        if form["refresh_token"] == "refresh-1"
        else None
    )
    google.pages([page(event())])
    ended, good = google.open(f"google:{ANNA}", f"google:{BO}")
    assert isinstance(ended, SignInError)
    assert ANNA in ended.say(ENGLISH)
    assert "meetlint connect google" in ended.say_hint(ENGLISH)
    assert "revoked." not in ended.say(ENGLISH)
    assert isinstance(good, list)


# P28: certificates.


def test_unknown_certificate_fails_closed_with_what_to_do(
    google: ScriptedGoogle, secure_server: Any, authority: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    google.sign_in()
    settings = google.settings(api_endpoint=secure_server.url("/calendar/v3/"))
    error = google.fail(google=settings)
    assert getattr(error, "code", "") == "certificate-refused"
    assert "REQUESTS_CA_BUNDLE" in error.say_hint(ENGLISH)
    assert secure_server.asked == []
    google.pages([page(event())])
    secure_server.answers.update(google.server.answers)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", authority)
    assert len(google.read(google=settings).entries) == 1


# P21: clocks.


def test_wrong_clock_is_named_where_it_is_the_likely_reason(google: ScriptedGoogle) -> None:
    google.sign_in()
    date = {"Date": "Mon, 16 Nov 2020 08:00:00 GMT"}
    google.events(lambda query: (401, fault(401, "authError"), date))
    error = google.fail()
    assert isinstance(error, SignInError)
    assert "clock" in error.say(ENGLISH)


def test_right_clock_is_not_blamed(google: ScriptedGoogle) -> None:
    google.sign_in()
    google.events(lambda query: (401, fault(401, "authError")))
    error = google.fail()
    assert isinstance(error, SignInError)
    assert "clock" not in error.say(ENGLISH)
    # Twice: once more with a fresh token, and no third time.
    assert google.bearers == ["access-1", "access-2"]


# Listing.


def test_calendars_are_listed_over_pages_with_the_main_one_first(google: ScriptedGoogle) -> None:
    google.sign_in(access="free-busy")
    kind = {"kind": "calendar#calendarList"}
    pages = {
        "": {**kind, "items": [{"id": GROUP, "summary": "Team", "accessRole": "reader"}], "nextPageToken": "p1"},
        "p1": {
            **kind,
            "items": [
                {"id": ANNA, "summary": ANNA, "summaryOverride": "Me", "accessRole": "owner", "primary": True,
                 "timeZone": "Europe/Amsterdam"},
            ],
        },
    }  # fmt: skip
    google.answer("users/me/calendarList", lambda query: (200, pages[query.get("pageToken", "")]), "CalendarList")
    for account in ("", ANNA):
        assert list_calendars(google.options(), account, store=google.store) == [
            ListedCalendar(ANNA, "Me", "owner", is_primary=True, timezone="Europe/Amsterdam"),
            ListedCalendar(GROUP, "Team", "reader"),
        ]
    assert {method for method, _, _ in google.asked} == {"GET"}


def test_listing_without_its_scope_names_it(google: ScriptedGoogle) -> None:
    google.sign_in()
    google.answer("users/me/calendarList", lambda query: (403, fault(403, "insufficientPermissions")))
    with pytest.raises(SignInError) as found:
        list_calendars(google.options(), store=google.store)
    assert "auth/calendar.calendarlist.readonly" in found.value.say(ENGLISH)


def test_list_that_leads_in_circles_ends(google: ScriptedGoogle) -> None:
    google.sign_in()
    google.answer(
        "users/me/calendarList",
        lambda query: (200, {"kind": "calendar#calendarList", "items": [], "nextPageToken": "again"}),
        "CalendarList",
    )
    with pytest.raises(SourceError):
        list_calendars(google.options(), store=google.store)
    assert len(google.asked) == 2


def test_sign_in_is_used_only_at_the_api_it_was_made_for(google: ScriptedGoogle) -> None:
    """A settings file that somebody passed on must not send a token away."""
    google.store.save(replace(google.sign_in(), api="https://www.googleapis.com/calendar/v3/"))
    error = google.fail()
    assert error.code == "service-other-than-signed-in"  # type: ignore[attr-defined]
    assert google.server.asked == []


def test_colleagues_calendar_that_one_may_manage_is_the_colleagues(google: ScriptedGoogle) -> None:
    google.sign_in()
    google.pages([page(accessRole="owner")], calendar=BO)
    assert google.read(f"google:{BO}").identity.owner == BO
