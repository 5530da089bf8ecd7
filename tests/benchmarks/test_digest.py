"""The benchmark of the digest: its people differ, and its server counts what it takes."""

from __future__ import annotations

from benchmarks.digest import organisation, run_digests


def test_everybody_with_something_to_hear_gets_one_mail() -> None:
    with organisation(3) as (folder, sink):
        run_digests(folder, 1)
        assert sink.recipients == {f"person{number}@example.org": 1 for number in range(3)}
        assert sink.octets > 3 * 10_000
        run_digests(folder, 1)
        assert sum(sink.recipients.values()) == 3
