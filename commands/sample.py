"""The sample calendars that come with meetlint, and the day for which they were written."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analyzer.judging.rule import Rule
    from analyzer.run import Run

SAMPLES = Path(__file__).parents[1] / "samples"
SAMPLE_DAY = date(2026, 11, 18)


def sample_request(language: str, **changes: Any) -> dict[str, Any]:
    """Return what check is asked for when it shows the sample in ``language``, whatever is agreed on this machine."""
    return {
        "sources": (str(SAMPLES / f"week-{language}.ics"),), "first": None, "last": None, "week": None,
        "last_span": None, "next_span": None, "me": "", "zone": "", "is_shared": False, "no_cache": True,
        "allow_private": False, "today": SAMPLE_DAY, "quiet": False, "plain": False, "lang": language,
        "config": None, "debug": False, "select": (), "ignore": (), "settings": False, **changes,
    }  # fmt: skip


def judge_sample(language: str, rule: Rule) -> Run:
    """Return the run of the sample in ``language`` judged by one rule with its default settings."""
    from analyzer.agreements import Agreements
    from analyzer.judging.rule import ActiveRule
    from analyzer.pipeline import Request, analyse
    from analyzer.time.period import default_period
    from commands.analysis import clock
    from connectors.ics.calendar import read_calendars

    path = SAMPLES / f"week-{language}.ics"
    request = Request(
        period=default_period,
        rules=[ActiveRule(rule, rule.settings())],
        agreements=Agreements(),
        now=clock(),
        today=SAMPLE_DAY,
    )
    return analyse(read_calendars(path.read_bytes(), path.name), request)
