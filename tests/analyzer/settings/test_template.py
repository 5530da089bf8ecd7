"""A fresh ``meetlint.toml``: whatever stands in it is TOML, and reads back as what was written."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.settings.template import shown_value, toml_value

TEXTS = st.text(st.characters(exclude_categories=("Cs",)))
VALUES = st.recursive(TEXTS | st.integers() | st.booleans() | st.dates(), lambda inner: st.lists(inner, max_size=3))


@pytest.mark.parametrize(
    "text",
    [
        '"',
        "\\",
        "a\\b",
        "\x00",
        "\x1b[31m",
        "\x7f",
        "a\tb",
        "a\nb",
        "a\r\nb",
        "\u202eé漢🎉",
        '"""',
        "'",
        "# no",
        "]",
        "",
    ],
)
def test_text_reads_back_from_one_line(text: str) -> None:
    written = toml_value(text)
    assert tomllib.loads(f"x = {written}") == {"x": text}
    assert "\n" not in written


@given(VALUES)
def test_value_reads_back_from_one_line(value: object) -> None:
    written = toml_value(value)
    assert tomllib.loads(f"x = {written}") == {"x": value}
    assert "\n" not in written


def test_values_look_as_people_write_them() -> None:
    assert toml_value(("mon", "tue")) == '["mon", "tue"]'
    assert (toml_value(True), toml_value(5), toml_value(date(2026, 12, 24))) == ("true", "5", "2026-12-24")
    assert shown_value(((510, 750),)) == '"08:30-12:30"'
    assert shown_value({"a b": 1, "wed": "x"}) == '{ "a b" = 1, wed = "x" }'
