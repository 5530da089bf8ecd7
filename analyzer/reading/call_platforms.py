"""The platforms of calls, from the data file ``call_platforms.toml`` beside this module, read when first asked for."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

Rows = Mapping[str, list[tuple[str, str]]]
"""Domain -> rows of (platform or kind, pattern) for it and its subdomains."""


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A name that may be a whole place; a weak one needs a word such as "via" beside it."""

    words: tuple[str, ...]
    platform: str
    is_weak: bool


@dataclass(frozen=True, slots=True)
class CallPlatforms:
    """What the data file holds, ready to be looked up; patterns are regular expressions without flags.

    Attributes:
        names: short key of each platform -> the name people know; "other" is a call on a platform not known here.
        room: a path that is the name of a room.
        sites: what a join link has after the host.
        telling: (platform, host, path) that tell a self-hosted service by its form alone.
        wrappers: links around links; the one group of the pattern holds the link that it leads to.
        no_conference: pages that stand beside a join link in invitations.
        app_schemes: (platform, link) of links that open a program.
        not_own_service: sites on which a path may name a platform without leading into it.
        aside_labels: subdomains that hold pages about a platform.
        place_names: the longest first.
        meeting_words: words for a meeting.
        online_words: words that say that a place is online.
        place_fillers: words that may stand beside the name of a platform in a place that is nothing but that platform.
        no_teams_place: words beside "Microsoft Teams" that make a room, a lesson or a denial of it.
    """

    names: Mapping[str, str]
    room: str
    sites: Rows
    telling: tuple[tuple[str, str, str], ...]
    wrappers: Rows
    no_conference: Rows
    app_schemes: tuple[tuple[str, str], ...]
    not_own_service: frozenset[str]
    aside_labels: frozenset[str]
    place_names: tuple[PlaceName, ...]
    meeting_words: frozenset[str]
    online_words: frozenset[str]
    place_fillers: frozenset[str]
    no_teams_place: frozenset[str]


@cache
def call_platforms() -> CallPlatforms:
    """Return what is known of the platforms of calls."""
    text = Path(__file__).with_name("call_platforms.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    room = _pattern(data["patterns"]["room"])
    words = {name: frozenset(listed.split()) for name, listed in data["words"].items()}
    return CallPlatforms(
        names=MappingProxyType(data["platforms"]),
        room=room,
        sites=_by_domain(data["sites"], "platform", room),
        telling=tuple((row["platform"], _pattern(row["host"]), _path(row, room)) for row in data["telling"]),
        wrappers=_by_domain(data["wrappers"], "kind", room),
        no_conference=_by_domain(data["no_conference"], "", room),
        app_schemes=tuple((row["platform"], _pattern(row["link"])) for row in data["app_schemes"]),
        not_own_service=words["not_own_service"],
        aside_labels=words["aside_labels"],
        place_names=_place_names(data["names"]),
        meeting_words=words["meeting"],
        online_words=words["online"],
        place_fillers=words["meeting"] | words["online"] | words["beside_name"],
        no_teams_place=words["no_teams_place"],
    )


def _by_domain(rows: Iterable[dict[str, str]], key: str, room: str) -> Rows:
    index: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        for domain in row["domains"].split():
            index.setdefault(domain, []).append((row.get(key, ""), _path(row, room)))
    return index


def _path(row: Mapping[str, str], room: str) -> str:
    return room if row["path"] == "room" else _pattern(row["path"])


def _pattern(written: str) -> str:
    """Return a pattern without the line breaks that it is written with."""
    return "".join(written.split())


def _place_names(rows: Iterable[Mapping[str, Any]]) -> tuple[PlaceName, ...]:
    names = [
        PlaceName(tuple(name.split()), row["platform"], is_weak)
        for row in rows
        for is_weak, listed in ((False, row["names"]), (True, row.get("weak", [])))
        for name in listed
    ]
    return tuple(sorted(names, key=lambda name: -len(name.words)))
