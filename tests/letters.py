"""Letters for the tests of the digest: calendars written as ICS here, read and judged by the real pipeline."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from team_audits import AUDITS

import rules as own
from analyzer.agreements import Agreements
from analyzer.judging.rule import activate
from analyzer.pipeline import Terms as Judging
from analyzer.reports.mail.letter import Letter, write_letter
from analyzer.reports.mail.team_letter import write_team_letter
from analyzer.reports.mail.terms import Terms
from analyzer.rulebook.loading import load_rules
from analyzer.run import Run
from analyzer.text import translator
from analyzer.time.period import DEFAULT_PERIOD, PeriodChoice
from commands.analysis import judge_calendars
from connectors.ics.calendar import read_calendars
from tests.sample_run import sample_run

MONDAY = date(2026, 11, 16)
TERMS = Terms(date(2026, 9, 1), "Gemeente Voorbeeld", "digest@example.org", "or@example.org")
CALL = "LOCATION:https://teams.microsoft.com/l/meetup-join/19%3ameeting_x"


def event(title: str, start: str, end: str, *more: str, people: Sequence[str] = ("bo", "cem"), weekly: int = 0) -> str:
    """Return one event of Anna's as ICS.

    Args:
        title: as it stands in the file, escapes and all.
        start: "20261116T120000" on the clock of Amsterdam, or a day.
        end: likewise.
        more: further lines.
        people: who else takes part; nobody makes it an appointment of her own.
        weekly: how often it comes back, 0 for a single one.
    """
    kind = ";VALUE=DATE" if "T" not in start else ";TZID=Europe/Amsterdam"
    lines = [
        "BEGIN:VEVENT", f"UID:{start}-{abs(sum(map(ord, title)))}-{len(more)}@example.org", "DTSTAMP:20261001T080000Z",
        f"SUMMARY:{title}", f"DTSTART{kind}:{start}", f"DTEND{kind}:{end}",
    ]  # fmt: skip
    if weekly:
        lines.append(f"RRULE:FREQ=WEEKLY;COUNT={weekly}")
    if people:
        lines.append(f"ORGANIZER:mailto:{people[0]}@example.org")
        lines += [f"ATTENDEE;PARTSTAT=ACCEPTED;CN={one}:mailto:{one.lower()}@example.org" for one in (*people, "anna")]
    return "\r\n".join([*lines, *more, "END:VEVENT"])


def calendar_of(*events: str) -> str:
    """Return Anna's calendar as ICS."""
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tests//EN", "X-WR-TIMEZONE:Europe/Amsterdam"]
    return "\r\n".join([*head, "X-WR-CALNAME:anna@example.org", *events, "END:VCALENDAR", ""])


def run_of_calendar(
    *events: str,
    today: date = MONDAY,
    now: datetime | None = None,
    agreed: Mapping[str, Any] | None = None,
    period: PeriodChoice = DEFAULT_PERIOD,
) -> Run:
    """Return the run that Anna's digest is made of: four weeks, this one and the next."""
    terms = Judging(
        rules=activate(load_rules(own), {}),
        agreements=Agreements(**(agreed or {})),
        now=now or datetime(today.year, today.month, today.day, 5, tzinfo=UTC),
        today=None if now else today,
        me="anna@example.org",
        reads_titles=False,
        is_dated=True,
    )
    return judge_calendars(read_calendars(calendar_of(*events).encode(), "anna.ics"), period, terms)


def letter_of(run: Run, language: str = "en", terms: Terms = TERMS) -> Letter:
    """Return the letter of a run that has something to say."""
    letter = write_letter(run, terms, translator(language))
    assert letter is not None
    return letter


def parts_of(letter: Letter) -> Iterator[str]:
    """Yield every part of a letter that holds words."""
    yield from (letter.subject, letter.text, letter.html, letter.alternative)


FULL_WEEK = (
    event("Weekstart", "20261012T090000", "20261012T094500", CALL, weekly=8),
    event("Voortgang", "20261012T094500", "20261012T103000", CALL, weekly=8),
    event("Klantoverleg", "20261013T121500", "20261013T131500", weekly=8),
    event("Bila", "20261015T100000", "20261015T110000", people=["dirk"], weekly=8),
    event("Rapport schrijven", "20261014T130000", "20261014T160000", people=(), weekly=8),
)
"""Weeks alike: two calls in a row on Monday, on Tuesday a meeting that takes 45 minutes of lunch, one on Thursday."""


@cache
def full_week() -> Run:
    """Return the run of :data:`FULL_WEEK`."""
    return run_of_calendar(*FULL_WEEK)


_RUNS: Mapping[str, Callable[[], Run]] = {
    "sample-en": lambda: sample_run("en"),
    "sample-nl": lambda: sample_run("nl"),
    "week-en": full_week,
}
LETTERS = (*_RUNS, *AUDITS)
"""Every letter that is looked at, by name; the language stands at its end."""


@cache
def letter_named(name: str) -> Letter:
    """Return a letter of :data:`LETTERS`."""
    if name in _RUNS:
        return letter_of(_RUNS[name](), name[-2:])
    letter = write_team_letter(AUDITS[name](), TERMS, translator(name[-2:]))
    assert letter is not None
    return letter
