"""The terms agreed on with a works council, their fingerprint, and their last day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from analyzer.errors import SettingsError
from analyzer.settings.file import parse_settings
from analyzer.settings.sections import known_sections
from analyzer.team import gate, meetings, sharing, stop_list
from analyzer.team.terms import PrivacySettings

AGREED: dict[str, Any] = {
    "purpose": "Healthy weeks",
    "grounds": "Legitimate interest",
    "recipients": ("The team", "Its manager"),
    "contact": "privacy@example.org",
    "floor": 8,
    "titles": True,
    "retention_days": 400,
    "epsilon": 1.0,
    "agreed_on": date(2026, 11, 1),
    "agreed_until": date(2027, 10, 31),
}
OTHER: dict[str, Any] = {
    "purpose": "Healthy week",
    "grounds": "",
    "recipients": ("Its manager", "The team"),
    "contact": "",
    "floor": 7,
    "titles": False,
    "retention_days": 401,
    "epsilon": 0.5,
    "agreed_on": date(2026, 11, 2),
    "agreed_until": None,
}


def fingerprint(**changes: Any) -> str:
    found = PrivacySettings(**{**AGREED, **changes}).fingerprint()
    assert found is not None
    return found


def test_every_term_is_tried() -> None:
    assert set(AGREED) == set(OTHER) == set(PrivacySettings.model_fields)


@pytest.mark.parametrize("term", AGREED)
def test_a_term_that_differs_gives_another_fingerprint(term: str) -> None:
    assert fingerprint(**{term: OTHER[term]}) != fingerprint()


def test_no_two_changes_give_one_fingerprint() -> None:
    assert len({fingerprint(), *(fingerprint(**{term: value}) for term, value in OTHER.items())}) == 1 + len(OTHER)


@pytest.mark.parametrize(
    ("place", "name", "value"),
    [
        (gate, "KNOWN", 2),
        (gate, "LEAST_IN_BAND", 2),
        (gate, "MOST_PARTS", 9),
        (meetings, "LEAST_MEMBERS", 2),
        (meetings, "LEAST_SHARE", 0.2),
        (sharing, "LEAST_PEOPLE", 2),
        (sharing, "SHARED_COLUMNS", {**sharing.SHARED_COLUMNS, "description": "str"}),
        (stop_list, "STOP_LIST", {name: words for name, words in stop_list.STOP_LIST.items() if name != "council"}),
        (stop_list, "COUNCILS", ("OR",)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_meetlint_itself_holds_to_is_in_the_fingerprint(
    monkeypatch: pytest.MonkeyPatch, place: Any, name: str, value: object
) -> None:
    before = fingerprint()
    monkeypatch.setattr(place, name, value)
    assert fingerprint() != before


def test_the_order_of_keys_and_of_words_gives_the_same_fingerprint(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = ['purpose = "Healthy weeks"', "floor = 9", "agreed_on = 2026-11-01", 'recipients = ["The team"]']

    def of(rows: list[str]) -> str | None:
        text = "[privacy]\n" + "\n".join(rows) + "\n"
        return parse_settings(text.encode(), "meetlint.toml", known_sections({})).privacy.fingerprint()

    assert of(lines) == of(lines[::-1]) is not None
    before = of(lines)
    turned = {name: " ".join(words.split()[::-1]) for name, words in reversed(stop_list.STOP_LIST.items())}
    monkeypatch.setattr(stop_list, "STOP_LIST", turned)
    assert of(lines) == before


def test_nothing_agreed_on_has_no_fingerprint() -> None:
    assert PrivacySettings(**{**AGREED, "agreed_on": None}).fingerprint() is None


def test_the_fingerprint_is_short_enough_to_compare_by_eye_and_the_same_every_time() -> None:
    assert fingerprint() == fingerprint()
    assert len(fingerprint()) == 12
    assert set(fingerprint()) <= set("0123456789abcdef")


def test_terms_hold_on_their_last_day_and_not_on_the_next() -> None:
    terms = PrivacySettings(**AGREED)
    terms.refuse_expired(date(2027, 10, 31))
    terms.refuse_expired(date(2027, 10, 31), date(2026, 1, 1))
    with pytest.raises(SettingsError):
        terms.refuse_expired(date(2027, 11, 1))
    with pytest.raises(SettingsError):
        terms.refuse_expired(date(2026, 1, 1), date(2027, 11, 1))
    PrivacySettings().refuse_expired(date(2999, 1, 1))


def test_a_term_that_nobody_agreed_on_changes_no_fingerprint() -> None:
    assert fingerprint(epsilon=None) not in {fingerprint(), fingerprint(epsilon=0.5)}
