from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from report_runs import BUSY_WEEK, run_of, speaker

from analyzer.reports.inert import columns
from analyzer.reports.lines.layout import SGR, Page
from analyzer.reports.lines.week_picture import FEWEST_LINES, MOST_LINES, draw_coming, draw_weeks
from analyzer.reports.outline import View, view_of
from analyzer.reports.words.wording import Wording
from analyzer.run import Run
from analyzer.text import Translator

MONDAY = date(2026, 11, 16)
Draw = Callable[[Run, View, Wording, Page], None]


def drawn(
    run: Run, width: int = 80, *, is_ascii: bool = False, is_color: bool = False, draw: Draw = draw_weeks
) -> list[str]:
    page = Page(width, is_ascii=is_ascii, is_color=is_color)
    draw(run, view_of(run), Wording(speaker("en"), run.zone.zone), page)
    return page.lines


def row_of(lines: list[str], start: str) -> str:
    return next(line for line in lines if line.startswith(start))


def cells(lines: list[str], day: str) -> str:
    """Return the cells of a day, from the hour that the scale begins with."""
    return row_of(lines, day)[12:]


def test_a_quarter_of_an_hour_is_a_column() -> None:
    lines = drawn(run_of("mon 09:00-10:15 Call | call", "mon 14:00-14:30 Talk | people=2"), is_ascii=True)
    assert lines[1] == " " * 12 + "8   9   10  11  12  13  14  15  16  17"
    assert cells(lines, "Mon 16 Nov") == "  ..#####.......~~~~....==............"
    assert cells(lines, "Tue 17 Nov") == "  ..............~~~~.................."


def test_each_kind_of_time_has_its_own_sign() -> None:
    lines = drawn(
        run_of(
            "mon 09:00-10:00 Call | call",
            "mon 10:00-11:00 Talk | people=2",
            "mon 13:00-14:00 Focus | focus people=1",
            "mon 15:00-16:00 Dentist | absence",
            "mon 16:00-17:00 Mine | people=1",
            "tue Away | absence",
        )
    )
    assert cells(lines, "Mon 16 Nov") == "  ··████▒▒▒▒····~~~~░░░░····××××::::··"
    assert set(cells(lines, "Tue 17 Nov").strip()) == {"×"}
    legend = lines[-1]
    for sign, name in zip("█▒░×:~·", ("call", "meeting", "focus time", "away", "other", "lunch", "free"), strict=True):
        assert f"{sign} {name}" in legend


def test_time_that_is_taken_without_counting_is_drawn_as_other() -> None:
    lines = drawn(
        run_of(
            "mon 09:00-12:00 Online koffieautomaat | call people=6",
            "tue 09:00-10:00 Busy | busy",
            "wed 09:00-10:00 Budget | people=unnamed",
            "thu 09:00-10:00 Review | people=4 declined",
        )
    )
    assert cells(lines, "Mon 16 Nov") == "  ··::::::::::::~~~~··················"
    assert cells(lines, "Tue 17 Nov") == cells(lines, "Wed 18 Nov") == "  ··::::········~~~~··················"
    assert ":" not in cells(lines, "Thu 19 Nov")


def test_the_stronger_kind_is_drawn_where_two_meet() -> None:
    lines = drawn(run_of("mon 10:00-12:00 Focus | focus people=1", "mon 10:30-11:00 Call | call"), is_ascii=True)
    assert "ff##ffff" in cells(lines, "Mon 16 Nov")


def test_a_break_of_ten_minutes_is_seen_and_a_short_meeting_is_not_lost() -> None:
    run = run_of("mon 09:00-09:50 A | call", "mon 10:00-10:50 B | call", "tue 09:05-09:10 C | call")
    lines = drawn(run, is_ascii=True)
    assert "..###.###." in cells(lines, "Mon 16 Nov")
    assert cells(lines, "Tue 17 Nov").count("#") == 1


def test_findings_stand_behind_their_day_by_number_with_the_mark_of_severity() -> None:
    run = run_of(*BUSY_WEEK)
    numbers = {one.number: one for found in view_of(run).by_day.values() for one in found}
    lines = drawn(run, width=100)
    shown = [
        word for line in lines[:-1] for word in line.split() if word.lstrip("!").isdigit() and word.startswith("!")
    ]
    assert len(shown) == len(numbers) + sum(len(found) for found in view_of(run).by_week.values())
    for word in shown:
        number = int(word.lstrip("!"))
        if number in numbers:
            assert len(word) - len(word.lstrip("!")) == {"warning": 1, "error": 2}[numbers[number].finding.severity]


def test_the_legend_names_findings_only_where_there_are_any() -> None:
    assert drawn(run_of("mon 12:30-13:30 Demo | people=4"))[-1].endswith("!3 finding")
    assert "finding" not in drawn(run_of("mon 10:00-10:30 A | people=2"))[-1]


def test_weekends_show_only_when_there_is_a_meeting() -> None:
    lines = drawn(run_of("sat 10:00-11:00 Release | people=3", "sun 10:00-11:00 Mine | people=1"), is_ascii=True)
    assert "====" in cells(lines, "Sat 21 Nov")
    assert not any(line.startswith("Sun") for line in lines)


@pytest.mark.parametrize(
    ("event", "mark"),
    [
        ("20:00-21:00 Council | people=3", ">21:00"),
        ("07:00-07:30 Early | call people=3", "<07:00"),
        ("17:30-18:15 Over the edge | people=3", ">18:15"),
        ("17:30-18:00 In the last hour | people=3", ""),
        ("18:00-18:01 A minute after | people=3", ">18:01"),
        ("07:59-08:00 A minute before | people=3", "<07:59"),
        ("08:00-08:01 In the first minute | people=3", ""),
        ("20:00-21:00 Choir | people=1", ""),
        ("20:00-21:00 Writing | focus people=1", ">21:00"),
    ],
)
def test_what_lies_outside_working_hours_is_a_mark_on_its_day_and_widens_nothing(event: str, mark: str) -> None:
    lines = drawn(run_of(f"mon {event}", "tue 10:00-11:00 Plain | people=2"), is_ascii=True)
    assert lines[1].split() == [str(hour) for hour in range(8, 18)]
    assert re.findall(r"[<>]\d\d:\d\d", row_of(lines, "Mon 16 Nov")) == ([mark] if mark else [])
    assert not re.search("[<>]", row_of(lines, "Tue 17 Nov"))
    assert ("< > earlier, later" in lines[-1]) is bool(mark)


def test_both_ends_of_a_day_are_marked_and_numbers_stay_in_line() -> None:
    run = run_of("mon 06:00-07:00 A | people=3", "mon 19:00-20:00 B | people=3", "tue 12:30-13:30 C | people=3")
    lines = drawn(run)
    assert "←06:00 →20:00" in row_of(lines, "Mon 16 Nov")
    assert row_of(lines, "Tue 17 Nov").index("!") == 12 + 40 + 2 + len("←06:00 →20:00") + 1


def test_a_meeting_over_midnight_is_marked_on_both_days() -> None:
    lines = drawn(run_of("mon 23:00-01:00 Release | people=3"), width=120, is_ascii=True)
    assert row_of(lines, "Mon 16 Nov").rstrip().endswith(">00:00")
    assert "<00:00" in row_of(lines, "Tue 17 Nov")


def test_a_week_of_one_line_marks_the_day_of_a_late_meeting() -> None:
    days = [MONDAY + timedelta(weeks=week) for week in range(-4, 2)]
    lines = drawn(run_of(*(f"{day} 10:00-11:00 A | people=4" for day in days), f"{days[0]} 20:00-21:00 B | people=4"))
    strips = {week: row_of(lines, f"Week {week}") for week in (43, 44)}
    assert ("→" in strips[43], "→" in strips[44]) == (True, False)
    assert len(strips[43].rstrip()) >= len(strips[44].rstrip())


@pytest.mark.parametrize(
    ("hours", "scale"),
    [
        ("09:00-17:00", (9, 17)),
        ("08:30-17:30", (8, 18)),
        (["08:00-12:00", "18:00-20:00"], (8, 20)),
        ("22:00-06:00", (0, 24)),
    ],
)
def test_the_scale_is_that_of_the_agreed_hours(hours: object, scale: tuple[int, int]) -> None:
    run = run_of("mon 10:00-10:15 A | people=3", judging={"agreements": {"working_hours": hours, "lunch": ""}})
    named = [int(word) for word in drawn(run, width=200)[1].split()]
    assert (named[0], named[-1] + 1) == scale


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        ("2026-11-16", "Mon 16 Nov", "Fri 20 Nov"),
        ("2026-11-18", "Wed 18 Nov", "Fri 20 Nov"),
        ("2026-11-19", "Thu 19 Nov", "Fri 20 Nov"),
        ("2026-11-20", "Fri 20 Nov", "Fri 27 Nov"),
        ("2026-11-21", "Mon 23 Nov", "Fri 27 Nov"),
        ("2026-11-10", "Mon 16 Nov", "Fri 20 Nov"),
    ],
)
def test_the_coming_week_is_this_one_from_today_and_else_the_next(today: str, first: str, last: str) -> None:
    days = [MONDAY + timedelta(days=day) for day in range(12)]
    run = run_of(*(f"{day} 10:00-11:00 A | people=4" for day in days if day.weekday() < 5))
    shown = drawn(replace(run, today=date.fromisoformat(today)), draw=draw_coming)
    named = [line[:10] for line in shown if line[:4] in ("Mon ", "Tue ", "Wed ", "Thu ", "Fri ")]
    assert (named[0], named[-1]) == (first, last)
    assert len(shown) - shown.count("") <= 10


def test_a_last_day_before_a_full_week_gives_way_to_it() -> None:
    days = [MONDAY + timedelta(days=day) for day in range(4, 14) if day != 5]
    run = run_of(*(f"{day} 10:00-11:00 A | people=4" for day in days))
    shown = drawn(replace(run, today=MONDAY + timedelta(days=6)), draw=draw_coming)
    assert "Week 48, next week" in "\n".join(shown)
    assert "Sun 22 Nov" not in "\n".join(shown)


def test_the_past_alone_is_one_week_by_day_or_its_last_weeks_by_line() -> None:
    later = date(2028, 1, 1)
    one = drawn(run_of("mon 10:00-11:00 A | people=4", today=later), draw=draw_coming)
    assert row_of(one, "Mon 16 Nov")
    lines = [f"{MONDAY + timedelta(weeks=week)} 10:00-11:00 A | people=4" for week in range(12)]
    many = drawn(run_of(*lines, today=later), draw=draw_coming)
    assert len([line for line in many if line.startswith("Week")]) == FEWEST_LINES
    assert "7 earlier weeks are not drawn." in many


def test_the_legend_explains_every_sign_that_is_used_and_no_other() -> None:
    lines = (
        "mon 09:00-10:00 Call | call", "mon 10:00-11:00 Talk | people=2", "mon 13:00-14:00 Focus | focus people=1",
        "mon 15:00-16:00 Dentist | absence", "mon 16:00-17:00 Mine | people=1", "tue 12:30-13:30 Demo | people=4",
        "tue 20:00-21:00 Late | people=4",
    )  # fmt: skip
    run = run_of(*lines)
    for language in ("en", "nl"):
        page = Page(80)
        draw_weeks(run, view_of(run), Wording(Translator(language), run.zone.zone), page)
        after = page.lines[page.lines.index("", 2) + 1 :]
        assert len(after) == 2
        explained = [entry.split(" ")[0] for entry in re.split(r" {2,}", "  ".join(after)) if entry != ","]
        assert explained == ["█", "▒", "░", "×", ":", "~", "·", "!3", "←"]
    few = drawn(run_of("mon 09:00-10:00 Call | call"))
    assert few[-1] == "█ call  ~ lunch  · free"


def test_the_legend_tells_an_error_from_a_finding_where_there_is_one() -> None:
    warning, error = "mon 12:30-13:30 Demo | people=4", "tue 12:00-13:00 Demo | people=4"
    assert drawn(run_of(warning))[-1].endswith("· free  !3 finding")
    assert drawn(run_of(error))[-1].endswith("· free  !!3 error")
    assert drawn(run_of(warning, error))[-1].endswith("· free  !3 finding  !!3 error")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([], "2 of 2 lunches free"),
        (["mon"], "2 of 2 lunches free, focus day: Tuesday"),
        (["wed"], ", focus days: Monday and Tuesday"),
    ],
)
def test_one_focus_day_or_two_are_named(lines: list[str], said: str) -> None:
    full = lines or ("mon", "tue")
    meetings = [f"{day} {span} A | people=3" for day in full for span in ("09:00-11:30", "13:30-15:30")]
    run = run_of(*meetings, judging={"agreements": {"working_days": ["mon", "tue"]}})
    (head,) = [line for line in drawn(run) if line.startswith("Week 47")]
    assert said in head
    assert ("focus day" in head) is bool(lines)


def test_three_focus_days_are_a_number() -> None:
    run = run_of("mon 09:00-10:00 A | people=3", judging={"agreements": {"working_days": ["mon", "tue", "wed"]}})
    (head,) = [line for line in drawn(run) if line.startswith("Week 47")]
    assert head.endswith("3 focus days")


def test_weeks_that_can_still_change_are_drawn_by_day_and_the_others_by_line() -> None:
    lines = drawn(run_of(*(f"{MONDAY + timedelta(weeks=week)} 12:30-13:30 Demo | people=4" for week in range(-4, 2))))
    assert [line[:7] for line in lines if line.startswith("Week")] == [f"Week {week}" for week in range(43, 49)]
    assert row_of(lines, "Week 47").startswith("Week 47, this week  4 of 5 lunches free")
    assert row_of(lines, "Week 48").startswith("Week 48, next week")
    assert row_of(lines, "Week 43").endswith("1×!")
    assert len([line for line in lines if line[:4] in ("Mon ", "Tue ", "Wed ", "Thu ", "Fri ")]) == 10


def test_a_short_period_of_the_past_is_drawn_by_day() -> None:
    lines = drawn(run_of("mon 09:00-10:00 A | people=2", today=date(2027, 1, 1)))
    assert len([line for line in lines if line[:4] in ("Mon ", "Tue ", "Wed ", "Thu ", "Fri ")]) == 5


def test_a_long_period_draws_its_last_weeks_and_counts_the_others() -> None:
    run = run_of(
        *(f"{MONDAY + timedelta(weeks=week)} 12:30-13:30 Demo | people=4" for week in range(-30, 0)), today=MONDAY
    )
    lines = drawn(run)
    assert len([line for line in lines if line.startswith("Week")]) == MOST_LINES
    assert f"{30 - MOST_LINES} earlier weeks are not drawn." in lines


@pytest.mark.parametrize("width", [24, 40, 60, 80, 120, 200])
@pytest.mark.parametrize("is_ascii", [True, False])
@pytest.mark.parametrize("language", ["en", "nl"])
def test_no_line_is_wider_than_the_terminal(width: int, is_ascii: bool, language: str) -> None:
    lines = [
        *(f"{MONDAY + timedelta(weeks=week)} {line.split(' ', 1)[1]}" for week in range(-6, 4) for line in BUSY_WEEK),
        "sun 23:00-23:30 Late | people=3",
        "mon 05:00-05:30 Early | people=3",
    ]
    run = run_of(*lines)
    page = Page(width, is_ascii=is_ascii)
    draw_weeks(run, view_of(run), Wording(Translator(language), run.zone.zone), page)
    assert max(columns(line) for line in page.lines) <= width
    assert not is_ascii or all(line.isascii() for line in page.lines)


def test_colour_adds_nothing_but_colour() -> None:
    run = run_of(*BUSY_WEEK)
    assert [SGR.sub("", line) for line in drawn(run, is_color=True)] == drawn(run)


def test_a_night_shift_and_a_day_without_hours_are_drawn() -> None:
    agreements = {"working_hours": "22:00-06:00", "lunch": "", "working_days": ["mon", "wed"]}
    run = run_of("mon 23:00-23:30 Handover | people=3", judging={"agreements": agreements})
    lines = drawn(run, is_ascii=True)
    assert "=" in row_of(lines, "Mon 16 Nov")
    assert not any(line.startswith("Tue") for line in lines)


def test_no_workday_and_no_meeting_draws_nothing() -> None:
    assert drawn(run_of("mon 09:00-10:00 Mine | people=1", judging={"agreements": {"working_days": []}})) == []
