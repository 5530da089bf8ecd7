"""A night through the services: the roster is a group, calendars are read and mails sent over Graph, on loopback."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from digest_weeks import WEDNESDAY
from scripted_server import Handler, Server

from connectors.outlook import group, opening, sending
from connectors.outlook.credentials import SECRET_VARIABLE
from tests.connectors.outlook.fake_graph import FakeGraph, FakeTokens
from tests.connectors.outlook.graph_bodies import attendee, error, event
from tests.connectors.outlook.graph_bodies import page as events_page

from .conftest import Call

GROUP = "02bd9fd6-8f93-4758-87c3-1fb73740a315"
MEMBERS = f"groups/{GROUP}/transitiveMembers"
SENDER = "digest@example.org"
SETTINGS = """
[agreements]
timezone = "Europe/Amsterdam"
language = "en"

[outlook]
client_id = "app"
tenant = "example.org"
api_endpoint = "{base}"
mailboxes = ["zoe@example.org"]

[mail]
through = "graph"
from_address = "{sender}"

[digest]
sender = "Example Works"
group = "outlook:{group}"
{joined}

[people.annelies]
address = "anna@example.org"
joined = 2026-10-05
"""
Json = dict[str, Any]


def user(name: str, **parts: Any) -> Json:
    own = {"id": f"id-{name}", "mail": f"{name}@example.org", "userPrincipalName": f"{name}@corp.example.org"}
    kind = {"@odata.type": "#microsoft.graph.user", "accountEnabled": True, "userType": "Member"}
    return own | kind | parts


class Organisation:
    """An organisation at Microsoft: a group, calendars full of calls, and a mailbox that sends.

    Attributes:
        sendings: answers to the next mails; without one a mail is taken.
        mails: those that were taken.
    """

    def __init__(self, server: Server, folder: Path) -> None:
        self.graph = FakeGraph(server)
        self.folder = folder
        self.sendings: list[Callable[[Handler], None]] = []
        self.mails: list[EmailMessage] = []
        answer = self.graph._answer

        def answers(handler: Handler) -> None:
            if urlsplit(handler.path).path.endswith("/sendMail"):
                self._send(handler)
            else:
                answer(handler)

        server.answers._answer = answers  # type: ignore[attr-defined]

    def _send(self, handler: Handler) -> None:
        body = handler.server.sent[-1][2]
        if body == b"-":
            handler.reply(400, error("ErrorMimeContentInvalidBase64String"))
        elif self.sendings:
            self.sendings.pop(0)(handler)
        else:
            self.mails.append(message_from_bytes(base64.b64decode(body), policy=policy.default))  # type: ignore[arg-type]
            handler.reply(202)

    def write(self, joined: str = "group_joined = 2026-11-02", more: str = "") -> None:
        base = self.graph.url("")
        text = SETTINGS.format(base=base, sender=SENDER, group=GROUP, joined=joined) + more
        (self.folder / "meetlint.toml").write_text(text, "utf-8")

    def people(self, *members: Json) -> None:
        self.graph.serve(MEMBERS, (200, json.dumps({"value": list(members)}).encode()))
        for one in members:
            name = str(one.get("userPrincipalName"))
            address = str(one.get("mail") or "")
            self.graph.serve(f"users/{name}/calendarView", (200, events_page(calls(address))))
            own = {"owner": {"name": "x", "address": address}}
            self.graph.serve(f"users/{name}/calendar", (200, json.dumps(own).encode()))

    def recipients(self) -> list[str]:
        return sorted(str(mail["To"]) for mail in self.mails)


def calls(address: str) -> list[Json]:
    """Three calls without a break on each day of the week, over lunch."""
    return [
        event(
            f"{day}-{hour}",
            f"2026-11-{day:02} {hour}:00",
            f"2026-11-{day:02} {hour + 1}:00",
            subject="Vendor talk",
            attendees=[attendee("bo@vendor.example", "accepted"), attendee("cy@vendor.example", "accepted")],
            organizer={"emailAddress": {"name": "x", "address": address}},
            isOnlineMeeting=True,
            onlineMeeting={"joinUrl": "https://teams.microsoft.com/l/meetup-join/19"},
        )
        for day in (16, 17, 18, 19, 20, 23, 24)
        for hour in (10, 11, 12)
    ]


@pytest.fixture
def organisation(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, here: None) -> Organisation:
    for module in (group, opening, sending):
        monkeypatch.setattr(module, "AppTokens", lambda *_: FakeTokens())
    monkeypatch.setenv(SECRET_VARIABLE, "s")
    one = Organisation(server, tmp_path)
    one.write()
    one.people(user("anna"), user("bo"))
    return one


def send(meetlint: Call, *more: str) -> tuple[int, str]:
    code, _, said = meetlint("digest", "send", "--first-time", "--today", WEDNESDAY, "--quiet", *more)
    return code, said


def counts(meetlint: Call) -> dict[str, int]:
    _, out, _ = meetlint("digest", "status", "--format", "json", "--today", WEDNESDAY)
    return {state: number for state, number in json.loads(out)["counts"].items() if number}


def test_everybody_in_the_group_gets_the_own_week_once(meetlint: Call, organisation: Organisation) -> None:
    code, said = send(meetlint)
    assert code == 0
    assert "No mailbox is read" in said, "STOP promises what nobody reads"
    assert said.endswith("meetlint: Digests that are due: 2.\nmeetlint: Digest of 2026-W47: 2 sent.\n")
    assert organisation.recipients() == ["anna@example.org", "bo@example.org"]
    assert send(meetlint)[0] == 0
    assert len(organisation.mails) == 2
    anna, bo = sorted(organisation.mails, key=lambda mail: str(mail["To"]))
    # Whose day of joining is known is told it; whoever is in the group is told no day of somebody else.
    assert "put you on the list on " in anna.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "You get it because you take part." in bo.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    # What Exchange and Gmail may replace is said a second time, and a reply brings back what only this mail has.
    assert bo["X-Digest-Id"] == bo["Message-ID"]
    address = str(bo["Reply-To"])
    assert address.startswith("digest+")
    assert address in str(bo["List-Unsubscribe"])
    assert address != str(anna["Reply-To"])


def test_without_a_word_about_the_group_only_who_joined_gets_one(meetlint: Call, organisation: Organisation) -> None:
    organisation.write(joined="")
    assert send(meetlint)[0] == 0
    assert organisation.recipients() == ["anna@example.org"]
    # Of whoever did not join no calendar is asked for.
    asked = [path for path, _ in organisation.graph.server.asked] + [
        body.decode() for _, path, body in organisation.graph.server.sent if path.endswith("$batch")
    ]
    assert not any("bo@corp" in text for text in asked)


def test_who_comes_and_goes_follows(meetlint: Call, organisation: Organisation) -> None:
    organisation.people(user("anna"), user("bo", accountEnabled=False), user("cy"))
    assert send(meetlint)[0] == 0
    assert organisation.recipients() == ["anna@example.org", "cy@example.org"]


def test_who_left_stays_left_while_the_directory_lists_them(meetlint: Call, organisation: Organisation) -> None:
    assert meetlint("digest", "leave", "bo@example.org", "--today", WEDNESDAY)[0] == 4
    send(meetlint)
    subjects = {str(mail["To"]): str(mail["Subject"]) for mail in organisation.mails}
    assert subjects.pop("bo@example.org") == "You get no more digests"
    assert list(subjects) == ["anna@example.org"]
    assert counts(meetlint)["left"] == 1


def test_leaving_does_not_wait_for_a_directory(meetlint: Call, organisation: Organisation) -> None:
    organisation.graph.serve(MEMBERS, (403, error("Authorization_RequestDenied")))
    code, out, err = meetlint("digest", "leave", "bo@example.org", "--today", WEDNESDAY)
    assert (code, out) == (4, "Noted. The next run confirms it by mail, unless it did so before.\n"), err
    code, _, err = meetlint("digest", "leave", "bo", "--today", WEDNESDAY)
    assert code == 3
    assert "GroupMember.Read.All" in err
    organisation.people(user("anna"), user("bo"))
    send(meetlint)
    assert {str(mail["To"]) for mail in organisation.mails if "no more" not in str(mail["Subject"])} == {
        "anna@example.org"
    }


def test_one_bad_entry_costs_one_person(meetlint: Call, organisation: Organisation) -> None:
    organisation.people(
        user("anna"),
        user("bo", mail=None),
        user("cy", mail="cy@example.org\r\nBcc: x@evil.example"),
        user("dana", mail="same@example.org"),
        user("eve", mail="same@example.org"),
    )
    code, err = send(meetlint)
    assert code == 0
    assert "no usable e-mail address of their own, and get nothing: 4\n" in err
    assert "same@example.org" not in err
    assert organisation.recipients() == ["anna@example.org"]
    code, out, _ = meetlint("doctor", "--today", WEDNESDAY)
    assert code == 4
    assert "lists 5 people" in out
    assert "bo@corp.example.org: the directory names no e-mail address." in out
    assert "cy@corp.example.org: what the directory names is no usable e-mail address." in out
    assert out.count("gives somebody else the same e-mail address") == 2


def test_a_group_of_nobody_or_that_is_not_read_sends_nothing(meetlint: Call, organisation: Organisation) -> None:
    organisation.people()
    code, said = send(meetlint)
    assert code == 2
    assert "has nobody in it" in said
    organisation.graph.serve(MEMBERS, (403, error("Authorization_RequestDenied")))
    code, said = send(meetlint)
    assert code == 3
    assert "GroupMember.Read.All, User.Read.All" in said
    assert organisation.mails == []


def test_only_the_own_mailbox_of_the_group_is_opened_past_the_list(meetlint: Call, organisation: Organisation) -> None:
    # A section of the settings that names another source than the directory does: the list still guards that one.
    organisation.write(more='source = "outlook:director@example.org"\n')
    code, said = send(meetlint)
    assert code == 4
    assert "director@example.org is not on the list" in said
    assert organisation.recipients() == ["bo@example.org"]


@pytest.mark.parametrize(
    ("reply", "state"),
    [
        (lambda handler: handler.reply(429, error("TooManyRequests"), Retry_After="90000"), "deferred"),
        (lambda handler: handler.reply(503, b"", Retry_After="90000"), "deferred"),
        (lambda handler: handler.reply(500, error("ErrorInternalServerError"), Retry_After="90000"), "deferred"),
        (lambda handler: handler.reply(400, error("ErrorInvalidRecipients")), "refused"),
        (lambda handler: handler.reply(413, b""), "failed"),
        (lambda handler: handler.reply(502, b""), "unknown"),
        (lambda handler: handler.connection.close(), "unknown"),
    ],
    ids=["429", "503", "500", "recipient", "too-large", "gateway", "cut"],
)
def test_each_fault_ends_in_its_state_and_is_not_sent_twice(
    meetlint: Call, organisation: Organisation, reply: Callable[[Handler], None], state: str
) -> None:
    organisation.people(user("anna"))
    organisation.sendings.append(reply)
    send(meetlint)
    assert counts(meetlint) == {state: 1}
    send(meetlint)  # at once again: nothing is due
    assert organisation.mails == []
    assert counts(meetlint) == {state: 1}


def test_a_service_that_wants_rest_is_asked_no_more_in_this_run(meetlint: Call, organisation: Organisation) -> None:
    organisation.sendings.append(lambda handler: handler.reply(429, b"", Retry_After="3600"))
    code, said = send(meetlint)
    assert (code, organisation.mails) == (0, [])
    assert "2 to be tried again" in said
    sent = [path for _, path, _ in organisation.graph.server.sent if path.endswith("/sendMail")]
    assert len(sent) == 2  # the probe, and one mail


def test_who_may_not_send_stops_the_run_with_a_sentence(meetlint: Call, organisation: Organisation) -> None:
    organisation.sendings += [lambda handler: handler.reply(403, error("ErrorSendAsDenied"))] * 2
    code, said = send(meetlint)
    assert "does not let digest@example.org send" in said
    assert code in (3, 4)
    assert counts(meetlint) == {"deferred": 1, "queued": 1}


def test_the_doctor_proves_group_and_sending_without_a_mail(meetlint: Call, organisation: Organisation) -> None:
    _, out, _ = meetlint("doctor", "--today", WEDNESDAY)
    assert f"ok: Group: outlook:{GROUP} lists 2 people" in out
    assert "ok: Mail: Microsoft 365 lets digest@example.org send" in out
    assert "ok: Sources: 2 of 2 people could be read" in out
    assert organisation.mails == []


def test_the_doctor_looks_on_where_the_directory_is_closed(meetlint: Call, organisation: Organisation) -> None:
    organisation.graph.serve(MEMBERS, (403, error("Authorization_RequestDenied")))
    code, out, _ = meetlint("doctor", "--today", WEDNESDAY)
    assert code == 4
    assert "not ok: The app may not read who is in the group" in out
    assert "ok: State:" in out
    assert "ok: Mail: Microsoft 365 lets digest@example.org send" in out


def test_the_status_needs_no_directory(meetlint: Call, organisation: Organisation) -> None:
    organisation.sendings.append(lambda handler: handler.reply(400, error("ErrorInvalidRecipients")))
    send(meetlint)
    said = meetlint("digest", "status", "--today", WEDNESDAY)[1]
    assert "annelies" in said or "bo@example.org" in said
    organisation.graph.serve(MEMBERS, (403, error("Authorization_RequestDenied")))
    asked = len(organisation.graph.server.asked)
    assert counts(meetlint) == {"refused": 1, "sent": 1}
    assert len(organisation.graph.server.asked) == asked
    code, out, err = meetlint("digest", "status", "--today", WEDNESDAY)
    assert code == 0
    assert "somebody whom this roster does not name" in out
    assert "GroupMember.Read.All" in err


def test_a_process_signs_in_to_send_once(
    meetlint: Call, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[FakeTokens] = []

    def tokens(*_: object) -> FakeTokens:
        made.append(FakeTokens())
        return made[-1]

    monkeypatch.setattr(sending, "AppTokens", tokens)
    organisation.people(*(user(f"p{number}") for number in range(6)))
    assert send(meetlint)[0] == 0
    assert len(organisation.mails) == 6
    # One to see whether anybody may send, one for the run's own mails, and one for all that the worker sends.
    assert len(made) == 3


def test_errors_that_stop_a_run_are_lines_of_json_without_anybodys_name(
    meetlint: Call, organisation: Organisation
) -> None:
    organisation.graph.serve(MEMBERS, (403, error("Authorization_RequestDenied")))
    code, said = send(meetlint, "--log", "json")
    (line,) = [json.loads(text) for text in said.splitlines()]
    assert (code, line["event"], line["kind"], line["exit_code"]) == (3, "stopped", "outlook-group-denied", 3)
    assert "{permission}" in line["text"]
    organisation.write(more='languag = "nl"\nwrong = 1\n')
    code, said = send(meetlint, "--log", "json")
    lines = [json.loads(text) for text in said.splitlines()]
    assert code == 2
    assert [one["event"] for one in lines] == ["mistake", "mistake", "stopped"]
    assert all("annelies" not in text and "example.org" not in text for text in said.splitlines())


def test_an_own_mistake_is_a_line_of_json_too(
    meetlint: Call, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("anna@example.org and her words")

    monkeypatch.setattr("commands.many.digests.group.read_group_roster", broken)
    code, said = send(meetlint, "--log", "json")
    (line,) = [json.loads(text) for text in said.splitlines()]
    assert (code, line["kind"], line["exit_code"]) == (70, "RuntimeError", 70)
    assert "anna" not in said


def test_the_services_answers_are_recorded_without_anybody(meetlint: Call, organisation: Organisation) -> None:
    folder = organisation.folder / "recorded"
    _, out, _ = meetlint("doctor", "--no-sources", "--record", folder, "--today", WEDNESDAY)
    assert "ok: Recorded:" in out
    texts = [path.read_text("ascii") for path in sorted(folder.iterdir())]
    assert any("transitiveMembers" in text for text in texts)
    assert any("$batch" in text for text in texts)
    for text in texts:
        for planted in ("anna", "vendor", "Vendor", "corp", GROUP, "127.0.0.1"):
            assert planted not in text


def test_the_answers_for_five_people_are_enough(meetlint: Call, organisation: Organisation) -> None:
    organisation.people(*(user(f"p{number}") for number in range(7)))
    code, out, _ = meetlint("doctor", "--no-sources", "--record", "recorded", "--today", WEDNESDAY)
    assert "ok: Recorded:" in out, code
    bodies = b"".join(body for _, _, body in organisation.graph.server.sent)
    assert {number for number in range(7) if b"users/p%d@" % number in bodies} == {0, 1, 2, 3, 4}
