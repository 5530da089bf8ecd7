"""Which permissions are asked for, and what they are called where.

https://learn.microsoft.com/graph/permissions-reference: least first. All of them only read, but for the one that
sends mail, which has a consent of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from connectors.outlook.settings import API_ENDPOINTS, OutlookSettings

SHARED = "Calendars.Read.Shared"
MAIL_SEND = "Mail.Send"
"""Asked for only by a sign-in for sending, which asks for nothing else."""
GROUP_MEMBERS = "GroupMember.Read.All"
USERS = "User.Read.All"
"""Without it a group's members come without their addresses, and without whether their accounts are in use."""
_OWN = {"details": "Calendars.Read", "basic": "Calendars.ReadBasic"}
_APP = {"details": "Calendars.Read", "basic": "Calendars.ReadBasic.All"}


def asked_permissions(access: str, *, with_shared: bool = False) -> tuple[str, ...]:
    """Return the permissions that a person is asked for, by their short names."""
    return (_OWN[access], SHARED) if with_shared else (_OWN[access],)


def needed_permission(access: str, *, is_shared: bool = False, is_app: bool = False) -> str:
    """Return the permission that reading a calendar needs."""
    return SHARED if is_shared else (_APP if is_app else _OWN)[access]


def scopes_of(settings: OutlookSettings, permissions: Iterable[str]) -> list[str]:
    """Return permissions as the sign-in takes them: behind the origin of the API they are for.

    An own API is no resource that an authority knows, so its permissions go by their short names.
    """
    prefix = _resource(settings)
    return [f"{prefix}{name}" for name in permissions]


def app_scope(settings: OutlookSettings) -> str:
    """Return the scope by which an app asks for whatever it was granted."""
    return f"{_resource(settings)}.default"


def granted_permissions(scope: str) -> tuple[str, ...]:
    """Return the short names of what a reply grants of calendars and mail, with or without an origin in the reply."""
    names = (one.rpartition("/")[2] for one in scope.split())
    return tuple(dict.fromkeys(name for name in names if name.startswith("Calendars.") or name == MAIL_SEND))


def _resource(settings: OutlookSettings) -> str:
    parts = urlsplit(settings.api_base)
    origin = f"{parts.scheme}://{parts.netloc}/"
    return origin if any(known.startswith(origin) for known in API_ENDPOINTS.values()) else ""
