"""Where the digest remembers who already has a mail and who wants none: its key, and its outbox."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.errors import SettingsError, UsageError, reason_of
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
_KEY = "key"
_FILE = "outbox.sqlite"


def digest_key() -> bytes:
    """Return the key by which people are named, made at the first use.

    Raises:
        SettingsError: it cannot be read or kept.
    """
    from connectors.private_files import make_private_folder

    place = state_dir() / FOLDER / _KEY
    try:
        make_private_folder(place.parent)
        return kept_key(place)
    except OSError as error:
        raise _unkept(place, str(reason_of(error))) from error
    except ValueError as error:
        raise _unkept(place, "no key stands there") from error


def _unkept(place: Path, reason: str) -> SettingsError:
    return SettingsError(
        N_("The key of the digest cannot be kept in {place}: {reason}."),
        N_("Set MEETLINT_STATE_DIR to a folder that stays. With another key nobody who left is recognised."),
        place=place,
        reason=reason,
    )


def names_of(settings: Settings) -> Names:
    """Return what names people and mails.

    Raises:
        SettingsError: the key cannot be read or kept.
    """
    return Names(digest_key(), domain_of(mail_settings(settings)))


def place_of(settings: Settings) -> str:
    """Return the outbox: a file in full, or an address."""
    place = settings.digest.outbox
    if "://" in place:
        return place
    if place:
        return str((Path(settings.file).resolve().parent / place) if settings.file else Path(place).resolve())
    return str(state_dir().resolve() / FOLDER / _FILE)


def has_outbox(place: str) -> bool:
    """Tell whether there is an outbox already, as far as a look tells."""
    return "://" in place or Path(place).exists()


def taking_part(members: Sequence[Member], place: Path, today: date) -> list[Member]:
    """Return who joined, by an act of their own.

    Raises:
        UsageError: nobody did, or one of them has no address, one that is none, or somebody else's.
    """
    joined = [member for member in members if member.joined is not None and member.joined <= today]
    if not joined:
        raise UsageError(
            N_("Nobody of {roster} takes part yet."),
            N_("People join by their own act: joined = DATE in [people.ID], or a column joined in a CSV file."),
            roster=place,
        )
    whose: dict[str, str] = {}
    for member in joined:
        if not is_address(member.address):
            raise UsageError(
                N_("{roster} names no usable e-mail address of {person}."),
                N_("Write one plain address, such as anna@example.org; nothing was sent."),
                roster=place,
                person=member.name,
            )
        other = whose.setdefault(member.address.casefold(), member.name)
        if other != member.name:
            raise UsageError(
                N_("{roster} gives {person} and {other} the same e-mail address."),
                N_("Each one's digest goes to them alone; nothing was sent."),
                roster=place,
                person=member.name,
                other=other,
            )
    return joined


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
        N_("Nobody of the roster is called {person}, or without an e-mail address."),
        N_("Write the ID of [people.ID], the name in the CSV file, or the address."),
        person=person,
    )
