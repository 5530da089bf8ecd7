"""google-auth-oauthlib's flow, with an own ear for the browser that comes back. Imported only to sign in.

The library's own server takes one connection after another, and the first that it is given: a browser that opens a
spare one, as browsers do, would keep it waiting beyond every time limit. It also prints.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from google_auth_oauthlib.flow import InstalledAppFlow  # type: ignore[import-untyped]

_SILENCE_SECONDS = 10.0
_POLL_SECONDS = 0.05
_LOOK_SECONDS = 0.2
_HOST = "127.0.0.1"


class BrowserFlow(InstalledAppFlow):  # type: ignore[misc]  # the library has no types
    """The flow for programs on a person's own machine.

    Attributes:
        answer_seconds: how long the exchange of the code may be silent.
    """

    answer_seconds: float | None = None

    def authorization_url(self, **options: Any) -> tuple[str, str]:
        """Return the address of Google's page and the state that must come back.

        Consent is asked for each time, as Google gives a refresh token only with it.
        """
        address, state = super().authorization_url(prompt="consent", **options)
        return address, state

    def fetch_token(self, **options: Any) -> Any:
        """Exchange the code; other scopes than were asked for are no error here, they are looked at by the caller."""
        try:
            return super().fetch_token(timeout=self.answer_seconds, **options)
        except Warning as changed:
            token = getattr(changed, "token", None)
            if token is None:
                raise
            self.oauth2session.token = token
            return token

    def wait_for_browser(self, lead: Callable[[str], object], farewell: str, seconds: float) -> str:
        """Return the address with which the browser came back.

        Args:
            lead: told the address of Google's page once this machine listens.
            farewell: what the browser shows then.
            seconds: how long to wait.

        Raises:
            TimeoutError: nobody came back.
        """
        with _Receiver(farewell) as receiver:
            self.redirect_uri = f"http://{_HOST}:{receiver.server_port}/"
            address, _ = self.authorization_url()
            lead(address)
            return f"http://{_HOST}:{receiver.server_port}{receiver.wait(seconds)}"


class _Receiver(ThreadingHTTPServer):
    """Listens on the loopback for one answer; every connection has a thread of its own, so none holds up another."""

    # Elsewhere than on Unix, a port that may be reused may be taken over.
    allow_reuse_address = False
    daemon_threads = True

    def __init__(self, farewell: str) -> None:
        super().__init__((_HOST, 0), _Handler)
        self.farewell = farewell
        self.found: queue.SimpleQueue[str] = queue.SimpleQueue()

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, args=(_POLL_SECONDS,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shutdown()
        self.server_close()

    def wait(self, seconds: float) -> str:
        """Return the path and query of the answer.

        Raises:
            TimeoutError: none came.
        """
        ends = time.monotonic() + seconds
        while (left := ends - time.monotonic()) > 0:
            # In short looks: an interrupt that another thread receives would not wake this one.
            with suppress(queue.Empty):
                return self.found.get(timeout=min(left, _LOOK_SECONDS))
        raise TimeoutError

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a browser that hangs up is no fault, and what it asked for holds the code."""


class _Handler(BaseHTTPRequestHandler):
    timeout = _SILENCE_SECONDS
    server: _Receiver

    def do_GET(self) -> None:
        """Take the answer, and nothing else: browsers also ask for an icon."""
        parts = urlsplit(self.path)
        is_answer = parts.path == "/" and bool(parse_qs(parts.query).keys() & {"code", "error"})
        body = self.server.farewell.encode() if is_answer else b""
        self.send_response(200 if is_answer else 404)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()
        if is_answer:
            self.server.found.put(self.path)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the address holds the code."""
