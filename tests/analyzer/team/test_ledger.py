"""The ledger forgets people and weeks without forgetting what it has to refuse."""

from __future__ import annotations

import json
from datetime import date

import pytest

from analyzer.team.ledger import ERASED, Company, Ledger, ledger_of
from analyzer.team.released import Band, Measure, Share

FIRST, SECOND, THIRD = date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 16)
MEASURE = Measure("meeting_hours", "hours", 8, None, (Band(0.0, 20.0, 5), Band(20.0, None, 3)), "few-people")
SHARE = Share("in_meetings", 9, 0.2, 0.0, 4 / 9)


def company(names: str, team: str = "core") -> Company:
    return Company(team, frozenset(names), {("meeting_hours", ""): MEASURE}, {("in_meetings", "hour=9"): SHARE})


LEDGER = Ledger(
    {
        FIRST: (company("abcdefgh"), company("ijklmnop", "other")),
        SECOND: (company("abcdefgh"),),
        THIRD: (company("ijklmnop"),),
    }
)


def test_a_ledger_is_data_and_back() -> None:
    ledger = LEDGER.without("a").since(SECOND)
    data = json.loads(json.dumps(ledger.as_data()))
    assert ledger_of(data) == ledger
    assert ledger_of(Ledger().as_data()) == Ledger()


def test_the_data_of_a_ledger_do_not_depend_on_the_order_of_sets() -> None:
    other = Ledger(
        {
            week: tuple(company("".join(sorted(one.people, reverse=True)), one.team) for one in LEDGER.weeks[week])
            for week in (THIRD, FIRST, SECOND)
        }
    )
    assert json.dumps(other.as_data()) == json.dumps(LEDGER.as_data())


def test_the_data_of_a_ledger_do_not_depend_on_the_order_of_figures() -> None:
    measures = {("meeting_hours", ""): MEASURE, ("call_run", ""): MEASURE, ("call_run", "weekday=1"): MEASURE}
    shares = {("in_meetings", f"hour={hour}"): SHARE for hour in (9, 10, 11)}
    one = Company("core", frozenset("abc"), measures, shares)
    other = Company("core", frozenset("abc"), *(dict(reversed(each.items())) for each in (measures, shares)))
    assert json.dumps(Ledger({FIRST: (one,)}).as_data()) == json.dumps(Ledger({FIRST: (other,)}).as_data())


def test_who_was_erased_is_nowhere_and_their_weeks_are_closed() -> None:
    ledger = LEDGER.without("c")
    assert "c" not in ledger.people()
    assert ledger.people() == LEDGER.people() - {"c"}
    assert '"c"' not in json.dumps(ledger.as_data())
    assert [ledger.is_closed(week) for week in (FIRST, SECOND, THIRD)] == [True, True, False]
    assert [len(one.people) for one in ledger.weeks[FIRST]] == [8, 8]
    assert ledger.weeks[FIRST][0].measures == LEDGER.weeks[FIRST][0].measures
    assert ledger.weeks[FIRST][1] is LEDGER.weeks[FIRST][1]


def test_two_who_were_erased_stay_two() -> None:
    ledger = LEDGER.without("c").without("d").without("i")
    assert [len(one.people) for one in ledger.weeks[FIRST]] == [8, 8]
    assert ledger_of(ledger.as_data()) == ledger


def test_somebody_who_stands_nowhere_changes_nothing() -> None:
    assert LEDGER.without("z") == LEDGER


def test_weeks_that_are_forgotten_are_closed_for_good() -> None:
    ledger = LEDGER.without("a").since(SECOND)
    assert set(ledger.weeks) == {SECOND, THIRD}
    assert ledger.closed == {SECOND}
    assert [ledger.is_closed(week) for week in (FIRST, SECOND, THIRD)] == [True, True, False]
    assert [LEDGER.since(SECOND).is_closed(week) for week in (FIRST, SECOND)] == [True, False]
    assert ledger.since(FIRST) == ledger, "what is closed is not opened"


def test_data_in_which_somebody_stands_twice_are_refused() -> None:
    data = Ledger({FIRST: (company("abc"), company("cde"))}).as_data()
    with pytest.raises(ValueError, match="two companies"):
        ledger_of(data)
    erased_in_both = LEDGER.without("a").without("i")
    assert ledger_of(erased_in_both.as_data()) == erased_in_both


def test_whoever_was_away_stands_with_nobody_else_and_can_be_erased() -> None:
    company = Company("core", frozenset("abc"), away=frozenset("d"))
    ledger = Ledger({date(2026, 11, 2): (company,)})
    assert ledger_of(ledger.as_data()) == ledger
    assert ledger.people() == frozenset("abcd")
    gone = ledger.without("d")
    ((left,),) = gone.weeks.values()
    assert (left.people, left.away) == (frozenset("abc"), frozenset([f"{ERASED}1"]))
    assert gone.is_closed(date(2026, 11, 2))
    assert gone.without("a").people() == frozenset("bc")
    doubled = Ledger({date(2026, 11, 2): (company, Company("other", frozenset("def")))})
    with pytest.raises(ValueError, match="two companies"):
        ledger_of(doubled.as_data())
