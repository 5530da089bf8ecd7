"""The week before and after: what changes take from a place, and where it would stand."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from html_pages import GHOSTS, page_of
from report_runs import run_of

from analyzer.changing.change import Change, Occurrence
from analyzer.reports.html.ghosts import Ghost, arriving, ghosts_of, kept_of, leaving
from analyzer.reports.html.markup import PageWording, unmarked
from analyzer.reports.html.week_grid import draw_weeks
from analyzer.reports.html.week_parts import Block, GridStyle, Week
from analyzer.reports.outline import view_of
from analyzer.reports.words.wording import Wording
from analyzer.run import Run
from analyzer.text import Translator
from analyzer.time.period import monday_of
from tests.fake_calendar import AMSTERDAM

WORDING = Wording(Translator("en"), AMSTERDAM)


def span(day: int, start: str, end: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    first, last = (pd.Timestamp(f"2026-11-{day} {time}", tz=AMSTERDAM).tz_convert("UTC") for time in (start, end))
    return first, last


OLD = span(17, "10:00", "11:00")


def drawn(*ghosts: Ghost, run: Run | None = None) -> Week:
    run = run or run_of("tue 10:00-11:00 Review | people=3", "tue 10:00-11:00 Other | people=3 mine")
    wording = PageWording(Translator("en"), AMSTERDAM)
    mondays = [monday_of(run.period.first)]
    (week,) = draw_weeks(run, view_of(run), mondays, wording, {}, GridStyle(), ghosts)
    return week


def blocks(week: Week) -> list[Block]:
    return [block for day in week.days for block in (*day.early, *day.blocks, *day.late) if block.ghost]


@pytest.mark.parametrize(
    ("new", "sign", "words"),
    [
        (span(17, "13:15", "14:15"), "→ 13:15", "Proposal 2: move to 13:15."),
        (span(19, "13:15", "14:15"), "→ Thu 19 Nov 13:15", "Proposal 2: move to Thu 19 Nov 13:15."),
        (span(17, "10:15", "11:15"), "→ 10:15", "Proposal 2: move to 10:15."),
        (span(17, "10:00", "10:50"), "→ until 10:50", "Proposal 2: end at 10:50."),
        (span(17, "10:05", "11:00"), "→ 10:05", "Proposal 2: start at 10:05."),
        (None, "→ goes", "Proposal 2: to go."),
    ],
)
def test_leaving_says_where_to(new: tuple[pd.Timestamp, pd.Timestamp] | None, sign: str, words: str) -> None:
    mark = leaving(Ghost(2, OLD, new), WORDING)
    assert (mark.number, mark.sign, mark.words) == (2, sign, words)


def test_arriving_tells_a_new_place_from_something_new() -> None:
    assert arriving(Ghost(1, OLD, span(17, "13:15", "14:15")), WORDING).words == "Proposal 1: its new place."
    assert arriving(Ghost(1, None, OLD), WORDING).words == "Proposal 1: to be booked."


@pytest.mark.parametrize(
    ("new", "kept", "cut"),
    [
        (span(17, "10:00", "10:50"), (600, 650), [(650, 660)]),
        (span(17, "10:05", "11:00"), (605, 660), [(600, 605)]),
        (span(17, "10:05", "10:50"), (605, 650), [(600, 605), (650, 660)]),
        (span(17, "10:00", "10:15"), (600, 615), [(615, 660)]),
        (span(17, "10:00", "10:14"), (600, 660), []),  # too short to be read
        (span(17, "10:00", "11:00"), (600, 660), []),
        (span(17, "10:30", "11:30"), (600, 660), []),
        (None, (600, 660), []),
    ],
)
def test_kept_of_is_what_is_left_of_an_event_and_what_it_loses(
    new: tuple[pd.Timestamp, pd.Timestamp] | None, kept: tuple[int, int], cut: list[tuple[int, int]]
) -> None:
    assert kept_of(Ghost(1, OLD, new), (600, 660)) == (kept, cut)


def test_kept_of_leaves_what_no_change_touches() -> None:
    assert kept_of(None, (600, 660)) == ((600, 660), [])


def test_a_moved_meeting_is_drawn_at_both_places_with_its_number() -> None:
    run = run_of("tue 10:00-11:00 Review | people=3", "wed 10:00-11:00 Wed | people=3")
    uid = run.table["uid"].iloc[0]
    week = drawn(Ghost(3, OLD, span(18, "13:15", "14:15"), uid), run=run)
    old, new = blocks(week)
    assert ("leaving" in old.classes, unmarked(old.title), old.time) == (True, "Review", "10:00–11:00")
    assert ("arriving" in new.classes, unmarked(new.title), new.time) == (True, "Review", "13:15–14:15")
    assert [one.ghost and one.ghost.number for one in (old, new)] == [3, 3]
    assert (old.kind, new.kind) == ("meeting", "proposed")
    assert week.has_ghosts


def test_a_change_marks_its_own_meeting_of_two_at_the_same_time() -> None:
    run = run_of("tue 10:00-11:00 Review | people=3", "tue 10:00-11:00 Other | people=3 mine")
    for row in range(2):
        (block,) = blocks(drawn(Ghost(1, OLD, None, run.table["uid"].iloc[row]), run=run))
        assert unmarked(block.title) == run.table["title"].iloc[row]
    (block,) = blocks(drawn(Ghost(1, OLD, None), run=run))
    assert unmarked(block.title) == "Other"  # no meeting is named: the owner's own


def test_a_change_of_what_is_not_there_draws_nothing() -> None:
    week = drawn(Ghost(1, span(17, "10:00", "10:30"), span(17, "13:00", "13:30")), Ghost(1, OLD, None, "unknown"))
    assert blocks(week) == []
    assert not week.has_ghosts


def test_only_the_first_of_two_changes_to_a_meeting_is_drawn() -> None:
    week = drawn(Ghost(1, OLD, None), Ghost(2, OLD, span(17, "13:00", "14:00")))
    assert [block.ghost and block.ghost.number for block in blocks(week)] == [1]


def test_a_shortened_meeting_keeps_its_place_and_shows_what_it_loses() -> None:
    week = drawn(Ghost(1, OLD, span(17, "10:00", "10:50")))
    (block,) = blocks(week)
    assert re.search(r"\bat-600 for-50\b", block.classes)
    (cut,) = [cut for day in week.days for cut in day.cuts]
    assert cut.startswith("at-650 for-10 ")
    assert cut.split()[-1] in block.classes.split()


def test_something_to_be_booked_stands_in_its_day_without_a_title() -> None:
    (block,) = blocks(drawn(Ghost(2, None, span(17, "13:00", "15:00"))))
    assert (block.time, block.title, block.kind) == ("13:00–15:00", "", "to be booked")


def test_a_private_meeting_keeps_its_words_to_itself_at_both_places() -> None:
    run = run_of("tue 10:00-11:00 Secret | private people=3")
    week = drawn(Ghost(1, OLD, span(17, "13:15", "14:15"), run.table["uid"].iloc[0]), run=run)
    assert [block.title for block in blocks(week)] == ["", ""]


def test_a_new_place_shares_the_width_with_what_stands_beside_it() -> None:
    week = drawn(Ghost(1, OLD, span(17, "10:30", "11:30")))
    classes = " ".join(block.classes for day in week.days for block in day.blocks)
    assert sorted(re.findall(r"lane-(\d-\d)", classes)) == ["0-3", "1-3", "2-3"]


def test_page_draws_the_changes_in_numbers_words_and_a_legend() -> None:
    page = page_of("changed")
    assert "Proposals, not done yet:" in page
    for ghost in GHOSTS:
        assert f"Proposal {ghost.number}:" in page
    assert 'class="cut ' in page
    assert "Proposals, not done yet:" not in page_of("busy")


def test_the_number_of_a_change_stands_before_those_of_findings() -> None:
    found = [
        re.findall(r'class="(change|mark)\b', block)
        for block in re.findall(r"<li class=[^>]*><div>.*?</div></li>", page_of("changed"))
    ]
    both = [kinds for kinds in found if len(set(kinds)) == 2]
    assert both
    assert all(kinds[0] == "change" for kinds in both)


def test_every_occurrence_of_a_change_is_drawn_under_the_number_of_the_change() -> None:
    old, new = span(17, "10:00", "11:00"), span(17, "13:00", "14:00")
    moved = Change("move", "owner", "a", occurrences=(Occurrence(*old, *new), Occurrence(*new)))
    book = Change("book", "owner", occurrences=(Occurrence(*new, *new),))
    assert ghosts_of([moved, book]) == [Ghost(1, old, new, "a"), Ghost(1, new, None, "a"), Ghost(2, None, new)]
    assert ghosts_of([]) == []
