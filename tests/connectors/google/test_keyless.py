"""A service account without a key file: who runs meetlint proves it in another way, and IAM signs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import google.auth.impersonated_credentials as impersonated
import google.oauth2.credentials as authorized
import pytest
from google.auth import iam
from scripted_server import Handler

from analyzer.errors import SignInError
from analyzer.text import translator
from connectors.google.settings import GoogleSettings
from tests.connectors.google.google_bodies import BO, event, page
from tests.connectors.google.scripted_google import ScriptedGoogle

ENGLISH = translator("en")
SCOPE = "https://www.googleapis.com/auth/calendar.events.readonly"
READER = "reader@project.iam.gserviceaccount.com"
IMPERSONATION = f"https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/{READER}:generateAccessToken"

NAMED = {"service_account_impersonation_url": IMPERSONATION}


class Cloud:
    """What of Google Cloud is asked on the way: a security token service, IAM's signature, and the exchange of it.

    Attributes:
        signed: the claims that IAM signed, with the token that asked for it.
        exchanged: forms with which tokens were asked for at the token service.
    """

    def __init__(self, google: ScriptedGoogle) -> None:
        self.signed: list[tuple[dict[str, Any], str]] = []
        self.exchanged: list[dict[str, str]] = []
        self.status = 200
        google.server.answers[f"/iam/{READER}"] = self._sign
        google.server.answers["/sts"] = self._exchange

    def _sign(self, to: Handler) -> None:
        claims = json.loads(json.loads(to.server.sent[-1][2])["payload"])
        self.signed.append((claims, to.headers["Authorization"]))
        to.reply(self.status, b'{"signedJwt": "signed"}')

    def _exchange(self, to: Handler) -> None:
        self.exchanged.append(dict(parse_qsl(to.server.sent[-1][2].decode())))
        to.reply(200, b'{"access_token": "own", "expires_in": 3600, "token_type": "Bearer"}')


@pytest.fixture
def cloud(google: ScriptedGoogle, monkeypatch: pytest.MonkeyPatch) -> Cloud:
    """Google Cloud at addresses on the loopback, since the libraries name Google's own."""
    url = google.server.url
    monkeypatch.setattr(iam, "_IAM_SIGNJWT_ENDPOINT", url("/iam/{}"))
    monkeypatch.setattr(impersonated, "_GOOGLE_OAUTH2_TOKEN_ENDPOINT", url("/token"))
    monkeypatch.setattr(authorized, "_GOOGLE_OAUTH2_TOKEN_ENDPOINT", url("/sts"))
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", "")
    return Cloud(google)


def written(folder: Path, content: dict[str, Any]) -> str:
    path = folder / "credentials.json"
    path.touch(mode=0o600)
    path.write_text(json.dumps(content))
    return str(path)


def gcloud() -> dict[str, Any]:
    """What ``gcloud auth application-default login`` leaves."""
    return {"type": "authorized_user", "client_id": "c", "client_secret": "s", "refresh_token": "r"}


def workload(google: ScriptedGoogle, folder: Path, **more: Any) -> dict[str, Any]:
    """What Google Cloud gives for a workload identity pool whose token lies in a file."""
    token = folder / "token"
    token.write_text("token-of-the-ci")
    return {
        "type": "external_account",
        "audience": "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/ci",
        "subject_token_type": "urn:ietf:params:oauth:token-type:jwt",
        "token_url": google.server.url("/sts"),
        "credential_source": {"file": str(token)},
        **more,
    }


def settings(google: ScriptedGoogle, file: str = "", **more: Any) -> GoogleSettings:
    return google.settings(service_account_file=file, mailboxes=(BO,), **more)


def read_bo(google: ScriptedGoogle, how: GoogleSettings) -> None:
    google.pages([page(event())])
    calendar = google.read(f"google:{BO}", google=how)
    assert (calendar.identity.owner, len(calendar.entries)) == (BO, 1)
    assert google.bearers == ["access-1"]
    (form,) = google.refreshes
    assert form["assertion"] == "signed"


def check_signed(cloud: Cloud) -> None:
    """Hold that IAM signed, for who runs meetlint, that the service account reads in Bo's name, and only reads."""
    ((claims, token),) = cloud.signed
    assert (claims["iss"], claims["sub"], claims["scope"]) == (READER, BO, SCOPE)
    assert token == "Bearer own"


@pytest.mark.parametrize("names_target", [True, False])
def test_workload_identity_reads_a_mailbox_on_the_list(
    google: ScriptedGoogle, cloud: Cloud, tmp_path: Path, names_target: bool
) -> None:
    more = {"service_account_impersonation_url": IMPERSONATION} if names_target else {}
    file = written(tmp_path, workload(google, tmp_path, **more))
    read_bo(google, settings(google, file, **({} if names_target else {"service_account": READER})))
    check_signed(cloud)
    assert [form["subject_token"] for form in cloud.exchanged] == ["token-of-the-ci"]


def test_sign_in_of_gcloud_acts_as_a_service_account(google: ScriptedGoogle, cloud: Cloud, tmp_path: Path) -> None:
    content = {
        "type": "impersonated_service_account",
        "service_account_impersonation_url": IMPERSONATION,
        "source_credentials": gcloud(),
    }
    read_bo(google, settings(google, written(tmp_path, content)))
    check_signed(cloud)
    assert [form["refresh_token"] for form in cloud.exchanged] == ["r"]


def test_without_a_file_the_environment_tells_who_runs_meetlint(
    google: ScriptedGoogle, cloud: Cloud, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", written(tmp_path, workload(google, tmp_path)))
    read_bo(google, settings(google, service_account=READER))
    check_signed(cloud)


@pytest.mark.parametrize("content", [None, b"{", b"[]", b'{"type": "x"}'])
def test_file_of_the_environment_that_cannot_be_used_is_named(
    google: ScriptedGoogle, cloud: Cloud, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    path = tmp_path / "adc.json"
    if content is not None:
        path.write_bytes(content)
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(path))
    error = google.fail(f"google:{BO}", google=settings(google, service_account=READER))
    assert getattr(error, "code", "") == "google-credentials-unusable"
    assert "adc.json" in error.say(ENGLISH)


def test_machine_that_proves_nothing_is_told_what_to_do(
    google: ScriptedGoogle, cloud: Cloud, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("CLOUDSDK_CONFIG", str(tmp_path)), ("NO_GCE_CHECK", "true"), ("PATH", str(tmp_path))):
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("GOOGLE_APPLICATION_CREDENTIALS")
    error = google.fail(f"google:{BO}", google=settings(google, service_account=READER))
    assert getattr(error, "code", "") == "google-credentials-absent"
    assert "gcloud auth application-default login" in error.say_hint(ENGLISH)
    assert google.server.asked == []


def test_list_of_mailboxes_holds_without_a_key_too(google: ScriptedGoogle, cloud: Cloud, tmp_path: Path) -> None:
    how = settings(google, written(tmp_path, gcloud()), service_account=READER)
    error = google.fail("google:cas@example.org", google=how)
    assert getattr(error, "code", "") == "google-mailbox-not-listed"
    assert google.server.asked == []


@pytest.mark.parametrize(
    "more",
    [
        {"token_url": "https://sts.evil.example/v1/token"},
        {"token_url": "https://sts.googleapis.com.evil.example/v1/token"},
        {"token_url": "https://evil.example/.googleapis.com/"},
        {"token_url": "http://sts.googleapis.com/v1/token"},
        {"service_account_impersonation_url": f"https://evil.example/serviceAccounts/{READER}:generateAccessToken"},
        {"credential_source": {"executable": {"command": "/bin/true"}}},
    ],
)
@pytest.mark.parametrize("is_nested", [True, False])
def test_file_that_somebody_passed_on_neither_sends_elsewhere_nor_starts_anything(
    google: ScriptedGoogle, cloud: Cloud, tmp_path: Path, more: dict[str, Any], is_nested: bool
) -> None:
    content = workload(google, tmp_path, **more)
    if is_nested:
        content = {"type": "impersonated_service_account", "source_credentials": content}
    how = settings(google, written(tmp_path, content), service_account=READER)
    error = google.fail(f"google:{BO}", google=how)
    assert getattr(error, "code", "") == "google-credentials-lead-elsewhere"
    assert google.server.asked == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (gcloud(), "google-service-account-unnamed"),
        ({"type": "impersonated_service_account", **NAMED}, "google-credentials-unusable"),
        ({"type": "external_account", **NAMED}, "google-credentials-unusable"),
        ({"type": "authorized_user", **NAMED}, "google-credentials-unusable"),
    ],
)
def test_file_that_tells_too_little_is_named(
    google: ScriptedGoogle, cloud: Cloud, tmp_path: Path, content: dict[str, Any], code: str
) -> None:
    error = google.fail(f"google:{BO}", google=settings(google, written(tmp_path, content)))
    assert getattr(error, "code", "") == code
    assert "credentials.json" in error.say(ENGLISH)
    assert error.say_hint(ENGLISH)


def test_missing_role_is_named_with_what_to_give(google: ScriptedGoogle, cloud: Cloud, tmp_path: Path) -> None:
    cloud.status = 403
    how = settings(google, written(tmp_path, gcloud()), service_account=READER)
    error = google.fail(f"google:{BO}", google=how)
    assert isinstance(error, SignInError)
    assert "Service Account Token Creator" in error.say_hint(ENGLISH)
    assert google.refreshes == []
