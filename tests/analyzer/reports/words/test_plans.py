"""What is proven of a plan in words: never more than was proven, in both languages and right in number."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from report_runs import run_of

from analyzer.changing.change import Change, Occurrence
from analyzer.changing.plan import Plan
from analyzer.changing.planning import Proof
from analyzer.judging.listing import Listing
from analyzer.reports.plans.planned import Planned
from analyzer.reports.words import plans
from analyzer.reports.words.wording import Wording
from analyzer.text import translator

ZONE = ZoneInfo("Europe/Amsterdam")
RUN = run_of("tue 12:15-12:45 Demo | call people=4", "wed 12:15-12:45 Demo | call people=4", "thu 12:00-12:45 Old")
CHANGE = Change("move", "organizer", "x", "Demo")


def planned(before: int, after: int, bound: int, changes: int = 2, most: int = 5, over: int = 0) -> Planned:
    """Return a plan with these figures, ``over`` of its findings about what is over."""
    left = RUN.judgement.found.at(np.zeros(after, dtype=np.int64))
    is_over = np.arange(after) >= after - over
    remaining = replace(left, end=np.where(is_over, 0, left.end))
    proof = Proof("optimal" if bound == after else "feasible", before, after, bound)
    return Planned(RUN, Plan([CHANGE] * changes, proof, remaining, RUN.judgement), most, 30)


@pytest.mark.parametrize(
    ("figures", "english", "dutch"),
    [
        (
            (25, 8, 8, 5),
            "5 changes take 25 findings to 8; it is proven that no 5 changes take away more",
            "5 wijzigingen brengen 25 bevindingen terug tot 8; bewezen is dat 5 wijzigingen er niet meer "
            "kunnen wegnemen",
        ),
        (
            (3, 1, 1, 1, 1),
            "1 change takes 3 findings to 1; it is proven that no single change takes away more",
            "1 wijziging brengt 3 bevindingen terug tot 1; bewezen is dat één wijziging er niet meer kan wegnemen",
        ),
        (
            (25, 8, 7, 5),
            "5 changes take 25 findings to 8; at most 1 more could go: --seconds 120 looks further",
            "5 wijzigingen brengen 25 bevindingen terug tot 8; er kan er hoogstens nog 1 weg: "
            "--seconds 120 zoekt verder",
        ),
        (
            (25, 8, 6, 5),
            "5 changes take 25 findings to 8; at most 2 more could go: --seconds 120 looks further",
            "5 wijzigingen brengen 25 bevindingen terug tot 8; er kunnen er hoogstens nog 2 weg: "
            "--seconds 120 zoekt verder",
        ),
        ((4, 0, 0, 2), "With 2 changes all 4 findings go", "Met 2 wijzigingen verdwijnen alle 4 bevindingen"),
        ((1, 0, 0, 1), "With 1 change the one finding goes", "Met 1 wijziging verdwijnt de ene bevinding"),
        (
            (1, 1, 1, 0),
            "No change was found that takes the one finding away; it is proven that no 5 changes take away more",
            "Er is geen wijziging gevonden die de ene bevinding wegneemt; bewezen is dat 5 wijzigingen er niet meer "
            "kunnen wegnemen",
        ),
        (
            (0, 0, 0, 0),
            "Nothing to mend: no finding in these days can still change",
            "Niets te verbeteren: aan deze dagen hoeft niets te veranderen",
        ),
    ],
)
def test_the_proof_is_said_as_it_is(figures: tuple[int, ...], english: str, dutch: str) -> None:
    for language, said in (("en", english), ("nl", dutch)):
        assert plans.proven(planned(*figures), Wording(translator(language), ZONE)) == said


def test_what_is_over_is_taken_from_all_figures() -> None:
    one = planned(10, 5, 4, over=3)
    assert (one.found, len(one.left), one.over, one.bound) == (7, 2, 3, 1)
    wording = Wording(translator("en"), ZONE)
    assert plans.proven(one, wording).startswith("2 changes take 7 findings to 2; at most 1 more could go")
    assert plans.over(one, wording) == "3 findings more are about days that are over."
    assert planned(10, 5, 0, over=3).bound == 0


def test_only_what_is_proven_with_changes_to_spare_stands_in_the_way() -> None:
    assert planned(4, 2, 2, changes=2, most=5).is_whole
    assert not planned(4, 2, 2, changes=5, most=5).is_whole
    assert not planned(4, 2, 1, changes=2, most=5).is_whole


def at(clock: str) -> pd.Timestamp:
    return pd.Timestamp(f"2026-12-{clock}", tz="Europe/Amsterdam").tz_convert("UTC")


OLD = (at("01 11:30"), at("01 12:30"))


@pytest.mark.parametrize(
    ("new", "shown", "aloud"),
    [
        (
            (at("01 14:45"), at("01 15:45")),
            "Tue 1 Dec 11:30–12:30 → 14:45–15:45",
            "Tuesday 1 December, 11:30 to 12:30, becomes 14:45 to 15:45.",
        ),
        (
            (at("02 09:00"), at("02 10:00")),
            "Tue 1 Dec 11:30–12:30 → Wed 2 Dec 09:00–10:00",
            "Tuesday 1 December, 11:30 to 12:30, becomes Wednesday 2 December, 09:00 to 10:00.",
        ),
        ((None, None), "Tue 1 Dec 11:30–12:30 → gone", "Tuesday 1 December, 11:30 to 12:30, goes."),
    ],
)
def test_an_occurrence_has_its_old_and_its_new_time(new: tuple[object, object], shown: str, aloud: str) -> None:
    one = Occurrence(*OLD, *new)  # type: ignore[arg-type]
    for is_aloud, said in ((False, shown), (True, aloud)):
        wording = Wording(translator("en"), ZONE, is_aloud=is_aloud)
        assert plans.occurrence(one, CHANGE, RUN, wording) == said


def test_booked_time_has_one_time_and_a_title() -> None:
    one, wording = Occurrence(*OLD, *OLD), Wording(translator("en"), ZONE)
    booked = Change("book", "owner", occurrences=(one,))
    assert plans.occurrence(one, booked, RUN, wording) == "Tue 1 Dec 11:30–12:30"
    assert plans.title_of(one, booked, RUN, wording) == "Time to concentrate"
    only_booked = replace(
        planned(4, 2, 2), plan=Plan([booked], Proof("optimal", 4, 2, 2), Listing.empty(), RUN.judgement)
    )
    assert plans.free(only_booked, wording) == ""


def test_a_setting_names_the_meetings_that_get_shorter() -> None:
    run = run_of("tue 09:00-10:00 Bila | people=2 mine", "tue 09:00-10:00 Other | people=3")
    row = run.table.frame.set_index("title").loc["Bila"]
    one = Occurrence(row["start"], row["end"], row["start"], row["end"] - pd.Timedelta(minutes=10))
    said = plans.occurrence(one, Change("setting", "owner", occurrences=(one,)), run, Wording(translator("en"), ZONE))
    assert said.endswith("09:00–10:00 → 09:00–09:50 Bila")
