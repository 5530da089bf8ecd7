"""doctor: prove that everything is in place before the first night, and say what to do where it is not."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from analyzer.errors import EXIT_PARTIAL, MeetlintError, SourceError
from analyzer.reports.inert import inert
from analyzer.text import N_, Translator
from commands.console import write
from commands.front import Command
from commands.helps import HELP
from commands.options import (
    allow_private_option,
    config_option,
    debug_option,
    each_options,
    language_option,
    rules_from_option,
    today_option,
)
from commands.request import Request

if TYPE_CHECKING:
    from commands.many.digests.group import GroupRoster
    from commands.many.digests.run import Many
    from commands.many.errands import Outcome
    from commands.many.over_roster import Order
    from connectors.mail.settings import MailSettings

LEAST_ROOM = 100_000_000
"""Bytes: an outbox of a thousand people takes one, and whatever shares the disk must not fill it in a night."""
SOON = 30
"""Days before the end of the terms from which on it is said."""
_MOST_AHEAD = timedelta(minutes=5)


@dataclass
class _Findings:
    """What was looked at, a line each.

    Attributes:
        lines: of the report.
        is_well: nothing is missing.
    """

    translate: Translator
    lines: list[str] = field(default_factory=list)
    is_well: bool = True

    def add(self, *, is_well: bool, text: str, hint: str = "", **fields: Any) -> None:
        """Add a line, and under it what to do."""
        self._line(N_("ok") if is_well else N_("not ok"), text, hint, fields)
        self.is_well &= is_well

    def warn(self, text: str, hint: str = "", **fields: Any) -> None:
        """Add what may be meant so, and should be looked at; nothing is missing."""
        self._line(N_("warning"), text, hint, fields)

    def _line(self, mark: str, text: str, hint: str, fields: Mapping[str, Any]) -> None:
        self.lines.append(f"{self.translate(mark)}: {inert(self.translate(text, **fields))}")
        if hint:
            self.lines.append(f"    {inert(self.translate(hint, **fields))}")

    def add_error(self, error: MeetlintError) -> None:
        """Add what an error says, and what to do about it."""
        self.lines.append(f"{self.translate(N_('not ok'))}: {inert(error.say(self.translate))}")
        if hint := error.say_hint(self.translate):
            self.lines.append(f"    {inert(hint)}")
        self.is_well = False


@click.command(cls=Command, help=HELP["doctor"])
@each_options
@click.option(
    "--outside",
    multiple=True,
    metavar="SOURCE",
    help=N_("A mailbox outside the allowed group, such as outlook:x@example.org: it has to be refused."),
)
@click.option(
    "--record",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help=N_("Write what the services answer there, without anybody's names or words, to try meetlint with."),
)
@click.option(
    "--send-test",
    "address",
    metavar="ADDRESS",
    help=N_("Send the digest of the sample there, and say what the server answers; else no mail is sent."),
)
@click.option("--no-sources", is_flag=True, help=N_("Read nobody's calendar."))
@allow_private_option
@today_option
@rules_from_option
@config_option
@language_option
@debug_option
def doctor(
    roster: Path | None,
    workers: int | None,
    scheduler: str,
    outside: tuple[str, ...],
    folder: Path | None,
    address: str | None,
    no_sources: bool,
    **given: Any,
) -> int:
    """Look at one thing after the other; what fails does not keep the next from being looked at."""
    from commands.many.digests.run import clock_of
    from commands.many.over_roster import Order

    request = Request(sources=(), **given)
    if address is not None:
        from commands.many.digests.trial import refuse_no_address

        refuse_no_address(address)
    # Settings that hold mistakes, or terms that have ended, stop every command, and this one with the same sentences.
    many, unlisted = _everybody(request, Order(roster, workers, scheduler))
    now, ahead = clock_of(request.today)
    today = request.today or now.date()
    found = _Findings(many.basis.translate)
    found.add(is_well=True, text=N_("Settings: {file} holds no mistakes."), file=many.basis.settings.file or "-")
    steps: list[Callable[[], object]] = [
        partial(_look_at_terms, found, many, today),
        *([partial(_look_at_group, found, many.group, unlisted)] if many.group or unlisted else []),
        partial(_look_at_people, found, many, today),
        partial(_look_at_state, found, many, now - ahead),
        partial(_look_at_mail, found, many),
        partial(_look_at_replies, found, many),
    ]
    if address is not None:
        steps.append(partial(_send_trial, found, many, address))
    if not no_sources:
        steps.append(partial(_look_at_sources, found, many, request, now, today))
    if folder is not None:
        steps.append(partial(_record, found, many, request, now, folder))
    steps += [partial(_look_outside, found, many, request, now, source) for source in outside]
    for step in steps:
        try:
            step()
        except MeetlintError as error:
            found.add_error(error)
    write("\n".join(found.lines) + "\n", None)
    return 0 if found.is_well else EXIT_PARTIAL


def _look_at_terms(found: _Findings, many: Many, today: date) -> None:
    """Say until when calendars may be read; terms that ended were refused before."""
    from commands.many.digests.log import NO_TERMS

    privacy = many.basis.privacy
    if privacy.agreed_on is None:
        text, hint = NO_TERMS
        found.add(is_well=False, text=text, hint=hint)
        return
    until = privacy.agreed_until
    if until is None:
        found.add(is_well=True, text=N_("Terms: agreed on {day}, without an end."), day=privacy.agreed_on)
    elif (until - today).days < SOON:
        found.add(
            is_well=False,
            text=N_("Terms: they end on {until}, and then nothing is sent any more."),
            hint=N_("Agree anew, and write the new day in [privacy] as agreed_until."),
            until=until,
        )
    else:
        found.add(is_well=True, text=N_("Terms: agreed on {day}, until {until}."), day=privacy.agreed_on, until=until)


def _look_at_people(found: _Findings, many: Many, today: date) -> None:
    from commands.many.digests.box import taking_part

    if many.settings.digest.group and many.group is None and not many.members:
        found.add(is_well=False, text=N_("People: nobody is known, since the group was not read."))
        return
    everybody = taking_part(many.members, many.place, today)
    for member, fault in everybody.faults:
        found.add(is_well=False, text=fault, person=member.name, line=member.line)
    settings = many.settings
    # Of a roster that is a settings file the sections are the people themselves.
    if many.group is not None or many.place.suffix.lower() != ".toml":
        for name, person in settings.people.items():
            if not any(member.address and person.is_called(member.address) for member in many.members):
                found.warn(
                    N_("[people.{name}], {address}, is nobody on this roster: what it says counts for no digest."),
                    N_("Write the address that the roster has."),
                    name=name,
                    address=person.address,
                )
    taking = everybody.members
    contact = many.settings.digest.contact.strip().casefold()
    if any(member.address.casefold() == contact for member in taking):
        found.add(
            is_well=True,
            text=N_("Contact: {contact} gets a digest, too; that one names nobody for questions."),
            hint=N_("Name an address of more than one person, such as a works council's."),
            contact=many.settings.digest.contact,
        )
    found.add(
        is_well=True,
        text=N_("People: {taking} of {all} take part, each with an e-mail address of their own."),
        taking=len(taking),
        all=len(many.members),
    )


def _everybody(request: Request, order: Order) -> tuple[Many, MeetlintError | None]:
    """Return the roster, and why a group could not be read, which keeps nothing else from being looked at."""
    from commands.many.digests.run import everybody

    try:
        return everybody(request, order), None
    except SourceError as error:
        return everybody(request, order, asks_directory=False), error


def _look_at_group(found: _Findings, group: GroupRoster | None, unlisted: MeetlintError | None) -> None:
    """Say what the directory lists, and who of it cannot be written to.

    Raises:
        MeetlintError: it could not be read.
    """
    from commands.many.digests.group import FAULTS

    if group is None:
        assert unlisted is not None
        raise unlisted
    out = group.left_out
    found.add(
        is_well=True,
        text=N_(
            "Group: {group} lists {n} people; left out are {disabled} accounts out of use, {guests} guests and "
            "{others} that are no people."
        ),
        group=group.name,
        n=len(group.members) + len(group.faults),
        disabled=out["disabled"],
        guests=out["guest"],
        others=out["other"],
    )
    for person, fault in group.faults:
        found.add(is_well=False, text=FAULTS[fault], person=person)


def _look_at_state(found: _Findings, many: Many, now: datetime) -> None:
    """Open the outbox, and look at its clock and its disk; ``now`` is the machine's, as that of runs is."""
    from commands.many.digests.box import names_of, place_of
    from connectors.mail.outbox.box import Outbox

    place = place_of(many.settings)
    with Outbox(place, names_of(many.settings)) as outbox:
        # Asking takes the place of the writer: who may only read is refused here.
        newest = max((run.began for run in outbox.runs(1)), default=None)
        bounced = len(outbox.bounced())
        found.add(is_well=True, text=N_("State: the outbox {place} can be read and written."), place=outbox.name)
        if outbox.is_new():
            found.add(
                is_well=True,
                text=N_("First time: no digest was ever sent from this outbox, so it knows nobody who left."),
                hint=N_("If they were sent elsewhere, move its folder here first. If never: --first-time, once."),
            )
        asked = outbox.asked()
    if newest is not None and newest > now + _MOST_AHEAD:
        found.add(
            is_well=False,
            text=N_("Clock: the last run was at {last}, which this machine's clock has not reached."),
            hint=N_("Set this machine's date and time, best from the network."),
            last=newest.isoformat(timespec="seconds"),
        )
    else:
        text = N_("Clock: it is {now}.") if newest is None else N_("Clock: it is {now}, after the last run.")
        found.add(is_well=True, text=text, now=f"{now:%Y-%m-%d %H:%M} UTC")
    if "://" not in place:
        free = shutil.disk_usage(Path(place).parent).free
        found.add(
            is_well=free >= LEAST_ROOM,
            text=N_("Disk: {free} MB are free where the outbox lies."),
            hint="" if free >= LEAST_ROOM else N_("Make room: a full disk stops every run, and nothing is lost."),
            free=free // 1_000_000,
        )
    if asked:
        found.add(
            is_well=False,
            text=N_("STOP: {n} people said it in a mail that could not be matched; they were asked, and are silent."),
            hint=N_("Look into the mailbox of replies; by hand: meetlint digest leave PERSON"),
            n=asked,
        )
    if bounced:
        found.add(
            is_well=False,
            text=N_("Addresses: the mails of {n} people came back too often; they are skipped."),
            hint=N_("meetlint digest status names them; correct the address, then meetlint digest resend PERSON."),
            n=bounced,
        )


def _look_at_mail(found: _Findings, many: Many) -> None:
    """Connect, begin TLS, sign in, and hang up; or ask a service to send what is no mail: no mail is sent."""
    from commands.many.digests.senders import mail_settings, open_sender

    mail = mail_settings(many.settings)
    host = _host(mail)
    with open_sender(many.settings, lambda _: None) as sender:
        later = sender.check(mail.from_address)
    if later is not None:
        found.add(
            is_well=False,
            text=N_("Mail: {host} asks to come back later ({code})."),
            hint=N_("Type the command again in a while; if it stays so, ask whoever keeps the server."),
            host=host,
            code=later,
        )
    elif mail.through != "smtp":
        found.add(
            is_well=True,
            text=N_("Mail: {host} lets {address} send, and refused a mail without content, as it should."),
            host=host,
            address=mail.from_address,
        )
    elif mail.user:
        found.add(is_well=True, text=N_("Mail: {host} took TLS and the password."), host=mail.host)
    else:
        found.add(is_well=True, text=N_("Mail: {host} took TLS; nobody signs in."), host=mail.host)


def _host(mail: MailSettings) -> str:
    return {"smtp": mail.host, "graph": "Microsoft 365", "gmail": "Gmail"}[mail.through]


def _send_trial(found: _Findings, many: Many, address: str) -> None:
    """Send one mail that holds nobody's week, and say what became of it."""
    from commands.many.digests.senders import mail_settings
    from commands.many.digests.trial import ENDS, send_trial

    sent = send_trial(address, many.settings, many.basis.translate)
    found.add(
        is_well=sent.kind == "accepted",
        text=ENDS[sent.kind],
        host=_host(mail_settings(many.settings)),
        address=address,
        code=sent.code or "-",
    )


def _look_at_replies(found: _Findings, many: Many) -> None:
    """Sign in to the mailbox of replies; nothing in it is read or marked."""
    from commands.many.digests.senders import mail_settings
    from connectors.mail.replies import check_mailbox

    mailbox = mail_settings(many.settings).mailbox(os.environ)
    if mailbox is None:
        found.add(
            is_well=False,
            text=N_("Replies: no mailbox is read, so nobody leaves by answering STOP."),
            hint=N_("Write imap_host in [mail]; or read the replies yourself: meetlint digest leave PERSON"),
        )
        return
    check_mailbox(mailbox)
    found.add(is_well=True, text=N_("Replies: the folder {folder} on {host} can be read."), folder=mailbox.folder,
              host=mailbox.host)  # fmt: skip


def _look_at_sources(found: _Findings, many: Many, request: Request, now: datetime, today: date) -> None:
    """Read and judge everybody who takes part as a digest would, and say how many could be; nothing of it is kept."""
    from commands.many.digests.box import staying, taking_part
    from commands.many.errands import Errand
    from commands.many.over_roster import do_for_each

    if not many.members:
        return
    taking = staying(taking_part(many.members, many.place, today).members, many.settings)
    errand = Errand(
        task="look", request=request, settings=many.basis.text, settings_file=many.basis.settings.file, now=now
    )
    outcome = do_for_each(errand, taking, str(many.place), many.order, many.basis, _nothing)
    found.add(
        is_well=not outcome.failed,
        text=N_("Sources: {read} of {all} people could be read, {events} events."),
        read=outcome.done,
        all=len(taking),
        events=outcome.events,
    )
    for name, trouble in outcome.failed:
        sentence = trouble.texts.get(found.translate.language, trouble.texts["en"])
        line = found.translate(N_("Not read: {person}: {reason}"), person=name, reason=sentence)
        found.lines.append(f"    {inert(line)}")
        if hint := trouble.hints.get(found.translate.language):
            found.lines.append(f"        {inert(hint)}")
    if outcome.empty:
        found.warn(
            N_("Calendars that hold no event in the past four weeks, this one and the next: {people}."),
            N_("A quiet time or leave looks the same as an export that has died: open them, or ask."),
            people=", ".join(outcome.empty),
        )


def _nothing(_outcome: Outcome, _translate: Translator) -> None:
    """Leave what is to be said of people to the report."""


def _record(found: _Findings, many: Many, request: Request, now: datetime, folder: Path) -> None:
    from commands.many.digests.recorded import record_answers

    number = record_answers(many, request, now, folder)
    found.add(
        is_well=number > 0,
        text=N_("Recorded: {n} answers of services, in {folder}. Look through them before you pass them on."),
        n=number,
        folder=folder,
    )


def _look_outside(found: _Findings, many: Many, request: Request, now: datetime, source: str) -> None:
    """Ask for a mailbox that must not be had, past our own list of mailboxes: the service itself has to refuse it."""
    from commands.analysis import window_of
    from commands.folders import cache_dir, state_dir
    from connectors.google.refusals import FORBIDDEN
    from connectors.locators import ACCOUNT_KINDS, parse_locator
    from connectors.opening import open_sources
    from connectors.options import OpenOptions
    from connectors.outlook.refusals import APP_DENIED, DENIED
    from connectors.refusals import RefusedError

    locator = parse_locator(source)
    if locator.kind not in ACCOUNT_KINDS:
        found.add(
            is_well=False,
            text=N_("Outside: {source} is no mailbox of a service."),
            hint=N_("Write outlook:ADDRESS or google:ADDRESS."),
            source=locator.text,
        )
        return
    sections = dict(many.settings.values)
    section: Any = sections.get(locator.kind)
    if section is not None:
        sections[locator.kind] = section.model_copy(update={"mailboxes": (*section.mailboxes, locator.value)})
    options = OpenOptions(
        state_dir=state_dir(),
        cache_dir=cache_dir(),
        window=window_of(request.period(), request.today, now),
        use_cache=False,
        sections=sections,
    )
    opened = open_sources([source], options)
    if opened.calendars:
        found.add(
            is_well=False,
            text=N_("Outside: {source} can be read, and it should not."),
            hint=N_("Limit the app to the group: RBAC for Applications, see meetlint explain digest."),
            source=locator.text,
        )
        return
    error = opened.failed[0][1]
    # An address that nobody has, or a service that is busy, proves nothing.
    if isinstance(error, RefusedError) and error.refusal in (APP_DENIED, DENIED, FORBIDDEN):
        found.add(is_well=True, text=N_("Outside: {source} is refused, as it should be."), source=locator.text)
    else:
        found.add_error(error)
