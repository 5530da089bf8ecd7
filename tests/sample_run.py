"""The run of a sample calendar, as ``meetlint demo`` makes it, for tests and pictures."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import rules
from analyzer.agreements import Agreements
from analyzer.judging.rule import activate
from analyzer.pipeline import Terms
from analyzer.rulebook.loading import choose_rules, load_rules
from analyzer.run import Run
from analyzer.time.period import DEFAULT_PERIOD, PeriodChoice
from commands.analysis import judge_calendars
from connectors.ics.calendar import read_calendars

SAMPLES = Path(__file__).parents[1] / "samples"
TODAY = date(2026, 11, 18)


@cache
def sample_run(language: str, period: PeriodChoice = DEFAULT_PERIOD) -> Run:
    """Return the run of the sample in ``language`` for the day it was written for."""
    source = f"samples/week-{language}.ics"
    calendars = read_calendars((SAMPLES.parent / source).read_bytes(), source)
    terms = Terms(
        rules=activate(choose_rules(load_rules(rules), (), ()), {}),
        agreements=Agreements(),
        now=datetime(2026, 11, 18, 8, tzinfo=UTC),
        today=TODAY,
    )
    return judge_calendars(calendars, period, terms)
