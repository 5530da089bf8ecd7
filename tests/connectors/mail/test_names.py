"""Names tell nobody who is meant, and are the same tomorrow."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest

from connectors.mail.names import KEY_BYTES, Names, kept_key

KEY = b"0123456789abcdef" * 2
NAMES = Names(KEY, "Example.ORG")
ANNA = NAMES.person("anna@example.org")


def test_one_address_is_one_person_however_it_is_written() -> None:
    assert NAMES.person(" Anna@EXAMPLE.org ") == ANNA
    assert NAMES.person("zoe\u0308@example.org") == NAMES.person("zoë@example.org")
    assert NAMES.person("bo@example.org") != ANNA


def test_names_are_what_they_were_yesterday() -> None:
    """Fixed values: what is in an outbox must be found again by the next release."""
    import hashlib
    import hmac

    made = hmac.new(KEY, b"person\0anna@example.org", hashlib.sha256).hexdigest()[:32]
    assert made == ANNA
    made = hmac.new(KEY, f"message\0{ANNA}\x002026-W48".encode(), hashlib.sha256).hexdigest()[:32]
    assert NAMES.message_id(ANNA, "2026-W48") == f"<2026-W48.{made}@example.org>"


def test_another_key_makes_other_names() -> None:
    other = Names(KEY[::-1], "example.org")
    assert other.person("anna@example.org") != ANNA
    assert other.check != NAMES.check
    assert other.token(ANNA) != NAMES.token(ANNA)


def test_no_name_can_be_taken_for_another() -> None:
    made = {NAMES.check, ANNA, NAMES.token(ANNA), NAMES.person(ANNA), NAMES.message_id(ANNA, "a")[3:35]}
    assert len(made) == 5
    assert NAMES.message_id("a", "b-c") != NAMES.message_id("a-b", "c")


def test_no_address_stands_in_a_message_id() -> None:
    message_id = NAMES.message_id(ANNA, "2026-W48")
    assert "anna" not in message_id
    assert ANNA not in message_id


def test_a_message_id_tells_its_period_to_who_knows_the_key() -> None:
    message_id = NAMES.message_id(ANNA, "2026-W48")
    assert NAMES.period_of(message_id, ANNA) == "2026-W48"
    assert NAMES.period_of(message_id.strip("<>"), ANNA) == "2026-W48"
    bo = NAMES.person("bo@example.org")
    for wrong in (NAMES.message_id(bo, "2026-W48"), message_id.replace("W48", "W47"), "<a@b>", "", message_id + "x"):
        assert NAMES.period_of(wrong, ANNA) is None


def test_a_domain_beyond_ascii_is_written_as_servers_do() -> None:
    assert Names(KEY, "Bücher.example").domain == "xn--bcher-kva.example"


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="guessed"):
        Names(b"x" * (KEY_BYTES - 1), "example.org")
    Names(b"x" * KEY_BYTES, "example.org")


def test_a_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "digest.key"
    key = kept_key(path)
    assert len(key) == KEY_BYTES
    assert kept_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["digest.key"]
    path.chmod(0o644)
    assert kept_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_first_runs_that_come_together_use_one_key(tmp_path: Path) -> None:
    path = tmp_path / "digest.key"
    together = threading.Barrier(8)
    keys: list[bytes] = []

    def first() -> None:
        together.wait()
        keys.append(kept_key(path))

    threads = [threading.Thread(target=first) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 8
    assert len(set(keys)) == 1


@pytest.mark.parametrize(
    "text", ["", "abc", "00" * (KEY_BYTES - 1), "no hexadecimal, but long enough to be a key, surely"]
)
def test_what_is_no_key_is_refused_and_stays(tmp_path: Path, text: str) -> None:
    path = tmp_path / "digest.key"
    path.write_text(text, "ascii")
    with pytest.raises(ValueError):  # noqa: PT011 - what is wrong with it is nobody's business
        kept_key(path)
    assert path.read_text("ascii") == text
