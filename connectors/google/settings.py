"""The ``[google]`` section of the settings: how Google Calendar is signed in to and read."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from analyzer.settings.places import FileName
from analyzer.text import N_
from connectors.services.endpoints import LOOPBACK

API_ENDPOINT = "https://www.googleapis.com/calendar/v3/"
"""The base path of the API, as Google's discovery document gives it (``rootUrl`` and ``servicePath``)."""

DIRECTORY_ENDPOINT = "https://admin.googleapis.com/admin/directory/v1/"
MAIL_ENDPOINT = "https://gmail.googleapis.com/gmail/v1/"


class GoogleSettings(BaseModel):
    """Everything that can be set about Google Calendar. Secrets stand in the files that are named here."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    client_file: FileName = Field(
        "", description=N_("file of the OAuth client, as Google Cloud gives it for a desktop app (JSON)")
    )
    access: Literal["details", "free-busy"] = Field(
        "details", description=N_("what to ask for at sign-in: details of events, or free-busy: when you are busy")
    )
    calendars: tuple[str, ...] = Field(
        ("primary",), description=N_("calendars of your own that google: reads, by their id; primary is the main one")
    )
    service_account_file: FileName = Field(
        "", description=N_("key file of a service account with domain-wide delegation, or other credentials of Google")
    )
    service_account: str = Field(
        "",
        pattern=r"^$|^[^@\s/:]+@[^@\s/:]+$",
        description=N_(
            "address of the service account, when it has no key file and whoever runs meetlint signs for it"
        ),
    )
    mailboxes: tuple[str, ...] = Field(
        (), description=N_("the only mailboxes that the service account may read, by address")
    )
    allow_open_key_file: bool = Field(False, description=N_("take a key file that others on this machine can read too"))
    api_endpoint: str = Field(
        API_ENDPOINT,
        pattern=rf"^(?:https://[^\s?#/]+|{LOOPBACK})(?:/[^\s?#]*)?/$",
        description=N_("base address of the API, with its trailing slash"),
    )
    directory_admin: str = Field(
        "",
        pattern=r"^$|^[^@\s/:]+@[^@\s/:]+$",
        description=N_(
            "address of an administrator in whose name the service account reads a group of the directory; empty: in "
            "its own, with the role Groups Reader"
        ),
    )
    directory_endpoint: str = Field(
        DIRECTORY_ENDPOINT,
        pattern=rf"^(?:https://[^\s?#/]+|{LOOPBACK})(?:/[^\s?#]*)?/$",
        description=N_("base address of the API of the directory, with its trailing slash"),
    )
    mail_endpoint: str = Field(
        MAIL_ENDPOINT,
        pattern=rf"^(?:https://[^\s?#/]+|{LOOPBACK})(?:/[^\s?#]*)?/$",
        description=N_("base address of the API of Gmail, with its trailing slash"),
    )
    revoke_endpoint: str = Field(
        "https://oauth2.googleapis.com/revoke",
        pattern=rf"^(?:https://[^\s?#/]+|{LOOPBACK})(?:/[^\s?#]*)?$",
        description=N_("address at which a sign-in is revoked"),
    )

    @property
    def has_service_account(self) -> bool:
        """Whether an organisation's service account reads the mailboxes on the list."""
        return bool(self.service_account_file or self.service_account)
