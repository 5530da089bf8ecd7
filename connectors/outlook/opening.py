"""``outlook:`` sources: whose calendar each means, under which sign-in, and all of them read side by side."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from analyzer.entries import Identity, OpenedCalendar
from analyzer.errors import SignInError, SourceError
from analyzer.text import N_
from connectors.locators import Locator, safe_name
from connectors.options import OpenOptions, Window
from connectors.outlook.client import GraphClient, Reader, owner_path
from connectors.outlook.credentials import has_credential
from connectors.outlook.events import EventReader, own_addresses
from connectors.outlook.permissions import SHARED, needed_permission
from connectors.outlook.reading import Place, View, lost_part, read_mailboxes, read_view
from connectors.outlook.refusals import refusal_of
from connectors.outlook.tokens import SERVICE, AppTokens, OutlookTokens, settings_for
from connectors.services.calendar import ServiceCalendar
from connectors.services.gate import Gate
from connectors.services.http import Answer
from connectors.services.side_by_side import run_side_by_side
from connectors.services.sign_ins import SignIn, SignInStore
from connectors.services.tokens import Tokens

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


def open_outlook(
    values: Sequence[Locator], options: OpenOptions
) -> list[tuple[Locator, list[OpenedCalendar] | SourceError]]:
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
        self._settings = options.outlook
        self._store = SignInStore(options.state_dir)
        self._gate = Gate(options.outlook.concurrent_requests)
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
            MeetlintError: the organisation's secret or certificate cannot be used.
        """
        with self._lock:
            if account not in self._readers:
                settings = settings_for(self._settings, self.signed_in[account]) if account else self._settings
                tokens: Tokens = OutlookTokens(settings, self._store, account) if account else AppTokens(settings)
                self._readers[account] = Reader(settings.api_base, tokens, self._gate, self._options.waiting)
            return self._readers[account]

    def read(self, planned: Sequence[_Planned]) -> dict[_Planned, ServiceCalendar | SourceError]:
        """Return what each calendar gives; as many are read at once as requests may be in flight."""
        window = self._options.window
        if window is None:
            raise ValueError("a service is read for a window")
        boxes = list(dict.fromkeys(one for one in planned if one.place.is_app))
        others = list(dict.fromkeys(one for one in planned if not one.place.is_app))
        tasks: list[Callable[[], dict[_Planned, ServiceCalendar | SourceError]]] = [
            lambda one=one: {one: self._one(one, window)}  # type: ignore[misc]
            for one in others
        ]
        if boxes:
            tasks.append(lambda: self._mailboxes(boxes, window))
        found: dict[_Planned, ServiceCalendar | SourceError] = {}
        for part in run_side_by_side(tasks, self._settings.concurrent_requests):
            found |= part
        return found

    def _one(self, planned: _Planned, window: Window) -> ServiceCalendar | SourceError:
        try:
            client = GraphClient(self.reader_of(planned.account), planned.place.name)
            planned = _with_owner(client, planned)
            view = read_view(
                client, planned.place, window, needs_series=self._options.needs_series, progress=self._progress
            )
        except SourceError as error:
            return error
        return _calendar(planned, view)

    def _mailboxes(self, planned: Sequence[_Planned], window: Window) -> dict[_Planned, ServiceCalendar | SourceError]:
        places = [one.place for one in planned]
        views = read_mailboxes(
            self.reader_of(""), places, window, needs_series=self._options.needs_series, progress=self._progress
        )
        return {
            one: view if isinstance(view, SourceError) else _calendar(one, view)
            for one, view in zip(planned, views, strict=True)
        }

    def _progress(self, name: str, done: int, total: int) -> None:
        if self._options.progress:
            with self._lock:
                self._options.progress(name, done, total)


def _with_owner(client: GraphClient, planned: _Planned) -> _Planned:
    """Return a calendar that was named by its id with whose it is: colleagues' calendars have ids, too.

    The account's own address is asked for as well, since people sign in with another name than they are mailed at.
    """
    if planned.is_main or not planned.place.is_own:
        return planned
    asked = {"own": "/me/calendar?$select=owner", "this": f"{planned.place.path}?$select=owner"}
    owners = {key: _owner_in(answer) for key, answer in client.batch(asked).items()}
    if owners["this"] in ("", owners["own"], planned.account):
        return planned
    return replace(planned, owner=owners["this"], place=replace(planned.place, is_own=False))


def _owner_in(answer: Answer) -> str:
    owner = answer.json().get("owner") if answer.status == 200 else None
    address = owner.get("address") if isinstance(owner, dict) else None
    return address.lower() if isinstance(address, str) else ""


def _gathered(read: Sequence[tuple[_Planned, ServiceCalendar | SourceError]]) -> list[OpenedCalendar] | SourceError:
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
    return calendars


def _calendar(planned: _Planned, view: View) -> ServiceCalendar:
    """Return a calendar of what was read."""
    place = planned.place
    reader = EventReader(
        place.name,
        own_addresses(view.items) | {planned.owner},
        has_texts=place.access == "details",
        is_shared=not place.is_own and not place.is_app,
    )
    read = [reader.read(item, view.masters.get(str(item.get("seriesMasterId")))) for item in view.items]
    return ServiceCalendar(
        place.name,
        [event for event in read if event is not None],
        identity=Identity(owner=planned.owner, zone_votes=reader.zone_votes, tells_people=True),
        problems=[*view.problems, *reader.problems],
        is_incomplete=view.is_incomplete,
    )
