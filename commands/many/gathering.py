"""From opened calendars of one person to one event table: what it will hold, and where it goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.errors import UsageError
from analyzer.text import N_
from commands.folders import unwritten
from commands.many.file_names import file_stem

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from analyzer.calendars import Reading
    from analyzer.events.whose import Known, Whose
    from analyzer.problems import Problem
    from analyzer.team.names import Names
    from analyzer.time.period import Period, PeriodChoice
    from connectors.opening import Opened
    from connectors.tables.label import Label

SUFFIX = ".parquet"
NEEDS_PYARROW = N_("Event tables are written with pyarrow.")


@dataclass(frozen=True)
class Collection:
    """What was collected of one person.

    Attributes:
        label: what the table says of itself.
        whose: whose calendars they are.
        readings: what was read of each.
        rows: what is handed over, of a shared table; None for the owner's own.
    """

    label: Label
    whose: Whose
    readings: Sequence[Reading]
    rows: pd.DataFrame | None

    def write(self, path: Path) -> None:
        """Write the table.

        Raises:
            UsageError: the folder or the disk does not take it.
        """
        try:
            if self.rows is None:
                from connectors.tables.owners import write_owner_table

                write_owner_table(path, self.label, self.readings, self.whose.owner)
            else:
                from connectors.tables.shared import write_shared_table  # which pandas comes with

                write_shared_table(path, self.label, self.rows)
        except OSError as error:
            raise unwritten(path, error) from error

    def file_name(self) -> str:
        """Return the name of its file: the owner's address, or what stands for it; of a shared table a mere number."""
        if self.rows is not None:
            return f"{self.label.owner[:12]}{SUFFIX}"
        return file_name_of(self.whose.name)


def require_pyarrow() -> None:
    """Say what is missing, and how to get it, before anything is read.

    Raises:
        UsageError: pyarrow is not installed.
    """
    from connectors.tables.opening import INSTALL

    try:
        import pyarrow  # noqa: F401  whether it is there
    except ImportError as error:
        raise UsageError(NEEDS_PYARROW, INSTALL) from error


def file_name_of(name: str) -> str:
    """Return a file name for a person: harmless in every file system, and not hidden."""
    return file_stem(name, "calendar") + SUFFIX


def gather(
    opened: Opened,
    choice: PeriodChoice,
    known: Known,
    *,
    key: bytes | None,
    now: datetime,
    has_titles: bool = True,
    made_from: str = "",
    stand_in: str = "",
) -> Collection:
    """Read the calendars of one person for a period, and make ready what an event table holds of them.

    Args:
        opened: the calendars.
        choice: the days to collect.
        known: what is known without them.
        key: the team's key for a shared table, None for the owner's own.
        now: the instant it is.
        has_titles: a shared table shows titles, where they may be shown.
        made_from: what tells the sources and settings.
        stand_in: what tells the person from others in a shared table, where nothing says whose calendars they are.

    Raises:
        MeetlintError: the calendars are not one person's, the period is none, or pyarrow is not installed and the
            table is the owner's.
    """
    from analyzer.events.whose import identify
    from connectors.opening import read_period
    from connectors.refusals import SOURCE_UNREADABLE, problem_of

    whose = identify(opened.calendars, known)
    period = choice.on(whose.today)
    readings = [read_period(calendar, period, whose.zone.zone) for calendar in opened.calendars]
    problems = [problem_of(error, source, SOURCE_UNREADABLE) for source, error in opened.failed]
    problems += opened.problems
    program = version("meetlint")
    if key is None:
        require_pyarrow()
        from connectors.tables.owners import owner_label

        label = owner_label(
            readings,
            whose.owner,
            whose.zone,
            period,
            problems=problems,
            now=now,
            program=program,
            made_from=made_from,
        )
        return Collection(label, whose, readings, None)
    names = _names(readings) if has_titles else None
    return _shared(
        readings,
        whose,
        period,
        problems,
        names,
        key=key,
        now=now,
        program=program,
        made_from=made_from,
        stand_in=stand_in,
    )


def _shared(
    readings: Sequence[Reading],
    whose: Whose,
    period: Period,
    problems: Sequence[Problem],
    names: Names | None,
    *,
    key: bytes,
    now: datetime,
    program: str,
    made_from: str,
    stand_in: str,
) -> Collection:
    """Make ready what is handed to a team.

    Raises:
        UsageError: nobody knows whose calendars they are, so that they could not be told from another member's.
    """
    from analyzer.events.rows import build_table
    from analyzer.team.sharing import keyed_hash, shared_rows
    from connectors.tables.label import shared_label

    owner = whose.owner.address or stand_in
    if not owner:
        raise UsageError(
            N_("Nothing says whose calendar this is, and a team has to tell its members apart."),
            N_("Say it: --me ADDRESS. The table holds a keyed hash of it, and not the address."),
        )
    # Titles tell absence in a person's own run only; what goes to a team knows it from what the source declares.
    table = build_table(readings, whose.owner, whose.zone.zone, whose.agreements, name=whose.name, reads_titles=False)
    rows = shared_rows(table, names, key)
    lost = [problem for reading in readings for problem in reading.calendar.problems] + list(problems)
    label = shared_label(
        rows,
        keyed_hash(owner, "owner", key),
        whose.zone,
        period,
        key=keyed_hash("", "key", key),
        unread=sum(problem.count for problem in lost if problem.effect == "source"),
        now=now,
        program=program,
        made_from=made_from,
        agreements=whose.agreements,
    )
    return Collection(label, whose, readings, rows)


def _names(readings: Sequence[Reading]) -> Names:
    """Return everybody who stands in the calendars."""
    from analyzer.team.names import Names

    return Names(party for reading in readings for party in reading.calendar.columns().invitations.parties)
