"""One calendar through ``events.list``: page by page, or only what changed since the last run.

A page that fails costs the pages after it, never in silence: the calendar is then incomplete, and says so. What was
read is kept for the next run only when it is complete.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from analyzer.errors import SourceError
from analyzer.problems import Problem
from connectors.google.client import CalendarClient, GoneError
from connectors.google.events import FIELDS, MASTER_FIELDS, is_private, overlaps
from connectors.google.moments import zone_of
from connectors.google.refusals import BECAME_EMPTY, PAGES_REPEAT, PART_MISSING, SERIES_UNKNOWN
from connectors.options import Progress, Window
from connectors.refusals import problem_of
from connectors.services.event_cache import CachedCalendar, CacheKey, EventCache
from connectors.services.http import NO_JSON
from connectors.services.parts import text_of

PAGE_SIZE = 250
"""Google's default. Larger pages would save few of the 600 requests a minute that a person has, and cost more when one
breaks; a page of guests' lists stays far below what one answer may weigh."""
_MOST_PAGES = 2_000
_BEFORE, _AFTER = timedelta(days=7), timedelta(days=28)
"""The cache holds more than was asked for, so that tomorrow's run, and next week's, finds its days in it."""
_MOST_PRIVATE = 25
_BELIEVED_EMPTY_BELOW = 20

_PAGE = "nextPageToken,nextSyncToken,timeZone,summary,accessRole"
_LIST_FIELDS = f"items({FIELDS}),{_PAGE}"
_ABOUT = ("timeZone", "summary", "accessRole")


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
    mark: str = ""
    pages: int = 0

    def add(self, page: dict[str, Any]) -> None:
        self.pages += 1
        self.about |= {name: text for name in _ABOUT if (text := text_of(page, name))}
        self.mark = text_of(page, "nextSyncToken") or self.mark
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
        cache: EventCache | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Read for one run.

        Args:
            client: speaks for the account.
            calendar_id: Google's id of the calendar, or ``primary``.
            source: what people see as its place.
            window: what is wanted.
            cache: what was read before, None to read everything and keep nothing.
            progress: told how many events are read.
        """
        self._client = client
        self._id = calendar_id
        self._source = source
        self._window = window
        self._cache = cache
        self._key = CacheKey("google", client.account, calendar_id, "details")
        self._progress = progress

    def read(self) -> CalendarRead:
        """Return the calendar.

        Raises:
            SourceError: nothing of it could be read.
        """
        cached = self._cache.load(self._key) if self._cache else None
        found = None
        if cached is not None and cached.mark and cached.window.holds(self._window):
            found = self._read_changes(cached)
        found = found or self._read_all(cached)
        if self._progress:
            count = max(1, len(found.items))
            self._progress(self._source, count, count)
        zone = zone_of({"timeZone": found.about.get("timeZone", "")})
        window = self._window
        found.items = [
            item for item in found.items if not isinstance(item, dict) or overlaps(item, window.start, window.end, zone)
        ]
        return found

    def _read_all(self, cached: CachedCalendar | None) -> CalendarRead:
        window = self._window.widened(_BEFORE, _AFTER) if self._cache else self._window
        pages, failure = _Pages(), None
        try:
            for page in self._pages(
                fields=_LIST_FIELDS,
                singleEvents=True,
                timeMin=window.start.isoformat(),
                timeMax=window.end.isoformat(),
            ):
                pages.add(page)
                if self._progress:
                    self._progress(self._source, len(pages.items), 0)
        except SourceError as error:
            if not pages.pages:
                raise
            failure = error
        found = CalendarRead(pages.about, _in_order(pages.items))
        if failure is not None:
            self._lose(found, problem_of(failure, self._source, PART_MISSING))
        needed = _series_of(pages.items)
        found.masters = (self._masters(window, needed, found) if needed else None) or {}
        if failure is None and self._cache is not None:
            self._keep(window, pages, found, cached)
        return found

    def _keep(self, window: Window, pages: _Pages, found: CalendarRead, cached: CachedCalendar | None) -> None:
        assert self._cache is not None
        before = _events_within(cached, window, found.about) if cached is not None and not pages.items else 0
        if before >= _BELIEVED_EMPTY_BELOW:
            self._lose(found, BECAME_EMPTY.problem(self._source, name=self._source, events=before))
            return
        if not pages.mark:
            return
        private, open_items = _parted(pages.items)
        calendar = CachedCalendar(window, pages.mark, dict(pages.about), open_items, private, dict(found.masters))
        self._cache.replace(self._key, calendar)

    def _read_changes(self, cached: CachedCalendar) -> CalendarRead | None:
        """Return the calendar as it is now, None when it must be read whole."""
        assert self._cache is not None
        pages = _Pages()
        try:
            for page in self._pages(fields=_LIST_FIELDS, singleEvents=True, syncToken=cached.mark):
                pages.add(page)
        except GoneError:
            return None
        # In an answer to a sync token, what is cancelled is gone: a whole list would not hold it.
        removed = {identity for identity, item in pages.items.items() if _is_cancelled(item)}
        changed = {identity: item for identity, item in pages.items.items() if identity not in removed}
        private, open_items = _parted(changed)
        if private & cached.items.keys():
            # What became private leaves the cache at once, whatever else fails; the mark stays, so nothing is missed.
            self._cache.update(
                self._key,
                cached.mark,
                changed={},
                removed=set(),
                private=private,
                masters={},
                mark=cached.mark,
                about=cached.about,
            )
        unread = cached.private_ids - removed - changed.keys()
        if len(unread) > _MOST_PRIVATE:
            return None
        read_again = self._read_again(unread)
        if read_again is None:
            return None
        gone = unread - read_again.keys()
        about = {**cached.about, **pages.about}
        kept = {identity: item for identity, item in cached.items.items() if identity not in removed}
        items = {**kept, **changed, **read_again}
        found = CalendarRead(about, _in_order(items), dict(cached.masters))
        needed = _series_of(items)
        touched = _series_of(changed) | {identity.rpartition("_")[0] for identity in removed} & cached.masters.keys()
        if touched or needed - cached.masters.keys():
            masters = self._masters(cached.window, needed, found)
            if masters is None:
                # Not kept: the next run asks for the same changes again, and for what they did to their series.
                return found
            found.masters = masters
        if pages.mark:
            self._cache.update(
                self._key,
                cached.mark,
                changed=open_items,
                removed=removed | gone,
                private=private,
                masters={one: rule for one, rule in found.masters.items() if rule != cached.masters.get(one)},
                mark=pages.mark,
                about=about,
            )
        return found

    def _read_again(self, identities: set[str]) -> dict[str, Any] | None:
        """Return private events, whose words are not kept; None when they cannot be read one by one."""
        found = {}
        for identity in sorted(identities):
            try:
                item = self._client.get_event(self._id, identity, FIELDS)
            except SourceError:
                return None
            if item is not None and not _is_cancelled(item):
                found[identity] = item
        return found

    def _masters(self, window: Window, needed: set[str], found: CalendarRead) -> dict[str, dict[str, Any]] | None:
        """Return when the needed series began and whether they end; no words. One that is not shown has nothing.

        None when they could not be read, which is noted.
        """
        pages = _Pages()
        try:
            for page in self._pages(
                fields=f"items({MASTER_FIELDS}),nextPageToken",
                singleEvents=False,
                timeMin=window.start.isoformat(),
                timeMax=window.end.isoformat(),
            ):
                pages.add(page)
        except SourceError as error:
            found.problems.append(problem_of(error, self._source, SERIES_UNKNOWN))
            return None
        return {identity: _rule_of(pages.items.get(identity)) for identity in needed}

    def _pages(self, **parameters: object) -> Iterator[dict[str, Any]]:
        seen: set[str] = set()
        token = ""
        while True:
            more = {"pageToken": token} if token else {}
            page = self._client.list_events(self._id, maxResults=PAGE_SIZE, **parameters, **more)
            if parameters["fields"] == _LIST_FIELDS and not _is_list(page):
                # A good status that holds no list says nothing of the calendar, least of all that it is empty.
                raise NO_JSON.error(name=self._source)
            yield page
            token = text_of(page, "nextPageToken")
            if not token:
                return
            if token in seen or len(seen) >= _MOST_PAGES:
                raise PAGES_REPEAT.error(name=self._source)
            seen.add(token)

    def _lose(self, found: CalendarRead, problem: Problem) -> None:
        found.problems.append(problem)
        found.is_incomplete = True


def _is_list(page: dict[str, Any]) -> bool:
    return isinstance(page.get("items", []), list) and bool(page.keys() & {"items", "nextSyncToken", *_ABOUT})


def _in_order(items: dict[str, Any]) -> list[Any]:
    return [items[identity] for identity in sorted(items)]


def _is_cancelled(item: object) -> bool:
    return isinstance(item, dict) and item.get("status") == "cancelled"


def _series_of(items: dict[str, Any]) -> set[str]:
    return {
        series for item in items.values() if isinstance(item, dict) and (series := text_of(item, "recurringEventId"))
    }


def _parted(items: dict[str, Any]) -> tuple[set[str], dict[str, Any]]:
    """Return the ids of private events, and the others whole."""
    private = {identity for identity, item in items.items() if isinstance(item, dict) and is_private(item)}
    return private, {identity: item for identity, item in items.items() if identity not in private}


def _rule_of(item: object) -> dict[str, Any]:
    if not isinstance(item, dict):
        return {}
    return {name: item[name] for name in ("start", "recurrence") if name in item}


def _events_within(cached: CachedCalendar, window: Window, about: dict[str, str]) -> int:
    """Return how many cached events lie in a window."""
    zone = zone_of({"timeZone": about.get("timeZone") or str(cached.about.get("timeZone", ""))})
    return sum(overlaps(item, window.start, window.end, zone) for item in cached.items.values())
