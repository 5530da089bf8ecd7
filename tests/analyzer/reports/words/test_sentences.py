"""What could not be judged because nobody is named, in words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from event_rows import context_of, events
from report_runs import run_of, run_of_table

from analyzer.events.owner import Owner
from analyzer.problems import Effect, Problem, ProblemKind
from analyzer.reports.words.sentences import empty_period, heading, ignored, left_out, limits, missing, went_well
from analyzer.reports.words.wording import Wording
from analyzer.run import SourceSummary
from analyzer.text import Translator
from tests.fake_calendar import AMSTERDAM

LINES = ("mon 09:00-10:00 Review | people=unnamed", "mon 09:30-10:30 Demo | people=unnamed")


def said(*lines: str, owner: str = "") -> str:
    run = replace(run_of_table(context_of(events(*lines)).table), owner=Owner(owner))
    return " ".join(missing(run, Wording(Translator("en"), AMSTERDAM)))


def test_time_of_which_nobody_is_named_is_said_once_however_it_overlaps() -> None:
    assert "They take 1 h 30 min of working time and may be meetings" in said(*LINES)
    assert "It takes 1 h of working time and may be a meeting" in said(LINES[0])
    assert "They take" not in said("sat 09:00-10:00 Review | people=unnamed")


@pytest.mark.parametrize(
    ("name", "expected"), [("Agenda", "Calendar, Mon"), ("calendar", "Calendar, Mon"), ("Gezin", "Calendar Gezin, Mon")]
)
def test_a_calendar_without_a_name_is_not_called_calendar_calendar(name: str, expected: str) -> None:
    run = replace(run_of_table(context_of(events(*LINES)).table), owner=Owner(), name=name)
    assert heading(run, Wording(Translator("en"), AMSTERDAM)).startswith(expected)


@pytest.mark.parametrize(("entries", "expected"), [(1, "with 1 entry."), (2, "with 2 entries.")])
def test_left_out_calendars_say_how_much_was_in_them(entries: int, expected: str) -> None:
    source = SourceSummary("holidays.ics", 0, left_out="subscription", left_out_events=entries)
    run = replace(run_of_table(context_of(events()).table), sources=[source])
    (sentence,) = left_out(run, Wording(Translator("en"), AMSTERDAM))
    assert sentence.endswith(expected)


def test_care_of_a_family_is_judged_and_no_meeting() -> None:
    care = "mon 14:45-15:15 Kinderen uit school | people=unnamed"
    assert said(care) == ""
    assert "2 events do not say who takes part" in said(*LINES, care)
    assert "They take 1 h 30 min" in said(*LINES, care)
    # Marked as private it has no words, and is not judged.
    assert "1 event does not say who takes part" in said(f"{care} private")


def well(*lines: str, days: int = 4) -> str:
    judging = {"agreements": {"working_days": ["mon", "tue", "wed", "thu"][:days]}}
    run = run_of(*lines, judging=judging)
    return " ".join(went_well(run, Wording(Translator("en"), AMSTERDAM)))


def lunches(*days: str) -> list[str]:
    return [f"{day} 12:00-13:00 Demo | people=4" for day in days]


def busy(*days: str) -> list[str]:
    """Return meetings that leave no focus day and no stretch to concentrate, and that give no finding of their own."""
    return [f"{day} {span} Work | people=4" for day in days for span in ("09:30-11:00", "14:00-16:00")]


@pytest.mark.parametrize(("taken", "said"), [(2, "2 of 4 lunches are free"), (3, ""), (4, "")])
def test_free_lunches_go_well_from_half_of_them_on(taken: int, said: str) -> None:
    text = well(*lunches(*("mon", "tue", "wed", "thu")[:taken]))
    assert ("of 4 lunches" in text) is bool(said)
    assert said in text


@pytest.mark.parametrize(("full", "said"), [(3, "1 of 4 workdays is a focus day"), (4, "")])
def test_focus_days_go_well_from_a_quarter_of_the_workdays_on(full: int, said: str) -> None:
    text = well(*busy(*("mon", "tue", "wed", "thu")[:full]))
    assert said in text
    assert ("focus day" in text) is bool(said)
    assert ("free to concentrate" in text) is bool(said)


def test_one_focus_day_in_five_is_no_praise() -> None:
    judging = {"agreements": {"working_days": ["mon", "tue", "wed", "thu", "fri"]}}
    run = run_of(*busy("mon", "tue", "wed", "thu"), judging=judging)
    assert "focus day" not in " ".join(went_well(run, Wording(Translator("en"), AMSTERDAM)))


@pytest.mark.parametrize(("quiet", "said"), [(2, "2 of 4 meetings give no finding"), (1, "")])
def test_meetings_without_findings_go_well_from_half_of_them_on(quiet: int, said: str) -> None:
    calm = [f"mon {hour:02d}:00-{hour:02d}:30 Calm | people=2" for hour in (9, 14)][:quiet]
    text = well(*calm, *lunches("tue", "wed"), *lunches("thu")[: 2 - quiet])
    assert said in text
    assert ("no finding" in text) is bool(said)


@pytest.mark.parametrize(("other", "is_alone"), [("tue 09:00-10:00 Demo | people=3 call", False), ("", True)])
def test_only_where_no_source_names_people_everything_is_about_calls_alone(other: str, is_alone: bool) -> None:
    lines = filter(None, (*LINES, "wed 09:00-10:00 Call | people=? call", other))
    run = run_of_table(context_of(events(*lines)).table)
    text = " ".join(limits(run, Wording(Translator("en"), AMSTERDAM)))
    assert ("about its calls alone" in text) is is_alone


def test_an_unknown_rule_in_an_event_is_named_with_the_nearest_there_is() -> None:
    run = replace(
        run_of_table(context_of(events()).table), unknown_exceptions=[("no-facilitatr", "no-facilitator"), ("x", "")]
    )
    near, none = ignored(run, Wording(Translator("en"), AMSTERDAM))
    assert near.endswith("out of no-facilitatr, but no rule is called so. Did you mean no-facilitator?")
    assert none.endswith("out of x, but no rule is called so; meetlint rules lists them.")


@pytest.mark.parametrize(
    ("lines", "owner", "is_proposed"),
    [
        (LINES, "", True),
        (LINES, "anna@example.org", False),
        ((*LINES, "tue Leave | absence"), "", False),
        ((*LINES, "tue 09:00-10:00 Talk | private people=2"), "", False),
    ],
)
def test_shared_is_proposed_for_no_personal_calendar(lines: tuple[str, ...], owner: str, is_proposed: bool) -> None:
    assert ("--shared" in said(*lines, owner=owner)) is is_proposed


@pytest.mark.parametrize(("effect", "is_known"), [("skipped", False), ("repaired", True)])
def test_a_calendar_of_which_events_were_skipped_is_not_called_empty(effect: Effect, is_known: bool) -> None:
    kind = ProblemKind("odd", "Odd.", effect=effect)
    run = replace(run_of_table(context_of(events()).table), problems=[Problem("week.ics", kind)], extent=None)
    text = " ".join(empty_period(run, Wording(Translator("en"), AMSTERDAM)))
    assert ("no events on other days" in text) is is_known
    assert ("the rest is not known" in text) is not is_known
