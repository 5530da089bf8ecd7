"""The front hall: which commands there are, each loaded when it is asked for, and help in the reader's language."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import click

from analyzer.errors import UsageError
from analyzer.text import N_, Translator
from commands.helps import HELP

SHORT_HELP = 120
"""The first sentence of a command's help is shown whole, on as many lines as it needs."""

PLACES: Mapping[str, str] = {
    "check": "commands.check:check",
    "report": "commands.report:report",
    "plan": "commands.plan:plan",
    "baseline": "commands.baseline:baseline",
    "events": "commands.check:events",
    "demo": "commands.check:demo",
    "rules": "commands.explain:list_rules",
    "explain": "commands.explain:explain",
    "init": "commands.init:init",
    "settings": "commands.settings:settings",
    "collect": "commands.collect:collect",
    "audit": "commands.team.audit:audit",
    "privacy-pack": "commands.team.privacy_pack:privacy_pack",
    "digest": "commands.many.digests.digest:digest",
    "doctor": "commands.many.digests.doctor:doctor",
    "erase": "commands.team.erase:erase",
    "connect": "commands.signing_in.connect:connect",
    "connections": "commands.signing_in.connect:connections",
    "disconnect": "commands.signing_in.connect:disconnect",
}
"""Where each command stands."""


@dataclass
class Front:
    """What the front door knows of its reader: the language, once it is decided."""

    translate: Translator


def speak() -> Translator:
    """Return the reader's language."""
    return click.get_current_context().ensure_object(Front).translate


class Command(click.Command):
    """A command whose help is shown in the reader's language."""

    def get_help(self, ctx: click.Context) -> str:  # noqa: D102
        translate_help(self)
        return super().get_help(ctx)

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: D102
        translate_help(self)
        return super().get_short_help_str(max(limit, SHORT_HELP))


class Group(Command, click.Group):
    """A group of such commands."""

    command_class = Command


Group.group_class = Group


class Hall(Group):
    """The group of all commands: their names and help are known, the commands themselves when they are asked for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        stand_ins = {name: Command(name, help=HELP[name]) for name in PLACES}
        super().__init__(*args, **{**kwargs, "commands": stand_ins})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002, D102
        if cmd_name not in PLACES:
            return None
        module, _, name = PLACES[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: D102
        click.Group(commands=self.commands).format_commands(ctx, formatter)

    def resolve_command(  # noqa: D102
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in PLACES and _looks_like_source(args[0]):
            raise UsageError(
                N_("{name} is a calendar, and no command."), N_("To judge it: meetlint check {name}"), name=args[0]
            )
        return super().resolve_command(ctx, args)


def _looks_like_source(word: str) -> bool:
    """Return whether somebody typed a calendar where a command is asked for."""
    is_named = word.lower().endswith((".ics", ".ical", ".zip")) or word.startswith(("google:", "outlook:", "ics:"))
    return is_named or "://" in word or ("." in word and os.path.exists(word))  # noqa: PTH110  the house's paths load more


def translate_help(command: click.Command) -> None:
    """Put the help of a command and its options into the language in force; harmless when done twice."""
    translate = speak()
    command.help = translate(command.help or "")
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.help:
            parameter.help = translate(parameter.help)
