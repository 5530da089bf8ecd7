"""The forms a result can take, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from analyzer.text import Translator

if TYPE_CHECKING:
    from analyzer.reports.plans.planned import Planned
    from analyzer.run import Run


Pieces = Iterable[str]
"""A text in pieces, since one of many megabytes is better written as it is made."""


@dataclass(frozen=True)
class Screen:
    """What the screen or file that takes a text can show.

    Attributes:
        width: columns.
        is_color: colour may be used.
        is_ascii: only ASCII can be shown.
        is_plain: the text is to be read aloud: no picture, no colour.
        is_quiet: only findings and the count.
        lists_all: every finding, week and problem, where others show what matters first.
        everything: what to type to see all of that.
    """

    width: int = 80
    is_color: bool = False
    is_ascii: bool = False
    is_plain: bool = False
    is_quiet: bool = False
    lists_all: bool = False
    everything: str = "meetlint check … --all"


def render_check(run: Run, form: str, translate: Translator, screen: Screen, now: datetime) -> Pieces:
    """Return the result of ``check`` in the form called ``form``."""
    return _CHECK[form](run, translate, screen, now)


def render_events(run: Run, form: str, translate: Translator, screen: Screen) -> Pieces:
    """Return the list of events in the form called ``form``."""
    return _EVENTS[form](run, translate, screen)


def render_plan(planned: Planned, form: str, translate: Translator, screen: Screen, now: datetime) -> Pieces:
    """Return a plan in the form called ``form``."""
    return _PLAN[form](planned, translate, screen, now)


def _text(run: Run, translate: Translator, screen: Screen, now: datetime) -> Pieces:
    from analyzer.reports.terminal.terminal import render_terminal

    del now
    return [
        render_terminal(
            run,
            translate,
            width=screen.width,
            color=screen.is_color,
            ascii_only=screen.is_ascii,
            plain=screen.is_plain,
            quiet=screen.is_quiet,
            lists_all=screen.lists_all,
            everything=screen.everything,
        )
    ]


def _json(run: Run, translate: Translator, screen: Screen, now: datetime) -> Pieces:
    from analyzer.reports.json_report import render_json

    del screen, now
    return render_json(run, translate)


def _csv(run: Run, translate: Translator, screen: Screen, now: datetime) -> Pieces:
    from analyzer.reports.csv_report import render_csv

    del screen, now
    return render_csv(run, translate)


def _markdown(run: Run, translate: Translator, screen: Screen, now: datetime) -> Pieces:
    from analyzer.reports.markdown import render_markdown

    del now
    return [render_markdown(run, translate, lists_all=screen.lists_all, everything=screen.everything)]


def _ics(run: Run, translate: Translator, screen: Screen, now: datetime) -> Pieces:
    from analyzer.reports.ics_report import render_ics

    del screen
    return [render_ics(run, translate, now=now)]


def _events_text(run: Run, translate: Translator, screen: Screen) -> Pieces:
    from analyzer.reports.event_list import render_event_list
    from analyzer.reports.inert import ascii_of

    text = render_event_list(run, translate, width=screen.width)
    return ["\n".join(map(ascii_of, text.split("\n"))) if screen.is_ascii else text]


def _events_json(run: Run, translate: Translator, screen: Screen) -> Pieces:
    from analyzer.reports.json_report import render_events_json

    del screen
    return render_events_json(run, translate)


def _events_csv(run: Run, translate: Translator, screen: Screen) -> Pieces:
    from analyzer.reports.csv_report import render_events_csv

    del screen
    return render_events_csv(run, translate)


def _plan_text(planned: Planned, translate: Translator, screen: Screen, now: datetime) -> Pieces:
    from analyzer.reports.terminal.terminal import render_plan_terminal

    del now
    return [
        render_plan_terminal(
            planned,
            translate,
            width=screen.width,
            color=screen.is_color,
            ascii_only=screen.is_ascii,
            plain=screen.is_plain,
            quiet=screen.is_quiet,
        )
    ]


def _plan_json(planned: Planned, translate: Translator, screen: Screen, now: datetime) -> Pieces:
    from analyzer.reports.json_report import render_plan_json

    del screen, now
    return render_plan_json(planned, translate)


def _plan_markdown(planned: Planned, translate: Translator, screen: Screen, now: datetime) -> Pieces:
    from analyzer.reports.markdown import render_plan_markdown

    del screen, now
    return [render_plan_markdown(planned, translate)]


def _plan_ics(planned: Planned, translate: Translator, screen: Screen, now: datetime) -> Pieces:
    from analyzer.reports.ics_report import render_plan_ics

    del screen
    return [render_plan_ics(planned, translate, now=now)]


def _plan_html(planned: Planned, translate: Translator, screen: Screen, now: datetime) -> Pieces:
    from analyzer.reports.html.page import render_html

    del now
    return [render_html(planned.run, translate, is_plain=screen.is_plain)]


_CHECK: Mapping[str, Callable[[Run, Translator, Screen, datetime], Pieces]] = {
    "text": _text,
    "json": _json,
    "csv": _csv,
    "markdown": _markdown,
    "ics": _ics,
}
_EVENTS: Mapping[str, Callable[[Run, Translator, Screen], Pieces]] = {
    "text": _events_text,
    "json": _events_json,
    "csv": _events_csv,
}
_PLAN: Mapping[str, Callable[[Planned, Translator, Screen, datetime], Pieces]] = {
    "text": _plan_text,
    "json": _plan_json,
    "markdown": _plan_markdown,
    "ics": _plan_ics,
    "html": _plan_html,
}
CHECK_FORMATS = tuple(_CHECK)
PLAN_FORMATS = tuple(_PLAN)
EVENTS_FORMATS = tuple(_EVENTS)
