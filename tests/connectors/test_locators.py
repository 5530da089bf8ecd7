from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.errors import UsageError
from connectors.locators import check_address, has_credentials, parse_locator, safe_name, show_address

GOOGLE = (
    "https://calendar.google.com/calendar/ical/anna%40example.org/private-0123456789abcdef0123456789abcdef/basic.ics"
)
OUTLOOK = (
    "https://outlook.office365.com/owa/calendar/1f2e3d4c5b6a7988a7b6c5d4e3f20110@example.org/"
    "99887766554433221100ffeeddccbbaa1234567890/calendar.ics"
)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("week.ics", "file", "week.ics"),
        ("./Week.ICS", "file", "./Week.ICS"),
        ("week.ics.gz", "file", "week.ics.gz"),
        ("calendars/", "folder", "calendars/"),
        ("export.zip", "archive", "export.zip"),
        ("Takeout.ZIP", "archive", "Takeout.ZIP"),
        ("-", "stdin", "-"),
        ("ics:work", "stored", "work"),
        ("ICS:work-2", "stored", "work-2"),
        ("google:", "google", ""),
        ("google:anna@example.org", "google", "anna@example.org"),
        ("Outlook: anna@example.org", "outlook", "anna@example.org"),
        ("outlook:", "outlook", ""),
        ("events.parquet", "table", "events.parquet"),
        (r"C:\Users\anna\week.ics", "file", r"C:\Users\anna\week.ics"),
        ("c:/users/anna/export.zip", "archive", "c:/users/anna/export.zip"),
        (r"\\server\share\week.ics", "file", r"\\server\share\week.ics"),
        ("notes: week 47.ics", "file", "notes: week 47.ics"),
        ("example.ics", "file", "example.ics"),
        ("https://example.org/team.ics", "address", "https://example.org/team.ics"),
        ("HTTP://example.org/team.ics", "address", "http://example.org/team.ics"),
        ("webcal://example.org/team.ics", "address", "https://example.org/team.ics"),
        ("webcals://example.org", "address", "https://example.org/"),
        ("https://example.org/a.ics?key=1#part", "address", "https://example.org/a.ics?key=1"),
    ],
)
def test_parse_locator_tells_the_kinds_apart(text: str, kind: str, value: str) -> None:
    locator = parse_locator(text)
    assert (locator.kind, locator.value) == (kind, value)


def test_parse_locator_knows_an_existing_folder_without_slash(tmp_path: Path) -> None:
    (tmp_path / "calendars.zip").mkdir()
    assert parse_locator(str(tmp_path)).kind == "folder"
    assert parse_locator(str(tmp_path / "calendars.zip")).kind == "folder"


def test_parse_locator_reads_the_home_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    locator = parse_locator("~/week.ics")
    assert (locator.text, locator.value) == ("~/week.ics", str(tmp_path / "week.ics"))


@pytest.mark.parametrize("text", ["", "  ", "\t"])
def test_parse_locator_refuses_nothing(text: str) -> None:
    with pytest.raises(UsageError, match="empty"):
        parse_locator(text)


@pytest.mark.parametrize(
    "text",
    ["file:///etc/passwd", "ftp://example.org/a.ics", "gopher://x/", "data:text/calendar,x", "s3://bucket/a.ics"],
)
def test_parse_locator_refuses_other_schemes(text: str) -> None:
    with pytest.raises(UsageError, match="are not read") as caught:
        parse_locator(text)
    assert "https://" in caught.value.hint


@pytest.mark.parametrize(
    "text",
    [
        "https://",
        "https:///a.ics",
        "https:example.org/a.ics",
        "https://example.org:99999/a.ics",
        "https://example.org:0/a.ics",
        "https://[::1/a.ics",
        "https://example.org/a b.ics",
        "https://example.org/a\r\nHost: other",
        "https://example.org\\@other.example/a.ics",
        "https://example.org/" + "a" * 5_000,
    ],
)
def test_parse_locator_refuses_what_is_no_address(text: str) -> None:
    with pytest.raises(UsageError, match="no address that can be read") as caught:
        parse_locator(text)
    assert "example" not in str(caught.value)


@pytest.mark.parametrize("name", ["", "Work", "a_b", "a/b", "../x", "a" * 41, "https://example.org/private-s3cret.ics"])
def test_parse_locator_refuses_odd_names_without_repeating_them(name: str) -> None:
    with pytest.raises(UsageError, match="After ics: comes a name") as caught:
        parse_locator(f"ics:{name}")
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("text", ["https://anna:s3cret@example.org/a.ics", "webcal://s3cret@example.org/a.ics"])
def test_parse_locator_refuses_credentials_and_says_where_they_belong(text: str) -> None:
    with pytest.raises(UsageError, match="user name or a password") as caught:
        parse_locator(text)
    assert "meetlint connect ics NAME" in caught.value.hint
    assert "s3cret" not in repr(caught.value) + str(caught.value) + repr(caught.value.fields)


def test_parse_locator_asks_for_the_scheme_of_a_bare_address() -> None:
    with pytest.raises(UsageError, match="looks like an address") as caught:
        parse_locator(GOOGLE.removeprefix("https://"))
    assert "0123456789abcdef" not in str(caught.value)
    assert str(caught.value).startswith("calendar.google.com/…/basic.ics")


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        (GOOGLE, "https://calendar.google.com/…/basic.ics"),
        (OUTLOOK, "https://outlook.office365.com/…/calendar.ics"),
        ("webcal://p12-caldav.icloud.com/published/2/MTAzNDU2Nzg5MTAzNDU2", "webcal://p12-caldav.icloud.com/…"),
        ("https://example.org/team.ics", "https://example.org/team.ics"),
        ("https://example.org/Team-Agenda_2026.ics", "https://example.org/Team-Agenda_2026.ics"),
        ("https://example.org/TeamAgenda.ics", "https://example.org/TeamAgenda.ics"),
        ("https://example.org/team.ics?key=s3cret", "https://example.org/…/team.ics"),
        ("https://example.org/?key=s3cret", "https://example.org/…"),
        ("https://example.org", "https://example.org/"),
        ("https://example.org:8443/a/team.ics", "https://example.org:8443/…/team.ics"),
        ("https://example.org/feeds/8f14e45fceea167a.ics", "https://example.org/…"),
        ("https://example.org/feeds/xKqPzRtYwLmN.ics", "https://example.org/…"),
        ("https://[2001:db8::1]/team.ics", "https://[2001:db8::1]/team.ics"),
        ("https://anna:s3cret@example.org/team.ics", "https://example.org/team.ics"),
        ("https://example.org/%1b%5d52.ics", "https://example.org/…"),
        ("https://[::1/", "…"),
    ],
)
def test_show_address_hides_what_may_be_secret(address: str, shown: str) -> None:
    assert show_address(address) == shown


def test_locator_of_a_secret_address_shows_it_nowhere() -> None:
    locator = parse_locator(GOOGLE)
    assert locator.value == GOOGLE
    assert "0123456789abcdef" not in repr(locator) + str(locator) + locator.text


def test_check_address_keeps_credentials_for_a_stored_address() -> None:
    address = check_address("webcal://anna:s3cret@example.org/a.ics")
    assert address == "https://anna:s3cret@example.org/a.ics"
    assert has_credentials(address)
    assert not has_credentials("https://example.org/anna@example.org/a.ics")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Zoë's week – 2026.ics", "Zoë's week – 2026.ics"),
        ("\x1b[31mred.ics", "\\x1b[31mred.ics"),
        ("a\nb\r.ics", "a\\x0ab\\x0d.ics"),
        ("\x9b31m.ics", "\\x9b31m.ics"),
        ("gnp\u202escI.ics", "gnp\\u202escI.ics"),
        ("caf\udce9.ics", "caf\\xe9.ics"),
        ("\U000e0041.ics", "\\U000e0041.ics"),
    ],
)
def test_safe_name_leaves_nothing_live(name: str, shown: str) -> None:
    assert safe_name(name) == shown
    shown.encode("utf-8")


def test_safe_name_shortens_in_the_middle() -> None:
    shown = safe_name("a" * 5_000 + ".ics")
    assert len(shown) <= 200
    assert shown.endswith("aaa.ics")
