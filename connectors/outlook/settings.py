"""The ``[outlook]`` section of the settings: how Outlook is signed in to and read through Microsoft Graph."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from analyzer.settings.places import FileName
from analyzer.text import N_
from connectors.services.endpoints import LOOPBACK

Cloud = Literal["global", "usgov", "usgov-dod", "china"]

# National clouds: https://learn.microsoft.com/graph/deployments
AUTHORITIES: dict[Cloud, str] = {
    "global": "https://login.microsoftonline.com",
    "usgov": "https://login.microsoftonline.us",
    "usgov-dod": "https://login.microsoftonline.us",
    "china": "https://login.chinacloudapi.cn",
}
API_ENDPOINTS: dict[Cloud, str] = {
    "global": "https://graph.microsoft.com/v1.0/",
    "usgov": "https://graph.microsoft.us/v1.0/",
    "usgov-dod": "https://dod-graph.microsoft.us/v1.0/",
    "china": "https://microsoftgraph.chinacloudapi.cn/v1.0/",
}


class OutlookSettings(BaseModel):
    """Everything that can be set about Outlook. Secrets stand in the environment or in files that are named here."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    client_id: str = Field("", description=N_("application (client) id of the app registration in Entra"))
    tenant: str = Field(
        "organizations",
        pattern=r"^[A-Za-z0-9.-]+$",
        description=N_("tenant id or domain; organizations: any work or school account; common: personal ones too"),
    )
    cloud: Cloud = Field("global", description=N_("Microsoft's cloud: global, usgov, usgov-dod or china"))
    authority: str = Field(
        "",
        pattern=r"^$|^https://[^\s?#]+$",
        description=N_("sign-in address with its tenant, when it is not Microsoft's own"),
    )
    api_endpoint: str = Field(
        "",
        pattern=rf"^$|^(?:https://[^\s?#/]+|{LOOPBACK})(?:/[^\s?#]*)?/$",
        description=N_("base address of the API with its trailing slash, when it is not Microsoft's own"),
    )
    access: Literal["details", "basic"] = Field(
        "details", description=N_("what to ask for at sign-in: details of events, or basic: no agenda texts")
    )
    calendars: tuple[str, ...] = Field(
        (), description=N_("calendars that outlook: reads, by their id; empty: the main one")
    )
    client_secret_file: FileName = Field(
        "", description=N_("file with the client secret, for organisations; or MEETLINT_OUTLOOK_CLIENT_SECRET")
    )
    certificate_file: FileName = Field(
        "", description=N_("file with private key and certificate (PEM), for organisations, in place of a secret")
    )
    mailboxes: tuple[str, ...] = Field(
        (), description=N_("the only mailboxes that an organisation's sign-in may read, by address")
    )
    allow_open_key_file: bool = Field(
        False, description=N_("take a secret or key file that others on this machine can read too")
    )
    concurrent_requests: int = Field(
        4, ge=1, le=16, description=N_("most requests in flight at once; Microsoft allows four")
    )

    @property
    def authority_url(self) -> str:
        """The sign-in address with its tenant, as msal wants it."""
        return self.authority or f"{AUTHORITIES[self.cloud]}/{self.tenant}"

    @property
    def api_base(self) -> str:
        """The base address of the API, with its trailing slash."""
        return self.api_endpoint or API_ENDPOINTS[self.cloud]
