"""The weeks of the people of a roster, as an audit measures them, and what of them may be shown: no meeting, no sum.

Of each person the numbers leave the worker that read the calendar, and nothing else; what is shown of them passes the
gate and the ledger as the figures of an audit do, so that a summary cannot be laid beside an audit or another summary.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from analyzer.team.audit import WeekMeasures
from analyzer.team.gate import Gate, Scope, Values
from analyzer.team.judging import judge_team
from analyzer.team.ledger import Ledger
from analyzer.team.measures import MEASURES, weeks_of_team
from analyzer.team.members import TeamMember
from analyzer.time.period import Period


@dataclass(frozen=True)
class PersonWeeks:
    """What the weeks of one person held.

    Attributes:
        name: what the roster calls the person; it is named where a source fails, and nowhere else.
        person: the keyed hash that tells the person from others.
        key: what tells the key with which it was made.
        weeks: by Monday the number of each of :data:`MEASURES`, in that order; no week in which the person does not
            work or was not read whole.
        over: the Mondays of all weeks of the period that are over.
        away: those of them that were read whole, and in which the person does not work.
    """

    name: str
    person: str
    key: str
    weeks: Mapping[date, tuple[float, ...]] = field(repr=False)
    over: tuple[date, ...] = ()
    away: tuple[date, ...] = field(default=(), repr=False)


def weeks_of_person(member: TeamMember, name: str, key: str, period: Period, today: date) -> PersonWeeks:
    """Return what the weeks of one person held, as an audit of the person's team would measure it.

    Args:
        member: the person.
        name: what the roster calls the person.
        key: what tells the key with which the person is told from others.
        period: the days to look at; weeks that are whole and over count.
        today: the day it is.
    """
    weeks = weeks_of_team(judge_team([member], period, today, ()))
    return PersonWeeks(
        name,
        member.person,
        key,
        {
            week.monday: tuple(float(week.values[measure][0]) for measure in MEASURES)
            for week in weeks
            if week.has_data[0]
        },
        tuple(week.monday for week in weeks),
        tuple(week.monday for week in weeks if week.is_read[0] and not week.has_data[0]),
    )


def release_summary(
    people: Sequence[PersonWeeks], roster: str, gate: Gate, ledger: Ledger
) -> tuple[list[WeekMeasures], Ledger]:
    """Return what may be shown of the weeks of some people, and the ledger with what was released.

    Args:
        people: each once.
        roster: what tells this group from others in the ledger.
        gate: what every figure about people passes.
        ledger: what was released before, by whomever.
    """
    mondays = sorted({monday for one in people for monday in one.over})
    asked = []
    for monday in mondays:
        there = [one for one in people if monday in one.weeks]
        hashes = [one.person for one in there]
        away = [one.person for one in people if monday in one.away]
        for place, (name, unit) in enumerate(MEASURES.items()):
            numbers = np.array([one.weeks[monday][place] for one in there], dtype=np.float64)
            asked.append((Scope(roster, monday), Values(name, unit, numbers, hashes, away)))
    released, ledger = gate.release(asked, ledger)
    size = len(MEASURES)
    return [
        WeekMeasures(monday, released[size * place : size * (place + 1)]) for place, monday in enumerate(mondays)
    ], ledger
