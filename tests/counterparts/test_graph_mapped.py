"""Both counterparts are found by Microsoft's own host names, so that a client runs with its real endpoints."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import msal
import pytest
import requests
from counterparts import entra_server, graph_server, mapped_hosts
from counterparts.entra_server import EntraServer
from counterparts.graph_server import GraphCounterpart
from counterparts.mapped_hosts import MappedHosts

ANNA = "anna@example.org"
READ = ["https://graph.microsoft.com/Calendars.Read"]
VIEW = "https://graph.microsoft.com/v1.0/me/calendarView?startDateTime=2026-11-01T00:00:00Z&endDateTime=2026-12-01"


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
def session(
    need: Callable[[bool, str], None], entra: EntraServer, graph: GraphCounterpart
) -> Iterator[requests.Session]:
    need(mapped_hosts.is_installed(), "PyPI mitmproxy")
    with MappedHosts({**entra.mapping, **graph.mapping}, Path(entra.ca_file)) as hosts, requests.Session() as session:
        session.trust_env = False
        session.proxies = {"https": hosts.proxy_url}
        session.verify = str(hosts.ca_file)
        yield session


def test_msal_signs_in_and_renews_with_its_own_authority(entra: EntraServer, session: requests.Session) -> None:
    app = msal.PublicClientApplication(
        entra.public_client_id, authority="https://login.microsoftonline.com/organizations", http_client=session
    )
    device = app.initiate_device_flow(READ)
    assert device["verification_uri"].startswith("https://login.microsoftonline.com/")
    entra.approve_device(device["user_code"], ANNA)
    assert "access_token" in app.acquire_token_by_device_flow(device)
    flow = app.initiate_auth_code_flow(READ, redirect_uri="http://localhost:8765", response_mode="form_post")
    location = entra.consent(flow["auth_uri"], ANNA)
    assert "access_token" in app.acquire_token_by_auth_code_flow(flow, dict(parse_qsl(urlsplit(location).query)))
    (account,) = app.get_accounts(ANNA)
    assert account["environment"] == "login.microsoftonline.com"
    assert "access_token" in app.acquire_token_silent(READ, account, force_refresh=True)


def test_links_carry_the_host_name_of_graph(graph: GraphCounterpart, session: requests.Session) -> None:
    graph.reset()
    graph.serve_events("me/calendarView", [{"id": "1"}, {"id": "2"}], page_size=1)
    headers = {"Authorization": "Bearer anything"}
    first = session.get(f"{VIEW}T00:00:00Z", headers=headers, timeout=120).json()
    assert first["@odata.nextLink"].startswith("https://graph.microsoft.com/v1.0/me/calendarView?")
    second = session.get(first["@odata.nextLink"], headers=headers, timeout=120).json()
    assert [event["id"] for event in first["value"] + second["value"]] == ["1", "2"]
    graph.check_requests()
