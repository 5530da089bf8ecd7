"""The list of events: each one with "counted", or the reason why it does not count."""

from __future__ import annotations

from itertools import groupby

import pandas as pd

from analyzer.reading.call_platforms import call_platforms
from analyzer.reports.inert import inert
from analyzer.reports.words.sentences import left_out, problems
from analyzer.reports.words.wording import Wording
from analyzer.run import Run
from analyzer.text import N_, Translator


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
    if table.empty:
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
    for day, rows in groupby(table.itertuples(), key=lambda row: row.start_local.date()):
        lines.append(wording.day(day))
        lines += [_line(row, wording, translate, width) for row in rows]
        lines.append("")
    counted = int((table["reason"] == "").sum())
    lines.append(translate(N_("{counted} of {events} events count as a meeting."), counted=counted, events=len(table)))
    return "\n".join([*lines, *_beside(run, wording)]) + "\n"


def _beside(run: Run, wording: Wording) -> list[str]:
    """Return what the list itself cannot show: calendars left out, and what could not be read as it stands."""
    sentences = [*left_out(run, wording), *problems(run, wording)]
    return ["", *sentences] if sentences else []


def _line(row: object, wording: Wording, translate: Translator, width: int) -> str:
    values = row._asdict()  # type: ignore[attr-defined]
    time = translate(N_("all day")) if values["all_day"] else wording.span(values["start"], values["end"])
    verdict = translate(N_("counted")) if not values["reason"] else wording.reason(values["reason"])
    details = []
    if values["call"]:
        details.append(call_platforms().names.get(values["call"], values["call"]))
    if not pd.isna(values["people_count"]):
        count = int(values["people_count"])
        if values["people_at_least"]:
            details.append(translate(N_("{n}+ people"), n=count))
        else:
            details.append(translate.plural(N_("{n} person"), N_("{n} people"), count))
    tail = " · ".join([verdict, *details])
    room = max(16, width - 18 - len(tail))
    return f"  {time:<13} {wording.title(values):.{room}}  {tail}".rstrip()
