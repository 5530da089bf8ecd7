"""Servers on loopback for the tests of connectors."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
from scripted_server import Server


@pytest.fixture(scope="session")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    """A server over https, and the file of the authority that vouches for it."""
    authority = trustme.CA()
    certificate = tmp_path_factory.mktemp("certificate") / "ca.pem"
    authority.cert_pem.write_to_path(str(certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1", "localhost").configure_cert(context)
    running = Server(context=context)
    yield running, certificate
    running.stop()


@pytest.fixture
def secure_server(server: Server, secure: tuple[Server, Path]) -> Iterator[Server]:
    """The same over https, with a certificate of an own authority for 127.0.0.1 and localhost."""
    yield secure[0]
    secure[0].reset()


@pytest.fixture
def authority(secure: tuple[Server, Path]) -> str:
    """The file of that authority."""
    return str(secure[1])
