"""Sending through Gmail: one mail as MIME, once, from one mailbox.

Gmail gives each mail a Message-ID of its own (docs/digest.md).
https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages/send
"""

from __future__ import annotations

import base64
import json

from analyzer.errors import SignInError
from analyzer.text import N_
from connectors.google.refusals import LIMITS_REACHED, MISSING_SCOPE, SWITCHED_OFF, reasons_of
from connectors.google.scopes import MAIL_SEND
from connectors.google.service_account import ServiceAccountTokens
from connectors.google.settings import MAIL_ENDPOINT, GoogleSettings
from connectors.google.tokens import AccountTokens, GoogleTokens
from connectors.refusals import Refusal
from connectors.services.endpoints import endpoint_of
from connectors.services.http import Answer, Lost, ServiceHttp
from connectors.services.parts import part_of, text_of
from connectors.services.posting import NO_POST, POST_LIMITS, Posted, posted
from connectors.services.sign_in_transports import GoogleauthRequest
from connectors.services.sign_ins import SignInStore

_JSON = {"Content-Type": "application/json"}
_NO_MAIL = b"{}"
"""Without a message, so that nothing could be sent: Gmail answers 400."""
_NO_GMAIL = "failedPrecondition"
_BAD_RECIPIENT = ("invalid to header", "recipient address required")
"""How Google's message begins, which is compared and never shown; no reason of its own tells it from other faults."""

API_OFF = Refusal(
    "gmail-api-disabled",
    N_("The Gmail API is not switched on in the project of the client; nothing was sent."),
    N_("In Google Cloud: APIs & Services > Library > Gmail API > Enable; then wait a minute."),
)
NO_MAILBOX = Refusal(
    "gmail-absent",
    N_("{address} has an account at Google, but no Gmail; nothing was sent."),
    N_("Correct from_address in the section [mail], or have Gmail switched on for it."),
)


def open_post_box(settings: GoogleSettings, store: SignInStore, address: str) -> GmailPostBox:
    """Return what sends as an address: by the sign-in of its own, else by the organisation's service account.

    Raises:
        SignInError: nobody may send.
        RefusedError: the key of the service account cannot be used.
    """
    transport = GoogleauthRequest()
    sign_in = store.load("google-mail", address.lower())
    if sign_in is not None:
        named = settings.mail_endpoint if "mail_endpoint" in settings.model_fields_set else ""
        base = endpoint_of(sign_in.api, named, MAIL_ENDPOINT, sign_in.account)
        return GmailPostBox(base, GoogleTokens(sign_in, store, transport=transport))
    if settings.has_service_account:
        tokens = ServiceAccountTokens(settings, address, scope=MAIL_SEND, transport=transport)
        return GmailPostBox(settings.mail_endpoint, tokens)
    raise SignInError(
        N_("Nobody is signed in to send through Gmail as {address}."),
        N_(
            "Sign in as that mailbox: meetlint connect google --mail. Or let a service account send "
            "(meetlint explain digest)."
        ),
        address=address,
    )


class GmailPostBox:
    """Sends as one mailbox of Google; a :class:`connectors.services.posting.PostBox`."""

    name = "Gmail"
    consent = "meetlint connect google --mail"

    def __init__(self, base: str, tokens: AccountTokens) -> None:
        """Send as whoever the tokens are of."""
        self._tokens = tokens
        self._url = f"{base}users/me/messages/send"
        self._http = ServiceHttp(base, self.name, tokens=tokens, verbs=frozenset({"POST"}), limits=POST_LIMITS)

    def post(self, mail: bytes) -> Posted:
        """Hand a mail over, at most once.

        Raises:
            SourceError: this mailbox may not send.
        """
        body = json.dumps({"raw": base64.urlsafe_b64encode(mail).decode("ascii")}).encode("ascii")
        return self._judged(self._http.post_once(self._url, headers=_JSON, body=body))

    def probe(self) -> Posted:
        """Ask for the sending of what is no mail.

        Raises:
            SourceError: this mailbox may not send.
        """
        return self._judged(self._http.post_once(self._url, headers=_JSON, body=_NO_MAIL))

    def _judged(self, answer: Answer | Lost) -> Posted:
        if isinstance(answer, Lost):
            return posted(answer, is_own_word=False) or Posted("unknown")
        body = answer.json()
        reasons = reasons_of(body) if answer.status >= 400 else []
        is_later = any(reason in LIMITS_REACHED for reason in reasons)
        known = posted(answer, is_own_word=bool(part_of(body, "error")), is_later=is_later)
        if known is not None:
            return known
        address = self._tokens.account
        if any(reason in MISSING_SCOPE for reason in reasons):
            raise self._tokens.lacks(MAIL_SEND)
        if any(reason in SWITCHED_OFF for reason in reasons):
            raise API_OFF.error()
        if _NO_GMAIL in reasons:
            raise NO_MAILBOX.error(address=address)
        if answer.status in (401, 403, 404):
            raise NO_POST.error(
                name=self.name,
                address=address,
                status=answer.status,
                reason=reasons[0] if reasons else "?",
                permission=MAIL_SEND,
            )
        message = text_of(part_of(body, "error"), "message").lower()
        return Posted("refused" if message.startswith(_BAD_RECIPIENT) else "failed", answer.status)
