"""The command line as people use it: results on standard output, the rest on standard error, honest exit codes."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

import click
import pytest
from running import GUARD_SECONDS, running

from analyzer.text import translator
from cli import cli, main
from commands.folders import pages
from commands.front import PLACES
from commands.helps import HELP
from connectors.options import MAX_FILE_BYTES
from tests.catalogue import messages

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "samples" / "week-en.ics"
TODAY = ("--today", "2026-11-18", "--lang", "en")


class Result:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, as_before: None):
    """Run meetlint in an empty folder with a home of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MEETLINT_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("MEETLINT_CACHE_DIR", str(tmp_path / "cache"))
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")

    def call(*arguments: str) -> Result:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        captured = capfd.readouterr()
        return Result(int(ended.value.code or 0), captured.out, captured.err)

    return call


def calendar(tmp_path: Path, *events: str, name: str = "week.ics") -> Path:
    path = tmp_path / name
    body = "".join(f"BEGIN:VEVENT\r\nDTSTAMP:20261101T000000Z\r\n{event}END:VEVENT\r\n" for event in events)
    head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nX-WR-CALNAME:anna@example.org\r\n"
    path.write_text(f"{head}{body}END:VCALENDAR\r\n", newline="")
    return path


def event(uid: str, start: str, end: str, title: str = "Project Atlas", *more: str) -> str:
    people = [f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{name}@example.org" for name in ("anna", "bo")]
    lines = [
        f"UID:{uid}",
        f"DTSTART;TZID=Europe/Amsterdam:{start}",
        f"DTEND;TZID=Europe/Amsterdam:{end}",
        f"SUMMARY:{title}",
        "ORGANIZER:mailto:bo@example.org",
        *people,
        *more,
    ]
    return "".join(f"{line}\r\n" for line in lines)


LUNCH = event("lunch", "20261116T123000", "20261116T133000", "Vendor demo")
WEEKLY = "RRULE:FREQ=WEEKLY;COUNT=3"
CALM = event("calm", "20261116T140000", "20261116T150000")


def test_check_finds_and_exits_with_1(run, tmp_path: Path) -> None:
    result = run("check", calendar(tmp_path, LUNCH), *TODAY)
    assert result.code == 1
    assert "Vendor demo" in result.out
    assert result.err == ""


def test_check_finds_nothing_and_exits_with_0(run, tmp_path: Path) -> None:
    assert run("check", calendar(tmp_path, CALM), *TODAY).code == 0


def test_check_exit_zero_turns_the_findings_code_off(run, tmp_path: Path) -> None:
    assert run("check", calendar(tmp_path, LUNCH), *TODAY, "--exit-zero").code == 0


def test_check_fail_on_error_lets_a_warning_pass(run, tmp_path: Path) -> None:
    assert run("check", calendar(tmp_path, LUNCH), *TODAY, "--fail-on", "error").code == 0


def test_check_ignore_and_select_choose_rules(run, tmp_path: Path) -> None:
    path = calendar(tmp_path, LUNCH)
    assert run("check", path, *TODAY, "--ignore", "lunch-meeting").code == 0
    assert run("check", path, *TODAY, "--select", "lunch-meeting").code == 1
    assert run("check", path, *TODAY, "--select", "no-focus-day").code == 0


def test_check_says_how_many_of_several_calendars_were_read(run, tmp_path: Path) -> None:
    path = calendar(tmp_path, LUNCH)
    both = run("check", path, "absent.ics", *TODAY)
    assert both.code == 4
    assert "Read in all: 1 of 2 calendars." in " ".join(both.out.split())
    assert "Read in all" not in run("check", path, *TODAY).out


def test_check_says_what_it_cannot_judge_where_only_busy_can_be_seen(run, tmp_path: Path) -> None:
    busy = "UID:busy\r\nDTSTART:20261116T110000Z\r\nDTEND:20261116T130000Z\r\nSUMMARY:Busy\r\n"
    result = run("check", calendar(tmp_path, busy), *TODAY, "--week", "2026-W47")
    assert result.code == 0
    said = " ".join(result.out.split())
    assert "1 event shows only “busy”: it blocks focus time, and whether it is a meeting cannot be known." in said
    assert "These rules could therefore judge nothing: back-to-back-calls," in said
    assert "lunch-meeting" in said
    assert "lunches free" not in said, "a lunch that is not seen is not said to be free"


@pytest.mark.parametrize("form", ["text", "markdown"])
@pytest.mark.parametrize("plain", [[], ["--plain"]])
def test_check_all_lists_what_check_makes_one_line_of(run, form: str, plain: list[str]) -> None:
    arguments = ("check", SAMPLE, *TODAY, "--format", form, *plain)
    brief, whole = run(*arguments), run(*arguments, "--all")
    assert brief.code == whole.code == 1
    assert "--all" in brief.out
    assert "Friday 30 October, 09:30" not in brief.out
    assert "Oct  09:00–11:15" not in brief.out
    dates = re.findall(r"(?:Oct|October|Nov|November),?  ?\d\d:\d\d", whole.out)
    assert len(dates) > len(re.findall(r"(?:Oct|October|Nov|November),?  ?\d\d:\d\d", brief.out)) + 10
    assert "Ask the organiser, " in whole.out
    assert "meetlint check … --all" not in whole.out


def test_demo_leads_to_all_of_the_demo(run) -> None:
    brief = run("demo", "--lang", "en")
    assert "form the pattern: meetlint demo --all\n" in brief.out
    assert len(run("demo", "--lang", "en", "--all").out) > len(brief.out)


def test_check_json_keeps_the_contract(run, tmp_path: Path) -> None:
    result = run("check", calendar(tmp_path, LUNCH), *TODAY, "--format", "json", "--week", "2026-W47")
    report = json.loads(result.out)
    assert report["schema"] == "meetlint/1"
    assert report["period"] == {"from": "2026-11-16", "to": "2026-11-22"}
    (one,) = report["calendars"]
    assert (one["calendar"], one["owner"], one["timezone"]) == (
        "anna@example.org",
        "anna@example.org",
        "Europe/Amsterdam",
    )
    assert (one["events"], one["meetings"], one["not_counted"]) == (1, 1, {})
    (finding,) = report["findings"]
    assert {
        key: finding[key] for key in ("rule", "severity", "calendar", "start", "end", "minutes", "occurrences")
    } == {
        "rule": "lunch-meeting",
        "severity": "warning",
        "calendar": "anna@example.org",
        "start": "2026-11-16T12:30:00+01:00",
        "end": "2026-11-16T13:30:00+01:00",
        "minutes": 30,
        "occurrences": 1,
    }
    assert finding["events"] == [{"uid": "lunch", "start": "2026-11-16T12:30:00+01:00", "title": "Vendor demo"}]
    assert finding["message"]
    assert finding["advice"]
    (metrics,) = report["metrics"]
    assert {key: metrics[key] for key in ("meetings", "meeting_minutes", "workdays", "lunches_kept")} == {
        "meetings": 1,
        "meeting_minutes": 60,
        "workdays": 5,
        "lunches_kept": 4,
    }
    assert report["problems"] == []


def test_events_json_says_counted_or_why_not(run, tmp_path: Path) -> None:
    declined = event("no", "20261117T090000", "20261117T100000").replace("ACCEPTED:mailto:anna", "DECLINED:mailto:anna")
    result = run("events", calendar(tmp_path, LUNCH, declined), *TODAY, "--format", "json")
    assert result.code == 0
    events = {one["uid"]: one for one in json.loads(result.out)["events"]}
    assert (events["lunch"]["counted"], events["lunch"]["reason"], events["lunch"]["people"]) == (True, None, 2)
    assert (events["no"]["counted"], events["no"]["reason"]) == (False, "declined")


@pytest.mark.parametrize("form", ["text", "json", "csv", "markdown", "ics"])
def test_check_has_every_form_in_both_languages(run, form: str) -> None:
    for language in ("en", "nl"):
        result = run("check", SAMPLE, "--today", "2026-11-18", "--lang", language, "--format", form)
        assert result.code == 1
        assert "lunch" in result.out.lower()


def test_a_wrong_path_is_one_sentence_with_the_nearest_name(run, tmp_path: Path) -> None:
    calendar(tmp_path, LUNCH)
    result = run("check", "weak.ics", *TODAY)
    assert result.code == 3
    assert result.out.count("\n") <= 3
    assert "weak.ics" in result.err
    assert "week.ics" in result.err


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "web page"),
        (b'{"events": []}', "JSON"),
        (b"\x1f\x8b\x08\x00" + b"\x00" * 40, "compress"),
    ],
)
def test_a_file_that_is_no_calendar_is_one_sentence(run, tmp_path: Path, content: bytes, word: str) -> None:
    path = tmp_path / "week.ics"
    path.write_bytes(content)
    result = run("check", path, *TODAY)
    assert result.code == 3
    assert word.lower() in result.err.lower()
    assert "Traceback" not in result.err


def test_a_wrong_option_is_refused_with_2(run, tmp_path: Path) -> None:
    result = run("check", calendar(tmp_path, LUNCH), "--wek", "2026-W47")
    assert result.code == 2
    assert "--week" in result.err
    assert result.out == ""


@pytest.mark.parametrize("day", ["9999-12-31", "2200-01-01", "1899-12-31", "0001-01-01"])
def test_a_day_at_which_dates_end_is_refused_by_every_command(run, day: str) -> None:
    for arguments in (("check", SAMPLE), ("digest", "status"), ("doctor",), ("audit", "."), ("collect", SAMPLE)):
        result = run(*arguments, "--today", day, "--lang", "en")
        assert (result.code, result.out) == (2, "")
        assert f"{day} lies outside the years 1900 to 2199." in result.err


def test_a_wrong_rule_is_refused_with_the_nearest_name(run, tmp_path: Path) -> None:
    result = run("check", calendar(tmp_path, LUNCH), *TODAY, "--select", "lunch_meetings")
    assert result.code == 2
    assert "lunch-meeting" in result.err


def test_a_wrong_settings_file_names_every_mistake(run, tmp_path: Path) -> None:
    (tmp_path / "meetlint.toml").write_text('[agreements]\nlunhc = "12:00-13:00"\ntimezone = "Europe/Amsterdm"\n')
    result = run("check", calendar(tmp_path, LUNCH), *TODAY)
    assert result.code == 2
    assert "line 2" in result.err
    assert "lunch" in result.err
    assert "line 3" in result.err
    assert "Europe/Amsterdam" in result.err


def test_a_settings_file_that_is_not_there_is_refused(run, tmp_path: Path) -> None:
    assert run("check", calendar(tmp_path, LUNCH), *TODAY, "--config", "no.toml").code == 2


def test_settings_change_what_is_judged(run, tmp_path: Path) -> None:
    (tmp_path / "meetlint.toml").write_text('[agreements]\nlunch = "11:30-12:30"\n')
    assert run("check", calendar(tmp_path, LUNCH), *TODAY).code == 0


def test_one_of_two_sources_that_fails_is_4(run, tmp_path: Path) -> None:
    result = run("check", calendar(tmp_path, CALM), "absent.ics", *TODAY)
    assert result.code == 4
    assert "absent.ics" in result.err


def test_a_skipped_event_is_4_only_when_strict(run, tmp_path: Path) -> None:
    path = calendar(tmp_path, CALM, event("bad", "20261116T160000", "20261116T150000"))
    assert run("check", path, *TODAY).code == 0
    strict = run("check", path, *TODAY, "--strict", "--format", "json")
    assert strict.code == 4
    (problem,) = json.loads(strict.out)["problems"]
    assert (problem["code"], problem["uid"], problem["source"]) == ("end-before-start", "bad", str(path))
    assert problem["line"] > 1


def test_a_cut_file_is_4_and_never_shown_as_empty(run, tmp_path: Path) -> None:
    path = calendar(tmp_path, CALM, LUNCH)
    text = path.read_bytes()
    path.write_bytes(text[: text.index(b"SUMMARY:Vendor")])
    result = run("check", path, *TODAY)
    assert result.code == 4


HOLIDAYS = "UID:h\r\nDTSTART;VALUE=DATE:20261116\r\nSUMMARY:Feestdag\r\n"


@pytest.mark.parametrize("form", ["text", "json", "csv"])
def test_events_names_in_every_form_what_was_skipped_and_left_out(run, tmp_path: Path, form: str) -> None:
    own = calendar(tmp_path, LUNCH, event("bad", "20261116T160000", "20261116T150000"))
    holidays = calendar(tmp_path, HOLIDAYS, name="holidays.ics")
    holidays.write_text(holidays.read_text().replace("anna@example.org", "Feestdagen in Nederland"))
    result = run("events", own, holidays, *TODAY, "--week", "2026-W47", "--format", form)
    assert result.code == 0
    if form == "json":
        report = json.loads(result.out)
        assert [(one["code"], one["count"]) for one in report["problems"]] == [("end-before-start", 1)]
        assert report["left_out"] == [{"source": str(holidays), "reason": "subscription", "events": 1}]
        assert result.err == "", "what the result holds is not said twice"
        return
    said = " ".join((result.out if form == "text" else result.err).split())
    assert "The event ends before it starts; it was skipped." in said
    assert "Left out: 1 subscribed calendar" in said


@pytest.mark.parametrize("is_found_in_a_folder", [False, True])
def test_the_hours_of_a_subscription_are_taken(run, tmp_path: Path, is_found_in_a_folder: bool) -> None:
    folder = tmp_path / "calendars"
    folder.mkdir()
    own = calendar(folder, CALM)
    match = "UID:m\r\nDTSTART:20261117T120000Z\r\nDTEND:20261117T163000Z\r\nSUMMARY:Ajax - PSV\r\n"
    matches = calendar(tmp_path, match, name="matches.ics")
    named = "Ajax\nX-WR-RELCALID:ajax#sports@group.v.calendar.google.com"
    matches.write_text(matches.read_text().replace("anna@example.org", named))
    sources = [own, matches]
    if is_found_in_a_folder:
        matches.rename(folder / matches.name)
        sources = [folder]
    (alone,), (both,) = (
        json.loads(run("check", *each, *TODAY, "--week", "2026-W47", "--format", "json").out)["metrics"]
        for each in ([own], sources)
    )
    # Tuesday afternoon, 13:00 to 17:30.
    assert alone["focus_minutes"] - both["focus_minutes"] == 270


def test_several_files_that_name_nobody_are_refused_with_a_line_for_each(run, tmp_path: Path) -> None:
    nobody = "UID:{0}\r\nDTSTART:20261116T090000Z\r\nDTEND:20261116T100000Z\r\nSUMMARY:Overleg\r\n"
    paths = [calendar(tmp_path, nobody.format(name), name=f"{name}.ics") for name in ("one", "two")]
    for path in paths:
        path.write_text(path.read_text().replace("X-WR-CALNAME:anna@example.org", "X-WR-CALNAME:Agenda"))
    result = run("check", *paths, *TODAY)
    assert (result.code, result.out) == (2, "")
    assert [f"{path}: does not say whose it is" in result.err for path in paths] == [True, True]
    assert "--me ADDRESS" in result.err
    assert run("check", *paths, *TODAY, "--me", "anna@example.org").code == 0
    assert run("events", *paths, *TODAY, "--shared").code == 0
    assert run("check", paths[0], *TODAY).code == 0


def test_calendars_of_two_people_are_refused(run, tmp_path: Path) -> None:
    anna = calendar(tmp_path, LUNCH)
    bo = calendar(tmp_path, CALM, name="bo.ics")
    bo.write_text(bo.read_text().replace("X-WR-CALNAME:anna@", "X-WR-CALNAME:bo@"))
    result = run("check", anna, bo, *TODAY)
    assert result.code == 2
    assert "bo@example.org" in result.err


def test_an_empty_period_says_where_the_events_are(run, tmp_path: Path) -> None:
    result = run("check", calendar(tmp_path, LUNCH), "--week", "2020-W01", *TODAY)
    assert result.code == 0
    assert "--week 2026-W47" in result.out


def test_standard_input_is_a_source(tmp_path: Path) -> None:
    path = calendar(tmp_path, LUNCH)
    done = subprocess.run(
        [sys.executable, "-m", "cli", "check", "-", *TODAY, "--format", "json"],
        input=path.read_bytes(),
        capture_output=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 1
    assert len(json.loads(done.stdout)["findings"]) == 1


def test_the_result_can_be_written_to_a_file(run, tmp_path: Path) -> None:
    result = run("check", calendar(tmp_path, LUNCH), *TODAY, "--format", "json", "-o", "out.json")
    assert result.out == ""
    assert json.loads((tmp_path / "out.json").read_text())["schema"] == "meetlint/1"


def test_a_result_that_cannot_be_written_is_2(run, tmp_path: Path) -> None:
    assert run("check", calendar(tmp_path, LUNCH), *TODAY, "-o", "absent/out.txt").code == 2


def test_explain_shows_the_page_in_both_languages(run) -> None:
    assert "## Why it matters" in run("explain", "lunch-meeting", "--lang", "en").out
    assert "## Waarom het telt" in run("explain", "lunch-meeting", "--lang", "nl").out
    assert run("explain", "lunch").code == 2
    assert "number of a finding" in run("explain", "37", "--lang", "en").err


def test_rules_lists_all_seven(run) -> None:
    out = run("rules", "--lang", "en").out
    for name in (
        "back-to-back-calls",
        "lunch-meeting",
        "no-facilitator",
        "no-decision-keeper",
        "scattered-day",
        "no-focus-day",
        "meeting-over-focus-time",
    ):
        assert name in out


def test_init_writes_a_file_that_is_read_again(run, tmp_path: Path) -> None:
    for language in ("en", "nl"):
        assert run("init", "--force", "--lang", language).code == 0
        text = (tmp_path / "meetlint.toml").read_text()
        assert run("check", calendar(tmp_path, CALM), *TODAY).code == 0
        uncommented = "\n".join(
            line.removeprefix("# ") if " = " in line or line.startswith("# [") else line for line in text.splitlines()
        )
        (tmp_path / "meetlint.toml").write_text(uncommented)
        result = run("check", calendar(tmp_path, CALM), *TODAY)
        assert result.code == 0, f"what stands in comments is valid too: {result.err}"


def test_init_does_not_write_over_a_file(run, tmp_path: Path) -> None:
    (tmp_path / "meetlint.toml").write_text("")
    assert run("init").code == 2
    assert (tmp_path / "meetlint.toml").read_text() == ""


def test_connect_ics_keeps_the_address_out_of_sight(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = "https://calendar.example.org/private-0123456789/basic.ics"
    read, write = os.pipe()
    os.write(write, f"{secret}\n".encode())
    os.close(write)
    with os.fdopen(read) as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        result = run("connect", "ics", "work")
    assert result.code == 0
    assert "0123456789" not in result.out + result.err
    listed = run("connections")
    assert "ics:work" in listed.out
    assert "0123456789" not in listed.out
    assert run("connect", "ics", "work", "--remove").code == 0
    assert "ics:work" not in run("connections").out


def test_demo_shows_every_rule(run) -> None:
    for language in ("en", "nl"):
        result = run("demo", "--lang", language)
        assert result.code == 0
    sample = run("check", SAMPLE, *TODAY, "--format", "json")
    assert {finding["rule"] for finding in json.loads(sample.out)["findings"]} >= {
        "back-to-back-calls",
        "lunch-meeting",
        "no-facilitator",
        "no-decision-keeper",
        "scattered-day",
        "no-focus-day",
        "meeting-over-focus-time",
    }


def test_the_samples_say_the_same_in_both_languages(run) -> None:
    found = []
    for name in ("week-en.ics", "week-nl.ics"):
        report = json.loads(run("check", ROOT / "samples" / name, *TODAY, "--format", "json").out)
        found.append([(one["rule"], one["start"], one["minutes"], one["severity"]) for one in report["findings"]])
    assert found[0] == found[1]


def test_help_teaches_in_the_reader_s_language(run) -> None:
    assert "Judge a calendar" in run("check", "--help").out
    dutch = run("check", "--help", "--lang", "nl").out
    assert "Gebruik" in dutch
    assert "Judge a calendar" not in dutch


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv=['meetlint','--help']\n"
        "import cli\n"
        "try: cli.main()\n"
        "except SystemExit: pass\n"
        "heavy={'pandas','numpy','icalendar','requests','rich','pydantic','babel','pathlib','traceback'}\n"
        "commands={name for name in sys.modules if name.startswith('commands.')}\n"
        "sys.stderr.write(' '.join(sorted(heavy & set(sys.modules) | commands)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stderr == "commands.front commands.helps"


def test_every_command_in_the_hall_is_there_under_its_name_and_with_its_help() -> None:
    context = click.Context(cli)
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        assert command.name == name
        assert command.help in (HELP[name], translator("nl")(HELP[name]))  # in the language it was last asked for
    assert set(PLACES) == set(HELP)
    assert cli.get_command(context, "nothing") is None


def test_check_of_a_file_imports_nothing_of_the_services_nor_of_planning(tmp_path: Path) -> None:
    code = (
        "import sys; import cli\n"
        "try: cli.main(['check', *sys.argv[1:]])\n"
        "except SystemExit: pass\n"
        "heavy={'googleapiclient','google.auth','google.oauth2','msal','keyring','requests','truststore'}\n"
        "heavy|={'sqlite3','ortools','babel','holidays','jinja2','cryptography','analyzer.changing.planning'}\n"
        "heavy|={'analyzer.reports.html','analyzer.reports.json_report','commands.signing_in.connect','commands.plan'}\n"
        "sys.stderr.write(' '.join(sorted(heavy & set(sys.modules))))"
    )
    command = [sys.executable, "-c", code, str(calendar(tmp_path, LUNCH)), *TODAY]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    assert "Vendor demo" in done.stdout
    assert done.stderr == ""


def test_a_calendar_is_read_judged_and_shown_without_pandas(tmp_path: Path) -> None:
    """Its start alone would be half of a short run."""
    commands = [
        *(["check", "--format", form] for form in ("text", "json", "csv", "markdown", "ics")),
        ["check", "--all"],
        ["check", "--plain"],
        *(["events", "--format", form] for form in ("text", "json", "csv")),
        ["report", "-o", "page.html"],
        ["baseline", "-o", "known.json"],
    ]
    source = calendar(tmp_path, LUNCH, CALM, event("weekly", "20261116T090000", "20261116T093000", "Weekly", WEEKLY))
    code = (
        "import json, sys; sys.path.insert(0, sys.argv[1]); import cli\n"
        "for called in json.loads(sys.argv[2]):\n"
        "    print('@@', *called)\n"
        "    try: cli.main([*called, *sys.argv[3:]])\n"
        "    except SystemExit as ended: code = ended.code or 0\n"
        "    print('@>', code, *sorted({'numpy', 'pandas', 'pyarrow'} & set(sys.modules)), flush=True)"
    )
    command = [sys.executable, "-c", code, str(ROOT), json.dumps(commands), str(source), *TODAY]
    known = os.environ | {"MEETLINT_STATE_DIR": str(tmp_path / "state"), "MEETLINT_CACHE_DIR": str(tmp_path / "cache")}
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=True, env=known)
    ran = [part.partition("\n@> ") for part in f"\n{done.stdout}".split("\n@@ ")[1:]]
    assert [(words.splitlines()[0], told.strip()) for words, _, told in ran] == [
        (" ".join(called), f"{int(called[0] == 'check')} numpy") for called in commands
    ]
    assert all("Vendor demo" in words for words, _, _ in ran[:-2])
    assert "Vendor demo" in (tmp_path / "page.html").read_text()


def test_our_own_mistake_is_70_and_says_no_event_text(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("Vendor demo with Bo")

    monkeypatch.setattr("analyzer.pipeline.build_table", broken)
    result = run("check", calendar(tmp_path, LUNCH), *TODAY)
    assert result.code == 70
    assert "Vendor demo" not in result.err
    assert "RuntimeError" in result.err


def test_a_rule_that_breaks_off_is_named_and_the_others_go_on(run, tmp_path, monkeypatch) -> None:
    from dataclasses import replace

    import rules.scattered_day as module

    def broken(*_: object) -> None:
        raise RuntimeError("x")

    monkeypatch.setattr(module, "RULE", replace(module.RULE, find=broken))
    result = run("check", calendar(tmp_path, LUNCH), *TODAY)
    assert result.code == 70
    assert "scattered-day" in result.err + result.out
    assert "Vendor demo" in result.out


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux tells whether a program waits")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_ends_with_its_code(number: signal.Signals, code: int) -> None:
    command = [sys.executable, "-m", "cli", "check", "-", *TODAY]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with running(command, stdin=subprocess.PIPE, bufsize=0, cwd=ROOT, **quiet) as program:
        program.stdin.write(b"BEGIN:VCALENDAR\r\n")
        while not _waits_for_more(program):
            assert program.poll() is None
            time.sleep(0.01)
        program.send_signal(number)
        assert program.wait(GUARD_SECONDS) == code


def test_an_interrupt_is_heard_while_a_pipe_never_runs_dry() -> None:
    command = [sys.executable, "-m", "cli", "check", "-", *TODAY]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with running(command, stdin=subprocess.PIPE, bufsize=0, cwd=ROOT, **quiet) as program:
        # More than any pipe holds: when it is gone, the program reads.
        assert _poured(program.stdin, 4_000_000) >= 4_000_000
        program.send_signal(signal.SIGINT)
        further = _poured(program.stdin, 2 * MAX_FILE_BYTES)
        assert program.wait(GUARD_SECONDS) == 130
    assert further < MAX_FILE_BYTES / 2, "it ends at once, not when all that may come has come"


def _poured(pipe: IO[bytes], most: int) -> int:
    """Return how many bytes went into a pipe before nobody read them any more, ``most`` or a little more at most."""
    written = 0
    with suppress(BrokenPipeError):
        while written < most:
            written += pipe.write(b"X" * 65_536)
    return written


def _waits_for_more(program: subprocess.Popen[bytes]) -> bool:
    """Tell whether a program has read all there is and sleeps: only then does a signal break its reading for sure."""
    import fcntl
    import termios

    unread = fcntl.ioctl(program.stdin, termios.FIONREAD, bytes(4))
    state = Path(f"/proc/{program.pid}/stat").read_text().rpartition(")")[2].split()[0]
    return not any(unread) and state == "S"


def test_a_reader_that_has_seen_enough_causes_no_complaint() -> None:
    first_line = f"{sys.executable} -c 'print(input())'"
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m cli check {SAMPLE} --today 2026-11-18 --format json | {first_line}"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.stdout == "{\n"
    assert "Traceback" not in done.stderr


def test_a_baseline_lets_only_what_is_new_fail(run, tmp_path: Path) -> None:
    path = calendar(tmp_path, LUNCH)
    assert run("baseline", path, *TODAY).code == 0
    assert "Vendor" not in (tmp_path / "meetlint-baseline.json").read_text()
    known = ("--baseline", "meetlint-baseline.json")
    assert run("check", path, *TODAY, *known).code == 0
    calendar(tmp_path, LUNCH, event("new", "20261117T121500", "20261117T124500", "New one"))
    result = run("check", path, *TODAY, *known, "--format", "json")
    assert result.code == 1
    assert [one["events"][0]["uid"] for one in json.loads(result.out)["findings"]] == ["new"]


def test_a_baseline_that_is_not_there_is_refused(run, tmp_path: Path) -> None:
    assert run("check", calendar(tmp_path, LUNCH), *TODAY, "--baseline", "no.json").code == 2


def test_an_exception_in_the_settings_needs_a_reason_and_is_counted(run, tmp_path: Path) -> None:
    path = calendar(tmp_path, LUNCH)
    section = '[[ignore]]\nrule = "lunch-meeting"\ntitle = "Vendor*"\n'
    (tmp_path / "meetlint.toml").write_text(section)
    assert "reason" in run("check", path, *TODAY).err
    (tmp_path / "meetlint.toml").write_text(section + 'reason = "agreed on 3 November"\n')
    result = run("check", path, *TODAY)
    assert result.code == 0
    assert "agreed on 3 November" in result.out


def test_an_exception_for_a_rule_that_does_not_exist_names_the_nearest(run, tmp_path: Path) -> None:
    (tmp_path / "meetlint.toml").write_text('[[ignore]]\nrule = "lunch_meeting"\ntitle = "x"\nreason = "y"\n')
    result = run("check", calendar(tmp_path, LUNCH), *TODAY)
    assert result.code == 2
    assert "line 2" in result.err
    assert "did you mean lunch-meeting" in result.err


def test_a_rule_of_one_s_own_is_written_tried_and_used(run, tmp_path: Path) -> None:
    assert run("rules", "new", "early-meeting").code == 0
    tried = run("rules", "test", "early_meeting.py", "--lang", "en")
    assert tried.code == 0
    assert "kept" in tried.out
    assert "broken" not in tried.out
    early = event("early", "20261116T080000", "20261116T083000")
    path = calendar(tmp_path, early)
    result = run("check", path, *TODAY, "--rules-from", "early_meeting.py", "--format", "json")
    assert [one["rule"] for one in json.loads(result.out)["findings"]].count("early-meeting") == 1
    assert "early-meeting" in run("rules", "--rules-from", "early_meeting.py").out
    assert run("rules", "new", "early-meeting").code == 2, "an existing file stays"


def test_a_rule_of_one_s_own_that_breaks_off_is_4_and_the_others_go_on(run, tmp_path: Path) -> None:
    run("rules", "new", "early-meeting")
    path = tmp_path / "early_meeting.py"
    path.write_text(path.read_text().replace("settings.earliest_hour", "settings.no_such_thing"))
    result = run("check", calendar(tmp_path, LUNCH), *TODAY, "--rules-from", path)
    assert result.code == 4
    assert "early-meeting" in result.err
    assert "Vendor demo" in result.out
    assert run("rules", "test", path).code == 1


def test_settings_says_what_is_in_force(run, tmp_path: Path) -> None:
    (tmp_path / "meetlint.toml").write_text('[agreements]\nlunch = "12:30-13:00"\n')
    out = run("settings", "--tz", "Europe/Rome", "--lang", "en").out
    lines = {line.split()[0]: line for line in out.splitlines()}
    assert "meetlint.toml" in lines["agreements.lunch"]
    assert "command line" in lines["agreements.timezone"]
    assert json.loads(run("settings", "--schema").out)["title"] == "meetlint.toml"


def test_init_turns_the_answers_of_a_team_into_the_file(run, tmp_path: Path) -> None:
    page = run("init", "--team", SAMPLE, "--lang", "en").out
    assert "lunches are free of meetings" in page
    (tmp_path / "page.txt").write_text(page.replace("> lunch: ", "> lunch: 12:30-13:00"))
    assert run("init", "--answers", "page.txt").code == 0
    assert 'lunch = "12:30-13:00"' in (tmp_path / "meetlint.toml").read_text().splitlines()
    assert run("init", "--answers", "absent.txt", "--force").code == 2


def test_ignored_findings_are_listed_when_asked_for(run, tmp_path: Path) -> None:
    (tmp_path / "meetlint.toml").write_text(
        '[[ignore]]\nrule = "lunch-meeting"\ntitle = "Vendor*"\nreason = "agreed on 3 November"\n'
    )
    path = calendar(tmp_path, LUNCH)
    said = "Vendor demo takes 30 min of lunch"
    assert said not in " ".join(run("check", path, *TODAY).out.split())
    assert said in " ".join(run("check", path, *TODAY, "--show-ignored").out.split())
    (one,) = json.loads(run("check", path, *TODAY, "--format", "json").out)["ignored"]
    assert (one["rule"], one["ignored_by"], one["reason"]) == ("lunch-meeting", "file", "agreed on 3 November")


def test_a_zone_that_does_not_exist_is_refused_with_the_nearest(run, tmp_path: Path) -> None:
    result = run("check", calendar(tmp_path, LUNCH), "--tz", "Europe/Amsterdm", *TODAY)
    assert result.code == 2
    assert "Europe/Amsterdam" in result.err


def test_without_a_command_the_help_is_shown_and_the_code_is_2(run) -> None:
    result = run()
    assert result.code == 2
    assert result.err.startswith("Usage: meetlint")


@pytest.mark.parametrize("command", ["check", "events", "report", "baseline"])
def test_a_calendar_is_never_written_over(run, tmp_path: Path, command: str) -> None:
    path = calendar(tmp_path, LUNCH)
    before = path.read_bytes()
    result = run(command, path, *TODAY, "-o", path)
    assert result.code == 2
    assert path.read_bytes() == before
    assert run("init", "--force", "--defaults", "-o", path).code == 2
    assert path.read_bytes() == before


def test_a_calendar_of_findings_may_be_written_again(run, tmp_path: Path) -> None:
    path = calendar(tmp_path, LUNCH)
    for _ in range(2):
        assert run("check", path, *TODAY, "--format", "ics", "-o", "findings.ics").code == 1


@pytest.mark.parametrize("source", ["week.ics", "google:", "https://example.org/a.ics", "export.zip"])
def test_a_calendar_typed_for_a_command_is_told_the_command(run, source: str) -> None:
    result = run(source, "--lang", "en")
    assert result.code == 2
    assert f"meetlint check {source}" in result.err


def test_a_word_that_is_neither_command_nor_calendar_is_no_command(run) -> None:
    assert "No such command" in run("chekc", "--lang", "en").err


@pytest.mark.parametrize("command", ["check", "events"])
def test_who_asks_check_for_a_page_is_told_of_report(run, command: str) -> None:
    result = run(command, SAMPLE, "--format", "html", "--lang", "en")
    assert result.code == 2
    assert "meetlint report SOURCE" in result.err


def test_pages_that_messages_name_are_shown(run) -> None:
    assert run("explain", "sources").out.startswith("# ")
    assert run("explain", "lunch-meeting", "--lang", "en").out.startswith("# lunch-meeting")
    assert run("explain", "sourcez", "--lang", "en").code == 2


def test_every_page_that_a_text_names_is_there() -> None:
    texts = " ".join(text for message in messages() for text in ([message] if isinstance(message, str) else message))
    named = set(re.findall(r"meetlint explain ([a-z][a-z-]*)", texts))
    assert {"sources", "google", "outlook"} <= named <= pages().keys()
    assert "docs/" not in texts
