"""All languages are equals: every text stands in each of them, with the same fields."""

from __future__ import annotations

import string

import pytest

from tests.catalogue import TRANSLATED, compiled, compiled_of, messages, read_catalogue, renewed


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


CATALOGUES = {language: read_catalogue(language) for language in TRANSLATED}
ENTRIES = [message for catalogue in CATALOGUES.values() for message in catalogue if message.id]


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated_and_nothing_else_stands_in_the_catalogue(language: str) -> None:
    found = {message.id for message in CATALOGUES[language] if message.id}
    assert found == set(messages()), "run make messages, then translate"


@pytest.mark.parametrize("message", ENTRIES, ids=lambda message: str(message.id)[:60])
def test_a_text_is_translated_with_the_same_fields(message: object) -> None:
    ids = [message.id] if isinstance(message.id, str) else list(message.id)  # type: ignore[attr-defined]
    strings = [message.string] if isinstance(message.id, str) else list(message.string)  # type: ignore[attr-defined]
    assert len(strings) == len(ids)
    for english, other in zip(ids, strings, strict=True):
        assert other, "no translation"
        assert fields(other) <= fields(english)
        if len(ids) == 1:
            assert fields(other) == fields(english)
    assert not message.fuzzy  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_compiled_catalogue_is_that_of_the_source(language: str) -> None:
    assert compiled_of(language).read_bytes() == compiled(read_catalogue(language)), "run make messages"


@pytest.mark.parametrize("language", TRANSLATED)
def test_renewing_the_catalogue_changes_nothing(language: str) -> None:
    old = CATALOGUES[language]
    assert [(one.id, one.string) for one in renewed(old)] == [(one.id, one.string) for one in old]
