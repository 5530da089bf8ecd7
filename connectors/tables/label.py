"""What an event table says of itself, in the file's own metadata: what it holds, of whom, from when, and what is gone.

The label is one JSON text under the key :data:`KEY` of the Parquet file; it is read without reading a row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import TZPATH

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, field_validator

from analyzer.agreements import Agreements, DayAgreement, Zone, clock_of
from analyzer.entries import Identity, WorkingHours
from analyzer.errors import Show, SourceError
from analyzer.events.owner import ZoneChoice
from analyzer.problems import Effect, Problem, ProblemKind
from analyzer.text import LANGUAGES, Translator, translator
from analyzer.time.period import Period

if TYPE_CHECKING:
    import pandas as pd

KEY = b"meetlint"
SCHEMA = "meetlint-table/1"

Kind = Literal["owner", "shared"]
"""Who a table is for: its owner, with the texts of the events; or a team, without them."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)


class ProblemLabel(_Part):
    """One problem of a source, as it is said in every language: it stays what it was when it was met."""

    source: str
    code: str
    effect: Effect
    texts: dict[str, str]
    line: int | None = None
    uid: str = ""
    count: int = 1


class HoursLabel(_Part):
    """When the owner works, as the source tells it."""

    days: tuple[int, ...]
    start: time
    end: time
    timezone: str


class IdentityLabel(_Part):
    """What the source said of the person and the clock behind it."""

    owner: str = ""
    timezone: Zone = ""
    zone_votes: dict[Zone, int] = {}
    has_floating_times: bool = False
    tells_people: bool = False
    working_hours: HoursLabel | None = None
    aliases: tuple[str, ...] = ()
    ends: date | None = None


class CalendarLabel(_Part):
    """One of the calendars that were collected into the table."""

    source: str
    name: str = ""
    identity: IdentityLabel = IdentityLabel()
    names: tuple[str, ...] = Field((), description="names by which invitations call the owner")
    problems: tuple[ProblemLabel, ...] = ()
    is_subscription: bool = False
    is_incomplete: bool = False
    is_windowed: bool = False
    extent: tuple[date, date] | None = Field(None, description="where it holds events, when none is in the period")


AGREED_HOURS = (
    *("working_days", "odd_weeks", "even_weeks", "working_hours", "lunch", "days", "shifts", "holidays"),
    *("meeting_days", "focus_days", "focus_half_day", "minimum_break", "focus_block", "focus_day_meetings"),
)
"""Agreements that say when somebody works and what a day should hold: what a team needs of a member to judge fairly."""


class Label(_Part):
    """The whole label.

    Attributes:
        kind: for whom it is.
        owner: of an owner's table the address, "" when unknown; of a shared one its keyed hash.
        zone: the owner's zone, on whose clock the days are those days.
        first, last: the days that were collected, both included.
        start, end: the same as instants, half-open.
        collected: when.
        program, tzdata: the versions that made it: meetlint's, and of the zones.
        events: rows of the event table that it stands for.
        private: how many of them are private, so that their words are gone.
        titles: of a shared table, how many events show their title.
        key: of a shared table, what tells the team's key without telling it.
        hours: of a shared table, the agreed hours of its owner as :data:`AGREED_HOURS` names them; None when not told.
        unread: of a shared table, how many parts of the sources could not be read.
        made_from: what tells the sources and settings that it was made from; "" when nothing tells.
        problems: of the sources as a whole.
        calendars: what was collected, of an owner's table.
    """

    schema_name: str = Field(SCHEMA, alias="schema")
    kind: Kind
    owner: str = ""
    zone: Zone
    first: date
    last: date
    start: AwareDatetime
    end: AwareDatetime
    collected: AwareDatetime
    program: str = ""
    tzdata: str = ""
    events: int = 0
    private: int = 0
    titles: int = 0
    key: str = ""
    hours: dict[str, Any] | None = None
    unread: int = 0
    made_from: str = ""
    problems: tuple[ProblemLabel, ...] = ()
    calendars: tuple[CalendarLabel, ...] = ()

    @field_validator("hours")
    @classmethod
    def _are_agreements(cls, hours: dict[str, Any] | None) -> dict[str, Any] | None:
        if hours is not None:
            Agreements.model_validate(hours)
        return hours

    @property
    def is_complete(self) -> bool:
        """Whether every part of every source could be read."""
        problems = [*self.problems, *(problem for calendar in self.calendars for problem in calendar.problems)]
        effects = [problem.effect for problem in problems]
        return (
            not self.unread
            and "source" not in effects
            and not any(calendar.is_incomplete for calendar in self.calendars)
        )

    def agreements(self) -> Agreements | None:
        """Return the agreements that the table tells, None when it tells none."""
        return None if self.hours is None else Agreements.model_validate(self.hours)

    def dump(self) -> bytes:
        """Return the JSON text."""
        return self.model_dump_json(by_alias=True, exclude_defaults=False).encode()


def hours_of(agreements: Agreements) -> dict[str, Any]:
    """Return of some agreements the hours, as a settings file writes them; what nobody agreed on is left out."""
    told = {name: getattr(agreements, name) for name in AGREED_HOURS if name in agreements.model_fields_set}
    return {name: _plain(value) for name, value in told.items() if value is not None}


def _plain(value: Any) -> Any:
    """Return an agreement as a settings file holds it: windows as clock times."""
    if isinstance(value, DayAgreement):
        given = ((name, getattr(value, name)) for name in type(value).model_fields)
        return {name: _plain(one) for name, one in given if one is not None}
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple) and value and isinstance(value[0], tuple):
        return [f"{clock_of(start)}-{'24:00' if end == 1440 else clock_of(end)}" for start, end in value]
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


class _SaidError(SourceError):
    """What was said of a problem when it was met, in every language."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        super().__init__("")
        self.texts = dict(texts)

    def say(self, translate: Translator, show: Show | None = None) -> str:
        text = self.texts.get(translate.language) or self.texts.get("en", "")
        return show(text) if show else text

    def __str__(self) -> str:
        return self.texts.get("en", "")


def problem_label(problem: Problem) -> ProblemLabel:
    """Return a problem as a table keeps it."""
    return ProblemLabel(
        source=problem.source,
        code=problem.code,
        effect=problem.effect,
        texts={language: problem.say(translator(language)) for language in LANGUAGES},
        line=problem.line,
        uid=problem.uid,
        count=problem.count,
    )


def problem_of_label(label: ProblemLabel) -> Problem:
    """Return a problem again, which says what it said; nothing of the file is taken for a pattern of a text."""
    kind = ProblemKind(label.code, "{reason}", effect=label.effect)
    return Problem(label.source, kind, label.line, label.uid, cause=_SaidError(label.texts), count=label.count)


def identity_label(identity: Identity) -> IdentityLabel:
    """Return an identity as a table keeps it."""
    hours = identity.working_hours
    return IdentityLabel(
        owner=identity.owner,
        timezone=identity.timezone,
        zone_votes=dict(identity.zone_votes),
        has_floating_times=identity.has_floating_times,
        tells_people=identity.tells_people,
        working_hours=None
        if hours is None
        else HoursLabel(days=tuple(sorted(hours.days)), start=hours.start, end=hours.end, timezone=hours.timezone),
        aliases=tuple(sorted(identity.aliases)),
        ends=identity.ends,
    )


def identity_of_label(label: IdentityLabel) -> Identity:
    """Return an identity again."""
    hours = label.working_hours
    return Identity(
        owner=label.owner,
        timezone=label.timezone,
        zone_votes=Counter(label.zone_votes),
        has_floating_times=label.has_floating_times,
        tells_people=label.tells_people,
        working_hours=None
        if hours is None
        else WorkingHours(frozenset(hours.days), hours.start, hours.end, hours.timezone),
        aliases=frozenset(label.aliases),
        ends=label.ends,
    )


def shared_label(
    rows: pd.DataFrame,
    owner: str,
    zone: ZoneChoice,
    period: Period,
    *,
    key: str,
    unread: int,
    now: datetime,
    program: str,
    made_from: str = "",
    agreements: Agreements | None = None,
) -> Label:
    """Return the label of a shared table; what could not be read is a number in it, since its words may tell more.

    Args:
        rows: what is handed over (:func:`analyzer.team.sharing.shared_rows`).
        owner: the keyed hash of the owner's address.
        zone: the owner's zone.
        period: the days that were read.
        key: what tells the team's key.
        unread: parts of the sources that could not be read.
        now: the instant it is.
        program: meetlint's version.
        made_from: what tells the sources and settings, "" for nothing.
        agreements: those that hold for the owner; of them the hours are handed over.
    """
    start, end = period.instants(zone.zone)
    return Label(
        kind="shared",
        owner=owner,
        zone=zone.zone.key,
        first=period.first,
        last=period.last,
        start=start.astimezone(UTC),
        end=end.astimezone(UTC),
        collected=now,
        program=program,
        tzdata=zone_data_version(TZPATH),
        events=len(rows),
        private=int(rows["private"].sum()),
        titles=int((rows["title"] != "").sum()),
        key=key,
        unread=unread,
        made_from=made_from,
        hours=None if agreements is None else hours_of(agreements),
    )


def zone_data_version(folders: Iterable[str]) -> str:
    """Return the version of the zones in force, "" where nothing tells it.

    Args:
        folders: where zones are looked for (:data:`zoneinfo.TZPATH`); Python's own package of them comes last.
    """
    for folder in folders:
        if not Path(folder, "UTC").exists():
            continue
        for name, start in (("tzdata.zi", "# version "), ("+VERSION", "")):
            try:
                with Path(folder, name).open(encoding="ascii", errors="replace") as file:
                    first = file.readline(80).strip()
            except OSError:
                continue
            if first.startswith(start):
                return first.removeprefix(start)
        return ""
    try:
        import tzdata
    except ImportError:
        return ""
    version: Any = tzdata.IANA_VERSION
    return str(version)
