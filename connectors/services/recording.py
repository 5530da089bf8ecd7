"""What services answer, written down for tests without what tells who anybody is, or what anything is about.

It fails closed: a text stays only where its key may hold a word of the service's own and it is one of those words, a
time, a time zone or a rule; every other text, every unknown key and every number but small ones at known keys is
replaced, the same one by the same each time, so that what belonged together still does.
"""

from __future__ import annotations

import json
import re
import threading
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit
from zoneinfo import available_timezones

from connectors.private_files import write_private
from connectors.zone_names import find_zone

MOST_ANSWERS = 500
_LARGEST_NUMBER = 9_999

_KEPT = {
    name: frozenset(words.split())
    for name, words in tomllib.loads(Path(__file__).with_name("recording.toml").read_text("utf-8")).items()
}
"""What may stay as it is, from the file beside this one."""
_KEYS = _KEPT["keys"]
_WORDS = _KEPT["words"]
_WORD_KEYS = _KEPT["word_keys"]
_TIME_KEYS = _KEPT["time_keys"]
_ZONE_KEYS = frozenset(("timeZone", "originalStartTimeZone", "recurrenceTimeZone"))
_LINK_KEYS = frozenset(("uri", "joinUrl", "onlineMeetingUrl", "hangoutLink"))
_ID_KEYS = frozenset(("id", "recurringEventId", "iCalUID"))

_TIME = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})?)?|\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?"
)
_RULE_VALUE = r"(?:(?:HOUR|DAI|WEEK|MONTH|YEAR)LY|[+-]?\d{0,3}(?:MO|TU|WE|TH|FR|SA|SU)|-?\d{1,4}|\d{8}(?:T\d{6}Z?)?)"
_RULE = re.compile(
    rf"RRULE:(?:(?:FREQ|INTERVAL|COUNT|UNTIL|WKST|BY[A-Z]{{3,9}})={_RULE_VALUE}(?:,{_RULE_VALUE})*;?)+", re.ASCII
)
_OCCURRENCE = re.compile(r"(.+?)(_R?\d{8}(?:T\d{6}Z?)?)(@google\.com)?")
_AVAILABILITY = re.compile(r"[0-4]*")
_PREFIXED = re.compile(r"(smtp|x500|sip):(.+)", re.IGNORECASE)
_DOMAINS = ("group.calendar.google.com", "resource.calendar.google.com", "import.calendar.google.com", "google.com")
"""Domains that say what an address or an id is of, and nobody's organisation."""
_CALENDARS_OF_DAYS = re.compile(r"[a-z.]{1,40}(#(?:holiday|contacts|weather|weeknum)@group\.v\.calendar\.google\.com)")
_PLATFORMS = ("teams.microsoft.com", "teams.live.com", "meet.google.com", "zoom.us")
_SERVICES = (
    *("graph.microsoft.com", "graph.microsoft.us", "dod-graph.microsoft.us", "microsoftgraph.chinacloudapi.cn"),
    *("www.googleapis.com", "admin.googleapis.com"),
)
_SEGMENTS = _KEPT["segments"]
_PARAMETERS = _KEPT["parameters"]
_PLAIN_VALUES = frozenset(("true", "false", "json", "startTime", "updated"))
_FIELD_NAMES = re.compile(r"[@A-Za-z.]+")
_HEADERS = ("Retry-After", "Content-Type")
_SECONDS = re.compile(r"\d{1,6}")


class Anonymiser:
    """Replaces what tells who anybody is, the same by the same."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, str], str] = {}
        self._counts: dict[str, int] = {}
        self._zones = available_timezones()

    def body(self, value: Any, key: str = "", within: str = "") -> Any:
        """Return a body of JSON with the same structure.

        Args:
            value: the body, or a part of it.
            key: under which it stands; parts of a list stand under that of the list.
            within: the key of the object around it.
        """
        if isinstance(value, dict):
            return {self._key(name): self.body(part, name, key) for name, part in value.items()}
        if isinstance(value, list):
            return [self.body(part, key, within) for part in value]
        if isinstance(value, str):
            return self.text(value, key, within)
        if isinstance(value, bool) or value is None:
            return value
        is_kept = isinstance(value, int) and abs(value) <= _LARGEST_NUMBER and key in _KEYS
        return value if is_kept else self._number(value)

    def _key(self, name: str) -> str:
        return name if name in _KEYS else self._address(name) if "@" in name else self._replaced("key", name)

    def _number(self, value: float) -> float:
        made = 1_000_000 + int(self._replaced("number", repr(value)).rpartition("-")[2])
        return made if isinstance(value, int) else float(made)

    def text(self, value: str, key: str, within: str = "") -> str:
        """Return a text as it may be shown."""
        if not value:
            return value
        for keeps in (self._word, self._time, self._zone, self._rule, self._small):
            if keeps(value, key, within):
                return value
        if key == "@odata.nextLink":
            return self.address_of_request(value)
        if key in _LINK_KEYS:
            return self._link(value)
        if prefixed := _PREFIXED.fullmatch(value):
            return f"{prefixed[1]}:{self._address(prefixed[2])}"
        if key in _ID_KEYS and (found := _OCCURRENCE.fullmatch(value)):
            return self._id(found[1]) + found[2] + (found[3] or "")
        if "@" in value and not any(character.isspace() for character in value):
            return self._address(value)
        return self._id(value) if key in _ID_KEYS else self._replaced("text", value)

    @staticmethod
    def _word(value: str, key: str, _: str) -> bool:
        return key in _WORD_KEYS and value in _WORDS

    @staticmethod
    def _time(value: str, key: str, _: str) -> bool:
        return key in _TIME_KEYS and _TIME.fullmatch(value) is not None

    def _zone(self, value: str, key: str, within: str) -> bool:
        if key not in _ZONE_KEYS and not (key == "name" and within in _ZONE_KEYS):
            return False
        return value in self._zones or (value.endswith(" Standard Time") and find_zone(value) is not None)

    @staticmethod
    def _rule(value: str, key: str, _: str) -> bool:
        if key == "availabilityView":
            return _AVAILABILITY.fullmatch(value) is not None
        return key == "recurrence" and _RULE.fullmatch(value) is not None

    @staticmethod
    def _small(value: str, key: str, within: str) -> bool:
        """Keep the numbers of the answers in a batch, and the seconds of a header."""
        is_number = key == "id" and within == "responses"
        return (is_number or key == "Retry-After") and _SECONDS.fullmatch(value) is not None

    def _replaced(self, kind: str, value: str) -> str:
        made = self._made.get((kind, value))
        if made is None:
            self._counts[kind] = self._counts.get(kind, 0) + 1
            made = self._made[kind, value] = f"{kind}-{self._counts[kind]}"
        return made

    def _id(self, value: str) -> str:
        if "@" in value:
            return self._address(value)
        return self._replaced("id", value)

    def _address(self, value: str) -> str:
        value = value.lower()
        if days := _CALENDARS_OF_DAYS.fullmatch(value):
            return f"calendar{days[1]}"
        name, _, domain = value.rpartition("@")
        own = domain if domain in _DOMAINS else f"{self._replaced('domain', domain)}.example"
        return f"{self._replaced('person', name)}@{own}"

    def _link(self, value: str) -> str:
        try:
            host = (urlsplit(value).hostname or "").lower()
        except ValueError:
            host = ""
        known = next((one for one in _PLATFORMS if host == one or host.endswith(f".{one}")), "")
        return f"https://{known or self._replaced('host', host) + '.example'}/{self._replaced('link', value)}"

    def address_of_request(self, url: str) -> str:
        """Return the address of a request: what is the service's own stays, and pages follow each other as they did."""
        try:
            parts = urlsplit(url)
            host = (parts.hostname or "").lower()
        except ValueError:
            return self._replaced("address", url)
        shown = host if host in _SERVICES else f"{self._replaced('host', host)}.example"
        path = "/".join(self._segment(unquote(one)) for one in parts.path.split("/"))
        query = [(self._parameter(name), self._value(name, value)) for name, value in parse_qsl(parts.query)]
        return f"https://{shown}{path}" + (f"?{urlencode(query, safe='$,:@()/')}" if query else "")

    def _segment(self, text: str) -> str:
        if not text or text in _SEGMENTS:
            return text
        if text.startswith("occurrencesView("):
            return "occurrencesView()"
        return self._address(text) if "@" in text else self._id(text)

    def _parameter(self, name: str) -> str:
        return name if name in _PARAMETERS else self._replaced("parameter", name)

    def _value(self, name: str, value: str) -> str:
        if name in ("$select", "fields"):
            is_known = all(one in _KEYS for one in _FIELD_NAMES.findall(value))
            return value if is_known and re.fullmatch(r"[@A-Za-z.,()/]*", value) else self._replaced("text", value)
        if name in _PARAMETERS and (value in _PLAIN_VALUES or re.fullmatch(r"\d{1,5}", value)):
            return value
        if name in _TIME_KEYS and _TIME.fullmatch(value):
            return value
        # The token of a page is the same text here as in the answer before.
        return self._replaced("text", value)


class Recorder:
    """Writes answers into a folder, one file each, in the order in which they came.

    Attributes:
        written: how many.
    """

    def __init__(self, folder: Path, write: Callable[[Path, bytes], object] = write_private) -> None:
        """Write into ``folder``, which exists."""
        self.written = 0
        self._folder = folder
        self._write = write
        self._lock = threading.Lock()
        self._anonymiser = Anonymiser()

    def take(self, method: str, url: str, status: int, headers: Mapping[str, str], body: bytes) -> None:
        """Write one answer: see :data:`connectors.options.Seen`."""
        with self._lock:
            if self.written >= MOST_ANSWERS:
                return
            content = {
                "method": method if method in ("GET", "POST") else "?",
                "url": self._anonymiser.address_of_request(url),
                "status": status,
                "headers": {name: headers[name] for name in _HEADERS if _is_harmless(headers.get(name, ""))},
                "body": self._body(body),
            }
            self.written += 1
            path = self._folder / f"answer-{self.written:03}.json"
            self._write(path, (json.dumps(content, indent=1, ensure_ascii=True) + "\n").encode("ascii"))

    def _body(self, body: bytes) -> Any:
        """Return the body as it may be shown; of what is no JSON only how long it is."""
        try:
            return self._anonymiser.body(json.loads(body))
        except (ValueError, RecursionError):
            return {"bytes": len(body)}


def _is_harmless(value: str) -> bool:
    return bool(
        _SECONDS.fullmatch(value) or re.fullmatch(r"application/json(?:;[ ]?charset=[A-Za-z0-9-]{1,20})?", value)
    )
