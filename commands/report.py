"""report: the page to look at."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from analyzer.text import N_
from commands.analysis import exit_code, perform, say_problems
from commands.console import say, show, write
from commands.front import Command
from commands.helps import HELP
from commands.options import source_options
from commands.request import Request

if TYPE_CHECKING:
    from analyzer.run import Run
    from analyzer.text import Translator

FILE_NAME = Path("report.html")


@click.command(
    cls=Command,
    help=HELP["report"],
)
@source_options
@click.option("--select", multiple=True, metavar="RULE", help=N_("Only this rule; may be repeated."))
@click.option("--ignore", multiple=True, metavar="RULE", help=N_("Not this rule; may be repeated."))
@click.option("--open", "is_opened", is_flag=True, help=N_("Open the page in your browser."))
def report(is_opened: bool, **options: Any) -> int:
    """Judge, write the page, and say where it is; findings are no error here."""
    request = Request(**options)
    run, opened, translate = perform(request, with_rules=True)
    if opened.calendars:
        path = request.output or FILE_NAME
        write_page(run, translate, path, is_plain=request.plain, is_quiet=request.quiet)
        if is_opened and not show(path):
            say(translate(N_("No browser was found to open it in.")))
    say_problems(run, opened, translate, "text")
    return exit_code(run, opened, request.strict, None)


def write_page(run: Run, translate: Translator, path: Path, *, is_plain: bool = False, is_quiet: bool = False) -> None:
    """Write the page of a run, for its owner's eyes only, and say where it is.

    Raises:
        UsageError: the file cannot be written.
    """
    from analyzer.reports.html.page import render_html

    write(render_html(run, translate, is_plain=is_plain), path)
    if not is_quiet:
        say(translate(N_("The page to look at is {file}"), file=path))
