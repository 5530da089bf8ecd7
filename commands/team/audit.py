"""audit: a team's meetings judged, and of its people only what holds for the group."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from analyzer.errors import EXIT_NO_SOURCE, UsageError
from analyzer.text import N_
from commands.analysis import clock
from commands.console import say, screen, write
from commands.front import Command
from commands.helps import HELP
from commands.many.errands import Errand
from commands.many.over_roster import Order, basis_of, do_for_each, exit_code_of
from commands.options import Form, output_option, reading_options, team_key_option, worker_options
from commands.request import Request
from commands.team.audit_key import audit_key
from commands.team.preparing import Wanted, prepare_team

if TYPE_CHECKING:
    from analyzer.team.audit import Audit
    from commands.many.errands import Outcome
    from commands.many.over_roster import Basis
    from commands.team.preparing import ChosenTeam

AUDIT_FORMATS = ("text", "html", "json", "csv", "markdown")
FEW_CHANGES = 3
MOST_CHANGES = 20


@click.command(cls=Command, help=HELP["audit"])
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option("--team", "team_id", default="", metavar="ID", help=N_("The team of [teams.ID] in meetlint.toml."))
@click.option(
    "--all-teams", "is_all", is_flag=True,
    help=N_("Every team of meetlint.toml, or every folder in SOURCE: a report for each, in the folder of -o."),
)  # fmt: skip
@click.option(
    "--epsilon", type=click.FloatRange(min=0, min_open=True), metavar="X",
    help=N_("With --all-teams: also means of all people together, with noise; X is what they may tell of anybody."),
)  # fmt: skip
@click.option("--again", is_flag=True, help=N_("With --all-teams: make also the reports again that are there."))
@team_key_option
@click.option(
    "--changes", "most", type=click.IntRange(1, MOST_CHANGES), default=FEW_CHANGES, metavar="N",
    help=N_("At most so many changes; else 3."),
)  # fmt: skip
@click.option(
    "--seconds", type=click.IntRange(1, 86_400), default=30, metavar="N",
    help=N_("How long the proof of the changes may take; else 30 seconds."),
)  # fmt: skip
@click.option("--select", multiple=True, metavar="RULE", help=N_("Only this rule; may be repeated."))
@click.option("--ignore", multiple=True, metavar="RULE", help=N_("Not this rule; may be repeated."))
@click.option(
    "--agree", "tried", multiple=True, metavar="KEY=VALUE",
    help=N_("What would have to change for this agreement, such as focus_days=wed; may be repeated."),
)  # fmt: skip
@click.option("--format", "form", type=Form(AUDIT_FORMATS), default="text", help=N_("Form of the result."))
@worker_options
@reading_options
@output_option
def audit(
    team_id: str,
    is_all: bool,
    epsilon: float | None,
    again: bool,
    key_file: Path | None,
    most: int,
    seconds: int,
    tried: tuple[str, ...],
    form: str,
    workers: int | None,
    scheduler: str,
    **options: Any,
) -> int:
    """Read the members, judge the team, and show what may be shown."""
    from analyzer.settings.tried import read_agreements

    request = Request(**options)
    if request.me or request.is_shared:
        raise UsageError(N_("An audit is about a team, and nobody in it."), N_("Leave --me and --shared."))
    if again and not is_all:
        raise UsageError(
            N_("Only of all teams are there reports that can stay."),
            N_("Leave --again, or add --all-teams."),
        )
    if epsilon is not None and not is_all:
        raise UsageError(
            N_("Noise is for means of a whole organisation: one team is too small for it."),
            N_("Leave --epsilon, or add --all-teams."),
        )
    wanted = Wanted(most, seconds, read_agreements(tried), tried)
    order = Order(None, workers, scheduler)
    basis = basis_of(request, order)
    now = clock()
    request = request.with_team_days(request.today or now.date())
    errand = Errand(
        task="hand-over",
        request=request,
        settings=basis.text,
        settings_file=basis.settings.file,
        now=now,
        key=audit_key(key_file),
        has_titles=basis.privacy.titles,
        again=again,
    )
    if is_all:
        from commands.team.all_teams import audit_all_teams

        if team_id:
            raise UsageError(N_("One team is named, and all of them."), N_("Leave --team or --all-teams."))
        return audit_all_teams(errand, wanted, order, basis, form, epsilon)
    return _audit_one(errand, wanted, order, basis, team_id, form)


def _audit_one(errand: Errand, wanted: Wanted, order: Order, basis: Basis, team_id: str, form: str) -> int:
    from analyzer.reports.team.formats import render_audit
    from commands.team.audit_log import log_release
    from commands.team.choosing import chosen_team

    request = errand.request
    team = chosen_team(request, team_id, basis, request.today or errand.now.date())
    outcome = do_for_each(errand, team.members, team.name, order, basis)
    if not outcome.handed:
        return exit_code_of(outcome) or EXIT_NO_SOURCE
    made = shown_audit(errand, wanted, team, outcome, basis)
    log_release(made, [form], basis.privacy, errand.now)
    write(render_audit(made, form, basis.translate, screen(request), errand.now), request.output)
    for name in made.failed_rules:
        say(basis.translate(N_("The rule {name} broke off; the others went on."), name=name))
    return exit_code_of(outcome)


def shown_audit(errand: Errand, wanted: Wanted, team: ChosenTeam, outcome: Outcome, basis: Basis) -> Audit:
    """Return the audit of a team whose members handed over, and note in the ledger what it releases.

    Raises:
        UsageError: two of the members are one person's, or were made with different keys.
        SettingsError: the ledger is not to be had, or was begun with another key.
    """
    from analyzer.team.audit import release_audit
    from analyzer.team.gate import Gate
    from commands.team.ledger import opened_ledger

    prepared = prepare_team(errand, wanted, team, outcome)
    today = errand.request.today or errand.now.date()
    with opened_ledger(outcome.handed[0].key, basis.privacy.retention_days, today) as book:
        made, book.ledger = release_audit(prepared, Gate(basis.privacy.floor), book.ledger)
    return made
