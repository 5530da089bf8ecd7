"""The first screen: whose week, what was assumed, the week that can still change, what to change, and how much more."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from analyzer.reports.inert import columns
from analyzer.reports.lines.layout import Page
from analyzer.reports.lines.week_picture import draw_coming
from analyzer.reports.outline import View
from analyzer.reports.story import CALM, PICTURE, Section, Story
from analyzer.reports.words.changes import ChangeWords
from analyzer.reports.words.wording import Wording
from analyzer.run import Run
from analyzer.text import N_

WIDTH = 80
"""Columns from which on the first screen keeps to its height; a narrower one takes the lines it needs."""

HEIGHT = 25
"""Lines it may take."""

BLANKS = 2
"""Lines left free in it."""


def show_first(run: Run, view: View, story: Story, wording: Wording, page: Page) -> None:
    """Put the first screen on an empty page: at most :data:`HEIGHT` lines from :data:`WIDTH` columns on.

    A text to send goes before anything of the picture does, and blank lines go last.
    """
    sections = {section.name: section for section in story.sections}
    is_calm = not set(sections) - {PICTURE, "read", "well", *CALM}
    is_limited = page.width >= WIDTH
    head, picture, counts = page.part(), page.part(), page.part()
    put_head(story, head, most=1 if is_limited else None)
    for name, where in (("empty", head), ("nothing-found", counts)):
        for text in sections[name].texts if name in sections else ():
            where.text(text, "strong")
    if PICTURE in sections and not is_calm:
        draw_coming(run, view, wording, picture)
        picture.lines = [line for line in picture.lines if line]
    _counts(story, counts)
    blocks = [head.lines, picture.lines, counts.lines]
    if "changes" in sections:
        # The heading parts the changes from the picture by itself, where no line is left for that.
        room = HEIGHT - sum(len(lines) for lines in blocks) - 1 - BLANKS if is_limited else None
        changes = _changes(sections["changes"], room, wording, page)
        is_roomy = room is None or len(changes) < room + 1
        blocks[1] = [*picture.lines, *([""] if is_roomy and picture.lines else []), *changes]
    shown = [lines for lines in blocks if lines]
    is_tight = is_limited and sum(len(lines) for lines in shown) + len(shown) - 1 > HEIGHT
    for lines in shown:
        if not is_tight:
            page.blank()
        page.lines += lines


def heading(text: str, page: Page) -> None:
    """Add the heading of a section."""
    line = page.glyph("─", "-")
    shown = page.cut(text, page.width - 8)
    rest = line * max(page.width - columns(shown) - 4, 0)
    page.row((line * 2 + " ", "faint"), (shown, "strong"), (f" {rest}", "faint"))


def put_head(story: Story, page: Page, *, most: int | None = None) -> None:
    """Add whose calendar it is, what was assumed, and each doubt, of at most ``most`` lines."""
    page.text(story.heading, "strong")
    page.text(story.assumed)
    for text in story.doubts:
        page.text(text, "warning", lead=[("! ", "warning")], most=most)


def _counts(story: Story, page: Page) -> None:
    if not story.counts:
        return
    if not story.everything:
        page.text(f"{story.counts}.", "strong")
    elif columns(page.clean(f"{story.counts}: {story.everything}")) <= page.width:
        page.row((f"{story.counts}: ", "strong"), (story.everything, "command"))
    else:
        page.text(f"{story.counts}:", "strong")
        page.text(story.everything, "command", indent=2)


def _changes(section: Section, room: int | None, wording: Wording, page: Page) -> list[str]:
    """Return the changes under their heading as lines, beside it at most ``room`` where that can be.

    First texts to send go, the last first, since half a text cannot be sent: their change says where they stand. Where
    even that is too much, what is left is cut, and the heading says where it stands in full.
    """
    changes, cut = section.changes, False
    parts = [_change(number, change, _LIMITS[0], wording, page) for number, change in enumerate(changes, 1)]
    for limit, at in itertools.product(_LIMITS[1:], reversed(range(len(changes)))):
        if room is None or sum(map(len, parts)) <= room:
            break
        tried = _change(at + 1, changes[at], limit, wording, page)
        if len(tried) < len(parts[at]):
            parts[at], cut = tried, cut or limit.fact is not None
    top = page.part()
    in_full = wording.translate(N_("What to change first (in full with --all)"))
    heading(in_full if cut else section.heading, top)
    return [*top.lines, *(line for lines in parts for line in lines)]


@dataclass(frozen=True)
class _Limit:
    """How much of a change is shown.

    Attributes:
        is_told: the text to send, or how to do it, stands in it; as a whole, or not at all.
        fact: lines of what to do, and of what it gives; None for as many as it needs.
        is_row: what to do and what it gives share one line.
    """

    is_told: bool = True
    fact: int | None = None
    is_row: bool = False


_LIMITS = (_Limit(), _Limit(is_told=False), _Limit(is_told=False, fact=1), _Limit(is_told=False, fact=1, is_row=True))
"""What gives way, step by step."""


def _change(number: int, change: ChangeWords, limit: _Limit, wording: Wording, page: Page) -> list[str]:
    """Return a change as lines: what to do and what it gives, and the text to send or how to do it."""
    part = page.part()
    lead = f"{number}. "
    elsewhere = wording.translate(N_("Text: with --all.") if change.request else N_("How: with --all."))
    gain = change.gain if limit.is_told else f"{change.gain} {elsewhere}"
    if limit.is_row or columns(page.clean(f"{lead}{change.action} {gain}")) <= page.width:
        part.row((f"{lead}{change.action} ", "strong"), (gain, ""))
    else:
        part.text(change.action, "strong", lead=[(lead, "strong")], most=limit.fact)
        part.text(gain, indent=3, most=limit.fact)
    if limit.is_told:
        told = change.request or " ".join([change.who, *change.clicks])
        part.text(told, "command" if change.request else "", indent=3)
    return part.lines
