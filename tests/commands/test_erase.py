"""erase: one person goes, the others stay, and what is left to do is said."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from digest_weeks import WEDNESDAY, write_calendars, write_settings
from scripted_smtp import MailServer

from analyzer.team.ledger import Company, Ledger
from analyzer.team.sharing import keyed_hash
from commands.many.team_key import team_key
from commands.team.audit_key import audit_key
from commands.team.ledger import ledger_path
from connectors.ledgers import kept_ledger
from tests.commands.conftest import Call
from tests.commands.test_over_roster import Here, write_people

pytest.importorskip("pyarrow")

COLLECT = ("collect", "--for", "audit", "--team-key", "team.key", "-o", "events", "--roster", "cals")
DAY = ("--week", "2026-W47", "--today", "2026-11-23", "--lang", "en")
MONDAY = date(2026, 11, 16)


@pytest.fixture
def team(meetlint: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("connectors.workers.pool.ProcessPool", lambda workers: Here())
    write_people(tmp_path / "cals", 3)
    assert meetlint(*COLLECT, *DAY)[0] == 0
    return tmp_path


def keep(ledger: Ledger) -> None:
    """Put releases into the ledger of this machine."""
    with kept_ledger(ledger_path()) as kept:
        kept.ledger = ledger


def kept_now() -> Ledger:
    with kept_ledger(ledger_path()) as kept:
        return kept.ledger


def owners(folder: Path) -> set[str]:
    from connectors.tables.opening import opened_table

    found = set()
    for path in folder.rglob("*.parquet"):
        with opened_table(path, path.name) as (_, label):
            found.add(label.owner)
    return found


def hashes(team: Path, *numbers: int) -> set[str]:
    key = team_key(team / "team.key")[0]
    return {keyed_hash(f"p{number}@example.org", "owner", key) for number in numbers}


def erase(meetlint: Call, *arguments: object) -> tuple[int, str, str]:
    return meetlint("erase", *arguments, "--lang", "en")


def test_the_table_of_a_person_goes_and_those_of_others_stay(meetlint: Call, team: Path) -> None:
    (team / "events" / "notes.txt").write_text("kept")
    assert owners(team / "events") == hashes(team, 0, 1, 2)
    code, out, err = erase(meetlint, "p1@example.org", "--tables", "events", "--team-key", "team.key")
    assert (code, err) == (0, "")
    assert out.startswith("Removed 1 event table from events.\nLeft to do:\n- ")
    assert owners(team / "events") == hashes(team, 0, 2)
    assert (team / "events" / "notes.txt").exists()


def test_of_a_digest_that_was_never_sent_nothing_is_left_to_do(meetlint: Call, team: Path) -> None:
    assert "mailbox of the digest" not in erase(meetlint, "p1@example.org")[1]


def test_erasing_twice_says_that_nothing_is_left(meetlint: Call, team: Path) -> None:
    command = ("p1@example.org", "--tables", "events", "--team-key", "team.key")
    erase(meetlint, *command)
    code, out, err = erase(meetlint, *command)
    assert (code, err) == (0, "")
    assert out.startswith("Nothing is kept of p1@example.org where was looked.\nLeft to do:\n")
    assert owners(team / "events") == hashes(team, 0, 2)


def test_somebody_unknown_is_no_error_and_costs_nobody_a_table(meetlint: Call, team: Path) -> None:
    code, out, err = erase(meetlint, "nobody@example.org", "--tables", "events", "--team-key", "team.key")
    assert (code, err) == (0, "")
    assert out.startswith("Nothing is kept of nobody@example.org")
    assert owners(team / "events") == hashes(team, 0, 1, 2)


def test_without_the_key_nobody_is_known_and_no_key_is_made(meetlint: Call, team: Path) -> None:
    code, out, _ = erase(meetlint, "p1@example.org", "--tables", "events")
    assert (code, out.splitlines()[0]) == (0, "Nothing is kept of p1@example.org where was looked.")
    assert owners(team / "events") == hashes(team, 0, 1, 2)
    assert not (team / "state" / "audits").exists()

    code, _, err = erase(meetlint, "p1@example.org", "--tables", "events", "--team-key", "other.key")
    assert code == 2
    assert "other.key is not there" in err
    assert not (team / "other.key").exists()


def test_the_key_may_stand_in_the_environment(meetlint: Call, team: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEETLINT_TEAM_KEY", (team / "team.key").read_text())
    assert erase(meetlint, "p1@example.org", "--tables", "events")[1].startswith("Removed 1 event table")


@pytest.mark.parametrize("name", ["bo", "P1@Example.ORG", "p1@example.org", "bo.old@example.org"])
def test_a_person_is_found_by_id_address_or_alias_in_folders_within(meetlint: Call, team: Path, name: str) -> None:
    (team / "meetlint.toml").write_text(
        '[people.bo]\naddress = "p1@example.org"\naliases = ["bo.old@example.org"]\n'
        '[people.cem]\naddress = "p2@example.org"\n'
    )
    (team / "all").mkdir()
    (team / "events").rename(team / "all" / "events")
    out = erase(meetlint, name, "--tables", "all", "--team-key", "team.key")[1]
    assert out.startswith("Removed 1 event table from all.\n")
    assert owners(team / "all") == hashes(team, 0, 2)
    assert "- The section [people.bo] in meetlint.toml, and the name among the members of teams.\n" in out
    assert "cem" not in out


@pytest.mark.parametrize("name", ["Chidi", "chidi", "p1@example.org", "old@example.org"])
def test_whom_a_csv_file_calls_so_is_known_with_it(meetlint: Call, team: Path, name: str) -> None:
    (team / "meetlint.toml").write_text('[people.c]\naddress = "p1@example.org"\naliases = ["old@example.org"]\n')
    (team / "people.csv").write_text(
        "person,source,address\nChidi,chidi.ics,P1@example.org\ndora,d.ics,p2@example.org\n"
    )
    code, out, _ = erase(meetlint, name, "--roster", "people.csv", "--tables", "events", "--team-key", "team.key")
    assert (code, out.splitlines()[0]) == (0, "Removed 1 event table from events.")
    assert owners(team / "events") == hashes(team, 0, 2)
    assert "- The section [people.c] in meetlint.toml, and the name among the members of teams.\n" in out


def test_a_name_of_nobody_is_no_reassurance(meetlint: Call, team: Path) -> None:
    (team / "people.csv").write_text("person,source,address\nchidi,chidi.ics,p1@example.org\n")
    for roster in ((), ("--roster", "people.csv")):
        code, out, err = erase(meetlint, "bo", *roster, "--tables", "events", "--team-key", "team.key")
        assert (code, out) == (2, "")
        assert "Nobody is known as bo, and nothing is kept under that name." in err
        assert "--roster FILE" in err
    assert owners(team / "events") == hashes(team, 0, 1, 2)
    # Known, and nothing is kept.
    (team / "people.csv").write_text("person,source,address\nbo,bo.ics,p9@example.org\n")
    code, out, _ = erase(meetlint, "bo", "--roster", "people.csv", "--tables", "events", "--team-key", "team.key")
    assert (code, out.splitlines()[0]) == (0, "Nothing is kept of bo where was looked.")


@pytest.mark.parametrize("state", ["", 'state = "kept"\n', 'roster = "people.csv"\n'])
@pytest.mark.parametrize("name", ["Chidi", "cy@example.org"])
def test_from_the_outbox_a_person_goes_wherever_it_is(
    meetlint: Call, tmp_path: Path, mail_server: MailServer, here: None, state: str, name: str
) -> None:
    write_calendars(tmp_path, ("bo", "cy"))
    settings = write_settings(tmp_path, mail_server.port, tmp_path / "ca.pem", ())
    settings.write_text(settings.read_text("utf-8").replace("[digest]\n", f"[digest]\n{state}"), "utf-8")
    (tmp_path / "people.csv").write_text(
        "person,source,address,joined\nbo,bo.ics,bo@example.org,2026-11-02\nChidi,cy.ics,cy@example.org,2026-11-02\n"
    )
    roster = () if "roster" in state else ("--roster", "people.csv")
    code, _, err = meetlint("digest", "send", "--first-time", "--today", WEDNESDAY, *roster)
    assert (code, len(mail_server.bodies)) == (0, 2), err
    code, out, err = erase(meetlint, name, *roster)
    assert (code, out.splitlines()[0]) == (0, "Removed 1 row from the outbox of the digest."), err
    assert "- Chidi still stands in " in out
    assert "people.csv, line 3: take that line out before the next run of the digest" in out
    assert "bo still" not in out
    assert "- Replies in the mailbox of the digest" in out
    out = meetlint("digest", "status", "--format", "json", "--today", WEDNESDAY, *roster)[1]
    assert json.loads(out)["counts"]["sent"] == 1
    assert erase(meetlint, name, *roster)[1].splitlines()[0] == f"Nothing is kept of {name} where was looked."
    (tmp_path / "people.csv").unlink()
    code, out, _ = erase(meetlint, "bo@example.org")
    assert (code, out.splitlines()[0]) == (0, "Removed 1 row from the outbox of the digest.")


def test_the_owners_own_table_goes_by_its_address(meetlint: Call, team: Path) -> None:
    assert meetlint("collect", "cals/p1.ics", "-o", "own", *DAY)[0] == 0
    assert meetlint("collect", "cals/p2.ics", "-o", "own", *DAY)[0] == 0
    assert erase(meetlint, "p1@example.org", "--tables", "own")[1].startswith("Removed 1 event table from own.\n")
    assert owners(team / "own") == {"p2@example.org"}


def test_what_nobody_can_read_stays_and_is_said(meetlint: Call, team: Path) -> None:
    (team / "events" / "broken.parquet").write_bytes(b"PAR1")
    (team / "elsewhere").mkdir()
    [mine] = [path for path in (team / "events").glob("*.parquet") if path.name != "broken.parquet"][:1]
    (team / "elsewhere" / "far.parquet").write_bytes(mine.read_bytes())
    (team / "events" / "link.parquet").symlink_to(team / "elsewhere" / "far.parquet")
    code, out, err = erase(meetlint, "p1@example.org", "--tables", "events", "--team-key", "team.key")
    assert code == 4
    assert "Left where it is: events/broken.parquet" in err
    assert "Left where it is: events/link.parquet" in err
    assert out.startswith("Removed 1 event table")
    assert (team / "elsewhere" / "far.parquet").exists()


def test_a_folder_that_is_not_there_is_refused_before_anything_goes(meetlint: Call, team: Path) -> None:
    command = ("p1@example.org", "--tables", "events", "--tables", "event", "--team-key", "team.key")
    code, out, err = erase(meetlint, *command)
    assert (code, out) == (2, "")
    assert "event is no folder" in err
    assert owners(team / "events") == hashes(team, 0, 1, 2)


def test_in_the_ledger_the_person_is_nobody_and_the_others_stay(meetlint: Call, team: Path) -> None:
    people = sorted(hashes(team, 0, 1, 2)) + [f"{number:032x}" for number in range(6)]
    [gone] = hashes(team, 1)
    keep(
        Ledger(
            {
                date(1996, 11, 4): (Company("platform", frozenset(people)),),  # long past any retention
                MONDAY: (Company("platform", frozenset(people)),),
                date(2026, 11, 9): (Company("platform", frozenset(people) - {gone}),),
            }
        )
    )
    code, out, err = erase(meetlint, "p1@example.org", "--team-key", "team.key")
    assert (code, err) == (0, "")
    assert out.startswith("In 2 weeks of the ledger of releases the person is nobody now.")
    after = kept_now()
    assert after.people() == frozenset(people) - {gone}
    assert {week: len(companies[0].people) for week, companies in after.weeks.items()} == {
        date(1996, 11, 4): 9,
        date(2026, 11, 9): 8,
        MONDAY: 9,
    }
    assert after.closed == {date(1996, 11, 4), MONDAY}
    assert gone.encode() not in ledger_path().read_bytes()

    assert erase(meetlint, "p1@example.org", "--team-key", "team.key")[1].startswith("Nothing is kept")
    assert kept_now() == after


def test_in_the_ledger_a_person_is_known_by_the_key_of_this_machine_too(meetlint: Call, tmp_path: Path) -> None:
    gone = keyed_hash("p1@example.org", "owner", audit_key(None))
    keep(Ledger({MONDAY: (Company("platform", frozenset({gone, "a", "b"})),)}))
    assert erase(meetlint, "p1@example.org")[1].startswith("In 1 week of the ledger of releases")
    assert gone not in kept_now().people()


def test_a_ledger_that_is_damaged_is_said_after_the_tables_are_gone(meetlint: Call, team: Path) -> None:
    ledger_path().write_bytes(b"no ledger")
    code, out, err = erase(meetlint, "p1@example.org", "--tables", "events", "--team-key", "team.key")
    assert code == 2
    assert out == "Removed 1 event table from events.\n"
    assert "ledger of releases" in err
    assert owners(team / "events") == hashes(team, 0, 2)


def test_erasing_makes_no_ledger(meetlint: Call, team: Path) -> None:
    erase(meetlint, "p1@example.org", "--team-key", "team.key")
    assert not (team / "state" / "audits").exists()


@pytest.mark.parametrize(("domain", "code"), [("", 2), ("@example.org", 0)])
def test_text_that_is_typed_drives_no_terminal(meetlint: Call, tmp_path: Path, domain: str, code: int) -> None:
    found, out, err = erase(meetlint, f"\x1b[31m\u202ebo</script>{domain}")
    assert found == code
    assert "bo" in out + err
    assert "\x1b" not in out + err
    assert "\u202e" not in out + err
