"""The outbox: one row for each person and period, from planned to sent, at most once.

What is to be sent is claimed first: the row says ``sending`` on the disk before a server hears of it. When the run then
dies, nobody knows whether the mail went out; the next run calls it ``unknown``, and only a person's own word sends it
again. A settled outcome is on the disk when :meth:`Sending.settle` returns.
"""

from __future__ import annotations

import contextlib
import json
import secrets
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, or_, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from connectors.mail.names import Names
from connectors.mail.outbox.storage import Storage, open_storage, said
from connectors.mail.outbox.tables import BOUNCES, LEAVERS, MAILS, RUNS, STATES, State
from connectors.mail.outbox.workers import Worker, working
from connectors.mail.outcomes import Kind, Outcome

MOST_BOUNCES = 3
"""After so many mails that came back for good a person is skipped, and listed."""
FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=24)
LEAVING = "leaving-"
"""What the period of the one mail begins with that confirms to a person that there will be no more."""

_GROWTH = 3
_STEPPED_BACK = 3600
"""Seconds by which a row may be younger than now before the clock must have been turned back."""
_WAITING = ("queued", "deferred")
_AGAIN = ("unknown", "refused", "failed")
_KEPT_PERIODS = 2

_STATE_OF: dict[Kind, State] = {
    "accepted": "sent",
    "deferred": "deferred",
    "not-sent": "deferred",
    "refused": "refused",
    "failed": "failed",
    "unknown": "unknown",
    "nothing-to-say": "nothing-to-say",
    "left": "left",
}


@dataclass(frozen=True)
class Claim:
    """A mail that one worker, and nobody else, is sending.

    Attributes:
        person: the name of the person in the outbox.
        period: what the mail is about.
        message_id: the same at every try.
        tries: how often it was tried, this time included.
        number: by which it is settled.
    """

    person: str
    period: str
    message_id: str
    tries: int
    number: int


@dataclass(frozen=True)
class Row:
    """One mail as the outbox knows it.

    Attributes:
        person: the name of the person in the outbox.
        period: what the mail is about.
        message_id: the same at every try.
        state: one of :data:`connectors.mail.outbox.tables.STATES`.
        tries: how often it was tried.
        changed: when the state last changed.
        next_try: when it may be tried again; None at once, or never.
        answer: the last answer of a server, as its three digits.
        run: the run that last tried it.
    """

    person: str
    period: str
    message_id: str
    state: State
    tries: int
    changed: datetime
    next_try: datetime | None
    answer: int | None
    run: str | None


@dataclass(frozen=True)
class Run:
    """One run that sent.

    Attributes:
        run: its name.
        began: when.
        ended: when; None of one that is at work or was killed.
        tally: how many mails it settled in which state.
    """

    run: str
    began: datetime
    ended: datetime | None
    tally: Mapping[str, int]


def pause_after(tries: int) -> timedelta:
    """Return how long a deferred mail waits after so many tries: 5, 15, 45 minutes and so on, at most a day."""
    # Seven tries are beyond a day, and more would not fit a number.
    growth: int = _GROWTH ** min(max(tries, 1) - 1, 7)
    return min(FIRST_PAUSE * growth, LONGEST_PAUSE)


class Outbox:
    """What was sent and what not; open it with a ``with``.

    Every operation is one transaction: it is done wholly or not at all. Times are aware and come from the caller.

    Args:
        place: a file, or the URL of a PostgreSQL database: see :func:`connectors.mail.outbox.storage.open_storage`.
        names: by which people and mails are named.
        wait_seconds: how long to wait for another program that writes.

    Raises:
        OutboxError: from every operation, when the outbox cannot be used; it is as it was.
    """

    def __init__(self, place: Path | str, names: Names, wait_seconds: float = 30.0) -> None:
        self._storage: Storage = open_storage(place, names.check, wait_seconds)
        self._names = names

    @property
    def name(self) -> str:
        """What people call it: the file, or host and name of the database."""
        return self._storage.name

    def close(self) -> None:
        """Let go of the database."""
        self._storage.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def plan(self, people: Iterable[str], period: str, now: datetime) -> int:
        """Add a mail about a period for each person who has none yet, and return how many were added.

        Who has left gets the state ``left``; whose mails came back too often, ``refused``.
        """
        wanted = sorted(set(people))  # in one order, so that two that plan at once never wait for each other
        if not wanted:
            return 0
        with self._storage.transaction() as connection:
            leavers = set(connection.scalars(select(LEAVERS.c.person)))
            bounced = set(_bounced(connection))
            rows = [
                {
                    "person": person,
                    "period": period,
                    "message_id": self._names.message_id(person, period),
                    "state": "left" if person in leavers else "refused" if person in bounced else "queued",
                    "tries": 0,
                    "changed": _seconds(now),
                }
                for person in wanted
            ]
            before = _count(connection, period)
            add = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
            connection.execute(add(MAILS).on_conflict_do_nothing(), rows)
            return _count(connection, period) - before

    @contextlib.contextmanager
    def sending(self, run: str, now: datetime) -> Iterator[Sending]:
        """Be a worker for the length of a ``with``; what a dead one left ``sending`` becomes ``unknown`` first.

        Args:
            run: the name of the run, which is kept with what it sends.
            now: the time.

        Raises:
            AlreadyRunningError: another run sends from the same file.
        """
        with working(self._storage, now) as worker:
            sending = Sending(self._storage, worker, run)
            sending.find_dead(now)
            with self._storage.transaction() as connection:
                connection.execute(delete(RUNS).where(RUNS.c.run == run))
                connection.execute(insert(RUNS).values(run=run, began=_seconds(now), ended=None, tally="{}"))
            yield sending

    def resend(self, person: str, period: str, now: datetime) -> bool:
        """Queue a mail once more because somebody asked for it by hand; False when its state is no reason to.

        Only ``unknown``, ``refused`` and ``failed`` are. The mails of this person that came back are forgotten.
        """
        with self._storage.transaction() as connection:
            # The claim stays: a worker that is alive after all can still say that it was sent.
            changed = connection.execute(
                update(MAILS)
                .where(_is(person, period), MAILS.c.state.in_(_AGAIN))
                .values(state="queued", next_try=None, changed=_seconds(now))
            ).rowcount
            connection.execute(delete(BOUNCES).where(BOUNCES.c.person == person))
        return changed == 1

    def expire(self, before: str, now: datetime) -> int:
        """Give up what still waits about periods before this one, and return how many: nobody wants two weeks at once.

        Args:
            before: the period; periods are compared as texts, as ``2026-W47`` and ISO dates can be.
            now: the time.
        """
        with self._storage.transaction() as connection:
            return connection.execute(
                update(MAILS)
                .where(MAILS.c.state.in_(_WAITING), MAILS.c.period < before, MAILS.c.period.not_like(f"{LEAVING}%"))
                .values(state="failed", next_try=None, changed=_seconds(now))
            ).rowcount

    def leave(self, person: str, now: datetime) -> bool:
        """Note that a person wants no more mails, and return whether that is new.

        Nothing that waits for them is sent any more, but one mail that confirms it: a row is added for it, whose period
        begins with :data:`LEAVING`.
        """
        with self._storage.transaction() as connection:
            _lock(connection, person)
            if connection.scalar(select(LEAVERS.c.person).where(LEAVERS.c.person == person)) is not None:
                return False
            connection.execute(insert(LEAVERS).values(person=person, since=_seconds(now)))
            _take_leavers_out(connection, now, person)
            period = f"{LEAVING}{now.astimezone(UTC):%Y%m%dT%H%M%S}"
            connection.execute(delete(MAILS).where(MAILS.c.person == person, MAILS.c.period == period))
            connection.execute(
                insert(MAILS).values(
                    person=person,
                    period=period,
                    message_id=self._names.message_id(person, period),
                    state="queued",
                    tries=0,
                    changed=_seconds(now),
                )
            )
        return True

    def join(self, person: str) -> bool:
        """Note that a person who had left wants mails again, from the next period on; False when they had not."""
        with self._storage.transaction() as connection:
            return connection.execute(delete(LEAVERS).where(LEAVERS.c.person == person)).rowcount == 1

    def leavers(self) -> set[str]:
        """Return who wants no mail."""
        with self._storage.transaction() as connection:
            return set(connection.scalars(select(LEAVERS.c.person)))

    def bounce(self, person: str, period: str, now: datetime) -> bool:
        """Note that a mail came back for good, and return whether that is new."""
        with self._storage.transaction() as connection:
            add = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
            values = {"person": person, "period": period, "since": _seconds(now)}
            # Asked for the row itself: not every driver counts what it adds.
            added = add(BOUNCES).values(values).on_conflict_do_nothing().returning(BOUNCES.c.person)
            return connection.scalar(added) is not None

    def bounced(self) -> list[str]:
        """Return whose mails came back :data:`MOST_BOUNCES` times: they are skipped until :meth:`resend`."""
        with self._storage.transaction() as connection:
            return _bounced(connection)

    def counts(self, period: str) -> dict[State, int]:
        """Return how many mails about a period are in each state."""
        with self._storage.transaction() as connection:
            query = select(MAILS.c.state, func.count()).where(MAILS.c.period == period).group_by(MAILS.c.state)
            found = {str(state): int(number) for state, number in connection.execute(query)}
        return {state: found.get(state, 0) for state in STATES}

    def rows(self, period: str | None = None, states: Iterable[State] = STATES) -> list[Row]:
        """Return the mails, of one period or all, in the order of period and person."""
        columns = [MAILS.c[name] for name in Row.__dataclass_fields__]
        query = select(*columns).where(MAILS.c.state.in_(list(states))).order_by(MAILS.c.period, MAILS.c.person)
        if period is not None:
            query = query.where(MAILS.c.period == period)
        with self._storage.transaction() as connection:
            return [_row({**found}) for found in connection.execute(query).mappings()]

    def latest_period(self) -> str | None:
        """Return the last period that was planned."""
        with self._storage.transaction() as connection:
            query = select(func.max(MAILS.c.period)).where(MAILS.c.period.not_like(f"{LEAVING}%"))
            found = connection.scalar(query)
        return None if found is None else str(found)

    def runs(self, most: int = 20) -> list[Run]:
        """Return the last runs that sent, the latest first."""
        query = select(RUNS).order_by(RUNS.c.began.desc(), RUNS.c.run).limit(most)
        with self._storage.transaction() as connection:
            return [
                Run(found["run"], _moment(found["began"]), _moment_or_none(found["ended"]), json.loads(found["tally"]))
                for found in connection.execute(query).mappings()
            ]

    def forget(self, now: datetime, days: int) -> int:
        """Remove mails, runs and bounces older than so many days, and return how many mails.

        The last two periods stay whatever the clock says: by a clock that ran ahead, everybody would get theirs twice.
        """
        oldest = _seconds(now) - days * 86400
        with self._storage.transaction() as connection:
            is_period = MAILS.c.period.not_like(f"{LEAVING}%")
            kept = select(MAILS.c.period).where(is_period).distinct().order_by(MAILS.c.period.desc())
            last = list(connection.scalars(kept.limit(_KEPT_PERIODS)))
            removed = connection.execute(
                delete(MAILS).where(
                    MAILS.c.changed < oldest, MAILS.c.period.not_in(last), MAILS.c.state.not_in(("sending", *_WAITING))
                )
            ).rowcount
            connection.execute(delete(RUNS).where(RUNS.c.began < oldest))
            connection.execute(delete(BOUNCES).where(BOUNCES.c.since < oldest, BOUNCES.c.period.not_in(last)))
        self._leave_no_trace()
        return removed

    def erase(self, person: str, *, is_leaving_kept: bool = True) -> int:
        """Remove what is known of a person, and return how many mails that were.

        Args:
            person: the name of the person in the outbox.
            is_leaving_kept: keep that they want no mail, which is all that keeps one from going out to somebody who is
                still on the roster.
        """
        with self._storage.transaction() as connection:
            removed = connection.execute(delete(MAILS).where(MAILS.c.person == person)).rowcount
            connection.execute(delete(BOUNCES).where(BOUNCES.c.person == person))
            if not is_leaving_kept:
                connection.execute(delete(LEAVERS).where(LEAVERS.c.person == person))
        self._leave_no_trace()
        return removed

    def _leave_no_trace(self) -> None:
        """Empty the log of a file, in which removed rows would still stand."""
        if self._storage.file is not None:
            with said(self.name), contextlib.closing(self._storage.engine.raw_connection()) as connection:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


class Sending:
    """A worker's hold on the outbox: claims what is due, and settles what became of it. For several threads, too."""

    def __init__(self, storage: Storage, worker: Worker, run: str) -> None:
        self._storage = storage
        self._worker = worker
        self._tally: Counter[str] = Counter()
        self._counting = threading.Lock()
        self.run = run

    def find_dead(self, now: datetime) -> int:
        """Call ``unknown`` what workers that are gone left ``sending``, and return how many."""
        with self._storage.transaction() as connection:
            dead = self._worker.dead(connection)
            if not dead:
                return 0
            return connection.execute(
                update(MAILS)
                .where(MAILS.c.state == "sending", MAILS.c.worker.in_(dead))
                .values(state="unknown", changed=_seconds(now))
            ).rowcount

    def claim(
        self, now: datetime, most: int = 1, *, period: str | None = None, person: str | None = None
    ) -> list[Claim]:
        """Take mails that are due, for this worker alone: when this returns they are ``sending``, on the disk.

        Args:
            now: the time.
            most: how many at the most. What is claimed when the run dies becomes unknown, so take one at a time.
            period: only of this one.
            person: only of this one.
        """
        moment = _seconds(now)
        wanted: list[ColumnElement[bool]] = [MAILS.c.state.in_(_WAITING), _is_due(moment)]
        wanted += [MAILS.c.period == period] if period is not None else []
        wanted += [MAILS.c.person == person] if person is not None else []
        with self._worker.transaction() as connection:
            _take_leavers_out(connection, now, person)
            found = connection.execute(
                select(MAILS.c.person, MAILS.c.period, MAILS.c.message_id, MAILS.c.tries)
                .where(*wanted)
                .order_by(MAILS.c.period, MAILS.c.person)
                .limit(most)
                .with_for_update(skip_locked=True)  # SQLite has no such words, and needs none: one writes at a time
            ).all()
            claims = [Claim(row.person, row.period, row.message_id, row.tries + 1, _claim_number()) for row in found]
            for claim in claims:
                connection.execute(
                    update(MAILS)
                    .where(_is(claim.person, claim.period))
                    .values(
                        state="sending",
                        tries=claim.tries,
                        changed=moment,
                        next_try=None,
                        claim=claim.number,
                        worker=self._worker.number,
                        run=self.run,
                    )
                )
        return claims

    def settle(self, claim: Claim, outcome: Outcome, now: datetime) -> bool:
        """Note what became of a mail; on the disk when this returns.

        Also of one that another worker has called unknown meanwhile, or somebody has queued again.

        Returns:
            False when the mail is no longer this worker's to settle: it was settled, claimed anew, or erased.
        """
        state = _STATE_OF[outcome.kind]
        # Without the second, a mail could be tried before the pause when the first part of it is cut off.
        pause = int(pause_after(claim.tries).total_seconds()) + 1
        values: dict[str, Any] = {
            "state": state,
            "answer": outcome.code,
            "next_try": _seconds(now) + pause if state == "deferred" else None,
        }
        return self._end(claim, values, now, state)

    def postpone(self, claim: Claim, until: datetime, now: datetime) -> bool:
        """Put a mail back that was not tried, until a time at which it suits; False as of :meth:`settle`."""
        values = {"state": "queued", "tries": claim.tries - 1, "next_try": _seconds(until)}
        return self._end(claim, values, now, "queued")

    def _end(self, claim: Claim, values: Mapping[str, Any], now: datetime, state: str) -> bool:
        with self._storage.transaction() as connection:
            is_ours = and_(_is(claim.person, claim.period), MAILS.c.claim == claim.number)
            changed = connection.execute(
                update(MAILS).where(is_ours).values(claim=None, worker=None, changed=_seconds(now), **values)
            ).rowcount
        if changed == 1:
            with self._counting:
                self._tally[state] += 1
        return changed == 1

    def end(self, now: datetime) -> Mapping[str, int]:
        """Note that the run came to its end, and return how many mails it settled in which state."""
        tally = dict(sorted(self._tally.items()))
        with self._storage.transaction() as connection:
            connection.execute(
                update(RUNS).where(RUNS.c.run == self.run).values(ended=_seconds(now), tally=json.dumps(tally))
            )
        return tally


def _is(person: str, period: str) -> ColumnElement[bool]:
    return and_(MAILS.c.person == person, MAILS.c.period == period)


def _is_due(moment: int) -> ColumnElement[bool]:
    # A row from the future was written by a clock that ran ahead; the time it names may never come.
    return or_(MAILS.c.next_try.is_(None), MAILS.c.next_try <= moment, MAILS.c.changed > moment + _STEPPED_BACK)


def _take_leavers_out(connection: Connection, now: datetime, person: str | None) -> None:
    """Let nothing wait for who has left, but the mail that confirms it."""
    wanted: list[ColumnElement[bool]] = [
        MAILS.c.state.in_(_WAITING),
        MAILS.c.period.not_like(f"{LEAVING}%"),
        MAILS.c.person.in_(select(LEAVERS.c.person)),
    ]
    wanted += [MAILS.c.person == person] if person is not None else []
    connection.execute(update(MAILS).where(*wanted).values(state="left", next_try=None, changed=_seconds(now)))


def _lock(connection: Connection, person: str) -> None:
    """Let two that note the same person's leaving come one after the other."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:person, 0))"), {"person": person})


def _bounced(connection: Connection) -> list[str]:
    query = select(BOUNCES.c.person).group_by(BOUNCES.c.person).having(func.count() >= MOST_BOUNCES)
    return [str(person) for person in connection.scalars(query.order_by(BOUNCES.c.person))]


def _count(connection: Connection, period: str) -> int:
    return int(connection.scalar(select(func.count()).where(MAILS.c.period == period)) or 0)


def _claim_number() -> int:
    return secrets.randbelow((1 << 62) - 1) + 1


def _seconds(moment: datetime) -> int:
    assert moment.tzinfo is not None, "a time without a zone is nobody's"
    return int(moment.timestamp())


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _moment_or_none(seconds: int | None) -> datetime | None:
    return None if seconds is None else _moment(seconds)


def _row(found: dict[str, Any]) -> Row:
    moments = {"changed": _moment(found["changed"]), "next_try": _moment_or_none(found["next_try"])}
    return Row(**(found | moments))
