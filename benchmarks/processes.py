"""What whole programs cost: wall and CPU seconds and peak memory, side by side in turn."""

from __future__ import annotations

import compileall
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROGRAM = ("cli.py", "analyzer", "commands", "connectors", "rules")
LAUNCHER = Path(__file__).with_name("launcher.py")


class ProgramError(Exception):
    """A program that was to be measured ended otherwise than it should; the message holds the end of its words."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a program cost: seconds on the wall and of CPU (its processes together), peak memory in bytes.

    ``largest_bytes`` is the peak of the one process that had most.
    """

    wall: float
    cpu: float
    peak_bytes: float
    largest_bytes: float = 0

    @classmethod
    def median(cls, costs: Sequence[Cost]) -> Cost:
        """Return the median of each figure."""
        return cls(
            statistics.median(cost.wall for cost in costs),
            statistics.median(cost.cpu for cost in costs),
            statistics.median(cost.peak_bytes for cost in costs),
            statistics.median(cost.largest_bytes for cost in costs),
        )


def measure(command: Sequence[str], *, codes: Sequence[int] = (0,), variables: Mapping[str, str] | None = None) -> Cost:
    """Run a command once, with nothing kept from earlier runs of meetlint, and return what it cost.

    All of meetlint is compiled before, as it is where somebody has installed it.

    Args:
        command: the program and its words.
        codes: the exit codes that are right.
        variables: added to the environment.

    Raises:
        ProgramError: it ended with another code.
    """
    compile_program()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report"
        environment = {
            **os.environ,
            "MEETLINT_STATE_DIR": f"{folder}/state",
            "MEETLINT_CACHE_DIR": f"{folder}/cache",
            "TZ": "Europe/Amsterdam",
            **(variables or {}),
        }
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        launched = [sys.executable, "-I", "-S", str(LAUNCHER), str(report), *command]
        done = subprocess.run(
            launched, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False
        )
        figures = report.read_text().split() if report.exists() else []
    if not figures or int(figures[3]) not in codes:
        said = "\n".join(done.stderr.splitlines()[-5:])
        raise ProgramError(f"{' '.join(command[:6])} … ended with {figures[3] if figures else 'nothing'}: {said}")
    return Cost(float(figures[0]), float(figures[1]), float(figures[2]), float(figures[4]))


@cache
def compile_program() -> None:
    """Compile meetlint, once: a program that may not write its compiled files reads all its sources at each start."""
    for name in PROGRAM:
        path = ROOT / name
        (compileall.compile_file if path.is_file() else compileall.compile_dir)(path, quiet=2)


def measure_in_turn(
    commands: Mapping[str, Sequence[str]], runs: int, *, codes: Sequence[int] = (0,)
) -> dict[str, Cost]:
    """Return the median cost of each command, run in turn so that a noisy moment hits them alike."""
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            costs[name].append(measure(command, codes=codes))
    return {name: Cost.median(each) for name, each in costs.items()}
