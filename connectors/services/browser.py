"""A person's own browser on the way to a sign-in page and back to the loopback, for both services.

The libraries' own servers take one connection after another, and the first that they are given: a browser that opens a
spare one, as browsers do, would keep them waiting beyond every time limit.
"""

from __future__ import annotations

import queue
import threading
import time
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Protocol, Self
from urllib.parse import parse_qsl, urlsplit

from analyzer.text import N_

FAREWELL = N_("The answer has arrived. You can close this page and go back to meetlint.")
"""What the browser shows at the end."""
WAIT_SECONDS = 300.0
"""How long the browser may take."""

_SILENCE_SECONDS = 10.0
_POLL_SECONDS = 0.05
_LOOK_SECONDS = 0.2
_MOST_BYTES = 1 << 16
_HOST = "127.0.0.1"


class Show(Protocol):
    """Says something: a msgid and its fields."""

    def __call__(self, message: str, **fields: object) -> None: ...  # noqa: D102


def sign_in_by_browser(
    page: Callable[[int], str],
    *,
    open_browser: Callable[[str], object],
    show: Show,
    service: str,
    farewell: str = FAREWELL,
    seconds: float = WAIT_SECONDS,
) -> dict[str, str]:
    """Return what the browser brought back from a sign-in page.

    Args:
        page: gives the address of the page for the port at which this machine listens.
        open_browser: opens an address in a browser on this machine, and says whether there was one.
        show: says something to the person.
        service: of whom the page is.
        farewell: what the browser shows at the end, in the person's language.
        seconds: how long to wait.

    Raises:
        TimeoutError: nobody came back.
    """
    with Receiver(farewell) as receiver:
        address = page(receiver.server_port)
        try:
            is_open = open_browser(address)
        except webbrowser.Error:
            is_open = False
        if is_open:
            text = N_(
                "Your browser shows the sign-in page of {service}; meetlint waits for it, {minutes} minutes at most."
            )
            show(text, service=service, minutes=minutes_of(seconds))
        else:
            show(N_("No browser opened. Open this address in a browser on this machine: {address}"), address=address)
            show(N_("Is there none on this machine? End this with Ctrl+C, and add --no-browser."))
        return receiver.wait(seconds)


def minutes_of(seconds: float) -> int:
    """Return seconds as whole minutes to be said, at least one."""
    return max(1, round(seconds / 60))


class Receiver(ThreadingHTTPServer):
    """Listens on the loopback for one answer; every connection has a thread of its own, so none holds up another."""

    # Elsewhere than on Unix, a port that may be reused may be taken over.
    allow_reuse_address = False
    daemon_threads = True

    def __init__(self, farewell: str) -> None:
        super().__init__((_HOST, 0), _Handler)
        self.farewell = farewell
        self.found: queue.SimpleQueue[dict[str, str]] = queue.SimpleQueue()

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, args=(_POLL_SECONDS,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shutdown()
        self.server_close()

    def wait(self, seconds: float) -> dict[str, str]:
        """Return the parameters of the answer.

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
    server: Receiver

    def do_GET(self) -> None:
        """Take an answer in the address: Google's."""
        self._take(urlsplit(self.path).query)

    def do_POST(self) -> None:
        """Take an answer in a form, which leaves no code in the browser's history: Microsoft's."""
        length = self.headers.get("Content-Length") or ""
        is_short = length.isascii() and length.isdigit() and int(length) <= _MOST_BYTES
        self._take(self.rfile.read(int(length)).decode("utf-8", "replace") if is_short else "")

    def _take(self, text: str) -> None:
        """Take an answer, and nothing else: browsers also ask for an icon."""
        given = dict(parse_qsl(text))
        is_answer = urlsplit(self.path).path == "/" and bool(given.keys() & {"code", "error"})
        body = self.server.farewell.encode() if is_answer else b""
        self.send_response(200 if is_answer else 404)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()
        if is_answer:
            self.server.found.put(given)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the address holds the code."""
