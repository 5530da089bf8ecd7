"""Files that hold a key or a secret of an organisation: for their owner alone, and where nobody publishes them."""

from __future__ import annotations

import os

from analyzer.errors import reason_of
from analyzer.settings.places import from_home
from analyzer.text import N_, Msg
from connectors.locators import safe_name
from connectors.refusals import Refusal

_OTHERS = 0o077
_MOST_BYTES = 1 << 20

OPEN = Refusal(
    "key-open",
    N_("The file {file} holds a secret, and others on this machine can read it."),
    N_(
        "Give it to the user who runs meetlint alone (chown USER, then chmod 600), or say "
        "allow_open_key_file = true in the section [{section}] of meetlint.toml."
    ),
)
IN_CHECKOUT = Refusal(
    "key-in-checkout",
    N_("The file {file} holds a secret, and lies inside a Git checkout, from where secrets leak."),
    N_("Move it elsewhere, or say allow_open_key_file = true in the section [{section}] of meetlint.toml."),
)
UNREADABLE = Refusal(
    "key-unreadable",
    N_("The file {file}, which holds a secret, cannot be read: {reason}."),
    N_(
        "Correct {setting} in the section [{section}] of meetlint.toml, or let the file belong to the user who runs "
        "meetlint: chown USER, chmod 600."
    ),
)


def read_key_file(name: str, *, section: str, setting: str, is_open_allowed: bool) -> bytes:
    """Return what a key file holds.

    Args:
        name: the file, as the settings name it.
        section: of the settings, for the sentences.
        setting: that names the file, for the sentences.
        is_open_allowed: take it wherever it lies and whoever may read it.

    Raises:
        RefusedError: it cannot be read, is too large for a key, lies in a Git checkout, or others can read it.
    """
    path, shown = from_home(name), safe_name(name)
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            data = file.read(_MOST_BYTES + 1)
        if not is_open_allowed:
            if os.name != "nt" and mode & _OTHERS:
                raise OPEN.error(file=shown, section=section)
            if any((folder / ".git").exists() for folder in path.resolve().parents):
                raise IN_CHECKOUT.error(file=shown, section=section)
    except OSError as error:
        raise UNREADABLE.error(file=shown, reason=reason_of(error), setting=setting, section=section) from error
    if len(data) > _MOST_BYTES:
        reason = Msg(N_("it is too large for a key"))
        raise UNREADABLE.error(file=shown, reason=reason, setting=setting, section=section)
    return data
