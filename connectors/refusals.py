"""Refusals: reasons not to read something, as an error when nothing is left, as a problem when others go on."""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.errors import SourceError
from analyzer.problems import Problem, register


class RefusedError(SourceError):
    """A source, or one file of it, that is refused under a stable code.

    Attributes:
        code: the name of the problem it becomes when others go on.
    """

    def __init__(self, code: str, message: str, hint: str, **fields: object) -> None:
        super().__init__(message, hint, **fields)
        self.code = code


REFUSALS: dict[str, Refusal] = {}
"""Every refusal by its code."""


@dataclass(frozen=True)
class Refusal:
    """One reason not to read something: as an error when nothing is left, as a problem when others go on.

    Attributes:
        code: stable name.
        message: msgid; ``{name}`` is what people call the thing.
        hint: msgid of the next thing to do; "" where only :meth:`error` knows it.
    """

    code: str
    message: str
    hint: str = ""

    def __post_init__(self) -> None:
        register({self.code: self.message})
        REFUSALS[self.code] = self

    def error(self, hint: str = "", /, **fields: object) -> RefusedError:
        """Return the error, with another hint where one is given."""
        return RefusedError(self.code, self.message, hint or self.hint, **fields)

    def problem(self, source: str, /, **fields: object) -> Problem:
        """Return the problem: this part of the source is lost."""
        return Problem(source, self.code, effect="source", fields=fields)
