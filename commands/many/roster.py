"""Who is on a roster, and where each one's calendar is read: ``[people.ID]`` sections, a CSV file, or a folder."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.errors import UsageError, reason_of
from analyzer.text import LANGUAGES, N_
from commands.many.gathering import SUFFIX, file_name_of

if TYPE_CHECKING:
    from analyzer.agreements import Person
    from analyzer.settings.file import Settings

MOST_BYTES = 50_000_000
MOST_PEOPLE = 500_000
_CALENDARS = (".ics", ".ical", ".ics.gz", ".zip", ".parquet")
_COLUMNS = ("person", "source", "address", "joined", "language")
_PATHS = ("file", "folder", "archive", "table")


@dataclass(frozen=True)
class Member:
    """One person of a roster.

    Attributes:
        name: what the roster calls the person; the event table is named so, too.
        sources: locators, paths in full.
        address: the person's address, "" when the roster does not tell.
        joined: the day on which the person joined, by an act of the own; None when the roster tells of none.
        language: the one in which the person is written to, "" when the roster does not tell.
        mailbox: the own mailbox as an organisation's directory names it: it may be read though no list in the settings
            does; "" for who comes from no directory.
        is_group_joined: being in the group is the joining, so that ``joined`` is no day of this person's own.
        line: of a CSV file where the person first stands; 0 where it is none.
    """

    name: str
    sources: tuple[str, ...] = field(repr=False)
    address: str = field(default="", repr=False)
    joined: date | None = None
    language: str = ""
    mailbox: str = field(default="", repr=False)
    is_group_joined: bool = False
    line: int = 0

    @property
    def own_day(self) -> date | None:
        """The day on which this very person joined, as far as it is known."""
        return None if self.is_group_joined else self.joined


def read_roster(place: Path, settings: Settings) -> list[Member]:
    """Return the people of a roster, in its order.

    Args:
        place: a settings file with ``[people.ID]`` sections, a CSV file with the columns ``person`` and ``source`` (and
            ``address``, ``joined``, ``language``), a line for each source, or a folder with a calendar or a folder of
            calendars for each person.
        settings: those of the settings file, where the roster is one.

    Raises:
        UsageError: it cannot be read, names nobody, or one name twice.
    """
    if place.is_dir():
        found = _of_folder(place)
    elif place.name.lower().endswith(".toml"):
        found = [_of_person(name, person) for name, person in settings.people.items() if person.source]
    else:
        found = _of_csv(place)
    members = _placed(found, place)
    if not members:
        raise UsageError(
            N_("The roster {roster} names nobody with a source."),
            N_("Write [people.ID] with a source, or name a CSV file or a folder of calendars with --roster."),
            roster=place,
        )
    twice = next(
        (name for name, count in Counter(file_name_of(one.name).casefold() for one in members).items() if count > 1), ""
    )
    if twice:
        raise UsageError(
            N_("The roster {roster} names two people alike: {name}."),
            N_("Each person needs a name of its own, also as the name of a file."),
            roster=place,
            name=twice.removesuffix(SUFFIX),
        )
    if len(members) > MOST_PEOPLE:
        raise UsageError(N_("The roster {roster} names more than {most} people."), roster=place, most=MOST_PEOPLE)
    return members


def roster_of(sources: Sequence[str]) -> list[Member]:
    """Return a person for each of several sources, named as the source is."""
    return _placed([Member(source, (source,)) for source in dict.fromkeys(sources)], Path("roster"))


def members_of(names: Sequence[str], settings: Settings, place: Path) -> list[Member]:
    """Return some people of a settings file, in the order asked for.

    Args:
        names: ids of ``[people.ID]`` sections.
        settings: where they stand.
        place: the settings file, beside which their paths lie.

    Raises:
        UsageError: one of them has no source.
    """
    for name in names:
        if not settings.people[name].source:
            raise UsageError(
                N_("{name} has no source in {roster}."), N_("Write it: source = “…”"), name=name, roster=place
            )
    return _placed([_of_person(name, settings.people[name]) for name in names], place)


def _of_person(name: str, person: Person) -> Member:
    language = person.language if "language" in person.model_fields_set else ""
    return Member(name, person.source, person.address, person.joined, language or "")


def _placed(found: Sequence[Member], place: Path) -> list[Member]:
    return [replace(one, sources=tuple(_in_full(one.sources, place))) for one in found]


def _of_folder(folder: Path) -> list[Member]:
    """Return a person for each calendar and each folder that lie directly in a folder."""
    try:
        paths = sorted(path for path in folder.iterdir() if not path.name.startswith((".", "_")))
    except OSError as error:
        raise _unreadable(folder, error) from error
    return [
        Member(_stem(path.name), (str(path.resolve()),)) for path in paths if path.is_dir() or is_calendar(path.name)
    ]


def is_calendar(name: str) -> bool:
    """Return whether a file of that name is taken for a calendar in a folder."""
    return name.lower().endswith(_CALENDARS)


def _stem(name: str) -> str:
    return next((name[: -len(suffix)] for suffix in _CALENDARS[::-1] if name.lower().endswith(suffix)), name)


def _of_csv(path: Path) -> list[Member]:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise _unreadable(path, error) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(
            N_("{file} is not UTF-8 at byte {byte}."),
            N_("Save it again as UTF-8 in your editor."),
            file=path,
            byte=error.start,
        ) from error
    if "\0" in text:
        raise UsageError(
            N_("{file}, line {line}: a null character stands there; text holds none."),
            N_("Save it again as UTF-8 in your editor."),
            file=path,
            line=text.count("\n", 0, text.index("\0")) + 1,
        )
    # A spreadsheet in Dutch separates by semicolons; the first line tells.
    separator = ";" if ";" in text.partition("\n")[0] else ","
    lines = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        return _people_of(lines, path, is_whole=len(data) <= MOST_BYTES)
    except csv.Error as error:
        raise UsageError(
            N_("{file}, line {line} or behind it: what stands there is no table."),
            N_("Look for a quote that is never closed."),
            file=path,
            line=lines.line_num + 1,
        ) from error


def _people_of(lines: csv.DictReader[str], path: Path, *, is_whole: bool) -> list[Member]:
    names = [(name or "").strip().casefold() for name in lines.fieldnames or ()]
    if not {"person", "source"} <= set(names) or not is_whole:
        raise UsageError(
            N_("{file} is no roster: its first line has to name the columns person and source, and may name address."),
            N_("A line for each source: anna,google:anna@example.org"),
            file=path,
        )
    lines.fieldnames = names
    sources: dict[str, list[str]] = {}
    addresses: dict[str, str] = {}
    joined: dict[str, date | None] = {}
    languages: dict[str, str] = {}
    at: dict[str, int] = {}
    for row in lines:
        person, source, address, day, language = ((row.get(name) or "").strip() for name in _COLUMNS)
        if not person and not source:
            continue
        if not person or not source:
            raise UsageError(
                N_("{file}, line {line}: a person and a source are needed."), file=path, line=lines.line_num
            )
        sources.setdefault(person, []).append(source)
        at.setdefault(person, lines.line_num)
        addresses[person] = addresses.get(person) or address.lower()
        joined[person] = joined.get(person) or _day(day, path, lines.line_num)
        languages[person] = languages.get(person) or _language(language, path, lines.line_num)
    return [
        Member(person, tuple(several), addresses[person], joined[person], languages[person], line=at[person])
        for person, several in sources.items()
    ]


def _day(text: str, file: Path, line: int) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UsageError(
            N_("{file}, line {line}: {value} is no date; write it as 2026-11-16."), file=file, line=line, value=text
        ) from error


def _language(text: str, file: Path, line: int) -> str:
    if text and text not in LANGUAGES:
        raise UsageError(
            N_("{file}, line {line}: {value} is no language; write {known}."),
            file=file,
            line=line,
            value=text,
            known=", ".join(LANGUAGES),
        )
    return text


def _in_full(sources: Iterable[str], roster: Path) -> Iterator[str]:
    """Yield sources with paths that lie where the roster lies, since workers run elsewhere.

    Raises:
        UsageError: one is no locator, or is standard input, which is nobody's of many.
    """
    from connectors.locators import parse_locator

    for source in sources:
        locator = parse_locator(source)
        if locator.kind == "stdin":
            raise UsageError(N_("Standard input cannot be a source of a roster."), N_("Name a file."))
        if locator.kind in _PATHS and not Path(locator.value).is_absolute():
            yield str(roster.resolve().parent / locator.value) + ("/" if source.endswith("/") else "")
        else:
            yield source


def _unreadable(path: Path, error: OSError) -> UsageError:
    return UsageError(
        N_("The roster {roster} cannot be read: {reason}."),
        N_("Name a meetlint.toml, a CSV file, or a folder of calendars."),
        roster=path,
        reason=reason_of(error),
    )
