"""What stays on disk between runs: secret addresses under a name, and the answers that addresses gave.

All of it is for the owner's eyes: 0600 files, written whole or not at all. No message, log line or ``repr`` holds an
address.

An answer holds event text, so it stays in the user's own cache, and only while it saves something: it must carry an
ETag or a date to ask with, and the server must not forbid keeping it. An answer in which any event is private or
confidential is not kept at all: to blank such events' words in bytes that may be folded, nested or broken is not safe.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
import time
from dataclasses import dataclass, field
from pathlib import Path

from analyzer.errors import MeetlintError, SourceError, UsageError, reason_of
from analyzer.text import N_
from connectors.ics.getting.files import MISSING, MISSING_FOLDER, open_file, read_file
from connectors.locators import MAX_ADDRESS_LENGTH, NAME_PATTERN, check_address, has_credentials, safe_name
from connectors.private_files import make_private_folder, narrow, remove_leftovers, write_private
from connectors.refusals import Refusal, RefusedError

MAX_ANSWER_BYTES = 21_000_000
MAX_ANSWER_AGE_SECONDS = 30 * 24 * 3_600.0
"""Answers nobody asked for in this time are removed."""

_FOLDER = "ics"
# "con.address" would be a device on Windows; "ics-con.address" is a file everywhere.
_ADDRESS_PREFIX, _ADDRESS_SUFFIX = "ics-", ".address"
_ANSWER_SUFFIX = ".answer"
_KEY_FILE = "answers.key"
_KEY_BYTES = 32
_MAX_HEAD_BYTES = 4_096

_FOLD = re.compile(rb"(?:\r\n|\r|\n)[ \t]")
_CLASS_LINE = re.compile(rb"(?im)^[ \t]*(?:CLASS|X-CALENDARSERVER-ACCESS)[ \t]*[;:][^\r\n]*")
_PUBLIC_LINE = re.compile(rb"(?i)[ \t]*(?:CLASS|X-CALENDARSERVER-ACCESS)[ \t]*:[ \t]*PUBLIC[ \t]*\Z")
_SPACE = bytes(range(0x21))
_SQUEEZED_CLASS = re.compile(rb"(?i)(?:CLASS|X-CALENDARSERVER-ACCESS)(?:;[^:]{0,200})?:(?!PUBLIC)")

UNKNOWN_NAME = Refusal("name-unknown", N_("No address is stored under the name {name}."))
BROKEN_ADDRESS = Refusal(
    "stored-address-broken",
    N_("What is stored under the name {name} is no address any more."),
    N_("Type `meetlint connect ics {name}` and paste the address again."),
)


def save_address(name: str, address: str, state_dir: Path) -> Path:
    """Store a secret address under a name, in place of what stood there, and return the file that holds it now.

    Args:
        name: small letters, digits and dashes, at most 40.
        address: http(s) or webcal; it may carry a user name and a password.
        state_dir: meetlint's folder of state.

    Raises:
        UsageError: the name or the address is none.
        MeetlintError: the folder does not take it; what was stored is as it was.
    """
    _check_name(name)
    checked = check_address(address.strip())
    if has_credentials(checked) and checked.startswith("http:"):
        raise UsageError(
            N_("A user name and a password over http can be read by everybody on the way."),
            N_("Use the address that begins with https://."),
        )
    folder = state_dir / _FOLDER
    try:
        make_private_folder(folder)
        remove_leftovers(folder)
        write_private(_address_path(name, state_dir), checked.encode("utf-8") + b"\n")
    except OSError as error:
        raise _unwritable(folder, error) from error
    return _address_path(name, state_dir)


def load_address(name: str, state_dir: Path) -> str:
    """Return the address stored under a name.

    Raises:
        SourceError: nothing readable is stored there; the message holds the nearest name and the command to type.
    """
    if not NAME_PATTERN.fullmatch(name):
        raise _unknown(name, state_dir)
    path = _address_path(name, state_dir)
    shown = safe_name(str(path))
    try:
        with open_file(path, shown, follow_link=False) as file:
            content = read_file(file, shown, MAX_ADDRESS_LENGTH + 1)
    except RefusedError as error:
        if error.refusal in (MISSING, MISSING_FOLDER):
            raise _unknown(name, state_dir) from None
        raise
    try:
        narrow(path)
    except OSError as error:
        raise _unwritable(path.parent, error) from error
    if address := _decode_address(content):
        return address
    raise BROKEN_ADDRESS.error(name=name)


def list_names(state_dir: Path) -> list[str]:
    """Return the names under which addresses are stored, in order."""
    found = (state_dir / _FOLDER).glob(f"{_ADDRESS_PREFIX}*{_ADDRESS_SUFFIX}")
    names = [path.name.removeprefix(_ADDRESS_PREFIX).removesuffix(_ADDRESS_SUFFIX) for path in found]
    return sorted(name for name in names if NAME_PATTERN.fullmatch(name))


def remove_address(name: str, state_dir: Path, cache_dir: Path | None = None) -> None:
    """Forget the address stored under a name, and the answer kept of it.

    Args:
        name: of the address.
        state_dir: meetlint's folder of state.
        cache_dir: meetlint's folder of caches; without it an answer of this address stays there until it is old.

    Raises:
        SourceError: nothing is stored under that name.
        MeetlintError: the folder does not allow it.
    """
    if not NAME_PATTERN.fullmatch(name):
        raise _unknown(name, state_dir)
    folder = state_dir / _FOLDER
    path = _address_path(name, state_dir)
    try:
        remove_leftovers(folder)
        address = _decode_address(_read_private(path, MAX_ADDRESS_LENGTH + 1) or b"")
        if cache_dir is not None and address:
            AnswerCache(cache_dir, state_dir).forget(address)
        path.unlink()
    except FileNotFoundError:
        raise _unknown(name, state_dir) from None
    except OSError as error:
        raise _unwritable(folder, error) from error


@dataclass(frozen=True)
class Answer:
    """What an address answered, and what to ask with next time.

    Attributes:
        body: the calendar, unpacked.
        etag: the ETag as sent, or "".
        last_modified: the date of the last change as sent, or "".
    """

    body: bytes = field(repr=False)
    etag: str = ""
    last_modified: str = ""


class AnswerCache:
    """Answers of addresses, in files whose names and contents are sealed with a key of this user.

    The name of a file is a keyed hash of the address, so a listing of the cache tells nothing. A file that was
    damaged or not written under this key does not fit its seal, and is as good as absent.
    """

    def __init__(self, cache_dir: Path, state_dir: Path) -> None:
        """Use a folder in ``cache_dir`` for the answers and a file in ``state_dir`` for the key; neither need exist."""
        self._folder = cache_dir / _FOLDER
        self._key_path = state_dir / _FOLDER / _KEY_FILE

    def load(self, address: str) -> Answer | None:
        """Return the answer kept for an address, None when there is none that can be trusted."""
        key = self._read_key()
        content = _read_private(self._path(address, key), MAX_ANSWER_BYTES) if key else None
        if key is None or content is None:
            return None
        seal, _, rest = content.partition(b"\n")
        if not hmac.compare_digest(seal, _seal(key, rest)):
            return None
        head, _, body = rest.partition(b"\n")
        fields = json.loads(head)
        return Answer(body, fields["etag"], fields["last_modified"])

    def store(self, address: str, answer: Answer) -> None:
        """Keep an answer, or remove the one that is kept when this one may not be.

        Raises:
            OSError: the folder or the disk does not take it; an older answer is whole or gone.
        """
        if not is_storable(answer):
            self.forget(address)
            return
        make_private_folder(self._folder)
        remove_leftovers(self._folder)
        self._remove_old()
        key = self._read_key() or self._make_key()
        head = json.dumps({"etag": answer.etag, "last_modified": answer.last_modified}).encode("ascii")
        rest = head + b"\n" + answer.body
        write_private(self._path(address, key), _seal(key, rest) + b"\n" + rest)

    def keep(self, address: str) -> None:
        """Note that the answer kept for an address is still in use.

        Raises:
            OSError: the folder does not allow it.
        """
        key = self._read_key()
        if key and self._path(address, key).exists():
            self._path(address, key).touch()

    def forget(self, address: str) -> None:
        """Remove the answer kept for an address, if any.

        Raises:
            OSError: the folder does not allow it.
        """
        if key := self._read_key():
            self._path(address, key).unlink(missing_ok=True)

    def _path(self, address: str, key: bytes) -> Path:
        name = hmac.new(key, b"address\0" + address.encode("utf-8"), hashlib.sha256).hexdigest()
        return self._folder / f"{name}{_ANSWER_SUFFIX}"

    def _read_key(self) -> bytes | None:
        key = _read_private(self._key_path, _KEY_BYTES)
        return key if key is not None and len(key) == _KEY_BYTES else None

    def _make_key(self) -> bytes:
        key = secrets.token_bytes(_KEY_BYTES)
        make_private_folder(self._key_path.parent)
        write_private(self._key_path, key)
        return key

    def _remove_old(self) -> None:
        oldest_kept = time.time() - MAX_ANSWER_AGE_SECONDS
        for path in self._folder.glob(f"*{_ANSWER_SUFFIX}"):
            if path.lstat().st_mtime < oldest_kept:
                path.unlink(missing_ok=True)


def is_storable(answer: Answer) -> bool:
    """Say whether an answer may and need be kept: it can be asked for again, and no event in it is private."""
    has_mark = bool(answer.etag or answer.last_modified)
    head_bytes = len(answer.etag) + len(answer.last_modified)
    return has_mark and head_bytes < _MAX_HEAD_BYTES and not may_hold_private_events(answer.body)


def may_hold_private_events(body: bytes) -> bool:
    """Say whether any event in a calendar may be private or confidential; when in doubt, yes.

    RFC 5545 section 3.8.1.3: a CLASS that is not known counts as private. Lines are looked at unfolded, and once more
    with all white space squeezed out, so that no odd fold, line end or encoding hides one.
    """
    if b"\0" in body:  # UTF-16 and UTF-32, in which a plain search finds nothing
        return True
    for line in _CLASS_LINE.findall(_FOLD.sub(b"", body).replace(b"\r", b"\n")):
        if not _PUBLIC_LINE.match(line):
            return True
    return _SQUEEZED_CLASS.search(body.translate(None, _SPACE)) is not None


def _seal(key: bytes, content: bytes) -> bytes:
    return hmac.new(key, b"answer\0" + content, hashlib.sha256).hexdigest().encode("ascii")


def _read_private(path: Path, max_bytes: int) -> bytes | None:
    """Return a private file's content; None when it is absent, a link, too large or unreadable."""
    try:
        with open_file(path, path.name, follow_link=False) as file:
            return read_file(file, path.name, max_bytes)
    except RefusedError:
        return None


def _check_name(name: str) -> None:
    if not NAME_PATTERN.fullmatch(name):
        raise UsageError(
            N_("A name for an address is made of small letters, digits and dashes, at most 40 of them."),
            N_("Type for example `meetlint connect ics work`."),
        )


def _address_path(name: str, state_dir: Path) -> Path:
    return state_dir / _FOLDER / f"{_ADDRESS_PREFIX}{name}{_ADDRESS_SUFFIX}"


def _decode_address(content: bytes) -> str:
    """Return the stored address, "" when it is none; no error leaves here, as it would carry the content."""
    try:
        return check_address(content.decode("utf-8").strip())
    except (UnicodeDecodeError, UsageError):
        return ""


def _unknown(name: str, state_dir: Path) -> SourceError:
    # A name that is none may be a pasted address: it is not repeated.
    if not NAME_PATTERN.fullmatch(name):
        return SourceError(
            N_("No address is stored under that name."),
            N_("Type `meetlint connections` for the names that are stored."),
        )
    import difflib  # a mistake has time for it, a start has not

    nearest = difflib.get_close_matches(name, list_names(state_dir), n=1, cutoff=0.5)
    if nearest:
        return UNKNOWN_NAME.error(
            N_(
                "The nearest name is {nearest}: type ics:{nearest}, or `meetlint connect ics {name}` to store this one."
            ),
            name=name,
            nearest=nearest[0],
        )
    return UNKNOWN_NAME.error(N_("Type `meetlint connect ics {name}` to store it."), name=name)


def _unwritable(folder: Path, error: OSError) -> MeetlintError:
    return MeetlintError(
        N_("The address could not be stored or removed in {folder}: {reason}."),
        N_("Make room there or give yourself the right to write, and type the command again."),
        folder=str(folder),
        reason=reason_of(error),
    )
