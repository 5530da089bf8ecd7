"""What Google refuses, once for all: by its reason, never by its message, to a sentence with the next thing to do.

https://developers.google.com/workspace/calendar/api/guides/errors
"""

from __future__ import annotations

import json
import re
from typing import Any

from analyzer.errors import SourceError
from analyzer.problems import ProblemKind
from analyzer.text import N_
from connectors.google.tokens import AccountTokens
from connectors.refusals import Refusal
from connectors.services.http import Answer, is_busy, is_for_good
from connectors.services.parts import part_of, parts_of, text_of
from connectors.transport import AGAIN

FORBIDDEN = Refusal(
    "google-access-denied",
    N_("Google does not let {account} read {name}."),
    N_("Ask its owner to share the calendar with you, then run the command again."),
)
ABSENT = Refusal(
    "google-calendar-absent",
    N_("Google knows no calendar {name}, or it is not shared with {account}."),
    N_("Check the spelling, or see which you can read: meetlint connect google --list-calendars"),
)
API_DISABLED = Refusal(
    "google-api-disabled",
    N_("The Google Calendar API is not switched on in the project of the client; {name} was not read."),
    N_(
        "In Google Cloud: APIs & Services > Library > Google Calendar API > Enable; then wait a minute "
        "(meetlint explain google)."
    ),
)
QUOTA = Refusal(
    "google-quota-used-up",
    N_("What the client may ask Google in a day is used up; {name} was not read to its end."),
    N_("Run the command again tomorrow, or raise the quota in Google Cloud."),
)
REFUSED = Refusal(
    "google-refuses",
    N_("Google refused to give {name} (status {status}, {reason})."),
    N_("Run the command again in a while; meetlint explain google lists what can stand in the way."),
)
NOT_TAKEN = N_(
    "Asking again will not help. Compare the ids of calendars in meetlint.toml with what meetlint connect google "
    "--list-calendars shows; if they are right, please report it with the line above."
)
NO_CALENDAR = Refusal(
    "google-no-calendar",
    N_("{account} has an account at Google, but no Google Calendar; {name} was not read."),
    N_(
        "Open calendar.google.com once; in an organisation, ask its administrator to switch Google Calendar on. "
        "Or sign in with another account: meetlint connect google"
    ),
)
PAGES_REPEAT = Refusal(
    "google-pages-repeat", N_("Google repeats itself while {name} is read; the rest of it is missing."), AGAIN
)
BUSY_UNKNOWN = Refusal(
    "google-busy-unknown",
    N_("Google does not say when {name} is busy ({reason})."),
    N_("Run the command again in a while; the time is not taken as free."),
)
PART_MISSING = ProblemKind("google-part-missing", N_("{name} was not read to its end: {reason}"), effect="source")
SERIES_UNKNOWN = ProblemKind(
    "google-series-unknown",
    N_("When the series of {name} began and whether they end could not be read: {reason}"),
    effect="repaired",
)
CALENDAR_LOST = ProblemKind("google-calendar-lost", N_("{name} was not read: {reason}"), effect="source")

RATES = ("rateLimitExceeded", "userRateLimitExceeded")
_QUOTAS = ("quotaExceeded", "dailyLimitExceeded", "variableTermLimitExceeded", "dailyLimitExceededUnreg")
MISSING_SCOPE = ("insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT")
LIMITS_REACHED = (*RATES, *_QUOTAS, "RATE_LIMIT_EXCEEDED")
"""What says that nothing was done, since there was too much already."""
_NO_CALENDAR = "notACalendarUser"
SWITCHED_OFF = ("accessNotConfigured", "SERVICE_DISABLED")
_PASSING = (500, 502, 503, 504)
_NO_WORD = re.compile(r"[^A-Za-z0-9_.-]")


def reasons_of(body: dict[str, Any]) -> list[str]:
    """Return the reasons in the body of an error, of both forms that Google uses."""
    error = part_of(body, "error")
    found = [text_of(one, "reason") for name in ("errors", "details") for one in parts_of(error, name)]
    return [_NO_WORD.sub("", reason)[:60] for reason in found if reason]


def is_passing(answer: Answer) -> bool:
    """Return whether asking again may help; Google says 403 for a rate, too, and means 429."""
    if is_busy(answer) or answer.status in _PASSING:
        return True
    return answer.status == 403 and any(reason in RATES for reason in reasons_of(answer.json()))


def refusal_of(status: int, content: bytes, *, name: str, tokens: AccountTokens, scope: str) -> SourceError:
    """Return the error for an answer that is none.

    Args:
        status: HTTP status.
        content: body of the answer.
        name: what people call the calendar.
        tokens: of whom asked.
        scope: what the request needs.
    """
    try:
        body = json.loads(content)
    except ValueError:
        body = None
    reasons = reasons_of(body) if isinstance(body, dict) else []
    if any(reason in MISSING_SCOPE for reason in reasons):
        return tokens.lacks(scope)
    if any(reason in SWITCHED_OFF for reason in reasons):
        return API_DISABLED.error(name=name)
    if any(reason in _QUOTAS for reason in reasons):
        return QUOTA.error(name=name)
    if _NO_CALENDAR in reasons:
        return NO_CALENDAR.error(name=name, account=tokens.account)
    if status == 403:
        return FORBIDDEN.error(name=name, account=tokens.account)
    if status == 404:
        return ABSENT.error(name=name, account=tokens.account)
    hint = NOT_TAKEN if is_for_good(status) else ""
    return REFUSED.error(hint, name=name, status=status, reason=reasons[0] if reasons else "-")


def refusal_of_busy(reasons: list[str], *, name: str, account: str) -> SourceError:
    """Return the error for a calendar whose free/busy answer holds errors inside a good status."""
    known = [_NO_WORD.sub("", reason)[:60] for reason in reasons]
    if "notFound" in known:
        return ABSENT.error(name=name, account=account)
    return BUSY_UNKNOWN.error(name=name, reason=known[0] if known else "-")
