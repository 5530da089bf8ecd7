"""What Google Calendar answers, as a strict JSON Schema made from Google's own discovery document.

The document is the static one inside google-api-python-client. It leaves much open; this is added: unknown keys are
refused, ``kind`` has its one value, and sets of values that the document names only in its descriptions ("Possible
values are:") are closed. Sets that call themselves open stay open ("Some of the possible values", "unfamiliar").
``event_strategy`` draws random events that are true to it.
"""

from __future__ import annotations

import copy
import functools
import json
import re
from datetime import date, datetime
from importlib import resources
from typing import Any

import jsonschema
from hypothesis import strategies as st
from hypothesis_jsonschema import from_schema

Schema = dict[str, Any]

ANSWERS = ("Calendar", "CalendarList", "CalendarListEntry", "Event", "Events", "FreeBusyResponse")

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
# RFC 3339, section 5.6, with the offset; a date-time without one is no instant.
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_INT_BITS = {"int32": 32, "int64": 64}
_FORMATS = jsonschema.FormatChecker(formats=())

# Offsets that exist, the ends of the range among them.
_OFFSETS = ("Z", "+01:00", "+02:00", "-08:00", "+05:30", "+10:30", "+14:00", "-12:00")
_ZONES = ("Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "UTC", "Etc/GMT+12", "Mars/Olympus", "")
_ADDRESSES = ("anna@example.org", "bob@example.org", "room-1@resource.calendar.google.com", "team@example.org")
# What an event of a kind carries, by its eventType.
_KINDS = {
    "birthday": "birthdayProperties",
    "focusTime": "focusTimeProperties",
    "outOfOffice": "outOfOfficeProperties",
    "workingLocation": "workingLocationProperties",
}


@functools.cache
def read_discovery() -> dict[str, Any]:
    """Return Google's discovery document of Calendar v3. The answer is shared: nobody may change it."""
    folder = resources.files("googleapiclient") / "discovery_cache" / "documents"
    document: dict[str, Any] = json.loads((folder / "calendar.v3.json").read_text(encoding="utf-8"))
    return document


def list_values(description: str) -> tuple[str, ...]:
    """Return the closed set of values that a description lists, in its order; nothing where the set is open.

    Two spellings occur: ``- "video" - joining over HTTP`` and ``- "pending": still being processed``.
    """
    before, found, after = description.partition("ossible values are:")
    if not found or before.endswith("Some of the p") or "unfamiliar" in before:
        return ()
    return tuple(re.findall(r'^- "(\w+)"', after, flags=re.MULTILINE))


def translate(node: Schema, references: str = "#/$defs/") -> Schema:
    """Return a node of the discovery document as strict JSON Schema, whose references start with ``references``."""
    if "$ref" in node:
        return {"$ref": references + node["$ref"]}
    kind = node["type"]
    schema: Schema = {} if kind == "any" else {"type": kind}
    if kind == "object":
        named = {name: translate(part, references) for name, part in node.get("properties", {}).items()}
        others = node.get("additionalProperties")
        schema["properties"] = named
        schema["additionalProperties"] = translate(others, references) if others else False
        if "kind" in named:
            named["kind"] = {"const": node["properties"]["kind"]["default"]}
    elif kind == "array":
        schema["items"] = translate(node["items"], references)
    values = node.get("enum") or list_values(node.get("description", ""))
    if values:
        (schema["items"] if kind == "array" else schema)["enum"] = list(values)
    if node.get("format") in _INT_BITS and kind == "integer":
        limit = 2 ** (_INT_BITS[node["format"]] - 1)
        schema |= {"minimum": -limit, "maximum": limit - 1}
    elif "format" in node:
        schema["format"] = node["format"]
    return schema


@functools.cache
def answer_schema(name: str) -> Schema:
    """Return the JSON Schema (draft 2020-12) of one of ``ANSWERS``. It is shared: nobody may change it."""
    parts = {part: translate(node) for part, node in read_discovery()["schemas"].items()}
    return {"$schema": _DIALECT, "$ref": f"#/$defs/{name}", "$defs": parts}


def validate_answer(name: str, body: object) -> None:
    """Check that a body is an answer as Google gives it, one of ``ANSWERS``.

    Raises:
        jsonschema.ValidationError: the body is not such an answer.
        ValueError: there is no such kind of answer.
    """
    if name not in ANSWERS:
        raise ValueError(f"not one of {', '.join(ANSWERS)}: {name}")
    _validator(name).validate(body)


@functools.cache
def _validator(name: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(answer_schema(name), format_checker=_FORMATS)


@_FORMATS.checks("date-time", raises=ValueError)
def _is_date_time(text: object) -> bool:
    return not isinstance(text, str) or bool(_DATE_TIME.fullmatch(text) and datetime.fromisoformat(text))


@_FORMATS.checks("date", raises=ValueError)
def _is_date(text: object) -> bool:
    return not isinstance(text, str) or bool(_DATE.fullmatch(text) and date.fromisoformat(text))


@functools.cache
def event_strategy() -> st.SearchStrategy[dict[str, Any]]:
    """Return a strategy of events that are true to the schema: most with times, guests and a call, some bare or odd.

    About one in eight is a cancelled event, which may hold nothing but its id and status (as Google sends those that
    were deleted), and as many are any properties at all. Zones and texts may be nonsense, since their type is text;
    an end may lie before its start; years run from 1 to 9999.
    """
    event = translate(read_discovery()["schemas"]["Event"])
    cancelled = st.fixed_dictionaries(
        {"id": _ids(), "status": st.just("cancelled")},
        optional={"recurringEventId": _ids(), "originalStartTime": _draw({"$ref": "EventDateTime"})},
    )
    anything = _draw(event)
    usual = st.builds(lambda *parts: functools.reduce(dict.__or__, parts), anything, _told(event), _kinds(event))
    return st.one_of(cancelled, anything, *[usual] * 6)


def _told(event: Schema) -> st.SearchStrategy[dict[str, Any]]:
    """Draw what most events have."""
    properties = event["properties"]
    addresses = st.one_of(st.sampled_from(_ADDRESSES), st.text(max_size=12))
    guests = st.builds(lambda odd, address: odd | {"email": address}, _draw({"$ref": "EventAttendee"}), addresses)
    timed = st.fixed_dictionaries({"dateTime": _date_times()}, optional={"timeZone": st.sampled_from(_ZONES)})
    whole_days = st.fixed_dictionaries({"date": _dates()})
    usual = {
        "attendees": st.lists(guests, max_size=4),
        "conferenceData": _draw(properties["conferenceData"]),
        "status": _draw(properties["status"]),
        "summary": st.text(max_size=20),
        "transparency": _draw(properties["transparency"]),
        "visibility": _draw(properties["visibility"]),
    }
    return st.one_of(
        [
            st.fixed_dictionaries({"id": _ids(), "start": times, "end": times}, optional=usual)
            for times in (timed, timed, whole_days, _draw({"$ref": "EventDateTime"}))
        ]
    )


def _kinds(event: Schema) -> st.SearchStrategy[dict[str, Any]]:
    """Draw a kind of event with what that kind carries."""
    properties = event["properties"]
    kinds = [
        st.fixed_dictionaries(
            {"eventType": st.just(kind)} | ({_KINDS[kind]: _draw(properties[_KINDS[kind]])} if kind in _KINDS else {})
        )
        for kind in properties["eventType"]["enum"]
    ]
    return st.one_of(st.just({}), *kinds)


def _draw(schema: Schema) -> st.SearchStrategy[Any]:
    """Draw from a strict schema, with short lists and texts.

    Objects and lists are put together here: ``from_schema`` works an object out anew in each draw, thirty times slower.
    """
    if "$ref" in schema:
        return _draw(translate(read_discovery()["schemas"][schema["$ref"].rpartition("/")[2]]))
    if not schema:
        return st.sampled_from([None, {}, "", 0]).map(copy.copy)
    if "items" in schema:
        return st.lists(_draw(schema["items"]), max_size=3)
    if schema.get("properties"):
        named = {name: _draw(part) for name, part in schema["properties"].items()}
        names = st.lists(st.sampled_from(sorted(named)), max_size=6, unique=True)
        return names.flatmap(lambda chosen: st.fixed_dictionaries({name: named[name] for name in chosen}))
    if schema.get("additionalProperties"):
        return st.dictionaries(st.text(max_size=8), _draw(schema["additionalProperties"]), max_size=2)
    if schema.get("format") in ("date", "date-time"):
        return _dates() if schema["format"] == "date" else _date_times()
    return from_schema({"maxLength": 20, **schema} if schema.get("type") == "string" else schema)


def _ids() -> st.SearchStrategy[str]:
    return st.text("abcdefghijklmnopqrstuv0123456789", min_size=5, max_size=12)


def _date_times() -> st.SearchStrategy[str]:
    near = st.datetimes(datetime(2026, 10, 1), datetime(2026, 12, 31))
    instants = st.one_of(near, near.map(lambda time: time.replace(microsecond=0)), st.datetimes())
    return st.builds(lambda time, offset: time.isoformat() + offset, instants, st.sampled_from(_OFFSETS))


def _dates() -> st.SearchStrategy[str]:
    return st.one_of(st.dates(date(2026, 10, 1), date(2026, 12, 31)), st.dates()).map(date.isoformat)
