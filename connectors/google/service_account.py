"""A service account with domain-wide delegation, for organisations: reads the mailboxes on a list, and no others.

Google limits what kinds of data such an account sees, not whose. So the list in the settings is checked here, before
anything is sent.
"""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Any

from analyzer.errors import SignInError, SourceError
from analyzer.text import N_, Msg
from connectors.google import explanations
from connectors.google.keyless import KINDS, keyless_credentials
from connectors.google.scopes import ACCESS
from connectors.google.settings import GoogleSettings
from connectors.google.tokens import code_of, description_of, refresh
from connectors.locators import safe_name
from connectors.refusals import Refusal
from connectors.services.key_files import read_key_file
from connectors.services.sign_in_transports import GoogleauthRequest

if TYPE_CHECKING:
    from google.auth.exceptions import RefreshError
    from google.oauth2.service_account import Credentials

_KEY = "service_account"

NOT_LISTED = Refusal(
    "google-mailbox-not-listed",
    N_("{mailbox} is not on the list of mailboxes that may be read; nothing was sent."),
    N_("Add it to mailboxes in the section [google] of meetlint.toml, if that was agreed."),
)
KEY_UNREADABLE = Refusal(
    "google-key-unreadable",
    N_("The key file {file} cannot be read: {reason}."),
    N_("service_account_file in the section [google] of meetlint.toml names the JSON key of a service account."),
)
_KEY_GONE = N_("Check that its key was not deleted in Google Cloud, and make a new one (meetlint explain google).")
_MAY_NOT_SIGN = N_(
    "Check that whoever runs meetlint has the role Service Account Token Creator on it, and that the IAM Service "
    "Account Credentials API is switched on (meetlint explain google)."
)
MAILBOX_ABSENT = Refusal(
    "google-mailbox-absent",
    N_("Google knows no mailbox {mailbox} that the service account could read."),
    N_("Check the address, and that the account has Google Calendar."),
)


def check_listed(settings: GoogleSettings, mailbox: str) -> str:
    """Return a mailbox in lower case.

    Raises:
        RefusedError: it is not on the list of the settings.
    """
    address = mailbox.strip().lower()
    if address not in {one.strip().lower() for one in settings.mailboxes}:
        raise NOT_LISTED.error(mailbox=safe_name(mailbox))
    return address


def read_key(settings: GoogleSettings) -> dict[str, Any]:
    """Return the key of the service account, or other credentials of Google that prove who acts for it.

    Raises:
        RefusedError: it is neither, or others can read it.
    """
    shown = safe_name(settings.service_account_file)
    data = read_key_file(
        settings.service_account_file,
        section="google",
        setting="service_account_file",
        is_open_allowed=settings.allow_open_key_file,
    )
    try:
        key = json.loads(data)
    except ValueError as error:
        raise KEY_UNREADABLE.error(file=shown, reason=Msg(N_("it is no JSON"))) from error
    if not isinstance(key, dict) or key.get("type") not in (_KEY, *KINDS):
        raise KEY_UNREADABLE.error(file=shown, reason=Msg(N_("it is no key of a service account")))
    return key


class ServiceAccountTokens:
    """The tokens with which a service account reads one mailbox, or does one other thing in somebody's name.

    Attributes:
        account: the mailbox.
        access: in the word of the settings.
        api: "", since a key is for whatever API the settings name.
    """

    def __init__(
        self,
        settings: GoogleSettings,
        mailbox: str,
        *,
        scope: str = "",
        transport: GoogleauthRequest | None = None,
    ) -> None:
        """Prepare to read a mailbox; nothing is sent yet.

        Args:
            settings: which service account, and whose mailboxes it may read.
            mailbox: in whose name; "" is the service account's own, for what is no mailbox.
            scope: another than for reading calendars. The list of mailboxes is about calendars.
            transport: with which tokens are asked for.

        Raises:
            RefusedError: the calendar's mailbox is not on the list, or the key cannot be used.
        """
        self.account = mailbox.strip().lower() if scope else check_listed(settings, mailbox)
        self.access: str = settings.access
        self.api = ""
        self._scope = scope or ACCESS[settings.access]
        self._transport = transport or GoogleauthRequest()
        self._lock = threading.Lock()
        key = read_key(settings) if settings.service_account_file else None
        if key is not None and key["type"] == _KEY:
            self._client_id = str(key.get("client_id") or key.get("client_email") or "?")
            self._credentials: Any = _credentials(settings, key, self._scope, self.account)
            self._hint = _KEY_GONE
        else:
            self._credentials = keyless_credentials(
                key,
                target=settings.service_account,
                file=safe_name(settings.service_account_file),
                scope=self._scope,
                mailbox=self.account,
                transport=self._transport,
            )
            self._client_id = str(self._credentials.service_account_email)
            self._hint = _MAY_NOT_SIGN

    def bearer(self) -> str:
        """Return an access token that is valid as far as known.

        Raises:
            SourceError: Google gives none, or could not be asked.
        """
        with self._lock:
            if not self._credentials.valid:
                self._refresh()
            return str(self._credentials.token)

    def renew(self) -> None:
        """Get another access token.

        Raises:
            SourceError: Google gives none, or could not be asked.
        """
        with self._lock:
            self._refresh()

    def refused(self, clock_off_seconds: float) -> SignInError:
        """Return what to say when the service refuses a fresh token too."""
        wrong = explanations.clock_wrong(account=self.account, clock_off_seconds=clock_off_seconds)
        return wrong or self.lacks(self._scope)

    def lacks(self, scope: str) -> SignInError:
        """Return what to say when Google answers that a scope is missing."""
        return explanations.delegation_missing(account=self.account, client_id=self._client_id, scope=scope)

    def _refresh(self) -> None:
        from google.auth.exceptions import RefreshError

        try:
            refresh(self._credentials, self._transport, self.account)
        except RefreshError as error:
            raise self._failure(error) from error

    def _failure(self, error: RefreshError) -> SourceError:
        code = code_of(error)
        clock_off = self._transport.http.clock_off_seconds
        if wrong := explanations.clock_wrong(account=self.account, clock_off_seconds=clock_off):
            return wrong
        if code in ("unauthorized_client", "access_denied", "invalid_scope"):
            return self.lacks(self._scope)
        if code == "invalid_grant" and "JWT" not in description_of(error):
            return MAILBOX_ABSENT.error(mailbox=self.account)
        return SignInError(
            N_("Google gives the service account no access to {account} ({code})."),
            self._hint,
            account=self.account,
            code=code,
        )


def _credentials(settings: GoogleSettings, key: dict[str, Any], scope: str, mailbox: str) -> Credentials:
    from google.auth.exceptions import GoogleAuthError
    from google.oauth2.service_account import Credentials

    try:
        return Credentials.from_service_account_info(key, scopes=[scope], subject=mailbox or None)  # type: ignore[no-untyped-call, no-any-return]
    except (GoogleAuthError, ValueError) as error:
        shown = safe_name(settings.service_account_file)
        raise KEY_UNREADABLE.error(file=shown, reason=Msg(N_("it is no key of a service account"))) from error
