"""Access tokens, as whoever sends requests sees them."""

from __future__ import annotations

from typing import Protocol

from analyzer.errors import SignInError


class Tokens(Protocol):
    """Who gives the access tokens of one sign-in."""

    def bearer(self) -> str:
        """Return an access token that is valid as far as known.

        Raises:
            SignInError: somebody must sign in.
        """
        ...

    def renew(self) -> None:
        """Get another access token, since the service refused the last one.

        Raises:
            SignInError: somebody must sign in.
        """
        ...

    def refused(self, clock_off_seconds: float) -> SignInError:
        """Return what to say when the service refuses a fresh token too."""
        ...
