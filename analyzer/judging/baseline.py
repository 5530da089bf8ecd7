"""A baseline: today's findings as keyed hashes, so that a check fails only on what is new.

A finding is known by its rule and the series that show it, not by its day: next week's occurrence of the same meeting
in the same lunch hour is nothing new. Where a series and single meetings show a finding together, it is known by the
series. No event text enters the file, and without the key nobody can tell which meeting a hash stands for.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from analyzer.errors import SettingsError
from analyzer.events.table import EventTable
from analyzer.judging.listing import Finding
from analyzer.text import N_

SCHEMA = "meetlint-baseline/1"
FILE_NAME = "meetlint-baseline.json"
_CHECK = b"meetlint baseline"


@dataclass(frozen=True)
class Baseline:
    """The findings that were known on one day.

    Attributes:
        made: the day it was made.
        hashes: one keyed hash per known finding.
    """

    made: date
    hashes: frozenset[str]

    def knows(self, finding: Finding, table: EventTable, key: bytes) -> bool:
        """Return whether ``finding`` was known."""
        return finding_hash(finding, table, key) in self.hashes


def finding_hash(finding: Finding, table: EventTable, key: bytes) -> str:
    """Return the keyed hash (HMAC-SHA256, 32 hex digits) by which a finding is known.

    Args:
        finding: the finding.
        table: the event table its events stand in.
        key: the secret of the person who makes the baseline.
    """
    uid, recurring = table.column("uid"), table.column("recurring")
    series = {uid[row] for row in finding.events if recurring[row]}
    uids = sorted(series or {uid[row] for row in finding.events})
    names = json.dumps([finding.rule, *uids], ensure_ascii=True)
    return hmac.new(key, names.encode(), hashlib.sha256).hexdigest()[:32]


def dump_baseline(findings: Iterable[Finding], table: EventTable, key: bytes, made: date) -> str:
    """Return the text of a baseline file."""
    hashes = sorted({finding_hash(finding, table, key) for finding in findings})
    content = {"schema": SCHEMA, "made": made.isoformat(), "key": _key_name(key), "findings": hashes}
    return json.dumps(content, indent=2) + "\n"


def parse_baseline(data: bytes, file: str, key: bytes) -> Baseline:
    """Read a baseline file.

    Raises:
        SettingsError: it is no baseline, or it was made with another key.
    """
    try:
        content = json.loads(data)
        baseline = Baseline(date.fromisoformat(content["made"]), frozenset(map(str, content["findings"])))
        name, schema = str(content["key"]), str(content["schema"])
    except (ValueError, KeyError, TypeError) as error:
        raise SettingsError(
            N_("{file} is no baseline."), N_("Make one with: meetlint baseline SOURCE -o {file}"), file=file
        ) from error
    if schema != SCHEMA:
        raise SettingsError(
            N_("{file} is a baseline of another version ({schema})."),
            N_("Make it again with: meetlint baseline SOURCE -o {file}"),
            file=file,
            schema=schema,
        )
    if not hmac.compare_digest(name, _key_name(key)):
        raise SettingsError(
            N_("{file} was made with another key than this machine's, so nothing in it can be recognised."),
            N_("Put the key of the machine that made it in MEETLINT_BASELINE_KEY, or make the baseline again."),
            file=file,
        )
    return baseline


def _key_name(key: bytes) -> str:
    return hmac.new(key, _CHECK, hashlib.sha256).hexdigest()[:16]
