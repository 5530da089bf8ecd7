"""baseline: start from today's state, and hear only of what is new."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from analyzer.text import N_
from commands.analysis import exit_code, perform, say_problems
from commands.console import write
from commands.front import Command
from commands.helps import HELP
from commands.options import source_options
from commands.request import Request


@click.command(
    cls=Command,
    help=HELP["baseline"],
)
@source_options
def baseline(**options: Any) -> int:
    """Write the baseline, by default to meetlint-baseline.json."""
    from analyzer.judging.baseline import FILE_NAME, dump_baseline
    from commands.baseline_file import baseline_key
    from commands.folders import state_dir

    request = Request(**options)
    run, opened, translate = perform(request, with_rules=True)
    code = exit_code(run, opened, request.strict, None)
    say_problems(run, opened, translate, "baseline")
    if opened.calendars:
        path = request.output or Path(FILE_NAME)
        findings = run.judgement.findings
        write(dump_baseline(findings, run.table, baseline_key(state_dir()), run.today), path)
        text = translate.plural(
            N_("Wrote {n} known finding to {file}. From now on: meetlint check SOURCE --baseline {file}"),
            N_("Wrote {n} known findings to {file}. From now on: meetlint check SOURCE --baseline {file}"),
            len(findings),
            file=path,
        )
        click.echo(text)
    return code
