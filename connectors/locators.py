"""Locators: what people type to say where a calendar comes from, and what of it may be shown again."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Literal
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

from analyzer.errors import UsageError
from analyzer.text import N_

Kind = Literal["file", "folder", "archive", "stdin", "address", "stored", "google", "outlook", "table"]
ACCOUNT_KINDS: tuple[Kind, ...] = ("google", "outlook")
"""Kinds whose locator is their name, a colon and an account, which somebody signs in to."""

NAME_PATTERN = re.compile(r"[a-z0-9-]{1,40}")
"""Names under which addresses are stored; harmless in every file system."""

MAX_ADDRESS_LENGTH = 4_000
_MAX_SHOWN_LENGTH = 200
_MAX_LOOKED_AT = 100_000
"""So many names of a folder are looked at to see what it holds."""

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):")
_ADDRESS_SCHEMES = {"http": "http", "https": "https", "webcal": "https", "webcals": "https"}
_REFUSED_SCHEMES = {"file", "ftp", "ftps", "sftp", "gopher", "data", "mailto", "caldav", "caldavs", "javascript", "smb"}
_HOST_AND_PATH = re.compile(r"(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}(?::\d+)?[/?]")
_CAMEL_WORDS = re.compile(r"(?:[A-Z]?[a-z]{2,15}|[A-Z]{2,8})+")


@dataclass(frozen=True)
class Locator:
    """One source as somebody typed it.

    Attributes:
        kind: what sort of place it is.
        text: the locator as people may see it again: as typed, without secrets and without control characters.
        value: what the connector needs: a path, an https address, a stored name, an account or ""; it may be a secret
            and is left out of ``repr``.
    """

    kind: Kind
    text: str
    value: str = field(repr=False)


def parse_locator(text: str) -> Locator:
    r"""Return what somebody typed as a source, split into its kind and its value.

    ``week.ics``, ``folder/``, ``export.zip``, ``-``, ``https://…``, ``webcal://…``, ``ics:NAME``, ``google:…``,
    ``outlook:…`` and ``events.parquet`` are known; everything else is a path, also ``C:\week.ics``. Whether a path
    exists is found out when it is opened; only an existing folder is told from a file here, and one that holds event
    tables from one of calendars.

    Raises:
        UsageError: the text is empty, of a scheme that is not read, no valid address, or carries a password.
    """
    if not text.strip():
        raise UsageError(
            N_("A source is empty."), N_("Name a calendar file, a folder, an address, or - for standard input.")
        )
    if text == "-":
        return Locator("stdin", "-", "-")
    found = _SCHEME.match(text)
    scheme = found[1].lower() if found else ""
    rest = text[found.end() :] if found else ""
    if scheme in _ADDRESS_SCHEMES:
        return _parse_address(text)
    if scheme == "ics":
        return _parse_name(rest)
    for kind in ACCOUNT_KINDS:
        if scheme == kind:
            account = rest.strip()
            return Locator(kind, f"{kind}:{safe_name(account)}", account)
    if scheme and (scheme in _REFUSED_SCHEMES or rest.startswith("//")):
        raise UsageError(
            N_("Sources that begin with {scheme}: are not read."),
            N_("Type a path without a scheme, or an address that begins with https:// or webcal://."),
            scheme=scheme,
        )
    return _parse_path(text)


def check_address(text: str) -> str:
    """Return the http or https address that a typed or stored one stands for, without its fragment.

    ``webcal://`` is https by another name: every publisher that offers it answers there too.

    Raises:
        UsageError: it is no usable http(s) or webcal address. The message never holds the address.
    """
    parts = _split(text)
    scheme = _ADDRESS_SCHEMES[parts.scheme.lower()]
    return urlunsplit((scheme, parts.netloc, parts.path or "/", parts.query, ""))


def has_credentials(address: str) -> bool:
    """Say whether an address carries a user name or a password."""
    return "@" in urlsplit(address).netloc


def show_address(address: str) -> str:
    """Return an address as people may see it: scheme, host and the last path element.

    User, password, query and everything between host and last element are left out, since published calendars keep
    their secret there: Google ``/ical/…/private-…/basic.ics``, Outlook ``/owa/calendar/…/…/calendar.ics``. The last
    element is left out too unless it is made of words, as some publishers put the secret into the file name.
    """
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "…"
    if ":" in host:
        host = f"[{host}]"
    shown = f"{parts.scheme.lower()}://{host}" + (f":{port}" if port else "")
    elements = [element for element in parts.path.split("/") if element]
    last = unquote(elements[-1]) if elements else ""
    is_whole = not parts.query and len(elements) <= 1
    if last and _is_wordy(last):
        return safe_name(f"{shown}/{last}" if is_whole else f"{shown}/…/{last}")
    return safe_name(f"{shown}/…" if elements or parts.query else f"{shown}/")


def safe_name(name: str) -> str:
    r"""Return a file, member or host name that is inert on a terminal and in a log.

    Control, format and bidirectional characters, and bytes that are no valid text, appear as ``\xNN`` or ``\uNNNN``;
    past 200 characters the middle is left out.
    """
    shown = "".join(char if char.isprintable() else _escape(ord(char)) for char in name)
    if len(shown) <= _MAX_SHOWN_LENGTH:
        return shown
    half = (_MAX_SHOWN_LENGTH - 1) // 2
    return f"{shown[:half]}…{shown[-half:]}"


def _escape(code: int) -> str:
    if 0xDC80 <= code <= 0xDCFF:  # PEP 383: a byte of a file name that is no valid text
        code -= 0xDC00
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _is_wordy(element: str) -> bool:
    """Say whether a path element reads as words and short numbers, so that it cannot be a key."""
    stem = element.removesuffix(".ics")
    words = re.split(r"[-_. +]", stem)
    return len(element) <= 60 and all(
        not word or _CAMEL_WORDS.fullmatch(word) or (word.isascii() and word.isdigit() and len(word) <= 4)
        for word in words
    )


def _parse_address(text: str) -> Locator:
    address = check_address(text.strip())
    if has_credentials(address):
        raise UsageError(
            N_("The address at {host} carries a user name or a password, and a command line can be read by others."),
            N_("Type `meetlint connect ics NAME`, paste the address there, and use ics:NAME from then on."),
            host=show_address(address),
        )
    return Locator("address", show_address(text.strip()), address)


def _parse_name(name: str) -> Locator:
    if not NAME_PATTERN.fullmatch(name):
        # What stands there may be a pasted secret address, so it is not repeated.
        raise UsageError(
            N_("After ics: comes a name of small letters, digits and dashes, at most 40 of them."),
            N_("Type `meetlint connections` for the names that are stored."),
        )
    return Locator("stored", f"ics:{name}", name)


def _parse_path(text: str) -> Locator:
    path = text
    if text.startswith(("~/", "~\\")):
        path = str(Path(text).expanduser())
    shown = safe_name(text)
    is_folder = _is_folder(path)
    if not is_folder and _HOST_AND_PATH.match(text) and not _exists(text):
        raise UsageError(
            N_("{place} is no path that exists; it looks like an address."),
            N_("Put https:// in front of an address."),
            place=show_address(f"https://{text}").removeprefix("https://"),
        )
    lower = path.lower()
    if is_folder or text.endswith(("/", os.sep)):
        return Locator("table" if is_folder and _holds_tables(path) else "folder", shown, path)
    if lower.endswith(".zip"):
        return Locator("archive", shown, path)
    return Locator("table" if lower.endswith(".parquet") else "file", shown, path)


def _is_folder(path: str) -> bool:
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):
        return False


def _holds_tables(path: str) -> bool:
    """Say whether an event table lies directly in a folder."""
    try:
        with os.scandir(path) as found:
            names = (entry.name for entry in islice(found, _MAX_LOOKED_AT))
            return any(name.lower().endswith(".parquet") and not name.startswith(".") for name in names)
    except OSError:
        return False


def _exists(text: str) -> bool:
    """Say whether a path, or at least the folder it begins with, exists."""
    try:
        return Path(text).exists() or Path(re.split(r"[/?]", text)[0]).exists()
    except (OSError, ValueError):
        return False


def _split(text: str) -> SplitResult:
    # urlsplit drops line breaks and tabs in silence and every client reads a backslash its own way: refuse them first.
    has_odd_characters = any(ord(char) <= 0x20 or ord(char) == 0x7F or char == "\\" for char in text)
    if not has_odd_characters and len(text) <= MAX_ADDRESS_LENGTH:
        try:
            parts = urlsplit(text)
            if parts.scheme.lower() in _ADDRESS_SCHEMES and parts.hostname and parts.port != 0:
                return parts
        except ValueError:
            pass  # an impossible port or a broken IPv6 host: refused below with all the others
    raise UsageError(
        N_("This is no address that can be read."),
        N_("A calendar's address begins with https:// or webcal:// and holds no spaces."),
    )
