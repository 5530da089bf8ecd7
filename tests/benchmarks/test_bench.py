"""The table says what was reached, what was missed and what was not measured; costs are those of the program."""

from __future__ import annotations

import platform
import sys
from pathlib import Path

import pytest

from benchmarks import peers, whole
from benchmarks.bench import PAGE, machine, main, page_of, those_that_run
from benchmarks.processes import Cost, ProgramError, measure, measure_in_turn
from benchmarks.table import Goal, Part, Row, markdown_rows, markdown_table

linux = pytest.mark.skipif(sys.platform != "linux", reason="costs are measured as Linux tells them")

FASTER, SHORTER = Goal(8, 20), Goal(10, 3, "s", at_most=True)


@pytest.mark.parametrize(
    ("goal", "figure", "verdict"),
    [
        (FASTER, 7.99, "**missed**"),
        (FASTER, 8, "must reached"),
        (FASTER, 19.99, "must reached"),
        (FASTER, 20, "aim reached"),
        (SHORTER, 10.01, "**missed**"),
        (SHORTER, 10, "must reached"),
        (SHORTER, 3.01, "must reached"),
        (SHORTER, 3, "aim reached"),
    ],
)
def test_a_figure_is_held_to_its_goal(goal: Goal, figure: float, verdict: str) -> None:
    assert Row("check", goal, figure).verdict == verdict


def test_a_row_shows_its_figure_beside_its_goal() -> None:
    lines = markdown_rows(
        [Row("read", FASTER, 12.34, "1.00 s", "12.3 s"), Row("daily", SHORTER, 0.5), Row("many", FASTER, why="no peer")]
    ).splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert cells[2] == ["read", "1.00 s", "12.3 s", "12.3x", "8.00x", "20.0x", "must reached"]
    assert cells[3] == ["daily", "", "", "0.50 s", "at most 10.0 s", "at most 3.00 s", "aim reached"]
    assert cells[4] == ["many", "", "", "", "8.00x", "20.0x", "not measured: no peer"]


def test_a_table_keeps_its_columns() -> None:
    table = markdown_table(("a", "b"), [("x|y", "1"), ("long cell", "")])
    assert table.splitlines() == ["| a         | b |", "|-----------|---|", "| x\\|y      | 1 |", "| long cell |   |"]


def test_the_page_counts_what_was_reached_and_shows_faults() -> None:
    parts = [
        Part("One", [Row("a", FASTER, 30), Row("b", FASTER, 9), Row("c", FASTER, 1)], ["More of one."]),
        Part("Two", [Row("d", FASTER, why="no peer")], faults=["readers differ"]),
    ]
    page = page_of(parts, [], {"libical": "it is not here"})
    assert "4 figures: 1 reach their aim, 1 what they must, 1 miss it, 1 are not measured." in page
    assert "- readers differ" in page
    assert "libical is not measured: it is not here." in page
    assert "## One\n\nMore of one." in page
    assert "## Two" not in page


def test_the_page_names_no_machine_and_no_path() -> None:
    described = machine([])
    assert platform.python_version() in described
    assert platform.node() not in described
    assert str(Path.home()) not in described
    assert sys.prefix not in described


def test_lines_of_the_page_fit_an_editor() -> None:
    row = Row("a", FASTER, 30, "x" * 130)
    page = page_of([Part("One", [row], ["many words " * 40, "- " + "more " * 40, "| long " * 40])], [], {})
    assert max(len(line) for line in page.splitlines() if not line.startswith("|")) <= 120
    assert "| long " * 40 in page


@linux
def test_a_run_compares_what_the_readers_found(tmp_path: Path) -> None:
    plain = peers.Peer(peers.PLAIN, (sys.executable, str(peers.FOLDER / "plain.py")), "plain", ".json")
    code = (
        "import json, runpy, sys\n"
        f"runpy.run_path({str(peers.FOLDER / 'plain.py')!r}, run_name='__main__')\n"
        "rows = json.load(open(sys.argv[5]))\n"
        "json.dump(rows[1:], open(sys.argv[5], 'w'))\n"
    )
    forgetful = peers.Peer("forgetful", (sys.executable, "-c", code), "forgetful", ".json")
    part = whole.crowded_year_part(whole.Bench(tmp_path, [plain, forgetful], {}, runs=1, divisor=400))
    assert [row.figure is not None for row in part.rows] == [True, True]
    assert "50 events" in part.below[1]
    assert part.below[-1].count("crowded year, worst texts: ") == 2
    assert [fault.split(" and ")[0] for fault in part.faults] == ["crowded year: forgetful"]


def test_a_part_that_is_not_known_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--only", "nothing"])
    assert "no such part: nothing" in capsys.readouterr().err


def test_running_a_part_writes_no_page(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    before = PAGE.read_text("utf-8") if PAGE.exists() else None
    monkeypatch.setattr(peers, "installed", lambda: ([], {}))
    monkeypatch.setattr("benchmarks.bench.start_part", lambda runs: Part("Start", faults=["it differs"]))
    assert main(["--only", "start"]) == 1
    assert "- it differs" in capsys.readouterr().out
    assert (PAGE.read_text("utf-8") if PAGE.exists() else None) == before


@linux
def test_a_peer_that_fails_is_not_measured(tmp_path: Path) -> None:
    works = peers.Peer("works", (sys.executable, "-c", "pass"), "1")
    fails = peers.Peer("fails", (sys.executable, "-c", "raise SystemExit('no such library')"), "1")
    missing: dict[str, str] = {}
    assert those_that_run([works, fails], missing, tmp_path) == [works]
    assert "no such library" in missing["fails"]


@linux
def test_the_cost_of_a_program_is_its_own() -> None:
    ballast = bytearray(300_000_000)  # what measures may be large itself
    small = measure([sys.executable, "-S", "-c", "pass"])
    large = measure([sys.executable, "-S", "-c", "bytearray(b'x') * 200_000_000"])
    assert len(ballast) > small.peak_bytes
    assert large.peak_bytes - small.peak_bytes == pytest.approx(200e6, rel=0.1)


@linux
def test_the_memory_of_processes_at_once_is_added_up() -> None:
    code = (
        "import os, sys\n"
        "children = [os.posix_spawn(sys.executable, [sys.executable, '-S', '-c',"
        " 'import time; kept = bytearray(b\"x\") * 100_000_000; time.sleep(1)'], os.environ) for _ in range(2)]\n"
        "for child in children: os.waitpid(child, 0)\n"
    )
    assert 200e6 < measure([sys.executable, "-S", "-c", code]).peak_bytes < 300e6


@linux
def test_cpu_of_processes_below_counts() -> None:
    busy = "import time\nwhile time.process_time() < 0.5: pass"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-S', '-c', {busy!r}])"
    assert measure([sys.executable, "-S", "-c", code]).cpu > 0.5


@linux
def test_a_program_that_ends_otherwise_is_told() -> None:
    with pytest.raises(ProgramError, match=r"ended with 3: .*oops"):
        measure([sys.executable, "-c", "import sys; print('oops', file=sys.stderr); sys.exit(3)"])
    measure([sys.executable, "-c", "import sys; sys.exit(3)"], codes=(0, 3))


@linux
def test_programs_are_run_in_turn(tmp_path: Path) -> None:
    file = tmp_path / "order"
    commands = {name: [sys.executable, "-S", "-c", f"open({str(file)!r}, 'a').write({name!r})"] for name in "ab"}
    assert list(measure_in_turn(commands, 3)) == ["a", "b"]
    assert file.read_text() == "ababab"
    assert Cost.median([Cost(1, 5, 9), Cost(3, 4, 7), Cost(2, 6, 8)]) == Cost(2, 5, 8)
