"""Sign-ins between runs: in the operating system's keyring where there is one, else in files for their owner alone.

The credential store of Windows holds 1,280 letters of one secret, and what Entra gives takes about 7,350. There a
secret that is too long stands in the file, encrypted by Windows for this user (DPAPI).

What is no secret (which account, which access, since when) stands in one small file for each sign-in, so that a list
of them never opens the keyring.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, Protocol
from urllib.parse import quote

from analyzer.errors import MeetlintError, SignInError, reason_of
from analyzer.text import N_, Translator
from connectors.private_files import make_private_folder, narrow, remove_leftovers, write_private

Service = Literal["google", "outlook", "google-mail", "outlook-mail"]
"""A sign-in for sending mail is one of its own, beside that for reading."""
MAIL_ACCESS = "mail"
"""The access of a sign-in for sending: it reads nothing."""
Place = Literal["keyring", "encrypted", "file"]

_FOLDER = "accounts"
_KEYRING_SERVICE = "meetlint"
_WINDOWS_LIMIT_BYTES = 2_560
"""What the credential store of Windows holds of one secret (CRED_MAX_CREDENTIAL_BLOB_SIZE), in UTF-16."""
_LEAST_PRIORITY = 1
"""keyring gives stores that protect nothing, or that do not work, a priority below this."""


@dataclass(frozen=True)
class SignIn:
    """One sign-in.

    Attributes:
        service: of whom.
        account: address in lower case.
        access: what was asked for, in the words of the settings.
        scopes: what was granted, as the service calls it.
        client_id: of the app that was signed in to.
        authority: where it was signed in.
        signed_in: the day, ISO 8601.
        place: where the secret is.
        api: base address of the API it is for, "" when that is not known.
        ends: the day on which the service ends it, ISO 8601, "" when none was told.
        secret: what renews access tokens, in the form that the connector chose.
    """

    service: Service
    account: str
    access: str
    scopes: tuple[str, ...]
    client_id: str
    authority: str
    signed_in: str
    place: Place = "file"
    api: str = ""
    ends: str = ""
    secret: str = field(default="", repr=False)


def typed_service(service: str) -> str:
    """Return a service as it stands behind ``meetlint connect``."""
    return service.replace("-mail", " --mail")


class Keyring(Protocol):
    """The part of a keyring backend that is used."""

    def get_password(self, service: str, username: str) -> str | None: ...  # noqa: D102
    def set_password(self, service: str, username: str, password: str) -> None: ...  # noqa: D102
    def delete_password(self, service: str, username: str) -> None: ...  # noqa: D102


class Protection(Protocol):
    """What encrypts a text so that only this user of this machine can read it."""

    def protect(self, message: str) -> bytes: ...  # noqa: D102
    def unprotect(self, cipher_text: bytes) -> str: ...  # noqa: D102


def system_protection() -> Protection | None:
    """Return the protection of data that Windows has, None elsewhere."""
    if os.name != "nt":
        return None
    from msal_extensions.windows import WindowsDataProtectionAgent  # type: ignore[import-not-found, import-untyped, unused-ignore]

    agent: Protection = WindowsDataProtectionAgent()
    return agent


def system_keyring() -> Keyring | None:
    """Return the operating system's keyring, None where there is none that protects anything (headless Linux)."""
    import keyring

    try:
        backend = keyring.get_keyring()
        return backend if backend.priority >= _LEAST_PRIORITY else None
    except Exception:  # a backend may fail in any way; then it is not one to rely on
        return None


@dataclass(frozen=True)
class Disconnected:
    """What became of a sign-in that was removed.

    Attributes:
        is_revoked: the service took it back as well.
        message: msgid of what is said of that.
        hint: msgid of the next thing to do, or "".
        fields: values of the ``{name}`` fields of both.
    """

    is_revoked: bool
    message: str
    hint: str = ""
    fields: Mapping[str, object] = field(default_factory=dict)

    def say(self, translate: Translator) -> str:
        """Return what is said of it in the reader's language."""
        return " ".join(translate(text, **self.fields) for text in (self.message, self.hint) if text)


class SignInStore:
    """The sign-ins of this user."""

    def __init__(
        self,
        state_dir: Path,
        keyring: Keyring | Literal["system"] | None = "system",
        protection: Protection | Literal["system"] | None = "system",
    ) -> None:
        """Keep them under ``state_dir``.

        Args:
            state_dir: meetlint's folder of state.
            keyring: which is used; None uses files only.
            protection: what encrypts secrets in files; None leaves them to the rights of the file.
        """
        self._folder = state_dir / _FOLDER
        self._given = keyring
        self._given_protection = protection

    def save(self, sign_in: SignIn) -> SignIn:
        """Store a sign-in in place of an older one of the same account, and return it with the place it went to.

        Raises:
            MeetlintError: the folder does not take it; what was stored is as it was.
        """
        if self._lock_away(sign_in):
            stored = replace(sign_in, place="keyring")
            content = {**asdict(stored), "secret": ""}
        else:
            encrypted = self._encrypted(sign_in.secret)
            stored = replace(sign_in, place="file" if encrypted is None else "encrypted")
            content = {**asdict(stored), "secret": sign_in.secret if encrypted is None else encrypted}
        try:
            make_private_folder(self._folder)
            remove_leftovers(self._folder)
            write_private(self._path(sign_in.service, sign_in.account), json.dumps(content).encode())
        except OSError as error:
            raise self._unwritable(error) from error
        return stored

    def load(self, service: Service, account: str) -> SignIn | None:
        """Return a sign-in with its secret, None when there is none or its secret is gone.

        Raises:
            SignInError: the keyring does not open, or Windows does not decrypt the file.
        """
        sign_in = _read(self._path(service, account))
        if sign_in is None or sign_in.place == "file":
            return sign_in if sign_in and sign_in.secret else None
        if sign_in.place == "encrypted":
            return replace(sign_in, secret=self._decrypted(sign_in))
        keyring = self._keyring()
        try:
            secret = keyring.get_password(_KEYRING_SERVICE, _name(service, account)) if keyring else None
        except Exception as error:
            raise _locked(_name(service, account)) from error
        return replace(sign_in, secret=secret) if secret else None

    def list(self, service: str = "") -> list[SignIn]:
        """Return the sign-ins, of one service or of all, without their secrets, in order."""
        found = [_read(path) for path in sorted(self._folder.glob("*.json"))]
        return [replace(one, secret="") for one in found if one is not None and service in ("", one.service)]

    def remove(self, service: Service, account: str) -> None:
        """Forget a sign-in, wherever its secret is.

        Raises:
            MeetlintError: the folder does not allow it, or the keyring does not open.
        """
        keyring = self._keyring()
        path = self._path(service, account)
        stored = _read(path)
        if stored is not None and stored.place == "keyring":
            if keyring is None:  # as over a remote shell: the secret would stay behind
                raise _locked(_name(service, account))
            _delete(keyring, _name(service, account))
        try:
            remove_leftovers(self._folder)
            path.unlink(missing_ok=True)
        except OSError as error:
            raise self._unwritable(error) from error

    def _lock_away(self, sign_in: SignIn) -> bool:
        """Put the secret into the keyring, and say whether it took it; an older secret there never stays behind."""
        keyring = self._keyring()
        if keyring is None:
            return False
        name = _name(sign_in.service, sign_in.account)
        fits = os.name != "nt" or len(sign_in.secret.encode("utf-16-le")) <= _WINDOWS_LIMIT_BYTES
        if fits:
            try:
                keyring.set_password(_KEYRING_SERVICE, name, sign_in.secret)
            except Exception:  # a locked or broken keyring: each backend has errors of its own
                fits = False
        if not fits:
            with suppress(MeetlintError):
                _delete(keyring, name)
        return fits

    def _protection(self) -> Protection | None:
        return system_protection() if self._given_protection == "system" else self._given_protection

    def _encrypted(self, secret: str) -> str | None:
        """Return a secret as it may stand in a file, None where nothing encrypts it."""
        try:
            protection = self._protection()
            return base64.b64encode(protection.protect(secret)).decode() if protection else None
        except Exception:  # as of a profile that Windows has not loaded; the rights of the file remain
            return None

    def _decrypted(self, sign_in: SignIn) -> str:
        try:
            protection = self._protection()
            if protection is None:
                raise LookupError
            return protection.unprotect(base64.b64decode(sign_in.secret))
        except Exception as error:  # of another user or machine, or damaged
            raise SignInError(
                N_(
                    "Windows does not open the sign-in of {account}; it was made by another user or on another machine."
                ),
                N_("Sign in again: meetlint connect {service}"),
                account=sign_in.account,
                service=typed_service(sign_in.service),
            ) from error

    def _keyring(self) -> Keyring | None:
        return system_keyring() if self._given == "system" else self._given

    def _path(self, service: Service, account: str) -> Path:
        # By a plus, since an account may begin with "mail-".
        start = service.replace("-mail", "+mail")
        name = f"{start}-{quote(account.lower(), safe='@.+-_')}"
        return self._folder / f"{name[:200]}.json"

    def _unwritable(self, error: OSError) -> MeetlintError:
        return MeetlintError(
            N_("The sign-in could not be stored or removed in {folder}: {reason}."),
            N_("Make room there or give yourself the right to write, and type the command again."),
            folder=str(self._folder),
            reason=reason_of(error),
        )


def _name(service: Service, account: str) -> str:
    return f"{service}:{account.lower()}"


def _delete(keyring: Keyring, name: str) -> None:
    from keyring.errors import PasswordDeleteError

    try:
        keyring.delete_password(_KEYRING_SERVICE, name)
    except PasswordDeleteError:
        return  # nothing was there
    except Exception as error:  # each backend has errors of its own
        raise _locked(name) from error


def _locked(name: str) -> SignInError:
    service, _, account = name.partition(":")
    return SignInError(
        N_("The keyring of this machine does not open; the sign-in of {account} is in it."),
        N_("Unlock it, or sign in again: meetlint connect {service}"),
        account=account,
        service=typed_service(service),
    )


def _read(path: Path) -> SignIn | None:
    """Return what a file of this store holds; None when it is absent or damaged, and so as good as signed out."""
    try:
        narrow(path)
        content: dict[str, Any] = json.loads(path.read_bytes())
        return SignIn(**{**content, "scopes": tuple(content["scopes"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None
