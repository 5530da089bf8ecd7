"""The further rules against their slow reading on random calendars, and the slow reading against figures by hand."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC
from typing import Any

from hypothesis import HealthCheck, given, settings
from slow_reading.comparison import assert_same_findings
from slow_reading.further_calendars import FurtherCalendars, further_calendars
from slow_reading.further_records import CountSlowly, FindSlowly, further_events_of, settings_of
from slow_reading.further_rules import NOT_JUDGED_OF_HOURS, RULES_OF_HOURS
from slow_reading.people import NOT_JUDGED_OF_PEOPLE, RULES_OF_PEOPLE, agendas_judged
from slow_reading.places_and_contact import NOT_JUDGED_OF_CONTACT, RULES_OF_PLACES_AND_CONTACT, RULES_OF_TEAMS
from slow_reading.records import Agenda, agenda_of
from slow_reading.rules import RULES, SlowFinding

import rules
from analyzer.context import Context
from analyzer.engine import Judgement, judge
from analyzer.rule import ActiveRule
from analyzer.rule_loading import load_rules

EXAMPLES = int(os.environ.get("MEETLINT_EXAMPLES", "0"))
"""Random calendars of a long run, drawn anew each time; 0: few, and the same ones each time."""

OF_ONE_CALENDAR: dict[str, FindSlowly] = {**RULES_OF_HOURS, **RULES_OF_PEOPLE, **RULES_OF_PLACES_AND_CONTACT}
FURTHER: dict[str, FindSlowly] = {**OF_ONE_CALENDAR, **RULES_OF_TEAMS}
NOT_JUDGED: dict[str, CountSlowly] = {**NOT_JUDGED_OF_HOURS, **NOT_JUDGED_OF_PEOPLE, **NOT_JUDGED_OF_CONTACT}
LOADED = load_rules(rules)

RUN = settings(
    max_examples=EXAMPLES or 150,
    derandomize=not EXAMPLES,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def judged(case: FurtherCalendars) -> Judgement:
    """Return what the engine says by the further rules."""
    random = case.random
    context = Context(random.period, random.zone, random.names, random.agreements, random.table)
    active = [ActiveRule(LOADED[name], LOADED[name].settings(**case.chosen.get(name, {}))) for name in FURTHER]
    return judge(context, active)


def agendas_of(case: FurtherCalendars) -> list[Agenda]:
    """Return the agenda of each calendar for the slow reading."""
    random = case.random
    events = further_events_of(random.table)
    return [
        agenda_of(number, name, events, random.period, random.zone, random.agreements[number])
        for number, name in enumerate(random.names)
    ]


def read_slowly(name: str, agendas: list[Agenda], chosen: Mapping[str, Any]) -> list[SlowFinding]:
    """Return what the slow reading finds by one rule, in order of calendar, start, end and events."""
    find = FURTHER[name]
    if name in RULES_OF_TEAMS:
        found = find(agendas, **chosen)
    else:
        found = [finding for agenda in agendas for finding in find(agenda, **chosen)]
    # A time on the wall that the clock skips equals no instant (PEP 495), so all of them are compared in UTC.
    in_utc = [
        replace(finding, start=finding.start.astimezone(UTC), end=finding.end.astimezone(UTC)) for finding in found
    ]
    return sorted(in_utc, key=lambda finding: (finding.calendar, finding.start, finding.end, finding.events))


def could_not_judge(name: str, agendas: list[Agenda], chosen: Mapping[str, Any]) -> dict[str, int]:
    """Return how many events one rule could not judge, by reason, of all calendars together."""
    counts: dict[str, int] = {}
    for agenda in agendas if name in NOT_JUDGED else []:
        for reason, count in NOT_JUDGED[name](agenda, **chosen).items():
            counts[reason] = counts.get(reason, 0) + count
    return {reason: count for reason, count in counts.items() if count}


def compare(case: FurtherCalendars) -> dict[str, list[SlowFinding]]:
    """Assert that the engine says of these calendars what the slow reading says, and return its findings."""
    judgement = judged(case)
    assert judgement.failed == []
    agendas = agendas_of(case)
    found = {}
    for name in FURTHER:
        chosen = case.chosen.get(name, {})
        found[name] = read_slowly(name, agendas, chosen)
        assert_same_findings(name, judgement, found[name])
        assert judgement.not_judged.get(name, {}) == could_not_judge(name, agendas, chosen), name
    asked = case.chosen.get("no-agenda", {})
    for agenda in agendas:
        of_calendar = [share for share in judgement.shares if share.calendar == agenda.number]
        assert sum(share.judged for share in of_calendar) == agendas_judged(agenda, **asked)
    return found


def test_every_rule_about_one_calendar_has_a_slow_reading() -> None:
    """Rules of a team and rules that are still tried out may wait; these do not."""
    needed = {name for name, rule in LOADED.items() if not rule.is_preview and rule.audience != ("team",)}
    assert needed <= set(OF_ONE_CALENDAR) | set(RULES)


def test_settings_have_the_names_and_defaults_of_the_text() -> None:
    for name, find in FURTHER.items():
        fields = LOADED[name].settings.model_fields
        assert {field: fields[field].default for field in fields} == settings_of(find), name


def test_engine_agrees_with_the_slow_reading_and_every_further_rule_is_reached() -> None:
    reached: dict[str, set[str]] = {name: set() for name in FURTHER}

    @RUN
    @given(further_calendars())
    def compare_and_collect(case: FurtherCalendars) -> None:
        for name, findings in compare(case).items():
            reached[name] |= {finding.severity for finding in findings}

    compare_and_collect()
    # Agreement on calendars in which nothing is found would say nothing.
    assert reached == {
        "long-call-stretch": {"warning"},
        "no-lunch-break": {"warning"},
        "overfull-day": {"warning"},
        "outside-working-hours": {"warning", "note"},
        "late-to-early": {"warning"},
        "no-transition": {"note"},
        "double-booking": {"warning"},
        "endless-series": {"warning"},
        "meeting-on-focus-day": {"warning"},
        "large-decision-meeting": {"warning"},
        "no-agenda": {"note"},
        "meeting-over-private-time": {"warning"},
        "costs-others-their-lunch": {"warning"},
        "too-many-days-apart": {"warning"},
        "calls-on-office-day": {"note"},
        "no-one-on-one": {"warning"},
        "no-team-moment": {"note"},
        "no-informal-moment": {"note"},
    }
