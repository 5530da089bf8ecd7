"""Problems: what in a source could not be read, or was read with a repair, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from analyzer.text import N_, Translator

Effect = Literal["skipped", "repaired", "source"]
"""What a problem cost: an event was skipped, something was read with a repair, or a whole source is unreadable."""

TEXTS: dict[str, str] = {
    "source-unreadable": N_("{reason}"),
}
"""What each problem code says, as msgid; connectors add their own codes with :func:`register`."""


def register(texts: Mapping[str, str]) -> None:
    """Add the texts of a connector's problem codes; a code has one text for good."""
    for code, text in texts.items():
        if TEXTS.setdefault(code, text) != text:
            raise ValueError(f"problem code {code!r} has two texts")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing in a source that could not be read as it stands.

    Attributes:
        source: the locator or file name.
        code: stable name such as ``end-before-start``; its sentence stands in :data:`TEXTS`.
        line: line in the source file, counted from 1, or None.
        uid: uid of the event, or "".
        effect: whether the event was skipped, something was repaired, or the source is lost or incomplete.
        fields: values for the sentence; never event text.
    """

    source: str
    code: str
    line: int | None = None
    uid: str = ""
    effect: Effect = "skipped"
    fields: Mapping[str, object] = field(default_factory=dict)

    def say(self, translate: Translator) -> str:
        """Return the sentence of this problem in the reader's language."""
        return translate(TEXTS[self.code], **self.fields)
