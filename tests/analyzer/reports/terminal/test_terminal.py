from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from event_rows import at
from report_runs import BUSY_WEEK, run_of, speaker

from analyzer.changing.change import Change, Occurrence
from analyzer.events.owner import Origin, Owner, ZoneChoice
from analyzer.judging.engine import FailedRule
from analyzer.judging.exceptions import Excepted, Ignore
from analyzer.problems import Problem, ProblemKind
from analyzer.reports.markdown import render_markdown
from analyzer.reports.terminal.terminal import render_terminal
from analyzer.run import Run, SourceSummary
from analyzer.time.period import Period

MONDAY = date(2026, 11, 16)
QUIET_WEEK = ("mon 10:00-10:30 Catch up | people=2", "wed 14:00-14:45 Intake | call people=2")


def text(run: Run, language: str = "en", **options: Any) -> str:
    chosen = {"width": 80, "color": False, "ascii_only": False, "plain": False, "quiet": False, **options}
    return render_terminal(run, speaker(language), **chosen)


def flat(run: Run, language: str = "en", **options: Any) -> str:
    """Return the report with its lines joined, so that a sentence is found wherever it breaks."""
    return " ".join(text(run, language, **options).split())


def in_order(shown: str, parts: Sequence[str]) -> bool:
    places = [shown.find(part) for part in parts]
    return -1 not in places and places == sorted(places)


def test_report_goes_from_what_matters_first_to_notes_on_all_meetings() -> None:
    shown = flat(run_of(*BUSY_WEEK))
    assert in_order(
        shown,
        (
            "Calendar of anna@example.org, Mon 16 Nov to Sun 22 Nov 2026",
            "Working hours, lunch and time zone are known.",
            "Week 47, this week",
            "5 findings can still change, 4 form the pattern: meetlint check … --all",
            "Can still change, from Wed 18 Nov on",
            "The pattern of the days before",
            "Why, and when to ignore it: meetlint explain",
            "What goes well",
            "What was read",
            "Owner and clock (Europe/Amsterdam): as the calendar itself says.",
            "Read: 26 events from work.ics. - Meetings: 20, calls among them: 13.",
            "Not counted: nobody else in it (2), ",
            "A calendar shows only planned meetings. - From Wed 18 Nov on it can still fill up.",
            "What could not be judged",
            "For all meetings at once",
        ),
    )


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("origin", ["given", "agreed", "source", "events", "unknown"])
def test_how_owner_and_clock_are_known_is_said(origin: Origin, language: str) -> None:
    owner = Owner("" if origin == "unknown" else "anna@example.org", origin=origin)
    zone = ZoneChoice(ZoneInfo("UTC"), origin)
    run = run_of(*QUIET_WEEK, owner=owner, zone=zone, settings_file="team.toml")
    shown = flat(run, language, lists_all=True)
    assert {"given": "--me", "agreed": "team.toml", "unknown": "--me", "events": "--me", "source": "UTC"}[
        origin
    ] in shown
    assert {"given": "--tz", "agreed": "team.toml", "unknown": "--tz Europe/Amsterdam"}.get(origin, "UTC") in shown


def test_calendar_that_names_no_zone_says_which_option_helps() -> None:
    run = run_of(*QUIET_WEEK, zone=ZoneChoice(ZoneInfo("UTC"), "unknown"))
    assert "Clock: UTC, because the calendar names no zone. Not yours? Use --tz" in flat(run, lists_all=True)
    assert "Assumed: UTC. Other? meetlint init" in flat(run)


def test_past_period_does_not_say_that_it_can_fill_up() -> None:
    shown = flat(run_of(*BUSY_WEEK, today=date(2027, 1, 1)))
    assert "fill up" not in shown
    assert "Can still change" not in shown
    assert "The pattern of these days" in shown


def test_sources_are_counted_named_and_left_out_with_their_reason() -> None:
    sources = [
        *(SourceSummary(f"part-{number}.ics", 2) for number in range(6)),
        SourceSummary("holidays.ics", 0, left_out="subscription", left_out_events=34),
        SourceSummary("cut.ics", 1, is_incomplete=True),
    ]
    shown = flat(run_of(*QUIET_WEEK, sources=sources), lists_all=True)
    assert "! Only a part of cut.ics could be read." in shown
    assert "Read: 2 events from part-0.ics, part-1.ics, part-2.ics and 4 more." in shown
    assert "Left out: 1 subscribed calendar, such as holidays, with 34 entries." in shown
    assert "Only a part of cut.ics could be read." in shown


def test_what_goes_well_is_fact_and_says_nothing_of_minutes_in_meetings() -> None:
    shown = flat(run_of(*QUIET_WEEK), lists_all=True)
    assert "5 of 5 lunches are free of meetings." in shown
    assert "5 of 5 workdays are focus days, with at most 1 h of meetings." in shown
    assert "9 stretches of at least 2 h are free to concentrate." in shown
    assert "2 of 2 meetings give no finding." in shown


def test_nothing_found_is_said_in_one_calm_sentence() -> None:
    shown = text(run_of(*QUIET_WEEK))
    assert shown.splitlines() == [
        "Calendar of anna@example.org, Mon 16 Nov to Sun 22 Nov 2026",
        "Working hours, lunch and time zone are known.",
        "",
        "Nothing found: in this period the calendar fits the agreements.",
        "2 of 2 events count as meetings: meetlint check … --all",
    ]
    assert text(run_of(*QUIET_WEEK), quiet=True).endswith("\n0 findings\n")


def test_no_meeting_at_all_is_not_called_a_good_result() -> None:
    shown = flat(run_of("mon 10:00-11:00 Mine | people=1"))
    assert "No event in this period counts as a meeting, so there is nothing to judge." in shown
    assert "What goes well" not in shown


@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize(
    ("first", "last", "where", "option"),
    [
        ("2024-01-15", "2024-03-29", "from Mon 15 Jan 2024 to Fri 29 Mar 2024.", "--from 2024-01-15 --to 2024-03-29"),
        ("2024-03-20", "2024-03-29", "from Wed 20 Mar 2024 to Fri 29 Mar 2024.", "--from 2024-03-20 --to 2024-03-29"),
        ("2024-03-26", "2024-03-29", "from Tue 26 Mar 2024 to Fri 29 Mar 2024.", "--week 2024-W13"),
        ("2024-03-29", "2024-03-29", "on Fri 29 Mar 2024.", "--week 2024-W13"),
    ],
)
def test_empty_period_says_where_the_events_are_and_how_to_get_there(
    first: str, last: str, where: str, option: str, plain: bool
) -> None:
    extent = date.fromisoformat(first), date.fromisoformat(last)
    run = run_of(period=Period(MONDAY, MONDAY + timedelta(days=6)), extent=extent)
    shown = flat(run, plain=plain)
    assert "The calendar holds nothing in this period." in shown
    assert f"To judge those: {option}" in shown
    if not plain:
        assert f"It does hold events {where}" in shown
    assert "findings" not in shown
    assert in_order(flat(run, "nl", plain=plain), ["niets in de agenda", "Er staat wel iets in", option])


def test_calendar_without_any_event_says_so() -> None:
    assert "It holds no events on other days either." in flat(run_of())


def test_source_that_could_not_be_read_is_never_shown_as_empty() -> None:
    failed = Problem("https://example.org/a.ics", ProblemKind("gone", "It is gone.", effect="source"))
    shown = flat(run_of(sources=(), failed=[failed], name="", owner=Owner()))
    assert "Not read: https://example.org/a.ics: It is gone." in shown
    assert "Nothing could be read, so there is nothing to judge." in shown
    assert "holds nothing" not in shown


def test_each_rule_has_one_advice_and_each_finding_its_number_day_time_and_titles() -> None:
    shown = text(run_of(*BUSY_WEEK), lists_all=True)
    for advice in ("Let one of them end earlier.", "Ask to start later.", "Propose another time."):
        assert shown.count(advice) == 1
    assert "  !8  Thu 19 Nov  09:15–10:00  Daily, Intake Delta\n" in shown
    assert "!!2  Mon 16 Nov  09:00–11:15  Weekstart, Project Atlas: voortgang, Klantges…\n" in shown
    assert "  !5  Tue 17 Nov  12:30–13:30  Demo leverancier takes 30 min of lunch.\n" in shown
    assert "Mon 16 Nov to Thu 19 Nov" in shown


def test_long_lists_show_the_heaviest_and_count_the_rest() -> None:
    lines = [f"{MONDAY + timedelta(days=7 * week)} 12:{week:02}-13:30 Demo {week} | people=4" for week in range(24)]
    shown = text(run_of(*lines, today=MONDAY))
    assert "… and 14 more (check --all lists all)\n" in shown
    assert "Demo 9 " in shown
    assert "Demo 10 " not in shown
    whole = text(run_of(*lines, today=MONDAY), lists_all=True)
    assert all(f"Demo {week} " in whole for week in range(24))
    assert "more (" not in whole


def test_pattern_counts_the_weekday_that_holds_most() -> None:
    days = [MONDAY + timedelta(days=7 * week) for week in range(12)] + [MONDAY + timedelta(days=1)]
    shown = text(run_of(*(f"{day} 12:30-13:30 Demo | people=4" for day in days), today=date(2028, 1, 1)))
    assert "\n  13×  A meeting in lunch: 12 on Monday\n" in shown


def test_pattern_names_the_series_that_come_back() -> None:
    lines = [f"{MONDAY + timedelta(days=7 * week)} 12:30-13:30 Demo | people=4 series=x" for week in range(12)]
    lines += [f"{MONDAY + timedelta(days=1)} 12:30-13:30 Other | people=4"]
    assert "13× A meeting in lunch: 12 on Monday, 12 with Demo" in flat(run_of(*lines, today=date(2028, 1, 1)))


def test_roles_are_said_once_with_the_text_to_paste_and_at_most_three_series() -> None:
    lines = [f"tue {hour:02}:00-{hour:02}:30 Meeting {hour} | people=4" for hour in range(8, 18)]
    shown = text(run_of(*lines, "wed,thu 09:00-10:00 Often | people=4"))
    assert shown.count("12 of 12 meetings name no facilitator [no-facilitator]") == 1
    assert shown.count("Most often: Often, Meeting 8, Meeting 9.") == 2
    assert "To paste into the invitation: Facilitator: …" in shown


def test_changes_are_said_with_who_can_do_them() -> None:
    change = Change(
        "move", "organizer", "demo", "Demo leverancier",
        (Occurrence(at("2026-11-17 12:30"), at("2026-11-17 13:30"), at("2026-11-17 13:15"), at("2026-11-17 14:15")),),
        "lunch-meeting", {"lunch-meeting": 1}, {}, {"lunches_kept": 1},
    )  # fmt: skip
    setting = Change("setting", "owner", removes={"back-to-back-calls": 2})
    shown = text(run_of(*BUSY_WEEK, changes=[change, setting]), lists_all=True)
    assert "  1. Move “Demo leverancier” (Tue 17 Nov 12:30) to 13:15.\n" in shown
    assert "     Gives: 1 lunch back, 1 fewer finding.\n" in shown
    assert "       Shall we start “Demo leverancier” on Tuesday 17 November at 13:15 instead\n       of 12:30?" in shown
    assert "  2. Let the meetings you plan end 5 or 10 minutes earlier.\n" in shown
    assert "       Google Calendar: Settings, Event settings, Speedy meetings.\n" in shown


def test_published_calendar_without_people_says_what_was_judged_and_what_not() -> None:
    lines = ("mon 10:00-11:00 A | people=unnamed", "tue 10:00-11:00 B | call people=?")
    shown = flat(run_of(*lines))
    assert "! Only calls could be judged: 1 event does not say who takes part." in shown
    assert "does not say who takes part, so everything below is about its calls alone." in shown
    assert "1 event does not say who takes part, so it is not judged." in shown
    assert "Another export may name them; meetlint explain sources says which." in shown
    assert "use --shared" not in shown
    assert "no-decision-keeper, no-facilitator: 1 event, because it is not known how many people take part." in shown


def test_a_second_source_that_names_people_is_not_called_calls_alone() -> None:
    lines = ("mon 10:00-11:00 A | people=unnamed", "tue 10:00-11:00 B | people=3")
    shown = flat(run_of(*lines))
    assert "calls alone" not in shown
    assert "Another export" not in shown
    assert "1 event does not say who takes part, so it is not judged." in shown


def test_shared_calendar_says_that_every_event_counts() -> None:
    shown = flat(run_of(*QUIET_WEEK, is_shared=True, owner=Owner(), name="Team Noord"))
    assert "Shared calendar Team Noord, Mon 16 Nov" in shown
    assert "Every event with a time counts as a meeting." in shown


def test_problems_are_counted_and_the_first_are_said_with_their_place() -> None:
    skipped = ProblemKind("test-end", "The end {end} lies before the start.")
    end = {"end": "\x1b[1mx"}
    problems = [Problem("work.ics", skipped, line=10 * number, fields=end) for number in range(8)] + [
        Problem("work.ics", replace(skipped, effect="repaired"), uid="a\x07b", fields={"end": 5})
    ]
    shown = flat(run_of(*QUIET_WEEK, problems=problems))
    assert "Could not be read: 8 parts." in shown
    assert "Read with a repair: 1 part." in shown
    assert "work.ics, line 10: The end \ufffd[1mx lies before the start." in shown
    assert "… and 4 more (check --all lists all)" in shown
    assert shown.count("lies before the start") == 5
    assert "work.ics, a\ufffdb: The end 5 lies" in flat(run_of(*QUIET_WEEK, problems=problems[-1:]))


def test_failed_rule_is_named_and_exceptions_are_counted_with_their_reason() -> None:
    run = run_of("mon 12:30-13:30 Demo | people=4")
    judgement = replace(
        run.judgement,
        failed=[FailedRule("broken-rule", ValueError("secret"))],
        aside=run.judgement.found.at(np.array([0, 0])),
        excepted=[Excepted("file", "we agreed\x1b[1m"), Excepted("event", "")],
        unused=[Ignore(rule="scattered-day", title="Old", reason="x")],
    )
    expired = [Ignore(rule="late-to-early", title="Old", reason="x", until=date(2026, 1, 31))]
    shown = flat(replace(run, judgement=judgement, expired=expired))
    assert "The rule broken-rule broke off because of a fault in it; the other rules went on." in shown
    assert "lunch-meeting: 1 finding, because of: we agreed\ufffd[1m" in shown
    assert "lunch-meeting: 1 finding, no reason given" in shown
    assert "The exception for scattered-day (Old) met no finding." in shown
    assert "The exception for late-to-early (Old) ended on Sat 31 Jan 2026." in shown
    assert "secret" not in shown


def test_quiet_shows_findings_and_the_summary_alone() -> None:
    shown = text(run_of(*BUSY_WEEK), quiet=True)
    assert shown.startswith("── Can still change, from Wed 18 Nov on ──")
    assert shown.endswith("\n9 findings (4 errors, 5 warnings), 2 notes\n")
    for part in ("Calendar of", "What goes well", "Week 47", "could not be judged", "paste", "explain"):
        assert part not in shown
    aloud = text(run_of(*BUSY_WEEK), quiet=True, plain=True)
    assert aloud.startswith("Can still change, from Wednesday 18 November on.")


def test_plain_has_no_picture_no_signs_and_no_abbreviations() -> None:
    shown = text(run_of(*BUSY_WEEK), plain=True, color=True)
    assert not set(shown) & set("█▒░×·─→│~!–\x1b[]")
    assert " min " not in shown
    assert " h " not in shown
    assert "Mon 16" not in shown
    said = "Finding 5, a warning: Tuesday 17 November, 12:30 to 13:30. Demo leverancier takes 30 minutes of lunch."
    assert said in flat(run_of(*BUSY_WEEK), plain=True, lists_all=True)


def test_plain_goes_from_one_sentence_over_changes_and_findings_to_the_picture_in_words() -> None:
    gone = Occurrence(at("2026-11-17 12:30"), at("2026-11-17 13:30"))
    change = Change("without-me", "owner", "demo", "Demo leverancier", (gone,), removes={"lunch-meeting": 1})
    shown = flat(run_of(*BUSY_WEEK, changes=[change]), plain=True)
    parts = (
        "Calendar of anna@example.org, Monday 16 November to Sunday 22 November 2026. Working hours, lunch",
        "5 findings can still change, 4 form the pattern.",
        "What to change first",
        "Can still change, from Wednesday 18 November on.",
        "Finding 9, an error",
        "Calls without a break. 3 findings, all errors: 2 on Tuesday.",
        "The coming days. On Wednesday 18 November: 5 meetings, 4 hours; lunch is free; findings 6, 7.",
        "On Thursday 19 November: 5 meetings, 5 hours and 30 minutes; 1 hour of lunch taken; findings 8, 9.",
        "On Friday 20 November: leave or absence.",
        "What goes well.",
        "For all meetings at once.",
        "With --all everything is listed.",
    )
    assert in_order(shown, parts)


def test_all_tells_every_week_and_every_finding_after_the_same_first_screen() -> None:
    lines = [f"{MONDAY + timedelta(weeks=week)} 12:30-13:30 Demo | people=4 series=x" for week in range(-8, 2)]
    brief, whole = text(run_of(*lines)), text(run_of(*lines), lists_all=True)
    assert brief.split("\n\n")[:2] == whole.split("\n\n")[:2]
    for number in range(1, 11):
        assert f"!{number}  Mon " in whole
    assert sum(line.startswith("Week ") for line in whole.splitlines()) > sum(
        line.startswith("Week ") for line in brief.splitlines()
    )
    assert "more (" not in whole
    assert "--all" not in whole


def test_plain_says_everything_that_the_picture_report_says() -> None:
    run = run_of(*BUSY_WEEK)
    aloud = flat(run, plain=True, lists_all=True)
    for part in ("What goes well.", "Can still change", "The pattern of the days before", "For all meetings at once"):
        assert part in aloud
    for number in range(1, 10):
        assert f"Finding {number}, " in aloud


def test_all_private_calendar_names_nothing_and_judges_all_the_same() -> None:
    lines = [f"{line.split(' | ')[0]} | private {line.split(' | ')[-1]}" for line in BUSY_WEEK[:10]]
    run = run_of(*lines)
    for shown in (flat(run), flat(run, plain=True), render_markdown(run, speaker("en"))):
        assert "(private)" in shown
        assert not any(line.split(" ", 2)[2].split(" |")[0] in shown for line in lines)
    assert "12 events, because" not in flat(run)


def test_hundreds_of_findings_stay_readable() -> None:
    lines = [
        f"{MONDAY + timedelta(days=day)} {hour:02}:00-{hour + 1:02}:00 Meeting {hour} | call people=4 series=s{hour}"
        for day in range(200)
        for hour in range(9, 16)
    ]
    run = run_of(*lines, today=MONDAY + timedelta(days=100))
    assert len(run.judgement.findings) > 300
    assert len(text(run).splitlines()) < 160
    assert len(text(run, plain=True).splitlines()) < 160


def test_today_that_lies_before_the_period_speaks_of_its_first_day() -> None:
    shown = flat(run_of(*BUSY_WEEK, today=date(2026, 11, 1)))
    assert "Can still change, from Mon 16 Nov on" in shown
    assert "The pattern" not in shown
