"""rules and explain: what meetlint looks for, and why."""

from __future__ import annotations

import click

from analyzer.text import N_
from commands.analysis import known_rules
from commands.dressing import Command, chosen_language, debug_option, language_option
from connectors.console import write


@click.command(cls=Command, name="rules", help=N_("List the rules, what each flags and how heavy it weighs."))
@language_option
@debug_option
def list_rules(lang: str | None, debug: bool) -> int:
    """List the rules."""
    from analyzer.reports.rule_page import render_rule_list

    del debug
    write(render_rule_list(known_rules(), chosen_language(lang)), None)
    return 0


@click.command(
    cls=Command, help=N_("Show the page of one rule: what it flags, why it matters, what to do, when to ignore it.")
)
@click.argument("rule")
@language_option
@debug_option
def explain(rule: str, lang: str | None, debug: bool) -> int:
    """Show a rule's page."""
    from analyzer.reports.rule_page import render_rule_page
    from analyzer.rule_loading import choose_rule

    del debug
    write(render_rule_page(choose_rule(rule, known_rules()), chosen_language(lang)), None)
    return 0
