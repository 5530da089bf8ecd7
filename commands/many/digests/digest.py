"""digest: everybody who joined gets their week by mail, on a schedule; and one's own can be looked at."""

from __future__ import annotations

import base64
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from analyzer.errors import EXIT_NO_SOURCE, UsageError
from analyzer.reports.inert import inert
from analyzer.text import N_
from commands.console import say, write
from commands.front import Group
from commands.helps import HELP
from commands.many.digests.receivers import join, leave, need_sqlalchemy, resend, roster_option, status, team_option
from commands.options import (
    allow_private_option,
    chosen_language,
    config_option,
    debug_option,
    each_options,
    language_option,
    optional_source_options,
    rules_from_option,
    today_option,
)
from commands.request import Request

if TYPE_CHECKING:
    from analyzer.reports.mail.letter import Letter
    from analyzer.run import Run
    from commands.many.digests.log import LogForm

PREVIEW_FORMATS = ("text", "html", "eml")


@click.group(cls=Group, help=HELP["digest"])
@click.option("--lang", type=click.Choice(("en", "nl")), expose_value=False, help=N_("Language of all text."))
def digest() -> None:
    """The group of what has to do with the digest."""


for command in (status, resend, leave, join):
    digest.add_command(command)


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
    letter = write_letter(run, letter_terms(None, settings), translate)
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
        "Write the mails there as .eml files instead of sending them, also to who has one already; on a day on which "
        "none goes out, those that go out next. Nothing is remembered."
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
    from commands.many.digests.endings import Account

    form = cast("LogForm", log_form)
    account = Account(metrics, is_dry=folder is not None)
    try:
        with account.told():
            need_sqlalchemy()
            from commands.many.digests.run import send_digests
            from commands.many.over_roster import Order

            request = Request(sources=(), **given)
            order = Order(roster, workers, scheduler)
            code = send_digests(
                request,
                order,
                team=team_id,
                folder=folder,
                log_form=form,
                account=account,
                is_first_time=first_time,
            )
        account.write(code)
        return code
    except Exception as error:
        # The front door says errors in sentences; whoever reads lines of JSON gets them as such a line.
        if form != "json" or given["debug"]:
            raise
        from commands.many.digests.log import say_stopped

        return say_stopped(error)


@digest.command(
    name="schedule",
    help=N_("Print what has digests sent on a schedule: a line for cron, units for systemd, a CronJob for Kubernetes."),
)
@click.option(
    "--format", "form", type=click.Choice(("cron", "systemd", "kubernetes")), default="cron", help=N_("Form.")
)
@roster_option
@click.option(
    "--metrics",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=N_("Have each run write counts there for Prometheus; whose runs they are must be able to write there."),
)
@click.option(
    "--output",
    "-o",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help=N_("Write systemd's two units there as files, instead of printing them."),
)
@config_option
@language_option
@debug_option
def schedule_(
    form: str,
    roster: Path | None,
    metrics: Path | None,
    folder: Path | None,
    config: Path | None,
    lang: str | None,
    debug: bool,
) -> int:
    """Print it; nothing is installed."""
    import shutil

    from analyzer.settings.file import FILE_NAME
    from commands.folders import open_private_folder, state_dir
    from commands.many.digests.box import FOLDER
    from commands.many.digests.schedules import moving, schedule, unit_files, unseen

    del debug
    translate = chosen_language(lang)
    called = Path(sys.argv[0]).absolute()
    # The one that was called, where there are several.
    program = str(called) if called.name == "meetlint" else shutil.which("meetlint") or str(called.resolve())
    settings, state = (config or Path(FILE_NAME)).resolve(), os.environ.get("MEETLINT_STATE_DIR", "")
    people = str(roster.resolve()) if roster else ""
    # In a cluster it is a place inside the container, and not on this machine.
    figures = str(metrics if form == "kubernetes" else metrics.resolve()) if metrics else ""
    # Beside the settings there is a folder, and whoever's crontab it is may write there.
    log = str(settings.with_name("digest.log"))
    state = str(Path(state).resolve()) if state else ""
    lead = moving(state_dir() / FOLDER) if form == "systemd" else ""
    for path in unseen(str(settings), people) if form == "systemd" else ():
        say(
            translate(N_("{file} lies where the service does not see it (ProtectHome, PrivateTmp)."), file=inert(path)),
            translate(N_("Move it, for example to /etc/meetlint, and call this again there.")),
        )
    if folder is not None:
        if form != "systemd":
            raise UsageError(N_("Only units of systemd are written as files: --format systemd."))
        open_private_folder(folder)
        for name, text in unit_files(program, str(settings), people, figures).items():
            write(text, folder / name)
        write(lead, None)
        return 0
    write(lead + schedule(form, program, str(settings), roster=people, metrics=figures, state=state, log=log), None)
    return 0
