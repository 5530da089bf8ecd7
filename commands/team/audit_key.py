"""The key with which an audit tells people apart: the team's own, or one that stays on this machine."""

from __future__ import annotations

import secrets
from pathlib import Path

from analyzer.errors import SettingsError, reason_of
from analyzer.text import N_
from commands.folders import state_dir
from commands.many.team_key import team_key

FOLDER = "audits"
_FILE = "key"


def audit_folder() -> Path:
    """Return the folder for what audits remember; it is made where it is not there.

    Raises:
        SettingsError: it cannot be made.
    """
    from connectors.private_files import make_private_folder

    folder = state_dir() / FOLDER
    try:
        make_private_folder(folder)
    except OSError as error:
        raise unkept(folder, error) from error
    return folder


def audit_key(path: Path | None) -> bytes:
    """Return the key: of the file that is named, or the one of this machine, which is made at first.

    Without the same key nobody can tell that a person of one run is one of another, and no release could be held
    against an earlier one; so it is kept.

    Raises:
        SettingsError: it cannot be read or kept.
    """
    from connectors.private_files import write_private

    if path is not None:
        return team_key(path)[0]
    place = audit_folder() / _FILE
    try:
        if not place.exists():
            write_private(place, secrets.token_bytes(32))
        return place.read_bytes()
    except OSError as error:
        raise unkept(place, error) from error


def unkept(place: Path, error: OSError) -> SettingsError:
    """Return the error of a place in which nothing can be kept."""
    return SettingsError(
        N_("What audits remember cannot be kept in {place}: {reason}."),
        N_("Set MEETLINT_STATE_DIR to another folder."),
        place=place,
        reason=reason_of(error),
    )
