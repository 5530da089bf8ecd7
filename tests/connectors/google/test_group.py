"""Who is in a group of Google Workspace: every body is judged by Google's own discovery document."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import jsonschema
import pytest
from counterparts.google_schema import translate
from google.auth import jwt
from scripted_server import Handler

from analyzer.errors import SourceError
from analyzer.text import translator
from connectors.google.group import read_group
from connectors.google.scopes import GROUP_MEMBERS
from connectors.services.directory import DirectoryGroup
from tests.connectors.google.google_bodies import fault
from tests.connectors.google.scripted_google import ScriptedGoogle
from tests.connectors.google.test_service_account import key_file, private_key

__all__ = ["key_file", "private_key"]

GROUP = "digest@example.org"
PLACE = f"/admin/directory/v1/groups/{GROUP}/members"
Body = dict[str, Any]


def document() -> Body:
    folder = resources.files("googleapiclient") / "discovery_cache" / "documents"
    found: Body = json.loads((folder / "admin.directory_v1.json").read_text("utf-8"))
    return found


def judged(body: Body) -> bytes:
    parts = {name: translate(node) for name, node in document()["schemas"].items() if name in ("Member", "Members")}
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$ref": "#/$defs/Members", "$defs": parts}
    jsonschema.Draft202012Validator(schema).validate(body)
    return json.dumps(body).encode()


def member(number: int, **parts: Any) -> Body:
    whole = {"id": f"1{number:05}", "email": f"p{number}@example.org", "type": "USER", "status": "ACTIVE", **parts}
    return {name: part for name, part in whole.items() if part is not None}


class Directory:
    """The directory of one test, and the service account that reads it."""

    def __init__(self, google: ScriptedGoogle, key_file: Path) -> None:
        self.google = google
        self.settings: Body = {
            "service_account_file": str(key_file),
            "directory_endpoint": google.server.url("/admin/directory/v1/"),
        }

    def pages(self, *bodies: Body) -> None:
        """Answer with pages: the first, then each by its token ``p1``, ``p2`` ..."""

        def reply(handler: Handler) -> None:
            token = dict(parse_qsl(urlsplit(handler.path).query)).get("pageToken", "p0")
            handler.reply(200, judged(bodies[int(token[1:])]), Content_Type="application/json")

        self.google.server.answers[PLACE] = reply

    def answers(self, *replies: Callable[[Handler], None]) -> None:
        waiting = list(replies)
        self.google.server.answers[PLACE] = lambda handler: waiting.pop(0)(handler)

    def read(self, **more: Any) -> DirectoryGroup:
        options = self.google.options(google=self.google.settings(**(self.settings | more)))
        return read_group(GROUP, options, self.google.clock.patience)

    def fails(self, **more: Any) -> SourceError:
        with pytest.raises(SourceError) as raised:
            self.read(**more)
        return raised.value

    def queries(self) -> list[dict[str, str]]:
        return [dict(parse_qsl(urlsplit(path).query)) for path, _ in self.google.server.asked if path.startswith(PLACE)]


@pytest.fixture
def directory(google: ScriptedGoogle, key_file: Path) -> Directory:
    return Directory(google, key_file)


def test_the_place_and_the_scope_are_those_of_the_discovery_document(directory: Directory) -> None:
    method = document()["resources"]["members"]["methods"]["list"]
    base = directory.google.settings().directory_endpoint
    assert f"{base}groups/{{groupKey}}/members" == document()["rootUrl"] + method["path"]
    assert GROUP_MEMBERS in method["scopes"]
    directory.pages({"members": [member(1)]})
    directory.read()
    (query,) = directory.queries()
    assert query.keys() - {"fields"} <= method["parameters"].keys()
    assert int(query["maxResults"]) <= 200
    assert query["includeDerivedMembership"] == "true"


def test_accounts_in_use_are_read_page_by_page(directory: Directory) -> None:
    directory.pages(
        {"members": [member(1), member(2, email="P2@Example.org")], "nextPageToken": "p1"},
        {"members": [member(3)], "nextPageToken": "p2"},
        {"members": [member(4)]},
    )
    found = directory.read()
    assert [one.address for one in found.people] == [f"p{number}@example.org" for number in range(1, 5)]
    assert [query.get("pageToken", "") for query in directory.queries()] == ["", "p1", "p2"]


def test_who_is_no_person_in_use_is_left_out_and_counted(directory: Directory) -> None:
    directory.pages(
        {
            "members": [
                member(1),
                member(2, status="SUSPENDED"),
                member(3, status="ARCHIVED"),
                member(4, status=None),  # somebody of another organisation
                member(5, type="GROUP", status="ACTIVE"),
                member(6, type="CUSTOMER", email=None),
                member(1),  # in it by a nested group as well
            ]
        }
    )
    found = directory.read()
    assert [one.mailbox for one in found.people] == ["p1@example.org"]
    assert dict(found.left_out) == {"disabled": 2, "guest": 1, "other": 2}


def test_a_group_of_nobody_is_empty(directory: Directory) -> None:
    directory.pages({})
    assert directory.read().people == []


def test_five_thousand_are_read_whole(directory: Directory) -> None:
    bodies = [
        {"members": [member(page * 200 + at) for at in range(200)], "nextPageToken": f"p{page + 1}"}
        for page in range(24)
    ]
    directory.pages(*bodies, {"members": [member(4800 + at) for at in range(200)]})
    found = directory.read()
    assert len({one.address for one in found.people}) == 5000
    assert len(directory.queries()) == 25


def test_a_busy_directory_is_asked_again_when_it_says(directory: Directory) -> None:
    directory.answers(
        lambda handler: handler.reply(503, b"", Retry_After="7"),
        lambda handler: handler.reply(403, fault(403, "rateLimitExceeded")),
        lambda handler: handler.reply(200, judged({"members": [member(1)]})),
    )
    assert len(directory.read().people) == 1
    assert 7.0 in directory.google.clock.waits


def test_a_page_that_is_missing_is_no_list(directory: Directory) -> None:
    def first(handler: Handler) -> None:
        handler.reply(200, judged({"members": [member(1)], "nextPageToken": "p1"}))

    directory.answers(first, *[lambda handler: handler.reply(500, b"")] * 8)
    assert "busy" in str(directory.fails())


def test_pages_that_lead_in_circles_are_no_list(directory: Directory) -> None:
    directory.pages({"members": [], "nextPageToken": "p1"}, {"members": [], "nextPageToken": "p1"})
    assert "repeats itself" in str(directory.fails())


@pytest.mark.parametrize(
    ("status", "reason", "said"),
    [
        (403, "forbidden", "Groups Reader"),
        (403, "accessNotConfigured", "Admin SDK API > Enable"),
        (404, "notFound", "Write its address"),
        (400, "badRequest", "in a while"),
    ],
)
def test_a_refusal_says_what_to_do(directory: Directory, status: int, reason: str, said: str) -> None:
    directory.answers(lambda handler: handler.reply(status, fault(status, reason)))
    assert said in directory.fails().say_hint(translator("en"))


def test_the_account_asks_in_an_administrators_name_or_in_its_own(directory: Directory) -> None:
    directory.pages({"members": [member(1)]})
    directory.read(directory_admin="Admin@example.org")
    directory.read()
    claims = [jwt.decode(form["assertion"], verify=False) for form in directory.google.refreshes]  # type: ignore[no-untyped-call]
    assert [(one.get("sub"), one["scope"]) for one in claims] == [
        ("admin@example.org", GROUP_MEMBERS),
        (None, GROUP_MEMBERS),
    ]


def test_a_missing_delegation_names_the_one_scope(directory: Directory) -> None:
    directory.google.refuse_refresh = lambda form: (401, {"error": "unauthorized_client"})
    error = directory.fails(directory_admin="admin@example.org")
    assert GROUP_MEMBERS in error.say_letter(translator("en"))  # type: ignore[attr-defined]
    assert "may not read groups" in error.say(translator("en"))


def test_without_a_service_account_nothing_is_asked(google: ScriptedGoogle) -> None:
    with pytest.raises(SourceError, match="service account"):
        read_group(GROUP, google.options(), google.clock.patience)
    assert google.server.asked == []
