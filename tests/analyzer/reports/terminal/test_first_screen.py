"""What stands on the first screen, and that it stays one screen whatever a calendar holds."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from unittest.mock import patch
from zoneinfo import ZoneInfo

import click
import pytest
from event_rows import at
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_calendars import RandomCalendars, calendars
from report_runs import BUSY_WEEK, run_of, run_of_table, speaker

from analyzer.changing.change import Change, Occurrence
from analyzer.errors import MeetlintError
from analyzer.events.owner import Owner, ZoneChoice
from analyzer.judging.engine import FailedRule
from analyzer.problems import Problem, ProblemKind
from analyzer.reports.inert import columns
from analyzer.reports.lines.layout import Page
from analyzer.reports.outline import view_of
from analyzer.reports.story import tell
from analyzer.reports.terminal import first_screen
from analyzer.reports.terminal.first_screen import HEIGHT, show_first
from analyzer.reports.terminal.terminal import render_terminal
from analyzer.reports.words.changes import words_of
from analyzer.reports.words.wording import Wording
from analyzer.run import Run, SourceSummary
from analyzer.text import Translator
from cli import cli
from commands.analysis import perform
from commands.front import Front
from commands.request import Request
from tests.sample_run import sample_run

MONDAY = date(2026, 11, 16)
SKIPPED = ProblemKind("test-end", "The end lies before the start.", effect="skipped")
GONE = ProblemKind("gone", "It is gone, and so is everything that stood in it on the day it went.", effect="source")
LONG = "Kwartaalsessie: wat leerden we en wat nemen we mee naar het volgende kwartaal? " * 3
HOSTILE = ("\x1b[2J\x1b[31mred", "\u202eevil", "漢字會議" * 30, "🎉👩‍👩‍👧‍👦" * 20, "two\nlines\r\n\x85more", "x" * 300)


MISSED = Occurrence(at("2026-11-17 12:30"), at("2026-11-17 13:30"))


def changes(title: str = "Demo leverancier", minutes: int = 4000) -> list[Change]:
    """Return three changes that say much of a meeting with ``title``."""
    gains = {"lunches_kept": 6, "focus_minutes": minutes}
    old = at("2026-11-17 12:30"), at("2026-11-17 13:30")
    moved = Occurrence(*old, at("2026-11-18 13:15"), at("2026-11-18 14:15"))
    earlier = Occurrence(*old, old[0], at("2026-11-17 13:20"))
    removes = {"lunch-meeting": 12}
    return [
        Change("move", "organizer", "demo", title, (moved,) * 6, "lunch-meeting", removes, {}, gains),
        Change("end-earlier", "organizer", "demo", title, (earlier,) * 6, "lunch-meeting", removes, {}, gains),
        Change("without-me", "organizer", "demo", title, (Occurrence(*old),) * 6, "lunch-meeting", removes, {}, gains),
    ]


def screen_of(run: Run, language: str = "en", *, width: int = 80, is_ascii: bool = False) -> list[str]:
    """Return the lines of the first screen."""
    wording, view = Wording(Translator(language), run.zone.zone), view_of(run)
    page = Page(width, is_ascii=is_ascii)
    show_first(run, view, tell(run, view, wording, is_brief=True), wording, page)
    return page.lines


def heavy_run(title: str = LONG, **parts: object) -> Run:
    """Return a run whose first screen has most to say: seven days, everything assumed, and much in doubt."""
    run = run_of(
        *BUSY_WEEK,
        *(f"{day} {time} Shift | people=4" for day in ("sat", "sun") for time in ("06:00-07:00", "20:00-23:00")),
        today=MONDAY,
        changes=changes(title),
        owner=Owner("", origin="unknown"),
        zone=ZoneChoice(ZoneInfo("Europe/Amsterdam"), "events", is_disputed=True),
        hours_origin="unknown",
        lunch_origin="unknown",
        failed=[Problem("https://example.org/" + "a" * 90, GONE)],
        problems=[Problem("work.ics", SKIPPED, line=number) for number in range(9)],
        sources=[SourceSummary("a" * 200 + ".ics", 26, is_incomplete=True)],
    )
    judgement = replace(run.judgement, failed=[FailedRule("broken-rule", ValueError("x"))])
    return replace(run, judgement=judgement, **parts)  # type: ignore[arg-type]


def holds_together(lines: Sequence[str], run: Run, width: int) -> None:
    """Check what every first screen holds."""
    assert len(lines) <= HEIGHT
    assert max(map(columns, lines)) <= width
    assert all(len(line) == len(line.rstrip()) for line in lines)
    assert not any(first == second == "" for first, second in itertools.pairwise(lines))
    for number in range(1, len(run.changes) + 1):
        assert sum(line.startswith(f"{number}. ") for line in lines) == 1
    if len(run.table):
        assert lines[-1].endswith("--all")


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("sample", ["en", "nl"])
@pytest.mark.parametrize("width", [80, 100, 120])
@pytest.mark.parametrize("is_ascii", [True, False])
def test_sample_fits_on_a_screen_of_which_each_part_has_its_place(
    sample: str, language: str, width: int, is_ascii: bool
) -> None:
    run = sample_run(sample)
    lines = screen_of(run, language, width=width, is_ascii=is_ascii)
    holds_together(lines, run, width)
    assert "anna@example.org" in lines[0]
    assert "meetlint init" in lines[1]
    days = [number for number, line in enumerate(lines) if line[:3].strip() in ("Wed", "Thu", "Fri", "wo", "do", "vr")]
    first_change = next(number for number, line in enumerate(lines) if line.startswith("1. "))
    assert len(days) == 3
    assert 2 < min(days) < max(days) < first_change < len(lines) - 1


@pytest.mark.parametrize("day", range(16, 30))
@pytest.mark.parametrize("language", ["en", "nl"])
def test_sample_fits_on_every_day_it_may_be_read(day: int, language: str) -> None:
    run = replace(sample_run(language), today=date(2026, 11, day))
    holds_together(screen_of(run, language), run, 80)


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("is_ascii", [True, False])
@pytest.mark.parametrize("title", [LONG, "", *HOSTILE])
def test_the_heaviest_screen_fits_whatever_the_titles(title: str, language: str, is_ascii: bool) -> None:
    run = heavy_run(title)
    lines = screen_of(run, language, is_ascii=is_ascii)
    holds_together(lines, run, 80)
    assert len([line for line in lines if line.startswith("! ")]) == 2
    assert not any(ord(character) < 32 for line in lines for character in line)
    assert not is_ascii or all(line.isascii() for line in lines)


def test_every_newcomer_gets_one_screen(shared_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEETLINT_STATE_DIR", str(tmp_path))
    folder = shared_data / "newcomer"
    read = 0
    for path in sorted([*folder.rglob("*.ics"), *folder.rglob("*.zip")]):
        request = Request(sources=(str(path),), today=date(2026, 11, 30), lang="en", uses_settings=False)
        try:
            with click.Context(cli, obj=Front(Translator("en"))):
                run, _, _ = perform(request, with_rules=True)
        except MeetlintError:
            continue
        for language in ("en", "nl"):
            holds_together(screen_of(run, language), run, 80)
        read += 1
    assert read > 20


@settings(max_examples=60, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))
@given(calendars(), st.integers(-3, 24), st.sampled_from(["en", "nl"]), st.sampled_from([80, 97, 200]), st.booleans())
def test_random_runs_fit(random: RandomCalendars, days: int, language: str, width: int, has_changes: bool) -> None:
    name = random.names[0]
    table = random.table[random.table["calendar"] == name].reset_index(drop=True)
    judging = {"agreements": random.agreements[0], "period": random.period, "calendars": [name]}
    run = run_of_table(
        table,
        clock=random.zone.key,
        judging=judging,
        today=random.period.first + timedelta(days=days),
        hours_origin="unknown",
        changes=[Change("without-me", "organizer", "u0", LONG, (MISSED,) * 2)] * 3
        if has_changes and len(table)
        else [],
    )
    holds_together(screen_of(run, language, width=width), run, width)


def test_blank_lines_stay_as_long_as_texts_can_be_cut_and_go_where_even_that_is_too_long() -> None:
    assert screen_of(heavy_run()).count("") == 2
    zone = ZoneChoice(ZoneInfo("America/Argentina/ComodRivadavia"), "events", is_disputed=True)
    run = heavy_run(name="n" * 90, zone=zone)
    assert screen_of(run).count("") == 2
    with patch.object(first_screen, "HEIGHT", HEIGHT - 1):
        lines = screen_of(run)
    holds_together(lines, run, 80)
    assert len(lines) < HEIGHT
    assert "" not in lines


def test_the_picture_is_of_the_days_that_can_still_change() -> None:
    shown = "\n".join(screen_of(run_of(*BUSY_WEEK)))
    assert "Wed 18 Nov" in shown
    assert "Mon 16 Nov " not in shown.split("\n", 2)[2]


def test_one_evening_makes_no_other_day_smaller() -> None:
    lines = screen_of(run_of("wed 10:00-11:00 A | people=3", "thu 21:00-22:00 Council | people=3"))
    assert "            8   9   10  11  12  13  14  15  16  17" in lines
    assert sum("→" in line for line in lines) == 2, "the mark and its line in the legend"
    assert any(line.startswith("Thu 19 Nov") and "→22:00" in line for line in lines)


def test_a_text_to_send_stands_as_a_whole_or_its_change_says_where_it_is() -> None:
    wording = Wording(Translator("en"), ZoneInfo("Europe/Amsterdam"))
    for number in (0, 1, 2, 3):
        few = [replace(one, gains={"lunches_kept": 6}) for one in changes("Demo")]
        run = run_of(*BUSY_WEEK, today=MONDAY, changes=few[:number])
        shown = " ".join(" ".join(screen_of(run)).split())
        told = [words_of(change, run, wording).request in shown for change in run.changes]
        assert told == sorted(told, reverse=True), "the last goes first"
        assert shown.count("Text: with --all.") == told.count(False)
        assert [words_of(change, run, wording).request[:20] in shown for change in run.changes] == told
    assert told[0]
    assert not told[2]


def test_whole_texts_stand_where_there_is_room_and_the_heading_says_where_they_are_cut() -> None:
    few = "\n".join(screen_of(run_of(*BUSY_WEEK, changes=changes("Demo")[:1])))
    wording = Wording(Translator("en"), ZoneInfo("Europe/Amsterdam"))
    run = run_of(*BUSY_WEEK, changes=changes("Demo")[:1])
    words = words_of(run.changes[0], run, wording)
    assert words.request in " ".join(few.split())
    assert "in full with --all" not in few
    cut = "\n".join(screen_of(heavy_run()))
    assert "…\n" in cut
    assert "What to change first (in full with --all)" in cut
    whole = " ".join(
        render_terminal(
            heavy_run(),
            speaker("en"),
            width=80,
            color=False,
            ascii_only=False,
            plain=False,
            quiet=False,
            lists_all=True,
        ).split()
    )
    for change in heavy_run().changes:
        assert words_of(change, heavy_run(), wording).request in whole


def test_the_picture_is_cut_for_no_text() -> None:
    lines = screen_of(heavy_run())
    assert [line[:3] for line in lines if line[3:4] == " " and line[4:6].isdigit()] == [
        "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"failed": [Problem("gone.ics", GONE)]}, "Not read: gone.ics: It is gone"),
        ({"sources": [SourceSummary("a.ics", 2, is_incomplete=True)]}, "Only a part of a.ics could be read."),
        ({"problems": [Problem("a.ics", SKIPPED, count=3)]}, "Could not be read: 3 parts."),
        ({"owner": Owner("", origin="unknown")}, "The calendar does not say whose it is."),
        ({"ends": date(2026, 11, 18)}, "The export ends on Wed 18 Nov;"),
        ({"is_shared": True, "owner": Owner()}, "Every event with a time counts as a meeting."),
    ],
)
def test_what_makes_results_doubtful_is_named(parts: dict[str, object], said: str) -> None:
    lines = screen_of(run_of(*BUSY_WEEK, **parts))
    assert sum(line.startswith(f"! {said}") for line in lines) == 1
    assert lines.index("") == 3


def test_nothing_is_called_doubtful_without_a_reason() -> None:
    repaired = replace(SKIPPED, effect="repaired")
    run = run_of("mon 10:00-11:00 A | people=2", problems=[Problem("a.ics", repaired)], ends=date(2026, 11, 20))
    assert not any(line.startswith("!") for line in screen_of(run))


def test_what_is_beyond_two_doubts_is_counted() -> None:
    lines = [line for line in screen_of(heavy_run()) if line.startswith("! ")]
    assert lines[0].startswith("! Not read: https://example.org/aaa")
    assert lines[1] == "! 4 more things to know about the reading stand below."


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({}, "Working hours, lunch and time zone are known."),
        ({"hours_origin": "unknown"}, "Assumed: work 08:30–17:30. Other? meetlint init"),
        ({"lunch_origin": "unknown"}, "Assumed: lunch 12:00–13:00. Other? meetlint init"),
        (
            {"hours_origin": "unknown", "lunch_origin": "unknown"},
            "Assumed: work 08:30–17:30, lunch 12:00–13:00. Other? meetlint init",
        ),
        (
            {
                "hours_origin": "unknown",
                "lunch_origin": "unknown",
                "zone": ZoneChoice(ZoneInfo("Europe/Amsterdam"), "events", is_disputed=True),
            },
            "Assumed: 08:30–17:30, lunch 12:00–13:00, Europe/Amsterdam. Other? meetlint init",
        ),
        (
            {"lunch_origin": "unknown", "zone": ZoneChoice(ZoneInfo("Europe/Berlin"), "events")},
            "Assumed: lunch 12:00–13:00. Other? meetlint init",
        ),
        ({"zone": ZoneChoice(ZoneInfo("UTC"), "unknown")}, "Assumed: UTC. Other? meetlint init"),
        ({"zone": ZoneChoice(ZoneInfo("UTC"), "given")}, "Working hours, lunch and time zone are known."),
    ],
)
def test_what_was_assumed_is_one_line(parts: dict[str, object], said: str) -> None:
    assert screen_of(run_of(*BUSY_WEEK, **parts))[1].strip() == said


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_longest_usual_assumption_is_one_line(language: str) -> None:
    zone = ZoneChoice(ZoneInfo("Europe/Amsterdam"), "events", is_disputed=True)
    run = run_of(*BUSY_WEEK, hours_origin="unknown", lunch_origin="unknown", zone=zone)
    assert screen_of(run, language)[2] == ""


@pytest.mark.parametrize(
    ("lines", "today", "counts"),
    [
        (BUSY_WEEK, "2026-11-18", "5 findings can still change, 4 form the pattern: meetlint check … --all"),
        (BUSY_WEEK, "2026-11-16", "9 findings can still change: meetlint check … --all"),
        (BUSY_WEEK, "2026-12-01", "9 findings form the pattern: meetlint check … --all"),
        (("mon 12:30-13:30 A | people=2",), "2026-11-16", "1 finding can still change: meetlint check … --all"),
        (
            ("mon 10:00-11:00 A | people=4",),
            "2026-11-16",
            "Nothing found but 2 notes on all meetings: meetlint check … --all",
        ),
        (("mon 10:00-11:00 A | people=2",), "2026-11-16", "1 of 1 events counts as a meeting: meetlint check … --all"),
    ],
)
def test_the_last_line_counts_and_leads_to_the_rest(lines: Sequence[str], today: str, counts: str) -> None:
    assert screen_of(run_of(*lines, today=date.fromisoformat(today)))[-1] == counts


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize(
    "run",
    [
        run_of("mon 10:00-10:30 A | people=2"),
        run_of("mon 10:00-11:00 Mine | people=1"),
        run_of(),
        run_of(extent=(date(2024, 1, 15), date(2024, 3, 29))),
        run_of(extent=(date(2024, 1, 15), date(2024, 3, 29)), hours_origin="unknown", lunch_origin="unknown"),
    ],
    ids=["nothing-found", "no-meeting", "no-event", "other-days", "assumed"],
)
def test_a_run_with_nothing_to_say_is_at_most_five_lines(run: Run, language: str) -> None:
    options = {"color": False, "ascii_only": False, "plain": False, "quiet": False}
    shown = render_terminal(run, Translator(language), width=80, **options)
    assert len(shown.splitlines()) <= 5


@pytest.mark.parametrize("width", [24, 40, 60])
def test_a_narrow_screen_cuts_no_text(width: int) -> None:
    run = heavy_run("Demo")
    lines = screen_of(run, width=width)
    assert max(map(columns, lines)) <= max(width, 24)
    wording = Wording(Translator("en"), run.zone.zone)
    shown = " ".join(" ".join(lines).split())
    for change in run.changes:
        words = words_of(change, run, wording)
        assert words.action in shown
        assert words.gain in shown
        assert words.request in shown
