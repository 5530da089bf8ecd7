"""The meeting roles that an invitation fills: who guards the process, who keeps the decisions.

A role is filled when a person is designated for this meeting, in its title or its text, in Dutch, English, German,
French or Spanish. Vacancies, placeholders, rooms, bodies, accounts, links and the roles of other meetings fill nothing.
Where the words leave it open the role is not filled: a role wrongly taken for filled hides a problem.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from analyzer.reading.patterns import late
from analyzer.reading.roles.fields import read_field
from analyzer.reading.roles.invited import CLOSE, OPEN, WITHOUT_MARKS, People, forms_of, may_call, with_marks
from analyzer.reading.roles.labels import Filled, labels_in
from analyzer.reading.roles.lines import Line, plain_lines, without_entities
from analyzer.reading.roles.names import LIKELY, POSSIBLE, name_at
from analyzer.reading.roles.sentences import read_sentences
from analyzer.reading.roles.tags import is_automatic_taker, read_tag
from analyzer.reading.roles.words import OTHER_MEETING, ROLE_STEMS, holds_stem
from analyzer.reading.scanning import texts_holding


@dataclass(frozen=True, slots=True)
class Roles:
    """Who holds which role, in the words of the invitation; an empty text is a role that nobody holds.

    Attributes:
        facilitator: the words that name who guards the process.
        decision_keeper: the words that name who keeps the decisions and their progress.
        invited: the roles ("facilitator", "keeper") whose words call somebody of the invitation.
        automatic_keeper: whether an automatic note-taker is named as the one who takes notes; it keeps no decisions.
    """

    facilitator: str = ""
    decision_keeper: str = ""
    automatic_keeper: bool = False
    invited: frozenset[str] = frozenset()


# Real invitations hold a few thousand characters and a handful of role words. What goes far beyond is read only as far
# as this, so that no text costs more than a moment.
_MOST_CHARACTERS = 200_000
_MOST_MENTIONS = 500

_ABSENT = (
    r"(?:absent(?:ees|s|es)?|apologies|regrets|excused|declined|afwezig(?:en)?|afgemeld(?:en)?|afmeldingen"
    r"|bericht van verhindering"
    r"|verhinderd|abwesend(?:e)?|entschuldigt|excusée?s?|absente?s?|ausentes|cc|not attending)\b[^:]{0,30}(?::|$)"
)
_GUESTS = (
    r"(?:(?:guest |keynote |invited )?speakers?|guests?|panell?ists?|presenters?|spreker(?:s)?|gast(?:en)?"
    r"|gastspreker|genodigden?|kandida\w+|candidate?s?|candidats?|nominees|verkiezing|elections?"
    r"|referent(?:in|en)?|gäste|intervenante?s?|invitée?s?|ponentes?|invitados?|from|to|van|aan|contact"
    r"|about)\b[^:]{0,30}:"
)
_PRESENT = (
    r"(?:present|attendees?|attending|attendance|participants?|people|members|aanwezig(?:en)?|deelnemers|anwesend(?:e)?"
    r"|teilnehmer\w*|teilnehmende|présente?s?|participante?s?|asistentes|leden|rollen|roles|rôles|bezetting"
    r"|met)\b[^:]{0,30}(?::|$)"
)
_OTHER = (
    rf"(?:the |de |het |la |le |der |die |unsere |notes (?:of"
    rf"|from) (?:the )?)?(?:{OTHER_MEETING})[^:]{{0,40}}(?::\s*)?$"
)
# A line is under the first heading of these that it begins with.
_HEADING = late(
    rf"(?P<absent>{_ABSENT})|(?P<guests>{_GUESTS})|(?P<present>{_PRESENT})|(?P<other>{_OTHER})", re.IGNORECASE
)
_GREETING = late(
    r"(?:(?:kind|best|warm) regards|regards|best|cheers|sincerely|thanks|thank you|(?:met )?(?:vriendelijke"
    r"|hartelijke) groet(?:en)?"
    r"|groet(?:en|jes)?|mvg|mfg|(?:mit )?(?:freundlichen|besten|vielen|herzlichen) grüßen|(?:viele|beste|liebe) grüße"
    r"|gruß"
    r"|cordialement|bien à vous|saludos|un saludo|atentamente)\b[\s,.!]*$",
    re.IGNORECASE,
)
# Beside a treasurer or a board member a chair and a secretary are those of a board, not of this meeting, unless the
# board is who is present.
_TREASURERS = (
    r"(?:penningmeester|bestuurslid|board member|beisitzer(?:in)?|treasurer|kassierer|kassier|kassenwart\w*"
    r"|schatzmeister\w*|trésori\w+|tesorer[oa])\s*"
)
_TREASURER = late(rf"{_TREASURERS}[:=–-]", re.IGNORECASE)
_TREASURER_AMONG = late(rf"\(\s*{_TREASURERS}\)", re.IGNORECASE)
_OFFICER = late(r"voorzit|chair|secret|vorsitz|schriftf|sekret|présid|presid|secrét", re.IGNORECASE)
_BRACKETS = late(r"[\[(]([^\[\]()]{3,120})[\])]")
_LETTER = late(r"(?:^|[,;/|&]\s*|\s)(?P<letter>[PBVNF])\s?[:=]\s*")


class _Reading:
    """What has been found so far, and how many labels may still be looked at."""

    def __init__(self) -> None:
        self.people: dict[str, str] = {}
        self.is_automatic = False
        self.mentions_left = _MOST_MENTIONS

    def add(self, roles: Sequence[str] | frozenset[str], filled: Filled | None) -> None:
        if filled is None:
            return
        self.is_automatic = self.is_automatic or filled.is_automatic
        for role in roles:
            if filled.people:
                self.people.setdefault(role, filled.people)

    def read(self, lines: Sequence[Line], *, is_title: bool) -> None:
        section, greeting_at = "", -9
        telling = {index for index, line in enumerate(lines) if holds_stem(line.text)}
        last = max(telling, default=-1)  # below it no heading matters any more
        for index, line in enumerate(lines):
            if not line.text:
                section = section if section.endswith(":") else ""
                continue
            if index <= last:
                section = _section(line, section)
                greeting_at = index if _GREETING.match(line.text) else greeting_at
                if index in telling and self.mentions_left > 0 and section.rstrip(":") != "other":
                    self._read_line(lines, index, section.rstrip(":"), index - greeting_at <= 4)
            if is_title or "[" in line.text or line.text[:2] in ("P:", "B:"):
                self._read_letters(line.text, is_title)

    def _read_line(self, lines: Sequence[Line], index: int, section: str, is_signature: bool) -> None:
        line = lines[index]
        is_among_roles = False
        labels = labels_in(line.text, self.mentions_left)
        officers = {label.start for label in labels if _OFFICER.match(line.text, label.start)}
        is_board = bool(officers) and section != "present" and bool(_TREASURER_AMONG.search(line.text[:1_000]))
        if not is_board and officers:
            nearby = lines[max(0, index - 2) : index + 3]
            officers = officers if any(_TREASURER.search(near.text[:200]) for near in nearby) else set()
        for label in labels:
            self.mentions_left -= 1
            is_officer = label.start in officers
            filled = Filled(is_automatic=True) if is_automatic_taker(line.text, label) else None
            if filled is None and not is_officer:
                filled = read_field(lines, index, label, is_signature=is_signature, is_among_roles=is_among_roles)
            is_tag = not is_signature and not (is_board and is_officer)
            if filled is None and is_tag and section not in ("absent", "guests"):
                filled = read_tag(line, label, is_attendance=section == "present" or is_among_roles)
            is_among_roles = is_among_roles or (label.kind == "person" and bool(filled and filled.people))
            self.add(label.roles, filled)
        for told in read_sentences(line.text, self.mentions_left):
            self.mentions_left -= 1
            self.add((told.role,), Filled(told.people, not told.people))

    def _read_letters(self, text: str, is_title: bool) -> None:
        """Read the short form in a title: "[P: Anna, B: Piet]", for who guards the process and who the decisions."""
        groups = [found[1] for found in _BRACKETS.finditer(text[:500])] if is_title else []
        for group in [*groups, text[:200].strip("[]")]:
            letters = {
                found["letter"]: name_at(group, found.end(), is_expected=True) for found in _LETTER.finditer(group)
            }
            is_pair = len([name for name in letters.values() if name]) > 1
            if group not in groups and not (is_pair and {"P", "B"} <= letters.keys()):
                continue
            for letter, name in letters.items():
                role = {"P": "facilitator", "F": "facilitator", "B": "keeper", "N": "keeper"}.get(letter)
                if letter == "V":
                    role = "keeper" if "P" in letters else "facilitator" if "N" in letters else None
                if name and role and not name.is_login and name.weight >= (POSSIBLE if is_pair else LIKELY):
                    self.add((role,), Filled(group[name.start : name.end]))


def _section(line: Line, section: str) -> str:
    """Return under which heading a line stands: "absent", "guests", "present", "other" or ""; ":" when just opened."""
    text = line.text
    found = _HEADING.match(text)
    if found:
        return str(found.lastgroup) + (":" if found.end() == len(text) else "")
    is_new = line.mark == "heading" or (":" in text[:40] and line.mark != "bullet" and section.rstrip(":") != "other")
    return "" if is_new else section.rstrip(":")


class RoleReader:
    """Reads the roles of many invitations; what they share is read once.

    A series repeats its text, and most invitations have the same few lines. Who is invited matters only to a text in
    which one of them may be called.
    """

    def __init__(self) -> None:
        self._texts: dict[str, _Text] = {}

    def scan(self, texts: Iterable[str]) -> None:
        """Look for words of roles in many titles and descriptions at once, before they are asked for one by one."""
        scanned = {text: _Text(_composed(text[:_MOST_CHARACTERS])) for text in texts}
        found = texts_holding(ROLE_STEMS, [without_entities(one.text) for one in scanned.values()])
        for one, has_stem in zip(scanned.values(), found.tolist(), strict=True):
            one.has_stem = has_stem
        self._texts |= scanned

    def speaks(self, title: str, description: str) -> bool:
        """Return whether a title or description holds any word of a role; without any they fill none."""
        return self._text(title).has_stem or self._text(description).has_stem

    def read(self, title: str, description: str, invited: Sequence[tuple[str, str]] = ()) -> Roles:
        """Return the roles that the title and the description of one invitation fill.

        Pure, and linear in the length of the text, of which at most 200,000 characters are read; no text makes it
        raise. The description may be HTML, Markdown, text with ICS escapes, or plain. The title goes before the
        description, and what stands first before what follows.

        Args:
            title: the title of the invitation.
            description: its text.
            invited: the people of the invitation, as (display name, address); "" for what is not known.
        """
        heading, text = self._text(title), self._text(description)
        if not (heading.has_stem or text.has_stem):
            return _NOBODY
        people = tuple(invited)
        named = heading.read(people, is_title=True)
        told = text.read(people, is_title=False)
        holders = told.people | named.people
        if not holders and not named.is_automatic and not told.is_automatic:
            return _NOBODY
        facilitator, keeper = (holders.get(role, "").translate(WITHOUT_MARKS) for role in ("facilitator", "keeper"))
        invited_roles = frozenset(role for role, words in holders.items() if OPEN in words)
        return Roles(facilitator, keeper, named.is_automatic or told.is_automatic, invited_roles)

    def _text(self, text: str) -> _Text:
        if text not in self._texts:
            self._texts[text] = _Text(_composed(text[:_MOST_CHARACTERS]))
        return self._texts[text]


class _Text:
    """One title or description, and what was read of it for those who were invited with it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._told: dict[object, _Reading] = {}

    @cached_property
    def has_stem(self) -> bool:
        """Whether it holds any word of a role."""
        return any(map(without_entities(self.text).lower().__contains__, ROLE_STEMS))

    def read(self, people: People, *, is_title: bool) -> _Reading:
        """Return who holds which role by this text, when these people are invited."""
        if is_title and not self.has_stem and ":" not in self.text and "=" not in self.text:
            return _NOTHING  # neither a word of a role nor the short form with letters
        lines: Sequence[Line] = self._lines
        key: object = is_title
        if may_call(self._folded, people):
            forms = forms_of(people)
            marked = [Line(with_marks(line.text, forms), line.mark) for line in lines]
            if marked != lines:
                lines, key = marked, (is_title, tuple(line.text for line in marked))
        if key not in self._told:
            reading = self._told[key] = _Reading()
            reading.read(lines, is_title=is_title)
        return self._told[key]

    @cached_property
    def _lines(self) -> Sequence[Line]:
        return plain_lines(self.text)

    @cached_property
    def _folded(self) -> str:
        """The lines as forms are written: where no first word of a form stands, nobody is called."""
        return "\n".join(line.text for line in self._lines).casefold()


_NOTHING = _Reading()
_NOBODY = Roles()


def read_roles(title: str, description: str, invited: Sequence[tuple[str, str]] = ()) -> Roles:
    """Return the roles that one invitation fills, as :meth:`RoleReader.read` does."""
    return RoleReader().read(title, description, invited)


def _composed(text: str) -> str:
    text = text if text.isascii() else unicodedata.normalize("NFC", text)
    return text.translate(WITHOUT_MARKS) if OPEN in text or CLOSE in text else text
