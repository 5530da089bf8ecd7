"""Child processes of the tests: started on a free port of the loopback, awaited, and stopped for sure."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

NODE_PROJECT = Path(__file__).with_name("google")
START_SECONDS = 300.0

# The child ends with its parent, also where the parent was killed: its standard input then ends.
_END_WITH_PARENT = "data:text/javascript,process.stdin.on('end',()=>process.exit()).resume()"


def node_command(script: str, *arguments: str) -> list[str]:
    """Return the command that runs a script of the npm project beside this file."""
    return ["node", "--import", _END_WITH_PARENT, str(NODE_PROJECT / "node_modules" / script), *arguments]


def find_free_port() -> int:
    """Return a port of the loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def is_listening(port: int) -> bool:
    """Tell whether somebody listens on a port of the loopback."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=10):
        return True
    return False


class ChildServer:
    """A server in a process of its own, from the moment it answers until the end of the ``with``."""

    def __init__(
        self,
        command: Sequence[str],
        is_ready: Callable[[], bool],
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._command = list(command)
        self._is_ready = is_ready
        self._environment = {**os.environ, **(environment or {})}
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        with tempfile.TemporaryFile() as output:
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=output, stderr=output, env=self._environment
            )
            try:
                self._wait(output.fileno())
            except BaseException:
                self.stop()
                raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """End the process at once, by force: these servers have nothing to save."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        if process.stdin:
            process.stdin.close()

    def _wait(self, output: int) -> None:
        assert self._process
        last = time.monotonic() + START_SECONDS
        # First whether it lives: another server may have taken its port, and would answer in its place.
        while self._process.poll() is None and time.monotonic() < last:
            if self._is_ready():
                return
            time.sleep(0.05)
        said = os.pread(output, 4000, 0).decode(errors="replace")
        raise RuntimeError(f"the server did not start: {said}")
