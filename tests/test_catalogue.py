"""Dutch and English are equals: every text has both, with the same fields."""

from __future__ import annotations

import string

import pytest

from tests.catalogue import MO, compiled, messages, read_catalogue, renewed


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


CATALOGUE = read_catalogue()
ENTRIES = [message for message in CATALOGUE if message.id]


def test_every_text_has_its_dutch_and_nothing_else_stands_in_the_catalogue() -> None:
    assert {message.id for message in ENTRIES} == set(messages()), "run make messages, then translate"


@pytest.mark.parametrize("message", ENTRIES, ids=lambda message: str(message.id)[:60])
def test_a_text_is_translated_with_the_same_fields(message: object) -> None:
    ids = [message.id] if isinstance(message.id, str) else list(message.id)  # type: ignore[attr-defined]
    strings = [message.string] if isinstance(message.id, str) else list(message.string)  # type: ignore[attr-defined]
    assert len(strings) == len(ids)
    for english, dutch in zip(ids, strings, strict=True):
        assert dutch, "no translation"
        assert fields(dutch) <= fields(english)
        if len(ids) == 1:
            assert fields(dutch) == fields(english)
    assert not message.fuzzy  # type: ignore[attr-defined]


def test_the_compiled_catalogue_is_that_of_the_source() -> None:
    assert MO.read_bytes() == compiled(read_catalogue()), "run make messages"


def test_renewing_the_catalogue_changes_nothing() -> None:
    assert [(one.id, one.string) for one in renewed(CATALOGUE)] == [(one.id, one.string) for one in CATALOGUE]
