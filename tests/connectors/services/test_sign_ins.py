from __future__ import annotations

import base64
import json
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from keyring.errors import KeyringLocked, PasswordDeleteError, PasswordSetError

from analyzer.errors import MeetlintError
from connectors.services import sign_ins
from connectors.services.sign_ins import SignIn, SignInStore, system_keyring

SECRET = "1//0g-refresh-canary"
ANNA = SignIn(
    service="google",
    account="anna@example.org",
    access="details",
    scopes=("openid", "calendar.events.readonly"),
    client_id="123.apps.example.org",
    authority="https://accounts.example.org",
    signed_in="2026-11-20",
    secret=SECRET,
)


class FakeKeyring:
    def __init__(self) -> None:
        self.held: dict[tuple[str, str], str] = {}
        self.is_locked = False
        self.most = 10_000

    def get_password(self, service: str, username: str) -> str | None:
        self._open()
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._open()
        if len(password) > self.most:
            raise PasswordSetError("1783")  # what Windows says of a stub that received bad data
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._open()
        if self.held.pop((service, username), None) is None:
            raise PasswordDeleteError("not found")

    def _open(self) -> None:
        if self.is_locked:
            raise KeyringLocked


def everything_in(folder: Path) -> str:
    return "".join(path.read_text() for path in folder.rglob("*") if path.is_file())


def test_a_sign_in_comes_back_from_the_keyring_and_no_secret_is_on_disk(tmp_path: Path) -> None:
    keyring = FakeKeyring()
    stored = SignInStore(tmp_path, keyring).save(ANNA)
    assert stored.place == "keyring"
    assert SECRET not in everything_in(tmp_path)
    assert SignInStore(tmp_path, keyring).load("google", "Anna@Example.org") == replace(ANNA, place="keyring")


def test_a_sign_in_comes_back_from_a_file_for_its_owner_alone(tmp_path: Path) -> None:
    stored = SignInStore(tmp_path, None).save(ANNA)
    assert stored.place == "file"
    (path,) = (tmp_path / "accounts").iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert SignInStore(tmp_path, None).load("google", "anna@example.org") == ANNA


def test_a_file_that_others_could_read_is_narrowed(tmp_path: Path) -> None:
    store = SignInStore(tmp_path, None)
    store.save(ANNA)
    (path,) = (tmp_path / "accounts").iterdir()
    path.chmod(0o644)
    assert store.load("google", "anna@example.org") == ANNA
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o644)
    store.save(ANNA)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_secret_too_large_for_windows_goes_to_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The credential store of Windows holds 2,560 bytes, which are 1,280 letters in UTF-16."""
    keyring = FakeKeyring()
    store = SignInStore(tmp_path, keyring, None)
    store.save(ANNA)
    # The module's own view of the system: pathlib must go on as it is.
    monkeypatch.setattr(sign_ins, "os", type("Windows", (), {"name": "nt"}))
    assert store.save(replace(ANNA, secret="x" * 1280)).place == "keyring"
    assert store.save(replace(ANNA, secret="x" * 1281)).place == "file"
    assert keyring.held == {}, "the older secret does not stay behind"
    assert store.load("google", "anna@example.org") == replace(ANNA, secret="x" * 1281, place="file")


class FakeProtection:
    """Windows, which encrypts for one user."""

    def __init__(self, user: int = 7) -> None:
        self.user = user

    def protect(self, message: str) -> bytes:
        return bytes([self.user, *(byte ^ self.user for byte in message.encode())])

    def unprotect(self, cipher_text: bytes) -> str:
        if cipher_text[0] != self.user:
            raise OSError("13")
        return bytes(byte ^ self.user for byte in cipher_text[1:]).decode()


LONG = SECRET + "x" * 7_350
"""As long as what Entra gives."""


def test_a_secret_that_the_keyring_does_not_hold_is_encrypted_where_windows_can(tmp_path: Path) -> None:
    keyring = FakeKeyring()
    keyring.most = 1_280
    store = SignInStore(tmp_path, keyring, FakeProtection())
    assert store.save(ANNA).place == "keyring"
    assert store.save(replace(ANNA, secret=LONG)).place == "encrypted"
    assert keyring.held == {}, "the older secret does not stay behind"
    assert SECRET not in everything_in(tmp_path)
    assert base64.b64encode(SECRET.encode()).decode()[:12] not in everything_in(tmp_path)
    assert store.load("google", "anna@example.org") == replace(ANNA, secret=LONG, place="encrypted")
    assert [(one.place, one.secret) for one in store.list()] == [("encrypted", "")]
    (path,) = (tmp_path / "accounts").iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    store.remove("google", "anna@example.org")
    assert store.list() == []


@pytest.mark.parametrize("protection", [FakeProtection(user=8), None])
def test_a_secret_encrypted_for_somebody_else_must_be_made_again(
    tmp_path: Path, protection: FakeProtection | None
) -> None:
    SignInStore(tmp_path, None, FakeProtection()).save(ANNA)
    with pytest.raises(MeetlintError, match=r"anna@example\.org") as failed:
        SignInStore(tmp_path, None, protection).load("google", "anna@example.org")
    assert failed.value.hint.format(**failed.value.fields).endswith("meetlint connect google")


def test_protection_that_fails_leaves_the_rights_of_the_file(tmp_path: Path) -> None:
    class Broken(FakeProtection):
        def protect(self, message: str) -> bytes:
            raise OSError("2")

    store = SignInStore(tmp_path, None, Broken())
    assert store.save(ANNA).place == "file"
    assert store.load("google", "anna@example.org") == ANNA


def test_a_locked_keyring_is_gone_round_at_sign_in_and_named_later(tmp_path: Path) -> None:
    keyring = FakeKeyring()
    store = SignInStore(tmp_path, keyring)
    store.save(ANNA)
    keyring.is_locked = True
    with pytest.raises(MeetlintError) as failed:
        store.load("google", "anna@example.org")
    assert "anna@example.org" in str(failed.value)
    assert failed.value.hint.format(**failed.value.fields).endswith("meetlint connect google")
    with pytest.raises(MeetlintError):
        store.remove("google", "anna@example.org")
    assert store.save(ANNA).place == "file"
    assert store.load("google", "anna@example.org") == ANNA


def test_list_names_accounts_without_secrets_and_without_the_keyring(tmp_path: Path) -> None:
    keyring = FakeKeyring()
    store = SignInStore(tmp_path, keyring)
    store.save(ANNA)
    store.save(replace(ANNA, service="outlook", account="bo@example.org"))
    keyring.is_locked = True
    assert [(one.service, one.account, one.secret) for one in store.list()] == [
        ("google", "anna@example.org", ""),
        ("outlook", "bo@example.org", ""),
    ]
    assert [one.account for one in store.list("outlook")] == ["bo@example.org"]


def test_remove_leaves_nothing(tmp_path: Path) -> None:
    keyring = FakeKeyring()
    store = SignInStore(tmp_path, keyring)
    store.save(ANNA)
    store.remove("google", "anna@example.org")
    assert (keyring.held, store.list(), store.load("google", "anna@example.org")) == ({}, [], None)
    store.remove("google", "anna@example.org")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b'{"service": "google"}', b"\xff\xfe"])
def test_a_damaged_file_is_as_good_as_signed_out(tmp_path: Path, content: bytes) -> None:
    store = SignInStore(tmp_path, None)
    store.save(ANNA)
    (path,) = (tmp_path / "accounts").iterdir()
    path.write_bytes(content)
    assert store.load("google", "anna@example.org") is None
    assert store.list() == []


@pytest.mark.parametrize("account", ["../../etc/passwd", "a/b@example.org", "con", "ø@example.org", "x" * 300, "a:b@c"])
def test_an_account_never_leads_out_of_the_folder(tmp_path: Path, account: str) -> None:
    store = SignInStore(tmp_path, None)
    store.save(replace(ANNA, account=account))
    (path,) = (tmp_path / "accounts").iterdir()
    assert path.suffix == ".json"
    found = store.load("google", account)
    assert found is not None
    assert found.account == account


def test_neither_repr_nor_list_of_a_sign_in_shows_its_secret(tmp_path: Path) -> None:
    assert SECRET not in repr(ANNA)


def test_system_keyring_is_none_where_the_backend_protects_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring
    from keyring.backends import fail, null

    for backend in (fail.Keyring(), null.Keyring()):
        monkeypatch.setattr(keyring, "get_keyring", lambda backend=backend: backend)
        assert system_keyring() is None


def test_a_full_disk_leaves_the_old_sign_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = SignInStore(tmp_path, None)
    store.save(ANNA)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("connectors.private_files.os.fsync", full)
    with pytest.raises(MeetlintError) as failed:
        store.save(replace(ANNA, secret="newer"))
    assert "the disk is full" in str(failed.value)
    assert store.load("google", "anna@example.org") == ANNA
    (path,) = (tmp_path / "accounts").iterdir()
    assert json.loads(path.read_bytes())["secret"] == SECRET


def test_remove_never_leaves_a_secret_in_a_keyring_that_is_not_there_now(tmp_path: Path) -> None:
    """As over a remote shell: said, and the sign-in stays on the list."""
    SignInStore(tmp_path, FakeKeyring()).save(ANNA)
    without = SignInStore(tmp_path, None)
    with pytest.raises(MeetlintError):
        without.remove("google", "anna@example.org")
    assert [one.account for one in without.list()] == ["anna@example.org"]


def test_a_sign_in_for_sending_is_nobody_elses_for_reading(tmp_path: Path) -> None:
    store = SignInStore(tmp_path, keyring=None)
    sends = SignIn("outlook-mail", "anna@example.org", "mail", ("s",), "c", "a", "2026-11-01", secret="one")
    reads = SignIn("outlook", "mail-anna@example.org", "details", ("s",), "c", "a", "2026-11-01", secret="two")
    for one in (sends, reads):
        store.save(one)
    assert store.load("outlook-mail", "anna@example.org") == sends
    assert store.load("outlook", "mail-anna@example.org") == reads
    assert len(store.list()) == 2
