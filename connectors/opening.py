"""The one door to all sources: a locator as people type it in, opened calendars out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from zoneinfo import ZoneInfo

from analyzer.entries import OpenedCalendar, Reading
from analyzer.errors import SourceError
from analyzer.problems import Problem
from analyzer.text import N_
from analyzer.time.period import Period
from connectors.ics.opening import NothingReadableError, open_ics
from connectors.locators import Locator, parse_locator
from connectors.options import OpenOptions
from connectors.refusals import SOURCE_UNREADABLE, problem_of


@dataclass
class Opened:
    """What came of a list of sources.

    Attributes:
        calendars: every calendar that could be opened, in the order of the sources.
        problems: parts of a source, such as one file of a folder, that could not be opened.
        failed: sources of which nothing could be read, as errors with their hints.
    """

    calendars: list[OpenedCalendar] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    failed: list[tuple[str, SourceError]] = field(default_factory=list)


def open_sources(texts: Sequence[str], options: OpenOptions) -> Opened:
    """Open every source; one that fails costs only itself.

    Args:
        texts: locators as typed; the same one twice is read once.
        options: how to open.
    """
    opened = Opened()
    locators = [parse_locator(text) for text in dict.fromkeys(texts)]
    of_services = _open_services(locators, options)
    for locator in locators:
        try:
            result = of_services[locator]() if locator in of_services else _open(locator, options)
        except SourceError as error:
            opened.failed.append((locator.text, error))
            opened.problems += error.problems if isinstance(error, NothingReadableError) else []
        else:
            opened.calendars += result.calendars
            opened.problems += result.problems
    return opened


def _open_services(locators: Sequence[Locator], options: OpenOptions) -> dict[Locator, Callable[[], Opened]]:
    """Return what the services gave, all locators of one service read together."""
    found: list[tuple[Locator, list[OpenedCalendar] | SourceError]] = []
    if of_google := [locator for locator in locators if locator.kind == "google"]:
        from connectors.google.opening import open_google

        found += open_google(of_google, options)
    if of_outlook := [locator for locator in locators if locator.kind == "outlook"]:
        from connectors.outlook.opening import open_outlook

        found += open_outlook(of_outlook, options)
    return {locator: partial(_given, result) for locator, result in found}


def _given(result: list[OpenedCalendar] | SourceError) -> Opened:
    if isinstance(result, SourceError):
        raise result
    return Opened(result)


def _open(locator: Locator, options: OpenOptions) -> Opened:
    if locator.kind == "table":
        raise SourceError(
            N_("{source} cannot be read yet: this version reads no event tables."),
            N_("Name the calendar itself; docs/sources.md has the ways."),
            source=locator.text,
        )
    result = open_ics(locator, options)
    return Opened(list(result.calendars), list(result.problems))


def read_period(calendar: OpenedCalendar, period: Period, zone: ZoneInfo) -> Reading:
    """Return what occurs in a calendar in the days of a period, on the clock of ``zone``."""
    if calendar.is_subscription:
        return Reading(calendar, None)
    occurrences = calendar.occurrences(*period.instants(zone), zone)
    return Reading(calendar, occurrences, None if len(occurrences.entry) else calendar.first_and_last(zone))


def failure(source: str, error: SourceError) -> Problem:
    """Return a failed source as a problem, for the formats that list problems."""
    return problem_of(error, source, SOURCE_UNREADABLE)
