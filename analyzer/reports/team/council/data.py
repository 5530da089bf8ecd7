"""Which data are read, what never leaves the member's machine, how long anything is kept, and what is stopped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from analyzer.reports.team.council.columns import BESIDE_WORDS, COLUMN_WORDS, LOST_BY_PRIVATE
from analyzer.reports.team.council.document import Block, Bullets, PackFacts, PackWording, Section, Table, Text
from analyzer.team.stop_list import COUNCILS, STOP_LIST
from analyzer.text import N_

HAND_OVER = "meetlint collect --for audit"

STOP_NAMES: Mapping[str, str] = {
    "council": N_("Works council and union"),
    "illness": N_("Illness and the company doctor"),
    "care": N_("Doctors and care"),
    "trust": N_("Trust, complaints and conflicts"),
    "applying": N_("Applying for a job"),
    "appraisal": N_("Appraisal and pay"),
    "leaving": N_("Leaving and reorganisation"),
    "family": N_("Pregnancy, divorce and mourning"),
    "money": N_("Debts and the law"),
    "belief": N_("Belief and politics"),
}
"""What the parts of the stop list are about."""


def tell_data(pack: PackFacts, wording: PackWording) -> Iterator[Section]:
    """Yield the sections about data."""
    translate = wording.translate
    yield _ways(wording)
    yield _fields(pack, wording)
    yield Section("never", translate(N_("What is never handed over, and never stored")), _never(wording))
    yield _stop_list(wording)
    yield _retention(pack, wording)


def _ways(wording: PackWording) -> Section:
    translate = wording.translate
    rows = [
        [
            translate(N_("The member hands over")),
            translate(N_("The member, on the own machine: {command}"), command=wording.typed(HAND_OVER)),
            translate(
                N_(
                    "The table of the next section, and nothing else. With {option} the member reads first what would "
                    "be in it."
                ),
                option=wording.typed("--show"),
            ),
        ],
        [
            translate(N_("The organisation reads")),
            translate(
                N_("An account of the organisation that may read the calendars: {command}"),
                command=wording.typed("meetlint audit --team ID"),
            ),
            translate(
                N_(
                    "The whole calendar passes through the memory of the machine that reads. There the same fields are "
                    "made of it; nothing else is stored."
                )
            ),
        ],
        [
            translate(N_("Calendar files in a folder")),
            translate(N_("Whoever put them there: {command}"), command=wording.typed("meetlint audit FOLDER")),
            translate(
                N_(
                    "The whole calendar lies in the folder, and meetlint does not look whether somebody joined. Choose "
                    "this for a trial with those who agree, and remove the files afterwards."
                )
            ),
        ],
    ]
    blocks: list[Block] = [
        Table([translate(N_("Way")), translate(N_("Who reads the calendar")), translate(N_("What leaves it"))], rows),
        Text(
            translate(
                N_(
                    "Choose the first way where members should not have to trust a machine of the organisation. "
                    "Whichever way: nothing is sent to the makers of meetlint or to anybody else, and meetlint keeps "
                    "no count of its use. Google and Microsoft hold the calendars already, and see that they are read."
                )
            )
        ),
        Text(
            translate(
                N_(
                    "Take heed: {check} and {collect} read everybody on the roster that is named, whether they joined "
                    "or not. Agree on them apart, or agree not to use them."
                ),
                check=wording.typed("meetlint check --summary --roster"),
                collect=wording.typed("meetlint collect --roster"),
            )
        ),
    ]
    return Section("ways", translate(N_("How calendars are read")), blocks)


def _fields(pack: PackFacts, wording: PackWording) -> Section:
    translate = wording.translate
    handed, gone = translate(N_("handed over")), translate(N_("left out"))
    heads = [translate(N_("Field")), translate(N_("What it says")), translate(N_("Of a private event"))]
    rows = [
        [wording.typed(name), translate(words), gone if name in LOST_BY_PRIVATE else handed]
        for name, words in COLUMN_WORDS.items()
    ]
    titles = N_("Titles are handed over, as the last field says: {setting}.")
    if not pack.terms.titles:
        titles = N_("When the organisation reads, no title is taken at all: {setting}.")
    blocks: list[Block] = [
        Text(translate(N_("Of each event in the days that are asked for, these fields and no others:"))),
        Table(heads, rows),
        Text(
            translate(
                N_(
                    "An event whose title stands on the stop list is handed over just as a private event is, so that "
                    "nobody can tell them apart."
                )
            )
        ),
        Text(translate(titles, setting=wording.typed(f"titles = {str(pack.terms.titles).lower()}"))),
        Text(
            translate(
                N_("A member who hands over can leave out all titles: {option}."), option=wording.typed("--no-titles")
            )
        ),
        Text(translate(N_("Beside the events the table says:"))),
        Bullets([translate(words) for words in BESIDE_WORDS.values()]),
    ]
    return Section("fields", translate(N_("Which data are read, field by field")), blocks)


def _never(wording: PackWording) -> list[Block]:
    translate = wording.translate
    return [
        Bullets(
            [
                translate(N_("Descriptions, notes, agendas and attachments.")),
                translate(N_("Places, rooms, links and telephone numbers.")),
                translate(N_("Names and addresses of people: of those invited, of whoever organises, and your own.")),
                translate(N_("Who of the others accepted or declined.")),
                translate(
                    N_(
                        "Titles of private events, of your own appointments, of meetings of two, and of whatever "
                        "stands on the stop list."
                    )
                ),
                translate(N_("Why you are away. Absence is read from what the calendar declares, never from words.")),
            ]
        ),
        Text(
            translate(
                N_(
                    "Descriptions are looked at where the calendar is read, to find out whether a meeting has an "
                    "agenda and roles. Only yes or no is kept of them. Where members hand over, that happens on their "
                    "own machine; where the organisation reads, in the memory of the machine that reads. Mail, chats, "
                    "files and what happens in a call are not read at all."
                )
            )
        ),
    ]


def _stop_list(wording: PackWording) -> Section:
    translate = wording.translate
    rows = [
        [translate(STOP_NAMES[name]), ", ".join(wording.typed(word) for word in sorted(words.split()))]
        for name, words in STOP_LIST.items()
    ]
    rows.append(
        [translate(N_("Councils, in capitals only")), ", ".join(wording.typed(letters) for letters in COUNCILS)]
    )
    blocks: list[Block] = [
        Text(
            translate(
                N_(
                    "An event with one of these words in its title loses its words, as a private one does. A star "
                    "stands for any ending; small and capital letters, accents and hyphens make no difference. The "
                    "list hides too much rather than too little."
                )
            )
        ),
        Table([translate(N_("About")), translate(N_("Words"))], rows),
        Text(
            translate(
                N_(
                    "No list is complete: a title in other words passes. Whoever wants to be sure marks the event as "
                    "private in the calendar."
                )
            )
        ),
    ]
    return Section("stop-list", translate(N_("The stop list")), blocks)


def _retention(pack: PackFacts, wording: PackWording) -> Section:
    translate = wording.translate
    erase = wording.typed("meetlint erase PERSON")
    days = translate.plural("{n} day", "{n} days", pack.terms.retention_days)
    by_itself = translate(N_("by itself"))
    rows = [
        [
            translate(N_("The calendar itself, while it is read")),
            translate(N_("memory")),
            translate(N_("until the run ends")),
            by_itself,
        ],
        [
            translate(N_("Event tables that members handed over")),
            translate(N_("the folder that the organisation names")),
            translate(N_("meetlint sets no term: agree on one")),
            translate(N_("by hand, or with {command}"), command=f"{erase} {wording.typed('--tables')}"),
        ],
        [
            translate(N_("Ledger: which figures were released, with a number for each person")),
            translate(N_("the machine that makes the audit")),
            days,
            translate(N_("by itself; one person with {command}"), command=erase),
        ],
        [
            translate(N_("Log: who showed an audit, of which team, when")),
            translate(N_("the machine that makes the audit")),
            days,
            by_itself,
        ],
        [
            translate(N_("Key that makes the numbers")),
            translate(N_("a file of the team, or the machine that makes the audit")),
            translate(N_("as long as audits are made")),
            translate(N_("by hand")),
        ],
        [
            translate(N_("Sign-ins at Google or Microsoft")),
            translate(N_("the machine that reads")),
            translate(N_("until they are revoked")),
            wording.typed("meetlint disconnect SOURCE"),
        ],
        [
            translate(N_("Reports")),
            translate(N_("where they are saved or sent")),
            translate(N_("meetlint sets no term: agree on one")),
            translate(N_("by hand")),
        ],
    ]
    heads = [translate(one) for one in (N_("What"), N_("Where"), N_("How long"), N_("How it goes"))]
    return Section("retention", translate(N_("How long anything is kept")), [Table(heads, rows)])
