"""A plan told once: what is proven, the changes with every occurrence, and what is left or stands in the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from analyzer.reports.plans.planned import Planned
from analyzer.reports.story import Section, Story
from analyzer.reports.words import findings, opening, plans, sentences
from analyzer.reports.words.wording import Wording
from analyzer.text import N_


def tell_plan(planned: Planned, wording: Wording, *, is_quiet: bool = False) -> Story:
    """Return a plan as a story; a quiet one has only what is proven and the changes."""
    run = planned.run
    fact = " ".join(_facts(planned, wording)).rstrip(".")
    return Story(
        heading=sentences.heading(run, wording),
        assumed="" if is_quiet else opening.assumed(run, wording),
        doubts=[] if is_quiet else opening.doubts(run, wording, lists_all=True),
        opening=(),
        sections=list(_sections(planned, wording, is_quiet=is_quiet)),
        counts=fact,
        everything="",
        summary=fact,
        why="",
        command="",
    )


def _facts(planned: Planned, wording: Wording) -> Iterator[str]:
    """Yield what is tried or aimed at, and what is proven; or that there is nothing to plan."""
    run = planned.run
    if not len(run.table):
        yield from sentences.empty_period(run, wording)
    elif not run.judgement.context.is_counted.any():
        yield findings.nothing_found(run, wording)
    elif planned.tried:
        yield plans.tried(planned, wording)
        if planned.more:
            yield plans.proven(planned, wording)
    else:
        yield from filter(None, [plans.aimed(planned, wording), plans.proven(planned, wording)])


def _sections(planned: Planned, wording: Wording, *, is_quiet: bool) -> Iterator[Section]:
    translate, run = wording.translate, planned.run
    if planned.plan.changes:
        heading = translate(N_("What must change") if planned.tried else N_("What to change"))
        notes = [] if is_quiet else [plans.free(planned, wording)]
        changes = [plans.planned_change(change, planned, wording) for change in planned.plan.changes]
        yield Section("changes", heading, [text for text in notes if text], changes=changes)
    if is_quiet:
        return
    if planned.tried and planned.more:
        yield _in_the_way(planned, wording)
    elif planned.found:
        lines = plans.rule_counts(Counter(one.rule for one in planned.left.findings), planned.after, wording)
        rest = [*lines, *filter(None, [plans.over(planned, wording)])]
        if rest:
            yield Section("left", translate(N_("What is left then")), rest)
    for name, heading, said in (
        ("read", N_("What was read"), sentences.left_out(run, wording)),
        ("problems", N_("What could not be read"), sentences.problems(run, wording)),
    ):
        if said:
            yield Section(name, translate(heading), said)


def _in_the_way(planned: Planned, wording: Wording) -> Section:
    """Return what is left of what is tried, finding by finding."""
    translate = wording.translate
    if not len(planned.left):
        return Section("in-the-way", texts=[translate(N_("Nothing stands in the way."))])
    heading = N_("What stands in the way") if planned.is_whole else N_("What is left then")
    lines = [plans.standing(one, planned, wording) for one in planned.left.findings]
    return Section("in-the-way", translate(heading), lines)
