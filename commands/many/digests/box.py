"""Where the digest remembers who already has a mail and who wants none: its key, and its outbox."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.errors import SettingsError, UsageError, reason_of
from analyzer.settings.places import from_home
from analyzer.text import N_
from commands.folders import state_dir
from commands.many.digests.office import domain_of
from commands.many.digests.senders import mail_settings
from connectors.mail.message import is_address
from connectors.mail.names import Names, kept_key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from analyzer.settings.file import Settings
    from commands.many.roster import Member

FOLDER = "digest"
UNUSABLE = (
    N_("{person}: the roster names no usable e-mail address; they get nothing."),
    N_("Line {line}, {person}: the roster names no usable e-mail address; they get nothing."),
)
SHARED = (
    N_("{person}: the roster gives somebody else the same e-mail address; neither gets anything."),
    N_("Line {line}, {person}: the roster gives somebody else the same e-mail address; neither gets anything."),
)
"""Why somebody who joined gets nothing, without and with the line of a CSV file."""
_KEY = "key"
_FILE = "outbox.sqlite"


def _folder(settings: Settings) -> Path:
    """Return the folder of key and outbox, which is one whoever calls where the settings name it."""
    place = settings.digest.state
    return _beside(settings, place) if place else state_dir() / FOLDER


def has_key(settings: Settings) -> bool:
    """Tell whether a digest was ever made with these settings: by its key, which is made at the first use."""
    return (_folder(settings) / _KEY).exists()


def _beside(settings: Settings, place: str) -> Path:
    """Return a place that the settings name: in full, from ``~``, or from the folder of their file."""
    folder = Path(settings.file).resolve().parent if settings.file else Path.cwd()
    return folder / from_home(place)


def digest_key(settings: Settings) -> bytes:
    """Return the key by which people are named, made at the first use.

    Raises:
        SettingsError: it cannot be read or kept.
    """
    from connectors.private_files import is_open_to_writers, make_folder, make_private_folder

    place = _folder(settings) / _KEY
    try:
        if not settings.digest.state:
            make_private_folder(place.parent)
        elif not make_folder(place.parent) and is_open_to_writers(place.parent):
            # Rights of a folder that somebody named are theirs to set: others may have files there.
            raise SettingsError(
                N_("Others may write to the folder {folder}, so that they could change what the digest keeps there."),
                N_("Name a folder of its own in state, or take it away from them: chmod go-w FOLDER"),
                folder=place.parent,
            )
        return kept_key(place)
    except OSError as error:
        raise _unkept(place, str(reason_of(error))) from error
    except ValueError as error:
        raise _unkept(place, "no key stands there") from error


def _unkept(place: Path, reason: str) -> SettingsError:
    return SettingsError(
        N_("The key of the digest cannot be kept in {place}: {reason}."),
        N_(
            "Use the user whose it is, or name a folder that stays: state in [digest], or MEETLINT_STATE_DIR. With "
            "another key nobody who left is recognised."
        ),
        place=place,
        reason=reason,
    )


def names_of(settings: Settings) -> Names:
    """Return what names people and mails.

    Raises:
        SettingsError: the key cannot be read or kept.
    """
    return Names(digest_key(settings), domain_of(mail_settings(settings)))


def place_of(settings: Settings) -> str:
    """Return the outbox: a file in full, or an address."""
    place = settings.digest.outbox
    if "://" in place:
        return place
    if place:
        return str(_beside(settings, place))
    return str(_folder(settings).resolve() / _FILE)


def has_outbox(place: str) -> bool:
    """Tell whether there is an outbox already, as far as a look tells."""
    return "://" in place or Path(place).exists()


def new_outbox(place: str) -> UsageError:
    """Return why nothing is sent from an outbox that knows of nobody yet: who left may be known to another."""
    return UsageError(
        N_("No digest was ever sent from the outbox {place}, so it knows nobody who left elsewhere; nothing was sent."),
        N_(
            "Were digests sent before, by another user or machine? Move that folder with key and outbox there first. "
            "If never: --first-time, once, by hand."
        ),
        place=place,
    )


@dataclass(frozen=True)
class Taking:
    """Who takes part, by an act of their own.

    Attributes:
        members: those who can be written to.
        faults: the others, and why not, as a msgid with the fields ``person`` and ``line``.
    """

    members: list[Member]
    faults: list[tuple[Member, str]]


def taking_part(members: Sequence[Member], place: Path, today: date) -> Taking:
    """Return who joined, by an act of their own; a wrong address of one is nobody else's loss.

    Raises:
        UsageError: nobody did, or can be written to.
    """
    joined = [member for member in members if member.joined is not None and member.joined <= today]
    shared = {address for address, n in Counter(one.address.casefold() for one in joined).items() if n > 1}
    usable: list[Member] = []
    faults: list[tuple[Member, str]] = []
    for member in joined:
        if not is_address(member.address):
            faults.append((member, UNUSABLE[member.line > 0]))
        elif member.address.casefold() in shared:
            faults.append((member, SHARED[member.line > 0]))
        else:
            usable.append(member)
    if not joined:
        raise UsageError(
            N_("Nobody of {roster} takes part yet."),
            N_("People join by their own act: joined = DATE in [people.ID], or a column joined in a CSV file."),
            roster=place,
        )
    if not usable:
        raise UsageError(
            N_("{roster} names no usable e-mail address of anybody who takes part; nothing was sent."),
            N_("Write one plain address for each, and each their own, such as anna@example.org."),
            roster=place,
        )
    return Taking(usable, faults)


def staying(members: Sequence[Member], settings: Settings) -> list[Member]:
    """Return those who have not left: of nobody else a calendar is read for a digest, whatever the roster says.

    Raises:
        MeetlintError: the outbox or its key cannot be read, so that nobody knows who left.
    """
    from connectors.mail.outbox.box import Outbox

    place = place_of(settings)
    if not has_outbox(place):
        return list(members)
    names = names_of(settings)
    with Outbox(place, names) as outbox:
        left = outbox.leavers()
    return [member for member in members if names.person(member.address) not in left]


def member_called(person: str, members: Sequence[Member]) -> Member:
    """Return the person of a roster who is called so, by name or address.

    Raises:
        UsageError: there is nobody.
    """
    wanted = person.casefold()
    for member in members:
        if wanted in (member.name.casefold(), member.address.casefold()) and is_address(member.address):
            return member
    raise UsageError(
        N_("The roster has nobody with an e-mail address who is called {person}."),
        N_("Write the ID of [people.ID], the name in the CSV file, or the address."),
        person=person,
    )
