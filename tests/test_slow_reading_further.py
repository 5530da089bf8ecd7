"""The further rules against their slow reading on random calendars, and the slow reading against figures by hand."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, given, settings
from slow_reading.comparison import assert_same_findings
from slow_reading.further_calendars import FurtherCalendars, further_calendars
from slow_reading.further_rules import NOT_JUDGED_OF_HOURS, RULES_OF_HOURS, further_events_of
from slow_reading.records import Agenda, agenda_of
from slow_reading.rules import SlowFinding

import rules
from analyzer.context import Context
from analyzer.engine import Judgement, judge
from analyzer.rule import ActiveRule
from analyzer.rule_loading import load_rules

EXAMPLES = int(os.environ.get("MEETLINT_EXAMPLES", "0"))
"""Random calendars of a long run, drawn anew each time; 0: few, and the same ones each time."""

FURTHER = {**RULES_OF_HOURS}
NOT_JUDGED = {**NOT_JUDGED_OF_HOURS}
LOADED = load_rules(rules)

RUN = settings(
    max_examples=EXAMPLES or 120,
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


def compare(case: FurtherCalendars) -> dict[str, list[SlowFinding]]:
    """Assert that the engine says of these calendars what the slow reading says, and return its findings."""
    judgement = judged(case)
    assert judgement.failed == []
    agendas = agendas_of(case)
    found = {}
    for name, find in FURTHER.items():
        chosen = case.chosen.get(name, {})
        found[name] = sorted(
            (finding for agenda in agendas for finding in find(agenda, **chosen)),
            key=lambda finding: (finding.calendar, finding.start, finding.end, finding.events),
        )
        assert_same_findings(name, judgement, found[name])
        could_not: dict[str, int] = {}
        for agenda in agendas if name in NOT_JUDGED else []:
            for reason, count in NOT_JUDGED[name](agenda, **chosen).items():
                could_not[reason] = could_not.get(reason, 0) + count
        assert judgement.not_judged.get(name, {}) == {reason: count for reason, count in could_not.items() if count}
    return found


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
    }
