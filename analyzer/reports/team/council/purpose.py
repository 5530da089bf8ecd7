"""How the document begins: what is missing, what it is about in short, the purpose, the grounds, and the teams."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.reports.team.council.document import Block, Bullets, PackFacts, PackWording, Section, Table, Text
from analyzer.team.gate import LEAST_IN_BAND
from analyzer.team.meetings import LEAST_JUDGED, LEAST_MEMBERS
from analyzer.text import N_


def facts_of(pack: PackFacts, wording: PackWording) -> list[tuple[str, str]]:
    """Return what the document is about, and when it was made."""
    translate, terms = wording.translate, pack.terms
    none = translate(N_("not yet"))
    return [
        (translate(N_("Date of this document")), wording.day_of_year(pack.today)),
        (
            translate(N_("The works council agreed on (as the settings have it)")),
            wording.day_of_year(terms.agreed_on) if terms.agreed_on else none,
        ),
        (
            translate(N_("Last day of the terms")),
            wording.day_of_year(terms.agreed_until) if terms.agreed_until else none,
        ),
        (translate(N_("Fingerprint of the terms")), wording.typed(terms.fingerprint() or "") or none),
        (translate(N_("Settings file")), wording.term(pack.settings_file) or translate(N_("none, all defaults"))),
        (translate(N_("Made with")), f"meetlint {pack.program}"),
    ]


def begin(pack: PackFacts, wording: PackWording) -> Iterator[Section]:
    """Yield the sections of the beginning."""
    translate = wording.translate
    missing = list(_missing(pack, wording))
    if missing:
        yield Section(
            "missing",
            translate(N_("What is still missing")),
            [
                Text(translate(N_("This document is a draft until these points are settled:"))),
                *(Text(text, is_missing=True) for text in missing),
            ],
        )
    yield Section("short", translate(N_("In short")), [Bullets([translate(one, **_sizes(pack)) for one in _SHORT])])
    yield Section("purpose", translate(N_("What it is for")), list(_purpose(pack, wording)))
    yield Section("grounds", translate(N_("On which grounds")), list(_grounds(pack, wording)))
    yield Section("teams", translate(N_("Which teams")), list(_teams(pack, wording)))


def _sizes(pack: PackFacts) -> dict[str, object]:
    return {"floor": pack.terms.floor, "band": LEAST_IN_BAND, "judged": LEAST_JUDGED, "members": LEAST_MEMBERS}


def _missing(pack: PackFacts, wording: PackWording) -> Iterator[str]:
    translate, terms = wording.translate, pack.terms
    if not terms.purpose.strip():
        yield translate(_NO_PURPOSE, key=wording.typed("purpose"))
    if not terms.grounds.strip():
        yield translate(_NO_GROUNDS, key=wording.typed("grounds"))
    if not any(one.strip() for one in terms.recipients):
        yield translate(_NO_RECIPIENTS, key=wording.typed("recipients"))
    if not terms.contact.strip():
        yield translate(_NO_CONTACT, key=wording.typed("contact"))
    if terms.agreed_on is None:
        yield translate(
            N_(
                "The day on which the works council agreed is missing: write it in [privacy] as {key}. Without it "
                "there is no fingerprint."
            ),
            key=wording.typed("agreed_on"),
        )
    if terms.agreed_until is None:
        yield translate(
            N_(
                "The last day is missing: write it in [privacy] as {key}. Without it reading calendars never stops by "
                "itself."
            ),
            key=wording.typed("agreed_until"),
        )
    elif pack.today > terms.agreed_until:
        yield translate(
            N_("The terms ended on {day}. Since then no command reads calendars of a team."),
            day=wording.day_of_year(terms.agreed_until),
        )
    if terms.agreed_on and terms.agreed_until and terms.agreed_until < terms.agreed_on:
        yield translate(N_("The last day of the terms lies before the day on which they were agreed on."))
    if not pack.teams:
        yield translate(N_("No team is written down in the settings: {key}."), key=wording.typed("[teams.ID]"))


_NO_PURPOSE = N_("The purpose is missing: write in [privacy] as {key} what calendars are read for.")
_NO_GROUNDS = N_(
    "The legal ground is missing: write it in [privacy] as {key}. That somebody takes part is no legal ground."
)
_NO_RECIPIENTS = N_("It is not said who gets the results: write it in [privacy] as {key}.")
_NO_CONTACT = N_("It is not said whom members can ask, and where they can object: write it in [privacy] as {key}.")

_SHORT = (
    N_("meetlint reads the calendars of members of a team who take part. It reads; it changes nothing in a calendar."),
    N_(
        "It shows which meetings break the agreements of the team (such as calls without a break, or meetings at "
        "lunch), and which changes would help most."
    ),
    N_("It judges meetings. It gives no figure, score or ranking of any person."),
    N_(
        "A figure about the group stands for at least {floor} people; with fewer there is none. How these are spread "
        "is told in wide bands of {band} people or more. Of a meeting of at least {judged} members it is told which "
        "agreements it breaks for {members} of them or more."
    ),
    N_(
        "Members of a team in the settings join by an act of their own, and leave whenever they like. A report says "
        "how many take part, and not who. A folder of calendars and a list of people know no joining: see “How "
        "calendars are read”."
    ),
    N_(
        "This document says what the program does. What people do with a report is for the organisation to arrange; "
        "the limits stand under “What meetlint cannot prevent”."
    ),
)


def _purpose(pack: PackFacts, wording: PackWording) -> Iterator[Block]:
    translate = wording.translate
    if pack.terms.purpose.strip():
        yield Text(
            translate(
                N_("The organisation reads calendars for this: {purpose}"), purpose=wording.term(pack.terms.purpose)
            )
        )
    else:
        yield Text(translate(_NO_PURPOSE, key=wording.typed("purpose")), is_missing=True)
    yield Text(
        translate(
            N_(
                "meetlint is made to change meetings. It is not made to appraise people, to check presence or working "
                "hours, or to prove anything in a conflict. Write in the agreement that the results are not used so."
            )
        )
    )
    yield Text(
        translate(
            N_(
                "Can the purpose be reached with less? Each member can judge the own calendar on the own machine, and "
                "the team can talk about that. A team audit adds what nobody sees alone: which meetings cost many "
                "people their lunch or their focus time, and which time is free for all."
            )
        )
    )


def _grounds(pack: PackFacts, wording: PackWording) -> Iterator[Block]:
    translate = wording.translate
    if pack.terms.grounds.strip():
        yield Text(
            translate(
                N_("The organisation names this legal ground (GDPR article 6): {grounds}"),
                grounds=wording.term(pack.terms.grounds),
            )
        )
    else:
        yield Text(translate(_NO_GROUNDS, key=wording.typed("grounds")), is_missing=True)
    yield Bullets(
        [
            translate(
                N_(
                    "Taking part is a protection, and no legal ground. Whoever works for somebody can seldom refuse "
                    "freely, so consent is seldom valid there (GDPR recital 43; EDPB Guidelines 05/2020)."
                )
            ),
            translate(
                N_(
                    "In the Netherlands the works council has to agree to rules about personal data of staff (WOR "
                    "article 27(1)(k)), and to systems that are fit to observe presence, behaviour or performance (WOR "
                    "article 27(1)(l)). A calendar shows when somebody works. So put meetlint forward under both, also "
                    "though it shows no person."
                )
            ),
            translate(
                N_(
                    "Reading calendars of staff in a systematic way asks for a data protection impact assessment first "
                    "(DPIA, GDPR article 35). This document holds the facts for it; the judgement is the "
                    "organisation's."
                )
            ),
        ]
    )


def _teams(pack: PackFacts, wording: PackWording) -> Iterator[Block]:
    translate = wording.translate
    if pack.teams:
        nobody = translate(N_("nobody is named"))
        yes = translate(N_("yes, if {floor} take part"), floor=pack.terms.floor)
        no = translate(N_("no: fewer than {floor} members"), floor=pack.terms.floor)
        yield Table(
            [
                translate(N_("Team")),
                translate(N_("Members in the settings")),
                translate(N_("Large enough for figures")),
                translate(N_("Reads the audit")),
            ],
            [
                [
                    wording.term(team.name),
                    str(team.members),
                    yes if team.members >= pack.terms.floor else no,
                    wording.term(team.manager) or nobody,
                ]
                for team in pack.teams
            ],
        )
    else:
        text = N_("No team is written down in the settings: {key}.")
        yield Text(translate(text, key=wording.typed("[teams.ID]")), is_missing=True)
    yield Text(
        translate(
            N_(
                "Who of them takes part is not said, here or in a report, but how many do; with one exception: a "
                "calendar that could not be read is named, so that it can be mended. A team that is too small for "
                "figures can still see its meetings of three members and more. An audit can also be made of a folder "
                "with tables that members handed over; such a team need not stand in the settings."
            )
        )
    )
