"""Programs that a test starts, and what bounds its waiting for them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

GUARD_SECONDS = 300
"""No more than a guard against waiting for ever: what is waited for is always something that happens."""


@contextmanager
def running(command: Sequence[str], **options: Any) -> Iterator[subprocess.Popen[Any]]:
    """Start a program for the length of a ``with``: whatever becomes of the test, afterwards it is gone."""
    with subprocess.Popen(command, **options) as program:
        try:
            yield program
        finally:
            program.kill()
