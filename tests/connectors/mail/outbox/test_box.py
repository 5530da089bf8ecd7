"""The outbox: planned once, claimed by one, settled for good, and nothing by itself that could be a second mail."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from connectors.mail.names import Names
from connectors.mail.outbox.box import Outbox
from connectors.mail.outbox.sending import ASKING, LEAVING, pause_after
from connectors.mail.outbox.tables import STATES
from connectors.mail.outcomes import Kind, Outcome

NOW = datetime(2026, 11, 30, 7, tzinfo=UTC)
WEEK = "2026-W48"


@pytest.fixture
def people(names: Names) -> list[str]:
    return sorted(names.person(f"{name}@example.org") for name in ("anna", "bo", "carl"))


@pytest.fixture
def state_of(outbox: Outbox) -> Callable[[str], str]:
    def state(person: str) -> str:
        return next(row.state for row in outbox.rows(WEEK) if row.person == person)

    return state


def settle(outbox: Outbox, person: str, outcome: Outcome, now: datetime = NOW) -> None:
    with outbox.sending("run", now) as sending:
        (claim,) = sending.claim(now, person=person)
        assert sending.settle(claim, outcome, now)


def test_planning_twice_adds_nothing(outbox: Outbox, people: list[str]) -> None:
    assert outbox.plan(people[:2], WEEK, NOW) == 2
    assert outbox.plan(people, WEEK, NOW) == 1
    assert outbox.plan(people, WEEK, NOW + timedelta(days=1)) == 0
    assert outbox.plan([], WEEK, NOW) == 0
    assert outbox.counts(WEEK) == dict.fromkeys(STATES, 0) | {"queued": 3}


def test_planning_again_does_not_touch_what_was_sent(
    outbox: Outbox, people: list[str], state_of: Callable[[str], str]
) -> None:
    outbox.plan(people, WEEK, NOW)
    settle(outbox, people[0], Outcome("accepted", 250))
    outbox.plan(people, WEEK, NOW)
    assert state_of(people[0]) == "sent"


def test_a_claim_is_on_the_disk_before_anything_is_sent(outbox: Outbox, people: list[str]) -> None:
    outbox.plan(people, WEEK, NOW)
    with outbox.sending("run", NOW) as sending:
        (claim,) = sending.claim(NOW)
        (row,) = outbox.rows(WEEK, ["sending"])
        assert (row.person, row.tries, row.run, row.changed) == (claim.person, 1, "run", NOW)


def test_nobody_is_claimed_twice(outbox: Outbox, people: list[str]) -> None:
    outbox.plan(people, WEEK, NOW)
    with outbox.sending("run", NOW) as sending:
        claimed = [*sending.claim(NOW), *sending.claim(NOW, 5), *sending.claim(NOW)]
    assert [claim.person for claim in claimed] == people


def test_claims_can_be_of_one_period_and_one_person(outbox: Outbox, people: list[str]) -> None:
    outbox.plan(people, WEEK, NOW)
    outbox.plan(people, "2026-W47", NOW)
    with outbox.sending("run", NOW) as sending:
        found = sending.claim(NOW, 9, period=WEEK, person=people[1])
        assert [(claim.person, claim.period) for claim in found] == [(people[1], WEEK)]
        assert {claim.period for claim in sending.claim(NOW, 9, period="2026-W47")} == {"2026-W47"}


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        ("accepted", "sent"),
        ("deferred", "deferred"),
        ("not-sent", "deferred"),
        ("refused", "refused"),
        ("failed", "failed"),
        ("unknown", "unknown"),
        ("nothing-to-say", "nothing-to-say"),
        ("left", "left"),
    ],
)
def test_each_outcome_ends_in_its_state(
    outbox: Outbox, people: list[str], state_of: Callable[[str], str], kind: Kind, state: str
) -> None:
    outbox.plan(people, WEEK, NOW)
    settle(outbox, people[0], Outcome(kind, 123))
    assert state_of(people[0]) == state
    assert next(row.answer for row in outbox.rows(WEEK) if row.person == people[0]) == 123
    with outbox.sending("next", NOW + timedelta(minutes=1)) as sending:
        claimed = {claim.person for claim in sending.claim(NOW + timedelta(minutes=1), 9)}
    assert claimed == set(people[1:])


def test_a_deferred_mail_is_tried_after_5_15_45_minutes_and_at_most_a_day(outbox: Outbox, people: list[str]) -> None:
    outbox.plan(people[:1], WEEK, NOW)
    now = NOW
    minutes = []
    identities = set()
    for _ in range(9):
        with outbox.sending("run", now) as sending:
            (claim,) = sending.claim(now)
            identities.add(claim.message_id)
            sending.settle(claim, Outcome("deferred", 451), now)
            (row,) = outbox.rows(WEEK)
            assert row.next_try is not None
            assert not sending.claim(row.next_try - timedelta(seconds=1))
            minutes.append((row.next_try - now) // timedelta(minutes=1))
            now = row.next_try
    assert minutes == [5, 15, 45, 135, 405, 1215, 1440, 1440, 1440]
    assert len(identities) == 1
    assert pause_after(10**6) == timedelta(days=1)


def test_a_pause_is_never_shorter_than_it_should_be(outbox: Outbox, people: list[str]) -> None:
    late = NOW + timedelta(microseconds=999_999)
    outbox.plan(people[:1], WEEK, late)
    settle(outbox, people[0], Outcome("deferred", 451), late)
    with outbox.sending("next", late) as sending:
        assert not sending.claim(late + timedelta(minutes=5) - timedelta(microseconds=1))
        assert sending.claim(late + timedelta(minutes=5, seconds=1))


def test_what_a_dead_run_was_sending_is_unknown_and_is_not_sent_by_itself(
    outbox: Outbox, people: list[str], state_of: Callable[[str], str]
) -> None:
    outbox.plan(people[:1], WEEK, NOW)
    with outbox.sending("one", NOW) as sending:
        sending.claim(NOW)
    with outbox.sending("two", NOW + timedelta(days=9)) as sending:
        assert state_of(people[0]) == "unknown"
        assert not sending.claim(NOW + timedelta(days=9))


def test_a_run_does_not_call_its_own_mails_unknown(
    outbox: Outbox, people: list[str], state_of: Callable[[str], str]
) -> None:
    outbox.plan(people[:1], WEEK, NOW)
    with outbox.sending("one", NOW) as sending:
        sending.claim(NOW)
        assert sending.find_dead(NOW + timedelta(days=9)) == 0
        assert state_of(people[0]) == "sending"


def test_a_settled_mail_is_not_settled_again(outbox: Outbox, people: list[str], state_of: Callable[[str], str]) -> None:
    outbox.plan(people[:1], WEEK, NOW)
    with outbox.sending("run", NOW) as sending:
        (claim,) = sending.claim(NOW)
        assert sending.settle(claim, Outcome("accepted", 250), NOW)
        assert not sending.settle(claim, Outcome("deferred", 451), NOW)
        assert not sending.postpone(claim, NOW, NOW)
    assert state_of(people[0]) == "sent"


def test_a_mail_is_settled_and_the_next_claimed_at_once(
    outbox: Outbox, people: list[str], state_of: Callable[[str], str]
) -> None:
    outbox.plan(people[:2], WEEK, NOW)
    outbox.plan(people[:1], "2026-W47", NOW)
    with outbox.sending("run", NOW) as sending:
        (first,) = sending.claim(NOW, period=WEEK)
        is_settled, second = sending.settle_and_claim(first, Outcome("accepted", 250), NOW, period=WEEK)
        assert is_settled
        assert second is not None
        assert [state_of(person) for person in people[:2]] == ["sent", "sending"]
        assert not sending.settle(first, Outcome("failed", 550), NOW)
        assert sending.settle_and_claim(second, Outcome("deferred", 451), NOW, period=WEEK) == (True, None)
        assert sending.settle_and_claim(first, Outcome("failed", 550), NOW)[0] is False
        assert sending.end(NOW) == {"deferred": 1, "sent": 1}


def test_a_worker_that_lives_after_all_settles_what_was_called_unknown_and_even_queued_again(
    outbox: Outbox, people: list[str], state_of: Callable[[str], str]
) -> None:
    outbox.plan(people[:1], WEEK, NOW)
    with outbox.sending("one", NOW) as first:
        (claim,) = first.claim(NOW)
    with outbox.sending("two", NOW) as second:
        assert outbox.resend(people[0], WEEK, NOW)
        assert first.settle(claim, Outcome("accepted", 250), NOW)
        assert not second.claim(NOW)
    assert state_of(people[0]) == "sent"


def test_a_worker_that_comes_too_late_does_not_settle_another_claim(outbox: Outbox, people: list[str]) -> None:
    outbox.plan(people[:1], WEEK, NOW)
    with outbox.sending("one", NOW) as first:
        (old,) = first.claim(NOW)
    with outbox.sending("two", NOW) as second:
        outbox.resend(people[0], WEEK, NOW)
        (new,) = second.claim(NOW)
        assert new.message_id == old.message_id
        assert not first.settle(old, Outcome("deferred", 451), NOW)
        assert second.settle(new, Outcome("accepted", 250), NOW)


@pytest.mark.parametrize(
    ("kind", "is_resent"),
    [
        ("unknown", True),
        ("refused", True),
        ("failed", True),
        ("accepted", False),
        ("deferred", False),
        ("nothing-to-say", False),
        ("left", False),
    ],
)
def test_only_what_did_not_surely_arrive_is_resent_by_hand(
    outbox: Outbox, people: list[str], kind: Kind, is_resent: bool
) -> None:
    outbox.plan(people[:1], WEEK, NOW)
    settle(outbox, people[0], Outcome(kind, 123))
    assert outbox.resend(people[0], WEEK, NOW) is is_resent
    with outbox.sending("again", NOW) as sending:
        assert len(sending.claim(NOW)) == is_resent
    assert not outbox.resend("nobody", WEEK, NOW)


def test_a_postponed_mail_waits_untried(outbox: Outbox, people: list[str]) -> None:
    outbox.plan(people[:1], WEEK, NOW)
    monday = NOW + timedelta(days=7)
    with outbox.sending("run", NOW) as sending:
        (claim,) = sending.claim(NOW)
        assert sending.postpone(claim, monday, NOW)
        assert not sending.claim(monday - timedelta(seconds=1))
        (again,) = sending.claim(monday)
    assert again.tries == 1


def test_a_clock_that_ran_ahead_keeps_nothing_waiting(outbox: Outbox, people: list[str]) -> None:
    outbox.plan(people[:1], WEEK, NOW)
    settle(outbox, people[0], Outcome("deferred", 451), NOW + timedelta(days=4000))
    with outbox.sending("right again", NOW) as sending:
        assert len(sending.claim(NOW)) == 1


def test_a_clock_that_steps_back_a_little_changes_no_pause(outbox: Outbox, people: list[str]) -> None:
    outbox.plan(people[:1], WEEK, NOW)
    settle(outbox, people[0], Outcome("deferred", 451), NOW)
    with outbox.sending("stepped back", NOW - timedelta(minutes=59)) as sending:
        assert not sending.claim(NOW - timedelta(minutes=59))


def test_who_has_left_gets_nothing_but_one_confirmation(
    outbox: Outbox, names: Names, people: list[str], state_of: Callable[[str], str]
) -> None:
    outbox.plan(people, WEEK, NOW)
    assert outbox.leave(people[0], NOW)
    assert not outbox.leave(people[0], NOW + timedelta(hours=1))
    assert state_of(people[0]) == "left"
    outbox.plan(people, "2026-W49", NOW)
    with outbox.sending("run", NOW) as sending:
        claimed = [claim for claim in sending.claim(NOW, 99) if claim.person == people[0]]
    (confirmation,) = claimed
    assert confirmation.period.startswith(LEAVING)
    assert confirmation.message_id == names.message_id(people[0], confirmation.period)
    assert outbox.leavers() == {people[0]}


def test_who_joins_again_gets_the_next_one(outbox: Outbox, people: list[str], state_of: Callable[[str], str]) -> None:
    outbox.plan(people, WEEK, NOW)
    outbox.leave(people[0], NOW)
    assert outbox.join(people[0])
    assert not outbox.join(people[0])
    outbox.plan(people, WEEK, NOW)
    assert state_of(people[0]) == "left"
    outbox.plan(people, "2026-W49", NOW)
    assert outbox.counts("2026-W49")["queued"] == 3


def test_leaving_stops_what_was_deferred(outbox: Outbox, people: list[str], state_of: Callable[[str], str]) -> None:
    outbox.plan(people, WEEK, NOW)
    settle(outbox, people[0], Outcome("deferred", 451))
    outbox.leave(people[0], NOW)
    assert state_of(people[0]) == "left"


def test_three_mails_that_came_back_end_it_until_somebody_resends(outbox: Outbox, people: list[str]) -> None:
    for week in ("2026-W45", "2026-W46"):
        assert outbox.bounce(people[0], week, NOW)
    assert not outbox.bounce(people[0], "2026-W46", NOW), "one mail counts once"
    assert outbox.bounced() == []
    outbox.bounce(people[0], "2026-W47", NOW)
    assert outbox.bounced() == [people[0]]
    outbox.plan(people, WEEK, NOW)
    assert outbox.counts(WEEK)["refused"] == 1
    assert outbox.resend(people[0], WEEK, NOW)
    assert outbox.bounced() == []
    assert outbox.counts(WEEK)["queued"] == 3


def test_what_waits_about_an_earlier_period_is_given_up(outbox: Outbox, people: list[str]) -> None:
    outbox.plan(people, "2026-W47", NOW)
    settle(outbox, people[0], Outcome("accepted", 250))
    settle(outbox, people[1], Outcome("deferred", 451))
    outbox.plan(people, WEEK, NOW)
    outbox.leave(people[2], NOW)
    assert outbox.expire(WEEK, NOW) == 1
    counts = outbox.counts("2026-W47")
    assert (counts["sent"], counts["failed"], counts["left"]) == (1, 1, 1)
    assert outbox.counts(WEEK)["queued"] == 2
    assert len(outbox.rows(states=["queued"])) == 3, "the confirmation waits as well"


def test_the_last_period_is_known(outbox: Outbox, people: list[str]) -> None:
    assert outbox.latest_period() is None
    outbox.plan(people, "2026-W47", NOW)
    outbox.plan(people, WEEK, NOW)
    outbox.leave(people[0], NOW)
    assert outbox.latest_period() == WEEK


def test_runs_are_kept_with_what_they_settled(outbox: Outbox, people: list[str]) -> None:
    outbox.plan(people, WEEK, NOW)
    with outbox.sending("killed", NOW) as sending:
        sending.claim(NOW)
    later = NOW + timedelta(minutes=5)
    with outbox.sending("whole", later) as sending:
        for claim in sending.claim(later, 2):
            sending.settle(claim, Outcome("accepted", 250), later)
        assert sending.end(later + timedelta(seconds=3)) == {"sent": 2}
    whole, killed = outbox.runs()
    assert (whole.run, whole.began, whole.ended, whole.tally) == (
        "whole", later, later + timedelta(seconds=3), {"sent": 2},
    )  # fmt: skip
    assert (killed.run, killed.ended, killed.tally) == ("killed", None, {})


def test_old_mails_are_forgotten_but_never_the_last_two_periods(outbox: Outbox, people: list[str]) -> None:
    weeks = ("2026-W45", "2026-W46", "2026-W47", WEEK)
    for week in weeks:
        outbox.plan(people, week, NOW)
        for person in people:
            with outbox.sending("run", NOW) as sending:
                (claim,) = sending.claim(NOW, person=person, period=week)
                sending.settle(claim, Outcome("accepted", 250), NOW)
    assert outbox.forget(NOW + timedelta(days=30), 30) == 0
    assert outbox.forget(NOW + timedelta(days=4000), 30) == 6
    assert {row.period for row in outbox.rows()} == set(weeks[2:])
    assert outbox.runs() == []
    outbox.plan(people, WEEK, NOW)
    assert outbox.counts(WEEK)["queued"] == 0


def test_what_is_under_way_is_never_forgotten(outbox: Outbox, people: list[str]) -> None:
    for week in ("2026-W45", "2026-W46", "2026-W47"):
        outbox.plan(people, week, NOW)
    with outbox.sending("run", NOW) as sending:
        (claim,) = sending.claim(NOW)
        assert outbox.forget(NOW + timedelta(days=4000), 30) == 0
        assert sending.settle(claim, Outcome("accepted", 250), NOW)


def test_a_person_is_erased_but_that_they_left(outbox: Outbox, people: list[str]) -> None:
    outbox.plan(people, WEEK, NOW)
    outbox.bounce(people[0], WEEK, NOW)
    outbox.leave(people[0], NOW)
    assert outbox.erase(people[0]) == 2
    assert {row.person for row in outbox.rows()} == set(people[1:])
    assert outbox.leavers() == {people[0]}
    outbox.plan(people, WEEK, NOW)
    assert outbox.counts(WEEK)["left"] == 1
    outbox.erase(people[0], is_leaving_kept=False)
    assert outbox.leavers() == set()


def test_a_mail_that_was_erased_under_way_is_not_settled(outbox: Outbox, people: list[str]) -> None:
    outbox.plan(people, WEEK, NOW)
    with outbox.sending("run", NOW) as sending:
        (claim,) = sending.claim(NOW, person=people[0])
        outbox.erase(people[0])
        assert not sending.settle(claim, Outcome("accepted", 250), NOW)
    assert len(outbox.rows()) == 2


def test_a_time_without_a_zone_is_refused(outbox: Outbox, people: list[str]) -> None:
    with pytest.raises(AssertionError):
        outbox.plan(people, WEEK, NOW.replace(tzinfo=None))


def test_somebody_is_asked_once_a_week_and_not_after_they_left(outbox: Outbox) -> None:
    assert outbox.is_new()
    assert [outbox.ask("anna", "2026-W48", NOW) for _ in range(2)] == [True, False]
    assert outbox.ask("anna", "2026-W49", NOW)
    assert outbox.ask("bo", "2026-W48", NOW)
    assert outbox.asked() == 2
    outbox.leave("anna", NOW)
    assert not outbox.ask("anna", "2026-W50", NOW)
    assert outbox.asked() == 1
    # What is to be sent to Anna is the confirmation alone.
    waiting = {(row.person, row.period.partition("-")[0]) for row in outbox.rows(states=("queued",))}
    assert waiting == {("anna", "leaving"), ("bo", "asking")}
    assert outbox.latest_period() is None
    assert outbox.is_new(), "nothing of this says that digests were sent"
    assert outbox.expire("zzz", NOW) == 0, "a question is about no week"
    outbox.plan(["bo"], "2026-W48", NOW)
    assert outbox.latest_period() == "2026-W48"
    assert not outbox.is_new()


def test_questions_do_not_count_among_the_weeks_that_are_kept(outbox: Outbox) -> None:
    outbox.plan(["bo"], "2026-W40", NOW)
    outbox.plan(["bo"], "2026-W41", NOW)
    with outbox.sending("run", NOW) as sending:
        while claims := sending.claim(NOW):
            sending.settle(claims[0], Outcome("accepted"), NOW)
        for week in ("2026-W42", "2026-W43"):
            outbox.ask("bo", week, NOW)
            (claim,) = sending.claim(NOW)
            assert claim.period == f"{ASKING}{week}"
            sending.settle(claim, Outcome("accepted"), NOW)
    assert outbox.forget(NOW + timedelta(days=400), 60) == 2
    assert {row.period for row in outbox.rows()} == {"2026-W40", "2026-W41"}


def test_a_run_that_had_nobody_to_send_to_is_a_first_time_as_well(outbox: Outbox) -> None:
    with outbox.sending("run", NOW):
        pass
    assert not outbox.is_new()


def test_a_run_tells_how_it_ended(outbox: Outbox) -> None:
    def ends() -> dict[str, tuple[bool, int | None, str, bool]]:
        return {run.run: (run.ended is None, run.exit_code, run.stopped, run.is_running) for run in outbox.runs()}

    with outbox.sending("one", NOW) as sending:
        assert ends() == {"one": (True, None, "", True)}
        sending.end(NOW, 4)
        assert ends() == {"one": (False, 4, "", False)}
    later = NOW + timedelta(hours=1)
    with outbox.sending("two", later):
        pass  # it is killed
    assert ends()["two"] == (True, None, "", False)
    with outbox.sending("three", later + timedelta(hours=1)):
        assert {run for run, end in ends().items() if end[3]} == {"three"}
    outbox.note_stop("three", later, later, 2, "mail-password-refused")
    # One that did not come as far as to send.
    outbox.note_stop("four", later + timedelta(hours=2), later + timedelta(hours=2), 130, "interrupted")
    assert ends() == {
        "one": (False, 4, "", False),
        "two": (True, None, "", False),
        "three": (False, 2, "mail-password-refused", False),
        "four": (False, 130, "interrupted", False),
    }


@pytest.mark.skipif(os.name == "nt", reason="Windows locks in another way")
def test_a_moment_in_which_somebody_holds_the_lock_is_no_run(tmp_path: Path, names: Names) -> None:
    import fcntl

    with Outbox(tmp_path / "outbox.sqlite", names) as outbox:
        with outbox.sending("one", NOW):
            pass
        descriptor = os.open(tmp_path / "outbox.sqlite.lock", os.O_RDWR)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        threading.Timer(0.02, os.close, [descriptor]).start()
        with outbox.sending("two", NOW):
            pass


def test_looking_at_a_run_keeps_none_from_beginning(place: Path | str, names: Names) -> None:
    """The lock that is looked at is the one that a run needs."""
    with Outbox(place, names) as outbox, Outbox(place, names) as other:
        with outbox.sending("killed", NOW):
            pass
        stop = threading.Event()

        def look() -> None:
            while not stop.is_set():
                other.runs()

        looking = threading.Thread(target=look)
        looking.start()
        try:
            for number in range(30):
                with outbox.sending(f"run {number}", NOW):
                    pass
        finally:
            stop.set()
            looking.join()


def test_what_waits_for_people_whom_their_roster_has_no_more_is_forgotten(outbox: Outbox) -> None:
    outbox.plan(["anna", "bo", "carl", "dora", "eve"], WEEK, NOW, "ours")
    outbox.plan(["finn"], WEEK, NOW, "theirs")
    outbox.plan(["gus"], WEEK, NOW)
    outbox.plan(["bo"], "2026-W49", NOW, "ours")
    with outbox.sending("run", NOW) as sending:
        for person, kind in (("anna", "accepted"), ("bo", "deferred"), ("carl", "unknown"), ("finn", "deferred")):
            (claim,) = sending.claim(NOW, period=WEEK, person=person)
            sending.settle(claim, Outcome(kind), NOW)  # type: ignore[arg-type]
    assert outbox.resend("carl", WEEK, NOW)
    # Gone: anna, whose mail is sent; bo, deferred; carl, queued by hand; dora, queued. Eve is still there.
    assert outbox.drop({"eve"}, WEEK, "ours") == 3
    assert {row.person: row.state for row in outbox.rows(WEEK)} == {
        "anna": "sent",
        "eve": "queued",
        "finn": "deferred",
        "gus": "queued",
    }
    assert [row.person for row in outbox.rows("2026-W49")] == ["bo"]
    assert outbox.drop({"eve"}, WEEK, "ours") == 0
    # Whoever comes back is planned anew, once.
    assert outbox.plan(["anna", "bo", "eve"], WEEK, NOW, "ours") == 1
    assert {row.person: row.state for row in outbox.rows(WEEK)}["bo"] == "queued"


def test_why_somebody_could_not_be_read_is_kept_until_the_next_try(outbox: Outbox) -> None:
    outbox.plan(["anna"], WEEK, NOW)
    with outbox.sending("run", NOW) as sending:
        (claim,) = sending.claim(NOW)
        sending.settle(claim, Outcome("deferred"), NOW, "file-missing")
        assert outbox.rows(WEEK)[0].reason == "file-missing"
        later = NOW + timedelta(hours=1)
        (claim,) = sending.claim(later)
        sending.settle(claim, Outcome("deferred", 451), later)
        assert outbox.rows(WEEK)[0].reason is None
