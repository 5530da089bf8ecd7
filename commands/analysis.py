"""Putting the parts together: settings, rules and sources in, one run out, and what the exit code says of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from analyzer.errors import EXIT_BUG, EXIT_FINDINGS, EXIT_NO_SOURCE, EXIT_PARTIAL, SettingsError, UsageError, reason_of
from analyzer.text import N_, Translator
from commands.console import Progress, say, say_error
from commands.options import chosen_language

if TYPE_CHECKING:
    from analyzer.calendars import OpenedCalendar
    from analyzer.events.table import EventTable
    from analyzer.events.whose import Known
    from analyzer.judging.listing import Finding
    from analyzer.judging.rule import Rule
    from analyzer.pipeline import Terms
    from analyzer.run import Run
    from analyzer.settings.file import Settings
    from analyzer.settings.sections import Section
    from analyzer.time.period import PeriodChoice
    from commands.request import Request
    from connectors.opening import Opened
    from connectors.options import Window


def clock() -> datetime:
    """Return the instant it is."""
    return datetime.now(UTC)


def known_rules(files: Iterable[Path] = ()) -> dict[str, Rule]:
    """Return every rule: meetlint's own, those of installed packages, and those of single files."""
    import rules as own
    from analyzer.rulebook.loading import load_rules

    translate = chosen_language(None)
    return load_rules(own, files, lambda error: say(error.say(translate), error.say_hint(translate)))


@dataclass(frozen=True)
class Material:
    """What one request judges, opened: whatever is tried with it is read once.

    Attributes:
        request: what is asked for.
        opened: the calendars, and those that could not be opened.
        choice: the days to judge.
        terms: by what they are judged.
        settings_file: the file the agreements come from, "" for none.
        translate: the reader's language.
    """

    request: Request
    opened: Opened
    choice: PeriodChoice
    terms: Terms
    settings_file: str
    translate: Translator

    def judged(self, trying: Mapping[str, Any] = MappingProxyType({})) -> Run:
        """Judge what was opened, as if ``trying`` were agreed besides."""
        from connectors.refusals import SOURCE_UNREADABLE, problem_of

        run = judge_calendars(self.opened.calendars, self.choice, self.terms, trying)
        return replace(
            run,
            problems=[*self.opened.problems, *run.problems],
            failed=[problem_of(error, source, SOURCE_UNREADABLE) for source, error in self.opened.failed],
            settings_file=self.settings_file,
            shows_ignored=self.request.show_ignored,
        )


def perform(request: Request, *, with_rules: bool, is_dated: bool = False) -> tuple[Run, Opened, Translator]:
    """Open the sources, judge them, and return the run, what was opened, and the language to say it in.

    Args:
        request: what is asked for.
        with_rules: all that were chosen judge; else none.
        is_dated: changes stand in order of time, as in a letter.
    """
    from analyzer.rulebook.loading import choose_rules

    material = open_request(
        request,
        lambda rules: choose_rules(rules, request.select, request.ignore) if with_rules else {},
        is_dated=is_dated,
    )
    return material.judged(), material.opened, material.translate


def open_request(
    request: Request,
    choose: Callable[[Mapping[str, Rule]], Mapping[str, Rule]],
    *,
    proposes: bool = True,
    is_dated: bool = False,
) -> Material:
    """Read the settings and open the sources.

    Args:
        request: what is asked for.
        choose: gives the rules to judge by, out of all there are.
        proposes: a judgement holds the few changes that help most.
        is_dated: in order of time.
    """
    from analyzer.judging.rule import activate
    from analyzer.pipeline import Terms
    from analyzer.settings.file import Settings

    rules = known_rules(request.rules_from)
    settings = read_settings(request.config, rules) if request.uses_settings else Settings()
    translate = chosen_language(request.lang or settings.agreements.language)
    chosen = choose(rules)
    choice, now = request.period(), clock()
    needs_series = any(rule.needs_series for rule in chosen.values())
    opened = _opened(request, settings, translate, window_of(choice, request.today, now), needs_series=needs_series)
    terms = Terms(
        rules=activate(chosen, settings.rules),
        known_rules=rules.keys(),
        ignore=settings.ignore,
        is_known=_known_by_baseline(request.baseline),
        proposes=proposes,
        is_dated=is_dated,
        **_known(request, settings, now),
    )
    return Material(request, opened, choice, terms, settings.file, translate)


def open_unjudged(request: Request) -> tuple[Opened, Known, Translator]:
    """Read the settings and open the sources for somebody who judges nothing, or later: with all that a rule may need.

    Rules are loaded only to read a settings file, or when somebody names a file of them.
    """
    from analyzer.events.whose import Known
    from analyzer.settings.file import Settings

    rules = cache(partial(known_rules, request.rules_from))
    if request.rules_from:
        rules()
    settings = read_settings(request.config, rules) if request.uses_settings else Settings()
    translate = chosen_language(request.lang or settings.agreements.language)
    now = clock()
    window = window_of(request.period(), request.today, now)
    opened = _opened(request, settings, translate, window, needs_series=True)
    return opened, Known(**_known(request, settings, now)), translate


def _known(request: Request, settings: Settings, now: datetime) -> dict[str, Any]:
    """Return what is known before the calendars are, by the names of :class:`analyzer.events.whose.Known`."""
    return {
        "agreements": settings.agreements,
        "people": list(settings.people.values()),
        "now": now,
        "today": request.today,
        "me": request.me,
        "timezone": request.zone,
        "is_shared": request.is_shared,
    }


def _opened(
    request: Request, settings: Settings, translate: Translator, window: Window, *, needs_series: bool
) -> Opened:
    from commands.folders import cache_dir, state_dir
    from connectors.opening import open_sources
    from connectors.options import OpenOptions

    check_zone(request.zone)
    progress = progress_of(request, translate)
    opened = open_sources(
        request.sources,
        OpenOptions(
            allow_private=request.allow_private,
            reader=request.reader,
            use_cache=not request.no_cache,
            needs_series=needs_series,
            state_dir=state_dir(),
            cache_dir=cache_dir(),
            window=window,
            stdin=sys.stdin.buffer,
            progress=progress,
            waiting=progress.wait if progress else None,
            sections=settings.values,
        ),
    )
    if progress:
        progress.end()
    if request.debug:
        _say_roads(opened, translate)
    return opened


def _say_roads(opened: Opened, translate: Translator) -> None:
    """Say of each ICS calendar how much of it was read with care, and why."""
    from connectors.ics.calendar import IcsCalendar

    for calendar in opened.calendars:
        if isinstance(calendar, IcsCalendar):
            roads = calendar.roads()
            reasons = ", ".join(f"{reason} {count}" for reason, count in roads.reasons.most_common()) or "-"
            say(
                translate(
                    N_("{source}: {entries} entries, of which {careful} were read event by event ({reasons})."),
                    source=calendar.source,
                    entries=roads.entries,
                    careful=roads.careful,
                    reasons=reasons,
                )
            )


def progress_of(request: Request, translate: Translator) -> Progress | None:
    """Return the line on which long work says how far it is, where somebody sees it and wants it."""
    return Progress(translate) if sys.stderr.isatty() and not request.quiet else None


def judge_calendars(
    calendars: Sequence[OpenedCalendar],
    choice: PeriodChoice,
    terms: Terms,
    agreed: Mapping[str, Any] = MappingProxyType({}),
) -> Run:
    """Judge opened calendars of one person: whose they are, which days, what occurs then, what to say of it.

    Args:
        calendars: what was opened.
        choice: the days to judge.
        terms: by what they are judged.
        agreed: agreements to try besides, by name.

    Raises:
        UsageError: the calendars belong to different people, or the period is none.
    """
    from analyzer.events.whose import identify, trying
    from analyzer.pipeline import analyse
    from connectors.opening import read_period

    whose = trying(identify(calendars, terms), agreed)
    period = choice.on(whose.today)
    readings = [read_period(calendar, period, whose.zone.zone) for calendar in calendars]
    return replace(analyse(readings, whose, period, terms), is_default_period=choice.is_default)


def window_of(choice: PeriodChoice, today: date | None, now: datetime) -> Window:
    """Return the span of time that holds the period wherever on earth its owner is.

    Args:
        choice: the period asked for.
        today: the day given on the command line, None to take it from ``now``.
        now: the instant it is, in UTC.

    Raises:
        UsageError: it is no period.
    """
    from connectors.options import Window

    # Somewhere it is already tomorrow, elsewhere still yesterday.
    days = [today] if today else [now.date() + timedelta(days=offset) for offset in (-1, 0, 1)]
    periods = [choice.on(day) for day in days]
    first = datetime.combine(min(period.first for period in periods), time(), UTC)
    after = datetime.combine(max(period.last for period in periods), time(), UTC) + timedelta(days=1)
    # Clocks on earth run from 12 hours behind UTC to 14 ahead of it.
    return Window(first - timedelta(hours=14), after + timedelta(hours=12))


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


def _known_by_baseline(path: Path | None) -> Callable[[Finding, EventTable], bool] | None:
    """Return the judge of what stands in a baseline, None without one."""
    if path is None:
        return None
    from analyzer.judging.baseline import parse_baseline
    from commands.baseline_file import baseline_key, read_baseline_file
    from commands.folders import state_dir

    key = baseline_key(state_dir())
    baseline = parse_baseline(read_baseline_file(path), str(path), key)
    return lambda finding, table: baseline.knows(finding, table, key)


def read_settings(path: Path | None, rules: Mapping[str, Rule] | Callable[[], Mapping[str, Rule]]) -> Settings:
    """Return the settings in force: of the file asked for, of meetlint.toml in this folder, or the defaults.

    Args:
        path: the file asked for, None for none.
        rules: those there are, or what loads them when there is a file.

    Raises:
        SettingsError: the file asked for is not there, or the file holds mistakes.
    """
    from analyzer.settings.file import FILE_NAME, MOST_BYTES, Settings, parse_settings

    if path is None and not Path(FILE_NAME).is_file():
        return Settings()
    chosen = path or Path(FILE_NAME)
    try:
        with chosen.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise SettingsError(
            N_("{file} cannot be read: {reason}."),
            N_("meetlint init writes a settings file to start from."),
            file=chosen,
            reason=reason_of(error),
        ) from error
    return parse_settings(data, str(chosen), file_sections(rules() if callable(rules) else rules))


def file_sections(rules: Mapping[str, Rule]) -> tuple[Section, ...]:
    """Return every section of meetlint.toml."""
    from analyzer.settings.sections import known_sections
    from connectors.opening import connector_sections

    return known_sections({name: rule.settings for name, rule in rules.items()}, connector_sections())


_COMPLETE_FORMS = ("text", "json", "markdown")
"""Forms of a result that name every kind of problem themselves."""


def say_problems(run: Run, opened: Opened, translate: Translator, form: str) -> None:
    """Say on standard error what could not be read or was left out; forms that hold it themselves do not repeat it."""
    from analyzer.reports.words.sentences import left_out, lost_rules
    from analyzer.reports.words.wording import Wording

    for _, error in opened.failed:
        say_error(error, translate, translate(N_("Not read")))
    for failed in run.judgement.failed:
        say(translate(N_("The rule {name} broke off; the others went on."), name=failed.name))
    for sentence in lost_rules(run, translate):
        say(sentence)
    if form in _COMPLETE_FORMS:
        return
    for sentence in left_out(run, Wording(translate, run.zone.zone)):
        say(sentence)
    for problem in run.problems:
        place = problem.source if problem.line is None else f"{problem.source}:{problem.line}"
        say(f"{place}: {problem.say_with_count(translate)} [{problem.code}]")


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
    from analyzer.judging.findings import SEVERITIES
    from analyzer.rulebook.loading import is_own

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
    return EXIT_FINDINGS if not set(heavy).isdisjoint(run.judgement.found.severity) else 0
