"""What becomes of one mail when it is tried, whoever sends it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["accepted", "deferred", "not-sent", "refused", "failed", "unknown", "nothing-to-say", "left"]


@dataclass(frozen=True)
class Outcome:
    """What became of one mail.

    Attributes:
        kind: ``accepted``: the server has it. ``deferred``: it asks to come back later (4xx). ``not-sent``: the
            connection was lost before the mail was complete, so nobody has it. ``refused``: it does not take this
            recipient (5xx). ``failed``: it does not take this mail (5xx). ``unknown``: the connection was lost after
            the last byte, so the server may have it. ``nothing-to-say`` and ``left``: there was nothing to send, or
            nobody to send it to.
        code: the server's answer as its three digits, None without one. Its text is not kept: it may hold an address.
        wait_seconds: how long a server that is busy asks to be left alone, None when it does not say.
    """

    kind: Kind
    code: int | None = None
    wait_seconds: float | None = None
