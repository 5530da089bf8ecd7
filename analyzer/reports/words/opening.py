"""What stands first: what was assumed, what makes the results doubtful, and the coming days in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from analyzer.figures.days import DayFacts, day_facts
from analyzer.reports.outline import View, coming_days
from analyzer.reports.words.sentences import OWNER_ORIGINS, is_untold, lost_rules, said
from analyzer.reports.words.wording import Wording
from analyzer.run import Run
from analyzer.text import N_
from analyzer.time.common_holidays import common_holiday

SOURCE_WIDTH = 40
"""Columns a file may take in one line."""

MOST_DOUBTS = 2
"""Lines of what makes results doubtful; what is more is said below."""

NOT_WORKED = {
    "not-agreed": N_("your day off"), "holiday": N_("a public holiday"), "absence": N_("leave or absence"),
}  # fmt: skip


HOLIDAYS: Mapping[str, str] = {"christmas": N_("Christmas Day"), "new-year": N_("New Year's Day")}
"""What a day is called that is a public holiday nearly everywhere, where nobody agreed on a country."""


def assumed(run: Run, wording: Wording) -> str:
    """Return in one line what nobody told and was taken for granted, with the way to change it."""
    translate, agreements = wording.translate, run.judgement.context.agreements[0]
    # Where all events use one zone, the calendar says which.
    zone = run.zone.zone.key if run.zone.origin == "unknown" or run.zone.is_disputed else ""
    parts = []
    if run.hours_origin == "unknown":
        hours = wording.windows(agreements.working_hours)
        # Beside a zone the line has no room for a word that the hours themselves make clear.
        parts.append(hours if zone else translate(N_("work {hours}"), hours=hours))
    if run.lunch_origin == "unknown":
        parts.append(translate(N_("lunch {hours}"), hours=wording.windows(agreements.lunch)))
    if zone:
        parts.append(zone)
    if not parts:
        return translate(N_("Working hours, lunch and time zone are known."))
    return translate(N_("Assumed: {assumed}. Other? meetlint init"), assumed=", ".join(parts))


def doubts(run: Run, wording: Wording, *, lists_all: bool = False) -> list[str]:
    """Return what makes the results doubtful, the heaviest first, each in one line; what is beyond two is counted."""
    found = list(_doubts(run, wording))
    if len(found) <= MOST_DOUBTS or lists_all:
        return found
    rest = wording.translate.plural(
        "{n} more thing to know about the reading stands below.",
        "{n} more things to know about the reading stand below.",
        len(found) - 1,
    )
    return [found[0], rest]


def _doubts(run: Run, wording: Wording) -> Iterator[str]:
    translate = wording.translate
    for problem in run.failed:
        yield translate(N_("Not read: {problem}"), problem=said(problem, wording))
    for failed in run.judgement.failed:
        yield translate(N_("The rule {name} broke off; what it would find is missing."), name=failed.name)
    yield from lost_rules(run, translate)
    for source in run.sources:
        if source.is_incomplete:
            name = wording.shown(source.source, SOURCE_WIDTH)
            yield translate(N_("Only a part of {source} could be read."), source=name)
    if skipped := sum(problem.count for problem in run.problems if problem.effect != "repaired"):
        yield translate.plural("Could not be read: {n} part.", "Could not be read: {n} parts.", skipped)
    if run.is_shared:
        yield translate(N_("Every event with a time counts as a meeting."))
    elif run.owner.origin == "unknown" and len(run.table):
        yield translate(OWNER_ORIGINS["unknown"])
    reasons = run.not_counted()
    if unknown := int(is_untold(run).sum()):
        if _is_all_calls(run):
            yield translate.plural(
                "Only calls could be judged: {n} event does not say who takes part.",
                "Only calls could be judged: {n} events do not say who takes part.",
                unknown,
            )
        else:
            yield translate.plural(
                "{n} event does not say who takes part, so it is not judged.",
                "{n} events do not say who takes part, so they are not judged.",
                unknown,
            )
    if busy := reasons["busy-only"]:
        yield translate.plural(
            "Not judged: {n} event of which only “busy” can be seen.",
            "Not judged: {n} events of which only “busy” can be seen.",
            busy,
        )
    days = run.judgement.context.days
    if run.ends is not None and (days.is_workday & (days.day > np.datetime64(run.ends))).any():
        yield translate(N_("The export ends on {day}; what comes after is not in it."), day=wording.day(run.ends))


def _is_all_calls(run: Run) -> bool:
    return not (run.judgement.context.is_counted & run.table.holds("call", "")).any()


def held_by(run: Run, facts: DayFacts, at: int, wording: Wording) -> list[str]:
    """Return in a few words each why a day is no workday, and what meetings it holds; ``at`` is its place."""
    translate, parts = wording.translate, []
    if reason := NOT_WORKED.get(facts.not_worked[at], ""):
        # A calendar of many has no "you".
        parts.append(translate(N_("no workday") if run.is_shared and reason == NOT_WORKED["not-agreed"] else reason))
    elif run.judgement.context.is_likely_holiday[at]:
        parts.append(translate(HOLIDAYS[common_holiday(run.judgement.context.days.day[at].item(), run.zone.zone)]))
    if meetings := facts.meetings[at]:
        length = wording.minutes(facts.meeting_minutes[at])
        parts.append(translate.plural("{n} meeting, {length}", "{n} meetings, {length}", meetings, length=length))
    elif not reason:
        parts.append(translate(N_("no meetings")))
    return parts


def coming_week(run: Run, view: View, wording: Wording) -> list[str]:
    """Return the picture of the days that can still change in words: one sentence for each day."""
    facts, translate, sentences = day_facts(run), wording.translate, []
    for day in coming_days(run):
        at = (day - run.period.first).days
        parts = held_by(run, facts, at, wording)
        if facts.has_lunch[at]:
            taken = facts.lunch_taken[at]
            text = N_("{length} of lunch taken") if taken else N_("lunch is free")
            parts.append(translate(text, length=wording.minutes(taken)))
        if numbers := [str(one.number) for one in view.by_day.get(day, [])]:
            parts.append(
                translate.plural("finding {numbers}", "findings {numbers}", len(numbers), numbers=", ".join(numbers))
            )
        sentences.append(translate(N_("On {day}: {facts}."), day=wording.day(day), facts="; ".join(parts)))
    return sentences
