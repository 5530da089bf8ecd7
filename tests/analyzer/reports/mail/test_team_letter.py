"""A team's digest: what the gate released and nothing else, for a manager in a hurry."""

from __future__ import annotations

from dataclasses import replace

import pytest
from team_audits import AUDITS, SECRETS, TEAM, hostile_audit, small_audit, team_audit, told_audit, week_of_work

from analyzer.reports.mail.team_letter import write_team_letter
from analyzer.text import translator
from tests.analyzer.reports.mail.test_letter import reading
from tests.letters import TERMS, letter_named, parts_of


def test_letter_tells_changes_then_meetings_then_figures_then_how_to_leave() -> None:
    text = letter_named("team-told-en").text
    heard = [
        "This is about the meetings of Team Noord. You get it because you joined on Tuesday 1 September 2026. "
        "To stop, answer STOP.\nAbout the team and its meetings, not about anybody in it:",
        "\n4 meetings of the team break agreements for several members at once.",
        "What to change:\n1. ",
        "\n3. Move “Roadmap” (Wednesday 25 November 11:30) to 13:00.\nGives: 8 lunches back.",
        "Shall we start “Roadmap” on Wednesday 25 November at 13:00? Then everybody can go outside at lunch.",
        "\nTogether: 17 lunches back.",
        "Meetings that break agreements:\n",
        "“Demo” (Thursday 12:00, 1 hour).\n- A meeting in lunch (every time).\n- 6 people, 6 times, together 36 ",
        "The group’s figures:\nIn the middle of the team: 35 percent of the working time in meetings, 60 percent",
        "Week 45, Week 46.\nIn meetings: 30%, 40%.",
        "To concentrate: 12.5 h, not shown.\nFocus days: 2, 1.\n\n",
        "To leave, answer STOP",
    ]
    place = 0
    for words in heard:
        assert words in text[place:], words
        place = text.index(words, place) + len(words)


@pytest.mark.parametrize("name", AUDITS)
def test_letter_names_no_person_and_nothing_that_the_gate_keeps_back(name: str) -> None:
    told = "\n".join(parts_of(letter_named(name))).lower()
    assert [secret for secret in SECRETS if secret.lower() in told] == []
    assert [member for member in TEAM if f"{member}@example.org" in told or f"{member}.ics" in told] == []
    assert "kim.ics" not in told


def test_names_of_members_stand_nowhere() -> None:
    words = set(letter_named("team-en").text.replace(",", " ").replace(".", " ").lower().split())
    assert words & set(TEAM) == set()


def test_group_too_small_for_figures_is_told_so_and_no_figure() -> None:
    text = letter_named("team-small-en").text
    figures = text[text.index("The group’s figures:") : text.index("To leave")]
    assert "No figure about the weeks is shown." in figures
    assert "percent" not in figures
    assert small_audit().measures  # they exist, and were kept back


def test_terms_are_told_to_who_can_do_something_about_them() -> None:
    assert "\nNo terms were agreed on with a works council.\n" in letter_named("team-en").text
    agreed = write_team_letter(replace(team_audit(), fingerprint="1a2b-3c4d"), TERMS, translator("en"))
    assert agreed is not None
    assert "agreed on with the works council, fingerprint 1a2b-3c4d.\n" in agreed.text


def test_subject_names_neither_team_nor_meeting() -> None:
    assert letter_named("team-en").subject == "Your team’s meetings, week 47"
    assert letter_named("team-hostile-en").subject == "Your team’s meetings, week 47"
    assert letter_named("team-nl").subject == "De vergaderingen van je team, week 47"


def test_at_most_five_meetings_and_three_changes_are_told() -> None:
    audit = team_audit()
    breaking = [one for one in audit.meetings if one.title in ("Roadmap", "Weekstart", "Planning", "Demo")]
    assert len(breaking) == 4
    assert audit.plan is not None
    many = replace(
        audit,
        meetings=[*breaking, replace(breaking[0], title="Vijfde"), replace(breaking[0], title="Zesde")],
        plan=replace(audit.plan, changes=[*audit.plan.changes, *audit.plan.changes][:4]),
    )
    letter = write_team_letter(many, TERMS, translator("en"))
    assert letter is not None
    assert "There are more of them: the audit lists them all." in letter.text
    assert "Zesde" not in letter.text
    assert "\n3. " in letter.text
    assert "\n4. " not in letter.text
    assert "There are more of them" not in letter_named("team-en").text


def test_nothing_to_say_is_no_letter() -> None:
    audit = team_audit()
    calm = [one for one in audit.meetings if one.title in ("Stand-up", "Retro")]
    assert calm
    assert write_team_letter(replace(audit, meetings=calm, plan=None), TERMS, translator("en")) is None
    assert write_team_letter(replace(audit, plan=None), TERMS, translator("en")) is not None
    assert write_team_letter(replace(audit, meetings=calm), TERMS, translator("en")) is not None


def test_period_that_is_over_proposes_nothing() -> None:
    letter = write_team_letter(replace(told_audit(), plan=None), TERMS, translator("en"))
    assert letter is not None
    assert "These days are over: nothing can change any more." in letter.text
    assert "1. " not in letter.text


def test_hostile_texts_are_inert() -> None:
    letter = letter_named("team-hostile-en")
    found = reading(letter.html)
    assert found.sources == []
    assert {"script", "img", "style", "a", "iframe"} & found.tags == set()
    for part in parts_of(letter):
        assert not set(part) & set("\x1b\r\u202e\u2066\ue000\ue001")
    assert letter.picture == b""
    assert letter.alternative == ""
    assert hostile_audit().meetings
    assert len(week_of_work()) == 11
