"""privacy-pack: the document for works council and DPIA, and the log of audits for the council to read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import click

from analyzer.errors import UsageError
from analyzer.text import N_
from commands.analysis import clock, known_rules, read_settings
from commands.console import write
from commands.front import Command
from commands.helps import HELP
from commands.options import (
    Form,
    chosen_language,
    config_option,
    debug_option,
    language_option,
    output_option,
    today_option,
)

if TYPE_CHECKING:
    from analyzer.reports.team.council.document import DigestFacts, TeamFacts
    from analyzer.settings.file import Settings

PACK_FORMATS = ("markdown", "html")


@click.command(cls=Command, help=HELP["privacy-pack"])
@click.option("--team", "team_id", default="", metavar="ID", help=N_("Only this team of [teams.ID] in meetlint.toml."))
@click.option("--log", "is_log", is_flag=True, help=N_("Show which audits were shown from this machine instead."))
@click.option(
    "--format", "form", type=Form(PACK_FORMATS), help=N_("Form of the result; else as the name of the file ends.")
)
@today_option
@config_option
@language_option
@debug_option
@output_option
def privacy_pack(
    team_id: str,
    is_log: bool,
    form: str | None,
    today: date | None,
    config: Path | None,
    lang: str | None,
    debug: bool,
    output: Path | None,
) -> int:
    """Write one of the two documents."""
    from analyzer.reports.team.council.document import PackFacts
    from analyzer.reports.team.council.forms import render_log, render_pack
    from commands.team.audit_log import read_log

    del debug
    settings = read_settings(config, known_rules())
    translate = chosen_language(lang or settings.agreements.language)
    form = form or ("html" if output is not None and output.suffix.lower() in (".html", ".htm") else "markdown")
    facts = PackFacts(
        terms=settings.privacy,
        teams=[] if is_log else _teams(settings, team_id),
        settings_file=Path(settings.file).name,
        today=today or clock().date(),
        program=version("meetlint"),
        digest=None if is_log else _digest(settings),
    )
    if is_log:
        log = read_log()
        entries = [entry for entry in log.entries if not team_id or entry.team == team_id]
        write(render_log(entries, log.unreadable, facts, form, translate), output)
    else:
        write(render_pack(facts, form, translate), output)
    return 0


def _teams(settings: Settings, team_id: str) -> Sequence[TeamFacts]:
    """Return the teams that the document is about.

    Raises:
        UsageError: there is no team of that id.
    """
    from analyzer.reports.team.council.document import TeamFacts

    if team_id and team_id not in settings.teams:
        raise UsageError(
            N_("There is no team {team} in the settings."),
            N_("Name the ID of a [teams.ID] section. Known: {known}"),
            team=team_id,
            known=", ".join(settings.teams) or "-",
        )
    return [
        TeamFacts(team.name or name, len(set(team.members)), team.manager)
        for name, team in settings.teams.items()
        if team_id in ("", name)
    ]


def _digest(settings: Settings) -> DigestFacts | None:
    """Return what the document says of the digest, None where the settings say nothing about one."""
    from analyzer.reports.team.council.document import DigestFacts
    from connectors.mail.settings import MailSettings

    digest, mail = settings.digest, settings.values.get("mail") or MailSettings()
    if not digest.model_fields_set:
        return None
    return DigestFacts(
        group=digest.group,
        is_group_joined=digest.group_joined is not None,
        reads_replies=bool(mail.imap_host),
        keeps_sent=mail.through != "smtp",
        retention_days=digest.retention_days,
    )
