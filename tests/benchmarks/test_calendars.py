"""What is measured on: the calendars hold what they promise."""

from __future__ import annotations

import random
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import icalendar
import pytest
from dateutil.rrule import rrulestr

from benchmarks.calendars import Made, crowded_year, daily_series, google_like, ten_years
from benchmarks.made_calendar import OVERRIDE_SHARE, _repetition, folded
from benchmarks.shares import REAL, WORST, TextShares, count, main
from benchmarks.start import SMALL, SMALL_BYTES, small_file

EVENTS = 2_000


@pytest.fixture(scope="module", params=["ten years", "crowded year"])
def made(request: pytest.FixtureRequest) -> Made:
    return ten_years(EVENTS, date(2026, 11, 18)) if request.param == "ten years" else crowded_year(EVENTS, 2026)


@pytest.fixture(scope="module")
def events(made: Made) -> list[icalendar.Event]:
    calendar = icalendar.Calendar.from_ical(made.text)
    assert not any(component.errors for component in calendar.walk())
    return calendar.walk("VEVENT")


def test_a_calendar_has_as_many_events_as_asked(made: Made, events: list[icalendar.Event]) -> None:
    assert len(events) == made.counts["events"] == EVENTS
    masters = [event for event in events if "RECURRENCE-ID" not in event]
    assert len({str(event["UID"]) for event in masters}) == len(masters)


@pytest.mark.parametrize("seed", range(60))
def test_a_small_calendar_has_as_many_events_as_asked(seed: int) -> None:
    made = ten_years(1 + seed % 5, endless=2, seed=seed)
    assert made.text.count("BEGIN:VEVENT") == made.counts["events"] == 1 + seed % 5


def test_a_calendar_holds_what_its_counts_say(made: Made, events: list[icalendar.Event]) -> None:
    overrides = [event for event in events if "RECURRENCE-ID" in event]
    series = [event for event in events if "RRULE" in event]
    endless = [event for event in series if "COUNT" not in event["RRULE"] and "UNTIL" not in event["RRULE"]]
    excluded = sum(
        len(event["EXDATE"]) if isinstance(event["EXDATE"], list) else 1 for event in series if "EXDATE" in event
    )
    held = {
        "override": len(overrides),
        "series": len(series),
        "single": EVENTS - len(overrides) - len(series),
        "endless": len(endless),
        "excluded": excluded,
        "cancelled": sum(event["STATUS"] == "CANCELLED" for event in events),
        "private": sum("CLASS" in event for event in events if "RECURRENCE-ID" not in event),
        "all-day": sum(not isinstance(event.start, datetime) for event in events if "RECURRENCE-ID" not in event),
    }
    assert held == {name: made.counts[name] for name in held}
    assert min(held.values()) > 0


def test_the_shares_are_those_of_an_office(made: Made, events: list[icalendar.Event]) -> None:
    counts = made.counts
    entries = counts["single"] + counts["series"]
    assert 0.12 < counts["series"] / entries < 0.18
    assert 0.02 < counts["role"] / entries < 0.06
    assert 0.45 < counts["call"] / entries < 0.75
    assert 0.02 < counts["override"] / entries < 0.12
    assert 0.9 < len(made.text.encode()) / EVENTS / 1_000 < 1.2


@pytest.mark.parametrize("shares", [REAL, WORST, TextShares(0.2, 0.1)], ids=["real", "worst", "others"])
def test_texts_are_repeated_and_speak_of_roles_as_often_as_asked(shares: TextShares) -> None:
    calendar = icalendar.Calendar.from_ical(ten_years(EVENTS, date(2026, 11, 18), shares=shares).text)
    counted = count([str(event.get("DESCRIPTION", "")) for event in calendar.walk("VEVENT")])
    assert counted.described > 0.8 * EVENTS
    assert counted.distinct / counted.described == pytest.approx(min(shares.distinct, 1 - OVERRIDE_SHARE), abs=0.04)
    assert counted.speaking / counted.distinct == pytest.approx(shares.speaking, abs=0.05)


def test_shares_are_counted_by_calendar(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    events = [f"BEGIN:VEVENT\nUID:{number}\nDTSTART:20260303T090000Z\n{text}END:VEVENT" for number, text in enumerate(
        ["DESCRIPTION:Notes by Bo\n"] * 10 + ["DESCRIPTION:Bring a laptop\n", "DESCRIPTION:At the back\n", ""] * 4
    )]  # fmt: skip
    folder = tmp_path / "office"
    folder.mkdir()
    for half, some in (("one", events[:11]), ("two", events[11:])):
        (folder / f"{half}.ics").write_text("\n".join(["BEGIN:VCALENDAR", *some, "END:VCALENDAR", ""]))
    (folder / "none.ics").write_text("no calendar")
    assert main([str(tmp_path)]) == 0
    told = "22 entries, 82% with a text, of these 17% distinct, of those 33% speaking"
    assert capsys.readouterr().out == f"office: {told}\ntogether: {told}\n"
    (tmp_path / "empty").mkdir()
    assert main([str(tmp_path / "empty")]) == 2


def test_the_real_calendars_have_the_shares_that_are_stated(
    shared_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(shared_data / "corpus" / "real_calendars")]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.endswith(
        f"94% with a text, of these {REAL.distinct:.0%} distinct, of those {REAL.speaking:.0%} speaking"
    )


def test_an_override_repeats_the_text_of_its_series(events: list[icalendar.Event]) -> None:
    texts = {str(event["UID"]): str(event.get("DESCRIPTION")) for event in events if "RECURRENCE-ID" not in event}
    overrides = [event for event in events if "RECURRENCE-ID" in event]
    assert [str(event.get("DESCRIPTION")) for event in overrides] == [texts[str(event["UID"])] for event in overrides]


def test_only_what_happens_is_moved_or_taken_away(made: Made, events: list[icalendar.Event]) -> None:
    masters = {str(event["UID"]): event for event in events if "RRULE" in event}
    asked = [(event["UID"], event["RECURRENCE-ID"].dt) for event in events if "RECURRENCE-ID" in event]
    for uid, event in masters.items():
        skipped = event.get("EXDATE", [])
        for one in skipped if isinstance(skipped, list) else [skipped]:
            asked += [(uid, each.dt) for each in one.dts]
    assert len(set(asked)) == len(asked), "what is taken away is not moved as well"
    for uid, moment in asked:
        event = masters[str(uid)]
        start = event.start if isinstance(event.start, datetime) else datetime.combine(event.start, datetime.min.time())
        moment = moment if isinstance(moment, datetime) else datetime.combine(moment, datetime.min.time())
        rule = re.sub("UNTIL=[^;]*;?", "", event["RRULE"].to_ical().decode())
        clock = start.replace(tzinfo=None)
        assert moment.replace(tzinfo=None) in rrulestr(rule, dtstart=clock), event.to_ical()
        assert moment > start


@pytest.mark.parametrize("seed", range(200))
def test_a_rule_gives_the_days_that_stand_beside_it(seed: int) -> None:
    chance = random.Random(seed)
    start = datetime(2026, 1, 1, 9, 30) + timedelta(days=chance.randrange(365))
    repetition = _repetition(chance, start, 14)
    assert tuple(rrulestr(repetition.rule, dtstart=start)[:14]) == repetition.days


def test_a_calendar_is_the_same_each_time() -> None:
    assert crowded_year(300) == crowded_year(300)
    assert crowded_year(300, seed=5).text != crowded_year(300).text


def test_lines_are_folded_and_unfold_to_what_they_were(made: Made) -> None:
    assert max(len(line) for line in made.text.encode().split(b"\r\n")) <= 75
    for line in ("x" * 75, "x" * 76, "x" * 400, "é" * 100, "a" + "é" * 100, "✅ " * 60):
        assert folded(line).replace("\r\n ", "") == line
        assert max(len(piece.encode()) for piece in folded(line).split("\r\n")) <= 75


def test_series_of_every_day_give_as_many_occurrences_as_the_year_has_days() -> None:
    text = daily_series(3, 2028)
    assert len(text.encode()) / 3 < 300
    starts = [event.start for event in icalendar.Calendar.from_ical(text).walk("VEVENT")]
    days = [
        rrulestr("FREQ=DAILY", dtstart=start).between(start, datetime(2029, 1, 1, tzinfo=UTC), inc=True)
        for start in starts
    ]
    assert sum(map(len, days)) == 3 * 366


def test_small_files_are_small() -> None:
    assert {
        name: len(small_file(line).encode()) for name, line in SMALL.items() if len(small_file(line)) >= SMALL_BYTES
    } == {}


def test_the_first_calendar_stays_as_it_was() -> None:
    text = google_like(40, date(2026, 11, 18))
    assert text.count("BEGIN:VEVENT") == 40
    assert text.count("ATTENDEE") == 120
