"""Whose mailbox it is: addresses, clock, hours and places, and that what is refused costs nothing else."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from scripted_server import Server

from analyzer.agreements import Agreements
from analyzer.calendars import OpenedCalendar
from analyzer.entries import WorkingHours
from analyzer.events.whose import identify
from analyzer.pipeline import Terms
from analyzer.time.period import Period, PeriodChoice
from commands.analysis import judge_calendars
from connectors.locators import parse_locator
from connectors.options import Contents, OpenOptions
from connectors.outlook import opening
from connectors.outlook.opening import open_outlook
from connectors.outlook.scopes import SHARED
from tests.connectors.outlook.fake_graph import FakeGraph, FakeTokens, signed_in
from tests.connectors.outlook.graph_bodies import ANNA, Json, attendee, error, event, judged, page

BO = "bo@example.org"
MAIL = "a.jansen@example.org"
VIEW = "me/calendarView"
X500 = "/o=ExchangeLabs/ou=Exchange Administrative Group/cn=Recipients/cn=1f2e-anna"


@pytest.fixture
def graph(server: Server, monkeypatch: pytest.MonkeyPatch) -> FakeGraph:
    monkeypatch.setattr(opening, "OutlookTokens", lambda *_: FakeTokens())
    monkeypatch.delenv("MEETLINT_OUTLOOK_CLIENT_SECRET", raising=False)
    running = FakeGraph(server)
    running.serve(VIEW, (200, page([event("a")])))
    return running


def read(options: OpenOptions, text: str = "outlook:") -> OpenedCalendar:
    ((_, found),) = open_outlook([parse_locator(text)], options)
    assert isinstance(found, Contents), found
    return found.calendars[0]


def people_of(calendar: OpenedCalendar) -> list[int]:
    """Return how many people each event has, as the analysis counts them."""
    terms = Terms(rules=[], agreements=Agreements(), now=datetime(2026, 11, 18, tzinfo=UTC))
    days = PeriodChoice(lambda today: Period(date(2026, 11, 16), date(2026, 11, 22)))
    run = judge_calendars([calendar], days, terms)
    return [int(count) for count in run.judgement.context.table["people_count"]]


def answer(body: Json) -> tuple[int, bytes]:
    return 200, json.dumps(body).encode()


def person(**more: Any) -> tuple[int, bytes]:
    return answer(judged("person", {"mail": "A.Jansen@example.org", "userPrincipalName": ANNA, **more}))


def schedule(zone: str = "W. Europe Standard Time", **more: Any) -> tuple[int, bytes]:
    hours = {
        "daysOfWeek": ["monday", "tuesday", "thursday"],
        "startTime": "08:30:00.0000000",
        "endTime": "17:00:00.0000000",
        "timeZone": {"name": zone},
        **more,
    }
    return answer(
        judged("schedules", {"value": [{"scheduleId": ANNA, "availabilityView": "0", "workingHours": hours}]})
    )


def owner(address: str) -> tuple[int, bytes]:
    return answer(judged("calendar", {"owner": {"name": "Anna", "address": address}}))


def one_to_one() -> Json:
    people = [attendee(MAIL, "accepted", name="Anna Jansen"), attendee(BO, name="Bo")]
    organizer = {"emailAddress": {"name": "Bo", "address": BO}}
    return event("a", isOrganizer=False, organizer=organizer, attendees=people, responseStatus=None)


@pytest.mark.parametrize("told", ["person", "calendar"])
def test_one_to_one_of_who_signs_in_with_another_name_has_two_people(
    graph: FakeGraph, tmp_path: Path, told: str
) -> None:
    """The name somebody signs in with need not be an address; nobody is counted twice for it."""
    graph.serve(VIEW, (200, page([one_to_one()])))
    if told == "person":
        graph.serve("me", person())
    else:
        graph.serve("me", (403, error("Authorization_RequestDenied")))
        graph.serve("me/calendar", owner("A.Jansen@example.org"))
    calendar = read(signed_in(tmp_path, graph.server))
    assert (calendar.identity.owner, calendar.identity.aliases) == (MAIL, {ANNA})
    assert people_of(calendar) == [2]


def test_every_address_of_the_mailbox_is_its_owner(graph: FakeGraph, tmp_path: Path) -> None:
    graph.serve("me", person(proxyAddresses=["SMTP:A.Jansen@example.org", "smtp:anna@old.example", f"X500:{X500}"]))
    people = [attendee("Anna@Old.example", "accepted"), attendee(BO)]
    by_directory = [attendee(X500.upper(), "accepted", name="Jansen, A."), attendee(BO)]
    organizer = {"emailAddress": {"name": "Bo", "address": BO}}
    items = [
        event(str(number), isOrganizer=False, organizer=organizer, attendees=who, responseStatus=None)
        for number, who in enumerate((people, by_directory))
    ]
    graph.serve(VIEW, (200, page(items)))
    calendar = read(signed_in(tmp_path, graph.server))
    assert calendar.identity.aliases == {ANNA, "anna@old.example", X500.lower()}
    assert people_of(calendar) == [2, 2]


def test_person_whom_exchange_names_in_two_ways_counts_once(graph: FakeGraph, tmp_path: Path) -> None:
    cleo = X500.replace("anna", "cleo")
    people = [attendee(ANNA), attendee("cleo@example.org", "accepted", name="Cleo"), attendee(cleo, name="Cleo")]
    graph.serve(VIEW, (200, page([event("a", attendees=people)])))
    calendar = read(signed_in(tmp_path, graph.server))
    assert [one.address for one in calendar.entries[0].attendees] == [ANNA, "cleo@example.org"]
    assert people_of(calendar) == [2]
    # Of two people of one name it is not known which one is meant.
    two = [*people, attendee("cleo.other@example.org", name="Cleo")]
    graph.serve(VIEW, (200, page([event("a", attendees=two)])))
    assert people_of(read(signed_in(tmp_path, graph.server))) == [4]


def test_clock_and_hours_are_those_of_the_mailbox(graph: FakeGraph, tmp_path: Path) -> None:
    """An event tells the zone of its organiser, which here is another one."""
    graph.serve(
        VIEW, (200, page([event(str(number), originalStartTimeZone="Pacific Standard Time") for number in "abc"]))
    )
    graph.serve("me/calendar/getSchedule", schedule())
    identity = read(signed_in(tmp_path, graph.server)).identity
    assert identity.timezone == "Europe/Berlin"
    assert identity.working_hours == WorkingHours(frozenset({0, 1, 3}), time(8, 30), time(17), "Europe/Berlin")
    (asked,) = (one for one in asked_in_batch(graph) if "getSchedule" in one["url"])
    assert asked["body"]["schedules"] == [ANNA]


def test_settings_of_the_mailbox_stand_in_where_there_is_no_schedule(graph: FakeGraph, tmp_path: Path) -> None:
    graph.serve("me/mailboxSettings", answer(judged("settings", {"timeZone": "Romance Standard Time"})))
    identity = read(signed_in(tmp_path, graph.server)).identity
    assert (identity.timezone, identity.working_hours) == ("Europe/Paris", None)


@pytest.mark.parametrize(
    "body",
    [
        schedule(zone="Customized Time Zone"),
        answer(
            {"value": [{"scheduleId": ANNA, "error": {"message": "m", "responseCode": "ErrorMailRecipientNotFound"}}]}
        ),
        answer({"value": None}),
        (403, error("ErrorAccessDenied")),
    ],
)
def test_clock_that_nobody_tells_is_left_to_the_events(
    graph: FakeGraph, tmp_path: Path, body: tuple[int, bytes]
) -> None:
    graph.serve("me/calendar/getSchedule", body)
    calendar = read(signed_in(tmp_path, graph.server))
    assert (calendar.identity.timezone, dict(calendar.identity.zone_votes)) == ("", {"Europe/Berlin": 1})
    # The report says that the clock is that of most events.
    whose = identify([calendar], Terms(rules=[], agreements=Agreements(), now=datetime(2026, 11, 18, tzinfo=UTC)))
    assert whose.zone.origin == "events"


def test_schedule_is_asked_for_again_by_the_address_that_the_mailbox_turns_out_to_have(
    graph: FakeGraph, tmp_path: Path
) -> None:
    graph.serve("me", person())
    graph.serve("me/calendar/getSchedule", (404, error("ErrorItemNotFound")), schedule())
    identity = read(signed_in(tmp_path, graph.server)).identity
    assert (identity.owner, identity.aliases, identity.timezone) == (MAIL, {ANNA}, "Europe/Berlin")
    asked = [one["body"]["schedules"] for one in asked_in_batch(graph) if "getSchedule" in one["url"]]
    assert asked == [[ANNA], [MAIL]]


@pytest.mark.parametrize(
    "hours",
    [{"startTime": "17:00:00", "endTime": "17:00:00"}, {"startTime": "?"}, {"startTime": None}, {"daysOfWeek": []}],
)
def test_hours_that_are_none_are_not_taken(graph: FakeGraph, tmp_path: Path, hours: Json) -> None:
    graph.serve("me/calendar/getSchedule", schedule(**hours))
    identity = read(signed_in(tmp_path, graph.server)).identity
    assert (identity.timezone, identity.working_hours) == ("Europe/Berlin", None)


def test_days_at_home_and_at_the_office_are_those_of_the_work_plan(graph: FakeGraph, tmp_path: Path) -> None:
    def day(identity: str, kind: str, start: str, end: str) -> Json:
        moments = {"start": {"dateTime": start, "timeZone": "UTC"}, "end": {"dateTime": end, "timeZone": "UTC"}}
        return {"id": identity, "workLocationType": kind, **moments}

    plan = [
        day("1", "remote", "2026-11-16T08:00:00.0000000", "2026-11-16T16:00:00.0000000"),
        day("2", "office", "2026-11-17T08:00:00.0000000", "2026-11-17T16:00:00.0000000"),
        day("3", "timeOff", "2026-11-18T08:00:00.0000000", "2026-11-18T16:00:00.0000000"),
        day("4", "office", "never", "2026-11-17T16:00:00.0000000"),
    ]
    span = "startDateTime='2026-11-02T00:00:00Z',endDateTime='2026-11-30T00:00:00Z'"
    graph.serve(
        f"me/settings/workHoursAndLocations/occurrencesView({span})", answer(judged("workplan", {"value": plan}))
    )
    calendar = read(signed_in(tmp_path, graph.server))
    places = [one for one in calendar.entries if one.declared_kind == "working-place"]
    assert [(one.working_place, one.is_free, one.title) for one in places] == [("home", True, ""), ("office", True, "")]


def test_colleague_s_clock_is_theirs(graph: FakeGraph, tmp_path: Path) -> None:
    graph.serve(f"users/{BO}/calendarView", (200, page([event("a", isOrganizer=False)])))
    graph.serve("me", person())
    graph.serve("me/calendar/getSchedule", schedule("GMT Standard Time"))
    calendar = read(signed_in(tmp_path, graph.server, scopes=("Calendars.Read", SHARED)), f"outlook:{BO}")
    assert (calendar.identity.owner, calendar.identity.aliases) == (BO, frozenset())
    assert calendar.identity.timezone == "Europe/London"
    (asked,) = (one for one in asked_in_batch(graph) if "getSchedule" in one["url"])
    assert asked["body"]["schedules"] == [BO]


@pytest.mark.parametrize("status", [400, 403, 404, 500, 503])
def test_what_is_refused_of_the_mailbox_costs_neither_events_nor_time(
    graph: FakeGraph, tmp_path: Path, status: int
) -> None:
    for path in ("me", "me/calendar", "me/mailboxSettings", "me/calendar/getSchedule"):
        graph.serve(path, (status, error("UnknownError")))
    calendar = read(signed_in(tmp_path, graph.server))
    assert (calendar.identity.owner, len(calendar.entries), calendar.problems) == (ANNA, 1, [])
    assert graph.asked() == ["$batch", VIEW]


def asked_in_batch(graph: FakeGraph) -> list[Json]:
    return [one for verb, _, body in graph.server.sent if verb == "POST" for one in json.loads(body)["requests"]]
