"""One content line: name, parameters, value (RFC 5545 section 3.1), by the icalendar library where it is not plain."""

from __future__ import annotations

import quopri
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from connectors.ics.parsing.decoding import Line
from connectors.zone_names import LONGEST_NAME

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*\Z")
# No date holds a colon, but "(UTC+01:00) Amsterdam, ..." and "tzone://Microsoft/Utc" do, and not everybody quotes them.
_ZONE_BEGIN = re.compile(r";TZID=", re.IGNORECASE)
_VALUE_TYPE = re.compile(r";VALUE=[A-Za-z-]++\Z", re.IGNORECASE)
_DATES = re.compile(r"[0-9A-Za-z,/+-]*+\Z")
# What calendars come in. Python knows many more, some of which take time in the square of the text (punycode).
_CHARSETS = frozenset(
    (
        *("utf-8", "utf8", "us-ascii", "ascii", "latin1", "latin-1", "koi8-r", "koi8-u", "macintosh", "tis-620"),
        *("big5", "gb2312", "gbk", "gb18030", "shift-jis", "sjis", "iso-2022-jp", "euc-jp", "euc-kr", "ks-c-5601-1987"),
        *(f"iso-8859-{part}" for part in range(1, 17) if part != 12),
        *(f"{prefix}125{page}" for prefix in ("windows-", "cp") for page in range(9)),
    )
)
# "SENT-BY=mailto:a@b:mailto:c@d", "DIR=https://…": addresses in parameters that not everybody quotes either.
_SCHEMES = frozenset(("mailto", "cid", "http", "https", "ldap", "ldaps"))


def is_open_address(head: str) -> bool:
    """Return whether what stands before the first colon of a line ends in an address without quotes."""
    return head.rpartition("=")[2].lower() in _SCHEMES


_PARTY = re.compile(r"[ \t]*(?:ATTENDEE|ORGANIZER)[ \t]*;", re.IGNORECASE)
_OPEN_ADDRESS = re.compile(
    r";([A-Z-]+)=((?:mailto:|cid:|(?:https?|ldaps?)://[^\";:/]*(?::[0-9]+(?=/))?)[^\";:]*)(?=[;:])", re.IGNORECASE
)
# A parameter of a person in which quotes stand inside quotes, or are not closed: it ends where the next one begins.
_ODD_PARAMETER = re.compile(
    r";[ \t]*(?P<name>[A-Za-z-]+)="
    r"(?:\"(?P<quoted>(?:[^\";]|\"(?![;:])|;(?![A-Za-z-]+=))*)\"(?=[;:])"
    r"|(?P<plain>(?:[^;:]|;(?![ \t]*[A-Za-z-]+=)|:(?!mailto:|/|urn:))*))",
    re.IGNORECASE,
)
HEAD_LENGTH = 8192
"""The library looks at a line letter by letter; no name with its parameters is longer than this."""


@dataclass(frozen=True, slots=True)
class ContentLine:
    """One property as written.

    Attributes:
        name: in capitals.
        parameters: by name in capitals; a list is joined with commas.
        value: still escaped.
        number: physical line where it begins, counted from 1.
        has_lost_parameters: its parameters made no sense and were left out.
        has_odd_quotes: its parameters were read in spite of quotes that do not fit.
    """

    name: str
    parameters: Mapping[str, str]
    value: str
    number: int
    has_lost_parameters: bool = False
    has_odd_quotes: bool = False

    @property
    def text(self) -> str:
        """The value as TEXT: unescaped, and decoded when it is quoted-printable (vCalendar 1.0)."""
        value = self.value
        if self.parameters.get("ENCODING", "").upper() == "QUOTED-PRINTABLE":
            value = _decode_quoted(value, self.parameters.get("CHARSET", "utf-8"))
        return unescaped(value).strip()


def unescaped(text: str) -> str:
    """Return a TEXT without its escapes, as the library does; the usual ones in fewer steps, and without loading it."""
    if "\\" not in text:
        return text
    plain = without_usual_escapes(text)
    if plain is not None:
        return plain
    from icalendar.parser import unescape_backslash

    return str(unescape_backslash(text))


def without_usual_escapes(text: str) -> str | None:
    """Return a TEXT without its escapes, None where it holds any but those of line breaks, commas and semicolons."""
    if "\\\\" in text:
        return None
    plain = text.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";")
    return None if "\\" in plain else plain


_START = re.compile(r"[ \t]*([A-Za-z0-9][A-Za-z0-9_.-]*)[ \t]*[:;]")


def name_of(line: Line) -> str:
    """Return the name of a logical line in capitals, "" when it has no name or no colon. Cheap: nothing is parsed."""
    found = _START.match(line.text)
    return found[1].upper() if found and ":" in line.text else ""


def split_line(line: Line) -> ContentLine | None:
    """Return the parts of a logical line, None when it has no name or no colon."""
    text = line.text
    head, colon, value = text.partition(":")
    if not colon:
        return None
    if ";" not in head and '"' not in head and "\\" not in head:
        name = head.strip()
        return ContentLine(name.upper(), {}, value, line.number) if _NAME.match(name) else None
    if ":" in value[:HEAD_LENGTH] and (begin := _ZONE_BEGIN.search(head, 0, 200)):
        text = _close_zone_name(text, begin.end())
        head, _, value = text.partition(":")
    is_party = _PARTY.match(head) is not None
    if is_party and is_open_address(head):
        text = _OPEN_ADDRESS.sub(r';\1="\2"', text[:HEAD_LENGTH]) + text[HEAD_LENGTH:]
        head, _, value = text.partition(":")
    if '"' in head or "\\" in head:
        found = _split_slowly(text, line.number)
        return _split_odd_party(text, line.number) if is_party and found is None else found
    parts = _split_head(head)
    if parts is not None:
        return ContentLine(parts[0], parts[1], value, line.number)
    name = head.partition(";")[0].strip()
    return ContentLine(name.upper(), {}, value, line.number, has_lost_parameters=True) if _NAME.match(name) else None


def _close_zone_name(text: str, begin: int) -> str:
    """Put quotes around a zone name with colons, where dates and nothing else follow it."""
    end = text.rindex(":")
    value_type = _VALUE_TYPE.search(text, begin, end)
    zone_end = value_type.start() if value_type else end
    zone = text[begin:zone_end]
    if len(zone) > LONGEST_NAME or '"' in text[:zone_end] or ";" in zone or not _DATES.match(text, end + 1):
        return text
    return f'{text[:begin]}"{zone}"{text[zone_end:]}'


def _split_slowly(text: str, number: int) -> ContentLine | None:
    head, rest = text[:HEAD_LENGTH], text[HEAD_LENGTH:]
    parts = parts_by_library(head)
    # Without a colon outside quotes the library takes the whole line for parameters and the value for empty.
    if parts is None or not head.endswith(":" + parts[2]):
        return None
    return ContentLine(parts[0], parts[1], parts[2] + rest, number)


def _split_odd_party(text: str, number: int) -> ContentLine | None:
    """Return the parts of a line that names a person with odd quotes: the address and the answer are not to be lost."""
    at = text.index(";")
    name = text[:at].strip().upper()
    parameters: dict[str, str] = {}
    while found := _ODD_PARAMETER.match(text, at, HEAD_LENGTH):
        value = found["plain"] if found["quoted"] is None else found["quoted"]
        parameters.setdefault(found["name"].upper(), value.replace('\\"', '"').strip('"'))
        at = found.end()
    if not text.startswith(":", at):
        return None
    return ContentLine(name, parameters, text[at + 1 :], number, has_odd_quotes=True)


@lru_cache(maxsize=4096)
def _split_head(head: str) -> tuple[str, Mapping[str, str]] | None:
    plain = split_plainly(head)
    if plain is not None:
        return plain
    parts = parts_by_library(head[:HEAD_LENGTH] + ":")
    return (parts[0], parts[1]) if parts else None


_KEY = re.compile(r"[A-Za-z0-9-]+\Z")
_SPECIAL = re.compile(r"[\x00-\x1f\x7f\",:\\^%=]")


def split_plainly(head: str) -> tuple[str, Mapping[str, str]] | None:
    """Return the parts of a head in which no sign means more than itself, as the library does, ten times as fast."""
    name, *pieces = head.split(";")
    parameters = {}
    for piece in pieces:
        key, _, value = piece.partition("=")
        if not value or not _KEY.match(key) or _SPECIAL.search(value) or value != value.strip():
            return None
        parameters[key.upper()] = value
    return (name.upper(), parameters) if len(head) < HEAD_LENGTH and _NAME.match(name) else None


def parts_by_library(text: str) -> tuple[str, Mapping[str, str], str] | None:
    """Return name, parameters and value of a line as the library splits it, None where it refuses."""
    from icalendar.parser import Contentline

    try:
        name, parameters, value = Contentline(text).raw_parts()  # type: ignore[no-untyped-call]
    except (ValueError, TypeError, IndexError, KeyError):
        # The library refuses the line; the caller names it.
        return None
    if not _NAME.match(name):
        return None
    plain = {
        str(key).upper(): ",".join(map(str, found)) if isinstance(found, list) else str(found)
        for key, found in parameters.items()
    }
    return name.upper(), plain, value


def _decode_quoted(value: str, charset: str) -> str:
    raw = quopri.decodestring(value.encode("utf-8", errors="replace"))
    named = charset.strip().lower().replace("_", "-")
    for encoding in (named if named in _CHARSETS else "utf-8", "utf-8"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp1252", errors="replace")
