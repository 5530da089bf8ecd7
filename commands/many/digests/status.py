"""What became of the digests of a period: counts, the last runs, and whom to look after."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from analyzer.text import N_, Translator

if TYPE_CHECKING:
    from connectors.mail.outbox.box import Outbox, Run
    from connectors.mail.outbox.tables import State

SCHEMA = "meetlint-digest/1"
_NAMED = ("unknown", "refused", "failed", "deferred")
"""States in which somebody may have to do something; who left, or has nothing to say, is told to nobody."""
_STATES: Mapping[State, str] = {
    "queued": N_("waiting for their working day, or for the next run"),
    "sending": N_("being sent"),
    "sent": N_("sent"),
    "deferred": N_("to be tried again"),
    "refused": N_("refused by the server"),
    "unknown": N_("unknown: the connection was lost, it may have arrived"),
    "nothing-to-say": N_("nothing to say"),
    "left": N_("wanted no more"),
    "failed": N_("failed"),
}


@dataclass(frozen=True)
class Status:
    """What became of the digests of a period.

    Attributes:
        period: which.
        counts: how many mails are in each state.
        runs: the last runs, the latest first.
        mails_of: how many mails each run last tried, by their state now.
        people: the names in the outbox of those in a state that needs somebody, by state.
        bounced: the names of those whose mails came back too often.
        answers: the last three digits of the server, by the name of the person.
        asked: how many said STOP in a mail that could not be matched, and have not left.
        place: the outbox where none is there yet, "" where one is.
    """

    period: str
    counts: Mapping[State, int]
    runs: Sequence[Run] = ()
    mails_of: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    people: Mapping[str, Sequence[str]] = field(default_factory=dict)
    bounced: Sequence[str] = ()
    answers: Mapping[str, int] = field(default_factory=dict)
    asked: int = 0
    place: str = ""


def status_of(outbox: Outbox, period: str) -> Status:
    """Return what an outbox tells of a period."""
    rows = outbox.rows()
    mails_of: dict[str, Counter[str]] = {}
    for row in rows:
        if row.run is not None:
            mails_of.setdefault(row.run, Counter())[row.state] += 1
    people = {state: [row.person for row in rows if row.period == period and row.state == state] for state in _NAMED}
    return Status(
        period=period,
        counts=outbox.counts(period),
        runs=outbox.runs(),
        mails_of=mails_of,
        people={state: found for state, found in people.items() if found},
        bounced=outbox.bounced(),
        answers={row.person: row.answer for row in rows if row.period == period and row.answer},
        asked=outbox.asked(),
    )


def render_status_json(status: Status) -> str:
    """Return the contract for other programs: counts and times, and nobody's name."""
    content = {
        "schema": SCHEMA,
        "period": status.period,
        "counts": dict(status.counts),
        "runs": [_run(run, status.mails_of.get(run.run, {})) for run in status.runs],
    }
    return json.dumps(content, indent=2) + "\n"


def _run(run: Run, mails: Mapping[str, int]) -> dict[str, Any]:
    return {
        "run": run.run,
        "began": _time(run.began),
        "ended": None if run.ended is None else _time(run.ended),
        "mails": dict(sorted(mails.items())),
    }


def _time(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def render_status(status: Status, names: Mapping[str, str], translate: Translator) -> str:
    """Return it in words.

    Args:
        status: what became of the digests.
        names: what the roster calls people, by their name in the outbox.
        translate: the reader's language.
    """
    lines = [translate(N_("Digest of {period}"), period=status.period)]
    for state, text in _STATES.items():
        if number := status.counts.get(state, 0):
            lines.append(f"  {number:>6}  {translate(text)}")
            for person in status.people.get(state, ()):
                code = f" ({status.answers[person]})" if status.answers.get(person) else ""
                lines.append(f"          {_called(person, names, translate)}{code}")
    if not any(status.counts.values()):
        lines.append("  " + translate(N_("Nothing was planned for this period yet.")))
    if status.people.keys() & {"unknown", "refused", "failed"}:
        lines.append(translate(N_("Once more, when you have looked: meetlint digest resend PERSON")))
    if status.bounced:
        lines.append(translate(N_("Skipped, since their mails came back:")))
        lines += [f"          {_called(person, names, translate)}" for person in status.bounced]
    if status.asked:
        lines.append(translate(N_("Said STOP in a mail that could not be matched, asked by mail: {n}"), n=status.asked))
    if status.place:
        lines.append(translate(N_("There is no outbox {place} yet."), place=status.place))
    if status.runs:
        run = status.runs[0]
        ended = translate(N_("not ended")) if run.ended is None else _time(run.ended)
        lines.append(translate(N_("Last run: {began} to {ended}"), began=_time(run.began), ended=ended))
    return "\n".join(lines) + "\n"


def _called(person: str, names: Mapping[str, str], translate: Translator) -> str:
    return names.get(person) or translate(N_("somebody whom this roster does not name (--roster names another)"))
