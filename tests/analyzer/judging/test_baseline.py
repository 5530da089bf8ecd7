"""A baseline knows what was found before, and holds no word of any event."""

from __future__ import annotations

import json
from datetime import date

import pytest

import rules
from analyzer.errors import SettingsError
from analyzer.events.table import EventTable
from analyzer.judging.baseline import dump_baseline, finding_hash, parse_baseline
from analyzer.judging.rule import Rule
from analyzer.rulebook.loading import load_rules
from tests.event_rows import events, judge_table

KEY = b"a key of enough characters"
LUNCH = load_rules(rules)["lunch-meeting"]
SERIES = "2026-11-{day} 12:30-13:30 Vendor demo | people=2 series=demo"


def hashes(*lines: str, key: bytes = KEY, rule: Rule = LUNCH) -> list[str]:
    judgement = judge_table(rule, events(*lines))
    return [finding_hash(one, judgement.context.table, key) for one in judgement.findings]


def test_the_same_series_in_another_week_is_known() -> None:
    assert hashes(SERIES.format(day=10)) == hashes(SERIES.format(day=17))


def test_another_series_a_single_meeting_and_another_key_are_new() -> None:
    (known,) = hashes(SERIES.format(day=10))
    assert hashes("2026-11-10 12:30-13:30 Vendor demo | people=2 series=other") != [known]
    assert hashes("2026-11-10 12:30-13:30 Vendor demo | people=2 uid=single") != [known]
    assert hashes(SERIES.format(day=10), key=b"another key, long enough") != [known]


def test_a_finding_of_a_series_and_a_single_meeting_is_known_by_the_series() -> None:
    chains = load_rules(rules)["back-to-back-calls"]
    stand_up = "2026-11-{day} 09:00-10:00 Stand-up | call people=4 series=stand-up"
    intake = "2026-11-{day} 10:00-10:30 Intake of {day} | call people=3 uid=intake-{day}"
    both, later = (hashes(stand_up.format(day=day), intake.format(day=day), rule=chains) for day in (10, 17))
    assert len(both) == 1
    assert both == later
    review = "2026-11-10 10:00-10:30 Review | call people=3 series=review"
    assert hashes(stand_up.format(day=10), review, rule=chains) != both


def test_a_title_that_changes_does_not_make_it_new() -> None:
    assert hashes(SERIES.format(day=10)) == hashes(SERIES.format(day=10).replace("Vendor demo", "Demo"))


def test_a_baseline_is_read_as_it_was_written() -> None:
    table = EventTable.of(events(SERIES.format(day=10)))
    (finding,) = judge_table(LUNCH, table).findings
    text = dump_baseline([finding, finding], table, KEY, date(2026, 11, 18))
    assert "demo" not in text.lower()
    assert len(json.loads(text)["findings"]) == 1
    baseline = parse_baseline(text.encode(), "b.json", KEY)
    assert baseline.made == date(2026, 11, 18)
    assert baseline.knows(finding, table, KEY)


def test_a_baseline_stays_known_over_versions() -> None:
    """The hash is HMAC-SHA256 of the rule and the uids as ASCII JSON; this file was worked out with openssl."""
    file = """{
  "schema": "meetlint-baseline/1",
  "made": "2026-11-18",
  "key": "0c79668487b470a5",
  "findings": [
    "3f1aed08e0850ab32c25cdef638e6f35"
  ]
}
"""
    table = EventTable.of(events("2026-11-10 12:30-13:30 Vendor demo | people=2 series=café"))
    (finding,) = judge_table(LUNCH, table).findings
    assert dump_baseline([finding], table, KEY, date(2026, 11, 18)) == file
    assert parse_baseline(file.encode(), "b.json", KEY).knows(finding, table, KEY)


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"schema": "meetlint-baseline/1"}', b"\xff"])
def test_what_is_no_baseline_is_refused(data: bytes) -> None:
    with pytest.raises(SettingsError, match="is no baseline"):
        parse_baseline(data, "b.json", KEY)


def test_a_baseline_of_another_key_is_refused_and_not_taken_for_new() -> None:
    text = dump_baseline([], events(), KEY, date(2026, 11, 18))
    with pytest.raises(SettingsError, match="another key"):
        parse_baseline(text.encode(), "b.json", b"another key, long enough")


def test_a_baseline_of_another_version_is_refused() -> None:
    text = dump_baseline([], events(), KEY, date(2026, 11, 18)).replace("baseline/1", "baseline/9")
    with pytest.raises(SettingsError, match="another version"):
        parse_baseline(text.encode(), "b.json", KEY)
