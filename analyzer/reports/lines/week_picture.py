"""A compact picture of the weeks: when there is meeting, call, focus time and absence, and on which day something is.

Weeks that can still change, and every week of a short period, are drawn day by day, a quarter of an hour per column;
the other weeks are one line each. Each kind of time has a sign of its own, so that nothing hangs on colour, and the
findings of a day stand behind it by number.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from analyzer.figures.days import KINDS, fillings
from analyzer.judging.metrics import lunches_kept
from analyzer.reports.inert import columns
from analyzer.reports.lines.layout import Page, Segment
from analyzer.reports.outline import Numbered, View
from analyzer.reports.words.signs import SEVERITIES, TIMES
from analyzer.reports.words.wording import Wording
from analyzer.run import Run
from analyzer.text import N_
from analyzer.time.period import monday_of

MOST_WEEKS_BY_DAY = 2
"""So many weeks are drawn day by day; further ones get one line each."""

MOST_LINES = 9
"""So many weeks of one line are drawn, the last ones; earlier ones are counted."""

OTHER, MEETING = KINDS.index("other"), KINDS.index("meeting")

Minutes = npt.NDArray[np.int8]


@dataclass(frozen=True)
class Day:
    """One day, and the kind of time that fills each minute of it: a position in :data:`KINDS`."""

    day: date
    minutes: Minutes


def draw_weeks(run: Run, view: View, wording: Wording, page: Page) -> None:
    """Draw the weeks of the first calendar of ``run`` on ``page``."""
    weeks: dict[date, list[Day]] = {}
    not_worked = run.judgement.context.days.not_worked
    for day, minutes, reason in zip(run.period.days(), fillings(run), not_worked, strict=True):
        if reason != "not-agreed" or (minutes >= MEETING).any():
            weeks.setdefault(monday_of(day), []).append(Day(day, minutes))
    if not weeks:
        return
    mondays = sorted(weeks)
    by_day = mondays
    if len(mondays) > MOST_WEEKS_BY_DAY:
        this_week = monday_of(run.today)
        by_day = [monday for monday in mondays if monday >= this_week][:MOST_WEEKS_BY_DAY]
    by_line = [monday for monday in mondays if monday not in by_day]
    used = _draw_lines(by_line, weeks, view, wording, page) | _draw_days(by_day, weeks, run, view, wording, page)
    _draw_legend(used, wording, page, has_findings=bool(view.by_day or view.by_week))


def _window(days: Sequence[Day]) -> tuple[int, int]:
    """Return the hours that hold the work and the meetings of these days, and a little more."""
    filled = np.flatnonzero(np.any([(day.minutes > 0) & (day.minutes != OTHER) for day in days], axis=0))
    if not len(filled):
        return 8, 18
    return int(max(filled[0] - 15, 0) // 60), int(-(-min(filled[-1] + 16, 1440) // 60))


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
    mondays: Sequence[date], weeks: dict[date, list[Day]], run: Run, view: View, wording: Wording, page: Page
) -> set[int]:
    used: set[int] = set()
    if not mondays:
        return used
    days = [day for monday in mondays for day in weeks[monday]]
    first_hour, last_hour = _window(days)
    label = max(columns(wording.day(day.day)) for day in days) + 2
    per_cell = next((size for size in (15, 30) if label + (last_hour - first_hour) * 60 // size + 10 <= page.width), 60)
    per_hour = 60 // per_cell
    hours = "".join(
        f"{hour:<{per_hour}}" if per_hour > 1 or hour % 3 == 0 else " " for hour in range(first_hour, last_hour)
    )
    for monday in mondays:
        page.blank()
        page.row(*_week_head(monday, run, view, wording))
        if monday == mondays[0]:
            page.row((" " * label + (hours if per_hour > 2 else _sparse(first_hour, last_hour, per_hour)), "faint"))
        for day in weeks[monday]:
            cells = _cells(day, first_hour, last_hour, per_cell)
            used |= set(cells)
            name = wording.day(day.day)
            page.row(
                (name + " " * (label - columns(name)), "strong" if day.day == run.today else ""),
                *_drawn_cells(cells, page),
                ("  ", ""),
                *_numbers(view.by_day.get(day.day, [])),
            )
    return used


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
    is_known = context.is_counted.any() or not (run.table["reason"] == "busy-only").any()
    if is_known and (total := int((this_week & days.has_lunch).sum())):
        kept = int((this_week & lunches_kept(context)).sum())
        facts.append(translate(N_("{kept} of {total} lunches free"), kept=kept, total=total))
    if is_known and (focus_days := int((this_week & context.is_focus_day).sum())):
        facts.append(translate.plural("{n} focus day", "{n} focus days", focus_days))
    segments: list[Segment] = [
        (wording.week(monday, run.today), "strong"),
        ("  " + ", ".join(facts) if facts else "", "faint"),
    ]
    if about_week := view.by_week.get(monday):
        segments += [("  ", ""), *_numbers(about_week)]
    return segments


def _draw_lines(
    mondays: Sequence[date], weeks: dict[date, list[Day]], view: View, wording: Wording, page: Page
) -> set[int]:
    used: set[int] = set()
    if not mondays:
        return used
    earlier, mondays = mondays[:-MOST_LINES], mondays[-MOST_LINES:]
    days = [day for monday in mondays for day in weeks[monday]]
    weekdays = sorted({day.day.weekday() for day in days})
    first_hour, last_hour = _window(days)
    labels = [wording.translate(N_("Week {week}"), week=monday.isocalendar().week) for monday in mondays]
    label = max(columns(text) for text in labels) + 2
    room = page.width - label - 8
    per_cell = next((size for size in (60, 120) if _strip(first_hour, last_hour, size) * len(weekdays) <= room), 240)
    last_hour = first_hour + -(-(last_hour - first_hour) * 60 // per_cell) * per_cell // 60
    if last_hour > 24:
        first_hour, last_hour = 24 - (last_hour - first_hour), 24
    strip = _strip(first_hour, last_hour, per_cell)
    page.blank()
    if earlier:
        page.row(
            (
                wording.translate.plural(
                    "{n} earlier week is not drawn.", "{n} earlier weeks are not drawn.", len(earlier)
                ),
                "faint",
            )
        )
    scale = "".join(f"{wording.weekday(weekday):<{strip}.{strip - 1}}" for weekday in weekdays)
    page.row((" " * label + scale + " ", "faint"), (wording.translate(N_("findings")), "faint"))
    for monday, text in zip(mondays, labels, strict=True):
        by_weekday = {day.day.weekday(): day for day in weeks[monday]}
        segments: list[Segment] = [(text + " " * (label - columns(text)), "")]
        for weekday in weekdays:
            day = by_weekday.get(weekday)
            cells = _cells(day, first_hour, last_hour, per_cell) if day else [0] * (strip - 1)
            used |= set(cells)
            segments += [*_drawn_cells(cells, page), (" ", "")]
        page.row(*segments, (" ", ""), *_week_count(monday, view, page))
    return used


def _strip(first_hour: int, last_hour: int, per_cell: int) -> int:
    return -(-(last_hour - first_hour) * 60 // per_cell) + 1


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


def _draw_legend(used: set[int], wording: Wording, page: Page, *, has_findings: bool) -> None:
    """Explain the signs that were used, in one line, or in two where one is too short."""
    names: list[tuple[str, str, str]] = [
        (page.glyph(signs.sign, signs.plain), signs.style, wording.translate(signs.name))
        for kind, signs in TIMES.items()
        if kind and KINDS.index(kind) in used
    ]
    mark = [(f"{SEVERITIES['warning'].mark}3", "warning", wording.translate(N_("finding")))] if has_findings else []
    page.blank()
    row: list[Segment] = []
    used_columns = 0
    for sign, style, name in (*names, *mark):
        width = columns(f"{sign} {name}")
        if row and used_columns + 2 + width > page.width:
            page.row(*row)
            row, used_columns = [], 0
        row += [("  ", "faint")] if row else []
        row += [(sign, style), (f" {name}", "faint")]
        used_columns += (2 if used_columns else 0) + width
    page.row(*row)
