"""The one door to all sources: a locator as people type it in, opened calendars out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pkgutil import resolve_name
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from analyzer.calendars import OpenedCalendar, Reading
from analyzer.errors import SourceError
from analyzer.problems import Problem
from analyzer.time.period import Period
from connectors.ics.opening import NothingReadableError
from connectors.locators import Kind, Locator, parse_locator
from connectors.options import Contents, OpenOptions

if TYPE_CHECKING:
    from connectors.services.sign_ins import Disconnected, SignIn, SignInStore


@dataclass(frozen=True)
class SourceKind:
    """One kind of source: which locators are of it, and where its parts stand.

    A part is named ``module:name`` and imported when it is needed: the libraries of the services take their time.

    Attributes:
        locators: the kinds of locators that are of it; one with settings has one, named as its section is.
        opening: opens all locators of it together, ``(locators, options)``, each paired with what it gave or why not.
        settings: the model of its section in the settings; "" where nothing can be set.
        sign_out: takes a sign-in back, ``(sign_in, store, settings)``; "" where nobody signs in.
    """

    locators: tuple[Kind, ...]
    opening: str
    settings: str = ""
    sign_out: str = ""


SOURCE_KINDS = (
    SourceKind(("file", "folder", "archive", "stdin", "address", "stored"), "connectors.ics.opening:open_all"),
    SourceKind(
        ("google",),
        "connectors.google.opening:open_google",
        "connectors.google.settings:GoogleSettings",
        "connectors.google.sign_in:disconnect",
    ),
    SourceKind(
        ("outlook",),
        "connectors.outlook.opening:open_outlook",
        "connectors.outlook.settings:OutlookSettings",
        "connectors.outlook.sign_in:disconnect",
    ),
    SourceKind(("table",), "connectors.tables.opening:open_tables"),
)

OTHER_SETTINGS = {"mail": "connectors.mail.settings:MailSettings"}
"""Sections of what is no source, each with its model."""


def connector_sections() -> dict[str, type[BaseModel]]:
    """Return the settings that belong to connectors: the name of each section with its model."""
    models = {kind.locators[0]: kind.settings for kind in SOURCE_KINDS if kind.settings} | OTHER_SETTINGS
    return {name: resolve_name(model) for name, model in models.items()}


def sign_out(sign_in: SignIn, store: SignInStore, settings: Mapping[str, object]) -> Disconnected:
    """Take a sign-in back, here and where it can be at its service.

    Args:
        sign_in: which.
        store: where it is kept.
        settings: by the name of their section.

    Raises:
        MeetlintError: it could not be removed.
    """
    service = sign_in.service.removesuffix("-mail")  # one for sending is taken back as one for reading is
    kind = next(kind for kind in SOURCE_KINDS if service in kind.locators)
    section = settings.get(service) or resolve_name(kind.settings)()
    done: Disconnected = resolve_name(kind.sign_out)(sign_in, store, section)
    return done


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
    results: dict[Locator, Contents | SourceError] = {}
    for kind in SOURCE_KINDS:
        if of_kind := [locator for locator in locators if locator.kind in kind.locators]:
            results.update(resolve_name(kind.opening)(of_kind, options))
    for locator in locators:
        result = results[locator]
        if isinstance(result, SourceError):
            opened.failed.append((locator.text, result))
            opened.problems += result.problems if isinstance(result, NothingReadableError) else []
        else:
            opened.calendars += result.calendars
            opened.problems += result.problems
    return opened


def read_period(calendar: OpenedCalendar, period: Period, zone: ZoneInfo) -> Reading:
    """Return what occurs in a calendar in the days of a period, on the clock of ``zone``."""
    if calendar.is_subscription:
        return Reading(calendar, None)
    occurrences = calendar.occurrences(*period.instants(zone), zone)
    return Reading(calendar, occurrences, None if len(occurrences.entry) else calendar.first_and_last(zone))
