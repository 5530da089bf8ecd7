"""In which order changes are preferred: what disturbs less comes first, whatever the numbers are."""

from __future__ import annotations

import pandas as pd

import rules
from analyzer.changing.options import COSTS, Conditions, Option, options_of
from analyzer.changing.trials import Bench
from analyzer.rulebook.loading import load_rules
from tests.event_rows import events, judge_table, seconds

ALL = list(load_rules(rules).values())


def options(*lines: str, since: str = "2026-11-09 00:00", slots: int = 9) -> list[Option]:
    judgement = judge_table(ALL, events(*lines), period=("2026-11-09", "2026-11-22"))
    return [one for one in options_of(Bench.of(judgement), Conditions(seconds(since), slots=slots)) if one.uid == "x"]


def cost(lines: str | tuple[str, ...], kind: str, start: str = "", since: str = "2026-11-09 00:00") -> int:
    """Return the cost of the cheapest option of a kind, of those that start at a time such as "10 13:00"."""
    found = options(*([lines] if isinstance(lines, str) else lines), since=since)
    return min(
        one.cost
        for one in found
        if one.kind == kind
        and str(pd.Timestamp(int(one.start[0]), unit="s", tz="Europe/Amsterdam"))[8:16].startswith(start)
    )


DEMO = "2026-11-10 12:00-13:00 Demo | people=6 uid=x"
MINE = f"{DEMO} mine"


def test_what_asks_less_of_people_costs_less() -> None:
    steps = ("end-earlier", "start-later", "move", "without-me")
    assert sorted(steps, key=lambda kind: cost(DEMO, kind)) == list(steps)


def test_one_s_own_meetings_come_before_those_of_others() -> None:
    for kind in ("end-earlier", "start-later", "move"):
        assert cost(MINE, kind) < cost(DEMO, kind)


def test_near_comes_before_far_the_same_half_before_the_other_and_the_same_day_before_another() -> None:
    morning = "2026-11-10 10:00-10:45 Demo | people=6 uid=x"
    places = ("10 10:15", "10 11:15", "10 13:15", "11 10:00")
    assert sorted(places, key=lambda place: cost(morning, "move", place)) == list(places)


def test_the_edge_of_working_hours_costs_more_than_the_way_there() -> None:
    early = "2026-11-10 09:30-10:30 Demo | people=6 uid=x"
    assert cost(early, "move", "10 08:45") > cost(early, "move", "10 10:45")


def test_every_person_makes_a_move_dearer_and_of_a_crowd_nobody_is_counted_twice() -> None:
    costs = [cost(DEMO.replace("people=6", f"people={people}"), "move") for people in (2, 12, 40, 60, 200)]
    assert costs[0] < costs[1] < costs[2] < costs[3] == costs[4]


def test_asking_for_a_change_of_today_costs_more_and_one_s_own_is_free_to_change() -> None:
    for line, is_dearer in ((DEMO, True), (MINE, False)):
        today, tomorrow = (cost(line, "move", since=f"2026-11-{day} 08:00") for day in ("10", "09"))
        assert (today > tomorrow) == is_dearer


def test_what_is_no_move_costs_what_its_kind_costs() -> None:
    crowd = DEMO.replace("people=6", "people=200")
    for kind in ("end-earlier", "start-later", "without-me"):
        assert cost(crowd, kind) == COSTS[kind][1]
    weekly = "2026-11-10,2026-11-17 12:00-13:00 Demo | people=6 series=x mine"
    for kind in ("end-earlier", "start-later", "less-often"):
        assert cost(weekly, kind) == COSTS[kind][0]
    judgement = judge_table(
        ALL, events(MINE, "2026-11-11 09:00-10:00 B | people=2 mine"), period=("2026-11-09", "2026-11-22")
    )
    since = Conditions(seconds("2026-11-09 00:00"))
    assert [one.cost for one in options_of(Bench.of(judgement), since) if one.kind == "setting"] == [
        COSTS["setting"][0]
    ]


def test_ten_minutes_earlier_cost_more_than_five() -> None:
    five, ten = (one.cost for one in options(DEMO) if one.kind == "end-earlier")
    assert five < ten


def test_at_midnight_the_day_that_begins_is_today() -> None:
    late, midnight = (cost(DEMO, "end-earlier", since=f"2026-11-{moment}") for moment in ("09 23:59", "10 00:00"))
    assert late < midnight
    assert cost(DEMO, "end-earlier", since="2026-11-10 12:00") == midnight


def test_of_a_series_only_what_is_of_today_makes_it_dearer() -> None:
    series = "2026-11-10,2026-11-17 12:00-13:00 Demo | people=6 series=x"
    today, tomorrow = (cost(series, "end-earlier", since=f"2026-11-{day} 08:00") for day in ("10", "11"))
    assert today > tomorrow
