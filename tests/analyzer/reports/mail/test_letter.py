"""A person's digest: what it says, in which order, the same in both parts, and when it stays away."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from analyzer.reports.mail.letter import Terms, has_something_to_say, is_day_off, write_letter
from analyzer.text import translator
from analyzer.time.period import Period, PeriodChoice
from tests.letters import FULL_WEEK, LETTERS, MONDAY, TERMS, event, full_week, letter_named, letter_of, run_of_calendar
from tests.sample_run import sample_run

ROOT = Path(__file__).parents[4]
LUNCH = event("Klantoverleg", "20261116T121500", "20261116T124500", people=["b", "c", "d", "e", "f"])


class _Reading(HTMLParser):
    """What a page says: each paragraph, heading, cell and text alternative, in order; rows of data by themselves."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.sources: list[str] = []
        self.title = ""
        self.said: list[str] = []
        self.rows: list[list[str]] = []
        self._open: list[str] = []
        self._in_data = [False]
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.add(tag)
        self.sources += [value or "" for name, value in attrs if name in ("src", "href", "action", "background")]
        if tag == "table":
            self._in_data.append(given.get("role") != "presentation")
        elif tag == "img":
            self.said.append(given["alt"] or "")
        elif tag == "tr" and self._in_data[-1]:
            self.rows.append([])
        elif tag in ("p", "h1", "h2", "td", "th", "title"):
            self._open.append("")

    def handle_data(self, data: str) -> None:
        if self._open:
            self._open[-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self._in_data.pop()
        elif tag in ("p", "h1", "h2", "td", "th", "title"):
            text = self._open.pop().strip()
            if tag == "title":
                self.title = text
            elif self._in_data[-1]:
                self.rows[-1].append(text)
            elif text:
                self.said.append(text)


def reading(page: str) -> _Reading:
    """Return what a page says."""
    return _Reading(page)


def _lines(text: str) -> Iterator[str]:
    """Yield what a text part says, without what numbers or points at it, and without the colon of a heading."""
    lines = text.splitlines()
    for place, line in enumerate(lines):
        bare = re.sub(r"^(\d\. |- )", "", line)
        is_heading = bare.endswith(":") and place and not lines[place - 1]
        if bare:
            yield bare[:-1] if is_heading else bare


@pytest.mark.parametrize("name", LETTERS)
def test_both_parts_say_the_same_in_the_same_order(name: str) -> None:
    letter = letter_named(name)
    page = _Reading(letter.html)
    table = {
        f"{', '.join(filter(None, row))}." if not row[0] else f"{row[0]}: {', '.join(row[1:])}." for row in page.rows
    }
    lines = list(_lines(letter.text))
    assert [line for line in lines if line not in table] == page.said
    assert table == {line for line in lines if line in table}
    assert bool(page.rows) == bool(table)
    assert not re.search(r"\A\n|\n\n\n|\n\n\Z| \n", letter.text)


def test_letter_says_who_reads_it_then_the_week_changes_the_coming_days_the_past_and_how_to_leave() -> None:
    text = letter_of(full_week()).text
    heard = [
        "Only you get this; nobody reads along. You get it because you joined on Tuesday 1 September 2026. "
        "To stop, answer STOP.\n",
        "This week: 4 of 5 lunches free, Monday holds two calls in a row, Wednesday and Friday are free to "
        "concentrate.",
        "Worth changing:\n1. ",
        "Klantoverleg",
        "Shall we start “Klantoverleg” on 17 and 24 November at 13:00? Then everybody can go outside at lunch.",
        "What is coming:\nMonday 16: 2 meetings, 1 hour and 30 minutes. Tuesday 17: 1 meeting, 1 hour; 45 minutes of "
        "lunch taken. Wednesday 18: no meetings. Thursday 19: 1 meeting, 1 hour. Friday 20: no meetings.\n",
        "A meeting in lunch: Tuesday 17 and Tuesday 24.",
        "How last week went:\n4 of 5 lunches free, Monday held two calls in a row, Wednesday and Friday were free",
        "There were 8 stretches of at least 2 hours to concentrate. No meeting stood outside your working hours.",
        "The last weeks:\nWeek 43, Week 44, Week 45, Week 46.\nLunches free: 4 of 5, 4 of 5, 4 of 5, 4 of 5.",
        # Mon 4:30, Tue 3:30 + 4:15, Wed 3:30 + 4:30, Thu 4:30, Fri 3:30 + 4:30
        "Free to concentrate: 32\u00a0h\u00a045, 32\u00a0h\u00a045,",
        "Longest row of calls: 2, 2, 2, 2.\nIn meetings: 3\u00a0h\u00a030, 3\u00a0h\u00a030,",
        "To leave, answer STOP, or send STOP to digest@example.org.",
        "Gemeente Voorbeeld keeps that a mail was sent, and no word of it.",
        "Questions: or@example.org\n",
    ]
    place = 0
    for words in heard:
        assert words in text[place:], words
        place = text.index(words, place) + len(words)


@pytest.mark.parametrize("language", ["en", "nl"])
def test_letter_speaks_to_somebody_who_knows_no_findings(language: str) -> None:
    letter = letter_of(sample_run(language), language)
    words = {"en": ("finding", "error", "warning", "meetlint"), "nl": ("bevinding", "knelpunt", "meetlint")}[language]
    assert [word for word in words if word in (letter.text + letter.html).lower()] == []
    assert letter.text.count("\n1. ") == letter.text.count("\n3. ") == 1
    assert "\n4. " not in letter.text


def test_letter_in_dutch_is_dutch_throughout() -> None:
    text = letter_of(sample_run("nl"), "nl").text
    assert text.startswith("Alleen jij krijgt dit; er leest niemand mee.")
    assert re.findall(r"\b(the|you|week of|meeting|and)\b", text) == []


def test_what_gives_no_time_back_says_what_it_solves() -> None:
    lines = letter_of(full_week()).text.splitlines()
    place = next(number for number, line in enumerate(lines) if "“Weekstart”" in line)
    assert lines[place + 1] == "Solves: call after call without a break in between (2 times)."


def test_what_is_solved_most_often_stands_first_and_once_needs_no_number() -> None:
    run = full_week()
    change = replace(run.changes[0], removes={"lunch-meeting": 1, "back-to-back-calls": 3}, gains={}, losses={})
    text = letter_of(replace(run, changes=[change])).text
    assert "\nSolves: call after call without a break in between (3 times); a meeting in lunch.\n" in text
    helping = letter_of(replace(run, changes=[replace(change, removes={})])).text
    assert "\nHelps together with the other changes.\n" in helping


def test_reader_of_whom_nobody_wrote_down_since_when_is_told_why_all_the_same() -> None:
    text = letter_of(full_week(), terms=replace(TERMS, joined=None, contact="")).text
    assert text.splitlines()[0].endswith("You get it because you take part. To stop, answer STOP.")
    assert "Questions" not in text


def test_days_that_are_over_are_not_coming() -> None:
    text = letter_of(run_of_calendar(*FULL_WEEK, today=date(2026, 11, 18))).text
    assert "What is coming:\nWednesday 18: no meetings. Thursday 19: 1 meeting, 1 hour. Friday 20: no meetings." in text
    assert "Call after call without a break in between: Monday 23.\n" in text


def test_towards_the_end_of_a_week_the_next_one_is_told() -> None:
    letter = letter_of(run_of_calendar(*FULL_WEEK, today=date(2026, 11, 19)))
    assert letter.subject == "Your meetings, week 48"
    assert "\nNext week: 4 of 5 lunches free" in letter.text
    assert letter.alternative.startswith("Monday 23: 2 meetings")


def test_leave_is_told_by_day() -> None:
    run = run_of_calendar(
        *FULL_WEEK, event("Verlof", "20261119", "20261120", "X-MICROSOFT-CDO-BUSYSTATUS:OOF", people=())
    )
    assert "Thursday 19: leave or absence; 1 meeting, 1 hour." in letter_of(run).alternative


def test_week_of_leave_has_no_column_in_the_trend() -> None:
    leave = event("x", "20261102", "20261107", "X-MICROSOFT-CDO-BUSYSTATUS:OOF", people=())
    text = letter_of(run_of_calendar(*FULL_WEEK, leave)).text
    assert "\nWeek 43, Week 44, Week 46.\nLunches free: 4 of 5, 4 of 5, 4 of 5.\n" in text


def test_what_went_well_is_not_said_where_it_did_not() -> None:
    late = event("Raadsvergadering", "20261112T193000", "20261112T213000")
    text = letter_of(run_of_calendar(*FULL_WEEK, late)).text
    assert "No meeting stood outside" not in text


def points_of(text: str) -> list[str]:
    """Return what can still change, a line for each kind, without the days."""
    return text[text.index("What is coming:") : text.index("How last week went:")].strip().splitlines()[2:]


def test_four_kinds_of_finding_are_named_and_more_are_counted() -> None:
    many = points_of(letter_of(sample_run("en")).text)
    assert len(many) == 4
    assert many[-1] == "2 more things can still change."
    late = event("Raad", "20261118T193000", "20261118T203000")
    double = event("Dubbel", "20261119T103000", "20261119T113000", people=["c", "d", "e"])
    four = points_of(letter_of(run_of_calendar(*FULL_WEEK, late, double)).text)
    assert sorted(line.partition(":")[0] for line in four) == [
        "A meeting in lunch",
        "A meeting outside working hours",
        "Call after call without a break in between",
        "Two meetings at the same time",
    ]


def test_mere_notes_are_not_named() -> None:
    own = event(
        "Bila", "20261118T180000", "20261118T190000", "ORGANIZER:mailto:anna@example.org",
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:anna@example.org", "ATTENDEE;PARTSTAT=ACCEPTED:mailto:dirk@example.org",
        people=(),
    )  # fmt: skip
    run = run_of_calendar(*FULL_WEEK, own)
    found = {(finding.rule, finding.severity) for finding in run.judgement.findings}
    assert ("outside-working-hours", "note") in found
    assert "outside working hours" not in " ".join(points_of(letter_of(run).text))


def test_what_was_over_this_morning_is_not_named() -> None:
    now = datetime(2026, 11, 17, 13, tzinfo=UTC)
    text = letter_of(run_of_calendar(*FULL_WEEK, now=now)).text
    assert "A meeting in lunch: Tuesday 24.\n" in text


def test_up_to_three_days_are_named_and_what_ends_after_midnight_by_the_day_it_begins() -> None:
    lunches = [event("Lunchoverleg", f"202611{day}T121000", f"202611{day}T130000") for day in (16, 17, 18, 19)]
    night = event("Release", "20261118T230000", "20261119T010000")
    three, four = (points_of(letter_of(run_of_calendar(*lunches[:n], night)).text) for n in (3, 4))
    assert "A meeting in lunch: Monday 16, Tuesday 17 and Wednesday 18." in three
    assert "A meeting in lunch: on 4 days." in four
    assert "A meeting outside working hours: Wednesday 18." in three


def test_week_without_meetings_is_not_praised() -> None:
    text = letter_of(run_of_calendar(LUNCH)).text
    assert "How last week went:\nNo meetings planned.\n\nThe last weeks:" in text
    assert "\nIn meetings: none, none, none, none.\n" in text


def test_trend_is_of_the_last_four_whole_weeks_and_of_one_there_is_none() -> None:
    def told(first: date) -> str:
        choice = PeriodChoice(lambda today: Period(first, date(2026, 11, 29)))
        return letter_of(run_of_calendar(*FULL_WEEK, period=choice)).text

    assert "\nWeek 43, Week 44, Week 45, Week 46.\n" in told(date(2026, 10, 7))
    assert "\nWeek 45, Week 46.\n" in told(date(2026, 10, 29))
    assert "The last weeks" not in told(date(2026, 11, 5))


def test_nothing_to_say_is_no_letter() -> None:
    calm = run_of_calendar(event("Bila", "20261019T100000", "20261019T110000", people=["dirk"], weekly=6))
    assert not calm.changes
    assert not has_something_to_say(calm)
    assert write_letter(calm, TERMS, translator("en")) is None
    assert write_letter(run_of_calendar(), TERMS, translator("en")) is None


def test_what_is_over_is_nothing_to_say() -> None:
    past = event("Klantoverleg", "20261019T121500", "20261019T131500", weekly=4)
    assert write_letter(run_of_calendar(past), TERMS, translator("en")) is None


@pytest.mark.parametrize(("minute", "is_said"), [(44, True), (45, False)])
def test_finding_can_change_until_it_is_over(minute: int, is_said: bool) -> None:
    now = datetime(2026, 11, 16, 11, minute, tzinfo=UTC)
    run = replace(run_of_calendar(LUNCH, now=now), changes=())
    assert (write_letter(run, TERMS, translator("en")) is not None) == is_said


def test_mere_notes_are_nothing_to_say() -> None:
    run = run_of_calendar(event("Overleg zonder agenda", "20261117T100000", "20261117T110000", people=["b", "c", "d"]))
    assert {finding.severity for finding in run.judgement.findings} == {"note"}
    assert write_letter(run, TERMS, translator("en")) is None


OFF = event("x", "20261116", "20261117", "X-MICROSOFT-CDO-BUSYSTATUS:OOF", people=())
HALF_OFF = event("x", "20261116T083000", "20261116T123000", "X-MICROSOFT-CDO-BUSYSTATUS:OOF", people=())
WHOLE_WEEK = event("x", "20261114", "20261121", "X-MICROSOFT-CDO-BUSYSTATUS:OOF", people=())
FREE_DAY = event("Verlof", "20261116", "20261117", "TRANSP:TRANSPARENT", people=())
SATURDAY, CHRISTMAS = date(2026, 11, 21), date(2026, 12, 25)


@pytest.mark.parametrize(
    ("events", "today", "agreed", "is_off"),
    [
        ((), MONDAY, {}, False),
        ((), SATURDAY, {}, True),
        ((), SATURDAY, {"working_days": ["sat"]}, False),
        ((), MONDAY, {"working_days": ["tue", "wed", "thu"]}, True),
        ((), date(2026, 11, 17), {"working_days": ["tue", "wed", "thu"]}, False),
        ((OFF,), MONDAY, {}, True),
        ((OFF,), date(2026, 11, 17), {}, False),
        ((HALF_OFF,), MONDAY, {}, False),
        ((WHOLE_WEEK,), date(2026, 11, 20), {}, True),
        ((FREE_DAY,), MONDAY, {}, False),
        ((), CHRISTMAS, {"holidays": "NL"}, True),
        ((), CHRISTMAS, {}, False),
    ],
    ids=[
        "workday", "weekend", "works on Saturdays", "part-time: off", "part-time: works", "leave by status",
        "back from leave", "half a day", "a week away", "a word tells no leave", "holiday", "no holidays agreed",
    ],
)  # fmt: skip
def test_day_off(events: tuple[str, ...], today: date, agreed: dict[str, object], is_off: bool) -> None:
    assert is_day_off(run_of_calendar(*FULL_WEEK, *events, today=today, agreed=agreed)) == is_off


def test_day_outside_the_period_counts_as_off() -> None:
    run = full_week()
    assert is_day_off(replace(run, today=date(2026, 11, 30)))
    assert is_day_off(replace(run, today=date(2026, 10, 18)))


def test_subject_is_one_line_that_tells_onlookers_nothing() -> None:
    assert letter_of(full_week()).subject == "Your meetings, week 47"
    assert letter_of(sample_run("nl"), "nl").subject == "Je vergaderingen, week 47"


def test_a_letter_that_comes_from_no_address_yet_names_none() -> None:
    text = letter_of(full_week(), terms=Terms(None, "Gemeente Voorbeeld", "")).text
    assert "\nTo leave, answer STOP. You get one confirmation, and nobody is told.\n" in text


def test_hostile_terms_stay_inert() -> None:
    evil = "<b>x</b>\r\nBcc: all@example.org\x1b[2J"
    letter = letter_of(full_week(), terms=Terms(None, evil, evil, evil))
    assert "<b>" not in letter.html
    assert not re.search("[\r\x1b]|\nBcc", letter.text + letter.html)


@pytest.mark.parametrize("name", LETTERS)
def test_page_loads_nothing_and_is_short(name: str) -> None:
    html = letter_named(name).html
    assert re.findall(r"""\b(?:src|href|background|action)=["']?([^"'\s>]+)""", html) in (["cid:week"], [])
    assert not re.search(r"url\(|@import|<(?:link|script|style|iframe|object|form|base)\b|http-equiv", html)
    assert len(html.encode()) < 40_000


_AGAIN = """
import hashlib, sys
from tests.letters import letter_named
letter = letter_named(sys.argv[1])
print(hashlib.sha256(b"|".join([*map(str.encode, (letter.subject, letter.text, letter.html, letter.alternative)),
                                letter.picture])).hexdigest())
"""


@pytest.mark.parametrize("name", ["sample-nl", "team-told-en"])
def test_letter_is_the_same_byte_for_byte_in_another_process(name: str) -> None:
    found = {
        subprocess.run(
            [sys.executable, "-c", _AGAIN, name],
            cwd=ROOT, capture_output=True, text=True, check=True, timeout=300,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"},
        ).stdout.strip()
        for seed in ("1", "2")
    }  # fmt: skip
    letter = letter_named(name)
    words = [part.encode() for part in (letter.subject, letter.text, letter.html, letter.alternative)]
    assert found == {hashlib.sha256(b"|".join([*words, letter.picture])).hexdigest()}
