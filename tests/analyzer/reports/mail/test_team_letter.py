"""A team's digest: what the gate released and nothing else, for a manager in a hurry."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from team_audits import AUDITS, SECRETS, TEAM, hostile_audit, small_audit, team_audit, told_audit, week_of_work

from analyzer.reports.mail.team_letter import write_team_letter
from analyzer.text import translator
from tests.analyzer.reports.mail.test_letter import reading
from tests.letters import TERMS, letter_named, parts_of


def test_letter_tells_changes_then_meetings_then_figures_then_how_to_leave() -> None:
    text = letter_named("team-told-en").text
    heard = [
        "This is about the meetings of Team Noord. Everybody of it who takes part gets this same mail. You get it "
        "because Gemeente Voorbeeld put you on the list on 1 September 2026. To stop, reply STOP.\n"
        "A figure about the group is of at least 8 people. Of a meeting of 5 members or more it is said what does not "
        "fit, never whose.\n",
        "\n4 meetings of the team break agreements for several members at once.",
        "What to change:\n1. ",
        "\n3. Move “Roadmap” (Wednesday 25 November 11:30) to 13:00.\nSpares several members: a meeting "
        "in lunch. Together: 8 lunches more, 8 hours less focus time.\n",
        "To be sent by one of you to the organiser:\n",
        "Shall we start “Roadmap” on Wednesday 25 November at 13:00 instead of 11:30? Then lunch stays free.",
        "\nAll together: 17 lunches more",
        "Meetings that break agreements:\nAgreements are the rules set for the team, such as a free lunch and a break "
        "between calls. Hours are those of all participants together, as planned from Monday 19 "
        "October to Sunday 29 November.\n",
        "“Demo” (Thursday 12:00, 1 hour).\n- A meeting in lunch (every time).\n- 6 people, 6 times, together 36 ",
        "The group’s figures:\nOf each week what is in the middle of the group: half of it has more, half less.\n",
        "In meetings. Week 45: 30%; week 46: 40%.\n",
        "Longest row of calls, in hours. Week 45: 2; week 46: 3.\n",
        "Hours in stretches of at least 2 hours. Week 45: 12.5; week 46: not shown.\n"
        "Focus days. Week 45: 2; week 46: 1.\n\n",
        "What is not shown: Too few people have data to show this without showing one of them.\n",
        "To stop, reply STOP",
        "Your calendar is then no longer read for these mails, and no longer counts in them.",
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
    figures = text[text.index("The group’s figures:") : text.index("A program reads")]
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
    assert "\n\n1 more is not told here.\n" in letter.text
    assert "Zesde" not in letter.text
    assert "\n3. " in letter.text
    assert "\n4. " not in letter.text
    assert "in the audit" not in letter_named("team-en").text


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
    assert found.sources == ["mailto:digest@example.org?subject=STOP"]
    assert {"script", "img", "style", "iframe"} & found.tags == set()
    for part in parts_of(letter):
        assert not set(part) & set("\x1b\r\u202e\u2066\ue000\ue001")
    assert letter.picture == b""
    assert letter.alternative == ""
    assert hostile_audit().meetings
    assert len(week_of_work()) == 11


def test_meeting_whose_copies_disagree_is_told_apart_with_the_days_that_are_still_to_come() -> None:
    audit = team_audit()
    roadmap = next(one for one in audit.meetings if one.title == "Roadmap")
    days = [date(2026, 11, 11), date(2026, 11, 18), date(2026, 11, 25)]
    unlike = replace(roadmap, title="Retro anders", rules={}, member_times={}, disagree=3, disagreeing_days=days)
    letter = write_team_letter(replace(audit, meetings=[roadmap, unlike]), TERMS, translator("en"))
    assert letter is not None
    breaking, _, apart = letter.text.partition("Calendars that disagree:\n")
    assert "“Roadmap”" in breaking
    assert "Retro anders" not in breaking
    assert apart.startswith(
        "“Retro anders” (Wednesday 11:30, 1 hour).\n- Not at the same hour in every calendar, or not cancelled in all "
        "of them: on 18 and 25 November.\n"
    )
    over = replace(unlike, disagreeing_days=days[:1])
    letter = write_team_letter(replace(audit, meetings=[roadmap, over]), TERMS, translator("en"))
    assert letter is not None
    assert "disagree" not in letter.text


def test_days_on_which_copies_disagree_come_from_the_calendars() -> None:
    found = {one.title: one for one in team_audit().meetings if one.disagree}
    assert found
    for one in found.values():
        assert len(one.disagreeing_days) == one.disagree
        assert {day.weekday() for day in one.disagreeing_days} == {one.weekday} or one.weekday is None


def test_an_earlier_end_is_not_said_to_fit_everybody() -> None:
    audit = team_audit()
    assert audit.plan is not None
    ends = [one for one in audit.plan.changes if one.change.kind == "end-earlier"]
    moves = [one for one in audit.plan.changes if one.change.kind == "move"]
    for changes, is_said in ((ends, False), (moves, True)):
        assert changes
        letter = write_team_letter(replace(audit, plan=replace(audit.plan, changes=changes)), TERMS, translator("en"))
        assert letter is not None
        assert ("everybody’s calendar" in letter.text) == is_said


def test_masked_name_is_explained_and_not_sent() -> None:
    audit = team_audit()
    assert audit.plan is not None
    first = audit.plan.changes[0]
    masked = replace(first, change=replace(first.change, title="Planning …"))
    letter = write_team_letter(replace(audit, plan=replace(audit.plan, changes=[masked])), TERMS, translator("en"))
    assert letter is not None
    assert "\nWhere … stands, the name of a person was left out.\n" in letter.text
    assert "Shall we end this meeting of Wednesday 25 November 10:00" in letter.text
    assert "Where …" not in letter_named("team-en").text
