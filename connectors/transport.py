"""What stands between here and a server: certificates, proxies, broken lines, and how long it asks to be left alone."""

from __future__ import annotations

import ssl
from contextlib import suppress
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import requests
import truststore
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError, NameResolutionError, NewConnectionError, ReadTimeoutError, SSLError

from analyzer.text import N_
from connectors.locators import safe_name
from connectors.refusals import Refusal, RefusedError

AGAIN = N_("Run the command again in a while.")

PROXY_FAULT = Refusal(
    "proxy-fault",
    N_("The proxy between here and {name} did not pass the request on."),
    N_("Check HTTPS_PROXY and NO_PROXY."),
)
CERTIFICATE = Refusal(
    "certificate-refused",
    N_("The certificate of {name} could not be checked."),
    N_(
        "If your organisation has its own certificate authority, set REQUESTS_CA_BUNDLE to the file of its certificate."
    ),
)
NO_BUNDLE = Refusal(
    "certificates-missing",
    N_("The file of certificates {path} does not exist."),
    N_("Correct REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE, or remove it."),
)
BROKEN = Refusal("connection-broken", N_("The connection to {name} broke before the calendar was complete."), AGAIN)
SILENT = Refusal("server-silent", N_("{name} was silent for {seconds} seconds."), AGAIN)
HOST_UNKNOWN = Refusal(
    "host-unknown",
    N_("The host of {name} was not found."),
    N_("Check the address for a typing error, and the network connection."),
)
NO_CONNECTION = Refusal(
    "no-connection",
    N_("No connection to {name} could be made."),
    N_("Check the network connection; behind a company proxy, set HTTPS_PROXY."),
)
UNUSABLE = Refusal(
    "address-unusable",
    N_("{name} is no address that can be asked."),
    N_("Copy the address again from the settings of the calendar, and check that it is still shared."),
)

UNREACHABLE = frozenset((HOST_UNKNOWN, NO_CONNECTION))
"""Faults in which nobody answered at all: the machine is off line, or the host is not there."""

# The most specific wins.
_EXPLANATIONS: tuple[tuple[tuple[type[Exception], ...], Refusal, bool], ...] = (
    ((requests.exceptions.SSLError, SSLError), CERTIFICATE, False),
    (
        (
            requests.exceptions.ProxyError,
            requests.exceptions.InvalidProxyURL,
            requests.exceptions.InvalidSchema,
        ),
        PROXY_FAULT,
        False,
    ),
    ((NameResolutionError,), HOST_UNKNOWN, True),
    ((requests.exceptions.InvalidURL, requests.exceptions.InvalidHeader, UnicodeError), UNUSABLE, False),
    ((requests.exceptions.Timeout, TimeoutError, ReadTimeoutError), SILENT, True),
    ((NewConnectionError,), NO_CONNECTION, True),
    ((requests.RequestException, HTTPError, OSError), BROKEN, True),
)


def explain(error: Exception, name: str, silence_seconds: float) -> tuple[RefusedError, bool]:
    """Return the sentence for an error of the HTTP libraries, and whether another try may help.

    Their own text is not used: it holds the address, which may be a secret.
    """
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    for kinds, refusal, is_passing in _EXPLANATIONS:
        if isinstance(error, kinds) or isinstance(reason, kinds):
            return refusal.error(name=name, seconds=f"{silence_seconds:g}"), is_passing
    return UNUSABLE.error(name=name), False


def is_unsent(error: BaseException) -> bool:
    """Return whether a request surely never left: no connection came about, or its certificate was refused."""
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    if isinstance(error, (requests.exceptions.ConnectTimeout, requests.exceptions.ProxyError)):
        return True
    seen: set[int] = set()
    waiting: list[object] = [error, reason]
    while waiting:
        one = waiting.pop()
        if not isinstance(one, BaseException) or id(one) in seen:
            continue
        if isinstance(one, (NewConnectionError, NameResolutionError, ssl.SSLCertVerificationError)):
            return True
        seen.add(id(one))
        waiting += [one.__cause__, *one.args]
    return False


def wait_seconds(retry_after: str | None, date: str | None, now: datetime | None = None) -> float | None:
    """Return how long a server asks to wait, None when it does not say so in a usable way.

    Args:
        retry_after: RFC 9110 section 10.2.3: seconds, or a date.
        date: the server's own clock, against which a date is read; so the clock of this machine plays no part.
        now: this machine's clock, aware, for a server that does not tell its own.
    """
    text = (retry_after or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9]) if len(text) <= 9 else float("inf")
    with suppress(ValueError, TypeError):
        clock = now if now is not None and not date else parsedate_to_datetime(date or "")
        seconds = (parsedate_to_datetime(text) - clock).total_seconds()
        return seconds if seconds >= 0 else None
    return None


def tls_context() -> ssl.SSLContext:
    """Return new TLS settings: certificates are checked against the operating system's.

    The HTTP library adds what ``REQUESTS_CA_BUNDLE`` names, so each adapter has settings of its own.
    """
    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class TrustedAdapter(HTTPAdapter):
    """The adapter of requests with the operating system's certificates."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pools of direct connections."""
        super().init_poolmanager(*args, **kwargs, ssl_context=tls_context())

    def proxy_manager_for(self, proxy: Any, **kwargs: Any) -> Any:
        """Return the pools of connections through a proxy."""
        return super().proxy_manager_for(proxy, **kwargs, ssl_context=tls_context())


def mount_certificates(session: requests.Session) -> None:
    """Give a session of requests the operating system's certificates."""
    session.mount("https://", TrustedAdapter())


def environment_of(session: requests.Session, url: str) -> dict[str, Any]:
    """Return what the environment says of proxies and certificates for an address, as adapters take it.

    Raises:
        RefusedError: it names a file of certificates that does not exist.
    """
    settings = dict(session.merge_environment_settings(url, {}, True, None, None))
    verify = settings["verify"] or True
    if isinstance(verify, str) and not Path(verify).exists():
        raise NO_BUNDLE.error(path=safe_name(verify))
    return {"verify": verify, "cert": settings["cert"], "proxies": settings["proxies"]}
