"""No private word and no word of one's own appointments stands in any part of a letter, and no title has power."""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator
from dataclasses import replace

import pytest

from analyzer.events.table import EventTable
from analyzer.text import translator
from tests.analyzer.reports.mail.test_letter import reading
from tests.letters import CALL, MONDAY, event, letter_of, parts_of, run_of_calendar

SEED = 20261116
SYLLABLES = ("kwa", "zor", "ply", "vex", "jum", "drix", "hob", "wug", "fnar", "quil")
PLANTED = [
    "".join(random.Random(SEED + number).choices(SYLLABLES, k=4)).capitalize() + f"{number:03}" for number in range(200)
]
"""Words that stand in no language."""
PRIVATE = ("CLASS:PRIVATE", "CLASS:CONFIDENTIAL")


def _planted() -> Iterator[str]:
    """Yield events in which the words stand: private meetings and appointments where letters look first.

    Private meetings lie in lunch, in a row of calls, over focus time and outside working hours, some with others and
    some weekly, so that the letter has to speak of them; appointments of one's own lie between them.
    """
    words = iter(PLANTED)
    for number, (start, end) in enumerate(
        (("120000", "130000"), ("090000", "100000"), ("100000", "104500"), ("104500", "113000"), ("190000", "200000"),
         ("140000", "150000"))
    ):  # fmt: skip
        for day in ("16", "17", "18", "19", "20"):
            title, text, place, name = (next(words) for _ in range(4))
            yield event(
                title, f"202611{day}T{start}", f"202611{day}T{end}", PRIVATE[number % 2],
                f"DESCRIPTION:{text} with https://teams.microsoft.com/l/meetup-join/{text}", f"LOCATION:{place}",
                people=[name, "cem"], weekly=2,
            )  # fmt: skip
    kinds = ((), ("X-MICROSOFT-CDO-INTENDEDSTATUS:OOF",), ("CLASS:PRIVATE",), ("TRANSP:TRANSPARENT",))
    for number, day in enumerate(("12", "13", "16", "17", "18", "19", "20", "23", "24", "25")):
        for hour in ("11", "13"):
            title, text, place = (next(words) for _ in range(3))
            yield event(
                title, f"202611{day}T{hour}0000", f"202611{day}T{hour}4500", f"DESCRIPTION:{text}", f"LOCATION:{place}",
                *kinds[number % 4], people=(),
            )  # fmt: skip
    for day in ("16", "18"):
        yield event(f"Focustijd {next(words)}", f"202611{day}T133000", f"202611{day}T163000", people=())
    for word in words:
        yield event(word, "20261119", "20261120", "X-MICROSOFT-CDO-BUSYSTATUS:OOF", people=())


OPEN = event("Openbaar", "20261117T121000", "20261117T130000", people=["bo"], weekly=2)


@pytest.mark.parametrize("language", ["en", "nl"])
def test_no_planted_word_stands_in_any_part(language: str) -> None:
    run = run_of_calendar(*_planted(), OPEN)
    assert len(PLANTED) == len(set(PLANTED)) == 200
    is_told = run.table.column("private") & run.table.holds("reason", "")
    assert int(is_told.sum()) >= 30  # they count, and are spoken of
    private = set(run.table.column("uid")[run.table.column("private")])
    assert any(change.uid for change in run.changes)
    assert not any(change.uid in private for change in run.changes)
    letter = letter_of(run, language)
    told = "\n".join([*parts_of(letter), letter.picture.decode("latin-1")]).lower()
    assert [word for word in PLANTED if word.lower() in told] == []


def test_what_is_not_private_is_named_so_that_the_search_would_find_it() -> None:
    meeting = event(PLANTED[0], "20261117T121000", "20261117T130000", people=["bo"], weekly=2)
    assert PLANTED[0] in letter_of(run_of_calendar(meeting)).text


def test_subject_and_picture_do_not_change_with_the_words() -> None:
    def told(words: tuple[str, str, str]) -> tuple[str, bytes, str]:
        first, second, own = words
        letter = letter_of(
            run_of_calendar(
                event(first, "20261116T090000", "20261116T100000", CALL, weekly=2),
                event(second, "20261116T120000", "20261116T130000", people=["bo"], weekly=2),
                event(own, "20261116T140000", "20261116T150000", people=()),
            )
        )
        return letter.subject, letter.picture, letter.alternative

    assert told(("Voortgang", "Klantoverleg", "Rapport")) == told(("Reorganisatie", "Ontslagronde", "Solliciteren"))


def test_picture_carries_no_text_of_its_own() -> None:
    picture = letter_of(run_of_calendar(*_planted(), OPEN)).picture
    kinds, at = [], 8
    while at < len(picture):
        (size,) = struct.unpack(">I", picture[at : at + 4])
        kinds.append(picture[at + 4 : at + 8])
        at += size + 12
    assert set(kinds) <= {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}


HOSTILE = (
    "two\\nlines\\nBcc: all@example.org",
    "carriage\rreturn",
    "\x1b[2J\x1b]8;;https://evil.example\x1b\\click",
    "\u202eevil\u2066isolate\u200f",
    "</script><script>alert(1)</script>",
    "</title></style></td></tr></table><img src=https://evil.example/x.png onerror=alert(1)>",
    "x" * 3000,
    "word " * 600,
    "🎉👩‍👩‍👧‍👦 feest ❤️",
    "\ue000marks\ue001",
    "{title} %s {{ 7 * 7 }} {% include 'x' %}",
    "ישיבת צוות عربي (1)",
    "=cmd|' /C calc'!A1",
    "\x00\x07\x9b31m\u2028next",
)


def hostile_letter(title: str) -> tuple[str, ...]:
    plain = event("Overleg", "20261117T121000", "20261117T130000", people=["bo"], weekly=2)
    run = run_of_calendar(plain, today=MONDAY)
    table = EventTable.of(run.table.frame.assign(title=title, organizer="\x1b[1m<b>x</b>@evil.example"))
    judgement = replace(run.judgement, context=replace(run.judgement.context, table=table))
    run = replace(
        run, judgement=judgement, changes=[replace(change, title=title) for change in run.changes], name=title
    )
    assert run.changes
    return tuple(parts_of(letter_of(run)))


@pytest.mark.parametrize("title", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_title_is_inert_in_every_part(title: str) -> None:
    subject, text, html, alternative = hostile_letter(title)
    assert subject == "Your meetings, week 47"
    for part in (subject, text, html, alternative):
        controls = [letter for letter in part if (ord(letter) < 32 and letter != "\n") or 0x7F <= ord(letter) < 0xA0]
        assert controls == []
        assert not set(part) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200e\u200f\u2028\u2029\ue000\ue001")
    assert "\n" not in subject + alternative
    assert max(map(len, text.splitlines())) < 400
    assert "Bcc" not in [line.partition(":")[0] for line in text.splitlines()]
    found = reading(html)
    assert found.tags <= {
        "html", "head", "meta", "title", "body", "main", "table", "tr", "td", "th", "p", "h1", "h2", "ol", "li", "span",
        "img", "a",
    }  # fmt: skip
    assert found.sources == ["cid:week", "mailto:digest@example.org?subject=STOP"]
    assert found.title == subject
    assert {line for line in text.splitlines() if "Shall we" in line} <= set(found.said)


def test_title_in_the_page_keeps_its_own_direction() -> None:
    _, _, html, _ = hostile_letter("ישיבת צוות")
    assert html.count('<span dir="auto">ישיבת צוות</span>') == 2
    assert "<bdi>" not in html


def test_hostile_calendar_as_it_stands_in_a_file_is_told() -> None:
    events = [
        event(title, f"202611{17 + number % 4}T121000", f"202611{17 + number % 4}T130000", people=["bo"], weekly=2)
        for number, title in enumerate(title for title in HOSTILE if "\x00" not in title)
    ]
    letter = letter_of(run_of_calendar(*events, event("Overleg", "20261116T121000", "20261116T130000", weekly=2)))
    assert reading(letter.html).sources == ["cid:week", "mailto:digest@example.org?subject=STOP"]
    assert letter.subject == translator("en")("Your meetings, week {week}", week=47)
