"""What may be said of a group: figures as they were released, and what is made of them without asking people again."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

Unit = Literal["share", "hours", "count", "days"]

STEPS: Mapping[str, float] = {"share": 0.05, "hours": 0.5, "count": 0.5, "days": 0.5}
"""What a figure of each unit is rounded to."""

LEAST_PART = 0.5
"""A figure of several weeks stands for at least this part of them."""


@dataclass(frozen=True)
class Band:
    """How many people have a value in [from_, to).

    Attributes:
        from_: its lower edge.
        to: its upper edge; None for the highest band, which has none.
        people: how many; None when it is withheld.
    """

    from_: float
    to: float | None
    people: int | None


@dataclass(frozen=True)
class Measure:
    """One measure of a group of people in one week, or over weeks.

    Attributes:
        name: of the measure.
        unit: of the median and of the edges of the bands; hours, counts and days are those of a week.
        people: how many it stands for, 0 when nobody may know.
        median: rounded; None when it is withheld.
        bands: from low to high, covering every value.
        withheld: the reason for what is missing, a key of :data:`analyzer.reports.words.withheld.REASONS`.
    """

    name: str
    unit: Unit
    people: int
    median: float | None
    bands: tuple[Band, ...]
    withheld: str | None = None


@dataclass(frozen=True)
class Share:
    """The share of a group of whom something held, in one week, or over weeks.

    Attributes:
        name: of what held.
        people: how many people the group has, 0 when nobody may know.
        value: the share, rounded; None when it is withheld. Where few did, or nearly everybody, it is the middle of
            what it may be.
        from_: the least it may be; None when it is withheld.
        to: the most it may be.
        withheld: the reason when it is missing.
    """

    name: str
    people: int
    value: float | None
    from_: float | None
    to: float | None
    withheld: str | None = None


@dataclass(frozen=True)
class NoisyMean:
    """A mean over the people of an organisation, with noise.

    Attributes:
        name: of the measure.
        unit: of the value; hours and days are those of a week.
        value: with the noise, rounded.
        error: with a certainty of 95 % the mean lies no further from the value.
    """

    name: str
    unit: Unit
    value: float
    error: float


@dataclass(frozen=True)
class NoisyMeans:
    """What was released of a whole organisation at once.

    Attributes:
        teams: the ids of its teams, sorted.
        weeks: the Mondays of the weeks that it is about, ascending.
        people: over how many people the means are.
        epsilon: what it may tell of each of them at most, all means together.
        means: in a fixed order.
    """

    teams: tuple[str, ...]
    weeks: tuple[date, ...]
    people: int
    epsilon: float
    means: tuple[NoisyMean, ...]

    def as_data(self) -> dict[str, Any]:
        """Return it as plain data, as :func:`noisy_means_of` takes it back."""
        return {
            "teams": list(self.teams),
            "weeks": [week.isoformat() for week in self.weeks],
            "people": self.people,
            "epsilon": self.epsilon,
            "means": [
                {"name": one.name, "unit": one.unit, "value": one.value, "error": one.error} for one in self.means
            ],
        }


def noisy_means_of(data: Mapping[str, Any]) -> NoisyMeans:
    """Return the means that :meth:`NoisyMeans.as_data` made data of.

    Raises:
        KeyError, TypeError, ValueError: it is no such data.
    """
    return NoisyMeans(
        tuple(data["teams"]),
        tuple(date.fromisoformat(week) for week in data["weeks"]),
        int(data["people"]),
        float(data["epsilon"]),
        tuple(NoisyMean(row["name"], row["unit"], row["value"], row["error"]) for row in data["means"]),
    )


def rounded(value: float, step: float) -> float:
    """Return a value rounded to a multiple of a step, halves upwards."""
    return round(math.floor(value / step + 0.5 + 1e-9) * step, 6)


def measure_over(weeks: Sequence[Measure]) -> Measure:
    """Return one measure over several weeks, made of what was released of each: it tells nothing that they do not.

    The median is the mean of the medians of the weeks, the people in a band are their mean number. A week of which a
    figure is withheld takes no part in it; with fewer than half of the weeks left it is withheld as well. The bands are
    those that all these weeks share.

    Args:
        weeks: the same measure of each week, at least one.
    """
    shown = [week for week in weeks if week.people]
    medians = [week.median for week in weeks if week.median is not None]
    banded = [week for week in weeks if _is_banded(week)]
    enough = LEAST_PART * len(weeks)
    first = weeks[0]
    withheld = _usual_reason([week.withheld for week in weeks])
    median = None
    if medians and len(medians) >= enough:
        median = rounded(sum(medians) / len(medians), STEPS[first.unit])
    bands = tuple(replace(band, people=None) for band in first.bands)
    if banded and len(banded) >= enough:
        bands = _mean_bands(banded)
    is_whole = median is not None and all(band.people is not None for band in bands)
    return Measure(
        first.name,
        first.unit,
        _mean_people([week.people for week in shown]),
        median,
        bands,
        None if is_whole else withheld,
    )


def share_over(parts: Sequence[Share]) -> Share:
    """Return one share over several weeks or hours: the mean of those that were released.

    Args:
        parts: of the same group, at least one; those that are withheld take no part, and with fewer than half of them
            left the share is withheld.
    """
    shown = [part for part in parts if part.value is not None and part.from_ is not None and part.to is not None]
    if not shown or len(shown) < LEAST_PART * len(parts):
        withheld = _usual_reason([part.withheld for part in parts])
        return Share(parts[0].name, 0, None, None, None, withheld)
    least = sum(part.from_ or 0.0 for part in shown) / len(shown)
    most = sum(part.to or 0.0 for part in shown) / len(shown)
    step = STEPS["share"]
    value = rounded((least + most) / 2, step)
    return Share(parts[0].name, _mean_people([part.people for part in shown]), value, least, most)


def _usual_reason(reasons: Sequence[str | None]) -> str | None:
    """Return the reason for which most is withheld, the first of equals; None when nothing is."""
    return next((reason for reason, _ in Counter(filter(None, reasons)).most_common(1)), None)


def _is_banded(measure: Measure) -> bool:
    return bool(measure.bands) and all(band.people is not None for band in measure.bands)


def _mean_people(people: Sequence[int]) -> int:
    return round(sum(people) / len(people)) if people else 0


def _mean_bands(weeks: Sequence[Measure]) -> tuple[Band, ...]:
    """Return the bands whose edges all weeks have, with the mean number of people in each."""
    edges = sorted(set.intersection(*({band.from_ for band in week.bands} for week in weeks)))
    found = []
    for lower, upper in zip(edges, [*edges[1:], None], strict=True):
        inside = [
            band.people or 0
            for week in weeks
            for band in week.bands
            if band.from_ >= lower and (upper is None or band.from_ < upper)
        ]
        found.append(Band(lower, upper, round(sum(inside) / len(weeks))))
    return tuple(found)


def as_data(figure: Measure | Share) -> dict[str, Any]:
    """Return a released figure as plain data, as :func:`from_data` takes it back."""
    if isinstance(figure, Share):
        return {
            "name": figure.name,
            "people": figure.people,
            "value": figure.value,
            "from": figure.from_,
            "to": figure.to,
            "withheld": figure.withheld,
        }
    return {
        "name": figure.name,
        "unit": figure.unit,
        "people": figure.people,
        "median": figure.median,
        "bands": [{"from": band.from_, "to": band.to, "people": band.people} for band in figure.bands],
        "withheld": figure.withheld,
    }


def from_data(data: Mapping[str, Any]) -> Measure | Share:
    """Return the figure that :func:`as_data` made data of.

    Raises:
        KeyError: a part is missing.
    """
    if "bands" not in data:
        return Share(data["name"], data["people"], data["value"], data["from"], data["to"], data["withheld"])
    bands = tuple(Band(band["from"], band["to"], band["people"]) for band in data["bands"])
    return Measure(data["name"], data["unit"], data["people"], data["median"], bands, data["withheld"])
