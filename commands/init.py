"""init: the agreements as a commented file to change."""

from __future__ import annotations

from pathlib import Path

import click

from analyzer.errors import UsageError
from analyzer.text import N_
from commands.analysis import known_rules
from commands.dressing import Command, chosen_language, debug_option, language_option


@click.command(cls=Command, help=N_("Write a commented meetlint.toml with your working hours, lunch and agreements."))
@click.option("--output", "-o", type=click.Path(path_type=Path), default=Path("meetlint.toml"), help=N_("Where to."))
@click.option("--force", is_flag=True, help=N_("Write over an existing file."))
@language_option
@debug_option
def init(output: Path, force: bool, lang: str | None, debug: bool) -> int:
    """Write the settings file; never over an existing one unless asked."""
    from analyzer.settings_template import render_settings_template
    from connectors.console import write

    del debug
    translate = chosen_language(lang)
    if output.exists() and not force:
        raise UsageError(
            N_("{file} is already there."), N_("Use --force to write over it, or -o for another name."), file=output
        )
    models = {name: rule.settings for name, rule in known_rules().items()}
    write(render_settings_template(models, translate), output)
    click.echo(translate(N_("Wrote {file}. Change what differs from your agreements, and check again."), file=output))
    return 0
