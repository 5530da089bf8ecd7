"""What became of the digests of a period: counts, the last runs, and whom to look after."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from analyzer.text import N_, Translator
from commands.many.digests.endings import BROKE_OFF, STOPS, states_of
from commands.many.digests.moments import moment_text

if TYPE_CHECKING:
    from analyzer.settings.file import Settings
    from commands.many.digests.checking import Complaint
    from connectors.mail.outbox.box import Outbox, Row, Run
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
        people: the mails in a state that needs somebody, by state; of what waits, those of this roster.
        bounced: the names of those whose mails came back too often.
        asked: how many said STOP in a mail that could not be matched, and have not left.
        here: the same counts without what waits for people who do not take part by this roster.
        elsewhere: how many mails that is; None where it is not known who takes part.
        unread: how many wait since their calendar could not be read.
        faults: who takes part and cannot be written to, in a sentence each; None likewise.
        place: the outbox where none is there yet, "" where one is.
    """

    period: str
    counts: Mapping[State, int]
    runs: Sequence[Run] = ()
    mails_of: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    people: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    bounced: Sequence[str] = ()
    asked: int = 0
    here: Mapping[State, int] = field(default_factory=dict)
    elsewhere: int | None = None
    unread: int = 0
    faults: Sequence[str] | None = None
    place: str = ""


def status_of(outbox: Outbox, period: str, people: Set[str] | None, faults: Sequence[str] | None) -> Status:
    """Return what an outbox tells of a period.

    Args:
        outbox: which.
        period: what the mails are about.
        people: the names in the outbox of those who take part, None where that is not known.
        faults: who takes part and cannot be written to, in a sentence each; None likewise.
    """
    rows = outbox.rows()
    mails_of: dict[str, Counter[str]] = {}
    for row in rows:
        if row.run is not None:
            mails_of.setdefault(row.run, Counter())[row.state] += 1
    named: dict[str, list[Row]] = {}
    for row in rows:
        is_elsewhere = row.state == "deferred" and people is not None and row.person not in people
        if row.period == period and row.state in _NAMED and not is_elsewhere:
            named.setdefault(row.state, []).append(row)
    here = states_of(outbox, period, people)
    return Status(
        period=period,
        counts=outbox.counts(period),
        runs=outbox.runs(),
        mails_of=mails_of,
        people=named,
        bounced=outbox.bounced(),
        asked=outbox.asked(),
        here=here.counts,
        elsewhere=None if people is None else here.elsewhere,
        unread=here.unread,
        faults=faults,
    )


def render_status_json(status: Status, complaints: Sequence[Complaint] | None = None) -> str:
    """Return the contract for other programs: counts and times, and nobody's name.

    Args:
        status: what became of the digests.
        complaints: what is not well, None where nobody asked.
    """
    tries = [row.next_try for row in status.people.get("deferred", ()) if row.next_try is not None]
    content = {
        "schema": SCHEMA,
        "period": status.period,
        "counts": dict(status.counts),
        "unread": status.unread,
        "bad_addresses": None if status.faults is None else len(status.faults),
        "not_on_roster": status.elsewhere,
        "next_try": _time(min(tries)) if tries else None,
        "runs": [_run(run, status.mails_of.get(run.run, {})) for run in status.runs],
    }
    if complaints is not None:
        content["check"] = {"ok": not complaints, "complaints": [one.code for one in complaints]}
    return json.dumps(content, indent=2) + "\n"


def _run(run: Run, mails: Mapping[str, int]) -> dict[str, Any]:
    broke_off = run.ended is None and not run.is_running
    return {
        "run": run.run,
        "began": _time(run.began),
        "ended": None if run.ended is None else _time(run.ended),
        "mails": dict(sorted(mails.items())),
        "exit_code": run.exit_code,
        "stopped": BROKE_OFF if broke_off else run.stopped or None,
        "running": run.is_running,
    }


def _time(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def render_status(
    status: Status, names: Mapping[str, str], settings: Settings, now: datetime, translate: Translator
) -> str:
    """Return it in words.

    Args:
        status: what became of the digests.
        names: what the roster calls people, by their name in the outbox.
        settings: in force.
        now: the time.
        translate: the reader's language.
    """
    lines = [translate(N_("Digest of {period}"), period=status.period)]
    for state, text in _STATES.items():
        rows = status.people.get(state, ())
        if number := status.here.get(state, 0):
            lines.append(f"  {number:>6}  {translate(text)}")
        lines += [f"          {_of_row(row, names, settings, now, translate)}" for row in rows]
    if not any(status.counts.values()):
        lines.append("  " + translate(N_("Nothing was planned for this period yet.")))
    if status.elsewhere:
        text = N_("Waiting for people who do not take part by this roster: {n}")
        lines.append(translate(text, n=status.elsewhere))
    if status.faults:
        lines.append(translate(N_("Take part, and cannot be written to: {n}"), n=len(status.faults)))
        lines += [f"          {fault}" for fault in status.faults]
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
        lines.append(_of_run(status.runs[0], settings, now, translate))
    return "\n".join(lines) + "\n"


def _of_row(row: Row, names: Mapping[str, str], settings: Settings, now: datetime, translate: Translator) -> str:
    """Return whom a mail is for, why it did not go, and when it is tried again."""
    called = _called(row.person, names, translate)
    why = str(row.answer) if row.answer else row.reason if row.state == "deferred" else None
    said = f"{called} ({why})" if why else called
    if row.state != "deferred":
        return said
    if row.next_try is None or row.next_try <= now:
        return translate(N_("{person}, again with the next run"), person=said)
    return translate(N_("{person}, again at {time}"), person=said, time=moment_text(row.next_try, now, settings))


def _of_run(run: Run, settings: Settings, now: datetime, translate: Translator) -> str:
    began = moment_text(run.began, now, settings)
    if run.is_running:
        return translate(N_("Last run: running since {time}."), time=began)
    if run.ended is None:
        return translate(N_("Last run: began at {time}, and broke off."), time=began)
    ended = moment_text(run.ended, now, settings)
    if run.stopped:
        reason = translate(STOPS.get(run.stopped, N_("its log says why ({code})")), code=run.stopped)
        text = N_("Last run: stopped at {time} with exit code {exit_code}: {reason}.")
        return translate(text, time=ended, exit_code=run.exit_code, reason=reason)
    if run.exit_code is None:
        return translate(N_("Last run: ended at {time}."), time=ended)
    return translate(N_("Last run: ended at {time} with exit code {exit_code}."), time=ended, exit_code=run.exit_code)


def _called(person: str, names: Mapping[str, str], translate: Translator) -> str:
    return names.get(person) or translate(N_("somebody whom this roster does not name (--roster names another)"))
