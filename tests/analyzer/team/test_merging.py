"""Copies of meetings, merged: each way in which copies differ as a case, and random teams against the slow reading."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slow_reading.merging import doubles_among, merge_slowly

from analyzer.team.merging import MEETING_COLUMNS, Merged, merge_copies
from analyzer.team.sharing import SHARED_COLUMNS

MONDAY = datetime(2026, 11, 16, tzinfo=UTC)
PLAIN: dict[str, Any] = {
    "uid": "m",
    "start": 9,
    "end": 10,
    "all_day": False,
    "recurring": False,
    "series_start": None,
    "endless": False,
    "kind": "meeting",
    "reason": "",
    "busy": True,
    "call": "",
    "hybrid": False,
    "people_count": 4,
    "people_at_least": False,
    "facilitator": False,
    "decision_keeper": False,
    "automatic_keeper": False,
    "decides": False,
    "agenda": False,
    "readable": "all",
    "social": False,
    "shared_lunch": False,
    "private": False,
    "title": "Project Atlas",
}


def at(hour: float) -> datetime:
    """Return the instant so many hours after Monday's midnight in UTC."""
    return MONDAY + timedelta(hours=hour)


def copy(member: int, **changes: Any) -> dict[str, Any]:
    """Return one copy; ``start``, ``end`` and ``recurrence_start`` are hours, the last is the start unless given."""
    row = PLAIN | {"member": member} | changes
    row.setdefault("recurrence_start", row["start"])
    return row | {name: at(row[name]) for name in ("start", "end", "recurrence_start")}


def rows_of(*copies: dict[str, Any]) -> pd.DataFrame:
    """Return copies as shared rows with their members."""
    columns = SHARED_COLUMNS | {"member": "int64"}
    return pd.DataFrame({name: pd.Series([row[name] for row in copies], dtype=kind) for name, kind in columns.items()})


def merged(*copies: dict[str, Any]) -> Merged:
    return merge_copies(rows_of(*copies))


def only(*copies: dict[str, Any]) -> dict[str, Any]:
    """Return the one meeting that copies make."""
    (found,) = merged(*copies).meetings.to_dict("records")
    return found  # type: ignore[no-any-return]


def hours_of(meeting: dict[str, Any]) -> tuple[float, float]:
    return tuple((meeting[edge] - MONDAY) / timedelta(hours=1) for edge in ("start", "end"))  # type: ignore[return-value]


def test_copies_of_one_meeting_are_one_meeting_of_those_who_attend() -> None:
    found = merged(copy(0), copy(2), copy(1, uid="other", start=11, end=12), copy(1))
    assert found.meetings["uid"].tolist() == ["m", "other"]
    assert found.meeting.tolist() == [0, 0, 1, 0]
    assert found.attending.tolist() == [[0, 0], [0, 1], [0, 2], [1, 1]]
    assert found.meetings["members"].tolist() == [3, 1]
    assert not found.meetings["copies_disagree"].any()


def test_meetings_stand_in_order_of_start_end_uid_and_original_start_whatever_the_order_of_rows() -> None:
    copies = [
        copy(0, uid="b", start=9, end=11),
        copy(0, uid="c", start=9, end=10),
        copy(0, uid="a", start=9, end=11),
        copy(0, uid="z", start=8, end=12),
        copy(0, uid="s", recurring=True, recurrence_start=7, start=9, end=10),
        copy(0, uid="s", recurring=True, recurrence_start=6, start=9, end=10),
    ]
    for order in (copies, copies[::-1]):
        table = merged(*order).meetings
        assert table["uid"].tolist() == ["z", "c", "s", "s", "a", "b"]
        assert table["recurrence_start"].tolist()[2:4] == [at(6), at(7)]


@pytest.mark.parametrize("reason", ["declined", "free", "unanswered", "open-room", "all-day"])
def test_who_holds_a_copy_that_does_not_count_is_absent(reason: str) -> None:
    found = merged(copy(0), copy(1, reason=reason))
    assert found.attending.tolist() == [[0, 0]]
    assert found.absent.tolist() == [[0, 1]]
    assert found.is_attended.tolist() == [True, False]
    assert found.meetings[["members", "absent"]].to_numpy().tolist() == [[1, 1]]
    assert not found.meetings["copies_disagree"].any()


def test_what_nobody_attends_is_no_meeting() -> None:
    found = merged(copy(0, reason="declined"), copy(1, reason="people-unknown"), copy(1, uid="f", reason="focus"))
    assert found.meetings.empty
    assert found.meeting.tolist() == [-1, -1, -1]
    assert not found.is_attended.any()


@pytest.mark.parametrize("reason", ["people-unknown", "busy-only", "alone"])
def test_who_holds_a_copy_that_does_not_know_of_the_others_attends_when_another_copy_counts(reason: str) -> None:
    found = merged(copy(0), copy(1, reason=reason, people_count=None))
    assert found.attending.tolist() == [[0, 0], [0, 1]]
    assert found.is_attended.tolist() == [True, True]
    assert found.absent.tolist() == []


def test_a_cancelled_copy_beside_one_that_stands_disagrees() -> None:
    meeting = only(copy(0), copy(1), copy(2, reason="cancelled", start=15, end=16, recurrence_start=9))
    assert hours_of(meeting) == (9, 10)
    assert (meeting["cancelled_for_some"], meeting["times_differ"], meeting["copies_disagree"]) == (True, False, True)


def test_a_cancelled_copy_of_a_member_who_attends_by_another_does_not_disagree() -> None:
    assert not only(copy(0), copy(0, reason="cancelled"))["copies_disagree"]


def test_a_declined_copy_has_no_say_in_the_time() -> None:
    meeting = only(copy(0), *(copy(member, reason="declined", start=13, end=14) for member in (1, 2)))
    assert hours_of(meeting) == (9, 10)
    assert not meeting["copies_disagree"]


def test_a_copy_shown_as_free_has_no_say_but_shows_another_time() -> None:
    meeting = only(copy(0), *(copy(member, reason="free", start=13, end=14) for member in (1, 2)))
    assert hours_of(meeting) == (9, 10)
    assert meeting["times_differ"]


def test_the_time_is_that_of_most_members_and_a_member_has_one_vote() -> None:
    old = [copy(0, recurring=True, start=9), copy(0, recurring=True, start=9), copy(0, recurring=True, start=9)]
    new = [copy(member, recurring=True, recurrence_start=9, start=8, end=9) for member in (1, 2)]
    meeting = only(*old, *new)
    assert hours_of(meeting) == (8, 9)
    assert meeting["times_differ"]


def test_of_times_that_as_many_show_the_one_that_was_moved_is_taken() -> None:
    moved = copy(1, recurring=True, recurrence_start=9, start=8, end=9)
    assert hours_of(only(copy(0, recurring=True), moved)) == (8, 9)
    assert hours_of(only(moved, copy(0, recurring=True))) == (8, 9)


def test_of_times_that_as_many_show_and_none_or_both_moved_the_latest_is_taken() -> None:
    assert hours_of(only(copy(0, start=9, end=12), copy(1, start=10, end=11))) == (10, 11)
    assert hours_of(only(copy(0, end=10), copy(1, end=9.5))) == (9, 10)


def test_a_moved_occurrence_keeps_its_original_start_beside_the_next_one() -> None:
    first = [copy(m, recurring=True, recurrence_start=9, start=33.5, end=34) for m in (0, 1)]
    second = [copy(m, recurring=True, recurrence_start=33, start=33, end=34) for m in (0, 1)]
    table = merged(*first, *second).meetings
    assert table["recurrence_start"].tolist() == [at(33), at(9)]
    assert table["members"].tolist() == [2, 2]
    assert not table["copies_disagree"].any()


def test_a_single_meeting_in_two_versions_is_one_meeting_with_two_times() -> None:
    meeting = only(copy(0), copy(1, start=57, end=58), copy(2, start=57, end=58))
    assert hours_of(meeting) == (57, 58)
    assert meeting["recurrence_start"] == at(57)
    assert (meeting["members"], meeting["times_differ"]) == (3, True)


def test_a_uid_that_a_member_holds_twice_without_a_series_is_merged_by_its_start() -> None:
    table = merged(copy(0), copy(0, start=13, end=14), copy(1)).meetings
    assert table["members"].tolist() == [2, 1]
    assert not table["copies_disagree"].any()


def test_a_series_in_two_versions_is_one_meeting_a_day() -> None:
    old = [copy(0, recurring=True, start=9 + day, end=10 + day) for day in (0, 24)]
    new = [copy(member, recurring=True, start=14 + day, end=15 + day) for member in (1, 2) for day in (0, 24)]
    table = merged(*old, *new).meetings
    assert table["start"].tolist() == [at(14), at(38)]
    assert table["members"].tolist() == [3, 3]
    assert table["times_differ"].all()


def test_of_two_original_starts_with_one_time_the_latest_is_taken() -> None:
    moved = {"recurring": True, "start": 15, "end": 16}
    copies = [copy(0, recurrence_start=9, **moved), copy(1, recurrence_start=14, **moved), copy(2, **moved)]
    for order in ((0, 1, 2), (2, 1, 0)):
        again = [copies[place] | {"member": member} for member, place in enumerate(order)]
        assert only(*again)["recurrence_start"] == at(15)
    assert not only(*copies)["times_differ"]


def test_a_series_twice_a_day_is_two_meetings_also_where_a_member_is_asked_for_one_of_them() -> None:
    both = [copy(0, recurring=True, start=hour, end=hour + 1) for hour in (9, 15, 33, 39)]
    table = merged(*both, copy(1, recurring=True), copy(2, recurring=True, start=15, end=16)).meetings
    assert table["start"].tolist() == [at(hour) for hour in (9, 15, 33, 39)]
    assert table["members"].tolist() == [2, 2, 1, 1]


def test_a_single_event_that_became_a_series_stays_its_first_occurrence() -> None:
    series = [copy(0, recurring=True, start=9.5 + day, end=10.5 + day) for day in (0, 24, 48)]
    table = merged(*series, copy(1)).meetings
    assert table["members"].tolist() == [2, 1, 1]
    assert table["times_differ"].tolist() == [True, False, False]
    assert table["start"].tolist()[0] == at(9.5)


def test_whole_days_begin_at_another_instant_in_another_zone_and_do_not_differ() -> None:
    whole = {"all_day": True, "reason": "all-day", "recurrence_start": 0}
    copies = [copy(0, start=9, end=10, recurrence_start=0, recurring=True)]
    days = [copy(1, start=-1, end=23, **whole), copy(2, start=5, end=29, **whole)]
    assert merged(*days).meetings.empty
    meeting = only(*copies, *days)
    assert hours_of(meeting) == (9, 10)
    assert meeting["times_differ"]  # hours here, a whole day there
    whole["reason"] = ""
    assert not only(*(each | {"reason": ""} for each in days))["times_differ"]


def test_a_whole_day_has_no_say_beside_hours() -> None:
    days = [copy(m, start=0, end=24, all_day=True, reason="", recurring=True) for m in (1, 2)]
    assert hours_of(only(copy(0, recurrence_start=0, recurring=True), *days)) == (9, 10)


def test_people_are_the_largest_count_of_those_that_count_and_never_fewer_than_attend() -> None:
    assert only(copy(0, people_count=3), copy(1, people_count=5))["people_count"] == 5
    declined = only(copy(0, people_count=3), copy(1, reason="declined", people_count=4))
    assert (declined["people_count"], declined["people_at_least"]) == (3, False)
    few = only(*(copy(member, people_count=2) for member in range(3)))
    assert (few["people_count"], few["people_at_least"]) == (3, True)
    unknown = only(copy(0, people_count=None), copy(1, reason="alone", people_count=1))
    assert (unknown["people_count"], unknown["people_at_least"]) == (2, True)


def test_people_are_at_least_so_many_only_where_no_exact_count_reaches_it() -> None:
    assert only(copy(0, people_count=5, people_at_least=True), copy(1, people_count=4))["people_at_least"]
    assert not only(copy(0, people_count=5, people_at_least=True), copy(1, people_count=5))["people_at_least"]


def test_a_call_is_one_by_any_copy_and_hybrid_too() -> None:
    meeting = only(copy(0), copy(1, call="zoom"), copy(2, reason="declined", call="zoom", hybrid=True))
    assert (meeting["call"], meeting["hybrid"]) == ("zoom", True)
    assert only(copy(0), copy(1, reason="declined", call="teams"))["call"] == "teams"
    assert only(copy(0, call="zoom"), *(copy(m, reason="declined", call="meet") for m in (1, 2)))["call"] == "zoom"


@pytest.mark.parametrize(
    "name", ["facilitator", "decision_keeper", "automatic_keeper", "decides", "agenda", "social", "shared_lunch"]
)
def test_what_words_tell_is_known_by_any_copy_that_can_be_read(name: str) -> None:
    hidden = copy(0, readable="none", title="")
    meeting = only(hidden, copy(1, readable="title"), copy(2, **{name: True}))
    assert meeting[name]
    assert meeting["readable"] == "all"
    assert not only(hidden, copy(1, readable="title"))[name]
    assert only(hidden, copy(1, readable="title"))["readable"] == "title"


def test_one_private_copy_hides_the_title() -> None:
    private = copy(1, private=True, title="", readable="none")
    assert (only(copy(0), private)["title"], only(copy(0), private)["private"]) == ("", True)
    assert only(copy(0), copy(1, private=True, reason="declined"))["title"] == ""


def test_the_title_is_that_of_most_copies_that_show_one() -> None:
    titles = ["Beta", "Alpha", "", "", "", "Beta"]
    assert only(*(copy(member, title=title) for member, title in enumerate(titles)))["title"] == "Beta"
    assert only(copy(0, title="Beta"), copy(1, title="Alpha"), copy(2, title=""))["title"] == "Alpha"


def test_a_series_began_on_the_earliest_day_told() -> None:
    days = [None, datetime(2026, 3, 2), datetime(2026, 2, 2)]
    copies = [copy(member, recurring=bool(member), series_start=day) for member, day in enumerate(days)]
    assert only(*copies)["series_start"] == pd.Timestamp("2026-02-02")
    assert only(*copies)["recurring"]
    assert pd.isna(only(copies[0])["series_start"])


def test_an_invitation_made_again_is_not_merged_but_counted() -> None:
    copies = [copy(0), copy(1), copy(2, uid="n"), copy(3, uid="o"), copy(4, uid="p", title="Other")]
    further = [copy(5, uid="q", title=""), copy(6, uid="r", title=""), copy(7, uid="s", end=11)]
    found = merged(*copies, *further)
    assert found.meetings["uid"].tolist() == ["m", "n", "o", "p", "q", "r", "s"]
    assert found.is_likely_double.tolist() == [False, True, True, False, False, False, False]


def test_two_teams_that_call_theirs_alike_have_no_double_until_somebody_sits_in_both() -> None:
    first, second = [copy(member, uid="b") for member in (0, 1, 2)], [copy(member, uid="a") for member in (3, 4)]
    found = merged(*first, *second)
    assert found.meetings["uid"].tolist() == ["a", "b"]
    assert found.is_likely_double.tolist() == [False, False]
    named = [each | {"title": "Portfolio …"} for each in (*first, copy(1, uid="a"))]
    assert merged(*named).is_likely_double.tolist() == [False, False]
    assert merged(*first, *second, copy(1, uid="a"), copy(5, uid="b")).is_likely_double.tolist() == [True, False]


def test_of_two_alike_that_as_many_attend_the_one_behind_is_the_double() -> None:
    assert merged(*(copy(member, uid=uid) for uid in "ba" for member in (0, 1))).is_likely_double.tolist() == [
        False,
        True,
    ]


def test_a_meeting_that_a_member_copied_by_hand_is_no_meeting() -> None:
    by_hand = copy(1, uid="by-hand", reason="alone", people_count=1, title="", kind="appointment")
    found = merged(copy(0), copy(1), by_hand)
    assert found.meeting.tolist() == [0, 0, -1]
    assert found.meetings["members"].tolist() == [2]


def test_no_rows_make_no_meetings() -> None:
    found = merged()
    assert found.meetings.empty
    assert found.attending.shape == found.absent.shape == (0, 2)
    assert {name: str(dtype) for name, dtype in found.meetings.dtypes.items()} == MEETING_COLUMNS


def test_what_is_given_stays_and_its_index_does_not_matter() -> None:
    rows = rows_of(copy(0), copy(1, uid="n", start=8, end=9), copy(2))
    again = rows.set_index(pd.Index([7, 7, 3]))
    before = again.copy(deep=True)
    found = merge_copies(again)
    pd.testing.assert_frame_equal(again, before)
    pd.testing.assert_frame_equal(found.meetings, merge_copies(rows).meetings)
    assert found.meeting.tolist() == [1, 0, 1]


HOURS = (-1, 0, 9, 9.5, 15, 23, 33)
REASONS = ("", "", "", "declined", "cancelled", "free", "people-unknown", "busy-only", "alone", "all-day", "focus")
RANDOM_COPIES = st.builds(
    lambda start, length, **changes: copy(**changes, start=start, end=start + length),
    start=st.sampled_from(HOURS),
    length=st.sampled_from((0, 0.5, 1, 24)),
    member=st.integers(0, 3),
    uid=st.sampled_from("mno"),
    recurrence_start=st.sampled_from(HOURS),
    recurring=st.booleans(),
    reason=st.sampled_from(REASONS),
    all_day=st.sampled_from((False, False, False, True)),
    call=st.sampled_from(("", "", "zoom", "teams")),
    people_count=st.sampled_from((None, 1, 2, 3, 4)),
    readable=st.sampled_from(("all", "title", "none")),
    title=st.sampled_from(("", "Alpha", "Beta", "Met …")),
    series_start=st.sampled_from((None, datetime(2026, 2, 2), datetime(2026, 3, 2))),
    private=st.sampled_from((False, False, False, True)),
    **{
        name: st.booleans()
        for name in (
            *("endless", "hybrid", "people_at_least", "facilitator", "decision_keeper", "automatic_keeper"),
            *("decides", "agenda", "social", "shared_lunch"),
        )
    },
)


@settings(max_examples=300, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(st.lists(RANDOM_COPIES, max_size=12), st.sampled_from((1, 3)))
def test_random_teams_are_merged_as_the_slow_reading_merges_them(copies: list[dict[str, Any]], uids: int) -> None:
    rows = rows_of(*(each | {"uid": "mno"["mno".index(each["uid"]) % uids]} for each in copies))
    found, expected = merge_copies(rows), merge_slowly(rows)
    assert {name: str(dtype) for name, dtype in found.meetings.dtypes.items()} == MEETING_COLUMNS
    facts = found.meetings.astype(object).where(found.meetings.notna(), None).to_dict("records")
    assert facts == [{name: one.facts[name] for name in MEETING_COLUMNS} for one in expected]
    for place, one in enumerate(expected):
        assert set(np.flatnonzero(found.meeting == place)) == one.rows
        assert set(found.attending[found.attending[:, 0] == place, 1]) == one.attending
        assert set(found.absent[found.absent[:, 0] == place, 1]) == one.absent
    assert (found.meeting >= 0).sum() == sum(len(one.rows) for one in expected)
    assert len(found.attending) == sum(len(one.attending) for one in expected)
    assert found.is_likely_double.tolist() == doubles_among(expected)


# What signs of the code decide, as cases: each is one that the random teams found, too


def test_copies_of_a_series_meet_by_the_day_that_begins_at_midnight_in_utc() -> None:
    night = merged(copy(0, recurring=True, start=24), copy(1, recurring=True, recurrence_start=24, start=34, end=35))
    assert len(night.meetings) == 1
    assert len(merged(copy(0, recurring=True, start=23), copy(1, recurring=True, start=24)).meetings) == 2


def test_one_copy_that_recurs_makes_a_series_of_all_of_them() -> None:
    # Tuesday's copy does not say so, as a single one of a series that was handed on by itself.
    assert len(merged(copy(0, recurring=True), copy(1, start=33, end=34)).meetings) == 2
    assert len(merged(copy(0), copy(1, start=33, end=34)).meetings) == 1


def test_the_time_of_most_members_stands_also_when_it_is_the_first_one() -> None:
    moved = {"start": 11, "end": 12, "recurrence_start": 9}
    assert hours_of(only(copy(0), copy(1), copy(2, **moved))) == (9, 10)
    assert hours_of(only(copy(0), copy(1, **moved), copy(2, **moved))) == (11, 12)
    # Two copies of one member are one voice.
    assert hours_of(only(copy(0), copy(0), copy(1, **moved))) == (11, 12)


def test_a_meeting_of_whole_days_alone_has_them_as_its_time() -> None:
    assert hours_of(only(copy(0, all_day=True, start=0, end=24), copy(1, all_day=True, start=0, end=24))) == (0, 24)


@pytest.mark.parametrize("edge", [{"start": 8}, {"end": 11}])
def test_one_edge_that_differs_is_another_time(edge: dict[str, float]) -> None:
    assert only(copy(0), copy(1, recurrence_start=9, **edge))["times_differ"]


def test_a_meeting_without_a_call_is_no_hybrid_one() -> None:
    assert not only(copy(0, call="teams"))["hybrid"]
    assert not only(copy(0, hybrid=True))["hybrid"]
    assert only(copy(0, call="teams"), copy(1, hybrid=True))["hybrid"]


@pytest.mark.parametrize("word", ["all", "title", "none"])
def test_as_much_is_readable_as_in_the_copy_that_shows_most(word: str) -> None:
    assert only(copy(0, readable=word), copy(1, readable="none"))["readable"] == word


def test_one_person_is_known_to_be_one_and_nobody_knows_no_number() -> None:
    alone = only(copy(0, people_count=1))
    assert (alone["people_count"], alone["people_at_least"]) == (1, False)
    unknown = only(copy(0, people_count=None))
    assert (unknown["people_count"], unknown["people_at_least"]) == (1, True)


def _splits(size: int) -> list[tuple[list[int], list[int]]]:
    """Return every way to make two teams of two members and more out of some."""
    found = [
        ([one for one in range(size) if chosen >> one & 1], [one for one in range(size) if not chosen >> one & 1])
        for chosen in range(2**size)
    ]
    return [(some, others) for some, others in found if min(len(some), len(others)) >= 2]


def test_two_teams_without_a_member_in_both_have_no_double_whoever_is_in_them() -> None:
    for size in (4, 5, 6):
        for some, others in _splits(size):
            found = merged(*(copy(one, uid="a") for one in some), *(copy(one, uid="b") for one in others))
            assert not found.is_likely_double.any(), (some, others)


def test_two_teams_with_a_member_in_both_have_one_double_whoever_it_is() -> None:
    for some, others in _splits(5):
        for both in some:
            found = merged(*(copy(one, uid="a") for one in some), *(copy(one, uid="b") for one in (*others, both)))
            assert found.is_likely_double.sum() == 1, (some, others, both)


def test_doubles_of_two_meetings_are_told_from_each_other() -> None:
    first = [copy(0, uid="a", title="First"), copy(1, uid="a", title="First"), copy(2, uid="b", title="First")]
    second = [copy(3, uid="c", title="Second"), copy(4, uid="c", title="Second"), copy(5, uid="d", title="Second")]
    apart = [copy(6, uid=uid, title="Third") for uid in "ef"] + [copy(7, uid="e", title="Third")]
    found = merged(*first, *second, *apart)
    assert found.meetings["uid"].tolist() == list("abcdef")
    assert found.is_likely_double.tolist() == [False, True, False, True, False, True]
    # Nobody sits in both of two that are alike, though somebody does in the ones before them.
    both = [copy(member, uid=uid, title="First") for uid in "ab" for member in (0, 1)]
    none = [copy(member, uid=uid, title="Second") for uid, some in (("c", (0, 1)), ("d", (2, 3))) for member in some]
    assert merged(*both, *none).is_likely_double.tolist() == [False, True, False, False]
