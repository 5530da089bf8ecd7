"""Whether two readers see the same occurrences: those that only one of them gives, and what explains them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

Occurrences = Counter[tuple[str, str]]
"""How often each (uid, start) is given; starts are ISO 8601 in UTC, in whole seconds."""

KNOWN: dict[str, dict[str, str]] = {
    "icalendar + recurring-ical-events": {
        "series in UTC": "repeats a series written in UTC on the clock of X-WR-TIMEZONE: an hour off after a change of"
        " the clock, and past its own overrides and EXDATE (RFC 5545 repeats it in UTC)"
    },
    "ical": {"series in UTC": "gives an override of a series written in UTC beside the occurrence that it replaces"},
}
"""Per peer the traits of uids that ``benchmarks.made_calendar`` gives, and how it reads them; looked into by hand."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How one peer agrees with meetlint on one calendar."""

    peer: str
    occurrences: int
    only_peer: int
    only_meetlint: int
    explained: Mapping[str, int]
    unexplained: tuple[tuple[str, str], ...]

    @property
    def is_explained(self) -> bool:
        """Tell whether every difference has a known reason."""
        return not self.unexplained


def compare(peer: str, ours: Occurrences, theirs: Occurrences, traits: Mapping[str, str]) -> Agreement:
    """Return what only one of both gives; a difference is explained when its uid has a trait the peer is known for."""
    only_peer, only_meetlint = theirs - ours, ours - theirs
    explained: Counter[str] = Counter()
    unexplained = []
    for occurrence, times in sorted((only_peer + only_meetlint).items()):
        reason = KNOWN.get(peer, {}).get(traits.get(occurrence[0], ""))
        if reason:
            explained[reason] += times
        else:
            unexplained.append(occurrence)
    return Agreement(peer, theirs.total(), only_peer.total(), only_meetlint.total(), explained, tuple(unexplained))


def occurrences_in(path: Path) -> Occurrences:
    """Return the occurrences in what a reader wrote: lines of uid and start, a JSON list, or meetlint's JSON."""
    if path.suffix != ".json":
        return Counter(
            (uid, start) for uid, start in (line.split("\t") for line in path.read_text("utf-8").splitlines())
        )
    rows = json.loads(path.read_text("utf-8"))
    rows = rows["events"] if isinstance(rows, dict) else rows
    return Counter((row["uid"], _utc(row["start"])) for row in rows)


def _utc(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
