"""A server on loopback whose answers a test puts there, one for each path; it keeps what was asked."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from running import GUARD_SECONDS


class Crowd:
    """Counts who is inside at once; nobody leaves before as many as expected have been inside together.

    Attributes:
        most: how many were inside at the same time, at the most.
    """

    def __init__(self, expected: int) -> None:
        self.most = 0
        self._expected = expected
        self._now = 0
        self._lock = threading.Lock()
        self._is_full = threading.Event()

    @contextmanager
    def inside(self) -> Iterator[None]:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
            if self.most >= self._expected:
                self._is_full.set()
        try:
            self._is_full.wait(GUARD_SECONDS)
            # Whoever comes though nobody may needs a moment to be seen; those who may come need none.
            time.sleep(0.02)
            yield
        finally:
            with self._lock:
                self._now -= 1


class Handler(BaseHTTPRequestHandler):
    """Answers each path with the function the test put there; keeps what was asked."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        length = int(self.headers.get("Content-Length") or 0)
        self.server.sent.append((self.command, self.path, self.rfile.read(length)))
        self.close_connection = True
        answer = self.server.answers.get(self.path.partition("?")[0])
        if answer:
            answer(self)
        else:
            self.reply(404)

    def do_POST(self) -> None:
        self.do_GET()

    def reply(self, status: int = 200, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        fields = {"Content-Length": str(len(body)), "Connection": "close"}
        fields |= {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in fields.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, host: str = "127.0.0.1", context: ssl.SSLContext | None = None) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__((host, 0), Handler)
        if context:
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
        self.answers: dict[str, Callable[[Handler], None]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.sent: list[tuple[str, str, bytes]] = []
        self.stopping = threading.Event()
        self.scheme = "https" if context else "http"
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def handle_error(self, *_: Any) -> None:
        """A client that hangs up is what many of these tests want."""

    def url(self, path: str, host: str = "") -> str:
        return f"{self.scheme}://{host or self.server_address[0]}:{self.server_address[1]}{path}"

    def stop(self) -> None:
        self.stopping.set()
        self.shutdown()
        self.server_close()

    def reset(self) -> None:
        """Let go of whoever is still answering, and begin anew."""
        self.stopping.set()
        self.stopping = threading.Event()
        self.answers, self.asked, self.sent = {}, [], []
