"""``meetlint.toml``: what is understood, and how every mistake is named at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel, Field

from analyzer.errors import SettingsError
from analyzer.judging.rule import RuleSettings, setting
from analyzer.settings.file import parse_settings
from analyzer.settings.sections import known_sections
from analyzer.text import translator


class Chains(RuleSettings):
    minimum_break: int = setting(5, "shortest break", unit="minutes", ge=1, le=60)


MODELS = {"back-to-back-calls": Chains}
SECTIONS = known_sections(MODELS)


def mistakes(text: str | bytes) -> list[str]:
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(SettingsError) as caught:
        parse_settings(data, "meetlint.toml", SECTIONS)
    english = translator("en")
    return [mistake.say(english) for mistake in caught.value.mistakes] or [caught.value.say(english)]


def test_parse_settings_reads_agreements_and_rules() -> None:
    settings = parse_settings(
        b'[agreements]\nlunch = "12:30-13:15"\nworking_days = ["mon", "tue", "thu"]\n'
        b'[agreements.days.thu]\nworking_hours = ["09:00-12:00", "19:00-21:00"]\nlunch = ""\n'
        b"[[agreements.shifts]]\nday = 2026-12-24\n"
        b'working_hours = "22:00-06:00"\n'
        b"[rules.back-to-back-calls]\nminimum_break = 10\n",
        "meetlint.toml",
        SECTIONS,
    )
    assert settings.agreements.lunch == ((750, 795),)
    assert settings.agreements.days["thu"].working_hours == ((540, 720), (1140, 1260))
    assert settings.agreements.days["thu"].lunch == ()
    assert settings.agreements.shifts[0].working_hours == ((1320, 1800),)
    assert settings.rules == {"back-to-back-calls": Chains(minimum_break=10)}


def test_parse_settings_of_an_empty_file_gives_the_defaults() -> None:
    settings = parse_settings(b"", "meetlint.toml", SECTIONS)
    assert settings.agreements.working_hours == ((8 * 60 + 30, 17 * 60 + 30),)
    assert settings.agreements.lunch == ((12 * 60, 13 * 60),)
    assert settings.rules == {"back-to-back-calls": Chains()}


def test_parse_settings_names_every_mistake_with_line_key_and_nearest_name() -> None:
    found = mistakes(
        '[agreements]\nworking_hours = "0830-1700"\nworkin_days = ["mon"]\ntimezone = "Europe/Amsterdm"\n'
        "[rules.back-to-back-calls]\nminimum_break = 0\n[rules.back_to_back]\n"
    )
    assert len(found) == 5
    assert found[0].startswith("meetlint.toml, line 2: agreements.working_hours is '0830-1700'; allowed is a window")
    assert found[1].startswith("meetlint.toml, line 3: agreements.workin_days is unknown; did you mean working_days?")
    assert found[2].startswith("meetlint.toml, line 4: agreements.timezone is 'Europe/Amsterdm'; allowed is an IANA")
    assert found[2].endswith("→ Europe/Amsterdam")
    assert found[3] == "meetlint.toml, line 6: rules.back-to-back-calls.minimum_break is 0; allowed is ≥ 1."
    assert "did you mean back-to-back-calls?" in found[4]


def test_parse_settings_says_allowed_values_in_dutch_too() -> None:
    with pytest.raises(SettingsError) as caught:
        parse_settings(b"[agreements]\nlunch = 3\n", "meetlint.toml", SECTIONS)
    dutch = caught.value.mistakes[0].say(translator("nl"))
    assert dutch != caught.value.mistakes[0].say(translator("en"))


def test_parse_settings_refuses_a_secret_and_does_not_repeat_it() -> None:
    found = mistakes('[agreements]\nclient_secret = "hunter2"\n')
    assert any("looks like a secret" in one for one in found)


@pytest.mark.parametrize("windows", ['["09:00-12:00", "11:00-13:00"]', '"25:00-26:00"', '"09:00-09:00"', "7", "[7]"])
def test_parse_settings_refuses_windows_that_are_none(windows: str) -> None:
    assert len(mistakes(f"[agreements]\nworking_hours = {windows}\n")) == 1


def test_parse_settings_refuses_toml_that_is_none() -> None:
    assert "is not valid TOML" in mistakes("[agreements\n")[0]


def test_parse_settings_names_the_byte_that_is_not_utf8() -> None:
    assert mistakes(b'naam = "Zo\xeb"') == ["meetlint.toml is not UTF-8 at byte 10."]


def test_parse_settings_reads_a_byte_order_mark() -> None:
    assert parse_settings(b"\xef\xbb\xbf[agreements]\n", "meetlint.toml", SECTIONS).file == "meetlint.toml"


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("c02_wrong_type.toml", ["rules.back_to_back", "line 1", "back-to-back-calls"]),
        ("c06_secret_in_file.toml", ["google.client_secret", "line 2", "secret"]),
        ("c07_bad_timezone.toml", ["user", "line 1"]),
        ("c09_cp1252.toml", ["not UTF-8 at byte"]),
    ],
)
def test_parse_settings_of_bad_files(name: str, parts: list[str], shared_data: Path) -> None:
    said = "\n".join(mistakes((shared_data / "badinputs" / name).read_bytes()))
    for part in parts:
        assert part in said
    assert "GOCSPX" not in said


def test_value_of_a_wrong_form_is_said_in_the_settings_own_words() -> None:
    class Section(BaseModel):
        tenant: str = Field("x", pattern="^[a-z]+$", description="tenant id or domain")

    with pytest.raises(SettingsError) as failed:
        parse_settings(
            b'[outlook]\ntenant = "my tenant!"\n', "meetlint.toml", known_sections(MODELS, {"outlook": Section})
        )
    (mistake,) = failed.value.mistakes
    assert "allowed is tenant id or domain" in str(mistake)
    assert "pattern" not in str(mistake)


def test_exception_to_a_rule_that_does_not_exist_is_named_beside_other_mistakes() -> None:
    said = mistakes('[agreements]\nlunch = 3\n[[ignore]]\nrule = "back-to-back-cals"\ntitle = "x"\nreason = "x"\n')
    assert len(said) == 2
    assert "line 4: back-to-back-cals is unknown; did you mean back-to-back-calls?" in said[1]
