"""Whether all is well with the digest, for a program that calls somebody when it is not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from analyzer.errors import UsageError
from analyzer.text import N_, Translator
from commands.many.digests.endings import BROKE_OFF, STOPS

if TYPE_CHECKING:
    from commands.many.digests.status import Status
    from connectors.mail.outbox.box import Run

_SPAN = re.compile(r"([1-9]\d{0,3})([hdw])")
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_STATES = {
    "unknown": N_("{n} of unknown end: they may have arrived"),
    "refused": N_("{n} refused by the server"),
    "failed": N_("{n} failed"),
}


@dataclass(frozen=True)
class Complaint:
    """One thing that is not well.

    Attributes:
        code: its stable name.
        text: msgid of the sentence, with ``n`` and ``reason`` where it has them.
        n: how many, or how much.
        reason: msgid of a part of the sentence.
    """

    code: str
    text: str
    n: int = 0
    reason: str = ""

    def say(self, translate: Translator) -> str:
        """Return the sentence; with its reason in the same language."""
        reason = {"reason": translate(self.reason)} if self.reason else {}
        return translate(self.text, n=self.n, **reason)


def span_of(text: str) -> timedelta:
    """Return a length of time such as 26h, 8d or 2w.

    Raises:
        UsageError: it is none.
    """
    if match := _SPAN.fullmatch(text.strip()):
        return int(match[1]) * _UNITS[match[2]]
    raise UsageError(N_("{text} is no length of time."), N_("Write hours, days or weeks: 26h, 8d, 2w."), text=text)


def complaints_of(status: Status, within: timedelta, now: datetime) -> list[Complaint]:
    """Return what is not well.

    Args:
        status: what became of the digests.
        within: a run has to have ended so lately.
        now: the machine's own time.
    """
    found = list(_of_runs([run for run in status.runs if not run.is_running], within, now))
    for state, text in _STATES.items():
        if number := status.counts.get(state, 0):  # type: ignore[call-overload]  # it is one of them
            found.append(Complaint(state, text, number))
    if status.unread:
        found.append(Complaint("unread", N_("{n} whose calendar could not be read"), status.unread))
    if status.faults:
        found.append(Complaint("bad-address", N_("{n} without a usable address"), len(status.faults)))
    return found


def _of_runs(runs: list[Run], within: timedelta, now: datetime) -> Iterator[Complaint]:
    """Yield what is not well with the last run that is over; one that is at work has not gone wrong yet."""
    if not runs:
        yield Complaint("no-run", N_("no run has ended yet"))
        return
    last = runs[0]
    if last.ended is None:
        yield Complaint(BROKE_OFF, N_("the last run broke off"))
    elif last.stopped:
        reason = STOPS.get(last.stopped, N_("its log says why"))
        yield Complaint("run-stopped", N_("the last run was stopped: {reason}"), reason=reason)
    elif last.exit_code:
        yield Complaint("run-failed", N_("the last run ended with exit code {n}"), last.exit_code)
    if (last.ended or last.began) < now - within:
        yield Complaint("no-recent-run", N_("no run for more than {n} hours"), within // timedelta(hours=1))
