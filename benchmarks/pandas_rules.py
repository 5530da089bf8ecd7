"""The rules of the card once more, as a careful reader of the pandas documentation would write them: the engine's peer.

Nothing here is slow on purpose: columns that are not needed are left out first, the rows are sorted once by two keys,
and all that follows is shift, cummax and groupby without a Python function per group. It knows less than the engine:
one zone, one window of work and of lunch for everybody, Monday to Friday, no public holidays, and no meeting that goes
on past midnight. It gives what the engine gives of each finding, whose it is, from when to when, its minutes and the
events that show it, since who is told a number alone cannot change a calendar; of the evidence it gives nothing. Until
it gave these it did less than the engine, which is measured with them.
"""

from __future__ import annotations

from typing import NamedTuple

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


class Found(NamedTuple):
    """What one rule found.

    Attributes:
        findings: ``calendar`` (its number), ``start``, ``end`` (instants) and ``minutes``, one row per finding.
        shown: for every event that shows one, ``finding`` (its position) and ``event``, the row of the sorted table.
    """

    findings: pd.DataFrame
    shown: pd.DataFrame


Answers = dict[str, Found]
"""By the name of the rule."""

Flags = npt.NDArray[np.bool_]


def sorted_events(table: pd.DataFrame) -> pd.DataFrame:
    """Return the columns that are needed, in order, the calendars as numbers."""
    columns = ["calendar", "start", "end", "all_day", "kind", "reason", "call", "busy", "shared_lunch"]
    events = table[columns].sort_values(["calendar", "start"], ignore_index=True)
    events["calendar"] = events["calendar"].cat.codes.astype("int64")
    return events


def card_rules(table: pd.DataFrame, zone: str, period: Period) -> Answers:
    """Return what the rules of the card find in an event table, by default settings and agreements.

    Args:
        table: events in any order, calendars as a categorical.
        zone: name of the zone in which the days begin.
        period: whole ISO weeks that hold all events.
    """
    events, people = sorted_events(table), len(table["calendar"].cat.categories)
    is_counted = events["reason"] == ""
    stands = ~events["reason"].isin(["cancelled", "declined"])
    is_leave, is_focus = (events["kind"] == "absence") & stands, (events["kind"] == "focus") & stands
    is_untold = events["busy"] & events["reason"].isin(["busy-only", "people-unknown"])
    is_blocked = is_counted | (is_leave & ~events["all_day"]) | is_untold

    is_workday = _workdays(events[is_leave & events["all_day"]], zone, period, people)
    local = _on_local_days(events, zone, period)
    meetings = local[is_counted & is_workday[local["day"]]]
    touching = meetings["day"][_touches(meetings)]
    morning, afternoon = (_taken(half) for half in _halves(meetings))
    minutes = morning.add(afternoon, fill_value=0)
    return {
        "back-to-back-calls": _chains(events[is_counted & (events["call"] != "")]),
        "lunch-meeting": _of_meetings(_at_lunch(meetings), events),
        "meeting-over-focus-time": _of_meetings(_over_focus_time(local[is_counted], local[is_focus]), events),
        "no-focus-day": _without_focus_day(touching, minutes, is_workday, zone, period),
        "scattered-day": _scattered(touching, minutes, local[is_blocked & is_workday[local["day"]]], zone, period),
    }


def _of_meetings(minutes: pd.Series, events: pd.DataFrame) -> Found:
    """Return findings that are one meeting each, from their minutes by row."""
    findings = events.loc[minutes.index, ["calendar", "start", "end"]].assign(minutes=minutes).reset_index(drop=True)
    return Found(findings, pd.DataFrame({"finding": np.arange(len(minutes)), "event": minutes.index}))


def _hours(first: pd.Index, last: pd.Index, zone: str, period: Period) -> pd.DataFrame:
    """Return whose days are, and when the working hours of the first begin and those of the last end."""
    size, midnight = len(period.days()), pd.Timestamp(period.first)
    start, end = (
        (midnight + pd.to_timedelta(day % size, unit="D") + pd.Timedelta(minutes=minute)).tz_localize(zone)
        for day, minute in ((first, HALVES[0][0]), (last, HALVES[1][1]))
    )
    return pd.DataFrame({"calendar": first // size, "start": start.tz_convert("UTC"), "end": end.tz_convert("UTC")})


def _shown(members: pd.Series, found: pd.Index) -> pd.DataFrame:
    """Return the events that show findings, from the number of the day or chain of each event and those found."""
    finding = np.full(members.max() + 1, -1) if len(members) else np.zeros(0, dtype=np.int64)
    finding[found] = np.arange(len(found))
    finding = pd.Series(finding[members], index=members.index)
    shown = finding[finding >= 0]
    return pd.DataFrame({"finding": shown, "event": shown.index})


def _touches(meetings: pd.DataFrame) -> pd.Series:
    """Return which meetings touch working time."""
    is_inside = ((meetings["first"] < LUNCH[0]) & (meetings["last"] > HALVES[0][0])) | (
        (meetings["first"] < HALVES[1][1]) & (meetings["last"] > LUNCH[1])
    )
    return is_inside & (meetings["first"] < meetings["last"])


def _chains(calls: pd.DataFrame) -> Found:
    latest = calls.groupby("calendar")["end"].cummax()
    is_same = calls["calendar"] == calls["calendar"].shift()
    begins = ~(is_same & (calls["start"] < latest.shift() + BREAK))
    number = begins.cumsum()
    chains = calls.groupby(number).agg(
        calls=("start", "size"), calendar=("calendar", "first"), start=("start", "first"),
        last_start=("start", "last"), earliest_end=("end", "min"), end=("end", "max"),
    )  # fmt: skip
    chains = chains[(chains["calls"] >= 2) & (chains["last_start"] >= chains["earliest_end"])]
    minutes = (chains["end"] - chains["start"]) // pd.Timedelta(minutes=1)
    findings = chains[["calendar", "start", "end"]].assign(minutes=minutes).reset_index(drop=True)
    return Found(findings, _shown(number, chains.index))


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


def _at_lunch(meetings: pd.DataFrame) -> pd.Series:
    meetings = meetings[~meetings["shared_lunch"]]
    taken = meetings["last"].clip(upper=LUNCH[1]) - meetings["first"].clip(lower=LUNCH[0])
    return taken[taken > 0]


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


def _over_focus_time(meetings: pd.DataFrame, focus: pd.DataFrame) -> pd.Series:
    latest = focus.groupby("day")["last"].cummax()
    begins = (focus["day"] != focus["day"].shift()) | (focus["first"] > latest.shift())
    booked = focus.groupby(begins.cumsum()).agg(day=("day", "first"), begin=("first", "first"), finish=("last", "max"))
    both = meetings[["day", "first", "last"]].reset_index().merge(booked, on="day")
    inside = np.minimum(both["last"], both["finish"]) - np.maximum(both["first"], both["begin"])
    return inside[inside > 0].groupby(both["index"]).sum()


def _without_focus_day(touching: pd.Series, minutes: pd.Series, is_workday: Flags, zone: str, period: Period) -> Found:
    """Find the weeks without a day of little meeting; the periods are whole weeks, so seven days make one."""
    days = pd.DataFrame({"day": np.flatnonzero(is_workday)})
    days["met"] = minutes.reindex(days["day"], fill_value=0).to_numpy()
    by_week = days.groupby(days["day"] // 7)
    weeks = by_week.agg(size=("day", "size"), first=("day", "first"), last=("day", "last"), least=("met", "min"))
    found = weeks[(weeks["size"] >= MINIMUM_WORKDAYS) & (weeks["least"] > FOCUS_DAY_MEETINGS)]
    quiet = pd.Index(days["day"].loc[by_week["met"].idxmin()[found.index]])
    return Found(
        _hours(pd.Index(found["first"]), pd.Index(found["last"]), zone, period).assign(
            minutes=(found["least"] - FOCUS_DAY_MEETINGS).to_numpy()
        ),
        _shown(touching, quiet),
    )


def _scattered(touching: pd.Series, minutes: pd.Series, blocked: pd.DataFrame, zone: str, period: Period) -> Found:
    """Find the days of two meetings and more that leave no focus block."""
    count = touching.value_counts()
    days = minutes.index[(count.reindex(minutes.index) >= 2) & (minutes < MEETING_DAY_SHARE * WORKING_MINUTES)]
    longest = pd.Series(0, index=days)
    taken = pd.Series(0, index=days)
    for (begin, finish), half in zip(HALVES, _halves(blocked), strict=True):
        before = (half["first"] - half["latest"]).groupby(half["day"]).max()
        after = finish - half.groupby("day")["last"].max()
        whole = finish - begin  # a half without anything in it
        longest = np.maximum(longest, np.maximum(before, after).reindex(days, fill_value=whole))
        taken += _taken(half).reindex(days, fill_value=0)
    found = days[longest < FOCUS_BLOCK]
    left = (WORKING_MINUTES - taken[found]).to_numpy()
    return Found(_hours(found, found, zone, period).assign(minutes=left), _shown(touching, found))
