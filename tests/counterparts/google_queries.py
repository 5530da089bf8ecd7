"""What may be asked of Google Calendar, from Google's discovery document, and a proxy that refuses everything else.

``make_openapi`` writes the document as OpenAPI 3.1 for the few methods that are read; npm ``prism`` holds questions and
answers against it. Prism lets unknown parameters pass, and OpenAPI cannot say that some exclude each other: a gate in
front of it does, with ``check_query``.
"""

from __future__ import annotations

import contextlib
import json
import re
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from counterparts import installed
from counterparts.google_children import NODE_PROJECT, ChildServer, find_free_port, is_listening, node_command
from counterparts.google_schema import Schema, read_discovery, translate

METHODS = ("events.list", "events.get", "calendarList.list", "calendars.get", "freebusy.query")

_SCRIPT = "@stoplight/prism-cli/dist/index.js"
_SECONDS = 120
_COMPONENTS = "#/components/schemas/"
_LARGEST = re.compile(r"can never be larger than (\d+)")
# In a query a token ends up in logs.
_NEVER = ("access_token", "oauth_token", "key")


class WrongQuery(ValueError):  # noqa: N818 - it is what was asked, not a failure of the test
    """A question that Google does not know, or would refuse."""


@dataclass(frozen=True)
class AskedQuery:
    """A question that arrived, and the status of its answer."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    status: int


def is_installed() -> bool:
    """Tell whether ``make counterparts`` has brought Prism here."""
    return installed.has_packages(NODE_PROJECT)


def read_method(name: str) -> dict[str, Any]:
    """Return one of ``METHODS`` as the discovery document describes it, with the parameters of all methods added."""
    resource, _, method = name.partition(".")
    document = read_discovery()
    found: dict[str, Any] = dict(document["resources"][resource]["methods"][method])
    of_all = {name: part for name, part in document["parameters"].items() if name not in _NEVER}
    found["parameters"] = of_all | found.get("parameters", {})
    return found


def check_query(method: str, path: str, query: str) -> None:
    """Check that Google knows a question: verb, path (with ``/calendar/v3/``), names and combination of parameters.

    The values are left to Prism, except those that depend on each other.

    Raises:
        WrongQuery: it does not.
    """
    described = _find_method(method, path)
    asked = parse_qsl(query, keep_blank_values=True)
    known = {name: part for name, part in described["parameters"].items() if part["location"] == "query"}
    for name, _ in asked:
        if name not in known:
            raise WrongQuery(f"unknown parameter {name}")
    names = [name for name, _ in asked]
    for name in set(names):
        if names.count(name) > 1 and not known[name].get("repeated"):
            raise WrongQuery(f"parameter {name} is given twice")
    values = dict(asked)
    if "syncToken" in values:
        for name in _excluded_by_sync(known["syncToken"]["description"]):
            if name in values:
                raise WrongQuery(f"parameter {name} is given with syncToken")
    if values.get("orderBy") == "startTime" and values.get("singleEvents") != "true":
        raise WrongQuery("orderBy=startTime is given without singleEvents=true")


def make_openapi() -> dict[str, Any]:
    """Return the methods that are read as OpenAPI 3.1, as strict as ``google_schema`` about answers."""
    document = read_discovery()
    paths: dict[str, Any] = {}
    for name in METHODS:
        method = read_method(name)
        operation: dict[str, Any] = {
            "operationId": method["id"],
            "parameters": [_parameter(key, part) for key, part in method["parameters"].items()],
            "responses": {
                "200": _json_of(method["response"]),
                "default": {"description": "error", "content": {"application/json": {"schema": _error_schema()}}},
            },
        }
        if "request" in method:
            operation["requestBody"] = {"required": True, **_json_of(method["request"])}
        paths[f"{document['basePath']}{method['path']}"] = {method["httpMethod"].lower(): operation}
    schemas = {name: translate(part, _COMPONENTS) for name, part in document["schemas"].items()}
    schemas["FreeBusyRequest"]["required"] = ["timeMin", "timeMax"]
    return {
        "openapi": "3.1.0",
        "info": {"title": "Google Calendar", "version": document["revision"]},
        "paths": paths,
        "components": {"schemas": schemas},
    }


class CheckedGoogle:
    """Google behind a strict proxy, for the length of a ``with``: gate, Prism, then the upstream of the test.

    ``upstream`` is the address of a server that answers below ``/calendar/v3/``, without that path. A wrong question
    gets 422 and never reaches it; a wrong answer of the upstream gets 500. What arrived stands in ``asked``.
    """

    def __init__(self, upstream: str) -> None:
        self._upstream = upstream.rstrip("/")
        self._gate: _Gate | None = None
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> Self:
        with contextlib.ExitStack() as stack:
            # Prism watches its document and ends when it goes away.
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            document = folder / "openapi.json"
            document.write_text(json.dumps(make_openapi()), encoding="utf-8")
            port = find_free_port()
            command = node_command(
                _SCRIPT, "proxy", str(document), self._upstream, "--errors", "--port", str(port), "--cors", "false"
            )  # fmt: skip
            stack.enter_context(ChildServer(command, lambda: is_listening(port)))
            self._gate = stack.enter_context(_Gate(port))
            thread = threading.Thread(target=self._gate.serve_forever)
            thread.start()
            stack.callback(thread.join)
            stack.callback(self._gate.shutdown)
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    @property
    def base_url(self) -> str:
        """Address of the gate, without a slash at its end."""
        assert self._gate, "the gate does not run"
        return f"http://127.0.0.1:{self._gate.server_port}"

    @property
    def api_endpoint(self) -> str:
        """Base address of the calendar API, with its trailing slash."""
        return f"{self.base_url}/calendar/v3/"

    @property
    def asked(self) -> list[AskedQuery]:
        """Return the questions that arrived, in the order of their answers."""
        assert self._gate, "the gate does not run"
        return list(self._gate.asked)


class _Gate(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, prism_port: int) -> None:
        super().__init__(("127.0.0.1", 0), _GateHandler)
        self.prism_port = prism_port
        self.asked: list[AskedQuery] = []


class _GateHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Gate

    def __getattr__(self, name: str) -> Any:
        # Every verb is judged alike, also those that nobody has thought of.
        if name.startswith("do_"):
            return self._judge
        raise AttributeError(name)

    def log_message(self, *_: object) -> None:
        """Say nothing: a question may hold what nobody should read."""

    def _judge(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        address = urlsplit(self.path)
        try:
            check_query(self.command, address.path, address.query)
        except WrongQuery as error:
            answer = json.dumps({"title": "Invalid request", "detail": str(error)}).encode()
            self._answer(422, {"Content-Type": "application/problem+json"}, answer)
            return
        upstream = HTTPConnection("127.0.0.1", self.server.prism_port, timeout=_SECONDS)
        try:
            headers = {name: value for name, value in self.headers.items() if name.lower() not in _OF_ONE_HOP}
            upstream.request(self.command, self.path, body or None, headers)
            response = upstream.getresponse()
            self._answer(response.status, dict(response.getheaders()), response.read())
        finally:
            upstream.close()

    def _answer(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        address = urlsplit(self.path)
        query = tuple(parse_qsl(address.query, keep_blank_values=True))
        self.server.asked.append(AskedQuery(self.command, address.path, query, status))
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() not in _OF_ONE_HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


_OF_ONE_HOP = ("connection", "keep-alive", "transfer-encoding", "content-length", "host", "date", "server")


def _excluded_by_sync(description: str) -> list[str]:
    """Read what may not be given with a syncToken: listed below a sentence for events, within one for calendars."""
    _, _, below = description.partition("These are:")
    within = re.search(r"(\w+) and (\w+) query parameters cannot be specified together", description)
    return re.findall(r"^- (\w+)", below, flags=re.MULTILINE) + list(within.groups() if within else ())


def _find_method(verb: str, path: str) -> dict[str, Any]:
    base = read_discovery()["basePath"]
    for name in METHODS:
        method = read_method(name)
        pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(base + method["path"]))
        if verb == method["httpMethod"] and re.fullmatch(pattern, path):
            return method
    raise WrongQuery(f"{verb} {path} is no question that may be asked")


def _parameter(name: str, part: Mapping[str, Any]) -> dict[str, Any]:
    schema: Schema = translate(dict(part))
    if "minimum" in part:
        schema["minimum"] = int(part["minimum"])
    largest = _LARGEST.search(part["description"])
    if largest:
        schema["maximum"] = int(largest[1])
    if part.get("repeated"):
        schema = {"type": "array", "items": schema}
    return {"name": name, "in": part["location"], "required": part.get("required", False), "schema": schema}


def _json_of(reference: Mapping[str, str]) -> dict[str, Any]:
    return {
        "description": reference["$ref"],
        "content": {"application/json": {"schema": {"$ref": _COMPONENTS + reference["$ref"]}}},
    }


def _error_schema() -> Schema:
    """Return the shape of Google's errors (``error.code``, ``message``, ``errors[].reason``), as recordings show it."""
    text = {"type": "string"}
    detail = {"type": "object", "properties": {"domain": text, "reason": text, "message": text}, "required": ["reason"]}
    error = {
        "type": "object",
        "properties": {"code": {"type": "integer"}, "message": text, "errors": {"type": "array", "items": detail}},
        "required": ["code", "message"],
    }
    return {"type": "object", "properties": {"error": error}, "required": ["error"]}
