"""A new user's way, on the command line and at the services' own addresses: connect, check, disconnect.

A proxy leads the real host names to counterparts on the loopback; nothing in meetlint knows of it.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from counterparts import entra_server, google_emulator, graph_server, mapped_hosts
from counterparts.entra_server import EntraServer
from counterparts.google_emulator import GOOGLE_AUTH_URIS, GOOGLE_TOKEN_URI, GoogleEmulator
from counterparts.graph_server import GraphCounterpart
from counterparts.mapped_hosts import MappedHosts
from running import GUARD_SECONDS, running

ROOT = Path(__file__).parents[2]
ANNA = "anna@example.org"
WEEK = ("--week", "2026-W47", "--today", "2026-11-18")

GOOGLE_EVENT = {
    "summary": "Vendor demo",
    "start": {"dateTime": "2026-11-16T12:15:00+01:00", "timeZone": "Europe/Amsterdam"},
    "end": {"dateTime": "2026-11-16T13:00:00+01:00", "timeZone": "Europe/Amsterdam"},
    "attendees": [
        {"email": ANNA, "responseStatus": "accepted"},
        {"email": "bo@example.org", "responseStatus": "accepted"},
    ],
}
GRAPH_EVENT = {
    "id": "AAMkAD1",
    "changeKey": "c1",
    "iCalUId": "demo@example.org",
    "type": "singleInstance",
    "subject": "Vendor demo",
    "body": {"contentType": "text", "content": ""},
    "start": {"dateTime": "2026-11-16T11:15:00.0000000", "timeZone": "UTC"},
    "end": {"dateTime": "2026-11-16T12:00:00.0000000", "timeZone": "UTC"},
    "originalStartTimeZone": "W. Europe Standard Time",
    "isAllDay": False,
    "isCancelled": False,
    "isOrganizer": False,
    "showAs": "busy",
    "sensitivity": "normal",
    "organizer": {"emailAddress": {"name": "Bo", "address": "bo@example.org"}},
    "responseStatus": {"response": "accepted", "time": "2026-11-01T08:00:00Z"},
    "attendees": [
        {
            "type": "required",
            "status": {"response": "accepted", "time": "2026-11-01T08:00:00Z"},
            "emailAddress": {"name": "Anna", "address": ANNA},
        }
    ],
}


class User:
    """Somebody with a folder, a home, and a browser that only tells which address it was to open."""

    def __init__(self, folder: Path, hosts: MappedHosts, programs: ExitStack) -> None:
        self.folder = folder
        self._programs = programs
        self._address = folder / "opened"
        browser = folder / "browser.sh"
        browser.write_text(
            f'#!/bin/sh\nprintf %s "$1" > {self._address}.new && mv {self._address}.new {self._address}\n'
        )
        browser.chmod(0o755)
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("MEETLINT_")},
            **hosts.environment,
            "MEETLINT_STATE_DIR": str(folder / "state"),
            "MEETLINT_CACHE_DIR": str(folder / "cache"),
            "PYTHONPATH": str(ROOT),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            "BROWSER": f"{browser} %s &",
            "LANGUAGE": "en",
            "LANG": "en_GB.UTF-8",
        }

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start meetlint; when the test is over, it is gone."""
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        command = [sys.executable, "-m", "cli", *arguments]
        return self._programs.enter_context(running(command, cwd=self.folder, env=self.environment, text=True, **pipes))

    def run(self, *arguments: str, expected: int = 0) -> tuple[str, str]:
        out, err = (run := self.start(*arguments)).communicate(timeout=GUARD_SECONDS)
        assert run.returncode == expected, (arguments, run.returncode, out, err)
        return out, err

    def opened(self) -> str:
        """Return the address that the browser was to open, once it was."""
        ends = time.monotonic() + GUARD_SECONDS
        while not self._address.exists():
            assert time.monotonic() < ends, "no browser was opened"
            time.sleep(0.05)
        address = self._address.read_text()
        self._address.unlink()
        return address


def finished(run: subprocess.Popen[str], text: str = "") -> tuple[str, str]:
    out, err = run.communicate(text or None, timeout=GUARD_SECONDS)
    assert run.returncode == 0, (out, err)
    return out, err


@pytest.fixture
def programs() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def everything_in(folder: Path) -> str:
    return "".join(path.read_bytes().decode("latin-1") for path in folder.rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def google(need: Callable[[bool, str], None]) -> Iterator[GoogleEmulator]:
    need(google_emulator.is_installed(), "npm emulate")
    seed = {
        "users": [{"email": ANNA, "name": "Anna"}],
        "calendars": [
            {"id": "primary", "user_email": ANNA, "summary": ANNA, "primary": True, "time_zone": "Europe/Amsterdam"},
            {"id": "team", "user_email": ANNA, "summary": "Team", "time_zone": "Europe/Amsterdam"},
        ],
    }
    with GoogleEmulator(seed) as server:
        server.insert_event(server.sign_in(ANNA)["access_token"], GOOGLE_EVENT)
        yield server


@pytest.fixture(scope="module")
def google_hosts(need: Callable[[bool, str], None], google: GoogleEmulator) -> Iterator[MappedHosts]:
    need(mapped_hosts.is_installed(), "PyPI mitmproxy")
    with MappedHosts(google.mapping) as hosts:
        yield hosts


@pytest.fixture
def client_file(google: GoogleEmulator, tmp_path: Path) -> str:
    """The file of a client as Google Cloud gives it, with Google's own addresses."""
    content = google.client_file()
    content["installed"] |= {"auth_uri": GOOGLE_AUTH_URIS[0], "token_uri": GOOGLE_TOKEN_URI}
    path = tmp_path / "client.json"
    path.write_text(json.dumps(content))
    return str(path)


def test_a_new_user_of_google_connects_checks_and_disconnects(
    google: GoogleEmulator, google_hosts: MappedHosts, client_file: str, tmp_path: Path, programs: ExitStack
) -> None:
    anna = User(tmp_path, google_hosts, programs)
    before = len(google_hosts.requests)

    _, err = anna.run("check", "google:", *WEEK, expected=3)
    assert "Nobody is signed in at Google yet." in err
    assert "meetlint connect google" in err

    run = anna.start("connect", "google", "--client-file", client_file)
    location = google.consent(anna.opened(), ANNA)
    google.open_redirect(location)
    out, _ = finished(run)
    assert "Signed in as anna@example.org" in out
    assert "a file for you alone" in out
    assert "meetlint check google:" in out

    out, _ = anna.run("connections")
    assert out.startswith("google:anna@example.org  details, signed in on 20")
    assert "1//" not in out
    assert "refresh" not in out

    out, _ = anna.run("check", "google:", *WEEK, "--format", "json", expected=1)
    report = json.loads(out)
    (calendar,) = report["calendars"]
    assert (calendar["owner"], calendar["source"], calendar["meetings"]) == (ANNA, "google:", 1)
    (lunch,) = [one for one in report["findings"] if one["rule"] == "lunch-meeting"]
    assert (lunch["minutes"], lunch["events"][0]["title"]) == (45, "Vendor demo")

    asked = google_hosts.requests[before:]
    assert {(one.method, one.host) for one in asked} <= {
        ("POST", "oauth2.googleapis.com"),
        ("GET", "www.googleapis.com"),
    }, "only reading verbs go to the calendar"
    assert all("fields=" in one.query for one in asked if one.host == "www.googleapis.com")

    secret = json.loads(next((tmp_path / "state" / "accounts").iterdir()).read_text())["secret"]
    out, _ = anna.run("disconnect", "google:")
    assert "Removed the sign-in of anna@example.org." in out
    assert "Google has revoked it." in out
    assert ANNA not in everything_in(tmp_path / "state")
    assert "Vendor demo" not in everything_in(tmp_path / "cache")
    anna.run("check", "google:", *WEEK, expected=3)

    # Whoever kept a copy of the sign-in has nothing of it.
    (tmp_path / "state" / "accounts" / "google-anna@example.org.json").write_text(
        json.dumps(
            {
                **dict.fromkeys(("access", "client_id", "authority"), "details"),
                **{"service": "google", "account": ANNA, "scopes": [], "signed_in": "2026-11-20", "place": "file"},
                "secret": secret,
            }
        )
    )
    _, err = anna.run("check", "google:", *WEEK, expected=3)
    assert "The sign-in of anna@example.org at Google has ended" in err


def test_google_without_a_browser_takes_the_pasted_address_and_lists_calendars(
    google: GoogleEmulator, google_hosts: MappedHosts, client_file: str, tmp_path: Path, programs: ExitStack
) -> None:
    anna = User(tmp_path, google_hosts, programs)
    run = anna.start("connect", "google", "--client-file", client_file, "--no-browser", "--list-calendars")
    assert run.stderr is not None
    said = ""
    while not (found := re.search(r"https://accounts\.google\.com/\S+(?=\n)", said)):
        line = run.stderr.readline()
        assert line, said
        said += line
    out, _ = finished(run, google.consent(found[0], ANNA) + "\n")
    assert "Signed in as anna@example.org" in out
    assert "google:team  Team" in out
    assert "calendar.calendarlist.readonly" in found[0]


def test_an_unattended_run_opens_no_browser(google_hosts: MappedHosts, tmp_path: Path, programs: ExitStack) -> None:
    """P02: it says who must sign in, and how."""
    anna = User(tmp_path, google_hosts, programs)
    for source in ("google:", "outlook:", "google:bo@example.org"):
        _, err = anna.run("check", source, *WEEK, expected=3)
        assert f"meetlint connect {source.partition(':')[0]}" in err
    assert not (tmp_path / "opened").exists()


@pytest.fixture(scope="module")
def entra(need: Callable[[bool, str], None]) -> Iterator[EntraServer]:
    need(entra_server.is_installed(), "npm oidc-provider")
    with EntraServer("https://login.microsoftonline.com") as server:
        yield server


@pytest.fixture(scope="module")
def graph(need: Callable[[bool, str], None]) -> Iterator[GraphCounterpart]:
    need(graph_server.is_installed(), "npm wiremock with Java, npm Prism")
    with GraphCounterpart("https://graph.microsoft.com") as server:
        yield server


@pytest.fixture(scope="module")
def microsoft_hosts(
    need: Callable[[bool, str], None], entra: EntraServer, graph: GraphCounterpart
) -> Iterator[MappedHosts]:
    need(mapped_hosts.is_installed(), "PyPI mitmproxy")
    with MappedHosts({**entra.mapping, **graph.mapping}, Path(entra.ca_file)) as hosts:
        yield hosts


def test_a_new_user_of_outlook_connects_checks_and_disconnects(
    entra: EntraServer, graph: GraphCounterpart, microsoft_hosts: MappedHosts, tmp_path: Path, programs: ExitStack
) -> None:
    anna = User(tmp_path, microsoft_hosts, programs)
    graph.reset()
    graph.serve_events("me/calendarView", [GRAPH_EVENT])

    run = anna.start("connect", "outlook", "--client-id", entra.public_client_id)
    entra.open_redirect(entra.consent(anna.opened(), ANNA), is_posted=True)
    out, err = finished(run)
    assert "Signed in as anna@example.org" in out
    assert "meetlint check outlook:" in out
    assert anna.run("connections")[0].startswith("outlook:anna@example.org  details, signed in on 20")

    # From another folder, without options and without meetlint.toml: the sign-in holds what it needs.
    out, _ = anna.run("check", "outlook:", *WEEK, "--format", "json", expected=1)
    report = json.loads(out)
    (calendar,) = report["calendars"]
    # What Windows calls W. Europe is Berlin to the rest of the world; Amsterdam's clocks show the same.
    assert (calendar["owner"], calendar["timezone"], calendar["meetings"]) == (ANNA, "Europe/Berlin", 1)
    (lunch,) = [one for one in report["findings"] if one["rule"] == "lunch-meeting"]
    assert (lunch["minutes"], lunch["events"][0]["title"]) == (45, "Vendor demo")

    graph.check_requests()
    # Beside reading verbs there is one POST: many questions in one, each of which reads.
    batches = [one for one in graph.received() if one.method != "GET"]
    assert {(one.method, one.path.rpartition("/")[2].replace("%24", "$")) for one in batches} == {("POST", "$batch")}
    asked = [part for one in batches for part in json.loads(one.body)["requests"]]
    assert {part["method"] for part in asked if not part["url"].endswith("/calendar/getSchedule")} == {"GET"}
    views = [one for one in graph.received() if one.method == "GET"]
    assert all("%24select=" in one.query or "$select=" in one.query for one in views)

    out, _ = anna.run("disconnect", "outlook:anna@example.org")
    assert "Removed the sign-in of anna@example.org." in out
    assert "https://myapps.microsoft.com" in out
    assert ANNA not in everything_in(tmp_path / "state")
    _, err = anna.run("check", "outlook:", *WEEK, expected=3)
    assert "meetlint connect outlook" in err


def test_outlook_without_a_browser_shows_a_code_and_lists_calendars_as_they_are_typed(
    entra: EntraServer, graph: GraphCounterpart, microsoft_hosts: MappedHosts, tmp_path: Path, programs: ExitStack
) -> None:
    anna = User(tmp_path, microsoft_hosts, programs)
    run = anna.start("connect", "outlook", "--client-id", entra.public_client_id, "--no-browser")
    assert run.stderr is not None
    said = ""
    while not (found := re.search(r"type in (\S+) within", said)):
        line = run.stderr.readline()
        assert line, said
        said += line
    entra.approve_device(found[1], ANNA)
    out, _ = finished(run)
    assert "Signed in as anna@example.org" in out

    owner = {"name": "Anna", "address": ANNA}
    calendars = [
        {"id": "AQ1=", "name": "Calendar", "owner": owner, "isDefaultCalendar": True},
        {"id": "AQ2=", "name": "Team", "owner": owner, "isDefaultCalendar": False},
    ]
    graph.reset()
    graph.serve("GET", "me/calendars", {"value": calendars})
    out, err = anna.run("connect", "outlook", "--list-calendars")
    assert out.splitlines() == [
        "outlook:anna@example.org  Calendar  (anna@example.org)",
        "outlook:anna@example.org/AQ2=  Team  (anna@example.org)",
    ]
    assert err == ""


def test_the_same_source_among_others_that_needs_a_sign_in_costs_only_itself(
    google_hosts: MappedHosts, tmp_path: Path, programs: ExitStack
) -> None:
    """Exit code 4: a part could not be read."""
    anna = User(tmp_path, google_hosts, programs)
    sample = str(ROOT / "samples" / "week-en.ics")
    out, err = anna.run("check", sample, "google:", *WEEK, expected=4)
    assert "Nobody is signed in at Google yet." in err
    assert "Project Atlas" in out
