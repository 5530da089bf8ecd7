"""A Graph on loopback that keeps events and answers from them, for what no scripted answer can show."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from scripted_server import Crowd, Handler, Server

from analyzer.errors import SignInError
from connectors.options import OpenOptions
from connectors.outlook.client import Reader
from connectors.outlook.settings import OutlookSettings
from connectors.services.gate import Gate
from connectors.services.patience import Patience
from connectors.services.sign_ins import SignIn, SignInStore
from tests.connectors.outlook.graph_bodies import ANNA, WINDOW, Json, batch, error

CANARY = "eyJ0-canary"


class Clock:
    """A clock that only moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def patience(self) -> Patience:
        return Patience(monotonic=lambda: self.now, sleep=self.sleep, chance=lambda: 0.5)


class FakeTokens:
    def __init__(self, *tokens: str) -> None:
        self.tokens = list(tokens or (CANARY,))
        self.renewed = 0

    def bearer(self) -> str:
        return self.tokens[0]

    def renew(self) -> None:
        self.renewed += 1
        if len(self.tokens) > 1:
            del self.tokens[0]

    def refused(self, clock_off_seconds: float) -> SignInError:
        return SignInError("sign in again", "")


def reader(server: Server, clock: Clock | None = None, tokens: FakeTokens | None = None, places: int = 4) -> Reader:
    return Reader(server.url("/v1.0/"), tokens or FakeTokens(), Gate(places), patience=(clock or Clock()).patience)


class FakeGraph:
    """Answers calendarView, single events and $batch from what a test put there.

    Attributes:
        views: answers of a path below the version, one after another; the last stays: (status, body, headers).
        events: single events, by id.
        crowd: counts the requests that are in flight at the same time.
    """

    def __init__(self, server: Server, crowd: Crowd | None = None) -> None:
        self.server = server
        self.views: dict[str, list[tuple[int, bytes, dict[str, str]]]] = {}
        self.events: dict[str, Json] = {}
        self.failing: dict[str, list[tuple[int, str, dict[str, str]]]] = {}
        self.crowd = crowd
        self._lock = threading.Lock()
        server.answers = Anything(self._answer)  # type: ignore[assignment]

    def serve(self, path: str, *answers: tuple[int, bytes] | tuple[int, bytes, dict[str, str]]) -> None:
        self.views[path] = [(one[0], one[1], one[2] if len(one) > 2 else {}) for one in answers]  # type: ignore[misc]

    def url(self, path: str) -> str:
        return self.server.url(f"/v1.0/{path}")

    def asked(self) -> list[str]:
        """Paths below the version, without their queries, in order."""
        return [unquote(urlsplit(path).path).removeprefix("/v1.0/") for path, _ in self.server.asked]

    def _answer(self, handler: Handler) -> None:
        # No longer in flight once its answer may arrive: the client may ask again before this method ends.
        with self.crowd.inside() if self.crowd else nullcontext():
            status, body, headers = self._found(handler)
        handler.reply(status, body, **{"Content_Type": "application/json"} | headers)

    def _found(self, handler: Handler) -> tuple[int, bytes, dict[str, str]]:
        path = unquote(urlsplit(handler.path).path).removeprefix("/v1.0/")
        if path == "$batch":
            return 200, self._batch(), {}
        skip = parse_qs(urlsplit(handler.path).query).get("$skiptoken", [""])[0]
        return self._view(f"{path}#{skip}" if skip else path)

    def _view(self, path: str) -> tuple[int, bytes, dict[str, str]]:
        with self._lock:
            answers = self.views.get(path)
            if answers:
                return answers.pop(0) if len(answers) > 1 else answers[0]
        return 404, error("ErrorItemNotFound"), {}

    def _batch(self) -> bytes:
        asked = json.loads(self.server.sent[-1][2])["requests"]
        return batch(*(self._part(one) for one in asked))

    def _part(self, asked: Json) -> tuple[str, int, Json | None, Json]:
        path = unquote(urlsplit(asked["url"]).path).lstrip("/")
        assert (asked["method"], "body" in asked) == (("POST", True) if "getSchedule" in path else ("GET", False))
        identity = path.rpartition("/")[2]
        if failures := self.failing.get(identity):
            status, code, headers = failures.pop(0)
            return asked["id"], status, json.loads(error(code)), headers
        if identity in self.events:
            return asked["id"], 200, self.events[identity], {}
        status, body, headers = self._view(path)
        return asked["id"], status, json.loads(body), dict(headers)


class Anything(dict[str, Callable[[Handler], None]]):
    """Answers for every path."""

    def __init__(self, answer: Callable[[Handler], None]) -> None:
        super().__init__()
        self._answer = answer

    def get(self, *_: Any) -> Callable[[Handler], None]:  # type: ignore[override]
        return self._answer


def signed_in(
    folder: Path, server: Server, *accounts: str, scopes: tuple[str, ...] = ("Calendars.Read",), **more: Any
) -> OpenOptions:
    """Return options under which accounts are signed in, with tokens that nobody renews."""
    settings = OutlookSettings(client_id="app", api_endpoint=server.url("/v1.0/"), **more)
    store = SignInStore(folder, keyring=None)
    for account in accounts or (ANNA,):
        store.save(
            SignIn(
                "outlook", account, settings.access, scopes, "app", "https://localhost:1/t", "2026-11-01", secret="{}"
            )
        )
    return OpenOptions(state_dir=folder, cache_dir=folder / "cache", window=WINDOW, sections={"outlook": settings})
