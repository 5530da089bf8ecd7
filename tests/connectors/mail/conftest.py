"""Servers for the tests of mail."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from counterparts import postgres


@pytest.fixture(scope="session")
def running_postgres(need: Callable[[bool, str], None]) -> Iterator[postgres.Postgres]:
    """PostgreSQL on the loopback."""
    need(postgres.is_installed(), "PostgreSQL")
    pytest.importorskip("psycopg")
    with postgres.running_postgres() as server:
        yield server
