"""How many findings each rule gives per hundred meetings, on the samples and on real calendars.

``python -m benchmarks.findings [FOLDER…]``: every ICS file in the folders, as shared calendars, over the year in which
each holds most events; and the samples, as their owner's. Preview rules are left out, as in a check.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import rules
from analyzer.agreements import Agreements
from analyzer.calendars import OpenedCalendar
from analyzer.errors import SourceError
from analyzer.judging.rule import activate
from analyzer.pipeline import Terms
from analyzer.rulebook.loading import choose_rules, load_rules
from analyzer.run import Run
from analyzer.time.period import DEFAULT_PERIOD, Period, PeriodChoice
from commands.analysis import judge_calendars
from connectors.ics.calendar import read_calendars

SAMPLES = Path(__file__).parents[1] / "samples"
SAMPLE_DAY = date(2026, 11, 18)
YEARS = range(2012, 2028)
UTC_ZONE = ZoneInfo("UTC")


@dataclass
class Tally:
    """What a group of calendars gave."""

    calendars: int = 0
    meetings: int = 0
    findings: Counter[str] = field(default_factory=Counter)
    not_judged: Counter[str] = field(default_factory=Counter)

    def add(self, run: Run) -> None:
        """Count one run; where a rule is said as a share, each meeting that lacks something counts."""
        as_share = {active.rule.name for active in run.judgement.rules if active.rule.share_text}
        self.calendars += 1
        self.meetings += run.judgement.metrics[0]["meetings"]
        for finding in run.judgement.findings:
            self.findings[finding.rule] += finding.occurrences if finding.rule in as_share else 1
        for rule, reasons in run.judgement.not_judged.items():
            self.not_judged[rule] += sum(reasons.values())


def judged(calendar: OpenedCalendar, period: Period, *, is_shared: bool) -> Run:
    """Return the run of one calendar by every rule that a check uses."""
    terms = Terms(
        rules=activate(choose_rules(load_rules(rules), (), ()), {}),
        agreements=Agreements(),
        now=datetime(2026, 11, 18, 8, tzinfo=UTC),
        today=SAMPLE_DAY,
        is_shared=is_shared,
    )
    choice = PeriodChoice(lambda _: period) if is_shared else DEFAULT_PERIOD
    return judge_calendars([calendar], choice, terms)


def busiest_year(calendar: OpenedCalendar) -> Period:
    """Return the calendar year in which a calendar holds most occurrences."""
    counts = {}
    for year in YEARS:
        start, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
        counts[year] = len(calendar.occurrences(start, end, UTC_ZONE).entry)
    year = max(counts, key=lambda one: (counts[one], one))
    return Period(date(year, 1, 1), date(year, 12, 31))


def calendars_in(folders: Iterable[Path]) -> Iterable[OpenedCalendar]:
    """Yield every calendar in the ICS files below ``folders``."""
    for folder in folders:
        for file in sorted(folder.rglob("*.ics")):
            with suppress(SourceError):  # what is no calendar has no meetings to count
                yield from calendars_of(file)


def calendars_of(file: Path) -> Sequence[OpenedCalendar]:
    """Return the calendars of one ICS file."""
    return read_calendars(file.read_bytes(), file.name)


def main() -> None:
    """Print one line per rule."""
    samples, real = Tally(), Tally()
    for file in sorted(SAMPLES.glob("*.ics")):
        for calendar in calendars_of(file):
            samples.add(judged(calendar, Period(SAMPLE_DAY, SAMPLE_DAY), is_shared=False))
    for calendar in calendars_in(map(Path, sys.argv[1:])):
        real.add(judged(calendar, busiest_year(calendar), is_shared=True))
    print(f"{'rule':<28} samples  real calendars  (findings per 100 meetings; shares: meetings)")
    for name, rule in load_rules(rules).items():
        if not rule.is_preview and "self" in rule.audience:
            print(f"{name:<28} {_per_hundred(samples, name)}  {_per_hundred(real, name)}  {_unjudged(real, name)}")
    for label, tally in (("samples", samples), ("real", real)):
        print(f"{label}: {tally.calendars} calendars, {tally.meetings} meetings")


def _per_hundred(tally: Tally, rule: str) -> str:
    return f"{100 * tally.findings[rule] / tally.meetings:7.1f}" if tally.meetings else "      -"


def _unjudged(tally: Tally, rule: str) -> str:
    return f"not judged: {tally.not_judged[rule]}" if tally.not_judged[rule] else ""


if __name__ == "__main__":
    main()
