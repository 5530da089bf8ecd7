"""``outlook:`` as people type it: whose calendar, which sign-in, and what one bad calendar costs."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from scripted_server import Crowd, Handler, Server

from analyzer.calendars import OpenedCalendar
from analyzer.errors import SignInError, SourceError
from connectors.locators import parse_locator
from connectors.options import Contents, OpenOptions
from connectors.outlook import opening
from connectors.outlook.opening import list_calendars, open_outlook
from connectors.outlook.scopes import SHARED, scopes_of
from connectors.outlook.settings import API_ENDPOINTS, OutlookSettings
from connectors.outlook.tokens import AppTokens, settings_for
from connectors.refusals import RefusedError
from connectors.services import http
from connectors.services.http import Limits
from connectors.services.side_by_side import run_side_by_side
from connectors.services.sign_ins import SignIn, SignInStore
from tests.connectors.outlook.fake_graph import Anything, FakeGraph, FakeTokens, signed_in
from tests.connectors.outlook.graph_bodies import ANNA, WINDOW, attendee, error, event, judged, page

BO = "bo@example.org"
VIEW = "me/calendarView"
DEFAULTS = dict(http.ServiceHttp.__init__.__kwdefaults__)


@pytest.fixture
def graph(server: Server, monkeypatch: pytest.MonkeyPatch) -> FakeGraph:
    monkeypatch.setattr(opening, "OutlookTokens", lambda *_: FakeTokens())
    monkeypatch.setattr(opening, "AppTokens", lambda *_: FakeTokens())
    monkeypatch.delenv("MEETLINT_OUTLOOK_CLIENT_SECRET", raising=False)
    return FakeGraph(server)


def opened(options: OpenOptions, *texts: str) -> list[list[OpenedCalendar] | SourceError]:
    locators = [parse_locator(text) for text in texts]
    found = open_outlook(locators, options)
    assert [locator for locator, _ in found] == locators
    return [result.calendars if isinstance(result, Contents) else result for _, result in found]


def only(options: OpenOptions, text: str) -> OpenedCalendar:
    (result,) = opened(options, text)
    assert isinstance(result, list), result
    (calendar,) = result
    return calendar


def refused(options: OpenOptions, text: str) -> SourceError:
    (result,) = opened(options, text)
    assert isinstance(result, SourceError)
    return result


def uids(calendar: OpenedCalendar) -> list[str]:
    return [entry.vendor_id for entry in calendar.entries]


def test_bare_locator_is_the_only_account(graph: FakeGraph, tmp_path: Path) -> None:
    graph.serve(VIEW, (200, page([event("a")])))
    calendar = only(signed_in(tmp_path, graph.server), "outlook:")
    assert (calendar.source, uids(calendar), calendar.is_incomplete) == ("outlook:", ["a"], False)
    assert calendar.identity.owner == ANNA
    assert calendar.identity.timezone == ""
    assert dict(calendar.identity.zone_votes) == {"Europe/Berlin": 1}
    assert calendar.identity.tells_people
    rows = calendar.occurrences(WINDOW.start, WINDOW.end, ZoneInfo("Europe/Amsterdam"))
    assert [str(one) for one in rows.start] == ["2026-11-16T09:00:00.000000"]


def test_nobody_signed_in_says_how(graph: FakeGraph, tmp_path: Path) -> None:
    options = OpenOptions(state_dir=tmp_path, cache_dir=tmp_path, window=WINDOW)
    for text in ("outlook:", f"outlook:{BO}"):
        error_found = refused(options, text)
        assert isinstance(error_found, SignInError)
        assert "meetlint connect outlook" in error_found.hint


def test_several_accounts_must_be_told_apart(graph: FakeGraph, tmp_path: Path) -> None:
    graph.serve(VIEW, (200, page([])))
    options = signed_in(tmp_path, graph.server, ANNA, BO)
    found = refused(options, "outlook:")
    assert found.fields["accounts"] == f"{ANNA}, {BO}"
    assert only(options, "outlook:BO@Example.org").identity.owner == BO


def test_settings_name_several_calendars_and_one_may_fail(graph: FakeGraph, tmp_path: Path) -> None:
    names = [f"c{number}" for number in range(20)]
    for name in names:
        graph.serve(f"me/calendars/{name}/calendarView", (200, page([event(name)])))
    graph.serve("me/calendars/c7/calendarView", (404, error("ErrorItemNotFound")))
    (result,) = opened(signed_in(tmp_path, graph.server, calendars=tuple(names)), "outlook:")
    assert isinstance(result, list)
    assert len(result) == 20
    assert [calendar.source for calendar in result if not calendar.is_incomplete] == [
        f"outlook:{ANNA}/{name}" for name in names if name != "c7"
    ]
    (lost,) = [calendar for calendar in result if calendar.is_incomplete]
    assert (lost.source, lost.entries) == (f"outlook:{ANNA}/c7", [])
    assert [(one.code, one.effect) for one in lost.problems] == [("outlook-calendar-absent", "source")]


def test_calendars_that_all_fail_are_an_error(graph: FakeGraph, tmp_path: Path) -> None:
    options = signed_in(tmp_path, graph.server, calendars=("a", "b"))
    assert refused(options, "outlook:").fields["name"] == f"outlook:{ANNA}/a"


def test_calendar_by_its_id(graph: FakeGraph, tmp_path: Path) -> None:
    graph.serve("me/calendars/AQMkADAwATM3=/calendarView", (200, page([event("a")])))
    calendar = only(signed_in(tmp_path, graph.server), f"outlook:{ANNA}/AQMkADAwATM3=")
    assert uids(calendar) == ["a"]
    assert calendar.identity.owner == ANNA


def test_calendar_of_a_colleague_needs_its_own_permission(graph: FakeGraph, tmp_path: Path) -> None:
    found = refused(signed_in(tmp_path, graph.server), f"outlook:{BO}")
    assert isinstance(found, SignInError)
    assert "meetlint connect outlook --shared-calendars" in found.hint
    assert graph.server.asked == []


def test_calendar_of_a_colleague_is_theirs(graph: FakeGraph, tmp_path: Path) -> None:
    bare = event("b", subject="Busy", organizer=None, isOrganizer=False, body=None)
    graph.serve(f"users/{BO}/calendarView", (200, page([event("a", isOrganizer=False), bare])))
    options = signed_in(tmp_path, graph.server, scopes=("Calendars.Read", SHARED))
    calendar = only(options, f"outlook:{BO}")
    assert calendar.identity.owner == BO
    assert [entry.is_busy_only for entry in calendar.entries] == [False, True]


def test_colleague_is_read_by_the_account_that_may(graph: FakeGraph, tmp_path: Path) -> None:
    graph.serve("users/cleo@example.org/calendarView", (200, page([])))
    signed_in(tmp_path, graph.server, ANNA)
    options = signed_in(tmp_path, graph.server, BO, scopes=("Calendars.Read", SHARED))
    assert only(options, "outlook:cleo@example.org").entries == []


def test_word_that_is_no_address_is_refused(graph: FakeGraph, tmp_path: Path) -> None:
    assert "outlook:ADDRESS" in refused(signed_in(tmp_path, graph.server), "outlook:anna").hint


def organisation(folder: Path, graph: FakeGraph, *mailboxes: str, **more: Any) -> OpenOptions:
    secret = folder / "secret"
    secret.touch(mode=0o600)
    secret.write_text("hush")
    settings = OutlookSettings(
        client_id="app",
        tenant="example.org",
        api_endpoint=graph.server.url("/v1.0/"),
        client_secret_file=str(secret),
        mailboxes=mailboxes,
        **more,
    )
    return OpenOptions(state_dir=folder, cache_dir=folder, window=WINDOW, sections={"outlook": settings})


def test_mailbox_that_is_not_on_the_list_is_refused_before_anything_is_sent(graph: FakeGraph, tmp_path: Path) -> None:
    found = refused(organisation(tmp_path, graph, ANNA), f"outlook:{BO}")
    assert "mailboxes" in found.hint
    assert graph.server.asked == []


def test_key_file_that_cannot_be_used_costs_its_mailboxes_and_no_other_source(
    graph: FakeGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "AppTokens", AppTokens)
    options = organisation(tmp_path, graph, ANNA, BO)
    (tmp_path / "secret").chmod(0o644)
    for result in opened(options, f"outlook:{ANNA}", f"outlook:{BO}"):
        assert isinstance(result, RefusedError)
        assert result.code == "key-open"
    assert graph.server.asked == []


def test_mailboxes_on_the_list_are_read_together_and_one_may_fail(graph: FakeGraph, tmp_path: Path) -> None:
    options = organisation(tmp_path, graph, "Anna@Example.org", BO)
    graph.serve(f"users/{ANNA}/calendarView", (200, page([event("a", isOrganizer=True)])))
    graph.serve(f"users/{BO}/calendarView", (404, error("MailboxNotEnabledForRESTAPI")))
    mine, other = opened(options, f"outlook:{ANNA}", f"outlook:{BO}")
    assert isinstance(mine, list)
    assert mine[0].identity.owner == ANNA
    assert isinstance(other, SourceError)
    assert "licence" in str(other)
    assert graph.asked() == ["$batch"]


def many(graph: FakeGraph, count: int) -> list[str]:
    """Let an organisation have so many mailboxes of one event each, and return their addresses."""
    addresses = [f"m{number}@example.org" for number in range(count)]
    for number, address in enumerate(addresses):
        graph.serve(f"users/{address}/calendarView", (200, page([event(f"e{number}")])))
    return addresses


def opened_many(options: OpenOptions, addresses: list[str]) -> list[str | SourceError]:
    """Return the id of the one event of each mailbox, or why there is none."""
    found = opened(options, *(f"outlook:{address}" for address in addresses))
    return [one if isinstance(one, SourceError) else ",".join(uids(one[0])) for one in found]


def test_mailboxes_come_by_groups_and_go_on_one_by_one(graph: FakeGraph, tmp_path: Path) -> None:
    addresses = many(graph, 25)
    path = f"users/{addresses[3]}/calendarView"
    graph.serve(path, (200, page([event("e3")], graph.url(f"{path}?$skiptoken=2"))))
    graph.serve(f"{path}#2", (200, page([event("more")])))
    found = opened_many(organisation(tmp_path, graph, *addresses), addresses)
    assert found == ["e0", "e1", "e2", "e3,more", *(f"e{number}" for number in range(4, 25))]
    # Six mailboxes at a time, each with its page, its owner and its hours; then what goes on.
    assert sorted(graph.asked()) == ["$batch"] * 5 + [path]
    sizes = sorted(len(json.loads(body)["requests"]) for verb, _, body in graph.server.sent if verb == "POST")
    assert sizes == [3, 18, 18, 18, 18]


def test_mailboxes_are_read_side_by_side_within_the_places_of_the_app(graph: FakeGraph, tmp_path: Path) -> None:
    crowd = Crowd(4)
    busy = FakeGraph(graph.server, crowd)
    addresses = many(busy, 60)
    for address in addresses:
        path = f"users/{address}/calendarView"
        busy.serve(path, (200, page([event("a")], busy.url(f"{path}?$skiptoken=2"))))
        busy.serve(f"{path}#2", (200, page([event("b")])))
    assert opened_many(organisation(tmp_path, busy, *addresses), addresses) == ["a,b"] * 60
    assert crowd.most == 4
    assert len(busy.server.asked) == 10 + 60


def test_group_that_fails_costs_only_its_own_mailboxes_by_name(graph: FakeGraph, tmp_path: Path) -> None:
    addresses = many(graph, 18)
    good = graph.server.answers.get("")

    def answer(handler: Handler) -> None:
        if b"m7@" in handler.server.sent[-1][2]:
            handler.reply(400, error("BadRequest"))
        else:
            good(handler)

    graph.server.answers = Anything(answer)
    found = opened_many(organisation(tmp_path, graph, *addresses, concurrent_requests=1), addresses)
    lost = [number for number, one in enumerate(found) if isinstance(one, SourceError)]
    assert lost == [6, 7, 8, 9, 10, 11]
    assert [one.fields["name"] for one in found if isinstance(one, SourceError)] == [
        f"outlook:m{number}@example.org" for number in lost
    ]


def test_mailboxes_too_large_for_one_answer_are_read_one_by_one(
    graph: FakeGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "LIMITS", Limits(max_bytes=9_000))
    monkeypatch.setattr(http.ServiceHttp.__init__, "__kwdefaults__", {**DEFAULTS, "limits": http.LIMITS})
    addresses = many(graph, 6)
    for number, address in enumerate(addresses):
        body = {"contentType": "text", "content": "x" * 3_000}
        graph.serve(f"users/{address}/calendarView", (200, page([event(f"e{number}", body=body)])))
    found = opened_many(organisation(tmp_path, graph, *addresses), addresses)
    assert found == [f"e{number}" for number in range(6)]


def weekly_since(year: int) -> bytes:
    """Return the master of an endless series that began on the third of January."""
    span = {"type": "noEnd", "startDate": f"{year}-01-03", "endDate": "0001-01-01"}
    return json.dumps(judged("event", {"id": "M", "type": "seriesMaster", "recurrence": {"range": span}})).encode()


def test_masters_of_several_mailboxes_share_their_requests(graph: FakeGraph, tmp_path: Path) -> None:
    addresses = many(graph, 25)
    for number, address in enumerate(addresses):
        in_series = event(f"e{number}", type="occurrence", seriesMasterId="M")
        graph.serve(f"users/{address}/calendarView", (200, page([in_series])))
        if number != 7:
            graph.serve(f"users/{address}/events/M", (200, weekly_since(2000 + number)))
    options = replace(organisation(tmp_path, graph, *addresses), needs_series=True)
    found = opened(options, *(f"outlook:{address}" for address in addresses))
    began = [one[0].entries[0].series_start for one in found if isinstance(one, list)]
    # Each has the master of its own mailbox, though all masters bear the same id.
    assert began == [None if number == 7 else date(2000 + number, 1, 3) for number in range(25)]
    assert [len(one[0].problems) for one in found if isinstance(one, list)] == [int(n == 7) for n in range(25)]
    sizes = sorted(len(json.loads(body)["requests"]) for verb, _, body in graph.server.sent if verb == "POST")
    # Five for the first pages, two for the masters: twenty-five in twenties.
    assert sizes == [3, 5, 18, 18, 18, 18, 20]


def test_batch_of_masters_that_fails_costs_no_calendar(graph: FakeGraph, tmp_path: Path) -> None:
    addresses = many(graph, 25)
    for number, address in enumerate(addresses):
        in_series = event(f"e{number}", type="occurrence", seriesMasterId="M")
        graph.serve(f"users/{address}/calendarView", (200, page([in_series])))
        graph.serve(f"users/{address}/events/M", (200, weekly_since(2020)))
    good = graph.server.answers.get("")

    def answer(handler: Handler) -> None:
        if b"m24@example.org/events/" in handler.server.sent[-1][2]:
            handler.reply(400, error("BadRequest"))
        else:
            good(handler)

    graph.server.answers = Anything(answer)
    options = replace(organisation(tmp_path, graph, *addresses), needs_series=True)
    found = opened(options, *(f"outlook:{address}" for address in addresses))
    assert [len(one[0].entries) for one in found if isinstance(one, list)] == [1] * 25
    lost = [number for number, one in enumerate(found) if isinstance(one, list) and one[0].problems]
    assert lost == [20, 21, 22, 23, 24]


def test_organisation_must_say_which_mailbox(graph: FakeGraph, tmp_path: Path) -> None:
    assert "outlook:ADDRESS" in refused(organisation(tmp_path, graph, ANNA), "outlook:").hint


@pytest.mark.parametrize("places", [1, 4])
def test_p25_never_more_requests_in_flight_than_allowed(
    graph: FakeGraph, tmp_path: Path, places: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # However many read at once, they share the places of their app.
    monkeypatch.setattr(opening, "run_side_by_side", lambda tasks, _: run_side_by_side(tasks, 12))
    crowd = Crowd(places)
    busy = FakeGraph(graph.server, crowd)
    names = [f"c{number}" for number in range(12)]
    for name in names:
        path = f"me/calendars/{name}/calendarView"
        busy.serve(path, (200, page([event(name)], busy.url(f"{path}?$skiptoken=2"))))
        busy.serve(f"{path}#2", (200, page([event(f"{name}-2", type="occurrence", seriesMasterId="M")])))
    (result,) = opened(signed_in(tmp_path, busy.server, calendars=tuple(names), concurrent_requests=places), "outlook:")
    assert isinstance(result, list)
    assert [len(calendar.entries) for calendar in result] == [2] * 12
    assert crowd.most == places


def test_own_addresses_are_one_person(graph: FakeGraph, tmp_path: Path) -> None:
    own = event("a", organizer={"emailAddress": {"name": "Anna", "address": "a.jansen@example.org"}})
    people = [attendee("A.Jansen@example.org", "accepted"), attendee(BO)]
    invited = event("b", isOrganizer=False, organizer={"emailAddress": {"address": BO}}, attendees=people)
    graph.serve(VIEW, (200, page([own, invited])))
    calendar = only(signed_in(tmp_path, graph.server), "outlook:")
    assert [one.is_self for one in calendar.entries[1].attendees] == [True, False]


def test_basic_access_of_the_sign_in_counts_not_that_of_the_settings(graph: FakeGraph, tmp_path: Path) -> None:
    graph.serve(VIEW, (200, page([event("a")])))
    signed_in(tmp_path, graph.server, access="basic", scopes=("Calendars.ReadBasic",))
    settings = OutlookSettings(client_id="app", api_endpoint=graph.server.url("/v1.0/"))
    options = OpenOptions(state_dir=tmp_path, cache_dir=tmp_path, window=WINDOW, sections={"outlook": settings})
    assert [entry.readable for entry in only(options, "outlook:").entries] == ["title"]
    assert "body" not in graph.server.asked[0][0]


def test_same_calendar_twice_is_read_once(graph: FakeGraph, tmp_path: Path) -> None:
    graph.serve(VIEW, (200, page([event("a")])))
    first, second = opened(signed_in(tmp_path, graph.server), "outlook:", f"outlook:{ANNA}")
    assert isinstance(first, list)
    assert isinstance(second, list)
    assert uids(first[0]) == uids(second[0]) == ["a"]


def test_calendars_are_listed_with_what_names_them(graph: FakeGraph, tmp_path: Path) -> None:
    owner = {"name": "Anna", "address": "Anna@example.org"}
    calendars: list[dict[str, Any]] = [
        {"id": "1", "name": "Calendar", "owner": owner, "isDefaultCalendar": True},
        {"id": "2", "name": "Holidays", "owner": None, "isDefaultCalendar": False},
    ]
    judged("calendars", {"value": calendars})
    graph.serve("me/calendars", (200, page(calendars, kind="calendars")))
    found = list_calendars(signed_in(tmp_path, graph.server))
    assert [(one.id, one.name, one.owner, one.is_main) for one in found] == [
        ("1", "Calendar", ANNA, True),
        ("2", "Holidays", "", False),
    ]


def test_listing_that_is_refused_is_an_error(graph: FakeGraph, tmp_path: Path) -> None:
    graph.serve("me/calendars", (403, error("ErrorAccessDenied")))
    with pytest.raises(SourceError, match=r"Calendars\.Read"):
        list_calendars(signed_in(tmp_path, graph.server))
    with pytest.raises(SignInError):
        list_calendars(signed_in(tmp_path, graph.server), "nobody@example.org")


def test_progress_is_told_one_at_a_time(graph: FakeGraph, tmp_path: Path) -> None:
    names = tuple(f"c{number}" for number in range(8))
    for name in names:
        graph.serve(f"me/calendars/{name}/calendarView", (200, page([event(name)])))
    inside = threading.Lock()
    told: list[str] = []

    def progress(name: str, done: int, total: int) -> None:
        assert inside.acquire(blocking=False)
        told.append(name)
        inside.release()

    base = signed_in(tmp_path, graph.server, calendars=names)
    options = OpenOptions(
        state_dir=base.state_dir, cache_dir=base.cache_dir, window=WINDOW, sections=base.sections, progress=progress
    )
    opened(options, "outlook:")
    assert sorted(told) == [f"outlook:{ANNA}/{name}" for name in names]


def owner_of(address: str) -> tuple[int, bytes]:
    return 200, json.dumps({"owner": {"name": "Somebody", "address": address}}).encode()


def test_calendar_by_its_id_may_be_a_colleagues_and_is_then_theirs(graph: FakeGraph, tmp_path: Path) -> None:
    """People sign in with another name than they are mailed at; a calendar of that address is their own."""
    graph.serve("me/calendar", owner_of("Anna.Jansen@example.org"))
    for name, address in (("own", "anna.jansen@example.org"), ("bos", BO)):
        graph.serve(f"me/calendars/{name}", owner_of(address))
        graph.serve(f"me/calendars/{name}/calendarView", (200, page([event(name)])))
    options = signed_in(tmp_path, graph.server)
    identity = only(options, f"outlook:{ANNA}/own").identity
    assert (identity.owner, identity.aliases) == ("anna.jansen@example.org", {ANNA})
    assert only(options, f"outlook:{ANNA}/bos").identity.owner == BO


def test_sign_in_is_used_only_at_the_api_it_was_made_for(
    server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A settings file that somebody passed on must not send a token away."""
    monkeypatch.delenv("MEETLINT_OUTLOOK_CLIENT_SECRET", raising=False)
    options = signed_in(tmp_path, server)
    store = SignInStore(tmp_path, None)
    stored = store.load("outlook", ANNA)
    assert stored is not None
    store.save(replace(stored, api="https://graph.microsoft.com/v1.0/"))
    error = refused(options, "outlook:")
    assert error.code == "service-other-than-signed-in"  # type: ignore[attr-defined]
    assert "graph.microsoft.com" in str(error)
    assert server.asked == []


def test_sign_in_of_a_national_cloud_needs_no_settings() -> None:
    china = SignIn("outlook", ANNA, "basic", (), "app", "", "2026-11-01", api=API_ENDPOINTS["china"])
    settings = settings_for(OutlookSettings(), china)
    assert (settings.api_base, settings.client_id, settings.access) == (API_ENDPOINTS["china"], "app", "basic")
    assert scopes_of(settings, ["Calendars.ReadBasic"]) == [
        "https://microsoftgraph.chinacloudapi.cn/Calendars.ReadBasic"
    ]
