"""A made organisation: its copies, read and merged, are the meetings that it says it has."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pandas as pd
import pytest
from counterparts import graph_schema
from counterparts.google_schema import validate_answer as validate_google
from team_rows import KEY, calendar_of_bodies, rows_of_calendars, rows_of_files

from analyzer.team.merging import Merged, merge_copies
from analyzer.team.sharing import keyed_hash
from benchmarks.made_bodies import google_items, graph_items
from benchmarks.made_meetings import STOPPED, Organisation
from benchmarks.made_people import MANNERS
from benchmarks.organisation import SAMPLE, STUDIES, describe, files_of, marginals, sample, settings_of, truth_of

FIRST = date(2026, 10, 5)
WINDOW = (datetime(2026, 9, 20), datetime(2026, 12, 20))


@pytest.fixture(scope="module")
def organisation() -> Organisation:
    """Return one of three teams over five weeks, with the end of summer time in them."""
    return Organisation(26, 5, 8, FIRST)


@pytest.fixture(scope="module")
def rows(organisation: Organisation) -> pd.DataFrame:
    """Return what all of them hand over of their files."""
    people = [(f"{one.id}.ics", one.address, one.zone) for one in organisation.people]
    return rows_of_files(files_of(organisation), people, *WINDOW)


def validate_graph(kind: str, item: dict[str, Any]) -> None:
    if graph_schema.is_installed():
        graph_schema.validate_answer(kind, item)


def facts_of(merged: Merged, names: list[str]) -> dict[object, object]:
    """Return what merging found of each meeting, by uid and original start."""
    who: dict[str, dict[int, list[str]]] = {"attending": {}, "absent": {}}
    for kind, pairs in (("attending", merged.attending), ("absent", merged.absent)):
        for meeting, member in pairs.tolist():
            who[kind].setdefault(meeting, []).append(names[member])
    found: dict[object, object] = {}
    for place, row in enumerate(merged.meetings.to_dict("records")):
        facts = (row["start"], row["end"], row["times_differ"], row["cancelled_for_some"], row["private"])
        attending, absent = (tuple(sorted(who[kind].get(place, []))) for kind in ("attending", "absent"))
        found[row["uid"], row["recurrence_start"]] = (*facts, attending, absent)
    return found


def facts_that_are_true(organisation: Organisation) -> dict[object, object]:
    """Return the same of what the organisation says of itself."""
    return {
        (keyed_hash(one["uid"], "uid", KEY), pd.Timestamp(one["recurrence_start"])): (
            *(pd.Timestamp(one[edge]) for edge in ("start", "end")),
            *(one[name] for name in ("times_differ", "cancelled_for_some", "private")),
            *(tuple(one[name]) for name in ("attending", "absent")),
        )
        for one in truth_of(organisation)["meetings"]
    }


def test_copies_in_five_manners_merge_into_the_meetings_that_are_true(
    organisation: Organisation, rows: pd.DataFrame
) -> None:
    assert {one.manner for one in organisation.people} == set(MANNERS)
    true = facts_that_are_true(organisation)
    assert facts_of(merge_copies(rows), [one.id for one in organisation.people]) == true
    truth = truth_of(organisation)["meetings"]
    assert sum(one["times_differ"] for one in truth) >= 3
    assert sum(one["cancelled_for_some"] for one in truth) >= 1


def test_copies_that_services_give_merge_with_those_of_files(organisation: Organisation, rows: pd.DataFrame) -> None:
    parts = []
    for member, one in enumerate(organisation.people):
        mine = [entry for entry in organisation.entries if one in entry.invited]
        if one.manner == "google":
            service, items = "google", google_items(one, mine)
            kind, is_true = "Event", validate_google
        elif one.manner == "exchange":
            service, items = "graph", graph_items(one, mine)
            kind, is_true = "event", validate_graph
        else:
            parts.append(rows[rows["member"] == member])
            continue
        for item in items[::40]:
            is_true(kind, item)
        calendar = calendar_of_bodies(service, items, one.address)
        found = rows_of_calendars([calendar], one.address, ZoneInfo(one.zone), *WINDOW)
        parts.append(found.assign(member=member))
    merged = merge_copies(pd.concat(parts, ignore_index=True))
    assert facts_of(merged, [one.id for one in organisation.people]) == facts_that_are_true(organisation)


def test_a_seed_gives_the_same_files_whatever_hashes_are_salted_with_and_another_seed_others(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.organisation", "--people=13", "--weeks=2", "--seed=3", "-o"]
    for salt in ("1", "2"):
        place = tmp_path / salt
        environment = {"PYTHONHASHSEED": salt, "PYTHONPATH": str(SAMPLE.parents[1])}
        subprocess.run([*command, str(place)], check=True, env=environment, capture_output=True)
    first, second = ({path.name: path.read_bytes() for path in (tmp_path / salt).iterdir()} for salt in ("1", "2"))
    assert first == second
    assert {"meetlint.toml", "truth.json", "anna.ics"} < set(first)
    assert files_of(Organisation(13, 2, 4, FIRST))["anna.ics"].encode() != first["anna.ics"]


def test_the_sample_team_is_what_is_made_and_stays_small() -> None:
    made = files_of(sample())
    assert {path.name for path in SAMPLE.iterdir()} == set(made)
    for name, text in made.items():
        assert (SAMPLE / name).read_bytes() == text.encode(), name
    assert max(map(len, made.values())) < 60_000
    assert sum(map(len, made.values())) < 400_000


def test_the_sample_team_has_what_an_audit_is_to_be_tried_on() -> None:
    team, truth = sample(), truth_of(sample())
    assert [len(each.members) for each in team.teams] == [12]
    assert {one.manner for one in team.people} == set(MANNERS)
    assert len({one.zone for one in team.people}) >= 3
    assert any(len(one.days) < 5 for one in team.people)
    titles = {one["title"] for one in truth["meetings"]}
    assert titles & set(STOPPED)
    assert any(one["times_differ"] for one in truth["meetings"])
    assert any(one["cancelled_for_some"] for one in truth["meetings"])
    assert max(len(one["attending"]) for one in truth["meetings"]) >= 8
    assert any(len(one["attending"]) == 2 for one in truth["meetings"])
    last = max(datetime.fromisoformat(one["end"]) for one in truth["meetings"])
    assert date(2026, 12, 14) <= last.date() <= date(2026, 12, 20)


def test_every_file_is_one_that_a_strict_reader_takes() -> None:
    for name, text in files_of(sample()).items():
        if name.endswith(".ics"):
            calendar = icalendar.Calendar.from_ical(text)
            assert not [error for part in calendar.walk("VEVENT") for error in part.errors]
            assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_settings_name_the_people_and_the_teams(organisation: Organisation) -> None:
    settings = tomllib.loads(settings_of(organisation))
    assert list(settings["people"]) == [one.id for one in organisation.people]
    assert all(f"{each['address'].partition('@')[0]}.ics" == each["source"] for each in settings["people"].values())
    assert all(ZoneInfo(each["timezone"]) for each in settings["people"].values())
    members = [one for team in settings["teams"].values() for one in team["members"]]
    assert members == list(settings["people"])
    assert all(team["manager"] == team["members"][0] for team in settings["teams"].values())


def test_no_two_people_have_one_address_however_many_there_are() -> None:
    people = Organisation(180, 1, 1, FIRST, singles=0).people
    assert len({one.address for one in people}) == len({one.name for one in people}) == 180


def test_figures_are_like_those_published() -> None:
    figures = marginals(Organisation(50, 26, 1, FIRST))
    near = {
        "hours a person and week": (13.9, 16.9),
        "people in a meeting": (3.9, 4.9),
        "meetings of 15 minutes or less": (0.08, 0.16),
        "meetings of half an hour": (0.29, 0.39),
        "meetings of an hour": (0.28, 0.38),
        "minutes of a meeting": (43, 53),
        "meetings on Monday": (0.13, 0.19),
        "meetings on Thursday": (0.19, 0.26),
        "single meetings with an agenda": (0.35, 0.45),
        # Those published are of people who are busier than most: half of them.
        "one-to-ones of a series moved": (0.15, 0.43),
        "one-to-ones of a series cancelled": (0.10, 0.30),
    }
    assert {name: figures[name] for name, (low, high) in near.items() if not low <= figures[name] <= high} == {}
    assert set(figures) - {"meetings a person and week"} == set(STUDIES)
    assert all(address.startswith("https://") for _, address in STUDIES.values() if address)
    assert len(list(describe(figures))) == len(figures)


def test_people_meet_as_people_do(organisation: Organisation) -> None:
    meetings = [entry for entry in organisation.entries if entry.kind == "meeting"]
    on_friday = [day.hour for entry in meetings for day in entry.days if day.weekday() == 4 and not entry.rule]
    assert sum(hour < 13 for hour in on_friday) > sum(hour >= 13 for hour in on_friday)
    managers = [team.manager for team in organisation.teams]
    hours = {
        one.id: sum(len(entry.days) * entry.minutes for entry in meetings if one in entry.invited)
        for one in organisation.people
    }
    rest = sorted(minutes for identity, minutes in hours.items() if identity not in {one.id for one in managers})
    assert min(hours[one.id] for one in managers) > rest[len(rest) // 2]
    starts = [entry for entry in meetings if entry.title.startswith("Weekstart")]
    assert all(day.weekday() == 0 and day.hour == 9 for entry in starts for day in entry.days)
    assert len(starts) == len(organisation.teams)
