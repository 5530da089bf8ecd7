"""The password of a mail account: from the environment or a private file, never from the command line."""

from __future__ import annotations

from collections.abc import Mapping

from analyzer.errors import MeetlintError
from analyzer.text import N_
from connectors.locators import safe_name
from connectors.services.key_files import read_key_file


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
        MeetlintError: the variable is not set, or the file cannot be read or can be read by others.
    """
    if variable:
        if not environment.get(variable):
            raise MeetlintError(
                N_("The environment variable {variable} is to hold a password and is not set."),
                N_("Set it, or correct the section [{section}] of meetlint.toml."),
                variable=variable,
                section=section,
            )
        return environment[variable]
    if not file:
        return ""
    data = read_key_file(file, section=section, setting="password_file", is_open_allowed=is_open_allowed)
    try:
        return data.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        # The library's own error holds what it could not read.
        raise MeetlintError(
            N_("The file {file}, which holds a password, is not UTF-8."),
            N_("Save it again as UTF-8 in your editor."),
            file=safe_name(file),
        ) from None
