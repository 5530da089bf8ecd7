"""Means of an organisation in words: each with how far it may lie off, in both languages, in every form."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date, timedelta

import pytest

from analyzer.reports.team.organisation import OrganisationFacts, render_organisation
from analyzer.team.released import NoisyMean, NoisyMeans
from analyzer.text import translator

WEEKS = tuple(date(2026, 11, 2) + timedelta(weeks=number) for number in range(4))
MEANS = NoisyMeans(
    ("a", "b", "c"),
    WEEKS,
    212,
    1.5,
    (
        NoisyMean("meeting_hours", "hours", 14.6, 1.85),
        NoisyMean("lunches_kept", "share", 0.63, 0.05),
        NoisyMean("focus_days", "days", 2.05, 0.26),
    ),
)
FACTS = OrganisationFacts(MEANS, 3.0, 2.5, "0123456789ab", "Under terms.")


def test_as_text_it_stands_line_by_line() -> None:
    lines = render_organisation(FACTS, "text", translator("en")).splitlines()
    assert lines[0] == "The whole organisation, with noise"
    assert lines[2:7] == [
        *("Weeks: 2026-W45 – 2026-W48 (4)", "People: 212", "Teams: 3", "Epsilon, all means together: 1.5"),
        "Fingerprint: 0123456789ab",
    ]
    assert lines[8:12] == [
        *("The mean week of a person", "  In meetings, a week: 14.6 h  ± 1.85 h", "  Lunches kept free: 63%  ± 5%"),
        "  Focus days, a week: 2.05  ± 0.26",
    ]
    assert "Of each week epsilon 3 may be spent in all; 2.5 is." in lines[-3]
    assert lines[-1] == "  Under terms."


@pytest.mark.parametrize("form", ["text", "html", "markdown"])
def test_in_dutch_no_word_is_left_in_english(form: str) -> None:
    text = re.sub(r"<style>.*?</style>|<[^>]*>", " ", render_organisation(FACTS, form, translator("nl")), flags=re.S)
    assert "14,6 u" in text
    assert "1,85 u" in text
    assert "2,05" in text
    words = set(re.findall(r"[a-z]+", text.replace("Under terms.", "").lower()))
    assert words & {"the", "and", "hours", "days", "weeks", "people", "mean", "of", "a", "it", "with"} == set()


def test_for_programs_nothing_is_rounded_away() -> None:
    data = json.loads(render_organisation(FACTS, "json", translator("nl")))
    assert data["period"] == {"from": "2026-11-02", "to": "2026-11-29"}
    assert (data["agreed"], data["spent"], data["fingerprint"]) == (3.0, 2.5, "0123456789ab")
    assert data["means"][1] == {"name": "lunches_kept", "unit": "share", "value": 0.63, "error": 0.05}
    rows = list(csv.DictReader(io.StringIO(render_organisation(FACTS, "csv", translator("nl")))))
    assert [(row["name"], row["value"], row["error"]) for row in rows] == [
        *(("meeting_hours", "14.6", "1.85"), ("lunches_kept", "0.63", "0.05"), ("focus_days", "2.05", "0.26")),
    ]
    assert {(row["epsilon"], row["certainty"], row["people"], row["to"]) for row in rows} == {
        ("1.5", "0.95", "212", "2026-11-29")
    }
