"""What can be changed, by whom, and where the limits are."""

from __future__ import annotations

import pandas as pd
import pytest

import rules
from analyzer.changing.options import (
    COSTS,
    EDGE_COST,
    FURTHEST_MINUTES,
    OTHER_DAY_COST,
    TODAY_COST,
    Conditions,
    Option,
    options_of,
)
from analyzer.changing.search import find_changes
from analyzer.changing.trials import Bench
from analyzer.rulebook.loading import load_rules
from tests.event_rows import events, judge_table, seconds, together

ALL = list(load_rules(rules).values())
MONDAY = seconds("2026-11-09 00:00")


def possible(
    *lines: str,
    since: int = MONDAY,
    kept: tuple[str, ...] = (),
    slots: int = 2,
    last: str = "2026-11-22",
    **agreements: object,
) -> list[Option]:
    judgement = judge_table(ALL, events(*lines), period=("2026-11-09", last), agreements=agreements)
    return options_of(Bench.of(judgement), Conditions(since, kept, slots))


def kinds(*lines: str, **given: object) -> set[str]:
    return {option.kind for option in possible(*lines, **given)}  # type: ignore[arg-type]


def starts(*lines: str, kind: str = "move", uid: str = "x", **given: object) -> list[str]:
    """Return the new starts on the wall clock, the first occurrence of each option."""
    return [
        str(pd.Timestamp(int(option.start[0]), unit="s", tz="Europe/Amsterdam"))[8:16]
        for option in possible(*lines, **given)  # type: ignore[arg-type]
        if (option.kind, option.uid) == (kind, uid)
    ]


LUNCH = "2026-11-10 12:00-13:00 Demo | people=4 uid=x"


def test_only_what_is_still_to_come_changes_to_the_second() -> None:
    begins = seconds("2026-11-10 12:00")
    assert possible(LUNCH, since=begins)
    assert not possible(LUNCH, since=begins + 1)


def test_nothing_starts_before_now() -> None:
    now = seconds("2026-11-10 10:45")
    assert "10 10:45" in starts("2026-11-10 11:30-12:30 Demo | people=4 uid=x", since=now, slots=9)
    assert "10 10:45" not in starts("2026-11-10 11:30-12:30 Demo | people=4 uid=x", since=now + 1, slots=9)


def test_what_is_kept_stays_whatever_its_case() -> None:
    assert not possible(LUNCH, kept=(" dEMO ",))
    assert possible(LUNCH, kept=("Dem",))


def test_the_setting_leaves_short_meetings_and_a_long_series_of_unequal_meetings_ends_5_earlier() -> None:
    short, long = "2026-11-10 09:00-09:20 A | people=2 mine uid=a", "2026-11-10 10:00-11:00 B | people=2 mine uid=b"
    (setting,) = (option for option in possible(short, long) if not option.uid)
    assert setting.start.tolist() == [seconds("2026-11-10 10:00")]
    series = ("2026-11-10 12:00-13:00 Demo | people=4 uid=x", "2026-11-11 12:00-12:45 Demo | people=4 uid=x")
    ends = [option.end.tolist() for option in possible(*series) if option.kind == "end-earlier"]
    assert ends == [[seconds("2026-11-10 12:55"), seconds("2026-11-11 12:40")]]
    too_short = series[1].replace("12:45", "12:20")
    assert not [option for option in possible(series[0], too_short) if option.kind in ("end-earlier", "start-later")]


def test_options_come_series_by_series_in_the_order_of_their_names_or_as_asked() -> None:
    lines = [f"2026-11-{day} 12:00-13:00 {name} | people=4 uid={name}" for day, name in ((10, "b"), (11, "a"))]
    bench = Bench.of(judge_table(ALL, events(*lines), period=("2026-11-09", "2026-11-15")))
    assert list(dict.fromkeys(option.uid for option in options_of(bench, Conditions(MONDAY)))) == ["a", "b"]
    assert list(dict.fromkeys(one.uid for one in options_of(bench, Conditions(MONDAY), ["b", "x", "a"]))) == ["b", "a"]


def test_drinks_stay_where_they_are() -> None:
    assert not possible("2026-11-10 17:00-18:30 Borrel | people=9 uid=x")
    assert possible("2026-11-10 17:00-18:30 Board | people=9 uid=x")


def test_the_setting_is_about_several_meetings_one_plans() -> None:
    own = "2026-11-10 09:00-09:30 A | people=2 mine uid=a"
    assert "setting" not in kinds(own)
    (setting,) = (
        option for option in possible(own, "2026-11-10 10:00-11:00 B | people=2 mine uid=b") if not option.uid
    )
    assert (setting.kind, setting.actor) == ("setting", "owner")
    # 5 minutes of less than an hour, 10 from an hour on.
    assert setting.end.tolist() == [seconds("2026-11-10 09:25"), seconds("2026-11-10 10:50")]
    assert "setting" not in kinds(own, "2026-11-10 10:00-11:00 B | people=2 uid=b")


@pytest.mark.parametrize(
    ("end", "ends", "later"),
    [
        ("12:24", [], []),
        ("12:25", ["12:20"], ["12:05"]),
        ("12:59", ["12:54"], ["12:05"]),
        ("13:00", ["12:55", "12:50"], ["12:05"]),
    ],
)
def test_a_meeting_of_25_minutes_ends_5_earlier_and_from_an_hour_on_10_as_well(
    end: str, ends: list[str], later: list[str]
) -> None:
    found = possible(f"2026-11-10 12:00-{end} Demo | people=4 uid=x")
    assert [o.end.tolist() for o in found if o.kind == "end-earlier"] == [[seconds(f"2026-11-10 {e}")] for e in ends]
    assert [o.start.tolist() for o in found if o.kind == "start-later"] == [[seconds(f"2026-11-10 {s}")] for s in later]


def test_only_occurrences_in_which_something_was_found_end_earlier() -> None:
    series = "2026-11-10,2026-11-17 09:00-09:30 Stand-up | call people=4 series=x"
    after_one = "2026-11-17 09:30-10:00 Intake | call people=4 uid=y"
    (option,) = (one for one in possible(series, after_one) if (one.uid, one.kind) == ("x", "end-earlier"))
    assert option.start.tolist() == [seconds("2026-11-17 09:00")]
    # And it moves alone, since the other one is fine.
    assert {one.kind for one in possible(series, after_one) if one.uid == "x"} == {
        "end-earlier", "start-later", "one-occurrence"
    }  # fmt: skip


def test_a_routine_keeps_its_half_of_the_day_on_every_day() -> None:
    half_hour = starts("2026-11-10,2026-11-17 11:00-11:30 Stand-up | people=4 series=x", slots=9)
    assert half_hour
    assert all(moment[3:5] < "12" for moment in half_hour)
    longer = starts("2026-11-10,2026-11-17 11:00-11:31 Board | people=4 series=x", slots=9)
    assert any(moment[3:5] >= "13" for moment in longer)


@pytest.mark.parametrize(("old", "is_same"), [("11:29", False), ("11:30", True), ("13:30", True), ("13:31", False)])
def test_what_starts_around_noon_belongs_to_both_halves(old: str, is_same: bool) -> None:
    hour, minute = map(int, old.split(":"))
    end = f"{hour + 1}:{minute:02}"
    fill = "2026-11-10 08:30-10:00 Writing | people=1", "2026-11-10 14:45-17:30 Writing on | people=1"
    found = possible(f"2026-11-10 {old}-{end} Demo | people=4 uid=x", *fill, slots=9)
    moves = [option for option in found if option.kind == "move" and option.uid == "x"]
    other_half = [
        option.cost
        for option in moves
        if seconds("2026-11-10 00:00") <= option.start[0] < seconds("2026-11-11 00:00")
        and (option.start[0] < seconds("2026-11-10 12:00")) != (hour < 12)
    ]
    assert other_half
    assert all((cost < 400) == is_same for cost in other_half)


def test_the_edge_of_working_hours_is_left_alone_while_there_is_another_place() -> None:
    # Hours are 08:30 to 17:30: a start before 09:00 and an end after 17:00 are at the edge.
    fill = "2026-11-10 09:30-12:00 Writing | people=1", "2026-11-10 13:00-16:00 Writing on | people=1"
    found = starts(LUNCH.replace("13:00", "12:30"), *fill, slots=9)
    same_day = [moment for moment in found if moment.startswith("10 ")]
    inside, edge = ["09:00", "16:00", "16:15", "16:30"], ["08:45", "08:30", "16:45", "17:00"]
    assert same_day == [f"10 {time}" for time in (*inside, *edge)]


def test_another_day_is_no_further_on_the_clock_than_two_hours_and_a_half() -> None:
    lunch = "2026-11-10 12:00-13:00 Demo | people=4 uid=x"
    days = [f"2026-11-{day} 08:30-14:30 Course | people=1" for day in ("09", "10", "11", "12", "13", "16")]
    afternoon = [f"2026-11-{day} 15:30-17:30 Course | people=1" for day in ("09", "10", "11", "12", "13", "16")]
    assert "11 14:30" in starts(lunch, *days, *afternoon)
    later = [line.replace("14:30", "14:31") for line in days]
    assert not [moment for moment in starts(lunch, *later, *afternoon) if not moment.startswith("10 ")]


def test_five_minutes_stay_free_beside_a_call() -> None:
    call = "2026-11-10 13:30-14:30 Call | call people=4 uid=y"
    assert "10 14:45" in starts(LUNCH, call, slots=9)
    assert "10 14:30" not in starts(LUNCH, call, slots=9)
    no_call = "2026-11-10 13:30-14:30 Talk | people=4 uid=y"
    assert "10 14:30" in starts(LUNCH, no_call, slots=9)


WEEKLY = "2026-11-10,2026-11-17 09:00-10:00 Board | people=4 series=x mine"


def test_a_weekly_series_of_one_s_own_can_be_held_less_often() -> None:
    (option,) = (one for one in possible(WEEKLY) if one.kind == "less-often")
    assert (option.is_gone, option.actor) == (True, "owner")
    assert option.start.tolist() == [seconds("2026-11-17 09:00")]
    assert "less-often" not in kinds(WEEKLY.replace("17", "18"))
    assert "less-often" not in kinds(WEEKLY.replace("17", "16"))
    assert "less-often" not in kinds(WEEKLY.replace(" mine", ""))


def test_days_off_are_declined_together_by_what_they_are() -> None:
    stand_up = "2026-11-09,2026-11-10,2026-11-11,2026-11-12 09:00-09:15 Stand-up | people=8 series=x"
    gone = [
        option.start.tolist()
        for option in possible(stand_up, "2026-11-11..2026-11-12 Away | absence", working_days=["tue", "wed", "thu"])
        if option.kind == "one-occurrence" and option.is_gone
    ]
    assert gone == [
        [seconds("2026-11-09 09:00")],
        [seconds("2026-11-11 09:00"), seconds("2026-11-12 09:00")],
    ]


def test_a_series_on_a_day_that_is_never_worked_is_not_declined_week_after_week() -> None:
    weekly = "2026-11-11,2026-11-18 09:00-09:45 Team | people=8 series=x"
    assert "one-occurrence" not in kinds(weekly, working_days=["mon", "tue", "thu"])
    once = "2026-11-11 09:00-09:45 Team | people=8 uid=x"
    assert "one-occurrence" in kinds(once, working_days=["mon", "tue", "thu"])


def test_a_calendar_of_a_team_lets_nobody_stay_away() -> None:
    judgement = judge_table(
        ALL, events(LUNCH.replace("4", "9"), "2026-11-10 Away | absence"), period=("2026-11-09", "2026-11-15")
    )
    bench = Bench.of(judgement)
    personal = {option.kind for option in options_of(bench, Conditions(MONDAY))}
    shared = {option.kind for option in options_of(bench, Conditions(MONDAY, is_shared=True))}
    assert personal - shared == {"one-occurrence", "without-me"}


def booked(*lines: str, since: str = "2026-11-09 00:00", **agreements: object) -> list[tuple[int, int]]:
    judgement = judge_table(ALL, events(*lines), period=("2026-11-09", "2026-11-22"), agreements=agreements)
    changes = find_changes(judgement, Conditions(seconds(since)))
    blocks = [change.occurrences[0] for change in changes if change.kind == "book"]
    return [(int(block.start.timestamp()), int(block.end.timestamp())) for block in blocks]


CUT = (  # two meetings cut Monday of the week before; nothing can be done about it any more
    "2026-11-09 10:00-10:30 A | people=4 uid=a",
    "2026-11-09 14:00-16:00 B | people=4 uid=b",
)
FULL = [f"2026-11-{day} 08:30-17:30 Course | people=1" for day in (11, 12, 13, 16, 17, 18, 19, 20)]


def test_the_longest_free_stretch_is_booked_for_half_a_day_at_most() -> None:
    assert booked(*CUT, *FULL, since="2026-11-10 00:00") == [(seconds("2026-11-10 13:00"), seconds("2026-11-10 17:00"))]


def test_time_is_booked_from_now_on_within_a_week_and_only_for_as_long_as_a_focus_block() -> None:
    morning = "2026-11-10 13:00-17:30 Writing | people=1"
    begins = seconds("2026-11-10 08:30"), seconds("2026-11-10 12:00")
    assert booked(*CUT, *FULL, morning, since="2026-11-10 08:30") == [begins]
    assert booked(*CUT, *FULL, morning, since="2026-11-10 08:31") == []
    two_hours = "2026-11-10 10:30-12:00 Writing | people=1"
    assert booked(*CUT, *FULL, morning, two_hours, since="2026-11-10 00:00") == [
        (begins[0], seconds("2026-11-10 10:30"))
    ]
    less = "2026-11-10 10:29-12:00 Writing | people=1"
    assert booked(*CUT, *FULL, morning, less, since="2026-11-10 00:00") == []


def test_time_that_is_booked_already_is_not_booked_again() -> None:
    morning = "2026-11-10 13:00-17:30 Writing | people=1"
    focus = "2026-11-10 08:30-12:00 Focus | focus people=1"
    assert booked(*CUT, *FULL, morning, focus, since="2026-11-10 00:00") == []


def test_time_is_booked_within_a_week_and_no_later() -> None:
    full = [line for line in FULL if not line.startswith(("2026-11-16", "2026-11-17"))]
    tuesday = "2026-11-10 08:30-17:30 Course | people=1"
    in_six_days = booked(*CUT, *full, tuesday, since="2026-11-10 00:00")
    assert in_six_days == [(seconds("2026-11-16 13:00"), seconds("2026-11-16 17:00"))]
    monday = "2026-11-16 08:30-17:30 Course | people=1"
    assert booked(*CUT, *full, tuesday, monday, since="2026-11-10 00:00") == []
    morning = "2026-11-17 08:30-13:00 Writing | people=1"
    # Seven days before 13:00 to the second it is still too far; a second later it is not.
    assert booked(*CUT, *full, tuesday, monday, morning, since="2026-11-10 13:00") == []
    assert len(booked(*CUT, *full, tuesday, monday, morning, since="2026-11-10 13:01")) == 1


def test_what_falls_on_leave_may_move_to_the_other_half_of_another_day() -> None:
    series = "2026-11-10,2026-11-17 10:30-11:00 Intake | people=4 series=x"
    mornings = [f"2026-11-{day} 08:30-12:00 Course | people=1" for day in ("09", 11, 12, 13, 14, 16)]
    found = starts(series, "2026-11-10 Away | absence", *mornings, kind="one-occurrence")
    assert "11 13:00" in found


def test_a_meeting_of_which_the_people_are_not_known_is_moved_as_one_of_nobody_else() -> None:
    table = events(LUNCH)
    known = min(option.cost for option in options_of(_bench(table), Conditions(MONDAY)) if option.kind == "move")
    table["people_count"] = pd.array([pd.NA], dtype="Int32")
    unknown = min(option.cost for option in options_of(_bench(table), Conditions(MONDAY)) if option.kind == "move")
    assert unknown < known


def _bench(table: pd.DataFrame) -> Bench:
    return Bench.of(judge_table(ALL, table, period=("2026-11-09", "2026-11-22")))


def test_a_series_on_one_weekday_may_go_to_another_day_and_one_on_two_stays_on_its_days() -> None:
    weekly = starts("2026-11-10,2026-11-17 10:00-11:00 Board | people=4 series=x")
    assert {moment[:2] for moment in weekly} == {"10", "09", "11", "12", "13"}  # the week of the first occurrence
    twice = starts("2026-11-10,2026-11-12 10:00-11:00 Board | people=4 series=x")
    assert {moment[:2] for moment in twice} == {"10"}


@pytest.mark.parametrize(
    ("lines", "stays"),
    [
        (["2026-11-10 11:00-11:30 Talk | people=4 uid=x"], False),  # once is no routine
        (["2026-11-10 11:00-11:30 Talk | people=4 series=x"], True),  # the one occurrence that is seen of a series
        (["2026-11-10 11:00-11:30 Talk | people=4 uid=x", "2026-11-11 11:00-11:30 Talk | people=4 uid=x"], True),
        (["2026-11-10 11:00-11:30 Talk | people=4 series=x", "2026-11-11 11:00-11:45 Talk | people=4 series=x"], False),
    ],
)
def test_a_routine_recurs_and_is_never_longer_than_half_an_hour(lines: list[str], stays: bool) -> None:
    found = starts(*lines, slots=9)
    assert found
    assert all(moment[3:5] < "12" for moment in found if moment.startswith("10 ")) == stays


def test_who_organises_in_one_of_the_calendars_makes_the_change_for_all() -> None:
    def week(name: str) -> pd.DataFrame:
        return events("2026-11-10 12:00-13:00 Board | people=3 uid=x by=ann@example.org", calendar=name)

    table = together(week("ann@example.org"), week("bo@example.org"))
    assert table["organized_by_owner"].tolist() == [True, False]
    assert {option.actor for option in options_of(_bench(table), Conditions(MONDAY))} == {"owner"}


def test_several_people_stay_away_from_nothing_and_plan_nothing_off() -> None:
    board = LUNCH.replace("people=4", "people=9")
    series = "2026-11-10,2026-11-17 09:00-10:00 Sync | people=9 series=y mine"
    table = together(
        *(events(board, series, "2026-11-10 Away | absence", calendar=f"{name}@example.org") for name in ("ann", "bo"))
    )
    of_two = options_of(_bench(table), Conditions(MONDAY))
    of_one = possible(board, series, "2026-11-10 Away | absence")
    assert {one.kind for one in of_one if one.is_gone} == {"one-occurrence", "without-me", "less-often"}
    assert not [one for one in of_two if one.is_gone]
    assert {one.kind for one in of_one} - {one.kind for one in of_two} == {"without-me", "less-often"}


def costs(*lines: str, kind: str = "move", uid: str = "x", **given: object) -> dict[str, int]:
    """Return what each new start asks."""
    found = possible(*lines, **given)  # type: ignore[arg-type]
    return dict(
        zip(
            starts(*lines, kind=kind, uid=uid, **given),
            (one.cost for one in found if (one.kind, one.uid) == (kind, uid)),
            strict=True,
        )
    )


def test_the_largest_meeting_of_a_series_says_how_many_take_note() -> None:
    small, large = "2026-11-10 10:00-11:00 Board | people=2 uid=x", "2026-11-17 10:00-11:00 Board | people=12 uid=x"
    both = costs(small, large)
    assert min(both.values()) == min(costs(small.replace("people=2", "people=12")).values())


def test_a_meeting_of_the_next_midnight_is_none_of_today() -> None:
    def asked(hours: str) -> int:
        line = f"{hours} Release | people=4 uid=x"
        (ends_earlier, _) = (one for one in possible(line, since=eight) if one.kind == "end-earlier")
        return ends_earlier.cost

    eight = seconds("2026-11-10 08:00")
    assert asked("2026-11-10 23:00-00:00") == asked("2026-11-11 00:00-01:00") + TODAY_COST


def dated(*lines: str, since: str, **agreements: object) -> list[Option]:
    judgement = judge_table(ALL, events(*lines), period=("2026-11-09", "2026-11-22"), agreements=agreements)
    return options_of(Bench.of(judgement), Conditions(seconds(since), slots=9, is_dated=True))


def test_a_letter_changes_nothing_of_its_own_day_that_others_have_to_hear_of() -> None:
    today = [
        "2026-11-10 12:00-13:00 Demo | people=4 uid=x",
        "2026-11-10 12:30-13:30 Own | people=2 mine uid=y",
        "2026-11-10 16:00-17:00 Big | people=9 uid=z",
    ]
    assert dated(*today, since="2026-11-09 23:59")
    assert {option.kind for option in dated(*today, since="2026-11-10 00:00")} == set()
    # The setting is one's own; of a series the coming ones are changed, and nothing is put on this day.
    series = [f"2026-11-{day} 12:00-13:00 Demo | people=4 series=x" for day in (10, 17)]
    (moves, *_) = found = [one for one in dated(*series, since="2026-11-10 06:00") if one.kind == "move"]
    assert found
    assert {len(one.rows) for one in found} == {1}
    assert int(moves.start.min()) >= seconds("2026-11-11 00:00")
    planned = "2026-11-11 12:00-13:00 Plan | people=4 uid=p"
    starts_then = [int(one.start.min()) for one in dated(planned, since="2026-11-10 06:00") if one.kind == "move"]
    assert starts_then
    assert min(starts_then) >= seconds("2026-11-11 00:00")
    own = ("2026-11-10 10:00-11:00 A | people=2 mine uid=a", "2026-11-10 14:00-15:00 B | people=2 mine uid=b")
    assert [option.kind for option in dated(*own, since="2026-11-10 06:00")] == ["setting"]


def test_a_letter_changes_nothing_that_is_private() -> None:
    private = "2026-11-10 12:00-13:00 Secret | people=4 uid=x private"
    assert not dated(private, since="2026-11-09 00:00")
    assert not dated(f"{private} mine", since="2026-11-09 00:00")
    assert possible(private)
    assert dated("2026-11-10 12:00-13:00 Open | people=4 uid=x", since="2026-11-09 00:00")


def test_nothing_is_put_on_a_day_that_is_a_holiday_nearly_everywhere() -> None:
    def days(**agreements: object) -> set[str]:
        lines = ("2026-12-24 12:00-13:00 Demo | people=4 uid=x", "2026-12-23 08:30-17:30 Full | people=4 uid=y")
        table = events(*lines, calendar="ann@example.org")
        judgement = judge_table(ALL, table, period=("2026-12-21", "2026-12-27"), agreements=agreements)
        options = options_of(Bench.of(judgement), Conditions(seconds("2026-12-23 18:00"), slots=99))
        return {
            str(pd.Timestamp(int(start), unit="s").date())
            for one in options
            if one.kind == "move" and one.uid == "x"
            for start in one.start.tolist()
        }

    assert days() == {"2026-12-24"}
    # Where a country was agreed on, it alone says so: in Israel it is a day like any other.
    assert days(holidays="IL") == {"2026-12-24", "2026-12-25"}
    # Nor is it likely to be one for whoever has a shift on it.
    shift = {"day": "2026-12-25", "working_hours": "08:30-17:30", "lunch": "12:00-13:00"}
    assert days(shifts=[shift]) == {"2026-12-24", "2026-12-25"}


def filled_but(free: str, *days: int) -> list[str]:
    """Return what leaves nothing free in two weeks but a stretch of some days."""
    begin, end = free.split("-")
    lines = []
    for day in (9, 10, 11, 12, 13, 16, 17, 18, 19, 20):
        pieces = [("08:30", begin), (end, "17:30")] if day in days else [("08:30", "17:30")]
        lines += [f"2026-11-{day:02} {a}-{b} Busy | people=1" for a, b in pieces if a != b]
    return lines


@pytest.mark.parametrize(("free", "found"), [(11, True), (10, False)])
def test_six_days_back_is_the_furthest(free: int, found: bool) -> None:
    line = "2026-11-17 12:00-12:30 Demo | people=4 uid=x"
    assert bool(starts(line, *filled_but("13:00-14:00", free), slots=9)) == found


@pytest.mark.parametrize(("free", "found"), [(16, True), (17, False)])
def test_six_days_on_is_the_furthest(free: int, found: bool) -> None:
    line = "2026-11-10 12:00-12:30 Demo | people=4 uid=x"
    assert bool(starts(line, *filled_but("13:00-14:00", free), slots=9)) == found


@pytest.mark.parametrize(
    ("hours", "free", "found"),
    [
        ("08:30-09:00", "16:30-17:00", ["10 16:30"]),
        ("08:30-09:00", "16:45-17:30", []),
        ("17:00-17:30", "09:00-09:30", ["10 09:00"]),
        ("17:00-17:30", "08:30-09:15", []),
    ],
)
def test_eight_hours_is_the_furthest_on_one_day(hours: str, free: str, found: list[str]) -> None:
    assert FURTHEST_MINUTES == 8 * 60
    assert starts(f"2026-11-10 {hours} Demo | people=4 uid=x", *filled_but(free, 10), slots=9) == found


def test_a_meeting_at_an_odd_minute_goes_to_a_quarter() -> None:
    found = starts("2026-11-10 12:10-12:40 Demo | people=4 uid=x", slots=20)
    assert {moment[-2:] for moment in found} == {"00", "15", "30", "45"}
    # So long before lunch is 40 minutes away, and behind it 50.
    assert [moment for moment in found if moment.startswith("10 ")][:2] == ["10 11:30", "10 13:00"]


def test_so_many_places_are_named_for_each_half_and_one_for_every_other_day() -> None:
    line = "2026-11-11 10:00-10:45 Demo | people=4 uid=x"
    for slots in (1, 2, 3):
        found = starts(line, slots=slots)
        today = [moment[3:5] for moment in found if moment.startswith("11 ")]
        assert sum(hour < "12" for hour in today) == sum(hour >= "12" for hour in today) == slots
        others = [moment[:2] for moment in found if not moment.startswith("11 ")]
        assert sorted(others) == ["09", "10", "12", "13", "16", "17"]


def test_five_minutes_stay_free_before_a_call_too() -> None:
    call = "2026-11-10 16:00-17:00 Call | call people=4 uid=y"
    assert "10 15:00" not in starts(LUNCH, call, slots=20)
    assert "10 14:45" in starts(LUNCH, call, slots=20)
    assert "10 15:00" in starts(LUNCH, call.replace("call people", "people"), slots=20)


def test_occurrences_that_overlap_are_moved_nowhere() -> None:
    one, other = "2026-11-10 09:00-10:00 Demo | people=4 uid=x", "2026-11-10 09:30-10:30 Demo | people=4 uid=x"
    assert starts(one, other.replace("09:30-10:30", "10:00-11:00"))
    assert starts(one, other) == []


def test_one_occurrence_at_the_edge_puts_a_place_behind_the_others() -> None:
    series = ("2026-11-10 09:30-10:30 Board | people=4 uid=x", "2026-11-12 10:30-11:30 Board | people=4 uid=x")
    found = costs(*series, slots=20)
    # A quarter of an hour less puts nobody at the edge, three of them put the first occurrence there.
    assert found["10 08:45"] - found["10 09:15"] == EDGE_COST + 2


@pytest.mark.parametrize("day", ["09", "20"])
def test_the_edge_is_that_of_the_day_itself_also_on_the_first_and_the_last(day: str) -> None:
    agreed = {"days": {"mon": {"working_hours": "10:00-17:30"}, "fri": {"working_hours": "10:00-17:30"}}}
    found = costs(f"2026-11-{day} 11:30-12:00 Demo | people=4 uid=x", slots=20, last="2026-11-20", **agreed)
    assert found[f"{day} 10:30"] - found[f"{day} 11:15"] == 3
    assert found[f"{day} 10:15"] - found[f"{day} 10:30"] == EDGE_COST + 1


def test_a_routine_at_two_times_keeps_the_half_of_each() -> None:
    lines = ("2026-11-10 11:00-11:30 Stand-up | people=4 uid=x", "2026-11-11 12:00-12:30 Stand-up | people=4 uid=x")
    found = starts(*lines, slots=20, lunch="")
    assert found
    assert all(moment[3:5] < "12" for moment in found)


def test_noon_is_in_the_afternoon() -> None:
    found = starts("2026-11-10,2026-11-17 10:00-10:30 Stand-up | people=4 series=x", slots=20, lunch="13:00-13:30")
    assert "10 11:45" in found
    assert "10 12:00" not in found


def test_a_place_behind_midnight_is_none_of_the_same_day() -> None:
    night = {"working_hours": "20:00-06:00", "lunch": ""}
    lines = ("2026-11-10 21:30-22:30 Watch | people=4 uid=x", "2026-11-12 23:30-00:00 Watch | people=4 uid=x")
    found = starts(*lines, slots=40, **night)
    assert "10 21:45" in found
    assert "10 22:00" not in found  # the second one would begin on Friday


SKIPPED = "2026-11-10 09:00-09:45 Board | people=9 uid=x"


@pytest.mark.parametrize(
    ("second", "is_offered"),
    [
        ("2026-11-17 09:00-09:45 Board | people=9 uid=x", True),
        ("2026-11-17 09:00-09:30 Board | people=9 uid=x", True),  # one of them is no routine
        ("2026-11-17 09:00-11:01 Board | people=9 uid=x", False),  # one of them takes half a day
        ("2026-11-17 09:00-09:45 Board | people=5 uid=x", False),  # of one it is noticed who is missing
        ("2026-11-17 09:00-09:45 Board | people=9 uid=x mine", False),  # one of them is one's own
    ],
)
def test_a_series_is_skipped_when_each_of_its_meetings_can_be(second: str, is_offered: bool) -> None:
    assert ("without-me" in kinds(SKIPPED, second)) == is_offered


def test_of_a_weekly_series_every_second_one_goes() -> None:
    def gone(days: str) -> list[list[str]]:
        table = events(f"{days} 09:00-10:00 Board | people=4 series=x mine")
        bench = Bench.of(judge_table(ALL, table, period=("2026-11-09", "2026-12-20")))
        return [
            [str(pd.Timestamp(moment, unit="s", tz="Europe/Amsterdam").date()) for moment in one.start.tolist()]
            for one in options_of(bench, Conditions(MONDAY))
            if one.kind == "less-often"
        ]

    weeks = ["2026-11-10", "2026-11-17", "2026-11-24", "2026-12-01", "2026-12-08"]
    assert gone(",".join(weeks)) == [[weeks[1], weeks[3]]]
    assert gone(",".join([*weeks[:3], "2026-12-02"])) == []
    assert gone(weeks[0]) == []


def test_a_day_off_asks_nothing_for_the_other_day() -> None:
    series = "2026-11-10,2026-11-17 10:00-11:00 Intake | people=4 series=x"
    leave = costs(series, "2026-11-10 Away | absence", kind="one-occurrence")
    other_day = costs("2026-11-10 10:00-11:00 Intake | people=4 uid=x")["11 10:00"]
    assert leave["11 10:00"] == other_day - OTHER_DAY_COST - COSTS["move"][1] + COSTS["one-occurrence"][1]
    single = possible("2026-11-10 10:00-11:00 Intake | people=4 uid=x", "2026-11-10 Away | absence")
    assert [one.is_gone for one in single if one.kind == "one-occurrence"] == [True]  # it moves as a whole


def test_two_single_meetings_of_one_name_on_days_never_worked_are_declined_neither() -> None:
    pair = ("2026-11-11 09:00-09:45 Team | people=8 uid=x", "2026-11-18 09:00-09:45 Team | people=8 uid=x")
    assert "one-occurrence" not in kinds(*pair, working_days=["mon", "tue", "thu"])


def test_on_another_day_the_edge_is_that_of_the_other_day() -> None:
    late_thursday = {"days": {"thu": {"working_hours": "10:00-17:30"}}}
    found = starts("2026-11-10 10:00-11:00 Board | people=4 uid=x", **late_thursday)
    assert [moment for moment in found if moment[:2] in ("11", "12")] == ["11 10:00", "12 10:30"]
