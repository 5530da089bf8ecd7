"""A made organisation: its copies, read and merged, are the meetings that it says it has."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pandas as pd
import pytest
from team_rows import KEY, rows_of_files

from analyzer.team.merging import Merged, merge_copies
from analyzer.team.sharing import keyed_hash
from benchmarks.made_meetings import Organisation
from benchmarks.made_people import MANNERS
from benchmarks.organisation import STUDIES, files_of, marginals, settings_of, truth_of

FIRST = date(2026, 10, 5)


@pytest.fixture(scope="module")
def organisation() -> Organisation:
    """Return one of three teams over five weeks, with the end of summer time in them."""
    return Organisation(26, 5, 8, FIRST)


@pytest.fixture(scope="module")
def merged(organisation: Organisation) -> Merged:
    start = datetime.combine(FIRST, datetime.min.time()) - timedelta(days=10)
    people = [(f"{one.id}.ics", one.address, one.zone) for one in organisation.people]
    return merge_copies(rows_of_files(files_of(organisation), people, start, start + timedelta(days=80)))


def test_copies_in_five_manners_merge_into_the_meetings_that_are_true(
    organisation: Organisation, merged: Merged
) -> None:
    names = [one.id for one in organisation.people]
    assert {one.manner for one in organisation.people} == set(MANNERS)
    who: dict[str, dict[int, list[str]]] = {"attending": {}, "absent": {}}
    for kind, pairs in (("attending", merged.attending), ("absent", merged.absent)):
        for meeting, member in pairs.tolist():
            who[kind].setdefault(meeting, []).append(names[member])
    found = {}
    for place, row in enumerate(merged.meetings.to_dict("records")):
        facts = (row["start"], row["end"], row["times_differ"], row["cancelled_for_some"], row["private"])
        attending, absent = (tuple(sorted(who[kind].get(place, []))) for kind in ("attending", "absent"))
        found[row["uid"], row["recurrence_start"]] = (*facts, attending, absent)
    true = {
        (keyed_hash(one["uid"], "uid", KEY), pd.Timestamp(one["recurrence_start"])): (
            pd.Timestamp(one["start"]),
            pd.Timestamp(one["end"]),
            one["times_differ"],
            one["cancelled_for_some"],
            one["private"],
            tuple(one["attending"]),
            tuple(one["absent"]),
        )
        for one in truth_of(organisation)["meetings"]
    }
    assert found == true
    assert sum(facts[2] for facts in true.values()) >= 3
    assert sum(facts[3] for facts in true.values()) >= 1
