"""Sending over SMTP (RFC 5321): one mail, one recipient, only inside TLS, and an outcome that says what is known."""

from __future__ import annotations

import base64
import contextlib
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from analyzer.text import N_
from connectors.mail.message import Message, message_bytes
from connectors.mail.outcomes import Outcome
from connectors.mail.senders import MailServerError, Pace, check_recipient
from connectors.mail.trust import OTHER_SECURITY, OTHER_SECURITY_HINT, Security, awaits_tls, is_plain, trusting

_TRY_LATER = 400
_NEVER = 500


@dataclass(frozen=True, kw_only=True)
class Server:
    """A server that takes mail for sending.

    Attributes:
        host: its name, which the certificate must bear.
        port: usually 587 for ``starttls``, 465 for ``tls``.
        security: how TLS begins.
        user: to sign in with, "" to send without signing in.
        password: of that user: see :func:`connectors.mail.passwords.read_password`.
        authorities: a file of certificates to trust besides the operating system's, for a company's own authority.
        timeout_seconds: for each answer.
        last_timeout_seconds: for the answer to a whole mail, which takes as long as its filters do.
        per_minute: how many mails may go out in a minute, 0 for as many as can.
    """

    host: str
    port: int
    security: Security = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    authorities: Path | None = None
    timeout_seconds: float = 30.0
    last_timeout_seconds: float = 300.0
    per_minute: int = 0


class Sender:
    """Sends mails through one server, over one connection as long as it lasts; for one thread.

    Args:
        server: where to.
        owner_of: gives the name of the person whose address that is, from the roster and not from the mail.
        pace: how many a minute; None for the server's own setting.
    """

    def __init__(self, server: Server, owner_of: Callable[[str], str | None], pace: Pace | None = None) -> None:
        self.pace = pace or Pace(server.per_minute)
        self._server = server
        self._owner_of = owner_of
        self._line: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Take leave of the server."""
        line, self._line = self._line, None
        if line is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                line.quit()
            line.close()

    def check(self, sender: str) -> int | None:
        """Connect, sign in and hang up, for whoever wants to know before the first night; return a 4xx answer, or None.

        Args:
            sender: the address mails come from.

        Raises:
            MailServerError: the server cannot be used as it is set, or is not reached.
        """
        try:
            self._connect(sender)
        except _LaterError as error:
            return error.code
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            raise MailServerError(
                N_("The mail server {host} does not answer."),
                N_("Check host and port, and whether this machine may reach them."),
                host=self._server.host,
            ).named("mail-server-silent") from error
        finally:
            self.close()
        return None

    def send(self, message: Message) -> Outcome:
        """Send one mail, and say what became of it.

        Raises:
            WrongRecipientError: its content is somebody else's.
            UnsafeMessageError: it must not go out as it is.
            MailServerError: the server does without TLS, shows a wrong certificate, or refuses user or password.
        """
        check_recipient(message, self._owner_of)
        data = message_bytes(message)
        self.pace.step()
        try:
            line = self._ready(message.sender)
            return self._handed_over(line, message, data)
        except _LaterError as error:
            self._drop()
            return Outcome("deferred", error.code)
        except (smtplib.SMTPServerDisconnected, OSError):
            self._drop()
            return Outcome("not-sent")

    def _ready(self, sender: str) -> smtplib.SMTP:
        """Return a line on which a mail may begin; one that lasted too long for the server is made anew."""
        if self._line is not None:
            try:
                if self._line.rset()[0] == 250:
                    return self._line
            except (smtplib.SMTPException, OSError):
                pass
            self._drop()
        return self._connect(sender)

    def _drop(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.close()

    def _handed_over(self, line: smtplib.SMTP, message: Message, data: bytes) -> Outcome:
        """Hand a mail over: until the last dot the server has nothing, after it perhaps."""
        code, _ = line.docmd("MAIL", f"FROM:<{message.sender}>")
        if code != 250:
            return self._not_taken(code, "failed")
        code, _ = line.docmd("RCPT", f"TO:<{message.recipient}>")
        if code not in {250, 251}:
            return self._not_taken(code, "refused")
        code, _ = line.docmd("DATA")
        if code != 354:
            return self._not_taken(code, "failed")
        line.send(_stuffed(data))
        return self._finished(line)

    def _finished(self, line: smtplib.SMTP) -> Outcome:
        try:
            assert line.sock is not None
            line.sock.settimeout(self._server.last_timeout_seconds)
            line.send(b".\r\n")
            code, _ = line.getreply()
            line.sock.settimeout(self._server.timeout_seconds)
        except (smtplib.SMTPException, OSError):
            self._drop()
            return Outcome("unknown")
        if 200 <= code < 300:
            return Outcome("accepted", code)
        if code < _TRY_LATER or code >= 600:  # no answer that RFC 5321 knows there: the mail may have been taken
            self._drop()
            return Outcome("unknown")
        return self._not_taken(code, "failed")

    def _not_taken(self, code: int, kind: Literal["refused", "failed"]) -> Outcome:
        if _TRY_LATER <= code < _NEVER:
            return Outcome("deferred", code)
        if not _NEVER <= code < 600:
            raise _LaterError(None)
        return Outcome(kind, code)

    def _connect(self, sender: str) -> smtplib.SMTP:
        """Connect, begin TLS and sign in.

        Raises:
            MailServerError: the server cannot be used as it is set.
            _LaterError: it asks to come back later.
        """
        context = trusting(self._server.authorities)
        # The machine's own name is nobody's business, and looking it up may take long.
        name = sender.rpartition("@")[2]
        try:
            if self._server.security == "tls":
                line: smtplib.SMTP = _TLSLine(self._server.timeout_seconds, name, context)
            else:
                line = smtplib.SMTP(timeout=self._server.timeout_seconds, local_hostname=name)
            self._line = line
            # Only connect() with a port of its own sets the name against which the certificate is checked.
            line._host = self._server.host  # type: ignore[attr-defined]
            self._must(*self._greeting(line))
            self._must(*line.ehlo())
            if self._server.security == "starttls":
                self._start_tls(line, context)
            self._sign_in(line)
        except ssl.SSLCertVerificationError as error:
            self._drop()
            raise MailServerError(
                N_("The certificate of the mail server {host} could not be checked."),
                N_("Correct host, or name the file of your organisation's certificate authority in authorities."),
                host=self._server.host,
            ).named("mail-certificate") from error
        except ssl.SSLError as error:
            self._drop()
            if self._server.security == "tls" and is_plain(error):
                raise self._other_security("starttls") from error
            raise
        except BaseException:
            self._drop()
            raise
        return line

    def _greeting(self, line: smtplib.SMTP) -> tuple[int, bytes]:
        """Connect, and return what the server says first.

        Raises:
            MailServerError: it says nothing, for it waits for TLS to begin.
        """
        try:
            return line.connect(self._server.host, self._server.port)
        except (smtplib.SMTPServerDisconnected, TimeoutError) as error:
            if self._server.security == "starttls" and awaits_tls(self._server.host, self._server.port):
                raise self._other_security("tls") from error
            raise

    def _must(self, code: int, _: bytes) -> None:
        if 200 <= code < 300:
            return
        if _NEVER <= code < 600:
            raise MailServerError(
                N_("The mail server {host} does not want to talk with this machine ({code})."),
                N_("Ask whoever keeps it to let this machine send."),
                host=self._server.host,
                code=code,
            ).named("mail-server-unwilling")
        raise _LaterError(code if _TRY_LATER <= code < _NEVER else None)

    def _start_tls(self, line: smtplib.SMTP, context: ssl.SSLContext) -> None:
        # Somebody in between can take the word out of the server's answer: then nothing is said in clear.
        if not line.has_extn("starttls"):
            raise self._no_tls()
        try:
            code, _ = line.starttls(context=context)
        except smtplib.SMTPResponseException as error:
            code = error.smtp_code
        if _TRY_LATER <= code < _NEVER:
            raise _LaterError(code)
        if code != 220:
            raise self._no_tls()
        self._must(*line.ehlo())

    def _no_tls(self) -> MailServerError:
        return MailServerError(
            N_("The mail server {host} offers no encryption (STARTTLS); nothing was sent."),
            N_('Check the port: 587 with security = "starttls", 465 with security = "tls".'),
            host=self._server.host,
        ).named("mail-encryption")

    def _other_security(self, right: Security) -> MailServerError:
        return MailServerError(
            OTHER_SECURITY[right],
            OTHER_SECURITY_HINT,
            host=self._server.host,
            port=self._server.port,
            setting="security",
            port_setting="port",
            right=right,
        ).named("mail-security")

    def _sign_in(self, line: smtplib.SMTP) -> None:
        if not self._server.user:
            return
        user, password = (text.encode() for text in (self._server.user, self._server.password))
        # Not by the library's own login: it stops at a letter beyond ASCII, and its errors hold the server's words.
        offered = line.esmtp_features.get("auth", "").upper().split()
        if "PLAIN" in offered:
            code, _ = line.docmd("AUTH", "PLAIN " + _base64(b"\0".join((b"", user, password))))
        elif "LOGIN" in offered:
            code, _ = line.docmd("AUTH", "LOGIN")
            for part in (user, password):
                if code == 334:
                    code, _ = line.docmd(_base64(part))
        else:
            raise MailServerError(
                N_("The mail server {host} offers no way to sign in."),
                N_("Leave out user when it needs none, or check the port."),
                host=self._server.host,
            ).named("mail-sign-in")
        if _TRY_LATER <= code < _NEVER:
            raise _LaterError(code)
        if code != 235:
            raise MailServerError(
                N_("The mail server {host} refuses the user or the password ({code})."),
                N_("Correct user in the section [mail] of meetlint.toml, or the password."),
                host=self._server.host,
                code=code,
            ).named("mail-password-refused")


class _LaterError(Exception):
    """The server asks to come back later, with a code or without."""

    def __init__(self, code: int | None) -> None:
        super().__init__()
        self.code = code


class _TLSLine(smtplib.SMTP_SSL):
    """As the one of the standard library, without connecting at once."""

    def __init__(self, timeout: float, name: str, context: ssl.SSLContext) -> None:
        super().__init__(timeout=timeout, local_hostname=name, context=context)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _stuffed(data: bytes) -> bytes:
    """Return a mail with a dot doubled at the beginning of a line, ready for the last one (RFC 5321, 4.5.2)."""
    stuffed = data.replace(b"\r\n.", b"\r\n..")
    stuffed = b"." + stuffed if stuffed.startswith(b".") else stuffed
    return stuffed if stuffed.endswith(b"\r\n") else stuffed + b"\r\n"
