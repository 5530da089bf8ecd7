"""Parts of an answer that may be missing, null or of another type than Google's schema says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Part = Mapping[str, Any]


def text_of(part: Part, name: str) -> str:
    """Return a text, "" when there is none."""
    value = part.get(name)
    return value if isinstance(value, str) else ""


def part_of(part: Part, name: str) -> Part:
    """Return an object, an empty one when there is none."""
    value = part.get(name)
    return value if isinstance(value, Mapping) else {}


def parts_of(part: Part, name: str) -> Iterator[Part]:
    """Yield the objects of a list, none when there is no list."""
    value = part.get(name)
    for one in value if isinstance(value, list) else ():
        if isinstance(one, Mapping):
            yield one
