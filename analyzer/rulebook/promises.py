"""The contract every rule keeps to, checked one promise at a time: for rules of one's own, and for meetlint's."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from analyzer.agreements import Agreements
from analyzer.events.examples import EXAMPLE_OWNER, EXAMPLE_WEEK, EXAMPLE_ZONE, read_examples
from analyzer.events.table import COLUMNS, EventTable, empty_table, sort_table, together
from analyzer.judging.context import Context
from analyzer.judging.engine import Judgement, judge
from analyzer.judging.rule import CONTRACT_VERSION, ActiveRule, Example, Rule, durations_of
from analyzer.text import N_, Text, translator
from analyzer.time.period import Period

SECTIONS = ("What it flags", "Why it matters", "What to do", "When to ignore it", "Limits")
"""The sections of a rule's page, in order, after an opening sentence."""

FIELDS = frozenset({"title", "minutes", "duration", "occurrences", "day", "start_time", "end_time", "count"})
"""The fields every message and advice may use, beside the rule's settings and evidence."""

_OTHER = "bo@example.org"


@dataclass(frozen=True)
class Promise:
    """One promise of the contract and whether a rule keeps it.

    Attributes:
        text: msgid of what is promised.
        broken: how it is broken, "" when it is kept.
    """

    text: str
    broken: str = ""


class _BrokenError(Exception):
    """A promise is not kept; the text says how."""


def check_rule(rule: Rule) -> list[Promise]:
    """Return every promise of the contract and whether ``rule`` keeps it. A rule that raises breaks its promise."""
    return [_tried(text, check, rule) for text, check in _PROMISES]


def _tried(text: str, check: Callable[[Rule], None], rule: Rule) -> Promise:
    try:
        check(rule)
    except _BrokenError as error:
        return Promise(text, str(error))
    except Exception as error:  # whatever a rule does wrong is what the reader wants to hear
        return Promise(text, f"{type(error).__name__}: {error}")
    return Promise(text)


def judged(rule: Rule, table: EventTable, example: Example | None = None, period: Period = EXAMPLE_WEEK) -> Judgement:
    """Return the judgement of a rule on a table of example events, by what ``example`` agreed on or by defaults."""
    names = sorted(set(table.column("calendar"))) or [EXAMPLE_OWNER]
    agreements = Agreements(**(example.agreements if example else {}))
    context = Context(period, ZoneInfo(EXAMPLE_ZONE), names, [agreements] * len(names), table)
    judgement = judge(context, [ActiveRule(rule, rule.settings(**(example.settings if example else {})))])
    for failed in judgement.failed:
        raise failed.error
    return judgement


def _events(example: Example) -> EventTable:
    return read_examples(example.events, agreements=Agreements(**example.agreements))


def _all_events(rule: Rule, calendar: str = EXAMPLE_OWNER) -> EventTable:
    """Return the events of all examples, as one calendar to try things on."""
    return read_examples([line for example in rule.examples for line in example.events], calendar=calendar)


def _telling(rule: Rule) -> Example | None:
    """Return the first example that shows a finding; what it agreed on is what the rule is tried with."""
    return next((example for example in rule.examples if example.findings), None)


def _is_written_for_this_contract(rule: Rule) -> None:
    if rule.contract != CONTRACT_VERSION:
        raise _BrokenError(f"contract={rule.contract}, not {CONTRACT_VERSION}")


def _is_named_in_kebab_case(rule: Rule) -> None:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.name):
        raise _BrokenError(repr(rule.name))


def _has_a_page(rule: Rule) -> None:
    found = tuple(re.findall(r"^## (.*)$", rule.page, re.MULTILINE))
    if found != SECTIONS:
        raise _BrokenError(", ".join(found) or "-")


def _says_where_it_comes_from(rule: Rule) -> None:
    if not rule.grounds:
        raise _BrokenError("grounds=()")


def _explains_its_settings(rule: Rule) -> None:
    silent = [name for name, info in rule.settings.model_fields.items() if not info.description]
    if silent:
        raise _BrokenError(", ".join(silent))


def _has_both_kinds_of_examples(rule: Rule) -> None:
    if {bool(example.findings) for example in rule.examples} != {True, False}:
        raise _BrokenError(str([example.findings for example in rule.examples]))


def _keeps_its_examples(rule: Rule) -> None:
    for example in rule.examples:
        found = judged(rule, _events(example), example).findings
        minutes = tuple(finding.minutes for finding in found)
        if len(found) != example.findings or (example.minutes and minutes != example.minutes):
            raise _BrokenError(f"{example.title} → {len(found)}, {minutes}")


def _finds_nothing_in_nothing(rule: Rule) -> None:
    if judged(rule, empty_table()).findings:
        raise _BrokenError("?")


def _leaves_the_table_alone(rule: Rule) -> None:
    table = _all_events(rule)
    before = {name: table.column(name).copy() for name in table}
    judged(rule, table, _telling(rule))
    changed = [name for name, held in before.items() if table.column(name).tolist() != held.tolist()]
    if changed:
        raise _BrokenError(", ".join(changed))


def _ignores_the_order_of_rows(rule: Rule) -> None:
    table = _all_events(rule)
    again = sort_table(table.take(np.random.default_rng(1).permutation(len(table))))
    if _shown(judged(rule, table, _telling(rule))) != _shown(judged(rule, again, _telling(rule))):
        raise _BrokenError("!=")


def _judges_each_calendar_alone(rule: Rule) -> None:
    if "self" not in rule.audience:
        return
    one, other = _all_events(rule), _all_events(rule, _OTHER)
    both, alone, beside = (
        _shown(judged(rule, table, _telling(rule))) for table in (together([one, other]), one, other)
    )
    if both != alone + [(1, *rest) for _, *rest in beside]:
        raise _BrokenError("!=")


def _finds_the_same_a_week_later(rule: Rule) -> None:
    table, week = _all_events(rule), timedelta(weeks=1)
    times = [name for name, dtype in COLUMNS.items() if dtype.startswith("datetime64")]
    moved = table.replaced(**{name: table.column(name) + np.timedelta64(week) for name in times})
    later = Period(EXAMPLE_WEEK.first + week, EXAMPLE_WEEK.last + week)
    example = _telling(rule)
    one, other = _shown(judged(rule, table, example)), _shown(judged(rule, moved, example, later))
    if [(*head, minutes) for *head, _, minutes in one] != [(*head, minutes) for *head, _, minutes in other]:
        raise _BrokenError(f"{len(one)} → {len(other)}")


def _reads_of_series_what_it_says(rule: Rule) -> None:
    """Try the rule with series of which nothing is known, as a service tells them that was not asked for more."""
    if rule.needs_series:
        return
    for example in rule.examples:
        table = read_examples(example.events)
        nothing = np.full(len(table), np.datetime64("NaT", "us"))
        unknown = table.replaced(series_start=nothing, endless=np.zeros(len(table), dtype=bool))
        if _shown(judged(rule, table, example)) != _shown(judged(rule, unknown, example)):
            raise _BrokenError("needs_series=False")


def _can_be_said(rule: Rule) -> None:
    for example in rule.examples:
        settings = rule.settings(**example.settings).model_dump()
        for finding in judged(rule, _events(example), example).findings:
            known = {**dict.fromkeys(FIELDS, "1"), **settings, **durations_of(finding.evidence), **finding.evidence}
            for text in (rule.message, rule.advice):
                unknown = _fields_of(text) - set(known)
                if unknown:
                    raise _BrokenError(", ".join(f"{{{name}}}" for name in sorted(unknown)))
                translator("en").text(text, **known)


def _fields_of(text: Text) -> set[str]:
    forms = [text.singular, text.plural or ""]
    return {name.partition("[")[0] for form in forms for _, name, _, _ in string.Formatter().parse(form) if name}


def _shown(judgement: Judgement) -> list[tuple[int, str, int, int, datetime, int]]:
    """Return what can be compared of findings: calendar, severity, occurrences, events, start, minutes."""
    return [
        (one.calendar, one.severity, one.occurrences, len(one.events), one.start, one.minutes)
        for one in judgement.findings
    ]


_PROMISES: tuple[tuple[str, Callable[[Rule], None]], ...] = (
    (N_("is written for this version of the contract"), _is_written_for_this_contract),
    (N_("has a name in small letters with dashes"), _is_named_in_kebab_case),
    (N_("has a page with its five sections"), _has_a_page),
    (N_("says where it comes from"), _says_where_it_comes_from),
    (N_("explains its settings"), _explains_its_settings),
    (N_("has examples with and without a finding"), _has_both_kinds_of_examples),
    (N_("finds in its examples what they say"), _keeps_its_examples),
    (N_("finds nothing where there is nothing"), _finds_nothing_in_nothing),
    (N_("leaves the table as it was"), _leaves_the_table_alone),
    (N_("does not depend on the order of rows"), _ignores_the_order_of_rows),
    (N_("judges each calendar by itself"), _judges_each_calendar_alone),
    (N_("finds the same a week later"), _finds_the_same_a_week_later),
    (N_("says so when it needs the start or the end of series"), _reads_of_series_what_it_says),
    (N_("has sentences whose fields it fills"), _can_be_said),
)


def promises() -> Iterator[str]:
    """Yield the msgid of every promise, in order."""
    return (text for text, _ in _PROMISES)
