"""JSON written by column and in pieces: character for character what ``json.dumps`` with an indent of two gives.

``json.dumps`` with an indent goes over a whole tree in Python, an item at a time. Here each column is encoded once, its
distinct texts by the C encoder, and rows are put together from texts that are JSON already. No text drives a terminal.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from json.encoder import encode_basestring
from typing import Any

import numpy as np

INDENT = "  "
PIECE = 1000
"""Rows that are handed on together."""

_UNSAFE = re.compile("[\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
"""Characters that could drive a terminal; JSON may write any character as an escape."""


def json_text(value: object, depth: int = 0) -> str:
    """Return any value as JSON, to stand so many levels deep."""
    if type(value) is str:
        return _safe(encode_basestring(value))
    text = _safe(json.dumps(value, ensure_ascii=False, indent=len(INDENT), default=_plain))
    return text.replace("\n", "\n" + INDENT * depth) if depth else text


def json_column(values: Sequence[object], depth: int = 0) -> list[str]:
    """Return each value as JSON, to stand so many levels deep."""
    kinds = set(map(type, values))
    if kinds == {int}:
        return list(map(str, values))
    if kinds <= {str, bool, type(None)}:
        distinct = set(values)
        # Most columns hold letters of ASCII alone, which is told at once of all of them.
        all_of_them = "".join(value for value in distinct if type(value) is str)
        encode: Callable[[Any], str] = encode_basestring if kinds == {str} and _is_plain(all_of_them) else json_text
        made = {value: encode(value) for value in distinct}
        return [made[value] for value in values]
    return [json_text(value, depth) for value in values]


def json_objects(columns: Mapping[str, Sequence[str]], depth: int) -> list[str]:
    """Return one object per row, to stand so many levels deep.

    Args:
        columns: by name, texts that are JSON already.
        depth: of the object; what is in it stands one level deeper.
    """
    inner = "\n" + INDENT * (depth + 1)
    members = ",".join(f"{inner}{json_text(name).replace('%', '%%')}: %s" for name in columns)
    pattern = f"{{{members}\n{INDENT * depth}}}"
    return [pattern % row for row in zip(*columns.values(), strict=True)]


def json_array(items: Sequence[str], depth: int) -> str:
    """Return an array, to stand so many levels deep, of texts that are JSON already."""
    if not items:
        return "[]"
    inner = "\n" + INDENT * (depth + 1)
    return f"[{inner}{f',{inner}'.join(items)}\n{INDENT * depth}]"


def json_rows(parts: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield, in pieces, the array of texts that are JSON already, as it stands in a document.

    Args:
        parts: the texts, some at a time.
    """
    inner, is_empty = "\n" + INDENT * 2, True
    for part in parts:
        if part:
            yield f"{'[' if is_empty else ','}{inner}{f',{inner}'.join(part)}"
            is_empty = False
    yield "[]" if is_empty else f"\n{INDENT}]"


def json_document(members: Mapping[str, object]) -> Iterator[str]:
    """Yield, in pieces, one object with a newline behind it.

    Args:
        members: by name, any value, or the pieces of its text from :func:`json_rows`.
    """
    lead = "{"
    for name, value in members.items():
        yield f"{lead}\n{INDENT}{json_text(name)}: "
        if isinstance(value, Iterator):
            yield from value
        else:
            yield json_text(value, 1)
        lead = ","
    yield "\n}\n"


def _safe(text: str) -> str:
    """Return JSON text as any encoding takes it, without anything that a terminal obeys."""
    if _is_plain(text):
        return text
    text = text.encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair is no character
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _is_plain(text: str) -> bool:
    """Return whether JSON text is as any encoding takes it, and nothing in it drives a terminal."""
    return text.isascii() and "\x7f" not in text


def _plain(value: object) -> object:
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(type(value).__name__)
