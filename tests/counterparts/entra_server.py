"""Entra's sign-in as npm ``oidc-provider`` 9.13.3 plays it, over TLS, in a process of its own.

What it does: addresses laid out as Microsoft's below any tenant (``/{tenant}/oauth2/v2.0/token`` …, discovery at
``/{tenant}/v2.0/.well-known/openid-configuration``); device code (RFC 8628); authorization code with PKCE, which
public clients must use, with the answer in the query or posted; client secret and certificate (``private_key_jwt``);
refresh tokens; an id token with ``oid``, ``tid``, ``preferred_username`` and ``name``, and ``client_info``, by which
msal knows the account. Anybody with an address can sign in. Redirects go to ``http://localhost`` on any port.

What it does not do, so that no test may rely on it:

- no AADSTS codes: errors are OAuth's ``error`` with the library's own ``error_description``; no ``error_codes``,
  ``suberror`` or ``claims``; so no admin approval, blocked flow, conditional access, licence or expired secret;
- the device answer has no ``message`` (Entra's has one) and asks to poll every second (Entra: every five);
- a refresh token works once, and using it again ends the whole sign-in, where Entra lets older ones live;
- access tokens are opaque, and their scopes are noted, never enforced; permissions of the app are whatever is asked;
- scopes come back as they were asked for (Entra shortens them); a client's own token has a ``scope`` too;
- the consent page comes each time, whatever ``prompt`` says, except ``none``;
- no password, federation, broker, B2C or personal accounts; instance discovery knows Microsoft's global hosts only, so
  msal needs ``instance_discovery=False`` for an address on the loopback; the issuer is the same for every tenant;
- Entra has no revocation endpoint; here discovery names one.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

import requests
import trustme
from counterparts import installed
from counterparts.entra_person import Person
from counterparts.google_children import ChildServer, find_free_port
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

NODE_PROJECT = Path(__file__).with_name("microsoft")
TENANT_ID = "9f4b1c8e-2d7a-4e63-8b15-6a0c3d92e7f1"

_SECONDS = 120
_LIFETIMES = {"access_token_seconds": 3600, "device_code_seconds": 900, "refresh_token_seconds": 90 * 86400}
_GRAPHS = (
    "",
    "https://graph.microsoft.com/",
    "https://graph.microsoft.us/",
    "https://microsoftgraph.chinacloudapi.cn/",
)
_PERMISSIONS = (
    "User.Read", "Calendars.ReadBasic", "Calendars.Read", "Calendars.Read.Shared", "MailboxSettings.Read", "Mail.Send",
    ".default",
)  # fmt: skip
_API_SCOPES = tuple(graph + name for graph in _GRAPHS for name in _PERMISSIONS)
_SCOPES = ("openid", "profile", "email", "offline_access", *_API_SCOPES)
_CODE = "authorization_code"
_DEVICE = "urn:ietf:params:oauth:grant-type:device_code"


def is_installed() -> bool:
    """Tell whether ``make counterparts`` has brought the sign-in server here."""
    return installed.has_packages(NODE_PROJECT)


class EntraServer:
    """Entra on the loopback, for the length of a ``with``.

    Attributes:
        public_client_id: an app for people: device code, or authorization code with PKCE.
        confidential_client_id: an app of an organisation, with ``client_secret``.
        client_secret: of that app.
        certificate_client_id: an app of an organisation, with a certificate.
        client_certificate: of that app, as msal's ``client_credential``: ``private_key``, ``public_certificate`` (PEM)
            and ``thumbprint`` (SHA-1); without the thumbprint msal signs with PS256, and that works too.
    """

    public_client_id = "2c1d7f0a-5b3e-4c88-9a64-1e7d20b9f3c5"
    confidential_client_id = "7e9a3b52-8c4f-4d10-b6e1-3f5a8d72c094"
    client_secret = "only~for~tests~Zx81"
    certificate_client_id = "b50e6d13-47a2-4f9b-8d3c-92c1f7e4a068"

    def __init__(self, public_origin: str = "") -> None:
        """Give the origin by which clients know the server, where ``MappedHosts`` leads them to it.

        It is Microsoft's own, ``https://login.microsoftonline.com``; without one it is the address on the loopback.
        """
        self._public_origin = public_origin
        self.client_certificate, self._public_key = _make_certificate()
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._server: ChildServer | None = None
        self._session = requests.Session()
        self._session.trust_env = False
        self._port = 0

    def __enter__(self) -> Self:
        self._port = find_free_port()
        self._folder = tempfile.TemporaryDirectory()
        try:
            authority = trustme.CA()
            certificate = authority.issue_cert("localhost", "127.0.0.1")
            authority.cert_pem.write_to_path(str(self._path("ca.pem")))
            certificate.private_key_pem.write_to_path(str(self._path("key.pem")))
            certificate.cert_chain_pems[0].write_to_path(str(self._path("cert.pem")))
            self._session.verify = self.ca_file
            told = {
                "port": self._port,
                "keyFile": str(self._path("key.pem")),
                "certFile": str(self._path("cert.pem")),
                "publicHost": urlsplit(self._origin).netloc,
                "issuer": f"{self.authority}/v2.0",
                "tenantId": TENANT_ID,
                "scopes": _SCOPES,
                "lifetimes": _LIFETIMES,
                "clients": self._clients(),
            }
            self._server = ChildServer(["node", str(NODE_PROJECT / "entra.js"), json.dumps(told)], self._is_ready)
            self._server.__enter__()
        except BaseException:
            self._folder.cleanup()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._session.close()
        if self._server:
            self._server.stop()
        if self._folder:
            self._folder.cleanup()

    @property
    def base_url(self) -> str:
        """Address of the server, without a slash at its end and without a tenant."""
        return f"https://localhost:{self._port}"

    @property
    def authority(self) -> str:
        """The authority with its tenant, as msal takes it; any other tenant in the path works as well."""
        return f"{self._origin}/{TENANT_ID}"

    @property
    def mapping(self) -> dict[str, str]:
        """The public origin and where it is found here, for ``MappedHosts`` (with ``ca_file`` as its upstream's)."""
        return {self._origin: self.base_url}

    @property
    def ca_file(self) -> str:
        """File with the certificate authority that signed the server's certificate (PEM).

        requests takes REQUESTS_CA_BUNDLE of the environment over ``verify`` of a session: set it to this file.
        """
        return str(self._path("ca.pem"))

    @property
    def token_uri(self) -> str:
        """Address at which codes and refresh tokens are exchanged."""
        return f"{self.authority}/oauth2/v2.0/token"

    def consent(self, authorization_url: str, address: str) -> str:
        """Play the person: sign in as an address, agree, and return where the browser is sent.

        The answer is the redirect address with ``code`` and ``state`` (also where the app asked for it to be posted);
        nobody has opened it yet. The host of ``authorization_url`` does not matter.

        Raises:
            ValueError: the server refuses the request without sending the browser anywhere.
        """
        return self._person(address).go(self._here(authorization_url))

    def refuse(self, authorization_url: str, address: str) -> str:
        """Play the person who signs in and does not agree; return where the browser is sent (``access_denied``)."""
        return self._person(address, is_willing=False).go(self._here(authorization_url))

    def open_redirect(self, redirect_url: str, *, is_posted: bool = False) -> requests.Response:
        """Go where ``consent`` was sent, as the browser does: to the program that waits on the loopback.

        Returns:
            The page that it shows.

        Raises:
            ValueError: the address is not one of the loopback.
        """
        if urlsplit(redirect_url).hostname not in ("127.0.0.1", "localhost", "::1"):
            raise ValueError("the redirect leads away from this machine")
        if is_posted:
            place, _, query = redirect_url.partition("?")
            return self._session.post(place, data=dict(parse_qsl(query)), timeout=_SECONDS)
        return self._session.get(redirect_url, timeout=_SECONDS)

    def approve_device(self, user_code: str, address: str) -> None:
        """Play the person who types the code of a device, signs in as an address and agrees.

        Raises:
            ValueError: the page does not take the code.
        """
        self._person(address, user_code).go(f"{self.base_url}/{TENANT_ID}/oauth2/deviceauth")

    def deny_device(self, user_code: str) -> None:
        """Play the person who types the code of a device and then refuses.

        Raises:
            ValueError: the page does not take the code.
        """
        self._person("", user_code, is_willing=False).go(f"{self.base_url}/{TENANT_ID}/oauth2/deviceauth")

    def revoke_all(self, address: str = "") -> None:
        """End every sign-in, or those of one address: their refresh tokens answer ``invalid_grant`` from now on."""
        self._control({"revoke": address})

    @contextlib.contextmanager
    def lifetimes(self, **seconds: int) -> Iterator[None]:
        """Give what is issued meanwhile another lifetime.

        Known are ``access_token_seconds`` (3600), ``device_code_seconds`` (900), ``refresh_token_seconds`` (90 days).
        msal renews a token that lasts less than five minutes more, so 60 makes it renew at once.

        Raises:
            ValueError: an unknown name.
        """
        if not seconds.keys() <= _LIFETIMES.keys():
            raise ValueError(f"not a lifetime: {sorted(seconds.keys() - _LIFETIMES.keys())}")
        self._control({"lifetimes": seconds})
        try:
            yield
        finally:
            self._control({"lifetimes": _LIFETIMES})

    @property
    def _origin(self) -> str:
        return self._public_origin or self.base_url

    def _control(self, what: Mapping[str, Any]) -> None:
        self._session.post(f"{self.base_url}/control", json=what, timeout=_SECONDS).raise_for_status()

    def _here(self, url: str) -> str:
        parts = urlsplit(url)
        return f"{self.base_url}{parts.path}?{parts.query}"

    def _person(self, address: str, user_code: str = "", *, is_willing: bool = True) -> Person:
        return Person((self._origin, self.base_url), self.ca_file, address, user_code, is_willing)

    def _path(self, name: str) -> Path:
        assert self._folder, "the server is not started"
        return Path(self._folder.name) / name

    def _clients(self) -> list[dict[str, Any]]:
        service = {"redirect_uris": [], "response_types": [], "grant_types": ["client_credentials"]}
        return [
            {
                "client_id": self.public_client_id,
                "application_type": "native",
                "token_endpoint_auth_method": "none",
                "redirect_uris": ["http://localhost", "http://localhost/", "http://127.0.0.1", "http://127.0.0.1/"],
                "grant_types": [_CODE, _DEVICE, "refresh_token"],
            },
            {
                **service,
                "client_id": self.confidential_client_id,
                "client_secret": self.client_secret,
                "token_endpoint_auth_method": "client_secret_post",
            },
            {
                **service,
                "client_id": self.certificate_client_id,
                "token_endpoint_auth_method": "private_key_jwt",
                "jwks": {"keys": [self._public_key]},
            },
        ]

    def _is_ready(self) -> bool:
        try:
            address = f"{self.base_url}/{TENANT_ID}/v2.0/.well-known/openid-configuration"
            return self._session.get(address, timeout=10).ok
        except requests.RequestException:
            return False


def _make_certificate() -> tuple[dict[str, str], dict[str, Any]]:
    """Return a self-signed certificate as msal takes it, and its public key as the server does (RFC 7517)."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "meetlint tests")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    credential = {
        "private_key": private.decode(),
        "public_certificate": certificate.public_bytes(pem).decode(),
        "thumbprint": hashlib.sha1(certificate.public_bytes(serialization.Encoding.DER)).hexdigest(),
    }
    public: dict[str, Any] = {**RSAAlgorithm.to_jwk(key.public_key(), as_dict=True), "use": "sig"}
    public.pop("key_ops", None)
    return credential, public
