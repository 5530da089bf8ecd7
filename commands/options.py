"""The options that commands share, and what click says itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from analyzer.errors import UsageError
from analyzer.text import LANGUAGES, N_, Text, Translator, translator
from commands.front import Front, speak


class Form(click.Choice[str]):
    """The name of a form in which a result is given; who asks for a page is shown the command that writes one."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: D102
        if value == "html" and "html" not in self.choices:
            raise UsageError(
                N_("This command writes no page to look at."), N_("That is what report does: meetlint report SOURCE")
            )
        return super().convert(value, param, ctx)


class Day(click.ParamType[date]):
    """A calendar day such as 2026-11-16."""

    name = N_("date")

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:  # noqa: D102
        from analyzer.time.period import YEARS

        try:
            day = value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(speak()(N_("{value} is no date; write it as 2026-11-16."), value=value), param, ctx)
        first, last = YEARS
        if not first <= day.year <= last:
            # Weeks around it would end where dates do.
            text = N_("{day} lies outside the years {first} to {last}.")
            self.fail(speak()(text, day=day, first=first, last=last), param, ctx)
        return day


Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def options(*decorators: Decorator) -> Decorator:
    """Join option decorators into one."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return decorate


language_option = click.option("--lang", type=click.Choice(LANGUAGES), help=N_("Language of all text."))
debug_option = click.option("--debug", is_flag=True, help=N_("Show where an error comes from."))
config_option = click.option(
    "--config", type=click.Path(path_type=Path), help=N_("Settings file; else meetlint.toml in this folder.")
)
rules_from_option = click.option(
    "--rules-from",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=N_("A file with a rule of your own; it is run. May be repeated."),
)
output_option = click.option(
    "--output", "-o", type=click.Path(path_type=Path), metavar="FILE", help=N_("Write to a file.")
)
today_option = click.option("--today", type=Day(), metavar="DATE", help=N_("Take this day for today, to repeat a run."))
allow_private_option = click.option("--allow-private", is_flag=True, help=N_("Read addresses inside your own network."))
reading_options = options(
    click.option("--from", "first", type=Day(), metavar="DATE", help=N_("First day, included.")),
    click.option("--to", "last", type=Day(), metavar="DATE", help=N_("Last day, included.")),
    click.option("--week", metavar="WEEK", help=N_("One ISO week, such as 2026-W47.")),
    click.option("--last", "last_span", metavar="SPAN", help=N_("The span before today, such as 4w or 10d.")),
    click.option("--next", "next_span", metavar="SPAN", help=N_("The span from this week or today on, such as 2w.")),
    click.option("--me", default="", metavar="ADDRESS", help=N_("Your address, when the calendar does not tell.")),
    click.option("--tz", "zone", default="", metavar="ZONE", help=N_("Your time zone, such as Europe/Amsterdam.")),
    click.option("--shared", "is_shared", is_flag=True, help=N_("A team or community calendar: every event counts.")),
    click.option("--no-cache", is_flag=True, help=N_("Keep and use no answer of a published address.")),
    allow_private_option,
    click.option(
        "--reader",
        type=click.Choice(("fast", "careful")),
        default="fast",
        help=N_("How ICS files are read; careful is slow and finds the same."),
    ),
    today_option,
    click.option("--strict", is_flag=True, help=N_("Exit with 4 when even one event could not be read.")),
    click.option("--quiet", "-q", is_flag=True, help=N_("Only the findings and the count.")),
    click.option("--plain", is_flag=True, help=N_("Text that reads well aloud: no picture, no colour.")),
    rules_from_option,
    config_option,
    language_option,
    debug_option,
)
source_options = options(
    click.argument("sources", nargs=-1, required=True, metavar="SOURCE..."), reading_options, output_option
)
optional_source_options = options(
    click.argument("sources", nargs=-1, metavar="SOURCE..."), reading_options, output_option
)
worker_options = options(
    click.option(
        "--workers", type=click.IntRange(1, 1_000), metavar="N", help=N_("So many processes; one for each processor.")
    ),
    click.option(
        "--scheduler", default="", metavar="ADDRESS", help=N_("Dask's scheduler, such as tcp://scheduler:8786.")
    ),
)
team_key_option = click.option(
    "--team-key",
    "key_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=N_("The file with the key that the team's tables are made with; one that is not there is made."),
)
_roster_option = click.option(
    "--roster",
    type=click.Path(path_type=Path),
    metavar="PLACE",
    help=N_("Many people: a meetlint.toml with their sources, a CSV file, or a folder with a calendar for each."),
)
roster_options = options(_roster_option, team_key_option, worker_options)
each_options = options(_roster_option, worker_options)
"""Of what is done for each person of a roster, with no table of a team."""


all_option = click.option(
    "--all", "lists_all", is_flag=True, help=N_("List everything: each finding, each week, and what was read.")
)


def chosen_language(lang: str | None) -> Translator:
    """Return the language asked for, and make it the one in which errors are said."""
    front = click.get_current_context().ensure_object(Front)
    if lang:
        front.translate = translator(lang)
    return front.translate


CLICKS_OWN_WORDS = (
    N_("Usage:"),
    N_("Options"),
    N_("Commands"),
    N_("Show the version and exit."),
    N_("Show this message and exit."),
    N_("Try '{command} {option}' for help."),
    N_("Missing argument"),
    N_("Missing option"),
    N_("Missing parameter"),
    N_("Missing command."),
    N_("No such command {name!r}."),
    N_("No such option {name!r}."),
    Text(N_("Did you mean {possibility}?"), N_("(Did you mean one of: {possibilities}?)")),
    N_("Invalid value for {param_hint}: {message}"),
    N_("Invalid value: {message}"),
    N_("Option {name!r} does not take a value."),
    Text(N_("Option {name!r} requires an argument."), N_("Option {name!r} requires {nargs} arguments.")),
    Text(N_("Got unexpected extra argument ({args})"), N_("Got unexpected extra arguments ({args})")),
    N_("{value!r} is not a valid {number_type}."),
    N_("{value} is not in the range {range}."),
    Text(N_("{value!r} is not {choice}."), N_("{value!r} is not one of {choices}.")),
    N_("default: {default}"),
    N_("Error: {message}"),
)
"""What click says itself; it stands here so that help and errors are in one language, all of it in the catalogue."""
