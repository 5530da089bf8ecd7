"""Sign-ins for sending at the front door: asked for alone, listed under their own name, and taken back by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.services.sign_ins import SignIn, SignInStore

from .conftest import Call

ADDRESS = "digest@example.org"


@pytest.fixture
def store(tmp_path: Path) -> SignInStore:
    store = SignInStore(tmp_path / "state", keyring=None)
    for service, access in (("outlook", "details"), ("outlook-mail", "mail")):
        one = SignIn(service, ADDRESS, access, ("s",), "c", "https://localhost:1/t", "2026-11-01", secret="{}")  # type: ignore[arg-type]
        store.save(one)
    return store


@pytest.mark.parametrize(
    "arguments",
    [
        ("google", "--mail", "--access", "details"),
        ("google", "--mail", "--list-calendars"),
        ("outlook", "--mail", "--shared-calendars"),
        ("outlook", "--mail", "--access", "basic"),
    ],
    ids=" ".join,
)
def test_one_sign_in_is_never_for_both(meetlint: Call, arguments: tuple[str, ...]) -> None:
    code, _, err = meetlint("connect", *arguments)
    assert code == 2
    assert "A sign-in for sending reads nothing" in err


def test_both_are_listed_and_one_is_taken_back(meetlint: Call, store: SignInStore) -> None:
    _, out, _ = meetlint("connections")
    assert [line.split()[0] for line in out.splitlines()] == [f"outlook-mail:{ADDRESS}", f"outlook:{ADDRESS}"]
    assert "mail, signed in on 2026-11-01" in out
    code, out, err = meetlint("disconnect", f"outlook-mail:{ADDRESS}")
    assert (code, out.splitlines()[0]) == (0, f"Removed the sign-in of {ADDRESS}."), err
    assert [one.service for one in store.list()] == ["outlook"]


def test_a_sign_in_that_is_not_there_is_named(meetlint: Call, store: SignInStore) -> None:
    code, _, err = meetlint("disconnect", "google-mail:nobody@example.org")
    assert code == 2
    assert "Nobody is signed in as google-mail:nobody@example.org" in err
    assert len(store.list()) == 2


def test_sending_is_no_reading(meetlint: Call, store: SignInStore) -> None:
    store.remove("outlook", ADDRESS)
    code, _, err = meetlint("check", "outlook:")
    assert code == 3
    assert "Nobody is signed in to Outlook" in err
