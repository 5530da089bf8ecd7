"""What tests of event tables share: collecting a calendar into one, and reading it again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from analyzer.agreements import Agreements
from analyzer.calendars import OpenedCalendar
from analyzer.events.whose import Whose, identify
from analyzer.pipeline import Terms
from analyzer.time.period import Period
from connectors.opening import open_sources, read_period
from connectors.options import OpenOptions
from connectors.tables.opening import SUFFIX

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)
PERIOD = Period(date(2026, 11, 2), date(2026, 11, 29))


class Desk:
    """A folder in which calendars are collected and read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.options = OpenOptions(state_dir=folder, cache_dir=folder)

    def opened(self, *sources: str | Path) -> list[OpenedCalendar]:
        found = open_sources([str(source) for source in sources], self.options)
        assert not found.failed, [str(error) for _, error in found.failed]
        return found.calendars

    def collect(
        self,
        calendars: Sequence[OpenedCalendar],
        name: str = "anna",
        *,
        terms: Terms | None = None,
        period: Period = PERIOD,
    ) -> tuple[Path, Whose]:
        """Collect calendars of one person into a table; return where it is, and whose they are."""
        from connectors.tables.owners import owner_label, write_owner_table

        whose = identify(calendars, terms or self.terms())
        readings = [read_period(calendar, period, whose.zone.zone) for calendar in calendars]
        label = owner_label(readings, whose.owner, whose.zone, period, problems=[], now=NOW, program="test")
        path = self.folder / f"{name}{SUFFIX}"
        write_owner_table(path, label, readings, whose.owner)
        return path, whose

    @staticmethod
    def terms(**changes: object) -> Terms:
        return Terms(**{"rules": (), "agreements": Agreements(), "now": NOW, **changes})  # type: ignore[arg-type]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)
