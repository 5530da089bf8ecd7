"""A compact picture of the weeks: when there is meeting, call, focus time and absence, and on which day something is.

Weeks that can still change, and every week of a short period, are drawn day by day, a quarter of an hour per column;
the other weeks are one line each. Each kind of time has a sign of its own, so that nothing hangs on colour, and the
findings of a day stand behind it by number. The scale is that of the agreed hours: a meeting before or after them is
a mark at the edge of its day, and makes no other day smaller.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from analyzer.agreements import clock_of
from analyzer.figures.days import KINDS, fillings
from analyzer.judging.metrics import lunches_kept
from analyzer.reports.inert import columns
from analyzer.reports.lines.layout import Page, Segment
from analyzer.reports.outline import Numbered, View, coming_days, days_drawn
from analyzer.reports.words.signs import SEVERITIES, TIMES
from analyzer.reports.words.wording import Wording
from analyzer.run import Run
from analyzer.text import N_, Translator
from analyzer.time.period import monday_of

MOST_WEEKS_BY_DAY = 2
"""So many weeks are drawn day by day; further ones get one line each."""

MOST_LINES = 9
"""So many weeks of one line are drawn, the last ones; earlier ones are counted."""

FEWEST_LINES = 5
"""The same on a screen that shows more than the picture."""

FOCUS, MEETING = KINDS.index("focus"), KINDS.index("meeting")
OUTSIDE = len(KINDS)
"""Stands among the kinds that a legend explains: a meeting before or after the hours that are drawn."""

_FOUND_NAMES = {"warning": N_("finding"), "error": SEVERITIES["error"].name, "note": SEVERITIES["note"].name}
FOUND = {severity: OUTSIDE + number for number, severity in enumerate(_FOUND_NAMES, 1)}
"""By severity what stands among them for a finding."""

USUAL_HOURS = (8, 18)
"""The hours that are drawn where none are agreed."""

DAY_MINUTES = 1440

Minutes = npt.NDArray[np.int8]


@dataclass(frozen=True)
class Day:
    """One day, and the kind of time that fills each minute of it: a position in :data:`KINDS`."""

    day: date
    minutes: Minutes


@dataclass(frozen=True)
class Scale:
    """The hours that are drawn, from the first to before the last."""

    first: int
    last: int

    def edges(self, day: Day) -> tuple[int | None, int | None]:
        """Return from which minute there is a meeting before these hours, and until which after them."""
        taken = np.flatnonzero((day.minutes >= MEETING) | (day.minutes == FOCUS))
        early, late = taken[taken < self.first * 60], taken[taken >= self.last * 60]
        return (int(early[0]) if len(early) else None), (int(late[-1]) + 1 if len(late) else None)


def draw_weeks(run: Run, view: View, wording: Wording, page: Page) -> None:
    """Draw every week of the first calendar of ``run`` on ``page``."""
    weeks = _weeks(run, days_drawn(run))
    if not weeks:
        return
    mondays = sorted(weeks)
    by_day = mondays
    if len(mondays) > MOST_WEEKS_BY_DAY:
        this_week = monday_of(run.today)
        by_day = [monday for monday in mondays if monday >= this_week][:MOST_WEEKS_BY_DAY]
    by_line = {monday: days for monday, days in weeks.items() if monday not in by_day}
    _draw(by_line, {monday: weeks[monday] for monday in by_day}, MOST_LINES, run, view, wording, page)


def draw_coming(run: Run, view: View, wording: Wording, page: Page) -> None:
    """Draw the week that can still change; of a period of the past its only week, or its last weeks in short."""
    coming = coming_days(run)
    weeks = _weeks(run, coming or days_drawn(run))
    is_short = bool(coming) or len(weeks) == 1
    by_line, by_day = ({}, weeks) if is_short else (weeks, {})
    if weeks:
        _draw(by_line, by_day, FEWEST_LINES, run, view, wording, page)


def _weeks(run: Run, days: Sequence[date]) -> dict[date, list[Day]]:
    """Return these days by the Monday of their week."""
    first, filled = run.period.first, fillings(run)
    weeks: dict[date, list[Day]] = {}
    for day in days:
        weeks.setdefault(monday_of(day), []).append(Day(day, filled[(day - first).days]))
    return weeks


def _draw(
    by_line: dict[date, list[Day]],
    by_day: dict[date, list[Day]],
    most_lines: int,
    run: Run,
    view: View,
    wording: Wording,
    page: Page,
) -> None:
    used: set[int] = set()
    for weeks, draw in ((by_line, _draw_lines), (by_day, _draw_days)):
        if weeks:
            mondays = sorted(weeks)[-most_lines:] if draw is _draw_lines else sorted(weeks)
            scale = _scale(run, [day for monday in mondays for day in weeks[monday]])
            used |= draw(mondays, weeks, scale, run, view, wording, page)
    _draw_legend(used, wording, page)


def _scale(run: Run, days: Sequence[Day]) -> Scale:
    """Return the hours agreed for these days; a shift that runs past midnight takes them all."""
    agreements = run.judgement.context.agreements[0]
    agreed = [agreements.hours_on(day.day)[0] for day in days]
    windows = [window for some in agreed for window in some] or list(agreements.working_hours)
    if not windows:
        return Scale(*USUAL_HOURS)
    first, last = min(start for start, _ in windows), max(end for _, end in windows)
    return Scale(0, 24) if last > DAY_MINUTES else Scale(first // 60, -(-last // 60))


def _cells(day: Day, first_hour: int, last_hour: int, per_cell: int) -> list[int]:
    """Return the kind of time that fills at least half of each cell; what is shorter than that keeps one cell."""
    minutes = day.minutes[first_hour * 60 : last_hour * 60].reshape(-1, per_cell)
    counts = np.stack([(minutes >= kind).sum(axis=1) for kind in range(len(KINDS))])
    cells = np.array(
        [max(kind for kind in range(len(KINDS)) if counts[kind, at] * 2 >= per_cell) for at in range(len(minutes))]
    )
    flat = minutes.reshape(-1)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flat, [0]])))
    for start, end in itertools.pairwise(edges.tolist()):
        kind = int(flat[start])
        covered = range(start // per_cell, (end - 1) // per_cell + 1)
        if kind >= MEETING and not any(cells[at] >= kind for at in covered):
            cells[max(covered, key=lambda at: int((minutes[at] == kind).sum()))] = kind
    return [int(cell) for cell in cells]


def _drawn_cells(cells: Sequence[int], page: Page) -> list[Segment]:
    """Return the cells as segments, one for each run of the same kind."""
    segments: list[Segment] = []
    for cell in cells:
        kind = TIMES[KINDS[cell]]
        sign = page.glyph(kind.sign, kind.plain)
        if segments and segments[-1][1] == kind.style and segments[-1][0][-1] == sign:
            segments[-1] = (segments[-1][0] + sign, kind.style)
        else:
            segments.append((sign, kind.style))
    return segments


def _draw_days(
    mondays: Sequence[date],
    weeks: dict[date, list[Day]],
    scale: Scale,
    run: Run,
    view: View,
    wording: Wording,
    page: Page,
) -> set[int]:
    used: set[int] = set()
    days = [day for monday in mondays for day in weeks[monday]]
    edges = {day.day: _edges(day, scale, page) for day in days}
    room = max(columns(text) for text in edges.values())
    label = max(columns(wording.day(day.day)) for day in days) + 2
    width = page.width - label - 10 - room
    per_cell = next((size for size in (15, 30) if (scale.last - scale.first) * 60 // size <= width), 60)
    per_hour = 60 // per_cell
    hours = "".join(
        f"{hour:<{per_hour}}" if per_hour > 1 or hour % 3 == 0 else " " for hour in range(scale.first, scale.last)
    )
    for monday in mondays:
        page.blank()
        page.row(*_week_head(monday, run, view, wording))
        if monday == mondays[0]:
            page.row((" " * label + (hours if per_hour > 2 else _sparse(scale.first, scale.last, per_hour)), "faint"))
        for day in weeks[monday]:
            cells = _cells(day, scale.first, scale.last, per_cell)
            used |= set(cells)
            name, edge = wording.day(day.day), edges[day.day]
            found = view.by_day.get(day.day, [])
            used |= {OUTSIDE} if edge else set()
            used |= {FOUND[one.finding.severity] for one in (*found, *view.by_week.get(monday, ()))}
            page.row(
                (name + " " * (label - columns(name)), "strong" if day.day == run.today else ""),
                *_drawn_cells(cells, page),
                (f"  {edge}{' ' * (room - columns(edge))}" if room else " ", "meeting"),
                (" ", ""),
                *_numbers(found),
            )
    return used


def _edges(day: Day, scale: Scale, page: Page) -> str:
    """Return from when and until when there is a meeting outside the scale; "" for no such meeting."""
    early, late = scale.edges(day)
    marks = [f"{page.glyph('←', '<')}{clock_of(early)}"] if early is not None else []
    marks += [f"{page.glyph('→', '>')}{clock_of(late)}"] if late is not None else []
    return " ".join(marks)


def _sparse(first_hour: int, last_hour: int, per_hour: int) -> str:
    """Return a scale that names every third hour."""
    scale = [" "] * ((last_hour - first_hour) * per_hour + 2)
    for hour in range(first_hour, last_hour):
        if (hour - first_hour) % 3 == 0:
            at = (hour - first_hour) * per_hour
            scale[at : at + len(str(hour))] = str(hour)
    return "".join(scale).rstrip()


def _numbers(findings: Sequence[Numbered]) -> list[Segment]:
    """Return the numbers of findings, each behind the mark of its severity."""
    segments: list[Segment] = []
    for one in findings:
        segments += [(" ", "")] if segments else []
        segments.append((f"{SEVERITIES[one.finding.severity].mark}{one.number}", one.finding.severity))
    return segments


def _week_head(monday: date, run: Run, view: View, wording: Wording) -> list[Segment]:
    translate = wording.translate
    context = run.judgement.context
    days = context.days
    this_week = (days.day >= np.datetime64(monday)) & (days.day < np.datetime64(monday + timedelta(days=7)))
    facts = []
    # Where only “busy” can be seen, a lunch without a meeting is not known to be free.
    is_known = context.is_counted.any() or not run.table.holds("reason", "busy-only").any()
    if is_known and (total := int((this_week & days.has_lunch).sum())):
        kept = int((this_week & lunches_kept(context)).sum())
        facts.append(translate(N_("{kept} of {total} lunches free"), kept=kept, total=total))
    if is_known and (focus_days := np.flatnonzero(this_week & context.is_focus_day).tolist()):
        facts.append(
            _focus_days([wording.weekday_name(date.weekday(days.day[at].item())) for at in focus_days], wording)
        )
    segments: list[Segment] = [
        (wording.week(monday, run.today), "strong"),
        ("  " + ", ".join(facts) if facts else "", "faint"),
    ]
    if about_week := view.by_week.get(monday):
        segments += [("  ", ""), *_numbers(about_week)]
    return segments


def _focus_days(weekdays: Sequence[str], wording: Wording) -> str:
    """Return the focus days of a week: one or two by name, more of them by number."""
    translate = wording.translate
    if len(weekdays) == 1:
        return translate(N_("focus day: {weekday}"), weekday=weekdays[0])
    if len(weekdays) == 2:
        return translate(N_("focus days: {first} and {last}"), first=weekdays[0], last=weekdays[1])
    return translate.plural("{n} focus day", "{n} focus days", len(weekdays))


def _draw_lines(
    mondays: Sequence[date],
    weeks: dict[date, list[Day]],
    scale: Scale,
    run: Run,
    view: View,
    wording: Wording,
    page: Page,
) -> set[int]:
    del run
    used: set[int] = set()
    days = [day for monday in mondays for day in weeks[monday]]
    weekdays = sorted({day.day.weekday() for day in days})
    labels = [wording.translate(N_("Week {week}"), week=monday.isocalendar().week) for monday in mondays]
    label = max(columns(text) for text in labels) + 2
    room = page.width - label - 8
    per_cell = next((size for size in (60, 120) if _strip(scale, size) * len(weekdays) <= room), 240)
    last_hour = scale.first + -(-(scale.last - scale.first) * 60 // per_cell) * per_cell // 60
    first_hour, last_hour = (24 - (last_hour - scale.first), 24) if last_hour > 24 else (scale.first, last_hour)
    strip = _strip(Scale(first_hour, last_hour), per_cell)
    page.blank()
    if earlier := len(weeks) - len(mondays):
        text = wording.translate.plural("{n} earlier week is not drawn.", "{n} earlier weeks are not drawn.", earlier)
        page.row((text, "faint"))
    weekday_row = "".join(f"{wording.weekday(weekday):<{strip}.{strip - 1}}" for weekday in weekdays)
    page.row((" " * label + weekday_row + " ", "faint"), (wording.translate(N_("findings")), "faint"))
    for monday, text in zip(mondays, labels, strict=True):
        by_weekday = {day.day.weekday(): day for day in weeks[monday]}
        segments: list[Segment] = [(text + " " * (label - columns(text)), "")]
        for weekday in weekdays:
            day = by_weekday.get(weekday)
            cells = _cells(day, first_hour, last_hour, per_cell) if day else [0] * (strip - 1)
            edge = _edge(day, Scale(first_hour, last_hour), page) if day else ""
            used |= {*cells, OUTSIDE} if edge else set(cells)
            segments += [*_drawn_cells(cells, page), (edge or " ", "meeting")]
        page.row(*segments, (" ", ""), *_week_count(monday, view, page))
    return used


def _edge(day: Day, scale: Scale, page: Page) -> str:
    """Return one sign for a meeting outside the scale, "" for none."""
    early, late = scale.edges(day)
    if late is not None:
        return page.glyph("→", ">")
    return page.glyph("←", "<") if early is not None else ""


def _strip(scale: Scale, per_cell: int) -> int:
    return -(-(scale.last - scale.first) * 60 // per_cell) + 1


def _week_count(monday: date, view: View, page: Page) -> list[Segment]:
    """Return how many findings a week holds, by severity."""
    days = [monday + timedelta(days=offset) for offset in range(7)]
    findings = [one for day in days for one in view.by_day.get(day, [])] + view.by_week.get(monday, [])
    segments: list[Segment] = []
    for severity in ("error", "warning"):
        if count := sum(one.finding.severity == severity for one in findings):
            segments += [(" ", "")] if segments else []
            segments.append((f"{count}{page.glyph('×', 'x')}{SEVERITIES[severity].mark}", severity))
    return segments


def _draw_legend(used: set[int], wording: Wording, page: Page) -> None:
    """Explain the signs that were used, and no others, in as many lines as that takes."""
    entries = _entries(used, wording.translate, page)
    page.blank()
    row: list[tuple[str, str, str]] = []
    for entry in entries:
        if row and _width([*row, entry]) > page.width:
            page.row(*_legend_row(row))
            row = []
        row.append(entry)
    page.row(*_legend_row(row))


def _entries(used: set[int], translate: Translator, page: Page) -> list[tuple[str, str, str]]:
    """Return the signs that were used, each with its style and its name."""
    entries = [
        (page.glyph(signs.sign, signs.plain), signs.style, translate(signs.name))
        for kind, signs in TIMES.items()
        if kind and KINDS.index(kind) in used
    ]
    entries += [
        (f"{SEVERITIES[severity].mark}3", severity, translate(name))
        for severity, name in _FOUND_NAMES.items()
        if FOUND[severity] in used
    ]
    if OUTSIDE in used:
        entries.append((page.glyph("← →", "< >"), "meeting", translate(N_("earlier, later"))))
    return entries


def _width(entries: Sequence[tuple[str, str, str]]) -> int:
    return sum(columns(f"{sign} {name}") + 2 for sign, _, name in entries) - 2


def _legend_row(entries: Sequence[tuple[str, str, str]]) -> list[Segment]:
    segments: list[Segment] = []
    for sign, style, name in entries:
        segments += [("  ", "faint")] if segments else []
        segments += [(sign, style), (f" {name}", "faint")]
    return segments
