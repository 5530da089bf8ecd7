"""A second run reads only what changed, and gives what a fresh run would give."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzer.errors import SourceError
from analyzer.text import translator
from connectors.google.reading import CalendarReader
from connectors.options import Window
from connectors.services.calendar import ServiceCalendar
from connectors.services.event_cache import CacheKey, EventCache
from tests.connectors.google.google_bodies import ANNA, event, fault, instance, page, timed
from tests.connectors.google.scripted_google import WINDOW, Query, Reply, ScriptedGoogle

KEY = CacheKey("google", ANNA, "primary", "details")
RULE = {"start": {"date": "2026-09-01"}, "recurrence": ["RRULE:FREQ=DAILY"]}


class LivingCalendar:
    """A calendar at Google that changes between runs, with sync tokens as Google gives them."""

    def __init__(self, google: ScriptedGoogle, *items: dict[str, Any]) -> None:
        self.items = {item["id"]: item for item in items}
        self.masters = {"s": {"id": "s", **RULE}}
        self.log: list[str] = []
        self.is_gone = False
        self.full_reads = 0
        self.got: list[str] = []
        self.google = google
        google.answer("calendars/primary/events", self._list, "Events")
        for identity in (*self.items, "new", "private-0"):
            self._serve(identity)

    def _serve(self, identity: str) -> None:
        self.google.answer(f"calendars/primary/events/{identity}", lambda query: self._get(identity), "Event")

    def put(self, item: dict[str, Any]) -> None:
        self.items[item["id"]] = item
        self.log.append(item["id"])
        self._serve(item["id"])

    def remove(self, identity: str) -> None:
        del self.items[identity]
        self.log.append(identity)

    def _get(self, identity: str) -> Reply:
        self.got.append(identity)
        return (200, self.items[identity]) if identity in self.items else (404, fault(404, "notFound"))

    def _list(self, query: Query) -> Reply:
        if query["singleEvents"] == "false":
            return 200, page(*self.masters.values())
        mark = f"mark-{len(self.log)}"
        if "syncToken" not in query:
            self.full_reads += 1
            first, after = (datetime.fromisoformat(query[name]) for name in ("timeMin", "timeMax"))
            inside = [item for item in self.items.values() if first < _start(item) < after]
            return 200, page(*inside, nextSyncToken=mark)
        assert not {"timeMin", "timeMax"} & query.keys()
        if self.is_gone:
            return 410, fault(410, "fullSyncRequired")
        changed = dict.fromkeys(self.log[int(query["syncToken"].partition("-")[2]) :])
        told = [self.items.get(identity) or {"id": identity, "status": "cancelled"} for identity in changed]
        return 200, page(*told, nextSyncToken=mark)


def _start(item: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(item["start"].get("dateTime") or f"{item['start']['date']}T00:00:00+01:00")


@pytest.fixture(autouse=True)
def _signed_in(google: ScriptedGoogle) -> None:
    google.sign_in()


def run(google: ScriptedGoogle, **options: Any) -> ServiceCalendar:
    return google.read(use_cache=True, **options)


def shown(calendar: ServiceCalendar) -> Any:
    """Return everything a run gets of a calendar."""
    events = sorted((asdict(each) for each in calendar.events), key=lambda each: str(each["entry"]["vendor_id"]))
    problems = [(each.code, each.uid) for each in calendar.problems]
    return events, problems, calendar.identity, calendar.name, calendar.is_incomplete


def same_as_fresh(google: ScriptedGoogle, **options: Any) -> ServiceCalendar:
    """Return what a run with the cache gives, which is what one without it gives."""
    calendar = run(google, **options)
    assert shown(calendar) == shown(google.read(use_cache=False, **options))
    return calendar


def stored(google: ScriptedGoogle) -> str:
    """Return every byte of text in the cache."""
    with sqlite3.connect(google.folder / "cache/services/services.sqlite3") as base:
        rows = [*base.execute("SELECT * FROM calendars"), *base.execute("SELECT * FROM events")]
    base.close()
    return json.dumps(rows)


def test_second_run_asks_only_for_what_changed(google: ScriptedGoogle) -> None:
    calendar = LivingCalendar(google, event("e1"), event("e2"))
    same_as_fresh(google)
    calendar.put(event("new", summary="Added"))
    calendar.put(event("e1", summary="Changed", **timed("13:00", "14:00")))
    calendar.remove("e2")
    google.asked.clear()
    found = run(google)
    assert [(each.vendor_id, each.title) for each in found.entries] == [("e1", "Changed"), ("new", "Added")]
    assert [query.get("syncToken") for _, _, query in google.asked] == ["mark-0"]
    assert shown(found) == shown(google.read(use_cache=False))
    run(google)
    assert google.asked[-1][2]["syncToken"] == "mark-3"


def test_nothing_changed_is_one_request(google: ScriptedGoogle) -> None:
    LivingCalendar(google, event("e1"), instance("s", 17))
    first = same_as_fresh(google)
    google.asked.clear()
    assert shown(run(google)) == shown(first)
    assert len(google.asked) == 1


def test_without_the_cache_nothing_is_kept(google: ScriptedGoogle) -> None:
    LivingCalendar(google, event("e1"))
    google.read(use_cache=False)
    assert not (google.folder / "cache").exists()


def test_tomorrows_run_finds_its_days_in_the_cache(google: ScriptedGoogle) -> None:
    later = event("later", start={"date": "2026-12-01"}, end={"date": "2026-12-02"})
    calendar = LivingCalendar(google, event("e1"), later)
    assert [each.vendor_id for each in same_as_fresh(google).entries] == ["e1"]
    full_reads = calendar.full_reads
    day = timedelta(days=1)
    for days in (1, 7, 21):
        window = Window(WINDOW.start + days * day, WINDOW.end + days * day)
        found = run(google, window=window)
        expected = {"e1": days < 8, "later": True}
        assert [each.vendor_id for each in found.entries] == [name for name in expected if expected[name]]
    assert calendar.full_reads == full_reads
    run(google, window=Window(WINDOW.start, WINDOW.end + 29 * day))
    assert calendar.full_reads == full_reads + 1


def test_mark_that_is_refused_fills_the_cache_anew(google: ScriptedGoogle) -> None:
    calendar = LivingCalendar(google, event("e1"), event("e2"))
    run(google)
    calendar.is_gone = True
    calendar.remove("e2")
    calendar.put(event("new"))
    found = run(google)
    assert [each.vendor_id for each in found.entries] == ["e1", "new"]
    assert (found.problems, found.is_incomplete) == ([], False)
    cached = EventCache(google.folder / "cache").load(KEY)
    assert cached is not None
    assert (sorted(cached.items), cached.mark) == (["e1", "new"], "mark-2")


def test_refill_that_dies_in_between_leaves_the_old_cache(
    google: ScriptedGoogle, monkeypatch: pytest.MonkeyPatch
) -> None:
    calendar = LivingCalendar(google, event("e1"), event("e2"))
    run(google)
    calendar.is_gone = True
    calendar.remove("e2")

    def die(self: CalendarReader, *parts: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(CalendarReader, "_keep", die)
        with pytest.raises(KeyboardInterrupt):
            run(google)
    cached = EventCache(google.folder / "cache").load(KEY)
    assert cached is not None
    assert (sorted(cached.items), cached.mark) == (["e1", "e2"], "mark-0")
    assert [each.vendor_id for each in run(google).entries] == ["e1"]


def test_incomplete_reading_is_not_kept(google: ScriptedGoogle) -> None:
    google.events(
        lambda query: (
            (400, fault(400, "invalid")) if "pageToken" in query else (200, page(event("e1"), nextPageToken="p1"))
        )
    )
    assert run(google).is_incomplete is True
    assert EventCache(google.folder / "cache").load(KEY) is None


def test_failed_changes_are_no_old_calendar(google: ScriptedGoogle) -> None:
    LivingCalendar(google, event("e1"))
    run(google)
    google.events(lambda query: (403, fault(403, "forbidden")))
    (result,) = google.open("google:", use_cache=True)
    assert isinstance(result, SourceError)


# Private events.


def private(identity: str, **parts: Any) -> dict[str, Any]:
    return event(identity, summary="Oncologist", visibility="private", description="Ward 5", **parts)


def test_words_of_private_events_never_enter_the_cache(google: ScriptedGoogle) -> None:
    calendar = LivingCalendar(google, event("e1", summary="Plain words"), private("private-0"))
    first = same_as_fresh(google)
    assert {each.title for each in first.entries} == {"Plain words", "Oncologist"}
    assert "Plain words" in stored(google)
    assert "Oncologist" not in stored(google)
    assert "Ward" not in stored(google)
    assert shown(run(google)) == shown(first)
    assert calendar.got == ["private-0"]
    # What was open and is private now leaves the cache.
    calendar.put(private("e1"))
    same_as_fresh(google)
    assert "Plain words" not in stored(google)
    assert "Oncologist" not in stored(google)
    same_as_fresh(google)
    # And what is open again enters it.
    calendar.put(event("private-0", summary="Open again"))
    same_as_fresh(google)
    assert "Open again" in stored(google)


def test_words_of_what_became_private_leave_the_cache_though_its_series_cannot_be_asked_about(
    google: ScriptedGoogle,
) -> None:
    calendar = LivingCalendar(google, event("e1", summary="Plain words"))
    run(google)
    assert "Plain words" in stored(google)
    calendar.put(private("e1"))
    calendar.put(instance("s", 17))
    list_of = calendar._list
    google.answer(
        "calendars/primary/events",
        lambda query: (400, b"{}") if query["singleEvents"] == "false" else list_of(query),
        "Events",
    )
    assert [each.code for each in run(google).problems] == ["google-series-unknown"]
    assert "Plain words" not in stored(google)
    google.answer("calendars/primary/events", list_of, "Events")
    same_as_fresh(google)


def test_private_event_that_is_gone_is_gone(google: ScriptedGoogle) -> None:
    calendar = LivingCalendar(google, event("e1"), private("private-0"))
    run(google)
    calendar.remove("private-0")
    assert [each.vendor_id for each in same_as_fresh(google).entries] == ["e1"]
    calendar.put(private("new"))
    run(google)
    # Gone, but Google has not said so yet.
    del calendar.items["new"]
    assert [each.vendor_id for each in run(google).entries] == ["e1"]


@pytest.mark.parametrize(("count", "full_reads"), [(25, 1), (26, 2)])
def test_many_private_events_are_read_with_all_others(google: ScriptedGoogle, count: int, full_reads: int) -> None:
    calendar = LivingCalendar(google, *(private(f"q{number}") for number in range(count)))
    run(google)
    run(google)
    assert calendar.full_reads == full_reads
    assert len(calendar.got) == (count if full_reads == 1 else 0)


def test_private_event_that_is_refused_by_itself_is_read_with_all_others(google: ScriptedGoogle) -> None:
    calendar = LivingCalendar(google, event("e1"), private("private-0"))
    run(google)
    google.answer("calendars/primary/events/private-0", lambda query: (403, fault(403, "forbidden")))
    assert len(run(google).entries) == 2
    assert calendar.full_reads == 2


# Series.


def test_changed_series_is_told_anew(google: ScriptedGoogle) -> None:
    calendar = LivingCalendar(google, instance("s", 17), instance("s", 18))
    assert [each.is_endless for each in same_as_fresh(google).entries] == [True, True]
    calendar.masters["s"]["recurrence"] = ["RRULE:FREQ=DAILY;UNTIL=20261117T230000Z"]
    calendar.remove("s_20261118T080000Z")
    found = same_as_fresh(google)
    assert [(each.is_endless, each.series_start) for each in found.entries] == [(False, date(2026, 9, 1))]
    google.asked.clear()
    assert shown(run(google)) == shown(found)
    assert len(google.asked) == 1


def test_series_that_could_not_be_asked_about_is_asked_about_again(google: ScriptedGoogle) -> None:
    calendar = LivingCalendar(google, event("e1"))
    run(google)
    calendar.put(instance("s", 17))
    list_of = calendar._list
    google.answer(
        "calendars/primary/events",
        lambda query: (400, b"{}") if query["singleEvents"] == "false" else list_of(query),
        "Events",
    )
    found = run(google)
    assert [each.code for each in found.problems] == ["google-series-unknown"]
    google.answer("calendars/primary/events", list_of, "Events")
    assert [each.series_start for each in same_as_fresh(google).entries] == [None, date(2026, 9, 1)]


def test_series_without_a_master_to_see_is_asked_about_once(google: ScriptedGoogle) -> None:
    LivingCalendar(google, instance("t", 17))
    first = same_as_fresh(google)
    google.asked.clear()
    assert shown(run(google)) == shown(first)
    assert len(google.asked) == 1


# P20: a calendar that became empty.


@pytest.mark.parametrize(("count", "is_believed"), [(19, True), (20, False)])
def test_calendar_that_became_empty_is_not_believed_at_once(
    google: ScriptedGoogle, count: int, is_believed: bool
) -> None:
    calendar = LivingCalendar(google, *(event(f"e{number}") for number in range(count)))
    run(google)
    calendar.items.clear()
    calendar.is_gone = True
    found = run(google)
    assert found.events == []
    assert found.is_incomplete is not is_believed
    cached = EventCache(google.folder / "cache").load(KEY)
    assert cached is not None
    if is_believed:
        assert (found.problems, cached.items) == ([], {})
        return
    assert [(each.code, each.effect) for each in found.problems] == [("google-calendar-became-empty", "source")]
    assert "20" in found.problems[0].say(translator("en"))
    assert len(cached.items) == count
    # Asked for without the cache, it is what it is.
    assert google.read(use_cache=False).problems == []


def test_empty_weeks_far_from_what_was_read_are_believed(google: ScriptedGoogle) -> None:
    LivingCalendar(google, *(event(f"e{number}") for number in range(30)))
    run(google)
    year = timedelta(days=365)
    found = run(google, window=Window(WINDOW.start + year, WINDOW.end + year))
    assert (found.events, found.problems) == ([], [])


def test_damaged_cache_is_made_anew_and_said_once(google: ScriptedGoogle) -> None:
    LivingCalendar(google, event("e1"))
    run(google)
    (google.folder / "cache/services/services.sqlite3").write_bytes(b"no database at all" * 300)
    found = run(google)
    assert [each.vendor_id for each in found.entries] == ["e1"]
    assert [(each.code, each.effect) for each in found.problems] == [("cache-set-aside", "repaired")]
    assert run(google).problems == []


# P19: changes in any order.


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.permutations(["e1", "e2", "e3", "new", "ghost"]), st.integers(1, 4))
def test_order_and_pages_of_changes_do_not_matter(google: ScriptedGoogle, order: list[str], size: int) -> None:
    cache = google.folder / "cache"
    EventCache(cache).forget("google", ANNA)
    calendar = LivingCalendar(google, event("e1"), event("e2"), private("e3"))
    run(google)
    changes = {
        "e1": event("e1", summary="Changed"),
        "e2": {"id": "e2", "status": "cancelled"},
        "e3": event("e3", summary="Open"),
        "new": event("new"),
        "ghost": {"id": "ghost", "status": "cancelled"},
    }
    told = [changes[name] for name in order]
    parts = [told[at : at + size] for at in range(0, len(told), size)]

    def reply(query: Query) -> Reply:
        assert query["syncToken"]
        at = int(query.get("pageToken", "p0")[1:])
        is_last = at == len(parts) - 1
        more = {"nextSyncToken": "mark-9"} if is_last else {"nextPageToken": f"p{at + 1}"}
        return 200, page(*parts[at], **more)

    google.answer("calendars/primary/events", reply, "Events")
    found = run(google)
    assert [(each.vendor_id, each.title) for each in found.entries] == [
        ("e1", "Changed"),
        ("e3", "Open"),
        ("new", "Stand-up"),
    ]
    assert calendar.got == []
    cached = EventCache(cache).load(KEY)
    assert cached is not None
    assert (sorted(cached.items), cached.private_ids, cached.mark) == (["e1", "e3", "new"], set(), "mark-9")


def test_window_is_in_utc_in_the_question(google: ScriptedGoogle) -> None:
    LivingCalendar(google, event("e1"))
    run(google)
    (query,) = (query for _, _, query in google.asked)
    assert datetime.fromisoformat(query["timeMin"]) == datetime(2026, 11, 2, tzinfo=UTC)
    assert datetime.fromisoformat(query["timeMax"]) == datetime(2026, 12, 28, tzinfo=UTC)
