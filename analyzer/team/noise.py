"""Means of a whole organisation with noise: so much that nobody's calendar shows in them (differential privacy).

What is released would have come out nearly as likely with any other calendar in the place of one person's: at most
e to the power of epsilon times as likely. The noise is drawn by OpenDP, which also proves what each mean spends; it is
imported when it is needed. Of one person's weeks all means of a release together spend its epsilon, and of no week is
more spent than was agreed on. What was released once is given again as it was: noise that is drawn anew would wear off.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any

from analyzer.errors import SettingsError, UsageError
from analyzer.team.ledger import Ledger
from analyzer.team.measures import MEETING_HOURS, WeekOfTeam
from analyzer.team.released import NoisyMean, NoisyMeans, Unit
from analyzer.text import N_

INSTALL = "python -m pip install 'meetlint[privacy]'"
LEAST_PEOPLE = 200
"""Of fewer people the noise would be larger than what there is to see."""
LEAST_EPSILON = 0.001
"""With less, what is shown would be noise alone, of however many people."""
TOPS: Mapping[str, float] = {MEETING_HOURS: 40.0, "lunches_kept": 1.0, "focus_days": 5.0}
"""The means that are released, each with the most that anybody counts for: a person with more counts for that."""
OF_AWAY: Mapping[str, float] = {MEETING_HOURS: 0.0, "lunches_kept": 1.0, "focus_days": 0.0}
"""What somebody counts for who was away all the time. How many people the means are over is told without noise, so it
may not tell who was away: everybody who was read counts."""
UNITS: Mapping[str, Unit] = {MEETING_HOURS: "hours", "lunches_kept": "share", "focus_days": "days"}
STEPS: Mapping[str, float] = {MEETING_HOURS: 0.1, "lunches_kept": 0.01, "focus_days": 0.05}
"""What is shown is rounded to these."""
UNSURE = 0.05
"""How likely it is that a mean lies further off than the error that is told."""
_ANY_OTHER = 2
"""One person's numbers taken out and any others put in are two changes of a data set, as OpenDP counts them."""
_ROUNDING_UP = 1e-9


@dataclass
class People:
    """The numbers of the people of an organisation, gathered team by team; nothing of them leaves the program.

    Attributes:
        weeks: by keyed hash and week the number of each of :data:`TOPS`, in that order; no week in which the person was
            away.
    """

    weeks: dict[str, dict[date, tuple[float, ...]]] = field(default_factory=dict)

    def add(self, people: Sequence[str], weeks: Iterable[WeekOfTeam]) -> None:
        """Add a team; whoever stands in several counts once.

        Args:
            people: the keyed hashes, in the order of the numbers.
            weeks: what each of their weeks held.
        """
        for week in weeks:
            columns = [week.meeting_hours if name == MEETING_HOURS else week.values[name] for name in TOPS]
            for number in week.is_read.nonzero()[0].tolist():
                self.weeks.setdefault(people[number], {})
            for number in week.has_data.nonzero()[0].tolist():
                numbers = tuple(float(column[number]) for column in columns)
                self.weeks.setdefault(people[number], {}).setdefault(week.monday, numbers)

    def means(self) -> dict[str, list[float]]:
        """Return of each measure the mean week of every person, in the order of their hashes."""
        away = tuple(OF_AWAY[name] for name in TOPS)
        rows = [list(weeks.values()) or [away] for _, weeks in sorted(self.weeks.items())]
        return {
            name: [sum(numbers[place] for numbers in of_person) / len(of_person) for of_person in rows]
            for place, name in enumerate(TOPS)
        }


def error_of(name: str, people: int, epsilon: float) -> float:
    """Return how far a mean lies off at most with a certainty of 95 %, when all of them together spend epsilon."""
    scale = TOPS[name] / people * len(TOPS) / epsilon  # of a Laplace distribution
    return scale * math.log(1 / UNSURE)


def release_means(
    people: People, teams: Iterable[str], weeks: Iterable[date], epsilon: float, agreed: float | None, ledger: Ledger
) -> tuple[NoisyMeans, Ledger]:
    """Return the means of an organisation, and the ledger with what they spent.

    Args:
        people: everybody whose calendar was read.
        teams: the ids of the teams that make the organisation.
        weeks: the Mondays of the weeks that are over; of these alone people have numbers.
        epsilon: what may be spent of each of these weeks, by all means together.
        agreed: the most that may be spent of a week, however often it is released; None when nothing was agreed on.
        ledger: the releases made earlier.

    Raises:
        UsageError: people are too few, no week is over, or OpenDP is not installed.
        SettingsError: nothing was agreed on, or more than is left would be spent.
    """
    names, mondays = tuple(sorted(teams)), tuple(sorted(weeks))
    known = next((one for one in ledger.noisy if (one.teams, one.weeks) == (names, mondays)), None)
    if known is not None:
        return known, ledger
    refuse_unagreed(epsilon, agreed)
    refuse_few(len(people.weeks))
    if not mondays:
        raise UsageError(N_("No whole week of the period is over, so there are no means to release."))
    closed = next((week for week in mondays if ledger.closed_before is not None and week < ledger.closed_before), None)
    if closed is not None:
        raise SettingsError(
            N_("What was released of the week of {week} is forgotten, so nothing more may be."),
            N_("Choose weeks that are younger than retention_days in [privacy]."),
            week=closed,
        )
    fullest = max(mondays, key=ledger.spent)
    if agreed is not None and ledger.spent(fullest) + epsilon > agreed + _ROUNDING_UP:
        raise SettingsError(
            N_("Of the week of {week} epsilon {spent} is spent, and {agreed} was agreed on: {asked} more is too much."),
            N_("Ask for the same teams and weeks as before: they are shown again as they were. Or choose other weeks."),
            week=fullest,
            spent=f"{ledger.spent(fullest):g}",
            agreed=f"{agreed:g}",
            asked=f"{epsilon:g}",
        )
    numbers = people.means()
    means = tuple(
        NoisyMean(
            name,
            UNITS[name],
            _shown(name, noisy_mean(values, TOPS[name], epsilon / len(TOPS))),
            # With the rounding, and never told smaller than it is.
            math.ceil(100 * (error_of(name, len(values), epsilon) + STEPS[name] / 2)) / 100,
        )
        for name, values in numbers.items()
    )
    made = NoisyMeans(names, mondays, len(people.weeks), epsilon, means)
    return made, replace(ledger, noisy=(*ledger.noisy, made))


def refuse_unagreed(epsilon: float, agreed: float | None) -> None:
    """Refuse to release what was not agreed on, or would be noise alone.

    Raises:
        SettingsError: the terms know of no epsilon, or of a smaller one.
        UsageError: it is smaller than :data:`LEAST_EPSILON`, or no number.
    """
    if agreed is None:
        raise SettingsError(
            N_("Means of the whole organisation were not agreed on: [privacy] names no epsilon."),
            N_("Agree on the most that they may tell, such as epsilon = 1.0, and write it in [privacy]."),
        )
    if epsilon > agreed:
        raise SettingsError(
            N_("Agreed on was epsilon {agreed} at most, and {asked} is asked for."),
            N_("Ask for less, or agree anew and write it in [privacy] as epsilon."),
            agreed=f"{agreed:g}",
            asked=f"{epsilon:g}",
        )
    # Also of what is no number at all, which no comparison holds of.
    if not epsilon >= LEAST_EPSILON:
        raise UsageError(
            N_("With epsilon {asked} there would be nothing but noise; the least is {least}."),
            asked=f"{epsilon:g}",
            least=f"{LEAST_EPSILON:g}",
        )


def refuse_few(people: int) -> None:
    """Refuse to release means of too few people.

    Raises:
        UsageError: they are fewer than :data:`LEAST_PEOPLE`.
    """
    if people < LEAST_PEOPLE:
        raise UsageError(
            N_("Means with noise are released of {least} people and more; of fewer the noise would hide everything."),
            N_("Leave --epsilon: each team has its own figures."),
            least=LEAST_PEOPLE,
        )


def require_opendp() -> Any:
    """Return OpenDP.

    Raises:
        UsageError: it is not installed.
    """
    try:
        import opendp.prelude as opendp
    except ImportError as error:
        raise UsageError(N_("Noise is drawn by OpenDP."), INSTALL) from error
    # OpenDP wants it said that one knows: all of its parts are called contributed until their proofs were reviewed.
    opendp.enable_features("contrib")
    return opendp


def noisy_mean(values: Sequence[float], top: float, epsilon: float) -> float:
    """Return the mean of numbers with noise, of which any one number tells at most epsilon.

    Args:
        values: one for each person; below 0 counts as 0, above ``top`` as ``top``.
        top: the end of the scale.
        epsilon: what is spent.

    Raises:
        UsageError: OpenDP is not installed.
    """
    return float(_measurement(len(values), top, epsilon)(list(values)))


@lru_cache(maxsize=len(TOPS))
def _measurement(people: int, top: float, epsilon: float) -> Any:
    """Return what draws the mean of so many numbers, with as little noise as epsilon allows, by OpenDP's own proof."""
    opendp = require_opendp()
    numbers = opendp.vector_domain(opendp.atom_domain(T=float, nan=False), size=people)

    def measurement(scale: float) -> Any:
        return (
            (numbers, opendp.symmetric_distance())
            >> opendp.t.then_clamp((0.0, top))
            >> opendp.t.then_mean()
            >> opendp.m.then_laplace(scale)
        )

    return measurement(opendp.binary_search_param(measurement, d_in=_ANY_OTHER, d_out=epsilon))


def _shown(name: str, value: float) -> float:
    """Return a mean as it is shown: within its scale, rounded; it tells no more than before."""
    return round(round(min(max(value, 0.0), TOPS[name]) / STEPS[name]) * STEPS[name], 6)
