"""Reading only what changed in one's own main calendar: opt-in, since Graph's delta brings agenda texts along.

https://learn.microsoft.com/graph/delta-query-events: changes may come twice and in any order, and what is gone comes as
its id alone, also before it came and when it was never in the window. Occurrences come without their words, which stand
with the master of their series.

Private events' words never reach the cache: their ids do, and they are asked for again, so that a run from the cache
gives what a fresh one gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from analyzer.errors import SourceError
from connectors.options import Progress, Window
from connectors.outlook.client import GraphClient, delta_path, event_path, fields_of
from connectors.outlook.events import FIELDS, EventReader, is_private, overlaps
from connectors.outlook.reading import Item, Place, View, lost_part, series_of
from connectors.outlook.refusals import BECAME_EMPTY, OTHER, REPEATING, has_lost_state, refusal_of
from connectors.services.event_cache import CachedCalendar, CacheKey, EventCache

MANY_EVENTS = 20
"""A calendar that held this many does not become empty without a word."""
MOST_PRIVATE = 25
"""More private events than this are read with all the others."""
_ROOM_BEFORE, _ROOM_AFTER = timedelta(days=7), timedelta(days=35)

_KEPT = (*FIELDS, "recurrence")
_OWN = ("id", "changeKey", "iCalUId", "type", "seriesMasterId", "originalStart", "start", "end", "recurrence")
_WORDS = ("subject", "body", "location", "locations", "attendees", "organizer", "categories", "onlineMeeting")


@dataclass
class Changes:
    """What one round of changes comes to, in whatever order they came.

    Attributes:
        items: the newest version of each event, by id.
        removed: ids that are gone.
        unclear: ids that came and went in one round: which came last is only known by asking.
        link: where the next round goes on from.
    """

    items: dict[str, Item] = field(default_factory=dict, repr=False)
    removed: set[str] = field(default_factory=set)
    unclear: set[str] = field(default_factory=set)
    link: str = ""


def settle(given: Iterable[Item]) -> Changes:
    """Return what a round of changes comes to; the order in which they came does not matter."""
    changes = Changes()
    for item in given:
        identity = item.get("id")
        if not isinstance(identity, str) or not identity:
            continue
        if "@removed" in item:
            changes.removed.add(identity)
        elif identity not in changes.items or _version(item) > _version(changes.items[identity]):
            changes.items[identity] = {name: item[name] for name in (*_KEPT, "lastModifiedDateTime") if name in item}
    changes.unclear = changes.removed & changes.items.keys()
    for identity in changes.unclear:
        del changes.items[identity]
    changes.removed -= changes.unclear
    return changes


class DeltaReader:
    """Reads one main calendar by what changed since the last run."""

    def __init__(self, client: GraphClient, place: Place, cache: EventCache, key: CacheKey) -> None:
        """Keep what is read in ``cache`` under ``key``."""
        self._client = client
        self._place = place
        self._cache = cache
        self._key = key
        # Basic access lets no body through, and none is asked for.
        self._kept_fields = (*fields_of(place.access), "recurrence")

    def read(self, window: Window, progress: Progress | None = None) -> View:
        """Return what the calendar holds in a window, as a fresh reading would give it.

        Raises:
            SourceError: nothing of it could be read, and nothing is kept of it.
            SignInError: somebody must sign in.
        """
        cached = self._cache.load(self._key)
        if cached is not None and cached.window.holds(window) and len(cached.private_ids) <= MOST_PRIVATE:
            view, start = self._read_on(cached, window, progress)
            if view is not None:
                return view
            return self._read_all(cached, window, start, progress)
        return self._read_all(cached, window, "", progress)

    def _read_on(self, cached: CachedCalendar, window: Window, progress: Progress | None) -> tuple[View | None, str]:
        """Return the view, or None and where to begin anew when what is kept is of no use any more."""
        changes, error, start = self._changes(cached.mark, progress)
        if start is not None:
            return None, start
        if error is not None and not changes.items and not changes.removed:
            raise error
        try:
            if error is not None:
                raise error
            return self._merged(cached, changes, window), ""
        except SourceError as caught:
            items = {one: item for one, item in cached.items.items() if one not in changes.removed} | changes.items
            return _cut(_view(items, {}, cached.masters, window), self._place.name, caught), ""

    def _merged(self, cached: CachedCalendar, changes: Changes, window: Window) -> View | None:
        """Return what is kept with what changed, and keep that; None when too much of it is private."""
        self._clear_up(changes)
        secret = {one for one, item in changes.items.items() if not _can_be_kept(item)}
        private = (cached.private_ids | secret) - changes.removed - (changes.items.keys() - secret)
        if len(private) > MOST_PRIVATE:
            return None
        asked = self._ask(private - changes.items.keys())
        items = {one: item for one, item in cached.items.items() if one not in changes.removed | private}
        items |= changes.items | asked
        masters = self._missing_masters(items, cached.masters)
        self._cache.update(
            self._key,
            cached.mark,
            changed={one: _kept(item) for one, item in changes.items.items() if one not in private},
            removed=changes.removed | (private - items.keys()),
            private=private & items.keys(),
            masters={one: _kept_master(item) for one, item in masters.items()},
            mark=changes.link,
            about={},
        )
        return _view(items, masters, cached.masters, window)

    def _read_all(self, cached: CachedCalendar | None, window: Window, start: str, progress: Progress | None) -> View:
        wide = window.widened(_ROOM_BEFORE, _ROOM_AFTER)
        url = start or self._client.base.rstrip("/") + delta_path(self._place.path, wide)
        changes, error, again = self._changes(url, progress)
        if again is not None:
            if start:
                return self._read_all(cached, window, "", progress)
            error = OTHER.error(name=self._place.name, status=410, reason="resyncRequired")
        if error is not None and not changes.items:
            raise error
        try:
            if error is not None:
                raise error
            self._clear_up(changes)
            masters = self._missing_masters(changes.items, {})
        except SourceError as caught:
            return _cut(_view(changes.items, {}, {}, window), self._place.name, caught)
        held = _events_within(cached.items, window) if cached is not None else 0
        if not changes.items and held >= MANY_EVENTS:
            problem = BECAME_EMPTY.problem(self._place.name, name=self._place.name, events=held)
            return View(problems=[problem], is_incomplete=True)
        private = {one for one, item in changes.items.items() if not _can_be_kept(item)}
        kept = CachedCalendar(
            wide,
            changes.link,
            items={one: _kept(item) for one, item in changes.items.items() if one not in private},
            private_ids=private,
            masters={one: _kept_master(item) for one, item in masters.items()},
        )
        self._cache.replace(self._key, kept)
        return _view(changes.items, masters, {}, window)

    def _changes(self, url: str, progress: Progress | None) -> tuple[Changes, SourceError | None, str | None]:
        """Return a round of changes, what ended it early, and where to begin anew when the state is lost ("": here)."""
        given: list[Item] = []
        error: SourceError | None = None
        link = ""
        try:
            for done, answer in enumerate(self._client.pages(url), 1):
                if has_lost_state(answer):
                    return Changes(), None, self._own(answer.headers.get("Location", ""))
                if answer.status != 200:
                    raise refusal_of(answer, self._place.name, self._place.permission)
                body = answer.json()
                values = body.get("value")
                given += [item for item in values if isinstance(item, dict)] if isinstance(values, list) else []
                link = body["@odata.deltaLink"] if isinstance(body.get("@odata.deltaLink"), str) else ""
                if progress:
                    progress(self._place.name, done, 0)
            if not link:
                # The last page names where to go on; without that, something was lost.
                raise REPEATING.error(name=self._place.name)
        except SourceError as caught:
            error = caught
        changes = settle(given)
        changes.link = link
        return changes, error, None

    def _own(self, location: str) -> str:
        """Return an address that the same host names, "" for any other: the token is for this host alone."""
        return location if location.startswith(self._client.base) else ""

    def _clear_up(self, changes: Changes) -> None:
        """Ask for what came and went: it is there, or it is gone."""
        asked = self._ask(changes.unclear)
        changes.items |= asked
        changes.removed |= changes.unclear - asked.keys()
        changes.unclear = set()

    def _ask(self, identities: Iterable[str]) -> dict[str, Item]:
        """Return events by id, without those that are gone.

        Raises:
            SourceError: some of them could not be asked for.
        """
        answers = self._client.batch(
            {one: event_path(self._place.path, one, self._kept_fields) for one in sorted(identities)}
        )
        for answer in answers.values():
            if answer.status not in (200, 404):
                raise refusal_of(answer, self._place.name, self._place.permission)
        return {one: answer.json() for one, answer in answers.items() if answer.status == 200}

    def _missing_masters(self, items: Mapping[str, Item], known: Mapping[str, Item]) -> dict[str, Item]:
        """Return the masters that events need: for their series, and for words that occurrences come without."""
        bare = set(series_of(item for item in items.values() if "subject" not in item))
        wanted = [one for one in series_of(items.values()) if one not in items and (one in bare or one not in known)]
        return self._ask(wanted)


def _view(items: Mapping[str, Item], masters: Mapping[str, Item], known: Mapping[str, Item], window: Window) -> View:
    """Return the events of a window; an occurrence takes the words it came without from its master."""
    all_masters = {one: item for one, item in items.items() if item.get("type") == "seriesMaster"} | dict(masters)
    found = []
    for item in items.values():
        if item.get("type") == "seriesMaster":
            continue
        master = all_masters.get(str(item.get("seriesMasterId")), {})
        whole = item if "subject" in item else {**_shared(master), **item}
        if _is_within(whole, window):
            found.append(whole)
    return View(found, {**known, **all_masters})


def _shared(master: Mapping[str, Any]) -> Item:
    return {name: value for name, value in master.items() if name in FIELDS and name not in _OWN}


def _cut(view: View, name: str, error: SourceError) -> View:
    return replace(view, problems=[*view.problems, lost_part(name, error)], is_incomplete=True)


def _is_within(item: Item, window: Window) -> bool:
    event = EventReader("", frozenset()).read(item)
    # What cannot be read is named by whoever reads it for good.
    return event is None or overlaps(event, window.start, window.end)


def _events_within(items: Mapping[str, Item], window: Window) -> int:
    return sum(item.get("type") != "seriesMaster" and _is_within(item, window) for item in items.values())


def _can_be_kept(item: Mapping[str, Any]) -> bool:
    """Whether an event may stand in the cache: it is marked as normal, or has no words."""
    if item.get("sensitivity") is None:
        return not any(item.get(name) for name in _WORDS)
    return not is_private(item)


def _kept(item: Mapping[str, Any]) -> Item:
    return {name: item[name] for name in _KEPT if name in item}


def _kept_master(item: Mapping[str, Any]) -> Item:
    return {name: item[name] for name in ("id", "iCalUId", "recurrence") if name in item}


def _version(item: Mapping[str, Any]) -> tuple[str, str]:
    return str(item.get("lastModifiedDateTime") or "").rstrip("Z"), str(
        item.get("changeKey") or item.get("@odata.etag") or ""
    )
