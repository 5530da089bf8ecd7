"""What goes before a signature: joining and leaving, rights, the AI Act, risks, settings and questions to ask."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.reports.team.council.document import Block, Bullets, PackFacts, PackWording, Section, Table, Text
from analyzer.settings.template import shown_value
from analyzer.text import N_

RISKS = (
    (
        N_("A person is recognised in a figure"),
        N_("The gate: floor, same company, bands, rounding, ledger."),
        N_("Make no smaller teams for the sake of figures. Keep the ledger."),
    ),
    (
        N_("Results are used to judge people"),
        N_("No figure, score or ranking of a person, in any form of a report."),
        N_("Forbid it in the agreement, and say what happens when it is done all the same."),
    ),
    (
        N_("A title gives away something personal"),
        N_("Private events lose their words, the stop list, names are masked."),
        N_("Tell members to mark such events as private, or agree on {titles}."),
    ),
    (
        N_("Members feel forced to take part"),
        N_("A report names nobody who takes part or does not. It says how many do."),
        N_("See to it that taking part or not has no consequences, and say so to the team."),
    ),
    (
        N_("Tables get into other hands"),
        N_("No texts but titles that may be shown, no addresses; people are numbers that need the team's key."),
        N_("Limit who may open the folder, keep the key apart from it, agree on a term."),
    ),
    (
        N_("The terms are loosened step by step"),
        N_("The fingerprint on each report, the last day, the log."),
        N_("Compare the fingerprint with the signed one, at fixed moments."),
    ),
    (
        N_("Wrong conclusions"),
        N_("Each report says whose calendar could not be read, and which kinds of things are not shown, and why."),
        N_("Talk with the team first: a calendar is not the work."),
    ),
)
"""What may go wrong, what meetlint does about it, and what is left to the organisation."""

STILL_TO_WRITE = (
    N_("Who is the controller, who is the data protection officer, and what the officer advised."),
    N_("Why calendars are needed for the purpose, and, for legitimate interest, how the interests weigh."),
    N_("That titles can tell of health, belief or union membership (GDPR article 9), and what is done about that."),
    N_("How members, and others who stand in their calendars, hear of it (GDPR articles 13, 14), and can object (21)."),
    N_("Who may use the machine, the key, the folder of tables and the reports; and whether any leaves the EEA."),
    N_("The reasons, and what it means for staff (WOR article 27(2)); a rule against other use, and what follows."),
    N_("Which hours, lunch and focus time the team agreed on, since meetings are judged by them."),
    N_("How likely and how heavy each risk is, and when all of this is looked at again."),
)
"""What belongs into the papers and stands in no setting."""

QUESTIONS = (
    N_("Which problem is to be solved, and why are calendars needed for it?"),
    N_("What will be done with the first audit, and by whom?"),
    N_("Which way of reading is chosen: members hand over, or the organisation reads?"),
    N_(
        "Who runs meetlint, on which machine, and who else can get at that machine? Is it somebody else than the "
        "manager?"
    ),
    N_("Who keeps the team's key, and who keeps the folder with tables?"),
    N_("After how many days are tables and reports removed, and who checks that?"),
    N_("How does a member say no, and who gets to know that?"),
    N_("What is done when results are used against somebody?"),
    N_("May the council see the first report before others do?"),
    N_("When do we look at this again together: the log, the fingerprint, and what it brought?"),
    N_("What ends the reading of calendars before the last day, if it does not work out?"),
)
"""What a works council may want to ask."""


def tell_agreement(pack: PackFacts, wording: PackWording) -> Iterator[Section]:
    """Yield the sections that lead to a signature."""
    translate = wording.translate
    yield Section("joining", translate(N_("How members join and leave")), [_joining(wording)])
    yield Section("rights", translate(N_("What members can ask for")), list(_rights(pack, wording)))
    yield Section("ai", translate(N_("The AI Act")), [_ai(wording)])
    yield Section("risks", translate(N_("Risks, and what is done about them")), _risks(wording))
    yield Section("settings", translate(N_("The terms in force")), _settings(pack, wording))
    yield Section(
        "still-to-write",
        translate(N_("What the organisation still has to write")),
        [
            Text(
                translate(
                    N_("No program can know this. Without it neither a DPIA nor a request to the council is whole:")
                )
            ),
            Bullets([translate(one) for one in STILL_TO_WRITE]),
        ],
    )
    yield Section(
        "questions",
        translate(N_("Questions that a works council may want to ask")),
        [Bullets([translate(one) for one in QUESTIONS])],
    )
    yield Section("signatures", translate(N_("Signatures")), list(_signatures(pack, wording)))


def _joining(wording: PackWording) -> Bullets:
    translate = wording.translate
    return Bullets(
        [
            translate(
                N_(
                    "A member joins by an act of the own: by handing over a table, or with the line {line} in the own "
                    "section of the settings. Without that the audit does not read the calendar."
                ),
                line=wording.typed("joined = DATE"),
            ),
            translate(
                N_(
                    "A member leaves by taking that line away, or by having the table taken out of the folder. No "
                    "reason is asked."
                )
            ),
            translate(
                N_("meetlint cannot see who wrote that line. Agree on how members do it, and who may change the file.")
            ),
            translate(
                N_("What is kept of somebody who left goes with {command}."),
                command=wording.typed("meetlint erase PERSON"),
            ),
            translate(
                N_(
                    "What was released with the figures of somebody who left stays as it was: else the difference "
                    "would tell of that person."
                )
            ),
        ]
    )


def _rights(pack: PackFacts, wording: PackWording) -> Iterator[Block]:
    translate = wording.translate
    yield Bullets(
        [
            translate(
                N_("See what is handed over (GDPR article 15): {command}."),
                command=wording.typed("meetlint collect SOURCE --for audit --show"),
            ),
            translate(N_("Correct it (article 16): in the own calendar.")),
            translate(N_("Have it erased (article 17): {command}."), command=wording.typed("meetlint erase PERSON")),
            translate(N_("Object (article 21): at any time, also without leaving the team.")),
            translate(N_("Complain: in the Netherlands to the Autoriteit Persoonsgegevens.")),
        ]
    )
    if pack.terms.contact.strip():
        yield Text(translate(N_("Members turn to: {contact}"), contact=wording.term(pack.terms.contact)))
    else:
        text = N_("It is not said whom members can ask, and where they can object: write it in [privacy] as {key}.")
        yield Text(translate(text, key=wording.typed("contact")), is_missing=True)


def _ai(wording: PackWording) -> Bullets:
    texts = (
        N_(
            "Annex III, point 4(b), of the AI Act (EU 2024/1689) calls systems high-risk that decide about working "
            "conditions, share out tasks by behaviour or character, or watch and evaluate the performance and "
            "behaviour of workers."
        ),
        N_(
            "meetlint is made for none of these: it gives no evaluation of workers, no scores of people, no ranking, "
            "and shares out no tasks. Whether your use of it is one of these is for the organisation to judge."
        ),
        N_("It infers no mood and no emotion (article 5(1)(f)), and nothing about health."),
        N_("It judges by fixed rules that anybody can read ({command}), and by no model that learnt from people."),
        N_("Using a report to evaluate people is another use, for which this document does not hold."),
    )
    command = wording.typed("meetlint rules")
    return Bullets([wording.translate(one, command=command) for one in texts])


def _risks(wording: PackWording) -> list[Block]:
    translate = wording.translate
    titles = wording.typed("titles = false")
    heads = [translate(one) for one in (N_("Risk"), N_("What meetlint does"), N_("What the organisation does"))]
    return [
        Table(heads, [[translate(risk), translate(own), translate(left, titles=titles)] for risk, own, left in RISKS]),
        Text(
            translate(
                N_(
                    "How heavy each risk weighs, and whether what remains is acceptable, is for the organisation to "
                    "judge, with the advice of its data protection officer and the views of those concerned (GDPR "
                    "article 35(2), (7) and (9))."
                )
            )
        ),
    ]


def _settings(pack: PackFacts, wording: PackWording) -> list[Block]:
    translate, terms = wording.translate, pack.terms
    unset = translate(N_("not set"))
    rows = []
    for name, info in type(terms).model_fields.items():
        value = getattr(terms, name)
        shown = unset if value in (None, "", ()) else wording.term(shown_value(value))
        rows.append([wording.typed(name), shown, translate(info.description or "")])
    fingerprint = terms.fingerprint()
    text = N_(
        "The fingerprint of these terms is {fingerprint}. Every report about the team carries it. It changes with each "
        "of these settings, and when a version of meetlint hands over other fields, has another stop list, shows other "
        "meetings, or guards figures less or more. A report with another fingerprint was made under other terms."
    )
    if fingerprint is None:
        text = N_(
            "There is no fingerprint yet: it is made of these settings once the day of agreement is among them. Every "
            "report about the team carries it then."
        )
    return [
        Table([translate(one) for one in (N_("Setting"), N_("Value"), N_("What it means"))], rows),
        Text(translate(text, fingerprint=wording.typed(fingerprint or ""))),
    ]


def _signatures(pack: PackFacts, wording: PackWording) -> Iterator[Block]:
    translate, terms = wording.translate, pack.terms
    fingerprint = terms.fingerprint()
    if fingerprint is None:
        yield Text(translate(N_("This is a draft: no day of agreement is set, so there is nothing to sign yet.")))
    else:
        until = terms.agreed_until
        yield Text(
            translate(
                N_("For the terms with fingerprint {fingerprint}, which hold until {until}:")
                if until
                else N_("For the terms with fingerprint {fingerprint}, which have no last day:"),
                fingerprint=wording.typed(fingerprint),
                **({"until": wording.day_of_year(until)} if until else {}),
            )
        )
    heads = [translate(one) for one in (N_("For"), N_("Name and function"), N_("Date"), N_("Signature"))]
    parties = (N_("The organisation"), N_("The works council"), N_("Data protection officer (advice)"))
    yield Table(heads, [[translate(one), "", "", ""] for one in parties], is_empty=True)
