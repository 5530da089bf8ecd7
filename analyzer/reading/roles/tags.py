"""Roles that are put to a person: "Anna (chair)", "Anna – chair", "Anna is our chair", "the chair, Anna Smith"."""

from __future__ import annotations

import re

from analyzer.reading.patterns import late
from analyzer.reading.roles.labels import THIS, THIS_MEETING, Filled, Label, without_modifiers
from analyzer.reading.roles.lines import Line
from analyzer.reading.roles.names import LIKELY, POSSIBLE, Name, automatic_before, is_ended, name_at, name_before
from analyzer.reading.roles.words import AND, MEETING_NOUNS, THIS_TIME

# A role may say of which meeting it is; "(chair of the board)" is a role elsewhere.
_OF_THIS = (
    rf"(?:\s+(?:(?:of|van|der|de|du|for|voor)\s+)?(?:(?:{THIS})\s+)?(?:{MEETING_NOUNS})(?!\w)"
    rf"|\s+(?:{THIS_TIME})(?!\w))?"
)
_INSIDE_BRACKET = late(rf"{_OF_THIS}\s*(?:[)\],;/&+]|(?:{AND})\b)", re.IGNORECASE)
_AFTER_TAG = late(rf"{_OF_THIS}\s*(?:$|[;|)\].]|[-–—](?:\s|$)|(?:{AND})\b)", re.IGNORECASE)
_JOINED = late(rf"(?:^|[,;/&+]|\b(?:{AND}))$", re.IGNORECASE)
_SEGMENT_START = late(r"(?:^|[,;|(:•]\s*|\s-\s)$")
# "De voorzitter, Piet de Boer, opent": the role stands as a title before the name.
_TITLE_BEFORE = late(
    r"(?:^|[.;!?]\s*|\b(?:namens|on behalf of|im namen(?: von)?|au nom)\s+)"
    r"(?:the|our|de|onze|der|die|des|unsere?r?|la|le|du|el)?\s*$",
    re.IGNORECASE,
)
_AS_LABEL = late(
    r"\s+(?:is|will be|as|acts as|will act as|serves as|is acting as|wordt|als|ist|wird|treedt op als|est|sera|comme"
    r"|est (?:désigné|nommé|élu)e?|es|será|como)\s*$",
    re.IGNORECASE,
)
_AFTER_AS = late(
    rf"\s*(?:$|[.,;!)]|(?:{AND}|{THIS_TIME})\b|(?:of|for|van|voor|der|des|de|du|für)?\s*{THIS_MEETING}\b|de séance\b)",
    re.IGNORECASE,
)
_WILL_COME = late(r"\s*:|\s+(?:will|are|worden|werden|seront)\b", re.IGNORECASE)
_BAN = late(
    r"\b(?:no|not|never|without|please remove|geen|niet|zonder|kein\w*|nicht|ohne|pas|sans|sin)\b", re.IGNORECASE
)


def read_tag(line: Line, label: Label, *, is_attendance: bool) -> Filled | None:
    """Return the person to whom a label is put; in a list of those present a lone unknown word counts as a name."""
    if label.kind == "host":
        return None
    text = line.text
    # A word that says so little counts in brackets and behind "=".
    if label.kind == "loose" and not any(sign in text[max(0, label.start - 200) : label.start] for sign in "([="):
        return None
    titled = _read_title(text, label)
    if titled:
        return titled
    start = max(0, label.start - 80) + len(without_modifiers(text, label.start))
    before = text[max(0, start - 100) : start]
    offset = start - len(before)
    opening = max(before.rfind("("), before.rfind("["))
    least = POSSIBLE if is_attendance else LIKELY
    if opening >= 0 and not re.search(r"[)\]]", before[opening:]):
        return _read_bracket(text, label, offset + opening, start, least)
    verb = _AS_LABEL.search(before) if label.kind == "person" else None
    if verb and _AFTER_AS.match(text, label.end):
        return _tagged(text, name_before(text, offset + verb.start()), POSSIBLE)
    is_loose = label.kind == "loose" and not before.rstrip().endswith("=")
    return None if is_loose else _read_signed(text, label, before, offset, is_attendance=is_attendance)


def _read_title(text: str, label: Label) -> Filled | None:
    is_chair = "facilitator" in label.roles and label.kind == "person"
    # A secretary may be an organisation's; who takes notes is this meeting's: "The clerk, Mrs Whitby, is present".
    is_apposition = text[label.end : label.end + 1] == "," and not text[label.start : label.end].lower().startswith(
        "secr"
    )
    is_taker = "keeper" in label.roles and label.kind == "person" and is_apposition
    if not (is_chair or is_taker) or not _TITLE_BEFORE.search(text[max(0, label.start - 30) : label.start]):
        return None
    name = name_at(text, label.end + (2 if text[label.end : label.end + 1] == "," else 1))
    return _tagged(text, name, LIKELY) if name and is_ended(text, name) else None


def _read_bracket(text: str, label: Label, opening: int, start: int, least: int) -> Filled | None:
    """Return the person before a bracket that holds the label as one of its parts: "Anna (Utrecht, chair)"."""
    inside = text[opening + 1 : start].rstrip()
    if ":" in inside or not _INSIDE_BRACKET.match(text, label.end) or not _JOINED.search(inside):
        return None
    name = name_before(text, opening)
    if not name and not text[:opening].strip() and text[label.end : label.end + 2] in (") ", "] "):
        name = name_at(text, label.end + 2)
    return _tagged(text, name, least)


def _read_signed(text: str, label: Label, before: str, offset: int, *, is_attendance: bool) -> Filled | None:
    """Return the person whom a sign joins to the label: "Anna - chair", "Anna: chair", "Anna | Chair"."""
    stripped = before.rstrip()
    sign = stripped[-1:]
    if not sign or sign not in ",-–—:|=→" or (sign == "-" and stripped[-2:-1] != " "):
        return None
    is_listed = text[label.end : label.end + 1] == "," and (
        is_attendance or sign == "=" or _is_list_of_tags(text, label, sign)
    )
    if not is_listed and not _AFTER_TAG.match(text, label.end):
        return None
    name = name_before(text, offset + len(stripped.rstrip(",-–—:|=→ ")))
    if not name or not _SEGMENT_START.search(text[max(0, name.start - 9) : name.start]):
        return None
    return _tagged(text, name, POSSIBLE if is_attendance and sign != ":" else LIKELY)


def _is_list_of_tags(text: str, label: Label, sign: str) -> bool:
    """Return whether after a comma the next name and role follow in the same way: "Lena - chair, Bo - scribe"."""
    name = name_at(text, label.end + 2)
    return sign in "-–—:" and name is not None and text[name.end : name.end + 3].strip().startswith(sign)


def _tagged(text: str, name: Name | None, least: int) -> Filled | None:
    if not name or name.weight < least or name.is_login:
        return None
    return Filled(text[name.start : name.end])


def is_automatic_taker(text: str, label: Label) -> bool:
    """Return whether a label is a machine's: "Fireflies.ai Notetaker will join", "AI notes:"; a ban names none."""
    is_taker = label.kind == "person" or _WILL_COME.match(text, label.end)
    if not is_taker or "keeper" not in label.roles or not automatic_before(text, label.start):
        return False
    return not _BAN.search(text, max(0, label.start - 60), label.end + 60)
