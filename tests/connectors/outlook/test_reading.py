"""Faults of Graph as RELIABILITY lists them; each test says which row of its table it is."""

from __future__ import annotations

import itertools
import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from scripted_server import Handler, Server

from analyzer.errors import SignInError, SourceError
from connectors.options import Window
from connectors.outlook.client import BATCH_SIZE, GraphClient, Question, owner_path
from connectors.outlook.events import BASIC_FIELDS, FIELDS
from connectors.outlook.reading import Place, View, pieces_of, read_view
from connectors.outlook.refusals import REPEATING
from connectors.refusals import RefusedError
from connectors.services.http import Answer
from tests.connectors.outlook.fake_graph import CANARY, Clock, FakeGraph, FakeTokens, reader
from tests.connectors.outlook.graph_bodies import WINDOW, error, event, judged, page

VIEW = "me/calendarView"
PLACE = Place("outlook:", owner_path())


@pytest.fixture
def graph(server: Server) -> FakeGraph:
    return FakeGraph(server)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def read(
    graph: FakeGraph,
    clock: Clock | None = None,
    tokens: FakeTokens | None = None,
    place: Place = PLACE,
    *,
    needs_series: bool = True,
) -> View:
    return read_view(
        GraphClient(reader(graph.server, clock, tokens), place.name), place, WINDOW, needs_series=needs_series
    )


def ids(view: View) -> list[str]:
    return [item["id"] for item in view.items]


def serve_pages(graph: FakeGraph, count: int) -> None:
    for number in range(1, count + 1):
        following = graph.url(f"{VIEW}?$skiptoken=p{number + 1}") if number < count else ""
        path = VIEW if number == 1 else f"{VIEW}#p{number}"
        graph.serve(path, (200, page([event(f"e{number}")], following)))


def test_calendar_is_read_page_after_page(graph: FakeGraph) -> None:
    serve_pages(graph, 3)
    view = read(graph)
    assert ids(view) == ["e1", "e2", "e3"]
    assert not view.is_incomplete
    assert view.problems == []


def test_only_used_fields_of_the_window_are_asked_for(graph: FakeGraph) -> None:
    graph.serve(VIEW, (200, page([])))
    read(graph)
    ((path, headers),) = graph.server.asked
    query = parse_qs(urlsplit(path).query)
    assert query["startDateTime"] == ["2026-11-02T00:00:00Z"]
    assert query["endDateTime"] == ["2026-11-30T00:00:00Z"]
    assert tuple(query["$select"][0].split(",")) == FIELDS
    assert 1 <= int(query["$top"][0]) <= 1000
    assert headers["Prefer"] == 'outlook.timezone="UTC", outlook.body-content-type="text"'
    assert [verb for verb, _, _ in graph.server.sent] == ["GET"]


def test_basic_access_never_asks_for_bodies(graph: FakeGraph) -> None:
    graph.serve(VIEW, (200, page([])))
    read(graph, place=Place("outlook:", owner_path(), access="basic"))
    query = parse_qs(urlsplit(graph.server.asked[0][0]).query)
    assert tuple(query["$select"][0].split(",")) == BASIC_FIELDS
    assert "body" not in query["$select"][0].split(",")


@pytest.mark.parametrize(
    ("place", "path"),
    [
        (owner_path(), "me/calendarView"),
        (owner_path(calendar="AAMk/x="), "me/calendars/AAMk/x=/calendarView"),
        (owner_path(address="bo@example.org"), "users/bo@example.org/calendarView"),
        (owner_path(address="bo@example.org", calendar="c"), "users/bo@example.org/calendars/c/calendarView"),
    ],
)
def test_each_calendar_has_its_own_address(graph: FakeGraph, place: str, path: str) -> None:
    graph.serve(path, (200, page([event()])))
    assert ids(read(graph, place=Place("outlook:", place))) == ["AAMk1"]
    assert "AAMk/x" not in graph.server.asked[0][0]


def test_p01_token_is_renewed_once_and_reading_goes_on_at_the_same_page(graph: FakeGraph) -> None:
    serve_pages(graph, 5)
    graph.serve(f"{VIEW}#p3", (401, error("InvalidAuthenticationToken")), *graph.views[f"{VIEW}#p3"])
    tokens = FakeTokens(CANARY, "fresh")
    view = read(graph, tokens=tokens)
    assert ids(view) == ["e1", "e2", "e3", "e4", "e5"]
    assert tokens.renewed == 1
    assert len(graph.server.asked) == 6


def test_p01_second_401_leaves_the_calendar_incomplete_by_name(graph: FakeGraph) -> None:
    serve_pages(graph, 5)
    graph.serve(f"{VIEW}#p3", (401, error("InvalidAuthenticationToken")))
    view = read(graph)
    assert ids(view) == ["e1", "e2"]
    assert view.is_incomplete
    assert [(problem.code, problem.effect) for problem in view.problems] == [("outlook-sign-in-ended", "source")]


def test_p01_401_before_anything_was_read_is_a_sign_in(graph: FakeGraph) -> None:
    graph.serve(VIEW, (401, error("InvalidAuthenticationToken")))
    with pytest.raises(SignInError):
        read(graph)


@pytest.mark.parametrize(
    ("status", "code", "refused_as"),
    [
        (403, "ErrorAccessDenied", "outlook-permission-missing"),
        (403, "Authorization_RequestDenied", "outlook-permission-missing"),
        (404, "ErrorItemNotFound", "outlook-calendar-absent"),
        (404, "ErrorInvalidUser", "outlook-calendar-absent"),
        (404, "MailboxNotEnabledForRESTAPI", "outlook-mailbox-absent"),
        (404, "ResourceNotFound", "outlook-mailbox-absent"),
        (403, "MailboxNotHostedInExchangeOnline", "outlook-mailbox-absent"),
        (400, "BadRequest", "outlook-refuses"),
        (400, "ErrorMailboxMoveInProgress", "outlook-mailbox-moving"),
    ],
)
def test_p03_p05_p26_refusal_is_told_by_its_code(graph: FakeGraph, status: int, code: str, refused_as: str) -> None:
    graph.serve(VIEW, (status, error(code)))
    with pytest.raises(RefusedError) as caught:
        read(graph)
    assert caught.value.code == refused_as
    assert caught.value.hint
    assert "Words that change" not in str(caught.value)


def test_p26_permission_that_was_taken_away_is_named(graph: FakeGraph) -> None:
    graph.serve(VIEW, (403, error("ErrorAccessDenied")))
    with pytest.raises(RefusedError, match=r"Calendars\.Read\b"):
        read(graph)


def test_calendar_that_is_not_shared_says_whom_to_ask(graph: FakeGraph) -> None:
    graph.serve("users/bo@example.org/calendarView", (403, error("ErrorAccessDenied")))
    with pytest.raises(RefusedError) as caught:
        read(graph, place=Place("outlook:bo@example.org", owner_path(address="bo@example.org"), is_own=False))
    assert caught.value.code == "outlook-access-denied"
    assert "owner" in caught.value.hint


def test_code_of_an_error_is_letters_only(graph: FakeGraph) -> None:
    body = json.dumps({"error": {"code": "\x1b[31mBad<script>", "message": "m"}}).encode()
    graph.serve(VIEW, (400, body))
    with pytest.raises(RefusedError) as caught:
        read(graph)
    assert caught.value.fields["reason"] == "31mBadscript"


def test_p08_retry_after_is_obeyed(graph: FakeGraph, clock: Clock) -> None:
    busy = (429, error("TooManyRequests"), {"Retry_After": "7"})
    graph.serve(VIEW, busy, (200, page([event()])))
    assert ids(read(graph, clock)) == ["AAMk1"]
    assert sum(clock.slept) == pytest.approx(7, abs=0.01)


def test_p09_retry_after_as_a_date_is_read_against_the_servers_clock(graph: FakeGraph, clock: Clock) -> None:
    when = format_datetime(datetime.now(UTC) + timedelta(seconds=9), usegmt=True)
    graph.serve(VIEW, (503, error("ServiceUnavailable"), {"Retry_After": when}), (200, page([event()])))
    read(graph, clock)
    assert 7 <= sum(clock.slept) <= 10


def test_p09_more_than_a_quarter_of_an_hour_is_given_up_by_name(graph: FakeGraph, clock: Clock) -> None:
    graph.serve(VIEW, (429, error("TooManyRequests"), {"Retry_After": "100000000000"}))
    with pytest.raises(RefusedError, match="outlook:"):
        read(graph, clock)
    assert clock.slept == []


def test_p10_throttling_without_a_time_is_waited_for_longer_each_time(graph: FakeGraph, clock: Clock) -> None:
    graph.serve(VIEW, *[(429, error("ApplicationThrottled"))] * 3, (200, page([event()])))
    read(graph, clock)
    assert clock.slept == [0.75, 1.5, 3.0]


@pytest.mark.parametrize(("status", "code"), [(500, "InternalServerError"), (403, "ErrorServerBusy"), (504, "x")])
def test_what_passes_is_told_by_status_or_code(graph: FakeGraph, clock: Clock, status: int, code: str) -> None:
    graph.serve(VIEW, (status, error(code)), (200, page([event()])))
    assert ids(read(graph, clock)) == ["AAMk1"]


def test_p11_storm_ends_complete_with_at_most_twice_the_requests(graph: FakeGraph, clock: Clock) -> None:
    serve_pages(graph, 20)
    for number in range(2, 21, 3):
        key = f"{VIEW}#p{number}"
        graph.serve(key, (503, error("ServiceUnavailable")), *graph.views[key])
    view = read(graph, clock)
    assert len(view.items) == 20
    assert not view.is_incomplete
    assert len(graph.server.asked) <= 40


def test_p12_p15_broken_page_is_read_again(graph: FakeGraph, clock: Clock, shared_data: Path) -> None:
    html = (shared_data / "badinputs" / "a02_html_502.json").read_bytes()
    cut = page([event()])[:-20]
    graph.serve(VIEW, (200, html), (200, cut), (200, page([event()])))
    assert ids(read(graph, clock)) == ["AAMk1"]


def test_p12_p15_page_that_stays_broken_leaves_the_calendar_incomplete(graph: FakeGraph, clock: Clock) -> None:
    serve_pages(graph, 2)
    graph.serve(f"{VIEW}#p2", (200, b"<html>"))
    view = read(graph, clock)
    assert ids(view) == ["e1"]
    assert view.is_incomplete
    assert [problem.code for problem in view.problems] == ["service-answer-broken"]


def test_p13_p14_limits_of_the_manner_hold_here_too(graph: FakeGraph) -> None:
    client = GraphClient(reader(graph.server), "outlook:")
    limits = client._getting._limits
    assert limits.max_bytes <= 64_000_000
    assert limits.deadline_seconds <= 60


def test_p16_page_that_leads_to_itself_is_left(graph: FakeGraph, shared_data: Path) -> None:
    body = json.loads((shared_data / "badinputs" / "a04_page_loop_graph.json").read_text())
    assert body["@odata.nextLink"].startswith("https://graph.microsoft.com/v1.0/me/calendarView")
    body["@odata.nextLink"] = graph.url(f"{VIEW}?$skiptoken=0")
    looping = json.dumps(judged("events", body)).encode()
    graph.serve(VIEW, (200, page([event()], graph.url(f"{VIEW}?$skiptoken=0"))))
    graph.serve(f"{VIEW}#0", (200, looping))
    view = read(graph)
    assert ids(view) == ["AAMk1"]
    assert view.is_incomplete
    assert [problem.code for problem in view.problems] == [REPEATING.code]
    assert len(graph.server.asked) == 2


def test_p17_token_never_follows_a_link_to_another_host(graph: FakeGraph) -> None:
    other = Server()
    try:
        graph.serve(VIEW, (200, page([event()], other.url("/v1.0/me/calendarView?$skiptoken=2"))))
        view = read(graph)
        assert other.asked == []
    finally:
        other.stop()
    assert view.is_incomplete
    assert [problem.code for problem in view.problems] == ["service-leads-elsewhere"]
    assert CANARY not in repr(view.problems)


def test_p17_token_never_follows_a_redirect(graph: FakeGraph) -> None:
    other = Server()
    try:
        graph.serve(VIEW, (302, b"", {"Location": other.url("/")}))
        with pytest.raises(RefusedError):
            read(graph)
        assert other.asked == []
    finally:
        other.stop()


def test_p18_replayed_page_counts_once(graph: FakeGraph) -> None:
    graph.serve(VIEW, (200, page([event("a"), event("b")], graph.url(f"{VIEW}?$skiptoken=2"))))
    graph.serve(f"{VIEW}#2", (200, page([event("a"), event("b", subject="Newer", changeKey="k2"), event("c")])))
    view = read(graph)
    assert ids(view) == ["a", "b", "c"]
    assert view.items[1]["subject"] == "Newer"


def test_p22_events_that_are_odd_are_kept_for_who_reads_them(graph: FakeGraph) -> None:
    odd = b'{"value": [null, 7, {"id": 5}, {"id": "x", "attendees": null}], "@odata.nextLink": null}'
    graph.serve(VIEW, (200, odd))
    assert len(read(graph).items) == 2


@pytest.mark.parametrize("body", [b'{"value": null}', b"{}", b'{"value": {"id": "1"}}', b'{"error": {"code": "x"}}'])
def test_good_status_without_a_list_is_never_an_empty_calendar(graph: FakeGraph, body: bytes) -> None:
    graph.serve(VIEW, (200, body))
    with pytest.raises(SourceError) as failed:
        read(graph)
    assert failed.value.code == "service-answer-broken"  # type: ignore[attr-defined]


def test_window_longer_than_a_view_may_be_is_read_in_pieces() -> None:
    start = datetime(2017, 1, 1, tzinfo=UTC)
    pieces = pieces_of(Window(start, start + timedelta(days=3_660)))
    assert [(piece.end - piece.start).days for piece in pieces] == [1_800, 1_800, 60]
    assert (pieces[0].start, pieces[-1].end) == (start, start + timedelta(days=3_660))
    assert all(first.end == second.start for first, second in itertools.pairwise(pieces))
    assert pieces_of(WINDOW) == [WINDOW]


def occurrences(series: str, count: int) -> list[dict[str, Any]]:
    return [event(f"{series}-{n}", type="occurrence", seriesMasterId=series) for n in range(count)]


def master(identity: str) -> dict[str, Any]:
    span = {"type": "noEnd", "startDate": "2024-01-08", "endDate": "0001-01-01"}
    return judged("event", {"id": identity, "type": "seriesMaster", "recurrence": {"range": span}})


def test_masters_are_asked_for_twenty_at_a_time_and_without_words(graph: FakeGraph) -> None:
    names = [f"M{n}" for n in range(45)]
    graph.events = {name: master(name) for name in names}
    graph.serve(VIEW, (200, page([one for name in names for one in occurrences(name, 2)])))
    view = read(graph)
    assert view.masters == graph.events
    posts = [json.loads(body)["requests"] for verb, _, body in graph.server.sent if verb == "POST"]
    assert [len(asked) for asked in posts] == [20, 20, 5]
    assert BATCH_SIZE == 20
    for asked in posts:
        for one in asked:
            assert one["method"] == "GET"
            assert parse_qs(urlsplit(one["url"]).query)["$select"] == ["id,iCalUId,type,recurrence"]


GLOBAL_UID = "040000008200E00074C5B7101A82E00807EA0B10" + "00" * 20 + "DEADBEEF"
"""A global object id ([MS-OXOCAL] section 2.2.1.27) of an occurrence on 2026-11-16."""


def test_masters_are_asked_for_only_when_a_rule_needs_them_or_a_uid_does(graph: FakeGraph) -> None:
    """A uid is that of the series whichever rules are on: only where it tells itself is the master left alone."""
    known = event("a", type="occurrence", seriesMasterId="M1", iCalUId=GLOBAL_UID)
    foreign = event("b", type="occurrence", seriesMasterId="M2", iCalUId="b@example.com")
    graph.events = {name: master(name) for name in ("M1", "M2")}
    graph.serve(VIEW, (200, page([known])))
    view = read(graph, needs_series=False)
    assert (view.masters, view.problems, graph.asked()) == ({}, [], ["me/calendarView"])
    graph.serve(VIEW, (200, page([known, foreign])))
    assert set(read(graph, needs_series=False).masters) == {"M2"}
    assert set(read(graph, needs_series=True).masters) == {"M1", "M2"}


def test_part_of_a_batch_that_is_throttled_is_asked_again_by_itself(graph: FakeGraph, clock: Clock) -> None:
    graph.events = {"M1": master("M1"), "M2": master("M2")}
    graph.failing["M2"] = [(429, "MailboxConcurrency", {"Retry-After": "5"})]
    graph.serve(VIEW, (200, page(occurrences("M1", 1) + occurrences("M2", 1))))
    view = read(graph, clock)
    assert set(view.masters) == {"M1", "M2"}
    posts = [json.loads(body)["requests"] for verb, _, body in graph.server.sent if verb == "POST"]
    assert [[one["url"].partition("?")[0] for one in asked] for asked in posts] == [
        ["/me/events/M1", "/me/events/M2"],
        ["/me/events/M2"],
    ]
    assert sum(clock.slept) == pytest.approx(5, abs=0.01)


def test_master_that_is_gone_costs_only_what_it_would_tell(graph: FakeGraph) -> None:
    graph.serve(VIEW, (200, page(occurrences("M1", 3))))
    view = read(graph)
    assert len(view.items) == 3
    assert not view.is_incomplete
    assert [(one.code, one.effect) for one in view.problems] == [("outlook-series-unknown", "repaired")]


def test_part_that_a_batch_leaves_out_is_asked_again(graph: FakeGraph, clock: Clock) -> None:
    client = GraphClient(reader(graph.server, clock), "outlook:")

    def answer(handler: Handler) -> None:
        handler.reply(200, b'{"responses": []}')

    graph.server.answers = {"/v1.0/$batch": answer}
    (found,) = client.batch({"a": Question("/me/events/a")}).values()
    assert found.status == 504
    assert len(graph.server.asked) == 8


def test_answer_hides_its_body_from_view() -> None:
    assert "Secret" not in repr(Answer(200, {}, b'{"subject": "Secret"}'))


def test_reading_tells_how_far_it_is(graph: FakeGraph) -> None:
    serve_pages(graph, 3)
    told: list[tuple[str, int, int]] = []
    client = GraphClient(reader(graph.server), "outlook:")
    read_view(client, PLACE, WINDOW, progress=lambda *how: told.append(how))
    assert told == [("outlook:", 1, 0), ("outlook:", 2, 0), ("outlook:", 3, 0)]
