"""One mail to one person, from its parts to the bytes that go out.

Whatever stands in a subject or a name, there is one header for each purpose and one recipient. The same parts give the
same bytes.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import format_datetime, getaddresses

MOST_CHARACTERS = 200
"""Of a subject; a name has half of it. What is longer is cut: whoever reads on a phone sees thirty."""

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}\.?)*[A-Za-z0-9]")
_WEB_ADDRESS = re.compile(r"https://[\x21-\x3b\x3d\x3f-\x7e]+")
_TOKEN = re.compile(r"[A-Za-z0-9._:-]{1,100}")
_MESSAGE_ID = re.compile(r"<[A-Za-z0-9.-]{1,100}@[A-Za-z0-9.-]{1,255}>")
_JOINERS = "\u200c\u200d"
"""Invisible, and needed: they make one letter or one emoji of several."""
_BYTES = policy.SMTP.clone(max_line_length=76)
_ONLY_ONCE = (
    "From", "To", "Subject", "Date", "Message-ID", "Reply-To", "List-Unsubscribe", "List-Unsubscribe-Post",
    "Auto-Submitted", "X-Auto-Response-Suppress", "X-Run-Id", "MIME-Version",
)  # fmt: skip
_NEVER = ("Cc", "Bcc", "Sender", "Resent-To", "Resent-Cc", "Resent-Bcc", "Return-Path", "Precedence")


class UnsafeMessageError(ValueError):
    """A mail that must not go out as it is. The text names the part, never what stands in it."""


@dataclass(frozen=True)
class Picture:
    """A picture inside the HTML part, which names it ``cid:NAME``.

    Attributes:
        name: of letters, digits, dots and dashes; it becomes a Content-ID of this mail.
        png: its bytes.
        alternative: what it shows, in words.
    """

    name: str
    png: bytes
    alternative: str


@dataclass(frozen=True, kw_only=True)
class Message:
    """One mail to one person.

    Attributes:
        owner: the name of the person whose calendar it tells about; only they may get it.
        recipient: the address of that person, without a name.
        sender: the address it comes from.
        sender_name: what stands before that address, "" for nothing.
        subject: one line.
        text: the text part, whole.
        html: the HTML part, "" for none; pictures are named ``cid:NAME``.
        pictures: those of the HTML part.
        message_id: with its angle brackets: see :meth:`connectors.mail.names.Names.message_id`.
        date: aware; when it is sent, so that a second try has its own.
        reply_to: where a reply goes, "" for the sender.
        unsubscribe_mail: the address to which one mail means leaving, "" for none.
        unsubscribe_token: what stands behind STOP in the subject of that mail, "" for nothing.
        unsubscribe_url: an https address to which one POST means leaving (RFC 8058), "" for none.
        run: the name of the run, "" for none.
    """

    owner: str
    recipient: str
    sender: str
    subject: str
    text: str
    message_id: str
    date: datetime
    sender_name: str = ""
    html: str = ""
    pictures: tuple[Picture, ...] = ()
    reply_to: str = ""
    unsubscribe_mail: str = ""
    unsubscribe_token: str = ""
    unsubscribe_url: str = ""
    run: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Further headers, of names that begin with ``X-``."""


def one_line(text: str, most: int = MOST_CHARACTERS) -> str:
    """Return a text as one line of at most so many characters, without what is unseen or turns the writing around."""
    seen = "".join(
        character
        if character in _JOINERS
        else ""
        if (kind := unicodedata.category(character)) in {"Cf", "Cs", "Co", "Cn"}
        else " "
        if kind in {"Cc", "Zl", "Zp"}
        else character
        for character in unicodedata.normalize("NFC", text)
    )
    # An encoded word (RFC 2047) in a text would be decoded while headers are folded, line ends and all.
    line = " ".join(seen.split()).replace("=?", "= ?")
    return line if len(line) <= most else line[: most - 1].rstrip(f" {_JOINERS}") + "…"


def is_address(text: str) -> bool:
    """Tell whether a text is one address that every mail server understands: no name, no list, no control character."""
    return len(text) <= 254 and _ADDRESS.fullmatch(text) is not None and ".." not in text


def message_bytes(message: Message) -> bytes:
    """Return a mail as it goes out: ASCII, CRLF, no line longer than 998 bytes.

    Raises:
        UnsafeMessageError: a part would make another mail of it, or send it to somebody else.
    """
    made = _made(message)
    data = made.as_bytes(policy=_BYTES)
    _look_again(data, message)
    return data


def _made(message: Message) -> EmailMessage:
    made = EmailMessage(policy=_BYTES)
    made["From"] = _address("sender", message.sender, one_line(message.sender_name, MOST_CHARACTERS // 2))
    made["To"] = _address("recipient", message.recipient)
    made["Subject"] = one_line(message.subject)
    made["Date"] = format_datetime(message.date)
    made["Message-ID"] = _matching("message_id", message.message_id, _MESSAGE_ID)
    if message.reply_to:
        made["Reply-To"] = _address("reply_to", message.reply_to)
    _add_unsubscribe(made, message)
    made["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's absence note answers it
    made["X-Auto-Response-Suppress"] = "All"  # the same for Exchange, which does not read the other
    if message.run:
        made["X-Run-Id"] = _matching("run", message.run, _TOKEN)
    for name, value in message.headers.items():
        if not re.fullmatch(r"X-[A-Za-z0-9-]{1,50}", name) or name in made:
            raise UnsafeMessageError(f"the header {name!r} is not one to add")
        made[name] = one_line(value)
    made.set_content(_lines(message.text), cte="quoted-printable")
    if message.html:
        made.add_alternative(_lines(message.html), subtype="html", cte="quoted-printable")
        _add_pictures(made, message)
    elif message.pictures:
        raise UnsafeMessageError("pictures need an HTML part")
    _fix_boundaries(made, message.message_id)
    return made


def _address(part: str, text: str, name: str = "") -> Address:
    if not is_address(text):
        raise UnsafeMessageError(f"{part} is not one plain address")
    return Address(display_name=name, addr_spec=text)


def _matching(part: str, text: str, pattern: re.Pattern[str]) -> str:
    if not pattern.fullmatch(text):
        raise UnsafeMessageError(f"{part} has characters that do not belong there")
    return text


def _add_unsubscribe(made: EmailMessage, message: Message) -> None:
    ways = []
    if message.unsubscribe_url:
        ways.append(f"<{_matching('unsubscribe_url', message.unsubscribe_url, _WEB_ADDRESS)}>")
    if message.unsubscribe_mail:
        _address("unsubscribe_mail", message.unsubscribe_mail)
        token = message.unsubscribe_token and f"%20{_matching('unsubscribe_token', message.unsubscribe_token, _TOKEN)}"
        ways.append(f"<mailto:{message.unsubscribe_mail.replace('%', '%25')}?subject=STOP{token}>")
    if ways:
        made["List-Unsubscribe"] = ", ".join(ways)
    if message.unsubscribe_url:
        made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _lines(text: str) -> str:
    # A lone CR or a form feed would be a line's end to some programs and not to others.
    return re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text).replace("\0", "").encode(errors="replace").decode()


def _add_pictures(made: EmailMessage, message: Message) -> None:
    html = made.get_body(("html",))
    assert isinstance(html, EmailMessage)
    for picture in message.pictures:
        name = _matching("a picture's name", picture.name, _TOKEN)
        if f"cid:{name}" not in message.html:
            raise UnsafeMessageError("the HTML part does not show a picture that is attached")
        html.add_related(
            picture.png, "image", "png", cid=f"<{name}>", disposition="inline", filename=f"{name}.png",
            headers=[f"Content-Description: {one_line(picture.alternative)}"],
        )  # fmt: skip


def _fix_boundaries(made: EmailMessage, message_id: str) -> None:
    """Replace what would be random by what the Message-ID gives: nobody without the key can guess it either."""
    stem = hashlib.sha256(message_id.encode()).hexdigest()[:32]
    for number, part in enumerate(made.walk()):
        if part.is_multipart():
            part.set_boundary(f"={stem}={number}=")


def _look_again(data: bytes, message: Message) -> None:
    """Read the finished bytes as a server and a mail program would, since folding headers has had its faults.

    Raises:
        UnsafeMessageError: somebody else would get it, or a header is there that was not asked for.
    """
    head = data.partition(b"\r\n\r\n")[0]
    if not data.isascii() or b"\0" in data or any(len(line) > 998 for line in data.split(b"\r\n")):
        raise UnsafeMessageError("the mail holds what not every server passes on")
    if re.search(rb"(?<!\r)\n|\r(?!\n)", data):
        raise UnsafeMessageError("the mail holds half an end of a line")
    read = BytesParser(policy=policy.compat32).parsebytes(head, headersonly=True)
    once = [name for name in _ONLY_ONCE if len(read.get_all(name, [])) > 1]
    if once or any(name in read for name in _NEVER):
        raise UnsafeMessageError("a header is there that was not asked for")
    if [address for _, address in getaddresses(read.get_all("To", []))] != [message.recipient]:
        raise UnsafeMessageError("somebody else would get it")
    if [address for _, address in getaddresses(read.get_all("From", []))] != [message.sender]:
        raise UnsafeMessageError("it would come from somebody else")
