"""What the services answer for a few who take part, written down without what tells who anybody is."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from commands.many.digests.run import Many
    from commands.request import Request

MOST_PEOPLE = 5
"""So many people's calendars show every form that a service's answers have."""


def record_answers(many: Many, request: Request, now: datetime, folder: Path) -> int:
    """Ask the services again, write their answers into a folder, and return how many there are.

    Args:
        many: the roster; only who takes part is read.
        request: what was asked for.
        now: the instant it is.
        folder: where they go; it is made.

    Raises:
        UsageError: the folder cannot be written, or nobody takes part.
        SourceError: the directory of the roster cannot be read.
    """
    from commands.analysis import window_of
    from commands.folders import cache_dir, state_dir, unwritten
    from commands.many.digests.box import taking_part
    from commands.many.digests.group import read_group_roster, with_own_mailbox
    from connectors.locators import ACCOUNT_KINDS, parse_locator
    from connectors.opening import open_sources
    from connectors.options import OpenOptions
    from connectors.private_files import make_folder
    from connectors.services.recording import Recorder

    recorder = Recorder(folder)
    options = OpenOptions(
        state_dir=state_dir(),
        cache_dir=cache_dir(),
        window=window_of(request.period(), request.today, now),
        use_cache=False,
        needs_series=True,
        sections=many.settings.values,
        seen=recorder.take,
    )
    try:
        make_folder(folder)
        if many.group:
            read_group_roster(many.settings, options)
        taking = [
            member
            for member in taking_part(many.members, many.place, request.today or now.date()).members
            if all(parse_locator(source).kind in ACCOUNT_KINDS for source in member.sources)
        ]
        for member in taking[:MOST_PEOPLE]:
            open_sources(member.sources, replace(options, sections=with_own_mailbox(many.settings.values, member)))
    except OSError as error:
        raise unwritten(folder, error, "--record") from error
    return recorder.written
