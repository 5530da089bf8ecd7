"""The part of Microsoft Graph that a linter of calendars may use, as OpenAPI 3.1, its answers from Microsoft's types.

Requests are narrower than Graph's: verbs that only read, the parameters that Microsoft documents for each address, and
``$select`` with names that the type has. https://learn.microsoft.com/graph/api/user-list-calendarview,
event-delta, calendar-getschedule, user-list-calendars; https://learn.microsoft.com/graph/json-batching.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

from counterparts.graph_schema import NAMES, Json, answer_schema, field_names
from jsonschema import Draft202012Validator

_OWNERS = ("/v1.0/me", "/v1.0/users/{user}")
_MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,7})?)?(Z|[+-]\d\d:\d\d)?$"}
_TEXT = {"type": "string", "minLength": 1}
_DELTA_QUERIES: tuple[set[str], ...] = ({"startDateTime", "endDateTime"}, {"$deltatoken"}, {"$skiptoken"})
# https://learn.microsoft.com/graph/api/user-list-calendarview: the headers it takes
_PREFERENCE = (
    r'(outlook\.timezone="[^"]+"|outlook\.body-content-type="(text|html)"|odata\.maxpagesize=\d+|IdType="ImmutableId")'
)
_PREFER = {
    "name": "Prefer",
    "in": "header",
    "schema": {"type": "string", "pattern": f"^{_PREFERENCE}(, ?{_PREFERENCE})*$"},
}


def openapi() -> Json:
    """Return the whole document."""
    paths: Json = {"/v1.0/$batch": {"post": _operation("batch", body=_batch_request())}}
    for owner in _OWNERS:
        calendars = (f"{owner}/calendar", f"{owner}/calendars/{{calendar}}")
        for place in (owner, *calendars):
            paths[f"{place}/calendarView"] = {"get": _operation("events", _window() + _paging("Event"))}
        for place in (owner, calendars[1]):
            paths[f"{place}/events/{{event}}"] = {"get": _operation("event", [_select("Event")])}
        paths[f"{owner}/calendarView/delta"] = {"get": _operation("delta", _delta())}
        paths[f"{owner}/calendars"] = {"get": _operation("calendars", _paging("Calendar"))}
        for place in calendars:
            paths[place] = {"get": _operation("calendar", [_select("Calendar")])}
        paths[f"{owner}/calendar/getSchedule"] = {"post": _operation("schedules", body=_schedule_request())}
    for path, operations in paths.items():
        operations["parameters"] = [
            {"name": name, "in": "path", "required": True, "schema": _TEXT} for name in re.findall(r"{(\w+)}", path)
        ]
    return {
        "openapi": "3.1.0",
        "info": {"title": "Calendars in Microsoft Graph, for reading", "version": "1.0"},
        "security": [{"bearer": []}],
        "paths": paths,
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }


def check_query(method: str, path: str, query: str) -> None:
    """Pass when a request may be made: its verb, its address, every parameter and its value.

    Prism lets parameters through that the document does not name; this does not.

    Args:
        method: the verb.
        path: from ``/v1.0`` on.
        query: what follows the question mark, percent-encoded.

    Raises:
        ValueError: it may not; the text says why.
    """
    operation = _find_operation(method, path)
    known = {one["name"]: one for one in operation.get("parameters", []) if one["in"] == "query"}
    given = parse_qsl(query, keep_blank_values=True)
    names = [name for name, _ in given]
    if not set(names) <= known.keys():
        raise ValueError(f"{path} does not know {sorted(set(names) - known.keys())}")
    if len(set(names)) < len(names):
        raise ValueError(f"{path} is given a parameter twice: {names}")
    if path.endswith("/delta") and set(names) not in _DELTA_QUERIES:
        raise ValueError(f"{path} wants a window at first and a token afterwards")
    missing = [name for name, one in known.items() if one.get("required") and name not in names]
    if missing:
        raise ValueError(f"{path} wants {missing}")
    for name, value in given:
        schema = known[name]["schema"]
        if not Draft202012Validator(schema).is_valid(_read(value, schema)):
            raise ValueError(f"{path} does not take {name}={value[:100]}")


def _find_operation(method: str, path: str) -> Json:
    for template, operations in _document()["paths"].items():
        pattern = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(template))
        if re.fullmatch(pattern, path) and method.lower() in operations:
            operation: Json = operations[method.lower()]
            return operation
    raise ValueError(f"no such request: {method} {path}")


def _read(value: str, schema: Json) -> Any:
    if schema["type"] == "array":
        return value.split(",")
    if schema["type"] == "integer":
        return int(value) if value.isdecimal() else value
    return {"true": True, "false": False}.get(value, value) if schema["type"] == "boolean" else value


@cache
def _document() -> Json:
    return openapi()


def _schemas() -> Json:
    text = json.dumps(answer_schema(NAMES[0])["$defs"]).replace("#/$defs/", "#/components/schemas/")
    schemas: Json = json.loads(text)
    return schemas


def _operation(answer: str, parameters: list[Json] | None = None, body: Json | None = None) -> Json:
    operation: Json = {
        "parameters": [_PREFER, *(parameters or [])],
        "responses": {"200": _content(answer), "default": _content("error")},
    }
    if body:
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
    return operation


def _content(name: str) -> Json:
    schema = {"$ref": f"#/components/schemas/{name}"}
    return {"description": name, "content": {"application/json": {"schema": schema}}}


def _query(name: str, schema: Json, *, is_required: bool = False, **style: Any) -> Json:
    return {"name": name, "in": "query", "required": is_required, "schema": schema, **style}


def _select(type_name: str) -> Json:
    schema = {"type": "array", "minItems": 1, "uniqueItems": True, "items": {"enum": field_names(type_name)}}
    return _query("$select", schema, style="form", explode=False)


def _window() -> list[Json]:
    return [_query(name, _MOMENT, is_required=True) for name in ("startDateTime", "endDateTime")]


def _paging(type_name: str) -> list[Json]:
    return [
        _select(type_name),
        _query("$top", {"type": "integer", "minimum": 1, "maximum": 1000}),
        _query("$skip", {"type": "integer", "minimum": 0}),
        _query("$skiptoken", _TEXT),
        _query("$filter", _TEXT),
        _query("$orderby", _TEXT),
        _query("$count", {"type": "boolean"}),
    ]


def _delta() -> list[Json]:
    windows = [_query(name, _MOMENT) for name in ("startDateTime", "endDateTime")]
    tokens = [_query(name, _TEXT) for name in ("$deltatoken", "$skiptoken")]
    # Prism passes what is not named, so what delta does not take is named, with a schema that nothing fits.
    never = [_query(name, {"type": "string", "not": {}}) for name in ("$select", "$filter", "$top", "$orderby")]
    return [*windows, *tokens, *never]


def _batch_request() -> Json:
    url = {"type": "string", "pattern": r"^/(me|users/[^/]+)(/|\?|$)"}
    get = {"properties": {"method": {"const": "GET"}, "url": url, "body": False}}
    schedule = {"properties": {"method": {"const": "POST"}, "url": {"type": "string", "pattern": "/getSchedule$"}}}
    return {
        "type": "object",
        "properties": {
            "requests": {
                "type": "array",
                "minItems": 1,
                "maxItems": 20,
                "items": {
                    "type": "object",
                    "properties": {
                        "id": _TEXT,
                        "method": True,
                        "url": True,
                        "headers": {"type": "object", "additionalProperties": {"type": "string"}},
                        "dependsOn": {"type": "array", "items": _TEXT},
                        "body": {"type": "object"},
                    },
                    "required": ["id", "method", "url"],
                    "additionalProperties": False,
                    "anyOf": [get, schedule],
                },
            }
        },
        "required": ["requests"],
        "additionalProperties": False,
    }


def _schedule_request() -> Json:
    moment = {"$ref": "#/components/schemas/DateTimeTimeZone"}
    return {
        "type": "object",
        "properties": {
            "schedules": {"type": "array", "minItems": 1, "maxItems": 20, "items": _TEXT},
            "startTime": moment,
            "endTime": moment,
            "availabilityViewInterval": {"type": "integer", "minimum": 5, "maximum": 1440},
        },
        "required": ["schedules", "startTime", "endTime"],
        "additionalProperties": False,
    }
