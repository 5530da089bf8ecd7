"""The benchmark of the digest: its people differ, and its server counts what it takes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from counterparts import mail_servers

from benchmarks.digest import Watch, organisation, run_digests, wait_for


@pytest.mark.parametrize("server", ["sink", "postfix"])
def test_everybody_with_something_to_hear_gets_one_mail(server: str, need: Callable[[bool, str], None]) -> None:
    need(server == "sink" or mail_servers.is_installed(), "postfix with dovecot, started as root,")
    watch = Watch()
    with organisation(3, server) as (folder, mails):
        with watch.watching():
            run_digests(folder, ["--workers=1"])
        assert wait_for(mails, 3) == {f"person{number}@example.org": 1 for number in range(3)}
        assert mails.octets() > 3 * 10_000
        run_digests(folder, ["--workers=1"])
        assert sum(mails.recipients().values()) == 3
    (line,) = watch.lines()
    assert line.startswith("worker 1: ")
