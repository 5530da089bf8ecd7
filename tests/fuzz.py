"""Random calendars and settings files, for minutes: ``make fuzz``. What is found is printed ready to become a case.

    python -m tests.fuzz --minutes 3

A calendar goes from its bytes to what takes place in a week; a settings file from its bytes to what ``settings`` lists.
Neither may end otherwise than in a result or in the error that says what is wrong, and neither may take long.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import rules
from analyzer.errors import SettingsError, SourceError
from analyzer.rulebook.loading import load_rules
from analyzer.settings.file import parse_settings
from analyzer.settings.schema import render_settings, settings_in_force
from analyzer.text import translator
from commands.analysis import file_sections
from connectors.ics.calendar import read_calendars
from connectors.ics.parsing.problems import EVENT_UNREADABLE

MOST_SECONDS = 2.0
"""CPU time of one example, which is small."""
BATCH = 100
ENGLISH = translator("en")
SECTIONS = file_sections(load_rules(rules))

_times = st.one_of(
    st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31)).map(lambda one: one.strftime("%Y%m%dT%H%M%S").zfill(15)),
    st.datetimes(datetime(2026, 2, 20), datetime(2026, 3, 20)).map(lambda one: one.strftime("%Y%m%dT%H%M%S")),
    st.sampled_from(
        ["20260302", "20260303T000000", "20260303T090000Z", "00010101T000000Z", "99991231T235959Z", "x", ""]
    ),
)
_numbers = st.one_of(st.integers(-400, 400), st.sampled_from([0, 10**9, 10**18])).map(str)
_rule_parts = st.one_of(
    st.tuples(
        st.sampled_from(
            [
                "COUNT",
                "INTERVAL",
                "BYDAY",
                "BYMONTHDAY",
                "BYYEARDAY",
                "BYWEEKNO",
                "BYMONTH",
                "BYSETPOS",
                "BYHOUR",
                "BYMINUTE",
            ]
        ),
        st.one_of(
            _numbers, st.lists(_numbers, max_size=5).map(",".join), st.sampled_from(["MO", "-1SU", "53FR,TU", "²"])
        ),
    ),
    st.tuples(st.just("UNTIL"), _times),
    st.tuples(st.just("WKST"), st.sampled_from(["SU", "MO", "XX"])),
).map("=".join)
_rules = st.tuples(
    st.sampled_from(["HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY", "SECONDLY", ""]).map("FREQ={}".format),
    st.lists(_rule_parts, max_size=4),
).map(lambda parts: ";".join([parts[0], *parts[1]]))
_zones = st.sampled_from(
    [
        "Europe/Amsterdam",
        "W. Europe Standard Time",
        "(UTC+01:00) Amsterdam",
        "Own",
        "own",
        "UTC",
        "",
        '"',
        "²",
        "../x",
        "a:b",
    ]
)
_texts = st.text(max_size=40).map(lambda text: text.replace("\n", "\\n"))
_odd = st.text(alphabet=';:=",\\ \t()TZIDmailto1é\x1b\u202e', max_size=60)
_lines = st.one_of(
    st.tuples(
        st.sampled_from(["DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE"]),
        st.one_of(st.just(""), _zones.map(";TZID={}".format), st.just(";VALUE=DATE"), st.just(";RANGE=THISANDFUTURE")),
        st.lists(_times, min_size=1, max_size=3).map(",".join),
    ).map(lambda parts: f"{parts[0]}{parts[1]}:{parts[2]}"),
    st.tuples(st.sampled_from(["RRULE", "EXRULE"]), _rules).map(":".join),
    st.tuples(
        st.sampled_from(
            ["SUMMARY", "DESCRIPTION", "LOCATION", "UID", "DURATION", "SEQUENCE", "CATEGORIES", "STATUS", "CLASS"]
        ),
        _texts,
    ).map(":".join),
    st.tuples(st.sampled_from(["ATTENDEE", "ORGANIZER", "DTSTART", "SUMMARY", "RRULE", "X-WR-TIMEZONE"]), _odd).map(
        ";".join
    ),
    st.sampled_from(
        [
            "BEGIN:VEVENT",
            "END:VEVENT",
            "BEGIN:VCALENDAR",
            "END:VCALENDAR",
            "BEGIN:VTIMEZONE",
            "END:VTIMEZONE",
            "UID:a",
            "BEGIN:STANDARD",
            "END:STANDARD",
            "TZID:Own",
            "TZOFFSETFROM:+0100",
            "TZOFFSETTO:-2359",
            "TZOFFSETTO:+0200",
            "METHOD:CANCEL",
            "DURATION:-P1D",
            "DURATION:P99999999D",
            "SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=x:=C3=",
        ]
    ),
    _odd,
)
_events = st.tuples(_times, _lines, st.lists(_lines, max_size=8)).map(
    lambda parts: "\r\n".join(["BEGIN:VEVENT", "UID:a", f"DTSTART:{parts[0]}", parts[1], *parts[2], "END:VEVENT"])
)
_zone = st.tuples(_times, _rules).map(
    lambda parts: "\r\n".join(
        [
            "BEGIN:VTIMEZONE",
            "TZID:Own",
            "BEGIN:STANDARD",
            f"DTSTART:{parts[0]}",
            f"RRULE:{parts[1]}",
            "TZOFFSETTO:+0130",
            "END:STANDARD",
            "END:VTIMEZONE",
        ]
    )
)
_calendars = st.one_of(
    st.lists(st.one_of(_events, _zone, _lines), max_size=8).map(
        lambda parts: "\r\n".join(["BEGIN:VCALENDAR", *parts, "END:VCALENDAR"]).encode("utf-8", "replace")
    ),
    st.binary(max_size=200).map(b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n".__add__),
)

_names = [(section, name) for section in SECTIONS for name in section.model.model_fields]
_toml_values = st.recursive(
    st.one_of(
        st.integers(-(10**25), 10**25).map(str),
        st.floats().map(repr),
        st.text(max_size=20).map(lambda text: '"' + text.replace("\\", "").replace('"', "") + '"'),
        st.sampled_from(
            [
                "true",
                "2026-11-16",
                "10:00:00",
                '"09:00-12:00"',
                '"mon"',
                '"Europe/Rome"',
                '"\\u001b[2J"',
                "0x" + "f" * 999,
            ]
        ),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda values: f"[{', '.join(values)}]"),
        st.tuples(st.sampled_from(["a", '"²"', "title", "rule"]), inner).map(lambda pair: f"{{{pair[0]} = {pair[1]}}}"),
    ),
    max_leaves=6,
)
_keys = st.one_of(st.sampled_from(_names).map(lambda pair: pair[1]), st.text(max_size=8), st.just('"²"'))
_heads = st.one_of(
    st.sampled_from(SECTIONS).map(
        lambda one: {"table": f"[{one.name}]", "tables": f'[{one.name}."x.²"]', "list": f"[[{one.name}]]"}[one.form]
    ),
    st.sampled_from(["[agreements.days.tue]", "[[agreements.roles]]", "[a.b", "[[x]]", ""]),
)
_settings_files = st.one_of(
    st.lists(
        st.tuples(_heads, st.lists(st.tuples(_keys, _toml_values).map(" = ".join), max_size=3)).map(
            lambda parts: "\n".join([parts[0], *parts[1]])
        ),
        max_size=4,
    ).map(lambda parts: "\n".join(parts).encode("utf-8", "replace")),
    st.binary(max_size=100),
)


def read_calendar(data: bytes) -> None:
    """Read the bytes of a calendar and work out a week of it.

    Raises:
        AssertionError: an event met a defect of the reader.
    """
    try:
        calendars = read_calendars(data, "fuzz.ics")
    except SourceError as error:
        error.say(ENGLISH)
        return
    for calendar in calendars:
        calendar.occurrences(
            datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 9, tzinfo=UTC), ZoneInfo("Europe/Rome")
        )
        calendar.first_and_last(ZoneInfo("America/St_Johns"))
        for problem in calendar.problems:
            assert problem.code != EVENT_UNREADABLE.code, problem.say(ENGLISH)


def read_settings(data: bytes) -> None:
    """Read the bytes of a settings file and list it.

    Raises:
        AssertionError: what is listed could drive a terminal.
    """
    try:
        read = parse_settings(data, "fuzz.toml", SECTIONS)
    except SettingsError as error:
        for mistake in (*error.mistakes, error):
            mistake.say(ENGLISH)
        return
    listed = render_settings(settings_in_force(read, SECTIONS, {}), ENGLISH)
    assert all(sign.isprintable() or sign == "\n" for sign in listed)


TARGETS: dict[str, tuple[Callable[[bytes], None], SearchStrategy[bytes]]] = {
    "read_calendar": (read_calendar, _calendars),
    "read_settings": (read_settings, _settings_files),
}


def find(name: str, number: int, examples: int = BATCH) -> str:
    """Run one batch of examples; return what broke as a line for a test, "" when nothing did."""
    target, examples_of = TARGETS[name]
    broken: list[bytes] = []

    @seed(number)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=False,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(examples_of)
    def batch(data: bytes) -> None:
        began = time.process_time()
        try:
            target(data)
            assert time.process_time() - began < MOST_SECONDS, "it takes long"
        except BaseException:
            broken.append(data)
            raise

    try:
        batch()
    except Exception as error:  # whatever it is, it is the find
        return f"{name}({broken[-1]!r})  # {type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"
    return ""


def main() -> int:
    """Fuzz for some minutes; the exit code is 1 when something was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=3)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    chosen = parser.parse_args()
    end = time.monotonic() + chosen.minutes * 60
    found: set[str] = set()
    batch = chosen.seed
    while time.monotonic() < end:
        for name in TARGETS:
            case = find(name, batch)
            if case and (why := case.partition("  # ")[2]) not in found:
                found.add(why)
                sys.stdout.write(f"{case}\n")
                sys.stdout.flush()
        batch += 1
    sys.stdout.write(f"{batch - chosen.seed} batches of {BATCH} from seed {chosen.seed}; found: {len(found)}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
