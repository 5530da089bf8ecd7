"""Exceptions with reasons: findings that people agreed to live with.

An exception stands in ``meetlint.toml`` as ``[[ignore]]`` or in an event's own description as
``meetlint: ignore RULE, reason``. It takes an event out of one rule's sight: a finding is ignored when every event that
shows it is excepted, so that an exception never hides what other meetings do.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from typing import Literal

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field, model_validator

from analyzer.events.table import EventTable
from analyzer.judging.findings import Findings
from analyzer.text import N_

Origin = Literal["file", "event", "baseline"]
"""Where an exception stands: in meetlint.toml, in the event itself, or in a baseline."""

_TAG = re.compile(
    r"\bmeetlint\s*:\s*ignore\s+([a-z0-9]+(?:-[a-z0-9]+)*)[ \t]*(?:[,;:(–—-][ \t]*([^\n<]*))?", re.IGNORECASE
)


class Ignore(BaseModel):
    """One ``[[ignore]]`` section."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    rule: str = Field(description=N_("the rule that does not judge these events"))
    title: str = Field("", description=N_("title of the events; * stands for anything"))
    uid: str = Field("", description=N_("uid of the series, as meetlint events --format json shows it"))
    calendar: str = Field("", description=N_("only in this calendar; * stands for anything"))
    until: date | None = Field(None, description=N_("last day on which the exception holds"))
    reason: str = Field(min_length=1, description=N_("why this was agreed; required"))

    @model_validator(mode="after")
    def _says_which(self) -> Ignore:
        if not (self.title or self.uid or self.calendar):
            raise ValueError(N_("a title, a uid or a calendar beside the rule"))
        return self

    def is_expired(self, today: date) -> bool:
        """Return whether the exception no longer holds on ``today``."""
        return self.until is not None and self.until < today


@dataclass(frozen=True)
class Excepted:
    """Why a finding was ignored."""

    origin: Origin
    reason: str


def read_tags(description: str) -> tuple[tuple[str, str], ...]:
    """Return the (rule, reason) pairs that an event's own description excepts it from, in order."""
    if "meetlint" not in description.casefold():
        return ()
    return tuple((rule.lower(), (reason or "").strip(" )\r\t")) for rule, reason in _TAG.findall(description))


def unknown_tags(table: EventTable, known: Collection[str]) -> list[tuple[str, str]]:
    """Return the names of rules in events' own exceptions that no rule has, in order; reads ``description``.

    With each the nearest name that a rule does have, "" where none is near.
    """
    named = {rule for text in set(table.column("description")) for rule, _ in read_tags(text)}
    if not (unknown := sorted(named - set(known))):
        return []
    from difflib import get_close_matches  # a mistake has time for it, a start has not

    return [(name, (get_close_matches(name, known) or [""])[0]) for name in unknown]


def matching_rows(entry: Ignore, table: EventTable, *, whenever: bool = False) -> npt.NDArray[np.bool_]:
    """Return which events of the table an ``[[ignore]]`` section speaks of; patterns know no upper and lower case.

    Args:
        entry: the section.
        table: the event table.
        whenever: also those behind its last day.
    """
    matches = np.ones(len(table), dtype=bool)
    for column, pattern in (("title", entry.title), ("uid", entry.uid), ("calendar", entry.calendar)):
        if pattern:
            texts = table.column(column).tolist()
            distinct = {text: fnmatchcase(text.casefold(), pattern.casefold()) for text in set(texts)}
            matches &= np.array([distinct[text] for text in texts], dtype=bool)
    if entry.until is not None and not whenever:
        matches &= table.column("start_local") < np.datetime64(entry.until) + np.timedelta64(1, "D")
    return matches


@dataclass(frozen=True)
class ExceptedRows:
    """Which events are out of one rule's sight, whenever they are, or as long as they start before a day.

    Attributes:
        always: one value per row of the table.
        before: such rows with the local midnight before which they have to start.
    """

    always: npt.NDArray[np.bool_]
    before: Sequence[tuple[npt.NDArray[np.bool_], np.datetime64]]


def excepted_rows(rules: Sequence[str], table: EventTable, entries: Sequence[Ignore]) -> list[ExceptedRows]:
    """Return per rule which events an exception takes out of its sight; reads ``description`` and what entries name."""
    texts = table.column("description")
    tagged = {text: {rule for rule, _ in read_tags(text)} for text in set(texts)}
    rows = []
    for name in rules:
        always = np.isin(texts, [text for text, named in tagged.items() if name in named])
        before = []
        for entry in entries:
            if entry.rule == name:
                matches = matching_rows(entry, table, whenever=True)
                if entry.until is None:
                    always |= matches
                else:
                    before.append((matches, np.datetime64(entry.until) + np.timedelta64(1, "D")))
        rows.append(ExceptedRows(always, before))
    return rows


def tagged_rows(table: EventTable) -> dict[int, tuple[tuple[str, str], ...]]:
    """Return the rows whose own description excepts them from a rule, with its (rule, reason) pairs."""
    texts = table.column("description")
    tags = {text: read for text in set(texts) if (read := read_tags(text))}
    return {row: tags[texts[row]] for row in np.flatnonzero(np.isin(texts, list(tags))).tolist()} if tags else {}


def excepted_findings(
    rule: str,
    result: Findings,
    table: EventTable,
    tagged: Mapping[int, Sequence[tuple[str, str]]],
    entries: Sequence[Ignore],
) -> tuple[list[Excepted | None], set[int]]:
    """Return for each finding of a rule why it is ignored, and which entries were used.

    Args:
        rule: the rule's name.
        result: what it found.
        table: the event table.
        tagged: see :func:`tagged_rows`.
        entries: the ``[[ignore]]`` sections that have not expired.

    Returns:
        One value per finding, None when it stands, or no value at all when all of them stand; and positions in
        ``entries``.
    """
    by_event: dict[int, tuple[Excepted, int]] = {}
    for row, tags in tagged.items():
        for name, reason in tags:
            if name == rule:
                by_event[row] = (Excepted("event", reason), -1)
    for position, entry in enumerate(entries):
        if entry.rule == rule:
            for row in np.flatnonzero(matching_rows(entry, table)).tolist():
                by_event.setdefault(row, (Excepted("file", entry.reason), position))
    used: set[int] = set()
    if not by_event:
        return [], used
    excepted: list[Excepted | None] = [None] * len(result)
    members: list[list[int]] = [[] for _ in excepted]
    for finding, row in zip(result.finding.tolist(), result.event.tolist(), strict=True):
        members[finding].append(row)
    for finding, rows in enumerate(members):
        if rows and all(row in by_event for row in rows):
            excepted[finding] = by_event[rows[0]][0]
            used |= {by_event[row][1] for row in rows} - {-1}
    return (excepted if any(excepted) else []), used
