"""The ledger on disk is whole, private, never begun anew by mistake, and safe with two runs at once."""

from __future__ import annotations

import contextlib
import hashlib
import multiprocessing
import os
import sqlite3
import stat
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from analyzer.errors import SettingsError
from analyzer.team.ledger import Company, Ledger
from analyzer.team.released import Band, Measure, NoisyMean, NoisyMeans, Share
from connectors.ledgers import VERSION, kept_ledger

WEEK = date(2026, 11, 2)
MEASURE = Measure("meeting_hours", "hours", 9, 17.5, (Band(0.0, 20.0, 5), Band(20.0, None, 4)))
SHARE = Share("in_meetings", 9, 0.2, 0.0, 4 / 9)
COMPANY = Company(
    "core",
    frozenset(f"{number:032x}" for number in range(9)),
    {("meeting_hours", ""): MEASURE},
    {("in_meetings", "mon"): SHARE},
)
NOISY = NoisyMeans(("a", "b"), (WEEK,), 200, 0.5, (NoisyMean("meeting_hours", "hours", 15.1, 1.25),))
LEDGER = Ledger({WEEK: (COMPANY,)}, frozenset({date(2026, 10, 5)}), date(2026, 9, 7), (NOISY, NOISY))


def written(path: Path, ledger: Ledger = LEDGER) -> Path:
    with kept_ledger(path) as kept:
        kept.ledger = ledger
    return path


def read(path: Path) -> Ledger:
    with kept_ledger(path) as kept:
        return kept.ledger


def said(path: Path) -> str:
    with pytest.raises(SettingsError) as error, kept_ledger(path, wait_seconds=0.05):
        pytest.fail("it was given")
    return str(error.value)


def test_a_ledger_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    assert read(tmp_path / "ledger") == Ledger()
    assert read(written(tmp_path / "ledger")) == LEDGER
    assert read(written(tmp_path / "ledger", LEDGER.since(date(2026, 11, 9)))) == LEDGER.since(date(2026, 11, 9))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no file modes")
def test_the_file_is_for_its_owner_alone_while_it_is_written_too(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        with kept_ledger(tmp_path / "ledger") as kept:
            kept.ledger = LEDGER
            modes = {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
        (tmp_path / "ledger").chmod(0o644)
        read(tmp_path / "ledger")
        modes |= {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
    finally:
        os.umask(old)
    assert modes == {0o600}


def test_a_run_that_breaks_off_leaves_the_ledger_as_it_was(tmp_path: Path) -> None:
    path = written(tmp_path / "ledger")

    def break_off() -> None:
        with kept_ledger(path) as kept:
            kept.ledger = Ledger()
            raise OSError("mine")

    with pytest.raises(OSError, match="mine"):
        break_off()
    assert read(path) == LEDGER


@pytest.mark.parametrize("cut", [0, 1, 100, 5_000, -1])
def test_a_damaged_ledger_is_refused_and_left_alone(tmp_path: Path, cut: int) -> None:
    path = written(tmp_path / "ledger")
    data = path.read_bytes()[:cut]
    path.write_bytes(data)
    assert "damaged" in said(path) or "no ledger" in said(path)
    assert path.read_bytes() == data


@pytest.mark.parametrize(
    "companies",
    ["{", "[]x", '[{"team": "a"}]', '{"a": 1}', "3", '[{"team":"a","people":["x"],"measures":[{}],"shares":[]}]'],
)
def test_a_row_that_nobody_understands_is_damage(tmp_path: Path, companies: str) -> None:
    path = written(tmp_path / "ledger")
    digest = hashlib.sha256(f"2026-11-02\0{companies}".encode()).hexdigest()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE weeks SET companies = ?, digest = ?", [companies, digest])
    connection.close()
    assert "damaged" in said(path)


def test_a_figure_that_is_not_the_one_written_is_damage(tmp_path: Path) -> None:
    path = written(tmp_path / "ledger")
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE weeks SET companies = replace(companies, '17.5', '18.5')")
    connection.close()
    assert "damaged" in said(path)


def test_somebody_in_two_companies_of_a_week_is_damage(tmp_path: Path) -> None:
    path = written(tmp_path / "ledger", Ledger({WEEK: (COMPANY, Company("other", frozenset([f"{3:032x}", "x"])))}))
    assert "damaged" in said(path)


def test_other_files_are_refused_and_left_alone(tmp_path: Path) -> None:
    text, other = tmp_path / "notes.txt", tmp_path / "other.sqlite"
    text.write_text("Dear diary, " * 100)
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE mine (x)")
    connection.close()
    before = text.read_bytes(), other.read_bytes()
    assert "damaged" in said(text)
    assert "no ledger" in said(other)
    assert (text.read_bytes(), other.read_bytes()) == before


def test_the_ledger_of_a_newer_meetlint_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "ledger")
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    assert "newer" in said(path)


def older(path: Path) -> None:
    """Make a ledger one of version 1, which knew of no noise."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.executescript("DROP TABLE noisy; PRAGMA user_version = 1;")


def test_an_older_ledger_is_brought_up_with_what_is_released(tmp_path: Path) -> None:
    path = written(tmp_path / "ledger", replace(LEDGER, noisy=()))
    older(path)
    assert read(path) == replace(LEDGER, noisy=())
    older(path)
    with pytest.raises(KeyboardInterrupt):
        _break_off(path)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    assert read(written(path)) == LEDGER


def _break_off(path: Path) -> None:
    with kept_ledger(path) as kept:
        kept.ledger = LEDGER
        raise KeyboardInterrupt


@pytest.mark.parametrize("change", ["release = replace(release, '0.5', '0.1')", "place = place + 1"])
def test_a_budget_that_is_not_the_one_written_is_damage(tmp_path: Path, change: str) -> None:
    path = written(tmp_path / "ledger", replace(LEDGER, noisy=(NOISY,)))
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"UPDATE noisy SET {change}")
    assert "is damaged" in said(path)


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    assert "no such file or folder" in said(tmp_path / "missing" / "ledger")


def test_a_run_waits_for_another_and_says_so_when_that_lasts(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    with kept_ledger(path):
        assert "Another run" in said(path)
    assert read(path) == Ledger()


def test_nothing_of_a_person_who_was_erased_stays_in_the_files(tmp_path: Path) -> None:
    gone = f"{3:032x}"
    path = written(tmp_path / "ledger")
    assert gone.encode() in path.read_bytes()
    with kept_ledger(path) as kept:
        kept.ledger = kept.ledger.without(gone)
    assert all(gone.encode() not in file.read_bytes() for file in tmp_path.iterdir())
    assert read(path).people() == COMPANY.people - {gone}


def add_one(path: Path, number: int) -> None:
    with kept_ledger(path) as kept:
        weeks = dict(kept.ledger.weeks)
        weeks[WEEK] = (*weeks.get(WEEK, ()), Company("core", frozenset([f"person {number}"])))
        kept.ledger = Ledger(weeks)


def test_runs_at_once_lose_nothing_of_each_other(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork" if os.name != "nt" else "spawn")
    runs = [context.Process(target=add_one, args=(tmp_path / "ledger", number)) for number in range(6)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert [run.exitcode for run in runs] == [0] * 6
    assert read(tmp_path / "ledger").people() == {f"person {number}" for number in range(6)}
    assert not list(tmp_path.glob(".meetlint-*"))
