"""Figures of a roster: those that an audit would show, and nobody's when they are laid beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pytest
from shared_team import member

from analyzer.reports.team.summary import TeamSummary, render_summary
from analyzer.team.gate import Gate, Scope, Values, scale_edges
from analyzer.team.ledger import Company, Ledger
from analyzer.team.measures import MEASURES
from analyzer.team.summary import PersonWeeks, release_summary, weeks_of_person
from analyzer.text import translator
from analyzer.time.period import Period

WEEKS = [date(2026, 11, 2), date(2026, 11, 9)]


def people(values: np.ndarray, weeks: Sequence[date] = WEEKS, names: Sequence[str] = ()) -> list[PersonWeeks]:
    """Return a person for each row of values in parts of the scales, the same in every week."""
    tops = np.array([scale_edges(name, unit)[-1] for name, unit in MEASURES.items()])
    return [
        PersonWeeks(
            name := names[number] if names else f"p{number}",
            f"hash of {name}",
            "key",
            {week: tuple((row * tops).tolist()) for week in weeks},
            tuple(weeks),
        )
        for number, row in enumerate(values)
    ]


def spread(size: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).random((size, len(MEASURES)))


def test_the_figures_are_those_that_the_gate_gives_an_audit() -> None:
    values = spread(12)
    weeks, ledger = release_summary(people(values), "roster", Gate(), Ledger())
    assert [week.monday for week in weeks] == WEEKS
    asked = [
        (
            Scope("team", week),
            Values(name, unit, values[:, place] * scale_edges(name, unit)[-1], [f"hash of p{n}" for n in range(12)]),
        )
        for week in WEEKS
        for place, (name, unit) in enumerate(MEASURES.items())
    ]
    measures, _ = Gate().release(asked, Ledger())
    assert [one for week in weeks for one in week.measures] == measures
    assert any(one.median is not None for one in measures)
    # The same people as a team of an audit: what was shown first is shown again.
    again, after = Gate().release(asked, ledger)
    assert again == measures
    assert after.weeks == ledger.weeks


@pytest.mark.parametrize(("size", "is_shown"), [(7, False), (8, True)])
def test_of_fewer_people_than_the_floor_nothing_is_shown(size: int, is_shown: bool) -> None:
    weeks, _ = release_summary(people(spread(size, 3)), "roster", Gate(), Ledger())
    shown = [band for week in weeks for one in week.measures for band in one.bands if band.people is not None]
    assert bool(shown) == is_shown
    if not is_shown:
        assert {one.withheld for week in weeks for one in week.measures} == {"few-people"}


def test_whoever_has_no_data_in_a_week_stands_in_no_figure_of_it() -> None:
    some = people(spread(11), WEEKS[:1]) + people(spread(2, 9), WEEKS[1:], ["x", "y"])
    weeks, _ = release_summary(some, "roster", Gate(), Ledger())
    assert {one.people for one in weeks[0].measures} == {11}
    assert {one.withheld for one in weeks[1].measures} == {"few-people"}


@pytest.mark.parametrize(
    ("lines", "is_whole", "with_numbers", "away"),
    [
        ([], True, [date(2026, 11, 16), date(2026, 11, 23)], ()),
        (["mon..sun Leave | absence"], True, [date(2026, 11, 23)], (date(2026, 11, 16),)),
        # Of whom a part is missing nobody knows whether they were away.
        (["mon..sun Leave | absence"], False, [], ()),
    ],
)
def test_away_is_who_was_read_whole_and_does_not_work(
    lines: list[str], is_whole: bool, with_numbers: list[date], away: tuple[date, ...]
) -> None:
    both = Period(date(2026, 11, 16), date(2026, 11, 29))
    one = weeks_of_person(member(lines, is_whole=is_whole), "anna", "key", both, date(2026, 11, 30))
    assert (list(one.weeks), one.over, one.away) == (with_numbers, (date(2026, 11, 16), date(2026, 11, 23)), away)


def test_a_roster_without_one_of_its_people_is_shown_as_it_was() -> None:
    everybody = people(spread(12))
    first, ledger = release_summary(everybody, "roster", Gate(), Ledger())
    for run in (everybody[1:], everybody[:-2], [*everybody[3:], *people(spread(1, 5), names=["new"])]):
        again, ledger = release_summary(run, "roster", Gate(), ledger)
        assert again == first
    # Under another name, and of some of them with as many others, it is not shown at all.
    others = [*everybody[:6], *people(spread(6, 7), names=[f"q{number}" for number in range(6)])]
    weeks, _ = release_summary(others, "another", Gate(), ledger)
    assert {one.withheld for week in weeks for one in week.measures} == {"differs-from-earlier"}


def rosters(seed: int) -> tuple[list[PersonWeeks], list[tuple[str, list[PersonWeeks]]], frozenset[str]]:
    """Return people, rosters with some of them in the order in which they are asked for, and three who are known."""
    random = np.random.default_rng(seed)
    everybody = people(random.random((14, len(MEASURES))), WEEKS[:1])
    runs = []
    for _ in range(5):
        size = int(random.integers(9, 14))
        chosen = sorted(random.choice(len(everybody), size, replace=False).tolist())
        runs.append((str(random.choice(["a", "b", "c"])), [everybody[number] for number in chosen]))
    known = frozenset(one.person for one in random.choice(np.array(everybody, dtype=object), 3, replace=False))
    return everybody, runs, known


def attacked(seed: int, *, has_ledger: bool) -> int:
    """Return how often somebody who has every summary of a seed learns a person's value."""
    from benchmarks.attack_world import Relations
    from benchmarks.attacker import Attack, attack

    everybody, runs, known = rosters(seed)
    truth = {
        one.person: {
            (name, ""): one.weeks[WEEKS[0]][place] / scale_edges(name, unit)[-1]
            for place, (name, unit) in enumerate(MEASURES.items())
        }
        for one in everybody
    }
    ledger, companies = Ledger(), list[Company]()
    for name, some in runs:
        _, ledger = release_summary(some, name, Gate(), ledger if has_ledger else Ledger())
        found = ledger.weeks.get(WEEKS[0], ())
        # A ledger that goes on holds all that was released; without one each run has its own.
        companies = list(found) if has_ledger else [*companies, *(one for one in found if one not in companies)]
    outcome = Attack()
    attack(companies, truth, known, Relations(), outcome, until_first=True)
    assert outcome.intervals > 0
    return len(outcome.successes)


def test_no_summaries_beside_each_other_tell_of_one_person() -> None:
    pytest.importorskip("ortools", reason="the attack needs the extra plan: ortools")
    assert [seed for seed in range(12) if attacked(seed, has_ledger=True)] == []


def test_without_the_ledger_summaries_tell_of_single_people() -> None:
    pytest.importorskip("ortools", reason="the attack needs the extra plan: ortools")
    assert attacked(4, has_ledger=False)


def summary(size: int, weeks: Sequence[date] = WEEKS) -> TeamSummary:
    released, _ = release_summary(people(spread(size), weeks), "roster", Gate(), Ledger())
    period = Period(WEEKS[0], WEEKS[-1] + timedelta(days=6))
    return TeamSummary(period, size + 1, size, 0, 8, released, {"cut-off": 3}, None, "Terms.")


def test_a_summary_in_words_says_of_how_many_it_is_and_what_is_missing() -> None:
    text = render_summary(summary(12), "text", translator("en"))
    assert text.startswith("12 of 13 people, 2026-W45 – 2026-W46\n")
    assert "Working time spent in meetings: " in text
    assert "       3  cut-off" in text
    assert "nothing of fewer than 8 people, and of no person." in text
    text = render_summary(summary(7), "text", translator("en"))
    assert "No figure about the weeks is shown." in text
    text = render_summary(summary(12, []), "text", translator("nl"))
    assert text.startswith("12 van 13 mensen, van de periode is nog geen hele week voorbij\n")
