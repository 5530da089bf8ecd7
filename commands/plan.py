"""plan: the best few changes of the coming weeks, proven; and what an agreement would ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from analyzer.errors import UsageError
from analyzer.reports.formats import PLAN_FORMATS, render_plan
from analyzer.reports.inert import inert
from analyzer.text import N_, Translator
from commands.analysis import Material, clock, exit_code, open_request, progress_of, say_problems
from commands.console import say, screen, write
from commands.front import Command
from commands.helps import HELP
from commands.options import Form, source_options
from commands.request import Request

if TYPE_CHECKING:
    from analyzer.changing.plan import Plan
    from analyzer.judging.rule import Rule
    from analyzer.reports.plans.planned import Planned
    from analyzer.run import Run

MOST_CHANGES = 20
FEW_CHANGES = 5
"""So many are proposed unless somebody asks for another number, or what an agreement takes."""

TITLE_WIDTH = 60


@click.command(
    cls=Command,
    help=HELP["plan"],
)
@source_options
@click.option(
    "--changes", "most", type=click.IntRange(1, MOST_CHANGES), metavar="N", help=N_("At most so many changes; else 5.")
)
@click.option(
    "--seconds",
    type=click.IntRange(1, 86_400),
    default=30,
    metavar="N",
    help=N_("How long the proof may take; else 30 seconds."),
)
@click.option(
    "--keep", "kept", multiple=True, metavar="TITLE", help=N_("Meetings of this title stay; may be repeated.")
)
@click.option(
    "--select", "aims", multiple=True, metavar="RULE", help=N_("Aim at this rule's findings only; may be repeated.")
)
@click.option("--ignore", multiple=True, metavar="RULE", help=N_("Not this rule; may be repeated."))
@click.option(
    "--agree",
    "tried",
    multiple=True,
    metavar="KEY=VALUE",
    help=N_("What would have to change for this agreement, such as focus_days=wed; may be repeated."),
)
@click.option("--format", "form", type=Form(PLAN_FORMATS), default="text", help=N_("Form of the result."))
def plan(
    form: str,
    most: int | None,
    seconds: int,
    kept: tuple[str, ...],
    aims: tuple[str, ...],
    tried: tuple[str, ...],
    **options: Any,
) -> int:
    """Judge, plan, and show; findings are no error here."""
    from analyzer.settings.tried import read_agreements

    _need_solver()
    request = Request(**options, looks_ahead=True)
    agreed = read_agreements(tried)
    material = open_request(request, lambda rules: _choose(rules, aims, request.ignore), proposes=False)
    most = most or (MOST_CHANGES if tried else FEW_CHANGES)
    planned = _planned(material, agreed, tried, aims, kept, most, seconds)
    if material.opened.calendars or form != "text":
        write(render_plan(planned, form, material.translate, screen(request), clock()), request.output)
    say_problems(planned.run, material.opened, material.translate, form)
    return exit_code(planned.run, material.opened, request.strict, None)


def _need_solver() -> None:
    """Say early what is missing.

    Raises:
        UsageError: ortools is not installed.
    """
    try:
        from ortools.sat.python import cp_model
    except ImportError as error:
        raise UsageError(N_("Planning needs OR-tools."), "python -m pip install 'meetlint[plan]'") from error
    del cp_model


def _choose(rules: Mapping[str, Rule], aims: Sequence[str], ignore: Sequence[str]) -> Mapping[str, Rule]:
    """Return the rules in force and those aimed at.

    Raises:
        UsageError: a name that is no rule, or a rule about something that no change of time mends.
    """
    from analyzer.rulebook.loading import choose_rule, choose_rules

    aimed = {name: choose_rule(name, rules) for name in aims}
    for name, rule in aimed.items():
        if rule.severity == "note" or name in ignore:
            raise UsageError(
                N_("A plan cannot aim at {rule}: its findings are notes, or it is ignored."),
                N_("What to do about it: meetlint explain {rule}"),
                rule=name,
            )
    return dict(sorted({**choose_rules(rules, (), ignore), **aimed}.items()))


def _planned(
    material: Material,
    agreed: Mapping[str, Any],
    tried: Sequence[str],
    aims: Sequence[str],
    kept: Sequence[str],
    most: int,
    seconds: int,
) -> Planned:
    """Judge what was opened, with and without what is tried, and plan.

    Raises:
        UsageError: the whole period is past.
    """
    from dataclasses import replace

    from analyzer.reports.plans.planned import Planned, coming_counts

    run = material.judged(agreed)
    _refuse_past(run)
    _say_unknown_titles(kept, run, material.translate)
    aims = tuple(dict.fromkeys(aims))
    more = 0
    if tried:
        before, after = coming_counts(material.judged()), coming_counts(run)
        worse = {name: count - before[name] for name, count in after.items() if count > before[name]}
        aims = [name for name in worse if not aims or name in aims]
        more = sum(worse[name] for name in aims)
    found = [
        one
        for one in run.judgement.findings
        if one.severity != "note" and (one.rule in aims or not (aims or tried)) and one.end.timestamp() > run.since
    ]
    made = _plan(material, run, aims, kept, most, seconds) if found else _no_plan(run)
    return Planned(replace(run, changes=made.changes, lost=made.lost), made, most, seconds, aims, tried, more)


def _plan(material: Material, run: Run, aims: Sequence[str], kept: Sequence[str], most: int, seconds: int) -> Plan:
    from analyzer.changing.options import Conditions
    from analyzer.changing.plan import make_plan

    conditions = Conditions(run.since, kept=kept, is_shared=run.is_shared)
    progress = progress_of(material.request, material.translate)
    found = sum(one.severity != "note" and (not aims or one.rule in aims) for one in run.judgement.findings)

    def tell(left: int, bound: int) -> None:
        if progress is not None:
            progress.plan(found, left, bound)

    if progress is not None:
        progress.plan(found, found, 0)
    made = make_plan(run.judgement, conditions, most=most, seconds=seconds, aims=aims, tell=tell)
    if progress is not None:
        progress.end()
    return made


def _no_plan(run: Run) -> Plan:
    """Return the plan of weeks in which nothing has to change."""
    from analyzer.changing.plan import Plan
    from analyzer.changing.planning import Proof
    from analyzer.judging.listing import Listing

    return Plan((), Proof("optimal", 0, 0, 0), Listing.empty(), run.judgement)


def _refuse_past(run: Run) -> None:
    if run.period.last < run.today:
        raise UsageError(
            N_("The period ends on {last}, before today, {today}: nothing of it can still change."),
            N_("Choose days to come, such as --next 2w."),
            last=run.period.last,
            today=run.today,
        )


def _say_unknown_titles(kept: Sequence[str], run: Run, translate: Translator) -> None:
    """Say which titles no coming meeting has, each with the nearest there is."""
    from difflib import get_close_matches

    context = run.judgement.context
    is_coming = context.is_counted & (context.event_spans.start >= run.since)
    titles = {title.casefold().strip(): title for title in run.table.column("title")[is_coming].tolist() if title}
    for title in kept:
        name = title.casefold().strip()
        if name in titles:
            continue
        near = get_close_matches(name, titles, 1, 0.5)
        text = N_("No coming meeting is called “{title}”.")
        if near:
            text = N_("No coming meeting is called “{title}”; did you mean “{near}”?")
        shown = inert(titles[near[0]], TITLE_WIDTH) if near else ""
        say(translate(text, title=inert(title, TITLE_WIDTH), near=shown))
