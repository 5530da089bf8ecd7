"""The outbox: one row for each person and period, from planned to sent, at most once."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, and_, delete, func, insert, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from connectors.mail.names import Names
from connectors.mail.outbox.sending import ASKING, LEAVING, WAITING, Sending, is_mail, take_leavers_out
from connectors.mail.outbox.storage import Storage, open_storage, said
from connectors.mail.outbox.tables import BOUNCES, LEAVERS, MAILS, RUNS, STATES, State, moment_of, seconds_of
from connectors.mail.outbox.workers import at_work, working

MOST_BOUNCES = 3
"""After so many mails that came back for good a person is skipped, and listed."""
_AGAIN = ("unknown", "refused", "failed")
_KEPT_PERIODS = 2
_IS_DIGEST = tuple(MAILS.c.period.not_like(f"{prefix}%") for prefix in (LEAVING, ASKING))
"""Of a row: it is about a week, and no word to one person alone."""


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
        reason: the stable name of why the person could not be read; None where that is not what happened.
        roster: the keyed name of the roster that has the person; None where that is not known.
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
    reason: str | None
    roster: str | None


@dataclass(frozen=True)
class Run:
    """One run that sent.

    Attributes:
        run: its name.
        began: when.
        ended: when; None of one that is at work or was killed.
        tally: how many mails it settled in which state.
        exit_code: with which it ended; None where that is not known.
        stopped: the stable name of what stopped it, "" where nothing did.
        is_running: it is at work.
    """

    run: str
    began: datetime
    ended: datetime | None
    tally: Mapping[str, int]
    exit_code: int | None = None
    stopped: str = ""
    is_running: bool = False


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

    def plan(self, people: Iterable[str], period: str, now: datetime, roster: str = "") -> int:
        """Add a mail about a period for each person who has none yet, and return how many were added.

        Who has left gets the state ``left``; whose mails came back too often, ``refused``.

        Args:
            people: the names of people in the outbox.
            period: what the mails are about.
            now: the time.
            roster: the keyed name of the roster that has them, "" for none: see :meth:`drop`.
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
                    "changed": seconds_of(now),
                    "roster": roster or None,
                }
                for person in wanted
            ]
            add = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
            added = add(MAILS).on_conflict_do_nothing().returning(MAILS.c.person)
            return len(connection.scalars(added, rows).all())

    def drop(self, people: Container[str], period: str, roster: str) -> int:
        """Forget what waits about a period for people whom a roster has no more, and return how many that were.

        Nobody has such a mail, and who comes back to the roster is planned anew: so a roster of which a part was
        missing for once costs nobody their mail. What another roster planned stays.

        Args:
            people: the names in the outbox of those whom the roster has.
            period: what the mails are about.
            roster: its keyed name.
        """
        waits = and_(
            MAILS.c.state.in_(WAITING),
            MAILS.c.period == period,
            MAILS.c.roster == roster,
            # A worker that was taken for dead may still say of what was queued by hand that it was sent.
            MAILS.c.claim.is_(None),
        )
        with self._storage.transaction() as connection:
            found = list(connection.scalars(select(MAILS.c.person).where(waits)))
            return sum(
                connection.execute(delete(MAILS).where(waits, MAILS.c.person == person)).rowcount
                for person in found
                if person not in people
            )

    def note_stop(self, run: str, began: datetime, now: datetime, exit_code: int, stopped: str) -> None:
        """Note that a run was stopped, whether it had come as far as to be known here or not.

        Args:
            run: its name.
            began: when it began.
            now: the time.
            exit_code: with which it ends.
            stopped: the stable name of what stopped it.
        """
        end = {"ended": seconds_of(now), "exit_code": exit_code, "stopped": stopped}
        with self._storage.transaction() as connection:
            if not connection.execute(update(RUNS).where(RUNS.c.run == run).values(end)).rowcount:
                connection.execute(insert(RUNS).values(run=run, began=seconds_of(began), tally="{}", **end))

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
                connection.execute(
                    insert(RUNS).values(run=run, began=seconds_of(now), tally="{}", worker=worker.number)
                )
            yield sending

    def resend(self, person: str, period: str, now: datetime) -> bool:
        """Queue a mail once more because somebody asked for it by hand; False when its state is no reason to.

        Only ``unknown``, ``refused`` and ``failed`` are. The mails of this person that came back are forgotten.
        """
        with self._storage.transaction() as connection:
            # The claim stays: a worker that is alive after all can still say that it was sent.
            changed = connection.execute(
                update(MAILS)
                .where(is_mail(person, period), MAILS.c.state.in_(_AGAIN))
                .values(state="queued", next_try=None, changed=seconds_of(now))
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
                .where(MAILS.c.state.in_(WAITING), MAILS.c.period < before, *_IS_DIGEST)
                .values(state="failed", next_try=None, changed=seconds_of(now))
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
            connection.execute(insert(LEAVERS).values(person=person, since=seconds_of(now)))
            take_leavers_out(connection, now, person)
            period = f"{LEAVING}{now.astimezone(UTC):%Y%m%dT%H%M%S}"
            connection.execute(delete(MAILS).where(MAILS.c.person == person, MAILS.c.period == period))
            connection.execute(
                insert(MAILS).values(
                    person=person,
                    period=period,
                    message_id=self._names.message_id(person, period),
                    state="queued",
                    tries=0,
                    changed=seconds_of(now),
                )
            )
        return True

    def ask(self, person: str, week: str, now: datetime) -> bool:
        """Queue a mail that asks a person whether it was they who want no more; False when that was asked already.

        Whoever sends in their name brings them one such mail a week, and no more. Who has left is not asked.

        Args:
            person: the name of the person in the outbox.
            week: in which the mail came that is asked about.
            now: the time.
        """
        period = f"{ASKING}{week}"
        with self._storage.transaction() as connection:
            if connection.scalar(select(LEAVERS.c.person).where(LEAVERS.c.person == person)) is not None:
                return False
            add = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
            values = {
                "person": person,
                "period": period,
                "message_id": self._names.message_id(person, period),
                "state": "queued",
                "tries": 0,
                "changed": seconds_of(now),
            }
            added = add(MAILS).values(values).on_conflict_do_nothing().returning(MAILS.c.person)
            return connection.scalar(added) is not None

    def asked(self) -> int:
        """Return how many people were asked whether it was they who want no more, and have not left since."""
        query = select(func.count(MAILS.c.person.distinct())).where(
            MAILS.c.period.like(f"{ASKING}%"), MAILS.c.person.not_in(select(LEAVERS.c.person))
        )
        with self._storage.transaction() as connection:
            return connection.scalar(query) or 0

    def is_new(self) -> bool:
        """Tell whether no run ever sent from here, so that it knows of nobody who left elsewhere."""
        with self._storage.transaction() as connection:
            if connection.scalar(select(RUNS.c.run).limit(1)) is not None:
                return False
            return connection.scalar(select(MAILS.c.person).where(*_IS_DIGEST).limit(1)) is None

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
            values = {"person": person, "period": period, "since": seconds_of(now)}
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
            query = select(func.max(MAILS.c.period)).where(*_IS_DIGEST)
            found = connection.scalar(query)
        return None if found is None else str(found)

    def runs(self, most: int = 20) -> list[Run]:
        """Return the last runs that sent, the latest first."""
        query = select(RUNS).order_by(RUNS.c.began.desc(), RUNS.c.run.desc()).limit(most)
        with self._storage.transaction() as connection:
            rows = connection.execute(query).mappings().all()
            unended = [(row["run"], row["worker"]) for row in rows if row["ended"] is None]
            running = at_work(self._storage, connection, unended)
            return [
                Run(
                    row["run"],
                    moment_of(row["began"]),
                    _moment_or_none(row["ended"]),
                    json.loads(row["tally"]),
                    row["exit_code"],
                    row["stopped"] or "",
                    row["run"] in running,
                )
                for row in rows
            ]

    def forget(self, now: datetime, days: int) -> int:
        """Remove mails, runs and bounces older than so many days, and return how many mails.

        The last two periods stay whatever the clock says: by a clock that ran ahead, everybody would get theirs twice.
        """
        oldest = seconds_of(now) - days * 86400
        with self._storage.transaction() as connection:
            kept = select(MAILS.c.period).where(*_IS_DIGEST).distinct().order_by(MAILS.c.period.desc())
            last = list(connection.scalars(kept.limit(_KEPT_PERIODS)))
            removed = connection.execute(
                delete(MAILS).where(
                    MAILS.c.changed < oldest, MAILS.c.period.not_in(last), MAILS.c.state.not_in(("sending", *WAITING))
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


def _lock(connection: Connection, person: str) -> None:
    """Let two that note the same person's leaving come one after the other."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:person, 0))"), {"person": person})


def _bounced(connection: Connection) -> list[str]:
    query = select(BOUNCES.c.person).group_by(BOUNCES.c.person).having(func.count() >= MOST_BOUNCES)
    return [str(person) for person in connection.scalars(query.order_by(BOUNCES.c.person))]


def _row(found: dict[str, Any]) -> Row:
    moments = {"changed": moment_of(found["changed"]), "next_try": _moment_or_none(found["next_try"])}
    return Row(**(found | moments))


def _moment_or_none(seconds: int | None) -> datetime | None:
    return None if seconds is None else moment_of(seconds)
