"""google-auth-oauthlib's flow, without its own server, which prints. Imported only to sign in."""

from __future__ import annotations

from typing import Any

from google_auth_oauthlib.flow import InstalledAppFlow  # type: ignore[import-untyped]


class BrowserFlow(InstalledAppFlow):  # type: ignore[misc]  # the library has no types
    """The flow for programs on a person's own machine.

    Attributes:
        answer_seconds: how long the exchange of the code may be silent.
    """

    answer_seconds: float | None = None

    def authorization_url(self, **options: Any) -> tuple[str, str]:
        """Return the address of Google's page and the state that must come back.

        Consent is asked for each time, as Google gives a refresh token only with it.
        """
        address, state = super().authorization_url(prompt="consent", **options)
        return address, state

    def fetch_token(self, **options: Any) -> Any:
        """Exchange the code; other scopes than were asked for are no error here, they are looked at by the caller."""
        try:
            return super().fetch_token(timeout=self.answer_seconds, **options)
        except Warning as changed:
            token = getattr(changed, "token", None)
            if token is None:
                raise
            self.oauth2session.token = token
            return token
