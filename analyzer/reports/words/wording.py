"""How meetlint says days, times, numbers, titles and findings, in the reader's language and on the owner's clock."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from analyzer.agreements import Window, clock_of
from analyzer.events.table import EventTable
from analyzer.judging.rule import ActiveRule, Rule
from analyzer.reports.inert import inert
from analyzer.reports.words.day_names import DAYS, MONTHS
from analyzer.reports.words.rules import page_paragraphs
from analyzer.run import Run
from analyzer.text import N_, Msg, Translator
from analyzer.time.period import Period, monday_of

TITLE_WIDTH = 48
"""Columns a title may take inside a sentence."""

MOST_TITLES = 3
"""Titles named one by one inside a sentence."""

LONG = timedelta(hours=24)
"""What lasts longer is said in days."""

REASONS: Mapping[str, str] = {
    "cancelled": N_("cancelled"),
    "declined": N_("declined by you"),
    "working-place": N_("place of work"),
    "absence": N_("leave or absence"),
    "open-room": N_("open room"),
    "focus": N_("focus time"),
    "all-day": N_("all day"),
    "free": N_("shown as free"),
    "busy-only": N_("only “busy” can be seen"),
    "people-unknown": N_("people not named"),
    "alone": N_("nobody else in it"),
    "unanswered": N_("not answered yet"),
}
"""Why an event does not count, in words that stand behind one event as well as behind a number of them."""

METRICS: Mapping[str, str] = {
    "meeting_minutes": N_("time in meetings"),
    "call_minutes": N_("time in calls"),
    "meetings": N_("meetings"),
    "workdays": N_("workdays"),
    "lunches_kept": N_("lunches free of meetings"),
    "focus_minutes": N_("time in focus blocks"),
    "longest_focus_minutes": N_("longest focus block"),
    "focus_days": N_("focus days"),
    "outside_hours_minutes": N_("meetings outside working hours"),
    "meetings_without_findings": N_("meetings without findings"),
    "short_breaks": N_("short breaks between calls"),
    "facilitator_share": N_("meetings with a facilitator"),
    "decision_keeper_share": N_("meetings with a decision keeper"),
}

_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _as_it_is(text: str) -> str:
    return text


class Wording:
    """Words for one reader. Every instant is shown on the wall clock of ``zone``.

    Args:
        translate: the reader's language.
        zone: the owner's zone.
        is_aloud: no abbreviations and no signs, so that a sentence reads well aloud.
        protect: wraps text that comes from a calendar (already inert), for a form in which letters have power.
    """

    def __init__(
        self,
        translate: Translator,
        zone: ZoneInfo,
        *,
        is_aloud: bool = False,
        protect: Callable[[str], str] = _as_it_is,
    ) -> None:
        self.translate = translate
        self.zone = zone
        self.is_aloud = is_aloud
        self.protect = protect
        self._read: EventTable | None = None
        self._words: list[tuple[str, bool]] = []
        self._said: dict[int | None, dict[tuple[str, bool], str]] = {}

    def shown(self, text: str, width: int | None = TITLE_WIDTH) -> str:
        """Return text from a source (title, name, file, address) fit to stand inside a sentence."""
        return self.protect(inert(text, width))

    def quoted(self, text: str) -> str:
        """Return a title set apart from the sentence around it."""
        shown = self.shown(text)
        return f"“{shown}”" if self.protect is _as_it_is else shown

    def day(self, day: date, *, with_year: bool = False) -> str:
        """Return a day as "Mon 16 Nov"; an instant as the day on which it falls for the owner."""
        local = self.local(day).date() if isinstance(day, datetime) else day
        name = f"{self.weekday(local.weekday())} {local.day} {self._month(local.month)}"
        return f"{name} {local.year}" if with_year else name

    def full_date(self, day: date) -> str:
        """Return a day long past with its year and without its weekday, which nobody remembers: "16 Nov 2026"."""
        return f"{day.day} {self._month(day.month)} {day.year}"

    def days(self, days: Sequence[date]) -> str:
        """Return several days, such as "1 and 8 December"; a single one with its weekday."""
        if len(days) == 1:
            return self.day(days[0])
        if len({day.month for day in days}) > 1:
            texts = [self.day(day) for day in days]
            return self.translate(N_("{first} and {last}"), first=", ".join(texts[:-1]), last=texts[-1])
        numbers = [str(day.day) for day in days]
        listed = self.translate(N_("{first} and {last}"), first=", ".join(numbers[:-1]), last=numbers[-1])
        return f"{listed} {self._month(days[0].month)}"

    def _month(self, number: int) -> str:
        return MONTHS[self.translate.language]["wide" if self.is_aloud else "abbreviated"][number - 1]

    def weekday(self, number: int) -> str:
        """Return the name of a weekday, 0 for Monday."""
        return DAYS[self.translate.language]["wide" if self.is_aloud else "abbreviated"][number]

    def weekday_name(self, number: int) -> str:
        """Return the full name of a weekday, 0 for Monday."""
        return DAYS[self.translate.language]["wide"][number]

    def week(self, monday: date, today: date) -> str:
        """Return a week by its number, and which one that is from today."""
        names = {0: N_("Week {week}, this week"), 1: N_("Week {week}, next week"), -1: N_("Week {week}, last week")}
        distance = (monday - monday_of(today)).days // 7
        return self.translate(names.get(distance, N_("Week {week}")), week=monday.isocalendar().week)

    def windows(self, windows: Sequence[Window]) -> str:
        """Return hours as clock times, such as "08:30–12:00 and 13:00–17:00"; "" for none."""
        texts = [f"{clock_of(start)}–{clock_of(end)}" for start, end in windows]
        if len(texts) < 2:
            return "".join(texts)
        return self.translate(N_("{first} and {last}"), first=", ".join(texts[:-1]), last=texts[-1])

    def local(self, moment: datetime) -> datetime:
        """Return an instant on the owner's clock; a time without a zone is on it already."""
        return moment if moment.tzinfo is None else moment.astimezone(self.zone)

    def time(self, moment: datetime) -> str:
        """Return the time of day as "12:30"."""
        return f"{self.local(moment):%H:%M}"

    def span(self, start: datetime, end: datetime) -> str:
        """Return from when to when: times for less than a day, days for more (the last one included)."""
        first, last = self.time(start), self.time(end)
        if end - start > LONG:
            first, last = self.day(start), self.day(end - timedelta(microseconds=1))
            return self._days(first, last)
        if start == end:
            return first
        return self.translate(N_("{start} to {end}"), start=first, end=last) if self.is_aloud else f"{first}–{last}"

    def period(self, period: Period) -> str:
        """Return the days of a period, both included, with the year."""
        if period.first == period.last:
            return self.day(period.first, with_year=True)
        is_one_year = period.first.year == period.last.year
        first = self.day(period.first, with_year=not is_one_year)
        return self._days(first, self.day(period.last, with_year=True))

    def _days(self, first: str, last: str) -> str:
        """Return days from the first to the last, both included."""
        if self.is_aloud:
            return self.translate(N_("{first} to {last}"), first=first, last=last)
        return self.translate(N_("{first_day} to {last_day}"), first_day=first, last_day=last)

    def minutes(self, minutes: int) -> str:
        """Return a length of time as "2 h 30 min"."""
        hours, rest = divmod(abs(int(minutes)), 60)
        translate = self.translate
        if self.is_aloud:
            parts = [translate.plural("{n} hour", "{n} hours", hours)] if hours else []
            parts += [translate.plural("{n} minute", "{n} minutes", rest)] if rest or not hours else []
            return translate(N_("{first} and {last}"), first=parts[0], last=parts[1]) if len(parts) > 1 else parts[0]
        parts = [translate(N_("{n} h"), n=hours)] if hours else []
        parts += [translate(N_("{n} min"), n=rest)] if rest or not hours else []
        return " ".join(parts)

    def share(self, share: float) -> str:
        """Return a share of 0 to 1 in percent; 0 and 100 are said only of none and all."""
        percent = min(max(round(share * 100), 0 if share <= 0 else 1), 100 if share >= 1 else 99)
        return self.translate(N_("{n} percent") if self.is_aloud else N_("{n}%"), n=percent)

    def title(self, row: Mapping[str, Any], width: int | None = TITLE_WIDTH) -> str:
        """Return the title of an event, or that it is private or has none."""
        if row["private"]:
            return self.translate(N_("(private)"))
        title = inert(row["title"], width)
        return self.protect(title) if title else self.translate(N_("(no title)"))

    def titles(self, run: Run, rows: Sequence[int], width: int | None = TITLE_WIDTH) -> list[str]:
        """Return the distinct titles of some events, rows of the table of ``run``, in their order."""
        if self._read is not run.table:
            self._read = run.table
            told = (run.table.column(name).tolist() for name in ("title", "private"))
            self._words = list(zip(*told, strict=True))
        said = self._said.setdefault(width, {})
        if len(rows) == 1 and (shown := said.get(self._words[rows[0]])) is not None:
            return [shown]
        words = dict.fromkeys([self._words[row] for row in rows])
        for one in words:
            if one not in said:
                said[one] = self.title({"title": one[0], "private": one[1]}, width)
        return list(dict.fromkeys([said[one] for one in words]))

    def listed(self, names: list[str], most: int = MOST_TITLES) -> str:
        """Return names one after another, and how many more there are."""
        rest = len(names) - most
        if rest <= 1:  # naming the last one takes no more room than counting it
            return ", ".join(names)
        return self.translate.plural(
            "{names} and {n} more", "{names} and {n} more", rest, names=", ".join(names[:most])
        )

    def value(self, value: object) -> object:
        """Return a setting or a piece of evidence as it stands in a sentence."""
        if isinstance(value, Msg | bool | int) or value is None:
            return value
        if isinstance(value, float):
            return int(value) if value.is_integer() else value
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, list | tuple):
            return ", ".join(str(self.value(item)) for item in value)
        text = str(value)
        return self.day(date.fromisoformat(text)) if _ISO_DAY.fullmatch(text) else self.shown(text)

    def reason(self, reason: str) -> str:
        """Return in plain words why an event does not count."""
        return self.translate(REASONS[reason])

    def metric(self, name: str) -> str:
        """Return the name of a metric in plain words."""
        return self.translate(METRICS[name])

    def rule_title(self, rule: Rule) -> str:
        """Return what a rule flags, as a heading: the first line of its page."""
        paragraphs = page_paragraphs(rule.page)
        return self.translate(paragraphs[0]).rstrip(".") if paragraphs else rule.name.replace("-", " ")


def rule_of(run: Run, name: str) -> ActiveRule:
    """Return the rule called ``name``, with its settings in force."""
    return next(active for active in run.judgement.rules if active.rule.name == name)
