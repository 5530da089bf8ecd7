"""Google on the loopback whose answers a test puts there; every good body is true to Google's own schema."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from counterparts.google_queries import WrongQuery, check_query
from counterparts.google_schema import validate_answer
from scripted_server import Handler, Server

from analyzer.calendars import OpenedCalendar
from analyzer.errors import SourceError
from connectors.google.opening import open_google
from connectors.google.settings import GoogleSettings
from connectors.locators import parse_locator
from connectors.options import Contents, OpenOptions, Window
from connectors.services.calendar import ServiceCalendar
from connectors.services.patience import Patience
from connectors.services.sign_ins import SignIn, SignInStore
from tests.connectors.google.google_bodies import ANNA, page

Query = dict[str, str]
Reply = tuple[int, dict[str, Any] | bytes] | tuple[int, dict[str, Any] | bytes, dict[str, str]]
WINDOW = Window(datetime(2026, 11, 9, tzinfo=UTC), datetime(2026, 11, 30, tzinfo=UTC))


class Clock:
    """A clock that only waiting moves."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waits: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.waits.append(seconds)

    def patience(self) -> Patience:
        return Patience(monotonic=lambda: self.now, sleep=self.sleep, chance=lambda: 0.5)


class ScriptedGoogle:
    """Google for one test.

    Attributes:
        wrong: what Google would not have known in the questions: another verb, path, name or combination.
        asked: each request but those for tokens: method, path and query.
        refreshes: how often a token was asked for.
        bearers: the tokens that came with the requests.
    """

    def __init__(self, server: Server, folder: Path) -> None:
        self.server = server
        self.folder = folder
        self.clock = Clock()
        self.store = SignInStore(folder / "state", None)
        self.asked: list[tuple[str, str, Query]] = []
        self.wrong: list[str] = []
        self.bodies: list[dict[str, Any]] = []
        self.refreshes: list[Query] = []
        self.bearers: list[str] = []
        self.refuse_refresh: Callable[[Query], Reply | None] = lambda form: None
        server.answers["/token"] = self._token

    def settings(self, **parts: Any) -> GoogleSettings:
        return GoogleSettings(
            **{"api_endpoint": self.server.url("/calendar/v3/"), "revoke_endpoint": self.server.url("/revoke"), **parts}
        )

    def sign_in(self, account: str = ANNA, access: str = "details", token: str = "refresh-1", **parts: Any) -> SignIn:
        secret = {
            "refresh_token": token,
            "token_uri": self.server.url("/token"),
            "client_id": "client",
            "client_secret": "s",
        }
        stored = SignIn("google", account, access, ("scope",), "client", "authority", "2026-11-15", **parts)
        return self.store.save(SignIn(**{**stored.__dict__, "secret": json.dumps(secret)}))

    def options(self, *, google: GoogleSettings | None = None, **parts: Any) -> OpenOptions:
        whole = {
            "state_dir": self.folder / "state",
            "cache_dir": self.folder / "cache",
            "window": WINDOW,
            "use_cache": False,
            "needs_series": True,
            **parts,
            "sections": {"google": google or self.settings()},
        }
        return OpenOptions(**whole)

    def open(self, *texts: str, **parts: Any) -> list[list[OpenedCalendar] | SourceError]:
        locators = [parse_locator(text) for text in texts]
        found = open_google(locators, self.options(**parts), store=self.store, patience=self.clock.patience)
        assert [locator for locator, _ in found] == locators
        return [result.calendars if isinstance(result, Contents) else result for _, result in found]

    def read(self, text: str = "google:", **parts: Any) -> ServiceCalendar:
        """Return the one calendar of a locator."""
        (result,) = self.open(text, **parts)
        assert not isinstance(result, SourceError), result
        (calendar,) = result
        assert isinstance(calendar, ServiceCalendar)
        return calendar

    def fail(self, text: str = "google:", **parts: Any) -> SourceError:
        """Return why a locator could not be read."""
        (result,) = self.open(text, **parts)
        assert isinstance(result, SourceError)
        return result

    def answer(self, path: str, reply: Callable[[Query], Reply], schema: str = "") -> None:
        """Put an answer at a path below the endpoint; a good one is checked against the schema."""

        def send(handler: Handler) -> None:
            parts = urlsplit(handler.path)
            try:
                check_query(handler.command, parts.path, parts.query)
            except WrongQuery as error:
                self.wrong.append(str(error))
            query = dict(parse_qsl(parts.query))
            self.asked.append((handler.command, parts.path, query))
            self.bearers.append(handler.headers.get("Authorization", "").removeprefix("Bearer "))
            _, _, sent = handler.server.sent[-1]
            self.bodies.append(json.loads(sent) if sent else {})
            status, body, *headers = reply(query)
            if isinstance(body, dict):
                if schema and status == 200:
                    validate_answer(schema, body)
                body = json.dumps(body).encode()
            handler.reply(status, body, Content_Type="application/json", **_named(handler, *headers))

        self.server.answers[f"/calendar/v3/{path}"] = send

    def events(self, reply: Callable[[Query], Reply], calendar: str = "primary") -> None:
        """Answer ``events.list`` of a calendar, but for masters, of which there are none."""
        self.answer(
            f"calendars/{quote(calendar, safe='')}/events",
            lambda query: (200, page()) if query["singleEvents"] == "false" else reply(query),
            "Events",
        )

    def pages(self, pages: Iterable[dict[str, Any]], calendar: str = "primary") -> None:
        """Answer ``events.list`` with pages: the first, then each by its token ``p1``, ``p2`` ..."""
        by_token = {"" if not number else f"p{number}": body for number, body in enumerate(pages)}
        self.events(lambda query: (200, by_token[query.get("pageToken", "")]), calendar)

    def asked_for_tokens(self) -> list[str]:
        """Return the page tokens of events.list in the order in which they were asked for."""
        return [query.get("pageToken", "") for _, _, query in self.asked if query.get("singleEvents") == "true"]

    def _token(self, handler: Handler) -> None:
        _, _, sent = handler.server.sent[-1]
        form = dict(parse_qsl(sent.decode()))
        self.refreshes.append(form)
        refused = self.refuse_refresh(form)
        if refused is not None:
            status, body, *headers = refused
            assert isinstance(body, dict)
            handler.reply(status, json.dumps(body).encode(), **_named(handler, *headers))
            return
        body = {"access_token": f"access-{len(self.refreshes)}", "expires_in": 3600, "token_type": "Bearer"}
        handler.reply(200, json.dumps(body).encode(), Content_Type="application/json")


def _named(handler: Handler, headers: dict[str, str] | None = None) -> dict[str, str]:
    """Return headers as the server takes them; the clock of the server itself is set, not doubled."""
    named = {name.replace("-", "_"): value for name, value in (headers or {}).items()}
    if date := named.pop("Date", ""):
        handler.date_time_string = lambda timestamp=None: date  # type: ignore[method-assign]
    return named
