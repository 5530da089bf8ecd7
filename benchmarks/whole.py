"""Whole programs beside each other: meetlint and the readers of ``benchmarks.peers`` on the same made-up calendars."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks import peers
from benchmarks.agreement import Agreement, compare, occurrences_in
from benchmarks.calendars import Made, crowded_year, daily_series, ten_years
from benchmarks.made_calendar import HOME
from benchmarks.processes import Cost, measure_in_turn
from benchmarks.shares import REAL, WORST, TextShares
from benchmarks.table import Goal, Part, Row, markdown_table

ROOT = Path(__file__).parents[1]
TODAY = date(2026, 11, 18)
MEETLINT = (sys.executable, "-m", "cli")
EVENTS_JSON = "events as JSON"
EVENTS = 20_000
MANY_EVENTS = 100_000
MB = 1e6


@dataclass(frozen=True, slots=True)
class Bench:
    """What a run has to work with: a folder for files, the peers, and how much is measured."""

    folder: Path
    found: Sequence[peers.Peer]
    missing: Mapping[str, str]
    runs: int = 3
    divisor: int = 1


@dataclass(slots=True)
class Trial:
    """One calendar, the commands that meetlint is measured by, and what came out."""

    name: str
    file: Path
    made: Made
    words: tuple[str, ...]
    commands: Mapping[str, tuple[str, ...]]
    costs: dict[str, Cost] = field(default_factory=dict)
    agreements: list[Agreement] = field(default_factory=list)
    occurrences: int = 0


def ten_years_part(bench: Bench) -> Part:
    """Measure a person's export of ten years in the default period: only some weeks of it are judged."""
    today = ("--today", TODAY.isoformat())
    goals = {"check as text": Goal(25, 60), "check as JSON": Goal(25, 60)}

    def measured(bench: Bench, name: str, shares: TextShares) -> Part:
        made = ten_years(EVENTS // bench.divisor, TODAY, shares=shares)
        trial = _trial(bench, name, made, today, {"check as text": ("check", "--exit-zero", "--lang", "en")})
        trial.commands = {**trial.commands, **_as_json(trial, "check", "--exit-zero")}
        return _part(bench, trial, "A person's export of ten years, in the default period", goals)

    return _with_worst_case(bench, "ten years", measured)


def crowded_year_part(bench: Bench) -> Part:
    """Measure a year with more occurrences than a person has, all of it judged."""
    year = ("--from", f"{TODAY.year}-01-01", "--to", f"{TODAY.year}-12-31", "--today", TODAY.isoformat())
    goals = {EVENTS_JSON: Goal(20, 40), "check as JSON": Goal(8, 20)}

    def measured(bench: Bench, name: str, shares: TextShares) -> Part:
        made = crowded_year(EVENTS // bench.divisor, TODAY.year, shares=shares)
        trial = _trial(bench, name, made, year, {})
        trial.commands = _as_json(trial, "check", "--exit-zero")
        return _part(bench, trial, "A crowded year, all of it", goals)

    return _with_worst_case(bench, "crowded year", measured)


def _with_worst_case(bench: Bench, name: str, measured: Callable[[Bench, str, TextShares], Part]) -> Part:
    """Measure a calendar whose texts are as real ones are, and once, beside the plain peer, one with the worst texts.

    The goals are for the first; what the second takes stands below it.
    """
    part = measured(bench, name, REAL)
    plain = [peer for peer in bench.found if peer.name == peers.PLAIN]
    worst = measured(Bench(bench.folder, plain, bench.missing, 1, bench.divisor), f"{name}, worst texts", WORST)
    part.below = [
        f"Of the descriptions {REAL.distinct:.0%} are distinct, and {REAL.speaking:.0%} of those hold a word of a "
        "role and are read closely, as in the real calendars that `benchmarks.shares` counts.",
        *part.below,
        "With the worst texts every meeting has one of its own, and half of them are read closely:",
        markdown_table(
            ("what", "meetlint", "beside it", "times"),
            [
                (row.what, row.product, row.beside, "-" if row.figure is None else f"{row.figure:.1f}")
                for row in worst.rows
            ],
        ),
    ]
    part.faults += worst.faults
    return part


def daily_series_part(bench: Bench) -> Part:
    """Measure a small file that gives very many occurrences."""
    series, year = 1_000 // bench.divisor, 2028
    file = bench.folder / "daily.ics"
    file.write_text(daily_series(series, year), newline="")
    first, last = date(year, 1, 1), date(year, 12, 31)
    words = ("--from", str(first), "--to", str(last), "--today", str(last), "--lang", "en")
    command = (*MEETLINT, "check", str(file), "--exit-zero", *words)
    occurrences = series * ((last - first).days + 1)
    what = f"check of {occurrences:,} occurrences from {series:,} daily series ({file.stat().st_size / MB:.1f} MB)"
    cost = measure_in_turn({"check": command}, max(1, bench.runs - 1))["check"]
    rows = [
        Row(what, Goal(10, 3, "s", at_most=True), cost.cpu, shown(cost)),
        Row("peak memory of that check", Goal(0.8, 0.4, "GB", at_most=True), cost.peak_bytes / 1e9, shown(cost)),
    ]
    return Part("A small file with many occurrences", rows)


def collect_part(bench: Bench) -> Part:
    """Measure the reading of many events into an event table, beside readers that only read and expand."""
    part = Part("Many events into an event table")
    events = MANY_EVENTS // bench.divisor
    goals = (
        (f"collect of {events:,} events, 1 year", Goal(50, 100)),
        ("peak memory of collect, how many times less", Goal(5, 8)),
    )
    has_collect = "collect" in _commands_of_meetlint()
    plain = next((peer for peer in bench.found if peer.name == peers.PLAIN), None)
    if not has_collect or plain is None:
        why = "there is no such command yet" if not has_collect else bench.missing[peers.PLAIN]
        part.rows = [Row(what, goal, why=why) for what, goal in goals]
        return part
    made = crowded_year(events, TODAY.year, seed=3)
    year = ("--from", f"{TODAY.year}-01-01", "--to", f"{TODAY.year}-12-31", "--today", TODAY.isoformat())
    trial = _trial(bench, "many events", made, year, {})
    tables = bench.folder / "tables"
    trial.commands = {"collect": ("collect", "-o", str(tables))}
    few = Bench(bench.folder, [peer for peer in bench.found if peer.name in (peers.PLAIN, "libical")], {}, 1)
    _measure(few, trial, _period_of(trial), with_events=False)
    command = (*MEETLINT, "events", str(tables), *year, "--format", "json", "-o", str(_output(trial, EVENTS_JSON)))
    measure_in_turn({EVENTS_JSON: command}, 1)
    _agree(few, trial)
    ours, theirs = trial.costs["collect"], trial.costs[peers.PLAIN]
    figures = (theirs.cpu / ours.cpu, theirs.peak_bytes / ours.peak_bytes)
    part.rows = [
        Row(what, goal, figure, shown(ours), shown(theirs)) for (what, goal), figure in zip(goals, figures, strict=True)
    ]
    part.below = [_described(trial), _peer_table(few, trial, "collect"), *_agreement_text(trial)]
    part.faults = _faults(trial)
    return part


def shown(cost: Cost) -> str:
    """Return what something cost, in seconds of CPU and megabytes."""
    seconds = f"{cost.cpu:.2f}" if cost.cpu < 10 else f"{cost.cpu:.1f}"
    return f"{seconds} s, {cost.peak_bytes / MB:,.0f} MB"


def _trial(
    bench: Bench, name: str, made: Made, words: tuple[str, ...], commands: Mapping[str, tuple[str, ...]]
) -> Trial:
    file = bench.folder / f"{name.replace(' ', '-')}.ics"
    file.write_text(made.text, encoding="utf-8", newline="")
    return Trial(name, file, made, words, commands)


def _as_json(trial: Trial, command: str, *options: str) -> dict[str, tuple[str, ...]]:
    name = f"{command} as JSON"
    return {name: (command, *options, "--format", "json", "-o", str(_output(trial, name)))}


def _part(bench: Bench, trial: Trial, title: str, goals: Mapping[str, Goal]) -> Part:
    """Measure a trial by its own commands and by ``events``, and say what came out."""
    _measure(bench, trial, _period_of(trial))
    _agree(bench, trial)
    theirs = trial.costs.get(peers.PLAIN)
    rows = []
    for name, goal in goals.items():
        what, ours = (
            f"{trial.name}: {name}, {trial.made.counts['events']:,} events, {trial.occurrences:,} occurrences",
            trial.costs[name],
        )
        if theirs is None:
            rows.append(Row(what, goal, product=shown(ours), why=bench.missing[peers.PLAIN]))
        else:
            rows.append(Row(what, goal, theirs.cpu / ours.cpu, shown(ours), shown(theirs)))
    below = [_described(trial), _peer_table(bench, trial, EVENTS_JSON), *_agreement_text(trial)]
    return Part(title, rows, below, _faults(trial))


def _period_of(trial: Trial) -> tuple[str, str]:
    """Return the instants between which meetlint judges, found by asking it."""
    output = _output(trial, EVENTS_JSON)
    command = (*MEETLINT, "events", str(trial.file), *trial.words, "--format", "json", "-o", str(output))
    measure_in_turn({EVENTS_JSON: command}, 1)
    period = json.loads(output.read_text("utf-8"))["period"]
    first, last = (date.fromisoformat(period[end]) for end in ("from", "to"))
    return _midnight(first), _midnight(last + timedelta(days=1))


def _midnight(day: date) -> str:
    local = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(HOME))
    return local.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _measure(bench: Bench, trial: Trial, window: tuple[str, str], *, with_events: bool = True) -> None:
    """Run meetlint's commands and the peers in turn."""
    commands: dict[str, Sequence[str]] = {}
    ours = {**trial.commands, **(_as_json(trial, "events") if with_events else {})}
    for name, (command, *options) in ours.items():
        commands[name] = (*MEETLINT, command, str(trial.file), *trial.words, *options)
    for peer in bench.found:
        commands[peer.name] = (
            *peer.program,
            str(trial.file),
            *window,
            HOME,
            str(_output(trial, peer.name, peer.suffix)),
        )
    trial.costs = measure_in_turn(commands, bench.runs)


def _agree(bench: Bench, trial: Trial) -> None:
    """Compare the occurrences that each reader wrote with those of meetlint."""
    ours = occurrences_in(_output(trial, EVENTS_JSON))
    trial.occurrences = ours.total()
    for peer in bench.found:
        theirs = occurrences_in(_output(trial, peer.name, peer.suffix))
        trial.agreements.append(compare(peer.name, ours, theirs, trial.made.traits))


def _output(trial: Trial, name: str, suffix: str = ".json") -> Path:
    return trial.file.with_name(f"{trial.file.stem}-{name.replace(' ', '-')}{suffix}")


def _described(trial: Trial) -> str:
    counts, megabytes = trial.made.counts, trial.file.stat().st_size / MB
    return (
        f"The calendar: {megabytes:.1f} MB, {counts['events']:,} events, of which {counts['single']:,} happen once, "
        f"{counts['series']:,} are series ({counts['endless']} without end, {counts['excluded']:,} EXDATE) and "
        f"{counts['override']:,} are overrides ({counts['cancelled']} cancelled). Whole days: {counts['all-day']}, "
        f"private: {counts['private']}, in UTC: {counts['utc']:,}, in another zone: {counts['other zone']}."
    )


def _peer_table(bench: Bench, trial: Trial, own: str) -> str:
    ours = trial.costs[own]
    lines = [("meetlint, " + own, f"{ours.cpu:.2f}", f"{ours.wall:.2f}", f"{ours.peak_bytes / MB:,.0f}", "1")]
    for peer in bench.found:
        cost = trial.costs[peer.name]
        ratio = f"{cost.cpu / ours.cpu:.3g}"
        lines.append((peer.version, f"{cost.cpu:.2f}", f"{cost.wall:.2f}", f"{cost.peak_bytes / MB:,.0f}", ratio))
    return markdown_table(("reader", "CPU s", "wall s", "peak MB", "times meetlint's CPU"), lines)


def _agreement_text(trial: Trial) -> list[str]:
    lines = []
    for one in trial.agreements:
        differences = f"{one.only_peer:,} only there, {one.only_meetlint:,} only in meetlint"
        reasons = "; ".join(f"{reason} ({times:,})" for reason, times in one.explained.items())
        if one.unexplained:
            reasons = "; ".join(filter(None, (reasons, f"**{len(one.unexplained):,} without a known reason**")))
        is_same = not one.only_peer and not one.only_meetlint
        lines.append((one.peer, f"{one.occurrences:,}", "the same" if is_same else f"{differences}: {reasons}"))
    if not lines:
        return []
    head = ("reader", "occurrences", f"beside meetlint's {trial.occurrences:,}")
    return [markdown_table(head, lines)]


def _faults(trial: Trial) -> list[str]:
    return [
        f"{trial.name}: {one.peer} and meetlint differ without a known reason, such as at {one.unexplained[:3]}"
        for one in trial.agreements
        if not one.is_explained
    ]


def _commands_of_meetlint() -> set[str]:
    from cli import cli  # the program itself is what the rows measure: only this asks for its names

    return set(cli.commands)
