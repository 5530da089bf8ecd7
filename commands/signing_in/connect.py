"""connect, connections and disconnect: ways to a calendar that are stored once and named afterwards."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from analyzer.errors import UsageError
from analyzer.reports.inert import inert
from analyzer.text import LANGUAGES, N_, Translator
from commands.front import Command, Group
from commands.helps import HELP
from commands.options import chosen_language, config_option, debug_option, language_option
from commands.signing_in.sign_in import PLACES, connect_google, connect_outlook, settings_in_force

if TYPE_CHECKING:
    from pathlib import Path

    from connectors.services.sign_ins import SignIn

MAIL_SERVICES = ("google-mail", "outlook-mail")
"""What ``connections`` calls sign-ins for sending."""


@click.group(cls=Group, help=HELP["connect"])
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
    from commands.folders import state_dir
    from connectors.ics.getting.stored import save_address

    del debug
    translate = chosen_language(lang)
    if remove:
        _forget_address(name, translate)
        return 0
    if sys.stdin.isatty():
        address = click.prompt(translate(N_("Secret address (not shown)")), hide_input=True, err=True)
    else:
        address = sys.stdin.readline()
    path = save_address(name, address.strip(), state_dir())
    click.echo(translate(N_("Stored in {path}. Now: meetlint check ics:{name}"), path=path, name=name))
    return 0


connect.add_command(connect_google)
connect.add_command(connect_outlook)


@click.command(cls=Command, help=HELP["connections"])
@language_option
@debug_option
def connections(lang: str | None, debug: bool) -> int:
    """List what is stored, what it may read, since when, and where it is kept."""
    from commands.folders import state_dir
    from connectors.ics.getting.stored import list_names
    from connectors.services.sign_ins import SignInStore

    del debug
    translate = chosen_language(lang)
    lines = [f"ics:{name}" for name in list_names(state_dir())]
    for one in SignInStore(state_dir()).list():
        text = N_("{access}, signed in on {day}, kept in {place}")
        said = translate(text, access=one.access, day=one.signed_in, place=translate(PLACES[one.place]))
        lines.append(f"{inert(f'{one.service}:{one.account}')}  {inert(said)}")
    click.echo("\n".join(lines) or translate(N_("Nothing is stored.")))
    return 0


@click.command(
    cls=Command,
    help=HELP["disconnect"],
)
@click.argument("source", metavar="SOURCE")
@config_option
@language_option
@debug_option
def disconnect(source: str, config: Path | None, lang: str | None, debug: bool) -> int:
    """Take a way to a calendar away; the file, the keyring and, where it can be, at the service."""
    from connectors.locators import ACCOUNT_KINDS, parse_locator, safe_name

    del debug
    translate = chosen_language(lang)
    service, _, account = source.partition(":")
    if service in MAIL_SERVICES:
        _sign_out(_named(service, account.strip().lower(), safe_name(source)), config, lang)
        return 0
    locator = parse_locator(source)
    if locator.kind == "stored":
        _forget_address(locator.value, translate)
        return 0
    if locator.kind not in ACCOUNT_KINDS:
        raise UsageError(
            N_("{source} is nothing that was connected."),
            N_("Type it as meetlint connections lists it, such as google:ADDRESS."),
            source=locator.text,
        )
    _sign_out(_named(locator.kind, locator.value.lower(), locator.text), config, lang)
    return 0


def _sign_out(sign_in: SignIn, config: Path | None, lang: str | None) -> None:
    from commands.folders import state_dir
    from connectors.opening import sign_out
    from connectors.services.sign_ins import SignInStore

    settings, translate = settings_in_force(config, lang)
    done = sign_out(sign_in, SignInStore(state_dir()), settings.values)
    click.echo(translate(N_("Removed the sign-in of {account}."), account=sign_in.account))
    click.echo(done.say(translate))


def _named(service: str, account: str, shown: str) -> SignIn:
    """Return the sign-in that is meant.

    Raises:
        UsageError: there is none, or more than one.
    """
    from commands.folders import state_dir
    from connectors.services.sign_ins import SignInStore

    found = [one for one in SignInStore(state_dir()).list(service) if account in ("", one.account)]
    if len(found) == 1:
        return found[0]
    message = N_("{source} does not say which sign-in is meant.") if found else N_("Nobody is signed in as {source}.")
    raise UsageError(message, N_("See who is: meetlint connections"), source=shown)


def _forget_address(name: str, translate: Translator) -> None:
    from commands.folders import cache_dir, state_dir
    from connectors.ics.getting.stored import remove_address

    remove_address(name, state_dir(), cache_dir())
    click.echo(translate(N_("Forgot the address of ics:{name}."), name=name))
