"""The digest: once for each person and week, on their own working day, and never to anybody else."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import stat
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from digest_weeks import (
    WEDNESDAY,
    WEEK,
    calendar_of,
    leave_event,
    quiet_calendar_of,
    write_calendars,
    write_settings,
)
from scripted_smtp import CUT, MailServer

from analyzer.events.owner import Owner
from analyzer.run import Run
from analyzer.settings.file import Settings
from commands.many.digests.office import Office
from commands.many.digests.run import paced
from commands.many.over_roster import Order
from commands.many.roster import Member
from connectors.mail.names import Names

from .conftest import Call

PEOPLE = ("bo", "cy", "dana")


@pytest.fixture
def week(tmp_path: Path, mail_server: MailServer, here: None) -> Path:
    """Three people who joined, each with the sample's week."""
    write_calendars(tmp_path, PEOPLE)
    return write_settings(tmp_path, mail_server.port, tmp_path / "ca.pem", PEOPLE)


def states(meetlint: Call, *more: object) -> dict[str, int]:
    code, out, err = meetlint("digest", "status", "--format", "json", "--today", WEDNESDAY, *more)
    assert code == 0, err
    content = json.loads(out)
    assert content["schema"] == "meetlint-digest/1"
    return {state: number for state, number in content["counts"].items() if number}


def send(meetlint: Call, *more: object, today: str = WEDNESDAY) -> tuple[int, str]:
    code, out, err = meetlint("digest", "send", "--first-time", "--today", today, *more)
    assert out == "" or "--dry-run" in more
    return code, err


def test_everybody_gets_their_own_once(meetlint: Call, week: Path, mail_server: MailServer) -> None:
    code, err = send(meetlint)
    assert code == 0, err
    assert sorted(mail_server.recipients) == [[f"{name}@example.org"] for name in PEOPLE]
    assert "3 sent" in err
    tokens: set[str] = set()
    for body, (recipient,) in zip(mail_server.bodies, mail_server.recipients, strict=True):
        mail = message_from_bytes(body, policy=policy.default)
        assert mail["To"] == recipient
        # What only their own mails hold, so that a new mail from a link leaves as a reply does.
        link = re.fullmatch(
            r"\s*<(mailto:digest@example\.org\?subject=STOP%20([0-9a-f]{32}))>", mail["List-Unsubscribe"]
        )
        assert link is not None
        html = mail.get_body(("html",))
        assert html is not None
        assert f'<a href="{link[1]}" ' in html.get_content()
        tokens.add(link[2])
        assert mail.get_body(("plain",)) is not None
    assert len(tokens) == 3
    code, err = send(meetlint)
    assert code == 0
    assert len(mail_server.bodies) == 3
    assert "nothing was due" in err
    assert states(meetlint) == {"sent": 3}


def test_without_terms_every_run_in_which_mails_are_due_says_so(
    meetlint: Call, week: Path, mail_server: MailServer
) -> None:
    said = "Terms: nothing was agreed on, with a works council or with everybody who takes part."
    code, err = send(meetlint)
    assert (code, len(mail_server.bodies)) == (0, 3)
    assert said in err
    assert "agreed_on in [privacy]" in err
    assert '"event": "no-terms"' in send(meetlint, "--log", "json")[1]
    assert said not in send(meetlint, today="2026-11-22")[1], "on a Sunday nothing is due"
    week.write_text(week.read_text("utf-8") + "[privacy]\nagreed_on = 2026-11-01\n", "utf-8")
    assert "Terms" not in send(meetlint)[1]


def test_an_outbox_that_knows_nobody_sends_nothing_until_somebody_says_it_is_the_first(
    meetlint: Call, week: Path, mail_server: MailServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Set up again as another user, everybody would get a second mail, and who said STOP another one."""
    old, new = tmp_path / "old", tmp_path / "new"
    monkeypatch.setenv("MEETLINT_STATE_DIR", str(old))
    send(meetlint)
    assert meetlint("digest", "leave", "cy", "--today", WEDNESDAY)[0] == 0
    mail_server.bodies.clear()
    monkeypatch.setenv("MEETLINT_STATE_DIR", str(new))
    for today in (WEDNESDAY, "2026-11-25"):
        code, _, err = meetlint("digest", "send", "--today", today)
        assert code == 2
        assert "No digest was ever sent from the outbox" in err
        assert "--first-time" in err
    assert mail_server.bodies == []
    assert not (new / "digest").exists(), "what is moved there would meet another key"
    # Looking at it makes an outbox, and no first time.
    _, out, _ = meetlint("doctor", "--no-sources", "--today", WEDNESDAY)
    assert "First time" in out
    code, _, err = meetlint("digest", "send", "--today", WEDNESDAY)
    assert (code, mail_server.bodies) == (2, []), err
    shutil.rmtree(new / "digest")
    (old / "digest").rename(new / "digest")
    code, _, err = meetlint("digest", "send", "--today", "2026-11-25")
    assert code == 0, err
    subjects = {str(mail["To"]): str(mail["Subject"]) for mail in map(message_from_bytes, mail_server.bodies)}
    assert subjects.pop("cy@example.org") == "You get no more digests"
    assert sorted(subjects) == ["bo@example.org", "dana@example.org"]


def test_a_state_that_the_settings_name_is_one_whoever_calls(
    meetlint: Call, week: Path, mail_server: MailServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    week.write_text(week.read_text("utf-8").replace("[digest]\n", '[digest]\nstate = "kept"\n'), "utf-8")
    send(meetlint)
    monkeypatch.setenv("MEETLINT_STATE_DIR", str(tmp_path / "another"))
    monkeypatch.chdir("/")
    code, _, err = meetlint("digest", "send", "--today", WEDNESDAY, "--config", week)
    assert (code, len(mail_server.bodies)) == (0, 3), err
    assert sorted(file.name for file in (tmp_path / "kept").iterdir() if "-" not in file.name)[:2] == [
        "key",
        "outbox.sqlite",
    ]
    assert not (tmp_path / "another" / "digest").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no modes")
def test_a_folder_that_was_there_keeps_its_rights(
    meetlint: Call, week: Path, mail_server: MailServer, tmp_path: Path
) -> None:
    week.write_text(week.read_text("utf-8").replace("[digest]\n", '[digest]\nstate = "kept"\n'), "utf-8")
    for name in ("kept", "mails", "answers"):
        (tmp_path / name).mkdir()
        (tmp_path / name).chmod(0o755)
    send(meetlint)
    assert meetlint("digest", "send", "--today", WEDNESDAY, "--dry-run", "mails")[0] == 0
    meetlint("doctor", "--today", WEDNESDAY, "--record", "answers")
    assert {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("kept", "mails", "answers")} == {0o755}
    files = [*(tmp_path / "kept").iterdir(), *(tmp_path / "mails").iterdir()]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no modes")
@pytest.mark.parametrize("rights", [0o1777, 0o770])
def test_a_state_that_others_may_write_to_is_refused(
    meetlint: Call, week: Path, mail_server: MailServer, tmp_path: Path, rights: int
) -> None:
    week.write_text(week.read_text("utf-8").replace("[digest]\n", '[digest]\nstate = "kept"\n'), "utf-8")
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept").chmod(rights)
    code, _, err = meetlint("digest", "send", "--first-time", "--today", WEDNESDAY, "--lang", "en")
    assert (code, mail_server.bodies) == (2, [])
    assert f"Others may write to the folder {tmp_path / 'kept'}" in err
    assert list((tmp_path / "kept").iterdir()) == []
    assert stat.S_IMODE((tmp_path / "kept").stat().st_mode) == rights


def test_a_mail_says_when_it_was_sent_and_a_run_when_it_was(
    meetlint: Call, week: Path, mail_server: MailServer
) -> None:
    """Whatever day is taken for today: a run of the future would stand in everybody's way until then."""
    before = datetime.now(UTC).replace(microsecond=0)
    send(meetlint, today="2199-12-25")
    after = datetime.now(UTC)
    assert len(mail_server.bodies) == 0
    send(meetlint)
    assert len(mail_server.bodies) == 3
    for body in mail_server.bodies:
        assert before <= parsedate_to_datetime(message_from_bytes(body)["Date"]) <= datetime.now(UTC)
    _, out, _ = meetlint("digest", "status", "--format", "json", "--today", WEDNESDAY)
    runs = json.loads(out)["runs"]
    assert len(runs) == 2
    assert all(before <= datetime.fromisoformat(run["began"]) <= after + timedelta(minutes=5) for run in runs)
    _, out, _ = meetlint("doctor", "--no-sources")
    assert "after the last run" in out


def test_a_new_week_has_a_digest_of_its_own(meetlint: Call, week: Path, mail_server: MailServer) -> None:
    send(meetlint)
    send(meetlint, today="2026-11-25")
    ids = {message_from_bytes(body)["Message-ID"] for body in mail_server.bodies}
    assert len(ids) == len(mail_server.bodies) > 3


def test_after_weeks_off_there_is_one_digest(meetlint: Call, week: Path, mail_server: MailServer) -> None:
    mail_server.answers["mail"].extend(["451 later"] * 3)
    send(meetlint, today="2026-11-04")
    assert mail_server.bodies == []
    send(meetlint)
    assert sorted(mail_server.recipients) == [[f"{name}@example.org"] for name in PEOPLE]
    assert states(meetlint, "--period", "2026-W45") == {"failed": 3}


def test_too_late_in_the_week_nothing_goes_out(meetlint: Call, week: Path, mail_server: MailServer) -> None:
    week.write_text(week.read_text("utf-8").replace("[digest]\n", "[digest]\ncatch_up_days = 1\n"), "utf-8")
    code, err = send(meetlint)
    assert code == 0
    assert "went out until 2026-11-17; the next go out on 2026-11-23" in err
    assert mail_server.bodies == []
    send(meetlint, today="2026-11-17")
    assert len(mail_server.bodies) == 3


def test_before_its_day_nothing_goes_out(meetlint: Call, week: Path, mail_server: MailServer) -> None:
    week.write_text(week.read_text("utf-8").replace("[digest]\n", '[digest]\nday = "thu"\n'), "utf-8")
    _, err = send(meetlint)
    assert "2026-11-19" in err
    assert mail_server.bodies == []
    send(meetlint, today="2026-11-19")
    assert len(mail_server.bodies) == 3


def test_who_cannot_be_read_is_named_and_the_others_go_on(
    meetlint: Call, week: Path, mail_server: MailServer, tmp_path: Path
) -> None:
    (tmp_path / "cy.ics").unlink()
    code, err = send(meetlint)
    assert code == 4
    assert "Not read: cy: " in err
    assert sorted(mail_server.recipients) == [["bo@example.org"], ["dana@example.org"]]
    assert states(meetlint) == {"sent": 2, "deferred": 1}


def test_half_of_somebodys_calendars_is_no_digest(
    meetlint: Call, week: Path, mail_server: MailServer, tmp_path: Path
) -> None:
    roster = tmp_path / "people.csv"
    roster.write_text(
        "person,source,address,joined\nbo,bo.ics,bo@example.org,2026-09-01\nbo,absent.ics,bo@example.org,\n", "utf-8"
    )
    code, err = send(meetlint, "--roster", roster)
    assert code == 3
    assert "Not read: bo: " in err
    assert mail_server.bodies == []
    (tmp_path / "absent.ics").write_text(quiet_calendar_of("bo@example.org"), "utf-8")
    send(meetlint, "--roster", roster, today="2026-11-19")
    assert mail_server.recipients == [["bo@example.org"]]


def test_every_mail_of_many_has_a_state_and_none_goes_out_twice(
    meetlint: Call, mail_server: MailServer, tmp_path: Path, here: None
) -> None:
    people = [f"p{number}" for number in range(20)]
    write_calendars(tmp_path, people)
    write_settings(tmp_path, mail_server.port, tmp_path / "ca.pem", people)
    faults = {
        "p1": ("rcpt", "421 not now"),
        "p3": ("rcpt", "451 greylisted"),
        "p5": ("rcpt", "550 nobody"),
        "p7": ("rcpt", "552 too large"),
        "p9": ("body", "452 no room"),
        "p11": ("body", "554 no"),
        "p13": ("body", CUT),
        "p17": ("data", CUT),
    }
    for name, (step, answer) in faults.items():
        mail_server.for_recipient[step, f"{name}@example.org"].append(answer)
    code, _ = send(meetlint)
    assert code == 4
    assert states(meetlint) == {"sent": 12, "deferred": 4, "refused": 2, "failed": 1, "unknown": 1}
    send(meetlint, today="2026-11-19")
    assert states(meetlint) == {"sent": 16, "refused": 2, "failed": 1, "unknown": 1}
    got = Counter(recipient for (recipient,) in mail_server.recipients)
    # What was cut after the last byte had arrived, as its server knows and nobody else.
    assert got == {f"{name}@example.org": 1 for name in people if name not in ("p5", "p7", "p11")}


def test_a_team_gets_one_letter_of_what_the_gate_releases(
    meetlint: Call, mail_server: MailServer, tmp_path: Path, here: None
) -> None:
    people = [f"p{number}" for number in range(9)]
    write_calendars(tmp_path, [*people, "boss", "other"])
    private = "".join(
        f"BEGIN:VEVENT\nUID:only-{number}\nDTSTAMP:20261101T000000Z\nSUMMARY:planted{number}word\n"
        f"DTSTART:20261119T1{number}0000Z\nDTEND:20261119T1{number}3000Z\nATTENDEE:mailto:p0@example.org\n"
        "ATTENDEE:mailto:x@example.org\nORGANIZER:mailto:x@example.org\nEND:VEVENT\n"
        for number in range(5)
    )
    away = leave_event(date(2026, 11, 18), date(2026, 11, 19))
    (tmp_path / "p0.ics").write_text(calendar_of("p0@example.org", more=private), "utf-8")
    (tmp_path / "p1.ics").write_text(calendar_of("p1@example.org", more=away), "utf-8")
    members = ", ".join(f'"{name}"' for name in people)
    team = f'[teams.platform]\nname = "Platform"\nmembers = [{members}]\nmanager = "boss"\n'
    write_settings(tmp_path, mail_server.port, tmp_path / "ca.pem", [*people, "boss", "other"], more=team)
    code, err = send(meetlint, "--team", "platform")
    assert code == 0, err
    assert "9 sent, 1 waiting" in err
    texts = set()
    for body in mail_server.bodies:
        part = message_from_bytes(body, policy=policy.default).get_body(("plain",))
        assert part is not None
        texts.add(part.get_content())
    (text,) = texts
    assert "planted" not in text
    assert "9 people" in text
    assert not any(f"{name}@" in text for name in people)
    # Each one's own is another mail.
    assert states(meetlint) == {}
    assert states(meetlint, "--team", "platform") == {"sent": 9, "queued": 1}
    assert "nothing was due" in send(meetlint, "--team", "platform")[1]
    send(meetlint, "--team", "platform", today="2026-11-19")
    got = sorted(recipient for (recipient,) in mail_server.recipients)
    assert got == sorted(f"{name}@example.org" for name in [*people, "boss"])
    assert send(meetlint, "--team", "nobody")[0] == 2


def test_another_persons_calendar_is_never_sent(
    meetlint: Call, week: Path, mail_server: MailServer, tmp_path: Path
) -> None:
    (tmp_path / "cy.ics").write_text(calendar_of("bo@example.org"), "utf-8")
    code, err = send(meetlint)
    assert code == 4, err
    assert sorted(mail_server.recipients) == [["bo@example.org"], ["dana@example.org"]]


def test_a_mail_bears_the_name_of_whose_calendar_was_read() -> None:
    names = Names(b"k" * 32, "example.org")
    office = Office(None, None, Settings(), names, None, None)  # type: ignore[arg-type]  # neither is asked for it
    anna = Member("anna", (), "Anna@example.org")

    def run_of(address: str, *aliases: str) -> Run:
        return SimpleNamespace(owner=Owner(address, frozenset(aliases)))  # type: ignore[return-value]

    assert office.owner_name(anna, run_of("anna@example.org")) == names.person("anna@example.org")
    assert office.owner_name(anna, run_of("a@example.org", "anna@example.org")) == names.person("anna@example.org")
    assert office.owner_name(anna, run_of("bo@example.org")) == names.person("bo@example.org")


@pytest.mark.parametrize(
    ("limit", "workers", "share"), [(0, 4, (4, 0)), (30, 4, (1, 30)), (1000, 3, (3, 333)), (201, 500, (201, 1))]
)
def test_workers_keep_to_the_limit_together(limit: int, workers: int, share: tuple[int, int]) -> None:
    order, per_minute = paced(Order(None, workers), limit)
    assert (order.workers, per_minute) == share


def test_nobody_gets_a_mail_on_leave(meetlint: Call, week: Path, mail_server: MailServer, tmp_path: Path) -> None:
    away = leave_event(date(2026, 11, 18), date(2026, 11, 20))
    (tmp_path / "cy.ics").write_text(calendar_of("cy@example.org", more=away), "utf-8")
    code, err = send(meetlint)
    assert code == 0
    assert "1 waiting for their working day" in err
    assert sorted(mail_server.recipients) == [["bo@example.org"], ["dana@example.org"]]
    send(meetlint, today="2026-11-19")
    assert len(mail_server.bodies) == 2
    send(meetlint, today="2026-11-20")
    assert mail_server.recipients[2:] == [["cy@example.org"]]


def test_a_week_of_leave_is_nothing_to_say(meetlint: Call, week: Path, mail_server: MailServer, tmp_path: Path) -> None:
    away = leave_event(date(2026, 11, 16), date(2026, 11, 23))
    (tmp_path / "cy.ics").write_text(calendar_of("cy@example.org", more=away), "utf-8")
    send(meetlint)
    assert states(meetlint) == {"sent": 2, "nothing-to-say": 1}


def test_nothing_to_say_means_no_mail(meetlint: Call, week: Path, mail_server: MailServer, tmp_path: Path) -> None:
    (tmp_path / "cy.ics").write_text(quiet_calendar_of("cy@example.org"), "utf-8")
    code, err = send(meetlint)
    assert code == 0
    assert "1 nothing to say" in err
    assert states(meetlint) == {"sent": 2, "nothing-to-say": 1}


def test_only_who_joined_gets_one(meetlint: Call, week: Path, mail_server: MailServer) -> None:
    text = week.read_text("utf-8")
    later = text.replace('source = "bo.ics"\njoined = 2026-09-01', 'source = "bo.ics"\njoined = 2026-11-19')
    week.write_text(later.replace('source = "cy.ics"\njoined = 2026-09-01', 'source = "cy.ics"'), "utf-8")
    send(meetlint)
    assert mail_server.recipients == [["dana@example.org"]]


def test_a_csv_roster_says_who_joined_and_in_which_language(
    meetlint: Call, week: Path, mail_server: MailServer, tmp_path: Path
) -> None:
    roster = tmp_path / "people.csv"
    roster.write_text(
        "person,source,address,joined,language\nbo,bo.ics,bo@example.org,2026-09-01,nl\ncy,cy.ics,cy@example.org,,\n",
        "utf-8",
    )
    code, err = send(meetlint, "--roster", roster)
    assert code == 0, err
    assert mail_server.recipients == [["bo@example.org"]]
    text = message_from_bytes(mail_server.bodies[0], policy=policy.default).get_body(("plain",)).get_content()
    assert "Nog deze week" in text


@pytest.mark.parametrize("address", ["bo@example.org\nBcc: x@example.org", "bo", "a@example.org, b@example.org"])
def test_an_address_that_is_none_is_refused_before_anything(
    meetlint: Call, week: Path, mail_server: MailServer, tmp_path: Path, address: str
) -> None:
    roster = tmp_path / "people.csv"
    roster.write_text(f'person,source,address,joined\nbo,bo.ics,"{address}",2026-09-01\n', "utf-8")
    code, err = send(meetlint, "--roster", roster)
    assert code == 2
    assert "no usable e-mail address of anybody" in err
    assert mail_server.connections == 0


def test_a_wrong_address_costs_one_person_their_mail_and_nobody_else(
    meetlint: Call, week: Path, mail_server: MailServer, tmp_path: Path
) -> None:
    roster = tmp_path / "people.csv"
    lines = ("bo,bo.ics,bo@example.org", "cy,cy.ics,cy@", "dana,dana.ics,x@example.org", "eve,bo.ics,X@example.org")
    roster.write_text(
        "".join(f"{line}\n" for line in ("person,source,address,joined", *(f"{one},2026-09-01" for one in lines)))
    )
    code, err = send(meetlint, "--roster", roster)
    assert code == 4
    assert mail_server.recipients == [["bo@example.org"]]
    assert "Line 3, cy: the roster names no usable e-mail address" in err
    for line in ("Line 4, dana", "Line 5, eve"):
        assert f"{line}: the roster gives somebody else the same e-mail address" in err
    # The same again in a folder, and for whoever reads lines of JSON, without an address.
    code, err = send(meetlint, "--roster", roster, "--dry-run", tmp_path / "out", "--log", "json")
    assert code == 4
    assert [json.loads(line)["line"] for line in err.splitlines() if "bad-address" in line] == [3, 4, 5]
    assert "@" not in err
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["bo.eml"]
    code, out, _ = meetlint("doctor", "--no-sources", "--roster", roster, "--today", WEDNESDAY)
    assert code == 4
    assert out.count("cy: the roster") == 1
    assert "People: 1 of 4 take part" in out


def test_two_people_never_share_an_address(meetlint: Call, week: Path, mail_server: MailServer, tmp_path: Path) -> None:
    roster = tmp_path / "people.csv"
    roster.write_text(
        "person,source,address,joined\nbo,bo.ics,bo@example.org,2026-09-01\ncy,cy.ics,BO@example.org,2026-09-01\n",
        "utf-8",
    )
    assert send(meetlint, "--roster", roster)[0] == 2
    assert mail_server.connections == 0


def test_each_answer_of_a_server_ends_in_its_state(meetlint: Call, week: Path, mail_server: MailServer) -> None:
    mail_server.for_recipient["rcpt", "bo@example.org"].append("451 greylisted")
    mail_server.for_recipient["rcpt", "cy@example.org"].append("550 nobody")
    mail_server.for_recipient["body", "dana@example.org"].append(CUT)
    assert send(meetlint)[0] == 4
    assert states(meetlint) == {"deferred": 1, "refused": 1, "unknown": 1}
    code, out, _ = meetlint("digest", "status", "--today", WEDNESDAY)
    assert code == 0
    assert all(re.search(rf"^ +{name}(?: \(\d+\))?(?:, again at \d\d:\d\d)?$", out, re.MULTILINE) for name in PEOPLE)
    # Too early to try again.
    heard = len(mail_server.heard)
    assert "nothing was due" in send(meetlint)[1]
    assert len(mail_server.heard) == heard
    # What is unknown is not sent again by itself, and what is refused neither.
    send(meetlint, today="2026-11-19")
    assert sorted(mail_server.recipients) == [["bo@example.org"], ["dana@example.org"]]


def test_somebody_may_have_it_sent_once_more(meetlint: Call, week: Path, mail_server: MailServer) -> None:
    mail_server.for_recipient["body", "dana@example.org"].append(CUT)
    send(meetlint)
    code, _, err = meetlint("digest", "resend", "dana", "--today", WEDNESDAY)
    assert (code, err) == (0, "")
    send(meetlint)
    of_dana = [
        body
        for body, who in zip(mail_server.bodies, mail_server.recipients, strict=True)
        if who == ["dana@example.org"]
    ]
    assert len(of_dana) == 2
    assert len({message_from_bytes(body)["Message-ID"] for body in of_dana}) == 1
    code, _, err = meetlint("digest", "resend", "dana", "--today", WEDNESDAY)
    assert code == 4
    assert "Nothing was changed" in err


def test_who_leaves_hears_it_once_and_gets_no_more(meetlint: Call, week: Path, mail_server: MailServer) -> None:
    first = meetlint("digest", "leave", "cy", "--today", WEDNESDAY)
    # Whether somebody had left before is told to nobody.
    assert meetlint("digest", "leave", "cy", "--today", WEDNESDAY) == first
    assert first[0] == 4, "another outbox than that of whoever sends may be meant"
    assert "No digest was ever sent from the outbox" in first[2]
    send(meetlint)
    subjects = [
        message_from_bytes(body, policy=policy.default)["Subject"]
        for body, who in zip(mail_server.bodies, mail_server.recipients, strict=True)
        if who == ["cy@example.org"]
    ]
    assert subjects == ["You get no more digests"]
    assert states(meetlint) == {"sent": 2, "left": 1}
    send(meetlint, today="2026-11-25")
    assert mail_server.recipients.count(["cy@example.org"]) == 1
    assert meetlint("digest", "join", "cy", "--today", "2026-11-25")[0] == 0
    send(meetlint, today="2026-12-02")
    assert states(meetlint, "--period", "2026-W49").get("left", 0) == 0


def test_a_wrong_password_costs_one_connection_and_no_mail(
    meetlint: Call, week: Path, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail_server.accepts = ("digest", "right")
    week.write_text(
        week.read_text("utf-8").replace("[mail]\n", '[mail]\nuser = "digest"\npassword_env = "DIGEST_WORD"\n'), "utf-8"
    )
    monkeypatch.setenv("DIGEST_WORD", "wrong-planted")
    code, err = send(meetlint)
    assert code == 2
    assert "wrong-planted" not in err
    assert mail_server.connections == 1
    assert states(meetlint) == {"queued": 3}
    monkeypatch.setenv("DIGEST_WORD", "right")
    assert send(meetlint)[0] == 0
    assert states(meetlint) == {"sent": 3}


def test_a_server_that_closes_while_mails_go_out_is_asked_no_more(
    meetlint: Call, week: Path, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail_server.accepts = ("digest", "right")
    mail_server.answers["auth"].extend(["235 welcome", "535 no more"])
    week.write_text(
        week.read_text("utf-8").replace("[mail]\n", '[mail]\nuser = "digest"\npassword_env = "DIGEST_WORD"\n'), "utf-8"
    )
    monkeypatch.setenv("DIGEST_WORD", "right")
    code, err = send(meetlint)
    assert code == 4
    assert mail_server.connections == 2
    assert err.count("Not read") == 1
    assert states(meetlint) == {"deferred": 1, "queued": 2}
    send(meetlint, today="2026-11-19")
    assert states(meetlint) == {"sent": 3}


def test_a_server_without_encryption_hears_nothing(meetlint: Call, week: Path, mail_server: MailServer) -> None:
    mail_server.offers_tls = False
    code, err = send(meetlint)
    assert code == 2
    assert "STARTTLS" in err
    assert not any(line.startswith((b"MAIL", b"AUTH")) for line, _ in mail_server.heard)


def test_a_dry_run_writes_mails_and_remembers_nothing(
    meetlint: Call, week: Path, mail_server: MailServer, tmp_path: Path
) -> None:
    code, err = send(meetlint, "--dry-run", tmp_path / "out")
    assert code == 0, err
    files = sorted((tmp_path / "out").iterdir())
    assert [file.name for file in files] == ["bo.eml", "cy.eml", "dana.eml"]
    for file in files:
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert message_from_bytes(file.read_bytes())["To"] == f"{file.stem}@example.org"
    assert mail_server.connections == 0
    assert not (tmp_path / "state").exists()


def dry_run(meetlint: Call, folder: Path, today: str, *more: object) -> tuple[list[str], str]:
    """Return what a dry run says on standard output, line by line, and on standard error."""
    code, out, err = meetlint("digest", "send", "--today", today, "--dry-run", folder, *more)
    assert code == 0, err
    return out.splitlines(), err


def subjects(folder: Path) -> dict[str, str]:
    return {file.stem: str(message_from_bytes(file.read_bytes())["Subject"]) for file in sorted(folder.iterdir())}


def test_a_dry_run_says_whose_each_mail_is_and_not_who_gets_none(meetlint: Call, week: Path, tmp_path: Path) -> None:
    (tmp_path / "cy.ics").write_text(quiet_calendar_of("cy@example.org"), "utf-8")
    lines, err = dry_run(meetlint, tmp_path / "out", WEDNESDAY)
    # Nobody is told who left, so nobody may be told who is not among those that have nothing to hear.
    assert lines == ["bo.eml: bo@example.org", "dana.eml: dana@example.org"]
    assert "cy" not in err
    assert "2 written, 1 nothing to say" in err
    assert dry_run(meetlint, tmp_path / "out", WEDNESDAY, "--quiet")[0] == []
    assert dry_run(meetlint, tmp_path / "out", WEDNESDAY, "--log", "json")[0] == []


@pytest.mark.parametrize("today", ["2026-11-14", "2026-11-15"])  # a Saturday and a Sunday
def test_a_dry_run_on_a_weekend_writes_what_the_next_run_would_send(
    meetlint: Call, week: Path, tmp_path: Path, today: str
) -> None:
    lines, err = dry_run(meetlint, tmp_path / "out", today)
    assert subjects(tmp_path / "out") == dict.fromkeys(PEOPLE, "Your meetings, week 47")
    assert "The digests of this week went out until 2026-11-13; these are those of 2026-11-16." in err
    assert "Digest of 2026-W47: 3 written." in err
    assert lines[0] == "bo.eml: bo@example.org"


def test_a_dry_run_on_somebody_s_day_off_writes_what_they_get_on_their_next_working_day(
    meetlint: Call, mail_server: MailServer, tmp_path: Path, here: None
) -> None:
    write_calendars(tmp_path, PEOPLE)
    away = calendar_of("cy@example.org", more=leave_event(date(2026, 11, 18), date(2026, 11, 19)))
    (tmp_path / "cy.ics").write_text(away, "utf-8")
    gone = calendar_of("dana@example.org", more=leave_event(date(2026, 11, 9), date(2026, 12, 5)))
    (tmp_path / "dana.ics").write_text(gone, "utf-8")
    write_settings(tmp_path, mail_server.port, tmp_path / "ca.pem", PEOPLE)
    lines, _ = dry_run(meetlint, tmp_path / "out", WEDNESDAY)
    assert lines == [
        "bo.eml: bo@example.org",
        "cy.eml: cy@example.org, as of their next working day, 2026-11-19",
    ]
    first_days = {}
    for file in (tmp_path / "out").iterdir():
        part = message_from_bytes(file.read_bytes(), policy=policy.default).get_body(("plain",))
        assert part is not None
        first_days[file.stem] = re.search(r"\b(?:Wednesday 18|Thursday 19):", part.get_content())
    assert {name: found and found[0] for name, found in first_days.items()} == {
        "bo": "Wednesday 18:", "cy": "Thursday 19:"
    }  # fmt: skip


def test_nobody_s_calendar_is_read_who_left_not_even_for_a_dry_run(
    meetlint: Call, week: Path, mail_server: MailServer, tmp_path: Path
) -> None:
    assert meetlint("digest", "leave", "cy", "--today", WEDNESDAY)[0] == 4
    (tmp_path / "cy.ics").unlink()  # would be named as not read
    code, err = send(meetlint, "--dry-run", tmp_path / "out")
    assert code == 0, err
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["bo.eml", "dana.eml"]
    code, out, err = meetlint("doctor", "--today", WEDNESDAY, "--workers", "1")
    assert "2 of 2 people could be read" in out


def test_who_left_counts_in_no_team_s_digest(
    meetlint: Call, mail_server: MailServer, tmp_path: Path, here: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_calendars(tmp_path, PEOPLE)
    team = '[teams.platform]\nname = "Platform"\nmembers = ["bo", "cy", "dana"]\nmanager = "bo"\n'
    write_settings(tmp_path, mail_server.port, tmp_path / "ca.pem", PEOPLE, more=team)
    asked: list[list[str]] = []

    def letters(_many: object, _request: object, _team: str, members: list[Member], languages: set[str], *_: object):  # type: ignore[no-untyped-def]
        asked.append([member.name for member in members])
        return dict.fromkeys(languages)

    monkeypatch.setattr("commands.many.digests.run.team_letters", letters)
    assert meetlint("digest", "leave", "cy", "--today", WEDNESDAY)[0] == 4
    send(meetlint, "--team", "platform", "--dry-run", tmp_path / "out")
    send(meetlint, "--team", "platform")
    assert asked == [["bo", "dana"]] * 2


def test_whoever_is_asked_gets_a_mail_without_their_own_address_and_the_doctor_says_so(
    meetlint: Call, mail_server: MailServer, tmp_path: Path, here: None
) -> None:
    write_calendars(tmp_path, PEOPLE)
    file = write_settings(tmp_path, mail_server.port, tmp_path / "ca.pem", PEOPLE)
    named = file.read_text("utf-8").replace("[digest]\n", '[digest]\ncontact = "Bo@example.org"\n')
    file.write_text(named, "utf-8")
    send(meetlint, "--dry-run", tmp_path / "out")
    texts = {}
    for mail in (tmp_path / "out").iterdir():
        part = message_from_bytes(mail.read_bytes(), policy=policy.default).get_body(("plain",))
        assert part is not None
        texts[mail.stem] = part.get_content()
    assert {name: "Questions:" in text for name, text in texts.items()} == {"bo": False, "cy": True, "dana": True}
    _, out, _ = meetlint("doctor", "--today", WEDNESDAY, "--no-sources")
    assert "Contact: Bo@example.org gets a digest, too" in out


def test_figures_for_prometheus_are_written_whole(
    meetlint: Call, week: Path, mail_server: MailServer, tmp_path: Path
) -> None:
    file = tmp_path / "meetlint.prom"
    send(meetlint, "--metrics", file)
    lines = file.read_text("ascii").splitlines()
    assert 'meetlint_digest_mails{state="sent"} 3' in lines
    assert "meetlint_digest_last_run_exit_code 0" in lines
    sample = re.compile(r'[a-z_]+(\{[a-z]+="[a-z-]+"\})? \d+')
    assert all(line.startswith("# ") or sample.fullmatch(line) for line in lines)
    assert stat.S_IMODE(file.stat().st_mode) == 0o644


def test_log_lines_are_json_and_name_no_address(
    meetlint: Call, week: Path, mail_server: MailServer, tmp_path: Path
) -> None:
    roster = tmp_path / "people.csv"
    roster.write_text(
        "person,source,address,joined\nbo@example.org,bo.ics,bo@example.org,2026-09-01\n"
        "cy@example.org,absent.ics,cy@example.org,2026-09-01\n",
        "utf-8",
    )
    code, err = send(meetlint, "--roster", roster, "--log", "json")
    assert code == 4
    events = [json.loads(line) for line in err.splitlines()]
    assert [event["event"] for event in events] == ["no-terms", "no-replies", "began", "not-read", "ended"]
    assert events[-1]["counts"] == {"sent": 1, "not-read": 1}
    assert (events[3]["kind"], events[3]["reason"]) == ("Refused", "file-missing")
    assert "@" not in err
    assert "absent" not in err


def test_a_log_says_why_somebody_was_not_read_by_a_name_and_by_no_word_from_outside(
    meetlint: Call, mail_server: MailServer, tmp_path: Path, here: None
) -> None:
    people = ("bo", "cy", "dana", "eve", "finn", "gus")
    write_calendars(tmp_path, people)
    write_settings(tmp_path, mail_server.port, tmp_path / "ca.pem", people)
    (tmp_path / "bo.ics").unlink()
    text = (tmp_path / "cy.ics").read_text("utf-8")
    (tmp_path / "cy.ics").write_text(text[: text.rindex("END:VEVENT")], "utf-8")
    (tmp_path / "dana.ics").write_text("<html>planted</html>", "utf-8")
    (tmp_path / "eve.ics").write_bytes(b"")
    (tmp_path / "finn.ics").write_text(calendar_of("planted@example.org"), "utf-8")
    code, err = send(meetlint, "--log", "json")
    assert code == 4
    events = [json.loads(line) for line in err.splitlines()]
    assert {event["person"]: event["reason"] for event in events if event["event"] == "not-read"} == {
        "bo": "file-missing",
        "cy": "cut-off",
        "dana": "no-calendar",
        "eve": "file-empty",
        "finn": "several-people",
    }
    assert "planted" not in err


def test_what_stops_a_run_is_named_in_the_log(meetlint: Call, week: Path, tmp_path: Path) -> None:
    file = tmp_path / "word"
    file.write_text("planted-word", "utf-8")
    file.chmod(0o644)
    week.write_text(
        week.read_text("utf-8").replace("[mail]\n", '[mail]\nuser = "x"\npassword_file = "word"\n'), "utf-8"
    )
    code, err = send(meetlint, "--log", "json")
    assert code == 2
    stopped = json.loads(err.splitlines()[-1])
    assert (stopped["event"], stopped["reason"], stopped["exit_code"]) == ("stopped", "key-open", 2)
    assert "planted" not in err
    file.unlink()
    assert send(meetlint)[0] == 2


def test_nothing_of_a_calendar_is_kept(meetlint: Call, week: Path, mail_server: MailServer, tmp_path: Path) -> None:
    words = [f"planted{number:03}word" for number in range(200)]
    private = "".join(
        f"BEGIN:VEVENT\nUID:p{number}\nDTSTAMP:20261101T000000Z\nCLASS:PRIVATE\nSUMMARY:{word}\n"
        f"DTSTART:20261119T0{7 + number % 3}0000Z\nDTEND:20261119T0{7 + number % 3}3000Z\nEND:VEVENT\n"
        for number, word in enumerate(words[:100])
    )
    own = "".join(
        f"BEGIN:VEVENT\nUID:o{number}\nDTSTAMP:20261101T000000Z\nSUMMARY:{word}\nDESCRIPTION:{word}\n"
        f"DTSTART:20261120T0{7 + number % 3}0000Z\nDTEND:20261120T0{7 + number % 3}3000Z\nEND:VEVENT\n"
        for number, word in enumerate(words[100:])
    )
    (tmp_path / "bo.ics").write_text(calendar_of("bo@example.org", more=private + own), "utf-8")
    code, err = send(meetlint, "--metrics", tmp_path / "m.prom", "--log", "json")
    assert code == 0, err
    kept = [path for path in [*(tmp_path / "state").rglob("*"), tmp_path / "m.prom"] if path.is_file()]
    assert len(kept) >= 3
    said = [*(path.read_bytes().decode("latin-1") for path in kept), err]
    mails = [
        part.get_content()
        for body in mail_server.bodies
        for part in message_from_bytes(body, policy=policy.default).walk()
        if part.get_content_maintype() == "text"
    ]
    assert len(mails) == 6
    assert [word for word in words if any(word in text for text in [*said, *mails])] == []
    titles = {title for text in mails for title in re.findall("“(.+?)”", text)}
    assert titles
    assert [title for title in titles if any(title in text for text in said)] == []


def test_the_outbox_holds_no_address(meetlint: Call, week: Path, mail_server: MailServer, tmp_path: Path) -> None:
    send(meetlint)
    with sqlite3.connect(tmp_path / "state" / "digest" / "outbox.sqlite") as connection:
        rows = list(connection.execute("SELECT * FROM meetlint_mails"))
    assert len(rows) == 3
    assert not any(f"{name}@" in str(row) for row in rows for name in PEOPLE)
    assert {row[1] for row in rows} == {WEEK}


def test_a_missing_key_is_no_reason_to_begin_anew(
    meetlint: Call, week: Path, mail_server: MailServer, tmp_path: Path
) -> None:
    send(meetlint)
    (tmp_path / "state" / "digest" / "key").unlink()
    code, err = send(meetlint)
    assert code == 2
    assert "another key" in err
    assert len(mail_server.bodies) == 3


def test_terms_that_ended_stop_it(meetlint: Call, week: Path, mail_server: MailServer) -> None:
    week.write_text(week.read_text("utf-8") + "[privacy]\nagreed_on = 2025-01-01\nagreed_until = 2026-11-17\n", "utf-8")
    assert send(meetlint)[0] == 2
    assert mail_server.connections == 0


def test_a_key_in_the_wrong_section_is_told_its_own(meetlint: Call, week: Path) -> None:
    week.write_text(
        week.read_text("utf-8").replace("[digest]\n", '[digest]\nauthorities = "ca.pem"\nday_off = 1\n'), "utf-8"
    )
    code, _, err = meetlint("digest", "status")
    assert code == 2
    assert "digest.authorities is unknown; it belongs in the section [mail]." in err
    assert "digest.day_off is unknown; did you mean day?" in err


@pytest.mark.parametrize("option", ["--dry-run", "--metrics"])
def test_a_place_that_takes_nothing_is_said_with_the_option_that_names_it(
    meetlint: Call, week: Path, tmp_path: Path, option: str
) -> None:
    (tmp_path / "taken").write_text("a file")
    _, err = send(meetlint, option, "taken/below")
    said = f"{Path('taken') / 'below'} cannot be written: a part of the path is no folder."
    assert f"{said}\n  Choose another place with {option}.\n" in err
