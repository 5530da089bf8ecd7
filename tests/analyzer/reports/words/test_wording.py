from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from event_rows import activated, at, context_of, events, judge_lines
from report_runs import BUSY_WEEK, run_of, run_of_table, speaker

import rules as own
from analyzer.events.table import REASONS
from analyzer.judging.engine import judge
from analyzer.judging.listing import Finding
from analyzer.judging.rule import Rule
from analyzer.reports.words.sayings import saying
from analyzer.reports.words.wording import METRICS, Wording
from analyzer.reports.words.wording import REASONS as WORDS_OF_REASONS
from analyzer.rulebook.loading import load_rules
from analyzer.text import Text, Translator
from analyzer.time.period import Period
from rules.outside_working_hours import RULE as OUTSIDE

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ENGLISH = Wording(Translator("en"), AMSTERDAM)
ALOUD = Wording(Translator("en"), AMSTERDAM, is_aloud=True)
DUTCH_NAMES = Wording(Translator("nl"), AMSTERDAM)
NEW_YORK = Wording(Translator("en"), ZoneInfo("America/New_York"))


def test_day_has_the_names_of_the_language() -> None:
    assert ENGLISH.day(date(2026, 11, 16)) == "Mon 16 Nov"
    assert DUTCH_NAMES.day(date(2026, 3, 2)) == "ma 2 mrt"
    assert ALOUD.day(date(2026, 11, 16)) == "Monday 16 November"
    assert ENGLISH.day(date(2026, 11, 16), with_year=True) == "Mon 16 Nov 2026"


def test_instants_stand_on_the_owners_clock() -> None:
    late = at("2026-11-16 00:30")
    assert (ENGLISH.day(late), ENGLISH.time(late)) == ("Mon 16 Nov", "00:30")
    assert (NEW_YORK.day(late), NEW_YORK.time(late)) == ("Sun 15 Nov", "18:30")


def test_span_is_times_within_a_day_and_days_beyond() -> None:
    assert ENGLISH.span(at("2026-11-16 12:30"), at("2026-11-16 13:30")) == "12:30–13:30"
    assert ENGLISH.span(at("2026-11-16 22:00"), at("2026-11-17 02:00")) == "22:00–02:00"
    assert ENGLISH.span(at("2026-11-16 12:30"), at("2026-11-16 12:30")) == "12:30"
    assert ENGLISH.span(at("2026-11-16 08:30"), at("2026-11-20 17:30")) == "Mon 16 Nov to Fri 20 Nov"
    assert ENGLISH.span(at("2026-11-16 00:00"), at("2026-11-18 00:00")) == "Mon 16 Nov to Tue 17 Nov"
    assert ALOUD.span(at("2026-11-16 12:30"), at("2026-11-16 13:30")) == "12:30 to 13:30"


def test_span_over_the_clock_change_shows_what_the_clocks_show() -> None:
    assert ENGLISH.span(at("2026-10-25 01:00"), at("2026-10-25 04:00")) == "01:00–04:00"


def test_period_names_the_year_once_where_one_is_enough() -> None:
    assert ENGLISH.period(Period(date(2026, 11, 16), date(2026, 11, 22))) == "Mon 16 Nov to Sun 22 Nov 2026"
    assert ENGLISH.period(Period(date(2026, 12, 28), date(2027, 1, 3))) == "Mon 28 Dec 2026 to Sun 3 Jan 2027"
    assert ENGLISH.period(Period(date(2026, 11, 16), date(2026, 11, 16))) == "Mon 16 Nov 2026"


@pytest.mark.parametrize(
    ("minutes", "short", "aloud"),
    [
        (0, "0 min", "0 minutes"),
        (1, "1 min", "1 minute"),
        (60, "1 h", "1 hour"),
        (61, "1 h 1 min", "1 hour and 1 minute"),
        (150, "2 h 30 min", "2 hours and 30 minutes"),
        (3000, "50 h", "50 hours"),
    ],
)
def test_minutes_become_hours(minutes: int, short: str, aloud: str) -> None:
    assert ENGLISH.minutes(minutes) == short
    assert ALOUD.minutes(minutes) == aloud


@pytest.mark.parametrize(
    ("share", "shown"), [(0.0, "0%"), (0.001, "1%"), (0.495, "50%"), (0.87, "87%"), (0.999, "99%"), (1.0, "100%")]
)
def test_share_says_none_and_all_only_of_none_and_all(share: float, shown: str) -> None:
    assert ENGLISH.share(share) == shown


def test_title_of_a_private_event_and_of_one_without_words() -> None:
    assert ENGLISH.title({"title": "", "private": True}) == "(private)"
    assert ENGLISH.title({"title": " \u200b\n", "private": False}) == "(no title)"
    assert ENGLISH.title({"title": "\x1b[1mBudget", "private": False}) == "\ufffd[1mBudget"
    assert ENGLISH.title(pd.Series({"title": "Budget", "private": False}), 4) == "Bud…"


def test_every_reason_has_words_in_every_language() -> None:
    assert set(WORDS_OF_REASONS) == set(REASONS)
    dutch = Wording(speaker("nl"), AMSTERDAM)
    for reason in REASONS:
        assert ENGLISH.reason(reason)
        assert dutch.reason(reason) != ENGLISH.reason(reason)


def test_every_metric_has_a_name() -> None:
    assert set(METRICS) == set(run_of("mon 09:00-10:00 A").judgement.metrics[0])
    assert ENGLISH.metric("lunches_kept") == "lunches free of meetings"


def test_rule_title_is_the_first_line_of_its_page() -> None:
    rule = load_rules(own)["lunch-meeting"]
    assert (
        ENGLISH.rule_title(replace(rule, page="A meeting in lunch.\n\n## What it flags\n\nMore."))
        == "A meeting in lunch"
    )
    assert ENGLISH.rule_title(replace(rule, page="")) == "lunch meeting"


@pytest.mark.parametrize("rule", load_rules(own).values(), ids=lambda rule: str(rule.name))
def test_every_text_of_every_rule_gets_its_fields(rule: Rule) -> None:
    context = context_of(events(*BUSY_WEEK))
    run = replace(run_of(*BUSY_WEEK), judgement=judge(context, activated(rule)))
    for finding in run.judgement.findings:
        for wording in (ENGLISH, ALOUD, DUTCH_NAMES):
            for text in saying(finding, run, wording):
                assert text.strip()
                assert not re.search(r"[{}]", text)


def told(message: str, *lines: str, **evidence: object) -> str:
    """Return what a finding over all ``lines`` says under ``message``."""
    run = run_of_table(events(*lines))
    rule = replace(run.judgement.rules[0].rule, message=Text(message))
    active = activated(rule)
    finding = Finding(
        rule.name, "warning", 0, run.table["start"].iloc[0], run.table["end"].iloc[-1], 95, 2, evidence,
        tuple(range(len(run.table))),
    )  # fmt: skip
    return saying(finding, replace(run, judgement=replace(run.judgement, rules=active)), ENGLISH).fact


def test_message_names_title_time_length_and_number() -> None:
    text = told(
        "{title}|{day}|{start_time}|{end_time}|{minutes}|{duration}|{occurrences}|{count}", "mon 12:30-13:30 Demo"
    )
    assert text == "Demo|Mon 16 Nov|12:30|13:30|95|1 h 35 min|2|1"


def test_message_names_settings_and_evidence() -> None:
    text = told(
        "{long_chain}|{breaks}|{quiet}|{who}",
        "mon 12:30-13:30 Demo",
        breaks=[0, 5],
        quiet="2026-11-17",
        who="\x1b[1mBo",
    )
    assert text == "120|0, 5|Tue 17 Nov|\ufffd[1mBo"


def test_message_names_each_title_once_and_counts_the_rest() -> None:
    lines = [f"mon {hour:02}:00-{hour:02}:30 {title}" for hour, title in enumerate("AABCDE", 9)]
    assert told("{title}", *lines) == "A, B, C and 2 more"
    assert told("{title}", *lines[:5]) == "A, B, C, D"


def test_message_of_a_private_event_says_no_words() -> None:
    assert told("{title} takes lunch.", "mon 12:30-13:30 Dentist | private people=3") == "(private) takes lunch."


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "en",
            [
                "Overdracht takes 1 h after 05:00. Propose an earlier time.",
                "Briefing takes 1 h before 22:00. Propose a later start.",
                "Verslag takes 30 min after 06:00. Propose an earlier time.",
            ],
        ),
        (
            "nl",
            [
                "Overdracht kost 1 u na 05:00. Stel een vroeger tijdstip voor.",
                "Briefing kost 1 u vóór 22:00. Stel voor later te beginnen.",
                "Verslag kost 30 min na 06:00. Stel een vroeger tijdstip voor.",
            ],
        ),
    ],
)
def test_beside_a_night_shift_the_hours_are_those_of_that_shift(language: str, sentences: list[str]) -> None:
    night = {
        "working_hours": "22:00-06:00",
        "lunch": "",
        "days": {"mon": {"working_hours": "21:00-05:00"}, "wed": {"working_hours": "14:00-18:00"}},
    }
    lines = (
        "tue 07:00-08:00 Overdracht | people=4",
        "tue 20:00-21:00 Briefing | people=4",
        "wed 05:30-06:30 Verslag | people=4",
    )
    judgement = judge_lines(OUTSIDE, *lines, agreements=night)
    run, wording = replace(run_of(), judgement=judgement), Wording(Translator(language), AMSTERDAM)
    assert [
        f"{said.fact} {said.action}" for said in (saying(finding, run, wording) for finding in judgement.findings)
    ] == sentences


def test_protect_wraps_all_text_from_the_calendar_and_nothing_else() -> None:
    marked = Wording(Translator("en"), AMSTERDAM, protect=lambda text: f"<{text}>")
    run = run_of("mon 12:30-13:30 Demo | people=4", "tue 12:30-13:30 X | private people=4")
    messages = [saying(one, run, marked).fact for one in run.judgement.findings if one.rule == "lunch-meeting"]
    assert messages == ["<Demo> takes 30 min of lunch.", "(private) takes 30 min of lunch."]
