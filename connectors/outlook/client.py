"""Microsoft Graph over the manner of the services: pages, and many requests in one.

Only reading: GET, and one POST to ``$batch``. Its requests are GETs, and one kind of POST that changes nothing:
``getSchedule``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

from requests.structures import CaseInsensitiveDict

from connectors.options import Seen, Waiting, Window
from connectors.outlook.events import BASIC_FIELDS, FIELDS, MASTER_FIELDS
from connectors.outlook.refusals import REPEATING, is_passing
from connectors.services.gate import Gate
from connectors.services.http import Answer, ServiceHttp
from connectors.services.patience import Patience
from connectors.services.tokens import Tokens
from connectors.transport import wait_seconds

BATCH_SIZE = 20
"""Requests in one ``$batch``: https://learn.microsoft.com/graph/json-batching."""
PAGE_SIZE = 500
"""Events on a page; Graph gives at most 1,000."""
_MOST_PAGES = 1_000

# https://learn.microsoft.com/graph/api/user-list-calendarview: both may stand in one header (RFC 7240 section 2).
PREFERENCES = {"Prefer": 'outlook.timezone="UTC", outlook.body-content-type="text"'}
_BATCH_HEADERS = {"Content-Type": "application/json"}

Json = dict[str, Any]


@dataclass(frozen=True)
class Question:
    """One request of a batch.

    Attributes:
        path: below the API's base, begins with a slash.
        schedule: body of a ``getSchedule``, None for a GET.
        can_be_missed: it is asked again only when the service says when.
    """

    path: str
    schedule: Json | None = None
    can_be_missed: bool = False

    @property
    def method(self) -> str:
        """The verb; nothing but schedules is asked for with a POST."""
        if self.schedule is None:
            return "GET"
        assert self.path.endswith("/calendar/getSchedule")
        return "POST"

    def is_passing(self, answer: Answer) -> bool:
        """Return whether asking again may help, and is worth it."""
        return is_passing(answer) and not (self.can_be_missed and "Retry-After" not in answer.headers)


@dataclass(frozen=True)
class Reader:
    """What all calendars of one sign-in share.

    Attributes:
        base: the API's base address with its trailing slash.
        tokens: of the sign-in.
        gate: of the app.
        waiting: told of every wait.
        patience: makes the patience with one calendar.
        seen: told of every answer.
    """

    base: str
    tokens: Tokens
    gate: Gate
    waiting: Waiting | None = None
    patience: Callable[[], Patience] = Patience
    seen: Seen | None = None


class GraphClient:
    """Reads from Graph for one calendar, in one thread.

    Attributes:
        name: what people call the calendar.
        base: the API's base address with its trailing slash.
    """

    def __init__(self, reader: Reader, name: str) -> None:
        """Read as ``reader`` says, under the patience of this one calendar."""
        self.name = name
        self.base = reader.base
        self._tokens = reader.tokens
        self._gate = reader.gate
        self._patience: Patience = reader.patience()
        self._getting, self._batching = (
            ServiceHttp(
                reader.base,
                name,
                tokens=reader.tokens,
                is_passing=is_passing,
                patience=self._patience,
                gate=reader.gate,
                waiting=reader.waiting,
                seen=reader.seen,
                verbs=frozenset({verb}),
            )
            for verb in ("GET", "POST")
        )

    def get(self, url: str) -> Answer:
        """Return the final answer to a GET of a whole address.

        Raises:
            RefusedError: it could not be asked, also because it leads to another host.
            SignInError: somebody must sign in.
        """
        return self._getting.request("GET", url, headers=PREFERENCES)

    def pages(self, url: str, first: Answer | None = None) -> Iterator[Answer]:
        """Give page after page as their links say; the last one may be an error.

        Args:
            url: of the first page.
            first: the first page when it is known already.

        Raises:
            RefusedError: as :meth:`get`, and when the pages lead round in circles.
            SignInError: somebody must sign in.
        """
        asked = {url}
        answer = first or self.get(url)
        while True:
            yield answer
            following = answer.json().get("@odata.nextLink")
            if answer.status != 200 or not isinstance(following, str) or not following:
                return
            if following in asked or len(asked) >= _MOST_PAGES:
                raise REPEATING.error(name=self.name)
            asked.add(following)
            answer = self.get(following)

    def batch(self, questions: Mapping[str, Question]) -> dict[str, Answer]:
        """Return the answers to many questions, twenty at a time in one POST to ``$batch``; nothing is written.

        What passes is asked again by itself; a request that was refused too often keeps its last answer.

        Args:
            questions: each by a key of one's own.

        Raises:
            RefusedError: the batch itself could not be asked.
            SignInError: somebody must sign in.
        """
        found: dict[str, Answer] = {}
        keys = list(questions)
        for at in range(0, len(keys), BATCH_SIZE):
            found |= self._batch({key: questions[key] for key in keys[at : at + BATCH_SIZE]})
        return found

    def _batch(self, questions: Mapping[str, Question]) -> dict[str, Answer]:
        found: dict[str, Answer] = {}
        attempt = 0
        while pending := [key for key in questions if key not in found or questions[key].is_passing(found[key])]:
            attempt += 1
            found |= self._batch_once([(key, questions[key]) for key in pending])
            passing = [found[key] for key in pending if questions[key].is_passing(found[key])]
            if passing and not self._wait(passing, attempt):
                break
        return found

    def _batch_once(self, asked: Sequence[tuple[str, Question]]) -> dict[str, Answer]:
        requests = [
            {"id": str(number), "method": one.method, "url": one.path, "headers": PREFERENCES}
            | ({"body": one.schedule, "headers": PREFERENCES | _BATCH_HEADERS} if one.schedule else {})
            for number, (_, one) in enumerate(asked)
        ]
        body = json.dumps({"requests": requests})
        whole = self._batching.request("POST", f"{self.base}$batch", headers=_BATCH_HEADERS, body=body)
        if whole.status != 200:
            return {key: whole for key, _ in asked}
        given = whole.json().get("responses")
        by_number = (
            {str(one.get("id")): one for one in given if isinstance(one, dict)} if isinstance(given, list) else {}
        )
        # What a batch leaves out was not answered: as good as a gateway that lost it.
        return {key: _part(by_number.get(str(number))) for number, (key, _) in enumerate(asked)}

    def _wait(self, passing: Sequence[Answer], attempt: int) -> bool:
        """Wait as long as the most patient part asks, and say whether to ask again."""
        now = datetime.now(UTC)
        told = [wait_seconds(one.headers.get("Retry-After"), one.headers.get("Date"), now) for one in passing]
        asked = max((seconds for seconds in told if seconds is not None), default=None)
        verdict, seconds = self._patience.judge(attempt, asked, 0.0)
        if verdict != "again":
            return False
        if asked is not None:
            self._gate.close_until(self._patience.monotonic() + seconds)
        else:
            self._patience.wait(seconds, is_asked=False)
        return True


def _part(given: Json | None) -> Answer:
    if given is None or not isinstance(given.get("status"), int):
        return Answer(504, CaseInsensitiveDict(), b"")
    headers = given.get("headers")
    known = {str(key): str(value) for key, value in headers.items()} if isinstance(headers, dict) else {}
    return Answer(given["status"], CaseInsensitiveDict(known), json.dumps(given.get("body")).encode())


def view_path(owner_path: str, window: Window, fields: Sequence[str]) -> str:
    """Return the path of a calendarView: everything that touches the window, occurrences one by one.

    https://learn.microsoft.com/graph/api/user-list-calendarview
    """
    query = {
        "startDateTime": utc_text(window.start),
        "endDateTime": utc_text(window.end),
        "$select": ",".join(fields),
        "$top": str(PAGE_SIZE),
    }
    return f"{owner_path}/calendarView?{_encoded(query)}"


def master_question(owner_path: str, identity: str) -> Question:
    """Return the question for the master of a series, without its words."""
    return Question(f"{owner_path}/events/{quote(identity, safe='')}?{_encoded({'$select': ','.join(MASTER_FIELDS)})}")


def owner_path(*, address: str = "", calendar: str = "") -> str:
    """Return where a calendar is: one's own main one, one by its id, or the main one of a mailbox."""
    who = f"/users/{quote(address, safe='@')}" if address else "/me"
    return f"{who}/calendars/{quote(calendar, safe='')}" if calendar else who


def fields_of(access: str) -> tuple[str, ...]:
    """Return what is asked of an event under the access that was given at sign-in."""
    return FIELDS if access == "details" else BASIC_FIELDS


def _encoded(query: Mapping[str, str]) -> str:
    return urlencode(query, quote_via=quote, safe="$,:")


def utc_text(moment: datetime) -> str:
    """Return an instant as the API takes it in addresses."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
