"""One run of the digest over a roster: replies are read, what is due is sent once, and the run says what it did.

It may be called as often as a scheduler likes: a person's mail about a week is sent once, whoever calls.
"""

from __future__ import annotations

import os
import secrets
import time
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from analyzer.errors import EXIT_BUG, EXIT_NO_SOURCE, EXIT_PARTIAL, UsageError
from analyzer.settings.file import FILE_NAME
from analyzer.team.digest import week_due
from analyzer.text import N_
from commands.analysis import clock
from commands.folders import unwritten
from commands.many.digests.box import (
    digest_key,
    has_outbox,
    names_of,
    new_outbox,
    place_of,
    roster_of,
    staying,
    taking_part,
)
from commands.many.digests.goodbyes import say_goodbyes, waiting_goodbyes
from commands.many.digests.log import NO_TERMS, Log, LogForm
from commands.many.digests.moments import moment_text
from commands.many.digests.office import NEEDS_LOOK, Post, language_of, mail_file_of
from commands.many.digests.senders import check_sender, mail_settings, open_sender
from commands.many.digests.team import team_letters, team_members, team_period
from commands.many.errands import Errand, Outcome
from commands.many.over_roster import Order, basis_of, do_for_each, processors, settings_of_roster
from connectors.mail.names import KEY_BYTES, Names
from connectors.mail.outbox.box import Outbox, Row
from connectors.mail.outbox.storage import AlreadyRunningError
from connectors.mail.replies import read_replies

if TYPE_CHECKING:
    from analyzer.settings.file import Settings
    from analyzer.text import Translator
    from commands.many.digests.endings import Account
    from commands.many.digests.group import GroupRoster
    from commands.many.over_roster import Basis
    from commands.many.roster import Member
    from commands.request import Request
    from connectors.mail.outbox.sending import Sending
    from connectors.mail.senders import MailSender

_WEEK = timedelta(days=7)
_ONE_CAN_DO = 200
"""Mails a minute: below it one worker keeps up, and holds the limit by itself."""


@dataclass(frozen=True)
class Many:
    """Everybody of a roster, and what was agreed on.

    Attributes:
        basis: the settings in force.
        settings: those that name people, mail and digest.
        members: everybody, whether they take part or not.
        place: the roster.
        order: how many work, and where.
        group: what the directory listed, where the roster is a group of it.
    """

    basis: Basis
    settings: Settings
    members: Sequence[Member]
    place: Path
    order: Order
    group: GroupRoster | None = None


def everybody(request: Request, order: Order, *, asks_directory: bool = True, basis: Basis | None = None) -> Many:
    """Read the settings and the roster.

    Args:
        request: what was asked for.
        order: how many work, and the roster where one is named: it goes before the one that the settings name.
        asks_directory: of a group; False knows nobody of it, for what needs no names.
        basis: the settings in force, None to read them.

    Raises:
        UsageError: there is no roster.
        SettingsError: the settings hold mistakes, or the terms have ended.
        SourceError: the roster is a group, and the directory cannot be read.
    """
    from commands.many.digests.group import read_group_roster
    from commands.many.roster import read_roster

    basis = basis or basis_of(request, order)
    named = order.roster or roster_of(basis.settings)
    place = named or (Path(basis.settings.file) if basis.settings.file else None)
    if place is None:
        raise UsageError(
            N_("There is no {file} here, and no roster is named."),
            N_("meetlint init writes the file; --config names another, --roster a CSV file with the people."),
            file=FILE_NAME,
        )
    if basis.settings.digest.group and order.roster is None:
        if not asks_directory:
            return Many(basis, basis.settings, (), place, replace(order, roster=place))
        group = read_group_roster(basis.settings)
        return Many(basis, basis.settings, group.members, place, replace(order, roster=place), group)
    members = read_roster(place, settings_of_roster(place, basis))
    return Many(basis, basis.settings, members, place, replace(order, roster=place))


def clock_of(today: date | None) -> tuple[datetime, timedelta]:
    """Return the time a run takes it to be, and how far that is ahead of the machine's."""
    now = clock()
    if today is None:
        return now, timedelta()
    moved = datetime.combine(today, now.timetz())
    return moved, moved - now


def send_digests(
    request: Request,
    order: Order,
    *,
    team: str,
    folder: Path | None,
    log_form: LogForm,
    account: Account,
    is_first_time: bool = False,
) -> int:
    """Send what is due, or write it to a folder, and return the exit code.

    Args:
        request: what was asked for.
        order: who does it.
        team: whose digest each of its members gets, "" for each one's own.
        folder: where mails are written instead of being sent.
        log_form: in which form it is said.
        account: takes what is known of the run, to be told when it ends.
        is_first_time: somebody says that digests were never sent before, from wherever.

    Raises:
        MeetlintError: settings, roster, outbox, mailbox or server cannot be used; nothing was sent twice.
    """
    basis = basis_of(request, order)
    now, ahead = clock_of(request.today)
    today = request.today or now.date()
    week, first, last = week_due(basis.settings.digest, today)
    asked: tuple[date, date, date] | None = None
    if folder is not None and not first <= today <= last:
        # Nothing goes out on such a day, so there is nothing to look at but what goes out next.
        asked, shown = (first, last, today), first if today < first else first + _WEEK
        request = replace(request, today=shown)
        now, ahead = clock_of(shown)
        today, (week, first, last) = shown, week_due(basis.settings.digest, shown)
    period = team_period(week, team) if team else week
    account.settings, account.period = basis.settings, period
    many = everybody(request, order, basis=basis)
    found = taking_part(many.members, many.place, today)
    account.counts["bad-address"] = len(found.faults)
    taking = team_members(many, team, found.members) if team else found.members
    run = account.run
    if folder is not None:
        # A key of its own: nothing that is written can be held against what is sent.
        key = secrets.token_bytes(KEY_BYTES)
        taking = staying(taking, many.settings)
        log = Log(log_form, many.basis.translate, run, Names(key, "meetlint.invalid").person)
        post = Post(run=run, period=period, last=last, key=key, ahead=ahead, folder=_made(folder))
        post = _with_letters(post, many, request, team, taking, now, today)
        if asked is not None:
            say_not_due(log, *asked, _NOT_DUE_BUT_WRITTEN)
        return max(_write(many, taking, request, log, post, now, log_form), log.say_faults(found.faults))
    place = place_of(many.settings)
    # Before a key is made there: what was kept elsewhere is to be moved to that place.
    if not is_first_time and not has_outbox(place):
        raise new_outbox(place)
    names = names_of(many.settings)
    log = Log(log_form, many.basis.translate, run, names.person)
    account.people = {names.person(member.address) for member in found.members}
    check_sender(many.settings)
    if order.scheduler and "://" not in place:
        raise UsageError(
            N_("Workers on other machines cannot share an outbox that is a file."),
            N_("Write outbox = “postgresql://USER@HOST/DATABASE” in [digest], or leave --scheduler."),
        )
    is_due = first <= today <= last
    if is_due and many.basis.privacy.agreed_on is None:
        log.say("no-terms", *NO_TERMS)
    if many.group is not None and many.group.faults:
        log.say(
            "group-bad-address",
            N_("People of the group who have no usable e-mail address of their own, and get nothing: {n}"),
            N_("meetlint doctor names them."),
            n=len(many.group.faults),
        )
    code_of_faults = log.say_faults(found.faults)
    began = time.monotonic()
    with Outbox(place, names) as outbox:
        if not is_first_time and outbox.is_new():
            raise new_outbox(outbox.name)
        try:
            with outbox.sending(run, clock()) as sending:
                post = Post(run=run, period=period, last=last, place=place, key=digest_key(many.settings), ahead=ahead)
                counts, code = _Run(many, request, log, post, outbox, sending, names, now, today).go(
                    taking, is_due=is_due, first=first, team=team, week=week
                )
                account.counts += counts
                # The machine's own time, whatever day was taken for today: the next run looks at it.
                sending.find_dead(clock())
                sending.end(clock(), code or code_of_faults)
                outbox.forget(clock(), many.settings.digest.retention_days)
        except AlreadyRunningError as error:
            account.has_other = True
            log.say("already-running", error.message, pid=error.pid, since=error.since)
            return 0
        log.end(account.counts, time.monotonic() - began, period)
    return code or code_of_faults


def _with_letters(
    post: Post, many: Many, request: Request, team: str, taking: Sequence[Member], now: datetime, today: date
) -> Post:
    """Return how digests are sent, with the letter of a team where it is one's."""
    if not team:
        return post
    languages = {language_of(member, many.settings).language for member in taking}
    return replace(post, letters=team_letters(many, request, team, taking, languages, now, today))


def _made(folder: Path) -> Path:
    from connectors.private_files import make_folder

    try:
        make_folder(folder)
    except OSError as error:
        raise unwritten(folder, error, "--dry-run") from error
    return folder.resolve()


def _errand(many: Many, request: Request, post: Post, now: datetime) -> Errand:
    return Errand(
        task="digest",
        request=request,
        settings=many.basis.text,
        settings_file=many.basis.settings.file,
        now=now,
        post=post,
    )


def _write(
    many: Many, taking: Sequence[Member], request: Request, log: Log, post: Post, now: datetime, log_form: LogForm
) -> int:
    """Write the mails of everybody who takes part to a folder; nothing is remembered."""
    began = time.monotonic()
    errand = _errand(many, request, post, now)
    outcome = do_for_each(errand, taking, str(many.place), many.order, many.basis, log.say_troubles)
    counts = _counts(outcome)
    if log_form == "text" and not request.quiet:
        _say_whose(outcome, taking, many.basis.translate)
    log.end(counts, time.monotonic() - began, post.period)
    return _code(outcome)


def _say_whose(outcome: Outcome, taking: Sequence[Member], translate: Translator) -> None:
    """Say whose each mail of a dry run is, to whoever looks at them.

    Who gets none is not said: of whoever is then left it would be known that they want no more.
    """
    members = {member.name: member for member in taking}
    for name, day in sorted(outcome.dry):
        text = N_("{file}: {address}, as of their next working day, {day}") if day else N_("{file}: {address}")
        click.echo(translate(text, file=mail_file_of(members[name]), address=members[name].address, day=day))


@dataclass
class _Run:
    """A run that holds the outbox."""

    many: Many
    request: Request
    log: Log
    post: Post
    outbox: Outbox
    sending: Sending
    names: Names
    now: datetime
    today: date

    def go(
        self, taking: Sequence[Member], *, is_due: bool, first: date, team: str, week: str
    ) -> tuple[Counter[str], int]:
        """Read the replies, send what is due, and return the counts and the exit code.

        Raises:
            MailboxError: it is not known who wants no more; nothing is sent.
            MailServerError: the server cannot be used as it is set; nothing is sent.
        """
        known = {self.names.person(one.address): one for one in self.many.members if one.address}
        people = {self.names.person(one.address) for one in taking}
        self._read_replies({one.address: person for person, one in known.items()}, people, week)
        self.outbox.expire(week, self.now)
        self._forget_gone(people)
        added = 0
        if is_due:
            added = self.outbox.plan(people, self.post.period, self.now, self._roster)
        else:
            say_not_due(self.log, first, self.post.last, self.today)
        due = self._due(taking) if is_due else []
        if not due and not waiting_goodbyes(self.outbox):
            self._say_waiting(people)
            return Counter(), 0
        with self._sender(known) as sender:
            # Before any calendar is read: a wrong password would be refused once for each person.
            sender.check(mail_settings(self.many.settings).from_address)
            say_goodbyes(self.outbox, self.sending, sender, known, self.many.settings, self.names, self.now)
        if not due:
            self._say_waiting(people)
            return Counter(), 0
        if not mail_settings(self.many.settings).imap_host:
            self.log.say(
                "no-replies",
                N_(
                    "No mailbox is read (imap_host in [mail]): whoever answers STOP goes on getting digests until you "
                    "act."
                ),
                N_("Read the replies yourself, each day: meetlint digest leave PERSON"),
            )
        self.log.say("began", N_("Digests that are due: {people}."), people=len(due), planned=added)
        order, per_minute = paced(self.many.order, mail_settings(self.many.settings).limit)
        # Read after the replies: whoever has just left is not in a team's counts any more.
        left = self.outbox.leavers() if team else set()
        counted = [member for member in taking if self.names.person(member.address) not in left]
        post = _with_letters(self.post, self.many, self.request, team, counted, self.now, self.today)
        errand = _errand(self.many, self.request, replace(post, per_minute=per_minute), self.now)
        outcome = do_for_each(errand, due, str(self.many.place), order, self.many.basis, self.log.say_troubles)
        return _counts(outcome), _code(outcome)

    @property
    def _roster(self) -> str:
        """The keyed name of the roster, by which what it planned is told from what another one did."""
        return self.names.roster(self.many.group.name if self.many.group else str(self.many.place.resolve()))

    def _forget_gone(self, people: Set[str]) -> None:
        """Forget what waits for those of this roster who no longer take part: they would be waited for for ever."""
        if gone := self.outbox.drop(people, self.post.period, self._roster):
            text = N_("Mails that waited for people who no longer take part, and are forgotten: {n}.")
            self.log.say("forgotten", text, n=gone)

    def _say_waiting(self, people: Set[str]) -> None:
        """Say who waits though nothing was due: that nothing was done is no word of all being well."""
        rows = [row for row in self.outbox.rows(self.post.period, ("deferred",)) if row.person in people]
        times = sorted(row.next_try for row in rows if row.next_try is not None)
        if times:
            self.log.say(
                "waiting",
                N_("To be tried again: {n}, the next at {time}."),
                n=len(rows),
                time=moment_text(times[0], self.now, self.many.settings),
            )

    def _read_replies(self, people: Mapping[str, str], taking: Set[str], week: str) -> None:
        mailbox = mail_settings(self.many.settings).mailbox(os.environ)
        if mailbox is None:
            return
        tally = read_replies(
            mailbox,
            self.names,
            people,
            on_leaving=lambda person: self.outbox.leave(person, self.now),
            on_bounce=lambda person, period: self.outbox.bounce(person, period, self.now),
            # Whoever gets no digest is not asked whether they want no more.
            on_unproven=lambda person: person in taking and self.outbox.ask(person, week, self.now),
        )
        if tally.leaving or tally.bounces:
            self.log.say("replies", N_("Replies were read: {leaving} want no more, {bounces} came back."),
                         leaving=tally.leaving, bounces=tally.bounces)  # fmt: skip
        if tally.unproven:
            self.log.say(
                "unproven",
                N_("{n} mails say STOP and could not be matched. Whose address stands there is asked once a week."),
                N_("Look into the mailbox of replies; by hand: meetlint digest leave PERSON"),
                n=tally.unproven,
            )

    def _due(self, taking: Sequence[Member]) -> list[Member]:
        """Return those whose mail may be tried now: nobody else's calendar is read."""
        rows = self.outbox.rows(self.post.period, ("queued", "deferred"))
        waiting = {row.person for row in rows if _is_due(row, self.now)}
        return [member for member in taking if self.names.person(member.address) in waiting]

    def _sender(self, known: Mapping[str, Member]) -> MailSender:
        owners = {one.address.casefold(): person for person, one in known.items()}
        return open_sender(self.many.settings, lambda address: owners.get(address.casefold()))


_NOT_DUE = (
    N_("The digests of this week go out from {day} to {last}."),
    N_("The digests of this week went out until {last}; the next go out on {day}."),
)
_NOT_DUE_BUT_WRITTEN = (
    N_("The digests of this week go out from {day} to {last}; these are as of {day}."),
    N_("The digests of this week went out until {last}; these are those of {day}."),
)
"""Before and after the days on which digests go out; the second of a dry run, which writes what goes out next."""


def say_not_due(log: Log, first: date, last: date, today: date, texts: tuple[str, str] = _NOT_DUE) -> None:
    """Say that this is no day on which digests go out, and which is."""
    is_over = today > last
    log.say("not-due", texts[is_over], day=(first + _WEEK if is_over else first).isoformat(), last=last.isoformat())


def paced(order: Order, limit: int) -> tuple[Order, int]:
    """Return how many work, and the share of the limit that each has.

    Args:
        order: as it was asked for.
        limit: mails in a minute, 0 for as many as can.
    """
    if not limit or order.scheduler:
        return order, limit
    workers = 1 if limit <= _ONE_CAN_DO else min(order.workers or processors(), limit)
    return replace(order, workers=workers), limit // workers


def _is_due(row: Row, now: datetime) -> bool:
    return row.next_try is None or row.next_try <= now or row.changed > now + timedelta(hours=1)


def _counts(outcome: Outcome) -> Counter[str]:
    counts = Counter(outcome.mails)
    counts["not-read"] = len(outcome.failed)
    return counts


def _code(outcome: Outcome) -> int:
    """Return the exit code: 70 our own mistake, 3 nobody was read, 4 somebody was not, or a mail needs a look."""
    if any(trouble.is_own_mistake for _, trouble in outcome.failed):
        return EXIT_BUG
    if outcome.failed and not outcome.done:
        return EXIT_NO_SOURCE
    needs_look = any(outcome.mails[end] for end in NEEDS_LOOK)
    return EXIT_PARTIAL if outcome.failed or needs_look else 0


def now_of(today: date | None) -> datetime:
    """Return the time a command takes it to be."""
    return clock_of(today)[0].astimezone(UTC)
