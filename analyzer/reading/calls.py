"""Is it a call, and on which platform: join links in location, url and description, and places that are a platform.

The forms of join links are those the platforms put into invitations. Help, dial-in, recording, registration and chat
links of the same platforms stand beside them in nearly every invitation and are no join links. Everything here is a
table and one reader of links: pure, without network, in time linear in the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final, Literal, NamedTuple
from urllib.parse import unquote

from analyzer.reading.call_platforms import Rows, call_platforms
from analyzer.reading.patterns import late

_JOIN_IN_SLUG = late(r"join|call|meet", re.IGNORECASE)
_JOIN_IN_TEXT = late(r"\bjoin|deelne|teilneh|teilnahme|beitreten|rejoindre|particip", re.IGNORECASE)
_ASIDE_WORDS = late(r"record|video|blog|help|learn|regist|feedback|survey|download|option", re.IGNORECASE)
_NAMED_IN_TEXT = late(
    r"(?P<teams>\b(?:microsoft|ms)[ \xa0]teams\b|\bteams[ -]?(?:meeting|call|vergadering|overleg|besprechung))"
    r"|(?P<skype>\bskype (?:for business|meeting|call))",
    re.IGNORECASE,
)

_END = r"\s<>\"'`|\\^{}\[\]()«»“”‘’\x00-\x1f\x7f"
_BODY = rf"[^{_END}]{{1,4096}}"
_TRAILING = ".,;:!?*_~…"

_ENTITY = late(r"&(?:amp;)*(?:(lt|gt|quot|apos|nbsp|colon|sol|period|#\d{1,3}|#x[0-9a-f]{1,2});|(?<=;))", re.IGNORECASE)
_ENTITIES: Final = {
    "lt": "<",
    "gt": ">",
    "quot": '"',
    "apos": "'",
    "nbsp": " ",
    "colon": ":",
    "sol": "/",
    "period": ".",
}
_INVISIBLE = late(r"[\xad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_FOLD = late(r"=\r?\n|\r?\n[ \t]")
_BREAK = late(rf"[{_END}]")
_OUTER_LINK = late(r"(?:[\w-]+\.)+[a-z]{2,20}[/?#]|[?&#]", re.IGNORECASE)
_GLUED = late(r"https?://", re.IGNORECASE)
_HELD = late(r"[=/?&#@:_]|(?<=%[0-9a-f])[0-9a-f]", re.IGNORECASE)
"""What stands before a link that is part of the link around it."""

_LINK = late(
    # begins with one class of characters, so that the search can skip all others quickly
    r"[a-zA-Z0-9](?i:(?<=h)ttps?(?:://|%3A%2F%2F|%253A%252F%252F)|(?<=z)oommtg://|(?<=m)steams:/"
    rf"|(?<![\w@./\\=%+-].)[a-z0-9-]{{0,62}}+\.(?:[a-z0-9-]{{1,63}}\.){{0,4}}[a-z]{{2,9}}/){_BODY}"
)
_URL = late(r"https?:/{1,3}([^/?#]{1,300})(.*)", re.IGNORECASE | re.DOTALL)
_BARE = late(r"(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,20}/", re.IGNORECASE)
_HOST = late(r"(?:[a-z0-9_-]{1,63}\.){1,20}[a-z0-9-]{2,63}")
_NESTING = 4
"""So many wrappers may lie around one link, and so often may its encoding be doubled."""

_LONGEST_LINK = 8192
_LONGEST_REMEMBERED = 500
"""A longer link is read each time anew, so that what is remembered stays small."""
_LONGEST_PLACE = 500
"""A longer location is a text, not a place."""

_PLACE_URL = late(r"\S*(?:://|@)\S*")
_PLACE_PARTS = late(r"[;|/,+&()\[\]<>\n\r–—•·]|\s-\s|\s(?:or|of|oder|ou|and|en|und|et)\s")
_PLACE_WORD = late(r"#?[^\W_]+")
_TEAMS_NAME = late(r"(?P<before>.{0,60})(?<!\w)microsoft teams(?![a-z])(?P<after>.{0,60})")
_MOST_WORDS_BESIDE_TEAMS = 4


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern of the tables, compiled when its domain is first met: most runs meet few of them."""
    return re.compile(pattern, re.IGNORECASE | re.DOTALL)


@cache
def _place_hint() -> re.Pattern[str]:
    """Return what any place that names a platform holds; most places hold none of it."""
    return re.compile("|".join(sorted({re.escape(name.words[0]) for name in call_platforms().place_names})))


@cache
def _glued_names() -> dict[str, tuple[str, str]]:
    """Return names in one word with a word for a meeting: "teamsvergadering"."""
    words = call_platforms().meeting_words
    return {name + word: (name, word) for name in ("teams", "zoom", "skype", "webex") for word in words}


class _Link(NamedTuple):
    """A web link taken apart.

    Attributes:
        host: in lower case, without user and port.
        rest: path, query and fragment as they stand; begins with one slash.
        plain: the same with its percent-encoding undone, also a doubled one.
    """

    host: str
    rest: str
    plain: str


def find_call(location: str, url: str, description: str) -> str:
    """Return the platform of the call that an event's texts lead into, "" when they lead into none.

    A join link of a known platform counts in each field, also behind a wrapper that rewrites links (Safe Links,
    google.com/url); a location counts too when it is nothing but the name of a platform, or lists one beside a room.
    A short link of aka.ms counts when it reads as a way in and the texts name its platform. Location comes before url,
    url before description, and the first link within a field wins.

    Returns:
        A key of :data:`PLATFORMS`, or "". Never raises; time is linear in the length of the texts.
    """
    return (
        _platform_in(location)
        or _platform_of_place(location)
        or (platform_of(url) or _platform_in(url) if url else "")
        or _platform_in(description)
        or _platform_of_short_link((location, url, description))
    )


def platform_of(link: str) -> str:
    """Return the platform that one link joins, "" when it is no join link of a known platform.

    Help, dial-in, recording, registration and chat links of a known platform are no join links. A wrapper is opened.
    """
    return _platform_of_run(_pasted(link))


def platform_of_conference(link: str) -> str:
    """Return the platform of a link that its source declares to be the way into a video conference.

    For CONFERENCE (RFC 7986 section 5.11), X-GOOGLE-CONFERENCE, hangoutLink, conferenceData and joinUrl. The source is
    trusted: an unknown web address is "other", an unknown page of a known platform is that platform. Telephone, SIP,
    mail and chat addresses, and the help, dial-in, registration and recording pages known here, give "".
    """
    run = _pasted(link)
    known = _platform_of_run(run)
    if known or not _GLUED.match(run):
        return known
    opened = _open(run)
    if opened is None or any(_compiled(form).match(opened.plain) for _, form in _rows_of(opened.host, "no_conference")):
        return ""
    site = next((platform for platform, _ in _rows_of(opened.host, "sites")), "")
    if site and opened.plain == "/":
        return ""
    return site or "other"


def _pasted(link: str) -> str:
    """Return one link without what it was pasted with: brackets, quotes, words after it."""
    text = _plain(link[:_LONGEST_LINK]).strip(" \t\r\n<>\"'")
    return _BREAK.split(text, maxsplit=1)[0]


def _plain(text: str) -> str:
    """Return a text with the entities that matter in links resolved and invisible characters gone."""
    if "&" in text:
        text = _ENTITY.sub(_resolved, text)
    return text if text.isascii() else _INVISIBLE.sub("", text)


def _resolved(match: re.Match[str]) -> str:
    name = (match[1] or "").lower()
    if not name:
        return "&"
    if not name.startswith("#"):
        return _ENTITIES[name]
    code = int(name[2:], 16) if name[1] == "x" else int(name[1:])
    return chr(code) if 32 < code < 127 else " "


def _platform_in(text: str) -> str:
    """Return the platform of the first join link in a text."""
    if "/" not in text and "%2" not in text and "&" not in text:
        return ""
    text = _plain(text)
    found = _first_platform(text)
    # a link folded over lines is read only when none stands whole: unfolding glues words to whole links
    return found or (_first_platform(_FOLD.sub("", text)) if _FOLD.search(text) else "")


def _first_platform(text: str) -> str:
    # No link holds a blank: only words that may be one are searched.
    words = [word for word in text.split() if "/" in word or "%2" in word]
    return next((found for word in words for run, _ in _links(word) if (found := _platform_of_run(run))), "")


def _links(text: str) -> Iterator[tuple[str, int]]:
    """Yield the links of a text and where they begin; a link that is a parameter or path of another one is left out."""
    for match in _LINK.finditer(text):
        start, run = match.start(), match.group()
        if start and text[start - 1] in "=/" and _is_inside_link(text[max(0, start - 200) : start]):
            continue
        if "://" not in run[8:]:
            yield run, start
            continue
        cuts = [0]
        cuts += [inner.start() for inner in _GLUED.finditer(run, 1) if not _HELD.match(run, inner.start() - 1)]
        for begin, end in zip(cuts, [*cuts[1:], len(run)], strict=True):
            yield run[begin:end], start + begin


def _is_inside_link(before: str) -> bool:
    """Return whether the text before a link is the beginning of another link that holds it."""
    run = before.rsplit(maxsplit=1)[-1] if before[-1:].strip() else ""
    return bool(_OUTER_LINK.match(_BREAK.split(run)[-1]))


def _open(link: str) -> _Link | None:
    """Return the link that a link leads to once the wrappers around it are off, None when it is none."""
    for _ in range(_NESTING):
        parts = _parse(link)
        if parts is None:
            return None
        wrapped = next(
            (found for _, form in _rows_of(parts.host, "wrappers") if (found := _compiled(form).match(parts.rest))),
            None,
        )
        if wrapped is None:
            return parts
        link = wrapped[1]
        if link[:8].lower().startswith(("https-3a", "http-3a")):  # Proofpoint's own encoding, version 2
            link = link.replace("-", "%").replace("_", "/")
    return None


def _parse(link: str) -> _Link | None:
    for _ in range(_NESTING):
        if "%" not in link[:20] or _GLUED.match(link):
            break
        link = unquote(link)
    match = _URL.match(link) or (_URL.match(f"https://{link}") if _BARE.match(link) else None)
    if match is None:
        return None
    host = match[1].rpartition("@")[2].partition(":")[0].rstrip(".").lower()
    if not _HOST.fullmatch(host):
        return None
    rest = plain = "/" + match[2].lstrip("/")
    for _ in range(_NESTING):
        if "%" not in plain:
            break
        plain = unquote(plain)
    return _Link(host, rest, plain)


@lru_cache(maxsize=1024)  # a few hosts are behind most links
def _rows_of(host: str, listed: Literal["wrappers", "sites", "no_conference"]) -> tuple[tuple[str, str], ...]:
    """Return the rows of a host and of the domains it belongs to."""
    index: Rows = getattr(call_platforms(), listed)
    rows: list[tuple[str, str]] = []
    while "." in host:
        rows += index.get(host, ())
        host = host.partition(".")[2]
    return tuple(rows)


def _platform_of_run(run: str) -> str:
    """Return the platform of a link as it stands in plain text, up to the first character no link holds."""
    return _platform_of_short_run(run) if len(run) <= _LONGEST_REMEMBERED else _read_run(run)


@lru_cache(maxsize=8192)  # what is asked for an agenda was asked for the call before
def _platform_of_short_run(run: str) -> str:
    return _read_run(run)


def _read_run(run: str) -> str:
    known = call_platforms()
    if run[:4].lower() not in ("http", "www."):
        for platform, form in known.app_schemes:
            if _compiled(form).match(run):
                return platform
    link = _open(run.rstrip(_TRAILING))
    if link is None:
        return ""
    labels = link.host.split(".")
    is_aside = labels[0] in known.aside_labels
    is_known = False
    for platform, form in _rows_of(link.host, "sites"):
        is_known = True
        if _compiled(form).match(link.plain) and not (is_aside and form == known.room):
            return platform
    if is_known or is_aside or labels[-2] in known.not_own_service:
        return ""
    for platform, host_form, form in known.telling:
        if _compiled(form).match(link.plain) and _compiled(host_form).match(link.host):
            return platform
    return ""


def _platform_of_place(location: str) -> str:
    """Return the platform when a location, or one part of a list of places, is nothing but its name."""
    return _platform_of_short_place(location) if len(location) <= _LONGEST_PLACE else ""


@lru_cache(maxsize=1024)  # the same rooms are booked again and again
def _platform_of_short_place(location: str) -> str:
    if not _place_hint().search(unicodedata.normalize("NFKC", location).lower()):
        return ""
    known, glued = call_platforms(), _glued_names()
    place = _PLACE_URL.sub(" ", unicodedata.normalize("NFKC", _plain(location))).lower()
    parts = _PLACE_PARTS.split(place)
    for part in parts:
        words = [word for found in _PLACE_WORD.findall(part) for word in glued.get(found, (found,))]
        digits = sum(len(word) for word in words if word.isdecimal())
        if digits >= 9:  # a meeting's number; a shorter one is the number of a room
            words = [word for word in words if not word.isdecimal()]
        for name in known.place_names:
            length = len(name.words)
            at = next((i for i in range(len(words)) if tuple(words[i : i + length]) == name.words), None)
            if at is not None:
                others = {*words[:at], *words[at + length :]}
                if others <= known.place_fillers and not (name.is_weak and not others & known.online_words):
                    return name.platform
    return "teams" if any(map(_is_teams_meeting, parts)) else ""


def _is_teams_meeting(place: str) -> bool:
    """Return whether a place in small letters is "Microsoft Teams" with a few words, as each language calls a meeting.

    "Spotkanie w aplikacji Microsoft Teams", "Microsoft Teams-kokous", "Cuộc họp Microsoft Teams" are such places; a
    number, or a word for a room, a lesson or a denial makes it another one.
    """
    found = _TEAMS_NAME.fullmatch(place.strip())
    if not found:
        return False
    beside = f"{found['before']} {found['after']}"
    words = set(_PLACE_WORD.findall(beside))
    is_other = any(sign.isdigit() for sign in beside) or not words.isdisjoint(call_platforms().no_teams_place)
    return not is_other and len(beside.split()) <= _MOST_WORDS_BESIDE_TEAMS


def _platform_of_short_link(texts: tuple[str, ...]) -> str:
    """Return the platform that the texts name when one of them holds a short link that reads as a way in."""
    if not any("aka.ms/" in text.lower() for text in texts):
        return ""
    named = _NAMED_IN_TEXT.search("\n".join(texts))
    if named is None or named.lastgroup is None:
        return ""
    for text in map(_plain, texts):
        for link, start in _links(text):
            parts = _open(link)
            if parts is None or parts.host != "aka.ms" or _ASIDE_WORDS.search(parts.plain):
                continue
            if any(_compiled(form).match(parts.plain) for _, form in _rows_of(parts.host, "no_conference")):
                continue
            before = text[max(0, start - 60) : start]
            if _JOIN_IN_SLUG.search(parts.plain) or _JOIN_IN_TEXT.search(before):
                return named.lastgroup
    return ""
