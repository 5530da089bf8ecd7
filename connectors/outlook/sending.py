"""Sending through Microsoft Graph: one mail as MIME, once, from one mailbox.

MIME keeps what a mail says of itself as far as Exchange keeps it: it has its own way with headers (docs/digest.md).
https://learn.microsoft.com/graph/api/user-sendmail, https://learn.microsoft.com/graph/outlook-send-mime-message
"""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping

from analyzer.errors import SignInError
from analyzer.text import N_
from connectors.outlook.client import owner_path
from connectors.outlook.credentials import has_credential
from connectors.outlook.refusals import code_of, is_throttled
from connectors.outlook.scopes import MAIL_SEND
from connectors.outlook.settings import OutlookSettings
from connectors.outlook.tokens import MAIL_SERVICE, AppTokens, OutlookTokens, settings_for
from connectors.services.http import Answer, Lost, ServiceHttp
from connectors.services.posting import NO_POST, POST_LIMITS, Posted, posted
from connectors.services.sign_ins import SignInStore
from connectors.services.tokens import Tokens

_MIME = {"Content-Type": "text/plain"}
_NO_MIME = b"-"
"""No base64, so that nothing could be made of it: https://learn.microsoft.com/graph/api/user-sendmail answers 400."""
_BAD_RECIPIENT = "errorinvalidrecipients"
_NOBODY_SENDS = (401, 403, 404)


def open_post_box(
    settings: OutlookSettings, store: SignInStore, address: str, environment: Mapping[str, str] = os.environ
) -> GraphPostBox:
    """Return what sends as an address: by the sign-in of its own, else by the organisation's app.

    Raises:
        SignInError: nobody may send.
        RefusedError: the organisation's secret or certificate cannot be used.
    """
    sign_in = next((one for one in store.list(MAIL_SERVICE) if one.account == address.lower()), None)
    if sign_in is not None:
        own = settings_for(settings, sign_in)
        tokens = OutlookTokens(own, store, sign_in.account, service=MAIL_SERVICE)
        return GraphPostBox(own, tokens, address, is_app=False)
    if has_credential(settings, environment):
        return GraphPostBox(settings, AppTokens(settings, environment), address, is_app=True)
    raise SignInError(
        N_("Nobody is signed in to send through Microsoft 365 as {address}."),
        N_("Sign in as that mailbox: meetlint connect outlook --mail. Or let an app send (meetlint explain digest)."),
        address=address,
    )


class GraphPostBox:
    """Sends as one mailbox of Microsoft 365; a :class:`connectors.services.posting.PostBox`."""

    name = "Microsoft 365"
    consent = "meetlint connect outlook --mail"

    def __init__(self, settings: OutlookSettings, tokens: Tokens, address: str, *, is_app: bool) -> None:
        """Send as ``address``; an app names the mailbox, a person is the one who signed in."""
        self._address = address
        who = owner_path(address=address) if is_app else owner_path()
        self._url = f"{settings.api_base}{who.lstrip('/')}/sendMail"
        self._http = ServiceHttp(
            settings.api_base, self.name, tokens=tokens, verbs=frozenset({"POST"}), limits=POST_LIMITS
        )

    def post(self, mail: bytes) -> Posted:
        """Hand a mail over, at most once.

        Raises:
            SourceError: this mailbox may not send.
        """
        return self._judged(self._http.post_once(self._url, headers=_MIME, body=base64.b64encode(mail)))

    def probe(self) -> Posted:
        """Ask for the sending of what is no mail.

        Raises:
            SourceError: this mailbox may not send.
        """
        return self._judged(self._http.post_once(self._url, headers=_MIME, body=_NO_MIME))

    def _judged(self, answer: Answer | Lost) -> Posted:
        code = "" if isinstance(answer, Lost) else code_of(answer).lower()
        is_later = not isinstance(answer, Lost) and is_throttled(answer)
        known = posted(answer, is_own_word=bool(code), is_later=is_later)
        if known is not None or isinstance(answer, Lost):
            return known or Posted("unknown")
        if answer.status in _NOBODY_SENDS:
            reason = code_of(answer) or "?"
            raise NO_POST.error(
                name=self.name, address=self._address, status=answer.status, reason=reason, permission=MAIL_SEND
            )
        return Posted("refused" if code == _BAD_RECIPIENT else "failed", answer.status)
