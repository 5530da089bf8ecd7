"""Kinds of sentence that name a keeper of the decisions, or a facilitator, each with what is like it and names nobody.

Each row is one invitation, written as in :mod:`tests.analyzer.reading.role_cases_people`, to which all of `_TEAM` come.
"""

_TEAM = "Vera Mulder <vera@example.org>, Otis Brand <otis@example.org>, H. Blom <h.blom@example.org> || "

_KINDS = {
    "somebody writes down what is agreed": """
.K  Vera legt de afspraken vast in het kanaal van het project.
.K  Vera schrijft de besluiten op.
.K  Vera noteert de acties op het bord.
.K  Tijdens het overleg houdt Vera de actiepunten bij.
.K  Wat we afspreken legt Vera vast.
.K  Vera vat de uitkomsten samen.
.K  Ik noteer onze afspraken en mail ze rond.
.K  Vera to capture actions please.
.K  Vera will jot down what we agree.
.K  Vera is recording the decisions in the register.
.K  Vera notes down any action points.
.K  Vera documents outcomes and next steps.
.K  Bring your updates to Vera, who updates the action tracker as we speak.
.K  Vera, die de actielijst bijhoudt, zit links vooraan.
.K  Besluiten en acties: Vera houdt ze bij op het bord.
.K  Decisions: Vera keeps track of them.
.K  Afspraken: Vera houdt ze bij in Trello.
.K  Vera monitort de actiepunten.
.K  Vera maakt een lijst van de afspraken.
.K  Vera is the owner of the action log.
.K  Vera writes everything down.
.K  Vera takes down the action points.
.K  Vera writes up what's decided.
.K  Besluitenlijst wordt bijgewerkt door Vera.
.K  Vera zal een korte afsprakenlijst maken.
.K  Vera zal de afspraken vastleggen.
.K  Vera legt de gemaakte afspraken vast.
.K  Vera noteert wie wat doet.
.K  Vera draws up the action list.
.K  Decisions go into the register, which Vera looks after.
.K  Vera will attend as our clerk and keeps the action list.
..  Vera werkt de acties uit in een plan.
..  Vera legt de besluiten van het bestuur uit.
..  Vera zet de besluiten op de agenda.
..  Vera tracks progress on the roadmap.
..  Vera to review the decision log.
..  Vera legt de tegels vast in de gang.
..  Vera schrijft zich in voor de besluiten.
..  Vera to capture customer feedback before we meet.
..  Vera will note what the supplier wants.
..  Vera, who wrote the decisions of last time, is away.
..  Bring your actions to Vera.
..  Acties: Vera belt de leverancier.
..  Decisions: Vera signs the lease.
""",
    "somebody makes the minutes": """
.K  Vera verzorgt vandaag zelf het verslag.
.K  Vera doet de notulen wel even.
.K  Vera tikt mee op de laptop.
.K  Vera typt de notulen uit.
.K  Het verslag wordt ditmaal verzorgd door onze bestuurssecretaresse Nel Boom.
.K  Het notuleren gebeurt door Vera.
.K  Het notuleren is in handen van Vera.
.K  Voor de notulen zorgt onze collega Vera.
.K  Ik zal ook zelf notuleren.
.K  Notuleren doe ik zelf.
.K  De notulen maak ik deze keer.
.K  Then Vera does the write-up.
.K  Vera will put together the meeting notes.
.K  Vera is doing the recap.
.K  A brief summary of the meeting will be written by Vera.
.K  I'll do the minutes this time.
.K  The scribe, Ms Blom, will be present.
.K  Vera komt later maar notuleert wel.
.K  I am on notes today.
.K  Otis de hapjes, Vera de notulen.
.K  Vera will cover note-taking.
.K  Vera, onze stagiair, notuleert.
.K  Vera from the back office takes the minutes.
.K  De rol van notulist wordt vervuld door Vera.
.K  Vera notuleert vandaag, volgende week Otis.
.K  Vera is taking notes (next time Otis).
.K  The minutes will be drafted by Vera.
..  Vera leert je hoe je notuleert.
..  Vera's demo will take minutes.
..  Vera shows how the bot writes minutes and tracks action items.
..  Ask Vera for the agenda and take notes.
..  Vera asks whether he takes notes.
..  De bot van Vera notuleert.
..  Somebody other than Vera takes notes.
..  Vera writes the notes app.
..  Vera will share her notes on the paper.
..  Vera schrijft mee aan het plan.
..  Vera doet verslag van het congres in Gent.
..  Vera schrijft een verslag over de beurs.
..  Vera tikt de bal mee.
..  Ik heb de notulen gelezen.
..  Ik heb vragen over het verslag.
..  I have read the minutes.
..  I am late for the minutes.
..  Wie doet het verslag?
..  Zal ik notuleren?
..  Shall I do the minutes?
..  Vera does the summary of the market.
""",
    "somebody sends the agreements round afterwards": """
.K  Vera stuurt na afloop de actiepunten rond.
.K  Vera verstuurt na afloop de afspraken naar alle aanwezigen.
.K  Na afloop stuurt Vera de afspraken rond.
.K  Een overzicht van de afspraken mailt Vera achteraf.
.K  Ik stuur daarna een kort verslag rond.
.K  I will circulate notes and actions afterwards.
.K  Na afloop krijgen jullie van Vera het verslag.
.K  Vera sends out the action list after the meeting.
.K  After the call Vera will share the minutes.
..  Vera stuurt vooraf de actielijst rond.
..  Vera krijgt na afloop het verslag.
..  Vera stuurde de notulen rond.
..  Vera mailt de notulen van de vorige vergadering na afloop.
..  Vera will circulate the agenda afterwards.
..  Vera sends out the action list before the meeting.
""",
    "somebody has agreed to do it": """
.K  Vera heeft toegezegd te notuleren.
.K  Vera is bereid om de notulen te maken.
.K  Vera heeft beloofd het verslag te maken.
.K  Vera heeft aangeboden om te notuleren.
.K  Otis vroeg het en Vera neemt de notulen op zich.
.K  Vera has kindly offered to take notes.
.K  Vera has promised to take the minutes.
.K  Vera has been nominated as note taker.
.K  Vera heeft zich bereid verklaard de notulen te verzorgen.
.K  Fijn dat Vera wil notuleren!
.K  Otis vroeg het en Vera zei dat zij notuleert.
.K  Vera said she'll do the minutes.
.K  Thanks to Vera for volunteering to take minutes.
.K  Vera sluit aan om te notuleren.
.K  Vera joins as note taker.
.K  Vera was so kind as to volunteer to take notes.
..  Bedankt Vera voor de notulen.
..  Vera wil de notulen.
..  Vera heeft afgezegd te notuleren.
..  Vera heeft geweigerd te notuleren.
..  Vera is niet bereid om de notulen te maken.
..  Vera has declined to take notes.
""",
    "somebody whose turn it is": """
.K  Deze keer is Vera aan de beurt om te notuleren.
.K  De beurt om te notuleren is aan Vera.
.K  Na Otis is het de beurt aan Vera om het verslag te maken.
.K  Notuleren gaat bij toerbeurt, nu is Vera aan de beurt.
.K  We notuleren om de beurt, dit keer Vera.
.K  It's Vera's turn to take the minutes.
.K  Rotating scribe, today that would be Vera.
.K  We take turns with the notes; this time it is Vera.
..  Vorige keer was Vera aan de beurt om te notuleren.
..  Vera was de vorige keer aan de beurt om te notuleren.
..  Next time it's Vera's turn to take the minutes.
..  Rotating scribe, next week that would be Vera.
..  Notuleren gaat bij toerbeurt, zegt Vera.
""",
    "a task in a few words before its person": """
.K  Taking the minutes: Vera
.K  Keeping notes in the shared pad: Vera
.K  Houdt de actielijst bij: Vera
.K  Aan de beurt om te notuleren: Vera
.K  Afspraken worden vastgelegd door: Vera
.K  Writing things down: Vera
.K  Documentation: Vera
.K  Recap: Vera
.K  Pen: Vera
.K  mins: Vera
.K  Voortgangsbewaker actielijst: Vera
.K  Beheer actielijst: Vera
.K  Keeper of the minutes: Vera
.K  Notuleerbeurt: Vera
.K  Vaste notulist: Vera
.K  Notulen 👉 Vera
F.  Taking the chair: Vera
F.  Chairing duties: Vera
F.  Vera leads the debrief.
F.  Vera leads today.
F.  Vera leidt de discussie.
F.  Vera heeft vandaag de hamer.
F.  Vera presides.
F.  Facilitator duties: Vera
F.  Voorz.: Vera
FK  Gespreksleider: Otis. Vastleggen: Vera.
.K  Secretary for the evening - Vera
F.  Presiding member: Vera
F.  I'm running this one.
F.  Leading: Vera
F.  Onder begeleiding van Vera.
F.  Vera will lead us through the agenda.
F.  Voorzitter deze avond: Vera
F.  Sessiebegeleiding: Vera
F.  Presiding: Vera
..  Decision owner: Vera
..  Besluit: Vera koopt een printer.
..  Duration mins: Vera asked for ten
..  Vera leidt ons rond.
..  Vera leads the project today.
..  Taking part: Vera
..  Keeping notes in order: a talk by Vera
..  Documentation: Vera has moved it to the wiki
..  Pen: blauw, Vera brengt hem mee
..  Aan de beurt voor de vaat: Vera
..  Begeleiding: Piet van 3B en Vera lopen mee met de excursie?
""",
    "somebody who stands in": """
.K  Onze vaste notulist Otis is met vakantie; Vera vervangt hem.
.K  De notulist is ziek, Vera neemt het over.
.K  Otis was going to do the minutes but can't make it, so Vera is stepping in.
F.  De voorzitter kan niet, Vera neemt het over.
F.  Our chair is on leave; Vera is standing in.
..  Otis is met vakantie; Vera vervangt hem.
..  De kopieermachine is stuk, Vera neemt het over.
..  De notulist is ziek, wie neemt het over?
..  De notulist is ziek. Kan Vera het overnemen?
""",
    "somebody invited, after a title": """
.K  Notulist: mw. H. Blom
.K  Verslaggever is dit keer mw. H. Blom.
.K  Minutes secretary: Ms. H. Blom
F.  Voorzitter: wethouder Mulder
F.  Chair: Dr. Vera Mulder
F.  Voorzitter: de heer H. Blom
..  Spreker: wethouder Mulder
""",
    "somebody invited beside unknown words": """
.K  Tijdens het werkbezoek noteert Vera de toezeggingen van de wethouder.
.K  Vera maakt foto's en een kort verslag.
.K  Vera houdt tussen de hapjes door de actielijst bij.
.K  Dienstdoende notulist is Vera.
.K  Our new colleague Vera gladly types up the actions.
.K  Dear old Vera will minute the meeting as ever.
..  Tijdens het werkbezoek maakt Vera afspraken met de buren.
..  Met Vera notuleren we de nieuwe app in.
..  Vera zoekt iemand die notuleert.
..  Iedereen behalve Vera notuleert mee met de tolk.
..  Vera maakt een sappig verslag van haar reis.
..  Vera kept the minutes when the old chair was here.
..  Vera and Otis do the decisions quiz.
..  Ask Vera who keeps the minutes.
..  For Vera the bot types up the actions.
""",
    "officers of a board": """
..  Het bestuur: Vera (voorzitter), Otis (penningmeester) en Hans Blom (secretaris).
..  Committee: Vera Mulder (chair), Otis Brand (treasurer), Hans Blom (secretary)
FK  Vera (voorzitter), Otis (notulist)
""",
}

INVITED = {
    theme: "\n".join(line[:4] + _TEAM + line[4:] for line in table.strip("\n").splitlines())
    for theme, table in _KINDS.items()
}
