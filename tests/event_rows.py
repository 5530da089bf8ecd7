"""A small builder of event tables and judgements for all tests: short to call, correct by construction.

The lines are those of :mod:`analyzer.events.examples` (its docstring lists every word)::

    from event_rows import at, context_of, events, judge_lines

    table = events("2026-11-16 12:30-13:30 Vendor demo | call people=4 uid=x", "wed..fri Away | absence")
    table = events(..., zone="America/New_York", calendar="bo@example.org")
    table = together(events(...), events(..., calendar="bo@example.org"))
    context = context_of(table, agreements={"lunch": "12:30-13:30"}, period=("2026-11-16", "2026-11-22"))
    judgement = judge_lines(RULE, "mon 12:30-13:30 Vendor demo", settings={"minimum_people": 4})

Without a period, the judged days are the full ISO weeks that hold the events (the example week when there are none).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from analyzer.agreements import Agreements
from analyzer.events.examples import EXAMPLE_OWNER, EXAMPLE_WEEK, EXAMPLE_ZONE, read_examples
from analyzer.events.table import COLUMNS, EventTable, event_table
from analyzer.judging.context import Context
from analyzer.judging.engine import Judgement, judge
from analyzer.judging.rule import ActiveRule, Rule
from analyzer.time.period import Period, monday_of

ANNA = EXAMPLE_OWNER
AMSTERDAM = EXAMPLE_ZONE

AgreementsLike = Agreements | Mapping[str, Any] | None


def events(*lines: str, zone: str = AMSTERDAM, calendar: str = ANNA, agreements: AgreementsLike = None) -> pd.DataFrame:
    """Return the event table of ``lines`` in the calendar of one owner, as pandas has it."""
    return read_examples(lines, zone=zone, calendar=calendar, agreements=agreed(agreements)).frame


def together(*tables: pd.DataFrame) -> pd.DataFrame:
    """Return one event table, in order, of the rows of several."""
    return event_table(pd.concat([table.astype({"calendar": "str"}) for table in tables])).frame  # type: ignore[arg-type]


def table_of(rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Return the event table of rows as pandas tells them: times with their zone, None or NA for what is not known."""
    columns = {name: pd.Series([row[name] for row in rows], dtype=COLUMNS[name]) for name in COLUMNS if name != "busy"}
    return event_table(columns).frame


def permuted(table: pd.DataFrame, seed: int = 1) -> pd.DataFrame:
    """Return the table that the same rows in another order build."""
    return event_table(table.sample(frac=1, random_state=seed)).frame  # type: ignore[arg-type]


def agreed(agreements: AgreementsLike) -> Agreements:
    """Return agreements from a model, a mapping as in ``[agreements]``, or nothing."""
    return agreements if isinstance(agreements, Agreements) else Agreements(**(agreements or {}))


def period_of(table: pd.DataFrame) -> Period:
    """Return the full ISO weeks that hold the events, the example week when there are none."""
    if not len(table):
        return EXAMPLE_WEEK
    last_moment = (table["end_local"] - pd.Timedelta(microseconds=1)).where(
        table["end"] > table["start"], table["end_local"]
    )
    first, last = table["start_local"].min().date(), last_moment.max().date()
    return Period(monday_of(first), monday_of(last) + timedelta(days=6))


def context_of(
    table: pd.DataFrame | EventTable,
    *,
    agreements: AgreementsLike | Sequence[AgreementsLike] = None,
    period: Period | tuple[str, str] | None = None,
    zone: str = AMSTERDAM,
    calendars: Sequence[str] | None = None,
) -> Context:
    """Return the context of ``table``.

    Args:
        table: the events of one or more calendars.
        agreements: of all calendars, or a sequence with one for each.
        period: the days judged, or its first and last day.
        zone: the owner's zone.
        calendars: their names; without them those of the table in order, or the example's owner.
    """
    table = table if isinstance(table, EventTable) else EventTable.of(table)
    names = list(calendars or sorted(set(table.column("calendar"))) or [ANNA])
    each = agreements if isinstance(agreements, (list, tuple)) else [agreements] * len(names)
    if isinstance(period, tuple):
        period = Period(date.fromisoformat(period[0]), date.fromisoformat(period[1]))
    return Context(period or period_of(table.frame), ZoneInfo(zone), names, [agreed(one) for one in each], table)  # type: ignore[arg-type]


def activated(rules: Rule | Iterable[Rule], settings: Mapping[str, Any] | None = None) -> list[ActiveRule]:
    """Return rules with the same ``settings`` in force (their defaults without any)."""
    return [
        ActiveRule(rule, rule.settings(**(settings or {}))) for rule in ([rules] if isinstance(rules, Rule) else rules)
    ]


def judge_table(
    rules: Rule | Iterable[Rule],
    table: pd.DataFrame | EventTable,
    *,
    settings: Mapping[str, Any] | None = None,
    **context: Any,
) -> Judgement:
    """Judge a table by one or more rules; the further arguments are those of :func:`context_of`.

    A rule that breaks off fails the test.
    """
    judgement = judge(context_of(table, **context), activated(rules, settings))
    for failed in judgement.failed:
        raise failed.error
    return judgement


def judge_lines(
    rules: Rule | Iterable[Rule],
    *lines: str,
    settings: Mapping[str, Any] | None = None,
    zone: str = AMSTERDAM,
    agreements: AgreementsLike = None,
    **context: Any,
) -> Judgement:
    """Judge ``lines`` in one calendar; see :func:`judge_table`."""
    table = events(*lines, zone=zone, agreements=agreements)
    return judge_table(rules, table, settings=settings, zone=zone, agreements=agreements, **context)


def at(text: str, zone: str = AMSTERDAM) -> pd.Timestamp:
    """Return the UTC instant of a wall clock such as "2026-11-16 12:30"."""
    return pd.Timestamp(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))).tz_convert("UTC")


def seconds(text: str, zone: str = AMSTERDAM) -> int:
    """Return the instant of a wall clock as seconds since 1970."""
    return int(at(text, zone).timestamp())
