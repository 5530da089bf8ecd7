"""init: the agreements as a commented file to change, after a few questions."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from analyzer.errors import UsageError
from analyzer.text import N_, Translator
from commands.analysis import file_sections, known_rules, perform
from commands.console import say_error, write
from commands.front import Command
from commands.helps import HELP
from commands.options import chosen_language, debug_option, language_option


@click.command(
    cls=Command,
    help=HELP["init"],
)
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option("--output", "-o", type=click.Path(path_type=Path), default=Path("meetlint.toml"), help=N_("Where to."))
@click.option("--force", is_flag=True, help=N_("Write over an existing file."))
@click.option("--defaults", is_flag=True, help=N_("Ask nothing."))
@click.option("--team", is_flag=True, help=N_("Print the questions a team answers together."))
@click.option("--answers", type=click.Path(path_type=Path), metavar="PAGE", help=N_("Take the answers from this page."))
@language_option
@debug_option
def init(
    sources: tuple[str, ...],
    output: Path,
    force: bool,
    defaults: bool,
    team: bool,
    answers: Path | None,
    lang: str | None,
    debug: bool,
) -> int:
    """Write the settings file; never over an existing one unless asked."""
    from analyzer.settings.template import render_settings_template

    translate = chosen_language(lang)
    if team:
        write(_page(sources, translate, debug), None)
        return 0
    if sources:
        raise UsageError(N_("init reads a calendar only with --team."), N_("Leave {source} out."), source=sources[0])
    if output.exists() and not force:
        raise UsageError(
            N_("{file} is already there."), N_("Use --force to write over it, or -o for another name."), file=output
        )
    given = _answers(answers, translate, asks=not defaults and sys.stdin.isatty())
    write(render_settings_template(file_sections(known_rules()), translate, given), output)
    click.echo(translate(N_("Wrote {file}. Change what differs from your agreements, and check again."), file=output))
    return 0


def _page(sources: tuple[str, ...], translate: Translator, debug: bool) -> str:
    """Return the page of questions, with the figures of the sources when there are any."""
    from analyzer.reports.questions import render_questions
    from commands.request import Request

    if not sources:
        return render_questions(None, translate)
    request = Request(sources=sources, lang=translate.language, no_cache=True, debug=debug)
    run, opened, _ = perform(request, with_rules=True)
    for _, error in opened.failed:
        say_error(error, translate)
    return render_questions(run if opened.calendars else None, translate)


def _answers(page: Path | None, translate: Translator, *, asks: bool) -> dict[str, Any]:
    from analyzer.reports.questions import answer, default_of, personal_questions, read_answers

    if page is not None:
        try:
            return read_answers(page.read_text("utf-8-sig"))
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(
                N_("{file} cannot be read as text."), N_("Name the page with the answers."), file=page
            ) from error
    given: dict[str, Any] = {}
    if not asks:
        return given
    click.echo(translate(N_("A few questions; Enter keeps what stands in brackets.")))
    for question in personal_questions():
        default = default_of(question.key, translate)

        def read(text: str, key: str = question.key, form: str = question.form) -> Any:
            try:
                return answer(key, text) if text else None
            except ValueError as error:
                example = translate(N_("For example: {form}"), form=translate(form))
                raise click.BadParameter(f"{translate(N_('That is no answer to this question.'))} {example}") from error

        value = click.prompt(translate(question.text), default=default, value_proc=read)
        if value is not None and (not default or value != answer(question.key, default)):
            given[question.key] = value
    return given
