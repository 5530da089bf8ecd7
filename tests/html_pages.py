"""Pages for the tests of the report: the samples, and weeks that are hard to draw or meant to do harm."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pandas as pd
from council_pages import COUNCIL, council_page
from event_rows import events
from report_runs import BUSY_WEEK, TODAY, retitled, run_of, run_of_table
from team_audits import AUDITS, audit_page

from analyzer.problems import Problem, ProblemKind
from analyzer.reports.html import page as html_page
from analyzer.reports.html.ghosts import Ghost
from analyzer.reports.html.page import render_html
from analyzer.run import Run, SourceSummary
from analyzer.text import translator
from analyzer.time.period import parse_period
from tests.sample_run import sample_run

CROWDED_DAY = (
    *(f"tue 10:00-11:00 Meeting number {number} about something | call people={number + 3}" for number in range(8)),
    *(f"wed 09:{number * 4:02d}-12:00 Workstream {number} | people={number + 3}" for number in range(12)),
    "thu 09:00-09:15 Stand-up | call people=9",
    "thu 09:15-09:30 Triage | call people=4",
    "thu 09:30-09:35 Five | call people=3",
    "thu 10:00-10:30 Half an hour with a long name | call people=3",
    "thu 10:15-10:45 The other half | people=5",
    "thu 22:30-fri 01:30 Release night | call people=5",
    "sat 10:00-11:00 Saturday | people=3",
    "fri Away | absence",
)

HARD_TITLES = (
    "שיחת צוות שבועית על תכנון",
    "اجتماع الفريق الأسبوعي حول الخطة (1)",
    "Quarterly review of the roadmap and of everything that we promised to everybody in the year before this",
    "встреча 会议 週例会議",
    "x" * 100,
)

_PAYLOADS = (
    "<script>document.body.dataset.touched='{n}'</script>",
    "<img src=x onerror=\"document.body.dataset.touched='{n}'\">",
    "<svg onload=\"document.body.dataset.touched='{n}'\">",
    '"><script src=//evil.example/{n}.js></script>',
    "' onmouseover='alert({n})' x='",
    "</title><script>alert({n})</script>",
    "</style><style>@import url(//evil.example/{n}.css)</style>",
    "</bdi></span></li></ol><iframe src=https://evil.example/{n}></iframe>",
    "<base href=https://evil.example/{n}/>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/{n}'>",
    "<link rel=stylesheet href=https://evil.example/{n}.css>",
    "<a href=javascript:alert({n})>x</a>",
    "{{{{ 7 * {n} }}}} {{% for x in y %}}",
    "${{alert({n})}} #{{7*{n}}}",
    "<!-- {n} --><![CDATA[<script>alert({n})</script>]]>",
    "&lt;script&gt;alert({n})&lt;/script&gt;",
    "\ue000<b>\ue001<script>alert({n})</script>\ue000",
    "\u202e<script>{n}\u2066",
    "\x00\x1b[31m<script>alert({n})</script>\x07",
    "<math><mtext></table><mglyph><style><img src=x onerror=alert({n})>",
    "<input autofocus onfocus=alert({n})>",
    "<video src=//evil.example/{n} autoplay></video>",
    "<object data=//evil.example/{n}></object>",
    "url(//evil.example/{n}.png) expression(alert({n}))",
    "<form action=//evil.example/{n}><button>x",
    "data:text/html,<script>alert({n})</script>",
)
"""Each is used with several numbers, so that a hundred and more differ."""

UNREADABLE = ProblemKind("source-unreadable", "{reason}")
HOSTILE = tuple(payload.format(n=number) for number in range(1, 6) for payload in _PAYLOADS)


def hostile_run() -> Run:
    """Return a run in which every text that a calendar can bring is hostile, over 130 of them."""
    lines = [
        f"2026-11-{monday + day:02d} {9 + hour:02d}:00-{9 + hour:02d}:50 x | {words}"
        for monday, words in (
            (16, "call people=5 series=s"),
            (9, "free people=3"),
            (2, "people=unnamed"),
        )
        for day in range(5)
        for hour in range(9)
    ]
    table = retitled(events(*lines), HOSTILE)
    texts = pd.Series([HOSTILE[row % len(HOSTILE)] for row in range(len(table))], dtype="str")
    table = table.assign(**dict.fromkeys(("description", "location", "organizer", "source", "vendor_id"), texts))
    run = run_of_table(table)
    return replace(
        run,
        name=HOSTILE[0],
        sources=[SourceSummary(text, 1) for text in HOSTILE],
        problems=[Problem(text, UNREADABLE, uid=text, fields={"reason": text}) for text in HOSTILE],
        settings_file=HOSTILE[3],
    )


def five_weeks() -> Run:
    """Return the run of five weeks that are much alike."""
    return run_of(
        *(
            f"2026-{day} {line}"
            for day in ("10-26", "11-02", "11-09", "11-16", "11-23")
            for line in (
                "09:00-10:00 Weekly | call people=8 series=w",
                "10:00-11:00 Next | call people=4 series=n",
                "12:15-13:15 Lunch talk | call people=30+ series=l",
            )
        )
    )


def moment(text: str) -> pd.Timestamp:
    """Return an instant from a time of November 2026 in Amsterdam, such as "18 13:30"."""
    return pd.Timestamp(f"2026-11-{text}", tz=ZoneInfo("Europe/Amsterdam")).tz_convert("UTC")


@cache
def changed_run() -> Run:
    """Return the run of a week in which :data:`GHOSTS` changes something."""
    return replace(run_of(*BUSY_WEEK), today=TODAY)


def _ghost(number: int, old: tuple[str, str] | None, new: tuple[str, str] | None) -> Ghost:
    spans = [span and (moment(span[0]), moment(span[1])) for span in (old, new)]
    if spans[0] is None:
        return Ghost(number, None, spans[1])
    table = changed_run().table.frame
    uid = table.loc[(table["start"] == spans[0][0]) & (table["end"] == spans[0][1]), "uid"].iloc[0]
    return Ghost(number, spans[0], spans[1], uid)


GHOSTS = (
    _ghost(1, ("18 13:30", "18 15:00"), ("19 10:00", "19 11:30")),  # to another day
    _ghost(1, ("19 12:00", "19 13:30"), ("19 13:15", "19 14:45")),  # over its own old place, beside a dentist
    _ghost(2, ("18 15:00", "18 15:45"), ("18 15:00", "18 15:35")),
    _ghost(2, ("19 09:30", "19 10:00"), ("19 09:35", "19 10:00")),
    _ghost(3, ("19 09:15", "19 09:30"), None),
    _ghost(3, None, ("18 16:00", "18 17:30")),
    _ghost(3, None, ("19 20:00", "19 21:00")),  # below the hours that are drawn
)
"""What three changes would do to the busy week."""

RUNS: dict[str, Callable[[], Run]] = {
    "busy": lambda: run_of(*BUSY_WEEK),
    "crowded": lambda: run_of(*CROWDED_DAY),
    "titles": lambda: run_of_table(retitled(events(*BUSY_WEEK), HARD_TITLES)),
    "five-weeks": five_weeks,
    "gap": lambda: run_of("2026-11-09 09:00-10:00 A | call people=3", "2026-11-26 09:00-10:00 B | call people=3"),
    "nothing": run_of,
    "changed": changed_run,
    "one-week-nl": lambda: sample_run("nl", parse_period(week="2026-W47")),
    "hostile": hostile_run,
    "sample-nl": lambda: sample_run("nl"),
    "sample-en": lambda: sample_run("en"),
}


@cache
def page_of(name: str) -> str:
    """Return the page of a run; the Dutch sample in Dutch, all else in English. ``-plain`` at the end: as lists.

    Or the page of an audit or of a document for a works council, whose name ends in its language.
    """
    if name in COUNCIL:
        return council_page(name)
    if name in AUDITS:
        return audit_page(name)
    run = RUNS[name.removesuffix("-plain")]()
    if name.startswith("changed"):
        with patch.object(html_page, "ghosts_of", lambda changes: GHOSTS):
            return render_html(run, translator("en"))
    return render_html(run, translator("nl" if "-nl" in name else "en"), is_plain=name.endswith("-plain"))


def names() -> Sequence[str]:
    """Return the names of all pages."""
    return [*RUNS, "busy-plain", *AUDITS, *COUNCIL]
