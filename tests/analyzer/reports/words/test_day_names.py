from __future__ import annotations

import pytest
from babel import Locale

from analyzer.reports.words.day_names import DAYS, MONTHS
from analyzer.text import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", ["wide", "abbreviated"])
def test_names_are_those_of_the_cldr(language: str, width: str) -> None:
    locale = Locale.parse(language)
    assert dict(enumerate(DAYS[language][width])) == dict(locale.days["format"][width])
    assert dict(enumerate(MONTHS[language][width], 1)) == dict(locale.months["format"][width])
