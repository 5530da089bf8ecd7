"""Arithmetic against the careful road's own expansion: every rule that is reckoned, in random windows."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import numpy as np
import pytest

from connectors.ics.columns.grouping import group
from connectors.ics.columns.recognition import Columns, recognise
from connectors.ics.columns.rules import EPOCH, Kind
from connectors.ics.columns.scan import scan
from connectors.ics.columns.starts import find_starts
from connectors.ics.columns.structure import find_events
from connectors.ics.columns.times import Zones
from connectors.ics.recurrence.expansion import expand_rule, parse_rule
from tests.connectors.ics.columns.random_calendars import Maker
from tests.connectors.ics.ics_samples import event, stream


def columns_of(*events: str) -> Columns:
    lines = scan(stream(*events))
    columns = recognise(lines, find_events(lines), Zones(lambda tzid: None))
    group(columns, [])
    return columns


def day(moment: datetime) -> int:
    return (moment - EPOCH).days


def test_arithmetic_gives_what_the_careful_expansion_gives() -> None:
    chance, maker = random.Random(7), Maker(7, oddity=0)
    cases = []
    while len(cases) < 1500:
        start = maker._start()
        rule = maker._rule(start, "floating")
        cases.append((start, rule))
    events = [event(f"DTSTART:{start:%Y%m%dT%H%M%S}", rule, uid=f"{at}") for at, (start, rule) in enumerate(cases)]
    columns = columns_of(*events)
    low = np.array([day(start) + chance.choice((-900, 0, 0, 20, 500, 3000)) for start, _ in cases])
    high = low + np.array([chance.choice((0, 7, 60, 400, 4000)) for _ in cases])
    item, local = find_starts(columns, np.arange(len(cases)), low, high)
    kinds = columns.rules.kind[columns.rule].tolist()
    assert min(kinds.count(kind) for kind in (Kind.EVEN, Kind.MONTHLY, Kind.OTHER)) > 50
    for at, (start, text) in enumerate(cases):
        rule, _ = parse_rule(text.removeprefix("RRULE:"), is_all_day=False, zone=None)
        window = (EPOCH + timedelta(days=int(edge)) for edge in (low[at], high[at] + 1))
        found = [EPOCH + timedelta(seconds=int(second)) for second in local[item == at]]
        assert found == expand_rule(rule, start, *window), (start, text)


@pytest.mark.parametrize("frequency", ["MONTHLY", "YEARLY"])
@pytest.mark.parametrize(
    ("start", "part"),
    [
        ("20240129", ""),
        ("20240229", ""),
        ("20240131", ""),
        ("20240131", ";BYMONTH=1;BYMONTHDAY=-1"),
        ("20240229", ";BYMONTH=2;BYMONTHDAY=-1"),
        ("20240129", ";BYMONTH=1;BYDAY=5MO"),
        ("20240125", ";BYMONTH=1;BYDAY=4TH"),
        ("20240125", ";BYMONTH=1;BYDAY=-1TH"),
        ("20240229", ";BYMONTH=2;BYDAY=5TH"),
    ],
)
def test_days_that_some_months_lack_are_counted_where_they_are(frequency: str, start: str, part: str) -> None:
    part = part if frequency == "YEARLY" else part.replace(";BYMONTH=1", "").replace(";BYMONTH=2", "")
    for end in ("", ";COUNT=2", ";COUNT=9", ";UNTIL=20290228T120000"):
        text = f"FREQ={frequency}{part}{end}"
        columns = columns_of(event(f"DTSTART:{start}T090000", f"RRULE:{text}"))
        rule, _ = parse_rule(text, is_all_day=False, zone=None)
        assert columns.rules.kind[columns.rule].tolist() == [Kind.MONTHLY]
        for years in (1, 3, 9, 40):
            low = day(datetime(2024 + years // 2, 1, 1))
            _, local = find_starts(columns, np.array([0]), np.array([low]), np.array([low + 365 * years]))
            window = EPOCH + timedelta(days=low), EPOCH + timedelta(days=low + 365 * years + 1)
            found = [EPOCH + timedelta(seconds=second) for second in local.tolist()]
            assert found == expand_rule(rule, datetime.fromisoformat(f"{start}T090000"), *window), (text, years)


def test_one_series_may_be_asked_for_several_windows() -> None:
    columns = columns_of(event("DTSTART:20260303T090000", "RRULE:FREQ=WEEKLY;BYDAY=TU,TH"))
    first = day(datetime(2026, 3, 1))
    item, local = find_starts(
        columns, np.array([0, 0, 0]), first + np.array([0, 3, 400]), first + np.array([4, 4, 399])
    )
    found = [(at, EPOCH + timedelta(seconds=int(second))) for at, second in zip(item.tolist(), local, strict=True)]
    assert found == [(0, datetime(2026, 3, 3, 9)), (0, datetime(2026, 3, 5, 9)), (1, datetime(2026, 3, 5, 9))]
