"""A worker's hold on the outbox: claiming what is due, and settling what became of it.

What is to be sent is claimed first: the row says ``sending`` on the disk before a server hears of it. When the run then
dies, nobody knows whether the mail went out; the next run calls it ``unknown``, and only a person's own word sends it
again. A settled outcome is on the disk when :meth:`Sending.settle` returns.
"""

from __future__ import annotations

import json
import secrets
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, or_, select, update

from connectors.mail.outbox.storage import Storage
from connectors.mail.outbox.tables import LEAVERS, MAILS, RUNS, State, seconds_of
from connectors.mail.outbox.workers import Worker
from connectors.mail.outcomes import Kind, Outcome

FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=24)
LEAVING = "leaving-"
"""What the period of the one mail begins with that confirms to a person that there will be no more."""
ASKING = "asking-"
"""What the period of a mail begins with that asks a person whether it was they who want no more."""

WAITING = ("queued", "deferred")
"""States in which a mail is still to be sent."""

_GROWTH = 3
_STEPPED_BACK = 3600
"""Seconds by which a row may be younger than now before the clock must have been turned back."""

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


def pause_after(tries: int) -> timedelta:
    """Return how long a deferred mail waits after so many tries: 5, 15, 45 minutes and so on, at most a day."""
    # Seven tries are beyond a day, and more would not fit a number.
    growth: int = _GROWTH ** min(max(tries, 1) - 1, 7)
    return min(FIRST_PAUSE * growth, LONGEST_PAUSE)


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
                .values(state="unknown", changed=seconds_of(now))
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
        with self._worker.transaction() as connection:
            return self._claimed(connection, now, most, period, person)

    def settle_and_claim(
        self, claim: Claim, outcome: Outcome, now: datetime, *, period: str | None = None
    ) -> tuple[bool, Claim | None]:
        """Settle a mail and claim the next one in one write to the disk, which is what takes the time of both.

        Returns:
            What :meth:`settle` returns, and the next mail; None when none is due.
        """
        state, values = _settled(claim, outcome, now)
        with self._worker.transaction() as connection:
            is_settled = self._ended(connection, claim, values, now)
            claims = self._claimed(connection, now, 1, period, None)
        self._count(state, is_settled)
        return is_settled, claims[0] if claims else None

    def _claimed(
        self, connection: Connection, now: datetime, most: int, period: str | None, person: str | None
    ) -> list[Claim]:
        moment = seconds_of(now)
        wanted: list[ColumnElement[bool]] = [MAILS.c.state.in_(WAITING), _is_due(moment)]
        wanted += [MAILS.c.period == period] if period is not None else []
        wanted += [MAILS.c.person == person] if person is not None else []
        take_leavers_out(connection, now, person)
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
                .where(is_mail(claim.person, claim.period))
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

    def settle(self, claim: Claim, outcome: Outcome, now: datetime, reason: str = "") -> bool:
        """Note what became of a mail; on the disk when this returns.

        Also of one that another worker has called unknown meanwhile, or somebody has queued again.

        Args:
            claim: the mail.
            outcome: what became of it.
            now: the time.
            reason: the stable name of why its person could not be read; "" where that is not what happened.

        Returns:
            False when the mail is no longer this worker's to settle: it was settled, claimed anew, or erased.
        """
        state, values = _settled(claim, outcome, now)
        return self._end(claim, values | {"reason": reason or None}, now, state)

    def postpone(self, claim: Claim, until: datetime, now: datetime) -> bool:
        """Put a mail back that was not tried, until a time at which it suits; False as of :meth:`settle`."""
        values = {"state": "queued", "tries": claim.tries - 1, "next_try": seconds_of(until), "reason": None}
        return self._end(claim, values, now, "queued")

    def _end(self, claim: Claim, values: Mapping[str, Any], now: datetime, state: str) -> bool:
        with self._storage.transaction() as connection:
            is_ended = self._ended(connection, claim, values, now)
        self._count(state, is_ended)
        return is_ended

    def _ended(self, connection: Connection, claim: Claim, values: Mapping[str, Any], now: datetime) -> bool:
        is_ours = and_(is_mail(claim.person, claim.period), MAILS.c.claim == claim.number)
        changed = connection.execute(
            update(MAILS).where(is_ours).values(claim=None, worker=None, changed=seconds_of(now), **values)
        ).rowcount
        return changed == 1

    def _count(self, state: str, is_settled: bool) -> None:
        with self._counting:
            self._tally[state] += is_settled

    def end(self, now: datetime, exit_code: int = 0) -> Mapping[str, int]:
        """Note that the run came to its end, and return how many mails it settled in which state."""
        tally = {state: number for state, number in sorted(self._tally.items()) if number}
        with self._storage.transaction() as connection:
            connection.execute(
                update(RUNS)
                .where(RUNS.c.run == self.run)
                .values(ended=seconds_of(now), tally=json.dumps(tally), exit_code=exit_code, stopped=None)
            )
        return tally


def _settled(claim: Claim, outcome: Outcome, now: datetime) -> tuple[State, dict[str, Any]]:
    """Return the state a mail ends in, and what is noted of it."""
    state = _STATE_OF[outcome.kind]
    # Without the second, a mail could be tried before the pause when the first part of it is cut off.
    asked = min(outcome.wait_seconds or 0.0, LONGEST_PAUSE.total_seconds())
    pause = int(max(pause_after(claim.tries).total_seconds(), asked)) + 1
    next_try = seconds_of(now) + pause if state == "deferred" else None
    return state, {"state": state, "answer": outcome.code, "next_try": next_try, "reason": None}


def is_mail(person: str, period: str) -> ColumnElement[bool]:
    """Return the condition that a row is that mail."""
    return and_(MAILS.c.person == person, MAILS.c.period == period)


def _is_due(moment: int) -> ColumnElement[bool]:
    # A row from the future was written by a clock that ran ahead; the time it names may never come.
    return or_(MAILS.c.next_try.is_(None), MAILS.c.next_try <= moment, MAILS.c.changed > moment + _STEPPED_BACK)


def take_leavers_out(connection: Connection, now: datetime, person: str | None) -> None:
    """Let nothing wait for who has left, of all or of one, but the mail that confirms it."""
    wanted: list[ColumnElement[bool]] = [
        MAILS.c.state.in_(WAITING),
        MAILS.c.period.not_like(f"{LEAVING}%"),
        MAILS.c.person.in_(select(LEAVERS.c.person)),
    ]
    wanted += [MAILS.c.person == person] if person is not None else []
    # What another worker holds is passed over: two that wait for each other's rows would wait for ever.
    found = connection.execute(
        select(MAILS.c.person, MAILS.c.period).where(*wanted).with_for_update(skip_locked=True)
    ).all()
    for row in found:
        connection.execute(
            update(MAILS)
            .where(is_mail(row.person, row.period))
            .values(state="left", next_try=None, changed=seconds_of(now))
        )


def _claim_number() -> int:
    return secrets.randbelow((1 << 62) - 1) + 1
