"""The roster as a group of the organisation's directory, so that who comes and goes follows by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analyzer.errors import UsageError
from analyzer.text import N_
from commands.many.roster import Member
from connectors.mail.message import is_address

if TYPE_CHECKING:
    from analyzer.agreements import Person
    from analyzer.settings.file import Settings
    from connectors.options import OpenOptions
    from connectors.services.directory import DirectoryGroup, Fault, LeftOut, Listed

FAULTS: Mapping[Fault, str] = {
    "no-address": N_("{person}: the directory names no e-mail address."),
    "bad-address": N_("{person}: what the directory names is no usable e-mail address."),
    "address-of-two": N_("{person}: the directory gives somebody else the same e-mail address."),
}
"""Why somebody of a group gets nothing; the others do."""


@dataclass(frozen=True)
class GroupRoster:
    """Who of a group is on the roster.

    Attributes:
        name: of the group, as the settings write it.
        members: each with the own mailbox for a source.
        faults: who cannot be written to, by the name of the mailbox in the directory, and why.
        left_out: how many are in the group and on no roster, by why.
    """

    name: str
    members: Sequence[Member]
    faults: Sequence[tuple[str, Fault]] = ()
    left_out: Counter[LeftOut] = field(default_factory=Counter)


def read_group_roster(settings: Settings, options: OpenOptions | None = None) -> GroupRoster:
    """Ask the directory who is in the group of the section ``[digest]``.

    The group alone says who is on the roster; a section ``[people.ID]`` with somebody's address adds what differs for
    them: another source, the day they joined, a language.

    Args:
        settings: in force.
        options: how to ask; None for those of this user.

    Raises:
        SourceError: the directory cannot be read, or not wholly.
        UsageError: nobody is in it.
    """
    name = settings.digest.group
    kind, _, group = name.partition(":")
    found = _asked(kind, group, options or _options(settings))
    usable, faults = _usable(found.people)
    if not usable:
        raise UsageError(
            N_("The group {group} has nobody in it who has an account in use and an e-mail address; nothing was sent."),
            N_("Look at it in the directory, or correct group in the section [digest]."),
            group=name,
        )
    members = [_member(kind, one, settings) for one in usable]
    return GroupRoster(name, members, faults, found.left_out)


def _asked(kind: str, group: str, options: OpenOptions) -> DirectoryGroup:
    if kind == "google":
        from connectors.google.group import read_group
    else:
        from connectors.outlook.group import read_group
    return read_group(group, options)


def _options(settings: Settings) -> OpenOptions:
    from commands.folders import cache_dir, state_dir
    from connectors.options import OpenOptions

    return OpenOptions(state_dir=state_dir(), cache_dir=cache_dir(), use_cache=False, sections=settings.values)


def _usable(people: Sequence[Listed]) -> tuple[list[Listed], list[tuple[str, Fault]]]:
    """Return who can be written to, and of each other one why not."""
    shared = {address for address, number in Counter(one.address for one in people).items() if number > 1}
    usable: list[Listed] = []
    faults: list[tuple[str, Fault]] = []
    for one in people:
        fault: Fault | None = None
        if not one.address:
            fault = "no-address"
        elif not is_address(one.address):
            fault = "bad-address"
        elif one.address in shared:
            fault = "address-of-two"
        if fault is None:
            usable.append(one)
        else:
            faults.append((one.mailbox or one.id, fault))
    return usable, faults


def _member(kind: str, one: Listed, settings: Settings) -> Member:
    """Return somebody of the group, with what their own section in the settings says besides."""
    found = next(((name, person) for name, person in settings.people.items() if person.is_called(one.address)), None)
    joins = settings.digest.group_joined
    if found is None:
        return Member(
            one.address,
            (f"{kind}:{one.mailbox}",),
            one.address,
            joins,
            "",
            one.mailbox,
            is_group_joined=joins is not None,
        )
    name, person = found
    return Member(
        name,
        person.source or (f"{kind}:{one.mailbox}",),
        one.address,
        person.joined or joins,
        _language(person),
        one.mailbox,
        is_group_joined=person.joined is None and joins is not None,
    )


def _language(person: Person) -> str:
    return (person.language if "language" in person.model_fields_set else "") or ""


def with_own_mailbox(sections: Mapping[str, Any], member: Member) -> Mapping[str, Any]:
    """Return sections of the settings that let one person's own mailbox be read, as their directory names it.

    The list of mailboxes in the settings stays what it is for everybody else.
    """
    if not member.mailbox:
        return sections
    return {
        name: section.model_copy(update={"mailboxes": (*section.mailboxes, member.mailbox)})
        if name in ("outlook", "google")
        else section
        for name, section in sections.items()
    }
