"""The ``[mail]`` section of the settings: through what mails go, and where replies to them are read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from analyzer.errors import SettingsError
from analyzer.settings.places import FileName, from_home
from analyzer.text import N_
from connectors.mail.passwords import read_password
from connectors.mail.replies import Mailbox
from connectors.mail.smtp import Server

_MOST_THROUGH_GRAPH = 30
"""https://learn.microsoft.com/office365/servicedescriptions/exchange-online-service-description/exchange-online-limits."""
_ADDRESS = r"^$|^[^@\s<>,;]+@[^@\s<>,;]+$"


class MailSettings(BaseModel):
    """Everything that can be set about mail. Passwords stand in the environment or in files that are named here."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    through: Literal["smtp", "graph", "gmail"] = Field(
        "smtp",
        description=N_("through what mails go: smtp, graph (Microsoft 365) or gmail; both services need a consent"),
    )
    host: str = Field("", description=N_("the server that takes mails for sending; its certificate must bear the name"))
    port: int = Field(587, ge=1, le=65_535, description=N_("its port: 587 for starttls, 465 for tls"))
    security: Literal["starttls", "tls"] = Field(
        "starttls", description=N_("how encryption begins; without it nothing is sent")
    )
    user: str = Field("", description=N_("with whom to sign in; empty: without signing in"))
    password_env: str = Field("", description=N_("the environment variable that holds the password"))
    password_file: FileName = Field("", description=N_("the file that holds the password, for its owner's eyes only"))
    allow_open_key_file: bool = Field(
        False, description=N_("take a password file that others on this machine can read too")
    )
    from_address: str = Field("", pattern=_ADDRESS, description=N_("the address that mails come from"))
    reply_to: str = Field("", pattern=_ADDRESS, description=N_("where replies go; empty: to from_address"))
    reply_tag: Literal["auto", "always", "never"] = Field(
        "auto",
        description=N_(
            "whether replies go to an address with a tag of the receiver's own (digest+TAG@...), by which they are "
            "known where Message-IDs are replaced; auto: with graph and gmail"
        ),
    )
    per_minute: int = Field(
        0, ge=0, le=100_000, description=N_("so many mails go out in a minute at the most; 0: as many as can")
    )
    authorities: FileName = Field(
        "",
        description=N_("a file of certificates to trust besides the operating system's, for an authority of your own"),
    )
    imap_host: str = Field("", description=N_("the server of the mailbox that replies come to; empty: none is read"))
    imap_port: int = Field(993, ge=1, le=65_535, description=N_("its port: 993 for tls, 143 for starttls"))
    imap_security: Literal["starttls", "tls"] = Field("tls", description=N_("how encryption begins there"))
    imap_user: str = Field("", description=N_("with whom to sign in there; empty: as for sending"))
    imap_password_env: str = Field(
        "", description=N_("the environment variable that holds the password of the mailbox")
    )
    imap_password_file: FileName = Field(
        "", description=N_("the file that holds the password of the mailbox; empty, like the variable: as for sending")
    )
    imap_folder: str = Field("INBOX", min_length=1, description=N_("the folder that is read"))
    imap_done: str = Field("", description=N_("the folder to which what was understood is moved; empty: it stays"))

    @property
    def limit(self) -> int:
        """Mails in a minute at the most, 0 for as many as can; Microsoft's own limit where none is set."""
        return self.per_minute or (_MOST_THROUGH_GRAPH if self.through == "graph" else 0)

    def reply_address(self, tag: str) -> str:
        """Return where a receiver's reply goes.

        Args:
            tag: the receiver's own, "" for none.
        """
        address = self.reply_to or self.from_address
        is_tagged = self.reply_tag == "always" or (self.reply_tag == "auto" and self.through != "smtp")
        name, at, domain = address.rpartition("@")
        return f"{name}+{tag}@{domain}" if tag and at and is_tagged else address

    def server(self, environment: Mapping[str, str], per_minute: int | None = None) -> Server:
        """Return the server for sending, with its password.

        Args:
            environment: of the process.
            per_minute: the share of the limit that one worker has; None for the whole.

        Raises:
            SettingsError: there is no server or no address to send from.
            MeetlintError: the password cannot be had.
        """
        if not self.host or not self.from_address:
            raise SettingsError(
                N_("No mail server is set: {missing} is missing in the section [mail]."),
                N_("Write it in meetlint.toml. Without a server: meetlint digest send --dry-run FOLDER"),
                missing="from_address" if self.host else "host",
            )
        return Server(
            host=self.host,
            port=self.port,
            security=self.security,
            user=self.user,
            password=self._password(environment),
            authorities=self._authorities,
            per_minute=self.per_minute if per_minute is None else per_minute,
        )

    def mailbox(self, environment: Mapping[str, str]) -> Mailbox | None:
        """Return the mailbox of replies, None where none is read.

        Raises:
            MeetlintError: the password cannot be had.
        """
        if not self.imap_host:
            return None
        has_own = bool(self.imap_password_env or self.imap_password_file)
        return Mailbox(
            host=self.imap_host,
            port=self.imap_port,
            security=self.imap_security,
            user=self.imap_user or self.user,
            password=self._read(environment, self.imap_password_env, self.imap_password_file)
            if has_own
            else self._password(environment),
            folder=self.imap_folder,
            done=self.imap_done,
            authorities=self._authorities,
        )

    def _password(self, environment: Mapping[str, str]) -> str:
        return self._read(environment, self.password_env, self.password_file)

    def _read(self, environment: Mapping[str, str], variable: str, file: str) -> str:
        is_open_allowed = self.allow_open_key_file
        return read_password(environment, variable=variable, file=file, section="mail", is_open_allowed=is_open_allowed)

    @property
    def _authorities(self) -> Path | None:
        return from_home(self.authorities) if self.authorities else None
