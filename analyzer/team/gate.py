"""The gate: the one place that every figure about people passes before anybody sees it.

Four rules make a figure safe, and docs/gate.md proves it:

- **A week of a person is shown in the same company, always.** The first release of a week decides who stands together;
  no other group with any of them is shown for that week, so that two figures never differ by a few people. What was
  released once is given again as it was. Longer periods are made of the weeks' figures
  (:func:`analyzer.team.released.measure_over`), so that shifting a period tells nothing new.
- **One quantity is told in one way.** Hours of meetings and the share that they are of the hours somebody works tell
  the same; with both of them part-timers, whose hours are known, would stand out.
- **Bands are wide, fixed beforehand and never small.** Each is at least a quarter of the scale of its measure; one with
  fewer than three people in it, or with nearly everybody, is laid together with its neighbours.
- **The middle is far from everybody.** A median needs four people below it and four above: whoever knows three of
  them still meets one on each side, who may be anywhere in the band. Of a part of a week there is none: beside that of
  the whole week it would tell of those who have least of both, such as part-timers.

What is withheld is decided by how many people stand in which eighth of the scale (of days: quarter), never by where in
it, so that withholding tells no more than these numbers would.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise, product

import numpy as np
import numpy.typing as npt

from analyzer.team.ledger import Company, Key, Ledger
from analyzer.team.released import STEPS, Band, Measure, Share, Unit, rounded
from analyzer.team.terms import FLOOR, LEAST_FLOOR

KNOWN = 3
"""So many colleagues' values may be known to whoever looks: those of friends, and one's own."""
LEAST_IN_BAND = 3
"""A band shows nobody, or at least so many."""
MOST_PARTS = 8
"""So many parts of a week (weekdays, filters) one measure is released in: enough of them would tell the values."""
PART = "part"
"""Why no median is shown of a part of a week."""

TOPS: Mapping[str, float] = {"share": 1.0, "hours": 40.0, "count": 20.0, "days": 8.0}
"""Where the scale of each unit ends; its bands are quarters of it, the highest has no end."""
TOPS_BY_NAME: Mapping[tuple[str, Unit], float] = {
    ("outside_hours", "hours"): 8.0,
    ("call_run", "hours"): 8.0,
    ("meeting_hours_of_day", "hours"): 8.0,
}
"""The same, for measures of a smaller scale."""

_QUARTERS = 4
_PARTITIONS = (
    ((0, 1), (1, 2), (2, 3), (3, 4)),
    ((0, 1), (1, 2), (2, 4)),
    ((0, 2), (2, 3), (3, 4)),
    ((0, 2), (2, 4)),
    ((0, 1), (1, 4)),
    ((0, 3), (3, 4)),
)
"""The ways to lay quarters together; the first that may be shown is. With the middle two alone laid together as well,
whoever knows the order could sometimes tell that each of them holds two.
"""


@dataclass(frozen=True)
class Values:
    """One measure of the people of a group in one week.

    Attributes:
        name: of the measure.
        unit: of the numbers.
        numbers: one for each of the people: shares from 0 to 1, hours, counts or days of that week, not negative.
        people: the keyed hashes of those with data, in the order of the numbers.
        away: those of others of the group who were read whole and have none, since they did not work in that week.
    """

    name: str
    unit: Unit
    numbers: npt.NDArray[np.float64]
    people: Sequence[str]
    away: Sequence[str] = ()


@dataclass(frozen=True)
class Scope:
    """What values stand for.

    Attributes:
        team: which.
        week: the Monday of a week that is over.
        part: of the week, or a filter, such as ``weekday=mon hour=9``; empty for all of it.
    """

    team: str
    week: date
    part: str = ""


Asked = Sequence[tuple[Scope, Values]]


class Gate:
    """Releases figures of people, or says why not."""

    def __init__(self, floor: int = FLOOR) -> None:
        """Set the floor.

        Args:
            floor: no figure stands for fewer people.

        Raises:
            ValueError: it is lower than :data:`LEAST_FLOOR`.
        """
        if floor < LEAST_FLOOR:
            raise ValueError(f"a floor of {floor} is lower than {LEAST_FLOOR}")
        self.floor = floor

    def release(self, asked: Asked, ledger: Ledger) -> tuple[list[Measure], Ledger]:
        """Return the measures that may be shown, in the order in which they were asked, and the ledger with them.

        Args:
            asked: whole weeks that are over. What is asked of one team and week together is shown of the same people:
                those of the values with most people.
            ledger: the releases made earlier, by whomever.

        Raises:
            ValueError: a week does not begin on a Monday, somebody stands twice in values, or a number is negative
                or none.
        """
        found: dict[int, Measure] = {}
        weeks = dict(ledger.weeks)
        for team, week, places in _by_week(asked):
            company, reason = self._company(team, week, [asked[one][1] for one in places], weeks, ledger)
            if company is not None and reason:
                weeks[week] = _with(weeks.get(week, ()), company)
            if company is None or reason:
                found.update({one: _withheld_measure(asked[one][1], reason) for one in places})
                continue
            measures = dict(company.measures)
            for one in places:
                scope, values = asked[one]
                found[one] = self._measure(company, (values.name, scope.part), values, measures)
            if len(measures) > len(company.measures):
                weeks[week] = _with(weeks.get(week, ()), replace(company, measures=measures))
        return [found[place] for place in range(len(asked))], replace(ledger, weeks=weeks)

    def release_shares(self, asked: Asked, ledger: Ledger) -> tuple[list[Share], Ledger]:
        """Return of what share of the people a number is at least a half, in the order asked, and the ledger with them.

        With the part of an hour that each is in meetings, it is the share of the team that meets in that hour (for
        half of it at least). How many they are is told as it is only when it is far from nobody and from everybody.

        Args:
            asked: numbers from 0 to 1; else as in :meth:`release`.
            ledger: the releases made earlier.

        Raises:
            ValueError: as in :meth:`release`.
        """
        found: dict[int, Share] = {}
        weeks = dict(ledger.weeks)
        for team, week, places in _by_week(asked):
            company, reason = self._company(team, week, [asked[one][1] for one in places], weeks, ledger)
            if company is not None and reason:
                weeks[week] = _with(weeks.get(week, ()), company)
            if company is None or reason:
                found.update({one: Share(asked[one][1].name, 0, None, None, None, reason) for one in places})
                continue
            shares = dict(company.shares)
            for one in places:
                scope, values = asked[one]
                found[one] = self._share(company, (values.name, scope.part), values, shares)
            if len(shares) > len(company.shares):
                weeks[week] = _with(weeks.get(week, ()), replace(company, shares=shares))
        return [found[place] for place in range(len(asked))], replace(ledger, weeks=weeks)

    def _company(
        self,
        team: str,
        week: date,
        groups: Sequence[Values],
        weeks: Mapping[date, tuple[Company, ...]],
        ledger: Ledger,
    ) -> tuple[Company | None, str]:
        """Return the company that stands for a team in a week, and the reason why nothing of it may be shown, or "".

        A team that stands there already, be it with some other members, is shown in the company it had. People who
        stand with another team are left out of this one; the rest is a company when it is large enough.

        Who is away decides nothing but how many people with data are left. When these are too few, the company is kept
        all the same: otherwise whoever tries one group after the other would learn who was away.
        """
        most = max(groups, key=lambda values: len(values.people))
        people = frozenset(most.people)
        everybody = people | frozenset(most.away)
        companies = weeks.get(week, ())
        own = [company for company in companies if company.everybody == everybody or company.team == team]
        if own:
            best = max(own, key=lambda company: len(company.everybody & everybody))
            if best.everybody & everybody:
                # The floor may have been raised since.
                return best, "" if len(best.people) >= self.floor else "few-people"
        if len(everybody) < self.floor:
            return None, "few-people"
        if ledger.is_closed(week):
            return None, "closed"
        taken = frozenset().union(*(company.everybody for company in companies))
        if len(everybody - taken) < self.floor:
            return None, "differs-from-earlier"
        company = Company(team, people - taken, away=everybody - people - taken)
        return company, "" if len(company.people) >= self.floor else "few-people"

    def _measure(self, company: Company, key: Key, values: Values, measures: dict[Key, Measure]) -> Measure:
        if key in measures:
            return measures[key]
        numbers = _numbers_of(company, values)
        if numbers is None:
            return _withheld_measure(values, "differs-from-earlier")
        told = {(name, one.unit) for (name, _), one in measures.items() if _quantity(name) == _quantity(values.name)}
        if told - {(values.name, values.unit)}:
            return _withheld_measure(values, "told-otherwise")
        if sum(name == values.name for name, _ in measures) >= MOST_PARTS:
            return _withheld_measure(values, "many-parts")
        measures[key] = shown_measure(values.name, values.unit, numbers, is_part=bool(key[1]))
        return measures[key]

    def _share(self, company: Company, key: Key, values: Values, shares: dict[Key, Share]) -> Share:
        if key in shares:
            return shares[key]
        numbers = _numbers_of(company, values)
        if numbers is None:
            return Share(values.name, 0, None, None, None, "differs-from-earlier")
        shares[key] = shown_share(values.name, int(np.count_nonzero(numbers >= 0.5)), len(numbers))
        return shares[key]


def _quantity(name: str) -> str:
    """Return what a measure measures, however it is counted: ``meeting`` of ``meeting_hours`` and ``meeting_share``."""
    return name.removesuffix("_hours").removesuffix("_share")


def scale_edges(name: str, unit: Unit) -> tuple[float, ...]:
    """Return the lower edges of the four quarters of a measure's scale, and where the scale ends."""
    top = TOPS_BY_NAME.get((name, unit), TOPS[unit])
    return tuple(top * place / _QUARTERS for place in range(_QUARTERS + 1))


def cell_edges(name: str, unit: Unit) -> tuple[float, ...]:
    """Return the edges of the cells in which nearly everybody may not stand when a median is shown.

    They are eighths of the scale; of days quarters, since an eighth holds one number of days alone.
    """
    edges = scale_edges(name, unit)
    if unit == "days":
        return edges
    return tuple(edges[-1] * place / (2 * _QUARTERS) for place in range(2 * _QUARTERS + 1))


def median_top(name: str, unit: Unit) -> float:
    """Return where a median ends: it says so much, or more.

    Of hours it is seven eighths of the scale. Who works part-time is known, and cannot be near the end; so a median
    there would tell that everybody else is.
    """
    top = scale_edges(name, unit)[-1]
    return top * 7 / 8 if unit == "hours" else top


def shown_partition(counts: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Return which quarters are laid together, as [first, end), given how many people stand in each; none may be ().

    A quarter in which all but three people stand, or more, is never shown alone: it would tell where everybody is.
    """
    people = sum(counts)
    # Two bands of which one is empty say little; they are the last resort.
    for least_in_pair, partition in product((LEAST_IN_BAND, 0), _PARTITIONS):
        inside = [sum(counts[first:end]) for first, end in partition]
        is_crowded = any(
            end - first == 1 and number > people - KNOWN - 1
            for (first, end), number in zip(partition, inside, strict=True)
        )
        is_told = all(number == 0 or number >= LEAST_IN_BAND for number in inside)
        if is_told and not is_crowded and (len(inside) > 2 or min(inside) >= least_in_pair):
            return partition
    return ()


def median_withheld(cells: Sequence[int]) -> str:
    """Return why a median is withheld, an empty text when it is not.

    Args:
        cells: how many people stand in each cell of the scale; see :func:`cell_edges`.
    """
    people = sum(cells)
    # Below the one or two in the middle stand (people - 1) // 2 others, and as many above.
    if (people - 1) // 2 <= KNOWN:
        return "few-people"
    is_alike = max(cells) > people - KNOWN - 1
    if len(cells) > _QUARTERS:  # people who are alike may stand on both sides of an edge
        is_alike |= max(one + other for one, other in pairwise(cells)) == people
    return "all-equal" if is_alike else ""


def shown_share(name: str, number: int, people: int) -> Share:
    """Return the share that a number of people is, as it may be shown.

    Up to four people, and from all but four on, it is only told that they are so few or so many: else whoever knows
    three of them would know of everybody that they did, or did not.
    """
    few = KNOWN + 1
    if people < 2 * few + 1:
        return Share(name, 0, None, None, None, "few-people")
    least, most = number, number
    if number <= few:
        least, most = 0, few
    elif number >= people - few:
        least, most = people - few, people
    value = rounded((least + most) / 2 / people, STEPS["share"])
    return Share(name, people, value, least / people, most / people)


def shown_measure(name: str, unit: Unit, numbers: npt.NDArray[np.float64], *, is_part: bool = False) -> Measure:
    """Return a measure of the people of one company as it may be shown.

    Args:
        name: of the measure.
        unit: of the numbers.
        numbers: of all of them.
        is_part: they are of a part of a week.
    """
    edges = scale_edges(name, unit)
    counts = _counts(numbers, edges)
    partition = shown_partition(counts)
    withheld = PART if is_part else median_withheld(_counts(numbers, cell_edges(name, unit)))
    median = None
    if not withheld:
        median = rounded(float(np.median(np.minimum(numbers, median_top(name, unit)))), STEPS[unit])
    bands = tuple(
        Band(edges[first], edges[end] if end < _QUARTERS else None, sum(counts[first:end])) for first, end in partition
    )
    if not bands:
        withheld = withheld or "complement"
        bands = _empty_bands(name, unit)
    return Measure(name, unit, len(numbers), median, bands, withheld or None)


def _counts(numbers: npt.NDArray[np.float64], edges: Sequence[float]) -> list[int]:
    """Return how many numbers stand between one edge and the next; the last cell has no end."""
    counts: list[int] = np.bincount(
        np.searchsorted(edges[1:-1], numbers, side="right"), minlength=len(edges) - 1
    ).tolist()
    return counts


def _empty_bands(name: str, unit: Unit) -> tuple[Band, ...]:
    edges = scale_edges(name, unit)
    return tuple(Band(lower, upper if upper < edges[-1] else None, None) for lower, upper in pairwise(edges))


def _withheld_measure(values: Values, reason: str) -> Measure:
    return Measure(values.name, values.unit, 0, None, _empty_bands(values.name, values.unit), reason)


def _numbers_of(company: Company, values: Values) -> npt.NDArray[np.float64] | None:
    """Return the numbers of the people of a company, in no order; None when somebody of them has none."""
    is_of = np.fromiter((person in company.people for person in values.people), dtype=bool, count=len(values.people))
    return np.asarray(values.numbers, dtype=np.float64)[is_of] if is_of.sum() == len(company.people) else None


def _with(companies: tuple[Company, ...], company: Company) -> tuple[Company, ...]:
    """Return the companies of a week with one, which may stand there with fewer figures."""
    if not any(other.everybody == company.everybody for other in companies):
        return (*companies, company)
    return tuple(company if other.everybody == company.everybody else other for other in companies)


def _by_week(asked: Asked) -> list[tuple[str, date, list[int]]]:
    """Return the places of what is asked of each team and week, in the order in which they came.

    Raises:
        ValueError: what is asked cannot be so.
    """
    places: dict[tuple[str, date], list[int]] = {}
    for place, (scope, values) in enumerate(asked):
        numbers = np.asarray(values.numbers, dtype=np.float64)
        if scope.week.weekday():
            raise ValueError(f"{scope.week} is no Monday")
        if len(set(values.people)) != len(values.people) or numbers.shape != (len(values.people),):
            raise ValueError(f"values of {values.name} are not one for each person")
        if not (np.isfinite(numbers) & (numbers >= 0)).all():
            raise ValueError(f"a value of {values.name} is negative or none")
        places.setdefault((scope.team, scope.week), []).append(place)
    return [(team, week, found) for (team, week), found in places.items()]
