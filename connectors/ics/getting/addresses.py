"""Published ICS addresses: fetched with care, since an address, a redirect or an answer may be somebody's trap.

An address is mostly a secret. So no message, ``repr`` or log line from here holds one, vendor errors (whose text does)
are not chained, and what the HTTP libraries log while fetching is dropped.

**Where it connects.** Every IP a host resolves to must be public, and the connection goes to the very IP that was
looked at: one lookup per connection, so a name that changes its answer in between gains nothing. The same for each
redirect. ``allow_private`` opens intranet and loopback addresses; link-local ones (cloud metadata), multicast and the
unspecified address stay closed. Through a proxy only the proxy knows the IP: there the check is left to it, and here
only hosts that are private as written are refused.

**How long, how much.** One deadline for everything, name lookup, waiting and retries included; a cap on the unpacked
bytes. ``HTTPS_PROXY``, ``NO_PROXY``, ``REQUESTS_CA_BUNDLE`` work as they do in requests; ``.netrc`` is not read.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

import requests
from requests.auth import HTTPBasicAuth
from urllib3.exceptions import HTTPError

from analyzer.errors import SourceError, UsageError, reason_of
from analyzer.problems import Problem, ProblemKind
from analyzer.text import N_
from connectors.guarded_connections import (
    LIMITS,
    PRIVATE_ADDRESS,
    Guard,
    Limits,
    WatchedAdapter,
    is_closed_as_written,
)
from connectors.ics.getting.archives import Inflater
from connectors.ics.getting.files import in_megabytes
from connectors.ics.getting.stored import Answer, AnswerCache
from connectors.locators import check_address, has_credentials, safe_name
from connectors.refusals import Refusal
from connectors.transport import AGAIN, environment_of, explain, wait_seconds


@dataclass(frozen=True)
class Fetched:
    """What an address gave.

    Attributes:
        body: the bytes, unpacked from the transfer.
        is_cached: the server said that nothing changed since the answer kept from before.
        problems: what went wrong beside it.
    """

    body: bytes = field(repr=False)
    is_cached: bool = False
    problems: tuple[Problem, ...] = ()


_BLOCK_BYTES = 1 << 16
_POLL_SECONDS = 0.1
_GRACE_SECONDS = 0.5
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_PASSING_FAULTS = frozenset((429, 502, 503, 504))
_COPY_AGAIN = N_("Copy the address again from the settings of the calendar, and check that it is still shared.")

TOO_LARGE_ANSWER = Refusal(
    "answer-too-large",
    N_("{name} gives more than {megabytes} MB, the most meetlint reads from an address."),
    N_("Download it with the browser and give the file, or publish fewer months."),
)
ODD_ENCODING = Refusal(
    "answer-encoding", N_("{name} gives its answer in a form that was not asked for ({form})."), _COPY_AGAIN
)
TOO_MANY_REDIRECTS = Refusal(
    "too-many-redirects", N_("{name} sends on to another address more than {count} times."), _COPY_AGAIN
)
BAD_REDIRECT = Refusal("redirect-refused", N_("{name} sends on to something that is no calendar address."), _COPY_AGAIN)
DOWNGRADE = Refusal(
    "redirect-unprotected",
    N_("{name} sends on from https to http, where everybody on the way can read along; it was not followed."),
    _COPY_AGAIN,
)
IN_THE_CLEAR = Refusal(
    "password-unprotected",
    N_("{name} would send a password over http, where everybody on the way can read it; it was not contacted."),
    N_("Use the address that begins with https://."),
)
SIGN_IN_WANTED = Refusal("sign-in-wanted", N_("{name} wants a sign-in (status 401)."), _COPY_AGAIN)
FORBIDDEN = Refusal("address-forbidden", N_("{name} may not be read (status 403)."), _COPY_AGAIN)
NOT_THERE = Refusal("address-gone", N_("{name} holds no calendar (status {status})."), _COPY_AGAIN)
BUSY = Refusal("server-busy", N_("The server of {name} wants to be left alone for a while (status {status})."), AGAIN)
SERVER_FAULT = Refusal("server-fault", N_("The server of {name} has a fault of its own (status {status})."), AGAIN)
ODD_STATUS = Refusal("status-unknown", N_("{name} answers something unexpected (status {status})."), _COPY_AGAIN)
NOT_KEPT = ProblemKind(
    "answer-not-kept", N_("The answer of {name} could not be kept for the next time: {reason}."), effect="repaired"
)

_SERVICE_HINTS = {
    "google.com": N_(
        "In Google Calendar, copy the secret address again (Settings > your calendar > Integrate calendar): it was "
        "reset, or the administrator hides it; then export the calendar as a file."
    ),
    "outlook.office365.com": N_(
        "In Outlook on the web, look under Settings > Calendar > Shared calendars > Publish a calendar: publishing was "
        "switched off, or the administrator does not allow it."
    ),
    "icloud.com": N_("In Apple Calendar, look whether the calendar is still marked as a public calendar."),
}
_SERVICE_HINTS |= dict.fromkeys(
    ("outlook.office.com", "outlook.live.com", "outlook.com"), _SERVICE_HINTS["outlook.office365.com"]
)


def fetch(
    address: str,
    name: str,
    *,
    allow_private: bool = False,
    cache: AnswerCache | None = None,
    limits: Limits = LIMITS,
    progress: Callable[[str, int, int], None] | None = None,
) -> Fetched:
    """Return what a published address holds.

    Args:
        address: http or https, as :func:`connectors.locators.check_address` returns it; it may carry credentials,
            which go to its own host over https only.
        name: what people see of it.
        allow_private: also connect to addresses on the own network.
        cache: where answers are kept between runs; None keeps and reads nothing.
        limits: what it may cost.
        progress: called with the name, the bytes received and the bytes expected (0: unknown).

    Raises:
        SourceError: one sentence about what went wrong, with what to do.
    """
    if has_credentials(address) and urlsplit(address).scheme != "https":
        raise IN_THE_CLEAR.error(name=name)
    worker = _Fetch(address, name, Guard(name, allow_private, limits), cache)
    worker.start()
    # A name lookup cannot be interrupted and a server may send a byte now and then: so the clock runs here.
    is_late = False
    try:
        while not worker.done.wait(_POLL_SECONDS) and not is_late:
            if progress:
                progress(name, worker.received_bytes, worker.expected_bytes)
            is_late = worker.guard.remaining_seconds() <= 0
    finally:
        worker.guard.close()
    worker.join(timeout=_GRACE_SECONDS)
    if is_late:
        raise worker.guard.too_slow()
    if isinstance(worker.failure, SourceError):
        raise worker.failure.with_traceback(None)  # the frames it came through held the address
    if worker.failure is not None:
        raise worker.failure
    assert worker.fetched is not None
    return worker.fetched


@dataclass(frozen=True)
class _Later:
    """A fault that may pass: the sentence if it does not, and how long the server asks to wait."""

    failure: SourceError
    seconds: float | None = None


class _Fetch(threading.Thread):
    """One fetch, in a thread of its own so that nothing it waits for can hold up the run."""

    def __init__(self, address: str, name: str, guard: Guard, cache: AnswerCache | None) -> None:
        super().__init__(daemon=True, name="fetch")
        parts = urlsplit(address)
        self._address = address
        self._shown = name
        self._start = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
        self._auth = None
        if has_credentials(address):
            self._auth = HTTPBasicAuth(unquote(parts.username or ""), unquote(parts.password or ""))
        self.guard = guard
        self._cache = cache
        self._cached: Answer | None = None
        self._session = requests.Session()
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, WatchedAdapter(guard))
        self.done = threading.Event()
        self.received_bytes = 0
        self.expected_bytes = 0
        self.fetched: Fetched | None = None
        self.failure: BaseException | None = None

    def run(self) -> None:
        try:
            self.fetched = self._fetch()
        except BaseException as error:  # handed to the caller, who raises it
            self.failure = error
        finally:
            self._session.close()
            self.done.set()

    def _fetch(self) -> Fetched:
        self._cached = self._cache.load(self._address) if self._cache else None
        pauses = self.guard.limits.pauses_seconds
        outcome = self._try()
        for pause in pauses:
            if isinstance(outcome, Fetched):
                break
            seconds = pause if outcome.seconds is None else outcome.seconds
            if seconds >= self.guard.remaining_seconds():
                break
            self.guard.is_closed.wait(seconds)
            self.guard.check_time()
            outcome = self._try()
        if isinstance(outcome, _Later):
            raise outcome.failure
        return outcome

    def _try(self) -> Fetched | _Later:
        url = self._start
        for _hop in range(self.guard.limits.redirects + 1):
            self.guard.check_time()
            failure: SourceError | None = None
            is_passing = False
            try:
                with self._send(url) as response:
                    target = self._session.get_redirect_target(response)
                    if response.status_code not in _REDIRECTS or not target:
                        return self._judge(response, url)
            except (requests.RequestException, HTTPError, OSError, UnicodeError) as error:
                failure, is_passing = explain(error, self._shown, self.guard.limits.silence_seconds)
            # Raised out here, since the error handled above holds the address in its text.
            if failure is not None:
                self.guard.check_time()
                if is_passing:
                    return _Later(failure)
                raise failure
            url = self._next(url, target or "")
        raise TOO_MANY_REDIRECTS.error(name=self._shown, count=self.guard.limits.redirects)

    def _send(self, url: str) -> requests.Response:
        headers = {"User-Agent": "meetlint", "Accept": "text/calendar, */*;q=0.1", "Accept-Encoding": "gzip"}
        if self._cached and self._cached.etag:
            headers["If-None-Match"] = self._cached.etag
        if self._cached and self._cached.last_modified:
            headers["If-Modified-Since"] = self._cached.last_modified
        is_own_host = urlsplit(url)[:2] == urlsplit(self._start)[:2]
        # Prepared without the session, which would add passwords from .netrc and cookies.
        request = requests.Request("GET", url, headers=headers, auth=self._auth if is_own_host else None).prepare()
        environment = environment_of(self._session, request.url or url)
        # Behind a proxy this is the only look there is; without one it spares a lookup.
        host = urlsplit(url).hostname or ""
        if is_closed_as_written(host, allow_private=self.guard.allow_private):
            raise PRIVATE_ADDRESS.error(name=self._shown, ip=safe_name(host))
        timeout = self.guard.limits.silence_seconds
        # By the adapter: the session's own send reads the body of a redirect, without any cap, also when told not to
        # follow it.
        return self._session.get_adapter(url).send(
            request,
            stream=True,
            timeout=(timeout, timeout),
            **environment,
        )

    def _next(self, url: str, target: str) -> str:
        try:
            joined = check_address(urljoin(url, target))
        except (UsageError, ValueError):
            joined = ""
        if not joined or has_credentials(joined):
            raise BAD_REDIRECT.error(name=self._shown)
        if url.startswith("https:") and not joined.startswith("https:"):
            raise DOWNGRADE.error(name=self._shown)
        return joined

    def _judge(self, response: requests.Response, url: str) -> Fetched | _Later:
        status = response.status_code
        if status in (200, 203):
            return self._keep(response, self._read(response))
        if status == 304 and self._cached:
            return Fetched(self._cached.body, True, self._guarded(lambda cache: cache.keep(self._address)))
        host = urlsplit(url).hostname or ""
        hint = next((h for known, h in _SERVICE_HINTS.items() if host == known or host.endswith(f".{known}")), "")
        refusals = {401: SIGN_IN_WANTED, 403: FORBIDDEN, 404: NOT_THERE, 410: NOT_THERE}
        if status in refusals:
            raise refusals[status].error(hint, name=self._shown, status=status)
        asked = wait_seconds(response.headers.get("Retry-After"), response.headers.get("Date"))
        fault = BUSY if status == 429 or asked is not None else SERVER_FAULT if status >= 500 else ODD_STATUS
        failure = fault.error(name=self._shown, status=status)
        if status in _PASSING_FAULTS:
            return _Later(failure, asked)
        raise failure

    def _read(self, response: requests.Response) -> bytes:
        cap = self.guard.limits.max_bytes
        form = response.headers.get("Content-Encoding", "").strip().lower()
        if form not in ("", "identity", "gzip", "x-gzip"):
            raise ODD_ENCODING.error(name=self._shown, form=safe_name(form[:40]))
        length = response.headers.get("Content-Length", "")
        self.expected_bytes = int(length) if length.isascii() and length.isdigit() and len(length) < 16 else 0
        too_large = TOO_LARGE_ANSWER.error(name=self._shown, megabytes=in_megabytes(cap))
        if self.expected_bytes > cap:
            raise too_large
        inflater = Inflater(self._shown, cap) if "gzip" in form else None
        body = bytearray()
        self.received_bytes = 0
        for piece in response.raw.stream(_BLOCK_BYTES, decode_content=False):
            self.guard.check_time()
            self.received_bytes += len(piece)
            body += inflater.feed(piece) if inflater else piece
            if len(body) > cap:
                raise too_large
        if inflater and self.received_bytes:
            inflater.finish()
        return bytes(body)

    def _keep(self, response: requests.Response, body: bytes) -> Fetched:
        is_allowed = "no-store" not in response.headers.get("Cache-Control", "").lower()
        etag, changed = response.headers.get("ETag", ""), response.headers.get("Last-Modified", "")
        answer = Answer(body, etag, changed) if is_allowed else Answer(body)
        return Fetched(body, problems=self._guarded(lambda cache: cache.store(self._address, answer)))

    def _guarded(self, act: Callable[[AnswerCache], None]) -> tuple[Problem, ...]:
        """Do something with the cache; a cache that fails costs the next run some time, and this one a word."""
        if self._cache is None:
            return ()
        try:
            act(self._cache)
        except OSError as error:
            return (Problem(self._shown, NOT_KEPT, fields={"name": self._shown, "reason": reason_of(error)}),)
        return ()


class _Discretion(logging.Filter):
    """Drops what the HTTP libraries log while an address is fetched: their lines hold its path, which is the secret."""

    def filter(self, record: logging.LogRecord) -> bool:  # noqa: ARG002  every line from such a thread
        return not isinstance(threading.current_thread(), _Fetch)


for _library in ("connection", "connectionpool", "poolmanager", "response", "util.retry"):
    logging.getLogger(f"urllib3.{_library}").addFilter(_Discretion())
