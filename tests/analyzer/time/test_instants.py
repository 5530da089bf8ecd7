from __future__ import annotations

from zoneinfo import ZoneInfo

import numpy as np

from analyzer.time.instants import iso_texts

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
CHANGE = 1792890000  # 2026-10-25 01:00 UTC: 03:00 summer time becomes 02:00


def test_both_hours_of_a_clock_change_carry_their_own_offset() -> None:
    assert iso_texts(np.array([CHANGE - 1800, CHANGE + 1800, CHANGE - 1800], dtype=np.int64), AMSTERDAM) == [
        "2026-10-25T02:30:00+02:00",
        "2026-10-25T02:30:00+01:00",
        "2026-10-25T02:30:00+02:00",
    ]


def test_an_offset_of_local_time_is_told_to_the_second_and_before_1970_too() -> None:
    assert iso_texts(np.array([-1_500_000_000], dtype=np.int64), AMSTERDAM) == ["1922-06-20T22:39:32+01:19:32"]
    assert iso_texts(np.array([-1], dtype=np.int64), ZoneInfo("UTC")) == ["1969-12-31T23:59:59+00:00"]


def test_no_instants_are_no_texts() -> None:
    assert iso_texts(np.array([], dtype=np.int64), AMSTERDAM) == []
