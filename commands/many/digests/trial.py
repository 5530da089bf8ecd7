"""One mail to try the way that mails go: the digest of the sample, so that nobody's week is in it."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from analyzer.errors import UsageError
from analyzer.text import N_, Translator
from commands.analysis import clock
from commands.many.digests.office import domain_of, letter_terms, message_of
from commands.many.digests.senders import mail_settings, open_sender
from commands.many.roster import Member
from connectors.mail.message import is_address
from connectors.mail.names import KEY_BYTES, Names
from connectors.mail.outcomes import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analyzer.settings.file import Settings
    from connectors.mail.outcomes import Outcome

ENDS: Mapping[Kind, str] = {
    "accepted": N_("Test mail: {host} took it for {address} ({code})."),
    "deferred": N_("Test mail: {host} asks to come back later for {address} ({code})."),
    "not-sent": N_("Test mail: the connection to {host} was lost before it was handed over; {address} gets nothing."),
    "refused": N_("Test mail: {host} does not take {address} ({code})."),
    "failed": N_("Test mail: {host} does not take the mail for {address} ({code})."),
    "unknown": N_("Test mail: the connection to {host} was lost after the last byte; {address} may have it."),
}
"""What is said of each end, with the fields ``host``, ``address`` and ``code``."""


def refuse_no_address(address: str) -> None:
    """Refuse what nobody can be written at.

    Raises:
        UsageError: it is no single plain address.
    """
    if not is_address(address):
        raise UsageError(
            N_("{address} is no e-mail address."), N_("Write one plain address: me@example.org"), address=address
        )


def send_trial(address: str, settings: Settings, translate: Translator) -> Outcome:
    """Send the digest of the sample to one address, and return what became of it; nothing is remembered.

    Raises:
        MeetlintError: nothing can be sent as it is set.
    """
    from analyzer.reports.mail.letter import write_letter
    from commands.analysis import perform
    from commands.sample import sample_request

    run, _, _ = perform(sample_request(translate.language, plain=False, debug=False), with_rules=True, is_dated=True)
    letter = write_letter(run, letter_terms(None, settings, reader=address), translate)
    assert letter is not None, "the sample has something to say"
    letter = replace(letter, subject=translate(N_("Test: {subject}"), subject=letter.subject))
    # A key that nobody keeps: an answer to this mail is nobody's word of wanting no more.
    names = Names(os.urandom(KEY_BYTES), domain_of(mail_settings(settings)))
    person = names.person(address)
    message = message_of(
        letter,
        Member("", (), address),
        person,
        names.message_id(person, "test"),
        clock(),
        settings,
        tag=names.token(person),
    )
    with open_sender(settings, lambda to: person if to.casefold() == address.casefold() else None) as sender:
        return sender.send(message)
