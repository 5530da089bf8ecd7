"""Google on the loopback for every test that asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from scripted_server import Server

if TYPE_CHECKING:
    from tests.connectors.google.scripted_google import ScriptedGoogle


@pytest.fixture
def google(server: Server, tmp_path: Path) -> Iterator[ScriptedGoogle]:
    """Google, who was asked nothing that the real one does not know."""
    # What draws random events may not be loaded while pytest itself starts.
    from tests.connectors.google.scripted_google import ScriptedGoogle

    running = ScriptedGoogle(server, tmp_path)
    yield running
    assert running.wrong == []
