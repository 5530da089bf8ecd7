"""One calendar through ``freeBusy.query``: when somebody is busy, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from analyzer.entries import Entry
from analyzer.problems import NotReadError, Problem
from connectors.google.client import CalendarClient
from connectors.google.moments import WITHOUT_START, read_span
from connectors.google.refusals import refusal_of_busy
from connectors.options import Window
from connectors.services.calendar import ServiceEvent
from connectors.services.parts import part_of, parts_of, text_of

_FIELDS = "calendars"
_PIECE = timedelta(days=60)
"""Google refuses spans that are much longer (``timeRangeTooLong``)."""


def read_busy(
    client: CalendarClient, calendar_id: str, source: str, window: Window
) -> tuple[list[ServiceEvent], list[Problem]]:
    """Return when a calendar is busy, and what of it could not be read.

    Raises:
        SourceError: Google could not be asked, or it does not say.
    """
    spans: list[tuple[datetime, datetime]] = []
    problems: list[Problem] = []
    for piece in _pieces(window):
        body = {
            "timeMin": piece.start.isoformat(),
            "timeMax": piece.end.isoformat(),
            "items": [{"id": calendar_id}],
        }
        answer = client.query_busy(body, _FIELDS)
        found = part_of(part_of(answer, "calendars"), calendar_id)
        reasons = [text_of(error, "reason") or "-" for error in parts_of(found, "errors")]
        # An error inside a good answer, or no answer for this calendar, is never "free".
        if reasons or not isinstance(found.get("busy"), list):
            raise refusal_of_busy(reasons, name=source, account=client.account)
        for part in parts_of(found, "busy"):
            start, end = text_of(part, "start"), text_of(part, "end")
            try:
                span = read_span({"start": {"dateTime": start}, "end": {"dateTime": end}}, None)
            except NotReadError as error:
                problems.append(Problem(source, error.kind))
                continue
            if span is None:
                problems.append(Problem(source, WITHOUT_START))
            elif isinstance(span[0], datetime) and isinstance(span[1], datetime):
                _join(spans, span[0], span[1], piece)
    return [_busy_event(calendar_id, start, end) for start, end in spans], problems


def _pieces(window: Window) -> Iterator[Window]:
    start = window.start
    while start < window.end:
        end = min(start + _PIECE, window.end)
        yield Window(start, end)
        start = end


def _join(spans: list[tuple[datetime, datetime]], start: datetime, end: datetime, piece: Window) -> None:
    """Add a span; one that was only cut by the edge of a piece becomes whole again."""
    if spans and start == piece.start and spans[-1][1] == start:
        spans[-1] = (spans[-1][0], end)
    else:
        spans.append((start, end))


def _busy_event(calendar_id: str, start: datetime, end: datetime) -> ServiceEvent:
    uid = f"busy:{calendar_id}:{start:%Y%m%dT%H%M%SZ}"
    return ServiceEvent(Entry(uid, is_busy_only=True, readable="none"), start, end, start)
