"""Where in a calendar program the setting is that shortens what one plans."""

from __future__ import annotations

from analyzer.run import Run
from analyzer.text import N_

CLICKS = {
    "google": N_("Google Calendar: Settings, Event settings, Speedy meetings."),
    "outlook": N_("Outlook: Settings, Calendar, Events and invitations, Shorten duration for all events."),
}
GOOGLE_ID = "@google.com"
OUTLOOK_ID = "040000008200e00074c5b7101a82e008"
"""How the ids of events end or begin that were made in Google Calendar and in Outlook ([MS-OXOCAL] 2.2.1.27)."""


def clicks_of(run: Run) -> list[str]:
    """Return where the setting is: in the calendar in which the owner plans, in both where nothing tells which."""
    own = run.table.column("organized_by_owner")
    ids = [uid.casefold() for uid in run.table.column("uid")[own].tolist()]
    known = {
        "google": any(uid.endswith(GOOGLE_ID) for uid in ids) or _is_read_from(run, "google:"),
        "outlook": any(uid.startswith(OUTLOOK_ID) for uid in ids) or _is_read_from(run, "outlook:"),
    }
    return [text for name, text in CLICKS.items() if known[name]] or list(CLICKS.values())


def _is_read_from(run: Run, kind: str) -> bool:
    return any(source.source.startswith(kind) for source in run.sources)
