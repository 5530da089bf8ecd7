"""Where the setting is: in the calendar that the owner uses, where anything tells which."""

from __future__ import annotations

from dataclasses import replace

import pytest
from report_runs import run_of

from analyzer.events.table import EventTable
from analyzer.reports.words.clicks import CLICKS, OUTLOOK_ID, clicks_of
from analyzer.run import Run, SourceSummary

MINE = "tue 12:30-13:30 Demo | people=4 uid=x mine"


def with_id(uid: str, line: str = MINE) -> Run:
    run = run_of(line)
    table = EventTable.of(run.table.frame.assign(uid=uid))
    return replace(run, judgement=replace(run.judgement, context=replace(run.judgement.context, table=table)))


@pytest.mark.parametrize(
    ("uid", "names"),
    [
        ("7kukuqrfedlm2f9t@google.com", ["google"]),
        (f"{OUTLOOK_ID.upper()}00000000B0C1", ["outlook"]),
        ("x@example.org", ["google", "outlook"]),
    ],
)
def test_ids_of_own_meetings_tell_the_calendar(uid: str, names: list[str]) -> None:
    assert clicks_of(with_id(uid)) == [CLICKS[name] for name in names]


def test_ids_of_others_tell_nothing() -> None:
    others = with_id("7kukuqrfedlm2f9t@google.com", "tue 12:30-13:30 Demo | people=4 uid=x by=bo@example.org")
    assert clicks_of(others) == list(CLICKS.values())


@pytest.mark.parametrize("name", CLICKS)
def test_the_account_that_was_read_tells_it(name: str) -> None:
    run = replace(run_of(MINE), sources=[SourceSummary(f"{name}:anna@example.org", 1)])
    assert clicks_of(run) == [CLICKS[name]]
