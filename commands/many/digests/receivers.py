"""digest status, resend, leave and join: what became of everybody's mails, and what is said of somebody by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from analyzer.errors import EXIT_PARTIAL, SourceError, UsageError
from analyzer.reports.inert import inert
from analyzer.text import N_
from commands.console import say, say_error, write
from commands.front import Command
from commands.options import (
    config_option,
    debug_option,
    language_option,
    options,
    rules_from_option,
    today_option,
)
from commands.request import Request

if TYPE_CHECKING:
    from commands.many.digests.run import Many

NEEDS_SQLALCHEMY = N_("The outbox of the digest is kept with SQLAlchemy.")

_WITHIN = "8d"
"""A week, and the day on which the digests of the next one go out."""
team_option = click.option(
    "--team", "team_id", default="", metavar="ID", help=N_("The digest of this team of [teams.ID], for its members.")
)
roster_option = click.option(
    "--roster",
    type=click.Path(path_type=Path),
    metavar="PLACE",
    help=N_("Who is on it: a meetlint.toml or a CSV file; else the settings file."),
)
place_options = options(
    roster_option,
    today_option,
    rules_from_option,
    config_option,
    language_option,
    debug_option,
)


def need_sqlalchemy() -> None:
    """Refuse early what cannot be kept.

    Raises:
        UsageError: SQLAlchemy is not installed.
    """
    try:
        import sqlalchemy
    except ImportError as error:
        raise UsageError(NEEDS_SQLALCHEMY, "python -m pip install 'meetlint[digest]'") from error
    del sqlalchemy


@click.command(
    cls=Command,
    help=N_(
        "Show what became of the digests of this week: counts, and who has to be looked after.\n\n"
        "With --format json counts and times only. With --check it ends with 4 where the last run did not end well or "
        "is too long ago, or somebody could not be read or written to."
    ),
)
@click.option("--period", metavar="WEEK", help=N_("Another week, such as 2026-W47."))
@team_option
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", help=N_("Form of the result."))
@click.option("--check", "is_check", is_flag=True, help=N_("End with 0 when all is well, else with 4: for monitoring."))
@click.option(
    "--within",
    metavar="SPAN",
    help=N_("With --check: a run has to have ended so lately, such as 26h, 8d or 2w; 8d without it."),
)
@click.option(
    "--quiet", "-q", "is_quiet", is_flag=True, help=N_("With --check: say nothing when all is well, as cron wants it.")
)
@place_options
def status(
    period: str | None, team_id: str, form: str, is_check: bool, within: str | None, is_quiet: bool, **given: Any
) -> int:
    """Show the outbox in numbers."""
    need_sqlalchemy()
    from commands.analysis import clock
    from commands.many.digests.box import has_outbox, names_of, place_of, those_who_joined
    from commands.many.digests.checking import complaints_of, span_of
    from commands.many.digests.run import now_of
    from commands.many.digests.status import Status, render_status, render_status_json, status_of
    from commands.many.digests.team import team_period
    from connectors.mail.outbox.box import Outbox
    from connectors.mail.outbox.tables import STATES

    if (within or is_quiet) and not is_check:
        option = "--within" if within else "--quiet"
        raise UsageError(N_("{option} is about --check."), N_("Add --check, or leave {option}."), option=option)
    longest = span_of(within or _WITHIN)
    # Counts need no names; where the directory is not to be had, nor do sentences.
    many, today = _many({**given}, asks_directory=False)
    if form == "text" and not many.members:
        try:
            many, _ = _many(given)
        except SourceError as error:
            say_error(error, many.basis.translate)
    period = _period(period, many, today)
    period = team_period(period, team_id) if team_id else period
    place = place_of(many.settings)
    translate = many.basis.translate
    # Of a group that was not read nobody is known: that is no word of who is on it.
    taking = those_who_joined(many.members, today) if many.members else None
    faults: list[str] | None = None
    people: set[str] | None = None
    if taking is not None:
        faults = [inert(translate(text, person=one.name, line=one.line)) for one, text in taking.faults]
    found = Status(period, dict.fromkeys(STATES, 0), faults=faults, place=place)
    called: dict[str, str] = {}
    if has_outbox(place):
        names = names_of(many.settings)
        called = {names.person(one.address): inert(one.name) for one in many.members if one.address}
        if taking is not None:
            people = {names.person(one.address) for one in taking.members}
        with Outbox(place, names) as outbox:
            found = status_of(outbox, period, people, faults)
    complaints = complaints_of(found, longest, clock()) if is_check else None
    if is_quiet and not complaints:
        return 0
    if form == "json":
        write(render_status_json(found, complaints), None)
    else:
        text = render_status(found, called, many.settings, now_of(given["today"]), translate)
        for one in complaints or ():
            text += translate(N_("Not well: {what}."), what=one.say(translate)) + "\n"
        write(text + (translate(N_("All is well.")) + "\n" if complaints == [] else ""), None)
    return EXIT_PARTIAL if complaints else 0


def _many(given: dict[str, Any], *, asks_directory: bool = True) -> tuple[Many, date]:
    from commands.many.digests.run import everybody, now_of
    from commands.many.over_roster import Order

    roster = given.pop("roster")
    request = Request(sources=(), **given)
    many = everybody(request, Order(roster), asks_directory=asks_directory)
    return many, request.today or now_of(None).date()


def _period(period: str | None, many: Many, today: date) -> str:
    """Return the week meant.

    Raises:
        UsageError: it is none.
    """
    from analyzer.team.digest import week_due
    from analyzer.time.period import iso_week, parse_period

    if period is None:
        return week_due(many.settings.digest, today)[0]
    return iso_week(parse_period(week=period).on(today).first)


@click.command(
    cls=Command,
    help=N_(
        "Have the next run send somebody's digest once more, after it was refused, failed, or nobody knows.\n\n"
        "PERSON is the ID of [people.ID], the name in the CSV file, or the address."
    ),
)
@click.argument("person", metavar="PERSON")
@click.option("--period", metavar="WEEK", help=N_("Another week, such as 2026-W47."))
@place_options
def resend(person: str, period: str | None, **given: Any) -> int:
    """Queue a mail again, by somebody's word."""
    need_sqlalchemy()
    from commands.many.digests.box import member_called, names_of, place_of
    from commands.many.digests.run import now_of
    from connectors.mail.outbox.box import Outbox

    today = given["today"]
    many, day = _many(given)
    current, period = _period(None, many, day), _period(period, many, day)
    member, names = member_called(person, many.members), names_of(many.settings)
    translate = many.basis.translate
    if period != current:
        raise UsageError(
            N_("The digest of {period} is no longer sent: the one of {current} tells what is coming now."),
            period=period,
            current=current,
        )
    with Outbox(place_of(many.settings), names) as outbox:
        if outbox.resend(names.person(member.address), period, now_of(today)):
            click.echo(translate(N_("The next run sends it: meetlint digest send")))
            return 0
    say(
        translate(N_("Nothing was changed: the digest of {person} is not refused, failed or unknown."), person=person),
        translate(N_("What became of it: meetlint digest status")),
    )
    return EXIT_PARTIAL


@click.command(cls=Command, help=N_("Send PERSON no more digests; it is confirmed once, by mail, to them alone."))
@click.argument("person", metavar="PERSON")
@place_options
def leave(person: str, **given: Any) -> int:
    """Note that a person wants no more."""
    need_sqlalchemy()
    from commands.many.digests.box import member_called, names_of, place_of
    from commands.many.digests.run import now_of
    from commands.many.over_roster import Order, basis_of
    from connectors.mail.message import is_address
    from connectors.mail.outbox.box import Outbox

    today = given["today"]
    try:
        many, _ = _many({**given})
        address, basis = member_called(person, many.members).address, many.basis
    except SourceError:
        # Leaving does not wait for a directory that is not to be had.
        if not is_address(person):
            raise
        rest = {name: value for name, value in given.items() if name != "roster"}
        address, basis = person, basis_of(Request(sources=(), **rest), Order(given["roster"]))
    names = names_of(basis.settings)
    with Outbox(place_of(basis.settings), names) as outbox:
        is_empty = outbox.is_new()
        outbox.leave(names.person(address), now_of(today))
        place = outbox.name
    # Who left is told to nobody, so it is not said either whether they had before.
    text = N_("Noted. The next run confirms it by mail, unless it did so before.")
    click.echo(basis.translate(text))
    if is_empty:
        say(
            basis.translate(N_("No digest was ever sent from the outbox {place}."), place=place),
            basis.translate(N_("Where another user sends them, type it as that user: else they send on.")),
        )
        return EXIT_PARTIAL
    return 0


@click.command(cls=Command, help=N_("Let PERSON, who had left, get digests again from the next week on."))
@click.argument("person", metavar="PERSON")
@place_options
def join(person: str, **given: Any) -> int:
    """Note that a person wants them again."""
    need_sqlalchemy()
    from commands.many.digests.box import has_outbox, member_called, names_of, place_of
    from connectors.mail.outbox.box import Outbox

    many, day = _many(given)
    member, names = member_called(person, many.members), names_of(many.settings)
    translate, place = many.basis.translate, place_of(many.settings)
    if has_outbox(place):
        with Outbox(place, names) as outbox:
            outbox.join(names.person(member.address))
    if member.joined is None or member.joined > day:
        click.echo(translate(N_("Now write it where the roster has them: joined = {day}"), day=day.isoformat()))
    else:
        click.echo(translate(N_("Noted. The next digest goes to them as well.")))
    return 0
