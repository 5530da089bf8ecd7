"""One row is one kind of source: what it names is there, and no locator is of two kinds."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from pkgutil import resolve_name
from typing import get_args

from pydantic import BaseModel

from analyzer.text import translator
from connectors.locators import ACCOUNT_KINDS, Kind
from connectors.opening import SOURCE_KINDS, connector_sections, open_sources
from connectors.options import OpenOptions

CALENDAR = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART:20260302T090000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"


def test_every_kind_of_locator_is_opened_by_one_kind_of_source() -> None:
    counts = Counter(locator for kind in SOURCE_KINDS for locator in kind.locators)
    assert counts == dict.fromkeys(get_args(Kind), 1)


def test_parts_of_every_row_are_there() -> None:
    for kind in SOURCE_KINDS:
        assert callable(resolve_name(kind.opening))
        assert not kind.settings or issubclass(resolve_name(kind.settings), BaseModel)
        assert not kind.sign_out or callable(resolve_name(kind.sign_out))


def test_kinds_with_an_account_are_those_that_somebody_signs_in_to() -> None:
    assert {kind.locators for kind in SOURCE_KINDS if kind.sign_out} == {(name,) for name in ACCOUNT_KINDS}
    assert set(connector_sections()) == {*ACCOUNT_KINDS, "mail"}


def test_sources_keep_their_order_and_one_that_fails_costs_only_itself(tmp_path: Path) -> None:
    week, gone = tmp_path / "week.ics", tmp_path / "gone.ics"
    week.write_text(CALENDAR)
    texts = [str(gone), "google:", str(week), "events.parquet", str(week)]
    opened = open_sources(texts, OpenOptions(state_dir=tmp_path, cache_dir=tmp_path))
    assert [calendar.source for calendar in opened.calendars] == [str(week)]
    assert [text for text, _ in opened.failed] == [str(gone), "google:", "events.parquet"]
    said = [error.say(translator("en")) for _, error in opened.failed]
    assert said[0] == f"There is no file {gone}."
    assert said[2] == "events.parquet could not be read: there is no such file or folder."
