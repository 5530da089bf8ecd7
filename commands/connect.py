"""connect and connections: ways to a calendar that are stored once and named afterwards."""

from __future__ import annotations

import sys

import click

from analyzer.text import LANGUAGES, N_
from commands.dressing import Command, Group, chosen_language, debug_option, language_option


@click.group(cls=Group, help=N_("Store the way to a calendar, so that check can name it."))
@click.option("--lang", type=click.Choice(LANGUAGES), expose_value=False, help=N_("Language of all text."))
def connect() -> None:
    """The group of ways in."""


@connect.command(name="ics", help=N_("Store a published secret address under NAME; then use it as ics:NAME."))
@click.argument("name")
@click.option("--remove", is_flag=True, help=N_("Forget the address."))
@language_option
@debug_option
def connect_ics(name: str, remove: bool, lang: str | None, debug: bool) -> int:
    """Ask for the address without echo, so that it enters neither history nor the list of processes."""
    from connectors.ics.stored import remove_address, save_address
    from connectors.places import cache_dir, state_dir

    del debug
    translate = chosen_language(lang)
    if remove:
        remove_address(name, state_dir(), cache_dir())
        click.echo(translate(N_("Forgot the address of ics:{name}."), name=name))
        return 0
    if sys.stdin.isatty():
        address = click.prompt(translate(N_("Secret address (not shown)")), hide_input=True, err=True)
    else:
        address = sys.stdin.readline()
    path = save_address(name, address.strip(), state_dir())
    click.echo(translate(N_("Stored in {path}. Now: meetlint check ics:{name}"), path=path, name=name))
    return 0


@click.command(cls=Command, help=N_("List the stored addresses, without their secrets."))
@language_option
@debug_option
def connections(lang: str | None, debug: bool) -> int:
    """List what is stored."""
    from connectors.ics.stored import list_names
    from connectors.places import state_dir

    del debug
    translate = chosen_language(lang)
    names = list_names(state_dir())
    click.echo("\n".join(f"ics:{name}" for name in names) or translate(N_("Nothing is stored.")))
    return 0
