"""One recurrence rule as RFC 5545 section 3.3.10 writes it: read, checked and repaired where its meaning is plain.

Which readings are chosen where libraries differ, and what is refused, stands in docs/recurrence.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from analyzer.problems import ProblemKind
from connectors.ics.recurrence import problems
from connectors.ics.recurrence.problems import RuleRefused

Frequency = Literal["HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"]
FREQUENCIES: tuple[Frequency, ...] = get_args(Frequency)
Warnings = dict[ProblemKind, dict[str, object]]
"""What was repaired, with the fields of its sentence."""

MAXIMUM_INTERVAL = 10_000
MAXIMUM_PER_DAY = 48
MAXIMUM_LENGTH = 5_000
"""Characters in one rule; every day of the year in two lists takes about 3,000."""
NO_END_YEAR = 4500
"""Outlook stores "no end date" as 31 August 4500 (MS-OXOCAL 2.2.1.44.1); such an UNTIL is no end."""


@dataclass(frozen=True, slots=True)
class RecurrenceRule:
    """What one RRULE says (RFC 5545 section 3.3.10), checked and sorted.

    Attributes:
        interval: every how many hours, days, weeks, months or years.
        count: how many occurrences of its own, the start of the series included when it fits; None when the rule does
            not say.
        until: last moment of the series, inclusive, as wall clock in its zone; None when the rule does not say.
        by_day: pairs of which one (0: every one; 2: the second; -1: the last) and weekday (Monday 0).
        by_set_position: which of the occurrences within each hour, day, week, month or year.
        week_start: first day of the week (Monday 0).
    """

    freq: Frequency
    interval: int = 1
    count: int | None = None
    until: datetime | None = None
    by_month: tuple[int, ...] = ()
    by_week_number: tuple[int, ...] = ()
    by_year_day: tuple[int, ...] = ()
    by_month_day: tuple[int, ...] = ()
    by_day: tuple[tuple[int, int], ...] = ()
    by_hour: tuple[int, ...] = ()
    by_minute: tuple[int, ...] = ()
    by_second: tuple[int, ...] = ()
    by_set_position: tuple[int, ...] = ()
    week_start: int = 0

    @property
    def is_endless(self) -> bool:
        """Return whether the rule names no end, or one that only stands for "no end"."""
        return self.count is None and (self.until is None or self.until.year >= NO_END_YEAR)


def parse_rule(
    text: str, *, is_all_day: bool, zone: ZoneInfo | None
) -> tuple[RecurrenceRule, list[tuple[ProblemKind, dict[str, object]]]]:
    """Read the value of an RRULE property.

    Args:
        text: the value, without the property's name.
        is_all_day: the series starts on a DATE.
        zone: zone of the series, in which its rule and its UNTIL are read; None for floating times. For a series of
            whole days it is optional, and turns an UNTIL in UTC into the right day.

    Returns:
        The rule, and what was repaired as (kind, fields) pairs, each kind at most once.

    Raises:
        RuleRefused: the rule is not understood, or is one of those docs/recurrence.md says are refused.
    """
    warnings: Warnings = {}
    parts = _split(text, warnings)
    freq = _frequency(parts, is_all_day)

    def numbers(part: str, lowest: int, highest: int, *, is_signed: bool = False) -> tuple[int, ...]:
        return _numbers(part, parts.get(part, ""), lowest, highest, is_signed=is_signed)

    if is_all_day and (names := [name for name in _TIME_PARTS if parts.pop(name, "")]):
        warnings[problems.TIME_ON_ALL_DAY] = {"part": ", ".join(names)}
    rule = RecurrenceRule(
        freq=freq,
        interval=_interval(parts.get("INTERVAL", "1")),
        count=_count(parts, warnings),
        until=read_until(parts.get("UNTIL", ""), is_all_day, zone, warnings),
        by_month=numbers("BYMONTH", 1, 12),
        by_week_number=numbers("BYWEEKNO", 1, 53, is_signed=True),
        by_year_day=numbers("BYYEARDAY", 1, 366, is_signed=True),
        by_month_day=numbers("BYMONTHDAY", 1, 31, is_signed=True),
        by_day=_by_day(parts, freq, warnings),
        by_hour=numbers("BYHOUR", 0, 23),
        by_minute=numbers("BYMINUTE", 0, 59),
        # A leap second (60) cannot be written down as a time here; it falls together with the second before it.
        by_second=tuple(sorted({min(second, 59) for second in numbers("BYSECOND", 0, 60)})),
        by_set_position=numbers("BYSETPOS", 1, 366, is_signed=True),
        week_start=_week_start(parts.get("WKST", "MO")),
    )
    if misplaced := [name for name, frequencies in _MISPLACED.items() if parts.get(name) and freq in frequencies]:
        warnings[problems.PART_MISPLACED] = {"part": ", ".join(misplaced)}
    if rule.count is not None and rule.until is not None:
        warnings[problems.COUNT_AND_UNTIL] = {}
    if _most_per_day(rule) > MAXIMUM_PER_DAY:
        raise RuleRefused(problems.TOO_DENSE)
    return rule, list(warnings.items())


_PARTS = frozenset(
    {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYSECOND", "BYMINUTE", "BYHOUR", "BYDAY"}
    | {"BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYSETPOS"}
)
_TIME_PARTS = ("BYHOUR", "BYMINUTE", "BYSECOND")
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_MISPLACED = {
    "BYWEEKNO": ("HOURLY", "DAILY", "WEEKLY", "MONTHLY"),
    "BYYEARDAY": ("DAILY", "WEEKLY", "MONTHLY"),
    "BYMONTHDAY": ("WEEKLY",),
}
"""Parts that RFC 5545 forbids with a frequency; read as one more condition."""
_NUMBER = re.compile(r"[+-]?[0-9]{1,18}")
_DAY = re.compile(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_UNTIL = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?:T([0-9]{2}):?([0-9]{2}):?([0-9]{2})(Z?))?")


def _split(text: str, warnings: Warnings) -> dict[str, str]:
    """Return the parts by name, in capitals; refuse the ones that are not understood."""
    if len(text) > MAXIMUM_LENGTH:
        raise RuleRefused(problems.RULE_SIZE)
    parts: dict[str, str] = {}
    ignored: list[str] = []
    twice: list[str] = []
    for piece in text.upper().split(";"):
        name, equals, value = (word.strip() for word in piece.partition("="))
        if not name and not value:
            continue
        if name.startswith("X-") or (name in _PARTS and not value and equals):
            ignored.append(_show(name))
        elif name in ("RSCALE", "SKIP"):
            # RFC 7529; in the Gregorian calendar, leaving out days that do not exist is what RFC 5545 says too.
            if value not in ("GREGORIAN", "OMIT"):
                raise RuleRefused(problems.OTHER_CALENDAR, part=name)
        elif name not in _PARTS or not equals:
            raise RuleRefused(problems.PART_UNKNOWN, part=_show(name))
        else:
            if name in parts:
                twice.append(name)
            parts[name] = value
    if ignored:
        warnings[problems.PART_IGNORED] = {"part": ", ".join(list(dict.fromkeys(ignored))[:5])}
    if twice:
        warnings[problems.PART_TWICE] = {"part": ", ".join(dict.fromkeys(twice))}
    return parts


def _show(name: str) -> str:
    """Return the name of a part, safe to show: it comes from the file and may be anything."""
    return re.sub(r"[^A-Z0-9-]", "?", name)[:24]


def _frequency(parts: dict[str, str], is_all_day: bool) -> Frequency:
    name = parts.get("FREQ", "")
    if not name:
        raise RuleRefused(problems.NO_FREQUENCY)
    if name in ("SECONDLY", "MINUTELY"):
        raise RuleRefused(problems.FREQUENCY, frequency=name)
    for frequency in FREQUENCIES:
        if name == frequency:
            if is_all_day and frequency == "HOURLY":
                raise RuleRefused(problems.ALL_DAY_HOURLY)
            return frequency
    raise RuleRefused(problems.FREQUENCY_UNKNOWN)


def _numbers(part: str, value: str, lowest: int, highest: int, *, is_signed: bool) -> tuple[int, ...]:
    """Return the distinct numbers of a list in order, each (its size, when signed) within the bounds."""
    if not value:
        return ()
    numbers: set[int] = set()
    for word in value.split(","):
        if not _NUMBER.fullmatch(word := word.strip()):
            raise RuleRefused(problems.VALUE, part=part)
        number = int(word)
        if not lowest <= (abs(number) if is_signed else number) <= highest:
            raise RuleRefused(problems.VALUE, part=part)
        numbers.add(number)
    return tuple(sorted(numbers))


def _interval(value: str) -> int:
    if not _NUMBER.fullmatch(value) or not 1 <= int(value) <= MAXIMUM_INTERVAL:
        raise RuleRefused(problems.INTERVAL)
    return int(value)


def _count(parts: dict[str, str], warnings: Warnings) -> int | None:
    value = parts.get("COUNT", "")
    if not value:
        return None
    if not _NUMBER.fullmatch(value) or ((count := int(value)) < 0 and not parts.get("UNTIL")):
        raise RuleRefused(problems.VALUE, part="COUNT")
    if count < 0:
        # What a library takes for "no count" (ical4j), written out by those who also say when the series ends.
        warnings[problems.COUNT_NEGATIVE] = {}
        return None
    if count == 0:
        warnings[problems.COUNT_ZERO] = {}
    return max(count, 1)


def _by_day(parts: dict[str, str], freq: Frequency, warnings: Warnings) -> tuple[tuple[int, int], ...]:
    """Return (which one, weekday) pairs; which one is dropped where RFC 5545 gives it no meaning."""
    days: set[tuple[int, int]] = set()
    has_meaning = freq == "MONTHLY" or (freq == "YEARLY" and not parts.get("BYWEEKNO"))
    for word in parts["BYDAY"].split(",") if "BYDAY" in parts else ():
        match = _DAY.fullmatch(word.replace(" ", ""))
        which = int(match[1] or 0) if match else 0
        if match is None or (match[1] and not 1 <= abs(which) <= 53):
            raise RuleRefused(problems.VALUE, part="BYDAY")
        if which and not has_meaning:
            which = 0
            warnings[problems.NUMBER_IGNORED] = {}
        days.add((which, _DAYS.index(match[2])))
    return tuple(sorted(days))


def _week_start(value: str) -> int:
    if value not in _DAYS:
        raise RuleRefused(problems.VALUE, part="WKST")
    return _DAYS.index(value)


def read_until(value: str, is_all_day: bool, zone: ZoneInfo | None, warnings: Warnings) -> datetime | None:
    """Return UNTIL as wall clock in the zone of the series, inclusive; None where it says nothing.

    Args:
        value: as written, in capitals.
        is_all_day: the series starts on a DATE.
        zone: as :func:`parse_rule` takes it.
        warnings: gets what was repaired, which the form of the value decides, not its digits.

    Raises:
        RuleRefused: it is no moment.
    """
    if not value:
        return None
    match = _UNTIL.fullmatch(value)
    if match is None:
        raise RuleRefused(problems.VALUE, part="UNTIL")
    year, month, day, hour, minute, second = (int(digits or 0) for digits in match.groups()[:6])
    try:
        until = datetime(year, month, day, hour, minute, min(second, 59))  # noqa: DTZ001  wall clock, see above
    except ValueError:
        raise RuleRefused(problems.VALUE, part="UNTIL") from None
    has_time, is_utc = match[4] is not None, bool(match[7])
    # Of whole days, the first and the last minute of a day stand for the day written, in whatever zone; any other time
    # is the owner's midnight in disguise (Exchange: T220000Z, T230000Z).
    is_day = is_all_day and (hour, minute) in ((0, 0), (23, 59))
    if is_utc and zone is not None and not is_day:
        try:
            until = until.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
        except OverflowError:
            until = datetime.max  # noqa: DTZ901
    if is_all_day:
        if has_time:
            warnings[problems.UNTIL_TIME] = {}
        return until.replace(hour=0, minute=0, second=0, microsecond=0)
    if not has_time:
        warnings[problems.UNTIL_DATE] = {}
        return until.replace(hour=23, minute=59, second=59)
    if is_utc and zone is None:
        warnings[problems.UNTIL_UTC] = {}
    elif not is_utc and zone is not None:
        warnings[problems.UNTIL_FLOATING] = {}
    return until


def _most_per_day(rule: RecurrenceRule) -> int:
    """Return an upper bound of the occurrences on one day, wherever the series starts."""
    per_hour = max(len(rule.by_minute), 1) * max(len(rule.by_second), 1)
    if rule.freq == "HOURLY":
        hours = min(len(rule.by_hour) or 24, -(-24 // rule.interval))
        return hours * min(per_hour, len(rule.by_set_position) or per_hour)
    per_day = max(len(rule.by_hour), 1) * per_hour
    return min(per_day, len(rule.by_set_position) or per_day)
