"""What an organisation's app proves itself with: a secret or a certificate, from files for their owner alone."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analyzer.errors import SettingsError, reason_of
from analyzer.text import N_
from connectors.outlook.settings import OutlookSettings

SECRET_VARIABLE = "MEETLINT_OUTLOOK_CLIENT_SECRET"  # noqa: S105  the name of it
_OTHERS = 0o077
_MOST_BYTES = 100_000


def has_credential(settings: OutlookSettings, environment: Mapping[str, str] = os.environ) -> bool:
    """Return whether an organisation's app reads, rather than a person who signs in."""
    return bool(settings.certificate_file or settings.client_secret_file or environment.get(SECRET_VARIABLE))


def read_credential(settings: OutlookSettings, environment: Mapping[str, str] = os.environ) -> str | dict[str, Any]:
    """Return what msal takes as ``client_credential``: a certificate before a secret.

    The certificate's file holds the private key and the certificate in PEM; msal reckons the thumbprint.

    Raises:
        SettingsError: a file cannot be read, can be read by others too, or does not hold what it should.
    """
    if settings.certificate_file:
        pem = _read_private(settings.certificate_file, settings)
        _check_certificate(pem, settings.certificate_file)
        return {"private_key": pem, "public_certificate": _certificate_in(pem)}
    if settings.client_secret_file:
        secret = _read_private(settings.client_secret_file, settings).strip()
        if not secret:
            raise SettingsError(
                N_("{file} is empty; it should hold the client secret."),
                N_("Put the value of the secret into it, not its id."),
                file=settings.client_secret_file,
            )
        return secret
    return environment.get(SECRET_VARIABLE, "").strip()


def _read_private(name: str, settings: OutlookSettings) -> str:
    path = Path(name).expanduser()
    try:
        if os.name != "nt" and path.stat().st_mode & _OTHERS and not settings.allow_open_key_file:
            raise SettingsError(
                N_("Others on this machine can read or change {file}, which holds a secret."),
                N_("Keep it to yourself: chmod 600 FILE. Or set allow_open_key_file under [outlook]."),
                file=name,
            )
        with path.open("rb") as file:
            return file.read(_MOST_BYTES).decode("utf-8-sig")
    except OSError as error:
        raise SettingsError(
            N_("{file} cannot be read: {reason}."),
            N_("Correct certificate_file or client_secret_file under [outlook]."),
            file=name,
            reason=reason_of(error),
        ) from error
    except UnicodeDecodeError as error:
        raise _no_pem(name) from error


def _certificate_in(pem: str) -> str:
    begin, end = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"
    return pem[pem.index(begin) : pem.index(end) + len(end)] + "\n"


def _check_certificate(pem: str, name: str) -> None:
    """Refuse what holds no certificate and key that fit, before anything is asked of Microsoft."""
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization

    try:
        certificate = x509.load_pem_x509_certificate(_certificate_in(pem).encode())
        key = serialization.load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError) as error:
        raise _no_pem(name) from error
    if certificate.public_key() != key.public_key():
        raise _no_pem(name)


def _no_pem(name: str) -> SettingsError:
    return SettingsError(
        N_("{file} does not hold an unlocked private key and the certificate that goes with it (PEM)."),
        N_("Put both into one file, the key first, without a password."),
        file=name,
    )
