"""Where meetlint keeps what it remembers: one folder for state, one for what may be thrown away."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs


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
