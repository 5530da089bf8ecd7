"""Real addresses lead to the loopback, through a proxy with an authority of its own."""

from __future__ import annotations

import contextlib
import json
import os
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests
import trustme
from counterparts import google_emulator, mapped_hosts
from counterparts.google_emulator import GOOGLE_API_ENDPOINT, GOOGLE_REVOKE_URI, GOOGLE_TOKEN_URI, GoogleEmulator
from counterparts.mapped_hosts import MappedHosts

ANNA = "anna@example.org"


class Echo(BaseHTTPRequestHandler):
    """Tell what arrived."""

    def do_GET(self) -> None:
        names = {name.lower(): value for name, value in self.headers.items()}
        body = json.dumps({"path": self.path, "headers": names}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        pass


@contextlib.contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """Run the echo and give its port; it ends whatever happens."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Echo) as server:
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="session")
def echo() -> Iterator[str]:
    with serving() as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="session")
def hosts(need: Callable[[bool, str], None], echo: str) -> Iterator[MappedHosts]:
    need(mapped_hosts.is_installed(), "mitmproxy")
    mapping = {
        "https://graph.microsoft.com": f"{echo}/graph",
        "https://oauth2.googleapis.com": f"{echo}/other",
        "https://oauth2.googleapis.com/token": f"{echo}/oauth2/token",
    }
    with MappedHosts(mapping) as proxy:
        yield proxy


def get(hosts: MappedHosts, address: str, **options: Any) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        session.proxies = {"https": hosts.proxy_url}
        session.verify = str(hosts.ca_file)
        return session.get(address, timeout=120, **options)


def test_a_real_address_leads_to_the_counterpart(hosts: MappedHosts) -> None:
    answer = get(hosts, "https://graph.microsoft.com/v1.0/me/calendarView?$top=2&x=a%20b").json()
    assert answer["path"] == "/graph/v1.0/me/calendarView?$top=2&x=a%20b"
    assert answer["headers"]["x-forwarded-host"] == "graph.microsoft.com"


def test_the_longest_address_that_fits_wins(hosts: MappedHosts) -> None:
    paths = [get(hosts, f"https://oauth2.googleapis.com/{name}").json()["path"] for name in ("token", "tokeninfo")]
    assert paths == ["/oauth2/token", "/other/tokeninfo"]


def test_an_address_that_is_not_mapped_goes_nowhere(hosts: MappedHosts) -> None:
    for address in ("https://example.org/", "https://graph.microsoft.com.example.org/"):
        assert get(hosts, address).status_code == 502


def test_requests_are_noted_without_the_values_of_their_headers(hosts: MappedHosts) -> None:
    get(hosts, "https://graph.microsoft.com/v1.0/me?$select=id", headers={"Authorization": "Bearer canary"})
    noted = hosts.requests[-1]
    assert (noted.method, noted.scheme, noted.host) == ("GET", "https", "graph.microsoft.com")
    assert (noted.path, noted.query) == ("/v1.0/me", "$select=id")
    assert {"authorization", "host"} <= set(noted.header_names)
    assert "x-forwarded-host" not in noted.header_names
    assert "canary" not in repr(hosts.requests)


def test_only_who_trusts_the_authority_gets_through(hosts: MappedHosts) -> None:
    with requests.Session() as session:
        session.trust_env = False
        with pytest.raises(requests.exceptions.SSLError):
            session.get("https://graph.microsoft.com/", proxies={"https": hosts.proxy_url}, timeout=120)


def test_the_environment_is_enough_for_another_program(hosts: MappedHosts) -> None:
    program = (
        "import requests; print(requests.get('https://graph.microsoft.com/from-outside', timeout=120).json()['path'])"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, **hosts.environment}, capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    assert run.stdout == "/graph/from-outside\n"


def test_a_counterpart_over_https_is_reached_with_its_own_authority(
    need: Callable[[bool, str], None], tmp_path: Path
) -> None:
    need(mapped_hosts.is_installed(), "mitmproxy")
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(tls)
    real = "https://login.microsoftonline.com"
    with serving(tls) as port:
        with MappedHosts({real: f"https://127.0.0.1:{port}"}, upstream_ca=tmp_path / "ca.pem") as proxy:
            assert get(proxy, f"{real}/common").json()["path"] == "/common"
        with MappedHosts({real: f"https://127.0.0.1:{port}"}) as proxy:
            assert get(proxy, f"{real}/common").status_code == 502


def test_googles_real_addresses_lead_to_the_emulator(need: Callable[[bool, str], None]) -> None:
    need(mapped_hosts.is_installed(), "mitmproxy")
    need(google_emulator.is_installed(), "npm emulate")
    with GoogleEmulator({"users": [{"email": ANNA}]}) as google, MappedHosts(google.mapping) as proxy:
        tokens = google.sign_in(ANNA)
        headers = {"Authorization": f"Bearer {tokens['access_token']}"}
        calendars = get(proxy, f"{GOOGLE_API_ENDPOINT}users/me/calendarList", headers=headers).json()
        assert [calendar["id"] for calendar in calendars["items"]] == ["primary"]
        page = get(proxy, "https://accounts.google.com/o/oauth2/auth?redirect_uri=http://localhost/")
        assert ANNA in page.text
        with requests.Session() as session:
            session.trust_env = False
            session.proxies, session.verify = {"https": proxy.proxy_url}, str(proxy.ca_file)
            fields = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
            assert session.post(GOOGLE_TOKEN_URI, data=fields, timeout=120).ok
            session.post(GOOGLE_REVOKE_URI, data={"token": tokens["refresh_token"]}, timeout=120)
            assert session.post(GOOGLE_TOKEN_URI, data=fields, timeout=120).json()["error"] == "invalid_grant"


def test_googles_own_client_reads_from_its_real_endpoint(need: Callable[[bool, str], None]) -> None:
    need(mapped_hosts.is_installed(), "mitmproxy")
    need(google_emulator.is_installed(), "npm emulate")
    program = (
        "import google.oauth2.credentials, googleapiclient.discovery;"
        "credentials = google.oauth2.credentials.Credentials('ready');"
        "api = googleapiclient.discovery.build('calendar', 'v3', credentials=credentials, static_discovery=True);"
        "print(api.calendarList().list().execute()['items'][0]['id'])"
    )
    seed = {"users": [{"email": ANNA}], "tokens": {"ready": {"login": ANNA}}}
    with GoogleEmulator(seed) as google, MappedHosts(google.mapping) as proxy:
        run = subprocess.run(
            [sys.executable, "-c", program],
            # httplib2 reads its authorities from a variable of its own.
            env={**os.environ, **proxy.environment, "HTTPLIB2_CA_CERTS": str(proxy.ca_file)},
            capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        assert (run.stdout, run.returncode) == ("primary\n", 0), run.stderr
        assert [(noted.host, noted.path) for noted in proxy.requests] == [
            ("www.googleapis.com", "/calendar/v3/users/me/calendarList")
        ]
