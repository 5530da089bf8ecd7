"""One run: everything a report may show, put together by the command line and handed to one renderer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from analyzer.changing.change import Change
from analyzer.events.owner import Origin, Owner, ZoneChoice
from analyzer.events.table import EventTable
from analyzer.judging.engine import Judgement
from analyzer.judging.exceptions import Ignore
from analyzer.problems import Problem
from analyzer.time.period import Period


@dataclass(frozen=True)
class SourceSummary:
    """One source as it was read.

    Attributes:
        source: what people typed, or the file inside a folder or archive.
        events: rows it gave to the event table.
        is_incomplete: only a part could be read.
        is_windowed: only the days around the period were asked for.
        left_out: why the whole calendar was left out ("subscription"), "" when it was read.
        left_out_events: entries of a calendar that was left out.
    """

    source: str
    events: int
    is_incomplete: bool = False
    is_windowed: bool = False
    left_out: str = ""
    left_out_events: int = 0


@dataclass(frozen=True)
class Run:
    """What was read, judged and found.

    Attributes:
        judgement: findings, metrics, shares and the event table (``judgement.context.table``).
        period: the days judged.
        today: the day it is for the owner; what starts on it or later can still change.
        owner: whose calendar it is, and how that is known.
        zone: the owner's zone, and how it is known.
        name: the one calendar's name as people see it: the owner's address or the calendar's own name.
        since: seconds since 1970, UTC, from when on a meeting can still change.
        sources: what was read, in the order given.
        problems: what could not be read, in the order of the sources.
        failed: whole sources that could not be read at all.
        changes: at most three changes worth making, the best first.
        lost: names of the rules that broke off while changes were tried; no change heeds them.
        hours_origin: how the working hours are known; "unknown" when they are assumed.
        lunch_origin: how lunch is known, likewise.
        ends: the last day that an export covers, where it says so and the period goes on after it.
        extent: first and last day on which the calendar holds events, None when it holds none.
        is_shared: a community or team calendar (``--shared``).
        is_default_period: nobody chose the period.
        settings_file: the file the agreements come from, "" for none.
        unknown_exceptions: names of rules that events ask to be left out of and no rule has, each with the nearest.
        expired: exceptions in the settings file whose last day is past.
        shows_ignored: the reader wants to see what exceptions take out.
    """

    judgement: Judgement
    period: Period
    today: date
    owner: Owner
    zone: ZoneChoice
    name: str
    since: int = 0
    sources: Sequence[SourceSummary] = ()
    problems: Sequence[Problem] = ()
    failed: Sequence[Problem] = ()
    changes: Sequence[Change] = ()
    lost: Sequence[str] = ()
    hours_origin: Origin = "agreed"
    lunch_origin: Origin = "agreed"
    ends: date | None = None
    extent: tuple[date, date] | None = None
    is_shared: bool = False
    is_default_period: bool = False
    settings_file: str = ""
    unknown_exceptions: Sequence[tuple[str, str]] = ()
    expired: Sequence[Ignore] = ()
    shows_ignored: bool = False

    @property
    def table(self) -> EventTable:
        """The event table."""
        return self.judgement.context.table

    def not_counted(self) -> Counter[str]:
        """Return how many events did not count, by reason, the most frequent first."""
        return Counter(reason for reason in self.table.column("reason").tolist() if reason)
