"""The ledger of this machine's releases: what every audit made here is held against."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.errors import SettingsError
from analyzer.text import N_
from commands.team.audit_key import audit_folder, unkept

if TYPE_CHECKING:
    from connectors.ledgers import Kept

FILE_NAME = "ledger.sqlite"
KEY_FILE_NAME = "ledger.key"


def ledger_path() -> Path:
    """Return where the ledger lies; its folder is made.

    Raises:
        SettingsError: the folder cannot be made.
    """
    return audit_folder() / FILE_NAME


@contextmanager
def opened_ledger(key: str, retention_days: int, today: date) -> Iterator[Kept]:
    """Give the ledger for this run alone; what stands in it at the end is on the disk when the ``with`` is over.

    Args:
        key: what tells the key with which people are told apart; with another one everybody would be somebody new, and
            no release could be held against an earlier one.
        retention_days: what is older is forgotten, and of those weeks nothing new is shown.
        today: the day it is.

    Raises:
        SettingsError: it is lost, damaged, newer, held by another run, cannot be written, or was begun with another
            key.
    """
    from analyzer.time.period import monday_of
    from connectors.ledgers import kept_ledger

    path = ledger_path()
    _refuse_lost(path)
    with kept_ledger(path) as kept:
        _hold_to_key(key)
        kept.ledger = kept.ledger.since(monday_of(today - timedelta(days=retention_days)))
        yield kept


def _refuse_lost(path: Path) -> None:
    """Refuse to begin anew where a ledger was: its key is written after it, and stays when it is taken away.

    Raises:
        SettingsError: there is a key, and no ledger.
    """
    if (path.parent / KEY_FILE_NAME).exists() and not path.exists():
        raise SettingsError(
            N_("The ledger of releases in {file} is gone."),
            N_(
                "Put back a copy of it. Without one, what was shown earlier is not known any more, and what is shown "
                "next could tell of single people when it is laid beside that."
            ),
            file=path,
        )


def _hold_to_key(key: str) -> None:
    """Let a ledger have one key for good.

    Raises:
        SettingsError: it was begun with another one, or that cannot be read or written.
    """
    from connectors.private_files import write_private

    place = audit_folder() / KEY_FILE_NAME
    try:
        if not place.exists():
            write_private(place, key.encode())
        known = place.read_text("ascii", "replace")
    except OSError as error:
        raise unkept(place, error) from error
    if known != key:
        raise SettingsError(
            N_(
                "Earlier audits on this machine were made with another key: nobody could be told to be the same person."
            ),
            N_(
                "Name the same key as before with --team-key, or none as before. For another organisation set "
                "MEETLINT_STATE_DIR to a folder of its own."
            ),
        )
