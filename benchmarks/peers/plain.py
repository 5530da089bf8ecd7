"""The plain peer: icalendar and recurring-ical-events as their pages show them, a pandas table of it, written as JSON.

``plain.py FILE START END ZONE OUTPUT``: reads the file, expands it between two instants (ISO 8601, UTC), builds one
table of uid, start, end and title, and writes that. ZONE is where whole days begin.
"""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pandas as pd
import recurring_ical_events


def instant(value: date, zone: ZoneInfo) -> datetime:
    """Return a moment of an event with its zone: a whole day begins at midnight in ``zone``."""
    if not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day, tzinfo=zone)
    return value if value.tzinfo else value.replace(tzinfo=zone)


def main() -> None:
    """Read, expand, write."""
    file, start, end, zone_name, output = sys.argv[1:]
    zone = ZoneInfo(zone_name)
    calendar = icalendar.Calendar.from_ical(Path(file).read_bytes())
    events = recurring_ical_events.of(calendar).between(datetime.fromisoformat(start), datetime.fromisoformat(end))
    table = pd.DataFrame(
        {
            "uid": [str(event["UID"]) for event in events],
            "start": pd.to_datetime([instant(event.start, zone) for event in events], utc=True),
            "end": pd.to_datetime([instant(event.end, zone) for event in events], utc=True),
            "title": [str(event.get("SUMMARY", "")) for event in events],
        }
    )
    table.sort_values(["start", "uid"]).to_json(output, orient="records", date_format="iso", date_unit="s")


if __name__ == "__main__":
    main()
