"""audit through the front door: whose calendars are read, what is shown of them, and what never is."""

from __future__ import annotations

import json
import random
import string
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from analyzer.reports.words.withheld import REASONS
from commands.team.ledger import ledger_path
from tests.commands.conftest import Call

TODAY = ("--today", "2026-11-30", "--lang", "en", "--workers", "1")
pytestmark = pytest.mark.usefixtures("here")

NAMES = ("anna", "bo", "cem", "dee", "eli", "fay", "gus", "hal", "ida")


def event(uid: str, start: str, minutes: int, people: tuple[str, ...], title: str, more: str = "") -> str:
    first = datetime.fromisoformat(start)
    last = first + timedelta(minutes=minutes)
    lines = [
        "BEGIN:VEVENT",
        f"UID:{uid}",
        "DTSTAMP:20260901T000000Z",
        f"DTSTART;TZID=Europe/Amsterdam:{first:%Y%m%dT%H%M%S}",
        f"DTEND;TZID=Europe/Amsterdam:{last:%Y%m%dT%H%M%S}",
        f"SUMMARY:{title}",
        f"ORGANIZER:mailto:{people[0]}@example.org",
        *(f"ATTENDEE;CN={name.title()};PARTSTAT=ACCEPTED:mailto:{name}@example.org" for name in people),
        *filter(None, [more]),
        "END:VEVENT",
    ]
    return "\r\n".join(lines) + "\r\n"


def calendar(*events: str) -> str:
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\n" + "".join(events) + "END:VCALENDAR\r\n"


REVIEW = event("review", "2026-09-28T12:00", 60, NAMES, "Review", "RRULE:FREQ=WEEKLY")


def own(name: str) -> str:
    """Return what only this person has: enough that the calendar is surely the person's own."""
    starts = (datetime(2026, 11, 2, 9) + timedelta(days=day) for day in range(5))
    people = (name, f"client-of-{name}")
    return "".join(
        event(f"{name}-{number}", start.isoformat(), 30 * (number + 1), people, f"Client {number}")
        for number, start in enumerate(starts)
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the calendars of a team, who all are in one review at lunch."""
    made = tmp_path / "team"
    made.mkdir()
    for name in NAMES:
        (made / f"{name}.ics").write_text(calendar(REVIEW, own(name)), newline="")
    return made


def audit(meetlint: Call, *arguments: str) -> dict[str, Any]:
    code, out, err = meetlint("audit", *arguments, *TODAY, "--format", "json")
    assert (code, err) == (0, ""), err
    found: dict[str, Any] = json.loads(out)
    return found


def test_a_folder_of_calendars_is_a_team(meetlint: Call, folder: Path) -> None:
    found = audit(meetlint, "team")
    assert found["schema"] == "meetlint-audit/1"
    assert found["period"] == {"from": "2026-11-02", "to": "2026-12-27"}
    assert {key: found["team"][key] for key in ("id", "members", "read", "floor", "fingerprint")} == {
        "id": "team", "members": 9, "read": 9, "floor": 8, "fingerprint": None,
    }  # fmt: skip
    (meeting,) = found["meetings"]
    assert (meeting["title"], meeting["members"], meeting["occurrences"], meeting["person_minutes"]) == (
        *("Review", 9, 8, 8 * 9 * 60),
    )
    assert meeting["rules"]["lunch-meeting"] == 8
    assert found["changes"][0]["removes"]["lunch-meeting"] == 3  # days: 7, 14 and 21 December
    assert found["changes"][0]["people"] == 9
    assert [week["week"] for week in found["weeks"]] == ["2026-W45", "2026-W46", "2026-W47", "2026-W48"]
    assert set(found["not_shown"]) <= set(REASONS)


def test_a_team_of_one_tells_nothing_of_the_own_calendar(meetlint: Call, folder: Path) -> None:
    # A day of one person: how many meetings are left out was how many that person has.
    for name in NAMES[1:]:
        (folder / f"{name}.ics").unlink()

    def told(day: int) -> list[str]:
        """Return what is told of a Tuesday of November, whatever day it is."""
        date = f"2026-11-{day:02}"
        days = ("--today", "2026-10-26", "--from", date, "--to", date)
        found = [
            meetlint("audit", "team", *days, *tried, "--format", form, "--lang", "en", "--workers", "1")[1]
            for tried in ((), ("--agree", "focus_days=tue"))
            for form in ("json", "text")
        ]
        return [one.replace(date, "DATE").replace(f"Tue {day} Nov", "DAY") for one in found]

    assert told(3) == told(10)  # with a meeting of the own, and without


def test_fewer_than_the_floor_are_shown_their_meetings_and_no_figure(meetlint: Call, folder: Path) -> None:
    for name in NAMES[7:]:
        (folder / f"{name}.ics").unlink()
    found = audit(meetlint, "team")
    assert len(found["meetings"]) == 1
    figures = [*found["measures"], *(one for week in found["weeks"] for one in week["measures"])]
    assert {(one["median"], one["withheld"], one["people"]) for one in figures} == {(None, "few-people", 0)}
    assert {one["in_meetings"] for one in found["weekdays"]} == {None}


def test_a_member_who_cannot_be_read_is_named_as_a_source(meetlint: Call, folder: Path) -> None:
    (folder / "ida.ics").write_bytes(b"no calendar")
    code, out, err = meetlint("audit", "team", *TODAY, "--format", "json")
    assert code == 4
    assert "Not read: ida" in err
    assert (json.loads(out)["team"]["members"], json.loads(out)["team"]["read"]) == (9, 8)
    assert [one["source"] for one in json.loads(out)["problems"]] == ["ida"]


def test_nobody_could_be_read(meetlint: Call, folder: Path) -> None:
    for name in NAMES:
        (folder / f"{name}.ics").write_bytes(b"no calendar")
    code, out, _ = meetlint("audit", "team", *TODAY)
    assert (code, out) == (3, "")


SETTINGS = """
[teams.platform]
name = "Platform"
members = ["anna", "bo", "cem", "dee"]
manager = "anna"
"""


def person(name: str, more: str) -> str:
    return f'[people.{name}]\naddress = "{name}@example.org"\nsource = "team/{name}.ics"\n{more}\n'


def test_only_who_joined_by_an_act_of_the_own_is_read(meetlint: Call, folder: Path, tmp_path: Path) -> None:
    joined = "joined = 2026-11-30"
    text = SETTINGS + "".join(
        person(name, more)
        for name, more in (("anna", joined), ("bo", joined), ("cem", joined), ("dee", "joined = 2026-12-01"))
    )
    (tmp_path / "meetlint.toml").write_text(text)
    (folder / "dee.ics").unlink()
    found = audit(meetlint, "--team", "platform")
    assert (found["team"]["name"], found["team"]["members"], found["team"]["read"]) == ("Platform", 3, 3)
    assert [one["title"] for one in found["meetings"]] == ["Review"]
    assert audit(meetlint)["team"]["id"] == "platform"


@pytest.mark.parametrize(
    ("text", "arguments", "said"),
    [
        (SETTINGS + "".join(person(name, "") for name in NAMES[:4]), (), "Nobody of the team platform takes part yet"),
        (SETTINGS, (), "there is no [people.anna]"),
        (SETTINGS, ("--team", "sales"), "There is no team sales"),
        ("", (), "Nothing says which team is meant"),
        ("", ("team/anna.ics",), "is one person's calendar"),
        ("", ("team", "--me", "anna@example.org"), "and nobody in it"),
        ("", ("team", "--team", "platform"), "has its own sources"),
        ("[privacy]\nagreed_until = 2026-11-29\n", ("team",), "ended on 2026-11-29"),
        ("[privacy]\nfloor = 4\n", ("team",), "floor"),
    ],
)  # fmt: skip
def test_what_is_refused(
    meetlint: Call, folder: Path, tmp_path: Path, text: str, arguments: tuple[str, ...], said: str
) -> None:
    (tmp_path / "meetlint.toml").write_text(text)
    code, out, err = meetlint("audit", *arguments, *TODAY)
    assert (code, out) == (2, "")
    assert said in err


def test_the_terms_hold_on_their_last_day_and_are_named(
    meetlint: Call, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("commands.many.over_roster.clock", lambda: datetime(2026, 11, 30, 23, 59, tzinfo=UTC))
    terms = "[privacy]\nagreed_on = 2026-09-01\nagreed_until = 2026-11-30\n"
    (tmp_path / "meetlint.toml").write_text(terms)
    fingerprint = audit(meetlint, "team")["team"]["fingerprint"]
    assert len(fingerprint) == 12
    assert fingerprint in meetlint("audit", "team", *TODAY)[1]
    (tmp_path / "meetlint.toml").write_text(terms + "retention_days = 401\n")
    assert audit(meetlint, "team")["team"]["fingerprint"] != fingerprint


def test_what_was_shown_is_shown_again_and_nobody_is_isolated_by_leaving(meetlint: Call, folder: Path) -> None:
    first = audit(meetlint, "team")
    assert audit(meetlint, "team") == first
    (folder / "ida.ics").unlink()
    assert audit(meetlint, "team")["measures"] != first["measures"] or not any(
        one["median"] is not None for one in first["measures"]
    )
    # A team of whom one left is no other company: of the weeks that were shown nothing else is.
    after = audit(meetlint, "team")
    for old, new in zip(first["weeks"], after["weeks"], strict=True):
        for before, now in zip(old["measures"], new["measures"], strict=True):
            assert now["median"] in (before["median"], None)
            assert now["people"] in (before["people"], 0)


def hand_over(meetlint: Call, name: str, *more: str, key: str = "team.key") -> None:
    source = ("collect", f"team/{name}.ics", *TODAY[:4], "--for", "audit", "--team-key", key)
    code, _, err = meetlint(*source, "-o", f"tables/{name}.parquet", *more)
    assert code == 0, err


def test_tables_that_members_handed_over_say_what_their_calendars_say(meetlint: Call, folder: Path) -> None:
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    for name in NAMES:
        hand_over(meetlint, name)
    from_tables = audit(meetlint, "tables", "--team-key", "team.key")
    from_calendars = audit(meetlint, "team", "--team-key", "team.key")
    for name in ("measures", "weekdays", "weeks"):
        assert from_tables[name] == from_calendars[name]
    (one,), (other,) = from_tables["meetings"], from_calendars["meetings"]
    assert {**one, "uid": ""} == {**other, "uid": ""}


def test_a_table_tells_the_hours_of_its_owner(meetlint: Call, folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    (tmp_path / "bo.toml").write_text('[agreements]\nlunch = "13:00-14:00"\nworking_days = ["mon", "tue"]\n')
    for name in NAMES:
        hand_over(meetlint, name, *(("--config", "bo.toml") if name in NAMES[:7] else ()))
    (meeting,) = audit(meetlint, "tables", "--team-key", "team.key")["meetings"]
    # At twelve it is lunch for two of them only, of whom nothing is said.
    assert "lunch-meeting" not in meeting["rules"]


def test_tables_made_with_different_keys_are_refused(meetlint: Call, folder: Path) -> None:
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    for name in NAMES:
        hand_over(meetlint, name, key="other.key" if name == "bo" else "team.key")
    code, out, err = meetlint("audit", "tables", *TODAY, "--team-key", "team.key")
    assert (code, out) == (2, "")
    assert "different keys" in err


def test_with_another_key_nobody_could_be_held_to_be_the_same(meetlint: Call, folder: Path, tmp_path: Path) -> None:
    """Else whoever takes another key sees the team without one member beside the team with that member."""
    assert audit(meetlint, "team")["team"]["read"] == 9
    (tmp_path / "b.key").write_text("b" * 64)
    (folder / "ida.ics").unlink()
    code, out, err = meetlint("audit", "team", *TODAY, "--team-key", "b.key")
    assert (code, out) == (2, "")
    assert "another key" in err
    assert audit(meetlint, "team")["team"]["read"] == 8


def test_two_calendars_of_one_person_are_not_two_people(meetlint: Call, folder: Path) -> None:
    (folder / "old.ics").write_bytes((folder / "ida.ics").read_bytes())
    code, out, err = meetlint("audit", "team", *TODAY)
    assert (code, out) == (2, "")
    assert "ida and old are the same person's" in err


@pytest.mark.parametrize("form", ["text", "plain", "markdown", "json", "csv", "html"])
def test_no_planted_word_is_shown_kept_or_said(meetlint: Call, tmp_path: Path, form: str) -> None:
    """200 names, addresses and titles that nobody may see are looked for in all that comes out and stays behind."""
    chance = random.Random(form)

    def word() -> str:
        return "Q" + "".join(chance.choices(string.ascii_lowercase, k=11))

    folder, planted = tmp_path / "team", []
    folder.mkdir()
    people = [word() for _ in range(10)]
    planted += people
    shared = event(
        "review", "2026-09-28T12:00", 60, tuple(people), f"Review with {people[3].title()}", "RRULE:FREQ=WEEKLY"
    )
    for name in people:
        parts = [shared]
        for number in range(19):
            secret, day = word(), datetime(2026, 11, 2, 9) + timedelta(days=number)
            planted.append(secret)
            kind = number % 4
            title = f"Ondernemingsraad {secret}" if kind == 1 else f"About {secret}"
            guests = (name, *people[:3]) if kind in (0, 1) else (name, people[0])
            more = "CLASS:PRIVATE" if kind == 0 else f"DESCRIPTION:{secret}" if kind == 2 else f"LOCATION:{secret}"
            parts.append(event(f"{name}-{number}", day.isoformat(), 30, guests, title, more))
        parts.append("BEGIN:VEVENT\r\nUID:broken\r\nDTSTART:nonsense\r\nSUMMARY:Broken\r\nEND:VEVENT\r\n")
        (folder / f"{people.index(name)}.ics").write_text(calendar(*parts), newline="")
    assert len(planted) == 200
    forms = ("--plain",) if form == "plain" else ("--format", form)
    _, out, err = meetlint("audit", "team", *TODAY, *forms, "--debug", "-o", f"audit.{form}")
    written = [path for path in tmp_path.rglob("*") if path.is_file() and path.parent != folder]
    assert any(path.name == f"audit.{form}" for path in written)
    assert any(path.name == "ledger.sqlite" for path in written)
    everything = (out + err).encode() + b"".join(path.read_bytes() for path in written)
    folded = everything.lower()
    assert [one for one in planted if one.lower().encode() in folded] == []
    assert b"Review" in everything or form == "html"


def test_a_meeting_that_looks_like_another_over_again_is_counted_and_said(meetlint: Call, folder: Path) -> None:
    assert audit(meetlint, "team")["likely_doubles"] == 0
    # Somebody forwarded the review to two others, and it is a meeting of its own since, every week.
    for people, doubles in ((("ida", "x"), 0), (("ida", "x", "y"), 1)):  # a meeting of two shows no title
        copied = event("copied", "2026-09-28T12:00", 60, people, "Review", "RRULE:FREQ=WEEKLY")
        (folder / "ida.ics").write_text(calendar(REVIEW, copied, own("ida")), newline="")
        assert audit(meetlint, "team")["likely_doubles"] == doubles
        _, out, _ = meetlint("audit", "team", *TODAY)
        assert out.count("1 meeting is likely another one over again") == doubles


def test_a_ledger_that_was_taken_away_is_not_begun_anew(meetlint: Call, folder: Path) -> None:
    audit(meetlint, "team")
    ledger_path().unlink()
    code, out, err = meetlint("audit", "team", *TODAY)
    assert (code, out) == (2, "")
    assert "is gone" in err
