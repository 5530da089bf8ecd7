"""Sign in to Google and out again: the installed-app flow with PKCE, in a browser here or anywhere else.

https://developers.google.com/identity/protocols/oauth2/native-app; the flow itself is google-auth-oauthlib's.
"""

from __future__ import annotations

import json
import math
import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlencode

import requests

from analyzer.errors import MeetlintError, SignInError, SourceError, UsageError, reason_of
from analyzer.settings.places import from_home
from analyzer.text import N_, Msg
from connectors.google import explanations
from connectors.google.scopes import ACCESS, CALENDAR_LIST, IDENTITY, MAIL_SEND
from connectors.google.settings import GoogleSettings
from connectors.locators import safe_name
from connectors.refusals import Refusal
from connectors.services import clients
from connectors.services.browser import FAREWELL, WAIT_SECONDS, Show, minutes_of, sign_in_by_browser
from connectors.services.http import ServiceHttp
from connectors.services.sign_ins import MAIL_ACCESS, Disconnected, SignIn, SignInStore
from connectors.transport import environment_of, explain, mount_certificates

if TYPE_CHECKING:
    from google.oauth2.credentials import Credentials

    from connectors.google.browser_flow import BrowserFlow

# As they stand in every file of a client: https://developers.google.com/identity/protocols/oauth2/native-app
_AUTH_URI, _TOKEN_URI = "https://accounts.google.com/o/oauth2/auth", "https://oauth2.googleapis.com/token"
_ANSWER_SECONDS = 30.0
_LONG_SECONDS = 10 * 366 * 86_400
# Ports that no service has (RFC 6335 section 6), for an address at which nothing listens.
_FIRST_FREE_PORT, _FREE_PORTS = 49152, 16384
_REVOKED = (200, 400)
"""Google answers 400 for a token that is revoked already."""

_CLIENT_HINT = N_(
    "Make one in Google Cloud, or ask for the one of your organisation; meetlint explain google says how."
)

REVOKE_FAILED = Refusal(
    "google-revoke-failed",
    N_("Google did not say that the sign-in was revoked (status {status}); it is removed here."),
    N_("Take it away yourself at https://myaccount.google.com/connections"),
)


class Ask(Protocol):
    """Asks for something, a msgid and its fields, and returns what was typed."""

    def __call__(self, message: str, **fields: object) -> str: ...  # noqa: D102


def connect(
    settings: GoogleSettings,
    store: SignInStore,
    *,
    open_browser: Callable[[str], object] | None,
    show: Show,
    ask: Ask,
    access: str = "",
    lists_calendars: bool = False,
    is_mail: bool = False,
    wait_seconds: float = WAIT_SECONDS,
    farewell: str = FAREWELL,
    today: date | None = None,
) -> SignIn:
    """Let a person sign in, and store the sign-in.

    Args:
        settings: say which client signs in.
        store: where the sign-in goes; what is returned says whether that is a keyring or a file.
        open_browser: opens an address in a browser on this machine and says whether there was one; None when there is
            none, and the person opens the address elsewhere and pastes what it leads to.
        show: says something to the person.
        ask: asks for what is to be pasted; it should not echo.
        access: another access than the settings say.
        lists_calendars: ask also for the scope to list calendars.
        is_mail: ask for the sending of mail, and for nothing of a calendar.
        wait_seconds: how long the browser may take.
        farewell: what the browser shows at the end, in the person's language.
        today: the day that is noted as that of the sign-in.

    Raises:
        SignInError: nobody signed in, the calendar was not given, or a door is closed.
        RefusedError: Google could not be reached.
        UsageError: there is no usable client file.
    """
    client = read_client(settings)
    access = MAIL_ACCESS if is_mail else access or settings.access
    scope = MAIL_SEND if is_mail else ACCESS[access]
    scopes = [*IDENTITY, scope, *([CALENDAR_LIST] if lists_calendars else [])]
    flow = _flow(client, scopes)
    environment_of(flow.oauth2session, client["token_uri"])  # names a file of certificates that does not exist
    try:
        with flow.oauth2session:
            if open_browser is None:
                credentials = _by_pasting(flow, show, ask)
            else:
                credentials = _by_browser(flow, open_browser, show, wait_seconds, farewell, _client_id(client), scope)
    except requests.RequestException as error:
        raise explain(error, "Google", _ANSWER_SECONDS)[0] from error
    except Exception as error:
        raise _failure(error, _client_id(client), scope) from error
    granted = _words(credentials.granted_scopes) or tuple(scopes)
    if scope not in granted:
        raise explanations.box_not_ticked(scope)
    today = today or datetime.now(UTC).date()
    ends = _last_day(flow.oauth2session.token, today)
    return store.save(_sign_in(credentials, client, settings, access, granted, today, ends))


def read_client(settings: GoogleSettings) -> dict[str, Any]:
    """Return the OAuth client: the part of the file that Google calls ``installed``, or the one meetlint comes with.

    Raises:
        UsageError: there is none, or the file is not that of a desktop app.
    """
    if not settings.client_file and clients.GOOGLE_CLIENT_ID:
        own = {"client_id": clients.GOOGLE_CLIENT_ID, "client_secret": clients.GOOGLE_CLIENT_SECRET}
        return {**own, "auth_uri": _AUTH_URI, "token_uri": _TOKEN_URI}
    if not settings.client_file:
        raise UsageError(N_("To sign in at Google, meetlint needs a client file: --client-file FILE."), _CLIENT_HINT)
    shown = safe_name(settings.client_file)
    try:
        content = json.loads(from_home(settings.client_file).read_bytes())
    except OSError as error:
        raise UsageError(
            N_("The client file {file} cannot be read: {reason}."), _CLIENT_HINT, file=shown, reason=reason_of(error)
        ) from error
    except ValueError as error:
        raise UsageError(N_("The client file {file} is no JSON."), _CLIENT_HINT, file=shown) from error
    client = content.get("installed") if isinstance(content, dict) else None
    if not isinstance(client, dict) or not all(
        isinstance(client.get(name), str) for name in ("client_id", "auth_uri", "token_uri")
    ):
        raise UsageError(
            N_("{file} is not the client file of a desktop app."),
            N_("In Google Cloud: Clients > Create client > Desktop app > Download JSON (meetlint explain google)."),
            file=shown,
        )
    return {**client, "client_secret": str(client.get("client_secret") or "")}


def disconnect(sign_in: SignIn, store: SignInStore, settings: GoogleSettings) -> Disconnected:
    """Revoke a sign-in at Google and remove it here; it is removed whatever Google says.

    Args:
        sign_in: which; its secret is read from the store.
        store: where it is kept.
        settings: say where a sign-in is revoked.

    Raises:
        MeetlintError: it could not be removed.
    """
    try:
        failure = _revoke(sign_in, store, settings)
    finally:
        store.remove(sign_in.service, sign_in.account)
    if failure is None:
        return Disconnected(True, N_("Google has revoked it."))
    return Disconnected(False, failure.message, failure.hint, failure.fields)


def _revoke(sign_in: SignIn, store: SignInStore, settings: GoogleSettings) -> SourceError | None:
    try:
        stored = store.load(sign_in.service, sign_in.account)
        secret = json.loads(stored.secret) if stored else {}
        token, place = secret["refresh_token"], secret.get("revoke_uri") or settings.revoke_endpoint
    except SignInError as error:
        return error
    except (ValueError, KeyError, TypeError, AttributeError):
        token, place = "", ""
    if not token:
        return REVOKE_FAILED.error(status=0)
    http = ServiceHttp(place, "Google", verbs=frozenset({"POST"}))
    try:
        answer = http.request(
            "POST",
            place,
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            body=urlencode({"token": token}),
            expects_json=False,
        )
    except SourceError as error:
        return error
    return None if answer.status in _REVOKED else REVOKE_FAILED.error(status=answer.status)


def _last_day(token: Mapping[str, Any], today: date) -> str:
    """Return the day on which Google ends a sign-in, "" when it tells none.

    ``refresh_token_expires_in`` stands in the reply while the consent screen is in Testing (seven days), and when the
    person gave access for a time: https://developers.google.com/identity/protocols/oauth2/native-app
    """
    seconds = token.get("refresh_token_expires_in")
    if not isinstance(seconds, int) or isinstance(seconds, bool) or not 0 < seconds < _LONG_SECONDS:
        return ""
    return (today + timedelta(days=math.ceil(seconds / 86_400))).isoformat()


def _words(scopes: str | Iterable[str] | None) -> tuple[str, ...]:
    return tuple(scopes.split() if isinstance(scopes, str) else scopes or ())


def _client_id(client: Mapping[str, Any]) -> str:
    return str(client["client_id"])


def _flow(client: dict[str, Any], scopes: list[str]) -> BrowserFlow:
    from connectors.google.browser_flow import BrowserFlow

    flow: BrowserFlow = BrowserFlow.from_client_config({"installed": client}, scopes)
    mount_certificates(flow.oauth2session)
    flow.answer_seconds = _ANSWER_SECONDS
    return flow


def _by_browser(
    flow: BrowserFlow,
    open_browser: Callable[[str], object],
    show: Show,
    wait_seconds: float,
    farewell: str,
    client_id: str,
    scope: str,
) -> Credentials:
    def page(port: int) -> str:
        flow.redirect_uri = f"http://127.0.0.1:{port}/"
        address, _ = flow.authorization_url()
        return address

    try:
        answer = sign_in_by_browser(
            page, open_browser=open_browser, show=show, service="Google", farewell=farewell, seconds=wait_seconds
        )
    except TimeoutError as error:
        minutes = minutes_of(wait_seconds)
        raise explanations.no_answer(minutes=minutes, client_id=client_id, scope=scope) from error
    return _exchange(flow, f"{flow.redirect_uri}?{urlencode(answer)}")


def _by_pasting(flow: BrowserFlow, show: Show, ask: Ask) -> Credentials:
    flow.redirect_uri = f"http://127.0.0.1:{_FIRST_FREE_PORT + secrets.randbelow(_FREE_PORTS)}/"
    address, _ = flow.authorization_url()
    show(N_("Open this address in a browser, on any machine, and sign in: {address}"), address=address)
    pasted = ask(
        N_("Then a page fails to load; paste its address here (it begins with {address})"), address=flow.redirect_uri
    ).strip()
    if not pasted.startswith(flow.redirect_uri) or "?" not in pasted:
        raise SignInError(
            N_("What was pasted is not the address of the page that failed to load."),
            N_("Run it again, and paste the whole address that begins with {address}"),
            address=flow.redirect_uri,
        )
    return _exchange(flow, pasted)


def _exchange(flow: BrowserFlow, answer: str) -> Credentials:
    """Exchange the code in the address that the browser came to."""
    # That address leads to this machine, not over a network; the library takes only https.
    flow.fetch_token(authorization_response="https" + answer.removeprefix("http"))
    credentials: Credentials = flow.credentials
    return credentials


def _failure(error: Exception, client_id: str, scope: str) -> Exception:
    """Return what to say of an error of the libraries; errors of our own stay as they are."""
    from oauthlib.oauth2 import OAuth2Error  # type: ignore[import-untyped]

    if isinstance(error, MeetlintError) or not isinstance(error, OAuth2Error):
        return error
    code = str(getattr(error, "error", None) or "error")
    closed = explanations.closed_door(code, account="", client_id=client_id, scope=scope)
    if closed:
        return closed
    if code == "mismatching_state":
        return SignInError(
            N_("The answer belongs to another sign-in; it was not used."),
            N_("Run it again, and use only the page that it opens."),
        )
    return SignInError(
        N_("Google did not complete the sign-in ({code})."),
        N_("Run it again; meetlint explain google lists what can stand in the way."),
        code=safe_name(code),
    )


def _sign_in(
    credentials: Credentials,
    client: Mapping[str, Any],
    settings: GoogleSettings,
    access: str,
    granted: Iterable[str],
    today: date,
    ends: str,
) -> SignIn:
    if not credentials.refresh_token:
        raise SignInError(
            N_("Google gave a sign-in that would end within the hour; it was not stored."),
            N_("Take meetlint away at https://myaccount.google.com/connections, and run it again."),
        )
    secret = {
        "refresh_token": credentials.refresh_token,
        "token_uri": client["token_uri"],
        "client_id": client["client_id"],
        "client_secret": client["client_secret"],
        "revoke_uri": settings.revoke_endpoint,
    }
    is_mail = access == MAIL_ACCESS
    return SignIn(
        service="google-mail" if is_mail else "google",
        account=_address(credentials),
        access=access,
        scopes=tuple(granted),
        client_id=_client_id(client),
        authority=str(client["auth_uri"]),
        signed_in=today.isoformat(),
        api=settings.mail_endpoint if is_mail else settings.api_endpoint,
        ends=ends,
        secret=json.dumps(secret),
    )


def _address(credentials: Credentials) -> str:
    """Return whose sign-in it is.

    The id token came straight from Google's own token endpoint over TLS, which vouches for it (OpenID Connect Core 1.0
    section 3.1.3.7, number 6).
    """
    from google.auth import jwt

    try:
        claims = jwt.decode(credentials.id_token, verify=False)  # type: ignore[no-untyped-call]
    except (ValueError, TypeError, AttributeError):
        claims = {}
    address = claims.get("email")
    if not isinstance(address, str) or "@" not in address:
        raise SignInError(
            N_("Google did not say whose sign-in it is; it was not stored."),
            N_("Run it again, and tick every box on Google's page: {command}"),
            command=Msg("meetlint connect google"),
        )
    return address.strip().lower()
