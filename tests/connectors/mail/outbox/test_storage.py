"""An outbox that cannot be used is refused with a sentence, and stays as it was."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from counterparts.postgres import PASSWORD, Postgres
from running import GUARD_SECONDS

from connectors.mail.names import Names
from connectors.mail.outbox import storage
from connectors.mail.outbox.box import Outbox
from connectors.mail.outbox.storage import AlreadyRunningError, OutboxError
from connectors.mail.outcomes import Outcome

NOW = datetime(2026, 11, 30, 7, tzinfo=UTC)
WEEK = "2026-W48"


@pytest.fixture
def file(tmp_path: Path, names: Names) -> Path:
    """An outbox with one mail sent and one queued, closed."""
    path = tmp_path / "outbox.sqlite"
    with Outbox(path, names) as outbox:
        outbox.plan([names.person("anna@example.org"), names.person("bo@example.org")], WEEK, NOW)
        with outbox.sending("run", NOW) as sending:
            (claim,) = sending.claim(NOW)
            sending.settle(claim, Outcome("accepted", 250), NOW)
    return path


def refusal(place: Path | str, names: Names) -> str:
    with pytest.raises(OutboxError) as caught, Outbox(place, names, wait_seconds=0.1):
        pass
    assert caught.value.hint
    return str(caught.value)


def test_it_is_for_its_owner_alone_also_when_it_was_copied_back(file: Path, names: Names) -> None:
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.chmod(0o644)
    with Outbox(file, names) as outbox:
        outbox.plan(["x"], WEEK, NOW)
        modes = {stat.S_IMODE(path.stat().st_mode) for path in file.parent.glob("outbox*")}
    assert modes == {0o600}


def test_no_temporary_file_stays(file: Path) -> None:
    assert {path.name for path in file.parent.iterdir()} == {"outbox.sqlite", "outbox.sqlite.lock"}


def test_a_cut_file_is_refused_and_stays(file: Path, names: Names) -> None:
    whole = file.read_bytes()
    for part in (b"", whole[:100], whole[: len(whole) // 2 - 7], b"x" * 4096):
        file.write_bytes(part)
        assert "damaged" in refusal(file, names)
        assert file.read_bytes() == part


def test_a_file_with_broken_pages_is_refused(file: Path, names: Names) -> None:
    broken = bytearray(file.read_bytes())
    for at in range(4096, len(broken), 4096):
        broken[at : at + 64] = b"\xff" * 64
    file.write_bytes(broken)
    assert "damaged" in refusal(file, names)


def test_a_file_of_something_else_is_refused_and_stays(tmp_path: Path, names: Names) -> None:
    path = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE mine (a)")
    before = path.read_bytes()
    assert "is no outbox" in refusal(path, names)
    assert path.read_bytes() == before


def test_a_file_of_a_newer_meetlint_is_refused(file: Path, names: Names) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA user_version = 3")
    assert "newer" in refusal(file, names)


def test_a_table_of_a_newer_meetlint_is_refused(place: Path | str, names: Names) -> None:
    opened = storage.open_storage(place, names.check, 10)
    with opened.transaction() as connection:
        connection.exec_driver_sql("UPDATE meetlint_outbox SET version = 3")
    opened.engine.dispose()
    assert "newer" in refusal(place, names)


VERSION_1 = """
DROP TABLE meetlint_mails; DROP TABLE meetlint_runs;
CREATE TABLE meetlint_mails (person TEXT NOT NULL, period TEXT NOT NULL, message_id TEXT NOT NULL, state TEXT NOT NULL,
  tries INTEGER NOT NULL, changed INTEGER NOT NULL, next_try INTEGER, answer INTEGER, claim INTEGER, worker INTEGER,
  run TEXT, PRIMARY KEY (person, period));
CREATE TABLE meetlint_runs (run TEXT NOT NULL, began INTEGER NOT NULL, ended INTEGER, tally TEXT NOT NULL,
  PRIMARY KEY (run));
INSERT INTO meetlint_mails VALUES ('a', '2026-W48', '<m>', 'sent', 1, 1780000000, NULL, 250, NULL, NULL, 'old');
INSERT INTO meetlint_mails VALUES ('b', '2026-W48', '<n>', 'deferred', 2,
  1780000000, 1780000900, 451, NULL, NULL, 'old');
INSERT INTO meetlint_leavers VALUES ('c', 1780000000);
INSERT INTO meetlint_runs VALUES ('old', 1780000000, 1780000060, '{"sent": 1}');
INSERT INTO meetlint_runs VALUES ('killed', 1780000100, NULL, '{}');
UPDATE meetlint_outbox SET version = 1
"""
"""What the first version made of the tables that have changed since, with something in each."""


def as_version_1(place: Path | str, names: Names) -> None:
    opened = storage.open_storage(place, names.check, 10)
    with opened.transaction() as connection:
        for statement in VERSION_1.split(";"):
            kind = statement.replace("INTEGER", "BIGINT") if opened.file is None else statement
            connection.exec_driver_sql(kind)
        if opened.file is not None:
            connection.exec_driver_sql("PRAGMA user_version = 1")
    opened.engine.dispose()


def test_an_outbox_of_the_first_version_moves_up_with_all_that_stands_in_it(place: Path | str, names: Names) -> None:
    as_version_1(place, names)
    with Outbox(place, names) as outbox:
        rows = {row.person: (row.state, row.tries, row.answer, row.reason, row.roster) for row in outbox.rows()}
        assert rows == {"a": ("sent", 1, 250, None, None), "b": ("deferred", 2, 451, None, None)}
        assert outbox.leavers() == {"c"}
        found = [(run.run, run.ended is None, run.exit_code, run.stopped, run.is_running) for run in outbox.runs()]
        assert found == [("killed", True, None, "", False), ("old", False, None, "", False)]
        assert outbox.plan(["a", "d"], WEEK, NOW, "roster") == 1
        with outbox.sending("new", NOW) as sending:
            sending.end(NOW, 4)
        assert outbox.runs()[0].exit_code == 4
    # Once: it is opened as any other from then on, and by no older meetlint.
    opened = storage.open_storage(place, names.check, 10)
    with opened.transaction() as connection:
        assert connection.exec_driver_sql("SELECT version FROM meetlint_outbox").all() == [(storage.VERSION,)]
        if opened.file is not None:
            assert connection.exec_driver_sql("PRAGMA user_version").scalar() == storage.VERSION
    opened.engine.dispose()


def at_once(number: int, work: Callable[[int], None]) -> None:
    """Have so many threads do something at the same moment, and see that none fails."""
    faults: list[Exception] = []
    together = threading.Barrier(number)

    def one(place: int) -> None:
        together.wait()
        try:
            work(place)
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=one, args=(place,)) for place in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def test_several_that_open_an_older_outbox_at_once_move_it_up_once(place: Path | str, names: Names) -> None:
    as_version_1(place, names)

    def open_it(number: int) -> None:
        with Outbox(place, names, wait_seconds=30) as outbox:
            outbox.rows()

    at_once(5, open_it)
    with Outbox(place, names) as outbox:
        assert len(outbox.rows()) == 2


def test_an_older_outbox_of_another_key_stays_as_it_is(place: Path | str, names: Names) -> None:
    as_version_1(place, names)
    assert "another key" in refusal(place, Names(b"another key, just as long as it was", "example.org"))
    with Outbox(place, names) as outbox:
        assert len(outbox.rows()) == 2


def test_a_table_without_its_only_row_is_damaged(place: Path | str, names: Names) -> None:
    opened = storage.open_storage(place, names.check, 10)
    with opened.transaction() as connection:
        connection.exec_driver_sql("DELETE FROM meetlint_outbox")
    opened.engine.dispose()
    assert "damaged" in refusal(place, names)


def test_a_table_of_other_columns_is_damaged(place: Path | str, names: Names) -> None:
    opened = storage.open_storage(place, names.check, 10)
    with opened.transaction() as connection:
        connection.exec_driver_sql("ALTER TABLE meetlint_mails DROP COLUMN answer")
    opened.engine.dispose()
    with Outbox(place, names) as outbox, pytest.raises(OutboxError, match="damaged"):
        outbox.rows()


def test_another_key_is_refused(place: Path | str, names: Names) -> None:
    Outbox(place, names).close()
    assert "another key" in refusal(place, Names(b"another key, just as long as it was", "example.org"))
    Outbox(place, names).close()


def test_a_state_that_is_none_is_never_written(place: Path | str, names: Names) -> None:
    opened = storage.open_storage(place, names.check, 10)
    with pytest.raises(OutboxError), opened.transaction() as connection:
        connection.exec_driver_sql(
            "INSERT INTO meetlint_mails (person, period, message_id, state, tries, changed) "
            "VALUES ('a', 'b', 'c', 'gone', 0, 0)"
        )
    opened.engine.dispose()


def test_a_locked_file_is_refused_and_everything_stays(file: Path, names: Names) -> None:
    with Outbox(file, names, wait_seconds=0.1) as outbox, closing(sqlite3.connect(file)) as other:
        before = outbox.rows()
        with outbox.sending("run", NOW) as sending:
            other.execute("BEGIN IMMEDIATE")
            for operation in (
                lambda: outbox.plan(["new"], WEEK, NOW),
                lambda: sending.claim(NOW),
                lambda: outbox.leave("new", NOW),
            ):
                with pytest.raises(OutboxError, match="Another program holds"):
                    operation()
            other.rollback()
        assert outbox.rows() == before
        assert outbox.leavers() == set()


def test_a_settlement_that_cannot_be_written_can_be_made_again(file: Path, names: Names) -> None:
    with Outbox(file, names, wait_seconds=0.1) as outbox, closing(sqlite3.connect(file)) as other:
        with outbox.sending("run", NOW) as sending:
            (claim,) = sending.claim(NOW)
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(OutboxError):
                sending.settle(claim, Outcome("accepted", 250), NOW)
            other.rollback()
            assert sending.settle(claim, Outcome("accepted", 250), NOW)
        assert outbox.counts(WEEK)["sent"] == 2


# A limit on the size of files is what a full disk is to SQLite: a write that does not fit fails half way.
FULL = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
from connectors.mail.names import Names
from connectors.mail.outbox.box import Outbox
from connectors.mail.outbox.storage import OutboxError
from connectors.mail.outcomes import Outcome
now = datetime(2026, 11, 30, 7, tzinfo=UTC)
names = Names(b"0123456789abcdef" * 2, "example.org")
with Outbox(Path(sys.argv[1]), names) as outbox, outbox.sending("run", now) as sending:
    (claim,) = sending.claim(now)
    room = int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
    said = []
    for operation in (
        lambda: outbox.plan([names.person(f"{n}@example.org") for n in range(500)], "2026-W49", now),
        lambda: sending.settle(claim, Outcome("accepted", 250), now),
    ):
        try:
            operation()
        except OutboxError as error:
            said.append(str(error))
    print("|".join(said))
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no limit on the size of files")
def test_a_full_disk_leaves_everything_whole(file: Path, names: Names) -> None:
    root = Path(__file__).parents[4]
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(file), "8192"],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        timeout=GUARD_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("cannot be written") == 2
    with Outbox(file, names) as outbox:
        assert outbox.counts("2026-W49")["queued"] == 0
        assert (outbox.counts(WEEK)["sent"], outbox.counts(WEEK)["sending"]) == (1, 1)
        with outbox.sending("next", NOW):
            assert outbox.counts(WEEK)["unknown"] == 1
        assert outbox.plan([names.person("new@example.org")], WEEK, NOW) == 1


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path, names: Names) -> None:
    assert "no such file" in refusal(tmp_path / "none" / "outbox.sqlite", names)


def test_a_second_run_is_told_who_is_at_work(file: Path, names: Names) -> None:
    with Outbox(file, names) as outbox, outbox.sending("one", NOW), Outbox(file, names) as second:
        with pytest.raises(AlreadyRunningError) as caught, second.sending("two", NOW):
            pass
        assert (caught.value.pid, caught.value.since) == (os.getpid(), "2026-11-30T07:00:00+00:00")
    with Outbox(file, names) as outbox, outbox.sending("two", NOW):
        pass


def test_first_runs_that_come_together_make_one_outbox(place: Path | str, names: Names) -> None:
    def first(number: int) -> None:
        with Outbox(place, names, wait_seconds=30) as outbox:
            outbox.plan([f"person {number}"], WEEK, NOW)

    at_once(6, first)
    with Outbox(place, names) as outbox:
        assert outbox.counts(WEEK)["queued"] == 6


def test_what_was_erased_is_in_no_file_any_more(file: Path, names: Names) -> None:
    person = names.person("anna@example.org")
    with Outbox(file, names) as outbox:
        outbox.plan([person], "2026-W49", NOW)
        outbox.erase(person)
        assert all(person.encode() not in path.read_bytes() for path in file.parent.glob("outbox*"))
        # Everybody else is still there.
        assert names.person("bo@example.org").encode() in file.read_bytes()


def test_no_word_of_a_person_stands_in_it(file: Path) -> None:
    everything = b"".join(path.read_bytes() for path in file.parent.iterdir()).lower()
    assert b"anna" not in everything
    assert b"bo@" not in everything


@pytest.mark.parametrize("address", ["mysql://a@b/c", "postgresql://a@b:many/c", "sqlite:///x"])
def test_an_address_of_another_kind_is_refused(address: str, names: Names) -> None:
    assert "cannot be understood" in refusal(address, names)


def test_a_database_that_does_not_answer_is_refused_without_its_password(
    running_postgres: Postgres, names: Names
) -> None:
    nobody = f"postgresql://meetlint:{PASSWORD}@127.0.0.1:1/postgres"
    wrong = running_postgres.url("postgres").replace(PASSWORD, "another")
    for address in (nobody, wrong):
        said = refusal(address, names)
        assert "does not answer" in said
        assert PASSWORD not in said
        assert "another" not in said


def test_a_worker_whose_session_was_ended_goes_on_with_another(running_postgres: Postgres, names: Names) -> None:
    import psycopg

    place = running_postgres.make_schema()
    people = [names.person(f"{number}@example.org") for number in range(3)]
    with Outbox(place, names) as outbox, outbox.sending("run", NOW) as sending, Outbox(place, names) as other:
        outbox.plan(people, WEEK, NOW)
        (first,) = sending.claim(NOW)
        with psycopg.connect(place, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
        with other.sending("other", NOW):
            assert other.counts(WEEK)["unknown"] == 1, "its lock went with the session"
        (second,) = sending.claim(NOW)
        assert {first.person, second.person} < set(people)
        for claim in (first, second):
            assert sending.settle(claim, Outcome("accepted", 250), NOW)
        with other.sending("again", NOW):
            assert other.counts(WEEK) == outbox.counts(WEEK)
        assert outbox.counts(WEEK)["sent"] == 2


def test_two_workers_of_a_database_leave_each_other_alone(running_postgres: Postgres, names: Names) -> None:
    place = running_postgres.make_schema()
    people = [names.person(f"{number}@example.org") for number in range(3)]
    with Outbox(place, names) as outbox, outbox.sending("one", NOW) as one, outbox.sending("two", NOW) as two:
        outbox.plan(people, WEEK, NOW)
        (first,), (second,) = one.claim(NOW), two.claim(NOW)
        assert first.person != second.person
        assert two.find_dead(NOW) == one.find_dead(NOW) == 0
        assert outbox.counts(WEEK)["sending"] == 2


def test_what_another_worker_is_claiming_is_passed_over(running_postgres: Postgres, names: Names) -> None:
    import psycopg

    place = running_postgres.make_schema()
    people = sorted(names.person(f"{number}@example.org") for number in range(3))
    with Outbox(place, names) as outbox, outbox.sending("run", NOW) as sending, psycopg.connect(place) as other:
        outbox.plan(people, WEEK, NOW)
        other.execute("SELECT 1 FROM meetlint_mails WHERE person = %s FOR UPDATE", (people[0],))
        assert [claim.person for claim in sending.claim(NOW, 9)] == people[1:]
