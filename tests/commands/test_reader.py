"""--reader and --debug: the road on which calendars are read, and what is said of it."""

from __future__ import annotations

from pathlib import Path

from tests.commands.conftest import Call
from tests.connectors.ics.ics_samples import event, stream

TODAY = ("--today", "2026-03-04", "--lang", "en", "--tz", "UTC")
PLAIN = ("DTSTART:20260303T090000Z", "DTEND:20260303T100000Z", "RRULE:FREQ=DAILY;COUNT=4")


def write(folder: Path) -> None:
    doubled = event("DTSTART:20260305T090000Z", "DTSTART:20260306T090000Z", uid="b")
    (folder / "week.ics").write_bytes(stream(event(*PLAIN), doubled))
    (folder / "old.ics").write_bytes(stream(event(*PLAIN, uid="c")).replace(b"\r\n", b"\r"))


def test_both_readers_give_the_same_listing(meetlint: Call, tmp_path: Path) -> None:
    write(tmp_path)
    arguments = ("events", "week.ics", *TODAY, "--format", "json")
    plain, careful = meetlint(*arguments), meetlint(*arguments, "--reader", "careful")
    assert plain == careful
    assert plain[1].count('"2026-03-0') >= 4


def test_debug_says_how_much_was_read_event_by_event_and_why(meetlint: Call, tmp_path: Path) -> None:
    write(tmp_path)
    _, _, err = meetlint("events", "week.ics", "old.ics", "--shared", *TODAY, "--debug")
    assert "week.ics: 1 entries, of which 0 were read event by event (start 1)." in err
    assert "old.ics: 1 entries, of which 1 were read event by event (line ends 1)." in err
    _, _, err = meetlint("events", "week.ics", "--shared", *TODAY, "--debug", "--reader", "careful")
    assert "week.ics: 1 entries, of which 1 were read event by event (asked for 1)." in err
    _, _, err = meetlint("events", "week.ics", "--shared", *TODAY)
    assert "event by event" not in err
