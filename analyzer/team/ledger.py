"""What was released of which people, week by week: what the gate compares every new release with.

It holds keyed hashes and the figures as they were shown, never a name, and no figure of one person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from analyzer.team.released import Measure, NoisyMeans, Share, as_data, from_data, noisy_means_of

ERASED = "erased-"
"""How somebody who was erased stands in a company: with a number that is counted anew in each."""

Key = tuple[str, str]
"""Of a figure: the name of the measure, and of what part of the week it speaks."""


@dataclass(frozen=True)
class Company:
    """The people in whose company each of them is shown in a week, and what was released of them together.

    Attributes:
        team: for whom it was released first.
        people: their keyed hashes; who was erased stands as nobody.
        away: those who were asked with them and did not work in that week. They stand in no figure, and with nobody
            else either: whether somebody may be shown with others must not tell who was away.
        measures: what was released, also that something was withheld, when their values decided that.
        shares: likewise.
    """

    team: str
    people: frozenset[str]
    measures: Mapping[Key, Measure] = field(default_factory=dict)
    shares: Mapping[Key, Share] = field(default_factory=dict)
    away: frozenset[str] = frozenset()

    @property
    def everybody(self) -> frozenset[str]:
        """Everybody who was asked: with data, or away."""
        return self.people | self.away


@dataclass(frozen=True)
class Ledger:
    """The releases made earlier.

    Attributes:
        weeks: by the Monday of each week its companies, in the order in which they came; no person stands in two.
        closed: weeks in which no new company may be made, since somebody in them was erased.
        closed_before: before this Monday nothing new is released, since what was is forgotten; None for never.
        noisy: what was released of whole organisations with noise, in the order in which it came; nobody stands in it.
    """

    weeks: Mapping[date, tuple[Company, ...]] = field(default_factory=dict)
    closed: frozenset[date] = frozenset()
    closed_before: date | None = None
    noisy: tuple[NoisyMeans, ...] = ()

    def is_closed(self, week: date) -> bool:
        """Return whether no new company may be made in a week, given by its Monday."""
        return week in self.closed or (self.closed_before is not None and week < self.closed_before)

    def without(self, person: str) -> Ledger:
        """Return the ledger without anything of a person.

        Where the person stood, nobody stands, so that the others' company stays as large as it was. Whether somebody
        new is the one who was erased cannot be told any more; so the weeks in which the person stood are closed: what
        was released of them can be seen again, and nothing is added.

        Args:
            person: the keyed hash.
        """
        weeks = dict(self.weeks)
        closed = set(self.closed)
        for week, companies in self.weeks.items():
            if any(person in company.everybody for company in companies):
                weeks[week] = tuple(_without(company, person) for company in companies)
                closed.add(week)
        return replace(self, weeks=weeks, closed=frozenset(closed))

    def since(self, week: date) -> Ledger:
        """Return the ledger without what was released of the weeks before one; these are closed for good.

        Args:
            week: the Monday of the first week that is kept.
        """
        first = week if self.closed_before is None else max(week, self.closed_before)
        return Ledger(
            {monday: companies for monday, companies in self.weeks.items() if monday >= first},
            frozenset(monday for monday in self.closed if monday >= first),
            first,
            # What was spent of a week is known for as long as anything of that week may be released.
            tuple(one for one in self.noisy if max(one.weeks) >= first),
        )

    def spent(self, week: date) -> float:
        """Return the epsilon that was spent of a week, given by its Monday."""
        return sum(one.epsilon for one in self.noisy if week in one.weeks)

    def people(self) -> frozenset[str]:
        """Return the keyed hashes of everybody who stands in it."""
        return frozenset(
            person
            for companies in self.weeks.values()
            for company in companies
            for person in company.everybody
            if not person.startswith(ERASED)
        )

    def as_data(self) -> dict[str, Any]:
        """Return the ledger as plain data, the same for the same ledger, as :func:`ledger_of` takes it back."""
        return {
            "weeks": {
                week.isoformat(): [
                    {
                        "team": company.team,
                        "people": sorted(company.people),
                        **({"away": sorted(company.away)} if company.away else {}),
                        "measures": _figures_as_data(company.measures),
                        "shares": _figures_as_data(company.shares),
                    }
                    for company in companies
                ]
                for week, companies in sorted(self.weeks.items())
            },
            "closed": [week.isoformat() for week in sorted(self.closed)],
            "closed_before": None if self.closed_before is None else self.closed_before.isoformat(),
            "noisy": [one.as_data() for one in self.noisy],
        }


def ledger_of(data: Mapping[str, Any]) -> Ledger:
    """Return the ledger that :meth:`Ledger.as_data` made data of.

    Raises:
        KeyError, TypeError, ValueError: it is no such data.
    """
    weeks = {}
    for week, companies in data["weeks"].items():
        monday = date.fromisoformat(week)
        weeks[monday] = tuple(_company(company) for company in companies)
        if sum(len(company.everybody) for company in weeks[monday]) != len(_everybody(weeks[monday])):
            raise ValueError("somebody stands in two companies of one week")
    before = data["closed_before"]
    return Ledger(
        weeks,
        frozenset(date.fromisoformat(week) for week in data["closed"]),
        None if before is None else date.fromisoformat(before),
        tuple(noisy_means_of(one) for one in data["noisy"]),
    )


def _everybody(companies: Iterable[Company]) -> set[tuple[int, str] | str]:
    """Return who stands in companies; those who were erased are nobody in particular, so each is another."""
    return {
        (place, person) if person.startswith(ERASED) else person
        for place, company in enumerate(companies)
        for person in company.everybody
    }


def _without(company: Company, person: str) -> Company:
    if person not in company.everybody:
        return company
    nobody = f"{ERASED}{sum(other.startswith(ERASED) for other in company.everybody) + 1}"
    people, away = (
        group - {person} | {nobody} if person in group else group for group in (company.people, company.away)
    )
    return replace(company, people=people, away=away)


def _figures_as_data(figures: Mapping[Key, Measure | Share]) -> list[dict[str, Any]]:
    return [{"part": part, **as_data(figure)} for (_, part), figure in sorted(figures.items(), key=lambda one: one[0])]


def _company(data: Mapping[str, Any]) -> Company:
    measures: dict[Key, Measure] = {}
    shares: dict[Key, Share] = {}
    for row in (*data["measures"], *data["shares"]):
        figure = from_data(row)
        key = (figure.name, row["part"])
        if isinstance(figure, Measure):
            measures[key] = figure
        else:
            shares[key] = figure
    return Company(data["team"], frozenset(data["people"]), measures, shares, frozenset(data.get("away", ())))
