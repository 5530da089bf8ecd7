from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import textwrap
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from connectors.options import Window
from connectors.services import event_cache
from connectors.services.event_cache import CachedCalendar, CacheKey, EventCache

KEY = CacheKey("google", "anna@example.org", "primary", "details")
WINDOW = Window(datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))
ROOT = Path(__file__).parents[3]


def calendar(count: int = 3, mark: str = "one") -> CachedCalendar:
    items = {f"e{number}": {"id": f"e{number}", "summary": f"title {number}"} for number in range(count)}
    return CachedCalendar(WINDOW, mark, {"zone": "Europe/Amsterdam"}, items, {"secret"}, {"m": {"endless": True}})


def database(folder: Path) -> Path:
    return folder / "services" / "services.sqlite3"


def test_a_calendar_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    EventCache(tmp_path).replace(KEY, calendar())
    assert EventCache(tmp_path).load(KEY) == calendar()


def test_another_account_calendar_or_access_is_another_entry(tmp_path: Path) -> None:
    EventCache(tmp_path).replace(KEY, calendar())
    for other in (
        CacheKey("outlook", "anna@example.org", "primary", "details"),
        CacheKey("google", "bo@example.org", "primary", "details"),
        CacheKey("google", "anna@example.org", "team", "details"),
        CacheKey("google", "anna@example.org", "primary", "free-busy"),
    ):
        assert EventCache(tmp_path).load(other) is None


def test_the_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    cache = EventCache(tmp_path)
    cache.replace(KEY, calendar())
    files = list((tmp_path / "services").iterdir())
    assert files
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert stat.S_IMODE((tmp_path / "services").stat().st_mode) == 0o700


def test_update_applies_changes_removals_and_what_became_private(tmp_path: Path) -> None:
    cache = EventCache(tmp_path)
    cache.replace(KEY, calendar())
    is_kept = cache.update(
        KEY,
        "one",
        changed={"e0": {"id": "e0", "summary": "new"}, "secret": {"id": "secret", "summary": "public now"}},
        removed={"e1", "never-there"},
        private={"e2"},
        masters={"n": {"endless": False}},
        mark="two",
        about={"zone": "Europe/Lisbon"},
    )
    assert is_kept
    assert cache.load(KEY) == CachedCalendar(
        WINDOW,
        "two",
        {"zone": "Europe/Lisbon"},
        {"e0": {"id": "e0", "summary": "new"}, "secret": {"id": "secret", "summary": "public now"}},
        {"e2"},
        {"m": {"endless": True}, "n": {"endless": False}},
    )


def test_words_of_an_event_that_became_private_leave_the_file(tmp_path: Path) -> None:
    cache = EventCache(tmp_path)
    kept = calendar()
    kept.items["e2"]["summary"] = "canary-in-the-cache"
    cache.replace(KEY, kept)
    cache.update(KEY, "one", changed={}, removed=set(), private={"e2"}, masters={}, mark="two", about={})
    with sqlite3.connect(database(tmp_path)) as base:
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    base.close()
    assert b"canary-in-the-cache" not in b"".join(path.read_bytes() for path in (tmp_path / "services").iterdir())


def test_replace_keeps_no_words_of_a_private_event(tmp_path: Path) -> None:
    kept = calendar()
    kept.items["secret"] = {"id": "secret", "summary": "canary"}
    EventCache(tmp_path).replace(KEY, kept)
    found = EventCache(tmp_path).load(KEY)
    assert found is not None
    assert "secret" not in found.items
    assert found.private_ids == {"secret"}


def test_update_is_void_when_another_run_was_first(tmp_path: Path) -> None:
    cache, other = EventCache(tmp_path), EventCache(tmp_path)
    cache.replace(KEY, calendar())
    empty: dict[str, dict[str, object]] = {}
    assert other.update(KEY, "one", changed=empty, removed={"e0"}, private=set(), masters={}, mark="two", about={})
    assert not cache.update(
        KEY, "one", changed=empty, removed={"e1"}, private=set(), masters={}, mark="three", about={}
    )
    found = cache.load(KEY)
    assert found is not None
    assert (found.mark, set(found.items)) == ("two", {"e1", "e2"})


def test_forget_removes_one_account(tmp_path: Path) -> None:
    cache = EventCache(tmp_path)
    bo = CacheKey("google", "bo@example.org", "primary", "details")
    cache.replace(KEY, calendar())
    cache.replace(bo, calendar())
    cache.forget("google", "anna@example.org")
    assert cache.load(KEY) is None
    assert cache.load(bo) == calendar()


def test_forget_makes_no_file(tmp_path: Path) -> None:
    EventCache(tmp_path).forget("google", "anna@example.org")
    assert not database(tmp_path).exists()


def test_calendars_nobody_asks_for_go_after_thirty_days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = EventCache(tmp_path)
    old = CacheKey("google", "bo@example.org", "primary", "details")
    monkeypatch.setattr(event_cache, "_today", lambda: "2020-01-01")
    cache.replace(old, calendar())
    monkeypatch.undo()
    assert cache.load(KEY) is None
    cache.replace(KEY, calendar())
    assert cache.load(old) is None


@pytest.mark.parametrize(
    "content",
    [b"", b"not a database at all" * 100, b"SQLite format 3\0" + b"\xff" * 4096],
    ids=["empty", "text", "pages"],
)
def test_a_damaged_file_is_made_anew_and_said(tmp_path: Path, content: bytes) -> None:
    EventCache(tmp_path).replace(KEY, calendar())
    for path in (tmp_path / "services").iterdir():
        path.unlink()
    database(tmp_path).write_bytes(content)
    cache = EventCache(tmp_path)
    assert cache.load(KEY) is None
    assert [problem.code for problem in cache.problems] == ([] if not content else ["cache-set-aside"])
    cache.replace(KEY, calendar())
    assert cache.load(KEY) == calendar()


def test_a_file_of_a_newer_version_is_made_anew_and_said(tmp_path: Path) -> None:
    EventCache(tmp_path).replace(KEY, calendar())
    with sqlite3.connect(database(tmp_path)) as base:
        base.execute("PRAGMA user_version = 99")
    base.close()
    cache = EventCache(tmp_path)
    assert cache.load(KEY) is None
    assert [problem.code for problem in cache.problems] == ["cache-set-aside"]


def test_a_cache_that_cannot_be_written_costs_a_word_and_no_run(tmp_path: Path) -> None:
    (tmp_path / "services").write_text("a file where the folder should be")
    cache = EventCache(tmp_path)
    assert cache.load(KEY) is None
    cache.replace(KEY, calendar())
    assert {problem.code for problem in cache.problems} == {"cache-unusable"}


def test_a_refill_that_is_killed_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    """P06: kill -9 in between; never a part of each, never a gap, never an event twice."""
    EventCache(tmp_path).replace(KEY, calendar(400, "old"))
    code = textwrap.dedent(
        f"""
        import sys
        sys.path.insert(0, {str(ROOT)!r})
        from pathlib import Path
        from connectors.services.event_cache import CachedCalendar, CacheKey, EventCache
        from connectors.options import Window
        from datetime import UTC, datetime
        window = Window(datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))
        cache = EventCache(Path({str(tmp_path)!r}))
        print("ready", flush=True)
        while True:
            for mark, count in (("new", 500), ("old", 400)):
                items = {{f"e{{n}}": {{"id": f"e{{n}}"}} for n in range(count)}}
                cache.replace(CacheKey("google", "anna@example.org", "primary", "details"),
                              CachedCalendar(window, mark, {{}}, items, set(), {{}}))
        """
    )
    seen = set()
    for kill in range(6):
        with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as run:
            assert run.stdout is not None
            assert run.stdout.readline() == b"ready\n"
            time.sleep(0.05 + 0.017 * kill)
            os.kill(run.pid, signal.SIGKILL)
        found = EventCache(tmp_path).load(KEY)
        assert found is not None
        assert len(found.items) == {"old": 400, "new": 500}[found.mark]
        seen.add(found.mark)
    assert seen


@pytest.mark.parametrize("place", range(4096, 40_000, 1531))
def test_damage_anywhere_loses_no_event_in_silence(tmp_path: Path, place: int) -> None:
    """What comes back is everything, or nothing."""
    whole = calendar(200)
    EventCache(tmp_path).replace(KEY, whole)
    with sqlite3.connect(database(tmp_path)) as base:
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    base.close()
    data = bytearray(database(tmp_path).read_bytes())
    place = min(place, len(data) - 64)
    data[place : place + 64] = bytes(byte ^ 0xFF for byte in data[place : place + 64])
    database(tmp_path).write_bytes(data)
    cache = EventCache(tmp_path)
    found = cache.load(KEY)
    assert found is None or set(found.items) == set(whole.items)
    cache.replace(KEY, whole)
    assert EventCache(tmp_path).load(KEY) == whole
