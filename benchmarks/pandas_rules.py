"""The rules of the card once more, as a careful reader of the pandas documentation would write them: the engine's peer.

Nothing here is slow on purpose: columns that are not needed are left out first, the rows are sorted once by two keys,
and all that follows is shift, cummax and groupby without a Python function per group. It knows less than the engine:
one zone, one window of work and of lunch for everybody, Monday to Friday, no public holidays, and no meeting that goes
on past midnight. It gives numbers and minutes, and neither evidence nor the events that show a finding.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from analyzer.time.period import Period

LUNCH = (720, 780)
HALVES = ((510, 720), (780, 1050))
"""Lunch, and working time before and after it: minutes after local midnight."""

BREAK = pd.Timedelta(minutes=5)
FOCUS_BLOCK = 120
FOCUS_DAY_MEETINGS = 60
MEETING_DAY_SHARE = 0.5
MINIMUM_WORKDAYS = 3
WORKING_MINUTES = sum(finish - begin for begin, finish in HALVES)

Answers = dict[str, tuple[int, int]]
"""By the name of the rule: how many findings, and their minutes together."""

Flags = npt.NDArray[np.bool_]


def card_rules(table: pd.DataFrame, zone: str, period: Period) -> Answers:
    """Return what the rules of the card find in an event table, by default settings and agreements.

    Args:
        table: events in any order, calendars as a categorical.
        zone: name of the zone in which the days begin.
        period: whole ISO weeks that hold all events.
    """
    columns = ["calendar", "start", "end", "all_day", "kind", "reason", "call", "busy", "shared_lunch"]
    events = table[columns].sort_values(["calendar", "start"], ignore_index=True)
    people = len(events["calendar"].cat.categories)
    events["calendar"] = events["calendar"].cat.codes.astype("int64")
    is_counted = events["reason"] == ""
    stands = ~events["reason"].isin(["cancelled", "declined"])
    is_leave, is_focus = (events["kind"] == "absence") & stands, (events["kind"] == "focus") & stands
    is_untold = events["busy"] & events["reason"].isin(["busy-only", "people-unknown"])
    is_blocked = is_counted | (is_leave & ~events["all_day"]) | is_untold

    is_workday = _workdays(events[is_leave & events["all_day"]], zone, period, people)
    local = _on_local_days(events, zone, period)
    meetings = local[is_counted & is_workday[local["day"]]]
    morning, afternoon = (_taken(half) for half in _halves(meetings))
    minutes = morning.add(afternoon, fill_value=0)
    return {
        "back-to-back-calls": _chains(events[is_counted & (events["call"] != "")]),
        "lunch-meeting": _at_lunch(meetings),
        "meeting-over-focus-time": _over_focus_time(local[is_counted], local[is_focus]),
        "no-focus-day": _without_focus_day(minutes, is_workday),
        "scattered-day": _scattered(meetings, minutes, local[is_blocked & is_workday[local["day"]]]),
    }


def _chains(calls: pd.DataFrame) -> tuple[int, int]:
    latest = calls.groupby("calendar")["end"].cummax()
    is_same = calls["calendar"] == calls["calendar"].shift()
    begins = ~(is_same & (calls["start"] < latest.shift() + BREAK))
    chains = calls.groupby(begins.cumsum()).agg(
        calls=("start", "size"), first=("start", "first"), last_start=("start", "last"),
        earliest_end=("end", "min"), last=("end", "max"),
    )  # fmt: skip
    chains = chains[(chains["calls"] >= 2) & (chains["last_start"] >= chains["earliest_end"])]
    minutes = (chains["last"] - chains["first"]) // pd.Timedelta(minutes=1)
    return len(chains), int(minutes.sum())


def _on_local_days(events: pd.DataFrame, zone: str, period: Period) -> pd.DataFrame:
    """Return events with a number for their person and local day, and first and last minute after its midnight."""
    start = events["start"].dt.tz_convert(zone).dt.tz_localize(None)
    end = events["end"].dt.tz_convert(zone).dt.tz_localize(None)
    midnight, minute = start.dt.normalize(), pd.Timedelta(minutes=1)
    offset = (midnight - pd.Timestamp(period.first)) // pd.Timedelta(days=1)
    return pd.DataFrame(
        {
            "day": events["calendar"] * len(period.days()) + offset,
            "first": (start - midnight) // minute,
            "last": (end - midnight) // minute,
            "shared_lunch": events["shared_lunch"],
        }
    )


def _workdays(leave: pd.DataFrame, zone: str, period: Period, people: int) -> Flags:
    """Return whether each day of each person is worked: Monday to Friday without whole days of leave."""
    local = _on_local_days(leave, zone, period)
    days = local["day"].repeat((local["last"] - local["first"]) // 1440)
    away = days + days.groupby(level=0).cumcount()
    is_workday = np.tile(np.array([day.weekday() < 5 for day in period.days()]), people)
    is_workday[away] = False
    return is_workday


def _at_lunch(meetings: pd.DataFrame) -> tuple[int, int]:
    meetings = meetings[~meetings["shared_lunch"]]
    taken = meetings["last"].clip(upper=LUNCH[1]) - meetings["first"].clip(lower=LUNCH[0])
    return int((taken > 0).sum()), int(taken[taken > 0].sum())


def _halves(events: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the parts of events before and after lunch, with the latest end of those before them that half."""
    halves = []
    for begin, finish in HALVES:
        inside = events[["day"]].assign(first=events["first"].clip(lower=begin), last=events["last"].clip(upper=finish))
        inside = inside[inside["first"] < inside["last"]]
        latest = inside.groupby("day")["last"].cummax().shift()
        is_same = inside["day"] == inside["day"].shift()
        halves.append(inside.assign(latest=latest.where(is_same, begin).astype("int64")))
    return halves


def _taken(half: pd.DataFrame) -> pd.Series:
    """Return the minutes of each day that are taken, overlaps counted once."""
    fresh = (half["last"] - np.maximum(half["first"], half["latest"])).clip(lower=0)
    return fresh.groupby(half["day"]).sum()


def _over_focus_time(meetings: pd.DataFrame, focus: pd.DataFrame) -> tuple[int, int]:
    latest = focus.groupby("day")["last"].cummax()
    begins = (focus["day"] != focus["day"].shift()) | (focus["first"] > latest.shift())
    booked = focus.groupby(begins.cumsum()).agg(day=("day", "first"), begin=("first", "first"), finish=("last", "max"))
    both = meetings[["day", "first", "last"]].reset_index().merge(booked, on="day")
    inside = np.minimum(both["last"], both["finish"]) - np.maximum(both["first"], both["begin"])
    minutes = inside[inside > 0].groupby(both["index"]).sum()
    return len(minutes), int(minutes.sum())


def _without_focus_day(minutes: pd.Series, is_workday: Flags) -> tuple[int, int]:
    """Find the weeks without a day of little meeting; the periods are whole weeks, so seven days make one."""
    number = pd.Series(np.flatnonzero(is_workday))
    met = minutes.reindex(number, fill_value=0)
    weeks = met.groupby(number.to_numpy() // 7).agg(["size", "min"])
    found = weeks[(weeks["size"] >= MINIMUM_WORKDAYS) & (weeks["min"] > FOCUS_DAY_MEETINGS)]
    return len(found), int((found["min"] - FOCUS_DAY_MEETINGS).sum())


def _scattered(meetings: pd.DataFrame, minutes: pd.Series, blocked: pd.DataFrame) -> tuple[int, int]:
    """Find the days of two meetings and more that leave no focus block."""
    touches = ((meetings["first"] < LUNCH[0]) & (meetings["last"] > HALVES[0][0])) | (
        (meetings["first"] < HALVES[1][1]) & (meetings["last"] > LUNCH[1])
    )
    count = meetings["day"][touches & (meetings["first"] < meetings["last"])].value_counts()
    days = minutes.index[(count.reindex(minutes.index) >= 2) & (minutes < MEETING_DAY_SHARE * WORKING_MINUTES)]
    longest = pd.Series(0, index=days)
    taken = pd.Series(0, index=days)
    for (begin, finish), half in zip(HALVES, _halves(blocked), strict=True):
        before = (half["first"] - half["latest"]).groupby(half["day"]).max()
        after = finish - half.groupby("day")["last"].max()
        whole = finish - begin  # a half without anything in it
        longest = np.maximum(longest, np.maximum(before, after).reindex(days, fill_value=whole))
        taken += _taken(half).reindex(days, fill_value=0)
    found = longest < FOCUS_BLOCK
    return int(found.sum()), int((WORKING_MINUTES - taken[found]).sum())
