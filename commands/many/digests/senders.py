"""What digests are sent through: a mail server, Microsoft Graph or Gmail, as the section ``[mail]`` says."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING

from analyzer.errors import SettingsError, SourceError
from analyzer.text import N_
from connectors.mail.senders import Pace
from connectors.mail.settings import MailSettings

if TYPE_CHECKING:
    from analyzer.settings.file import Settings
    from connectors.mail.senders import MailSender, OwnerOf
    from connectors.services.posting import PostBox


def mail_settings(settings: Settings) -> MailSettings:
    """Return the ``[mail]`` section."""
    found = settings.values.get("mail") or MailSettings()
    assert isinstance(found, MailSettings)
    return found


def check_sender(settings: Settings) -> None:
    """Refuse early what cannot send at all; nothing is asked of anybody.

    Raises:
        MeetlintError: server, address, password, sign-in or key are missing.
    """
    mail = mail_settings(settings)
    if mail.through == "smtp":
        mail.server(os.environ)
    else:
        _box(settings, mail)


def open_sender(
    settings: Settings, owner_of: OwnerOf, per_minute: int | None = None, pace: Pace | None = None, run: str = ""
) -> MailSender:
    """Return what sends.

    Args:
        settings: in force.
        owner_of: see :data:`connectors.mail.senders.OwnerOf`.
        per_minute: the share of the limit that one worker has; None for the whole.
        pace: that of the process; None for a new one.
        run: the name of the run, for which a process signs in to a service once; "" for every time.

    Raises:
        MeetlintError: server, address, password, sign-in or key are missing.
    """
    mail = mail_settings(settings)
    if mail.through == "smtp":
        from connectors.mail.smtp import Sender

        return Sender(mail.server(os.environ, per_minute), owner_of, pace)
    from connectors.mail.services import ServiceSender

    kept = _boxes(run) if run else []
    if not kept:
        kept.append(_box(settings, mail))
    return ServiceSender(kept[0], owner_of, pace or Pace(mail.limit if per_minute is None else per_minute))


@lru_cache(maxsize=1)
def _boxes(_run: str) -> list[PostBox]:
    """Return where this process keeps what it sends through, from group to group."""
    return []


def _box(settings: Settings, mail: MailSettings) -> PostBox:
    from connectors.mail.services import unusable

    try:
        return _opened_box(settings, mail)
    except SourceError as error:
        # Nobody's calendar is meant: nothing can be sent as it is set.
        raise unusable(error, error.hint) from error


def _opened_box(settings: Settings, mail: MailSettings) -> PostBox:
    from commands.folders import state_dir
    from connectors.services.sign_ins import SignInStore

    if not mail.from_address:
        raise SettingsError(
            N_("From which mailbox mails go is not said: from_address is missing in the section [mail]."),
            N_("Write it in meetlint.toml. Without sending: meetlint digest send --dry-run FOLDER"),
        )
    store = SignInStore(state_dir())
    if mail.through == "graph":
        from connectors.outlook.sending import open_post_box as open_graph
        from connectors.outlook.settings import OutlookSettings

        return open_graph(settings.values.get("outlook") or OutlookSettings(), store, mail.from_address)
    from connectors.google.sending import open_post_box as open_gmail
    from connectors.google.settings import GoogleSettings

    return open_gmail(settings.values.get("google") or GoogleSettings(), store, mail.from_address)
