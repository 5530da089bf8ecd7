"""How long audits take: ``python -m benchmarks.audit [--people 50] [--weeks 52] [--teams] [--dask]``.

An organisation is made (:mod:`benchmarks.organisation`). Without ``--teams`` all of its people are audited as one team
over the whole time: once from their calendars, once from the event tables that they handed over. With ``--teams`` each
of its teams is audited by itself, by two processes on this machine and with ``--dask`` also by two workers of a
scheduler, whose reports have to be the same to the byte. Wall and CPU seconds and the peak of memory, of all processes
together and of the largest, stand beside what is asked of two processors.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from benchmarks.made_meetings import Organisation
from benchmarks.organisation import FIRST, files_of
from benchmarks.processes import Cost, measure

MEETLINT = (sys.executable, "-m", "cli")
CALENDAR_SECONDS, TABLE_SECONDS, MOST_BYTES = 15, 5, 1_000_000_000
"""What fifty people and a year of calendars, about 100,000 events, may take on two processors."""


def main(words: list[str] | None = None) -> int:
    """Print what the audits took; 1 when one took more than is asked of it, or two engines wrote different reports."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.audit", description=(__doc__ or "").partition("\n\n")[0]
    )
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--teams", action="store_true", help="each team by itself")
    parser.add_argument("--dask", action="store_true", help="with --teams: also by two workers of a scheduler")
    options = parser.parse_args(words)
    last = FIRST + timedelta(weeks=options.weeks, days=-1)
    period = ("--from", str(FIRST), "--to", str(last), "--today", str(last - timedelta(days=6)))
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        organisation = Organisation(options.people, options.weeks, options.seed, FIRST)
        calendars = place / "calendars"
        calendars.mkdir()
        for file_name, text in files_of(organisation).items():
            folder = calendars if file_name.endswith(".ics") else place
            (folder / file_name).write_text(text.replace('source = "', 'source = "calendars/'), "utf-8", newline="")
        megabytes = sum(path.stat().st_size for path in calendars.iterdir()) / 1e6
        teams = f"{len(organisation.teams)} teams, " if options.teams else ""
        print(f"{options.people} people, {teams}{options.weeks} weeks, {megabytes:.0f} MB of calendars", flush=True)
        return audit_teams(place, period, with_dask=options.dask) if options.teams else audit_one(place, period)


def audit_one(place: Path, period: Sequence[str]) -> int:
    """Audit everybody as one team, from calendars and from tables; 1 when one took more than is asked of it."""
    calendars, tables, keyed = place / "calendars", place / "tables", ("--team-key", str(place / "team.key"))
    roster = ("--roster", str(calendars), "--for", "audit", "--titles", "-o", str(tables))
    print(f"tables made         {_told(measure([*MEETLINT, 'collect', *roster, *keyed, *period]))}", flush=True)
    late = 0
    for said, folder, seconds in (
        ("from calendars", calendars, CALENDAR_SECONDS),
        ("from tables", tables, TABLE_SECONDS),
    ):
        form = ("--format", "json", "-o", str(place / "audit.json"))
        cost = measure([*MEETLINT, "audit", str(folder), *keyed, *period, *form])
        late += cost.wall > seconds or cost.peak_bytes > MOST_BYTES
        print(f"audit {said:<14}{_told(cost)}  (asked: {seconds} s, {MOST_BYTES / 1e6:.0f} MB)", flush=True)
    return int(late > 0)


def audit_teams(place: Path, period: Sequence[str], *, with_dask: bool) -> int:
    """Audit each team by itself; 1 when another engine wrote other reports."""
    common = [*MEETLINT, "audit", "--all-teams", "--config", str(place / "meetlint.toml")]
    common += ["--team-key", str(place / "team.key"), *period, "--format", "json"]
    cost = measure([*common, "-o", str(place / "pool"), "--workers", "2"])
    pool = _reports(place / "pool")
    print(f"two processes       {_told(cost)}, the largest process {cost.largest_bytes / 1e6:.0f} MB", flush=True)
    print(f"                    {len(pool)} reports, {sum(map(len, pool.values())) / 1e6:.1f} MB")
    if not with_dask:
        return 0
    from benchmarks.scale import dask_workers

    with dask_workers(2) as engine:
        cost = measure([*common, "-o", str(place / "dask"), "--scheduler", engine.address])
    is_same = _reports(place / "dask") == pool
    print(f"two Dask workers    {cost.wall:6.1f} s; the reports are {'the same' if is_same else 'OTHERS'}")
    return int(not is_same)


def _reports(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.startswith("_")}


def _told(cost: Cost) -> str:
    return f"{cost.wall:6.1f} s  {cost.cpu:6.1f} s CPU  {cost.peak_bytes / 1e6:5.0f} MB"


if __name__ == "__main__":
    sys.exit(main())
