"""The agreements of a person, team or organisation: when work, lunch and meetings are meant to be.

Defaults follow the Factsheet Thuiswerken where it speaks (no appointments 12:00-13:00) and ordinary Dutch office hours
where it does not. Everything here may stand in the ``[agreements]`` section of ``meetlint.toml``.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from fnmatch import fnmatchcase
from functools import cache
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from analyzer.text import LANGUAGES, N_

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

if TYPE_CHECKING:
    Language = str
else:
    Language = Literal[("", *LANGUAGES)]

Window = tuple[int, int]
"""Minutes after local midnight, half-open; the end may lie past 1440 when a shift runs into the next day."""


def _hour_and_minute(clock: str) -> tuple[int, int]:
    hour, _, minute = clock.replace(".", ":").partition(":")
    return int(hour), int(minute or 0)


LONGEST_LUNCH = 360
"""Minutes."""

_CLOCK = r"\d{1,2}(?:[:.]\d{2})?"
_WINDOW = re.compile(rf"({_CLOCK})\s*[-–]\s*({_CLOCK})")


def parse_windows(value: object) -> tuple[Window, ...]:
    """Read "08:30-17:30" or "9-17", a list of such windows, or "" and [] for none.

    Raises:
        ValueError: with the text that is not a window; windows must not overlap and stand in order.
    """
    if isinstance(value, tuple) and all(isinstance(window, tuple) for window in value):
        return value
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list | tuple):
        raise ValueError(N_('a window such as "08:30-17:30", or a list of them'))
    windows: list[Window] = []
    for text in texts:
        if text == "":
            continue
        match = _WINDOW.fullmatch(text.strip()) if isinstance(text, str) else None
        if match is None:
            raise ValueError(N_('a window such as "08:30-17:30", or a list of them'))
        (hour, minute), (end_hour, end_minute) = (_hour_and_minute(text) for text in match.groups())
        start, end = hour * 60 + minute, end_hour * 60 + end_minute
        if minute > 59 or end_minute > 59 or start >= 1440 or end > 1440 or start == end:
            raise ValueError(N_('a window such as "08:30-17:30", or a list of them'))
        windows.append((start, end if end > start else end + 1440))
    if any(later[0] < earlier[1] for earlier, later in itertools.pairwise(windows)):
        raise ValueError(N_("windows in order that do not overlap"))
    return tuple(windows)


def _short_enough(windows: tuple[Window, ...]) -> tuple[Window, ...]:
    """Refuse a lunch whose ends stand in the wrong order: it would run on until the next day."""
    if any(end - start > LONGEST_LUNCH for start, end in windows):
        raise ValueError(N_('a lunch that ends after it starts, such as "12:00-13:00"'))
    return windows


def clock_of(minutes: int) -> str:
    """Return minutes after midnight as a clock shows them: 1050 is "17:30", and so is 2490, on the next day."""
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


@cache
def _zones() -> frozenset[str]:
    """Return every zone there is; looking through the folders of the zone database takes its time."""
    return frozenset(available_timezones())


def _known_zone(name: str) -> str:
    if name and name not in _zones():
        raise ValueError(N_("an IANA time zone such as Europe/Amsterdam"))
    return name


def _known_country(code: str) -> str:
    if not code:
        return code
    from holidays import list_supported_countries

    country, _, subdivision = code.partition("-")
    supported = list_supported_countries()
    if country not in supported or (subdivision and subdivision not in supported[country]):
        raise ValueError(N_("a country or region code such as NL, BE or DE-BY"))
    return code


_WINDOW_SCHEMA = {"type": "string", "pattern": rf"^\s*({_CLOCK}\s*[-–]\s*{_CLOCK}\s*)?$"}
Windows = Annotated[
    tuple[Window, ...],
    BeforeValidator(parse_windows),
    WithJsonSchema({"anyOf": [_WINDOW_SCHEMA, {"type": "array", "items": _WINDOW_SCHEMA}]}),
]
Lunch = Annotated[Windows, AfterValidator(_short_enough)]
Zone = Annotated[str, AfterValidator(_known_zone)]
Country = Annotated[str, AfterValidator(_known_country)]


_Model = TypeVar("_Model", bound=BaseModel)


def by_default(model: type[_Model]) -> _Model:
    """Return the model of a section in which nothing was agreed.

    Defaults that nobody asked to be checked are right as they stand. So they are not, and what would check them is not
    built: the models of a run without a settings file would take as long as its calendar.
    """
    checks = model.__pydantic_decorators__
    is_checked = checks.model_validators or checks.root_validators or model.__init__ is not BaseModel.__init__
    if is_checked or model.__pydantic_post_init__ or model.model_config.get("validate_default"):
        return model()
    if any(info.validate_default or info.is_required() for info in model.model_fields.values()):
        return model()
    return model.model_construct()


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=False, defer_build=True)


class DayAgreement(_Section):
    """Hours and lunch of one weekday; what is left out follows the general agreement."""

    working_hours: Windows | None = Field(None, description=N_("working hours on this day"))
    lunch: Lunch | None = Field(None, description=N_('lunch on this day; "" for none'))


class Shift(DayAgreement):
    """One rostered day with hours of its own; it is a workday whatever its weekday."""

    day: date = Field(description=N_("the day of this shift"))


class RoleAgreement(_Section):
    """Who guards the process or keeps the decisions of meetings with a title: a person, or a rota of people."""

    title: str = Field(min_length=1, description=N_("title of the meetings; * stands for anything"))
    facilitator: str = Field("", description=N_("who guards the process, or the rota"))
    decision_keeper: str = Field("", description=N_("who keeps the decision list, or the rota"))

    def fits(self, title: str) -> bool:
        """Return whether the agreement speaks of meetings called ``title``; upper and lower case are alike."""
        return fnmatchcase(title.casefold(), self.title.casefold())


class Agreements(_Section):
    """Everything in ``[agreements]``."""

    timezone: Zone = Field("", description=N_("IANA time zone of the owner; empty: found from the calendar"))
    language: Language = Field("", description=N_("language of the texts; empty: your system's"))
    me: str = Field("", description=N_("address of the calendar's owner; empty: found from the calendar"))
    aliases: tuple[str, ...] = Field((), description=N_("other addresses of the owner"))
    working_days: tuple[Weekday, ...] = Field(
        ("mon", "tue", "wed", "thu", "fri"), description=N_("days on which the owner works")
    )
    odd_weeks: tuple[Weekday, ...] | None = Field(
        None, description=N_("days on which the owner works in odd ISO weeks, when weeks alternate")
    )
    even_weeks: tuple[Weekday, ...] | None = Field(
        None, description=N_("days on which the owner works in even ISO weeks, when weeks alternate")
    )
    working_hours: Windows = Field(((510, 1050),), description=N_("working hours; a list for a split day"))
    lunch: Lunch = Field(((720, 780),), description=N_('lunch hour kept free of meetings; "" for none'))
    days: dict[Weekday, DayAgreement] = Field({}, description=N_("hours and lunch of a weekday that differs"))
    shifts: tuple[Shift, ...] = Field((), description=N_("rostered days with hours of their own"))
    holidays: Country = Field(
        "", description=N_("country or region whose public holidays are days off, such as NL or DE-BY; empty: none is")
    )
    meeting_days: tuple[Weekday, ...] = Field((), description=N_("days agreed on for meetings"))
    focus_days: tuple[Weekday, ...] = Field((), description=N_("days agreed on for concentration"))
    focus_half_day: Literal["", "morning", "afternoon"] = Field(
        "", description=N_("half of the day preferred for concentration: morning or afternoon; empty: the whole day")
    )
    roles: tuple[RoleAgreement, ...] = Field((), description=N_("roles agreed on for meetings with a title"))
    minimum_break: int = Field(5, ge=1, le=60, description=N_("minutes between two calls that are a break"))
    focus_block: int = Field(120, ge=15, le=600, description=N_("minutes without a break-in that make a focus block"))
    focus_day_meetings: int = Field(60, ge=0, le=600, description=N_("most minutes of meeting on a focus day"))
    count_unanswered: bool = Field(True, description=N_("invitations without an answer, and tentative ones, count"))
    hybrid_is_call: bool = Field(True, description=N_("a call that also has a room is still a call"))

    def hours_on(self, day: date) -> tuple[tuple[Window, ...], tuple[Window, ...]]:
        """Return the working hours and the lunch windows of ``day``; no working hours means no workday.

        Public holidays and absence are not looked at here. A lunch in the small hours of a shift that runs past
        midnight lies on the next day, as the shift itself does.
        """
        own: DayAgreement | None = next((shift for shift in self.shifts if shift.day == day), None)
        if own is None:
            weekday = WEEKDAYS[day.weekday()]
            alternating = self.even_weeks if day.isocalendar().week % 2 == 0 else self.odd_weeks
            if weekday not in (self.working_days if alternating is None else alternating):
                return (), ()
            own = self.days.get(weekday)
        work = self.working_hours if own is None or own.working_hours is None else own.working_hours
        lunch = self.lunch if own is None or own.lunch is None else own.lunch
        return work, tuple(_placed(window, work) for window in lunch)

    def is_rostered(self, day: date) -> bool:
        """Whether a shift stands on this very day: it is then worked, public holiday or not."""
        return any(shift.day == day for shift in self.shifts)

    def holidays_between(self, first: date, last: date) -> set[date]:
        """Return the public holidays of the agreed country from ``first`` to ``last``, both included."""
        named = self._holidays(first.year, last.year)
        days = ((first + timedelta(days=offset)) for offset in range((last - first).days + 1))
        return {day for day in days if day in named}

    def holiday_on(self, day: date, language: str) -> str:
        """Return what the public holiday on ``day`` is called, in a language where the country knows it in that one."""
        return self._holidays(day.year, day.year, language).get(day, "")

    def _holidays(self, first: int, last: int, language: str = "") -> Mapping[date, str]:
        if not self.holidays:
            return {}
        from holidays import country_holidays

        country, _, subdivision = self.holidays.partition("-")
        years = range(first, last + 1)
        spoken = country_holidays(country, subdiv=subdivision or None, years=years)
        known = next((name for name in spoken.supported_languages if name.partition("_")[0] == language), None)
        if not known:
            return spoken
        return country_holidays(country, subdiv=subdivision or None, years=years, language=known)


def _placed(lunch: Window, work: tuple[Window, ...]) -> Window:
    """Return a lunch window on the side of midnight where the working hours are."""
    later = (lunch[0] + 1440, lunch[1] + 1440)
    is_inside, is_inside_later = (
        any(max(window[0], start) < min(window[1], end) for start, end in work) for window in (lunch, later)
    )
    return later if is_inside_later and not is_inside else lunch


def _one_or_more(value: object) -> object:
    return (value,) if isinstance(value, str) else value


class Person(Agreements):
    """One ``[people.ID]`` section: a person of the team, and what differs for them."""

    address: str = Field(min_length=3, description=N_("the person's address"))
    source: Annotated[tuple[str, ...], BeforeValidator(_one_or_more)] = Field(
        (), description=N_("where the person's calendar is read, for a roster; a list for more than one")
    )
    joined: date | None = Field(
        None, description=N_("day on which the person joined the team's audit, by an act of the own")
    )

    def is_called(self, address: str) -> bool:
        """Return whether ``address`` is this person's."""
        return address.casefold() in {self.address.casefold(), *(alias.casefold() for alias in self.aliases)}


_OF_A_PERSON = {"address", "source", "joined"}
"""What is said of a person beside agreements."""


def agreements_of(agreements: Agreements, people: Iterable[Person], address: str) -> Agreements:
    """Return what holds for the owner called ``address``: the team's agreements, with what differs for the person."""
    for person in people:
        if person.is_called(address):
            own = {name: getattr(person, name) for name in person.model_fields_set - _OF_A_PERSON}
            return agreements.model_copy(update={**own, "me": person.address})
    return agreements
