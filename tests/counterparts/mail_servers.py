"""Debian's postfix and dovecot on the loopback: submission with STARTTLS and AUTH, mailboxes read over IMAP.

They have a folder, settings, a queue and ports of their own; the system's are not touched. Both start as root, as they
do everywhere, and go on as their own users. What a test needs is asked for by the recipient's name:

- ``anna``, ``bo``, ``carl`` and ``person0`` … have mailboxes; ``digest`` and ``digest+…`` come to one;
- ``gone`` is unknown (550), ``full`` has no room (452), ``grey`` is greylisted (451), ``large`` is too large (552),
  and ``hangup`` ends the talk (421), all at RCPT;
- ``late-451``, ``late-452``, ``late-550``, ``late-552`` and ``late-554`` get that answer when the whole mail was given;
- ``moved`` is taken, and comes back as a notification (RFC 3464).

What they do not do: cut a connection after the last dot, or leave STARTTLS out when asked; ``scripted_smtp`` does.
"""

from __future__ import annotations

import contextlib
import grp
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import trustme
from counterparts.google_children import find_free_port, is_listening

DOMAIN = "example.org"
USER = f"digest@{DOMAIN}"
PASSWORD = 'a "password" with \\ and é'
MOST_PEOPLE = 1000
_START_SECONDS = 120
_OWNER, _GROUP = "nobody", "nogroup"
_ANSWERS = {
    "full": "452 4.2.2 no room",
    "grey": "451 4.7.1 greylisted",
    "large": "552 5.2.2 too much",
    "hangup": "421 4.7.0 not now",
}
_LATE = {
    "late-451": "451 4.3.0",
    "late-452": "452 4.3.1",
    "late-550": "550 5.7.1",
    "late-552": "552 5.3.4",
    "late-554": "554 5.7.1",
}


def is_installed() -> bool:
    """Tell whether ``make counterparts`` has brought both here, and whether they can be started: that takes root."""
    return os.geteuid() == 0 and all(_program(name) for name in ("postfix", "dovecot"))


def _program(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")


class MailServers:
    """Both servers at work.

    Attributes:
        submission_port: SMTP with STARTTLS and AUTH.
        smtps_port: the same with TLS from the first byte.
        imap_port: IMAP with STARTTLS.
        imaps_port: IMAP with TLS from the first byte.
        authority: the file of the authority that vouches for ``localhost``.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.submission_port, self.smtps_port, self.imap_port, self.imaps_port, self.auth_port = _free_ports(5)
        self.authority = folder / "ca.pem"

    def mails(self, name: str) -> list[bytes]:
        """Return the mails in somebody's mailbox as they lie there, in no order."""
        box = self.folder / "boxes" / name / "new"
        return [file.read_bytes() for file in box.iterdir()] if box.is_dir() else []

    def wait_for(self, name: str, number: int) -> list[bytes]:
        """Return the mails in somebody's mailbox when so many are there: delivery comes after acceptance."""
        last = time.monotonic() + _START_SECONDS
        while len(found := self.mails(name)) < number:
            assert time.monotonic() < last, f"{len(found)} of {number} mails came"
            time.sleep(0.02)
        return found

    def put(self, name: str, data: bytes) -> None:
        """Lay a mail into somebody's mailbox as delivery would."""
        box = self.folder / "boxes" / name
        for part in ("tmp", "new", "cur"):
            (box / part).mkdir(parents=True, exist_ok=True)
        file = box / "tmp" / f"{time.time_ns()}.M{os.urandom(4).hex()}.localhost"
        file.write_bytes(data)
        for path in (box.parent, box, *box.iterdir(), file):
            shutil.chown(path, _OWNER, _GROUP)
        file.rename(box / "new" / file.name)

    def empty(self) -> None:
        """Take all mails out of all mailboxes."""
        for box in (self.folder / "boxes").iterdir():
            shutil.rmtree(box)


def _free_ports(number: int) -> list[int]:
    found: list[int] = []
    while len(found) < number:
        port = find_free_port()
        if port not in found:
            found.append(port)
    return found


@contextmanager
def running_mail_servers() -> Iterator[MailServers]:
    """Start both, and end them with all their children."""
    folder = Path(tempfile.mkdtemp(prefix="meetlint-mail-"))
    folder.chmod(0o755)  # their own users pass through it
    servers = MailServers(folder)
    try:
        authority = trustme.CA()
        authority.cert_pem.write_to_path(str(servers.authority))
        certificate = authority.issue_cert("localhost")
        certificate.private_key_and_cert_chain_pem.write_to_path(str(folder / "both.pem"))
        (folder / "both.pem").chmod(0o600)
        (folder / "boxes").mkdir()
        shutil.chown(folder / "boxes", _OWNER, _GROUP)
        dovecot, postfix = _program("dovecot"), _program("postfix")
        assert dovecot is not None
        assert postfix is not None
        _write_dovecot(servers)
        _write_postfix(servers)
        with (
            _running([dovecot, "-F", "-c", f"{folder}/dovecot.conf"], [servers.imap_port, servers.auth_port], servers),
            _running(
                [postfix, "-c", f"{folder}/postfix", "start-fg"],
                [servers.submission_port, servers.smtps_port],
                servers,
                stop=[postfix, "-c", f"{folder}/postfix", "stop"],
            ),
        ):
            yield servers
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _running(
    command: Sequence[str], ports: Sequence[int], servers: MailServers, stop: Sequence[str] = ()
) -> Iterator[None]:
    output = servers.folder / "output"
    with output.open("ab") as file:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=file, stderr=file, start_new_session=True)
    try:
        last = time.monotonic() + _START_SECONDS
        while not all(is_listening(port) for port in ports):
            if process.poll() is not None or time.monotonic() > last:
                said = [log.read_text(errors="replace") for log in (output, *servers.folder.glob("*.log"))]
                raise RuntimeError("\n".join([f"{command[0]} did not start", *said]))
            time.sleep(0.05)
        yield
    finally:
        # postfix goes into a session of its own, where only its own command finds it; dovecot's children stay in this.
        if stop:
            subprocess.run(stop, capture_output=True, check=False)
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(30)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _write_dovecot(servers: MailServers) -> None:
    folder = servers.folder
    users = folder / "users"
    users.write_text(f"{USER}:{{PLAIN}}{PASSWORD}::::::\n", "utf-8")
    users.chmod(0o644)
    owner = pwd.getpwnam(_OWNER).pw_uid
    group = grp.getgrnam(_GROUP).gr_gid
    (folder / "dovecot.conf").write_text(
        f"""
base_dir = {folder}/dovecot-run
state_dir = {folder}/dovecot-state
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{folder}/both.pem
ssl_key = <{folder}/both.pem
disable_plaintext_auth = yes
auth_mechanisms = plain login
auth_username_format = %Lu
mail_location = maildir:{folder}/boxes/%n
first_valid_uid = {owner}
first_valid_gid = 1
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {users}
}}
userdb {{
  driver = static
  args = uid={owner} gid={group} home={folder}/boxes/%n
}}
service imap-login {{
  inet_listener imap {{
    port = {servers.imap_port}
  }}
  inet_listener imaps {{
    port = {servers.imaps_port}
    ssl = yes
  }}
}}
service auth {{
  inet_listener {{
    address = 127.0.0.1
    port = {servers.auth_port}
  }}
}}
""",
        "utf-8",
    )


def _write_postfix(servers: MailServers) -> None:
    folder = servers.folder
    settings = folder / "postfix"
    for name in ("postfix", "spool", "data"):
        (folder / name).mkdir()
    shutil.chown(folder / "data", "postfix")
    owner = pwd.getpwnam(_OWNER).pw_uid
    group = grp.getgrnam(_GROUP).gr_gid

    def table(answers: dict[str, str]) -> str:
        return " ".join(f"{{ {name}@{DOMAIN} = {answer} }}" for name, answer in answers.items())

    (settings / "main.cf").write_text(
        f"""
compatibility_level = 3.6
queue_directory = {folder}/spool
data_directory = {folder}/data
maillog_file = {folder}/postfix.log
maillog_file_prefixes = {folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = localhost
mydestination =
mynetworks =
alias_maps =
local_recipient_maps =
biff = no
smtputf8_enable = no
virtual_mailbox_domains = {DOMAIN}
virtual_mailbox_base = {folder}/boxes
virtual_mailbox_maps = texthash:{settings}/boxes
virtual_alias_maps = inline:{{ {{ moved@{DOMAIN} = anna@moved.{DOMAIN} }} }}
virtual_uid_maps = static:{owner}
virtual_gid_maps = static:{group}
transport_maps = inline:{{ {{ moved.{DOMAIN} = error:5.1.1 no such person }} }}
recipient_delimiter = +
message_size_limit = 1000000
smtpd_tls_chain_files = {folder}/both.pem
smtpd_tls_security_level = encrypt
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{servers.auth_port}
smtpd_sasl_security_options = noanonymous
smtpd_client_connection_count_limit = 0
smtpd_delay_reject = yes
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions = reject_unlisted_recipient, check_recipient_access inline:{{ {table(_ANSWERS)} }}
smtpd_end_of_data_restrictions = check_recipient_access inline:{{ {table(_LATE)} }}
smtpd_soft_error_limit = 1000
smtpd_hard_error_limit = 2000
""",
        "utf-8",
    )
    people = ("anna", "bo", "carl", "digest", *_ANSWERS, *_LATE, *(f"person{number}" for number in range(MOST_PEOPLE)))
    (settings / "boxes").write_text("".join(f"{name}@{DOMAIN} {name}/\n" for name in people), "utf-8")
    daemons = {
        "pickup": "unix n - n 60 1 pickup", "cleanup": "unix n - n - 0 cleanup", "qmgr": "unix n - n 300 1 qmgr",
        "tlsmgr": "unix - - n 1000? 1 tlsmgr", "rewrite": "unix - - n - - trivial-rewrite",
        "bounce": "unix - - n - 0 bounce", "defer": "unix - - n - 0 bounce", "trace": "unix - - n - 0 bounce",
        "verify": "unix - - n - 1 verify", "flush": "unix n - n 1000? 0 flush", "proxymap": "unix - - n - - proxymap",
        "error": "unix - - n - - error", "retry": "unix - - n - - error", "virtual": "unix - n n - - virtual",
        "anvil": "unix - - n - 1 anvil", "postlog": "unix-dgram n - n - 1 postlogd",
    }  # fmt: skip
    lines = [
        f"127.0.0.1:{servers.submission_port} inet n - n - - smtpd",
        f"127.0.0.1:{servers.smtps_port} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes",
        *(f"{name} {daemon}" for name, daemon in daemons.items()),
    ]
    (settings / "master.cf").write_text("\n".join(lines) + "\n", "utf-8")
