"""Allen Porter's ical: reads a file, expands it. ``ical_events.py FILE START END ZONE OUTPUT``: lines of uid, start."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from ical.calendar_stream import IcsCalendarStream  # type: ignore[import-not-found,unused-ignore]


def main() -> None:
    """Read, expand, write."""
    file, start, end, zone_name, output = sys.argv[1:]
    zone = ZoneInfo(zone_name)
    calendar = IcsCalendarStream.calendar_from_ics(Path(file).read_text(encoding="utf-8"))
    between = calendar.timeline_tz(zone).overlapping(datetime.fromisoformat(start), datetime.fromisoformat(end))
    with Path(output).open("w", encoding="utf-8") as lines:
        for event in between:
            value = event.dtstart
            if not isinstance(value, datetime):
                value = datetime(value.year, value.month, value.day, tzinfo=zone)
            value = value if value.tzinfo else value.replace(tzinfo=zone)
            lines.write(f"{event.uid}\t{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}\n")


if __name__ == "__main__":
    main()
