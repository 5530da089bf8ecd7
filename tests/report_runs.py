"""Runs for the tests of the reports: real findings of the rules, under texts that belong to these tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from event_rows import AMSTERDAM, ANNA, activated, context_of, events

import rules as own
from analyzer.events.owner import Owner, ZoneChoice
from analyzer.judging.engine import judge
from analyzer.judging.rule import Rule
from analyzer.rulebook.loading import load_rules
from analyzer.run import Run, SourceSummary
from analyzer.text import Text, Translator

TODAY = date(2026, 11, 18)

TEXTS: dict[str, tuple[str, Text, Text]] = {
    "back-to-back-calls": (
        "Calls without a break.",
        Text("{calls} calls in a row: {duration}."),
        Text("Let one of them end earlier."),
    ),
    "lunch-meeting": ("A meeting in lunch.", Text("{title} takes {duration} of lunch."), Text("Ask to start later.")),
    "meeting-over-focus-time": (
        "A meeting in focus time.",
        Text("{title} takes {duration} of focus time."),
        Text("Propose another time."),
    ),
    "scattered-day": (
        "A day in pieces.",
        Text("{meetings} meetings leave {longest_block} minutes at most."),
        Text("Put two side by side."),
    ),
    "no-focus-day": (
        "A week without a focus day.",
        Text("The quietest day is {day}."),
        Text("Move {minutes} minute.", "Move {minutes} minutes.", "minutes"),
    ),
    "no-facilitator": ("Nobody guards the process.", Text("{title} names no facilitator."), Text("Agree on one.")),
    "no-decision-keeper": ("Nobody keeps decisions.", Text("{title} names no keeper."), Text("Agree on one.")),
}
"""Title, message and advice of each rule, as these tests know it."""

DUTCH = {
    "Calls without a break.": "Online vergaderingen zonder pauze.",
    "{calls} calls in a row: {duration}.": "{calls} online vergaderingen achter elkaar: {duration}.",
    "Let one of them end earlier.": "Laat er een eerder stoppen.",
    "A meeting in lunch.": "Een vergadering tussen de middag.",
    "{title} takes {duration} of lunch.": "{title} neemt {duration} van de lunch.",
    "Ask to start later.": "Vraag of het later kan beginnen.",
    "A meeting in focus time.": "Een vergadering in je focustijd.",
    "{title} takes {duration} of focus time.": "{title} neemt {duration} van je focustijd.",
    "Propose another time.": "Stel een andere tijd voor.",
    "A day in pieces.": "Een dag in stukken.",
    "{meetings} meetings leave {longest_block} minutes at most.": "{meetings} vergaderingen laten hooguit "
    "{longest_block} minuten vrij.",
    "Put two side by side.": "Zet er twee naast elkaar.",
    "A week without a focus day.": "Een week zonder focusdag.",
    "The quietest day is {day}.": "De rustigste dag is {day}.",
    "Move {minutes} minutes.": "Verzet {minutes} minuten.",
    "{missing} of {judged} meetings name no facilitator.": "{missing} van de {judged} vergaderingen noemen geen "
    "procesbewaker.",
    "{missing} of {judged} meetings name no keeper.": "{missing} van de {judged} vergaderingen noemen geen "
    "voortgangsbewaker.",
    "Facilitator: …": "Procesbewaker: …",
    "Keeper: …": "Voortgangsbewaker: …",
}


class _Catalogue:
    """The real catalogue, with the words of the rules of these tests."""

    def __init__(self, real: Any) -> None:
        self.real = real

    def gettext(self, message: str) -> str:
        return DUTCH.get(message) or str(self.real.gettext(message))

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return DUTCH.get(plural) or str(self.real.ngettext(singular, plural, number))


def speaker(language: str) -> Translator:
    """Return a translator that also knows the texts of the rules of these tests, in Dutch too."""
    translate = Translator(language)
    if language == "nl":
        if translate("What goes well") == "What goes well":
            pytest.skip("the Dutch catalogue does not hold the texts of the reports")
        translate._catalogue = _Catalogue(translate._catalogue)  # type: ignore[assignment]
    return translate


def known_rules() -> list[Rule]:
    """Return the rules of TEXTS under the texts of these tests."""
    return [_with_own_texts(rule) for name, rule in load_rules(own).items() if name in TEXTS]


def _with_own_texts(rule: Rule) -> Rule:
    page, message, advice = TEXTS[rule.name]
    if rule.share_text is None:
        return replace(rule, page=page, message=message, advice=advice)
    role = "facilitator" if rule.name == "no-facilitator" else "keeper"
    share = Text(f"{{missing}} of {{judged}} meetings name no {role}.")
    return replace(rule, page=page, message=message, advice=advice, share_text=share, paste=f"{role.capitalize()}: …")


def run_of_table(
    table: pd.DataFrame, *, clock: str = AMSTERDAM, judging: Mapping[str, Any] | None = None, **run: Any
) -> Run:
    """Return the run of a table.

    Args:
        table: the events.
        clock: the owner's zone.
        judging: goes to :func:`event_rows.context_of`.
        run: replaces parts of the run.
    """
    context = context_of(table, zone=clock, **(judging or {}))
    judgement = judge(context, activated(known_rules()))
    for failed in judgement.failed:
        raise failed.error
    parts = {
        "judgement": judgement,
        "period": context.period,
        "today": TODAY,
        "owner": Owner(ANNA, origin="source"),
        "zone": ZoneChoice(ZoneInfo(clock), "source"),
        "name": ANNA,
        "sources": [SourceSummary("work.ics", len(table))],
    }
    return Run(**{**parts, **run})


def run_of(*lines: str, clock: str = AMSTERDAM, **run: Any) -> Run:
    """Return the run of lines in the grammar of :mod:`analyzer.events.examples`; see :func:`run_of_table`."""
    return run_of_table(events(*lines, zone=clock), clock=clock, **run)


def retitled(table: pd.DataFrame, titles: Sequence[str]) -> pd.DataFrame:
    """Return a table whose rows carry ``titles``, over and over."""
    return table.assign(title=pd.Series([titles[row % len(titles)] for row in range(len(table))], dtype="str"))


BUSY_WEEK = (
    "mon 09:00-09:30 Weekstart | call people=9 series=start",
    "mon 09:30-10:30 Project Atlas: voortgang | call people=6 series=atlas",
    "mon 10:30-11:15 Klantgesprek Noord | call people=4",
    "mon 13:00-14:00 Bila met Els | people=2 series=bila mine",
    "mon 15:00-16:00 Gesprek | private people=4",
    "tue 09:15-10:00 Daily | call people=7 series=daily facilitator",
    "tue 10:00-11:30 Sprintplanning | call people=7 series=sprint",
    "tue 12:30-13:30 Demo leverancier | call people=11 series=demo",
    "tue 13:30-14:30 Architectuuroverleg | call people=5 series=arch",
    "tue 15:30-16:00 Intake Zuid | people=3",
    "wed 09:15-09:30 Daily | call people=7 series=daily facilitator",
    "wed 10:00-12:00 Focustijd | focus people=1",
    "wed 10:30-11:00 Vraag over factuur | call people=3",
    "wed 12:00-13:00 Lunchwandeling | people=5",
    "wed 13:30-15:00 MT-overleg | people=8 series=mt keeper",
    "wed 15:00-15:45 Budget 2027 | call people=4",
    "thu 08:15-08:45 Koffie | people=3",
    "thu 09:15-09:30 Daily | call people=7 series=daily facilitator",
    "thu 09:30-10:00 Intake Delta | call people=3",
    "thu 12:00-13:30 Kwartaalsessie: wat leerden we en wat nemen we mee naar het volgende kwartaal | people=23",
    "thu 14:00-15:00 Tandarts | private people=1",
    "thu 15:00-17:45 Werksessie roadmap | hybrid people=6 mine",
    "fri Verlof | absence",
    "fri 10:00-11:00 Vrijdagoverleg | declined people=9 series=vr",
    "mon Cadeau kopen | free people=1",
    "tue 19:30-21:00 Ouderavond | people=1",
)
"""A busy week of a Dutch office: past and coming days, and one of nearly everything."""
