"""What a mail that came back says: that somebody wants no more, that it did not arrive, or neither.

Nobody can be made to leave by somebody else's mail: it must come from the person's own address, and bring back what
only a mail to that person has: its Message-ID, or the token of its reply address or of its link to leave. Whoever was
forwarded such a mail and forges its receiver's address is not told apart; that is for the mail server to refuse (SPF,
DKIM, DMARC).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage, MIMEPart
from email.utils import getaddresses
from typing import cast

from connectors.mail.names import ID_HEADER, Names
from connectors.texts import is_html, plain_text

STOP_WORDS = frozenset(("stop", "stoppen", "uitschrijven", "afmelden", "unsubscribe"))
"""By which somebody leaves, as the first word of a reply, in Dutch and English."""

_POLITE = frozenset(("please", "graag", "svp", "s.v.p", "aub", "a.u.b"))
_QUOTED = re.compile(r"[>|]")
_EARLIER = re.compile(
    r"-{2,9}.{0,40}(?:original|oorspronkelijk|forwarded|doorgestuurd).{0,40}-{2,9}|_{5}", re.IGNORECASE
)
_ADDRESSED = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")
_MESSAGE_IDS = re.compile(r"<[^<>\s]{1,400}>")
_ANY_ADDRESS = re.compile(r"[^\s<>,;:\"()]{1,254}@[^\s<>,;:\"()]{1,254}")
_INTRODUCTION = re.compile(r"(?:on|op|am|le)\b|\d|[^<>]*<[^<>\s]+@", re.IGNORECASE)
_UNSEEN = re.compile("[\\u00ad\\u200b-\\u200f\\u2060\\ufeff]")
"""What some programs put before words, and nobody sees."""
_NO_BASE64 = re.compile(r"[^A-Za-z0-9+/=]")
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_HEADER = re.compile(rb"(?:\s{0,9}--[^\r\n]{0,200}\r?\n)*\s{0,9}[!-9;-~]{1,100}:")
_UNFOLDED = re.compile(rb"\r?\n(?![ \t])")
_LONGEST_HEADER = 4000
_MOST_PARTS = 40
_MOST_WORDS = 10
_LONGEST_INTRODUCTION = 3
"""Lines of "On Monday … wrote:" above what is quoted."""
_PASSING = re.compile(r"5\.(?:2\.[23]|3\.[0-9]+|6\.[0-9]+|7\.[0-9]+)")
"""Permanent errors of one mail rather than of an address (RFC 3463): a full mailbox, a size, a content, a policy."""


@dataclass(frozen=True)
class Leaving:
    """A person wants no more mails."""

    person: str


@dataclass(frozen=True)
class Unproven:
    """A mail says that somebody wants no more, and brings nothing back that only mails to that person have.

    Attributes:
        person: whose address it says it is from; None for nobody's on the roster.
    """

    person: str | None


@dataclass(frozen=True)
class Bounce:
    """A mail to a person about a period came back for good."""

    person: str
    period: str


def read_answer(data: bytes, names: Names, people: Mapping[str, str]) -> Leaving | Unproven | Bounce | None:
    """Return what a mail says, None when it is nothing of these or cannot be read.

    Args:
        data: the mail, or its beginning.
        names: by which people and mails are named.
        people: the name of each person by their address.
    """
    if _is_outsized(data):
        return None
    try:
        message = message_from_bytes(data, policy=policy.default)
        if message.get_content_type() == "multipart/report":
            return _bounce(message, names, people)
        return _leaving(message, names, people)
    except (MessageError, ValueError, LookupError, AttributeError, TypeError, RecursionError):
        # The library stumbles over some broken mails, each in its own way; such a mail says nothing.
        return None


def _is_outsized(data: bytes) -> bool:
    """Tell whether a mail has a header or parts beyond measure: the library's time grows with their square."""
    if data.lower().count(b"multipart/") > _MOST_PARTS or data.count(b"\n--") > 10 * _MOST_PARTS:
        return True
    for block in _BLANK_LINE.split(data):
        if _HEADER.match(block) and any(len(header) > _LONGEST_HEADER for header in _UNFOLDED.split(block)):
            return True
    return False


def _leaving(message: EmailMessage, names: Names, people: Mapping[str, str]) -> Leaving | Unproven | None:
    # An absence note. A mail program that leaves for its owner says auto-generated (RFC 3834), and that counts.
    # Parameters and comments may stand behind the word: "auto-replied (vacation)".
    if re.split(r"[\s;(]", _texts(message, "Auto-Submitted")[0].strip(), maxsplit=1)[0].lower() == "auto-replied":
        return None
    known = {address.casefold(): person for address, person in people.items()}
    if not _says_stop(message):
        return None
    person = known.get(_sender(message))
    return Leaving(person) if person is not None and _brings_back(message, names, person) else Unproven(person)


def _sender(message: EmailMessage) -> str:
    """Return the one address a mail says it is from, "" when there are several or none.

    Read from the header as it came: parsers differ in which address of ``a@b <c@d>`` they believe.
    """
    found = [str(value) for name, value in message.raw_items() if name.lower() == "from"]
    addresses = {address.casefold() for address in _ANY_ADDRESS.findall(" ".join(found))}
    return addresses.pop() if len(found) == 1 and len(addresses) == 1 else ""


def _texts(message: EmailMessage, name: str, absent: str = "") -> list[str]:
    return [str(value) for value in message.get_all(name, [])] or [absent]


def _brings_back(message: EmailMessage, names: Names, person: str) -> bool:
    """Tell whether a mail has what only mails to this person have."""
    for name in ("In-Reply-To", "References"):
        for text in _texts(message, name):
            if any(names.period_of(found, person) for found in _MESSAGE_IDS.findall(text)):
                return True
    for _, address in getaddresses([text for name in _ADDRESSED for text in _texts(message, name)]):
        token = address.rpartition("@")[0].rpartition("+")[2]
        if token and names.is_token(token, person):
            return True
    # A new mail, as a link to leave begins it: the token stands in the subject, behind the word.
    return any(names.is_token(word, person) for word in _texts(message, "Subject")[0].split()[:_MOST_WORDS])


def _says_stop(message: EmailMessage) -> bool:
    subject = _texts(message, "Subject")[0]
    # What stands behind "Re:" is ours; "Re:" itself is then the first word, and not one of these.
    return _is_stop(subject) or _is_stop(_first_line(_body(message)))


def _body(message: EmailMessage) -> str:
    # Some programs send the words as HTML alone, beside a plain part that holds nothing.
    for kind in ("plain", "html"):
        part = message.get_body((kind,))
        text = "" if part is None else _UNSEEN.sub("", _content(part))
        if text.strip():
            return plain_text(text) if kind == "html" or is_html(text[:1000]) else text
    return ""


def _content(part: MIMEPart) -> str:
    """Return the text of a part, also of one that is cut."""
    if str(part.get("Content-Transfer-Encoding", "")).strip().lower() == "base64":
        letters = _NO_BASE64.sub("", str(part.get_payload()))
        # One letter alone behind groups of four is half a byte, and the library would give up the whole for it.
        if len(letters.rstrip("=")) % 4 == 1:
            part.set_payload(letters.rstrip("=")[:-1])
    return str(part.get_content())


def _first_line(text: str) -> str:
    """Return the first line that the person wrote: not what is quoted, nor what introduces it."""
    lines = [line.strip() for line in text.splitlines()]
    lines = [line for line in lines if line]
    at = 0
    while at < len(lines):
        if _EARLIER.match(lines[at]):
            return ""
        if _QUOTED.match(lines[at]):
            at += 1
        elif length := _introduction(lines[at : at + _LONGEST_INTRODUCTION + 1]):
            at += length
        else:
            return lines[at]
    return ""


def _introduction(lines: list[str]) -> int:
    """Return how many lines introduce what is quoted after them, 0 for none."""
    if not _INTRODUCTION.match(lines[0]):
        return 0
    for number, line in enumerate(lines[1:], start=1):
        if _QUOTED.match(line):
            return number if lines[number - 1].endswith(":") else 0
    return 0


def _is_stop(line: str) -> bool:
    words = [word.strip(".,;:!?\"'*_()[]<>«»“”‘’ \u00a0").casefold() for word in line.split()[:3]]
    words = [word for word in words if word]
    if words and words[0] in _POLITE:
        words = words[1:]
    return bool(words) and words[0] in STOP_WORDS


def _bounce(message: EmailMessage, names: Names, people: Mapping[str, str]) -> Bounce | None:
    """Return what a delivery status notification (RFC 3464) says of an address that takes no mail."""
    if not any(_is_for_good(fields) for fields in _recipients(message)):
        return None
    for message_id in _original_ids(message):
        # Its Message-ID tells whom it was for: the address in the report may be one it was forwarded to.
        for person in set(people.values()):
            period = names.period_of(message_id, person)
            if period is not None:
                return Bounce(person, period)
    return None


def _recipients(message: EmailMessage) -> Iterator[EmailMessage]:
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status" and part.is_multipart():
            yield from cast("list[EmailMessage]", part.get_payload())


def _is_for_good(fields: EmailMessage) -> bool:
    action = _texts(fields, "Action")[0].strip().lower()
    status = _texts(fields, "Status")[0].strip().split(" ")[0]
    return action == "failed" and status.startswith("5.") and not _PASSING.fullmatch(status)


def _original_ids(message: EmailMessage) -> Iterator[str]:
    for part in message.walk():
        if part is not message and part.get_content_type() in {"message/rfc822", "message/global"}:
            for inner in cast("list[EmailMessage]", part.get_payload()):
                yield from _ids_in(inner)
        elif part.get_content_type() in {"text/rfc822-headers", "message/global-headers"}:
            content = part.get_payload(decode=True)
            head = message_from_bytes(content if isinstance(content, bytes) else b"", policy=policy.default)
            yield from _ids_in(head)


def _ids_in(head: EmailMessage) -> Iterator[str]:
    """Yield what a mail of ours is known by, also where a service gave it a Message-ID of its own."""
    yield from _texts(head, "Message-ID")
    yield from _texts(head, ID_HEADER)
