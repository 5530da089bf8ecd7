from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from connectors.ics.parsing.components import split_components
from connectors.ics.parsing.decoding import Line
from connectors.ics.parsing.moments import to_local, to_utc
from connectors.ics.parsing.problems import ProblemLog
from connectors.ics.parsing.vtimezones import DefinitionRefused, fixed_zone, zone_from_definition
from connectors.ics.work import Work
from connectors.zone_names import find_offset, find_zone, is_offset
from tests.connectors.ics.ics_samples import (
    AMSTERDAM,
    codes,
    event,
    meeting,
    occurrences,
    read,
    starts,
    utc,
    vtimezone,
)


@pytest.mark.parametrize(
    ("tzid", "name", "is_deduced"),
    [
        ("Europe/Amsterdam", "Europe/Amsterdam", False),
        ("europe/AMSTERDAM", "Europe/Amsterdam", False),
        ("Europe_Amsterdam", "Europe/Amsterdam", False),
        ("America/New York", "America/New_York", False),
        ("US-Eastern", "US/Eastern", False),
        ("W. Europe Standard Time", "Europe/Berlin", False),
        ('"Pacific Standard Time"', "America/Los_Angeles", False),
        ("/mozilla.org/20050126_1/Europe/Amsterdam", "Europe/Amsterdam", False),
        ("/freeassociation.sourceforge.net/Tzfile/Europe/Amsterdam", "Europe/Amsterdam", False),
        ("/freeassociation.sourceforge.net/America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires", False),
        ("/citadel.org/20070227_1/UTC", "UTC", False),
        ("tzone://Microsoft/Utc", "UTC", False),
        ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "Europe/Amsterdam", True),
        ("(UTC+01:00) Amsterdam, Berlijn, Bern, Rome, Stockholm, Wenen", "Europe/Amsterdam", True),
        ("(GMT+01.00) Brussels, Copenhagen, Madrid, Paris", "Europe/Brussels", True),
        ("(UTC-05:00) Eastern Time (US & Canada)", "America/New_York", True),
        ("(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi", "Asia/Kolkata", True),
        ("(UTC+10:00) Canberra, Melbourne, Sydney", "Australia/Canberra", True),
        ("(UTC) Coordinated Universal Time", "UTC", True),
        ("(UTC-05:00) America/New_York", "America/New_York", True),
        ("(UTC-04:00) America/New_York", "America/New_York", True),
        ("Central European Standard Time", "Europe/Warsaw", False),
        ("Eastern Standard Time 1", "America/New_York", True),
        ("W. Europe Standard Time 12", "Europe/Berlin", True),
        ("Europe/Amsterdam-1", "Europe/Amsterdam", True),
        ("Europe/Amsterdam1", "Europe/Amsterdam", True),
        ("(UTC+01:00) Amsterdam, Berlin 2", "Europe/Amsterdam", True),
    ],
)
def test_find_zone_knows_the_names_that_vendors_write(tzid: str, name: str, is_deduced: bool) -> None:
    found = find_zone(tzid)
    assert found is not None
    assert (found.name, found.is_deduced) == (name, is_deduced)


@pytest.mark.parametrize(
    ("tzid", "like"),
    [
        ("Central European Summer Time", "Europe/Amsterdam"),
        ("central european time", "Europe/Amsterdam"),
        ("Eastern European Time", "Europe/Bucharest"),
        ("Western European Summer Time", "Europe/Lisbon"),
        ("Greenwich Mean Time", "UTC"),
        ("Eastern Daylight Time", "America/New_York"),
        ("Pacific Time", "America/Los_Angeles"),
        ("Central Daylight Time", "America/Chicago"),
        ("Mountain Daylight Time", "America/Denver"),
        ("Japan Standard Time", "Asia/Tokyo"),
        ("Atlantic Daylight Time", "America/Halifax"),
        ("British Summer Time", "Europe/London"),
        ("Australian Eastern Standard Time", "Australia/Sydney"),
    ],
)
def test_find_zone_deduces_english_names_of_zones(tzid: str, like: str) -> None:
    found = find_zone(tzid)
    assert found is not None
    assert found.is_deduced
    for month in range(1, 13):
        moment = datetime(2026, month, 15, 12)
        assert (
            moment.replace(tzinfo=ZoneInfo(found.name)).utcoffset() == moment.replace(tzinfo=ZoneInfo(like)).utcoffset()
        )


@pytest.mark.parametrize(
    "tzid",
    [
        "",
        '""',
        "Customized Time Zone",
        "tzone://Microsoft/Custom",
        "localtime",
        "posixrules",
        "Factory",
        "../../etc/passwd",
        "/etc/localtime",
        "a\ufffdb",
        "(UTC+05:00) Amsterdam, Berlin",
        "(UTC+99:00) Amsterdam",
        "(UTC-09:00) America/New_York",
        "Customized Time Zone 1",
        "Hawaii-Aleutian Time",  # one place with summer time, one without
        "UTC-3",
        "GMT 2",
        "Etc/GMT-15",
        "UTC+1",
        "Not/AZone",
        "x" * 10_000,
    ],
)
def test_find_zone_never_guesses(tzid: str) -> None:
    assert find_zone(tzid) is None


def test_find_offset_reads_names_that_are_nothing_but_an_offset() -> None:
    assert find_offset("UTC+1") == find_offset("GMT+01:00") == find_offset("gmt+0100") == timedelta(hours=1)
    assert find_offset("(GMT +02:00)") == find_offset("(UTC+02:00)") == timedelta(hours=2)
    assert find_offset("(UTC-03:00) Brasilia") == -timedelta(hours=3)
    assert [is_offset(tzid) for tzid in ("(GMT +02:00)", "UTC-3", "(UTC-03:00) Brasilia")] == [True, True, False]
    assert find_offset("UTC-3:30") == -timedelta(hours=3, minutes=30)
    assert find_offset("Etc/GMT+1") is find_offset("UTC") is find_offset("UTC+99") is find_offset("(UTC) X") is None


def zone_of(definition: str, tzid: str = "Custom") -> ZoneInfo | None:
    lines = [Line(number, text) for number, text in enumerate(definition.split("\n"))]
    log = ProblemLog("week.ics")
    (calendar,) = split_components([Line(0, "BEGIN:VCALENDAR"), *lines, Line(0, "END:VCALENDAR")], log)
    return zone_from_definition(calendar.zones[0], tzid, Work())


def test_a_definition_gives_the_clock_of_the_zone_it_describes() -> None:
    """Every third hour of thirty years, from UTC to the clock and back, against the zone that it describes."""
    defined = zone_of(vtimezone("Custom"))
    assert defined is not None
    moment = datetime(1997, 1, 1)
    while moment.year < 2027:
        local = to_local(moment, AMSTERDAM)
        assert to_local(moment, defined) == local, moment
        assert to_utc(local, defined) == to_utc(local, AMSTERDAM), local
        moment += timedelta(hours=3)


@pytest.mark.parametrize(
    ("local", "instant"),
    [
        ("2026-03-29T01:59:00", "2026-03-29T00:59:00"),
        ("2026-03-29T02:30:00", "2026-03-29T01:30:00"),  # in the gap: the offset before it
        ("2026-03-29T03:00:00", "2026-03-29T01:00:00"),
        ("2026-10-25T02:30:00", "2026-10-25T00:30:00"),  # twice: the first
        ("2026-10-25T03:00:00", "2026-10-25T02:00:00"),
    ],
)
def test_gaps_and_doubled_hours_are_read_as_rfc_5545_says(local: str, instant: str) -> None:
    defined = zone_of(vtimezone("Custom"))
    assert defined is not None
    for zone in (AMSTERDAM, defined):
        assert to_utc(datetime.fromisoformat(local), zone) == datetime.fromisoformat(instant)


def test_a_definition_may_give_dates_and_ends_instead_of_one_rule() -> None:
    defined = zone_of(
        "BEGIN:VTIMEZONE\nTZID:Custom\n"
        "BEGIN:STANDARD\nDTSTART:20100101T000000\nTZOFFSETFROM:+0000\nTZOFFSETTO:+0300\nEND:STANDARD\n"
        "BEGIN:DAYLIGHT\nDTSTART:20200301T020000\nRDATE:20210301T020000,20220301T020000\n"
        "TZOFFSETFROM:+0300\nTZOFFSETTO:+0400\nEND:DAYLIGHT\n"
        "BEGIN:STANDARD\nDTSTART:20201001T020000\nRRULE:FREQ=YEARLY;UNTIL=20210930T220000Z\n"
        "TZOFFSETFROM:+0400\nTZOFFSETTO:+0300\nEND:STANDARD\nEND:VTIMEZONE"
    )
    assert defined is not None
    hours = {
        day: (datetime.fromisoformat(day).replace(tzinfo=defined).utcoffset() or timedelta()).seconds // 3600
        for day in ("2005-06-01", "2015-06-01", "2020-06-01", "2020-11-01", "2021-06-01", "2021-11-01", "2023-01-01")
    }
    assert list(hours.values()) == [0, 3, 4, 3, 4, 3, 4]


@pytest.mark.parametrize(
    "change",
    [
        ("TZOFFSETTO:+0100", "TZOFFSETTO:+9999"),
        ("TZOFFSETTO:+0100", "TZOFFSETTO:one hour"),
        ("TZOFFSETTO:+0100", "X-NOTHING:1"),
        ("FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "FREQ=SECONDLY"),
        ("FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "FREQ=DAILY"),
        ("FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "FREQ=YEARLY;INTERVAL=0"),
        ("DTSTART:19701025T030000", "DTSTART:yesterday"),
    ],
)
def test_a_definition_that_cannot_be_used_is_refused(change: tuple[str, str]) -> None:
    with pytest.raises(DefinitionRefused):
        zone_of(vtimezone("Custom").replace(*change))


def test_a_definition_without_observances_defines_nothing() -> None:
    assert zone_of("BEGIN:VTIMEZONE\nTZID:Empty\nEND:VTIMEZONE") is None


def test_fixed_zone_has_one_offset() -> None:
    zone = fixed_zone(-timedelta(hours=3, minutes=30), "UTC-3:30")
    for year in (1900, 2026, 2090):
        assert datetime(year, 7, 1, tzinfo=zone).utcoffset() == -timedelta(hours=3, minutes=30)


def test_an_own_time_zone_is_read_through_its_definition() -> None:
    calendar = read(
        vtimezone("Customized Time Zone"),
        event("DTSTART;TZID=Customized Time Zone:20260327T090000", "RRULE:FREQ=DAILY;COUNT=3"),
    )
    assert starts(calendar) == ["2026-03-27T08:00Z", "2026-03-28T08:00Z", "2026-03-29T07:00Z"]
    assert codes(calendar) == []


def test_a_quoted_time_zone_with_commas_finds_its_escaped_definition() -> None:
    calendar = read(
        vtimezone("Kuala Lumpur\\, Singapore", "+0800", "+0800"),
        event('DTSTART;TZID="Kuala Lumpur, Singapore":20260303T090000'),
    )
    assert starts(calendar) == ["2026-03-03T01:00Z"]
    assert codes(calendar) == []


def test_a_known_name_counts_for_more_than_a_definition_that_differs() -> None:
    calendar = read(
        vtimezone("Europe/Amsterdam", "+0500", "+0600"), meeting(), meeting(uid="b", start="20260304T090000")
    )
    assert starts(calendar) == ["2026-03-03T08:00Z", "2026-03-04T08:00Z"]
    assert codes(calendar) == ["zone-definition-differs"]


def test_a_definition_counts_for_more_than_what_a_display_name_lets_guess() -> None:
    tzid = "(UTC+01:00) Amsterdam, Berlin"
    agreeing = read(vtimezone(tzid.replace(",", "\\,")), event(f'DTSTART;TZID="{tzid}":20260303T090000'))
    assert agreeing.identity.zone_votes == {"Europe/Amsterdam": 1}
    differing = read(
        vtimezone(tzid.replace(",", "\\,"), "+0100", "+0100"), event(f'DTSTART;TZID="{tzid}":20260703T090000')
    )
    assert starts(differing, "2026-07-01", "2026-08-01") == ["2026-07-03T08:00Z"]
    assert codes(agreeing) == codes(differing) == []


def test_a_display_name_without_definition_is_deduced_and_said() -> None:
    calendar = read(event("DTSTART;TZID=(UTC+01:00) Amsterdam, Berlin:20260303T090000"))
    assert starts(calendar) == ["2026-03-03T08:00Z"]
    (problem,) = calendar.problems
    assert (problem.code, problem.effect) == ("zone-deduced", "repaired")
    assert problem.fields == {"zone": "(UTC+01:00) Amsterdam, Berlin", "name": "Europe/Amsterdam"}


def test_the_location_that_libical_writes_names_the_zone() -> None:
    definition = vtimezone("My zone", "+0500", "+0600").replace(
        "TZID:My zone", "TZID:My zone\nX-LIC-LOCATION:Europe/Berlin"
    )
    calendar = read(definition, event("DTSTART;TZID=My zone:20260303T090000"))
    assert starts(calendar) == ["2026-03-03T08:00Z"]
    assert calendar.identity.zone_votes == {"Europe/Berlin": 1}


def test_an_unknown_zone_is_the_owners_and_said_once() -> None:
    calendar = read(
        event("DTSTART;TZID=Mars/Base:20260303T090000"), event("DTSTART;TZID=Mars/Base:20260304T090000", uid="b")
    )
    assert starts(calendar) == ["2026-03-03T08:00Z", "2026-03-04T08:00Z"]
    assert occurrences(calendar, zone=ZoneInfo("Asia/Tokyo"))[0].start == "2026-03-03T00:00Z"
    assert codes(calendar) == ["zone-unknown"]
    assert calendar.identity.zone_votes == {}


def test_an_event_in_a_zone_whose_definition_is_refused_is_skipped_by_name() -> None:
    calendar = read(
        vtimezone("Off", "+9999", "+9999"),
        event("DTSTART;TZID=Off:20260303T090000"),
        meeting(uid="b", start="20260305T090000"),
    )
    assert starts(calendar) == ["2026-03-05T08:00Z"]
    (problem,) = calendar.problems
    assert (problem.code, problem.effect, problem.uid) == ("zone-definition-refused", "skipped", "a@example.test")


def test_floating_times_are_the_owners_and_said_once() -> None:
    calendar = read(event("DTSTART:20260303T090000"), event("DTSTART:20260304T090000", uid="b"))
    assert starts(calendar) == ["2026-03-03T08:00Z", "2026-03-04T08:00Z"]
    assert codes(calendar) == ["floating-times"]
    assert calendar.identity.has_floating_times


def test_a_time_with_zone_and_z_is_utc_and_said() -> None:
    calendar = read(event("DTSTART;TZID=Europe/Amsterdam:20260303T080000Z"))
    assert starts(calendar) == ["2026-03-03T08:00Z"]
    assert codes(calendar) == ["zone-and-utc"]
    assert codes(read(event("DTSTART;TZID=Etc/UTC:20260303T080000Z"))) == []


@pytest.mark.parametrize("tzid", ["UTC", "Etc/UTC", "GMT", "tzone://Microsoft/Utc"])
def test_every_name_of_utc_votes_for_utc(tzid: str) -> None:
    assert read(event(f"DTSTART;TZID={tzid}:20260303T080000")).identity.zone_votes == {"UTC": 1}


def test_the_zone_that_a_calendar_declares_is_its_own() -> None:
    assert (
        read("X-WR-TIMEZONE:Europe/Amsterdam", event("DTSTART:20260303T080000Z")).identity.timezone
        == "Europe/Amsterdam"
    )
    assert read("X-WR-TIMEZONE:W. Europe Standard Time", meeting()).identity.timezone == "Europe/Berlin"


def test_a_calendar_that_declares_utc_is_not_believed_while_an_event_has_a_zone() -> None:
    assert read("X-WR-TIMEZONE:UTC", meeting()).identity.timezone == ""
    assert read("X-WR-TIMEZONE:GMT", meeting()).identity.timezone == ""
    assert read("X-WR-TIMEZONE:Etc/UTC", event("DTSTART:20260303T080000Z")).identity.timezone == "UTC"


def test_a_calendar_that_declares_an_unknown_zone_is_read_without_it() -> None:
    calendar = read("X-WR-TIMEZONE:Not/AZone", meeting())
    assert calendar.identity.timezone == ""
    assert codes(calendar) == ["calendar-zone-unknown"]


@pytest.mark.parametrize(
    "lines",
    [
        ("DTSTART;TZID=Europe/Amsterdam:00010101T000000", "DTEND;TZID=Europe/Amsterdam:00010101T010000"),
        ("DTSTART;TZID=America/New_York:99991231T230000", "DTEND;TZID=America/New_York:99991231T235900"),
        ("DTSTART;TZID=America/New_York:99991231T230000", "DURATION:PT30M"),
        ("DTSTART;TZID=Asia/Tokyo:00010101T000000", "RRULE:FREQ=DAILY"),
        ("DTSTART;VALUE=DATE:99991231",),
        ("DTSTART:99991231T235959Z", "EXRULE:FREQ=HOURLY"),
        ("DTSTART;VALUE=DATE:00010101", "DTEND;VALUE=DATE:00010102"),
    ],
)
def test_times_at_the_ends_of_the_calendar_overflow_nowhere(lines: tuple[str, ...]) -> None:
    calendar = read(event(*lines, uid="edge"), meeting())
    assert "2026-03-03T08:00Z" in starts(calendar)
    assert calendar.first_and_last(AMSTERDAM) is not None
    for zone in (ZoneInfo("Pacific/Kiritimati"), ZoneInfo("Pacific/Pago_Pago")):
        first, last = utc("0001-01-02"), utc("9999-12-30")
        if "RRULE:FREQ=DAILY" not in lines:
            assert len(calendar.occurrences(first, last, zone).start) >= 1
    assert "event-unreadable" not in codes(calendar)


def test_zones_that_differ_in_case_are_two_when_both_are_defined() -> None:
    lisbon, other = vtimezone("Europe/Lisbon", "+0000", "+0100"), vtimezone("Europe/lisbon", "+0100", "+0200")
    events = [
        event(f"DTSTART;TZID=Europe/{name}:20260303T090000", "DURATION:PT1H", uid=name) for name in ("Lisbon", "lisbon")
    ]
    assert starts(read(lisbon, other, *events)) == ["2026-03-03T08:00Z", "2026-03-03T09:00Z"]
    assert starts(read(other, lisbon, *events)) == ["2026-03-03T08:00Z", "2026-03-03T09:00Z"]
    # A definition that stands alone is only a spelling: the name counts for more.
    assert starts(read(other, *events)) == ["2026-03-03T09:00Z", "2026-03-03T09:00Z"]


def test_the_offset_that_a_name_shows_counts_for_more_than_the_owners_zone() -> None:
    shown = read(event("DTSTART;TZID=(UTC-03:00) Nowhere:20260303T090000", "DURATION:PT1H"))
    assert (starts(shown), codes(shown)) == (["2026-03-03T12:00Z"], ["zone-offset"])
    bare = read(event("DTSTART;TZID=(GMT +02:00):20260303T090000", "DURATION:PT1H"))
    assert (starts(bare), codes(bare)) == (["2026-03-03T07:00Z"], [])
