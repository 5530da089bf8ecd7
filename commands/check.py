"""check, events and demo: read, judge, show."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from analyzer.errors import UsageError
from analyzer.reports.formats import CHECK_FORMATS, EVENTS_FORMATS, render_check, render_events
from analyzer.text import N_
from commands.analysis import clock, exit_code, perform, say_problems
from commands.console import screen, write
from commands.front import Command
from commands.helps import HELP
from commands.options import (
    Form,
    all_option,
    chosen_language,
    debug_option,
    language_option,
    optional_source_options,
    roster_options,
    source_options,
)
from commands.report import write_page
from commands.request import Request
from commands.sample import sample_request


@click.command(
    cls=Command,
    help=HELP["check"],
)
@optional_source_options
@click.option("--select", multiple=True, metavar="RULE", help=N_("Only this rule; may be repeated."))
@click.option("--ignore", multiple=True, metavar="RULE", help=N_("Not this rule; may be repeated."))
@click.option("--format", "form", type=Form(CHECK_FORMATS), default="text", help=N_("Form of the result."))
@click.option(
    "--fail-on",
    type=click.Choice(["note", "warning", "error"]),
    default="warning",
    help=N_("Exit with 1 from this severity on."),
)
@click.option(
    "--baseline",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=N_("Only what is new since this baseline; see meetlint baseline."),
)
@click.option("--show-ignored", is_flag=True, help=N_("List the findings that exceptions or the baseline take out."))
@all_option
@click.option("--exit-zero", is_flag=True, help=N_("Exit with 0 also when something was found."))
@click.option(
    "--summary", is_flag=True, help=N_("Figures of the people of a roster as a group, and no row of anybody.")
)
@roster_options
def check(
    form: str,
    fail_on: str,
    exit_zero: bool,
    summary: bool,
    roster: Path | None,
    key_file: Path | None,
    workers: int | None,
    scheduler: str,
    **options: Any,
) -> int:
    """Judge, show, and say by the exit code what was found."""
    request = Request(**options)
    if summary or roster is not None or workers is not None or scheduler or key_file is not None:
        from commands.many.over_roster import Order
        from commands.many.summary import summarise

        return summarise(
            request, form, None if roster is None else Order(roster, workers, scheduler), key_file, is_asked=summary
        )
    if not request.sources:
        raise UsageError(
            N_("No calendar is named."), N_("Name a SOURCE; meetlint explain sources says which there are.")
        )
    run, opened, translate = perform(request, with_rules=True)
    if opened.calendars or form != "text":
        write(render_check(run, form, translate, screen(request), clock()), request.output)
    say_problems(run, opened, translate, form)
    return exit_code(run, opened, request.strict, None if exit_zero else fail_on)


@click.command(cls=Command, help=HELP["events"])
@source_options
@click.option("--format", "form", type=Form(EVENTS_FORMATS), default="text", help=N_("Form."))
def events(form: str, **options: Any) -> int:
    """List the events, so that nobody has to guess why a meeting was or was not judged."""
    request = Request(**options)
    run, opened, translate = perform(request, with_rules=False)
    if opened.calendars or form != "text":
        write(render_events(run, form, translate, screen(request)), request.output)
    say_problems(run, opened, translate, form)
    return exit_code(run, opened, request.strict, None)


@click.command(cls=Command, help=HELP["demo"])
@click.option("--plain", is_flag=True, help=N_("Text that reads well aloud: no picture, no colour."))
@click.option(
    "--report", "page", type=click.Path(path_type=Path), metavar="FILE", help=N_("Write the page to look at as well.")
)
@all_option
@language_option
@debug_option
def demo(lang: str | None, plain: bool, page: Path | None, lists_all: bool, debug: bool) -> int:
    """Check the sample of the reader's language, on the day the sample was made for."""
    request = sample_request(chosen_language(lang).language, plain=plain, debug=debug, lists_all=lists_all)
    run, opened, translate = perform(request, with_rules=True)
    shown = replace(screen(request), everything="meetlint demo --all")
    write(render_check(run, "text", translate, shown, clock()), None)
    say_problems(run, opened, translate, "text")
    if page is not None:
        write_page(run, translate, page)
    click.echo("\n" + translate(N_("This was a sample. Now your own: meetlint check my-calendar.ics")), err=True)
    return 0
