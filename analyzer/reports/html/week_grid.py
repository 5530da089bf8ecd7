"""The weeks as calendar pictures: days side by side, hours downwards, every block with its own words.

The picture is made of HTML: a day is a list in order of time, which the style sheet lays out by the hour. So whoever
cannot see it hears the day from morning to evening, a narrow screen shows it as a list, and nothing is said twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from analyzer.figures.days import (
    DAY_MINUTES,
    WORDLESS,
    DayFacts,
    Piece,
    all_day_rows,
    day_facts,
    event_pieces,
    stretches,
)
from analyzer.judging.listing import Finding
from analyzer.reports.html.day_words import day_sentence
from analyzer.reports.html.ghosts import Ghost, GhostMark, Span, arriving, kept_of, leaving
from analyzer.reports.html.lanes import MOST_LANES, Lane, lanes_of
from analyzer.reports.html.markup import PageWording
from analyzer.reports.html.week_hours import LEAST_MINUTES, is_inside, outside, room_of, window_of
from analyzer.reports.html.week_parts import LINE_MINUTES, Block, DayColumn, GridStyle, Mark, Week
from analyzer.reports.outline import Numbered, View
from analyzer.reports.words.signs import SEVERITIES, TIMES
from analyzer.reports.words.wording import rule_of
from analyzer.run import Run
from analyzer.text import N_
from analyzer.time.instants import instants_of
from analyzer.time.period import monday_of

BRIEF_MINUTES = 30
"""What is shorter has room for small letters only."""


NARROW_LANES = 4
"""From so many lanes on, a block has room for its mark and its title only."""

MOST_MARKED = 3
"""Events that carry the mark of one finding; of more of them the first does, so that a full day can still be read."""

TITLE_COLUMNS = 120
MOST_ALL_DAY = 4


def draw_weeks(
    run: Run,
    view: View,
    mondays: Sequence[date],
    wording: PageWording,
    sentences: dict[date, str],
    style: GridStyle,
    ghosts: Sequence[Ghost] = (),
) -> list[Week]:
    """Return the pictures of the weeks that begin on ``mondays``; a week without any day to show is left out.

    Args:
        run: what was read, judged and found.
        view: the numbers of the findings.
        mondays: ascending.
        wording: short words.
        sentences: what each week holds.
        style: takes the rules that the pictures need.
        ghosts: what the changes take away and bring.
    """
    return _Drawing(run, view, mondays, wording, sentences, style, ghosts).weeks()


@dataclass(frozen=True)
class _Drawn:
    """Something that stands in a day, with the mark of the change that takes it away or brings it.

    Attributes:
        look: "" for what stays; "leaving" for what goes, "shortened" for what loses a part, "arriving" for what comes.
    """

    piece: Piece
    mark: GhostMark | None = None
    look: str = ""


class _Drawing:
    """The pictures under construction."""

    def __init__(
        self,
        run: Run,
        view: View,
        mondays: Sequence[date],
        wording: PageWording,
        sentences: dict[date, str],
        style: GridStyle,
        ghosts: Sequence[Ghost],
    ) -> None:
        self.run, self.view, self.wording, self.style, self.sentences = run, view, wording, style, sentences
        self.translate = wording.translate
        self.aloud = PageWording(wording.translate, wording.zone, is_aloud=True)
        self.mondays = mondays
        first = run.period.first
        self.positions = {
            (monday + timedelta(days=offset) - first).days
            for monday in mondays
            for offset in range(7)
            if run.period.first <= monday + timedelta(days=offset) <= run.period.last
        }
        self.facts: DayFacts = day_facts(run)
        self.titles = list(zip(run.table.column("title").tolist(), run.table.column("private").tolist(), strict=True))
        self.reasons = run.table.column("reason").tolist()
        self.is_own = run.table.holds("kind", "appointment").tolist()
        spans = run.judgement.context.event_spans
        self.starts, self.ends = instants_of(spans.start), instants_of(spans.end)
        self.by_row: dict[int, list[Numbered]] = {}
        self.by_day: dict[date, list[Numbered]] = {}
        self.by_week: dict[date, list[Numbered]] = {monday: list(view.by_week.get(monday, [])) for monday in mondays}
        self.marked: set[int] = set()
        self.going: dict[int, Ghost] = {}
        self.coming: dict[int, list[_Drawn]] = {}
        for ghost in ghosts:
            self._place(ghost)

    def _place(self, ghost: Ghost) -> None:
        """Decide which event a change takes from its place, and on which day it would stand instead."""
        row = -1 if ghost.old is None else self._row(ghost.old, ghost.uid)
        if ghost.old is not None:
            if row < 0 or row in self.going:
                return
            self.going[row] = ghost
        if ghost.new is None or ghost.is_cut:
            return
        start = self.wording.local(ghost.new[0])
        day, at = (start.date() - self.run.period.first).days, start.hour * 60 + start.minute
        length = (ghost.new[1] - ghost.new[0]) // timedelta(minutes=1)
        kind = "focus" if row < 0 else "meeting"
        piece = Piece(day, at, min(at + length, DAY_MINUTES), row, kind)
        self.coming.setdefault(day, []).append(_Drawn(piece, arriving(ghost, self.wording), "arriving"))

    def _row(self, old: Span, uid: str) -> int:
        """Return the event that stands at a time, -1 for none; one of the owner's own where no meeting is named."""
        context = self.run.judgement.context
        table, spans = context.table, context.event_spans
        start, end = (int(edge.timestamp()) for edge in old)
        chosen = table.column("uid") == uid if uid else table.column("organized_by_owner")
        rows = (spans.start == start) & (spans.end == end) & chosen & context.is_counted
        return int(rows.argmax()) if rows.any() else -1

    def weeks(self) -> list[Week]:
        pieces: dict[int, list[Piece]] = {}
        for piece in event_pieces(self.run, self.positions):
            pieces.setdefault(piece.day, []).append(piece)
        all_day = all_day_rows(self.run, self.positions)
        days = self.run.judgement.context.days
        backgrounds = [
            stretches(self.run, spans, kind)
            for spans, kind in ((days.lunch, "lunch"), (self.run.judgement.context.focus_blocks, "free"))
        ]
        hours = stretches(self.run, days.hours, "hours")
        self._assign_findings({piece.row for day in pieces.values() for piece in day})
        weeks = []
        for monday in self.mondays:
            shown = [
                day
                for day in range(*self._range(monday))
                if self.facts.not_worked[day] != "not-agreed" or pieces.get(day) or self.by_day.get(self._date(day))
            ]
            if shown:
                weeks.append(self._week(monday, shown, pieces, all_day, backgrounds, hours))
        return weeks

    def _range(self, monday: date) -> tuple[int, int]:
        first, size = (monday - self.run.period.first).days, len(self.facts.not_worked)
        return max(first, 0), min(first + 7, size)

    def _date(self, day: int) -> date:
        return self.run.period.first + timedelta(days=day)

    def _assign_findings(self, drawn: set[int]) -> None:
        """Decide where each finding is marked: on its events, or on its day when it speaks of more than these."""
        for day, findings in self.view.by_day.items():
            monday = monday_of(max(day, self.run.period.first))
            if monday not in self.by_week:
                continue
            for one in findings:
                rows = [row for row in one.finding.events if row in drawn]
                if rows and self._speaks_of_events(one.finding):
                    for row in rows if len(rows) <= MOST_MARKED else rows[:1]:
                        self.by_row.setdefault(row, []).append(one)
                elif day >= self.run.period.first:
                    self.by_day.setdefault(day, []).append(one)
                else:
                    self.by_week[monday].append(one)

    def _speaks_of_events(self, finding: Finding) -> bool:
        first, last = (min(self.starts[row] for row in finding.events), max(self.ends[row] for row in finding.events))
        return bool(finding.start == first and finding.end == last)

    def _week(
        self,
        monday: date,
        shown: Sequence[int],
        pieces: dict[int, list[Piece]],
        all_day: dict[int, list[int]],
        backgrounds: Sequence[dict[int, list[Piece]]],
        hours: dict[int, list[Piece]],
    ) -> Week:
        window = window_of(
            [piece for day in shown for piece in pieces.get(day, ())],
            [piece for day in shown for piece in hours.get(day, ())],
        )
        marks = self._marks(self.by_week[monday])
        columns = []
        widths = []
        has_ghosts = False
        for day in shown:
            drawn = self._drawn(pieces.get(day, ()), day)
            has_ghosts = has_ghosts or any(one.look for one in drawn)
            placed = iter(lanes_of([room_of(one.piece, window) for one in drawn if is_inside(one.piece, window)]))
            lanes = [next(placed) if is_inside(one.piece, window) else None for one in drawn]
            widths.append(_width(max((lane.count for lane in lanes if lane), default=1)))
            columns.append(
                self._day(
                    day,
                    drawn=list(zip(drawn, lanes, strict=True)),
                    behind=[piece for background in backgrounds for piece in background.get(day, ())],
                    all_day=all_day.get(day, []),
                    hours=[] if self.facts.not_worked[day] else hours.get(day, []),
                    window=window,
                )
            )
        first_hour, last_hour = window
        return Week(
            anchor=week_anchor(monday),
            name=self.wording.week(monday, self.run.today),
            sentence=self.sentences.get(monday, ""),
            marks=marks,
            classes=f"{self.style.hours(first_hour, last_hour)} {self.style.columns(widths)}",
            hours=range(first_hour, last_hour),
            has_ghosts=has_ghosts,
            days=columns,
            beside=[
                (column.name, narrow)
                for column in columns
                if (
                    narrow := [
                        f"{one.time} {one.title or one.kind}" for one in column.blocks if "narrow" in one.classes
                    ]
                )
            ],
        )

    def _drawn(self, pieces: Sequence[Piece], day: int) -> list[_Drawn]:
        """Return what stands in a day, with what the changes take away and bring, in order of time."""
        drawn = []
        for piece in pieces:
            ghost = self.going.get(piece.row)
            mark = leaving(ghost, self.wording) if ghost else None
            drawn.append(_Drawn(piece, mark, ("shortened" if ghost.is_cut else "leaving") if ghost else ""))
        drawn += self.coming.get(day, [])
        return sorted(drawn, key=lambda one: (one.piece.start, one.piece.end, one.piece.row))

    def _day(
        self,
        day: int,
        *,
        drawn: Sequence[tuple[_Drawn, Lane | None]],
        behind: Sequence[Piece],
        all_day: Sequence[int],
        hours: Sequence[Piece],
        window: tuple[int, int],
    ) -> DayColumn:
        today = self._date(day)
        state = "today" if today == self.run.today else "past" if today < self.run.today else ""
        tags = {"today": N_("today"), "past": N_("past"), "": ""}
        marks = self._marks(self.by_day.get(today, []))
        events = [one.piece for one, _ in drawn]
        blocks = [(piece.start, 0, self._stretch(piece, events)) for piece in behind]
        crowded: dict[int, list[Piece]] = {}
        early = [self._all_day(row) for row in all_day[:MOST_ALL_DAY]]
        late: list[Block] = []
        if len(all_day) > MOST_ALL_DAY:
            more = self.translate.plural("and {n} more", "and {n} more", len(all_day) - MOST_ALL_DAY)
            early.append(Block("other", "", "", more))
        cuts: list[str] = []
        for one, lane in drawn:
            piece = one.piece
            if lane is None:
                (early if piece.start < window[0] * 60 else late).append(self._event(one, one.look or piece.kind))
            elif lane.is_crowded and not one.look:
                key = next((start for start, group in crowded.items() if piece.start < max(p.end for p in group)), None)
                crowded.setdefault(piece.start if key is None else key, []).append(piece)
            else:
                kept, cut = kept_of(self.going[piece.row] if one.look == "shortened" else None, room_of(piece, window))
                blocks.append((piece.start, 1, self._event(one, self._look(one, lane, *kept))))
                cuts += [f"{self._at(start, end - start)} {self.style.lane(lane)}" for start, end in cut]
        blocks += [(start, 2, self._crowd(group)) for start, group in crowded.items()]
        name, month = self.aloud.day(today).rsplit(" ", 1)
        return DayColumn(
            name=name,
            month=month,
            tag=self.translate(tags[state]),
            state=f"{state} off".strip() if self.facts.not_worked[day] else state,
            sentence=day_sentence(self.facts, day, self.wording),
            marks=marks,
            early=early,
            blocks=[block for _, _, block in sorted(blocks, key=lambda entry: entry[:2])],
            late=late,
            cuts=cuts,
            shading=[
                f"{self.style.at(start)} {self.style.lasting(end - start)}"
                for start, end in outside(hours, window[0] * 60, window[1] * 60)
            ],
        )

    def _look(self, one: _Drawn, lane: Lane, start: int, end: int) -> str:
        """Return the classes of what stands in the hours of a day: what it is, where it is, how it fits."""
        length = end - start
        size = " brief" if length < BRIEF_MINUTES else ""
        # A line of a lane alone holds a title, of which the place says the time; beside others it is narrow.
        is_short = length <= 2 * BRIEF_MINUTES if lane.count > 1 else length < 2 * LINE_MINUTES
        size += " tight" if is_short or lane.count >= NARROW_LANES - 1 else ""
        size += " narrow" if lane.count >= NARROW_LANES else ""
        kind = f"{one.piece.kind} {one.look}".strip()
        return f"block {kind} {self._at(start, length)} {self.style.lane(lane)}{size}"

    def _event(self, one: _Drawn, classes: str) -> Block:
        piece, is_coming = one.piece, one.look == "arriving"
        if is_coming:
            time = f"{_clock(piece.start)}–{_clock(piece.end)}"
        else:
            time = self.wording.span(self.starts[piece.row], self.ends[piece.row])
        return Block(
            classes=classes,
            time=time,
            title=self._title(piece.row) if piece.row >= 0 else "",
            kind=self._coming_kind(piece) if is_coming else self._kind(piece.kind, piece.row),
            marks=[] if is_coming else self._marks(self.by_row.get(piece.row, [])),
            ghost=one.mark,
        )

    def _coming_kind(self, piece: Piece) -> str:
        return self.translate(N_("proposed") if piece.row >= 0 else N_("to be booked"))

    def _crowd(self, pieces: Sequence[Piece]) -> Block:
        """Return one block for all that found no lane of their own, with their titles."""
        start, end = min(piece.start for piece in pieces), max(piece.end for piece in pieces)
        titles = Counter(self._title(piece.row) or self._kind(piece.kind, piece.row) for piece in pieces)
        findings = {one.number: one for piece in pieces for one in self.by_row.get(piece.row, [])}
        lane = Lane(MOST_LANES - 1, MOST_LANES)
        length = max(end - start, LEAST_MINUTES)
        return Block(
            classes=f"block crowd narrow {self._at(start, length)} {self.style.lane(lane)}",
            time=f"{_clock(start)}–{_clock(end)}",
            title=", ".join(titles),
            kind=self.translate.plural("{n} more at this time", "{n} more at this time", len(pieces)),
            marks=self._marks([findings[number] for number in sorted(findings)]),
        )

    def _stretch(self, piece: Piece, events: Sequence[Piece]) -> Block:
        label_end = piece.start + LEAST_MINUTES
        is_covered = any(event.start < label_end and event.end > piece.start for event in events)
        kind = self.translate(N_("lunch") if piece.kind == "lunch" else N_("free to concentrate"))
        look = f"{piece.kind} bare" if is_covered else piece.kind
        return Block(
            classes=f"stretch {look} {self._at(piece.start, piece.end - piece.start)}",
            time=f"{_clock(piece.start)}–{_clock(piece.end)}",
            title="",
            kind=kind,
        )

    def _all_day(self, row: int) -> Block:
        is_away = self.reasons[row] == "absence"
        return Block(
            classes="away" if is_away else "other",
            time=self.translate(N_("all day")),
            title=self._title(row),
            kind=self.wording.reason("absence") if is_away else "",
        )

    def _at(self, start: int, length: int) -> str:
        return f"{self.style.at(start)} {self.style.lasting(length)}"

    def _title(self, row: int) -> str:
        title, private = self.titles[row]
        if self.reasons[row] in WORDLESS or self.is_own[row] or private:
            return ""
        return self.wording.title({"title": title, "private": private}, TITLE_COLUMNS)

    def _kind(self, kind: str, row: int) -> str:
        """Return what an event is; of one that does not count, why not."""
        words = self.translate(TIMES[kind].name) if kind != "other" else self.wording.reason(self.reasons[row])
        return f"{words}, {self.translate(N_('private'))}" if self.titles[row][1] else words

    def _marks(self, findings: Sequence[Numbered]) -> list[Mark]:
        marks = []
        for one in findings:
            severity, title = one.finding.severity, self.wording.rule_title(rule_of(self.run, one.finding.rule).rule)
            words = f"{self.translate(SEVERITIES[severity].spoken, number=one.number)} {title}"
            is_first = one.number not in self.marked
            self.marked.add(one.number)
            marks.append(Mark(one.number, severity, f"{SEVERITIES[severity].mark}{one.number}", words, is_first))
        return marks


def week_anchor(monday: date) -> str:
    """Return the name to which links to a week lead."""
    return f"week-{monday.isocalendar().year}-{monday.isocalendar().week:02d}"


def _width(lanes: int) -> int:
    """Return how wide a day is beside the others, by the lanes it holds."""
    return 2 if lanes < 3 else 3 if lanes < NARROW_LANES else 5


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
