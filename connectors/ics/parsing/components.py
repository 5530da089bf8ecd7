"""Logical lines to components: each event is split off by itself, whatever its neighbours look like.

Nothing is parsed here but BEGIN and END. Components that meetlint never reads (alarms, tasks, journals, free/busy) are
stepped over, to any depth, without recursion.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from analyzer.problems import ProblemKind
from connectors.ics.parsing import problems
from connectors.ics.parsing.decoding import Line
from connectors.ics.parsing.problems import ProblemLog


@dataclass(slots=True)
class RawComponent:
    """The lines of one component, those of the components inside it left out.

    Attributes:
        name: in capitals.
        line: physical line of its BEGIN.
        lines: its own content lines.
        parts: components inside it that are kept: the observances of a time zone.
        has_end: whether its END was found.
    """

    name: str
    line: int
    lines: list[Line] = field(default_factory=list)
    parts: list[RawComponent] = field(default_factory=list)
    has_end: bool = False


@dataclass(slots=True)
class RawCalendar:
    """One VCALENDAR: its own lines, its events and its time zones, in the order of the stream.

    Attributes:
        is_bare: its events stand in the stream without BEGIN:VCALENDAR.
        is_incomplete: its END never came.
    """

    line: int
    lines: list[Line] = field(default_factory=list)
    events: list[RawComponent] = field(default_factory=list)
    zones: list[RawComponent] = field(default_factory=list)
    is_bare: bool = False
    is_incomplete: bool = False


_COMPONENT_NAME = re.compile(r"(?:V[A-Z]{3,12}|STANDARD|DAYLIGHT|X-[A-Z0-9-]{1,20})\Z")
_KEPT_INSIDE_ZONE = ("STANDARD", "DAYLIGHT")


class _Splitter:
    """Walks over the lines once, with a stack of the components that are open."""

    def __init__(self, log: ProblemLog) -> None:
        self.log = log
        self.calendars: list[RawCalendar] = []
        self.calendar: RawCalendar | None = None
        self.open: list[RawComponent] = []
        self.open_names: Counter[str] = Counter()
        # Events inside an event: strays when the outer one ends, proper events when its END never comes.
        self.inner: list[RawComponent] = []
        self.has_text_outside = False

    def walk(self, lines: Iterable[Line]) -> list[RawCalendar]:
        for line in lines:
            text = line.text
            marker = text[:6].upper()
            if marker == "BEGIN:":
                self._begin(text[6:].strip().upper(), line.number)
            elif marker.startswith("END:"):
                self._end(text[4:].strip().upper(), line.number)
            elif self.open:
                self.open[-1].lines.append(line)
            elif self.calendar is not None:
                self.calendar.lines.append(line)
            else:
                self._note_text_outside(line.number)
        self._finish()
        return self.calendars

    def _note(self, kind: ProblemKind, number: int, *, component: str) -> None:
        # A stray BEGIN or END may be the text of an event: only what looks like a component is repeated.
        shown = component if _COMPONENT_NAME.match(component) else "…"
        self.log.add(kind, number, component=shown)

    def _note_text_outside(self, number: int) -> None:
        if not self.has_text_outside:
            self.has_text_outside = True
            self.log.add(problems.TEXT_OUTSIDE, number)

    def _begin(self, name: str, number: int) -> None:
        if name == "VCALENDAR":
            self._finish()
            self.calendar = RawCalendar(number)
            self.calendars.append(self.calendar)
            return
        if self.calendar is None:
            if name in ("VEVENT", "VTIMEZONE"):
                self.log.add(problems.CALENDAR_MISSING, number)
                self.calendar = RawCalendar(number, is_bare=True)
                self.calendars.append(self.calendar)
            else:
                self._note_text_outside(number)
        self._push(RawComponent(name, number))

    def _push(self, component: RawComponent) -> None:
        self.open.append(component)
        self.open_names[component.name] += 1

    def _end(self, name: str, number: int) -> None:
        if name == "VCALENDAR":
            if self.calendar is None:
                self._note(problems.END_WITHOUT_BEGIN, number, component=name)
                return
            self._close_all()
            self.calendar = None
            return
        if not self.open_names[name]:
            self._note(problems.END_WITHOUT_BEGIN, number, component=name)
            return
        while self.open[-1].name != name:
            unended = self._pop()
            self._note(problems.BEGIN_WITHOUT_END, unended.line, component=unended.name)
            self._place(unended)
        ended = self._pop()
        ended.has_end = True
        self._place(ended)

    def _pop(self) -> RawComponent:
        component = self.open.pop()
        self.open_names[component.name] -= 1
        return component

    def _place(self, component: RawComponent) -> None:
        """Put a component that has ended where it belongs, or drop it."""
        if component.name == "VEVENT":
            if self.open_names["VEVENT"]:
                self.inner.append(component)
                return
            for stray in self.inner:
                self.log.add(problems.NESTED_EVENT, stray.line, uid_of(stray))
            self.inner = []
            self._event(component)
        elif component.name == "VTIMEZONE" and self.calendar is not None:
            self.calendar.zones.append(component)
        elif component.name in _KEPT_INSIDE_ZONE and self.open and self.open[-1].name == "VTIMEZONE":
            self.open[-1].parts.append(component)

    def _event(self, component: RawComponent) -> None:
        if self.calendar is not None:
            self.calendar.events.append(component)

    def _close_all(self) -> None:
        """The calendar ends: events that are still open lost their END, and those inside them are healthy."""
        healthy = self.inner
        self.inner = []
        for component in self.open:
            if component.name == "VEVENT":
                self._note(problems.BEGIN_WITHOUT_END, component.line, component=component.name)
                healthy.append(component)
        self.open = []
        self.open_names = Counter()
        for component in sorted(healthy, key=lambda event: event.line):
            self._event(component)

    def _finish(self) -> None:
        """The stream ends, or another calendar begins inside this one: what is still open was cut off."""
        if self.calendar is None:
            self.open = []
            self.open_names = Counter()
            return
        opened = [component for component in self.open if component.name == "VEVENT"]
        # The cut goes through the innermost; one that other events follow merely lost its END.
        cut = opened[-1] if opened and not any(event.line > opened[-1].line for event in self.inner) else None
        if cut is not None:
            self.open = [component for component in self.open if component is not cut]
            self.log.add(problems.CUT_OFF, cut.line, uid_of(cut))
        elif not self.calendar.is_bare:
            self.log.add(problems.CALENDAR_WITHOUT_END, self.calendar.line)
        self.calendar.is_incomplete = cut is not None or not self.calendar.is_bare
        self._close_all()
        self.calendar = None


def uid_of(component: RawComponent) -> str:
    """Return the UID of a component as written, "" when it has none; for messages about components not parsed."""
    for line in component.lines:
        name, colon, value = line.text.partition(":")
        if colon and name.partition(";")[0].strip().upper() == "UID":
            return value.strip()
    return ""


def split_components(lines: Iterable[Line], log: ProblemLog) -> list[RawCalendar]:
    """Return the calendars of a stream with their events and time zones split off.

    What is out of order is put right where only one reading makes sense, and named in ``log``: an END too many, a
    missing END, an event inside an event (skipped), text outside the calendar, a cut (the event it goes through is
    lost, the complete ones before it are kept, ``is_incomplete`` is set).
    """
    return _Splitter(log).walk(lines)
