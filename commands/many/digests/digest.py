"""digest: everybody who joined gets their week by mail, on a schedule; and one's own can be looked at."""

from __future__ import annotations

import base64
import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from analyzer.errors import EXIT_NO_SOURCE, EXIT_PARTIAL, SourceError, UsageError
from analyzer.text import N_
from commands.console import say, say_error, write
from commands.front import Group
from commands.helps import HELP
from commands.options import (
    allow_private_option,
    chosen_language,
    config_option,
    debug_option,
    each_options,
    language_option,
    optional_source_options,
    options,
    rules_from_option,
    today_option,
)
from commands.request import Request

if TYPE_CHECKING:
    from analyzer.reports.mail.letter import Letter
    from analyzer.run import Run
    from commands.many.digests.log import LogForm
    from commands.many.digests.run import Many

PREVIEW_FORMATS = ("text", "html", "eml")
NEEDS_SQLALCHEMY = N_("The outbox of the digest is kept with SQLAlchemy.")

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


@click.group(cls=Group, help=HELP["digest"])
@click.option("--lang", type=click.Choice(("en", "nl")), expose_value=False, help=N_("Language of all text."))
def digest() -> None:
    """The group of what has to do with the digest."""


@digest.command(
    name="preview",
    help=N_(
        "Show the digest of a calendar of your own, or of the sample; nothing is sent and nothing is kept.\n\n"
        "SOURCE is as with check."
    ),
)
@optional_source_options
@click.option("--format", "form", type=click.Choice(PREVIEW_FORMATS), default="text", help=N_("Form of the result."))
def preview(form: str, **given: Any) -> int:
    """Write the letter of one's own calendar."""
    from analyzer.reports.mail.letter import write_letter
    from commands.analysis import exit_code, perform, say_problems
    from commands.many.digests.office import letter_terms
    from commands.sample import sample_request

    request = Request(**given)
    if not request.sources:
        sample = sample_request(chosen_language(request.lang).language, plain=False, debug=request.debug)
        request = Request(**{**given, "sources": sample.sources, "today": sample.today, "uses_settings": False})
    run, opened, translate = perform(request, with_rules=True, is_dated=True)
    if not opened.calendars:
        say_problems(run, opened, translate, form)
        return EXIT_NO_SOURCE
    settings = _settings(request)
    letter = write_letter(run, letter_terms(None, settings, translate), translate)
    if letter is None:
        say(translate(N_("There is nothing to say about these weeks: no mail would be sent.")))
    else:
        write(_shown(letter, run, form, request), request.output)
    say_problems(run, opened, translate, form)
    return exit_code(run, opened, request.strict, None)


def _settings(request: Request) -> Any:
    from analyzer.settings.file import Settings
    from commands.analysis import known_rules, read_settings

    return read_settings(request.config, known_rules(request.rules_from)) if request.uses_settings else Settings()


def _shown(letter: Letter, run: Run, form: str, request: Request) -> str:
    """Return a letter in the form that was asked for."""
    from analyzer.reports.mail.sheet import PICTURE_ID

    if form == "text":
        return f"{letter.subject}\n\n{letter.text}"
    if form == "html":
        # A browser has no parts of a mail to look into.
        picture = base64.b64encode(letter.picture).decode("ascii")
        return letter.html.replace(f"cid:{PICTURE_ID}", f"data:image/png;base64,{picture}")
    from analyzer.time.period import iso_week
    from commands.analysis import clock
    from commands.many.digests.office import message_of
    from commands.many.roster import Member
    from connectors.mail.message import is_address, message_bytes
    from connectors.mail.names import KEY_BYTES, Names

    names = Names(os.urandom(KEY_BYTES), "meetlint.invalid")
    address = run.owner.address if is_address(run.owner.address) else "you@meetlint.invalid"
    person = names.person(address)
    message_id = names.message_id(person, iso_week(run.today))
    message = message_of(
        letter, Member("", (), address), person, message_id, clock(), _settings(request), tag=names.token(person)
    )
    return message_bytes(message).decode("ascii")


@digest.command(
    name="send",
    help=N_(
        "Send everybody who joined the digest of this week, once, however often it is called.\n\n"
        "Who takes part is said by joined = DATE in [people.ID], or by a column joined in a CSV roster. Replies that "
        "say STOP are read first. It is sent on the receiver's own working day and not during leave; nothing to say "
        "means no mail. A week that was missed is not made up for.\n\n"
        "Exit codes: 0 done, also when nothing was due or another run is at it, 2 wrong use or settings, 3 nobody's "
        "calendar could be read, 4 somebody's could not, or a mail needs a look (meetlint digest status)."
    ),
)
@each_options
@team_option
@click.option(
    "--dry-run",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help=N_(
        "Write the mails there as .eml files instead of sending them, on any day and also to who has one already; "
        "nothing is remembered."
    ),
)
@click.option(
    "--first-time",
    is_flag=True,
    help=N_("Begin an outbox: digests were never sent before, neither by another user nor from another machine."),
)
@click.option(
    "--metrics", type=click.Path(path_type=Path), metavar="FILE", help=N_("Write counts there for Prometheus.")
)
@click.option(
    "--log", "log_form", type=click.Choice(("text", "json")), default="text", help=N_("Form of what a run says.")
)
@allow_private_option
@click.option("--quiet", "-q", is_flag=True, help=N_("No progress."))
@today_option
@rules_from_option
@config_option
@language_option
@debug_option
def send(
    roster: Path | None,
    workers: int | None,
    scheduler: str,
    team_id: str,
    folder: Path | None,
    first_time: bool,
    metrics: Path | None,
    log_form: str,
    **given: Any,
) -> int:
    """Send what is due."""
    form = cast("LogForm", log_form)
    try:
        need_sqlalchemy()
        from commands.many.digests.run import send_digests
        from commands.many.over_roster import Order

        request = Request(sources=(), **given)
        order = Order(roster, workers, scheduler)
        return send_digests(
            request,
            order,
            team=team_id,
            folder=folder,
            log_form=form,
            metrics=metrics,
            is_first_time=first_time,
        )
    except Exception as error:
        # The front door says errors in sentences; whoever reads lines of JSON gets them as such a line.
        if form != "json" or given["debug"]:
            raise
        from commands.many.digests.log import say_stopped

        return say_stopped(error)


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


@digest.command(
    name="status",
    help=N_(
        "Show what became of the digests of this week: counts, and who has to be looked after.\n\n"
        "With --format json counts and times only."
    ),
)
@click.option("--period", metavar="WEEK", help=N_("Another week, such as 2026-W47."))
@team_option
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", help=N_("Form of the result."))
@place_options
def status(period: str | None, team_id: str, form: str, **given: Any) -> int:
    """Show the outbox in numbers."""
    need_sqlalchemy()
    from commands.many.digests.box import has_outbox, names_of, place_of
    from commands.many.digests.status import Status, render_status, render_status_json, status_of
    from commands.many.digests.team import team_period
    from connectors.mail.outbox.box import Outbox
    from connectors.mail.outbox.tables import STATES

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
    found = Status(period, dict.fromkeys(STATES, 0), place=place)
    called: dict[str, str] = {}
    if has_outbox(place):
        names = names_of(many.settings)
        called = {names.person(one.address): one.name for one in many.members if one.address}
        with Outbox(place, names) as outbox:
            found = status_of(outbox, period)
    text = render_status_json(found) if form == "json" else render_status(found, called, many.basis.translate)
    write(text, None)
    return 0


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


@digest.command(
    name="resend",
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


@digest.command(name="leave", help=N_("Send PERSON no more digests; it is confirmed once, by mail, to them alone."))
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


@digest.command(name="join", help=N_("Let PERSON, who had left, get digests again from the next week on."))
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


@digest.command(
    name="schedule",
    help=N_("Print what has digests sent on a schedule: a line for cron, units for systemd, a CronJob for Kubernetes."),
)
@click.option(
    "--format", "form", type=click.Choice(("cron", "systemd", "kubernetes")), default="cron", help=N_("Form.")
)
@roster_option
@click.option(
    "--output",
    "-o",
    "folder",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="DIR",
    help=N_("Write systemd's two units there as files, instead of printing them."),
)
@config_option
@language_option
@debug_option
def schedule_(
    form: str, roster: Path | None, folder: Path | None, config: Path | None, lang: str | None, debug: bool
) -> int:
    """Print it; nothing is installed."""
    import shutil

    from analyzer.settings.file import FILE_NAME
    from commands.folders import state_dir
    from commands.many.digests.box import FOLDER
    from commands.many.digests.schedules import moving, schedule, unit_files

    del debug
    chosen_language(lang)
    called = Path(sys.argv[0]).absolute()
    # The one that was called, where there are several.
    program = str(called) if called.name == "meetlint" else shutil.which("meetlint") or str(called.resolve())
    settings, state = (config or Path(FILE_NAME)).resolve(), os.environ.get("MEETLINT_STATE_DIR", "")
    people = str(roster.resolve()) if roster else ""
    # Beside the settings there is a folder, and whoever's crontab it is may write there.
    log = str(settings.with_name("digest.log"))
    state = str(Path(state).resolve()) if state else ""
    lead = moving(state_dir() / FOLDER) if form == "systemd" else ""
    if folder is not None:
        if form != "systemd":
            raise UsageError(N_("Only units of systemd are written as files: --format systemd."))
        for name, text in unit_files(program, str(settings), people).items():
            write(text, folder / name)
        write(lead, None)
        return 0
    write(lead + schedule(form, program, str(settings), roster=people, state=state, log=log), None)
    return 0
