"""Readers that see other occurrences than meetlint are told of, with a reason or as a fault."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from benchmarks.agreement import KNOWN, compare, occurrences_in
from benchmarks.calendars import crowded_year
from benchmarks.peers import PLAIN
from benchmarks.whole import Trial, _agreement_text, _faults

OURS = Counter({("a", "2026-01-05T09:00:00Z"): 1, ("a", "2026-01-12T09:00:00Z"): 1, ("b", "2026-01-05T10:00:00Z"): 1})


def test_the_same_occurrences_agree() -> None:
    agreement = compare("libical", OURS, OURS.copy(), {})
    assert agreement.is_explained
    assert (agreement.occurrences, agreement.only_peer, agreement.only_meetlint) == (3, 0, 0)


def test_an_occurrence_that_is_dropped_is_a_fault() -> None:
    for dropped in OURS:
        fewer = OURS - Counter([dropped])
        for ours, theirs in ((OURS, fewer), (fewer, OURS)):
            agreement = compare("libical", ours, theirs, {"c": "series in UTC"})
            assert agreement.unexplained == (dropped,)
            assert not agreement.is_explained


def test_an_occurrence_that_is_given_twice_is_a_fault() -> None:
    agreement = compare("ical.js", OURS, OURS + Counter([("b", "2026-01-05T10:00:00Z")]), {})
    assert (agreement.only_peer, agreement.is_explained) == (1, False)


def test_a_known_trait_explains_only_its_own_uid_and_its_own_peer() -> None:
    fewer = Counter([("a", "2026-01-05T09:00:00Z"), ("b", "2026-01-05T10:00:00Z")])
    explained = compare(PLAIN, OURS, fewer, {"a": "series in UTC"})
    assert explained.is_explained
    assert explained.explained == {KNOWN[PLAIN]["series in UTC"]: 1}
    assert not compare(PLAIN, OURS, fewer, {"b": "series in UTC"}).is_explained
    assert not compare("libical", OURS, fewer, {"a": "series in UTC"}).is_explained


def test_the_page_shows_every_difference(tmp_path: Path) -> None:
    trial = Trial("few", tmp_path / "few.ics", crowded_year(20), (), {}, occurrences=3)
    trial.agreements = [
        compare("ical.js", OURS, OURS, {}),
        compare("ical", OURS, OURS - Counter([("a", "2026-01-12T09:00:00Z")]), {"a": "series in UTC"}),
        compare("libical", OURS, OURS - Counter([("b", "2026-01-05T10:00:00Z")]), {}),
    ]
    same, explained, unexplained = _agreement_text(trial)[0].splitlines()[2:]
    assert "the same" in same
    assert f"0 only there, 1 only in meetlint: {KNOWN['ical']['series in UTC']} (1)" in explained
    assert "**1 without a known reason**" in unexplained
    assert len(_faults(trial)) == 1
    assert "libical" in _faults(trial)[0]


def test_all_kinds_of_output_give_instants_of_utc(tmp_path: Path) -> None:
    rows = [{"uid": uid, "start": start} for uid, start in OURS]
    local = [{"uid": "b", "start": "2026-01-05T11:00:00+01:00"}]
    (tmp_path / "lines.tsv").write_text("".join(f"{uid}\t{start}\n" for uid, start in OURS))
    (tmp_path / "rows.json").write_text(json.dumps(rows))
    (tmp_path / "meetlint.json").write_text(json.dumps({"schema": "meetlint/1", "events": local}))
    assert occurrences_in(tmp_path / "lines.tsv") == occurrences_in(tmp_path / "rows.json") == OURS
    assert occurrences_in(tmp_path / "meetlint.json") == Counter([("b", "2026-01-05T10:00:00Z")])
