"""What an organisation's app proves itself with: a secret or a certificate, from files for their owner alone."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from analyzer.text import N_
from connectors.locators import safe_name
from connectors.outlook.settings import OutlookSettings
from connectors.refusals import Refusal
from connectors.services.key_files import read_key_file

SECRET_VARIABLE = "MEETLINT_OUTLOOK_CLIENT_SECRET"  # noqa: S105  the name of it

EMPTY_SECRET = Refusal(
    "outlook-secret-empty",
    N_("{file} is empty; it should hold the client secret."),
    N_("Put the value of the secret into it, not its id."),
)
NO_PEM = Refusal(
    "outlook-certificate-unusable",
    N_("{file} does not hold an unlocked private key and the certificate that goes with it (PEM)."),
    N_("Put both into one file, the key first, without a password."),
)


def has_credential(settings: OutlookSettings, environment: Mapping[str, str] = os.environ) -> bool:
    """Return whether an organisation's app reads, rather than a person who signs in."""
    return bool(settings.certificate_file or settings.client_secret_file or environment.get(SECRET_VARIABLE))


def read_credential(settings: OutlookSettings, environment: Mapping[str, str] = os.environ) -> str | dict[str, Any]:
    """Return what msal takes as ``client_credential``: a certificate before a secret.

    The certificate's file holds the private key and the certificate in PEM; msal reckons the thumbprint.

    Raises:
        RefusedError: a file cannot be read, can be read by others too, or does not hold what it should.
    """
    if settings.certificate_file:
        pem = _read_private("certificate_file", settings)
        _check_certificate(pem, settings.certificate_file)
        return {"private_key": pem, "public_certificate": _certificate_in(pem)}
    if settings.client_secret_file:
        secret = _read_private("client_secret_file", settings).strip()
        if not secret:
            raise EMPTY_SECRET.error(file=safe_name(settings.client_secret_file))
        return secret
    return environment.get(SECRET_VARIABLE, "").strip()


def _read_private(setting: str, settings: OutlookSettings) -> str:
    name = getattr(settings, setting)
    data = read_key_file(name, section="outlook", setting=setting, is_open_allowed=settings.allow_open_key_file)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NO_PEM.error(file=safe_name(name)) from error


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
        raise NO_PEM.error(file=safe_name(name)) from error
    if certificate.public_key() != key.public_key():
        raise NO_PEM.error(file=safe_name(name))
