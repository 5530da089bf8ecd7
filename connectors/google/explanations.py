"""Doors that Google or an administrator keeps closed: what is said, what to do, and what to send to the IT desk."""

from __future__ import annotations

from datetime import date

from analyzer.errors import SignInError
from analyzer.text import N_, Msg
from connectors.google.scopes import ACCESS, GROUP_MEMBERS, MAIL_SEND
from connectors.google.settings import GoogleSettings

CLOCK_SECONDS = 300.0
"""A clock that is this far off breaks signed requests; Google itself allows for a few minutes."""
_TESTING_DAYS = 7
"""A refresh token lives this long while the consent screen is in "Testing"."""

_AGAIN = N_("Sign in again: meetlint connect google")
_SEND = N_("Send the text below to whoever manages Google Workspace with you, and sign in again when it is allowed.")
_LETTER = N_(
    "Hello,\n"
    "I would like to use meetlint. It reads my own calendar, on my own machine, and points out meetings without "
    "breaks, meetings at lunch and weeks without time to concentrate. It changes nothing and sends nothing elsewhere.\n"
    "Google asks for your consent first. In the Admin console, Security > Access and data control > API controls > "
    "Manage app access, please trust this client, or let it have this one scope:\n"
    "OAuth client id: {client_id}\n"
    "Scope, which only reads: {scope}"
)
_MAIL_LETTER = N_(
    "Hello,\n"
    "meetlint is to send everybody who joined a weekly mail about their own meetings, from one mailbox and from no "
    "other. It reads no mail.\n"
    "Google asks for your consent first. In the Admin console, Security > Access and data control > API controls > "
    "Manage app access, please trust this client, or let it have this one scope:\n"
    "OAuth client id: {client_id}\n"
    "Scope, which only sends: {scope}"
)
_MAIL_DELEGATION_LETTER = N_(
    "Hello,\n"
    "meetlint is to send everybody who joined a weekly mail about their own meetings, with a service account, from the "
    "mailbox {account}. It reads no mail.\n"
    "In the Admin console, Security > Access and data control > API controls > Manage domain-wide delegation, please "
    "add this client with this one scope. Google cannot limit it to that mailbox; a service account of its own, for "
    "sending alone, keeps it apart from the one that reads.\n"
    "Client id of the service account: {client_id}\n"
    "Scope, which only sends: {scope}"
)
_GROUP_DELEGATION_LETTER = N_(
    "Hello,\n"
    "meetlint is to read who is in a group of the directory, with a service account, so that joiners and leavers "
    "follow. It changes nothing.\n"
    "Either give the service account itself the administrator role Groups Reader; or, in the Admin console, Security > "
    "Access and data control > API controls > Manage domain-wide delegation, add this client with this one scope:\n"
    "Client id of the service account: {client_id}\n"
    "Scope, which only reads: {scope}"
)
_DELEGATION_LETTER = N_(
    "Hello,\n"
    "meetlint is to read the calendars on an agreed list, with a service account. It changes nothing.\n"
    "In the Admin console, Security > Access and data control > API controls > Manage domain-wide delegation, please "
    "add this client with this one scope:\n"
    "Client id of the service account: {client_id}\n"
    "Scope, which only reads: {scope}"
)
_SOMEBODY = N_("this account")
_CLOSED = {
    "admin_policy_enforced": N_("The administrator of {account} does not allow this client (admin_policy_enforced)."),
    "org_internal": N_("The client belongs to another organisation than {account} (org_internal)."),
    "access_denied": N_("Google did not let {account} in (access_denied): you said no, or somebody else did."),
    "access_not_configured": N_("The administrator of {account} has switched Google's calendar off for this client."),
    "restricted_client": N_("Google keeps this client from asking for the calendar (restricted_client)."),
    "disabled_client": N_("The client was switched off in Google Cloud (disabled_client)."),
}
_CLOSED_HINTS = {
    "access_denied": N_(
        "While the app is in Testing, you must be one of its test users; an app that Google has not verified is opened "
        "with Advanced > Go to. Where your organisation decides, send it the text below."
    ),
    "org_internal": N_("Ask your own organisation for a client, with the text below."),
}


def text_for_it(settings: GoogleSettings, client_id: str, access: str = "") -> tuple[str, dict[str, object]]:
    """Return the text for whoever manages Google Workspace, as msgid and fields.

    Args:
        settings: say whether people or a service account sign in, and which access.
        client_id: of the client, or of the service account.
        access: another access than the settings say.
    """
    letter = _DELEGATION_LETTER if settings.has_service_account else _LETTER
    return letter, {"client_id": client_id, "scope": ACCESS[access or settings.access]}


def closed_door(code: str, *, account: str, client_id: str, scope: str) -> SignInError | None:
    """Return what to say of a door that somebody else keeps closed, None when the code names no such door."""
    if code not in _CLOSED:
        return None
    hint = _CLOSED_HINTS.get(code, _SEND)
    return SignInError(
        _CLOSED[code], hint, _letter_of(scope), account=account or Msg(_SOMEBODY), client_id=client_id, scope=scope
    )


def _letter_of(scope: str) -> str:
    return _MAIL_LETTER if scope == MAIL_SEND else _LETTER


def no_answer(*, minutes: int, client_id: str, scope: str) -> SignInError:
    """Return what to say when the browser never came back: Google's pages of refusal lead nowhere."""
    return SignInError(
        N_("Nobody signed in within {minutes} minutes."),
        N_(
            "Run the command again. If Google's page said that access is blocked (admin_policy_enforced, "
            "org_internal), send the text below to whoever manages it."
        ),
        _letter_of(scope),
        minutes=minutes,
        client_id=client_id,
        scope=scope,
    )


def box_not_ticked(scope: str) -> SignInError:
    """Return what to say to who signed in without giving what was asked for."""
    if scope == MAIL_SEND:
        return SignInError(
            N_("You signed in, but the box for sending mail was not ticked, so nothing can be sent ({scope})."),
            N_("Run it again and tick the box on Google's page: meetlint connect google --mail"),
            scope=scope,
        )
    return SignInError(
        N_("You signed in, but the box for your calendar was not ticked, so there is nothing to read ({scope})."),
        N_("Run it again and tick the box on Google's page: meetlint connect google"),
        scope=scope,
    )


def scope_lost(*, account: str, scope: str) -> SignInError:
    """Return what to say when Google answers that a scope is missing."""
    return SignInError(
        N_("The sign-in of {account} does not allow this, or no longer: the scope {scope} is missing."),
        N_("Sign in again and tick every box on Google's page: meetlint connect google"),
        account=account,
        scope=scope,
    )


def delegation_missing(*, account: str, client_id: str, scope: str) -> SignInError:
    """Return what to say when a service account may not act for a mailbox, or read the directory."""
    message, letter = _DELEGATIONS.get(scope, (_NOT_READ, _DELEGATION_LETTER))
    return SignInError(
        message,
        N_("Send the text below to whoever manages Google Workspace."),
        letter,
        account=account or Msg(_ITSELF),
        client_id=client_id,
        scope=scope,
    )


_NOT_READ = N_("The service account may not read {account}: the administrator has not given it {scope}.")
_ITSELF = N_("its own name")
_DELEGATIONS = {
    MAIL_SEND: (
        N_("The service account may not send as {account}: the administrator has not given it {scope}."),
        _MAIL_DELEGATION_LETTER,
    ),
    GROUP_MEMBERS: (
        N_("The service account may not read groups in the name of {account}: {scope} is missing."),
        _GROUP_DELEGATION_LETTER,
    ),
}


def clock_wrong(*, account: str, clock_off_seconds: float) -> SignInError | None:
    """Return what to say when this machine's clock is the likely reason, None when it is right."""
    if abs(clock_off_seconds) < CLOCK_SECONDS:
        return None
    return SignInError(
        N_("Google refuses the sign-in of {account}; the clock of this machine is {minutes} minutes off."),
        N_("Set the clock right, and run the command again."),
        account=account,
        minutes=round(abs(clock_off_seconds) / 60),
    )


def token_refused(account: str) -> SignInError:
    """Return what to say when Google refuses even a fresh token."""
    return SignInError(N_("Google refuses the sign-in of {account}."), _AGAIN, account=account)


def sign_in_ended(*, account: str, signed_in: str, today: date) -> SignInError:
    """Return what to say when a refresh token is dead, with the likely reason by its age."""
    try:
        days = (today - date.fromisoformat(signed_in)).days
    except ValueError:
        days = 0
    if days >= _TESTING_DAYS:
        return SignInError(
            N_("The sign-in of {account} at Google has ended."),
            N_(
                "Sign in again: meetlint connect google. If it ends every seven days, the consent screen of the client "
                "is in Testing: publish the app (meetlint explain google)."
            ),
            account=account,
        )
    return SignInError(
        N_("The sign-in of {account} at Google has ended: it was taken away, or the password was changed."),
        _AGAIN,
        account=account,
    )


def client_gone(account: str, code: str) -> SignInError:
    """Return what to say when the client itself is no more."""
    return SignInError(
        N_("Google no longer knows the client that {account} signed in to ({code})."),
        N_(
            "Get a new client file (meetlint explain google), and sign in again: meetlint connect "
            "google --client-file FILE"
        ),
        account=account,
        code=code,
    )


def refresh_refused(account: str, code: str) -> SignInError:
    """Return what to say when an access token is not given, for a reason not met before."""
    return SignInError(N_("Google gives {account} no access ({code})."), _AGAIN, account=account, code=code)


def nobody(account: str = "") -> SignInError:
    """Return what to say when nobody is signed in, or not as this account."""
    if account:
        return SignInError(N_("Nobody is signed in at Google as {account}."), _AGAIN, account=account)
    return SignInError(N_("Nobody is signed in at Google yet."), N_("Sign in first: meetlint connect google"))
