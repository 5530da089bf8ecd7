from __future__ import annotations

import gzip
import ipaddress
import logging
import socket
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import requests
import urllib3
from running import GUARD_SECONDS
from scripted_server import Handler, Server

from analyzer.errors import SourceError
from analyzer.text import translator
from connectors import guarded_connections
from connectors.guarded_connections import Guard, Limits, is_closed_as_written, is_reachable
from connectors.ics.getting import addresses
from connectors.ics.getting.addresses import Fetched, fetch
from connectors.ics.getting.stored import AnswerCache
from connectors.transport import wait_seconds

CANARY = "0123456789abcdef0123456789abcdef"
CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"
PATIENT = Limits(deadline_seconds=GUARD_SECONDS, silence_seconds=GUARD_SECONDS / 2, pauses_seconds=(0.01, 0.02))
NAME = "ics:work"


def get(url: str, limits: Limits = PATIENT, **options: Any) -> Fetched:
    return fetch(url, NAME, allow_private=True, limits=limits, **options)


def refusal(url: str, limits: Limits = PATIENT, **options: Any) -> SourceError:
    """Return the error of a fetch; it is one sentence with a hint and holds no secret, whatever happened."""
    options = {"allow_private": True} | options
    with pytest.raises(SourceError) as caught:
        fetch(url, NAME, limits=limits, **options)
    error = caught.value
    said = translator("en")
    assert error.say(said).endswith(".")
    assert error.say_hint(said)
    chain = f"{error!r}{error.fields}{error.__cause__!r}{error.__context__!r}"
    assert CANARY not in chain + error.say(said) + error.say_hint(said)
    return error


def code(error: SourceError) -> str:
    return str(getattr(error, "code", ""))


def test_fetch_returns_the_body_and_says_who_asks(server: Server) -> None:
    server.answers["/a.ics"] = lambda to: to.reply(body=CALENDAR, Content_Type="text/calendar")
    fetched = get(server.url("/a.ics?key=1"))
    assert (fetched.body, fetched.is_cached, fetched.problems) == (CALENDAR, False, ())
    ((path, headers),) = server.asked
    assert path == "/a.ics?key=1"
    assert headers["User-Agent"] == "meetlint"
    assert {"Authorization", "Cookie", "If-None-Match"} & set(headers) == set()


def test_fetch_reads_chunks_and_gzip(server: Server) -> None:
    packed = gzip.compress(CALENDAR * 1_000)

    def chunked(to: Handler) -> None:
        to.send_response(200)
        to.send_header("Transfer-Encoding", "chunked")
        to.send_header("Content-Encoding", "gzip")
        to.end_headers()
        for start in range(0, len(packed), 50):
            piece = packed[start : start + 50]
            to.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        to.wfile.write(b"0\r\n\r\n")

    server.answers["/a"] = chunked
    assert get(server.url("/a")).body == CALENDAR * 1_000


def test_fetch_hands_a_login_page_to_the_reader(server: Server) -> None:
    page = b"<!DOCTYPE html><title>Sign in</title>"
    server.answers["/a"] = lambda to: to.reply(body=page, Content_Type="text/html")
    assert get(server.url("/a")).body == page


def test_fetch_reports_progress(server: Server) -> None:
    is_half_seen = threading.Event()

    def in_halves(to: Handler) -> None:
        to.send_response(200)
        to.send_header("Content-Length", "200000")
        to.end_headers()
        to.wfile.write(b"x" * 100_000)
        is_half_seen.wait(GUARD_SECONDS)
        to.wfile.write(b"x" * 100_000)

    server.answers["/a"] = in_halves
    seen: list[tuple[str, int, int]] = []

    def note(name: str, done: int, total: int) -> None:
        seen.append((name, done, total))
        if done:
            is_half_seen.set()

    get(server.url("/a"), progress=note)
    assert {name for name, _, _ in seen} == {NAME}
    assert any(0 < done < total == 200_000 for _, done, total in seen)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "localhost.", "0x7f000001", "2130706433", "127.1"])
def test_fetch_refuses_private_hosts_in_every_notation(server: Server, host: str) -> None:
    error = refusal(server.url(f"/{CANARY}.ics", host), allow_private=False)
    assert code(error) == "address-private"
    assert "--allow-private" in error.hint
    assert server.asked == []


def resolve_to(monkeypatch: pytest.MonkeyPatch, *ips: str) -> list[str]:
    """Let every name resolve to these addresses; return the list of names that were looked up."""
    looked_up: list[str] = []

    def answer(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        looked_up.append(host)
        families = [socket.AF_INET6 if ":" in ip else socket.AF_INET for ip in ips]
        return [(family, socket.SOCK_STREAM, 6, "", (ip, port)) for family, ip in zip(families, ips, strict=True)]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return looked_up


@pytest.mark.parametrize("ips", [["127.0.0.1"], ["93.184.215.14", "127.0.0.1"], ["::ffff:127.0.0.1"], ["fe80::1"]])
def test_fetch_refuses_a_name_any_of_whose_addresses_is_private(
    server: Server, monkeypatch: pytest.MonkeyPatch, ips: list[str]
) -> None:
    resolve_to(monkeypatch, *ips)
    url = server.url("/a.ics", "calendar.example.org")
    assert code(refusal(url, allow_private=False)) == "address-private"
    assert server.asked == []


def test_fetch_connects_to_the_very_address_that_was_looked_at(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that would answer otherwise the second time is not asked a second time."""
    server.answers["/a.ics"] = lambda to: to.reply(body=CALENDAR)
    looked_up = resolve_to(monkeypatch, "127.0.0.1")
    judged: list[str] = []

    def judge(ip: str, *, allow_private: bool = False) -> bool:
        judged.append(str(ipaddress.ip_address(ip)))
        return True

    monkeypatch.setattr(guarded_connections, "is_reachable", judge)
    fetched = fetch(server.url("/a.ics", "calendar.example.org"), NAME, limits=PATIENT)
    assert fetched.body == CALENDAR
    assert (looked_up, judged) == (["calendar.example.org"], ["127.0.0.1"])
    assert server.asked[0][1]["Host"].startswith("calendar.example.org")


def test_fetch_refuses_a_connection_it_did_not_open(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Should the HTTP library one day open connections in another way, nothing is sent on them."""
    server.answers["/a.ics"] = lambda to: to.reply(body=CALENDAR)
    monkeypatch.setattr(
        guarded_connections.Guard, "open", lambda self, host, port, options: socket.create_connection((host, port))
    )
    assert code(refusal(server.url("/a.ics"))) == "no-connection"
    assert server.asked == []


def test_fetch_refuses_a_redirect_to_a_private_address(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = Server("127.0.0.2")
    server.answers["/a.ics"] = lambda to: to.reply(302, Location=inside.url(f"/{CANARY}"))
    monkeypatch.setattr(guarded_connections, "is_reachable", lambda ip, **_: ip == "127.0.0.1")
    try:
        assert code(refusal(server.url("/a.ics"), allow_private=False)) == "address-private"
        assert (len(server.asked), inside.asked) == (1, [])
    finally:
        inside.stop()


def test_fetch_never_asks_for_cloud_metadata(server: Server) -> None:
    server.answers["/a.ics"] = lambda to: to.reply(302, Location="http://169.254.169.254/latest/meta-data/")
    assert code(refusal(server.url("/a.ics"), allow_private=True)) == "address-private"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_fetch_follows_redirects(server: Server, status: int) -> None:
    server.answers["/a.ics"] = lambda to: to.reply(status, Location="/b%20c.ics?x=1#part")
    server.answers["/b%20c.ics"] = lambda to: to.reply(body=CALENDAR)
    assert get(server.url("/a.ics")).body == CALENDAR
    assert [path for path, _ in server.asked] == ["/a.ics", "/b%20c.ics?x=1"]


@pytest.mark.parametrize(("hops", "is_read"), [(5, True), (6, False)])
def test_fetch_follows_five_redirects_and_no_more(server: Server, hops: int, is_read: bool) -> None:
    for hop in range(hops):
        server.answers[f"/{hop}"] = lambda to, hop=hop: to.reply(302, Location=f"/{hop + 1}")  # type: ignore[misc]
    server.answers[f"/{hops}"] = lambda to: to.reply(body=CALENDAR)
    if is_read:
        assert get(server.url("/0")).body == CALENDAR
    else:
        assert code(refusal(server.url("/0"))) == "too-many-redirects"
        assert len(server.asked) == 6


def test_fetch_leaves_a_circle_of_redirects(server: Server) -> None:
    server.answers["/a"] = lambda to: to.reply(302, Location=f"/a?{CANARY}")
    assert code(refusal(server.url("/a"))) == "too-many-redirects"


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://example.org/a", "http://anna:pw@127.0.0.1/a", "http://[::1/", "https://"]
)
def test_fetch_refuses_redirects_to_anything_else(server: Server, target: str) -> None:
    server.answers["/a"] = lambda to: to.reply(302, Location=target)
    assert code(refusal(server.url("/a"))) == "redirect-refused"


def test_fetch_does_not_read_what_a_redirect_carries(server: Server) -> None:
    def endless(to: Handler) -> None:
        stopping = to.server.stopping
        to.wfile.write(b"HTTP/1.1 302 Found\r\nLocation: /b\r\n\r\n")
        for _ in range(1_000):
            to.wfile.write(b"x" * 65_536)
        # Whoever reads along has all of it now, and waits here for the rest.
        stopping.wait(GUARD_SECONDS)

    server.answers["/a"] = endless
    server.answers["/b"] = lambda to: to.reply(body=CALENDAR)
    assert get(server.url("/a"), replace(PATIENT, deadline_seconds=60)).body == CALENDAR


def test_fetch_treats_a_redirect_without_target_as_an_odd_answer(server: Server) -> None:
    server.answers["/a"] = lambda to: to.reply(302)
    assert code(refusal(server.url("/a"))) == "status-unknown"


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (401, "sign-in-wanted"),
        (403, "address-forbidden"),
        (404, "address-gone"),
        (410, "address-gone"),
        (418, "status-unknown"),
        (204, "status-unknown"),
        (304, "status-unknown"),
        (500, "server-fault"),
    ],
)
def test_fetch_says_what_a_status_means_and_asks_once(server: Server, status: int, expected: str) -> None:
    server.answers["/a"] = lambda to: to.reply(status)
    error = refusal(server.url(f"/a?{CANARY}"))
    assert code(error) == expected
    assert str(status) in str(error)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("host", "word"),
    [
        ("calendar.google.com", "Google Calendar"),
        ("outlook.office365.com", "Publish a calendar"),
        ("outlook.live.com", "Publish a calendar"),
        ("p12-caldav.icloud.com", "Apple Calendar"),
        ("notgoogle.com", "Copy the address again"),
    ],
)
@pytest.mark.parametrize("status", [403, 404])
def test_fetch_says_where_each_service_hides_its_address(
    server: Server, monkeypatch: pytest.MonkeyPatch, host: str, word: str, status: int
) -> None:
    server.answers["/a"] = lambda to: to.reply(status)
    resolve_to(monkeypatch, "127.0.0.1")
    assert word in refusal(server.url("/a", host)).hint


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_fetch_tries_again_what_may_pass(server: Server, status: int) -> None:
    answers = iter([status, status])

    def answer(to: Handler) -> None:
        now = next(answers, 0)
        to.reply(now) if now else to.reply(body=CALENDAR)

    server.answers["/a"] = answer
    assert get(server.url("/a")).body == CALENDAR
    assert len(server.asked) == 3


def test_fetch_gives_up_after_three_tries(server: Server) -> None:
    server.answers["/a"] = lambda to: to.reply(503)
    assert code(refusal(server.url("/a"))) == "server-fault"
    assert len(server.asked) == 3


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses between tries, in seconds, which take no time here."""
    waited: list[float] = []

    class Noting(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            waited.append(timeout or 0.0)
            return self.is_set()

    class HastyGuard(Guard):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            self.is_closed = Noting()

    monkeypatch.setattr(addresses, "Guard", HastyGuard)
    return waited


def test_fetch_waits_as_long_as_the_server_asks(server: Server, pauses: list[float]) -> None:
    def answer(to: Handler) -> None:
        to.reply(429, Retry_After="7") if len(server.asked) == 1 else to.reply(body=CALENDAR)

    server.answers["/a"] = answer
    assert get(server.url("/a")).body == CALENDAR
    assert (pauses, len(server.asked)) == ([7.0], 2)


def test_fetch_waits_for_its_own_pauses_when_the_server_does_not_say(server: Server, pauses: list[float]) -> None:
    server.answers["/a"] = lambda to: to.reply(503)
    assert code(refusal(server.url("/a"))) == "server-fault"
    assert pauses == [0.01, 0.02]


@pytest.mark.parametrize("asked", ["3600", "99999999999999999999", "Thu, 31 Dec 2099 00:00:00 GMT"])
def test_fetch_does_not_wait_past_its_deadline(server: Server, pauses: list[float], asked: str) -> None:
    server.answers["/a"] = lambda to: to.reply(503, Retry_After=asked)
    assert code(refusal(server.url("/a"))) == "server-busy"
    assert (pauses, len(server.asked)) == ([], 1)


@pytest.mark.parametrize(
    ("retry_after", "expected"),
    [
        ("7", 7.0),
        (" 0 ", 0.0),
        ("99999999999", float("inf")),
        ("-5", None),
        ("abc", None),
        ("1.5", None),
        ("٣", None),
        ("", None),
        (None, None),
        ("Mon, 16 Nov 2026 08:00:30 GMT", 30.0),
        ("Mon, 16 Nov 2026 07:00:00 GMT", None),
        ("Mon, 99 Nov 2026 08:00:30 GMT", None),
    ],
)
def test_wait_seconds_reads_seconds_and_dates(retry_after: str | None, expected: float | None) -> None:
    assert wait_seconds(retry_after, "Mon, 16 Nov 2026 08:00:00 GMT") == expected


def test_wait_seconds_needs_the_servers_clock_for_a_date() -> None:
    assert wait_seconds("Mon, 16 Nov 2026 08:00:30 GMT", None) is None
    assert wait_seconds("Mon, 16 Nov 2026 08:00:30 GMT", "yesterday") is None


def drip(head: bytes, piece: bytes) -> Callable[[Handler], None]:
    def answer(to: Handler) -> None:
        stopping = to.server.stopping
        to.wfile.write(head)
        while not stopping.wait(0.05):
            to.wfile.write(piece)

    return answer


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (b"HTTP/1.1 200 OK\r\nX-Endless: ", b"x"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"x")[:-9], b""),
    ],
)
def test_fetch_has_one_deadline_for_everything(server: Server, head: bytes, piece: bytes) -> None:
    server.answers["/a"] = drip(head, piece)
    error = refusal(server.url(f"/a?{CANARY}"), Limits(deadline_seconds=0.3, silence_seconds=GUARD_SECONDS))
    assert code(error) == "too-slow"
    assert "within 0.3 seconds" in str(error)
    # The thread that was reading has been woken up, while the server goes on: none is left behind.
    for thread in [thread for thread in threading.enumerate() if thread.name == "fetch"]:
        thread.join(GUARD_SECONDS)
        assert not thread.is_alive()


def test_fetch_has_a_deadline_for_the_name_lookup_too(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    is_over, has_answered = threading.Event(), threading.Event()

    def hang(*_: Any, **__: Any) -> list[Any]:
        is_over.wait(GUARD_SECONDS)
        has_answered.set()
        return []

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    try:
        assert code(refusal(server.url("/a"), Limits(deadline_seconds=0.3))) == "too-slow"
        assert not has_answered.is_set()
    finally:
        is_over.set()


def test_fetch_breaks_a_slow_handshake(server: Server) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"https://127.0.0.1:{silent.getsockname()[1]}/a"
        assert code(refusal(url, Limits(deadline_seconds=0.4, silence_seconds=GUARD_SECONDS))) == "too-slow"


def test_fetch_says_when_a_server_is_silent(server: Server) -> None:
    server.answers["/a"] = lambda to: to.server.stopping.wait(GUARD_SECONDS) and None
    limits = Limits(deadline_seconds=GUARD_SECONDS, silence_seconds=0.2, pauses_seconds=())
    assert code(refusal(server.url("/a"), limits)) == "server-silent"


def test_fetch_says_when_the_body_is_cut_and_gives_no_half_of_it(server: Server) -> None:
    def cut(to: Handler) -> None:
        to.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + CALENDAR)

    server.answers["/a"] = cut
    assert code(refusal(server.url(f"/a?{CANARY}"))) == "connection-broken"
    assert len(server.asked) == 3


def test_fetch_says_when_the_answer_is_no_http(server: Server) -> None:
    server.answers["/a"] = lambda to: to.wfile.write(b"220 mail.example.org ESMTP\r\n") and None
    assert code(refusal(server.url(f"/a?{CANARY}"))) == "connection-broken"


def test_fetch_says_when_nobody_listens(server: Server) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closing:
        port = closing.getsockname()[1]
    assert code(refusal(f"http://127.0.0.1:{port}/{CANARY}")) == "no-connection"


def test_fetch_says_when_the_host_is_unknown(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: Any, **__: Any) -> list[Any]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert code(refusal(f"https://calendar.example.org/{CANARY}")) == "host-unknown"


@pytest.mark.parametrize(("size", "is_read"), [(10_000, True), (10_001, False)])
@pytest.mark.parametrize("is_length_told", [True, False])
def test_fetch_keeps_to_its_cap(server: Server, size: int, is_read: bool, is_length_told: bool) -> None:
    def answer(to: Handler) -> None:
        length = b"Content-Length: %d\r\n" % size if is_length_told else b""
        to.wfile.write(b"HTTP/1.1 200 OK\r\n" + length + b"\r\n" + b"x" * size)

    server.answers["/a"] = answer
    limits = Limits(max_bytes=10_000, pauses_seconds=())
    if is_read:
        assert len(get(server.url("/a"), limits).body) == size
    else:
        assert code(refusal(server.url("/a"), limits)) == "answer-too-large"


def test_fetch_stops_an_endless_body(server: Server) -> None:
    def endless(to: Handler) -> None:
        stopping = to.server.stopping
        to.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while not stopping.is_set():
            to.wfile.write(b"x" * 65_536)

    server.answers["/a"] = endless
    assert code(refusal(server.url("/a"))) == "answer-too-large"


def test_fetch_stops_a_gzip_bomb(server: Server) -> None:
    bomb = gzip.compress(b"0" * 30_000_000)
    server.answers["/a"] = lambda to: to.reply(body=bomb, Content_Encoding="gzip")
    assert code(refusal(server.url("/a"))) == "grows-too-much"


@pytest.mark.parametrize(
    ("body", "encoding", "expected"),
    [
        (gzip.compress(CALENDAR, mtime=0)[:-4], "gzip", "compressed-data-damaged"),
        (CALENDAR, "gzip", "compressed-data-damaged"),
        (CALENDAR, "br", "answer-encoding"),
        (gzip.compress(gzip.compress(CALENDAR, mtime=0)), "gzip, gzip", "answer-encoding"),
    ],
)
def test_fetch_refuses_broken_and_odd_encodings(server: Server, body: bytes, encoding: str, expected: str) -> None:
    server.answers["/a"] = lambda to: to.reply(body=body, Content_Encoding=encoding)
    assert code(refusal(server.url("/a"))) == expected


def test_fetch_sends_credentials_over_https_to_their_own_host_only(
    secure_server: Server, authority: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", authority)
    secure_server.answers["/a"] = lambda to: to.reply(302, Location="/b")
    secure_server.answers["/b"] = lambda to: to.reply(302, Location=secure_server.url("/c", "localhost"))
    secure_server.answers["/c"] = lambda to: to.reply(body=CALENDAR)
    url = secure_server.url("/c").replace("https://", f"https://:{CANARY}@")
    assert get(url).body == CALENDAR
    assert secure_server.asked.pop()[1]["Authorization"] == requests.auth._basic_auth_str("", CANARY)
    url = secure_server.url("/a").replace("https://", f"https://anna%40example.org:{CANARY}@")
    assert get(url).body == CALENDAR
    sent = [headers.get("Authorization", "") for _, headers in secure_server.asked]
    assert [bool(value) for value in sent] == [True, True, False]
    assert sent[0] == requests.auth._basic_auth_str("anna@example.org", CANARY)


def test_fetch_sends_no_credentials_over_http(server: Server) -> None:
    url = server.url("/a").replace("http://", f"http://anna:{CANARY}@")
    assert code(refusal(url)) == "password-unprotected"
    assert server.asked == []


def test_fetch_reads_no_netrc(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login anna password s3cret\n")
    (tmp_path / "netrc").chmod(0o600)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    server.answers["/a"] = lambda to: to.reply(body=CALENDAR)
    get(server.url("/a"))
    assert "Authorization" not in server.asked[0][1]


def test_fetch_refuses_a_certificate_nobody_vouches_for(secure_server: Server) -> None:
    error = refusal(secure_server.url(f"/{CANARY}"))
    assert code(error) == "certificate-refused"
    assert "REQUESTS_CA_BUNDLE" in error.hint
    assert secure_server.asked == []


def test_fetch_takes_an_own_authority_and_checks_the_host_name(
    secure_server: Server, authority: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", authority)
    secure_server.answers["/a"] = lambda to: to.reply(body=CALENDAR)
    assert get(secure_server.url("/a")).body == CALENDAR
    resolve_to(monkeypatch, "127.0.0.1")
    assert code(refusal(secure_server.url("/a", "other.example.org"))) == "certificate-refused"


def test_fetch_says_when_the_bundle_is_missing(
    secure_server: Server, authority: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", authority + ".absent")
    assert code(refusal(secure_server.url("/a"))) == "certificates-missing"


def test_fetch_never_goes_from_https_to_http(
    secure_server: Server, server: Server, authority: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", authority)
    secure_server.answers["/a"] = lambda to: to.reply(302, Location=server.url(f"/{CANARY}"))
    assert code(refusal(secure_server.url("/a"))) == "redirect-unprotected"
    assert server.asked == []


def test_fetch_goes_through_a_proxy(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a proxy only the proxy looks up the host; a host that is private as written is not asked for."""
    monkeypatch.setenv("HTTP_PROXY", server.url(""))
    server.answers["http://calendar.example.org/a.ics"] = lambda to: to.reply(body=CALENDAR)
    assert fetch("http://calendar.example.org/a.ics", NAME, limits=PATIENT).body == CALENDAR
    assert server.asked[0][0] == "http://calendar.example.org/a.ics"
    for host in ("10.0.0.1", "localhost", "[::1]", "0x7f000001"):
        assert code(refusal(f"http://{host}/a.ics", allow_private=False)) == "address-private"
    assert len(server.asked) == 1


def test_fetch_says_when_the_proxy_fails(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closing:
        port = closing.getsockname()[1]
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
    assert code(refusal(f"https://calendar.example.org/{CANARY}", allow_private=False)) == "proxy-fault"


def test_fetch_never_asks_a_proxy_for_cloud_metadata(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", server.url(""))
    assert code(refusal("http://169.254.169.254/latest", allow_private=True)) == "address-private"
    assert server.asked == []


def test_fetch_reads_over_ipv6(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        six = Server("::1")
    except OSError:
        pytest.skip("this machine has no IPv6 loopback")
    six.answers["/a"] = lambda to: to.reply(body=CALENDAR)
    try:
        assert get(f"http://[::1]:{six.server_address[1]}/a").body == CALENDAR
    finally:
        six.stop()


def cache_in(folder: Path) -> AnswerCache:
    return AnswerCache(folder / "cache", folder / "state")


def test_fetch_asks_with_the_mark_of_the_last_answer(server: Server, tmp_path: Path) -> None:
    state = {"etag": '"v1"', "body": CALENDAR}

    def answer(to: Handler) -> None:
        if to.headers.get("If-None-Match") == state["etag"]:
            to.reply(304, ETag=str(state["etag"]))
        else:
            to.reply(body=bytes(state["body"]), ETag=str(state["etag"]), Last_Modified="Mon, 16 Nov 2026 08:00:00 GMT")

    server.answers["/a"] = answer
    url = server.url("/a")
    first, second = get(url, cache=cache_in(tmp_path)), get(url, cache=cache_in(tmp_path))
    assert (first.is_cached, second.is_cached) == (False, True)
    assert first.body == second.body == CALENDAR
    state.update(etag='"v2"', body=CALENDAR * 2)
    third, fourth = get(url, cache=cache_in(tmp_path)), get(url, cache=cache_in(tmp_path))
    assert (third.is_cached, fourth.is_cached) == (False, True)
    assert third.body == fourth.body == CALENDAR * 2
    assert server.asked[1][1]["If-Modified-Since"] == "Mon, 16 Nov 2026 08:00:00 GMT"


def test_fetch_asks_anew_when_the_cache_is_damaged(server: Server, tmp_path: Path) -> None:
    server.answers["/a"] = lambda to: to.reply(body=CALENDAR, ETag='"v1"')
    get(server.url("/a"), cache=cache_in(tmp_path))
    (file,) = (tmp_path / "cache").rglob("*.answer")
    file.write_bytes(file.read_bytes()[:-3])
    again = get(server.url("/a"), cache=cache_in(tmp_path))
    assert (again.body, again.is_cached) == (CALENDAR, False)
    assert "If-None-Match" not in server.asked[1][1]
    assert cache_in(tmp_path).load(server.url("/a")) is not None


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (CALENDAR, {}),
        (CALENDAR, {"ETag": '"v1"', "Cache_Control": "private, No-Store"}),
        (CALENDAR.replace(b"VERSION:2.0", b"CLASS:PRIVATE"), {"ETag": '"v1"'}),
    ],
)
def test_fetch_keeps_nothing_that_may_or_need_not_be_kept(
    server: Server, tmp_path: Path, body: bytes, headers: dict[str, str]
) -> None:
    server.answers["/a"] = lambda to: to.reply(body=body, **headers)
    assert get(server.url("/a"), cache=cache_in(tmp_path)).problems == ()
    assert list(tmp_path.rglob("*.*")) == []


def test_fetch_without_cache_writes_nothing(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    server.answers["/a"] = lambda to: to.reply(body=CALENDAR, ETag='"v1"')
    get(server.url("/a"))
    assert list(tmp_path.iterdir()) == []


def test_fetch_reads_on_when_the_cache_cannot_be_written(server: Server, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    server.answers["/a"] = lambda to: to.reply(body=CALENDAR, ETag='"v1"')
    fetched = get(server.url("/a"), cache=cache_in(tmp_path))
    assert fetched.body == CALENDAR
    assert [(problem.code, problem.effect) for problem in fetched.problems] == [("answer-not-kept", "repaired")]


def test_fetch_logs_nothing_of_the_address(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    server.answers[f"/{CANARY}"] = lambda to: to.reply(302, Location=f"/b/{CANARY}")
    server.answers[f"/b/{CANARY}"] = lambda to: to.reply(body=CALENDAR)
    with caplog.at_level(logging.DEBUG):
        get(server.url(f"/{CANARY}"))
        assert CANARY not in caplog.text
        # The filter is for these fetches alone: what others log is still there, so this test would see a leak.
        urllib3.PoolManager().request("GET", server.url(f"/{CANARY}"), redirect=False)
        assert CANARY in caplog.text


def test_fetched_shows_no_event_text() -> None:
    assert "VCALENDAR" not in repr(Fetched(CALENDAR))


@pytest.mark.parametrize(
    ("ip", "is_public", "is_intranet"),
    [
        ("93.184.215.14", True, True),
        ("2606:2800:21f::1", True, True),
        ("127.0.0.1", False, True),
        ("10.1.2.3", False, True),
        ("172.16.0.1", False, True),
        ("192.168.1.1", False, True),
        ("100.64.0.1", False, True),
        ("::1", False, True),
        ("fd12::1", False, True),
        ("fec0::1", False, True),
        ("::ffff:127.0.0.1", False, True),
        ("::ffff:93.184.215.14", True, True),
        ("64:ff9b::7f00:1", False, True),
        ("64:ff9b::5db8:d70e", True, True),
        ("2002:7f00:1::", False, True),
        ("::127.0.0.1", False, True),
        ("169.254.169.254", False, False),
        ("::ffff:169.254.169.254", False, False),
        ("64:ff9b::a9fe:a9fe", False, False),
        ("fe80::1%eth0", False, False),
        ("224.0.0.1", False, False),
        ("ff02::1", False, False),
        ("0.0.0.0", False, False),
        ("::", False, False),
        ("255.255.255.255", False, False),
    ],
)
def test_is_reachable_tells_public_intranet_and_closed_addresses(ip: str, is_public: bool, is_intranet: bool) -> None:
    assert (is_reachable(ip), is_reachable(ip, allow_private=True)) == (is_public, is_intranet)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", True),
        ("LOCALHOST.", True),
        ("a.localhost", True),
        ("10.0.0.1", True),
        ("2130706433", True),
        ("0177.0.0.1", True),
        ("::1", True),
        ("calendar.example.org", False),
        ("93.184.215.14", False),
    ],
)
def test_is_closed_as_written_needs_no_lookup(host: str, expected: bool) -> None:
    assert is_closed_as_written(host) is expected


@pytest.mark.parametrize(
    ("host", "expected"), [("localhost", False), ("10.0.0.1", False), ("::1", False), ("169.254.169.254", True)]
)
def test_is_closed_as_written_opens_the_intranet_when_asked(host: str, expected: bool) -> None:
    assert is_closed_as_written(host, allow_private=True) is expected
