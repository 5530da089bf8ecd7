"""The log of audits: who released what, beside the ledger, for the works council to read."""

from __future__ import annotations

import getpass
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from analyzer.errors import SettingsError, reason_of
from analyzer.team.log import LogEntry, entry_of, entry_of_audit, shows_anything
from analyzer.text import N_
from analyzer.time.period import Period
from commands.folders import state_dir
from commands.team.audit_key import FOLDER, audit_folder

if TYPE_CHECKING:
    from analyzer.team.audit import Audit
    from analyzer.team.released import Measure, NoisyMeans
    from analyzer.team.terms import PrivacySettings

FILE = "audits.log"
ORGANISATION = "organisation"
"""What stands for the team in an entry about all of them."""
WAIT_SECONDS = 60.0
"""So long a run waits for another that is writing."""


@dataclass(frozen=True)
class AuditLog:
    """What stands in the log.

    Attributes:
        entries: in the order in which they were written.
        unreadable: lines that are no entries, such as one that a power cut tore.
    """

    entries: Sequence[LogEntry]
    unreadable: int = 0


def log_release(audit: Audit, forms: Sequence[str], terms: PrivacySettings, now: datetime) -> None:
    """Write down that an audit is shown; call it before anything of it is.

    Entries older than the terms keep them are dropped on the way.

    Args:
        audit: what is shown.
        forms: in which forms.
        terms: for how many days entries are kept.
        now: the instant it is.

    Raises:
        SettingsError: the log cannot be written; it is as it was, and the audit must not be shown.
    """
    add_entry(entry_of_audit(audit, forms, _account(), now), terms.retention_days, now)


def log_means(means: NoisyMeans, form: str, terms: PrivacySettings, now: datetime) -> None:
    """Write down that means of a whole organisation are shown; call it before they are.

    Raises:
        SettingsError: the log cannot be written; it is as it was, and the means must not be shown.
    """
    days = Period(means.weeks[0], means.weeks[-1] + timedelta(days=6))
    _log(ORGANISATION, days, (form, f"epsilon {means.epsilon:g}"), (len(means.means), 0), terms, now)


def log_weeks(
    measures: Sequence[Measure],
    group: str,
    period: Period,
    forms: tuple[str, ...],
    terms: PrivacySettings,
    now: datetime,
) -> None:
    """Write down that measures of a group without its meetings are shown; call it before they are.

    Args:
        measures: what is shown of them, or withheld.
        group: what it is called.
        period: the days.
        forms: in which forms.
        terms: for how many days entries are kept.
        now: the instant it is.

    Raises:
        SettingsError: the log cannot be written; it is as it was, and nothing must be shown.
    """
    shown = sum(shows_anything(one) for one in measures)
    _log(group, period, forms, (shown, len(measures) - shown), terms, now)


def _log(
    group: str, period: Period, forms: tuple[str, ...], figures: tuple[int, int], terms: PrivacySettings, now: datetime
) -> None:
    entry = LogEntry(
        time=now.astimezone(UTC).replace(microsecond=0),
        team=group,
        first=period.first,
        last=period.last,
        fingerprint=terms.fingerprint(),
        forms=forms,
        account=_account(),
        released=figures[0],
        withheld=figures[1],
        meetings=0,
    )
    add_entry(entry, terms.retention_days, now)


def add_entry(entry: LogEntry, retention_days: int, now: datetime) -> None:
    """Write one entry, and drop those that are older than so many days.

    Raises:
        SettingsError: the log cannot be written; it is as it was.
    """
    from connectors.private_files import append_private, held, write_private

    path = audit_folder() / FILE
    oldest = now.astimezone(UTC).date() - timedelta(days=retention_days)
    try:
        with held(path, WAIT_SECONDS):
            lines = path.read_bytes().splitlines(keepends=True) if path.exists() else []
            kept = [line for line in lines if (old := entry_of(line)) is None or not old.is_before(oldest)]
            if len(kept) < len(lines):
                write_private(path, [*_whole(kept), entry.line()])
            else:
                append_private(path, entry.line())
    except TimeoutError as error:
        raise SettingsError(
            N_("Another run holds the log of audits in {file}."), N_("Try again when it is done."), file=path
        ) from error
    except OSError as error:
        raise SettingsError(
            N_("Who shows an audit is written down in {file}, and that failed: {reason}."),
            N_("Nothing was shown. Make room, or set MEETLINT_STATE_DIR to another folder."),
            file=path,
            reason=reason_of(error),
        ) from error


def read_log() -> AuditLog:
    """Return the log of this machine.

    Raises:
        SettingsError: it is there, and cannot be read.
    """
    path = state_dir() / FOLDER / FILE
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return AuditLog(())
    except OSError as error:
        raise SettingsError(N_("{file} cannot be read: {reason}."), file=path, reason=reason_of(error)) from error
    found = [entry_of(line) for line in lines if line.strip()]
    entries = [entry for entry in found if entry is not None]
    return AuditLog(entries, len(found) - len(entries))


def _whole(lines: Sequence[bytes]) -> list[bytes]:
    return [line if line.endswith(b"\n") else line + b"\n" for line in lines]


def _account() -> str:
    """Return the account that runs this, as the system knows it: an environment can say anything."""
    if os.name == "nt":
        return getpass.getuser()
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid {os.getuid()}"
