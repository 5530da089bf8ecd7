"""A series that was cut in two ("this and following"): where both halves have an occurrence, it counts once."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from analyzer.entries import Occurrences
from connectors.stand_ins import unsplit_uid


def without_halves(found: Occurrences, uids: Mapping[int, str]) -> tuple[Occurrences, list[int]]:
    """Return the occurrences without those that the earlier half of a split series has in common with the later one.

    The later half is the one that was meant to go on.

    Args:
        found: of all series.
        uids: of the entries, by position, that may be a half; those of any others are not looked at.

    Returns:
        What is left, and for each occurrence that was met in both halves the position of the earlier one.
    """
    plain = {uid: unsplit_uid(uid) for uid in uids.values()}
    if len(set(plain.values())) == len(plain):
        return found, []
    halves: dict[tuple[str, int], tuple[int, int]] = {}
    places = np.flatnonzero(np.isin(found.entry, list(uids)))
    originals = found.recurrence_start[places].astype(np.int64).tolist()
    rows = list(zip(places.tolist(), found.entry[places].tolist(), originals, strict=True))
    twice = []
    for place, entry, original in rows:
        known = halves.setdefault((plain[uids[entry]], original), (place, entry))
        if uids[known[1]] == uids[entry]:
            continue
        earlier, later = (known, (place, entry)) if uids[known[1]] < uids[entry] else ((place, entry), known)
        halves[plain[uids[entry]], original] = later
        twice.append(earlier[1])
    is_kept = np.ones(len(found.entry), dtype=bool)
    for place, entry, original in rows:
        is_kept[place] = uids[halves[plain[uids[entry]], original][1]] == uids[entry]
    return choose(found, np.flatnonzero(is_kept)), twice


def choose(found: Occurrences, places: npt.NDArray[np.intp]) -> Occurrences:
    """Return some of the occurrences."""
    return Occurrences(found.entry[places], found.start[places], found.end[places], found.recurrence_start[places])
