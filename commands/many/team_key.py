"""The key of a team: what makes the hashes of shared event tables its own, kept in a file or in the environment."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from analyzer.errors import SettingsError, UsageError, reason_of
from analyzer.text import N_

KEY_VARIABLE = "MEETLINT_TEAM_KEY"
_LEAST_KEY = 16
_MOST_BYTES = 1_000


def team_key(path: Path | None) -> tuple[bytes, bool]:
    """Return the team's key, and whether it was made just now.

    Args:
        path: the file that holds it; one that is not there is made, 0600, with a key of 256 bits. None for the
            environment: ``MEETLINT_TEAM_KEY``.

    Raises:
        UsageError: neither a file nor the environment gives one.
        SettingsError: it is too short to be a secret, or the file cannot be read or made.
    """
    from connectors.private_files import narrow, write_private

    if path is None:
        given = os.environ.get(KEY_VARIABLE, "").strip()
        if not given:
            raise UsageError(
                N_(
                    "A shared event table needs the key of the team, so that copies of a meeting meet and nobody else "
                    "can tell which they are."
                ),
                N_(
                    "Give the file that holds it: --team-key FILE. A file that is not there is made; hand it to the "
                    "members of the team, and to nobody else."
                ),
            )
        return _long_enough(given, KEY_VARIABLE), False
    try:
        if path.exists():
            narrow(path)
            with path.open("rb") as file:
                return _long_enough(file.read(_MOST_BYTES).decode("utf-8", "replace").strip(), str(path)), False
        key = secrets.token_hex(32)
        write_private(path, f"{key}\n".encode())
    except OSError as error:
        raise SettingsError(
            N_("The team's key cannot be kept in {file}: {reason}."),
            N_("Choose another place, or put the key in {variable}."),
            file=path,
            reason=reason_of(error),
            variable=KEY_VARIABLE,
        ) from error
    return key.encode(), True


def _long_enough(key: str, place: str) -> bytes:
    if len(key) < _LEAST_KEY:
        raise SettingsError(
            N_("The team's key in {place} is shorter than {least} characters."),
            N_("Let meetlint make one: --team-key FILE, with the name of a file that is not there."),
            place=place,
            least=_LEAST_KEY,
        )
    return key.encode()
