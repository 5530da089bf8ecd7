"""What is handed over of each event, in plain words: one sentence for each column of a shared event table."""

from __future__ import annotations

from collections.abc import Mapping

from analyzer.text import N_

COLUMN_WORDS: Mapping[str, str] = {
    "uid": N_(
        "Which meeting it is: a number made with the team's key, so that copies of one meeting are found. Without the "
        "key nobody can turn it back."
    ),
    "recurrence_start": N_("When it was first planned, so that a moved meeting is still known as the same one."),
    "start": N_("When it begins."),
    "end": N_("When it ends."),
    "all_day": N_("Yes or no: it lasts whole days."),
    "recurring": N_("Yes or no: it is one of a series."),
    "series_start": N_("The first day of the series."),
    "endless": N_("Yes or no: the series has no end."),
    "kind": N_(
        "What it is: meeting, focus time, absence, place of work, days on call, or something of your own. Of absence "
        "only that you are away, never why. Of a place of work not where."
    ),
    "reason": N_("Why it does not count as a meeting, such as cancelled or declined by you; empty when it counts."),
    "busy": N_("Yes or no: your time is taken."),
    "call": N_("Whether it is a video call, and on which platform."),
    "hybrid": N_("Yes or no: a call that also has a room. Not which room."),
    "people_count": N_("How many people take part. Not who."),
    "people_at_least": N_("Yes or no: there may be more people than that."),
    "facilitator": N_("Yes or no: somebody is named who guides the meeting. Not who."),
    "decision_keeper": N_("Yes or no: somebody is named who keeps the decisions. Not who."),
    "automatic_keeper": N_("Yes or no: a program takes notes."),
    "decides": N_("Yes or no: title or agenda says that something is decided. Not what."),
    "agenda": N_("Yes or no: there is an agenda. Not what it says."),
    "readable": N_("Which text could be read: all, the title alone, or none."),
    "social": N_("Yes or no: coffee, drinks or a birthday."),
    "shared_lunch": N_("Yes or no: only a lunch together."),
    "private": N_("Yes or no: private, confidential or on the stop list. Which of these is not said."),
    "title": N_(
        "The title, without the names of people, addresses and links. Only of a meeting that counts, of three people "
        "or more."
    ),
}
"""By the name of the column."""

LOST_BY_PRIVATE = frozenset(
    {
        *("facilitator", "decision_keeper", "automatic_keeper", "decides", "agenda", "social", "shared_lunch"),
        *("readable", "title"),
    }
)
"""Columns that say nothing of an event that is private or on the stop list."""

BESIDE_WORDS: Mapping[tuple[str, ...], str] = {
    ("owner",): N_("You: a number made with the team's key. Not your name, and not your address."),
    ("zone", "first", "last", "start", "end"): N_("Your time zone, and the first and the last day that was read."),
    ("hours",): N_(
        "The agreements that say when you work: days, hours, lunch, shifts, holidays, focus days and breaks. Only what "
        "was agreed on."
    ),
    ("key",): N_("Which team key was used. Not the key."),
    ("events", "private", "titles"): N_("How many events there are, how many are private, and how many show a title."),
    ("unread",): N_("How many parts of your calendar could not be read."),
    ("collected", "program", "tzdata", "schema_name", "kind"): N_("When and with which version it was made."),
    ("made_from",): N_(
        "Of a table that the organisation makes: a number that changes when the calendar or the settings change."
    ),
}
"""What the table says of itself, by the names of its fields."""
