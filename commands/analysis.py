"""Putting the parts together: settings, rules and sources in, one run out, and what the exit code says of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyzer.errors import EXIT_BUG, EXIT_FINDINGS, EXIT_NO_SOURCE, EXIT_PARTIAL, SettingsError, UsageError, reason_of
from analyzer.text import N_, Translator
from commands.dressing import chosen_language
from connectors.console import Progress, say

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.engine import Finding
    from analyzer.rule import Rule
    from analyzer.run import Run
    from analyzer.settings_file import Settings
    from connectors.opening import Opened


def clock() -> datetime:
    """Return the instant it is."""
    return datetime.now(UTC)


def known_rules(files: Iterable[Path] = ()) -> dict[str, Rule]:
    """Return every rule: meetlint's own, those of installed packages, and those of single files."""
    import rules as own
    from analyzer.rule_loading import load_rules

    translate = chosen_language(None)
    return load_rules(own, files, lambda error: say(error.say(translate), error.say_hint(translate)))


def perform(request: dict[str, Any], *, with_rules: bool) -> tuple[Run, Opened, Translator]:
    """Open the sources, judge them, and return the run, what was opened, and the language to say it in."""
    from analyzer.period import parse_period
    from analyzer.pipeline import Request, analyse
    from analyzer.rule import activate
    from analyzer.rule_loading import choose_rules
    from analyzer.settings_file import Settings
    from connectors.opening import failure, open_sources
    from connectors.options import OpenOptions
    from connectors.places import cache_dir, state_dir

    rules = known_rules(request.get("rules_from", ()))
    settings = read_settings(request["config"], rules) if request.get("settings", True) else Settings()
    translate = chosen_language(request["lang"] or settings.agreements.language)
    chosen = choose_rules(rules, request["select"], request["ignore"]) if with_rules else {}
    check_zone(request["zone"])
    spans = {name: request[name] for name in ("first", "last", "week", "last_span", "next_span")}
    opened = open_sources(
        request["sources"],
        OpenOptions(
            allow_private=request["allow_private"],
            use_cache=not request["no_cache"],
            state_dir=state_dir(),
            cache_dir=cache_dir(),
            stdin=sys.stdin.buffer,
            progress=Progress(translate) if sys.stderr.isatty() and not request["quiet"] else None,
        ),
    )
    run = analyse(
        opened.calendars,
        Request(
            period=lambda today: parse_period(today, **spans),
            rules=activate(chosen, settings.rules),
            agreements=settings.agreements,
            people=list(settings.people.values()),
            now=clock(),
            today=request["today"],
            me=request["me"],
            timezone=request["zone"],
            is_shared=request["is_shared"],
            is_default_period=not any(spans.values()),
            settings_file=settings.file,
            ignore=settings.ignore,
            is_known=_known_by_baseline(request.get("baseline")),
            shows_ignored=bool(request.get("show_ignored")),
            problems=opened.problems,
            failed=[failure(source, error) for source, error in opened.failed],
        ),
    )
    return run, opened, translate


def check_zone(zone: str) -> None:
    """Refuse a zone that does not exist, with the nearest that does.

    Raises:
        UsageError: there is no such zone.
    """
    from difflib import get_close_matches
    from zoneinfo import available_timezones

    if zone and zone not in available_timezones():
        near = get_close_matches(zone, sorted(available_timezones()), 1)
        raise UsageError(
            N_("There is no time zone {zone}."),
            N_("Did you mean {near}?") if near else N_("Write an IANA zone such as Europe/Amsterdam."),
            zone=zone,
            near=near[0] if near else "",
        )


def _known_by_baseline(path: Path | None) -> Callable[[Finding, pd.DataFrame], bool] | None:
    """Return the judge of what stands in a baseline, None without one."""
    if path is None:
        return None
    from analyzer.baseline import parse_baseline
    from connectors.baselines import baseline_key, read_baseline_file
    from connectors.places import state_dir

    key = baseline_key(state_dir())
    baseline = parse_baseline(read_baseline_file(path), str(path), key)
    return lambda finding, table: baseline.knows(finding, table, key)


def read_settings(path: Path | None, rules: Mapping[str, Rule]) -> Settings:
    """Return the settings in force: of the file asked for, of meetlint.toml in this folder, or the defaults.

    Raises:
        SettingsError: the file asked for is not there, or the file holds mistakes.
    """
    from analyzer.settings_file import FILE_NAME, Settings, parse_settings

    if path is None and not Path(FILE_NAME).is_file():
        return Settings()
    chosen = path or Path(FILE_NAME)
    try:
        data = chosen.read_bytes()
    except OSError as error:
        raise SettingsError(
            N_("{file} cannot be read: {reason}."),
            N_("meetlint init writes a settings file to start from."),
            file=chosen,
            reason=reason_of(error),
        ) from error
    return parse_settings(data, str(chosen), {name: rule.settings for name, rule in rules.items()})


def say_problems(run: Run, opened: Opened, translate: Translator, form: str) -> None:
    """Say on standard error what could not be read; a text report counts the events it skipped itself."""
    for source, error in opened.failed:
        say("{}: {}".format(translate(N_("Not read")), error.say(translate)), error.say_hint(translate))
        del source
    for failed in run.judgement.failed:
        say(translate(N_("The rule {name} broke off; the others went on."), name=failed.name))
    if form == "text":
        return
    for problem in run.problems:
        place = problem.source if problem.line is None else f"{problem.source}:{problem.line}"
        say(f"{place}: {problem.say(translate)} [{problem.code}]")


def exit_code(run: Run, opened: Opened, is_strict: bool, fail_on: str | None) -> int:
    """Return what the exit code says: 70 our own bug, 3 nothing read, 4 a part not read, 1 findings, 0 nothing found.

    A rule of somebody else that breaks off is a part that is missing.

    Args:
        run: what was found.
        opened: what was opened.
        is_strict: a single skipped event counts as a part not read.
        fail_on: the least severity that counts as a finding, None for none.
    """
    import rules as own
    from analyzer.findings import SEVERITIES
    from analyzer.rule_loading import is_own

    broken = {failed.name for failed in run.judgement.failed}
    if any(active.rule.name in broken and is_own(active.rule, own) for active in run.judgement.rules):
        return EXIT_BUG
    if opened.failed and not opened.calendars:
        return EXIT_NO_SOURCE
    effects = {"source", "skipped"} if is_strict else {"source"}
    if broken or opened.failed or any(problem.effect in effects for problem in run.problems):
        return EXIT_PARTIAL
    if any(source.is_incomplete for source in run.sources):
        return EXIT_PARTIAL
    if fail_on is None:
        return 0
    heavy = SEVERITIES[SEVERITIES.index(fail_on) :]
    return EXIT_FINDINGS if any(finding.severity in heavy for finding in run.judgement.findings) else 0
