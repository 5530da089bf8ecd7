from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import pytest
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

import rules
from analyzer.agreements import Agreements, DayAgreement, by_default, parse_windows
from analyzer.rulebook.loading import load_rules
from analyzer.settings.sections import known_sections

MONDAY, WEDNESDAY, SATURDAY = date(2026, 11, 16), date(2026, 11, 18), date(2026, 11, 21)


@pytest.mark.parametrize(
    ("value", "windows"),
    [
        ("08:30-17:30", ((510, 1050),)),
        ("8.30 – 17.30", ((510, 1050),)),
        (["08:00-12:00", "13:00-17:00"], ((480, 720), (780, 1020))),
        ("8-17", ((480, 1020),)),
        ("9-14:30", ((540, 870),)),
        ("22:00-06:00", ((1320, 1800),)),
        ("00:00-24:00", ((0, 1440),)),
        ("", ()),
        ([], ()),
    ],
)
def test_windows_are_read(value: Any, windows: tuple[tuple[int, int], ...]) -> None:
    assert parse_windows(value) == windows


@pytest.mark.parametrize(
    "value",
    [
        "8-",
        "08:30",
        "08:60-17:00",
        "24:00-25:00",
        "09:00-09:00",
        830,
        ["10:00-12:00", "11:00-13:00"],
        ["13:00-14:00", "09:00-10:00"],
    ],
)
def test_what_is_no_window_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="window"):
        parse_windows(value)


def test_defaults_are_office_hours_with_lunch_on_weekdays() -> None:
    agreements = Agreements()
    assert agreements.hours_on(MONDAY) == (((510, 1050),), ((720, 780),))
    assert agreements.hours_on(SATURDAY) == ((), ())


def test_weekday_with_own_hours_keeps_the_general_lunch() -> None:
    agreements = Agreements(days={"wed": {"working_hours": "08:30-14:00"}})
    assert agreements.hours_on(WEDNESDAY) == (((510, 840),), ((720, 780),))
    assert agreements.hours_on(MONDAY) == (((510, 1050),), ((720, 780),))


def test_weekday_without_lunch() -> None:
    assert Agreements(days={"wed": {"lunch": ""}}).hours_on(WEDNESDAY) == (((510, 1050),), ())


def test_alternating_weeks_take_the_place_of_the_working_days() -> None:
    agreements = Agreements(odd_weeks=("mon",), even_weeks=("wed",))
    odd, even = date(2026, 11, 16), date(2026, 11, 25)  # ISO weeks 47 and 48
    assert agreements.hours_on(odd)[0]
    assert agreements.hours_on(even)[0]
    assert not agreements.hours_on(date(2026, 11, 18))[0]
    assert not agreements.hours_on(date(2026, 11, 23))[0]


def test_one_kind_of_week_agreed_leaves_the_other_to_the_working_days() -> None:
    agreements = Agreements(even_weeks=("wed",))
    assert agreements.hours_on(MONDAY)[0]
    assert not agreements.hours_on(date(2026, 11, 23))[0]


def test_shift_is_worked_whatever_its_weekday_with_its_own_hours_and_lunch() -> None:
    agreements = Agreements(shifts=({"day": SATURDAY, "working_hours": "14:00-22:00", "lunch": "18:00-18:30"},))
    assert agreements.hours_on(SATURDAY) == (((840, 1320),), ((1080, 1110),))
    assert agreements.is_rostered(SATURDAY)
    assert not agreements.is_rostered(MONDAY)


def test_lunch_in_the_small_hours_of_a_night_shift_lies_on_the_next_day() -> None:
    agreements = Agreements(shifts=({"day": MONDAY, "working_hours": "22:00-06:00", "lunch": "02:00-02:30"},))
    assert agreements.hours_on(MONDAY) == (((1320, 1800),), ((1560, 1590),))


def test_lunch_before_midnight_of_a_night_shift_stays_there() -> None:
    agreements = Agreements(working_hours="22:00-06:00", lunch="23:30-00:15")
    assert agreements.hours_on(MONDAY) == (((1320, 1800),), ((1410, 1455),))


def test_lunch_outside_any_hours_stays_where_it_was_agreed() -> None:
    assert Agreements(working_hours="22:00-06:00").hours_on(MONDAY)[1] == ((720, 780),)
    assert Agreements(working_hours="08:30-12:00").hours_on(MONDAY)[1] == ((720, 780),)


def test_holidays_of_a_country_lie_in_the_period_alone() -> None:
    christmas = {date(2026, 12, 25), date(2026, 12, 26)}
    assert Agreements(holidays="NL").holidays_between(date(2026, 12, 1), date(2026, 12, 31)) == christmas
    assert Agreements().holidays_between(date(2026, 12, 1), date(2026, 12, 31)) == set()


def test_holidays_of_a_region_differ_from_those_of_its_country() -> None:
    epiphany = date(2027, 1, 6)
    assert epiphany in Agreements(holidays="DE-BY").holidays_between(epiphany, epiphany)
    assert epiphany not in Agreements(holidays="DE").holidays_between(epiphany, epiphany)


@pytest.mark.parametrize(
    "wrong",
    [
        {"timezone": "Mars/Olympus"},
        {"holidays": "XX"},
        {"holidays": "NL-XX"},
        {"working_days": ("maandag",)},
        {"focus_block": 5},
        {"lunch_hour": "12:00-13:00"},
        {"shifts": ({"working_hours": "09:00-17:00"},)},
    ],
)
def test_what_cannot_be_agreed_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Agreements(**wrong)


@pytest.mark.parametrize(("lunch", "is_fine"), [("12:00-18:00", True), ("13:00-12:00", False), ("23:30-00:30", True)])
def test_a_lunch_ends_after_it_starts(lunch: str, is_fine: bool) -> None:
    if is_fine:
        assert Agreements(lunch=lunch).lunch
    else:
        with pytest.raises(ValueError, match="ends after it starts"):
            Agreements(lunch=lunch)
        with pytest.raises(ValueError, match="ends after it starts"):
            DayAgreement(lunch=lunch)


def test_a_holiday_is_called_by_its_name_in_the_language_of_the_reader() -> None:
    agreed = Agreements(holidays="NL")
    assert agreed.holiday_on(date(2026, 4, 27), "nl") == "Koningsdag"
    assert agreed.holiday_on(date(2026, 4, 27), "en") == "King's Day"
    assert agreed.holiday_on(date(2026, 4, 28), "nl") == ""
    assert Agreements().holiday_on(date(2026, 4, 27), "nl") == ""


@pytest.mark.parametrize(
    "model",
    [
        Agreements,
        *(
            section.model
            for section in known_sections({name: rule.settings for name, rule in load_rules(rules).items()})
        ),
    ],
)
def test_nothing_agreed_is_the_same_with_and_without_a_check(model: type[BaseModel]) -> None:
    if not any(info.is_required() for info in model.model_fields.values()):
        assert by_default(model) == model()


class _Doubled(BaseModel):
    most: int = 4

    @model_validator(mode="after")
    def _double(self) -> _Doubled:
        self.most *= 2
        return self


class _Checked(BaseModel):
    most: Annotated[int, AfterValidator(abs)] = Field(-4, validate_default=True)


class _AllChecked(BaseModel):
    model_config = ConfigDict(validate_default=True)
    most: Annotated[int, AfterValidator(abs)] = -4


class _Prepared(BaseModel):
    most: int = 4

    def model_post_init(self, _: object) -> None:
        self.most = 8


class _Made(BaseModel):
    most: int = 4

    def __init__(self) -> None:
        super().__init__(most=8)


@pytest.mark.parametrize(
    ("model", "most"), [(_Doubled, 8), (_Checked, 4), (_AllChecked, 4), (_Prepared, 8), (_Made, 8)]
)
def test_defaults_are_checked_where_a_model_asks_for_it(model: Any, most: int) -> None:
    assert by_default(model).most == most


def test_a_setting_that_must_be_given_is_missed_without_it() -> None:
    with pytest.raises(ValidationError):
        by_default(DayOff)


class DayOff(BaseModel):
    day: date
