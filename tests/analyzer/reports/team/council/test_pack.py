"""The document for works council and DPIA: whole, the same in each language, and harmless whatever the settings say."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from typing import Any

import pytest
from html_pages import HOSTILE
from markdown_it import MarkdownIt

from analyzer.reports.team.council.data import STOP_NAMES
from analyzer.reports.team.council.document import (
    Bullets,
    DigestFacts,
    Document,
    PackFacts,
    PackWording,
    Table,
    TeamFacts,
    Text,
)
from analyzer.reports.team.council.forms import render_log, render_pack
from analyzer.reports.team.council.pack import tell_pack
from analyzer.team import gate, released
from analyzer.team.log import LogEntry
from analyzer.team.stop_list import COUNCILS, STOP_LIST
from analyzer.team.terms import LEAST_FLOOR, PrivacySettings
from analyzer.text import LANGUAGES, translator

AGREED: dict[str, Any] = {
    "purpose": "Healthy weeks",
    "grounds": "Legitimate interest",
    "recipients": ("The team", "Its manager"),
    "contact": "privacy@example.org",
    "floor": 9,
    "retention_days": 123,
    "agreed_on": date(2026, 11, 1),
    "agreed_until": date(2027, 10, 31),
}
TEAMS = (TeamFacts("Platform", 12, "anna"), TeamFacts("Just", 9, ""), TeamFacts("Small", 8, ""))
TODAY = date(2026, 11, 30)


def facts(teams: tuple[TeamFacts, ...] = TEAMS, today: date = TODAY, **terms: object) -> PackFacts:
    return PackFacts(PrivacySettings(**{**AGREED, **terms}), teams, "meetlint.toml", today, "1.2.3")


def told(pack: PackFacts, language: str = "en") -> Document:
    return tell_pack(pack, PackWording(translator(language), protect=str, typed=str))


def texts_of(document: Document) -> list[str]:
    found = [document.title, *(text for fact in document.facts for text in fact)]
    for section in document.sections:
        found.append(section.heading)
        for block in section.blocks:
            if isinstance(block, Text):
                found.append(block.text)
            elif isinstance(block, Bullets):
                found += block.items
            else:
                found += [cell for row in (block.heads, *block.rows) for cell in row]
    return found


def missing(pack: PackFacts) -> list[str]:
    [*found] = (section for section in told(pack).sections if section.name == "missing")
    return [block.text for section in found for block in section.blocks if isinstance(block, Text) and block.is_missing]


def test_all_languages_have_the_same_parts() -> None:
    def shape(document: Document) -> list[Any]:
        return [
            (
                section.name,
                [
                    (type(block).__name__, len(block.items) if isinstance(block, Bullets) else 0)
                    if not isinstance(block, Table)
                    else ("Table", len(block.heads), len(block.rows))
                    for block in section.blocks
                ],
            )
            for section in document.sections
        ]

    assert len(LANGUAGES) > 1
    for pack in (facts(), facts((), purpose="", agreed_on=None)):
        assert all(shape(told(pack, language)) == shape(told(pack)) for language in LANGUAGES)


def test_a_language_leaves_no_sentence_of_another() -> None:
    pack = facts()
    both = set(texts_of(told(pack, "en"))) & set(texts_of(told(pack, "nl")))
    # Names, what is typed, and numbers stand in both; a sentence ends in a full stop and has blanks.
    assert [text for text in both if text.endswith(".") and " " in text] == []
    headings = [{section.heading for section in told(pack, language).sections} for language in ("en", "nl")]
    assert headings[0] & headings[1] == set()


def test_sections_have_names_of_their_own_and_tables_whole_rows() -> None:
    document = told(facts())
    names = [section.name for section in document.sections]
    assert len(names) == len(set(names))
    tables = [block for section in document.sections for block in section.blocks if isinstance(block, Table)]
    assert len(tables) > 8
    assert all(len(row) == len(table.heads) for table in tables for row in table.rows)


def test_what_is_whole_misses_nothing() -> None:
    assert missing(facts()) == []
    assert "missing" not in [section.name for section in told(facts()).sections]


@pytest.mark.parametrize("term", ["purpose", "grounds", "recipients", "contact", "agreed_on", "agreed_until"])
@pytest.mark.parametrize("blank", [False, True], ids=["empty", "blanks"])
def test_each_term_that_is_not_filled_in_is_missing_in_bold(term: str, blank: bool) -> None:
    if term.startswith("agreed"):
        nothing: object = None
    else:
        nothing = (("  ",) if blank else ()) if term == "recipients" else "  " * blank
    [text] = missing(facts(**{term: nothing}))
    assert term in text
    markdown = render_pack(facts(**{term: nothing}), "markdown", translator("en"))
    assert re.search(rf"^\*\*[^*]*`{term}`[^*]*\*\*$", markdown, re.MULTILINE)
    assert "<strong>" in render_pack(facts(**{term: nothing}), "html", translator("en"))


def test_no_team_is_missing() -> None:
    [text] = missing(facts(()))
    assert "[teams.ID]" in text


def test_a_digest_without_a_team_is_what_the_document_is_about() -> None:
    digest = DigestFacts(group="", is_group_joined=False, reads_replies=True, keeps_sent=False, retention_days=60)
    pack = replace(facts(()), digest=digest)
    assert missing(pack) == []
    document = told(pack)
    assert document.title.startswith("The weekly mail")
    names = [section.name for section in document.sections]
    assert names.index("digest") == names.index("teams") + 1
    assert any("--dry-run DIR" in text for text in texts_of(document)), "who runs it can read a mail before it goes"
    # With a team it is one part of many.
    both = told(replace(facts(), digest=digest))
    assert both.title.startswith("Team audits")
    names = [section.name for section in both.sections]
    assert names.index("digest") > names.index("teams") + 1


def test_terms_are_said_to_have_ended_after_their_last_day_and_not_on_it() -> None:
    assert missing(facts(today=date(2027, 10, 31))) == []
    [text] = missing(facts(today=date(2027, 11, 1)))
    assert "The terms ended on Sunday 31 October 2027." in text


def test_a_last_day_before_the_agreement_is_said() -> None:
    assert len(missing(facts(agreed_on=date(2027, 11, 1)))) == 1
    assert missing(facts(agreed_on=date(2027, 10, 31))) == []


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_the_settings_in_force_stand_in_it(form: str) -> None:
    pack = facts()
    page = render_pack(pack, form, translator("en"))
    fingerprint = pack.terms.fingerprint()
    assert fingerprint is not None
    assert page.count(fingerprint) == 3
    for text in ("Healthy weeks", "Legitimate interest", "The team", "Its manager", "privacy@example.org", "Platform"):
        assert text in page
    for text in ("at least 9 people", "123 days", "Sunday 31 October 2027", "Monday 30 November 2026", "1.2.3"):
        assert text in page
    assert "at least 8 people" not in page


def test_without_an_agreement_there_is_no_fingerprint_and_nothing_to_sign() -> None:
    page = render_pack(facts(agreed_on=None), "markdown", translator("en"))
    assert "There is no fingerprint yet" in page
    assert "This is a draft" in page
    assert not re.search(r"\b[0-9a-f]{12}\b", page)


def test_a_team_below_the_floor_gets_no_figures() -> None:
    [table] = [
        block
        for section in told(facts()).sections
        if section.name == "teams"
        for block in section.blocks
        if isinstance(block, Table)
    ]
    assert table.rows == [
        ["Platform", "12", "yes, if 9 take part", "anna"],
        ["Just", "9", "yes, if 9 take part", "nobody is named"],
        ["Small", "8", "no: fewer than 9 members", "nobody is named"],
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_are_said_to_be_shown_only_where_they_are(language: str) -> None:
    shown, hidden = (set(texts_of(told(facts(titles=titles), language))) for titles in (True, False))
    assert len(shown - hidden) >= 2
    assert any("titles = true" in text for text in shown - hidden)
    assert any("titles = false" in text for text in hidden - shown)


def test_every_word_of_the_stop_list_stands_under_what_it_is_about() -> None:
    assert list(STOP_NAMES) == list(STOP_LIST)
    [table] = [
        block
        for section in told(facts()).sections
        if section.name == "stop-list"
        for block in section.blocks
        if isinstance(block, Table)
    ]
    listed = [set(words.split(", ")) for _, words in table.rows]
    assert listed == [*(set(words.split()) for words in STOP_LIST.values()), set(COUNCILS)]


def test_what_is_said_of_the_gate_is_what_the_gate_does() -> None:
    [section] = [section for section in told(facts()).sections if section.name == "gate"]
    text = " ".join(texts_of(Document("", (), [section])))
    assert f"lower than {LEAST_FLOOR}." in text
    assert f"the figures of {gate.KNOWN} colleagues" in text
    assert f"at least {gate.LEAST_IN_BAND} people" in text
    assert released.STEPS["hours"] == released.STEPS["days"] == 0.5, "the text says halves"
    assert f"steps of {released.STEPS['share']:.0%}".replace("%", " percent") in text


class Reader(HTMLParser):
    """What stands in a page: its elements with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def hostile(text: str) -> PackFacts:
    pack = facts((TeamFacts(text, 12, text),), purpose=text, grounds=text, recipients=(text, "|" + text), contact=text)
    return replace(pack, settings_file=text)


ALLOWED = {
    *("html", "head", "meta", "title", "style", "body", "header", "main", "section", "h1", "h2", "p", "strong", "bdi"),
    *("dl", "div", "dt", "dd", "ul", "li", "table", "thead", "tbody", "tr", "th", "td", "code"),
}


@pytest.mark.parametrize("text", HOSTILE[:26], ids=range(26))
def test_hostile_settings_are_text_and_nothing_more_in_a_page(text: str) -> None:
    plain, found = (Reader(render_pack(pack, "html", translator("en"))) for pack in (hostile("x"), hostile(text)))
    assert {name for name, _ in found.elements} <= ALLOWED
    assert [name for name, _ in found.elements if name != "bdi"] == [
        name for name, _ in plain.elements if name != "bdi"
    ]
    assert all(not name.startswith("on") for _, attributes in found.elements for name in attributes)
    assert not set("\x1b\x00\u202e\ue000\ue001\ue002\ue003") & set(found.text)


@pytest.mark.parametrize("text", [*HOSTILE[:26], "`` ` ```", "a\n\n# b", "| a | b |\n|---|---|", "[x](y) ![z](//e)"])
def test_hostile_settings_are_code_and_nothing_more_in_markdown(text: str) -> None:
    def kinds(page: str) -> list[str]:
        tokens = MarkdownIt("commonmark").enable("table").parse(page)
        inner = [child for token in tokens for child in token.children or ()]
        assert not {"html_inline", "html_block", "link_open", "image"} & {token.type for token in (*tokens, *inner)}
        return [token.type for token in tokens]

    page = render_pack(hostile(text), "markdown", translator("en"))
    assert kinds(page) == kinds(render_pack(hostile("x"), "markdown", translator("en")))
    assert not set("\x1b\x00\u202e") & set(page)


def test_the_page_allows_its_own_style_and_nothing_else() -> None:
    page = render_pack(facts(), "html", translator("nl"))
    found = Reader(page)
    [style] = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    [policy] = [attributes["content"] for _, attributes in found.elements if "http-equiv" in attributes]
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert not [attributes for _, attributes in found.elements if {"src", "href", "style"} & set(attributes)]
    assert found.elements[0] == ("html", {"lang": "nl"})


ENTRY = LogEntry(
    time=datetime(2026, 11, 30, 9, 15, tzinfo=UTC),
    team="platform",
    first=date(2026, 11, 2),
    last=date(2026, 11, 29),
    fingerprint="0123456789ab",
    forms=("html",),
    account="els",
    released=12,
    withheld=3,
    meetings=4,
)


def test_the_log_shows_each_audit_in_order() -> None:
    entries = [ENTRY, replace(ENTRY, team="other", fingerprint=None)]
    page = render_log(entries, 0, facts(), "markdown", translator("en"))
    rows = [line for line in page.splitlines() if line.startswith("| 2026")]
    assert rows == [
        "| 2026-11-30 09:15 | `platform` | 2026-11-02 – 2026-11-29 | `html` | `els` | 12 | 3 | 4 | `0123456789ab` |",
        "| 2026-11-30 09:15 | `other` | 2026-11-02 – 2026-11-29 | `html` | `els` | 12 | 3 | 4 | – |",
    ]
    assert "An entry goes 123 days after it was made" in page
    assert "cannot be read" not in page


def test_the_log_says_what_cannot_be_read_and_that_there_is_none() -> None:
    page = render_log([], 2, facts(), "markdown", translator("en"))
    assert "**2 lines of the log cannot be read.**" in page
    assert "No audit was shown from this machine" in page


@pytest.mark.parametrize("text", HOSTILE[:26], ids=range(26))
def test_hostile_entries_of_the_log_are_text(text: str) -> None:
    entry = replace(ENTRY, team=text, account=text, forms=(text,), fingerprint=text)
    found = Reader(render_log([entry], 0, facts(), "html", translator("en")))
    assert {name for name, _ in found.elements} <= ALLOWED
    assert not set("\x1b\x00\u202e") & set(found.text)
