"""An agreement to try is read as the same words in the settings file are, and refused as there."""

from __future__ import annotations

from datetime import date

import pytest

from analyzer.agreements import DayAgreement, Shift
from analyzer.errors import SettingsError, UsageError
from analyzer.settings.tried import read_agreements


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("focus_days=wed", ("wed",)),
        ("focus_days = wed, fri", ("wed", "fri")),
        ('focus_days=["wed", "fri"]', ("wed", "fri")),
        ("focus_days=", ()),
        ("odd_weeks=mon,tue", ("mon", "tue")),
        ("lunch=12:30-13:00", ((750, 780),)),
        ("lunch=12-13", ((720, 780),)),
        ("lunch=", ()),
        ("working_hours=08:30-12:00,13:00-17:00", ((510, 720), (780, 1020))),
        ("focus_half_day=morning", "morning"),
        ("minimum_break=10", 10),
        ("hybrid_is_call=false", False),
        ("holidays=NL", "NL"),
        ('days={wed = {lunch = ""}}', {"wed": DayAgreement(lunch=())}),
        (
            "shifts=[{day = 2026-12-01, working_hours = '10-12'}]",
            (Shift(day=date(2026, 12, 1), working_hours="10-12"),),
        ),
    ],
)
def test_an_agreement_is_read_in_the_words_of_the_file(text: str, value: object) -> None:
    assert read_agreements([text]) == {text.partition("=")[0].strip(): value}


def test_several_agreements_hold_together() -> None:
    assert read_agreements(["meeting_days=mon", "minimum_break=10"]) == {"meeting_days": ("mon",), "minimum_break": 10}
    assert read_agreements([]) == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("focus_days=wen", "agreements.focus_days.1 is 'wen'; allowed is 'mon'"),
        ("focus_dags=wed", "agreements.focus_dags is unknown; did you mean focus_days?"),
        ("a.b=c", "agreements.a.b is unknown"),
        ("lunch=12", "agreements.lunch is '12'; allowed is a window"),
        ("lunch=14:00-13:00", "agreements.lunch is '14:00-13:00'; allowed is a lunch that ends after it starts"),
        ("minimum_break=0", "agreements.minimum_break is '0'; allowed is ≥ 1"),
        ("roles=x", "agreements.roles.1 is 'x'; allowed is a section"),
        ("token=x", "agreements.token looks like a secret"),
        ("shifts=" + "[" * 5000, "agreements.shifts.1 is"),
        ("focus_days=[wed", "agreements.focus_days.1 is '[wed'"),
    ],
)
def test_a_mistake_is_told_as_in_the_file_with_its_place(text: str, said: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read_agreements(["focus_half_day=morning", text])
    told = [str(one) for one in refused.value.mistakes]
    assert any(one.startswith(f"--agree, line 2: {said}") for one in told), told


@pytest.mark.parametrize("text", ["focus_days", "=wed", "", "=", "me=anna@example.org", "timezone=Europe/Lisbon"])
def test_what_is_no_agreement_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        read_agreements([text])


def test_an_agreement_given_twice_is_refused() -> None:
    with pytest.raises(UsageError, match="lunch is given twice"):
        read_agreements(["lunch=12-13", "lunch=13-14"])
