"""Names of files that are made of the names of people and teams."""

from __future__ import annotations

import re
import unicodedata

_OTHER_THAN_NAME = re.compile(r"[^\w@.+-]+")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)", re.IGNORECASE | re.ASCII)
"""What Windows takes for a device, whatever stands behind the dot."""
_MOST_BYTES = 200
"""Of UTF-8: a file system takes 255, and a suffix and the name of a file in the making have to fit as well."""
_MOST_CHARACTERS = 100


def file_stem(name: str, stand_in: str) -> str:
    """Return a name for a file without its suffix: harmless in every file system, and neither hidden nor passed over.

    Args:
        name: of a person or a team, whatever stands in it.
        stand_in: what it is called when nothing is left.
    """
    # Some file systems take two spellings of one letter for the same name.
    stem = _OTHER_THAN_NAME.sub("-", unicodedata.normalize("NFC", name)).strip("-._")[:_MOST_CHARACTERS]
    stem = stem.encode()[:_MOST_BYTES].decode(errors="ignore").rstrip("-._")
    return _DEVICE.sub(r"\g<0>-", stem, count=1) if _DEVICE.match(stem) else stem or stand_in
