"""Reading what changed: any order, anything twice, gone before it came; never a private word in the cache."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scripted_server import Server

from connectors.options import Window
from connectors.outlook.client import GraphClient
from connectors.outlook.delta import MANY_EVENTS, MOST_PRIVATE, DeltaReader, settle
from connectors.outlook.reading import Place, View
from connectors.refusals import RefusedError
from connectors.services.event_cache import CacheKey, EventCache
from connectors.services.http import Answer
from tests.connectors.outlook.fake_graph import CANARY, Clock, FakeGraph, reader
from tests.connectors.outlook.graph_bodies import ANNA, WINDOW, Json, error, event, judged, page

DELTA = "me/calendarView/delta"
PLACE = Place("outlook:", "/me")
KEY = CacheKey("outlook", ANNA, "", "details")
SECRET = "Hospital"


class Run:
    """One mailbox, one cache, and as many runs as a test wants."""

    def __init__(self, server: Server, folder: Path) -> None:
        self.graph = FakeGraph(server)
        self.cache = EventCache(folder)
        self.folder = folder
        self._link = 0

    def serve(self, *changes: Json, since: str = "") -> None:
        """Answer a round of changes; ``since`` is the mark it follows on, "" a full reading."""
        self._link += 1
        link = self.graph.url(f"{DELTA}?$deltatoken=t{self._link}")
        self.graph.serve(f"{DELTA}#{since}" if since else DELTA, (200, page(changes, kind="delta", link=link)))

    def read(self, window: Window = WINDOW, clock: Clock | None = None) -> View:
        client = GraphClient(reader(self.graph.server, clock), PLACE.name)
        return DeltaReader(client, PLACE, self.cache, KEY).read(window)

    def bytes_kept(self) -> bytes:
        return b"".join(path.read_bytes() for path in self.folder.rglob("*") if path.is_file())


@pytest.fixture
def run(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    found = Run(server, tmp_path)
    # The server of the tests tells one answer from another by this parameter's name.
    original = found.graph._found

    def with_delta_token(handler: Any) -> Any:
        handler.path = handler.path.replace("deltatoken", "skiptoken")
        return original(handler)

    monkeypatch.setattr(found.graph, "_found", with_delta_token)
    return found


def removed(identity: str) -> Json:
    return {"id": identity, "@removed": {"reason": "deleted"}}


def titles(view: View) -> dict[str, str]:
    return {item["id"]: item["subject"] for item in view.items}


def dated(identity: str, stamp: int, **more: Any) -> Json:
    return event(identity, lastModifiedDateTime=f"2026-11-01T08:00:{stamp:02}Z", changeKey=f"k{stamp}", **more)


CHANGES = [
    dated("a", 1),
    dated("a", 2, subject="Newer"),
    dated("a", 2, subject="Newer"),
    dated("b", 1),
    removed("b"),
    removed("c"),
    removed("c"),
    dated("d", 5),
]


@given(st.permutations(CHANGES))
@settings(max_examples=100)
def test_p19_every_order_of_changes_ends_the_same(changes: Sequence[Json]) -> None:
    found = settle(changes)
    assert {one: item["subject"] for one, item in found.items.items()} == {"a": "Newer", "d": "Event d"}
    assert found.removed == {"c"}
    assert found.unclear == {"b"}


def test_changes_keep_only_the_fields_that_are_used() -> None:
    (kept,) = settle([event(webLink="https://outlook.office365.com/x", bodyPreview="Agenda")]).items.values()
    assert "webLink" not in kept
    assert "bodyPreview" not in kept


def test_second_run_reads_only_what_changed(run: Run) -> None:
    run.serve(event("a"), event("b"), event("c"))
    assert set(titles(run.read())) == {"a", "b", "c"}
    run.serve(event("b", subject="Moved"), removed("c"), removed("never-seen"), event("d"), since="t1")
    assert titles(run.read()) == {"a": "Event a", "b": "Moved", "d": "Event d"}
    run.serve(since="t2")
    assert titles(run.read()) == {"a": "Event a", "b": "Moved", "d": "Event d"}
    assert [path for path in run.graph.asked() if path != "$batch"] == [DELTA] * 3
    assert [verb for verb, _, _ in run.graph.server.sent] == ["GET"] * 3


def test_event_that_came_and_went_in_one_round_is_asked_for(run: Run) -> None:
    run.serve(event("a"))
    run.read()
    run.serve(removed("b"), event("b"), event("x"), removed("x"), since="t1")
    run.graph.events = {"x": event("x", subject="There after all")}
    assert titles(run.read()) == {"a": "Event a", "x": "There after all"}
    run.serve(since="t2")
    assert titles(run.read()) == {"a": "Event a", "x": "There after all"}


def test_occurrence_takes_its_words_from_its_master(run: Run) -> None:
    span = {"type": "noEnd", "startDate": "2024-01-08", "endDate": "0001-01-01"}
    master = event("M", type="seriesMaster", subject="Standup", recurrence={"range": span})
    bare = judged(
        "event",
        {
            "id": "o1",
            "type": "occurrence",
            "seriesMasterId": "M",
            "start": event(start="2026-11-17 09:00")["start"],
            "end": event(end="2026-11-17 09:15")["end"],
        },
    )
    run.serve(bare, master)
    view = run.read()
    assert titles(view) == {"o1": "Standup"}
    assert view.items[0]["start"]["dateTime"].startswith("2026-11-17T09:00")
    assert view.masters["M"]["recurrence"]["range"]["type"] == "noEnd"
    run.serve(since="t1")
    assert run.read() == view


def test_master_that_did_not_come_along_is_asked_for_each_time(run: Run) -> None:
    bare = judged("event", {**{k: event()[k] for k in ("start", "end")}, "id": "o1", "seriesMasterId": "M"})
    run.graph.events = {"M": event("M", type="seriesMaster", subject="Standup")}
    run.serve(bare)
    assert titles(run.read()) == {"o1": "Standup"}
    run.serve(since="t1")
    assert titles(run.read()) == {"o1": "Standup"}
    assert b"Standup" not in run.bytes_kept()


def test_private_words_never_reach_the_cache_and_are_read_again(run: Run) -> None:
    secret = event("p", subject=SECRET, sensitivity="private", body={"contentType": "text", "content": SECRET})
    unmarked = event("u", subject=f"{SECRET} too", sensitivity=None)
    run.graph.events = {"p": secret, "u": unmarked}
    run.serve(secret, unmarked, event("a"))
    fresh = run.read()
    assert SECRET.encode() not in run.bytes_kept()
    run.serve(since="t1")
    again = run.read()
    assert titles(again) == titles(fresh) == {"p": SECRET, "u": f"{SECRET} too", "a": "Event a"}
    assert SECRET.encode() not in run.bytes_kept()
    assert run.cache.load(KEY).private_ids == {"p", "u"}  # type: ignore[union-attr]


def test_event_that_becomes_private_or_public_is_kept_accordingly(run: Run) -> None:
    run.serve(event("a", subject=SECRET), event("b", sensitivity="private"))
    run.read()
    run.graph.events = {"a": event("a", subject=SECRET, sensitivity="confidential")}
    run.serve(run.graph.events["a"], event("b", subject="Open now"), since="t1")
    run.read()
    kept = run.cache.load(KEY)
    assert kept is not None
    assert kept.private_ids == {"a"}
    assert set(kept.items) == {"b"}
    run.serve(since="t2")
    assert titles(run.read()) == {"a": SECRET, "b": "Open now"}


def test_private_event_that_is_gone_is_forgotten(run: Run) -> None:
    run.serve(event("p", sensitivity="private"), event("a"))
    run.read()
    run.serve(since="t1")
    assert set(titles(run.read())) == {"a"}
    assert run.cache.load(KEY).private_ids == set()  # type: ignore[union-attr]


def test_many_private_events_are_read_with_all_the_others(run: Run) -> None:
    run.serve(*[event(f"p{number}", sensitivity="private") for number in range(MOST_PRIVATE + 1)])
    run.read()
    run.serve(event("a"))
    assert set(titles(run.read())) == {"a"}
    assert "$batch" not in run.graph.asked()


def test_events_that_become_private_all_at_once_are_read_with_all_the_others(run: Run) -> None:
    run.serve(*[event(f"p{number}", sensitivity="private") for number in range(MOST_PRIVATE)])
    run.read()
    run.serve(event("one-more", sensitivity="private"), since="t1")
    run.serve(event("a"))
    assert set(titles(run.read())) == {"a"}
    assert run.graph.asked() == [DELTA] * 3


@pytest.mark.parametrize("code", ["SyncStateNotFound", "syncStateNotFound", "resyncRequired", "Gone"])
def test_p07_lost_state_is_read_anew_from_where_the_service_says(run: Run, code: str) -> None:
    run.serve(event("a"), event("b"))
    run.read()
    again = run.graph.url(f"{DELTA}?$skiptoken=again")
    run.graph.serve(f"{DELTA}#t1", (410, error(code), {"Location": again}))
    run.serve(event("c"), since="again")
    assert set(titles(run.read())) == {"c"}
    kept = run.cache.load(KEY)
    assert kept is not None
    assert set(kept.items) == {"c"}


def test_p07_body_of_the_collection_is_a_lost_state(run: Run, shared_data: Path) -> None:
    body = (shared_data / "badinputs" / "a07_graph_410.json").read_bytes()
    judged("error", json.loads(body))
    run.serve(event("a"))
    run.read()
    run.graph.serve(f"{DELTA}#t1", (404, body))
    run.serve(event("b"))
    assert set(titles(run.read())) == {"b"}


def test_p07_p17_other_host_is_not_followed(run: Run) -> None:
    other = Server()
    try:
        run.serve(event("a"))
        run.read()
        run.graph.serve(f"{DELTA}#t1", (410, error("syncStateNotFound"), {"Location": other.url("/v1.0/me/x")}))
        run.serve(event("b"))
        assert set(titles(run.read())) == {"b"}
        assert other.asked == []
    finally:
        other.stop()


def test_p07_state_that_stays_lost_is_an_error_by_name(run: Run) -> None:
    run.graph.serve(DELTA, (410, error("syncStateNotFound")))
    with pytest.raises(RefusedError, match="outlook:"):
        run.read()


def test_p20_calendar_that_becomes_empty_is_not_believed(run: Run) -> None:
    run.serve(*[event(f"e{number}") for number in range(MANY_EVENTS)])
    run.read()
    run.graph.serve(f"{DELTA}#t1", (410, error("syncStateNotFound")))
    run.serve()
    view = run.read()
    assert view.is_incomplete
    assert [(one.code, one.fields["events"]) for one in view.problems] == [
        ("outlook-calendar-became-empty", MANY_EVENTS)
    ]
    assert len(run.cache.load(KEY).items) == MANY_EVENTS  # type: ignore[union-attr]


def test_p20_few_events_may_all_be_gone(run: Run) -> None:
    run.serve(*[event(f"e{number}") for number in range(MANY_EVENTS - 1)])
    run.read()
    run.graph.serve(f"{DELTA}#t1", (410, error("syncStateNotFound")))
    run.serve()
    view = run.read()
    assert (view.items, view.is_incomplete, view.problems) == ([], False, [])


def test_p20_another_period_may_be_empty(run: Run) -> None:
    run.serve(*[event(f"e{number}") for number in range(MANY_EVENTS)])
    run.read()
    run.serve()
    later = Window(WINDOW.start + timedelta(days=300), WINDOW.end + timedelta(days=300))
    assert not run.read(later).is_incomplete


def test_round_that_breaks_off_is_incomplete_and_keeps_nothing(run: Run) -> None:
    run.serve(event("a"))
    run.read()
    following = run.graph.url(f"{DELTA}?$skiptoken=lost")
    run.graph.serve(f"{DELTA}#t1", (200, page([event("b")], following, kind="delta")))
    run.graph.serve(f"{DELTA}#lost", (403, error("ErrorAccessDenied")))
    view = run.read()
    assert set(titles(view)) == {"a", "b"}
    assert view.is_incomplete
    assert [one.code for one in view.problems] == ["outlook-permission-missing"]
    assert run.cache.load(KEY).mark.endswith("t1")  # type: ignore[union-attr]


def test_round_without_a_link_for_next_time_is_incomplete(run: Run) -> None:
    run.graph.serve(DELTA, (200, json.dumps({"value": [event("a")]}).encode()))
    assert run.read().is_incomplete
    assert run.cache.load(KEY) is None


def test_first_round_that_fails_is_an_error(run: Run) -> None:
    run.graph.serve(DELTA, (403, error("ErrorAccessDenied")))
    with pytest.raises(RefusedError, match="outlook:"):
        run.read()


def test_window_within_what_is_kept_needs_no_full_reading(run: Run) -> None:
    run.serve(event("a"), event("b", start="2026-12-05 09:00", end="2026-12-05 10:00"))
    assert set(titles(run.read())) == {"a"}
    run.serve(since="t1")
    later = Window(WINDOW.start + timedelta(days=7), WINDOW.end + timedelta(days=7))
    assert set(titles(run.read(later))) == {"a", "b"}
    assert len([path for path in run.graph.asked() if path == DELTA]) == 2
    assert "startDateTime" not in run.graph.server.asked[-1][0]


def test_delta_is_asked_without_parameters_that_it_does_not_take(run: Run) -> None:
    run.serve(event("a"))
    run.read()
    path = run.graph.server.asked[0][0]
    assert "startDateTime=2026-10-26T00:00:00Z" in path
    assert "%24select" not in path
    assert "$select" not in path
    assert "$top" not in path


def test_token_is_in_no_file(run: Run) -> None:
    run.serve(event("a"))
    run.read()
    assert CANARY.encode() not in run.bytes_kept()


def test_another_run_that_was_first_costs_nothing(run: Run) -> None:
    run.serve(event("a"))
    run.read()
    kept = run.cache.load(KEY)
    assert kept is not None
    run.serve(event("b"), since="t1")
    first = run.read()
    run.cache.replace(KEY, replace(kept, mark=kept.mark))
    assert titles(run.read()) == titles(first)


class Mailbox:
    """A calendar that changes, and tells of it as Graph does: in any order, at times twice."""

    base = "https://graph.example/v1.0/"

    def __init__(self) -> None:
        self.events: dict[str, Json] = {}
        self.changes: list[Json] = []
        self._stamp = 0

    def put(self, identity: str, mark: str) -> None:
        self._stamp += 1
        self.events[identity] = dated(identity, self._stamp, subject=f"{identity}{self._stamp}", sensitivity=mark)
        self.changes.append(self.events[identity])

    def remove(self, identity: str) -> None:
        self.events.pop(identity, None)
        self.changes.append(removed(identity))

    def pages(self, url: str) -> list[Answer]:
        told = self.changes if "deltatoken" in url else list(self.events.values())
        body = {"value": told, "@odata.deltaLink": f"{self.base}me/calendarView/delta?$deltatoken=x"}
        return [Answer(200, {}, json.dumps(body).encode())]

    def batch(self, paths: dict[str, str]) -> dict[str, Answer]:
        return {
            one: Answer(200, {}, json.dumps(self.events[one]).encode()) if one in self.events else Answer(404, {}, b"")
            for one in paths
        }


CHANGE = st.tuples(st.sampled_from("abcd"), st.sampled_from(["normal", "normal", "private", "confidential", "gone"]))


@given(st.lists(st.lists(CHANGE, max_size=6), min_size=1, max_size=4), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_run_from_the_cache_gives_what_a_fresh_one_gives(rounds: list[list[tuple[str, str]]], chance: Any) -> None:
    mailbox = Mailbox()
    client: Any = mailbox
    with tempfile.TemporaryDirectory() as folder:
        cache = EventCache(Path(folder))
        for changes in rounds:
            mailbox.changes = []
            for identity, mark in changes:
                mailbox.remove(identity) if mark == "gone" else mailbox.put(identity, mark)
            mailbox.changes += chance.choices(mailbox.changes, k=2) if mailbox.changes else []
            chance.shuffle(mailbox.changes)
            view = DeltaReader(client, PLACE, cache, KEY).read(WINDOW)
            assert titles(view) == {one: item["subject"] for one, item in mailbox.events.items()}
            kept = cache.load(KEY)
            assert kept is not None
            private = {one for one, item in mailbox.events.items() if item["sensitivity"] != "normal"}
            assert kept.private_ids == private
            assert kept.items.keys() == mailbox.events.keys() - private
            assert cache.problems == []
