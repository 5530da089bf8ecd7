"""Refusals: reasons not to read something, as an error when nothing is left, as a problem when others go on."""

from __future__ import annotations

from dataclasses import dataclass, field

from analyzer.errors import SourceError
from analyzer.problems import Effect, Problem, ProblemKind
from analyzer.text import N_

SOURCE_UNREADABLE = ProblemKind("source-unreadable", N_("{reason}"), effect="source")


@dataclass(frozen=True)
class Refusal(ProblemKind):
    """One reason not to read something.

    Attributes:
        message: msgid; ``{name}`` is what people call the thing.
        hint: msgid of the next thing to do; "" where only :meth:`error` knows it.
    """

    effect: Effect = field(default="source", kw_only=True)
    hint: str = ""

    def error(self, hint: str = "", /, **fields: object) -> RefusedError:
        """Return the error, with another hint where one is given."""
        return RefusedError(self, hint or self.hint, **fields)

    def problem(self, source: str, /, **fields: object) -> Problem:
        """Return the problem: this part of the source is lost."""
        return problem_of(self.error(**fields), source)


class RefusedError(SourceError):
    """A source, or one file of it, that is refused.

    Attributes:
        refusal: the kind of problem it becomes when others go on.
    """

    def __init__(self, refusal: Refusal, hint: str, **fields: object) -> None:
        super().__init__(refusal.message, hint, **fields)
        self.refusal = refusal

    @property
    def code(self) -> str:
        """The stable name of the refusal."""
        return self.refusal.code


def problem_of(error: SourceError, source: str, kind: ProblemKind | None = None) -> Problem:
    """Return an error as a problem of a source, for when others go on.

    Args:
        error: what went wrong.
        source: what people see as its place.
        kind: with ``{name}`` and ``{reason}`` for the source and the error; None for the error's own words.
    """
    if kind is None and isinstance(error, RefusedError):
        return Problem(source, error.refusal, fields=error.fields, cause=error)
    return Problem(source, kind or SOURCE_UNREADABLE, fields={"name": source} if kind else {}, cause=error)
