"""Names of time zones: what a TZID means when it is no IANA name as it stands.

The Windows names are those of Unicode CLDR, as the icalendar library ships them; the IANA names are those of the tzdata
package. No name is typed in here, but for the few places where vendors leave the path of their own.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

# "(UTC+01:00) Amsterdam, Berlin, ..." as Outlook shows zones, "(GMT+01.00) ..." as it did before.
_DISPLAY = re.compile(r"\(\s*+(?:UTC|GMT)\s*+(?:([+-])?([0-9]{1,2})[:.]?([0-9]{2})?)?\s*+\)\s*+(.*)\Z", re.IGNORECASE)
_OFFSET = re.compile(r"(?:UTC|GMT)\s*([+-])([0-9]{1,2}):?([0-9]{2})?\Z", re.IGNORECASE)
# "Eastern Standard Time 1": the number only keeps zones of one name apart.
_NUMBERED = re.compile(r"(?!ETC)(.{4,}[^\s\d_-])[ _-]?[0-9]{1,3}\Z", re.IGNORECASE)
_EXCHANGE = re.compile(r"tzone://microsoft/", re.IGNORECASE)
_NOT_ZONES = ("Factory", "localtime", "posixrules")
LONGEST_NAME = 255
"""Characters of a name that may stand for a zone."""


@dataclass(frozen=True, slots=True)
class ZoneName:
    """The IANA zone that a TZID stands for.

    Attributes:
        name: IANA name.
        is_deduced: the TZID does not say it outright, and a definition in the file counts for more.
    """

    name: str
    is_deduced: bool = False


@lru_cache(maxsize=1024)
def find_zone(tzid: str) -> ZoneName | None:
    """Return the zone that a TZID stands for, None when it stands for none that is known.

    Known are IANA names in any case and with other separators ("Europe_Berlin"), Windows names, both also behind a
    vendor's prefix (``/mozilla.org/20050126_1/``, ``/freeassociation.sourceforge.net/``). Deduced are the display names
    of Outlook ("(UTC+01:00) Amsterdam, Berlin, ..."): from a place or a region that they list, if its standard time has
    the offset they show; all these with a number behind them ("Eastern Standard Time 1"); and the English names of
    CLDR ("Central European Summer Time").
    """
    plain = tzid.strip().strip('"').strip()
    if not plain or len(plain) > LONGEST_NAME:
        return None
    exact = _iana(plain) or _windows(plain) or _behind_prefix(plain) or _other_separators(plain)
    if exact:
        return ZoneName(exact)
    deduced = _display_name(plain) or _numbered(plain) or _long_name(plain)
    return ZoneName(deduced, is_deduced=True) if deduced else None


def find_offset(tzid: str) -> timedelta | None:
    """Return the offset that a TZID shows ("UTC+1", "(GMT +02:00)", "(UTC-03:00) Brasilia"), else None."""
    plain = tzid.strip().strip('"')
    found = _OFFSET.match(plain) or _DISPLAY.match(plain)
    return _offset(found[1], found[2], found[3]) if found and found[2] else None


def is_offset(tzid: str) -> bool:
    """Return whether a TZID is nothing but an offset."""
    plain = tzid.strip().strip('"')
    found = _DISPLAY.match(plain)
    return _OFFSET.match(plain) is not None or (found is not None and not found[4].strip())


@cache
def _iana_names() -> dict[str, str]:
    from importlib.resources import files  # what it brings along costs a start

    text = files("tzdata").joinpath("zones").read_text(encoding="ascii")
    return {name.casefold(): name for name in text.split() if name not in _NOT_ZONES}


@cache
def _last_parts() -> dict[str, list[str]]:
    """IANA names by their last part, which is a place ("amsterdam") or a region ("arizona")."""
    names: dict[str, list[str]] = {}
    for key, name in _iana_names().items():
        names.setdefault(key.rpartition("/")[2].replace("_", " "), []).append(name)
    return names


def _iana(name: str) -> str:
    return _iana_names().get(name.casefold(), "")


@cache
def _windows_names() -> dict[str, str]:
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    return {name.casefold(): zone for name, zone in WINDOWS_TO_OLSON.items()}


def _windows(name: str) -> str:
    return _windows_names().get(name.casefold(), "")


def _behind_prefix(tzid: str) -> str:
    if _EXCHANGE.match(tzid):
        return _iana(tzid.rpartition("/")[2])
    parts = tzid.split("/")
    # A path needs its slash in front before a single word behind it ("/citadel.org/20070227_1/UTC") is believed.
    shortest = 1 if tzid.startswith("/") else 2
    for count in range(min(3, len(parts) - 1), shortest - 1, -1):
        tail = "/".join(parts[-count:])
        name = _iana(tail) or _windows(tail)
        if name:
            return name
    return ""


def _other_separators(tzid: str) -> str:
    """Read "Europe_Berlin", "US-Eastern", "America/Los Angeles"."""
    underscored = tzid.replace(" ", "_")
    for candidate in (underscored, underscored.replace("_", "/", 1), underscored.replace("-", "/", 1)):
        if name := _iana(candidate):
            return name
    return ""


def _display_name(tzid: str) -> str:
    found = _DISPLAY.match(tzid)
    if not found:
        return ""
    offset = _offset(found[1] or "+", found[2] or "0", found[3])
    if offset is None:
        return ""
    if found[4].strip().casefold() in ("", "coordinated universal time"):
        return "UTC" if not offset else ""
    if named := _iana(found[4].strip()):
        return named if offset in _offsets(named) else ""
    for place in found[4].split(","):
        name = place.partition("(")[0].strip().casefold()
        # "Eastern Time (US & Canada)" is the zone that Windows itself calls "Eastern Standard Time".
        standard = _windows_names().get(name.removesuffix(" time") + " standard time", "")
        for candidate in [standard, *_last_parts().get(name, [])]:
            if candidate and _standard_offset(candidate) == offset:
                return candidate
    return ""


def _numbered(tzid: str) -> str:
    found = _NUMBERED.match(tzid)
    return (_iana(found[1]) or _windows(found[1]) or _display_name(found[1])) if found else ""


def _long_name(tzid: str) -> str:
    name = tzid.casefold()
    # The names of a language take a moment to load, which a "Customized Time Zone" is not worth.
    return _long_names().get(name, "") if name.endswith(" time") else ""


@cache
def _long_names() -> dict[str, str]:
    """The English names of zones in Unicode CLDR ("Central European Summer Time"), each with one zone of that name."""
    from babel import Locale
    from babel.core import get_global

    english = Locale("en")
    names = {
        str(word).casefold(): name
        for name, words in english.time_zones.items()
        if _iana(name)
        for word in words.get("long", {}).values()
    }
    places: dict[str, list[str]] = {}
    for name, metazone in get_global("meta_zones").items():
        if _iana(name):
            places.setdefault(metazone, []).append(name)
    for metazone, words in english.meta_zones.items():
        said = [str(word).casefold() for word in words.get("long", {}).values()]
        zone = next(filter(None, map(_windows, said)), "") or _most_shared(places.get(metazone, []))
        names.update(dict.fromkeys(said, zone))
    return names


def _most_shared(zones: list[str]) -> str:
    """Return a zone with the clock that more of them have had in the last years than any other, "" when none has."""
    clocks = {name: tuple(_offsets(name, year) for year in (2010, 2018, 2024)) for name in sorted(zones)}
    best = Counter(clocks.values()).most_common(2)
    if not best or (len(best) > 1 and best[0][1] == best[1][1]):
        return ""
    # Of equal clocks the one in Europe first: Beirut changes at another hour of the night than Athens.
    return max((name for name in clocks if clocks[name] == best[0][0]), key=lambda name: name.startswith("Eur"))


def _standard_offset(name: str) -> timedelta:
    """Return the smaller offset of a zone's year: its standard time, also where the summer comes in January."""
    return min(_offsets(name))


def _offsets(name: str, year: int = 2024) -> tuple[timedelta, timedelta]:
    zone = ZoneInfo(name)
    winter, summer = (datetime(year, month, 1, tzinfo=zone).utcoffset() or timedelta() for month in (1, 7))
    return winter, summer


def _offset(sign: str, hours: str, minutes: str | None) -> timedelta | None:
    offset = timedelta(hours=int(hours), minutes=int(minutes or "0"))
    if offset >= timedelta(hours=24):
        return None
    return -offset if sign == "-" else offset
