"""One calendar through ``events.list``, page by page.

A page that fails costs the pages after it, never in silence: the calendar is then incomplete, and says so. Nothing is
kept between runs: with occurrences and a window, Google does not say what became of a series, and a question for what
changed costs more requests than it saves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from analyzer.errors import SourceError
from analyzer.problems import Problem
from connectors.google.client import CalendarClient
from connectors.google.events import FIELDS, MASTER_FIELDS
from connectors.google.refusals import PAGES_REPEAT, PART_MISSING, SERIES_UNKNOWN
from connectors.options import Progress, Window
from connectors.refusals import problem_of
from connectors.services.http import NO_JSON
from connectors.services.parts import text_of

PAGE_SIZE = 250
"""Google's default. Larger pages would save few of the 600 requests a minute that a person has, and cost more when one
breaks; a page of guests' lists stays far below what one answer may weigh."""
_MOST_PAGES = 2_000

_ABOUT = ("timeZone", "summary", "accessRole")
_LIST_FIELDS = f"items({FIELDS}),nextPageToken,{','.join(_ABOUT)}"


@dataclass
class CalendarRead:
    """What was read of one calendar.

    Attributes:
        about: what Google says of the calendar itself: ``timeZone``, ``summary``, ``accessRole``.
        items: events in Google's form, in the order of their ids.
        masters: what is known of series, by the id of their master.
        problems: what is missing, and why.
        is_incomplete: a part is missing.
    """

    about: dict[str, str] = field(default_factory=dict)
    items: list[Any] = field(default_factory=list, repr=False)
    masters: dict[str, dict[str, Any]] = field(default_factory=dict, repr=False)
    problems: list[Problem] = field(default_factory=list)
    is_incomplete: bool = False


@dataclass
class _Pages:
    """The pages of one list, put together."""

    about: dict[str, str] = field(default_factory=dict)
    items: dict[str, Any] = field(default_factory=dict)
    pages: int = 0

    def add(self, page: dict[str, Any]) -> None:
        self.pages += 1
        self.about |= {name: text for name in _ABOUT if (text := text_of(page, name))}
        items = page.get("items")
        for item in items if isinstance(items, list) else ():
            # An item that comes again, or changed while pages were read, counts once: as it came last.
            identity = text_of(item, "id") if isinstance(item, dict) else ""
            self.items[identity or f"?{len(self.items)}"] = item


class CalendarReader:
    """Reads one calendar for one window."""

    def __init__(
        self,
        client: CalendarClient,
        calendar_id: str,
        source: str,
        window: Window,
        *,
        needs_series: bool = False,
        progress: Progress | None = None,
    ) -> None:
        """Read for one run.

        Args:
            client: speaks for the account.
            calendar_id: Google's id of the calendar, or ``primary``.
            source: what people see as its place.
            window: what is wanted.
            needs_series: ask also when series began and whether they end.
            progress: told how many events are read.
        """
        self._client = client
        self._id = calendar_id
        self._source = source
        self._window = window
        self._needs_series = needs_series
        self._progress = progress

    def read(self) -> CalendarRead:
        """Return the calendar.

        Raises:
            SourceError: nothing of it could be read.
        """
        pages = _Pages()
        problems: list[Problem] = []
        is_incomplete = False
        try:
            for page in self._pages(fields=_LIST_FIELDS, singleEvents=True):
                pages.add(page)
                if self._progress:
                    self._progress(self._source, len(pages.items), 0)
        except SourceError as error:
            if not pages.pages:
                raise
            is_incomplete = True
            problems.append(problem_of(error, self._source, PART_MISSING))
        items = [pages.items[identity] for identity in sorted(pages.items)]
        found = CalendarRead(pages.about, items, problems=problems, is_incomplete=is_incomplete)
        if self._needs_series:
            self._add_masters(found)
        if self._progress:
            count = max(1, len(items))
            self._progress(self._source, count, count)
        return found

    def _add_masters(self, found: CalendarRead) -> None:
        """Ask when series began and whether they end; no words. A series that is not shown has nothing."""
        needed = {
            series for item in found.items if isinstance(item, dict) and (series := text_of(item, "recurringEventId"))
        }
        if not needed:
            return
        pages = _Pages()
        try:
            for page in self._pages(fields=f"items({MASTER_FIELDS}),nextPageToken", singleEvents=False):
                pages.add(page)
        except SourceError as error:
            found.problems.append(problem_of(error, self._source, SERIES_UNKNOWN))
            return
        found.masters = {identity: _rule_of(pages.items.get(identity)) for identity in needed}

    def _pages(self, *, fields: str, singleEvents: bool) -> Iterator[dict[str, Any]]:  # noqa: N803  Google's own name
        seen: set[str] = set()
        token = ""
        while True:
            more = {"pageToken": token} if token else {}
            page = self._client.list_events(
                self._id,
                maxResults=PAGE_SIZE,
                timeMin=self._window.start.isoformat(),
                timeMax=self._window.end.isoformat(),
                fields=fields,
                singleEvents=singleEvents,
                **more,
            )
            if singleEvents and not _is_list(page):
                # A good status that holds no list says nothing of the calendar, least of all that it is empty.
                raise NO_JSON.error(name=self._source)
            yield page
            token = text_of(page, "nextPageToken")
            if not token:
                return
            if token in seen or len(seen) >= _MOST_PAGES:
                raise PAGES_REPEAT.error(name=self._source)
            seen.add(token)


def _is_list(page: dict[str, Any]) -> bool:
    return isinstance(page.get("items", []), list) and bool(page.keys() & {"items", *_ABOUT})


def _rule_of(item: object) -> dict[str, Any]:
    if not isinstance(item, dict):
        return {}
    return {name: item[name] for name in ("start", "recurrence") if name in item}
