"""collect through the front door: tables that are sources again, tables for a team, what they hold in words."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from tests.commands.conftest import Call

pytest.importorskip("pyarrow")

ROOT = Path(__file__).parents[2]
SAMPLE = str(ROOT / "samples" / "week-en.ics")
TODAY = ("--today", "2026-11-18", "--lang", "en")
TABLE = "events/anna@example.org.parquet"


def test_collect_writes_a_private_table_and_says_where(meetlint: Call, tmp_path: Path) -> None:
    code, out, err = meetlint("collect", SAMPLE, *TODAY, "-o", "events/")
    assert (code, err) == (0, "")
    assert out == (
        f"Wrote 88 events, 2026-10-19 to 2026-11-29, to {TABLE}. What is in it: meetlint collect --show {TABLE}\n"
    )
    if os.name != "nt":
        assert (tmp_path / TABLE).stat().st_mode & 0o777 == 0o600
        assert (tmp_path / "events").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("place", ["events/", "events", TABLE])
@pytest.mark.parametrize("command", [("check", "--format", "json"), ("events", "--format", "json")])
def test_a_table_is_a_source_like_its_calendar(meetlint: Call, place: str, command: tuple[str, ...]) -> None:
    assert meetlint("collect", SAMPLE, *TODAY, "-o", "events/")[0] == 0
    code, from_table, err = meetlint(command[0], place, *TODAY, *command[1:])
    assert err == ""
    assert (code, from_table.replace(f"{TABLE}: ", "")) == meetlint(command[0], SAMPLE, *TODAY, *command[1:])[:2]


def test_the_page_of_a_table_is_that_of_its_calendar(meetlint: Call, tmp_path: Path) -> None:
    assert meetlint("collect", SAMPLE, *TODAY, "-o", "anna.parquet")[0] == 0
    assert meetlint("report", "anna.parquet", *TODAY, "-o", "table.html")[0] == 0
    assert meetlint("report", SAMPLE, *TODAY, "-o", "calendar.html")[0] == 0
    from_table = (tmp_path / "table.html").read_text("utf-8").replace("anna.parquet: ", "")
    assert from_table == (tmp_path / "calendar.html").read_text("utf-8")


def test_days_that_were_not_collected_are_a_part_that_could_not_be_read(meetlint: Call) -> None:
    assert meetlint("collect", SAMPLE, *TODAY, "--week", "2026-W47", "-o", "anna.parquet")[0] == 0
    assert meetlint("check", "anna.parquet", *TODAY, "--week", "2026-W47")[0] == 1
    code, out, _ = meetlint("check", "anna.parquet", *TODAY, "--week", "2026-W48", "--format", "json")
    assert code == 4
    assert [problem["code"] for problem in json.loads(out)["problems"]] == ["days-not-collected"]


def test_a_part_that_could_not_be_read_stays_known(meetlint: Call) -> None:
    code, _, err = meetlint("collect", SAMPLE, "absent.ics", *TODAY, "-o", "anna.parquet")
    assert code == 4
    assert "Not read: There is no file absent.ics." in err
    code, out, _ = meetlint("check", "anna.parquet", *TODAY, "--format", "json")
    assert code == 4
    assert [(one["source"], one["message"]) for one in json.loads(out)["problems"]] == [
        ("absent.ics", "There is no file absent.ics.")
    ]


def test_nothing_readable_leaves_with_3_and_writes_nothing(meetlint: Call, tmp_path: Path) -> None:
    assert meetlint("collect", "absent.ics", *TODAY, "-o", "events/")[0] == 3
    assert not (tmp_path / "events").exists()


def test_what_an_owners_table_holds_is_said_in_both_languages(meetlint: Call) -> None:
    assert meetlint("collect", SAMPLE, *TODAY, "-o", "anna.parquet")[0] == 0
    english = meetlint("collect", "--show", "anna.parquet", "--lang", "en")[1]
    assert "the events of anna@example.org, 2026-10-19 to 2026-11-29" in " ".join(english.split())
    assert "It is for its owner alone" in english
    dutch = meetlint("collect", "--show", "anna.parquet", "--lang", "nl")[1]
    assert "van anna@example.org" in " ".join(dutch.split())
    assert "It is for" not in dutch


def shared(meetlint: Call, *more: str) -> tuple[int, str, str]:
    return meetlint("collect", SAMPLE, *TODAY, "--for", "audit", "--team-key", "team.key", *more)


def test_a_table_for_a_team_makes_the_key_once_and_names_nobody(meetlint: Call, tmp_path: Path) -> None:
    code, _, err = shared(meetlint, "-o", "out/")
    assert code == 0
    assert "A key for the team was made: team.key" in err
    key = (tmp_path / "team.key").read_bytes()
    assert len(key.strip()) == 64
    if os.name != "nt":
        assert (tmp_path / "team.key").stat().st_mode & 0o777 == 0o600
    (table,) = (tmp_path / "out").iterdir()
    assert "anna" not in table.name
    days = ("--from", "2026-10-19", "--to", "2026-12-13")  # four weeks, this one, and three to come
    events = json.loads(meetlint("events", SAMPLE, *TODAY, *days, "--format", "json")[1])["events"]
    assert shared(meetlint, "-o", "out/") == (0, _out(table, len(events)), "")
    assert (tmp_path / "team.key").read_bytes() == key
    assert [path.name for path in (tmp_path / "out").iterdir()] == [table.name]


def _out(table: Path, events: int) -> str:
    name, show = f"out/{table.name}", "What is in it: meetlint collect --show"
    return f"Wrote {events} events, 2026-10-19 to 2026-12-13, to {name}. {show} {name}\n"


def test_what_goes_to_a_team_is_said_before_it_is_written_and_is_what_is_written(
    meetlint: Call, tmp_path: Path
) -> None:
    code, before, _ = shared(meetlint, "--show")
    assert code == 0
    assert not list(tmp_path.glob("**/*.parquet"))
    assert shared(meetlint, "-o", "anna.parquet")[0] == 0
    after = meetlint("collect", "--show", "anna.parquet", "--lang", "en")[1]
    assert before.split(SAMPLE)[1].split() == after.split("anna.parquet")[1].split()
    assert "These titles, and no others, are in it:\n  Budget round\n" in after
    assert "Dentist" not in after


def test_titles_can_be_left_out(meetlint: Call) -> None:
    assert "No title is in it." in shared(meetlint, "--show", "--no-titles")[1]


@pytest.mark.parametrize("command", ["check", "report", "events", "plan", "baseline"])
def test_a_shared_table_is_refused_where_texts_are_needed(meetlint: Call, command: str) -> None:
    assert shared(meetlint, "-o", "anna.parquet")[0] == 0
    code, _, err = meetlint(command, "anna.parquet", *TODAY)
    assert code == 3
    assert "anna.parquet is a shared event table" in err


SECRETS = ("anna@example.org", "Anna", "Jansen", "sample-0", "teams.microsoft.com", "Dentist")


def test_no_address_no_name_and_no_uid_is_in_a_shared_table(meetlint: Call, tmp_path: Path) -> None:
    from pyarrow import parquet

    assert shared(meetlint, "-o", "shared.parquet")[0] == 0
    assert meetlint("collect", SAMPLE, *TODAY, "-o", "own.parquet")[0] == 0
    contents = {}
    for name in ("shared", "own"):
        path = tmp_path / f"{name}.parquet"
        contents[name] = str(parquet.read_table(path).to_pylist()) + str(parquet.read_metadata(path).metadata)
    found = {name: [secret for secret in SECRETS if secret in content] for name, content in contents.items()}
    assert found["shared"] == []
    assert found["own"] != []


def test_the_key_may_come_from_the_environment(meetlint: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert shared(meetlint, "-o", "a.parquet")[0] == 0
    monkeypatch.setenv("MEETLINT_TEAM_KEY", (tmp_path / "team.key").read_text())
    assert meetlint("collect", SAMPLE, *TODAY, "--for", "audit", "-o", "b.parquet")[0] == 0
    from pyarrow import parquet

    uids = [parquet.read_table(tmp_path / name)["uid"].to_pylist() for name in ("a.parquet", "b.parquet")]
    assert uids[0] == uids[1]
    monkeypatch.setenv("MEETLINT_TEAM_KEY", "short")
    code, _, err = meetlint("collect", SAMPLE, *TODAY, "--for", "audit", "-o", "b.parquet")
    assert code == 2
    assert "shorter than 16 characters" in err


def test_a_calendar_of_nobody_cannot_be_handed_over(meetlint: Call, tmp_path: Path) -> None:
    (tmp_path / "x.ics").write_text(
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART:20261118T090000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    arguments = ("collect", "x.ics", *TODAY, "--for", "audit", "--team-key", "k", "-o", "a.parquet")
    code, _, err = meetlint(*arguments)
    assert code == 2
    assert "Nothing says whose calendar this is" in err
    assert meetlint(*arguments, "--me", "anna@example.org")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((SAMPLE,), "none is named"),
        ((), "No calendar is named"),
        ((SAMPLE, "-o", "e/", "--team-key", "k"), "Only a table for a team"),
        ((SAMPLE, "-o", "e/", "--no-titles"), "holds all titles"),
        ((SAMPLE, "-o", "e/", "--for", "audit"), "needs the key of the team"),
        ((SAMPLE, "-o", "e/", "--for", "audit", "--team-key", "k", "--shared"), "no member"),
        ((SAMPLE, "-o", "e/", "--workers", "2"), "none is named"),
        ((SAMPLE, "-o", "e/", "--again"), "none is named"),
        ((SAMPLE, "-o", "e/", "--roster", "people.csv"), "A roster names the sources"),
        (("-o", "e/", "--roster", "people.csv"), "no texts are stored"),
        (("--for", "audit", "--roster", "people.csv"), "written to a folder"),
        (("--for", "audit", "-o", "a.parquet", "--roster", "people.csv"), "written to a folder"),
    ],
)
def test_what_does_not_fit_together_is_refused_before_anything_is_read(
    meetlint: Call, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    code, out, err = meetlint("collect", *arguments, *TODAY)
    assert (code, out) == (2, "")
    assert said in err
    assert not list(tmp_path.glob("**/*.parquet"))


def test_without_pyarrow_it_says_how_to_install_it(meetlint: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "pyarrow"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    code, out, err = meetlint("collect", SAMPLE, *TODAY, "-o", "events/")
    assert (code, out) == (2, "")
    assert err == "meetlint: Event tables are written with pyarrow.\n  python -m pip install 'meetlint[scale]'\n"
