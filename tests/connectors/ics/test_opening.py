from __future__ import annotations

import gzip
import io
import os
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from analyzer.errors import SourceError
from analyzer.text import N_, Translator, translator
from connectors.ics import opening as sources
from connectors.ics.getting.stored import save_address
from connectors.ics.opening import NothingReadableError, Opened, open_ics
from connectors.locators import parse_locator
from connectors.options import OpenOptions

CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"
EVENT = (
    b"BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20261101T080000Z\r\nDTSTART:20261116T080000Z\r\n"
    b"DTEND:20261116T090000Z\r\nSUMMARY:Overleg\r\nEND:VEVENT\r\n"
)
REAL = CALENDAR.replace(b"END:VCALENDAR", EVENT + b"END:VCALENDAR")
NO_CALENDAR = N_("{source} is no calendar, says the reader.")
READER_HINT = N_("Give a calendar.")


@dataclass
class Read:
    """What the stand-in for the reader saw."""

    source: str
    data: bytes
    name: str = ""
    problems: list[Any] = field(default_factory=list)


def stand_in(data: bytes, source: str) -> list[Any]:
    if b"BEGIN:VCALENDAR" not in data:
        raise SourceError(NO_CALENDAR, READER_HINT, source=source)
    return [Read(source, data)] * data.count(b"BEGIN:VCALENDAR")


@pytest.fixture
def options(tmp_path: Path) -> OpenOptions:
    return OpenOptions(state_dir=tmp_path / ".state", cache_dir=tmp_path / ".cache")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[bytes], str]]:
    """Return a function that publishes a body on 127.0.0.1 and returns its address."""
    for name in ("http_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    published: dict[str, bytes] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = published[self.path]
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("ETag", '"v1"')
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def publish(body: bytes) -> str:
        published["/team.ics"] = body
        return f"http://127.0.0.1:{server.server_address[1]}/team.ics"

    yield publish
    server.shutdown()
    server.server_close()


def make(path: Path, data: bytes = CALENDAR) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def zip_of(**content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return buffer.getvalue()


def opened(text: str, options: OpenOptions) -> Opened:
    return open_ics(parse_locator(text), options, stand_in)


def seen(result: Opened) -> list[tuple[str, bytes]]:
    return [(calendar.source, calendar.data) for calendar in result.calendars]  # type: ignore[attr-defined]


def refusal(text: str, options: OpenOptions) -> SourceError:
    with pytest.raises(SourceError) as caught:
        opened(text, options)
    said = translator("en")
    assert caught.value.say(said).endswith(".")
    assert caught.value.say_hint(said)
    return caught.value


def test_open_ics_reads_a_file(here: Path, options: OpenOptions) -> None:
    make(here / "week.ics")
    result = opened("week.ics", options)
    assert seen(result) == [("week.ics", CALENDAR)]
    assert (result.problems, result.ignored) == ([], 0)


def test_open_ics_reads_with_the_real_reader(here: Path, options: OpenOptions) -> None:
    make(here / "week.ics", REAL)
    make(here / "page.ics", b"<!DOCTYPE html><html>")
    (calendar,) = open_ics(parse_locator("week.ics"), options).calendars
    assert (calendar.source, [entry.title for entry in calendar.entries]) == ("week.ics", ["Overleg"])
    result = open_ics(parse_locator("."), options)
    assert [calendar.source for calendar in result.calendars] == ["./week.ics"]
    assert [problem.source for problem in result.problems] == ["./page.ics"]
    assert "web page" in result.problems[0].say(translator("en"))


@pytest.mark.parametrize("name", ["week.ics.gz", "week.ics", "calendar"])
def test_open_ics_unpacks_gzip_under_any_name(here: Path, options: OpenOptions, name: str) -> None:
    make(here / name, gzip.compress(CALENDAR, mtime=0))
    assert seen(opened(name, options)) == [(name, CALENDAR)]


@pytest.mark.parametrize("name", ["export.zip", "export.ics", "export"])
def test_open_ics_reads_an_archive_under_any_name(here: Path, options: OpenOptions, name: str) -> None:
    make(here / name, zip_of(Takeout__b_ics=CALENDAR + b"b", Takeout__a_ics=CALENDAR + b"a", note_txt=b""))
    result = opened(name, options)
    assert seen(result) == [(f"{name}/Takeout/a.ics", CALENDAR + b"a"), (f"{name}/Takeout/b.ics", CALENDAR + b"b")]
    assert result.ignored == 1


def test_open_ics_refuses_a_web_page_saved_as_an_archive(here: Path, options: OpenOptions) -> None:
    make(here / "export.zip", b"<!DOCTYPE html>")
    assert "no ZIP archive" in str(refusal("export.zip", options))


def test_open_ics_passes_the_readers_own_refusal_on(here: Path, options: OpenOptions) -> None:
    make(here / "week.ics", b"no calendar")
    assert refusal("week.ics", options).message == NO_CALENDAR


def test_open_ics_refuses_a_stream_without_any_calendar(here: Path, options: OpenOptions) -> None:
    make(here / "week.ics")
    with pytest.raises(SourceError, match="holds no calendar"):
        open_ics(parse_locator("week.ics"), options, lambda data, source: [])


@pytest.mark.parametrize("name", ["mail.pst", "mail.ost", "one.msg", "outlook.olm", "one.eml", "takeout.tgz"])
def test_open_ics_refuses_other_formats_by_name(here: Path, options: OpenOptions, name: str) -> None:
    make(here / name, CALENDAR)
    assert name in str(refusal(name, options))


def test_open_ics_keeps_to_the_cap_everywhere(here: Path, options: OpenOptions) -> None:
    small = OpenOptions(
        state_dir=options.state_dir, cache_dir=options.cache_dir, max_file_bytes=100, stdin=io.BytesIO(b"x" * 101)
    )
    make(here / "week.ics", b"x" * 101)
    make(here / "week.ics.gz", gzip.compress(b"x" * 101))
    make(here / "week.zip", zip_of(a_ics=b"x" * 101))
    for text in ("week.ics", "-"):
        assert "larger than" in str(refusal(text, small))
    for text in ("week.ics.gz", "week.zip"):
        assert "grows more than" in str(refusal(text, small))


def test_open_ics_reads_a_folder_and_goes_on_after_a_bad_file(here: Path, options: OpenOptions) -> None:
    make(here / "f" / "a.ics")
    make(here / "f" / "b.ics", b"no calendar")
    make(here / "f" / "c.ICS", CALENDAR + b"c")
    make(here / "f" / "d.ics.gz", gzip.compress(CALENDAR, mtime=0)[:-5])
    make(here / "f" / "mail.pst")
    make(here / "f" / "notes.txt")
    for text in ("f", "f/"):
        result = opened(text, options)
        assert seen(result) == [("f/a.ics", CALENDAR), ("f/c.ICS", CALENDAR + b"c")]
        assert sorted((problem.source, problem.code, problem.effect) for problem in result.problems) == [
            ("f/b.ics", "source-unreadable", "source"),
            ("f/d.ics.gz", "compressed-data-damaged", "source"),
            ("f/mail.pst", "format-refused", "source"),
        ]
        assert result.ignored == 1


def test_open_ics_names_a_file_that_vanished(here: Path, options: OpenOptions, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.ics", "b.ics"):
        make(here / "f" / name)
    real = sources.files.list_folder

    def list_and_remove(folder: Path, shown: str) -> Any:
        listing = real(folder, shown)
        (here / "f" / "a.ics").unlink()
        return listing

    monkeypatch.setattr(sources.files, "list_folder", list_and_remove)
    result = opened("f", options)
    assert [source for source, _ in seen(result)] == ["f/b.ics"]
    assert [(problem.source, problem.code) for problem in result.problems] == [("f/a.ics", "file-missing")]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such pipes")
def test_open_ics_does_not_wait_for_a_pipe_in_a_folder(here: Path, options: OpenOptions) -> None:
    make(here / "f" / "a.ics")
    os.mkfifo(here / "f" / "pipe.ics")
    result = opened("f", options)
    assert [(problem.source, problem.code) for problem in result.problems] == [("f/pipe.ics", "not-a-file")]


def test_open_ics_stops_at_the_size_of_a_folder(
    here: Path, options: OpenOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "MAX_FOLDER_BYTES", len(CALENDAR))
    for number in range(4):
        make(here / "f" / f"{number}.ics")
    result = opened("f", options)
    assert len(result.calendars) == 2
    assert result.problems[0].say(translator("en")).endswith("; files left out: 2.")


def test_open_ics_lists_no_more_problems_than_a_reader_can_use(here: Path, options: OpenOptions) -> None:
    make(here / "f" / "week.ics")
    for number in range(130):
        make(here / "f" / f"{number}.eml")
    problems = opened("f", options).problems
    assert [problem.code for problem in problems] == ["format-refused"] * 100
    assert [problem.count for problem in problems] == [1] * 99 + [31]


class Bracketed(Translator):
    """A language that puts every text in brackets, to see that a text passes through it."""

    def __init__(self) -> None:
        super().__init__("en")

    def __call__(self, message: str, **fields: object) -> str:
        return f"[{super().__call__(message, **fields)}]"


def test_a_bad_file_says_its_reason_in_the_readers_language(here: Path, options: OpenOptions) -> None:
    make(here / "f" / "a.ics")
    make(here / "f" / "b.ics", b"no calendar")
    (problem,) = opened("f", options).problems
    assert problem.say(translator("en")) == "f/b.ics is no calendar, says the reader."
    assert problem.say(Bracketed()) == "[[f/b.ics is no calendar, says the reader.]]", (
        "the problem, and in it its cause"
    )


@pytest.mark.parametrize("text", ["f", "f.zip"])
def test_open_ics_says_the_only_reason_when_there_is_one(here: Path, options: OpenOptions, text: str) -> None:
    make(here / "f" / "a.ics", b"no calendar")
    make(here / "f.zip", zip_of(a_ics=b"no calendar", b_txt=b""))
    error = refusal(text, options)
    assert (error.message, error.fields["source"], error.hint) == (NO_CALENDAR, f"{text}/a.ics", READER_HINT)


def test_open_ics_keeps_the_hint_of_the_only_refusal(here: Path, options: OpenOptions) -> None:
    make(here / "f" / "mail.pst")
    assert "Save Calendar" in refusal("f", options).hint


def test_open_ics_says_all_reasons_when_nothing_can_be_read(here: Path, options: OpenOptions) -> None:
    make(here / "f" / "a.ics", b"no calendar")
    make(here / "f" / "b.ics", b"nor this")
    error = refusal("f", options)
    assert isinstance(error, NothingReadableError)
    assert str(error) == ("None of the 2 files in f could be read; the first: f/a.ics is no calendar, says the reader.")
    assert [problem.source for problem in error.problems] == ["f/a.ics", "f/b.ics"]
    assert error.exit_code == 3


@pytest.mark.parametrize("text", ["f", "f.zip"])
def test_open_ics_says_when_there_is_no_calendar_file(here: Path, options: OpenOptions, text: str) -> None:
    make(here / "f" / "notes.txt")
    make(here / "f.zip", zip_of(notes_txt=b""))
    assert str(refusal(text, options)) == f"{text} holds no calendar file (files of other kinds: 1)."


def test_open_ics_goes_on_after_a_bad_member(here: Path, options: OpenOptions) -> None:
    make(here / "export.zip", zip_of(a_ics=b"no calendar", b_ics=CALENDAR, inner_zip=b"PK"))
    result = opened("export.zip", options)
    assert [source for source, _ in seen(result)] == ["export.zip/b.ics"]
    assert [(problem.source, problem.code) for problem in result.problems] == [
        ("export.zip/a.ics", "source-unreadable"),
        ("export.zip/inner.zip", "archive-in-archive"),
    ]


@pytest.mark.parametrize("text", ["f", "f.zip"])
def test_open_ics_reports_progress_file_by_file(here: Path, options: OpenOptions, text: str) -> None:
    for name in ("a.ics", "b.ics"):
        make(here / "f" / name)
    make(here / "f.zip", zip_of(a_ics=CALENDAR, b_ics=CALENDAR))
    steps: list[tuple[str, int, int]] = []
    telling = OpenOptions(
        state_dir=options.state_dir, cache_dir=options.cache_dir, progress=lambda *step: steps.append(step)
    )
    opened(text, telling)
    assert steps == [(text, 1, 2), (text, 2, 2)]


@pytest.mark.parametrize("data", [CALENDAR, gzip.compress(CALENDAR, mtime=0), zip_of(a_ics=CALENDAR)])
def test_open_ics_reads_standard_input(options: OpenOptions, data: bytes) -> None:
    piped = OpenOptions(state_dir=options.state_dir, cache_dir=options.cache_dir, stdin=io.BytesIO(data))
    (found,) = seen(opened("-", piped))
    assert found == ("-/a.ics" if data.startswith(b"PK") else "-", CALENDAR)


def test_open_ics_does_not_wait_for_somebody_to_type_a_calendar(options: OpenOptions) -> None:
    class Terminal(io.BytesIO):
        def isatty(self) -> bool:
            return True

    for stdin in (Terminal(CALENDAR), io.BytesIO(b"")):
        idle = OpenOptions(state_dir=options.state_dir, cache_dir=options.cache_dir, stdin=stdin)
        assert "Nothing comes in" in str(refusal("-", idle))


@pytest.mark.parametrize("body", [CALENDAR, gzip.compress(CALENDAR, mtime=0), zip_of(a_ics=CALENDAR)])
def test_open_ics_reads_an_address(address: Callable[[bytes], str], options: OpenOptions, body: bytes) -> None:
    inside = OpenOptions(state_dir=options.state_dir, cache_dir=options.cache_dir, allow_private=True)
    url = address(body)
    (found,) = seen(opened(url, inside))
    assert found == (f"{url}/a.ics" if body.startswith(b"PK") else url, CALENDAR)


def test_open_ics_refuses_an_intranet_unless_asked(address: Callable[[bytes], str], options: OpenOptions) -> None:
    assert "--allow-private" in refusal(address(CALENDAR), options).hint


def test_open_ics_names_a_stored_address_and_never_shows_it(
    address: Callable[[bytes], str], options: OpenOptions
) -> None:
    inside = OpenOptions(state_dir=options.state_dir, cache_dir=options.cache_dir, allow_private=True)
    save_address("work", address(CALENDAR), options.state_dir)
    assert seen(opened("ics:work", inside)) == [("ics:work", CALENDAR)]
    address(b"no calendar")
    error = refusal("ics:work", inside)
    assert error.fields == {"source": "ics:work"}
    assert "meetlint connect ics wrok" in refusal("ics:wrok", inside).say_hint(translator("en"))


@pytest.mark.parametrize(("use_cache", "files"), [(True, 1), (False, 0)])
def test_open_ics_keeps_answers_only_with_the_cache(
    address: Callable[[bytes], str], options: OpenOptions, use_cache: bool, files: int
) -> None:
    inside = OpenOptions(
        state_dir=options.state_dir, cache_dir=options.cache_dir, allow_private=True, use_cache=use_cache
    )
    opened(address(CALENDAR), inside)
    assert len(list(options.cache_dir.rglob("*.answer"))) == files


def test_open_ics_tells_that_an_answer_could_not_be_kept(address: Callable[[bytes], str], options: OpenOptions) -> None:
    make(options.cache_dir, b"a file in the way")
    inside = OpenOptions(state_dir=options.state_dir, cache_dir=options.cache_dir, allow_private=True)
    assert [problem.code for problem in opened(address(CALENDAR), inside).problems] == ["answer-not-kept"]


def test_open_ics_leaves_other_sources_to_other_connectors(options: OpenOptions) -> None:
    with pytest.raises(ValueError, match="not an ICS source"):
        opened("google:", options)
