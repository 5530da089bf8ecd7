"""What a letter says of itself: why one gets it, what is read and kept, how to leave, and whom to ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from analyzer.reports.mail.sheet import Block, leave_link
from analyzer.reports.words.wording import Wording
from analyzer.text import N_


@dataclass(frozen=True)
class Terms:
    """What a letter says of itself.

    Attributes:
        joined: the day on which it was noted that the reader takes part, None where nobody wrote it down.
        sender: what the letter calls who sends it, such as the organisation; "" where nobody gave it a name.
        reply_to: the address to which STOP is answered, "" where there is none yet.
        contact: whom to ask, "" where that is the reader.
        is_answer_read: meetlint reads the mailbox of answers; else a person does, and nothing more can be promised.
    """

    joined: date | None
    sender: str
    reply_to: str
    contact: str = ""
    is_answer_read: bool = True


def why(terms: Terms, wording: Wording) -> str:
    """Return why one gets a digest, and how to stop it.

    Somebody else wrote the day down: what the reader said then, nobody here knows.
    """
    translate = wording.translate
    if terms.joined is None:
        because = translate(N_("You get it because you take part."))
    else:
        text = N_("You get it because {sender} put you on the list on {day}.")
        because = translate(text, sender=_sender(terms, wording), day=wording.full_date(terms.joined))
    return f"{because} {translate(N_('To stop, reply STOP.'))}"


def who_reads(terms: Terms, wording: Wording) -> str:
    """Return who can read a mail that goes to one person: that person, and who makes it."""
    text = N_("Only you get this mail; whoever runs these mails at {sender} can look at it, too.")
    return wording.translate(text, sender=_sender(terms, wording))


def _sender(terms: Terms, wording: Wording) -> str:
    return wording.shown(terms.sender) if terms.sender else wording.translate(N_("your organisation"))


def leaving(terms: Terms, wording: Wording, *, is_team: bool) -> Iterator[Block]:
    """Yield what is read and kept, how to leave and what remains then, and whom to ask."""
    translate = wording.translate
    if is_team:
        read = N_(
            "A program reads the calendars of the members who take part, with titles, texts and who is invited; for "
            "private events, only the times. It reads these weeks again each time."
        )
    else:
        read = N_(
            "A program reads only your own calendar, with titles, texts and who is invited; for private events, only "
            "the times. It reads these weeks again each time, and keeps nothing of them."
        )
    yield Block("small", f"{translate(read)} {translate(N_('A calendar shows planned meetings only.'))}")
    kept = translate(N_("{sender} keeps that a mail was sent, not what it says."), sender=_sender(terms, wording))
    yield Block("small", kept[:1].upper() + kept[1:])
    stop = N_(
        "To stop, reply STOP; whatever else stands in the reply does not matter. You get one confirmation, nobody is "
        "told, and your calendar is no longer read for these mails. What remains is that you left, as a code that does "
        "not show your name."
    )
    if is_team:
        stop = N_(
            "To stop, reply STOP; whatever else stands in the reply does not matter. You get one confirmation and "
            "nobody is told. Your calendar is then no longer read for these mails, and no longer counts in them. What "
            "remains is that you left, as a code that does not show your name."
        )
    if not terms.is_answer_read:
        stop = N_(
            "To stop, reply STOP: a person reads it, and takes you off the list. Your calendar is then no longer read "
            "for these mails."
        )
    yield Block("small", translate(stop))
    if terms.reply_to:
        yield Block("link", translate(N_("To stop: send an empty mail")), link=leave_link(terms.reply_to))
    if terms.contact:
        yield Block("small", translate(N_("Questions: {contact}"), contact=wording.shown(terms.contact, None)))
