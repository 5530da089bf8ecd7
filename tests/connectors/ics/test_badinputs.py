"""Every bad calendar of ``../shared/data/badinputs``: what ``expected.csv`` says, and where it says it in words, here.

A row's count is that of everything but the healthy neighbour, cancelled occurrences left out; "E" means that the event
is skipped by name.
"""

from __future__ import annotations

import csv
import subprocess
import sys
import tracemalloc
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest
from effort import assert_at_most

from analyzer.errors import SourceError
from analyzer.problems import Problem
from analyzer.text import translator
from connectors.ics.calendar import IcsCalendar, read_calendars
from tests.conftest import SHARED
from tests.connectors.ics.ics_samples import AMSTERDAM, Shown, meeting, occurrences, stream

BADINPUTS = SHARED / "badinputs"
GOOD = "good@example.test"
MEGABYTES = 150

REFUSED = {
    "s05_blank.ics": "is empty",
    "s06_html_login_page.ics": "web page",
    "s07_json.ics": "JSON",
    "s09_vcard.ics": "vCard",
    "s22_gzip_named_ics.ics": "gzip",
}
"""Files that are no calendar at all, and what the refusal says of them."""

COUNTS = {
    "s16_nested_2000.ics": 1,  # read: what stands deep inside is stepped over
    "z08_vtimezone_secondly.ics": "E",
    "r01_secondly_from_1970.ics": "E",
    "r03_minutely_from_2000.ics": "E",
    "r04_secondly_count_1e9.ics": 1,  # its first occurrence
    "r07_feb30.ics": 1,  # "no occurrence beyond DTSTART"
    "r09_secondly_feb30.ics": 1,  # its first occurrence
    "r11_minutely_parity.ics": 1,  # its first occurrence
    "r17_bysetpos_never.ics": 1,
    "r28_count_0.ics": 1,  # DTSTART only, documented
    "r29_count_negative.ics": 1,  # its first occurrence
    "r31_minutely_byxxx.ics": 1,  # its first occurrence
    "r36_exrule_all.ics": 0,  # honoured: it takes away every day, as r43 does with EXDATE
    "r38_date_with_byhour.ics": 4,  # the hours are left out, COUNT=4 stays
    "r39_yearly_bymonthday.ics": 1,  # 3 March; any reading has it, April lies outside the window
    "r40_dup_parts.ics": 9,  # the last of each part: DAILY, COUNT=9
    "r41_long_overlap.ics": 428,  # 28 that start in the window and 400 that reach into it
    "r52_dup_uid_same.ics": 1,
    "r60_recid_not_in_series.ics": 4,  # kept, documented
    "r62_mixed_rdate_types.ics": 4,
}
"""What must hold where the column is empty."""

FIRST_KEPT = (
    *("r12_interval_0.ics", "r13_interval_0_filtered.ics", "r14_interval_negative.ics", "r16_bysetpos_0.ics"),
    *("r20_no_freq.ics", "r21_fortnightly.ics", "r32_byeaster.ics"),
)
"""Where the list says that the event is skipped: a rule that cannot be read costs no more than itself (RULES)."""

SILENT = "no warning"
CODES: dict[str, list[str]] = {
    "s01_truncated_mid_event.ics": ["cut-off"],
    "s02_truncated_mid_line.ics": ["cut-off"],
    "s03_no_end_vcalendar.ics": ["calendar-without-end"],
    "s14_extra_end.ics": ["end-without-begin"],
    "s15_event_in_event.ics": ["nested-event"],
    "s17_line_without_colon.ics": ["line-unreadable"],
    "s18_empty_name.ics": ["line-unreadable"] * 3,
    "s19_open_quote_param.ics": ["quotes-odd"],
    "s27_text_after_end.ics": ["text-outside"],
    "e01_cp1252.ics": ["encoding-guessed"],
    "e12_nul_in_title.ics": ["bytes-replaced"],
    "e14_invalid_utf8.ics": ["bytes-replaced"],
    "f01_no_dtstart.ics": ["start-missing"],
    "f04_no_uid.ics": ["uid-missing"],
    "f05_two_without_uid.ics": ["uid-missing"] * 2,
    "f07_end_before_start.ics": ["end-before-start"],
    "f09_date_start_datetime_end.ics": ["date-and-time-mixed"],
    "f12_negative_duration.ics": ["duration-negative"],
    "f13_huge_duration.ics": ["duration-too-long"],
    "f14_two_dtstart.ics": ["start-twice"],
    "f15_two_summary.ics": ["property-twice"],
    "f18_word_dtstart.ics": ["time-unreadable"],
    "f19_hour_24.ics": ["time-unreadable"],
    "f20_leap_second.ics": ["leap-second"],
    "f23_year_0000.ics": ["time-unreadable"],
    "f24_year_10000.ics": ["time-unreadable"],
    "f27_value_date_with_time.ics": ["date-with-time", "floating-times"],
    "f31_attendees_odd.ics": ["attendee-unreadable"] * 2,
    "f32_negative_sequence.ics": ["number-unreadable"],
    "z01_floating.ics": ["floating-times"],
    "z04_outlook_display_tz.ics": ["zone-deduced"],
    "z06_lying_vtimezone.ics": ["zone-definition-differs"],
    "z07_vtimezone_empty.ics": ["zone-unknown"],
    "z08_vtimezone_secondly.ics": ["zone-definition-refused"],
    "z09_bad_offset.ics": ["zone-definition-refused"],
    "z14_tzid_empty_nul.ics": ["bytes-replaced", "zone-unknown", "zone-unknown"],
    "z15_xwr_unknown.ics": ["calendar-zone-unknown"],
    "z18_tzid_plus_z.ics": ["zone-and-utc"],
    "r01_secondly_from_1970.ics": ["recurrence-frequency"],
    "r03_minutely_from_2000.ics": ["recurrence-frequency"],
    "r04_secondly_count_1e9.ics": ["recurrence-frequency"],
    "r09_secondly_feb30.ics": ["recurrence-frequency"],
    "r11_minutely_parity.ics": ["recurrence-frequency"],
    "r07_feb30.ics": ["recurrence-start-off-rule"],
    "r17_bysetpos_never.ics": ["recurrence-start-off-rule"],
    "r12_interval_0.ics": ["recurrence-interval"],
    "r13_interval_0_filtered.ics": ["recurrence-interval"],
    "r14_interval_negative.ics": ["recurrence-interval"],
    "r16_bysetpos_0.ics": ["recurrence-value"],
    "r20_no_freq.ics": ["recurrence-no-frequency"],
    "r21_fortnightly.ics": ["recurrence-frequency-unknown"],
    "r28_count_0.ics": ["recurrence-count-zero"],
    "r29_count_negative.ics": ["recurrence-value"],
    "r31_minutely_byxxx.ics": ["recurrence-too-dense"],
    "r32_byeaster.ics": ["recurrence-part-unknown"],
    "r38_date_with_byhour.ics": ["recurrence-time-on-all-day"],
    "r40_dup_parts.ics": ["recurrence-part-twice"],
    "r52_dup_uid_same.ics": ["duplicate-uid"],
    "r53_dup_uid_seq.ics": ["duplicate-uid"],
    "r57_two_overrides_same.ics": ["override-twice"],
    "r60_recid_not_in_series.ics": ["override-outside-series"],
    "r62_mixed_rdate_types.ics": ["added-date-kind"],
    "r63_x_part_in_rule.ics": ["recurrence-part-ignored"],
}
"""The problems of each file, in order; a file that is not listed has none."""

DETAILS: dict[str, list[Shown]] = {
    "e01_cp1252.ics": [Shown("2026-03-03T08:00Z", 60, "Overleg café “kwartaal” – Zoë")],
    "e02_utf16le_bom.ics": [Shown("2026-03-03T08:00Z", 60, "Overleg café “kwartaal” – Zoë")],
    "e04_utf8_bom.ics": [Shown("2026-03-03T08:00Z", 60, "Overleg café “kwartaal” – Zoë")],
    "e09_fold_inside_utf8.ics": [Shown("2026-03-03T08:00Z", 60, "é" * 200)],
    "e11_fold_tab.ics": [Shown("2026-03-03T08:00Z", 60, "Probe")],
    "e12_nul_in_title.ics": [Shown("2026-03-03T08:00Z", 60, "Pro\ufffdbe")],
    "e15_nel_ls_ps.ics": [Shown("2026-03-03T08:00Z", 60, "a\x85b\u2028c\u2029d\ve\ff")],
    "f02_no_end_datetime.ics": [Shown("2026-03-03T08:00Z", 0, "Probe")],
    "f03_no_end_date.ics": [Shown("2026-03-02T23:00Z", 1440, "Probe")],
    "f08_zero_length.ics": [Shown("2026-03-03T08:00Z", 0, "Probe")],
    "f15_two_summary.ics": [Shown("2026-03-03T08:00Z", 60, "Probe")],
    "f28_date_without_value.ics": [Shown("2026-03-02T23:00Z", 1440, "Probe")],
    "f30_no_summary.ics": [Shown("2026-03-03T08:00Z", 60, "")],
    "z01_floating.ics": [Shown("2026-03-03T08:00Z", 60, "Probe")],
    "z03_windows_tz.ics": [Shown("2026-03-03T08:00Z", 60, "Probe")],
    "z04_outlook_display_tz.ics": [Shown("2026-03-03T08:00Z", 0, "Probe")],
    "z05_custom_vtimezone.ics": [Shown("2026-03-03T08:00Z", 60, "Probe")],
    "z06_lying_vtimezone.ics": [Shown("2026-03-03T08:00Z", 60, "Probe")],
    "z11_dst_fold.ics": [Shown("2026-10-25T00:30Z", 120, "Probe")],
    "z16_xwr_ok.ics": [Shown("2026-03-03T08:00Z", 60, "Probe")],
    "z17_mozilla_tzid.ics": [Shown("2026-03-03T08:00Z", 0, "Probe")],
    "z18_tzid_plus_z.ics": [Shown("2026-03-03T08:00Z", 0, "Probe")],
    "r44_exdate_date_vs_datetime.ics": [Shown(f"2026-03-0{day}T09:00Z", 30, "Probe") for day in (2, 4)],
    "r45_exdate_other_zone.ics": [Shown(f"2026-03-0{day}T09:00Z", 30, "Probe") for day in (2, 4)],
    "r47_rdate_period.ics": [
        Shown("2026-03-02T09:00Z", 30, "Probe"),
        Shown("2026-03-10T09:00Z", 120, "Probe"),
        Shown("2026-03-11T09:00Z", 90, "Probe"),
    ],
    "r50_recid_date_vs_dt.ics": [
        Shown("2026-03-02T09:00Z", 30, "Probe"),
        Shown("2026-03-03T15:00Z", 60, "Probe"),
        Shown("2026-03-04T09:00Z", 30, "Probe"),
    ],
    "r51_moved_out_and_in.ics": [Shown(f"2026-03-{day}T09:00Z", 30, "Probe") for day in ("06", "09", "16", "23")],
    "r53_dup_uid_seq.ics": [Shown("2026-03-10T08:00Z", 60, "Probe newest")],
    "r57_two_overrides_same.ics": [
        Shown("2026-03-02T09:00Z", 30, "Probe"),
        Shown("2026-03-03T15:00Z", 60, "Probe"),
        Shown("2026-03-04T09:00Z", 30, "Probe"),
    ],
}
"""Start, minutes and title where the row says them in words."""


@dataclass(frozen=True)
class Outcome:
    """What came of one file."""

    calendars: list[IcsCalendar]
    probes: list[Shown]
    good: list[Shown]
    problems: list[Problem]


@cache
def rows() -> dict[str, dict[str, str]]:
    if not BADINPUTS.is_dir():
        return {}
    with (BADINPUTS / "expected.csv").open(encoding="utf-8", newline="") as lines:
        return {row["file"]: row for row in csv.DictReader(lines) if row["file"].endswith(".ics")}


READABLE = [name for name in rows() if name not in REFUSED]


def outcome(name: str) -> Outcome:
    calendars = read_calendars((BADINPUTS / name).read_bytes(), name)
    first, last = rows()[name]["window"].split("/")
    probes, good = [], []
    for calendar in calendars:
        titles = {entry.title for entry in calendar.entries if entry.uid == GOOD}
        shown = occurrences(calendar, first, last)
        probes += [one for one in shown if one.title not in titles]
        good += [one for one in occurrences(calendar) if one.title in titles]
    return Outcome(calendars, probes, good, [problem for calendar in calendars for problem in calendar.problems])


def not_cancelled(found: Outcome, name: str) -> int:
    """Count by entry, since a cancelled occurrence has the title of its series."""
    first, last = rows()[name]["window"].split("/")
    count = 0
    for calendar in found.calendars:
        window = (midnight(first), midnight(last))
        for position in calendar.occurrences(*window, AMSTERDAM).entry.tolist():
            entry = calendar.entries[position]
            count += entry.uid != GOOD and not entry.is_cancelled
    return count


def midnight(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=AMSTERDAM)


def test_every_file_of_the_list_is_a_case(shared_data: Path) -> None:
    assert len(rows()) > 110
    assert {path.name for path in (shared_data / "badinputs").glob("*.ics")} == set(rows())
    empty = {name for name, row in rows().items() if not row["probe_occurrences"]}
    assert empty == set(COUNTS) | set(REFUSED)
    assert set(CODES) | set(DETAILS) <= set(READABLE)


@pytest.mark.parametrize("name", READABLE)
def test_a_bad_event_gives_what_the_list_says_and_costs_its_neighbour_nothing(name: str) -> None:
    found = outcome(name)
    expected = rows()[name]["probe_occurrences"] or str(COUNTS[name])
    kept = int(name in FIRST_KEPT) if expected == "E" else int(expected)
    assert not_cancelled(found, name) == kept
    assert found.good == [Shown("2026-03-04T09:00Z", 60, "Good neighbour")]
    counted = [problem.code for problem in found.problems for _ in range(problem.count)]
    assert sorted(counted) == sorted(CODES.get(name, []))
    if name in DETAILS:
        assert found.probes == DETAILS[name]
    if expected == "E":
        lost = [problem for problem in found.problems if problem.effect in ("skipped", "source")]
        assert [problem.uid for problem in lost] == ["bad@example.test"]
    for problem in found.problems:
        assert problem.source == name
        assert problem.line is not None
        assert problem.say(translator("en"))


@pytest.mark.parametrize("name", READABLE)
def test_only_files_that_need_no_warning_are_silent(name: str) -> None:
    words = rows()[name]["expected"]
    if SILENT in words:
        assert name not in CODES
    if "warn" in words and SILENT not in words:
        assert name in CODES or "or" in words.split()


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_is_no_calendar_is_refused_in_one_sentence(name: str, shared_data: Path) -> None:
    with pytest.raises(SourceError) as caught:
        read_calendars((shared_data / "badinputs" / name).read_bytes(), name)
    sentence = caught.value.say(translator("en"))
    assert sentence.startswith(name)
    assert REFUSED[name] in sentence
    assert caught.value.say_hint(translator("en"))


def test_cut_files_are_incomplete(shared_data: Path) -> None:
    for name in ("s01_truncated_mid_event.ics", "s02_truncated_mid_line.ics", "s03_no_end_vcalendar.ics"):
        found = outcome(name)
        assert [calendar.is_incomplete for calendar in found.calendars] == [True]
        assert [problem.effect for problem in found.problems] == ["source"]


def test_the_series_over_the_gap_loses_no_occurrence_and_no_minute(shared_data: Path) -> None:
    shown = outcome("z12_daily_over_gap.ics").probes
    assert [one.start[8:10] for one in shown] == [f"{day:02}" for day in range(2, 30)]
    assert {one.minutes for one in shown} == {60}


def test_the_own_zone_follows_its_summer_time(shared_data: Path) -> None:
    data = (BADINPUTS / "z05_custom_vtimezone.ics").read_bytes()
    (calendar,) = read_calendars(data, "z05.ics", is_careful=True)
    zone = calendar.series[0].components[0].timing.start.zone
    assert zone is not None
    hours = [midnight(day).replace(hour=9, tzinfo=zone).utcoffset() for day in ("2026-03-28", "2026-03-30")]
    assert [offset.seconds // 3600 for offset in hours if offset] == [1, 2]


def test_people_of_the_odd_event_are_read_in_lower_case(shared_data: Path) -> None:
    (calendar,) = read_calendars((BADINPUTS / "f31_attendees_odd.ics").read_bytes(), "f31.ics")
    people = {party.address: party.response for party in calendar.entries[0].attendees}
    assert people == {"urn:uuid:1": "needs-action", "a@example.test": "needs-action", "b@example.test": "needs-action"}
    assert calendar.entries[0].organizer is not None
    assert calendar.entries[0].organizer.address == "two@example.test"


def test_private_and_free_events_say_so(shared_data: Path) -> None:
    (private,) = read_calendars((BADINPUTS / "h17_private.ics").read_bytes(), "h17.ics")
    assert {entry.uid: entry.is_private for entry in private.entries} == {
        "bad@example.test": True,
        "c": True,
        "d": True,
        GOOD: False,
    }
    (free,) = read_calendars((BADINPUTS / "h18_free_oof.ics").read_bytes(), "h18.ics")
    assert {entry.uid: (entry.is_free, entry.declared_kind) for entry in free.entries} == {
        "bad@example.test": (True, ""),
        "c": (True, ""),
        "d": (False, "absence"),
        GOOD: (False, ""),
    }


def test_hostile_text_is_kept_as_text(shared_data: Path) -> None:
    (template,) = read_calendars((BADINPUTS / "h10_template.ics").read_bytes(), "h10.ics")
    assert template.entries[0].title == "{{7*7}}{% include '/etc/passwd' %}${7*7}{0.__class__}%s%n"
    (path,) = read_calendars((BADINPUTS / "h14_calname_traversal.ics").read_bytes(), "h14.ics")
    assert path.name == "../../../../tmp/pwn<script>"
    (sql,) = read_calendars((BADINPUTS / "h19_sql.ics").read_bytes(), "h19.ics")
    assert sql.entries[0].uid == "x'); DROP TABLE events;--"


ORDINARY = stream(*(meeting("SUMMARY:Overleg", "RRULE:FREQ=WEEKLY", uid=str(number)) for number in range(300)))


def read_an_ordinary_calendar() -> None:
    (calendar,) = read_calendars(ORDINARY, "week.ics")
    assert len(occurrences(calendar)) == 4 * 300


@pytest.mark.parametrize("name", rows())
def test_a_small_file_takes_little_time_and_memory(name: str) -> None:
    def read() -> None:
        try:
            outcome(name)
        except SourceError:
            assert name in REFUSED

    assert_at_most(10, read, read_an_ordinary_calendar)
    tracemalloc.start()
    read()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < MEGABYTES * 1_000_000


def test_a_process_that_reads_all_of_them_stays_small(shared_data: Path) -> None:
    """What tracemalloc does not see, the operating system does: the process in all grows by less than the limit."""
    script = """
import resource, sys
from pathlib import Path
from connectors.ics.calendar import read_calendars
from analyzer.errors import SourceError
from datetime import datetime, UTC
from zoneinfo import ZoneInfo
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for path in sorted(Path(sys.argv[1]).glob("*.ics")):
    try:
        for calendar in read_calendars(path.read_bytes(), path.name):
            calendar.occurrences(datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 30, tzinfo=UTC), ZoneInfo("UTC"))
    except SourceError:
        pass
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
    command = [sys.executable, "-c", script, str(BADINPUTS)]
    grown = subprocess.run(
        command, capture_output=True, text=True, timeout=600, check=True, cwd=Path(__file__).parents[3]
    )
    assert int(grown.stdout) < MEGABYTES * 1000
