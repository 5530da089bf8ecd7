"""What every way of sending is to the digest: one mail, one recipient, and an outcome that says what is known."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from types import TracebackType
from typing import Protocol, Self

from analyzer.errors import MeetlintError
from connectors.mail.message import Message
from connectors.mail.outcomes import Outcome

OwnerOf = Callable[[str], str | None]
"""Gives the name of the person whose address that is, from the roster and not from the mail; None for nobody's."""


class MailServerError(MeetlintError):
    """The server cannot be used as it is set; no mail was tried. Another mail would meet the same."""


class WrongRecipientError(Exception):
    """A mail tells about somebody else's calendar than its recipient's: our own fault, and never sent."""


class MailSender(Protocol):
    """Sends mails; for one thread. It is opened with a ``with``."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None: ...

    def check(self, sender: str) -> int | None:
        """Find out whether mails could go, without sending one; return the answer that asks to come later, or None.

        Args:
            sender: the address mails come from.

        Raises:
            MailServerError: it cannot be used as it is set, or is not reached.
        """
        ...

    def send(self, message: Message) -> Outcome:
        """Send one mail, and say what became of it.

        Raises:
            WrongRecipientError: its content is somebody else's.
            UnsafeMessageError: it must not go out as it is.
            MailServerError: it cannot be used as it is set; this mail did not go, and no other would.
        """
        ...


def check_recipient(message: Message, owner_of: OwnerOf) -> None:
    """Refuse a mail that goes to somebody else than whose calendar it tells about.

    Raises:
        WrongRecipientError: it does.
    """
    if not message.owner or owner_of(message.recipient) != message.owner:
        raise WrongRecipientError("a mail must go to the owner of what it tells, and to nobody else")


class Pace:
    """Lets so many through in any minute, and nobody while a server wants to be left alone.

    Args:
        per_minute: how many, 0 for all.
        clock: seconds that only grow.
        sleep: waits for so many seconds.
    """

    def __init__(
        self,
        per_minute: int,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._most = per_minute
        self._clock = clock
        self._sleep = sleep
        self._passed: deque[float] = deque(maxlen=per_minute or 1)
        self._closed_until = 0.0

    def rest(self, seconds: float) -> None:
        """Let nobody through for so long: a server asked for it."""
        self._closed_until = max(self._closed_until, self._clock() + seconds)

    def closed_seconds(self) -> float:
        """Return for how long a server still wants to be left alone."""
        return max(0.0, self._closed_until - self._clock())

    def wait_seconds(self) -> float:
        """Return how long the next one has to wait: a run that has little time left may stop instead."""
        closed = self.closed_seconds()
        if not self._most or len(self._passed) < self._most:
            return closed
        return max(closed, self._passed[0] + 60.0 - self._clock())

    def step(self) -> None:
        """Wait for one's turn, and take it."""
        seconds = self.wait_seconds()
        if seconds:
            self._sleep(seconds)
        self._passed.append(self._clock())
