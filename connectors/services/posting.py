"""Handing a mail over to a service, once: what its answer says, and what nobody knows when there is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, Protocol

from analyzer.text import N_
from connectors.refusals import Refusal
from connectors.services.http import Answer, Limits, Lost
from connectors.transport import wait_seconds

POST_LIMITS = Limits(max_bytes=1_000_000, deadline_seconds=180.0, silence_seconds=120.0)
"""Of a mail: the answer comes when its filters are done."""
_LATER = frozenset((408, 425, 429, 503, 509))
_LOST_BEHIND = frozenset((502, 504))

NO_POST = Refusal(
    "service-takes-no-mail",
    N_("{name} does not let {address} send (status {status}, {reason})."),
    N_("Grant the permission {permission} to whoever sends, and to that mailbox alone (meetlint explain digest)."),
)


@dataclass(frozen=True)
class Posted:
    """What became of a mail.

    Attributes:
        kind: as :class:`connectors.mail.outcomes.Outcome` has it.
        code: the status of the answer, None without one.
        wait_seconds: how long the service asks to be left alone, None when it does not say.
    """

    kind: Literal["accepted", "deferred", "not-sent", "refused", "failed", "unknown"]
    code: int | None = None
    wait_seconds: float | None = None


class PostBox(Protocol):
    """Takes mails for one sender.

    Attributes:
        name: what people call the service.
        consent: the command with which somebody agrees to its sending.
    """

    name: str
    consent: str

    def post(self, mail: bytes) -> Posted:
        """Hand a mail over, at most once.

        Raises:
            SourceError: no mail goes this way as it is set; this one did not.
        """
        ...

    def probe(self) -> Posted:
        """Ask for the sending of what is no mail; whoever may not send hears that first.

        Returns:
            ``failed`` when the service looked at it and refused it, as it should.

        Raises:
            SourceError: no mail goes this way as it is set.
        """
        ...


def posted(answer: Answer | Lost, *, is_own_word: bool, is_later: bool = False) -> Posted | None:
    """Return what an answer says that is the same for every service; None where its own words decide.

    A server error in the service's own words says that it did not take the mail. What something in between says, or
    that an answer was lost behind it, leaves open whether it did.

    Args:
        answer: of the one request that held the mail.
        is_own_word: it is an error in the form that the service gives its errors.
        is_later: its words say that it was asked too often.
    """
    if isinstance(answer, Lost):
        return Posted("not-sent" if answer.is_unsent else "unknown")
    status = answer.status
    if 200 <= status < 300:
        return Posted("accepted", status)
    if is_later or status in _LATER:
        asked = wait_seconds(answer.headers.get("Retry-After"), answer.headers.get("Date"), datetime.now(UTC))
        return Posted("deferred", status, asked)
    if status in _LOST_BEHIND or (status >= 500 and not is_own_word):
        return Posted("unknown", status)
    if status >= 500:
        return Posted("deferred", status)
    return None
