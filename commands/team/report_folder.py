"""The folder into which the reports of all teams go, and what it tells of how they were made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from commands.folders import open_private_folder, unwritten
from commands.many.file_names import file_stem

SCHEMA = "meetlint-audits/1"
INDEX = "_audits.json"
"""Which reports there are, and what tells the sources and settings of each; no figure stands in it."""
SUFFIXES = {"text": ".txt", "html": ".html", "json": ".json", "csv": ".csv", "markdown": ".md"}


class ReportFolder:
    """A folder of reports; what is written into it is whole or not there."""

    def __init__(self, folder: Path, form: str) -> None:
        """Make the folder, or look at what lies in it.

        Args:
            folder: where it is.
            form: that of the reports.

        Raises:
            UsageError: it cannot be made or looked into.
        """
        open_private_folder(folder)
        self.folder, self._suffix = folder, SUFFIXES[form]
        self._made = _index_of(folder / INDEX)

    def name_of(self, team: str) -> str:
        """Return the name of a team's report: harmless in every file system, and not hidden."""
        return file_stem(team, "team") + self._suffix

    def known(self, team: str) -> str:
        """Return what tells the sources and settings of the report of a team, "" where none is there as it was made."""
        made_from, digest = self._made.get(self.name_of(team), ("", ""))
        try:
            return made_from if _digest((self.folder / self.name_of(team)).read_bytes()) == digest else ""
        except OSError:
            return ""

    def add(self, team: str, report: str | Iterable[str], made_from: str) -> None:
        """Write the report of a team.

        Args:
            team: its id.
            report: the text, whole or in pieces.
            made_from: what tells its sources and settings, "" for a report that is to be made again next time.

        Raises:
            UsageError: it cannot be written.
        """
        text = "".join(report).encode()
        self._write(self.name_of(team), text)
        self._made[self.name_of(team)] = (made_from, _digest(text))
        rows = {name: {"made_from": origin, "sha256": digest} for name, (origin, digest) in sorted(self._made.items())}
        self._write(INDEX, json.dumps({"schema": SCHEMA, "reports": rows}, indent=1).encode() + b"\n")

    def _write(self, name: str, data: bytes) -> None:
        from connectors.private_files import write_private

        try:
            write_private(self.folder / name, data)
        except OSError as error:
            raise unwritten(self.folder / name, error) from error


def _index_of(path: Path) -> dict[str, tuple[str, str]]:
    """Return what an index tells; one that is not there or is damaged tells nothing, and every report is made again."""
    try:
        rows = json.loads(path.read_bytes())["reports"]
        return {str(name): (str(row["made_from"]), str(row["sha256"])) for name, row in rows.items()}
    except (OSError, KeyError, TypeError, ValueError, AttributeError, RecursionError):
        return {}


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
