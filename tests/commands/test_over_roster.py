"""Many people: who is on a roster, what is made of them, who fails, what goes on where it stopped."""

from __future__ import annotations

import json
import os
import signal
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import commands.many.over_roster
import commands.many.work
from analyzer.errors import UsageError
from analyzer.settings.file import Settings
from analyzer.team.measures import MEASURES
from commands.many.errands import Errand, Outcome
from commands.many.roster import Member, read_roster
from commands.many.work import run_errand
from commands.request import Request
from tests.commands.conftest import Call, Here

pytest.importorskip("pyarrow")

ROOT = Path(__file__).parents[2]
SAMPLE = (ROOT / "samples" / "week-en.ics").read_text("utf-8")
DAY = ("--today", "2026-11-18", "--lang", "en")
AUDIT = ("--for", "audit", "--team-key", "team.key")
TERMS = "No terms were agreed on with a works council: see meetlint privacy-pack.\n"
PEOPLE = 8
"""As many as the floor asks for."""


def write_people(folder: Path, count: int = PEOPLE) -> Path:
    """Write a calendar for each of some people, the sample under their own addresses."""
    folder.mkdir(exist_ok=True)
    for number in range(count):
        text = SAMPLE.replace("anna@example.org", f"p{number}@example.org").replace("Anna Jansen", f"Pietje{number}")
        text = text.replace("SUMMARY:Leave", "SUMMARY:Budget day")  # a title tells leave in a person's own run only
        (folder / f"p{number}.ics").write_text(text, "utf-8", newline="")
    return folder


def tables(folder: Path) -> dict[str, int]:
    """Return the tables in a folder, each with the time at which it was written."""
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}


def read(path: Path) -> list[tuple[str, tuple[str, ...], str]]:
    return [(one.name, one.sources, one.address) for one in read_roster(path, Settings())]


def test_a_csv_file_names_people_and_their_sources(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(
        "\ufeffPerson;Address;Source\r\nanna;Anna@example.org;google:anna@example.org\r\nbo;;cals/bo.ics\r\n"
        ";;\r\nanna;;ics:work\r\ncem;;/data/cem/\r\n",
        "utf-8",
    )
    assert read(path) == [
        ("anna", ("google:anna@example.org", "ics:work"), "anna@example.org"),
        ("bo", (f"{tmp_path}/cals/bo.ics",), ""),
        ("cem", ("/data/cem/",), ""),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "names nobody|is no roster"),
        ("name,source\na,b.ics\n", "is no roster"),
        ("person,source\n", "names nobody"),
        ("person,source\na,\n", "line 2: a person and a source are needed"),
        ("person,source\n,b.ics\n", "line 2: a person and a source are needed"),
        ("person,source\na,-\n", "Standard input"),
        ("person,source\na b,x.ics\na-b,y.ics\n", "names two people alike"),
        ("person,source\nAnna,x.ics\nanna,y.ics\n", "names two people alike"),
        ("person,source\nanna,x.ics\nbo,y\0.ics\n", "line 3: a null character"),
        # A quote that is never closed takes the rest of the file into one field.
        ('person,source\nanna,x.ics\nbo,"' + "y.ics\n" * 30_000, "line 3 or behind it: what stands there is no table"),
    ],
)
def test_a_csv_file_that_is_no_roster_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "people.csv"
    path.write_text(text)
    with pytest.raises(UsageError, match=said):
        read(path)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(b"person,source\nJos\xe9,x.ics\n")
    with pytest.raises(UsageError, match="not UTF-8 at byte 17"):
        read(path)


def test_a_folder_holds_a_calendar_or_a_folder_for_each(tmp_path: Path) -> None:
    for name in ("b.ics", "a.parquet", "d.zip", "readme.txt", ".hidden.ics"):
        (tmp_path / name).touch()
    (tmp_path / "c").mkdir()
    assert [(name, sources) for name, sources, _ in read(tmp_path)] == [
        (name, (str(tmp_path / file),))
        for name, file in (("a", "a.parquet"), ("b", "b.ics"), ("c", "c"), ("d", "d.zip"))
    ]


def test_a_settings_file_names_the_sources_of_its_people(meetlint: Call, tmp_path: Path, here: None) -> None:
    write_people(tmp_path / "cals", 2)
    (tmp_path / "meetlint.toml").write_text(
        '[people.zoe]\naddress = "p0@example.org"\nsource = "cals/p0.ics"\n'
        '[people.bo]\naddress = "p1@example.org"\nsource = ["cals/p1.ics", "absent.ics"]\n'
        '[people.els]\naddress = "els@example.org"\n'
    )
    code, out, err = meetlint("collect", "--roster", "meetlint.toml", *AUDIT, "-o", "events", *DAY)
    assert code == 4
    assert "Not read whole: bo" in err
    assert "zoe" not in err
    assert out == "Wrote 2 event tables to events; 0 that were complete stayed; 0 could not be made.\n" + TERMS


def test_everybody_gets_a_table_and_who_fails_is_named(meetlint: Call, tmp_path: Path) -> None:
    write_people(tmp_path / "cals", 3)
    (tmp_path / "cals" / "bad.ics").write_text("no calendar")
    code, out, err = meetlint("collect", "--roster", "cals", "--workers", 2, *AUDIT, "-o", "events", *DAY)
    assert code == 4
    assert out == "Wrote 3 event tables to events; 0 that were complete stayed; 1 could not be made.\n" + TERMS
    assert err.splitlines()[-1].startswith("meetlint: Not read: bad: ")
    assert len(tables(tmp_path / "events")) == 3
    assert not [name for name in tables(tmp_path / "events") if "p1" in name]
    assert "No title is in it." in meetlint("collect", "--show", "events", "--lang", "en")[1]


def test_titles_are_shown_over_a_roster_only_when_asked(meetlint: Call, tmp_path: Path, here: None) -> None:
    write_people(tmp_path / "cals", 1)
    assert meetlint("collect", "--roster", "cals", *AUDIT, "--titles", "-o", "events", *DAY)[0] == 0
    assert "Project Atlas" in meetlint("collect", "--show", "events", "--lang", "en")[1]


def test_a_run_goes_on_where_it_stopped(meetlint: Call, tmp_path: Path, here: None) -> None:
    write_people(tmp_path / "cals", 3)
    command = ("collect", "--roster", "cals", *AUDIT, "-o", "events", *DAY)
    assert meetlint(*command)[0] == 0
    before = tables(tmp_path / "events")
    gone = sorted(before)[1]
    (tmp_path / "events" / gone).unlink()
    code, out, _ = meetlint(*command)
    wrote = "Wrote 1 event table to events; 2 that were complete stayed; 0 could not be made.\n"
    assert (code, out) == (0, wrote + TERMS)
    after = tables(tmp_path / "events")
    assert {name for name in after if after[name] == before[name]} == set(before) - {gone}


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "cals" / "p0.ics").write_text(SAMPLE.replace("anna@", "p0@") + "\r\n", "utf-8"),
        lambda folder: (folder / "events" / sorted(tables(folder / "events"))[0]).write_bytes(b"damaged"),
    ],
)
def test_what_changed_is_made_again_and_nothing_else(meetlint: Call, tmp_path: Path, here: None, change: Any) -> None:
    write_people(tmp_path / "cals", 3)
    command = ("collect", "--roster", "cals", *AUDIT, "-o", "events", *DAY)
    assert meetlint(*command)[0] == 0
    change(tmp_path)
    assert meetlint(*command)[1].startswith("Wrote 1 event table to events; 2 ")


@pytest.mark.parametrize(
    ("more", "made"),
    [
        ((), 0),
        (("--quiet",), 0),
        (("--again",), 2),
        (("--titles",), 2),
        (("--tz", "Europe/Lisbon"), 2),
        (("--from", "2026-11-01", "--to", "2026-11-30"), 2),
        (("--config", "other.toml"), 2),
    ],
)
def test_other_settings_make_another_table(
    meetlint: Call, tmp_path: Path, here: None, more: tuple[str, ...], made: int
) -> None:
    write_people(tmp_path / "cals", 2)
    (tmp_path / "other.toml").write_text('[agreements]\nlunch = "12:30-13:00"\n')
    command = ("collect", "--roster", "cals", *AUDIT, "-o", "events", *DAY)
    assert meetlint(*command)[0] == 0
    before = tables(tmp_path / "events")
    assert meetlint(*command, *more)[0] == 0
    after = tables(tmp_path / "events")
    assert sum(after[name] != before[name] for name in after) == made


def test_another_key_makes_tables_of_other_names(meetlint: Call, tmp_path: Path, here: None) -> None:
    write_people(tmp_path / "cals", 1)
    for key in ("one.key", "two.key"):
        assert (
            meetlint("collect", "--roster", "cals", "--for", "audit", "--team-key", key, "-o", "events", *DAY)[0] == 0
        )
    assert len(tables(tmp_path / "events")) == 2


def test_a_table_that_is_not_whole_is_tried_again(meetlint: Call, tmp_path: Path, here: None) -> None:
    write_people(tmp_path / "cals", 1)
    (tmp_path / "people.csv").write_text("person,source\np0,cals/p0.ics\np0,cals/later.ics\n")
    command = ("collect", "--roster", "people.csv", *AUDIT, "-o", "events", *DAY)
    assert meetlint(*command)[0] == 4
    assert meetlint(*command)[1].startswith("Wrote 1 ")


def test_a_summary_is_of_everybody_and_of_nobody(meetlint: Call, tmp_path: Path) -> None:
    write_people(tmp_path / "cals")
    code, out, err = meetlint("check", "--summary", "--roster", "cals", "--format", "json", "--workers", 2, *DAY)
    assert (code, err) == (0, "")
    summary = json.loads(out)
    assert summary["people"] == {"asked": PEOPLE, "read": PEOPLE, "incomplete": 0, "floor": 8}
    assert summary["period"] == {"from": "2026-10-19", "to": "2026-11-29"}
    assert [week["week"] for week in summary["weeks"]] == ["2026-W43", "2026-W44", "2026-W45", "2026-W46"]
    # They are those of an audit of the same people, and the audit shows the same again.
    _, out_of_audit, _ = meetlint(
        *("audit", "cals", "--from", "2026-10-19", "--to", "2026-11-29", "--select", "lunch-meeting", "--workers", 1),
        *("--format", "json", *DAY),
    )
    audit = json.loads(out_of_audit)
    assert audit["weeks"] == summary["weeks"]
    assert audit["measures"] == summary["measures"]
    words = ("p3", "Pietje", "example.org", "Atlas", "Dentist", "sample-")
    text = meetlint("check", "--summary", "--roster", "cals", *DAY)[1]
    assert not [word for word in words if word in out or word in text]
    assert "8 of 8 people, 2026-W43 – 2026-W46" in text
    assert not [rule for rule in ("lunch-meeting", "no-agenda") if rule in out + text]
    _, log, _ = meetlint("privacy-pack", "--log", "--lang", "en")
    assert "`summary, json`" in log
    assert "`summary, text`" in log


def test_a_summary_without_somebody_is_shown_as_it_was(meetlint: Call, tmp_path: Path, here: None) -> None:
    write_people(tmp_path / "cals", 10)
    # Seven have calls all day in one week: whoever is left out can be told by the difference, were there one.
    for number in range(7):
        path = tmp_path / "cals" / f"p{number}.ics"
        event = (
            f"BEGIN:VEVENT\r\nUID:more{number}\r\nDTSTART:20261102T080000Z\r\nDTEND:20261102T150000Z\r\n"
            "SUMMARY:Workshop\r\nATTENDEE:mailto:x@example.org\r\nRRULE:FREQ=DAILY;COUNT=5\r\nEND:VEVENT\r\n"
        )
        path.write_text(path.read_text().replace("END:VCALENDAR", f"{event}END:VCALENDAR"), newline="")
    command = ("check", "--summary", "--roster", "cals", "--format", "json", *DAY)
    first = json.loads(meetlint(*command)[1])
    assert any(band["people"] for week in first["weeks"] for one in week["measures"] for band in one["bands"])
    (tmp_path / "cals" / "p0.ics").unlink()
    second = json.loads(meetlint(*command)[1])
    assert second["people"]["read"] == 9
    assert second["weeks"] == first["weeks"]
    # A copy of the roster is another group of the same people: nobody is left for it.
    (tmp_path / "cals").rename(tmp_path / "others")
    third = json.loads(meetlint(*("others" if word == "cals" else word for word in command))[1])
    assert {one["withheld"] for week in third["weeks"] for one in week["measures"]} == {"differs-from-earlier"}


def test_below_the_floor_a_summary_has_no_figures(meetlint: Call, tmp_path: Path, here: None) -> None:
    write_people(tmp_path / "cals", 7)
    out = meetlint("check", "--summary", "--roster", "cals", "--format", "json", *DAY)[1]
    summary = json.loads(out)
    figures = [*summary["measures"], *(one for week in summary["weeks"] for one in week["measures"])]
    assert {one["withheld"] for one in figures} == {"few-people"}
    assert {one["median"] for one in figures} | {band["people"] for one in figures for band in one["bands"]} == {None}
    assert "No figure about the weeks is shown." in meetlint("check", "--summary", "--roster", "cals", *DAY)[1]


def test_the_floor_of_a_summary_is_the_one_agreed_on(meetlint: Call, tmp_path: Path, here: None) -> None:
    write_people(tmp_path / "cals", 7)
    (tmp_path / "meetlint.toml").write_text("[privacy]\nfloor = 7\n")
    summary = json.loads(meetlint("check", "--summary", "--roster", "cals", "--format", "json", *DAY)[1])
    assert summary["people"]["floor"] == 7
    assert {one["people"] for one in summary["measures"]} == {7}


def test_two_calendars_of_one_person_are_refused_in_a_summary(meetlint: Call, tmp_path: Path, here: None) -> None:
    write_people(tmp_path / "cals", 2)
    (tmp_path / "cals" / "copy.ics").write_bytes((tmp_path / "cals" / "p1.ics").read_bytes())
    code, out, err = meetlint("check", "--summary", "--roster", "cals", *DAY)
    assert (code, out) == (2, "")
    assert "copy and p1 are the same person's." in err


def test_a_summary_is_held_to_the_key_of_the_ledger(meetlint: Call, tmp_path: Path, here: None) -> None:
    write_people(tmp_path / "cals")
    command = ("check", "--summary", "--roster", "cals", *DAY)
    assert meetlint(*command, "--team-key", "team.key")[0] == 0
    code, out, err = meetlint(*command)
    assert (code, out) == (2, "")
    assert "were made with another key" in err


def test_titles_tell_no_leave_in_a_summary() -> None:
    """In an organisation's run a day off is known from what the source declares, and never from words."""
    hours = []
    for declared in ("", "X-MICROSOFT-CDO-BUSYSTATUS:OOF\r\n"):
        path = Path(os.environ["PYTEST_FOLDER"]) / "a.ics"
        path.write_text(
            "BEGIN:VCALENDAR\r\nX-WR-CALNAME:a@example.org\r\nBEGIN:VEVENT\r\nUID:a\r\nSUMMARY:Verlof\r\n"
            f"DTSTART;VALUE=DATE:20261111\r\nDTEND;VALUE=DATE:20261112\r\n{declared}END:VEVENT\r\nEND:VCALENDAR\r\n"
        )
        member = Member("a", (str(path),))
        (one,) = run_errand(errand("sum", week="2026-W46"), [member]).summed
        (numbers,) = one.weeks.values()
        hours.append(numbers[list(MEASURES).index("focus_hours")])
    assert hours[0] - hours[1] == 8.0  # the working day, without its lunch


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTEST_FOLDER", str(tmp_path))


def errand(task: Any, week: str = "2026-W47", **changes: Any) -> Errand:
    request = Request(sources=(), week=week)
    return Errand(task=task, request=request, now=datetime(2026, 11, 18, 12, tzinfo=UTC), **changes)


def test_a_mistake_of_our_own_costs_one_person_and_tells_no_text(
    meetlint: Call, tmp_path: Path, here: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_people(tmp_path / "cals", 2)
    real = commands.many.work._sum

    def breaks(errand: Errand, member: Member) -> Outcome:
        if member.name == "p0":
            raise KeyError("the title of an event")
        return real(errand, member)

    monkeypatch.setattr(commands.many.work, "_sum", breaks)
    code, out, err = meetlint("check", "--summary", "--roster", "cals", *DAY)
    assert code == 70
    assert "1 of 2 people" in out
    assert "Not read: p0: meetlint made a mistake of its own: KeyError in test_over_roster.py" in err
    assert "the title" not in err + out


def test_nobody_readable_leaves_with_3(meetlint: Call, tmp_path: Path, here: None) -> None:
    (tmp_path / "people.csv").write_text("person,source\na,absent.ics\n")
    assert meetlint("check", "--summary", "--roster", "people.csv", *DAY)[0] == 3


def test_what_goes_to_workers_shows_no_key_and_no_address() -> None:
    text = repr(errand("collect", key=b"secret key", settings=b"secret settings")) + repr(Member("p", ("x",), "a@b"))
    assert "secret" not in text
    assert "a@b" not in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--summary",), "none is named"),
        (("--roster", "cals"), "Add --summary"),
        (("--workers", "2"), "none is named"),
        (("--summary", "--roster", "cals", "x.ics"), "A roster names its people"),
        (("--summary", "--roster", "cals", "--me", "a@b.nl"), "A roster names its people"),
        (("--summary", "--roster", "cals", "--format", "csv"), "no form csv"),
        (("--summary", "--roster", "absent.csv"), "cannot be read"),
        (("--summary", "--roster", "cals", "--select", "lunch-meeting"), "counts no findings of rules"),
        (("--team-key", "team.key"), "none is named"),
        (("--summary", "--roster", "cals", "--scheduler", "tcp://x:1", "--workers", "2"), "for the scheduler to say"),
        ((), "No calendar is named"),
    ],
)
def test_what_does_not_fit_together_is_refused(
    meetlint: Call, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    write_people(tmp_path / "cals", 1)
    code, out, err = meetlint("check", *arguments, *DAY)
    assert (code, out) == (2, "")
    assert said in err


def test_progress_is_said_on_a_terminal_and_taken_away(
    meetlint: Call, tmp_path: Path, here: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_people(tmp_path / "cals", 2)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    _, _, err = meetlint("check", "--summary", "--roster", "cals", *DAY)
    assert "Reading cals: 1 of 2" in err
    assert err.endswith("\r\033[K")


def test_both_engines_give_the_same(
    meetlint: Call, tmp_path: Path, engine_options: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_people(tmp_path / "cals")
    (tmp_path / "cals" / "bad.ics").write_text("no calendar")
    command = ("check", "--summary", "--roster", "cals", "--format", "json", *DAY)
    code, out, err = meetlint(*command, *engine_options)
    with monkeypatch.context() as patched:
        patched.setattr("connectors.workers.pool.ProcessPool", lambda workers: Here())
        assert (code, out, err) == meetlint(*command)
    assert code == 4


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_an_interrupt_leaves_whole_tables_and_no_process(
    meetlint: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import subprocess
    import sys

    from running import GUARD_SECONDS, running

    write_people(tmp_path / "cals", 24)
    arguments = ["collect", "--roster", "cals", *AUDIT, "-o", "events", "--workers", "2", *DAY]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with running(
        [sys.executable, "-m", "cli", *arguments],
        cwd=tmp_path,
        env=environment,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as program:
        end = time.monotonic() + GUARD_SECONDS
        while time.monotonic() < end and not list(tmp_path.glob("events/*.parquet")):
            time.sleep(0.02)
        os.killpg(program.pid, signal.SIGINT)
        assert program.wait(GUARD_SECONDS) == 130
        assert program.stderr is not None
        assert b"Traceback" not in program.stderr.read()
        while _is_there(program.pid) and time.monotonic() < end:
            time.sleep(0.02)
        assert not _is_there(program.pid)
    made = len(list(tmp_path.glob("events/*.parquet")))
    assert 0 < made < 24
    monkeypatch.setattr("connectors.workers.pool.ProcessPool", lambda workers: Here())
    code, out, _ = meetlint(*arguments)
    assert code == 0
    assert out.startswith(f"Wrote {24 - made} event tables to events; {made} ")


def _is_there(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
