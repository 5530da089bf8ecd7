"""Tau-Argus, which Statistics Netherlands protects its tables with, audits what the gate releases.

What a team's bands and shares tell is a table of people by quarters of the scale in which every cell is suppressed: who
stands where is 0 or 1, everybody stands in one quarter, and what was released are sums of cells. The audit reckons for
each cell the least and the most that these sums leave possible, by programs of its own for HiGHS. It is unsafe when
the quarter in which somebody stands is the only one left, or when it is certain that something held, or did not hold,
of somebody. Three colleagues are known, and who stands in which company. Medians are no sums, so they are not in it:
those are for :mod:`benchmarks.attacker`, which shares no line with this.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from counterparts.installed import has_environment

from analyzer.team.gate import Gate, Scope, Values, scale_edges
from analyzer.team.ledger import Company, Ledger
from analyzer.team.released import Measure, Share
from benchmarks.attack import UNITS, WEAKENINGS, Outcome, made_history, released_of, weakened
from commands.many.errands import Errand
from commands.many.roster import Member
from commands.many.work import run_errand
from commands.request import Request
from commands.team.preparing import ChosenTeam, Wanted, prepare_team

ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).parent / "tau_argus"
VENV = FOLDER / "venv"
QUARTERS = 4

Truth = Mapping[str, float]
"""The number of each person."""
Numbers = Mapping[date, Mapping[str, Mapping[tuple[str, str], float]]]
"""By week and person the number of each figure, as the ledger names it."""


class Cell(NamedTuple):
    """A cell as a JJ file has it: its value, whether it is suppressed, where it may lie, what must stay possible."""

    value: float
    is_suppressed: bool
    least: float
    most: float
    lower_protection: float = 0.0
    upper_protection: float = 0.0


class Table:
    """Cells and the sums that were released, as Tau-Argus reads them."""

    def __init__(self) -> None:
        self.cells: list[Cell] = []
        self.sums: list[list[tuple[int, int]]] = []

    def add(self, cell: Cell) -> int:
        self.cells.append(cell)
        return len(self.cells) - 1

    def released(self, parts: Sequence[int], least: float, most: float) -> None:
        """Say that some cells together are a number that was told, or lie between two that were."""
        value = sum(self.cells[part].value for part in parts)
        assert least <= value <= most, "what was told is not so"
        # A JJ file has sums only; what lies between two numbers is a sum that is suppressed itself.
        total = self.add(Cell(value, least < most, least, most))
        self.sums.append([*((part, 1) for part in parts), (total, -1)])

    def text(self) -> str:
        rows = [
            f"{number} {one.value:g} 1 {'u' if one.is_suppressed else 's'} {one.least:g} {one.most:g} "
            f"{one.lower_protection:g} {one.upper_protection:g} 0"
            for number, one in enumerate(self.cells)
        ]
        sums = [f"0 {len(one)} : {' '.join(f'{cell} ({sign})' for cell, sign in one)}" for one in self.sums]
        return "\n".join(["0", str(len(rows)), *rows, str(len(sums)), *sums, ""])


def table_of_bands(companies: Sequence[tuple[Sequence[str], Measure]], truth: Truth, known: frozenset[str]) -> Table:
    """Return people by quarters, with the bands that were released of each company."""
    table = Table()
    edges = scale_edges(companies[0][1].name, companies[0][1].unit)
    people = sorted({person for some, _ in companies for person in some})
    cell: dict[tuple[str, int], int] = {}
    for person in people:
        own = int(np.searchsorted(edges[1:-1], truth[person], side="right"))
        for quarter in range(QUARTERS):
            # That somebody stands elsewhere has to stay possible; that they stand in every other quarter does not.
            one = Cell(float(quarter == own), person not in known, 0, 1, float(quarter == own))
            cell[person, quarter] = table.add(one)
        table.released([cell[person, quarter] for quarter in range(QUARTERS)], 1, 1)
    for some, measure in companies:
        for band in measure.bands:
            if band.people is not None:
                last = edges[-1] if band.to is None else band.to
                inside = [place for place in range(QUARTERS) if band.from_ <= edges[place] < last]
                parts = [cell[person, quarter] for person in some for quarter in inside]
                table.released(parts, band.people, band.people)
    return table


def table_of_shares(companies: Sequence[tuple[Sequence[str], Share]], truth: Truth, known: frozenset[str]) -> Table:
    """Return whom something held of, with the numbers that were released of each company."""
    table = Table()
    cell = {}
    for person in sorted({person for some, _ in companies for person in some}):
        holds = float(truth[person] >= 0.5)
        cell[person] = table.add(Cell(holds, person not in known, 0, 1, holds, 1 - holds))
    for some, share in companies:
        if share.from_ is not None and share.to is not None:
            least, most = round(share.from_ * share.people), round(share.to * share.people)
            table.released([cell[person] for person in some], least, most)
    return table


def tables_of(
    ledgers: Sequence[Ledger],
    truth: Numbers,
    known: frozenset[str],
) -> Iterator[Table]:
    """Yield a table for each figure of each week, with all companies of which it was released."""
    for week, numbers in truth.items():
        companies: list[Company] = []
        for ledger in ledgers:
            companies += [one for one in ledger.weeks.get(week, ()) if one not in companies]
        for key in sorted({key for one in companies for key in (*one.measures, *one.shares)}):
            values = {person: row[key] for person, row in numbers.items() if key in row}
            measures = [(sorted(one.people), one.measures[key]) for one in companies if key in one.measures]
            shares = [(sorted(one.people), one.shares[key]) for one in companies if key in one.shares]
            # The same in another unit has another scale, and is another table.
            for unit in sorted({measure.unit for _, measure in measures}):
                some = [(people, measure) for people, measure in measures if measure.unit == unit]
                top = scale_edges(key[0], unit)[-1] / scale_edges(key[0], UNITS.get(key, unit))[-1]
                yield table_of_bands(some, {person: value * top for person, value in values.items()}, known)
            if shares:
                yield table_of_shares(shares, values, known)


Auditor = Callable[[Sequence[Table]], tuple[int, int]]


@pytest.fixture
def audited(need: Callable[[bool, str], None], tmp_path: Path) -> Auditor:
    """Give the auditor: how many cells it audits of some tables, and how many of them it finds unsafe."""
    need(has_environment(VENV), "pytauargus")

    def audit(tables: Sequence[Table]) -> tuple[int, int]:
        files = []
        for number, table in enumerate(tables):
            path = tmp_path / f"{number}.jj"
            path.write_text(table.text(), "ascii")
            files.append(str(path))
        # It ends with 0 whatever it finds: what counts is what it says.
        done = subprocess.run(
            [VENV / "bin" / "python", "-I", FOLDER / "audited.py", *files], capture_output=True, text=True, check=True
        )
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        assert len(answers) == len(tables)
        rows = [row for answer in answers for row in answer.values()]
        for table, answer in zip(tables, answers, strict=True):
            assert {int(cell) for cell in answer} == {
                number for number, one in enumerate(table.cells) if one.is_suppressed
            }, "a suppressed cell was not audited"
            for cell, (least, most, _) in answer.items():
                assert least - 1e-6 <= table.cells[int(cell)].value <= most + 1e-6, "what is so is not possible"
        return len(rows), sum(is_unsafe for _, _, is_unsafe in rows)

    return audit


def history_tables(seed: int, numbers: range, weakening: str) -> list[Table]:
    tables: list[Table] = []
    with weakened(weakening) as (floor, has_ledger):
        for number in numbers:
            history = made_history(seed, number)
            ledgers = released_of(history, Outcome(), floor, has_ledger)
            tables += tables_of(ledgers, history.truth, history.known)
    return tables


def test_no_cell_of_random_histories_is_reached(audited: Auditor) -> None:
    cells, unsafe = audited(history_tables(11, range(40), ""))
    assert unsafe == 0
    assert cells > 5_000


@pytest.mark.parametrize("weakening", WEAKENINGS)
def test_a_gate_without_one_of_its_parts_is_found_out(audited: Auditor, weakening: str) -> None:
    _, unsafe = audited(history_tables(11, range(40), weakening))
    assert unsafe > 0


@pytest.fixture(scope="module")
def sample() -> tuple[list[str], Numbers]:
    """Give the people of the sample team, and the true numbers of each in each week."""
    folder = ROOT / "samples" / "team"
    request = Request(sources=(), first=date(2026, 9, 28), last=date(2026, 12, 20), today=date(2026, 12, 21))
    members = [Member(path.stem, (str(path),), f"{path.stem}@example.org") for path in sorted(folder.glob("*.ics"))]
    errand = Errand(task="hand-over", request=request, now=datetime(2026, 12, 21, tzinfo=UTC), key=b"k" * 32)
    outcome = run_errand(errand, members)
    prepared = prepare_team(errand, Wanted(1, 1), ChosenTeam("sample", "Sample", members), outcome)
    truth: dict[date, dict[str, dict[tuple[str, str], float]]] = {}
    for week in prepared.weeks:
        rows = truth.setdefault(week.monday, {})
        for number, person in enumerate(prepared.people):
            if week.has_data[number]:
                rows[person] = {(name, ""): float(values[number]) for name, values in week.values.items()}
                for place in range(week.load.shape[2]):
                    rows[person]["in_meetings", f"hour={place}"] = float(week.load[number, 0, place])
    return list(prepared.people), truth


def sample_ledgers(
    people: Sequence[str],
    truth: Numbers,
    *,
    floor: int,
    has_ledger: bool,
) -> list[Ledger]:
    """Release the sample team, then without its first member, then without two others, then all of them again."""
    from analyzer.team.measures import MEASURES

    ledger, ledgers = Ledger(), []
    for run in (people, people[1:], [*people[:4], *people[6:]], people):
        for week, rows in truth.items():
            there = [person for person in run if person in rows]
            keys = list(rows[there[0]])
            asked = [
                (
                    Scope("sample", week, key[1]),
                    Values(
                        *(key[0], MEASURES.get(key[0], "share")), np.array([rows[one][key] for one in there]), there
                    ),
                )
                for key in keys
            ]
            measures = [one for one in asked if one[1].name in MEASURES]
            shares = [one for one in asked if one[1].name not in MEASURES]
            _, ledger = Gate(floor).release(measures, ledger if has_ledger else Ledger())
            _, ledger = Gate(floor).release_shares(shares, ledger)
            if not has_ledger:
                ledgers.append(ledger)
    return ledgers or [ledger]


def test_no_cell_of_the_sample_team_is_reached(audited: Auditor, sample: tuple[list[str], Numbers]) -> None:
    people, truth = sample
    known = frozenset(people[2:8:2])
    cells, unsafe = audited(list(tables_of(sample_ledgers(people, truth, floor=8, has_ledger=True), truth, known)))
    assert unsafe == 0
    assert cells > 3_000
    _, unsafe = audited(list(tables_of(sample_ledgers(people, truth, floor=8, has_ledger=False), truth, known)))
    assert unsafe > 10, "with every run the first, whoever left can be made out"


def test_the_auditor_finds_what_a_difference_tells(audited: Auditor) -> None:
    # Nine people, of whom five are above a half; then the same without one of these five.
    people = [f"p{number}" for number in range(9)]
    truth = {person: 0.9 if number < 5 else 0.1 for number, person in enumerate(people)}
    shares = [(people, Share("x", 9, 0.55, 5 / 9, 5 / 9)), (people[1:], Share("x", 8, 0.5, 4 / 8, 4 / 8))]
    assert audited([table_of_shares(shares[:1], truth, frozenset(people[1:4]))]) == (6, 0)
    assert audited([table_of_shares(shares, truth, frozenset(people[1:4]))]) == (6, 1)
    assert audited([table_of_shares(shares[:1], truth, frozenset(people[:5]))]) == (4, 4), "the others are certain"
