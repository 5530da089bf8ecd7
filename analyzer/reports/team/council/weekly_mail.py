"""The digest: each member's own week by mail; who gets what, what is kept of it, and how somebody leaves."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.reports.team.council.document import Block, Bullets, DigestFacts, PackFacts, PackWording, Section, Table
from analyzer.reports.team.council.document import Text as Paragraph
from analyzer.text import N_


def tell_digest(pack: PackFacts, wording: PackWording) -> Iterator[Section]:
    """Yield the section about the digest, where one is set up."""
    if pack.digest is not None:
        translate = wording.translate
        yield Section(
            "digest", translate(N_("The digest: everybody's own week by mail")), _blocks(pack.digest, wording)
        )


def _blocks(digest: DigestFacts, wording: PackWording) -> list[Block]:
    translate = wording.translate
    return [
        Paragraph(
            translate(
                N_(
                    "Once a week everybody who takes part gets a mail about the own calendar. It goes to that person's "
                    "address and to no other, and nobody is told who gets one."
                )
            )
        ),
        Table(
            [translate(one) for one in (N_("Who"), N_("Gets what"))],
            [
                [
                    translate(N_("Everybody who takes part")),
                    translate(
                        N_(
                            "The own coming week, at most three changes with the text to propose them, and the hours "
                            "of four weeks, computed anew from the calendar each time."
                        )
                    ),
                ],
                [
                    translate(N_("Members of a team and its manager, where a team's digest is sent")),
                    translate(N_("What the audit of that team would show, and no more.")),
                ],
                [
                    translate(N_("The organisation, and whoever runs meetlint")),
                    translate(
                        N_(
                            "That a mail went out, was refused or failed: counts, and the names of those whose mail "
                            "needs a look. No text, no figure, and not who had nothing to hear or left."
                        )
                    ),
                ],
            ],
        ),
        Paragraph(
            translate(
                N_(
                    "Whoever runs meetlint can read calendars nonetheless: a mail can be written to a file on that "
                    "machine before it is sent ({command}), and the sources are open to the same account. Each mail "
                    "says so. Agree that this is done with the own calendar only."
                ),
                command=wording.typed("meetlint digest send --dry-run DIR"),
            )
        ),
        Bullets([*_joining(digest, wording), *_leaving(digest, wording)]),
        _kept(digest, wording),
        *_copies(digest, wording),
    ]


def _joining(digest: DigestFacts, wording: PackWording) -> Iterator[str]:
    translate = wording.translate
    if digest.group:
        yield translate(
            N_(
                "Who may take part is read from the group {group} of the directory before each run: of its members the "
                "address and whether the account is in use, and nothing of it is stored. Who is no longer in it is no "
                "longer read."
            ),
            group=wording.term(digest.group),
        )
    if digest.group and digest.is_group_joined:
        yield translate(
            N_(
                "Being in that group counts as taking part. Agree that people enter it by an act of their own and that "
                "nobody is put into it: meetlint cannot see who did."
            )
        )
    else:
        yield translate(
            N_("Somebody takes part from the day on that stands with them as {line}, by an act of the own."),
            line=wording.typed("joined = DATE"),
        )


def _leaving(digest: DigestFacts, wording: PackWording) -> Iterator[str]:
    translate = wording.translate
    if digest.reads_replies:
        yield translate(
            N_(
                "Whoever answers a mail with STOP gets no more. Replies are read before anything is sent; where they "
                "cannot be read nothing is sent. It is confirmed once, to that person alone."
            )
        )
    else:
        yield translate(
            N_(
                "Replies are not read by meetlint: somebody has to read them, and type {command} for whoever answers "
                "STOP. Agree on who does, and how soon."
            ),
            command=wording.typed("meetlint digest leave PERSON"),
        )
    yield translate(
        N_(
            "Who left stays so, also while the roster or the directory still names them, until they join again by an "
            "act of their own. No reason is asked."
        )
    )


def _kept(digest: DigestFacts, wording: PackWording) -> Table:
    translate = wording.translate
    days = translate.plural("{n} day", "{n} days", digest.retention_days)
    rows = [
        [
            translate(
                N_(
                    "Outbox: for each person a keyed hash of the address, the week, what became of the mail, how often "
                    "it was tried, the answer of the mail server as a number or a fixed name of why the calendar could "
                    "not be read, and when. No text, no address, no name."
                )
            ),
            translate(N_("{days}, but at least the last two weeks that were sent"), days=days),
        ],
        [translate(N_("That somebody left: the keyed hash and the day")), translate(N_("until they join again"))],
        [
            translate(N_("The key that makes the hashes")),
            translate(N_("as long as digests are sent; without it nobody can be recognised in the outbox")),
        ],
        [translate(N_("The mail itself")), translate(N_("with its receiver, as long as they keep it"))],
    ]
    return Table([translate(one) for one in (N_("What is kept of the digest"), N_("How long"))], rows)


def _copies(digest: DigestFacts, wording: PackWording) -> Iterator[Block]:
    if digest.keeps_sent:
        yield Paragraph(
            wording.translate(
                N_(
                    "Take heed: the service through which the mails go keeps a copy of each in the folder of sent "
                    "mails. Whoever may open that mailbox could read everybody's. Agree on who may (best nobody), and "
                    "have the folder emptied by a rule after a day."
                )
            )
        )
