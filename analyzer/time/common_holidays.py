"""Days that are public holidays nearly everywhere, for calendars of which nobody agreed on a country."""

from __future__ import annotations

from datetime import date
from typing import Literal
from zoneinfo import ZoneInfo

CommonHoliday = Literal["", "christmas", "new-year"]

_CHRISTMAS_ZONES = ("Europe/", "America/", "Australia/", "Pacific/", "Atlantic/")
"""Where Christmas Day is one in nearly every country; elsewhere it is in some."""


def common_holiday(day: date, zone: ZoneInfo) -> CommonHoliday:
    """Return which of these days it is, "" for none of them."""
    if (day.month, day.day) == (1, 1):
        return "new-year"
    is_christmas = (day.month, day.day) == (12, 25) and zone.key.startswith(_CHRISTMAS_ZONES)
    return "christmas" if is_christmas else ""
