"""One week through three doors, a file, Google and Microsoft Graph: the same events, the same findings."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
from scripted_server import Handler, Server

import rules as own_rules
from analyzer.agreements import Agreements
from analyzer.calendars import OpenedCalendar
from analyzer.judging.rule import activate
from analyzer.pipeline import Terms
from analyzer.rulebook.loading import choose_rules, load_rules
from analyzer.run import Run
from analyzer.time.period import Period, PeriodChoice
from commands.analysis import judge_calendars
from connectors.google.opening import open_google  # type: ignore
from connectors.google.settings import GoogleSettings
from connectors.ics.calendar import read_calendars
from connectors.locators import parse_locator
from connectors.options import Contents, OpenOptions, Window
from connectors.outlook import opening as outlook_opening
from connectors.outlook.opening import open_outlook
from connectors.outlook.settings import OutlookSettings
from connectors.services.sign_ins import SignIn, SignInStore
from tests.connectors.doors import as_services_give_it as given

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Calendar:
    """A calendar in a file, and the days from ``first`` to the one before ``after`` that are looked at."""

    path: Path
    first: date
    after: date

    @property
    def data(self) -> bytes:
        return self.path.read_bytes()


WEEK = Calendar(HERE / "week.ics", date(2026, 10, 26), date(2026, 11, 2))
"""A week of every kind of event; it begins the day after the clocks were set back."""
SAMPLE = Calendar(HERE.parents[2] / "samples" / "week-en.ics", date(2026, 10, 19), date(2026, 11, 30))
"""The sample that meetlint comes with, six weeks of it."""
KNOWN_BY_DOOR = ["source", "line", "vendor_id", "chair"]
"""What only one door tells; docs/sources.md lists it."""

NAMED = ["organizer", "organized_by_owner", "response", "people"]


def run_of(calendars: Sequence[OpenedCalendar], calendar: Calendar) -> Run:
    terms = Terms(
        rules=activate(choose_rules(load_rules(own_rules), (), ()), {}),
        agreements=Agreements(),
        now=datetime(2026, 11, 2, 8, tzinfo=UTC),
        today=date(2026, 11, 2),
    )
    days = PeriodChoice(lambda today: Period(calendar.first, calendar.after - timedelta(days=1)))
    return judge_calendars(calendars, days, terms)


def reply(to: Handler, body: object) -> None:
    to.reply(200, json.dumps(body).encode(), Content_Type="application/json")


@pytest.fixture(params=[WEEK, SAMPLE], ids=["week", "sample"])
def calendar(request: pytest.FixtureRequest) -> Calendar:
    return request.param


@pytest.fixture
def file_run(calendar: Calendar) -> Run:
    return run_of(read_calendars(calendar.data, "week.ics"), calendar)


@pytest.fixture
def google_run(calendar: Calendar, server: Server, tmp_path: Path) -> Run:
    data, first, after = calendar.data, calendar.first, calendar.after

    def events(to: Handler) -> None:
        query = parse_qs(urlsplit(to.path).query)
        is_expanded = query["singleEvents"] == ["true"]
        items = given.google_items(data, first, after) if is_expanded else given.google_masters(data)
        about = {"kind": "calendar#events", "timeZone": "Europe/Amsterdam", "accessRole": "owner"}
        reply(to, {**about, "summary": given.OWNER, "items": items})

    server.answers["/token"] = lambda to: reply(to, {"access_token": "t", "expires_in": 3600, "token_type": "Bearer"})
    server.answers["/calendar/v3/calendars/primary/events"] = events
    secret = {"refresh_token": "r", "token_uri": server.url("/token"), "client_id": "c", "client_secret": "s"}
    SignInStore(tmp_path, None).save(
        SignIn("google", given.OWNER, "details", (), "c", server.url("/"), "2026-11-01", secret=json.dumps(secret))
    )
    options = OpenOptions(
        state_dir=tmp_path,
        cache_dir=tmp_path,
        window=window(calendar),
        needs_series=True,
        sections={"google": GoogleSettings(api_endpoint=server.url("/calendar/v3/"))},
    )
    ((_, found),) = open_google([parse_locator("google:")], options)
    assert isinstance(found, Contents), found
    return run_of(found.calendars, calendar)


@pytest.fixture
def graph_run(calendar: Calendar, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    masters = given.graph_masters(calendar.data)
    events = given.graph_events(calendar.data, calendar.first, calendar.after)

    def batch(to: Handler) -> None:
        asked = json.loads(to.server.sent[-1][2])["requests"]
        names = [(one["id"], one["url"].partition("?")[0].rpartition("/")[2]) for one in asked]
        # Of the mailbox itself nothing is told, as of nobody who is not in a directory.
        refused = {"status": 403, "body": {"error": {"code": "ErrorAccessDenied", "message": ""}}}
        found = [
            {"id": at, **({"status": 200, "body": masters[name]} if name in masters else refused)} for at, name in names
        ]
        reply(to, {"responses": found})

    server.answers["/v1.0/me/calendarView"] = lambda to: reply(to, {"value": events})
    server.answers["/v1.0/$batch"] = batch
    monkeypatch.setattr(outlook_opening, "OutlookTokens", SignedIn)
    SignInStore(tmp_path, None).save(
        SignIn("outlook", given.OWNER, "details", ("Calendars.Read",), "c", "", "2026-11-01", secret="{}")
    )
    options = OpenOptions(
        state_dir=tmp_path,
        cache_dir=tmp_path,
        window=window(calendar),
        needs_series=True,
        sections={"outlook": OutlookSettings(api_endpoint=server.url("/v1.0/"))},
    )
    ((_, found),) = open_outlook([parse_locator("outlook:")], options)
    assert isinstance(found, Contents), found
    return run_of(found.calendars, calendar)


class SignedIn:
    """Tokens of somebody who is signed in; signing in itself is tried elsewhere, against a real authority."""

    def __init__(self, *_: object) -> None:
        pass

    def bearer(self) -> str:
        return "t"


def window(calendar: Calendar) -> Window:
    first, after = (datetime.combine(day, time(), UTC) for day in (calendar.first, calendar.after))
    return Window(first - timedelta(days=1), after + timedelta(days=1))


def rows(run: Run) -> pd.DataFrame:
    table = run.judgement.context.table.frame.drop(columns=KNOWN_BY_DOOR)
    return table.sort_values(["start", "end", "uid"]).reset_index(drop=True)


def findings(run: Run) -> list[tuple[Any, ...]]:
    table = run.judgement.context.table
    return sorted(
        (
            one.rule,
            one.severity,
            one.start,
            one.end,
            one.minutes,
            one.occurrences,
            *sorted(table["uid"].iloc[list(one.events)]),
        )
        for one in run.judgement.findings
    )


def test_the_week_holds_what_it_should() -> None:
    """Counted by hand in week.ics, so that three equal doors are not equally empty."""
    table = rows(run_of(read_calendars(WEEK.data, "week.ics"), WEEK))
    # Stand-up: Monday; Wednesday is left out (EXDATE); Friday's was moved to Thursday. And the twelve single events.
    assert len(table) == 14
    assert Counter(table["reason"]) == {
        "": 7,  # two stand-ups, board, customer review, Lisbon, quick question, and the private one
        "declined": 1,
        "working-place": 1,
        "absence": 1,
        "focus": 1,
        "all-day": 1,
        "free": 1,
        "alone": 1,
    }
    assert "Hospital canary" not in " ".join(table["title"])


@pytest.mark.parametrize("door", ["google_run", "graph_run"])
def test_every_door_gives_the_same_table(file_run: Run, door: str, request: pytest.FixtureRequest) -> None:
    other = rows(request.getfixturevalue(door))
    expected = rows(file_run)
    if door == "google_run":
        # Google leaves out what is cancelled.
        expected = expected[expected["reason"] != "cancelled"].reset_index(drop=True)
    # Of an appointment of one's own a file names nobody, the services name its owner.
    own = (expected["organizer"] == "") & (expected["people_count"] == 1)
    assert set(other.loc[own & ~expected["private"], "organizer"]) == {given.OWNER}
    assert other.loc[own, "organized_by_owner"].all()
    other.loc[own, NAMED] = expected.loc[own, NAMED]
    if door == "graph_run":
        # Links of other platforms than Teams stand in the text of an Outlook event.
        told, known = other["description"], expected["description"]
        other["description"] = told.where(told == known, told.str.replace(r"\s*https://\S+$", "", regex=True))
    pd.testing.assert_frame_equal(other, expected)


@pytest.mark.parametrize("door", ["google_run", "graph_run"])
def test_every_door_gives_the_same_findings(file_run: Run, door: str, request: pytest.FixtureRequest) -> None:
    other = request.getfixturevalue(door)
    assert findings(file_run)
    assert findings(other) == findings(file_run)
    assert other.judgement.metrics == file_run.judgement.metrics
    assert other.judgement.not_judged == file_run.judgement.not_judged
    assert other.problems == []


def test_the_answers_are_what_google_would_give(calendar: Calendar) -> None:
    from counterparts.google_schema import validate_answer

    items = given.google_items(calendar.data, calendar.first, calendar.after)
    for item in [*items, *given.google_masters(calendar.data)]:
        validate_answer("Event", item)


def test_the_answers_are_what_graph_would_give(calendar: Calendar, need: Callable[[bool, str], None]) -> None:
    from counterparts import graph_schema

    need(graph_schema.is_installed(), "Microsoft's Graph types")
    events = given.graph_events(calendar.data, calendar.first, calendar.after)
    for event in [*events, *given.graph_masters(calendar.data).values()]:
        graph_schema.validate_answer("event", event)
