"""The sign-in server, once for each worker, and a process that trusts it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from counterparts import entra_server
from counterparts.entra_server import EntraServer


@pytest.fixture(scope="session")
def entra_counterpart(need: Callable[[bool, str], None]) -> Iterator[EntraServer]:
    need(entra_server.is_installed(), "npm oidc-provider")
    with EntraServer() as running:
        yield running


@pytest.fixture
def entra(entra_counterpart: EntraServer, no_proxies: None, monkeypatch: pytest.MonkeyPatch) -> EntraServer:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", entra_counterpart.ca_file)
    return entra_counterpart
