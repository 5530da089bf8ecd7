"""How far means with noise lie off: ``python -m benchmarks.noise [--epsilon 1] [--draws 1000]``.

Everybody is given fifteen hours of meetings, and their mean is drawn again and again, with a third of epsilon as in a
release and with all of it: the middle of how far it lies off, below what it stays in 95 of 100 draws, and what a report
would tell. Nothing of it depends on who has how many hours.
"""

from __future__ import annotations

import argparse

import numpy as np

from analyzer.team.measures import MEETING_HOURS
from analyzer.team.noise import TOPS, error_of, noisy_mean

HOURS = 15.0


def main() -> None:
    """Print how far the mean hours lie off, by how many people they are of."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.noise", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--epsilon", type=float, default=1.0)
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--people", type=int, nargs="+", default=[12, 200, 1000])
    asked = parser.parse_args()
    print(f"hours of meetings, epsilon {asked.epsilon:g}, {asked.draws} draws")
    print("people   spent on it   middle     95 of 100   told")
    for people in asked.people:
        for parts in (1, len(TOPS)):
            epsilon = asked.epsilon / parts
            drawn = [noisy_mean([HOURS] * people, TOPS[MEETING_HOURS], epsilon) for _ in range(asked.draws)]
            off = np.abs(np.array(drawn) - HOURS)
            told = error_of(MEETING_HOURS, people, epsilon * len(TOPS))
            middle, most = np.median(off), np.quantile(off, 0.95)
            print(f"{people:6}   {epsilon:11.3g}   {middle:5.2f} h   {most:7.2f} h   {told:5.2f} h")


if __name__ == "__main__":
    main()
