"""A judge of Microsoft Graph's answers, made from Microsoft's own types.

The types (npm ``@microsoft/microsoft-graph-types`` 2.43.1) become JSON Schema through ``ts-json-schema-generator``,
once, into a file that stays until the npm project changes. Unknown keys and values outside the enumerations are
refused; OData's annotations are allowed where Graph writes them. What the types do not say is added here, each from
Microsoft's documentation: the frame of a collection and of ``$batch``, ``@removed``, and the free fields of
``innerError``. What neither says is not judged: which fields must be there (documented answers leave out even the
id), and what a text holds (a ``dateTime`` is any text).
"""

from __future__ import annotations

import copy
import json
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from counterparts import installed
from hypothesis import strategies as st
from hypothesis_jsonschema import from_schema
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

NODE_PROJECT = Path(__file__).with_name("microsoft")
NAMES = (
    "event",
    "events",
    "delta",
    "calendar",
    "calendars",
    "error",
    "schedules",
    "batch",
    "person",
    "settings",
    "workplan",
)

Json = dict[str, Any]

_SOURCES = ("answers.ts", "schema.js", "package-lock.json")
_GENERATED = NODE_PROJECT / "generated" / "graph.json"

# https://learn.microsoft.com/graph/query-parameters and OData JSON 4.01, section 4.6
_ANNOTATIONS = {
    r"^@odata\.(context|etag|type|id|editLink|readLink)$": {"type": "string"},
    r"^[A-Za-z]+@odata\.(associationLink|navigationLink|context|type)$": {"type": "string"},
}
_TEXT_OR_NULL: Json = {"type": ["string", "null"]}
_TEXTS: Json = {"type": "array", "items": {"type": "string"}}
_LINK = {"type": "string", "pattern": "^https?://"}


def is_installed() -> bool:
    """Tell whether ``make counterparts`` has brought the types and their translator here."""
    return installed.has_packages(NODE_PROJECT)


def validate_answer(name: str, body: object) -> None:
    """Pass when an answer of Graph is what its types say.

    Args:
        name: ``event``, ``events`` (a collection or a page of one), ``delta`` (a page of changed events), ``calendar``,
            ``calendars``, ``error``, ``schedules`` (the answer of ``getSchedule``), ``batch``, ``person`` (``/me``),
            ``settings`` (of a mailbox) or ``workplan`` (its occurrences).
        body: the answer, read from JSON.

    Raises:
        ValueError: it is not; the text says where and why.
    """
    error = best_match(_validator(name).iter_errors(body))
    if error is not None:
        raise ValueError(f"not Graph's {name}: {error.json_path}: {error.message[:300]}")


def answer_schema(name: str) -> Json:
    """Return the JSON Schema (2020-12) of an answer, complete with its definitions under ``$defs``."""
    return {"$ref": f"#/$defs/{name}", "$defs": copy.deepcopy(_definitions())}


def field_names(type_name: str) -> list[str]:
    """Return the names of the properties of one of Microsoft's types, such as ``Event``, in order."""
    return sorted(_definitions()[type_name]["properties"])


def event_strategy() -> st.SearchStrategy[Json]:
    """Return random events that are true to the types: complete ones and sparse ones, plausible and not.

    Complete ones have every field, with null only for texts, numbers and lists; sparse ones lack fields and have null
    anywhere. Times, zones and addresses are mostly what Graph would send, at times any text, as the types allow.
    """
    return st.one_of(_drawing("Event", is_complete=True), _drawing("Event", is_complete=False))


@cache
def _validator(name: str) -> Draft202012Validator:
    if name not in NAMES:
        raise KeyError(f"no answer of that name: {name}")
    return Draft202012Validator(answer_schema(name))


@cache
def _definitions() -> Json:
    types = _read_types()
    return {
        **types,
        "event": {"$ref": "#/$defs/Event"},
        "calendar": {"$ref": "#/$defs/Calendar"},
        "events": _collection({"$ref": "#/$defs/event"}),
        "calendars": _collection({"$ref": "#/$defs/calendar"}),
        "schedules": _collection({"$ref": "#/$defs/ScheduleInformation"}),
        "delta": _delta(),
        # https://learn.microsoft.com/graph/api/resources/user, …/mailboxsettings: what is asked of them
        "person": _object(mail=_TEXT_OR_NULL, userPrincipalName=_TEXT_OR_NULL, proxyAddresses=_TEXTS),
        "settings": _object(timeZone=_TEXT_OR_NULL, workingHours={"$ref": "#/$defs/WorkingHours"}),
        # https://learn.microsoft.com/graph/api/resources/workplanoccurrence
        "workplan": _collection(
            _object(
                id={"type": "string"},
                recurrenceId=_TEXT_OR_NULL,
                start={"$ref": "#/$defs/DateTimeTimeZone"},
                end={"$ref": "#/$defs/DateTimeTimeZone"},
                workLocationType={"enum": ["unspecified", "office", "remote", "timeOff"]},
                placeId=_TEXT_OR_NULL,
                timeOffDetails={"type": ["object", "null"]},
            )
        ),
        "error": {
            "type": "object",
            "properties": {"error": {"$ref": "#/$defs/PublicError", "required": ["code", "message"]}},
            "required": ["error"],
            "additionalProperties": False,
        },
        "batch": _batch(),
    }


def _read_types() -> Json:
    """Return the definitions of Microsoft's types, with short names, and open to annotations."""
    if not _GENERATED.is_file() or any(_is_newer(NODE_PROJECT / name) for name in _SOURCES):
        subprocess.run(["node", str(NODE_PROJECT / "schema.js")], check=True, timeout=600, capture_output=True)
    generated = json.loads(_GENERATED.read_text(encoding="utf-8"))["definitions"]
    named = {name: _plain(body, generated) for name, body in generated.items() if name.isalpha() and name != "Answers"}
    for definition in named.values():
        if definition.get("type") == "object":
            definition["patternProperties"] = _ANNOTATIONS
    # https://learn.microsoft.com/graph/errors: date, request-id and client-request-id, and what else a service adds
    named["PublicInnerError"]["additionalProperties"] = {"type": ["string", "null"]}
    named["PublicInnerError"]["properties"]["innerError"] = {"$ref": "#/$defs/PublicInnerError"}
    return named


def _is_newer(source: Path) -> bool:
    return source.stat().st_mtime > _GENERATED.stat().st_mtime


def _plain(schema: Any, generated: Mapping[str, Any]) -> Any:
    """Return a schema with Microsoft's names only: what the translator named by itself is put in its place."""
    if isinstance(schema, list):
        return [_plain(item, generated) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        name = unquote(schema["$ref"].removeprefix("#/definitions/"))
        return {"$ref": f"#/$defs/{name}"} if name.isalpha() else _plain(generated[name], generated)
    return {key: _plain(value, generated) for key, value in schema.items() if key != "description"}


def _collection(item: Json) -> Json:
    return {
        "type": "object",
        "properties": {
            "value": {"type": "array", "items": item},
            "@odata.context": {"type": "string"},
            "@odata.count": {"type": "integer", "minimum": 0},
            "@odata.nextLink": _LINK,
            "@microsoft.graph.tips": {"type": "string"},
        },
        "required": ["value"],
        "additionalProperties": False,
    }


def _object(**properties: Json) -> Json:
    return {
        "type": "object",
        "properties": properties,
        "patternProperties": _ANNOTATIONS,
        "additionalProperties": False,
    }


def _delta() -> Json:
    """Return a page of changes: more to come, or the link for next time, never both.

    https://learn.microsoft.com/graph/delta-query-overview
    """
    removed = {
        "type": "object",
        "properties": {
            "id": {"type": "string"},
            "@removed": {
                "type": "object",
                "properties": {"reason": {"enum": ["changed", "deleted"]}},
                "required": ["reason"],
                "additionalProperties": False,
            },
        },
        "patternProperties": _ANNOTATIONS,
        "required": ["id", "@removed"],
        "additionalProperties": False,
    }
    page = _collection({"if": {"required": ["@removed"]}, "then": removed, "else": {"$ref": "#/$defs/event"}})
    page["properties"]["@odata.deltaLink"] = _LINK
    page["oneOf"] = [{"required": ["@odata.nextLink"]}, {"required": ["@odata.deltaLink"]}]
    return page


def _batch() -> Json:
    """Return an answer of ``$batch``: https://learn.microsoft.com/graph/json-batching."""
    answers = ("event", "events", "delta", "calendar", "calendars", "schedules", "person", "settings", "workplan")
    return {
        "type": "object",
        "properties": {
            "responses": {
                "type": "array",
                "maxItems": 20,
                "items": {
                    "type": "object",
                    "properties": {
                        "id": {"type": "string"},
                        "status": {"type": "integer", "minimum": 100, "maximum": 599},
                        "headers": {"type": "object", "additionalProperties": {"type": "string"}},
                        "body": True,
                    },
                    "required": ["id", "status"],
                    "additionalProperties": False,
                    "if": {"properties": {"status": {"minimum": 400}}},
                    "then": {"properties": {"body": {"$ref": "#/$defs/error"}}},
                    "else": {"properties": {"body": {"anyOf": [{"$ref": f"#/$defs/{name}"} for name in answers]}}},
                },
            },
            "@odata.nextLink": _LINK,
        },
        "required": ["responses"],
        "additionalProperties": False,
    }


# Relations that Graph gives only where they are expanded, and that lead round in circles.
_NEVER_DRAWN = {
    "attachments", "calendar", "cancelledOccurrences", "exceptionOccurrences", "extensions", "instances",
    "multiValueExtendedProperties", "singleValueExtendedProperties",
}  # fmt: skip
_ANY_TEXT = {"type": "string", "maxLength": 12}
_DATE_TIME = r"20(19|2[0-9])-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])T([01][0-9]|2[0-3]):[0-5][05]:00\.0000000"
_DRAWN: Json = {
    "dateTime": {"anyOf": [{"type": "string", "pattern": rf"\A{_DATE_TIME}\Z"}, {"enum": [
        "2026-03-29T02:30:00.0000000", "2026-10-25T02:30:00.0000000", "2026-11-16T00:00:00.0000000",
        "2026-11-17T00:00:00.0000000", "2026-11-16T09:00:00", "0001-01-01T00:00:00.0000000", "9999-12-31T23:59:59Z",
    ]}, _ANY_TEXT]},
    "timeZone": {"anyOf": [{"enum": [
        "UTC", "Europe/Amsterdam", "W. Europe Standard Time", "Pacific Standard Time", "Nepal Standard Time",
        "Customized Time Zone", "tzone://Microsoft/Custom", "",
    ]}, _ANY_TEXT, {"type": "null"}]},
    "time": {"anyOf": [{"enum": ["0001-01-01T00:00:00Z", "2026-11-02T08:15:00Z"]}, _ANY_TEXT, {"type": "null"}]},
    "address": {"anyOf": [{"enum": [
        "anna@example.org", "ANNA@example.org", "bob@example.org", "room.1@example.org",
        "/O=EXCHANGELABS/OU=EXCHANGE ADMINISTRATIVE GROUP/CN=RECIPIENTS/CN=1F2E-ANNA", "",
    ]}, _ANY_TEXT, {"type": "null"}]},
    "id": {"anyOf": [{"enum": ["AAMkAGI1AAAoZDOFAAA=", "AAMkAGI1AAAoZDOGAAA="]}, {**_ANY_TEXT, "minLength": 1}]},
}  # fmt: skip


@cache
def _drawing(name: str, *, is_complete: bool) -> st.SearchStrategy[Any]:
    return _draw({"$ref": f"#/$defs/{name}"}, "", is_complete)


def _draw(schema: Json, field: str, is_complete: bool) -> st.SearchStrategy[Any]:
    """Return what draws a schema of the types: the frame here, which is quick, and its leaves by the library."""
    if field in _DRAWN and "$ref" not in str(schema):
        return _leaf(field)
    if "$ref" in schema:
        return _draw(_definitions()[schema["$ref"].removeprefix("#/$defs/")], "", is_complete)
    if isinstance(schema.get("type"), list):
        schema = {"anyOf": [{"type": name} for name in schema["type"]]}
    if "anyOf" in schema:
        chosen = [_draw(part, "", is_complete) for part in schema["anyOf"]]
        return chosen[0] if is_complete and "$ref" in schema["anyOf"][0] else st.one_of(chosen)
    if schema.get("type") == "array":
        return st.lists(_draw(schema["items"], "", is_complete), max_size=3)
    if schema.get("type") != "object":
        return from_schema({**schema, "maxLength": 12} if schema.get("type") == "string" else schema)
    kept = {name: body for name, body in schema["properties"].items() if name not in _NEVER_DRAWN}
    drawn = {name: _draw(body, name, is_complete) for name, body in kept.items()}
    return st.fixed_dictionaries(drawn) if is_complete else st.fixed_dictionaries({}, optional=drawn)


@cache
def _leaf(field: str) -> st.SearchStrategy[Any]:
    return from_schema(_DRAWN[field])
