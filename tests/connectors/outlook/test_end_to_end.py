"""From signing in to leaving, with Microsoft's own addresses, which lead to counterparts on the loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from counterparts import entra_server, graph_server, mapped_hosts
from counterparts.entra_server import EntraServer
from counterparts.graph_server import GraphCounterpart
from counterparts.mapped_hosts import MappedHosts

from analyzer.calendars import OpenedCalendar
from analyzer.errors import SignInError, SourceError
from connectors.locators import parse_locator
from connectors.options import Contents, OpenOptions
from connectors.outlook.events import FIELDS
from connectors.outlook.opening import list_calendars, open_outlook
from connectors.outlook.settings import OutlookSettings
from connectors.outlook.sign_in import CONSENT_PAGES, disconnect, sign_in_with_browser, sign_in_with_code
from connectors.services.sign_ins import SignInStore
from tests.connectors.outlook.graph_bodies import ANNA, WINDOW, event

BO = "bo@example.org"
MASTER = {
    "id": "M",
    "type": "seriesMaster",
    "recurrence": {"range": {"type": "noEnd", "startDate": "2024-01-08", "endDate": "0001-01-01"}},
}


@pytest.fixture(scope="module")
def entra(need: Callable[[bool, str], None]) -> Iterator[EntraServer]:
    need(entra_server.is_installed(), "npm oidc-provider")
    with EntraServer("https://login.microsoftonline.com") as running:
        yield running


@pytest.fixture(scope="module")
def counterpart(need: Callable[[bool, str], None]) -> Iterator[GraphCounterpart]:
    need(graph_server.is_installed(), "npm wiremock with Java, npm Prism")
    with GraphCounterpart("https://graph.microsoft.com") as running:
        yield running


@pytest.fixture(scope="module")
def hosts(
    need: Callable[[bool, str], None], entra: EntraServer, counterpart: GraphCounterpart
) -> Iterator[MappedHosts]:
    need(mapped_hosts.is_installed(), "PyPI mitmproxy")
    with MappedHosts({**entra.mapping, **counterpart.mapping}, Path(entra.ca_file)) as running:
        yield running


@pytest.fixture
def graph(counterpart: GraphCounterpart, hosts: MappedHosts, monkeypatch: pytest.MonkeyPatch) -> GraphCounterpart:
    for name, value in hosts.environment.items():
        monkeypatch.setenv(name, value)
    counterpart.reset()
    return counterpart


@pytest.fixture
def settings(entra: EntraServer) -> OutlookSettings:
    """All that a person sets: everything else is the product's own default."""
    return OutlookSettings(client_id=entra.public_client_id)


@pytest.fixture
def store(tmp_path: Path) -> SignInStore:
    return SignInStore(tmp_path)


def options(folder: Path, settings: OutlookSettings) -> OpenOptions:
    return OpenOptions(
        state_dir=folder,
        cache_dir=folder / "cache",
        window=WINDOW,
        needs_series=True,
        sections={"outlook": settings},
    )


def opened(text: str, how: OpenOptions) -> OpenedCalendar:
    ((_, result),) = open_outlook([parse_locator(text)], how)
    assert isinstance(result, Contents), result
    return result.calendars[0]


def sign_in_as(entra: EntraServer, settings: OutlookSettings, store: SignInStore, address: str) -> None:
    sign_in_with_code(settings, store, lambda shown: entra.approve_device(shown.code, address))


def test_code_then_reading_then_leaving(
    entra: EntraServer, graph: GraphCounterpart, settings: OutlookSettings, store: SignInStore, tmp_path: Path
) -> None:
    sign_in_as(entra, settings, store, ANNA)
    events = [event(f"e{number}") for number in range(4)] + [event("o1", type="occurrence", seriesMasterId="M")]
    graph.serve_events("me/calendarView", events, page_size=2)
    told = [{"id": "0", "status": 200, "body": {"owner": {"name": "Anna", "address": "A.Jansen@example.org"}}}]
    refused = {"status": 403, "body": graph_server.error_body("ErrorAccessDenied")}
    graph.serve_batch(
        [*told, *({"id": str(number), **refused} for number in range(1, 6))],
        [{"id": "0", "status": 200, "body": MASTER}],
    )
    graph.fail_first("GET", "me/calendarView", (503, "ServiceUnavailable", {"Retry-After": "0"}))
    calendar = opened("outlook:", options(tmp_path, settings))
    assert [entry.vendor_id for entry in calendar.entries] == ["e0", "e1", "e2", "e3", "o1"]
    assert [entry.is_endless for entry in calendar.entries] == [False] * 4 + [True]
    assert calendar.problems == []
    assert (calendar.identity.owner, calendar.identity.aliases) == ("a.jansen@example.org", {ANNA})
    graph.check_requests()
    received = graph.received()
    assert {request.method for request in received if "$batch" not in request.path} == {"GET"}
    views = [request for request in received if "calendarView" in request.path]
    assert parse_qs(views[0].query)["$select"] == [",".join(FIELDS)]
    assert all(request.headers["authorization"].startswith("Bearer ") for request in received)
    (listed,) = store.list("outlook")
    gone = disconnect(listed, store, settings)
    assert (gone.is_revoked, gone.fields) == (False, {"pages": ", ".join(CONSENT_PAGES)})
    ((_, result),) = open_outlook([parse_locator("outlook:")], options(tmp_path, settings))
    assert isinstance(result, SignInError)


def test_browser_then_a_list_then_a_calendar_of_it(
    entra: EntraServer,
    graph: GraphCounterpart,
    settings: OutlookSettings,
    store: SignInStore,
    tmp_path: Path,
) -> None:
    waiting: list[threading.Thread] = []

    def browse(address: str, *_: Any, **__: Any) -> bool:
        waiting.append(threading.Thread(target=lambda: entra.open_redirect(entra.consent(address, BO), is_posted=True)))
        waiting[-1].start()
        return True

    shown: list[str] = []
    found = sign_in_with_browser(settings, store, open_browser=browse, show=lambda text, **fields: shown.append(text))
    assert (found.account, len(shown)) == (BO, 1)
    waiting[0].join(60)
    graph.serve("GET", "me/calendars", {"value": [{"id": "AAMk2=", "name": "Team", "isDefaultCalendar": False}]})
    (listed,) = list_calendars(options(tmp_path, settings))
    graph.serve_events(f"me/calendars/{listed.id}/calendarView", [event("a")])
    assert len(opened(f"outlook:{BO}/{listed.id}", options(tmp_path, settings)).entries) == 1
    graph.check_requests()


def test_basic_access_of_an_organisation_reads_mailboxes_in_batches(
    entra: EntraServer, graph: GraphCounterpart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEETLINT_OUTLOOK_CLIENT_SECRET", entra.client_secret)
    settings = OutlookSettings(
        client_id=entra.confidential_client_id, tenant="example.org", mailboxes=(ANNA, BO), access="basic"
    )
    denied = graph_server.error_body("ErrorAccessDenied")
    graph.serve_batch(
        [
            {"id": "0", "status": 200, "body": {"value": [event("a")]}},
            {"id": "1", "status": 200, "body": {"owner": {"name": "Anna", "address": ANNA}}},
            *({"id": str(number), "status": 403, "body": denied} for number in range(2, 6)),
        ]
    )
    found = open_outlook([parse_locator(f"outlook:{one}") for one in (ANNA, BO)], options(tmp_path, settings))
    (_, mine), (_, other) = found
    assert isinstance(mine, Contents)
    assert [entry.readable for entry in mine.calendars[0].entries] == ["title"]
    assert isinstance(other, SourceError)
    assert "Calendars.ReadBasic.All" in str(other)
    (request,) = graph.received()
    asked = json.loads(request.body)["requests"]
    assert [one["method"] for one in asked] == ["GET", "GET", "POST"] * 2
    views = [one for one in asked if "calendarView" in one["url"]]
    assert all("body" not in parse_qs(urlsplit(one["url"]).query)["$select"][0].split(",") for one in views)
    graph.check_requests()
