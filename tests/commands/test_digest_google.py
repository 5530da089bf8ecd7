"""A night through Google: group, calendars and mails by a service account, each in the name of who it is about."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from digest_weeks import WEDNESDAY
from google.auth import jwt
from scripted_server import Handler, Server

from tests.connectors.google.google_bodies import event, page, person
from tests.connectors.google.scripted_google import ScriptedGoogle

from .conftest import Call

SENDER = "digest@example.org"
SETTINGS = """
[agreements]
timezone = "Europe/Amsterdam"
language = "en"

[google]
service_account_file = "{key}"
api_endpoint = "{base}/calendar/v3/"
directory_endpoint = "{base}/admin/directory/v1/"
mail_endpoint = "{base}/gmail/v1/"
directory_admin = "admin@example.org"

[mail]
through = "gmail"
from_address = "{sender}"

[digest]
group = "google:all@example.org"
group_joined = 2026-11-02
"""
SCOPES = "https://www.googleapis.com/auth/"


@pytest.fixture
def google(server: Server, tmp_path: Path, here: None) -> Iterator[ScriptedGoogle]:
    running = ScriptedGoogle(server, tmp_path)
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    content = {
        "type": "service_account",
        "client_id": "1",
        "client_email": "reader@project.iam.gserviceaccount.com",
        "private_key": key.decode(),
        "private_key_id": "k1",
        "token_uri": server.url("/token"),
    }
    path = tmp_path / "key.json"
    path.write_text(json.dumps(content))
    path.chmod(0o600)
    (tmp_path / "meetlint.toml").write_text(SETTINGS.format(key=path, base=server.url(""), sender=SENDER), "utf-8")
    yield running
    assert running.wrong == []


def calls() -> list[dict[str, Any]]:
    """Three calls without a break on three days of the week, over lunch."""
    return [
        event(
            f"e{day}x{hour}",
            start={"dateTime": f"2026-11-{day}T{hour}:00:00+01:00"},
            end={"dateTime": f"2026-11-{day}T{hour + 1}:00:00+01:00"},
            organizer={"email": "bo@vendor.example"},
            attendees=[person("bo@vendor.example", "accepted"), person("cy@vendor.example", "accepted")],
            hangoutLink="https://meet.google.com/abc-defg-hij",
        )
        for day in (18, 19, 20)
        for hour in (11, 12, 13)
    ]


def test_each_gets_the_own_week_and_each_step_has_the_one_scope_it_needs(
    meetlint: Call, google: ScriptedGoogle, tmp_path: Path
) -> None:
    mails: list[EmailMessage] = []

    def members(handler: Handler) -> None:
        people = [
            {"id": str(number), "email": f"{name}@example.org", "type": "USER", "status": status}
            for number, (name, status) in enumerate([("anna", "ACTIVE"), ("bo", "ACTIVE"), ("gone", "SUSPENDED")])
        ]
        handler.reply(200, json.dumps({"members": people}).encode())

    def take(handler: Handler) -> None:
        body = json.loads(handler.server.sent[-1][2])
        if not body:
            handler.reply(400, b'{"error": {"code": 400, "errors": [{"reason": "invalidArgument"}]}}')
            return
        data = base64.urlsafe_b64decode(body["raw"])
        mails.append(message_from_bytes(data, policy=policy.default))  # type: ignore[arg-type]
        handler.reply(200, b'{"id": "1"}')

    google.server.answers["/admin/directory/v1/groups/all@example.org/members"] = members
    google.server.answers["/gmail/v1/users/me/messages/send"] = take
    google.pages([page(*calls())])
    code, _, said = meetlint("digest", "send", "--first-time", "--today", WEDNESDAY, "--quiet")
    assert (code, said.splitlines()[-1]) == (0, "meetlint: Digest of 2026-W47: 2 sent."), said
    assert sorted(str(mail["To"]) for mail in mails) == ["anna@example.org", "bo@example.org"]
    assert all(str(mail["From"]) == SENDER for mail in mails)
    # Gmail gives mails another Message-ID, so a reply brings back the tag of its address.
    assert len({str(mail["Reply-To"]) for mail in mails}) == 2
    claims = [jwt.decode(form["assertion"], verify=False) for form in google.refreshes]  # type: ignore[no-untyped-call]
    asked = {(one["sub"], one["scope"].removeprefix(SCOPES)) for one in claims}
    assert asked == {
        ("admin@example.org", "admin.directory.group.member.readonly"),
        ("anna@example.org", "calendar.events.readonly"),
        ("bo@example.org", "calendar.events.readonly"),
        (SENDER, "gmail.send"),
    }
