from __future__ import annotations

import random

import pytest

from connectors.ics.columns.buffer import Buffer, integers
from connectors.ics.columns.scan import Irregular, scan, text_of
from connectors.ics.parsing.decoding import decode
from connectors.ics.parsing.lines import parts_by_library, split_plainly

NAMES = (
    "UID",
    "SUMMARY",
    "X",
    "X-MICROSOFT-CDO-BUSYSTATUS",
    "X-A-NAME-THAT-IS-LONGER-THAN-ANY-THAT-IS-LOOKED-FOR-HERE",
)


def random_stream(chance: random.Random) -> bytes:
    ending = chance.choice((b"\r\n", b"\n"))
    lines = [b"BEGIN:VCALENDAR"]
    for _ in range(chance.randint(1, 40)):
        name = chance.choice(NAMES).encode() + chance.choice((b":", b";A=b:", b""))
        text = "".join(
            chance.choice(("a", "\u00e9", "\u20ac", " ", ":", "=", "\t")) for _ in range(chance.randint(0, 30))
        )
        line = name + text.encode()
        while chance.random() < 0.3:
            at = chance.randint(1, len(line))
            line = line[:at] + ending + chance.choice((b" ", b"\t")) + line[at:]
        lines.append(line)
        if chance.random() < 0.2:
            lines.append(b"")
    return ending.join(lines) + chance.choice((ending, b"", ending * 2))


def test_lines_and_their_numbers_are_those_of_the_careful_road() -> None:
    seen = 0
    for seed in range(600):
        data = random_stream(random.Random(seed))
        try:
            lines = scan(data)
        except Irregular:
            continue
        seen += 1
        expected = [(line.number, line.text) for line in decode(data, "week.ics").lines]
        found = [(int(lines.number[at]), text_of(lines, at)) for at in range(len(lines.start))]
        assert found == expected, seed
        for at, (_, text) in enumerate(expected):
            sign = min((text.encode().find(sign) for sign in (b":", b";") if sign in text.encode()), default=-1)
            name = text.encode()[:sign] if sign >= 0 else b""
            if sign >= 0 and len(name) < 48:
                assert lines.names[lines.name[at]] == name, (seed, text)
    assert seen > 300


def test_names_that_are_mixed_alike_are_told_apart() -> None:
    """More distinct names than the small table of slots holds."""
    names = [f"X-{number}" for number in range(9000)]
    lines = scan(("BEGIN:VCALENDAR\n" + "".join(f"{name}:1\n" for name in names * 2)).encode())
    assert [lines.names[place].decode() for place in lines.name.tolist()] == ["BEGIN", *names, *names]


def test_spans_that_say_the_same_are_one() -> None:
    chance = random.Random(3)
    texts = [chance.choice(("a", "ab", "CONFIRMED", "b" * 20, "b" * 21, f"{chance.random()}")) for _ in range(300)]
    buffer = Buffer("".join(texts).encode())
    end = integers([sum(map(len, texts[: at + 1])) for at in range(len(texts))])
    which, distinct = buffer.distinct(end - integers(list(map(len, texts))), end)
    assert [distinct[place].decode() for place in which.tolist()] == texts
    assert len(set(distinct)) == len(distinct) == len(set(texts))


@pytest.mark.parametrize(
    "head",
    [
        "ATTENDEE;CN=Anna;PARTSTAT=ACCEPTED",
        "ATTENDEE;CN=Anna van Dam;cutype=GROUP",
        "ATTENDEE;CN=",
        "ATTENDEE;CN=a,b",
        "ATTENDEE;CN=a%2Cb",
        "ATTENDEE;CN=a^nb",
        "ATTENDEE;CN= a ",
        "ATTENDEE;CN=a=b",
        "ATTENDEE;CN",
        "ATTENDEE;;CN=a",
        "ATTENDEE;C N=a",
        "ATTENDEE;CN=a;CN=b",
        "ATTENDEE;CN=\u00e9\u20ac'(x)",
        "ATT ENDEE;CN=a",
    ],
)
def test_plain_heads_are_split_as_the_library_splits_them(head: str) -> None:
    plain, library = split_plainly(head), parts_by_library(head + ":")
    assert plain is None or (library is not None and plain == library[:2])
