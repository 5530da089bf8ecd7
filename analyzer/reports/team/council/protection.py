"""Who sees what, how the gate guards figures of people, which meetings are shown, and what cannot be prevented."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.reports.team import words
from analyzer.reports.team.council.document import Block, Bullets, PackFacts, PackWording, Section, Table, Text
from analyzer.team.gate import KNOWN, LEAST_IN_BAND
from analyzer.team.measures import MEETING_HOURS
from analyzer.team.meetings import LEAST_JUDGED, LEAST_MEMBERS
from analyzer.team.noise import LEAST_PEOPLE, error_of
from analyzer.team.released import STEPS
from analyzer.team.terms import LEAST_FLOOR
from analyzer.text import N_

PROOF_PAGE = "meetlint explain gate"
ATTACK = "python -m benchmarks.attack"


def tell_protection(pack: PackFacts, wording: PackWording) -> Iterator[Section]:
    """Yield the sections about protection."""
    translate = wording.translate
    yield Section("seeing", translate(N_("Who sees what")), list(_seeing(pack, wording)))
    yield Section("gate", translate(N_("How figures about people are guarded")), _gate(pack, wording))
    yield Section("meetings", translate(N_("Which meetings are shown")), [_meetings(pack, wording)])
    yield Section("limits", translate(N_("What meetlint cannot prevent")), [_limits(wording)])


def _seeing(pack: PackFacts, wording: PackWording) -> Iterator[Block]:
    translate = wording.translate
    rows = [
        [
            translate(N_("Manager, or who else reads the audit")),
            translate(
                N_(
                    "Meetings of the team that may be shown, figures about the group, changes that would help, and why "
                    "something is not shown."
                )
            ),
            translate(N_("A row of one person, who takes part, meetings of two, private events.")),
        ],
        [
            translate(N_("Member")),
            translate(
                N_(
                    "Everything of the own calendar, on the own machine; before handing over, all that would be "
                    "handed over; and the audit, when the team gets it."
                )
            ),
            translate(N_("Anything of another member.")),
        ],
        [
            translate(N_("Works council")),
            translate(
                N_("This document, the fingerprint on each report, and the log: {command}."),
                command=wording.typed("meetlint privacy-pack --log"),
            ),
            translate(N_("Figures or calendars, unless the organisation shows a report.")),
        ],
        [
            translate(N_("Whoever runs meetlint for the team")),
            translate(
                N_(
                    "The settings with the names of members and the day on which they joined, whose calendar could not "
                    "be read, and the folder with tables that were handed over."
                )
            ),
            translate(N_("What never leaves the member's machine, when members hand over.")),
        ],
    ]
    yield Table([translate(one) for one in (N_("Who"), N_("Sees"), N_("Does not see"))], rows)
    yield Text(
        translate(
            N_(
                "Whoever runs meetlint can see more than the manager. Let that be somebody else than the manager, and "
                "write down who it is."
            )
        )
    )
    recipients = [one for one in pack.terms.recipients if one.strip()]
    if recipients:
        yield Text(translate(N_("The results go to:")))
        yield Bullets([wording.term(one) for one in recipients])
    else:
        text = N_("It is not said who gets the results: write it in [privacy] as {key}.")
        yield Text(translate(text, key=wording.typed("recipients")), is_missing=True)


def _gate(pack: PackFacts, wording: PackWording) -> list[Block]:
    translate, floor = wording.translate, pack.terms.floor
    rows = [
        (
            N_("Floor"),
            translate(
                N_("A figure stands for at least {floor} people with data. Nobody can set that lower than {least}."),
                floor=floor,
                least=LEAST_FLOOR,
            ),
        ),
        (
            N_("Same company"),
            translate(
                N_(
                    "A week of a person is always shown in the same group. No other group with that person is shown "
                    "for that week. So two figures never differ by a few people, also when somebody joins or leaves, "
                    "when teams overlap, or when the period is shifted."
                )
            ),
        ),
        (
            N_("The middle"),
            translate(
                N_(
                    "Of a group the median is shown: as many people lie below it as above. It is withheld where too "
                    "few lie below or above it, or where nearly all are alike."
                )
            ),
        ),
        (
            N_("Wide bands"),
            translate(
                N_(
                    "How the group is spread is shown in wide bands that were set beforehand. A band holds nobody or "
                    "at least {least} people; else it is laid together with its neighbour, and so is one that nearly "
                    "all are in: then it is so wide that it says little of each."
                ),
                least=LEAST_IN_BAND,
            ),
        ),
        (
            N_("Dominance"),
            translate(
                N_(
                    "No person can make up a figure: a median does not follow its largest value, and of what people's "
                    "weeks hold no sums are shown. What a meeting takes is its length times the people in it. Figures "
                    "of {command} pass the same gate and the same ledger."
                ),
                command=wording.typed("meetlint check --summary"),
            ),
        ),
        (
            N_("Few and nearly all"),
            translate(
                N_(
                    "Where hardly anybody or nearly everybody is in meetings at some hour, that is said, and not how "
                    "many."
                )
            ),
        ),
        (
            N_("Rounding"),
            translate(
                N_("Hours and days are rounded to halves, shares to steps of {share}."),
                share=wording.share(STEPS["share"]),
            ),
        ),
        (
            N_("Ledger of releases"),
            translate(
                N_(
                    "What was shown once is remembered, and given again as it was. A figure that would tell of single "
                    "people when laid beside an earlier one is withheld."
                )
            ),
        ),
        (
            N_("What a change would give"),
            translate(
                N_(
                    "Of a rule it is told on how many days a change spares {members} members or more a finding, and "
                    "not how many of them or whom. The time that it gives or takes is told as one amount of {judged} "
                    "members or more together, rounded to half an hour. These amounts pass no ledger: they are of days "
                    "to come, and of the meeting."
                ),
                members=LEAST_MEMBERS,
                judged=LEAST_JUDGED,
            ),
        ),
        (N_("Means of the whole organisation"), _means(pack, wording)),
    ]
    return [
        Text(
            translate(
                N_(
                    "Every figure about people in an audit passes one place in the program, whatever its form: the "
                    "gate. It is made to hold also against somebody who knows the figures of {known} colleagues "
                    "already, and who keeps every report."
                ),
                known=KNOWN,
            )
        ),
        Table([translate(N_("Rule")), translate(N_("What it does"))], [[translate(name), text] for name, text in rows]),
        Text(
            translate(
                N_(
                    "Why these rules suffice, and what somebody who tries can still work out, stands in {page}. The "
                    "attack that was tried on the gate can be repeated from the source code: {command}. This document "
                    "copies no figures from it: ask for the outcome of the version that is used ({version})."
                ),
                page=wording.typed(PROOF_PAGE),
                command=wording.typed(ATTACK),
                version=f"meetlint {pack.program}",
            )
        ),
    ]


def _means(pack: PackFacts, wording: PackWording) -> str:
    translate, epsilon = wording.translate, pack.terms.epsilon
    if epsilon is None:
        return translate(N_("None are released: no {key} was agreed on."), key=wording.typed("epsilon"))
    return translate(
        N_(
            "From {least} people on, three means (hours in meetings, lunches kept, focus days) are released with noise "
            "that OpenDP draws: of no week more than epsilon {epsilon} is spent, whatever is asked. With all of it the "
            "mean hours of {least} people lie, with a certainty of 95%, within {hours} hours of what is told. The same "
            "teams and weeks are shown again as they were."
        ),
        least=LEAST_PEOPLE,
        epsilon=wording.decimal(epsilon),
        hours=wording.decimal(round(error_of(MEETING_HOURS, LEAST_PEOPLE, epsilon), 2)),
    )


def _meetings(pack: PackFacts, wording: PackWording) -> Bullets:
    translate = wording.translate
    title = N_("Their titles are shown, without names of people, addresses and links.")
    if not pack.terms.titles:
        title = N_("No title is taken where the organisation reads calendars; a member may hand titles over.")
    return Bullets(
        [
            translate(
                N_(
                    "Meetings that at least {least} members attend, and at least a third of the team or the reader of "
                    "the audit. Meetings of two are never shown."
                ),
                least=LEAST_MEMBERS,
            ),
            translate(
                N_("A meeting that one of its members keeps private, or that is on the stop list, is not shown.")
            ),
            translate(title),
            translate(
                N_(
                    "Of a meeting is shown when it is, how many attend it, and what it costs the team. Of a meeting of "
                    "at least {judged} members it is said too which agreements it breaks for three of them or more. "
                    "Not who attends."
                ),
                judged=LEAST_JUDGED,
            ),
            translate(N_("Of meetings that are left out not even the number is told.")),
        ]
    )


def _limits(wording: PackWording) -> Bullets:
    own = (
        N_(
            "A folder with tables that were handed over holds the times of each member's events. The gate guards the "
            "report, not that folder. Whoever may open it can lay tables side by side."
        ),
        N_(
            "Somebody who may change the settings or the program can loosen what is agreed on. The fingerprint shows "
            "it; it does not stop it."
        ),
        N_(
            "Somebody who removes the ledger, or makes audits on another machine, takes away what later figures are "
            "held against. On one machine all audits have to be made with one key."
        ),
        N_("A report judges meetings, and a meeting has somebody who organises it. Whoever knows that, reads it so."),
        N_(
            "The number of people who take part is told. In a small team, one fewer than last month says that somebody "
            "has left."
        ),
        N_("Where nearly all are alike, what holds for the group holds for each: whoever belongs to it knows it."),
        N_("The log and the ledger lie on the machine that makes audits. Whoever manages it can remove them."),
        N_("A manager who may open the calendars of the team anyway sees more there than in any report of meetlint."),
        N_("Nobody can take back what people do with a report that was printed or sent."),
    )
    return Bullets([wording.translate(one) for one in (*words.LIMITS, *own)])
