"""Every kind of problem can be said, and every reason not to read something says what to do."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from analyzer.errors import SourceError
from analyzer.problems import Problem, ProblemKind
from analyzer.text import N_, translator
from connectors.refusals import SOURCE_UNREADABLE, Refusal, problem_of
from tests.problem_kinds import Use, field_names, kinds, uses

WITHOUT_HINT = {
    "file-missing": "its hint comes with what stands beside it",
    "name-unknown": "its hint comes with the nearest name",
    "outlook-sign-in-ended": "it is only ever said of a part, which has no hint, so its sentence holds the command",
}
COMMAND_OR_ADDRESS = re.compile(
    r"(?:meetlint [a-z]+(?: (?:[a-z-]+|[A-Z]+))*|python -m pip install '[a-z\[\]]+'|https://\S+)\Z"
)
"""What stands at the end without a full stop, to be copied."""


KINDS = kinds()
REFUSALS = [kind for kind in KINDS if isinstance(kind, Refusal)]
GONE = Refusal("gone", N_("{name} is gone."), N_("Look elsewhere."))
LOST = ProblemKind("lost", N_("{name} was lost: {reason}"), effect="source")


@pytest.mark.parametrize("refusal", REFUSALS, ids=[refusal.code for refusal in REFUSALS])
def test_every_refusal_says_what_to_do(refusal: Refusal) -> None:
    message, hint = refusal.message, refusal.hint
    assert bool(hint) is (refusal.code not in WITHOUT_HINT)
    assert message.endswith((".", ": {reason}.")) or COMMAND_OR_ADDRESS.search(message)
    assert not hint or hint.endswith(".") or COMMAND_OR_ADDRESS.search(hint)


def test_every_kind_has_a_code_of_its_own() -> None:
    assert len(REFUSALS) > 60
    assert len(KINDS) > len(REFUSALS) + 80
    assert [code for code, count in Counter(kind.code for kind in KINDS).items() if count > 1] == []
    assert all(re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", kind.code) for kind in KINDS)


def test_every_kind_is_used() -> None:
    assert {kind.code for kind in KINDS} - {use.kind.code for use in uses()} == set()


def test_every_use_of_a_kind_gives_the_fields_of_its_sentence() -> None:
    checked = [use for use in uses() if use.given is not None]
    assert len(checked) > 200
    assert [(use.place, use.kind.code) for use in checked if not _fits(use)] == []


def test_problem_says_its_sentence_with_that_of_its_cause_in_the_readers_language() -> None:
    error = SourceError(N_("Nothing comes in on standard input."))
    dutch = translator("nl")
    assert problem_of(error, "a.ics").say(dutch) == error.say(dutch) != error.say(translator("en"))
    assert problem_of(error, "a.ics", LOST).say(dutch) == f"a.ics was lost: {error.say(dutch)}"


def test_refused_error_becomes_a_problem_of_its_own_kind_unless_told_otherwise() -> None:
    error = GONE.error(name="a.ics")
    own, other = problem_of(error, "a.ics"), problem_of(error, "a.ics", SOURCE_UNREADABLE)
    assert (own.code, own.effect, own.say(translator("en"))) == ("gone", "source", "a.ics is gone.")
    assert (other.code, other.say(translator("en"))) == ("source-unreadable", "a.ics is gone.")
    assert own == GONE.problem("a.ics", name="a.ics")
    assert own.cause is other.cause is error


def test_field_of_a_problem_counts_for_more_than_its_cause() -> None:
    problem = Problem("a.ics", LOST, fields={"name": "a", "reason": "b"}, cause=SourceError("c"))
    assert problem.say(translator("en")) == "a was lost: b"


def _fits(use: Use) -> bool:
    """Say whether a use gives every field that is said, and no other; only a hint that comes with it may say more."""
    assert use.given is not None
    hint = use.kind.hint if isinstance(use.kind, Refusal) else ""
    said = field_names(use.kind.message) | field_names(hint)
    has_other_hint = use.kind.code in WITHOUT_HINT or use.kind is SOURCE_UNREADABLE
    return use.given >= said if has_other_hint else use.given == said
