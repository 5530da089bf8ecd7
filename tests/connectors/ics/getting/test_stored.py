from __future__ import annotations

import errno
import json
import os
import stat
import time
from pathlib import Path

import pytest

from analyzer.errors import MeetlintError, SourceError, UsageError
from analyzer.text import translator
from connectors.ics.getting.stored import (
    Answer,
    AnswerCache,
    is_storable,
    list_names,
    load_address,
    may_hold_private_events,
    remove_address,
    save_address,
)

CANARY = "0123456789abcdef0123456789abcdef"
ADDRESS = f"https://calendar.google.com/calendar/ical/anna%40example.org/private-{CANARY}/basic.ics"
POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no file modes")


def calendar(*lines: str, end: str = "\r\n") -> bytes:
    body = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "SUMMARY:Overleg", *lines, "END:VEVENT", "END:VCALENDAR", ""]
    return end.join(body).encode()


def everything_said(error: MeetlintError) -> str:
    said = translator("en")
    chain = repr(error.__cause__) + repr(error.__context__)
    return f"{error!r} {error} {error.fields} {error.say(said)} {error.say_hint(said)} {chain}"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_save_address_gives_back_what_was_stored(tmp_path: Path) -> None:
    path = save_address("work", ADDRESS, tmp_path / "state")
    assert path.is_file()
    assert CANARY not in str(path)
    save_address("home-2", "  webcal://anna:pw@example.org/a.ics\n", tmp_path / "state")
    assert load_address("work", tmp_path / "state") == ADDRESS
    assert load_address("home-2", tmp_path / "state") == "https://anna:pw@example.org/a.ics"
    assert list_names(tmp_path / "state") == ["home-2", "work"]


def test_save_address_replaces_the_one_before(tmp_path: Path) -> None:
    save_address("work", "https://example.org/old.ics", tmp_path)
    save_address("work", ADDRESS, tmp_path)
    assert load_address("work", tmp_path) == ADDRESS
    assert len(files_in(tmp_path)) == 1


@POSIX
def test_save_address_is_for_the_owner_alone(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        save_address("work", ADDRESS, tmp_path / "state")
    finally:
        os.umask(old)
    (file,) = files_in(tmp_path)
    assert (mode(file), mode(file.parent), mode(tmp_path / "state")) == (0o600, 0o700, 0o700)


@POSIX
def test_save_and_load_narrow_a_file_with_wider_rights(tmp_path: Path) -> None:
    save_address("work", ADDRESS, tmp_path)
    (file,) = files_in(tmp_path)
    file.chmod(0o644)
    assert load_address("work", tmp_path) == ADDRESS
    assert mode(file) == 0o600
    file.chmod(0o644)
    file.parent.chmod(0o755)
    save_address("work", ADDRESS, tmp_path)
    assert (mode(file), mode(file.parent)) == (0o600, 0o700)


@POSIX
def test_save_address_leaves_the_users_own_folder_as_it_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    save_address("work", ADDRESS, tmp_path)
    assert mode(tmp_path) == 0o755


@pytest.mark.parametrize("name", ["", "Work", "a b", "a/b", "..", "a" * 41, "naïve"])
def test_save_address_refuses_odd_names(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="small letters"):
        save_address(name, ADDRESS, tmp_path)
    assert files_in(tmp_path) == []


@pytest.mark.parametrize(
    "address",
    [
        f"ftp://example.org/{CANARY}",
        CANARY,
        f"https://exa mple.org/{CANARY}",
        "",
        f"http://anna:{CANARY}@example.org/a",
    ],
)
def test_save_address_refuses_what_is_no_address_without_repeating_it(tmp_path: Path, address: str) -> None:
    with pytest.raises(UsageError) as caught:
        save_address("work", address, tmp_path)
    assert CANARY not in everything_said(caught.value)
    assert files_in(tmp_path) == []


@pytest.mark.parametrize("name", ["con", "nul", "aux", "com1", "-", "a" * 40])
def test_save_address_takes_names_that_are_devices_elsewhere(tmp_path: Path, name: str) -> None:
    save_address(name, ADDRESS, tmp_path)
    assert list_names(tmp_path) == [name]
    assert files_in(tmp_path)[0].stem == f"ics-{name}"


def test_save_address_leaves_the_old_one_on_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_address("work", ADDRESS, tmp_path)

    def refuse(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", refuse)
        with pytest.raises(MeetlintError, match="could not be stored") as caught:
            save_address("work", "https://example.org/new.ics", tmp_path)
    assert str(tmp_path) in str(caught.value)
    assert load_address("work", tmp_path) == ADDRESS
    assert len(files_in(tmp_path)) == 1


def test_load_address_names_the_nearest_and_the_command(tmp_path: Path) -> None:
    save_address("work", ADDRESS, tmp_path)
    with pytest.raises(SourceError, match="under the name wrok") as caught:
        load_address("wrok", tmp_path)
    hint = caught.value.say_hint(translator("en"))
    assert "ics:work" in hint
    assert "meetlint connect ics wrok" in hint
    assert CANARY not in everything_said(caught.value)


def test_load_address_says_the_command_when_nothing_is_near(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        load_address("work", tmp_path / "absent")
    assert caught.value.say_hint(translator("en")) == "Type `meetlint connect ics work` to store it."
    assert caught.value.exit_code == 3


@pytest.mark.parametrize("act", [load_address, remove_address])
def test_an_address_in_place_of_a_name_is_not_repeated(tmp_path: Path, act: object) -> None:
    with pytest.raises(SourceError) as caught:
        act(ADDRESS, tmp_path)  # type: ignore[operator]
    assert CANARY not in everything_said(caught.value)


@pytest.mark.parametrize(
    "content", [b"", CANARY.encode(), b"\xff\xfe" + CANARY.encode(), b"ftp://x/" + CANARY.encode()]
)
def test_load_address_asks_again_when_the_file_is_broken(tmp_path: Path, content: bytes) -> None:
    save_address("work", ADDRESS, tmp_path)
    files_in(tmp_path)[0].write_bytes(content)
    with pytest.raises(SourceError, match="no address any more") as caught:
        load_address("work", tmp_path)
    assert "meetlint connect ics work" in caught.value.say_hint(translator("en"))
    assert CANARY not in everything_said(caught.value)


@POSIX
def test_load_address_does_not_follow_a_link(tmp_path: Path) -> None:
    save_address("work", ADDRESS, tmp_path)
    (file,) = files_in(tmp_path)
    moved = file.rename(tmp_path / "elsewhere")
    file.symlink_to(moved)
    with pytest.raises(SourceError):
        load_address("work", tmp_path)


def test_remove_address_forgets_it(tmp_path: Path) -> None:
    save_address("work", ADDRESS, tmp_path)
    remove_address("work", tmp_path)
    assert (list_names(tmp_path), files_in(tmp_path)) == ([], [])
    with pytest.raises(SourceError, match="No address is stored"):
        remove_address("work", tmp_path)


def test_remove_address_forgets_the_answer_too(tmp_path: Path) -> None:
    save_address("work", ADDRESS, tmp_path / "state")
    cache_in(tmp_path).store(load_address("work", tmp_path / "state"), ANSWER)
    cache_in(tmp_path).store("https://example.org/other", ANSWER)
    remove_address("work", tmp_path / "state", tmp_path / "cache")
    assert cache_in(tmp_path).load(ADDRESS) is None
    assert cache_in(tmp_path).load("https://example.org/other") == ANSWER


def test_remove_address_sweeps_what_a_killed_run_left(tmp_path: Path) -> None:
    save_address("work", ADDRESS, tmp_path)
    leftover = files_in(tmp_path)[0].with_name(".meetlint-00.tmp")
    leftover.write_text(ADDRESS)
    os.utime(leftover, (time.time() - 3_600,) * 2)
    remove_address("work", tmp_path)
    assert files_in(tmp_path) == []


def cache_in(folder: Path) -> AnswerCache:
    return AnswerCache(folder / "cache", folder / "state")


ANSWER = Answer(calendar(), '"v1"', "Mon, 16 Nov 2026 08:00:00 GMT")


def test_answer_cache_gives_back_what_it_keeps(tmp_path: Path) -> None:
    assert cache_in(tmp_path).load(ADDRESS) is None
    cache_in(tmp_path).store(ADDRESS, ANSWER)
    assert cache_in(tmp_path).load(ADDRESS) == ANSWER
    assert cache_in(tmp_path).load(ADDRESS + "x") is None
    newer = Answer(calendar("LOCATION:x"), '"é"', "")
    cache_in(tmp_path).store(ADDRESS, newer)
    assert cache_in(tmp_path).load(ADDRESS) == newer
    assert len(files_in(tmp_path / "cache")) == 1


@POSIX
def test_answer_cache_is_for_the_owner_alone(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        cache_in(tmp_path).store(ADDRESS, ANSWER)
    finally:
        os.umask(old)
    found = files_in(tmp_path)
    assert len(found) == 2
    assert {mode(file) for file in found} == {0o600}
    assert {mode(file.parent) for file in found} == {0o700}


def test_answer_cache_tells_nothing_of_the_address(tmp_path: Path) -> None:
    cache_in(tmp_path / "one").store(ADDRESS, ANSWER)
    cache_in(tmp_path / "two").store(ADDRESS, ANSWER)
    for file in files_in(tmp_path):
        assert CANARY.encode() not in file.read_bytes()
        assert b"google" not in file.read_bytes() + str(file).encode()
    # Another user's key gives another name, so names cannot be compared either.
    first, second = (files_in(tmp_path / user / "cache")[0].name for user in ("one", "two"))
    assert first != second


def test_answer_cache_ignores_every_damaged_byte(tmp_path: Path) -> None:
    cache_in(tmp_path).store(ADDRESS, ANSWER)
    (file,) = files_in(tmp_path / "cache")
    whole = file.read_bytes()
    for place in range(0, len(whole), 5):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert cache_in(tmp_path).load(ADDRESS) is None
    for length in (0, 10, 64, 65, len(whole) - 1):
        file.write_bytes(whole[:length])
        assert cache_in(tmp_path).load(ADDRESS) is None
    file.write_bytes(whole)
    assert cache_in(tmp_path).load(ADDRESS) == ANSWER


def test_answer_cache_ignores_a_forged_answer_and_a_lost_key(tmp_path: Path) -> None:
    cache_in(tmp_path).store(ADDRESS, ANSWER)
    (file,) = files_in(tmp_path / "cache")
    whole = file.read_bytes()
    head = json.dumps({"etag": "x", "last_modified": ""}).encode()
    file.write_bytes(b"0" * 64 + b"\n" + head + b"\nBEGIN:VCALENDAR")
    assert cache_in(tmp_path).load(ADDRESS) is None
    file.write_bytes(whole)
    (key,) = files_in(tmp_path / "state")
    key.write_bytes(b"short")
    assert cache_in(tmp_path).load(ADDRESS) is None
    cache_in(tmp_path).store(ADDRESS, ANSWER)
    assert cache_in(tmp_path).load(ADDRESS) == ANSWER


def test_answer_cache_forgets(tmp_path: Path) -> None:
    cache_in(tmp_path).forget(ADDRESS)
    cache_in(tmp_path).store(ADDRESS, ANSWER)
    cache_in(tmp_path).forget(ADDRESS)
    assert cache_in(tmp_path).load(ADDRESS) is None
    assert files_in(tmp_path / "cache") == []


def test_answer_cache_removes_answers_nobody_asked_for(tmp_path: Path) -> None:
    for address in ("https://example.org/old", "https://example.org/kept"):
        cache_in(tmp_path).store(address, ANSWER)
    long_ago = time.time() - 40 * 24 * 3_600
    for file in files_in(tmp_path / "cache"):
        os.utime(file, (long_ago, long_ago))
    cache_in(tmp_path).keep("https://example.org/kept")
    cache_in(tmp_path).keep("https://example.org/never")
    cache_in(tmp_path).store("https://example.org/new", ANSWER)
    assert cache_in(tmp_path).load("https://example.org/old") is None
    assert cache_in(tmp_path).load("https://example.org/kept") == ANSWER


def test_answer_cache_drops_the_old_answer_when_the_new_one_may_not_be_kept(tmp_path: Path) -> None:
    cache_in(tmp_path).store(ADDRESS, ANSWER)
    cache_in(tmp_path).store(ADDRESS, Answer(calendar("CLASS:PRIVATE"), '"v2"'))
    assert files_in(tmp_path / "cache") == []


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (ANSWER, True),
        (Answer(calendar(), '"v1"', ""), True),
        (Answer(calendar(), "", ""), False),
        (Answer(calendar("CLASS:CONFIDENTIAL"), '"v1"'), False),
        (Answer(calendar(), '"' + "v" * 5_000 + '"'), False),
    ],
)
def test_is_storable_wants_a_mark_and_no_private_event(answer: Answer, expected: bool) -> None:
    assert is_storable(answer) is expected


def test_answer_shows_no_event_text() -> None:
    assert "Overleg" not in repr(ANSWER)


@pytest.mark.parametrize(
    "body",
    [
        calendar("CLASS:PRIVATE"),
        calendar("CLASS:CONFIDENTIAL"),
        calendar("class:private"),
        calendar("CLASS:X-SECRET"),
        calendar("CLASS:PUBLICITY"),
        calendar("CLASS:"),
        calendar("CLASS;X-A=b:PRIVATE"),
        calendar('CLASS;X-A="b:c":PRIVATE'),
        calendar("CLASS;X-A=" + "b" * 300 + ":PRIVATE"),
        calendar("CLASS:PUBLIC", "CLASS:PRIVATE"),
        calendar("CLASS:PRIVATE", end="\n"),
        calendar("CLASS:PRIVATE", end="\r"),
        calendar("CLA\r\n SS:PRIVATE"),
        calendar("CLASS\r\n\t:PRI\r\n VATE"),
        calendar("CLA\n\n SS:PRIVATE", end="\n"),
        calendar(" CLASS:PRIVATE"),
        calendar("CLASS : PRIVATE"),
        calendar("X-CALENDARSERVER-ACCESS:CONFIDENTIAL"),
        calendar("CLASS:PRIVATE").decode().encode("utf-16"),
        calendar("CLASS:PRIVATE").decode().encode("utf-32-be"),
        b"\xef\xbb\xbf" + calendar("CLASS:PRIVATE"),
    ],
)
def test_may_hold_private_events_sees_them_in_every_disguise(body: bytes) -> None:
    assert may_hold_private_events(body)


@pytest.mark.parametrize(
    "body",
    [
        calendar(),
        calendar("CLASS:PUBLIC"),
        calendar("class:public "),
        calendar("CLASS:PUB\r\n LIC"),
        calendar("CLASS:PUBLIC", "CLASS:PUBLIC", end="\n"),
        calendar("DESCRIPTION:first class\\, then private rooms"),
        "BEGIN:VCALENDAR\r\nSUMMARY:Müsli – 第一\r\n".encode(),
        b"",
    ],
)
def test_may_hold_private_events_lets_public_calendars_be(body: bytes) -> None:
    assert not may_hold_private_events(body)
