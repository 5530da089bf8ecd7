"""How TLS begins on the way to a mail server, and whose certificates are trusted."""

from __future__ import annotations

import contextlib
import socket
import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from analyzer.errors import MeetlintError, reason_of
from analyzer.text import N_
from connectors.transport import tls_context

Security = Literal["starttls", "tls"]
"""TLS begins after the greeting, or with the connection. There is no third."""


OTHER_SECURITY: Mapping[Security, str] = {
    "tls": N_("The mail server {host} says nothing on port {port} until TLS begins."),
    "starttls": N_("The mail server {host} begins without encryption on port {port}."),
}
"""What is said of a server where TLS begins in that way, and the settings say the other one."""
OTHER_SECURITY_HINT = N_(
    'Write {setting} = "{right}" in the section [mail] of meetlint.toml, or correct {port_setting}.'
)
_TLS_IS_AWAITED_SECONDS = 5.0


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


def is_plain(error: BaseException) -> bool:
    """Tell whether a line on which TLS was to begin at once failed since the server spoke first, and in plain."""
    return isinstance(error, ssl.SSLError) and error.reason in ("WRONG_VERSION_NUMBER", "PACKET_LENGTH_TOO_LONG")


def awaits_tls(host: str, port: int) -> bool:
    """Tell whether a server that says nothing waits for the client to begin TLS; nothing else is told to it."""
    context = tls_context()
    with contextlib.suppress(OSError):
        try:
            with (
                socket.create_connection((host, port), _TLS_IS_AWAITED_SECONDS) as line,
                context.wrap_socket(line, server_hostname=host),
            ):
                return True
        except ssl.SSLCertVerificationError:
            return True  # it has shown a certificate: that is TLS, whoever vouches for it
    return False
