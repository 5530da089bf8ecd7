"""Who released what of a team: one line for each audit that was shown, without any person or meeting in it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from analyzer.team.released import Measure, Share

if TYPE_CHECKING:
    from analyzer.team.audit import Audit


@dataclass(frozen=True)
class LogEntry:
    """One audit that was shown.

    Attributes:
        time: when, in UTC, to the second.
        team: the team's id.
        first, last: the days that it is about, both included.
        fingerprint: what tells the terms that were agreed on, None without any.
        forms: how it was shown: text, html, json ...
        account: the account of this machine that ran it.
        released: of how many figures about the group something was shown.
        withheld: of how many nothing was.
        meetings: how many meetings were shown.
    """

    time: datetime
    team: str
    first: date
    last: date
    fingerprint: str | None
    forms: tuple[str, ...]
    account: str
    released: int
    withheld: int
    meetings: int

    def is_before(self, day: date) -> bool:
        """Return whether it was shown before a day, in UTC."""
        return self.time.date() < day

    def line(self) -> bytes:
        """Return the entry as one line of JSON, in ASCII, as :func:`entry_of` takes it back."""
        data = {
            "time": self.time.isoformat(),
            "team": self.team,
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "fingerprint": self.fingerprint,
            "forms": list(self.forms),
            "account": self.account,
            "released": self.released,
            "withheld": self.withheld,
            "meetings": self.meetings,
        }
        return json.dumps(data).encode() + b"\n"


def entry_of_audit(audit: Audit, forms: Sequence[str], account: str, now: datetime) -> LogEntry:
    """Return the entry of an audit that is about to be shown."""
    shown = [shows_anything(one) for one in _figures(audit)]
    return LogEntry(
        time=now.astimezone(UTC).replace(microsecond=0),
        team=audit.team.id,
        first=audit.period.first,
        last=audit.period.last,
        fingerprint=audit.fingerprint,
        forms=tuple(forms),
        account=account,
        released=sum(shown),
        withheld=len(shown) - sum(shown),
        meetings=len(audit.meetings),
    )


def _figures(audit: Audit) -> Iterator[Measure | Share]:
    yield from audit.measures
    for week in audit.weeks:
        yield from week.measures
    for moment in audit.moments:
        yield moment.share


def shows_anything(figure: Measure | Share) -> bool:
    """Return whether a figure says anything of people."""
    if isinstance(figure, Share):
        return figure.value is not None
    return figure.median is not None or any(band.people is not None for band in figure.bands)


def entry_of(line: bytes) -> LogEntry | None:
    """Return the entry that a line holds, None when it is no whole line of a log."""
    try:
        data = json.loads(line)
        time = datetime.fromisoformat(data["time"])
        entry = LogEntry(
            time=time.astimezone(UTC),
            team=str(data["team"]),
            first=date.fromisoformat(data["from"]),
            last=date.fromisoformat(data["to"]),
            fingerprint=None if data["fingerprint"] is None else str(data["fingerprint"]),
            forms=tuple(map(str, data["forms"])),
            account=str(data["account"]),
            released=int(data["released"]),
            withheld=int(data["withheld"]),
            meetings=int(data["meetings"]),
        )
    except (KeyError, TypeError, ValueError, OverflowError, RecursionError):
        return None
    return entry if time.tzinfo is not None else None
