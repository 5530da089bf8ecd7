"""Microsoft Graph's calendars on the loopback: wiremock 3.13.2 answers as scripted, behind Prism 5.14.2 as the judge.

Prism refuses requests that the document of ``graph_openapi`` does not allow (422; 404 and 405 for unknown addresses
and verbs; 401 without a bearer token) and turns answers that are not true to Microsoft's types into status 500, so
that neither the product nor the script of a test can invent anything. Parameters that the document does not name pass
Prism; ``check_requests`` finds them among the requests that came through.

What it does not do: nothing is stateful, no window or ``$filter`` is applied and ``$select`` does not thin answers out
(the test scripts what comes back); tokens are not checked, any will do; Prism sees only requests to itself, so answers
that break Microsoft's types on purpose are served from ``untrue_api_endpoint``, which is wiremock alone.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote, urlsplit

import requests
from counterparts import installed
from counterparts.google_children import ChildServer, find_free_port
from counterparts.graph_openapi import check_query, openapi
from counterparts.graph_schema import Json

NODE_PROJECT = Path(__file__).with_name("microsoft")
WINDOW = ("2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z")

_SECONDS = 120
_PRISM = "@stoplight/prism-cli/dist/index.js"
# Prism ends with its parent, also where that was killed: its standard input then ends.
_END_WITH_PARENT = "data:text/javascript,process.stdin.on('end',()=>process.exit()).resume()"
# The same for Java, which does not watch its standard input: the shell leaves a guard behind and becomes Java.
_JAVA = 'exec 3<&0; { cat <&3 >/dev/null; kill -9 $$; } & exec java "$@" 3<&- </dev/null'
_QUICK_START = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto")
_FAILING, _NORMAL, _NOBODY = 1, 5, 10  # wiremock takes the lowest number that fits


def is_installed() -> bool:
    """Tell whether ``make counterparts`` has brought wiremock, Prism, Microsoft's types, and Java here."""
    return installed.has_packages(NODE_PROJECT) and installed.has_program("java")


@dataclass(frozen=True)
class ReceivedRequest:
    """A request that Prism let through, as it arrived: ``url`` is path and query; header names are in lower case."""

    method: str
    url: str
    headers: dict[str, str]
    body: str

    @property
    def path(self) -> str:
        """The path, as it was sent."""
        return urlsplit(self.url).path

    @property
    def query(self) -> str:
        """What follows the question mark, percent-encoded."""
        return urlsplit(self.url).query


class GraphCounterpart:
    """Graph on the loopback, for the length of a ``with``; ``reset`` between tests.

    Paths are given without the version: ``me/calendarView``, ``users/anna@example.org/calendarView``.
    What is scripted later wins over what was scripted before.
    """

    def __init__(self, public_origin: str = "") -> None:
        """Give the origin by which clients know the server, where ``MappedHosts`` leads them to it: links carry it.

        It is Microsoft's own, ``https://graph.microsoft.com``; without one it is the address on the loopback.
        """
        self._public_origin = public_origin
        self._wiremock_port = 0
        self._prism_port = 0
        self._scripts = 0
        self._stack = ExitStack()
        self._session = requests.Session()
        self._session.trust_env = False

    def __enter__(self) -> Self:
        self._wiremock_port, self._prism_port = find_free_port(), find_free_port()
        with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor() as pool:
            document = Path(folder) / "graph.json"
            document.write_text(json.dumps(openapi()), encoding="utf-8")
            starts = [pool.submit(server.__enter__) for server in self._servers(document)]
            try:
                for start in starts:
                    self._stack.callback(start.result().stop)
                self.reset()
            except BaseException:
                for start in starts:
                    if start.exception() is None:
                        start.result().stop()
                self._session.close()
                raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._session.close()
        self._stack.close()

    @property
    def base_url(self) -> str:
        """Address of Prism, without a slash at its end."""
        return f"http://127.0.0.1:{self._prism_port}"

    @property
    def api_endpoint(self) -> str:
        """Base address of the API, with its version and trailing slash."""
        return f"{self._public_origin or self.base_url}/v1.0/"

    @property
    def mapping(self) -> dict[str, str]:
        """The public origin and where it is found here, for ``MappedHosts``."""
        return {self._public_origin or self.base_url: self.base_url}

    @property
    def untrue_api_endpoint(self) -> str:
        """The same answers without a judge, for bodies that are cut, no JSON, or not Graph's."""
        return f"http://127.0.0.1:{self._wiremock_port}/v1.0/"

    def reset(self) -> None:
        """Forget every script and every request; whatever is asked then answers 404 with a code of its own."""
        self._admin("POST", "reset")
        error = {"error": {"code": "NothingScripted", "message": "The test scripted no answer for this address."}}
        self._stub({"request": {"urlPattern": ".*"}, "response": _answer(404, error)}, _NOBODY)

    def serve(
        self, method: str, path: str, body: object, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> None:
        """Answer every request for a path, whatever its query, with a body (JSON, or text as it is)."""
        self._stub({"request": self._request(method, path), "response": _answer(status, body, headers)})

    def serve_events(
        self,
        path: str,
        events: Sequence[Json],
        page_size: int | None = None,
        window: tuple[str, str] = WINDOW,
    ) -> None:
        """Answer a ``calendarView`` with events, in pages that are joined by ``@odata.nextLink``.

        The links are absolute, name the window given here, and carry a ``$skiptoken``.
        """
        size = page_size or max(len(events), 1)
        pages = [list(events[start : start + size]) for start in range(0, len(events), size)] or [[]]
        query = f"startDateTime={window[0]}&endDateTime={window[1]}&$skiptoken=page"
        for number, page in enumerate(pages, start=1):
            body: Json = {"value": page}
            if number < len(pages):
                body["@odata.nextLink"] = f"{self.api_endpoint}{_encode(path)}?{query}{number + 1}"
            request = self._request("GET", path, {"$skiptoken": f"page{number}" if number > 1 else None})
            self._stub({"request": request, "response": _answer(200, body)})

    def serve_delta(
        self, path: str, pages: Sequence[Sequence[Json]], token: str = "first", since: str | None = None
    ) -> None:
        """Answer ``calendarView/delta`` with pages of changes, the last of which has the ``@odata.deltaLink``.

        Args:
            path: of the ``calendarView``.
            pages: events, or ``{"id", "@removed"}``.
            token: what the link for next time carries.
            since: the token that these changes follow on; without one they are the first round.
        """
        address = f"{path}/delta"
        for number, page in enumerate(pages, start=1):
            is_last = number == len(pages)
            kind, mark = ("deltatoken", token) if is_last else ("skiptoken", f"{token}{number + 1}")
            name = "@odata.deltaLink" if is_last else "@odata.nextLink"
            body = {"value": list(page), name: f"{self.api_endpoint}{_encode(address)}?${kind}={mark}"}
            asked = {"$deltatoken": since if number == 1 else None}
            asked["$skiptoken"] = f"{token}{number}" if number > 1 else None
            self._stub({"request": self._request("GET", address, asked), "response": _answer(200, body)})

    def serve_batch(self, *rounds: Sequence[Json]) -> None:
        """Answer ``$batch`` with sub-answers (``id``, ``status``, ``headers``, ``body``), one round after another.

        The last round stays.
        """
        answers = [_answer(200, {"responses": list(sub_answers)}) for sub_answers in rounds]
        self._queue("POST", "$batch", answers, _NORMAL)

    def serve_error(
        self, method: str, path: str, status: int, code: str, headers: Mapping[str, str] | None = None
    ) -> None:
        """Answer every request for a path with Graph's error body."""
        self.serve(method, path, error_body(code), status, headers)

    def fail_first(self, method: str, path: str, *failures: tuple[int, str, Mapping[str, str]]) -> None:
        """Answer the first requests for a path with failures (status, code, headers), then as scripted otherwise."""
        answers = [_answer(status, error_body(code), headers) for status, code, headers in failures]
        self._queue(method, path, answers, _FAILING, is_last_kept=False)

    def received(self) -> list[ReceivedRequest]:
        """Return the requests that Prism let through since the last ``reset``, in order."""
        events = self._admin("GET", "requests").json()["requests"]
        received = [event["request"] for event in reversed(events)]
        return [
            ReceivedRequest(
                one["method"], one["url"], {name.lower(): value for name, value in one["headers"].items()}, one["body"]
            )
            for one in received
        ]

    def check_requests(self) -> None:
        """Pass when every request so far was one that the document allows, with no parameter that it does not name.

        Raises:
            ValueError: one was not; the text says which and why.
        """
        for request in self.received():
            check_query(request.method, request.path, request.query)

    def _servers(self, document: Path) -> list[ChildServer]:
        jar = next((NODE_PROJECT / "node_modules/wiremock/build").glob("*.jar"))
        wiremock = [
            "-jar",
            str(jar),
            "--port",
            str(self._wiremock_port),
            "--bind-address",
            "127.0.0.1",
            "--disable-banner",
        ]
        upstream = f"http://127.0.0.1:{self._wiremock_port}"
        prism = ["proxy", str(document), upstream, "--errors", "-p", str(self._prism_port), "-v", "error"]
        return [
            ChildServer(["sh", "-c", _JAVA, "java", *_QUICK_START, *wiremock], lambda: self._is_up(upstream)),
            ChildServer(
                ["node", "--import", _END_WITH_PARENT, str(NODE_PROJECT / "node_modules" / _PRISM), *prism],
                lambda: self._is_up(self.base_url),
            ),
        ]

    @staticmethod
    def _is_up(address: str) -> bool:
        try:
            with requests.Session() as session:
                session.trust_env = False
                session.get(f"{address}/__admin/health", timeout=10)
        except requests.RequestException:
            return False
        return True

    def _queue(
        self, method: str, path: str, answers: Sequence[Json], priority: int, *, is_last_kept: bool = True
    ) -> None:
        self._scripts += 1
        scenario = f"{path} {self._scripts}"
        states = ["Started", *(f"after {number}" for number in range(1, len(answers) + 1))]
        for number, answer in enumerate(answers):
            stub = {"request": self._request(method, path), "response": answer, "scenarioName": scenario}
            stub["requiredScenarioState"] = states[number]
            if number + 1 < len(answers) or not is_last_kept:
                stub["newScenarioState"] = states[number + 1]
            self._stub(stub, priority)

    def _request(self, method: str, path: str, query: Mapping[str, str | None] | None = None) -> Json:
        wanted = {
            name: {"absent": True} if value is None else {"equalTo": value} for name, value in (query or {}).items()
        }
        return {"method": method, "urlPathPattern": _either_way(f"/v1.0/{_encode(path)}"), "queryParameters": wanted}

    def _stub(self, mapping: Json, priority: int = _NORMAL) -> None:
        self._admin("POST", "mappings", {**mapping, "priority": priority})

    def _admin(self, method: str, path: str, body: Json | None = None) -> requests.Response:
        address = f"http://127.0.0.1:{self._wiremock_port}/__admin/{path}"
        answer = self._session.request(method, address, json=body, timeout=_SECONDS)
        answer.raise_for_status()
        return answer


def error_body(code: str) -> Json:
    """Return Graph's error body with a code; https://learn.microsoft.com/graph/errors."""
    inner = {"date": "2026-11-16T09:00:00", "request-id": "1", "client-request-id": "1"}
    return {"error": {"code": code, "message": "A message for people.", "innerError": inner}}


def _answer(status: int, body: object, headers: Mapping[str, str] | None = None) -> Json:
    kind = {"Content-Type": "application/json"}
    text = body if isinstance(body, str) else json.dumps(body)
    return {"status": status, "body": text, "headers": {**kind, **(headers or {})}}


def _encode(path: str) -> str:
    return quote(path, safe="/$@=+%")


def _either_way(path: str) -> str:
    """Return a pattern of a path whose ``@``, ``=``, ``+`` and ``$`` may be percent-encoded or not."""
    pattern = re.escape(path)
    for sign in "@=$+":
        pattern = pattern.replace(re.escape(sign), f"({re.escape(sign)}|%{ord(sign):02X}|%{ord(sign):02x})")
    return pattern
