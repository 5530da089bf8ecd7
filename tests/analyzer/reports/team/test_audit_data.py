"""An audit for other programs: the contract of its JSON, its meetings as CSV, and hostile text in every form."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt
from team_audits import HOSTILE, NOW, audit_page, hostile_audit, small_audit, told_audit

from analyzer.reports.formats import Screen
from analyzer.reports.lines.layout import Page
from analyzer.reports.team.data import render_audit_csv, render_audit_json
from analyzer.reports.team.formats import render_audit
from analyzer.reports.team.text import render_audit_markdown, render_audit_text
from analyzer.team.audit import Audit
from analyzer.text import translator


def data_of(audit: Audit) -> dict[str, object]:
    return json.loads("".join(render_audit_json(audit, translator("en"))))  # type: ignore[no-any-return]


def table_of(audit: Audit) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(render_audit_csv(audit)), newline="")))


def test_json_keeps_its_contract() -> None:
    data = data_of(told_audit())
    assert data["schema"] == "meetlint-audit/1"
    assert data["period"] == {"from": "2026-10-19", "to": "2026-11-29"}
    assert data["team"] == {
        "id": "noord", "name": "Team Noord", "timezone": "Europe/Amsterdam", "members": 10, "read": 9, "floor": 8,
        "fingerprint": None,
    }  # fmt: skip
    assert data["measures"][0] == {  # type: ignore[index]
        "name": "meeting_share", "unit": "share", "people": 9, "median": 0.35,
        "bands": [
            {"from": 0.0, "to": 0.25, "people": 4}, {"from": 0.25, "to": 0.5, "people": 5},
            {"from": 0.5, "to": 0.75, "people": 0}, {"from": 0.75, "to": None, "people": 0},
        ],
        "withheld": None,
    }  # fmt: skip
    assert data["measures"][3]["withheld"] == "few-people"  # type: ignore[index]
    assert [week["week"] for week in data["weeks"]] == ["2026-W45", "2026-W46"]  # type: ignore[attr-defined]
    assert {"weekday": 3, "hour": 10, "in_meetings": 0.8, "withheld": None} in [
        {name: one[name] for name in ("weekday", "hour", "in_meetings", "withheld")}
        for one in data["weekdays"]  # type: ignore[attr-defined]
    ]
    meetings = {one["title"]: one for one in data["meetings"]}  # type: ignore[attr-defined]
    assert meetings["Roadmap"] | {"uid": ""} == {
        "uid": "", "title": "Roadmap", "start": "2026-11-18T11:30:00+01:00", "people": 8, "members": 8,
        "occurrences": 6, "recurring": True, "minutes": 60, "person_minutes": 6 * 60 * 8,
        "rules": meetings["Roadmap"]["rules"], "copies_disagree": 0,
    }  # fmt: skip
    assert meetings["Roadmap"]["rules"]["lunch-meeting"] == 6
    assert meetings["Kick-off"]["copies_disagree"] == 1
    assert sorted(change["people"] for change in data["changes"]) == [8, 8, 9]  # type: ignore[attr-defined]
    assert data["not_shown"] == {"complement": 1, "few-people": 5}
    assert data["problems"] == [{"source": "kim.ics", "message": "It holds no calendar."}]


def test_json_of_a_team_below_the_floor_holds_no_figure_and_its_meetings() -> None:
    data = data_of(small_audit())
    for week in [data, *data["weeks"]]:  # type: ignore[misc]
        assert {one["median"] for one in week["measures"]} == {None}
        assert {band["people"] for one in week["measures"] for band in one["bands"]} == {None}
    assert {one["in_meetings"] for one in data["weekdays"]} == {None}  # type: ignore[attr-defined]
    assert len(data["meetings"]) == 7  # type: ignore[arg-type]


def test_csv_holds_a_line_for_each_meeting_and_a_column_for_each_rule() -> None:
    rows = table_of(told_audit())
    assert [row["title"] for row in rows] == [one.title for one in told_audit().meetings]
    (roadmap,) = [row for row in rows if row["title"] == "Roadmap"]
    assert (roadmap["people"], roadmap["occurrences"], roadmap["person_minutes"]) == ("8", "6", "2880")
    assert (roadmap["lunch-meeting"], roadmap["outside-working-hours"]) == ("6", "0")


# Hostile text


def has_power(text: str) -> set[str]:
    return {one for one in text if one != "\n" and unicodedata.category(one) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")}


def test_hostile_titles_reach_the_audit() -> None:
    assert len({one.title for one in hostile_audit().meetings}) == len(HOSTILE)


@pytest.mark.parametrize("language", ["en", "nl"])
def test_text_and_markdown_of_hostile_titles_hold_no_control_character(language: str) -> None:
    translate = translator(language)
    for is_plain in (False, True):
        text = render_audit_text(hostile_audit(), translate, Page(80), is_plain=is_plain)
        assert has_power(text) == set()
        assert "[/nope][bold red]markup[/bold red]" in text.replace("\n    ", " ")
    assert has_power(render_audit_markdown(hostile_audit(), translate)) == set()


def test_markdown_of_hostile_titles_holds_no_markup_of_its_own() -> None:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    calm, hostile = (
        [
            token
            for block in parser.parse(render_audit_markdown(audit, translator("en")))
            for token in (block, *(block.children or ()))
        ]
        for audit in (told_audit(), hostile_audit())
    )
    assert {token.type for token in hostile} <= {token.type for token in calm}
    assert not {token.type for token in calm} & {"html_block", "html_inline", "link_open", "image"}
    words = "\n".join(token.content for token in hostile if token.type == "text")
    for power in ("<", "evil", "onerror", "@", "|"):
        assert power not in words


def test_no_cell_of_hostile_titles_is_a_formula() -> None:
    rows = table_of(hostile_audit())
    assert '\'=cmd|"/C calc"!A1' in {row["title"] for row in rows}
    assert has_power("".join(cell for row in rows for cell in row.values())) == set()
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


def test_json_of_hostile_titles_can_be_shown_on_a_terminal() -> None:
    text = "".join(render_audit(hostile_audit(), "json", translator("en"), Screen(80, False, False, False), NOW))
    assert has_power(text) == set()
    assert json.loads(text)


class Elements(HTMLParser):
    """The elements of a page, with the names of their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[tuple[str, tuple[str, ...]]] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.add((tag, tuple(name for name, _ in attributes)))


def test_a_page_of_hostile_titles_has_no_element_that_a_calm_one_has_not() -> None:
    calm = Elements(audit_page("team-told-en")).found
    assert Elements(audit_page("team-hostile-en")).found <= calm
    assert not {tag for tag, _ in calm} & {"script", "img", "iframe", "link", "form", "svg"}
    assert not {
        name for _, names in calm for name in names if name.startswith("on") or name in ("style", "src", "href")
    }
