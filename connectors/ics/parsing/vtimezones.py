"""VTIMEZONE to a zone (RFC 5545 section 3.6.5): yearly rules and dates, worked out once between two years."""

from __future__ import annotations

import io
import re
import struct
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from analyzer.problems import ProblemKind
from connectors.ics.parsing.components import RawComponent
from connectors.ics.parsing.decoding import Line
from connectors.ics.parsing.lines import ContentLine, split_line
from connectors.ics.parsing.moments import TimeUnreadable, read_moment
from connectors.ics.recurrence.expansion import RuleRefused, expand_rule, parse_rule
from connectors.ics.work import Work, WorkSpent

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  instants are UTC without tzinfo here
_FIRST = datetime(1900, 1, 1)  # noqa: DTZ001
_LAST = datetime(2100, 1, 1)  # noqa: DTZ001
_OFFSET = re.compile(r"([+-])([0-9]{2})([0-9]{2})([0-9]{2})?\Z")
_YEARLY = re.compile(r"(?:^|;)\s*FREQ\s*=\s*YEARLY\s*(?:;|\Z)", re.IGNORECASE)
CHANGE_LIMIT = 2_000
"""So often the clock of one zone may change; twice a year from 1900 to 2100 is 400 times."""
_ZONE_STEPS = 200_000
_CHANGE_STEPS = 20
_CALM_SECONDS = 3 * 86_400


_Observances = tuple[tuple[str, tuple[str, ...]], ...]
"""Name and lines of each."""


class DefinitionRefused(ValueError):  # noqa: N818
    """A VTIMEZONE that cannot be used: an offset that is none, a rule that is not yearly, no start."""


class DefinedZone(ZoneInfo):
    """A zone that a file defines.

    Attributes:
        is_calm: between two changes of its clock lie days, as in all zones of the world.
    """

    is_calm: bool


@dataclass(frozen=True, slots=True)
class _Onset:
    """From this instant on the clock shows this offset."""

    instant: datetime
    offset_before: timedelta
    offset: timedelta
    is_daylight: bool


def zone_from_definition(definition: RawComponent, tzid: str, work: Work) -> ZoneInfo | None:
    """Return the zone that a VTIMEZONE defines, None when it defines nothing.

    Rules without an end are worked out until 2100; before its first observance a zone has the offset from which that
    observance starts.

    Args:
        definition: the VTIMEZONE.
        tzid: its name.
        work: that of the source.

    Raises:
        DefinitionRefused: the definition cannot be used: something in it makes no sense, its clock changes more often
            than :data:`CHANGE_LIMIT`, or the source has no steps left for it.
    """
    if not definition.parts:
        return None
    try:
        # Looking a definition up takes the time to read it, under however many spellings of its name that happens.
        work.spend(sum(len(part.lines) + 1 for part in definition.parts))
        observances = tuple((part.name, tuple(line.text for line in part.lines)) for part in definition.parts)
        # The files of one export all carry the same few definitions.
        zone = work.once((observances, tzid), lambda: _build(observances, tzid, work))
    except WorkSpent as error:
        raise DefinitionRefused("work") from error
    if isinstance(zone, DefinitionRefused):
        raise zone
    return zone


def _build(observances: _Observances, tzid: str, work: Work) -> ZoneInfo | DefinitionRefused:
    """Return the zone, or why there is none; either way the source pays for the steps."""
    own = Work(_ZONE_STEPS)
    try:
        return _zone(_read_onsets(observances, own), tzid)
    except (DefinitionRefused, WorkSpent) as error:
        return error if isinstance(error, DefinitionRefused) else DefinitionRefused("work")
    finally:
        work.spend(_ZONE_STEPS - own.left)


def _read_onsets(observances: _Observances, work: Work) -> list[_Onset]:
    onsets: dict[datetime, _Onset] = {}
    for name, texts in observances:
        for onset in _read_observance(name, texts, work):
            onsets[onset.instant] = onset
        if len(onsets) > CHANGE_LIMIT:
            raise DefinitionRefused("changes")
    return [onsets[instant] for instant in sorted(onsets)]


def fixed_zone(offset: timedelta, tzid: str) -> ZoneInfo:
    """Return a zone that always has one offset."""
    return _zone([_Onset(_FIRST, offset, offset, is_daylight=False)], tzid)


def _read_observance(name: str, texts: tuple[str, ...], work: Work) -> list[_Onset]:
    lines = [parts for text in texts if (parts := split_line(Line(0, text)))]
    after = _offset_of(lines, "TZOFFSETTO")
    before = _offset_of(lines, "TZOFFSETFROM")
    if after is None:
        raise DefinitionRefused("TZOFFSETTO")
    offset, offset_before = after, after if before is None else before
    try:
        start = next(read_moment(line, _no_zone, _no_note).local for line in lines if line.name == "DTSTART")
        locals_ = {start, *_added_dates(lines)}
        for line in lines:
            if line.name == "RRULE" and line.value.strip():
                locals_.update(_rule_dates(line.value, start, offset_before, work))
        work.spend(_CHANGE_STEPS * len(locals_))
    except (StopIteration, TimeUnreadable, RuleRefused) as error:
        raise DefinitionRefused("dates") from error
    onsets = []
    for local in locals_:
        try:
            onsets.append(_Onset(local - offset_before, offset_before, offset, name == "DAYLIGHT"))
        except OverflowError as error:
            raise DefinitionRefused("dates") from error
    return onsets


def _rule_dates(rule_text: str, start: datetime, offset_before: timedelta, work: Work) -> list[datetime]:
    if not _YEARLY.search(rule_text):
        raise DefinitionRefused("rule")
    # UNTIL is in UTC; on the clock of the rule that is the offset before each change (RFC 5545 section 3.6.5).
    rule, _ = parse_rule(rule_text, is_all_day=False, zone=fixed_zone(offset_before, "before"))
    return expand_rule(rule, start, max(start, _FIRST), _LAST, work=work)


def _added_dates(lines: list[ContentLine]) -> list[datetime]:
    values = [(line, value) for line in lines if line.name == "RDATE" for value in line.value.split(",") if value]
    if len(values) > CHANGE_LIMIT:
        raise DefinitionRefused("changes")
    return [read_moment(line, _no_zone, _no_note, value.partition("/")[0]).local for line, value in values]


def _offset_of(lines: list[ContentLine], name: str) -> timedelta | None:
    for line in lines:
        if line.name == name:
            found = _OFFSET.match(line.value.strip())
            if not found or int(found[2]) > 23 or int(found[3]) > 59:
                raise DefinitionRefused(name)
            offset = timedelta(hours=int(found[2]), minutes=int(found[3]), seconds=int(found[4] or "0"))
            return -offset if found[1] == "-" else offset
    return None


def _no_zone(tzid: str) -> None:  # noqa: ARG001  an observance is on its own clock
    return None


def _no_note(kind: ProblemKind, **fields: object) -> None:  # noqa: ARG001  a leap second here changes nothing
    return None


def _zone(onsets: list[_Onset], key: str) -> ZoneInfo:
    """Build a zone from its changes, by way of the TZif format (RFC 8536) that the standard library reads.

    A zone of the standard library treats gaps and doubled hours as every other zone does.
    """
    types: list[tuple[int, bool]] = [(_seconds(onsets[0].offset_before), False)]
    indexes = []
    for onset in onsets:
        kind = (_seconds(onset.offset), onset.is_daylight)
        if kind not in types:
            types.append(kind)
        indexes.append(types.index(kind))
    if len(types) > 250:
        raise DefinitionRefused("offsets")
    instants = [_seconds(onset.instant - _EPOCH) for onset in onsets]
    empty = struct.pack(">4sc15x6l", b"TZif", b"2", 0, 0, 0, 0, 1, 1) + struct.pack(">lbb", 0, 0, 0) + b"\0"
    header = struct.pack(">4sc15x6l", b"TZif", b"2", 0, 0, 0, len(instants), len(types), 1)
    body = struct.pack(f">{len(instants)}q", *instants) + bytes(indexes)
    body += b"".join(struct.pack(">lbb", seconds, is_daylight, 0) for seconds, is_daylight in types) + b"\0"
    zone = DefinedZone.from_file(io.BytesIO(empty + header + body + b"\n\n"), key=key)
    zone.is_calm = all(after - before > _CALM_SECONDS for before, after in pairwise(instants))
    return zone


def _seconds(length: timedelta) -> int:
    return length.days * 86_400 + length.seconds
