"""Where a baseline's key is kept, and how a baseline file is read and written."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from analyzer.errors import SettingsError, reason_of
from analyzer.text import N_
from connectors.private_files import make_private_folder, write_private

KEY_VARIABLE = "MEETLINT_BASELINE_KEY"
_KEY_FILE = "baseline.key"
_LEAST_KEY = 16


def baseline_key(state_dir: Path) -> bytes:
    """Return the secret by which this person's baselines are keyed; made once, in a 0600 file.

    ``MEETLINT_BASELINE_KEY`` overrides it, so that a scheduled run elsewhere can use the same baseline.

    Raises:
        SettingsError: the key given is too short to be a secret, or the file cannot be made.
    """
    given = os.environ.get(KEY_VARIABLE, "")
    if given:
        if len(given) < _LEAST_KEY:
            raise SettingsError(
                N_("The key in {variable} is shorter than {least} characters."),
                N_("Take a long random text, the same wherever the baseline is used."),
                variable=KEY_VARIABLE,
                least=_LEAST_KEY,
            )
        return given.encode()
    path = state_dir / _KEY_FILE
    try:
        if path.exists():
            return path.read_bytes()
        make_private_folder(state_dir)
        key = secrets.token_hex(32).encode()
        write_private(path, key)
    except OSError as error:
        raise SettingsError(
            N_("The key of baselines cannot be kept in {folder}: {reason}."),
            N_("Put a long random text in {variable} instead."),
            folder=state_dir,
            reason=reason_of(error),
            variable=KEY_VARIABLE,
        ) from error
    return key


def read_baseline_file(path: Path) -> bytes:
    """Return the bytes of a baseline file.

    Raises:
        SettingsError: there is none.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise SettingsError(
            N_("The baseline {file} cannot be read: {reason}."),
            N_("Make one with: meetlint baseline SOURCE -o {file}"),
            file=path,
            reason=reason_of(error),
        ) from error
