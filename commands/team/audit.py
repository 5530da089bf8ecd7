"""audit: a team's meetings judged, and of its people only what holds for the group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from analyzer.errors import EXIT_NO_SOURCE, UsageError
from analyzer.text import N_
from commands.analysis import clock, known_rules
from commands.console import say, screen, write
from commands.front import Command
from commands.helps import HELP
from commands.many.errands import Errand
from commands.many.over_roster import Order, basis_of, do_for_each, exit_code_of
from commands.options import Form, output_option, reading_options, worker_options
from commands.request import Request

if TYPE_CHECKING:
    from analyzer.judging.rule import Rule
    from analyzer.team.audit import Audit
    from commands.many.errands import Handed, Outcome
    from commands.many.over_roster import Basis
    from commands.many.roster import Member

AUDIT_FORMATS = ("text", "html", "json", "csv", "markdown")
FEW_CHANGES = 3
MOST_CHANGES = 20


@click.command(cls=Command, help=HELP["audit"])
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option("--team", "team_id", default="", metavar="ID", help=N_("The team of [teams.ID] in meetlint.toml."))
@click.option(
    "--team-key",
    "key_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=N_("The file with the team's key, where members hand over tables made with it."),
)
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
    from analyzer.reports.team.formats import render_audit
    from analyzer.settings.tried import read_agreements
    from commands.team.audit_key import audit_key
    from commands.team.audit_log import log_release

    request = Request(**options)
    if request.me or request.is_shared:
        raise UsageError(N_("An audit is about a team, and nobody in it."), N_("Leave --me and --shared."))
    agreed = read_agreements(tried)
    order = Order(None, workers, scheduler)
    basis = basis_of(request, order)
    now = clock()
    today = request.today or now.date()
    request = request.with_team_days(today)
    team, members = _members(request, team_id, basis, today)
    errand = Errand(
        task="hand-over",
        request=request,
        settings=basis.text,
        settings_file=basis.settings.file,
        now=now,
        key=audit_key(key_file),
        has_titles=basis.privacy.titles,
    )
    outcome = do_for_each(errand, members, team[1], order, basis)
    if not outcome.handed:
        return exit_code_of(outcome) or EXIT_NO_SOURCE
    _refuse_other_keys(outcome.handed)
    _refuse_doubles(outcome.handed)
    made = made_audit(request, team, outcome, members, basis, agreed, tried, most, seconds, today)
    log_release(made, [form], basis.privacy, now)
    write(render_audit(made, form, basis.translate, screen(request), now), request.output)
    for name in made.failed_rules:
        say(basis.translate(N_("The rule {name} broke off; the others went on."), name=name))
    return exit_code_of(outcome)


def _members(request: Request, team_id: str, basis: Basis, today: date) -> tuple[tuple[str, str], list[Member]]:
    """Return id and name of the team, and its members with their sources.

    Raises:
        UsageError: no team is named, it is not known, or nobody of it takes part.
    """
    from commands.many.roster import read_roster, roster_of

    if request.sources:
        if team_id:
            raise UsageError(N_("A team of meetlint.toml has its own sources."), N_("Leave SOURCE, or leave --team."))
        if len(request.sources) == 1:
            place = Path(request.sources[0])
            if not place.is_dir():
                raise UsageError(
                    N_("{source} is one person's calendar, and an audit needs those of a team."),
                    N_("Name a folder with a calendar for each member, several sources, or --team ID."),
                    source=request.sources[0],
                )
            return (place.resolve().name, place.resolve().name), read_roster(place, basis.settings)
        return ("sources", basis.translate(N_("these calendars"))), roster_of(request.sources)
    teams = basis.settings.teams
    if not team_id and len(teams) == 1:
        team_id = next(iter(teams))
    if team_id not in teams:
        raise UsageError(
            N_("There is no team {team} in the settings.") if team_id else N_("Nothing says which team is meant."),
            N_("Name a folder with a calendar for each member, or --team ID of a [teams.ID] section. Known: {known}"),
            team=team_id,
            known=", ".join(teams) or "-",
        )
    return (team_id, teams[team_id].name or team_id), _joined(team_id, basis, today)


def _joined(team_id: str, basis: Basis, today: date) -> list[Member]:
    """Return the members of a team who joined, by an act of their own.

    Raises:
        UsageError: an id that nobody has, or nobody joined yet.
    """
    from commands.many.roster import members_of

    settings = basis.settings
    team = settings.teams[team_id]
    unknown = [name for name in team.members if name not in settings.people]
    if unknown:
        raise UsageError(
            N_("The team {team} names {name}, and there is no [people.{name}]."),
            N_("Write the section, or take the name away."),
            team=team_id,
            name=unknown[0],
        )
    names = [name for name in dict.fromkeys(team.members) if _takes_part(settings.people[name].joined, today)]
    if not names:
        raise UsageError(
            N_("Nobody of the team {team} takes part yet."),
            N_("Members join by their own act: with joined = DATE in [people.ID], or by handing over a table."),
            team=team_id,
        )
    return members_of(names, settings, Path(settings.file))


def _takes_part(joined: date | None, today: date) -> bool:
    return joined is not None and joined <= today


def _refuse_other_keys(handed: Sequence[Handed]) -> None:
    """Refuse tables that were made with different keys: no copy of a meeting would be found again.

    Raises:
        UsageError: there are two keys.
    """
    if len({one.key for one in handed}) > 1:
        raise UsageError(
            N_("The members' tables were made with different keys, so copies of a meeting cannot be found."),
            N_("Let all be made with the same key (collect --for audit --team-key FILE), and name it here as well."),
        )


def _refuse_doubles(handed: Sequence[Handed]) -> None:
    """Refuse two calendars of one person: each figure would count that person twice.

    Raises:
        UsageError: there are such two.
    """
    first: dict[str, str] = {}
    for one in handed:
        if (other := first.setdefault(one.person, one.name)) != one.name:
            raise UsageError(
                N_("{one} and {other} are the same person's."),
                N_("Put all calendars of a person into one folder, or name them as one person's sources."),
                one=other,
                other=one.name,
            )


def _seconds(seconds: int) -> int | None:
    """Return how long a proof may take, None where nothing can prove."""
    try:
        from ortools.sat.python import cp_model
    except ImportError:
        return None
    del cp_model
    return seconds


def made_audit(
    request: Request,
    team: tuple[str, str],
    outcome: Outcome,
    members: Sequence[Member],
    basis: Basis,
    agreed: Mapping[str, Any],
    tried: Sequence[str],
    most: int,
    seconds: int,
    today: date,
) -> Audit:
    """Return the audit of what members handed over, and note in the ledger what it releases."""
    from zoneinfo import ZoneInfo

    from analyzer.agreements import Agreements, agreements_of
    from analyzer.judging.rule import activate
    from analyzer.team.audit import Team, Unread, make_audit, zone_of
    from analyzer.team.gate import Gate
    from analyzer.team.judging import judge_team
    from analyzer.team.members import TeamMember
    from commands.team.ledger import opened_ledger

    settings = basis.settings
    manager = settings.teams[team[0]].manager if team[0] in settings.teams else ""
    own = agreements_of(settings.agreements, (), "")
    # Days are reckoned once for the same agreements, and workers hand over copies of them.
    known: dict[str, Agreements] = {}
    people = [
        TeamMember(
            person=one.person,
            zone=ZoneInfo(one.zone),
            agreements=known.setdefault((one.agreements or own).model_dump_json(exclude={"me"}), one.agreements or own),
            rows=one.rows,
            first=one.first,
            last=one.last,
            is_whole=one.is_whole,
            is_reader=bool(manager) and one.name == manager,
        )
        for one in outcome.handed
    ]
    period = request.period().on(today)
    rules = _team_rules(known_rules(request.rules_from), request)
    active = activate(rules, settings.rules)
    ignore = [entry for entry in settings.ignore if not entry.is_expired(today)]
    judged = judge_team(people, period, today, active, ignore)
    zone = ZoneInfo(request.zone) if request.zone else zone_of([one.zone for one in people])
    terms = basis.privacy
    with opened_ledger(outcome.handed[0].key, terms.retention_days, today) as book:
        made, book.ledger = make_audit(
            judged,
            Team(*team, zone, len(members), len(people)),
            Gate(terms.floor),
            book.ledger,
            active,
            now=clock(),
            ignore=ignore,
            most_changes=most,
            seconds=_seconds(seconds),
            fingerprint=terms.fingerprint(),
            unread=[Unread(name, trouble.texts) for name, trouble in outcome.failed],
            problems=outcome.problems,
            tried=agreed,
            agreed=tried,
        )
    return made


def _team_rules(rules: Mapping[str, Rule], request: Request) -> Mapping[str, Rule]:
    """Return the chosen rules that may be shown to a team."""
    from analyzer.rulebook.loading import choose_rules

    chosen = choose_rules(rules, request.select, request.ignore)
    return {name: rule for name, rule in chosen.items() if "team" in rule.audience}
