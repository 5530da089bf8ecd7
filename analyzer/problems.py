"""Problems: what in a source could not be read, or was read with a repair, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from analyzer.errors import MeetlintError, Show, shown_fields
from analyzer.text import N_, Translator

Effect = Literal["skipped", "repaired", "source"]
"""What a problem cost: an event was skipped, something was read with a repair, or a source is lost or incomplete."""


@dataclass(frozen=True)
class ProblemKind:
    """One kind of problem, a constant of the module that meets it.

    Attributes:
        code: stable name such as ``end-before-start``; no two kinds share one.
        message: msgid of its sentence; ``{reason}`` is what the cause says, where there is one.
        effect: what such a problem costs.
    """

    code: str
    message: str
    effect: Effect = field(default="skipped", kw_only=True)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing in a source that could not be read as it stands.

    Attributes:
        source: the locator or file name.
        kind: what it is, what it says and what it cost.
        line: line in the source file, counted from 1, or None.
        uid: uid of the event, or "".
        fields: values for the sentence; never event text.
        cause: the error it comes from, if any.
        count: how many of its kind the source holds; this one is the first of them, and stands for all.
    """

    source: str
    kind: ProblemKind
    line: int | None = None
    uid: str = ""
    fields: Mapping[str, object] = field(default_factory=dict)
    cause: MeetlintError | None = field(default=None, compare=False)
    count: int = 1

    @property
    def code(self) -> str:
        """The stable name of its kind."""
        return self.kind.code

    @property
    def effect(self) -> Effect:
        """What it cost."""
        return self.kind.effect

    def say(self, translate: Translator, show: Show | None = None) -> str:
        """Return the sentence of this problem in the reader's language, with that of its cause where it names it.

        Args:
            translate: the reader's language.
            show: what makes the fields of both fit to be shown.
        """
        reason = {"reason": self.cause.say(translate, show)} if self.cause else {}
        return translate(self.kind.message, **{**reason, **shown_fields(self.fields, show)})

    def say_with_count(self, translate: Translator, show: Show | None = None) -> str:
        """Return the sentence, and for how many of its kind it stands."""
        said = self.say(translate, show)
        if self.count == 1:
            return said
        return translate(N_("{said} ({count} of these; this is the first.)"), said=said, count=self.count)


class NotReadError(Exception):
    """One event, or a part of it, that is not read: raised by who meets it, noted as a problem by who reads on.

    Attributes:
        kind: of the problem it becomes.
        fields: values for the sentence; never event text.
    """

    def __init__(self, kind: ProblemKind, **fields: object) -> None:
        super().__init__(kind.code)
        self.kind = kind
        self.fields = fields
