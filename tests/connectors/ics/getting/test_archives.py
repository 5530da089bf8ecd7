from __future__ import annotations

import gzip
import io
import random
import stat
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

import pytest
from effort import assert_at_most

from analyzer.text import translator
from connectors.ics.getting import archives
from connectors.ics.getting.archives import Archive, Inflater, Member, check_growth, inflate
from connectors.refusals import RefusedError

CALENDAR = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
Content = Iterable[tuple[str | zipfile.ZipInfo, bytes]]


def zip_of(content: Content, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in content:
            archive.writestr(name, data)
    return buffer.getvalue()


def open_zip(data: bytes, **limits: int) -> Archive:
    return Archive(io.BytesIO(data), "export.zip", **limits)


def read(data: bytes, **limits: int) -> list[Member]:
    return list(open_zip(data, **limits).read())


def only_code(data: bytes, **limits: int) -> str:
    (member,) = read(data, **limits)
    assert member.data is None
    assert member.problem is not None
    assert member.problem.effect == "source"
    assert member.problem.say(translator("en")).endswith(".")
    return member.problem.code


def special(name: str, mode: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = mode << 16
    return info


def test_archive_reads_calendars_in_the_order_of_their_names_and_counts_the_rest() -> None:
    data = zip_of(
        [
            ("Takeout/Calendar/work.ics", CALENDAR + b"w"),
            ("Takeout/Calendar/", b""),
            ("Takeout/archive_browser.html", b"<html>"),
            ("Takeout/Calendar/Home.ICS", CALENDAR + b"h"),
            ("__MACOSX/Takeout/._work.ics", b"\0"),
            ("Takeout/._work.ics", b"\0"),
            ("Takeout/.hidden/x.ics", b"\0"),
        ]
    )
    archive = open_zip(data)
    assert (archive.members, archive.ignored) == (2, 1)
    assert [(member.name, member.data, member.problem) for member in archive.read()] == [
        ("export.zip/Takeout/Calendar/Home.ICS", CALENDAR + b"h", None),
        ("export.zip/Takeout/Calendar/work.ics", CALENDAR + b"w", None),
    ]


def test_archive_extracts_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    read(zip_of([("a.ics", CALENDAR), ("../b.ics", CALENDAR), ("/c.ics", CALENDAR)]))
    assert list(tmp_path.iterdir()) == []
    assert not (tmp_path.parent / "b.ics").exists()


@pytest.mark.parametrize(
    "name", ["../../evil.ics", "a/../../evil.ics", "/etc/evil.ics", "C:/evil.ics", "..\\evil.ics", "\\\\host\\evil.ics"]
)
def test_archive_refuses_paths_that_lead_out(name: str) -> None:
    assert only_code(zip_of([(name, CALENDAR)])) == "member-outside"


def test_archive_refuses_a_name_cut_by_nul() -> None:
    data = zip_of([("evilXics.ics", CALENDAR)]).replace(b"evilXics.ics", b"evil\0ics.ics")
    assert only_code(data) == "member-outside"


@pytest.mark.parametrize("mode", [stat.S_IFLNK | 0o777, stat.S_IFIFO | 0o644, stat.S_IFCHR | 0o644])
def test_archive_refuses_links_and_devices(mode: int) -> None:
    assert only_code(zip_of([(special("link.ics", mode), b"/etc/passwd")])) == "member-link"


def test_archive_reads_regular_files_of_unix() -> None:
    (member,) = read(zip_of([(special("week.ics", stat.S_IFREG | 0o644), CALENDAR)]))
    assert member.data == CALENDAR


def test_archive_refuses_encrypted_members() -> None:
    data = bytearray(zip_of([("week.ics", CALENDAR)]))
    directory = data.index(b"PK\x01\x02")
    data[directory + 8] |= 1  # the flag "encrypted" in the table of contents
    assert only_code(bytes(data)) == "member-encrypted"


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_archive_refuses_methods_with_unbounded_dictionaries(compression: int) -> None:
    assert only_code(zip_of([("week.ics", CALENDAR * 50)], compression)) == "member-method"


@pytest.mark.parametrize("name", ["inner.zip", "inner.tar.gz", "week.ics.gz", "inner.7z"])
def test_archive_refuses_archives_inside(name: str) -> None:
    assert only_code(zip_of([(name, b"anything")])) == "archive-in-archive"


@pytest.mark.parametrize("inner", [zip_of([("a.ics", CALENDAR)]), gzip.compress(CALENDAR, mtime=0)])
def test_archive_refuses_archives_that_call_themselves_calendars(inner: bytes) -> None:
    assert only_code(zip_of([("week.ics", inner)])) == "archive-in-archive"


def test_archive_names_mailboxes() -> None:
    assert only_code(zip_of([("Outlook/mail.pst", b"!BDN")])) == "format-refused"


def test_archive_goes_on_after_a_refusal() -> None:
    members = read(zip_of([("../a.ics", CALENDAR), ("b.ics", CALENDAR), ("c.zip", b""), ("d.ics", CALENDAR)]))
    assert [member.name for member in members if member.data] == ["export.zip/b.ics", "export.zip/d.ics"]
    assert [member.problem.code for member in members if member.problem] == ["member-outside", "archive-in-archive"]


def test_archive_shows_names_that_are_inert() -> None:
    (member,) = read(zip_of([("a\x1b[31m\u202e.ics", CALENDAR)]))
    assert member.name == "export.zip/a\\x1b[31m\\u202e.ics"


def test_archive_reads_utf8_names_without_their_flag() -> None:
    data = bytearray(zip_of([("Zoë.ics", CALENDAR)]))
    local, directory = 0, data.index(b"PK\x01\x02")
    data[local + 7] &= ~0x08
    data[directory + 9] &= ~0x08
    (member,) = read(bytes(data))
    assert (member.name, member.data) == ("export.zip/Zoë.ics", CALENDAR)


def test_archive_refuses_a_bomb_without_filling_the_memory() -> None:
    small, data = (zip_of([("bomb.ics", b"0" * size), ("week.ics", CALENDAR)]) for size in (15_000_000, 150_000_000))
    tracemalloc.start()
    try:
        bomb, week = read(data)
        _, peak_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert bomb.problem is not None
    assert (bomb.problem.code, week.data) == ("grows-too-much", CALENDAR)
    assert peak_bytes < 10_000_000
    # Ten times the bomb costs no more: it is refused at the same place.
    assert_at_most(4, lambda: read(data), lambda: read(small))


def test_archive_refuses_a_bomb_that_lies_about_its_size() -> None:
    data = bytearray(zip_of([("bomb.ics", b"0" * 20_000_000)]))
    claimed = struct.pack("<L", 1_000)
    for place in (22, data.index(b"PK\x01\x02") + 24):
        data[place : place + 4] = claimed
    assert only_code(bytes(data)) in ("grows-too-much", "member-damaged")


def test_archive_caps_one_member_and_all_of_them() -> None:
    noise = random.Random(1).randbytes(4_000)
    assert only_code(zip_of([("a.ics", noise)]), max_bytes=3_000) == "grows-too-much"
    members = read(zip_of([(f"{number}.ics", noise) for number in range(4)]), max_bytes=5_000)
    assert [bool(member.data) for member in members] == [True, True, False, False]


def test_archive_refuses_members_that_share_their_bytes() -> None:
    """The table of contents names one compressed file many times: small on disk, huge when unpacked."""
    data = zip_of([("a.ics", CALENDAR), ("b.ics", CALENDAR)])
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    overlapping = data[: second + 42] + struct.pack("<L", 0) + data[second + 46 :]
    with pytest.raises(RefusedError, match="lie over each other"):
        open_zip(overlapping)


@pytest.mark.parametrize("shared_bytes", [1, 29, 30])
def test_archive_refuses_members_of_which_one_begins_in_the_last_bytes_of_the_other(shared_bytes: int) -> None:
    """A header of a member takes 30 bytes, so an overlap that is smaller than that counts too."""
    data = zip_of([("a.ics", CALENDAR), ("b.ics", CALENDAR)])
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 4)
    (packed_bytes,) = struct.unpack("<L", data[first + 20 : first + 24])
    begin = struct.pack("<L", 30 + packed_bytes - shared_bytes)
    with pytest.raises(RefusedError, match="lie over each other"):
        open_zip(data[: second + 42] + begin + data[second + 46 :])


def test_archive_reads_members_that_lie_side_by_side() -> None:
    """Here the second begins right where header and bytes of the first end."""
    data = zip_of([("a.ics", CALENDAR), ("b.ics", CALENDAR)])
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    (begin,) = struct.unpack("<L", data[second + 42 : second + 46])
    assert begin == data.index(b"PK\x03\x04", 4)
    assert [member.data for member in read(data)] == [CALENDAR, CALENDAR]


def test_archive_stops_at_its_number_of_members(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_ARCHIVE_MEMBERS", 2)
    members = read(zip_of([(f"{number}.ics", CALENDAR) for number in range(5)]))
    assert [bool(member.data) for member in members] == [True, True, False]
    assert members[-1].problem is not None
    assert members[-1].problem.say(translator("en")).endswith("more than 2 calendar files; left out of the archive: 3.")


def test_archive_refuses_a_huge_table_of_contents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_DIRECTORY_BYTES", 100_000)
    assert len(read(zip_of([("a.ics", CALENDAR)]))) == 1
    with pytest.raises(RefusedError, match="no ZIP archive"):
        open_zip(zip_of([(f"{number:060}.txt", b"") for number in range(1_500)]))


def test_archive_finds_damage_by_its_checksum() -> None:
    data = bytearray(zip_of([("week.ics", CALENDAR)], zipfile.ZIP_STORED))
    data[data.index(b"VCALENDAR")] ^= 1
    assert only_code(bytes(data)) == "member-damaged"


@pytest.mark.parametrize("data", [b"", b"<!DOCTYPE html>", CALENDAR, b"PK\x03\x04" + b"\0" * 40])
def test_archive_refuses_what_is_no_zip(data: bytes) -> None:
    with pytest.raises(RefusedError, match="no ZIP archive, or a damaged one") as caught:
        open_zip(data)
    assert caught.value.hint


def test_archive_survives_every_kind_of_damage() -> None:
    """Cut anywhere or with bytes changed, an archive gives members, problems or a refusal, and nothing else."""
    whole = zip_of([("a.ics", CALENDAR * 3), ("b.txt", b"x"), ("c/d.ics", CALENDAR)])
    dice = random.Random(20261116)
    damaged = [whole[:length] for length in range(0, len(whole), 7)]
    for _ in range(1_500):
        changed = bytearray(whole)
        for _ in range(dice.randint(1, 4)):
            changed[dice.randrange(len(changed))] = dice.randrange(256)
        damaged.append(bytes(changed))
    outcomes = {"members": 0, "refused": 0}
    for data in damaged:
        try:
            members = read(data)
        except RefusedError:
            outcomes["refused"] += 1
        else:
            assert all((member.data is None) != (member.problem is None) for member in members)
            outcomes["members"] += 1
    assert min(outcomes.values()) > 50


def test_inflate_gives_the_bytes_of_one_and_of_several_members() -> None:
    assert inflate(gzip.compress(CALENDAR, mtime=0), "a.ics.gz") == CALENDAR
    assert inflate(gzip.compress(b"") + gzip.compress(CALENDAR, mtime=0), "a.ics.gz") == CALENDAR
    assert inflate(gzip.compress(b"a" * 70_000) + gzip.compress(b"b") + b"\0" * 500, "a") == b"a" * 70_000 + b"b"
    noise = random.Random(2).randbytes(300_000)
    assert inflate(gzip.compress(noise, mtime=0), "a") == noise


@pytest.mark.parametrize("size", [65_535, 65_536, 65_537, 131_072, 200_001])
def test_inflater_does_not_depend_on_how_the_stream_is_cut(size: int) -> None:
    body = (b"0123456789abcdef" * (size // 16 + 1))[:size]
    packed = gzip.compress(body, mtime=0)
    for step in (1, 7, len(packed)):
        inflater = Inflater("a", 1_000_000)
        got = b"".join(inflater.feed(packed[start : start + step]) for start in range(0, len(packed), step))
        inflater.finish()
        assert got == body


@pytest.mark.parametrize(
    "data",
    [
        gzip.compress(CALENDAR, mtime=0)[:-3],
        gzip.compress(CALENDAR, mtime=0)[:12],
        gzip.compress(CALENDAR, mtime=0) + b"tail",
        b"\x1f\x8b",
        b"\x1f\x8bnothing of the kind",
        gzip.compress(CALENDAR, mtime=0)[:-8] + b"\0" * 8,
        zlib.compress(CALENDAR),
    ],
)
def test_inflate_refuses_damage(data: bytes) -> None:
    with pytest.raises(RefusedError, match="damaged or cut off"):
        inflate(data, "week.ics.gz")


def test_inflate_refuses_a_bomb_without_filling_the_memory() -> None:
    bomb = gzip.compress(b"0" * 100_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(RefusedError, match=r"bomb\.ics\.gz grows more than 100 times"):
            inflate(bomb, "bomb.ics.gz")
        _, peak_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # The ratio is that of the block read so far: 64 kB may grow to 6.5 MB before it is called a bomb.
    assert peak_bytes < 20_000_000


def test_inflate_refuses_thousands_of_members_after_the_first_few() -> None:
    def refuse(count: int) -> None:
        with pytest.raises(RefusedError, match="damaged"):
            inflate(gzip.compress(b"") * count, "many.ics.gz")

    assert_at_most(4, lambda: refuse(50_000), lambda: refuse(5_000))


@pytest.mark.parametrize("inner", [gzip.compress(CALENDAR, mtime=0), zip_of([("a.ics", CALENDAR)])])
def test_inflate_refuses_an_archive_inside(inner: bytes) -> None:
    with pytest.raises(RefusedError, match="archive of a kind"):
        inflate(gzip.compress(inner, mtime=0), "week.ics.gz")


@pytest.mark.parametrize(
    ("inflated", "packed", "cap", "is_refused"),
    [
        (1_000_000, 1, 2_000_000, False),
        (1_000_001, 1, 2_000_000, True),
        (1_500_000, 15_000, 2_000_000, False),
        (1_500_001, 15_000, 2_000_000, True),
        (2_000_000, 1_000_000, 2_000_000, False),
        (2_000_001, 1_000_000, 2_000_000, True),
    ],
)
def test_check_growth_has_exact_limits(inflated: int, packed: int, cap: int, is_refused: bool) -> None:
    if is_refused:
        with pytest.raises(RefusedError):
            check_growth("a", inflated, packed, cap)
    else:
        check_growth("a", inflated, packed, cap)
