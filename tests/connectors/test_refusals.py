"""Every reason not to read something says what to do."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest

import connectors
from connectors.refusals import REFUSALS

for _module in pkgutil.walk_packages(connectors.__path__, "connectors."):
    importlib.import_module(_module.name)

WITHOUT_HINT = {
    "file-missing": "its hint comes with what stands beside it",
    "name-unknown": "its hint comes with the nearest name",
    "outlook-sign-in-ended": "it is only ever said of a part, which has no hint, so its sentence holds the command",
}
COMMAND_OR_ADDRESS = re.compile(r"(?:meetlint [a-z]+(?: [a-z-]+)*|https://\S+)\Z")
"""What stands at the end without a full stop, to be copied."""


@pytest.mark.parametrize("refusal", REFUSALS.values(), ids=REFUSALS)
def test_every_refusal_says_what_to_do(refusal: object) -> None:
    code, message, hint = refusal.code, refusal.message, refusal.hint  # type: ignore[attr-defined]
    assert bool(hint) is (code not in WITHOUT_HINT)
    assert message.endswith((".", ": {reason}.")) or COMMAND_OR_ADDRESS.search(message)
    assert not hint or hint.endswith(".") or COMMAND_OR_ADDRESS.search(hint)
