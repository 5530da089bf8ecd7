"""Settings files of anybody: each is read or refused in a sentence, and none of it drives the terminal."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

import rules
from analyzer.errors import SettingsError
from analyzer.rulebook.loading import load_rules
from analyzer.settings.file import MOST_BYTES, MOST_MISTAKES, parse_settings
from analyzer.settings.sections import Section
from analyzer.text import translator
from cli import main
from commands.analysis import file_sections

SAMPLE = Path(__file__).parents[1] / "samples" / "week-en.ics"
SECTIONS = file_sections(load_rules(rules))
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, as_before: None) -> Run:
    """Run meetlint in a folder in which such a settings file lies."""
    monkeypatch.chdir(tmp_path)

    def call(content: bytes, *arguments: str) -> tuple[int, str, str]:
        Path("meetlint.toml").write_bytes(content)
        with pytest.raises(SystemExit) as ended:
            main([*arguments, "--lang", "en"])
        captured = capfd.readouterr()
        return int(ended.value.code or 0), captured.out, captured.err

    return call


def mistakes(text: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        parse_settings(text.encode(), "meetlint.toml", SECTIONS)
    english = translator("en")
    return [one.say(english) for one in (*caught.value.mistakes, caught.value)]


def test_every_hostile_file_is_read_or_refused(run: Run, shared_data: Path) -> None:
    folder = shared_data / "badinputs_second"
    codes = {}
    for path in sorted(folder.glob("*.toml")):
        code, out, err = run(path.read_bytes(), "check", str(folder / "base.ics"), "--me", "me@example.org")
        codes[path.name] = code
        assert is_inert(out + err)
        if code == 2:
            assert "meetlint.toml, line " in err
    assert {name for name, code in codes.items() if code == 2} == set(codes) - {"settings_esc.toml"}
    assert codes["settings_esc.toml"] in (0, 1)


def is_inert(text: str) -> bool:
    return all(sign.isprintable() or sign == "\n" for sign in text)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a = 1\nx = " + "9" * 5000, 2, "more digits"),
        ("[agreements]\nminimum_break = 0x" + "f" * 5000, 2, "more digits"),
        ("[agreements]\nfocus_block = 9223372036854775808", 2, "more digits"),
        ("\nx = " + "[" * 5000, 2, "deep in each other"),
        ("\nx = " + "{a=" * 5000, 2, "deep in each other"),
        ("x = " + "[\n" * 2000, 101, "deep in each other"),
        ("\n\n" + "a." * 3000 + "a = 1", 3, "deep in each other"),
        ("\n[" + "a." * 3000 + "a]\n" + "b = 1\n" * 3000, 2, "deep in each other"),
        ("\nx = {" + "a." * 3000 + "a = 1}", 2, "deep in each other"),
        ('[agreements]\n"²" = 1', 2, "agreements.² is unknown"),
        ('[people."²"]\nx = 1', 2, "people.².x is unknown"),
        ('[people."5"]\nx = 1', 2, "people.5.x is unknown"),
        ('[people."a.b"]\n"x y" = 1', 2, "x y is unknown"),
        ('[digest]\nday = "mon"\nstate = "a\\u0000b"', 3, "holds the null character"),
        ('[privacy]\nrecipients = ["a", "\\u0000"]', 2, "holds the null character"),
        ('[teams."a\\u0000b"]\nmembers = []', 1, "holds the null character"),
    ],
)
def test_what_is_too_large_or_odd_is_refused_with_its_line(run: Run, text: str, line: int, words: str) -> None:
    code, out, err = run(text.encode(), "settings")
    assert (code, out) == (2, "")
    assert f"meetlint.toml, line {line}: " in err
    assert words in err


def test_the_limits_lie_where_they_are_said_to_lie() -> None:
    assert (
        "agreements.focus_block is 9223372036854775807; allowed"
        in mistakes("[agreements]\nfocus_block = 9223372036854775807")[0]
    )
    assert "a is unknown" in mistakes("a." * 99 + "a = 1")[0]
    assert "deep in each other" in mistakes("a." * 100 + "a = 1")[0]
    data = b"#" * (MOST_BYTES - 1) + b"\n"
    assert parse_settings(data, "meetlint.toml", SECTIONS)
    assert mistakes("#" * MOST_BYTES + "\n") == ["meetlint.toml is larger than 1 MB, which no settings file is."]


def test_a_lone_surrogate_is_no_toml(run: Run) -> None:
    assert run(b'[agreements]\nme = "\\ud800"', "settings")[0] == 2
    assert run(b'[agreements]\nme = "\xed\xa0\x80"', "settings")[0] == 2


def test_many_mistakes_are_counted_and_the_first_of_them_said() -> None:
    text = "[agreements]\n" + "".join(f"wrong_{number} = 1\n" for number in range(5000))
    text += '[[ignore]]\nrule = "nope"\ntitle = "x"\nreason = "r"\n' * 3000
    began = time.process_time()
    said = mistakes(text)
    assert time.process_time() - began < 20  # all of them would take minutes
    assert len(said) == MOST_MISTAKES + 1
    assert said[-1] == "meetlint.toml holds mistakes: 8000."
    assert "line 2: agreements.wrong_0 is unknown" in said[0]


HOSTILE = "\\u001b]0;PWNED\\u0007\\u001b[2J\\u0085\\u202e\\u2066\\u200b\\U000e0041"


def test_nothing_of_a_file_is_shown_raw(run: Run) -> None:
    listed = f'[people."{HOSTILE}"]\naddress = "a@b.nl"\n'
    listed += f'[[ignore]]\nrule = "lunch-meeting"\ntitle = "{HOSTILE}"\nreason = "r"'
    code, out, err = run(listed.encode(), "settings")
    assert (code, err) == (0, "")
    assert is_inert(out)
    assert f'title = "{HOSTILE}"' in out
    unknown = f'[agreements]\n"{HOSTILE}" = 1\nme = 5\ntimezone = "{HOSTILE}"\n[people.x]\n"{HOSTILE}" = 1'
    for arguments in (("settings",), ("settings", "--schema"), ("check", str(SAMPLE)), ("events", str(SAMPLE))):
        _, out, err = run(unknown.encode(), *arguments)
        assert is_inert(out + err)
    raw = '[agreements]\nme = "\x9b2J\u202e"\n'.encode()
    assert is_inert("".join(run(raw, "settings")[1:]))


def test_what_is_shown_of_a_text_reads_as_the_same_text(run: Run) -> None:
    _, out, _ = run(f'[agreements]\nme = "{HOSTILE}"'.encode(), "settings")
    line = next(line for line in out.splitlines() if line.startswith("agreements.me "))
    value = line.removeprefix("agreements.me").strip().removesuffix("(meetlint.toml)")
    assert tomllib.loads(f"x = {value}")["x"] == tomllib.loads(f'x = "{HOSTILE}"')["x"]


EXTREMES = (
    *("0", "-1", "9223372036854775807", "1e308", "inf", "nan", "true", "[]", "[[]]", "{}", "{a = 1}", "9999-12-31"),
    *("10:00:00", "0001-01-01T00:00:00+23:59", '""', '"²"', '"["', '"(a+)+$"', '"*"', '"99:99-1:1"', '"23:59-23:58"'),
    *(f'"{HOSTILE}"', f'"{"x" * 100_000}"', '["x"]', '["mon", "mon"]', '"\\u0000"'),
)
BESIDE = {"people": {"address": "a@b.nl"}, "ignore": {"rule": "lunch-meeting", "title": "x", "reason": "r"}}


def files_of(section: Section, model: type[BaseModel]) -> Iterator[str]:
    """Yield files in which one setting has an extreme value."""
    head = {"table": f"[{section.name}]", "tables": f"[{section.name}.x]", "list": f"[[{section.name}]]"}[section.form]
    for name in model.model_fields:
        beside = "".join(f'{key} = "{one}"\n' for key, one in BESIDE.get(section.name, {}).items() if key != name)
        for value in EXTREMES:
            yield f"{head}\n{beside}{name} = {value}\n"


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
def test_no_value_of_any_setting_is_more_than_refused(section: Section) -> None:
    from analyzer.settings.schema import render_settings, settings_in_force

    english = translator("en")
    tried = 0
    for text in files_of(section, section.model):
        tried += 1
        try:
            read = parse_settings(text.encode(), "meetlint.toml", SECTIONS)
        except SettingsError as error:
            for mistake in (*error.mistakes, error):
                assert len(mistake.say(english)) < 3000
            continue
        assert is_inert(render_settings(settings_in_force(read, SECTIONS, {}), english))
    assert tried == len(EXTREMES) * len(section.model.model_fields)


def test_a_pipe_without_end_is_not_read_to_its_end(run: Run) -> None:
    if not Path("/dev/zero").exists():
        pytest.skip("no /dev/zero here")
    code, _, err = run(b"", "settings", "--config", "/dev/zero")
    assert code == 2
    assert "larger than 1 MB" in err
