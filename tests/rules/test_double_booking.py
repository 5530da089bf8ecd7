from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from event_rows import events, judge_table

from rules.double_booking import RULE


@pytest.mark.parametrize(("seconds", "minutes"), [(0, [5]), (1, [])])
def test_an_overlap_is_long_enough_to_the_second(seconds: int, minutes: list[Any]) -> None:
    table = events("mon 09:00-10:00 Review", "mon 09:55-11:00 Planning")
    later = pd.to_timedelta([0, seconds], unit="s").as_unit("us")
    table = table.assign(start=table["start"] + later, start_local=table["start_local"] + later)
    assert [finding.minutes for finding in judge_table(RULE, table).findings] == minutes
