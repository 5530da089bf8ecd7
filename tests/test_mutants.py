"""The command that changes signs: what it changes, what it says of it, and that its list is up to date."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.mutants import LIST, Room, mutants_of

ROOT = Path(__file__).parents[1]
LISTED = tomllib.loads(LIST.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("x = a < b", ["a < b -> a <= b"]),
        ("x = a == b != c", ["a == b != c -> a != b != c", "a == b != c -> a == b == c"]),
        ("x = a + b - c", ["a + b - c -> a + b + c", "a + b -> a - b"]),
        ("x = a and b", ["a and b -> a or b"]),
        ("x = a & ~b", ["a & ~b -> a | ~b", "a & ~b -> a & ~~b"]),
        ("x = f(not a)", ["f(not a) -> f(not not a)"]),
        ("x = f(-a)", ["f(-a) -> f(+a)"]),
        ("x = f(5, by=2)", ["f(5, by=2) -> f(6, by=2)", "by=2 -> by=3"]),
        ("x = f(True)", ["f(True) -> f(False)"]),
        ("x = a[1:]", ["a[1:] -> a[2:]"]),
        ("x = min(a)", ["min(a) -> max(a)"]),
        ("x = np.maximum(a)", ["np.maximum(a) -> np.minimum(a)"]),
        ("x = search(a, 'left')", ["search(a, 'left') -> search(a, 'right')"]),
        ("x = f(7) + f(7)", ["f(7) + f(7) -> f(7) - f(7)", "f(7) -> f(8)", "f(7) -> f(8) (2)"]),
        ("x: Literal[1] = a", []),
        ("x = zip(a, strict=True)", []),
        ("x = 'a < b'", []),
    ],
)
def test_a_line_is_changed_in_each_place_alone(tmp_path: Path, line: str, expected: list[str]) -> None:
    file = tmp_path / "room.py"
    file.write_text(line)
    assert [mutant.text for mutant in mutants_of(str(file))] == expected


def test_a_mutant_says_in_which_function_it_is(tmp_path: Path) -> None:
    file = tmp_path / "room.py"
    file.write_text("class Room:\n    size = 3\n    def is_full(self, people=2):\n        return people >= self.size\n")
    assert [(mutant.text, mutant.is_inside) for mutant in mutants_of(str(file))] == [
        ("Room: size = 3 -> size = 4", False),
        ("Room.is_full: def is_full(self, people=2): -> def is_full(self, people=3):", False),
        ("Room.is_full: people >= self.size -> people > self.size", True),
    ]


def test_constants_whose_number_is_a_choice_stay(tmp_path: Path) -> None:
    file = tmp_path / "weights.py"
    file.write_text(
        "COSTS: dict[str, int] = {'a': 1}\nFIRST, SECOND = 1, 2\nLIMIT = 3\n\ndef add(one):\n    return one + LIMIT\n"
    )
    everything = [mutant.text for mutant in mutants_of(str(file))]
    kept = [mutant.text for mutant in mutants_of(str(file), ["COSTS", "SECOND"])]
    assert len(everything) == 5
    assert kept == ["LIMIT = 3 -> LIMIT = 4", "add: one + LIMIT -> one - LIMIT"]


def test_every_room_and_every_test_in_the_list_is_there() -> None:
    for each in LISTED["rooms"]:
        room = Room(**each)
        assert room.files()
        assert all((ROOT / tests).exists() for tests in (*room.tests, *room.further))


def test_every_survivor_in_the_list_is_there_with_a_reason() -> None:
    known = {
        file: {mutant.text for mutant in mutants_of(file)} for file in {each["file"] for each in LISTED["survivors"]}
    }
    for each in LISTED["survivors"]:
        assert each["reason"].endswith(".")
        assert set(each["mutants"]) <= known[each["file"]]


@pytest.fixture
def small_house(tmp_path: Path) -> Path:
    (tmp_path / "room").mkdir()
    (tmp_path / "room" / "limits.py").write_text(
        "MOST = 5\ndef is_full(people): return people >= MOST\ndef spare(people): return max(MOST - people, 0)\n"
    )
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks" / "test_limits.py").write_text(
        "from room.limits import is_full, spare\n"
        "def test_full(): assert is_full(5) and not is_full(4)\n"
        "def test_spare(): assert spare(3) == 2\n"
    )
    (tmp_path / "pyproject.toml").write_text("[tool.pytest.ini_options]\npythonpath = ['.']\n")
    return tmp_path


def run(house: Path, further: str = "", code: str = "room") -> tuple[int, list[str]]:
    (house / "mutants.toml").write_text(f"[[rooms]]\ncode = '{code}'\ntests = ['checks']\n{further}")
    command = (
        "import sys, pathlib, tests.mutants as it\n"
        "it.CPU_SECONDS, it.HEAVY = 2, ()\n"
        "sys.exit(it.main(where=pathlib.Path('mutants.toml')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", command],
        cwd=house,
        env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = done.stdout.replace("\r", "\n").splitlines()
    said = [line for line in lines if "room/" in line or "mutants in" in line]
    return done.returncode, said + [line.split("\r")[-1] for line in done.stderr.splitlines() if "without any" in line]


def test_a_survivor_that_is_not_in_the_list_ends_the_command_with_one(small_house: Path) -> None:
    assert run(small_house) == (
        1,
        [
            "SURVIVED room/limits.py: spare: max(MOST - people, 0) -> max(MOST - people, 1)",
            "5 mutants in room: 4 killed, 0 in the list, 1 survived.",
        ],
    )


def test_a_survivor_in_the_list_is_let_be_and_what_does_not_belong_there_is_said(small_house: Path) -> None:
    listed = """
[[survivors]]
file = "room/limits.py"
mutants = [
    "spare: max(MOST - people, 0) -> max(MOST - people, 1)",
    "is_full: people >= MOST -> people > MOST",
    "is_full: gone -> away",
]
reason = "Nobody is counted."
"""
    assert run(small_house, listed) == (
        0,
        [
            "killed, yet in the list: room/limits.py: is_full: people >= MOST -> people > MOST",
            "5 mutants in room: 4 killed, 1 in the list, 0 survived.",
            "in the list, yet no mutant: room/limits.py: is_full: gone -> away",
        ],
    )


def test_a_mutant_that_never_ends_is_killed(small_house: Path) -> None:
    (small_house / "room" / "limits.py").write_text("def wait(times):\n    while times: times = times - 1\n")
    (small_house / "checks" / "test_limits.py").write_text("from room.limits import wait\ndef test(): wait(3)\n")
    # With "+" for "-" it counts up without an end; in steps of two it never meets zero.
    assert run(small_house) == (0, ["2 mutants in room: 2 killed, 0 in the list, 0 survived."])


def test_each_room_is_changed_before_another_one_has_imported_it(small_house: Path) -> None:
    (small_house / "hall").mkdir()
    (small_house / "hall" / "doors.py").write_text("import room.limits\ndef doors(): return room.limits.MOST + 1\n")
    (small_house / "checks" / "test_doors.py").write_text(
        "from hall.doors import doors\ndef test(): assert doors() == 6\n"
    )
    room_too = "[[rooms]]\ncode = 'room'\ntests = ['checks']\n"  # after the hall, which imports it
    assert run(small_house, room_too, code="hall") == (
        1,
        [
            "2 mutants in hall: 2 killed, 0 in the list, 0 survived.",
            "SURVIVED room/limits.py: spare: max(MOST - people, 0) -> max(MOST - people, 1)",
            "5 mutants in room: 4 killed, 0 in the list, 1 survived.",
        ],
    )


@pytest.mark.parametrize("code", ["MOST = 5\n", "def spare(people): return people + 1\n"])
def test_tests_that_fail_without_any_change_are_named_and_prove_nothing(small_house: Path, code: str) -> None:
    (small_house / "room" / "limits.py").write_text(code)
    (small_house / "checks" / "test_limits.py").write_text("import room.limits\ndef test_broken(): assert False\n")
    assert run(small_house) == (1, ["room/limits.py: its tests fail, or there are none, without any change."])


def test_of_a_file_named_so_only_the_tests_that_bear_one_of_its_words_are_run(small_house: Path) -> None:
    (small_house / "checks" / "test_slow.py").write_text("def test(): assert False\n")
    (small_house / "checks" / "test_limits.py").write_text(
        "from room.limits import is_full, spare\n"
        "def test_full(): assert is_full(5) and not is_full(4)\n"
        "def test_spare(): assert spare(3) == 2 and spare(6) == 0\n"
    )
    assert run(small_house)[1] == ["room/limits.py: its tests fail, or there are none, without any change."]
    assert run(small_house, "only_for = { 'limits.py' = ['test_limits'] }\n") == (
        0,
        ["5 mutants in room: 5 killed, 0 in the list, 0 survived."],
    )
    assert run(small_house, "only_for = { 'limits.py' = ['test_full'] }\n")[0] == 1
