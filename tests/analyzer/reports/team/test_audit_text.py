"""An audit as people read it: word for word, and the same in every form.

After a wanted change: ``RENEW_SNAPSHOTS=1 pytest tests/analyzer/reports/team``, then read every line.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from team_audits import NOW, SECRETS, TEAM, audit_of, audit_page, small_audit, team_audit, told_audit, week_of_work

from analyzer.reports.formats import Screen
from analyzer.reports.inert import columns
from analyzer.reports.lines.layout import Page
from analyzer.reports.team.formats import render_audit
from analyzer.reports.team.story import tell_audit
from analyzer.reports.team.text import render_audit_markdown, render_audit_text
from analyzer.reports.words.wording import Wording
from analyzer.team.audit import Audit
from analyzer.team.terms import PrivacySettings
from analyzer.text import translator

EXPECTED = Path(__file__).parent / "expected"
FORMS = ("text", "plain", "ascii", "md")


def shown(audit: Audit, form: str, language: str = "en", width: int = 80) -> str:
    translate = translator(language)
    if form == "md":
        return render_audit_markdown(audit, translate)
    return render_audit_text(audit, translate, Page(width, is_ascii=form == "ascii"), is_plain=form == "plain")


def every_form(audit: Audit, language: str = "en") -> dict[str, str]:
    """Return the audit in every form that leaves the program."""
    screen = Screen(width=80, is_color=False, is_ascii=False, is_plain=False)
    forms = ("text", "markdown", "json", "csv", "html")
    texts = {form: "".join(render_audit(audit, form, translator(language), screen, NOW)) for form in forms}
    return texts | {"plain": shown(audit, "plain", language)}


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("form", FORMS)
def test_audit_reads_as_expected(form: str, language: str) -> None:
    path = EXPECTED / f"told.{form}.{language}.txt"
    text = shown(told_audit(), form, language)
    if os.environ.get("RENEW_SNAPSHOTS"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


@pytest.mark.parametrize("language", ["en", "nl"])
def test_first_screen_says_what_matters_and_what_to_change(language: str) -> None:
    lines = shown(told_audit(), "text", language).splitlines()
    headings = [place for place, line in enumerate(lines) if line.startswith("── ")]
    assert headings[1] <= 30


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("form", ["text", "plain", "ascii"])
def test_text_fits_its_width(form: str, width: int) -> None:
    text = shown(told_audit(), form, "nl", width)
    assert max(columns(line) for line in text.splitlines()) <= width
    assert form != "ascii" or text.isascii()


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("audit", [team_audit, small_audit, told_audit])
def test_no_form_names_anybody_or_shows_a_hidden_title(audit: Callable[[], Audit], language: str) -> None:
    for form, text in every_form(audit(), language).items():
        for secret in (*(f"{member}@" for member in TEAM), *(f"{member}.ics" for member in TEAM), *SECRETS):
            assert secret not in text, (form, secret)
        assert not re.findall(rf"\b({'|'.join(member.capitalize() for member in TEAM)})\b", text), form


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_form_for_people_tells_the_same_sections_and_meetings(language: str) -> None:
    audit = told_audit()
    story = tell_audit(audit, Wording(translator(language), audit.team.zone))
    page = audit_page(f"team-told-{language}")
    for section in story.sections:
        for form in ("text", "plain", "md"):
            assert section.heading in shown(audit, form, language, 120), form
        if section.name != "trend":  # weeks stand beside the figures there
            assert section.heading in page
        for meeting in section.meetings:
            for part in (meeting.when, meeting.hours, *meeting.broken, meeting.disagreeing):
                assert part in page
    assert [len(section.meetings) for section in story.sections if section.name == "meetings"] == [4]


def test_a_team_below_the_floor_gets_its_meetings_and_no_figure() -> None:
    text = " ".join(shown(small_audit(), "text").split())
    assert "4 meetings of the team break agreements" in text
    assert "No figure about the weeks is shown. Too few people have data" in text
    assert "??" not in text
    assert "%" not in text


def test_gains_of_changes_are_added_up_and_what_they_take_is_taken_off() -> None:
    audit = told_audit()
    assert audit.plan is not None
    first, *others = audit.plan.changes
    gains = ({"lunches_kept": 3, "focus_minutes": 60}, {"lunches_kept": 2}, {})
    losses = ({}, {"focus_minutes": 90}, {"lunches_kept": 1})
    changes = [
        replace(
            one, change=replace(one.change, gains=given, losses=taken, removes={"lunch-meeting": 2, "no-agenda": 1})
        )
        for one, given, taken in zip((first, *others), gains, losses, strict=True)
    ]
    story = tell_audit(
        replace(audit, plan=replace(audit.plan, changes=changes)), Wording(translator("en"), audit.team.zone)
    )
    assert story.together == "All together: 4 lunches more, 30 min less focus time."
    story = tell_audit(
        replace(audit, plan=replace(audit.plan, changes=changes[:1])), Wording(translator("en"), audit.team.zone)
    )
    assert story.together == ""


def test_a_figure_of_all_members_does_not_say_of_how_many() -> None:
    everybody = replace(told_audit(), team=replace(told_audit().team, asked=9), unread=())
    text = " ".join(shown(everybody, "text").split())
    assert "Working time spent in meetings: 35% (0% up to 25%: 4 people; 25% up to 50%: 5 people)." in text
    assert "2.5 h (8 of 9 members; 0 h up to 10 h: 8 people)." in text


def test_a_single_band_is_not_told() -> None:
    audit = told_audit()
    first, *others = audit.measures
    all_in_one = replace(first, bands=(replace(first.bands[0], to=None, people=9),))
    text = " ".join(shown(replace(audit, measures=[all_in_one, *others]), "text").split())
    assert "Working time spent in meetings: 35% (9 of 10 members)." in text


def test_days_that_are_over_can_not_change() -> None:
    text = shown(replace(told_audit(), plan=None), "text")
    assert "These days are over: nothing can change any more." in text
    assert "would help most" not in text


def test_an_agreement_that_is_tried_is_named() -> None:
    text = shown(replace(told_audit(), agreed=("focus_days=wed",)), "text")
    assert "── What must change for focus_days=wed ──" in text


def test_terms_are_named_by_their_fingerprint_in_every_form() -> None:
    privacy = PrivacySettings.model_validate({"agreed_on": NOW.date()})
    fingerprint = privacy.fingerprint()
    assert fingerprint
    for form, text in every_form(replace(told_audit(), fingerprint=fingerprint)).items():
        assert form == "csv" or fingerprint in text
        assert "No terms were agreed on" not in text


def test_a_rule_that_broke_off_is_named() -> None:
    for form, text in every_form(replace(told_audit(), failed_rules=("lunch-meeting",))).items():
        assert form in ("json", "csv") or "The rule lunch-meeting broke off" in text.replace("\n", " ").replace(
            "  ", ""
        )


def test_of_a_team_without_meetings_of_five_it_is_not_claimed_that_none_breaks_anything() -> None:
    story = tell_audit(audit_of(week_of_work(), members=TEAM[:4]), Wording(translator("en"), told_audit().team.zone))
    assert story.lead[0].startswith("What a meeting means for people is said from 5 members on")
    assert not any("breaks an agreement" in sentence for sentence in story.lead)
