"""The copies of meetings merged slowly: dictionaries, one copy after another."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd


@dataclass(frozen=True)
class SlowMeeting:
    """One meeting that somebody attends.

    Attributes:
        rows: the places of its copies among those given.
        facts: what the table of meetings says of it, by column.
    """

    rows: frozenset[int]
    attending: frozenset[int]
    absent: frozenset[int]
    facts: dict[str, Any]


def merge_slowly(rows: pd.DataFrame) -> list[SlowMeeting]:
    """Return the meetings, in their order."""
    copies = [{**row, "place": place} for place, row in enumerate(rows.to_dict("records"))]
    by_uid: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for copy in copies:
        by_uid[copy["uid"]].append(copy)
    found = []
    for same_uid in by_uid.values():
        occurrences: dict[object, list[dict[str, Any]]] = defaultdict(list)
        sign = sign_of(same_uid)
        for copy in same_uid:
            occurrences[sign(copy)].append(copy)
        for same in occurrences.values():
            if any(copy["reason"] == "" for copy in same):
                found.append(meeting_of(same))
    order = ("start", "end", "uid", "recurrence_start")
    return sorted(found, key=lambda meeting: tuple(meeting.facts[name] for name in order))


def sign_of(copies: Sequence[dict[str, Any]]) -> Callable[[dict[str, Any]], object]:
    """Return by what the copies of one uid meet."""
    held: dict[int, set[datetime]] = defaultdict(set)
    for copy in copies:
        held[copy["member"]].add(copy["recurrence_start"])
    if not any(copy["recurring"] for copy in copies):
        if all(len(times) == 1 for times in held.values()):
            return lambda copy: "the only one"
    elif all(len({time.date() for time in times}) == len(times) for times in held.values()):
        return day_of
    return lambda copy: copy["recurrence_start"]


def day_of(copy: dict[str, Any]) -> date:
    """Return the day, in UTC, on which a copy would have been."""
    return copy["recurrence_start"].date()  # type: ignore[no-any-return]


def meeting_of(same: Sequence[dict[str, Any]]) -> SlowMeeting:
    """Return what the copies of one meeting tell together."""
    there = [copy for copy in same if copy["reason"] in ("", "people-unknown", "busy-only", "alone")]
    attending = frozenset(copy["member"] for copy in there)
    others = [copy for copy in same if copy["member"] not in attending]
    absent = frozenset(copy["member"] for copy in others)
    voting = [copy for copy in there if not copy["all_day"]] or there
    shown: dict[tuple[datetime, datetime], list[dict[str, Any]]] = defaultdict(list)
    for copy in voting:
        shown[copy["start"], copy["end"]].append(copy)
    start, end = max(shown, key=lambda time: (len(members(shown[time])), is_moved(shown[time]), *time))
    chosen = max(shown[start, end], key=lambda copy: copy["recurrence_start"])
    standing = [copy for copy in same if copy["reason"] not in ("cancelled", "declined")]
    times = {"whole day" if copy["all_day"] else (copy["start"], copy["end"]) for copy in standing}
    known = [
        copy for copy in there if copy["reason"] == "" and not pd.isna(copy["people_count"]) and copy["people_count"]
    ]
    people = max([len(attending), *(copy["people_count"] for copy in known)])
    days = [copy["series_start"] for copy in same if not pd.isna(copy["series_start"])]
    is_private = any(copy["private"] for copy in same)
    call = said("call", there) or said("call", same)
    facts = {
        "uid": chosen["uid"],
        "recurrence_start": chosen["recurrence_start"],
        "start": start,
        "end": end,
        "series_start": min(days) if days else None,
        "call": call,
        "hybrid": call != "" and any(copy["hybrid"] for copy in same),
        "people_count": people,
        "people_at_least": not any(copy["people_count"] == people and not copy["people_at_least"] for copy in known),
        "readable": min((copy["readable"] for copy in same), key=["all", "title", "none"].index),
        "private": is_private,
        "title": "" if is_private else said("title", there) or said("title", same),
        "members": len(attending),
        "absent": len(absent),
        "times_differ": len(times) > 1,
        "cancelled_for_some": any(copy["reason"] == "cancelled" for copy in others),
    }
    facts["copies_disagree"] = facts["times_differ"] or facts["cancelled_for_some"]
    for name in ("recurring", "endless", "facilitator", "decision_keeper", "automatic_keeper", "decides", "agenda"):
        facts[name] = any(copy[name] for copy in same)
    facts |= {name: any(copy[name] for copy in same) for name in ("social", "shared_lunch")}
    return SlowMeeting(frozenset(copy["place"] for copy in same), attending, absent, facts)


def members(copies: Iterable[dict[str, Any]]) -> set[int]:
    """Return who holds the copies."""
    return {copy["member"] for copy in copies}


def is_moved(copies: Iterable[dict[str, Any]]) -> bool:
    """Return whether one of the copies is not where it would have been."""
    return any(copy["start"] != copy["recurrence_start"] for copy in copies)


def said(name: str, copies: Iterable[dict[str, Any]]) -> str:
    """Return the word that most members say; of as many the first in the alphabet; "" when nobody says one."""
    sayings = Counter(word for _, word in {(copy["member"], copy[name]) for copy in copies if copy[name]})
    return min(sayings, key=lambda word: (-sayings[word], word), default="")


def doubles_among(meetings: Sequence[SlowMeeting]) -> list[bool]:
    """Return of each meeting whether it is likely another one over again."""
    found = []
    for one in meetings:
        alike = [each for each in meetings if all(each.facts[n] == one.facts[n] for n in ("start", "end", "title"))]
        main = max(alike, key=lambda each: len(each.attending))  # of as many the first
        is_near = len(one.attending) == 1 or bool(one.attending & main.attending)
        is_whole = one.facts["title"] != "" and "…" not in one.facts["title"]
        found.append(is_whole and main is not one and is_near)
    return found
