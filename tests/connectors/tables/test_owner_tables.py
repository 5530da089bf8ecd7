"""Judging from an owner's event table gives what judging from the calendar gives, in the days that were collected."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from fake_calendar import AMSTERDAM, FakeCalendar

import rules
from analyzer.agreements import Agreements, RoleAgreement
from analyzer.calendars import OpenedCalendar
from analyzer.entries import Attendee, Entry, Identity
from analyzer.events.owner import ZoneChoice
from analyzer.events.whose import identify
from analyzer.judging.rule import activate
from analyzer.pipeline import Terms, analyse
from analyzer.problems import Problem, ProblemKind
from analyzer.reports.json_report import render_events_json, render_json
from analyzer.rulebook.loading import load_rules
from analyzer.run import Run
from analyzer.text import translator
from analyzer.time.period import Period
from connectors.opening import read_period

if TYPE_CHECKING:
    from conftest import Desk

pytest.importorskip("pyarrow")

SAMPLES = Path(__file__).parents[3] / "samples"
PERIOD = Period(date(2026, 11, 2), date(2026, 11, 29))
BO = Attendee("bo@example.org", "Bo Bakker")
ANNA = Attendee("anna@example.org", "Anna Jansen", "accepted", is_self=True)


def judged(calendars: Sequence[OpenedCalendar], terms: Terms, period: Period) -> Run:
    whose = identify(calendars, terms)
    return analyse([read_period(calendar, period, whose.zone.zone) for calendar in calendars], whose, period, terms)


def said(run: Run, table: Path | None = None) -> str:
    """Return what other programs are told of a run; the table in which something was read stands before its source."""
    english = translator("en")
    text = "".join((*render_json(run, english), *render_events_json(run, english)))
    return text.replace(f"{table}: ", "") if table else text


def every_rule() -> Terms:
    found = load_rules(rules, [], lambda error: pytest.fail(str(error)))
    return Terms(rules=activate(found, {}), agreements=Agreements(), now=datetime(2026, 11, 18, 12, tzinfo=UTC))


@pytest.mark.parametrize("name", ["week-en.ics", "week-nl.ics"])
@pytest.mark.parametrize(
    "period", [PERIOD, Period(date(2026, 11, 16), date(2026, 11, 22)), Period(date(2026, 11, 18), date(2026, 11, 18))]
)
def test_a_table_is_judged_as_its_calendar(desk: Desk, name: str, period: Period) -> None:
    calendars = desk.opened(SAMPLES / name)
    table, _ = desk.collect(calendars)
    from_calendar = judged(calendars, every_rule(), period)
    from_table = judged(desk.opened(table), every_rule(), period)
    assert len(from_calendar.table) > 2
    assert said(from_table, table) == said(from_calendar)
    columns = from_calendar.table.frame.columns.drop("source")
    assert from_table.table.frame[columns].equals(from_calendar.table.frame[columns])


def test_agreements_of_the_day_of_reading_decide(desk: Desk) -> None:
    calendars = desk.opened(SAMPLES / "week-en.ics")
    table, _ = desk.collect(calendars)
    agreed = Agreements(
        lunch=((690, 750),),
        working_hours=((540, 1020),),
        minimum_break=10,
        count_unanswered=False,
        roles=(RoleAgreement(title="Team meeting*", facilitator="Bo", decision_keeper="Els"),),
    )
    terms = replace(every_rule(), agreements=agreed)
    assert said(judged(desk.opened(table), terms, PERIOD), table) == said(judged(calendars, terms, PERIOD))
    assert said(judged(desk.opened(table), terms, PERIOD), table) != said(judged(calendars, every_rule(), PERIOD))


def test_sources_of_one_person_are_one_table_and_stay_apart_in_it(desk: Desk) -> None:
    hours = (datetime(2026, 11, 16, 9), datetime(2026, 11, 16, 10))
    mine = FakeCalendar(
        [Entry("a", "Retro", attendees=(ANNA, BO), line=4), Entry("b", "Oud", line=9), Entry("c", source="moved.ics")],
        [(2, *hours), (0, *hours)],
        "work.ics",
        identity=Identity(owner="anna@example.org", timezone="Europe/Amsterdam"),
    )
    copies = FakeCalendar([Entry("a", "Retro", attendees=(ANNA, BO))], [(0, *hours)], "home.ics")
    days = FakeCalendar([Entry("x"), Entry("y"), Entry("z")], source="holidays.ics", is_subscription=True)
    table, _ = desk.collect([mine, copies, days])
    found = desk.opened(table)
    assert [calendar.source for calendar in found] == [
        f"{table}: {one}" for one in ("work.ics", "home.ics", "holidays.ics")
    ]
    run = judged(found, every_rule(), PERIOD)
    assert run.table.frame[["uid", "source", "line"]].fillna(0).to_numpy().tolist() == [
        ["a", f"{table}: work.ics", 4],
        ["c", f"{table}: moved.ics", 0],
    ]
    assert [(one.events, one.left_out, one.left_out_events) for one in run.sources] == [
        *(
            (one.events, one.left_out, one.left_out_events)
            for one in judged([mine, copies, days], every_rule(), PERIOD).sources
        )
    ]
    assert run.sources[2].left_out_events == 3


def test_events_alike_in_all_stay_in_the_order_of_their_source(desk: Desk) -> None:
    hours = (datetime(2026, 11, 16, 9), datetime(2026, 11, 16, 10))
    entries = [Entry("a", title, attendees=(ANNA, BO)) for title in ("first", "second", "third")]
    calendar = FakeCalendar(
        entries, [(number, *hours) for number in (2, 0, 1)], identity=Identity(owner="anna@example.org")
    )
    table, _ = desk.collect([calendar])
    assert judged(desk.opened(table), every_rule(), PERIOD).table["title"].tolist() == ["third", "first", "second"]


def test_only_what_occurs_in_the_days_is_in_the_file(desk: Desk) -> None:
    entries = [Entry("in", "Zichtbaar"), Entry("out", "Onzichtbaar", attendees=(BO,))]
    times = [
        (0, datetime(2026, 11, 16, 9), datetime(2026, 11, 16, 10)),
        (1, datetime(2027, 1, 4, 9), datetime(2027, 1, 4, 10)),
    ]
    table, _ = desk.collect([FakeCalendar(entries, times)])
    from pyarrow import parquet

    text = str(parquet.read_table(table).to_pylist())
    assert "Zichtbaar" in text
    assert "Onzichtbaar" not in text
    assert "bo@example.org" not in text


SECRETS = (
    "Huisarts knie",
    "Echo in kliniek Zuid",
    "Kliniek Zuid",
    "https://zoom.us/j/424242",
    "smit@praktijk.example",
    "Dr. Smit",
)


def private_calendar() -> FakeCalendar:
    title, description, location, url, address, name = SECRETS
    smit = Attendee(address, name)
    entry = Entry(
        "p",
        title,
        description,
        location,
        url,
        (title,),
        (url,),
        attendees=(smit, ANNA),
        organizer=smit,
        is_private=True,
    )
    hours = (datetime(2026, 11, 16, 9), datetime(2026, 11, 16, 10))
    identity = Identity(owner="anna@example.org", timezone="Europe/Amsterdam")
    return FakeCalendar([entry, replace(entry, uid="q", is_private=False)], [(0, *hours)], identity=identity)


def test_words_of_private_events_are_not_in_the_file_and_what_they_decided_is(desk: Desk) -> None:
    calendar = private_calendar()
    table, _ = desk.collect([calendar])
    from pyarrow import parquet

    content = str(parquet.read_table(table).to_pylist()) + str(parquet.read_metadata(table).metadata)
    assert not [secret for secret in SECRETS if secret in content]
    row = judged(desk.opened(table), every_rule(), PERIOD).table.frame.iloc[0]
    assert (row["uid"], row["kind"], row["call"], row["people_count"], row["reason"]) == ("p", "meeting", "zoom", 2, "")
    assert row["private"]
    assert row["title"] == ""


def test_private_words_would_be_found_in_the_file_if_the_event_were_not_private(desk: Desk) -> None:
    calendar = private_calendar()
    calendar.times = [(1, *calendar.times[0][1:])]
    table, _ = desk.collect([calendar])
    from pyarrow import parquet

    content = str(parquet.read_table(table).to_pylist())
    assert [secret for secret in SECRETS if secret in content] == list(SECRETS)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no file modes")
def test_a_table_is_for_its_owner_alone(desk: Desk) -> None:
    table, _ = desk.collect([FakeCalendar([])])
    assert stat.S_IMODE(table.stat().st_mode) == 0o600


def test_a_table_that_cannot_be_written_leaves_the_old_one_and_nothing_else(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    table, _ = desk.collect([FakeCalendar([Entry("a")])])
    before = table.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        desk.collect([FakeCalendar([Entry("b")])])
    assert table.read_bytes() == before
    assert [path.name for path in desk.folder.iterdir()] == [table.name]


@pytest.mark.parametrize(
    ("first", "last", "codes"),
    [
        (PERIOD.first, PERIOD.last, []),
        (PERIOD.first + timedelta(days=1), PERIOD.last - timedelta(days=1), []),
        (PERIOD.first - timedelta(days=1), PERIOD.last, ["days-not-collected"]),
        (PERIOD.first, PERIOD.last + timedelta(days=1), ["days-not-collected"]),
    ],
)
def test_days_that_were_not_collected_are_said_once(desk: Desk, first: date, last: date, codes: list[str]) -> None:
    identity = Identity(timezone="Europe/Amsterdam")
    table, _ = desk.collect([FakeCalendar([Entry("a")], identity=identity)])
    calendar = desk.opened(table)[0]
    for _ in range(2):
        read_period(calendar, Period(first, last), AMSTERDAM)
    assert [problem.code for problem in calendar.problems] == codes
    assert all(problem.effect == "source" for problem in calendar.problems)


def test_whole_days_are_the_same_days_on_another_clock(desk: Desk) -> None:
    day = (datetime(2026, 11, 18), datetime(2026, 11, 19))
    timed = (datetime(2026, 11, 18, 9), datetime(2026, 11, 18, 10))
    calendar = FakeCalendar(
        [Entry("day", is_all_day=True), Entry("hour")],
        [(0, *day), (1, *timed)],
        identity=Identity(timezone="Europe/Amsterdam"),
    )
    table, _ = desk.collect([calendar])
    zone = ZoneInfo("America/New_York")
    found = desk.opened(table)[0].occurrences(
        datetime(2026, 11, 16, tzinfo=zone), datetime(2026, 11, 23, tzinfo=zone), zone
    )
    moments = {
        int(entry): [str(start), str(end)]
        for entry, start, end in zip(found.entry, found.start, found.end, strict=True)
    }
    assert moments[0] == ["2026-11-18T05:00:00.000000", "2026-11-19T05:00:00.000000"]
    assert moments[1] == ["2026-11-18T08:00:00.000000", "2026-11-18T09:00:00.000000"]


@pytest.mark.parametrize(("is_floating", "codes"), [(True, ["collected-on-another-clock"]), (False, [])])
def test_times_without_a_zone_are_not_read_on_another_clock_in_silence(
    desk: Desk, is_floating: bool, codes: list[str]
) -> None:
    identity = Identity(timezone="Europe/Amsterdam", has_floating_times=is_floating)
    table, _ = desk.collect([FakeCalendar([Entry("a")], identity=identity)])
    calendar = desk.opened(table)[0]
    zone = ZoneInfo("Europe/Lisbon")
    calendar.occurrences(datetime(2026, 11, 16, tzinfo=zone), datetime(2026, 11, 23, tzinfo=zone), zone)
    assert [problem.code for problem in calendar.problems] == codes


def test_an_event_of_no_length_is_in_the_window_that_it_starts_in(desk: Desk) -> None:
    moment = datetime(2026, 11, 16)
    calendar = FakeCalendar([Entry("a")], [(0, moment, moment)], identity=Identity(timezone="Europe/Amsterdam"))
    table, _ = desk.collect([calendar])
    found = desk.opened(table)[0]
    assert len(read_period(found, Period(date(2026, 11, 16), date(2026, 11, 16)), AMSTERDAM).occurrences.entry) == 1
    assert len(read_period(found, Period(date(2026, 11, 15), date(2026, 11, 15)), AMSTERDAM).occurrences.entry) == 0


def test_an_event_that_ends_as_the_window_begins_is_not_in_it(desk: Desk) -> None:
    hour = (datetime(2026, 11, 15, 23), datetime(2026, 11, 16))
    calendar = FakeCalendar([Entry("a")], [(0, *hour)], identity=Identity(timezone="Europe/Amsterdam"))
    found = desk.opened(desk.collect([calendar])[0])[0]
    assert len(read_period(found, Period(date(2026, 11, 15), date(2026, 11, 15)), AMSTERDAM).occurrences.entry) == 1
    assert len(read_period(found, Period(date(2026, 11, 16), date(2026, 11, 16)), AMSTERDAM).occurrences.entry) == 0


def test_owner_and_clock_that_were_given_are_known_to_the_table(desk: Desk) -> None:
    calendar = FakeCalendar([Entry("a", attendees=(Attendee("anna@example.org", "Anna Jansen"), BO))])
    terms = desk.terms(me="anna@example.org", timezone="America/New_York")
    table, whose = desk.collect([calendar], terms=terms)
    again = identify(desk.opened(table), desk.terms())
    assert (
        (again.owner.address, again.owner.names)
        == ("anna@example.org", frozenset({"Anna Jansen"}))
        == (
            whose.owner.address,
            whose.owner.names,
        )
    )
    assert again.zone == ZoneChoice(ZoneInfo("America/New_York"), "source")


def test_names_of_the_owner_that_only_a_private_event_tells_stay_known(desk: Desk) -> None:
    anna = Attendee("anna@example.org", "Anneke Jansen")
    hours = (datetime(2026, 11, 16, 9), datetime(2026, 11, 16, 10))
    calendar = FakeCalendar([Entry("a", attendees=(anna,), is_private=True)], [(0, *hours)])
    table, _ = desk.collect([calendar], terms=desk.terms(me="anna@example.org"))
    assert identify(desk.opened(table), desk.terms()).owner.names == {"Anneke Jansen"}


def test_that_a_calendar_names_people_is_known_though_those_it_names_lie_outside_the_days(desk: Desk) -> None:
    hours = (datetime(2026, 11, 16, 9), datetime(2026, 11, 16, 10))
    calendar = FakeCalendar([Entry("a"), Entry("b", attendees=(BO,))], [(0, *hours)])
    table, _ = desk.collect([calendar])
    assert judged(desk.opened(table), every_rule(), PERIOD).table["reason"].tolist() == ["alone"]
    assert judged([FakeCalendar([Entry("a")], [(0, *hours)])], every_rule(), PERIOD).table["reason"].tolist() == [
        "people-unknown"
    ]


def test_problems_say_what_they_said_and_are_no_pattern(desk: Desk) -> None:
    kind = ProblemKind("odd-thing", "Braces {{0.__class__}} stay, {what} too.", effect="skipped")
    calendar = FakeCalendar([Entry("a")], problems=[Problem("x.ics", kind, 7, "u", {"what": "{what}"}, count=3)])
    table, _ = desk.collect([calendar])
    problem = desk.opened(table)[0].problems[0]
    assert (problem.source, problem.code, problem.line, problem.uid, problem.count) == ("x.ics", "odd-thing", 7, "u", 3)
    for language in ("en", "nl"):
        assert problem.say(translator(language)) == "Braces {0.__class__} stay, {what} too."


def test_days_of_a_calendar_without_events_in_the_period_are_still_said(desk: Desk) -> None:
    calendar = FakeCalendar([Entry("a")], [(0, datetime(2027, 3, 1, 9), datetime(2027, 3, 1, 10))])
    table, _ = desk.collect([calendar])
    assert desk.opened(table)[0].first_and_last(AMSTERDAM) == (date(2027, 3, 1), date(2027, 3, 1))


def test_texts_that_are_no_text_are_kept_as_far_as_they_are(desk: Desk) -> None:
    hours = (datetime(2026, 11, 16, 9), datetime(2026, 11, 16, 10))
    table, _ = desk.collect(
        [FakeCalendar([Entry("a", "half \ud83d a face", attendees=(Attendee("", "\udc00"),))], [(0, *hours)])]
    )
    assert judged(desk.opened(table), every_rule(), PERIOD).table["title"].tolist() == ["half ? a face"]
