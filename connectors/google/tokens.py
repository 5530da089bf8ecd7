"""Access tokens of one person's sign-in, renewed by google-auth through the one HTTP manner."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Protocol

from analyzer.errors import SignInError
from connectors.google import explanations
from connectors.google.scopes import ACCESS, MAIL_SEND
from connectors.services.http import NO_JSON
from connectors.services.sign_in_transports import GoogleauthRequest
from connectors.services.sign_ins import MAIL_ACCESS, SignIn, SignInStore
from connectors.services.tokens import Tokens

if TYPE_CHECKING:
    from google.auth.exceptions import RefreshError
    from google.oauth2.credentials import Credentials

_GONE_CLIENTS = ("invalid_client", "deleted_client", "unauthorized_client")
_NO_WORD = re.compile(r"[^A-Za-z0-9_.-]")


class AccountTokens(Tokens, Protocol):
    """Tokens that know whose they are.

    Attributes:
        account: the address whose calendars are read.
        access: in the word of the settings.
        api: base address of the API that the sign-in is for, "" when that is not known.
    """

    account: str
    access: str
    api: str

    def lacks(self, scope: str) -> SignInError:
        """Return what to say when Google answers that a scope is missing."""
        ...


def code_of(error: RefreshError) -> str:
    """Return the code of a refusal (RFC 6749 section 5.2) in letters that can be shown."""
    body = error.args[1] if len(error.args) > 1 else None
    code = body.get("error") if isinstance(body, Mapping) else None
    return _NO_WORD.sub("", code)[:60] if isinstance(code, str) and code else "error"


def description_of(error: RefreshError) -> str:
    """Return what Google adds to the code; it may hold addresses and is never shown."""
    body = error.args[1] if len(error.args) > 1 else None
    text = body.get("error_description") if isinstance(body, Mapping) else None
    return text if isinstance(text, str) else ""


def refresh(credentials: Any, transport: GoogleauthRequest, account: str) -> None:
    """Have google-auth get another access token.

    Raises:
        RefreshError: it is refused.
        SignInError: it is refused in another way.
        RefusedError: Google could not be asked, or answers something that is no token.
    """
    from google.auth.exceptions import GoogleAuthError, RefreshError

    try:
        credentials.refresh(transport)
    except RefreshError:
        raise
    except GoogleAuthError as error:
        raise explanations.refresh_refused(account, type(error).__name__) from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise NO_JSON.error(name="Google") from error


class GoogleTokens:
    """The tokens of one sign-in.

    Attributes:
        account: whose sign-in it is.
        access: what was asked for.
        api: base address of the API that the sign-in is for.
    """

    def __init__(
        self,
        sign_in: SignIn,
        store: SignInStore,
        *,
        transport: GoogleauthRequest | None = None,
        today: date | None = None,
    ) -> None:
        """Take a sign-in with its secret, and the store in which a new one is kept."""
        self.account = sign_in.account
        self.access = sign_in.access
        self.api = sign_in.api
        self._sign_in = sign_in
        self._store = store
        self._transport = transport or GoogleauthRequest()
        self._today = today or datetime.now(UTC).date()
        self._lock = threading.Lock()
        self._credentials = _credentials(sign_in)

    def bearer(self) -> str:
        """Return an access token that is valid as far as known.

        Raises:
            SignInError: somebody must sign in.
            RefusedError: Google could not be asked.
        """
        with self._lock:
            if not self._credentials.valid:
                self._refresh()
            return str(self._credentials.token)

    def renew(self) -> None:
        """Get another access token.

        Raises:
            SignInError: somebody must sign in.
            RefusedError: Google could not be asked.
        """
        with self._lock:
            self._refresh()

    def refused(self, clock_off_seconds: float) -> SignInError:
        """Return what to say when the service refuses a fresh token too."""
        wrong = explanations.clock_wrong(account=self.account, clock_off_seconds=clock_off_seconds)
        return wrong or explanations.token_refused(self.account)

    def lacks(self, scope: str) -> SignInError:
        """Return what to say when Google answers that a scope is missing."""
        return explanations.scope_lost(account=self.account, scope=scope)

    def _refresh(self) -> None:
        from google.auth.exceptions import RefreshError

        try:
            refresh(self._credentials, self._transport, self.account)
        except RefreshError as error:
            if not self._take_stored():
                raise self._failure(error) from error
            try:
                refresh(self._credentials, self._transport, self.account)
            except RefreshError as second:
                raise self._failure(second) from second
        self._keep()

    def _take_stored(self) -> bool:
        """Take over what another run, or a new sign-in, stored meanwhile; whether there was something new."""
        stored = self._store.load(self._sign_in.service, self.account)
        if stored is None or stored.secret == self._sign_in.secret:
            return False
        self._sign_in = stored
        self._credentials = _credentials(stored)
        return True

    def _keep(self) -> None:
        secret = json.loads(self._sign_in.secret)
        if self._credentials.refresh_token and self._credentials.refresh_token != secret.get("refresh_token"):
            secret["refresh_token"] = self._credentials.refresh_token
            self._sign_in = self._store.save(replace(self._sign_in, secret=json.dumps(secret)))

    def _failure(self, error: RefreshError) -> SignInError:
        code = code_of(error)
        clock_off = self._transport.http.clock_off_seconds
        if wrong := explanations.clock_wrong(account=self.account, clock_off_seconds=clock_off):
            return wrong
        scope = MAIL_SEND if self.access == MAIL_ACCESS else ACCESS.get(self.access, self.access)
        closed = explanations.closed_door(code, account=self.account, client_id=self._sign_in.client_id, scope=scope)
        if closed:
            return closed
        if code in _GONE_CLIENTS:
            return explanations.client_gone(self.account, code)
        if code == "invalid_grant":
            return explanations.sign_in_ended(
                account=self.account, signed_in=self._sign_in.signed_in, today=self._today
            )
        return explanations.refresh_refused(self.account, code)


def _credentials(sign_in: SignIn) -> Credentials:
    """Return what google-auth renews tokens with.

    Raises:
        SignInError: the secret is not one that was stored here.
    """
    from google.oauth2.credentials import Credentials

    try:
        secret: dict[str, Any] = json.loads(sign_in.secret)
        return Credentials(  # type: ignore[no-untyped-call]
            None,
            refresh_token=secret["refresh_token"],
            token_uri=secret["token_uri"],
            client_id=secret["client_id"],
            client_secret=secret["client_secret"],
        )
    except (ValueError, KeyError, TypeError) as error:
        raise explanations.nobody(sign_in.account) from error
