"""A service account reads the mailboxes on the list and no others, with a key that only its owner can read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.auth import jwt

from analyzer.errors import SignInError, SourceError
from analyzer.text import translator
from connectors.google.service_account import ServiceAccountTokens
from tests.connectors.google.google_bodies import ANNA, BO, event, fault, page
from tests.connectors.google.scripted_google import ScriptedGoogle

ENGLISH = translator("en")
SCOPE = "https://www.googleapis.com/auth/calendar.events.readonly"


@pytest.fixture(scope="session")
def private_key() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


@pytest.fixture
def key_file(google: ScriptedGoogle, private_key: str, tmp_path: Path) -> Path:
    key = {
        "type": "service_account",
        "client_id": "1234567890",
        "client_email": "reader@project.iam.gserviceaccount.com",
        "private_key": private_key,
        "private_key_id": "k1",
        "token_uri": google.server.url("/token"),
    }
    path = tmp_path / "key.json"
    path.write_text(json.dumps(key))
    path.chmod(0o600)
    return path


def settings(google: ScriptedGoogle, key_file: Path, **parts: Any) -> Any:
    return google.settings(service_account_file=str(key_file), mailboxes=(ANNA, "Bo@Example.org"), **parts)


def code_of(error: SourceError) -> str:
    return str(getattr(error, "code", ""))


def test_mailbox_on_the_list_is_read_in_its_own_name(google: ScriptedGoogle, key_file: Path) -> None:
    google.pages([page(event())])
    calendar = google.read(f"google:{BO}", google=settings(google, key_file))
    assert (calendar.identity.owner, len(calendar.entries)) == (BO, 1)
    (form,) = google.refreshes
    claims = jwt.decode(form["assertion"], verify=False)  # type: ignore[no-untyped-call]
    assert (claims["sub"], claims["scope"], claims["iss"]) == (BO, SCOPE, "reader@project.iam.gserviceaccount.com")
    assert google.bearers == ["access-1"]


def test_each_mailbox_has_a_token_of_its_own(google: ScriptedGoogle, key_file: Path) -> None:
    google.pages([page(event())])
    google.open(f"google:{ANNA}", f"google:{BO}", google=settings(google, key_file))
    assert sorted(google.bearers) == ["access-1", "access-2"]


def test_mailbox_that_is_not_on_the_list_is_refused_before_anything_is_sent(
    google: ScriptedGoogle, key_file: Path
) -> None:
    for text in ("google:cas@example.org", "google:cas@example.org/primary", "google:anna@example.org.evil.example"):
        error = google.fail(text, google=settings(google, key_file))
        assert code_of(error) == "google-mailbox-not-listed"
        assert "nothing was sent" in error.say(ENGLISH)
    assert google.server.asked == []


def test_empty_list_lets_nobody_be_read(google: ScriptedGoogle, key_file: Path) -> None:
    none = google.settings(service_account_file=str(key_file))
    assert code_of(google.fail(f"google:{ANNA}", google=none)) == "google-mailbox-not-listed"
    assert isinstance(google.fail("google:", google=none), SignInError)


def test_only_mailbox_needs_no_name_and_several_do(google: ScriptedGoogle, key_file: Path) -> None:
    google.pages([page(event())])
    one = google.settings(service_account_file=str(key_file), mailboxes=(ANNA,))
    assert google.read("google:", google=one).identity.owner == ANNA
    assert code_of(google.fail("google:", google=settings(google, key_file))) == "google-several-accounts"


# P27: keys that leak.


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o610])
def test_key_that_others_can_read_is_refused(google: ScriptedGoogle, key_file: Path, mode: int) -> None:
    key_file.chmod(mode)
    error = google.fail(f"google:{ANNA}", google=settings(google, key_file))
    assert code_of(error) == "key-open"
    assert "chmod 600" in error.say_hint(ENGLISH)
    assert google.server.asked == []
    google.pages([page(event())])
    forced = settings(google, key_file, allow_open_key_file=True)
    assert google.read(f"google:{ANNA}", google=forced).entries


def test_key_inside_a_checkout_is_refused(google: ScriptedGoogle, key_file: Path, tmp_path: Path) -> None:
    inside = tmp_path / "checkout/secrets"
    inside.mkdir(parents=True)
    (tmp_path / "checkout/.git").mkdir()
    moved = key_file.rename(inside / "key.json")
    assert code_of(google.fail(f"google:{ANNA}", google=settings(google, moved))) == "key-in-checkout"
    # Neither does a link from outside help.
    link = tmp_path / "link.json"
    link.symlink_to(moved)
    assert code_of(google.fail(f"google:{ANNA}", google=settings(google, link))) == "key-in-checkout"


@pytest.mark.parametrize(
    "content", ["", "[1]", '{"type": "gdch_service_account"}', '{"type": "service_account"}', "\xff"]
)
def test_file_that_is_no_key_is_named(google: ScriptedGoogle, key_file: Path, content: str) -> None:
    key_file.write_bytes(content.encode("latin-1"))
    error = google.fail(f"google:{ANNA}", google=settings(google, key_file))
    assert code_of(error) == "google-key-unreadable"
    assert error.say(ENGLISH)


def test_absent_key_is_named(google: ScriptedGoogle, tmp_path: Path) -> None:
    error = google.fail(f"google:{ANNA}", google=settings(google, tmp_path / "none.json"))
    assert code_of(error) == "key-unreadable"
    assert "no such file" in error.say(ENGLISH)


# What Google says to it.


def test_missing_delegation_comes_with_a_text_for_the_desk(google: ScriptedGoogle, key_file: Path) -> None:
    google.refuse_refresh = lambda form: (401, {"error": "unauthorized_client", "error_description": "..."})
    error = google.fail(f"google:{ANNA}", google=settings(google, key_file))
    assert isinstance(error, SignInError)
    letter = error.say_letter(ENGLISH)
    assert "domain-wide delegation" in letter
    assert "1234567890" in letter
    assert SCOPE in letter


def test_missing_scope_comes_with_the_same_text(google: ScriptedGoogle, key_file: Path) -> None:
    google.events(lambda query: (403, fault(403, "insufficientPermissions")))
    error = google.fail(f"google:{ANNA}", google=settings(google, key_file))
    assert isinstance(error, SignInError)
    assert SCOPE in error.say_letter(ENGLISH)


def test_mailbox_that_google_does_not_know_is_named(google: ScriptedGoogle, key_file: Path) -> None:
    google.refuse_refresh = lambda form: (
        400,
        {"error": "invalid_grant", "error_description": "Invalid email or User ID"},
    )
    error = google.fail(f"google:{ANNA}", google=settings(google, key_file))
    assert code_of(error) == "google-mailbox-absent"


def test_wrong_clock_explains_a_refused_signature(google: ScriptedGoogle, key_file: Path) -> None:
    google.refuse_refresh = lambda form: (
        400,
        {"error": "invalid_grant", "error_description": "Invalid JWT: Token must be a short-lived token"},
        {"Date": "Mon, 16 Nov 2020 08:00:00 GMT"},
    )
    error = google.fail(f"google:{ANNA}", google=settings(google, key_file))
    assert "clock" in error.say(ENGLISH)


def test_refused_signature_with_a_right_clock_blames_the_key(google: ScriptedGoogle, key_file: Path) -> None:
    google.refuse_refresh = lambda form: (
        400,
        {"error": "invalid_grant", "error_description": "Invalid JWT Signature."},
    )
    error = google.fail(f"google:{ANNA}", google=settings(google, key_file))
    assert isinstance(error, SignInError)
    assert "invalid_grant" in error.say(ENGLISH)
    assert "key" in error.say_hint(ENGLISH)


def test_key_never_shows(google: ScriptedGoogle, key_file: Path, private_key: str) -> None:
    tokens = ServiceAccountTokens(settings(google, key_file), ANNA)
    body = private_key.splitlines()[1]
    assert body not in repr(tokens)
    assert body not in repr(vars(tokens))


@pytest.mark.parametrize("text", [f"google:{ANNA}/boss@example.org", "google:"])
def test_calendar_of_somebody_who_is_not_on_the_list_is_refused_though_the_mailbox_sees_it(
    google: ScriptedGoogle, key_file: Path, text: str
) -> None:
    google.pages([page()], calendar="boss@example.org")
    own = google.settings(service_account_file=str(key_file), mailboxes=(ANNA,), calendars=("boss@example.org",))
    error = google.fail(text, google=own)
    assert "boss@example.org" in str(error)
    assert google.server.asked == []
