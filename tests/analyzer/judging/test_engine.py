from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from event_rows import ANNA, activated, at, context_of, events, judge_lines, judge_table, together

from analyzer.judging.context import Context
from analyzer.judging.engine import Judgement, Share, judge
from analyzer.judging.findings import Findings, findings
from analyzer.judging.rule import ActiveRule, Rule, RuleSettings, activate, setting
from analyzer.text import Text
from rules.back_to_back_calls import RULE as BACK_TO_BACK_CALLS
from rules.lunch_meeting import RULE as LUNCH_MEETING
from rules.no_decision_keeper import RULE as NO_DECISION_KEEPER
from rules.no_facilitator import RULE as NO_FACILITATOR
from rules.no_focus_day import RULE as NO_FOCUS_DAY

BO = "bo@example.org"


class TooLong(RuleSettings):
    most: int = setting(60, "longest meeting", unit="minutes")


def find_long(events: pd.DataFrame, context: Context, settings: TooLong) -> Findings:
    rows = context.meeting_rows[context.meetings.length > settings.most * 60]
    spans = context.event_spans.where(rows)
    return findings(
        spans.group, spans.start, spans.end, spans.length // 60, "note", finding=np.arange(len(rows)), event=rows
    )


LONG = Rule(
    name="long-meeting",
    theme="Breaks",
    severity="note",
    grounds=(),
    find=find_long,
    message=Text("{title}"),
    advice=Text("{title}"),
    examples=(),
    settings=TooLong,
)


def broken(events: pd.DataFrame, context: Context, settings: Any) -> Findings:
    raise ZeroDivisionError


def malformed(events: pd.DataFrame, context: Context, settings: Any) -> Any:
    return pd.DataFrame({"calendar": [0]})


LINES = ("mon 12:00-13:30 Demo | call people=4", "mon 13:30-14:00 Review | call people=4")


def judged_with(*rules: Rule) -> Judgement:
    return judge(context_of(events(*LINES)), activated(rules))


def test_finding_is_ready_to_be_shown() -> None:
    (finding,) = judge_lines(BACK_TO_BACK_CALLS, *LINES).findings
    assert (finding.rule, finding.severity, finding.calendar) == ("back-to-back-calls", "error", 0)
    assert (finding.start, finding.end) == (at("2026-11-16 12:00"), at("2026-11-16 14:00"))
    assert (finding.minutes, finding.occurrences, finding.events) == (120, 1, (0, 1))
    assert finding.evidence == {"calls": 2, "hybrid_calls": 0, "breaks_minutes": [0], "minimum_break": 5}
    assert all(type(value) in (int, list) for value in finding.evidence.values())


def test_each_finding_shows_its_own_events() -> None:
    calls = ("09:00-10:00 Intake | call people=4", "10:00-10:30 Review | call people=4")
    found = judge_lines(BACK_TO_BACK_CALLS, *(f"{day} {call}" for day in ("mon", "tue", "wed") for call in calls))
    assert [one.events for one in found.findings] == [(0, 1), (2, 3), (4, 5)]


def test_broken_rule_is_named_and_the_others_go_on() -> None:
    judgement = judged_with(replace(LONG, name="broken", find=broken), LUNCH_MEETING)
    assert [(failed.name, type(failed.error)) for failed in judgement.failed] == [("broken", ZeroDivisionError)]
    assert [finding.rule for finding in judgement.findings] == ["lunch-meeting"]
    assert judgement.metrics[0]["meetings_without_findings"] == 1


def test_rule_that_returns_no_findings_at_all_is_named_too() -> None:
    judgement = judged_with(replace(LONG, name="malformed", find=malformed), LUNCH_MEETING)
    assert [failed.name for failed in judgement.failed] == ["malformed"]
    assert [finding.rule for finding in judgement.findings] == ["lunch-meeting"]


def test_findings_stand_by_calendar_start_and_rule() -> None:
    table = together(
        events("mon 12:00-13:30 A | people=4", "tue 12:00-13:30 B | people=4"),
        events("mon 09:00-10:30 C | people=4", calendar=BO),
    )
    found = judge_table([NO_FACILITATOR, LONG, LUNCH_MEETING, NO_DECISION_KEEPER], table).findings
    assert [(one.calendar, str(one.start)[8:16], one.rule) for one in found] == [
        (0, "16 11:00", "long-meeting"),
        (0, "16 11:00", "lunch-meeting"),
        (0, "16 11:00", "no-decision-keeper"),
        (0, "16 11:00", "no-facilitator"),
        (0, "17 11:00", "long-meeting"),
        (0, "17 11:00", "lunch-meeting"),
        (0, "17 11:00", "no-decision-keeper"),
        (0, "17 11:00", "no-facilitator"),
        (1, "16 08:00", "long-meeting"),
        (1, "16 08:00", "no-decision-keeper"),
        (1, "16 08:00", "no-facilitator"),
    ]


def test_order_of_the_rules_changes_nothing() -> None:
    assert judged_with(LUNCH_MEETING, LONG).findings == judged_with(LONG, LUNCH_MEETING).findings


def test_settings_in_force_reach_the_rule() -> None:
    strict = [ActiveRule(LONG, TooLong(most=20))]
    assert len(judge(context_of(events(*LINES)), strict).findings) == 2
    assert len(judge(context_of(events(*LINES)), activate({"long-meeting": LONG}, {})).findings) == 1
    agreed = activate({"long-meeting": LONG}, {"long-meeting": TooLong(most=20)})
    assert len(judge(context_of(events(*LINES)), agreed).findings) == 2


def test_shares_count_occurrences_and_reach_the_metrics() -> None:
    lines = ("mon,tue,wed 09:00-10:00 Weekly | people=4", "thu 09:00-10:00 Planning | people=4 facilitator keeper")
    judgement = judge_lines([NO_FACILITATOR, NO_DECISION_KEEPER], *lines)
    assert judgement.shares == [Share("no-facilitator", 0, 4, 3), Share("no-decision-keeper", 0, 4, 3)]
    assert judgement.metrics[0]["facilitator_share"] == 0.25
    assert judgement.metrics[0]["decision_keeper_share"] == 0.25


def test_shares_are_told_to_a_thousandth_and_of_each_calendar() -> None:
    lines = ("mon 09:00-10:00 Planning | people=4 facilitator", "tue 09:00-10:00 Board | people=4")
    anna = events(*lines, "wed 09:00-10:00 Crew | people=4")
    judgement = judge_table(NO_FACILITATOR, together(anna, events(lines[0], calendar=BO)))
    assert judgement.shares == [Share("no-facilitator", 0, 3, 2), Share("no-facilitator", 1, 1, 0)]
    assert [one["facilitator_share"] for one in judgement.metrics] == [0.333, 1.0]


def test_share_of_nothing_judged_is_unknown() -> None:
    judgement = judge_lines(NO_FACILITATOR, "mon 09:00-10:00 Planning | people=?")
    assert judgement.shares == []
    assert judgement.metrics[0]["facilitator_share"] is None
    assert judgement.not_judged == {"no-facilitator": {"people-unknown": 1}}


def test_rule_that_judged_everything_is_not_named_among_the_not_judged() -> None:
    assert judge_lines(NO_FACILITATOR, "mon 09:00-10:00 Planning | people=4").not_judged == {}


def test_no_rules_still_give_metrics() -> None:
    judgement = judged_with()
    assert (judgement.findings, judgement.metrics[0]["meetings"]) == ([], 2)


def test_calendar_without_events_has_metrics_and_no_findings() -> None:
    context = context_of(events("mon 12:00-13:00 A"), calendars=[ANNA, BO])
    judgement = judge(context, activated([LUNCH_MEETING, NO_FOCUS_DAY]))
    assert [finding.calendar for finding in judgement.findings] == [0]
    assert [one["meetings"] for one in judgement.metrics] == [1, 0]
