"""A service account without a key: whoever runs meetlint signs in its name, which Google's IAM allows by a role.

New organisations cannot make key files (``iam.disableServiceAccountKeyCreation``). What proves who runs meetlint is
then workload identity (another cloud's or a CI's token), gcloud's own sign-in, or the machine in Google Cloud itself;
the assertion for domain-wide delegation is signed by IAM (``signJwt``) instead of by a key.

https://cloud.google.com/iam/docs/workload-identity-federation,
https://cloud.google.com/docs/authentication/application-default-credentials
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analyzer.text import N_
from connectors.google.scopes import IAM
from connectors.locators import safe_name
from connectors.refusals import Refusal
from connectors.services.endpoints import LOOPBACK
from connectors.services.parts import part_of, text_of

KINDS = ("external_account", "impersonated_service_account", "authorized_user")
"""Files of credentials that are no key, by their ``type``."""

UNUSABLE = Refusal(
    "google-credentials-unusable",
    N_("The credentials in {file} cannot be used ({cause})."),
    N_("meetlint explain google says which kinds of files are taken, and how to get one."),
)
ELSEWHERE = Refusal(
    "google-credentials-lead-elsewhere",
    N_("The credentials in {file} would be sent to another host than Google's; nothing was sent."),
    N_("Use a file that Google Cloud or gcloud made; programs that it may start are not taken."),
)
NO_TARGET = Refusal(
    "google-service-account-unnamed",
    N_("Which service account is to read is not said in {file}."),
    N_("Set service_account in the section [google] of meetlint.toml to its address."),
)
NONE_HERE = Refusal(
    "google-credentials-absent",
    N_("Nothing on this machine proves to Google who runs meetlint."),
    N_("Sign in once with: gcloud auth application-default login. Or name a file: service_account_file."),
)

_GOOGLE = re.compile(rf"(?:https://(?:[a-z0-9-]+\.)*googleapis\.com|{LOOPBACK})(?:/.*)?")
_TARGET = re.compile(r"/serviceAccounts/([^/:]+@[^/:]+):")
_ADDRESSES = ("token_url", "service_account_impersonation_url", "token_info_url", "token_uri")
_AWS = "urn:ietf:params:aws:token-type:aws4_request"


def keyless_credentials(
    info: Mapping[str, Any] | None, *, target: str, file: str, scope: str, mailbox: str, transport: Any
) -> Any:
    """Return credentials of google-auth with which a service account reads one mailbox.

    Args:
        info: a file of credentials of one of :data:`KINDS`; None takes what the environment gives.
        target: address of the service account, "" for the one that the file names.
        file: as people know it.
        scope: what is asked for.
        mailbox: in whose name, "" for the service account's own.
        transport: a ``google.auth.transport.Request``, with which the environment is asked.

    Raises:
        RefusedError: they cannot be used.
    """
    from google.auth import default, impersonated_credentials
    from google.auth.exceptions import GoogleAuthError

    if info is None and (named := os.environ.get("GOOGLE_APPLICATION_CREDENTIALS")):
        # The library itself would also ask for the project, which nobody needs here.
        info, file = _read(named), safe_name(named)
    reader = target or (_target_in(info) if info is not None else "")
    if not reader:
        raise NO_TARGET.error(file=file)
    try:
        source = _source(info, file) if info is not None else default(scopes=[IAM], request=transport)[0]
    except (GoogleAuthError, ValueError, KeyError, TypeError) as error:
        if info is None:
            raise NONE_HERE.error() from error
        raise UNUSABLE.error(file=file, cause=type(error).__name__) from error
    return impersonated_credentials.Credentials(  # type: ignore[no-untyped-call]
        source, target_principal=reader, target_scopes=[scope], subject=mailbox or None
    )


def _read(name: str) -> Mapping[str, Any]:
    """Return a file of credentials that the environment names.

    Raises:
        RefusedError: it cannot be read.
    """
    try:
        info = json.loads(Path(name).read_bytes())
    except (OSError, ValueError) as error:
        raise UNUSABLE.error(file=safe_name(name), cause=type(error).__name__) from error
    return info if isinstance(info, dict) else {}


def _target_in(info: Mapping[str, Any]) -> str:
    found = _TARGET.search(text_of(info, "service_account_impersonation_url"))
    return found[1] if found else ""


def _source(info: Mapping[str, Any], file: str) -> Any:
    """Return who runs meetlint, as the file proves it; what the file adds of acting as somebody else is done later."""
    from google.auth import aws, identity_pool
    from google.oauth2 import service_account
    from google.oauth2.credentials import Credentials

    kind = info.get("type")
    if kind == "impersonated_service_account":
        return _source(part_of(info, "source_credentials"), file)
    given = part_of(info, "credential_source")
    # A file that somebody passed on must neither start programs nor send what it reads to another host.
    named = [text_of(info, name) for name in _ADDRESSES]
    if "executable" in given or any(one and not _GOOGLE.fullmatch(one) for one in named):
        raise ELSEWHERE.error(file=file)
    if kind == "authorized_user":
        return Credentials.from_authorized_user_info(dict(info), scopes=[IAM])  # type: ignore[no-untyped-call, unused-ignore]
    if kind == "service_account":
        return service_account.Credentials.from_service_account_info(dict(info), scopes=[IAM])  # type: ignore[no-untyped-call, unused-ignore]
    if kind != "external_account":
        raise ValueError(kind)
    own = {name: value for name, value in info.items() if name != "service_account_impersonation_url"}
    library = aws if info.get("subject_token_type") == _AWS else identity_pool
    return library.Credentials.from_info(own, scopes=[IAM])  # type: ignore[no-untyped-call, unused-ignore]
