"""How entries lie in a Parquet file: a row is an entry, with who is invited and when it occurs as lists in it.

A text stands once for all occurrences of a series; equal texts and addresses share one word of the column's dictionary.
"""

from __future__ import annotations

from typing import get_args

import pyarrow as pa

from analyzer.entries import AttendeeKind, DeclaredKind, Readable, Response, WorkingPlace

INSTANT = pa.timestamp("us", "UTC")

PARTY = pa.struct(
    {
        "address": pa.string(),
        "name": pa.string(),
        "response": pa.string(),
        "kind": pa.string(),
        "is_chair": pa.bool_(),
        "is_self": pa.bool_(),
        "groups": pa.list_(pa.string()),
        "additional_guests": pa.int32(),
    }
)
OCCURRENCE = pa.struct({"start": INSTANT, "end": INSTANT, "recurrence_start": INSTANT, "number": pa.int32()})
"""``number`` is the place of an occurrence among all of its calendar, in the order in which the source gave them."""

TEXTS = (
    *("uid", "series_uid", "title", "description", "location", "url", "source", "vendor_id"),
    *("declared_kind", "working_place", "own_response", "readable"),
)
LISTS = ("categories", "conference_links")
FLAGS = (
    *("is_online", "are_people_hidden", "is_free", "is_cancelled", "is_busy_only", "is_private", "is_all_day"),
    *("is_recurring", "is_endless"),
)
WORDS = {
    "declared_kind": get_args(DeclaredKind),
    "working_place": get_args(WorkingPlace),
    "own_response": get_args(Response),
    "readable": get_args(Readable),
}
"""Columns that hold one of a few words."""
PARTY_WORDS = {"response": get_args(Response), "kind": get_args(AttendeeKind)}

ENTRIES = pa.schema(
    {
        "calendar": pa.int16(),
        **dict.fromkeys(TEXTS, pa.string()),
        **dict.fromkeys(LISTS, pa.list_(pa.string())),
        **dict.fromkeys(FLAGS, pa.bool_()),
        "is_organizer_self": pa.bool_(),
        "series_start": pa.date32(),
        "line": pa.int64(),
        "organizer": PARTY,
        "attendees": pa.list_(PARTY),
        "occurrences": pa.list_(OCCURRENCE),
    }
)
"""The columns of an owner's table; ``calendar`` counts the calendars of the label."""
