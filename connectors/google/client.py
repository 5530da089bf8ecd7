"""Google's own client builds the requests and reads the answers; the one HTTP manner sends them.

Only what stands here is ever sent: two GETs, and one POST, ``freeBusy.query``, that changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from connectors.google.refusals import is_passing, refusal_of
from connectors.google.scopes import ACCESS, CALENDAR_LIST
from connectors.google.settings import GoogleSettings
from connectors.google.tokens import AccountTokens
from connectors.options import Seen, Waiting
from connectors.services.endpoints import endpoint_of
from connectors.services.gate import Gate
from connectors.services.http import Answer, ServiceHttp
from connectors.services.patience import Patience

if TYPE_CHECKING:
    import httplib2  # type: ignore[import-untyped]

_READING = frozenset({"GET"})
_ASKING_BUSY = frozenset({"POST"})


class _RefusalError(Exception):
    """An answer that is none."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


class CalendarClient:
    """Reads for one account and one calendar.

    Attributes:
        http: through which everything goes.
        account: who reads.
    """

    def __init__(
        self,
        settings: GoogleSettings,
        tokens: AccountTokens,
        name: str,
        *,
        gate: Gate | None = None,
        waiting: Waiting | None = None,
        patience: Patience | None = None,
        is_listing: bool = False,
        seen: Seen | None = None,
    ) -> None:
        """Speak about one calendar.

        Args:
            settings: say where the API is.
            tokens: of who reads; their access says what may be sent.
            name: what people call the calendar.
            gate: shared by all calendars of one client.
            waiting: told of every wait.
            patience: how often and how long.
            is_listing: only calendars are listed, whatever the access.
            seen: told of every answer.
        """
        self.account = tokens.account
        named = settings.api_endpoint if "api_endpoint" in settings.model_fields_set else ""
        self._endpoint = endpoint_of(tokens.api, named, settings.api_endpoint, tokens.account)
        self.http = ServiceHttp(
            self._endpoint,
            name,
            tokens=tokens,
            is_passing=is_passing,
            patience=patience,
            gate=gate,
            waiting=waiting,
            seen=seen,
            verbs=_ASKING_BUSY if tokens.access == "free-busy" and not is_listing else _READING,
        )
        self._name = name
        self._tokens = tokens

    def list_events(self, calendar_id: str, **parameters: object) -> dict[str, Any]:
        """Return one page of ``events.list``.

        Raises:
            SourceError: it was refused, or Google could not be asked.
        """
        request = self._service.events().list(calendarId=calendar_id, **parameters)
        return self._execute(request, ACCESS["details"])

    def query_busy(self, body: Mapping[str, object], fields: str) -> dict[str, Any]:
        """Return the answer of ``freeBusy.query``.

        Raises:
            SourceError: it was refused, or Google could not be asked.
        """
        return self._execute(self._service.freebusy().query(body=body, fields=fields), ACCESS["free-busy"])

    def list_calendars(self, **parameters: object) -> dict[str, Any]:
        """Return one page of ``calendarList.list``.

        Raises:
            SourceError: it was refused, or Google could not be asked.
        """
        return self._execute(self._service.calendarList().list(**parameters), CALENDAR_LIST)

    @property
    def _service(self) -> Any:
        return _service(self._endpoint)

    def _execute(self, request: Any, scope: str) -> dict[str, Any]:
        try:
            return dict(request.execute(http=_Transport(self.http)))
        except _RefusalError as error:
            answer = error.answer
            refusal = refusal_of(answer.status, answer.body, name=self._name, tokens=self._tokens, scope=scope)
            raise refusal from error


class _Transport:
    """What Google's client takes for an ``httplib2.Http``."""

    def __init__(self, http: ServiceHttp | None) -> None:
        self._http = http

    def request(
        self,
        uri: str,
        method: str = "GET",
        body: str | bytes | None = None,
        headers: Mapping[str, str] | None = None,
        **_options: object,
    ) -> tuple[httplib2.Response, bytes]:
        """Send one request and return the answer in httplib2's form."""
        import httplib2

        assert self._http is not None
        names = {name.lower(): value for name, value in (headers or {}).items()}
        if names.get("x-http-method-override") == "GET":
            # The client turns an address of more than 2048 letters into a POST; a read stays a read here.
            method, uri, body = "GET", f"{uri}?{body!s}", None
        sent = {"Content-Type": names["content-type"]} if body and "content-type" in names else {}
        answer = self._http.request(method, uri, headers=sent, body=body)
        if answer.status >= 400:
            # Before the client looks into it: a body of another form than Google's makes it stumble.
            raise _RefusalError(answer)
        told = {name.lower(): value for name, value in answer.headers.items()}
        return httplib2.Response({**told, "status": str(answer.status)}), answer.body


@lru_cache(maxsize=4)
def _service(endpoint: str) -> Any:
    """Return Google's client for an endpoint, built from the description that it brings along."""
    from googleapiclient.discovery import build  # type: ignore[import-untyped]

    return build(
        "calendar", "v3", http=_Transport(None), static_discovery=True, client_options={"api_endpoint": endpoint}
    )
