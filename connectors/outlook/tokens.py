"""Access tokens: of a person who signed in, or of an organisation's app. Nobody is ever asked anything here."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from analyzer.errors import SignInError
from analyzer.text import N_
from connectors.outlook.credentials import read_credential
from connectors.outlook.explanations import explain_refusal, explain_reply
from connectors.outlook.scopes import app_scope, scopes_of
from connectors.outlook.settings import AUTHORITIES, OutlookSettings
from connectors.refusals import Refusal
from connectors.services.endpoints import endpoint_of
from connectors.services.sign_ins import MAIL_ACCESS, Service, SignIn, SignInStore

if TYPE_CHECKING:
    import msal  # type: ignore[import-untyped]

SERVICE: Literal["outlook"] = "outlook"
MAIL_SERVICE: Literal["outlook-mail"] = "outlook-mail"
"""Under which a sign-in for sending is kept: beside the one that reads, and never in its place."""
_SPARE_SECONDS = 300.0
"""A token that ends within this time is renewed first, as msal does."""

AUTHORITY_ABSENT = Refusal(
    "outlook-authority-absent",
    N_("The sign-in address {place} does not describe itself as Microsoft's do."),
    N_("Check tenant and authority under [outlook]: an organisation's id or domain, or a whole https address."),
)


def application(
    settings: OutlookSettings,
    *,
    client_id: str = "",
    authority: str = "",
    cache: msal.TokenCache | None = None,
    credential: str | dict[str, Any] | None = None,
) -> msal.ClientApplication:
    """Return msal's application, which speaks in the manner of the services.

    Args:
        settings: of Outlook.
        client_id: of the app, by default that of the settings.
        authority: where to sign in, by default that of the settings.
        cache: where tokens are kept.
        credential: an organisation's; None is an app for people.

    Raises:
        SignInError: no app is named.
        RefusedError: the authority could not be asked, or is none.
    """
    import msal

    from connectors.services.sign_in_transports import MsalHttpClient

    client_id = client_id or settings.client_id
    authority = authority or settings.authority_url
    if not client_id:
        raise SignInError(
            N_("No app is named to sign in to Outlook with."),
            N_("Set client_id under [outlook], or use --client-id; meetlint explain outlook shows how to get one."),
        )
    is_microsoft = any(authority.startswith(f"{known}/") for known in AUTHORITIES.values())
    kind = msal.PublicClientApplication if credential is None else msal.ConfidentialClientApplication
    options: dict[str, Any] = {} if credential is None else {"client_credential": credential}
    try:
        return kind(
            client_id,
            authority=authority,
            token_cache=cache,
            http_client=MsalHttpClient(),
            instance_discovery=None if is_microsoft else False,
            **options,
        )
    except (ValueError, KeyError) as error:
        raise AUTHORITY_ABSENT.error(place=authority) from error


def settings_for(settings: OutlookSettings, sign_in: SignIn) -> OutlookSettings:
    """Return the settings with what a sign-in was made with: its app, its access, and the API it is for.

    Raises:
        RefusedError: the settings name the API of another service.
    """
    named = settings.api_base if settings.model_fields_set & {"api_endpoint", "cloud"} else ""
    base = endpoint_of(sign_in.api, named, settings.api_base, sign_in.account)
    made_with = {"api_endpoint": base, "client_id": sign_in.client_id or settings.client_id}
    if sign_in.access != MAIL_ACCESS:
        made_with["access"] = sign_in.access
    return settings.model_copy(update=made_with)


class OutlookTokens:
    """The access tokens of a person's sign-in, shared by all threads of a run."""

    def __init__(
        self,
        settings: OutlookSettings,
        store: SignInStore,
        account: str,
        *,
        service: Service = SERVICE,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Use the stored sign-in of an account, for reading or for sending."""
        self._service = service
        self._settings = settings
        self._store = store
        self._account = account
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._sign_in: SignIn | None = None
        self._token = ""
        self._refused = ""
        self._ends = 0.0

    @property
    def account(self) -> str:
        """The address that is signed in."""
        return self._account

    def bearer(self) -> str:
        """Return an access token that is valid as far as known.

        Raises:
            SignInError: somebody must sign in.
            RefusedError: Microsoft could not be asked.
        """
        with self._lock:
            if not self._token or self._monotonic() >= self._ends:
                self._obtain(is_forced=False)
            return self._token

    def renew(self) -> None:
        """Get another access token, since the last one was refused.

        Raises:
            SignInError: somebody must sign in.
            RefusedError: Microsoft could not be asked.
        """
        with self._lock:
            self._refused = self._token
            self._obtain(is_forced=True)

    def refused(self, clock_off_seconds: float) -> SignInError:
        """Return what to say when a fresh token is refused too."""
        return explain_refusal(self._account, clock_off_seconds)

    def _obtain(self, *, is_forced: bool) -> None:
        used, stored = self._sign_in, self._load()
        self._settings = settings_for(self._settings, stored)
        if used is not None and stored.secret != used.secret:
            # Another run has renewed the sign-in since; where refresh tokens work once, only what it got is of use.
            reply = self._ask(stored, is_forced=False)
            if self._take(reply):
                return
        reply = self._ask(stored, is_forced=is_forced)
        if not self._take(reply):
            newest = self._load()
            reply = self._ask(newest, is_forced=False) if newest.secret != stored.secret else reply
            if not self._take(reply):
                raise explain_reply(reply, self._settings, account=self._account, permissions=stored.scopes)

    def _take(self, reply: Mapping[str, Any] | None) -> bool:
        """Use the token of a reply, and say whether it has one that was not refused already."""
        token = str((reply or {}).get("access_token") or "")
        if reply is None or not token or token == self._refused:
            return False
        self._token = token
        self._ends = self._monotonic() + _seconds(reply) - _SPARE_SECONDS
        return True

    def _load(self) -> SignIn:
        stored = self._store.load(self._service, self._account)
        if stored is None:
            raise SignInError(
                N_("Nobody is signed in to Outlook as {account}."),
                N_("Sign in: meetlint connect outlook"),
                account=self._account,
            )
        return stored

    def _ask(self, sign_in: SignIn, *, is_forced: bool) -> dict[str, Any] | None:
        """Return msal's reply, None when the sign-in holds nothing to renew; what changed is stored."""
        import msal

        cache = msal.SerializableTokenCache()
        try:
            cache.deserialize(sign_in.secret)
        except ValueError:
            return None
        app = application(self._settings, client_id=sign_in.client_id, authority=sign_in.authority, cache=cache)
        accounts = app.get_accounts()
        scopes = scopes_of(self._settings, sign_in.scopes)
        reply: dict[str, Any] | None = (
            app.acquire_token_silent_with_error(scopes, accounts[0], force_refresh=is_forced) if accounts else None
        )
        if cache.has_state_changed and "access_token" in (reply or {}):
            sign_in = self._store.save(replace(sign_in, secret=cache.serialize()))
        self._sign_in = sign_in
        return reply


class AppTokens:
    """The access tokens of an organisation's app, shared by all threads of a run. They are kept nowhere."""

    def __init__(
        self,
        settings: OutlookSettings,
        environment: Mapping[str, str] = os.environ,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Prove the app with what the settings name.

        Raises:
            RefusedError: the secret or certificate cannot be used.
        """
        self._settings = settings
        self._credential = read_credential(settings, environment)
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._app: msal.ConfidentialClientApplication | None = None
        self._token = ""
        self._ends = 0.0

    def bearer(self) -> str:
        """Return an access token that is valid as far as known.

        Raises:
            SignInError: the app is refused.
            RefusedError: Microsoft could not be asked.
        """
        with self._lock:
            if not self._token or self._monotonic() >= self._ends:
                self._obtain()
            return self._token

    def renew(self) -> None:
        """Get another access token, since the last one was refused.

        Raises:
            SignInError: the app is refused.
            RefusedError: Microsoft could not be asked.
        """
        with self._lock:
            if self._app is not None:
                self._app.remove_tokens_for_client()
            self._obtain()

    def refused(self, clock_off_seconds: float) -> SignInError:
        """Return what to say when a fresh token is refused too."""
        return explain_refusal(self._settings.client_id, clock_off_seconds)

    def _obtain(self) -> None:
        if self._app is None:
            if not self._settings.authority and self._settings.tenant in ("common", "organizations", "consumers"):
                raise SignInError(
                    N_("An app of an organisation signs in to that organisation, and none is named."),
                    N_("Set tenant under [outlook] to the organisation's id or domain."),
                )
            self._app = application(self._settings, credential=self._credential)
        reply = self._app.acquire_token_for_client([app_scope(self._settings)])
        if "access_token" not in (reply or {}):
            raise explain_reply(reply, self._settings, account=self._settings.client_id, is_app=True)
        self._token = str(reply["access_token"])
        self._ends = self._monotonic() + _seconds(reply) - _SPARE_SECONDS


def _seconds(reply: Mapping[str, Any]) -> float:
    try:
        return float(reply.get("expires_in", 0))
    except (TypeError, ValueError):
        return 0.0
