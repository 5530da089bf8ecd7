"""The uid of an event from Exchange's global object id, so that a file and Graph agree on it.

[MS-OXOCAL] sections 2.2.1.27 (PidLidGlobalObjectId) and 2.2.1.28 (PidLidCleanGlobalObjectId).
"""

from __future__ import annotations

import re

from connectors.services.parts import Part, text_of

_HEAD = bytes.fromhex("040000008200E00074C5B7101A82E008")
_DAY = slice(16, 20)
_SIZE = slice(36, 40)
_DATA = 40
_FOREIGN = b"vCal-Uid\x01\x00\x00\x00"
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2}){40,}\Z")


def series_uid(item: Part, master: Part) -> str:
    """Return the uid that all occurrences of a series share, or that of a single event.

    The global object id in iCalUId holds the day of the occurrence, which is taken out; one that another program made
    holds that program's uid in clear. Where iCalUId is no such id, the uid of an occurrence is that of its master,
    else the master's own id.
    """
    own, series = text_of(item, "iCalUId"), text_of(item, "seriesMasterId")
    if not series:
        return clean_uid(own) or text_of(item, "id")
    if _is_global(own):
        return clean_uid(own)
    return clean_uid(text_of(master, "iCalUId")) or series


def tells_series_uid(item: Part) -> bool:
    """Return whether an event tells the uid of its series by itself, without the master."""
    return _is_global(text_of(item, "iCalUId"))


def clean_uid(uid: str) -> str:
    """Return the uid without the day of an occurrence; the original one where another program made it."""
    if not _is_global(uid):
        return uid
    blob = bytearray.fromhex(uid)
    size = int.from_bytes(blob[_SIZE], "little")
    data = bytes(blob[_DATA : _DATA + size])
    if data.startswith(_FOREIGN):
        foreign = data[len(_FOREIGN) :].partition(b"\0")[0].decode("utf-8", "replace")
        if foreign:
            return foreign
    if not any(blob[_DAY]):
        return uid
    blob[_DAY] = bytes(4)
    clean = blob.hex()
    return clean if uid.islower() else clean.upper()


def _is_global(uid: str) -> bool:
    return uid[: 2 * len(_HEAD)].upper() == _HEAD.hex().upper() and _HEX.match(uid) is not None
