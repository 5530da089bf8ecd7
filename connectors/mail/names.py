"""Names that tell nobody who is meant: of people in the outbox, of mails, and of what a reply has to bring back.

All are keyed hashes (HMAC-SHA256), so that without the key nobody can try out addresses, or forge a reply.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import unicodedata
from pathlib import Path

from connectors.private_files import narrow, private_file

KEY_BYTES = 32
ID_HEADER = "X-Digest-Id"
"""Says the Message-ID again, for services that replace it."""
_LETTERS = 32
"""Hexadecimal digits of a name: 128 bits, by which no two people get the same."""
_MESSAGE_ID = re.compile(r"<?([A-Za-z0-9-]{1,40})\.([0-9a-f]{32})@[^<>@\s]{1,255}>?")


class Names:
    """Makes and recognises the names of one digest.

    Args:
        key: at least 32 bytes that nobody else knows; with another key all names are others.
        domain: of the address that the digest is sent from, for the right side of a Message-ID.

    Raises:
        ValueError: the key is too short.
    """

    def __init__(self, key: bytes, domain: str) -> None:
        if len(key) < KEY_BYTES:
            raise ValueError("a key of fewer bytes can be guessed")
        self._key = key
        self.domain = domain.encode("idna").decode("ascii").lower() if not domain.isascii() else domain.lower()

    def __repr__(self) -> str:
        return f"Names(domain={self.domain!r})"

    @property
    def check(self) -> str:
        """What an outbox keeps of the key, to notice another one."""
        return self._made("key", "")

    def person(self, address: str) -> str:
        """Return the name of a person in the outbox: the same for one address, however it is written."""
        return self._made("person", unicodedata.normalize("NFC", address).strip().casefold())

    def roster(self, place: str) -> str:
        """Return the name of a roster in the outbox."""
        return self._made("roster", place)

    def message_id(self, person: str, period: str) -> str:
        """Return the one Message-ID of a person's mail about a period, with its angle brackets."""
        return f"<{period}.{self._made('message', person, period)}@{self.domain}>"

    def token(self, person: str) -> str:
        """Return what stands behind the plus of the address that a person replies to."""
        return self._made("reply", person)

    def period_of(self, message_id: str, person: str) -> str | None:
        """Return the period of a Message-ID that was made for this person; None for any other."""
        match = _MESSAGE_ID.fullmatch(message_id.strip())
        if not match:
            return None
        period, given = match.groups()
        return period if hmac.compare_digest(given, self._made("message", person, period)) else None

    def is_token(self, token: str, person: str) -> bool:
        """Tell whether a token was made for this person."""
        return hmac.compare_digest(token.lower().encode(), self.token(person).encode())

    def _made(self, *parts: str) -> str:
        # The zero byte keeps the parts apart: no two lists of them make the same text.
        return hmac.new(self._key, "\0".join(parts).encode(), hashlib.sha256).hexdigest()[:_LETTERS]


def kept_key(path: Path) -> bytes:
    """Return the key in a private file, made there when there is none yet.

    Args:
        path: the file; its folder exists (see :func:`connectors.private_files.make_private_folder`).

    Raises:
        OSError: it cannot be read or made.
        ValueError: what stands there is no key of ours.
    """
    if not path.exists():
        new = path.parent / f".meetlint-{secrets.token_hex(8)}.tmp"
        with private_file(new) as file:
            file.write(secrets.token_bytes(KEY_BYTES).hex().encode() + b"\n")
        try:
            # A link takes the name only when nobody has it: of two first runs both use the key of one.
            path.hardlink_to(new)
        except FileExistsError:
            pass
        finally:
            new.unlink()
    narrow(path)
    text = path.read_text("ascii").strip()
    key = bytes.fromhex(text)
    if len(key) < KEY_BYTES:
        raise ValueError("too short for a key")
    return key
