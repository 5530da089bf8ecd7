"""Signs and names that every form of report shares: of severities, and of the kinds of time that fill a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analyzer.text import N_


@dataclass(frozen=True)
class SeveritySigns:
    """One severity: its name, how a finding of it is called by its number, and what stands before that number."""

    name: str
    spoken: str
    mark: str


SEVERITIES: Mapping[str, SeveritySigns] = {
    "error": SeveritySigns(N_("error"), N_("Finding {number}, an error:"), "!!"),
    "warning": SeveritySigns(N_("warning"), N_("Finding {number}, a warning:"), "!"),
    "note": SeveritySigns(N_("note"), N_("Note {number}:"), ""),
}


@dataclass(frozen=True)
class TimeSigns:
    """One kind of time: its sign, the same in ASCII, its style and its name."""

    sign: str
    plain: str
    style: str
    name: str


TIMES: Mapping[str, TimeSigns] = {
    "call": TimeSigns("█", "#", "call", N_("call")),
    "meeting": TimeSigns("▒", "=", "meeting", N_("meeting")),
    "focus": TimeSigns("░", "f", "focus", N_("focus time")),
    "away": TimeSigns("×", "x", "faint", N_("away")),
    "other": TimeSigns(":", ":", "faint", N_("other")),
    "lunch": TimeSigns("~", "~", "faint", N_("lunch")),
    "free": TimeSigns("·", ".", "faint", N_("free")),
    "": TimeSigns(" ", " ", "", ""),
}
"""By the kinds of :mod:`analyzer.figures.days`, in the order of a legend."""
