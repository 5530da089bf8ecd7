"""The people of a group in Entra, as an organisation's app sees them.

Nested groups count: whoever is in a group of the group is in it. The list comes from the directory itself and not from
its search index, which lags behind who joined and left (no OData cast, so no ``ConsistencyLevel``).
https://learn.microsoft.com/graph/api/group-list-transitivemembers
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import quote

from analyzer.errors import SourceError
from analyzer.text import N_
from connectors.options import OpenOptions
from connectors.outlook.client import GraphClient, Reader
from connectors.outlook.credentials import has_credential
from connectors.outlook.refusals import code_of, refusal_of
from connectors.outlook.scopes import GROUP_MEMBERS, USERS
from connectors.outlook.settings import OutlookSettings
from connectors.outlook.tokens import SERVICE, AppTokens
from connectors.refusals import Refusal
from connectors.services.directory import DirectoryGroup, LeftOut, Listed
from connectors.services.gate import Gate
from connectors.services.http import NO_JSON
from connectors.services.parts import Part, parts_of, text_of
from connectors.services.patience import Patience

_FIELDS = "id,mail,userPrincipalName,accountEnabled,userType"
_PAGE_SIZE = 999
_USER = "#microsoft.graph.user"

NO_APP = Refusal(
    "outlook-group-without-app",
    N_("The group {name} is read by an app of the organisation, and none is set."),
    N_("Set client_id, tenant and certificate_file under [outlook] (meetlint explain digest)."),
)
NOT_ALLOWED = Refusal(
    "outlook-group-denied",
    N_("The app may not read who is in the group {name}; it needs the permission {permission}."),
    N_("Ask the IT desk once to grant the app both, with admin consent: {all}. Calendars have one of their own."),
)
UNKNOWN = Refusal(
    "outlook-group-absent",
    N_("Microsoft knows no group {name}."),
    N_("Write its object id, as Entra shows it: group = “outlook:ID” in the section [digest]."),
)


def read_group(group: str, options: OpenOptions, patience: Callable[[], Patience] = Patience) -> DirectoryGroup:
    """Return who is in a group.

    Args:
        group: its object id.
        options: with the section ``[outlook]``.
        patience: makes the patience with the directory.

    Raises:
        SourceError: it could not be read, or not wholly: nobody is taken for gone because a page is missing.
    """
    settings = options.section(SERVICE, OutlookSettings)
    name = f"outlook:{group}"
    if not has_credential(settings):
        raise NO_APP.error(name=name)
    reader = Reader(
        settings.api_base,
        AppTokens(settings),
        Gate(settings.concurrent_requests),
        options.waiting,
        patience,
        options.seen,
    )
    client = GraphClient(reader, name)
    url = f"{client.base}groups/{quote(group, safe='')}/transitiveMembers?$select={_FIELDS}&$top={_PAGE_SIZE}"
    return DirectoryGroup.of(_found(client, url, name))


def _found(client: GraphClient, url: str, name: str) -> Iterator[Listed | LeftOut]:
    for answer in client.pages(url):
        if answer.status == 403:
            raise _denied(name, GROUP_MEMBERS)
        if answer.status == 404 or (answer.status == 400 and code_of(answer) == "Request_BadRequest"):
            raise UNKNOWN.error(name=name)
        if answer.status != 200:
            raise refusal_of(answer, name, GROUP_MEMBERS, is_app=True)
        body = answer.json()
        if not isinstance(body.get("value"), list):
            # A good status without a list says nothing of who is in the group, least of all that nobody is.
            raise NO_JSON.error(name=name)
        for member in parts_of(body, "value"):
            yield _listed(member, name)


def _listed(member: Part, name: str) -> Listed | LeftOut:
    if text_of(member, "@odata.type") != _USER:
        return "other"
    is_enabled, of_directory, mailbox = (
        member.get("accountEnabled"),
        text_of(member, "id"),
        text_of(member, "userPrincipalName"),
    )
    if not isinstance(is_enabled, bool) or not of_directory or not mailbox:
        # What the app may not see is null, also whether somebody left: then nobody can be told from who did.
        raise _denied(name, USERS)
    if not is_enabled:
        return "disabled"
    if text_of(member, "userType").lower() == "guest":
        return "guest"
    return Listed(of_directory, mailbox.lower(), text_of(member, "mail").lower())


def _denied(name: str, permission: str) -> SourceError:
    return NOT_ALLOWED.error(name=name, permission=permission, all=f"{GROUP_MEMBERS}, {USERS}")
