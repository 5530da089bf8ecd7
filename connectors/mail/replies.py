"""The mailbox that replies come to, read over IMAP (RFC 9051) before each run; only inside TLS."""

from __future__ import annotations

import contextlib
import imaplib
import re
import ssl
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analyzer.errors import MeetlintError, reason_of
from analyzer.text import N_
from connectors.mail.answers import Bounce, Leaving, Unproven, read_answer
from connectors.mail.names import Names
from connectors.mail.trust import OTHER_SECURITY, OTHER_SECURITY_HINT, Security, awaits_tls, is_plain, trusting

KEYWORD = "MeetlintRead"
"""The flag of mails that were read here, which leaves it to people which of them they have seen."""
MOST_MAILS = 2000
"""So many are read in one go; the rest comes next time."""
MOST_BYTES = 131_072
"""Of each mail: what somebody writes stands at its beginning."""


class MailboxError(MeetlintError):
    """The mailbox of replies cannot be read: who wants no more mails is not known."""


@dataclass(frozen=True, kw_only=True)
class Mailbox:
    """A mailbox.

    Attributes:
        host: of the server, which the certificate must bear.
        port: usually 993 for ``tls``, 143 for ``starttls``.
        security: how TLS begins.
        user: to sign in with.
        password: of that user.
        folder: that is read.
        done: the folder to which what was understood is moved, "" to leave it where it is.
        authorities: a file of certificates to trust besides the operating system's.
        timeout_seconds: for each answer.
    """

    host: str
    port: int = 993
    security: Security = "tls"
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    done: str = ""
    authorities: Path | None = None
    timeout_seconds: float = 60.0


@dataclass
class Tally:
    """How many mails were read, in numbers alone.

    Attributes:
        leaving: who want no more.
        bounces: that came back for good.
        unproven: that say that somebody wants no more, and not in a way that could be believed.
        others: that say nothing of these.
    """

    leaving: int = 0
    bounces: int = 0
    unproven: int = 0
    others: int = 0


def read_replies(
    mailbox: Mailbox,
    names: Names,
    people: Mapping[str, str],
    *,
    on_leaving: Callable[[str], object],
    on_bounce: Callable[[str, str], object],
    on_unproven: Callable[[str], object],
) -> Tally:
    """Read what is new in a mailbox, say it, and mark it as read.

    A mail is marked after what it says was noted: who breaks off in between is told the same again, never nothing.

    Args:
        mailbox: which.
        names: by which people and mails are named.
        people: the name of each person by their address.
        on_leaving: called with the name of a person who wants no more mails.
        on_bounce: called with the name of a person and the period of the mail that came back.
        on_unproven: called with the name of a person in whose name somebody wants no more mails, without a proof.

    Raises:
        MailboxError: it cannot be read, or a mail in it not be marked.
    """
    tally = Tally()
    with _opened(mailbox) as line:
        has_keyword = _selected(line, mailbox)
        for uid in _new(line, has_keyword)[:MOST_MAILS]:
            answer = read_answer(_fetched(line, uid), names, people)
            if isinstance(answer, Leaving):
                on_leaving(answer.person)
                tally.leaving += 1
            elif isinstance(answer, Bounce):
                on_bounce(answer.person, answer.period)
                tally.bounces += 1
            elif isinstance(answer, Unproven):
                if answer.person is not None:
                    on_unproven(answer.person)
                tally.unproven += 1
            else:
                tally.others += 1
            # What could not be believed stays for people to look at.
            is_understood = isinstance(answer, Leaving | Bounce)
            _mark(line, uid, mailbox, has_keyword=has_keyword, is_understood=is_understood)
    return tally


def check_mailbox(mailbox: Mailbox) -> None:
    """Sign in and open the folder, for whoever wants to know before the first night; nothing is read or marked.

    Raises:
        MailboxError: it cannot be read.
    """
    with _opened(mailbox) as line:
        _selected(line, mailbox)


@contextlib.contextmanager
def _opened(mailbox: Mailbox) -> Iterator[imaplib.IMAP4]:
    """Give a connection that is signed in, and say in a sentence what goes wrong on it."""
    context = trusting(mailbox.authorities)
    line: imaplib.IMAP4 | None = None
    try:
        if mailbox.security == "tls":
            line = imaplib.IMAP4_SSL(mailbox.host, mailbox.port, ssl_context=context, timeout=mailbox.timeout_seconds)
        else:
            line = imaplib.IMAP4(mailbox.host, mailbox.port, timeout=mailbox.timeout_seconds)
            if "STARTTLS" not in line.capabilities:
                raise _no_tls(mailbox)
            line.starttls(context)
        _sign_in(line, mailbox)
        # Many servers tell all they can only to who has signed in; the library asked before.
        words = bytes(_ok(line.capability())[-1]).decode("ascii", errors="replace")
        line.capabilities = tuple(words.upper().split())
        yield line
    except ssl.SSLCertVerificationError as error:
        raise MailboxError(
            N_("The certificate of the mail server {host} could not be checked."),
            N_("Correct host, or name the file of your organisation's certificate authority in authorities."),
            host=mailbox.host,
        ).named("mailbox-certificate") from error
    except (imaplib.IMAP4.error, OSError) as error:
        if mailbox.security == "tls" and is_plain(error):
            raise _other_security(mailbox, "starttls") from error
        is_silent = isinstance(error, TimeoutError | imaplib.IMAP4.abort) and line is None
        if is_silent and mailbox.security == "starttls" and awaits_tls(mailbox.host, mailbox.port):
            raise _other_security(mailbox, "tls") from error
        # Only the machine's own reason: the server's words may hold the address.
        reason = str(reason_of(error)) if isinstance(error, OSError) else ""
        raise _not_read(mailbox, reason) from error
    finally:
        if line is not None:
            with contextlib.suppress(imaplib.IMAP4.error, OSError):
                line.logout()


def _no_tls(mailbox: Mailbox) -> MailboxError:
    return MailboxError(
        N_("The mail server {host} offers no encryption (STARTTLS); nobody signed in."),
        N_('Check imap_port: 143 with imap_security = "starttls", 993 with imap_security = "tls".'),
        host=mailbox.host,
    ).named("mailbox-encryption")


def _other_security(mailbox: Mailbox, right: Security) -> MailboxError:
    return MailboxError(
        OTHER_SECURITY[right],
        OTHER_SECURITY_HINT,
        host=mailbox.host,
        port=mailbox.port,
        setting="imap_security",
        port_setting="imap_port",
        right=right,
    ).named("mailbox-security")


def _not_read(mailbox: Mailbox, reason: str = "") -> MailboxError:
    text = N_("The mailbox of replies on {host}, port {port}, cannot be read: {reason}.")
    return MailboxError(
        text if reason else N_("The folder {folder} of replies on {host}, port {port}, cannot be read."),
        N_(
            "Check imap_host, imap_port and imap_folder in the section [mail]. Until it is read it is not known who "
            "wants no more mails."
        ),
        host=mailbox.host,
        port=mailbox.port,
        folder=mailbox.folder,
        reason=reason,
    ).named("mailbox-unreadable")


def _sign_in(line: imaplib.IMAP4, mailbox: Mailbox) -> None:
    try:
        if "AUTH=PLAIN" in line.capabilities:
            # Any password goes through this one; LOGIN has its troubles with quotes and letters beyond ASCII.
            line.authenticate("PLAIN", lambda _: f"\0{mailbox.user}\0{mailbox.password}".encode())
        else:
            line.login(mailbox.user, mailbox.password)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:
        # The server's own words may hold the address.
        raise MailboxError(
            N_("The mail server {host} refuses the user or the password of the mailbox."),
            N_("Correct user in the section [mail] of meetlint.toml, or the password."),
            host=mailbox.host,
        ).named("mailbox-password-refused") from None


def _selected(line: imaplib.IMAP4, mailbox: Mailbox) -> bool:
    """Open the folder, and tell whether mails in it can carry a flag of our own."""
    _ok(line.select(_quoted(mailbox.folder)))
    flags = line.response("PERMANENTFLAGS")[1]
    return bool(flags and flags[0]) and b"\\*" in bytes(flags[0])


def _new(line: imaplib.IMAP4, has_keyword: bool) -> list[str]:
    data = _ok(line.uid("SEARCH", "UNDELETED", *(("UNKEYWORD", KEYWORD) if has_keyword else ("UNSEEN",))))
    return [uid.decode("ascii") for uid in (data[0] or b"").split()]


def _fetched(line: imaplib.IMAP4, uid: str) -> bytes:
    data = _ok(line.uid("FETCH", uid, f"(BODY.PEEK[]<0.{MOST_BYTES}>)"))
    return next((bytes(part[1]) for part in data if isinstance(part, tuple)), b"")


def _mark(line: imaplib.IMAP4, uid: str, mailbox: Mailbox, *, has_keyword: bool, is_understood: bool) -> None:
    flags = [KEYWORD] if has_keyword else []
    flags += ["\\Seen"] if is_understood or not has_keyword else []
    _ok(line.uid("STORE", uid, "+FLAGS.SILENT", f"({' '.join(flags)})"))
    if not (is_understood and mailbox.done):
        return
    folder = _quoted(mailbox.done)
    if not _moved(line, uid, folder):
        line.create(folder)
        if not _moved(line, uid, folder):
            raise _not_read(mailbox)


def _moved(line: imaplib.IMAP4, uid: str, folder: str) -> bool:
    if "MOVE" in line.capabilities:
        return bool(line.uid("MOVE", uid, folder)[0] == "OK")
    if line.uid("COPY", uid, folder)[0] != "OK":
        return False
    _ok(line.uid("STORE", uid, "+FLAGS.SILENT", "(\\Deleted)"))
    if "UIDPLUS" in line.capabilities:
        _ok(line.uid("EXPUNGE", uid))
    return True


def _ok(answer: tuple[str, list[Any]]) -> list[Any]:
    if answer[0] != "OK":
        raise imaplib.IMAP4.error("refused")
    return answer[1]


def _quoted(folder: str) -> str:
    # Names of folders beyond ASCII have an encoding of their own (RFC 3501, 5.1.3) that nobody types.
    safe = re.sub(r"[^\x20-\x7e]", "", folder).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{safe}"'
