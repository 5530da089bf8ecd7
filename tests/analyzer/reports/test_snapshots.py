"""The whole report of a few runs, word for word, as people read it.

After a wanted change: ``RENEW_SNAPSHOTS=1 pytest tests/analyzer/reports/test_snapshots.py``, then read every line.
"""

from __future__ import annotations

import os
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from event_rows import at
from report_runs import BUSY_WEEK, run_of, speaker

from analyzer.changing.change import Change, Occurrence
from analyzer.events.owner import Owner
from analyzer.reports.markdown import render_markdown
from analyzer.reports.terminal.terminal import render_terminal
from analyzer.run import Run, SourceSummary
from analyzer.time.period import Period

EXPECTED = Path(__file__).parent / "expected"
MONDAY = date(2026, 11, 16)
CHANGES = (
    Change(
        "move", "organizer", "demo", "Demo leverancier",
        (Occurrence(at("2026-11-17 12:30"), at("2026-11-17 13:30"), at("2026-11-17 13:15"), at("2026-11-17 14:15")),),
        "lunch-meeting", {"lunch-meeting": 1}, {}, {"lunches_kept": 1},
    ),
    Change(
        "end-earlier", "owner", "bila", "Bila met Els",
        (Occurrence(at("2026-11-16 13:00"), at("2026-11-16 14:00"), at("2026-11-16 13:00"), at("2026-11-16 13:50")),),
        "scattered-day", {"scattered-day": 1}, {}, {"focus_minutes": 130},
    ),
    Change("setting", "owner", removes={"back-to-back-calls": 3}),
)  # fmt: skip


def weeks_of_work() -> list[str]:
    """Return four weeks of pattern, this week and the next."""
    lines = []
    for week in range(-4, 2):
        monday, tuesday, wednesday = (MONDAY + timedelta(days=7 * week + day) for day in range(3))
        lines += [
            f"{monday} 09:00-09:30 Weekstart | call people=9 series=start facilitator",
            f"{monday} 09:30-10:30 Project Atlas | call people=6 series=atlas",
            f"{tuesday} 12:30-13:30 Demo leverancier | call people=11 series=demo",
            f"{tuesday} 13:30-14:30 Architectuuroverleg | call people=5 series=arch",
            f"{wednesday} 10:00-12:00 Focustijd | focus people=1",
        ]
    return [*lines, "2026-10-29 11:30-12:30 Intake | people=3", "2026-11-26..2026-11-27 Verlof | absence"]


@cache
def run_called(name: str) -> Run:
    if name == "busy-week":
        return run_of(*BUSY_WEEK, changes=CHANGES)
    if name == "six-weeks":
        return run_of(*weeks_of_work(), is_default_period=True)
    if name == "nothing-found":
        return run_of("mon 10:00-10:30 Bijpraten | people=2", "wed 14:00-14:45 Intake | call people=2")
    if name == "published":
        lines = ("mon 10:00-11:00 Overleg | people=unnamed", "tue 12:00-13:00 Online | call people=?")
        return run_of(*lines, owner=Owner(), name="Werk", sources=[SourceSummary("https://example.org/werk.ics", 2)])
    extent = (date(2024, 1, 15), date(2024, 3, 29))
    return run_of(period=Period(MONDAY, MONDAY + timedelta(days=6)), extent=extent)


def shown(name: str, form: str, language: str) -> str:
    translate = speaker(language)
    if form == "md":
        return render_markdown(run_called(name), translate)
    return render_terminal(
        run_called(name),
        translate,
        width=80,
        color=False,
        ascii_only=form == "ascii",
        plain=form == "plain",
        quiet=form == "quiet",
    )


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("busy-week", "text"),
        ("busy-week", "plain"),
        ("busy-week", "md"),
        ("busy-week", "ascii"),
        ("busy-week", "quiet"),
        ("six-weeks", "text"),
        ("nothing-found", "text"),
        ("published", "text"),
        ("empty", "text"),
    ],
)
def test_report_reads_as_expected(name: str, form: str, language: str) -> None:
    path = EXPECTED / f"{name}.{form}.{language}.txt"
    text = shown(name, form, language)
    if os.environ.get("RENEW_SNAPSHOTS"):
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")
