"""The sign-in server, once for each worker, and a process that trusts it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from counterparts import entra_server
from counterparts.entra_server import EntraServer

PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "curl_ca_bundle")


@pytest.fixture(scope="session")
def entra_counterpart(need: Callable[[bool, str], None]) -> Iterator[EntraServer]:
    need(entra_server.is_installed(), "npm oidc-provider")
    with EntraServer() as running:
        yield running


@pytest.fixture
def entra(entra_counterpart: EntraServer, monkeypatch: pytest.MonkeyPatch) -> EntraServer:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", entra_counterpart.ca_file)
    return entra_counterpart
