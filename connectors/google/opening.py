"""Google's locators to calendars: which account reads, which calendars, and whose they are.

Google's libraries are imported only once something is asked of Google.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from analyzer.entries import Identity
from analyzer.errors import SourceError
from analyzer.text import N_
from connectors.google import explanations
from connectors.google.busy import read_busy
from connectors.google.client import CalendarClient
from connectors.google.events import EventReader
from connectors.google.moments import zone_of
from connectors.google.reading import CalendarReader
from connectors.google.refusals import CALENDAR_LOST, PAGES_REPEAT
from connectors.google.service_account import ServiceAccountTokens, check_listed
from connectors.google.settings import GoogleSettings
from connectors.google.tokens import AccountTokens, GoogleTokens
from connectors.locators import Locator, safe_name
from connectors.options import Contents, OpenOptions, Window
from connectors.refusals import Refusal, problem_of
from connectors.services.calendar import ServiceCalendar
from connectors.services.gate import Gate
from connectors.services.parts import parts_of, text_of
from connectors.services.patience import Patience
from connectors.services.side_by_side import run_side_by_side
from connectors.services.sign_in_transports import GoogleauthRequest
from connectors.services.sign_ins import SignInStore
from connectors.stand_ins import is_calendar_of_days, is_person_address

_PRIMARY = "primary"
_CONCURRENT = 4
"""So many calendars are read at once: enough to hide the waiting, far from 600 requests a minute for one person."""
# Calendars of holidays and birthdays that Google itself publishes.
_SUBSCRIPTION_DOMAIN = "@group.v.calendar.google.com"
_LIST_FIELDS = "items(id,summary,summaryOverride,accessRole,primary,timeZone),nextPageToken"
_LIST_PAGE_SIZE = 250
_MOST_LIST_PAGES = 100

SEVERAL = Refusal(
    "google-several-accounts",
    N_("Several accounts are signed in at Google: {accounts}."),
    N_("Say which: google:ACCOUNT, or google:ACCOUNT/CALENDAR for a calendar that is shared with it."),
)


@dataclass(frozen=True)
class ListedCalendar:
    """One calendar that an account can see.

    Attributes:
        id: what stands in ``calendars`` of the settings, or behind ``google:``.
        name: as its owner, or this account, calls it.
        role: what the account may see, in Google's word.
        is_primary: the account's main calendar.
        timezone: IANA zone, "" when it is not told.
    """

    id: str
    name: str
    role: str
    is_primary: bool = False
    timezone: str = ""


@dataclass(frozen=True)
class _Target:
    """What a locator stands for: who reads, and which calendars."""

    tokens: AccountTokens
    calendars: tuple[str, ...]


@dataclass(frozen=True)
class _Read:
    """One calendar to be read."""

    tokens: AccountTokens
    calendar_id: str
    source: str


@dataclass
class _Session:
    """What all locators of one run share."""

    options: OpenOptions
    store: SignInStore
    gate: Gate = field(default_factory=lambda: Gate(_CONCURRENT))
    tokens: dict[str, AccountTokens] = field(default_factory=dict)
    patience: Callable[[], Patience] = Patience

    @property
    def settings(self) -> GoogleSettings:
        return self.options.section("google", GoogleSettings)

    def target(self, value: str) -> _Target:
        """Return what a locator's value stands for.

        Raises:
            SourceError: nobody is signed in for it, it is not on the list, or it is not clear who is meant.
        """
        account, slash, calendar = value.partition("/")
        if slash:
            return _Target(self._tokens_of(account), (calendar or _PRIMARY,))
        own = self.settings.calendars or (_PRIMARY,)
        if not value:
            return _Target(self._only_tokens(), own)
        address = value.lower()
        if self.store.load("google", address) is not None:
            return _Target(self._tokens_of(address), own)
        if self.settings.has_service_account:
            return _Target(self._of_service_account(address), (_PRIMARY,))
        if not self.store.list("google"):
            raise explanations.nobody(safe_name(value))
        return _Target(self._only_tokens(), (value,))

    def reader(self, account: str) -> AccountTokens:
        """Return who reads for an account, "" for the only one.

        Raises:
            SourceError: nobody is signed in as it.
        """
        return self._tokens_of(account) if account else self._only_tokens()

    def _only_tokens(self) -> AccountTokens:
        accounts = [sign_in.account for sign_in in self.store.list("google")]
        if len(accounts) == 1:
            return self._tokens_of(accounts[0])
        if accounts:
            raise SEVERAL.error(accounts=", ".join(accounts))
        mailboxes = self.settings.mailboxes if self.settings.has_service_account else ()
        if len(mailboxes) == 1:
            return self._of_service_account(mailboxes[0])
        if mailboxes:
            raise SEVERAL.error(accounts=", ".join(mailboxes[:5]))
        raise explanations.nobody()

    def _tokens_of(self, account: str) -> AccountTokens:
        address = account.strip().lower()
        if address not in self.tokens:
            sign_in = self.store.load("google", address)
            if sign_in is None and self.settings.has_service_account:
                return self._of_service_account(address)
            if sign_in is None:
                raise explanations.nobody(safe_name(account))
            self.tokens[address] = GoogleTokens(sign_in, self.store, transport=GoogleauthRequest())
        return self.tokens[address]

    def _of_service_account(self, mailbox: str) -> AccountTokens:
        address = check_listed(self.settings, mailbox)
        if address not in self.tokens:
            self.tokens[address] = ServiceAccountTokens(self.settings, address, transport=GoogleauthRequest())
        return self.tokens[address]

    def read(self, tokens: AccountTokens, calendar_id: str, source: str) -> ServiceCalendar:
        """Return one calendar.

        Raises:
            SourceError: nothing of it could be read.
        """
        window = self.options.window
        if window is None:
            raise ValueError("a service is asked for a window")
        client = CalendarClient(
            self.settings,
            tokens,
            source,
            gate=self.gate,
            waiting=self.options.waiting,
            patience=self.patience(),
            seen=self.options.seen,
        )
        if tokens.access == "free-busy":
            return _read_busy(client, calendar_id, source, window)
        return self._read_details(client, calendar_id, source, window)

    def _read_details(self, client: CalendarClient, calendar_id: str, source: str, window: Window) -> ServiceCalendar:
        found = CalendarReader(
            client,
            calendar_id,
            source,
            window,
            needs_series=self.options.needs_series,
            progress=self.options.progress,
        ).read()
        role = found.about.get("accessRole", "")
        zone = zone_of({"timeZone": found.about.get("timeZone", "")})
        events = EventReader(source, timezone=zone.key if zone else "", access_role=role)
        read = [
            event
            for item in found.items
            if (event := events.read(item, found.masters.get(_series_of(item)))) is not None
        ]
        return ServiceCalendar(
            source,
            read,
            name=found.about.get("summary", ""),
            identity=Identity(
                owner=_owner_of(calendar_id, client.account, role),
                timezone=zone.key if zone else "",
                zone_votes=events.zone_votes,
                tells_people=role != "freeBusyReader",
            ),
            problems=[*found.problems, *events.problems],
            is_subscription=is_calendar_of_days(calendar_id),
            is_incomplete=found.is_incomplete,
        )


def open_google(
    values: Sequence[Locator],
    options: OpenOptions,
    *,
    store: SignInStore | None = None,
    patience: Callable[[], Patience] = Patience,
) -> list[tuple[Locator, Contents | SourceError]]:
    """Open calendars of Google; one that fails costs only itself.

    ``google:`` is the only account that is signed in, ``google:ADDRESS`` that account, or the calendar of somebody who
    shares it with the only account, or a mailbox on the list of the service account; ``google:ACCOUNT/CALENDAR`` says
    both. An account stands for the calendars that the settings name.

    Args:
        values: locators of this kind.
        options: how to open; the window is needed.
        store: the sign-ins, by default those under the folder of state.
        patience: makes the patience with one calendar.
    """
    session = _Session(options, store or SignInStore(options.state_dir), patience=patience)
    targets = [_target(session, locator) for locator in values]
    reads = [read for target in targets if isinstance(target, list) for read in target]
    results = run_side_by_side([partial(_attempt, session, read) for read in reads], _CONCURRENT)
    found = iter(results)
    return [
        (locator, target if isinstance(target, SourceError) else _together([(read, next(found)) for read in target]))
        for locator, target in zip(values, targets, strict=True)
    ]


def _target(session: _Session, locator: Locator) -> list[_Read] | SourceError:
    """Return what is to be read for a locator."""
    try:
        target = session.target(locator.value)
        if isinstance(target.tokens, ServiceAccountTokens):
            _check_calendars(session.settings, target.calendars)
    except SourceError as error:
        return error
    if len(target.calendars) == 1:
        return [_Read(target.tokens, target.calendars[0], locator.text)]
    account = target.tokens.account
    return [_Read(target.tokens, one, _place(locator.text, account, one)) for one in target.calendars]


def _check_calendars(settings: GoogleSettings, calendars: Sequence[str]) -> None:
    """Refuse calendars of people who are not on the list, though a mailbox on it may see them.

    Raises:
        RefusedError: a calendar is that of somebody else.
    """
    for one in calendars:
        if one != _PRIMARY and is_person_address(one.lower()):
            check_listed(settings, one)


def _attempt(session: _Session, read: _Read) -> ServiceCalendar | SourceError:
    try:
        return session.read(read.tokens, read.calendar_id, read.source)
    except SourceError as error:
        return error


def _together(
    found: Sequence[tuple[_Read, ServiceCalendar | SourceError]],
) -> Contents | SourceError:
    """Return the calendars of one locator; the first of them names those that failed."""
    calendars = [one for _, one in found if not isinstance(one, SourceError)]
    failed = [(read.source, one) for read, one in found if isinstance(one, SourceError)]
    if not calendars:
        return failed[0][1]
    calendars[0].problems += [problem_of(error, source, CALENDAR_LOST) for source, error in failed]
    return Contents(list(calendars))


def _place(text: str, account: str, calendar_id: str) -> str:
    """Return a locator that opens just this calendar."""
    whole = text if text.partition(":")[2] else f"{text}{account}"
    return f"{whole}/{safe_name(calendar_id)}"


def _series_of(item: object) -> str:
    return text_of(item, "recurringEventId") if isinstance(item, dict) else ""


def _owner_of(calendar_id: str, account: str, role: str) -> str:
    """Return whose calendar it is, "" for a group's."""
    address = calendar_id.lower()
    if calendar_id == _PRIMARY or address == account:
        return account
    # First whose address it is: who may manage a colleague's calendar is called its owner as well.
    if "@" in address and is_person_address(address) and not _is_published(address):
        return address
    return account if role == "owner" else ""


def _is_published(address: str) -> bool:
    return address.endswith(_SUBSCRIPTION_DOMAIN)


def _read_busy(client: CalendarClient, calendar_id: str, source: str, window: Window) -> ServiceCalendar:
    # The main calendar's id is the address, and the answer names calendars by their id.
    asked = client.account if calendar_id == _PRIMARY else calendar_id
    events, problems = read_busy(client, asked, source, window)
    return ServiceCalendar(
        source,
        events,
        identity=Identity(owner=_owner_of(asked, client.account, "")),
        problems=problems,
        is_subscription=is_calendar_of_days(calendar_id),
    )


def list_calendars(
    options: OpenOptions, account: str = "", *, store: SignInStore | None = None
) -> list[ListedCalendar]:
    """Return the calendars that an account can see, its main one first.

    Args:
        options: how to ask.
        account: whose list, "" for the only account that is signed in.
        store: the sign-ins, by default those under the folder of state.

    Raises:
        SourceError: nobody is signed in, the scope to list calendars was not given, or Google could not be asked.
    """
    session = _Session(options, store or SignInStore(options.state_dir))
    tokens = session.reader(account)
    client = CalendarClient(session.settings, tokens, f"google:{account}", waiting=options.waiting, is_listing=True)
    found: list[ListedCalendar] = []
    token = ""
    seen: set[str] = set()
    while token not in seen and len(seen) < _MOST_LIST_PAGES:
        seen.add(token)
        more = {"pageToken": token} if token else {}
        page = client.list_calendars(fields=_LIST_FIELDS, maxResults=_LIST_PAGE_SIZE, **more)
        found += [_listed(item) for item in parts_of(page, "items")]
        token = text_of(page, "nextPageToken")
        if not token:
            return sorted(found, key=lambda one: not one.is_primary)
    raise PAGES_REPEAT.error(name=f"google:{account}")


def _listed(item: object) -> ListedCalendar:
    part = item if isinstance(item, dict) else {}
    return ListedCalendar(
        id=text_of(part, "id"),
        name=text_of(part, "summaryOverride") or text_of(part, "summary"),
        role=text_of(part, "accessRole"),
        is_primary=part.get("primary") is True,
        timezone=text_of(part, "timeZone"),
    )
