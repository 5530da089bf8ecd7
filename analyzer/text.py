"""The words meetlint says to people: English in the code, every other language in a gettext catalogue."""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

DOMAIN = "meetlint"
LOCALE_DIR = os.path.join(os.path.dirname(__file__), "locale")  # noqa: PTH118, PTH120  pathlib would cost a start
LANGUAGES = ("en", "nl")
"""The languages spoken here; all but English have a catalogue under ``locale``."""


def N_(message: str) -> str:  # noqa: N802  the gettext convention for "translate later"
    """Mark a text for translation where it is data; it is translated when it is shown."""
    return message


class Msg(str):
    """A msgid that stands as a field inside another text and is translated with it."""

    __slots__ = ()


@dataclass(frozen=True)
class Text:
    """A sentence with named fields, and its plural when a number decides between two forms.

    Attributes:
        singular: the English msgid, with ``{name}`` fields.
        plural: the English plural msgid, or None.
        count: the name of the field that holds the number deciding the form.
    """

    singular: str
    plural: str | None = None
    count: str = ""


class Translator:
    """Turns msgids into the words of one language. Immutable; pass it as an argument."""

    def __init__(self, language: str) -> None:
        """Load the catalogue of ``language``, one of :data:`LANGUAGES`; English is its own msgid."""
        if language not in LANGUAGES:
            raise ValueError(f"unknown language: {language}")
        self.language = language
        self._catalogue = gettext.translation(DOMAIN, LOCALE_DIR, languages=[language], fallback=True)

    def __call__(self, message: str, **fields: object) -> str:
        """Return the translation of ``message`` with its ``{name}`` fields filled in."""
        translated = self._catalogue.gettext(message) if message else ""
        return translated.format(**self._filled(fields)) if fields else translated

    def _filled(self, fields: dict[str, object]) -> dict[str, object]:
        return {
            name: self._catalogue.gettext(value) if isinstance(value, Msg) and value else value
            for name, value in fields.items()
        }

    def plural(self, singular: str, plural: str, number: int, **fields: object) -> str:
        """Return the form that fits ``number``; the number itself is the field ``{n}``."""
        return self._catalogue.ngettext(singular, plural, number).format(n=number, **self._filled(fields))

    def text(self, text: Text, **fields: object) -> str:
        """Return a :class:`Text` with its fields filled in, in the form its count asks for."""
        if text.plural is None:
            return self(text.singular, **fields)
        return self.form(text, int(str(fields[text.count]))).format(**self._filled(fields))

    def form(self, text: Text, number: int) -> str:
        """Return a :class:`Text` in the form that ``number`` asks for, its fields still open."""
        return self._catalogue.ngettext(text.singular, text.plural or text.singular, number)


@cache
def translator(language: str) -> Translator:
    """Return the one :class:`Translator` of ``language``."""
    return Translator(language)


def system_language(environment: Mapping[str, str]) -> str:
    """Return the language that the environment asks for: "nl" for any Dutch locale, "en" where none is spoken here."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "LANG"):
        value = environment.get(name, "")
        if value and value not in ("C", "POSIX") and not value.startswith("C."):
            return next((language for language in LANGUAGES if value.lower().startswith(language)), "en")
    return "en"
