"""How TLS begins on the way to a mail server, and whose certificates are trusted."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import Literal

from analyzer.errors import MeetlintError, reason_of
from analyzer.text import N_
from connectors.transport import tls_context

Security = Literal["starttls", "tls"]
"""TLS begins after the greeting, or with the connection. There is no third."""


class AuthoritiesError(MeetlintError):
    """The file of certificates that the settings name is of no use."""


def trusting(authorities: Path | None) -> ssl.SSLContext:
    """Return TLS settings that trust the operating system's authorities, and those in a file.

    Raises:
        AuthoritiesError: the file cannot be read, or holds no certificate.
    """
    context = tls_context()
    if authorities is not None:
        try:
            context.load_verify_locations(authorities)
        except OSError as error:  # also what is no certificate
            raise AuthoritiesError(
                N_("The certificates in {file} cannot be read: {reason}."),
                N_("Correct authorities in the section [mail] of meetlint.toml."),
                file=authorities,
                reason=reason_of(error),
            ) from error
    return context
