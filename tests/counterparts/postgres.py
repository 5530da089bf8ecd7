"""PostgreSQL of Debian on the loopback: a cluster of its own in a temporary folder, gone at the end of the ``with``.

The system's own clusters and settings are not touched. PostgreSQL does not run as root: there it runs as Debian's user
``postgres``. Nothing is written to last (``fsync = off``): what is killed in these tests is never the server.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from counterparts import installed
from counterparts.google_children import ChildServer, find_free_port

USER = "meetlint"
PASSWORD = "only-on-the-loopback"


def is_installed() -> bool:
    """Tell whether ``make counterparts`` has brought PostgreSQL here."""
    return _folder() is not None and (os.geteuid() != 0 or (_has_user() and installed.has_program("setpriv")))


def _folder() -> Path | None:
    found = shutil.which("initdb")
    inside = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[4]))
    return Path(found).parent if found else inside[-1].parent if inside else None


def _has_user() -> bool:
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        return False
    return True


class Postgres:
    """A running server.

    Attributes:
        port: on 127.0.0.1.
    """

    def __init__(self, port: int) -> None:
        self.port = port
        self._made = 0

    def url(self, database: str) -> str:
        """Return the address of a database, password and all."""
        return f"postgresql://{USER}:{PASSWORD}@127.0.0.1:{self.port}/{database}"

    def is_ready(self) -> bool:
        """Tell whether it takes connections: it listens a little earlier."""
        import psycopg

        try:
            psycopg.connect(self.url("postgres")).close()
        except psycopg.OperationalError:
            return False
        return True

    def make_schema(self) -> str:
        """Make an empty schema and return the address under which nothing but it is seen: quicker than a database."""
        import psycopg

        self._made += 1
        name = f"box_{os.getpid()}_{self._made}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {name}".encode())
        return f"{self.url('postgres')}?options=-csearch_path%3D{name}"


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """Start a server with an empty cluster."""
    programs = _folder()
    assert programs is not None
    folder = Path(tempfile.mkdtemp(prefix="meetlint-postgres-"))
    as_user: list[str] = []
    try:
        password = folder / "password"
        password.write_text(PASSWORD, "ascii")
        if os.geteuid() == 0:
            for path in (folder, password):
                shutil.chown(path, "postgres", "postgres")
            as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        data = folder / "data"
        subprocess.run(
            [
                *as_user, str(programs / "initdb"), "--pgdata", str(data), "--username", USER, "--pwfile", password,
                "--auth", "scram-sha-256", "--no-sync", "--encoding", "UTF8", "--locale", "C.UTF-8",
            ],
            cwd="/", check=True, capture_output=True,
        )  # fmt: skip
        port = find_free_port()
        settings = {
            "port": port, "listen_addresses": "127.0.0.1", "unix_socket_directories": "", "fsync": "off",
            "max_connections": 100, "shared_buffers": "16MB",
        }  # fmt: skip
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        server = Postgres(port)
        with ChildServer([*as_user, str(programs / "postgres"), "-D", str(data), *options], server.is_ready):
            yield server
    finally:
        # Its processes end by themselves when the first of them is gone, and may write until then.
        shutil.rmtree(folder, ignore_errors=True)
