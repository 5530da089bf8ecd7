"""How a run of the digest ends, in whatever way: what stopped it, in the outbox and in the figures for monitoring."""

from __future__ import annotations

import contextlib
import secrets
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.errors import EXIT_BUG, EXIT_INTERRUPTED, MeetlintError, TerminatedError
from analyzer.text import N_
from commands.analysis import clock
from commands.many.errands import OWN_MISTAKE

if TYPE_CHECKING:
    from analyzer.settings.file import Settings
    from connectors.mail.outbox.box import Outbox
    from connectors.mail.outbox.tables import State

_WAIT_SECONDS = 5.0
"""For an outbox that does not answer: what stopped the run has waited for it already."""
INTERRUPTED, TERMINATED, BROKE_OFF = "interrupted", "terminated", "broke-off"
STOPS: Mapping[str, str] = {
    "mail-server-silent": N_("the mail server does not answer"),
    "mail-server-unwilling": N_("the mail server does not want to talk with this machine"),
    "mail-certificate": N_("the certificate of the mail server could not be checked"),
    "mail-encryption": N_("the mail server offers no encryption"),
    "mail-security": N_("encryption begins in another way at the mail server than security says"),
    "mail-sign-in": N_("the mail server offers no way to sign in"),
    "mail-password-refused": N_("the mail server refuses the user or the password"),
    "mail-consent": N_("the consent to the sending is missing or no longer holds"),
    "mailbox-certificate": N_("the certificate of the server of the mailbox of replies could not be checked"),
    "mailbox-encryption": N_("the server of the mailbox of replies offers no encryption"),
    "mailbox-security": N_("encryption begins in another way at the mailbox of replies than imap_security says"),
    "mailbox-password-refused": N_("the user or the password of the mailbox of replies is refused"),
    "mailbox-unreadable": N_("the mailbox of replies cannot be read"),
    "outbox-held": N_("another program holds the outbox"),
    "outbox-unwritable": N_("the outbox could not be written"),
    "outbox-silent": N_("the database of the outbox did not answer"),
    "outbox-damaged": N_("the outbox is damaged"),
    "password-not-set": N_("the environment variable with the password is not set"),
    "password-unreadable": N_("the file with the password is not UTF-8"),
    "key-open": N_("others can read the file with the password"),
    "key-unreadable": N_("the file with the password cannot be read"),
    "key-in-checkout": N_("the file with the password lies in a Git checkout"),
    "authorities": N_("the certificates that the settings name cannot be read"),
    "settings": N_("the settings hold a mistake"),
    "usage": N_("the roster or the command line cannot be used"),
    INTERRUPTED: N_("somebody interrupted it"),
    TERMINATED: N_("it was told to end"),
    OWN_MISTAKE: N_("meetlint made a mistake of its own"),
}
"""What stopped a run, by its stable name, as a part of a sentence."""


def ending_of(error: BaseException) -> tuple[int, str]:
    """Return the exit code of a run that an error stops, and the stable name of what stopped it."""
    if isinstance(error, MeetlintError):
        return error.exit_code, error.code
    if isinstance(error, TerminatedError):
        return error.exit_code, TERMINATED
    if isinstance(error, Exception):
        return EXIT_BUG, OWN_MISTAKE
    return EXIT_INTERRUPTED, INTERRUPTED


@dataclass(frozen=True)
class States:
    """How the mails about a period stand, by one roster.

    Attributes:
        counts: how many are in each state, without what waits for people who do not take part by this roster.
        elsewhere: how many that is.
        unread: how many of the deferred ones wait since their calendar could not be read.
    """

    counts: Mapping[State, int]
    elsewhere: int = 0
    unread: int = 0


def states_of(outbox: Outbox, period: str, people: Set[str] | None) -> States:
    """Return how the mails about a period stand.

    Args:
        outbox: where they stand.
        period: which.
        people: the names in the outbox of those who take part; what waits for others is counted apart. None where it
            is not known who does.
    """
    counts, elsewhere, unread = outbox.counts(period), 0, 0
    for row in outbox.rows(period, ("queued", "deferred")):
        if people is not None and row.person not in people:
            counts[row.state] -= 1
            elsewhere += 1
        elif row.state == "deferred":
            unread += row.reason is not None
    return States(counts, elsewhere, unread)


def _new_name() -> str:
    """Return a name for a run: of two that begin in one second the later has the later name."""
    now = clock()
    return f"{now:%Y%m%dT%H%M%S}-{now.microsecond:05x}{secrets.token_hex(2)}"


@dataclass
class Account:
    """What is known of a run, to be told when it ends.

    Attributes:
        metrics: where counts go, None for nowhere.
        is_dry: nothing is sent, so that nobody waits for it to be told.
        run: its name.
        began: when it began.
        settings: in force, None while they are not read.
        period: what its mails are about.
        people: the names in the outbox of those who take part, None while they are not known.
        counts: what became of people.
        has_other: another run is at work, and tells what became of everybody.
    """

    metrics: Path | None = None
    is_dry: bool = False
    run: str = field(default_factory=_new_name)
    began: datetime = field(default_factory=clock)
    settings: Settings | None = None
    period: str = ""
    people: Set[str] | None = None
    counts: Counter[str] = field(default_factory=Counter)
    has_other: bool = False

    @contextlib.contextmanager
    def told(self) -> Iterator[None]:
        """Tell what stops the run, in whatever way, for the length of a ``with``."""
        try:
            yield
        except BaseException as error:
            code, stopped = ending_of(error)
            # What cannot be told now must not hide what happened.
            with contextlib.suppress(MeetlintError):
                self._note(code, stopped)
            with contextlib.suppress(MeetlintError):
                self.write(code)
            raise

    def write(self, code: int) -> None:
        """Write the figures of a run that ended, where they are asked for.

        Raises:
            UsageError: they cannot be written.
        """
        from commands.many.digests.log import write_metrics

        if self.metrics is None or self.has_other or self.is_dry:
            return
        states: States | None = None
        with contextlib.suppress(MeetlintError):
            if (outbox := self._outbox()) is not None:
                with outbox:
                    states = states_of(outbox, self.period, self.people)
        write_metrics(self.metrics, self.counts, states, clock(), code)

    def _note(self, code: int, stopped: str) -> None:
        """Write down in the outbox what stopped the run; one that knows of no run at all stays as it is."""
        if self.is_dry or (outbox := self._outbox()) is None:
            return
        with outbox:
            if not outbox.is_new():
                outbox.note_stop(self.run, self.began, clock(), code, stopped)

    def _outbox(self) -> Outbox | None:
        """Return the outbox, None where there is none yet or nobody knows where."""
        from commands.many.digests.box import has_key, has_outbox, names_of, place_of
        from connectors.mail.outbox.box import Outbox

        # Telling makes neither: what is moved there later would meet another key.
        if self.settings is None or not has_key(self.settings) or not has_outbox(place := place_of(self.settings)):
            return None
        return Outbox(place, names_of(self.settings), _WAIT_SECONDS)
