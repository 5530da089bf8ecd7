"""Why Microsoft's sign-in says no, in sentences with a way on, and the text for the IT desk where only it can act.

Codes: https://learn.microsoft.com/entra/identity-platform/reference-error-codes. The descriptions that come with them
are never shown or branched on: they hold names, and their words change.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from analyzer.errors import SignInError
from analyzer.text import N_
from connectors.outlook.scopes import MAIL_SEND, asked_permissions, needed_permission
from connectors.outlook.settings import AUTHORITIES, OutlookSettings

CLOCK_SECONDS = 300.0
"""Tokens are refused when clocks differ by more than about five minutes."""

_AGAIN = N_("Sign in again: meetlint connect outlook")
_MAYBE_IT = N_(
    "Sign in again: meetlint connect outlook. If Microsoft's page asked for an administrator's approval, send the text "
    "below to the IT desk."
)
_SHOW_IT = N_(
    "Give the text below to the IT desk. Until then, publish the calendar or export it (meetlint explain sources)."
)
_BROWSER = N_(
    "Sign in with the browser of a machine that your organisation manages, without --no-browser; or send the text "
    "below."
)
_SECRET = N_("Make a new secret in Entra and put it in MEETLINT_OUTLOOK_CLIENT_SECRET or the file that is named.")
_CLOCK = N_("Set this machine's date and time, best from the network, and run the command again.")


_LETTER = N_(
    "Subject: allow meetlint to read calendars\n"
    "\n"
    "I would like to check my own calendar with meetlint. It runs on my machine, reads only, changes nothing, and "
    "sends nothing of my calendar to anybody.\n"
    "Microsoft asks for an administrator's consent to the app with client id {app}, for these delegated permissions of "
    "Microsoft Graph: {permissions}.\n"
    "Calendars.Read reads the events of whoever signs in; Calendars.ReadBasic the same without agenda texts; "
    "Calendars.Read.Shared also calendars that colleagues share. With them openid, profile and offline_access: to know "
    "whose sign-in it is, and to stay signed in.\n"
    "In Entra: Enterprise applications, the app, Permissions, Grant admin consent; and under Users and groups, who may "
    "use it. This page asks an administrator the same, for all that the registration of the app lists: {link}"
)
_MAIL_LETTER = N_(
    "Subject: allow meetlint to send a digest\n"
    "\n"
    "meetlint is to send everybody who joined a weekly mail about their own meetings, from the mailbox that signs in "
    "and from no other.\n"
    "Microsoft asks for an administrator's consent to the app with client id {app}, for this delegated permission of "
    "Microsoft Graph: {permissions}. It sends as whoever signs in, and reads no mail. With it openid, profile and "
    "offline_access: to know whose sign-in it is, and to stay signed in.\n"
    "In Entra: Enterprise applications, the app, Permissions, Grant admin consent; and under Users and groups, who may "
    "use it. This page asks an administrator the same, for all that the registration of the app lists: {link}"
)
_APP_LETTER = N_(
    "Subject: allow meetlint to read mailboxes\n"
    "\n"
    "meetlint is to read the calendars of a group of mailboxes. It reads only, changes nothing, and keeps no copy.\n"
    "Please grant the app with client id {app} this application permission of Microsoft Graph: {permissions}. This "
    "page asks an administrator to: {link}\n"
    "Please limit it to that group with RBAC for Applications in Exchange Online; without that it opens every mailbox."
)


_BLOCKED_LETTER = N_(
    "Subject: signing in to meetlint is blocked\n"
    "\n"
    "I would like to check my own calendar with meetlint, which reads only and runs on my machine.\n"
    "Signing in to the app with client id {app} is blocked by a conditional access policy ({code}).\n"
    "Which way of signing in, or which device, is allowed for it? It can sign in with the browser of this machine, or "
    "with a code (device code flow)."
)
_ASSIGNMENT_LETTER = N_(
    "Subject: use of meetlint\n"
    "\n"
    "I would like to check my own calendar with meetlint, which reads only and runs on my machine.\n"
    "The app with client id {app} is open to assigned people only. In Entra: Enterprise applications, the app, Users "
    "and groups: please add me."
)


@dataclass(frozen=True)
class _Reason:
    message: str
    hint: str
    letter: str = ""


_CONSENT = _Reason(
    N_("Your organisation lets only an administrator allow meetlint to read calendars ({code})."),
    _SHOW_IT,
    _LETTER,
)
_ENDED = _Reason(N_("The sign-in of {account} at Microsoft has ended ({code})."), _AGAIN)
_MORE_PROOF = _Reason(N_("Microsoft wants {account} to prove again who it is ({code})."), _AGAIN)
_BLOCKED = _Reason(
    N_("A rule of your organisation (conditional access) blocks this way of signing in ({code})."),
    _BROWSER,
    _BLOCKED_LETTER,
)
_ONE_KIND = _Reason(
    N_("The app takes accounts of one organisation, or of one kind, only ({code})."),
    N_("Say which: meetlint connect outlook --tenant example.org, or tenant under [outlook] in meetlint.toml."),
)
_PERSONAL_ONLY = _Reason(
    N_("The app takes personal Microsoft accounts only ({code})."),
    N_("Sign in with: meetlint connect outlook --tenant consumers. Or set tenant under [outlook] in meetlint.toml."),
)
_WORK_ONLY = _Reason(
    N_("The app takes work or school accounts only ({code})."),
    N_(
        "Sign in with: meetlint connect outlook --tenant organizations. Or set tenant under [outlook] in meetlint.toml."
    ),
)
_OTHER_TENANT = _Reason(
    N_("This account belongs to another organisation than the app ({code})."),
    N_("Set tenant under [outlook] to the account's own organisation, or sign in with another account."),
)
_WRONG_SECRET = _Reason(N_("Microsoft does not take the client secret or certificate ({code})."), _SECRET)
_NO_APP = _Reason(
    N_("Microsoft does not know this app in this organisation ({code})."),
    N_("Compare client_id and tenant under [outlook] with the overview page of the app in Entra."),
)
_WRONG_CLOCK = _Reason(
    N_("Microsoft refuses a token because of its time ({code}); this machine's clock may be wrong."), _CLOCK
)

_BY_CODE: dict[str, _Reason] = {
    **dict.fromkeys(("65001", "90094", "90093", "90008", "900941"), _CONSENT),
    **dict.fromkeys(("70008", "70043", "700081", "700082", "700084", "50173", "50132", "50133", "50089"), _ENDED),
    **dict.fromkeys(
        ("50076", "50079", "50074", "50078", "50072", "50158", "16000", "50058", "50055", "50144", "50199"), _MORE_PROOF
    ),
    **dict.fromkeys(("50020", "90072", "500202"), _OTHER_TENANT),
    **dict.fromkeys(("9002331", "9002346"), _PERSONAL_ONLY),
    "9002332": _WORK_ONLY,
    "50194": _ONE_KIND,
    **dict.fromkeys(("7000215", "7000222", "700027", "7000216", "7000229"), _WRONG_SECRET),
    **dict.fromkeys(("700016", "90002", "900023", "90013", "700038"), _NO_APP),
    **dict.fromkeys(("700024", "700030", "50013"), _WRONG_CLOCK),
    "7000222": _Reason(N_("The client secret of the app has expired ({code})."), _SECRET),
    "7000218": _Reason(
        N_("The app does not allow signing in with a code ({code})."),
        N_("In Entra, under Authentication of the app, set Allow public client flows to Yes; or use a browser."),
    ),
    "50105": _Reason(
        N_("The app is open to assigned people only, and {account} is none of them ({code})."),
        _SHOW_IT,
        _ASSIGNMENT_LETTER,
    ),
    "50011": _Reason(
        N_("The app does not know the address that the browser is to come back to ({code})."),
        N_("In Entra, under Authentication of the app, add the platform Mobile and desktop with http://localhost."),
    ),
    "65004": _Reason(N_("The request was refused on Microsoft's page ({code})."), _MAYBE_IT, _LETTER),
}

_BY_ERROR: dict[str, _Reason] = {
    "authorization_pending": _Reason(N_("Nobody typed the code in time."), _AGAIN),
    "expired_token": _Reason(N_("Nobody typed the code in time."), _AGAIN),
    "code_expired": _Reason(N_("Nobody typed the code in time."), _AGAIN),
    "state_mismatch": _Reason(
        N_("The answer belongs to another sign-in; it was not used."),
        N_("Run it again, and use only the page that it opens."),
    ),
    "timed_out": _Reason(N_("Nobody signed in within {minutes} minutes."), _MAYBE_IT, _LETTER),
    "access_denied": _Reason(N_("The request was refused on Microsoft's page."), _MAYBE_IT, _LETTER),
    "authorization_declined": _Reason(N_("The request was refused on Microsoft's page."), _MAYBE_IT, _LETTER),
    "invalid_grant": _ENDED,
    "interaction_required": _MORE_PROOF,
    "login_required": _MORE_PROOF,
    "consent_required": _CONSENT,
    "invalid_client": _WRONG_SECRET,
    "unauthorized_client": _NO_APP,
}
_OTHER = _Reason(
    N_("Microsoft refused the sign-in ({code})."),
    N_("meetlint explain outlook lists what can stand in the way, and what to do."),
)
_UNKNOWN = _Reason(
    N_("Microsoft refused the sign-in ({code})."),
    N_(
        "Microsoft says what that means at https://login.microsoftonline.com/error; signing in again may not help. "
        "meetlint explain outlook lists what can stand in the way."
    ),
)
_CONDITIONAL = re.compile(r"53\d{3,4}")
"""Conditional access, the state of a device, and binding tokens to it have the codes 53000 to 53011 and 530001 on."""
_AADSTS = re.compile(r"AADSTS(\d{4,8})")
_NO_WORD = re.compile(r"[^A-Za-z0-9_.-]")


def explain_reply(
    reply: Mapping[str, Any] | None,
    settings: OutlookSettings,
    *,
    account: str = "",
    permissions: Sequence[str] = (),
    is_app: bool = False,
) -> SignInError:
    """Return what a reply without a token means.

    Args:
        reply: msal's, None when there was no sign-in to renew.
        settings: of Outlook.
        account: whose sign-in it is, "" while nobody is known.
        permissions: what was asked for; none is what the settings ask for.
        is_app: an organisation's app signed in, not a person.
    """
    reply = reply or {"error": "invalid_grant"}
    code = next((code for code in _codes_of(reply) if code in _BY_CODE), "")
    error = _NO_WORD.sub("", str(reply.get("error", "")))[:40]
    shown = code or next(iter(_codes_of(reply)), "")
    reason = _BY_CODE.get(code) or (_BLOCKED if _CONDITIONAL.fullmatch(shown) else None)
    reason = reason or _BY_CODE_OF_SUBERROR.get(str(reply.get("suberror", ""))) or _BY_ERROR.get(error, _OTHER)
    if shown and not code and reason in (_ENDED, _MORE_PROOF, _OTHER):
        # Behind a general word stands a code that is not known here: signing in again might lead round in a circle.
        reason = _UNKNOWN
    fields: dict[str, Any] = {"code": f"AADSTS{shown}" if shown else error or "?"}
    if "{account}" in reason.message:
        fields["account"] = account or "?"
    if "{minutes}" in reason.message:
        fields["minutes"] = reply.get("minutes", 5)
    if reason.letter:
        letter, values = text_for_it(settings, permissions=permissions, is_app=is_app)
        letter = letter if is_app or reason.letter == _LETTER else reason.letter
        return SignInError(reason.message, reason.hint, letter, **fields, **values)
    return SignInError(reason.message, reason.hint, **fields)


# https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow: suberror says what an interaction is for
_BY_CODE_OF_SUBERROR: dict[str, _Reason] = {
    "consent_required": _CONSENT,
    "basic_action": _MORE_PROOF,
    "additional_action": _MORE_PROOF,
    "user_password_expired": _MORE_PROOF,
    "bad_token": _ENDED,
    "token_expired": _ENDED,
}


def explain_refusal(account: str, clock_off_seconds: float) -> SignInError:
    """Return what it means that the API refuses a token that is fresh."""
    if abs(clock_off_seconds) > CLOCK_SECONDS:
        return SignInError(
            N_("Outlook refuses the sign-in of {account}; this machine's clock is {minutes} minutes off."),
            _CLOCK,
            account=account,
            minutes=round(abs(clock_off_seconds) / 60),
        )
    return SignInError(N_("Outlook does not take the sign-in of {account} any more."), _AGAIN, account=account)


def text_for_it(
    settings: OutlookSettings, *, permissions: Sequence[str] = (), is_app: bool = False
) -> tuple[str, dict[str, Any]]:
    """Return a text for the IT desk, what is asked and why: a msgid with the values of its fields.

    Args:
        settings: of Outlook: which app, and how much it asks for.
        permissions: what a person is asked for; none is what the settings ask for.
        is_app: an organisation's app reads by itself, without a person who signs in.
    """
    asked = permissions or asked_permissions(settings.access)
    names = (needed_permission(settings.access, is_app=True),) if is_app else asked
    # https://learn.microsoft.com/entra/identity-platform/v2-admin-consent: a tenant, or whichever the person is in
    tenant = "organizations" if settings.tenant in ("common", "consumers") else settings.tenant
    authority = settings.authority or f"{AUTHORITIES[settings.cloud]}/{tenant}"
    link = f"{authority}/adminconsent?{urlencode({'client_id': settings.client_id})}"
    fields = {"app": settings.client_id or "?", "permissions": ", ".join(names), "link": link}
    own = _MAIL_LETTER if MAIL_SEND in asked else _LETTER
    return (_APP_LETTER if is_app else own), fields


def _codes_of(reply: Mapping[str, Any]) -> list[str]:
    listed = reply.get("error_codes")
    codes = [str(code) for code in listed] if isinstance(listed, list) else []
    return codes + _AADSTS.findall(str(reply.get("error_description", "")))
