"""Where a sign-in may be used: at the service it was made for, and nowhere else."""

from __future__ import annotations

from urllib.parse import urlsplit

from analyzer.text import N_
from connectors.locators import safe_name
from connectors.refusals import Refusal

LOOPBACK = r"http://(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?"
"""The only places that are spoken to without TLS, as a pattern."""

OTHER_SERVICE = Refusal(
    "service-other-than-signed-in",
    N_("The sign-in of {account} is for {own}, and the settings name {other}; nothing was sent."),
    N_("Correct api_endpoint or cloud in meetlint.toml, or sign in again with these settings."),
)


def endpoint_of(signed_in: str, named: str, default: str, account: str) -> str:
    """Return the base address of the API for a sign-in: the one it was made for.

    Args:
        signed_in: the address that was in force when the person signed in; "" is not known.
        named: the address that the settings name now, "" when they name none.
        default: the service's own.
        account: whose sign-in it is.

    Raises:
        RefusedError: the settings lead elsewhere: a file that somebody passed on must not send a token away.
    """
    if signed_in and named and _origin(signed_in) != _origin(named):
        own, other = (safe_name(urlsplit(each).netloc) for each in (signed_in, named))
        raise OTHER_SERVICE.error(account=account, own=own, other=other)
    return named or signed_in or default


def _origin(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.netloc.lower()
