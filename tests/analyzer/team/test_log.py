"""What the log says of an audit: how many figures were shown, and nothing of anybody."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from types import SimpleNamespace
from typing import Any, cast

from analyzer.team.audit import Audit, Moment, WeekMeasures
from analyzer.team.log import entry_of, entry_of_audit
from analyzer.team.released import Band, Measure, Share
from analyzer.time.period import Period

MONDAY = date(2026, 11, 16)
BANDS, NO_BANDS = (Band(0, 10, 8), Band(10, None, 0)), (Band(0, 10, None), Band(10, None, None))


def measure(median: float | None, bands: tuple[Band, ...], withheld: str | None) -> Measure:
    return Measure("focus_hours", "hours", 8, median, bands, withheld)


WHOLE = measure(6.5, BANDS, None)
BANDS_ALONE = measure(None, BANDS, "all-equal")
MEDIAN_ALONE = measure(6.5, NO_BANDS, "complement")
NOTHING = measure(None, NO_BANDS, "few-people")
SHOWN, HIDDEN = Share("in_meetings", 9, 0.5, 0.4, 0.6), Share("in_meetings", 0, None, None, None, "few-people")


def audit(**changes: Any) -> Audit:
    """Return what the log looks at of an audit; anything else that it asked for would be an error."""
    parts: dict[str, Any] = {
        "team": SimpleNamespace(id="platform"),
        "period": Period(date(2026, 11, 2), date(2026, 11, 29)),
        "fingerprint": "0123456789ab",
        "measures": (),
        "weeks": (),
        "moments": (),
        "meetings": (),
        **changes,
    }
    return cast(Audit, SimpleNamespace(**parts))


def test_a_figure_of_which_anything_is_shown_is_released_and_any_other_withheld() -> None:
    made = audit(
        measures=(WHOLE, BANDS_ALONE, NOTHING),
        weeks=(WeekMeasures(MONDAY, (MEDIAN_ALONE, NOTHING)), WeekMeasures(MONDAY, (WHOLE, NOTHING))),
        moments=(Moment(0, None, SHOWN), Moment(0, 9, HIDDEN), Moment(0, 10, SHOWN)),
        meetings=("one", "two"),
    )
    entry = entry_of_audit(made, ("html",), "els", datetime(2026, 11, 30, tzinfo=UTC))
    assert (entry.released, entry.withheld, entry.meetings) == (6, 4, 2)


def test_the_entry_tells_when_in_utc_and_what_about() -> None:
    now = datetime(2026, 11, 30, 0, 30, 12, 345678, tzinfo=timezone(timedelta(hours=1)))
    entry = entry_of_audit(audit(), ["text", "json"], "els", now)
    assert entry.time.isoformat() == "2026-11-29T23:30:12+00:00"
    assert (entry.team, entry.first, entry.last) == ("platform", date(2026, 11, 2), date(2026, 11, 29))
    assert (entry.fingerprint, entry.forms, entry.account) == ("0123456789ab", ("text", "json"), "els")
    assert entry_of(entry.line()) == entry


def test_without_terms_the_entry_has_no_fingerprint() -> None:
    entry = entry_of_audit(audit(fingerprint=None), (), "els", datetime(2026, 11, 30, tzinfo=UTC))
    assert entry.fingerprint is None
    assert entry_of(entry.line()) == entry
    assert b'"fingerprint": null' in entry.line()
