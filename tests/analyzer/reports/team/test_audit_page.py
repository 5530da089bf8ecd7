"""The page of an audit: what stands in which cell, and what its policy allows."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html import unescape

import pytest
from team_audits import NOW, audit_page, small_audit, told_audit

from analyzer.reports.team.page import render_audit_page
from analyzer.text import translator

TAG = re.compile(r"<[^>]+>")


def part(page: str, name: str) -> str:
    """Return the section of a page that has an id, up to the next one that has."""
    return re.split(r' id="', page[page.index(f'id="{name}"') + 4 :])[0]


def rows_of(page: str, name: str) -> list[list[str]]:
    """Return the text of the cells of a part, row by row, with what is only seen left out."""
    seen = re.sub(r'<(span|b)[^>]*aria-hidden="true">[^<]*</\1>', "", part(page, name))
    return [
        [unescape(TAG.sub("", cell)) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
        for row in re.findall(r"<tr.*?</tr>", seen)
    ]


@pytest.mark.parametrize("name", ["team-told-en", "team-told-nl", "team-small-en", "team-hostile-en"])
def test_the_policy_allows_its_own_style_and_nothing_else(name: str) -> None:
    page = audit_page(name)
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.S)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"content=\"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'\"" in page
    assert "url(" not in style
    assert "@import" not in style


def test_the_week_of_the_team_is_a_table_that_says_every_cell() -> None:
    assert rows_of(audit_page("team-told-en"), "load") == [
        ["Hour", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
        ["10:00", "35%", "55%", "nearly all", "few", "few"],
        ["11:00", "few", "few", "nearly all", "few", "few"],
        ["13:00", "few", "few", "few", "few", "not shown"],
        ["14:00", "few", "few", "few", "few", "few"],
        ["15:00", "few", "few", "few", "between 25% and 55%", "nobody works"],
        ["whole day", "between 5% and 50%", "30%", "between 25% and 55%", "35%", "not shown"],
    ]
    load = part(audit_page("team-told-en"), "load")
    assert "<caption>" in load
    assert "Few: at most 4 people. Nearly all: all but 4 at most." in load
    assert "?: not shown" in load


def test_a_shade_says_nothing_that_words_do_not() -> None:
    load = part(audit_page("team-told-en"), "load")
    shades: dict[str, set[str]] = {}
    for shade, text in re.findall(r'<td class="([^"]+)">(?:<span aria-hidden="true">)?([^<]*)<', load):
        shades.setdefault(text, set()).add(shade)
    assert shades == {
        "35%": {"level-2"}, "30%": {"level-2"}, "55%": {"level-3"}, "few": {"level-0"}, "nearly all": {"level-5"},
        "?": {"withheld"}, "25–55%": {"level-3"}, "5–50%": {"level-2"}, "": {"empty"},
    }  # fmt: skip


def test_four_figures_stand_first_with_last_week_and_their_bands() -> None:
    four = part(audit_page("team-told-en"), "four")
    texts = [text for text in (unescape(one).strip() for one in TAG.split(four)) if text and text[0] != ">"]
    told = " | ".join(texts)
    assert "In meetings | 35% | 9 of 10 members | Week 46, last week: 40% | 0% up to 25%: 4 people" in told
    assert (
        "Lunches free | 60% | Week 46, last week: 40% | Free to concentrate, a week | middle not shown | Longest row"
        in told
    )
    assert re.findall(r'<li class="([^"]+)">', four)[:4] == ["high-80", "high-100", "high-0", "high-0"]
    assert "Too few people have data" in told
    assert "Nearly everybody" not in told  # said of a figure that is not among the four


def test_measures_stand_with_their_weeks_and_how_they_spread() -> None:
    rows = rows_of(audit_page("team-told-en"), "measures")
    assert rows[0] == ["Figure", "Middle of the team", "Week 45", "Week 46", "How it spreads"]
    assert rows[1] == [
        "Working time spent in meetings", "35%", "30%", "40%",
        "0% up to 25%: 4 people; 25% up to 50%: 5 people; 9 of 10 members",
    ]  # fmt: skip
    assert rows[3] == ["Lunches kept free", "60%", "80%", "40%", ""]
    assert rows[4] == ["In one piece to concentrate, a week", "–", "12.5 h", "–", ""]
    assert "Nearly everybody is alike here" in part(audit_page("team-told-en"), "measures")


def test_meetings_stand_in_a_table_with_what_they_break() -> None:
    rows = rows_of(audit_page("team-told-en"), "meetings")
    assert [row[:5] for row in rows[1:]] == [
        ["“Roadmap”", "Wed 11:30, 1 h", "8", "6", "48 h"],
        ["“Weekstart”", "Mon 12:15, 1 h", "9", "6", "54 h"],
        ["“Planning”", "Wed 10:00, 1 h 30 min", "8", "6", "72 h"],
        ["“Demo”", "Thu 12:00, 1 h", "6", "6", "36 h"],
    ]
    assert "“Kick-off”" not in [row[0] for row in rows]  # it is over, and no series


def test_a_member_who_could_not_be_read_is_named_as_a_source_above_all_figures() -> None:
    page = audit_page("team-told-en")
    notice = page.index('<p class="notice">Not read: <bdi>kim.ics</bdi>: <bdi>It holds no calendar.</bdi></p>')
    assert page.index("</h1>") < notice < page.index('id="four"')


def test_a_team_below_the_floor_has_no_picture_no_figure_and_no_question_marks() -> None:
    page = audit_page("team-small-en")
    for name in ('id="load"', 'id="four"', "<li class=", ">?<"):
        assert name not in page
    assert page.index("No figure about the weeks is shown.") < page.index('id="changes"')
    assert len(rows_of(page, "meetings")) == 1 + 4


def test_what_may_be_left_for_later_is_folded() -> None:
    page = audit_page("team-told-nl")
    assert re.findall(r'<details id="([^"]+)">', page) == ["not-shown", "read", "limits"]
    assert '<html lang="nl">' in page


def test_a_page_with_one_week_has_no_trend_and_no_week_before() -> None:
    page = render_audit_page(replace(told_audit(), weeks=told_audit().weeks[:1]), translator("en"), NOW)
    assert "Week 45" not in page


def test_the_day_on_which_it_was_made_is_that_of_the_team() -> None:
    late = NOW.replace(hour=23, minute=30)
    assert "Made by meetlint on Thu 19 Nov 2026" in render_audit_page(small_audit(), translator("en"), late)
