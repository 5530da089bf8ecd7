"""An organisation whose people get digests: calendars, a settings file, and a mail server on loopback."""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import trustme

WEDNESDAY = "2026-11-18"
"""A day of the week for which the sample calendar was made."""
WEEK = "2026-W47"
SAMPLE = Path(__file__).parents[1] / "samples" / "week-en.ics"
SAMPLE_OWNER = "anna@example.org"


def calendar_of(address: str, *, more: str = "") -> str:
    """Return the sample as somebody's calendar, with further events."""
    text = SAMPLE.read_text("utf-8").replace("\r\n", "\n").replace(SAMPLE_OWNER, address)
    return text.replace("END:VCALENDAR", f"{more}END:VCALENDAR")


def quiet_calendar_of(address: str) -> str:
    """Return a calendar of which there is nothing to say."""
    head = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nX-WR-TIMEZONE:Europe/Amsterdam\n"
    return f"{head}X-WR-CALNAME:{address}\nEND:VCALENDAR\n"


def leave_event(first: date, after: date) -> str:
    return (
        f"BEGIN:VEVENT\nUID:leave\nDTSTAMP:20261101T000000Z\nSUMMARY:Vacation\nDTSTART;VALUE=DATE:{first:%Y%m%d}\n"
        f"DTEND;VALUE=DATE:{after:%Y%m%d}\nX-MICROSOFT-CDO-BUSYSTATUS:OOF\nEND:VEVENT\n"
    )


def write_settings(folder: Path, port: int, authority: Path, people: Sequence[str], *, more: str = "") -> Path:
    """Write a meetlint.toml with people who joined; each has NAME.ics."""
    sections = "".join(
        f'[people.{name}]\naddress = "{name}@example.org"\nsource = "{name}.ics"\njoined = 2026-09-01\n\n'
        for name in people
    )
    path = folder / "meetlint.toml"
    path.write_text(
        f'[agreements]\ntimezone = "Europe/Amsterdam"\nlanguage = "en"\n\n'
        f'[mail]\nhost = "localhost"\nport = {port}\nfrom_address = "digest@example.org"\n'
        f'authorities = "{authority.as_posix()}"\n\n[digest]\nsender = "Example Works"\n\n{sections}{more}',
        "utf-8",
    )
    return path


def write_calendars(folder: Path, people: Sequence[str]) -> None:
    for name in people:
        (folder / f"{name}.ics").write_text(calendar_of(f"{name}@example.org"), "utf-8")


def vouched(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """Return a server's side of TLS for localhost, and the file of the authority that vouches for it."""
    authority = trustme.CA()
    file = folder / "ca.pem"
    authority.cert_pem.write_to_path(str(file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    return context, file
