"""Faults of the line and of the server, as RELIABILITY lists them; each test says which row of its table it is."""

from __future__ import annotations

import gzip
import json
import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from running import GUARD_SECONDS
from scripted_server import Crowd, Handler, Server

from analyzer.errors import SignInError, SourceError
from connectors.services.gate import Gate
from connectors.services.http import Answer, Limits, ServiceHttp
from connectors.services.patience import Patience

NAME = "google:anna@example.org"
OK = b'{"items": []}'
CANARY = "ya29.a0-canary"


class Clock:
    """A clock that only moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def patience(self, **changes: Any) -> Patience:
        return Patience(monotonic=lambda: self.now, sleep=self.sleep, chance=lambda: 0.5, **changes)


class FakeTokens:
    def __init__(self, *tokens: str) -> None:
        self.tokens = list(tokens)
        self.renewed = 0

    def bearer(self) -> str:
        return self.tokens[0]

    def renew(self) -> None:
        self.renewed += 1
        if len(self.tokens) > 1:
            del self.tokens[0]

    def refused(self, clock_off_seconds: float) -> SignInError:
        return SignInError("sign in again", "")


@pytest.fixture
def clock() -> Clock:
    return Clock()


def http(server: Server, clock: Clock, **changes: Any) -> ServiceHttp:
    return ServiceHttp(server.url("/"), NAME, patience=changes.pop("patience", None) or clock.patience(), **changes)


def answers(server: Server, *each: Callable[[Handler], None], path: str = "/a") -> None:
    """Give each request to a path the next answer, and the last one from then on."""
    left = list(each)
    lock = threading.Lock()

    def answer(to: Handler) -> None:
        with lock:
            now = left.pop(0) if len(left) > 1 else left[0]
        now(to)

    server.answers[path] = answer


def status(code: int, body: bytes = b"{}", **headers: str) -> Callable[[Handler], None]:
    return lambda to: to.reply(code, body, **headers)


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(SourceError) as failed:
        call()
    return str(failed.value.code)  # type: ignore[attr-defined]


def test_request_returns_the_answer(server: Server, clock: Clock) -> None:
    answers(server, status(200, OK))
    answer = http(server, clock).request("GET", server.url("/a?x=1"))
    assert (answer.status, answer.json()) == (200, {"items": []})
    path, headers = server.asked[0]
    assert path == "/a?x=1"
    assert "Authorization" not in headers


def test_request_renews_a_refused_token_once_and_goes_on(server: Server, clock: Clock) -> None:
    """P01: the token ends in the middle of paging."""

    def guarded(to: Handler) -> None:
        is_good = to.headers["Authorization"] == "Bearer fresh"
        to.reply(200 if is_good else 401, OK)

    server.answers["/a"] = guarded
    tokens = FakeTokens("old", "fresh")
    speaker = http(server, clock, tokens=tokens)
    assert speaker.request("GET", server.url("/a?page=3")).status == 200
    assert tokens.renewed == 1
    assert [path for path, _ in server.asked] == ["/a?page=3", "/a?page=3"]


def test_request_asks_for_a_sign_in_when_a_fresh_token_is_refused(server: Server, clock: Clock) -> None:
    """P01: a second 401."""
    answers(server, status(401))
    tokens = FakeTokens("old", "fresh")
    with pytest.raises(SignInError):
        http(server, clock, tokens=tokens).request("GET", server.url("/a"))
    assert tokens.renewed == 1
    assert len(server.asked) == 2


def test_request_renews_once_for_all_threads(server: Server, clock: Clock) -> None:
    at_once = threading.Barrier(3)

    def guarded(to: Handler) -> None:
        if to.headers["Authorization"] == "Bearer old":
            at_once.wait(GUARD_SECONDS)
            to.reply(401)
        else:
            to.reply(200, OK)

    server.answers["/a"] = guarded
    tokens = FakeTokens("old", "fresh", "fresher")
    gate = Gate(3)
    with ThreadPoolExecutor(3) as pool:
        speakers = [http(server, clock, tokens=tokens, gate=gate) for _ in range(3)]
        done = list(pool.map(lambda one: one.request("GET", server.url("/a")).status, speakers))
    assert done == [200, 200, 200]
    assert tokens.renewed == 1


def test_request_waits_as_long_as_the_server_asks(server: Server, clock: Clock) -> None:
    """P08: 429 with Retry-After in seconds."""
    answers(server, status(429, Retry_After="7"), status(200, OK))
    waits: list[tuple[str, float]] = []
    speaker = http(server, clock, waiting=lambda name, seconds: waits.append((name, seconds)))
    assert speaker.request("GET", server.url("/a")).status == 200
    assert clock.slept == [7.0]
    assert waits == [(NAME, 7.0)]


def test_request_holds_everybody_back_from_a_busy_service(server: Server, clock: Clock) -> None:
    """P08: no request to that service before the time it named, whoever asks."""
    gate = Gate(4)
    answers(server, status(429, Retry_After="1000"), path="/busy")
    answers(server, status(200, OK), path="/other")
    first, second = http(server, clock, gate=gate), http(server, clock, gate=gate)
    assert code_of(lambda: first.request("GET", server.url("/busy"))) == "service-busy"
    clock.now += 200
    second.request("GET", server.url("/other"))
    assert clock.slept == [800.0]


@pytest.mark.parametrize(
    ("value", "slept"),
    [
        ("0", [0.75]),
        ("90", [90.0]),
        ("-5", [0.75]),
        ("abc", [0.75]),
        ("1.5", [0.75]),
        ("", [0.75]),
    ],
)
def test_request_takes_an_unusable_wait_for_none(server: Server, clock: Clock, value: str, slept: list[float]) -> None:
    """P09: rubbish and negative values mean the own backoff."""
    answers(server, status(429, Retry_After=value), status(200, OK))
    http(server, clock).request("GET", server.url("/a"))
    assert clock.slept == slept


def test_request_reads_a_wait_that_is_a_date_by_the_servers_clock(server: Server, clock: Clock) -> None:
    """P09, P21: a date is read against the server's Date, however wrong this machine's clock is."""
    there = datetime(2031, 1, 1, 12, 0, tzinfo=UTC)

    def busy(seconds: int) -> Callable[[Handler], None]:
        def answer(to: Handler) -> None:
            to.send_response_only(429)
            to.send_header("Date", format_datetime(there, usegmt=True))
            to.send_header("Retry-After", format_datetime(there + timedelta(seconds=seconds), usegmt=True))
            to.send_header("Content-Length", "0")
            # Said, or the next request may go out on a line that is just being closed.
            to.send_header("Connection", "close")
            to.end_headers()

        return answer

    answers(server, busy(42), busy(-42), status(200, OK))
    http(server, clock).request("GET", server.url("/a"))
    assert clock.slept == [42.0, pytest.approx(1.5)]  # a date in the past: the own second pause, halved by chance


@pytest.mark.parametrize("value", ["901", "100000000000"])
def test_request_gives_up_by_name_on_a_long_wait(server: Server, clock: Clock, value: str) -> None:
    """P09: more than a quarter of an hour."""
    answers(server, status(429, Retry_After=value))
    with pytest.raises(SourceError) as failed:
        http(server, clock).request("GET", server.url("/a"))
    assert NAME in str(failed.value)
    assert "15 minutes" in str(failed.value)
    assert clock.slept == []
    assert len(server.asked) == 1


def test_request_backs_off_within_a_budget(server: Server, clock: Clock) -> None:
    """P10: 429 without Retry-After."""
    answers(server, status(429))
    assert code_of(lambda: http(server, clock).request("GET", server.url("/a"))) == "service-refuses"
    assert clock.slept == pytest.approx([0.75, 1.5, 3, 6, 12, 22.5, 22.5])
    assert sum(clock.slept) < 120
    assert len(server.asked) == 8


def test_requests_come_through_a_storm_of_faults(server: Server, clock: Clock) -> None:
    """P11: 30 % of the answers are 503: everything is complete, with at most twice the requests of a calm run."""
    chance = random.Random(20261116)

    def stormy(to: Handler) -> None:
        to.reply(*((503, b"") if chance.random() < 0.3 else (200, OK)))

    server.answers["/a"] = stormy
    calm = 200
    for calendar in range(20):
        speaker = http(server, clock)
        for page in range(calm // 20):
            assert speaker.request("GET", server.url(f"/a?c={calendar}&p={page}")).status == 200
    assert calm < len(server.asked) <= 2 * calm


def cut(to: Handler) -> None:
    to.send_response(200)
    to.send_header("Content-Length", "1000")
    to.end_headers()
    to.wfile.write(b'{"items": [')


def cut_chunk(to: Handler) -> None:
    to.send_response(200)
    to.send_header("Transfer-Encoding", "chunked")
    to.end_headers()
    to.wfile.write(b'10\r\n{"items": [], "a\r\n20\r\nhalf')


def reset(to: Handler) -> None:
    import socket
    import struct

    to.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    to.connection.close()


@pytest.mark.parametrize("broken", [cut, cut_chunk, reset])
def test_request_reads_a_broken_answer_again(server: Server, clock: Clock, broken: Callable[[Handler], None]) -> None:
    """P12: reset in mid-body, a chunked body that is cut."""
    answers(server, broken, status(200, OK))
    assert http(server, clock).request("GET", server.url("/a")).body == OK
    assert len(server.asked) == 2


@pytest.mark.parametrize("broken", [cut, cut_chunk])
def test_request_never_returns_half_an_answer(server: Server, clock: Clock, broken: Callable[[Handler], None]) -> None:
    answers(server, broken)
    assert code_of(lambda: http(server, clock).request("GET", server.url("/a"))) == "connection-broken"


@pytest.mark.parametrize("is_slow_from_the_start", [True, False])
def test_request_ends_with_its_deadline_however_the_server_drips(
    server: Server, clock: Clock, is_slow_from_the_start: bool
) -> None:
    """P13: a byte now and then, in the head or in the body."""

    def drip(to: Handler) -> None:
        if not is_slow_from_the_start:
            to.send_response(200)
            to.send_header("Content-Length", "100000")
            to.end_headers()
        else:
            to.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not to.server.stopping.wait(0.02):
            to.wfile.write(b"a")
            to.wfile.flush()

    answers(server, drip)
    limits = Limits(deadline_seconds=0.3, silence_seconds=GUARD_SECONDS)
    speaker = http(server, clock, limits=limits, patience=Patience(tries=1))
    assert code_of(lambda: speaker.request("GET", server.url("/a"))) == "service-too-slow"


def test_request_stops_a_packed_answer_at_its_cap(server: Server, clock: Clock) -> None:
    """P14: a small answer that inflates without end."""
    answers(server, status(200, gzip.compress(b"0" * 80_000_000), Content_Encoding="gzip"))
    assert code_of(lambda: http(server, clock).request("GET", server.url("/a"))) == "service-answer-too-large"
    assert len(server.asked) == 1


def test_request_stops_a_plain_answer_at_its_cap(server: Server, clock: Clock) -> None:
    answers(server, status(200, b'"' + b"0" * 2000 + b'"'))
    speaker = http(server, clock, limits=Limits(max_bytes=1000))
    assert code_of(lambda: speaker.request("GET", server.url("/a"))) == "service-answer-too-large"


def test_request_unpacks(server: Server, clock: Clock) -> None:
    answers(server, status(200, gzip.compress(OK), Content_Encoding="gzip"))
    assert http(server, clock).request("GET", server.url("/a")).body == OK


@pytest.mark.parametrize("name", ["a01_truncated.json", "a02_html_502.json"])
def test_request_asks_again_for_what_is_no_json(server: Server, clock: Clock, name: str, shared_data: Path) -> None:
    """P15: bodies that are cut, or a page of a gateway, both with status 200."""
    bad = (shared_data / "badinputs" / name).read_bytes()
    answers(server, status(200, bad), status(200, OK))
    assert http(server, clock).request("GET", server.url("/a")).body == OK
    answers(server, status(200, bad), path="/b")
    assert code_of(lambda: http(server, clock).request("GET", server.url("/b"))) == "service-answer-broken"


@pytest.mark.parametrize(
    "url",
    [
        "https://graph.example.net/v1.0/me",
        "http://127.0.0.1:1/next",
        "http://127.0.0.1@graph.example.net/",
        "file:///etc/passwd",
        "//graph.example.net/x",
        "http://[::1",
    ],
)
def test_request_never_leaves_its_own_host(server: Server, clock: Clock, url: str) -> None:
    """P17: a next page on another host."""
    speaker = http(server, clock, tokens=FakeTokens(CANARY))
    assert code_of(lambda: speaker.request("GET", url)) == "service-leads-elsewhere"
    assert speaker.sent == 0


def test_request_follows_no_redirect(server: Server, clock: Clock) -> None:
    """P17: a token never reaches another host, nor does any request."""
    other = Server()
    try:
        other.answers["/a"] = status(200, OK)
        answers(server, status(302, Location=other.url("/a")))
        speaker = http(server, clock, tokens=FakeTokens(CANARY))
        assert code_of(lambda: speaker.request("GET", server.url("/a"))) == "service-leads-elsewhere"
        assert other.asked == []
        assert len(server.asked) == 1
    finally:
        other.stop()


def test_request_says_how_far_the_clocks_are_apart(server: Server, clock: Clock) -> None:
    """P21."""

    def early(to: Handler) -> None:
        to.send_response_only(200)
        to.send_header("Date", format_datetime(datetime.now(UTC) - timedelta(minutes=10), usegmt=True))
        to.send_header("Content-Length", str(len(OK)))
        to.end_headers()
        to.wfile.write(OK)

    answers(server, early)
    speaker = http(server, clock)
    speaker.request("GET", server.url("/a"))
    assert speaker.clock_off_seconds == pytest.approx(600, abs=5)


def test_requests_in_flight_never_exceed_the_gate(server: Server, clock: Clock) -> None:
    """P25: no more than so many at once under one app."""
    crowd = Crowd(4)

    def held(to: Handler) -> None:
        with crowd.inside():
            pass
        to.reply(200, OK)

    server.answers["/a"] = held
    gate = Gate(4)
    speakers = [http(server, clock, gate=gate) for _ in range(12)]
    with ThreadPoolExecutor(12) as pool:
        list(pool.map(lambda one: one.request("GET", server.url("/a")), speakers))
    assert crowd.most == 4


def test_request_fails_closed_on_a_certificate_nobody_vouches_for(secure_server: Server, clock: Clock) -> None:
    """P28: no verification can be switched off; the hint says what to do."""
    with pytest.raises(SourceError) as failed:
        http(secure_server, clock, tokens=FakeTokens(CANARY)).request("GET", secure_server.url("/a"))
    assert failed.value.code == "certificate-refused"  # type: ignore[attr-defined]
    assert "REQUESTS_CA_BUNDLE" in failed.value.hint
    assert secure_server.asked == []


def test_request_believes_an_authority_of_the_organisation(
    secure_server: Server, clock: Clock, authority: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """P28: with REQUESTS_CA_BUNDLE."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", authority)
    answers(secure_server, status(200, OK))
    assert http(secure_server, clock).request("GET", secure_server.url("/a")).status == 200


def test_request_goes_through_the_proxy_of_the_environment(
    server: Server, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", server.url(""))
    server.answers["http://calendar.example.org/a"] = status(200, OK)
    speaker = ServiceHttp("http://calendar.example.org/", NAME, patience=clock.patience())
    assert speaker.request("GET", "http://calendar.example.org/a").status == 200


def test_request_says_when_nobody_answers(clock: Clock, server: Server) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as closing:
        port = closing.getsockname()[1]
    base = f"http://127.0.0.1:{port}/"
    speaker = ServiceHttp(base, NAME, patience=clock.patience())
    assert code_of(lambda: speaker.request("GET", base)) == "no-connection"
    assert speaker.sent == 3, "who is off line need not wait for long"


@pytest.mark.parametrize("verb", ["POST", "PUT", "PATCH", "DELETE"])
def test_request_sends_only_verbs_that_read(server: Server, clock: Clock, verb: str) -> None:
    speaker = http(server, clock)
    assert code_of(lambda: speaker.request(verb, server.url("/a"))) == "service-read-only"
    assert server.asked == []


def test_request_lets_the_service_say_what_passes(server: Server, clock: Clock) -> None:
    """P04: a 403 that means "slow down" is told by its body, which only the connector can read."""
    slow_down = json.dumps({"error": {"errors": [{"reason": "rateLimitExceeded"}]}}).encode()
    answers(server, status(403, slow_down), status(200, OK))

    def is_passing(answer: Answer) -> bool:
        return answer.status == 403 and b"rateLimitExceeded" in answer.body

    assert http(server, clock, is_passing=is_passing).request("GET", server.url("/a")).status == 200
    answers(server, status(403), path="/b")
    assert http(server, clock, is_passing=is_passing).request("GET", server.url("/b")).status == 403


def test_nothing_that_is_said_holds_a_token(server: Server, clock: Clock) -> None:
    """O09, O10: errors and their reprs never hold what was sent."""
    answers(server, status(503))
    with pytest.raises(SourceError) as failed:
        http(server, clock, tokens=FakeTokens(CANARY)).request("GET", server.url(f"/a?key={CANARY}"))
    error: BaseException | None = failed.value
    while error is not None:
        assert CANARY not in f"{error!r} {error}"
        error = error.__cause__ or error.__context__
