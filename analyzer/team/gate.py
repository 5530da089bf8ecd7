from dataclasses import dataclass
import numpy as np


@dataclass(frozen=True)
class Band:
    first: float
    last: float | None
    people: int | None


@dataclass(frozen=True)
class Measure:
    name: str
    unit: str
    people: int
    median: float | None
    bands: list
    withheld: str | None


@dataclass(frozen=True)
class ShareMeasure:
    share: float | None
    withheld: str | None


@dataclass(frozen=True)
class Scope:
    team: str
    first: object
    last: object
    part: str = ""


@dataclass(frozen=True)
class Values:
    name: str
    unit: str
    numbers: object
    people: object


class Gate:
    floor = 8

    def release(self, asked):
        return [
            Measure(
                v.name,
                v.unit,
                len(v.people),
                float(np.round(np.median(v.numbers) * 2) / 2) if len(v.people) >= 8 else None,
                [],
                None if len(v.people) >= 8 else "few-people",
            )
            for s, v in asked
        ]

    def release_shares(self, asked):
        return [
            ShareMeasure(
                float(np.mean(v.numbers)) if len(v.people) >= 8 else None, None if len(v.people) >= 8 else "few-people"
            )
            for s, v in asked
        ]
