"""Exchange's global object ids: one uid for a series, and the same one that a file has."""

from __future__ import annotations

from connectors.outlook.uids import clean_uid, series_uid

# From a documented event of 2020-10-15: that day stands in bytes 16 to 19.
HEAD = "040000008200E00074C5B7101A82E008"
TAIL = "D01F2D3CC5E5CC01000000000000000010000000030BAE4F822B074994774824E41D49AF"
OCCURRENCE = f"{HEAD}07E40A0F{TAIL}"
SERIES = f"{HEAD}00000000{TAIL}"


def foreign(uid: str, day: str = "00000000") -> str:
    data = b"vCal-Uid\x01\x00\x00\x00" + uid.encode() + b"\x00"
    head = HEAD + day + "00" * 16
    return (head + len(data).to_bytes(4, "little").hex() + data.hex()).upper()


def test_uid_of_an_occurrence_is_that_of_its_series() -> None:
    assert clean_uid(OCCURRENCE) == SERIES
    assert clean_uid(SERIES) == SERIES


def test_uid_keeps_the_case_it_came_in() -> None:
    assert clean_uid(OCCURRENCE.lower()) == SERIES.lower()


def test_uid_of_another_program_is_found_again() -> None:
    assert clean_uid(foreign("week-1@example.org")) == "week-1@example.org"
    assert clean_uid(foreign("Überlegung@example.org", "07EA0B10")) == "Überlegung@example.org"


def test_uid_that_is_no_global_object_id_stays() -> None:
    for uid in ("week-1@example.org", "", "040000008200E641B4C", SERIES[:-1], "zz" * 60):
        assert clean_uid(uid) == uid


def test_uid_that_is_cut_short_does_no_harm() -> None:
    assert clean_uid(foreign("week-1@example.org")[:90]).startswith("0400")


def test_uid_of_an_occurrence_falls_back_to_its_master() -> None:
    item = {"id": "o1", "seriesMasterId": "M", "iCalUId": "odd"}
    assert series_uid(item, {"iCalUId": SERIES}) == SERIES
    assert series_uid(item, {}) == "M"
    assert series_uid({"id": "o1", "seriesMasterId": "M"}, {}) == "M"
    assert series_uid({"id": "o1", "seriesMasterId": "M", "iCalUId": OCCURRENCE}, {"iCalUId": "odd"}) == SERIES


def test_uid_of_a_single_event_falls_back_to_its_id() -> None:
    assert series_uid({"id": "e1", "iCalUId": None}, {}) == "e1"
    assert series_uid({"id": "e1", "iCalUId": "week-1@example.org", "seriesMasterId": None}, {}) == "week-1@example.org"
