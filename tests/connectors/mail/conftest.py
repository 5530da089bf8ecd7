"""Servers for the tests of mail."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from counterparts import mail_servers


@pytest.fixture(scope="session")
def running_mail_servers(need: Callable[[bool, str], None]) -> Iterator[mail_servers.MailServers]:
    """Postfix and dovecot on the loopback."""
    need(mail_servers.is_installed(), "postfix with dovecot, started as root,")
    with mail_servers.running_mail_servers() as servers:
        yield servers


@pytest.fixture
def servers(running_mail_servers: mail_servers.MailServers) -> mail_servers.MailServers:
    """The same with empty mailboxes."""
    running_mail_servers.empty()
    return running_mail_servers
