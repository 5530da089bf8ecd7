"""Real host names that lead to counterparts on the loopback, so that the product runs with its real endpoints.

A proxy (PyPI ``mitmproxy``, from the environment ``venv`` beside this file, which ``make counterparts`` fills from
``requirements.txt``) opens TLS with certificates of its own authority and sends each request to the counterpart that
its address is mapped to. An address that is not mapped answers 502: nothing leaves this machine.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from counterparts import installed
from counterparts.google_children import ChildServer, find_free_port, is_listening

_HERE = Path(__file__).parent
_ENVIRONMENT = _HERE / "venv"
_PROGRAM = _ENVIRONMENT / "bin" / "mitmdump"
# Parts of a rule are separated by its first character; this one stands in no address and no pattern.
_SEPARATOR = "\x1f"


@dataclass(frozen=True)
class PassedRequest:
    """A request as the product sent it. ``header_names`` are in lower case; values of headers are never kept."""

    method: str
    scheme: str
    host: str
    path: str
    query: str
    header_names: tuple[str, ...]


def is_installed() -> bool:
    """Tell whether ``make counterparts`` has brought the proxy here."""
    return installed.has_environment(_ENVIRONMENT)


class MappedHosts:
    """A proxy on the loopback, for the length of a ``with``.

    ``mapping`` leads addresses to addresses: an origin or the beginning of an address, up to a whole part of its path
    (``https://oauth2.googleapis.com/token``), to what stands in its place; the longest that fits wins. ``upstream_ca``
    is the certificate of the authority of counterparts that are reached over https.
    """

    def __init__(self, mapping: Mapping[str, str], upstream_ca: Path | None = None) -> None:
        self._mapping = dict(mapping)
        self._upstream_ca = upstream_ca
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._server: ChildServer | None = None
        self._port = 0

    def __enter__(self) -> Self:
        self._port = find_free_port()
        self._folder = tempfile.TemporaryDirectory()
        self._record.touch()
        self._server = ChildServer(
            self._command(),
            lambda: self.ca_file.is_file() and is_listening(self._port),
            {"MAPPED_HOSTS_RECORD": str(self._record)},
        )
        try:
            self._server.__enter__()
        except BaseException:
            self._folder.cleanup()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server:
            self._server.stop()
        if self._folder:
            self._folder.cleanup()

    @property
    def ca_file(self) -> Path:
        """Certificate (PEM) of the proxy's own authority, which nobody else knows."""
        return self._home / "mitmproxy-ca-cert.pem"

    @property
    def proxy_url(self) -> str:
        """Address of the proxy."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def environment(self) -> dict[str, str]:
        """Variables with which a program reaches the counterparts: proxy, authority, and no exception to the proxy."""
        return {
            "HTTPS_PROXY": self.proxy_url,
            "https_proxy": self.proxy_url,
            "REQUESTS_CA_BUNDLE": str(self.ca_file),
            "NO_PROXY": "",
            "no_proxy": "",
        }

    @property
    def requests(self) -> list[PassedRequest]:
        """Requests that have passed, or were refused as not mapped, in their order."""
        noted = (json.loads(line) for line in self._record.read_text(encoding="utf-8").splitlines())
        return [PassedRequest(**{**row, "header_names": tuple(row["header_names"])}) for row in noted]

    @property
    def _home(self) -> Path:
        assert self._folder, "the proxy does not run"
        return Path(self._folder.name)

    @property
    def _record(self) -> Path:
        return self._home / "requests.jsonl"

    def _command(self) -> list[str]:
        options = {
            "confdir": str(self._home),
            # The real hosts are never called, not even for a look at their certificates.
            "connection_strategy": "lazy",
            "upstream_cert": "false",
            "termlog_verbosity": "warn",
            "flow_detail": "0",
        }
        if self._upstream_ca:
            options["ssl_verify_upstream_trusted_ca"] = str(self._upstream_ca)
        command = [str(_PROGRAM), "--listen-host", "127.0.0.1", "--listen-port", str(self._port)]
        for name, value in options.items():
            command += ["--set", f"{name}={value}"]
        for address, place in sorted(self._mapping.items(), key=lambda pair: -len(pair[0])):
            # Only whole parts: https://a.org must not catch https://a.org.evil.example, nor /token catch /tokeninfo.
            pattern = f"^{re.escape(address.rstrip('/'))}(?=[/?]|$)"
            command += ["--map-remote", _SEPARATOR + _SEPARATOR.join((pattern, place.rstrip("/")))]
        return [*command, "--scripts", str(_HERE / "mapped_hosts_addon.py")]
