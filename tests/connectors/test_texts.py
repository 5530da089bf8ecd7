from __future__ import annotations

import pytest
from effort import assert_in_proportion

from connectors.texts import is_html, plain_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Agenda</p><p>1. Start<br>2. Einde</p>", "Agenda\n\n1. Start\n2. Einde"),
        ("<ul><li>een</li><li>twee</li></ul>", "een\n\ntwee"),
        ('Klik <a href="https://zoom.us/j/1?a=b&amp;c=d">hier</a> nu', "Klik https://zoom.us/j/1?a=b&c=d hier nu"),
        ("a&nbsp;&lt;b&gt; &amp; caf&eacute;", "a <b> & café"),
        ("<html><head><title>x</title><style>p {color: red}</style></head><body>Tekst</body></html>", "Tekst"),
        ("<!-- weg --><b>vet</b> en <i>schuin</i>", "vet en schuin"),
        ("<script>alert(1)</script>rest", "rest"),
        ("a <b", "a <b"),
        ("", ""),
    ],
)
def test_plain_text_gives_what_a_reader_sees(html: str, text: str) -> None:
    assert plain_text(html) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>x</p>", True),
        ("regel<br>regel", True),
        ('<a href="https://x">x</a>', True),
        ("a < b en c > d", False),
        ("Vrijdag <vrij>", False),
        ("<https://example.org>", False),
        ("plat", False),
    ],
)
def test_is_html_tells_tags_from_other_angle_brackets(text: str, expected: bool) -> None:
    assert is_html(text) is expected


@pytest.mark.parametrize(
    "text",
    ["<a" * 200_000, "<" + "a" * 400_000, "<a href=" + " " * 400_000, "<p>" + "\n " * 200_000, "<style>" * 60_000],
)
def test_plain_text_takes_time_in_proportion_to_its_length(text: str) -> None:
    assert isinstance(is_html(text), bool)
    assert_in_proportion(lambda part: (is_html(part), plain_text(part)), text)
