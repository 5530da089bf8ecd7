"""Strategies for weeks as people work them: series and single meetings on the quarters of working hours."""

from __future__ import annotations

import os
from datetime import date, timedelta

import pandas as pd
from event_rows import events
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

MONDAY = date(2026, 11, 9)

EXAMPLES = int(os.environ.get("MEETLINT_EXAMPLES", "0"))
"""Random weeks of a long run, drawn anew each time; 0: few, and the same ones each time."""


def drawn(most: int) -> settings:
    """Return how many weeks a test draws: so many, and the same ones each time, where no long run is asked for."""
    return settings(
        max_examples=EXAMPLES or most,
        derandomize=not EXAMPLES,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


_LENGTHS = (15, 25, 30, 30, 30, 45, 60, 60, 60, 90)


@st.composite
def working_weeks(
    draw: st.DrawFn, *, weeks: int = 2, fewest: int = 4, most: int = 14, daily: bool = True
) -> pd.DataFrame:
    """Draw the event table of one person over whole weeks from Monday 9 November 2026.

    Args:
        weeks: how many.
        fewest: the fewest meetings; a series counts as one.
        most: the most.
        daily: some of them may come back every day.
    """
    lines = []
    free = 540
    for number in range(draw(st.integers(fewest, most))):
        starts = draw(st.sampled_from(range(510, 1035, 15)) | st.sampled_from((540, 600, 720, 735, 750, 780)))
        if free < 1035 and draw(st.booleans()):
            starts = free  # right behind the one before, as calendars are
        length = draw(st.sampled_from(_LENGTHS))
        free = starts + length
        shape = draw(st.sampled_from(("once", "once", "weekly", "weekly", "daily" if daily else "once")))
        first = draw(st.integers(0, 4)) + 7 * draw(st.integers(0, weeks - 1)) * (shape == "once")
        steps = {"once": [first], "weekly": range(first, 7 * weeks, 7)}.get(shape, range(first, 5))
        days = ",".join(str(MONDAY + timedelta(days=step)) for step in steps)
        flags = [f"people={draw(st.sampled_from((2, 2, 3, 4, 6, 9)))}"]
        flags += [draw(st.sampled_from(("call", "call", "")))]
        flags += [draw(st.sampled_from(("mine", "", "", "")))]
        flags += [f"{'uid' if shape == 'once' else 'series'}=m{number}"]
        clock = f"{_clock(starts)}-{_clock(min(starts + length, 1439))}"
        lines.append(f"{days} {clock} Meeting {number} | {' '.join(flag for flag in flags if flag)}")
    for number in range(draw(st.integers(0, 3))):
        day = MONDAY + timedelta(days=draw(st.integers(0, 4)) + 7 * draw(st.integers(0, weeks - 1)))
        if draw(st.integers(0, 5)) == 0:
            lines.append(f"{day} Leave {number} | absence")
            continue
        start = draw(st.sampled_from(range(510, 960, 30)))
        clock = f"{_clock(start)}-{_clock(start + draw(st.sampled_from((30, 60, 120))))}"
        lines.append(
            f"{day} {clock} Own {number} | {draw(st.sampled_from(('people=1', 'focus people=1', 'people=?')))}"
        )
    return events(*lines)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
