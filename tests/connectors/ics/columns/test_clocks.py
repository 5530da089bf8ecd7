from __future__ import annotations

import random
import struct
from datetime import datetime, timedelta
from importlib.resources import files
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from connectors.ics.columns.clocks import Clock, is_calm
from connectors.ics.parsing.components import RawComponent
from connectors.ics.parsing.decoding import Line
from connectors.ics.parsing.moments import to_utc
from connectors.ics.parsing.vtimezones import zone_from_definition
from connectors.ics.work import Work
from tests.connectors.ics.ics_samples import vtimezone

EPOCH = datetime(1970, 1, 1)
DAY = 86_400
NAMES = [name for name in files("tzdata").joinpath("zones").read_text("ascii").split() if name != "Factory"]


def changes(name: str) -> list[int]:
    """The instants at which the clock of a zone changes, out of the second part of its TZif file (RFC 8536)."""
    data = files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()
    counts = struct.unpack(">6l", data[20:44])
    isut, isstd, leap, times, types, letters = counts
    second = 44 + times * 5 + types * 6 + letters + leap * 8 + isstd + isut
    times = struct.unpack(">6l", data[second + 20 : second + 44])[3]
    return list(struct.unpack(f">{times}q", data[second + 44 : second + 44 + times * 8]))


def test_no_zone_of_the_world_changes_its_clock_twice_within_two_days() -> None:
    """What reading the offset at every midnight rests on; checked anew with every release of tzdata."""
    gaps = {
        name: later - earlier
        for name in NAMES
        for earlier, later in pairwise(changes(name))
        if earlier > -2_200_000_000 and later - earlier < 2 * DAY
    }
    assert len(NAMES) > 400
    assert gaps == {}


def seconds(moment: datetime) -> int:
    return int((moment - EPOCH).total_seconds())


@pytest.mark.parametrize(
    "name", ["Europe/Amsterdam", "America/Sao_Paulo", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia", "UTC"]
)
def test_instants_are_those_of_the_standard_library(name: str) -> None:
    chance, zone = random.Random(name), ZoneInfo(name)
    moments = [datetime(1905, 1, 1) + timedelta(minutes=chance.randrange(150_000_000)) for _ in range(500)]
    for change in changes(name)[-60:]:
        around = EPOCH + timedelta(seconds=change)
        moments += [around + timedelta(minutes=chance.randrange(-2000, 2000)) for _ in range(6)]
        moments += [around + timedelta(hours=hours) for hours in (-1, 0, 1, 2)]
    local = np.array([seconds(moment) for moment in moments])
    expected = [seconds(to_utc(moment, zone)) for moment in moments]
    assert Clock(zone).to_utc(local).tolist() == expected


def definition(*lines: str) -> RawComponent:
    found = RawComponent("VTIMEZONE", 1)
    for line in lines:
        if line.startswith("BEGIN:") and not line.endswith("VTIMEZONE"):
            found.parts.append(RawComponent(line[6:], 1))
        elif found.parts:
            found.parts[-1].lines.append(Line(1, line))
    return found


def test_a_zone_of_a_file_is_believed_to_be_calm_only_when_it_is() -> None:
    calm = zone_from_definition(definition(*vtimezone("Own").split("\n")), "Own", Work())
    assert calm is not None and is_calm(calm)  # noqa: PT018
    leaping = zone_from_definition(
        definition(
            *("BEGIN:STANDARD", "DTSTART:20260303T160000", "TZOFFSETFROM:+0500", "TZOFFSETTO:+0100"),
            *("BEGIN:DAYLIGHT", "DTSTART:20260303T080000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0500"),
        ),
        "Own",
        Work(),
    )
    assert leaping is not None and not is_calm(leaping)  # noqa: PT018
    local = np.array([seconds(datetime(2026, 3, 3, hour)) for hour in range(24)])
    offsets = Clock(leaping).offsets(local) // 3600
    assert offsets.tolist() == [1] * 12 + [5] * 4 + [1] * 8
