"""What could not be judged because nobody is named, in words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from event_rows import context_of, events
from report_runs import run_of_table

from analyzer.events.owner import Owner
from analyzer.problems import Effect, Problem, ProblemKind
from analyzer.reports.words.sentences import empty_period, missing
from analyzer.reports.words.wording import Wording
from analyzer.text import Translator
from tests.fake_calendar import AMSTERDAM

LINES = ("mon 09:00-10:00 Review | people=unnamed", "mon 09:30-10:30 Demo | people=unnamed")


def said(*lines: str, owner: str = "") -> str:
    run = replace(run_of_table(context_of(events(*lines)).table), owner=Owner(owner))
    return " ".join(missing(run, Wording(Translator("en"), AMSTERDAM)))


def test_time_of_which_nobody_is_named_is_said_once_however_it_overlaps() -> None:
    assert "They take 1 h 30 min of working time and may be meetings" in said(*LINES)
    assert "They take" not in said("sat 09:00-10:00 Review | people=unnamed")


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
