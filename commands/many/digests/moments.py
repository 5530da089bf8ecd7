"""Moments as whoever runs the digest reads them: on the clock of the agreements, or else of the machine."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from analyzer.settings.file import Settings


def moment_text(moment: datetime, now: datetime, settings: Settings) -> str:
    """Return the time of a moment, with its day where that is not today."""
    zone = ZoneInfo(settings.agreements.timezone) if settings.agreements.timezone else None
    local, today = moment.astimezone(zone), now.astimezone(zone).date()
    return f"{local:%H:%M}" if local.date() == today else f"{local:%Y-%m-%d %H:%M}"
