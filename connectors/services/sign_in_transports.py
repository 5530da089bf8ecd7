"""The libraries that sign in, speaking in the same HTTP manner as the connectors: retries, deadlines, certificates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import requests

from connectors.services.http import Answer, ServiceHttp, is_busy

_VERBS = frozenset(("GET", "POST"))


def _is_passing(answer: Answer) -> bool:
    """Return whether asking again may help: a token endpoint that broke does not refuse anybody."""
    return is_busy(answer) or answer.status == 500


@dataclass(frozen=True)
class GoogleauthResponse:
    """An answer as google-auth reads it (``google.auth.transport.Response``)."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    data: bytes = field(repr=False)


class GoogleauthRequest:
    """A ``google.auth.transport.Request``: what google-auth refreshes tokens with."""

    def __init__(self, http: ServiceHttp | None = None) -> None:
        """Send through ``http``, by default one that speaks to whatever address the sign-in names."""
        self.http = http or ServiceHttp("", "Google", verbs=_VERBS, is_passing=_is_passing)

    def __call__(
        self,
        url: str,
        method: str = "GET",
        body: bytes | str | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,  # noqa: ARG002  the deadline is that of ServiceHttp
        **_options: Any,
    ) -> GoogleauthResponse:
        """Return the answer.

        Raises:
            RefusedError: it could not be asked.
        """
        answer = self.http.request(method, url, headers=headers, body=body)
        return GoogleauthResponse(answer.status, answer.headers, answer.body)


class MsalResponse:
    """An answer as msal reads it."""

    def __init__(self, answer: Answer) -> None:
        self.status_code = answer.status
        self.headers = dict(answer.headers)
        self.text = answer.body.decode("utf-8", "replace")

    def raise_for_status(self) -> None:
        """Raise for an answer that is an error.

        Raises:
            requests.HTTPError: status 400 and above.
        """
        if self.status_code >= 400:
            raise requests.HTTPError(f"status {self.status_code}")


class MsalHttpClient:
    """The ``http_client`` of msal's applications."""

    def __init__(self, http: ServiceHttp | None = None) -> None:
        """Send through ``http``, by default one that speaks to whatever address the authority names."""
        self.http = http or ServiceHttp("", "Microsoft", verbs=_VERBS)

    def get(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        **_options: Any,
    ) -> MsalResponse:
        """Return the answer to a GET."""
        return self._send("GET", url, params, None, headers)

    def post(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        data: Mapping[str, str] | str | None = None,
        headers: Mapping[str, str] | None = None,
        **_options: Any,
    ) -> MsalResponse:
        """Return the answer to a POST of a form."""
        return self._send("POST", url, params, data, headers)

    def close(self) -> None:
        """Do nothing: connections end with the object."""

    def _send(
        self,
        method: str,
        url: str,
        params: Mapping[str, str] | None,
        data: Mapping[str, str] | str | None,
        headers: Mapping[str, str] | None,
    ) -> MsalResponse:
        if params:
            url = f"{url}{'&' if '?' in url else '?'}{urlencode(params)}"
        sent = dict(headers or {})
        if isinstance(data, Mapping):
            data = urlencode(data)
            sent.setdefault("Content-Type", "application/x-www-form-urlencoded")
        return MsalResponse(self.http.request(method, url, headers=sent, body=data, expects_json=False))
