"""erase: what meetlint holds of a person on this machine is taken away, and what is left to do is said."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from analyzer.errors import EXIT_PARTIAL, SourceError, UsageError, reason_of
from analyzer.reports.inert import inert
from analyzer.text import N_, Translator
from commands.analysis import known_rules, read_settings
from commands.console import say_error, write
from commands.folders import state_dir
from commands.front import Command
from commands.helps import HELP
from commands.many.team_key import KEY_VARIABLE, team_key
from commands.options import chosen_language, config_option, debug_option, language_option
from commands.team.audit_key import FOLDER, audit_key

if TYPE_CHECKING:
    from analyzer.agreements import Person
    from analyzer.settings.file import Settings
    from commands.many.roster import Member
    from connectors.tables.label import Label

LEFT_TO_DO = (
    N_("Event tables in other folders, on other machines and in backups: run this there as well, with --tables."),
    N_("Tables made with another team key look like somebody else's: name that key with --team-key."),
    N_("Reports that were shown, printed or sent: they name nobody beside a figure, and cannot be called back."),
    N_(
        "Sign-ins and stored addresses stay as they are: meetlint connections lists them, and meetlint disconnect "
        "SOURCE removes one with everything that was kept of it."
    ),
    N_("The calendar itself, which meetlint never changes."),
)
"""What no program on this machine can do."""
OF_DIGEST = N_(
    "Replies in the mailbox of the digest, which quote the mail, and its log, which names people as the roster does."
)
"""The same of whoever got digests."""


@dataclass
class _Tables:
    """The event tables of one folder.

    Attributes:
        removed: how many were removed.
        left: those of which nobody can say whose they are, with the reason; they stay.
    """

    removed: int = 0
    left: list[SourceError] = field(default_factory=list)


@click.command(cls=Command, help=HELP["erase"])
@click.argument("person", metavar="PERSON")
@click.option(
    "--tables",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help=N_("Remove the event tables made of the person in this folder; may be repeated."),
)
@click.option(
    "--roster",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=N_("The CSV file of a roster, where PERSON is what it calls somebody."),
)
@click.option(
    "--team-key",
    "key_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=N_("The file with the team's key, where tables or audits were made with it."),
)
@config_option
@language_option
@debug_option
def erase(
    person: str,
    folders: tuple[Path, ...],
    roster: Path | None,
    key_file: Path | None,
    config: Path | None,
    lang: str | None,
    debug: bool,
) -> int:
    """Erase a person, and say what was removed and what is left.

    Raises:
        UsageError: nobody is known by that name and nothing is kept under it, or a folder, roster or key is not there.
    """
    del debug
    settings = read_settings(config, known_rules())
    translate = chosen_language(lang or settings.agreements.language)
    _refuse_missing(folders)
    called = _called_on(roster, person, settings)
    sections = _sections_of({person, *called.names}, settings.people)
    names = _every_case(
        {person, *called.names, *sections, *(name for one in sections.values() for name in (one.address, *one.aliases))}
    )
    hashes = _hashes_of(names, _keys(key_file))
    removed, code = 0, 0
    for folder in folders:
        tables = _erase_tables(folder, names, hashes)
        removed += tables.removed
        for error in tables.left:
            code = EXIT_PARTIAL
            say_error(error, translate, translate(N_("Left where it is")))
        if tables.removed:
            text = translate.plural(
                "Removed {n} event table from {folder}.",
                "Removed {n} event tables from {folder}.",
                tables.removed,
                folder=inert(str(folder)),
            )
            write(text, None)
    weeks = _erase_from_ledger(hashes)
    if weeks:
        text = translate.plural(
            "In {n} week of the ledger of releases the person is nobody now. What was released of it can be shown "
            "again; nothing new is.",
            "In {n} weeks of the ledger of releases the person is nobody now. What was released of them can be shown "
            "again; nothing new is.",
            weeks,
        )
        write(text, None)
    mails = _erase_from_outbox(names, settings)
    if mails:
        text = translate.plural(
            "Removed {n} row from the outbox of the digest.", "Removed {n} rows from the outbox of the digest.", mails
        )
        write(text, None)
    if not removed and not weeks and not mails:
        if code == 0 and "@" not in person and not called.members and not sections:
            raise UsageError(
                N_("Nobody is known as {person}, and nothing is kept under that name."),
                N_("Name the address. What a CSV file calls people is known with --roster FILE."),
                person=person,
            )
        write(translate(N_("Nothing is kept of {person} where was looked."), person=inert(person)), None)
    write("\n".join(_left_to_do(sections, called, settings, translate)), None)
    return code


def _erase_from_outbox(names: Collection[str], settings: Settings) -> int:
    """Take a person out of the outbox, and return how many mails that were; that they want no more stays."""
    from commands.many.digests.box import has_key, has_outbox, names_of, place_of

    place = place_of(settings)
    # The key and the outbox are made by what sends, and by nothing else.
    if not has_key(settings) or not has_outbox(place):
        return 0
    from connectors.mail.outbox.box import Outbox

    keyed = names_of(settings)
    with Outbox(place, keyed) as outbox:
        return sum(outbox.erase(person) for person in {keyed.person(name) for name in names})


def _refuse_missing(folders: Sequence[Path]) -> None:
    """Refuse a folder that is not there: a slip of the pen must not look like nothing being kept.

    Raises:
        UsageError: one is no folder, or pyarrow is not installed.
    """
    from commands.many.gathering import require_pyarrow

    for folder in folders:
        if not folder.is_dir():
            raise UsageError(
                N_("{folder} is no folder."), N_("Name the folder that holds the event tables."), folder=folder
            )
    if folders:
        require_pyarrow()


@dataclass(frozen=True)
class _Called:
    """What a roster knows of a person.

    Attributes:
        roster: where it stands; None where no roster was looked at.
        members: the people whom it calls so, or knows by that address.
    """

    roster: Path | None = None
    members: Sequence[Member] = ()

    @property
    def names(self) -> frozenset[str]:
        """Names and addresses."""
        return frozenset(name for one in self.members for name in (one.name, one.address) if name)


def _called_on(roster: Path | None, person: str, settings: Settings) -> _Called:
    """Return what a roster knows of a person.

    Args:
        roster: the one that was named, None for that of the digest, where the settings name one.
        person: as typed.
        settings: in force.

    Raises:
        UsageError: it cannot be read.
    """
    if roster is None:
        from commands.many.digests.box import roster_of

        roster = roster_of(settings)
        # An address is enough: nobody's request waits for a file that is gone.
        if roster is None or ("@" in person and not roster.exists()):
            return _Called()
    from commands.many.roster import read_roster

    members = read_roster(roster, settings)
    return _Called(roster, [one for one in members if person.casefold() in (one.name.casefold(), one.address)])


def _sections_of(names: Collection[str], people: Mapping[str, Person]) -> dict[str, Person]:
    """Return the sections of the settings that are about whoever has one of these names."""
    return {
        name: one for name, one in people.items() if name in names or any(one.is_called(called) for called in names)
    }


def _every_case(names: Collection[str]) -> frozenset[str]:
    return frozenset({*names, *(name.casefold() for name in names), *(name.lower() for name in names)})


def _keys(key_file: Path | None) -> list[bytes]:
    """Return the keys by which people are told apart here; none is made.

    Raises:
        UsageError: the file that was named is not there.
        SettingsError: a key cannot be read.
    """
    keys = []
    if key_file is not None or os.environ.get(KEY_VARIABLE, "").strip():
        if key_file is not None and not key_file.exists():
            raise UsageError(
                N_("{file} is not there."), N_("Name the file that the tables were made with."), file=key_file
            )
        keys.append(team_key(key_file)[0])
    if (state_dir() / FOLDER / "key").exists():
        keys.append(audit_key(None))
    return keys


def _hashes_of(names: Collection[str], keys: Sequence[bytes]) -> frozenset[str]:
    from analyzer.team.sharing import keyed_hash

    return frozenset(keyed_hash(name, "owner", key) for key in keys for name in names)


def _erase_tables(folder: Path, names: frozenset[str], hashes: frozenset[str]) -> _Tables:
    """Remove the tables of a person in a folder and the folders in it."""
    from connectors.locators import safe_name
    from connectors.private_files import remove_leftovers
    from connectors.tables.opening import NOT_A_FILE, SUFFIX, opened_table

    found = _Tables()
    for place in [folder, *(one for one in folder.rglob("*") if one.is_dir() and not one.is_symlink())]:
        remove_leftovers(place)
    for path in sorted(one for one in folder.rglob("*") if one.name.lower().endswith(SUFFIX)):
        name = safe_name(str(path))
        try:
            if path.is_symlink():
                raise NOT_A_FILE.error(name=name)  # what it leads to lies elsewhere
            with opened_table(path, name) as (_, label):
                is_persons = bool((hashes | names) & _owners_of(label))
        except SourceError as error:
            found.left.append(error)
            continue
        if is_persons:
            _remove(path)
            found.removed += 1
    return found


def _remove(path: Path) -> None:
    """Remove a file.

    Raises:
        UsageError: the system does not let go of it; what was removed before stays so.
    """
    try:
        path.unlink()
    except OSError as error:
        raise UsageError(
            N_("{file} cannot be removed: {reason}."),
            N_("Run it again from an account that may write there."),
            file=path,
            reason=reason_of(error),
        ) from error


def _owners_of(label: Label) -> frozenset[str]:
    """Return whose table it is: a keyed hash of a shared one, addresses of an owner's own."""
    if label.kind == "shared":
        return frozenset({label.owner})
    owners = {label.owner, *(calendar.identity.owner for calendar in label.calendars)}
    return frozenset(owner.casefold() for owner in owners if owner)


def _erase_from_ledger(hashes: frozenset[str]) -> int:
    """Erase a person from the ledger of releases, and return from how many weeks; nothing else in it changes.

    Raises:
        SettingsError: the ledger cannot be read or written.
    """
    from commands.team.ledger import FILE_NAME
    from connectors.ledgers import kept_ledger

    path = state_dir() / FOLDER / FILE_NAME
    if not hashes or not path.exists():
        return 0
    with kept_ledger(path) as kept:
        companies = kept.ledger.weeks.values()
        weeks = sum(any(company.people & hashes for company in of_week) for of_week in companies)
        for person in sorted(hashes):
            kept.ledger = kept.ledger.without(person)
    return weeks


def _left_to_do(sections: Collection[str], called: _Called, settings: Settings, translate: Translator) -> Iterator[str]:
    from commands.many.digests.box import has_key

    yield translate(N_("Left to do:"))
    for one in called.members:
        if one.line:
            text = N_(
                "{person} still stands in {roster}, line {line}: take that line out before the next run of the digest, "
                "or they get a mail again."
            )
            yield f"- {translate(text, person=inert(one.name), roster=inert(str(called.roster)), line=one.line)}"
    for name in sections:
        text = N_("The section [people.{name}] in {file}, and the name among the members of teams.")
        yield f"- {translate(text, name=inert(name), file=inert(settings.file))}"
    if has_key(settings):
        yield f"- {translate(OF_DIGEST)}"
    yield from (f"- {translate(text)}" for text in LEFT_TO_DO)
