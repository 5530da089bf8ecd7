"""settings: what is in force, and where each value came from."""

from __future__ import annotations

import json
from pathlib import Path

import click

from analyzer.text import N_
from commands.analysis import file_sections, known_rules, read_settings
from commands.console import write
from commands.front import Command
from commands.helps import HELP
from commands.options import chosen_language, config_option, debug_option, language_option, rules_from_option


@click.command(
    cls=Command,
    help=HELP["settings"],
)
@click.option("--me", default="", metavar="ADDRESS", help=N_("As given to check."))
@click.option("--tz", "zone", default="", metavar="ZONE", help=N_("As given to check."))
@click.option("--schema", is_flag=True, help=N_("Print the JSON schema of the file."))
@rules_from_option
@config_option
@language_option
@debug_option
def settings(
    me: str, zone: str, schema: bool, rules_from: tuple[Path, ...], config: Path | None, lang: str | None, debug: bool
) -> int:
    """Show the settings, or their schema."""
    from analyzer.settings.schema import render_settings, settings_in_force, settings_schema

    del debug
    rules = known_rules(rules_from)
    if schema:
        write(json.dumps(settings_schema(file_sections(rules)), indent=2, ensure_ascii=False) + "\n", None)
        return 0
    read = read_settings(config, rules)
    translate = chosen_language(lang or read.agreements.language)
    options = {"me": me, "timezone": zone, "language": lang or ""}
    write(render_settings(settings_in_force(read, file_sections(rules), options), translate), None)
    return 0
