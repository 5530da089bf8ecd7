"""What somebody asks of one command that reads calendars: the options of the command line, typed, in one place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analyzer.time.period import PeriodChoice
    from connectors.options import Reader


@dataclass(frozen=True, kw_only=True)
class Request:
    """One request.

    Attributes:
        sources: locators as typed.
        looks_ahead: without a period the coming weeks are meant.
        first, last, week, last_span, next_span: what chooses the period.
        me: the owner's address, "" when not given.
        zone: the owner's time zone, "" when not given.
        is_shared: a community or team calendar.
        no_cache: keep and use nothing between runs.
        allow_private: read addresses inside the own network.
        reader: how ICS files are read.
        today: the day taken for today, None for the clock's.
        output: the file to write to, None for standard output.
        strict: one unreadable event is a part that could not be read.
        quiet: only the findings and the count, and no progress.
        plain: text that reads well aloud.
        rules_from: files with rules of one's own.
        config: the settings file, None for meetlint.toml in this folder.
        uses_settings: whether a settings file counts at all.
        lang: the language asked for, None for the settings' or the system's.
        debug: show where an error comes from.
        select: only these rules; all when empty.
        ignore: not these rules.
        baseline: the file of findings that are known.
        show_ignored: also show what exceptions take out.
        lists_all: show everything, and not only what matters first.
    """

    sources: tuple[str, ...]
    looks_ahead: bool = False
    first: date | None = None
    last: date | None = None
    week: str | None = None
    last_span: str | None = None
    next_span: str | None = None
    me: str = ""
    zone: str = ""
    is_shared: bool = False
    no_cache: bool = False
    allow_private: bool = False
    reader: Reader = "fast"
    today: date | None = None
    output: Path | None = None
    strict: bool = False
    quiet: bool = False
    plain: bool = False
    rules_from: tuple[Path, ...] = ()
    config: Path | None = None
    uses_settings: bool = True
    lang: str | None = None
    debug: bool = False
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    baseline: Path | None = None
    show_ignored: bool = False
    lists_all: bool = False

    def period(self) -> PeriodChoice:
        """Return the period that is asked for.

        Raises:
            UsageError: options that exclude each other, or a text that is no period.
        """
        from analyzer.time.period import COMING_PERIOD, parse_period

        choice = parse_period(
            first=self.first,
            last=self.last,
            week=self.week,
            last_span=self.last_span,
            next_span=self.next_span,
        )
        return COMING_PERIOD if choice.is_default and self.looks_ahead else choice

    def with_team_days(self, today: date) -> Request:
        """Return the request for the four full weeks before this one, this week and the next three, if none are named.

        What others have to move takes some weeks' notice; so a team looks further ahead than a person.
        """
        from analyzer.time.period import default_period

        if not self.period().is_default:
            return self
        usual = default_period(today)
        return replace(self, first=usual.first, last=usual.last + timedelta(weeks=2))
