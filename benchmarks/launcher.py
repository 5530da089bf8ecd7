"""Starts one program and writes down what it cost: ``python -I -S launcher.py REPORT PROGRAM WORD…``.

A process of its own, since the peak memory that the system keeps for a program begins with that of the process which
started it, and this one is small. REPORT gets five numbers: wall seconds, CPU seconds of it and all processes below it,
peak memory in bytes, the exit code, and the peak of the one process that had most. Where several processes work at
once, the peak is the largest sum of their resident memory that was seen every few milliseconds; pages that they share
count for each.
"""

import os
import signal
import sys
import time
from pathlib import Path

PAUSE_SECONDS = 0.02
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


def processes_below(process: int) -> list[int]:
    """Return the process and all that it started, as far as they still run."""
    found = [process]
    for parent in found:  # grows while it is walked
        try:
            for thread in Path(f"/proc/{parent}/task").iterdir():
                found += map(int, (thread / "children").read_text().split())
        except OSError:  # it has ended meanwhile
            continue
    return found


def resident_bytes(process: int) -> int:
    """Return the resident memory of a process, 0 when it has ended."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * PAGE_BYTES
    except OSError:
        return 0


def main() -> None:
    """Start the program, watch it, write the report."""
    report, program = sys.argv[1], sys.argv[2:]
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
    together = largest = 0
    begin = time.perf_counter()
    child = os.posix_spawnp(program[0], program, os.environ, setsigmask=())
    while not signal.sigtimedwait({signal.SIGCHLD}, PAUSE_SECONDS):
        below = processes_below(child)
        if len(below) > 1:
            resident = [resident_bytes(each) for each in below]
            together, largest = max(together, sum(resident)), max(largest, *resident)
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - begin
    peak = max(usage.ru_maxrss * 1024, together)
    single = largest or usage.ru_maxrss * 1024
    figures = (wall, usage.ru_utime + usage.ru_stime, peak, os.waitstatus_to_exitcode(status), single)
    Path(report).write_text(" ".join(map(str, figures)))


if __name__ == "__main__":
    main()
