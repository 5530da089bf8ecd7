"""How sources are opened: what a run tells every connector, and what each gives back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Literal, TypeVar

from pydantic import BaseModel

from analyzer.calendars import OpenedCalendar
from analyzer.problems import Problem

Model = TypeVar("Model", bound=BaseModel)

MAX_FILE_BYTES = 200_000_000
"""The most that is read of one file, also after decompression."""

Reader = Literal["fast", "careful"]
"""Whether plain calendars are read as columns, or each event by itself, as all others are."""
Progress = Callable[[str, int, int], None]
"""Called with the name of a source, how much is done, and of how much (0: unknown): files, pages, or bytes."""
Waiting = Callable[[str, float], None]
"""Called with the name of a source and the seconds that will pass before it is asked again."""

Seen = Callable[[str, str, int, Mapping[str, str], bytes], None]
"""Called with method and address of each request to a service, and status, headers and body of its answer."""


@dataclass(frozen=True)
class Window:
    """A half-open span of time [start, end), both aware in UTC."""

    start: datetime
    end: datetime


@dataclass
class Contents:
    """What one source gave.

    Attributes:
        calendars: in the order of the source.
        problems: parts that could not be read while others could, and limits that were met.
    """

    calendars: list[OpenedCalendar] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class OpenOptions:
    """How sources are opened.

    Attributes:
        state_dir: meetlint's folder of state, with stored addresses and sign-ins.
        cache_dir: meetlint's folder of caches.
        window: what a service is asked for: a span that covers the period in every zone; files are read whole.
        allow_private: also connect to addresses on the own network.
        use_cache: keep answers of published addresses between runs; False keeps and reads nothing.
        needs_series: also ask services when series began and whether they end, which takes requests of its own.
        stdin: what ``-`` reads; None is the process's own standard input.
        progress: see :data:`Progress`.
        waiting: see :data:`Waiting`.
        seen: see :data:`Seen`; None records nothing.
        max_file_bytes: the most that is read of one file, also unpacked.
        reader: how ICS files are read; the result is the same.
        sections: the settings by the name of their section; each connector takes its own.
    """

    state_dir: Path
    cache_dir: Path
    window: Window | None = None
    allow_private: bool = False
    use_cache: bool = True
    needs_series: bool = False
    stdin: BinaryIO | None = None
    progress: Progress | None = None
    waiting: Waiting | None = None
    seen: Seen | None = None
    max_file_bytes: int = MAX_FILE_BYTES
    reader: Reader = "fast"
    sections: Mapping[str, object] = field(default_factory=dict)

    def section(self, name: str, model: type[Model]) -> Model:
        """Return one section of the settings, its defaults when it is not given."""
        found = self.sections.get(name) or model()
        assert isinstance(found, model)
        return found
