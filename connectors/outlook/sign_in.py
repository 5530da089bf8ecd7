"""Signing in to Outlook, by a person who is there: with a browser, or with a code to type in anywhere."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from analyzer.errors import MeetlintError, SignInError
from analyzer.text import N_
from connectors.outlook.explanations import explain_reply
from connectors.outlook.scopes import MAIL_SEND, asked_permissions, granted_permissions, scopes_of
from connectors.outlook.settings import AUTHORITIES, OutlookSettings
from connectors.outlook.tokens import MAIL_SERVICE, SERVICE, application
from connectors.services import clients
from connectors.services.browser import FAREWELL, WAIT_SECONDS, Show, minutes_of, sign_in_by_browser
from connectors.services.sign_ins import MAIL_ACCESS, Disconnected, SignIn, SignInStore

CONSENT_PAGES = ("https://myapps.microsoft.com", "https://account.microsoft.com/privacy/app-access")
"""Where the app's access is taken away: work or school accounts, and personal ones."""


@dataclass(frozen=True)
class DeviceCode:
    """What to type in, and where.

    Attributes:
        code: to type in.
        address: of the page that takes it.
        minutes: how long it is good for.
    """

    code: str = field(repr=False)
    address: str
    minutes: int


def sign_in_with_code(
    settings: OutlookSettings,
    store: SignInStore,
    show: Callable[[DeviceCode], None],
    *,
    with_shared: bool = False,
    is_mail: bool = False,
) -> SignIn:
    """Sign in with a code that is typed in on a page, in a browser anywhere, and store it.

    Args:
        settings: of Outlook.
        store: where the sign-in is kept.
        show: tells the person the code; the text is not Microsoft's, since not every authority sends one.
        with_shared: ask for the calendars of colleagues as well.
        is_mail: ask for the sending of mail, and for nothing of a calendar.

    Raises:
        SignInError: it did not come about; with a letter when only the IT desk can make it.
        MeetlintError: Microsoft could not be asked, or the sign-in could not be stored.
    """
    import msal  # type: ignore[import-untyped]

    settings = _with_app(settings)
    cache = msal.SerializableTokenCache()
    app = application(settings, cache=cache)
    asked = _asked(settings, with_shared=with_shared, is_mail=is_mail)
    scopes = scopes_of(settings, asked)
    flow = _started(app, scopes)
    if "user_code" not in flow:
        raise explain_reply(flow, settings, permissions=asked)
    minutes = max(1, int(flow.get("expires_in", 900)) // 60)
    show(DeviceCode(flow["user_code"], str(flow.get("verification_uri") or flow.get("verification_url")), minutes))
    reply = app.acquire_token_by_device_flow(flow)
    return _stored(reply, cache, settings, store, asked)


def sign_in_with_browser(
    settings: OutlookSettings,
    store: SignInStore,
    *,
    open_browser: Callable[[str], object],
    show: Show,
    with_shared: bool = False,
    is_mail: bool = False,
    farewell: str = FAREWELL,
    wait_seconds: float = WAIT_SECONDS,
) -> SignIn:
    """Sign in with the browser of this machine (authorization code with PKCE, back on the loopback), and store it.

    Args:
        settings: of Outlook.
        store: where the sign-in is kept.
        open_browser: opens an address in a browser on this machine, and says whether there was one.
        show: says something to the person.
        with_shared: ask for the calendars of colleagues as well.
        is_mail: ask for the sending of mail, and for nothing of a calendar.
        farewell: what the browser shows at the end, in the person's language.
        wait_seconds: how long the person has.

    Raises:
        SignInError: it did not come about; with a letter when only the IT desk can make it.
        MeetlintError: Microsoft could not be asked, or the sign-in could not be stored.
    """
    import msal

    settings = _with_app(settings)
    cache = msal.SerializableTokenCache()
    app = application(settings, cache=cache)
    asked = _asked(settings, with_shared=with_shared, is_mail=is_mail)
    scopes = scopes_of(settings, asked)
    flow: dict[str, Any] = {}

    def page(port: int) -> str:
        # Entra lets the port of http://localhost differ from what was registered, and of no other address.
        back = f"http://localhost:{port}"
        flow.update(
            app.initiate_auth_code_flow(scopes, redirect_uri=back, prompt="select_account", response_mode="form_post")
        )
        return str(flow["auth_uri"])

    try:
        answer = sign_in_by_browser(
            page, open_browser=open_browser, show=show, service="Microsoft", farewell=farewell, seconds=wait_seconds
        )
        reply = app.acquire_token_by_auth_code_flow(flow, answer)
    except TimeoutError:
        reply = {"error": "timed_out", "minutes": minutes_of(wait_seconds)}
    except ValueError:
        # An answer to a question that was not asked: another page spoke to the waiting address.
        reply = {"error": "state_mismatch"}
    return _stored(reply, cache, settings, store, asked)


def disconnect(sign_in: SignIn, store: SignInStore, settings: OutlookSettings) -> Disconnected:  # noqa: ARG001
    """Remove a sign-in, and have the authority revoke it where it says that it can; Entra cannot.

    Args:
        sign_in: as listed, without its secret.
        store: that holds it.
        settings: of Outlook; nothing of it is needed yet, since a sign-in knows its own authority.

    Raises:
        MeetlintError: the sign-in could not be removed.
    """
    is_revoked = False
    if not any(sign_in.authority.startswith(f"{known}/") for known in AUTHORITIES.values()):
        with suppress(MeetlintError):
            stored = store.load(sign_in.service, sign_in.account)
            is_revoked = _revoke(stored) if stored else False
    store.remove(sign_in.service, sign_in.account)
    if is_revoked:
        return Disconnected(True, N_("The sign-in service has revoked it."))
    text = N_("Microsoft cannot be asked to revoke it; take the app's access away yourself: {pages}")
    return Disconnected(False, text, fields={"pages": ", ".join(CONSENT_PAGES)})


def _with_app(settings: OutlookSettings) -> OutlookSettings:
    """Return settings that name an app, where there is one: their own, else the one that meetlint comes with."""
    if settings.client_id:
        return settings
    return settings.model_copy(update={"client_id": clients.OUTLOOK_CLIENT_ID})


def _started(app: Any, scopes: list[str]) -> dict[str, Any]:
    try:
        flow: dict[str, Any] = app.initiate_device_flow(scopes)
    except (ValueError, KeyError):
        # msal raises when the authority names no address for codes.
        return {"error": "unsupported_grant_type"}
    return flow


def _asked(settings: OutlookSettings, *, with_shared: bool, is_mail: bool) -> tuple[str, ...]:
    return (MAIL_SEND,) if is_mail else asked_permissions(settings.access, with_shared=with_shared)


def _stored(
    reply: Mapping[str, Any], cache: Any, settings: OutlookSettings, store: SignInStore, asked: tuple[str, ...]
) -> SignIn:
    """Store what a reply grants; any reply without an access token grants nothing, whatever else it says."""
    if "access_token" not in reply:
        raise explain_reply(reply, settings, permissions=asked)
    is_mail = asked == (MAIL_SEND,)
    granted = granted_permissions(str(reply.get("scope", ""))) or asked
    if missing := [name for name in asked if name not in granted]:
        raise SignInError(
            N_("Microsoft signed you in without the permission {permission}."),
            N_("Agree to it on Microsoft's page, or let the IT desk allow it: meetlint connect outlook{option}"),
            permission=missing[0],
            option=" --mail" if is_mail else "",
        )
    account = _account_of(reply)
    if not account:
        raise SignInError(
            N_("Microsoft does not say whose sign-in this is."), N_("Sign in again: meetlint connect outlook")
        )
    return store.save(
        SignIn(
            service=MAIL_SERVICE if is_mail else SERVICE,
            account=account,
            access=MAIL_ACCESS if is_mail else settings.access,
            # Not all that was ever granted to the app: only what was asked for is asked for again.
            scopes=asked,
            client_id=settings.client_id,
            authority=settings.authority_url,
            api=settings.api_base,
            signed_in=datetime.now(UTC).date().isoformat(),
            secret=cache.serialize(),
        )
    )


def _account_of(reply: Mapping[str, Any]) -> str:
    claims = reply.get("id_token_claims")
    claims = claims if isinstance(claims, Mapping) else {}
    found = (claims.get(name) for name in ("preferred_username", "email", "upn"))
    return next((one.strip().lower() for one in found if isinstance(one, str) and one.strip()), "")


def _revoke(sign_in: SignIn) -> bool:
    """Ask the authority to take back the refresh tokens (RFC 7009), and say whether it did."""
    from connectors.services.http import ServiceHttp

    http = ServiceHttp(sign_in.authority, urlsplit(sign_in.authority).hostname or "", verbs=frozenset({"GET", "POST"}))
    described = http.request("GET", f"{sign_in.authority}/v2.0/.well-known/openid-configuration").json()
    place = described.get("revocation_endpoint")
    tokens = _refresh_tokens(sign_in.secret)
    if not isinstance(place, str) or not tokens:
        return False
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answers = [
        http.request(
            "POST",
            place,
            headers=form,
            body=urlencode({"token": token, "token_type_hint": "refresh_token", "client_id": sign_in.client_id}),
            expects_json=False,
        )
        for token in tokens
    ]
    return all(answer.status == 200 for answer in answers)


def _refresh_tokens(secret: str) -> list[str]:
    with suppress(ValueError, AttributeError, TypeError):
        kept = json.loads(secret).get("RefreshToken", {})
        return [one["secret"] for one in kept.values() if isinstance(one.get("secret"), str)]
    return []
