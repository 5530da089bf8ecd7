"""DATE and DATE-TIME of many lines at once: digits to numbers, the line before them to a kind and a zone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np

from connectors.ics.columns.buffer import WORD, Flags, Ints, Words, integers
from connectors.ics.columns.scan import Irregular, Lines, text_of
from connectors.ics.parsing.decoding import Line
from connectors.ics.parsing.lines import ContentLine, split_line
from connectors.ics.parsing.moments import UTC

DAY_SECONDS = 86_400
FIRST_YEAR, LAST_YEAR = 1902, 2198
"""Years that are reckoned with here: far from the ends of Python's calendar, where the careful road clamps."""

UNREAD = -3
"""Zone of a time that only the careful road reads."""
DATE = -2
"""Zone of a calendar day: the owner's, as it starts at midnight."""
FLOATING = -1
"""Zone of a time without one: the owner's."""
_MOST_ZONES = 50
UTC_ZONE = 0
"""The place of UTC among the zones."""


@dataclass(frozen=True, slots=True)
class Times:
    """One time a line: wall clock and whose.

    Attributes:
        local: seconds since 1970 on the wall clock.
        zone: a place in the list of zones, or one of the constants above.
        tzid: which of the TZIDs the line names, -1 for none.
    """

    local: Ints
    zone: Ints
    tzid: Ints


class Zones:
    """The zones that the times of one stream are in; a TZID is looked up once.

    Attributes:
        zones: each zone once; UTC is the first.
        tzids: the TZIDs, in the order in which they were met here.
        zone_of: for each TZID the place of its zone, :data:`FLOATING` where it is unknown, :data:`UNREAD` where it is
            refused.
    """

    def __init__(self, find: Callable[[str], ZoneInfo | bool | None]) -> None:
        """Take ``find``, which returns the zone of a TZID, None where it is unknown, False where it is refused."""
        self._find = find
        self.zones: list[ZoneInfo] = [UTC]
        self.tzids: list[str] = []
        self.zone_of: list[int] = []
        self._places: dict[str, int] = {}

    def place(self, tzid: str) -> int:
        """Return the place of a TZID among ``tzids``.

        Raises:
            Irregular: there are more than any program writes; each may have a definition, and each of these is work.
        """
        if tzid not in self._places:
            if len(self.tzids) >= _MOST_ZONES:
                raise Irregular("zones")
            self._places[tzid] = len(self.tzids)
            self.tzids.append(tzid)
            self.zone_of.append(self._zone(self._find(tzid)))
        return self._places[tzid]

    def _zone(self, found: ZoneInfo | bool | None) -> int:
        if not isinstance(found, ZoneInfo):
            return FLOATING if found is None else UNREAD
        for place, zone in enumerate(self.zones):
            if zone is found:
                return place
        self.zones.append(found)
        return len(self.zones) - 1


def read_times(lines: Lines, which: Ints, zones: Zones) -> Times:
    """Return the one time that each of some lines gives; what is not plainly one has the zone :data:`UNREAD`."""
    buffer, end = lines.buffer, lines.end[which]
    is_utc = buffer.bytes[end - 1] == ord("Z")
    last = end - is_utc
    has_time = buffer.bytes[last - 7] == ord("T")
    begin = last - np.where(has_time, 15, 8)
    is_read = (begin > lines.sign[which]) & (buffer.bytes[begin - 1] == ord(":")) & ~(is_utc & ~has_time)
    local, is_time = read_digits(lines, begin, has_time)
    kinds = _kinds(lines, which[is_read & is_time], begin[is_read & is_time], has_time[is_read & is_time], zones)
    zone = np.full(len(which), UNREAD, dtype=np.int64)
    tzid = np.full(len(which), -1, dtype=np.int64)
    zone[is_read & is_time], tzid[is_read & is_time] = kinds
    # A time in UTC that names a zone as well is put right by the careful road.
    zone = np.where(is_utc & (zone != UNREAD), np.where((tzid >= 0) | (zone == DATE), UNREAD, UTC_ZONE), zone)
    return Times(local, zone, tzid)


def read_digits(lines: Lines, begin: Ints, has_time: Flags) -> tuple[Ints, Flags]:
    """Return the seconds that ``YYYYMMDD`` or ``YYYYMMDDTHHMMSS`` at some places say, and where that is a time."""
    day_word = lines.buffer.words(begin)
    # The time without its T, "0" twice before it, so that it is pairs of digits too; of a day alone it says midnight.
    time_word = (lines.buffer.words(begin + WORD) & ~_FIRST_BYTE | _ZERO) << _EIGHT | _ZERO
    time_word[~has_time] = _ZEROS
    is_right = _are_digits(day_word) & _are_digits(time_word)
    century, of_century, month, day = _pairs(np.where(is_right, day_word, _ZEROS))
    _, hour, minute, second = _pairs(np.where(is_right, time_word, _ZEROS))
    year = century * 100 + of_century
    is_right &= (year >= FIRST_YEAR) & (year <= LAST_YEAR) & (month >= 1) & (month <= 12)
    months = np.where(is_right, (year - 1970) * 12 + month - 1, 0)
    first, length = month_days(months)
    is_right &= (day >= 1) & (day <= length) & (hour <= 23) & (minute <= 59) & (second <= 59)
    return (first + day - 1) * DAY_SECONDS + hour * 3600 + minute * 60 + second, is_right


_ZEROS = np.uint64(int.from_bytes(b"0" * WORD, "little"))
_ZERO, _FIRST_BYTE, _EIGHT = np.uint64(ord("0")), np.uint64(0xFF), np.uint64(8)
_OVER_NINE = np.uint64(0x7676767676767676)
_HIGH_BITS = np.uint64(0x8080808080808080)
_EVERY_OTHER = np.uint64(0x00FF00FF00FF00FF)


def _are_digits(word: Words) -> Flags:
    """Return whether all bytes of each word are digits: what is more than 9 then, grows into its byte's highest bit."""
    number = word ^ _ZEROS
    found: Flags = ((number + _OVER_NINE) | number) & _HIGH_BITS == 0
    return found


def _pairs(word: Words) -> list[Ints]:
    """Return the four numbers that the eight digits of each word are, two digits each."""
    number = word ^ _ZEROS
    # The first digit is the lower byte: ten times each byte, and the one behind it added, no sum leaves its byte.
    pairs = (number * np.uint64(10) + (number >> _EIGHT)) & _EVERY_OTHER
    return [(pairs >> np.uint64(16 * place) & _FIRST_BYTE).astype(np.int64) for place in range(4)]


def month_days(months: Ints) -> tuple[Ints, Ints]:
    """Return the first day of months counted from January 1970, in days since then, and their lengths."""
    place = months - _FIRST_MONTH
    if len(place) and (place.min() < 0 or place.max() >= len(_MONTH_DAYS) - 1):
        first = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
        after = (months + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
        return first, after - first
    first = _MONTH_DAYS[place]
    return first, _MONTH_DAYS[place + 1] - first


_FIRST_MONTH = (FIRST_YEAR - 1970) * 12
_MONTH_DAYS = (
    np.arange(f"{FIRST_YEAR}-01", f"{LAST_YEAR + 1}-02", dtype="datetime64[M]").astype("datetime64[D]").astype(np.int64)
)
"""The first day of each month of the years that are reckoned with."""


def _kinds(lines: Lines, which: Ints, begin: Ints, has_time: Flags, zones: Zones) -> tuple[Ints, Ints]:
    """Return zone and TZID of lines by what stands before their digits; each such beginning is read once, carefully."""
    # The place of the digits decides with the beginning: a day and a time may begin alike.
    group = np.zeros(len(which), dtype=np.int64)
    kinds: list[tuple[int, int]] = []
    for is_meant in (has_time, ~has_time):
        chosen = np.flatnonzero(is_meant)
        found, heads = lines.buffer.distinct(lines.start[which[chosen]], begin[chosen])
        group[chosen] = found + len(kinds)
        example = np.zeros(len(heads), dtype=np.int64)
        example[found] = chosen
        for place in example.tolist():
            at = int(which[place])
            parts = split_line(Line(0, text_of(lines, at)))
            digits = lines.buffer.data[begin[place] : lines.end[at]].decode()
            kinds.append(_kind(parts, digits, zones) if parts and parts.value == digits else (UNREAD, -1))
    of_group = integers(kinds).reshape(-1, 2)
    return of_group[group, 0], of_group[group, 1]


def _kind(parts: ContentLine, digits: str, zones: Zones) -> tuple[int, int]:
    """Return zone and TZID of one value of a property."""
    if parts.has_lost_parameters or parts.has_odd_quotes or not parts.parameters.keys() <= {"VALUE", "TZID"}:
        return UNREAD, -1
    kind = parts.parameters.get("VALUE", "").upper()
    if "T" not in digits:
        return (DATE, -1) if kind in ("", "DATE") else (UNREAD, -1)
    if kind not in ("", "DATE-TIME"):
        return UNREAD, -1
    tzid = parts.parameters.get("TZID")
    if tzid is None:
        return FLOATING, -1
    place = zones.place(tzid)
    return zones.zone_of[place], place


def read_list(lines: Lines, at: int, zones: Zones) -> Times | None:
    """Return the times of one line with several, None where they are not plainly read."""
    parts = split_line(Line(0, text_of(lines, at)))
    if parts is None or not parts.value.isascii():
        return None
    values = parts.value.split(",")
    size = integers([len(value) for value in values])
    end = int(lines.end[at])
    is_utc = np.array([value.endswith("Z") for value in values], dtype=bool)
    has_time = np.array(["T" in value for value in values], dtype=bool)
    if lines.buffer.data[end - len(parts.value) : end] != parts.value.encode() or np.any(
        size != np.where(has_time, 15 + is_utc, 8)
    ):
        return None
    # Counted from the end: each value is as long as the rest of the list behind it.
    begin = end - np.cumsum((size + 1)[::-1])[::-1] + 1
    local, is_read = read_digits(lines, begin, has_time)
    if not is_read.all() or np.any(has_time & (lines.buffer.bytes[begin + 8] != ord("T"))):
        return None
    kinds = integers([_kind(parts, value, zones) for value in values])
    zone, tzid = kinds[:, 0], kinds[:, 1]
    if np.any(zone == UNREAD) or np.any(is_utc & (zone != FLOATING)) or np.any(is_utc & (tzid >= 0)):
        return None
    return Times(local, np.where(is_utc, UTC_ZONE, zone), tzid)
