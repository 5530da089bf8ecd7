"""Google's sign-in and calendar as npm ``emulate`` 0.11.2 plays them, in a process of its own.

What it does, read in its source and seen here: a consent page on which the person chooses an address; PKCE (plain,
S256); codes that work once, for ten minutes; access and refresh tokens; an ``id_token`` (RS256) with the address;
revocation; ``calendarList.list``, ``events.list`` (window, paging, ``q``), ``events.insert``, ``events.delete``,
``freebusy.query``; 401 without a known token, 404 for an unknown calendar, both with Google's error body.

What it does not do, so that no test may rely on it:

- scopes are noted and given back, never enforced; there is no way to say no on the consent page;
- access tokens never end by themselves (``expires_in`` says 3600); revoking one token leaves the others of the same
  sign-in alive, and revoking an unknown token answers 200, where Google answers 400;
- client id, secret and redirect address are not checked, as no clients are seeded; no grant for service accounts;
- no ``events.get``, ``calendars.get``, ``calendarList.get``: 404 with a body that is not Google's;
- ``events.list`` knows no recurrence (``singleEvents`` is ignored), sync tokens, ``showDeleted``, ``eventTypes``,
  ``fields`` or ``iCalUID``; cancelled events are left out; ``maxResults`` is 10 where it is absent (Google: 250) and
  at most 250 (Google: 2500); a ``timeMin`` without offset is taken; its answer has no ``summary``, ``timeZone``,
  ``accessRole``, ``updated`` and ``etag``;
- an event has no organizer, creator, iCalUID, eventType, transparency, visibility, reminders or recurrence, its guests
  are never optional or resources, and a calendar list has no pages;
- an unknown calendar is missing from the free/busy answer, where Google names it with an error; whole days are busy in
  UTC;
- no throttling that looks like Google's.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote, urlsplit

import requests
from counterparts import installed
from counterparts.google_children import NODE_PROJECT, ChildServer, find_free_port, node_command

# Google's own addresses, as its discovery documents and a downloaded client file give them.
GOOGLE_AUTH_URIS = ("https://accounts.google.com/o/oauth2/auth", "https://accounts.google.com/o/oauth2/v2/auth")
GOOGLE_TOKEN_URI = "https://oauth2.googleapis.com/token"
GOOGLE_REVOKE_URI = "https://oauth2.googleapis.com/revoke"
GOOGLE_API_ENDPOINT = "https://www.googleapis.com/calendar/v3/"

_SCRIPT = "emulate/dist/index.js"
_SECONDS = 120
# The emulator takes every unknown token for its first user; a first user without an address makes it answer 401.
_NOBODY = {"email": "", "name": "Nobody"}


def is_installed() -> bool:
    """Tell whether ``make counterparts`` has brought the emulator here."""
    return installed.has_packages(NODE_PROJECT)


class GoogleEmulator:
    """Google on the loopback, for the length of a ``with``.

    The seed holds the emulator's own words, all optional:

    - ``users``: ``email``, ``name``
    - ``calendars``: ``id``, ``user_email``, ``summary``, ``primary``, ``time_zone``, ``access_role``, ``description``,
      ``selected``; who has none gets a primary calendar in UTC
    - ``calendar_events``: ``id``, ``user_email``, ``calendar_id`` (``primary`` where absent), ``summary``,
      ``description``, ``location``, ``status``, ``start_date_time`` and ``end_date_time`` or ``start_date`` and
      ``end_date``, ``attendees`` (``email``, ``display_name``), ``hangout_link``, ``conference_entry_points``
      (``entry_point_type``, ``uri``)
    - ``tokens``: access tokens that work from the start, each with ``{"login": address}``

    ``insert_event`` takes an event in Google's words, with the answers of guests, which the seed cannot say.
    """

    def __init__(self, seed: Mapping[str, Any]) -> None:
        self._seed = seed
        self._server: ChildServer | None = None
        self._session = requests.Session()
        self._session.trust_env = False
        self._port = 0

    def __enter__(self) -> Self:
        self._port = find_free_port()
        with tempfile.TemporaryDirectory() as folder:
            seed = Path(folder) / "seed.json"
            seed.write_text(json.dumps(self._seed_of_the_emulator()), encoding="utf-8")
            command = node_command(
                _SCRIPT, "start", "--service", "google", "--port", str(self._port), "--seed", str(seed),
                "--base-url", self.base_url,
            )  # fmt: skip
            self._server = ChildServer(command, self._is_ready)
            self._server.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._session.close()
        if self._server:
            self._server.stop()

    @property
    def base_url(self) -> str:
        """Address of the emulator, without a slash at its end; also the issuer of its id tokens."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def api_endpoint(self) -> str:
        """Base address of the calendar API, with its trailing slash."""
        return f"{self.base_url}/calendar/v3/"

    @property
    def auth_uri(self) -> str:
        """Address of the consent page."""
        return f"{self.base_url}/o/oauth2/v2/auth"

    @property
    def token_uri(self) -> str:
        """Address at which codes and refresh tokens are exchanged."""
        return f"{self.base_url}/oauth2/token"

    @property
    def revoke_uri(self) -> str:
        """Address at which a token is revoked."""
        return f"{self.base_url}/oauth2/revoke"

    @property
    def userinfo_uri(self) -> str:
        """Address that tells whose an access token is."""
        return f"{self.base_url}/oauth2/v2/userinfo"

    @property
    def jwks_uri(self) -> str:
        """Address of the key with which id tokens are signed."""
        return f"{self.base_url}/oauth2/v3/certs"

    @property
    def mapping(self) -> dict[str, str]:
        """Google's real addresses and where they are found here, the longest first, for ``MappedHosts``."""
        return {
            **dict.fromkeys(sorted(GOOGLE_AUTH_URIS, key=len, reverse=True), self.auth_uri),
            "https://accounts.google.com": self.base_url,
            GOOGLE_TOKEN_URI: self.token_uri,
            GOOGLE_REVOKE_URI: self.revoke_uri,
            "https://www.googleapis.com": self.base_url,
        }

    def client_file(self, *redirect_uris: str) -> dict[str, Any]:
        """Return what Google Cloud lets people download for a desktop app, with the addresses of the emulator."""
        return {
            "installed": {
                "client_id": "1234567890-meetlint.apps.googleusercontent.com",
                "project_id": "meetlint-tests",
                "auth_uri": self.auth_uri,
                "token_uri": self.token_uri,
                "auth_provider_x509_cert_url": self.jwks_uri,
                "client_secret": "GOCSPX-only-for-tests",
                "redirect_uris": list(redirect_uris) or ["http://localhost"],
            }
        }

    def consent(self, authorization_url: str, address: str) -> str:
        """Play the person: open the consent page, choose an address, and return where the browser is sent.

        The address that comes back is the redirect address with ``code`` and ``state``; nobody has opened it yet.

        Raises:
            ValueError: the page is not Google's consent page, or does not offer the address.
        """
        base, _, query = authorization_url.partition("?")
        if base not in (self.auth_uri, *GOOGLE_AUTH_URIS):
            raise ValueError(f"not the consent page: {base}")
        page = self._session.get(f"{self.auth_uri}?{query}", timeout=_SECONDS)
        page.raise_for_status()
        forms = _Forms()
        forms.feed(page.text)
        for action, fields in forms.found:
            if fields.get("email") == address:
                answer = self._session.post(
                    self.base_url + action, data=fields, allow_redirects=False, timeout=_SECONDS
                )
                answer.raise_for_status()
                return str(answer.headers["Location"])
        raise ValueError(f"the consent page does not offer {address}")

    def open_redirect(self, redirect_url: str) -> None:
        """Go where ``consent`` was sent, as the browser does: to the program that waits on the loopback.

        Raises:
            ValueError: the address is not one of the loopback.
        """
        if urlsplit(redirect_url).hostname not in ("127.0.0.1", "localhost", "::1"):
            raise ValueError("the redirect leads away from this machine")
        self._session.get(redirect_url, timeout=_SECONDS)

    def revoke(self, token: str) -> None:
        """Make a token invalid: an access token answers 401 from now on, a refresh token ``invalid_grant``."""
        self._session.post(self.revoke_uri, data={"token": token}, timeout=_SECONDS).raise_for_status()

    def sign_in(self, address: str, scope: str = "openid email") -> dict[str, Any]:
        """Return the tokens of somebody who signed in, without a client: access, refresh and id token."""
        redirect = "http://127.0.0.1:1/"
        location = self.consent(f"{self.auth_uri}?client_id=x&redirect_uri={redirect}&scope={scope}", address)
        fields = {
            "grant_type": "authorization_code",
            "code": location.rpartition("code=")[2],
            "client_id": "x",
            "redirect_uri": redirect,
        }
        answer = self._session.post(self.token_uri, data=fields, timeout=_SECONDS)
        answer.raise_for_status()
        tokens: dict[str, Any] = answer.json()
        return tokens

    def insert_event(self, access_token: str, body: Mapping[str, Any], calendar_id: str = "primary") -> dict[str, Any]:
        """Add an event, given in Google's words, to a calendar of the token's person; return the emulator's answer."""
        address = f"{self.api_endpoint}calendars/{quote(calendar_id, safe='')}/events"
        headers = {"Authorization": f"Bearer {access_token}"}
        answer = self._session.post(address, json=body, headers=headers, timeout=_SECONDS)
        answer.raise_for_status()
        event: dict[str, Any] = answer.json()
        return event

    def _seed_of_the_emulator(self) -> dict[str, Any]:
        google = {name: rows for name, rows in self._seed.items() if name != "tokens"}
        google["users"] = [_NOBODY, *google.get("users", ())]
        # Absent tokens would make the emulator invent one of its own.
        return {"tokens": dict(self._seed.get("tokens", {})), "google": google}

    def _is_ready(self) -> bool:
        try:
            return self._session.get(self.jwks_uri, timeout=10).ok
        except requests.RequestException:
            return False


class _Forms(HTMLParser):
    """The forms of a page: where each goes, and its fields."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append((named["action"], {}))
        elif tag == "input" and self.found:
            self.found[-1][1][named["name"]] = named.get("value", "")
