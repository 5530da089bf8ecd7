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

import pandas as pd
import pytest

from analyzer.changing.change import Occurrence
from analyzer.reports.mail.letter import has_something_to_say, is_day_off, write_letter
from analyzer.reports.mail.terms import Terms
from analyzer.text import translator
from analyzer.time.period import Period, PeriodChoice
from tests.letters import FULL_WEEK, LETTERS, MONDAY, TERMS, event, full_week, letter_named, letter_of, run_of_calendar
from tests.sample_run import sample_run

ROOT = Path(__file__).parents[4]
LUNCH = event("Klantoverleg", "20261116T121500", "20261116T124500", people=["b", "c", "d", "e", "f"])


class _Reading(HTMLParser):
    """What a page says: each paragraph, heading, cell and text alternative, in order; rows of data by themselves.

    A paragraph that is a link stands apart: the text part has none.
    """

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.sources: list[str] = []
        self.title = ""
        self.said: list[str] = []
        self.rows: list[list[str]] = []
        self.links: list[tuple[str, str]] = []
        self._open: list[str] = []
        self._in_data = [False]
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.add(tag)
        self.sources += [value or "" for name, value in attrs if name in ("src", "href", "action", "background")]
        if tag == "table":
            self._in_data.append(given.get("role") != "presentation")
        elif tag == "a":
            self.links.append((given["href"] or "", ""))
        elif tag == "img":
            self.said.append(given["alt"] or "")
        elif tag == "tr" and self._in_data[-1]:
            self.rows.append([])
        elif tag in ("p", "h1", "h2", "td", "th", "title"):
            self._open.append("")

    def handle_data(self, data: str) -> None:
        if self._open:
            self._open[-1] += data
        if self.links and not self.links[-1][1]:
            self.links[-1] = (self.links[-1][0], data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self._in_data.pop()
        elif tag in ("p", "h1", "h2", "td", "th", "title"):
            text = self._open.pop().strip()
            if tag == "title":
                self.title = text
            elif self._in_data[-1]:
                self.rows[-1].append(text)
            elif text and not (self.links and text == self.links[-1][1]):
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
    heads, *rows = page.rows or [[]]
    table = {
        f"{name}. {'; '.join(f'{heads[0]} {at}: {cell}' for at, cell in zip(heads[1:], cells, strict=True))}.".replace(
            f"; {heads[0]}", f"; {heads[0].lower()}"
        )
        for name, *cells in rows
    }
    # What the picture shows is a line for each day, and in the page one text.
    days = re.split(r"(?<=\.) (?=\w+ \d+: )", letter.alternative)
    assert "\n".join(days) in letter.text
    lines = list(_lines(letter.text.replace("\n".join(days), letter.alternative)))
    assert [line for line in lines if line not in table] == page.said
    assert table == {line for line in lines if line in table}
    assert bool(page.rows) == bool(table)
    assert not re.search(r"\A\n|\n\n\n|\n\n\Z| \n", letter.text)


def test_letter_says_who_reads_it_then_the_week_changes_the_coming_days_the_past_and_how_to_leave() -> None:
    text = letter_of(full_week()).text
    heard = [
        "Only you get this mail; whoever runs these mails at Gemeente Voorbeeld can look at it, too. You get it "
        "because Gemeente Voorbeeld put you on the list on 1 September 2026. To stop, reply STOP.\n",
        "This week: 4 of 5 lunches free, Wednesday is free of meetings.",
        "Worth changing:\nIn order of date. Only your own calendar was looked at: ask whether the new time suits the "
        "others.\n1. ",
        "Klantoverleg",
        "To send to the organiser, bo@example.org:\n",
        "Shall we start “Klantoverleg” on 17 and 24 November at 13:00 instead of 12:15? Then lunch stays free.",
        "\nThis week:\n"
        "Monday 16: 2 meetings, 1 hour and 30 minutes.\nTuesday 17: 1 meeting, 1 hour; 45 minutes of "
        "lunch taken.\nWednesday 18: no meetings.\nThursday 19: 1 meeting, 1 hour.\nFriday 20: no meetings.\n",
        # Mon 13:00 to 17:30, Tue 8:30 to 12:00 and 13:15 to 17:30, Wed and Fri 8:30 to 12:00 and 13:00 to 17:30
        "In pieces of 2 hours or more without a meeting: Monday 4 hours and 30 minutes; Tuesday 7 hours and 45 "
        "minutes; Wednesday 8 hours; Thursday 4 hours and 30 minutes; Friday 8 hours. An appointment of your own "
        "does not interrupt it.\n",
        "\nThis week and next:\n",
        "A meeting in lunch: Tuesday 17 and Tuesday 24.",
        "The last weeks:\nLunches free, of 5. Week 43: 4; week 44: 4; week 45: 4; week 46: 4.\n",
        "Free to concentrate, in hours. Week 43: 32.8; week 44: 32.8;",
        "Longest row of calls. Week 43: 2; week 44: 2; week 45: 2; week 46: 2.\n",
        "In meetings, in hours. Week 43: 3.5;",
        "A program reads only your own calendar, with titles, texts and who is invited; for private events, only the ",
        "Gemeente Voorbeeld keeps that a mail was sent, not what it says.\n",
        "To stop, reply STOP; whatever else stands in the reply does not matter. You get one confirmation, nobody is "
        "told, and your calendar is no longer read for these mails. What remains is that you left, as a code",
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
    assert text.startswith("Alleen jij krijgt deze mail; wie deze mails bij Gemeente Voorbeeld beheert,")
    assert re.findall(r"\b(the|you|week of|meeting|and)\b", text) == []


def test_what_gives_no_time_back_says_what_it_solves() -> None:
    lines = letter_of(full_week()).text.splitlines()
    place = next(number for number, line in enumerate(lines) if "“Weekstart”" in line)
    # That of this Monday is left alone: the letter is read on it.
    assert lines[place + 1] == "Solves: call after call without a break in between."


def test_what_is_solved_most_often_stands_first_and_once_needs_no_number() -> None:
    run = full_week()
    change = replace(run.changes[0], removes={"lunch-meeting": 1, "back-to-back-calls": 3}, gains={}, losses={})
    text = letter_of(replace(run, changes=[change])).text
    assert "\nSolves: call after call without a break in between (3 times); a meeting in lunch.\n" in text
    helping = letter_of(replace(run, changes=[replace(change, removes={})])).text
    assert "\nHelps together with the other changes.\n" in helping


PART_TIME = {"working_days": ["mon", "tue", "wed", "fri"]}
SATURDAY_EVENT = event("Beurs", "20261121T100000", "20261121T120000")


def test_meetings_on_a_day_off_stand_out_in_the_headline_by_day_and_among_what_can_change() -> None:
    letter = letter_of(run_of_calendar(*FULL_WEEK, agreed=PART_TIME))
    assert "\nThis week: 1 meeting on your day off, Thursday.\n" in letter.text
    assert "Thursday 19: your day off; 1 meeting, 1 hour. Friday 20" in letter.alternative
    # Every week stands on a day off, and in it first of all.
    assert points_of(letter.text)[0] == "A meeting on your day off: Thursday 19 and Thursday 26."
    assert "A meeting outside working hours" not in letter.text
    dutch = letter_of(run_of_calendar(*FULL_WEEK, agreed=PART_TIME), "nl")
    assert "\nDeze week: 1 vergadering op je vrije dag, donderdag.\n" in dutch.text
    assert "Donderdag 19: je vrije dag; 1 vergadering, 1 uur." in dutch.alternative


def test_meetings_on_several_days_off_are_added_up_and_a_weekend_without_any_is_not_told() -> None:
    text = letter_of(run_of_calendar(*FULL_WEEK, SATURDAY_EVENT, agreed=PART_TIME)).text
    assert "\nThis week: 2 meetings on your days off, Thursday and Saturday.\n" in text
    assert "Saturday 21: your day off; 1 meeting, 2 hours." in text
    assert "Saturday" not in letter_of(full_week()).text


def test_meetings_on_leave_and_on_a_public_holiday_are_told_as_such() -> None:
    leave = event("Verlof", "20261119", "20261120", "X-MICROSOFT-CDO-BUSYSTATUS:OOF", people=())
    text = letter_of(run_of_calendar(*FULL_WEEK, leave, SATURDAY_EVENT)).text
    assert "\nThis week: 1 meeting on your leave, Thursday; 1 meeting on your day off, Saturday.\n" in text
    easter = (
        event("Voortgang", "20260403T100000", "20260403T110000"),
        event("Bila", "20260330T120000", "20260330T130000"),
    )
    text = letter_of(run_of_calendar(*easter, today=date(2026, 3, 30), agreed={"holidays": "DE"})).text
    assert "\nThis week: 1 meeting on a public holiday, Friday.\n" in text
    assert "A meeting on a public holiday: Friday 3.\n" in text


def test_what_one_chose_to_do_on_a_day_off_is_no_headline() -> None:
    own = event(
        "Bila", "20261119T140000", "20261119T150000", "ORGANIZER:mailto:anna@example.org",
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:anna@example.org", "ATTENDEE;PARTSTAT=ACCEPTED:mailto:dirk@example.org",
        people=(),
    )  # fmt: skip
    text = letter_of(run_of_calendar(*FULL_WEEK[:3], own, agreed=PART_TIME)).text
    assert "\nThis week: 3 of 4 lunches free, Wednesday is free of meetings.\n" in text
    assert "Thursday 19: your day off; 1 meeting, 1 hour." in text


def test_change_that_ends_a_meeting_on_a_day_off_says_so() -> None:
    run = run_of_calendar(*FULL_WEEK, agreed=PART_TIME)
    moved = next(one for one in full_week().changes if one.title == "Klantoverleg")
    bila = replace(moved, kind="one-occurrence", removes={"outside-working-hours": 2}, gains={}, losses={})
    days = tuple(
        Occurrence(pd.Timestamp(f"2026-11-{day} 09:00", tz="UTC"), pd.Timestamp(f"2026-11-{day} 10:00", tz="UTC"))
        for day in (19, 26)
    )
    text = letter_of(replace(run, changes=[replace(bila, occurrences=days)])).text
    assert "\nSolves: a meeting on your day off (2 times).\n" in text
    mixed = replace(bila, occurrences=(days[0], moved.occurrences[0]))
    assert "\nSolves: a meeting outside working hours (2 times).\n" in letter_of(replace(run, changes=[mixed])).text


def test_text_to_send_gives_the_reason_that_the_line_above_it_gives() -> None:
    run = full_week()
    change = next(one for one in run.changes if one.title == "Klantoverleg")
    removes = {"double-booking": 2, "scattered-day": 1}
    both = replace(change, reason="double-booking", removes=removes, gains={"focus_minutes": 240}, losses={})
    text = letter_of(replace(run, changes=[both])).text
    assert (
        "\nSolves: two meetings at the same time (2 times). Gives: 4 hours more in stretches of at least 2 hours to "
        "concentrate.\n" in text
    )
    assert "It now overlaps another meeting of mine." in text
    same = replace(both, reason="scattered-day", losses={"focus_days": 1})
    text = letter_of(replace(run, changes=[same])).text
    assert "\nGives: 4 hours more in stretches of at least 2 hours to concentrate. Costs you: 1 focus day.\n" in text


CHRISTMAS_WEEK = (
    event("Klantoverleg", "20261221T121500", "20261221T131500"),
    event("Voortgang", "20261222T090000", "20261222T110000"),
    event("Review", "20261223T100000", "20261223T150000"),
    event("Afronden", "20261224T110000", "20261224T153000"),
)


def test_christmas_is_not_praised_as_room_where_no_holidays_were_agreed() -> None:
    run = run_of_calendar(*CHRISTMAS_WEEK, today=date(2026, 12, 21))
    letter = letter_of(run)
    # Monday has 8:30 to 12:15 less the start of lunch, and 13:15 to 17:30; Friday, with 8 hours, is Christmas Day.
    assert "\nThis week: 1 of 4 lunches free, most room on Monday.\n" in letter.text
    assert letter.alternative.endswith("Friday 25: Christmas Day; no meetings.")
    assert "Friday" not in letter.text.partition("In pieces of")[2].partition("\n")[0]
    assert not any(one.start.day == 25 for change in run.changes for one in change.occurrences)
    assert not any(one.new_start.day == 25 for change in run.changes for one in change.occurrences if one.new_start)
    dutch = letter_of(run, "nl").alternative
    assert dutch.endswith("Vrijdag 25: Eerste Kerstdag; geen vergaderingen.")
    agreed = letter_of(run_of_calendar(*CHRISTMAS_WEEK, today=date(2026, 12, 21), agreed={"holidays": "NL"}))
    assert "Friday 25: a public holiday." in agreed.alternative


def test_where_the_sender_has_no_name_a_letter_says_what_was_noted_all_the_same() -> None:
    first, *_ = letter_of(full_week(), terms=Terms(date(2026, 9, 1), "", "digest@example.org")).text.splitlines()
    assert first == (
        "Only you get this mail; whoever runs these mails at your organisation can look at it, too. You get it because "
        "your organisation put you on the list on 1 September 2026. To stop, reply STOP."
    )
    dutch, *_ = letter_of(full_week(), "nl").text.splitlines()
    assert "omdat Gemeente Voorbeeld je op 1 september 2026 op de lijst heeft gezet." in dutch


def test_reader_of_whom_nobody_wrote_down_since_when_is_told_why_all_the_same() -> None:
    text = letter_of(full_week(), terms=replace(TERMS, joined=None, contact="")).text
    assert text.splitlines()[0].endswith("You get it because you take part. To stop, reply STOP.")
    assert "Questions" not in text


def test_days_that_are_over_are_not_coming() -> None:
    text = letter_of(run_of_calendar(*FULL_WEEK, today=date(2026, 11, 18))).text
    assert "This week:\nWednesday 18: no meetings.\nThursday 19: 1 meeting, 1 hour.\nFriday 20: no meetings.\n" in text
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
    assert "\nLunches free, of 5. Week 43: 4; week 44: 4; week 46: 4.\n" in text


def points_of(text: str) -> list[str]:
    """Return what can still change, a line for each kind, without the days."""
    return text[text.index("This week and next:") : text.index("The last weeks:")].strip().splitlines()[1:]


def test_four_kinds_of_finding_are_named_with_their_days_and_all_others_by_name() -> None:
    many = points_of(letter_of(sample_run("en")).text)
    assert len(many) == 4
    assert many[-1] == "Also: a day cut to pieces by meetings; a week without a day for concentration (week 47)."
    late = event("Raad", "20261118T193000", "20261118T203000")
    double = event("Dubbel", "20261119T103000", "20261119T113000", people=["c", "d", "e"])
    four = points_of(letter_of(run_of_calendar(*FULL_WEEK, late, double)).text)
    assert sorted(line.partition(":")[0] for line in four) == [
        "A meeting in lunch",
        "A meeting outside working hours",
        "Call after call without a break in between",
        "Two meetings at the same time",
    ]


def test_what_the_owner_plans_in_the_lunch_of_others_is_told_once_and_as_what_they_get_back() -> None:
    mine = event(
        "Kick-off", "20261117T121000", "20261117T130000", "ORGANIZER:mailto:anna@example.org",
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:anna@example.org", "ATTENDEE;PARTSTAT=ACCEPTED:mailto:bo@example.org",
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:cem@example.org", people=(),
    )  # fmt: skip
    run = run_of_calendar(mine)
    assert {"costs-others-their-lunch", "lunch-meeting"} <= {finding.rule for finding in run.judgement.findings}
    text = letter_of(run).text
    assert "of others" not in text
    assert "A meeting in lunch: Tuesday 17." in text
    assert "What you organise you then change yourself." in text
    assert "To send to the others:\n" in text
    (change,) = [one for one in run.changes if one.kind == "move"]
    alone = replace(change, removes={"costs-others-their-lunch": 1}, gains={}, losses={})
    told = letter_of(replace(run, changes=[alone])).text
    assert "\nSolves: a meeting that you plan in the lunch or the free time of others.\n" in told


def test_series_at_several_times_shows_each_old_and_new_time() -> None:
    run = full_week()
    change = next(one for one in run.changes if one.title == "Klantoverleg")
    one, other = change.occurrences
    later = pd.Timedelta(hours=1)
    moved = Occurrence(other.start + later, other.end + later, other.new_start + later, other.new_end + later)
    text = letter_of(replace(run, changes=[replace(change, occurrences=(one, moved))])).text
    assert "\nTuesday 17 November, 12:15 to 13:15, becomes 13:00 to 14:00.\n" in text
    assert "\nTuesday 24 November, 13:15 to 14:15, becomes 14:00 to 15:00.\n" in text
    assert "becomes" not in letter_of(run).text


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


def test_headline_is_of_what_is_still_to_come_and_says_from_where_there_is_nowhere_room() -> None:
    full = [event(f"Blok {hour}", f"202611{day}T{hour}0000", f"202611{day}T{hour}4500")
            for day in (18, 19, 20) for hour in ("09", "11", "12", "14", "16")]  # fmt: skip
    text = letter_of(run_of_calendar(*FULL_WEEK[:2], *full, today=date(2026, 11, 18))).text
    assert "\nRest of this week: no lunch free, nowhere 2 hours in one piece.\n" in text
    assert "\nNowhere 2 hours or more in one piece without a meeting.\n" in text
    late = letter_of(run_of_calendar(*FULL_WEEK, today=date(2026, 11, 17))).text
    assert "\nRest of this week: 3 of 4 lunches free, Wednesday is free of meetings.\n" in late


def test_what_was_over_this_morning_is_not_named() -> None:
    now = datetime(2026, 11, 17, 13, tzinfo=UTC)
    text = letter_of(run_of_calendar(*FULL_WEEK, now=now)).text
    assert "A meeting in lunch: Tuesday 24.\n" in text


def test_up_to_three_days_are_named_and_what_ends_after_midnight_by_the_day_it_begins() -> None:
    lunches = [event("Lunchoverleg", f"202611{day}T121000", f"202611{day}T130000") for day in (16, 17, 18, 19)]
    night = event("Release", "20261118T230000", "20261119T010000")
    lunches.append(event("Lunchoverleg", "20261120T121000", "20261120T130000"))
    three, four, five = (points_of(letter_of(run_of_calendar(*lunches[:n], night)).text) for n in (3, 4, 5))
    assert "A meeting in lunch: Monday 16, Tuesday 17 and Wednesday 18." in three
    assert "A meeting in lunch: Monday 16, Tuesday 17, Wednesday 18 and Thursday 19." in four
    assert "A meeting in lunch: Monday 16, Tuesday 17, Wednesday 18 and 2 more days." in five
    assert "A meeting outside working hours: Wednesday 18." in three


def test_week_without_meetings_is_not_praised() -> None:
    text = letter_of(run_of_calendar(LUNCH)).text
    weeks = text[text.index("The last weeks:") : text.index("A program reads")].strip().splitlines()
    # Rows of nothing, for calls and meetings, tell nobody anything.
    assert [line.partition(".")[0] for line in weeks[1:]] == ["Lunches free, of 5", "Free to concentrate, in hours"]


def test_trend_is_of_the_last_four_whole_weeks_and_of_one_there_is_none() -> None:
    def told(first: date) -> str:
        choice = PeriodChoice(lambda today: Period(first, date(2026, 11, 29)))
        return letter_of(run_of_calendar(*FULL_WEEK, period=choice)).text

    assert "Lunches free, of 5. Week 43: 4; week 44: 4; week 45: 4; week 46: 4.\n" in told(date(2026, 10, 7))
    assert "Lunches free, of 5. Week 45: 4; week 46: 4.\n" in told(date(2026, 10, 29))
    assert "Lunches free" not in told(date(2026, 11, 5))


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
    letter = letter_of(full_week(), terms=Terms(None, "Gemeente Voorbeeld", ""))
    assert "\nTo stop, reply STOP;" in letter.text
    assert "mailto:" not in letter.html


def test_where_no_mailbox_is_read_a_letter_promises_no_confirmation() -> None:
    terms = Terms(None, "Gemeente Voorbeeld", "digest@example.org", is_answer_read=False)
    letter = letter_of(full_week(), terms=terms)
    assert "\nTo stop, reply STOP: a person reads it, and takes you off the list." in letter.text
    assert "confirmation" not in letter.text
    assert "nobody is told" not in letter.text


def test_a_letter_from_an_address_holds_a_link_that_begins_a_mail_to_stop() -> None:
    letter = letter_of(full_week())
    assert reading(letter.html).links == [("mailto:digest@example.org?subject=STOP", "To stop: send an empty mail")]
    assert "mailto" not in letter.text


def test_hostile_terms_stay_inert() -> None:
    evil = "<b>x</b>\r\nBcc: all@example.org\x1b[2J"
    letter = letter_of(full_week(), terms=Terms(None, evil, evil, evil))
    assert "<b>" not in letter.html
    assert not re.search("[\r\x1b]|\nBcc", letter.text + letter.html)


@pytest.mark.parametrize("name", LETTERS)
def test_page_loads_nothing_and_is_short(name: str) -> None:
    html = letter_named(name).html
    found = re.findall(r"""\b(?:src|href|background|action)=["']?([^"'\s>]+)""", html)
    link = "mailto:digest@example.org?subject=STOP"
    assert found in (["cid:week", link], [link])
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
