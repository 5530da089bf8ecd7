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
        joined: the day on which the reader said yes, None where nobody wrote it down.
        sender: what the letter calls who sends it, such as the organisation.
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
    """Return why one gets a digest, and how to stop it."""
    if terms.joined is None:
        because = wording.translate(N_("You get it because you take part."))
    else:
        day = wording.day(terms.joined, with_year=True)
        because = wording.translate(N_("You get it because you said yes to it on {day}."), day=day)
    return f"{because} {wording.translate(N_('To stop, answer STOP.'))}"


def leaving(terms: Terms, wording: Wording, *, is_team: bool) -> Iterator[Block]:
    """Yield what is read and kept, how to leave and what remains then, and whom to ask."""
    translate = wording.translate
    if is_team:
        read = N_(
            "What is read are the calendars of the members who take part, with titles, texts and who is invited; of "
            "private events only when they are. All weeks are read anew each time."
        )
    else:
        read = N_(
            "What is read is your own calendar, with titles, texts and who is invited; of private events only when "
            "they are. All weeks are read anew each time, and nothing of them is kept."
        )
    yield Block("small", f"{translate(read)} {translate(N_('A calendar shows planned meetings only.'))}")
    yield Block(
        "small",
        translate(N_("{sender} keeps that a mail was sent, and no word of it."), sender=wording.shown(terms.sender)),
    )
    stop = N_(
        "To stop, answer STOP; whatever else stands in the answer does not matter. You get one confirmation, nobody is "
        "told, and your calendar is no longer read for these mails. What remains is that you left, as a code that does "
        "not show your name."
    )
    if is_team:
        stop = N_(
            "To stop, answer STOP; whatever else stands in the answer does not matter. You get one confirmation and "
            "nobody is told. Your calendar is then no longer read for these mails, and no longer counts in them. What "
            "remains is that you left, as a code that does not show your name."
        )
    if not terms.is_answer_read:
        stop = N_(
            "To stop, answer STOP: a person reads it, and takes you off the list. Your calendar is then no longer read "
            "for these mails."
        )
    yield Block("small", translate(stop))
    if terms.reply_to:
        yield Block("link", translate(N_("Stop with an empty mail")), link=leave_link(terms.reply_to))
    if terms.contact:
        yield Block("small", translate(N_("Questions: {contact}"), contact=wording.shown(terms.contact, None)))
