"""The parts of a document: what is in it, before any form of it is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from analyzer.reports.words.wording import Wording
from analyzer.team.terms import PrivacySettings
from analyzer.text import Translator


@dataclass(frozen=True)
class Text:
    """One paragraph; ``is_missing`` when it says that something has to be filled in still."""

    text: str
    is_missing: bool = False


@dataclass(frozen=True)
class Bullets:
    """A list of sentences."""

    items: Sequence[str]


@dataclass(frozen=True)
class Table:
    """Rows under heads, all of one length; the first cell of a row says what the row is about.

    Rows that are to be filled in by hand are ``is_empty``: they get room to write.
    """

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    is_empty: bool = False


Block = Text | Bullets | Table


@dataclass(frozen=True)
class Section:
    """One part of a document.

    Attributes:
        name: what it is about, whatever the language; the page's anchor.
        heading: in words.
        blocks: what it says, in order.
    """

    name: str
    heading: str
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Document:
    """A whole document.

    Attributes:
        title: in words.
        facts: what it is about and when it was made: name and value.
        sections: in order.
    """

    title: str
    facts: Sequence[tuple[str, str]]
    sections: Sequence[Section]


@dataclass(frozen=True)
class TeamFacts:
    """A team as the settings name it.

    Attributes:
        name: what it is called.
        members: how many the settings name; how many of them take part is nobody's business.
        manager: who reads its audit, "" for nobody in particular.
    """

    name: str
    members: int
    manager: str


@dataclass(frozen=True)
class DigestFacts:
    """The digest as the settings set it up.

    Attributes:
        group: the group of the directory that says who may take part, "" for none.
        is_group_joined: being in that group is taking part.
        reads_replies: whether a mailbox of replies is read.
        keeps_sent: the service through which mails go keeps a copy of each with the sender.
        retention_days: how long the outbox keeps its rows.
    """

    group: str
    is_group_joined: bool
    reads_replies: bool
    keeps_sent: bool
    retention_days: int


@dataclass(frozen=True)
class PackFacts:
    """What the document for works council and DPIA is made of.

    Attributes:
        terms: the settings in force.
        teams: those that it is about.
        settings_file: where the terms stand, "" when nothing is set.
        today: the day it is made.
        program: meetlint's version.
        digest: what is sent to everybody by mail; None where no digest is set up.
    """

    terms: PrivacySettings
    teams: Sequence[TeamFacts]
    settings_file: str
    today: date
    program: str
    digest: DigestFacts | None = None


class PackWording(Wording):
    """Words for a document; what is typed on a command line stands apart from the sentence around it."""

    def __init__(self, translate: Translator, protect: Callable[[str], str], typed: Callable[[str], str]) -> None:
        # Days alone are named, no clock: so any zone will do.
        super().__init__(translate, ZoneInfo("UTC"), is_aloud=True, protect=protect)
        self.typed = typed

    def decimal(self, number: float) -> str:
        """Return a number as it is written in the language, without zeros at its end."""
        text = f"{number:.4g}"
        return text.replace(".", ",") if self.translate.language == "nl" else text

    def day_of_year(self, day: date) -> str:
        """Return a day in full, such as "Monday 30 November 2026"."""
        return self.day(day, with_year=True)

    def term(self, text: str) -> str:
        """Return a text of the settings, whole, and harmless."""
        return self.shown(text, None)
