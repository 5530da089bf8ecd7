"""Teams for tests: members' shared rows out of a few lines, by the road that real calendars take."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

import pandas as pd

import rules
from analyzer.agreements import Agreements
from analyzer.events.examples import read_examples
from analyzer.judging.rule import ActiveRule
from analyzer.rulebook.loading import load_rules
from analyzer.team.members import TeamMember
from analyzer.team.names import Names
from analyzer.team.sharing import keyed_hash, shared_rows

KEY = b"the key of this team of tests"
FIRST, LAST = date(2026, 11, 2), date(2026, 12, 13)


def rows_of(lines: Sequence[str], zone: str = "Europe/Amsterdam") -> pd.DataFrame:
    """Return what somebody hands over whose calendar holds these example lines."""
    return shared_rows(read_examples(list(lines), zone=zone), Names(()), KEY)


def member(
    lines: Sequence[str],
    *,
    name: str = "anna",
    zone: str = "Europe/Amsterdam",
    agreements: Agreements | None = None,
    is_whole: bool = True,
    is_reader: bool = False,
    first: date = FIRST,
    last: date = LAST,
) -> TeamMember:
    return TeamMember(
        person=keyed_hash(name, "owner", KEY),
        zone=ZoneInfo(zone),
        agreements=agreements or Agreements(),
        rows=rows_of(lines, zone),
        first=first,
        last=last,
        is_whole=is_whole,
        is_reader=is_reader,
    )


def team_rules() -> list[ActiveRule]:
    """Return the rules that an audit judges by, with their defaults."""
    known = load_rules(rules)
    return [ActiveRule(one, one.settings()) for one in known.values() if "team" in one.audience and not one.is_preview]
