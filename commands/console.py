"""The console: where results, messages and progress go."""

from __future__ import annotations

import codecs
import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.errors import MeetlintError, SeveralPeopleError, SignInError, UsageError
from analyzer.reports.formats import Screen
from analyzer.reports.inert import inert
from analyzer.text import N_, Translator

if TYPE_CHECKING:
    from commands.request import Request

OWN_MARK = b"-//meetlint//"
"""Stands in the calendars that meetlint writes itself."""

WIDEST = 120
"""Lines longer than this are hard to read; a wider terminal is not filled."""


def screen(request: Request) -> Screen:
    """Return what the place of the result can show: the terminal, a pipe or a file."""
    is_terminal = request.output is None and sys.stdout.isatty()
    encoding = "utf-8" if request.output is not None else (sys.stdout.encoding or "ascii")
    return Screen(
        width=max(40, min(WIDEST, shutil.get_terminal_size((80, 24)).columns)),
        is_color=is_terminal and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb",
        is_ascii=not _can_encode("\u2591\u2588\u2026\u00b7", encoding),
        is_plain=request.plain,
        is_quiet=request.quiet,
        lists_all=request.lists_all,
    )


def _can_encode(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def write(text: str | Iterable[str], path: Path | None) -> None:
    """Write a result, whole or in pieces, to standard output, or to a file in one step.

    Raises:
        UsageError: the file cannot be written.
    """
    pieces = [text] if isinstance(text, str) else text
    if path is None:
        _write_out(pieces)
        return
    from connectors.private_files import write_private

    _refuse_calendar(path)
    try:
        write_private(path, (piece.encode() for piece in pieces))
    except OSError as error:
        from commands.folders import unwritten

        raise unwritten(path, error) from error


def _write_out(pieces: Iterable[str]) -> None:
    """Write a text to standard output, with a newline at its end."""
    encoder = codecs.getincrementalencoder(sys.stdout.encoding or "utf-8")(
        "replace"
    )  # a mark stands at the start alone
    last = ""
    for piece in pieces:
        sys.stdout.buffer.write(encoder.encode(piece))
        last = piece or last
    sys.stdout.buffer.write(encoder.encode("" if last.endswith("\n") else "\n", final=True))
    sys.stdout.flush()


def show(path: Path) -> bool:
    """Open a page in the browser of whoever sits here; whether there is one."""
    import webbrowser

    return webbrowser.open(path.resolve().as_uri())


def _refuse_calendar(path: Path) -> None:
    """Refuse to write over a calendar or an archive, such as the very source that was read; our own output may go."""
    try:
        with path.open("rb") as file:
            head = file.read(1 << 16).lstrip(b"\xef\xbb\xbf \t\r\n")
    except OSError:
        return  # nothing is there, or writing will say what is wrong
    is_calendar = head[:15].upper() == b"BEGIN:VCALENDAR" and OWN_MARK not in head
    if is_calendar or head.startswith(b"PK\x03\x04"):
        raise UsageError(
            N_("{file} is a calendar or an archive; meetlint never writes over one."),
            N_("Choose another name with -o."),
            file=path,
        )


def say(message: str, hint: str = "") -> None:
    """Say one thing on standard error, with a hint under it; nothing in it can drive the terminal."""
    lines = [f"meetlint: {inert(message)}"] + ([f"  {inert(hint)}"] if hint else [])
    sys.stderr.buffer.write(("\n".join(lines) + "\n").encode(sys.stderr.encoding or "utf-8", "replace"))
    sys.stderr.flush()


def say_error(error: MeetlintError, translate: Translator, lead: str = "") -> None:
    """Say an error on standard error, with its hint, and with a text to send where somebody else must act.

    Args:
        error: what went wrong.
        translate: the reader's language.
        lead: goes before the sentence, such as "Not read".
    """
    if isinstance(error, SeveralPeopleError):
        for line in error.say_owners(translate):
            say(line)
    sentence = error.say(translate)
    say(f"{lead}: {sentence}" if lead else sentence, error.say_hint(translate))
    if isinstance(error, SignInError) and (letter := error.say_letter(translate)):
        lines = [translate(N_("To send to whoever manages it:")), *(f"  {line}" for line in letter.splitlines())]
        text = "".join(f"  {inert(line)}\n" for line in lines)
        sys.stderr.buffer.write(text.encode(sys.stderr.encoding or "utf-8", "replace"))
        sys.stderr.flush()


class Progress:
    """One line on a terminal that says how far a long read is; it vanishes when the read ends."""

    def __init__(self, translate: Translator) -> None:
        self._translate = translate

    def __call__(self, name: str, done: int, total: int) -> None:
        """Show that ``done`` of ``total`` parts of ``name`` are read; total 0 means unknown."""
        if not total:
            self._show(self._translate(N_("Reading {name}: {done}"), name=inert(name, 40), done=done))
        elif done < total:
            text = N_("Reading {name}: {done} of {total}")
            self._show(self._translate(text, name=inert(name, 40), done=done, total=total))
        else:
            self.end()

    def wait(self, name: str, seconds: float) -> None:
        """Show that a service asked to be left alone for a while."""
        text = N_("{name} is busy; going on in {seconds} seconds")
        self._show(self._translate(text, name=inert(name, 40), seconds=max(1, round(seconds))))

    def plan(self, found: int, left: int, bound: int) -> None:
        """Show how far a plan is: the findings there are, those left at best, and the fewest that any could leave."""
        translate = self._translate
        findings = translate.plural("{n} finding", "{n} findings", found)
        text = N_("{findings}, {left} left so far; no plan leaves fewer than {bound}")
        self._show(translate(text, findings=findings, left=left, bound=bound))

    def end(self) -> None:
        """Take the line away."""
        self._show("")

    def _show(self, text: str) -> None:
        sys.stderr.write("\r\033[K" + text)
        sys.stderr.flush()
