"""A team's agreements as a real team would write them, against findings worked out by hand.

Week 2026-W47; Amsterdam is an hour ahead of Lisbon. Anna works three days, one of them half, without lunch; Bo lives in
Lisbon and lunches at another time; Els keeps to what the team agreed on.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

import rules
from analyzer.judging.rule import activate
from analyzer.pipeline import Terms
from analyzer.rulebook.loading import choose_rules, load_rules
from analyzer.run import Run
from analyzer.settings.file import parse_settings
from analyzer.settings.sections import known_sections
from analyzer.time.period import parse_period
from commands.analysis import judge_calendars
from connectors.ics.calendar import read_calendars

AGREEMENTS = b"""
[agreements]
timezone = "Europe/Amsterdam"
working_hours = "09:00-17:00"
lunch = "12:00-13:00"
holidays = "NL"
focus_days = ["wed"]

[[agreements.roles]]
title = "Team meeting*"
facilitator = "rota: Anna, Bo, Els"
decision_keeper = "Els"

[people.anna]
address = "anna@example.org"
aliases = ["a.jansen@example.org"]
working_days = ["mon", "tue", "thu"]

[people.anna.days.thu]
working_hours = "09:00-13:00"
lunch = ""

[people.bo]
address = "bo@example.org"
timezone = "Europe/Lisbon"
lunch = "12:30-13:15"

[[ignore]]
rule = "lunch-meeting"
title = "Thursday session"
until = 2026-12-31
reason = "the team agreed on a shared session over lunch"
"""

TEAM = ("anna", "bo", "els", "dan", "eva")
MEETINGS = (  # title, day and time in Amsterdam, people
    ("Team meeting", "20261117T100000", "20261117T110000", TEAM),
    ("Thursday session", "20261119T121500", "20261119T130000", TEAM),
    ("Demo", "20261116T123000", "20261116T133000", ("anna", "bo")),
    ("Review", "20261118T140000", "20261118T150000", ("anna", "bo", "els")),
)
JUDGED = ("lunch-meeting", "no-facilitator", "no-decision-keeper", "outside-working-hours", "meeting-on-focus-day")
ROLES_MISSING = [("no-decision-keeper", "Review", 60), ("no-decision-keeper", "Thursday session", 45)]
ROLES_MISSING += [("no-facilitator", "Review", 60), ("no-facilitator", "Thursday session", 45)]


def run_of(name: str, address: str = "") -> Run:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"X-WR-CALNAME:{address or f'{name}@example.org'}"]
    for title, start, end, people in MEETINGS:
        if name in people:
            lines += ["BEGIN:VEVENT", f"UID:{title}", "DTSTAMP:20261101T000000Z", f"SUMMARY:{title}"]
            lines += [f"DTSTART;TZID=Europe/Amsterdam:{start}", f"DTEND;TZID=Europe/Amsterdam:{end}"]
            lines += [f"ATTENDEE:mailto:{person}@example.org" for person in people]
            lines += [f"ORGANIZER:mailto:{people[-1]}@example.org", "END:VEVENT"]
    calendars = read_calendars("\r\n".join([*lines, "END:VCALENDAR", ""]).encode(), f"{name}.ics")
    known = load_rules(rules)
    settings = parse_settings(
        AGREEMENTS, "meetlint.toml", known_sections({each: rule.settings for each, rule in known.items()})
    )
    return judge_calendars(
        calendars,
        parse_period(week="2026-W47"),
        Terms(
            rules=activate(choose_rules(known, JUDGED, ()), settings.rules),
            agreements=settings.agreements,
            people=list(settings.people.values()),
            ignore=settings.ignore,
            now=datetime(2026, 11, 18, 8, tzinfo=UTC),
            today=date(2026, 11, 18),
        ),
    )


def found(run: Run) -> list[tuple[str, str, int]]:
    titles = run.table["title"]
    return sorted((one.rule, titles.iloc[one.events[0]], one.minutes) for one in run.judgement.findings)


def test_anna_s_three_days_and_half_thursday_without_lunch() -> None:
    run = run_of("anna")
    # Monday 12:30-13:30 takes half of her lunch; on Thursday she has none; Wednesday is no workday of hers, so the
    # review is outside her hours and on no focus day of hers. The team meeting has its roles by the rota.
    expected = [("lunch-meeting", "Demo", 30), ("outside-working-hours", "Review", 60), *ROLES_MISSING]
    assert found(run) == sorted(expected)
    assert run.judgement.metrics[0]["workdays"] == 3
    assert run.judgement.metrics[0]["lunches_kept"] == 1  # Tuesday; Monday is lost, Thursday has no lunch
    assert run.judgement.ignored == []


def test_bo_s_lunch_is_in_lisbon() -> None:
    run = run_of("bo")
    assert run.zone.zone == ZoneInfo("Europe/Lisbon")
    # The demo ends at 12:30 in Lisbon, when his lunch begins; the review, 13:00-14:00 there, takes 15 minutes of it and
    # lies for the other 45 in the working time of a focus day.
    expected = [("lunch-meeting", "Review", 15), ("meeting-on-focus-day", "Review", 45), *ROLES_MISSING]
    assert found(run) == sorted(expected)


def test_els_lives_with_the_agreed_session_over_lunch() -> None:
    run = run_of("els")
    assert found(run) == sorted([("meeting-on-focus-day", "Review", 60), *ROLES_MISSING])
    (ignored,) = run.judgement.ignored
    assert (ignored.finding.rule, ignored.finding.minutes) == ("lunch-meeting", 45)
    assert ignored.excepted.reason == "the team agreed on a shared session over lunch"


@pytest.mark.parametrize("address", ["anna@example.org", "a.jansen@example.org"])
def test_a_person_is_known_by_every_address(address: str) -> None:
    run = run_of("anna", address)
    assert run.name == "anna@example.org"
    assert run.judgement.metrics[0]["workdays"] == 3
