from __future__ import annotations

import io
import os
import socket
import sys
from pathlib import Path

import pytest

from analyzer.text import translator
from connectors.ics.getting import files
from connectors.ics.getting.files import (
    Listing,
    foreign_format,
    is_calendar_name,
    is_packed_name,
    list_folder,
    open_file,
    read_file,
    refuse_by_name,
)
from connectors.refusals import RefusedError

POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has neither pipes nor modes of this kind")
NOT_ROOT = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything, so nothing is refused"
)


def content(path: Path, **limits: int) -> bytes:
    with open_file(path, str(path)) as file:
        return read_file(file, str(path), **limits)


def make(path: Path, data: bytes = b"x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def names(listing: Listing) -> list[str]:
    return [shown for _, shown in listing.files]


def codes(listing: Listing) -> list[str]:
    return sorted(problem.code for problem in listing.problems)


def test_read_file_returns_the_bytes(tmp_path: Path) -> None:
    data = b"BEGIN:VCALENDAR\r\n\x00\xff"
    assert content(make(tmp_path / "week.ics", data)) == data


@POSIX
def test_open_file_follows_a_link_given_by_name_only_when_asked(tmp_path: Path) -> None:
    make(tmp_path / "real.ics", b"real")
    link = tmp_path / "link.ics"
    link.symlink_to("real.ics")
    assert content(link) == b"real"
    with pytest.raises(RefusedError):
        open_file(link, "link.ics", follow_link=False)


@pytest.mark.parametrize(
    ("present", "asked", "nearest"),
    [
        (["week.ics", "year.ics"], "weeek.ics", "week.ics"),
        (["Week.ICS", "notes.txt"], "week.ic", "Week.ICS"),
        (["agenda.ics"], "zzz", "agenda.ics"),
        (["week.txt", "export.zip"], "exprt.zip", "export.zip"),
    ],
)
def test_open_file_names_the_nearest_calendar(tmp_path: Path, present: list[str], asked: str, nearest: str) -> None:
    for name in present:
        make(tmp_path / name)
    with pytest.raises(RefusedError, match="There is no file") as caught:
        open_file(tmp_path / asked, asked)
    assert caught.value.say_hint(translator("en")).endswith(f"{tmp_path / nearest}.")


def test_open_file_says_when_there_is_no_calendar_beside_it(tmp_path: Path) -> None:
    make(tmp_path / "notes.txt")
    with pytest.raises(RefusedError) as caught:
        open_file(tmp_path / "week.ics", "week.ics")
    assert "holds no calendar file" in caught.value.hint


@pytest.mark.parametrize("path", ["absent/week.ics", "file.txt/week.ics"])
def test_open_file_says_when_the_folder_is_missing(tmp_path: Path, path: str) -> None:
    make(tmp_path / "file.txt")
    with pytest.raises(RefusedError, match="There is no folder"):
        open_file(tmp_path / path, path)


@pytest.mark.parametrize("name", ["nul\0byte.ics", "a" * 5_000 + ".ics"])
def test_open_file_refuses_impossible_names_in_a_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(RefusedError, match="There is no file"):
        open_file(tmp_path / name, "odd.ics")


def test_open_file_refuses_a_folder(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="is a folder") as caught:
        open_file(tmp_path, "calendars")
    assert "/" in caught.value.hint


@NOT_ROOT
def test_open_file_refuses_without_permission(tmp_path: Path) -> None:
    make(tmp_path / "week.ics").chmod(0)
    with pytest.raises(RefusedError, match="no permission"):
        open_file(tmp_path / "week.ics", "week.ics")


def test_open_file_says_that_permission_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make(tmp_path / "week.ics")

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(RefusedError, match=r"no permission to read week\.ics"):
        open_file(path, "week.ics")


@POSIX
def test_open_file_refuses_pipes_devices_and_sockets_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.ics")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket.ics"))
        for path in (tmp_path / "pipe.ics", tmp_path / "socket.ics", Path("/dev/null"), Path("/dev/zero")):
            with pytest.raises(RefusedError, match="device, a pipe or a socket") as caught:
                open_file(path, path.name)
            assert "type -" in caught.value.hint


@POSIX
def test_open_file_refuses_a_link_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "a.ics").symlink_to("b.ics")
    (tmp_path / "b.ics").symlink_to("a.ics")
    with pytest.raises(RefusedError, match="leads nowhere"):
        open_file(tmp_path / "a.ics", "a.ics")


@pytest.mark.parametrize(("size", "is_read"), [(1_000, True), (1_001, False)])
def test_read_file_keeps_to_its_cap(tmp_path: Path, size: int, is_read: bool) -> None:
    path = make(tmp_path / "week.ics", b"x" * size)
    if is_read:
        assert len(content(path, max_bytes=1_000)) == size
    else:
        with pytest.raises(RefusedError, match=r"larger than 0\.001 MB"):
            content(path, max_bytes=1_000)


def test_read_file_does_not_trust_the_size_that_is_told(tmp_path: Path) -> None:
    """A file that grows after the look at its size is cut off at the cap all the same."""
    path = make(tmp_path / "week.ics", b"x" * 10)
    with open_file(path, "week.ics") as file:
        path.write_bytes(b"y" * 5_000)
        with pytest.raises(RefusedError, match="larger than"):
            read_file(file, "week.ics", 1_000)


class _Growing(io.FileIO):
    """A file to which another program adds something each time it has been read."""

    def __init__(self, path: Path, times: int) -> None:
        super().__init__(path)
        self.path, self.times = path, times

    def read(self, size: int | None = -1) -> bytes:
        data = super().read(size)
        if self.times:
            self.times -= 1
            with self.path.open("ab") as other:
                other.write(b"more")
        return data or b""


def test_read_file_reads_again_what_changed_meanwhile(tmp_path: Path) -> None:
    with _Growing(make(tmp_path / "week.ics", b"old "), times=1) as file:
        assert read_file(file, "week.ics") == b"old more"


def test_read_file_refuses_what_keeps_changing(tmp_path: Path) -> None:
    with (
        _Growing(make(tmp_path / "week.ics", b"old "), times=9) as file,
        pytest.raises(RefusedError, match="changed by another program"),
    ):
        read_file(file, "week.ics")


@pytest.mark.parametrize("name", ["Mail.PST", "mail.ost", "invitation.msg", "Outlook.olm", "invitation.EML"])
def test_refuse_by_name_names_mailboxes_and_says_how_to_get_a_calendar(name: str) -> None:
    with pytest.raises(RefusedError, match=rf"mailbox \({name[-3:].upper()}\)") as caught:
        refuse_by_name(name)
    assert "Save Calendar" in caught.value.hint


@pytest.mark.parametrize("name", ["takeout.tgz", "Takeout.TAR.GZ", "a.7z", "a.rar", "a.tar.xz"])
def test_refuse_by_name_names_other_archives(name: str) -> None:
    with pytest.raises(RefusedError, match="archive of a kind") as caught:
        refuse_by_name(name)
    assert "folder" in caught.value.hint


def test_names_tell_calendars_from_the_rest() -> None:
    for name in ("week.ics", "WEEK.ICS", "week.ics.gz", "export.zip", "calendar", "mail.gz"):
        refuse_by_name(name)
    assert [name for name in ("a.ics", "A.ICS", "a.ics.gz", "a.ical", "a.icsx", "ics") if is_calendar_name(name)] == [
        "a.ics",
        "A.ICS",
        "a.ics.gz",
    ]
    assert foreign_format("week.ics") == ""
    assert [name for name in ("a.zip", "a.tgz", "a.ics.gz", "a.ics") if is_packed_name(name)] == [
        "a.zip",
        "a.tgz",
        "a.ics.gz",
    ]


def test_list_folder_finds_calendars_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b.ICS", "a.ics", "sub/c.ics", "z.ics.gz", "notes.txt", "sub/deeper/d.Ics", "sub/picture.png"):
        make(tmp_path / name)
    listing = list_folder(tmp_path, "calendars")
    assert names(listing) == [
        "calendars/a.ics",
        "calendars/b.ICS",
        "calendars/sub/c.ics",
        "calendars/sub/deeper/d.Ics",
        "calendars/z.ics.gz",
    ]
    assert (listing.problems, listing.ignored) == ([], 2)
    assert all(path.is_file() for path, _ in listing.files)


def test_list_folder_skips_hidden_files_and_those_of_macos(tmp_path: Path) -> None:
    for name in (".hidden.ics", "._week.ics", ".git/x.ics", "__MACOSX/week.ics", "week.ics", ".DS_Store"):
        make(tmp_path / name)
    listing = list_folder(tmp_path, "f")
    assert (names(listing), listing.problems, listing.ignored) == (["f/week.ics"], [], 0)


def test_list_folder_names_mailboxes(tmp_path: Path) -> None:
    for name in ("week.ics", "mail.pst", "sub/one.msg"):
        make(tmp_path / name)
    listing = list_folder(tmp_path, "f")
    assert codes(listing) == ["format-refused", "format-refused"]
    assert {problem.source for problem in listing.problems} == {"f/mail.pst", "f/sub/one.msg"}
    assert all(problem.effect == "source" for problem in listing.problems)


@POSIX
def test_list_folder_follows_links_inside_only(tmp_path: Path) -> None:
    make(tmp_path / "outside" / "secret.ics")
    root = tmp_path / "root"
    make(root / "real" / "week.ics")
    (root / "again.ics").symlink_to("real/week.ics")
    (root / "circle").symlink_to(".")
    (root / "away").symlink_to("../outside")
    (root / "away.ics").symlink_to(tmp_path / "outside" / "secret.ics")
    (root / "broken.ics").symlink_to("nowhere.ics")
    (root / "loop.ics").symlink_to("loop.ics")
    (root / "away.txt").symlink_to("/etc/hostname")
    listing = list_folder(root, "root")
    assert len(listing.files) == 1
    assert listing.files[0][0].read_bytes() == b"x"
    assert [(problem.code, problem.source) for problem in sorted(listing.problems, key=lambda p: p.source)] == [
        ("link-leads-out", "root/away"),
        ("link-leads-out", "root/away.ics"),
        ("link-broken", "root/broken.ics"),
        ("link-broken", "root/loop.ics"),
    ]


@POSIX
def test_list_folder_follows_links_to_hidden_files_inside(tmp_path: Path) -> None:
    """So mounted volumes are made: a visible link to a hidden folder that is swapped as a whole."""
    make(tmp_path / "..2026" / "week.ics")
    (tmp_path / "..data").symlink_to("..2026")
    (tmp_path / "week.ics").symlink_to("..data/week.ics")
    assert names(list_folder(tmp_path, "f")) == ["f/week.ics"]


@POSIX
def test_list_folder_may_be_a_link_itself(tmp_path: Path) -> None:
    make(tmp_path / "real" / "week.ics")
    (tmp_path / "link").symlink_to("real")
    assert names(list_folder(tmp_path / "link", "link")) == ["link/week.ics"]


@POSIX
def test_list_folder_lists_pipes_for_the_opener_to_refuse(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.ics")
    make(tmp_path / "week.ics")
    for path, shown in list_folder(tmp_path, "f").files:
        if shown == "f/pipe.ics":
            with pytest.raises(RefusedError):
                open_file(path, shown, follow_link=False)


@POSIX
@pytest.mark.skipif(sys.platform == "darwin", reason="macOS takes file names in UTF-8 only")
def test_list_folder_shows_names_that_are_no_text_escaped(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9\x1b[31m.ics")).write_bytes(b"x")
    listing = list_folder(tmp_path, "f")
    assert names(listing) == ["f/caf\\xe9\\x1b[31m.ics"]
    assert content(listing.files[0][0]) == b"x"


def test_list_folder_goes_five_folders_deep_and_says_what_is_deeper(tmp_path: Path) -> None:
    make(tmp_path / "1/2/3/4/5/in.ics")
    make(tmp_path / "1/2/3/4/5/6/out.ics")
    assert names(list_folder(tmp_path, "f")) == ["f/1/2/3/4/5/in.ics"]
    make(tmp_path / "1/2/3/4/5/7/out.ics")
    (problem,) = list_folder(tmp_path, "f").problems
    assert (problem.code, problem.source, problem.fields["first"]) == ("folder-too-deep", "f", "f/1/2/3/4/5/6")


def test_list_folder_stops_at_its_number_of_files_and_says_how_many_are_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MAX_FOLDER_FILES", 3)
    for number in range(5):
        make(tmp_path / f"{number}.ics")
    listing = list_folder(tmp_path, "f")
    assert names(listing) == ["f/0.ics", "f/1.ics", "f/2.ics"]
    assert listing.problems[0].say(translator("en")) == "f holds more than 3 calendar files; left out: 2."


def test_list_folder_stops_searching_in_a_huge_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_FOLDER_ENTRIES", 4)
    for number in range(5):
        make(tmp_path / f"{number}.ics")
    assert codes(list_folder(tmp_path, "f")) == ["folder-too-full"]


def test_list_folder_goes_on_beside_a_folder_it_may_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path / "closed" / "a.ics")
    make(tmp_path / "open" / "b.ics")
    scan = os.scandir

    def refuse(path: object) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return scan(path)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "scandir", refuse)
    listing = list_folder(tmp_path, "f")
    assert names(listing) == ["f/open/b.ics"]
    assert [(problem.code, problem.source) for problem in listing.problems] == [("no-permission", "f/closed")]


def test_list_folder_refuses_what_is_missing_or_no_folder(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="There is no folder absent"):
        list_folder(tmp_path / "absent", "absent")
    with pytest.raises(RefusedError, match="is a file, not a folder"):
        list_folder(make(tmp_path / "week.ics"), "week.ics")
