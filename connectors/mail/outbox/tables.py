"""The tables of an outbox: no text, no address, times as whole seconds since 1970 in UTC."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Literal, get_args

from sqlalchemy import BigInteger, CheckConstraint, Column, Integer, MetaData, Table, Text

VERSION = 2
"""Of the tables; an outbox of a higher one was written by a newer meetlint."""

State = Literal[
    "queued", "sending", "sent", "deferred", "refused", "unknown", "nothing-to-say", "left", "failed"
]  # fmt: skip
STATES: tuple[State, ...] = get_args(State)

TABLES = MetaData()

# SQLite's holds 64 bits as well, and a strict table knows it by no other name.
_WHOLE = BigInteger().with_variant(Integer, "sqlite")

OUTBOX = Table(
    "meetlint_outbox",
    TABLES,
    Column("version", Integer, primary_key=True),
    Column("key_check", Text, nullable=False),
    sqlite_strict=True,
)
"""One row: of which version the tables are, and by which key people are named."""

MAILS = Table(
    "meetlint_mails",
    TABLES,
    Column("person", Text, primary_key=True),
    Column("period", Text, primary_key=True),
    Column("message_id", Text, nullable=False),
    Column("state", Text, nullable=False, index=True),
    Column("tries", Integer, nullable=False),
    Column("changed", _WHOLE, nullable=False),
    Column("next_try", _WHOLE),
    Column("answer", Integer),
    Column("claim", _WHOLE),
    Column("worker", _WHOLE),
    Column("run", Text),
    Column("reason", Text),
    Column("roster", Text),
    CheckConstraint(f"state IN ({', '.join(repr(state) for state in STATES)})", name="meetlint_mails_state"),
    CheckConstraint("tries >= 0", name="meetlint_mails_tries"),
    sqlite_strict=True,
)
"""One row for each person and period.

``next_try`` is when a queued or deferred mail may be tried, None at once; ``answer`` the server's last three digits;
``claim`` a number that only who took it for sending knows, kept until it is settled or taken again; ``worker`` who that
is, by whose lock others see whether it lives; ``reason`` the stable name of why nothing could be sent, of a person who
could not be read; ``roster`` the keyed name of the roster that has the person, None of what version 1 planned.
"""

LEAVERS = Table(
    "meetlint_leavers",
    TABLES,
    Column("person", Text, primary_key=True),
    Column("since", _WHOLE, nullable=False),
    sqlite_strict=True,
)
"""Who wants no mail."""

BOUNCES = Table(
    "meetlint_bounces",
    TABLES,
    Column("person", Text, primary_key=True),
    Column("period", Text, primary_key=True),
    Column("since", _WHOLE, nullable=False),
    sqlite_strict=True,
)
"""Mails that came back for good; one mail counts once, however often that is said."""

RUNS = Table(
    "meetlint_runs",
    TABLES,
    Column("run", Text, primary_key=True),
    Column("began", _WHOLE, nullable=False),
    Column("ended", _WHOLE),
    Column("tally", Text, nullable=False),
    Column("exit_code", Integer),
    Column("stopped", Text),
    Column("worker", _WHOLE),
    sqlite_strict=True,
)
"""Runs that sent; ``ended`` is None of one that is at work or was killed, ``tally`` JSON: how many in which state.

``exit_code`` is None of one that has not ended, or ended by version 1; ``stopped`` the stable name of what stopped it,
None where nothing did; ``worker`` by whose lock others see whether it is at work.
"""

ADDED: Mapping[int, tuple[Column[Any], ...]] = {
    2: (MAILS.c.reason, MAILS.c.roster, RUNS.c.exit_code, RUNS.c.stopped, RUNS.c.worker)
}
"""The columns that each version added. None of them needs a value in rows that were there before."""


def seconds_of(moment: datetime) -> int:
    """Return an aware moment as the tables hold it."""
    assert moment.tzinfo is not None, "a time without a zone is nobody's"
    return int(moment.timestamp())


def moment_of(seconds: int) -> datetime:
    """Return a moment out of the tables, aware in UTC."""
    return datetime.fromtimestamp(seconds, UTC)
