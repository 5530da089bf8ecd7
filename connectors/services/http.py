"""The one HTTP manner in which both services are spoken to.

**Where.** Only the service's own origin: an address or a redirect that leads elsewhere is refused before anything is
sent, so a token never reaches another host. Certificates are always checked; proxies are those of the environment.

**How long, how much.** Each request has a deadline from its first byte to its last, which a server that drips cannot
stretch, and a cap on what comes out of the transfer, packed or not.

**How often.** 429, 502, 503, 504, broken connections and bodies that are no JSON are asked again as
:mod:`connectors.services.patience` says; a 401 renews the token once. Whatever a server asks for holds for everybody
who reads from it (:class:`Gate`).
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.structures import CaseInsensitiveDict
from urllib3.exceptions import HTTPError

from analyzer.text import N_
from connectors.guarded_connections import Breaker, WatchedAdapter
from connectors.locators import safe_name
from connectors.options import Seen, Waiting
from connectors.refusals import Refusal, RefusedError
from connectors.services.gate import Gate
from connectors.services.patience import Patience
from connectors.services.tokens import Tokens
from connectors.transport import AGAIN, UNREACHABLE, environment_of, explain, is_unsent, wait_seconds

_PASSING = frozenset((429, 502, 503, 504))
_AGENT = "meetlint (gzip)"
"""Google packs an answer only for agents that say "gzip": https://developers.google.com/workspace/calendar/api/guides/performance."""
_BLOCK_BYTES = 1 << 16
_WORN_CONNECTIONS = 16
_FOR_GOOD_SECONDS = 1e9
_UNREACHABLE_TRIES = 3

BUSY = Refusal(
    "service-busy",
    N_("{name} wants to be left alone for more than {minutes} minutes; it was not asked again."),
    AGAIN,
)
TOO_BUSY = Refusal("service-refuses", N_("{name} was busy each time it was asked (status {status})."), AGAIN)
NO_JSON = Refusal("service-answer-broken", N_("{name} answers with something that is not its own form."), AGAIN)
DRIPPING = Refusal("service-too-slow", N_("{name} did not finish an answer within {seconds} seconds."), AGAIN)
TOO_LARGE = Refusal(
    "service-answer-too-large",
    N_("{name} gives more than {megabytes} MB in one answer; it was not read."),
    N_("Ask for a shorter period: --from and --to."),
)
ELSEWHERE = Refusal(
    "service-leads-elsewhere",
    N_("{name} sends on to another host ({host}); nothing was sent there."),
    N_("If a proxy or a sign-in page of your network stands in between, open it in a browser first."),
)
WRONG_VERB = Refusal(
    "service-read-only",
    N_("{name} is only read; nothing was sent."),
    N_("This is a mistake of meetlint's own. Please report it."),
)


@dataclass(frozen=True)
class Answer:
    """What a service answered.

    Attributes:
        status: HTTP status.
        headers: names in any case.
        body: unpacked.
    """

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    def json(self) -> dict[str, Any]:
        """Return the body as an object, an empty one when it is none."""
        with suppress(ValueError, RecursionError):
            content = json.loads(self.body)
            if isinstance(content, dict):
                return content
        return {}


@dataclass(frozen=True)
class Limits:
    """What one request may cost.

    Attributes:
        max_bytes: of the answer, unpacked.
        deadline_seconds: from the first byte to the last.
        silence_seconds: without a byte.
    """

    max_bytes: int = 64_000_000
    deadline_seconds: float = 60.0
    silence_seconds: float = 30.0


LIMITS = Limits()


def is_busy(answer: Answer) -> bool:
    """Return whether an answer says that asking again may help: 429, 502, 503, 504 (RFC 9110, RFC 6585)."""
    return answer.status in _PASSING


def is_for_good(status: int) -> bool:
    """Return whether a status blames the question (RFC 9110 section 15.5), so that asking it again is of no use."""
    return 400 <= status < 500 and status not in (408, 425, 429)


@dataclass(frozen=True)
class _Failure:
    """A fault: the sentence, how long the server asks to wait, whether it will not pass, and whether nothing went."""

    error: RefusedError
    asked_seconds: float | None = None
    is_final: bool = False
    is_unsent: bool = False


@dataclass(frozen=True)
class Lost:
    """A request without an answer.

    Attributes:
        error: the sentence.
        is_unsent: it surely never reached the service; else nobody knows.
    """

    error: RefusedError
    is_unsent: bool


class ServiceHttp:
    """Speaks to one service for one calendar.

    Attributes:
        clock_off_seconds: how far this machine's clock runs ahead of the server's, as of the last answer.
        sent: how many requests went out.
    """

    def __init__(
        self,
        base: str,
        name: str,
        *,
        tokens: Tokens | None = None,
        is_passing: Callable[[Answer], bool] = is_busy,
        patience: Patience | None = None,
        gate: Gate | None = None,
        limits: Limits = LIMITS,
        waiting: Waiting | None = None,
        verbs: frozenset[str] = frozenset({"GET"}),
        seen: Seen | None = None,
    ) -> None:
        """Speak to one origin.

        Args:
            base: an address of the service; only its scheme, host and port are ever spoken to. "" speaks to whatever
                is asked for, for sign-ins whose addresses come from the settings.
            name: what people call the calendar or the service.
            tokens: who gives access tokens; None sends none.
            is_passing: whether asking again may help.
            patience: how often and how long.
            gate: shared by all who read from the same service under the same app.
            limits: what one request may cost.
            waiting: told of every wait.
            verbs: the methods that may be sent.
            seen: told of every answer, for whoever records what services say.
        """
        self._origin = _origin(base) if base else None
        self._name = name
        self._tokens = tokens
        self._is_passing = is_passing
        self._patience = patience or Patience()
        self._gate = gate or Gate(1)
        self._limits = limits
        self._waiting = waiting
        self._verbs = verbs
        self._seen = seen
        self._lines = threading.local()
        self.clock_off_seconds = 0.0
        self.sent = 0

    def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | str | None = None,
        expects_json: bool = True,
    ) -> Answer:
        """Return the final answer to a request: one that asking again would not change.

        Args:
            method: one of the allowed verbs.
            url: whole address.
            headers: sent along; the token is added here.
            body: sent as it is.
            expects_json: a good status with a body that is no JSON object counts as a fault that may pass.

        Raises:
            RefusedError: the service could not be asked, or it did not answer within its patience.
            SignInError: somebody must sign in.
        """
        if method not in self._verbs:
            raise WRONG_VERB.error(name=self._name)
        self._check_origin(url)
        is_renewed = False
        attempt = 0
        while True:
            token = self._tokens.bearer() if self._tokens else ""
            self._await_gate()
            attempt += 1
            began = self._patience.monotonic()
            outcome = self._send(method, url, dict(headers or {}), body, token, expects_json=expects_json)
            if isinstance(outcome, Answer) and outcome.status == 401 and self._tokens:
                if is_renewed:
                    raise self._tokens.refused(self.clock_off_seconds)
                self._renew(token)
                is_renewed = True
                continue
            if isinstance(outcome, Answer) and not self._is_passing(outcome):
                return outcome
            failure = self._failure(outcome) if isinstance(outcome, Answer) else outcome
            if failure.is_final:
                raise failure.error
            self._pause(failure, attempt, self._patience.monotonic() - began)

    def post_once(self, url: str, *, headers: Mapping[str, str], body: bytes) -> Answer | Lost:
        """Send something that must not arrive twice: once, over a line of its own; a 401 alone is tried again.

        Whoever answers 401 has taken nothing. A line that was open before may be dead without anybody knowing.

        Args:
            url: whole address.
            headers: sent along; the token is added here.
            body: sent as it is.

        Raises:
            RefusedError: the address leads elsewhere, or the service sends on to another host.
            SignInError: somebody must sign in.
        """
        if "POST" not in self._verbs:
            raise WRONG_VERB.error(name=self._name)
        self._check_origin(url)
        is_renewed = False
        while True:
            token = self._tokens.bearer() if self._tokens else ""
            self._hang_up()
            try:
                outcome = self._send("POST", url, dict(headers), body, token, expects_json=False)
            except RefusedError as error:
                if error.refusal is not TOO_LARGE:
                    raise
                return Lost(error, is_unsent=False)
            if isinstance(outcome, _Failure):
                return Lost(outcome.error, outcome.is_unsent)
            if outcome.status != 401 or not self._tokens:
                return outcome
            if is_renewed:
                raise self._tokens.refused(self.clock_off_seconds)
            self._renew(token)
            is_renewed = True

    def _check_origin(self, url: str) -> None:
        try:
            origin = _origin(url)
        except ValueError:
            origin = ("", "", None)
        is_web = origin[0] in ("https", "http") and bool(origin[1])
        if not is_web or (self._origin is not None and origin != self._origin):
            raise ELSEWHERE.error(name=self._name, host=safe_name(origin[1] or "?"))

    def _renew(self, refused: str) -> None:
        """Renew the token that was refused, unless another thread has done so since."""
        assert self._tokens is not None
        with self._gate.renewing:
            if self._tokens.bearer() == refused:
                self._tokens.renew()

    def _failure(self, answer: Answer) -> _Failure:
        # A time that the server names as a date is read against the server's own clock.
        # No time at all is no usable time.
        asked = wait_seconds(answer.headers.get("Retry-After"), answer.headers.get("Date"), datetime.now(UTC))
        return _Failure(TOO_BUSY.error(name=self._name, status=answer.status), asked or None)

    def _pause(self, failure: _Failure, attempt: int, lost_seconds: float) -> None:
        is_asked = failure.asked_seconds is not None
        if failure.error.refusal in UNREACHABLE and attempt >= _UNREACHABLE_TRIES:
            raise failure.error
        verdict, seconds = self._patience.judge(attempt, failure.asked_seconds, lost_seconds)
        if is_asked:
            self._gate.close_until(self._patience.monotonic() + min(seconds, _FOR_GOOD_SECONDS))
        if verdict == "too-long":
            raise self._too_long()
        if verdict == "enough":
            raise failure.error
        if not is_asked:
            self._wait(seconds, is_asked=False)

    def _await_gate(self) -> None:
        """Wait until the service may be asked again, whoever it was that it sent away."""
        while seconds := self._gate.closed_seconds(self._patience.monotonic()):
            if self._patience.waited_seconds + seconds > self._patience.asked_seconds:
                raise self._too_long()
            self._wait(seconds, is_asked=True)

    def _too_long(self) -> RefusedError:
        return BUSY.error(name=self._name, minutes=round(self._patience.asked_seconds / 60))

    def _wait(self, seconds: float, *, is_asked: bool) -> None:
        if self._waiting:
            self._waiting(self._name, seconds)
        self._patience.wait(seconds, is_asked=is_asked)

    def _send(
        self,
        method: str,
        url: str,
        headers: dict[str, str],
        body: bytes | str | None,
        token: str,
        *,
        expects_json: bool,
    ) -> Answer | _Failure:
        headers |= {"User-Agent": _AGENT, "Accept-Encoding": "gzip"}
        headers.setdefault("Accept", "application/json")
        if token:
            headers["Authorization"] = f"Bearer {token}"
        # Prepared without a session, which would add cookies and what .netrc says.
        request = requests.Request(method, url, headers=headers, data=body).prepare()
        with self._gate.place():
            self.sent += 1
            answer = self._exchange(request)
        if isinstance(answer, _Failure):
            return answer
        if self._seen:
            self._seen(method, url, answer.status, answer.headers, answer.body)
        self._compare_clocks(answer)
        if 300 <= answer.status < 400 and answer.status != 304:
            raise ELSEWHERE.error(name=self._name, host=safe_name(_host_of(answer.headers.get("Location", ""))))
        if expects_json and 200 <= answer.status < 300 and answer.status != 204 and not _is_json_object(answer.body):
            return _Failure(NO_JSON.error(name=self._name))
        return answer

    def _exchange(self, request: requests.PreparedRequest) -> Answer | _Failure:
        """Send one request and read its answer, all of it before the deadline."""
        line = self._line()
        environment = environment_of(line.session, request.url or "")
        watch = threading.Timer(self._limits.deadline_seconds, line.breaker.close)
        watch.daemon = True
        watch.start()
        try:
            silence = self._limits.silence_seconds
            adapter = line.session.get_adapter(request.url or "")
            with adapter.send(request, stream=True, timeout=(silence, silence), **environment) as response:
                answer = Answer(response.status_code, CaseInsensitiveDict(response.headers), self._read(response))
            if not line.breaker.is_closed.is_set():
                return answer
            # Broken in the middle of the head, which then looks complete.
            raise TimeoutError
        except (requests.RequestException, HTTPError, OSError, ValueError, AttributeError) as error:
            # A connection that is broken from outside makes its reader fail in many ways.
            is_late = line.breaker.is_closed.is_set()
            self._hang_up()
            if is_late:
                return _Failure(DRIPPING.error(name=self._name, seconds=f"{self._limits.deadline_seconds:g}"))
            if isinstance(error, (ValueError, AttributeError)) and not isinstance(error, requests.RequestException):
                raise
            failure, is_passing = explain(error, self._name, self._limits.silence_seconds)
            return _Failure(failure, is_final=not is_passing, is_unsent=is_unsent(error))
        finally:
            watch.cancel()

    def _read(self, response: requests.Response) -> bytes:
        body = bytearray()
        while piece := response.raw.read1(_BLOCK_BYTES, decode_content=True):
            body += piece
            if len(body) > self._limits.max_bytes:
                self._hang_up()
                raise TOO_LARGE.error(name=self._name, megabytes=self._limits.max_bytes // 1_000_000)
        return bytes(body)

    def _compare_clocks(self, answer: Answer) -> None:
        with suppress(ValueError, TypeError):
            there = parsedate_to_datetime(answer.headers.get("Date", ""))
            self.clock_off_seconds = (datetime.now(UTC) - there).total_seconds()

    def _line(self) -> _Line:
        """Return this thread's connection to the service; a new one when the last was broken or is worn."""
        line: _Line | None = getattr(self._lines, "line", None)
        if line is not None and not line.breaker.is_closed.is_set() and line.breaker.watched < _WORN_CONNECTIONS:
            return line
        self._hang_up()
        self._lines.line = _Line()
        return self._lines.line  # type: ignore[no-any-return]

    def _hang_up(self) -> None:
        line: _Line | None = getattr(self._lines, "line", None)
        self._lines.line = None
        if line is not None:
            line.session.close()
            line.breaker.close()


class _Line:
    """One thread's connections, kept open between requests, and what can break them."""

    def __init__(self) -> None:
        self.breaker = Breaker()
        self.session = requests.Session()
        for scheme in ("https://", "http://"):
            self.session.mount(scheme, WatchedAdapter(self.breaker))

    def __del__(self) -> None:
        self.session.close()
        self.breaker.close()


def _origin(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    port = parts.port or {"https": 443, "http": 80}.get(parts.scheme)
    return parts.scheme, (parts.hostname or "").lower(), port


def _host_of(url: str) -> str:
    with suppress(ValueError):
        return urlsplit(url).hostname or "?"
    return "?"


def _is_json_object(body: bytes) -> bool:
    try:
        return isinstance(json.loads(body), dict)
    except (ValueError, RecursionError):
        return False
