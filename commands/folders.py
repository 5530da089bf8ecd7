"""Where meetlint keeps what it remembers, and the folders that are named for its results."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

from analyzer.errors import UsageError, reason_of
from analyzer.text import N_


def state_dir() -> Path:
    """Return the folder for stored addresses; ``MEETLINT_STATE_DIR`` overrides it."""
    return Path(os.environ.get("MEETLINT_STATE_DIR") or platformdirs.user_state_dir("meetlint", appauthor=False))


def pages() -> dict[str, Path]:
    """Return the pages that come with meetlint, by name: packed beside this module, in a checkout under ``docs``."""
    packed = Path(__file__).with_name("pages")
    folder = packed if packed.is_dir() else Path(__file__).parents[1] / "docs"
    return {path.stem: path for path in sorted(folder.glob("*.md"))}


def cache_dir() -> Path:
    """Return the folder for cached calendars; ``MEETLINT_CACHE_DIR`` overrides it."""
    return Path(os.environ.get("MEETLINT_CACHE_DIR") or platformdirs.user_cache_dir("meetlint", appauthor=False))


def open_private_folder(folder: Path) -> None:
    """Make a folder that was named for results, for its owner's eyes only; one that is there stays as it is.

    What a killed run left in it goes.

    Raises:
        UsageError: it cannot be made or looked into.
    """
    from connectors.private_files import make_folder, remove_leftovers

    try:
        make_folder(folder)
        remove_leftovers(folder)
    except OSError as error:
        raise UsageError(
            N_("The folder {folder} cannot be made: {reason}."),
            N_("Choose another place with {option}."),
            folder=folder,
            reason=reason_of(error),
            option="-o",
        ) from error


def unwritten(path: Path, error: OSError, option: str = "-o") -> UsageError:
    """Return what is said of a place that takes no file; ``option`` is the one that names it."""
    return UsageError(
        N_("{file} cannot be written: {reason}."),
        N_("Choose another place with {option}."),
        file=path,
        reason=reason_of(error),
        option=option,
    )
