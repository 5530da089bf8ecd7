"""From signing in to leaving, with Google's own addresses, which lead to a counterpart on the loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from counterparts import google_emulator, google_queries, mapped_hosts
from counterparts.google_emulator import GOOGLE_AUTH_URIS, GOOGLE_TOKEN_URI, GoogleEmulator
from counterparts.google_queries import CheckedGoogle, check_query
from counterparts.mapped_hosts import MappedHosts
from scripted_server import Server

from analyzer.calendars import OpenedCalendar
from analyzer.errors import SignInError, SourceError
from analyzer.text import translator
from connectors.google.events import FIELDS
from connectors.google.opening import list_calendars, open_google
from connectors.google.settings import GoogleSettings
from connectors.google.sign_in import connect, disconnect
from connectors.locators import parse_locator
from connectors.options import Contents, OpenOptions
from connectors.services.sign_ins import SignIn, SignInStore
from tests.connectors.google.google_bodies import ANNA, BO, event, instance, page
from tests.connectors.google.scripted_google import WINDOW, ScriptedGoogle

ENGLISH = translator("en")
TEAM = "team@example.org"
SEED: dict[str, Any] = {
    "users": [{"email": ANNA, "name": "Anna"}, {"email": BO, "name": "Bo"}],
    "calendars": [
        {"id": ANNA, "user_email": ANNA, "summary": ANNA, "primary": True, "time_zone": "Europe/Amsterdam"},
        {"id": TEAM, "user_email": ANNA, "summary": "Team", "access_role": "reader"},
    ],
    # More than one page of the product's own size.
    "calendar_events": [
        {
            "id": f"e{number:03}",
            "user_email": ANNA,
            "summary": f"Number {number}",
            "start_date_time": f"2026-11-{16 + number % 5}T{8 + number % 9:02}:00:00+01:00",
            "end_date_time": f"2026-11-{16 + number % 5}T{8 + number % 9:02}:30:00+01:00",
            "attendees": [{"email": BO, "display_name": "Bo"}],
            "conference_entry_points": [{"entry_point_type": "video", "uri": "https://meet.google.com/abc-defg-hij"}],
        }
        for number in range(260)
    ],
}


@pytest.fixture(scope="module")
def emulator(need: Callable[[bool, str], None]) -> Iterator[GoogleEmulator]:
    need(google_emulator.is_installed(), "npm emulate")
    with GoogleEmulator(SEED) as running:
        yield running


@pytest.fixture(scope="module")
def hosts(need: Callable[[bool, str], None], emulator: GoogleEmulator) -> Iterator[MappedHosts]:
    need(mapped_hosts.is_installed(), "PyPI mitmproxy")
    with MappedHosts(emulator.mapping) as running:
        yield running


class Person:
    """Somebody with nothing but a client file; everything else is the product's own default."""

    def __init__(self, folder: Path, emulator: GoogleEmulator) -> None:
        content = emulator.client_file()
        content["installed"] |= {"auth_uri": GOOGLE_AUTH_URIS[0], "token_uri": GOOGLE_TOKEN_URI}
        path = folder / "client.json"
        path.write_text(json.dumps(content))
        self.settings = GoogleSettings(client_file=str(path))
        self.store = SignInStore(folder / "state", None)
        self._folder = folder
        self._emulator = emulator
        self._address = ""

    def connect(self, *, has_browser: bool = True, **options: Any) -> SignIn:
        def open_browser(address: str) -> bool:
            threading.Thread(target=self._consent, args=(address,), daemon=True).start()
            return True

        return connect(
            self.settings,
            self.store,
            open_browser=open_browser if has_browser else None,
            show=self._show,
            ask=lambda message, **fields: self._emulator.consent(self._address, ANNA),
            wait_seconds=120,
            **options,
        )

    def options(self) -> OpenOptions:
        return OpenOptions(
            state_dir=self._folder / "state",
            cache_dir=self._folder / "cache",
            window=WINDOW,
            sections={"google": self.settings},
        )

    def open(self, *texts: str) -> list[list[OpenedCalendar] | SourceError]:
        locators = [parse_locator(text) for text in texts]
        found = open_google(locators, self.options(), store=self.store)
        return [result.calendars if isinstance(result, Contents) else result for _, result in found]

    def refresh_token(self) -> str:
        stored = self.store.load("google", ANNA)
        assert stored is not None
        return str(json.loads(stored.secret)["refresh_token"])

    def _consent(self, address: str) -> None:
        self._emulator.open_redirect(self._emulator.consent(address, ANNA))

    def _show(self, message: str, **fields: object) -> None:
        self._address = str(fields.get("address", ""))


@pytest.fixture
def person(emulator: GoogleEmulator, hosts: MappedHosts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Person:
    for name, value in hosts.environment.items():
        monkeypatch.setenv(name, value)
    return Person(tmp_path, emulator)


@pytest.mark.parametrize("has_browser", [True, False])
def test_person_signs_in_reads_and_leaves(
    person: Person, emulator: GoogleEmulator, hosts: MappedHosts, has_browser: bool
) -> None:
    before = len(hosts.requests)
    signed_in = person.connect(has_browser=has_browser)
    assert (signed_in.account, signed_in.place) == (ANNA, "file")
    (found,) = person.open("google:")
    assert isinstance(found, list)
    (calendar,) = found
    assert len(calendar.entries) == 260
    assert (calendar.problems, calendar.is_incomplete) == ([], False)
    assert calendar.identity.owner == ANNA
    first = next(entry for entry in calendar.entries if entry.vendor_id == "e000")
    assert first.title == "Number 0"
    assert first.conference_links == ("https://meet.google.com/abc-defg-hij",)
    assert [(one.address, one.name) for one in first.attendees] == [(BO, "Bo")]
    token = person.refresh_token()
    assert disconnect(signed_in, person.store, person.settings).is_revoked
    assert person.store.list() == []
    (gone,) = person.open("google:")
    assert isinstance(gone, SignInError)
    # What was revoked at Google is of no use to whoever kept it.
    person.store.save(
        SignIn(**{**signed_in.__dict__, "secret": json.dumps(_secret(emulator, token)), "signed_in": "2026-11-16"})
    )
    (ended,) = person.open("google:")
    assert isinstance(ended, SignInError)
    assert ANNA in ended.say(ENGLISH)
    _check_what_was_sent(hosts, before)


def _secret(emulator: GoogleEmulator, token: str) -> dict[str, str]:
    client = emulator.client_file()["installed"]
    return {
        "refresh_token": token,
        "token_uri": GOOGLE_TOKEN_URI,
        "client_id": client["client_id"],
        "client_secret": client["client_secret"],
    }


def _check_what_was_sent(hosts: MappedHosts, before: int) -> None:
    """Hold that tokens went only to the calendar's own host, and that there nothing but reading was asked for."""
    asked = hosts.requests[before:]
    assert {one.scheme for one in asked} == {"https"}
    assert {one.host for one in asked} == {"oauth2.googleapis.com", "www.googleapis.com"}
    for one in asked:
        # The client names itself when it exchanges a code; nothing else carries anything but a calendar's question.
        if one.host != "www.googleapis.com" and one.path != "/token":
            assert "authorization" not in one.header_names
        if one.host == "www.googleapis.com":
            check_query(one.method, one.path, one.query)
            assert one.method == "GET"
            assert FIELDS in dict(parse_qsl(one.query))["fields"]


def test_one_calendar_that_does_not_exist_costs_one(person: Person) -> None:
    person.connect()
    good, bad = person.open("google:", "google:nobody@example.org")
    assert isinstance(good, list)
    assert getattr(bad, "code", "") == "google-calendar-absent"


def test_calendars_are_listed_for_who_gave_the_scope(person: Person) -> None:
    person.connect(lists_calendars=True)
    found = list_calendars(person.options(), store=person.store)
    assert [(one.name, one.role, one.is_primary) for one in found] == [(ANNA, "owner", True), ("Team", "reader", False)]


def test_busy_time_is_read_without_words(person: Person, hosts: MappedHosts) -> None:
    signed_in = person.connect(access="free-busy")
    assert [scope for scope in signed_in.scopes if "calendar" in scope] == [
        "https://www.googleapis.com/auth/calendar.freebusy"
    ]
    before = len(hosts.requests)
    (found,) = person.open("google:primary")
    assert isinstance(found, list)
    (calendar,) = found
    assert calendar.entries
    assert all(entry.is_busy_only and not entry.title for entry in calendar.entries)
    asked = [(one.method, one.path) for one in hosts.requests[before:] if one.host == "www.googleapis.com"]
    assert asked == [("POST", "/calendar/v3/freeBusy")]


# Google's own description, held against questions and answers by a proxy that nobody here wrote.


@pytest.fixture
def checked(need: Callable[[bool, str], None], google: ScriptedGoogle, server: Server) -> Iterator[CheckedGoogle]:
    need(google_queries.is_installed(), "npm @stoplight/prism-cli")
    with CheckedGoogle(server.url("")) as proxy:
        yield proxy


def test_every_question_and_answer_is_as_google_describes_them(google: ScriptedGoogle, checked: CheckedGoogle) -> None:
    google.sign_in()
    pages = [page(event("e1"), instance("s", 17), nextPageToken="p1"), page(event("q", visibility="private"))]

    def reply(query: dict[str, str]) -> tuple[int, dict[str, Any]]:
        if query["singleEvents"] == "false":
            return 200, page({"id": "s", "start": {"date": "2026-09-01"}, "recurrence": ["RRULE:FREQ=DAILY"]})
        return 200, pages[1 if "pageToken" in query else 0]

    google.answer("calendars/primary/events", reply, "Events")
    settings = google.settings(api_endpoint=checked.api_endpoint)
    calendar = google.read(google=settings)
    assert [entry.vendor_id for entry in calendar.entries] == ["e1", "q", "s_20261117T080000Z"]
    assert calendar.problems == []
    # Two pages and the masters.
    assert [(one.method, one.status) for one in checked.asked] == [("GET", 200)] * 3


def test_answer_that_google_would_not_give_does_not_pass_the_proxy(
    google: ScriptedGoogle, checked: CheckedGoogle
) -> None:
    google.sign_in()
    google.answer("calendars/primary/events", lambda query: (200, page(event()) | {"invented": 1}))
    error = google.fail(google=google.settings(api_endpoint=checked.api_endpoint))
    assert isinstance(error, SourceError)
    assert {one.status for one in checked.asked} == {500}
