"""The errors meetlint raises on purpose: what happened, what to do next, and the exit code that says so."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable, Mapping
from typing import Self

from analyzer.text import N_, Msg, Translator

EXIT_FINDINGS = 1
EXIT_USAGE = 2
EXIT_NO_SOURCE = 3
EXIT_PARTIAL = 4
EXIT_BUG = 70
EXIT_INTERRUPTED = 130
EXIT_TERMINATED = 143


_REASONS = {
    errno.ENOENT: N_("there is no such file or folder"),
    errno.EACCES: N_("permission denied"),
    errno.EPERM: N_("permission denied"),
    errno.EISDIR: N_("it is a folder"),
    errno.ENOTDIR: N_("a part of the path is no folder"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EDQUOT: N_("the disk is full"),
    errno.EROFS: N_("the disk can only be read"),
    errno.EEXIST: N_("it is already there"),
    errno.ENAMETOOLONG: N_("the name is too long"),
    errno.EBUSY: N_("another program uses it"),
    errno.EIO: N_("the disk does not answer"),
}


_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def reason_of(error: OSError) -> Msg:
    """Return why the operating system refused something, as a text that is said in the reader's language."""
    if type(error).__module__ == "ssl":
        # Its numbers are those of OpenSSL: 1 is not the operating system's "permission denied".
        return Msg(str(getattr(error, "reason", None) or type(error).__name__).replace("_", " ").lower())
    return Msg(_REASONS.get(error.errno or 0, (error.strerror or type(error).__name__).lower()))


Show = Callable[[str], str]
"""Makes a value that comes from outside fit to stand in a sentence."""


def shown_fields(fields: Mapping[str, object], show: Show | None) -> dict[str, object]:
    """Return the fields of a sentence with every text shown, except those that are translated with it."""
    return {
        name: show(str(value))
        if show and isinstance(value, (str, os.PathLike)) and not isinstance(value, Msg)
        else value
        for name, value in fields.items()
    }


def _is_shown(value: object) -> bool:
    return isinstance(value, (str, os.PathLike)) and not isinstance(value, Msg)


class MeetlintError(Exception):
    """Something the person at the keyboard can do something about.

    Args:
        message: msgid of one sentence: what happened, and where. Never holds event text.
        hint: msgid of the next thing to do, or "".
        fields: values of the ``{name}`` fields of both.
    """

    exit_code = EXIT_USAGE

    def __init__(self, message: str, hint: str = "", **fields: object) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.fields = fields
        self._code = ""

    @property
    def code(self) -> str:
        """A stable name of what went wrong, for logs and monitoring: nothing that comes from outside stands in it."""
        return self._code or _CAPITAL.sub("-", type(self).__name__.strip("_").removesuffix("Error")).lower()

    def named(self, code: str) -> Self:
        """Give this error a stable name of its own, where its class alone does not tell what went wrong."""
        self._code = code
        return self

    def say(self, translate: Translator, show: Show | None = None) -> str:
        """Return the sentence in the reader's language, its fields as ``show`` has them."""
        return translate(self.message, **shown_fields(self.fields, show))

    def say_hint(self, translate: Translator) -> str:
        """Return the next thing to do in the reader's language, or ""."""
        return translate(self.hint, **self.fields)

    def __str__(self) -> str:
        return self.message.format(**self.fields)


class TerminatedError(BaseException):
    """The process was asked to stop."""

    exit_code = EXIT_TERMINATED


class UsageError(MeetlintError):
    """The command line asks for something that does not exist or does not fit together."""


class SeveralPeopleError(UsageError):
    """The calendars of one run are not one person's, or nobody can tell.

    Args:
        message: as for every error.
        hint: as for every error.
        owners: each file with whose it is, "" when it does not say.
        fields: values of the ``{name}`` fields of both.
    """

    def __init__(self, message: str, hint: str, owners: Mapping[str, str], **fields: object) -> None:
        super().__init__(message, hint, **fields)
        self.owners = dict(owners)

    def say_owners(self, translate: Translator) -> list[str]:
        """Return one line for each file."""
        unknown = translate(N_("does not say whose it is"))
        return [
            translate(N_("{source}: {whose}"), source=source, whose=owner or unknown)
            for source, owner in self.owners.items()
        ]


class SettingsError(MeetlintError):
    """``meetlint.toml`` holds mistakes.

    Attributes:
        mistakes: every mistake found, one error each, in the order of the file.
    """

    def __init__(
        self, message: str, hint: str = "", mistakes: tuple[MeetlintError, ...] = (), **fields: object
    ) -> None:
        super().__init__(message, hint, **fields)
        self.mistakes = mistakes


class SourceError(MeetlintError):
    """A whole source could not be read; other sources go on."""

    exit_code = EXIT_NO_SOURCE


class SignInError(SourceError):
    """A source needs somebody to sign in first.

    Args:
        message: as for every error.
        hint: as for every error.
        letter: msgid of a text to send to whoever must open the door, "" when the reader can open it.
        fields: values of the ``{name}`` fields of all three.
    """

    def __init__(self, message: str, hint: str = "", letter: str = "", **fields: object) -> None:
        super().__init__(message, hint, **fields)
        self.letter = letter

    def say_letter(self, translate: Translator) -> str:
        """Return the text to send in the reader's language, or ""."""
        return translate(self.letter, **self.fields)
