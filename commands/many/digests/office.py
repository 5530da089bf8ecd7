"""One person's digest, from the calendar to the mail server, in one worker: nothing of it is kept, or leaves otherwise.

A mail is claimed when it is written, just before the server hears of it. A worker that dies while it reads a calendar
then leaves the mail as it was, to be tried again; only the moments of sending can leave one of which nobody knows.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.errors import MeetlintError, SourceError
from analyzer.text import N_, Translator, system_language, translator
from commands.analysis import clock
from commands.folders import unwritten
from commands.many.digests.senders import mail_settings, open_sender
from commands.many.errands import (
    OWN_MISTAKE,
    Errand,
    Outcome,
    basis_in_worker,
    opened_for,
    own_mistake,
    problems_of,
    trouble_of,
)
from commands.many.gathering import file_name_of
from connectors.mail.message import Message, Picture, message_bytes
from connectors.mail.names import ID_HEADER, Names
from connectors.mail.outbox.sending import Sending
from connectors.mail.outbox.storage import Storage, open_storage
from connectors.mail.outbox.workers import DatabaseWorker, FileWorker
from connectors.mail.outcomes import Outcome as Sent
from connectors.mail.senders import MailServerError, Pace
from connectors.private_files import write_private

if TYPE_CHECKING:
    from analyzer.errors import Show
    from analyzer.problems import Problem
    from analyzer.reports.mail.letter import Letter
    from analyzer.reports.mail.terms import Terms
    from analyzer.run import Run
    from analyzer.settings.file import Settings
    from commands.many.roster import Member
    from connectors.mail.outbox.sending import Claim
    from connectors.mail.senders import MailSender
    from connectors.mail.settings import MailSettings

WAIT_SECONDS = 30.0
"""For others that write to the outbox."""
ELSEWHERE = "elsewhere"
"""What becomes of a mail that another run has claimed, or that its receiver does not want any more."""
NOT_TRIED = "not-tried"
POSTPONED = "postponed"
WRITTEN = "written"
NEEDS_LOOK = ("refused", "failed", "unknown")
"""Ends of a mail that somebody has to look at."""


@dataclass(frozen=True, kw_only=True)
class Post:
    """How the digests of one run are sent.

    Attributes:
        run: its name.
        period: the week they are about.
        last: the last day on which they go out.
        place: the outbox, "" where nothing is sent.
        key: by which people and mails are named.
        ahead: how far the clock of the run is ahead of the machine's.
        per_minute: how many mails one worker may send in a minute, 0 for as many as can.
        folder: where mails are written instead of being sent.
        letters: what a team gets, by language: the same for all its members. None where each gets their own.
    """

    run: str
    period: str
    last: date
    place: str = ""
    key: bytes = field(repr=False)
    ahead: timedelta = timedelta()
    per_minute: int = 0
    folder: Path | None = None
    letters: Mapping[str, Letter | None] | None = field(default=None, repr=False)


class UnwholeError(SourceError):
    """A part of somebody's sources could not be read: a digest of the rest would be of another week than theirs.

    Attributes:
        problem: the first of what could not.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(N_("A part of the calendar could not be read; it is tried again later. {reason}"))
        self.problem = problem

    @property
    def code(self) -> str:
        """The stable name of what could not be read."""
        return self.problem.cause.code if self.problem.cause else self.problem.code

    def say(self, translate: Translator, show: Show | None = None) -> str:
        """Return the sentence, with the reason in the same language."""
        return translate(self.message, reason=self.problem.say(translate, show))

    def __str__(self) -> str:
        return self.say(translator("en"))


def read_whole(errand: Errand, member: Member) -> tuple[Run, Outcome]:
    """Return the judgement of one person's calendars: what a digest is written of, and the doctor looks at.

    Raises:
        MeetlintError: they could not be read, or not wholly.
    """
    from commands.analysis import judge_calendars

    opened, terms = opened_for(errand, member)
    if opened.failed:
        raise opened.failed[0][1]
    run = judge_calendars(opened.calendars, errand.request.period(), terms)
    for problem in [*opened.problems, *run.problems]:
        if problem.effect == "source":
            raise UnwholeError(problem)
    events = sum(source.events for source in run.sources)
    return run, Outcome(done=1, events=events, empty=[] if events else [member.name], problems=problems_of(opened))


@contextmanager
def office(errand: Errand, members: Sequence[Member]) -> Iterator[Office]:
    """Give what digests are sent with, for the people of one group.

    Raises:
        MeetlintError: the outbox or the password cannot be had.
    """
    post = errand.post
    assert post is not None
    _, settings = basis_in_worker(errand.request.rules_from, errand.settings, errand.settings_file)
    names = Names(post.key, domain_of(mail_settings(settings)))
    with ExitStack() as stack:
        sending, sender = None, None
        if post.place:
            # From the roster, and from nothing that a mail says of itself.
            owners = {member.address.casefold(): names.person(member.address) for member in members}
            sending = stack.enter_context(_joined(post, names))
            pace = _pace(post.run, post.per_minute)
            sender = stack.enter_context(
                open_sender(settings, lambda address: owners.get(address.casefold()), post.per_minute, pace, post.run)
            )
        yield Office(errand, post, settings, names, sending, sender, _refusals(post.run))


@contextmanager
def _joined(post: Post, names: Names) -> Iterator[Sending]:
    """Give a hold on the outbox beside that of the run, which has the lock and says which workers are gone."""
    storage: Storage = open_storage(post.place, names.check, WAIT_SECONDS)
    try:
        if storage.file is not None:
            yield Sending(storage, FileWorker(storage), post.run)
        else:
            worker = DatabaseWorker(storage)
            try:
                yield Sending(storage, worker, post.run)
            finally:
                worker.close()
    finally:
        storage.engine.dispose()


@lru_cache(maxsize=1)
def _pace(_run: str, per_minute: int) -> Pace:
    """Return the pace of this process: it goes on from group to group."""
    return Pace(per_minute)


@lru_cache(maxsize=1)
def _refusals(_run: str) -> list[MailServerError]:
    """Return where this process notes that the server cannot be used at all, from group to group."""
    return []


def domain_of(mail: MailSettings) -> str:
    """Return the domain that mails come from; one that nobody has while no address is set."""
    return mail.from_address.rpartition("@")[2] or "meetlint.invalid"


def language_of(member: Member, settings: Settings) -> Translator:
    """Return the language in which a person is written to."""
    own = member.language or settings.digest.language or settings.agreements.language
    return translator(own or system_language(os.environ))


def message_of(
    letter: Letter,
    member: Member,
    owner: str,
    message_id: str,
    moment: datetime,
    settings: Settings,
    run: str = "",
    tag: str = "",
) -> Message:
    """Return a letter as a mail to one person.

    Args:
        letter: what is said.
        member: to whom.
        owner: the name of the person whose calendar was read.
        message_id: of the mail.
        moment: when it is sent.
        settings: with the addresses it comes from.
        run: the name of the run.
        tag: what only mails to this person hold. A new mail may leave for them by it, and a reply is known by it where
            the settings have it stand in the address.
    """
    from analyzer.reports.mail.sheet import PICTURE_ID, leave_link

    mail, digest = mail_settings(settings), settings.digest
    plain, answers_to = mail.reply_to or mail.from_address, mail.reply_address(tag)
    pictures = (Picture(PICTURE_ID, letter.picture, letter.alternative),) if letter.picture else ()
    return Message(
        owner=owner,
        recipient=member.address,
        sender=mail.from_address or "digest@meetlint.invalid",
        sender_name=digest.sender,
        subject=letter.subject,
        text=letter.text,
        # One letter may go to many: whose it is stands only in the mail.
        html=letter.html.replace(leave_link(plain), leave_link(answers_to, tag)) if plain else letter.html,
        pictures=pictures,
        message_id=message_id,
        date=moment,
        reply_to=answers_to if mail.reply_to or answers_to != mail.from_address else "",
        unsubscribe_mail=answers_to,
        unsubscribe_token=tag,
        unsubscribe_url=digest.unsubscribe_url,
        run=run,
        headers={} if mail.through == "smtp" else {ID_HEADER: message_id},
    )


def letter_terms(joined: date | None, settings: Settings, *, reader: str = "") -> Terms:
    """Return what a letter says of itself; ``reader``, an address, is not sent to themselves with questions."""
    from analyzer.reports.mail.terms import Terms

    mail, digest = mail_settings(settings), settings.digest
    return Terms(
        joined=joined,
        sender=digest.sender,
        reply_to=mail.reply_to or mail.from_address,
        contact="" if digest.contact.strip().casefold() == reader.casefold() else digest.contact,
        is_answer_read=bool(mail.imap_host),
    )


@dataclass(frozen=True)
class Office:
    """What digests are sent with, in one worker.

    Attributes:
        errand: what is to be done.
        post: how.
        settings: in force.
        names: by which people and mails are named.
        sending: the hold on the outbox; None where mails are only written to files.
        sender: the line to the server; None likewise.
    """

    errand: Errand
    post: Post
    settings: Settings
    names: Names
    sending: Sending | None
    sender: MailSender | None
    closed: list[MailServerError] = field(default_factory=list)
    """The server's refusal to be used at all: nobody else is tried."""

    def now(self) -> datetime:
        """Return the time it is for this run."""
        return datetime.now(UTC) + self.post.ahead

    def send(self, member: Member) -> Outcome:
        """Read one person's calendar, write the digest and send it, and say what became of it.

        Raises:
            MeetlintError: there was no whole calendar to be read, or the server cannot be used; it is tried again.
        """
        if self.closed:
            return Outcome(done=1, mails=Counter({NOT_TRIED: 1}))
        try:
            run, found = read_whole(self.errand, member)
            if self.sending is None:
                return self._written(member, run, found)
            wait, letter = self._letter(member, run)
        except Exception as error:
            self._defer(member, error.code if isinstance(error, MeetlintError) else OWN_MISTAKE)
            if isinstance(error, MeetlintError):
                raise
            return Outcome(failed=[(member.name, own_mistake(error))])
        claim = self._claimed(member)
        if claim is None:
            found.mails[ELSEWHERE] += 1
        elif wait is not None:
            found.mails[self._waiting(claim, wait)] += 1
        elif letter is None:
            self.sending.settle(claim, Sent("nothing-to-say"), self.now())
            found.mails["nothing-to-say"] += 1
        else:
            self._sent(claim, member, run, letter, found)
        return found

    def _letter(self, member: Member, run: Run) -> tuple[datetime | None, Letter | None]:
        """Return until when a letter has to wait, None for not at all; and the letter, None with nothing to say."""
        from analyzer.reports.mail.letter import write_letter

        day = next_workday(run)
        if day != run.today:
            last = min(self.post.last, run.period.last)
            if day is None or day > last:
                return None, None
            return datetime.combine(day, time(), run.zone.zone).astimezone(UTC), None
        translate = language_of(member, self.settings)
        if self.post.letters is not None:
            return None, self.post.letters[translate.language]
        return None, write_letter(run, letter_terms(member.own_day, self.settings, reader=member.address), translate)

    def _claimed(self, member: Member) -> Claim | None:
        assert self.sending is not None
        person = self.names.person(member.address)
        return next(iter(self.sending.claim(self.now(), period=self.post.period, person=person)), None)

    def _defer(self, member: Member, reason: str) -> None:
        """Try a person again later of whom nothing could be read or written; the pauses grow."""
        if self.sending is not None and (claim := self._claimed(member)):
            self.sending.settle(claim, Sent("deferred"), self.now(), reason)

    def _waiting(self, claim: Claim, until: datetime) -> str:
        assert self.sending is not None
        self.sending.postpone(claim, until, self.now())
        return POSTPONED

    def owner_name(self, member: Member, run: Run) -> str:
        """Return the name of the person whose calendar was read, which is what the calendar says."""
        own = {run.owner.address, *run.owner.aliases}
        address = member.address if member.address.casefold() in own else run.owner.address
        return self.names.person(address)

    def _message(self, member: Member, run: Run, letter: Letter, message_id: str) -> Message:
        owner = self.owner_name(member, run)
        tag = self.names.token(self.names.person(member.address))
        return message_of(letter, member, owner, message_id, clock(), self.settings, self.post.run, tag)

    def _sent(self, claim: Claim, member: Member, run: Run, letter: Letter, found: Outcome) -> None:
        assert self.sending is not None
        assert self.sender is not None
        try:
            sent = self.sender.send(self._message(member, run, letter, claim.message_id))
        except MailServerError as error:
            # It is raised before a mail is begun.
            self.sending.settle(claim, Sent("not-sent"), self.now())
            self.closed.append(error)
            found.failed.append((member.name, trouble_of(error)))
            found.mails[NOT_TRIED] += 1
            return
        except Exception as error:  # our own: the mail was refused by us before it went, or nobody knows
            is_known = isinstance(error, ValueError) or type(error).__name__ == "WrongRecipientError"
            self.sending.settle(claim, Sent("failed" if is_known else "unknown"), self.now())
            found.failed.append((member.name, own_mistake(error)))
            found.mails["failed" if is_known else "unknown"] += 1
            return
        self.sending.settle(claim, sent, self.now())
        state = {"accepted": "sent", "not-sent": "deferred"}.get(sent.kind, sent.kind)
        found.mails[state] += 1

    def _written(self, member: Member, run: Run, found: Outcome) -> Outcome:
        """Write somebody's mail to a file instead of sending it: on a day off the one of their next working day.

        Raises:
            MeetlintError: it cannot be written.
        """
        day, as_of = next_workday(run), ""
        if day is not None and day != run.today:
            as_of = day.isoformat()
            then = replace(self.errand, request=replace(self.errand.request, today=day))
            run, found = read_whole(then, member)
        _, letter = self._letter(member, run)
        if letter is None:
            found.mails[POSTPONED if day is None else "nothing-to-say"] += 1
            return found
        assert self.post.folder is not None
        message_id = self.names.message_id(self.names.person(member.address), self.post.period)
        path = self.post.folder / mail_file_of(member)
        data = message_bytes(self._message(member, run, letter, message_id))
        try:
            write_private(path, data)
        except OSError as error:
            raise unwritten(path, error, "--dry-run") from error
        found.mails[WRITTEN] += 1
        found.dry.append((member.name, as_of))
        return found


def mail_file_of(member: Member) -> str:
    """Return what the file is called into which a dry run writes somebody's mail."""
    return file_name_of(member.name).replace(".parquet", ".eml")


def next_workday(run: Run) -> date | None:
    """Return the first day from today on on which the owner works, None when the period holds none."""
    days = run.judgement.context.days
    at = max((run.today - run.period.first).days, 0)
    found = next((position for position in range(at, len(days.day)) if days.is_workday[position]), None)
    return None if found is None else run.period.first + timedelta(days=found)
