"""A mail is one mail to one person, whatever stands in its subject, names and texts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from typing import cast

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from connectors.mail.message import Message, Picture, UnsafeMessageError, is_address, message_bytes, one_line

PNG = b"\x89PNG\r\n\x1a\n not quite a picture \x00\xff"
MAIL = Message(
    owner="anna",
    recipient="anna@example.org",
    sender="digest@example.org",
    sender_name="Meetings of the week",
    subject="Jouw week: één voorstel",
    text="Hallo Anna,\n\nZoë’s week 🙂\n",
    html='<p>Zoë <img src="cid:week" alt="drie dagen"></p>',
    pictures=(Picture("week", PNG, "Drie dagen, één vol"),),
    message_id="<2026-W48.0123456789abcdef@example.org>",
    date=datetime(2026, 11, 30, 7, tzinfo=UTC),
    reply_to="digest+0123@example.org",
    unsubscribe_mail="digest+0123@example.org",
    unsubscribe_url="https://example.org/leave/0123",
    run="run-1",
)


def read(message: Message) -> EmailMessage:
    return cast("EmailMessage", message_from_bytes(message_bytes(message), policy=policy.default))


def test_all_parts_are_read_back() -> None:
    found = read(MAIL)
    assert found["From"] == "Meetings of the week <digest@example.org>"
    assert found["To"] == "anna@example.org"
    assert found["Subject"] == MAIL.subject
    assert found["Date"].datetime == MAIL.date
    assert found["Message-ID"] == MAIL.message_id
    assert found["Reply-To"] == MAIL.reply_to
    assert found["X-Run-Id"] == "run-1"
    text, html = found.get_body(("plain",)), found.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content() == MAIL.text.replace("\n", "\r\n")
    assert html.get_content() == f"{MAIL.html}\r\n"
    (picture,) = [part for part in found.walk() if part.get_content_type() == "image/png"]
    assert picture.get_content() == PNG
    assert picture["Content-ID"] == "<week>"
    assert picture["Content-Disposition"].content_disposition == "inline"
    assert str(make_header(decode_header(str(picture["Content-Description"])))) == "Drie dagen, één vol"


def test_the_picture_belongs_to_the_html_part_and_the_text_comes_first() -> None:
    found = read(MAIL)
    assert [part.get_content_type() for part in found.walk()] == [
        "multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png",
    ]  # fmt: skip


def test_leaving_is_one_mail_or_one_click() -> None:
    found = read(MAIL)
    assert found["List-Unsubscribe"] == (
        "<https://example.org/leave/0123>, <mailto:digest+0123@example.org?subject=STOP>"
    )
    assert found["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    by_mail = read(replace(MAIL, unsubscribe_url=""))
    assert by_mail["List-Unsubscribe"] == "<mailto:digest+0123@example.org?subject=STOP>"
    assert "List-Unsubscribe-Post" not in by_mail
    assert "List-Unsubscribe" not in read(replace(MAIL, unsubscribe_url="", unsubscribe_mail=""))


def test_no_absence_note_answers_it() -> None:
    found = read(MAIL)
    assert found["Auto-Submitted"] == "auto-generated"
    assert found["X-Auto-Response-Suppress"] == "All"
    assert "Precedence" not in found


def test_the_same_mail_is_the_same_bytes() -> None:
    assert message_bytes(MAIL) == message_bytes(MAIL)
    other = replace(MAIL, message_id="<2026-W48.fedcba9876543210@example.org>")
    boundaries = [cast("EmailMessage", read(one)).get_boundary() for one in (MAIL, other)]
    assert boundaries[0] != boundaries[1]


HOSTILE = st.one_of(
    st.text(max_size=80),
    st.text(alphabet="ab\r\n\0\t \u2028\u202e\u200d🙂é,;:<>@\"'()=?_", max_size=60),
    st.sampled_from(
        [
            "x\r\nBcc: mallory@example.net",
            "x\nTo: mallory@example.net\n\nbody",
            "a, mallory@example.net",
            "=?utf-8?q?=0D=0ABcc=3A_mallory=40example=2Enet?=",
            "mallory@example.net <",
            '"',
            "é" * 3000,
            "x" * 3000,
            "a " * 1500,
            "\u202egro.elpmaxe@yrollam",
            "👩‍👩‍👧‍👦" * 40,
        ]
    ),
)


@given(subject=HOSTILE, name=HOSTILE, alternative=HOSTILE, extra=HOSTILE)
@example(subject="=?utf-8?q?=0A=0ABcc?=", name="=?utf-8?q?a=2C_b=40c=2Enet?=", alternative="", extra="")
def test_whatever_a_name_or_title_holds_there_is_one_recipient(
    subject: str, name: str, alternative: str, extra: str
) -> None:
    message = replace(
        MAIL,
        subject=subject,
        sender_name=name,
        pictures=(Picture("week", PNG, alternative),),
        headers={"X-Extra": extra},
    )
    data = message_bytes(message)
    head = data.split(b"\r\n\r\n", 1)[0]
    unfolded = re.sub(rb"\r\n[ \t]", b" ", head).split(b"\r\n")
    names = [line.split(b":", 1)[0].lower() for line in unfolded]
    assert len(names) == len(set(names))
    assert set(names) <= {
        b"from", b"to", b"subject", b"date", b"message-id", b"reply-to", b"list-unsubscribe", b"list-unsubscribe-post",
        b"auto-submitted", b"x-auto-response-suppress", b"x-run-id", b"x-extra", b"mime-version", b"content-type",
    }  # fmt: skip
    found = read(message)
    assert [one.addr_spec for one in found["To"].addresses] == ["anna@example.org"]
    assert [one.addr_spec for one in found["From"].addresses] == ["digest@example.org"]
    assert max(len(line) for line in data.split(b"\r\n")) <= 998


@given(
    text=st.text(max_size=300) | st.text(alphabet="a.\r\n\0=é🙂", max_size=100),
    html=st.text(alphabet="a.\r\n=é<>&;🙂", max_size=100),
)
def test_texts_are_read_back_as_their_lines(text: str, html: str) -> None:
    found = read(replace(MAIL, text=text, html=f"{html}cid:week"))
    body = found.get_body(("plain",))
    assert body is not None
    ends = "\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]"
    wanted = [line.replace("\0", "").encode(errors="replace").decode() for line in re.split(ends, text)]
    given_back = body.get_content().split("\r\n")
    assert given_back[: len(wanted)] == wanted
    assert not any(given_back[len(wanted) :])


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\r\nb", "a b"),
        ("a\0b\tc", "a b c"),
        ("\u202eabc\u2066", "abc"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("  a   b ", "a b"),
        ("e\u0301", "é"),
        ("\ud800x", "x"),
        ("=?utf-8?q?=0A?=", "= ?utf-8?q?=0A?="),
        ("", ""),
    ],
)
def test_a_text_becomes_one_line_without_what_is_unseen(text: str, line: str) -> None:
    assert one_line(text) == line


def test_a_long_line_is_cut_and_says_so() -> None:
    assert one_line("x" * 200) == "x" * 200
    assert one_line("x" * 201) == "x" * 199 + "…"
    assert one_line("ab " * 100, 6) == "ab ab…"


@pytest.mark.parametrize("address", ["anna@example.org", "a.b+c@sub.example.org", "a@localhost", "o'neil@x-y.org"])
def test_an_address_is_taken(address: str) -> None:
    assert is_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "", "anna", "anna@", "@example.org", "a@b, c@d", "a@b;c@d", "Anna <a@b.org>", "a b@c.org", "a@b.org\n",
        "a@b.org\r\nRCPT TO:<c@d.org>", "a\0@b.org", '"a b"@c.org', "a@[127.0.0.1]", "é@example.org", "a@exämple.org",
        "a..b@c.org", "a@b..org", "a@-b.org", "a@b.org.", f"{'a' * 65}@b.org", f"a@{'b' * 300}.org", "a@b@c.org",
    ],
)  # fmt: skip
def test_what_is_not_one_plain_address_is_refused(address: str) -> None:
    assert not is_address(address)
    for part in ("recipient", "sender"):
        with pytest.raises(UnsafeMessageError) as caught:
            message_bytes(replace(MAIL, **{part: address}))
        assert not address or address not in str(caught.value)


@pytest.mark.parametrize(
    "change",
    [
        {"message_id": "<a>\r\nBcc: b@c.org"},
        {"message_id": "anna@example.org"},
        {"run": "a\nb"},
        {"reply_to": "a@b.org, c@d.org"},
        {"unsubscribe_url": "http://example.org/x"},
        {"unsubscribe_url": "https://example.org/>\r\nBcc: x"},
        {"unsubscribe_mail": "a@b.org?cc=c@d.org"},
        {"headers": {"Bcc": "mallory@example.net"}},
        {"headers": {"To": "mallory@example.net"}},
        {"headers": {"X-Run-Id": "twice"}},
        {"headers": {"X-A\r\nBcc": "x"}},
        {"html": ""},
        {"html": "<p>no picture</p>"},
        {"pictures": (Picture("a\r\nb", PNG, ""),), "html": "cid:a"},
    ],
)
def test_what_would_make_another_mail_of_it_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(UnsafeMessageError):
        message_bytes(replace(MAIL, **change))  # type: ignore[arg-type]


def test_token_stands_behind_stop_in_the_link_that_programs_use() -> None:
    found = read(replace(MAIL, unsubscribe_url="", unsubscribe_token="0123abcd"))["List-Unsubscribe"]
    assert found == "<mailto:digest+0123@example.org?subject=STOP%200123abcd>"
    with pytest.raises(UnsafeMessageError):
        message_bytes(replace(MAIL, unsubscribe_token="a&cc=x@y.org"))
