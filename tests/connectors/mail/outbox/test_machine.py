"""Whatever happens in whatever order, with crashes in between, the outbox is what a plain list of facts says."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from connectors.mail.names import Names
from connectors.mail.outbox.box import Outbox
from connectors.mail.outbox.sending import Claim, Sending
from connectors.mail.outbox.storage import AlreadyRunningError
from connectors.mail.outcomes import Outcome

NAMES = Names(b"0123456789abcdef" * 2, "example.org")
PEOPLE = [NAMES.person(f"{name}@example.org") for name in ("anna", "bo", "carl")]
WEEKS = ["2026-W47", "2026-W48"]
START = datetime(2026, 11, 30, 7, tzinfo=UTC)
ENDS = {
    "accepted": "sent",
    "deferred": "deferred",
    "not-sent": "deferred",
    "refused": "refused",
    "failed": "failed",
    "unknown": "unknown",
    "nothing-to-say": "nothing-to-say",
    "left": "left",
}
PAUSES = [5, 15, 45, 135, 405, 1215, 1440]

people = st.sampled_from(PEOPLE)
weeks = st.sampled_from(WEEKS)


@dataclass
class Fact:
    """What must be known of one mail."""

    state: str = "queued"
    tries: int = 0
    waits_until: datetime | None = None
    changed: datetime = START
    holder: int | None = None
    asked_by_hand: int = 0
    arrived: int = 0


@dataclass
class Hand:
    """One worker, and what it holds."""

    sending: Sending
    stack: ExitStack
    claims: list[Claim] = field(default_factory=list)


class OutboxMachine(RuleBasedStateMachine):
    """Two workers, an administrator, people, and a clock that jumps."""

    can_share = False
    """Whether two workers may send at once."""

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.facts: dict[tuple[str, str], Fact] = {}
        self.left: set[str] = set()
        self.bounces: set[tuple[str, str]] = set()
        self.hands: dict[int, Hand] = {}
        self.ids: dict[tuple[str, str], str] = {}
        self.stack = ExitStack()
        self.runs = 0

    def new_place(self) -> Path | str:
        return Path(self.stack.enter_context(tempfile.TemporaryDirectory())) / "outbox.sqlite"

    @initialize()
    def open(self) -> None:
        self.place = self.new_place()
        self.outbox = Outbox(self.place, NAMES, wait_seconds=10)

    @rule(chosen=st.sets(people), week=weeks)
    def plan(self, chosen: set[str], week: str) -> None:
        new = {person for person in chosen if (person, week) not in self.facts}
        assert self.outbox.plan(chosen, week, self.now) == len(new)
        for person in new:
            came_back = sum(one == person for one, _ in self.bounces) >= 3
            state = "left" if person in self.left else "refused" if came_back else "queued"
            self.facts[person, week] = Fact(state, changed=self.now)

    @rule(number=st.sampled_from([1, 2]))
    def start(self, number: int) -> None:
        if number in self.hands:
            return
        if self.hands and not self.can_share:
            with pytest.raises(AlreadyRunningError), self.outbox.sending("second", self.now):
                pass
            return
        stack = ExitStack()
        self.runs += 1
        sending = stack.enter_context(self.outbox.sending(f"run {self.runs}", self.now))
        self.hands[number] = Hand(sending, stack)
        self._find_dead()

    def _find_dead(self) -> None:
        alive = {claim.number for hand in self.hands.values() for claim in hand.claims}
        for fact in self.facts.values():
            if fact.state == "sending" and fact.holder not in alive:
                fact.state, fact.changed = "unknown", self.now

    @precondition(lambda self: self.hands)
    @rule(data=st.data(), most=st.sampled_from([1, 2]))
    def claim(self, data: st.DataObject, most: int) -> None:
        hand = self.hands[data.draw(st.sampled_from(sorted(self.hands)))]
        self._note_leavers()
        due = [
            key
            for key, fact in self.facts.items()
            if fact.state in {"queued", "deferred"}
            and (
                fact.waits_until is None or fact.waits_until <= self.now or fact.changed - self.now > timedelta(hours=1)
            )
        ]
        claims = [one for one in hand.sending.claim(self.now, most + 4) if one.period in WEEKS]
        assert {(one.person, one.period) for one in claims} == set(due)
        for one in claims:
            fact = self.facts[one.person, one.period]
            fact.state, fact.changed, fact.holder, fact.waits_until = "sending", self.now, one.number, None
            fact.tries += 1
            assert one.tries == fact.tries
            assert self.ids.setdefault((one.person, one.period), one.message_id) == one.message_id
        hand.claims += claims

    def _note_leavers(self) -> None:
        for (person, _), fact in self.facts.items():
            if person in self.left and fact.state in {"queued", "deferred"}:
                fact.state, fact.waits_until, fact.changed = "left", None, self.now

    def _held(self, data: st.DataObject) -> tuple[Hand, Claim] | None:
        held = [(hand, one) for _, hand in sorted(self.hands.items()) for one in hand.claims]
        return data.draw(st.sampled_from(held)) if held else None

    @rule(data=st.data())
    def take(self, data: st.DataObject) -> None:
        """A server takes a mail; what follows may never be noted."""
        if (held := self._held(data)) and (held[1].person, held[1].period) in self.facts:
            self.facts[held[1].person, held[1].period].arrived += 1
            self._settle(*held, "accepted")

    @rule(data=st.data())
    def take_and_crash(self, data: st.DataObject) -> None:
        if held := self._held(data):
            fact = self.facts.get((held[1].person, held[1].period))
            if fact:
                fact.arrived += 1
            number = next(number for number, hand in self.hands.items() if hand is held[0])
            self._end(number)

    @rule(data=st.data(), kind=st.sampled_from(sorted(ENDS.keys() - {"accepted"})))
    def settle(self, data: st.DataObject, kind: str) -> None:
        if held := self._held(data):
            self._settle(*held, kind)

    def _settle(self, hand: Hand, claim: Claim, kind: Any) -> None:
        fact = self.facts.get((claim.person, claim.period))
        is_ours = fact is not None and fact.holder == claim.number
        assert hand.sending.settle(claim, Outcome(kind, 299), self.now) is is_ours
        hand.claims.remove(claim)
        self._note_end(fact if is_ours else None, kind)

    def _note_end(self, fact: Fact | None, kind: str) -> None:
        if fact is not None:
            fact.state, fact.changed, fact.holder, fact.waits_until = ENDS[kind], self.now, None, None
            if fact.state == "deferred":
                fact.waits_until = self.now + timedelta(minutes=PAUSES[min(fact.tries, 7) - 1], seconds=1)

    @rule(data=st.data(), kind=st.sampled_from(sorted(ENDS.keys() - {"accepted"})))
    def settle_and_claim(self, data: st.DataObject, kind: Any) -> None:
        if not (held := self._held(data)):
            return
        hand, claim = held
        fact = self.facts.get((claim.person, claim.period))
        is_ours = fact is not None and fact.holder == claim.number
        is_settled, following = hand.sending.settle_and_claim(
            claim, Outcome(kind, 299), self.now, period="none has this"
        )
        assert (is_settled, following) == (is_ours, None)
        hand.claims.remove(claim)
        self._note_end(fact if is_ours else None, kind)
        self._note_leavers()

    @rule(data=st.data(), hours=st.integers(1, 300))
    def postpone(self, data: st.DataObject, hours: int) -> None:
        if not (held := self._held(data)):
            return
        hand, claim = held
        fact = self.facts.get((claim.person, claim.period))
        until = self.now + timedelta(hours=hours)
        is_ours = fact is not None and fact.holder == claim.number
        assert hand.sending.postpone(claim, until, self.now) is is_ours
        hand.claims.remove(claim)
        if fact is not None and is_ours:
            fact.state, fact.changed, fact.holder, fact.waits_until = "queued", self.now, None, until
            fact.tries -= 1

    @precondition(lambda self: self.hands)
    @rule(data=st.data())
    def crash(self, data: st.DataObject) -> None:
        self._end(data.draw(st.sampled_from(sorted(self.hands))))

    def _end(self, number: int) -> None:
        hand = self.hands.pop(number)
        hand.stack.close()

    @rule()
    def reopen(self) -> None:
        """Everybody dies, and the machine starts again."""
        for number in list(self.hands):
            self._end(number)
        self.outbox.close()
        self.outbox = Outbox(self.place, NAMES, wait_seconds=10)

    @rule(person=people, week=weeks)
    def resend(self, person: str, week: str) -> None:
        fact = self.facts.get((person, week))
        may = fact is not None and fact.state in {"unknown", "refused", "failed"}
        assert self.outbox.resend(person, week, self.now) is may
        self.bounces = {one for one in self.bounces if one[0] != person}
        if fact is not None and may:
            fact.state, fact.waits_until, fact.changed = "queued", None, self.now
            fact.asked_by_hand += 1

    @rule(person=people)
    def leave(self, person: str) -> None:
        assert self.outbox.leave(person, self.now) is (person not in self.left)
        if person not in self.left:
            self.left.add(person)
            for (one, _), fact in self.facts.items():
                if one == person and fact.state in {"queued", "deferred"}:
                    fact.state, fact.waits_until, fact.changed = "left", None, self.now

    @rule(person=people)
    def join(self, person: str) -> None:
        assert self.outbox.join(person) is (person in self.left)
        self.left.discard(person)

    @rule(person=people, week=st.sampled_from(["a", "b", "c"]))
    def bounce(self, person: str, week: str) -> None:
        assert self.outbox.bounce(person, week, self.now) is ((person, week) not in self.bounces)
        self.bounces.add((person, week))

    @rule()
    def expire(self) -> None:
        early = [
            fact for (_, week), fact in self.facts.items() if week == WEEKS[0] and fact.state in {"queued", "deferred"}
        ]
        assert self.outbox.expire(WEEKS[1], self.now) == len(early)
        for fact in early:
            fact.state, fact.waits_until, fact.changed = "failed", None, self.now

    @rule(person=people)
    def erase(self, person: str) -> None:
        self.outbox.erase(person)
        self.facts = {key: fact for key, fact in self.facts.items() if key[0] != person}
        self.bounces = {one for one in self.bounces if one[0] != person}

    @rule(minutes=st.sampled_from([1, 10, 60, 24 * 60, -30, -90, -10 * 24 * 60, 4000 * 24 * 60, -4000 * 24 * 60]))
    def jump(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @invariant()
    def is_what_the_facts_say(self) -> None:
        if not hasattr(self, "outbox"):
            return
        rows = {
            (row.person, row.period): (row.state, row.tries, row.next_try)
            for row in self.outbox.rows()
            if row.period in WEEKS
        }
        assert rows == {key: (fact.state, fact.tries, fact.waits_until) for key, fact in self.facts.items()}
        for week in WEEKS:
            assert sum(self.outbox.counts(week).values()) == sum(key[1] == week for key in self.facts)

    @invariant()
    def nobody_got_more_than_asked_for(self) -> None:
        for fact in self.facts.values():
            assert fact.arrived <= 1 + fact.asked_by_hand
            assert fact.state != "sent" or fact.arrived >= 1

    def teardown(self) -> None:
        for number in list(self.hands):
            self._end(number)
        if hasattr(self, "outbox"):
            self.outbox.close()
        self.stack.close()


STEADY = settings(
    max_examples=25,
    stateful_step_count=30,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


def test_a_file_is_what_the_facts_say() -> None:
    run_state_machine_as_test(OutboxMachine, settings=STEADY)


def test_a_database_of_two_workers_is_what_the_facts_say(running_postgres: Any) -> None:
    class Shared(OutboxMachine):
        can_share = True

        def new_place(self) -> str:
            schema: str = running_postgres.make_schema()
            return schema

    run_state_machine_as_test(Shared, settings=STEADY)
