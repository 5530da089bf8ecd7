"""How much of the team is in meetings by weekday and hour, as a picture of characters."""

from __future__ import annotations

from analyzer.reports.lines.layout import Page, Segment
from analyzer.reports.team.words import shown_moments
from analyzer.reports.words.wording import Wording
from analyzer.team.audit import Audit
from analyzer.team.released import Share
from analyzer.text import N_

LEVELS = ("··", "░░", "▒▒", "▓▓", "██")
PLAIN_LEVELS = ("..", "::", "++", "##", "@@")
"""A fifth more each; what stands for it in ASCII."""
WITHHELD = "??"
"""An hour of which nothing is shown; one in which nobody works is left blank."""


def level_of(share: Share) -> int | None:
    """Return which fifth a share lies in: 0 for less than a fifth and for few, None where it is not shown."""
    if share.value is None:
        return None
    if share.from_ == 0:
        return 0
    return min(int(share.value * len(LEVELS)), len(LEVELS) - 1)


def draw_load(audit: Audit, wording: Wording, page: Page) -> None:
    """Add a line for each hour, and a column for each weekday on which anybody works."""
    by_hour = {(one.weekday, one.hour): one.share for one in shown_moments(audit) if one.hour is not None}
    if not by_hour:
        return
    weekdays = sorted({weekday for weekday, _ in by_hour})
    page.row(("  " + " " * 6, ""), *[(f" {wording.weekday(day)[:2]:<3}", "faint") for day in weekdays])
    levels = PLAIN_LEVELS if page.is_ascii else LEVELS
    for hour in sorted({hour for _, hour in by_hour if hour is not None}):
        row: list[Segment] = [(f"  {hour:02}:00 ", "faint")]
        for day in weekdays:
            share = by_hour.get((day, hour))
            level = level_of(share) if share else None
            filled = "  " if share is None else WITHHELD if level is None else levels[level]
            row.append((f" {filled} ", ""))
        page.row(*row)
    legend = wording.translate(
        N_("Share of the team in meetings: {low} few, then a fifth more each, {high} nearly all, {none} not shown."),
        low=levels[0],
        high=levels[-1],
        none=WITHHELD,
    )
    page.text(legend, "faint", indent=2)
