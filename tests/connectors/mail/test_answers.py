"""What comes back: who may leave by a mail, by which words, and which mails did not arrive for good."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP

import pytest
from effort import assert_in_proportion
from hypothesis import given
from hypothesis import strategies as st

from connectors.mail.answers import Bounce, Leaving, Unproven, read_answer
from connectors.mail.names import Names

NAMES = Names(b"0123456789abcdef" * 2, "example.org")
ANNA, BO = (NAMES.person(f"{name}@example.org") for name in ("anna", "bo"))
PEOPLE = {"Anna@example.org": ANNA, "bo@example.org": BO}
WEEK = "2026-W48"


def reply(body: str = "STOP", *, person: str = ANNA, subject: str = "Re: Your week", **headers: str) -> bytes:
    message = EmailMessage(policy=SMTP)
    given_headers = {
        "From": "Anna <anna@example.org>",
        "To": "digest@example.org",
        "Subject": subject,
        "In-Reply-To": NAMES.message_id(person, WEEK),
    }
    given_headers |= {name.replace("_", "-"): value for name, value in headers.items()}
    for name, value in given_headers.items():
        if value:
            message[name] = value
    message.set_content(body)
    return bytes(message)


def read(data: bytes) -> Leaving | Unproven | Bounce | None:
    return read_answer(data, NAMES, PEOPLE)


@pytest.mark.parametrize(
    "body",
    [
        "STOP",
        "stop",
        "Stop.",
        "  \n\n Stop!\n\nGroet, Anna",
        "*STOP*",
        "“Stop”",
        "Uitschrijven",
        "uitschrijven graag",
        "Afmelden aub",
        "unsubscribe me",
        "Stoppen svp",
        "Please stop",
        "Graag afmelden",
        "Stop\n\nOn Monday, Digest wrote:\n> Your week",
        "On Mon, 30 Nov 2026 at 07:00, Digest <digest@example.org> wrote:\n> Your week\n> More\n\nSTOP",
        "Op ma 30 nov 2026 om 07:00 schreef Digest\n<digest@example.org>:\n\n> Jouw week\n\nstop",
        "> quoted first\n\nstop",
    ],
)
def test_a_reply_that_begins_with_the_word_is_leaving(body: str) -> None:
    assert read(reply(body)) == Leaving(ANNA)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "Thanks, nice mail.",
        "I will not stop",
        "Stopped working yesterday",
        "Stopcontact",
        "> STOP",
        "Thanks\n\n> Reply STOP to leave",
        "On Monday Digest wrote:\n> STOP\n> stop",
        "-----Original Message-----\nSTOP",
        "----- Oorspronkelijk bericht -----\nstop",
        "________________________________\nstop",
        "Thanks!\nSTOP",
        "On second thought: keep it\n> Your week\nSTOP",
        "Op zich prima\n> Jouw week\nstop",
    ],
)
def test_any_other_reply_is_not(body: str) -> None:
    assert read(reply(body)) is None


def test_the_word_may_stand_in_the_subject_but_not_behind_our_own() -> None:
    assert read(reply("", subject="STOP")) == Leaving(ANNA)
    assert read(reply("Hello", subject="Afmelden graag")) == Leaving(ANNA)
    for subject in ("Re: stop", "Antw: Stop met vergaderen", "RE : stop", "AW: stop", "Your week", ""):
        assert read(reply("Hello", subject=subject)) is None


def test_a_reply_in_html_is_read_as_its_reader_sees_it() -> None:
    message = EmailMessage(policy=SMTP)
    message["From"], message["In-Reply-To"] = "anna@example.org", NAMES.message_id(ANNA, WEEK)
    message.set_content(
        "<html><head><style>stop</style></head><body><div><b>Stop</b></div><blockquote>x</blockquote></body></html>",
        subtype="html",
    )
    assert read(bytes(message)) == Leaving(ANNA)
    message.set_content("<html><body><div>Thanks</div><blockquote>Stop</blockquote></body></html>", subtype="html")
    assert read(bytes(message)) is None


@pytest.mark.parametrize(("plain", "expected"), [(" \n\n", Leaving(ANNA)), ("Thanks\n", None)])
def test_words_in_the_html_alone_are_read_beside_an_empty_plain_part(plain: str, expected: Leaving | None) -> None:
    message = EmailMessage(policy=SMTP)
    message["From"], message["In-Reply-To"] = "anna@example.org", NAMES.message_id(ANNA, WEEK)
    message.set_content(plain)
    message.add_alternative("<p>Stop</p>", subtype="html")
    assert read(bytes(message)) == expected


def test_the_message_id_may_stand_among_others() -> None:
    ids = f"<a@b.org> {NAMES.message_id(ANNA, '2026-W40')} <c@d.org>"
    assert read(reply(In_Reply_To="<a@b.org>", References=ids)) == Leaving(ANNA)
    assert read(reply(In_Reply_To="", References=ids)) == Leaving(ANNA)


def test_the_token_of_the_reply_address_is_enough() -> None:
    for header in ("To", "Cc", "Delivered_To", "X_Original_To"):
        address = f"Digest <digest+{NAMES.token(ANNA)}@example.org>"
        assert read(reply(In_Reply_To="", **{header: address})) == Leaving(ANNA)
    upper = f"digest+{NAMES.token(ANNA).upper()}@example.org"
    assert read(reply(In_Reply_To="", To=upper)) == Leaving(ANNA)


def test_who_knows_nothing_of_annas_mail_cannot_make_her_leave() -> None:
    other_key = Names(b"fedcba9876543210" * 2, "example.org")
    forged = [
        reply(In_Reply_To=""),
        reply(In_Reply_To=f"<{WEEK}.{'0' * 32}@example.org>"),
        reply(In_Reply_To=other_key.message_id(ANNA, WEEK)),
        reply(In_Reply_To="", To=f"digest+{'0' * 32}@example.org"),
        reply(In_Reply_To="", To="digest+@example.org"),
        reply(In_Reply_To="", To="digest@example.org"),
    ]
    assert [read(one) for one in forged] == [Unproven(ANNA)] * len(forged)


def test_bos_own_mail_makes_nobody_else_leave() -> None:
    """Bo has a Message-ID and a token, and writes Anna's address above his mail."""
    assert read(reply(person=BO)) == Unproven(ANNA)
    assert read(reply(In_Reply_To="", To=f"digest+{NAMES.token(BO)}@example.org")) == Unproven(ANNA)
    # Under his own address it is his own leaving, whatever else he brings.
    both = f"{NAMES.message_id(ANNA, WEEK)} {NAMES.message_id(BO, WEEK)}"
    assert read(reply(In_Reply_To=both, From="bo@example.org")) == Leaving(BO)


def test_annas_mail_in_other_hands_makes_nobody_leave() -> None:
    assert read(reply(From="mallory@example.net")) == Unproven(None)
    assert read(reply(From="anna@example.org, bo@example.org")) == Unproven(None)
    assert read(reply(From="anna@example.org <mallory@example.net>")) == Unproven(None)
    assert read(reply(From="")) == Unproven(None)
    assert read(reply(From="bo@example.org")) == Unproven(BO)


def test_a_mail_from_two_people_is_nobodys() -> None:
    """Even when it brings back what both have."""
    both = f"{NAMES.message_id(ANNA, WEEK)} {NAMES.message_id(BO, WEEK)}"
    assert read(reply(In_Reply_To=both, From="anna@example.org, bo@example.org")) == Unproven(None)
    assert read(b"From: bo@example.org\r\n" + reply(In_Reply_To=both)) == Unproven(None)
    assert read(b"From: anna@example.org\r\n" + reply(In_Reply_To=both)) == Unproven(None)


def test_another_period_in_a_true_message_id_is_a_forgery() -> None:
    true = NAMES.message_id(ANNA, WEEK)
    assert NAMES.period_of(true, ANNA) == WEEK
    assert read(reply(In_Reply_To=true.replace(WEEK, "2026-W49"))) == Unproven(ANNA)


def test_an_address_may_be_written_in_any_letters() -> None:
    assert read(reply(From="ANNA@Example.ORG")) == Leaving(ANNA)


def test_an_absence_note_is_no_reply() -> None:
    assert read(reply(Auto_Submitted="auto-replied")) is None
    assert read(reply(Auto_Submitted="auto-replied; owner-email=x")) is None
    assert read(reply(Auto_Submitted=" Auto-Replied (vacation)")) is None
    assert read(reply(Auto_Submitted="auto-replied(vacation)")) is None
    assert read(reply(Auto_Submitted="no")) == Leaving(ANNA)
    assert read(reply("", subject="STOP", Auto_Submitted="auto-generated")) == Leaving(ANNA)


def notification(
    status: str = "5.1.1", action: str = "failed", original: str = "message/rfc822", message_id: str = ""
) -> bytes:
    """A notification laid out as postfix does it."""
    message_id = message_id or NAMES.message_id(ANNA, WEEK)
    return (
        "From: MAILER-DAEMON@mail.example.net\r\nTo: digest@example.org\r\nSubject: Undelivered Mail\r\n"
        "Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="B"\r\n\r\n'
        "--B\r\nContent-Description: Notification\r\n\r\nSTOP: it could not be delivered.\r\n"
        "--B\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mail.example.net\r\n\r\n"
        f"Final-Recipient: rfc822; anna.forwarded@example.net\r\nAction: {action}\r\nStatus: {status}\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 unknown\r\n\r\n"
        f"--B\r\nContent-Type: {original}\r\n\r\n"
        f"From: digest@example.org\r\nMessage-ID: {message_id}\r\nSubject: Your week\r\n\r\nHello\r\n--B--\r\n"
    ).encode()


@pytest.mark.parametrize("status", ["5.1.1", "5.1.10", "5.2.1", "5.0.0", "5.4.1", "5.1.2"])
@pytest.mark.parametrize("original", ["message/rfc822", "text/rfc822-headers"])
def test_a_mail_that_came_back_for_good_is_a_bounce(status: str, original: str) -> None:
    assert read(notification(status, original=original)) == Bounce(ANNA, WEEK)


@pytest.mark.parametrize(
    ("status", "action"),
    [
        ("4.4.1", "delayed"),
        ("4.4.7", "failed"),
        ("2.0.0", "delivered"),
        ("2.1.5", "relayed"),
        ("5.1.1", "expanded"),
        ("5.2.2", "failed"),
        ("5.3.4", "failed"),
        ("5.6.0", "failed"),
        ("5.7.1", "failed"),
        ("", "failed"),
    ],
)
def test_a_mail_that_is_late_or_did_not_suit_is_no_bounce(status: str, action: str) -> None:
    assert read(notification(status, action)) is None


@pytest.mark.parametrize("original", ["message/rfc822", "text/rfc822-headers"])
def test_a_bounce_is_known_where_the_service_gave_the_mail_another_message_id(original: str) -> None:
    own = f"X-Digest-Id: {NAMES.message_id(ANNA, WEEK)}\r\nSubject: Your week".encode()
    replaced = notification(message_id="<CAOLK2@mail.gmail.com>", original=original)
    assert read(replaced) is None
    assert read(replaced.replace(b"Subject: Your week", own)) == Bounce(ANNA, WEEK)


def test_a_notification_of_a_mail_that_is_not_ours_says_nothing() -> None:
    assert read(notification(message_id="<spam@example.net>")) is None
    assert read(notification(message_id=f"<{WEEK}.{'0' * 32}@example.org>")) is None


def test_a_notification_is_never_somebodys_leaving() -> None:
    data = notification().replace(b"MAILER-DAEMON@mail.example.net", b"anna@example.org")
    assert read(data) == Bounce(ANNA, WEEK)


HUGE = 131_072


@pytest.mark.parametrize(
    "hostile",
    [
        b"From: " + b"a" * HUGE + b"\r\n\r\nstop",
        b"From: " + b"(" * HUGE + b"\r\n\r\nstop",
        b"To: " + b"a@b.c, " * (HUGE // 7) + b"\r\n\r\nstop",
        b"Subject: " + b"=?utf-8?q?a?= " * (HUGE // 14) + b"\r\n\r\nstop",
        b"References: " + b"<" * HUGE + b"\r\n\r\nstop",
        b"Content-Type: text/plain; " + b"a=b; " * (HUGE // 5) + b"\r\n\r\nstop",
        b"Content-Type: text/plain;" + b"\r\n a=b;" * (HUGE // 7) + b"\r\n\r\nstop",
        b"Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\nContent-Type: text/plain; "
        + b"a*0=b; " * (HUGE // 7),
        b"".join(b"Content-Type: multipart/mixed; boundary=B%d\r\n\r\n--B%d\r\n" % (n, n) for n in range(HUGE // 60)),
        b"Content-Type: multipart/mixed; boundary=B\r\n\r\n" + b"--B\r\n\r\na\r\n" * (HUGE // 10),
        b"From: anna@example.org\r\n\r\n" + b"-" * HUGE,
        b"From: anna@example.org\r\n\r\n" + b"on a\n" * (HUGE // 5),
    ],
)
def test_no_mail_costs_more_than_its_length(hostile: bytes) -> None:
    """Some took minutes, most of them in the standard library."""
    assert read(hostile) is None
    assert_in_proportion(lambda text: read(text.encode("latin-1")), hostile.decode("latin-1"))


@pytest.mark.parametrize("kind", ["plain", "html"])
@pytest.mark.parametrize("missing", range(9))
def test_a_reply_that_is_cut_anywhere_is_read_as_far_as_it_goes(kind: str, missing: int) -> None:
    message = EmailMessage(policy=SMTP)
    message["From"], message["In-Reply-To"] = "anna@example.org", NAMES.message_id(ANNA, WEEK)
    message.set_content("Stop<p>" + "x<p>\n" * 300, subtype=kind, cte="base64")
    data = bytes(message).rstrip()
    assert read(data[: len(data) - missing]) == Leaving(ANNA)


@pytest.mark.parametrize("unseen", ["\u200b", "\ufeff", "\u00ad\u200e"])
def test_what_nobody_sees_is_no_word(unseen: str) -> None:
    assert read(reply(f"{unseen}STOP")) == Leaving(ANNA)
    assert read(reply(f"{unseen}\nThanks\nSTOP")) is None


def test_a_long_reply_is_still_read() -> None:
    indented = "\n".join(" " * 40 + "code" for _ in range(2000))
    ids = " ".join(f"<{number}@example.org>" for number in range(60))
    data = reply(f"STOP\n\n{indented}\n", References=f"{ids} {NAMES.message_id(ANNA, WEEK)}", In_Reply_To="")
    assert read(data) == Leaving(ANNA)


@given(data=st.binary(max_size=400))
def test_no_mail_breaks_the_reading(data: bytes) -> None:
    assert read(data) in (None, Unproven(None))
    read(reply()[:60] + data)
    whole = notification()
    at = len(data) * 3 % len(whole)
    read(whole[:at] + data + whole[at:])


@given(at=st.integers(0, 900), length=st.integers(0, 60))
def test_no_hole_in_a_mail_breaks_the_reading(at: int, length: int) -> None:
    for whole in (notification(), reply()):
        read(whole[:at] + whole[at + length :])


@pytest.mark.parametrize("subject", ["STOP {token}", "stop {token}", "Fwd: STOP {token}", "{token} STOP", "STOP", ""])
def test_a_new_mail_leaves_by_the_token_of_the_link_behind_the_word(subject: str) -> None:
    new = reply("", subject=subject.format(token=NAMES.token(ANNA)), In_Reply_To="")
    # The bare word proves nothing; what does not begin with it says nothing.
    ends = {"STOP {token}": Leaving(ANNA), "stop {token}": Leaving(ANNA), "STOP": Unproven(ANNA)}
    assert read(new) == ends.get(subject)


def test_a_token_in_the_subject_is_of_its_person_alone() -> None:
    other = reply("", subject=f"STOP {NAMES.token(BO)}", In_Reply_To="")
    assert read(other) == Unproven(ANNA)
    forged = reply("", subject=f"STOP {NAMES.token(BO)}", In_Reply_To="", From="bo@evil.example")
    assert read(forged) == Unproven(None)
