"""Names of people in titles, taken out before a title is handed to a team."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from analyzer.entries import Attendee
from analyzer.reading.roles.invited import OPEN, WITHOUT_MARKS, forms_of, with_marks
from analyzer.reading.roles.names import SURE, name_at

MASK = "…"
_SO_MANY = 1_000
"""People are looked for in a title in groups of so many."""

_START = re.compile(rf"(?<![\w{OPEN}])(?=[\w@{OPEN}])")
_ADDRESS = re.compile(r"\S+@\S+|(?:https?://|www\.)\S+|\+?\d[\d ()./-]{6,}\d", re.IGNORECASE)
_TOGETHER = re.compile(rf"{MASK}(?:[\s.]*{MASK})+")


class Names:
    """The people whose names are known: those who stand in a person's calendars."""

    def __init__(self, parties: Iterable[Attendee]) -> None:
        people = list(dict.fromkeys((one.name, one.address) for one in parties if one.kind == "person"))
        self._groups: Sequence[tuple[tuple[str, str], ...]] = [
            tuple(people[begin : begin + _SO_MANY]) for begin in range(0, len(people), _SO_MANY)
        ]

    def masked(self, title: str) -> str:
        """Return a title with every name, address, link and long number masked.

        A name is that of somebody in the calendars, or one that is surely a person's by a given name, a title or an
        initial. What is masked stays recognisable as left out.
        """
        text = _ADDRESS.sub(MASK, title.translate(WITHOUT_MARKS))
        for group in self._groups:
            text = self._without_names(with_marks(text, forms_of(group)))
        return _TOGETHER.sub(MASK, self._without_names(text))

    @staticmethod
    def _without_names(text: str) -> str:
        pieces, done = [], 0
        for start in _START.finditer(text):
            if start.start() < done:
                continue
            name = name_at(text, start.start())
            if name is not None and name.weight >= SURE:
                pieces += [text[done : start.start()], MASK]
                done = name.end
        pieces.append(text[done:])
        return "".join(pieces).translate(WITHOUT_MARKS)
