"""``outlook:`` sources: whose calendar each means, under which sign-in, and all of them read side by side."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

from analyzer.calendars import OpenedCalendar
from analyzer.entries import Identity
from analyzer.errors import SignInError, SourceError
from analyzer.text import N_
from connectors.locators import Locator, safe_name
from connectors.options import Contents, OpenOptions, Window
from connectors.outlook.client import BATCH_SIZE, GraphClient, Question, Reader, master_question, owner_path
from connectors.outlook.credentials import has_credential
from connectors.outlook.events import EventReader, own_addresses
from connectors.outlook.mailboxes import Mailbox, questions, read_mailbox, schedule_question
from connectors.outlook.reading import (
    Place,
    View,
    batch_or_nothing,
    first_path,
    lost_part,
    missing_masters,
    pieces_of,
    read_from,
    read_view,
    take_masters,
)
from connectors.outlook.refusals import refusal_of
from connectors.outlook.scopes import SHARED, needed_permission
from connectors.outlook.settings import OutlookSettings
from connectors.outlook.tokens import SERVICE, AppTokens, OutlookTokens, settings_for
from connectors.refusals import RefusedError
from connectors.services.calendar import ServiceCalendar
from connectors.services.gate import Gate
from connectors.services.http import TOO_LARGE, Answer
from connectors.services.side_by_side import run_side_by_side
from connectors.services.sign_ins import SignIn, SignInStore
from connectors.services.tokens import Tokens

Result = TypeVar("Result")

_VIEW = "view"
_GROUP = BATCH_SIZE // 3
"""So many mailboxes go into one request: their first page, whose they are, and their hours."""

_NOBODY = N_("Nobody is signed in to Outlook.")
_CONNECT = N_("Sign in: meetlint connect outlook")


@dataclass(frozen=True)
class ListedCalendar:
    """A calendar that the signed-in account sees.

    Attributes:
        id: what ``calendars`` in the settings and ``outlook:ACCOUNT/ID`` take.
        name: as people call it.
        owner: address of whom it belongs to.
        is_main: it is the account's own main calendar.
    """

    id: str
    name: str
    owner: str
    is_main: bool


@dataclass(frozen=True)
class _Planned:
    """One calendar to read."""

    place: Place
    account: str
    owner: str
    is_main: bool

    @property
    def who(self) -> str:
        """The path of whoever asks."""
        return owner_path(address=self.owner) if self.place.is_app else owner_path()

    def questions(self, window: Window) -> dict[str, Question]:
        """What is asked of whose calendar it is."""
        return questions(self.place.path, self.owner, window, is_app=self.place.is_app, is_main=self.is_main)


@dataclass(frozen=True)
class _First:
    """What a group's one request gave of one mailbox.

    Attributes:
        page: the first page of its calendar.
        about: answers to what was asked of the mailbox itself.
    """

    page: Answer
    about: Mapping[str, Answer]


_Read = tuple[Place, Mailbox, View]
"""A calendar as it was read: which, whose, and what it holds."""


def open_outlook(values: Sequence[Locator], options: OpenOptions) -> list[tuple[Locator, Contents | SourceError]]:
    """Return what each source gives, or why it gives nothing.

    A value is "" (the one account that is signed in), an address (that account; else a colleague's calendar, read by
    the one account that is signed in; else a mailbox of the organisation), or ``ACCOUNT/CALENDAR-ID``. A calendar that
    fails costs one calendar.

    Args:
        values: locators of Outlook.
        options: with the window to read.
    """
    opening = _Opening(options)
    plans: list[list[_Planned] | SourceError] = []
    for locator in values:
        try:
            plans.append(opening.plan(locator))
        except SourceError as error:
            plans.append(error)
    read = opening.read([one for plan in plans if isinstance(plan, list) for one in plan])
    return [
        (locator, plan if isinstance(plan, SourceError) else _gathered([(one, read[one]) for one in plan]))
        for locator, plan in zip(values, plans, strict=True)
    ]


def list_calendars(options: OpenOptions, account: str = "") -> list[ListedCalendar]:
    """Return the calendars that an account sees: its own, and those it added.

    Args:
        options: where sign-ins are.
        account: address; "" is the only account that is signed in.

    Raises:
        SourceError: they could not be read.
        SignInError: somebody must sign in.
    """
    opening = _Opening(options)
    sign_in = opening.only_account() if not account else opening.signed_in.get(account.lower())
    if sign_in is None:
        raise SignInError(_NOBODY, _CONNECT)
    client = GraphClient(opening.reader_of(sign_in.account), f"outlook:{sign_in.account}")
    found = []
    for answer in client.pages(f"{client.base}me/calendars?$select=id,name,owner,isDefaultCalendar&$top=100"):
        if answer.status != 200:
            raise refusal_of(answer, client.name, needed_permission(sign_in.access))
        values = answer.json().get("value")
        for one in values if isinstance(values, list) else []:
            owner = one.get("owner")
            address = owner.get("address") if isinstance(owner, dict) else None
            found.append(
                ListedCalendar(
                    str(one.get("id") or ""),
                    str(one.get("name") or ""),
                    str(address or "").lower(),
                    one.get("isDefaultCalendar") is True,
                )
            )
    return found


class _Opening:
    """One run's way to all of its Outlook calendars: under one app, so behind one gate."""

    def __init__(self, options: OpenOptions) -> None:
        self._options = options
        self._settings = options.section(SERVICE, OutlookSettings)
        self._store = SignInStore(options.state_dir)
        self._gate = Gate(self._settings.concurrent_requests)
        self._readers: dict[str, Reader] = {}
        self._lock = threading.Lock()
        self.signed_in = {one.account: one for one in self._store.list(SERVICE)}

    def plan(self, locator: Locator) -> list[_Planned]:
        """Return the calendars that a locator means.

        Raises:
            SourceError: it means none that may be read.
            SignInError: somebody must sign in.
        """
        account, _, calendar = locator.value.strip().partition("/")
        account = account.lower()
        sign_in = self.signed_in.get(account) if account else self.only_account()
        if sign_in is not None:
            return self._own(locator, sign_in, calendar)
        if "@" not in account:
            raise SourceError(
                N_("{source} is no address of an Outlook account."),
                N_("Type outlook: for your own calendar, or outlook:ADDRESS."),
                source=locator.text,
            )
        if has_credential(self._settings):
            return [self._mailbox(locator, account, calendar)]
        return [self._colleague(locator, account, calendar)]

    def only_account(self) -> SignIn:
        """Return the one sign-in there is.

        Raises:
            SignInError: nobody is signed in.
            SourceError: several are.
        """
        if not self.signed_in:
            if has_credential(self._settings):
                raise SourceError(
                    N_("outlook: does not say which mailbox of the organisation is meant."), N_("Type outlook:ADDRESS.")
                )
            raise SignInError(_NOBODY, _CONNECT)
        if len(self.signed_in) > 1:
            raise SourceError(
                N_("Several accounts are signed in to Outlook: {accounts}."),
                N_("Say which: outlook:ADDRESS"),
                accounts=", ".join(sorted(self.signed_in)),
            )
        return next(iter(self.signed_in.values()))

    def _own(self, locator: Locator, sign_in: SignIn, calendar: str) -> list[_Planned]:
        calendars = (calendar,) if calendar else self._settings.calendars or ("",)
        permission = needed_permission(sign_in.access)
        planned = []
        for one in calendars:
            name = locator.text if len(calendars) == 1 else f"outlook:{sign_in.account}/{safe_name(one)}"
            place = Place(name, owner_path(calendar=one), sign_in.access, permission)
            planned.append(_Planned(place, sign_in.account, sign_in.account, is_main=not one))
        return planned

    def _colleague(self, locator: Locator, address: str, calendar: str) -> _Planned:
        able = [one for one in self.signed_in.values() if SHARED in one.scopes]
        sign_in = able[0] if len(able) == 1 else self.only_account()
        if SHARED not in sign_in.scopes:
            raise SignInError(
                N_("The sign-in of {account} does not cover calendars of colleagues, such as {source}."),
                N_("Sign in again with: meetlint connect outlook --shared-calendars"),
                account=sign_in.account,
                source=locator.text,
            )
        path = owner_path(address=address, calendar=calendar)
        place = Place(locator.text, path, sign_in.access, SHARED, is_own=False)
        return _Planned(place, sign_in.account, address, is_main=False)

    def _mailbox(self, locator: Locator, address: str, calendar: str) -> _Planned:
        if address not in {one.strip().lower() for one in self._settings.mailboxes}:
            raise SourceError(
                N_("{source} is not on the list of mailboxes that may be read; nothing was asked."),
                N_("Add it to mailboxes under [outlook], if it was agreed that it may be read."),
                source=locator.text,
            )
        permission = needed_permission(self._settings.access, is_app=True)
        path = owner_path(address=address, calendar=calendar)
        place = Place(locator.text, path, self._settings.access, permission, is_app=True, is_own=False)
        return _Planned(place, "", address, is_main=False)

    def reader_of(self, account: str) -> Reader:
        """Return how an account reads; "" is the organisation's app.

        Raises:
            RefusedError: the organisation's secret or certificate cannot be used.
        """
        with self._lock:
            if account not in self._readers:
                settings = settings_for(self._settings, self.signed_in[account]) if account else self._settings
                tokens: Tokens = OutlookTokens(settings, self._store, account) if account else AppTokens(settings)
                self._readers[account] = Reader(
                    settings.api_base, tokens, self._gate, self._options.waiting, seen=self._options.seen
                )
            return self._readers[account]

    def read(self, planned: Sequence[_Planned]) -> dict[_Planned, ServiceCalendar | SourceError]:
        """Return what each calendar gives; as many are read at once as requests may be in flight."""
        window = self._options.window
        if window is None:
            raise ValueError("a service is read for a window")
        every = list(dict.fromkeys(planned))
        # An organisation's mailboxes are asked for many in one request, as far as they are short enough for that.
        boxes = [one for one in every if one.place.is_app and len(pieces_of(window)) == 1]
        groups = [boxes[at : at + _GROUP] for at in range(0, len(boxes), _GROUP)]
        asked = self._side_by_side([partial(self._ask_group, group, window) for group in groups])
        firsts = {one: first for group in asked for one, first in group.items()}
        found = self._side_by_side([partial(self._one, one, window, firsts.get(one)) for one in every])
        self._add_masters([each for one, each in zip(every, found, strict=True) if one in firsts])
        read = [each if isinstance(each, SourceError) else _calendar(*each) for each in found]
        return dict(zip(every, read, strict=True))

    def _side_by_side(self, tasks: Sequence[Callable[[], Result]]) -> list[Result]:
        return run_side_by_side(tasks, self._settings.concurrent_requests)

    def _ask_group(self, group: Sequence[_Planned], window: Window) -> dict[_Planned, _First | SourceError]:
        """Return the first answers of some mailboxes, or why there are none; those too large for one answer are left.

        Raises:
            MeetlintError: the organisation's secret or certificate cannot be used.
        """
        questions = {}
        for at, one in enumerate(group):
            questions[f"{at} {_VIEW}"] = Question(first_path(one.place, window))
            for key, question in one.questions(window).items():
                questions[f"{at} {key}"] = question
        try:
            answers = GraphClient(self.reader_of(""), "Outlook").batch(questions)
        except SourceError as error:
            if isinstance(error, RefusedError) and error.code == TOO_LARGE.code:
                return {}
            return dict.fromkeys(group, error)
        split: list[dict[str, Answer]] = [{} for _ in group]
        for name, answer in answers.items():
            number, _, key = name.partition(" ")
            split[int(number)][key] = answer
        return {one: _First(found.pop(_VIEW), found) for one, found in zip(group, split, strict=True)}

    def _one(self, planned: _Planned, window: Window, first: _First | SourceError | None) -> _Read | SourceError:
        """Return what a calendar holds; of those that were asked together the masters are asked for afterwards."""
        if isinstance(first, SourceError):
            return first
        try:
            client = GraphClient(self.reader_of(planned.account), planned.place.name)
            mailbox = _mailbox(client, planned, window, first.about if first else None)
            place = replace(planned.place, is_own=planned.place.is_own and mailbox.is_own)
            if first:
                view = read_from(client, place, window, first.page)
            else:
                needs_series = self._options.needs_series
                view = read_view(client, place, window, needs_series=needs_series, progress=self._progress)
        except SourceError as error:
            return error
        if first:
            self._progress(place.name, 1, 1)
        return place, mailbox, view

    def _add_masters(self, found: Sequence[_Read | SourceError]) -> None:
        """Ask for the masters of mailboxes that were asked together: twenty in one request, whosever they are."""
        needs_series = self._options.needs_series
        read = [(place, view) for place, _, view in (one for one in found if not isinstance(one, SourceError))]
        missing = [missing_masters(view, needs_series=needs_series) for _, view in read]
        asked = [
            (f"{at} {one}", master_question(place.path, one))
            for at, ((place, _), ids) in enumerate(zip(read, missing, strict=True))
            for one in ids
        ]
        batches = [dict(asked[at : at + BATCH_SIZE]) for at in range(0, len(asked), BATCH_SIZE)]
        answers: dict[str, Answer] = {}
        for part in self._side_by_side([partial(self._ask_masters, batch) for batch in batches]):
            answers |= part
        for at, ((place, view), ids) in enumerate(zip(read, missing, strict=True)):
            given = {one: answers[f"{at} {one}"] for one in ids if f"{at} {one}" in answers}
            take_masters(place, view, given, ids if needs_series else ())

    def _ask_masters(self, asked: Mapping[str, Question]) -> dict[str, Answer]:
        return batch_or_nothing(GraphClient(self.reader_of(""), "Outlook"), asked)

    def _progress(self, name: str, done: int, total: int) -> None:
        if self._options.progress:
            with self._lock:
                self._options.progress(name, done, total)


def _mailbox(client: GraphClient, planned: _Planned, window: Window, answers: Mapping[str, Answer] | None) -> Mailbox:
    """Return whose calendar it is. What cannot be asked is not known, and costs nothing else.

    Raises:
        SignInError: somebody must sign in.
    """
    try:
        given = client.batch(planned.questions(window)) if answers is None else answers
        found = read_mailbox(given, planned.owner, is_own=planned.place.is_own)
        if found.timezone or found.address == planned.owner:
            return found
        # The schedule was asked for by a name that is no address of the mailbox.
        again = client.batch({"schedule": schedule_question(planned.who, found.address, window)})
        return replace(read_mailbox(again, found.address, is_own=found.is_own), **_kept(found))
    except SignInError:
        raise
    except SourceError:
        return Mailbox(planned.owner, frozenset((planned.owner,)), planned.place.is_own)


def _kept(found: Mailbox) -> dict[str, Any]:
    return {name: getattr(found, name) for name in ("address", "addresses", "is_own", "places")}


def _gathered(read: Sequence[tuple[_Planned, ServiceCalendar | SourceError]]) -> Contents | SourceError:
    """Return the calendars of one locator; one that failed among others stands there empty, and says why."""
    errors = [one for _, one in read if isinstance(one, SourceError)]
    if len(errors) == len(read):
        return errors[0]
    calendars: list[OpenedCalendar] = []
    for planned, one in read:
        if isinstance(one, SourceError):
            problem = lost_part(planned.place.name, one)
            one = ServiceCalendar(planned.place.name, problems=[problem], is_incomplete=True)
        calendars.append(one)
    return Contents(calendars)


def _calendar(place: Place, mailbox: Mailbox, view: View) -> ServiceCalendar:
    """Return a calendar of what was read."""
    reader = EventReader(
        place.name,
        own_addresses(view.items) | mailbox.addresses,
        has_texts=place.access == "details",
        is_shared=not place.is_own and not place.is_app,
    )
    read = [reader.read(item, view.masters.get(str(item.get("seriesMasterId")))) for item in view.items]
    return ServiceCalendar(
        place.name,
        [*(event for event in read if event is not None), *mailbox.places],
        identity=Identity(
            owner=mailbox.address,
            aliases=mailbox.addresses - {mailbox.address},
            timezone=mailbox.timezone,
            zone_votes=reader.zone_votes,
            tells_people=True,
            working_hours=mailbox.hours,
        ),
        problems=[*view.problems, *reader.problems],
        is_incomplete=view.is_incomplete,
    )
