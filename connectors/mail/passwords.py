"""The password of a mail account: from the environment or a private file, never from the command line."""

from __future__ import annotations

from collections.abc import Mapping

from analyzer.errors import MeetlintError
from analyzer.text import N_
from connectors.locators import safe_name
from connectors.refusals import RefusedError
from connectors.services.key_files import read_key_file


class PasswordError(MeetlintError):
    """The password of a mail account is not to be had as the settings name it."""


def read_password(
    environment: Mapping[str, str], *, variable: str, file: str, section: str, is_open_allowed: bool = False
) -> str:
    """Return a password, "" when neither is named.

    Args:
        environment: of the process.
        variable: of the environment that holds it, "" for none.
        file: that holds it, for its owner alone, "" for none.
        section: of the settings, for the sentences.
        is_open_allowed: take the file wherever it lies and whoever may read it.

    Raises:
        PasswordError: the variable is not set, or the file cannot be read, can be read by others, or is no text.
    """
    if variable:
        if not environment.get(variable):
            raise PasswordError(
                N_("The environment variable {variable} is to hold a password and is not set."),
                N_("Set it, or correct the section [{section}] of meetlint.toml."),
                variable=variable,
                section=section,
            ).named("password-not-set")
        return environment[variable]
    if not file:
        return ""
    try:
        data = read_key_file(file, section=section, setting="password_file", is_open_allowed=is_open_allowed)
        return data.decode("utf-8", errors="strict").rstrip("\r\n")
    except RefusedError as error:
        # No source of anybody's: it is the settings that have to be corrected.
        raise PasswordError(error.message, error.hint, **error.fields).named(error.code) from error
    except UnicodeDecodeError:  # not chained: it would carry the password
        raise PasswordError(
            N_("The file {file}, which holds a password, is not UTF-8."),
            N_("Save it again as UTF-8 in your editor."),
            file=safe_name(file),
        ).named("password-unreadable") from None
