"""The words in a line that name a role, and whether they open a field: "Chair:", "Facilitator & scribe -", "Vz. "."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from analyzer.reading.literals import words_in
from analyzer.reading.needles import Sought
from analyzer.reading.patterns import late
from analyzer.reading.roles.words import AND, ASKING, LABELS, MEETING_NOUNS, MODIFIERS, OTHER_TIME, THIS_TIME


@dataclass(frozen=True, slots=True)
class Label:
    """A role word in a line: where it stands, the roles it names, and its kind ("person", "task", "host", "loose")."""

    start: int
    end: int
    roles: frozenset[str]
    kind: str


@dataclass(frozen=True, slots=True)
class Filled:
    """What a label says: the words that name the people, and whether an automatic note-taker is named instead."""

    people: str = ""
    is_automatic: bool = False


_KINDS = list(LABELS)
# The order decides where two labels begin alike: "minute taker" before "minutes".
_LABEL = Sought.any_of(
    r"(?<![\w@])",
    r"(?:[/(*_·-]-?(?:innen|in|trice|rice|se|e|s|a)\)?|:in(?:nen)?(?=\s*[:=]))?(?![\w@])",
    **{f"g{number}": LABELS[kind] for number, kind in enumerate(_KINDS)},
)
_JOINT = late(rf"\s*(?:[/&+]|\b(?:{AND})\b)\s*(?:(?:the|our|de|het|die|das|la|le|du)\s+)?$", re.IGNORECASE)
_MODIFIER = late(rf"(?:^|(?<=[\s(/&\"'’*_[|,;:>-]))(?:{MODIFIERS})[\s-]*$", re.IGNORECASE)
LONGEST_MODIFIER = 16
"""No modifier has more letters, but for those that go on with any ("vergaderings")."""
_BETWEEN = "".join(sign for sign in map(chr, range(0x3001)) if sign.isspace()) + "-"
_ASKED = late(rf"(?:^|[.,;:|]\s*){ASKING}$", re.IGNORECASE)
# A deputy who does it this time does it: "plaatsvervangend voorzitter vandaag: Els".
_DEPUTY = late(r"(?:plaatsvervangend|plv\.?|stellvertretende[rn]?|deputy|vice)[\s-]*$", re.IGNORECASE)
_FOR_ONCE = late(rf"\s(?:{THIS_TIME})(?!\w)", re.IGNORECASE)
_NUMBER = late(r"(?:^|\s)\d[\d:.,h–-]*$")
_OTHER_ROLE_BEFORE = late(rf"(?:^|[,;|(:]\s*)[\w-]+(?:\s[\w-]+)?(?:\s+(?:{AND}|&)|\s*/)$", re.IGNORECASE)
THIS = (
    r"the|this|our|today['’]s|tonight['’]s|de|het|deze|dit|ons|onze|die|das|den|der|dem|unsere[nrs]?|diese[nrs]?|la|le"
    r"|cette|ce|notre|esta|el|nuestra"
)
THIS_MEETING = rf"(?:(?:{THIS})\s+|l['’])(?:(?!{OTHER_TIME}\b)\w+[\s-]){{0,2}}?(?:{MEETING_NOUNS})"
_FLAT_FIELD = late(r"(?<!\w)[^\W\d_a-z][\w-]{2,20}(?:\s[\w-]{2,20}){0,2}:\s")
_OTHER_CHAIR = late(
    r"(?:board|vice|deputy|new|future|wheel|next|previous|former|committee|council|track|panel|party|release|general"
    r"|club"
    r"|programme?|incoming|outgoing|department|section|division|first|second|backup|honorary|foundation|association"
    r"|speaker)[\s-]*$",
    re.IGNORECASE,
)
_BODY_BEFORE = late(
    r"(?<!\w)(?:\w*commissie|werkgroep|taakgroep|stuurgroep|afdeling|raad|bestuur|committee|commission|council|board"
    r"|working"
    r" group|task force|department|ausschuss|arbeitsgruppe|kommission|gremium|comité|conseil|comisión|consejo)(?!\w)",
    re.IGNORECASE,
)
_A_MEETING = late(rf"(?<!\w)\w*(?:{MEETING_NOUNS})(?!\w)", re.IGNORECASE)


def labels_in(text: str, most: int) -> list[Label]:
    """Return the first ``most`` role labels of a line; those joined by "and" or "/" are one that names both roles."""
    labels: list[Label] = []
    for found in islice(_LABEL.finditer(text, words_in(text)), most):
        role, kind = _KINDS[int(str(found.lastgroup)[1:])]
        label = Label(found.start(), found.end(), frozenset({role}), kind)
        last = labels[-1] if labels else None
        if last and label.start - last.end < 16 and _JOINT.fullmatch(text[last.end : label.start]):
            kind = min(kind, last.kind, key=("person", "task", "host", "loose").index)
            labels[-1] = Label(last.start, label.end, last.roles | label.roles, kind)
        else:
            labels.append(label)
    return labels


def without_modifiers(text: str, start: int) -> str:
    """Return what stands before a label, at most 80 characters, without the words that leave its meaning as it is."""
    before = text[max(0, start - 80) : start]
    for _ in range(4):
        # Only the last words are searched, unless one of them may be long.
        end = len(before.rstrip(_BETWEEN))
        begin = 0 if "vergader" in before.lower() else max(0, end - LONGEST_MODIFIER)
        found = _MODIFIER.search(before, begin)
        if not found:
            break
        before = before[: found.start()]
    return before


def opens_field(text: str, label: Label) -> bool:
    """Return whether a label opens a field: nothing before it makes it another role, or a part of a sentence."""
    before = without_modifiers(text, label.start)
    if _FOR_ONCE.match(text, label.end):
        before = _DEPUTY.sub("", before)
    glued = text[label.start - 1 : label.start]
    is_glued = glued and glued in "-/.'’" and text[max(0, label.start - 2)].isalnum()
    is_open = _is_open(before, is_person=label.kind == "person" and not is_glued)
    is_open = is_open or bool(_ASKED.search(before))
    return (is_open or _is_flat_field(text, label)) and not _is_of_body(text, label)


def _is_open(before: str, *, is_person: bool) -> bool:
    stripped = before.rstrip(" \"'’”“")
    if not stripped:
        return True
    last = stripped[-1]
    if last.isalnum():
        return bool(is_person and _NUMBER.search(stripped)) or bool(_OTHER_ROLE_BEFORE.search(stripped[-60:]))
    if last in "/&" and stripped[-2:] != " /":
        return bool(_OTHER_ROLE_BEFORE.search(stripped[-60:]))
    return stripped[-2:-1] in ("", " ", "-") if last == "-" else last not in "@#%$"


def _is_flat_field(text: str, label: Label) -> bool:
    """Return whether a label stands in a row of fields that lost its line breaks: "Host: Anna Scribe: Bo Join by"."""
    before = text[max(0, label.start - 120) : label.start]
    if not before.endswith(" ") or _OTHER_CHAIR.search(before):
        return False
    if text[label.end : label.end + 1] == "=" and text[label.end + 1 : label.end + 2].isalpha():
        return True
    is_capital = text[label.start].isupper() and text[label.end : label.end + 2] == ": "
    return is_capital and label.kind in ("person", "host") and bool(_FLAT_FIELD.search(before))


def _is_of_body(text: str, label: Label) -> bool:
    """Return whether a label in brackets belongs to the body named before them: "Committee on Rules (chair Anna)"."""
    opening = text.rfind("(", max(0, label.start - 60), label.start)
    before = text[max(0, opening - 80) : max(0, opening)]
    is_inside = opening >= 0 and ")" not in text[opening : label.start]
    return is_inside and bool(_BODY_BEFORE.search(before)) and not _A_MEETING.search(before)
