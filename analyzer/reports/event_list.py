"""The list of events: each one with "counted", or the reason why it does not count."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from analyzer.events.table import UNKNOWN
from analyzer.reading.call_platforms import call_platforms
from analyzer.reports.inert import inert
from analyzer.reports.words.sentences import left_out, problems
from analyzer.reports.words.wording import Wording
from analyzer.run import Run
from analyzer.text import N_, Translator
from analyzer.time.instants import instants_of


def render_event_list(run: Run, translate: Translator, *, width: int) -> str:
    """Return one line per event under a heading per day, how many of them count, and what was not read or left out.

    Args:
        run: what was read.
        translate: the reader's language.
        width: columns of the terminal.
    """
    wording = Wording(translate, run.zone.zone)
    table = run.table
    lines = [f"{inert(run.name)} · {wording.period(run.period)} · {run.zone.zone.key}", ""]
    if not len(table):
        lines.append(translate(N_("No events in this period.")))
        if run.extent:
            first, last = run.extent
            lines.append(
                translate(
                    N_("The calendar holds events from {first} to {last}: use --from {first} --to {last}."),
                    first=first.isoformat(),
                    last=last.isoformat(),
                )
            )
        return "\n".join([*lines, *_beside(run, wording)]) + "\n"
    spans = run.judgement.context.event_spans
    shown = {name: table.column(name).tolist() for name in _SHOWN}
    shown |= {"start": instants_of(spans.start), "end": instants_of(spans.end)}
    events = (dict(zip(shown, one, strict=True)) for one in zip(*shown.values(), strict=True))
    for day, some in groupby(events, key=lambda event: event["start_local"].date()):
        lines.append(wording.day(day))
        lines += [_line(event, wording, translate, width) for event in some]
        lines.append("")
    counted = int(run.judgement.context.is_counted.sum())
    lines.append(translate(N_("{counted} of {events} events count as a meeting."), counted=counted, events=len(table)))
    return "\n".join([*lines, *_beside(run, wording)]) + "\n"


def _beside(run: Run, wording: Wording) -> list[str]:
    """Return what the list itself cannot show: calendars left out, and what could not be read as it stands."""
    sentences = [*left_out(run, wording), *problems(run, wording)]
    return ["", *sentences] if sentences else []


_SHOWN = ("start_local", "all_day", "reason", "call", "people_count", "people_at_least", "title", "private")
"""What a line shows of an event, beside its time."""


def _line(values: Mapping[str, Any], wording: Wording, translate: Translator, width: int) -> str:
    time = translate(N_("all day")) if values["all_day"] else wording.span(values["start"], values["end"])
    verdict = translate(N_("counted")) if not values["reason"] else wording.reason(values["reason"])
    details = []
    if values["call"]:
        details.append(call_platforms().names.get(values["call"], values["call"]))
    if (count := values["people_count"]) != UNKNOWN:
        if values["people_at_least"]:
            details.append(translate(N_("{n}+ people"), n=count))
        else:
            details.append(translate.plural(N_("{n} person"), N_("{n} people"), count))
    tail = " · ".join([verdict, *details])
    room = max(16, width - 18 - len(tail))
    return f"  {time:<13} {wording.title(values):.{room}}  {tail}".rstrip()
