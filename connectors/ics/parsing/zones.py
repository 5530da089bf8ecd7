"""The time zones of one calendar: every TZID it uses, by name first, by its own definition second."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from analyzer.problems import NotReadError
from connectors.ics.parsing import problems
from connectors.ics.parsing.components import RawComponent
from connectors.ics.parsing.lines import split_line
from connectors.ics.parsing.moments import UTC
from connectors.ics.parsing.vtimezones import DefinitionRefused, fixed_zone, zone_from_definition
from connectors.ics.work import Work
from connectors.zone_names import find_offset, find_zone, is_offset

Report = Callable[..., None]
"""Takes the kind of a repair and the fields of its sentence."""

# Where a file may end up with a zone it made itself, two clocks are the same when they agree at these moments.
_SAMPLES = tuple(datetime(year, month, 15, 12) for year in (2015, 2020, 2025) for month in range(1, 13))  # noqa: DTZ001


_SHOWN_LENGTH = 80
UTC_NAMES = frozenset(("UTC", "Etc/UTC", "Etc/UCT", "UCT", "GMT", "Etc/GMT", "Zulu", "Etc/Zulu", "Universal"))


@dataclass(slots=True)
class _Use:
    """One TZID that is in use."""

    zone: ZoneInfo | None
    definition: ZoneInfo | None = None
    is_refused: bool = False


class ZoneBook:
    """Finds the zone of each TZID, and says once what was unknown, deduced or different from its definition."""

    def __init__(self, definitions: list[RawComponent], report: Report, work: Work) -> None:
        """Take the VTIMEZONE components of a calendar, ``report``, which is told of repairs, and the source's work."""
        self._report = report
        self._work = work
        self._definitions: dict[str, dict[str, RawComponent]] = {}
        for definition in definitions:
            tzid = _property(definition, "TZID")
            if tzid:
                self._definitions.setdefault(tzid.casefold(), {}).setdefault(tzid, definition)
        self._uses: dict[str, _Use] = {}
        self._locations = {id(definition): _property(definition, "X-LIC-LOCATION") for definition in definitions}

    def zone(self, tzid: str) -> ZoneInfo | None:
        """Return the zone of a TZID; None when it is unknown and its times are the owner's wall clock.

        An IANA name, a Windows name and both behind a vendor's prefix count for more than the file's definition;
        the definition counts for more than what can only be deduced from a name.

        Raises:
            NotReadError: only the file's definition says what the TZID means, and it cannot be used.
        """
        use = self._uses.get(tzid)
        if use is None:
            use = self._uses[tzid] = self._find(tzid.strip().strip('"').strip())
        if use.is_refused:
            raise NotReadError(problems.ZONE_DEFINITION_REFUSED, zone=tzid[:_SHOWN_LENGTH])
        return use.zone

    def compare(self, tzid: str, local: datetime) -> None:
        """Report once when the definition of a named zone shows another clock at a time that is in use."""
        use = self._uses.get(tzid)
        if use is None or use.zone is None or use.definition is None:
            return
        if _offset(use.zone, local) != _offset(use.definition, local):
            use.definition = None
            self._report(problems.ZONE_DEFINITION_DIFFERS, zone=tzid[:_SHOWN_LENGTH])

    def definition(self, tzid: str) -> ZoneInfo | None:
        """Return what the file itself says of a zone that goes by its name, None where it says nothing."""
        use = self._uses.get(tzid)
        return None if use is None else use.definition

    def _find(self, tzid: str) -> _Use:
        spellings = self._definitions.get(tzid.casefold(), {})
        definition = spellings.get(tzid) or next(iter(spellings.values()), None)
        name = find_zone(tzid)
        if name is not None and name.name != tzid and tzid in spellings and len(spellings) > 1:
            # "Europe/Lisbon" and "Europe/lisbon", each with a definition: the second is a zone of its own.
            name = None
        if name is None and definition is not None:
            name = find_zone(self._locations[id(definition)])
        if name is not None and not name.is_deduced:
            return _Use(UTC if name.name in UTC_NAMES else ZoneInfo(name.name), self._defined(definition, tzid))
        try:
            defined = self._build(definition, tzid)
        except DefinitionRefused:
            return _Use(None, is_refused=True)
        if name is not None:
            named = ZoneInfo(name.name)
            if defined is None:
                self._report(problems.ZONE_DEDUCED, zone=tzid[:_SHOWN_LENGTH], name=name.name)
                return _Use(named)
            if all(_offset(named, moment) == _offset(defined, moment) for moment in _SAMPLES):
                return _Use(named)
        if defined is not None:
            return _Use(defined)
        offset = find_offset(tzid)
        if offset is not None:
            if not is_offset(tzid):
                self._report(problems.ZONE_OFFSET, zone=tzid[:_SHOWN_LENGTH])
            return _Use(fixed_zone(offset, tzid))
        self._report(problems.ZONE_UNKNOWN, zone=tzid[:_SHOWN_LENGTH])
        return _Use(None)

    def _defined(self, definition: RawComponent | None, tzid: str) -> ZoneInfo | None:
        """Return what a file says of a zone that the world knows, None when it says nothing that can be used."""
        try:
            return self._build(definition, tzid)
        except DefinitionRefused:
            return None

    def _build(self, definition: RawComponent | None, tzid: str) -> ZoneInfo | None:
        if definition is None:
            return None
        return zone_from_definition(definition, tzid, self._work)


def _offset(zone: ZoneInfo, local: datetime) -> object:
    return local.replace(tzinfo=zone).utcoffset()


def _property(component: RawComponent, name: str) -> str:
    for line in component.lines:
        if line.text[: len(name)].upper() == name and (parts := split_line(line)) and parts.name == name:
            return parts.text
    return ""
