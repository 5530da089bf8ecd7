from __future__ import annotations

from datetime import date, timedelta

import pytest
from report_runs import BUSY_WEEK, run_of

from analyzer.reports.outline import MOST_EXAMPLES, MOST_SHOWN, Group, View, view_of
from analyzer.run import Run

MONDAY = date(2026, 11, 16)


def lunch_run(weeks: int, today: date, **run: object) -> Run:
    """Return a run with a meeting in lunch on each Tuesday of so many weeks."""
    days = [MONDAY + timedelta(days=1 + 7 * week) for week in range(weeks)]
    return run_of(*(f"{day} 12:30-13:30 Demo | people=4 series=demo" for day in days), today=today, **run)


def group_of(groups: object, name: str) -> Group:
    return next(group for group in groups if group.rule.name == name)  # type: ignore[attr-defined]


def names(view: View) -> tuple[list[str], list[str]]:
    return [group.rule.name for group in view.coming], [group.rule.name for group in view.past]


def test_findings_of_today_and_later_can_still_change() -> None:
    view = view_of(lunch_run(3, today=date(2026, 11, 24)))
    assert names(view) == (["lunch-meeting"], ["lunch-meeting"])
    assert [one.first for one in view.coming[0].shown] == [date(2026, 11, 24), date(2026, 12, 1)]
    assert [one.first for one in view.past[0].shown] == [date(2026, 11, 17)]


def test_finding_that_began_yesterday_and_ends_today_can_still_change() -> None:
    run = run_of("mon,tue,wed,thu,fri 09:00-11:00 Project | people=2", today=date(2026, 11, 20))
    assert "no-focus-day" in names(view_of(run))[0]
    assert (
        "no-focus-day" in names(view_of(run_of("mon,tue,wed,thu,fri 09:00-11:00 Project", today=date(2026, 11, 21))))[1]
    )


def test_a_finding_belongs_to_the_day_of_the_owner() -> None:
    run = run_of("mon 12:30-13:30 Demo | people=4", clock="Pacific/Auckland", today=MONDAY)
    view = view_of(run)
    assert [one.first for one in view.coming[0].shown] == [MONDAY]
    assert list(view.by_day) == [MONDAY]


def test_numbers_follow_time_over_all_rules_and_leave_shares_out() -> None:
    view = view_of(run_of(*BUSY_WEEK))
    listed = [one for group in (*view.coming, *view.past) for one in group.shown]
    assert sorted(one.number for one in listed) == list(range(1, len(listed) + 1))
    by_number = sorted(listed, key=lambda one: one.number)
    assert [one.finding.start for one in by_number] == sorted(one.finding.start for one in listed)
    assert all(one.finding.severity != "note" for one in listed)
    assert {role.rule.name for role in view.roles} == {"no-facilitator", "no-decision-keeper"}
    assert view.counts["error"] + view.counts["warning"] == len(listed)


def test_groups_with_errors_come_first() -> None:
    for groups in (view_of(run_of(*BUSY_WEEK)).coming, view_of(run_of(*BUSY_WEEK)).past):
        errors = [group.counts["error"] for group in groups]
        assert errors == sorted(errors, reverse=True)


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2027, 12, 1)])
def test_the_heaviest_are_shown_in_the_order_of_time(today: date) -> None:
    lines = [f"{MONDAY + timedelta(days=7 * week)} 12:{week:02}-13:30 Demo {week} | people=4" for week in range(24)]
    view = view_of(run_of(*lines, today=today))
    group = (view.coming or view.past)[0]
    assert (len(group.shown), group.total, len(group.others)) == (MOST_SHOWN, 24, 14)
    assert [one.finding.minutes for one in group.shown] == [60 - week for week in range(MOST_SHOWN)]
    assert group.shown[0].finding.severity == "error"


def test_one_more_than_fits_is_shown_rather_than_counted() -> None:
    assert not view_of(lunch_run(MOST_SHOWN + 1, today=MONDAY)).coming[0].others


def test_the_past_shows_a_few_where_others_can_still_change() -> None:
    view = view_of(lunch_run(12, today=MONDAY + timedelta(weeks=10)))
    assert len(view.past[0].shown) == MOST_EXAMPLES
    assert (view.past[0].total, view.coming[0].total) == (10, 2)


def test_pattern_names_the_weekday_and_the_series_that_come_back() -> None:
    run = run_of(
        *(f"{MONDAY + timedelta(days=1 + 7 * week)} 12:30-13:30 Demo | people=4 series=demo" for week in range(3)),
        "mon 12:00-12:30 Once | people=4",
        today=date(2027, 1, 1),
    )
    pattern = group_of(view_of(run).past, "lunch-meeting").pattern
    assert (pattern.weekday, pattern.on_weekday) == (1, 3)
    assert [(run.table["title"].iloc[row], count) for row, count in pattern.series] == [("Demo", 3)]


def test_pattern_names_no_weekday_where_two_are_equal() -> None:
    run = run_of(
        *(
            f"{MONDAY + timedelta(days=day + 7 * week)} 12:30-13:30 Demo | people=4"
            for week in range(2)
            for day in (0, 1)
        ),
        today=date(2027, 1, 1),
    )
    assert view_of(run).past[0].pattern.weekday is None


def test_a_finding_about_a_week_stands_with_the_week() -> None:
    view = view_of(run_of("mon,tue,wed,thu,fri 09:00-11:00 Project | people=2"))
    assert {one.finding.rule for one in view.by_week[MONDAY]} == {"no-focus-day"}
    assert all(one.finding.rule != "no-focus-day" for found in view.by_day.values() for one in found)


def test_roles_name_the_series_with_most_meetings_first() -> None:
    run = run_of(
        "mon 09:00-10:00 Once | people=4",
        "tue,wed,thu 09:00-10:00 Often | people=4",
        "fri 09:00-10:00 Good | people=4 facilitator keeper",
    )
    role = next(role for role in view_of(run).roles if role.rule.name == "no-facilitator")
    assert (role.share.missing, role.share.judged) == (4, 5)
    assert [run.table["title"].iloc[row] for row in role.series] == ["Often", "Once"]


def test_nothing_found_gives_an_empty_view() -> None:
    view = view_of(run_of("mon 10:00-10:30 A | people=2"))
    assert (names(view), list(view.roles), sum(view.counts.values())) == (([], []), [], 0)
