from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from event_rows import at
from report_runs import run_of, speaker

import rules as own
from analyzer.changing.change import Change, Occurrence
from analyzer.judging.rule import activate
from analyzer.reports.words.changes import ChangeWords, given_back, text_of, words_of
from analyzer.reports.words.clicks import CLICKS
from analyzer.reports.words.wording import Wording
from analyzer.rulebook.loading import load_rules
from analyzer.run import Run

SERIES = run_of("tue,wed,thu 12:30-13:30 Demo | people=4 series=x by=bo@example.org")
WEEKLY = run_of(
    *(f"2026-11-{day} 12:30-13:30 Demo | people=4 series=x by=bo@example.org" for day in (17, 24)),
)
OUTSIDE = "Then lunch stays free."
ONCE = run_of("tue 12:30-13:30 Demo | people=4 uid=x by=bo@example.org")


def occurrence(start: str, end: str, new_start: str = "", new_end: str = "") -> Occurrence:
    """Return an occurrence from wall clocks such as "2026-11-17 12:30"; without new ones it goes."""
    return Occurrence(at(start), at(end), at(new_start) if new_start else None, at(new_end) if new_end else None)


def moved(*new_starts: str, length: int = 60) -> tuple[Occurrence, ...]:
    """Return the occurrences of the weekly demo (of 17 and 24 November, 12:30 to 13:30), moved."""
    days = ("2026-11-17", "2026-11-24")
    return tuple(
        Occurrence(at(f"{day} 12:30"), at(f"{day} 13:30"), at(new), at(new) + pd.Timedelta(minutes=length))
        for day, new in zip(days, new_starts, strict=False)
    )


MOVE = Change(
    kind="move",
    actor="organizer",
    uid="x",
    title="Demo",
    occurrences=moved("2026-11-17 13:15", "2026-11-24 13:15"),
    reason="lunch-meeting",
    removes={"lunch-meeting": 2},
    gains={"lunches_kept": 2},
)


def said(change: Change, run: Run = WEEKLY, language: str = "en", **parts: Any) -> ChangeWords:
    return words_of(replace(change, **parts), run, Wording(speaker(language), run.zone.zone))


def test_move_says_what_it_gives_whom_to_ask_and_what_to_send() -> None:
    words = said(MOVE)
    assert words.action == "Move “Demo” (2 times, Tue 12:30) to 13:15."
    assert words.gain == "Gives: 2 lunches back, 2 fewer findings."
    assert words.who == "Ask the organiser, bo@example.org:"
    assert words.request == f"Shall we start “Demo” on 17 and 24 November at 13:15 instead of 12:30? {OUTSIDE}"


def test_move_in_dutch_is_a_question_that_can_be_sent() -> None:
    words = said(MOVE, language="nl")
    assert words.request == (
        "Zullen we “Demo” op 17 en 24 november om 13:15 laten beginnen in plaats van 12:30? "
        "Dan blijft de lunchpauze vrij."
    )
    assert words.action == "Verzet “Demo” (2 keer, di 12:30) naar 13:15."


def test_move_to_another_day_names_the_days_in_what_is_sent_and_the_weekday_elsewhere() -> None:
    series = said(MOVE, occurrences=moved("2026-11-18 10:00", "2026-11-25 10:00"))
    assert series.action == "Move “Demo” (2 times, Tue 12:30) to Wed 10:00."
    assert series.request.startswith("Shall we move “Demo” on 17 and 24 November to 18 and 25 November at 10:00?")
    single = said(MOVE, ONCE, occurrences=moved("2026-11-18 10:00"))
    assert single.action == "Move “Demo” (Tue 17 Nov 12:30) to Wed 18 Nov 10:00."


def test_series_on_several_days_moves_by_a_length_of_time() -> None:
    days = ("2026-11-17", "2026-11-18", "2026-11-19")
    next_days = ("2026-11-18", "2026-11-19", "2026-11-20")
    away = tuple(
        occurrence(f"{old} 12:30", f"{old} 13:30", f"{new} 12:30", f"{new} 13:30")
        for old, new in zip(days, next_days, strict=True)
    )
    daily = said(MOVE, SERIES, occurrences=away)
    assert daily.action == "Plan “Demo” (3 times, 12:30) 1 day later."
    assert daily.request.startswith("Shall we plan “Demo” from Tuesday 17 November on 1 day later?")
    same_day = tuple(occurrence(f"{day} 12:30", f"{day} 13:30", f"{day} 13:15", f"{day} 14:15") for day in days)
    assert said(MOVE, SERIES, occurrences=same_day).action == "Move “Demo” (3 times, 12:30) to 13:15."


def test_series_at_several_times_moves_by_a_length_of_time() -> None:
    run = run_of("tue 12:30-13:00 Demo | people=4 series=x", "wed 12:00-12:30 Demo | people=4 series=x")
    earlier = (
        occurrence("2026-11-17 12:30", "2026-11-17 13:00", "2026-11-17 11:30", "2026-11-17 12:00"),
        occurrence("2026-11-18 12:00", "2026-11-18 12:30", "2026-11-18 11:00", "2026-11-18 11:30"),
    )
    words = said(MOVE, run, occurrences=earlier)
    assert words.action == "Plan “Demo” (2 times) 1 h earlier."
    assert words.request.startswith("Shall we plan “Demo” from Tuesday 17 November on 1 hour earlier?")


def test_an_earlier_end_and_a_later_start_say_the_new_time() -> None:
    ends = moved("2026-11-17 12:30", "2026-11-24 12:30", length=50)
    words = said(MOVE, kind="end-earlier", occurrences=ends, reason="back-to-back-calls", gains={})
    assert words.action == "Let “Demo” (2 times, Tue 12:30) end at 13:20 instead of 13:30."
    assert words.request == (
        "Shall we end “Demo” on 17 and 24 November at 13:20 instead of 13:30? "
        "Then there is a short break between two calls."
    )
    assert words.gain == "Gives: 2 fewer findings."
    starts = moved("2026-11-17 12:35", "2026-11-24 12:35", length=55)
    words = said(MOVE, kind="start-later", occurrences=starts, reason="back-to-back-calls")
    assert words.action == "Let “Demo” (2 times, Tue 12:30) start at 12:35 instead of 12:30."
    assert words.request.startswith("Shall we start “Demo” on 17 and 24 November at 12:35 instead of 12:30?")


def test_ends_at_several_times_move_by_a_length_of_time() -> None:
    ends = (
        occurrence("2026-11-17 12:30", "2026-11-17 13:00", "2026-11-17 12:30", "2026-11-17 12:55"),
        occurrence("2026-11-18 12:00", "2026-11-18 12:30", "2026-11-18 12:00", "2026-11-18 12:25"),
    )
    words = said(MOVE, kind="end-earlier", occurrences=ends)
    assert words.action == "Let “Demo” (2 times) end 5 min earlier."
    assert words.request.startswith("Shall we end “Demo” from Tuesday 17 November on 5 minutes earlier?")


def test_who_stays_away_asks_leave_of_the_organiser() -> None:
    gone = (occurrence("2026-11-17 12:30", "2026-11-17 13:30"), occurrence("2026-11-24 12:30", "2026-11-24 13:30"))
    asked = said(MOVE, kind="without-me", occurrences=gone)
    assert asked.action == "Skip “Demo” (2 times, Tue 12:30)."
    assert asked.request == (
        "Would it be all right if I skipped “Demo” on 17 and 24 November? I will read up on what was decided."
    )


def test_every_other_week_is_asked_as_a_question() -> None:
    gone = (occurrence("2026-11-24 12:30", "2026-11-24 13:30"),)
    words = said(MOVE, kind="less-often", actor="owner", occurrences=gone)
    assert words.action == "Hold “Demo” every other week."
    assert words.who == "You organise it: ask the others first."
    assert words.request == "Shall we hold “Demo” every other week, and see whether we miss it?"


@pytest.mark.parametrize(
    ("line", "agreements", "why"),
    [
        ("tue Away | absence", {}, "I am on leave on Tuesday 17 November"),
        (
            "mon 09:00-09:10 Call | people=2",
            {"working_days": ["mon", "wed"]},
            "I do not work on Tuesday 17 November",
        ),
    ],
)
def test_one_occurrence_says_the_situation_and_a_way_out(line: str, agreements: dict[str, Any], why: str) -> None:
    run = run_of("tue 12:30-13:30 Demo | people=4 series=x by=bo@example.org", line, judging={"agreements": agreements})
    gone = (occurrence("2026-11-17 12:30", "2026-11-17 13:30"),)
    asked = said(MOVE, run, kind="one-occurrence", occurrences=gone)
    assert asked.action == "Decline “Demo” (Tue 17 Nov 12:30)."
    assert asked.request == f"{why}, when “Demo” is planned. Can it go on without me, or on another day?"
    own = said(MOVE, run, kind="one-occurrence", occurrences=gone, actor="owner")
    assert own.action == "Cancel “Demo” (Tue 17 Nov 12:30), only this time."
    assert own.who == "You organise it: cancel this one, or let somebody else lead it."
    assert own.request == f"{why}. Who leads “Demo” then? Otherwise we skip it."
    later = said(MOVE, run, kind="one-occurrence", occurrences=moved("2026-11-18 10:00"))
    assert later.action == "Move “Demo” (Tue 17 Nov 12:30) to Wed 18 Nov 10:00, only this time."
    assert later.request == f"{why}, when “Demo” is planned. Would Wednesday 18 November at 10:00 suit you?"


def test_what_does_not_recur_is_not_cancelled_for_this_time_only() -> None:
    run = run_of("tue 12:30-13:30 Demo | people=2 uid=x", "tue Away | absence")
    gone = (occurrence("2026-11-17 12:30", "2026-11-17 13:30"),)
    own = said(MOVE, run, kind="one-occurrence", occurrences=gone, actor="owner")
    assert own.action == "Cancel “Demo” (Tue 17 Nov 12:30)."
    assert own.request == "I am on leave on Tuesday 17 November, when “Demo” is planned. Shall we find another day?"


def test_an_untitled_meeting_on_leave_is_called_by_its_time() -> None:
    run = run_of("tue 12:30-13:30 Secret | people=4 private uid=x", "tue Away | absence")
    gone = (occurrence("2026-11-17 12:30", "2026-11-17 13:30"),)
    asked = said(MOVE, run, kind="one-occurrence", occurrences=gone, title="")
    assert asked.request.startswith("I am on leave on Tuesday 17 November, when our meeting at 12:30 is planned.")


def test_several_days_of_leave_are_declined_in_one_text() -> None:
    run = run_of("mon,tue,wed 12:30-13:30 Demo | people=4 series=x by=bo@example.org", "mon..wed Away | absence")
    gone = tuple(occurrence(f"2026-11-{day} 12:30", f"2026-11-{day} 13:30") for day in (16, 17, 18))
    asked = said(MOVE, run, kind="one-occurrence", occurrences=gone)
    assert asked.action == "Decline “Demo” (3 times, 12:30)."
    assert asked.request.startswith("I am on leave on 16, 17 and 18 November, when “Demo” is planned.")


def test_a_move_by_days_and_hours_says_both() -> None:
    old = (("2026-11-17", "12:00"), ("2026-11-24", "12:15"))
    new = (("2026-11-16", "13:00"), ("2026-11-23", "13:15"))
    moves = tuple(
        occurrence(f"{day} {time}", f"{day} 13:30", f"{to} {at_time}", f"{to} 14:30")
        for (day, time), (to, at_time) in zip(old, new, strict=True)
    )
    assert said(MOVE, occurrences=moves).action == "Plan “Demo” (2 times) 1 day earlier and 1 h later."


def test_a_series_that_leaves_its_week_is_not_told_by_the_weekday() -> None:
    moves = moved("2026-11-20 12:30", "2026-11-27 12:30")
    assert said(MOVE, occurrences=moves).action == "Move “Demo” (2 times, Tue 12:30) to Fri 12:30."
    moves = moved("2026-11-23 12:30", "2026-11-30 12:30")
    assert said(MOVE, occurrences=moves).action == "Plan “Demo” (2 times, Tue 12:30) 6 days later."


def test_what_helps_only_with_the_others_says_so() -> None:
    assert said(MOVE, removes={}, gains={}, reason="").gain == "Helps together with the other changes."


def test_booked_time_is_said_with_its_day() -> None:
    block = occurrence("2026-11-17 13:00", "2026-11-17 16:00", "2026-11-17 13:00", "2026-11-17 16:00")
    words = said(Change("book", "owner", occurrences=(block,), reason="scattered-day"))
    assert words.action == "Book Tue 17 Nov, 13:00–16:00, to concentrate."
    assert words.gain == "Keeps that time in one piece: it is still free."


def test_shared_calendar_names_no_organiser() -> None:
    assert said(MOVE, replace(WEEKLY, is_shared=True)).who == "Ask the organiser:"


def test_owner_changes_it_and_gets_a_text_for_the_others() -> None:
    assert said(MOVE, actor="owner").who == "You organise it: change the series in your calendar."
    once = said(MOVE, ONCE, actor="owner", occurrences=moved("2026-11-17 13:15"))
    assert once.who == "You organise it: change it in your calendar."
    assert once.request == f"Shall we start “Demo” on Tuesday 17 November at 13:15 instead of 12:30? {OUTSIDE}"


def test_setting_comes_with_its_clicks() -> None:
    change = Change("setting", "owner", occurrences=MOVE.occurrences, removes={"back-to-back-calls": 1})
    words = said(change)
    assert words.action == "Let the meetings you plan end 5 or 10 minutes earlier."
    assert words.gain == "Gives: 1 fewer finding."
    assert words.clicks == tuple(CLICKS.values())


def test_private_meeting_is_named_by_its_time_alone() -> None:
    run = run_of("tue 12:30-13:30 Doctor | private people=3 uid=x")
    words = said(MOVE, run, title="", occurrences=moved("2026-11-17 13:15"))
    assert words.action == "Move the private meeting (Tue 17 Nov 12:30) to 13:15."
    assert words.who == "Ask the organiser:"
    assert words.request.startswith("Shall we move our meeting of Tuesday 17 November at 12:30 to 13:15?")


def test_private_series_is_named_by_its_days_as_any_other() -> None:
    run = run_of(*(f"2026-11-{day} 12:30-13:30 Doctor | private people=3 series=x" for day in (17, 24)))
    assert said(MOVE, run, title="").request.startswith(
        "Shall we move our meeting on 17 and 24 November at 12:30 to 13:15?"
    )
    run = run_of(*(f"2026-11-{day} 12:30-13:30 x | people=3 series=x" for day in (17, 24)))
    assert said(MOVE, run, title="").action == "Move the meeting without a title (2 times, Tue 12:30) to 13:15."
    assert said(MOVE, run, title="", language="nl").request.startswith(
        "Zullen we ons overleg op 17 en 24 november om 12:30 verzetten naar 13:15?"
    )


def test_only_this_time_is_said_of_one_occurrence_alone() -> None:
    days = ("2026-11-17", "2026-11-24")
    run = run_of(
        *(f"{day} 12:30-13:30 Demo | people=3 mine series=x" for day in days),
        *(f"{day} Away | absence" for day in days),
    )
    times = [occurrence(f"{day} 12:30", f"{day} 13:30") for day in days]
    gone = replace(MOVE, kind="one-occurrence", actor="owner")
    assert said(gone, run, occurrences=tuple(times[:1])).action == ("Cancel “Demo” (Tue 17 Nov 12:30), only this time.")
    assert said(gone, run, occurrences=tuple(times)).action == "Cancel “Demo” (2 times, Tue 12:30)."


@pytest.mark.parametrize(
    ("gains", "shown"),
    [
        ({"focus_days": 1, "focus_minutes": 480}, "Gives: 1 focus day more, 2 fewer findings."),
        ({"focus_minutes": 150}, "Gives: 2 h 30 min more in one piece to concentrate, 2 fewer findings."),
    ],
)
def test_gain_says_what_comes_back(gains: dict[str, int], shown: str) -> None:
    assert said(MOVE, gains=gains).gain == shown


@pytest.mark.parametrize(
    ("losses", "shown"),
    [
        ({"focus_days": 1, "focus_minutes": 480}, "Gives: 2 fewer findings. Costs you: 1 focus day."),
        ({"focus_minutes": 150}, "Gives: 2 fewer findings. Costs you: 2 h 30 min to concentrate."),
        ({"lunches_kept": 1}, "Gives: 2 fewer findings."),
    ],
)
def test_gain_says_what_it_takes_too(losses: dict[str, int], shown: str) -> None:
    assert said(MOVE, gains={}, losses=losses).gain == shown


def test_days_are_named_up_to_three_of_one_weekday() -> None:
    dates = ("2026-11-17", "2026-11-24", "2026-12-01", "2026-12-08")
    moves = [occurrence(f"{day} 12:30", f"{day} 13:30", f"{day} 13:15", f"{day} 14:15") for day in dates]
    assert "“Demo” on Tuesday 17 November and Tuesday 1 December at" in said(MOVE, occurrences=moves[:3:2]).request
    assert "“Demo” on Tuesday 17 November, Tuesday 24 November and Tuesday 1 December at" in (
        said(MOVE, occurrences=moves[:3]).request
    )
    assert "“Demo” from Tuesday 17 November on at 13:15" in said(MOVE, occurrences=moves).request


def test_a_single_occurrence_that_stands_in_the_way_moves_alone() -> None:
    words = said(MOVE, kind="one-occurrence", occurrences=moved("2026-11-17 13:15"))
    assert words.action == "Move “Demo” (Tue 17 Nov 12:30) to 13:15, only this time."
    assert words.request == f"Shall we start “Demo” on Tuesday 17 November at 13:15 instead of 12:30? {OUTSIDE}"


def test_title_with_power_is_inert_in_every_sentence() -> None:
    words = said(MOVE, title="\x1b]52;c;x\x07\u202eDemo")
    for text in (words.action, words.request):
        assert "“\ufffd]52;c;x\ufffdDemo”" in text


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("back-to-back-calls", "Then there is a short break between two calls."),
        ("lunch-meeting", "Then lunch stays free."),
        ("meeting-over-focus-time", "That keeps time for work that needs concentration."),
        ("no-facilitator", ""),
        ("", ""),
    ],
)
def test_the_reason_is_that_of_the_rule_for_whose_sake_it_is_done(rule: str, reason: str) -> None:
    assert (
        said(MOVE, reason=rule).request
        == f"Shall we start “Demo” on 17 and 24 November at 13:15 instead of 12:30? {reason}".strip()
    )


def test_other_programs_get_the_text_to_send_the_clicks_or_who_does_it() -> None:
    wording = Wording(speaker("en"), WEEKLY.zone.zone)
    assert text_of(MOVE, WEEKLY, wording) == said(MOVE).request
    assert text_of(replace(MOVE, kind="setting"), WEEKLY, wording) == " ".join(CLICKS.values())
    block = occurrence("2026-11-17 13:00", "2026-11-17 16:00", "2026-11-17 13:00", "2026-11-17 16:00")
    book = Change("book", "owner", occurrences=(block,))
    assert text_of(book, WEEKLY, wording) == "You book it in your own calendar, shown as busy."


def sent_to(change: Change, run: Run = WEEKLY, **parts: Any) -> str:
    return said(change, run, **parts).sending


def test_before_a_text_to_send_stands_to_whom() -> None:
    assert sent_to(MOVE) == "To send to the organiser, bo@example.org:"
    assert sent_to(MOVE, actor="owner") == "To send to the others:"
    two = run_of("tue 12:30-13:30 Demo | people=2 uid=x mine")
    assert sent_to(MOVE, two, actor="owner") == "To send to the other person:"
    team = replace(WEEKLY, is_shared=True)
    assert sent_to(MOVE, team) == "To be sent by one of you to the organiser:"


@pytest.mark.parametrize(
    ("title", "people", "called"),
    [
        ("1:1 Katja / Rosa", 2, "our 1:1"),
        ("Katja 1-on-1", 2, "our 1:1"),
        ("One on one", 2, "our 1:1"),
        ("1:1 Katja / Rosa", 3, "“1:1 Katja / Rosa”"),
        ("Contract 11:10", 2, "“Contract 11:10”"),
        ("Bespreking", 2, "“Bespreking”"),
    ],
)
def test_nobody_writes_both_names_to_the_other_of_two(title: str, people: int, called: str) -> None:
    run = run_of(f"tue 12:30-13:30 x | people={people} uid=x by=bo@example.org")
    words = said(MOVE, run, title=title, occurrences=moved("2026-11-17 13:15"))
    assert words.request.startswith(f"Shall we start {called} on Tuesday 17 November at 13:15")
    assert f"“{title}”" in words.action


def test_a_title_without_its_name_is_not_sent_in_a_team() -> None:
    team = replace(WEEKLY, is_shared=True)
    words = said(MOVE, team, title="Portfolio …", occurrences=moved("2026-11-17 13:15", "2026-11-24 13:15"))
    assert words.request.startswith("Shall we move this meeting of Tuesday 12:30 to 13:15?")
    ends = moved("2026-11-17 12:30", length=50)
    once = said(MOVE, replace(ONCE, is_shared=True), title="Portfolio …", kind="end-earlier", occurrences=ends)
    assert (
        "end this meeting of Tuesday 17 November 12:30 on Tuesday 17 November at 13:20 instead of 13:30?"
        in once.request
    )
    assert "“Vragen …”" in said(MOVE, title="Vragen …").request  # one's own title may end so


def test_one_of_a_team_does_not_speak_of_their_own_meetings() -> None:
    judgement = replace(WEEKLY.judgement, rules=activate(load_rules(own), {}))
    run = replace(WEEKLY, judgement=judgement)
    assert said(MOVE, run, reason="double-booking").request.endswith("It now overlaps another meeting of mine.")
    team = replace(run, is_shared=True)
    assert said(MOVE, team, reason="double-booking").request.endswith("It now overlaps another meeting.")


def test_stretches_that_count_from_a_length_on_are_told_with_it() -> None:
    change = replace(MOVE, gains={"focus_minutes": 180})
    wording = Wording(speaker("en"), WEEKLY.zone.zone, is_aloud=True)
    assert given_back(change, wording) == ["3 hours more in one piece to concentrate"]
    assert given_back(change, wording, 120) == ["3 hours more in stretches of at least 2 hours to concentrate"]
