"""rules and explain: what meetlint looks for, and why; and rules of one's own."""

from __future__ import annotations

from pathlib import Path

import click

from analyzer.errors import EXIT_FINDINGS, UsageError
from analyzer.text import N_
from commands.analysis import known_rules
from commands.console import write
from commands.front import Command, Group
from commands.helps import HELP
from commands.options import chosen_language, debug_option, language_option, rules_from_option


@click.group(
    cls=Group,
    name="rules",
    invoke_without_command=True,
    help=HELP["rules"],
)
@rules_from_option
@language_option
@debug_option
@click.pass_context
def list_rules(context: click.Context, rules_from: tuple[Path, ...], lang: str | None, debug: bool) -> int:
    """List the rules, unless one of the commands below is asked for."""
    from analyzer.reports.rule_page import render_rule_list

    del debug
    translate = chosen_language(lang)
    if context.invoked_subcommand is None:
        write(render_rule_list(known_rules(rules_from), translate), None)
    return 0


@list_rules.command(name="new", help=N_("Write a rule of your own to start from: NAME says what it flags."))
@click.argument("name")
@language_option
@debug_option
def new_rule(name: str, lang: str | None, debug: bool) -> int:
    """Write the file; never over an existing one."""
    import re

    from analyzer.rulebook.template import own_rule_source

    del debug
    translate = chosen_language(lang)
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name) or name in known_rules():
        raise UsageError(
            N_("{name} cannot be the name of a new rule."),
            N_("Take small letters and dashes, and a name that is not in meetlint rules."),
            name=name,
        )
    path = Path(f"{name.replace('-', '_')}.py")
    if path.exists():
        raise UsageError(N_("{file} is already there."), N_("Take another name, or remove it first."), file=path)
    write(own_rule_source(name), path)
    click.echo(translate(N_("Wrote {file}. Change it, then: meetlint rules test {file}"), file=path))
    return 0


@list_rules.command(
    name="test",
    help=N_(
        "Check a rule of your own: that it keeps the contract, and what it finds in the sample calendar.\n\n"
        "The file is run: it is code, to be trusted like any program. Exit code 1 when a promise is broken."
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@language_option
@debug_option
def test_rule(file: Path, lang: str | None, debug: bool) -> int:
    """Say of every promise whether it is kept, then show the findings in the sample."""
    from analyzer.reports.rule_trial import render_rule_trial
    from analyzer.rulebook.loading import load_rule_file
    from analyzer.rulebook.promises import check_rule
    from commands.sample import judge_sample

    del debug
    translate = chosen_language(lang)
    rule = load_rule_file(file)
    promises = check_rule(rule)
    run = judge_sample(translate.language, rule)
    write(render_rule_trial(rule, promises, run, translate), None)
    return EXIT_FINDINGS if any(promise.broken for promise in promises) else 0


@click.command(
    cls=Command,
    help=HELP["explain"],
)
@click.argument("rule", metavar="RULE|PAGE")
@rules_from_option
@language_option
@debug_option
def explain(rule: str, rules_from: tuple[Path, ...], lang: str | None, debug: bool) -> int:
    """Show a rule's page, or one of those that come with meetlint (in English)."""
    from analyzer.reports.rule_page import render_rule_page
    from analyzer.rulebook.loading import choose_rule
    from commands.folders import pages

    del debug
    translate = chosen_language(lang)
    if rule in pages():
        write(pages()[rule].read_text("utf-8"), None)
    else:
        write(render_rule_page(choose_rule(rule, known_rules(rules_from)), translate), None)
    return 0
