"""Exceptions with reasons: [[ignore]] in the file, a tag in the event's own description."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from pydantic import ValidationError

import rules
from analyzer.events.table import EventTable
from analyzer.judging.engine import Judgement, judge
from analyzer.judging.exceptions import Ignore, excepted_rows, matching_rows, read_tags, unknown_tags
from analyzer.rulebook.loading import load_rules
from tests.event_rows import activated, context_of, events

RULES = load_rules(rules)
WEEK = ("2026-11-16", "2026-11-22")


def judged(*lines: str, ignore: tuple[Ignore, ...] = (), rule: str = "lunch-meeting", tag: str = "") -> Judgement:
    table = events(*lines)
    if tag:
        table.loc[0, "description"] = tag
    return judge(context_of(table, period=WEEK), activated(RULES[rule]), ignore)


def ignoring(rule: str = "lunch-meeting", **fields: object) -> Ignore:
    return Ignore(rule=rule, reason="agreed", **fields)  # type: ignore[arg-type]


DEMO = "mon 12:30-13:30 Vendor demo | people=2 uid=demo"


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Vendor demo"},
        {"title": "vendor*"},
        {"uid": "demo"},
        {"calendar": "anna@example.org"},
        {"title": "*", "until": date(2026, 11, 16)},
    ],
)
def test_an_exception_takes_the_finding_out_and_keeps_its_reason(fields: dict[str, object]) -> None:
    found = judged(DEMO, ignore=(ignoring(**fields),))
    assert found.findings == []
    (one,) = found.ignored
    assert (one.excepted.origin, one.excepted.reason, one.finding.rule) == ("file", "agreed", "lunch-meeting")
    assert found.unused == []
    assert found.metrics[0]["meetings_without_findings"] == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Vendor"},
        {"uid": "other"},
        {"calendar": "bo@example.org"},
        {"title": "*", "until": date(2026, 11, 15)},
        {"title": "Vendor demo", "uid": "other"},
    ],
)
def test_an_exception_that_speaks_of_another_event_leaves_the_finding(fields: dict[str, object]) -> None:
    entry = ignoring(**fields)
    found = judged(DEMO, ignore=(entry,))
    assert len(found.findings) == 1
    assert found.unused == [entry]


def test_an_exception_speaks_of_its_own_rule_only() -> None:
    assert len(judged(DEMO, ignore=(ignoring("scattered-day", title="*"),)).findings) == 1


def test_a_chain_stays_while_one_of_its_calls_is_not_excepted() -> None:
    chain = (
        "mon 09:00-10:00 Interview 1 | call",
        "mon 10:00-11:00 Interview 2 | call",
        "mon 11:00-12:00 Review | call",
    )
    entry = ignoring("back-to-back-calls", title="Interview*")
    assert len(judged(*chain, ignore=(entry,), rule="back-to-back-calls").findings) == 1
    assert judged(*chain[:2], ignore=(entry,), rule="back-to-back-calls").findings == []


def test_an_ignored_series_counts_neither_as_missing_nor_as_judged() -> None:
    lines = ("mon 09:00-10:00 Board | people=5", "tue 09:00-10:00 Crew | people=5")
    found = judged(*lines, ignore=(ignoring("no-facilitator", title="Crew"),), rule="no-facilitator")
    (share,) = found.shares
    assert (share.judged, share.missing) == (1, 1)


def test_where_everything_is_ignored_no_share_is_known() -> None:
    found = judged(
        "mon 09:00-10:00 Board | people=5", ignore=(ignoring("no-facilitator", title="*"),), rule="no-facilitator"
    )
    assert [(share.judged, share.missing) for share in found.shares] == [(0, 0)]
    assert found.metrics[0]["facilitator_share"] is None


def test_only_the_exceptions_that_except_something_are_used() -> None:
    no, yes = ignoring(title="Board"), ignoring(uid="demo")
    assert judged(DEMO, ignore=(no, yes)).unused == [no]
    assert judged(DEMO, ignore=(yes, no)).unused == [no]
    # What the event itself says comes first, and leaves nothing to any of the file.
    assert judged(DEMO, ignore=(no, yes), tag="meetlint: ignore lunch-meeting, agreed").unused == [no, yes]


def test_an_exception_holds_to_the_last_moment_of_its_last_day() -> None:
    table = events("mon 23:59-tue 00:30 Release | people=3", "tue 00:00-01:00 Check | people=3")
    entry = ignoring(title="*", until=date(2026, 11, 16))
    assert matching_rows(entry, EventTable.of(table)).tolist() == [True, False]


def test_a_tag_in_the_event_excepts_it() -> None:
    found = judged(DEMO, tag="Agenda\nmeetlint: ignore lunch-meeting, team lunch agreed\nmore")
    assert found.findings == []
    assert (found.ignored[0].excepted.origin, found.ignored[0].excepted.reason) == ("event", "team lunch agreed")


def test_a_tag_for_another_rule_changes_nothing() -> None:
    assert len(judged(DEMO, tag="meetlint: ignore scattered-day, agreed").findings) == 1


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("meetlint: ignore lunch-meeting, team lunch agreed", (("lunch-meeting", "team lunch agreed"),)),
        ("MEETLINT: IGNORE LUNCH-MEETING", (("lunch-meeting", ""),)),
        ("<p>meetlint: ignore lunch-meeting, agreed</p>", (("lunch-meeting", "agreed"),)),
        ("meetlint: ignore a-b\nmeetlint: ignore c (why)", (("a-b", ""), ("c", "why"))),
        ("we ignore meetlint", ()),
        ("meetlint ignore lunch-meeting", ()),
        ("", ()),
    ],
)
def test_read_tags(description: str, expected: tuple[tuple[str, str], ...]) -> None:
    assert read_tags(description) == expected


def test_an_exception_without_a_reason_is_refused() -> None:
    with pytest.raises(ValidationError):
        Ignore(rule="lunch-meeting", title="x", reason="")


def test_an_exception_for_every_event_is_refused() -> None:
    with pytest.raises(ValidationError):
        Ignore(rule="lunch-meeting", reason="because")


def test_an_exception_expires_after_its_last_day() -> None:
    entry = ignoring(title="*", until=date(2026, 11, 16))
    assert not entry.is_expired(date(2026, 11, 16))
    assert entry.is_expired(date(2026, 11, 17))


def test_a_tag_of_no_rule_comes_with_the_nearest_rule_there_is() -> None:
    table = events("mon 09:00-10:00 A", "mon 10:00-11:00 B", "mon 11:00-12:00 C", "mon 12:00-13:00 D")
    table["description"] = [
        "meetlint: ignore no-facilitatr, agreed",
        "meetlint: ignore no-agenda",
        "meetlint: ignore xyz",
        "meetlint: ignore no-facilitatr",
    ]
    known = ["no-agenda", "no-facilitator", "lunch-meeting"]
    assert unknown_tags(EventTable.of(table), known) == [("no-facilitatr", "no-facilitator"), ("xyz", "")]


def test_rows_out_of_a_rule_s_sight_are_told_rule_by_rule_and_with_their_last_day_apart() -> None:
    tag = "meetlint: ignore lunch-meeting, agreed"
    table = events("mon 12:00-13:00 Board | uid=a", "tue 12:00-13:00 Demo | uid=b", "wed 12:00-13:00 Board | uid=c")
    table.loc[1, "description"] = tag
    names = ["lunch-meeting", "double-booking", "no-agenda"]
    until = date(2026, 11, 16)
    entries = [
        Ignore(rule="lunch-meeting", title="board", reason="always"),
        Ignore(rule="double-booking", title="Board", until=until, reason="for a while"),
    ]
    lunch, double, other = excepted_rows(names, EventTable.of(table), entries)
    assert (lunch.always.tolist(), list(lunch.before)) == ([True, True, True], [])
    assert double.always.tolist() == [False, False, False]
    ((rows, midnight),) = double.before
    # Wednesday's too, which lies behind the last day: it may be moved before it.
    assert rows.tolist() == [True, False, True]
    assert midnight == np.datetime64("2026-11-17")
    assert (other.always.any(), list(other.before)) == (False, [])


def test_an_untagged_event_of_another_title_stays_in_sight() -> None:
    table = EventTable.of(events("mon 12:00-13:00 Board | uid=a", "tue 12:00-13:00 Demo | uid=b"))
    (lunch,) = excepted_rows(["lunch-meeting"], table, [Ignore(rule="lunch-meeting", title="Board", reason="x")])
    assert lunch.always.tolist() == [True, False]
