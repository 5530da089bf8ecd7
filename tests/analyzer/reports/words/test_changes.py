from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from event_rows import at
from report_runs import run_of, speaker

from analyzer.changing.change import Change
from analyzer.reports.words.changes import CLICKS, ChangeWords, words_of
from analyzer.reports.words.wording import Wording
from analyzer.run import Run

SERIES = run_of("tue,wed,thu 12:30-13:30 Demo | people=4 series=x by=bo@example.org")
WEEKLY = run_of(
    *(f"2026-11-{day} 12:30-13:30 Demo | people=4 series=x by=bo@example.org" for day in (17, 24)),
)
ONCE = run_of("tue 12:30-13:30 Demo | people=4 uid=x by=bo@example.org")
MOVE = Change(
    "move", "organizer", "x", "Demo", 2, at("2026-11-17 12:30"), at("2026-11-17 13:15"), None, {"lunch-meeting": 2},
    {"lunches_kept": 2},
)  # fmt: skip


def said(change: Change, run: Run = WEEKLY, language: str = "en", **parts: Any) -> ChangeWords:
    return words_of(replace(change, **parts), run, Wording(speaker(language), run.zone.zone))


def test_move_says_what_it_gives_whom_to_ask_and_what_to_send() -> None:
    words = said(MOVE)
    assert words.action == "Move “Demo” (2 times, Tue 12:30) to 13:15."
    assert words.gain == "Gives: 2 lunches back, 2 fewer findings."
    assert words.who == "Ask the organiser, bo@example.org:"
    assert words.request == "Shall we start “Demo” at 13:15? Then everybody can go outside at lunch."


def test_move_in_dutch_is_a_question_that_can_be_sent() -> None:
    words = said(MOVE, language="nl")
    assert words.request == "Zullen we “Demo” om 13:15 laten beginnen? Dan kan iedereen tussen de middag naar buiten."
    assert words.action == "Verzet “Demo” (2 keer, di 12:30) naar 13:15."


def test_move_to_another_day_names_the_weekday_of_a_series_and_the_day_of_a_single_meeting() -> None:
    series = said(MOVE, new_start=at("2026-11-18 10:00"))
    assert series.action == "Move “Demo” (2 times, Tue 12:30) to Wed 10:00."
    assert series.request.startswith("Shall we move “Demo” to Wednesday 10:00?")
    single = said(MOVE, ONCE, occurrences=1, new_start=at("2026-11-18 10:00"))
    assert single.action == "Move “Demo” (Tue 17 Nov 12:30) to Wed 18 Nov 10:00."


def test_series_on_several_days_moves_by_a_length_of_time() -> None:
    daily = said(MOVE, SERIES, occurrences=3, new_start=at("2026-11-18 12:30"))
    assert daily.action == "Plan “Demo” (3 times, 12:30) 1 day later."
    assert daily.request.startswith("Shall we plan “Demo” 1 day later?")
    assert said(MOVE, SERIES, occurrences=3).action == "Move “Demo” (3 times, 12:30) to 13:15."


def test_series_at_several_times_moves_by_a_length_of_time() -> None:
    run = run_of("tue 12:30-13:00 Demo | people=4 series=x", "wed 12:00-12:30 Demo | people=4 series=x")
    words = said(MOVE, run, new_start=at("2026-11-17 11:30"))
    assert words.action == "Plan “Demo” (2 times) 1 h earlier."
    assert words.request.startswith("Shall we plan “Demo” 1 hour earlier?")


def test_shorten_says_the_new_end() -> None:
    words = said(MOVE, kind="shorten", new_start=None, new_minutes=50, gains={})
    assert words.action == "Let “Demo” (2 times, Tue 12:30) end earlier, at 13:20."
    assert words.request.startswith("Shall we end “Demo” a little earlier, at 13:20?")
    assert words.gain == "Gives: 2 fewer findings."


def test_drop_asks_leave_of_the_organiser_and_leaves_the_owner_free() -> None:
    asked = said(MOVE, kind="drop", new_start=None)
    assert asked.request == "Would it be all right if I skipped “Demo”? I will read up on what was decided."
    own = said(MOVE, kind="drop", actor="owner", new_start=None)
    assert (own.request, own.who) == ("", "You organise it: cancel it, or settle it in writing.")


def test_shared_calendar_names_no_organiser() -> None:
    assert said(MOVE, replace(WEEKLY, is_shared=True)).who == "Ask the organiser:"


def test_owner_gets_no_text_to_send() -> None:
    assert said(MOVE, actor="owner").who == "You organise it: change the series in your calendar."
    assert said(MOVE, ONCE, actor="owner", occurrences=1).who == "You organise it: change it in your calendar."
    assert said(MOVE, actor="owner").request == ""


def test_setting_comes_with_its_clicks() -> None:
    change = Change("shorten-all", "setting", occurrences=12, removed={"back-to-back-calls": 1}, gains={})
    words = said(change)
    assert words.action == "Let the meetings you plan end 5 or 10 minutes earlier."
    assert words.gain == "Gives: 1 fewer finding."
    assert words.clicks == CLICKS


def test_private_meeting_is_named_by_its_time_alone() -> None:
    run = run_of("tue 12:30-13:30 Doctor | private people=3 uid=x")
    words = said(MOVE, run, title="", occurrences=1)
    assert words.action == "Move (private) (Tue 17 Nov 12:30) to 13:15."
    assert words.who == "Ask the organiser:"
    assert words.request.startswith("Shall we move our meeting of Tuesday 17 November at 12:30 to 13:15?")


def test_private_series_is_named_by_its_weekday() -> None:
    run = run_of(*(f"2026-11-{day} 12:30-13:30 Doctor | private people=3 series=x" for day in (17, 24)))
    assert said(MOVE, run, title="").request.startswith("Shall we move our meeting on Tuesday at 12:30 to 13:15?")


@pytest.mark.parametrize(
    ("gains", "shown"),
    [
        ({"focus_days": 1, "focus_minutes": 480}, "Gives: 1 focus day more, 2 fewer findings."),
        ({"focus_minutes": 150}, "Gives: 2 h 30 min more in one piece to concentrate, 2 fewer findings."),
    ],
)
def test_gain_says_what_comes_back(gains: dict[str, int], shown: str) -> None:
    assert said(MOVE, gains=gains).gain == shown


def test_title_with_power_is_inert_in_every_sentence() -> None:
    words = said(MOVE, title="\x1b]52;c;x\x07\u202eDemo")
    for text in (words.action, words.request):
        assert "“\ufffd]52;c;x\ufffdDemo”" in text


@pytest.mark.parametrize(
    ("removed", "reason"),
    [
        ({"back-to-back-calls": 3, "lunch-meeting": 2}, "Then there is a short break between two calls."),
        ({"lunch-meeting": 2, "no-focus-day": 2}, "Then everybody can go outside at lunch."),
        ({"meeting-over-focus-time": 1}, "I had kept that time for work that needs concentration."),
        ({"no-facilitator": 1}, ""),
    ],
)
def test_the_reason_is_that_of_the_rule_it_mends_most(removed: dict[str, int], reason: str) -> None:
    request = said(MOVE, removed=removed, gains={}).request
    assert request == f"Shall we start “Demo” at 13:15? {reason}".strip()
