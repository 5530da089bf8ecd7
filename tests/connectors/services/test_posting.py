"""A mail is handed over once: what an answer says is known, and what is lost after the body was sent is not."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator

import pytest
from requests.structures import CaseInsensitiveDict
from scripted_server import Handler, Server

from analyzer.errors import SignInError
from connectors.refusals import RefusedError
from connectors.services import http
from connectors.services.http import Answer, Limits, Lost, ServiceHttp
from connectors.services.posting import Posted, posted

PLACE = "/v1.0/me/sendMail"


class Tokens:
    def __init__(self, *tokens: str) -> None:
        self.tokens = list(tokens or ("one",))

    def bearer(self) -> str:
        return self.tokens[0]

    def renew(self) -> None:
        if len(self.tokens) > 1:
            del self.tokens[0]

    def refused(self, clock_off_seconds: float) -> SignInError:
        return SignInError("sign in again")


def service(base: str, tokens: Tokens | None = None, limits: Limits = http.LIMITS) -> ServiceHttp:
    return ServiceHttp(base, "Service", tokens=tokens, verbs=frozenset({"POST"}), limits=limits)


def post(one: ServiceHttp, url: str) -> Answer | Lost:
    return one.post_once(url, headers={"Content-Type": "text/plain"}, body=b"a mail")


def answer(status: int, **headers: str) -> Answer:
    return Answer(status, CaseInsensitiveDict({name.replace("_", "-"): value for name, value in headers.items()}), b"")


@pytest.mark.parametrize("status", [200, 202, 400, 403, 429, 500, 502, 503, 504])
def test_whatever_is_answered_the_mail_is_sent_once(server: Server, status: int) -> None:
    server.answers[PLACE] = lambda handler: handler.reply(status, Retry_After="0")
    found = post(service(server.url("/"), Tokens()), server.url(PLACE))
    assert isinstance(found, Answer)
    assert found.status == status
    assert [(method, body) for method, _, body in server.sent] == [("POST", b"a mail")]


def test_each_mail_goes_over_a_line_of_its_own(server: Server) -> None:
    """A line that was open before may be dead without anybody knowing, and the mail be lost in it."""
    lines = []

    def reply(handler: Handler) -> None:
        lines.append(handler.client_address)
        handler.close_connection = False
        handler.reply(202, Connection="keep-alive")

    server.answers[PLACE] = reply
    one = service(server.url("/"))
    assert [isinstance(post(one, server.url(PLACE)), Answer) for _ in range(3)] == [True] * 3
    assert len(set(lines)) == 3


def test_a_token_that_ended_is_renewed_and_the_mail_sent_with_the_next(server: Server) -> None:
    def reply(handler: Handler) -> None:
        handler.reply(202 if handler.headers["Authorization"] == "Bearer two" else 401)

    server.answers[PLACE] = reply
    found = post(service(server.url("/"), Tokens("one", "two")), server.url(PLACE))
    assert isinstance(found, Answer)
    assert found.status == 202
    assert len(server.sent) == 2


def test_a_fresh_token_that_is_refused_stops(server: Server) -> None:
    server.answers[PLACE] = lambda handler: handler.reply(401)
    with pytest.raises(SignInError, match="sign in again"):
        post(service(server.url("/"), Tokens()), server.url(PLACE))
    assert len(server.sent) == 2


def test_another_host_gets_nothing(server: Server) -> None:
    server.answers[PLACE] = lambda handler: handler.reply(307, Location="https://elsewhere.example/")
    with pytest.raises(RefusedError) as raised:
        post(service(server.url("/")), server.url(PLACE))
    assert raised.value.code == "service-leads-elsewhere"
    with pytest.raises(RefusedError):
        post(service(server.url("/")), "http://127.0.0.2:1/")


@pytest.fixture
def cutting() -> Iterator[tuple[str, list[bytes]]]:
    """A server that reads a whole request and hangs up; and what it read."""
    listening = socket.create_server(("127.0.0.1", 0))
    read: list[bytes] = []

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listening.accept()
                with connection:
                    data = b""
                    while b"a mail" not in data:
                        data += connection.recv(65536)
                    read.append(data)

    threading.Thread(target=serve, daemon=True).start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}", read
    listening.close()


def test_a_line_that_breaks_after_the_body_leaves_it_open(server: Server, cutting: tuple[str, list[bytes]]) -> None:
    place, read = cutting
    found = post(service(place), f"{place}/x")
    assert isinstance(found, Lost)
    assert not found.is_unsent
    assert len(read) == 1  # and it is not sent again
    assert posted(found, is_own_word=False) == Posted("unknown")


def test_silence_after_the_body_leaves_it_open(server: Server) -> None:
    server.answers[PLACE] = lambda handler: handler.server.stopping.wait(60) and None
    found = post(service(server.url("/"), limits=Limits(silence_seconds=0.3)), server.url(PLACE))
    assert isinstance(found, Lost)
    assert not found.is_unsent
    assert len(server.sent) == 1


def test_an_answer_beyond_measure_leaves_it_open(server: Server) -> None:
    server.answers[PLACE] = lambda handler: handler.reply(200, b"x" * 2000)
    found = post(service(server.url("/"), limits=Limits(max_bytes=1000)), server.url(PLACE))
    assert isinstance(found, Lost)
    assert not found.is_unsent


def test_where_nobody_listens_nothing_went(server: Server) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        place = f"http://127.0.0.1:{taken.getsockname()[1]}"
    found = post(service(place), f"{place}/x")
    assert isinstance(found, Lost)
    assert found.is_unsent
    assert posted(found, is_own_word=False) == Posted("not-sent")


def test_a_proxy_that_passes_nothing_on_has_no_mail(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", server.url(""))  # it knows no CONNECT
    found = post(service("https://graph.example.org/"), "https://graph.example.org/x")
    assert isinstance(found, Lost)
    assert found.is_unsent
    assert found.error.code == "proxy-fault"


def test_a_certificate_of_nobody_gets_nothing(secure_server: Server) -> None:
    found = post(service(secure_server.url("/")), secure_server.url(PLACE))
    assert isinstance(found, Lost)
    assert found.is_unsent
    assert secure_server.sent == []


@pytest.mark.parametrize(
    ("status", "is_own_word", "kind"),
    [
        (200, False, "accepted"),
        (202, False, "accepted"),
        (408, False, "deferred"),
        (429, False, "deferred"),
        (503, False, "deferred"),
        (509, True, "deferred"),
        # In the service's own words it did not take the mail; in anybody else's nobody knows.
        (500, True, "deferred"),
        (500, False, "unknown"),
        (507, False, "unknown"),
        # The answer was lost behind a gateway, whoever worded it.
        (502, True, "unknown"),
        (504, True, "unknown"),
        (400, True, None),
        (413, True, None),
        (403, True, None),
    ],
)
def test_a_status_ends_in_what_is_surely_known(status: int, is_own_word: bool, kind: str | None) -> None:
    found = posted(answer(status), is_own_word=is_own_word)
    assert (found.kind if found else None) == kind
    assert found is None or found.code == status


def test_a_time_that_is_asked_for_is_told() -> None:
    late = answer(429, Retry_After="Wed, 18 Nov 2026 12:10:00 GMT", Date="Wed, 18 Nov 2026 12:00:00 GMT")
    assert posted(late, is_own_word=True) == Posted("deferred", 429, 600.0)
    assert posted(answer(503, Retry_After="75"), is_own_word=False) == Posted("deferred", 503, 75.0)
    assert posted(answer(429), is_own_word=True) == Posted("deferred", 429, None)


def test_words_of_a_limit_defer_whatever_the_status() -> None:
    assert posted(answer(403), is_own_word=True, is_later=True) == Posted("deferred", 403, None)
