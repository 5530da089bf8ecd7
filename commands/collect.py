"""collect: event tables, so that reading calendars and judging them can be apart, and so that a team gets no texts."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from analyzer.errors import EXIT_NO_SOURCE, EXIT_PARTIAL, SourceError, UsageError, reason_of
from analyzer.text import N_
from commands.analysis import clock, open_unjudged
from commands.console import say, say_error, screen, write
from commands.front import Command
from commands.helps import HELP
from commands.many.errands import Errand
from commands.many.gathering import SUFFIX, Collection, gather, require_pyarrow
from commands.many.over_roster import Order, basis_of, do_over_roster, exit_code_of
from commands.many.table_words import describe, wrapped
from commands.many.team_key import team_key
from commands.options import chosen_language, reading_options, roster_options
from commands.request import Request

if TYPE_CHECKING:
    from analyzer.text import Translator
    from connectors.opening import Opened


@click.command(
    cls=Command,
    help=HELP["collect"],
)
@click.argument("sources", nargs=-1, metavar="SOURCE...")
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help=N_("The folder to write to, or a file that ends in .parquet."),
)
@click.option(
    "--for", "purpose", type=click.Choice(["owner", "audit"]), default="owner", help=N_("Who the table is made for.")
)
@click.option(
    "--titles/--no-titles",
    "has_titles",
    default=None,
    help=N_("For an audit: show titles where they may be shown; without a word yes for one's own, no for a roster."),
)
@click.option("--show", is_flag=True, help=N_("Say what the table holds, or would hold, and write nothing."))
@roster_options
@click.option("--again", is_flag=True, help=N_("With --roster: make also the tables again that are complete."))
@reading_options
def collect(
    purpose: str,
    key_file: Path | None,
    has_titles: bool | None,
    show: bool,
    roster: Path | None,
    workers: int | None,
    scheduler: str,
    again: bool,
    **options: Any,
) -> int:
    """Write one table or many, or say what one holds."""
    request = Request(**options)
    if purpose == "audit":
        request = request.with_team_days(request.today or clock().date())
    if roster is not None:
        order = Order(roster, workers, scheduler)
        return _collect_roster(request, order, purpose, key_file, has_titles=bool(has_titles), again=again, show=show)
    if not request.sources:
        raise UsageError(N_("No calendar is named."), N_("Name a SOURCE, or the people with --roster."))
    if workers is not None or scheduler or again:
        raise UsageError(
            N_("Workers read the calendars of a roster, and none is named."), N_("Name the people with --roster.")
        )
    if show and (code := _show_tables(request)) is not None:
        return code
    if request.output is None and not show:
        raise UsageError(
            N_("An event table is written to a folder, and none is named."),
            N_("Name one with -o, such as -o events/; or see what it would hold with --show."),
        )
    if purpose != "audit" and key_file is not None:
        raise UsageError(N_("Only a table for a team is made with a key."), N_("Add --for audit, or leave --team-key."))
    if purpose != "audit" and has_titles is not None:
        raise UsageError(
            N_("The owner's own table holds all titles but those of private events."),
            N_("Add --for audit, or leave --titles and --no-titles."),
        )
    if purpose == "audit" and request.is_shared:
        raise UsageError(
            N_("The calendar of a whole team has no member who hands it over."), N_("Leave --for audit or --shared.")
        )
    require_pyarrow()
    key, is_new = team_key(key_file) if purpose == "audit" else (None, False)
    opened, known, translate = open_unjudged(request)
    if is_new:
        _say_new_key(key_file, translate)
    for _, error in opened.failed:
        say_error(error, translate, translate(N_("Not read")))
    if not opened.calendars:
        return EXIT_NO_SOURCE
    collection = gather(opened, request.period(), known, key=key, has_titles=has_titles is not False, now=clock())
    _say_problems(opened, collection, translate)
    if show:
        place = ", ".join(calendar.source for calendar in opened.calendars)
        text = wrapped(describe(collection.label, place, _titles(collection), translate), screen(request).width)
        write(text, None)
    else:
        assert request.output is not None
        path = table_path(request.output, collection.file_name())
        collection.write(path)
        if not request.quiet:
            write(
                translate.plural(
                    N_("Wrote {n} event, {first} to {last}, to {file}. What is in it: meetlint collect --show {file}"),
                    N_("Wrote {n} events, {first} to {last}, to {file}. What is in it: meetlint collect --show {file}"),
                    collection.label.events,
                    first=collection.label.first.isoformat(),
                    last=collection.label.last.isoformat(),
                    file=path,
                ),
                None,
            )
    return 0 if collection.label.is_complete and not opened.failed else EXIT_PARTIAL


def _collect_roster(
    request: Request, order: Order, purpose: str, key_file: Path | None, *, has_titles: bool, again: bool, show: bool
) -> int:
    """Make the shared tables of everybody on a roster."""
    if request.sources or show:
        raise UsageError(
            N_("A roster names the sources of its people."), N_("Leave SOURCE and --show, or leave --roster.")
        )
    if purpose != "audit":
        raise UsageError(
            N_("Of many people no texts are stored: only tables for a team are made over a roster."),
            N_("Add --for audit; a person's own table is made by that person, without --roster."),
        )
    if request.output is None or request.output.name.lower().endswith(SUFFIX):
        raise UsageError(
            N_("The tables of a roster are written to a folder, and none is named."), N_("Name one: -o events/")
        )
    require_pyarrow()
    basis = basis_of(request, order)
    key, is_new = team_key(key_file)
    translate = basis.translate
    if is_new:
        _say_new_key(key_file, translate)
    folder = table_path(request.output, "").resolve()
    errand = Errand(
        task="collect",
        request=request,
        settings=basis.text,
        settings_file=basis.settings.file,
        now=clock(),
        folder=folder,
        key=key,
        has_titles=has_titles,
        again=again,
    )
    outcome = do_over_roster(errand, order, basis)
    if not request.quiet:
        text = translate.plural(
            N_("Wrote {n} event table to {folder}; {fresh} that were complete stayed; {failed} could not be made."),
            N_("Wrote {n} event tables to {folder}; {fresh} that were complete stayed; {failed} could not be made."),
            outcome.done,
            folder=request.output,
            fresh=outcome.fresh,
            failed=len(outcome.failed),
        )
        write(f"{text}\n{basis.say_terms()}", None)
    return exit_code_of(outcome)


def _say_new_key(file: Path | None, translate: Translator) -> None:
    say(
        translate(N_("A key for the team was made: {file}"), file=file),
        translate(N_("Hand it to the members of the team, and to nobody else.")),
    )


def table_path(output: Path, file_name: str) -> Path:
    """Return where a table goes: the file that was named, or its own name in the folder, which is made.

    Raises:
        UsageError: the folder cannot be made.
    """
    from connectors.private_files import make_folder, remove_leftovers

    folder = output.parent if output.name.lower().endswith(SUFFIX) else output
    try:
        make_folder(folder)
        remove_leftovers(folder)
    except OSError as error:
        raise UsageError(
            N_("The folder {folder} cannot be made: {reason}."),
            N_("Choose another place with -o."),
            folder=folder,
            reason=reason_of(error),
        ) from error
    return output if folder is not output else folder / file_name


def _show_tables(request: Request) -> int | None:
    """Say what event tables hold; None when a source is none, so that it would have to be collected first."""
    from connectors.locators import parse_locator, safe_name
    from connectors.tables.opening import opened_table, table_files

    locators = [parse_locator(text) for text in request.sources]
    if any(locator.kind != "table" for locator in locators):
        return None
    translate, code = chosen_language(request.lang), 0
    for locator in locators:
        place = Path(locator.value)
        for path in table_files(place):
            name = locator.text if path == place else f"{locator.text.rstrip('/')}/{safe_name(path.name)}"
            try:
                with opened_table(path, name) as (parquet, label):
                    from connectors.tables.shared import read_shared_table

                    rows = read_shared_table(parquet, label, name) if label.kind == "shared" else None
            except SourceError as error:
                say_error(error, translate, translate(N_("Not read")))
                code = EXIT_PARTIAL
                continue
            titles = Counter(rows["title"][rows["title"] != ""]) if rows is not None else {}
            write(wrapped(describe(label, name, titles, translate), screen(request).width), None)
    return code


def _titles(collection: Collection) -> Counter[str]:
    rows = collection.rows
    return Counter() if rows is None else Counter(rows["title"][rows["title"] != ""])


def _say_problems(opened: Opened, collection: Collection, translate: Translator) -> None:
    """Say on standard error what could not be read as it stands."""
    for problem in [*opened.problems, *(one for reading in collection.readings for one in reading.calendar.problems)]:
        place = problem.source if problem.line is None else f"{problem.source}:{problem.line}"
        say(f"{place}: {problem.say_with_count(translate)} [{problem.code}]")
