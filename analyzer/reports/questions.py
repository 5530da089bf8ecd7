"""The questions by which a person or a team comes to its agreements, and how answers become settings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from analyzer.agreements import WEEKDAYS, Agreements
from analyzer.errors import UsageError
from analyzer.reports.words.wording import Wording
from analyzer.run import Run
from analyzer.settings.template import shown_value
from analyzer.text import N_, Translator

_DAY_NAMES = {
    name: day
    for day, names in zip(
        WEEKDAYS,
        (
            "mon monday ma maandag",
            "tue tuesday di dinsdag",
            "wed wednesday wo woensdag",
            "thu thursday do donderdag",
            "fri friday vr vrijdag",
            "sat saturday za zaterdag",
            "sun sunday zo zondag",
        ),
        strict=True,
    )
    for name in names.split()
}
"""Days as people write them, in English and Dutch."""


@dataclass(frozen=True)
class Question:
    """One question.

    Attributes:
        key: the agreement it fills, or a role.
        text: msgid of the question.
        form: msgid of the form of an answer.
        today: how it stands today, from a run; "" when a run tells nothing.
        is_for_teams: only asked of a team.
    """

    key: str
    text: str
    form: str
    today: Callable[[Run, Wording], str]
    is_for_teams: bool = False


def _metric(run: Run, name: str) -> int:
    return int(run.judgement.metrics[0][name])


def _found(run: Run, rule: str) -> int:
    return sum(finding.rule == rule for finding in run.judgement.findings)


def _share(run: Run, wording: Wording, rule: str) -> str:
    text = {active.rule.name: active.rule.share_text for active in run.judgement.rules}.get(rule)
    share = next((one for one in run.judgement.shares if one.rule == rule), None)
    return wording.translate.text(text, missing=share.missing, judged=share.judged) if text and share else ""


def _nothing(run: Run, wording: Wording) -> str:
    del run, wording
    return ""


QUESTIONS = (
    Question("working_days", N_("On which days do you work?"), N_("mon, tue, wed, thu, fri"), _nothing),
    Question(
        "working_hours",
        N_("From when to when?"),
        N_("08:30-17:30"),
        lambda run, wording: wording.translate(
            N_("Today: {time} of meetings outside working hours."),
            time=wording.minutes(_metric(run, "outside_hours_minutes")),
        ),
    ),
    Question(
        "lunch",
        N_("When is lunch kept free of meetings?"),
        N_("12:00-13:00"),
        lambda run, wording: wording.translate(
            N_("Today: {kept} of {days} lunches are free of meetings."),
            kept=_metric(run, "lunches_kept"),
            days=int(run.judgement.context.days.has_lunch.sum()),
        ),
    ),
    Question("holidays", N_("Of which country do public holidays count?"), N_("NL, or nothing"), _nothing),
    Question(
        "minimum_break",
        N_("How many minutes of break between two calls?"),
        N_("5"),
        lambda run, wording: wording.translate.plural(
            N_("Today: {n} row of calls without a break."),
            N_("Today: {n} rows of calls without a break."),
            _found(run, "back-to-back-calls"),
        ),
        is_for_teams=True,
    ),
    Question(
        "meeting_days",
        N_("Which days are meant for meetings?"),
        N_("tue, thu, or nothing"),
        lambda run, wording: wording.translate.plural(
            N_("Today: {n} day cut to pieces by meetings."),
            N_("Today: {n} days cut to pieces by meetings."),
            _found(run, "scattered-day"),
        ),
        is_for_teams=True,
    ),
    Question(
        "focus_days",
        N_("Which days are kept for concentration?"),
        N_("wed, or nothing"),
        lambda run, wording: wording.translate.plural(
            N_("Today: {n} focus day."), N_("Today: {n} focus days."), _metric(run, "focus_days")
        ),
        is_for_teams=True,
    ),
    Question(
        "facilitator",
        N_("Who guards the process, in which meeting?"),
        N_("Team meeting* = rota: Anna, Bo; Project Atlas = Els"),
        lambda run, wording: _share(run, wording, "no-facilitator"),
        is_for_teams=True,
    ),
    Question(
        "decision_keeper",
        N_("Who keeps the decision list, in which meeting?"),
        N_("Team meeting* = Els"),
        lambda run, wording: _share(run, wording, "no-decision-keeper"),
        is_for_teams=True,
    ),
)
"""Every question, in the order in which they are asked."""


def render_questions(run: Run | None, translate: Translator) -> str:
    """Return one page of questions for a team, with today's figures where a run gives them."""
    lines = [
        translate(N_("# What do we agree on as a team?")),
        "",
        translate(N_("Answer together behind each >; leave what stays as it is. Then: meetlint init --answers FILE")),
        "",
    ]
    for number, question in enumerate(QUESTIONS, 1):
        lines.append(f"{number}. {translate(question.text)}")
        today = question.today(run, Wording(translate, run.zone.zone)) if run is not None else ""
        if today:
            lines.append(f"   {today}")
        lines.append("   " + translate(N_("For example: {form}"), form=translate(question.form)))
        lines += [f"   > {question.key}: ", ""]
    return "\n".join(lines)


def read_answers(text: str) -> dict[str, Any]:
    """Return the answers on a page of questions, in the form that analyzer.settings.template takes them.

    Raises:
        UsageError: a line that answers no question, or an answer that is none; all of them are named.
    """
    answers: dict[str, Any] = {}
    mistakes: list[str] = []
    known = {question.key for question in QUESTIONS}
    for line in re.findall(r"^[ \t]*>[ \t]*(.*)$", text, re.MULTILINE):
        key, colon, value = line.partition(":")
        key, value = key.strip(), value.strip()
        if not colon or key not in known:
            mistakes.append(line)
        elif value:
            try:
                _take(key, value, answers)
            except (ValueError, ValidationError):
                mistakes.append(line)
    if mistakes:
        raise UsageError(
            N_("These answers cannot be read: {lines}."),
            N_("Write them as the examples on the page show."),
            lines=" | ".join(mistakes),
        )
    return answers


def answer(key: str, value: str) -> Any:
    """Return the value of one answer.

    Raises:
        ValueError: it is no answer to this question.
    """
    answers: dict[str, Any] = {}
    _take(key, value, answers)
    return answers[key]


def _take(key: str, value: str, answers: dict[str, Any]) -> None:
    if key in ("facilitator", "decision_keeper"):
        rows = [part.partition("=") for part in value.split(";") if part.strip()]
        if not all(equals and title.strip() and who.strip() for title, equals, who in rows):
            raise ValueError(value)
        answers.setdefault("roles", []).extend((title.strip(), key, who.strip()) for title, _, who in rows)
    elif key in ("working_days", "meeting_days", "focus_days"):
        words = [part for part in re.split(r"[,;\s]+", value.lower()) if part not in ("", "and", "en", "&")]
        days = [_DAY_NAMES.get(word) for word in words]
        if None in days:
            raise ValueError(value)
        answers[key] = tuple(day for day in WEEKDAYS if day in days)
    elif key == "holidays":
        answers[key] = Agreements.model_validate({key: value.upper()}).holidays
    else:
        answers[key] = getattr(Agreements.model_validate({key: value}), key)


def personal_questions() -> Iterable[Question]:
    """Return the questions that one person is asked."""
    return (question for question in QUESTIONS if not question.is_for_teams)


def default_of(key: str, translate: Translator) -> str:
    """Return the default answer to a personal question, as people write it in their language."""
    value = getattr(Agreements(), key)
    if key.endswith("_days"):
        wording = Wording(translate, ZoneInfo("UTC"))
        return ", ".join(wording.weekday(WEEKDAYS.index(day)).lower() for day in value)
    return shown_value(value).strip('"')
