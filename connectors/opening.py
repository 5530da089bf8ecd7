"""The one door to all sources: a locator as people type it in, opened calendars out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from analyzer.entries import SourceCalendar
from analyzer.errors import SourceError
from analyzer.problems import Problem
from analyzer.text import N_
from connectors.ics.sources import NothingReadableError, UnreadableFile, open_ics
from connectors.locators import Locator, parse_locator
from connectors.options import OpenOptions


@dataclass
class Opened:
    """What came of a list of sources.

    Attributes:
        calendars: every calendar that could be opened, in the order of the sources.
        problems: parts of a source, such as one file of a folder, that could not be opened.
        failed: sources of which nothing could be read, as errors with their hints.
    """

    calendars: list[SourceCalendar] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    failed: list[tuple[str, SourceError]] = field(default_factory=list)


def open_sources(texts: Sequence[str], options: OpenOptions) -> Opened:
    """Open every source; one that fails costs only itself.

    Args:
        texts: locators as typed; the same one twice is read once.
        options: how to open.
    """
    opened = Opened()
    for text in dict.fromkeys(texts):
        locator = parse_locator(text)
        try:
            result = _open(locator, options)
        except SourceError as error:
            opened.failed.append((locator.text, error))
            opened.problems += error.problems if isinstance(error, NothingReadableError) else []
        else:
            opened.calendars += result.calendars
            opened.problems += result.problems
    return opened


def _open(locator: Locator, options: OpenOptions) -> Opened:
    if locator.kind in ("google", "outlook", "table"):
        raise SourceError(
            N_("{source} cannot be read yet: this version reads ICS files, folders, archives and addresses."),
            N_("Export the calendar as an .ics file: see docs/sources.md."),
            source=locator.text,
        )
    result = open_ics(locator, options)
    return Opened(list(result.calendars), list(result.problems))


def failure(source: str, error: SourceError) -> Problem:
    """Return a failed source as a problem, for the formats that list problems."""
    return UnreadableFile(source, "source-unreadable", effect="source", error=error)
