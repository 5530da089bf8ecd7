"""The gate shows nothing of few people, nothing that differs by few, and the same figures again and again."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.reports.words.withheld import REASONS
from analyzer.team.gate import (
    FLOOR,
    LEAST_FLOOR,
    MOST_PARTS,
    Gate,
    Scope,
    Values,
    cell_edges,
    median_withheld,
    scale_edges,
    shown_measure,
    shown_partition,
    shown_share,
)
from analyzer.team.ledger import Ledger, ledger_of
from analyzer.team.released import Band, Measure, Share

WEEK = date(2026, 11, 2)
NEXT = WEEK + timedelta(weeks=1)
SPREAD = (2.0, 5.0, 9.0, 12.0, 14.0, 17.0, 21.0, 24.0, 28.0, 31.0, 33.0, 36.0)


def people(number: int, first: int = 0) -> list[str]:
    return [f"p{place:02}" for place in range(first, first + number)]


def hours(who: list[str], numbers: tuple[float, ...] = SPREAD, name: str = "meeting_hours") -> Values:
    return Values(name, "hours", np.resize(np.array(numbers), len(who)), who)


def released(
    who: list[str], ledger: Ledger, team: str = "core", week: date = WEEK, **more: object
) -> tuple[Measure, Ledger]:
    (measure,), ledger = Gate().release([(Scope(team, week), hours(who, **more))], ledger)  # type: ignore[arg-type]
    return measure, ledger


# The floor


def test_the_floor_can_be_raised_but_not_lowered_below_five() -> None:
    assert (LEAST_FLOOR, FLOOR) == (5, 8)
    assert Gate(5).floor == 5
    with pytest.raises(ValueError, match="lower than 5"):
        Gate(4)


@pytest.mark.parametrize(("floor", "number", "is_shown"), [(8, 7, False), (8, 8, True), (5, 4, False), (5, 5, True)])
def test_a_figure_stands_for_no_fewer_people_than_the_floor(floor: int, number: int, is_shown: bool) -> None:
    numbers = (
        (2.0, 3.0, 4.0, 22.0, 23.0, 24.0, 25.0, 26.0)[:number] if floor == 8 else (2.0, 3.0, 4.0, 5.0, 6.0)[:number]
    )
    (measure,), ledger = Gate(floor).release([(Scope("a", WEEK), hours(people(number), numbers))], Ledger())
    assert any(band.people is not None for band in measure.bands) == is_shown
    assert measure.withheld == "few-people"
    assert measure.people == (number if is_shown else 0)
    assert bool(ledger.weeks) == is_shown, "what was not released is not remembered"


def test_a_floor_that_was_raised_holds_for_what_was_released_before() -> None:
    asked = [(Scope("a", WEEK), hours(people(9)))]
    (measure,), ledger = Gate(8).release(asked, Ledger())
    assert measure.median is not None
    (again,), _ = Gate(9).release(asked, ledger)
    assert again == measure
    (again,), same = Gate(10).release(asked, ledger)
    assert (again.median, again.people, again.withheld) == (None, 0, "few-people")
    assert same == ledger


# What is shown


def test_a_median_is_rounded_and_bands_have_fixed_edges() -> None:
    measure, _ = released(people(12), Ledger())
    assert measure == Measure(
        "meeting_hours",
        "hours",
        12,
        19.0,
        (Band(0.0, 10.0, 3), Band(10.0, 20.0, 3), Band(20.0, 30.0, 3), Band(30.0, None, 3)),
    )


def test_a_value_on_an_edge_belongs_to_the_band_above() -> None:
    numbers = np.array([10.0] * 4 + [20.0] * 4 + [30.0] * 4)
    bands = shown_measure("meeting_hours", "hours", numbers).bands
    assert [band.people for band in bands] == [0, 4, 4, 4]


def test_a_value_beyond_the_scale_counts_as_its_end() -> None:
    numbers = np.array([1.0] * 5 + [100.0] * 5)
    assert shown_measure("x", "count", numbers).median == 10.5


def test_a_median_of_hours_ends_at_seven_eighths_of_the_scale() -> None:
    assert shown_measure("x", "hours", np.array([1.0] * 4 + [36.0] * 6)).median == 35.0
    assert shown_measure("x", "hours", np.array([1.0] * 4 + [34.5] * 3 + [39.0] * 2)).median == 34.5
    assert shown_measure("x", "share", np.array([0.1] * 4 + [1.0] * 6)).median == 1.0


@pytest.mark.parametrize(
    ("name", "unit", "edges"),
    [
        ("x", "share", (0, 0.25, 0.5, 0.75, 1)),
        ("x", "hours", (0, 10, 20, 30, 40)),
        ("outside_hours", "hours", (0, 2, 4, 6, 8)),
        ("call_run", "hours", (0, 2, 4, 6, 8)),
        ("outside_hours", "share", (0, 0.25, 0.5, 0.75, 1)),
        ("x", "count", (0, 5, 10, 15, 20)),
        ("x", "days", (0, 2, 4, 6, 8)),
    ],
)
def test_bands_are_quarters_of_the_scale(name: str, unit: str, edges: tuple[float, ...]) -> None:
    assert scale_edges(name, unit) == edges  # type: ignore[arg-type]
    cells = cell_edges(name, unit)  # type: ignore[arg-type]
    assert cells[:: 2 if unit != "days" else 1] == edges
    assert len(cells) == (5 if unit == "days" else 9)


@pytest.mark.parametrize(
    ("counts", "partition"),
    [
        ((3, 3, 3, 3), [1, 1, 1, 1]),
        ((0, 4, 4, 0), [1, 1, 1, 1]),
        ((1, 5, 3, 3), [2, 1, 1]),
        ((3, 3, 4, 2), [1, 1, 2]),
        ((4, 2, 2, 4), [2, 2]),
        ((1, 5, 5, 1), [2, 2]),
        ((4, 6, 2, 0), [1, 3]),
        ((0, 2, 6, 4), [3, 1]),
        ((4, 1, 1, 1), []),
        ((12, 0, 0, 0), [2, 1, 1]),
        ((9, 3, 0, 0), [2, 1, 1]),
        ((8, 4, 0, 0), [1, 1, 1, 1]),
        ((0, 12, 0, 0), [2, 1, 1]),
        ((0, 0, 12, 0), [1, 1, 2]),
        ((2, 8, 0, 2), []),
    ],
)
def test_bands_with_few_or_nearly_all_are_laid_together(counts: tuple[int, ...], partition: list[int]) -> None:
    assert [end - first for first, end in shown_partition(counts)] == partition


def test_where_no_bands_can_be_shown_the_median_may_be() -> None:
    numbers = np.array([2.0, 3.0, *(11.0, 12.0, 13.0, 14.0, 16.0, 17.0, 18.0, 19.0), 36.0, 37.0])
    measure = shown_measure("meeting_hours", "hours", numbers)
    assert (measure.people, measure.median, measure.withheld) == (12, 15.0, "complement")
    assert measure.bands == (
        Band(0.0, 10.0, None),
        Band(10.0, 20.0, None),
        Band(20.0, 30.0, None),
        Band(30.0, None, None),
    )
    fewer = shown_measure("meeting_hours", "hours", numbers[1:-1])
    assert (fewer.median, fewer.withheld) == (15.0, "complement")
    alike = shown_measure("meeting_hours", "hours", np.array([2.0, 3.0, *[17.0] * 9, 36.0]))
    assert (alike.median, alike.withheld) == (None, "all-equal")


def test_every_reason_has_a_sentence_and_every_sentence_a_reason() -> None:
    given = {"few-people", "all-equal", "complement", "differs-from-earlier", "many-parts", "told-otherwise", "closed"}
    given |= {"part"}
    assert set(REASONS) == given


@pytest.mark.parametrize("number", range(5, 14))
def test_no_band_of_few_people_can_be_worked_out(number: int) -> None:
    """Whoever knows how bands are laid together, and tries all numbers, finds no quarter that surely has one or two."""
    alike = defaultdict(list)
    for counts in product(range(number + 1), repeat=4):
        if sum(counts) == number:
            partition = shown_partition(counts)
            alike[partition, tuple(sum(counts[first:end]) for first, end in partition)].append(counts)
    for (partition, numbers), possible in alike.items():
        assert all(inside == 0 or inside >= 3 for inside in numbers)
        assert sum(numbers) == (number if partition else 0)
        for quarter in range(4):
            found = {counts[quarter] for counts in possible}
            assert len(found) > 1 or not found & {1, 2}, (partition, numbers, quarter)


def test_no_quarter_alone_holds_all_but_three() -> None:
    for counts in product(range(13), repeat=4):
        if sum(counts) == 12:
            for first, end in shown_partition(counts):
                assert end - first > 1 or counts[first] <= 8


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ((2, 2, 2, 2, 0, 0, 0, 0), "few-people"),
        ((3, 2, 2, 2, 0, 0, 0, 0), ""),
        ((0, 5, 4, 0, 0, 0, 0, 0), "all-equal"),
        ((0, 5, 3, 1, 0, 0, 0, 0), ""),
        ((0, 6, 1, 1, 1, 0, 0, 0), "all-equal"),
        ((8, 2, 2, 0, 0, 0, 0, 0), ""),
        ((9, 1, 2, 0, 0, 0, 0, 0), "all-equal"),
        ((0, 0, 0, 0, 0, 0, 6, 6), "all-equal"),
        ((0, 0, 0, 0, 0, 6, 0, 6), ""),
        ((8, 4, 0, 0), ""),
        ((9, 3, 0, 0), "all-equal"),
    ],
)
def test_a_median_of_few_people_or_of_people_alike_is_withheld(cells: tuple[int, ...], reason: str) -> None:
    assert median_withheld(cells) == reason


@settings(max_examples=60)
@given(st.floats(0, 39), st.lists(st.floats(0, 1), min_size=9, max_size=14))
def test_a_median_of_people_within_an_eighth_of_the_scale_is_never_shown(least: float, others: list[float]) -> None:
    numbers = np.array([least + 4.999 * other for other in others])
    measure = shown_measure("meeting_hours", "hours", numbers)
    assert (measure.median, measure.withheld) == (None, "all-equal")


@pytest.mark.parametrize(
    ("number", "among", "least", "most", "value"),
    [
        (0, 12, 0, 4, 0.15),
        (4, 12, 0, 4, 0.15),
        (5, 12, 5, 5, 0.4),
        (7, 12, 7, 7, 0.6),
        (8, 12, 8, 12, 0.85),
        (12, 12, 8, 12, 0.85),
        (4, 9, 0, 4, 0.2),
        (5, 9, 5, 9, 0.8),
    ],
)
def test_a_share_tells_how_many_only_far_from_nobody_and_everybody(
    number: int, among: int, least: int, most: int, value: float
) -> None:
    share = shown_share("x", number, among)
    assert share == Share("x", among, value, least / among, most / among)


def test_a_share_of_eight_people_is_withheld() -> None:
    assert shown_share("x", 5, 8) == Share("x", 0, None, None, None, "few-people")


def test_a_share_counts_those_with_half_or_more() -> None:
    who = people(12)
    numbers = np.array([0.5] * 6 + [0.49] * 6)
    (share,), _ = Gate().release_shares(
        [(Scope("a", WEEK, "hour=9"), Values("in_meetings", "share", numbers, who))], Ledger()
    )
    assert (share.value, share.from_) == (0.5, 0.5)


# The ledger


def test_a_run_that_is_repeated_gives_the_same_though_calendars_changed() -> None:
    first, ledger = released(people(12), Ledger())
    again, same = released(people(12), ledger, numbers=tuple(number + 3 for number in SPREAD))
    assert again is first
    assert same == ledger


@pytest.mark.parametrize("who", [people(11), people(13), people(11, 1), people(3), people(20, 11)])
def test_a_team_with_other_members_is_shown_in_the_company_it_had(who: list[str]) -> None:
    first, ledger = released(people(12), Ledger())
    again, same = released(who, ledger)
    assert again is first
    assert same == ledger


def test_a_team_with_nobody_of_those_it_had_is_another_company() -> None:
    first, ledger = released(people(12), Ledger())
    other, ledger = released(people(9, 12), ledger)
    assert (first.people, other.people) == (12, 9)
    again, same = released(people(10, 11), ledger)
    assert again is other, "one of the first company, nine of the second"
    assert same == ledger


def test_the_same_people_under_another_name_are_the_same_company() -> None:
    first, ledger = released(people(12), Ledger())
    again, same = released(people(12)[::-1], ledger, team="other")
    assert again is first
    assert same == ledger


@pytest.mark.parametrize(
    ("first", "number", "left"), [(12, 8, 8), (11, 9, 8), (5, 15, 8), (5, 14, 0), (11, 8, 0), (0, 11, 0)]
)
def test_of_a_team_that_overlaps_another_only_the_others_are_shown(first: int, number: int, left: int) -> None:
    _, ledger = released(people(12), Ledger())
    other, after = released(people(number, first), ledger, team="other")
    if left:
        assert other.people == left
        assert after.weeks[WEEK][1].people == frozenset(people(left, 12))
    else:
        assert (other.people, other.median, other.withheld) == (0, None, "differs-from-earlier")
        assert after == ledger


def test_only_the_numbers_of_those_who_are_shown_count() -> None:
    _, ledger = released(people(12), Ledger())
    mixed = (99.0, *SPREAD)
    other, _ = released(["p11", *people(12, 12)], ledger, team="other", numbers=mixed)
    alone, _ = released(people(12, 12), Ledger(), team="other")
    assert other == alone


def test_weeks_do_not_hinder_each_other() -> None:
    _, ledger = released(people(12), Ledger())
    other, after = released(people(11), ledger, week=NEXT)
    assert other.people == 11
    assert set(after.weeks) == {WEEK, NEXT}


def test_a_measure_is_shown_of_the_whole_company_or_not_at_all() -> None:
    who = people(12)
    asked = [(Scope("a", WEEK), hours(who[:11], name="call_hours")), (Scope("a", WEEK), hours(who))]
    (fewer, whole), ledger = Gate().release(asked, Ledger())
    assert (fewer.people, fewer.withheld) == (0, "differs-from-earlier")
    assert whole.people == 12
    (later,), _ = Gate().release([(Scope("a", WEEK), hours(people(13), name="call_hours"))], ledger)
    assert later.people == 12


def test_a_filter_and_another_unit_ask_for_the_same_company() -> None:
    first, ledger = released(people(12), Ledger())
    part = (Scope("a", WEEK, "kind=call"), hours(people(11)))
    other_unit = (Scope("core", WEEK), Values("meeting_hours", "share", np.linspace(0, 1, 12), people(12)))
    (filtered, shared), after = Gate().release([part, other_unit], ledger)
    assert filtered.withheld == "differs-from-earlier"
    assert shared is first
    assert after == ledger


def test_shares_and_measures_stand_for_the_same_company() -> None:
    _, ledger = released(people(12), Ledger())
    values = Values("in_meetings", "share", np.array([1.0] * 6 + [0.0] * 5), people(11))
    (share,), after = Gate().release_shares([(Scope("core", WEEK, "hour=9"), values)], ledger)
    assert (share.value, share.people, share.withheld) == (None, 0, "differs-from-earlier")
    assert after == ledger


def test_a_measure_is_shown_of_few_parts_of_a_week() -> None:
    asked = [(Scope("a", WEEK, f"part={number}"), hours(people(12))) for number in range(MOST_PARTS + 1)]
    assert MOST_PARTS == 8
    measures, ledger = Gate().release(asked, Ledger())
    assert [measure.withheld for measure in measures] == ["part"] * MOST_PARTS + ["many-parts"]
    assert [measure.median for measure in measures] == [None] * (MOST_PARTS + 1)
    assert all(sum(band.people or 0 for band in measure.bands) == 12 for measure in measures[:-1])
    (other, again), _ = Gate().release([(Scope("a", WEEK), hours(people(12), name="x")), asked[0]], ledger)
    assert other.withheld is None
    assert again is measures[0]


@pytest.mark.parametrize(("first", "then"), [("meeting_hours", "meeting_share"), ("meeting_share", "meeting_hours")])
def test_a_quantity_is_told_in_one_way(first: str, then: str) -> None:
    asked = [
        (Scope("a", WEEK), hours(people(12), name=name)) for name in (first, then, "call_share", "meeting_hours_of_day")
    ]
    measures, ledger = Gate().release(asked, Ledger())
    assert [measure.withheld for measure in measures] == [None, "told-otherwise", None, "all-equal"]
    (part,), same = Gate().release([(Scope("a", WEEK, "kind=call"), hours(people(12), name=then))], ledger)
    assert part.withheld == "told-otherwise"
    assert same == ledger
    in_shares = Values(first, "share", np.linspace(0, 1, 12), people(12))
    (part,), same = Gate().release([(Scope("a", WEEK, "kind=call"), in_shares)], ledger)
    assert part.withheld == "told-otherwise"
    assert same == ledger


def test_a_closed_week_shows_what_was_shown_and_nothing_more() -> None:
    first, ledger = released(people(12), Ledger())
    ledger = ledger.without("p03")
    again, same = released(people(12), ledger)
    assert again == first
    assert same == ledger
    for team, who in (("other", people(12, 20)), ("other", ["p03", *people(12, 20)])):
        other, same = released(who, ledger, team=team)
        assert (other.people, other.withheld) == (0, "closed")
        assert same == ledger
    (more,), same = Gate().release([(Scope("core", WEEK), hours(people(12), name="call_hours"))], ledger)
    assert (more.people, more.withheld) == (0, "differs-from-earlier")
    assert same == ledger


@pytest.mark.parametrize(
    ("week", "numbers", "who"),
    [
        (WEEK + timedelta(days=1), SPREAD, people(12)),
        (WEEK, SPREAD[:11], people(12)),
        (WEEK, SPREAD, [*people(11), "p00"]),
        (WEEK, (-0.5, *SPREAD[1:]), people(12)),
        (WEEK, (float("nan"), *SPREAD[1:]), people(12)),
        (WEEK, (float("inf"), *SPREAD[1:]), people(12)),
    ],
)
def test_what_cannot_be_is_refused(week: date, numbers: tuple[float, ...], who: list[str]) -> None:
    values = Values("x", "hours", np.array(numbers), who)
    with pytest.raises(ValueError, match=r"no Monday|not one for each|negative or none"):
        Gate().release([(Scope("a", week), values)], Ledger())
    with pytest.raises(ValueError, match=r"no Monday|not one for each|negative or none"):
        Gate().release_shares([(Scope("a", week), values)], Ledger())


@pytest.mark.parametrize("is_few", [False, True])
def test_no_group_that_is_tried_tells_who_was_away(is_few: bool) -> None:
    # Without the away being held together with the others, each of these reasons told of one person's leave.
    everybody = people(12)

    def reasons(gone: set[str]) -> list[str | None]:
        def asked(team: str, who: list[str]) -> Values:
            there = [one for one in who if one not in gone]
            return replace(hours(there), away=[one for one in who if one in gone])

        (first,), ledger = Gate().release([(Scope("core", WEEK), asked("core", everybody))], Ledger())
        assert first.people == (0 if is_few else 12 - len(gone))
        assert ledger_of(ledger.as_data()) == ledger
        others = [list(eight) for eight in combinations(everybody, 8)] + [
            [*everybody[:7], one, *people(number, 50)] for one in everybody[7:] for number in (0, 1, 7)
        ]
        others += [[one for one in everybody if one != left] for left in everybody]
        return [Gate().release([(Scope("x", WEEK), asked("x", who))], ledger)[0][0].withheld for who in others]

    few = set(everybody[:6]) if is_few else {everybody[3]}
    others = set(everybody[6:]) if is_few else {everybody[9], everybody[11]}
    assert reasons(few) == reasons(others)


# Whatever is asked, in whatever order

ASKS = st.lists(
    st.tuples(
        st.sampled_from("abc"),
        st.sampled_from([WEEK, NEXT]),
        st.sampled_from(["", "kind=call"]),
        st.sets(st.integers(0, 19), max_size=16),
        st.integers(0, 2**32 - 1),
        st.booleans(),
    ),
    max_size=12,
)


@settings(max_examples=60)
@given(ASKS, st.integers(5, 10))
def test_whatever_is_asked_the_ledger_holds(asks: list[tuple[str, date, str, set[int], int, bool]], floor: int) -> None:
    gate, ledger = Gate(floor), Ledger()
    answers = []
    for team, week, part, numbers, seed, is_share in asks:
        who = [f"p{number:02}" for number in sorted(numbers)]
        values = Values("x", "share", np.random.default_rng(seed).random(len(who)), who)
        release = gate.release_shares if is_share else gate.release
        (figure,), after = release([(Scope(team, week, part), values)], ledger)
        answers.append((release, (Scope(team, week, part), values), figure))
        assert figure.people == 0 or figure.people >= floor
        assert figure.withheld is None or figure.withheld in REASONS
        for companies in after.weeks.values():
            everybody = [person for company in companies for person in company.people]
            assert len(everybody) == len(set(everybody)), "somebody stands in two companies"
            assert all(len(company.people) >= floor for company in companies)
        # What stood there stands there still, and what was shown stands there now.
        for monday, companies in ledger.weeks.items():
            for company, now in zip(companies, after.weeks[monday], strict=False):
                assert company.people == now.people
                assert company.measures.items() <= now.measures.items()
                assert company.shares.items() <= now.shares.items()
        if figure.people:
            kept = [*after.weeks[week]]
            assert any(figure in (*one.measures.values(), *one.shares.values()) for one in kept)
        ledger = after
    for release, ask, figure in answers:
        if figure.people:
            assert release([ask], ledger) == ([figure], ledger)


@settings(max_examples=30)
@given(st.permutations(range(4)), st.integers(0, 2**32 - 1))
def test_the_order_in_which_measures_of_a_team_are_asked_does_not_matter(order: list[int], seed: int) -> None:
    random = np.random.default_rng(seed)
    asked = [(Scope("a", WEEK), Values(f"m{number}", "share", random.random(12), people(12))) for number in range(4)]
    measures, ledger = Gate().release(asked, Ledger())
    others, other = Gate().release([asked[place] for place in order], Ledger())
    assert others == [measures[place] for place in order]
    assert other == ledger
    one_by_one = Ledger()
    for ask in asked:
        _, one_by_one = Gate().release([ask], one_by_one)
    assert one_by_one == ledger


@settings(max_examples=30)
@given(st.permutations(range(12)))
def test_who_has_which_value_does_not_show(order: list[int]) -> None:
    first, _ = released(people(12), Ledger())
    other, _ = released(people(12), Ledger(), numbers=tuple(SPREAD[place] for place in order))
    assert other == first


@pytest.mark.parametrize(
    ("name", "quarter"),
    [("meeting_hours", 10), ("outside_hours", 2), ("call_run", 2), ("meeting_hours_of_day", 2)],
)
def test_hours_that_are_never_many_have_a_scale_of_their_own(name: str, quarter: int) -> None:
    """As docs/gate.md tells; eight hours are a working day."""
    assert scale_edges(name, "hours") == tuple(quarter * place for place in range(5))


@pytest.mark.parametrize(
    ("counts", "partition"),
    [
        # Three bands tell more than two, also when nobody stands in the middle one.
        ((4, 0, 2, 2), ((0, 1), (1, 2), (2, 4))),
        # Of two bands the first way with three people in each is taken, and not the evenest.
        ((1, 2, 1, 4), ((0, 2), (2, 4))),
        # That all stand in one of two bands is the last that can be told, and is told.
        ((0, 1, 2, 6), ((0, 1), (1, 4))),
    ],
)
def test_the_first_way_to_lay_quarters_together_is_taken(
    counts: tuple[int, ...], partition: tuple[tuple[int, int], ...]
) -> None:
    assert shown_partition(counts) == partition


def test_of_days_nearly_everybody_may_stand_in_two_neighbouring_quarters() -> None:
    # Eighths of hours and shares are half as wide as quarters of days, so that there two of them tell as much as one.
    numbers = np.array([1.0] * 5 + [3.0] * 5)
    assert shown_measure("focus_days", "days", numbers).median == 2.0
    assert shown_measure("x", "share", np.array([0.01] * 5 + [0.2] * 5)).withheld == "all-equal"


def test_a_share_of_too_few_says_nothing_but_why() -> None:
    values = Values("in_meetings", "share", np.ones(7), [f"p{number}" for number in range(7)])
    shares, ledger = Gate().release_shares([(Scope("team", date(2026, 11, 2), "hour=9"), values)], Ledger())
    assert shares == [Share("in_meetings", 0, None, None, None, "few-people")]
    assert ledger == Ledger()


def test_another_measure_of_one_team_leaves_the_other_teams_of_the_week_as_they_are() -> None:
    week = date(2026, 11, 2)
    people = {team: [f"{team}{number}" for number in range(9)] for team in ("north", "south")}
    ledger = Ledger()
    for name in ("first", "second"):
        for team in ("north", "south") if name == "first" else ("north",):
            values = Values(name, "share", np.linspace(0, 1, 9), people[team])
            _, ledger = Gate().release([(Scope(team, week), values)], ledger)
    assert [(one.team, sorted(key for key, _ in one.measures)) for one in ledger.weeks[week]] == [
        ("north", ["first", "second"]),
        ("south", ["first"]),
    ]
    assert [one.people for one in ledger.weeks[week]] == [frozenset(people["north"]), frozenset(people["south"])]
