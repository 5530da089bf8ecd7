"""The people of the invitation, as its text may call them: full name, given name, surname, initials, address.

They are the best list of names there is. Where a text calls one of them, the words are put between two marks, which
:func:`analyzer.reading.roles.names.name_at` takes for a name without asking anything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from analyzer.reading.patterns import late
from analyzer.reading.roles.given_names import (
    ABBREVIATIONS,
    GROUP_ADDRESSES,
    NON_NAMES,
    ORGANISATIONS,
    PARTICLES,
    WORD_NAMES,
)

OPEN, CLOSE = "\ue001", "\ue002"
"""What stands before and after the words that call an invited person; no text holds them by itself."""

WITHOUT_MARKS = dict.fromkeys(map(ord, OPEN + CLOSE))
"""For ``str.translate``: a text without the marks."""

_MOST_PEOPLE = 1_000
_MOST_CHARACTERS = 200
_ASIDE = late(r"[(\[][^()\[\]]*[)\]]|\s[-–|/]\s.*$")
_WORD = late(r"[^\W_][^\W_.'’-]*(?:['’.-]+[^\W_.'’-]+)*\.?")
_LETTERS = late(r"[^\W\d_]{2,}")
_CALLED = late(r"(?<![\w@./\\+-])[^\W_][\w'’.+-]{0,63}(?![\w@/])")
_POSSESSIVE = late(r"(?<=\w)['’]s$")
_CLAUSE_START = late(r"(?:^|[.,;:!?|/(\[–—•]|\s-)\s*$")
# "Will the chair ...", "Wil je ...", "Can we ...": the word is no name there, whoever is invited.
_ASKS = late(
    r"\s+(?:the|a|an|it|we|you|i|he|she|they|there|this|that|be|someone|somebody|anyone|je|jij|jullie|u|ik|hij|zij|ze"
    r"|wij|iemand|men|er|dit|dat|de|het|een|\d+)(?!\w)",
    re.IGNORECASE,
)

People = tuple[tuple[str, str], ...]
"""The people of an invitation, each as (display name, address)."""

Forms = dict[str, list[tuple[tuple[str, ...], bool]]]
"""First word of a form in small letters -> the words that may follow it there, and whether capitals are asked for."""


def is_person_name(name: str) -> bool:
    """Return whether a display name can be a person's: no room, body or company."""
    words = [word.casefold() for word in _WORD.findall(name)]
    return bool(words) and not any(word in ORGANISATIONS for word in words) and not words[0].isdigit()


def may_call(folded: str, people: People) -> bool:
    """Return whether a text in :meth:`str.casefold` holds the first word of a form of anybody; else it calls nobody."""
    for name, address in people[:_MOST_PEOPLE]:
        for first in _first_words(name, address):
            if first in folded:
                return True
    return False


@lru_cache(maxsize=256)
def forms_of(people: People) -> Forms:
    """Return the forms by which a text may call the people, each given as (display name, address)."""
    forms: dict[str, set[tuple[tuple[str, ...], bool]]] = {}
    for name, address in people[:_MOST_PEOPLE]:
        for first, form in _forms_of(name, address):
            forms.setdefault(first, set()).add(form)
    return {first: sorted(rest, key=lambda form: -len(form[0])) for first, rest in forms.items()}


@lru_cache(maxsize=4096)  # the same people are invited again and again
def _forms_of(name: str, address: str) -> tuple[tuple[str, tuple[tuple[str, ...], bool]], ...]:
    """Return the forms by which a text may call one person, each with its first word in small letters."""
    forms = (*_forms_of_name(name[:_MOST_CHARACTERS]), *_forms_of_address(name, address))
    # An invited "A" or "De" would make a person of any such word.
    return tuple(
        (words[0].casefold(), (words[1:], is_exact))
        for words, is_exact in forms
        if len("".join(words)) > 1 and not (len(words) == 1 and words[0].casefold() in PARTICLES)
    )


@lru_cache(maxsize=4096)
def _first_words(name: str, address: str) -> tuple[str, ...]:
    return tuple({first for first, _ in _forms_of(name, address)})


def _forms_of_name(name: str) -> Iterable[tuple[tuple[str, ...], bool]]:
    name = _ASIDE.sub(" ", name)
    last, comma, first = name.partition(",")
    words = _WORD.findall(f"{first} {last}" if comma else name)
    if "@" in name or not words or not is_person_name(" ".join(words)):
        return
    small = tuple(word.rstrip(".").casefold() for word in words)
    yield small, False
    yield small[:1], False
    if len(words) == 1:
        return
    # The surname begins with its particles: "Van den Berg" of "Karel van den Berg".
    begins = next((place for place in range(1, len(words)) if small[place] in PARTICLES), len(words) - 1)
    yield small[begins:], False
    yield small[-1:], False
    letters = [word[0] for word in words]
    for form in ("".join(letters), "".join(letters).upper(), letters[0].upper() + letters[-1].upper()):
        if form.lower() in ABBREVIATIONS:
            continue
        yield (form,), True
        yield (".".join(form),), True


def _forms_of_address(name: str, address: str) -> Iterable[tuple[tuple[str, ...], bool]]:
    local, at, _ = address.casefold().partition("@")
    local = local.partition("+")[0][:_MOST_CHARACTERS]
    if not at or GROUP_ADDRESSES.match(address) or (name and not is_person_name(name) and "@" not in name):
        return
    parts = _LETTERS.findall(local)
    if any(part in ORGANISATIONS for part in parts) or (len(local) < 3 and local in NON_NAMES):
        return
    yield (local,), False
    if len(parts) > 1 or (parts and len(parts[0]) + 2 == len(local)):
        for part in parts:
            if len(part) > 2 and part not in NON_NAMES - WORD_NAMES:
                yield (part,), False


def with_marks(text: str, forms: Forms) -> str:
    """Return ``text`` with each mention of an invited person between :data:`OPEN` and :data:`CLOSE`; linear in time."""
    pieces: list[str] = []
    done = 0
    found = list(_CALLED.finditer(text))
    for place, word in enumerate(found):
        rest = forms.get(word[0].casefold()) or forms.get(_plain(word[0]))
        if rest is None or word.start() < done:
            continue
        end = _end_of_form(text, found, place, rest)
        if end and not _is_mere_word(text, word.start(), end):
            pieces += (text[done : word.start()], OPEN, text[word.start() : end], CLOSE)
            done = end
    return "".join([*pieces, text[done:]])


def _plain(word: str) -> str:
    """Return a word in small letters, without the stop or the "'s" at its end."""
    if "'" in word or "’" in word:
        word = _POSSESSIVE.sub("", word)
    return word.rstrip(".'’").casefold()


def _end_of_form(
    text: str, found: list[re.Match[str]], place: int, forms: list[tuple[tuple[str, ...], bool]]
) -> int | None:
    """Return where the longest form that stands at a word ends, or None."""
    for rest, is_exact in forms:
        following = found[place + 1 : place + 1 + len(rest)]
        if rest != tuple(_plain(word[0]) for word in following):
            continue
        first = found[place][0]
        if is_exact and (not first[0].isupper() or not first.rstrip(".")[-1:].isupper()):
            continue
        last = following[-1] if following else found[place]
        end = last.start() + len(_POSSESSIVE.sub("", last[0]).rstrip(".'’-+"))
        gaps = text[found[place].end() : end]
        if "\n" not in gaps and not any(sign in gaps for sign in ",;:()|"):
            return end
    return None


def _is_mere_word(text: str, start: int, end: int) -> bool:
    """Return whether words that could call somebody are everyday ones here: "we will", "Can you"."""
    word = text[start:end]
    if word.casefold() not in NON_NAMES or " " in word:
        return False
    is_start = bool(_CLAUSE_START.search(text[max(0, start - 5) : start]))
    return bool(_ASKS.match(text, end)) or not (word[0].isupper() or is_start)
