"""Sending through a service that takes mails over HTTP: Microsoft Graph or Gmail, under a consent of its own."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from analyzer.errors import SignInError, SourceError
from analyzer.text import N_
from connectors.mail.message import Message, message_bytes
from connectors.mail.outcomes import Outcome
from connectors.mail.senders import MailServerError, OwnerOf, Pace, check_recipient
from connectors.services.posting import PostBox

MOST_WAITED_SECONDS = 120.0
"""A service that asks to be left alone for longer is left alone: its mails wait for another run."""


class ServiceSender:
    """Sends mails through one service; a :class:`connectors.mail.senders.MailSender`.

    Args:
        box: takes the mails.
        owner_of: see :data:`connectors.mail.senders.OwnerOf`.
        pace: how many a minute, and how long none; that of the process.
    """

    def __init__(self, box: PostBox, owner_of: OwnerOf, pace: Pace) -> None:
        self._box = box
        self._owner_of = owner_of
        self._pace = pace

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Do nothing: each mail has a line of its own."""

    def check(self, sender: str) -> int | None:  # noqa: ARG002  the box knows whose it is
        """Ask for the sending of what is no mail; return the answer that asks to come later, or None.

        Raises:
            MailServerError: no mail goes this way as it is set, or nobody answers.
        """
        try:
            found = self._box.probe()
        except SourceError as error:
            raise self._unusable(error) from error
        if found.kind in ("deferred", "unknown") and found.code is not None:
            return found.code
        if found.kind in ("not-sent", "unknown"):
            raise MailServerError(
                N_("{service} does not answer."),
                N_("Check the network connection; behind a company proxy, set HTTPS_PROXY."),
                service=self._box.name,
            ).named("mail-server-silent")
        return None

    def send(self, message: Message) -> Outcome:
        """Send one mail, and say what became of it.

        Raises:
            WrongRecipientError: its content is somebody else's.
            UnsafeMessageError: it must not go out as it is.
            MailServerError: no mail goes this way as it is set; this one did not.
        """
        check_recipient(message, self._owner_of)
        data = message_bytes(message)
        closed = self._pace.closed_seconds()
        if closed > MOST_WAITED_SECONDS:
            return Outcome("deferred", wait_seconds=closed)
        self._pace.step()
        try:
            found = self._box.post(data)
        except SourceError as error:
            raise self._unusable(error) from error
        if found.wait_seconds:
            self._pace.rest(found.wait_seconds)
        return Outcome(found.kind, found.code, found.wait_seconds)

    def _unusable(self, error: SourceError) -> MailServerError:
        """Return an error of the service as one that stops the sending; its own words and hint stay."""
        hint = error.hint
        if isinstance(error, SignInError):
            hint = N_(
                "Agree to the sending anew: {consent}. Where an app or a service account sends, its permission is "
                "missing: meetlint explain digest"
            )
        return unusable(error, hint, consent=self._box.consent)


def unusable(error: SourceError, hint: str, /, **more: object) -> MailServerError:
    """Return what a service, or the sign-in to it, refuses as an error of what mails go through: no source is meant."""
    code = "mail-consent" if isinstance(error, SignInError) else error.code
    return MailServerError(error.message, hint, **{**error.fields, **more}).named(code)
