"""The sample calendars that come with meetlint, and the day for which they were written."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from commands.request import Request

if TYPE_CHECKING:
    from analyzer.judging.rule import Rule
    from analyzer.run import Run

SAMPLES = Path(__file__).parents[1] / "samples"
SAMPLE_DAY = date(2026, 11, 18)


def sample_path(language: str) -> Path:
    """Return the sample calendar in ``language``."""
    return SAMPLES / f"week-{language}.ics"


def sample_request(language: str, *, plain: bool, debug: bool, lists_all: bool = False) -> Request:
    """Return what check is asked for when it shows the sample in ``language``, whatever is agreed on this machine."""
    return Request(
        sources=(str(sample_path(language)),),
        today=SAMPLE_DAY,
        lang=language,
        no_cache=True,
        uses_settings=False,
        plain=plain,
        lists_all=lists_all,
        debug=debug,
    )


def judge_sample(language: str, rule: Rule) -> Run:
    """Return the run of the sample in ``language`` judged by one rule with its default settings."""
    from analyzer.agreements import Agreements
    from analyzer.judging.rule import ActiveRule
    from analyzer.pipeline import Terms
    from analyzer.time.period import DEFAULT_PERIOD
    from commands.analysis import clock, judge_calendars
    from connectors.ics.calendar import read_calendars

    path = sample_path(language)
    terms = Terms(rules=[ActiveRule(rule, rule.settings())], agreements=Agreements(), now=clock(), today=SAMPLE_DAY)
    return judge_calendars(read_calendars(path.read_bytes(), path.name), DEFAULT_PERIOD, terms)
