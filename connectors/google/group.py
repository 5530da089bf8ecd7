"""The people of a group of Google Workspace, as an organisation's service account sees them.

Nested groups count (``includeDerivedMembership``). Only accounts of the organisation that are in use have the status
``ACTIVE``; of others, and of people elsewhere, there is another or none.
https://developers.google.com/workspace/admin/directory/reference/rest/v1/members/list
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import quote, urlencode

from analyzer.text import N_
from connectors.google.refusals import MISSING_SCOPE, PAGES_REPEAT, QUOTA, SWITCHED_OFF, is_passing, reasons_of
from connectors.google.scopes import GROUP_MEMBERS
from connectors.google.service_account import ServiceAccountTokens
from connectors.google.settings import GoogleSettings
from connectors.options import OpenOptions
from connectors.refusals import Refusal
from connectors.services.directory import DirectoryGroup, LeftOut, Listed
from connectors.services.http import Answer, ServiceHttp
from connectors.services.parts import Part, parts_of, text_of
from connectors.services.patience import Patience
from connectors.services.sign_in_transports import GoogleauthRequest

_FIELDS = "nextPageToken,members(id,email,type,status)"
_PAGE_SIZE = 200
_MOST_PAGES = 5_000

NO_ACCOUNT = Refusal(
    "google-group-without-service-account",
    N_("The group {name} is read by a service account of the organisation, and none is set."),
    N_("Set service_account and directory_admin under [google] (meetlint explain digest)."),
)
API_OFF = Refusal(
    "google-directory-disabled",
    N_("The Admin SDK API is not switched on in the project of the service account; {name} was not read."),
    N_("In Google Cloud: APIs & Services > Library > Admin SDK API > Enable; then wait a minute."),
)
NOT_ALLOWED = Refusal(
    "google-group-denied",
    N_("The service account may not read who is in the group {name}; it needs {scope}."),
    N_(
        "Give it the administrator role Groups Reader, or name an administrator who has it in directory_admin under "
        "[google] (meetlint explain digest)."
    ),
)
UNKNOWN = Refusal(
    "google-group-absent",
    N_("Google knows no group {name}."),
    N_("Write its address: group = “google:ADDRESS” in the section [digest]."),
)
REFUSED = Refusal(
    "google-directory-refuses",
    N_("Google refused to say who is in {name} (status {status}, {reason})."),
    N_("Run the command again in a while."),
)


def read_group(group: str, options: OpenOptions, patience: Callable[[], Patience] = Patience) -> DirectoryGroup:
    """Return who is in a group.

    Args:
        group: its address, or its id.
        options: with the section ``[google]``.
        patience: makes the patience with the directory.

    Raises:
        SourceError: it could not be read, or not wholly: nobody is taken for gone because a page is missing.
    """
    settings = options.section("google", GoogleSettings)
    name = f"google:{group}"
    if not settings.has_service_account:
        raise NO_ACCOUNT.error(name=name)
    tokens = ServiceAccountTokens(
        settings, settings.directory_admin, scope=GROUP_MEMBERS, transport=GoogleauthRequest()
    )
    http = ServiceHttp(
        settings.directory_endpoint,
        name,
        tokens=tokens,
        is_passing=is_passing,
        patience=patience(),
        waiting=options.waiting,
        seen=options.seen,
    )
    base = f"{settings.directory_endpoint}groups/{quote(group, safe='@')}/members"
    return DirectoryGroup.of(_found(http, base, name, tokens))


def _found(http: ServiceHttp, base: str, name: str, tokens: ServiceAccountTokens) -> Iterator[Listed | LeftOut]:
    query = {"includeDerivedMembership": "true", "maxResults": str(_PAGE_SIZE), "fields": _FIELDS}
    token, seen = "", {""}
    while True:
        answer = http.request("GET", f"{base}?{urlencode(query | ({'pageToken': token} if token else {}))}")
        if answer.status != 200:
            raise _refusal(answer, name, tokens)
        body = answer.json()
        for member in parts_of(body, "members"):
            yield _listed(member)
        token = text_of(body, "nextPageToken")
        if not token:
            return
        if token in seen or len(seen) > _MOST_PAGES:
            raise PAGES_REPEAT.error(name=name)
        seen.add(token)


def _listed(member: Part) -> Listed | LeftOut:
    if text_of(member, "type") != "USER":
        return "other"
    status = text_of(member, "status")
    if status != "ACTIVE":
        return "disabled" if status else "guest"
    address = text_of(member, "email").lower()
    return Listed(text_of(member, "id") or address, address, address)


def _refusal(answer: Answer, name: str, tokens: ServiceAccountTokens) -> Exception:
    reasons = reasons_of(answer.json())
    if any(reason in MISSING_SCOPE for reason in reasons):
        return tokens.lacks(GROUP_MEMBERS)
    if any(reason in SWITCHED_OFF for reason in reasons):
        return API_OFF.error(name=name)
    if "quotaExceeded" in reasons:
        return QUOTA.error(name=name)
    if answer.status == 403:
        return NOT_ALLOWED.error(name=name, scope=GROUP_MEMBERS)
    if answer.status == 404:
        return UNKNOWN.error(name=name)
    return REFUSED.error(name=name, status=answer.status, reason=reasons[0] if reasons else "-")
