"""Who is in a group of Entra: nested groups too, accounts in use alone, and all of it or nothing."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from scripted_server import Server

from analyzer.errors import SourceError
from analyzer.text import translator
from connectors.options import OpenOptions
from connectors.outlook import group
from connectors.outlook.credentials import SECRET_VARIABLE
from connectors.outlook.group import read_group
from connectors.services.directory import DirectoryGroup
from tests.connectors.outlook.fake_graph import Clock, FakeGraph, FakeTokens, signed_in
from tests.connectors.outlook.graph_bodies import error

GROUP = "02bd9fd6-8f93-4758-87c3-1fb73740a315"
PATH = f"groups/{GROUP}/transitiveMembers"
Json = dict[str, Any]


def user(number: int, **parts: Any) -> Json:
    return {
        "@odata.type": "#microsoft.graph.user",
        "id": f"id-{number}",
        "mail": f"P{number}@example.org",
        "userPrincipalName": f"p{number}@corp.example.org",
        "accountEnabled": True,
        "userType": "Member",
        **parts,
    }


@pytest.fixture
def graph(server: Server, monkeypatch: pytest.MonkeyPatch) -> FakeGraph:
    monkeypatch.setattr(group, "AppTokens", lambda *_: FakeTokens())
    monkeypatch.setenv(SECRET_VARIABLE, "s")
    return FakeGraph(server)


@pytest.fixture
def options(graph: FakeGraph, tmp_path: Any) -> OpenOptions:
    return signed_in(tmp_path, graph.server, "nobody@example.org")


def page(*members: Json, following: str = "") -> bytes:
    body: Json = {"@odata.context": "https://graph.microsoft.com/v1.0/$metadata#directoryObjects", "value": [*members]}
    return json.dumps(body | ({"@odata.nextLink": following} if following else {})).encode()


def read(options: OpenOptions, clock: Clock | None = None) -> DirectoryGroup:
    return read_group(GROUP, options, (clock or Clock()).patience)


def fails(options: OpenOptions) -> SourceError:
    with pytest.raises(SourceError) as raised:
        read(options)
    return raised.value


def test_people_are_read_page_by_page_with_few_fields(graph: FakeGraph, options: OpenOptions) -> None:
    graph.serve(PATH, (200, page(user(1), user(2), following=graph.url(f"{PATH}?$skiptoken=a"))))
    graph.serve(f"{PATH}#a", (200, page(user(3))))
    found = read(options)
    assert [(one.mailbox, one.address) for one in found.people] == [
        (f"p{number}@corp.example.org", f"p{number}@example.org") for number in (1, 2, 3)
    ]
    query = parse_qs(urlsplit(graph.server.asked[0][0]).query)
    assert query == {"$select": ["id,mail,userPrincipalName,accountEnabled,userType"], "$top": ["999"]}
    # The search index, which this header asks for, lags behind who joined and left.
    assert "ConsistencyLevel" not in graph.server.asked[0][1]


def test_who_is_no_person_in_use_is_left_out_and_counted(graph: FakeGraph, options: OpenOptions) -> None:
    others = [{"@odata.type": f"#microsoft.graph.{kind}", "id": kind} for kind in ("group", "device", "orgContact")]
    members = [user(1), user(2, accountEnabled=False), user(3, userType="Guest"), *others, user(1)]
    graph.serve(PATH, (200, page(*members)))
    found = read(options)
    assert [one.id for one in found.people] == ["id-1"]
    assert dict(found.left_out) == {"disabled": 1, "guest": 1, "other": 3}


def test_who_has_no_mail_is_still_listed(graph: FakeGraph, options: OpenOptions) -> None:
    graph.serve(PATH, (200, page(user(1, mail=None), user(2, mail=""))))
    assert [one.address for one in read(options).people] == ["", ""]


@pytest.mark.parametrize(
    "hidden",
    [{"accountEnabled": None}, {"accountEnabled": None, "mail": None}, {"userPrincipalName": None}, {"id": ""}],
    ids=["in-use", "in-use-and-mail", "mailbox", "id"],
)
def test_an_app_that_cannot_see_who_left_reads_nobody(graph: FakeGraph, options: OpenOptions, hidden: Json) -> None:
    graph.serve(PATH, (200, page(user(1), user(2, **hidden))))
    found = fails(options)
    assert "needs the permission User.Read.All" in found.say(translator("en"))
    assert "GroupMember.Read.All, User.Read.All" in found.say_hint(translator("en"))


def test_a_denied_app_hears_of_both_permissions_at_once(graph: FakeGraph, options: OpenOptions) -> None:
    graph.serve(PATH, (403, error("Authorization_RequestDenied")))
    found = fails(options)
    assert "needs the permission GroupMember.Read.All" in found.say(translator("en"))
    assert "GroupMember.Read.All, User.Read.All" in found.say_hint(translator("en"))


@pytest.mark.parametrize(
    ("status", "code"), [(404, "Request_ResourceNotFound"), (400, "Request_BadRequest")], ids=["absent", "no-id"]
)
def test_a_group_that_is_not_there_is_named(graph: FakeGraph, options: OpenOptions, status: int, code: str) -> None:
    graph.serve(PATH, (status, error(code)))
    assert GROUP in fails(options).say(translator("en"))
    assert "object id" in fails(options).say_hint(translator("en"))


def test_a_busy_directory_is_asked_again_when_it_says(graph: FakeGraph, options: OpenOptions) -> None:
    busy = (429, error("TooManyRequests"), {"Retry_After": "11"})
    graph.serve(PATH, busy, (503, b""), (200, page(user(1))))
    clock = Clock()
    assert len(read(options, clock).people) == 1
    assert 11.0 in clock.slept


def test_a_page_that_is_missing_is_no_list(graph: FakeGraph, options: OpenOptions) -> None:
    graph.serve(PATH, (200, page(user(1), following=graph.url(f"{PATH}?$skiptoken=a"))))
    graph.serve(f"{PATH}#a", (503, b""))
    assert "busy" in fails(options).say(translator("en"))


@pytest.mark.parametrize("body", [b'{"value": null}', b'{"error": {"code": "UnknownError"}}', b"{}"])
def test_an_answer_without_a_list_is_no_empty_group(graph: FakeGraph, options: OpenOptions, body: bytes) -> None:
    graph.serve(PATH, (200, page(user(1), following=graph.url(f"{PATH}?$skiptoken=a"))))
    graph.serve(f"{PATH}#a", (200, body))
    assert "not its own form" in fails(options).say(translator("en"))


def test_a_group_of_five_thousand_is_read_whole(graph: FakeGraph, options: OpenOptions) -> None:
    for at in range(6):
        members = [user(number) for number in range(at * 999, min(5000, (at + 1) * 999))]
        following = graph.url(f"{PATH}?$skiptoken={at + 1}") if at < 5 else ""
        graph.serve(f"{PATH}#{at}" if at else PATH, (200, page(*members, following=following)))
    assert len({one.address for one in read(options).people}) == 5000
    assert len(graph.server.asked) == 6


def test_a_persons_sign_in_reads_no_group(
    graph: FakeGraph, options: OpenOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(SECRET_VARIABLE)
    assert "an app of the organisation" in fails(options).say(translator("en"))
    assert graph.server.asked == []
