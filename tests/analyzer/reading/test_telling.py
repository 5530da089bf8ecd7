"""A title that is put aside at once tells nothing to any reader of titles."""

from __future__ import annotations

import random

import pytest

from analyzer.reading import own_time, title_words
from analyzer.reading.own_time import is_private_time_title, place_of_title
from analyzer.reading.telling import may_tell
from analyzer.reading.titles import (
    is_absence_title,
    is_cancelled_title,
    is_declined_title,
    is_focus_title,
    is_on_call_title,
    is_open_room_title,
    is_shared_lunch_title,
    is_social_title,
)

READERS = (
    *(is_cancelled_title, is_declined_title, is_absence_title, is_focus_title, is_open_room_title),
    *(is_on_call_title, is_social_title, is_shared_lunch_title, is_private_time_title, place_of_title),
)
LISTS = (
    *(title_words.CANCELLED, title_words.ABSENCE, title_words.FOCUS, title_words.OPEN_ROOM, title_words.ON_CALL),
    *(title_words.LUNCH, title_words.SOCIAL, *own_time.PHRASES),
)
PHRASES = [" ".join(phrase) for several in LISTS for phrase in several]
WORDS = [*sorted(title_words.DECLINED), *sorted(own_time.WORDS), "nieuwjaarsborrel", "HR-spreekuur", "teamlunch"]
AROUND = (
    "",
    "Re: ",
    "[",
    "- ",
    "Anna ",
    "12:00 ",
    "_",
    " met Bo",
    ": rapport",
    " (tot 12.00 uur)",
    "!",
    " uit school",
    "day",
)


@pytest.mark.parametrize("seed", range(20))
def test_no_reader_learns_anything_from_a_title_that_was_put_aside(seed: int) -> None:
    chance = random.Random(seed)
    told = 0
    for _ in range(400):
        title = chance.choice(AROUND) + chance.choice([*PHRASES, *WORDS, "budget"]) + chance.choice(AROUND)
        title = chance.choice((str, str.title, str.upper))(title)
        says = any(reader(title) for reader in READERS)
        told += says
        assert may_tell(title) or not says, title
    assert told > 100


@pytest.mark.parametrize("title", ["Project Atlas", "Budget 2027", "1:1 Anna/Bo", "", "Sprint review"])
def test_titles_of_work_are_put_aside(title: str) -> None:
    assert not may_tell(title)
