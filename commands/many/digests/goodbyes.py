"""The two mails that are no digest: one confirms that there will be no more, one asks whether that is wanted."""

from __future__ import annotations

import textwrap
from collections import Counter
from typing import TYPE_CHECKING

from analyzer.reports.mail.letter import Letter
from analyzer.text import N_, Translator
from commands.analysis import clock
from commands.many.digests.office import language_of, message_of
from connectors.mail.outbox.sending import ASKING, LEAVING
from connectors.mail.outcomes import Outcome as Sent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from analyzer.settings.file import Settings
    from commands.many.roster import Member
    from connectors.mail.names import Names
    from connectors.mail.outbox.box import Outbox
    from connectors.mail.outbox.sending import Sending
    from connectors.mail.senders import MailSender

_WIDTH = 76


def goodbye(translate: Translator, contact: str) -> Letter:
    """Return the letter."""
    lines = [
        translate(N_("You get no more digests of your meetings. This is the last mail.")),
        translate(N_("Nobody was told that you left, and your calendar is no longer read for it.")),
        translate(N_("To get them again, ask whoever sends them; nobody else can join for you.")),
    ]
    return _short(translate(N_("You get no more digests")), lines, translate, contact)


def question(translate: Translator, contact: str) -> Letter:
    """Return the letter to whom a mail named as its sender that said STOP, and nothing that only they can know."""
    lines = [
        translate(N_("A mail from your address says that you want no more digests of your meetings.")),
        translate(N_("Was it you? Answer this mail with STOP: then you get no more. Nobody is told.")),
        translate(N_("You are asked because a mail in your name may come from anybody. Was it not you? Do nothing.")),
    ]
    return _short(translate(N_("Do you want no more digests?")), lines, translate, contact)


def _short(subject: str, lines: Sequence[str], translate: Translator, contact: str) -> Letter:
    """Return a letter of a few lines, without a page part; whom to ask stands last."""
    asked = [translate(N_("Questions: {contact}"), contact=contact)] if contact else []
    text = "\n\n".join(textwrap.fill(line, _WIDTH) for line in [*lines, *asked]) + "\n"
    return Letter(subject=subject, text=text, html="")


def waiting_goodbyes(outbox: Outbox) -> list[tuple[str, str]]:
    """Return person and period of each that is still to be sent."""
    rows = outbox.rows(states=("queued", "deferred"))
    return [(row.person, row.period) for row in rows if row.period.startswith((LEAVING, ASKING))]


def say_goodbyes(
    outbox: Outbox,
    sending: Sending,
    sender: MailSender,
    people: Mapping[str, Member],
    settings: Settings,
    names: Names,
    now: datetime,
) -> Counter[str]:
    """Send those that are due, and return what became of them.

    Args:
        outbox: where they wait.
        sending: the hold on it.
        sender: the line to the server.
        people: everybody on the roster, by the name in the outbox.
        settings: in force.
        names: by which a reply is known.
        now: the time.

    Raises:
        MailServerError: the server cannot be used; what was not sent waits.
    """
    ends: Counter[str] = Counter()
    for person, period in waiting_goodbyes(outbox):
        for claim in sending.claim(now, period=period, person=person):
            member = people.get(person)
            if member is None:  # gone from the roster, and with them the address
                sending.settle(claim, Sent("failed"), now)
                continue
            write = question if period.startswith(ASKING) else goodbye
            letter = write(language_of(member, settings), settings.digest.contact)
            tag = names.token(person)
            message = message_of(letter, member, person, claim.message_id, clock(), settings, sending.run, tag)
            try:
                sent = sender.send(message)
            except BaseException:
                sending.settle(claim, Sent("not-sent"), now)
                raise
            sending.settle(claim, sent, now)
            ends[sent.kind] += 1
    return ends
