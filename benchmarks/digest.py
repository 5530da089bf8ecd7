"""The digests of many people, from their calendars to a mail server: ``python -m benchmarks.digest --people 1000``.

Everybody has a calendar of 300 events, and gets a mail of text, page and picture over TLS from a server on this machine
that throws the body away and counts. A second run right after the first tells what it costs when nothing is due.
"""

from __future__ import annotations

import argparse
import json
import socket
import ssl
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

from benchmarks.calendars import google_like
from benchmarks.processes import Cost, measure

TODAY = date(2026, 11, 18)
EVENTS = 300
_OWNER = "anna@example.org"


class Sink:
    """A mail server inside TLS that takes everything and counts whom it was for.

    Attributes:
        recipients: how many mails each address got.
        octets: of all mails together.
    """

    def __init__(self, context: ssl.SSLContext) -> None:
        self.recipients: Counter[str] = Counter()
        self.octets = 0
        self._context = context
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            connection, _ = self._listening.accept()
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with (
            suppress(OSError),
            self._context.wrap_socket(connection, server_side=True) as line,
            line.makefile("rb") as file,
        ):
            line.sendall(b"220 ready\r\n")
            recipient = ""
            while heard := file.readline():
                verb = heard[:4].upper()
                if verb == b"RCPT":
                    recipient = heard.decode("ascii").partition("<")[2].partition(">")[0]
                if verb == b"DATA":
                    line.sendall(b"354 go on\r\n")
                    self.octets += sum(len(part) for part in iter(file.readline, b".\r\n"))
                    self.recipients[recipient] += 1
                line.sendall(b"221 bye\r\n" if verb == b"QUIT" else b"250 ok\r\n")


@contextmanager
def organisation(people: int) -> Iterator[tuple[Path, Sink]]:
    """Give a folder with a roster of people who joined, and the server that their mails go to."""
    import trustme

    with tempfile.TemporaryDirectory() as name:
        folder, authority = Path(name), trustme.CA()
        authority.cert_pem.write_to_path(str(folder / "ca.pem"))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("localhost").configure_cert(context)
        sink = Sink(context)
        lines = ["person,source,address,joined"]
        for number in range(people):
            address = f"person{number}@example.org"
            text = google_like(EVENTS, TODAY, seed=number).replace(_OWNER, address)
            (folder / f"{number}.ics").write_text(text, "utf-8", newline="")
            lines.append(f"person{number},{number}.ics,{address},2026-09-01")
        (folder / "people.csv").write_text("\n".join(lines) + "\n", "utf-8")
        (folder / "meetlint.toml").write_text(
            '[agreements]\ntimezone = "Europe/Amsterdam"\nlanguage = "en"\n[mail]\nhost = "localhost"\n'
            f'port = {sink.port}\nsecurity = "tls"\nfrom_address = "digest@example.org"\n'
            f"authorities = {json.dumps(str(folder / 'ca.pem'))}\n",
            "utf-8",
        )
        yield folder, sink


def run_digests(folder: Path, workers: int) -> Cost:
    """Run the digest once, and return what it cost."""
    command = [
        *(sys.executable, "-c", "from cli import main; main()", "digest", "send", f"--today={TODAY}"),
        *(f"--config={folder / 'meetlint.toml'}", f"--roster={folder / 'people.csv'}", f"--workers={workers}"),
    ]
    return measure(command, variables={"MEETLINT_STATE_DIR": str(folder / "state")})


def main() -> None:
    """Say what the digests of so many people cost, and check that each went out once."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.digest", description=__doc__)
    parser.add_argument("--people", type=int, default=1_000)
    parser.add_argument("--workers", type=int, default=2)
    chosen = parser.parse_args()
    with organisation(chosen.people) as (folder, sink):
        first = run_digests(folder, chosen.workers)
        sent = sum(sink.recipients.values())
        second = run_digests(folder, chosen.workers)
        if sum(sink.recipients.values()) != sent or any(number > 1 for number in sink.recipients.values()):
            raise SystemExit("a mail went out twice")
        kilobytes = sink.octets / max(sent, 1) / 1000
        print(f"{chosen.people} people, {sent} mails of {kilobytes:.0f} kB on average, {chosen.workers} workers")
        for name, cost in (("first run", first), ("second run", second)):
            print(f"{name}: {cost.wall:.1f} s, {cost.cpu:.1f} s of CPU, {cost.peak_bytes / 1e6:.0f} MB at most")


if __name__ == "__main__":
    main()
