"""The ledger of this machine's releases: what every audit made here is held against."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from commands.many.audit_key import audit_folder

if TYPE_CHECKING:
    from connectors.ledgers import Kept

FILE_NAME = "ledger.sqlite"


def ledger_path() -> Path:
    """Return where the ledger lies; its folder is made.

    Raises:
        SettingsError: the folder cannot be made.
    """
    return audit_folder() / FILE_NAME


@contextmanager
def opened_ledger(retention_days: int, today: date) -> Iterator[Kept]:
    """Give the ledger for this run alone; what stands in it at the end is on the disk when the ``with`` is over.

    Args:
        retention_days: what is older is forgotten, and of those weeks nothing new is shown.
        today: the day it is.

    Raises:
        SettingsError: it is damaged, newer, held by another run, or cannot be written.
    """
    from analyzer.time.period import monday_of
    from connectors.ledgers import kept_ledger

    with kept_ledger(ledger_path()) as kept:
        kept.ledger = kept.ledger.since(monday_of(today - timedelta(days=retention_days)))
        yield kept
