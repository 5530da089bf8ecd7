"""A mail server on loopback that does what a test says, also what no good server would; it keeps what it took."""

from __future__ import annotations

import base64
import contextlib
import socket
import ssl
import threading
from collections import defaultdict, deque

CUT = "cut"
"""In the place of an answer: the connection ends. After a whole mail: the mail was taken all the same."""
CUT_MIDWAY = "cut midway"
"""In the place of the answer to a mail: the connection ends when half of it has come."""


class MailServer:
    """Answers each step well unless its script says otherwise.

    Attributes:
        answers: of each step (``connect``, ``ehlo``, ``starttls``, ``auth``, ``mail``, ``rcpt``, ``data``, ``body``,
            ``rset``), what is said the next times instead.
        for_recipient: of a step and an address, the same.
        bodies: the mails that were taken, with the dots of SMTP taken away.
        recipients: of each of them, in the same order.
        heard: each line of a client with whether it came inside TLS.
        accepts: user and password; None offers no signing in.
        offers_tls: whether the answer to EHLO speaks of STARTTLS.
        connections: how many came.
    """

    def __init__(self, context: ssl.SSLContext, *, is_tls_at_once: bool = False) -> None:
        self.answers: defaultdict[str, deque[str]] = defaultdict(deque)
        self.for_recipient: defaultdict[tuple[str, str], deque[str]] = defaultdict(deque)
        self.bodies: list[bytes] = []
        self.recipients: list[list[str]] = []
        self.heard: list[tuple[bytes, bool]] = []
        self.accepts: tuple[str, str] | None = None
        self.offers_tls = not is_tls_at_once
        self.connections = 0
        self._context = context
        self._is_tls_at_once = is_tls_at_once
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listening.accept()
                self.connections += 1
                threading.Thread(target=self._greet, args=(connection,), daemon=True).start()

    def _greet(self, connection: socket.socket) -> None:
        talk = _Talk(self, connection, self._context)
        with contextlib.suppress(OSError, ValueError, TalkEndedError):
            if self._is_tls_at_once:
                talk.go_inside()
            talk.go()
        talk.close()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()


class TalkEndedError(Exception):
    """The connection ends."""


class _Talk:
    def __init__(self, server: MailServer, connection: socket.socket, context: ssl.SSLContext) -> None:
        self._server = server
        self._connection = connection
        self._context = context
        self._is_inside = False
        self._file = connection.makefile("rb")
        self._recipients: list[str] = []
        self._sender = False

    def go_inside(self) -> None:
        self._file.close()
        self._connection = self._context.wrap_socket(self._connection, server_side=True)
        self._file = self._connection.makefile("rb")
        self._is_inside = True

    def close(self) -> None:
        self._file.close()
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)
        self._connection.close()

    def go(self) -> None:
        self._say("connect", "220 ready")
        while line := self._file.readline():
            self._server.heard.append((line, self._is_inside))
            verb, _, rest = line.decode("ascii").strip().partition(" ")
            getattr(self, f"do_{verb.lower()}", self._unknown)(rest)

    def _say(self, step: str, usual: str, recipient: str = "") -> bool:
        special = self._server.for_recipient[step, recipient] if recipient else None
        if not special:
            special = self._server.answers[step]
        said = special.popleft() if special else usual
        if said == CUT:
            self._end()
        self._connection.sendall(f"{said}\r\n".encode())
        if said.startswith("421"):
            self._end()
        return said == usual

    def _end(self) -> None:
        raise TalkEndedError

    def _unknown(self, _: str) -> None:
        self._connection.sendall(b"500 what\r\n")

    def do_ehlo(self, _: str) -> None:
        words = ["localhost"]
        words += ["STARTTLS"] if self._server.offers_tls and not self._is_inside else []
        words += ["AUTH PLAIN"] if self._server.accepts else []
        lines = [f"250{'-' if number < len(words) - 1 else ' '}{word}" for number, word in enumerate(words)]
        self._say("ehlo", "\r\n".join(lines))

    def do_starttls(self, _: str) -> None:
        if self._say("starttls", "220 go on"):
            self.go_inside()

    def do_auth(self, rest: str) -> None:
        given = base64.b64decode(rest.partition(" ")[2]).decode().split("\0")[1:]
        is_right = self._server.accepts is not None and given == list(self._server.accepts)
        self._say("auth", "235 welcome" if is_right else "535 5.7.8 no, anna@example.org")

    def do_mail(self, _: str) -> None:
        self._recipients = []
        self._sender = self._say("mail", "250 ok")

    def do_rcpt(self, rest: str) -> None:
        address = rest.partition("<")[2].partition(">")[0]
        if self._say("rcpt", "250 ok", address):
            self._recipients.append(address)

    def do_data(self, _: str) -> None:
        if not self._recipients:
            self._connection.sendall(b"503 no recipient\r\n")
            return
        (recipient, *_) = self._recipients
        if not self._say("data", "354 go on", recipient):
            return
        special = self._server.for_recipient["body", recipient] or self._server.answers["body"]
        is_cut_midway = bool(special) and special[0] == CUT_MIDWAY
        lines = []
        while (line := self._file.readline()) != b".\r\n":
            if not line or (is_cut_midway and len(lines) > 5):
                if is_cut_midway:
                    special.popleft()
                self._end()
            lines.append(line[1:] if line.startswith(b".") else line)
        if not special or special[0] == CUT or special[0].startswith("2"):
            self._server.bodies.append(b"".join(lines))
            self._server.recipients.append(self._recipients)
        self._say("body", "250 taken", recipient)

    def do_rset(self, _: str) -> None:
        self._recipients = []
        self._say("rset", "250 ok")

    def do_quit(self, _: str) -> None:
        self._connection.sendall(b"221 bye\r\n")
        self._end()
