"""connect google and connect outlook: sign in once, so that check can name the calendar."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from analyzer.errors import UsageError
from analyzer.reports.inert import inert
from analyzer.text import N_, Translator
from commands.analysis import read_settings
from commands.console import Progress, say
from commands.front import Command
from commands.options import Decorator, chosen_language, config_option, debug_option, language_option, options

if TYPE_CHECKING:
    from pydantic import BaseModel

    from analyzer.settings.file import Settings
    from connectors.options import OpenOptions
    from connectors.outlook.sign_in import DeviceCode
    from connectors.services.sign_ins import SignIn

Model = TypeVar("Model", bound="BaseModel")

no_browser_option = click.option(
    "--no-browser", is_flag=True, help=N_("This machine has no browser: sign in with one on another machine.")
)
mail_option = click.option(
    "--mail", "is_mail", is_flag=True, help=N_("Sign in to send digests from this mailbox; nothing is read with it.")
)
list_option = click.option(
    "--list-calendars", "lists", is_flag=True, help=N_("List the calendars you can see, with their ids.")
)
common_options: Decorator = options(no_browser_option, list_option, config_option, language_option, debug_option)


class Console:
    """What a sign-in needs of the person at the keyboard."""

    def __init__(self, translate: Translator) -> None:
        self._translate = translate

    def show(self, message: str, **fields: object) -> None:
        """Say something on standard error; ``message`` is a msgid."""
        say(self._translate(message, **fields))

    def ask(self, message: str, **fields: object) -> str:
        """Return what is typed or piped in, without echo: what is pasted is a secret for some minutes."""
        if not sys.stdin.isatty():
            return sys.stdin.readline().strip()
        return str(click.prompt(self._translate(message, **fields), hide_input=True, err=True)).strip()


@click.command(
    name="google",
    cls=Command,
    help=N_(
        "Sign in to Google Calendar; then use it as google:\n\n"
        "It takes a client file: meetlint explain google says how to get one, what is asked for and "
        "why. Nothing in your "
        "calendar can be changed with it."
    ),
)
@click.option(
    "--client-file", type=click.Path(), default="", metavar="FILE", help=N_("Client file; else of meetlint.toml.")
)
@click.option(
    "--access",
    type=click.Choice(["details", "free-busy"]),
    help=N_("Details of events, or free-busy: only when you are busy."),
)
@mail_option
@common_options
def connect_google(
    client_file: str,
    access: str | None,
    is_mail: bool,
    no_browser: bool,
    lists: bool,
    config: Path | None,
    lang: str | None,
    debug: bool,
) -> int:
    """Sign in with a browser here, or with one elsewhere whose last address is pasted."""
    import webbrowser

    from commands.folders import state_dir
    from connectors.google.opening import list_calendars
    from connectors.google.scopes import CALENDAR_LIST
    from connectors.google.settings import GoogleSettings
    from connectors.google.sign_in import connect
    from connectors.services.browser import FAREWELL
    from connectors.services.sign_ins import SignInStore

    del debug
    _refuse_both(is_mail, lists or bool(access))
    read, translate = settings_in_force(config, lang)
    store = SignInStore(state_dir())
    known = store.list("google")
    if lists and len(known) == 1 and not access:
        access = known[0].access  # a list of calendars asks for no more of their events
    settings = _changed(GoogleSettings, read.values.get("google"), client_file=client_file, access=access or "")
    if lists and len(known) == 1 and not client_file and CALENDAR_LIST in known[0].scopes:
        stored = known[0]
    else:
        console = Console(translate)
        stored = connect(
            settings,
            store,
            open_browser=None if no_browser else webbrowser.open,
            show=console.show,
            ask=console.ask,
            lists_calendars=lists,
            is_mail=is_mail,
            farewell=translate(FAREWELL),
        )
        _say_stored(stored, translate)
    if lists:
        for one in list_calendars(_options(translate, google=settings), stored.account):
            _show_calendar("google:" if one.is_primary else f"google:{one.id}", one.name, "")
    return 0


@click.command(
    name="outlook",
    cls=Command,
    help=N_(
        "Sign in to Outlook and Microsoft 365; then use it as outlook:\n\n"
        "It takes the client id of an app registration: meetlint explain outlook says how to get "
        "one, what is asked for and "
        "why. Nothing in your calendar can be changed with it."
    ),
)
@click.option("--client-id", default="", metavar="ID", help=N_("Client id of the app; else of meetlint.toml."))
@click.option("--tenant", default="", metavar="ID", help=N_("Your organisation's id or domain, or common."))
@click.option(
    "--access", type=click.Choice(["details", "basic"]), help=N_("Details of events, or basic: no agenda texts.")
)
@click.option("--shared-calendars", is_flag=True, help=N_("Also read calendars that colleagues share with you."))
@mail_option
@common_options
def connect_outlook(
    client_id: str,
    tenant: str,
    access: str | None,
    shared_calendars: bool,
    is_mail: bool,
    no_browser: bool,
    lists: bool,
    config: Path | None,
    lang: str | None,
    debug: bool,
) -> int:
    """Sign in with a browser here, or with a code that is typed in anywhere."""
    import webbrowser

    from commands.folders import state_dir
    from connectors.outlook.opening import list_calendars
    from connectors.outlook.settings import OutlookSettings
    from connectors.outlook.sign_in import sign_in_with_browser, sign_in_with_code
    from connectors.services.browser import FAREWELL
    from connectors.services.sign_ins import SignInStore

    del debug
    _refuse_both(is_mail, lists or shared_calendars or bool(access))
    read, translate = settings_in_force(config, lang)
    settings = _changed(
        OutlookSettings, read.values.get("outlook"), client_id=client_id, tenant=tenant, access=access or ""
    )
    store = SignInStore(state_dir())

    def show_code(code: DeviceCode) -> None:
        text = N_("Open {address} in a browser, on any device, and type in {code} within {minutes} minutes.")
        say(translate(text, address=code.address, code=code.code, minutes=code.minutes))

    asks_anew = client_id or tenant or access or shared_calendars or no_browser or is_mail
    if asks_anew or not (lists and store.list("outlook")):
        if no_browser:
            stored = sign_in_with_code(settings, store, show_code, with_shared=shared_calendars, is_mail=is_mail)
        else:
            stored = sign_in_with_browser(
                settings,
                store,
                open_browser=webbrowser.open,
                show=Console(translate).show,
                with_shared=shared_calendars,
                is_mail=is_mail,
                farewell=translate(FAREWELL),
            )
        _say_stored(stored, translate)
    if lists:
        for account in [one.account for one in store.list("outlook")]:
            for one in list_calendars(_options(translate, outlook=settings), account):
                _show_calendar(f"outlook:{account}" + ("" if one.is_main else f"/{one.id}"), one.name, one.owner)
    return 0


def _refuse_both(is_mail: bool, is_reading: bool) -> None:
    """Refuse one sign-in for both: sending and reading are agreed to apart.

    Raises:
        UsageError: both are asked for.
    """
    if is_mail and is_reading:
        raise UsageError(
            N_("A sign-in for sending reads nothing: --mail goes without options about calendars."),
            N_("Sign in once for each."),
        )


def settings_in_force(config: Path | None, lang: str | None) -> tuple[Settings, Translator]:
    """Return the settings in force, and the reader's language."""
    from commands.analysis import known_rules

    settings = read_settings(config, known_rules())
    return settings, chosen_language(lang or settings.agreements.language)


def _changed(model: type[Model], settings: BaseModel | None, **given: str) -> Model:
    """Return settings with what the command line gives, checked as those of the file are.

    Raises:
        UsageError: an option has a value that cannot be.
    """
    from pydantic import ValidationError

    changes = {name: value for name, value in given.items() if value}
    before = settings.model_dump(exclude_unset=True) if settings else {}
    try:
        return model.model_validate({**before, **changes})
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0])
        raise UsageError(
            N_("{option} has a value that cannot be used."),
            N_("meetlint explain {service} says what it looks like."),
            option="--" + name.replace("_", "-"),
            service=model.__name__.removesuffix("Settings").lower(),
        ) from error


def _options(translate: Translator, **sections: Any) -> OpenOptions:
    from commands.folders import cache_dir, state_dir
    from connectors.options import OpenOptions

    progress = Progress(translate) if sys.stderr.isatty() else None
    return OpenOptions(
        state_dir=state_dir(), cache_dir=cache_dir(), waiting=progress.wait if progress else None, sections=sections
    )


PLACES = {
    "keyring": N_("the keyring of this machine"),
    "encrypted": N_("a file that Windows encrypts for you alone"),
    "file": N_("a file for you alone"),
}
"""Where a sign-in is kept, as people call it."""


def _say_stored(stored: SignIn, translate: Translator) -> None:
    if stored.access == "mail":
        text = N_(
            "Signed in to send as {account}; the sign-in is kept in {place}. In [mail]: through = “{through}”, "
            "from_address = “{account}”. Now: meetlint doctor"
        )
        through = "gmail" if stored.service == "google-mail" else "graph"
        place = translate(PLACES[stored.place])
        click.echo(translate(text, account=stored.account, place=place, through=through))
        _say_end(stored, translate)
        return
    text = N_("Signed in as {account}; the sign-in is kept in {place}. Now: meetlint check {service}:")
    place = translate(PLACES[stored.place])
    click.echo(translate(text, account=stored.account, place=place, service=stored.service))
    _say_end(stored, translate)


def _say_end(stored: SignIn, translate: Translator) -> None:
    if stored.ends:
        text = N_(
            "Google ends this sign-in on {day}. It does so after seven days while the consent screen of the client is "
            "in Testing; publishing the app ends that (meetlint explain google)."
        )
        say(translate(text, day=stored.ends))


def _show_calendar(locator: str, name: str, owner: str) -> None:
    """Print one calendar on a line: what to type, its name, and whose it is."""
    parts = (locator, name, f"({owner})" if owner else "")
    click.echo("  ".join(inert(part) for part in parts if part))
