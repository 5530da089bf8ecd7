"""Parts of an answer that may be missing, null or of another type than its schema says."""

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


def list_of(part: Part, name: str) -> list[Any]:
    """Return a list, an empty one when there is none."""
    value = part.get(name)
    return value if isinstance(value, list) else []


def parts_of(part: Part, name: str) -> Iterator[Part]:
    """Return the objects of a list, none when there is no list."""
    return (one for one in list_of(part, name) if isinstance(one, Mapping))
