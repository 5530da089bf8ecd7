"""How a run ends is told by the outbox and by the figures, in whatever way it ends; and whether all is well."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from digest_weeks import WEDNESDAY, calendar_of, write_calendars, write_settings
from scripted_smtp import CUT, MailServer

import connectors.mail
from analyzer.errors import TerminatedError, UsageError
from commands.many.digests.checking import Complaint, complaints_of, span_of
from commands.many.digests.endings import STOPS
from commands.many.digests.status import Status
from connectors.mail.names import Names, kept_key
from connectors.mail.outbox.box import Outbox, Run

from .conftest import Call

PEOPLE = ("bo", "cy", "dana")


@pytest.fixture
def week(tmp_path: Path, mail_server: MailServer, here: None) -> Path:
    """Three people who joined, each with the sample's week."""
    write_calendars(tmp_path, PEOPLE)
    return write_settings(tmp_path, mail_server.port, tmp_path / "ca.pem", PEOPLE)


@pytest.fixture
def roster(week: Path, tmp_path: Path) -> Path:
    return write_roster(tmp_path / "people.csv", bo="bo@example.org", cy="cy@example.org", dana="dana@example.org")


def write_roster(path: Path, **addresses: str) -> Path:
    lines = [f"{name},{name}.ics,{address},2026-09-01" for name, address in addresses.items()]
    path.write_text("\n".join(["person,source,address,joined", *lines, ""]), "utf-8")
    return path


def send(meetlint: Call, *more: object) -> tuple[int, str]:
    code, out, err = meetlint("digest", "send", "--first-time", "--today", WEDNESDAY, *more)
    assert out == "" or "--dry-run" in more
    return code, err


def status(meetlint: Call, *more: object) -> dict[str, object]:
    _, out, err = meetlint("digest", "status", "--format", "json", "--today", WEDNESDAY, *more)
    assert err == ""
    found: dict[str, object] = json.loads(out)
    return found


def last_run(meetlint: Call) -> tuple[object, object, object, bool]:
    runs = status(meetlint)["runs"]
    assert isinstance(runs, list)
    run = runs[0]
    return run["exit_code"], run["stopped"], run["running"], run["ended"] is not None


def told(meetlint: Call, *more: object) -> str:
    code, out, err = meetlint("digest", "status", "--today", WEDNESDAY, *more)
    assert code == 0, err
    return out


def figure(file: Path, name: str) -> int | None:
    found = re.search(rf"^{re.escape(name)} (\d+)$", file.read_text("ascii"), re.MULTILINE)
    return int(found[1]) if found else None


CODE = "meetlint_digest_last_run_exit_code"
TIME = "meetlint_digest_last_run_timestamp_seconds"


def with_password(week: Path) -> None:
    account = '[mail]\nuser = "digest"\npassword_env = "DIGEST_WORD"\n'
    week.write_text(week.read_text("utf-8").replace("[mail]\n", account), "utf-8")


def test_a_run_that_a_server_stops_is_not_told_as_the_good_one_before(
    meetlint: Call, week: Path, mail_server: MailServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail_server.accepts = ("digest", "right")
    with_password(week)
    monkeypatch.setenv("DIGEST_WORD", "right")
    file = tmp_path / "m.prom"
    mail_server.for_recipient["rcpt", "bo@example.org"].append("451 later")
    assert send(meetlint, "--metrics", file)[0] == 0
    assert figure(file, CODE) == 0
    assert re.search(r"^Last run: ended at [0-9: -]+ with exit code 0\.$", told(meetlint), re.MULTILINE)
    file.write_text(file.read_text("ascii").replace(f"{TIME} ", f"{TIME} 1"), "ascii")
    monkeypatch.setenv("DIGEST_WORD", "wrong")
    code, _, _ = meetlint("digest", "send", "--today", "2026-11-19", "--metrics", file)
    assert code == 2
    assert figure(file, CODE) == 2
    assert abs((figure(file, TIME) or 0) - datetime.now(UTC).timestamp()) < 60
    assert figure(file, 'meetlint_digest_mails{state="sent"}') == 2
    assert figure(file, 'meetlint_digest_mails{state="deferred"}') == 1
    assert last_run(meetlint) == (2, "mail-password-refused", False, True)
    assert re.search(
        r"^Last run: stopped at [0-9: -]+ with exit code 2: the mail server refuses the user or the password\.$",
        told(meetlint),
        re.MULTILINE,
    )
    assert "@" not in json.dumps(status(meetlint))


@pytest.mark.parametrize(
    ("error", "code", "stopped", "words"),
    [
        (KeyboardInterrupt(), 130, "interrupted", "somebody interrupted it"),
        (TerminatedError(), 143, "terminated", "it was told to end"),
        (ZeroDivisionError("planted@example.org"), 70, "own-mistake", "meetlint made a mistake of its own"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else None,
)
def test_whatever_ends_a_run_is_told(
    meetlint: Call,
    week: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    code: int,
    stopped: str,
    words: str,
) -> None:
    def broken(*_: object) -> None:
        raise error

    file = tmp_path / "m.prom"
    monkeypatch.setattr("commands.many.digests.run.do_for_each", broken)
    assert send(meetlint, "--metrics", file)[0] == code
    assert figure(file, CODE) == code
    assert figure(file, 'meetlint_digest_mails{state="queued"}') == 3
    assert last_run(meetlint) == (code, stopped, False, True)
    assert words in told(meetlint)
    assert "planted" not in file.read_text("ascii") + told(meetlint)


def test_what_stops_a_run_before_its_outbox_is_open_is_told_all_the_same(
    meetlint: Call, roster: Path, week: Path, tmp_path: Path
) -> None:
    file = tmp_path / "m.prom"
    assert send(meetlint, "--roster", roster, "--metrics", file)[0] == 0
    whole = roster.read_text("utf-8")
    roster.write_text("person,source\n", "utf-8")
    assert send(meetlint, "--roster", roster, "--metrics", file)[0] == 2
    assert figure(file, CODE) == 2
    # Who sent before stands there still: a roster that was not read says nothing of anybody.
    assert figure(file, 'meetlint_digest_mails{state="sent"}') == 3
    roster.write_text(whole, "utf-8")
    assert last_run(meetlint) == (2, "usage", False, True)
    # A file that is no text, where the outbox stood: nobody knows a mail's state, and the figures say none.
    (tmp_path / "state" / "digest" / "outbox.sqlite").write_bytes(b"x" * 512)
    assert send(meetlint, "--roster", roster, "--metrics", file)[0] == 2
    assert figure(file, CODE) == 2
    assert "meetlint_digest_mails" not in file.read_text("ascii")
    # Settings that hold a mistake.
    week.write_text("[digest]\nmistake = 1\n", "utf-8")
    file.unlink()
    assert send(meetlint, "--metrics", file)[0] == 2
    assert figure(file, CODE) == 2


def test_an_outbox_that_never_sent_is_no_less_new_after_a_refusal(meetlint: Call, week: Path, tmp_path: Path) -> None:
    file = tmp_path / "m.prom"
    for _ in range(2):
        code, _, err = meetlint("digest", "send", "--today", WEDNESDAY, "--metrics", file)
        assert code == 2
        assert "--first-time" in err
        assert figure(file, CODE) == 2
    assert not (tmp_path / "state" / "digest").exists()
    # Looking at it makes one, and no run of it.
    meetlint("doctor", "--no-sources", "--today", WEDNESDAY)
    for _ in range(2):
        code, _, err = meetlint("digest", "send", "--today", WEDNESDAY, "--metrics", file)
        assert code == 2
        assert "--first-time" in err
    assert status(meetlint)["runs"] == []


def test_who_finds_another_at_work_tells_nothing_of_a_good_end(
    meetlint: Call, week: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that hangs would look well for ever, by those that come after it."""
    send(meetlint)
    file = tmp_path / "m.prom"
    found: list[tuple[int, str]] = []
    real = Outbox.plan

    def meanwhile(*given: object) -> int:
        if not found:
            found.append((send(meetlint, "--metrics", file)[0], told(meetlint)))
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(Outbox, "plan", meanwhile)
    send(meetlint)
    ((code, text),) = found
    assert code == 0
    assert not file.exists()
    assert re.search(r"^Last run: running since [0-9: -]+\.$", text, re.MULTILINE)


def test_a_run_that_was_killed_broke_off(meetlint: Call, week: Path, tmp_path: Path) -> None:
    send(meetlint)
    folder = tmp_path / "state" / "digest"
    names = Names(kept_key(folder / "key"), "example.org")
    with Outbox(folder / "outbox.sqlite", names) as outbox, outbox.sending("killed", datetime.now(UTC)):
        assert last_run(meetlint) == (None, None, True, False)
    assert last_run(meetlint) == (None, "broke-off", False, False)
    assert re.search(r"^Last run: began at [0-9: -]+, and broke off\.$", told(meetlint), re.MULTILINE)
    code, out, _ = meetlint("digest", "status", "--check", "--today", WEDNESDAY)
    assert code == 4
    assert "Not well: the last run broke off." in out


def test_what_is_only_written_to_a_folder_is_no_run(meetlint: Call, week: Path, tmp_path: Path) -> None:
    send(meetlint)
    file = tmp_path / "m.prom"
    (tmp_path / "bo.ics").unlink()
    assert send(meetlint, "--dry-run", tmp_path / "out", "--metrics", file)[0] == 4
    assert not file.exists()
    assert last_run(meetlint) == (0, None, False, True)
    assert send(meetlint, "--dry-run", tmp_path / "out", "--metrics", file, "--roster", tmp_path / "none.csv")[0] == 2
    assert not file.exists()
    assert last_run(meetlint) == (0, None, False, True)


def test_who_has_no_usable_address_is_counted_and_named_to_whoever_looks(
    meetlint: Call, roster: Path, tmp_path: Path
) -> None:
    file = tmp_path / "m.prom"
    write_roster(roster, bo="bo@example.org", cy="cy@", dana="bo.example.org")
    code, err = send(meetlint, "--roster", roster, "--metrics", file)
    assert code == 4
    assert "2 without a usable address" in err
    assert "nothing was due" not in err
    assert last_run(meetlint) == (4, None, False, True)
    # They are so in every run, also where nothing was due.
    assert "nothing was due, 2 without a usable address." in send(meetlint, "--roster", roster, "--metrics", file)[1]
    assert figure(file, 'meetlint_digest_last_run_people{end="bad-address"}') == 2
    out = told(meetlint, "--roster", roster)
    assert "Take part, and cannot be written to: 2" in out
    assert "Line 3, cy: the roster names no usable e-mail address" in out
    assert "Line 4, dana: " in out
    found = status(meetlint, "--roster", roster)
    assert found["bad_addresses"] == 2
    assert not any(name in json.dumps(found) for name in ("cy", "dana"))
    # The settings name the same people, with good addresses.
    assert status(meetlint)["bad_addresses"] == 0


def test_who_is_no_longer_on_the_roster_is_waited_for_no_more(
    meetlint: Call, roster: Path, tmp_path: Path, mail_server: MailServer
) -> None:
    file = tmp_path / "m.prom"
    (tmp_path / "cy.ics").unlink()
    write_roster(roster, bo="bo@example.org", cy="mistyped@example.org", dana="dana@example.org")
    assert send(meetlint, "--roster", roster, "--metrics", file)[0] == 4
    assert figure(file, 'meetlint_digest_mails{state="deferred"}') == 1
    write_roster(roster, bo="bo@example.org", cy="cy@example.org", dana="dana@example.org")
    # Before the next run: apart, and not among those that are tried again.
    out = told(meetlint, "--roster", roster)
    assert "to be tried again" not in out
    assert "Waiting for people who do not take part by this roster: 1" in out
    found = status(meetlint, "--roster", roster)
    assert (found["counts"], found["not_on_roster"], found["unread"]) == (
        {**dict.fromkeys(found["counts"], 0), "sent": 2, "deferred": 1},  # type: ignore[call-overload]
        1,
        0,
    )
    (tmp_path / "cy.ics").write_text(calendar_of("cy@example.org"), "utf-8")
    code, err = send(meetlint, "--roster", roster, "--metrics", file)
    assert code == 0, err
    assert "are forgotten: 1." in err
    assert mail_server.recipients[-1] == ["cy@example.org"]
    assert figure(file, 'meetlint_digest_mails{state="deferred"}') == 0
    assert "this roster" not in told(meetlint, "--roster", roster)


def test_a_roster_forgets_nobody_of_another_one(meetlint: Call, roster: Path, tmp_path: Path) -> None:
    ours = write_roster(tmp_path / "ours.csv", bo="bo@example.org")
    theirs = write_roster(tmp_path / "theirs.csv", cy="cy@example.org", dana="dana@example.org")
    (tmp_path / "cy.ics").unlink()
    file = tmp_path / "m.prom"
    assert send(meetlint, "--roster", theirs)[0] == 4
    code, err = send(meetlint, "--roster", ours, "--metrics", file)
    assert code == 0
    assert "forgotten" not in err
    assert figure(file, 'meetlint_digest_mails{state="deferred"}') == 0
    assert figure(file, "meetlint_digest_mails_not_on_roster") == 1
    assert status(meetlint, "--roster", theirs)["unread"] == 1
    # Not read at all, or cut while it is written: whoever is missing for once is planned anew, and is not given up.
    whole = theirs.read_text("utf-8")
    theirs.write_text(whole.replace("cy,", "x\n,"), "utf-8")
    assert send(meetlint, "--roster", theirs)[0] == 2
    assert status(meetlint, "--roster", ours)["not_on_roster"] == 1
    theirs.write_text(whole.replace("cy,cy.ics,cy@example.org,2026-09-01\n", ""), "utf-8")
    assert "are forgotten: 1." in send(meetlint, "--roster", theirs)[1]
    theirs.write_text(whole, "utf-8")
    (tmp_path / "cy.ics").write_text(calendar_of("cy@example.org"), "utf-8")
    assert "1 sent" in send(meetlint, "--roster", theirs)[1]


def test_nothing_due_is_no_word_of_nobody_waiting(meetlint: Call, week: Path, tmp_path: Path) -> None:
    (tmp_path / "cy.ics").unlink()
    assert send(meetlint)[0] == 4
    file = tmp_path / "m.prom"
    code, err = send(meetlint, "--metrics", file)
    assert figure(file, "meetlint_digest_mails_unread") == 1
    # By the codes: whatever was to be read now could be.
    assert code == 0
    assert re.search(r"To be tried again: 1, the next at \d\d:\d\d\.", err)
    assert "nothing was due" in err
    out = told(meetlint)
    assert re.search(r"^ +cy \(file-missing\), again at \d\d:\d\d$", out, re.MULTILINE)
    found = status(meetlint)
    assert found["unread"] == 1
    assert datetime.fromisoformat(str(found["next_try"])).date().isoformat() == WEDNESDAY
    code, out, _ = meetlint("digest", "status", "--check", "--today", WEDNESDAY)
    assert code == 4
    assert "Not well: 1 whose calendar could not be read." in out
    # Nobody of the others waits.
    (tmp_path / "cy.ics").write_text(calendar_of("cy@example.org"), "utf-8")
    assert meetlint("digest", "send", "--today", "2026-11-19")[0] == 0
    assert "To be tried again" not in send(meetlint)[1]
    code, out, _ = meetlint("digest", "status", "--check", "--today", WEDNESDAY)
    assert (code, out.splitlines()[-1]) == (0, "All is well.")


def test_a_consent_that_is_missing_is_no_calendar_that_cannot_be_read(
    meetlint: Call, week: Path, tmp_path: Path
) -> None:
    send(meetlint)
    week.write_text(week.read_text("utf-8").replace("[mail]\n", '[mail]\nthrough = "graph"\n'), "utf-8")
    code, err = send(meetlint, "--log", "json")
    stopped = json.loads(err.splitlines()[-1])
    assert (code, stopped["event"], stopped["reason"]) == (2, "stopped", "mail-consent")
    assert last_run(meetlint) == (2, "mail-consent", False, True)


def test_a_password_that_cannot_be_had_stops_the_run_with_2(meetlint: Call, week: Path, tmp_path: Path) -> None:
    send(meetlint)
    week.write_text(week.read_text("utf-8").replace("[mail]\n", '[mail]\nuser = "x"\npassword_file = "no"\n'), "utf-8")
    assert send(meetlint)[0] == 2
    assert last_run(meetlint) == (2, "key-unreadable", False, True)
    assert "the file with the password cannot be read." in told(meetlint)


def test_a_check_says_what_is_not_well_and_ends_with_4(meetlint: Call, week: Path, mail_server: MailServer) -> None:
    check = ("digest", "status", "--check", "--today", WEDNESDAY, "--format", "json")
    code, out, _ = meetlint(*check)
    assert (code, json.loads(out)["check"]) == (4, {"ok": False, "complaints": ["no-run"]})
    mail_server.for_recipient["rcpt", "bo@example.org"].append("550 nobody")
    mail_server.for_recipient["body", "dana@example.org"].append(CUT)
    send(meetlint)
    code, out, _ = meetlint(*check)
    assert code == 4
    assert json.loads(out)["check"] == {"ok": False, "complaints": ["run-failed", "unknown", "refused"]}
    assert "check" not in status(meetlint)
    for name in ("bo", "dana"):
        assert meetlint("digest", "resend", name, "--today", WEDNESDAY)[0] == 0
    assert send(meetlint)[0] == 0
    code, out, _ = meetlint(*check)
    assert (code, json.loads(out)["check"]) == (0, {"ok": True, "complaints": []})
    for wrong in (("--within", "8d"), ("--quiet",), ("--check", "--within", "soon"), ("--check", "--within", "0d")):
        assert meetlint("digest", "status", *wrong)[0] == 2


@pytest.mark.parametrize(("minutes", "codes"), [(26 * 60, []), (26 * 60 + 1, ["no-recent-run"]), (0, []), (-60, [])])
def test_a_run_has_to_have_ended_lately(minutes: int, codes: list[str]) -> None:
    ended = datetime(2026, 11, 30, 7, tzinfo=UTC)
    now = datetime.fromtimestamp(ended.timestamp() + minutes * 60, UTC)
    running = Run("now", now, None, {}, is_running=True)
    last = Run("last", ended, ended, {}, 0)
    for runs in ([last], [running, last]):
        found = complaints_of(Status("2026-W49", {}, runs), span_of("26h"), now)
        assert [one.code for one in found] == codes


def test_a_run_of_which_only_its_end_is_known_ended_well() -> None:
    ended = datetime(2026, 11, 30, 7, tzinfo=UTC)
    assert complaints_of(Status("2026-W49", {}, [Run("old", ended, ended, {})]), span_of("1w"), ended) == []
    stopped = Run("new", ended, ended, {}, 2, "mailbox-unreadable")
    (found,) = complaints_of(Status("2026-W49", {}, [stopped]), span_of("1w"), ended)
    assert isinstance(found, Complaint)
    assert (found.code, found.reason) == ("run-stopped", "the mailbox of replies cannot be read")


def test_whatever_the_mail_stops_with_has_words_in_status() -> None:
    """Every name that an error of mailbox, mail server, password or outbox is given, found in the modules."""
    root = Path(connectors.mail.__file__).parent
    named = {
        name for file in root.rglob("*.py") for name in re.findall(r'\.named\("([a-z-]+)"\)', file.read_text("utf-8"))
    }
    assert len(named) > 20
    # Refused when it is opened, so that nothing can be written there.
    assert named - STOPS.keys() == {"outbox-foreign", "outbox-newer", "outbox-other-key", "outbox-address"}
    for code in (*STOPS, *named):
        assert re.fullmatch(r"[a-z0-9-]+", code)


def test_a_length_of_time_is_hours_days_or_weeks() -> None:
    assert [span_of(text).total_seconds() for text in ("26h", "8d", " 2w ")] == [93_600, 691_200, 1_209_600]
    for text in ("", "8", "d", "-1d", "8 d", "1.5d", "99999d"):
        with pytest.raises(UsageError):
            span_of(text)


def test_the_settings_name_the_roster_for_every_command(
    meetlint: Call, roster: Path, week: Path, tmp_path: Path, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_roster(roster, bo="bo@example.org", eve="eve@example.org")
    (tmp_path / "eve.ics").write_text(calendar_of("eve@example.org"), "utf-8")
    other = write_roster(tmp_path / "other.csv", dana="dana@example.org")
    week.write_text(week.read_text("utf-8").replace("[digest]\n", '[digest]\nroster = "people.csv"\n'), "utf-8")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    named = ("--config", week, "--today", WEDNESDAY)
    code, _, err = meetlint("digest", "send", "--first-time", *named)
    assert code == 0, err
    # Eve stands on the roster alone, cy in the settings alone.
    assert sorted(mail_server.recipients) == [["bo@example.org"], ["eve@example.org"]]
    assert "2 of 2 people" in meetlint("doctor", *named, "--workers", "1")[1]
    assert "Nothing was changed: the digest of eve" in meetlint("digest", "resend", "eve", *named)[2]
    assert meetlint("digest", "leave", "eve", *named)[0] == 0
    assert meetlint("digest", "join", "eve", *named)[0] == 0
    assert meetlint("digest", "join", "cy", *named)[0] == 2
    assert "Line 2, bo" not in meetlint("digest", "status", *named)[1]
    # The option goes before it.
    assert meetlint("digest", "send", *named, "--roster", other)[0] == 0
    assert mail_server.recipients[-1] == ["dana@example.org"]


@pytest.mark.parametrize(
    ("more", "words"),
    [('group = "outlook:x"\nroster = "people.csv"\n', "a roster or a group"), ('roster = "more.toml"\n', "a CSV file")],
)
def test_a_roster_that_is_none_is_refused(meetlint: Call, week: Path, more: str, words: str) -> None:
    week.write_text(week.read_text("utf-8").replace("[digest]\n", f"[digest]\n{more}"), "utf-8")
    code, err = send(meetlint)
    assert code == 2
    assert words in err


def test_the_figures_tell_nobody_when_somebody_left(meetlint: Call, week: Path, tmp_path: Path) -> None:
    file = tmp_path / "m.prom"
    assert send(meetlint, "--metrics", file)[0] == 0
    assert meetlint("digest", "leave", "cy", "--today", WEDNESDAY)[0] == 0
    code, _, err = meetlint("digest", "send", "--today", "2026-11-25", "--metrics", file)
    assert code == 0, err
    assert figure(file, 'meetlint_digest_mails{state="sent"}') == 2
    assert "left" not in file.read_text("ascii")
    assert status(meetlint, "--period", "2026-W48")["counts"]["left"] == 1


def test_a_check_that_is_quiet_speaks_only_when_something_is_not_well(meetlint: Call, week: Path) -> None:
    assert send(meetlint)[0] == 0
    check = ("digest", "status", "--check", "--quiet", "--today", WEDNESDAY)
    assert meetlint(*check) == (0, "", "")
    more = '"localhost"\nuser = "digest"\npassword_file = "absent"'
    week.write_text(week.read_text("utf-8").replace('"localhost"', more), "utf-8")
    assert send(meetlint)[0] == 2
    code, out, _ = meetlint(*check)
    assert code == 4
    assert "Not well: the last run was stopped" in out
