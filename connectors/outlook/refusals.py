"""What Graph refuses, once for all: by its code, never by its message, to a sentence with the next thing to do.

https://learn.microsoft.com/graph/errors
"""

from __future__ import annotations

import re

from analyzer.text import N_
from connectors.refusals import Refusal, RefusedError
from connectors.services.http import Answer, is_busy, is_for_good
from connectors.transport import AGAIN

_ASK_OWNER = N_("Ask its owner to share it with you, and sign in with: meetlint connect outlook --shared-calendars")
_LIST = N_("See your calendars with: meetlint connect outlook --list-calendars")

DENIED = Refusal(
    "outlook-access-denied", N_("Outlook does not let the signed-in account read the calendar {name}."), _ASK_OWNER
)
SCOPE_MISSING = Refusal(
    "outlook-permission-missing",
    N_("Outlook does not let {name} be read: the permission {permission} is missing or was taken away."),
    N_("Give it again by signing in: meetlint connect outlook"),
)
APP_DENIED = Refusal(
    "outlook-app-denied",
    N_("The app of your organisation may not read the mailbox {name}; it needs the permission {permission}."),
    N_(
        "Let the IT desk grant it, or add the mailbox to the group that the app is limited to "
        "(meetlint explain outlook)."
    ),
)
NOT_FOUND = Refusal(
    "outlook-calendar-absent", N_("Outlook knows no calendar {name}, or does not show it to you."), _LIST
)
NO_MAILBOX = Refusal(
    "outlook-mailbox-absent",
    N_("{name} has no mailbox in Exchange Online: there is no licence, it is switched off, or it is on an own server."),
    N_("Ask the IT desk for a licence, or publish the calendar and check its address (meetlint explain sources)."),
)
OTHER = Refusal(
    "outlook-refuses",
    N_("Outlook refused {name} (status {status}, {reason})."),
    N_("Run the command again in a while; meetlint explain outlook lists what can stand in the way."),
)
NOT_TAKEN = N_(
    "Asking again will not help. Compare the ids of calendars in meetlint.toml with what meetlint connect outlook "
    "--list-calendars shows; if they are right, please report it with the line above."
)
MOVING = Refusal("outlook-mailbox-moving", N_("Exchange is moving the mailbox {name} to another place."), AGAIN)
REPEATING = Refusal(
    "outlook-pages-repeat", N_("Outlook repeats itself while {name} is read; the rest of it is missing."), AGAIN
)
SIGN_IN_ENDED = Refusal(
    "outlook-sign-in-ended",
    N_("The sign-in ended while {name} was read; it is incomplete. Sign in again: meetlint connect outlook"),
)
_NOT_FOUND_CODES = (
    *("erroritemnotfound", "errorfoldernotfound", "errorinvalididmalformed", "errorinvalidid", "itemnotfound"),
    *("errorinvaliduser", "request_resourcenotfound", "errorcalendarfoldernotfound"),
)
_NO_MAILBOX_CODES = (
    *("mailboxnotenabledforrestapi", "mailboxnothostedinexchangeonline", "resourcenotfound"),
    *("errornonexistentmailbox", "mailboxnotsupportedforrestapi"),
)
_MOVING_CODES = ("errormailboxmoveinprogress",)
_PASSING_CODES = (
    *("toomanyrequests", "applicationthrottled", "mailboxconcurrency", "errorserverbusy", "errortimeoutexpired"),
    *("errorexceededconnectioncount", "errorinternalservertransienterror", "errormailboxstoreunavailable"),
)
_THROTTLED_CODES = (
    *("toomanyrequests", "applicationthrottled", "mailboxconcurrency", "errorserverbusy"),
    *("errorexceededconnectioncount", "errorexceededmessagelimit", "errormessagethrottled"),
)
"""What says that a request was not begun, since there were too many."""
_NO_WORD = re.compile(r"[^A-Za-z0-9_.-]")


def code_of(answer: Answer) -> str:
    """Return the code of an error in letters that can be shown, "" when there is none."""
    error = answer.json().get("error") if answer.status >= 400 else None
    code = error.get("code") if isinstance(error, dict) else None
    return _NO_WORD.sub("", code)[:60] if isinstance(code, str) else ""


def is_passing(answer: Answer) -> bool:
    """Return whether asking again may help.

    Graph also answers 500 for what passes, and says with a code what other services say with a status.
    """
    return is_busy(answer) or answer.status in (500, 509) or code_of(answer).lower() in _PASSING_CODES


def is_throttled(answer: Answer) -> bool:
    """Return whether a request was turned away for there being too many, so that nothing of it was done."""
    return code_of(answer).lower() in _THROTTLED_CODES


def refusal_of(
    answer: Answer, name: str, permission: str, *, is_app: bool = False, is_own: bool = True
) -> RefusedError:
    """Return the error that a final answer stands for.

    Args:
        answer: with a status that is no success.
        name: of the calendar, as people call it.
        permission: that reading it needs.
        is_app: an organisation's app reads, not a person.
        is_own: the calendar is the person's own, so that sharing it is no way out.
    """
    code = code_of(answer)
    if code.lower() in _MOVING_CODES:
        return MOVING.error(name=name)
    if code.lower() in _NO_MAILBOX_CODES:
        return NO_MAILBOX.error(name=name)
    if code.lower() in _NOT_FOUND_CODES or answer.status == 404:
        return NOT_FOUND.error(name=name)
    if answer.status == 403:
        if is_app:
            return APP_DENIED.error(name=name, permission=permission)
        if code.lower() == "authorization_requestdenied" or is_own:
            return SCOPE_MISSING.error(name=name, permission=permission)
        return DENIED.error(name=name)
    hint = NOT_TAKEN if is_for_good(answer.status) else ""
    return OTHER.error(hint, name=name, status=answer.status, reason=code or "?")
