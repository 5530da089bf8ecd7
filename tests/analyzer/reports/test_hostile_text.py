"""No text of a calendar has power in any form of the report."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from event_rows import ANNA, events
from markdown_it import MarkdownIt
from markdown_it.token import Token
from report_runs import BUSY_WEEK, retitled, run_of_table, speaker

from analyzer.changing.options import Conditions
from analyzer.changing.search import find_changes
from analyzer.errors import MeetlintError
from analyzer.events.owner import Owner
from analyzer.problems import Problem, ProblemKind
from analyzer.reports.inert import columns
from analyzer.reports.lines.layout import SGR
from analyzer.reports.markdown import code, render_markdown
from analyzer.reports.terminal.terminal import render_terminal
from analyzer.run import Run, SourceSummary
from analyzer.text import Translator

UNREADABLE = ProblemKind("source-unreadable", "{reason}")
HOSTILE = (
    "\x1b[2J\x1b[31mred\x1b[0m",
    "\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\",
    "\x1b]52;c;cm0gLXJm\x07clipboard",
    "\x9b31mC1 \x90q\x9c",
    "[/nope][bold red]markup[/bold red]",
    "\u202eevil\u2066isolate\u200e\u200f",
    "z" + "\u0301" * 500 + "algo",
    "🎉🎉 feest 👩‍👩‍👧‍👦 ❤️",
    "long " * 60,
    "x" * 300,
    "漢字會議" * 20,
    "ישיבת צוות عربي",
    "two\nlines\r\nand\x0b\x85\u2028more",
    "\x00\x07\x08\x7f",
    "<script>alert(1)</script><img src=x onerror=y>",
    "![x](https://evil.example/p.png) [a](javascript:y) https://evil.example www.evil.example a@b.example @team #12",
    "`tick` ``two`` `` ` ``",
    "**bold** _em_ ~~gone~~ | cell | ## head\n- list\n> quote\n```\nfence",
    "{title} {0} %s $HOME $(rm) \\x1b[31m",
    "a" * 47 + "`",
    "",
)
WIDTHS = (60, 80, 120)


def hostile_run(titles: tuple[str, ...] = HOSTILE) -> Run:
    table = retitled(events(*BUSY_WEEK), titles)
    table = table.assign(organizer=table["organizer"].where(table["private"], "\x1b[31m<b>x@evil.example"))
    table.loc[table["private"], "title"] = ""
    name = "\x1b]0;title\x07<b>Anna</b>"
    run = run_of_table(
        table,
        owner=Owner(ANNA, origin="agreed"),
        name=name,
        sources=[SourceSummary(f"\x1b[31m<i>{name}\u202e.ics", 26, is_incomplete=True), SourceSummary("`x`.ics", 1)],
        settings_file="\x1b[1m`y`.toml",
        problems=[
            Problem(name, UNREADABLE, uid="\x1b[5muid<u>", fields={"reason": "\x9b1m <script>reason"}),
            Problem(name, UNREADABLE, cause=MeetlintError("lost: {name}", name="\x9b1m <script>cause")),
        ],
    )
    return replace(run, changes=find_changes(run.judgement, Conditions(0)))


RUN = hostile_run()


def shown(language: str, run: Run = RUN, **options: bool | int) -> str:
    chosen = {"width": 80, "color": False, "ascii_only": False, "plain": False, "quiet": False, **options}
    return render_terminal(run, Translator(language), **chosen)  # type: ignore[arg-type]


def has_power(text: str) -> set[str]:
    """Return the characters, newlines apart, that could drive a terminal or turn the words around."""
    return {one for one in text if one != "\n" and unicodedata.category(one) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")}


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize("quiet", [True, False])
def test_terminal_text_holds_no_control_character_and_fits(
    language: str, width: int, ascii_only: bool, plain: bool, quiet: bool
) -> None:
    colored = shown(language, width=width, color=True, ascii_only=ascii_only, plain=plain, quiet=quiet)
    bare = shown(language, width=width, color=False, ascii_only=ascii_only, plain=plain, quiet=quiet)
    assert has_power(bare) == set()
    assert SGR.sub("", colored) == bare
    assert not plain or colored == bare
    assert max(columns(line) for line in bare.splitlines()) <= width
    assert not ascii_only or bare.isascii()


@pytest.mark.parametrize("plain", [True, False])
def test_the_whole_list_holds_no_control_character_and_fits(plain: bool) -> None:
    bare = shown("nl", plain=plain, lists_all=True)
    assert has_power(bare) == set()
    assert max(columns(line) for line in bare.splitlines()) <= 80
    assert has_power(render_markdown(RUN, Translator("nl"), lists_all=True)) == set()


def test_every_hostile_title_alone_is_shown_without_power() -> None:
    for title in HOSTILE:
        run = hostile_run((title,))
        for text in (shown("en", run), shown("en", run, plain=True), render_markdown(run, Translator("en"))):
            assert has_power(text) == set()


def test_marks_do_not_pile_up() -> None:
    for text in (shown("en"), shown("en", plain=True), render_markdown(RUN, Translator("en"))):
        assert "\u0301" * 4 not in text


def tokens_of(text: str) -> list[Token]:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return [token for block in parser.parse(text) for token in (block, *(block.children or ()))]


@pytest.mark.parametrize("language", ["en", "nl"])
def test_markdown_of_hostile_text_holds_no_markup_of_its_own(language: str) -> None:
    tokens = tokens_of(render_markdown(RUN, Translator(language)))
    kinds = {token.type for token in tokens}
    assert not kinds & {"html_block", "html_inline", "link_open", "image", "table_open", "em_open", "s_open", "hr"}
    words = "\n".join(token.content for token in tokens if token.type == "text")
    for power in ("<", "evil", "@", "javascript", "#12", "head", "`"):
        assert power not in words
    spans = "\n".join(token.content for token in tokens if token.type == "code_inline")
    assert "<script>alert(1)</script>" in spans
    assert "`tick` ``two``" in spans


def test_markdown_has_the_headings_of_the_report_and_no_others() -> None:
    calm = hostile_run(("Calm",))
    assert [token.type for token in tokens_of(render_markdown(calm, speaker("en"))) if token.type.startswith("h")] == [
        token.type for token in tokens_of(render_markdown(RUN, speaker("en"))) if token.type.startswith("h")
    ]


@pytest.mark.parametrize("text", ["plain", "`", "a`b", "``", "`a", "a`", "``a` b```", "*x*"])
def test_code_span_shows_the_text_as_it_is(text: str) -> None:
    inline = MarkdownIt("commonmark").parseInline(f"x {code(text)} y")[0].children or []
    assert [token.content for token in inline] == ["x ", text, " y"]


def test_code_span_of_nothing_is_nothing() -> None:
    assert code("") == ""
