"""Random series on the fast road against recurring-ical-events, which nobody here wrote."""

from __future__ import annotations

import random
import warnings
from datetime import UTC, datetime, timedelta

import icalendar
import recurring_ical_events

from connectors.ics.calendar import read_calendars
from connectors.ics.recurrence.expansion import RuleRefused, expand_rule, parse_rule
from tests.connectors.ics.columns.random_calendars import WEEKDAYS
from tests.connectors.ics.ics_samples import AMSTERDAM, event, stream

ROUNDS = 60
SERIES = 8
SHAPES = (
    "FREQ=DAILY;INTERVAL={interval}",
    "FREQ=DAILY;BYDAY={days}",
    "FREQ=WEEKLY;INTERVAL={interval};WKST={week_start}",
    "FREQ=WEEKLY;INTERVAL={interval};BYDAY={days};WKST={week_start}",
    "FREQ=MONTHLY;INTERVAL={interval}",
    "FREQ=MONTHLY;INTERVAL={interval};BYMONTHDAY={day}",
    "FREQ=MONTHLY;INTERVAL={interval};BYDAY={which}{weekday}",
    "FREQ=MONTHLY;BYDAY={weekday};BYSETPOS={which}",
    "FREQ=YEARLY;INTERVAL={interval}",
    "FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}",
    "FREQ=YEARLY;BYMONTH={month};BYDAY={which}{weekday}",
)
ZONES = ("Europe/Amsterdam", "America/New_York", "Pacific/Auckland", "Asia/Kathmandu", "UTC")


def made(chance: random.Random, number: int) -> list[str]:
    """A series at hours at which no clock changes, with dates left out and moved."""
    start = datetime(2024, 1, 1) + timedelta(days=chance.randrange(700), hours=chance.randint(8, 17))
    weekday = WEEKDAYS[start.weekday()]
    shape = chance.choice(SHAPES).format(
        interval=chance.choice((1, 1, 2, 3)),
        days=",".join({weekday, *chance.sample(WEEKDAYS, k=2)}),
        week_start=chance.choice(("MO", "SU")),
        day=start.day,
        month=start.month,
        weekday=weekday,
        which=(start.day - 1) // 7 + 1,
    )
    zone = chance.choice(ZONES)
    until = (start + timedelta(days=chance.randrange(1500))).strftime("%Y%m%dT%H%M%SZ")
    shape += chance.choice(("", f";COUNT={chance.choice((1, 5, 30))}", f";UNTIL={until}"))
    try:
        rule, _ = parse_rule(shape, is_all_day=False, zone=None if "UNTIL" not in shape else AMSTERDAM)
        found = expand_rule(rule, start, start, start + timedelta(days=500))[1:-1]
    except RuleRefused:
        found = []
    chance.shuffle(found)
    excluded, changed = found[: chance.choice((0, 0, 2))], found[2 : 2 + chance.choice((0, 0, 1, 2))]
    uid = f"{number}@x"
    times = (f"DTSTART;TZID={zone}:{start:%Y%m%dT%H%M%S}", "DURATION:PT1H", f"RRULE:{shape}")
    parts = [event(*times, *(f"EXDATE;TZID={zone}:{moment:%Y%m%dT%H%M%S}" for moment in excluded), uid=uid)]
    for moment in changed:
        moved = moment + timedelta(hours=chance.choice((-2, 3, 48, 24 * 40)))
        parts.append(
            event(
                f"RECURRENCE-ID;TZID={zone}:{moment:%Y%m%dT%H%M%S}",
                f"DTSTART;TZID={zone}:{moved:%Y%m%dT%H%M%S}",
                "DURATION:PT90M",
                uid=uid,
            )
        )
    return parts


def test_random_series_occur_when_recurring_ical_events_says() -> None:
    entries = careful = occurrences = 0
    for seed in range(ROUNDS):
        chance = random.Random(seed)
        data = stream(*(part for number in range(SERIES) for part in made(chance, number)))
        begin = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=chance.randrange(900))
        end = begin + timedelta(days=chance.choice((7, 49, 365)))
        (calendar,) = read_calendars(data, "week.ics")
        entries, careful = entries + calendar.roads().entries, careful + calendar.roads().careful
        found = calendar.occurrences(begin, end, AMSTERDAM)
        uids = calendar.columns().uid[found.entry].tolist()
        ours = sorted(zip(uids, found.start.tolist(), found.end.tolist(), strict=True))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            theirs = recurring_ical_events.of(icalendar.Calendar.from_ical(data)).between(begin, end)
        expected = sorted((str(one["UID"]), *(utc(one[edge].dt) for edge in ("DTSTART", "DTEND"))) for one in theirs)
        assert ours == expected, seed
        occurrences += len(ours)
    assert occurrences > 3000
    assert careful < entries * 0.05  # those whose change means no occurrence after UNTIL in another zone


def utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)
