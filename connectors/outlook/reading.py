"""One calendar, or many mailboxes, from Graph's pages: whole, or what is missing is said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from analyzer.errors import SignInError, SourceError
from analyzer.problems import Problem, ProblemKind
from analyzer.text import N_
from connectors.options import Progress, Window
from connectors.outlook.client import GraphClient, Question, fields_of, master_question, view_path
from connectors.outlook.refusals import SIGN_IN_ENDED, refusal_of
from connectors.outlook.uids import tells_series_uid
from connectors.refusals import problem_of
from connectors.services.http import NO_JSON, Answer

Item = dict[str, Any]

_LONGEST = timedelta(days=1_800)

SERIES_UNKNOWN = ProblemKind(
    "outlook-series-unknown",
    N_("Of {series} series it is not known when they began and whether they end."),
    effect="repaired",
)


@dataclass(frozen=True)
class Place:
    """Which calendar is read, and how.

    Attributes:
        name: what people call it.
        path: of the mailbox or the calendar, below the API's base.
        access: "details" or "basic".
        permission: that reading it needs, for the sentence when it is missing.
        is_app: an organisation's app reads.
        is_own: it belongs to who signed in.
    """

    name: str
    path: str
    access: str = "details"
    permission: str = "Calendars.Read"
    is_app: bool = False
    is_own: bool = True


@dataclass
class View:
    """What was read of one calendar.

    Attributes:
        items: events as Graph gives them, each id once.
        masters: of their series, by id: ``iCalUId`` and ``recurrence``.
        problems: what is missing.
        is_incomplete: a page of it could not be read.
    """

    items: list[Item] = field(default_factory=list, repr=False)
    masters: dict[str, Item] = field(default_factory=dict, repr=False)
    problems: list[Problem] = field(default_factory=list)
    is_incomplete: bool = False


class ItemLog:
    """Events in the order they came, each once: a page that Graph replays brings nothing new.

    The same id with another change key is a newer version, which takes the place of the older one.
    """

    def __init__(self) -> None:
        self._found: dict[object, Item] = {}

    def add(self, answer: Answer) -> None:
        """Take the events of a page; what is no event is passed over."""
        values = answer.json().get("value")
        self.add_items([item for item in values if isinstance(item, dict)] if isinstance(values, list) else [])

    def add_items(self, items: Iterable[Item]) -> None:
        """Take events."""
        for item in items:
            identity = item.get("id")
            self._found[identity if isinstance(identity, str) and identity else len(self._found)] = item

    @property
    def items(self) -> list[Item]:
        """What was found."""
        return list(self._found.values())


def read_view(
    client: GraphClient,
    place: Place,
    window: Window,
    *,
    needs_series: bool = False,
    progress: Progress | None = None,
) -> View:
    """Return what a calendar holds in a window.

    Args:
        client: speaks for the account.
        place: which calendar.
        window: what is wanted.
        needs_series: ask also when series began and whether they end.
        progress: told how many pages are read.

    Raises:
        SourceError: nothing of it could be read.
        SignInError: somebody must sign in.
    """
    view = View()
    log = ItemLog()
    for piece in pieces_of(window):
        url = client.base.rstrip("/") + view_path(place.path, piece, fields_of(place.access))
        try:
            part = read_pages(client, place, url, progress=progress)
        except SourceError as error:
            if piece.start == window.start:
                raise
            part = View(problems=[lost_part(place.name, error)], is_incomplete=True)
        log.add_items(part.items)
        view.problems += part.problems
        view.is_incomplete |= part.is_incomplete
    view.items = log.items
    add_masters(client, place, view, needs_series=needs_series)
    return view


def pieces_of(window: Window) -> list[Window]:
    """Return a window in pieces that Graph takes: a calendarView spans at most 1,825 days."""
    pieces = []
    start = window.start
    while start < window.end:
        end = min(start + _LONGEST, window.end)
        pieces.append(Window(start, end))
        start = end
    return pieces


def read_pages(
    client: GraphClient, place: Place, url: str, first: Answer | None = None, progress: Progress | None = None
) -> View:
    """Return the events of all pages from ``url`` on; a page that fails makes the view incomplete.

    Raises:
        SourceError: the first page failed.
        SignInError: somebody must sign in, and nothing was read.
    """
    log = ItemLog()
    view = View()
    done = 0
    try:
        for answer in client.pages(url, first):
            if answer.status != 200:
                raise refusal_of(answer, place.name, place.permission, is_app=place.is_app, is_own=place.is_own)
            if not isinstance(answer.json().get("value"), list):
                # A good status without a list of events says nothing of the calendar, least of all that it is empty.
                raise NO_JSON.error(name=place.name)
            log.add(answer)
            done += 1
            if progress:
                progress(place.name, done, 0)
    except SourceError as error:
        if not done:
            raise
        view.is_incomplete = True
        view.problems.append(lost_part(place.name, error))
    view.items = log.items
    return view


def lost_part(name: str, error: SourceError) -> Problem:
    """Return what cost a part of a calendar as a problem of it."""
    return SIGN_IN_ENDED.problem(name, name=name) if isinstance(error, SignInError) else problem_of(error, name)


def series_of(items: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the ids of the masters of the series that events belong to, each once."""
    found = (item.get("seriesMasterId") for item in items)
    return list(dict.fromkeys(one for one in found if isinstance(one, str) and one))


def read_from(client: GraphClient, place: Place, window: Window, first: Answer) -> View:
    """Return what a calendar holds in a window, the first page of which was asked for already; without masters.

    Raises:
        SourceError: the first page was refused.
        SignInError: somebody must sign in.
    """
    return read_pages(client, place, client.base.rstrip("/") + first_path(place, window), first)


def first_path(place: Place, window: Window) -> str:
    """Return the path of the first page of a calendar."""
    return view_path(place.path, window, fields_of(place.access))


def add_masters(client: GraphClient, place: Place, view: View, *, needs_series: bool) -> None:
    """Ask for masters; without them the events are read all the same."""
    missing = missing_masters(view, needs_series=needs_series)
    answers = batch_or_nothing(client, {one: master_question(place.path, one) for one in missing})
    take_masters(place, view, answers, missing if needs_series else ())


def missing_masters(view: View, *, needs_series: bool) -> list[str]:
    """Return the ids of the masters to ask for.

    Whatever is needed of a series, its uid must not depend on it: masters of events whose own ``iCalUId`` does not
    tell the uid of their series are always asked for.
    """
    return series_of(item for item in view.items if needs_series or not tells_series_uid(item))


def batch_or_nothing(client: GraphClient, asked: Mapping[str, Question]) -> dict[str, Answer]:
    """Return the answers to what can be missed, none when nobody answers."""
    try:
        return client.batch(asked)
    except SourceError:
        return {}


def take_masters(place: Place, view: View, answers: Mapping[str, Answer], needed: Sequence[str]) -> None:
    """Add the masters that were given to a calendar, and say how many of those that are needed were not."""
    view.masters |= {one: answer.json() for one, answer in answers.items() if answer.status == 200}
    if unknown := sum(one not in view.masters for one in needed):
        view.problems.append(Problem(place.name, SERIES_UNKNOWN, fields={"series": unknown}))
