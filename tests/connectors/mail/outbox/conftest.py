"""Outboxes for the tests, in a file and in PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.mail.names import Names
from connectors.mail.outbox.box import Outbox

NAMES = Names(b"0123456789abcdef" * 2, "example.org")


@pytest.fixture
def names() -> Names:
    return NAMES


@pytest.fixture(params=["a file", "PostgreSQL"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Where an outbox may stand: nothing is there yet."""
    if request.param == "a file":
        return tmp_path / "outbox.sqlite"
    schema: str = request.getfixturevalue("running_postgres").make_schema()
    return schema


@pytest.fixture
def outbox(place: Path | str, names: Names) -> Iterator[Outbox]:
    with Outbox(place, names, wait_seconds=10) as opened:
        yield opened
