"""The front door: the commands under one name, and the one place where errors become sentences and exit codes."""

from __future__ import annotations

import atexit
import gc
import gettext
import os
import signal
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from analyzer.errors import (
    EXIT_BUG,
    EXIT_INTERRUPTED,
    EXIT_TERMINATED,
    EXIT_USAGE,
    MeetlintError,
    SettingsError,
    TerminatedError,
)
from analyzer.text import DOMAIN, LANGUAGES, LOCALE_DIR, N_, Translator, system_language, translator
from commands.front import Front, Hall
from connectors.workers.processor import suit

if TYPE_CHECKING:
    from types import FrameType


@click.group(
    cls=Hall,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=N_(
        "A linter for calendars. It finds calls without breaks, meetings at lunch, meetings that nobody guides, and "
        "weeks without time to concentrate.\n\n"
        "Start with: meetlint demo, then: meetlint check my-calendar.ics"
    ),
)
@click.option("--lang", type=click.Choice(LANGUAGES), expose_value=False, help=N_("Language of all text."))
@click.version_option(None, "--version", package_name="meetlint")
def cli() -> None:
    """The group; its help stands in the decorator, where it can be translated."""


YOUNG = 100_000
"""New objects after which the collector of cycles looks for some: a run makes hundreds of thousands that it keeps, and
nearly none in cycles. Looking at every 700, as Python does, is a tenth of a short run."""


def _terminate(_number: int, _frame: FrameType | None) -> None:
    raise TerminatedError


def _language(arguments: Sequence[str]) -> str:
    """Return the language for help and errors: ``--lang`` wherever it stands, else the system's."""
    for position, argument in enumerate(arguments):
        value = argument.partition("=")[2] if argument.startswith("--lang=") else ""
        if argument == "--lang" and position + 1 < len(arguments):
            value = arguments[position + 1]
        if value in LANGUAGES:
            return value
    return system_language(os.environ)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run meetlint and leave with its exit code; errors become one sentence and a hint on standard error."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    language = _language(arguments)
    # click takes its own words ("Usage", "Options") from the process-wide catalogue.
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(DOMAIN, LOCALE_DIR)
    gettext.textdomain(DOMAIN)
    suit(os.environ)
    signal.signal(signal.SIGTERM, _terminate)
    gc.set_threshold(YOUNG)
    atexit.register(gc.freeze)  # the end of a program is no time to look for cycles
    front = Front(translator(language))
    sys.exit(_run(arguments, front))


def _say(message: str, hint: str = "") -> None:
    from commands.console import say

    say(message, hint)


def _say_error(error: MeetlintError, translate: Translator) -> None:
    from commands.console import say_error

    say_error(error, translate)


def _run(arguments: Sequence[str], front: Front) -> int:
    try:
        code = cli.main(args=list(arguments), prog_name="meetlint", standalone_mode=False, obj=front)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.message, err=True)
        return EXIT_USAGE
    except click.UsageError as error:
        place = error.ctx.command_path if error.ctx else "meetlint"
        _say(error.format_message(), front.translate(N_("More: {command} --help"), command=place))
        return EXIT_USAGE
    except click.ClickException as error:
        _say(error.format_message())
        return EXIT_USAGE
    except SettingsError as error:
        for mistake in error.mistakes:
            _say_error(mistake, front.translate)
        _say_error(error, front.translate)
        return error.exit_code
    except MeetlintError as error:
        _say_error(error, front.translate)
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        _say(front.translate(N_("Interrupted.")))
        return EXIT_INTERRUPTED
    except TerminatedError:
        return EXIT_TERMINATED
    except BrokenPipeError:
        # Whoever read our output has seen enough; the interpreter must not complain when it flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # the last door: a crash is said in one sentence, never with event text
        import traceback

        if "--debug" in arguments:
            traceback.print_exc()
        last = traceback.extract_tb(error.__traceback__)[-1]
        _say(
            front.translate(
                N_("meetlint made a mistake of its own: {kind} in {place}, line {line}."),
                kind=type(error).__name__,
                place=last.filename.rpartition(os.sep)[2],
                line=last.lineno,
            ),
            front.translate(N_("Please report it; --debug shows more.")),
        )
        return EXIT_BUG


if __name__ == "__main__":
    main()
