"""settings and init: what is in force and why, and how a person or a team comes to a file."""

from __future__ import annotations

import json
import tomllib

import jsonschema
import pytest
from report_runs import run_of

import rules
from analyzer.reports.questions import QUESTIONS, answer, default_of, read_answers, render_questions
from analyzer.rulebook.loading import load_rules
from analyzer.settings.file import parse_settings
from analyzer.settings.schema import settings_in_force, settings_schema
from analyzer.settings.sections import known_sections
from analyzer.settings.template import render_settings_template
from analyzer.text import translator
from tests.sample_run import sample_run

MODELS = {name: rule.settings for name, rule in load_rules(rules).items()}
SECTIONS = known_sections(MODELS)
FILE = b"""
[agreements]
lunch = "12:30-13:15"
working_days = ["mon", "tue", "thu"]
minimum_break = 10
[[agreements.roles]]
title = "Team*"
facilitator = "rota: Anna, Bo"
[rules.back-to-back-calls]
long_chain = 90
[[ignore]]
rule = "lunch-meeting"
title = "Vendor*"
reason = "agreed"
"""


def test_settings_in_force_say_where_each_value_came_from() -> None:
    settings = parse_settings(FILE, "meetlint.toml", SECTIONS)
    listed = {
        one.key: (one.value, one.origin) for one in settings_in_force(settings, SECTIONS, {"timezone": "Europe/Rome"})
    }
    assert listed["agreements.lunch"] == ('"12:30-13:15"', "meetlint.toml")
    assert listed["agreements.working_hours"] == ('"08:30-17:30"', "default")
    assert listed["agreements.timezone"] == ('"Europe/Rome"', "command line")
    assert listed["agreements.roles"] == ('[{ title = "Team*", facilitator = "rota: Anna, Bo" }]', "meetlint.toml")
    assert listed["agreements.minimum_break"] == ("10", "meetlint.toml")
    assert listed["rules.back-to-back-calls.long_chain"] == ("90", "meetlint.toml")
    assert listed["rules.long-call-stretch.long_stretch"] == ("120", "default")
    assert listed["ignore.1"][1] == "meetlint.toml"
    assert "Vendor*" in listed["ignore.1"][0]


def test_every_setting_is_listed() -> None:
    settings = parse_settings(b"", "meetlint.toml", SECTIONS)
    keys = {one.key for one in settings_in_force(settings, SECTIONS, {})}
    for rule, model in MODELS.items():
        assert {f"rules.{rule}.{name}" for name in model.model_fields} <= keys


def test_the_schema_knows_every_key_and_no_other() -> None:
    schema = settings_schema(SECTIONS)
    assert schema["additionalProperties"] is False
    assert set(schema["properties"]) == {"agreements", "people", "teams", "privacy", "digest", "rules", "ignore"}
    definitions = schema["$defs"]
    assert set(definitions["Rules"]["properties"]) == set(MODELS)
    assert "lunch" in definitions["Agreements"]["properties"]
    assert definitions["Ignore"]["required"] == ["rule", "reason"]
    json.dumps(schema)


def test_the_schema_takes_what_the_reader_takes() -> None:
    validator = jsonschema.Draft202012Validator(settings_schema(SECTIONS))
    good = tomllib.loads(FILE.decode())
    assert list(validator.iter_errors(good)) == []
    for mistake in (
        "[agreements]\nlunhc = 1",
        '[agreements]\nlunch = "noon"',
        "[rules.lunch]\n",
        "[[ignore]]\nrule='x'",
    ):
        assert list(validator.iter_errors(tomllib.loads(mistake))), mistake


def test_the_page_of_questions_holds_every_question_and_today_s_figures() -> None:
    page = render_questions(sample_run("en"), translator("en"))
    for question in QUESTIONS:
        assert f"> {question.key}:" in page
    metrics = sample_run("en").judgement.metrics[0]
    assert f"{metrics['lunches_kept']} of {metrics['workdays']} lunches" in page
    assert read_answers(page) == {}


def test_a_workday_without_lunch_is_no_lunch_in_the_questions_either() -> None:
    days = {"wed": {"working_hours": "09:00-12:00", "lunch": ""}}
    run = run_of("mon 12:30-13:30 Demo | people=4", judging={"agreements": {"days": days}})
    assert "Today: 3 of 4 lunches are free" in render_questions(run, translator("en"))


def test_answers_become_a_file_that_is_read_again() -> None:
    page = render_questions(None, translator("nl"))
    for key, value in {
        "lunch": "12:30-13:00",
        "working_days": "mon, tue, thu",
        "holidays": "NL",
        "minimum_break": "10",
        "focus_days": "wed",
        "facilitator": "Teamoverleg* = rota: Anna, Bo; Project Atlas = Els",
        "decision_keeper": "Teamoverleg* = Els",
    }.items():
        page = page.replace(f"> {key}: ", f"> {key}: {value}")
    text = render_settings_template(SECTIONS, translator("nl"), read_answers(page))
    settings = parse_settings(text.encode(), "meetlint.toml", SECTIONS)
    agreements = settings.agreements
    assert agreements.lunch == ((750, 780),)
    assert agreements.working_days == ("mon", "tue", "thu")
    assert (agreements.holidays, agreements.focus_days) == ("NL", ("wed",))
    assert agreements.minimum_break == 10
    assert [(one.title, one.facilitator, one.decision_keeper) for one in agreements.roles] == [
        ("Teamoverleg*", "rota: Anna, Bo", ""),
        ("Project Atlas", "Els", ""),
        ("Teamoverleg*", "", "Els"),
    ]


@pytest.mark.parametrize(
    "line", ["> lunch: noon", "> lunhc: 12:00-13:00", "> focus_days: someday", "> facilitator: Els"]
)
def test_an_answer_that_is_none_is_refused_by_name(line: str) -> None:
    with pytest.raises(Exception, match="cannot be read"):
        read_answers(f"1. Question\n   {line}\n")


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("working_days", "mon tue", ("mon", "tue")),
        ("working_days", "Maandag, dinsdag en do", ("mon", "tue", "thu")),
        ("holidays", "nl", "NL"),
        ("working_hours", "09:00-12:00", ((540, 720),)),
        ("minimum_break", "7", 7),
    ],
)
def test_an_answer_is_read_as_its_setting(key: str, text: str, value: object) -> None:
    assert answer(key, text) == value


@pytest.mark.parametrize(("language", "days"), [("en", "mon, tue, wed, thu, fri"), ("nl", "ma, di, wo, do, vr")])
def test_the_days_offered_are_in_the_language_of_the_reader_and_can_be_typed_back(language: str, days: str) -> None:
    assert default_of("working_days", translator(language)) == days
    assert answer("working_days", days) == ("mon", "tue", "wed", "thu", "fri")
